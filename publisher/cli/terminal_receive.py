"""What the terminal shows of a workbook that came home, and of the history of its cells."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from publisher.domain.diagnostics import Catalogue
from publisher.domain.plural import phrase
from publisher.rounds.history import HistoryLine
from publisher.rounds.receive import Received
from publisher.workbook.joined import Joined

_MOST_CELLS = 25  # named one by one


def tell_received(path: Path, received: Received, catalogue: Catalogue, *, quiet: bool) -> None:
    """Print what came in with a file and where it stands."""
    if quiet:
        return
    words, name = catalogue["terminal"], received.saved_by
    click.echo(words["read_saved_by" if name else "read"].format(path=path, name=name))
    if received.joined is None:
        click.echo(words["received_new"].format(path=received.path))
    else:
        click.echo(_in_numbers(received.joined, words))
        _tell_cells(received, words)
    if received.lost:
        guards = sorted({words[f"guard_{guard.value}"] for _, guard in received.lost})
        click.echo(words["guards_lost"].format(guards=", ".join(guards)))
    if received.is_upgraded:
        click.echo(words["made_anew"])
    if received.backup:
        click.echo(words["written_see"].format(path=received.path, sheet=received.history))
        click.echo(words["old_kept"].format(path=received.backup))
    click.echo(words["came_kept"].format(path=received.kept))


def _tell_cells(received: Received, words: Mapping[str, str]) -> None:
    for name, is_empty in received.cells[:_MOST_CELLS]:
        click.echo(words["changed_empty" if is_empty else "changed"].format(cell=name))
    more = len(received.cells) - _MOST_CELLS
    if more > 0:
        click.echo(words["more_changed"].format(count=more, sheet=received.history))


def _in_numbers(joined: Joined, words: Mapping[str, str]) -> str:
    """Return what changed, in numbers."""
    if not (joined.taken or joined.open):
        return words["nothing_new"]
    emptied = len(joined.emptied)
    told = [phrase(words, "texts_taken", len(joined.taken) - emptied)]
    if emptied:
        told.append(phrase(words, "texts_emptied", emptied))
    if joined.moved:
        told.append(phrase(words, "texts_moved", len(joined.moved)))
    if joined.open:
        told.append(phrase(words, "cells_open", len(joined.open)))
    return ", ".join(told)


def tell_history(path: Path, lines: Sequence[HistoryLine], catalogue: Catalogue) -> None:
    """Print what became of cells, one after the other, the oldest line of each first."""
    if not lines:
        click.echo(catalogue["terminal"]["no_history"].format(file=path.name))
    cell = ""
    for line in lines:
        if line.cell != cell:
            cell = line.cell
            click.secho(cell, bold=True)
        files = ", ".join(line.file.split("\n"))
        about = ", ".join(filter(None, (line.what, line.by, files)))
        click.echo(f"  {line.when}  {about}")
        for name, text in line.texts:
            click.echo(f"      {name}: {_indented(text)}")


def _indented(text: str) -> str:
    """Return a text whose further lines stand below its first."""
    return "\n          ".join(each for each in text.split("\n") if each)
