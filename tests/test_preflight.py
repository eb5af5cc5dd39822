"""What a file is that is no workbook, and what would do harm: each with its own message."""

import io
import zipfile
from functools import cache

import docx
import pytest

from publisher.domain.diagnostics import PublisherError
from publisher.project.files import read_file, write_file
from tests.support import blank_book, read, saved


@cache
def blank():
    return saved(blank_book())


OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def archive(parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return stream.getvalue()


def with_part(name, change):
    """Return a sound workbook in which one part was changed."""
    with zipfile.ZipFile(io.BytesIO(blank())) as old:
        return archive(
            {
                each: change(old.read(each)) if each == name else old.read(each)
                for each in old.namelist()
            }
        )


def word_file():
    stream = io.BytesIO()
    docx.Document().save(stream)
    return stream.getvalue()


def message(content):
    with pytest.raises(PublisherError) as caught:
        read(content)
    return str(caught.value)


SAVE_AS = "choose File > Save As > Excel Workbook (.xlsx) and use the new file"
CASES = {
    "empty": (
        lambda: b"",
        "F001: this file is empty (0 bytes)\n    the copy probably stopped half-way: ask for the file again",
    ),
    "password": (
        lambda: OLE2 + "EncryptedPackage".encode("utf-16-le"),
        "F002: this workbook is protected by a password, so it cannot be read\n    open it in Excel, choose File > Info"
        " > Protect Workbook > Encrypt with Password, clear the password and save",
    ),
    "cut off": (
        lambda: blank()[: len(blank()) // 2],
        "F003: this workbook is damaged: part of it is missing or scrambled, as happens when a download is cut off\n"
        "    ask for the file again, or open it in Excel and let Excel repair it",
    ),
    "xls": (
        lambda: OLE2 + b"Workbook",
        "F004: this is an old Excel 97-2003 workbook (.xls), whatever its name says\n"
        f"    open it in Excel or LibreOffice, {SAVE_AS}",
    ),
    "csv": (
        lambda: "Artikel;Gesetz\n1;§ 236 StGB\n".encode("cp1252"),
        "F005: this is a text file (CSV, for example), not a workbook\n"
        "    ask for the workbook itself, saved as Excel Workbook (.xlsx): a text file holds one of its sheets at the most,"
        " without its formatting, and often with wrong letters",
    ),
    "web page": (
        lambda: b"\r\n<!DOCTYPE html><html><body>Log in</body></html>",
        "F006: this is a web page saved under an Excel name, often a log-in page saved instead of the file\n"
        "    download the workbook again",
    ),
    "picture": (
        lambda: b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        "F007: this is not an Excel workbook, or it is damaged at its very beginning\n    ask for the file again",
    ),
    "pdf": (
        lambda: b"%PDF-1.7\n1 0 obj\n",
        "F007: this is not an Excel workbook, or it is damaged at its very beginning\n    ask for the file again",
    ),
    "rich text": (
        lambda: b"{\\rtf1\\ansi Draft}",
        "F008: this is a Word document, not an Excel workbook\n    choose the .xlsx file; if it is a draft that came"
        " back from a reviewer: publisher review collect FILE",
    ),
    "word": (
        word_file,
        "F008: this is a Word document, not an Excel workbook\n    choose the .xlsx file; if it is a draft that came"
        " back from a reviewer: publisher review collect FILE",
    ),
    "xlsb": (
        lambda: archive({"[Content_Types].xml": "<x/>", "xl/workbook.bin": b"\x83\x01"}),
        f"F009: this is an Excel binary workbook (.xlsb)\n    open it in Excel, {SAVE_AS}",
    ),
    "ods": (
        lambda: archive(
            {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}
        ),
        "F010: this is an OpenDocument spreadsheet (.ods)\n"
        "    open it in LibreOffice, choose File > Save As > Excel 2007-365 (.xlsx) and use the new file",
    ),
    "numbers": (
        lambda: archive({"Index/Document.iwa": b"\x00"}),
        "F011: this is an Apple Numbers file\n"
        "    open it in Numbers, choose File > Export To > Excel and use the new file",
    ),
    "zip": (
        lambda: archive({"examplia.xlsx": blank()}),
        "F012: this is a ZIP archive but not an Excel workbook\n    if it holds the workbook, unpack it first",
    ),
    "bomb": (
        lambda: archive({"xl/workbook.xml": "<x/>", "xl/media/zeros.xml": b"\x00" * (121 * 2**20)}),
        "F013: this workbook is enormous when unpacked and was not opened; a country workbook is normally under 5 MB\n"
        "    delete pictures and empty formatted rows, or copy the text into a new workbook",
    ),
    "billion laughs": (
        lambda: with_part(
            "xl/workbook.xml", lambda part: b'<!DOCTYPE x [<!ENTITY a "ha">]>' + part
        ),
        "F014: this workbook contains a document type definition, which no spreadsheet program writes; it was not"
        " opened\n    ask where the file comes from",
    ),
    "strict": (
        lambda: with_part(
            "xl/workbook.xml",
            lambda part: part.replace(
                b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                b"http://purl.oclc.org/ooxml/spreadsheetml/main",
            ),
        ),
        "F015: this workbook was saved as 'Strict Open XML Spreadsheet'\n"
        "    open it in Excel, choose File > Save As, choose the plain Excel Workbook (.xlsx) and use the new file",
    ),
    "merged column": (
        lambda: with_part(
            "xl/worksheets/sheet2.xml",
            lambda part: part.replace(
                b"</sheetData>",
                b'</sheetData><mergeCells count="1"><mergeCell ref="B1:B1048576"/></mergeCells>',
            ),
        ),
        "F016: the cells B1:B1048576 of this sheet are merged into one, 1048576 cells, by accident it seems; at most 100000"
        " can be read\n    open it in Excel, click on the sheet 'Provisions', type B1:B1048576 into the box left of the formula"
        " bar and press Enter, choose Home > Merge & Center > Unmerge Cells and save; if Excel does not let you, choose Review >"
        " Unprotect Sheet first",
    ),
    "broken sheet": (
        lambda: with_part("xl/worksheets/sheet2.xml", lambda part: part[: len(part) // 2]),
        "F020: this workbook cannot be read, although Excel may still open it\n"
        "    open it in Excel, choose File > Save As, save it under a new name and use that file"
        " (for the maintainers: BrokenPackageError)",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_file_that_is_no_sound_workbook_is_named_with_a_way_out(case):
    make, expected = CASES[case]

    sheet = " Provisions:" if case == "merged column" else ""
    assert message(make()) == f"examplia.xlsx:{sheet} MUST FIX {expected}"


def test_the_lock_file_of_an_open_workbook_is_named():
    with pytest.raises(PublisherError) as caught:
        read(b"\x05Researcher", "~$examplia.xlsx")

    assert str(caught.value) == (
        "~$examplia.xlsx: MUST FIX F018: this is not the workbook but the small hidden file that Excel keeps while the workbook"
        " is open\n    choose the file without ~$ in front"
    )


def test_a_part_that_fails_its_checksum_is_damage():
    position = blank().index(b"xl/worksheets/sheet2.xml") + 400
    scrambled = (
        blank()[:position]
        + bytes(255 - each for each in blank()[position : position + 50])
        + blank()[position + 50 :]
    )

    assert message(scrambled) == f"examplia.xlsx: MUST FIX {CASES['cut off'][1]}"


def test_a_part_that_unpacks_to_more_than_it_declares_is_damage():
    content = with_part("xl/worksheets/sheet1.xml", lambda _: b"<" * 2**20)
    size = (2**20).to_bytes(4, "little")

    assert (
        message(content.replace(size, (100).to_bytes(4, "little")))
        == f"examplia.xlsx: MUST FIX {CASES['cut off'][1]}"
    )


def test_small_merges_and_odd_references_pass_the_preflight():
    content = with_part(
        "xl/worksheets/sheet1.xml",
        lambda part: part.replace(
            b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="$A$1:B2"/></mergeCells>'
        ),
    )

    assert read(content).value.file == "examplia.xlsx"


# Files on disk


def test_a_file_that_cannot_be_read_is_told(tmp_path):
    with pytest.raises(PublisherError) as caught:
        read_file(tmp_path / "gone.xlsx")

    assert str(caught.value) == (
        "gone.xlsx: MUST FIX F021: this file cannot be read (No such file or directory)\n"
        "    see whether the file is there, whether you may read it, and whether another program has locked it"
    )


def test_a_folder_in_place_of_a_file_is_told(tmp_path):
    (tmp_path / "publisher.toml").mkdir()

    with pytest.raises(PublisherError) as caught:
        read_file(tmp_path / "publisher.toml")

    assert str(caught.value) == (
        "publisher.toml: MUST FIX F025: a folder stands where this file should be\n"
        "    move that folder elsewhere or give it another name, and see where the file is"
    )


def test_a_file_that_cannot_be_written_leaves_what_was_there(tmp_path):
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "inside").write_text("kept", encoding="utf-8")

    with pytest.raises(PublisherError) as caught:
        write_file(tmp_path / "report", b"new")

    assert str(caught.value) == (
        f"{tmp_path / 'report'}: MUST FIX O351: this file cannot be written, because a folder of the same name stands in"
        " its place\n    move that folder elsewhere or give it another name, then do this again"
    )
    assert [path.name for path in tmp_path.rglob("*")] == ["report", "inside"]
