"""Drafts that came back: kept as they are, harvested, and offered to the researcher in the sheet
Review.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from publisher.domain.diagnostics import Checked, Diagnostic, Place, failure, problem
from publisher.domain.names import spelled
from publisher.project.files import read_file, write_file
from publisher.project.office import as_word, office
from publisher.project.project import Project
from publisher.review.items import ItemKind
from publisher.review.read import read_returned
from publisher.review.safe_open import MOST_BYTES, bearable_parts
from publisher.rounds.draft_folder import SentFile, identify, keep_returned, returned_files
from publisher.rounds.returns import gather
from publisher.rounds.review_rows import sheet_rows
from publisher.rounds.review_workbook import ReviewWorkbook, open_review_workbook
from publisher.workbook.review_sheet import review_cells

# Documents of other programs that LibreOffice turns into Word files, and how each begins.
_OTHERS = {".odt": b"PK\x03\x04", ".doc": b"\xd0\xcf\x11\xe0", ".rtf": b"{\\rtf"}


@dataclass(frozen=True, slots=True)
class Kept:
    """A returned file that was taken in: its name, which draft it is, whether it was there
    before.
    """

    name: str
    sent: SentFile
    path: Path
    is_new: bool


@dataclass(frozen=True, slots=True)
class Collected:
    """What a sheet Review came to hold: its file, where the old workbook is kept, how many items of
    which kind.

    `new` items were not in the sheet before, `unplaced` ones stand in no row, `clashing` ones
    cannot be applied as they are.
    """

    path: Path
    backup: Path | None
    kinds: Mapping[ItemKind, int]
    new: int
    unplaced: int
    clashing: int
    diagnostics: tuple[Diagnostic, ...]


def take_in(project: Project, path: Path, wanted: str = "") -> Checked[Kept]:
    """Keep a returned file in the folder of reviews; `wanted` is the build of its draft, if
    somebody named it.

    Raises PublisherError where the file cannot be read or belongs to no draft; then nothing was
    kept.
    """
    content = read_file(path)
    word = _as_word(path, content)
    returned = read_returned(word, path.name)
    found = identify(returned.value, project, path.name, wanted)
    told = list(returned.diagnostics)
    if not found.is_certain:
        told.append(
            problem("R634", Place(path.name), build=found.sent.build, country=found.sent.country)
        )
    kept, is_new = keep_returned(project, found.sent, path.name, content, word)
    return Checked(Kept(path.name, found.sent, kept, is_new), tuple(told))


def _as_word(path: Path, content: bytes) -> bytes:
    """Return the bytes of a Word file, made by LibreOffice where the file is that of another
    program.
    """
    ending = path.suffix.lower()
    if ending not in _OTHERS:
        return content
    if not office():
        raise failure("R630", Place(path.name), ending=ending)
    if len(content) > MOST_BYTES:
        raise failure(
            "R613", Place(path.name), size=len(content) // 2**20, most=MOST_BYTES // 2**20
        )
    if ending == ".odt":
        bearable_parts(content, path.name)
    word = as_word(content, ending) if content.startswith(_OTHERS[ending]) else b""
    if not word:
        raise failure("R635", Place(path.name))
    return word


def workbook_of(project: Project, country: str) -> Path:
    """Return the workbook to which drafts of a country belong. Raises PublisherError where it is
    not there.
    """
    found = next(
        (path for path in project.workbooks() if spelled(path.stem) == spelled(country)), None
    )
    if found is None:
        raise failure("R639", Place(f"{country}.xlsx"), folder=project.workbooks_folder)
    return found


def refresh(project: Project, path: Path, now: datetime, out: Path | None = None) -> Collected:
    """Write everything that came back for a workbook into its sheet Review, or into that of another
    file.

    What was decided stays with its item. Raises PublisherError where the workbook cannot be read or
    changed.
    """
    book = open_review_workbook(project, path, out)
    gathered = gather(book.project, book.country, book.register)
    folder = project.reviews_of(book.country) / "long"
    rows = sheet_rows(book, gathered, str(folder / "{item}.txt"))
    for item, text in rows.overflow.items():
        write_file(folder / f"{item}.txt", text.encode("utf-8", "replace"))
    register = {book.register.sheet: dict(_returned_on(book, now))}
    backup = book.save(register, review_cells(book.review, rows.rows), now)
    items = [found.item for found in gathered.items.values()]
    in_no_row = [each for each in items if not each.spot.provision]
    return Collected(
        path=book.review_file.path,
        backup=backup,
        kinds=Counter(item.kind for item in items),
        new=len(gathered.items.keys() - book.review.numbers.keys()),
        # What belongs to tables and sections of the whole draft has no row to stand in.
        unplaced=sum(each.kind is not ItemKind.LAYOUT for each in in_no_row),
        clashing=len(rows.clashes),
        diagnostics=gathered.diagnostics,
    )


def _returned_on(book: ReviewWorkbook, now: datetime) -> Iterator[tuple[str, str]]:
    """Yield the cells of the register that say when a draft came back for the first time."""
    builds = {file.build for file in returned_files(book.project, book.country)}
    for entry in book.register.entries:
        if entry.texts.get("build", "") in builds and not entry.texts.get("returned_on"):
            yield f"{book.register.letters['returned_on']}{entry.number}", now.date().isoformat()
