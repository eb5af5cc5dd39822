"""The command 'publisher build'."""

import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from publisher.cli.shared import (
    finish,
    json_option,
    pdf_engine_option,
    project_in,
    quiet_option,
    stop,
    waiting_told,
    workbook_path,
    workbook_paths,
)
from publisher.cli.terminal import as_json as json_of
from publisher.cli.terminal import (
    built_fields,
    built_summary,
    diagnostic_fields,
    show_built,
    show_problems,
)
from publisher.domain.diagnostics import Level, PublisherError, must_fix
from publisher.project.formats import REPORT_FORMATS, formats_called

if TYPE_CHECKING:
    from publisher.project.orders import BuildOrder, WorkbookOutcome
    from publisher.project.project import Project


@click.command()
@click.argument("workbooks", nargs=-1, metavar="[WORKBOOK]...")
@click.option(
    "--format",
    "formats",
    type=click.Choice(REPORT_FORMATS, case_sensitive=False),
    multiple=True,
    help="What to build; may be repeated.",
)
@pdf_engine_option
@click.option("--force", is_flag=True, help="Build also what has not changed since the last time.")
@click.option(
    "--since",
    metavar="OLD.xlsx",
    help="The workbook of the last edition: the report says what has changed.",
)
@click.option(
    "--jobs",
    type=int,
    metavar="N",
    help="How many reports to build at once; else one for each processor.",
)
@quiet_option
@json_option
@click.pass_obj
def build(
    folder: Path,
    workbooks: Sequence[str],
    formats: Sequence[str],
    pdf_engine: str | None,
    since: str | None,
    jobs: int | None,
    *,
    force: bool,
    quiet: bool,
    as_json: bool,
) -> None:
    """Build the reports: Word, PDF and web page.

    Without WORKBOOK the reports of all workbooks are built. A workbook with errors is left out, and
    the cells to mend are named; the others are built all the same. What has not changed is not
    built again.
    """
    if jobs is not None and jobs < 1:
        raise click.UsageError(
            f"--jobs says how many reports to build at once: 1 or more, not {jobs}"
        )
    # They know the model of a report: not for help and usage errors.
    from publisher.project.checking import doubled  # noqa: PLC0415
    from publisher.project.orders import BuildOrder  # noqa: PLC0415

    project = project_in(folder)
    if pdf_engine:
        project = project.with_pdf_engine(pdf_engine)
    paths = workbook_paths(project, workbooks)
    if since and len(paths) > 1:
        raise click.UsageError("--since compares one report: name its workbook as well")

    chosen = formats_called(tuple(formats) or project.settings.formats)
    earlier = workbook_path(project, since) if since else None
    order = BuildOrder(
        project,
        chosen,
        date.today(),
        is_forced=force,
        since=earlier,
        lists_problems=as_json,
        tell_waiting=waiting_told(project),
    )
    outcomes = _carried_out(order, paths, jobs)

    built = [each for outcome in outcomes for each in outcome.built]
    faults = list(dict.fromkeys(problem for each in built for problem in each.problems))
    faults += doubled((each.path.name, each.country) for each in outcomes if each.built)
    found = [each for outcome in outcomes for each in outcome.diagnostics] + faults
    if as_json:
        problems = [diagnostic_fields(each) for each in found]
        click.echo(json_of({"problems": problems, "built": built_fields(built)}))
    else:
        _show_unready(project, outcomes)
        show_problems(faults, project.language.messages)
        if not quiet:
            show_built(built, project.language.messages)
            levels = Counter(each.level for each in found)
            levels[Level.PLEASE_CHECK] += sum(outcome.doubts for outcome in outcomes)
            click.echo(built_summary(len(paths), built, levels, project.language.messages))
    finish(must_fix(found))


def _carried_out(
    order: "BuildOrder", paths: Sequence[Path], jobs: int | None
) -> "tuple[WorkbookOutcome, ...]":
    """Build with a bar of progress where a person sees it; stop where it cannot begin."""
    from publisher.project.building import build_what_changed  # noqa: PLC0415 - as above

    stream = sys.stderr
    length = len(paths) * len(order.formats)
    is_hidden = not stream.isatty()
    label = order.project.language.messages["terminal"]["building"]
    with click.progressbar(length=length, label=label, file=stream, hidden=is_hidden) as bar:
        try:
            return build_what_changed(order, paths, jobs, bar.update)
        except PublisherError as problem:
            stop(problem, order.project)


def _show_unready(project: "Project", outcomes: "Sequence[WorkbookOutcome]") -> None:
    """Tell what keeps workbooks from being built, each in the language in which it was issued."""
    for outcome in outcomes:
        unready = [each for each in outcome.diagnostics if each.level is Level.MUST_FIX]
        if unready:
            worded = project.in_language(outcome.language)
            show_problems(unready, worded.language.messages)
