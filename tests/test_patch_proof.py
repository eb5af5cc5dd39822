"""After some cells of a workbook were changed, the new file is held against the old one: nothing else may differ.

What goes wrong here is invented: the library that packs the file writes other bytes than it was given, as a fault in
whatever comes before it would. Where the cells themselves lie wrong, no researcher could see what was lost.
"""

import io
import zipfile

import pytest

from publisher.workbook.patch import SheetAreas, patch_cells
from publisher.workbook.sheet_xml import PatchError

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET, SHARED, NOTES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/comments1.xml"


def relations(**targets):
    found = "".join(
        f'<Relationship Id="{kind}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for kind, target in targets.items()
    )
    return f'<Relationships xmlns="{RELATIONS}">{found}</Relationships>'


PARTS = {
    "_rels/.rels": relations(officeDocument="/xl/workbook.xml"),
    "xl/_rels/workbook.xml.rels": relations(worksheet=f"/{SHEET}", sharedStrings=f"/{SHARED}"),
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="Law" r:id="worksheet"/></sheets></workbook>',
    SHEET: f'<worksheet xmlns="{MAIN}"><dimension ref="A1:B3"/><cols><col min="1" max="2" width="40"/></cols><sheetData>'
    '<row r="1" spans=\'1:2\'><c r="A1" t="s"><v>0</v></c></row>'
    '<row r="2" ht="30"><c r="A2"><v>7</v></c><c r="B2" t="s"><v>1</v></c></row>'
    '<row r="3" ht="15"/></sheetData>'
    '<dataValidations count="1"><dataValidation type="list" sqref="B2:B400"/></dataValidations></worksheet>',
    SHARED: f'<sst xmlns="{MAIN}" count="2" uniqueCount="2"><si><t>Current law</t></si><si><t>The Act.</t></si></sst>',
    NOTES: f'<comments xmlns="{MAIN}"/>',
}


def packed(parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


WORKBOOK = packed(PARTS)


def patched():
    texts = {"B2": "Another Act.", "C1": "A new column", "A5": "A new row"}
    return patch_cells(WORKBOOK, {"Law": texts}, {"Law": SheetAreas(reach=500)})


def let_packing_change(monkeypatch, part, old, new):
    write = zipfile.ZipFile.writestr

    def wrong(archive, info, content, **kinds):
        if info.filename == part:
            assert content.count(old) == 1
            content = content.replace(old, new)
        if info.filename == part and content == b"":
            return  # the part is lost
        write(archive, info, content, **kinds)

    monkeypatch.setattr(zipfile.ZipFile, "writestr", wrong)


def test_the_named_cells_change_and_the_drop_downs_reach_further():
    with zipfile.ZipFile(io.BytesIO(patched())) as archive:
        sheet = archive.read(SHEET).decode()

    # The two shared texts keep their numbers, 0 and 1; the new ones follow, row by row.
    assert '<c r="B2" t="s"><v>3</v></c>' in sheet
    assert '<c r="C1" t="s">' in sheet
    assert '<row r="5"><c r="A5" t="s">' in sheet
    assert '<row r="2" ht="30"><c r="A2"><v>7</v></c>' in sheet
    assert '<row r="3" ht="15"/>' in sheet
    assert 'sqref="B2:B500"' in sheet


OTHER_CELLS = rf"^other cells of {SHEET} differ$"


@pytest.mark.parametrize(
    ("part", "old", "new", "told"),
    [
        pytest.param(SHEET, b"<v>7</v>", b"<v>8</v>", OTHER_CELLS, id="another value"),
        pytest.param(SHEET, b'<c r="A1" t="s">', b'<c r="A1" s="3" t="s">', OTHER_CELLS, id="a look"),
        pytest.param(SHEET, b'<c r="A2"><v>7</v></c>', b"", OTHER_CELLS, id="a cell lost"),
        pytest.param(SHEET, b'<row r="5">', b'<row r="5"><c r="B5"/>', OTHER_CELLS, id="a cell more"),
        pytest.param(SHEET, b' ht="30"', b"", OTHER_CELLS, id="the height of a row"),
        pytest.param(SHEET, b'<row r="3" ht="15"/>', b"", OTHER_CELLS, id="an empty row lost"),
        pytest.param(SHEET, b'type="list"', b'type="none"', OTHER_CELLS, id="what follows the rows"),
        pytest.param(SHEET, b'width="40"', b'width="4"', OTHER_CELLS, id="what precedes the rows"),
        pytest.param(SHARED, b"Current law", b"Former law", rf"^the texts of {SHARED} differ$", id="a shared text"),
        pytest.param(NOTES, b"<comments", b"<!-- --><comments", rf"^the part {NOTES} differs$", id="another part"),
        pytest.param(NOTES, PARTS[NOTES].encode(), b"", "^the parts differ$", id="a part lost"),
    ],
)  # fmt: skip
def test_whatever_else_differs_is_refused(monkeypatch, part, old, new, told):
    let_packing_change(monkeypatch, part, old, new)

    with pytest.raises(PatchError, match=told):
        patched()
