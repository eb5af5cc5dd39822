"""Which parts of a Word file hold text, and what beside them says what the file is.

They are found by their relationships to the document (ECMA-376 Part 1, 11.3), never by name: the
toolkit's own templates call a part footerDraft.xml, word processors count them, Word Online calls
the document document2.xml.
"""

from collections.abc import Mapping
from typing import Any

from publisher.domain.package import PackageGraph
from publisher.review.names import child, parsed, value

_STORIES = {
    "header": "header",
    "footer": "footer",
    "footnotes": "footnote",
    "endnotes": "endnote",
}


def story_parts(package: PackageGraph) -> list[tuple[str, str]]:
    """Return the headers, footers and notes by the names of their parts, each with its kind."""
    found: dict[str, str] = {}
    for kind, name in _STORIES.items():
        found |= dict.fromkeys(package.related(package.main, kind), name)
    return sorted(found.items())


def text_parts(package: PackageGraph) -> tuple[str, ...]:
    """Return the parts in which people write: the document, headers, footers, notes, comments."""
    return (package.main, *package.related(package.main, *_STORIES, "comments"))


def read_parts(package: PackageGraph) -> tuple[str, ...]:
    """Return all parts that are read: those with text, threads of comments, properties."""
    threads = package.related(package.main, "commentsextended")
    properties = package.related("", "coreproperties", "customproperties")
    return (*text_parts(package), *threads, *properties)


def addresses(package: PackageGraph, part: str) -> dict[str, str]:
    """Return the addresses to which a part leads, by the id of the relationship (Part 2, 9.3)."""
    return {each.id: each.target for each in package.relationships(part) if each.is_external}


def properties_of(parts: Mapping[str, bytes], package: PackageGraph) -> dict[str, str]:
    """Return the properties that a file was given, and its title by the name dc:title."""
    found = {}
    for part in package.related("", "coreproperties"):
        title: Any = child(parsed(parts[part]), "title")
        found["dc:title"] = (title.text or "") if title is not None else ""
    for part in package.related("", "customproperties"):
        for each in parsed(parts[part]):
            found[value(each, "name")] = "".join(each.itertext())
    return found
