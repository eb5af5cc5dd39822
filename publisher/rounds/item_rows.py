"""A review item in the words of the sheet Review: where it is, who wrote it, what is to change,
what is against it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from publisher.domain.characters import UNSAFE_FROM_OUTSIDE
from publisher.domain.report import CellKey
from publisher.domain.worded import WordedTreaty
from publisher.review.items import ItemKind, ItemSpot, ReviewItem, Stretch
from publisher.review.placed_edits import Conflict, Reason
from publisher.review.returned import PICTURE, FormatChange
from publisher.workbook.cell import MOST_CHARACTERS
from publisher.workbook.review_sheet import ItemRow
from publisher.workbook.rich import RichRun, RichText, look, plain

_INK, _ADDED, _DELETED = "1F2A37", "1B5E3B", "9C2A1C"
MOST_WRONG = 40  # characters of a wrong decision that are repeated
_ABOUT = 300  # characters of a comment that a reply quotes


@dataclass(frozen=True, slots=True)
class FoundItem:
    """An item with the reviewer to whom the draft was sent and the files in which it was found."""

    item: ReviewItem
    reviewer: str
    draft: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """A row of the sheet, and the whole text of what does not fit into a cell, for a file beside
    it.
    """

    texts: ItemRow
    overflow: str = ""


class RowWriter:
    """Writes items as rows, in the words of a workbook's language; `names` are what people call
    other items: their running numbers.
    """

    def __init__(self, worded: WordedTreaty, names: Mapping[str, str] | None = None) -> None:
        self._names = names or {}
        self._words = worded.language.words("review_words")
        self._kinds = worded.language.words("review_kinds")
        self._formats = worded.language.words("review_formats")
        self._articles = {each.id: each.un_reference for each in worded.treaty.provisions}
        self._order = {each.id: number for number, each in enumerate(worded.treaty.provisions)}
        self._headings = {column.id: column.heading for column in worded.treaty.columns}
        self._columns = {column.id: number for number, column in enumerate(worded.treaty.columns)}

    def row(self, found: FoundItem, file: str) -> WrittenRow:
        """Return the row of an item; `file` is where the text is kept if it does not fit."""
        item = found.item
        texts: dict[str, str | RichText] = {
            "item": item.id,
            "id": item.spot.provision,
            "article": self._articles.get(item.spot.provision, ""),
            "column": self.column(item.spot),
            "reviewer": found.reviewer,
            "author": item.author or self._words["unnamed"],
            "written_on": _moment(item.date),
            "kind": self._kind(item),
            "original": item.before,
            "proposed": _rich(item),
            "comment": self._comment(item),
            "draft": "\n".join((found.draft, *found.files)),
        }
        whole = {key: plain(texts[key]) for key in ("original", "proposed", "comment")}
        note = self._words["long"].format(file=file)
        overflow = ""
        for key, text in whole.items():
            if len(text) > MOST_CHARACTERS:
                texts[key] = _shortened(texts[key], note)
                overflow = "\n\n".join(filter(None, whole.values()))
        picture = self._words["picture"]
        return WrittenRow({key: _safe(text, picture) for key, text in texts.items()}, overflow)

    def order(self, found: FoundItem) -> tuple[object, ...]:
        """Return by what rows are sorted: provision, column, place in the cell, reviewer; unplaced
        ones at the end.
        """
        item = found.item
        home = item.spot.provision or next(iter(item.spot.candidates), "") or item.spot.after
        last = len(self._order)
        return (
            self._order.get(home, last),
            not item.spot.provision,
            self._columns.get(item.spot.column, len(self._columns)),
            item.start,
            found.reviewer,
            item.author,
            item.date,
            item.id,
        )

    def column(self, spot: ItemSpot) -> str:
        """Return the heading of the column of a spot."""
        return self._headings.get(spot.column, self._words["beside"] if spot.provision else "")

    def called(self, spot: ItemSpot) -> str:
        """Return what a person calls a spot: art. 5, Legal reforms."""
        article = self._articles.get(spot.provision, spot.provision)
        heading = self._headings.get(spot.column)
        return f"{article}, {heading}" if heading is not None else article

    def called_cell(self, key: CellKey) -> str:
        """Return what a person calls a content cell."""
        return self.called(ItemSpot(key.provision, key.column))

    def conflict(self, conflict: Conflict) -> str:
        """Return why an accepted item was not applied."""
        values = {
            "sent": conflict.sent,
            "current": conflict.current,
            "proposed": conflict.proposed,
            "others": self._called_items(conflict.others),
        }
        return self._words[conflict.reason.value].format(**values)

    def warning(self, conflict: Conflict) -> str:
        """Return what is said of an item that is not decided yet and stands against something."""
        if conflict.reason is Reason.SAME_WORDS:
            return self._words["clash"].format(others=self._called_items(conflict.others))
        return self._words["stale"] if conflict.reason is Reason.CELL_CHANGED else ""

    def _called_items(self, items: Iterable[str]) -> str:
        """Return what people call some items, in the order in which they count: 9, 12 and 14."""
        names = sorted((self._names.get(each, each) for each in items), key=_as_counted)
        if len(names) < 2:
            return "".join(names)
        return self._words["and"].format(some=", ".join(names[:-1]), last=names[-1])

    def no_decision(self, written: str, choices: Mapping[str, str]) -> str:
        """Return what is said where something else than a decision stands in its place; nothing
        where nothing does.
        """
        if not written:
            return ""
        return self._words["no_decision"].format(
            written=written[:MOST_WRONG], choices=", ".join(choices.values())
        )

    def says_no_decision(self, outcome: str) -> bool:
        """Tell whether an outcome says that something was no decision."""
        beginning, end = self._words["no_decision"].split("{written}")
        return outcome.startswith(beginning) and end.split("{choices}")[0] in outcome

    def told(self, key: str) -> str:
        """Return the words for an outcome, such as 'applied'."""
        return self._words[key]

    def _kind(self, item: ReviewItem) -> str:
        kind = self._kinds[item.kind.value]
        if not item.is_recorded:
            return self._words["unrecorded"].format(kind=kind)
        return self._words["resolved"].format(kind=kind) if item.is_resolved else kind

    def _comment(self, item: ReviewItem) -> str:
        formats = dict.fromkeys(map(self._format, item.formats))
        lines = (*self._about(item), item.comment, *item.links, *formats, *self._where(item))
        return "\n".join(filter(None, lines))

    def _about(self, item: ReviewItem) -> Iterable[str]:
        if item.kind is ItemKind.MARKED:
            yield self._words[item.about]
        elif item.kind is ItemKind.OUTSIDE:
            yield self._kinds[item.about]
        elif item.about:
            about = item.about if len(item.about) <= _ABOUT else f"{item.about[:_ABOUT]}…"
            words = self._words["question" if item.kind is ItemKind.ANSWER else "about"]
            yield words.format(about=about)

    def _format(self, change: FormatChange) -> str:
        """Return what a change of formatting changed: Bold: put on. Style: from Normal to Title."""
        words, old, new = self._formats, change.old, change.new
        if "on" in (old, new):
            told = "put_on" if new == "on" else "taken_off"
        elif new == "otherwise":
            told = new
        elif old and new:
            told = "from_to"
        else:
            told = "set_to" if new else "no_longer"
        return words[told].format(what=words[change.what], old=old, new=new)

    def _where(self, item: ReviewItem) -> Iterable[str]:
        if item.others:
            yield self._words["moved_to"].format(places="; ".join(map(self.called, item.others)))
        if not item.spot.provision and item.kind is not ItemKind.LAYOUT:
            after = self._articles.get(item.spot.after, item.spot.after)
            yield self._words["after"].format(after=after) if after else self._words["nowhere"]
        if item.spot.candidates:
            names = "; ".join(self._articles.get(each, each) for each in item.spot.candidates)
            yield self._words["candidates"].format(candidates=names)


def _rich(item: ReviewItem) -> RichText:
    """Return the text with the change in it: what is added underlined, what is deleted struck
    through.
    """
    runs: list[RichRun] = []
    for each in item.after:
        own = look(struck=each.is_deleted, underlined=each.is_added, color=_color_of(each))
        runs.append(RichRun(each.text, own))
    return tuple(runs)


def _color_of(stretch: Stretch) -> str:
    if stretch.is_deleted:  # also what one person added and another deleted
        return _DELETED
    return _ADDED if stretch.is_added else _INK


def _shortened(text: str | RichText, note: str) -> str | RichText:
    """Return a text that fits into a cell, with a note of where the whole is."""
    room = MOST_CHARACTERS - len(note) - 2
    if isinstance(text, str):
        return f"{text[:room]}\n{note}"
    kept: list[RichRun] = []
    for run in text:
        kept.append(RichRun(run.text[:room], run.properties))
        room -= len(kept[-1].text)
    return (*(run for run in kept if run.text), RichRun(f"\n{note}", look(color=_INK, bold=True)))


def _safe(text: str | RichText, picture: str) -> str | RichText:
    """Return a text without characters that a cell cannot hold, each shown as a sign instead;
    pictures as a word.
    """
    if isinstance(text, str):
        return UNSAFE_FROM_OUTSIDE.sub("\ufffd", text.replace(PICTURE, picture))
    runs: list[RichRun] = []
    for run in text:
        shown = UNSAFE_FROM_OUTSIDE.sub("\ufffd", run.text.replace(PICTURE, picture))
        runs.append(replace(run, text=shown))
    return tuple(runs)


def _as_counted(name: str) -> tuple[int, str]:
    """Return by what names are sorted: 9 before 12, row 9 before row 12."""
    digits = re.search(r"\d+$", name)
    return (int(digits[0]) if digits else 0, name)


def _moment(date: str) -> str:
    """Return a moment as people read it: 2026-12-01T10:00:00Z gives 2026-12-01 10:00."""
    found = re.match(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)", date)
    return f"{found[1]} {found[2]}" if found else date
