"""What the terminal shows of a workbook that came home, and of the history of its cells."""

from collections.abc import Sequence
from pathlib import Path

import click

from publisher.domain.plural import count
from publisher.rounds.history import HistoryLine
from publisher.rounds.receive import Received
from publisher.workbook.file_facts import Guard
from publisher.workbook.joined import Joined

_MOST_CELLS = 25  # named one by one
_GUARDS = {
    Guard.LISTS: "drop-down lists",
    Guard.PROTECTION: "protection",
    Guard.HIDDEN_COLUMNS: "hidden columns",
}


def tell_received(path: Path, received: Received, *, quiet: bool) -> None:
    """Print what came in with a file and where it stands."""
    if quiet:
        return
    saved_by = f" (saved by {received.saved_by})" if received.saved_by else ""
    click.echo(f"read: {path}{saved_by}")
    if received.joined is None:
        click.echo(f"written: {received.path}, a new workbook of the project")
    else:
        click.echo(_in_numbers(received.joined))
        for name, is_empty in received.cells[:_MOST_CELLS]:
            click.echo(f"changed: {name}{', now empty' if is_empty else ''}")
        if len(received.cells) > _MOST_CELLS:
            more = len(received.cells) - _MOST_CELLS
            click.echo(f"and {more} more: see the sheet {received.history}")
    if received.lost:
        guards = sorted({_GUARDS[guard] for _, guard in received.lost})
        click.echo(f"the file has lost {' and '.join(guards)}; the workbook keeps them")
    if received.is_upgraded:
        click.echo("the workbook was made anew in the present version, which keeps a history")
    if received.backup:
        click.echo(f"written: {received.path} (see its sheet {received.history})")
        click.echo(f"the old file is kept: {received.backup}")
    click.echo(f"the file as it came is kept: {received.kept}")


def _in_numbers(joined: Joined) -> str:
    """Return what changed, in numbers."""
    emptied = len(joined.emptied)
    told = [f"{count(len(joined.taken) - emptied, 'text')} taken"]
    if emptied:
        told.append(f"{emptied} emptied")
    if joined.moved:
        told.append(f"{len(joined.moved)} of them in other rows than before")
    if joined.open:
        told.append(f"{count(len(joined.open), 'cell')} to be decided")
    return ", ".join(told) if joined.taken or joined.open else "nothing new in the file"


def tell_history(path: Path, lines: Sequence[HistoryLine]) -> None:
    """Print what became of cells, one after the other, the oldest line of each first."""
    if not lines:
        click.echo(f"{path.name}: no history is kept of this yet")
    cell = ""
    for line in lines:
        if line.cell != cell:
            cell = line.cell
            click.secho(cell, bold=True)
        about = ", ".join(filter(None, (line.what, line.by, line.file)))
        click.echo(f"  {line.when}  {about}")
        for name, text in line.texts:
            click.echo(f"      {name}: {text}")
