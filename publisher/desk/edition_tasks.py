"""Tasks of the desk: an edition published, two of them compared."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from urllib.parse import quote

from publisher.desk.jobs import Teller
from publisher.desk.outcome import MadeFile, Outcome, Step
from publisher.desk.tasks import country_address, task
from publisher.editions.reasons import Reason
from publisher.project.project import Project
from publisher.project.publish import make_ready
from publisher.project.publish import publish as put_away
from publisher.project.redlines import write_redline
from publisher.project.turns import turn
from publisher.project.workbooks import check_file


def is_report(name: str) -> bool:
    """Tell whether a file of an edition is its report, and none for programs."""
    return name.endswith((".docx", ".pdf", ".html"))


@task
def publish(
    project: Project,
    teller: Teller,
    path: Path,
    reasons: Mapping[str, Reason],
    *,
    for_consultation: bool,
    again: bool,
) -> Outcome:
    """Publish the report of a workbook as its next edition."""
    today = date.today()
    with turn(project, path, teller.waits):
        checked = check_file(project, path, today)
        ready = make_ready(checked, today, for_consultation=for_consultation, again=again)
        published = put_away(ready, reasons, today)
    words = project.language.words("desk")
    folder = f"{country_address(path)}/editions"
    files = (
        MadeFile(f"{folder}/{published.number}/{quote(each.name)}", each.name)
        for each in sorted(published.manifest.files, key=lambda each: not is_report(each.name))
    )
    return Outcome(
        said=(words["edition_published"].format(number=published.number),),
        files=tuple(files),
        steps=(Step(folder, words["editions"]), Step(country_address(path), words["to_country"])),
    )


@task
def compare(project: Project, teller: Teller, path: Path, since: str, to: str) -> Outcome:
    """Write what changed between two editions."""
    words = project.language.words("desk")
    with turn(project, path, teller.waits):
        built = tuple(write_redline(project, path.stem, since, to, date.today()))
    folder = f"{country_address(path)}/files"
    files = (
        MadeFile(f"{folder}/{quote(each.path.name)}", each.path.name)
        for each in built
        if not each.problems
    )
    return Outcome(
        said=(words["compared"],),
        diagnostics=tuple(problem for each in built for problem in each.problems),
        files=tuple(files),
        steps=(Step(f"{country_address(path)}/editions", words["editions"]),),
    )
