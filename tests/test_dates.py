"""Dates as people write them: taken where only one reading is possible, asked about where another calendar is meant."""

from datetime import date

import pytest

from publisher.domain.countries import find_country, formal_name
from publisher.domain.dates import PartialDate, ambiguous_dates, is_of_another_calendar, parse_date
from publisher.domain.diagnostics import PublisherError
from publisher.rounds.send import due_day
from tests.support import checked, country_cell, filled

AUGUST = PartialDate(2017, 8, 17)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        # only one of the two numbers can be a month, or both are the same
        ("17/8/2017", AUGUST),
        ("8/17/2017", AUGUST),
        ("17.8.2017", AUGUST),
        ("17. 8. 2017", AUGUST),
        ("17-08-2017", AUGUST),
        ("17 / 8 / 2017", AUGUST),
        ("12/12/2012", PartialDate(2012, 12, 12)),
        ("31/01/2027", PartialDate(2027, 1, 31)),
        ("١٧/٨/٢٠١٧", AUGUST),
        ("2017/8/17", AUGUST),
        ("2017.08.17", AUGUST),
        ("20170817", AUGUST),
        (20170817, AUGUST),
        ("5/2019", PartialDate(2019, 5)),
        ("05.2019", PartialDate(2019, 5)),
        ("2019/5", PartialDate(2019, 5)),
        # with the month in words
        ("17th August 2017", AUGUST),
        ("17th of August 2017", AUGUST),
        ("the 17th of August, 2017", AUGUST),
        ("August 17, 2017", AUGUST),
        ("August 17th, 2017", AUGUST),
        ("Aug. 17 2017", AUGUST),
        ("17-Aug-2017", AUGUST),
        ("17. August 2017", AUGUST),
        ("2017 August 17", AUGUST),
        ("Thursday, 17 August 2017", AUGUST),
        ("AUGUST 2017", PartialDate(2017, 8)),
        ("August, 2017", PartialDate(2017, 8)),
        ("Sept 2017", PartialDate(2017, 9)),
        ("1er janvier 2026", PartialDate(2026, 1, 1)),
        ("le 1er janvier 2026", PartialDate(2026, 1, 1)),
        ("17 aout 2017", AUGUST),
        ("jeudi 17 août 2017", AUGUST),
        ("17 de agosto de 2017", AUGUST),
        ("17 августа 2017", AUGUST),
        ("17 أغسطس 2017", AUGUST),
        ("١٧ أغسطس ٢٠١٧", AUGUST),
        ("17 آب 2017", AUGUST),
        ("1 كانون الثاني 2026", PartialDate(2026, 1, 1)),
        ("غشت 2017", PartialDate(2017, 8)),
        # two readings, none, or something else than one date
        ("3/4/2019", None),
        ("30/2/2019", None),
        ("13/0/2019", None),
        ("0/4/2019", None),
        ("00.12.2019", None),
        ("2019/0/13", None),
        ("2019/04/00", None),
        ("0/2019", None),
        ("20190013", None),
        ("2019-00-13", None),
        ("0 April 2019", None),
        ("17/8/17", None),
        ("2011/12", None),
        ("13/2019", None),
        ("20171708", None),
        ("Monday, 17 August 2017", None),
        ("31 April 2019", None),
        ("April 17", None),
        ("17 18 August 2017", None),
        ("17 August 2017 or 2018", None),
        ("August 2017 17", None),
        ("August", None),
        ("/", None),
        (42964, None),
    ],
)  # fmt: skip
def test_a_date_is_taken_where_only_one_reading_is_possible(written, meant):
    assert parse_date(written) == meant


@pytest.mark.parametrize(
    ("written", "readings"),
    [
        ("3/4/2019", ("2019-04-03", "2019-03-04")),
        ("3 / 4 / 2019", ("2019-04-03", "2019-03-04")),
        ("04.03.2019", ("2019-03-04", "2019-04-03")),
        ("17/8/2017", None),
        ("12/12/2012", None),
        ("30/2/2019", None),
    ],
)
def test_a_date_of_two_readings_gives_both(written, readings):
    assert ambiguous_dates(written) == readings


def test_no_name_of_a_month_means_another_one_in_another_language():
    from publisher.domain.months import MONTH_LOCALES, months_of  # noqa: PLC0415

    meant: dict[str, set[int]] = {}
    for locale in MONTH_LOCALES:
        for name, month in months_of(locale).items():
            meant.setdefault(name, set()).add(month)

    assert {name: numbers for name, numbers in meant.items() if len(numbers) > 1} == {}


@pytest.mark.parametrize(
    "written",
    ["Asar 2080", "17 Shrawan 2074", "2074 B.S.", "2560", "17/8/2560", "15 Meskerem 2010", "1 Muharram 1440", "12 Farvardin 1398", "2017 EC"],
)  # fmt: skip
def test_another_calendar_is_noticed(written):
    assert is_of_another_calendar(written)


@pytest.mark.parametrize(
    "written", ["soon", "17/8/17", "30 February 2019", "April 17", "2019-13", "the law of 2019"]
)
def test_what_only_cannot_be_read_is_no_other_calendar(written):
    assert not is_of_another_calendar(written)


def test_a_date_of_another_calendar_is_asked_about_and_never_converted():
    sources = "key | type | title | adopted\nQX-1 | National law | Lex | 2074\nQX-2 | Bill | Bill | Asar 2080"
    book = filled(
        "id | date\nopsc-1 | 2075", sources, {"next_report": "2082-03-01", "law_as_at": "2560"}
    )
    report, problems = checked(book)

    ahead = "is more than ten years ahead: which calendar is it of?\n    write the date as the Gregorian calendar has it, such as 4 March 2019: the program converts none"
    other = "looks like a date of another calendar: which one?\n    write the date as the Gregorian calendar has it, such as 4 March 2019: the program converts none"
    assert [str(each) for each in problems if each.code in ("C220", "C241", "C278", "C279")] == [
        f"examplia.xlsx: Provisions!K3 (art. 1, Date of the finding): MUST FIX C278: '2075' {ahead}",
        f"examplia.xlsx: Country!C10 (Law stated as at): MUST FIX C279: '2560' {other}",
        f"examplia.xlsx: Country!C12 (Next report to the treaty body due): MUST FIX C278: '2082-03-01' {ahead}",
        f"examplia.xlsx: Sources!J2 (QX-1, Date adopted): MUST FIX C278: '2074' {ahead}",
        f"examplia.xlsx: Sources!J3 (QX-2, Date adopted): MUST FIX C279: 'Asar 2080' {other}",
    ]
    assert report.facts.law_as_at is None


def test_a_date_to_come_within_ten_years_is_let_be():
    book = filled(country={"next_report": "March 2036"})
    country_cell(book, "next_report")

    assert [each for each in checked(book)[1] if each.code in ("C278", "C279")] == []


def test_the_day_of_reply_is_read_as_every_other_date():
    assert due_day("31/01/2027", date(2026, 11, 24)) == date(2027, 1, 31)
    assert due_day("January 31st, 2027", date(2026, 11, 24)) == date(2027, 1, 31)


def test_a_day_of_reply_that_can_be_read_in_two_ways_is_told_with_both():
    with pytest.raises(PublisherError) as raised:
        due_day("3/4/2027", date(2026, 11, 24))

    assert str(raised.value) == (
        "--due: MUST FIX C262: '3/4/2027' can be read in two ways: 2027-04-03 or 2027-03-04 (year, month, day)\n"
        "    write the month as a word, or the year first"
    )


@pytest.mark.parametrize(
    ("language", "name"),
    [("en", "French Republic"), ("en-GB", "French Republic"), ("fr", ""), ("ar", "")],
)
def test_the_formal_names_of_the_table_are_those_of_its_language(language, name):
    assert formal_name(find_country("France"), language) == name
