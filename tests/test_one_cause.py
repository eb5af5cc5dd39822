"""One cause is told once: of two rules that notice the same slip the more particular one remains. Content is invented."""

from collections import defaultdict
from datetime import date

import pytest

from publisher.project.project import open_project
from publisher.project.workbooks import check_file
from tests.seeded_faults import clean, faults, seeded
from tests.support import TOP, checked, filled, opsc, row_of

SOURCES = (
    "key | type | title | symbol | verified | published\n"
    "QX-1 | National law | Children Act | Act 12 of 1999 | Yes | 1999\n"
    "QX-2 | UN treaty body | Concluding observations | CRC/C/OPSC/QXX/CO/1 | Yes | 2019-02-08\n"
    "QX-3 | NGO document | Alternative report |  | No | 2018"
)
LAW = " Whoever sells a child to another person for money is punished with a fine or with prison."
# A column, its text, and all codes that are told at the cell.
TEXTS = {
    "a key without brackets": ("law", "See QX-1 s. 4 on this." + LAW, ["C252"]),
    "a key without a hyphen": ("law", "The Act (QX1) covers it." + LAW, ["C252"]),
    "the number of a pasted note": ("law", "The law says so [1]." + LAW, ["C271"]),
    "a typed footnote mark": ("law", "The law says so¹ in the code." + LAW, ["C251"]),
    "a placeholder for the source": ("law", "The law says so [TBC]." + LAW, ["C224"]),
    "a citation without its end": ("law", "The law says so [QX-1, para. 3." + LAW, ["C252"]),
    "a citation without its end behind a whole one": ("law", "So [QX-1 s. 2] and [QX-1, para. 3." + LAW, ["C252"]),
    "a citation without its beginning before a whole one": ("law", "So QX-1 s. 4] and [QX-1 s. 2]." + LAW, ["C252"]),
    "a citation without its beginning": ("law", "The law says so QX-1 s. 4]." + LAW, ["C252"]),
    "a key alone": ("law", "QX-1", ["C252"]),
    "a mark alone": ("law", "¹", ["C251"]),
    "a number alone": ("law", "[1]", ["C271"]),
    "a placeholder alone": ("law", "[TBC]", ["C275"]),
    "an unknown key alone": ("law", "[QX-99]", ["C217"]),
    "a finding of a source that is not there": ("compliance", "It noted this. [QX-3 p. 1; QX-99]", ["C217"]),
    "a finding of two sources in one place": ("compliance", "It noted this. [QX-3 and 2]", ["C280"]),
    "a finding of a source written otherwise": ("compliance", "It noted this, QX-2 para. 4. [QX-3 p. 1]", ["C252"]),
    # where there are two causes, both are told
    "a placeholder in the text": ("law", "The penalty is TBC." + LAW, ["C224", "C225"]),
    "a bracket apart from the key": ("law", "A fine (of two kinds, QX-1 s. 4." + LAW, ["C249", "C252"]),
    "an unknown key and a mark": ("law", "The law² says so. [QX-99 s. 3]" + LAW, ["C217", "C251"]),
    "a key in a short text": ("law", "See QX-1", ["C226", "C252"]),
    "no source and a term": ("law", "Child porn is a crime." + LAW, ["C225", "C247"]),
    "a finding of others alone": ("compliance", "It noted this in its long report. [QX-3 p. 1]", ["C255"]),
}  # fmt: skip


def codes(book, cell, sheet="Provisions"):
    places = ((each.code, each.place) for each in checked(book)[1])
    return sorted(code for code, place in places if (place.sheet, place.cell) == (sheet, cell))


@pytest.fixture(scope="module")
def told_of_texts():
    """Return the codes told at the cell of each text: one workbook for all of them, a row for each.

    A row between any two, and words of their own, so that no text looks pasted or copied.
    """
    ids = [each.id for each in opsc().provisions][::2]
    columns = {"law": "F", "compliance": "H"}
    rows = {"law": ["id | law"], "compliance": ["id | compliance"]}
    for number, (id_, (column, text, _)) in enumerate(zip(ids, TEXTS.values(), strict=False)):
        own = f" Number {number} of the list stands for itself."
        rows[column].append(f"{id_} | {text}{own if len(text) > 60 else ''}")
    book = filled("\n".join(rows["law"]), SOURCES)
    book = filled("\n".join(rows["compliance"]), book=book)
    told = defaultdict(list)
    for each in checked(book)[1]:
        told[each.place.cell].append(each.code)
    numbers = {id_: row_of(book["Provisions"], "id", id_) for id_ in ids}
    return {
        name: sorted(told[f"{columns[column]}{numbers[id_]}"])
        for id_, (name, (column, _, _)) in zip(ids, TEXTS.items(), strict=False)
    }


@pytest.mark.parametrize("name", TEXTS)
def test_one_cause_in_a_text_is_told_once(name, told_of_texts):
    ours = {
        "C233",
        "C234",
        "C240",
        "C229",
    }  # about the sources, and about the other cells of the row

    assert [code for code in told_of_texts[name] if code not in ours] == TEXTS[name][2]


def book_with(sheet, cells, **given):
    book = filled("id | law\nopsc-1 | Text.", SOURCES, **given)
    for cell, value in cells.items():
        book[sheet][cell] = value
    return book


CELLS = {
    "a number for a text": ("Provisions", {"F4": 1998}, "F4", ["C205"]),
    "a formula for a text": ("Provisions", {"F4": "=1+1", "G4": "Nothing found"}, "F4", ["S107"]),
    "a formula for a needed fact": ("Country", {"C2": "=1+1"}, "C2", ["S107"]),
    "a formula for a title": ("Sources", {"E2": "=1+1"}, "E2", ["S107"]),
    "a formula for a key": ("Sources", {"A7": "=1", "B7": "National law"}, "A7", ["S107"]),
    "a formula for a day": ("Where we looked", {"D3": "=1", "F3": "Nothing found"}, "D3", ["S107"]),
    "what is no address": ("Sources", {"R2": "see the ministry"}, "R2", ["C236"]),
    "an address without a date is another matter": ("Sources", {"R2": "example.org/a"}, "R2", ["C216", "C263"]),
    "an assessment by somebody not in the list": ("Provisions", {"I3": "In line", "J3": "CRC Committee"}, "I3", ["C230"]),
    "an assessment by nobody": ("Provisions", {"I3": "In line"}, "I3", ["C209", "C230"]),
    "an assessment that cannot be": ("Provisions", {"I4": "In line"}, "I4", ["C207"]),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", CELLS)
def test_one_cause_in_a_cell_is_told_once(name):
    sheet, cells, cell, expected = CELLS[name]

    assert codes(book_with(sheet, cells), cell, sheet) == expected


def test_what_stops_a_final_report_is_never_left_out_for_something_lighter():
    """'Nothing is cited' weighs the same as what remains, whether the report is a draft or final."""
    final = {"status": "Final", "law_as_at": "2026", "version_date": "2026"}
    book = filled("id | law\nopsc-1 | See QX-1 s. 4." + LAW, SOURCES, final)

    (left,) = (each for each in checked(book)[1] if each.place.cell == "F3")

    assert (left.code, left.level.value) == ("C252", "must_fix")


# Two problems of one cell that were looked at one by one, and have two causes.
TWO_CAUSES = {
    # the law rests on the press; and the place in the document is missing
    ("C234", "C240"),
    # an address is cut short; and the day is missing on which it was opened
    ("C216", "C263"), ("C216", "C237"),
    # two sources, each to be read
    ("C232", "C232"),
    # a word to be chosen otherwise; and whose finding it is
    ("C247", "C255"),
    # letters, looks and words of one text, each to be mended in its own spot
    ("C233", "C265"), ("C251", "C265"), ("C233", "C251"), ("C247", "C250"), ("C247", "C251"),
    ("C247", "C268"), ("C250", "C251"), ("C250", "C268"), ("C251", "C268"), ("C252", "C269"),
    ("C233", "C247"), ("C233", "C250"), ("C233", "C268"),
}  # fmt: skip


def pairs_in(diagnostics):
    """Return the pairs of codes that are told at one cell, each with the cells."""
    cells = defaultdict(list)
    for each in diagnostics:
        if each.place.cell:
            cells[each.place.sheet, each.place.cell].append(each.code)
    found = defaultdict(list)
    for place, told in cells.items():
        for number, one in enumerate(told):
            for other in told[number + 1 :]:
                found[tuple(sorted((one, other)))].append(place)
    return found


WORKBOOKS = [
    *sorted((TOP / "tests/cases").rglob("*.xlsx")),
    *sorted((TOP / "workbooks").glob("*.xlsx")),
]


@pytest.mark.slow
def test_no_cell_of_the_samples_and_cases_has_two_messages_of_one_cause():
    project = open_project(TOP).value
    found: dict[tuple[str, str], list[object]] = defaultdict(list)
    for path in WORKBOOKS:
        told = check_file(project, path, date(2026, 11, 24)).diagnostics
        for pair, cells in pairs_in(told).items():
            found[pair] += [(path.name, *cell) for cell in cells]

    assert found.keys() & TWO_CAUSES  # there are cells to look at
    assert {pair: cells for pair, cells in found.items() if pair not in TWO_CAUSES} == {}


@pytest.mark.slow
@pytest.mark.long
def test_no_seeded_fault_is_told_twice():
    blank = clean()
    chosen = faults()
    books = sorted({fault.book for fault in chosen})
    found: set[tuple[str, str]] = set()
    for book in books:
        of_book = [fault for fault in chosen if fault.book == book]
        found |= pairs_in(checked(seeded(blank, of_book))[1]).keys()

    assert found - TWO_CAUSES == set()
