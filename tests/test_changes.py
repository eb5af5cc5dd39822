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
        "    Current national law: changed",
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
        "    Current national law: added",
        "      + Prison.",
        "    Legal reforms: changed",
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
