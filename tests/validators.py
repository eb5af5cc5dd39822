"""Validators of Word files: a published one, and our own checks for what it does not see."""

import io
import tempfile
import zipfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

from openxml_audit import FileFormat, OpenXmlValidator

from tests.support import W

_VALIDATOR = OpenXmlValidator(FileFormat.MICROSOFT_365)


def validator_findings(content: bytes, suffix: str = ".docx") -> list[str]:
    """Return what openxml-audit finds against the Open XML schemas and their semantic rules."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"file{suffix}"
        path.write_bytes(content)
        return [str(each) for each in _VALIDATOR.validate(path).errors]


def own_faults(content: bytes) -> list[str]:
    """Return faults that make Word repair or misread a file and that validators pass over."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    document = ElementTree.fromstring(parts["word/document.xml"])
    styles = ElementTree.fromstring(parts["word/styles.xml"])
    return [*_styles(document, styles), *_bookmarks(document), *_tables(document), *_fields(document)]


def _styles(document, styles):
    known = {style.get(f"{W}styleId") for style in styles.iter(f"{W}style")}
    for tag in ("pStyle", "rStyle", "tblStyle"):
        for used in document.iter(f"{W}{tag}"):
            if used.get(f"{W}val") not in known:
                yield f"undefined style {used.get(f'{W}val')}"


def _bookmarks(document):
    starts = [mark.get(f"{W}id") for mark in document.iter(f"{W}bookmarkStart")]
    names = [mark.get(f"{W}name") for mark in document.iter(f"{W}bookmarkStart")]
    ends = [mark.get(f"{W}id") for mark in document.iter(f"{W}bookmarkEnd")]
    if sorted(starts) != sorted(ends) or len(set(starts)) < len(starts):
        yield "bookmarks do not pair"
    yield from (f"bookmark {name} stands twice" for name, count in Counter(names).items() if count > 1)
    yield from (f"bookmark name {name} is too long" for name in names if len(name) > 40)
    for link in document.iter(f"{W}hyperlink"):
        anchor = link.get(f"{W}anchor")
        if anchor and anchor not in names:
            yield f"link to the missing bookmark {anchor}"


def _tables(document):
    for table in document.iter(f"{W}tbl"):
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        for row in table.findall(f"{W}tr"):
            cells = row.findall(f"{W}tc")
            if len(cells) != columns:
                yield f"row with {len(cells)} of {columns} cells"
            yield from ("cell without a paragraph at its end" for cell in cells if cell[-1].tag != f"{W}p")


def _fields(document):
    depth = 0
    for mark in document.iter(f"{W}fldChar"):
        depth += {"begin": 1, "end": -1}.get(mark.get(f"{W}fldCharType"), 0)
    if depth:
        yield "a field is not closed"
