"""Tasks of the desk: drafts written for reviewers, decisions carried out."""

from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from publisher.desk.jobs import Advance
from publisher.desk.outcome import MadeFile, Outcome, Step
from publisher.desk.tasks import country_address, task, wait_in_silence, ways_back
from publisher.domain.diagnostics import Diagnostic
from publisher.project.project import Project
from publisher.project.turns import in_turn
from publisher.project.workbooks import check_file
from publisher.rounds.apply import apply_decisions
from publisher.rounds.send import Sent, due_day, send_draft


@task
def send(
    project: Project,
    advance: Advance,
    path: Path,
    names: tuple[str, ...],
    due: str,
    provisions: tuple[str, ...],
) -> Outcome:
    """Write a draft for each of some reviewers."""
    now = datetime.now()
    day = due_day(due, now.date())
    words = project.language.words("desk")
    said: list[str] = []
    files: list[MadeFile] = []
    told: tuple[Diagnostic, ...] = ()
    for number, name in enumerate(names):
        advance(number, len(names))

        def send_it(name: str = name) -> Sent | tuple[Diagnostic, ...]:
            result = check_file(project, path, now.date())
            if not result.is_publishable:
                return result.diagnostics
            return send_draft(result, name, due=day, provisions=provisions, now=now)

        sent = in_turn(project, path, send_it, wait_in_silence)
        if isinstance(sent, tuple):
            return Outcome((words["not_sent"],), sent, (), ways_back(project, path, None))
        said.append(words["sent"].format(name=name, to=", ".join(sent.mail.to) or words["no_mail"]))
        folder = f"{country_address(path)}/drafts"
        files += [
            MadeFile(
                f"{folder}/{quote(sent.path.name)}", words["the_draft"].format(name=sent.path.name)
            ),
            MadeFile(
                f"{folder}/{quote(sent.mail.path.name)}",
                words["the_mail"].format(name=sent.mail.path.name),
            ),
        ]
        told = sent.told
    steps = (Step(f"{country_address(path)}/review", words["to_review"]),)
    return Outcome(tuple(said), told, tuple(files), steps)


@task
def apply(project: Project, _advance: Advance, path: Path) -> Outcome:
    """Carry out what was decided in the sheet Review of a workbook."""
    applied = in_turn(
        project,
        path,
        lambda: apply_decisions(project, path, datetime.now()),
        wait_in_silence,
    )
    words = project.language.words("desk")
    outcomes = project.language.words("desk_outcomes")
    said = [
        outcomes["count"].format(count=count, what=outcomes[outcome.value])
        for outcome, count in applied.counts.items()
        if count
    ]
    said += [words["changed"].format(cell=cell) for cell in applied.cells]
    said += [f"{item}: {reason}" for item, _, reason in applied.refused]
    if not said:
        said.append(words["nothing_to_apply"])
    return Outcome(
        tuple(said), tuple(applied.diagnostics), (), ways_back(project, path, applied.backup)
    )
