"""A workbook mended: what is beyond doubt written into its cells in the right form, each noted in
the sheet Cell history; the old workbook is kept.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from publisher.check.mend import Mending, mended_of, mendings_of
from publisher.domain.diagnostics import Place, failure
from publisher.domain.language import Language
from publisher.project.files import read_file, require_closed
from publisher.project.project import Project
from publisher.project.workbooks import CheckResult, ExcelFile, check_content
from publisher.rounds.history import recorded, stamp
from publisher.workbook.contents import compared, read_contents
from publisher.workbook.history_sheet import HistoryEntry, HistoryEvent, read_history
from publisher.workbook.opened import open_workbook
from publisher.workbook.patch import Texts, sheet_part
from publisher.workbook.rich import RichRun, RichText, plain, stored_texts

# Told of words for a state: where a person lets one stand, it is meant as it is written.
_LET_STAND = {"C274", "C275"}


@dataclass(frozen=True, slots=True)
class Mended:
    """What was mended in a workbook, and where the old one is kept, if anything was; `language` is
    that of the workbook.
    """

    mendings: tuple[Mending, ...]
    backup: Path | None
    language: Language


def mend_workbook(
    project: Project, path: Path, now: datetime, today: date, token: str = ""
) -> Mended:
    """Write what is beyond doubt into a workbook of a country: of all problems, or of the one with
    a token.

    Raises PublisherError where it cannot be read or changed, and where there is no such problem, or
    only a person can mend it; then nothing was changed.
    """
    require_closed(path)
    content = read_file(path)
    result = check_content(project, path, content, today)
    language = result.project.language
    if result.workbook is None:
        return Mended((), None, language)
    standing = {
        each.diagnostic.place for each in result.dismissed if each.diagnostic.code in _LET_STAND
    }
    found = mendings_of(result.workbook, result.project.worded, today, standing)
    if token:
        found = _of_problem(result, token, found)
    texts = dict(_texts(content, found))
    done = tuple(each for each in found if each in texts)
    if not done:
        return Mended((), None, language)
    cells = _cells(texts)
    cells |= _history(content, result, texts, now)
    return Mended(done, ExcelFile(path, content).save(cells, now), language)


def _of_problem(result: CheckResult, token: str, found: tuple[Mending, ...]) -> tuple[Mending, ...]:
    problems = mended_of(result.diagnostics, result.project.worded)
    places = {each.place for each in problems if each.token == token}
    own = tuple(each for each in found if each.place in places)
    if not own:
        raise failure("D808", Place(result.path.name), mark=token)
    return own


def _cells(texts: Mapping[Mending, "_Change"]) -> dict[str, Texts]:
    cells: dict[str, dict[str, str | RichText]] = {}
    for mending, change in texts.items():
        cells.setdefault(mending.place.sheet, {})[mending.place.cell] = change.now
    return dict(cells)


@dataclass(frozen=True, slots=True)
class _Change:
    """The text of a cell as it was and as it is to be."""

    before: str
    now: str | RichText


def _texts(content: bytes, found: tuple[Mending, ...]) -> Iterator[tuple[Mending, _Change]]:
    """Yield what each cell is to hold. A mark that is not stored in one piece, since a part of it
    looks otherwise, is left as it is.
    """
    stored = _stored(content, found)
    for mending in found:
        if not mending.marks:
            before, now = mending.shown[0]
            yield mending, _Change(before, now)
            continue
        old = stored.get((mending.place.sheet, mending.place.cell), ())
        new = tuple(_replaced(old, mending.marks))
        if new != old:
            is_formatted = any(run.properties for run in new)
            yield mending, _Change(plain(old), new if is_formatted else plain(new))


def _replaced(runs: RichText, marks: tuple[tuple[str, str], ...]) -> Iterator[RichRun]:
    """Yield the runs of a text with its marks as they are to be, one after the other; from one on
    that is found in no run, the others stay.
    """
    left = list(marks)
    for run in runs:
        pieces: list[str] = []
        end = 0
        while left and (start := run.text.find(left[0][0], end)) >= 0:
            written, meant = left.pop(0)
            pieces += [run.text[end:start], meant]
            end = start + len(written)
        yield RichRun("".join((*pieces, run.text[end:])), run.properties)


def _stored(content: bytes, found: tuple[Mending, ...]) -> dict[tuple[str, str], RichText]:
    """Return the texts of the cells in which only stretches change, as they are stored."""
    sheets: dict[str, list[str]] = {}
    for each in found:
        if each.marks:
            sheets.setdefault(each.place.sheet, []).append(each.place.cell)
    return {
        (sheet, address): text
        for sheet, addresses in sheets.items()
        for address, text in stored_texts(content, sheet_part(content, sheet), addresses).items()
    }


def _history(
    content: bytes, result: CheckResult, texts: Mapping[Mending, _Change], now: datetime
) -> dict[str, Texts]:
    opened = open_workbook(content, result.path.name)
    worded = result.project.worded
    contents = read_contents(content, opened, worded)
    entries = [
        HistoryEntry(
            when=stamp(now),
            event=HistoryEvent.MENDED,
            file=result.path.name,
            by="",
            slot=mending.slot,
            before=compared(change.before),
            now=compared(change.now),
        )
        for mending, change in texts.items()
    ]
    held = {slot: each.text for slot, each in contents.held.items()}
    history = read_history(opened, worded)
    return recorded(history, held, entries, result.project, result.path, now)
