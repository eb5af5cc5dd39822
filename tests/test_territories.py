"""Names that people try and that are no single State of the list: what 'publisher new' answers.

Which State they are of, is that of the standard M49 of the United Nations and ISO 3166-1; of names on whose
status States differ nothing is said but that the list has no entry.
"""

import csv

import pytest
from click.testing import CliRunner

from publisher.cli.main import main
from publisher.domain.countries import countries, country_of_code, find_country
from tests.support import TOP

pytestmark = pytest.mark.slow  # each test makes a workbook


def new(folder, *arguments):
    result = CliRunner().invoke(main, ["--project", str(folder), "new", *arguments])
    return result.exit_code, result.output.splitlines()[-1]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "Scotland",
            "Scotland is part of the United Kingdom of Great Britain and Northern Ireland, whose workbook is made with:"
            ' publisher new "United Kingdom". One under the name you typed is made with: publisher new "Scotland" --code QX',
        ),
        (
            "england",
            "England is part of the United Kingdom of Great Britain and Northern Ireland, whose workbook is made with:"
            ' publisher new "United Kingdom". One under the name you typed is made with: publisher new "england" --code QX',
        ),
        (
            "Greenland",
            "Greenland is part of the Kingdom of Denmark, whose workbook is made with: publisher new \"Denmark\"."
            ' One under the name you typed is made with: publisher new "Greenland" --code GL',
        ),
        (
            "Hong Kong SAR",
            "Hong Kong is part of the People's Republic of China, whose workbook is made with: publisher new \"China\"."
            ' One under the name you typed is made with: publisher new "Hong Kong SAR" --code HK',
        ),
        (
            "Reunion",
            "Réunion is part of the French Republic, whose workbook is made with: publisher new \"France\"."
            ' One under the name you typed is made with: publisher new "Reunion" --code RE',
        ),
        (
            "Isle of Man",
            "Isle of Man: for its international relations the United Kingdom of Great Britain and Northern Ireland is responsible,"
            ' whose workbook is made with: publisher new "United Kingdom". One under the name you typed is made with:'
            ' publisher new "Isle of Man" --code IM',
        ),
        (
            "Puerto Rico",
            "Puerto Rico: for its international relations the United States of America is responsible,"
            ' whose workbook is made with: publisher new "United States of America". One under the name you typed is made with:'
            ' publisher new "Puerto Rico" --code PR',
        ),
        (
            "Tokelau",
            "Tokelau: for its international relations New Zealand is responsible, whose workbook is made with:"
            ' publisher new "New Zealand". One under the name you typed is made with: publisher new "Tokelau" --code TK',
        ),
        (
            "Congo",
            "'Congo' can be more than one State; type one of: publisher new \"Democratic Republic of the Congo\","
            ' publisher new "Republic of the Congo"',
        ),
        (
            "the Congo",
            "'the Congo' can be more than one State; type one of: publisher new \"Democratic Republic of the Congo\","
            ' publisher new "Republic of the Congo"',
        ),
        (
            "Taiwan",
            "the list of States has no entry 'Taiwan'; a workbook under this name is made with:"
            ' publisher new "Taiwan" --code TW',
        ),
        (
            "TW",
            "the list of States has no entry 'TW'; a workbook under this name is made with:"
            ' publisher new "TW" --code TW',
        ),
        (
            "Western Sahara",
            "the list of States has no entry 'Western Sahara'; a workbook under this name is made with:"
            ' publisher new "Western Sahara" --code EH',
        ),
        (
            "Somaliland",
            "the list of States has no entry 'Somaliland'; a workbook under this name is made with:"
            ' publisher new "Somaliland" --code QX',
        ),
        (
            "Cook Islands",
            "the list of States has no entry 'Cook Islands', a State party to the Convention on the Rights of the Child;"
            ' its workbook is made with: publisher new "Cook Islands" --code CK',
        ),
        (
            "Groenland",  # French, by CLDR
            "Greenland is part of the Kingdom of Denmark, whose workbook is made with: publisher new \"Denmark\"."
            ' One under the name you typed is made with: publisher new "Groenland" --code GL',
        ),
    ],
)  # fmt: skip
def test_a_name_that_is_no_state_of_the_list_is_answered(tmp_path, name, message):
    assert new(tmp_path, name) == (2, f"Error: {message}")
    assert list(tmp_path.iterdir()) == []


def test_what_the_answer_proposes_makes_a_workbook(tmp_path):
    proposed = (
        ("United Kingdom",),
        ("Scotland", "--code", "QX"),
        ("Republic of the Congo",),
        ("Cook Islands", "--code", "CK"),
    )
    for arguments in proposed:
        code, last = new(tmp_path, *arguments)
        assert code == 0, last

    assert sorted(path.name for path in (tmp_path / "workbooks").iterdir()) == [
        "congo.xlsx",
        "cook-islands.xlsx",
        "scotland.xlsx",
        "united-kingdom.xlsx",
    ]


@pytest.mark.parametrize(
    ("name", "iso2"),
    [("Holy See", "VA"), ("Palestine", "PS"), ("Kosovo", "XK"), ("the Netherlands", "NL"), ("The Gambia", "GM")],
)  # fmt: skip
def test_names_of_the_list_are_found(name, iso2):
    assert find_country(name).iso2 == iso2


def test_the_code_of_a_state_is_not_taken_for_another_name(tmp_path):
    assert new(tmp_path, "Scotland", "--code", "gb") == (
        2,
        "Error: the code GB is that of United Kingdom; take another one, such as QX",
    )
    assert new(tmp_path, "Nepal", "--code", "NP")[0] == 0  # the State itself


def test_the_table_of_names_agrees_with_the_list_of_states():
    with (TOP / "publisher/world/territories.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    codes = {each.iso2 for each in countries()}
    names = [row["name"] for row in rows]
    assert len(set(names)) == len(names)
    assert not {row["code"] for row in rows} & codes
    for row in rows:
        states = [code for code in row["states"].split(";") if code]
        wanted = {"part": 1, "territory": 1, "several": 2}.get(row["kind"], 0)
        assert (row["name"], len(states)) == (row["name"], wanted)
        assert all(country_of_code(code) for code in states)
        assert row["kind"] == "several" or find_country(row["name"]) is None
