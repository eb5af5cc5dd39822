"""Tables as an Excel file, written straight as SpreadsheetML (ECMA-376 Part 1, 18).

Tens of thousands of rows are a matter of seconds, and the same tables give the same bytes. All
cells are text, so that no program takes one for a formula or a date.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from xml.sax.saxutils import escape

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DAY = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP archive can tell
_LONGEST = 32_767  # UTF-16 units that Excel holds in a cell
# Not allowed in XML 1.0.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# The name of a sheet and its rows as written.
Table = tuple[str, Iterable[str]]


def excel_file(tables: Iterable[Table]) -> bytes:
    """Return tables, each with the name of its sheet, as an Excel file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        names: list[str] = []
        for number, (name, rows) in enumerate(tables, start=1):
            names.append(name)
            _write(archive, f"xl/worksheets/sheet{number}.xml", _sheet(rows))
        _write(archive, "xl/workbook.xml", _workbook(names))
        _write(archive, "xl/_rels/workbook.xml.rels", _sheet_links(len(names)))
        _write(archive, "xl/styles.xml", _styles())
        _write(archive, "_rels/.rels", _links())
        _write(archive, "[Content_Types].xml", _types(len(names)))
    return stream.getvalue()


def _write(archive: zipfile.ZipFile, name: str, pieces: Iterable[str]) -> None:
    part = zipfile.ZipInfo(name, _DAY)
    part.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(part, "w") as stream:
        # Many pieces at once: compressing each by itself takes four times as long.
        for some in _batches(pieces):
            stream.write("".join(some).encode())


def _batches(pieces: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(pieces)
    while some := list(islice(rest, 500)):
        yield some


def _sheet(rows: Iterable[str]) -> Iterator[str]:
    yield f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
    yield '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    yield "</sheetView></sheetViews><sheetData>"
    yield from rows
    yield "</sheetData></worksheet>"


def written_row(row: Sequence[str], *, is_heading: bool = False) -> str:
    """Return a row as a sheet holds it; its number, which it need not tell, is that of its place
    (18.3.1.73).
    """
    style = ' s="1"' if is_heading else ""
    return f"<row>{''.join(_cell(text, style) for text in row)}</row>"


@lru_cache(maxsize=100_000)  # most cells of a column say what many others say
def _cell(text: str, style: str) -> str:
    if not text:
        return "<c/>"
    kept = escape(_CONTROL.sub("", text)[:_LONGEST])
    space = ' xml:space="preserve"' if kept != kept.strip() or "\n" in kept else ""
    return f'<c t="inlineStr"{style}><is><t{space}>{kept}</t></is></c>'


def _workbook(names: Sequence[str]) -> Iterator[str]:
    yield f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    for number, name in enumerate(names, start=1):
        yield f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"/>'
    yield "</sheets></workbook>"


def _sheet_links(count: int) -> Iterator[str]:
    yield f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    for number in range(1, count + 1):
        target = f"worksheets/sheet{number}.xml"
        yield f'<Relationship Id="rId{number}" Type="{_OFFICE}/worksheet" Target="{target}"/>'
    yield f'<Relationship Id="rId{count + 1}" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    yield "</Relationships>"


def _styles() -> Iterator[str]:
    yield f'{_HEAD}<styleSheet xmlns="{_MAIN}">'
    yield '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    yield '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    yield '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    yield '<fill><patternFill patternType="gray125"/></fill></fills>'
    yield '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    yield '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
    yield "</cellStyleXfs>"
    yield '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    yield '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
    yield '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    yield "</styleSheet>"


def _links() -> Iterator[str]:
    yield f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    yield f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    yield "</Relationships>"


def _types(count: int) -> Iterator[str]:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    yield f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    yield '<Default Extension="rels" '
    yield 'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    yield '<Default Extension="xml" ContentType="application/xml"/>'
    yield f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
    yield f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>'
    for number in range(1, count + 1):
        yield f'<Override PartName="/xl/worksheets/sheet{number}.xml" '
        yield f'ContentType="{kind}.worksheet+xml"/>'
    yield "</Types>"
