"""The `publisher` command: what a person types, what they are told, and the exit code.

Exit codes: 0 all is well, 1 problems were found, 2 the command was used wrongly.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from publisher import __version__
from publisher.cli import console
from publisher.cli.build import build
from publisher.cli.check import check
from publisher.cli.countries import country_called
from publisher.cli.desk import desk
from publisher.cli.editions import COMMANDS as EDITION_COMMANDS
from publisher.cli.guide import guide
from publisher.cli.read_me import readme
from publisher.cli.receive import history, receive
from publisher.cli.reviews import review
from publisher.cli.shared import (
    finish,
    json_option,
    project_in,
    quiet_option,
    stop,
    waiting_told,
    words_of,
    workbook_path,
    workbook_paths,
)
from publisher.cli.site import site
from publisher.cli.templates import templates
from publisher.cli.terminal import as_json as json_of
from publisher.cli.terminal import (
    say_written,
    show_problems,
    show_status,
    show_upgraded,
)
from publisher.domain.diagnostics import Catalogue, PublisherError
from publisher.domain.names import typed
from publisher.project.project import create_project
from publisher.project.starters import has_desk, write_starters
from publisher.project.turns import in_turn

if TYPE_CHECKING:
    from publisher.project.doctor import Examined
    from publisher.workbook.upgrade import Upgraded


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="publisher")
@click.option(
    "--project",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=".",
    help="The project folder; without this option the folder you are in.",
)
@click.pass_context
def main(context: click.Context, folder: Path) -> None:
    """Turn researchers' Excel workbooks into Word, PDF and web country reports.

    The usual way: 'publisher new COUNTRY' makes an empty workbook for a researcher; 'publisher
    check' tells what is wrong or missing in it; 'publisher build' makes the reports.
    """
    context.obj = folder


main.add_command(templates)
_quiet, _json = quiet_option, json_option


# Commands


@main.command()
@click.argument("target", metavar="FOLDER", type=click.Path(path_type=Path, file_okay=False))
@_quiet
def init(target: Path, *, quiet: bool) -> None:
    """Make FOLDER into a project: settings, templates, a sample workbook, starters of the desk.

    Files that are there already are left alone.
    """
    try:
        written = [target / name for name in create_project(target)]
        written += write_starters(target, anew=False) if has_desk() else ()
    except PublisherError as problem:
        show_problems(problem.diagnostics, words_of(target))
        raise SystemExit(1) from problem
    if quiet:
        return
    catalogue = words_of(target)
    for path in written:
        say_written(path, catalogue)
    is_here = target.resolve() == Path.cwd()
    line = catalogue["terminal"]["project_ready_here" if is_here else "project_ready"]
    click.echo(line.format(folder=typed(str(target))))


@main.command()
@click.argument("country")
@click.option(
    "--language",
    default="",
    help="The language of the workbook, such as fr; else that of the project.",
)
@click.option(
    "--code",
    default="",
    help="Two letters for a country that is not in the list, such as an invented one.",
)
@_quiet
@click.pass_obj
def new(folder: Path, country: str, language: str, code: str, *, quiet: bool) -> None:
    """Make an empty workbook for COUNTRY.

    Write the country as you like: Nepal, Ivory Coast, Deutschland, NPL. A workbook that is there
    already is never overwritten.
    """
    from publisher.project.new_workbook import CodeTakenError, NamelessError, new_workbook  # noqa: PLC0415 - openpyxl

    project = project_in(folder, begins=True)
    state = country_called(country, code)
    try:
        path = new_workbook(project, state, language)
    except NamelessError as fault:
        raise click.UsageError(
            f"'{country}' has no letter that a file could be named after"
        ) from fault
    except CodeTakenError as taken:
        raise click.UsageError(
            f"the workbook {taken.holder} has the code {taken.code}; take another one, for example:"
            f" --code {taken.free}"
        ) from taken
    except FileExistsError as there:
        raise click.UsageError(
            f"{there} is there already and was left as it is. Rename or move it to begin anew."
        ) from there
    except PublisherError as problem:
        stop(problem, project)
    if not quiet:
        sheets = project.in_language(language or project.language.code).language.words("sheets")
        say_written(path, project.language.messages)
        line = project.language.messages["terminal"]["next_workbook"]
        click.echo(line.format(sheet=sheets["readme"]))


@main.command()
@click.argument("workbook")
@_quiet
@click.pass_obj
def upgrade(folder: Path, workbook: str, *, quiet: bool) -> None:
    """Carry WORKBOOK over into a new one of the present version; the old file is kept.

    Texts go by provision and column, with formatting, links and comments. What has no home in the
    new workbook, and sheets that somebody added, are appended. Nothing is lost.
    """
    from publisher.project.workbooks import upgrade_file  # noqa: PLC0415 - openpyxl

    project = project_in(folder)
    path = workbook_path(project, workbook)

    def upgrade_it() -> "tuple[Path, Upgraded]":
        return upgrade_file(project, path, datetime.now())

    try:
        kept, upgraded = in_turn(project, path, upgrade_it, waiting_told(project))
    except PublisherError as problem:
        stop(problem, project)
    if not quiet:
        show_upgraded(upgraded, project.language.messages)
        say_written(path, project.language.messages)
        click.echo(project.language.messages["terminal"]["old_kept"].format(path=kept))


@main.command()
@_json
@click.pass_obj
def status(folder: Path, *, as_json: bool) -> None:
    """Show how far each country is and what waits for whom.

    The same with every provision is written to the output folder as a web page.
    """
    from publisher.project.status_page import statuses, write_status_page  # noqa: PLC0415 - they know the model of a report

    project = project_in(folder)
    found = statuses(project, workbook_paths(project, ()), date.today())
    if as_json:
        click.echo(json_of([asdict(each) for each in found]))
        return
    show_status(found, project.language)
    line = project.language.messages["terminal"]["with_every_provision"]
    try:
        click.echo(line.format(path=write_status_page(project, found, datetime.now())))
    except PublisherError as problem:
        stop(problem, project)


@main.command()
@_json
@click.pass_obj
def doctor(folder: Path, *, as_json: bool) -> None:
    """Say what is installed, what is missing and how to get it."""
    from publisher.project.doctor import examine  # noqa: PLC0415 - it can start other programs

    project = project_in(folder, anywhere=True)
    findings = examine(project)
    if as_json:
        click.echo(json_of([asdict(each) for each in findings]))
    else:
        _tell_findings(findings, project.language.messages["doctor"])
    finish(any(each.is_needed and not each.is_well for each in findings))


def _tell_findings(findings: "Sequence[Examined]", words: Catalogue) -> None:
    width = max(len(words[mark]) for mark in ("well", "note", "needed", "optional"))
    for each in findings:
        mark = words[_mark_of(each)].ljust(width)
        click.echo(words["line"].format(mark=mark, name=each.name, says=each.says))
        if not each.is_well:
            click.echo(words["remedy_line"].format(space=" " * width, remedy=each.remedy))


def _mark_of(examined: "Examined") -> str:
    """Return which word stands before what the doctor examined; what is in capitals asks to be
    read.
    """
    if examined.is_well:
        return "note" if examined.is_note else "well"
    return "needed" if examined.is_needed else "optional"


main.add_command(build)
main.add_command(check)
main.add_command(receive)
main.add_command(history)
main.add_command(review)
main.add_command(guide)
main.add_command(desk)
main.add_command(readme)
main.add_command(site)
for command in EDITION_COMMANDS:
    main.add_command(command)


def run() -> None:
    """Be the program `publisher`, on whatever console there is."""
    console.run(main)
