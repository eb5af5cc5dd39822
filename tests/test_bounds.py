"""A workbook that holds too much: the message names the sheet, how much there is, how much may be, what to delete.

The workbooks are written by hand, so that how much they hold is known. Content is invented.
"""

import io
import zipfile

import pytest

from publisher.domain.diagnostics import PublisherError
from publisher.domain.language import read_language
from publisher.workbook.safe_open import require_workbook
from tests.support import TOP

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
UNPROTECT = "; if Excel does not let you, choose Review > Unprotect Sheet first"
ALL_CELLS = (
    "click into the corner between the row numbers and the column letters, which selects all cells"
)


def workbook(sheets, **others):
    """Return a workbook of sheets, by name the XML inside them, and of parts by the kind of their relationship."""
    parts, entries, relationships, types = {}, "", "", ""
    for number, (name, xml) in enumerate(sheets.items(), 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = f'<worksheet xmlns="{MAIN}">{xml}</worksheet>'
        entries += f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>'
        relationships += f'<Relationship Id="rId{number}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
    for kind, xml in others.items():
        parts[f"xl/{kind}.xml"] = xml
        relationships += f'<Relationship Id="{kind}" Type="{OFFICE}/{kind}" Target="{kind}.xml"/>'
    parts["xl/workbook.xml"] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{entries}</sheets></workbook>'
    )
    parts["xl/_rels/workbook.xml.rels"] = (
        f'<Relationships xmlns="{PACKAGE}/relationships">{relationships}</Relationships>'
    )
    parts["_rels/.rels"] = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>'
    )
    types = f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
    parts["[Content_Types].xml"] = (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>{types}</Types>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in parts.items():
            archive.writestr(name, xml)
    return stream.getvalue()


def rows(first, last, cell, columns="A"):
    """Return rows with a cell in each of some columns; {at} in the cell is its address."""
    return "".join(
        f'<row r="{n}">{"".join(cell.replace("{at}", f"{letters}{n}") for letters in columns.split())}</row>'
        for n in range(first, last + 1)
    )


TEXT, EMPTY = '<c r="{at}" t="inlineStr"><is><t>Invented.</t></is></c>', '<c r="{at}" s="1"/>'
SMALL = f"<sheetData>{rows(1, 10, TEXT)}</sheetData>"


BESIDE = "".join(f'<c r="{letters}1"/>' for letters in ("D", "E", "Z", "AA", "AB", "B"))


def merged(*areas):
    """Return a small sheet with merged cells."""
    cells = "".join(f'<mergeCell ref="{each}"/>' for each in areas)
    return f"{SMALL}<mergeCells>{cells}</mergeCells>"


TOO_MUCH = "many times more than a country workbook"
# Below each: how the elements add up that the message tells.
CASES = {
    "empty rows": (
        # 2 + 64 rows with cell, is, t (256) + 80,000 rows with a cell (160,000); 42 of the other sheet
        {"Provisions": f"<sheetData>{rows(1, 64, TEXT)}{rows(65, 80_064, EMPTY)}</sheetData>", "Sources": SMALL},
        "Provisions: MUST FIX F017: this workbook was not opened: its sheets hold 160300 rows, cells and texts together,"
        f" {TOO_MUCH}, and at most 150000 can be read; most of them are on this sheet, with 80064 cells in 80064 rows\n"
        "    open it in Excel, click on the sheet 'Provisions', type 65:80064 into the box left of the formula bar and press"
        " Enter, which selects the rows below the last text; choose Home > Delete > Delete Sheet Rows and save" + UNPROTECT,
    ),
    "empty columns": (
        # 2 + 20,000 rows with 3 elements of the text and 6 empty cells (200,000) + 42
        {"My data": f"<sheetData>{rows(1, 20_000, TEXT)}</sheetData>".replace("</row>", BESIDE + "</row>"), "Sources": SMALL},
        "My data: MUST FIX F017: this workbook was not opened: its sheets hold 200044 rows, cells and texts together,"
        f" {TOO_MUCH}, and at most 150000 can be read; most of them are on this sheet, with 140000 cells in 20000 rows\n"
        "    open it in Excel, click on the sheet 'My data', type B:XFD into the box left of the formula bar and press"
        " Enter, which selects the columns beside the last text; choose Home > Delete > Delete Sheet Columns and save" + UNPROTECT,
    ),
    "texts to the end": (
        # 2 + 40,000 rows with 3 elements each (160,000), twice less a half: the bigger sheet is named
        {"Sources": f"<sheetData>{rows(1, 20_000, TEXT)}</sheetData>", "Cases": f"<sheetData>{rows(1, 30_000, TEXT)}</sheetData>"},
        "Cases: MUST FIX F017: this workbook was not opened: its sheets hold 200004 rows, cells and texts together,"
        f" {TOO_MUCH}, and at most 150000 can be read; most of them are on this sheet, with 30000 cells in 30000 rows\n"
        "    if somebody added this sheet, click on its tab with the right mouse button in Excel, choose Move or Copy, choose"
        " (new book) under 'To book', and save both; else delete the rows of it that hold nothing for the report and save",
    ),
    "one area": (
        {"Sources": SMALL, "Country": merged("A1:B1", "C2:C100002")},
        "Country: MUST FIX F016: the cells C2:C100002 of this sheet are merged into one, 100001 cells, by accident it seems;"
        " at most 100000 can be read\n    open it in Excel, click on the sheet 'Country', type C2:C100002 into the box left of"
        " the formula bar and press Enter, choose Home > Merge & Center > Unmerge Cells and save" + UNPROTECT,
    ),
    "very many areas": (
        {"Country": merged(*(f"B{n}:D{n + 1}" for n in range(1, 2_401, 2)))},
        f"Country: MUST FIX F050: this sheet has 1200 areas of merged cells with 7200 cells in them, {TOO_MUCH}; at most 1000 areas"
        f" and 100000 cells can be read\n    open it in Excel, click on the sheet 'Country', {ALL_CELLS}, choose Home > Merge &"
        " Center > Unmerge Cells and save" + UNPROTECT,
    ),
    "big areas together": (
        {"Country": merged(*(f"A{n}:XFD{n}" for n in range(1, 9)))},
        f"Country: MUST FIX F050: this sheet has 8 areas of merged cells with 131072 cells in them, {TOO_MUCH}; at most 1000 areas"
        f" and 100000 cells can be read\n    open it in Excel, click on the sheet 'Country', {ALL_CELLS}, choose Home > Merge &"
        " Center > Unmerge Cells and save" + UNPROTECT,
    ),
    "colours": (
        {"Sources": SMALL + '<conditionalFormatting sqref="A1"/>' * 5_001},
        f"Sources: MUST FIX F051: this sheet has 5001 areas with conditional formatting, {TOO_MUCH}; at most 5000 can be read\n"
        "    open it in Excel, click on the sheet 'Sources', choose Home > Conditional Formatting > Clear Rules > Clear Rules"
        " from Entire Sheet and save" + UNPROTECT,
    ),
    "drop-downs": (
        {"Sources": SMALL + f'<dataValidations>{"<dataValidation sqref=#A1#/>" * 5_002}</dataValidations>'.replace("#", '"')},
        f"Sources: MUST FIX F051: this sheet has 5002 areas with drop-downs or prompts, {TOO_MUCH}; at most 5000 can be read\n"
        f"    open it in Excel, click on the sheet 'Sources', {ALL_CELLS}, choose Data > Data Validation > Clear All > OK and"
        " save" + UNPROTECT,
    ),
    "links": (
        {"Sources": SMALL + f'<hyperlinks>{"<hyperlink ref=#A1#/>" * 6_000}</hyperlinks>'.replace("#", '"')},
        f"Sources: MUST FIX F051: this sheet has 6000 links, {TOO_MUCH}; at most 5000 can be read\n"
        f"    open it in Excel, click on the sheet 'Sources', {ALL_CELLS}, choose Home > Clear > Remove Hyperlinks and"
        " save (the texts stay)" + UNPROTECT,
    ),
    "columns": (
        {"Sources": f'<cols>{"<col min=#1# max=#1#/>" * 5_003}</cols>'.replace("#", '"') + SMALL},
        f"Sources: MUST FIX F051: this sheet has 5003 widths of columns, {TOO_MUCH}; at most 5000 can be read\n"
        f"    open it in Excel, click on the sheet 'Sources', {ALL_CELLS}, choose Home > Format > Column Width, type 20 and"
        " save" + UNPROTECT,
    ),
}  # fmt: skip


def told(content):
    with pytest.raises(PublisherError) as caught:
        require_workbook(content, "examplia.xlsx")
    return str(caught.value)


@pytest.mark.parametrize("case", CASES)
def test_what_is_too_much_is_named_with_what_to_delete(case):
    sheets, wanted = CASES[case]

    assert told(workbook(sheets)) == f"examplia.xlsx: {wanted}"


def test_the_look_of_cells_and_a_text_in_very_many_pieces_are_told_as_such():
    hint = (
        "\n    make a new workbook with 'publisher new' in another folder, copy the texts of each sheet into it with Home >"
        " Paste > Paste Values, set words bold or italic again where they were, and use the new file"
    )
    # the root, and one element for each format; the root, the item, and a run with a text each
    styles = f'<styleSheet xmlns="{MAIN}">{"<xf/>" * 50_000}</styleSheet>'
    texts = f'<sst xmlns="{MAIN}"><si>{"<r><t>a</t></r>" * 80_000}</si></sst>'

    assert told(workbook({"Sources": SMALL}, styles=styles)) == (
        f"examplia.xlsx: MUST FIX F052: this workbook has 50001 entries for the look of its cells, {TOO_MUCH}; at most 50000"
        f" can be read{hint}"
    )
    assert told(workbook({"Sources": SMALL}, sharedStrings=texts)) == (
        f"examplia.xlsx: MUST FIX F052: this workbook has 160002 pieces of text in its cells, {TOO_MUCH}; at most 150000 can be"
        f" read{hint}"
    )


@pytest.mark.slow
def test_a_text_far_to_the_right_or_far_below_is_never_among_what_is_to_be_deleted():
    """The remedy must be right for whoever follows it to the letter."""
    far_right = '<row r="30001"><c r="ZZ30001"><v>1</v></c></row>'
    wide = f"<sheetData>{rows(1, 30_000, EMPTY, 'A B C D E F')}{far_right}</sheetData>"
    far_below = f"<sheetData>{rows(1, 80_000, EMPTY)}{rows(80_001, 80_001, TEXT)}</sheetData>"

    for sheet in (wide, far_below):
        message = told(workbook({"Sources": sheet}))

        assert "Delete Sheet" not in message
        assert "delete the rows of it that hold nothing for the report" in message


def test_a_sheet_in_utf_16_is_named_as_well():
    sheets = {"Sources": f"<sheetData>{rows(1, 64, TEXT)}{rows(65, 80_064, EMPTY)}</sheetData>"}
    stream = io.BytesIO()
    content = io.BytesIO(workbook(sheets))
    with zipfile.ZipFile(content) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            xml = old.read(name)
            new.writestr(name, xml.decode().encode("utf-16") if "sheet1" in name else xml)

    assert "type 65:80064 into the box" in told(stream.getvalue())


def test_what_nobody_reads_does_not_shut_a_workbook():
    """The order in which formulas are worked out, and drawings, are passed over when a workbook is read."""
    chain = f'<calcChain xmlns="{MAIN}">{"<c r=#A1#/>" * 60_000}</calcChain>'.replace("#", '"')

    require_workbook(workbook({"Sources": SMALL}, calcChain=chain), "examplia.xlsx")


def test_the_messages_are_told_in_french():
    french = read_language(TOP / "publisher/languages/fr.toml")

    with pytest.raises(PublisherError) as caught:
        require_workbook(workbook(CASES["colours"][0]), "examplia.xlsx")

    assert caught.value.diagnostic.told(french.messages).splitlines()[0] == (
        "examplia.xlsx: Sources: À CORRIGER F051: cette feuille a 5001 zones à mise en forme conditionnelle, bien plus qu’un"
        " classeur de pays\u202f; 5000 au plus peuvent être lus"
    )
