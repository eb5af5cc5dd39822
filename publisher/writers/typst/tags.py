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
from publisher.writers.typst.links import Places, words_of

_ROW_HEADING = "/H3"  # a heading in the first cell of a row names the row


@dataclass(frozen=True, slots=True)
class _Tag:
    """An element of structure, its kind and what it holds, read once: to ask the PDF for it again
    takes most of the time. `annotations` are those of a link, one for each of its lines.
    """

    element: pikepdf.Object
    kind: str
    kids: tuple["_Tag", ...]
    annotations: tuple[pikepdf.Object, ...]

    def below(self) -> Iterator["_Tag"]:
        """Yield all tags below, in reading order."""
        waiting = [*reversed(self.kids)]
        while waiting:
            tag = waiting.pop()
            yield tag
            waiting += reversed(tag.kids)


def _read(element: pikepdf.Object) -> _Tag:
    kids = [kid for kid in _listed(element.get("/K", Array())) if isinstance(kid, Dictionary)]
    tags = tuple(_read(kid) for kid in kids if "/S" in kid)
    annotations = tuple(kid.Obj for kid in kids if _is_reference(kid))
    return _Tag(element, str(element.get("/S", "")), tags, annotations)


@dataclass(slots=True)
class _Mending:
    """A PDF being mended: where its named links stand, and the ids of its elements."""

    pdf: pikepdf.Pdf
    rows: Mapping[str, str]
    words: Mapping[str, str]
    places: Places
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
    mending = _Mending(pdf, rows, words, Places.of(pdf))
    for tag in _read(root).below():
        if "/ID" in tag.element:
            mending.ids[str(tag.element.ID)] = tag.element
        if tag.kind == "/Table":
            _head_rows(mending, tag)
        elif tag.kind == "/Link":
            _mend_link(mending, tag)
    _drop_suspects(pdf)
    if mending.ids:
        # The names of a name tree are sorted (ISO 32000-1, 7.9.6).
        pairs = sorted(mending.ids.items(), key=lambda pair: bytes(String(pair[0])))
        listed = [each for id_, element in pairs for each in (String(id_), element)]
        root.IDTree = Dictionary(Names=Array(listed))


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


def _head_rows(mending: _Mending, table: _Tag) -> None:
    """Make the cell that holds a row's heading its header cell, and let the row's other cells name
    it (ISO 32000-1, table 349).
    """
    rows_left, header = 0, String("")
    for row in (each for each in table.below() if each.kind == "/TR"):
        cells = [each.element for each in row.kids]
        if row.kids and _holds_heading(mending, row.kids[0]):
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


def _holds_heading(mending: _Mending, cell: _Tag) -> bool:
    """Tell whether a cell names its row: it holds a heading, or a place that links lead to."""
    return cell.kind == "/TD" and any(
        each.kind == _ROW_HEADING or (each.kind == "/Link" and _is_place(mending, each))
        for each in cell.below()
    )


def _is_place(mending: _Mending, tag: _Tag) -> bool:
    links = map(mending.places.link_of, tag.annotations)
    return any(link is not None and link.kind == "at" for link in links)


def _of_table(cell: pikepdf.Object) -> pikepdf.Object:
    """Return the attributes of a cell that are those of tables."""
    return next(each for each in cell.A if str(each.O) == "/Table")


# Links


def _mend_link(mending: _Mending, tag: _Tag) -> None:
    if not tag.annotations:
        return
    link = mending.places.link_of(tag.annotations[0])
    if link is None:
        _describe(mending, tag.annotations)
    elif link.target not in mending.places:
        _unlink(mending, tag)
    else:
        said = String(words_of(link, mending.words, mending.rows))
        for annotation in tag.annotations:
            mending.places.lead(annotation, link.target)
            annotation.Contents = said
        _tag(mending, tag.element, link.kind)


def _is_reference(kid: pikepdf.Object) -> bool:
    """Tell whether a kid of an element is a reference to an annotation, not text."""
    return isinstance(kid, Dictionary) and "/Obj" in kid


def _describe(mending: _Mending, annotations: Iterable[pikepdf.Object]) -> None:
    for annotation in annotations:
        destination = annotation.get("/Dest")
        if isinstance(destination, String) and str(destination) in mending.rows:
            annotation.Contents = String(mending.rows[str(destination)])
        else:  # Typst begins what it says of entries of the contents list with a space
            annotation.Contents = String(str(annotation.Contents).strip())


def _unlink(mending: _Mending, tag: _Tag) -> None:
    """Make plain text of what is a place, or leads nowhere."""
    element = tag.element
    for annotation in tag.annotations:
        mending.places.remove(annotation)
    element.K = Array([kid for kid in _listed(element.K) if not _is_reference(kid)])
    element.S = Name.Span
    if not len(element.K):  # a place that shows nothing
        parent = element.P
        parent.K = Array([kid for kid in _listed(parent.K) if kid != element])


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
    new = Dictionary(Type=Name.StructElem, S=kind, P=parent, K=Array([element]))
    outer = mending.pdf.make_indirect(new)
    parent.K = Array([outer if kid == element else kid for kid in _listed(parent.K)])
    element.P = outer
