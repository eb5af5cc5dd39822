"""What the commands share: opening the project, finding workbooks as people name them, stopping."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NoReturn

import click

from publisher.cli.terminal import show_problems
from publisher.domain.diagnostics import (
    Catalogue,
    Place,
    PublisherError,
    failure,
    must_fix,
    standard_catalogue,
)
from publisher.domain.names import likely
from publisher.domain.treaty import Provision
from publisher.project.listed import called, nameless, stray
from publisher.project.on_disk import in_any_case
from publisher.project.outside import is_empty, is_project, no_project
from publisher.project.project import Project, open_project

pdf_engine_option = click.option(
    "--pdf-engine",
    type=click.Choice(("typst", "weasyprint")),
    help="What lays out the PDFs, whatever the settings say.",
)
quiet_option = click.option("-q", "--quiet", is_flag=True, help="Print problems only.")
json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print the result as JSON, for other programs."
)


def project_in(folder: Path, *, begins: bool = False, anywhere: bool = False) -> Project:
    """Return the project in a folder, after telling what is doubtful in its settings; stop where it
    cannot be used, or the folder is no project.

    What `begins` a project may be done in an empty folder, what writes nothing `anywhere`.
    """
    try:
        opened = open_project(folder)
        show_problems(opened.diagnostics, opened.value.language.messages)
        if must_fix(opened.diagnostics):
            raise SystemExit(1)
        if not (anywhere or is_project(folder) or (begins and is_empty(folder))):
            raise no_project(folder)
    except PublisherError as problem:
        stop(problem)
    return opened.value


def words_of(folder: Path) -> Catalogue:
    """Return the messages of a project whose settings may not be there yet, or be wrong."""
    try:
        return open_project(folder).value.language.messages
    except PublisherError:
        return standard_catalogue()


def workbook_paths(project: Project, names: Sequence[str]) -> tuple[Path, ...]:
    """Return the workbooks that were named, by path or by name alone; all of the project's where
    none was.
    """
    if not names:
        found, strays = project.workbooks(), project.strays()
        show_problems(strays, project.language.messages)
        if not found and strays:
            raise SystemExit(1)
        if not found:
            line = project.language.messages["terminal"]["no_workbook"]
            click.echo(line.format(folder=project.workbooks_folder), err=True)
            raise SystemExit(1)
        return found
    return tuple(workbook_path(project, name) for name in names)


def workbook_path(project: Project, name: str) -> Path:
    """Return the workbook that was named, by path or by name alone, in whatever capitals."""
    candidates = (
        Path(name),
        project.workbooks_folder / name,
        project.workbooks_folder / f"{name}.xlsx",
    )
    for candidate in candidates:
        found = in_any_case(candidate)
        # A folder that is called like a workbook is told where it is read.
        if found and (found.is_file() or found.suffix.lower() == ".xlsx"):
            return _of_a_kind_that_is_read(project, found)
    if other := called(project.workbooks_folder, name):
        return _of_a_kind_that_is_read(project, other)
    if name in (project.guide_workbook.stem, project.guide_workbook.name):
        raise click.UsageError(
            "there is no workbook of the guide yet; make one with: publisher guide new"
        )
    near = likely(name, [path.stem for path in project.workbooks()])
    raise click.UsageError(
        f"there is no workbook '{name}'" + (f"; did you mean '{near}'?" if near else "")
    )


def _of_a_kind_that_is_read(project: Project, path: Path) -> Path:
    """Return the path of a workbook; stop where it is one of a program whose files are not read.

    One of Excel's other kinds (.xlsm), which is left alone where all are read, is read where it is
    named.
    """
    is_other_excel = path.suffix.lower() in (".xlsm", ".xltx", ".xltm")
    told = nameless(path) if is_other_excel else stray(path)
    if told is None:
        return path
    show_problems([told], project.language.messages)
    raise SystemExit(1)


def chosen_provisions(project: Project, written: str) -> tuple[str, ...]:
    """Return the ids of provisions named by row id or article; an article stands for all of its
    provisions.

    Raises PublisherError where a name fits none.
    """
    provisions = project.treaty.provisions
    found: dict[str, None] = {}
    for name in filter(None, (each.strip() for each in written.split(","))):
        fitting = [each.id for each in provisions if _fits(each, name)]
        fitting = fitting or [each.id for each in provisions if _fits(each, name.lower())]
        if not fitting:
            near = likely(
                name, [reference for each in provisions for reference in (each.id, each.reference)]
            )
            raise failure("R602", Place("--provisions"), written=name, near=near)
        found |= dict.fromkeys(fitting)
    return tuple(each.id for each in provisions if each.id in found)


def _fits(provision: Provision, name: str) -> bool:
    if provision.id == name:
        return True
    reference, name = (
        provision.reference,
        re.sub(r"^(?:articles?|arts?)\.?(?=[ \d])|\s", "", name, flags=re.IGNORECASE),
    )
    return reference == name or (reference.startswith(name) and not reference[len(name)].isdigit())


def waiting_told(project: Project) -> Callable[[str], None]:
    """Return what says, of the name of a workbook, that a command waits for another run on it."""
    return partial(_tell_waiting, project.language.messages["terminal"]["waiting"])


def _tell_waiting(line: str, name: str) -> None:
    click.echo(line.format(name=name), err=True)


def stop(problem: PublisherError, project: Project | None = None) -> NoReturn:
    """Tell a problem, in the language of a project, and end the program with exit code 1."""
    show_problems(problem.diagnostics, project.language.messages if project else None)
    raise SystemExit(1)


def refuse_port(port: int, fault: OSError) -> NoReturn:
    """Say that a port cannot be used, by another program's use or by the system's rules."""
    raise click.ClickException(
        f"port {port} cannot be used ({fault.strerror}); leave out --port, or name another one"
    ) from fault


def finish(has_problems: bool) -> None:
    """End the program with exit code 1 where problems were found."""
    if has_problems:
        raise SystemExit(1)
