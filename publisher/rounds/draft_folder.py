"""The folder of reviews: drafts as they were sent and as they came back, by country and build.

    reviews/<country>/<build>.docx                       as sent
    reviews/<country>/returned/<build>-<digest> <name>   as it came back

What came back as no .docx has one beside it, as LibreOffice made it.

What was sent is the base of every comparison. What came back is kept whole, since decisions are
carried out from it.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from publisher.compose.draft import BUILD_PROPERTY
from publisher.domain.diagnostics import Place, PublisherError, failure
from publisher.domain.digest import digest_of
from publisher.project.files import read_file, write_file
from publisher.project.project import Project
from publisher.review.likeness import bag, overlap
from publisher.review.outside_lines import key_of
from publisher.review.outside_text import all_lines
from publisher.review.read import read_returned
from publisher.review.returned import Returned, ReturnedTable

_BUILD = re.compile(r"[0-9a-f]{8}")
_KEPT = re.compile(r"(?P<build>[0-9a-f]{8})-(?P<digest>[0-9a-f]{8}) (?P<name>.+)")
# How alike two drafts must be to be taken for one, and how much more than to any other, from 0 to
# 1: copies of a draft are alike by more than 0.9, drafts and reports of other countries by less
# than 0.6 (measured on the samples).
_ALIKE, _CLEARER = 0.75, 0.02
_OWN = 0.5  # the share of a draft's own lines that stands in a copy of it of which nothing was cut
# A line of so many words says of which draft it is; of so many lines a file is known.
_WORDS, _LINES = 4, 5


@dataclass(frozen=True, slots=True)
class SentFile:
    """A draft as sent: the country (the workbook's name), its build, where it is kept."""

    country: str
    build: str
    path: Path


@dataclass(frozen=True, slots=True)
class ReturnedFile:
    """A returned draft as kept: its build, the name under which it came, where the Word file is."""

    build: str
    name: str
    path: Path


def sent_files(project: Project) -> dict[str, SentFile]:
    """Return the drafts that were sent, by build."""
    paths = sorted(project.reviews_folder.glob("*/*.docx"))
    return {
        path.stem: SentFile(path.parent.name, path.stem, path)
        for path in paths
        if _BUILD.fullmatch(path.stem)
    }


def returned_files(project: Project, country: str) -> tuple[ReturnedFile, ...]:
    """Return what came back for a country, by build and name."""
    return tuple(_returned_in(project.reviews_of(country) / "returned"))


def _returned_in(folder: Path) -> Iterator[ReturnedFile]:
    for path in sorted(folder.glob("*")):
        found = _KEPT.fullmatch(path.name)
        if found and path.suffix == ".docx":
            original = path.with_suffix("")
            name = original.name if original.is_file() else path.name
            kept = _KEPT.fullmatch(name)
            yield ReturnedFile(found["build"], kept["name"] if kept else found["name"], path)


def keep_returned(
    project: Project, sent: SentFile, name: str, content: bytes, word: bytes
) -> tuple[Path, bool]:
    """Keep a returned file, and the Word file made of it where it was none; return where, and
    whether it is new.

    The same file is kept once, under whatever name it comes.
    """
    folder = project.reviews_of(sent.country) / "returned"
    mark = f"{sent.build}-{digest_of(content)[:8]}"
    known = next((path for path in sorted(folder.glob(f"{mark} *.docx"))), None)
    if known:
        return known, False
    path = folder / f"{mark} {_safe(name)}"
    write_file(path, content)
    if path.suffix.lower() == ".docx":
        return path, True
    beside = path.with_name(f"{path.name}.docx")
    write_file(beside, word)
    return beside, True


def _safe(name: str) -> str:
    """Return a file's name without signs that a system or a screen could take for something
    else.
    """
    stem, dot, ending = name.rpartition(".")
    safe = re.sub(r"[^\w .,()'’-]", "_", stem or name).strip(" .")[:80] or "returned"
    return f"{safe}{dot}{ending.lower()}"


@dataclass(frozen=True, slots=True)
class Identified:
    """Which draft a returned file is, and whether it said so itself or was only found to be most
    alike.
    """

    sent: SentFile
    is_certain: bool


def identify(returned: Returned, project: Project, file: str, wanted: str = "") -> Identified:
    """Return which draft a returned file is: as its properties say, else its footer, else the one
    it is most like.

    `wanted` is the build that somebody named. Raises PublisherError where it is none of those that
    were sent.
    """
    known = sent_files(project)
    if wanted:
        if wanted not in known:
            raise failure("R632", Place(file), written=wanted)
        return Identified(known[wanted], is_certain=True)
    build = returned.properties.get(BUILD_PROPERTY, "")
    lines = [line.text for line in all_lines(returned)]
    if build not in known:
        named = dict.fromkeys(_BUILD.findall("\n".join(lines)))
        builds = [each for each in named if each in known]
        build = builds[0] if len(builds) == 1 else ""
    if build:
        _require_own_text(lines, known[build], known, file)
        return Identified(known[build], is_certain=True)
    try:
        return Identified(_likest(lines, known, file), is_certain=False)
    except PublisherError as fault:
        said = returned.properties.get(BUILD_PROPERTY, "")
        if not _BUILD.fullmatch(said) or fault.diagnostics[0].code != "R631":
            raise
        folder = project.reviews_folder.name
        raise failure("R697", Place(file), build=said, folder=folder) from fault


def _require_own_text(
    lines: Sequence[str], sent: SentFile, known: Mapping[str, SentFile], file: str
) -> None:
    """Refuse a file that says which draft it is, but holds the text of another country's."""
    written = {key_of(line) for line in lines}
    if _share(_content(sent.path), written) >= _OWN:
        return
    others = [
        each for each in known.values() if each.country != sent.country and _content(each.path)
    ]
    other = max(others, key=lambda each: _share(_content(each.path), written), default=None)
    if other is not None and _share(_content(other.path), written) > _OWN:
        raise failure(
            "R668",
            Place(file),
            build=sent.build,
            country=sent.country,
            like=other.build,
            like_country=other.country,
        )


def _likest(lines: Sequence[str], known: Mapping[str, SentFile], file: str) -> SentFile:
    """Return the draft that a file is most like; of several, the one whose own lines stand in it,
    such as the name of the recipient or the day of the reply.
    """
    own = bag("\n".join(lines))
    likeness = {build: overlap(own, _bag(sent.path)) for build, sent in known.items()}
    best = sorted(likeness, key=lambda build: (-likeness[build], build))
    rivals = [build for build in best if likeness[best[0]] - likeness[build] < _CLEARER]
    if not best or likeness[best[0]] < _ALIKE:
        rivals = _holding(lines, known)
    if not rivals:
        raise failure("R631", Place(file))
    if len(rivals) > 1:
        rivals = _by_own_lines(lines, [known[build] for build in rivals])
    if len(rivals) > 1:
        raise failure("R633", Place(file), builds=", ".join(rivals[:5]))
    return known[rivals[0]]


def _holding(lines: Sequence[str], known: Mapping[str, SentFile]) -> list[str]:
    """Return the drafts that hold most lines of a file, of which somebody may have cut the rest."""
    own = {key_of(line) for line in lines if len(line.split()) >= _WORDS}
    if len(own) < _LINES:
        return []
    held = {build: len(own & _keys(sent.path)) for build, sent in known.items()}
    most = max(held.values(), default=0)
    return [build for build in sorted(held) if held[build] == most and 2 * most >= len(own)]


def _by_own_lines(lines: Sequence[str], rivals: Sequence[SentFile]) -> list[str]:
    """Return those of some drafts of whose lines, as far as these do not stand in all of them, the
    largest share stands in a file.
    """
    written = {key_of(line) for line in lines}
    common = frozenset.intersection(*(_keys(each.path) for each in rivals))
    shares: dict[str, float] = {}
    for each in rivals:
        own = _keys(each.path) - common
        shares[each.build] = _share(own, written) if own else 0.0
    most = max(shares.values())
    return [build for build, share in shares.items() if share == most]


def _share(own: Collection[str], written: Collection[str]) -> float:
    """Return how large a share of some lines is written in a file."""
    return sum(key in written for key in own) / len(own) if own else 1.0


# What was sent is never changed, so that it is read once.
@cache
def read_sent(path: Path) -> Returned:
    """Return a draft as it was sent."""
    return read_returned(read_file(path), path.name).value


@cache
def _bag(path: Path) -> Counter[str]:
    return bag("\n".join(line.text for line in all_lines(read_sent(path))))


@cache
def _keys(path: Path) -> frozenset[str]:
    """Return by what the lines of a draft as sent are known again."""
    texts = (key_of(line.text) for line in all_lines(read_sent(path)))
    return frozenset(filter(None, texts))


@cache
def _content(path: Path) -> frozenset[str]:
    """Return by what the lines beside the left cells of a draft as sent are known again, without
    those that stand there more than once, such as 'Nothing found'.
    """
    tables = [each for each in read_sent(path).body if isinstance(each, ReturnedTable)]
    cells = [cell for table in tables for row in table.rows for cell in row.cells[1:]]
    counted = Counter(key_of(line.text) for cell in cells for line in cell.lines)
    return frozenset(key for key, count in counted.items() if key and count == 1)
