"""The tree of structure of a PDF (ISO 32000-1, 14.7), with what its elements hold."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

# ISO 32000-1, 14.8.4
_STANDARD = """
Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl
LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP
Warichu WT WP Figure Formula Form
"""
STANDARD = frozenset(_STANDARD.split())
HIDDEN = 2  # ISO 32000-1, table 165

Failure = tuple[str, str]  # the number of a condition, and words


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
                for each in listed(tree.get("/K", Array()))
            ]
        return made

    def _element(self, raw: Any, parent: Element | None, language: str, page: Any) -> Element:
        page = raw.get("/Pg", page)
        own = str(raw.get("/Lang", "")) or language
        kind = self.mapped(str(raw.S)[1:])
        element = Element(raw, kind, parent, own)
        for kid in listed(raw.get("/K", Array())):
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


def listed(kids: Any) -> list[Any]:
    return list(kids) if isinstance(kids, Array) else [kids]


def has_text(holder: Any, *keys: str) -> bool:
    return any(str(holder.get(key, "")).strip() for key in keys)
