"""Texts that are written into a workbook stand among those its cells share, where every program shows them.

Calligra Sheets shows no text that stands in its cell (measured with 3.2.1; tests/programs shows it again). The rules are
those of ECMA-376 Part 1, 18.4.9: `count` is of the cells, `uniqueCount` of the texts. All content is invented.
"""

import io
import re
import zipfile
from datetime import datetime
from functools import cache
from xml.etree import ElementTree

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText

from publisher.domain.worded import WordedTreaty
from publisher.workbook.added_texts import added_texts
from publisher.workbook.annotate import annotate, checked_rows
from publisher.workbook.issue import issue_workbook
from publisher.workbook.patch import patch_cells
from publisher.workbook.rich import RichRun, look, stored_texts
from publisher.workbook.sheet_xml import PatchError
from tests.support import EXAMPLIA, TOP, checked, english, opsc, read

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SHARED = "xl/sharedStrings.xml"
SAMPLE = (TOP / "workbooks/examplia.xlsx").read_bytes()


@cache
def issued():
    return issue_workbook(WordedTreaty(opsc(), english()), EXAMPLIA)


def parts_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


def items_of(content):
    return [
        ElementTree.tostring(item) for item in ElementTree.fromstring(parts_of(content)[SHARED])
    ]


def sheets_of(content):
    return [
        part for name, part in parts_of(content).items() if name.startswith("xl/worksheets/sheet")
    ]


def cells_with_shared_texts(content):
    roots = map(ElementTree.fromstring, sheets_of(content))
    return [cell for root in roots for cell in root.iter(f"{MAIN}c") if cell.get("t") == "s"]


def require_counted(content):
    root = ElementTree.fromstring(parts_of(content)[SHARED])
    used = len(cells_with_shared_texts(content))
    assert (root.get("count"), root.get("uniqueCount")) == (str(used), str(len(root)))


def value(content, cell, sheet="Provisions"):
    return openpyxl.load_workbook(io.BytesIO(content), rich_text=True)[sheet][cell].value


def test_a_new_text_is_one_more_shared_text_and_all_others_stay():
    patched = patch_cells(issued(), {"Provisions": {"F4": "Nobody wrote <this> & that.\nTwice."}})

    assert value(patched, "F4") == "Nobody wrote <this> & that.\nTwice."
    assert b"inlineStr" not in b"".join(sheets_of(patched))
    assert items_of(patched)[:-1] == items_of(issued())
    require_counted(patched)


def test_a_text_that_looks_like_an_escape_is_stored_as_the_standard_says():
    """ECMA-376 Part 1, 22.9.2.19: _xHHHH_ stands for a letter, and _x005F_ for the '_' of one that
    is meant as it stands.
    """
    written = "Form _x0041_ of the registry."

    patched = patch_cells(issued(), {"Provisions": {"F4": written}})

    stored = ElementTree.fromstring(parts_of(patched)[SHARED])[-1]
    assert "".join(stored.itertext()) == "Form _x005F_x0041_ of the registry."
    assert value(patched, "F4") == written


@pytest.mark.slow
def test_a_text_in_the_place_of_another_leaves_that_one_where_it_was():
    """Its number may stand in other cells as well; Excel drops it when it next saves."""
    old = value(SAMPLE, "F3")
    assert old

    patched = patch_cells(SAMPLE, {"Provisions": {"F3": "Other words.", "F4": ""}})

    assert (value(patched, "F3"), value(patched, "F4")) == ("Other words.", None)
    assert items_of(patched)[: len(items_of(SAMPLE))] == items_of(SAMPLE)
    require_counted(patched)


def test_one_text_for_many_cells_and_rounds_is_written_once():
    texts = {"F4": "Same.", "G9": "Same.", "H9": "Other."}

    once = patch_cells(issued(), {"Provisions": texts})
    twice = patch_cells(once, {"Provisions": texts | {"H10": "Same."}})

    assert len(items_of(once)) == len(items_of(issued())) + 2
    assert items_of(twice) == items_of(once)
    require_counted(twice)


def test_new_texts_are_numbered_by_rows_and_columns():
    """The same change gives the same bytes, whatever order somebody asks in."""
    texts = {f"{column}{row}": f"{row}{column}" for row in (12, 3, 7) for column in "HFG"}
    turned = dict(reversed(texts.items()))

    patched = patch_cells(issued(), {"Provisions": texts})

    added = [ElementTree.fromstring(item).findtext(f"{MAIN}t") for item in items_of(patched)[-9:]]
    assert added == ["3F", "3G", "3H", "7F", "7G", "7H", "12F", "12G", "12H"]
    assert patched == patch_cells(issued(), {"Provisions": turned})


def test_looks_of_words_stand_with_the_shared_text():
    runs = (RichRun("gone", look(struck=True)), RichRun(" and here", look(bold=True)))

    patched = patch_cells(issued(), {"Provisions": {"F4": runs}})

    found = value(patched, "F4")
    assert isinstance(found, CellRichText)
    assert [(run.text, bool(run.font.strike), bool(run.font.b)) for run in found] == [
        ("gone", True, False),
        (" and here", False, True),
    ]
    assert stored_texts(patched, "xl/worksheets/sheet2.xml", ["F4"]) == {"F4": runs}
    require_counted(patched)


@pytest.mark.slow
def test_the_check_results_are_shared_texts():
    patched = patch_cells(SAMPLE, {"Provisions": {"F4": "The penalty is TBC. [QX-99]"}})
    marked = annotate(
        patched,
        checked_rows(read(patched).value, WordedTreaty(opsc(), english())),
        checked(patched)[1],
        english(),
        datetime(2026, 1, 1),
    )

    assert marked != patched
    assert b"inlineStr" not in b"".join(sheets_of(marked))
    require_counted(marked)


# As other programs write the part


def with_shared(change):
    parts = parts_of(issued())
    return packed(parts | {SHARED: change(parts[SHARED])})


def prefixed(part):
    named = re.sub(rb"<(/?)(\w)", rb"<\1x:\2", part)
    return named.replace(b" xmlns=", b" xmlns:x=")


def without_counts(part):
    return re.sub(rb" (count|uniqueCount)=\"\d+\"", b"", part)


def with_extension(part):
    return part.replace(b"</sst>", b'\n<extLst><ext uri="{X}"/></extLst>\n</sst>\n')


def in_capitals(part):
    return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<!-- a > b -->' + part


def with_reading(part):
    """The first text says how it is pronounced (18.4.6), and has an empty one before it."""
    return re.sub(rb"<si>", b'<si/><si><rPh sb="0" eb="1"><t>x</t></rPh>', part, count=1)


@pytest.mark.parametrize(
    "change", [prefixed, without_counts, with_extension, in_capitals, with_reading]
)
def test_a_text_is_added_however_a_program_wrote_the_others(change):
    content = with_shared(change)

    patched = patch_cells(content, {"Provisions": {"F4": "New words."}})

    before, after = parts_of(content)[SHARED], parts_of(patched)[SHARED]
    assert value(patched, "F4") == "New words."
    assert (b"count=" in after) == (b"count=" in before)
    texts = list(ElementTree.fromstring(after).iter(f"{MAIN}si"))
    number = len(list(ElementTree.fromstring(before).iter(f"{MAIN}si")))
    assert (len(texts), texts[number].findtext(f"{MAIN}t")) == (number + 1, "New words.")


def in_utf16(part):
    return b"\xff\xfe" + ('<?xml version="1.0" encoding="UTF-16"?>' + part.decode()).encode(
        "utf-16-le"
    )


def in_latin(part):
    return b'<?xml version="1.0" encoding="ISO-8859-1"?>' + part.decode().encode(
        "latin-1", "replace"
    )


def test_a_text_stands_in_its_cell_where_the_shared_ones_are_not_in_utf_8():
    for change in (in_utf16, in_latin):
        content = with_shared(change)

        patched = patch_cells(content, {"Provisions": {"F4": "New words."}})

        assert parts_of(patched)[SHARED] == parts_of(content)[SHARED]
        assert value(patched, "F4") == "New words."


def test_a_text_stands_in_its_cell_where_a_workbook_shares_none():
    parts = parts_of(issued())
    relationships = parts["xl/_rels/workbook.xml.rels"]
    parts["xl/_rels/workbook.xml.rels"] = re.sub(
        rb"<Relationship [^>]*rIdTexts[^>]*>", b"", relationships
    )
    parts["xl/worksheets/sheet2.xml"] = re.sub(
        rb"<row .*</row>", b"", parts["xl/worksheets/sheet2.xml"], flags=re.DOTALL
    )

    patched = parts_of(patch_cells(packed(parts), {"Provisions": {"F4": "New words."}}))

    assert (
        b't="inlineStr"><is><t xml:space="preserve">New words.'
        in patched["xl/worksheets/sheet2.xml"]
    )
    assert patched[SHARED] == parts[SHARED]


# The proof


def tampered(part, old, new):
    assert part.count(old) >= 1
    return part.replace(old, new, 1)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"This workbook becomes", b"This workbook became"),
        (b"</si><si>", b"</si><si/><si>"),
        (b"</si></sst>", b"</si><si/></sst>"),
        (b"</sst>", b"<extLst/></sst>"),
        (b"<sst ", b"<sst xml:lang='en' "),
    ],
)
def test_a_part_in_which_anything_else_changed_is_refused(old, new):
    with zipfile.ZipFile(io.BytesIO(issued())) as archive:
        shared = added_texts(archive)
    shared.number("One more.")
    shared.require_kept(shared.written())

    with pytest.raises(PatchError, match=r"the texts of xl/sharedStrings\.xml differ"):
        shared.require_kept(tampered(shared.written(), old, new))
