"""Workbooks whose parts have other names than usual are read and changed as the same workbook with the usual names.

Content is invented. The right cells are those of the workbook with the usual names: only names differ.
"""

import io
import re
import zipfile

import openpyxl
import pytest

from publisher.domain.diagnostics import PublisherError
from publisher.workbook.patch import patch_cells, sheet_part
from publisher.workbook.rich import plain, stored_texts
from publisher.workbook.sheet_xml import PatchError
from tests.support import TOP, filled, read, saved

ONLINE = (TOP / "tests/cases/workbooks/w04_workbook2.xlsx").read_bytes()
USUAL = saved(filled("id | law\nopsc-1 | The Act defines sale.\nopsc-3-3 | Fines."))


def packed(parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


def parts_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def moved(*names):
    """Return the workbook with some parts renamed; all that leads to them is absolute."""
    parts = parts_of(USUAL)
    for old, new in names:
        folder, _, own = old.rpartition("/")
        new_folder, _, new_own = new.rpartition("/")
        relations = f"{folder}/_rels/{own}.rels"
        for part in [each for each in parts if each.endswith(".rels")]:
            parts[part] = re.sub(
                rb'Target="/?(xl/|worksheets/|)?%s"' % old.removeprefix("xl/").encode(),
                b'Target="/%s"' % new.encode(),
                parts[part],
            )
        types = parts["[Content_Types].xml"]
        parts["[Content_Types].xml"] = types.replace(f'"/{old}"'.encode(), f'"/{new}"'.encode())
        parts[new] = parts.pop(old)
        if relations in parts:
            # From another folder the other parts are reached by absolute names only.
            own_relations = re.sub(rb'Target="(?!/|http)', b'Target="/xl/', parts.pop(relations))
            parts[f"{new_folder}/_rels/{new_own}.rels".lstrip("/")] = own_relations
    return packed(parts)


OTHERS = {
    "workbook2": moved(("xl/workbook.xml", "xl/workbook2.xml")),
    "another folder": moved(("xl/workbook.xml", "content/Book.xml")),
    "at the top": moved(("xl/workbook.xml", "book.xml")),
    "sheets elsewhere": moved(
        *((f"xl/worksheets/sheet{number}.xml", f"tabs/{number}") for number in range(1, 4)),
        ("xl/workbook.xml", "xl/workbook2.xml"),
    ),
}


def texts(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def law(content):
    return [
        each.cells["law"].text for each in read(content).value.provisions if each.cells["law"].text
    ]


@pytest.mark.parametrize("content", OTHERS.values(), ids=OTHERS)
def test_a_workbook_with_other_names_is_read_as_one_with_the_usual_names(content):
    assert law(content) == ["The Act defines sale.", "Fines."]


def test_a_workbook_that_sharepoint_saved_is_read():
    # What its sheets hold, as openpyxl reads them, which finds parts by their content types.
    assert texts(ONLINE)["Provisions", "F3"].startswith(law(ONLINE)[0])


@pytest.mark.parametrize("content", [ONLINE, *OTHERS.values()], ids=["SharePoint", *OTHERS])
def test_one_cell_is_changed_and_every_other_part_and_cell_stays(content):
    patched = patch_cells(content, {"Provisions": {"F3": "A new law."}})

    assert texts(patched) == texts(content) | {("Provisions", "F3"): "A new law."}
    before, after = parts_of(content), parts_of(patched)
    assert list(after) == list(before)
    part = sheet_part(content, "Provisions")
    assert [name for name in before if before[name] != after[name]] == [part]
    assert {key: plain(text) for key, text in stored_texts(patched, part, ["F3"]).items()} == {
        "F3": "A new law."
    }


def test_shared_texts_are_found_by_their_relationship():
    shared = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{}</t></si></sst>'
    parts = parts_of(OTHERS["workbook2"])
    relations = "xl/_rels/workbook2.xml.rels"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    parts[relations] = re.sub(rb"<Relationship [^>]*sharedStrings[^>]*/>", b"", parts[relations])
    parts[relations] = parts[relations].replace(
        b"</Relationships>",
        f'<Relationship Id="s" Type="{kind}" Target="../texts.xml"/></Relationships>'.encode(),
    )
    parts["xl/sharedStrings.xml"] = shared.format("Not this one").encode()
    parts["texts.xml"] = shared.format("This one").encode()
    part = sheet_part(OTHERS["workbook2"], "Provisions")
    parts[part] = re.sub(
        rb'<c r="F3"[^>]*?(/>|>.*?</c>)',
        b'<c r="F3" t="s"><v>0</v></c>',
        parts[part],
        flags=re.DOTALL,
    )

    found = stored_texts(packed(parts), part, ["F3"])

    assert {key: plain(text) for key, text in found.items()} == {"F3": "This one"}


def message(content):
    with pytest.raises(PublisherError) as caught:
        read(content)
    return str(caught.value).partition("\n")[0]


def with_part(name, part, base=USUAL):
    return packed(parts_of(base) | {name: part})


def test_a_stray_part_of_a_document_makes_no_document_of_a_workbook():
    stray = with_part("word/document.xml", b"<w:document xmlns:w='x'/>", OTHERS["another folder"])

    assert law(stray) == ["The Act defines sale.", "Fines."]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (
            packed({name: part for name, part in parts_of(USUAL).items() if name != "_rels/.rels"}),
            "MUST FIX F012: this is a ZIP archive but not an Excel workbook",
        ),
        (
            with_part("_rels/.rels", b"<Relationships"),
            "MUST FIX F003: this workbook is damaged: part of it is missing or scrambled, as happens when a download is cut"
            " off",
        ),
        (
            with_part("_rels/.rels", b"<!DOCTYPE x><Relationships/>"),
            "MUST FIX F014: this workbook contains a document type definition, which no spreadsheet program writes; it was"
            " not opened",
        ),
        (
            packed(
                parts_of(OTHERS["sheets elsewhere"])
                | {"tabs/1": b"<!DOCTYPE x>" + parts_of(OTHERS["sheets elsewhere"])["tabs/1"]}
            ),
            "MUST FIX F014: this workbook contains a document type definition, which no spreadsheet program writes; it was"
            " not opened",
        ),
        (
            packed(
                parts_of(OTHERS["another folder"])
                | {
                    "content/Book.xml": parts_of(OTHERS["another folder"])[
                        "content/Book.xml"
                    ].replace(
                        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
                    )
                }
            ),
            "MUST FIX F015: this workbook was saved as 'Strict Open XML Spreadsheet'",
        ),
    ],
    ids=["no relationships", "cut", "document type", "sheet without an ending", "strict"],
)
def test_what_must_not_be_opened_is_found_under_any_name(content, told):
    assert message(content) == f"examplia.xlsx: {told}"


def test_no_cell_is_changed_where_relationships_cannot_be_read():
    with pytest.raises(PatchError):
        patch_cells(with_part("_rels/.rels", b"<Relationships"), {"Provisions": {"F3": "x"}})
    with pytest.raises(PatchError):
        sheet_part(with_part("_rels/.rels", b"<Relationships"), "Provisions")
