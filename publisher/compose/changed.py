"""What changed since an earlier edition of a report, ready to be written in any format."""

from dataclasses import dataclass

from publisher.domain.text import Inline


@dataclass(frozen=True, slots=True)
class CellChange:
    """What became of one text since an earlier edition; `gone` and `come` are the sentences that
    only one has.
    """

    heading: str
    what: str
    gone: tuple[str, ...]
    come: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowChange:
    """The changes of one provision; `inlines` is its reference, as a link to the row."""

    id: str
    title: str
    inlines: tuple[Inline, ...]
    cells: tuple[CellChange, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since an earlier edition of the same report."""

    heading: str
    since: str
    rows: tuple[RowChange, ...]
    sources: tuple[str, ...]
