"""The properties of a Word file, all from the publication (ECMA-376 Part 2, 11)."""

from datetime import datetime
from xml.sax.saxutils import escape

from publisher.compose.publication import Publication


def core_properties(publication: Publication, stamp: datetime) -> bytes:
    """Return the part that holds title, author and the other properties; `stamp` is when it was made and changed."""
    texts = {
        "dc:title": publication.title,
        "dc:subject": publication.treaty,
        "dc:creator": publication.organisation,
        "dc:identifier": f"{publication.treaty_abbreviation}-{publication.country_code}",
        "dc:language": publication.language,
        "dc:description": publication.mark_note,
        "cp:keywords": publication.mark,
        "cp:category": publication.treaty_abbreviation,
        "cp:contentStatus": publication.status,
        "cp:version": publication.version,
        "cp:lastModifiedBy": publication.organisation,
        "cp:revision": "1",
    }
    lines = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in texts.items())
    when = f"{stamp:%Y-%m-%dT%H:%M:%SZ}"
    dates = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{when}</dcterms:{name}>' for name in ("created", "modified")
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties'
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{lines}{dates}<cp:lastPrinted>{when}</cp:lastPrinted></cp:coreProperties>"
    ).encode()
