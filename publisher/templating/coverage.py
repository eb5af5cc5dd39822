"""What a workbook holds and a template never prints: it would be lost without a word.

Comes in: the fields and filters that a template uses. Goes out: the fields that it leaves out.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from publisher.compose.changed import Changes
from publisher.compose.draft import Draft, DraftComment
from publisher.compose.guide.values import Chapter, CountryTexts, Quote, Rule
from publisher.compose.publication import Overview, Publication, PublishedRow
from publisher.domain.report import CellKey
from publisher.templating.contract import (
    FORMATTED,
    Contract,
    Fields,
    ListOf,
    ValueKind,
    fields_of,
    loop_name,
)


@dataclass(frozen=True, slots=True)
class _Missing:
    """A field with formatted text that is not printed; `is_cell` where it is that of the cells."""

    path: str
    is_cell: bool


# What is put together from other fields, so that nothing is lost without it.
_DERIVED = frozenset((Overview, Changes, DraftComment))
_DERIVED_FIELDS = frozenset(
    {
        (PublishedRow, "assessed"),  # of `assessment`, which is a word
        (Chapter, "outdated_told"),  # of `outdated`, which has no formatted text
    }
)


def left_out(
    contract: Contract,
    uses: Iterable[tuple[type, str]],
    faulty: Iterable[str],
    elsewhere: frozenset[type],
) -> tuple[tuple[str, dict[str, str]], ...]:
    """Return what a template leaves out of what it is given, as codes with their values.

    `uses` are the fields that it prints or goes through, by the class that holds them. What a
    `faulty` tag mentions is not told besides, nor what is written `elsewhere`, whatever the
    template does. Each list or text is told once: the content cells must be printed, other texts
    should be.
    """
    used = frozenset(uses)
    search = _Search(used, _DERIVED | elsewhere | _told_twice(used))
    roots = {kind: name for name, kind in contract.values if isinstance(kind, Fields)}
    missing_in = {kind: list(_missing(kind, name, search)) for kind, name in roots.items()}
    mentioned = _words_of(faulty).difference(roots.values())
    missing: list[_Missing] = []
    for found in missing_in.values():
        missing += _unmentioned(found, mentioned)
    # A draft for review is about the content cells; the rest of the report is left to the letter.
    needless: list[_Missing] = []
    if Fields(Draft) in missing_in:
        needless = missing_in.get(Fields(Publication), [])
    codes = [("T575", {"field": each.path}) for each in missing if each.is_cell]
    others = [each.path for each in missing if not each.is_cell and each not in needless]
    if Fields(Draft) in missing_in and not any(holder is Draft for holder, _ in used):
        codes.append(("T597", {}))
    elif others:
        codes.append(("T576", {"fields": ", ".join(others)}))
    return tuple(codes)


def _told_twice(uses: frozenset[tuple[type, str]]) -> frozenset[type]:
    """Return what a template of the guide need not print: its paragraphs stand in it country by
    country, and in lists of the chapters.
    """
    has_texts = not uses.isdisjoint({(Rule, "texts"), (object, "texts")})
    return frozenset((Quote if has_texts else CountryTexts,))


def _unmentioned(missing: Iterable[_Missing], mentioned: set[str]) -> Iterator[_Missing]:
    for each in missing:
        if mentioned.isdisjoint(each.path.split(".")):
            yield each


def _words_of(tags: Iterable[str]) -> set[str]:
    words: set[str] = set()
    for tag in tags:
        words.update(re.findall(r"\w+", tag))
    return words


@dataclass(frozen=True, slots=True)
class _Search:
    """What is used, what need not be, and the groups that were looked at."""

    uses: frozenset[tuple[type, str]]
    needless: frozenset[type]
    seen: set[type] = field(default_factory=set)

    def tells_elsewhere(self, type_: type) -> bool:
        """Tell whether a group need not be printed here: a publication has a name of its own."""
        return type_ in self.needless or type_ is Publication


def _item_of(kind: ValueKind) -> ValueKind:
    return kind.item if isinstance(kind, ListOf) else kind


def _missing(kind: ValueKind, path: str, search: _Search) -> Iterator[_Missing]:
    if not isinstance(kind, Fields) or kind.type in search.seen:
        return
    search.seen.add(kind.type)
    for each in fields_of(kind.type).values():
        inside = _item_of(each.kind)
        is_told_elsewhere = isinstance(inside, Fields) and search.tells_elsewhere(inside.type)
        is_derived = (kind.type, each.name) in _DERIVED_FIELDS
        if is_told_elsewhere or is_derived or not _holds_text(inside):
            continue
        # A field of something unknown, in a macro, may be that of any group: it stands as object's.
        if search.uses.isdisjoint({(kind.type, each.name), (object, each.name)}):
            yield _Missing(f"{path}.{each.name}", _is_cell(kind.type) or _holds_cells(inside))
        else:
            yield from _missing(inside, _name_of(inside, each.name), search)


def _holds_text(kind: ValueKind, seen: frozenset[type] = frozenset()) -> bool:
    """Tell whether a value holds formatted text, however deep."""
    if kind in FORMATTED:
        return True
    if isinstance(kind, ListOf):
        return _holds_text(kind.item, seen)
    if not isinstance(kind, Fields) or kind.type in seen:
        return False
    return any(_holds_text(each.kind, seen | {kind.type}) for each in fields_of(kind.type).values())


def _holds_cells(kind: ValueKind) -> bool:
    if not isinstance(kind, Fields):
        return False
    if _is_cell(kind.type):
        return True
    inside = [_item_of(each.kind) for each in fields_of(kind.type).values()]
    return any(_holds_cells(each) for each in inside if each != kind)


def _is_cell(type_: type) -> bool:
    """Tell whether a group of fields is a content cell: it has a cell key."""
    return any(each.kind == Fields(CellKey) for each in fields_of(type_).values())


def _name_of(kind: ValueKind, otherwise: str) -> str:
    """Return what an item is called in a loop."""
    return loop_name(kind.type) if isinstance(kind, Fields) else otherwise
