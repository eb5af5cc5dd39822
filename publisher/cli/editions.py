"""The commands that publish: 'publish', 'editions', 'withdraw' and 'erratum'."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from publisher.cli.shared import (
    finish,
    json_option,
    project_in,
    quiet_option,
    stop,
    waiting_told,
    workbook_path,
)
from publisher.cli.terminal import as_json as json_of
from publisher.cli.terminal import diagnostic_fields, show_built, show_problems
from publisher.domain.diagnostics import Diagnostic, Place, PublisherError, failure, must_fix
from publisher.domain.names import typed
from publisher.project.turns import in_turn

if TYPE_CHECKING:
    from publisher.editions.manifest import Notice, NoticeKind
    from publisher.editions.reasons import Reason
    from publisher.project.editions import PublishedEdition
    from publisher.project.project import Project
    from publisher.project.publish import Ready


@click.command()
@click.argument("workbook")
@click.option("--draft", is_flag=True, help="An edition for consultation, marked on each page.")
@click.option(
    "--again", is_flag=True, help="Also where nothing has changed since the last edition."
)
@click.option(
    "--reason",
    "reasons",
    multiple=True,
    metavar='"ROW: TEXT"',
    help="Why a row has changed; may be repeated. ROW is its article or row id; TEXT may begin with"
    " law:, research: or wording: where that is the right kind.",
)
@click.option("--no-questions", is_flag=True, help="Ask for no reasons.")
@quiet_option
@click.pass_obj
def publish(
    folder: Path,
    workbook: str,
    reasons: Sequence[str],
    *,
    draft: bool,
    again: bool,
    no_questions: bool,
    quiet: bool,
) -> None:
    """Publish the report of WORKBOOK as its next edition, which is never changed afterwards.

    What stands between the report and publication is told first; then nothing is published. All
    formats, the content as data and a manifest are put into editions/. For each row that changed
    since the last edition a reason is asked; Enter leaves it out.
    """
    from publisher.project.publish import make_ready, publish  # noqa: PLC0415 - openpyxl
    from publisher.project.workbooks import check_file  # noqa: PLC0415 - as above

    project = project_in(folder)
    path = workbook_path(project, workbook)
    is_asked = sys.stdin.isatty() and not (no_questions or quiet or reasons)
    today = date.today()

    def ready() -> "Ready":
        checked = check_file(project, path, today)
        return make_ready(checked, today, for_consultation=draft, again=again)

    def publish_it() -> "PublishedEdition":
        now = ready()
        return publish(now, answers or _given(now, reasons), today)

    try:
        # Asked before its turn begins: other runs need not wait while somebody thinks.
        answers = _asked(ready()) if is_asked else {}
        published = in_turn(project, path, publish_it, waiting_told(project))
    except PublisherError as problem:
        stop(problem, project)
    if not quiet:
        words = project.language.messages["terminal"]
        told = {"number": published.number, "folder": published.folder}
        click.echo(words["published"].format(**told))


def _given(ready: "Ready", written: Sequence[str]) -> "Mapping[str, Reason]":
    """Return the reasons that were written in the command, by row. Raises PublisherError where one
    fits no row that has changed.
    """
    from publisher.editions.reasons import reason_of  # noqa: PLC0415 - as above

    project = ready.result.project
    kinds = project.language.words("change_kinds")
    provisions = {each.id: each for each in project.treaty.provisions}
    known = {id_: id_ for id_ in ready.changed_rows}
    known |= {provisions[id_].reference: id_ for id_ in known if id_ in provisions}
    found: dict[str, Reason] = {}
    for each in written:
        row, _, text = each.partition(":")
        if row.strip() not in known:
            listed = ", ".join(provisions[id_].reference for id_ in ready.changed_rows)
            raise failure("E923", Place("--reason"), written=row.strip(), known=listed)
        found[known[row.strip()]] = reason_of(text, kinds)
    return found


def _asked(ready: "Ready") -> "Mapping[str, Reason]":
    """Ask why each row has changed, and return what was answered."""
    from publisher.editions.reasons import KINDS, reason_of  # noqa: PLC0415 - as above

    language = ready.result.project.language
    words, kinds = language.messages["terminal"], language.words("change_kinds")
    provisions = {each.id: each for each in ready.result.project.treaty.provisions}
    found: dict[str, Reason] = {}
    if ready.changed_rows:
        listed = ", ".join(kinds[each] for each in KINDS)
        last = ready.last.number if ready.last else 0
        click.echo(words["reasons_asked"].format(number=last))
        click.echo(words["kinds_asked"].format(kind=kinds[KINDS[0]], kinds=listed))
    for id_ in ready.changed_rows:
        provision, kind = provisions.get(id_), ready.kind_of(id_)
        name = f"{provision.un_reference} {provision.title}" if provision else id_
        asked = f"  {name} ({kinds[kind]})" if kind else f"  {name}"
        text = click.prompt(asked, default="", show_default=False)
        if text.strip():
            found[id_] = reason_of(text, kinds)
    return found


@click.command()
@click.argument("workbook", required=False)
@click.option("--verify", is_flag=True, help="Prove that each file is as it was published.")
@quiet_option
@json_option
@click.pass_obj
def editions(
    folder: Path, workbook: str | None, *, verify: bool, quiet: bool, as_json: bool
) -> None:
    """List the editions of WORKBOOK, or of all countries."""
    from publisher.project.editions import (  # noqa: PLC0415 - the model of a report
        countries_with_editions,
        editions_of,
        verified,
    )

    project = project_in(folder)
    known = countries_with_editions(project)
    countries = (_country(project, workbook),) if workbook else known
    found: list[Diagnostic] = []
    listed: list[PublishedEdition] = []
    for country in countries:
        if verify:
            found += verified(project, country)
        try:
            listed += editions_of(project, country)
        except PublisherError as problem:
            found += () if verify else problem.diagnostics
    if as_json:
        fields = [_fields(each) for each in listed]
        problems = [diagnostic_fields(each) for each in found]
        click.echo(json_of({"editions": fields, "problems": problems}))
    else:
        show_problems(found, project.language.messages)
        _show(
            project,
            listed,
            workbook,
            is_proved=verify and not found,
            is_all_read=not found,
            quiet=quiet,
        )
    finish(must_fix(found))


def _show(
    project: "Project",
    listed: "Sequence[PublishedEdition]",
    workbook: str | None,
    *,
    is_proved: bool,
    is_all_read: bool,
    quiet: bool,
) -> None:
    words = project.language.messages["terminal"]
    if not listed and is_all_read:
        click.echo(words["no_edition"].format(country=typed(workbook or "COUNTRY")))
        return
    for each in listed:
        manifest = each.manifest
        line = words[f"edition_{manifest.kind.value}"].format(
            country=manifest.country,
            number=manifest.number,
            published=manifest.published,
            version=manifest.version or "–",
        )
        click.echo(line)
        for notice in each.notices:
            told = words[f"notice_{notice.kind.value}"]
            click.echo("  " + told.format(date=notice.date, text=notice.text))
    if is_proved and not quiet:
        files = sum(len(each.manifest.files) for each in listed)
        click.echo(words["editions_proved"].format(editions=len(listed), files=files))


def _fields(edition: "PublishedEdition") -> dict[str, object]:
    manifest = edition.manifest
    return {
        "country": manifest.country,
        "number": manifest.number,
        "kind": manifest.kind.value,
        "language": manifest.language,
        "published": manifest.published.isoformat(),
        "version": manifest.version,
        "withdrawn": edition.withdrawal.text if edition.withdrawal else "",
        "errata": [each.text for each in edition.errata],
        "folder": str(edition.folder),
    }


def _country(project: "Project", workbook: str) -> str:
    """Return the name under which a country's editions lie, as a person writes it: nepal,
    nepal.xlsx, workbooks/nepal.xlsx; the workbook itself need not be there any more.
    """
    from publisher.project.editions import countries_with_editions  # noqa: PLC0415 - as above

    name, known = Path(workbook).stem, countries_with_editions(project)
    alike = [each for each in known if each.casefold() == name.casefold()]
    if name in alike or len(alike) == 1:
        return name if name in alike else alike[0]
    return workbook_path(project, workbook).stem


# What is said of an edition later


@click.command()
@click.argument("workbook")
@click.argument("edition", type=int)
@click.option("--because", "text", required=True, metavar="TEXT", help="Why, for its readers.")
@click.pass_obj
def withdraw(folder: Path, workbook: str, edition: int, text: str) -> None:
    """Withdraw an EDITION of WORKBOOK: its files stay, its page says so and why."""
    from publisher.editions.manifest import NoticeKind  # noqa: PLC0415 - as above

    _notice(folder, workbook, edition, NoticeKind.WITHDRAWN, text)


@click.command()
@click.argument("workbook")
@click.argument("edition", type=int)
@click.argument("text")
@click.pass_obj
def erratum(folder: Path, workbook: str, edition: int, text: str) -> None:
    """Say in a TEXT what is wrong in an EDITION of WORKBOOK; its page shows it."""
    from publisher.editions.manifest import NoticeKind  # noqa: PLC0415 - as above

    _notice(folder, workbook, edition, NoticeKind.ERRATUM, text)


def _notice(folder: Path, workbook: str, number: int, kind: "NoticeKind", text: str) -> None:
    from publisher.project.edition_notices import give_notice  # noqa: PLC0415 - as above

    project = project_in(folder)
    country = _country(project, workbook)
    today = date.today()
    path = project.workbooks_folder / f"{country}.xlsx"  # it need not be there any more

    def give() -> "Notice":
        return give_notice(project, country, number, kind, text, today)

    try:
        notice = in_turn(project, path, give, waiting_told(project))
    except PublisherError as problem:
        stop(problem, project)
    words = project.language.messages["terminal"]
    told = words[f"notice_{kind.value}"].format(date=notice.date, text=notice.text)
    click.echo(f"{country}, {number}: {told}")


@click.command()
@click.argument("workbook")
@click.option("--since", default="", metavar="N", help="The earlier edition; else the one before.")
@click.option(
    "--to", default="", metavar="N", help="The later edition, or 'workbook'; else the last one."
)
@quiet_option
@click.pass_obj
def redline(folder: Path, workbook: str, since: str, to: str, *, quiet: bool) -> None:
    """Show in Word, on the web and as PDF what changed in WORKBOOK from one edition to the next.

    In Word the differences are tracked changes: accepted, they give the later text of each cell,
    rejected the earlier one.
    """
    from publisher.project.redlines import write_redline  # noqa: PLC0415 - openpyxl

    project = project_in(folder)
    try:
        country = _country(project, workbook)
        built = tuple(write_redline(project, country, since, to, date.today()))
    except PublisherError as problem:
        stop(problem, project)
    found = [problem for each in built for problem in each.problems]
    show_problems(found, project.language.messages)
    if not quiet:
        show_built(built, project.language.messages)
    finish(must_fix(found))


COMMANDS: Iterable[click.Command] = (publish, editions, redline, withdraw, erratum)
