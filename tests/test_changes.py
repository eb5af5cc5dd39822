"""The page that says what has changed since an earlier edition; asserted on the outline."""

import pytest

from publisher.compose.changes import earlier_of
from publisher.compose.presentation import Presentation
from publisher.compose.report import compose_report
from publisher.domain.worded import WordedTreaty
from publisher.writers.outline import write_outline
from tests.support import checked, english, filled, opsc

SOURCES = "key | type | title\nQX-1 | National law | Lex infantium\nQX-2 | National law | Lex nova"


def page(old, new):
    """Return the lines of the page of changes from one workbook to the other."""
    reports = [checked(book)[0] for book in (old, new)]
    earlier = earlier_of(*reports, opsc().columns)
    publication = compose_report(
        reports[1], WordedTreaty(opsc(), english()), Presentation(), since=earlier
    )
    lines = write_outline(publication).splitlines()
    start = lines.index("## What has changed")
    return lines[start + 1 : lines.index("## Law, reform and compliance")]


@pytest.mark.slow
def test_changed_texts_are_told_sentence_by_sentence():
    old = filled(
        "id | law\nopsc-1 | One. Two is old. Three. [QX-1]",
        SOURCES,
        {"version": "1.0", "version_date": "2025-03-31"},
    )
    new = filled("id | law\nopsc-1 | One. Two is new. Three. [QX-1]", SOURCES, {"version": "1.1"})

    assert page(old, new) == [
        "  Changes since version 1.0, 31 March 2025. Passages that are gone are struck through, new ones underlined;"
        " long ones are cut. The full text stands in the table.",
        "  art. 1 General prohibition",
        "    Current national law: changed, text revised",
        "      - Two is old.",
        "      + Two is new.",
    ]


@pytest.mark.slow
def test_added_and_removed_texts_assessments_and_sources_are_told():
    old = filled(
        "id | law | reforms\nopsc-3-3 | Fines. | Bill 3.",
        "key | type | title\nQX-1 | National law | Lex infantium",
    )
    new = filled(
        "id | law | reforms | assessment | finder | date\n"
        "opsc-3-3 | Fines. Prison. | Nothing found | In line | Researcher | 2026",
        SOURCES.replace("QX-1", "QX-3"),
    )

    assert page(old, new)[1:] == [
        "  art. 3, para. 3 Penalties matching gravity",
        "    Assessment: changed",
        "      - no assessment",
        "      + In line (Researcher, 2026)",
        "    Current national law: added, text revised",
        "      + Prison.",
        "    Legal reforms: changed, new research",
        "      - Bill 3.",
        "      + Nothing found in the documents consulted.",
        "  New sources: QX-2, QX-3",
        "  Sources no longer in the list: QX-1",
    ]


@pytest.mark.slow
def test_nothing_is_told_where_nothing_changed_and_no_page_without_an_earlier_edition():
    book = filled("id | law\nopsc-1 | One.")

    assert page(book, book)[1:] == []
    publication = compose_report(checked(book)[0], WordedTreaty(opsc(), english()), Presentation())
    assert publication.changes is None


@pytest.mark.slow
def test_a_long_passage_is_cut_after_sixty_words():
    new = filled(f"id | law\nopsc-1 | {' '.join(['word'] * 70)}.")

    assert page(filled(), new)[3:] == [
        "      - Not researched.",
        f"      + {' '.join(['word'] * 60)} …",
    ]


@pytest.mark.slow
def test_what_changed_in_the_sheet_country_is_told_first_in_words():
    old = filled(
        "id | law\nopsc-1 | One.",
        country={"law_as_at": "2025-01-31", "bound": "2003", "instrument": "Accession"},
    )
    new = filled(
        "id | law\nopsc-1 | One.",
        country={
            "law_as_at": "2026-06-01",
            "bound": "2003-11-05",
            "instrument": "Ratification",
            "summary": "A new law is before parliament.",
        },
    )

    assert page(old, new)[1:] == [
        "  Country facts ",
        "    Became a party by: changed",
        "      - Accession",
        "      + Ratification",
        "    Ratified or acceded to the OPSC: changed",
        "      - 2003",
        "      + 5 November 2003",
        "    Law stated as at: changed",
        "      - 31 January 2025",
        "      + 1 June 2026",
        "    Executive summary: added",
        "      + A new law is before parliament.",
    ]


MOVED = "The Children Act 1999 punishes whoever sells a child to another person. [QX-1 s. 4]"


@pytest.mark.slow
def test_a_text_that_stands_in_another_cell_now_moved_and_is_not_printed_twice():
    old = filled(f"id | law | reforms\nopsc-1 | {MOVED} | Bill 3.\nopsc-3-3 | Fines.", SOURCES)
    new = filled(
        f"id | law | reforms\nopsc-1 | | Bill 3.\nopsc-3-3 | {MOVED.replace('  ', ' ')}", SOURCES
    )

    assert page(old, new)[1:] == [
        "  art. 1 General prohibition",
        "    Current national law: moved to art. 3, para. 3, Current national law",
        "  art. 3, para. 3 Penalties matching gravity",
        "    Current national law: moved here from art. 1, Current national law",
        "      - Fines.",
    ]


def test_short_texts_and_texts_of_several_cells_have_not_moved():
    old = filled(f"id | law\nopsc-1 | None.\nopsc-2-a | {MOVED}\nopsc-2-b | {MOVED}", SOURCES)
    new = filled(f"id | law\nopsc-3-3 | None.\nopsc-5-1 | {MOVED}", SOURCES)

    changes = earlier_of(checked(old)[0], checked(new)[0], opsc().columns).changes

    assert {(each.moved_to, each.moved_from) for each in changes} == {("", "")}


def test_a_text_that_takes_the_place_of_another_that_went_on_moved_with_it():
    second = MOVED.replace("sells", "buys")
    old = filled(f"id | law\nopsc-1 | {MOVED}\nopsc-3-3 | {second}", SOURCES)
    new = filled(f"id | law\nopsc-3-3 | {MOVED}\nopsc-5-1 | {second}", SOURCES)

    changes = earlier_of(checked(old)[0], checked(new)[0], opsc().columns).changes

    assert [(each.place, each.moved_to, each.moved_from) for each in changes] == [
        ("opsc-1", "opsc-3-3/law", ""),
        ("opsc-3-3", "opsc-5-1/law", "opsc-1/law"),
        ("opsc-5-1", "", "opsc-3-3/law"),
    ]
