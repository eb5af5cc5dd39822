"""The texts of a new workbook in a part of their own, as Excel writes them (ECMA-376 Part 1,
18.4.9).

openpyxl writes each text into its cell (18.3.1.53), which Calligra Sheets passes over: it showed
our workbooks without a word in them.
"""

import re
from collections.abc import Mapping

from publisher.domain.package import CONTENT_TYPES

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_PART, _RELATIONSHIPS = "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels"
_TEXT = re.compile(rb' t="inlineStr"((?: [^>]*)?)><is>(.*?)</is>', re.DOTALL)


def with_shared_texts(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parts of a workbook that openpyxl wrote, the texts of its cells in one part."""
    numbers: dict[bytes, int] = {}
    count = 0

    def moved(found: re.Match[bytes]) -> bytes:
        nonlocal count
        count += 1
        number = numbers.setdefault(found[2], len(numbers))
        return b' t="s"%s><v>%d</v>' % (found[1], number)

    written = dict(parts)
    for name in sorted(parts):
        if name.startswith("xl/worksheets/sheet"):
            written[name] = _TEXT.sub(moved, parts[name])
    if not numbers or _PART in parts:
        return dict(parts)
    items = b"".join(b"<si>%s</si>" % text for text in numbers)
    head = f'<sst xmlns="{_MAIN}" count="{count}" uniqueCount="{len(numbers)}">'
    written[_PART] = head.encode() + items + b"</sst>"
    relationship = f'<Relationship Type="{_KIND}" Target="sharedStrings.xml" Id="rIdTexts"/>'
    _append(written, _RELATIONSHIPS, relationship, "</Relationships>")
    _append(
        written, CONTENT_TYPES, f'<Override PartName="/{_PART}" ContentType="{_TYPE}"/>', "</Types>"
    )
    return written


def _append(parts: dict[str, bytes], name: str, element: str, end: str) -> None:
    parts[name] = parts[name].replace(end.encode(), f"{element}{end}".encode())
