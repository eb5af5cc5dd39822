"""Drafts that came back: kept as they are, harvested, and offered to the researcher in the sheet
Review.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from publisher.compose.draft import BUILD_PROPERTY
from publisher.domain.diagnostics import Checked, Diagnostic, Place, failure, problem
from publisher.domain.names import spelled
from publisher.project.faults import unforeseen
from publisher.project.files import read_file, write_file
from publisher.project.project import Project
from publisher.review.items import ItemKind
from publisher.review.read import read_returned
from publisher.rounds.draft_folder import SentFile, identify, keep_returned, returned_files
from publisher.rounds.numbers import keep_numbers
from publisher.rounds.returns import gather
from publisher.rounds.review_rows import sheet_rows
from publisher.rounds.review_workbook import ReviewWorkbook, open_review_workbook
from publisher.rounds.settled import SIGNPOST, keep_settled
from publisher.rounds.word_files import require_no_report, word_file
from publisher.workbook import layout
from publisher.workbook.review_sheet import ItemRow, review_cells


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
    """What a sheet Review came to hold: its file and its name there, where the old workbook is
    kept, how many items of which kind.

    `new` items were not in the sheet before, `unplaced` ones stand in no row, `clashing` ones
    cannot be applied as they are.
    """

    path: Path
    sheet: str
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
    word = word_file(content, path.name)
    returned = read_returned(word.content, path.name)
    if not wanted and not returned.value.properties.get(BUILD_PROPERTY):
        require_no_report(returned.value, project.language, path.name)
    found = identify(returned.value, project, path.name, wanted)
    told = list(returned.diagnostics)
    if not found.is_certain:
        told.append(
            problem("R634", Place(path.name), build=found.sent.build, country=found.sent.country)
        )
    kept, is_new = keep_returned(project, found.sent, word.name, content, word.content)
    return Checked(Kept(path.name, found.sent, kept, is_new), tuple(told))


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


def unforeseen_in_collecting(project: Project, country: str, fault: Exception) -> Diagnostic:
    """Return a fault that came up while a sheet Review was filled as a problem of the workbook."""
    name = f"{country}.xlsx"
    return unforeseen("R676", fault, project.output_folder / "review" / name, Place(name))


def refresh(
    project: Project,
    path: Path,
    now: datetime,
    out: Path | None = None,
    taken: Iterable[Path] = (),
) -> Collected:
    """Write everything that came back for a workbook into its sheet Review, or into that of another
    file.

    `taken` are the kept files that were taken in just now, of which more is told than of the
    others. What was decided stays with its item. Raises PublisherError where the workbook cannot be
    read or changed.
    """
    book = open_review_workbook(project, path, out)
    gathered = gather(book.project, book.country, book.register)
    folder = book.reviews_folder
    rows = sheet_rows(book, gathered, str(folder / "long" / "{name}"))
    _require_room(book, rows.rows)
    for name, text in rows.overflow.items():
        write_file(folder / "long" / name, text.encode("utf-8", "replace"))
    keep_numbers(folder, rows.numbers)
    settled = keep_settled(folder, book.settled, rows.going, book.project.worded, now)
    stay = (*rows.rows, *_signpost(book, settled, len(rows.going), now))
    register = {book.register.sheet: dict(_returned_on(book, now))}
    backup = book.save(register, review_cells(book.review, stay), now)
    items = [found.item for found in gathered.items.values()]
    notes = [note for each in taken for note in gathered.notes.get(each, ())]
    in_no_row = [each for each in items if not each.spot.provision]
    return Collected(
        path=book.review_file.path,
        sheet=book.project.language.words("sheets")["review"],
        backup=backup,
        kinds=Counter(item.kind for item in items),
        new=rows.new,
        # What belongs to tables and sections of the whole draft has no row to stand in.
        unplaced=sum(each.kind is not ItemKind.LAYOUT for each in in_no_row),
        clashing=len(rows.clashes),
        diagnostics=(*gathered.diagnostics, *notes),
    )


def _require_room(book: ReviewWorkbook, rows: Sequence[ItemRow]) -> None:
    """Raise PublisherError where there are more rows than the sheet can hold: a workbook that
    nobody could open is worse than one that lacks them.
    """
    if len(rows) > layout.MOST_ITEMS:
        raise failure(
            "R636",
            Place(book.review.file, book.review.sheet),
            count=f"{len(rows):,}",
            most=f"{layout.MOST_ITEMS:,}",
            folder=book.reviews_folder / "returned",
        )


def _signpost(
    book: ReviewWorkbook, files: Sequence[Path], moved: int, now: datetime
) -> Iterator[ItemRow]:
    """Yield the row that says where settled rows are, if there are any."""
    count = len(book.settled_rows) + moved
    if not files or not count:
        return
    words = book.project.language.words("review_words")["settled"]
    text = words.format(count=count, files="\n".join(_told_path(each, book) for each in files))
    old = book.review.by_item.get(SIGNPOST, {})
    is_new = book.review.text(old, "comment") != text
    day = now.date().isoformat() if is_new else book.review.text(old, "decided_on")
    yield {"item": SIGNPOST, "comment": text, "decided_on": day}


def _told_path(path: Path, book: ReviewWorkbook) -> str:
    """Return a path as it is named in the sheet: from the project on, since projects are copied."""
    folder = book.project.folder
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)


def _returned_on(book: ReviewWorkbook, now: datetime) -> Iterator[tuple[str, str]]:
    """Yield the cells of the register that say when a draft came back for the first time."""
    builds = {file.build for file in returned_files(book.project, book.country)}
    for entry in book.register.entries:
        if entry.texts.get("build", "") in builds and not entry.texts.get("returned_on"):
            yield f"{book.register.letters['returned_on']}{entry.number}", now.date().isoformat()
