"""Regions of the world: the table against the standard M49, the names against CLDR, names as people write them."""

import csv
from collections import Counter

import pytest
from babel import Locale

from publisher.domain.countries import UN_LANGUAGES, countries
from publisher.domain.world_regions import find_region, is_in, region_name, regions, similar_regions
from tests.support import TOP

# What the standard says: how many of the member and observer States of the United Nations lie in each region, and
# which regions lie in which.
STATES = {"002": 54, "019": 35, "142": 48, "150": 44, "009": 14}
SUBREGIONS = {
    "002": {"015": 6, "202": 48},
    "019": {"021": 2, "419": 33},
    "142": {"030": 5, "034": 9, "035": 11, "143": 5, "145": 18},
    "150": {"039": 15, "151": 10, "154": 10, "155": 9},
    "009": {"053": 2, "054": 4, "057": 5, "061": 3},
}
INTERMEDIATE_REGIONS = {
    "202": {"011": 16, "014": 18, "017": 9, "018": 5},
    "419": {"005": 12, "013": 8, "029": 13},
}

# Kosovo has no code in M49.
NOT_IN_THE_STANDARD = {"XK"}


def rows(table):
    with (TOP / "publisher" / table).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def regions_of(iso2):
    return {region_name(code, "en") for code in regions() if is_in(iso2, code)}


def states_in(code):
    return sum(is_in(country.iso2, code) for country in countries())


# Which States lie where


@pytest.mark.parametrize(
    ("iso2", "expected"),
    [
        ("DE", {"Europe", "Western Europe"}),
        ("KE", {"Africa", "Sub-Saharan Africa", "Eastern Africa"}),
        ("SD", {"Africa", "Northern Africa"}),
        ("SS", {"Africa", "Sub-Saharan Africa", "Eastern Africa"}),
        ("ZA", {"Africa", "Sub-Saharan Africa", "Southern Africa"}),
        ("IN", {"Asia", "Southern Asia"}),
        ("IR", {"Asia", "Southern Asia"}),
        ("CY", {"Asia", "Western Asia"}),
        ("TR", {"Asia", "Western Asia"}),
        ("PS", {"Asia", "Western Asia"}),
        ("RU", {"Europe", "Eastern Europe"}),
        ("GB", {"Europe", "Northern Europe"}),
        ("VA", {"Europe", "Southern Europe"}),
        ("MX", {"Americas", "Latin America and the Caribbean", "Central America"}),
        ("US", {"Americas", "Northern America"}),
        ("GY", {"Americas", "Latin America and the Caribbean", "South America"}),
        ("NZ", {"Oceania", "Australia and New Zealand"}),
        ("NR", {"Oceania", "Micronesia"}),
        ("TV", {"Oceania", "Polynesia"}),
    ],
)
def test_a_state_lies_where_the_standard_puts_it(iso2, expected):
    assert regions_of(iso2) == expected


def test_a_state_lies_in_no_other_region():
    assert is_in("DE", "155")
    assert is_in("de", "150")
    assert not is_in("DE", "154")
    assert not is_in("DE", "")
    assert not is_in("DE", "Europe")
    assert not is_in("", "150")


def test_every_state_of_the_table_has_a_region_but_those_outside_the_standard():
    assert {each.iso2 for each in countries() if not regions_of(each.iso2)} == NOT_IN_THE_STANDARD
    assert [row["iso2"] for row in rows("world/regions.csv")] == sorted(
        {each.iso2 for each in countries()} - NOT_IN_THE_STANDARD
    )


def test_every_state_that_the_treaty_lists_has_a_region():
    states = [row["iso2"] for row in rows("treaties/opsc/parties.csv")]

    assert [each for each in states if not regions_of(each)] == []


def test_each_region_has_as_many_states_as_in_the_standard():
    expected = Counter(STATES)
    for parts in (*SUBREGIONS.values(), *INTERMEDIATE_REGIONS.values()):
        expected.update(parts)

    assert {code: states_in(code) for code in regions()} == expected


def test_the_regions_of_a_level_add_up():
    assert sum(STATES.values()) == len(countries()) - len(NOT_IN_THE_STANDARD)
    for code, parts in SUBREGIONS.items():
        assert sum(parts.values()) == states_in(code)
    for code, parts in INTERMEDIATE_REGIONS.items():
        assert sum(parts.values()) == states_in(code)


def test_each_region_lies_in_the_one_above_it():
    for row in rows("world/regions.csv"):
        assert row["subregion"] in SUBREGIONS[row["region"]], row
        assert row["intermediate"] in INTERMEDIATE_REGIONS.get(row["subregion"], {""}), row


def test_codes_have_three_digits_and_a_name_each():
    assert all(len(code) == 3 and code.isdecimal() for code in regions())
    assert tuple(row["code"] for row in rows("world/region_names.csv")) == regions()
    assert set(STATES) < set(regions())


# Names


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("014", "fr", "Afrique orientale"),
        ("014", "en", "Eastern Africa"),
        ("202", "es", "África subsahariana"),
        ("150", "de", "Europa"),
        ("142", "zh_Hans", "亚洲"),
        ("014", "xx", "Eastern Africa"),
        ("014", "pt-BR", "Eastern Africa"),
        ("999", "fr", "999"),
    ],
)
def test_a_region_has_a_name_in_other_languages(code, language, name):
    assert region_name(code, language) == name


@pytest.mark.parametrize("language", [*UN_LANGUAGES, "de", "pt"])
def test_every_region_has_a_name_of_its_own_by_which_it_is_found(language):
    names = [region_name(code, language) for code in regions()]

    assert set(regions()) <= set(Locale.parse(language).territories)
    assert tuple(find_region(name, language) for name in names) == regions()


@pytest.mark.parametrize(
    ("written", "language", "code"),
    [
        ("Eastern Africa", "en", "014"),
        ("  eastern  AFRICA ", "en", "014"),
        ("Sub Saharan Africa", "en", "202"),
        ("014", "en", "014"),
        ("2", "en", "002"),
        ("afrique orientale", "fr", "014"),
        ("Océanie", "fr", "009"),
        ("oceanie", "fr", "009"),
        ("Eastern Africa", "fr", "014"),
        ("Africa", "xx", "002"),
        ("Asie de l'Est", "fr", "030"),
        ("东非", "zh", "014"),
    ],
)
def test_a_region_is_found_as_people_write_it(written, language, code):
    assert find_region(written, language) == code


def test_a_region_is_found_by_its_name_in_the_standard_and_by_its_name_in_cldr():
    names = Locale("en").territories
    differing = {
        row["code"]: (row["name"], names[row["code"]])
        for row in rows("world/region_names.csv")
        if row["name"] != names[row["code"]]
    }

    assert differing == {
        "035": ("South-eastern Asia", "Southeast Asia"),
        "053": ("Australia and New Zealand", "Australasia"),
        "057": ("Micronesia", "Micronesian Region"),
        "419": ("Latin America and the Caribbean", "Latin America"),
    }
    for code, (in_the_standard, in_cldr) in differing.items():
        assert (
            find_region(in_the_standard)
            == find_region(in_cldr)
            == find_region(in_the_standard, "fr")
            == code
        )


@pytest.mark.parametrize(
    ("written", "language", "suggested"),
    [
        ("Eastern Afrca", "en", "Eastern Africa"),
        ("North Africa", "en", "Northern Africa"),
        ("South Africa", "en", "Southern Africa"),
        ("America", "en", "Americas"),
        ("North America", "en", "Northern America"),
        ("Latin America and Caribbean", "en", "Latin America and the Caribbean"),
        ("Saharan", "en", "Sub-Saharan Africa"),
        ("Afrique oriental", "fr", "Afrique orientale"),
        ("Western Asya", "fr", "Western Asia"),
    ],
)
def test_an_unknown_region_is_not_guessed_but_suggested(written, language, suggested):
    assert find_region(written, language) is None
    assert similar_regions(written, language)[0] == suggested


def test_suggestions_are_few_different_and_known():
    suggested = similar_regions("eastern", "en")

    assert len(set(suggested)) == len(suggested) == 3
    assert all(find_region(each) for each in suggested)


@pytest.mark.parametrize(
    "written", ["Atlantis", "Middle East", "World", "001", "Germany", "DE", "0", "", " - "]
)
def test_what_is_no_region_of_the_table_is_not_found(written):
    assert find_region(written) is None
    assert similar_regions("Atlantis", "en") == ()


def test_names_of_two_regions_that_vowel_signs_tell_apart_are_two():
    """In Chakma 'Central America' and 'Middle Africa' have the same consonants."""
    names = Locale("ccp").territories

    assert names["013"] != names["017"]
    assert (find_region(names["013"], "ccp"), find_region(names["017"], "ccp")) == ("013", "017")
    assert find_region("Central America", "ccp") == "013"
