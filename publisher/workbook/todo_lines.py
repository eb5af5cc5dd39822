"""What the sheet To do says: one line for each problem, in the order in which they are told."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from publisher.domain.diagnostics import Diagnostic, Level, Place
from publisher.domain.language import Language
from publisher.workbook.rich import RichRun, RichText, look

TODO_LETTERS = {
    "cell": "B",
    "level": "C",
    "place": "D",
    "wrong": "E",
    "remedy": "F",
    "mark": "G",
}
# So many lines at most: what is more is told in the full list.
_MOST = 500
_LINK, _COLOURS = "1F4E79", {Level.MUST_FIX: "9B2C0F", Level.PLEASE_CHECK: "7A4B00"}


@dataclass(frozen=True, slots=True)
class TodoLine:
    """A line: its texts by key of column, its level, and the place in the workbook to which it
    leads; '' where it leads to no cell.
    """

    texts: Mapping[str, str]
    level: Level
    location: str

    def shown(self, key: str) -> str | RichText:
        """Return what a column of the line shows."""
        text = self.texts.get(key, "")
        if key == "cell" and text:
            return (RichRun(text, look(underlined=True, color=_LINK)),)
        if key == "level" and text and self.level in _COLOURS:
            return (RichRun(text, look(bold=True, color=_COLOURS[self.level])),)
        return text


def todo_lines(diagnostics: Sequence[Diagnostic], language: Language) -> Iterator[TodoLine]:
    """Yield the lines of the sheet; the last one says how many there are besides."""
    for each in diagnostics[:_MOST]:
        yield _line(each, language)
    if len(diagnostics) > _MOST:
        more = language.messages["general"]["more"].format(count=len(diagnostics) - _MOST)
        yield TodoLine({"wrong": more}, Level.NOTE, "")


def _line(each: Diagnostic, language: Language) -> TodoLine:
    words, place = language.messages, each.place
    texts = {
        "cell": place.cell,
        "level": words["levels"][each.level],
        "place": f"{place.sheet}: {place.name}" if place.name else place.sheet or place.file,
        "wrong": each.message(words),
        "remedy": each.hint(words),
        "mark": each.token if each.is_dismissible else "",
    }
    return TodoLine(texts, each.level, _location(place))


def _location(place: Place) -> str:
    """Return where a place is in the workbook; the first column that shows where it is a row."""
    if not place.cell:
        return ""
    cell = f"B{place.cell}" if place.cell.isdigit() else place.cell
    quoted = place.sheet.replace("'", "''")
    return f"'{quoted}'!{cell}"


def first_line(diagnostics: Sequence[Diagnostic], language: Language, now: datetime) -> str:
    """Return how much there is to do, and when that was."""
    names, words = language.messages["levels"], language.words("todo")
    of_level = {level: sum(each.level is level for each in diagnostics) for level in Level}
    counts = ", ".join(f"{count} {names[level]}" for level, count in of_level.items() if count)
    line = words["counts"] if counts else words["nothing"]
    return line.format(counts=counts, when=f"{now:%Y-%m-%d %H:%M}")
