"""However the tags of a template are damaged: the check never fails, and what it finds no fault with can be filled."""

import pytest
from docx.oxml.ns import qn
from hypothesis import assume, given
from hypothesis import strategies as st
from lxml import etree

from publisher.domain.diagnostics import Level, PublisherError
from publisher.project.samples import examples
from publisher.writers.docx import template_findings, write_docx
from publisher.writers.html import write_html
from tests.broken_templates import broken, instead, parts_of, sound, text_of
from tests.support import TODAY, TOP, english

WORDS = tuple(english().words("report"))
TEMPLATES = [
    sound(),
    *(path.read_bytes() for path in sorted((TOP / "templates/docx").glob("*_report.docx"))),
]
PAGE = (TOP / "templates/html/country_report.html").read_text(encoding="utf-8")
SIGNS = "{}%# .|\"'()[]prtc_0-,“”–~*&<>\u00a0\u200b"


@st.composite
def damaged(draw, text):
    """A text in which a sign or two were lost, doubled, changed or swapped."""
    letters = list(text)
    for _ in range(draw(st.integers(1, 2))):
        place = draw(st.integers(0, max(len(letters) - 2, 0)))
        match draw(st.sampled_from(["lose", "double", "change", "add", "swap"])):
            case "lose":
                del letters[place : place + 1]
            case "double":
                letters[place:place] = letters[place : place + 1]
            case "change":
                letters[place : place + 1] = draw(st.sampled_from(SIGNS))
            case "add":
                letters[place:place] = draw(st.sampled_from(SIGNS))
            case _:
                letters[place : place + 2] = reversed(letters[place : place + 2])
    return "".join(letters)


@st.composite
def damaged_templates(draw):
    """A Word template, one of whose paragraphs with tags was damaged."""
    template = draw(st.sampled_from(TEMPLATES))
    body = etree.fromstring(parts_of(template)["word/document.xml"])
    texts = sorted({text_of(each) for each in body.iter(qn("w:p"))} - {""})
    old = draw(st.sampled_from([text for text in texts if "{" in text]))
    new = draw(damaged(old))
    return broken(instead(old, new or " "), template=template)


@pytest.mark.no_cover  # being traced would double its time
@given(damaged_templates())
def test_a_damaged_word_template_is_told_or_can_be_filled(template):
    found = template_findings(template, "damaged.docx", WORDS, "list")

    if not any(each.diagnostic.level is Level.MUST_FIX for each in found):
        for publication in examples(TODAY):
            content = write_docx(publication, template, template_name="damaged.docx")
            assert misplaced(content) == []


def misplaced(content):
    """Return text that stands where Word shows none, and cells that do not end with a paragraph."""
    root = etree.fromstring(parts_of(content)["word/document.xml"])
    texts = {qn(f"w:{name}") for name in ("t", "delText", "instrText")}
    return [
        etree.tostring(each)[:80]
        for each in root.iter(etree.Element)
        if (each.tail or "").strip()
        or (
            (each.text or "").strip()
            and each.tag not in texts
            and each.tag.startswith(qn("w:")[:-2])
        )
        or (each.tag == qn("w:tc") and (not len(each) or each[-1].tag != qn("w:p")))
    ]


@given(st.data())
def test_a_damaged_page_is_told_or_can_be_filled(data):
    starts = [place for place in range(len(PAGE)) if PAGE[place : place + 2] in ("{{", "{%")]
    start = data.draw(st.sampled_from(starts))
    end = min(place for place in (PAGE.find("}}", start), PAGE.find("%}", start)) if place >= 0) + 2
    assume(
        ".format(" not in PAGE[start:end]
    )  # a misspelt name inside its brackets is told by filling alone
    page = PAGE[:start] + data.draw(damaged(PAGE[start:end])) + PAGE[end:]

    codes = set()
    try:
        write_html(examples(TODAY)[0], page, "", template_name="damaged.html")
    except PublisherError as refused:
        codes = {each.code for each in refused.diagnostics}

    assert all(code.startswith("T5") for code in codes)
    assert "T590" not in codes, page[start : start + 100]  # told by filling alone
