"""The commands about templates: which there are, what they may use, whether they are sound, a new
one.

Exit codes as for all commands: 0 all is well, 1 a template has a MUST FIX, 2 the command was used
wrongly.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from publisher.cli.shared import finish, json_option, project_in, quiet_option, stop
from publisher.cli.terminal import as_json as json_of
from publisher.cli.terminal import counts, diagnostic_fields, show_table, show_template
from publisher.domain.diagnostics import Catalogue, Diagnostic, PublisherError, must_fix
from publisher.domain.names import likely
from publisher.domain.plural import count
from publisher.project.project import Project
from publisher.project.standard import TYPST_HOUSE
from publisher.project.templates import Listed, is_good_name, list_templates, new_template
from publisher.project.write_faults import bad_name

if TYPE_CHECKING:
    from publisher.templating.field_list import FieldLine

# What a person calls the kinds of templates, and the folder of each.
_FOLDERS = {"word": "docx", "html": "html", "typst": "typst"}
_KINDS = click.Choice(tuple(_FOLDERS))
_WIDTH = 50  # of an example


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
    if as_json:
        click.echo(json_of([_listed_fields(each, found) for each, found in rows]))
        return
    told = [(each.name, each.purpose, _origin(each), _state(each, found)) for each, found in rows]
    show_table(("template", "what it is for", "whose it is", "check"), told)
    unused = [each.name for each, _ in rows if not each.is_used]
    if unused:
        click.echo(
            f'\nNot in use, because report = "{project.settings.report}" in '
            f"publisher.toml: {', '.join(unused)}"
        )
    click.echo(
        f"\nThe project's own templates lie in {project.folder / project.settings.templates}."
    )
    click.echo("Next: publisher templates check, or publisher templates new NAME")


@templates.command()
@click.option(
    "--kind",
    type=_KINDS,
    default="word",
    help="For Word templates (as it is without this), HTML ones or layouts of Typst.",
)
@json_option
@click.pass_obj
def fields(folder: Path, *, kind: str, as_json: bool) -> None:
    """List every field, filter and fixed word that a template may use.

    Each field stands with the tag that prints it and an example from the report of an invented
    country. What stands indented is known only inside the loop above it.
    """
    from publisher.project.template_fields import fields_of_templates, filters_of_templates  # noqa: PLC0415
    from publisher.templating.bounds import FILTER_NAMES  # noqa: PLC0415

    project = project_in(folder, anywhere=True)
    is_word = kind == "word"
    write = in_typst if kind == "typst" else str
    lines = fields_of_templates(project, is_word=is_word, today=date.today())
    filters = filters_of_templates(project, is_word=is_word)
    words = project.language.words("report")
    if as_json:
        told = {
            "fields": list(map(asdict, lines)),
            "filters": list(map(asdict, filters)),
            "words": dict(words),
        }
        click.echo(json_of(told))
        return
    _tell_fields(lines, project.language.messages, write)
    click.echo()
    if kind != "typst":
        show_table(
            ("filter", "what it makes", "for example"),
            [(each.name, each.says, each.tag) for each in filters],
        )
        click.echo(f"and for plain texts and lists: {', '.join(FILTER_NAMES)}\n")
    show_table(
        ("fixed word", "in this project's language"),
        [(write(_tag(key)), text) for key, text in words.items()],
    )
    click.echo(f"\n{_LEGENDS[kind]}")


def in_typst(tag: str) -> str:
    """Return how a layout of Typst writes what a tag of an HTML template prints or repeats."""
    if loop := re.match(r"\{%\s*(for .+?)\s*%\}", tag):
        return f"#{loop[1]} {{ … }}"
    inner = tag.removeprefix("{{").removesuffix("}}").strip()
    filtered = re.fullmatch(r"(\S+) \| (\w+)", inner)
    return f"#{filtered[2]}({filtered[1]})" if filtered else f"#{inner}"


def _tag(word: str) -> str:
    return f"{{{{ words.{word} }}}}"


_LEGENDS = {
    "word": (
        "{{ … }} prints, {% … %} repeats or leaves out. A letter behind the braces says "
        "what the tag takes with it:\n"
        "{%p … %} and {{p … }} their whole paragraph, {%tr … %} its table row, {%tc … %} "
        "its table cell; {{r … }} stands\n"
        "among other text. Such a tag has its paragraph, row or cell for itself."
    ),
    "html": "{{ … }} prints, {% … %} repeats or leaves out what stands between it and its end.",
    "typst": (
        'A layout begins with #import "house.typ": * and #let report = data.report.\n'
        "blocks, inlines, notes, sign, bar and the like are functions of house.typ."
    ),
}


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
    chosen = _chosen(list_templates(project), names)
    found: list[Diagnostic] = []
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
        click.echo(f"{count(len(chosen), 'template')} checked: {counts(found)}")
    finish(must_fix(found))


@templates.command()
@click.argument("name")
@click.option(
    "--kind",
    type=_KINDS,
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
    bare = re.sub(r"\.(docx|html|css|typ)$", "", name)
    if not is_good_name(bare):
        raise click.UsageError(
            f"'{name}' cannot be the name of a template: use letters, digits, - and _"
        )
    if refused := bad_name(Path(f"{bare}.docx")):
        stop(refused)
    try:
        written = new_template(project, bare, like, _FOLDERS[kind])
    except FileExistsError as there:
        raise click.UsageError(
            f"{there} is there already and was left as it is. Choose another name."
        ) from there
    except FileNotFoundError as missing:
        raise click.UsageError(
            f"there is no standard {kind} template '{like}'; see: publisher templates list"
        ) from missing
    except PublisherError as problem:
        stop(problem, project)
    if not quiet:
        _tell_next(project, written, bare, kind)


def _tell_next(project: Project, written: Sequence[Path], name: str, kind: str) -> None:
    for path in written:
        click.echo(f"written: {path}")
    with_what, other = ("Word", "html") if kind == "word" else ("a text editor", "word")
    click.echo(f"Next: change it in {with_what}, then: publisher templates check {name}")
    if project.settings.report != name:
        click.echo(f'To build reports with it write report = "{name}" in publisher.toml;')
        click.echo(
            f"that needs the other kind as well: publisher templates new {name} --kind {other}"
        )
        if kind == "html":
            click.echo(
                "The PDF is made of the web page then, unless there is a layout of Typst too: "
                f"publisher templates new {name} --kind typst"
            )


# What the commands share


def _chosen(listed: Sequence[Listed], names: Sequence[str]) -> list[Listed]:
    """Return the templates that were named, by path or by name alone; all where none was."""
    chosen = list(listed) if not names else []
    for name in names:
        found = _called(listed, name)
        if not found:
            near = likely(Path(name).stem, [each.stem for each in listed])
            guess = f"; did you mean '{near}'?" if near else ""
            raise click.UsageError(f"there is no template '{name}'{guess}")
        chosen += found
    return list(dict.fromkeys(chosen))


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
        click.echo(f"with comments: {copy}")


def _origin(each: Listed) -> str:
    if not each.is_own:
        return "standard"
    return "your own" if each.is_changed else "your own, as the standard"


def _faults(project: Project, each: Listed) -> tuple[Diagnostic, ...]:
    """Return what is wrong with a template that is not as the standard one."""
    if not each.is_changed:
        return ()
    from publisher.project.template_checks import check_template  # noqa: PLC0415 - as above

    return check_template(project, each, date.today())


def _state(each: Listed, found: Sequence[Diagnostic]) -> str:
    return counts(found) if each.is_changed else "-"


def _listed_fields(each: Listed, found: Sequence[Diagnostic]) -> dict[str, object]:
    told = {"name": each.name, "path": str(each.path), "purpose": each.purpose, "own": each.is_own}
    return {
        **told,
        "used": each.is_used,
        "changed": each.is_changed,
        "problems": [diagnostic_fields(problem) for problem in found],
    }


def _tell_fields(
    lines: Sequence["FieldLine"], words: Catalogue, write: Callable[[str], str]
) -> None:
    rows = []
    for each in lines:
        if each.tag:
            example = (
                each.example if len(each.example) <= _WIDTH else f"{each.example[: _WIDTH - 1]}…"
            )
            told = "(its fields stand above)" if each.is_above else example or each.says
            rows.append(
                (f"{'    ' * each.depth}{write(each.tag)}", words["kind_names"][each.kind], told)
            )
    show_table(("tag", "kind", "example (an invented country)"), rows)
