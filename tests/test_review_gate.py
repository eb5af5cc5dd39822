"""Hostile and unsuitable files from outside: refused or named, within bounds, nothing fetched."""

import io
import resource
import time
import zipfile

import pytest

from publisher.domain.diagnostics import PublisherError
from publisher.review.read import read_returned
from publisher.review.safe_open import open_returned
from tests.returned import docx, p


def refused(content):
    with pytest.raises(PublisherError) as caught:
        read_returned(content, "returned.docx")
    return str(caught.value)


def with_part(name, content, base=None):
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(base or docx(p("text")))) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        new.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            "returned.docx: MUST FIX R611: this is an old Word file (.doc), which is not opened as it is\n"
            "    open it in Word or LibreOffice, save it as 'Word Document (.docx)' and collect that; keep the file as it"
            " came",
        ),
        (
            b"%PDF-1.7 ...",
            "returned.docx: MUST FIX R612: this is a PDF, in which changes cannot be told from the text\n"
            "    ask for the Word file, or write the remarks into the sheet Review by hand",
        ),
        (
            b"",
            "returned.docx: MUST FIX F001: this file is empty (0 bytes)\n"
            "    the copy probably stopped half-way: ask for the file again",
        ),
        (
            b"PK\x03\x04" + b"x" * 200,
            "returned.docx: MUST FIX R614: the file is damaged, or no Word document at all\n"
            "    ask for it once more; if it opens in Word, save it there as 'Word Document (.docx)'",
        ),
    ],
)
def test_a_file_that_is_no_word_document_is_told_what_it_is(content, message):
    assert refused(content) == message


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("IMG 2031.png", b"\x89PNG\r\n\x1a\n" + b"x" * 200),
        ("holiday.JPG", b"\xff\xd8\xff\xe0\0\x10JFIF" + b"x" * 200),
        ("letter.eml", b"From: ann@example.org\nSubject: the draft\n\nHello"),
        ("note.txt", b"see attached"),
        ("all.rar", b"Rar!\x1a\x07\x01\x00"),
    ],
)
def test_what_is_not_even_called_a_document_is_not_called_damaged(name, content):
    with pytest.raises(PublisherError) as caught:
        open_returned(content, name)

    assert str(caught.value) == (
        f"{name}: MUST FIX R615: this is no Word document\n"
        "    drafts come back as .docx, .odt, .rtf or .doc; choose the file that the reviewer sent"
    )


def test_a_folder_packed_for_sending_is_to_be_unpacked():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("draft.docx", "PK")

    for name in ("everything.zip", "Everything.ZIP"):
        with pytest.raises(PublisherError) as caught:
            open_returned(stream.getvalue(), name)
        assert str(caught.value) == (
            f"{name}: MUST FIX R615: this is no Word document\n"
            "    several files are packed in it: unpack it (right click, Extract All) and take in the files themselves"
        )


def test_an_archive_of_something_else_is_told():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("content.xml", "<x/>")

    assert refused(stream.getvalue()) == (
        "returned.docx: MUST FIX R615: this is no Word document\n"
        "    drafts come back as .docx, .odt, .rtf or .doc; choose the file that the reviewer sent"
    )


def test_a_file_that_is_too_large_is_told():
    assert refused(b"PK" + b"\0" * (51 * 2**20)) == (
        "returned.docx: MUST FIX R613: the file is larger than a draft can be: 51 MB, 50 MB at the most\n"
        "    ask for a copy without pictures and recordings"
    )


NOT_OPENED = (
    "returned.docx: MUST FIX R616: the file is built in a way that no word processor writes, and was not opened\n"
    "    do not open it either; ask the sender whether they sent it"
)


def bomb():
    return with_part("word/media/image1.png", b"\0" * (80 * 2**20))


@pytest.mark.parametrize(
    "content",
    [
        bomb(),
        with_part("../evil.xml", "<x/>"),
        with_part("/etc/evil.xml", "<x/>"),
        with_part("WORD/Document.xml", "<x/>"),
        with_part("word/document.xml", "<w>" * 100_000 + "</w>" * 100_000),
    ],
    ids=["zip bomb", "path upwards", "absolute path", "name twice but for case", "nesting"],
)
def test_an_archive_that_no_word_processor_writes_is_not_opened(content):
    started, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    assert refused(content) == NOT_OPENED

    assert time.process_time() - started < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000  # kB


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE x SYSTEM "https://example.org/x.dtd">',
    ],
    ids=["billion laughs", "external entity", "external type"],
)
def test_a_part_with_a_document_type_is_not_opened(head):
    content = with_part("word/document.xml", f'<?xml version="1.0"?>{head}<x>&file;</x>')

    assert refused(content) == (
        "returned.docx: MUST FIX R617: the part 'word/document.xml' of the file holds instructions that could add, hide or"
        " fetch text, and was not opened\n    do not open the file; ask the sender whether they sent it"
    )


def test_what_is_suspicious_is_named_and_the_text_is_read():
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"'
        ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"'
        ' Target="https://example.org/evil.dotm" TargetMode="External"/></Relationships>'
    )
    content = with_part("word/_rels/settings.xml.rels", relations)
    content = with_part("word/vbaProject.bin", b"macro", content)
    content = with_part("word/embeddings/object1.bin", b"object", content)

    opened = open_returned(content, "returned.docx")

    assert [str(each) for each in opened.diagnostics] == [
        "returned.docx: PLEASE CHECK R618: the file holds macros; they were not run, the text was read\n"
        "    do not run them",
        "returned.docx: PLEASE CHECK R619: the file holds an embedded object, 'word/embeddings/object1.bin', which was not"
        " opened\n    look at it in Word, if you trust the sender",
        "returned.docx: PLEASE CHECK R620: the file wants to fetch something from 'https://example.org/evil.dotm', which"
        " was not done\n    do not let Word fetch it",
    ]
    assert read_returned(content, "returned.docx").value.body


TEXT_BOX, COMMAND = (
    "{8BD21D10-EC42-11CE-9e0d-00aa006002f3}",
    "{D7053240-CE69-11CD-A777-00DD01143C57}",
)


def with_control(class_):
    """Return a draft with a control of a form as LibreOffice writes them, of some class (Microsoft Forms 2.0)."""
    part = f'<ax:ocx xmlns:ax="http://schemas.microsoft.com/office/2006/activeX" ax:classid="{class_}"/>'
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"'
        ' Type="http://schemas.microsoft.com/office/2006/relationships/activeXControlBinary" Target="box1.bin"/>'
        "</Relationships>"
    )
    content = with_part("word/activeX/activeX1.xml", part)
    content = with_part("word/activeX/_rels/activeX1.xml.rels", relations, content)
    return with_part("word/activeX/box1.bin", b"text", content)


def test_a_box_of_a_form_for_text_is_no_embedded_object():
    """LibreOffice makes such boxes of what older drafts had locked; ONLYOFFICE's .odt has one in each row."""
    assert open_returned(with_control(TEXT_BOX), "returned.docx").diagnostics == ()


def test_another_control_is_an_embedded_object():
    opened = open_returned(with_control(COMMAND), "returned.docx")

    assert [dict(each.values)["part"] for each in opened.diagnostics] == [
        "word/activeX/_rels/activeX1.xml.rels",
        "word/activeX/activeX1.xml",
        "word/activeX/box1.bin",
    ]


@pytest.mark.slow
def test_many_comments_and_much_text_are_read_within_seconds():
    comment = '<w:comment w:id="{0}" w:author="A"><w:p><w:r><w:t>{0}</w:t></w:r></w:p></w:comment>'
    comments = "".join(comment.format(number) for number in range(10_000))
    namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    started = time.process_time()

    found = read_returned(
        docx(p("word " * 200_000) * 5, comments=f"<w:comments {namespace}>{comments}</w:comments>"),
        "returned.docx",
    )

    assert len(found.value.comments) == 10_000
    assert time.process_time() - started < 20
