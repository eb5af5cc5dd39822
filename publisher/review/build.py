"""How a returned draft is built otherwise than it was sent: told in one line each."""

from collections.abc import Collection, Iterator, Sequence

from publisher.review.columns import RowCells
from publisher.review.outside_lines import Aligned, key_of
from publisher.review.place import PlacedRow
from publisher.review.returned import Returned, ReturnedTable
from publisher.review.told import Told


def captions_of(draft: Returned) -> Iterator[str]:
    """Yield by what titles and descriptions of tables are known again, alone and one behind the
    other: pandoc prints them as paragraphs.
    """
    for block in draft.body:
        if isinstance(block, ReturnedTable):
            yield from map(key_of, (*block.captions, "".join(block.captions)))


def told_of_columns(
    rows: Sequence[PlacedRow], columns: Sequence[RowCells], unsure: Sequence[str]
) -> Iterator[Told]:
    """Yield what must be told of columns; `unsure` are rows with changes whose column cannot be
    told.
    """
    if unsure:
        yield Told("R660", provisions=tuple(unsure))
    pairs = list(zip(rows, columns, strict=True))
    moved = [row.provision for row, own in pairs if own.is_moved]
    if moved:
        yield Told("R661", provisions=tuple(moved))
    missing = dict.fromkeys(column for own in columns for column in sorted(own.missing))
    if missing:
        without = [row.provision for row, own in pairs if own.missing]
        yield Told("R663", provisions=tuple(without), columns=tuple(missing), count=len(without))


def told_of_rows(
    rows: Collection[PlacedRow], absent: Sequence[str], outside: Aligned
) -> Iterator[Told]:
    """Yield what must be told of rows and of what stands outside them."""
    if outside.added:
        yield Told("R662", words=tuple(outside.added))
    if not rows:
        yield Told("R664")
    elif outside.text_rows:
        yield Told("R666", tuple(outside.text_rows), count=len(outside.text_rows))
    nowhere = [each for each in absent if each not in outside.text_rows]
    if nowhere:
        yield Told("R665", provisions=tuple(nowhere), count=len(nowhere))
    if outside.missing:
        yield Told("R667", count=sum(map(len, outside.missing)))
