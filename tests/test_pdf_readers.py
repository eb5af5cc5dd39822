"""What PDFium, which shows PDFs in Chrome and Edge, reads in each of our PDFs."""

import ctypes
from functools import cache
from itertools import chain

import pypdfium2
import pytest
from pypdfium2 import raw

from publisher.domain.text import plain_inlines
from tests.test_every_pdf import EVERY, TEXTS, pdf_of, plain, publication

# Points. What is smaller is read with effort, and by some not at all.
LEAST_OF_TABLES, LEAST = 9, 8
ROUNDING = 0.05


@cache
def letters(name, edition):
    """Return the letters of a PDF, each with its size in points."""
    pages = pypdfium2.PdfDocument(pdf_of(name, edition))
    return [*chain.from_iterable(_letters(page.get_textpage()) for page in pages)]


def _letters(page):
    for position in range(page.count_chars()):
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(page, position, ctypes.byref(matrix))
        scaled = raw.FPDFText_GetFontSize(page, position) * matrix.d
        yield from ((letter, scaled) for letter in plain(page.get_text_range(position, 1)))


def texts_of_the_table():
    """Return the texts in Latin letters that stand in the table: of labels and of cells."""
    for group in publication().groups:
        for row in group.rows:
            yield from (row.title, row.reference, row.summary)
            yield plain_inlines(row.assessed)
    yield TEXTS["Latin"]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "edition"), EVERY)
def test_the_texts_of_the_workbook_are_copied_word_for_word_from_a_browser(name, edition):
    copied = "".join(letter for letter, _ in letters(name, edition))

    for script in ("Latin", "Chinese", "Devanagari"):
        assert plain(TEXTS[script]) in copied
    # A line that runs from right to left is given as a whole from either end.
    words = TEXTS["Arabic"].split()
    assert [word for word in words if word not in copied and word[::-1] not in copied] == []


@pytest.mark.slow
@pytest.mark.parametrize(("name", "edition"), EVERY)
def test_no_text_is_too_small_to_be_read(name, edition):
    found = letters(name, edition)
    copied = "".join(letter for letter, _ in found)

    # But the raised numbers of notes, and the arrow that leads back from one.
    small = [letter for letter, size in found if size < LEAST - ROUNDING]
    assert [letter for letter in small if letter not in "0123456789ꜛ"] == []
    for text in texts_of_the_table():
        start = copied.find(plain(text))
        sizes = {size for _, size in found[start : start + len(plain(text))]}
        assert start >= 0, text
        assert min(sizes, default=LEAST_OF_TABLES) >= LEAST_OF_TABLES - ROUNDING, text
