"""However the package of a workbook is damaged: it is read, or a message names what is wrong; never a text changed in
silence.

A text may come out otherwise only where its own cell, the cell that names its row, or its own shared string was
damaged, or where something is told that the sound workbook does not tell.
"""

import re
from functools import cache

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.check import check_workbook
from publisher.domain.diagnostics import PublisherError
from publisher.domain.worded import WordedTreaty
from tests.damage import CELL, ITEM, damaged, packed, parts_of
from tests.support import TODAY, blank_book, english, filled, opsc, read, saved

ROWS = """
id             | law | reforms | compliance | question
opsc-1         | Sale is a crime. | A bill is pending. | The Committee asked for more. | Is this in force?
opsc-2-a       | An invented definition. | Nothing found | |
opsc-2-b       | The second invented definition. | | |
opsc-3-1       | Section 3 of the invented Act of 1999. | Section 4 is to be changed. | |
"""
SOURCES = """
key  | type | title | author
QX-1 | National law | Invented Children Act | Parliament of Examplia
QX-2 | Bill | Invented Bill | Government of Examplia
"""
COUNTRY = {"summary": "An invented summary.", "contact": "examplia@example.org"}
SHEETS = {
    "Provisions": "xl/worksheets/sheet1.xml",
    "Country": "xl/worksheets/sheet2.xml",
    "Sources": "xl/worksheets/sheet3.xml",
}
STRINGS = "xl/sharedStrings.xml"


@cache
def sound():
    """Return the parts of a small workbook: four provisions, two sources."""
    book = filled(ROWS, SOURCES, COUNTRY, book=blank_book())
    book["Provisions"].delete_rows(9, 100)
    book["Sources"].delete_rows(4, 100)
    for title in ("Read me", "Reviewers", "Review", "_lists"):  # reading them would double the time
        del book[title]
    for sheet in book:
        sheet.data_validations.dataValidation.clear()
    return shared(parts_of(saved(book)))


def shared(parts):
    """Return the parts of a workbook with its texts in the part of shared strings, where Excel keeps them."""
    items = []

    def moved(found):
        items.append(b"<si>%s</si>" % found[2])
        return b'%s t="s"><v>%d</v>' % (found[1], len(items) - 1)

    own = {
        name: re.sub(rb'(<c [^<>]*?) t="inlineStr"><is>(.*?)</is>', moved, part, flags=re.DOTALL)
        if name.startswith("xl/worksheets/sheet")
        else part
        for name, part in parts.items()
    }
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    own[STRINGS] = b'<sst xmlns="%s" count="%d" uniqueCount="%d">%s</sst>' % (
        main,
        len(items),
        len(items),
        b"".join(items),
    )
    relation = b'<Relationship Id="rIdS" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    kind = b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
    for name, old, new in (
        ("xl/_rels/workbook.xml.rels", b"</Relationships>", relation),
        ("[Content_Types].xml", b"</Types>", kind),
    ):
        assert own[name].count(old) == 1
        own[name] = own[name].replace(old, new)
    return own


def texts(workbook):
    """Return what is read: text by the id of the row or the field, the column, and the cell."""
    found = {}
    for row in (*workbook.provisions, *workbook.sources):
        name = (
            row.cells["id"].text
            if "id" in row.cells
            else row.cells["key"].text
            if "key" in row.cells
            else ""
        )
        for key, cell in row.cells.items():
            if cell.text and key not in (
                "progress",
                "area",
                "article",
                "summary",
                "checks",
                "dismissed",
            ):
                found[name, key] = cell.text
    for field, row in workbook.country.items():
        if row.cells["value"].text:
            found["", field] = row.cells["value"].text
    return found


def problems(found):
    worded = WordedTreaty(opsc(), english())
    return check_workbook(found.value, found.diagnostics, worded, today=TODAY).diagnostics


def told(diagnostics):
    """Return what a person has to look at; a note says that all is well."""
    return {
        (each.code, each.place.sheet, each.values) for each in diagnostics if each.level != "note"
    }


@cache
def expected():
    """Return the texts of the sound workbook with the cells that make each one what it is, and what is told of it."""
    content = packed(sound())
    found = read(content).value
    cells = {}
    for row in (*found.provisions, *found.sources):
        name = row.cells["id" if "id" in row.cells else "key"]
        for key, cell in row.cells.items():
            if (name.text, key) in texts(found):
                cells[name.text, key] = (cell.text, cell.place, name.place)
    for field, row in found.country.items():
        place = row.cells["value"].place
        if row.cells["value"].text:
            label = [f"{letter}{place.cell[1:]}" for letter in "AB"]
            cells["", field] = (
                row.cells["value"].text,
                place,
                *(type(place)(place.file, place.sheet, each) for each in label),
            )
    return cells, told(problems(read(content)))


@cache
def where():
    """Return the part and the span of each cell, and those of its shared string, by sheet and address."""
    parts, spans = sound(), {}
    strings = [each.span() for each in ITEM.finditer(parts[STRINGS])]
    for sheet, part in SHEETS.items():
        for each in CELL.finditer(parts[part]):
            address = re.search(rb'\br="([A-Z]+\d+)"', each[0])[1].decode()
            spans[sheet, address] = [(part, *each.span())]
            number = re.search(rb'\bt="s".*<v>(\d+)</v>', each[0], re.DOTALL)
            if number:
                spans[sheet, address].append((STRINGS, *strings[int(number[1])]))
    return spans


def test_the_sound_workbook_is_read_as_openpyxl_reads_it(tmp_path):
    path = tmp_path / "sound.xlsx"
    path.write_bytes(packed(sound()))
    book = openpyxl.load_workbook(path)

    cells, _ = expected()

    assert len(cells) > 25
    assert {book[place.sheet][place.cell].value for _, place, *_ in cells.values()} == {
        text for text, *_ in cells.values()
    }


def require_told_or_read(number):
    damage = damaged(sound(), number)
    cells, before = expected()
    try:
        found = read(damage.content)
    except PublisherError as fault:
        return "told" if fault.diagnostic.message() else "silent"
    if told(problems(found)) - before:
        return "told"
    now = texts(found.value)
    spans = where()
    for (name, key), (text, *places) in cells.items():
        own = [span for place in places for span in spans[place.sheet, place.cell]]
        if not any(damage.touches(*span) for span in own):
            assert now.get((name, key)) == text, (name, key, damage.what)
    return "read"


@given(st.integers(0, 2**32))
def test_a_damaged_workbook_is_read_or_told(number):
    require_told_or_read(number)


@pytest.mark.long
@pytest.mark.parametrize("first", range(0, 10_000, 500))
def test_ten_thousand_damages_are_read_or_told(first):
    for number in range(first, first + 500):
        require_told_or_read(number)


# Found so, each with others of its kind


def strings_changed(old, new):
    assert sound()[STRINGS].count(old) == 1
    return packed(sound() | {STRINGS: sound()[STRINGS].replace(old, new)})


COUNT = len(ITEM.findall(sound()[STRINGS]))


@pytest.mark.parametrize(
    ("change", "count"),
    [
        pytest.param((b"</sst>", b"<si><t>left over</t></si></sst>"), COUNT + 1, id="one more"),
        pytest.param(
            (
                b"<si><t>An invented summary.</t></si>",
                b"<si><t>An invented</t></si><si><t>summary.</t></si>",
            ),
            COUNT + 1,
            id="one torn in two",
        ),
        pytest.param((b"</sst>", b"<si/><si/></sst>"), COUNT + 2, id="two empty ones"),
    ],
)
def test_shared_strings_that_are_not_as_many_as_they_should_be_are_told(change, count):
    """ECMA-376 Part 1, 18.4.9: uniqueCount is how many strings there are, and cells count them from the first."""
    found = read(strings_changed(*change))

    assert [str(each) for each in found.diagnostics if each.code == "C267"] == [
        f"examplia.xlsx: PLEASE CHECK C267: this file should hold {COUNT} different texts and holds {count}, so some texts may stand"
        " in cells to which they do not belong\n"
        "    compare it with the last version in workbooks/backup; if all is right, open it in Excel and save it"
    ]


@pytest.mark.parametrize("written", [b"", b' uniqueCount="many"', b' uniqueCount="0"'])
def test_a_count_of_strings_that_says_nothing_is_passed_over(written):
    """Excel needs no count (18.4.9: it is optional), and programs that write while they count leave a 0."""
    found = read(strings_changed(b' uniqueCount="%d"' % COUNT, written))

    assert [each.code for each in found.diagnostics if each.code == "C267"] == []


DAMAGED_SHEET = (
    "examplia.xlsx: MUST FIX S101: the sheet 'Sources' is missing\n"
    "    the file is damaged, and the sheet with it: take the last version from workbooks/backup, or open the file in Excel, let it"
    " be repaired, and look what is left"
)


@pytest.mark.parametrize(
    "damage",
    [
        lambda parts: parts.pop(SHEETS["Sources"]),
        lambda parts: parts.update({"xl/_rels/workbook.xml.rels": parts["xl/_rels/workbook.xml.rels"].replace(b"sheet3.xml", b"nowhere.xml")}),
        lambda parts: parts.update({"xl/workbook.xml": parts["xl/workbook.xml"].replace(b' r:id="rId3"', b"")}),
    ],
)  # fmt: skip
def test_a_sheet_whose_part_is_gone_is_called_damaged(damage):
    parts = dict(sound())
    damage(parts)

    assert [str(each) for each in read(packed(parts)).diagnostics if each.code == "S101"] == [
        DAMAGED_SHEET
    ]
