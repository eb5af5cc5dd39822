"""Accepted changes in cells that moved on meanwhile: merged, or in conflict and untouched (DESIGN, law 5).

Expected texts are worked out by hand or by the test's own plain arithmetic on words. All content is invented.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.domain.model import Run
from publisher.domain.report import CellKey
from publisher.review.cells import (
    CellChanges,
    decided_together,
    hunks_of,
    item_of,
    owned,
    sentences_of,
)
from publisher.review.merge import merge
from publisher.review.placed_edits import Conflict, Reason
from publisher.review.tracked_text import Atom, weave
from publisher.review.visible import runs_of, visible_text

KEY = CellKey("opsc-1", "law")
MOST = 32_767
# What a draft shows between paragraphs, and where the item of a list begins.
P, I = "\u2029", "\u2029\u2028"  # noqa: E741 - short, since they stand in many texts
A = "\u2028a"


def changed(base, edited, build="b1"):
    """Return a cell as it came back with its text edited, and the ids of the items in order."""
    woven = weave([Atom(each) for each in base], [Atom(each) for each in edited])
    hunks = hunks_of(KEY, woven)
    sentences = sentences_of(hunks, woven)
    decisions = decided_together(hunks, woven, sentences)
    ids = [item_of(hunks, woven, build).id for hunks in decisions]
    return CellChanges(KEY, owned(woven, zip(decisions, ids, strict=True), sentences)), ids


def merged(current, *returned, applied=frozenset(), only=None):
    """Return the text of a cell after all items of some returned cells were accepted, and the outcome."""
    runs = current if isinstance(current, tuple) else (Run(current),) if current else ()
    accepted = {id_ for _, ids in returned for id_ in ids} if only is None else set(only)
    outcome = merge({KEY: runs}, [cell for cell, _ in returned], accepted, applied, MOST)
    text = runs_of(outcome.texts[KEY], runs) if KEY in outcome.texts else runs
    return text if isinstance(current, tuple) else "".join(run.text for run in text), outcome


@pytest.mark.parametrize(
    ("base", "edited", "current", "expected"),
    [
        ("A fine.", "A heavy fine.", "A fine.", "A heavy fine."),
        ("A fine of 5.", "A fine of 9.", "As of 2026: A fine of 5.", "As of 2026: A fine of 9."),
        ("", "New law.", "", "New law."),
        ("Old law.", "", "Old law.", ""),
        # spaces that must not break are the draft's own
        ("See art.\u00a05 now.", "See art.\u00a06 now.", "See art. 5 now.", "See art. 6 now."),
        # emphasis, links and keys elsewhere in the cell stay as they were written
        ("Crime. Two years. [QX-1]", "Crime. Three years. [QX-1]", "**Crime.** Two years. [QX-1]", "**Crime.** Three years. [QX-1]"),
        ("A grave crime here", "A very grave crime here", "A **grave crime** here", "A very **grave crime** here"),
        ("A grave crime here", "A grave crime it is here", "A **grave crime** here", "A **grave crime** it is here"),
        # within emphasis new words are emphasised; marks never end behind a space
        ("A grave crime here", "A grievous crime here", "A **grave crime** here", "A **grievous crime** here"),
        ("A grave crime here", "A grave here", "A **grave crime** here", "A **grave** here"),
        ("A grave crime here", "A here", "A **grave crime** here", "A here"),
        # over the edge of emphasis
        ("A grave crime here", "A petty offence here", "A **grave** crime here", "A **petty offence** here"),
        # paragraphs and lists
        ("One.", f"One.{P}Two.", "One.", "One.\n\nTwo."),
        (f"One.{P}Two.", "One. Two.", "One.\n\nTwo.", "One. Two."),
        (f"One.{P}Two.{P}Three.", f"One.{P}Three.", "One.\n\nTwo.\n\nThree.", "One.\n\nThree."),
        (f"{A}{I}b", f"{A}{I}b{I}c", "- a\n- b", "- a\n- b\n- c"),
        (f"{A}{I}b", f"{A}{I}x{I}b", "1. a\n2. b", "1. a\n2. x\n3. b"),
        (f"{A}{I}b{I}c", f"{A}{I}c", "1. a\n2. b\n3. c", "1. a\n2. c"),
        ("One.", f"One.{I}first{I}second", "One.", "One.\n- first\n- second"),
        ("One\nTwo", "One\nThree", "One\nTwo", "One\nThree"),
    ],
)  # fmt: skip
def test_a_change_is_written_into_the_cell_as_it_is(base, edited, current, expected):
    text, outcome = merged(current, changed(base, edited))

    assert (text, dict(outcome.conflicts)) == (expected, {})


def test_formatting_set_in_excel_stays_with_its_words():
    runs = (Run("Article 5 of the "), Run("Code", italic=True), Run(" of 1990 applies."))

    text, _ = merged(
        runs,
        changed("Article 5 of the Code of 1990 applies.", "Article 6 of the Code of 1991 applies."),
    )

    assert text == (Run("Article 6 of the "), Run("Code", italic=True), Run(" of 1991 applies."))


def test_changes_of_different_sentences_are_all_merged_whoever_made_them():
    base = "Two years of prison. Or a fine of 100 crowns."
    ann = changed(base, "Three years of prison. Or a fine of 100 crowns.", "b1")
    ben = changed(base, "Two years of prison. Or a fine of 500 crowns.", "b2")

    text, _ = merged("Since 2026. Two years of prison. Or a fine of 100 crowns.", ann, ben)

    assert text == "Since 2026. Three years of prison. Or a fine of 500 crowns."


def test_two_reviewers_who_change_one_sentence_at_different_words_are_both_left_out():
    """Both together would be a sentence that neither of them wrote."""
    base = "Two years of prison or a fine of 100 crowns."
    ann = changed(base, "Three years of prison or a fine of 100 crowns.", "b1")
    ben = changed(base, "Two years of prison or a fine of 500 crowns.", "b2")

    text, outcome = merged(base, ann, ben)

    assert text == base
    assert outcome.conflicts == {
        ann[1][0]: Conflict(Reason.SAME_WORDS, proposed="Three", others=frozenset(ben[1])),
        ben[1][0]: Conflict(Reason.SAME_WORDS, proposed="500", others=frozenset(ann[1])),
    }


def test_two_reviewers_who_change_the_same_words_are_both_left_out():
    ann, ben = (
        changed("A fine of 100.", "A fine of 200.", "b1"),
        changed("A fine of 100.", "A fine of 300.", "b2"),
    )

    text, outcome = merged("A fine of 100.", ann, ben)

    assert text == "A fine of 100."
    assert outcome.conflicts == {
        ann[1][0]: Conflict(Reason.SAME_WORDS, proposed="200", others=frozenset(ben[1])),
        ben[1][0]: Conflict(Reason.SAME_WORDS, proposed="300", others=frozenset(ann[1])),
    }
    assert merged("A fine of 100.", ann, ben, only=ann[1])[0] == "A fine of 200."


def test_two_reviewers_who_say_the_same_are_applied_once():
    ann, ben = (
        changed("A fine of 100.", "A fine of 200.", "b1"),
        changed("A fine of 100.", "A fine of 200.", "b2"),
    )

    assert merged("A fine of 100.", ann, ben)[0] == "A fine of 200."


def test_words_that_were_changed_since_are_a_conflict_with_all_three_texts():
    ann = changed("A fine of 100 crowns.", "A fine of 200 crowns.")

    text, outcome = merged("A fine of 150 crowns.", ann)

    assert text == "A fine of 150 crowns."
    assert outcome.conflicts == {
        ann[1][0]: Conflict(
            Reason.CELL_CHANGED,
            "A fine of 100 crowns.",
            "A fine of 150 crowns.",
            "A fine of 200 crowns.",
        )
    }


def test_what_the_cell_says_already_is_no_conflict():
    ann = changed("A fine of 100 crowns, and prison.", "A fine of 200 crowns, and prison.")

    text, outcome = merged("A fine of 200 crowns, or prison.", ann)

    assert (text, outcome.there, dict(outcome.conflicts)) == (
        "A fine of 200 crowns, or prison.",
        frozenset(ann[1]),
        {},
    )


def test_a_later_decision_beside_one_that_was_carried_out_is_applied():
    cell, ids = changed("Two years of prison. A fine.", "Three years of jail. One fine.")
    first, _ = merged("Two years of prison. A fine.", (cell, ids), only=ids[:1])

    text, outcome = merged(first, (cell, ids), only=ids[1:], applied=frozenset(ids[:1]))

    assert (text, dict(outcome.conflicts)) == ("Three years of jail. One fine.", {})


@pytest.mark.slow
def test_a_cell_that_would_be_too_long_is_left():
    text, outcome = merged("x " * 16_000 + "end", changed("end", "end " + "y" * 2_000))

    assert text == "x " * 16_000 + "end"
    assert {each.reason for each in outcome.conflicts.values()} <= {
        Reason.TOO_LONG,
        Reason.CELL_CHANGED,
    }


# Laws

_WORDS = [
    "law",
    "crime",
    "fine",
    "prison",
    "child",
    "**bold**",
    "*slanted*",
    "[QX-1 para. 2]",
    "1998",
    "§ 5",
    "الطفل",
]
_text = st.lists(
    st.lists(st.sampled_from(_WORDS), min_size=1, max_size=8).map(" ".join), min_size=1, max_size=4
).flatmap(lambda lines: st.sampled_from(["\n\n", "\n", "\n- "]).map(lambda gap: gap.join(lines)))


@st.composite
def _edited(draw, text):
    """Return a visible text with some words replaced, deleted and added."""
    words = visible_text((Run(text),)).text.split(" ")
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(words) - 1))
        words[at : at + draw(st.integers(0, 1))] = draw(
            st.sampled_from([[], ["new"], ["quite", "new"]])
        )
        words = words or ["left"]
    return " ".join(words)


@settings(deadline=None)
@given(st.data())
def test_what_is_seen_after_all_was_accepted_is_what_the_reviewer_wrote(data):
    text = data.draw(_text)
    edited = data.draw(_edited(text))
    base = visible_text((Run(text),)).text

    after, outcome = merged(text, changed(base, edited))

    assert not outcome.conflicts
    shown = visible_text((Run(after),)).text
    assert (
        shown.replace("\u2028", " ").replace("\u2029", " ").split()
        == edited.replace("\u2028", " ").replace("\u2029", " ").split()
    )


@settings(deadline=None)
@given(st.data())
def test_merging_twice_changes_nothing_more_and_order_does_not_matter(data):
    text = data.draw(_text)
    base = visible_text((Run(text),)).text
    ann, ben = (changed(base, data.draw(_edited(text)), build) for build in ("b1", "b2"))

    once, outcome = merged(text, ann, ben)
    applied = {*ann[1], *ben[1]} - outcome.conflicts.keys()

    assert merged(text, ben, ann)[0] == once
    assert merged(once, ann, ben, applied=frozenset(applied), only=applied)[0] == once


_sentence = st.lists(
    st.sampled_from(["law", "crime", "fine", "§ 5", "الطفل"]), min_size=2, max_size=6
)


@st.composite
def _reworded(draw, sentences):
    """Return sentences as a reviewer rewords some of them: words go, come and change, no sentence does."""
    found = []
    for words in sentences:
        own = list(words)
        for _ in range(draw(st.integers(0, 2))):
            at = draw(st.integers(0, len(own) - 1))
            own[at : at + draw(st.integers(0, 1))] = draw(
                st.sampled_from([["new"], ["quite", "new"], []])
            )
            own = own or ["left"]
        found.append(own)
    return found


@settings(deadline=None)
@given(st.data())
def test_no_set_of_decisions_makes_a_sentence_that_nobody_wrote(data):
    sent = data.draw(st.lists(_sentence, min_size=1, max_size=4))
    reviewers = [data.draw(_reworded(sent)) for _ in range(data.draw(st.integers(1, 3)))]
    texts = [" ".join(f"The {' '.join(words)}." for words in each) for each in (sent, *reviewers)]
    base, *edited = texts
    drafts = [changed(base, text, f"b{number}") for number, text in enumerate(edited)]
    ids = [id_ for _, own in drafts for id_ in own]
    accepted = data.draw(st.sets(st.sampled_from(ids))) if ids else set()

    text, outcome = merged(base, *drafts, only=accepted)
    later, _ = merged(
        text, *drafts, applied=frozenset(accepted - outcome.conflicts.keys()), only=ids
    )

    for result in (text, later):
        sentences = result.removesuffix(".").split(". ")
        versions = [each.removesuffix(".").split(". ") for each in texts]
        assert len(sentences) == len(sent)
        for number, sentence in enumerate(sentences):
            assert sentence in [version[number] for version in versions]


@settings(deadline=None)
@given(_text)
def test_a_text_that_is_not_changed_is_written_as_it_was(text):
    from publisher.review.visible import written  # noqa: PLC0415
    from publisher.review.visible_changes import spliced  # noqa: PLC0415

    assert "".join(piece for piece, _ in written(spliced(visible_text((Run(text),)), ()))) == text
