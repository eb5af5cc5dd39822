"""A workbook that comes home: joined cell by cell with that of the project, nothing lost on either side.

All content is invented, of the invented country Examplia.
"""

import io
import re
import shutil
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment

from publisher.cli.main import main
from publisher.cli.terminal_receive import tell_history
from publisher.domain.countries import Country
from publisher.domain.diagnostics import PublisherError
from publisher.domain.worded import WordedTreaty
from publisher.project.copies import copies_of, keep_seen, last_seen
from publisher.project.project import open_project
from publisher.rounds.history import HistoryLine
from publisher.rounds.receive import Said, receive
from publisher.workbook.issue import issue_workbook
from tests.support import (
    blank_book,
    english,
    guided_book,
    opened_again,
    opsc,
    provision_cell,
    row_of,
    saved,
)

NOON = datetime(2026, 11, 29, 12, 0, 0)
FINE = "Section 9 of the invented Act punishes the sale of a child with a fine of 500 crowns."
PRISON = (
    "Section 9 of the invented Act punishes the sale of a child with prison of up to five years."
)
ORGANS = "Section 12 of the invented Act punishes the transfer of organs of a child for profit."
LABOUR = "Section 14 of the invented Act punishes engaging a child in forced labour in any trade."


NOT_TAKEN = (
    "Examplia final (2).xlsx: NOTE R696: what could not be read, as told here, was not taken from this file\n"
    "    put it right in the file and take the file in again, or write it into the workbook"
)

pytestmark = pytest.mark.slow  # each test reads several copies of a workbook


class Desk:
    """A project with the workbook of Examplia, and what its people do with it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "workbooks/examplia.xlsx"
        self.now = NOON

    def put(self, book) -> None:
        """Let the project have a workbook that the program has seen."""
        content = book if isinstance(book, bytes) else saved(book)
        self.home.parent.mkdir(parents=True, exist_ok=True)
        self.home.write_bytes(content)
        keep_seen(self.home, content, self.tick())

    def tick(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    def edit(self, **texts: str) -> None:
        """Change cells of the project's workbook by hand, as one does in Excel; law_3_1_b="…"."""
        self.home.write_bytes(edited(self.home.read_bytes(), **texts))

    def receive(self, content, name="Examplia final (2).xlsx", **options):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else saved(content))
        return receive(open_project(self.folder).value, path, self.tick(), Said(**options))

    def text(self, id_: str, column: str) -> str | None:
        text: str | None = provision_cell(self.book, id_, column).value
        return text

    @property
    def book(self):
        return opened_again(self.home.read_bytes())

    @property
    def history(self) -> list[tuple[object, ...]]:
        """The lines of the history: what happened, from which file, by whom, the cell, before, after."""
        rows = self.book["Cell history"].iter_rows(min_row=2, values_only=True)
        return [(r[1], r[2], r[3], f"{r[4]}, {r[5]}", r[6], r[7]) for r in rows if r[0]]


def edited(content: bytes, **texts: str) -> bytes:
    book = opened_again(content)
    for name, text in texts.items():
        column, _, id_ = name.partition("_")
        provision_cell(book, f"opsc-{id_.replace('_', '-')}", column).value = text or None
    return saved(book)


@pytest.fixture(scope="module")
def blank():
    return saved(blank_book())


@pytest.fixture
def desk(tmp_path, blank):
    desk = Desk(tmp_path)
    desk.put(blank)
    return desk


def told(received) -> list[str]:
    return [str(each) for each in received.diagnostics]


# What came home, and what the program keeps


def test_texts_come_home_under_any_name_and_are_noted_with_file_and_name(desk, blank):
    book = openpyxl.load_workbook(io.BytesIO(edited(blank, law_3_1_b=FINE)))
    book.properties.lastModifiedBy = "A. Researcher (invented)"

    received = desk.receive(book)

    assert received.path == desk.home
    assert desk.text("opsc-3-1-b", "law") == FINE
    assert desk.history == [
        (
            "Taken from a file",
            "Examplia final (2).xlsx",
            "A. Researcher (invented)",
            "art. 3, para. 1 (b), Current national law",
            None,
            FINE,
        )
    ]
    assert received.backup.read_bytes() == blank
    assert received.kept.name == "examplia 2026-11-29 120200 Examplia final (2).xlsx"


def test_what_was_written_into_the_workbook_meanwhile_stays_beside_what_comes_home(desk, blank):
    desk.edit(law_3_1_b=FINE)

    received = desk.receive(edited(blank, reforms_3_1_b="A bill of 2025 raises the fine."))

    assert desk.text("opsc-3-1-b", "law") == FINE
    assert desk.text("opsc-3-1-b", "reforms") == "A bill of 2025 raises the fine."
    assert told(received) == []


def test_rounds_stay_when_the_researcher_worked_in_a_copy_from_before(desk, blank):
    book = desk.book
    for letter, text in zip("AEFG", ("Echo Network", "1", "0a1b2c3d", "2026-11-20"), strict=True):
        book["Reviewers"][f"{letter}2"].value = text
    desk.home.write_bytes(saved(book))

    desk.receive(edited(blank, law_3_1_b=FINE))

    assert desk.text("opsc-3-1-b", "law") == FINE
    assert [cell.value for cell in desk.book["Reviewers"][2]][:7] == [
        "Echo Network", None, None, None, "1", "0a1b2c3d", "2026-11-20",
    ]  # fmt: skip


def test_the_same_cell_changed_on_both_sides_is_shown_with_all_three_texts(desk, blank):
    old = edited(blank, law_3_1_b=FINE)
    desk.put(old)
    desk.edit(law_3_1_b=PRISON)
    other = FINE.replace("500", "900")

    received = desk.receive(edited(old, law_3_1_b=other))

    assert desk.text("opsc-3-1-b", "law") == PRISON
    assert told(received) == [
        "examplia.xlsx: Provisions!F13 (art. 3, para. 1 (b), Current national law): MUST FIX R680: this cell was "
        "changed in the file and in the workbook, each in its own way, and stays as it is in the workbook\n"
        f"    before: {FINE}\n    in the workbook: {PRISON}\n    in the file: {other}\n"
        "    write into the cell of the workbook what is right; the sheet Cell history keeps all three texts"
    ]
    assert desk.history[-1][0] == "Not taken: please decide"
    assert desk.history[-1][4:] == (PRISON, other)


def test_a_file_that_came_home_before_is_not_asked_about_again(desk, blank):
    old = edited(blank, law_3_1_b=FINE)
    desk.put(old)
    desk.edit(law_3_1_b=PRISON)
    home = edited(old, law_3_1_b=FINE.replace("500", "900"))
    desk.receive(home)

    again = desk.receive(home)
    more = desk.receive(edited(home, law_3_1_c="Nothing found"), "later.xlsx")

    assert told(again) == told(more) == []
    assert again.backup is None
    assert desk.text("opsc-3-1-b", "law") == PRISON
    assert desk.text("opsc-3-1-c", "law") == "Nothing found"


def test_two_researchers_halves_are_joined(desk, blank):
    desk.receive(edited(blank, law_3_1_b=FINE), "north.xlsx")
    desk.receive(edited(blank, law_3_1_c=LABOUR), "south.xlsx")

    assert desk.text("opsc-3-1-b", "law") == FINE
    assert desk.text("opsc-3-1-c", "law") == LABOUR


def test_a_text_that_was_emptied_is_emptied_and_a_lost_row_stays(desk, blank):
    old = edited(blank, law_3_1_b=FINE, law_3_1_c=LABOUR, reforms_3_1_b="No bill.", law_3_2=PRISON)
    desk.put(old)
    book = openpyxl.load_workbook(io.BytesIO(old))
    provision_cell(book, "opsc-3-1-b", "law").value = None
    sheet = book["Provisions"]
    sheet.delete_rows(row_of(sheet, "id", "opsc-3-1-c"))

    received = desk.receive(book)

    assert desk.text("opsc-3-1-b", "law") is None
    assert desk.text("opsc-3-1-c", "law") == LABOUR
    assert told(received) == [
        "examplia.xlsx: PLEASE CHECK R683: rows with texts are missing in the file (1: art. 3, para. 1 (c)); "
        "they stay in the workbook as they are\n"
        "    if a text is to go, delete it in the workbook itself"
    ]


def test_new_sources_of_both_sides_get_rows_of_their_own(desk, blank):
    def with_source(content, key, title):
        book = openpyxl.load_workbook(io.BytesIO(content))
        number = next(n for n in range(2, 99) if book["Sources"].cell(n, 1).value in (None, key))
        book["Sources"].cell(number, 1).value = key
        headings = [cell.value for cell in book["Sources"][1]]
        book["Sources"].cell(number, headings.index("Title, original language") + 1).value = title
        return saved(book)

    desk.home.write_bytes(with_source(blank, "QX-201", "Invented Act of 2001"))

    desk.receive(with_source(blank, "QX-301", "Invented Code of 2010"))

    rows = {row[0]: row for row in desk.book["Sources"].iter_rows(min_row=2, values_only=True)}
    assert "Invented Act of 2001" in rows["QX-201"]
    assert "Invented Code of 2010" in rows["QX-301"]


# What the way has taken


def test_drop_downs_protection_and_hidden_columns_that_a_program_dropped_stay(desk):
    guided = saved(guided_book())
    desk.put(guided)
    plain = opened_again(edited(guided, law_3_1_b=FINE))
    for sheet in plain:
        sheet.data_validations.dataValidation = []
        sheet.protection.disable()
        for dimension in sheet.column_dimensions.values():
            dimension.hidden = False

    received = desk.receive(plain)

    assert {str(guard) for _, guard in received.lost} == {"lists", "protection", "hidden_columns"}
    assert desk.text("opsc-3-1-b", "law") == FINE
    sheet = desk.book["Provisions"]
    assert sheet.data_validations.dataValidation
    assert sheet.protection.sheet


def struck(content, id_, before, gone, after):
    """Return a workbook in which some words of a text are struck through."""
    book = openpyxl.load_workbook(io.BytesIO(content), rich_text=True)
    block = TextBlock(InlineFont(strike=True), gone)
    provision_cell(book, id_, "law").value = CellRichText(before, block, after)
    return saved(book)


def test_struck_words_that_come_back_plain_are_not_taken_for_law(desk, blank):
    old = struck(blank, "opsc-3-1-b", "The sale of a child is punished. ", "A fine is enough.", "")
    desk.put(old)
    plain = "The sale of a child is punished. A fine is enough. See section 9."

    received = desk.receive(edited(old, law_3_1_b=plain))

    assert told(received) == [
        "examplia.xlsx: Provisions!F13 (art. 3, para. 1 (b), Current national law): MUST FIX R681: words that were "
        "struck through came back as plain words, which would be printed as law; the cell stays as it is "
        "in the workbook\n"
        "    in the workbook: The sale of a child is punished. A fine is enough.\n"
        f"    in the file: {plain}\n"
        "    ask whoever sent the file which words are to go, and write into the cell of the workbook "
        "what is right"
    ]
    assert (
        str(desk.text("opsc-3-1-b", "law")) == "The sale of a child is punished. A fine is enough."
    )


def test_a_look_that_only_vanished_stays_and_is_told(desk, blank):
    old = struck(blank, "opsc-3-1-b", "The sale of a child is punished. ", "A fine is enough.", "")
    desk.put(old)
    book = openpyxl.load_workbook(io.BytesIO(old))  # without rich text: every look is lost

    received = desk.receive(book)

    assert told(received) == [
        "examplia.xlsx: NOTE R685: bold, italic, colour or striking through was lost in the file, in 1 "
        "cells whose words are the same (Provisions!F13); the workbook keeps it\n"
        "    if the look was taken away on purpose, take it away in the workbook itself"
    ]
    pieces = provision_cell(desk.book, "opsc-3-1-b", "law").value
    assert [piece.font.strike for piece in pieces if isinstance(piece, TextBlock)] == [True]


def test_words_that_were_struck_on_purpose_come_home_struck(desk, blank):
    old = edited(blank, law_3_1_b="The sale of a child is punished. A fine is enough.")
    desk.put(old)
    desk.edit(law_3_1_c=LABOUR)  # so that the file cannot simply take the workbook's place

    desk.receive(
        struck(old, "opsc-3-1-b", "The sale of a child is punished. ", "A fine is enough.", "")
    )

    pieces = provision_cell(desk.book, "opsc-3-1-b", "law").value
    assert [str(p) for p in pieces if isinstance(p, TextBlock) and p.font.strike] == [
        "A fine is enough."
    ]


def test_texts_in_other_rows_than_before_are_taken_only_when_asked_for(desk, blank):
    old = edited(blank, law_3_1_b=ORGANS, law_3_1_c=LABOUR)
    desk.put(old)
    swapped = edited(old, law_3_1_b=LABOUR, law_3_1_c=ORGANS)

    with pytest.raises(PublisherError) as refused:
        desk.receive(swapped)
    before = desk.home.read_bytes()
    desk.receive(swapped, takes_moved=True)

    assert str(refused.value) == (
        "Examplia final (2).xlsx: Provisions!F13 (art. 3, para. 1 (b), Current national law): MUST FIX R684: 2 texts "
        "stand in other rows than before, beside other provisions; here, for example, now stands what "
        f"stood in F14: '{LABOUR[:60]}'. Nothing was taken from the file\n"
        "    open the file and look whether these texts stand beside the right article. If they were moved "
        "on purpose, do the same again with --take-moved; if the rows were sorted by mistake, ask for the "
        "file as it was before"
    )
    assert before == old
    assert desk.text("opsc-3-1-b", "law") == LABOUR


def test_many_texts_that_are_gone_are_taken_out_only_when_asked_for(desk, blank):
    rows = ("3_1_b", "3_1_c", "3_3", "4_1", "4_3", "5_1")
    texts = {f"law_{each}": f"Section {each} of the invented Act. " + FINE for each in rows}
    others = {f"reforms_{each}": f"No bill on section {each}." for each in (*rows, "5_2")}
    old = edited(blank, **texts, **others)
    desk.put(old)
    emptied = edited(old, **dict.fromkeys(texts, ""))

    with pytest.raises(PublisherError) as refused:
        desk.receive(emptied)
    before = desk.home.read_bytes()
    taken = desk.receive(emptied, takes_emptied=True)

    assert str(refused.value) == (
        "Examplia final (2).xlsx: MUST FIX R677: 6 texts of the workbook are gone in the file, the first in "
        "Provisions!F13 (art. 3, para. 1 (b), Current national law): 'Section 3_1_b of the invented Act. "
        f"{FINE[:25]}'. Nothing was taken from the file\n"
        "    look whether this is the right file. If all these texts are to go, do the same again with "
        "--take-emptied; if not, ask for the file as it was before"
    )
    assert before == old
    assert desk.text("opsc-3-1-b", "law") is None
    assert taken.cells[0] == ("Provisions!F13 (art. 3, para. 1 (b), Current national law)", True)


# Where it belongs


def test_a_copy_put_over_the_workbook_is_joined_with_what_it_was(desk, blank):
    book = desk.book
    book["Reviewers"]["A2"].value, book["Reviewers"]["E2"].value = "Echo Network", "1"
    desk.put(book)
    desk.home.write_bytes(edited(blank, law_3_1_b=FINE))

    receive(open_project(desk.folder).value, desk.home, desk.tick())

    assert desk.text("opsc-3-1-b", "law") == FINE
    assert desk.book["Reviewers"]["A2"].value == "Echo Network"


def test_a_file_of_a_country_without_a_workbook_becomes_its_workbook(tmp_path, blank):
    desk = Desk(tmp_path)
    received = desk.receive(edited(blank, law_3_1_b=FINE))

    assert received.is_new
    assert desk.text("opsc-3-1-b", "law") == FINE


def test_a_file_that_does_not_say_its_country_asks_for_the_workbook(desk, blank):
    book = openpyxl.load_workbook(io.BytesIO(edited(blank, law_3_1_b=FINE)))
    del book["_toolkit"]
    for row in book["Country"].iter_rows(min_row=2):
        if row[0].value == "iso2":
            row[2].value = None

    with pytest.raises(PublisherError) as refused:
        desk.receive(book)
    desk.receive(book, home=desk.home)

    assert str(refused.value) == (
        "Examplia final (2).xlsx: MUST FIX R688: the file does not say of which country it is\n"
        "    name the country's workbook with --workbook, for example: --workbook nepal"
    )
    assert desk.text("opsc-3-1-b", "law") == FINE


def test_sheets_notes_and_links_of_a_person_come_along_or_are_told(desk, blank):
    book = openpyxl.load_workbook(io.BytesIO(edited(blank, law_3_1_b=FINE)))
    book.create_sheet("My notes")["A1"] = "To look up in the gazette."
    first = desk.receive(book)
    desk.edit(law_3_1_c=LABOUR)
    later = openpyxl.load_workbook(io.BytesIO(desk.home.read_bytes()))
    del later["My notes"]
    later.create_sheet("Phone numbers")["A1"] = "None yet."

    second = desk.receive(later, "later.xlsx")

    assert told(first) == []
    assert desk.book["My notes"]["A1"].value == "To look up in the gazette."
    assert told(second) == [
        "examplia.xlsx: PLEASE CHECK R687: the sheet 'Phone numbers' of the file is not in the workbook\n"
        "    if it is needed, open both files and copy the sheet into the workbook (right click on its "
        "name, Move or Copy)"
    ]


def test_what_cannot_be_joined_is_told_with_its_place(desk, blank):
    desk.edit(law_3_1_c=LABOUR)
    book = openpyxl.load_workbook(io.BytesIO(edited(blank, law_3_1_b="See the invented gazette.")))
    sheet = book["Provisions"]
    provision_cell(book, "opsc-3-1-b", "law").hyperlink = "https://example.org/gazette"
    provision_cell(book, "opsc-4-1", "law").comment = Comment(
        "Ask the ministry.", "A. R. (invented)"
    )
    sheet.append(["opsc-99", "", "Article 99", "", "", "A text on an article that there is not."])

    received = desk.receive(book)

    name = "Examplia final (2).xlsx"
    row = sheet.max_row
    comment = provision_cell(book, "opsc-4-1", "law").coordinate
    assert told(received) == [
        f"{name}: Provisions!F13 (art. 3, para. 1 (b), Current national law): PLEASE CHECK R686: the text of "
        "this cell was taken, but not the address behind it: https://example.org/gazette\n"
        "    write the address behind the text in the workbook, or set the link there with Ctrl+K",
        f"{name}: Provisions!F{row}: MUST FIX R682: the workbook has no place for this text of the file: A text "
        "on an article that there is not.\n"
        "    copy the text from the file to where it belongs in the workbook",
        f"examplia.xlsx: PLEASE CHECK R692: the file has notes on cells that the workbook has not "
        f"(1: Provisions!{comment})\n"
        "    read them in the file; what is to stay, write into the cell or set as a note in the workbook",
    ]
    assert desk.text("opsc-3-1-b", "law") == "See the invented gazette."


def test_a_formula_in_the_file_empties_no_text_of_the_workbook(desk, blank):
    desk.put(edited(blank, law_3_1_b=FINE))
    desk.edit(law_3_1_c=LABOUR)
    book = openpyxl.load_workbook(io.BytesIO(edited(blank, law_4_1=ORGANS)))
    provision_cell(book, "opsc-3-1-b", "law").value = "=F14"
    provision_cell(book, "opsc-5-1", "law").value = '=CONCATENATE("section ", 9)'

    received = desk.receive(book)

    assert desk.text("opsc-3-1-b", "law") == FINE
    assert desk.text("opsc-4-1", "law") == ORGANS
    name = "Examplia final (2).xlsx"
    assert told(received) == [
        f"{name}: Provisions!F13 (art. 3, para. 1 (b), Current national law): MUST FIX S107: this cell holds a "
        "formula (=F14), not text\n"
        "    type the text itself; if it begins with = put an apostrophe (') in front",
        f"{name}: Provisions!F23 (art. 5, para. 1, Current national law): MUST FIX S107: this cell holds a formula "
        '(=CONCATENATE("section ", 9)), not text\n'
        "    type the text itself; if it begins with = put an apostrophe (') in front",
        NOT_TAKEN,
    ]


def test_a_formula_does_not_take_the_place_of_a_text_even_where_the_file_does_of_the_workbook(
    desk, blank
):
    desk.put(edited(blank, law_3_1_b=FINE))
    book = opened_again(desk.home.read_bytes())
    provision_cell(book, "opsc-3-1-b", "law").value = "=F14"
    provision_cell(book, "opsc-4-1", "law").value = ORGANS

    desk.receive(book)

    assert desk.text("opsc-3-1-b", "law") == FINE
    assert desk.text("opsc-4-1", "law") == ORGANS


def test_texts_of_the_file_that_stand_where_nothing_is_read_are_told(desk, blank):
    desk.edit(law_3_1_c=LABOUR)
    book = opened_again(edited(blank, law_3_1_b=FINE))
    sheet = book["Provisions"]
    sheet["P1"], sheet["P3"], sheet["P4"] = "My notes", "Ask the ministry.", "Nothing yet."
    sheet["R5"] = "Far to the right."
    sheet["F70"] = "One more thing, on the invented constitution."
    sheet.insert_rows(14)
    for column in range(1, 16):  # a row copied to have more room
        sheet.cell(14, column).value = sheet.cell(13, column).value
    sheet["F14"] = ORGANS
    book["Sources"]["C90"] = "A source without a key"

    received = desk.receive(book)

    name = "Examplia final (2).xlsx"
    no_place = "MUST FIX R682: the workbook has no place for this text of the file"
    copy = "    copy the text from the file to where it belongs in the workbook"
    assert told(received) == [
        f"{name}: Provisions!R5: {no_place}: Far to the right.\n{copy}",
        f"{name}: Provisions!F14: {no_place}: {ORGANS}\n{copy}",
        f"{name}: Provisions!F71: {no_place}: One more thing, on the invented constitution.\n{copy}",
        f"{name}: Sources!C90: {no_place}: A source without a key\n{copy}",
        f"{name}: Provisions!P1: PLEASE CHECK R695: the workbook has no column 'My notes', in which texts of "
        "the file stand (2), the first: Ask the ministry.\n"
        "    if they are needed, open both files and copy them into the workbook",
    ]
    assert desk.text("opsc-3-1-b", "law") == FINE


def test_what_stands_beside_the_table_in_the_workbook_as_well_is_not_told_again(desk, blank):
    book = opened_again(edited(blank, law_3_1_b=FINE))
    book["Provisions"]["P1"], book["Provisions"]["P3"] = "My notes", "Ask the ministry."
    desk.receive(book)  # takes the place of the workbook, with the column
    later = opened_again(desk.home.read_bytes())
    desk.edit(law_3_1_c=LABOUR)
    provision_cell(later, "opsc-4-1", "law").value = ORGANS

    assert told(desk.receive(later, "later.xlsx")) == []


def test_a_sheet_under_another_name_is_known_again_with_its_notes_and_guards(desk, blank):
    book = opened_again(blank)
    provision_cell(book, "opsc-4-1", "law").comment = Comment("Ask.", "A. R. (invented)")
    desk.put(saved(book))
    desk.edit(law_3_1_c=LABOUR)
    book = opened_again(edited(saved(book), law_3_1_b=FINE))
    book["Provisions"].title = "Provisions final"
    book["Sources"]["A9"], book["Sources"]["C9"] = "EX-30", "The invented Act"

    received = desk.receive(book)

    assert desk.text("opsc-3-1-b", "law") == FINE
    assert received.cells == (
        ("Provisions!F13 (art. 3, para. 1 (b), Current national law)", False),
        ("Sources!C22 (EX-30, Short title)", False),
    )
    assert received.lost == frozenset()
    assert told(received) == [
        "Examplia final (2).xlsx: Provisions final: PLEASE CHECK S118: the sheet 'Provisions final' is read as "
        "'Provisions'\n"
        "    if that is not so, give the sheet that is meant the name 'Provisions'"
    ]


def test_a_sheet_that_nobody_knows_again_is_told_as_missing_and_can_be_sent_once_more(desk, blank):
    desk.edit(law_3_1_c=LABOUR)
    book = opened_again(edited(blank, law_3_1_b=FINE))
    book["Provisions"].title = "Sheet1"

    received = desk.receive(book)
    book["Sheet1"].title = "Provisions"
    desk.receive(book, "again.xlsx")

    names = ", ".join(
        f"'{each}'" for each in ("Read me", "Sheet1", "Country", "Sources", "Where we looked",
                                 "Reviewers", "Review", "Cell history")
    )  # fmt: skip
    assert told(received) == [
        "Examplia final (2).xlsx: MUST FIX S101: the sheet 'Provisions' is missing\n"
        f"    the workbook has the sheets {names}; give the right one the name 'Provisions'",
        NOT_TAKEN,
    ]
    assert desk.text("opsc-3-1-b", "law") == FINE


def test_merged_cells_and_numbers_in_the_place_of_a_text_are_told(desk, blank):
    desk.edit(law_3_1_c=LABOUR)
    book = opened_again(blank)
    provision_cell(book, "opsc-4-1", "law").value = ORGANS
    book["Provisions"].merge_cells("F18:F20")
    provision_cell(book, "opsc-3-1-b", "law").value = 43628
    provision_cell(book, "opsc-3-1-b", "date").value = datetime(2019, 6, 12)

    received = desk.receive(book)

    name = "Examplia final (2).xlsx"
    assert told(received) == [
        f"{name}: Provisions!F13 (art. 3, para. 1 (b), Current national law): PLEASE CHECK C205: this cell holds a "
        "number or a date (43628), not text: Excel may have changed what was typed\n"
        "    type it again with an apostrophe (') in front",
        f"{name}: Provisions!F18: MUST FIX S105: the cells F18:F20 are merged: only the first one counts, and rows "
        "can no longer be told apart\n"
        "    select them, choose Merge & Center > Unmerge Cells, and write the text into the cell where it belongs",
    ]
    assert desk.text("opsc-4-1", "law") == ORGANS


def test_a_text_whose_letters_were_scrambled_on_the_way_is_no_new_text(desk, blank):
    """A text file of Excel was made a workbook again: its UTF-8 was read as Windows-1252."""
    quoted = "Section 9 says “a child” – or “a minor” – of the invented Act."
    desk.put(edited(blank, law_3_1_b=quoted))
    scrambled = quoted.encode().decode("cp1252", "replace").replace("\ufffd", "\x9d")
    assert "â€œa child" in scrambled

    received = desk.receive(edited(blank, law_3_1_b=scrambled, law_4_1=ORGANS))

    assert desk.text("opsc-3-1-b", "law") == quoted
    assert desk.text("opsc-4-1", "law") == ORGANS
    assert told(received) == [
        "examplia.xlsx: NOTE R698: letters of cells whose words are the same were read in another encoding on the way "
        "(1: Provisions!F13), as from a text file (CSV); the workbook keeps its own\n"
        "    ask for the workbook saved as Excel Workbook (.xlsx), if more is to come from there"
    ]


def test_a_note_on_a_row_that_stands_elsewhere_in_the_file_is_known_again(desk, blank):
    book = opened_again(edited(blank, law_3_1_b=FINE, law_3_5=LABOUR))
    provision_cell(book, "opsc-4-1", "law").comment = Comment("Ask.", "A. R. (invented)")
    desk.put(saved(book))
    desk.edit(law_3_1_c=LABOUR)
    book = opened_again(saved(book))
    book["Provisions"].delete_rows(row_of(book["Provisions"], "id", "opsc-3-5"))

    received = desk.receive(book)

    assert told(received) == [
        "examplia.xlsx: PLEASE CHECK R683: rows with texts are missing in the file (1: art. 3, para. 5); they stay in "
        "the workbook as they are\n"
        "    if a text is to go, delete it in the workbook itself"
    ]


def test_of_two_workbooks_of_a_country_a_person_names_the_right_one(desk, blank):
    (desk.home.parent / "examplia old.xlsx").write_bytes(blank)
    (desk.home.parent / "nepal.xlsx").write_bytes(b"PK no workbook of anybody")

    with pytest.raises(PublisherError) as refused:
        desk.receive(edited(blank, law_3_1_b=FINE))
    desk.receive(edited(blank, law_3_1_b=FINE), home=desk.home)

    assert str(refused.value) == (
        "Examplia final (2).xlsx: MUST FIX R689: two workbooks of the project are of the country of this "
        "file: examplia.xlsx, examplia old.xlsx\n"
        '    name the one that is right with --workbook, for example: --workbook "examplia"; then take in '
        "the other one with 'publisher receive' and delete it"
    )
    assert desk.text("opsc-3-1-b", "law") == FINE


@pytest.mark.parametrize("other", ["A", "Examplia Nova"])
def test_of_two_countries_of_one_code_the_file_goes_to_that_of_its_name(desk, blank, other):
    """Two invented countries were given the same two letters."""
    project = WordedTreaty(opsc(), english())
    second = desk.home.with_name("a.xlsx")
    second.write_bytes(issue_workbook(project, Country("QX", "QXX", other, "")))
    before = second.read_bytes()

    desk.receive(edited(blank, law_3_1_b=FINE), "from the researcher.xlsx")

    assert desk.text("opsc-3-1-b", "law") == FINE
    assert second.read_bytes() == before


def test_a_workbook_of_another_country_under_its_name_is_left_alone(tmp_path, blank):
    desk = Desk(tmp_path)
    other = issue_workbook(WordedTreaty(opsc(), english()), Country("QY", "QYY", "Ruritania", ""))
    desk.put(other)

    with pytest.raises(PublisherError) as refused:
        desk.receive(edited(blank, law_3_1_b=FINE))

    assert str(refused.value) == (
        "Examplia final (2).xlsx: MUST FIX R690: the project has a workbook examplia.xlsx already, which is "
        "not of the country of this file\n"
        "    give examplia.xlsx the name of its own country, or name it with --workbook if the file belongs "
        "to it"
    )
    assert desk.home.read_bytes() == other


def test_a_copy_put_over_a_workbook_of_which_nothing_is_known_is_told(tmp_path, blank):
    desk = Desk(tmp_path)
    desk.home.parent.mkdir()
    desk.home.write_bytes(blank)

    with pytest.raises(PublisherError) as refused:
        receive(open_project(desk.folder).value, desk.home, desk.tick())

    assert str(refused.value) == (
        "examplia.xlsx: MUST FIX R691: no earlier copy of this workbook is kept with which it could be joined\n"
        "    take the workbook from your own copies as it was, put it in this place, and give this file "
        "another name; then run 'publisher receive' with that file"
    )


def test_a_workbook_without_a_history_says_how_to_get_one(desk, blank):
    book = openpyxl.load_workbook(io.BytesIO(blank))
    del book["Cell history"]
    desk.home.write_bytes(saved(book))

    shown = CliRunner().invoke(main, ["--project", str(desk.folder), "history", "examplia"])

    assert shown.exit_code == 1
    assert shown.stderr == (
        "examplia.xlsx: MUST FIX R693: this workbook was made by an older version of the program and keeps "
        "no history\n"
        "    'publisher upgrade examplia.xlsx' makes a new one of it; from then on it keeps one\n"
    )


# What is noticed without being asked


def check(desk, *options) -> str:
    return (
        CliRunner()
        .invoke(main, ["--project", str(desk.folder), "check", "examplia", *options])
        .output
    )


def test_check_tells_texts_that_stand_in_other_rows_until_somebody_says_they_are_meant(desk, blank):
    old = edited(blank, law_3_1_b=ORGANS, law_3_1_c=LABOUR)
    desk.home.write_bytes(old)
    first = check(desk)
    desk.home.write_bytes(edited(old, law_3_1_b=LABOUR, law_3_1_c=ORGANS))

    second = check(desk)
    third = check(desk)
    meant = check(desk, "--moved-on-purpose")
    fourth = check(desk)

    told = (
        "PLEASE CHECK S127\n"
        "  Provisions!F13 (art. 3, para. 1 (b), Current national law): 2 texts stand beside other provisions "
        "than at the last check; here, for example, now stands what stood in F14: "
        f"'{LABOUR[:60]}'\n"
        "      look whether they stand beside the right article. If rows were sorted by mistake, undo that in "
        "Excel or take the workbook from the folder backup. If the texts were moved on purpose, say so "
        "once with: publisher check examplia.xlsx --moved-on-purpose\n"
    )
    assert "S127" not in first
    assert told in second
    assert told in third
    assert "S127" not in meant
    assert "S127" not in fourth


def test_check_tells_two_workbooks_of_one_country_and_how_they_are_joined(desk, blank):
    (desk.home.parent / "examplia north.xlsx").write_bytes(edited(blank, law_3_1_b=FINE))
    base = ["--project", str(desk.folder)]

    told = CliRunner().invoke(main, [*base, "check"]).output
    other = desk.home.parent / "examplia north.xlsx"
    CliRunner().invoke(main, [*base, "receive", str(other), "--workbook", "examplia.xlsx"])
    other.unlink()

    assert (
        "examplia north.xlsx: PLEASE CHECK S128: this workbook is of Examplia, and so is examplia.xlsx: a text "
        "written into one of them is not in the other\n"
        '    take the one into the other with: publisher receive "workbooks/examplia north.xlsx" --workbook '
        '"examplia.xlsx"; then move it out of the folder\n'
    ) in told
    assert "2 workbooks checked: " in told
    assert "S128" not in CliRunner().invoke(main, [*base, "check"]).output
    assert desk.text("opsc-3-1-b", "law") == FINE


def test_a_check_of_a_workbook_elsewhere_puts_nothing_beside_it(desk, tmp_path_factory, blank):
    path = tmp_path_factory.mktemp("elsewhere") / "examplia.xlsx"
    path.write_bytes(blank)

    CliRunner().invoke(main, ["--project", str(desk.folder), "check", str(path)])

    assert list(path.parent.iterdir()) == [path]


def test_check_tells_a_workbook_that_lost_its_rounds_and_the_remedy_mends_it(desk, blank):
    sent = desk.book
    sent["Reviewers"]["A2"].value, sent["Reviewers"]["F2"].value = "Echo Network", "0a1b2c3d"
    desk.put(sent)
    draft = desk.folder / "reviews/examplia/0a1b2c3d.docx"
    draft.parent.mkdir(parents=True)
    draft.write_bytes(b"stands for the draft as sent")
    whole = check(desk)
    desk.home.write_bytes(edited(blank, law_3_1_b=FINE))

    lost = check(desk)
    CliRunner().invoke(main, ["--project", str(desk.folder), "receive", str(desk.home)])
    mended = check(desk)

    assert "S126" not in whole
    assert (
        "MUST FIX S126\n"
        "  a draft was sent of which this workbook knows nothing: it seems that a copy from before was put "
        "in its place\n"
        f'      run: publisher receive "{desk.home}"; it puts what the program kept and what this copy holds '
        "together, and keeps both files\n"
    ) in lost
    assert "S126" not in mended
    assert desk.text("opsc-3-1-b", "law") == FINE
    assert desk.book["Reviewers"]["F2"].value == "0a1b2c3d"


# The law


CELLS = ("law_3_1_b", "reforms_3_1_b", "law_3_1_c", "law_4_1")
STEPS = st.lists(
    st.tuples(st.sampled_from(["north", "south", "desk", "home"]), st.sampled_from(CELLS)),
    min_size=3,
    max_size=6,
)


@settings(max_examples=2, phases=[Phase.explicit, Phase.generate])
@given(steps=STEPS)
def test_no_text_is_lost_and_each_history_replays_to_its_value(tmp_path_factory, steps):
    """Two researchers write into copies of their own, an editor into the workbook; 'home' takes in both copies."""
    desk, start = Desk(tmp_path_factory.mktemp("law")), saved(blank_book())
    desk.put(start)
    copies = {"north": start, "south": start}
    last: dict[tuple[str, str], str] = {}  # what nobody has seen yet, and its writer may write over
    written = set()
    for number, (who, cell) in enumerate([*steps, ("home", "")]):
        text = f"Text {number} of the {who} on the invented law of Examplia."
        if who == "home":
            for name, content in copies.items():
                desk.receive(content, f"{name}.xlsx", takes_moved=True, takes_emptied=True)
            last.clear()
            continue
        written.add(text)
        if who == "desk":
            desk.edit(**{cell: text})
            keep_seen(desk.home, desk.home.read_bytes(), desk.tick())  # as a check does
        else:
            copies[who] = edited(copies[who], **{cell: text})
            written.discard(last.get((who, cell)))
            last[who, cell] = text

    lines = desk.history
    kept = [path.read_bytes() for path in (desk.home.parent / "backup").rglob("*.xlsx")]
    known = {text for line in lines for text in line[4:]}
    known = known.union(*(texts_of(content) for content in [desk.home.read_bytes(), *kept]))
    assert written <= known
    not_taken = {"Before both sides changed it", "Not taken: please decide"}
    replayed = {line[3]: line[5] for line in lines if line[0] not in not_taken}
    values = dict(named_texts(desk))
    assert {name: values.get(name) for name in replayed} == replayed
    own = {text for text in values.values() if text}
    assert own <= written  # and nothing that nobody wrote


def texts_of(content: bytes) -> set[str]:
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Provisions"]
    return {str(value) for row in sheet.iter_rows(values_only=True) for value in row}


def named_texts(desk):
    """Yield what the history calls a cell, and its text."""
    names = {"law": "Current national law", "reforms": "Legal reforms"}
    articles = {
        "3-1-b": "art. 3, para. 1 (b)",
        "3-1-c": "art. 3, para. 1 (c)",
        "4-1": "art. 4, para. 1",
    }
    for cell in CELLS:
        column, _, id_ = cell.partition("_")
        id_ = id_.replace("_", "-")
        yield f"{articles[id_]}, {names[column]}", desk.text(f"opsc-{id_}", column)


def test_what_an_editor_put_into_the_workbook_meanwhile_is_never_replaced_by_the_file(desk, blank):
    book = desk.book
    book.create_sheet("Editor's list")["A1"] = "To ask the ministry."
    provision_cell(book, "opsc-4-1", "law").comment = Comment(
        "See the gazette.", "Editor (invented)"
    )
    desk.home.write_bytes(saved(book))

    desk.receive(edited(blank, law_3_1_b=FINE))

    assert desk.text("opsc-3-1-b", "law") == FINE
    assert desk.book["Editor's list"]["A1"].value == "To ask the ministry."
    assert provision_cell(desk.book, "opsc-4-1", "law").comment.text == "See the gazette."


# On the command line


def test_the_command_says_what_came_home_and_the_history_shows_it(desk, blank):
    desk.receive(edited(blank, law_3_1_b=FINE, law_4_1=ORGANS, law_5_1=ORGANS), "first.xlsx")
    path = desk.folder / "second.xlsx"
    path.write_bytes(edited(blank, law_3_1_b=PRISON, law_3_1_c=LABOUR))
    base = ["--project", str(desk.folder)]

    received = CliRunner().invoke(
        main, [*base, "receive", str(path), "--from", "B. Reader (invented)"]
    )
    shown = CliRunner().invoke(main, [*base, "history", "examplia", "3(1)(b)"])

    lines = received.output.splitlines()
    assert received.exit_code == 1
    assert "1 text taken, 1 cell to be decided" in lines
    assert "changed: Provisions!F14 (art. 3, para. 1 (c), Current national law)" in lines
    stamps = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "DAY TIME", shown.output)
    assert stamps == (
        "art. 3, para. 1 (b), Current national law\n"
        "  DAY TIME  Taken from a file, first.xlsx\n"
        "      Text before: \n"
        f"      Text after: {FINE}\n"
        "  DAY TIME  Before both sides changed it, B. Reader (invented), second.xlsx\n"
        "      Text before: \n"
        "      Text after: \n"
        "  DAY TIME  Not taken: please decide, B. Reader (invented), second.xlsx\n"
        f"      Text before: {FINE}\n"
        f"      Text after: {PRISON}\n"
    )


def test_what_was_changed_by_hand_after_a_receipt_is_in_the_history_too(desk, blank):
    desk.receive(edited(blank, law_3_1_b=FINE), "first.xlsx")
    desk.edit(law_3_1_b=PRISON)

    desk.receive(edited(blank, law_3_1_b=FINE, law_3_1_c=LABOUR), "second.xlsx")

    assert [line[0] for line in desk.history] == [
        "Taken from a file",
        "Changed in the workbook",
        "Taken from a file",
    ]
    assert desk.history[1][4:] == (FINE, PRISON)
    assert desk.text("opsc-3-1-b", "law") == PRISON


@pytest.mark.long
def test_a_file_of_libreoffice_comes_home(desk, blank, convert, tmp_path):
    source = tmp_path / "source.xlsx"
    source.write_bytes(edited(blank, law_3_1_b=FINE))
    path = convert(source, "ods", tmp_path)

    receive(open_project(desk.folder).value, path, desk.tick())

    assert desk.text("opsc-3-1-b", "law") == FINE


def test_a_file_of_an_older_version_comes_home_and_the_workbook_is_made_anew(desk, blank):
    book = openpyxl.load_workbook(io.BytesIO(blank))
    del book["Cell history"]
    old = saved(book)
    shutil.rmtree(desk.home.parent / "backup")
    desk.home.write_bytes(old)

    received = desk.receive(edited(old, law_3_1_b=FINE))

    assert received.is_upgraded
    assert desk.text("opsc-3-1-b", "law") == FINE
    assert [line[0] for line in desk.history] == ["Taken from a file"]


def test_a_file_that_is_no_workbook_leaves_all_as_it_was(desk):
    before = desk.home.read_bytes()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("notes.txt", "no workbook")

    with pytest.raises(PublisherError):
        desk.receive(stream.getvalue())

    assert desk.home.read_bytes() == before


def test_of_copies_of_one_second_the_one_that_was_kept_last_is_the_last(tmp_path):
    path, now = tmp_path / "examplia.xlsx", datetime(2026, 11, 30, 4, 45, 1)

    for number in range(1, 13):
        keep_seen(path, f"{number}".encode(), now)
        assert last_seen(path).read_bytes() == f"{number}".encode()

    assert [each.read_bytes() for each in copies_of(path)] == [
        f"{number}".encode() for number in range(1, 13)
    ]


def test_the_history_names_files_on_one_line_and_keeps_texts_of_several_lines_together(
    desk, capsys
):
    line = HistoryLine(
        "art. 1, Current national law", "2026-11-30 12:30", "Text added", "Ann Example (invented)",
        "6aa49fa1\ntracked.docx", (("Text after", "First line.\n\nSecond line."),),
    )  # fmt: skip

    tell_history(desk.home, [line], open_project(desk.folder).value.language.messages)

    assert capsys.readouterr().out == (
        "art. 1, Current national law\n"
        "  2026-11-30 12:30  Text added, Ann Example (invented), 6aa49fa1, tracked.docx\n"
        "      Text after: First line.\n"
        "          Second line.\n"
    )
