"""What the types of the checked report carry: which choices there are, what a draft is, how sources are printed."""

from dataclasses import replace

import pytest

from publisher.check.cells import known_choices
from publisher.compose.sources import full_citation
from publisher.domain.dates import PartialDate
from publisher.domain.editorial import GuideFacts
from publisher.domain.language import read_language
from publisher.domain.report import CHOICES, Facts, Rating, ReportStatus, Source, Verification
from publisher.domain.text import ListBlock, ListItem, Paragraph, Span, plain_inlines, with_lines
from publisher.domain.treaty import Obligation
from tests.support import TOP, checked, country_cell, english, filled, opsc

LANGUAGES = sorted((TOP / "publisher/languages").glob("*.toml"))


@pytest.mark.parametrize("path", LANGUAGES, ids=lambda path: path.stem)
@pytest.mark.parametrize("name", CHOICES)
def test_every_language_offers_the_choices_that_the_program_knows(path, name):
    language = read_language(path, english())

    assert set(language.words(f"choices.{name}")) == {each.value for each in CHOICES[name]}


def test_a_choice_that_a_language_adds_to_those_is_not_taken():
    lists = {
        "verified": {"yes": "Yes", "partly": "Partly", "no": "No", "twice": "Twice"},
        "source_type": {"treaty": "Treaty", "song": "Song"},
    }

    assert known_choices(lists) == {
        "verified": {"yes": "Yes", "partly": "Partly", "no": "No"},
        "source_type": {"treaty": "Treaty", "song": "Song"},
    }


@pytest.mark.slow
def test_what_does_not_say_that_it_is_final_is_a_draft():
    book = filled()
    country_cell(book, "status").value = None

    report, _ = checked(book)

    assert report.facts.status is ReportStatus.DRAFT
    assert not Facts().is_final
    assert GuideFacts().status is ReportStatus.DRAFT
    assert Facts(status=ReportStatus.FINAL).is_final


def test_gaps_come_in_the_order_of_their_urgency():
    assert [each for each in Rating if each.is_gap] == [Rating.NOT_IN_LINE, Rating.PARTLY]


@pytest.mark.parametrize(
    ("obligation", "is_assessable", "is_rated"),
    [
        (Obligation.MANDATORY, True, True),
        (Obligation.QUALIFIED, True, True),
        (Obligation.OPTIONAL, True, False),
        (Obligation.DECLARATORY, False, False),
    ],
)
def test_nobody_can_be_in_breach_of_an_option(obligation, is_assessable, is_rated):
    provision = replace(opsc().provisions[0], obligation=obligation)

    assert (provision.is_assessable, provision.is_rated) == (is_assessable, is_rated)


# Sources

ACT = Source(
    key="QX-1",
    type="national_law",
    title="Lex infantium",
    adopted=PartialDate(2012, 3),
    verified=Verification.YES,
    more={"volume": "12"},
)


def test_a_source_gives_what_is_filled_in_by_the_names_of_its_columns():
    assert ACT.printed("en_GB") == {
        "key": "QX-1",
        "type": "national_law",
        "title": "Lex infantium",
        "adopted": "March 2012",
        "verified": "yes",
        "volume": "12",
    }


def test_a_column_that_a_language_adds_can_stand_in_a_citation():
    patterns = {"national_law": ["*{title}*", ", vol {volume}", ", adopted {adopted}"]}
    citations = {**english().sections["citations"], **patterns}
    language = replace(english(), sections={**english().sections, "citations": citations})

    assert (
        plain_inlines(full_citation(ACT, language)) == "Lex infantium, vol 12, adopted March 2012"
    )


# Texts


def test_what_holds_nothing_after_a_change_is_left_out():
    blocks = (
        Paragraph((Span("one"),)),
        Paragraph((Span("two"),)),
        ListBlock((ListItem((Span("two"),)), ListItem((Span("three"),), level=1)), is_ordered=True),
        ListBlock((ListItem((Span("two"),)),)),
    )

    def without_two(inlines):
        return [each for each in inlines if each.text != "two"]

    assert with_lines(blocks, without_two) == (
        Paragraph((Span("one"),)),
        ListBlock((ListItem((Span("three"),), level=1),), is_ordered=True),
    )
