"""Words for looking into WordprocessingML with lxml."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from lxml import etree

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@cache
def qn(name: str) -> str:
    """Return the qualified name of an element or attribute of WordprocessingML."""
    return f"{{{NAMESPACE}}}{name}"


def find(element: Any, name: str) -> Any:  # noqa: ANN401 - an lxml element, or None
    """Return the first child of a name, or None."""
    return element.find(qn(name))


def attribute(element: Any, name: str) -> str:  # noqa: ANN401 - an lxml element
    """Return an attribute; the empty string where there is none."""
    return (element.get(qn(name)) or "") if element is not None else ""


def parsed(xml: str) -> Any:  # noqa: ANN401 - an lxml element
    """Return the element of a piece of WordprocessingML that does not declare its namespace."""
    return all_parsed(xml)[0]


def all_parsed(xml: str) -> list[Any]:
    """Return the elements of a piece of WordprocessingML, as above."""
    return list(etree.fromstring(f'<x xmlns:w="{NAMESPACE}">{xml}</x>'))


def made(element: Any, name: str, attributes: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401 - lxml elements
    """Return a new element for the tree of another one."""
    given = attributes or {}
    return element.makeelement(qn(name), {qn(key): value for key, value in given.items()})


def text_of(element: Any) -> str:  # noqa: ANN401 - an lxml element
    """Return the text of all runs inside an element."""
    return "".join(each.text or "" for each in element.iter(qn("t")))


def set_text(run: Any, text: str) -> None:  # noqa: ANN401 - an lxml element
    """Set the text of a run's first text element, keeping spaces at its ends (17.3.3.31)."""
    shown = find(run, "t")
    shown.text = text
    shown.set(_SPACE, "preserve")
