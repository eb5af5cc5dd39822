"""'How this report was researched': what a report prints of the sheet 'Where we looked', in every format.

All content is invented, of the invented country Examplia.
"""

import csv
import io
from dataclasses import replace

import pytest

from publisher.compose.guide import Covered, Material, compose_guide
from publisher.compose.presentation import Presentation
from publisher.domain.worded import WordedTreaty
from publisher.project.project import open_project
from publisher.writers.docx import write_docx
from publisher.writers.guide import guide_tables
from publisher.writers.html import write_html
from publisher.writers.outline import write_outline
from publisher.writers.table import write_research_table
from tests.support import TOP, blank_book, checked, docx_part, english, filled, opsc, published
from tests.test_places import NATLEX, OWN, write

pytestmark = pytest.mark.slow  # each test makes a report

NAMED = Presentation("Example Coalition", names_researchers=True)


def looked():
    book = filled("id | law\nopsc-1 | Text.", "key | type | title\nQX-1 | National law | Lex")
    write(book, NATLEX, on="5 May 2026", by="A. R.", result="Found", found="QX-1")
    write(book, 12, on="May 2026", by="B. R.", result="Not reachable")
    return write(book, OWN, place="Library of Examplia", on="2026-05-07", result="Nothing found")


def section(outline):
    """Return the lines of the section, as they stand."""
    lines = outline.splitlines()
    start = lines.index("## How this report was researched")
    rest = lines[start + 1 :]
    return rest[: next(n for n, line in enumerate(rest) if line.startswith("## "))]


TEXT = (
    "  Law, reforms and findings were looked for in these places, each on the day given, so that others can repeat"
    " the research and add to it. Where the report says ‘Nothing found’, it rests on them. Of the 18 places that"
    " the project looks at for every State: searched 1; not reachable 1; not looked at 16."
)
NATLEX_NAME = (
    "NATLEX database of national labour and social security and related human rights legislation"
)


def test_a_report_says_where_was_looked_when_and_with_what_result():
    assert section(write_outline(published(looked()))) == [
        TEXT,
        f"  {NATLEX_NAME} · 5 May 2026 · Found",
        "  INTERPOL members’ national legislation on sexual offences against children · May 2026 · Not reachable",
        "  Library of Examplia · 7 May 2026 · Nothing found",
    ]


def test_few_places_that_nobody_looked_at_are_named():
    """They are not in the table, which may have as many lines as there are places."""
    book = filled("id | law\nopsc-1 | Text.", "key | type | title\nQX-1 | National law | Lex")
    for number in range(2, 18):  # all but the last two
        book["Where we looked"][f"D{number}"].value = "May 2026"
        book["Where we looked"][f"F{number}"].value = "Nothing found"

    assert section(write_outline(published(book)))[0].endswith(
        ": searched 16; not reachable 0; not looked at 2 (ECPAT country reports (Agenda for Action); National NGOs"
        " with children’s rights expertise)."
    )


def test_persons_are_named_only_where_the_editor_has_chosen_so():
    assert "A. R." not in write_outline(published(looked()))
    assert section(write_outline(published(looked(), NAMED)))[1] == (
        f"  {NATLEX_NAME} · 5 May 2026, by A. R. · Found"
    )


def test_nothing_is_printed_where_nobody_noted_anything():
    publication = published(blank_book())

    assert publication.research is None
    assert "How this report was researched" not in write_outline(publication)


def test_the_setting_lets_persons_be_named(tmp_path):
    (tmp_path / "publisher.toml").write_text("name_researchers = true\n", encoding="utf-8")

    assert open_project(tmp_path).value.presentation.names_researchers
    assert not open_project(TOP).value.presentation.names_researchers


def test_programs_get_days_results_and_keys():
    table = write_research_table(published(looked()).research)

    assert list(csv.reader(io.StringIO(table.decode("utf-8-sig")))) == [
        ["place_id", "place", "looked_on", "looked_by", "result_id", "result", "sources"],
        ["ilo-natlex", NATLEX_NAME, "2026-05-05", "", "found", "Found", "QX-1"],
        [
            "interpol",
            "INTERPOL members’ national legislation on sexual offences against children",
            "2026-05", "", "not_reachable", "Not reachable", "",
        ],
        ["", "Library of Examplia", "2026-05-07", "", "nothing_found", "Nothing found", ""],
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["country_report", "portrait_report"])
def test_the_web_page_has_it_in_its_contents_and_as_a_table(name):
    template = (TOP / f"templates/html/{name}.html").read_text(encoding="utf-8")

    page = write_html(published(looked()), template, "", template_name=name)

    assert '<a href="#research">How this report was researched</a>' in page
    assert f'<th scope="row">{NATLEX_NAME}</th>' in page
    assert '<td data-heading="Looked on">5\u00a0May\u00a02026</td>' in page
    assert '<td data-heading="Result">Not reachable</td>' in page
    assert "#research" not in write_html(published(blank_book()), template, "", template_name=name)


@pytest.mark.parametrize("name", ["country_report", "portrait_report"])
def test_the_word_file_has_it_before_the_sources(name):
    template = (TOP / f"templates/docx/{name}.docx").read_bytes()

    xml = docx_part(write_docx(published(looked()), template, template_name=name))
    without = docx_part(write_docx(published(blank_book()), template, template_name=name))

    places = [
        xml.rindex(text) for text in ("How this report was researched", "Library of Examplia")
    ]
    assert places[0] < places[1] < xml.rindex(">Sources<")
    assert "How this report was researched" not in without


# The guide


def guide(*reports):
    worded = WordedTreaty(opsc(), english())
    return compose_guide(Material(tuple(map(Covered, reports))), worded, Presentation())


def named(report, code, name):
    return replace(report, facts=replace(report.facts, iso2=code, short_name=name))


def test_the_guide_counts_in_how_many_countries_each_place_was_searched():
    one, other = checked(looked())[0], checked(looked())[0]
    blank = checked(blank_book())[0]

    counted = guide(named(one, "QX", "Examplia"), named(other, "QY", "Samplia"), blank).research

    assert counted.text == (
        "In how many countries somebody looked in each place, as the workbooks note it: 2 of 3 workbooks do. Where"
        " nothing is noted, nobody is counted as having looked."
    )
    by_key = {line.key: line for line in counted.lines}
    assert len(counted.lines) == 19
    assert (by_key["ilo-natlex"].searched_of, by_key["ilo-natlex"].found) == ("2 of 3", 2)
    assert (by_key["interpol"].searched_of, by_key["interpol"].not_reachable) == ("0 of 3", 2)
    assert by_key["courts"].searched_of == "0 of 3"
    assert (by_key[""].place, by_key[""].searched, by_key[""].nothing_found) == (
        "Other places", 2, 2,
    )  # fmt: skip


def test_the_data_of_the_guide_have_the_counts():
    headings, lines = guide_tables(guide(checked(looked())[0]))["Research"]

    assert headings == (
        "place_id", "place", "countries", "searched", "found", "nothing_found", "not_reachable",
    )  # fmt: skip
    assert ("ilo-natlex", NATLEX_NAME, "1", "1", "1", "0", "0") in lines


def test_a_guide_to_countries_of_which_nobody_noted_it_says_nothing():
    empty = guide(checked(blank_book())[0])

    assert empty.research is None
    assert guide_tables(empty)["Research"][1] == []
