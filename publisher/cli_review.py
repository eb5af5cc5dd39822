"""The commands of a review: 'publisher review send'."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from publisher.cli_shared import project_in, stop, workbook_path
from publisher.diagnostics import Level, PublisherError
from publisher.terminal import tell


@click.group()
def review() -> None:
    """Send drafts to national NGOs for review.

    'review send' writes a Word draft with a letter, the table and the researcher's questions as comments. What is sent
    is kept, and noted in the sheet Reviewers of the workbook.
    """


@review.command()
@click.argument("workbook")
@click.option("--to", "names", multiple=True, metavar="NAME", help="Who is asked; may be repeated.")
@click.option("--all", "to_all", is_flag=True, help="Everybody whom the sheet Reviewers names.")
@click.option("--provisions", default="", metavar="LIST", help="Only these, by article or row id: 3(1)(b), 5, 8(2).")
@click.option("--due", default="", metavar="DATE", help="The day by which a reply is asked for: 2027-01-31.")
@click.option("-q", "--quiet", is_flag=True, help="Print problems only.")
@click.pass_obj
def send(
    folder: Path, workbook: str, names: tuple[str, ...], provisions: str, due: str, *, to_all: bool, quiet: bool
) -> None:
    """Write drafts of WORKBOOK for review, one for each reviewer.

    The workbook is noted in (sheet Reviewers) and kept as it was in workbooks/backup.
    """
    from publisher.batch import check_file  # noqa: PLC0415 - each command loads only what it needs
    from publisher.reviews import chosen_provisions, due_day, register_of, send_draft  # noqa: PLC0415

    if bool(names) == to_all:
        raise click.UsageError('say who is asked: --to "Name of the NGO", or --all')
    project = project_in(folder)
    path = workbook_path(project, workbook)
    now = datetime.now()
    try:
        day, chosen = due_day(due, now.date()), chosen_provisions(project, provisions)
        recipients = names or _everybody(register_of(_publishable(check_file(project, path, now.date()))), path)
        for name in recipients:
            # Each draft is noted in the workbook, which is then read anew.
            sent = send_draft(
                _publishable(check_file(project, path, now.date())), name.strip(), due=day, provisions=chosen, now=now
            )
            if not quiet:
                click.echo(f"written: {sent.path} (draft {sent.draft.id}, build {sent.draft.build})")
    except PublisherError as problem:
        stop(problem)
    if not quiet:
        click.echo(f"noted in: {path}; the old file is kept in {path.parent / 'backup'}")


def _publishable(result: Any) -> Any:  # noqa: ANN401 - check results; loaded only for this command
    """Return a checked workbook; stop where a draft cannot be made of it."""
    if not result.is_publishable:
        tell((each for each in result.diagnostics if each.level is Level.MUST_FIX), result.project.language.messages)
        raise SystemExit(1)
    return result


def _everybody(register: Any, path: Path) -> tuple[str, ...]:  # noqa: ANN401 - a register; loaded only here
    from publisher.diagnostics import Place, failure  # noqa: PLC0415

    if not register.names:
        raise failure("R604", Place(path.name), sheet=register.sheet)
    names: tuple[str, ...] = register.names
    return names
