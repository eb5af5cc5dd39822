"""Paragraphs pasted over several rows are told; rows that are filled one after the other are not.

All content is invented, of the invented country Examplia.
"""

import pytest

from tests.support import filled, told

PASTED = [
    "Section 66 of the invented Code provides that whoever sells a child",
    "shall be punished with imprisonment, and",
    "(a) if the child is under ten, with twenty years;",
    "(b) otherwise with ten years. [QX-1 s. 66]",
]
ROWS = ["opsc-7-a-i", "opsc-7-a-ii", "opsc-7-b", "opsc-7-c"]


def pasted(texts, column="law", **others):
    table = f"id | {column}\n" + "\n".join(
        f"{id_} | {text}" for id_, text in zip(ROWS, texts, strict=False)
    )
    book = filled(table)
    for id_, text in others.items():
        filled(f"id | compliance\n{id_.replace('_', '-')} | {text}", book=book)
    return told(book, "C303")


@pytest.mark.parametrize(
    ("column", "letter"), [("law", "F"), ("reforms", "G"), ("compliance", "H")]
)
def test_paragraphs_pasted_over_several_rows_are_told_at_the_first(column, letter):
    headings = {
        "F": "Current national law",
        "G": "Legal reforms",
        "H": "Compliance with the Protocol",
    }

    assert pasted(PASTED, column) == [
        f"examplia.xlsx: Provisions!{letter}30 (art. 7 (a) (i), {headings[letter]}): PLEASE CHECK C303: 4 rows "
        f"below each other hold text in this column only, and the text in {letter}31 goes on where that above it "
        "breaks off: it seems that a text of several paragraphs was pasted over several rows, so that most of "
        "it stands at wrong articles\n"
        "    undo the pasting; press F2 in the cell first, or click into the formula bar, and paste there"
    ]


@pytest.mark.parametrize(
    "texts",
    [
        PASTED[:2],  # two rows may be a slip of one cell
        ["The Act punishes it. [QX-1 s. 1]", "The Act punishes it too.", "A fine of 500 crowns."],
        ["The Act punishes it", "The Code punishes it", "Fines are provided for"],  # no full stops
        ["The Act punishes it.", "lex infantium, section 4, punishes it.", "A fine of 500 crowns."],
        ["", "shall be punished.", "Fines.", "Prison."],
    ],
)
def test_texts_that_stand_for_themselves_are_not_told(texts):
    assert pasted(texts) == []


def test_rows_that_hold_more_than_one_column_are_not_told():
    assert pasted(PASTED[:3], opsc_7_a_ii="The Committee asked for more. [QX-1 para. 2]") == []
