"""What is told of the sheet 'Where we looked', and of 'Nothing found' where nobody looked.

All content is invented, of the invented country Examplia.
"""

import pytest

from publisher.domain.dates import PartialDate
from publisher.domain.places import LookedPlace, LookResult
from tests.support import blank_book, checked, filled, told, whole_book
from tests.test_places import NATLEX, OWN, write

pytestmark = pytest.mark.slow  # each test saves and checks a workbook

OBSERVATIONS, GOVERNMENT, LAWS = 3, 15, 16  # their rows
FINAL = {"status": "Final", "law_as_at": "2026", "version_date": "2026"}
NOTHING = """
    id         | law           | reforms       | compliance
    opsc-1     | Nothing found | Nothing found | Nothing found
    opsc-2-a   | Nothing found |               |
"""
SOURCES = """
    key  | type         | title                | verified
    QX-1 | National law | Lex infantium        | Yes
    QX-2 | Case         | R v N (invented)     | Yes
    QX-3 | Book or article | Children of Examplia | Yes
"""
CODES = tuple(f"C{number}" for number in range(290, 299))
SHEET = "examplia.xlsx: Where we looked!"
NAME = "NATLEX database of national labour and …"


def noted(provisions="", sources="", **facts):
    return filled(provisions, sources, facts, book=whole_book())


def of(book):
    return told(book, *CODES, "C219", "C220", "C241", "C262")


# What is read


def test_places_become_values_of_the_report():
    book = write(noted(sources=SOURCES), NATLEX, on="5 May 2026", by="A. R.", result="Found")
    write(book, NATLEX, found="QX-1; qx-2, s. 4")
    write(book, OWN, place="Library of\nExamplia", on="2026", result="Not reachable")

    natlex, own = checked(book)[0].places

    assert natlex == LookedPlace(
        "ilo-natlex",
        "NATLEX database of national labour and social security and related human rights legislation",
        PartialDate(2026, 5, 5),
        "A. R.",
        LookResult.FOUND,
        ("QX-1", "QX-2"),
    )
    assert own.name == "Library of Examplia"
    assert (natlex.was_searched, own.was_searched) == (True, False)


def test_a_note_alone_is_no_look():
    book = write(blank_book(), NATLEX, note="No access from here")

    assert (checked(book)[0].places, of(book)) == ((), [])


# Entries that cannot be used, or do not fit together

FAULTS = {
    "a row without a place": (
        {"on": "5 May 2026", "result": "Nothing found"}, OWN,
        f"{SHEET}B20: MUST FIX C290: this row says that somebody looked, but not where\n"
        "    write the name of the place into this cell",
    ),
    "a date that is none": (
        {"on": "last week", "result": "Nothing found"}, NATLEX,
        f"{SHEET}D11 ({NAME}, Looked on): MUST FIX C220: ",
    ),
    "a date to come": (
        {"on": "5 May 2027", "result": "Nothing found"}, NATLEX,
        f"{SHEET}D11 ({NAME}, Looked on): MUST FIX C241: ",
    ),
    "a result that is none": (
        {"on": "5 May 2026", "result": "Nothing there"}, NATLEX,
        f"{SHEET}F11 ({NAME}, Result): MUST FIX C219: 'Nothing there' is not in the list of this column\n"
        "    the list has: Found, Nothing found, Not reachable",
    ),
    "a result without a date": (
        {"result": "Nothing found"}, NATLEX,
        f"{SHEET}D11 ({NAME}, Looked on): PLEASE CHECK C291: 'Looked on' of 'NATLEX database of national labour and"
        " social security and related human rights legislation' is empty though the row is begun\n"
        "    fill it in, or empty the row if nobody has looked there",
    ),
    "a date without a result": (
        {"on": "5 May 2026"}, NATLEX,
        f"{SHEET}F11 ({NAME}, Result): PLEASE CHECK C291: 'Result' of 'NATLEX database of national labour and"
        " social security and related human rights legislation' is empty though the row is begun\n"
        "    fill it in, or empty the row if nobody has looked there",
    ),
    "a source that is none": (
        {"on": "5 May 2026", "result": "Found", "found": "QX-1; QX-33"}, NATLEX,
        f"{SHEET}G11 ({NAME}, Sources found (keys)): PLEASE CHECK C292: 'QX-33' is no source of this workbook\n"
        "    did you mean 'QX-3'? If not, write the key of a source as it stands on the sheet of sources, or add the source there",
    ),
    "words in place of a key": (
        {"on": "5 May 2026", "result": "Found", "found": "QX-1; the Penal Code"}, NATLEX,
        f"{SHEET}G11 ({NAME}, Sources found (keys)): PLEASE CHECK C292: 'the Penal Code' is no source of this workbook\n"
        "    write the key of a source as it stands on the sheet of sources, or add the source there",
    ),
    "nothing found and yet a source": (
        {"on": "5 May 2026", "result": "Nothing found", "found": "QX-1"}, NATLEX,
        f"{SHEET}F11 ({NAME}, Result): PLEASE CHECK C293: the result is 'Nothing found', but sources from there are named: QX-1\n"
        "    choose the other result, or take the keys out",
    ),
    "found, but what": (
        {"on": "5 May 2026", "result": "Found"}, NATLEX,
        f"{SHEET}G11 ({NAME}, Sources found (keys)): NOTE C294: something was found in 'NATLEX database of national labour"
        " and social security and related human rights legislation', but no source is named\n"
        "    write the keys of the sources that come from there",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_an_entry_that_does_not_hold_is_told_at_its_cell(name):
    entries, row, message = FAULTS[name]
    book = write(noted(sources=SOURCES), row, **entries)

    (first,) = [each for each in of(book) if "C297" not in each]
    assert first == message if "\n" in message else first.startswith(message)


def test_letters_that_cannot_be_printed_are_told_in_places_too():
    book = write(blank_book(), OWN, place="Library _x0007_ of Examplia")

    assert any(each.startswith(f"{SHEET}B20") for each in told(book, "C206"))


# 'Nothing found' where nobody looked


def test_an_empty_sheet_is_told_once_and_not_cell_by_cell():
    assert of(noted(NOTHING)) == [
        "examplia.xlsx: Provisions!F3 (art. 1, Current national law): PLEASE CHECK C295: 'Nothing"
        " found' stands in cells of this workbook (4: F3, F4, G3, H3), but the sheet 'Where we looked' does not say where you looked\n"
        "    note on that sheet for each place when you looked and with what result; a final report"
        " cannot be built without it"
    ]


def test_a_final_report_is_not_built_while_nobody_says_where_one_has_looked():
    (only,) = of(noted(NOTHING, **FINAL))

    assert "MUST FIX C295: 'Nothing found' stands in cells of this workbook (4:" in only


def test_a_claim_needs_a_place_of_its_own_kind():
    book = write(noted(NOTHING), OBSERVATIONS, on="5 May 2026", result="Nothing found")

    assert of(book) == [
        "examplia.xlsx: Provisions!F3 (art. 1, Current national law): PLEASE CHECK C296: 'Nothing"
        " found' stands in the column 'Current national law' (2: F3, F4), but the sheet 'Where we looked' names no"
        " place that was searched for it\n"
        "    look in one of these places and note there when you did: Replies of governments to the"
        " follow-up questionnaire of the UN Study on Violence against Children; NATLEX database of"
        " national labour and social security and related human rights legislation; INTERPOL members'"
        " national legislation on sexual offences against children; Shared Hope International: national"
        " laws on trafficking; Web sites of governments and their departments …. Where nobody has"
        " looked, empty the cells; a final report cannot be built with them",
        "examplia.xlsx: Provisions!G3 (art. 1, Legal reforms): PLEASE CHECK C296: 'Nothing found'"
        " stands in the column 'Legal reforms' (1: G3), but the sheet 'Where we looked' names no place that was"
        " searched for it\n"
        "    look in one of these places and note there when you did: Periodic report of the State under"
        " the Protocol; Alternative reports of national and international NGOs; Replies of governments to"
        " the follow-up questionnaire of the UN Study on Violence against Children; Shared Hope"
        " International: national laws on trafficking; Web sites of governments and their departments …."
        " Where nobody has looked, empty the cells; a final report cannot be built with them",
    ]


def test_what_was_searched_bears_the_claims():
    book = write(noted(NOTHING), OBSERVATIONS, on="5 May 2026", result="Nothing found")
    write(book, GOVERNMENT, on="6 May 2026", result="Nothing found")

    assert of(book) == []


def test_what_could_not_be_reached_bears_no_claim():
    provisions = "id | law\nopsc-1 | Nothing found"
    book = write(noted(provisions), LAWS, on="5 May 2026", result="Not reachable")

    assert ["C296" in each for each in of(book)] == [True]


def test_a_place_of_ones_own_may_hold_anything():
    book = write(
        noted(NOTHING), OWN, place="Library of Examplia", on="2026", result="Nothing found"
    )

    assert of(book) == []


def test_a_claim_can_be_let_stand_with_a_reason_even_in_a_final_report():
    book = noted(NOTHING, **FINAL)
    (problem,) = [each for each in checked(book)[1] if each.code == "C295"]
    sheet = book["Provisions"]
    dismissed = [cell.value for cell in sheet[1]].index(
        "Let stand: mark of the problem and your reason"
    )
    sheet.cell(3, dismissed + 1).value = f"{problem.token} noted on paper only"

    assert of(book) == []


def test_a_workbook_too_old_for_the_sheet_is_told_nothing_of_it():
    book = noted(NOTHING, **FINAL)
    del book["Where we looked"]

    assert of(book) == []


# Sources and assessments from nowhere


def test_sources_are_told_once_of_which_the_sheet_says_nothing():
    book = write(noted(sources=SOURCES), LAWS, on="5 May 2026", result="Found", found="QX-1")

    assert of(book) == [
        "examplia.xlsx: Sources!A3 (QX-2, Key): NOTE C297: the sheet 'Where we looked' does not say"
        " where these sources come from (2): QX-2, QX-3\n"
        "    write their keys into the row of the place where you found them; a place that is not listed"
        " goes into one of the empty rows"
    ]


def test_a_source_that_a_row_names_or_a_searched_place_may_hold_is_not_told():
    book = write(noted(sources=SOURCES), LAWS, on="5 May 2026", result="Found", found="QX-2")
    write(book, OWN, place="Library of Examplia", on="2026", result="Found", found="QX-3")

    assert of(book) == []


def test_assessments_are_told_once_for_which_nobody_looked():
    provisions = """
        id       | compliance | assessment | finder
        opsc-1   | Text.      | In line    | Special Rapporteur
        opsc-2-a | Text.      | In line    | Special Rapporteur
        opsc-2-b | Text.      | In line    | Researcher
    """
    book = write(noted(provisions), OBSERVATIONS, on="5 May 2026", result="Nothing found")

    assert of(book) == [
        "examplia.xlsx: Provisions!J3 (art. 1, Who found it): NOTE C298: assessments of"
        " 'Special Rapporteur' are given (2: J3, J4), but the sheet 'Where we looked' names no place that was searched"
        " for them\n"
        "    note on that sheet when you looked there: Reports of the Special Rapporteur on the sale of"
        " children; Reports of the Special Rapporteur on trafficking in persons"
    ]
