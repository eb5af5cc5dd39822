"""Who writes to a reviewer and who is written to, from the settings and the sheet Reviewers."""

from collections.abc import Iterator
from datetime import date

from publisher.compose.letter import Addressee, Letterhead, reply_address
from publisher.domain.diagnostics import Diagnostic, Place, problem
from publisher.domain.names import folded
from publisher.domain.report import CountryReport
from publisher.project.project import Project
from publisher.project.settings import SETTINGS_FILE
from publisher.rounds.mail import EMAIL
from publisher.workbook.register import Register


def letterhead(project: Project, today: date) -> Letterhead:
    """Return who writes, as the settings say."""
    own = project.settings.letter
    return Letterhead(own["contact_name"].strip(), own["reply_address"].strip(), today)


def addressee_of(register: Register, name: str, project: Project) -> Addressee:
    """Return what the sheet Reviewers says of a reviewer; of several rows, the last one that says
    anything.
    """
    known: dict[str, str] = {}
    rows = register.of(name)
    for entry in rows:
        known |= {key: text.strip() for key, text in entry.texts.items() if text.strip()}
    return Addressee(
        " ".join(known.get("organisation", "").split()),
        tuple(dict.fromkeys(EMAIL.findall(known.get("email", "")))),
        _may_be_named([entry.texts.get("named", "") for entry in rows], project),
    )


def _may_be_named(written: list[str], project: Project) -> bool | None:
    """Return whether the report will name a reviewer, as it does where a row says yes and none no;
    None where none says either.
    """
    answers = project.language.words("choices.yes_no")
    said = set(map(folded, written))
    for key, answer in (("no", False), ("yes", True)):
        if said & {folded(answers[key]), key}:
            return answer
    return None


def empty_settings(project: Project, report: CountryReport) -> Iterator[Diagnostic]:
    """Yield that settings for the letter are empty, if there are any."""
    head = letterhead(project, date.min)
    given = {
        "organisation": project.settings.organisation,
        "contact_name": head.contact_name,
        "reply_address": reply_address(head, report.facts.contact),
    }
    missing = [key for key, value in given.items() if not value]
    if missing:
        yield problem("R694", Place(SETTINGS_FILE), missing=", ".join(missing))
