"""The commands "publisher receive" and "publisher history": workbooks on their way."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from publisher.cli.shared import (
    chosen_provisions,
    finish,
    project_in,
    quiet_option,
    stop,
    waiting_told,
    workbook_path,
)
from publisher.cli.terminal import show_problems
from publisher.domain.diagnostics import PublisherError, must_fix
from publisher.project.project import Project
from publisher.project.turns import in_turn

if TYPE_CHECKING:
    from publisher.rounds.receive import Received, Said


@click.command()
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
)
@click.option(
    "--workbook", "name", default="", help="The workbook it belongs to, where it does not say so."
)
@click.option("--from", "by", default="", metavar="NAME", help="Who sends it, for the history.")
@click.option(
    "--take-moved", is_flag=True, help="Also take texts that stand in other rows than before."
)
@click.option(
    "--take-emptied", is_flag=True, help="Also empty many cells that are empty in the file."
)
@quiet_option
@click.pass_obj
def receive(
    folder: Path,
    files: Sequence[Path],
    name: str,
    by: str,
    *,
    take_moved: bool,
    take_emptied: bool,
    quiet: bool,
) -> None:
    """Take in workbooks that come home from their researchers.

    FILE may have any name, and may be an .ods or .xls file. It is joined with the country's
    workbook cell by cell: the texts of the file and what the program keeps in the workbook are both
    kept. Where both changed the same cell, the workbook keeps its text and all texts are shown.
    What comes in is noted in the sheet Cell history.
    """
    from publisher.cli.terminal_receive import tell_received  # noqa: PLC0415 - openpyxl
    from publisher.rounds.receive import Said  # noqa: PLC0415

    project = project_in(folder)
    home = workbook_path(project, name) if name else None
    said = Said(home, by, take_moved, take_emptied)
    failed = False
    for file in files:
        try:
            received = _received(project, file, said)
        except PublisherError as problem:
            show_problems(problem.diagnostics, project.language.messages)
            failed = True
            continue
        show_problems(received.diagnostics, project.language.messages)
        failed = failed or must_fix(received.diagnostics)
        tell_received(file, received, project.language.messages, quiet=quiet)
    finish(failed)


def _received(project: Project, file: Path, said: "Said") -> "Received":
    """Take a file in while no other run works on its workbook. Raises PublisherError."""
    from publisher.rounds.receive import home_of, receive  # noqa: PLC0415
    from publisher.rounds.workbook_copy import read_copy  # noqa: PLC0415

    home = said.home or home_of(project, read_copy(project, file), file)

    def take_it() -> "Received":
        return receive(project, file, datetime.now(), replace(said, home=home))

    return in_turn(project, home or file, take_it, waiting_told(project))


@click.command()
@click.argument("workbook")
@click.argument("provision", required=False, default="")
@click.pass_obj
def history(folder: Path, workbook: str, provision: str) -> None:
    """Show what became of the cells of WORKBOOK: what came home and was applied, when and by whom.

    PROVISION is an article or row id, such as 3(1)(b); without it all cells are shown.
    """
    from publisher.cli.terminal_receive import tell_history  # noqa: PLC0415
    from publisher.rounds.history import history_lines  # noqa: PLC0415

    project = project_in(folder)
    path = workbook_path(project, workbook)
    try:
        chosen = chosen_provisions(project, provision) if provision else ()
        tell_history(path, history_lines(project, path, chosen), project.language.messages)
    except PublisherError as problem:
        stop(problem, project)
