"""What 'publisher check --mend' does and shows."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from publisher.cli.shared import waiting_told
from publisher.cli.terminal import show_problems
from publisher.domain.diagnostics import PublisherError
from publisher.project.project import Project
from publisher.project.turns import in_turn

if TYPE_CHECKING:
    from publisher.rounds.mend import Mended


def mend_workbooks(project: Project, paths: Sequence[Path], *, quiet: bool) -> bool:
    """Mend the workbooks of countries and say what was written; return whether all could be. That
    of the guide is left as it is.
    """
    from publisher.rounds.mend import mend_workbook  # noqa: PLC0415 - openpyxl, only to mend

    is_well = True
    for path in paths:
        if path == project.guide_workbook:
            continue

        def mend_it(path: Path = path) -> "Mended":
            return mend_workbook(project, path, datetime.now(), date.today())

        try:
            mended = in_turn(project, path, mend_it, waiting_told(project))
        except PublisherError as problem:
            show_problems(problem.diagnostics, project.language.messages)
            is_well = False
            continue
        if not quiet:
            _tell(mended)
    return is_well


def _tell(mended: "Mended") -> None:
    """List each cell with what stood and what stands there, in the language of the workbook."""
    catalogue = mended.language.messages
    words = catalogue["general"]
    for mending in mended.mendings:
        place = mending.place.inside_in(catalogue)
        for before, after in mending.shown:
            line = words["mended" if after else "emptied"]
            click.echo(line.format(place=place, before=before, after=after))
    count = len(mended.mendings)
    if not count:
        click.echo(words["unmended"])
    else:
        line = words["mended_one" if count == 1 else "mended_kept"]
        click.echo(line.format(count=count, path=mended.backup))
