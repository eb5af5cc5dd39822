"""Validators of Word files: a published one, and our own checks for what it does not see."""

import io
import json
import re
import subprocess
import tempfile
import zipfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

from openxml_audit import FileFormat, OpenXmlValidator

from tests.support import TOP, W

_VALIDATOR = OpenXmlValidator(FileFormat.MICROSOFT_365)


def validator_findings(content: bytes, suffix: str = ".docx") -> list[str]:
    """Return what openxml-audit finds against the Open XML schemas and their semantic rules."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"file{suffix}"
        path.write_bytes(content)
        return [str(each) for each in _VALIDATOR.validate(path).errors]


def sdk_findings(content: bytes) -> list[str]:
    """Return what Microsoft's Open XML SDK finds: the second opinion, which sees what openxml-audit does not."""
    program = TOP / "tests/node/node_modules/.bin/ooxml-validator"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.docx"
        path.write_bytes(content)
        told = subprocess.run(
            [str(program), str(path)], capture_output=True, text=True, check=False
        ).stdout
    return [str(each) for each in json.loads(told)["errors"]]


def own_faults(content: bytes) -> list[str]:
    """Return faults that make Word repair or misread a file and that validators pass over."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    document = ElementTree.fromstring(parts["word/document.xml"])
    styles = ElementTree.fromstring(parts["word/styles.xml"])
    texts = [
        ElementTree.fromstring(part)
        for name, part in parts.items()
        if re.fullmatch(
            r"word/(document|footnotes|endnotes|header\w*|footer\w*|comments)\.xml", name
        )
    ]
    return [
        *(fault for text in texts for fault in (*_styles(text, styles), *_fields(text))),
        *_bookmarks(document, texts),
        *_tables(document),
        *_notes(document, parts),
        *_numbering(document, styles, parts),
        *_blank_paragraphs(document),
    ]


def _styles(document, styles):
    known = {style.get(f"{W}styleId") for style in styles.iter(f"{W}style")}
    for tag in ("pStyle", "rStyle", "tblStyle"):
        for used in document.iter(f"{W}{tag}"):
            if used.get(f"{W}val") not in known:
                yield f"undefined style {used.get(f'{W}val')}"


def _bookmarks(document, texts):
    starts = [mark.get(f"{W}id") for mark in document.iter(f"{W}bookmarkStart")]
    names = [mark.get(f"{W}name") for mark in document.iter(f"{W}bookmarkStart")]
    ends = [mark.get(f"{W}id") for mark in document.iter(f"{W}bookmarkEnd")]
    if sorted(starts) != sorted(ends) or len(set(starts)) < len(starts):
        yield "bookmarks do not pair"
    yield from (
        f"bookmark {name} stands twice" for name, count in Counter(names).items() if count > 1
    )
    yield from (f"bookmark name {name} is too long" for name in names if len(name) > 40)
    for text in texts:
        anchors = [link.get(f"{W}anchor") for link in text.iter(f"{W}hyperlink")]
        codes = "".join(code.text for code in text.iter(f"{W}instrText"))
        anchors += re.findall(r'(?:PAGEREF|NOTEREF|HYPERLINK \\l) "?(\w+)', codes)
        yield from (
            f"link to the missing bookmark {each}" for each in anchors if each and each not in names
        )


def _tables(document):
    for table in document.iter(f"{W}tbl"):
        grid = [int(each.get(f"{W}w")) for each in table.findall(f"{W}tblGrid/{W}gridCol")]
        columns = len(grid)
        width = int(table.find(f"{W}tblPr/{W}tblW").get(f"{W}w"))
        if abs(sum(grid) - width) > columns:
            yield f"columns of {sum(grid)} in a table of {width}"
        for row in table.findall(f"{W}tr"):
            cells = row.findall(f"{W}tc")
            spans = (each.find(f"{W}tcPr/{W}gridSpan") for each in cells)
            filled = sum(1 if span is None else int(span.get(f"{W}val")) for span in spans)
            if filled != columns:
                yield f"row with {filled} of {columns} cells"
            yield from (
                "cell without a paragraph at its end" for cell in cells if cell[-1].tag != f"{W}p"
            )


def _fields(document):
    depth = 0
    for mark in document.iter(f"{W}fldChar"):
        depth += {"begin": 1, "end": -1}.get(mark.get(f"{W}fldCharType"), 0)
    if depth:
        yield "a field is not closed"


def _notes(document, parts):
    """Yield notes that are called and not there, there and not called, or out of the range of ids (17.11.10)."""
    for kind in ("footnote", "endnote"):
        called = [int(each.get(f"{W}id")) for each in document.iter(f"{W}{kind}Reference")]
        part = ElementTree.fromstring(parts[f"word/{kind}s.xml"])
        there = [
            int(each.get(f"{W}id"))
            for each in part.iter(f"{W}{kind}")
            if each.get(f"{W}type") is None
        ]
        if (
            sorted(called) != sorted(there)
            or len(set(there)) < len(there)
            or any(id_ > 32767 for id_ in there)
        ):
            yield f"{kind}s called {called}, there {there}"


def _numbering(document, styles, parts):
    known = {
        each.get(f"{W}numId")
        for each in ElementTree.fromstring(parts["word/numbering.xml"]).iter(f"{W}num")
    }
    for root in (document, styles):
        used = {each.get(f"{W}val") for each in root.iter(f"{W}numId")}
        yield from (f"numbering {each} is not defined" for each in sorted(used - known))


def _blank_paragraphs(document):
    """Yield empty paragraphs; one after a table inside a cell, one that ends a section and empty content are none, nor
    is one between two tables, of which Word would make one.
    """
    body = list(document.find(f"{W}body"))
    for place, paragraph in enumerate(body):
        if paragraph.tag != f"{W}p":
            continue
        has_section = paragraph.find(f"{W}pPr/{W}sectPr") is not None
        around = [
            each.tag for each in (*body[max(0, place - 1) : place], *body[place + 1 : place + 2])
        ]
        if (
            not has_section
            and around != [f"{W}tbl"] * 2
            and not "".join(paragraph.itertext()).strip()
            and paragraph.find(f".//{W}drawing") is None
        ):
            style = paragraph.find(f"{W}pPr/{W}pStyle")
            yield f"blank paragraph in the style {style.get(f'{W}val') if style is not None else 'Normal'}"
