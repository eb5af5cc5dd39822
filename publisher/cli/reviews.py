"""The commands of a review: 'publisher review send', 'collect', 'apply' and 'status'."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from publisher.cli.shared import (
    chosen_provisions,
    project_in,
    stop,
    waiting_told,
    workbook_path,
    workbook_paths,
)
from publisher.cli.terminal import show_problems
from publisher.domain.diagnostics import Level, Place, PublisherError, failure, must_fix
from publisher.project.files import BACKUP
from publisher.project.turns import in_turn

if TYPE_CHECKING:
    from publisher.rounds.apply import Applied
    from publisher.rounds.collect import Collected
    from publisher.rounds.send import Sent


@click.group()
def review() -> None:
    """Send drafts to national NGOs, collect what they wrote, write what is accepted into the
    workbook.

    'review send' writes a Word draft with a letter, the table and the researcher's questions as
    comments. 'review collect' reads what comes back into the sheet Review of the workbook, one row
    for each remark or change. There a researcher decides. 'review apply' writes what was accepted
    into the cells. 'review status' shows who has answered.
    """


@review.command()
@click.argument("workbook")
@click.option("--to", "names", multiple=True, metavar="NAME", help="Who is asked; may be repeated.")
@click.option("--all", "to_all", is_flag=True, help="Everybody whom the sheet Reviewers names.")
@click.option(
    "--provisions",
    default="",
    metavar="LIST",
    help="Only these, by article or row id: 3(1)(b), 5, 8(2).",
)
@click.option(
    "--due", default="", metavar="DATE", help="The day by which a reply is asked for: 2027-01-31."
)
@click.option("-q", "--quiet", is_flag=True, help="Print problems only.")
@click.pass_obj
def send(
    folder: Path,
    workbook: str,
    names: tuple[str, ...],
    provisions: str,
    due: str,
    *,
    to_all: bool,
    quiet: bool,
) -> None:
    """Write drafts of WORKBOOK for review, one for each reviewer.

    The workbook is noted in (sheet Reviewers) and kept as it was in workbooks/backup.
    """
    if bool(names) == to_all:
        raise click.UsageError('say who is asked: --to "Name of the NGO", or --all')
    from publisher.cli.terminal_reviews import tell_sent  # noqa: PLC0415
    from publisher.project.workbooks import check_file  # noqa: PLC0415 - openpyxl, not for usage errors
    from publisher.rounds.send import due_day, register_of, send_draft  # noqa: PLC0415

    project = project_in(folder)
    path = workbook_path(project, workbook)
    now = datetime.now()
    try:
        day, chosen = due_day(due, now.date()), chosen_provisions(project, provisions)
        recipients = names or _everybody(
            register_of(_publishable(check_file(project, path, now.date()))), path
        )
        for name in recipients:

            def send_it(name: str = name.strip()) -> "Sent":
                # Each draft is noted in the workbook, which is then read anew.
                result = _publishable(check_file(project, path, now.date()))
                return send_draft(result, name, due=day, provisions=chosen, now=now)

            sent = in_turn(project, path, send_it, waiting_told(project))
            if not quiet:
                tell_sent(sent, project.language.messages)
    except PublisherError as problem:
        stop(problem, project)
    if not quiet:
        noted = project.language.messages["terminal"]["noted"]
        click.echo(noted.format(path=path, folder=path.parent / BACKUP))
        show_problems(sent.told, project.language.messages)


def _publishable(result: Any) -> Any:  # noqa: ANN401 - check results; loaded only for this command
    """Return a checked workbook; stop where a draft cannot be made of it."""
    if not result.is_publishable:
        show_problems(
            (each for each in result.diagnostics if each.level is Level.MUST_FIX),
            result.project.language.messages,
        )
        raise SystemExit(1)
    return result


def _everybody(register: Any, path: Path) -> tuple[str, ...]:  # noqa: ANN401 - a register; loaded only here
    if not register.names:
        raise failure("R604", Place(path.name), sheet=register.sheet)
    names: tuple[str, ...] = register.names
    return names


@review.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--draft",
    default="",
    metavar="BUILD",
    help="Which draft the files are, where they do not say so.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Write the sheet Review into an Excel file of its own.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print problems only.")
@click.pass_obj
def collect(
    folder: Path, files: tuple[Path, ...], draft: str, out: Path | None, *, quiet: bool
) -> None:
    """Read returned drafts (FILES: .docx, .odt, .doc, .rtf) into the sheet Review of their
    workbooks.

    Each comment, change and addition becomes a row with a drop-down for the decision. The content
    of the workbook is not changed. The files may come in any order, and more than once.
    """
    project = project_in(folder)
    kept, is_well = _taken_in(project, files, draft)
    countries = tuple(dict.fromkeys(each.sent.country for each in kept))
    if out and len(countries) > 1:
        raise click.UsageError(
            f"--out takes drafts of one country; these are of {', '.join(countries)}"
        )
    for country in countries:
        own = [each for each in kept if each.sent.country == country]
        is_well = _refreshed(project, country, own, out, quiet=quiet) and is_well
    if not is_well:
        raise SystemExit(1)


def _taken_in(project: Any, files: tuple[Path, ...], draft: str) -> tuple[list[Any], bool]:  # noqa: ANN401
    """Keep returned files; return those that could be read, and whether all could.

    A fault that nobody foresaw costs the file in which it came up, and no other.
    """
    from publisher.rounds.collect import take_in  # noqa: PLC0415
    from publisher.rounds.returns import unforeseen_in_draft  # noqa: PLC0415
    from publisher.rounds.word_files import lock_files  # noqa: PLC0415

    words = project.language.messages
    kept: list[Any] = []
    locks = lock_files(files)
    show_problems((locks[path] for path in files if path in locks), words)
    is_well = True
    for path in (each for each in files if each not in locks):
        try:
            taken = take_in(project, path, draft)
            kept.append(taken.value)
            show_problems(taken.diagnostics, words)
            is_well = is_well and not must_fix(taken.diagnostics)
        except PublisherError as problem:
            show_problems(problem.diagnostics, words)
            is_well = False
        except Exception as fault:
            show_problems((unforeseen_in_draft(project, path.name, fault),), words)
            is_well = False
    return kept, is_well


def _refreshed(
    project: Any,  # noqa: ANN401 - a project; loaded only for this command
    country: str,
    kept: list[Any],
    out: Path | None,
    *,
    quiet: bool,
) -> bool:
    """Write what came back for a country into its sheet Review; return whether all went well."""
    from publisher.cli.terminal_reviews import tell_collected  # noqa: PLC0415
    from publisher.rounds.collect import (  # noqa: PLC0415
        refresh,
        unforeseen_in_collecting,
        workbook_of,
    )

    words = project.language.messages
    paths = tuple(each.path for each in kept)
    try:
        book = workbook_of(project, country)

        def refresh_it() -> "Collected":
            return refresh(project, book, datetime.now(), out, paths)

        collected = in_turn(project, book, refresh_it, waiting_told(project))
    except PublisherError as problem:
        show_problems(problem.diagnostics, words)
        return False
    except Exception as fault:  # it costs this country only
        show_problems((unforeseen_in_collecting(project, country, fault),), words)
        return False
    show_problems(collected.diagnostics, words)
    tell_collected(kept, collected, project.language, quiet=quiet)
    return not must_fix(collected.diagnostics)


@review.command()
@click.argument("workbook")
@click.option(
    "--from",
    "from_",
    type=click.Path(path_type=Path, exists=True),
    help="The file that 'collect --out' wrote.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print problems only.")
@click.pass_obj
def apply(folder: Path, workbook: str, from_: Path | None, *, quiet: bool) -> None:
    """Carry out what was decided in the sheet Review of WORKBOOK.

    Accepted changes are written into the content cells; everything else in the file stays, and the
    old file is kept in workbooks/backup. A cell that changed since the draft was sent is merged
    where the changes do not touch each other.
    """
    from publisher.cli.terminal_reviews import tell_applied  # noqa: PLC0415
    from publisher.rounds.apply import apply_decisions  # noqa: PLC0415

    project = project_in(folder)
    path = workbook_path(project, workbook)

    def apply_it() -> "Applied":
        return apply_decisions(project, path, datetime.now(), from_)

    try:
        applied = in_turn(project, path, apply_it, waiting_told(project))
    except PublisherError as problem:
        stop(problem, project)
    show_problems(applied.diagnostics, project.language.messages)
    tell_applied(path, applied, project.language.messages, quiet=quiet)
    if applied.refused:
        raise SystemExit(1)


@review.command()
@click.argument("workbooks", nargs=-1)
@click.option(
    "--json", "as_json", is_flag=True, help="Print the result as JSON, for other programs."
)
@click.pass_obj
def status(folder: Path, workbooks: tuple[str, ...], *, as_json: bool) -> None:
    """Show for each draft when it was sent, whether it came back, and what is still to be
    decided.
    """
    from publisher.cli.terminal_reviews import tell_rounds  # noqa: PLC0415
    from publisher.rounds.status import rounds_of  # noqa: PLC0415

    project = project_in(folder)
    found: list[Any] = []
    failed = False
    for path in workbook_paths(project, workbooks):
        try:
            found += rounds_of(project, path, datetime.now().date())
        except PublisherError as problem:
            show_problems(problem.diagnostics, project.language.messages)
            failed = True
    tell_rounds(found, project.language.messages, as_json=as_json)
    if failed:
        raise SystemExit(1)
