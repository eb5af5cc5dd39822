"""Rows of the sheet Review that were carried out long ago, moved to a file beside the drafts when
the sheet has too many to work with.

    reviews/<country>/settled.xlsx, then settled-2.xlsx and so on

What was applied must stay known, since later changes are merged with it; so these rows are read
with those of the sheet.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from publisher.domain.worded import WordedTreaty
from publisher.project.files import read_file
from publisher.project.workbooks import ExcelFile
from publisher.workbook import layout
from publisher.workbook.issue import issue_review_sheet
from publisher.workbook.opened import open_workbook
from publisher.workbook.patch import SheetAreas
from publisher.workbook.review_sheet import ItemRow, ReviewSheet, read_review, review_cells
from publisher.workbook.rich import plain

# The item of the row that says where settled rows are; it stands for no annotation.
SIGNPOST = "settled"
_NAME = re.compile(r"settled(?:-(\d+))?\.xlsx")


@dataclass(frozen=True, slots=True)
class SettledFile:
    """A file of settled rows: as it is, and its sheet."""

    file: ExcelFile
    review: ReviewSheet


def read_settled(folder: Path, worded: WordedTreaty) -> tuple[SettledFile, ...]:
    """Return the files of settled rows in the folder of a country's reviews, in order. Raises
    PublisherError where one cannot be read.
    """
    found = [(name[1], path) for path in folder.glob("*.xlsx") if (name := _named(path))]
    paths = [path for _, path in sorted(found, key=lambda each: int(each[0] or 1))]
    return tuple(_read(ExcelFile(path, read_file(path)), worded) for path in paths)


def _named(path: Path) -> re.Match[str] | None:
    return _NAME.fullmatch(path.name)


def _read(file: ExcelFile, worded: WordedTreaty) -> SettledFile:
    opened = open_workbook(file.content, file.path.name)
    return SettledFile(file, read_review(file.content, opened, worded))


def settled_first(days: Mapping[str, str]) -> frozenset[str]:
    """Return the items that move out of the sheet: none as long as there are not too many; then
    those settled first, as many as are too many.

    `days` are those on which items were carried out, in the order of the rows; the empty string for
    one that is not.
    """
    too_many = max(len(days) - layout.MANY_ITEMS, 0)
    settled = sorted((item for item in days if days[item]), key=lambda item: days[item])
    return frozenset(settled[:too_many])


def keep_settled(
    folder: Path,
    files: Sequence[SettledFile],
    rows: Sequence[ItemRow],
    worded: WordedTreaty,
    now: datetime,
) -> tuple[Path, ...]:
    """Write rows behind those that are in the files of settled rows; return all of these files.

    Raises PublisherError where one cannot be written; rows that were kept by then are read from
    there and from the sheet, which is no harm.
    """
    paths = [each.file.path for each in files]
    known = {item for each in files for item in each.review.by_item}
    waiting = [_in_own_columns(row) for row in rows if plain(row["item"]) not in known]
    last = files[-1] if files else None
    while waiting:
        if last is None or len(last.review.rows) >= layout.MANY_ITEMS:
            last = _new(folder, len(paths) + 1, worded)
            paths.append(last.file.path)
        room = layout.MANY_ITEMS - len(last.review.rows)
        _add(last, waiting[:room], now)
        waiting, last = waiting[room:], None
    return tuple(paths)


def _in_own_columns(row: ItemRow) -> ItemRow:
    """Return a row with what stands in columns that somebody added, which are known by their
    letters, behind its note: the file has no such columns.
    """
    added = [plain(text) for key, text in row.items() if key.isupper()]
    own = {key: text for key, text in row.items() if not key.isupper()}
    if not added:
        return own
    return {**own, "note": "\n".join(filter(None, (plain(own.get("note", "")), *added)))}


def _new(folder: Path, number: int, worded: WordedTreaty) -> SettledFile:
    path = folder / (f"settled-{number}.xlsx" if number > 1 else "settled.xlsx")
    return _read(ExcelFile(path, issue_review_sheet(worded), is_new=True), worded)


def _add(settled: SettledFile, rows: Sequence[ItemRow], now: datetime) -> None:
    sheet = settled.review
    change = review_cells(sheet, (*sheet.rows.values(), *rows))
    areas = {sheet.sheet: SheetAreas(change.heights, change.reach)}
    settled.file.save({sheet.sheet: change.cells}, now, areas)
