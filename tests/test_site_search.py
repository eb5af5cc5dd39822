"""The search of the site: words, shards, and the same in the script of the page."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.site.folding import asked_words, folded, indexed_words, table
from publisher.site.search import found_in, read_steps, shards, words_of_cells, written_steps
from tests.browser import browser
from tests.search_cases import ASKED, INDEXED
from tests.support import TOP

TEXTS = (
    "L’extradition d’enfants est prévue.",
    "The child shall be protected; extradition is possible.",
    "第五条规定引渡。",
    "ينص القانون على تسليم الأطفال.",
    "Los niños y la extradición.",
    "Выдача детей ребёнка.",
)
LOOKED_FOR = [
    ("extradition", [0, 1]),
    ("enfant", [0]),
    ("Child protected", [1]),
    ("五条", [2]),
    ("引渡", [2]),
    ("渡", [2]),
    ("قانون", [3]),
    ("أطفال", [3]),
    ("ninos", [4]),
    ("ребенка", [5]),
    ("extradition 五条", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "words"), INDEXED)
def test_a_text_is_found_by_its_words(text, words):
    assert list(indexed_words(text)) == words


@pytest.mark.parametrize(("text", "words"), ASKED)
def test_what_is_typed_looks_for_words(text, words):
    assert [(each.word, each.is_beginning) for each in asked_words(text)] == words


def test_capitals_are_folded_as_unicode_says():
    """Full case folding (Unicode, 3.13, D145), but for iota below a letter, which is a mark here."""
    letters = (chr(each) for each in range(0x1C80))  # beyond are variants of old prints
    # Cherokee is folded to its capitals, by the stability of case folding.
    own = [each for each in letters if each.isalpha() and "CHEROKEE" not in unicodedata.name(each)]

    plain = {each: unicodedata.normalize("NFKD", each).replace("\u0345", "") for each in own}

    assert [each for each in own if folded(each) != folded(plain[each].casefold())] == []


@given(st.lists(st.integers(0, 10**6), unique=True).map(sorted))
def test_numbers_are_read_as_they_were_written(numbers):
    assert read_steps(written_steps(numbers)) == numbers


def test_a_word_in_every_cell_takes_one_letter_for_each():
    assert len(written_steps(range(60_000))) == 60_000


@pytest.mark.parametrize(("asked", "cells"), LOOKED_FOR)
@pytest.mark.parametrize("longest", [30, 100_000])
def test_the_index_answers_cells(asked, cells, longest):
    # The second report has the same texts, in other cells.
    words = words_of_cells(enumerate(TEXTS))
    index = shards((words, words), 10, longest)

    assert found_in(index, asked_words(asked)) == [*cells, *(10 + each for each in cells)]


def test_shards_are_cut_by_size_and_lose_no_word():
    words = words_of_cells(enumerate(TEXTS))

    index = shards((words,), 10, 60)

    assert len(index) > 5
    assert all(len(each.text.encode()) <= 60 for each in index if len(each.words) > 1)
    assert [word for each in index for word, _ in each.words] == sorted(words)


# In the browser


@pytest.fixture(scope="module")
def tab(tmp_path_factory):
    folder = tmp_path_factory.mktemp("words")
    (folder / "empty.html").write_text("<!DOCTYPE html><title>Words</title>", encoding="utf-8")
    with browser(tmp_path_factory.mktemp("chromium")) as tab:
        tab.open(folder / "empty.html")
        tab.run((TOP / "templates/site/search-words.js").read_text(encoding="utf-8") + "; 0")
        tab.run(f"globalThis.words = searchWords({json.dumps(table())}); 0")
        yield tab


@pytest.mark.slow
def test_the_script_of_the_page_knows_the_same_words(tab):
    texts = [text for text, _ in INDEXED]
    typed = [text for text, _ in ASKED]

    found = tab.run(f"JSON.stringify({json.dumps(texts)}.map(words.indexed))")
    asked = tab.run(f"JSON.stringify({json.dumps(typed)}.map(words.asked))")

    assert json.loads(found) == [words for _, words in INDEXED]
    assert json.loads(asked) == [[list(each) for each in words] for _, words in ASKED]


@pytest.mark.slow
def test_both_fold_every_letter_alike(tab):
    """All letters of the plane that holds the scripts in use, one a word."""
    letters = [chr(each) for each in range(0x20, 0xD800) if unicodedata.category(chr(each)) != "Cn"]

    found = json.loads(tab.run(f"JSON.stringify({json.dumps(letters)}.map(words.indexed))"))

    ours = [list(indexed_words(each)) for each in letters]
    wrong = [
        (each, one, other)
        for each, one, other in zip(letters, ours, found, strict=True)
        if one != other
    ]
    assert wrong == []
