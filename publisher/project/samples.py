"""A report, a draft and a guide of an invented country: to try templates on, and to show what their
fields hold.
"""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from publisher.compose.changes import earlier_of
from publisher.compose.draft import Draft, Recipient, compose_draft
from publisher.compose.guide import Covered, Guide, Material, compose_guide
from publisher.compose.presentation import Picture, Presentation
from publisher.compose.publication import Publication
from publisher.compose.report import compose_report
from publisher.domain.editorial import ChapterTexts, Editorial, GlossaryTerm, Pick, Resource
from publisher.domain.report import CountryReport, State
from publisher.domain.text import Paragraph, Span
from publisher.domain.worded import WordedTreaty
from publisher.project.project import SAMPLE, open_project
from publisher.project.standard import standard_folder
from publisher.project.workbooks import check_file

# The smallest picture there is: one white dot.
_DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c63f80f0001010100b138f6140000000049454e44ae426082"
)


@dataclass(frozen=True, slots=True)
class _Sample:
    """The checked report of an invented country, and what it is composed with."""

    report: CountryReport
    worded: WordedTreaty
    presentation: Presentation


@cache
def _sample(today: date) -> _Sample:
    project = open_project(standard_folder()).value
    result = check_file(project, standard_folder() / "workbooks" / f"{SAMPLE}.xlsx", today)
    assert result.report is not None
    house = replace(
        project.house, logo=Picture(_DOT, "image/png", "The logo of an invented organisation")
    )
    presentation = Presentation(
        "Example Coalition", "CC BY 4.0", address="https://example.org/report", house=house
    )
    return _Sample(result.report, result.project.worded, presentation)


@cache
def examples(today: date) -> tuple[Publication, ...]:
    """Return the report of an invented country: with notes as a list after each subject area and at
    the end, and as Word's own; with a logo, and with what has changed since an edition that lacked
    its first text.
    """
    own = _sample(today)
    without_first = replace(own.report, entries=own.report.entries[1:])
    earlier = earlier_of(without_first, own.report, own.worded.treaty.columns)
    choices = (
        ("group", "list", None),
        ("report", "list", earlier),
        ("group", "footnotes", earlier),
    )
    return tuple(
        compose_report(
            own.report,
            own.worded,
            replace(own.presentation, notes_at=notes_at, notes_in_word=in_word),
            since=since,
        )
        for notes_at, in_word, since in choices
    )


@cache
def example_draft(today: date) -> Draft:
    """Return the draft of that report for an invented organisation."""
    own = _sample(today)
    return compose_draft(
        own.report, own.worded, own.presentation, Recipient("Example Children's Network")
    )


@cache
def example_guide(today: date) -> Guide:
    """Return a guide to that country alone, with everything that an editor can add."""
    own = _sample(today)
    text = (Paragraph((Span("What an editor writes."),)),)
    filled = [
        each.key
        for entry in own.report.entries
        for each in entry.contents
        if each.state is State.TEXT
    ]
    code = own.report.facts.iso2
    picks = tuple(
        Pick(code, key, is_gap=bool(number), is_best=True, why=text)
        for number, key in enumerate(filled[:2])
    )
    chapters = {
        group.id: ChapterTexts(text, text, text, text, text)
        for group in own.worded.treaty.orders[0].groups
    }
    editorial = Editorial(
        chapters=chapters,
        picks=picks,
        glossary=(GlossaryTerm("A term", text, "A source"),),
        resources=(
            Resource(
                "A theme", "A page", "A publisher", "https://example.org", None, "Its content."
            ),
        ),
    )
    return compose_guide(
        Material((Covered(own.report),), (), editorial), own.worded, own.presentation
    )
