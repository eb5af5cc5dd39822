"""The commands of the advocacy guide: 'publisher guide', 'publisher guide new', 'publisher guide
pick'.
"""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from publisher.cli.shared import (
    chosen_provisions,
    finish,
    pdf_engine_option,
    project_in,
    quiet_option,
    stop,
    waiting_told,
)
from publisher.cli.terminal import counts, say_written, show_problems
from publisher.domain.diagnostics import PublisherError
from publisher.domain.names import folded
from publisher.project.formats import GUIDE_FORMATS, USUAL_GUIDE_FORMATS, formats_called
from publisher.project.turns import in_turn, turn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from publisher.domain.diagnostics import Checked
    from publisher.project.formats import Built
    from publisher.project.guide import GuideSources
    from publisher.project.guide_picks import Picked
    from publisher.project.project import Project


@click.group(invoke_without_command=True)
@click.option(
    "--countries",
    default="",
    metavar="LIST",
    help="Only these, as their workbooks call them, or by code.",
)
@click.option(
    "--region",
    default="",
    help="Only countries of this region, as the United Nations name them: Eastern Africa.",
)
@click.option(
    "--provisions",
    default="",
    metavar="LIST",
    help="Only these, by article or row id: 3(1)(b), 5, 8(2).",
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(GUIDE_FORMATS, case_sensitive=False),
    help="May be repeated.",
)
@pdf_engine_option
@click.option(
    "--full",
    is_flag=True,
    help="Print all paragraphs of all reports in the PDF, which are in the data anyway.",
)
@quiet_option
@click.pass_context
def guide(
    context: click.Context,
    countries: str,
    region: str,
    provisions: str,
    formats: tuple[str, ...],
    pdf_engine: str | None,
    *,
    full: bool,
    quiet: bool,
) -> None:
    """Build the guide for advocates from the workbooks of all countries.

    It compares the countries provision by provision, counts, and quotes the reports word for word.
    What an editor adds stands in workbooks/guide.xlsx: see 'publisher guide new'. A country whose
    workbook has problems that must be fixed is left out and named. The files go to output/guide.
    """
    if context.invoked_subcommand:
        if countries or region or provisions or formats or pdf_engine or full:
            raise click.UsageError(
                f"the options of 'publisher guide' do not go with '{context.invoked_subcommand}'"
            )
        return
    from publisher.project.guide import Choice, build_guide, gather_guide  # noqa: PLC0415 - openpyxl

    project = project_in(context.obj)
    if pdf_engine:
        project = project.with_pdf_engine(pdf_engine)
    show_problems(project.strays(), project.language.messages)
    names = tuple(filter(None, (each.strip() for each in countries.split(","))))
    try:
        choice = Choice(names, region.strip(), chosen_provisions(project, provisions), is_full=full)
        gathered = gather_guide(project, date.today(), choice)
        _tell_left_out(project, gathered)
        chosen = formats_called(formats or USUAL_GUIDE_FORMATS)
        with turn(project, project.guide_workbook, waiting_told(project)):
            built = _built(project, build_guide(project, gathered.value, chosen), quiet=quiet)
    except PublisherError as problem:
        show_problems(problem.diagnostics, project.language.messages)
        click.echo(project.language.messages["terminal"]["guide_not_built"], err=True)
        raise SystemExit(1) from problem
    failed = [told for each in built for told in each.problems]
    show_problems(failed, project.language.messages)
    finish(bool(failed))


def _built(project: "Project", files: "Iterable[Built]", *, quiet: bool) -> "list[Built]":
    """Tell of each file of the guide as soon as it is written, and return them all."""
    built = []
    for each in files:
        built.append(each)
        if not quiet and not each.problems:
            say_written(each.path, project.language.messages)
    return built


def _tell_left_out(project: "Project", gathered: "Checked[GuideSources]") -> None:
    """Tell what is doubtful in the editor's workbook, and which picks and countries are left
    out.
    """
    catalogue = project.language.messages
    words = catalogue["terminal"]
    lines = [f"{each.name}: {each.reason}" for each in gathered.value.left_out]
    left = (*gathered.value.changed_picks, *lines)
    lines = [words["left_out"].format(what=each) for each in left]
    if gathered.diagnostics:
        told, file = counts(gathered.diagnostics, catalogue), project.guide_workbook.name
        lines.insert(0, words["guide_doubtful"].format(file=file, counts=told))
    for line in lines:
        click.secho(line, fg="yellow", err=True)


@guide.command()
@quiet_option
@click.pass_obj
def new(folder: Path, *, quiet: bool) -> None:
    """Make the workbook of the guide, workbooks/guide.xlsx, for what an editor adds.

    It has a row for each subject area, and sheets for picks, glossary and further resources. One
    that is there already is never overwritten.
    """
    from publisher.project.guide_workbook import new_guide  # noqa: PLC0415

    project = project_in(folder)
    try:
        path = new_guide(project)
    except FileExistsError as there:
        raise click.UsageError(f"{there} is there already and was left as it was.") from there
    except PublisherError as problem:
        stop(problem, project)
    if not quiet:
        say_written(path, project.language.messages)
        click.echo(project.language.messages["terminal"]["next_guide"])


@guide.command()
@click.argument("country")
@click.argument("article")
@click.option(
    "--column",
    default="",
    help="Which text of the row: law, reforms, compliance, or the heading of its column; "
    "else the first.",
)
@click.option("--gap", is_flag=True, help="The text shows a common gap; else it is a good example.")
@click.option("--best", is_flag=True, help="The text also stands on the page 'Best of'.")
@click.option("--why", default="", metavar="TEXT", help="Why it was picked.")
@quiet_option
@click.pass_obj
def pick(
    folder: Path,
    country: str,
    article: str,
    column: str,
    why: str,
    *,
    gap: bool,
    best: bool,
    quiet: bool,
) -> None:
    """Pick a text of COUNTRY on ARTICLE as a good example, or as a common gap.

    The pick becomes a row in workbooks/guide.xlsx, with the text as it is now; so a later change is
    noticed. Picking the same text again notes its present wording. The old file is kept in
    workbooks/backup.
    """
    from publisher.project.guide_picks import Wish, columns_of  # noqa: PLC0415
    from publisher.project.guide_picks import pick as pick_text  # noqa: PLC0415

    project = project_in(folder)
    known = columns_of(project)
    if column and folded(column) not in map(folded, known):
        raise click.UsageError(f"--column is one of {', '.join(known)}, not '{column}'")
    wish = Wish(country, article, column, is_gap=gap, is_best=best, why=why)

    def pick_it() -> "Picked":
        return pick_text(project, wish, date.today(), datetime.now())

    try:
        picked = in_turn(project, project.guide_workbook, pick_it, waiting_told(project))
    except PublisherError as problem:
        stop(problem, project)
    if not quiet:
        words = project.language.messages["terminal"]
        done = words["picked_again" if picked.is_renewed else "picked"].format(
            country=picked.country,
            article=picked.article,
            heading=picked.heading,
            kind=picked.kind,
        )
        was = words["picked_was"].format(picked=done, kind=picked.was)
        click.echo(was if picked.was else done)
        is_short = len(picked.text) < 300
        shown = picked.text if is_short else f"{picked.text[:300].rpartition(' ')[0]} …"
        click.echo(f"    {shown}")
        if picked.kept:
            click.echo(words["old_kept"].format(path=picked.kept))
