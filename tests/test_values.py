"""Dates, names, countries, the treaty's data, languages: the small values everything is made of."""

import io
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections import Counter
from datetime import date, datetime
from xml.sax import saxutils

import pytest
from babel import Locale

from publisher.domain.archive import pack
from publisher.domain.countries import countries, find_country, local_name, similar_names
from publisher.domain.dates import PartialDate, format_date, parse_date
from publisher.domain.diagnostics import PublisherError
from publisher.domain.language import read_language
from publisher.domain.names import folded, likely, nearest
from publisher.domain.treaty_files import read_treaty
from publisher.domain.xml_text import escape, quoteattr
from publisher.project.files import write_file
from publisher.project.project import create_project, open_project
from publisher.project.templates import list_templates
from tests.support import TOP, english, opsc

# Dates


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (date(2019, 2, 1), PartialDate(2019, 2, 1)),
        ("2019-02-01", PartialDate(2019, 2, 1)),
        ("2019-02", PartialDate(2019, 2)),
        ("2019", PartialDate(2019)),
        (2019, PartialDate(2019)),
        ("1 February 2019", PartialDate(2019, 2, 1)),
        ("February 1, 2019", PartialDate(2019, 2, 1)),
        ("Feb 2019", PartialDate(2019, 2)),
        ("1 février 2019", PartialDate(2019, 2, 1)),
        ("septiembre 2019", PartialDate(2019, 9)),
        ("1/2/2019", None),
        ("29 February 2019", None),
        ("1 Brumaire 2019", None),
        ("0019", None),
        ("", None),
        (None, None),
        (True, None),
    ],
)
def test_a_date_is_taken_only_where_it_can_be_read_in_one_way(written, meant):
    assert parse_date(written) == meant


@pytest.mark.parametrize(
    ("when", "locale", "printed"),
    [
        (PartialDate(2019, 2, 1), "en_GB", "1 February 2019"),
        (PartialDate(2019, 2), "en_GB", "February 2019"),
        (PartialDate(2019), "en_GB", "2019"),
        (PartialDate(2019, 2, 1), "fr_FR", "1er février 2019"),
        (PartialDate(2019, 2, 11), "fr_FR", "11 février 2019"),
        (PartialDate(2019, 2, 1), "zh", "2019年2月1日"),
    ],
)
def test_a_date_is_printed_as_far_as_it_is_known(when, locale, printed):
    assert format_date(when, locale) == printed


# Names


def test_names_are_compared_without_case_accents_and_punctuation():
    assert folded("  Côte d’Ivoire ") == folded("COTE D'IVOIRE") == "cote d ivoire"
    assert nearest("Complaince", ["Compliance", "Law"]) == ("Compliance",)
    assert likely("xyz", ["Compliance"]) == ""


@pytest.mark.parametrize(
    ("written", "iso2"),
    [
        ("Nepal", "NP"), ("ivory coast", "CI"), ("Côte d’Ivoire", "CI"), ("Turkey", "TR"), ("Türkiye", "TR"),
        ("Kosovo", "XK"), ("DEU", "DE"), ("de", "DE"), ("Deutschland", "DE"), ("भारत", "IN"), ("نيبال", "NP"),
        ("Suomi", "FI"), ("South Korea", "KR"), ("Republic of the Congo", "CG"), ("Swaziland", "SZ"), ("Россия", "RU"),
    ],
)  # fmt: skip
def test_a_country_is_found_by_the_names_people_use(written, iso2):
    assert find_country(written).iso2 == iso2


def test_an_unknown_country_is_not_guessed_but_suggested():
    assert find_country("Germny") is None
    assert similar_names("Germny") == ("Germany",)
    assert similar_names("Atlantis") == ()


def test_no_two_countries_share_a_code_or_a_name():
    names = [
        folded(each)
        for country in countries()
        for each in {country.short_name, country.iso2, country.iso3, *country.aliases}
    ]

    assert [name for name, count in Counter(names).items() if count > 1] == []


def test_the_table_agrees_with_the_names_of_the_unicode_cldr():
    territories = Locale("en").territories

    for country in countries():
        assert find_country(territories[country.iso2]) == country


def test_a_country_has_a_name_in_other_languages():
    assert local_name(find_country("Germany"), "fr") == "Allemagne"
    assert local_name(find_country("Germany"), "en") == "Germany"
    assert local_name(find_country("Germany"), "xx") == "Germany"


# The treaty


def test_the_optional_protocol_has_its_58_provisions():
    treaty = opsc()

    assert len(treaty.provisions) == 58
    assert len({each.reference for each in treaty.provisions}) == 58
    assert Counter(each.obligation.value for each in treaty.provisions) == {
        "mandatory": 39, "qualified": 8, "optional": 3, "declaratory": 8
    }  # fmt: skip
    assert [each.reference for each in treaty.provisions if each.is_optional_row] == [
        "11(a)", "11(b)", "12(1)", "12(2)", "12(3)"
    ]  # fmt: skip
    assert [column.heading for column in treaty.columns] == [
        "Current national law", "Legal reforms", "Compliance with the Protocol"
    ]  # fmt: skip


def test_adoption_stands_together_although_the_treaty_separates_it():
    area = [
        each.reference for each in opsc().provisions if opsc().area(each) == "Improper adoption"
    ]

    assert area == ["3(1)(a)(ii)", "3(5)"]


def test_every_party_is_a_country_of_the_table_and_bound_after_the_adoption():
    known = {country.iso2 for country in countries()}

    assert set(opsc().parties) <= known
    assert all(
        party.bound is None or party.bound >= opsc().adopted for party in opsc().parties.values()
    )
    assert sum(party.status == "party" for party in opsc().parties.values()) == 178


def treaty_copy(folder):
    shutil.copytree(TOP / "publisher/treaties/opsc", folder / "opsc")
    return folder / "opsc"


def treaty_error(folder):
    with pytest.raises(PublisherError) as caught:
        read_treaty(folder)
    return str(caught.value).replace(str(folder), "opsc")


def test_a_treaty_folder_that_lacks_a_file_is_told(tmp_path):
    folder = treaty_copy(tmp_path)
    (folder / "parties.csv").unlink()

    assert treaty_error(folder) == (
        "opsc: MUST FIX T001: this treaty folder cannot be read ([Errno 2] No such file or directory: 'opsc/parties.csv')\n"
        "    a treaty needs the files treaty.toml, provisions.csv, parties.csv, in UTF-8"
    )


def test_a_treaty_file_that_is_no_toml_is_told(tmp_path):
    folder = treaty_copy(tmp_path)
    (folder / "treaty.toml").write_text("id = opsc", encoding="utf-8")

    assert treaty_error(folder) == (
        "opsc/treaty.toml: MUST FIX T002: this file is not valid TOML: Invalid value (at line 1, column 6)\n    mend that line"
    )


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("provisions.csv", ",A01,prohibition,V", ",A99,prohibition,V", "provision opsc-1 stands in the unknown group 'A99' of the order 'article'"),
        ("provisions.csv", "opsc-2-a,", "opsc-1,", "two of the provisions have the same id"),
        ("provisions.csv", "opsc-2-a,", "OPSC 2a,", "the id 'OPSC 2a' must be small letters, digits and single hyphens, 18 at the most"),
        ("provisions.csv", ",declaratory,", ",wished,", "'wished' is not a valid Obligation"),
        ("treaty.toml", 'abbreviation = "OPSC"', "", "'abbreviation'"),
    ],
)  # fmt: skip
def test_inconsistent_data_of_a_treaty_is_told(tmp_path, file, old, new, problem):
    folder = treaty_copy(tmp_path)
    text = (folder / file).read_text(encoding="utf-8")
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    assert treaty_error(folder) == (
        f"opsc: MUST FIX T003: the treaty's data is incomplete or inconsistent: {problem}\n"
        "    compare the files with those of the treaty that comes with the toolkit"
    )


def test_a_treaty_without_provisions_is_refused(tmp_path):
    folder = treaty_copy(tmp_path)
    heading = (folder / "provisions.csv").read_text(encoding="utf-8").splitlines()[0]
    (folder / "provisions.csv").write_text(heading, encoding="utf-8")

    assert (
        "T003: the treaty's data is incomplete or inconsistent: there are no provisions"
        in treaty_error(folder)
    )


# Languages, projects


def test_words_that_a_language_lacks_are_those_of_the_standard_one(tmp_path):
    path = tmp_path / "fr.toml"
    path.write_text(
        'code = "fr"\nlocale = "fr"\ndirection = "ltr"\n[report]\nsources = "Sources (fr)"\n',
        encoding="utf-8",
    )

    language = read_language(path, english())

    assert language.words("report")["sources"] == "Sources (fr)"
    assert language.words("report")["contents"] == "Contents"


def test_a_language_file_that_lacks_its_head_is_told(tmp_path):
    (tmp_path / "fr.toml").write_text('code = "fr"\n', encoding="utf-8")

    with pytest.raises(PublisherError) as caught:
        read_language(tmp_path / "fr.toml")

    assert str(caught.value).replace(str(tmp_path), "") == (
        "/fr.toml: MUST FIX L001: this language file cannot be used ('locale')\n"
        "    it needs code, locale and direction, in UTF-8; compare it with en.toml"
    )


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ('locale = "xx"\ndirection = "ltr"', "no locale 'xx' is known"),
        ('locale = "Frenc h"\ndirection = "ltr"', "no locale 'Frenc h' is known"),
        ('locale = ""\ndirection = "ltr"', "no locale '' is known"),
        ('locale = "fr"\ndirection = "left"', "direction can be ltr or rtl, not 'left'"),
    ],
)
def test_a_language_file_with_a_head_that_cannot_be_used_is_told(tmp_path, written, fault):
    (tmp_path / "fr.toml").write_text(f'code = "fr"\n{written}\n', encoding="utf-8")

    with pytest.raises(PublisherError) as caught:
        read_language(tmp_path / "fr.toml")

    assert str(caught.value).replace(str(tmp_path), "") == (
        f"/fr.toml: MUST FIX L001: this language file cannot be used ({fault})\n"
        "    it needs code, locale and direction, in UTF-8; compare it with en.toml"
    )


def test_a_template_that_cannot_be_read_is_told(tmp_path):
    project = open_project(tmp_path).value

    with pytest.raises(PublisherError) as caught:
        project.template("docx/nowhere.docx")

    assert str(caught.value).split(": ", 1)[1] == (
        "MUST FIX P404: 'nowhere' has no template of this kind\n"
        "    begin one with: publisher templates new nowhere --kind word; or leave the format out of 'formats' in"
        " publisher.toml"
    )


def test_a_style_sheet_that_is_not_there_is_told(tmp_path):
    project = open_project(tmp_path).value

    with pytest.raises(PublisherError) as caught:
        project.template("html/nowhere.css")

    assert str(caught.value).split(": ", 1)[1] == (
        "MUST FIX P404: this template cannot be read\n    see whether the file is there and may be read"
    )


def test_a_folder_in_place_of_a_template_is_told_and_not_passed_over(tmp_path):
    (tmp_path / "templates/docx/country_report.docx").mkdir(parents=True)
    project = open_project(tmp_path).value

    with pytest.raises(PublisherError) as caught:
        project.template("docx/country_report.docx")

    assert str(caught.value) == (
        "templates/docx/country_report.docx: MUST FIX F025: a folder stands where this file should be\n"
        "    move that folder elsewhere or give it another name, and see where the file is"
    )
    (listed,) = (
        each for each in list_templates(project) if each.name == "docx/country_report.docx"
    )
    assert (listed.is_own, listed.path) == (True, tmp_path / "templates/docx/country_report.docx")


def test_a_project_folder_that_cannot_be_written_is_told(tmp_path):
    write_file(tmp_path / "file", b"")

    with pytest.raises(PublisherError) as caught:
        create_project(tmp_path / "file" / "reports")

    assert str(caught.value) == (
        f"{tmp_path / 'file/reports/publisher.toml'}: MUST FIX O350: this file cannot be written, because '{tmp_path / 'file'}'"
        " is a file and should be a folder\n"
        "    move that file elsewhere or give it another name, then do this again: the folder is made for you"
    )


def test_a_language_file_with_a_broken_rule_is_told(tmp_path):
    path = tmp_path / "xx.toml"
    path.write_text(
        'code = "xx"\nlocale = "en"\ndirection = "ltr"\n[rules]\nplaceholders = ["(TBC"]\n',
        encoding="utf-8",
    )

    with pytest.raises(PublisherError) as caught:
        read_language(path)

    assert str(caught.value) == (
        f"{path}: MUST FIX L002: this language file has a rule that is no sound pattern: (TBC (missing ), unterminated"
        " subpattern at position 0)\n    compare it with the same rule in en.toml"
    )


@pytest.mark.parametrize("number", [float("inf"), float("nan"), 1e300, 10**400])
def test_a_number_beyond_all_years_is_no_date(number):
    assert parse_date(number) is None


def test_dates_beyond_what_archives_hold_are_brought_into_their_range():
    with zipfile.ZipFile(io.BytesIO(pack({"a": b""}, stamp=datetime(2180, 1, 1)))) as archive:
        assert archive.infolist()[0].date_time == (2107, 1, 1, 0, 0, 0)


@pytest.mark.parametrize(
    ("one", "other", "is_before"),
    [("1998", "1999-01-01", True), ("1998", "1998-03", False), ("1998-02", "1998-03-04", True), ("1998-03", "1998-03-04", False),
     ("1998-03-03", "1998-03-04", True), ("1999", "1998", False), ("1998-03-04", "1998-03-04", False)],
)  # fmt: skip
def test_a_date_is_before_another_only_where_that_is_certain(one, other, is_before):
    assert parse_date(one).is_before(parse_date(other)) is is_before


def test_each_rule_of_the_languages_that_come_with_the_program_is_a_sound_pattern():
    """They are compiled here, and not at each start."""
    patterns = [
        pattern
        for path in sorted((TOP / "publisher/languages").glob("*.toml"))
        for rules in tomllib.loads(path.read_text(encoding="utf-8")).get("rules", {}).values()
        for pattern in rules
    ]

    assert len(patterns) > 150
    for pattern in patterns:
        re.compile(pattern.replace("~", "(?:x)"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain",
        "a & b < c > d",
        "it's",
        'say "no"',
        'it\'s "no"',
        "a\tb\nc\rd",
        "&amp;",
        "\u0645<",
    ],
)
def test_texts_are_made_safe_for_xml_as_python_does_it(text):
    assert escape(text) == saxutils.escape(text)
    assert quoteattr(text) == saxutils.quoteattr(text)


@pytest.mark.slow
def test_no_command_loads_what_the_web_needs_to_escape_a_text():
    program = "import sys, publisher.project.workbooks, publisher.writers.docx; print('urllib.request' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=TOP, capture_output=True, text=True, check=True
    )

    assert done.stdout == "False\n"
