"""The failure conditions of the Matterhorn protocol 1.1 that a program can find in a PDF/UA-1, by their numbers.

Comes in: a PDF that pikepdf opened. Goes out: what fails, as "28-012: page 3: a link without words". The protocol is that
of the PDF Association; the clauses of ISO 32000-1 are named where they say what must hold. Conditions that only a person
can judge are not here, nor 17-003, 28-018, 31-007, 31-008, 31-012, 31-013, 31-017, 31-018, 31-022, 31-023, 31-025 and 31-026: they concern
fonts and character maps of kinds that none of our writers makes.
"""

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Stream

# ISO 32000-1, 14.8.4
STANDARD = frozenset(
    re.findall(
        r"\S+",
        "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl "
        "LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu "
        "WT WP Figure Formula Form ",
    )
)
# ISO 32000-1, tables 333, 336, 337 and 338: what may stand in what; and where alone something may stand.
CHILDREN = {
    "Table": ("09-004", "TR THead TBody TFoot Caption"),
    "THead": ("09-004", "TR"),
    "TBody": ("09-004", "TR"),
    "TFoot": ("09-004", "TR"),
    "TR": ("09-004", "TH TD"),
    "L": ("09-005", "LI L Caption"),
    "LI": ("09-005", "Lbl LBody"),
    "TOC": ("09-006", "TOCI TOC Caption"),
    "TOCI": ("09-006", "Lbl Reference NonStruct P TOC"),
    "Ruby": ("09-007", "RB RT RP"),
    "Warichu": ("09-008", "WP WT"),
}
PARENTS = {
    "THead": ("09-004", "Table"),
    "TBody": ("09-004", "Table"),
    "TFoot": ("09-004", "Table"),
    "TR": ("09-004", "Table THead TBody TFoot"),
    "TH": ("09-004", "TR"),
    "TD": ("09-004", "TR"),
    "LI": ("09-005", "L"),
    "LBody": ("09-005", "LI"),
    "TOCI": ("09-006", "TOC"),
    "RB": ("09-007", "Ruby"),
    "RT": ("09-007", "Ruby"),
    "RP": ("09-007", "Ruby"),
    "WT": ("09-008", "Warichu"),
    "WP": ("09-008", "Warichu"),
}
# ISO 32000-1, table 169
ANNOTATIONS = frozenset(
    re.findall(
        r"\S+",
        "Text Link FreeText Line Square Circle Polygon PolyLine Highlight Underline Squiggly StrikeOut Stamp Caret Ink "
        "Popup FileAttachment Sound Movie Widget Screen PrinterMark TrapNet Watermark 3D Redact ",
    )
)
HIDDEN = 2  # ISO 32000-1, table 165
# ISO 32000-1, table 118, without their endings -H and -V
CHARACTER_MAPS = frozenset(
    re.findall(
        r"\S+",
        "Identity GB-EUC GBpc-EUC GBK-EUC GBKp-EUC GBK2K UniGB-UCS2 UniGB-UTF16 B5pc HKscs-B5 ETen-B5 ETenms-B5 CNS-EUC "
        "UniCNS-UCS2 UniCNS-UTF16 83pv-RKSJ 90ms-RKSJ 90msp-RKSJ 90pv-RKSJ Add-RKSJ EUC Ext-RKSJ UniJIS-UCS2 UniJIS- "
        "UCS2-HW UniJIS-UTF16 KSC-EUC KSCms-UHC KSCms-UHC-HW KSCpc-EUC UniKS-UCS2 UniKS-UTF16 ",
    )
)
PAINT_PATH = {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s"}
SHOW_TEXT = {"Tj", "TJ", "'", '"'}

Failure = tuple[str, str]


def failures(pdf: pikepdf.Pdf) -> list[str]:
    """Return what fails, each once, in the order of the conditions."""
    document = Document.of(pdf)
    found = [
        *_metadata(document),
        *_roles(document),
        *_nesting(document),
        *_languages(document),
        *_elements(document),
        *_headings(document),
        *_tables(document),
        *_notes(document),
        *_catalog(document),
        *_annotations(document),
        *_content(document),
        *_fonts(document),
    ]
    return sorted({f"{number}: {words}" for number, words in found})


def numbers(pdf: pikepdf.Pdf) -> set[str]:
    """Return the numbers of the conditions that fail."""
    return {each.partition(":")[0] for each in failures(pdf)}


# The tree of structure


@dataclass(eq=False)
class Element:
    """An element of structure: its type after role mapping, what it holds, where it stands."""

    raw: Any
    kind: str
    parent: "Element | None"
    language: str
    children: list["Element"] = field(default_factory=list)
    marked: list[tuple[tuple[int, int], int]] = field(default_factory=list)
    objects: list[Any] = field(default_factory=list)

    def attribute(self, key: str) -> Any:
        """Return an attribute of whatever owner; None without it."""
        owned = self.raw.get("/A", Array())
        for each in owned if isinstance(owned, Array) else [owned]:
            if isinstance(each, Dictionary) and key in each:
                return each[key]
        return None

    def ancestors(self) -> Iterator["Element"]:
        """Yield the element and all that it stands in."""
        yield self
        if self.parent:
            yield from self.parent.ancestors()

    def walk(self) -> Iterator["Element"]:
        """Yield the element and all inside it, in reading order."""
        yield self
        for each in self.children:
            yield from each.walk()


@dataclass
class Document:
    """A PDF with its tree of structure: the roots, all elements, who holds which marked content and annotation."""

    pdf: pikepdf.Pdf
    roots: list[Element]
    language: str

    @classmethod
    def of(cls, pdf: pikepdf.Pdf) -> "Document":
        """Return a PDF with its tree."""
        language = str(pdf.Root.get("/Lang", ""))
        made = cls(pdf, [], language)
        tree = pdf.Root.get("/StructTreeRoot")
        if tree is not None:
            made.roots = [
                made._element(each, None, language, None)
                for each in _listed(tree.get("/K", Array()))
            ]
        return made

    def _element(self, raw: Any, parent: Element | None, language: str, page: Any) -> Element:
        page = raw.get("/Pg", page)
        own = str(raw.get("/Lang", "")) or language
        kind = self.mapped(str(raw.S)[1:])
        element = Element(raw, kind, parent, own)
        for kid in _listed(raw.get("/K", Array())):
            if isinstance(kid, int):
                element.marked.append((page.objgen, kid))
            elif kid.get("/Type") == Name.MCR:
                holder = kid.get("/Stm", kid.get("/Pg", page))
                element.marked.append((holder.objgen, int(kid.MCID)))
            elif kid.get("/Type") == Name.OBJR:
                element.objects.append(kid.Obj)
            else:
                element.children.append(self._element(kid, element, own, page))
        return element

    def mapped(self, kind: str) -> str:
        """Return the standard type that a type stands for; itself where there is none."""
        seen: list[str] = []
        while kind not in STANDARD and kind not in seen and f"/{kind}" in self.roles:
            seen.append(kind)
            kind = str(self.roles[f"/{kind}"])[1:]
        return kind

    @property
    def roles(self) -> Any:
        """The map of roles."""
        tree = self.pdf.Root.get("/StructTreeRoot", Dictionary())
        return tree.get("/RoleMap", Dictionary())

    def elements(self) -> Iterator[Element]:
        """Yield all elements in reading order."""
        for root in self.roots:
            yield from root.walk()

    def annotations(self) -> Iterator[tuple[int, Any, Any]]:
        """Yield the annotations that are shown: number of the page, page, annotation."""
        for number, page in enumerate(self.pdf.pages, start=1):
            for each in page.get("/Annots", ()):
                if not int(each.get("/F", 0)) & HIDDEN and each.Subtype != Name.Popup:
                    yield number, page, each


def _listed(kids: Any) -> list[Any]:
    return list(kids) if isinstance(kids, Array) else [kids]


def _has_text(holder: Any, *keys: str) -> bool:
    return any(str(holder.get(key, "")).strip() for key in keys)


# 01 Suspects, 06 metadata, 07 dictionary


def _metadata(document: Document) -> Iterator[Failure]:
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


# 02 role mapping, 09 nesting


def _roles(document: Document) -> Iterator[Failure]:
    for key in document.roles:
        kind = key[1:]
        if kind in STANDARD:
            yield "02-004", f"{kind} is mapped to another type"
        else:
            yield from _circles(document, kind)
    for element in document.elements():
        if element.kind not in STANDARD:
            yield "02-001", f"{element.kind} is no standard type"


def _circles(document: Document, kind: str) -> Iterator[Failure]:
    seen = [kind]
    while f"/{seen[-1]}" in document.roles and seen[-1] not in STANDARD:
        seen.append(str(document.roles[f"/{seen[-1]}"])[1:])
        if seen[-1] in seen[:-1]:
            yield "02-003", f"{kind} is mapped in a circle"
            return


def _nesting(document: Document) -> Iterator[Failure]:
    for element in document.elements():
        number, allowed = CHILDREN.get(element.kind, ("", ""))
        for child in element.children if number else ():
            if child.kind not in allowed.split():
                yield number, f"{child.kind} in {element.kind}"
        if number and element.marked and element.kind not in ("TOCI",):
            yield number, f"text of its own in {element.kind}"
        number, wanted = PARENTS.get(element.kind, ("", ""))
        parent = element.parent.kind if element.parent else "nothing"
        if number and parent not in wanted.split():
            yield number, f"{element.kind} in {parent}"
        yield from _orders(element)


def _orders(element: Element) -> Iterator[Failure]:
    kinds = [each.kind for each in element.children]
    number = CHILDREN.get(element.kind, ("", ""))[0]
    if number and "Caption" in kinds[1:-1]:
        yield number, f"a caption in the middle of {element.kind}"
    if element.kind == "Table" and (kinds.count("THead") > 1 or kinds.count("TFoot") > 1):
        yield "09-004", "more than one THead or TFoot"
    if element.kind == "Ruby" and kinds not in (["RB", "RT"], ["RB", "RP", "RT", "RP"]):
        yield "09-007", f"{' '.join(kinds)} in Ruby"
    if element.kind == "Warichu" and kinds != ["WP", "WT", "WP"]:
        yield "09-008", f"{' '.join(kinds)} in Warichu"


# 11 language


def _languages(document: Document) -> Iterator[Failure]:
    for element in document.elements():
        if element.marked and not element.language:
            yield "11-001", f"the text of {element.kind} has no language"
        if _has_text(element.raw, "/Alt", "/ActualText", "/E") and not element.language:
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
        if _has_text(annotation, "/Contents") and not (holder and holder.language):
            yield "11-004", f"page {number}: the words of an annotation have no language"
    for each in _fields(document.pdf):
        if _has_text(each, "/TU"):
            yield "11-005", "the words of a form field have no language"


def _fields(pdf: pikepdf.Pdf) -> Iterator[Any]:
    waiting = list(pdf.Root.get("/AcroForm", Dictionary()).get("/Fields", ()))
    while waiting:
        each = waiting.pop()
        yield each
        waiting += list(each.get("/Kids", ()))


# 13 figures, 14 headings, 15 tables, 17 formulas, 19 notes


def _elements(document: Document) -> Iterator[Failure]:
    for element in document.elements():
        if element.kind == "Figure" and not _has_text(element.raw, "/Alt", "/ActualText"):
            yield "13-004", "a figure without a description"
        if element.kind == "Formula" and not _has_text(element.raw, "/Alt"):
            yield "17-002", "a formula without a description"
        if [each.kind for each in element.children].count("H") > 1:
            yield "14-006", f"more than one H in {element.kind}"


def _headings(document: Document) -> Iterator[Failure]:
    kinds = [each.kind for each in document.elements()]
    levels = [int(kind[1]) for kind in kinds if re.fullmatch(r"H[1-6]", kind)]
    if levels and levels[0] != 1:
        yield "14-002", f"the first heading is H{levels[0]}"
    for before, after in pairwise(levels):
        if after > before + 1:
            yield "14-003", f"H{after} after H{before}"
    if levels and "H" in kinds:
        yield "14-007", "H and numbered headings"


def _tables(document: Document) -> Iterator[Failure]:
    for number, table in enumerate(
        (each for each in document.elements() if each.kind == "Table"), start=1
    ):
        cells = [each for each in table.walk() if each.kind in ("TH", "TD")]
        headers = [each for each in cells if each.kind == "TH"]
        ids = {str(each.raw.ID) for each in headers if "/ID" in each.raw}
        named = [_headers_of(each) for each in cells if each.kind == "TD"]
        if any(not each <= ids for each in named):
            yield "15-003", f"table {number}: a cell names a header cell that is not there"
        is_organised = bool(named) and all(named)
        if not is_organised and any(each.attribute("/Scope") is None for each in headers):
            yield "15-003", f"table {number}: a header cell without a scope"
        yield from _uneven(number, table)


def _headers_of(cell: Element) -> set[str]:
    return {str(each) for each in cell.attribute("/Headers") or ()}


def _uneven(number: int, table: Element) -> Iterator[Failure]:
    """Yield that rows have other numbers of columns than the first (ISO 32000-1, 14.8.5.7: spans)."""
    widths: Counter[int] = Counter()
    reaching: list[tuple[int, int]] = []  # columns, and rows that they still reach into
    for row in (each for each in table.walk() if each.kind == "TR"):
        width = sum(columns for columns, _ in reaching)
        reaching = [(columns, left - 1) for columns, left in reaching if left > 1]
        for cell in row.children:
            columns = int(cell.attribute("/ColSpan") or 1)
            rows = int(cell.attribute("/RowSpan") or 1)
            width += columns
            if rows > 1:
                reaching.append((columns, rows - 1))
        widths[width] += 1
    if len(widths) > 1:
        yield "09-004", f"table {number}: rows of {' and '.join(map(str, sorted(widths)))} columns"


def _notes(document: Document) -> Iterator[Failure]:
    ids = Counter(str(each.raw.ID) for each in document.elements() if "/ID" in each.raw)
    for element in document.elements():
        if element.kind == "Note" and not _has_text(element.raw, "/ID"):
            yield "19-003", "a note without an id"
        elif element.kind == "Note" and ids[str(element.raw.ID)] > 1:
            yield "19-004", "two notes, or a note and something else, of one id"


# 20 layers, 21 files, 25 forms, 26 protection


def _catalog(document: Document) -> Iterator[Failure]:
    pdf = document.pdf
    yield from _layers(pdf)
    for each in pdf.objects:
        if isinstance(each, Dictionary) and "/EF" in each and not {"/F", "/UF"} <= set(each.keys()):
            yield "21-001", "a file without F and UF"
    form = pdf.Root.get("/AcroForm", Dictionary()).get("/XFA", Array())
    parts = [each for each in _listed(form) if isinstance(each, Stream)]
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
    for number, listed in (
        ("20-001", layers.get("/Configs", ())),
        ("20-002", [layers.D] if "/D" in layers else []),
    ):
        for each in listed:
            if not _has_text(each, "/Name"):
                yield number, "a set of layers without a name"
            if "/AS" in each:
                yield "20-003", "layers that a program shows or hides by itself"


# 28 annotations


def _annotations(document: Document) -> Iterator[Failure]:
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
    if not _has_text(annotation, "/Contents"):
        yield "28-012", "a link without words"


def _other(annotation: Any, kind: str, holder: Element | None) -> Iterator[Failure]:
    if not (holder and holder.kind == "Annot"):
        yield "28-002", f"{kind} outside an Annot"
    has_alternative = holder is not None and _has_text(holder.raw, "/Alt")
    if not _has_text(annotation, "/Contents") and not has_alternative:
        yield "28-004", f"{kind} without words"
    yield from _rare(annotation, kind)


def _field(annotation: Any, around: set[str], holder: Element | None) -> Iterator[Failure]:
    has_alternative = holder is not None and _has_text(holder.raw, "/Alt")
    if "Form" not in around:
        yield "28-010", "a form field outside a Form"
    if not _has_text(annotation, "/TU") and not has_alternative:
        yield "28-005", "a form field without words"


def _rare(annotation: Any, kind: str) -> Iterator[Failure]:
    if kind not in ANNOTATIONS:
        yield "28-006", f"an annotation of no known kind: {kind}"
    if kind == "TrapNet":
        yield "28-007", "a trap network"
    clip = annotation.get("/A", Dictionary()).get("/R", Dictionary()).get("/C", Dictionary())
    if clip.get("/S") == Name.MCD and "/CT" not in clip:
        yield "28-014", "a film without its kind"
    if clip.get("/S") == Name.MCD and not _has_text(clip, "/Alt"):
        yield "28-015", "a film without words"
    if kind == "FileAttachment" and not {"/F", "/UF"} <= set(annotation.get("/FS", {}).keys()):
        yield "28-016", "an attached file without F and UF"


# 01 content, 10 letters, 30 XObjects, 31 letters shown


def _content(document: Document) -> Iterator[Failure]:
    tagged = {marked for element in document.elements() for marked in element.marked}
    drawn: Counter[tuple[int, int]] = Counter()
    fonts: dict[tuple[int, int], Font] = {}
    for number, page in enumerate(document.pdf.pages, start=1):
        resources = page.obj.get("/Resources", Dictionary())
        reading = Reading(tagged, drawn, fonts)
        for condition, words in reading.read(page, page.obj.objgen, resources):
            yield condition, f"page {number}: {words}"
        if not reading.is_read_to_its_end:
            yield "01-005", f"page {number}: marked content that does not end"
    for each in document.pdf.objects:
        if isinstance(each, Stream) and each.get("/Subtype") == Name.Form and "/Ref" in each:
            yield "30-001", "a page of another file"


@dataclass
class Reading:
    """The content of a page as it is read: what marks are open, which font is set."""

    tagged: set[tuple[tuple[int, int], int]]
    drawn: Counter[tuple[int, int]]
    fonts: dict[tuple[int, int], "Font"]
    open_marks: list[str] = field(default_factory=list)
    font: "Font | None" = None

    @property
    def is_read_to_its_end(self) -> bool:
        """Whether all marks were closed."""
        return not self.open_marks

    def read(self, content: Any, holder: tuple[int, int], resources: Any) -> Iterator[Failure]:
        """Yield what fails in a content stream."""
        for operands, operator in pikepdf.parse_content_stream(content):  # type: ignore[misc]
            name = str(operator)
            if name in ("BMC", "BDC"):
                yield from self._begin(operands, holder, resources)
            elif name == "EMC":
                self.open_marks.pop()
            elif name == "Tf":
                self.font = self._font(resources.Font[operands[0]])
            elif name in SHOW_TEXT:
                yield from self._painted("text")
                yield from self._shown(operands)
            elif name in PAINT_PATH or name in ("sh", "INLINE IMAGE"):
                yield from self._painted("a drawing")
            elif name == "Do":
                yield from self._form_or_picture(resources.XObject[operands[0]], resources)

    def _begin(self, operands: Any, holder: tuple[int, int], resources: Any) -> Iterator[Failure]:
        properties = operands[1] if len(operands) > 1 else Dictionary()
        if isinstance(properties, Name):
            properties = resources.Properties[properties]
        mark = ""
        if operands[0] == Name.Artifact:
            mark = "artifact"
            if "tagged" in self.open_marks:
                yield "01-003", "an artifact inside tagged content"
        elif "/MCID" in properties:
            mark = "tagged"
            if "artifact" in self.open_marks:
                yield "01-004", "tagged content inside an artifact"
            if (holder, int(properties.MCID)) not in self.tagged:
                yield "01-005", f"marked content {properties.MCID} that no element holds"
        self.open_marks.append(mark)

    def _painted(self, what: str) -> Iterator[Failure]:
        if not {"artifact", "tagged"} & set(self.open_marks):
            yield "01-005", f"{what} that is neither tagged nor an artifact"

    def _form_or_picture(self, each: Any, resources: Any) -> Iterator[Failure]:
        if each.Subtype != Name.Form:
            yield from self._painted("a picture")
            return
        self.drawn[each.objgen] += 1
        holds_marks = "/MCID" in each.read_bytes().decode("latin-1")
        if holds_marks and self.drawn[each.objgen] > 1:
            yield "30-002", "a form with marked content is drawn twice"
        yield from self.read(each, each.objgen, each.get("/Resources", resources))

    def _font(self, raw: Any) -> "Font":
        if raw.objgen not in self.fonts:
            self.fonts[raw.objgen] = Font(raw)
        return self.fonts[raw.objgen]

    def _shown(self, operands: Any) -> Iterator[Failure]:
        assert self.font is not None
        pieces = operands[-1] if isinstance(operands[-1], Array) else operands[-1:]
        for piece in pieces:
            if isinstance(piece, pikepdf.String):
                for code in self.font.codes(bytes(piece)):
                    yield from self.font.of_code(code)


class Font:
    """A font of a PDF: what its codes stand for, which glyphs it has and how wide they are."""

    def __init__(self, raw: Any) -> None:
        self.raw = raw
        self.name = str(raw.get("/BaseFont", raw.get("/Name", "?")))
        self.is_composite = raw.Subtype == Name.Type0
        self.inner = raw.DescendantFonts[0] if self.is_composite else raw
        self.descriptor = self.inner.get("/FontDescriptor", Dictionary())
        self.letters = _letters(raw.ToUnicode) if "/ToUnicode" in raw else {}
        self.widths = _widths(self.inner.get("/W", Array()))
        self._told: set[int] = set()

    @cached_property
    def program(self) -> TTFont | None:
        """The font's own file, where it is one of TrueType or OpenType."""
        return _program(self.descriptor)

    def codes(self, text: bytes) -> Iterator[int]:
        """Yield the codes of a string: two bytes each in a composite font."""
        size = 2 if self.is_composite else 1
        for at in range(0, len(text), size):
            yield int.from_bytes(text[at : at + size])

    def of_code(self, code: int) -> Iterator[Failure]:
        """Yield what is wrong with a letter that is shown; each only once."""
        if code in self._told:
            return
        self._told.add(code)
        if "/ToUnicode" in self.raw and not self.letters.get(code):
            yield "10-001", f"the code {code} of {self.name} stands for no letter"
        if not self.is_composite or self.program is None:
            return
        if code == 0:
            yield "31-030", f"{self.name} has no glyph for a letter that is shown"
        glyph = self.glyph(code)
        if glyph is None:
            yield "31-011", f"{self.name} does not hold the glyph {code}"
            return
        ems = self.program["head"].unitsPerEm if "head" in self.program else 1000
        if "hmtx" in self.program:
            width = self.program["hmtx"][glyph][0] * 1000 / ems
            told = self.widths.get(code, float(self.inner.get("/DW", 1000)))
            if abs(width - told) > 1:
                yield "31-016", f"{self.name}: the glyph {code} is {width:.0f} wide, not {told:.0f}"

    def glyph(self, code: int) -> str | None:
        """Return the name of the glyph of a code; None where it has none."""
        assert self.program is not None
        order = self.program.getGlyphOrder()
        mapping = self.inner.get("/CIDToGIDMap", Name.Identity)
        if isinstance(mapping, Stream):
            code = int.from_bytes(bytes(mapping.read_bytes())[2 * code : 2 * code + 2])
        if self.inner.Subtype == Name.CIDFontType0:
            named = f"cid{code:05}"
            return named if named in order else order[code] if code < len(order) else None
        return order[code] if code < len(order) else None


def _program(descriptor: Any) -> TTFont | None:
    if "/FontFile2" in descriptor:
        return TTFont(io.BytesIO(descriptor.FontFile2.read_bytes()), lazy=True)
    if "/FontFile3" in descriptor and descriptor.FontFile3.get("/Subtype") == Name.OpenType:
        return TTFont(io.BytesIO(descriptor.FontFile3.read_bytes()), lazy=True)
    return None


def _widths(listed: Any) -> dict[int, float]:
    """Return the widths by code (ISO 32000-1, 9.7.4.3)."""
    found: dict[int, float] = {}
    values = list(listed)
    while values:
        first, second = int(values.pop(0)), values.pop(0)
        if isinstance(second, Array):
            found |= {first + at: float(width) for at, width in enumerate(second)}
        else:
            found |= dict.fromkeys(range(first, int(second) + 1), float(values.pop(0)))
    return found


def _letters(stream: Any) -> dict[int, str]:
    """Return what the codes stand for (ISO 32000-1, 9.10.3)."""
    text = stream.read_bytes().decode("latin-1")
    found: dict[int, str] = {}
    for section in re.findall(r"beginbfchar(.*?)endbfchar", text, re.DOTALL):
        for code, letters in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f\s]*)>", section):
            found[int(code, 16)] = _utf16(letters)
    for section in re.findall(r"beginbfrange(.*?)endbfrange", text, re.DOTALL):
        ranges = r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f\s]*)>|\[(.*?)\])"
        for first, last, letters, listed in re.findall(ranges, section, re.DOTALL):
            each_of = re.findall(r"<([0-9A-Fa-f\s]*)>", listed)
            for at, code in enumerate(range(int(first, 16), int(last, 16) + 1)):
                found[code] = _utf16(each_of[at]) if each_of else _utf16(letters, at)
    return found


def _utf16(digits: str, further: int = 0) -> str:
    content = bytes.fromhex("".join(digits.split()))
    if further:
        content = content[:-1] + bytes([(content[-1] + further) % 256])
    return content.decode("utf-16-be", "replace")


# 31 fonts


def _fonts(document: Document) -> Iterator[Failure]:
    for each in document.pdf.objects:
        if isinstance(each, Dictionary) and each.get("/Type") == Name.Font:
            if str(each.Subtype).startswith("/CIDFont"):
                continue
            font = Font(each)
            for number, words in _font(font):
                yield number, f"{font.name}: {words}"


def _font(font: Font) -> Iterator[Failure]:
    if not font.is_composite:
        yield from _simple_font(font)
    else:
        yield from _composite_font(font)
    files = ("/FontFile", "/FontFile2", "/FontFile3")
    if font.raw.Subtype != Name.Type3 and not any(key in font.descriptor for key in files):
        yield "31-009", "not embedded"
    for letters in font.letters.values():
        if "\0" in letters:
            yield "31-028", "a letter of the number 0"
        if {"\ufeff", "\ufffe"} & set(letters):
            yield "31-029", "a mark of byte order for a letter"
    if "/ToUnicode" not in font.raw and not _needs_no_letters(font):
        yield "31-027", "nothing says which letters it shows"


def _needs_no_letters(font: Font) -> bool:
    if font.is_composite:
        system = font.inner.get("/CIDSystemInfo", Dictionary())
        return str(system.get("/Ordering", "")) in ("GB1", "CNS1", "Japan1", "Korea1")
    encoding = font.raw.get("/Encoding", "")
    return encoding in (Name.MacRomanEncoding, Name.MacExpertEncoding, Name.WinAnsiEncoding)


def _composite_font(font: Font) -> Iterator[Failure]:
    inner = font.inner
    yield from _character_map(font.raw.Encoding, inner)
    if inner.Subtype == Name.CIDFontType2:
        mapping = inner.get("/CIDToGIDMap")
        if mapping is None:
            yield "31-005", "no CIDToGIDMap"
        elif mapping != Name.Identity and not isinstance(mapping, Stream):
            yield "31-004", "a CIDToGIDMap that is neither a stream nor Identity"
        if "/CIDSet" in font.descriptor and font.program:
            yield from _glyphs_listed(font)


def _character_map(encoding: Any, inner: Any) -> Iterator[Failure]:
    if isinstance(encoding, Name):
        if str(encoding)[1:].removesuffix("-H").removesuffix("-V") not in CHARACTER_MAPS:
            yield "31-006", f"an unknown map of characters: {encoding}"
    else:
        of_map, of_font = (each.get("/CIDSystemInfo", Dictionary()) for each in (encoding, inner))
        for number, key in (("31-001", "/Registry"), ("31-002", "/Ordering")):
            if str(of_map.get(key, "")) != str(of_font.get(key, "")):
                yield number, f"{key[1:]} of font and map differ"
        if int(of_font.get("/Supplement", 0)) < int(of_map.get("/Supplement", 0)):
            yield "31-003", "the font is older than its map"


def _glyphs_listed(font: Font) -> Iterator[Failure]:
    assert font.program is not None
    bits = bytes(font.descriptor.CIDSet.read_bytes())
    listed = {
        8 * at + bit for at, byte in enumerate(bits) for bit in range(8) if byte & (0x80 >> bit)
    }
    there = set(range(font.program["maxp"].numGlyphs))
    if there - listed:
        yield "31-014", f"{len(there - listed)} glyphs are not listed"
    if listed - there:
        yield "31-015", f"{len(listed - there)} glyphs are listed and not there"


def _simple_font(font: Font) -> Iterator[Failure]:
    if font.raw.Subtype != Name.TrueType:
        return
    is_symbolic = bool(int(font.descriptor.get("/Flags", 0)) & 4)
    encoding = font.raw.get("/Encoding")
    base = encoding.get("/BaseEncoding") if isinstance(encoding, Dictionary) else encoding
    if is_symbolic:
        if encoding is not None:
            yield "31-024", "an encoding of a font of symbols"
    elif encoding is None:
        yield "31-019", "no encoding"
    elif base is None:
        yield "31-020", "no base of the encoding"
    elif base not in (Name.MacRomanEncoding, Name.WinAnsiEncoding):
        yield "31-021", f"an encoding that is not allowed: {base}"
