"""Tasks of the desk: reports and the guide built."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from urllib.parse import quote

from publisher.desk.jobs import Teller
from publisher.desk.outcome import MadeFile, Outcome, Step
from publisher.desk.tasks import country_address, task
from publisher.domain.language import Language
from publisher.project.building import build_what_changed
from publisher.project.formats import USUAL_GUIDE_FORMATS, Built, formats_called
from publisher.project.guide import Choice, gather_guide
from publisher.project.guide import build_guide as build_files
from publisher.project.orders import BuildOrder
from publisher.project.project import Project
from publisher.project.turns import turn


@task
def build(
    project: Project, teller: Teller, path: Path, formats: tuple[str, ...], *, anew: bool
) -> Outcome:
    """Build the report of a workbook."""
    chosen = formats_called(formats or project.settings.formats)
    done = 0

    def count(files: int) -> None:
        nonlocal done
        done += files
        teller.at(done, len(chosen))

    order = BuildOrder(project, chosen, date.today(), is_forced=anew, tell_waiting=teller.waits)
    (outcome,) = build_what_changed(order, (path,), 1, count)
    words = project.language.words("desk")
    faults = [problem for each in outcome.built for problem in each.problems]
    stopping = () if outcome.built else outcome.diagnostics
    return Outcome(
        said=(words["built" if _is_any_made(outcome.built) else "not_built"],),
        diagnostics=(*stopping, *faults),
        files=tuple(_made(f"{country_address(path)}/files", outcome.built, project.language)),
        steps=(Step(country_address(path), words["to_country"]),),
    )


def _is_any_made(built: Iterable[Built]) -> bool:
    """Tell whether any file stands there as it should."""
    return any(not each.problems for each in built)


def _made(folder: str, built: Iterable[Built], language: Language) -> Iterable[MadeFile]:
    """Yield the files that stand there now."""
    words = language.words("desk")
    for each in built:
        if not each.problems:
            told = words["file_unchanged" if each.is_unchanged else "file_written"]
            yield MadeFile(f"{folder}/{quote(each.path.name)}", told.format(name=each.path.name))


@task
def build_guide(project: Project, teller: Teller, formats: tuple[str, ...]) -> Outcome:
    """Build the guide of all countries."""
    words = project.language.words("desk")
    gathered = gather_guide(project, date.today(), Choice())
    chosen = formats_called(formats or USUAL_GUIDE_FORMATS)
    built: list[Built] = []
    with turn(project, project.guide_workbook, teller.waits):
        for each in build_files(project, gathered.value, chosen):
            built.append(each)
            teller.at(min(len(built), len(chosen)), len(chosen))
    left_out = [f"{each.name}: {each.reason}" for each in gathered.value.left_out]
    told = [words["left_out"].format(what=each) for each in left_out]
    return Outcome(
        said=(*((words["guide_built"],) if _is_any_made(built) else ()), *told),
        diagnostics=(
            *gathered.diagnostics,
            *(problem for each in built for problem in each.problems),
        ),
        files=tuple(_made("/guide/files", built, project.language)),
        steps=(Step("/guide", words["to_guide"]),),
    )
