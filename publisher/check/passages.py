"""The texts of a workbook that will be printed, each with its cell and where it belongs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from publisher.check.facts import fields_of
from publisher.domain.model import Cell, SheetRow, Workbook
from publisher.domain.report import CountryReport, Entry
from publisher.domain.text import Block
from publisher.domain.treaty import Column, Provision, Treaty


@dataclass(frozen=True, slots=True)
class Passage:
    """A text with its cell; `column` is None unless it is the content of a provision."""

    cell: Cell
    blocks: tuple[Block, ...]
    provision: Provision | None = None
    column: Column | None = None


def passages_of(
    workbook: Workbook, report: CountryReport, rows: Mapping[str, SheetRow], treaty: Treaty
) -> Iterator[Passage]:
    """Yield the longer facts, then the texts and the question of each row."""
    fields = fields_of(workbook)
    for name, blocks in report.facts.longer_texts.items():
        if blocks:
            yield Passage(fields[name], blocks)
    for entry in report.entries:
        row = rows[entry.provision.id]
        yield from contents_of(entry, row, treaty)
        if entry.question:
            yield Passage(row.cells["question"], entry.question, entry.provision)


def contents_of(entry: Entry, row: SheetRow, treaty: Treaty) -> Iterator[Passage]:
    """Yield the texts of the content cells of a row."""
    for column, content in zip(treaty.columns, entry.contents, strict=True):
        if content.blocks:
            yield Passage(row.cells[column.id], content.blocks, entry.provision, column)
