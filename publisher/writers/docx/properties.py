"""The properties of a Word file, all from the publication (ECMA-376 Part 2, 11)."""

from collections.abc import Mapping
from datetime import datetime

from publisher.domain.xml_text import escape, quoteattr
from publisher.writers.docx.package import inserted

CUSTOM, PACKAGE_RELATIONS = "docProps/custom.xml", "_rels/.rels"
# What every custom property carries, by the standard (ECMA-376 Part 1, 15.2.12.3; Part 2).
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


def core_properties(texts: Mapping[str, str], stamp: datetime) -> bytes:
    """Return the part with title, author and more by element; `stamp` is when it was made."""
    listed = {**texts, "cp:revision": "1"}
    lines = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in listed.items())
    when = f"{stamp:%Y-%m-%dT%H:%M:%SZ}"
    dates = ""
    for name in ("created", "modified"):
        dates += f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{when}</dcterms:{name}>'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties'
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{lines}{dates}<cp:lastPrinted>{when}</cp:lastPrinted></cp:coreProperties>"
    ).encode()


def custom_properties(values: Mapping[str, str]) -> bytes:
    """Return the part with properties of our own (15.2.12.3); their numbers begin at 2."""
    entries = "".join(
        f'<property fmtid="{_FORMAT}" pid="{number}" name={quoteattr(name)}>'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(values.items(), start=2)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
        ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        f"{entries}</Properties>"
    ).encode()


def with_custom_properties(relations: bytes) -> bytes:
    """Return the relationships of the package with one to the custom properties."""
    if CUSTOM.encode() in relations:
        return relations
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
    return inserted(
        relations,
        "</Relationships>",
        f'<Relationship Id="rIdCustom" Type="{kind}" Target="{CUSTOM}"/>',
    )
