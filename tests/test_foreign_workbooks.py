"""Workbooks as other programs and people leave them: what no reader sees refuses none, and no link becomes a text.

The inputs stand in tests/cases/workbooks or are made by changing the XML of a workbook; what each must read as is
written by hand, or counted in the XML by the test itself. All content is invented.
"""

import io
import re
import zipfile
from functools import cache

import pytest

from publisher.domain.diagnostics import PublisherError
from tests.support import TOP, filled, guided_book, read, saved

CASES = TOP / "tests/cases/workbooks"
ROWS = """
id       | law | reforms | compliance
opsc-1   | Sale is a crime. |  |
opsc-2-a | | A bill is pending. |
"""
PROVISIONS = "xl/worksheets/sheet2.xml"


def parts_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


@cache
def sound():
    return parts_of(saved(filled(ROWS, book=guided_book())))


def changed(*changes, **parts):
    """Return the workbook with bytes replaced in some parts: (part, old, new)."""
    own = dict(sound())
    for part, old, new in changes:
        assert old in own[part], (part, old)
        own[part] = own[part].replace(old, new, 1)
    return packed(own | parts)


def texts(found):
    """Return the texts of the content cells that hold any."""
    return {
        (row.cells["id"].text, column): row.cells[column].text
        for row in found.value.provisions
        for column in ("law", "reforms", "compliance")
        if row.cells[column].text
    }


EXPECTED = {("opsc-1", "law"): "Sale is a crime.", ("opsc-2-a", "reforms"): "A bill is pending."}
LINKS = b'<hyperlinks xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">%s</hyperlinks>'
TARGET = b'<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="https://example.org/old" TargetMode="External"/></Relationships>'
RELATIONS = "xl/worksheets/_rels/sheet2.xml.rels"


@pytest.mark.parametrize("area", ["F2:F60", "H3", "F1:H1000", "A1:XFD1048576", "F:F", "nonsense"])
def test_a_link_on_empty_cells_is_no_text(area):
    link = LINKS % f'<hyperlink ref="{area}" r:id="rIdX"/>'.encode()
    content = changed(
        (PROVISIONS, b"<pageMargins", link + b"<pageMargins"),
        (RELATIONS, b"</Relationships>", TARGET),
    )

    found = read(content)

    assert texts(found) == EXPECTED
    assert [each for each in found.diagnostics if each.level == "must_fix"] == []


def test_a_link_on_a_text_is_kept_with_it():
    row = next(
        each.place.cell
        for each in read(packed(sound())).value.provisions
        if each.cells["id"].text == "opsc-1"
    )
    link = LINKS % f'<hyperlink ref="F{row}:H{row}" r:id="rIdX"/>'.encode()
    content = changed(
        (PROVISIONS, b"<pageMargins", link + b"<pageMargins"),
        (RELATIONS, b"</Relationships>", TARGET),
    )

    cells = next(
        each.cells for each in read(content).value.provisions if each.cells["id"].text == "opsc-1"
    )

    assert (cells["law"].link, cells["reforms"].link) == ("https://example.org/old", "")


@pytest.mark.slow
def test_links_over_columns_give_no_text_in_a_real_file():
    content = (CASES / "hl_F1_F1000.xlsx").read_bytes()
    sheet = parts_of(content)[PROVISIONS].decode()
    cells = re.findall(r'<c r="F(\d+)"[^>]*?(/>|>.*?</c>)', sheet, re.DOTALL)
    held = {number for number, cell in cells if "<v>" in cell or "<is>" in cell}

    rows = read(content).value.provisions

    assert {row.place.cell for row in rows if row.cells["law"].text} == held - {"1", "2"}


def test_a_left_over_link_is_no_finding():
    rows = read((CASES / "s01_link_on_empty_cell.xlsx").read_bytes()).value.provisions

    assert [row.cells["compliance"].text for row in rows if row.place.cell == "7"] == [""]


STYLES = "xl/styles.xml"
UNSEEN = {
    "a date of creation without seconds": lambda: changed(
        ("docProps/core.xml", b"</cp:coreProperties>", b'<x:created xmlns:x="http://purl.org/dc/terms/">2021-05-12 10:22</x:created></cp:coreProperties>')
    ),
    "a name for a range that is none": lambda: changed(
        ("xl/workbook.xml", b"</definedNames>", b'<definedName name="_xlnm.Print_Titles" localSheetId="1">' + b"'" * 5_000 + b"</definedName></definedNames>")
    ),
    "a drawing that is not there": lambda: changed(
        (PROVISIONS, b"<pageMargins", b'<drawing xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rIdD"/><pageMargins'),
        (RELATIONS, b"</Relationships>", b'<Relationship Id="rIdD" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing" Target="../drawings/gone.xml"/></Relationships>'),
    ),
    "a pivot table that cannot be read": lambda: changed(
        (RELATIONS, b"</Relationships>", b'<Relationship Id="rIdP" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/pivotTable" Target="../pivotTables/p1.xml"/></Relationships>'),
        **{"xl/pivotTables/p1.xml": b"<pivotTableDefinition/>"},
    ),
    "margins without numbers": lambda: changed((PROVISIONS, b'<pageMargins left="', b'<pageMargins left="wide')),
    "a drop-down of an unknown kind": lambda: changed(
        (PROVISIONS, b"<pageMargins", b'<dataValidations count="1"><dataValidation type="strange" sqref="F3"/></dataValidations><pageMargins')
    ),
    "a width that is no number": lambda: changed((PROVISIONS, b"<cols>", b'<cols><col min="90" max="90" width="wide"/>')),
    "a cell of an unknown type": lambda: changed((PROVISIONS, b"</sheetData>", b'<row r="900"><c r="CZ900" t="what"><v></v></c></row></sheetData>')),
}  # fmt: skip


@pytest.mark.parametrize("name", UNSEEN)
def test_what_no_reader_sees_is_passed_over_without_a_word(name):
    found = read(UNSEEN[name]())

    assert texts(found) == EXPECTED
    assert [each.code for each in found.diagnostics if each.code[0] == "F"] == []


LOOKS = {
    "a colour with a #": lambda: changed((STYLES, b"</fonts>", b'<font><color rgb="#1F4E79"/></font></fonts>')),
    "a family of fonts that is none": lambda: changed((STYLES, b"</fonts>", b'<font><family val="34"/></font></fonts>')),
    "an empty fill": lambda: changed((STYLES, b"</fills>", b"<fill/></fills>")),
    "a style that is not there": lambda: changed((PROVISIONS, b"</sheetData>", b'<row r="900"><c r="A900" s="90000" t="str"><v> </v></c></row></sheetData>')),
    "styles that are no XML": lambda: packed(sound() | {STYLES: b"<styleSheet"}),
    "no styles": lambda: packed({name: part for name, part in sound().items() if name != STYLES}),
}  # fmt: skip


@pytest.mark.parametrize("name", LOOKS)
def test_looks_that_cannot_be_read_are_passed_over_with_a_note(name):
    found = read(LOOKS[name]())

    assert texts(found) == EXPECTED
    told = [str(each) for each in found.diagnostics if each.code[0] == "F"]
    assert told == [
        "examplia.xlsx: NOTE F030: some of how cells look could not be read and was passed over; the texts were"
        " read whole\n    nothing has to be done; if bold or italic words are missing from the report, open the"
        " file in Excel and save it"
    ]


@pytest.mark.parametrize("name", ["w01_core_date", "w02_colour_hash", "w03_font_family_34", "w07_empty_fill"])  # fmt: skip
def test_real_files_of_that_kind_are_read(name):
    content = (CASES / f"{name}.xlsx").read_bytes()
    ids = re.findall(rb'<c r="A\d+"[^>]*><is><t[^>]*>(opsc-[\w-]+)<', parts_of(content)[PROVISIONS])

    found = read(content)

    rows = [row.cells["id"].text for row in found.value.provisions]
    assert rows[: len(ids)] == [id_.decode() for id_ in ids]
    assert [each.code for each in found.diagnostics if each.level == "must_fix"] == []


@pytest.mark.slow
def test_a_text_without_its_wrapper_is_read():
    """Some programs write <t> straight into the cell (18.3.1.53 wants <is> around it)."""
    cell = b'<row r="61"><c r="A61" t="inlineStr"><t>opsc-5-2</t></c><c r="F61" t="inlineStr"><t>Yes &amp; no.</t></c></row></sheetData>'
    found = read(changed((PROVISIONS, b"</sheetData>", cell)))

    assert ("opsc-5-2", "law") in texts(found)
    assert texts(found)["opsc-5-2", "law"] == "Yes & no."


def test_a_shared_formula_is_told_in_each_of_its_cells_as_it_stands_in_the_first():
    cells = (
        b'<row r="61"><c r="A61" t="inlineStr"><is><t>opsc-5-2</t></is></c><c r="F61"><f t="shared" ref="F61:G61" si="0">A1&amp;B1</f><v>x</v></c>'
        b'<c r="G61"><f t="shared" si="0"/><v>y</v></c></row></sheetData>'
    )
    found = read(changed((PROVISIONS, b"</sheetData>", cells)))

    told = [
        (each.place.cell, dict(each.values)["formula"])
        for each in found.diagnostics
        if each.code == "S107"
    ]
    assert told == [("F61", "=A1&B1"), ("G61", "=A1&B1")]


def test_phonetic_guides_are_no_text_and_loose_pieces_are_not_lost():
    item = (
        b'<row r="61"><c r="A61" t="inlineStr"><is><t>opsc-5-2</t></is></c><c r="F61" t="inlineStr"><is><t xml:space="preserve">One </t>'
        b'<r><rPr><b/></rPr><t>two</t></r><rPh sb="0" eb="1"><t>guide</t></rPh><phoneticPr fontId="1"/></is></c></row></sheetData>'
    )
    rows = read(changed((PROVISIONS, b"</sheetData>", item))).value.provisions

    cell = next(row.cells["law"] for row in rows if row.place.cell == "61")
    assert [(run.text, run.bold) for run in cell.runs] == [("One ", False), ("two", True)]


@pytest.mark.parametrize("sheet", ["Provisions", "Sources"])
def test_rows_above_the_headings_are_one_message(sheet):
    book = filled(ROWS)
    book[sheet].insert_rows(1, 3)
    book[sheet]["A1"] = "Draft of our team, please do not pass on (invented)"

    with pytest.raises(PublisherError) as told:
        read(book)

    assert str(told.value) == (
        f"examplia.xlsx: {sheet}!A4: MUST FIX S121: the headings stand in row 4, not in the first row, so nothing of"
        " this sheet can be read\n    delete the rows above them (1-3): mark them at the left edge, right-click,"
        " Delete; keep what you wrote there on a sheet of its own"
    )
