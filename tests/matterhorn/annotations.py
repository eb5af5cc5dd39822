"""What fails in annotations (28)."""

from collections.abc import Iterator
from typing import Any

from pikepdf import Dictionary, Name

from tests.matterhorn.tree import Document, Element, Failure, has_text

# ISO 32000-1, table 169
_ANNOTATIONS = """
Text Link FreeText Line Square Circle Polygon PolyLine Highlight Underline Squiggly StrikeOut Stamp Caret Ink
Popup FileAttachment Sound Movie Widget Screen PrinterMark TrapNet Watermark 3D Redact
"""
ANNOTATIONS = frozenset(_ANNOTATIONS.split())


def annotation_faults(document: Document) -> Iterator[Failure]:
    """Yield what fails in annotations that are shown."""
    holders = {each.objgen: element for element in document.elements() for each in element.objects}
    for number, page, annotation in document.annotations():
        holder = holders.get(annotation.objgen)
        for condition, words in _annotation(page, annotation, holder):
            yield condition, f"page {number}: {words}"


def _annotation(page: Any, annotation: Any, holder: Element | None) -> Iterator[Failure]:
    kind = str(annotation.Subtype)[1:]
    around = {each.kind for each in holder.ancestors()} if holder else set()
    if "/Tabs" not in page:
        yield "28-008", "no order of annotations"
    elif page.Tabs != Name.S:
        yield "28-009", "annotations in another order than that of the structure"
    if kind == "Widget":
        yield from _field(annotation, around, holder)
    elif kind == "Link":
        yield from _link(annotation, around)
    elif kind == "PrinterMark":
        if holder:
            yield "28-017", "a printer's mark in the structure"
    else:
        yield from _other(annotation, kind, holder)


def _link(annotation: Any, around: set[str]) -> Iterator[Failure]:
    if "Link" not in around:
        yield "28-011", "a link outside a Link"
    if not has_text(annotation, "/Contents"):
        yield "28-012", "a link without words"


def _other(annotation: Any, kind: str, holder: Element | None) -> Iterator[Failure]:
    if not (holder and holder.kind == "Annot"):
        yield "28-002", f"{kind} outside an Annot"
    has_alternative = holder is not None and has_text(holder.raw, "/Alt")
    if not has_text(annotation, "/Contents") and not has_alternative:
        yield "28-004", f"{kind} without words"
    yield from _rare(annotation, kind)


def _field(annotation: Any, around: set[str], holder: Element | None) -> Iterator[Failure]:
    has_alternative = holder is not None and has_text(holder.raw, "/Alt")
    if "Form" not in around:
        yield "28-010", "a form field outside a Form"
    if not has_text(annotation, "/TU") and not has_alternative:
        yield "28-005", "a form field without words"


def _rare(annotation: Any, kind: str) -> Iterator[Failure]:
    if kind not in ANNOTATIONS:
        yield "28-006", f"an annotation of no known kind: {kind}"
    if kind == "TrapNet":
        yield "28-007", "a trap network"
    clip = annotation.get("/A", Dictionary()).get("/R", Dictionary()).get("/C", Dictionary())
    if clip.get("/S") == Name.MCD and "/CT" not in clip:
        yield "28-014", "a film without its kind"
    if clip.get("/S") == Name.MCD and not has_text(clip, "/Alt"):
        yield "28-015", "a film without words"
    if kind == "FileAttachment" and not {"/F", "/UF"} <= set(annotation.get("/FS", {}).keys()):
        yield "28-016", "an attached file without F and UF"
