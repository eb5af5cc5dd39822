"""A country's workbook, open for its rounds of review: its register, its sheet Review, its cells as
they are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from publisher.domain.diagnostics import Place, failure
from publisher.domain.digest import digest_of
from publisher.domain.markup import normalise
from publisher.domain.model import Run, SheetRow
from publisher.domain.names import folded
from publisher.domain.report import CellKey
from publisher.domain.treaty import Treaty
from publisher.project.copies import keep_seen
from publisher.project.files import (
    read_file,
    replace_workbook,
    require_as_read,
    require_closed,
    write_file,
)
from publisher.project.project import Project
from publisher.project.workbooks import ExcelFile, in_its_language
from publisher.rounds.settled import SettledFile, read_settled
from publisher.workbook.history_sheet import History, read_history
from publisher.workbook.issue import issue_review_sheet
from publisher.workbook.opened import open_workbook
from publisher.workbook.patch import SheetAreas, Texts, sheet_part
from publisher.workbook.read import read_workbook
from publisher.workbook.register import Register, read_register
from publisher.workbook.review_sheet import ItemRow, ReviewSheet, SheetChange, read_review
from publisher.workbook.rich import RichText, stored_texts


@dataclass(frozen=True, slots=True)
class ReviewWorkbook:
    """A workbook with all that a round of review needs; `addresses` are those of the content cells.

    The sheet Review may stand in a file of its own. `settled` are the files to which rows that are
    long settled were moved. `project` has the words of the language of the workbook.
    """

    file: ExcelFile
    project: Project
    register: Register
    review_file: ExcelFile
    review: ReviewSheet
    sheet: str
    addresses: Mapping[CellKey, str]
    settled: tuple[SettledFile, ...] = ()
    history: History | None = None

    @property
    def country(self) -> str:
        """The workbook's name, under which its drafts are kept."""
        return self.file.path.stem

    @property
    def reviews_folder(self) -> Path:
        """Where its drafts are kept."""
        return self.project.reviews_of(self.country)

    @property
    def settled_rows(self) -> dict[str, ItemRow]:
        """The rows that were moved to other files, by item."""
        return {item: row for each in self.settled for item, row in each.review.by_item.items()}

    def runs(
        self, keys: Iterable[CellKey]
    ) -> tuple[dict[CellKey, tuple[Run, ...]], dict[CellKey, RichText]]:
        """Return content cells as runs of normal text, and as they are stored with all their
        formatting.
        """
        wanted = {key: self.addresses[key] for key in keys if key in self.addresses}
        part = sheet_part(self.file.content, self.sheet)
        texts = stored_texts(self.file.content, part, wanted.values())
        stored = {key: texts.get(address, ()) for key, address in wanted.items()}
        states = self.project.language.words("cell_states").values()
        return {key: as_runs(text, states) for key, text in stored.items()}, stored

    def save(self, cells: Mapping[str, Texts], review: SheetChange, now: datetime) -> Path | None:
        """Write cells of the workbook and of the sheet Review; return where the old workbook is
        kept, if it changed.
        """
        sheet = self.review.sheet
        own, areas = {sheet: review.cells}, {sheet: SheetAreas(review.heights, review.reach)}
        if self.review_file is self.file:
            return self.file.save({**cells, **own}, now, areas)
        require_closed(self.review_file.path)  # before the one file is changed without the other
        backup = self.file.save(cells, now)
        self.review_file.save(own, now, areas)
        return backup

    def save_review(self, review: SheetChange, now: datetime, *, keeps_old: bool) -> bytes:
        """Write cells of the sheet Review alone and return the workbook as it is then; the old one
        is kept only where that is wanted.
        """
        content = self.file.changed({self.review.sheet: review.cells})
        path, was = self.file.path, digest_of(self.file.content)
        if content == self.file.content:
            return content
        if keeps_old:
            replace_workbook(path, content, was=was, now=now)
        else:
            require_as_read(path, was)
            write_file(path, content)
        keep_seen(path, content, now)
        return content


def open_review_workbook(
    project: Project, path: Path, review_path: Path | None = None
) -> ReviewWorkbook:
    """Return a workbook open for review; `review_path` is that of a file of its own for the sheet
    Review.

    Raises PublisherError where a file cannot be read or lacks what it needs.
    """
    file = ExcelFile(path, read_file(path))
    opened = open_workbook(file.content, path.name)
    worded, _ = in_its_language(project, opened)
    provisions = read_workbook(opened, worded.worded).value.provisions
    review_file, reviewed = file, opened
    if review_path:
        review_file = _review_file(review_path, worded)
        reviewed = open_workbook(review_file.content, review_path.name)
        if reviewed.identity:  # the workbook of a country is no place for the items of another
            raise failure("R638", Place(review_path.name))
    review = read_review(review_file.content, reviewed, worded.worded)
    return ReviewWorkbook(
        file=file,
        project=worded,
        register=read_register(opened, worded.worded),
        review_file=review_file,
        review=review,
        sheet=next((row.place.sheet for row in provisions), ""),
        addresses=_addresses(provisions, worded.treaty),
        settled=read_settled(worded.reviews_of(path.stem), worded.worded),
        history=read_history(opened, worded.worded),
    )


def _addresses(rows: Iterable[SheetRow], treaty: Treaty) -> dict[CellKey, str]:
    """Return where the content cells are; of two rows of one provision the first counts."""
    addresses: dict[CellKey, str] = {}
    for row in rows:
        id_ = row.cells["id"].text if "id" in row.cells else ""
        for column in treaty.columns:
            cell = row.cells.get(column.id)
            if cell is not None:
                addresses.setdefault(CellKey(id_, column.id), cell.place.cell)
    return addresses


def _review_file(path: Path, project: Project) -> ExcelFile:
    if path.exists():
        return ExcelFile(path, read_file(path))
    return ExcelFile(path, issue_review_sheet(project.worded), is_new=True)


def as_runs(text: RichText, states: Iterable[str]) -> tuple[Run, ...]:
    """Return a stored text as runs of normal text; none where the cell says no more than that
    nothing was found.
    """
    runs = tuple(Run(normalise(run.text), run.has("b"), run.has("i")) for run in text)
    whole = folded("".join(run.text for run in runs))
    is_state = whole in map(folded, states)
    return () if is_state else runs
