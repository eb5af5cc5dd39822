"""The command 'publisher build'."""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from publisher.cli.shared import (
    finish,
    json_option,
    project_in,
    quiet_option,
    stop,
    workbook_path,
    workbook_paths,
)
from publisher.cli.terminal import as_json as json_of
from publisher.cli.terminal import (
    built_fields,
    built_summary,
    counts,
    diagnostic_fields,
    show_built,
    show_problems,
)
from publisher.domain.diagnostics import Level, PublisherError, must_fix
from publisher.domain.plural import count
from publisher.project.formats import REPORT_FORMATS, formats_called


@click.command()
@click.argument("workbooks", nargs=-1, metavar="[WORKBOOK]...")
@click.option(
    "--format",
    "formats",
    type=click.Choice(REPORT_FORMATS),
    multiple=True,
    help="What to build; may be repeated.",
)
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
    # They know the model of a report, and that Babel: not for help and usage errors.
    from publisher.project.building import build_what_changed  # noqa: PLC0415
    from publisher.project.orders import BuildOrder  # noqa: PLC0415

    project = project_in(folder)
    chosen = formats_called(tuple(formats) or project.settings.formats)
    paths = workbook_paths(project, workbooks)
    if since and len(paths) > 1:
        raise click.UsageError("--since compares one report: name its workbook as well")
    earlier = workbook_path(project, since) if since else None
    order = BuildOrder(project, chosen, date.today(), is_forced=force, since=earlier)
    stream = sys.stderr
    length = len(paths) * len(chosen)
    with click.progressbar(
        length=length, label="Building", file=stream, hidden=not stream.isatty()
    ) as bar:
        try:
            outcomes = build_what_changed(order, paths, jobs, bar.update)
        except PublisherError as problem:
            stop(problem)
    found = [each for outcome in outcomes for each in outcome.diagnostics]
    built = [each for outcome in outcomes for each in outcome.built]
    failed = list(dict.fromkeys(problem for each in built for problem in each.problems))
    found += failed
    if as_json:
        click.echo(
            json_of(
                {
                    "problems": [diagnostic_fields(each) for each in found],
                    "built": built_fields(built),
                }
            )
        )
    else:
        for outcome in outcomes:
            unready = [each for each in outcome.diagnostics if each.level is Level.MUST_FIX]
            show_problems(
                unready,
                project.in_language(outcome.language).language.messages if unready else None,
            )
        show_problems(failed, project.language.messages)
        if not quiet:
            show_built(built)
            click.echo(f"{count(len(paths), 'workbook')}: {built_summary(built)}; {counts(found)}")
    finish(must_fix(found))
