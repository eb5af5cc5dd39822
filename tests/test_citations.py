"""Citations as tired people write them: what is plain is understood, the rest is told with the form that is meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.domain.citation import is_plain_mark, parse_citation, plain_mark, source_key
from publisher.domain.markup import parse
from publisher.domain.model import Run
from publisher.domain.text import Citation, Paragraph, Reference, Span
from tests.support import checked, filled, opsc, told

SOURCES = """key | type | title | symbol | verified
QX-1 | National law | Lex infantium | Act 12 of 1999 | Yes
QX-2 | National law | Lex altera | Act 13 of 1999 | Yes
QX-3 | National law | Lex tertia | Act 14 of 1999 | Yes"""
LAW_CELL = "examplia.xlsx: Provisions!F3 (art. 1, Current national law)"
ONE, TWO = Reference("QX-1"), Reference("QX-2")
ONE_AT, TWO_AT = Reference("QX-1", "s. 4"), Reference("QX-2", "s. 5")


def law(text):
    return f"id | law\nopsc-1 | {text}"


@pytest.mark.parametrize(
    ("mark", "references"),
    [
        # two sources, joined by a word or a sign
        ("[QX-1, s. 4 and QX-2, s. 5]", (ONE_AT, TWO_AT)),
        ("[QX-1 s. 4 and QX-2 s. 5]", (ONE_AT, TWO_AT)),
        ("[QX-1, s. 4, and QX-2, s. 5]", (ONE_AT, TWO_AT)),
        ("[QX-1 & QX-2]", (ONE, TWO)),
        ("[QX-1 s. 4 & QX-2 s. 5]", (ONE_AT, TWO_AT)),
        ("[QX-1 / QX-2]", (ONE, TWO)),
        ("[QX-1/QX-2]", (ONE, TWO)),
        ("[QX-1 + QX-2]", (ONE, TWO)),
        ("[QX-1 QX-2]", (ONE, TWO)),
        ("[QX-1 et QX-2]", (ONE, TWO)),
        ("[QX-1 und QX-2]", (ONE, TWO)),
        ("[QX-1 y QX-2]", (ONE, TWO)),
        ("[QX-1 و QX-2]", (ONE, TWO)),
        ("[QX-1 وQX-2]", (ONE, TWO)),
        ("[QX-1؛ QX-2]", (ONE, TWO)),
        ("[QX-1، QX-2]", (ONE, TWO)),
        ("[QX-1; see also QX-2 s. 5]", (ONE, TWO_AT)),
        ("[QX-1, see also QX-2 s. 5]", (ONE, TWO_AT)),
        # words in front
        ("[see QX-1]", (ONE,)),
        ("[See QX-1, s. 4]", (ONE_AT,)),
        ("[see also QX-1]", (ONE,)),
        ("[cf. QX-1]", (ONE,)),
        ("[Source QX-1]", (ONE,)),
        ("[Sources: QX-1; QX-2]", (ONE, TWO)),
        ("[voir QX-1]", (ONE,)),
        ("[انظر QX-1]", (ONE,)),
        # spaces and signs
        ("[QX - 1]", (ONE,)),
        ("[QX -1 s. 4]", (ONE_AT,)),
        ("[QX – 1 s. 4; QX - 2]", (ONE_AT, TWO)),
        ("[QX-1: s. 4]", (ONE_AT,)),
        ("[QX-1,s. 4]", (ONE_AT,)),
        ("[Qx-1: 12]", (Reference("QX-1", "12"),)),
        ("[QX-1 para. 16 (b)]", (Reference("QX-1", "para. 16 (b)"),)),
        # what is no citation, or says nothing of a second source
        ("[p - 12]", ()),
        ("[noted – 2 judges dissented]", ()),
        ("[QX-1 forms A-1 and A-2]", (Reference("QX-1", "forms A-1 and A-2"),)),
        ("[QX-1 ss. A - 4 and B - 5]", (Reference("QX-1", "ss. A - 4 and B - 5"),)),
        ("[QX-1 as amended by QX-2]", (Reference("QX-1", "as amended by QX-2"),)),
        ("[QX-1 & QX-2/]", (Reference("QX-1", "& QX-2/"),)),
        ("[QX-1 https://example.org/QX-2]", (Reference("QX-1", "https://example.org/QX-2"),)),
        (
            "[QX-1 and https://example.org/QX-2]",
            (Reference("QX-1", "and https://example.org/QX-2"),),
        ),
        ("[QX-1 and others]", (Reference("QX-1", "and others"),)),
        ("[see QX]", ()),
        ("[1]", ()),
    ],
)
def test_a_mark_in_square_brackets_is_read_as_it_is_meant(mark, references):
    assert parse_citation(mark) == references
    (block,) = parse([Run(f"Text {mark}.")])
    spans = [each for each in block.inlines if isinstance(each, Citation)]
    assert spans == ([Citation(references, mark)] if references else [])


@pytest.mark.parametrize(
    ("mark", "references"),
    [
        ("{QX-1}", (ONE,)),
        ("{QX-1 s. 4}", (ONE_AT,)),
        ("(QX-1, para. 16 (b))", (Reference("QX-1", "para. 16 (b)"),)),
        ("(see QX-1, s. 4)", (ONE_AT,)),
        ("(QX-1, s. 4; QX-2)", (ONE_AT, TWO)),
        ("(voir QX - 1)", (ONE,)),
    ],
)
def test_other_brackets_hold_a_citation_where_all_their_keys_are_known(mark, references):
    known = frozenset(("QX-1", "QX-2"))

    assert parse([Run(f"Text {mark}.")], keys=known) == (
        Paragraph((Span("Text "), Citation(references, mark), Span("."))),
    )
    assert parse([Run(f"Text {mark}.")]) == (Paragraph((Span(f"Text {mark}."),)),)


@pytest.mark.parametrize(
    "text",
    [
        "(COVID-19)",
        "(QX-9)",
        "(QX-1; QX-9)",
        "(the State, in QX-1, says no)",
        "{{ QX }}",
        "(QX-1 as said (twice))",
    ],
)
def test_other_brackets_are_text_where_anything_else_is_in_them(text):
    assert parse([Run(text)], keys=frozenset(("QX-1", "QX-2"))) == (Paragraph((Span(text),)),)


@pytest.mark.parametrize("text", ["[see Art-5 of the Act]", "[cf. COVID-19]", "[FORM - 3]"])
def test_a_mark_in_another_form_needs_the_letters_of_a_key_that_is_known(text):
    assert parse([Run(text)], keys=frozenset(("QX-1",))) == (Paragraph((Span(text),)),)


@pytest.mark.parametrize("text", ["[see QX-9]", "[QX - 9]", "[XQ-1]"])
def test_a_mark_with_the_letters_of_known_keys_is_one_though_its_source_is_not_there(text):
    (block,) = parse([Run(text)], keys=frozenset(("QX-1",)))

    assert isinstance(block.inlines[0], Citation)


def test_a_long_cell_of_opened_brackets_is_read_at_once():
    text = ("(see QX-1 " * 1600) + ("[see QX - 1 " * 1200)

    assert parse([Run(text)], keys=frozenset(("QX-1",))) == (Paragraph((Span(text.strip()),)),)


def test_keys_have_one_spelling():
    assert [source_key(each) for each in ("qx-1", " QX – 1", "QX ‑1")] == ["QX-1"] * 3


PIECES = (
    "QX-1", "qx-2", "QX - 3", "QX–4", "DE-5", "A-2", " ", ", ", "; ", " and ", " et ", " & ", "/", ": ", " s. 4", " para. 12 (a)",
    " paras. 3-5", "see ", "Source: ", " annex A-2", "12", " to ", "و",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join))
def test_a_mark_written_in_the_form_of_the_guide_says_the_same_and_is_in_that_form(inner):
    references = parse_citation(f"[{inner}]")
    # Signs that are no place, as in [QX-1, , ,], lose one each time: the workbook is left as it is.
    if references and all(each.pinpoint[:1].isalnum() or not each.pinpoint for each in references):
        plain = plain_mark(references)

        assert parse_citation(plain) == references
        assert is_plain_mark(plain, references)


# What is told

BARE = "looks like a citation, but is not written as one, so no note is made of it\n    write the key in square brackets, then the place:"

TOLD = {
    "Text, QX-1 s. 4": f"PLEASE CHECK C252: 'QX-1 s. 4' {BARE} [QX-1 s. 4]",
    "As QX-1 says, it is so.": f"PLEASE CHECK C252: 'QX-1' {BARE} [QX-1]",
    "Text QX – 2, §§ 3-5.": f"PLEASE CHECK C252: 'QX – 2, §§ 3-5' {BARE} [QX-2, §§ 3-5]",
    "Text (as in QX-1, para. 3 (a), of the law).": f"PLEASE CHECK C252: 'QX-1, para. 3 (a)' {BARE} [QX-1, para. 3 (a)]",
    "Text [QX1 s 4].": f"PLEASE CHECK C252: '[QX1 s 4]' {BARE} [QX-1 s 4]",
    "Text (QX 2).": f"PLEASE CHECK C252: '(QX 2)' {BARE} [QX-2]",
    "Text [1].": "PLEASE CHECK C271: '[1]' looks like the number of a note that came with a pasted text; no source stands behind it\n"
    "    cite the source itself by its key, such as [QX-1 para. 12], or delete the number",
    **{
        f"Text {mark}.": f"PLEASE CHECK C280: in '{mark}' nobody can tell whether 2 is another source or a place in QX-1\n"
        "    write [QX-1; QX-2] for two sources, or say what the number counts, such as [QX-1 s. 2]"
        for mark in ("[QX-1 and 2]", "[QX-1 & 2]", "[QX-1, and 2]", "[QX-1 et 2]")
    },
    **{
        f"Text {mark}.": f"PLEASE CHECK C281: '{mark}' names the first and the last of several sources, so no note is made of those between\n"
        "    name each of them: [QX-1; QX-2; QX-3]"
        for mark in (
            "[QX-1-3]",
            "[QX-1–3]",
            "[QX-1–QX-3]",
            "[QX-1 - QX-3]",
            "[QX-1 to QX-3]",
            "[QX-1 à QX-3]",
            "(QX-1 to QX-3)",
        )
    },
    "Text [QX-1 as amended by QX-2].": "PLEASE CHECK C270: in '[QX-1 as amended by QX-2]' the key QX-2 stands in the place of"
    " another source, so no note is made of it\n    separate sources by a semicolon: [QX-1; QX-2]",
}


@pytest.fixture(scope="module")
def found():
    """The problems of a cell for each of the texts, all in one workbook."""
    ids = [each.id for each in opsc().provisions]
    texts = dict(zip((*TOLD, *UNDERSTOOD), ids, strict=False))
    rows = "\n".join(f"{id_} | {text}" for text, id_ in texts.items())
    report, problems = checked(filled(f"id | law\n{rows}", SOURCES))
    numbers = {each.provision.id: number for number, each in enumerate(report.entries, start=3)}
    codes = ("C252", "C270", "C271", "C280", "C281", "C217", "C225")
    by_cell = {}
    for each in problems:
        if each.code in codes:
            by_cell.setdefault(each.place.cell, []).append(str(each).partition("): ")[2])
    return {text: by_cell.get(f"F{numbers[id_]}", []) for text, id_ in texts.items()}


@pytest.mark.parametrize("text", TOLD)
def test_a_known_key_that_is_not_read_as_a_citation_is_told_with_the_form_meant(found, text):
    assert found[text] == [TOLD[text]]


UNDERSTOOD = [
    "Text [see QX-1, s. 4] and (QX-2).",
    "Text {QX-1} [QX - 2].",
    "Under document CRC/C/QX-1/2 and file A-QX-1 it is so. [QX-1]",
    "See https://example.org/QX-1/QX-2. [QX-1]",
    "COVID-19 and form QX-999 [QX-1]",
    "Text [QX-1 ss. 2-3], [QX-1 s. 2 and 3], [QX-1 2-3].",
]


@pytest.mark.parametrize("text", UNDERSTOOD)
def test_what_is_understood_or_is_no_key_is_not_told(found, text):
    assert found[text] == []


def test_what_is_understood_counts_as_citing_the_source():
    report, _ = checked(filled(law("Text (see QX-1, s. 4 and QX-2)."), SOURCES))
    (block,) = report.entries[0].contents[0].blocks

    assert block.inlines == (
        Span("Text "), Citation((ONE_AT, TWO), "(see QX-1, s. 4 and QX-2)"), Span(".")
    )  # fmt: skip


# Keys in the sheet itself


@pytest.mark.parametrize(
    "written",
    [
        "QX5",
        *(pytest.param(each, marks=pytest.mark.long) for each in ("QX 5", "qx5", "QX_5", "QX.5")),
    ],
)
def test_a_key_without_its_hyphen_is_told_where_it_stands_and_where_it_is_cited(written):
    book = filled(law("Text. [QX-5]"), SOURCES)
    sheet = book["Sources"]
    sheet["A6"], sheet["B6"], sheet["E6"] = written, "National law", "Lex quarta"

    assert told(book, "C217", "C221", "C222", "C272", "C273") == [
        f"{LAW_CELL}: MUST FIX C272: the text cites [QX-5], but the sheet of sources has '{written}', which is no key that"
        " can be cited\n    if that source is meant, write QX-5 in Sources!A6; otherwise correct the key in the text",
        f"examplia.xlsx: Sources!A6 ({written}, Key): MUST FIX C273: '{written}' lacks the hyphen of a key, so it cannot be"
        " cited\n    write QX-5",
    ]


def test_what_no_other_key_begins_with_is_no_key_without_its_hyphen():
    book = filled(sources=SOURCES)
    sheet = book["Sources"]
    sheet["A6"], sheet["B6"], sheet["E6"] = "Act 5", "National law", "Lex quarta"

    assert told(book, "C221", "C273") == [
        "examplia.xlsx: Sources!A6 (Act 5, Key): MUST FIX C221: 'ACT 5' is no key that can be cited\n"
        "    a key is one to five letters, a hyphen and a number, such as QX-4"
    ]


def test_a_key_whose_right_form_is_taken_gets_the_next_free_one():
    book = filled(sources=SOURCES)
    sheet = book["Sources"]
    sheet["A6"], sheet["B6"], sheet["E6"] = "QX1", "National law", "Lex quarta"

    assert told(book, "C221", "C273") == [
        "examplia.xlsx: Sources!A6 (QX1, Key): MUST FIX C221: 'QX1' is no key that can be cited\n"
        "    a key is one to five letters, a hyphen and a number, such as QX-4"
    ]


def test_no_other_number_is_ever_guessed():
    book = filled(law("Text. [QX-9] [QX-99] [XQ-1]"), SOURCES)

    assert told(book, "C217", "C222") == [
        f"{LAW_CELL}: MUST FIX C222: the text cites [QX-9], but the row of that key on the sheet of sources is empty\n"
        "    fill the row in, or correct the key",
        f"{LAW_CELL}: MUST FIX C217: the text cites [QX-99], but there is no such source\n"
        "    add it to the sheet of sources, or correct the key",
        f"{LAW_CELL}: MUST FIX C217: the text cites [XQ-1], but there is no such source\n"
        "    did you mean 'QX-1'? If not, add it to the sheet of sources, or correct the key",
    ]


def test_no_other_number_is_guessed_for_a_newer_source():
    book = filled(sources=SOURCES)
    sheet = book["Sources"]
    column = [each.value for each in sheet[1]].index("Replaced by (key)") + 1
    sheet.cell(2, column).value = "QX-77"

    (message,) = told(book, "C254")
    assert "did you mean" not in message
