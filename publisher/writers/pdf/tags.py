"""What WeasyPrint leaves undone in the tags of a PDF.

PDF/UA-1 (ISO 14289-1): running heads and page numbers are pagination artifacts (7.8); header cells
say what they head (7.5). The mending is done on the PDF before it is written, where its objects are
plain dictionaries and lists.
"""

from collections.abc import Iterator
from typing import Any

from publisher.writers.pdf.boxes import Box, Element, walk
from publisher.writers.pdf.joined_tables import join_tables
from publisher.writers.pdf.lighter_page import DECORATION
from publisher.writers.pdf.objects import number_of, object_of

_ARTIFACT = "/Artifact"
_IN_LISTS = ("/L", "/LI", "/Caption")


def mend_tags(document: Any, pdf: Any) -> None:  # noqa: ANN401 - WeasyPrint's document, pydyf's PDF
    """Give header cells their scope, make running heads and decoration artifacts, leave each table
    one Table, and nest no link in a link.
    """
    pages = [page._page_box for page in document.pages]
    for page in pages:
        _mend_boxes(page)
    join_tables(pages, pdf)
    root = object_of(pdf, pdf.catalog["StructTreeRoot"])
    linked = set(_linked(pdf, root["K"]))
    _mend_links(pdf, linked)
    _mend_lists(pdf, linked)
    _drop_decoration(pdf, linked)
    numbers = object_of(pdf, root["ParentTree"])["Nums"]
    _make_artifacts(pdf, numbers, linked, b"<</Type/Pagination>>")
    # What hangs together with the tree no more: decoration, spaces between a list and its items.
    _make_artifacts(pdf, numbers, set(_linked(pdf, root["K"])), b"<</Type/Layout>>")


def _mend_boxes(page: Box) -> None:
    """Give header cells of a page their scope and links within the document their words."""
    to_note = ""  # "Source note {number}", as the body of the page has it
    for box in walk(page):
        if box.element_tag == "body":
            to_note = box.element.get("data-to-note", "")
        elif box.element_tag == "th" and hasattr(box, "mark"):
            heads_row = box.element.get("scope") == "row"
            box.mark["A"]["Scope"] = "/Row" if heads_row else "/Column"
        annotation = getattr(box, "link_annotation", None) or {}
        if "Dest" in annotation:  # WeasyPrint says the name of the place that it leads to
            told = annotation["Contents"]
            told.string = _words_of(box.element, to_note) or told.string


def _words_of(link: Element, to_note: str) -> str:
    """Return what a link says to those who hear it read out (ISO 14289-1, 7.18.5): its label, else
    its text; of the call of a note, which is a bare number, the sentence of the page.
    """
    text = " ".join("".join(link.itertext()).split())
    if link.get("class") == "call" and to_note:
        return to_note.replace("{number}", text.strip("\u2060"))
    return link.get("aria-label") or text or link.get("title", "")


def _linked(pdf: Any, kids: Any) -> Iterator[int]:  # noqa: ANN401
    """Yield the numbers of all elements of structure that hang together with the tree's root."""
    waiting = list(kids)
    while waiting:
        kid = waiting.pop()
        if isinstance(kid, bytes):
            number = number_of(kid)
            element = pdf.objects[number]
            if element["Type"] == "/StructElem":
                yield number
                waiting.extend(element["K"])


def _mend_links(pdf: Any, linked: set[int]) -> None:  # noqa: ANN401
    """Leave each link one annotation, that of its outermost box (ISO 14289-1, 7.18.5).

    WeasyPrint gives every box inside a link one of its own: raised numbers, emphasis, the page
    numbers of contents.
    """
    dropped = set()
    for number in _inside_links(pdf, linked):
        element = pdf.objects[number]
        if element["S"] == "/Link":
            element["S"] = "/Span"
        kept = []
        for kid in element["K"]:
            if isinstance(kid, bytes) and _is_annotation(pdf, kid):
                dropped.add(bytes(object_of(pdf, kid)["Obj"]))
            else:
                kept.append(kid)
        element["K"][:] = kept
    for index in range(pdf.pages["Count"]):
        page = _page(pdf, index)
        if "Annots" in page:
            page["Annots"][:] = [each for each in page["Annots"] if bytes(each) not in dropped]


def _inside_links(pdf: Any, linked: set[int]) -> set[int]:  # noqa: ANN401
    """Return the numbers of the elements that lie inside a link."""
    inside: set[int] = set()
    for number in linked:
        element = pdf.objects[number]
        if element["S"] == "/Link":
            kids = [kid for kid in element["K"] if isinstance(kid, bytes)]
            inside.update(_linked(pdf, kids))
    return inside


def _is_annotation(pdf: Any, kid: bytes) -> bool:  # noqa: ANN401
    return bool(object_of(pdf, kid)["Type"] == "/OBJR")


def _mend_lists(pdf: Any, linked: set[int]) -> None:  # noqa: ANN401
    """Take away what stands between a list and its items.

    ISO 32000-1, 14.8.4.3.3 wants L, LI and Caption alone. What stands between comes from <dl> with
    a <div> around each term and what is said of it, which become one item.
    """
    for number in sorted(linked):
        element = pdf.objects[number]
        if element["S"] == "/L":
            items: list[bytes] = []
            for kid in element["K"]:
                items += _items(pdf, kid, element.reference)
            element["K"][:] = items


def _drop_decoration(pdf: Any, linked: set[int]) -> None:  # noqa: ANN401
    """Take pictures that are decoration, and what holds nothing since a style sheet draws it or
    needs it to head pages, out of the tree, with what holds nothing else.
    """
    for number in sorted(linked):
        element = pdf.objects[number]
        if not _is_decoration(element):
            continue
        while True:
            parent = object_of(pdf, element["P"])
            parent["K"][:] = [kid for kid in parent["K"] if kid != element.reference]
            if parent["K"]:
                break
            element = parent


def _is_decoration(element: Any) -> bool:  # noqa: ANN401
    if element["S"] == "/Figure":
        alternative = element.get("Alt")
        return alternative is not None and bool(alternative.string == DECORATION)
    return element["S"] in ("/Span", "/Div") and not element["K"]


def _items(pdf: Any, kid: bytes, parent: bytes) -> tuple[bytes, ...]:  # noqa: ANN401
    element = pdf.objects[number_of(kid)]
    if element["S"] in _IN_LISTS:
        element["P"] = parent
        return (kid,)
    inner: list[bytes] = []
    for each in element["K"]:
        if isinstance(each, bytes):
            inner += _items(pdf, each, parent)
    if _is_one_item(pdf, inner):
        _join(pdf, inner)
        return (inner[0],)
    return tuple(inner)


def _is_one_item(pdf: Any, items: list[bytes]) -> bool:  # noqa: ANN401
    """Tell whether items that stood together are one: each of them a body and nothing else."""
    elements = [pdf.objects[number_of(item)] for item in items]
    are_bodies = all(each["S"] == "/LI" and len(each["K"]) == 1 for each in elements)
    return len(elements) > 1 and are_bodies


def _join(pdf: Any, items: list[bytes]) -> None:  # noqa: ANN401
    """Put the bodies of all items into the first, whose own becomes their label."""
    first, *others = (pdf.objects[number_of(item)] for item in items)
    pdf.objects[number_of(first["K"][0])]["S"] = "/Lbl"
    for other in others:
        body = other["K"][0]
        pdf.objects[number_of(body)]["P"] = first.reference
        first["K"].append(body)


def _make_artifacts(pdf: Any, numbers: Any, linked: set[int], kind: bytes) -> None:  # noqa: ANN401
    """Make artifacts of the marked content outside the tree of elements, as in the pages' margins.

    `numbers` is the parent tree: for each page its number and the elements of its marked content,
    by their ids.
    """
    streams = [object_of(pdf, _page(pdf, index)["Contents"]) for index in range(pdf.pages["Count"])]
    for stream, elements in zip(streams, numbers[1::2], strict=False):
        lost = {
            id_
            for id_, element in enumerate(elements)
            if element != b"null" and number_of(element) not in linked
        }
        operations = stream.stream
        for position, each in enumerate(operations):
            if isinstance(each, dict) and each.get("MCID") in lost:
                operations[position - 1] = _ARTIFACT
                operations[position] = kind
        for id_ in lost:
            elements[id_] = b"null"


def _page(pdf: Any, index: int) -> Any:  # noqa: ANN401
    return pdf.objects[pdf.pages["Kids"][3 * index]]
