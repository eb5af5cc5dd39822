"""The letter on the first page of a draft for review.

Comes in: the publication, who is asked, who writes. Goes out: a `Letter`, whose words are those of
the language. Nothing is printed that nobody set; where a setting is needed and empty, the words say
it in a general form.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from publisher.compose.publication import Publication
from publisher.domain.dates import PartialDate, format_date
from publisher.domain.language import Language
from publisher.domain.text import (
    Block,
    Inline,
    ListBlock,
    ListItem,
    Paragraph,
    Span,
    lines_of,
)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is asked, in which round of drafts, until when; `provisions` are ids, all where it is
    empty.
    """

    name: str
    round: int = 1
    due: date | None = None
    provisions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes to a reviewer and when; `reply_address` is where the copy is sent back to. What
    nobody set is empty.
    """

    contact_name: str = ""
    reply_address: str = ""
    written_on: date | None = None


@dataclass(frozen=True, slots=True)
class Addressee:
    """What the sheet Reviewers says of a reviewer; `may_be_named` is None where it says neither yes
    nor no.
    """

    organisation: str = ""
    emails: tuple[str, ...] = ()
    may_be_named: bool | None = None


NOBODY, UNKNOWN = Letterhead(), Addressee()


@dataclass(frozen=True, slots=True)
class LetterPart:
    """A part of the letter: its heading, and its paragraphs and points."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it is printed: lines of the sender and of the addressee, date, greeting, parts,
    and what stands at its end.
    """

    sender: tuple[str, ...]
    date: str
    addressee: tuple[str, ...]
    greeting: str
    parts: tuple[LetterPart, ...]
    thanks: str
    closing: str
    signature: tuple[str, ...]


def compose_letter(
    publication: Publication,
    language: Language,
    recipient: Recipient,
    head: Letterhead,
    addressee: Addressee,
) -> Letter:
    """Return the letter to a recipient."""
    words = language.words("draft")
    organisation, contact = publication.organisation, head.contact_name
    signature = _each_once(contact, organisation) or (words["signature"],)
    due = due_line(recipient.due, language)
    send = send_line(publication.contact, language, head)
    named = _named(addressee.may_be_named, language).format(recipient=recipient.name)
    parts = (
        *_running_text(publication, language, named),
        LetterPart(words["until"], (_line(due), _line(send))),
        LetterPart(words["questions"], _questions(publication, words["no_questions"])),
    )
    others = _each_once(recipient.name, addressee.organisation)[1:]
    return Letter(
        sender=_each_once(organisation, contact, head.reply_address),
        date=_day(head.written_on, language),
        addressee=(words["to"].format(recipient=recipient.name), *others),
        greeting=words["greeting"].format(recipient=recipient.name),
        parts=parts,
        thanks=words["thanks"],
        closing=words["closing"],
        signature=signature,
    )


def reply_address(head: Letterhead, contact: str) -> str:
    """Return where the copy is to be sent: the address of the settings, else the contact for
    corrections where that is an e-mail address; nothing where there is none.
    """
    return head.reply_address or (contact if "@" in contact else "")


def _each_once(*lines: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line for line in lines if line))


def _day(day: date | None, language: Language) -> str:
    return format_date(PartialDate(day.year, day.month, day.day), language.locale) if day else ""


def due_line(due: date | None, language: Language) -> str:
    """Return by when a copy is asked for."""
    words = language.words("draft")
    return words["due"].format(date=_day(due, language)) if due else words["no_due"]


def send_line(contact: str, language: Language, head: Letterhead) -> str:
    """Return where a copy is to be sent; `contact` is that of the report for corrections."""
    words = language.words("draft")
    address = reply_address(head, contact)
    return words["send"].format(address=address) if address else words["send_back"]


def _named(may_be_named: bool | None, language: Language) -> str:
    key = {True: "named_yes", False: "named_no", None: "named_open"}[may_be_named]
    return language.words("draft")[key]


def _running_text(publication: Publication, language: Language, named: str) -> Iterator[LetterPart]:
    words = language.words("draft")
    values = {
        "code": publication.country_code,
        "example": _example(publication),
        "named": named,
    }
    heading = ""
    blocks: list[Block] = []
    for line in language.lines("draft"):
        if line.startswith("# "):
            if heading:
                yield LetterPart(heading, tuple(blocks))
            # A project may write its own letter, with headings that are no words of ours.
            heading, blocks = words.get(line[2:], line[2:]), []
        else:
            blocks.append(_line(line.format(**values)))
    yield LetterPart(heading, tuple(blocks))


def _questions(publication: Publication, none: str) -> tuple[Block, ...]:
    questions = (
        Paragraph((Span(f"{each.reference} {each.title}: ", bold=True), *_in_one_line(each.blocks)))
        for each in publication.questions
    )
    return tuple(questions) or (_line(none),)


def _in_one_line(blocks: Iterable[Block]) -> Iterator[Inline]:
    for block in blocks:
        for line in lines_of((block,)):
            yield from line
            if isinstance(block, ListBlock):
                yield Span(" ")


def _line(text: str) -> Block:
    if text.startswith("- "):
        return ListBlock((ListItem((Span(text[2:]),)),))
    return Paragraph((Span(text),))


def _example(publication: Publication) -> str:
    return next((row.id for group in publication.groups for row in group.rows), "")
