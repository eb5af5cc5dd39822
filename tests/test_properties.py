"""The laws of the design, held against whatever hypothesis invents."""

import io
import re
from dataclasses import replace
from itertools import groupby
from xml.etree import ElementTree

import openpyxl
import pytest
from docx import Document
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from publisher.domain.diagnostics import PublisherError
from publisher.domain.model import Run
from publisher.domain.names import folded
from publisher.domain.text import CrossReference, all_inlines
from publisher.project.fonts import are_beyond_shipped
from publisher.writers.docx import write_docx
from publisher.writers.html import write_html
from publisher.writers.pdf import write_pdf
from publisher.writers.typst import Layout, write_typst_pdf
from tests.strategies import bare, printed_texts, texts
from tests.support import (
    TOP,
    W,
    blank_book,
    checked,
    docx_part,
    english,
    fill_rows,
    filled,
    html_text,
    pdf_text,
    provision_cell,
    published,
    read,
    saved,
)

pytestmark = pytest.mark.slow  # many examples, each from workbook to file

DOCX = (TOP / "templates/docx/country_report.docx").read_bytes()
HTML, PORTRAIT = (
    (TOP / f"templates/html/{name}.html").read_text(encoding="utf-8")
    for name in ("country_report", "portrait_report")
)
CSS = (TOP / "templates/html/country_report.css").read_text(encoding="utf-8")
PDF_CSS = (TOP / "templates/html/country_report.pdf.css").read_text(encoding="utf-8")
PLACES = [
    ("opsc-1", "law"),
    ("opsc-2-a", "reforms"),
    ("opsc-3-1-b", "compliance"),
    ("opsc-10-4", "law"),
]
# A PDF takes a second: half as many examples as of all else, and fewer in the long profile.
LAYOUT = Layout(
    {
        name: (TOP / "templates/typst" / name).read_bytes()
        for name in ("country_report.typ", "house.typ")
    },
    "templates/typst",
    are_beyond_shipped,
)
PDFS = 3 if settings().max_examples < 100 else 60


def book_with(written):
    book = filled(sources="key | type | title\n QX-1 | National law | Example Act")
    for (id_, key), text in zip(PLACES, written, strict=False):
        fill_rows(book["Provisions"], "id", [{"id": id_, key: text}])
    return book


def with_these_rows_only(publication):
    """Return a report with the rows of PLACES, and those to which their texts refer, alone.

    With all rows each example would make a report of thirty pages.
    """
    ids = {id_ for id_, _ in PLACES}
    for row in (row for group in publication.groups for row in group.rows):
        blocks = (block for cell in row.cells for block in cell.blocks)
        ids.update(
            each.provision for each in all_inlines(blocks) if isinstance(each, CrossReference)
        )
    groups = (
        replace(group, rows=tuple(row for row in group.rows if row.id in ids))
        for group in publication.groups
    )
    return replace(publication, groups=tuple(group for group in groups if group.rows))


# What people write instead of a state: it is told (C274 to C277), and no text.
SAID = {folded(word) for words in english().sections["said_in_cells"].values() for word in words}


def printed(text):
    """Return, as a pattern, what must be printed of a text: all but the marks of lists, emphasis and citation.

    '2. ' at the start of a line may be the mark of a list, which is not text, or begin a sentence, which is.
    """
    text = re.sub(r"\[QX-1( para\. 12)?\]", "", text.replace("_x000D_", "\n"))
    pattern = ""
    if not folded(text) or folded(text) in SAID:  # a dash, 'none': no text, which is told
        return re.compile(pattern)
    for line in re.split(r"[\n\x85\u2028\u2029]", text):
        bullet, number, rest = re.fullmatch(
            r"(\s*[-–•·▪◦\uf0b7\uf0a7]\s+(?=\S))?(\s*\d{1,2}\.\s+(?=\S))?(.*)", line
        ).groups()
        if bullet:
            number, rest = "", (number or "") + rest
        pattern += f"({re.escape(bare(number))})?" if number else ""
        pattern += re.escape(bare(rest))
    return re.compile(pattern)


def docx_cells(content):
    """Return the text of each content cell by its bookmark, from the raw XML and without the numbers of notes."""
    cells, open_marks, field = {}, {}, ""
    for element in ElementTree.fromstring(docx_part(content)).iter():
        name, number = element.get(f"{W}name"), element.get(f"{W}id")
        if element.tag == f"{W}bookmarkStart" and name.startswith("c_"):
            cells[name], open_marks[number] = "", name
        elif element.tag == f"{W}bookmarkEnd":
            open_marks.pop(number, None)
        elif element.tag == f"{W}instrText":
            field = element.text
        elif element.get(f"{W}fldCharType") == "end":
            field = ""
        elif element.tag == f"{W}t" and "NOTEREF" not in field:
            for mark in open_marks.values():
                cells[mark] += element.text or ""
    return cells


@pytest.mark.no_cover  # being traced would double its time
@given(st.lists(texts.filter(lambda text: text.strip()), min_size=1, max_size=4))
@example(["a {_{ b }_} {{ c }} {% d %} & <e>", "</w:t></w:r>", "x *y* **z**", "\n- a\n- b"])
def test_every_text_is_printed_whole_in_word_and_on_the_web(written):
    book = book_with(written)
    publication = with_these_rows_only(published(book))

    cells = docx_cells(write_docx(publication, DOCX, template_name="t.docx"))
    pages = [
        html_text(write_html(publication, page, CSS, template_name="t.html"))[1]
        for page in (HTML, PORTRAIT)
    ]

    for (id_, key), text in zip(PLACES, written, strict=False):
        if printed(text).pattern:
            assert printed(text).fullmatch(bare(cells[f"c_{id_}_{key}".replace("-", "_")]))
            assert all(
                printed(text).fullmatch(bare(elements[f"cell-{id_}-{key}"])) for elements in pages
            )


@pytest.mark.no_cover  # being traced would double its time
@pytest.mark.slow
@settings(max_examples=PDFS)
@given(st.lists(printed_texts, min_size=4, max_size=4))
def test_every_text_is_printed_whole_in_the_pdf(tmp_path_factory, written):
    publication = with_these_rows_only(published(book_with(written)))

    page = write_html(publication, HTML, "", template_name="t.html")
    found = bare(pdf_text(write_pdf(page, PDF_CSS, file="t.pdf"), tmp_path_factory.mktemp("pdf")))

    for text in written:  # without the hyphens (U+2010) at which words are divided
        assert printed(text.replace("\u2010", "")).search(found.replace("\u2010", ""))


@pytest.mark.no_cover  # being traced would double its time
@pytest.mark.slow
@settings(max_examples=PDFS)
@given(st.lists(printed_texts, min_size=4, max_size=4))
@example(
    ["#panic() $x$ *y* _z_ `w` <a> @b", "= Heading\n+ item\n/ term: x", "\\u{41} #let", "~ -- ---"]
)
def test_every_text_is_printed_whole_in_the_pdf_by_typst(tmp_path_factory, written):
    publication = with_these_rows_only(published(book_with(written)))

    pdf = write_typst_pdf(publication, LAYOUT, file="t.pdf")
    found = bare(pdf_text(pdf, tmp_path_factory.mktemp("pdf")))

    # Without the soft hyphens at which words are divided, and the bullets, which Typst tags as text.
    found = re.sub("[\u00ad•‣–-]", "", found)
    for text in written:
        assert printed(re.sub("[\u00ad•‣–-]", "", text)).search(found)


@pytest.mark.no_cover  # being traced would double its time
@given(st.text(st.sampled_from("\x00\x01\x07\x0e\x1f"), min_size=1, max_size=3), texts)
def test_a_character_that_cannot_be_printed_is_refused_at_its_cell(bad, text):
    escaped = "".join(f"_x{ord(each):04X}_" for each in bad)
    book = blank_book()
    fill_rows(book["Provisions"], "id", [{"id": "opsc-1", "law": text + escaped}])

    _, problems = checked(book)

    assert [
        (each.code, each.place.sheet, each.place.cell)
        for each in problems
        if each.level == "must_fix"
    ][:1] == [("C206", "Provisions", "F3")]


@pytest.mark.no_cover  # being traced would double its time
@given(st.dictionaries(st.sampled_from(PLACES), texts.filter(lambda text: text.strip())))
def test_reading_gives_what_was_written(written):
    book = blank_book()
    for (id_, key), text in written.items():
        fill_rows(book["Provisions"], "id", [{"id": id_, key: text}])

    rows = {row.cells["id"].text: row.cells for row in read(book).value.provisions}

    for (id_, key), text in written.items():
        assert bare(rows[id_][key].text) == bare(text.replace("_x000D_", ""))


# Letters that normalising leaves as they are, so that runs can be compared one by one.
_PLAIN = st.text("aZ9 .,;-–[]()*&<>'\"äéжعא中\u200c\n", min_size=1, max_size=30)
_PIECES = st.lists(st.tuples(_PLAIN, st.booleans(), st.booleans()), min_size=1, max_size=6)


@pytest.mark.no_cover  # being traced would double its time
@given(_PIECES, st.sampled_from(["", "https://example.org/a?b=1&c=%20"]))
def test_reading_gives_the_formatting_and_the_link_that_were_written(pieces, link):
    assume("".join(text for text, *_ in pieces).strip())
    book = filled()
    cell = provision_cell(book, "opsc-1", "law")
    cell.value = CellRichText(
        *(TextBlock(InlineFont(b=bold, i=italic), text) for text, bold, italic in pieces)
    )
    if link:
        cell.hyperlink = link

    (row,) = [row for row in read(saved(book)).value.provisions if row.cells["id"].text == "opsc-1"]

    alike = [
        (look, "".join(text for text, *_ in group))
        for look, group in groupby(pieces, key=lambda each: each[1:])
    ]
    assert row.cells["law"].runs == tuple(Run(text, bold, italic) for (bold, italic), text in alike)
    assert row.cells["law"].link == link


@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_but_the_one_error(content):
    with pytest.raises(PublisherError):
        read(content)


BLANK = saved(blank_book())


@given(
    st.lists(
        st.tuples(st.integers(0, len(BLANK) - 1), st.integers(0, 255)), min_size=1, max_size=20
    )
)
def test_a_damaged_workbook_is_read_or_refused(changes):
    content = bytearray(BLANK)
    for position, value in changes:
        content[position] = value
    try:
        read(bytes(content))
    except PublisherError as problem:
        assert problem.diagnostic.place.file == "examplia.xlsx"  # noqa: PT017 - most damage does no harm


@given(st.integers(0, len(BLANK) - 1))
def test_a_workbook_cut_in_transfer_is_refused(length):
    with pytest.raises(PublisherError) as caught:
        read(BLANK[:length])

    assert caught.value.diagnostic.code in ("F001", "F003", "F005", "F007")


@pytest.mark.no_cover  # being traced would double its time
@given(texts.filter(lambda text: text.strip()))
def test_the_same_workbook_gives_the_same_word_file(text):
    publication = with_these_rows_only(published(book_with([text])))

    first = write_docx(publication, DOCX, template_name="t.docx")

    assert write_docx(publication, DOCX, template_name="t.docx") == first
    assert (
        Document(io.BytesIO(first)).core_properties.title
        == "Examplia: Country report on law and reform"
    )
    assert openpyxl.load_workbook(io.BytesIO(BLANK)).sheetnames[0] == "Read me"
