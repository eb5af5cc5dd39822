"""What a returned file is, its bytes say, not its name; what is no draft is told. All content is invented."""

import io
import re
import shutil
import zipfile
from xml.sax.saxutils import quoteattr

import openpyxl
import pytest
from click.testing import CliRunner

from publisher.cli.main import main
from publisher.review.kinds import FileKind, kind_of
from tests.support import TOP

CASES = TOP / "tests/cases"
# A draft that came back with "A bill was withdrawn." for "A bill is pending.", without a record.
BACK = (CASES / "returned/r01_word_online_document2.docx").read_bytes()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # [MS-CFB] 2.2
OPENDOCUMENT = "application/vnd.oasis.opendocument.text"
needs_office = pytest.mark.skipif(
    not shutil.which("soffice"), reason="LibreOffice is not installed"
)


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "project"
    shutil.copytree(CASES / "project", folder)
    return folder


def collect(project, *paths, expect=0):
    arguments = ["--project", str(project), "review", "collect", *map(str, paths)]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == expect, result.output
    return result.output


def items(project):
    """Return row, column, kind and text as sent of what the sheet Review holds."""
    sheet = openpyxl.load_workbook(project / "workbooks/nepal.xlsx")["Review"]
    headings, *rows = sheet.iter_rows(values_only=True)
    found = [dict(zip(headings, row, strict=True)) for row in rows if row[0]]
    return [(each["Row id"], each["Column"], each["Kind"], each["Text as sent"]) for each in found]


def zipped(**parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


def old_word(flags):
    """Return the head of a .doc: the container, then the first bytes of the document's stream ([MS-DOC] 2.5.2)."""
    return OLE + b"\0" * 504 + b"\xec\xa5\xc1\x00" + b"\0" * 6 + flags + b"\0" * 500


LOCKED_MANIFEST = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (BACK, FileKind.WORD),
        (zipped(mimetype=OPENDOCUMENT), FileKind.OPENDOCUMENT),
        (zipped(mimetype=f"{OPENDOCUMENT}-template"), FileKind.OPENDOCUMENT),
        (
            zipped(**{"mimetype": OPENDOCUMENT, "META-INF__manifest.xml": LOCKED_MANIFEST}),
            FileKind.LOCKED,
        ),
        (old_word(b"\x00\x02"), FileKind.OLD_WORD),  # fWhichTblStm, which is set in most files
        (old_word(b"\x00\x03"), FileKind.LOCKED),  # and fEncrypted
        (OLE + b"\0" * 600, FileKind.OLD_WORD),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), FileKind.LOCKED),
        (b"{\\rtf1\\ansi Text}", FileKind.RICH_TEXT),
        (b"\r\n{\\rtf1 Text}", FileKind.RICH_TEXT),
        (b'<?xml version="1.0"?>\n<office:document xmlns:office="x">', FileKind.FLAT_OPENDOCUMENT),
        (
            b'\xef\xbb\xbf<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
            b'<w:wordDocument xmlns:w="x">',
            FileKind.WORD_2003_XML,
        ),
        (b'<?xml version="1.0"?><!-- x --><pkg:package xmlns:pkg="x">', FileKind.FLAT_WORD),
        ('<?xml version="1.0"?><pkg:package xmlns:pkg="x">'.encode("utf-16"), FileKind.FLAT_WORD),
        (b"<html><body>Text</body></html>", FileKind.OTHER),
        (b"%PDF-1.7", FileKind.OTHER),
        (b"Dear all,", FileKind.OTHER),
        (b"", FileKind.OTHER),
    ],
)
def test_the_kind_of_a_file_is_what_its_bytes_say(content, kind):
    assert kind_of(content) is kind


REPLACED = [
    (
        "opsc-2-a",
        "Legal reforms",
        "Text replaced (not recorded as a change)",
        "A bill is pending. [NP-1]",
    )
]


def converted(convert, folder, ending):
    """Return a returned draft as LibreOffice saves it in another format."""
    (folder / "source.docx").write_bytes(BACK)
    return convert(folder / "source.docx", ending, folder).read_bytes()


@pytest.mark.slow
@needs_office
@pytest.mark.parametrize(
    ("ending", "name"),
    [
        ("odt", "back.docx"),
        pytest.param("rtf", "back.doc", marks=pytest.mark.long),
        pytest.param("doc", "back.docx", marks=pytest.mark.long),
        pytest.param("fodt", "Back.DOCX", marks=pytest.mark.long),
    ],
)
def test_a_file_under_the_name_of_another_kind_is_read(project, tmp_path, convert, ending, name):
    (tmp_path / name).write_bytes(converted(convert, tmp_path, ending))

    output = collect(project, tmp_path / name)

    assert output.startswith(f"read: {name}: draft 68ed8f83 of nepal\n1 item, 1 new ")
    again = collect(project, tmp_path / name)
    assert again.startswith(
        f"read: {name}: draft 68ed8f83 of nepal (known already)\n1 item, 0 new "
    )
    assert items(project) == REPLACED


@pytest.mark.slow
@pytest.mark.parametrize("name", ["back.doc", "back"])
def test_a_word_file_under_another_name_is_read_without_libreoffice(
    project, tmp_path, monkeypatch, name
):
    monkeypatch.setenv("PATH", "")
    (tmp_path / name).write_bytes(BACK)

    collect(project, tmp_path / name)

    assert items(project) == REPLACED


def in_one_piece():
    """Return a Word file in one piece of XML, as Word's "Word XML Document" is."""
    parts = []
    with zipfile.ZipFile(io.BytesIO(BACK)) as archive:
        listed = archive.read("[Content_Types].xml").decode()
        for name in archive.namelist():
            if name != "[Content_Types].xml":
                found = re.search(f'PartName="/{re.escape(name)}" ContentType="([^"]*)"', listed)
                kind = (
                    found[1]
                    if found
                    else "application/vnd.openxmlformats-package.relationships+xml"
                )
                xml = re.sub(r"^\s*<\?xml.*?\?>", "", archive.read(name).decode())
                parts.append(
                    f"<pkg:part pkg:name={quoteattr('/' + name)} pkg:contentType={quoteattr(kind)}>"
                    f"<pkg:xmlData>{xml}</pkg:xmlData></pkg:part>"
                )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<?mso-application progid="Word.Document"?>\n'
        f'<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">{"".join(parts)}'
        '<pkg:part pkg:name="/word/media/image1.png" pkg:contentType="image/png"><pkg:binaryData>iVBO\nRw==</pkg:binaryData>'
        "</pkg:part></pkg:package>"
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", ["back.xml", "back.docx"])
def test_a_word_file_in_one_piece_of_xml_is_read_without_libreoffice(
    project, tmp_path, monkeypatch, name
):
    monkeypatch.setenv("PATH", "")
    (tmp_path / name).write_text(in_one_piece(), encoding="utf-8")

    collect(project, tmp_path / name)

    assert items(project) == REPLACED


LOCKED = (
    "{}: MUST FIX R644: the file is locked with a password\n"
    "    ask the sender for the password, or for a copy without; with the password, open the file in Word or LibreOffice,"
    " save it without one as 'Word Document (.docx)' and collect that\n"
)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.docx", OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), LOCKED),
        ("b.doc", old_word(b"\x00\x03"), LOCKED),
        ("c.odt", zipped(**{"mimetype": OPENDOCUMENT, "META-INF__manifest.xml": LOCKED_MANIFEST}), LOCKED),
        (
            "d.doc",
            b'<?xml version="1.0"?><w:wordDocument xmlns:w="x"/>',
            "{}: MUST FIX R648: this is a document in the XML format of Word 2003, whose recorded changes cannot be read\n"
            "    open it in Word, save it as 'Word Document (.docx)' and collect that\n",
        ),
        (
            "e.xml",
            b'<?xml version="1.0"?><!DOCTYPE x><pkg:package xmlns:pkg="x"/>',
            "{0}: MUST FIX R617: the part '{0}' of the file holds instructions that could add, hide or fetch text, and was"
            " not opened\n    do not open the file; ask the sender whether they sent it\n",
        ),
        (
            "f.xml",
            b'<?xml version="1.0"?><pkg:package xmlns:pkg="x"><pkg:part>',
            "{}: MUST FIX R614: the file is damaged, or no Word document at all\n"
            "    ask for it once more; if it opens in Word, save it there as 'Word Document (.docx)'\n",
        ),
        (
            "g.docx",
            zipped(mimetype="application/epub+zip"),
            "{}: MUST FIX R615: this is no Word document\n"
            "    drafts come back as .docx, .odt, .rtf or .doc; choose the file that the reviewer sent\n",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_what_it_is(project, tmp_path, name, content, message):
    (tmp_path / name).write_bytes(content)

    assert collect(project, tmp_path / name, expect=1) == message.format(name)
    assert not list(project.glob("reviews/nepal/returned/*"))


@pytest.mark.slow
@needs_office
def test_an_old_word_file_that_libreoffice_cannot_read_is_told(project, tmp_path):
    (tmp_path / "back.doc").write_bytes(OLE + b"\0" * 600)

    assert collect(project, tmp_path / "back.doc", expect=1) == (
        "back.doc: MUST FIX R635: LibreOffice could not read the file\n"
        "    open it in the program it comes from, save it as 'Word Document (.docx)' and collect that\n"
    )


@pytest.mark.slow
def test_the_hidden_file_of_an_open_document_is_passed_over(project, tmp_path):
    (tmp_path / "back.docx").write_bytes(BACK)
    (tmp_path / "~$back.docx").write_bytes(b"\x03Ann" + b"\0" * 158)
    told = (
        "~$back.docx: NOTE R647: passed over: this is not the document but the small hidden file that Word keeps while the"
        " document is open\n    nothing needs to be done; the draft is the file of the same name without ~$ in front\n"
    )

    assert collect(project, tmp_path / "~$back.docx") == told
    output = collect(project, tmp_path / "~$back.docx", tmp_path / "back.docx")

    assert output.startswith(f"{told}read: back.docx: draft 68ed8f83 of nepal\n1 item, 1 new ")


@pytest.mark.slow
def test_a_document_that_somebody_named_like_the_hidden_file_is_read(project, tmp_path):
    (tmp_path / "~$back.docx").write_bytes(BACK)

    assert collect(project, tmp_path / "~$back.docx").startswith(
        "read: ~$back.docx: draft 68ed8f83"
    )


@pytest.mark.slow
def test_a_published_report_is_told_to_be_no_draft(project, tmp_path):
    built = CliRunner().invoke(
        main, ["--project", str(project), "build", "nepal", "--format", "docx"]
    )
    assert built.exit_code == 0, built.output
    report = next((project / "output").rglob("*.docx"))

    assert collect(project, report, expect=1) == (
        "nepal.docx: MUST FIX R646: this is no draft but the report 'Nepal: Country report on law and reform', made for"
        " publication\n    ask the reviewer for the Word file that was sent for review, with 'DRAFT FOR REVIEW, NOT FOR"
        " PUBLICATION' in its head; what they wrote into the report has to be copied from it by hand\n"
    )
    assert not list(project.glob("reviews/nepal/returned/*"))
    # Named by a person, it is taken for what they say.
    output = collect(project, report, "--draft", "68ed8f83")
    assert "read: nepal.docx: draft 68ed8f83 of nepal\n" in output


@pytest.mark.slow
def test_a_draft_without_its_properties_is_no_report(project, tmp_path):
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(BACK)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            if name == "_rels/.rels":
                part = re.sub(rb'<Relationship Id="rIdCustom"[^>]*/>', b"", part)
            if name != "docProps/custom.xml":
                # A reviewer wrote two headings of the report into the letter.
                headings = b"<w:p><w:r><w:t>Executive summary</w:t></w:r></w:p><w:p><w:r><w:t>At a glance</w:t></w:r></w:p>"
                new.writestr(name, part.replace(b"<w:body>", b"<w:body>" + headings))
    (tmp_path / "back.docx").write_bytes(stream.getvalue())

    assert collect(project, tmp_path / "back.docx").startswith(
        "read: back.docx: draft 68ed8f83 of nepal\n"
    )
