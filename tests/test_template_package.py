"""Word templates whose parts have other names than usual are filled as the same template with the usual names.

Content is invented. The right report is the one that the standard template gives: only names differ.
"""

import io
import re

import pytest
from docx import Document

from publisher.domain.diagnostics import PublisherError
from publisher.templating.word.annotate import annotated_template
from publisher.writers.docx import template_findings, write_docx
from tests.broken_templates import packed, parts_of
from tests.support import TOP, W, english, filled, published
from tests.test_templates import NOW, WORDS
from tests.test_writers import publication
from tests.validators import own_faults, validator_findings

STANDARD = (TOP / "templates/docx/country_report.docx").read_bytes()
# Saved by Word Online: the standard template, but for the name of the document.
ONLINE = (TOP / "tests/cases/templates/t04_word_online_document2.docx").read_bytes()


def renamed(**names):
    """Return the standard template with some parts renamed, __ for /; what leads to them is absolute."""
    parts = parts_of(STANDARD)
    for old, new in names.items():
        name, moved = old.replace("__", "/"), new.replace("__", "/")
        folder, _, own = name.rpartition("/")
        relations = f"{folder}/_rels/{own}.rels"
        new_folder, _, new_own = moved.rpartition("/")
        for part in [each for each in parts if each.endswith(".rels")]:
            home = part.replace("_rels/", "").rpartition("/")[0]
            for target in (name, name.removeprefix(f"{home}/")):
                parts[part] = parts[part].replace(
                    f'Target="{target}"'.encode(), f'Target="/{moved}"'.encode()
                )
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
            f'"/{name}"'.encode(), f'"/{moved}"'.encode()
        )
        parts[moved] = parts.pop(name)
        if relations in parts:
            # From another folder the other parts are reached by absolute names only.
            own_relations = re.sub(rb'Target="(?!/|http)', b'Target="/word/', parts.pop(relations))
            parts[f"{new_folder}/_rels/{new_own}.rels".lstrip("/")] = own_relations
    return packed(parts)


def in_capitals():
    """Return the standard template with names in capitals, to which lower case leads."""
    capitals = {}
    for name, part in parts_of(STANDARD).items():
        capitals[name.upper().replace("_RELS", "_rels")] = part
    return packed(capitals)


OTHERS = {
    "Word Online": ONLINE,
    "another folder": renamed(**{"word__document.xml": "content__Main.xml"}),
    "at the top": renamed(**{"word__document.xml": "text.xml"}),
    "headers elsewhere": renamed(
        **{"word__headerMain.xml": "heads__a.xml", "word__footerPages.xml": "b.XML", "docProps__core.xml": "docProps__core2.xml"}
    ),
    "styles elsewhere": renamed(**{"word__styles.xml": "looks__all.xml", "word__numbering.xml": "word__numbers7.xml"}),
    "capitals": in_capitals(),
}  # fmt: skip


# Of these the main part alone lies elsewhere; test_word_files.py builds reports with such templates.
MORE = ("another folder", "at the top", "capitals")


def findings(content):
    return [str(each.diagnostic) for each in template_findings(content, "t.docx", WORDS, "list")]


@pytest.mark.parametrize("content", OTHERS.values(), ids=OTHERS)
def test_a_template_with_other_names_is_as_sound_as_with_the_usual_ones(content):
    assert findings(content) == []


def cell_marks(content: bytes) -> list[str]:
    """Return the bookmarks of a report's content cells, in order."""
    return re.findall(r'w:name="(c_\w+)"', parts_of(content)["word/document.xml"].decode())


def shown(report):
    """Return what a program that follows relationships finds: python-docx."""
    document = Document(io.BytesIO(report))
    tables = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    heads = []
    for section in document.sections:
        for story in (section.header, section.footer, section.first_page_header):
            # With what stands in simple fields, which python-docx leaves out of a paragraph's text.
            heads += ["".join(each._p.itertext(f"{W}t")) for each in story.paragraphs]
    return [each.text for each in document.paragraphs], tables, heads


@pytest.mark.slow
@pytest.mark.parametrize(
    "content",
    [
        pytest.param(content, id=name, marks=pytest.mark.long if name in MORE else ())
        for name, content in OTHERS.items()
    ],
)
def test_a_report_is_the_same_whatever_the_parts_of_its_template_are_called(content):
    pages = publication()
    usual = write_docx(pages, STANDARD, template_name="t.docx")

    report = write_docx(pages, content, template_name="t.docx")

    if content is ONLINE:  # saved from an earlier standard template, so of another look
        assert cell_marks(report) == cell_marks(usual)
        assert own_faults(report) == []
        assert validator_findings(report) == []
        return
    assert shown(report) == shown(usual)
    assert (
        Document(io.BytesIO(report)).core_properties.title
        == Document(io.BytesIO(usual)).core_properties.title
    )
    assert parts_of(report)["word/document.xml"] == parts_of(usual)["word/document.xml"]


@pytest.mark.slow
def test_a_part_with_the_usual_name_that_is_not_the_document_is_not_filled():
    parts = parts_of(ONLINE)
    parts["word/document.xml"] = parts["word/document2.xml"].replace(
        b"report.title", b"report.titel"
    )

    content = packed(parts)

    report = write_docx(published(filled()), content, template_name="t.docx")
    usual = write_docx(published(filled()), STANDARD, template_name="t.docx")
    assert cell_marks(report) == cell_marks(usual)


def test_a_problem_of_such_a_template_is_told_and_commented_at_its_place():
    parts = parts_of(ONLINE)
    parts["word/document2.xml"] = parts["word/document2.xml"].replace(b"row.title", b"row.titel", 1)
    content = packed(parts)

    found = template_findings(content, "t.docx", WORDS, "list")

    assert [each.diagnostic.code for each in found] == ["T502"]
    copy = annotated_template(content, found, english().messages, NOW)
    (comment,) = Document(io.BytesIO(copy)).comments
    assert comment.text.startswith("MUST FIX T502: 'row' has no field 'titel'\n")


@pytest.mark.parametrize(
    "damage",
    [
        lambda parts: parts | {"_rels/.rels": b"<Relationships"},
        lambda parts: parts | {"word/_rels/headerMain.xml.rels": b"<Relationships"},
        lambda parts: {name: part for name, part in parts.items() if name != "_rels/.rels"},
        lambda parts: parts | {"_rels/.rels": parts["_rels/.rels"].replace(b"document2", b"document3")},
    ],
    ids=["cut", "relationships of a header cut", "none", "to nothing"],
)  # fmt: skip
@pytest.mark.slow
def test_a_template_whose_document_cannot_be_found_is_no_word_document(damage):
    content = packed(damage(parts_of(ONLINE)))
    told = (
        "t.docx: MUST FIX O303: the template is not a Word document (.docx)\n"
        "    save it in Word as 'Word Document (.docx)', or copy the standard one from a new project folder"
    )

    assert findings(content) == [told]
    with pytest.raises(PublisherError) as caught:
        write_docx(published(filled()), content, template_name="t.docx")
    assert str(caught.value) == told
