"""The command 'publisher desk'."""

from pathlib import Path

import click

from publisher.cli.shared import project_in, refuse_port, stop, words_of
from publisher.cli.terminal import say_written
from publisher.domain.diagnostics import PublisherError
from publisher.project.project import Project
from publisher.project.starters import has_desk, write_starters


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="The port; else a free one.")
@click.option("--no-browser", is_flag=True, help="Only print the link; open no browser.")
@click.option("--shortcut", is_flag=True, help="Write a starter into the folder, to double-click.")
@click.pass_obj
def desk(folder: Path, port: int, *, no_browser: bool, shortcut: bool) -> None:
    """Open the project in your browser: the whole work on pages, without typing commands.

    Nothing leaves this machine. The link works once, in one browser; it ends with Ctrl+C here or
    with 'Close the desk' on the page.
    """
    if shortcut:
        _write_shortcuts(project_in(folder, begins=True))
        return
    if not has_desk():
        raise click.ClickException(
            "the desk needs packages that are not installed;"
            ' install them with: pip install "legal-reform-publisher[desk]"'
        )
    from publisher.desk.serve import serve  # noqa: PLC0415 - a web server, only for the desk

    def tell(link: str) -> None:
        words = words_of(folder)["terminal"]
        click.echo(words["opened_desk"].format(link=link))
        click.echo(words["closing_desk"])

    try:
        serve(folder.absolute(), port, tell, opens_browser=not no_browser)
    except OSError as fault:
        refuse_port(port, fault)


def _write_shortcuts(project: Project) -> None:
    try:
        written = write_starters(project.folder)
    except PublisherError as problem:
        stop(problem, project)
    for path in written:
        say_written(path, project.language.messages)
