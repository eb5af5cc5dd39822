"""What a Word file has of its own: notes, fields, contents list, house style, pictures; read from its raw parts.

Expected markup is that of ECMA-376 Part 1; the clause stands beside each.
"""

import io
import re
import subprocess
import unicodedata
import zipfile
from dataclasses import replace
from datetime import datetime
from functools import cache
from xml.etree import ElementTree

import pytest
from docx import Document
from PIL import Image

from publisher.compose.presentation import House, Picture, Presentation
from publisher.compose.report import compose_report
from publisher.domain.archive import deterministic_zip
from publisher.domain.language import read_language
from publisher.domain.text import Paragraph, Span
from publisher.domain.treaty_files import in_language
from publisher.domain.worded import WordedTreaty
from publisher.project.office import pages_of_bookmarks
from publisher.writers.docx import with_page_numbers, write_docx
from tests.support import (
    TOP,
    W,
    checked,
    docx_part,
    english,
    filled,
    opsc,
    pdf_text,
    provision_cell,
    published,
)
from tests.validators import own_faults, sdk_findings, validator_findings

TEMPLATES = {
    name: (TOP / f"templates/docx/{name}.docx").read_bytes()
    for name in ("country_report", "portrait_report")
}
SOURCES = """
key  | type         | title          | language | verified
QX-1 | National law | Lex infantium  | la       | Yes
QX-2 | National law | قانون الأطفال | ar       | Yes
"""
ROWS = """
id       | law | reforms
opsc-1   | Crime. [QX-1 s. 1] See article 3(3). | Raised. [QX-1 s. 1]
opsc-3-3 | Fines. [QX-2] | Raised again. [QX-1 s. 1]
"""
# The colours and fonts of the standard template's theme would do as well; these are surely not its own.
HOUSE = House(
    "#7a1f5c",
    "#5c3d00",
    "Gentium Book",
    "Gentium Display",
    colours={"in_line": "#007a00", "not_applicable": "#c9d1d9"},
)


@cache
def checked_report():
    return checked(filled(ROWS, SOURCES, {"version_date": "2026-03-31"}))[0]


def report(notes="footnotes", **choices):
    edition = Presentation(notes_in_word=notes, **choices)
    return compose_report(checked_report(), WordedTreaty(opsc(), english()), edition)


def word(publication, template="country_report"):
    return write_docx(publication, TEMPLATES[template], template_name=f"{template}.docx")


def part(content, name="document"):
    return ElementTree.fromstring(docx_part(content, f"word/{name}.xml"))


def texts(root):
    return [
        "".join(each.text or "" for each in paragraph.iter(f"{W}t"))
        for paragraph in root.iter(f"{W}p")
    ]


def fields(root):
    return [code.text.strip() for code in root.iter(f"{W}instrText")]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("template", "notes"),
    [
        ("country_report", "footnotes"),
        ("portrait_report", "endnotes"),
        ("country_report", "list"),
        pytest.param("country_report", "endnotes", marks=pytest.mark.long),
        pytest.param("portrait_report", "footnotes", marks=pytest.mark.long),
        pytest.param("portrait_report", "list", marks=pytest.mark.long),
    ],
)
def test_every_template_with_every_kind_of_note_is_sound(template, notes):
    content = word(report(notes, house=HOUSE), template)

    assert validator_findings(content) == []
    assert own_faults(content) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("template", "notes"), [("country_report", "footnotes"), ("portrait_report", "endnotes")]
)
def test_the_open_xml_sdk_finds_nothing_either(template, notes):
    assert sdk_findings(word(report(notes, house=HOUSE), template)) == []


# Notes


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_notes_are_words_own_and_a_later_call_repeats_the_number_by_a_field(kind):
    content = word(report(f"{kind}s", notes_at="report"))

    document, notes = part(content), part(content, f"{kind}s")
    called = [each.get(f"{W}id") for each in document.iter(f"{W}{kind}Reference")]
    printed = [
        note for note in notes.iter(f"{W}{kind}") if note.get(f"{W}type") is None
    ]  # 17.11.10
    assert called == ["1", "2"]
    assert [("".join(texts(note)), note.get(f"{W}id")) for note in printed] == [
        (" Lex infantium, s.\u00a01 [QX-1]", "1"),
        (" قانون الأطفال [QX-2]", "2"),
    ]
    assert [code for code in fields(document) if "NOTEREF" in code] == [
        f"NOTEREF _Ref{kind}1 \\f \\h"
    ] * 2  # 17.16.5.39
    assert [each.get(f"{W}anchor") for each in notes.iter(f"{W}hyperlink")] == [
        "source_QX_1",
        "source_QX_2",
    ]
    headings = [text for text in texts(document) if text.startswith("Source notes")]
    assert (
        headings == {"footnote": [], "endnote": ["Source notes"]}[kind]
    )  # endnotes follow the last paragraph


def test_notes_may_stand_in_a_list_as_in_the_pdf():
    content = word(report("list"))

    document = part(content)
    assert "1 Lex infantium, s.\u00a01 [QX-1] ↑ ↑" in texts(document)
    assert not list(document.iter(f"{W}footnoteReference"))


def test_notes_come_into_a_template_that_has_no_part_for_them():
    def without(part_):
        return re.sub(rb"<(Relationship|Override)[^>]*(footnotes|endnotes)[^>]*/>", b"", part_)

    names = ("[Content_Types].xml", "word/_rels/document.xml.rels")
    bare = deterministic_zip(
        TEMPLATES["country_report"],
        stamp=datetime(2026, 1, 1),
        change=dict.fromkeys(names, without),
    )

    content = write_docx(report(), bare, template_name="t.docx")

    assert (
        len(
            [
                each
                for each in part(content, "footnotes").iter(f"{W}footnote")
                if each.get(f"{W}type") is None
            ]
        )
        == 3
    )


# Cross-references and languages


def test_a_cross_reference_is_a_field_that_leads_to_the_row():
    document = part(word(report()))

    (code,) = [each for each in fields(document) if each.startswith("HYPERLINK")]
    assert code == 'HYPERLINK \\l "r_opsc_3_3"'  # 17.16.5.25
    names = [each.get(f"{W}name") for each in document.iter(f"{W}bookmarkStart")]
    assert "r_opsc_3_3" in names


def test_a_title_says_in_which_language_it_is():
    document = part(word(report()))

    said = {}
    for run in document.iter(f"{W}r"):
        language = run.find(f"{W}rPr/{W}lang")
        if language is not None:
            said["".join(text.text for text in run.iter(f"{W}t"))] = language.attrib
    assert said == {
        "Lex infantium": {f"{W}val": "la"},
        "قانون الأطفال": {f"{W}bidi": "ar"},
    }  # 17.3.2.20


# The contents list


def contents(document):
    """Return the lines of the contents list: style, text, page shown."""
    (list_,) = [
        sdt for sdt in document.iter(f"{W}sdt") if sdt.find(f"{W}sdtPr/{W}docPartObj") is not None
    ]
    lines = []
    for paragraph in list_.findall(f"{W}sdtContent/{W}p")[1:]:
        shown = [text.text or "" for text in paragraph.iter(f"{W}t")]
        lines.append(
            (paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val"), "".join(shown[:-1]), shown[-1])
        )
    return lines


@pytest.mark.slow
def test_the_contents_list_names_the_headings_up_to_the_sources_and_waits_for_page_numbers():
    document = part(word(report()))

    lines = contents(document)
    assert lines[:6] == [
        ("TOC1", "Country facts", ""),
        ("TOC1", "How to read this report", ""),
        ("TOC1", "At a glance", ""),
        ("TOC1", "Law, reform and compliance", ""),
        ("TOC2", "Prohibition and definitions", ""),
        ("TOC2", "Sale of children: sexual exploitation", ""),
    ]
    assert lines[-1] == ("TOC1", "Sources", "")
    assert fields(document)[:2] == [
        'TOC \\o "1-2" \\h \\z \\u \\b ListedHeadings',
        "PAGEREF _Toc0001 \\h",
    ]
    settings = docx_part(word(report()), "word/settings.xml")
    assert (
        "updateFields" not in settings
    )  # Word would ask each reader whether to update (17.15.1.81)


@pytest.mark.slow
def test_page_numbers_are_those_of_the_pages_as_another_program_prints_them(tmp_path, convert):
    content = word(report())

    numbered = with_page_numbers(content, pages_of_bookmarks(content))

    path = tmp_path / "report.docx"
    path.write_bytes(numbered)
    printed = convert(path, "pdf", tmp_path)
    text = subprocess.run(
        ["pdftotext", "-layout", str(printed), "-"],
        capture_output=True,
        check=True,
    ).stdout.decode()
    pages = text.split("\f")
    for _, heading, shown in contents(part(numbered)):
        lines = [line.strip() for line in pages[int(shown) - 1].splitlines()]
        assert heading in lines, (heading, shown)
    assert own_faults(numbered) == []


def test_without_page_numbers_nothing_else_changes():
    content = word(report())

    numbered = with_page_numbers(content, {"_Toc0001": 3})

    changed = []
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(io.BytesIO(numbered)) as new:
        assert old.namelist() == new.namelist()
        changed = [name for name in old.namelist() if old.read(name) != new.read(name)]
        assert (
            old.getinfo("word/document.xml").date_time == new.getinfo("word/document.xml").date_time
        )
    assert changed == ["word/document.xml"]
    assert contents(part(numbered))[:2] == [
        ("TOC1", "Country facts", "3"),
        ("TOC1", "How to read this report", ""),
    ]


@pytest.mark.parametrize("template", TEMPLATES)
def test_running_heads_name_the_chapter_or_the_subject_area(template):
    """STYLEREF takes the last text in a style up to the page (17.16.5.59): each heading has it."""
    content = word(report(), template)

    header = part(content, "headerMain")
    assert fields(header) == ['STYLEREF "Running Head"']
    assert "".join(texts(header)).strip() == "Examplia · Country report on law and reform"
    told = [
        "".join(each.text for each in run.iter(f"{W}t"))
        for run in part(content).iter(f"{W}r")
        if (style := run.find(f"{W}rPr/{W}rStyle")) is not None
        and style.get(f"{W}val") == "RunningHead"
    ]
    assert told == [
        "About this report",
        "Country facts",
        "How to read this report",
        "At a glance",
        *(group.title for group in report().groups),
        "Sources",
    ]


def test_the_provisions_follow_the_report_at_a_glance_on_its_page():
    """A page of its own for three bars, where nobody assessed anything, was white for the most part."""
    document = part(word(report()))
    body = document.find(f"{W}body")
    titles = ["".join(texts(each)) for each in body]
    between = list(body)[
        titles.index("At a glance") : titles.index("Law, reform and compliance") + 1
    ]
    assert [each for each in between if each.find(f".//{W}sectPr") is not None] == []
    styles = {
        each.get(f"{W}styleId"): each for each in part(word(report()), "styles").iter(f"{W}style")
    }
    for each in between:
        name = each.find(f"{W}pPr/{W}pStyle")
        flag = (
            None if name is None else styles[name.get(f"{W}val")].find(f"{W}pPr/{W}pageBreakBefore")
        )
        assert flag is None or flag.get(f"{W}val") == "0"


# House style and pictures


def test_the_house_style_reaches_theme_styles_and_signs():
    content = word(report(house=HOUSE))

    theme, styles = (
        docx_part(content, "word/theme/theme1.xml"),
        docx_part(content, "word/styles.xml"),
    )
    assert re.search(r'<a:accent1><a:srgbClr val="7A1F5C"/>', theme)
    assert re.search(r'<a:accent2><a:srgbClr val="5C3D00"/>', theme)
    assert re.search(r'<a:minorFont><a:latin typeface="Gentium Book"/>', theme)
    assert re.search(r'<a:majorFont><a:latin typeface="Gentium Display"/>', theme)
    assert '<w:color w:val="7A1F5C" w:themeColor="accent1"/>' in styles
    assert "1F4E79" not in styles


@pytest.mark.parametrize("template", ["country_report", "portrait_report"])
def test_a_sign_stands_on_the_colour_of_its_assessment(template):
    rows = "id | law | assessment | finder\nopsc-1 | Law. | In line | Researcher\nopsc-3-3 | Law. | Not applicable | Researcher"
    house = replace(HOUSE, symbols={"in_line": "●", "not_applicable": "–"})
    document = part(word(published(filled(rows), Presentation(house=house)), template))

    looks = {}
    for paragraph in document.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is not None and style.get(f"{W}val") == "RowAssessment":
            sign = next(run for run in paragraph.iter(f"{W}r") if run.find(f"{W}rPr") is not None)
            fill = sign.find(f"{W}rPr/{W}shd").get(f"{W}fill")
            looks[sign.find(f"{W}t").text] = fill, sign.find(f"{W}rPr/{W}color").get(f"{W}val")
    # WCAG 2.2, 1.4.3 asks for a contrast of 4.5 to 1: white has it on the one, not on the other.
    assert looks == {
        "\u202f●\u202f": ("007a00", "ffffff"),
        "\u202f\u202f–\u202f\u202f": ("c9d1d9", "1f2a37"),
    }


@pytest.mark.slow
def test_the_logo_stands_on_the_cover_with_its_description():
    stream = io.BytesIO()
    Image.new("RGB", (400, 100), "navy").save(stream, "PNG")
    logo = Picture(stream.getvalue(), "image/png", "Example Coalition")

    content = word(report(house=replace(HOUSE, logo=logo)))

    (picture,) = Document(io.BytesIO(content)).inline_shapes
    assert (picture.height.mm, picture.width.mm) == (18, 72)
    assert 'descr="Example Coalition"' in docx_part(content)
    assert validator_findings(content) == []


def test_a_bar_is_a_table_of_proportionate_cells_with_its_counts_and_the_same_in_words():
    book = filled(
        "id | law | assessment | finder\nopsc-1 | Crime. | In line | Researcher\nopsc-3-3 | Fines. | |"
    )
    document = part(word(published(book)))

    bars = [
        each
        for each in document.iter(f"{W}tbl")
        if each.find(f"{W}tblPr/{W}tblStyle").get(f"{W}val") == "BarTable"
    ]
    told = [bar.find(f"{W}tblPr/{W}tblDescription").get(f"{W}val") for bar in bars]
    assert told[:2] == [
        "Assessment of provisions: In line: 1; Not assessed: 44",
        "Current national law: text: 2; not researched: 51",
    ]
    assert texts(bars[0]) == ["1", "44"]
    narrow, wide = (int(each.get(f"{W}w")) for each in bars[1].iter(f"{W}gridCol"))
    assert (wide - 420) / (narrow - 420) == pytest.approx(51 / 2, rel=0.01)


# What reads it


@pytest.mark.slow
@pytest.mark.parametrize(
    "template", ["country_report", pytest.param("portrait_report", marks=pytest.mark.long)]
)
def test_word_libreoffice_and_pandoc_read_the_same_text(tmp_path, template, convert):
    content = word(report("list"), template)
    path = tmp_path / "report.docx"
    path.write_bytes(content)

    text = convert(path, "txt:Text (encoded):UTF8", tmp_path)
    from_office = text.read_text(encoding="utf-8-sig")
    path.write_bytes(
        deterministic_zip(
            content, stamp=datetime(2026, 1, 1), change={"word/document.xml": uncaptioned}
        )
    )
    from_pandoc = subprocess.run(
        ["pandoc", "-f", "docx", "-t", "plain", "--wrap=none", str(path)],
        capture_output=True,
        check=True,
    ).stdout.decode()
    for tab in (body := part(content).find(f"{W}body")).iter(f"{W}tab"):
        tab.tag, tab.text = f"{W}t", " "
    own = "\n".join(texts(body))

    for sentence in ("Crime", "See article 3(3).", "Raised again", "Lex infantium", "Fines"):
        assert sentence in own.replace("\u00a0", " ")
    words = [letters(text) for text in (own, from_office, from_pandoc)]
    assert words[1] == words[0]
    assert words[2] == words[0]


def letters(text):
    """Return the words of a text, sorted: programs lay tables out differently, and raise numbers by other signs."""
    return sorted(re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text)))


def uncaptioned(document):
    """Return a document without what screen readers are told of its tables, which pandoc prints as text."""
    return re.sub(rb"<w:tbl(Caption|Description) [^>]*/>", b"", document)


# Lists and directions


def laid_out(rows, template="portrait_report", language=None, sources=SOURCES):
    worded = WordedTreaty(opsc(), english())
    if language:
        known = read_language(TOP / f"publisher/languages/{language}.toml", english())
        worded = WordedTreaty(in_language(opsc(), TOP / "publisher/treaties/opsc", language), known)
    book = filled(rows, sources)
    composed = compose_report(checked(book)[0], worded, Presentation(notes_in_word="footnotes"))
    return word(composed, template)


def paragraph_with(root, text):
    found = (p for p in root.iter(f"{W}p") if text in "".join(p.itertext()))
    return next(found)


def test_a_list_stays_with_what_leads_up_to_it_and_has_room_behind_it():
    book = filled()
    provision_cell(book, "opsc-1", "law").value = "These cases:\n- one\n- two\n\nAll are crimes."
    content = word(published(book), "portrait_report")
    root = part(content)

    assert paragraph_with(root, "These cases:").find(f"{W}pPr/{W}keepNext") is not None
    assert paragraph_with(root, "one").find(f"{W}pPr/{W}spacing") is None
    behind = paragraph_with(root, "two").find(f"{W}pPr/{W}spacing").get(f"{W}after")
    (style,) = (
        s for s in part(content, "styles").iter(f"{W}style") if s.get(f"{W}styleId") == "CellText"
    )
    assert behind == style.find(f"{W}pPr/{W}spacing").get(f"{W}after")


@pytest.mark.parametrize(("length", "is_kept"), [(119, True), (120, False)])
def test_a_line_below_the_heading_of_a_chapter_stays_with_what_follows(length, is_kept):
    lines = tuple(Paragraph((Span("x" * each),)) for each in (length, 200))
    root = part(word(replace(report(), summary=lines), "portrait_report"))

    paragraph = paragraph_with(root, "x" * length)
    assert (paragraph.find(f"{W}pPr/{W}keepNext") is not None) is is_kept


def test_an_arabic_paragraph_runs_from_the_right_in_an_english_report():
    book = filled()
    provision_cell(book, "opsc-1", "law").value = "يعاقب القانون على البيع."
    root = part(word(published(book)))
    paragraph = paragraph_with(root, "يعاقب")

    assert paragraph.find(f"{W}pPr/{W}bidi") is not None
    assert [run.find(f"{W}rPr/{W}rtl") is not None for run in paragraph.iter(f"{W}r")] == [True]
    assert paragraph_with(root, "Country facts").find(f"{W}pPr/{W}bidi") is None


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("في 2019", "في 2019\u200f1"),
        # A stop or comma between two numbers belongs to them, a percent sign to the one before it.
        ("في 2019.", "في 2019.\u200f1"),
        ("في 2019،", "في 2019،\u200f1"),
        ("نسبة 12%", "نسبة 12%\u200f1"),
        ("(في 2019)", "(في 2019)\u200f1"),
        ("في العام", "في العام1"),
        ("في عام 2019 صدر.", "في عام 2019 صدر.1"),
    ],
)
def test_from_right_to_left_a_note_called_again_stands_behind_a_number(text, printed):
    """Two numbers side by side are one, which runs to the right (UAX #9, W2 to W7)."""
    rows = f"id | law | reforms\nopsc-1 | Law. [QX-1] | {text} [QX-1]"
    document = part(laid_out(rows, "country_report", language="ar"))

    before = []
    for code in document.iter(f"{W}instrText"):
        if "NOTEREF" in code.text:
            paragraph = next(p for p in document.iter(f"{W}p") if code in {*p.iter()})
            before.append("".join(each.text for each in paragraph.iter(f"{W}t")))
    assert before == [printed]


def test_from_right_to_left_brackets_round_a_symbol_run_as_it_does():
    """LibreOffice parted an opening bracket from its symbol, and broke the symbol itself."""
    rows = "id | law\nopsc-1 | نص (CRC/C/156) https://example.org/a_(b) نص (نص)."
    document = part(laid_out(rows, "country_report", language="ar"))

    runs = [
        ("".join(each.text for each in run.iter(f"{W}t")), run.find(f"{W}rPr/{W}rtl") is not None)
        for run in paragraph_with(document, "CRC/C/156").iter(f"{W}r")
    ]
    assert runs == [
        ("نص ", True),
        ("\u200e(CRC/C/156)\u200e", False),
        ("\u200f ", True),
        ("https://example.org/a_(b)", False),
        (" نص (نص).", True),
    ]


def test_from_right_to_left_a_foreign_title_keeps_to_itself():
    """Else its closing quotation mark would join it, and what follows in Latin letters too (UAX #9, N1)."""
    sources = "key | type | title | language\nQX-1 | Press or web page | Kinderschutz | de"
    content = laid_out("id | law\nopsc-1 | Law. [QX-1]", "country_report", "ar", sources)

    def texts(root):
        return "".join(
            each.text or "" for each in paragraph_with(root, "Kinderschutz").iter(f"{W}t")
        )

    assert "\u201c\u200fKinderschutz\u200f\u201d" in texts(part(content))
    assert texts(part(content, "footnotes")).endswith("\u200fKinderschutz\u200f \u200f[QX-1]")


def test_from_right_to_left_the_signs_of_lists_stand_inside_their_cells():
    content = laid_out("id | law\nopsc-1 | - Law.", language="ar")

    assert [
        level.find(f"{W}pPr/{W}ind").get(f"{W}left")
        for level in part(content, "numbering").iter(f"{W}lvl")
    ] == ["360", "620", "880", "460", "720", "980"]


def test_in_a_text_from_left_to_right_so_do_those_of_arabic_lists():
    content = laid_out("id | law\nopsc-1 | - يعاقب القانون على البيع.", "country_report")

    item = paragraph_with(part(content), "يعاقب").find(f"{W}pPr")
    assert item.find(f"{W}bidi") is not None
    assert item.find(f"{W}ind").attrib == {f"{W}left": "360", f"{W}hanging": "260"}


def test_from_right_to_left_the_line_beside_an_assessment_is_at_the_right():
    content = laid_out("id | assessment | finder\nopsc-1 | In line | Researcher", language="ar")
    (style,) = (
        s
        for s in part(content, "styles").iter(f"{W}style")
        if s.get(f"{W}styleId") == "RowAssessment"
    )

    assert [side.tag for side in style.find(f"{W}pPr/{W}pBdr")] == [f"{W}right"]


@pytest.mark.parametrize("language", [None, "ar"])
@pytest.mark.parametrize(
    ("address", "pieces"),
    [
        ("https://example.org/crc/co-1", [("https://example.org/crc/co-1", "zxx")]),
        (
            "https://example.org/penal-code/section-12#c",
            [
                ("https://", "zxx"),
                ("example.org/", "und"),
                ("penal-", "zxx"),
                ("code/", "und"),
                ("section-", "zxx"),
                ("12#c", "und"),
            ],
        ),
    ],
)
def test_an_address_is_in_no_language_and_a_long_one_in_pieces(address, pieces, language):
    """So nothing looks for faults of spelling in it: 'zxx' is no language, 'und' one that nobody
    determined (ISO 639-2). LibreOffice breaks lines where they change.
    """
    text = part(laid_out(f"id | law\nopsc-1 | See {address}.", "country_report", language))
    runs = [
        [("".join(run.itertext()), run.find(f"{W}rPr/{W}lang").get(f"{W}val")) for run in link]
        for link in text.iter(f"{W}hyperlink")
        if "".join(link.itertext()) == address
    ]

    assert runs == [pieces]
    (run,) = (run for run in text.iter(f"{W}r") if "".join(run.itertext()) == "See ")
    assert run.find(f"{W}rPr/{W}lang") is None


@pytest.mark.slow
def test_libreoffice_breaks_an_address_at_a_stroke_or_hyphen(tmp_path, convert):
    """One behind a line that it does not fit on: a letter behind a stroke, before."""
    address = (
        "https://example.org/law/criminal-code/part-two/chapter-nine/"
        "section-one-hundred-and-twelve/subsection-four/paragraph-b/as-of/2026"
    )
    rows = f"id | law\nopsc-1 | The address of the whole of it: {address}"
    path = tmp_path / "report.docx"
    path.write_bytes(laid_out(rows, "country_report"))

    shown = pdf_text(convert(path, "pdf", tmp_path).read_bytes(), tmp_path).split()
    *above, last = [each for each in shown if each in address and {*"/-"} & {*each}]
    assert "".join((*above, last)) == address
    assert [each for each in above if each[-1] not in "/-"] == []


def test_from_right_to_left_the_brackets_round_an_address_stay_beside_it():
    book = filled(
        "id | law\nopsc-1 | Crime. [QX-1]",
        "key | type | title | url\nQX-1 | National law | Title | https://example.org/1",
    )
    known = read_language(TOP / "publisher/languages/ar.toml", english())
    worded = WordedTreaty(in_language(opsc(), TOP / "publisher/treaties/opsc", "ar"), known)
    composed = compose_report(checked(book)[0], worded, Presentation())

    (line,) = (text for text in texts(part(word(composed))) if "https://example.org/1" in text)
    # U+200E, a mark without a width that runs to the right, on both sides (UAX #9).
    assert "\u200e<https://example.org/1>\u200e" in line


def test_of_a_row_set_across_the_page_each_column_has_a_heading_that_pages_repeat():
    long = "The Code punishes the sale of a child in each of its forms. " * 40
    rows = f"id | law | reforms\nopsc-1 | Crime. | \nopsc-3-1 | {long} [QX-1] | Raised."
    document = part(laid_out(rows, "country_report"))

    tables = [
        table
        for table in document.iter(f"{W}tbl")
        if table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None
    ]
    told = [
        [["".join(texts(cell)) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr")]
        for table in tables
    ]
    above, law, rest = told[:3]
    assert above[0][0] == "Provision"
    assert law[0] == ["art.\u00a03, para.\u00a01", "Current national law"]
    assert law[1][0].startswith("Duty to criminalise: scope of the offences")
    assert law[1][1].startswith("The Code punishes the sale of a child")
    # Short neighbours go over no page, so that they stay together.
    assert rest == [
        ["art.\u00a03, para.\u00a01", "Legal reforms · Compliance with the Protocol"],
        ["", "Legal reformsRaised.Compliance with the ProtocolNot researched."],
    ]
    rows = [table.findall(f"{W}tr")[1] for table in tables[1:3]]
    assert [row.find(f"{W}trPr/{W}cantSplit") is None for row in rows] == [True, False]
    # The bookmark of each cell stays, and is there once.
    names = [each.get(f"{W}name") for each in document.iter(f"{W}bookmarkStart")]
    columns = ("law", "reforms", "compliance")
    assert [names.count(f"c_opsc_3_1_{each}") for each in columns] == [1, 1, 1]


@pytest.mark.slow
@pytest.mark.parametrize(
    "country",
    [
        "examplia",
        pytest.param("germany", marks=pytest.mark.long),
        pytest.param("india", marks=pytest.mark.long),
    ],
)
def test_libreoffice_leaves_out_no_row_of_a_report(tmp_path, convert, country):
    """Of a table whose last row was kept with the line below it, it left out two rows."""
    content = (TOP / f"workbooks/{country}.xlsx").read_bytes()
    edition = Presentation("Example Coalition", notes_in_word="footnotes")
    composed = compose_report(checked(content)[0], WordedTreaty(opsc(), english()), edition)
    path = tmp_path / "report.docx"
    path.write_bytes(word(composed))

    convert(path, "pdf", tmp_path)

    shown = unparted(pdf_text(path.with_suffix(".pdf").read_bytes(), tmp_path))
    rows = [row for group in composed.groups for row in group.rows]
    told = [f"{row.title} {row.reference}" for row in rows]
    assert [each for each in told if unparted(each) not in shown] == []


def unparted(text):
    return "".join(re.findall(r"\w+", text))
