"""What holds for each PDF alike: every set of templates, either engine, for the screen and for printing.

The text is read twice: as poppler copies it, and by the tags of the PDF through the ToUnicode maps of its fonts.
"""

import io
import re
import subprocess
from dataclasses import replace
from functools import cache

import pikepdf
import pytest

from publisher.compose.presentation import House, Presentation
from publisher.project.fonts import are_beyond_shipped
from publisher.project.printer_profile import read_profile
from publisher.writers.html import write_html
from publisher.writers.pdf import write_pdf, write_print_pdf
from publisher.writers.pdf.preflight import faults
from publisher.writers.printing import Printing
from publisher.writers.typst import Layout, write_typst_pdf, write_typst_print_pdf
from tests.matterhorn.fonts import Font
from tests.support import TOP, filled, published
from tests.test_typst import annotations, elements, tags

TEXTS = {
    "Latin": "Çocukların imprisonment łódź ſtraße Œuvre of fifty years.",
    "Arabic": "يعاقب القانون بيع الأطفال",
    "Devanagari": "बाल अधिकार संरक्षण अधिनियम की धारा",
    "Chinese": "禁止买卖儿童",
}
# Longer than a line of a cell, with places where a line may end and no space stands.
LONG = (
    "An invented court-appointed guardian hears the child at each hearing and/or interview, and the"
    " record (see https://example.org/a-very-long-invented-address/of-the-register) names who was there."
)
ROWS = f"""
id | law | reforms | assessment | finder | date
opsc-1 | {TEXTS["Latin"]} [QX-1 s. 1] | Raised. [QX-1 s. 1] | Partly in line | Researcher | 2019
opsc-2-a | {TEXTS["Arabic"]} [QX-2] | See article 1. | | |
opsc-2-b | {TEXTS["Devanagari"]} | | | |
opsc-2-c | {TEXTS["Chinese"]} | https://example.org/law | | |
opsc-3-1-a-i-a | Another subject area. | {LONG} | Not in line | Researcher | 2019
"""
SOURCES = """
key  | type         | title                         | english   | language
QX-1 | National law | Loi relative aux enfants      | Child law | French
QX-2 | National law | Kinderschutzgesetz            |           | de
"""
SCREEN, PRINT = "screen", "print"
SETS = ("typst", "country_report", "portrait_report")
EVERY = [(name, edition) for name in SETS for edition in (SCREEN, PRINT)]


@cache
def publication():
    facts = {"version_date": "2026-03-31"}
    # Signs that a house chose, and no font of ours has.
    house = House(symbols={"partly": "◆", "not_in_line": "□"})
    whole = published(filled(ROWS, SOURCES, facts), Presentation("Example Coalition", house=house))
    return replace(whole, groups=whole.groups[:2])


@cache
def page(name):
    html = (TOP / f"templates/html/{name}.html").read_text(encoding="utf-8")
    return write_html(publication(), html, "", template_name="t.html")


@cache
def pdf_of(name, edition):
    printing = Printing(read_profile(TOP, "", file="x"))
    if name == "typst":
        files = {
            each: (TOP / "templates/typst" / each).read_bytes()
            for each in ("country_report.typ", "house.typ")
        }
        layout = Layout(files, "templates/typst", are_beyond_shipped)
        if edition == PRINT:
            return write_typst_print_pdf(publication(), layout, file="x", printing=printing)
        return write_typst_pdf(publication(), layout, file="x")
    look = (TOP / f"templates/html/{name}.pdf.css").read_text(encoding="utf-8")
    if edition == PRINT:
        return write_print_pdf(page(name), look, file="x", printing=printing)
    return write_pdf(page(name), look, file="x")


def opened(name, edition=SCREEN):
    return pikepdf.open(io.BytesIO(pdf_of(name, edition)))


def plain(text):
    """Return a text without spaces, joiners, signs of direction and the hyphens of divided words."""
    return re.sub(r"[\s\u00ad\u2010\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069]", "", text)


@pytest.mark.slow
@pytest.mark.parametrize("name", SETS)
def test_the_print_edition_builds_and_breaks_no_rule(name):
    assert faults(pdf_of(name, PRINT)) == ()


@pytest.mark.slow
@pytest.mark.parametrize(("name", "edition"), EVERY)
def test_the_texts_of_the_workbook_are_copied_word_for_word(name, edition):
    copied = subprocess.run(
        ["pdftotext", "-", "-"], input=pdf_of(name, edition), capture_output=True, check=True
    ).stdout.decode()

    found = {script for script, text in TEXTS.items() if plain(text) in plain(copied)}
    assert found == set(TEXTS)


@pytest.mark.slow
@pytest.mark.parametrize("name", SETS)
def test_the_texts_of_the_workbook_are_read_word_for_word_by_the_tags(name):
    with opened(name) as pdf:
        read = plain("".join(_marked(pdf)))

    found = {script for script, text in TEXTS.items() if any(each in read for each in _seen(text))}
    assert found == set(TEXTS)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "edition"), EVERY)
def test_the_signs_of_the_house_are_drawn_and_need_no_font(name, edition):
    copied = subprocess.run(
        ["pdftotext", "-", "-"], input=pdf_of(name, edition), capture_output=True, check=True
    ).stdout.decode()

    assert {row.symbol for group in publication().groups for row in group.rows} == {"◆", "□", ""}
    assert not set("◆□") & set(copied)


@pytest.mark.slow
@pytest.mark.parametrize("name", SETS[1:])
def test_each_sign_that_typst_draws_is_drawn_by_the_style_sheets_too(name):
    drawn = re.findall(
        r'^    "(.)":', (TOP / "templates/typst/house.typ").read_text("utf-8"), re.MULTILINE
    )
    look = (TOP / f"templates/html/{name}.pdf.css").read_text("utf-8")

    assert sorted(drawn) == sorted("●○◐■□◆◇–")
    assert [each for each in drawn if f'[data-sign="{each}"]' not in look] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", SETS)
def test_words_at_the_ends_of_lines_are_read_apart_by_the_tags(name):
    """Spaces between words are there for those who hear the text (ISO 32000-1, 14.8.2.5)."""
    with opened(name) as pdf:
        read = re.sub(r"[\u00ad\u2010\u200b\u2060]", "", "".join(_marked(pdf)))

    assert LONG in " ".join(read.split())


def _seen(text):
    """Yield a text as it is written and, for one from right to left, as its signs follow each other
    from left to right: the whole line, or each of its words.
    """
    yield plain(text)
    yield plain(text[::-1])
    yield plain("".join(word[::-1] for word in text.split()))


def _marked(pdf):
    """Yield the letters of the text of all pages that belongs to a tag: what an ActualText says in
    their place (ISO 32000-1, 14.9.4), else through the fonts' maps.
    """
    for sheet in pdf.pages:
        fonts = {key: Font(font) for key, font in sheet.Resources.Font.items()}
        said, font = [], None  # for each level of marked content, what is said in its place
        for operands, operator in pikepdf.parse_content_stream(sheet):
            name = str(operator)
            if name == "Tf":
                font = fonts[operands[0]]
            elif name in ("BMC", "BDC"):
                said.append(_actual_text(operands))
                yield said[-1]
            elif name == "EMC":
                said.pop()
            elif name in ("TJ", "Tj") and said and not any(said):
                yield _shown(operands[0] if name == "TJ" else operands, font)


def _actual_text(operands):
    told = operands[-1]
    is_told = isinstance(told, pikepdf.Dictionary) and "/ActualText" in told
    return str(told.ActualText) if is_told else ""


def _shown(pieces, font):
    strings = (bytes(each) for each in pieces if isinstance(each, pikepdf.String))
    codes = (code for each in strings for code in font.codes(each))
    return "".join(font.letters.get(code, "") for code in codes)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "edition"), EVERY)
def test_every_annotation_has_words_a_person_understands(name, edition):
    with opened(name, edition) as pdf:
        words = [str(each.get("/Contents", "")) for _, each in annotations(pdf)]

    assert bool(words) is (edition == SCREEN)  # PDF/X-4 has none on the page (ISO 15930-7, 6.17)
    machine = re.compile(r"row-|note-\d|call-|source-|cell-|group-|opsc-|^\s*$|^#")
    assert [each for each in words if machine.search(each)] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", SETS)
def test_calls_lead_to_notes_and_notes_back_to_their_calls(name):
    """Note 1 has two calls, note 2 one; all of them can be clicked."""
    with opened(name) as pdf:
        spots = {str(each): spot for each, spot in _destinations(pdf)}
        links = [
            (number, each, _aim(pdf, each, spots))
            for number, each in annotations(pdf)
            if "/URI" not in each.get("/A", {})
        ]
        to_notes = [each for each in links if "note 1" in str(each[1].Contents)]
        back = [each for each in links if "back to the text" in str(each[1].Contents)]
        assert len(to_notes) == 2
        assert len(back) == 3
        for number, link, _ in (*to_notes, *back):
            left, low, right, high = map(float, link.Rect)
            assert abs(right - left) > 2, number
            assert abs(high - low) > 3, number
        (number, _, height), *_ = to_notes
        note_page, note, _ = next(each for each in back if str(each[1].Contents).startswith("1"))
        aimed, top = height
        assert aimed == note_page
        assert abs(top - max(map(float, note.Rect[1::2]))) < 12


def _destinations(pdf):
    names = pdf.Root.get("/Names", pikepdf.Dictionary()).get("/Dests", pikepdf.Dictionary())
    pairs = list(names.get("/Names", ()))
    yield from zip(pairs[::2], pairs[1::2], strict=True)


def _aim(pdf, annotation, spots):
    """Return the page a link leads to, counted from 1, and how high on it."""
    aim = annotation.get("/Dest")
    if aim is None:
        aim = annotation.A.get("/D")
    if isinstance(aim, pikepdf.String):
        aim = spots[str(aim)]
    if isinstance(aim, pikepdf.Dictionary):
        aim = aim.D
    number = next(
        number for number, page in enumerate(pdf.pages, 1) if page.obj.objgen == aim[0].objgen
    )
    return number, float(aim[3])


@pytest.mark.slow
@pytest.mark.parametrize("name", SETS)
def test_there_are_as_many_tables_in_the_tags_as_are_seen(name):
    # Typst draws the bars; each of the two subject areas has a table. The web page says its own.
    seen = 2 if name == "typst" else page(name).count("<table")

    with opened(name) as pdf:
        assert tags(pdf).count("Table") == seen
    with opened(name, PRINT) as pdf:
        assert "/StructTreeRoot" not in pdf.Root  # tags are for those who read on a screen


@pytest.mark.slow
@pytest.mark.parametrize(("name", "edition"), EVERY)
def test_no_sign_of_a_font_stands_for_no_letter(name, edition):
    """An empty entry of a ToUnicode map loses a letter for those who copy or hear a text (ISO 32000-1, 9.10.3)."""
    with opened(name, edition) as pdf:
        maps = [bytes(each.ToUnicode.read_bytes()) for each in pdf.objects if _has_letters(each)]

    assert maps
    empty = [found for each in maps for found in re.findall(rb"<[0-9A-Fa-f]+>\s*<\s*>", each)]
    if name == "typst":
        assert empty == []


def _has_letters(each):
    return isinstance(each, pikepdf.Dictionary) and "/ToUnicode" in each


@pytest.mark.slow
@pytest.mark.parametrize("name", SETS)
def test_a_title_in_another_language_says_in_which(name):
    """Typst says so where the text stands, WeasyPrint in the tag of it (ISO 32000-1, 14.9.2)."""
    with opened(name) as pdf:
        spoken = [*_spoken(pdf)]
        spoken += [
            str(each.Lang) for each in elements(pdf.Root.StructTreeRoot.K) if "/Lang" in each
        ]

    # In a note and in the list of sources; of QX-1 notes cite the title in English.
    assert spoken.count("fr") >= 1
    assert spoken.count("de") >= 2
    assert set(spoken) <= {"fr", "de", "en"}


def _spoken(pdf):
    for sheet in pdf.pages:
        for operands, operator in pikepdf.parse_content_stream(sheet):
            told = operands[-1] if str(operator) == "BDC" else None
            if isinstance(told, pikepdf.Dictionary) and "/Lang" in told:
                yield str(told.Lang)
