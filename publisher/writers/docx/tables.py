"""Tables of a filled template: their grids, and which of their rows may run over a page."""

from typing import Any

from publisher.writers.docx.elements import attribute, find, made, qn


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
        are_several = cells > 1 and len(columns) > 1
        spanning = [*table.iter(qn("gridSpan"))]
        are_whole = all(attribute(each, "val") == str(len(columns) - 1) for each in spanning)
        if are_several and cells != len(columns) and are_whole:
            for each in spanning:
                each.set(qn("val"), str(cells - 1))
            _share_width(grid, columns, rows, cells)


def close_cells(root: Any) -> None:  # noqa: ANN401 - an lxml element
    """Let each cell end with a paragraph (17.4.65), also where a loop had nothing to print."""
    for cell in root.iter(qn("tc")):
        if not len(cell) or cell[-1].tag != qn("p"):
            cell.append(made(cell, "p"))


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
    for mark in root.iter(qn("bookmarkStart")):
        row = next(mark.iterancestors(qn("tr")), None)
        if row is None or attribute(mark, "name") not in marks:
            continue
        for flag in row.findall(f"{qn('trPr')}/{qn('cantSplit')}"):
            flag.getparent().remove(flag)
