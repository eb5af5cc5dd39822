"""A sheet cut down to what is read of it (ECMA-376 Part 1, 18.3)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from publisher.workbook.needed_xml import NUMBER, SWITCH, CleanXml, Texts, parse

_ATTRIBUTES: Mapping[str, Mapping[str, str]] = {
    "col": {"min": r"\d{1,5}", "max": r"\d{1,5}", "width": NUMBER, "hidden": SWITCH},
    "row": {"r": r"\d{1,7}", "ht": NUMBER, "hidden": SWITCH},
    "mergeCell": {"ref": r"\$?[A-Z]{1,3}\$?\d{1,7}(?::\$?[A-Z]{1,3}\$?\d{1,7})?"},
}
_KEPT = ("cols", "sheetData", "col", "mergeCells", "mergeCell")
# The types of cells, each with what its value may be (18.18.11).
_VALUES: Mapping[str, re.Pattern[str]] = {
    "b": re.compile("[01]"),
    "d": re.compile(r"\d{4}-\d\d-\d\d(?:T[\d:.]+Z?)?"),
    "e": re.compile(".+"),
    "n": re.compile(NUMBER),
    "s": re.compile(r"\d{1,9}"),
    "str": re.compile("(?s:.*)"),
}


@dataclass(frozen=True, slots=True)
class SheetXml:
    """A sheet cut down, and its links: the area of each, and the id of the relationship."""

    xml: bytes
    links: tuple[tuple[str, str], ...]


class _Cell:
    """Reads one cell: its attributes, its formula, its value, its text (18.3.1.4)."""

    def __init__(self, values: dict[str, str]) -> None:
        self._values = values
        self._formula: str | None = None
        self._formula_values: dict[str, str] = {}
        self._value = ""
        self._open: list[str] | None = None
        self._texts: Texts | None = None

    def begin(self, name: str, values: dict[str, str]) -> None:
        """Take the beginning of an element inside the cell."""
        if name in ("f", "v"):
            self._open = []
            if name == "f":
                self._formula_values = values
        elif name != "is":  # some programs leave it out around the text
            self._texts = self._texts or Texts()
            self._texts.begin(name, values)

    def end(self, name: str) -> None:
        """Take the end of an element inside the cell."""
        if name == "f":
            self._formula, self._open = "".join(self._open or ()), None
        elif name == "v":
            self._value, self._open = "".join(self._open or ()), None
        elif self._texts and name != "is":
            self._texts.end(name)

    def letters(self, text: str) -> None:
        """Take text."""
        if self._open is not None:
            self._open.append(text)
        elif self._texts:
            self._texts.letters(text)

    @property
    def is_empty(self) -> bool:
        """Whether the cell holds nothing but a look."""
        has_text = self._texts is not None and bool(self._texts.pieces)
        return self._formula is None and not has_text and not self._value

    def write(self, to: CleanXml, formulas: dict[str, str], most_styles: int) -> None:
        """Write the cell; `formulas` are the shared ones so far, which stand in the first of their
        cells only (18.3.1.40).
        """
        head = self._head(most_styles)
        if self._formula is not None:
            shared = self._formula_values.get("si", "")
            formula = self._formula or formulas.get(shared, "…")
            formulas.setdefault(shared, formula)
            to.parts.append(f"<c{head}>")
            to.text("f", formula)
        elif self._texts is not None and self._texts.pieces:
            to.parts.append(f'<c{head} t="inlineStr">')
            self._texts.write(to, "is")
        elif self._value:
            to.parts.append(f'<c{head} t="{self._kind(self._values.get("t", "n"))}">')
            to.text("v", self._value)
        else:
            to.parts.append(f"<c{head}>")
        to.end("c")

    def _head(self, most_styles: int) -> str:
        """Return the attributes that say where the cell is and how it looks."""
        address, style = self._values.get("r", ""), self._values.get("s", "")
        is_address = address.isascii() and address.isalnum()
        is_style = style.isdecimal() and int(style) < most_styles
        return (f' r="{address}"' if is_address else "") + (f' s="{style}"' if is_style else "")

    def _kind(self, wanted: str) -> str:
        """Return the type of a value: the one it is said to be, if it can be that."""
        sound = _VALUES.get(wanted)
        if sound and sound.fullmatch(self._value.strip()):
            return wanted
        return "n" if not sound and _VALUES["n"].fullmatch(self._value.strip()) else "str"


class _Sheet:
    """Reads a sheet and writes what is needed of it; rows without cells are not."""

    def __init__(self, most_styles: int, *, with_empty: bool) -> None:
        self._most_styles, self._with_empty = most_styles, with_empty
        self.to = CleanXml("worksheet")
        self.links: list[tuple[str, str]] = []
        self._cell: _Cell | None = None
        self._formulas: dict[str, str] = {}
        self._skipped = 0
        self._number = 0  # of the row; one that does not say it follows the last one (18.3.1.73)
        self._row: dict[str, str] | None = None  # a row of which no cell was met so far

    def begin(self, name: str, values: dict[str, str]) -> None:
        """Take the beginning of an element."""
        if self._cell:
            self._cell.begin(name, values)
        elif name == "c" and not self._skipped:
            self._cell = _Cell(values)
        elif name == "row" and not self._skipped:
            number = values.get("r", "")
            self._number = int(number) if number.isdecimal() else self._number + 1
            self._row = values | {"r": str(self._number)}
        elif name == "hyperlink":
            id_ = next((text for key, text in values.items() if key.endswith(" id")), "")
            self.links.append((values.get("ref", ""), id_))
            self._skipped += 1
        elif name == "mergeCell" and not self._skipped and not _is_sound(name, values):
            self._skipped += 1
        elif name in _KEPT and not self._skipped:
            self.to.begin(name, values, _ATTRIBUTES.get(name, {}))
        elif name not in ("worksheet", "hyperlinks") or self._skipped:
            self._skipped += 1

    def _begin_row(self) -> None:
        if self._row is not None:
            self.to.begin("row", self._row, _ATTRIBUTES["row"])
            self._row = None

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if self._cell and name == "c":
            if self._with_empty or not self._cell.is_empty:
                self._begin_row()
                self._cell.write(self.to, self._formulas, self._most_styles)
            self._cell = None
        elif self._cell:
            self._cell.end(name)
        elif self._skipped:
            self._skipped -= 1
        elif name == "row" and self._row is not None:
            self._row = None
        elif name not in ("worksheet", "hyperlinks"):
            self.to.end(name)

    def letters(self, text: str) -> None:
        """Take text."""
        if self._cell:
            self._cell.letters(text)


def _is_sound(name: str, values: Mapping[str, str]) -> bool:
    """Tell whether an element has all attributes that are read of it, each as it may be."""
    known = _ATTRIBUTES[name]
    return all(re.fullmatch(sound, values.get(key, "")) for key, sound in known.items())


def sheet_xml(xml: bytes, most_styles: int = 1_000_000, *, with_empty: bool = False) -> SheetXml:
    """Return a sheet cut down to its cells, columns and merged areas, and its links apart.

    `most_styles` is how many styles of cells there are. Cells that hold nothing, nine of ten in a
    workbook as it is issued, are kept only `with_empty`. A shared formula is written out as it
    stands in its first cell: it is told, never worked out. Raises BrokenPackageError.
    """
    sheet = _Sheet(most_styles, with_empty=with_empty)
    parse(xml, sheet)
    return SheetXml(sheet.to.done(), tuple(sheet.links))
