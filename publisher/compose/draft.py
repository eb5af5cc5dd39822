"""The draft of a report that goes out to a national NGO for review.

Comes in: a checked report and to whom it goes. Goes out: a `Draft`: the publication with its texts
as the workbook holds them, source keys included, so that what comes back can be compared with the
cells; a letter; the questions.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from publisher.compose.edition import Edition
from publisher.compose.publication import Publication
from publisher.compose.report import compose_report
from publisher.domain.dates import PartialDate, format_date
from publisher.domain.language import Language
from publisher.domain.report import CellKey, CountryReport, Entry
from publisher.domain.text import (
    Block,
    Citation,
    Inline,
    ListBlock,
    ListItem,
    Paragraph,
    Span,
    lines_of,
    with_lines,
)
from publisher.domain.worded import WordedTreaty

# The names of the custom properties by which a returned draft is known.
ID_PROPERTY, BUILD_PROPERTY, RECIPIENT_PROPERTY = (
    "publisherDraft",
    "publisherBuild",
    "publisherRecipient",
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
class LetterPart:
    """A part of the letter: its heading, and its paragraphs and points."""

    heading: str
    blocks: tuple[Block, ...]


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
    letter: tuple[LetterPart, ...]
    comments: tuple[DraftComment, ...]


def compose_draft(
    report: CountryReport,
    worded: WordedTreaty,
    edition: Edition,
    recipient: Recipient,
) -> Draft:
    """Return the draft of a report for one recipient."""
    chosen = replace(report, entries=tuple(_chosen(report.entries, recipient.provisions)))
    written = replace(chosen, entries=tuple(map(_as_written, chosen.entries)))
    publication = compose_report(written, worded, replace(edition, notes_in_word="list"))
    words = worded.language.words("draft")
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
        letter=tuple(_letter(publication, worded.language, recipient)),
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


# The letter and the questions


def _letter(
    publication: Publication, language: Language, recipient: Recipient
) -> Iterator[LetterPart]:
    words = language.words("draft")
    values = {"code": publication.country_code, "example": _example(publication)}
    heading = ""
    blocks: list[Block] = []
    for line in language.lines("draft"):
        if line.startswith("# "):
            if heading:
                yield LetterPart(heading, tuple(blocks))
            heading, blocks = words[line[2:]], []
        else:
            blocks.append(_line(line.format(**values)))
    yield LetterPart(heading, tuple(blocks))
    due = recipient.due
    when = format_date(PartialDate(due.year, due.month, due.day), language.locale) if due else ""
    lines = [words["due"].format(date=when) if when else words["no_due"]]
    lines += [words["where"].format(contact=publication.contact)] if publication.contact else []
    yield LetterPart(words["until"], tuple(map(_line, lines)))
    questions = [
        Paragraph((Span(f"{each.reference} {each.title}: ", bold=True), *_in_one_line(each.blocks)))
        for each in publication.questions
    ]
    yield LetterPart(words["questions"], tuple(questions) or (_line(words["no_questions"]),))


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
