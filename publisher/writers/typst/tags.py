"""What Typst leaves undone in the tags of a PDF: header cells of rows, notes, the words of links.

Typst writes PDF/UA-1 and PDF/A-3a. It knows no header cell for a row (ISO 32000-1, 14.8.5.7), no
Note and no Reference (14.8.4.4.1), and describes a link by the page it leads to.
"""

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from publisher.writers.pdf.screen_edition import saved
from publisher.writers.typst.links import Links, PdfLink, take_off, words_of

_ROW_HEADING = "/H3"  # a heading in the first cell of a row names the row
# What holds texts alone, and no table: to ask the PDF for what is in it takes most of the time.
_TEXTS = frozenset({"/P", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/Title", "/Span", "/TOC"})


@dataclass(slots=True)
class _Mending:
    """A PDF being mended: its links, and the ids of its elements."""

    pdf: pikepdf.Pdf
    rows: Mapping[str, str]
    words: Mapping[str, str]
    links: Links
    ids: dict[str, pikepdf.Object] = field(default_factory=dict)

    def identify(self, element: pikepdf.Object, kind: str) -> String:
        """Give an element an id of its own and return it."""
        id_ = String(f"{kind}-{len(self.ids) + 1}")
        element.ID = id_
        self.ids[str(id_)] = element
        return id_


def mend_tags(pdf: pikepdf.Pdf, rows: Mapping[str, str], words: Mapping[str, str]) -> None:
    """Give rows their header cells, notes and calls their tags, links their targets and words.

    `rows` says what each row is about, by its name in the PDF; `words` are those of the report.
    """
    root = pdf.Root.StructTreeRoot
    mending = _Mending(pdf, rows, words, Links(pdf), _ids(root))
    for table in _tables(root):
        _head_rows(mending, table)
    for link in mending.links:
        _mend_link(mending, link)
    _drop_suspects(pdf)
    if mending.ids:
        # The names of a name tree are sorted (ISO 32000-1, 7.9.6).
        pairs = sorted(mending.ids.items(), key=lambda pair: bytes(String(pair[0])))
        listed = [each for id_, element in pairs for each in (String(id_), element)]
        root.IDTree = Dictionary(Names=Array(listed))


def _ids(root: pikepdf.Object) -> dict[str, pikepdf.Object]:
    """Return the elements that have an id, by their ids."""
    return dict(pikepdf.NameTree(root.IDTree)) if "/IDTree" in root else {}


def _tables(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Yield the tables below an element; a table in a table is no part of our pages."""
    for kid in _kids(element):
        if kid.S == "/Table":
            yield kid
        elif str(kid.S) not in _TEXTS:
            yield from _tables(kid)


def _below(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Yield all elements below one, in reading order."""
    for kid in _kids(element):
        yield kid
        yield from _below(kid)


def _kids(element: pikepdf.Object) -> list[pikepdf.Object]:
    """Return the elements that an element holds; texts and annotations are none."""
    kids = _listed(element.get("/K", Array()))
    return [kid for kid in kids if isinstance(kid, Dictionary) and "/S" in kid]


def without_suspects(content: bytes) -> bytes:
    """Return a PDF that needs no other mending."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        _drop_suspects(pdf)
        return saved(pdf)


def _drop_suspects(pdf: pikepdf.Pdf) -> None:
    """Say nothing of doubtful tags: that there are none holds without it (ISO 32000-1, table 321),
    and poppler takes it for a fault.
    """
    if "/Suspects" in pdf.Root.MarkInfo:
        del pdf.Root.MarkInfo.Suspects


def _listed(kids: pikepdf.Object) -> list[pikepdf.Object]:
    return list(kids) if isinstance(kids, Array) else [kids]


# Header cells of rows


def _head_rows(mending: _Mending, table: pikepdf.Object) -> None:
    """Make the cell that holds a row's heading its header cell, and let the row's other cells name
    it (ISO 32000-1, table 349).
    """
    rows_left, header = 0, String("")
    for row in _rows(table):
        cells = _kids(row)
        if cells and _holds_heading(mending, cells[0]):
            heading = cells.pop(0)
            heading.S = Name.TH
            header = mending.identify(heading, "row")
            attributes = _of_table(heading)
            attributes.Scope = Name.Row
            rows_left = int(attributes.get("/RowSpan", 1))
        if rows_left:
            rows_left -= 1
            for cell in cells:
                _of_table(cell).Headers.append(header)


def _rows(table: pikepdf.Object) -> Iterator[pikepdf.Object]:
    for part in _kids(table):
        yield from (part,) if part.S == "/TR" else _kids(part)


def _holds_heading(mending: _Mending, cell: pikepdf.Object) -> bool:
    """Tell whether a cell names its row: it holds a heading, or a place that links lead to."""
    return cell.S == "/TD" and any(
        each.S == _ROW_HEADING or mending.links.is_place(each) for each in _below(cell)
    )


def _of_table(cell: pikepdf.Object) -> pikepdf.Object:
    """Return the attributes of a cell that are those of tables."""
    return next(each for each in cell.A if str(each.O) == "/Table")


# Links


def _mend_link(mending: _Mending, link: PdfLink) -> None:
    named = link.named
    if named is None:
        _describe(mending, link.annotations)
    elif not mending.links.has_place(named.target):
        _unlink(link)
    else:
        said = String(words_of(named, mending.words, mending.rows))
        for annotation in link.annotations:
            mending.links.lead(annotation, named.target)
            annotation.Contents = said
        _tag(mending, link.element, named.kind)


def _describe(mending: _Mending, annotations: Iterable[pikepdf.Object]) -> None:
    for annotation in annotations:
        destination = annotation.get("/Dest")
        if isinstance(destination, String) and str(destination) in mending.rows:
            annotation.Contents = String(mending.rows[str(destination)])
        else:  # Typst begins what it says of entries of the contents list with a space
            annotation.Contents = String(str(annotation.Contents).strip())


def _unlink(link: PdfLink) -> None:
    """Make plain text of what is a place, or leads nowhere."""
    element = link.element
    take_off(link)
    element.K = Array([kid for kid in _listed(element.K) if not _is_reference(kid)])
    element.S = Name.Span
    if not len(element.K):  # a place that shows nothing
        parent = element.P
        parent.K = Array([kid for kid in _listed(parent.K) if kid != element])


def _is_reference(kid: pikepdf.Object) -> bool:
    """Tell whether a kid of an element is a reference to an annotation, not text."""
    return isinstance(kid, Dictionary) and "/Obj" in kid


def _tag(mending: _Mending, element: pikepdf.Object, kind: str) -> None:
    """Put a call into a Reference, and make a Note of the paragraph that begins with its number,
    which is the note's label (ISO 32000-1, 14.8.4.4.1).
    """
    parent = element.P
    if kind == "call":
        _put_into(mending, element, Name.Reference)
    elif kind == "note" and parent.S == Name.P:
        parent.S = Name.Note
        mending.identify(parent, "note")
        _put_into(mending, element, Name.Lbl)


def _put_into(mending: _Mending, element: pikepdf.Object, kind: Name) -> None:
    """Put an element into a new one, which takes its place."""
    parent = element.P
    new = Dictionary(Type=Name.StructElem, S=kind, P=parent, K=element)
    outer = mending.pdf.make_indirect(new)
    kids = parent.K
    if isinstance(kids, Array):
        kids[_place_of(element, kids)] = outer
    else:
        parent.K = outer
    element.P = outer


def _place_of(element: pikepdf.Object, kids: pikepdf.Object) -> int:
    """Return where an element stands among the kids of another: elements are told apart by their
    numbers, since to compare what they hold takes long.
    """
    number = element.objgen
    return next(
        place
        for place, kid in enumerate(kids)
        if isinstance(kid, Dictionary) and kid.objgen == number
    )
