"""Tables of a filled template: their grids, which of their rows may run over a page, and rows that
are tables of their own.
"""

import itertools
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from publisher.domain.xml_text import escape
from publisher.writers.docx.elements import (
    attribute,
    find,
    made,
    parsed,
    qn,
    set_text,
    text_of,
)
from publisher.writers.docx.inlines import run
from publisher.writers.docx.sequences import put_in_order

# Between two tables, which Word makes one of where no paragraph parts them.
_GAP = (
    '<w:p><w:pPr><w:keepNext/><w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/>'
    '<w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>'
)
_NO_ROOM = (
    '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="40" w:lineRule="exact"/>'
    '<w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>'
)
_SHORT = 400  # letters of a column that goes over no page
_LINE = 120  # letters of a line at the most
# What stands before the flag among the properties of a paragraph (17.3.1.15).
_BEFORE_FLAG = qn("pStyle")


def fit_grids(root: Any) -> None:  # noqa: ANN401 - an lxml element
    """Give each table whose columns come from a loop as many grid columns as cells (17.4.48).

    The first column keeps its width, the others share the rest, whatever the template had. A cell
    over all columns but the first goes on to reach over all that there are then.
    """
    for table in root.iter(qn("tbl")):
        rows = table.findall(qn("tr"))
        grid = find(table, "tblGrid")
        columns = [] if grid is None else grid.findall(qn("gridCol"))
        cells = max((len(row.findall(qn("tc"))) for row in rows), default=0)
        if cells == len(columns) or cells <= 1 or len(columns) <= 1:
            continue
        spanning = [*table.iter(qn("gridSpan"))]
        if all(attribute(each, "val") == str(len(columns) - 1) for each in spanning):
            for each in spanning:
                each.set(qn("val"), str(cells - 1))
            _share_width(grid, columns, rows, cells)


def close_cells(root: Any) -> None:  # noqa: ANN401 - an lxml element
    """Let each cell end with a paragraph (17.4.65), also where a loop had nothing to print; one
    behind a table takes no room.
    """
    for cell in root.iter(qn("tc")):
        if len(cell) and cell[-1].tag == qn("tbl"):
            cell.append(parsed(_NO_ROOM))
        elif not len(cell) or cell[-1].tag != qn("p"):
            cell.append(made(cell, "p"))


def shade_cells(root: Any, style_id: str) -> None:  # noqa: ANN401 - an lxml element
    """Give the cells whose paragraph has a style the colour of what stands in them (17.4.32)."""
    for style in root.iter(qn("pStyle")) if style_id else ():
        if attribute(style, "val") != style_id:
            continue
        cell = style.getparent().getparent().getparent()
        if cell.tag != qn("tc"):
            continue
        shadings = list(cell.iter(qn("shd")))
        properties = find(cell, "tcPr")
        if shadings and properties is not None:
            properties.append(deepcopy(shadings[0]))
            put_in_order(properties)
        for shading in shadings:
            shading.getparent().remove(shading)


def _share_width(grid: Any, columns: list[Any], rows: list[Any], cells: int) -> None:  # noqa: ANN401 - lxml elements
    widths = [int(attribute(column, "w") or 0) for column in columns]
    shared = (sum(widths) - widths[0]) // (cells - 1)
    new = [widths[0], *[shared] * (cells - 1)]
    for column in columns:
        grid.remove(column)
    for width in new:
        grid.append(made(grid, "gridCol", {"w": str(width)}))
    for row in rows:
        for cell, width in zip(row.findall(qn("tc")), new, strict=False):
            wanted = cell.find(f"{qn('tcPr')}/{qn('tcW')}")
            is_spanning = cell.find(f"{qn('tcPr')}/{qn('gridSpan')}") is not None
            if wanted is not None:
                wanted.set(qn("w"), str(sum(new[1:]) if is_spanning else width))


def let_rows_split(root: Any, marks: set[str]) -> None:  # noqa: ANN401 - an lxml element
    """Let the rows with these bookmarks run over a page that the template keeps whole (17.4.6)."""
    for mark in root.iter(qn("bookmarkStart")) if marks else ():
        if attribute(mark, "name") not in marks:
            continue
        row = next(mark.iterancestors(qn("tr")), None)
        if row is None:
            continue
        for flag in row.findall(f"{qn('trPr')}/{qn('cantSplit')}"):
            flag.getparent().remove(flag)


def set_apart(root: Any, rows: Mapping[str, tuple[str, str]], heading_style: str) -> None:  # noqa: ANN401 - an lxml element
    """Make of each row whose texts are set across the columns tables of its own, one for each
    column, whose heading row says the provision and the column: on each page that they run over,
    where the headings of all columns would stand above the text of one.

    `rows` are the reference and the title of a row's provision, by the bookmark that stands in it;
    `heading_style` is the id of the style of the headings of columns in it.
    """
    marks = [each for each in root.iter(qn("bookmarkStart")) if attribute(each, "name") in rows]
    for mark in marks:
        told = rows[attribute(mark, "name")]
        row = next(mark.iterancestors(qn("tr")), None)
        if row is None or row.find(f".//{qn('gridSpan')}") is None:
            continue
        table = row.getparent()
        top = table.find(qn("tr"))
        if top.find(f"{qn('trPr')}/{qn('tblHeader')}") is not None:
            _part(table, row, top, told, heading_style)


def _part(table: Any, row: Any, top: Any, told: tuple[str, str], heading_style: str) -> None:  # noqa: ANN401 - lxml elements
    """Part a table at a row: into what is above, the row by columns, and what is below."""
    reference, title = told
    below = list(row.itersiblings(qn("tr")))
    tables = []
    for heading, part in _by_column(row, heading_style):
        own = _emptied(table)
        caption = own.find(f"{qn('tblPr')}/{qn('tblCaption')}")
        if caption is not None:
            caption.set(qn("val"), " · ".join(filter(None, (reference, title, heading))))
        own.extend((_heading_row(top, part, (reference, heading or title)), part))
        tables.append(own)
    if below:
        rest = _emptied(table)
        rest.extend((deepcopy(top), *below))
        tables.append(rest)
    if len(table.findall(qn("tr"))) > 1:
        tables.insert(0, table)
    else:  # its heading row alone is left
        table.addnext(tables[0])
        table.getparent().remove(table)
    for before, after in itertools.pairwise(tables):
        before.addnext(after)
        before.addnext(parsed(_GAP))


def _by_column(row: Any, heading_style: str) -> list[tuple[str, Any]]:  # noqa: ANN401 - lxml elements
    """Return a row as rows for the columns in its last cell, each with the heading of its column;
    the first cell's text stands in the first of them alone. Short neighbours stay in one row.
    """
    last = row.findall(qn("tc"))[-1]
    parts: list[tuple[str, Any]] = []
    for columns in _together(list(_columns(last, heading_style))):
        part = _emptied_row(row) if parts else row
        cell = part.findall(qn("tc"))[-1]
        for heading, *texts in columns:
            if len(columns) == 1:
                last.remove(heading)
            else:
                cell.append(heading)
            cell.extend(texts)
        if cell[-1].tag != qn("p"):
            cell.append(made(cell, "p"))  # 17.4.65
        if all(map(_is_short, columns)):
            _keep_whole(part)
        parts.append((" · ".join(text_of(heading) for heading, *_ in columns), part))
    return parts or [("", row)]


def _columns(cell: Any, heading_style: str) -> Iterator[list[Any]]:  # noqa: ANN401 - lxml elements
    """Yield the heading of each column in a cell with the text below it."""
    column: list[Any] = []
    for each in cell:
        is_heading = each.find(f"{qn('pPr')}/{qn('pStyle')}[@{qn('val')}='{heading_style}']")
        if is_heading is not None and column:
            yield column
            column = []
        if is_heading is not None or column:
            column.append(each)
    if column:
        yield column


def _together(columns: list[list[Any]]) -> list[list[list[Any]]]:
    """Return columns by those that share a row: neighbours that are all short."""
    rows: list[list[list[Any]]] = []
    for is_short, grouped in itertools.groupby(columns, key=_is_short):
        some = list(grouped)
        rows += [some] if is_short else [[each] for each in some]
    return rows


def _keep_whole(row: Any) -> None:  # noqa: ANN401 - an lxml element
    """Let a row not run over a page (17.4.6)."""
    properties = find(row, "trPr")
    if properties is None:
        properties = made(row, "trPr")
        row.insert(0, properties)
    if find(properties, "cantSplit") is None:
        properties.insert(0, made(row, "cantSplit"))


def _is_short(column: list[Any]) -> bool:
    return sum(len(text_of(each)) for each in column) < _SHORT


def _emptied_row(row: Any) -> Any:  # noqa: ANN401 - lxml elements
    """Return a row with cells like those of another, the last of which is filled later."""
    other = made(row, "tr")
    cells = row.findall(qn("tc"))
    for cell in cells:
        emptied = made(row, "tc")
        emptied.append(deepcopy(find(cell, "tcPr")))
        if cell is not cells[-1]:
            emptied.append(made(row, "p"))
        other.append(emptied)
    return other


def _emptied(table: Any) -> Any:  # noqa: ANN401 - lxml elements
    """Return a table with the properties and columns of another, without rows."""
    other = made(table, "tbl")
    other.extend(deepcopy(each) for each in table if each.tag != qn("tr"))
    return other


def _heading_row(top: Any, row: Any, texts: tuple[str, str]) -> Any:  # noqa: ANN401 - lxml elements
    """Return a heading row as wide as the cells of a row, with texts above its first and its last
    cell.
    """
    made_row = deepcopy(top)
    cells, others = made_row.findall(qn("tc")), row.findall(qn("tc"))
    for cell, below in zip(cells, others, strict=False):
        cell.replace(find(cell, "tcPr"), deepcopy(find(below, "tcPr")))
    for cell in cells[len(others) :]:
        made_row.remove(cell)
    for cell, text in zip((cells[0], cells[len(others) - 1]), texts, strict=True):
        found = list(cell.iter(qn("t")))
        for each in found:
            each.text = ""
        if found:
            set_text(found[0].getparent(), text)
        else:
            cell[-1].append(parsed(run(escape(text))))
    return made_row


def keep_with_lists(root: Any) -> None:  # noqa: ANN401 - an lxml element
    """Keep a paragraph on the page of the list that follows it, which it mostly leads up to.

    In a table the flag would say something of its row.
    """
    body = find(root, "body")
    for item in () if body is None else body.iterchildren(qn("p")):
        above = item.getprevious()
        if _is_item(item) and above is not None and above.tag == qn("p") and not _is_item(above):
            _keep_with_next(above)


def _is_item(paragraph: Any) -> bool:  # noqa: ANN401 - an lxml element
    return paragraph.find(f"{qn('pPr')}/{qn('numPr')}") is not None


def keep_lines_together(root: Any, style_id: str) -> None:  # noqa: ANN401 - an lxml element
    """Keep paragraphs of a style on the page of the paragraph above them.

    Where a table stands above, nothing is kept: LibreOffice 7.4 left out two rows of a table whose
    last row was to stay with what follows it and had notes.
    """
    for style in root.iter(qn("pStyle")) if style_id else ():
        if attribute(style, "val") != style_id:
            continue
        above = style.getparent().getparent().getprevious()
        if above is not None and above.tag == qn("p"):
            _keep_with_next(above)


def keep_single_lines(root: Any, levels: Mapping[str, int]) -> None:  # noqa: ANN401 - an lxml element
    """Keep a paragraph of one line below the heading of a chapter with the next: the two alone at
    the foot of a page say nothing. `levels` are the outline levels of styles by id.
    """
    body = find(root, "body")
    for line in () if body is None else body.iterchildren(qn("p")):
        above, below = line.getprevious(), line.getnext()
        if above is None or below is None or below.tag != qn("p"):
            continue
        is_below_heading = levels.get(_style_of(above)) == 0
        if is_below_heading and len(text_of(line)) < _LINE and _style_of(below) not in levels:
            _keep_with_next(line)


def _style_of(element: Any) -> str:  # noqa: ANN401 - an lxml element
    return attribute(element.find(f"{qn('pPr')}/{qn('pStyle')}"), "val")


def _keep_with_next(paragraph: Any) -> None:  # noqa: ANN401 - an lxml element
    properties = find(paragraph, "pPr")
    if properties is None:
        properties = made(paragraph, "pPr")
        paragraph.insert(0, properties)
    if find(properties, "keepNext") is None:
        place = 1 if len(properties) and properties[0].tag == _BEFORE_FLAG else 0
        properties.insert(place, parsed("<w:keepNext/>"))
