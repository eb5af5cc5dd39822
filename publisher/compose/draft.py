"""The draft of a report that goes out to a national NGO for review.

Comes in: a checked report and to whom it goes. Goes out: a `Draft`: the publication with its texts
as the workbook holds them, source keys included, so that what comes back can be compared with the
cells; a letter; the questions.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from publisher.compose.letter import (
    NOBODY,
    UNKNOWN,
    Addressee,
    Letterhead,
    LetterPart,
    Recipient,
    compose_letter,
)
from publisher.compose.presentation import Presentation
from publisher.compose.publication import Publication
from publisher.compose.report import compose_report
from publisher.domain.report import CellKey, CountryReport, Entry
from publisher.domain.text import Block, Citation, Inline, Span, with_lines
from publisher.domain.worded import WordedTreaty

# The names of the custom properties by which a returned draft is known.
ID_PROPERTY, BUILD_PROPERTY, RECIPIENT_PROPERTY = (
    "publisherDraft",
    "publisherBuild",
    "publisherRecipient",
)


__all__ = ["Draft", "DraftComment", "LetterPart", "Recipient", "compose_draft"]


@dataclass(frozen=True, slots=True)
class DraftComment:
    """A question of the researcher, to stand as a comment at a content cell."""

    key: CellKey
    author: str
    text: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as an NGO sees it; `build` tells it apart from every other draft that was sent."""

    report: Publication
    id: str
    build: str
    recipient: str
    sent_to: Recipient
    title: str
    mark: str
    to: str
    about: str
    build_line: str
    sender: tuple[str, ...]
    date: str
    addressee: tuple[str, ...]
    greeting: str
    letter: tuple[LetterPart, ...]
    thanks: str
    closing: str
    signature: tuple[str, ...]
    comments: tuple[DraftComment, ...]


def compose_draft(
    report: CountryReport,
    worded: WordedTreaty,
    presentation: Presentation,
    recipient: Recipient,
    head: Letterhead = NOBODY,
    addressee: Addressee = UNKNOWN,
) -> Draft:
    """Return the draft of a report for one recipient; `head` says who writes, `addressee` what is
    known of the recipient.
    """
    chosen = replace(report, entries=tuple(_chosen(report.entries, recipient.provisions)))
    written = replace(chosen, entries=tuple(map(_as_written, chosen.entries)))
    # A reviewer may have something to write where there is nothing yet: every provision is a row.
    # A draft is no publication: it has no picture on a cover.
    own = replace(
        presentation,
        notes_in_word="list",
        blank_rows="table",
        sets_marks=False,
        house=replace(presentation.house, picture=None),
    )
    publication = compose_report(written, worded, own)
    words = worded.language.words("draft")
    letter = compose_letter(publication, worded.language, recipient, head, addressee)
    code = report.facts.iso2
    id_, build = f"{code}-{recipient.round}", _build(publication, recipient)
    return Draft(
        report=publication,
        id=id_,
        build=build,
        recipient=recipient.name,
        sent_to=recipient,
        title=words["title"],
        mark=words["mark"],
        to=words["to"].format(recipient=recipient.name),
        about=words["about"].format(country=publication.country, treaty=worded.treaty.short_name),
        build_line=words["build_line"].format(draft=id_, build=build, recipient=recipient.name),
        sender=letter.sender,
        date=letter.date,
        addressee=letter.addressee,
        greeting=letter.greeting,
        letter=letter.parts,
        thanks=letter.thanks,
        closing=letter.closing,
        signature=letter.signature,
        comments=tuple(_comments(chosen.entries, worded)),
    )


def _chosen(entries: Iterable[Entry], provisions: tuple[str, ...]) -> Iterator[Entry]:
    return (entry for entry in entries if not provisions or entry.provision.id in provisions)


def _build(publication: Publication, recipient: Recipient) -> str:
    """Return what tells this draft apart: the same content for the same recipient and round gives
    the same.
    """
    content = repr((publication.country_code, publication.groups, recipient))
    return hashlib.sha256(content.encode()).hexdigest()[:8]


# Texts as the workbook holds them


def _as_written(entry: Entry) -> Entry:
    contents = tuple(
        replace(content, blocks=_keys_kept(content.blocks)) for content in entry.contents
    )
    return replace(entry, contents=contents, question=_keys_kept(entry.question))


def _keys_kept(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return blocks in which citation marks stay as they were written, as links to their source."""
    return with_lines(blocks, lambda inlines: map(_key_kept, inlines))


def _key_kept(inline: Inline) -> Inline:
    if isinstance(inline, Citation):
        return Span(inline.written, link=f"#source-{inline.references[0].source}")
    return inline


# The questions


def _comments(entries: Iterable[Entry], worded: WordedTreaty) -> Iterator[DraftComment]:
    """Yield the researcher's questions, each at the first content cell of its row."""
    author = worded.language.words("draft")["comment_author"]
    for entry in entries:
        if entry.question:
            yield DraftComment(
                CellKey(entry.provision.id, worded.treaty.columns[0].id),
                author,
                _keys_kept(entry.question),
            )
