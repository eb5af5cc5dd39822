"""The PDF for the screen: what it says it is, its tags, links, fonts and attachments."""

import csv
import io
import os
import re
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pikepdf
import pytest
from weasyprint.formatting_structure.boxes import InlineBox

from publisher.project.printer_profile import read_profile
from publisher.writers.html import write_html
from publisher.writers.pdf import Attachment, Printing, laid_out, write_pdf, write_print_pdf
from publisher.writers.pdf.boxes import walk
from publisher.writers.pdf.preflight import faults
from publisher.writers.pdf.render import with_values
from publisher.writers.table import write_content_table
from tests.matterhorn import failures
from tests.pdf_structure import structure
from tests.support import TOP, filled, pdf_text, published
from tests.test_pdf_layout import table_of
from tests.test_typst import elements

HTML = (TOP / "templates/html/country_report.html").read_text(encoding="utf-8")
CSS = (TOP / "templates/html/country_report.pdf.css").read_text(encoding="utf-8")
PORTRAIT, PORTRAIT_CSS = (
    (TOP / f"templates/html/portrait_report.{end}").read_text(encoding="utf-8")
    for end in ("html", "pdf.css")
)
GOLDEN = TOP / "tests/golden/examplia.structure.txt"
ROWS = """
id | law | reforms | compliance | question
opsc-1 | **Bold** and *italic*, see https://example.org/a. [QX-1 s. 2] | - one⏎  - deeper⏎- two | 1. first⏎2. second⏎⏎1. again | Why?
opsc-3-3 | Nothing found | Not applicable | See CRC/C/OPSC/QXX/CO/1 and [QX-1 s. 2]. | Who?
"""
SOURCES = "key | type | title | url | accessed\nQX-1 | National law | Lex | https://example.org/lex | 2026-01-01"


def publication(rows=ROWS, **facts):
    country = {
        "version_date": "2026-03-31",
        "summary": "In short: see [QX-1].",
        "mark": "Sample, not for publication",
    }
    return published(filled(rows, SOURCES, country | facts))


def page(pages=None):
    return write_html(pages or publication(), HTML, "", template_name="country_report.html")


@pytest.fixture(scope="module")
def written():
    """The PDF of a small report with its content attached."""
    table = Attachment(
        "examplia.content.csv", "text/csv", "The table", write_content_table(publication())
    )
    return write_pdf(page(), CSS, file="examplia.pdf", attachments=[table])


@pytest.fixture(scope="module")
def portrait():
    """The PDF of the same report, but for all subject areas after the second, in the portrait set."""
    pages = publication()
    upright = write_html(
        replace(pages, groups=pages.groups[:2]), PORTRAIT, "", template_name="portrait_report.html"
    )
    return write_pdf(upright, PORTRAIT_CSS, file="examplia.pdf")


@pytest.fixture
def pdf(written):
    with pikepdf.open(io.BytesIO(written)) as opened:
        yield opened


def output_of(program, content, folder, *options):
    path = folder / "examined.pdf"
    path.write_bytes(content)
    return subprocess.run(
        [program, *options, str(path)], capture_output=True, text=True, check=True
    ).stdout


@pytest.mark.slow
def test_qpdf_finds_nothing_wrong_with_the_pdf(written, tmp_path):
    assert "No syntax or stream encoding errors found" in output_of(
        "qpdf", written, tmp_path, "--check"
    )


@pytest.mark.slow
def test_the_pdf_says_what_it_is(pdf):
    assert str(pdf.docinfo["/Title"]) == "Examplia: Country report on law and reform"
    assert str(pdf.docinfo["/CreationDate"]).startswith("D:20260331")
    assert str(pdf.Root.Lang) == "en"
    assert bool(pdf.Root.MarkInfo.Marked) is True
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle) is True
    outline = pdf.open_outline().root
    assert [each.title for each in outline[0].children][:4] == [
        "Contents",
        "About this report",
        "Country facts",
        "How to read this report",
    ]
    assert {tuple(round(float(side)) for side in each.MediaBox) for each in pdf.pages} == {
        (0, 0, 842, 595)
    }


@pytest.mark.slow
def test_the_metadata_names_both_standards_and_the_language(pdf):
    rdf, about = (
        "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}",
        "{http://www.aiim.org/pdfa/ns/schema#}",
    )
    metadata = ElementTree.fromstring(pdf.Root.Metadata.read_bytes())

    written = {
        key: value
        for each in metadata.iter(f"{rdf}Description")
        for key, value in each.attrib.items()
    }
    written |= {each.tag: each.text for each in metadata.iter() if each.text and each.text.strip()}
    assert written["{http://www.aiim.org/pdfa/ns/id/}part"] == "3"
    assert written["{http://www.aiim.org/pdfa/ns/id/}conformance"] == "A"
    assert written["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
    assert written[f"{about}namespaceURI"] == "http://www.aiim.org/pdfua/ns/id/"
    languages = metadata.find(".//{http://purl.org/dc/elements/1.1/}language")
    assert [each.text for each in languages.iter(f"{rdf}li")] == ["en"]
    (intent,) = pdf.Root.OutputIntents
    assert (intent.S, int(intent.DestOutputProfile.N)) == (pikepdf.Name.GTS_PDFA1, 3)


@pytest.mark.slow
def test_every_font_is_embedded(written, tmp_path):
    fonts = output_of("pdffonts", written, tmp_path).splitlines()[2:]

    assert fonts
    assert {line.split()[-5] for line in fonts} == {"yes"}


@pytest.mark.slow
def test_the_tags_are_those_of_the_golden_structure(pdf):
    """Run with REWRITE_GOLDEN=1 to write the file anew; then read what changed in it."""
    found = structure(pdf)
    if os.environ.get("REWRITE_GOLDEN"):
        GOLDEN.write_text(found, encoding="utf-8")

    assert found == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.slow
def test_header_cells_say_what_they_head_and_no_heading_level_is_left_out(pdf):
    lines = [line.split()[0] for line in structure(pdf).splitlines()]

    assert {line for line in structure(pdf).split() if line.startswith("Scope=")} == {
        "Scope=Column",
        "Scope=Row",
    }
    levels = [int(line[1]) for line in lines if re.fullmatch(r"H\d", line)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.slow
def test_running_heads_and_page_numbers_are_artifacts(pdf):
    for number, each in enumerate(pdf.pages):
        numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
        elements = next(
            list(numbers[i + 1]) for i in range(0, len(numbers), 2) if int(numbers[i]) == number
        )
        marked = [
            int(operands[1].MCID)
            for operands, operator in pikepdf.parse_content_stream(each)
            if str(operator) == "BDC" and "/MCID" in operands[1]
        ]
        pagination = [
            operands
            for operands, operator in pikepdf.parse_content_stream(each)
            if str(operator) == "BDC" and operands[1].get("/Type") == "/Pagination"
        ]
        assert all(elements[id_] is not None for id_ in marked)
        assert bool(pagination) is (number > 0)  # the cover has none
    assert "SAMPLE" not in "".join(
        line for line in structure(pdf).splitlines() if "Examplia: Country" in line
    )


@pytest.mark.slow
def test_notes_and_calls_lead_to_each_other_and_out(pdf):
    links = [
        each for one in pdf.pages for each in one.get("/Annots", []) if each.Subtype == "/Link"
    ]

    places = {
        str(each.A.D) if "/A" in each and "/D" in each.A else str(each.get("/Dest", ""))
        for each in links
    }
    assert {"note-1", "call-1-1", "note-2", "call-2-1"} <= places
    assert {str(each.A.URI) for each in links if "/A" in each and "/URI" in each.A} == {
        "https://example.org/a",
        "https://example.org/lex",
    }
    assert all("/Contents" in each and "/StructParent" in each for each in links)


@pytest.mark.slow
def test_each_link_has_one_annotation_and_stands_in_no_other(pdf):
    text = structure(pdf)

    assert text.count("OBJR") == sum(len(each.get("/Annots", [])) for each in pdf.pages)
    assert (
        re.findall(r"^( *)Link.*\n\1  OBJR\n(?:\1  .*\n)*?\1  +(?:Link|OBJR)", text, re.MULTILINE)
        == []
    )


@pytest.mark.slow
def test_the_content_is_attached_as_data(pdf):
    file = pdf.attachments["examplia.content.csv"]
    held = file.get_file()

    assert (held.mime_type, file.description, file.relationship) == (
        "text/csv",
        "The table",
        pikepdf.Name.Data,
    )
    assert [str(each.F) for each in pdf.Root.AF] == ["examplia.content.csv"]
    assert str(held.obj.Params.ModDate) == str(pdf.docinfo["/ModDate"])
    rows = list(csv.DictReader(io.StringIO(held.read_bytes().decode("utf-8-sig"))))
    assert rows[0]["text"] == "Bold and italic, see https://example.org/a.[2]"


@pytest.mark.long  # tests/test_pipeline.py builds all formats twice, in two processes
@pytest.mark.slow
def test_the_same_report_gives_the_same_bytes_here_and_in_another_process(written, tmp_path):
    (tmp_path / "page.html").write_text(page(), encoding="utf-8")
    (tmp_path / "table.csv").write_bytes(write_content_table(publication()))
    script = (
        "import sys; from pathlib import Path; from publisher.writers.pdf import Attachment, write_pdf\n"
        "folder, sheet = Path(sys.argv[1]), Path(sys.argv[2]).read_text(encoding='utf-8')\n"
        "table = Attachment('examplia.content.csv', 'text/csv', 'The table', (folder / 'table.csv').read_bytes())\n"
        "page = (folder / 'page.html').read_text(encoding='utf-8')\n"
        "for name in '12':\n"
        "    (folder / name).write_bytes(write_pdf(page, sheet, file='examplia.pdf', attachments=[table]))\n"
    )
    sheet = TOP / "templates/html/country_report.pdf.css"
    environment = os.environ | {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7", "PYTHONPATH": str(TOP)}
    subprocess.run(
        [sys.executable, "-c", script, str(tmp_path), str(sheet)],
        check=True,
        env=environment,
        cwd=tmp_path,
    )

    assert (tmp_path / "1").read_bytes() == written
    assert (tmp_path / "2").read_bytes() == written


@pytest.mark.slow
def test_names_in_other_scripts_are_printed_in_the_pdf(tmp_path):
    names = "Ministry 司法部, министерство, ملف, मंत्रालय"
    content = write_pdf(page(published(filled(f"id | law\nopsc-1 | {names}"))), CSS, file="t.pdf")

    text = pdf_text(content, tmp_path)

    assert "司法部" in text
    assert "министерство" in text
    assert "ملف" in text or "فلم" in text
    fonts = output_of("pdffonts", content, tmp_path)
    assert "+Report-Arabic " in fonts
    assert "+Report-Devanagari " in fonts


@pytest.mark.parametrize(
    ("medium", "colours"),
    [
        ("screen", "p { color: #123; border: 1px solid var(--unknown) }"),
        ("print", "p { color: #000; border: 1px solid var(--unknown) }"),
    ],
)
def test_variables_of_a_style_sheet_are_put_in_as_the_medium_has_them(medium, colours):
    rules = "p { color: var(--ink); border: 1px solid var(--unknown) }"
    sheet = f":root{{ --ink:#123 }}\n@media print {{\n  :root {{ --ink: #000; }}\n}}\n{rules}"

    assert with_values(sheet, medium).splitlines()[-1] == colours


def test_without_pango_the_pdf_says_what_is_missing():
    script = (
        "import sys, builtins\n"
        "real = builtins.__import__\n"
        "def refuse(name, *rest, **more):\n"
        "    if name == 'weasyprint': raise OSError('cannot load library libpango-1.0-0')\n"
        "    return real(name, *rest, **more)\n"
        "builtins.__import__ = refuse\n"
        "from publisher.writers.pdf import write_pdf\n"
        "from publisher.domain.diagnostics import PublisherError\n"
        "try:\n"
        "    write_pdf('<p>', '', file='examplia.pdf')\n"
        "except PublisherError as problem:\n"
        "    print(problem)\n"
    )

    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=TOP
    )

    assert result.stdout == (
        "examplia.pdf: MUST FIX O302: the PDF cannot be made, because the program Pango is missing; Word file and web page"
        " are not affected\n"
        "    run 'publisher doctor': it says how to install Pango on this system\n"
    )


@pytest.mark.slow
def test_no_condition_of_the_matterhorn_protocol_fails(written, portrait):
    for content in (written, portrait):
        with pikepdf.open(io.BytesIO(content)) as opened:
            assert failures(opened) == []


@pytest.mark.slow
def test_the_pdf_of_the_portrait_set_stands_upright_and_its_contents_list_has_the_right_pages(
    portrait,
    tmp_path,
):
    with pikepdf.open(io.BytesIO(portrait)) as opened:
        boxes = {tuple(round(float(side)) for side in each.MediaBox) for each in opened.pages}
        sizes = {(right - left, top - bottom) for left, bottom, right, top in boxes}
    assert sizes == {(595, 842)}
    _, contents, *others = pdf_text(portrait, tmp_path).split("\f")
    for heading in (
        "Executive summary",
        "1 Prohibition and definitions",
        "Sources",
        "About this report",
    ):
        number = int(re.search(rf"^{heading}\s+(\d+)$", contents, re.MULTILINE)[1])
        assert heading in others[number - 3].splitlines()
    text = " ".join("\n".join(others).split())
    assert "1.1 General prohibition art. 1 The State must outlaw" in text
    assert "CURRENT NATIONAL LAW Bold and italic, see https://example.org/a." in text
    assert "Skip to the table" not in text


def test_the_house_style_of_the_page_holds_in_the_style_sheet_too():
    sheet = ":root { --house-accent: #7a1f5c; } :root { --accent: var(--house-accent, #1f4e79); --warn: var(--house-warning, #9a3412); }"

    found = with_values(
        sheet
        + " h1 { color: var(--accent); } b { color: var(--warn); } i { color: var(--none, red) }",
        "screen",
    )

    assert found.endswith(" h1 { color: #7a1f5c; } b { color: #9a3412; } i { color: red }")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("template", "style_sheet"),
    [(HTML, CSS), (PORTRAIT, PORTRAIT_CSS)],
    ids=["landscape", "portrait"],
)
def test_calls_are_raised_and_smaller_and_their_links_can_be_clicked(template, style_sheet):
    pages = publication()
    page = write_html(replace(pages, groups=pages.groups[:2]), template, "", template_name="t.html")

    laid = laid_out(page, style_sheet, file="t.pdf")

    calls = [
        box
        for sheet in laid.document.pages
        for box in walk(sheet._page_box)
        if isinstance(box, InlineBox) and box.element.get("class") == "call"
    ]
    assert calls
    for call in calls:
        assert call.style["font_size"] < 10  # pixels: 9.3 in a text of 13.3
        assert call.margin_height() > 5  # what can be clicked
        assert call.style["vertical_align"] != "baseline"


@pytest.mark.slow
def test_the_portrait_set_can_be_printed_where_a_finding_is_partly_in_line():
    rows = (
        "id | law | assessment | finder | date\nopsc-1 | Law. | Partly in line | Researcher | 2019"
    )
    pages = publication(rows)
    page = write_html(replace(pages, groups=pages.groups[:1]), PORTRAIT, "", template_name="t.html")

    printing = Printing(read_profile(TOP, "", file="t.pdf"))
    content = write_print_pdf(page, PORTRAIT_CSS, file="t.pdf", printing=printing)

    assert faults(content) == ()


@pytest.mark.slow
def test_the_pages_of_the_portrait_set_move_away_from_their_binding_the_cover_too():
    page = write_html(replace(publication(), groups=()), PORTRAIT, "", template_name="t.html")

    laid = laid_out(page, f":root {{ --gutter: 5mm }}\n{PORTRAIT_CSS}", file="t", medium="print")

    inner = [
        box.margin_left if number % 2 else box.margin_right
        for number, box in enumerate(laid.page_boxes, start=1)
    ]
    assert inner == pytest.approx([32 / 25.4 * 96] * len(inner))  # 27 mm and 5, in pixels


# Tables over several pages


@pytest.fixture(scope="module")
def long_table():
    """A table of four rows, of which the second goes on over two pages."""
    content = write_pdf(table_of(3, 900, 3, 400), CSS, file="t.pdf")
    with pikepdf.open(io.BytesIO(content)) as opened:
        yield opened


@pytest.mark.slow
def test_a_table_over_several_pages_is_one_in_the_tags_and_each_row_stands_there_once(long_table):
    assert len(long_table.pages) > 3
    (table,) = (each for each in _elements(long_table) if each.S == "/Table")
    rows = [each for each in elements(table.K) if each.S == "/TR"]

    assert [[str(cell.S) for cell in row.K] for row in rows] == [
        ["/TH"] * 4,
        *[["/TH", "/TD", "/TD", "/TD"]] * 4,
    ]
    told = structure(long_table)
    assert told.count("'Provision'") == 1
    assert "continued" not in told  # what a page repeats is an artifact
    for number in range(1, 5):
        assert told.count(f"'art. {number}'") == 1
    # All words of the long cells, in the part of the tree of their own row.
    assert [len(re.findall(r"\bwords\b", row)) for row in _rows_told(told)[1:]] == [
        3 + 1,
        900 + 450,
        3 + 1,
        600,
    ]


def _elements(pdf):
    return elements(pdf.Root.StructTreeRoot.K)


def _rows_told(told):
    """Return the text of each row of the tree as it is told."""
    return re.split(r"\n +TR\n", told.split("Notes")[0])[1:]


@pytest.mark.slow
def test_the_cells_of_a_table_over_several_pages_name_heads_that_are_there(long_table):
    (table,) = (each for each in _elements(long_table) if each.S == "/Table")
    cells = [each for each in elements(table.K) if each.S in ("/TH", "/TD")]
    heads = {str(each.ID) for each in cells if each.S == "/TH"}

    assert len(heads) == 4 + 4
    for cell in (each for each in cells if each.S == "/TD"):
        assert len(cell.A.Headers) == 2
        assert {str(each) for each in cell.A.Headers} <= heads
