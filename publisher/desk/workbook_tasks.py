"""Tasks of the desk: workbooks checked, mended, and their problems marked in them."""

from datetime import date, datetime
from pathlib import Path

from publisher.desk.jobs import Teller
from publisher.desk.outcome import Outcome, Step
from publisher.desk.tasks import task, ways_back
from publisher.domain.diagnostics import on_desk
from publisher.project.checking import Checking
from publisher.project.project import Project
from publisher.project.turns import in_turn
from publisher.project.workbooks import annotate_file, check_file, upgrade_file
from publisher.rounds.mend import mend_workbook
from publisher.workbook.annotate import has_reserved_cells


@task
def mend(project: Project, teller: Teller, path: Path) -> Outcome:
    """Write what is beyond doubt into a workbook in the right form."""
    mended = in_turn(
        project,
        path,
        lambda: mend_workbook(project, path, datetime.now(), date.today()),
        teller.waits,
    )
    catalogue = project.language.messages
    words = catalogue["general"]
    said = []
    for mending in mended.mendings:
        place = mending.place.inside_in(catalogue)
        for before, after in mending.shown:
            line = words["mended" if after else "emptied"]
            said.append(line.format(place=place, before=before, after=after))
    if not said:
        said.append(project.language.words("desk")["unmended"])
    return Outcome(tuple(said), (), (), ways_back(project, path, mended.backup))


@task
def mark(project: Project, teller: Teller, path: Path) -> Outcome:
    """Mark the problems of a workbook in the workbook itself."""

    def mark_it() -> tuple[Path | None, bool]:
        result = check_file(project, path, date.today())
        return annotate_file(result, datetime.now()), has_reserved_cells(result.rows)

    backup, is_markable = in_turn(project, path, mark_it, teller.waits)
    words = project.language.words("desk")
    said = words["marked" if backup else "marked_already"]
    if not backup and not is_markable:
        said = on_desk(project.language.messages)["general"]["unmarkable"]
    return Outcome((said,), (), (), ways_back(project, path, backup))


@task
def upgrade(project: Project, teller: Teller, path: Path) -> Outcome:
    """Carry a workbook over into a new one of the present version."""
    backup, upgraded = in_turn(
        project, path, lambda: upgrade_file(project, path, datetime.now()), teller.waits
    )
    words = project.language.words("desk")
    said = words["upgraded"].format(kept=backup.name)
    return Outcome((said,), upgraded.diagnostics, (), ways_back(project, path, backup))


@task
def check_all(project: Project, teller: Teller, paths: tuple[Path, ...]) -> Outcome:
    """Check workbooks, so that what was found is kept for the pages."""
    checking = Checking(project, date.today())
    for number, path in enumerate(paths):
        teller.at(number, len(paths))
        checking.check(path)
    checking.cache.digests.save()
    words = project.language.words("desk")
    return Outcome((words["checked_all"],), (), (), (Step("/", words["countries"]),))
