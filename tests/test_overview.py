"""The report at a glance: counts by hand against what the page prints; asserted on the outline."""

import re
from dataclasses import replace

from publisher.compose.presentation import House, Presentation
from publisher.compose.report import compose_report
from publisher.domain.language import read_language
from publisher.domain.text import plain_text
from publisher.domain.treaty_files import in_language
from publisher.domain.worded import WordedTreaty
from publisher.writers.outline import write_outline
from tests.support import TOP, checked, english, filled, opsc, published


def glance(book, edition=None):
    lines = write_outline(published(book, edition)).splitlines()
    return lines[lines.index("## At a glance") + 1 : lines.index("## Law, reform and compliance")]


def test_the_facts_count_the_same_cells_as_the_bars():
    """A blank row that the treaty calls optional is not printed, nor counted anywhere."""
    report = published(
        filled("id | law | reforms\nopsc-1 | Law. | Nothing found\nopsc-12-1 | Law. |")
    )

    (told,) = (plain_text(fact.blocks) for fact in report.facts if fact.label == "Research")
    counts = [int(each) for each in re.findall(r"\d+", told)]  # text, of all, and the other states
    by_state = [
        sum(share.count for bar in report.overview.bars for share in bar.shares if share.id == id_)
        for id_ in ("text", "nothing_found", "not_applicable", "not_researched")
    ]
    assert [counts[0], *counts[2:]] == by_state
    assert counts[1] == sum(by_state) == 54 * 3  # of 58 provisions four are left out


def test_provisions_are_counted_by_assessment_and_cells_by_state():
    book = filled(
        "id | law | reforms | compliance | assessment | finder | date\n"
        "opsc-1 | Crime. | In 2021 a reform was adopted. | Yes. | Partly in line | Researcher | 2019\n"
        "opsc-3-3 | Fines. | Nothing found | Not applicable | Not in line | Researcher | 2020\n"
        "opsc-3-4 | Fines. | | | Not in line | Researcher |\n"
    )

    # Of the 53 rows 5 are declaratory and 3 options (provisions.csv); 45 can be assessed, three of them were.
    assert glance(book) == [
        "  3 of 53 provisions with a text",
        "  3 of 45 provisions assessed",
        "  0 sources",
        "  Assessment of provisions (45): Partly in line: 1; Not in line: 2; Not assessed: 42",
        "  Current national law (53): text: 3; not researched: 50",
        "  Legal reforms (53): text: 1; nothing found: 1; not researched: 51",
        "  Compliance with the Protocol (53): text: 1; not researched: 51; not applicable: 1",
        "  Not in line (2): art. 3, para. 3; art. 3, para. 4",
        "  Partly in line (1): art. 1",
        "  Assessment older than a reform (1): art. 1",
    ]


def test_without_assessments_only_the_research_is_shown():
    assert glance(filled("id | law\nopsc-1 | Crime.")) == [
        "  1 of 53 provisions with a text",
        "  0 of 45 provisions assessed",
        "  0 sources",
        "  Current national law (53): text: 1; not researched: 52",
        "  Legal reforms (53): not researched: 53",
        "  Compliance with the Protocol (53): not researched: 53",
    ]


def test_the_house_style_gives_signs_and_colours():
    house = House(
        symbols={"in_line": "+"}, colours={"in_line": "#123456"}, state_colours={"text": "#654321"}
    )
    book = filled("id | law | assessment | finder\nopsc-1 | Crime. | In line | Researcher")

    publication = published(book, Presentation(house=house))

    assessed, law, *_ = publication.overview.bars
    assert (assessed.shares[0].symbol, assessed.shares[0].colour, assessed.shares[0].count) == (
        "+",
        "#123456",
        1,
    )
    assert (law.shares[0].colour, law.shares[0].percent) == ("#654321", 1.89)
    assert publication.groups[0].rows[0].symbol == "+"


def test_the_facts_count_the_cells_that_the_bars_count():
    # Rows that the treaty calls optional are left out while they are blank: 5 of 58 (provisions.csv).
    publication = published(filled("id | law | reforms\nopsc-1 | Crime. | Nothing found"))
    (told,) = (fact for fact in publication.facts if fact.label == "Research")

    assert plain_text(told.blocks) == (
        "1 of 159 content cells hold text; 1 nothing found; 0 not applicable; 157 not researched"
    )
    shares = [share for bar in publication.overview.bars for share in bar.shares]
    assert sum(share.count for share in shares if share.id == "not_researched") == 157


def test_an_arabic_overview_cites_with_the_marks_of_print():
    arabic = read_language(TOP / "publisher/languages/ar.toml", english())
    worded = WordedTreaty(in_language(opsc(), TOP / "publisher/treaties/opsc", "ar"), arabic)
    book = filled("id | assessment | finder\nopsc-3-1-a-i-b | In line | Researcher")
    english_report = checked(book)[0]
    entries = tuple(
        replace(each, provision=own)
        for each, own in zip(english_report.entries, worded.treaty.provisions, strict=True)
    )
    report = compose_report(replace(english_report, entries=entries), worded, Presentation())

    (mark,) = (each for each in report.overview.strip if each.assessment_id)
    assert mark.reference == "المادة~3، الفقرة~1~(أ)~‘1’~(ب)".replace("~", "\u00a0")
