"""What belongs to what in an Office file: parts, their content types, the relationships between
them (Open Packaging Conventions, ECMA-376 Part 2).

What a part is, is said by the relationship that leads to it and by the list of content types, never
by its name: Word Online and SharePoint write word/document2.xml and xl/workbook2.xml, others write
absolute targets, other folders, capitals. Comes in: the names of the parts and a way to read one.
"""

import posixpath
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote
from xml.parsers import expat

CONTENT_TYPES = "[Content_Types].xml"
_READING_FAULTS = (expat.ExpatError, ValueError, LookupError)


class BrokenPackageError(Exception):
    """The list of content types, or the relationships of a part, cannot be read."""


@dataclass(frozen=True, slots=True)
class Relationship:
    """A relationship of a part: its id and type, and the name of the part or the address outside
    to which it leads.
    """

    id: str
    type: str
    target: str
    is_external: bool

    @property
    def kind(self) -> str:
        """What the target is to the part, in lower case: officedocument, header, customproperties.

        Strict files have other types than transitional ones, which differ before the last word and
        by hyphens (ECMA-376 Part 1, annex A; Part 4).
        """
        return self.type.rpartition("/")[2].replace("-", "").lower()


class PackageGraph:
    """The graph of a package. Parts have the names by which the archive knows them; '' is the
    package itself.
    """

    def __init__(self, names: Iterable[str], read: Callable[[str], bytes]) -> None:
        self._names: dict[str, str] = {}
        for name in names:
            self._names.setdefault(_key(name), name)
        self._read = read
        self._known: dict[str, tuple[Relationship, ...]] = {}

    def part(self, name: str) -> str:
        """Return a part as the archive spells its name; '' where there is none.

        Names that differ in case only are one name (Part 2, 9.1.1).
        """
        return self._names.get(_key(name), "")

    def content_type(self, part: str) -> str:
        """Return what the list of content types says of a part, '' where it says nothing (Part 2,
        10.1.2). Raises BrokenPackageError.
        """
        overrides, defaults = self._content_types
        ending = posixpath.splitext(_key(part))[1].removeprefix(".")
        return overrides.get(_key(part)) or defaults.get(ending, "")

    @cached_property
    def _content_types(self) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """The content types by the name of a part, and by the ending of names."""
        overrides: dict[str, str] = {}
        defaults: dict[str, str] = {}
        name = self.part(CONTENT_TYPES)
        for element, values in elements(self._read(name), "Override", "Default") if name else ():
            if element == "Override":
                overrides[_key(values.get("PartName", ""))] = values.get("ContentType", "")
            else:
                defaults[values.get("Extension", "").lower()] = values.get("ContentType", "")
        return overrides, defaults

    def relationships(self, part: str = "") -> tuple[Relationship, ...]:
        """Return the relationships of a part, or of the package. Raises BrokenPackageError."""
        if part not in self._known:
            name = self.part(relationships_name(part))
            found = elements(self._read(name), "Relationship") if name else ()
            self._known[part] = tuple(self._relationship(part, values) for _, values in found)
        return self._known[part]

    def _relationship(self, part: str, values: Mapping[str, str]) -> Relationship:
        id_, type_ = values.get("Id", ""), values.get("Type", "")
        target = values.get("Target", "")
        if values.get("TargetMode", "").lower() == "external":
            return Relationship(id_, type_, target, is_external=True)
        name = _resolved(part, target)
        return Relationship(id_, type_, self.part(name) or name, is_external=False)

    def related(self, part: str, *kinds: str) -> tuple[str, ...]:
        """Return the parts to which relationships of some kinds lead, each once, if they are
        there. Raises BrokenPackageError.
        """
        found = (
            each.target
            for each in self.relationships(part)
            if each.kind in kinds and not each.is_external and self.part(each.target)
        )
        return tuple(dict.fromkeys(found))

    @property
    def main(self) -> str:
        """The main part: the document, the workbook; '' where there is none (Part 1, 11.3.10)."""
        return next(iter(self.related("", "officedocument")), "")

    @cached_property
    def reached(self) -> frozenset[str]:
        """The parts to which relationships lead, from the package on, and what describes them.

        No program shows what stands in other parts.
        """
        found = {self.part(CONTENT_TYPES)}
        waiting = [""]
        while waiting:
            part = waiting.pop()
            found.add(self.part(relationships_name(part)))
            try:
                relationships = self.relationships(part)
            except BrokenPackageError:  # what only these lead to is reached from nowhere
                continue
            for each in relationships:
                is_new = not each.is_external and each.target not in found
                if is_new and self.part(each.target):
                    found.add(each.target)
                    waiting.append(each.target)
        return frozenset(found - {""})


def package_of(parts: Mapping[str, bytes]) -> PackageGraph:
    """Return the graph of a package that was unpacked."""
    return PackageGraph(parts, parts.__getitem__)


def relationships_name(part: str) -> str:
    """Return the name of the part that holds the relationships of a part (Part 2, 9.3)."""
    folder, name = posixpath.split(part.replace("\\", "/"))
    return posixpath.join(folder, "_rels", f"{name}.rels")


def elements(xml: bytes, *names: str) -> list[tuple[str, dict[str, str]]]:
    """Return the elements of some names in a small part, each with its attributes.

    Raises BrokenPackageError, also for a document type: nothing is expanded or fetched.
    """
    found: list[tuple[str, dict[str, str]]] = []

    def begin(name: str, attributes: dict[str, str]) -> None:
        own = name.rpartition(" ")[2]
        if own in names:
            found.append((own, attributes))

    def refuse(*_: object) -> None:
        raise BrokenPackageError

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = begin
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(xml, True)
    except _READING_FAULTS as fault:
        raise BrokenPackageError from fault
    return found


def _key(name: str) -> str:
    """Return what two spellings of a part's name have in common."""
    return unquote(name.replace("\\", "/")).lstrip("/").lower()


def _resolved(part: str, target: str) -> str:
    """Return the name to which a target leads, seen from a part (Part 2, 9.3; RFC 3986, 5.2)."""
    return target_of(target, posixpath.dirname(part.replace("\\", "/")))


def target_of(target: str, folder: str) -> str:
    """Return the part to which a target leads that is seen from a folder (Part 2, 9.3).

    It is '' where the target is a place in the part itself.
    """
    path = target.replace("\\", "/").partition("#")[0]
    if not path:
        return ""
    return posixpath.normpath(posixpath.join("/", folder, path)).lstrip("/")
