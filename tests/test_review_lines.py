"""Lines keep their kind, and sentences are decided whole: from a cell of the workbook over a returned draft and back.

Each draft is written by hand from the semantics of the standard (ECMA-376 Part 1, 17.13.5): a paragraph's mark that
is inserted or deleted joins the paragraph with the next one where it is rejected, or accepted. Expected texts were
written before the run. All content is invented.
"""

import pytest

from publisher.domain.model import Run
from publisher.domain.report import CellKey
from publisher.review.cell_signs import Shape
from publisher.review.harvest import harvest
from publisher.review.merge import merge
from publisher.review.read import read_returned
from publisher.review.sent import sent_draft
from publisher.review.visible import runs_of
from tests.returned import ANN, BEN, dele, docx, ins, t, table, tc

SHAPE = Shape(("opsc-1",), ("law",))
KEY = CellKey("opsc-1", "law")
MARK_INS, MARK_DEL = f'<w:ins w:id="8" {ANN}/>', f'<w:del w:id="9" {ANN}/>'


def para(*runs, mark="", style="Contentlaw"):
    own = "".join(each if each.startswith("<") else t(each) for each in runs)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/><w:rPr>{mark}</w:rPr></w:pPr>{own}</w:p>'


def item(*runs, mark=""):
    return para(*runs, mark=mark, style="CellBullet")


def draft(*paragraphs):
    return docx(table(tc(para("opsc-1", style="CellId")) + tc(*paragraphs)))


def reaped(sent, returned):
    base = sent_draft("0a1b2c3d", read_returned(draft(*sent), "sent.docx").value, SHAPE, ())
    return harvest(read_returned(draft(*returned), "back.docx").value, base)


def written(cell, *drafts, accepted=None):
    """Return the text of a cell after the items of some returned drafts, by their numbers, were accepted."""
    runs = (Run(cell),) if cell else ()
    ids = {
        each.id
        for found in drafts
        for number, each in enumerate(found.items)
        if accepted is None or number in accepted
    }
    cells = [each for found in drafts for each in found.cells]
    outcome = merge({KEY: runs}, cells, ids, frozenset(), 32_767)
    text = runs_of(outcome.texts[KEY], runs) if KEY in outcome.texts else runs
    return "".join(run.text for run in text)


LIST = "Intro.\n- one\n- two"
SENT = (para("Intro."), item("one"), item("two"))


@pytest.mark.parametrize(
    ("cell", "sent", "returned", "expected"),
    [
        # the paragraph before a list goes: the items stay items
        (LIST, SENT, (para(dele("Intro."), mark=MARK_DEL), item("one"), item("two")), "- one\n- two"),
        (LIST, SENT, (item("one"), item("two")), "- one\n- two"),
        # a new paragraph before a list stays prose
        (LIST, SENT, (para("Intro."), para(ins("The fine is 5."), mark=MARK_INS), item("one"), item("two")), "Intro.\n\nThe fine is 5.\n- one\n- two"),
        (LIST, SENT, (para("Intro."), para("The fine is 5."), item("one"), item("two")), "Intro.\n\nThe fine is 5.\n- one\n- two"),
        ("- one\n- two", SENT[1:], (para(ins("The fine is 5."), mark=MARK_INS), item("one"), item("two")), "The fine is 5.\n- one\n- two"),
        ("- one\n- two", SENT[1:], (para("The fine is 5."), item("one"), item("two")), "The fine is 5.\n- one\n- two"),
        # a new item before, between and behind the others
        ("- one\n- two", SENT[1:], (item(ins("zero"), mark=MARK_INS), item("one"), item("two")), "- zero\n- one\n- two"),
        ("- one\n- two", SENT[1:], (item("one"), item(ins("half"), mark=MARK_INS), item("two")), "- one\n- half\n- two"),
        ("- one\n- two", SENT[1:], (item("one"), item("two", mark=MARK_INS), item(ins("three"))), "- one\n- two\n- three"),
        ("- one\n- two", SENT[1:], (item("one"), item("two"), item("three")), "- one\n- two\n- three"),
        ("1. one\n2. two", SENT[1:], (item("one"), item(ins("half"), mark=MARK_INS), item("two")), "1. one\n2. half\n3. two"),
        # prose behind a list
        ("- one\n- two", SENT[1:], (item("one"), item("two", mark=MARK_INS), para(ins("The end."))), "- one\n- two\n\nThe end."),
        # items that go: the first, one between, the last, all
        (LIST, SENT, (para("Intro."), item(dele("one"), mark=MARK_DEL), item("two")), "Intro.\n- two"),
        (LIST, SENT, (para("Intro."), item("one", mark=MARK_DEL), item(dele("two"))), "Intro.\n- one"),
        (LIST, SENT, (para("Intro."), item("one")), "Intro.\n- one"),
        (LIST, SENT, (para("Intro.", mark=MARK_DEL), item(dele("one"), mark=MARK_DEL), item(dele("two"))), "Intro."),
        # an item is cut in two, two are made one, a paragraph is joined with the item behind it
        ("- one and two", (item("one and two"),), (item("one", dele(" and "), mark=MARK_INS), item("two")), "- one\n- two"),
        ("- one\n- two", SENT[1:], (item("one", mark=MARK_DEL), item("two")), "- onetwo"),
        (LIST, SENT, (para("Intro.", mark=MARK_DEL), item(ins(" "), "one"), item("two")), "Intro. one\n- two"),
        # words change, and the program lost the list: the items stay items
        ("- one\n- two", SENT[1:], (para("first"), para("two")), "- first\n- two"),
        # a program makes items of all paragraphs: those that were none stay none
        ("One.\n\nTwo.", (para("One."), para("Two.")), (item("One."), item("Second.")), "One.\n\nSecond."),
        # two paragraphs before a list become one
        ("A.\n\nB.\n- one", (para("A."), para("B."), item("one")), (para("A.", mark=MARK_DEL), para(dele("B."), mark=MARK_DEL), item(ins(" "), "one")), "A. one"),
        ("A.\n\nB.\n- one", (para("A."), para("B."), item("one")), (para("A."), para(dele("B."), mark=MARK_DEL), item("one")), "A.\n- one"),
    ],
)  # fmt: skip
def test_lines_keep_their_kind(cell, sent, returned, expected):
    found = reaped(sent, returned)

    assert written(cell, found) == expected
    assert written(cell, found, accepted=()) == cell


@pytest.mark.parametrize(
    "returned",
    [
        # Word: the mark before the new paragraph is the new one
        (para("A.", mark=MARK_INS), para(ins("New."))),
        # ONLYOFFICE and SuperDoc: the mark of the new paragraph itself, or none
        (para("A."), para(ins("New."), mark=MARK_INS)),
        (para("A."), para(ins("New."))),
    ],
)
def test_a_new_paragraph_at_the_end_of_a_cell_is_one_of_its_own(returned):
    found = reaped((para("A."),), returned)

    assert written("A.", found) == "A.\n\nNew."
    assert written("A.", found, accepted=()) == "A."
    assert [(each.author, each.is_recorded, each.added) for each in found.items] == [
        ("Ann (invented)", True, "\nNew.")
    ]
    assert found.left_out == frozenset()


@pytest.mark.parametrize("mark", [MARK_INS, ""])
def test_a_new_paragraph_at_the_beginning_of_a_cell_is_one_of_its_own(mark):
    found = reaped((para("A."),), (para(ins("New."), mark=mark), para("A.")))

    assert written("A.", found) == "New.\n\nA."
    assert written("A.", found, accepted=()) == "A."


def test_two_new_paragraphs_whose_own_marks_are_recorded_stay_two():
    returned = (
        para("A."),
        para(ins("One."), mark=MARK_INS),
        para(ins("Two."), mark=MARK_INS),
    )

    found = reaped((para("A."),), returned)

    assert written("A.", found) == "A.\n\nOne.\n\nTwo."
    assert written("A.", found, accepted=()) == "A."


# A sentence is one decision

FINE = "The court may add a fine. It is new."


@pytest.mark.parametrize(
    "returned",
    [
        "The court shall always add a fine of Rs 50,000. It is new.",
        (
            "The court ",
            dele("may"),
            ins("shall always"),
            " add a fine",
            ins(" of Rs 50,000"),
            ". It is new.",
        ),
        ("The court ", dele("may"), ins("shall always"), " add a fine of Rs 50,000. It is new."),
    ],
)
def test_what_one_person_changed_in_a_sentence_is_one_item(returned):
    runs = (returned,) if isinstance(returned, str) else returned

    found = reaped((para(FINE),), (para(*runs),))

    assert len(found.items) == 1
    assert written(FINE, found) == "The court shall always add a fine of Rs 50,000. It is new."


@pytest.mark.parametrize(
    ("returned", "count"),
    [
        ("The court must add a fine. It is old.", 2),
        ("The court must add a fine. So it is. It is new.", 2),
        ("The court must add a fine. However, it is new.", 2),
        ("The court must add a fine it is new.", 1),  # one sentence now
        ("The court may. Add a big fine. It is new.", 1),  # two sentences now
        ("New. The court may add a fine. It is new. So is this.", 2),
        ("The court may add a fine. Really, it is new indeed.", 1),
    ],
)
def test_changes_in_different_sentences_are_items_of_their_own(returned, count):
    found = reaped((para(FINE),), (para(returned),))

    assert len(found.items) == count
    assert written(FINE, found) == returned


def test_two_people_in_one_sentence_are_two_decisions_each_whole():
    returned = para(
        "The court ", dele("may"), ins("must"), " add a ", ins("heavy ", by=BEN), "fine",
        ins(" at once"), ". It is new.",
    )  # fmt: skip

    found = reaped((para(FINE),), (returned,))

    assert [each.author for each in found.items] == ["Ann (invented)", "Ben (invented)"]
    assert written(FINE, found, accepted=(0,)) == ("The court must add a fine at once. It is new.")
    assert written(FINE, found, accepted=(1,)) == "The court may add a heavy fine. It is new."


def test_a_sentence_that_two_drafts_change_is_in_conflict_and_stays_as_it_was():
    ann = reaped((para(FINE),), (para("The court must add a fine. It is new."),))
    ben = reaped((para(FINE),), (para("The court may add a big fine. It is quite new."),))

    assert written(FINE, ann, ben) == "The court may add a fine. It is quite new."


def test_a_later_copy_with_more_in_the_sentence_takes_the_earlier_one_with_it():
    early = reaped((para(FINE),), (para("The court must add a fine. It is new."),))
    late = reaped((para(FINE),), (para("The court must add a big fine. It is new."),))

    assert written(FINE, early, late) == "The court must add a big fine. It is new."
    assert written(FINE, late, early) == "The court must add a big fine. It is new."


def test_a_sentence_that_was_changed_in_the_workbook_since_stays_as_it_is():
    found = reaped((para(FINE),), (para("The court must add a fine. It is old."),))

    now = "The court may add a big fine. It is new."
    assert written(now, found) == "The court may add a big fine. It is old."
