"""The command of the advocacy guide: 'publisher guide'."""

from datetime import date
from pathlib import Path

import click

from publisher.cli_shared import chosen_provisions, project_in, quiet_option, stop, workbook_paths
from publisher.diagnostics import PublisherError


@click.command()
@click.argument("workbooks", nargs=-1)
@click.option("--provisions", default="", metavar="LIST", help="Only these, by article or row id: 3(1)(b), 5, 8(2).")
@click.option(
    "--format", "formats", multiple=True, type=click.Choice(["html", "pdf", "xlsx", "csv"]), help="May be repeated."
)
@quiet_option
@click.pass_obj
def guide(folder: Path, workbooks: tuple[str, ...], provisions: str, formats: tuple[str, ...], *, quiet: bool) -> None:
    """Build the guide for advocates from all workbooks, or from WORKBOOKS.

    It compares the countries provision by provision, counts, and quotes the reports word for word. A workbook with
    problems that must be fixed is left out and named. The files go to output/guide.
    """
    from publisher.guide import FORMATS, build_guide, gather_guide  # noqa: PLC0415 - each command loads what it needs

    project = project_in(folder)
    paths = workbook_paths(project, workbooks)
    try:
        chosen = chosen_provisions(project, provisions)
        made = gather_guide(project, paths, date.today(), chosen)
        for each in made.left_out:
            click.secho(f"left out: {each.name}: {each.reason}", fg="yellow", err=True)
        for path in build_guide(project, made, formats or FORMATS):
            if not quiet:
                click.echo(f"written: {path}")
    except PublisherError as problem:
        stop(problem)
