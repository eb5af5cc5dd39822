"""The publication: order, numbers, notes, labels; asserted on the outline."""

import re

import pytest

from publisher.compose.context import Numbered, told_finder
from publisher.compose.presentation import Presentation
from publisher.compose.report import compose_report
from publisher.domain.dates import PartialDate
from publisher.domain.language import read_language
from publisher.domain.report import Assessment, Rating
from publisher.domain.text import plain_inlines, plain_text
from publisher.domain.worded import WordedTreaty
from publisher.project.project import open_project
from publisher.writers.outline import write_outline
from tests.sample_pages import report_in
from tests.support import TOP, checked, english, filled, opsc, published

SOURCES = """
key  | type           | short        | author | title | english | symbol | published | adopted | jurisdiction | url | accessed | verified | confidential
QX-1 | National law   | Children Act | | Lex infantium | Children Act | Act 3 of 1998 | | 4 May 1998 | Examplia | https://example.org/1 | 2026-01-02 | Yes
QX-2 | UN treaty body | CO 2019 | Committee on the Rights of the Child | Concluding observations: Examplia | | CRC/C/OPSC/XXQ/CO/1 | 2019-02-08 | | | | | No
QX-3 | NGO document   | Letter | Anonymous | A letter | | | | | | | | | Yes
"""


def lines(book, edition=None):
    return write_outline(published(book, edition)).splitlines()


def test_a_citation_mark_becomes_a_numbered_note_that_leads_back_to_each_call():
    book = filled(
        "id | law | reforms\nopsc-1 | Selling is a crime [QX-1 s. 12]. Always. [QX-1 s. 12] | Raised. [QX-1; QX-2 para. 3]",
        SOURCES,
    )

    found = lines(book)

    start = found.index("### Prohibition and definitions")
    assert found[start : start + 9] == [
        "### Prohibition and definitions",
        "  General prohibition · art. 1 · opsc-1",
        "    The State must outlaw the three practices the Protocol addresses – selling children, child prostitution"
        " and child pornography – to the extent its later articles spell out.",
        "    Current national law: text",
        "      Selling is a crime[1]. Always.[1]",
        "    Legal reforms: text",
        "      Raised.[2]",
        "    Compliance with the Protocol: not_researched",
        "      Not researched.",
    ]
    assert "  (1) Children Act, s. 12 [QX-1] ← call-1-1, call-1-2" in found
    assert "  (2) Children Act [QX-1]; CO 2019, para. 3 [QX-2] ← call-2-1" in found


def test_notes_count_through_the_report_and_stand_after_each_group_or_all_at_the_end():
    book = filled("id | law\nopsc-1 | One. [QX-1]\nopsc-3-3 | Two. [QX-1]", SOURCES)

    by_group, at_end = lines(book), lines(book, Presentation(notes_at="report"))

    assert [line for line in by_group if line.startswith("  (")] == [
        "  (1) Children Act [QX-1] ← call-1-1",
        "  (2) Children Act [QX-1] ← call-2-1",
    ]
    assert by_group.index("  (1) Children Act [QX-1] ← call-1-1") < by_group.index("### Penalties")
    assert [line for line in at_end if line.startswith("  (")] == [
        "  (1) Children Act [QX-1] ← call-1-1, call-1-2"
    ]
    assert (
        at_end.index("## Sources")
        == at_end.index("  (1) Children Act [QX-1] ← call-1-1, call-1-2") + 1
    )


def test_each_source_is_printed_in_full_by_the_pattern_of_its_type():
    found = lines(filled(sources=SOURCES))

    start = found.index("## Sources")
    assert found[start : start + 7] == [
        "## Sources",
        "  United Nations treaty bodies",
        "    QX-2 Committee on the Rights of the Child, ‘Concluding observations: Examplia’ (8 February 2019)"
        " UN Doc CRC/C/OPSC/XXQ/CO/1 (not checked against the primary source)",
        "  National law",
        "    QX-1 Lex infantium [Children Act] (Examplia), Act 3 of 1998, adopted 4 May 1998"
        " <https://example.org/1> accessed 2 January 2026",
        "  Non-governmental organisations",
        "    QX-3 Source withheld",
    ]


def test_a_title_in_another_language_is_marked_as_such_in_notes_and_in_the_list_of_sources():
    """A short title may be in any language: nothing is said of it."""
    sources = (
        "key | type | short | title | english | language\n"
        "QX-1 | National law | | Kinderschutzgesetz | | de\n"
        "QX-2 | National law | | Loi sur la traite | Law on trafficking | French\n"
        "QX-3 | National law | Code pénal | Code pénal | | fr\n"
        "QX-4 | National law | | Children Act | | en"
    )
    report = published(
        filled("id | law\nopsc-1 | One. [QX-1 s. 4] Two. [QX-2; QX-3; QX-4]", sources)
    )

    (group,) = (group for group in report.groups if group.notes)
    spoken = [
        (each.text, each.language) for note in group.notes for each in note.inlines if not each.link
    ]
    assert spoken == [
        ("Kinderschutzgesetz", "de"),
        (", s.\u00a04 ", ""),
        ("Law on trafficking ", ""),
        ("; Code pénal ", ""),
        ("; Children Act ", ""),
    ]
    listed = [
        (each.text, each.language)
        for sources in report.source_groups
        for source in sources.entries
        for each in source.inlines
        if each.language
    ]
    assert listed == [
        ("Kinderschutzgesetz", "de"),
        ("Loi sur la traite", "fr"),
        ("Code pénal", "fr"),
    ]


def test_a_confidential_source_is_withheld_in_its_notes_too():
    found = lines(filled("id | law\nopsc-1 | They say so. [QX-3 p. 2]", SOURCES))

    assert "  (1) Source withheld, p. 2 [QX-3] ← call-1-1" in found


def test_both_orders_print_the_same_rows_under_their_own_headings():
    book = filled("id | law\nopsc-9-5 | Banned.\nopsc-1 | Crime.")

    by_article, by_cluster = (
        lines(book, Presentation(order="article")),
        lines(book, Presentation(order="cluster")),
    )

    assert [line for line in by_cluster if line.startswith("### ")] == [
        "### Prevention",
        "### Prohibition and related matters",
        "### Protection of the rights of victims",
        "### International assistance and cooperation",
    ]
    assert len([line for line in by_article if line.startswith("### ")]) == 19
    assert [
        sorted(line for line in found if " · art. " in line) for found in (by_article, by_cluster)
    ] == [sorted(line for line in by_article if " · art. " in line)] * 2
    assert by_cluster.index("      Banned.") < by_cluster.index("      Crime.")


def test_the_four_states_of_a_cell_print_as_what_they_are():
    book = filled(
        "id | law | reforms | compliance\nopsc-3-3 | Fines. | nothing found. | NOT APPLICABLE\nopsc-3-4 | | |"
    )

    found = lines(book)

    start = found.index("  Penalties matching gravity · art. 3, para. 3 · opsc-3-3")
    assert found[start + 2 : start + 8] == [
        "    Current national law: text",
        "      Fines.",
        "    Legal reforms: nothing_found",
        "      Nothing found in the documents consulted.",
        "    Compliance with the Protocol: not_applicable",
        "      Not applicable.",
    ]


@pytest.mark.slow
def test_an_optional_row_is_printed_only_when_something_is_in_it():
    blank, used = lines(filled()), lines(filled("id | law\nopsc-12-1 | Reported in 2010."))

    assert not [line for line in blank if "art. 12" in line]
    assert [line for line in used if "art. 12" in line] == [
        "  Initial report · art. 12, para. 1 · opsc-12-1"
    ]


def test_an_assessment_names_who_found_it_and_when_and_some_provisions_say_that_they_are_not_rated():
    book = filled(
        "id | law | assessment | finder | date\n"
        "opsc-3-3 | Fines. | Partly in line | Committee on the Rights of the Child | January 2019\n"
        "opsc-3-4 | Fines. | In line | Researcher |"
    )

    found = lines(book)

    assert "    Partly in line (Committee on the Rights of the Child, January 2019)" in found
    assert "    In line (Researcher)" in found
    assert found.count("    Declaratory: not rated") == 5
    assert found.count("    Option, not a duty: not rated") == 3


def test_a_body_in_latin_letters_keeps_to_itself_in_an_arabic_text():
    """Else the day behind it would join its letters and stand before it (UAX 9)."""
    arabic = read_language(TOP / "publisher/languages/ar.toml", english())
    body = "Committee on the Rights of the Child"
    found = told_finder(Assessment(Rating.PARTLY, body, PartialDate(2019, 1, 31)), arabic)
    own = told_finder(Assessment(Rating.PARTLY, "الباحث", PartialDate(2019, 1, 31)), arabic)

    assert found == f"\u2066{body}\u2069، 31 يناير 2019"
    assert own == "الباحث، 31 يناير 2019"


def test_an_assessment_that_is_older_than_a_reform_of_its_row_says_so():
    book = filled(
        "id | reforms | assessment | finder | date\n"
        "opsc-3-3 | A law of 2016 changed it; another is planned for 2030. | Partly in line | Researcher | January 2014\n"
        "opsc-3-4 | A law of 2012 changed it. | In line | Researcher | 2014\n"
        "opsc-4-1 | A law of 2016 changed it. | In line | Researcher |",
        country={"version_date": "2026-03-31"},
    )

    warnings = [line for line in lines(book) if "is older than" in line]
    assert warnings == ["    This assessment of 2014 is older than a reform of 2016 named here."]


def test_a_blank_workbook_still_gives_a_report_that_says_what_is_missing():
    found = lines(filled(), Presentation())

    assert found[:6] == [
        "# Examplia: Country report on law and reform",
        "  Optional Protocol on the sale of children, child prostitution and child pornography",
        "  0.1",
        "  Draft",
        "  Not stated",
        "## Country facts",
    ]
    assert (
        "    0 of 159 content cells hold text; 0 nothing found; 0 not applicable; 159 not researched"
        in found
    )
    assert "## Executive summary" not in found  # nothing empty is printed
    assert found[-1] == (
        "  ‘Examplia: country report on the Optional Protocol on the sale of children, child prostitution and child"
        " pornography’ (version 0.1, Not stated)"
    )


def test_the_facts_box_gives_dates_as_far_as_they_are_known():
    book = filled(
        country={
            "signed": "2001-05-08",
            "instrument": "Accession",
            "bound": "2004",
            "law_as_at": "March 2026",
            "declaration": "None. [QX-1]",
            "version": "1.0",
            "version_date": "31 March 2026",
            "status": "Final",
        },
        sources=SOURCES,
    )

    found = lines(book)

    start = found.index("## Country facts")
    assert found[start + 1 : start + 17] == [
        "  Formal name",
        "    Republic of Examplia",
        "  Treaty",
        "    Optional Protocol to the Convention on the Rights of the Child on the sale of children, child prostitution"
        " and child pornography (OPSC; adopted 25 May 2000, entered into force 18 January 2002, 2171 UNTS 227)",
        "  Signature",
        "    8 May 2001",
        "  Ratification, accession or succession",
        "    Accession, 2004",
        "  Declarations and reservations",
        "    None.[1]",
        "  Law stated as at",
        "    March 2026",
        "  Version",
        "    1.0 · 31 March 2026 · Final",
        "  Research",
        "    0 of 159 content cells hold text; 0 nothing found; 0 not applicable; 159 not researched",
    ]


def test_questions_to_the_partner_are_part_of_a_draft_only():
    rows = "id | law | question\nopsc-3-3 | Fines. | Is this still the law in force?"
    final = {"status": "Final", "law_as_at": "2026", "version_date": "2026"}

    draft_lines = lines(filled(rows))
    # An open question stops a final report; somebody may let it stand.
    report, _ = checked(filled(rows, country=final))
    publication = compose_report(report, WordedTreaty(opsc(), english()), Presentation())
    final_lines = write_outline(publication).splitlines()

    assert "  ? art. 3, para. 3 Penalties matching gravity" in draft_lines
    assert "    Is this still the law in force?" in draft_lines
    assert not [line for line in final_lines if line.startswith("  ?")]


def test_a_state_that_is_no_party_and_a_mark_are_told():
    book = filled(
        country={"instrument": "Not a party", "mark": "Invented country, for testing only"}
    )

    found = lines(book)

    assert "    Not a party" in found
    assert "  INVENTED COUNTRY, FOR TESTING ONLY" in found


@pytest.mark.parametrize(
    ("mark", "told"),
    [
        ("", "EDITION FOR CONSULTATION"),
        ("Sample, not for publication", "SAMPLE, NOT FOR PUBLICATION · EDITION FOR CONSULTATION"),
    ],
)
def test_an_edition_for_consultation_says_so_beside_any_mark_of_its_report(mark, told):
    report = checked(filled("id | law\nopsc-1 | Text.", country={"mark": mark}))[0]
    edition = Numbered(1, is_for_consultation=True)
    worded = WordedTreaty(opsc(), english())

    publication = compose_report(report, worded, Presentation(), numbered=edition)

    assert publication.mark == told
    assert publication.mark_note.endswith(
        "This edition is published so that readers can comment on it. What it says may still change."
    )


def test_who_reviewed_a_draft_is_counted_and_named_only_with_consent():
    book = filled("id | law\nopsc-1 | Text.", country={"acknowledgements": "We thank the library."})
    sheet = book["Reviewers"]
    headings = {cell.value: cell.column for cell in sheet[1]}
    people = (
        ("First Network (invented)", "2026-01-01", "2026-02-01", "Yes"),
        ("Second Network (invented)", "2026-01-01", "2026-02-01", ""),
        ("Third Network (invented)", "2026-01-01", "", "Yes"),
        ("FIRST NETWORK (INVENTED)", "2026-03-01", "", ""),
        ("Not asked yet (invented)", "", "", "Yes"),
        # Consent that was withdrawn in one of the rows, the first or the last, and in a row to come.
        ("Fourth Network (invented)", "2026-01-01", "2026-02-01", "Yes"),
        ("Fourth Network (invented)", "2026-03-01", "2026-04-01", "No"),
        ("Fifth Network (invented)", "2026-01-01", "2026-02-01", "no"),
        ("Fifth Network (invented)", "2026-03-01", "2026-04-01", "Yes"),
        ("Sixth Network (invented)", "2026-01-01", "2026-02-01", "Yes"),
        ("Sixth Network (invented)", "", "", "No"),
    )
    for number, person in enumerate(people, start=2):
        for heading, text in zip(
            ("Name", "Draft sent on", "Returned on", "May be named in the report"),
            person,
            strict=True,
        ):
            sheet.cell(number, headings[heading]).value = text or None

    lines = [plain_text((block,)) for block in published(book).acknowledgements]

    assert lines == [
        "We thank the library.",
        "National organisations and experts who reviewed a draft: 5 of 6 who were asked.",
        "Among them, named with their consent: First Network (invented).",
    ]


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("fr", "(OPSC\u202f; adopté le 25\u00a0mai\u00a02000"),
        ("ar", "(OPSC\u061b اعتمد في 25"),
    ],
)
def test_a_semicolon_is_written_as_the_language_does(code, told):
    # French parts it by a thin space (Imprimerie nationale), Arabic has a sign of its own (U+061B).
    report = report_in(code)

    treaty = next(
        plain_text(fact.blocks) for fact in report.facts if "OPSC" in plain_text(fact.blocks)
    )
    assert told in treaty
    assert "; " not in treaty.replace("\u202f; ", "")


def test_a_comma_in_a_note_is_written_as_the_language_does():
    """U+060C in Arabic."""
    notes = {
        code: [
            plain_inlines(note.inlines) for group in report_in(code).groups for note in group.notes
        ]
        for code in ("fr", "ar")
    }

    assert [note for note in notes["ar"] if "\u060c " in note]
    assert not [note for note in notes["ar"] if ", " in note]
    assert [note for note in notes["fr"] if ", " in note]
    assert not [note for note in notes["fr"] if "\u060c" in note]


@pytest.mark.parametrize("code", ["en", "fr", "ar"])
def test_how_to_read_a_report_speaks_of_no_columns_which_the_upright_set_has_not(code):
    language = open_project(TOP).value.in_language(code).language
    told = " ".join(language.words("how_to_read").values())

    assert not re.search("column|colonne|عمود", told)
