"""A Word template as its parts: which of them are filled, and where an editor finds each.

Comes in: the bytes of a .docx. Goes out: its parts that are filled, parsed; what else is in the
package stays bytes.
"""

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from publisher.domain.archive import NotAnArchiveError, unpack
from publisher.templating.word.main_part import (
    DOCUMENT,
    PACKAGE_RELATIONS,
    relations_name,
    target_of,
    with_usual_names,
)

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_OFFICE = R[1:-1]
_FAULTS = (NotAnArchiveError, etree.XMLSyntaxError, KeyError, ValueError)
Steps = tuple[tuple[str, str], ...]


class NoWordFileError(Exception):
    """The bytes are no Word document that could be filled."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship of a part: what it leads to, inside the package or outside."""

    id: str
    type: str
    target: str
    is_external: bool


@dataclass(frozen=True)
class TemplateStory:
    """A run of text with its own tags: the body, a header, a footer or a footnote."""

    part: str
    root: etree._Element
    steps: Steps


@dataclass(frozen=True, eq=False)
class Package:
    """The parts of a Word file by name, as bytes."""

    parts: Mapping[str, bytes]
    main: str
    _roots: dict[str, etree._Element] = field(default_factory=dict)

    def root(self, part: str) -> etree._Element:
        """Return the root element of a part; each part is parsed once."""
        if part not in self._roots:
            self._roots[part] = parse(self.parts[part])
        return self._roots[part]

    @property
    def document(self) -> etree._Element:
        """The main document."""
        return self.root(self.main)

    def relations(self, part: str) -> tuple[Relation, ...]:
        """Return the relationships of a part ('' for the package itself)."""
        folder, rels = posixpath.dirname(part), relations_name(part)
        return tuple(_relations(self.root(rels), folder)) if rels in self.parts else ()

    @cached_property
    def stories(self) -> tuple[TemplateStory, ...]:
        """The texts that are filled: the body, headers and footers, footnotes and endnotes."""
        heads = [part for part in self.parts if self._is_head(part)]
        body = TemplateStory(self.main, self.document, ())
        notes = (*self._notes("footnote"), *self._notes("endnote"))
        return (body, *self._heads_and_feet(heads), *notes)

    def _is_head(self, part: str) -> bool:
        content = self.parts[part]
        is_own = part.endswith(".xml") and not part.startswith("word/glossary/")
        return is_own and (b"<w:hdr" in content or b"<w:ftr" in content)

    def _heads_and_feet(self, parts: list[str]) -> Iterator[TemplateStory]:
        named = self._named_heads()
        for part in sorted(parts, key=lambda each: (each not in named, each)):
            kinds = {f"{W}hdr": "header", f"{W}ftr": "footer"}
            if found := kinds.get(str(self.root(part).tag)):
                step = named.get(part, (f"{found}_unused", posixpath.basename(part)))
                yield TemplateStory(part, self.root(part), (step,))

    def _named_heads(self) -> dict[str, tuple[str, str]]:
        """Return what headers and footers are called, with the first section that shows them."""
        by_id = {each.id: each.target for each in self.relations(self.main)}
        named: dict[str, tuple[str, str]] = {}
        for number, section in enumerate(self.document.iter(f"{W}sectPr"), start=1):
            for mention in section.iter(f"{W}headerReference", f"{W}footerReference"):
                kind = etree.QName(mention).localname.removesuffix("Reference")
                which = mention.get(f"{W}type", "default")
                name = kind if which == "default" else f"{kind}_{which}"
                part = by_id.get(mention.get(f"{R}id", ""), "")
                named.setdefault(part, (name, str(number)))
        return named

    def _notes(self, kind: str) -> Iterator[TemplateStory]:
        numbers: dict[str | None, str] = {}
        for mention in self.document.iter(f"{W}{kind}Reference"):
            numbers.setdefault(mention.get(f"{W}id"), str(len(numbers) + 1))
        for part in self.parts_of_type(f"{kind}s"):
            for note in self.root(part).iter(f"{W}{kind}"):
                if note.get(f"{W}type", "normal") == "normal":
                    yield TemplateStory(part, note, ((kind, numbers.get(note.get(f"{W}id"), "?")),))

    def parts_of_type(self, kind: str) -> tuple[str, ...]:
        """Return the parts that the document has for a purpose: footnotes, endnotes, comments."""
        parts = []
        for each in self.relations(self.main):
            is_inside = not each.is_external and each.target in self.parts
            if each.type == f"{_OFFICE}/{kind}" and is_inside:
                parts.append(each.target)
        return tuple(parts)


def open_package(content: bytes) -> Package:
    """Return a template's parts. Raises NoWordFileError or TooBigError."""
    try:
        package = _package(unpack(content))
        assert package.stories  # every part that is filled can be parsed
    except _FAULTS as fault:
        raise NoWordFileError from fault
    return package


def _package(unpacked: Mapping[str, bytes]) -> Package:
    # No word processor writes a document type; its entities could be anything.
    texts = [name for name in unpacked if name.lower().endswith((".xml", ".rels"))]
    if any(b"<!DOCTYPE" in unpacked[name] for name in texts):
        raise NoWordFileError
    parts = with_usual_names(unpacked)
    relations = _relations(parse(parts[PACKAGE_RELATIONS]), "")
    documents = [each.target for each in relations if each.type == f"{_OFFICE}/officeDocument"]
    if not documents or documents[0] != DOCUMENT:
        raise NoWordFileError
    package = Package(parts, DOCUMENT)
    is_document = etree.QName(package.document).text == f"{W}document"
    if not is_document or package.document.find(f"{W}body") is None:
        raise NoWordFileError
    return package


def parse(xml: bytes) -> etree._Element:
    """Return the root element of a part; nothing outside the part is ever read."""
    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))


def _relations(root: etree._Element, folder: str) -> Iterator[Relation]:
    for each in root:
        if not isinstance(each.tag, str):
            continue
        target, is_external = each.get("Target", ""), each.get("TargetMode") == "External"
        if not is_external:
            target = target_of(target, folder)
        yield Relation(each.get("Id", ""), each.get("Type", ""), target, is_external)
