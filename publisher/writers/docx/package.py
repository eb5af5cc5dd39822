"""The parts of a Word file and the relationships between them (ECMA-376 Part 2, 9)."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field

from publisher.domain.archive import NotAnArchiveError, TooBigError, unpack
from publisher.domain.diagnostics import Place, failure
from publisher.domain.package import (
    CONTENT_TYPES,
    BrokenPackageError,
    PackageGraph,
    elements,
    package_of,
    relationships_name,
)
from publisher.domain.xml_text import quoteattr

# What the parts are called that a report fills or makes; templates may call them otherwise.
DOCUMENT, CORE = "word/document.xml", "docProps/core.xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_EMPTY = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)


def read_parts(template: bytes, template_name: str) -> dict[str, bytes]:
    """Return the parts of a template by name, the document by its usual one.

    Raises PublisherError where it is no Word file.
    """
    try:
        parts = _under_usual_names(unpack(template))
    except (NotAnArchiveError, TooBigError, BrokenPackageError) as fault:
        raise failure("O303", Place(template_name)) from fault
    if DOCUMENT not in parts or CONTENT_TYPES not in parts:
        raise failure("O303", Place(template_name))
    return parts


def _under_usual_names(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Return parts of which those that the writer itself fills or makes have their usual names.

    Word Online calls the document word/document2.xml, and names may be in any case. A part that
    has the usual name of another one changes names with it.
    """
    graph = package_of(parts)
    names = {name: name for name in parts}
    core = next(iter(graph.related("", "coreproperties")), "")
    for part, usual in (
        (graph.part(CONTENT_TYPES), CONTENT_TYPES),
        (graph.main, DOCUMENT),
        (core, CORE),
    ):
        if part and part != usual:
            names |= {part: usual, **({usual: part} if usual in parts else {})}
    for part in ("", *parts):
        if relations := graph.part(relationships_name(part)):
            names[relations] = relationships_name(names.get(part, ""))
    if all(name == usual for name, usual in names.items()):
        return parts
    renamed = {names[name]: content for name, content in parts.items()}
    renamed[CONTENT_TYPES] = _retyped(parts[graph.part(CONTENT_TYPES)], graph, names)
    for part in ("", *parts):
        if graph.part(relationships_name(part)):
            renamed[relationships_name(names.get(part, ""))] = _redirected(part, graph, names)
    return renamed


def _retyped(types: bytes, graph: PackageGraph, names: Mapping[str, str]) -> bytes:
    """Return the list of content types for parts with new names."""
    lines = ""
    for element, values in elements(types, "Default", "Override"):
        if element == "Override":
            part = graph.part(values.get("PartName", ""))
            values["PartName"] = f"/{names[part]}" if part else values.get("PartName", "")
        lines += f"<{element}{_attributes(values)}/>"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Types xmlns="{_TYPES}">{lines}</Types>'.encode()
    )


def _redirected(part: str, graph: PackageGraph, names: Mapping[str, str]) -> bytes:
    """Return the relationships of a part to parts with new names."""
    lines = ""
    for each in graph.relationships(part):
        is_inside = not each.is_external and each.target in names
        target = f"/{names[each.target]}" if is_inside else each.target
        values = {"Id": each.id, "Type": each.type, "Target": target}
        values |= {"TargetMode": "External"} if each.is_external else {}
        lines += f"<Relationship{_attributes(values)}/>"
    return f'{_HEAD}<Relationships xmlns="{_RELATIONS}">{lines}</Relationships>'.encode()


def _attributes(values: Mapping[str, str]) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in values.items())


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


def related(parts: Mapping[str, bytes], *kinds: str) -> tuple[str, ...]:
    """Return the names of the parts that the document has for some purposes."""
    return package_of(parts).related(DOCUMENT, *(kind.lower() for kind in kinds))
