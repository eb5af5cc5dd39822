"""Drafts that go out to national NGOs: written, kept as sent, noted in the workbook.

This is the edge: it knows paths. What was sent is kept in the folder of reviews, under the draft's
build, since every comparison with what comes back begins from it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from publisher.compose.covering import Covering, compose_covering
from publisher.compose.draft import Draft, Recipient, compose_draft
from publisher.compose.letter import reply_address
from publisher.domain.dates import ambiguous_dates, parse_date
from publisher.domain.diagnostics import Diagnostic, Place, failure
from publisher.domain.digest import digest_of
from publisher.domain.names import file_name, spelled
from publisher.project.files import read_file, require_closed, write_file
from publisher.project.standard import DRAFT_TEMPLATE
from publisher.project.workbooks import CheckResult, ExcelFile
from publisher.rounds.letterhead import addressee_of, empty_settings, letterhead
from publisher.rounds.mail import mail_of
from publisher.workbook.opened import open_workbook
from publisher.workbook.register import Register, read_register, sent_cells


@dataclass(frozen=True, slots=True)
class Mail:
    """The covering e-mail of a draft: where its file lies, to which addresses, its text."""

    path: Path
    to: tuple[str, ...]
    covering: Covering


@dataclass(frozen=True, slots=True)
class Sent:
    """A draft that was written: where it lies, where the old workbook is kept, the e-mail to send
    it with, what is told of its letter.
    """

    path: Path
    kept: Path
    backup: Path
    draft: Draft
    mail: Mail
    told: tuple[Diagnostic, ...] = ()


def register_of(result: CheckResult) -> Register:
    """Return the register of a checked workbook. Raises PublisherError where it has none."""
    opened = open_workbook(read_file(result.path), result.path.name)
    return read_register(opened, result.project.worded)


def send_draft(
    result: CheckResult, name: str, *, due: date | None, provisions: tuple[str, ...], now: datetime
) -> Sent:
    """Write the next draft for a reviewer, keep it as sent and note it in the workbook.

    Raises PublisherError where the workbook is open in another program or a file cannot be written;
    then nothing is noted.
    """
    from publisher.writers.docx import write_draft  # noqa: PLC0415 - only a draft needs it

    assert result.report is not None
    require_closed(result.path)
    project, register = result.project, register_of(result)
    recipient = Recipient(name, register.next_round(name), due, provisions)
    head, addressee = letterhead(project, now.date()), addressee_of(register, name, project)
    draft = compose_draft(
        result.report, project.worded, project.presentation, recipient, head, addressee
    )
    template = project.template(DRAFT_TEMPLATE)
    content = write_draft(draft, template.content, template_name=template.name)
    country = result.path.stem
    kept = project.reviews_of(country) / f"{draft.build}.docx"
    write_file(kept, content)
    backup = _note(result, register, draft, now)
    called = f"{spelled(country)}-{file_name(name, 60) or 'reviewer'}-{recipient.round}.docx"
    path = project.output_of(country) / "review" / called
    write_file(path, content)
    covering = compose_covering(draft, project.worded, head)
    mail = Mail(path.with_suffix(".eml"), addressee.emails, covering)
    reply_to = reply_address(head, result.report.facts.contact)
    write_file(mail.path, mail_of(covering, mail.to, reply_to, path.name, content))
    return Sent(path, kept, backup, draft, mail, tuple(empty_settings(project, result.report)))


def _note(result: CheckResult, register: Register, draft: Draft, now: datetime) -> Path:
    """Note a draft in the workbook, and return where the old file is kept."""
    recipient = draft.sent_to
    texts = {
        "round": str(recipient.round),
        "build": draft.build,
        "sent_on": now.date().isoformat(),
        "reply_by": recipient.due.isoformat() if recipient.due else "",
        "provisions": ", ".join(recipient.provisions),
        "content": digest_of(repr(result.report).encode())[:16],
    }
    cells = sent_cells(register, recipient.name, texts, result.path.name)
    backup = ExcelFile(result.path, read_file(result.path)).save({register.sheet: cells}, now)
    assert backup is not None  # there is a cell to write: that of the build
    return backup


# What people write


def due_day(written: str, today: date) -> date | None:
    """Return the day that was written; None where nothing was. Raises PublisherError where it is no
    day to come.
    """
    if not written:
        return None
    if readings := ambiguous_dates(written):
        one, other = readings
        raise failure("C262", Place("--due"), written=written, one=one, other=other)
    when = parse_date(written)
    day = date(when.year, when.month, when.day) if when and when.month and when.day else None
    if day is None or day < today:
        example = date(today.year + (today.month == 12), today.month % 12 + 1, 15).isoformat()
        raise failure("R603", Place("--due"), written=written, example=example)
    return day
