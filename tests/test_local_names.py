"""Every State's own name can be printed: each script in which it is officially written has a font.

The names are those of Unicode's CLDR in the official languages of each State; what the shipped fonts have is read from
the fonts themselves.
"""

import csv
import subprocess

import pytest
from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages
from fontTools.ttLib import TTFont

from publisher.project.fonts import letters_without_font
from publisher.writers.pdf import write_pdf
from tests.support import TOP, filled, pdf_text, published
from tests.test_pdf import CSS, page

# Too many letters to ship: one package brings them, which 'publisher doctor' names.
CJK = [range(0x3040, 0x3100), range(0x4E00, 0xA000), range(0xAC00, 0xD7B0)]


def names():
    """Yield each State with its name in each of its official languages that CLDR knows."""
    with (TOP / "publisher/world/countries.csv").open(encoding="utf-8", newline="") as file:
        states = [row["iso2"] for row in csv.DictReader(file)]
    for state in states:
        for language in get_official_languages(state, de_facto=True):
            try:
                name = Locale.parse(language).territories.get(state)
            except (UnknownLocaleError, ValueError):
                continue
            if name:
                yield state, language, name


def shipped():
    letters = set()
    for path in (TOP / "publisher/fonts").glob("*-Regular.ttf"):
        with TTFont(path, lazy=True) as font:
            letters |= set(font.getBestCmap())
    return letters


def test_there_is_a_font_for_every_official_name_of_every_state():
    known, found = shipped(), list(names())

    without = {
        f"{state} {language}: {name}"
        for state, language, name in found
        if any(
            ord(letter) not in known and not any(ord(letter) in each for each in CJK)
            for letter in name
            if letter.isprintable()
        )
    }

    assert len({state for state, _, _ in found}) >= 190
    assert {"am", "bn", "dv", "dz", "el", "he", "hy", "ka", "km", "lo", "my", "si", "ta", "th"} <= {
        language for _, language, _ in found
    }  # fmt: skip
    assert without == set()


def test_no_official_name_is_told_to_lack_a_font():
    assert (
        letters_without_font({letter for _, _, name in names() for letter in name}) == frozenset()
    )


@pytest.mark.long
@pytest.mark.slow
def test_names_in_all_scripts_take_the_shipped_fonts_in_the_pdf_by_weasyprint(tmp_path):
    own = {language: name for _, language, name in names()}
    scripts = ("hy", "bn", "am", "ka", "he", "km", "lo", "my", "si", "ta", "dv", "th", "dz")
    written = "⏎⏎".join([*(own[language] for language in scripts), "ⵍⵎⵖⵔⵉⴱ"])
    content = write_pdf(page(published(filled(f"id | law\nopsc-1 | {written}"))), CSS, file="t.pdf")

    (tmp_path / "t.pdf").write_bytes(content)
    found = pdf_text(content, tmp_path)

    assert own["th"] in found
    assert own["hy"] in found
    listed = subprocess.run(
        ["pdffonts", tmp_path / "t.pdf"], capture_output=True, text=True, check=True
    ).stdout
    for script in ("Armenian", "Bengali", "Ethiopic", "Georgian", "Hebrew", "Khmer", "Lao", "Myanmar", "Sinhala",
                   "Tamil", "Thaana", "Thai", "Tibetan", "Tifinagh"):  # fmt: skip
        assert f"+Report-{script} " in listed, script
