"""The e-mail that a draft is sent with.

Comes in: a draft and who writes. Goes out: subject and text, in the words of the workbook's
language.
"""

from dataclasses import dataclass

from publisher.compose.draft import Draft
from publisher.compose.letter import Letterhead, due_line, send_line
from publisher.domain.worded import WordedTreaty


@dataclass(frozen=True, slots=True)
class Covering:
    """A covering e-mail: its subject, and its text in lines that are as long as their paragraph."""

    subject: str
    text: str


def compose_covering(draft: Draft, worded: WordedTreaty, head: Letterhead) -> Covering:
    """Return the e-mail that a draft is sent with."""
    language, country = worded.language, draft.report.country
    words = language.words("covering")
    about = words["about"].format(country=country, treaty=worded.treaty.short_name)
    due = due_line(draft.sent_to.due, language)
    paragraphs = (
        draft.greeting,
        f"{about} {words['asked']} {words['how']}",
        f"{due} {send_line(draft.report.contact, language, head)}",
        draft.thanks,
        "\n".join((draft.closing, *draft.signature)),
    )
    return Covering(words["subject"].format(country=country), "\n\n".join(paragraphs) + "\n")
