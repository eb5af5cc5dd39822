"""What holds for each Word file and each web page alike: both sets of templates, three languages.

The sisters of these tests for PDFs are in test_every_pdf.py. Files are read as other programs do, by their elements;
all content is invented.
"""

import io
import re
import tomllib
import zipfile
from dataclasses import replace
from functools import cache

import pytest
from lxml import etree, html

from publisher.compose.presentation import Presentation
from publisher.compose.report import compose_report
from publisher.domain.text import plain_text
from publisher.project.project import open_project
from publisher.project.workbooks import check_content
from publisher.writers.docx import write_docx
from publisher.writers.html import write_html
from tests.sample_pages import workbook_with
from tests.support import TODAY, TOP, W

SETS = ("country_report", "portrait_report")
LANGUAGES = ("en", "fr", "ar")
EVERY = [(name, language) for name in SETS for language in LANGUAGES]
TEXTS = {
    "Latin": "Çocukların łódź ſtraße Œuvre naïve.",
    "Arabic": "يعاقب القانون بيع الأطفال",
    "Devanagari": "बाल अधिकार संरक्षण अधिनियम की धारा",
    "Chinese": "禁止买卖儿童",
}
# Note 1 is called twice, note 2 once. One text is so long that its row goes across the columns.
CELLS = {
    ("opsc-1", "law"): f"{TEXTS['Latin']} [QX-1]",
    ("opsc-1", "reforms"): f"**{TEXTS['Arabic']}** [QX-1]",
    ("opsc-2-a", "law"): f"- {TEXTS['Devanagari']}\n- {TEXTS['Chinese']} [QX-2]",
    ("opsc-3-1-a-i-a", "law"): "Ŋa łu. " * 130,
}
# Names, addresses and symbols are the same in every language.
NAMES = {"Examplia", "Example", "Coalition", "OPSC", "QX", "QXX", "UNTS", "Lex", "Ŋa", "łu", "CRC"}


@cache
def publication(language):
    """Return the report of an invented country in a language, cut to its first three groups."""
    project = open_project(TOP).value.in_language(language)
    content = workbook_with(CELLS, language)
    checked = check_content(project, TOP / "examplia.xlsx", content, TODAY)
    assert checked.is_publishable, checked.diagnostics
    edition = Presentation("Example Coalition", notes_in_word="footnotes")
    whole = compose_report(checked.report, checked.project.worded, edition)
    return replace(whole, groups=whole.groups[:3])


@cache
def word(name, language, notes="footnotes"):
    template = (TOP / f"templates/docx/{name}.docx").read_bytes()
    report = replace(publication(language), notes_in_word=notes)
    return write_docx(report, template, template_name=f"{name}.docx")


@cache
def page(name, language):
    template, look = (
        (TOP / f"templates/html/{name}.{kind}").read_text(encoding="utf-8")
        for kind in ("html", "css")
    )
    return write_html(publication(language), template, look, template_name=f"{name}.html")


def part(content, name="document"):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return etree.fromstring(archive.read(f"word/{name}.xml"))


def body(name, language):
    return html.document_fromstring(page(name, language)).find("body")


def shown(element):
    """Return the text of an element of a Word file or a web page, without spaces and signs of direction."""
    text = (
        "".join(each.text or "" for each in element.iter(f"{W}t"))
        if element.tag.startswith(W)
        else element.text_content()
    )
    return re.sub(r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069]", "", text)


# Texts


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_the_texts_of_the_workbook_are_there_word_for_word(name, language):
    for read in (shown(part(word(name, language))), shown(body(name, language))):
        missing = [script for script, text in TEXTS.items() if "".join(text.split()) not in read]

        assert missing == []


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_no_fixed_words_of_another_language_are_there(name, language):
    others = [each for each in LANGUAGES if each != language]
    own = "\n".join(_fixed(language))
    foreign = {
        phrase
        for other in others
        for phrase in _fixed(other)
        if len(phrase) > 8 and phrase not in own
    }
    assert len(foreign) > 150

    for read in (_visible(part(word(name, language))), _visible(body(name, language))):
        assert [
            each for each in foreign if re.search(rf"(?<!\w){re.escape(each)}(?!\w)", read)
        ] == []
        if language == "ar":
            assert set(re.findall(r"[^\W\d_؀-ۿ]{2,}", _without_content(read))) - NAMES == set()


@cache
def _fixed(language):
    """Return the words that publications print, and those of the treaty, in a language."""
    words = tomllib.loads(
        (TOP / f"publisher/languages/{language}.toml").read_text(encoding="utf-8")
    )
    printed = [
        text
        for table in ("report", "how_to_read", "source_headings", "citations")
        for text in words[table].values()
        if isinstance(text, str)
    ]
    rows = (entry for group in publication(language).groups for entry in group.rows)
    printed += [text for row in rows for text in (row.title, row.summary)]
    pieces = (piece for text in printed for piece in re.split(r"\{\w+\}", text))
    return tuple(re.sub(r"[ \u00a0\u202f]+", " ", piece).strip() for piece in pieces)


def _visible(element):
    """Return the text of an element, paragraph by paragraph, with plain spaces."""
    if element.tag.startswith(W):
        lines = (
            "".join(each.text or "" for each in one.iter(f"{W}t")) for one in element.iter(f"{W}p")
        )
        text = "\n".join(lines)
    else:
        text = " ".join(element.itertext())
    return re.sub(r"[ \u00a0\u202f]+", " ", text)


def _without_content(text):
    for each in (*TEXTS.values(), "https://"):
        text = text.replace(each, " ")
    for piece in plain_text(publication("en").groups[0].rows[0].cells[0].blocks).split():
        text = text.replace(piece, " ")
    return text


# Headings


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_no_heading_is_empty_and_none_stands_above_nothing(name, language):
    levels = _levels(word(name, language))
    document = part(word(name, language)).find(f"{W}body")
    headings = [each for each in document if _style(each) in levels]
    assert len(headings) > 8
    assert [shown(each) for each in headings if not shown(each)] == []
    for each in headings:
        following = each.getnext()
        deeper = levels.get(_style(following), 9) > levels[_style(each)]
        assert deeper, shown(each)

    found = list(body(name, language).iter("h1", "h2", "h3", "h4", "h5"))
    assert len(found) > 8
    assert [each.tag for each in found if not shown(each)] == []


def _levels(content):
    """Return the levels of the styles for headings by their ids."""
    return {
        style.get(f"{W}styleId"): int(level.get(f"{W}val"))
        for style in part(content, "styles").iter(f"{W}style")
        if (level := style.find(f"{W}pPr/{W}outlineLvl")) is not None
    } | {"Heading1SamePage": 0}


def _style(paragraph):
    style = None if paragraph is None else paragraph.find(f"{W}pPr/{W}pStyle")
    return None if style is None else style.get(f"{W}val")


# Tables


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_each_table_says_what_its_rows_or_columns_are(name, language):
    """A heading row that each page repeats, or a heading column; a bar is drawn, and told in words."""
    tables = list(part(word(name, language)).iter(f"{W}tbl"))
    assert len(tables) > 3
    for each in tables:
        style = each.find(f"{W}tblPr/{W}tblStyle").get(f"{W}val")
        told = [
            each.find(f"{W}tblPr/{W}{kind}").get(f"{W}val")
            for kind in ("tblCaption", "tblDescription")
        ]
        assert all(told), style
        if style == "ProvisionTable":
            (head, *rows) = each.findall(f"{W}tr")
            assert head.find(f"{W}trPr/{W}tblHeader") is not None
            assert all(shown(cell) for cell in head.findall(f"{W}tc"))
            assert rows
        elif style != "BarTable":
            assert each.find(f"{W}tblPr/{W}tblLook").get(f"{W}firstColumn") == "1", style

    for each in body(name, language).iter("table"):
        heads = each.xpath("./thead/tr/th[@scope='col'] | ./tbody/tr/th[@scope='row']")
        assert heads
        assert all(shown(head) for head in heads)
        assert (
            each.get("aria-labelledby")
            or each.get("aria-label")
            or each.find("caption") is not None
        )
        columns = each.xpath("./thead/tr/th")
        for row in each.xpath("./tbody/tr"):
            wide = sum(int(cell.get("colspan", 1)) for cell in row)
            assert not columns or wide == len(columns)


# Notes


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_in_word_the_call_of_a_note_is_raised_and_leads_there_and_back(name, language):
    """Notes of Word's own lead both ways by themselves (ECMA-376 Part 1, 17.11); a further call by its field."""
    document, styles = part(word(name, language)), part(word(name, language), "styles")
    raised = {
        each.get(f"{W}styleId")
        for each in styles.iter(f"{W}style")
        if (place := each.find(f"{W}rPr/{W}vertAlign")) is not None
        and place.get(f"{W}val") == "superscript"
    }
    calls = list(document.iter(f"{W}footnoteReference"))
    notes = {
        each.get(f"{W}id"): each
        for each in part(word(name, language), "footnotes")
        if each.get(f"{W}type") is None
    }
    assert [each.get(f"{W}id") for each in calls] == list(notes) == ["1", "2"]
    for each in calls:
        assert each.getparent().find(f"{W}rPr/{W}rStyle").get(f"{W}val") in raised
    for each in notes.values():
        assert each.find(f".//{W}footnoteRef") is not None
    marks = {each.get(f"{W}name") for each in document.iter(f"{W}bookmarkStart")}
    (again,) = [
        code.text.split() for code in document.iter(f"{W}instrText") if "NOTEREF" in code.text
    ]
    assert again[1] in marks
    assert "\\h" in again


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_in_a_list_of_word_calls_lead_to_notes_and_notes_to_each_of_their_calls(name, language):
    document = part(word(name, language, "list"))
    marks = {each.get(f"{W}name"): each for each in document.iter(f"{W}bookmarkStart")}
    links = [each for each in document.iter(f"{W}hyperlink") if each.get(f"{W}anchor")]
    calls = [each for each in links if _run_style(each) == "NoteCall"]
    back = [each for each in links if shown(each) == "↑"]
    assert [shown(each) for each in calls] == ["1", "1", "2"]
    assert len(back) == 3
    for each in calls:
        note = next(marks[each.get(f"{W}anchor")].iterancestors(f"{W}p"))
        assert _style(note) == "NoteText"
        assert shown(note).startswith(shown(each))
    for each in back:
        call = marks[each.get(f"{W}anchor")].getnext()
        assert call in calls
        note = next(each.iterancestors(f"{W}p"))
        assert shown(note).startswith(shown(call))


def _run_style(link):
    style = link.find(f"{W}r/{W}rPr/{W}rStyle")
    return "" if style is None else style.get(f"{W}val")


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_on_the_web_page_calls_lead_to_notes_and_notes_to_each_of_their_calls(name, language):
    there = {each.get("id"): each for each in body(name, language).iter() if each.get("id")}
    calls = body(name, language).xpath("//a[contains(@class, 'call')]")
    assert [shown(each) for each in calls] == ["1", "1", "2"]
    for each in calls:
        assert each.find("sup") is not None  # raised, and smaller by the style sheet
        note = there[each.get("href").removeprefix("#")]
        assert shown(note).startswith(shown(each))
        leading_back = {link.get("href") for link in note.iter("a")}
        assert f"#{each.get('id')}" in leading_back
