"""Right to left in Word: flags on tables, sections and runs; the order of the data never changes.

The first column stays the first cell and is shown at the right (ECMA-376 Part 1, 17.4.1).
"""

import copy
import itertools
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from publisher.writers.docx.elements import attribute, find, made, parsed, qn, set_text, text_of
from publisher.writers.docx.inlines import NO_LANGUAGES

# Elements that come after the flag in their parents' sequences (17.3.2.28, 17.4.60, 17.6.17).
_AFTER_BIDI_VISUAL = (
    "tblStyleRowBandSize",
    "tblStyleColBandSize",
    "tblW",
    "jc",
    "tblCellSpacing",
    "tblInd",
    "tblBorders",
)
_AFTER_SECTION_BIDI = ("rtlGutter", "docGrid", "printerSettings")
_AFTER_RTL = ("cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath")
_SIDES = tuple(map(qn, ("top", "left", "bottom", "right", "between", "bar")))
_WORD_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_TO_THE_LEFT = "\u200f"  # RIGHT-TO-LEFT MARK
_TO_THE_RIGHT = "\u200e"  # LEFT-TO-RIGHT MARK
_ROOM_OF_BULLET, _ROOM_OF_NUMBER = 100, 200  # in twips
# A symbol, key or name in Latin letters: CRC/C/156, QX-1, UN Doc A/HRC/28/56.
_WORD = r"[A-Za-zÀ-ɏ0-9][A-Za-zÀ-ɏ0-9/.\-]*(?:\([A-Za-z0-9]+\))*"
_WORDS = rf"(?=[A-Za-zÀ-ɏ]){_WORD}(?:[ \u00a0]{_WORD})*"
_BRACKETED = re.compile(rf"(?<!\S)\({_WORDS}\)")  # not those of an address
_ADDRESS = re.compile(rf" {_TO_THE_RIGHT}<")
_LATIN = re.compile(rf"({_TO_THE_RIGHT}\({_WORDS}\){_TO_THE_RIGHT}|{_WORDS})")


def set_direction(root: Any, *, is_right_to_left: bool, comes_back: bool) -> None:  # noqa: ANN401 - an lxml element
    """Say in a part what runs to the left. Unseen letters, which some programs need besides, are
    put only into a file that does not come back.
    """
    if not is_right_to_left and not any(True for _ in _passages(root)):
        return
    if not comes_back:
        hold_brackets(root, everywhere=is_right_to_left)
    (turn if is_right_to_left else turn_passages)(root)
    if not comes_back:
        part_calls_from_numbers(root, everywhere=is_right_to_left)
        if is_right_to_left:
            part_titles(root)


def turn(root: Any) -> None:  # noqa: ANN401 - an lxml element
    """Turn a part round: its sections, tables, and each run that is not Latin.

    A Latin symbol inside a text that runs to the left becomes a run of its own, so that its parts
    keep their order.
    """
    for borders in root.iter(qn("pgBorders")):
        _swap_sides(borders)
    for anchor in root.iter(f"{{{_WORD_DRAWING}}}anchor"):
        _swap_picture(anchor)
    for section in root.iter(qn("sectPr")):
        _insert(section, "bidi", _AFTER_SECTION_BIDI)
    for table in root.iter(qn("tblPr")):
        _insert(table, "bidiVisual", _AFTER_BIDI_VISUAL)
    _mark_runs(root)


def turn_passages(root: Any) -> None:  # noqa: ANN401 - an lxml element
    """Mark the runs of those paragraphs that run to the left in a text that runs to the right."""
    for paragraph in _passages(root):
        _mark_runs(paragraph)


def _passages(root: Any) -> Iterator[Any]:  # noqa: ANN401 - as above
    """Yield the paragraphs that are said to run to the left."""
    for flag in root.iter(qn("bidi")):
        properties = flag.getparent()
        if properties.tag == qn("pPr"):
            yield properties.getparent()


def hold_brackets(root: Any, *, everywhere: bool) -> None:  # noqa: ANN401 - an lxml element
    """Let the brackets round a symbol in Latin letters run as it does, by unseen letters:
    LibreOffice breaks a line where the direction changes, behind the bracket, or in the symbol.

    The last of them parts the bracket from a Latin text that follows. `everywhere` as below.
    """
    parts = (root,) if everywhere else _passages(root)
    # Each once: a text box is a paragraph within another.
    for text in dict.fromkeys(text for part in parts for text in part.iter(qn("t"))):
        text.text = _BRACKETED.sub(
            rf"{_TO_THE_RIGHT}\g<0>{_TO_THE_RIGHT}{_TO_THE_LEFT}", text.text or ""
        )


def part_calls_from_numbers(root: Any, *, everywhere: bool) -> None:  # noqa: ANN401 - an lxml element
    """Put an unseen letter from right to left before each field that calls a note again right
    behind a number, or behind the stop after one: else both are one number, and the call stands at
    the wrong side of it.

    That they run to the left, as properties of runs or as an embedding (17.3.2.3), does not part
    them in LibreOffice (measured). In a text from left to right it is done in paragraphs that run
    to the left, `everywhere` in others.
    """
    for code in root.iter(qn("instrText")):
        paragraph = next(code.iterancestors(qn("p")), None)
        if not (code.text or "").strip().startswith("NOTEREF") or paragraph is None:
            continue
        begin = code.getparent().getprevious()
        runs_to_the_left = _runs_to_the_left(paragraph, everywhere=everywhere)
        if runs_to_the_left and begin is not None and _ends_in_number(begin):
            begin.addprevious(_unseen())


def part_titles(root: Any) -> None:  # noqa: ANN401 - an lxml element
    """Put unseen letters from right to left around what is in a language from left to right, such
    as the title of a law, and before the key of a source: else a title, the place in it and the key
    are one text from left to right, and quotation marks around the title stand at one side of it.
    """
    for code in list(root.iter(qn("lang"))):
        run = code.getparent().getparent()
        if run.tag == qn("r") and _is_from_left(code):
            if not _is_from_left(_language_of(run.getprevious())):
                run.addprevious(_unseen())
            if not _is_from_left(_language_of(run.getnext())):
                run.addnext(_unseen())
    for link in root.iter(qn("hyperlink")):
        if text_of(link).startswith("["):
            link.addprevious(_unseen())
    for text in root.iter(qn("t")):
        # The brackets of an address; the letter before them makes them run as it does.
        text.text = _ADDRESS.sub(f"{_TO_THE_LEFT}\\g<0>", text.text or "")


def _unseen() -> Any:  # noqa: ANN401 - an lxml element
    return parsed(f"<w:r><w:rPr><w:rtl/></w:rPr><w:t>{_TO_THE_LEFT}</w:t></w:r>")


def _language_of(run: Any) -> Any:  # noqa: ANN401 - as above
    return None if run is None else run.find(f"{qn('rPr')}/{qn('lang')}")


def _is_from_left(code: Any) -> bool:  # noqa: ANN401 - a <w:lang>
    """Tell whether a language runs to the right, by the kind of its letters (17.3.2.20); what is in
    none, such as an address, does not.
    """
    if code is None:
        return False
    return (attribute(code, "val") or attribute(code, "eastAsia")) not in ("", *NO_LANGUAGES)


def _runs_to_the_left(paragraph: Any, *, everywhere: bool) -> bool:  # noqa: ANN401 - an lxml element
    return everywhere or paragraph.find(f"{qn('pPr')}/{qn('bidi')}") is not None


def _ends_in_number(element: Any) -> bool:  # noqa: ANN401 - an lxml element
    """Tell whether a number, or the call of a note, stands before an element.

    A stop, a comma or a percent sign between two numbers does not part them (UAX #9, W4 and W5).
    """
    for before in element.itersiblings(preceding=True):
        for letter in reversed(text_of(before)):
            direction = unicodedata.bidirectional(letter)
            if direction in ("EN", "AN", "L", "R", "AL"):
                return direction in ("EN", "AN")
        if any(find(before, f"{kind}Reference") is not None for kind in ("footnote", "endnote")):
            return True
    return False


def turned_numbering(numbering: Any) -> None:  # noqa: ANN401 - a <w:numbering>
    """Let the signs of lists begin a little behind the edge: LibreOffice sets them to the right of
    where they begin, so that they would stand on the border of a cell.
    """
    for level in numbering.iter(qn("lvl")):
        room = _ROOM_OF_BULLET
        if attribute(find(level, "numFmt"), "val") != "bullet":
            room = _ROOM_OF_NUMBER
        for indent in level.iter(qn("ind")):
            for side in ("left", "start"):
                if value := attribute(indent, side):
                    indent.set(qn(side), str(int(value) + room))


def turned_styles(styles: Any) -> None:  # noqa: ANN401 - a <w:styles>
    """Put what paragraphs have at their left edge to the right (17.3.1.17)."""
    for borders in styles.iter(qn("pBdr")):
        _swap_sides(borders)


def _mark_runs(root: Any) -> None:  # noqa: ANN401 - an lxml element
    """Say of each run that is not Latin that it runs to the left."""
    for run in list(root.iter(qn("r"))):
        for piece in _pieces(run):
            if _runs_right_to_left(text_of(piece)):
                _insert(_properties(piece), "rtl", _AFTER_RTL)


def _swap_sides(borders: Any) -> None:  # noqa: ANN401 - an lxml element
    """Put what a page or paragraph has at its left edge to the right (17.6.10)."""
    other = {qn("left"): qn("right"), qn("right"): qn("left")}
    for side in borders:
        side.tag = other.get(side.tag, side.tag)
    # Top, left, bottom, right in pages and paragraphs alike (17.3.1.24).
    borders[:] = sorted(borders, key=lambda side: _SIDES.index(side.tag))


def _swap_picture(anchor: Any) -> None:  # noqa: ANN401 - an lxml element
    """Put a picture from one side of its page to the other (20.4.2.3, 20.4.3.1)."""
    left, right = anchor.get("distL", "0"), anchor.get("distR", "0")
    anchor.set("distL", right)
    anchor.set("distR", left)
    for side in anchor.iter(f"{{{_WORD_DRAWING}}}align"):
        side.text = {"left": "right", "right": "left"}.get(side.text, side.text)


def _pieces(run: Any) -> list[Any]:  # noqa: ANN401 - lxml elements
    """Return a run cut into stretches of one direction each; the run itself where it has one."""
    texts = run.findall(qn("t"))
    text = texts[0].text or "" if len(texts) == 1 else ""
    stretches = [each for each in _LATIN.split(text) if each]
    if len(stretches) < 2 or not any(map(_runs_right_to_left, stretches)):
        return [run]
    pieces = [run, *(copy.deepcopy(run) for _ in stretches[1:])]
    for before, piece in itertools.pairwise(pieces):
        before.addnext(piece)
    for piece, stretch in zip(pieces, stretches, strict=True):
        set_text(piece, stretch)
    return pieces


def _runs_right_to_left(text: str) -> bool:
    """Tell whether a text's first letter that has a direction runs to the left."""
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def _properties(run: Any) -> Any:  # noqa: ANN401 - lxml elements
    properties = find(run, "rPr")
    if properties is None:
        properties = made(run, "rPr")
        run.insert(0, properties)
    return properties


def _insert(parent: Any, name: str, followers: tuple[str, ...]) -> None:  # noqa: ANN401 - an lxml element
    if find(parent, name) is not None:
        return
    flag = made(parent, name)
    tags = {qn(each) for each in followers}
    after = next((child for child in parent if child.tag in tags), None)
    if after is None:
        parent.append(flag)
    else:
        after.addprevious(flag)
