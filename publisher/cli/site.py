"""The command 'publisher site'."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from publisher.cli.shared import project_in, quiet_option, refuse_port, stop, waiting_told
from publisher.cli.terminal import show_problems
from publisher.domain.diagnostics import PublisherError
from publisher.project.site_archive import write_archive
from publisher.project.turns import turn

if TYPE_CHECKING:
    from publisher.project.project import Project
    from publisher.project.site_folder import SiteFolder


@click.command()
@click.option(
    "--preview", is_flag=True, help="Made from the workbooks as they stand, marked on each page."
)
@click.option("--serve", is_flag=True, help="Show it in a browser; Ctrl+C ends that.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="The port; else a free one.")
@click.option(
    "--zip",
    "archive",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Also put it into one file, for a memory stick.",
)
@quiet_option
@click.pass_obj
def site(
    folder: Path, port: int, archive: Path | None, *, preview: bool, serve: bool, quiet: bool
) -> None:
    """Make the public site of all published reports, in output/site.

    It is a folder of plain files: copy it to any host, or open index.html in it. It opens from disk
    as well, and asks no other host for anything.
    """
    project = project_in(folder)
    words = project.language.messages["terminal"]
    try:
        made = _made(project, archive, preview=preview, quiet=quiet)
    except PublisherError as problem:
        stop(problem, project)
    show_problems(made.told, project.language.messages)
    if not quiet:
        told = {"files": made.files, "written": made.written, "folder": made.folder}
        click.echo(words["site_made"].format(**told))
        if archive:
            click.echo(words["site_archived"].format(file=archive))
    if serve:
        _serve(made.folder, port, words["site_served"])


def _made(project: "Project", archive: Path | None, *, preview: bool, quiet: bool) -> "SiteFolder":
    """Make the site, and the archive of it, while no other run makes it."""
    from publisher.project.site import (  # noqa: PLC0415 - jinja2, babel
        make_site,
        preview_site,
        site_folder,
    )

    def tell(name: str) -> None:
        if not quiet:
            click.echo(name)

    with turn(project, site_folder(project, is_preview=preview), waiting_told(project)):
        made = preview_site(project, date.today(), tell) if preview else make_site(project, tell)
        if archive:
            write_archive(made.folder, archive)
    return made


def _serve(folder: Path, port: int, line: str) -> None:
    """Serve a folder to this machine alone, until Ctrl+C."""
    from publisher.project.site_server import serve  # noqa: PLC0415 - http.server

    try:
        serve(folder, port, lambda address: click.echo(line.format(address=address)))
    except OSError as fault:
        refuse_port(port, fault)
    click.echo()
