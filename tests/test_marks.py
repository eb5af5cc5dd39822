"""Quotation marks, apostrophes and dashes as a printed book has them; the right values are written by hand."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.compose.marks import Marks, with_marks
from tests.sample_pages import report_in

ENGLISH = Marks(("“", "”"), ("‘", "’"), (r"paras\.", r"pp\.", r"arts\.", "sections"))
FRENCH = Marks(("«\u00a0", "\u00a0»"), ("“", "”"), (r"par\.", r"pp\.", "articles"))


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ('requires "gross" neglect', "requires “gross” neglect"),
        ('"The law", it said.', "“The law”, it said."),
        ('It said: "the law."', "It said: “the law.”"),
        ('("a" and "b")', "(“a” and “b”)"),
        ("the child's rights", "the child’s rights"),
        ("child victims' rights", "child victims’ rights"),
        ("the 1990's", "the 1990’s"),
        ("a 'harmful' act", "a ‘harmful’ act"),
        ("the term 'child' and the State's law", "the term ‘child’ and the State’s law"),
        # What was said by somebody stays as it is.
        ('"the child\'s own - and 2010-2014" was said', "“the child's own - and 2010-2014” was said"),
        ("'it isn't so' was said", "‘it isn't so’ was said"),
        # What has two readings stays as it is.
        ('a pipe of 5" and no more', 'a pipe of 5" and no more'),
        ('an "open quotation', 'an "open quotation'),
        ("the 'child victims' rights' clause", "the 'child victims' rights' clause"),
        ("rock 'n' roll", "rock ‘n’ roll"),
        ("O'Neill and Sana'a", "O’Neill and Sana’a"),
        ("the law - as it was - stands", "the law – as it was – stands"),
        ("- no list item", "- no list item"),
        ("paras. 12-14 and pp. 3-5", "paras. 12–14 and pp. 3–5"),
        ("Act, p. 7-9", "Act, p. 7–9"),
        ("in 2010-2014, and on 2019-02-08", "in 2010–2014, and on 2019-02-08"),
        ("CRC/C/OPSC/2010-2014 and L. 225-4-1", "CRC/C/OPSC/2010-2014 and L. 225-4-1"),
        ("section 12-3 of Act 2010-2014/5", "section 12-3 of Act 2010-2014/5"),
        ("see https://a.example/it's-\"x\"-1 today", "see https://a.example/it's-\"x\"-1 today"),
        ("“already” and ‘done’", "“already” and ‘done’"),
        ("", ""),
        ("'", "'"),
        ('"', '"'),
        ('""', '""'),
    ],
)  # fmt: skip
def test_marks_are_those_of_print_where_they_have_one_reading(written, printed):
    assert with_marks([written], ENGLISH) == [printed]


def test_a_quotation_in_french_stands_between_guillemets():
    assert with_marks(['la "vente" d\'enfants'], FRENCH) == ["la «\u00a0vente\u00a0» d’enfants"]


def test_a_quotation_over_words_that_look_otherwise_is_one():
    assert with_marks(['He said "the ', "bold", ' word" again'], ENGLISH) == [
        "He said “the ",
        "bold",
        " word” again",
    ]


@given(st.lists(st.text(alphabet="ab s'\"-.,5 (", max_size=12), max_size=5))
def test_no_word_changes_and_what_is_printed_stays_when_it_is_set_again(pieces):
    once = with_marks(pieces, ENGLISH)

    straight = str.maketrans("“”‘’–", "\"\"''-")
    assert [each.translate(straight) for each in once] == list(pieces)
    assert [len(each) for each in once] == [len(each) for each in pieces]


@pytest.mark.slow
def test_a_french_colon_has_a_space_before_it_in_titles_and_bars():
    report = report_in("fr")

    assert re.fullmatch(
        r"Examplia[\u00a0\u202f]: Rapport de pays sur le droit et les réformes", report.title
    )
    assert not any(re.search(r"\w: ", bar.text) for bar in report.overview.bars)
