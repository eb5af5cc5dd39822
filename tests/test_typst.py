"""The PDFs that Typst lays out: what they say they are, tags, links, letters, and broken templates."""

import io
import re
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from publisher.compose.presentation import Picture, Presentation
from publisher.compose.publication import BlankProvision
from publisher.domain.diagnostics import PublisherError
from publisher.project.fonts import are_beyond_shipped
from publisher.project.format_materials import Engine
from publisher.project.formats import FORMATS
from publisher.project.materials import engine_of, report_materials
from publisher.project.printer_profile import read_profile
from publisher.project.project import open_project
from publisher.writers.pdf import Attachment, Printing
from publisher.writers.pdf.preflight import faults
from publisher.writers.typst import Layout, process, write_typst_pdf, write_typst_print_pdf
from publisher.writers.typst.data import as_data, breakable
from tests.matterhorn.fonts import Font
from tests.support import TOP, filled, pdf_text, published

TYPST = TOP / "templates/typst"
FILES = {name: (TYPST / name).read_bytes() for name in ("country_report.typ", "house.typ")}
ROWS = """
id | law | reforms | compliance | assessment | finder | date | question
opsc-1 | **Bold** and *italic*, see https://example.org/a. [QX-1 s. 2] | - one⏎  - deeper⏎- two | 1. first⏎2. second⏎⏎1. again | In line | Researcher | 2019 | Why?
opsc-3-3 | Nothing found | Not applicable | See article 1, CRC/C/OPSC/QXX/CO/1 and [QX-1 s. 2]. | | | | Who?
"""
SOURCES = "key | type | title | url | accessed\nQX-1 | National law | Lex | https://example.org/lex | 2026-01-01"
FACTS = {
    "version_date": "2026-03-31",
    "summary": "In short: see [QX-1].",
    "mark": "Sample, not for publication",
}


def layout(**changed: str) -> Layout:
    """Return the standard layout, with other files in the place of some."""
    others = {f"{name}.typ": text.encode() for name, text in changed.items()}
    return Layout(FILES | others, "templates/typst", are_beyond_shipped)


def publication(rows=ROWS, sources=SOURCES, facts=FACTS):
    return published(filled(rows, sources, facts), Presentation("Example Coalition", "CC BY 4.0"))


def pdf_of(pages, **changed):
    return write_typst_pdf(pages, layout(**changed), file="examplia.pdf")


@pytest.fixture(scope="module")
def written():
    """The PDF of a small report with a file attached."""
    table = Attachment("examplia.csv", "text/csv", "The table", b"a,b\n")
    return write_typst_pdf(publication(), layout(), file="examplia.pdf", attachments=[table])


@pytest.fixture
def pdf(written):
    with pikepdf.open(io.BytesIO(written)) as opened:
        yield opened


def elements(kids):
    """Yield the elements of structure below, in reading order."""
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid.get("/K", pikepdf.Array()))


def tags(pdf):
    return [str(each.S)[1:] for each in elements(pdf.Root.StructTreeRoot.K)]


def of_table(cell):
    return next(each for each in cell.A if str(each.O) == "/Table")


def annotations(pdf):
    return [
        (number, each)
        for number, page in enumerate(pdf.pages, 1)
        for each in page.get("/Annots", ())
    ]


# What it is


@pytest.mark.slow
def test_qpdf_and_poppler_find_nothing_wrong(written, tmp_path):
    path = tmp_path / "examined.pdf"
    path.write_bytes(written)

    checked = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=True)
    info = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True)
    fonts = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True)

    assert "No syntax or stream encoding errors found" in checked.stdout
    assert info.stderr == ""
    assert re.search(r"^Tagged: +yes$", info.stdout, re.MULTILINE)
    assert {line.split()[-5] for line in fonts.stdout.splitlines()[2:]} == {"yes"}  # embedded


@pytest.mark.slow
def test_the_metadata_names_both_standards_the_language_and_the_date(pdf):
    metadata = bytes(pdf.Root.Metadata.read_bytes()).decode()

    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<pdfaid:part>3</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert str(pdf.Root.Lang) == "en"
    assert str(pdf.docinfo["/Title"]) == "Examplia: Country report on law and reform"
    assert str(pdf.docinfo["/CreationDate"]).startswith("D:20260331")
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    assert list(pdf.attachments) == ["examplia.csv"]


@pytest.mark.slow
def test_a_report_without_a_date_claims_no_archive_format():
    undated = pdf_of(publication(facts={"status": "Draft"}))

    with pikepdf.open(io.BytesIO(undated)) as pdf:
        metadata = bytes(pdf.Root.Metadata.read_bytes()).decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "pdfaid:part" not in metadata


@pytest.mark.slow
def test_the_same_report_gives_the_same_bytes_here_and_in_another_process(written):
    # Another process hashes names in another order and began at another time.
    command = (
        "import hashlib; from tests.test_typst import *;"
        " table = Attachment('examplia.csv', 'text/csv', 'The table', b'a,b\\n');"
        " written = write_typst_pdf(publication(), layout(), file='examplia.pdf', attachments=[table]);"
        " print(hashlib.sha256(written).hexdigest())"
    )
    there = subprocess.run(
        [sys.executable, "-c", command], capture_output=True, text=True, check=True, cwd=TOP
    ).stdout.strip()

    assert hashlib_of(written) == there


def hashlib_of(content):
    import hashlib  # noqa: PLC0415

    return hashlib.sha256(content).hexdigest()


# Tags


@pytest.mark.slow
def test_there_are_as_many_tables_as_are_seen_and_no_heading_level_is_left_out(pdf):
    found = tags(pdf)

    # Two subject areas have a row with a text; the questions and facts are no tables.
    assert found.count("Table") == 2
    levels = [int(tag[1]) for tag in found if re.fullmatch(r"H\d", tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert {"TOC", "TOCI", "Note", "Reference", "Link", "L", "LI", "Strong", "Em"} <= set(found)


@pytest.mark.slow
def test_rows_and_columns_have_header_cells_and_each_cell_names_both(pdf):
    ids = {str(each.ID): each for each in elements(pdf.Root.StructTreeRoot.K) if "/ID" in each}
    cells = [each for each in elements(pdf.Root.StructTreeRoot.K) if str(each.S) in ("/TH", "/TD")]

    headers = [each for each in cells if str(each.S) == "/TH"]
    assert [str(of_table(each).Scope) for each in headers].count("/Row") == 2
    assert {str(of_table(each).Scope) for each in headers} == {"/Row", "/Column"}
    for cell in (each for each in cells if str(each.S) == "/TD"):
        named = [ids[str(each)] for each in of_table(cell).Headers]
        assert [str(of_table(each).Scope) for each in named] == ["/Column", "/Row"]
    tree = [str(each) for each in pdf.Root.StructTreeRoot.IDTree.Names][::2]
    assert tree == sorted(tree)


@pytest.mark.slow
def test_a_note_begins_with_its_number_as_its_label_and_no_tag_is_empty(pdf):
    found = [*elements(pdf.Root.StructTreeRoot.K)]

    for note in (each for each in found if str(each.S) == "/Note"):
        assert str(note.K[0].S) == "/Lbl"
        assert [str(each.S) for each in elements(note.K[0].K)][:1] == ["/Link"]
    assert not [each for each in found if str(each.S) == "/Span" and len(each.K) == 0]


@pytest.mark.slow
def test_every_annotation_is_a_link_with_words_a_person_understands(pdf):
    words = [str(each.Contents) for _, each in annotations(pdf)]

    assert {str(each.Subtype) for _, each in annotations(pdf)} == {"/Link"}
    assert "Source note 2" in words  # from a call
    assert "2, back to the text" in words
    assert "Source QX-1" in words
    assert "art.\u00a01: General prohibition" in words
    assert "https://example.org/a" in words
    assert "“Country facts” page 4" in words  # from the list of contents
    assert not [each for each in words if re.search(r"row-|note-|call-|opsc|^$|\d-\d", each)]
    assert [each.strip() for each in words] == words


@pytest.mark.slow
def test_the_way_to_the_second_call_of_a_note_has_words_of_its_own():
    twice = publication("id | law | reforms\nopsc-1 | One. [QX-1 s. 2] | Two. [QX-1 s. 2]")

    with pikepdf.open(io.BytesIO(pdf_of(twice))) as pdf:
        words = [str(each.Contents) for _, each in annotations(pdf)]

    # Note 1 is that of the summary.
    assert words.count("Source note 2") == 2
    assert words.count("2, back to the text") == 1
    assert words.count("2, back to the text (2)") == 1


@pytest.mark.slow
def test_titles_in_another_language_say_in_which():
    sources = (
        "key | type | title | english | language\n"
        "QX-1 | National law | Loi relative à la traite | Law on trafficking | French\n"
        "QX-2 | National law | Kinderschutzgesetz | | de\n"
        "QX-3 | National law | قانون الطفل | Child law | ar"
    )
    report = publication(
        "id | law\nopsc-1 | A text. [QX-1; QX-2]\nopsc-2-a | More. [QX-3]", sources
    )

    spoken = {}
    with pikepdf.open(io.BytesIO(pdf_of(report))) as pdf:
        for page in pdf.pages:
            fonts = {key: Font(font) for key, font in page.Resources.Font.items()}
            language, font = "", None
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "BDC":
                    language = str(operands[1].get("/Lang", ""))
                elif str(operator) == "Tf":
                    font = fonts[operands[0]]
                elif str(operator) == "TJ":
                    pieces = [
                        bytes(each) for each in operands[0] if isinstance(each, pikepdf.String)
                    ]
                    shown = "".join(
                        font.letters[code] for each in pieces for code in font.codes(each)
                    )
                    spoken.setdefault(language, []).append(shown)

    assert "".join(spoken["fr"]) == "Loi relative à la traite"
    # In the note, and in the list of sources.
    assert "".join(spoken["de"]) == "Kinderschutzgesetz" * 2
    # From left to right, as it stands on the page.
    assert sorted("".join(spoken["ar"])) == sorted("قانون" + "الطفل")


@pytest.mark.slow
def test_calls_are_raised_smaller_and_lead_to_their_notes_and_back(pdf):
    links = {str(each.Contents): (page, each) for page, each in annotations(pdf)}
    (_, call), (note_page, note) = links["Source note 2"], links["2, back to the text"]

    assert call.Dest[0].objgen == pdf.pages[note_page - 1].obj.objgen
    assert abs(float(call.Dest[3]) - float(note.Rect[3])) < 5
    call_page = next(
        number for number, page in enumerate(pdf.pages) if page.obj.objgen == note.Dest[0].objgen
    )
    assert call.objgen in {each.objgen for each in pdf.pages[call_page].Annots}
    left, bottom, right, top = map(float, call.Rect)
    assert right - left > 2
    assert top - bottom > 3  # points: it can be clicked
    raised = [
        float(attributes.BaselineShift)
        for element in elements(pdf.Root.StructTreeRoot.K)
        for attributes in element.get("/A", ())
        if "/BaselineShift" in attributes
    ]
    assert raised
    assert all(each > 2 for each in raised)


@pytest.mark.slow
def test_a_source_that_nothing_cites_is_no_link_and_every_target_is_there(pdf):
    assert not [each for _, each in annotations(pdf) if "at:" in str(each.get("/A", ""))]
    names = {str(each) for each in list(pdf.Root.Names.Dests.Names)[::2]}
    for _, each in annotations(pdf):
        destination = each.get("/Dest")
        if isinstance(destination, pikepdf.String):
            assert str(destination) in names


@pytest.mark.slow
def test_bookmarks_are_chapters_subject_areas_and_provisions(pdf):
    with pdf.open_outline() as outline:
        chapters = {each.title: [inner.title for inner in each.children] for each in outline.root}

    assert "Law, reform and compliance" in chapters
    assert "Prohibition and definitions" in chapters["Law, reform and compliance"]
    assert not [each for each in chapters if "notes" in each]


def dark_places(symbol, folder):
    """Return the places that are dark on a page with a bar of one assessment, in a light grey."""
    page = (
        '#import "house.typ": *\n#show: house-style.with(title: "x")\n'
        f'#heard("A bar", bar(((id: "x", symbol: "{symbol}", count: 3),)))'
    )
    path = folder / "bar.pdf"
    path.write_bytes(pdf_of(publication(), country_report=page))
    shown = subprocess.run(
        ["pdftoppm", "-gray", "-r", "72", path], capture_output=True, check=True
    ).stdout
    picture = Image.open(io.BytesIO(shown))
    return {place for place, shade in enumerate(picture.tobytes()) if shade < 100}


@pytest.mark.slow
def test_a_share_of_a_bar_bears_its_sign(tmp_path):
    bare, full, ring = (dark_places(symbol, tmp_path) for symbol in ("", "●", "○"))

    # A sign is as high as a digit: at 72 dots an inch some six by six.
    assert 15 < len(bare ^ full) < 80
    assert 8 < len(full ^ ring) < 40


# Running heads


def heads_of_the_table(pages, folder):
    """Return what the heads of pages say they are about, from the table on."""
    begins = "Law, reform and compliance"
    texts = pdf_text(pdf_of(pages), folder).split("\f")[4:]
    assert begins in texts[0]
    heads = [text.strip().splitlines()[0] for text in texts if text.strip()]
    return [head.partition("NOT FOR PUBLICATION ")[2].replace("\u00a0", " ") for head in heads]


@pytest.mark.slow
def test_a_page_in_the_midst_of_a_cell_across_it_is_headed_by_provision_and_column(tmp_path):
    # A page holds some 1,100 words in two columns.
    rows = f"id | law\n opsc-1 | {' '.join(['word'] * 1500)}"

    heads = heads_of_the_table(publication(rows), tmp_path)

    assert heads[:2] == ["Prohibition and definitions", "art. 1 · Current national law (continued)"]
    assert "continued" not in heads[2]


@pytest.mark.slow
def test_a_page_in_the_midst_of_a_row_is_headed_by_its_provision(tmp_path):
    # The second row begins on the page of the first; a column of a page holds some 200 words.
    first, second = " ".join(["word"] * 150), " ".join(["word"] * 390)
    rows = f"id | law | reforms\n opsc-1 | {first} |\n opsc-2-a | {second} | {second}"

    heads = heads_of_the_table(publication(rows), tmp_path)

    assert heads[:2] == ["Prohibition and definitions", "art. 2 (a) (continued)"]
    assert "continued" not in heads[3]


@pytest.mark.slow
def test_the_head_of_a_page_names_country_mark_and_subject_area(tmp_path):
    pages = pdf_text(pdf_of(publication()), tmp_path).split("\f")

    heads = [page.strip().splitlines()[0] for page in pages[4:] if page.strip()]
    begins = "Examplia SAMPLE, NOT FOR PUBLICATION "
    assert [head.removeprefix(begins) for head in (heads[0], heads[-1])] == [
        "Improper adoption",
        "Sources",
    ]


# Letters


@pytest.mark.slow
def test_what_looks_like_code_is_printed_as_it_stands(tmp_path):
    code = r"#panic() $x^2$ <label> @ref \u{41} `raw` // no comment /* none */ #let x = 1 ~ --- [a] {b}"
    rows = f"id | law\n opsc-1 | {code}"

    text = pdf_text(pdf_of(publication(rows)), tmp_path)

    assert "".join(code.split()) in "".join(text.split())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("Latin", "Çocukların imprisonment łódź ſtraße Œuvre fi fl ffi"),
        ("Arabic", "يعاقب القانون بيع الأطفال"),
        ("Devanagari", "बाल अधिकार संरक्षण अधिनियम की धारा"),
        ("Chinese", "禁止买卖儿童"),
        # States' own names.
        pytest.param("Armenian", "Հայաստան", marks=pytest.mark.long),
        ("Bengali", "বাংলাদেশ"),
        pytest.param("Ethiopic", "ኢትዮጵያ", marks=pytest.mark.long),
        pytest.param("Georgian", "საქართველო", marks=pytest.mark.long),
        pytest.param("Hebrew", "ישראל", marks=pytest.mark.long),
        pytest.param("Lao", "ລາວ", marks=pytest.mark.long),
        pytest.param("Myanmar", "မြန်မာ", marks=pytest.mark.long),
        pytest.param("Sinhala", "ශ්‍රී ලංකා", marks=pytest.mark.long),
        pytest.param("Tamil", "இலங்கை", marks=pytest.mark.long),
        ("Thai", "ประเทศไทย"),
        pytest.param("Tibetan", "འབྲུག་ཡུལ", marks=pytest.mark.long),
        pytest.param("Tifinagh", "ⵍⵎⵖⵔⵉⴱ", marks=pytest.mark.long),
    ],
)
def test_letters_are_copied_as_they_were_written(tmp_path, language, text):
    path = tmp_path / "letters.pdf"
    path.write_bytes(pdf_of(publication(f"id | law\n opsc-1 | {text}")))

    copied = subprocess.run(
        ["pdftotext", path, "-"], capture_output=True, check=True
    ).stdout.decode()

    # Without the signs of direction that pdftotext puts in, and the soft hyphens of divided words.
    plain = re.sub(r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2066-\u2069]", "", copied)
    assert re.sub(r"[\s\u200d]", "", text) in plain


@pytest.mark.slow
@pytest.mark.parametrize("name", ["កម្ពុជា", "ދިވެހިރާއްޖެ"])
def test_names_whose_letters_poppler_copies_in_another_order_are_printed_all_the_same(
    tmp_path, name
):
    """Typst gives the letters of Khmer and Thaana to their signs; poppler reads some of them twice."""
    found = pdf_text(pdf_of(publication(f"id | law\n opsc-1 | {name}")), tmp_path)

    assert "\ufffd" not in found
    assert set(name) & set(found)


# None of these has a letter in one piece. PDFium gives letter and mark once for each of two signs.
@pytest.mark.slow
@pytest.mark.parametrize("text", ["b\u0308", "d\u0301", "k\u0303", "h\u0304"])
def test_a_mark_above_a_letter_stands_above_it(text):
    pages = pypdfium2.PdfDocument(pdf_of(publication(f"id | law\n opsc-1 | The sign {text} here")))
    (page,) = (
        page
        for page in (each.get_textpage() for each in pages)
        if "The sign" in page.get_text_range()
    )
    start = page.get_text_range().index("The sign") + len("The sign ")

    letter, _, mark = (page.get_charbox(start + place, loose=False) for place in range(3))

    left, _, right, top = letter
    mark_left, mark_bottom, mark_right, _ = mark
    assert mark_bottom >= top
    assert left < (mark_left + mark_right) / 2 < 2 * right - left


def divided_at(text, language, tmp_path):
    """Return the text of a PDF in a language, and how many of its words are divided."""
    pages = publication(f"id | law\n opsc-1 | {text}")
    found = pdf_text(pdf_of(replace(pages, language=language)), tmp_path)
    return found, len(re.findall("\u00ad", found))


@pytest.mark.slow
def test_a_divided_word_is_found_whole_when_it_is_searched(tmp_path):
    long = " ".join(["Freiheitsstrafe", "Rechtshilfeersuchen", "Auslieferungsverkehr"] * 12)

    found, divided = divided_at(long, "de", tmp_path)

    joined = re.sub("\u00ad\\s*", "", found)
    assert divided > 5
    assert joined.count("Rechtshilfeersuchen") == 12
    assert "\u2010" not in found


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "fr"])
def test_words_are_divided_only_where_a_language_has_long_ones(tmp_path, language):
    long = " ".join(["unconstitutionality", "imprisonment", "internationalisation"] * 12)

    found, divided = divided_at(long, language, tmp_path)

    assert divided == 0
    assert found.count("imprisonment") == 12


@pytest.mark.slow
@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Before \U00013000 behind.", "Before \ufffd behind."),  # a hieroglyph
        ("Before \ue123 behind: unum e2.", "Before \ufffd behind: unum e2."),  # for private use
        ("Cafe\u1ac5 on the e.", "Cafe\ufffd on the e."),  # a mark upon a letter
        ("Unum \U00011f00 and \ue124.", "Unum \ufffd and \ufffd."),  # not assigned for long
    ],
    ids=["hieroglyph", "private use", "mark", "two"],
)
def test_a_letter_that_no_font_has_shows_as_one_that_is_missing_and_no_other(
    tmp_path, written, printed
):
    rows = f"id | law\n opsc-1 | {written}"

    text = pdf_text(pdf_of(publication(rows)), tmp_path)

    assert printed in text
    assert text.count("\ufffd") == printed.count("\ufffd")


def test_a_very_long_word_may_end_a_line_and_no_other():
    assert breakable("imprisonment https://example.org/a/long/way") == (
        "imprisonment https://example.org/a/long/way"
    )
    assert breakable("x1" * 15).replace("\u200b", "") == "x1" * 15
    assert max(map(len, breakable("x" * 300).split("\u200b"))) == 12


@pytest.mark.parametrize(
    "text",
    [
        "Opferentschädigungsgesetz",
        # As it stands in a list, and in a quotation.
        "(Opferentschaedigungsgesetz); “Opferentschaedigungsgesetz”,",
        # A law of Mecklenburg-Vorpommern of 2003, of 67 letters.
        "Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung",
        "儿童权利公约关于买卖儿童儿童卖淫和儿童色情制品问题的任择议定书",
        "พิธีสารเลือกรับของอนุสัญญาว่าด้วยสิทธิเด็กเรื่องการขายเด็ก",
    ],
)
def test_no_break_is_put_into_words_that_can_be_divided_without(text):
    assert breakable(text) == text


@pytest.mark.slow
def test_a_long_word_is_divided_by_syllables_with_a_hyphen(tmp_path):
    word = "Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung"
    path = tmp_path / "word.pdf"
    path.write_bytes(pdf_of(publication(f"id | law | reforms\n opsc-1 | {word} | Law")))

    told = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True)

    # A hyphen that is none of the word is copied as one that programs leave out: U+00AD.
    (parts,) = re.findall(r"Grundst[\w\u00ad\n]+verordnung", told.stdout.decode())
    assert parts.count("\u00ad\n") == 2
    assert parts.replace("\u00ad\n", "") == word


def test_latin_texts_are_isolated_where_texts_run_from_right_to_left_and_names_stay_as_they_are():
    row = BlankProvision("opsc-3-1", "Penalties. ", "art. 3 (1)")
    arabic = BlankProvision("opsc-1", "حظر (prohibition)", "المادة 1")

    assert as_data((row, arabic), (), "rtl") == [
        {
            "id": "opsc-3-1",
            "title": "\u2066Penalties.\u2069 ",
            "reference": "\u2066art. 3 (1)\u2069",
        },
        {"id": "opsc-1", "title": "حظر (prohibition)", "reference": "المادة 1"},
    ]
    assert as_data(row)["title"] == "Penalties. "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("; Lex 3 ", "; \u2066Lex 3\u2069 "),
        ("، Act 2", "، \u2066Act 2\u2069"),
        ("(CRC/C/1).", "\u2066(CRC/C/1).\u2069"),
        ("बाल अधिनियम 3. ", "\u2066बाल अधिनियम 3.\u2069 "),
    ],
)
def test_what_parts_a_latin_text_from_an_arabic_one_is_not_in_its_isolate(text, expected):
    # Else a semicolon between two sources stands on the far side of the second.
    assert as_data({"title": text}, (), "rtl") == {"title": expected}


def test_patterns_that_a_language_fills_in_are_not_taken_for_latin():
    # In an isolate, the colon of "{label}:" would stand before an Arabic label and not behind it.
    words = {"labelled": "{label}:", "page_short": "p. {page}"}

    assert as_data(words, (), "rtl") == {
        "labelled": "{label}:",
        "page_short": "\u2066p. {page}\u2069",
    }


@pytest.mark.slow
def test_the_logo_is_on_the_cover_with_what_it_shows():
    dot = (
        "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
        "0000000a49444154789c63f80f0001010100b138f6140000000049454e44ae426082"
    )
    own = publication()
    logo = Picture(bytes.fromhex(dot), "image/png", "An invented logo")

    with pikepdf.open(io.BytesIO(pdf_of(replace(own, house=replace(own.house, logo=logo))))) as pdf:
        figures = [each for each in elements(pdf.Root.StructTreeRoot.K) if str(each.S) == "/Figure"]
    assert len(figures) == 1


# Broken templates


def refusal(text, **files):
    with pytest.raises(PublisherError) as caught:
        pdf_of(publication(), country_report=text, **files)
    return str(caught.value)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            '#import "house.typ": *\n#let x = 1 +',
            "templates/typst/country_report.typ: line 2: MUST FIX T595: the PDF cannot be laid out with this"
            " template; Typst says: expected expression\n"
            "    compare this line with the standard template",
        ),
        (
            '#import "house.typ": *\n\n#data.report.countri',
            "templates/typst/country_report.typ: line 3: MUST FIX T595: the PDF cannot be laid out with this"
            ' template; Typst says: dictionary does not contain key "countri"\n'
            "    'publisher templates fields --kind typst' lists all fields and words; compare this line with the standard"
            " template",
        ),
        (
            '#import "hause.typ": *',
            "templates/typst/country_report.typ: line 1: MUST FIX T595: the PDF cannot be laid out with this"
            " template; Typst says: file not found: hause.typ\n"
            "    a layout reads house.typ, its data and the logo, and no other file; compare this line with the standard"
            " template",
        ),
        (
            '#read("../../../etc/passwd")',
            "templates/typst/country_report.typ: line 1: MUST FIX T595: the PDF cannot be laid out with this"
            ' template; Typst says: path `"../../../etc/passwd"` would escape the project root\n'
            "    Typst's advice: cannot access files outside of the project sandbox; compare this line with the"
            " standard template",
        ),
    ],
    ids=["syntax", "unknown field", "no such file", "a file of the machine"],
)
def test_a_fault_of_a_template_is_told_with_file_and_line(text, told):
    assert refusal(text) == told


@pytest.mark.slow
def test_a_fault_in_what_layouts_share_is_told_at_its_own_place():
    house = FILES["house.typ"].decode().replace("#let words = data.words", "#let words = data.word")

    assert refusal(FILES["country_report.typ"].decode(), house=house).startswith(
        f"templates/typst/house.typ: line {house.splitlines().index('#let words = data.word') + 1}: MUST FIX T595"
    )


@pytest.mark.slow
def test_a_package_is_never_fetched():
    assert "failed to download package" in refusal('#import "@preview/cetz:0.3.0"')


@pytest.mark.slow
def test_a_template_that_never_ends_is_stopped():
    loops = b"#let x = 0\n#for a in range(20000) { for b in range(20000) { x = x + 1 } }"
    endless = process.Job("x.pdf", "templates/typst", {"x.typ": loops}, "{}")

    with pytest.raises(PublisherError) as caught:
        process.pdf_of(endless, longest=1)

    assert str(caught.value) == (
        "templates/typst/x.typ: MUST FIX T594: the PDF was not made, because laying it out with this template"
        " takes longer than 1 seconds\n"
        "    look in the template for loops that never end; the standard one takes a few seconds"
    )


@pytest.mark.slow
def test_a_typst_that_dies_is_told(monkeypatch, tmp_path):
    broken = tmp_path / "engine.py"
    broken.write_text("raise SystemExit(9)\n", encoding="utf-8")
    monkeypatch.setattr(process, "ENGINE", broken)

    with pytest.raises(PublisherError) as caught:
        pdf_of(publication())

    assert str(caught.value) == (
        "examplia.pdf: MUST FIX O333: the PDF was not made: Typst, which lays it out, ended before it was done\n"
        "    close other programs, because the memory may have run out, and build again; if that does not help,"
        ' write pdf_engine = "weasyprint" in publisher.toml (for the maintainers: exit code 9)'
    )


# For a printing house


@pytest.mark.slow
def test_the_print_edition_has_inks_alone_and_the_pages_of_the_screen(written):
    profile = read_profile(TOP, "", file="t.pdf")

    content = write_typst_print_pdf(
        publication(), layout(), file="t.pdf", printing=Printing(profile)
    )

    assert faults(content) == ()
    with pikepdf.open(io.BytesIO(content)) as printed, pikepdf.open(io.BytesIO(written)) as screen:
        assert len(printed.pages) == len(screen.pages)
        texts = [
            tuple(round(float(part), 3) for part in operands)
            for page in printed.pages
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "k"
        ]
    blacks = {inks for inks in texts if inks[:3] == (0, 0, 0)}
    assert (0, 0, 0, 1) in blacks


def words_with_places(content, folder):
    """Return the words of each page, sorted, with their place: how far down in points, how far from the left edge of the
    trimmed page in millimetres, as poppler sees them.
    """
    path = folder / "words.pdf"
    path.write_bytes(content)
    listed = subprocess.run(
        ["pdftotext", "-bbox", path, "-"], capture_output=True, text=True, check=True
    ).stdout
    with pikepdf.open(io.BytesIO(content)) as pdf:
        edges = [float(page.TrimBox[0]) - float(page.mediabox[0]) for page in pdf.pages]
    return [
        sorted(
            (word, float(top), (float(left) - edge) * 25.4 / 72)
            for left, top, word in re.findall(
                r'<word xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>(.*?)</word>', page
            )
        )
        for page, edge in zip(listed.split("<page ")[1:], edges, strict=True)
    ]


@pytest.mark.slow
@pytest.mark.parametrize(("direction", "side"), [("ltr", 1), ("rtl", -1)])
def test_the_pages_of_the_print_edition_move_away_from_their_binding(direction, side, tmp_path):
    """The first page of a book lies to the right of its binding, in Arabic to its left: 6 mm outwards, the next back."""
    report = replace(publication(), direction=direction)
    profile = read_profile(TOP, "", file="t.pdf")

    bound, loose = (
        write_typst_print_pdf(report, layout(), file="t.pdf", printing=printing)
        for printing in (Printing(profile, 6, has_fours=True), Printing(profile))
    )

    assert faults(bound) == ()
    before, after = words_with_places(loose, tmp_path), words_with_places(bound, tmp_path)
    assert len(after) % 4 == 0
    assert after[len(before) :] == [[]] * (len(after) - len(before))
    for number, pages in enumerate(zip(before, after, strict=False), start=1):
        # Without "4 / 7", which goes to the outer side.
        foot = {str(number), "/", str(len(before))}
        was, now = ([each for each in page if each[0] not in foot] for page in pages)
        assert [each[:2] for each in was] == [each[:2] for each in now]
        moved = [there[2] - here[2] for here, there in zip(was, now, strict=True)]
        expected = 6 * side * (1 if number % 2 else -1)
        assert moved == pytest.approx([expected] * len(moved), abs=0.1)
    numbers = [
        max(left for word, _, left in page if word == "/") > 297 / 2
        for page in after[2 : len(before)]
    ]
    outer = [(number % 2 == 1) == (side == 1) for number in range(3, len(before) + 1)]
    assert numbers == outer


# Which engine


@pytest.fixture
def project(tmp_path):
    def opened(settings="", **files):
        (tmp_path / "publisher.toml").write_text(settings, encoding="utf-8")
        for name, text in files.items():
            kind, _, file = name.partition("__")
            path = tmp_path / "templates" / kind / file.replace("_dot_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return open_project(tmp_path).value

    return opened


PDF = next(each for each in FORMATS if each.name == "pdf")


@pytest.mark.parametrize(
    ("settings", "files", "engine"),
    [
        ("", {}, Engine.TYPST),
        ('pdf_engine = "weasyprint"', {}, Engine.WEASYPRINT),
        ('report = "portrait_report"', {}, Engine.WEASYPRINT),
        ("", {"html__country_report_dot_pdf_dot_css": "/* own */"}, Engine.WEASYPRINT),
        (
            "",
            {"html__country_report_dot_pdf_dot_css": "/* own */", "typst__house_dot_typ": "// own"},
            Engine.TYPST,
        ),
        ('report = "own"', {"typst__own_dot_typ": "own"}, Engine.TYPST),
    ],
    ids=["usual", "by setting", "no layout", "own style sheet", "own of both", "own layout"],
)
def test_the_engine_is_that_of_the_settings_where_the_templates_have_a_layout(
    project, settings, files, engine
):
    opened = project(settings, **files)

    assert engine_of(opened, PDF) is engine
    if engine is Engine.TYPST:
        names = [each.name for each in report_materials(opened, PDF, "x").templates]
        assert names == [
            f"templates/typst/{opened.settings.report}.typ",
            "templates/typst/house.typ",
        ]
