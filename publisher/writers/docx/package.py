"""The parts of a Word file and the relationships between them (ECMA-376 Part 2, 9)."""

import itertools
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

from lxml import etree

from publisher.domain.archive import NotAnArchiveError, TooBigError, unpack
from publisher.domain.diagnostics import Place, failure
from publisher.templating.word.main_part import (
    CONTENT_TYPES,
    DOCUMENT,
    relations_name,
    target_of,
    with_usual_names,
)

_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_EMPTY = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)


def read_parts(template: bytes, template_name: str) -> dict[str, bytes]:
    """Return the parts of a template by name; its main part is called word/document.xml.

    Raises PublisherError where it is no Word file.
    """
    try:
        parts = with_usual_names(unpack(template))
    except (NotAnArchiveError, TooBigError, etree.XMLSyntaxError) as fault:
        raise failure("O303", Place(template_name)) from fault
    if DOCUMENT not in parts or CONTENT_TYPES not in parts:
        raise failure("O303", Place(template_name))
    return parts


@dataclass(slots=True)
class Relations:
    """The relationships of one part, to which a report adds links and pictures."""

    content: bytes = _EMPTY
    _ids: dict[tuple[str, str, bool], str] = field(default_factory=dict)

    def id_of(self, kind: str, target: str, *, is_external: bool = False) -> str:
        """Return the id of a relationship of a kind, such as 'hyperlink', making it if need be."""
        wanted = (kind, target, is_external)
        if wanted not in self._ids:
            # A template made of a finished report has such ids already.
            numbers = itertools.count(len(self._ids) + 1)
            ids = (f"rIdReport{number}" for number in numbers)
            taken = self._ids.values()
            self._ids[wanted] = next(
                each
                for each in ids
                if each not in taken and f'"{each}"'.encode() not in self.content
            )
        return self._ids[wanted]

    @property
    def is_changed(self) -> bool:
        """Whether relationships were added."""
        return bool(self._ids)

    def written(self) -> bytes:
        """Return the part with the added relationships."""
        added = ""
        for (kind, target, is_external), id_ in self._ids.items():
            mode = ' TargetMode="External"' if is_external else ""
            added += f'<Relationship Id="{id_}" Type="{_RELATION}/{kind}"'
            added += f" Target={quoteattr(target)}{mode}/>"
        return inserted(self.content, "</Relationships>", added)


def inserted(part: bytes, before: str, xml: str) -> bytes:
    """Return a part with something put in before its last occurrence of a closing tag."""
    head, tag, tail = part.rpartition(before.encode())
    return head + xml.encode() + tag + tail if tag else part


def related(parts: Mapping[str, bytes], kind: str) -> str:
    """Return the name of the part that the document has for a purpose; '' where it has none."""
    relations = parts.get(relations_name(DOCUMENT), b"").decode("utf-8", "replace")
    for element in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", relations):
        type_, target = (re.search(rf'{name}="([^"]*)"', element) for name in ("Type", "Target"))
        if type_ and target and type_[1].endswith(f"/{kind}"):
            return target_of(target[1], posixpath.dirname(DOCUMENT))
    return ""
