"""The folder of reviews: drafts as they were sent and as they came back, by country and build.

    reviews/<country>/<build>.docx                       as sent
    reviews/<country>/returned/<build>-<digest> <name>   as it came back

What came back as no .docx has one beside it, as LibreOffice made it.

What was sent is the base of every comparison. What came back is kept whole, since decisions are
carried out from it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from publisher.compose.draft import BUILD_PROPERTY
from publisher.domain.diagnostics import Place, failure
from publisher.domain.digest import digest_of
from publisher.project.files import read_file, write_file
from publisher.project.project import Project
from publisher.review.likeness import bag, overlap
from publisher.review.outside_text import all_lines
from publisher.review.read import read_returned
from publisher.review.returned import Returned

_BUILD = re.compile(r"[0-9a-f]{8}")
_KEPT = re.compile(r"(?P<build>[0-9a-f]{8})-(?P<digest>[0-9a-f]{8}) (?P<name>.+)")
# How alike two drafts must be to be taken for one, and how much more than to any other, from 0 to
# 1: copies of a draft are alike by more than 0.9, drafts and reports of other countries by less
# than 0.6 (measured on the samples).
_ALIKE, _CLEARER = 0.75, 0.02


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
    folder = project.reviews_folder / sent.country / "returned"
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
    if build in known:
        return Identified(known[build], is_certain=True)
    text = "\n".join(line.text for line in all_lines(returned))
    named = [each for each in dict.fromkeys(_BUILD.findall(text)) if each in known]
    if len(named) == 1:
        return Identified(known[named[0]], is_certain=True)
    return Identified(_likest(text, known, file), is_certain=False)


def _likest(text: str, known: dict[str, SentFile], file: str) -> SentFile:
    own = bag(text)
    likeness = {build: overlap(own, bag(_text(sent.path))) for build, sent in known.items()}
    best = sorted(likeness, key=lambda build: (-likeness[build], build))
    if not best or likeness[best[0]] < _ALIKE:
        raise failure("R631", Place(file))
    rivals = [build for build in best[1:] if likeness[best[0]] - likeness[build] < _CLEARER]
    if rivals:
        raise failure("R633", Place(file), builds=", ".join((best[0], *rivals[:4])))
    return known[best[0]]


def _text(path: Path) -> str:
    draft = read_returned(read_file(path), path.name).value
    return "\n".join(line.text for line in all_lines(draft))
