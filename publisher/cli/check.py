"""The command 'publisher check'."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from publisher.cli.mend import mend_workbooks
from publisher.cli.shared import (
    finish,
    json_option,
    project_in,
    quiet_option,
    stop,
    waiting_told,
    workbook_paths,
)
from publisher.cli.terminal import COLOURS, counts_of, diagnostic_fields, show_problems
from publisher.cli.terminal import as_json as json_of
from publisher.domain.diagnostics import Level, PublisherError
from publisher.domain.plural import phrase
from publisher.project.files import lock_of
from publisher.project.project import Project
from publisher.project.turns import in_turn
from publisher.project.watch import Watch

if TYPE_CHECKING:
    from publisher.project.checking import CheckedFile, Checking
    from publisher.project.workbooks import CheckResult


@click.command()
@click.argument("workbooks", nargs=-1, metavar="[WORKBOOK]...")
@click.option(
    "--annotate",
    is_flag=True,
    help="Mark the problems in the workbook itself; the old file is kept.",
)
@click.option(
    "--final", is_flag=True, help="Say what stands between a report and its status 'Final'."
)
@click.option(
    "--mend",
    is_flag=True,
    help="Write what is beyond doubt into the workbook in the right form; the old file is kept.",
)
@click.option(
    "--moved-on-purpose",
    is_flag=True,
    help="Texts that stand in other rows than at the last check were moved on purpose.",
)
@click.option(
    "--watch", is_flag=True, help="Check again each time a workbook is saved, until Ctrl+C."
)
@quiet_option
@json_option
@click.pass_obj
def check(
    folder: Path,
    workbooks: Sequence[str],
    *,
    annotate: bool,
    final: bool,
    mend: bool,
    moved_on_purpose: bool,
    watch: bool,
    quiet: bool,
    as_json: bool,
) -> None:
    """Say what is wrong or missing in the workbooks, cell by cell.

    Without WORKBOOK all workbooks of the project are checked, that of the guide beside those of the
    countries. The full list of each workbook, with the sentences in question, is written to the
    output folder as a web page. With --annotate the cells of the workbook turn colour as well; a
    note on the cell and the column 'Check results' say why, and the sheet To do lists all with
    links. When the cell is mended, the next call takes the mark away.
    With --final a draft is checked as if it were final: what stands between it and publication is
    told and written to a page of its own.
    With --mend what can mean one thing only is put into the form that is asked for, before the
    check: words for a state, dates, words of drop-down lists, citations, keys of sources. Each is
    listed and noted in the sheet Cell history.
    """
    project = project_in(folder)
    if final:
        show_gates(project, workbook_paths(project, workbooks), quiet=quiet)
    paths = _with_guide(project, workbooks)
    if watch:
        watch_workbooks(project, paths, annotates=annotate, mends=mend)
    from publisher.project.checking import Checking  # noqa: PLC0415 - it knows the model of a report

    checking = Checking(project, date.today())
    keep_moved(checking, paths if moved_on_purpose else ())
    checked: list[CheckedFile] = []
    is_well = True
    is_mended = mend_workbooks(project, paths, quiet=quiet or as_json) if mend else True
    for path in paths:
        done, marks = check_and_mark(checking, path, annotates=annotate)
        checked.append(done)
        if not as_json:
            is_well = show_check(checking, done, marks, quiet=quiet) and is_well
    levels = _told_of_all(checking, checked, quiet=quiet, as_json=as_json)
    checking.cache.digests.save()
    finish(bool(levels[Level.MUST_FIX]) or not (is_well and is_mended))


def _told_of_all(
    checking: "Checking", checked: "Sequence[CheckedFile]", *, quiet: bool, as_json: bool
) -> Counter[Level]:
    """Tell what is seen of all workbooks together, and return how many problems there are of each
    level.
    """
    from publisher.project.checking import doubled  # noqa: PLC0415 - as above

    project = checking.project
    guide = project.guide_workbook  # a look into the folder: once, not for each workbook
    own = (each.standing for each in checked if each.path != guide)
    twins = doubled((each.file, each.progress.country) for each in own)
    levels = Counter(each.level for each in twins)
    for each in checked:
        levels += each.standing.levels
    if as_json:
        found = [told for each in checked for told in checking.summary(each.path).diagnostics]
        click.echo(json_of([diagnostic_fields(each) for each in (*found, *twins)]))
        return levels
    show_problems(twins, project.language.messages)
    if not quiet:
        words = project.language.messages
        workbooks = phrase(words["terminal"], "workbooks", len(checked))
        counts = counts_of(levels, words)
        click.echo(words["terminal"]["checked"].format(workbooks=workbooks, counts=counts))
    return levels


def _with_guide(project: Project, workbooks: Sequence[str]) -> tuple[Path, ...]:
    """Return the workbooks to check: those that were named, or all, with that of the guide."""
    paths = workbook_paths(project, workbooks)
    has_guide = not workbooks and project.guide_workbook.exists()
    return (*paths, project.guide_workbook) if has_guide else paths


def show_gates(project: Project, paths: Sequence[Path], *, quiet: bool) -> NoReturn:
    """Tell for each workbook what stands between it and publication, and end the program."""
    is_open = True
    for path in paths:
        is_open = _shown_gate(project, path, quiet=quiet) and is_open
    raise SystemExit(0 if is_open else 1)


def _shown_gate(project: Project, path: Path, *, quiet: bool) -> bool:
    """Tell what stands between a report and its publication; return whether nothing does."""
    from publisher.project.gate import gate_of  # noqa: PLC0415 - openpyxl

    try:
        gate = gate_of(project, path, date.today())
    except PublisherError as problem:
        show_problems(problem.diagnostics, project.language.messages)
        return False
    words = project.in_language(gate.summary.standing.language).language
    for level, line in gate.summary.lines:
        click.secho(line, fg=COLOURS[level], err=True)
    if gate.is_open and not quiet:
        click.echo(f"{path.name}: {words.words('final_page')['well']}")
    if not quiet:
        click.echo(f"{words.words('final_page')['title']}: {gate.page}")
    return gate.is_open


def keep_moved(checking: "Checking", paths: Sequence[Path]) -> None:
    """Take the rows in which texts stand now for those that are meant; stop where a workbook cannot
    be read.
    """
    try:
        for path in paths:
            checking.keep_moved(path)
    except PublisherError as problem:
        stop(problem, checking.project)


def check_and_mark(
    checking: "Checking", path: Path, *, annotates: bool
) -> "tuple[CheckedFile, str | PublisherError]":
    """Return what a check found, with what became of the marks in the workbook, where they are
    wanted: in words, or why there are none.
    """
    if not annotates:
        return checking.check(path), ""
    checked: list[CheckedFile] = []

    def check_it() -> str:
        checked.append(checking.check(path, anew=True))
        result = checked[-1].result
        return _mark(result) if result and result.rows else ""

    try:
        marks = in_turn(checking.project, path, check_it, waiting_told(checking.project))
    except PublisherError as problem:
        return checked[-1], problem
    return checked[-1], marks


def show_check(
    checking: "Checking",
    checked: "CheckedFile",
    marks: str | PublisherError = "",
    *,
    quiet: bool = False,
) -> bool:
    """Tell what a check found, in the workbook's language, and what became of the marks; return
    whether all that was asked for could be written.
    """
    standing = checked.standing
    words = checking.project.in_language(standing.language).language.messages
    click.echo(f"{standing.file}: {counts_of(standing.levels, words)}", err=True)
    for level, alike in groupby(checked.lines, key=itemgetter(0)):
        # All at once: styling each line apart takes a third of the time of many workbooks.
        text = "\n".join(line for _, line in alike)
        click.secho(text, fg=COLOURS[level], err=True)
    failed = [marks] if isinstance(marks, PublisherError) else []
    lines = [marks] if isinstance(marks, str) and marks else []
    try:
        lines.insert(0, words["general"]["full_list"].format(path=checking.write_list(checked)))
    except PublisherError as problem:
        failed.append(problem)
    for each in failed:
        click.secho(each.diagnostic.told(words), fg="red", err=True)
    for line in () if quiet else lines:
        click.echo(line)
    return not failed


def _mark(result: "CheckResult") -> str:
    """Mark the problems in the workbook itself and return what became of it, in words."""
    from publisher.project.workbooks import annotate_file  # noqa: PLC0415 - openpyxl, as above
    from publisher.workbook.annotate import has_reserved_cells  # noqa: PLC0415

    kept = annotate_file(result, datetime.now())
    is_markable = has_reserved_cells(result.rows)
    outcome = "marked" if kept else "unmarked" if is_markable else "unmarkable"
    line: str = result.project.language.messages["general"][outcome].format(path=kept)
    return line


def watch_workbooks(
    project: Project, paths: Sequence[Path], *, annotates: bool, mends: bool = False
) -> NoReturn:
    """Check workbooks each time they are saved; marks wait until nobody has the workbook open."""
    if mends:
        raise click.UsageError("--mend is for one run: use it without --watch")
    from publisher.project.checking import Checking  # noqa: PLC0415 - as above

    watch = Watch(paths)
    words = project.language.messages["terminal"]
    workbooks = phrase(words, "workbooks", len(paths))
    click.echo(words["watching"].format(workbooks=workbooks))
    try:
        for path in watch.changed(lambda path: bool(lock_of(path))):
            is_open = bool(lock_of(path))
            checking = Checking(project, date.today())
            checked, marks = check_and_mark(checking, path, annotates=annotates and not is_open)
            show_check(checking, checked, marks)
            watch.know(path)
            if annotates and is_open:
                click.echo(words["marks_wait"])
                watch.again(path)
    except KeyboardInterrupt:
        click.echo(words["stopped"])
    raise SystemExit(0)
