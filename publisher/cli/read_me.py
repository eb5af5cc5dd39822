"""The command "publisher readme": how to fill in a workbook, on paper and with pictures."""

from collections.abc import Sequence
from pathlib import Path

import click

from publisher.cli.shared import finish, project_in, workbook_paths
from publisher.cli.terminal import say_written, show_problems
from publisher.domain.diagnostics import PublisherError


@click.command()
@click.argument("workbooks", nargs=-1, metavar="[WORKBOOK]...")
@click.pass_obj
def readme(folder: Path, workbooks: Sequence[str]) -> None:
    """Write how to fill in a workbook as a PDF with pictures, to send along to its researcher.

    It says what the sheet Read me says, in the language of the workbook. Without WORKBOOK it is
    written for all.
    """
    from publisher.project.read_me import write_read_me_of  # noqa: PLC0415 - openpyxl

    project = project_in(folder)
    failed = False
    for path in workbook_paths(project, workbooks):
        try:
            say_written(write_read_me_of(project, path), project.language.messages)
        except PublisherError as problem:
            show_problems(problem.diagnostics, project.language.messages)
            failed = True
    finish(failed)
