"""Letters that no font has are told: shipped fonts are asked by their tables, installed ones by fontconfig's fc-list."""

import shutil
import subprocess
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from publisher.check import check_workbook
from publisher.domain.worded import WordedTreaty
from publisher.project.fonts import PLAIN, letters_without_font
from publisher.project.project import open_project
from publisher.project.workbooks import check_file
from tests.support import TODAY, TOP, english, filled, opsc, read

FONTS = TOP / "publisher/fonts"
W08 = TOP / "tests/cases/workbooks/w08_scripts.xlsx"
# Letters of a script of the Brahmi family, of Thai, and an emoji: for these tests no font has them.
LACKED = frozenset("কษ😀")


def told(book, lacked=LACKED):
    found = read(book)
    checked = check_workbook(
        found.value,
        found.diagnostics,
        WordedTreaty(opsc(), english()),
        today=TODAY,
        lacking=lambda letters: frozenset(letters) & lacked,
    )
    return [str(each) for each in checked.diagnostics if each.code in ("C265", "C266")]


def law(text, status="Draft"):
    return filled(f"id | law\nopsc-1 | {text}", country={"status": status})


LAST = (
    "\n    write something else in their place, or install a font that has them on the computer that makes the reports; for"
    " emoji and drawn signs a word is best"
)


@pytest.mark.parametrize(
    ("status", "level"), [("Draft", "PLEASE CHECK"), pytest.param("Final", "MUST FIX")]
)
def test_letters_without_a_font_are_told_with_the_cell(status, level):
    assert told(law("The word ক and 😀 and ক again.", status)) == [
        f"examplia.xlsx: Provisions!F3 (art. 1, Current national law): {level} C265: no font has these letters, so they print as"
        f" empty boxes: ক (U+0995), 😀 (U+1F600){LAST}"
    ]


def test_letters_of_a_symbol_font_are_told_whatever_fonts_there_are():
    assert told(law("One \uf0b7 two."), frozenset()) == [
        "examplia.xlsx: Provisions!F3 (art. 1, Current national law): PLEASE CHECK C266: the text holds signs of a font of symbols,"
        " which print as empty boxes without it: U+F0B7\n"
        "    write the sign that is meant, such as • or →: in Excel it is under Insert > Symbol"
    ]


def test_bullets_pasted_from_word_are_no_letters():
    assert told(law("Two things:⏎\uf0b7 one⏎\uf0d8 two"), frozenset("\uf0b7\uf0d8")) == []


def test_a_bullet_is_told_where_it_also_stands_in_a_line():
    (one,) = told(law("Two things:⏎\uf0b7 one\uf0b7two"))

    assert one.startswith(
        "examplia.xlsx: Provisions!F3 (art. 1, Current national law): PLEASE CHECK C266: "
    )


# Joiners, marks that steer, selectors of variants, soft hyphens, odd spaces, fillers, tags: nothing is drawn for them
# (Unicode 16, DerivedCoreProperties, Default_Ignorable_Code_Point; and spaces).
UNSEEN = "\u200c\u200d\u200e\u061c\ufe0f\ufe00\U000e0100\u00ad\u2009\u202f\u3000\u034f\u3164\u115f\U000e0067\u180e\u2066\u202a"


def test_what_is_not_drawn_needs_no_font():
    assert told(law(f"One {'a'.join(UNSEEN)} two."), frozenset(UNSEEN)) == []


def test_all_that_is_printed_is_looked_at():
    book = filled(
        "id | question\nopsc-1 | Why ক?",
        "key | title | author\nQX-1 | ষ ক | ক",
        {"local_name": "ক", "summary": "A summary ক."},
    )

    places = [
        each.partition(":")[2].partition(":")[0].strip().partition(" ")[0] for each in told(book)
    ]
    assert sorted(place.partition("!")[0] for place in places) == [
        "Country",
        "Country",
        "Provisions",
        "Sources",
        "Sources",
    ]


def test_many_letters_are_named_in_part():
    letters = "কখগঘঙচছ"

    (one,) = told(law(f"Text {letters}"), frozenset(letters))

    named = "ক (U+0995), খ (U+0996), গ (U+0997), ঘ (U+0998), ঙ (U+0999) …"
    assert one.endswith(f"empty boxes: {named}{LAST}")


# The fonts


def shipped():
    have = set()
    for path in FONTS.glob("*.ttf"):
        with TTFont(path) as font:
            have |= set(font.getBestCmap())
    return have


def test_plain_letters_are_in_the_shipped_fonts():
    assert {ord(letter) for letter in PLAIN} - shipped() == set()


@pytest.mark.skipif(
    shutil.which("fc-list") is None, reason="this system lists its fonts in another way"
)
@pytest.mark.parametrize("letter", "é中ক😀ษ⚠ሕ𐎀\ue000\u0378")
def test_a_letter_lacks_a_font_where_neither_ours_nor_those_of_the_system_have_it(letter):
    query = ["fc-list", f":charset={ord(letter):x}", "family"]
    listed = subprocess.run(query, capture_output=True, text=True, check=True).stdout
    has_font = bool(listed.strip()) or ord(letter) in shipped()

    assert (letter not in letters_without_font({letter, "a"})) is has_font


def test_a_letter_is_there_where_its_parts_are():
    """U+1E4D is o with tilde and acute; a font with the letter and the marks shows it (HarfBuzz takes it apart)."""
    assert letters_without_font({"\u1e4d", "\u0929"}) == frozenset()


@pytest.mark.slow
@pytest.mark.skipif(
    shutil.which("fc-list") is None, reason="this system lists its fonts in another way"
)
def test_the_scripts_of_a_workbook_are_told_cell_by_cell():
    """Which letters lack a font depends on the system; fc-list is asked for each of those that could."""
    have, rows = shipped(), {}
    texts = {
        "F6": "✅⚠👍🏽👨👩👧🇳🇵",
        "F10": "พระราชบัญญัติคุ้มครองเด็กศ๒๕๔๖ที่",
        "F14": "≥½⁻³№§¶₨₹৳﷼₱◊",
        "F11": "শিশুআইন২০১৩ক্ষত্রகுழந்தைகள்உரிமைየሕፃናትመብት",
    }
    for cell, letters in texts.items():
        lacking = [
            letter
            for letter in dict.fromkeys(letters)
            if ord(letter) not in have
            and not subprocess.run(
                ["fc-list", f":charset={ord(letter):x}", "family"], capture_output=True, check=True
            ).stdout.strip()
        ]
        if lacking:
            rows[cell] = lacking

    result = check_file(open_project(Path(TOP)).value, W08, TODAY)

    assert {
        each.place.cell: each.values[0][1].partition(" ")[0]
        for each in result.diagnostics
        if each.code == "C265" and each.place.sheet == "Provisions"
    } == {cell: letters[0] for cell, letters in rows.items()}
