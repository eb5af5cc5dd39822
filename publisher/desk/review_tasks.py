"""Tasks of the desk: drafts written for reviewers, decisions carried out."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from publisher.desk.jobs import Teller
from publisher.desk.outcome import MadeFile, Outcome, Step
from publisher.desk.tasks import country_address, task, ways_back
from publisher.domain.diagnostics import Diagnostic
from publisher.domain.language import Language
from publisher.domain.plural import phrase
from publisher.project.project import Project
from publisher.project.turns import in_turn
from publisher.project.workbooks import check_file
from publisher.rounds.apply import Applied, apply_decisions
from publisher.rounds.send import Sent, due_day, send_draft


@task
def send(
    project: Project,
    teller: Teller,
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
    texts: list[str] = []
    told: tuple[Diagnostic, ...] = ()
    for number, name in enumerate(names):
        teller.at(number, len(names))

        def send_it(name: str = name) -> Sent | tuple[Diagnostic, ...]:
            result = check_file(project, path, now.date())
            if not result.is_publishable:
                return result.diagnostics
            return send_draft(result, name, due=day, provisions=provisions, now=now)

        sent = in_turn(project, path, send_it, teller.waits)
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
        covering = sent.mail.covering
        texts.append(f"{covering.subject}\n\n{covering.text}")
        told = sent.told
    steps = (Step(f"{country_address(path)}/review", words["to_review"]),)
    return Outcome(tuple(said), told, tuple(files), steps, tuple(texts))


@task
def apply(project: Project, teller: Teller, path: Path) -> Outcome:
    """Carry out what was decided in the sheet Review of a workbook."""
    applied = in_turn(
        project,
        path,
        lambda: apply_decisions(project, path, datetime.now()),
        teller.waits,
    )
    words = project.language.words("desk")
    said = list(told_outcomes(applied, project.language))
    said += [words["changed"].format(cell=cell) for cell in applied.cells]
    if not said:
        said.append(words["nothing_to_apply"])
    return Outcome(
        tuple(said), tuple(applied.diagnostics), (), ways_back(project, path, applied.backup)
    )


def told_outcomes(applied: Applied, language: Language, *, is_trial: bool = False) -> Iterator[str]:
    """Yield what came of decisions, or would come of them, in words: how many of each kind, and
    each that was refused.
    """
    words = language.words("desk_outcomes")
    for outcome, count in applied.counts.items():
        tried = f"tried_{outcome.value}"
        if count:
            yield phrase(words, tried if is_trial and tried in words else outcome.value, count)
    for item, place, reason in applied.refused:
        yield f"{item} ({place}): {reason}" if place else f"{item}: {reason}"
