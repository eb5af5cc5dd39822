"""What all tasks of the desk share. A task is what a job does in a process of its own: the same as
a command.

Comes in: the project's folder and what a person asked for. Goes out: what it gave, in words.
"""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from urllib.parse import quote, urlencode

from starlette.requests import Request

from publisher.desk.jobs import Teller
from publisher.desk.outcome import Outcome, Step
from publisher.domain.diagnostics import Place, PublisherError
from publisher.domain.digest import digest_of
from publisher.project.faults import unforeseen
from publisher.project.files import read_file
from publisher.project.project import Project, open_project

Task = Callable[..., Outcome]


def task(work: Task) -> Task:
    """Make a function that works on an opened project into one that is given its folder, and in
    which a fault that nobody foresaw is told.
    """

    @wraps(work)
    def opened(folder: Path, teller: Teller, **wishes: object) -> Outcome:
        project = open_project(folder).value
        try:
            return work(project, teller, **wishes)
        except PublisherError:
            raise
        except Exception as fault:
            beside = project.output_folder / "desk"
            return Outcome(diagnostics=(unforeseen("O334", fault, beside, Place(folder.name)),))

    return opened


def country_address(path: Path) -> str:
    """Return the address of the page of a workbook, whatever signs are in its name."""
    return f"/countries/{quote(path.stem)}"


def ways_back(project: Project, path: Path, backup: Path | None) -> tuple[Step, ...]:
    """Return the ways from what was changed in a workbook: to its page, and back to the old one."""
    words = project.language.words("desk")
    to_country = Step(country_address(path), words["to_country"])
    if backup is None:
        return (to_country,)
    return (to_country, Step(f"{country_address(path)}/undo{undo_of(path, backup)}", words["undo"]))


def undo_of(path: Path, backup: Path | None) -> str:
    """Return what an address says by which the old file of a workbook is put back, with its '?';
    nothing where it did not change.
    """
    if backup is None:
        return ""
    return f"?{urlencode({'to': backup.name, 'was': digest_of(read_file(path))}, quote_via=quote)}"


def undo_asked(request: Request) -> str:
    """Return the same of the address that was asked for, without its '?'; nothing where it says no
    such thing.
    """
    asked = request.query_params
    if not ("to" in asked and "was" in asked):
        return ""
    return urlencode({key: asked[key] for key in ("to", "was")}, quote_via=quote)
