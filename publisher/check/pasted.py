"""Paragraphs that were pasted over several rows, so that each but the first stands at a wrong
article.

Excel puts each paragraph of a text copied from Word into a row of its own where the cell itself was
not opened for typing first.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from publisher.check.cells import cell_problem
from publisher.domain.diagnostics import Diagnostic
from publisher.domain.model import Cell, SheetRow
from publisher.domain.treaty import Treaty

_SHORTEST_RUN = 3
# A sentence or a list item ends so; a citation may follow.
_ENDED = re.compile(r"[.!?;:…۔।؟»”\"')](?:\s*\[[^\]]*\])*\s*$")


def pasted_faults(rows: Mapping[str, SheetRow], treaty: Treaty) -> Iterator[Diagnostic]:
    """Yield each run of rows below each other in which one column alone holds text, and one of the
    texts goes on where that above it broke off.
    """
    ordered = sorted(rows.values(), key=lambda row: int(row.place.cell))
    for column in treaty.columns:
        others = [each.id for each in treaty.columns if each.id != column.id]
        for run in _runs(ordered, column.id, others):
            going_on = [below for above, below in pairwise(run) if _goes_on(above, below)]
            if len(run) >= _SHORTEST_RUN and going_on:
                yield cell_problem("C303", run[0], count=len(run), cell=going_on[0].place.cell)


def _runs(rows: Iterable[SheetRow], column: str, others: Iterable[str]) -> Iterator[list[Cell]]:
    """Yield the cells of a column in rows below each other in which the other columns are empty."""
    run: list[Cell] = []
    last = 0
    for row in rows:
        number = int(row.place.cell)
        is_alone = bool(_text(row, column)) and not any(_text(row, other) for other in others)
        if not is_alone or number != last + 1:
            yield run
            run = []
        if is_alone:
            run.append(row.cells[column])
        last = number
    yield run


def _text(row: SheetRow, key: str) -> str:
    return row.cells[key].text if key in row.cells else ""


def _goes_on(above: Cell, below: Cell) -> bool:
    """Tell whether a text begins in the midst of a sentence, where that above it has no end."""
    return below.text[:1].islower() and not _ENDED.search(above.text)
