"""What fails in a document as a whole: 01 suspects, 06 metadata, 07 dictionary, 11 language, 20 layers, 21 files, 25 forms,
26 protection.
"""

import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pikepdf
from pikepdf import Array, Dictionary, Stream

from tests.matterhorn.tree import Document, Failure, has_text, listed


def metadata_faults(document: Document) -> Iterator[Failure]:
    """Yield what fails in metadata and dictionary."""
    root = document.pdf.Root
    if bool(root.get("/MarkInfo", Dictionary()).get("/Suspects", False)):
        yield "01-007", "Suspects is true"
    viewer = root.get("/ViewerPreferences", Dictionary())
    if "/DisplayDocTitle" not in viewer:
        yield "07-001", "no DisplayDocTitle"
    elif not bool(viewer.DisplayDocTitle):
        yield "07-002", "DisplayDocTitle is false"
    if "/Metadata" not in root:
        yield "06-001", "no metadata"
        return
    told = ElementTree.fromstring(root.Metadata.read_bytes())
    part = "{http://www.aiim.org/pdfua/ns/id/}part"
    found = [each.text for each in told.iter(part)] + [each.get(part) for each in told.iter()]
    if "1" not in found:
        yield "06-002", "no PDF/UA identifier"
    titles = [*told.iter("{http://purl.org/dc/elements/1.1/}title")]
    if not any("".join(each.itertext()).strip() for each in titles):
        yield "06-003", "no dc:title"
    languages = {
        each.get("{http://www.w3.org/XML/1998/namespace}lang", "x-default")
        for title in titles
        for each in title.iter("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}li")
    }
    if languages <= {"x-default"} and not document.language:
        yield "11-006", "the title in the metadata has no language"


def language_faults(document: Document) -> Iterator[Failure]:
    """Yield what has no language."""
    for element in document.elements():
        if element.marked and not element.language:
            yield "11-001", f"the text of {element.kind} has no language"
        if has_text(element.raw, "/Alt", "/ActualText", "/E") and not element.language:
            yield "11-002", f"what is said for {element.kind} has no language"
    if not document.language:
        yield from _languages_outside(document)


def _languages_outside(document: Document) -> Iterator[Failure]:
    """Yield what stands outside the tree and has its language from the document alone."""
    if "/Outlines" in document.pdf.Root:
        yield "11-003", "the bookmarks have no language"
    holders = {each.objgen: element for element in document.elements() for each in element.objects}
    for number, _, annotation in document.annotations():
        holder = holders.get(annotation.objgen)
        if has_text(annotation, "/Contents") and not (holder and holder.language):
            yield "11-004", f"page {number}: the words of an annotation have no language"
    for each in _fields(document.pdf):
        if has_text(each, "/TU"):
            yield "11-005", "the words of a form field have no language"


def _fields(pdf: pikepdf.Pdf) -> Iterator[Any]:
    waiting = list(pdf.Root.get("/AcroForm", Dictionary()).get("/Fields", ()))
    while waiting:
        each = waiting.pop()
        yield each
        waiting += list(each.get("/Kids", ()))


def catalog_faults(document: Document) -> Iterator[Failure]:
    """Yield what fails in layers, files, forms and protection."""
    pdf = document.pdf
    yield from _layers(pdf)
    for each in pdf.objects:
        if isinstance(each, Dictionary) and "/EF" in each and not {"/F", "/UF"} <= set(each.keys()):
            yield "21-001", "a file without F and UF"
    form = pdf.Root.get("/AcroForm", Dictionary()).get("/XFA", Array())
    parts = [each for each in listed(form) if isinstance(each, Stream)]
    rendered = rb"<dynamicRender>\s*required\s*</dynamicRender>"
    if re.search(rendered, b"".join(bytes(each.read_bytes()) for each in parts)):
        yield "25-001", "a form that is drawn anew"
    if "/Encrypt" in pdf.trailer:
        protection = pdf.trailer.Encrypt
        if "/P" not in protection:
            yield "26-001", "protected, without saying from what"
        elif not int(protection.P) & (1 << 9):
            yield "26-002", "protected from being read aloud"


def _layers(pdf: pikepdf.Pdf) -> Iterator[Failure]:
    layers = pdf.Root.get("/OCProperties", Dictionary())
    for number, sets in (
        ("20-001", layers.get("/Configs", ())),
        ("20-002", [layers.D] if "/D" in layers else []),
    ):
        for each in sets:
            if not has_text(each, "/Name"):
                yield number, "a set of layers without a name"
            if "/AS" in each:
                yield "20-003", "layers that a program shows or hides by itself"
