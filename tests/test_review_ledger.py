"""The ledger of letters: what is lost between a returned draft and its items is told; and whatever is in a draft is
read.

All content is invented.
"""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.project.project import open_project
from publisher.review.differences import PARAGRAPH
from publisher.review.harvest import harvest
from publisher.review.items import ItemKind, ItemSpot, ReviewItem, Stretch
from publisher.review.ledger import (
    letters_in,
    lost_in_items,
    lost_in_weaving,
    told_lost,
    uncompared,
)
from publisher.review.outside_text import all_lines
from publisher.review.read import read_returned
from publisher.review.returned import ChangeKind, Line, Piece, TrackedChange
from publisher.review.sent import sent_draft
from publisher.review.tracked_text import Atom
from publisher.rounds.draft_folder import identify
from publisher.rounds.returns import _shape, _states
from tests.returned import BEN, dele, docx, dt, ins, p, t, table, tc
from tests.test_review_letters import CASES, EMOJI, LINK, box, comments, field, forms, r, ruby

ADDED = TrackedChange(ChangeKind.INSERTED, "Ann (invented)", number=1)
GONE = TrackedChange(ChangeKind.DELETED, "Ann (invented)", number=2)


def test_a_line_at_which_nobody_looked_is_lost():
    one, other, empty = Line((Piece("same"),)), Line((Piece("same"),)), Line((Piece(" "),))

    assert uncompared((one, other, empty), [(ItemSpot(), (one,))]) == ["same"]
    assert uncompared((one, other), [(ItemSpot(), (one, other))]) == []


@pytest.mark.parametrize(
    ("returned", "woven", "lost"),
    [
        ([Atom("a law")], [Atom("a law")], []),
        # how long spaces are, and what ends a paragraph, is no letter
        ([Atom("a"), Atom(PARAGRAPH), Atom("law")], [Atom("a  law")], []),
        ([Atom("a law", (GONE,))], [Atom("other", (GONE,))], []),
        ([Atom("a new law", (ADDED,))], [Atom("a law", (ADDED,))], ["new"]),
        ([Atom("law law")], [Atom("law")], ["law"]),
    ],
)
def test_words_that_go_when_texts_are_woven_together_are_lost(returned, woven, lost):
    assert lost_in_weaving(returned, woven) == lost


def item(*stretches):
    return ReviewItem("0a1b2c3d", ItemSpot(), ItemKind.ADDED, after=stretches)


@pytest.mark.parametrize(
    ("items", "lost"),
    [
        ([item(Stretch("a new law", is_added=True))], []),
        ([item(Stretch("a "), Stretch("a new", is_added=True)), item(Stretch(" law", is_added=True))], []),
        ([item(Stretch("a new law"))], ["a new law"]),
        ([], ["a new law"]),
    ],
)  # fmt: skip
def test_added_words_that_no_item_holds_are_lost(items, lost):
    woven = [Atom("kept "), Atom("a new law", (ADDED,)), Atom("gone", (GONE,))]

    assert lost_in_items(woven, items) == lost


def test_of_changes_only_words_that_somebody_wrote_count():
    line = Line(
        (
            Piece("new", (ADDED,)),
            Piece("7", (GONE,), is_field=True),
            Piece(" ", (GONE,)),
            Piece("x"),
        )
    )

    assert letters_in([line], {1, 2}) == [(1, "new")]


# Whole drafts


def harvested(folder, name):
    project = open_project(CASES / folder).value
    path = CASES / name
    returned = read_returned(path.read_bytes(), path.name)
    sent = identify(returned.value, project, path.name, "").sent
    draft = read_returned(sent.path.read_bytes(), sent.path.name).value
    compared = sent_draft(sent.build, draft, _shape(project.treaty), _states(project.language))
    return returned, harvest(returned.value, compared), project, sent


LAW = "A second paragraph about the penalty."


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("r05_ruby", (ItemKind.ADDED, " The word 儿童(er) means child.", "", "")),
        ("r06_symbol_font", (ItemKind.ADDED, "✓", "", "")),
        ("r07_emoji_panel", (ItemKind.ADDED, "\U0001f60a", "", "")),
        ("r09_hyperlink_field", (ItemKind.ADDED, " See the Act 2075.", "https://lawcommission.gov.np/act", "")),
        ("r11_nested_table", (ItemKind.ADDED, "Year\nCases\n2020\n41\n", "", "table")),
        ("r13_alternate_content", (ItemKind.ADDED, " Added by hand.", "", "")),
        ("r14_comment_without_end", (ItemKind.COMMENT, "", "Is that so?", "")),
        ("r08_bullet_applied_tracked", (ItemKind.FORMATTED, "", "", "")),
    ],
)  # fmt: skip
def test_each_case_gives_one_item_with_all_its_letters(name, expected):
    returned, found, _, _ = harvested("project", f"returned/{name}.docx")

    assert (returned.diagnostics, found.lost) == ((), ())
    (only,) = found.items
    assert (only.kind, only.added, only.comment, only.by_hand) == expected
    if only.kind in (ItemKind.COMMENT, ItemKind.FORMATTED):
        assert only.before == LAW


def test_a_list_put_on_with_record_says_so():
    _, found, _, _ = harvested("project", "returned/r08_bullet_applied_tracked.docx")

    assert [(each.what, each.new) for each in found.items[0].formats] == [("list", "on")]


@pytest.mark.slow
def test_the_words_of_a_link_outside_the_cells_are_told_though_nobody_recorded_them():
    _, found, _, _ = harvested("loop/project", "loop/link_field_outside_untracked.docx")

    (only,) = found.items
    assert (only.kind, only.added.strip(), only.comment) == (
        ItemKind.OUTSIDE,
        "Please see ZQ03 the Act",
        "https://zq03.example/act",
    )


@pytest.mark.slow
def test_every_line_is_compared_once():
    for name in ("marked", "libreoffice-marked", "onlyoffice-live"):
        returned, found, _, _ = harvested("editors/project", f"editors/{name}.docx")
        assert (returned.diagnostics, found.lost, found.left_out) == ((), (), frozenset())


def test_words_that_got_into_no_item_are_told():
    assert str(told_lost("Ask the ministry.", "back.docx")) == (
        "back.docx: MUST FIX R653: the words 'Ask the ministry.' of the returned draft got into no row of the sheet"
        " Review\n    open the file in Word and look for these words; what they ask for, do in the workbook by hand,"
        " and tell those who make this program"
    )


# Whatever a draft is built of

_WORD = st.integers(0, 9_999).map(lambda number: f"w{number:04d}q")


def _runs(words):
    """Ways in which a word can stand in a paragraph."""
    return st.one_of(
        words.map(t),
        words.map(ins),
        words.map(dele),
        words.map(lambda word: ins(dele(dt(word), by=BEN))),
        words.map(lambda word: forms(t(word), t(word))),
        words.map(lambda word: forms("", t(word))),
        words.map(lambda word: r(forms(f"<w:t>{word}</w:t>", f"<w:t>{word}</w:t>"))),
        words.map(lambda word: field(LINK, t(word))),
        words.map(lambda word: field("PAGE", t(word))),
        words.map(lambda word: field(LINK, field("QUOTE", t(word)))),
        words.map(lambda word: r(ruby(t(word), t("er")))),
        words.map(lambda word: r(ruby(t("字"), t(word)))),
        words.map(lambda word: r(EMOJI) + t(word)),
        words.map(lambda word: f"<m:oMath><m:r><m:t>{word}</m:t></m:r></m:oMath>"),
        words.map(lambda word: r(f"<w:drawing>{box(word)}</w:drawing>")),
        words.map(lambda word: r(forms(f"<w:drawing>{box(word)}</w:drawing>", f"<w:pict>{box(word)}</w:pict>"))),
        words.map(lambda word: f"<w:sdt><w:sdtContent>{t(word)}</w:sdtContent></w:sdt>"),
        words.map(lambda word: f"<w:fldSimple w:instr='PAGE'>{t(word)}</w:fldSimple>"),
        # what no reader knows
        words.map(lambda word: f"<w:unknown>{t(word)}</w:unknown>"),
    )  # fmt: skip


_PARAGRAPH = st.lists(_runs(_WORD), min_size=1, max_size=4).map(lambda runs: p(*runs))
_BLOCK = st.one_of(
    _PARAGRAPH,
    _PARAGRAPH.map(lambda one: table(tc(one))),
    st.tuples(_PARAGRAPH, _PARAGRAPH).map(lambda two: table(tc(two[0], table(tc(two[1])), p()))),
    _PARAGRAPH.map(lambda one: f"<w:unknown>{one}</w:unknown>"),
)


@given(st.lists(_BLOCK, min_size=1, max_size=4), _PARAGRAPH)
def test_every_word_is_read_or_told(blocks, comment):
    body = "".join(blocks)

    found = read_returned(docx(body, comments=comments(comment)), "back.docx")

    lines = (
        *all_lines(found.value),
        *(Line((Piece(each),)) for own in found.value.comments for each in own.lines),
    )
    read = " ".join(line.text for line in lines)
    told = " ".join(dict(each.values).get("words", "") for each in found.diagnostics)
    unknown = " ".join(re.findall("<w:unknown>.*?</w:unknown>", body + comment))
    for word in _words_in(body) | _words_in(comment, is_comment=True):
        assert word in read or word in told, word
    assert _words_in(told) <= _words_in(unknown)


def _words_in(xml, *, is_comment=False):
    """Return the words in a piece of markup; a comment is read as it was meant."""
    if is_comment:
        xml = re.sub(r"<w:del .*?</w:del>", "", xml)
    return set(re.findall(r"w\d{4}q", xml))
