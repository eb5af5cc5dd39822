"""The commands about templates: which there are, what they may use, whether they are sound, a new
one.

Exit codes as for all commands: 0 all is well, 1 a template has a MUST FIX, 2 the command was used
wrongly.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import click

from publisher.cli.shared import finish, json_option, project_in, quiet_option, stop
from publisher.cli.template_fields import FOLDERS, KINDS, fields
from publisher.cli.terminal import as_json as json_of
from publisher.cli.terminal import (
    counts,
    diagnostic_fields,
    say_written,
    show_problems,
    show_table,
    show_template,
)
from publisher.domain.diagnostics import Catalogue, Diagnostic, PublisherError, must_fix
from publisher.domain.names import likely
from publisher.domain.plural import phrase
from publisher.project.project import Project
from publisher.project.standard import TYPST_HOUSE
from publisher.project.templates import (
    Listed,
    is_good_name,
    list_templates,
    names_to_begin_from,
    new_template,
    stray_templates,
)
from publisher.project.write_faults import bad_name


@click.group()
def templates() -> None:
    """List, check and begin templates: the Word documents and HTML pages that reports are made
    with.
    """


@templates.command(name="list")
@json_option
@click.pass_obj
def list_(folder: Path, *, as_json: bool) -> None:
    """List the templates of the project, and the standard ones where it has none of its own."""
    project = project_in(folder, anywhere=True)
    rows = [(each, _faults(project, each)) for each in list_templates(project)]
    show_problems(stray_templates(project), project.language.messages)
    catalogue = project.language.messages
    words, purposes = catalogue["terminal"], catalogue["template_purposes"]
    if as_json:
        click.echo(json_of([_listed_fields(each, found, purposes) for each, found in rows]))
        return
    told = [
        (
            each.name,
            purposes[each.purpose],
            words[_origin(each)],
            counts(found, catalogue) if each.is_changed else "-",
        )
        for each, found in rows
    ]
    columns = ("template_column", "template_purpose", "template_owner", "template_state")
    show_table([words[each] for each in columns], told)
    unused = ", ".join(each.name for each, _ in rows if not each.is_used)
    if unused:
        click.echo()
        click.echo(words["templates_unused"].format(report=project.settings.report, names=unused))
    click.echo()
    own = project.folder / project.settings.templates
    click.echo(words["templates_folder"].format(folder=own))
    click.echo(words["templates_next"])


@templates.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option(
    "--annotate",
    is_flag=True,
    help="Put the problems as comments into a copy beside each Word template.",
)
@quiet_option
@json_option
@click.pass_obj
def check(
    folder: Path, names: Sequence[str], *, annotate: bool, quiet: bool, as_json: bool
) -> None:
    """Say what is wrong in the templates, tag by tag, before a report is built with them.

    Without NAME all templates of the project are checked. With --annotate a copy,
    NAME.checked.docx, shows each problem as a comment in Word; the template itself is left as it
    is.
    """
    from publisher.project.template_checks import check_template  # noqa: PLC0415 - Word, and openpyxl for the sample

    project = project_in(folder)
    chosen = _chosen(project, names)
    found: list[Diagnostic] = [] if names else list(stray_templates(project))
    if not as_json:
        show_problems(found, project.language.messages)
    for each in chosen:
        problems = check_template(project, each, date.today())
        found += problems
        if not as_json and (problems or not quiet):
            show_template(
                f"{project.settings.templates}/{each.name}", problems, project.language.messages
            )
        if annotate:
            _annotate(project, each, datetime.now(), quiet=quiet or as_json)
    if as_json:
        click.echo(json_of([diagnostic_fields(each) for each in found]))
    elif not quiet:
        catalogue = project.language.messages
        told = phrase(catalogue["terminal"], "templates", len(chosen))
        line = catalogue["terminal"]["templates_checked"]
        click.echo(line.format(templates=told, counts=counts(found, catalogue)))
    finish(must_fix(found))


@templates.command()
@click.argument("name")
@click.option(
    "--kind",
    type=KINDS,
    default="word",
    help="A Word template (as it is without this), an HTML one or a layout of Typst.",
)
@click.option(
    "--like",
    default="country_report",
    help="The standard template to begin from, such as portrait_report.",
)
@quiet_option
@click.pass_obj
def new(folder: Path, name: str, *, kind: str, like: str, quiet: bool) -> None:
    """Begin the template NAME as a copy of a standard one.

    A template that is there already is never overwritten.
    """
    project = project_in(folder, begins=True)
    words = project.language.messages["terminal"]
    bare = re.sub(r"\.(docx|html|css|typ)$", "", name)
    if not is_good_name(bare):
        raise click.UsageError(words["template_bad_name"].format(name=name))
    if refused := bad_name(Path(f"{bare}.docx")):
        stop(refused, project)
    try:
        written = new_template(project, bare, like, FOLDERS[kind])
    except FileExistsError as there:
        raise click.UsageError(words["template_there"].format(path=there)) from there
    except FileNotFoundError as missing:
        known = ", ".join(names_to_begin_from(FOLDERS[kind]))
        line = words["template_no_standard"].format(kind=kind, like=like, known=known)
        raise click.UsageError(line) from missing
    except PublisherError as problem:
        stop(problem, project)
    if not quiet:
        _tell_next(project, written, bare, kind)


def _tell_next(project: Project, written: Sequence[Path], name: str, kind: str) -> None:
    catalogue = project.language.messages
    for path in written:
        say_written(path, catalogue)
    is_word = kind == "word"
    lines = ["template_next_word" if is_word else "template_next_text"]
    if project.settings.report != name:
        lines += ["template_use", "template_other"]
        if kind == "html":
            lines.append("template_layout")
    for line in lines:
        words = catalogue["terminal"][line]
        click.echo(words.format(name=name, other="html" if is_word else "word"))


templates.add_command(fields)


# What the commands share


def _chosen(project: Project, names: Sequence[str]) -> list[Listed]:
    """Return the templates that were named, by path or by name alone; all where none was. Stop
    where a file of that name is there and is no template.
    """
    listed = list_templates(project)
    chosen = list(listed) if not names else []
    for name in names:
        found = _called(listed, name)
        strays = [each for each in stray_templates(project) if _is_called(each, name)]
        if strays and not found:
            show_problems(strays, project.language.messages)
            raise SystemExit(1)
        if not found:
            near = likely(Path(name).stem, [each.stem for each in listed])
            words = project.language.messages["terminal"]
            line = words["template_none_near" if near else "template_none"]
            raise click.UsageError(line.format(name=name, near=near))
        chosen += found
    return list(dict.fromkeys(chosen))


def _is_called(stray: Diagnostic, name: str) -> bool:
    path = Path(stray.place.file)
    return Path(name).name in (path.name, path.stem)


def _called(listed: Sequence[Listed], name: str) -> list[Listed]:
    """Return the templates that a person means by a name, or by the path of a file."""
    wanted, path = Path(name).as_posix(), Path(name).resolve()
    found = []
    for each in listed:
        names = [each.name, each.path.name, each.stem, each.name.split(".")[0]]
        if each.name == TYPST_HOUSE:  # no template of a report, though somebody's may be called so
            names = names[:2]
        if wanted in names:
            found.append(each)
    return found or [each for each in listed if each.path.resolve() == path]


def _annotate(project: Project, listed: Listed, now: datetime, *, quiet: bool) -> None:
    from publisher.project.template_checks import annotate_template  # noqa: PLC0415

    if not listed.is_word:
        return
    try:
        copy = annotate_template(project, listed, now)
    except PublisherError as problem:
        stop(problem, project)
    if copy and not quiet:
        click.echo(project.language.messages["terminal"]["with_comments"].format(path=copy))


def _origin(each: Listed) -> str:
    """Return which of the terminal's words says whose a template is."""
    if not each.is_own:
        return "owner_standard"
    return "owner_own" if each.is_changed else "owner_own_standard"


def _faults(project: Project, each: Listed) -> tuple[Diagnostic, ...]:
    """Return what is wrong with a template that is not as the standard one."""
    if not each.is_changed:
        return ()
    from publisher.project.template_checks import check_template  # noqa: PLC0415 - as above

    return check_template(project, each, date.today())


def _listed_fields(
    each: Listed, found: Sequence[Diagnostic], purposes: Catalogue
) -> dict[str, object]:
    purpose = purposes[each.purpose]
    told = {"name": each.name, "path": str(each.path), "purpose": purpose, "own": each.is_own}
    return {
        **told,
        "used": each.is_used,
        "changed": each.is_changed,
        "problems": [diagnostic_fields(problem) for problem in found],
    }
