"""What other programs than Word need to lay our Word files out as Word does; tests/programs lets them do it.

Each was seen in ONLYOFFICE 10.0 beside LibreOffice 7.4: Arabic words were not there at all, each page of a report from
right to left was 'Page 1 of 1', and the last pages of 46 came two pages later than the contents list says.
"""

import re
import zipfile
from xml.etree import ElementTree

import pytest

from publisher.compose.presentation import Presentation
from publisher.writers.docx import write_docx
from tests.broken_templates import packed, parts_of
from tests.support import TOP, W, filled, published

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
TEMPLATES = sorted((TOP / "templates/docx").glob("*.docx"))
STANDARD = (TOP / "templates/docx/country_report.docx").read_bytes()
THEME = "word/theme/theme1.xml"


@pytest.fixture(scope="module")
def report():
    return published(filled("id | law\nopsc-1 | Selling a child is a crime."), Presentation())


def complex_fonts(report, change):
    """Return the fonts of complex scripts in a report, for headings and for texts, from a template with another theme."""
    parts = parts_of(STANDARD)
    parts[THEME] = change(parts[THEME])
    word = write_docx(report, packed(parts), template_name="house.docx")
    theme = ElementTree.fromstring(parts_of(word)[THEME])
    return [
        theme.find(f".//{A}{kind}/{A}cs").get("typeface") for kind in ("majorFont", "minorFont")
    ]


def as_it_is(theme):
    return theme


def with_own_font(theme):
    return theme.replace(b'<a:cs typeface=""/>', b'<a:cs typeface="Amiri"/>', 1)


def without_scripts(theme):
    return re.sub(rb"<a:font [^>]*>", b"", theme)


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        (as_it_is, ["Arial", "Arial"]),  # as the theme names it for the script 'Arab'
        (with_own_font, ["Amiri", "Arial"]),
        (without_scripts, ["", ""]),
    ],
)
def test_the_font_of_arabic_words_is_named_where_a_program_looks_for_no_script(
    report, change, wanted
):
    assert complex_fonts(report, change) == wanted


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_the_numbers_of_pages_are_simple_fields(template):
    """ECMA-376 Part 1, 17.16.19. Other fields in the lines at head and foot may be of both kinds."""
    codes = {"simple": [], "complex": []}
    with zipfile.ZipFile(template) as archive:
        for name in archive.namelist():
            if re.match(r"word/(header|footer)", name):
                part = ElementTree.fromstring(archive.read(name))
                codes["simple"] += [each.get(f"{W}instr") for each in part.iter(f"{W}fldSimple")]
                codes["complex"] += [each.text for each in part.iter(f"{W}instrText")]

    simple = {code.strip() for code in codes["simple"]}
    assert "PAGE" in simple
    assert simple <= {"PAGE", "NUMPAGES"}  # the upright set says no number of all pages
    assert not [code for code in codes["complex"] if "PAGE" in code]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_the_line_above_the_notes_is_as_high_as_libreoffice_makes_it(template):
    """6 points: 17.3.1.33, in twentieths of a point. The page numbers of our contents lists are LibreOffice's."""
    with zipfile.ZipFile(template) as archive:
        parts = [
            ElementTree.fromstring(archive.read(f"word/{kind}notes.xml"))
            for kind in ("foot", "end")
        ]

    lines = [line for part in parts for line in part.iter(f"{W}spacing")]

    assert [(line.get(f"{W}line"), line.get(f"{W}lineRule")) for line in lines] == [
        ("120", "exact")
    ] * 4
