"""The text of a cell as researchers write it: what is understood, and what stays literal."""

import pytest

from publisher.domain.citation import parse_citation
from publisher.domain.markup import normal_runs, normalise, parse
from publisher.domain.model import Run
from publisher.domain.text import (
    Break,
    Citation,
    ListBlock,
    ListItem,
    NoteCall,
    Paragraph,
    Reference,
    Span,
    plain_inlines,
    plain_text,
)


def blocks(text, **more):
    return parse([Run(text)], **more)


def paragraph(text):
    (block,) = blocks(text)
    return block.inlines


def test_lines_and_empty_lines():
    assert blocks("one\ntwo\n\n\nthree") == (
        Paragraph((Span("one"), Break(), Span("two"))),
        Paragraph((Span("three"),)),
    )


def test_lists_with_deeper_items():
    assert blocks("intro\n- one\n  - deeper\n• two\nafter") == (
        Paragraph((Span("intro"),)),
        ListBlock(
            (ListItem((Span("one"),)), ListItem((Span("deeper"),), 1), ListItem((Span("two"),)))
        ),
        Paragraph((Span("after"),)),
    )


# What Word's lists are pasted as: letters of Symbol and Wingdings, which stand from F000 on (ECMA-376 Part 1,
# 17.3.3.30). Those of Word's own library of bullets are round, square, arrow, tick, four diamonds, hyphen, empty
# square and diamond; the others are what people choose from Wingdings.
WORD_BULLETS = (
    "\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf02d\uf0a8\uf06f\uf06e\uf0e0\uf0e8\uf071\uf06c\uf09f"
)


@pytest.mark.parametrize("sign", WORD_BULLETS)
@pytest.mark.parametrize("between", [" ", "\t", "   ", "\u00a0\u00a0", ""])
def test_bullets_pasted_from_word_begin_list_items(sign, between):
    text = normalise(f"intro\n{sign}{between}one\n  {sign}{between}deeper")

    assert blocks(text) == (
        Paragraph((Span("intro"),)),
        ListBlock((ListItem((Span("one"),)), ListItem((Span("deeper"),), 1))),
    )


@pytest.mark.parametrize(
    "text", ["see \uf0b7 one", "\uf061 particles", "\uf0b7", "\uf0b7 ", "\ue000 one"]
)
def test_other_letters_of_private_use_are_no_bullets(text):
    assert paragraph(text) == (Span(text.strip()),)


def test_numbered_lists_count_on_and_begin_anew():
    first, second = blocks("1. one\n2. two\n1. again")

    assert (first.is_ordered, [plain_inlines(item.inlines) for item in first.items]) == (
        True,
        ["one", "two"],
    )
    assert [plain_inlines(item.inlines) for item in second.items] == ["again"]


@pytest.mark.parametrize(
    "text",
    [
        "1998. The Act entered into force.",
        "2. does not begin a list",
        "1) nor does this",
        "# 3 of 2005",
        "(a) first case",
        "Law no. 5*2 and 6*3",
        "__init__ and _name_",
        "-5 degrees",
        "* footnote: see annex",
        "** not bold **",
        "a ** b",
        "{{ name }} {% if %}",
        "<b>&amp;</b>",
        "[note] [S3](x) [QX]",
    ],
)
def test_everything_else_is_literal(text):
    assert blocks(text) == (Paragraph((Span(text),)),)


def test_emphasis_typed_or_made_in_excel():
    assert paragraph("a **b** *c* **«Закон»**о") == (
        Span("a "), Span("b", bold=True), Span(" "), Span("c", italic=True), Span(" "), Span("«Закон»", bold=True), Span("о"),
    )  # fmt: skip
    assert parse([Run("a "), Run("b *c*", bold=True)]) == (
        Paragraph((Span("a "), Span("b ", bold=True), Span("c", bold=True, italic=True))),
    )


def test_emphasis_in_emphasis():
    assert paragraph("**a *b* c**") == (
        Span("a ", bold=True), Span("b", bold=True, italic=True), Span(" c", bold=True)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "address", "rest"),
    [
        ("https://example.org/a.", "https://example.org/a", "."),
        ("https://example.org/a_(b)", "https://example.org/a_(b)", ""),
        ("(https://example.org/a).", "https://example.org/a", ")."),
        ("http://example.org/?q=1&r=2;", "http://example.org/?q=1&r=2", ";"),
    ],
)
def test_addresses_become_links_without_the_mark_that_closes_the_sentence(text, address, rest):
    spans = paragraph(text)

    (link,) = [span for span in spans if span.link]
    assert (link.text, link.link) == (address, address)
    assert "".join(span.text for span in spans) == text
    assert text.endswith(address + rest)


def test_a_link_set_on_the_cell_covers_its_text():
    assert blocks("See the Act", link="https://example.org") == (
        Paragraph((Span("See the Act", link="https://example.org"),)),
    )


@pytest.mark.parametrize(
    ("mark", "references"),
    [
        ("[DE-9]", (Reference("DE-9"),)),
        ("[de-9]", (Reference("DE-9"),)),
        ("[DE–9 para. 12]", (Reference("DE-9", "para. 12"),)),
        ("[DE-9, para. 12]", (Reference("DE-9", "para. 12"),)),
        ("[DE-1; DE-8]", (Reference("DE-1"), Reference("DE-8"))),
        ("[DE-1, DE-8]", (Reference("DE-1"), Reference("DE-8"))),
        (
            "[ DE-1 ss. 2, 3 ; DE-8 para. 22 (d) ]",
            (Reference("DE-1", "ss. 2, 3"), Reference("DE-8", "para. 22 (d)")),
        ),
        ("[DE-1; see also]", ()),
        ("[note]", ()),
    ],
)
def test_citation_marks_in_all_spellings(mark, references):
    assert parse_citation(mark) == references


def test_a_citation_stands_between_the_texts():
    assert paragraph("Text [QX-1 s. 2].") == (
        Span("Text "), Citation((Reference("QX-1", "s. 2"),), "[QX-1 s. 2]"), Span(".")
    )  # fmt: skip


def test_text_of_other_programs_is_made_normal():
    assert (
        normalise("a_x000D_\nb\u00adc\u200b\ufeff\x0bd\te\u0301 \u0646\u200c\u0627")
        == "a\nbc\nd é \u0646\u200c\u0627"
    )
    assert normal_runs([Run("e"), Run("\u0301"), Run("", bold=True), Run("x", bold=True)]) == (
        Run("é"),
        Run("x", bold=True),
    )


def test_plain_text_keeps_lines_and_marks():
    assert plain_text(blocks("one\ntwo [QX-1]\n- item")) == "one\ntwo [QX-1]\nitem"
    assert plain_inlines((NoteCall(3, "note-3", "call-3-1"),)) == "[3]"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("يحظر القانون رقم 12 بيع الأطفال.", True),
        ("1. قانون", True),
        ("החוק אוסר (Law 5).", True),
        ("The Ministry (وزارة الطفل والأسرة والشؤون الاجتماعية) agreed.", False),
        ("قانون is the word of the treaty.", False),
        ("", False),
        ("12.", False),
        ("बाल अधिकार", False),
    ],
)
def test_a_text_in_arabic_or_hebrew_runs_to_the_left_one_that_quotes_some_does_not(text, expected):
    assert ListItem((Span(text),)).runs_to_the_left is expected
    assert Paragraph((Span(text),)).runs_to_the_left is expected
