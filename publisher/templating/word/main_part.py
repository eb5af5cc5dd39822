"""The main part of a Word file by the name that Word on the desktop gives it.

What the main part is, is said by a relationship, never by its name: Word Online and SharePoint
write word/document2.xml (ECMA-376 Part 1, 11.3.10; Part 2, 9.3).
"""

import posixpath
from collections.abc import Mapping
from typing import Any

from lxml import etree

DOCUMENT = "word/document.xml"
CONTENT_TYPES = "[Content_Types].xml"
PACKAGE_RELATIONS = "_rels/.rels"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def with_usual_names(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parts of a Word file, its main part called word/document.xml.

    All else stays as it is; what is no Word file comes back unchanged. Raises XMLSyntaxError where
    the relationships cannot be read.
    """
    relations = etree.fromstring(parts.get(PACKAGE_RELATIONS, b"<none/>"))
    leads = [each for each in relations if each.get("Type") == f"{_OFFICE}/officeDocument"]
    named = target_of(leads[0].get("Target", ""), "") if leads else ""
    main = _as_spelt(named, parts)
    if main in ("", DOCUMENT):
        return dict(parts)
    renamed = {name: content for name, content in parts.items() if name not in _replaced(main)}
    renamed[DOCUMENT] = parts[main]
    own_relations = parts.get(relations_name(main))
    if own_relations is not None:
        renamed[relations_name(DOCUMENT)] = _seen_from_word(own_relations, main)
    leads[0].set("Target", DOCUMENT)
    renamed[PACKAGE_RELATIONS] = _written(relations)
    renamed[CONTENT_TYPES] = _with_type_of(main, parts[CONTENT_TYPES])
    return renamed


def target_of(target: str, folder: str) -> str:
    """Return the part to which a target leads that is seen from a folder (Part 2, 9.3).

    It is '' where the target is a place in the part itself.
    """
    path = target.replace("\\", "/").partition("#")[0]
    if not path:
        return ""
    return posixpath.normpath(posixpath.join("/", folder, path)).lstrip("/")


def relations_name(part: str) -> str:
    """Return the name of the part that holds the relationships of a part; '' is the package."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _as_spelt(named: str, parts: Mapping[str, bytes]) -> str:
    """Return a part as the archive spells its name, '' where it has none (Part 2, 9.1.1)."""
    if named in parts:
        return named
    return next((each for each in parts if each.lower() == named.lower()), "")


def _replaced(main: str) -> tuple[str, ...]:
    """Return the parts that give way: the old name, and a word/document.xml that nobody shows."""
    return (main, relations_name(main), DOCUMENT, relations_name(DOCUMENT))


def _seen_from_word(relations: bytes, main: str) -> bytes:
    """Return the relationships of the main part with targets that do not hang on its folder."""
    root = etree.fromstring(relations)
    folder = posixpath.dirname(main)
    for each in root:
        is_inside = each.get("TargetMode") != "External" and each.get("Target") is not None
        if is_inside and folder != "word":
            each.set("Target", f"/{target_of(each.get('Target', ''), folder)}")
    return _written(root)


def _with_type_of(main: str, types: bytes) -> bytes:
    """Return the list of content types with the main part's under its new name."""
    root = etree.fromstring(types)
    for each in list(root):
        name = (each.get("PartName") or "").lstrip("/").lower()
        if name == main.lower():
            each.set("PartName", f"/{DOCUMENT}")
        elif name == DOCUMENT:
            root.remove(each)
    return _written(root)


def _written(root: Any) -> bytes:  # noqa: ANN401 - an lxml element
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
