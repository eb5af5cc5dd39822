"""A draft as it was sent, ready to be compared with what came back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from publisher.review.build import captions_of
from publisher.review.cell_signs import Shape
from publisher.review.differences import alike
from publisher.review.items import ItemSpot
from publisher.review.outside_lines import Block, outside_blocks
from publisher.review.place import (
    cells_of,
    place_rows,
)
from publisher.review.questions import Question
from publisher.review.returned import (
    Line,
    Returned,
    TableRow,
)
from publisher.review.threads import sent_questions


@dataclass(frozen=True, slots=True)
class SentDraft:
    """A draft as it was sent: what it can hold, the words of cells without text, its rows, all its
    lines, the titles of tables, which are not printed, and the questions in it.
    """

    build: str
    draft: Returned
    shape: Shape
    states: frozenset[str]
    rows: Mapping[str, TableRow]
    outside: tuple[Block, ...]
    captions: frozenset[str]
    questions: tuple[Question, ...]


def sent_draft(build: str, draft: Returned, shape: Shape, states: Iterable[str]) -> SentDraft:
    """Return a draft as sent, ready to be compared with; `states` are words such as 'Nothing
    found'.
    """
    placed = place_rows(draft, draft, shape)
    rows = {each.provision: each.row for each in placed if each.is_placed}
    captions = frozenset(captions_of(draft))
    alike_states = frozenset(map(alike, states))
    blocks = tuple(outside_blocks(draft, placed, shape))
    questions = sent_questions(draft.comments, _lines_of_cells(rows, shape))
    return SentDraft(build, draft, shape, alike_states, rows, blocks, captions, questions)


def _lines_of_cells(
    rows: Mapping[str, TableRow], shape: Shape
) -> Iterator[tuple[ItemSpot, Sequence[Line]]]:
    for provision, row in rows.items():
        for column, cell in cells_of(row, shape).items():
            yield ItemSpot(provision, column), cell.lines
