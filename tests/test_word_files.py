"""Finished Word files from templates as word processors save them: what Word would repair is mended, told, or not written.

What Word refuses or repairs is said by the standard (ECMA-376), whose clause stands beside each, and by Microsoft's and another's validators.
"""

import itertools
import re
import time
from collections import Counter
from datetime import date, datetime
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from publisher.cli.main import main
from publisher.compose.presentation import Presentation
from publisher.compose.report import compose_report
from publisher.domain.diagnostics import DamagedFileError
from publisher.project.project import open_project
from publisher.project.samples import example_draft
from publisher.project.workbooks import check_file
from publisher.templating.word.annotate import annotated_template
from publisher.writers.docx import template_findings, write_docx, write_draft
from publisher.writers.docx.facts import exact_facts, quick_facts
from publisher.writers.docx.finished import faults_of, refuse_damaged, seen_quickly
from tests.broken_templates import broken, packed, parts_of, sound, with_section_break
from tests.support import TOP, W, docx_part, english, filled, published, saved
from tests.validators import own_faults, validator_findings

CASES = Path(__file__).parent / "cases" / "templates"
STANDARD = (TOP / "templates/docx/country_report.docx").read_bytes()
WORDS = tuple(english().words("report"))
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
VML = "{urn:schemas-microsoft-com:vml}"
ROWS = """
id       | law                                   | reforms
opsc-1   | Selling a child is a crime.           | - A bill is before parliament.
opsc-3-3 | Fines.                                | 1. First. 2. Second.
"""
TITLE = '<w:t xml:space="preserve">{{ row.title }}</w:t></w:r>'


def case(name: str) -> bytes:
    return (CASES / f"{name}.docx").read_bytes()


@cache
def report():
    return published(filled(ROWS), Presentation(blank_rows="table"))


def word(template: bytes) -> bytes:
    return write_docx(report(), template, template_name="house.docx")


def told(template: bytes, notes: str = "footnotes") -> list[str]:
    return [
        str(each.diagnostic) for each in template_findings(template, "house.docx", WORDS, notes)
    ]


def root(content: bytes, part: str = "word/document.xml"):
    return ElementTree.fromstring(docx_part(content, part))


def cell_marks(content: bytes) -> list[str]:
    """Return the bookmarks of a report's content cells, in order."""
    return re.findall(r'w:name="(c_\w+)"', docx_part(content))


def changed(template: bytes, old: str, new: str, part: str = "word/document.xml") -> bytes:
    """Return a template with one text of a part changed, the first where it stands in several."""
    parts = parts_of(template)
    assert old.encode() in parts[part]
    parts[part] = parts[part].replace(old.encode(), new.encode(), 1)
    return packed(parts)


def beside_title(xml: str) -> bytes:
    """Return the standard template with something behind the title of each row, in its loop."""
    return changed(STANDARD, TITLE, TITLE + xml)


def assert_sound(content: bytes) -> None:
    assert faults_of(parts_of(content)) == []
    assert validator_findings(content) == []
    assert own_faults(content) == []


# Ids that a loop repeats


@pytest.mark.slow
def test_a_text_box_in_a_loop_has_an_id_of_its_own_in_each_row():
    content = word(case("t01_shape_in_loop"))

    document = root(content)
    drawings = [each.get("id") for each in document.iter(f"{WP}docPr")]  # 20.4.2.5: unique
    shapes = [each.get("id") for each in document.iter(f"{VML}shape")]
    rows = sum(len(group.rows) for group in report().groups)
    assert len(drawings) == len(set(drawings)) == rows
    assert len(shapes) == len(set(shapes)) == rows
    assert (drawings[0], shapes[0]) == ("7", "Box7")  # the first keeps what the template gave it
    assert_sound(content)


BOOKMARK = (
    '<w:bookmarkStart w:id="3" w:name="Here"/><w:r><w:t>x</w:t></w:r><w:bookmarkEnd w:id="3"/>'
)


@pytest.mark.slow
def test_a_bookmark_in_a_loop_has_a_number_and_a_name_of_its_own_in_each_row():
    content = word(beside_title(BOOKMARK))

    marks = list(root(content).iter(f"{W}bookmarkStart"))
    names = [each.get(f"{W}name") for each in marks]
    own = [name for name in names if name.lower().startswith("here")]
    assert own[:3] == ["Here", "here_2", "here_3"]
    assert len(names) == len(set(names))
    assert_sound(content)  # also that starts and ends pair, and that no number stands twice


@pytest.mark.slow
def test_a_bookmark_of_a_template_keeps_clear_of_the_numbers_that_a_report_gives():
    # Our own bookmarks count from 1 (17.13.6.2: a number once in a document).
    template = changed(
        STANDARD,
        '<w:t xml:space="preserve">{{ report.country }}</w:t></w:r>',
        '<w:t xml:space="preserve">{{ report.country }}</w:t></w:r>'
        + BOOKMARK.replace('"3"', '"1"'),
    )

    assert_sound(word(template))


@pytest.mark.parametrize("id_", ["41", "-41"])
@pytest.mark.slow
def test_a_control_in_a_loop_has_a_number_of_its_own_in_each_row(id_):
    control = f'<w:sdt><w:sdtPr><w:id w:val="{id_}"/></w:sdtPr><w:sdtContent><w:r><w:t>x</w:t></w:r></w:sdtContent></w:sdt>'

    content = word(beside_title(control))

    ids = [each.get(f"{W}val") for each in root(content).iter(f"{W}id")]
    assert len(ids) == len(set(ids))  # 17.5.2.18
    assert ids.count(id_) == 1
    assert_sound(content)


def test_a_shape_for_an_embedded_object_is_renamed_with_what_shows_it():
    picture = (
        '<w:r><w:object xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">'
        '<v:shapetype id="_x0000_t75" coordsize="21600,21600"/>'
        '<v:shape id="_x0000_i1025" type="#_x0000_t75" style="width:72pt;height:20pt"/>'
        '<o:OLEObject Type="Embed" ProgID="Excel.Sheet.12" ShapeID="_x0000_i1025" DrawAspect="Content" ObjectID="_1"/>'
        "</w:object></w:r>"
    )

    document = root(word(beside_title(picture)))

    shapes = [each.get("id") for each in document.iter(f"{VML}shape")]
    office = "{urn:schemas-microsoft-com:office:office}"
    assert len(shapes) == len(set(shapes)) > 10
    assert [each.get("ShapeID") for each in document.iter(f"{office}OLEObject")] == shapes
    assert len(list(document.iter(f"{VML}shapetype"))) == 1


def test_ids_that_word_gives_to_paragraphs_are_not_repeated():
    w14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    template = changed(STANDARD, '<w:p><w:pPr><w:pStyle w:val="RowTitle"/>',
                       f'<w:p {w14} w14:paraId="1A2B3C4D" w14:textId="77777777"><w:pPr><w:pStyle w:val="RowTitle"/>')  # fmt: skip

    assert "paraId" not in docx_part(word(template))


def test_a_sound_template_gives_the_ids_that_it_always_gave():
    document = root(word(STANDARD))

    marks = [each.get(f"{W}name") for each in document.iter(f"{W}bookmarkStart")]
    assert "r_opsc_1" in marks
    assert "c_opsc_1_law" in marks
    assert not [
        name for name in marks if re.search(r"_\d$", name) and name[:-2] in marks and name[0] == "c"
    ]


@pytest.mark.slow
def test_a_template_made_of_a_finished_report_does_not_displace_the_marks_of_a_new_one():
    """By the bookmarks r_… and c_… a returned draft is known again; links use rIdReport1 and so on."""
    mark = '<w:bookmarkStart w:id="3" w:name="r_opsc_1"/><w:r><w:t>x</w:t></w:r><w:bookmarkEnd w:id="3"/>'
    relation = f'<Relationship Id="rIdReport1" Type="{OFFICE}/hyperlink" Target="https://old.example" TargetMode="External"/></Relationships>'
    old_link = '<w:hyperlink r:id="rIdReport1"><w:r><w:t>old</w:t></w:r></w:hyperlink>'
    template = changed(
        changed(STANDARD, "<w:body>", f"<w:body><w:p>{mark}{old_link}</w:p>"),
        "</Relationships>", relation, "word/_rels/document.xml.rels",
    )  # fmt: skip
    publication = published(
        filled(ROWS.replace("Fines.", "See https://example.org/a.")), Presentation()
    )

    content = write_docx(publication, template, template_name="house.docx")

    document = root(content)
    rows = [
        each
        for each in document.iter(f"{W}p")
        if any(mark.get(f"{W}name") == "r_opsc_1" for mark in each.iter(f"{W}bookmarkStart"))
    ]
    assert ["".join(row.itertext()) for row in rows] == ["art.\u00a01"]
    relations = docx_part(content, "word/_rels/document.xml.rels")
    assert len(re.findall('Id="rIdReport1"', relations)) == 1
    assert "https://example.org/a" in relations
    assert_sound(content)


# What does not come into a report

COMMENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"


def commented(xml: str, name: str = "country_report") -> bytes:
    """Return a standard template with a comment of an editor's, marked by some XML behind the title of each row."""
    template = (TOP / f"templates/docx/{name}.docx").read_bytes()
    parts = parts_of(changed(template, TITLE, TITLE + xml))
    parts["word/comments.xml"] = (
        f'<w:comments xmlns:w="{W[1:-1]}"><w:comment w:id="0" w:author="Editor"><w:p><w:r><w:t>Nicer?</w:t></w:r></w:p>'
        "</w:comment></w:comments>"
    ).encode()
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>",
        f'<Override PartName="/word/comments.xml" ContentType="{COMMENT_TYPE}"/></Types>'.encode(),
    )
    parts["word/_rels/document.xml.rels"] = parts["word/_rels/document.xml.rels"].replace(
        b"</Relationships>",
        f'<Relationship Id="c1" Type="{OFFICE}/comments" Target="comments.xml"/></Relationships>'.encode(),
    )
    return packed(parts)


@pytest.mark.parametrize(
    "marks",
    [
        '<w:commentRangeStart w:id="0"/><w:r><w:t>x</w:t></w:r><w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>',
        '<w:r><w:commentReference w:id="0"/></w:r>',
        pytest.param(
            '<w:r><w:t>y</w:t><w:commentReference w:id="0"/></w:r>', marks=pytest.mark.long
        ),
    ],
)
@pytest.mark.slow
def test_comments_of_a_template_stay_out_of_its_reports_which_is_told(marks):
    template = commented(marks)

    content = word(template)

    parts = parts_of(content)
    assert "word/comments.xml" not in parts
    assert not re.search(rb"comment", parts["word/document.xml"])
    assert b"comments" not in parts["word/_rels/document.xml.rels"] + parts["[Content_Types].xml"]
    assert_sound(content)
    (only,) = told(template)
    assert (
        only.startswith('house.docx: table 3, row 3, column 1, paragraph 1, "{{ row.title }}')
        or "NOTE T567" in only
    )
    assert only.endswith(
        "NOTE T567: the template holds comments (in so many paragraphs: 1); they are left out of what is made with it"
    )


@pytest.mark.slow
def test_a_template_saved_as_dotx_makes_a_document():
    content = word(case("t03_dotx_saved_as_docx"))

    types = docx_part(content, "[Content_Types].xml")
    assert "template.main" not in types
    assert types.count("wordprocessingml.document.main+xml") == 1  # 11.3.10
    assert_sound(content)


@pytest.mark.slow
def test_a_relationship_that_nobody_uses_and_that_leads_nowhere_goes():
    relation = f'<Relationship Id="x9" Type="{OFFICE}/customXml" Target="../customXml/item1.xml"/></Relationships>'
    template = changed(STANDARD, "</Relationships>", relation, "word/_rels/document.xml.rels")

    content = word(template)

    assert "customXml" not in docx_part(content, "word/_rels/document.xml.rels")
    assert_sound(content)


# The main part under another name


def renamed(folder: str, name: str, *, target: str = "") -> bytes:
    """Return the standard template with its main part elsewhere, as its relationship says."""
    parts = parts_of(STANDARD)
    main, relations = parts.pop("word/document.xml"), parts.pop("word/_rels/document.xml.rels")
    if folder != "word":
        relations = re.sub(rb'Target="(?!http)', b'Target="/word/', relations)
    parts[f"{folder}/{name}"], parts[f"{folder}/_rels/{name}.rels"] = main, relations
    for part in ("_rels/.rels", "[Content_Types].xml"):
        parts[part] = parts[part].replace(b"word/document.xml", f"{folder}/{name}".encode())
    if target:
        parts["_rels/.rels"] = parts["_rels/.rels"].replace(
            f"{folder}/{name}".encode(), target.encode()
        )
    return packed(parts)


@pytest.mark.parametrize(
    "make",
    [
        lambda: case("t04_word_online_document2"),
        lambda: renamed("word", "document7.xml"),
        lambda: renamed("text", "main.xml"),
        lambda: renamed("word", "document2.xml", target="/word/document2.xml"),
        lambda: renamed("word", "Document.xml", target="word/document.XML"),
    ],
    ids=["Word Online", "other number", "other folder", "absolute", "capitals"],
)
@pytest.mark.slow
def test_the_main_part_is_the_one_to_which_the_relationship_leads(make):
    template = make()

    assert told(template) == []
    content = word(template)
    assert cell_marks(content) == cell_marks(word(STANDARD))
    assert_sound(content)


# Controls bound to properties


def test_a_control_with_a_tag_is_loosened_from_the_properties_which_is_told():
    template = case("t05_data_bound_control")

    content = word(template)

    assert "dataBinding" not in docx_part(content)  # 17.5.2.6: Word puts in what stands there
    controls = ["".join(each.itertext()) for each in root(content).iter(f"{W}sdtContent")]
    assert "Examplia" in controls
    assert told(template) == [
        'house.docx: paragraph 11, "{{ report.country }}": NOTE T584: this tag stands in a content control that shows a property of the document, which Word would put in place of what is filled in; the control is loosened from it in what is made with the template'
    ]


def test_a_control_around_paragraphs_is_loosened_and_one_without_tags_is_not():
    bound = (
        '<w:sdt><w:sdtPr><w:id w:val="5"/><w:dataBinding w:xpath="/a" w:storeItemID="{{0}}"/></w:sdtPr>'
        "<w:sdtContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    both = bound.format("{{ report.treaty }}") + bound.format("Fixed").replace('"5"', '"6"')
    template = changed(STANDARD, "<w:body>", f"<w:body>{both}")

    assert docx_part(word(template)).count("dataBinding") == 1
    assert [line.partition(": this")[0] for line in told(template)] == [
        'house.docx: paragraph 1, "{{ report.treaty }}": NOTE T584'
    ]


# Names of styles


def sections(content: bytes) -> list[tuple[str, bool]]:
    """Return the width of the pages of each section, and whether a paragraph with text ends it."""
    body = root(content)[0]
    found = []
    for paragraph in body.iter(f"{W}p"):
        section = paragraph.find(f"{W}pPr/{W}sectPr")
        if section is not None:
            has_text = bool("".join(each.text or "" for each in paragraph.iter(f"{W}t")).strip())
            found.append((section.find(f"{W}pgSz").get(f"{W}w"), has_text))
    return [*found, (body.find(f"{W}sectPr/{W}pgSz").get(f"{W}w"), False)]


def test_a_template_saved_by_libreoffice_keeps_its_sections():
    # It merges the paragraph of a section break with the tag before it.
    saved = case("t06_saved_by_libreoffice")
    with_tags = [width for width, has_text in sections(saved) if has_text]

    assert len(with_tags) == 2
    assert told(saved) == []
    written = sections(word(saved))
    assert [width for width, _ in written] == [width for width, _ in sections(saved)]
    assert not any(has_text for _, has_text in written)
    assert faults_of(parts_of(word(saved))) == []


def test_a_section_break_in_the_tag_that_ends_a_loop_stands_once_behind_it():
    template = broken(with_section_break("{%p endfor %}"))

    assert told(template, "list") == []
    assert [width for width, _ in sections(word(template))].count("11906") == 1


@pytest.mark.parametrize(
    ("written", "other"),
    [
        ("footnote text", "Footnote Text"),
        pytest.param("Cell Text", "cell text", marks=pytest.mark.long),
        ("annotation text", "Comment Text"),
        pytest.param("List Bullet", "LIST  BULLET", marks=pytest.mark.long),
        pytest.param("toc 1", "TOC 1", marks=pytest.mark.long),
        pytest.param("heading 1", "Heading 1", marks=pytest.mark.long),
        pytest.param("Fact Text", "fact text", marks=pytest.mark.long),
        pytest.param("Assessment in_line", "assessment In_Line", marks=pytest.mark.long),
    ],
)
@pytest.mark.slow
def test_names_of_styles_are_compared_as_word_does(written, other):
    template = changed(
        STANDARD, f'<w:name w:val="{written}"/>', f'<w:name w:val="{other}"/>', "word/styles.xml"
    )

    assert told(template) == []
    assert docx_part(word(template)) == docx_part(word(STANDARD))


def test_a_style_may_have_further_names():
    template = changed(
        STANDARD,
        '<w:name w:val="Cell State"/>',
        '<w:name w:val="Zustand"/><w:aliases w:val="Cell State,CS"/>',  # 17.7.4.1
        "word/styles.xml",
    )

    assert told(template) == []


def test_a_style_that_is_really_missing_is_still_told():
    template = changed(
        STANDARD,
        '<w:name w:val="Cell State"/>',
        '<w:name w:val="State of Cell"/>',
        "word/styles.xml",
    )

    assert told(template)[0].startswith(
        "house.docx: MUST FIX T570: the template has no style 'Cell State'"
    )


# Section breaks in a condition

BREAK = '<w:p><w:pPr><w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:pPr></w:p>'
PLACE = '<w:p><w:pPr><w:pStyle w:val="SmallPrint"/></w:pPr><w:r><w:t xml:space="preserve">{{ words.glance_note }}</w:t></w:r></w:p>'


def lines(*texts: str) -> str:
    return "".join(
        text if text.startswith("<") else f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
        for text in texts
    )


@pytest.mark.parametrize(
    ("inside", "is_told"),
    [
        (("{%p if report.mark %}", BREAK, "{%p endif %}"), True),
        (("{%p if report.mark %}", "{{ report.mark }}", BREAK, "{%p endif %}"), True),
        (
            ("{%p if report.mark %}", BREAK, "{%p else %}", "{{ report.treaty }}", "{%p endif %}"),
            True,
        ),
        (("{%p if report.mark %}", BREAK, "{%p else %}", BREAK, "{%p endif %}"), False),
        ((BREAK, "{%p if report.mark %}", "{{ report.mark }}", BREAK, "{%p endif %}"), False),
        ((BREAK, "{%p if report.mark %}", BREAK, "{%p endif %}"), True),
        (("{%p for text in report.how_to_read %}", "{{ text }}", BREAK, "{%p endfor %}"), False),
        ((BREAK, "{%p if report.mark %}", "{{ report.mark }}", "{%p endif %}"), False),
    ],
)
def test_a_section_break_that_a_condition_may_take_away_is_told(inside, is_told):
    template = changed(STANDARD, PLACE, PLACE + lines(*inside))

    found = [line for line in told(template) if "T548" in line]

    assert len(found) == is_told
    for line in found:
        assert line.partition("PLEASE CHECK T548: ")[2] == (
            "a section break stands inside '{%p if report.mark %}'; where that is left out, so is the break, and the pages before it look like those behind it: paper size, headers, footers\n    move the break out of '{%p if report.mark %}'; where it ends pages that come only then, put a section break before '{%p if report.mark %}' too (Layout > Breaks > Next Page) and write these pages between the two"
        )


def test_the_case_of_a_section_break_in_a_condition():
    (only,) = told(case("t07_section_break_in_if"))

    assert "PLEASE CHECK T548" in only


# The look at the finished file


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: beside_title('<w:hyperlink r:id="rId77"><w:r><w:t>x</w:t></w:r></w:hyperlink>'),
            "house.docx: MUST FIX O341: the Word file was not written, because Word would find it damaged: its part word/document.xml refers to 'rId77', which is not there\n    a template of your own: look in it for a picture or link that Word cannot show, insert it again and save; otherwise send this message with the workbook to those who maintain this program",
        ),
        (
            lambda: packed(parts_of(STANDARD) | {"word/printerSettings.bin": b"x"}),
            "house.docx: MUST FIX O342: the Word file was not written, because Word would find it damaged: it does not say what its part word/printerSettings.bin is\n    a template of your own: open it in Word, save it as 'Word Document (.docx)' and try again; otherwise send this message with the workbook to those who maintain this program",
        ),
    ],
    ids=["link to nothing", "part without a type"],
)
def test_a_file_that_word_would_find_damaged_is_not_written(make, message):
    with pytest.raises(DamagedFileError) as caught:
        word(make())

    assert [str(each) for each in caught.value.diagnostics] == [message]


@cache
def sound_parts():
    return parts_of(word(STANDARD))


PROPERTIES = '<w:p><w:pPr><w:pStyle w:val="BodyText"/></w:pPr>'


@pytest.mark.parametrize(
    ("part", "old", "new", "fault"),
    [
        ("word/document.xml", "<w:body>", '<w:body><w:p><w:r><w:footnoteReference w:id="99"/></w:r></w:p>',
         ("O343", (("part", "word/document.xml"), ("what_kind", "footnote"), ("id", "99")))),
        ("word/document.xml", "<w:body>", '<w:body><w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr></w:pPr></w:p>',
         ("O343", (("part", "word/document.xml"), ("what_kind", "list"), ("id", "77")))),
        ("word/numbering.xml", "</w:numbering>", '<w:num w:numId="88"><w:abstractNumId w:val="66"/></w:num></w:numbering>',
         ("O343", (("part", "word/numbering.xml"), ("what_kind", "list_form"), ("id", "66")))),
        ("word/document.xml", "<w:body>", '<w:body><w:p><w:pPr><w:ind w:left="9"/><w:pStyle w:val="BodyText"/></w:pPr></w:p>',
         ("O344", (("part", "word/document.xml"), ("names", "pPr, ind, pStyle")))),
        ("word/document.xml", "<w:body>", '<w:body><w:p><w:r><w:t>x</w:t></w:r><w:pPr><w:pStyle w:val="BodyText"/></w:pPr></w:p>',
         ("O344", (("part", "word/document.xml"), ("names", "p, pPr")))),
        ("word/document.xml", "<w:body>", '<w:body><w:p><w:bookmarkStart w:id="999" w:name="R_OPSC_1"/><w:bookmarkEnd w:id="999"/></w:p>',
         ("O340", (("what_kind", "bookmark_name"), ("id", "r_opsc_1")))),
        ("word/_rels/document.xml.rels", "</Relationships>", f'<Relationship Id="q" Type="{OFFICE}/image" Target="media/none.png"/></Relationships>',
         ("O341", (("part", "word/_rels/document.xml.rels"), ("id", "media/none.png")))),
        ("[Content_Types].xml", "wordprocessingml.document.main", "wordprocessingml.template.main",
         ("O342", (("part", "word/document.xml"),))),
    ],
)  # fmt: skip
def test_each_kind_of_fault_of_a_finished_file_is_seen(part, old, new, fault):
    parts = dict(sound_parts())
    parts[part] = parts[part].replace(old.encode(), new.encode(), 1)
    assert parts[part] != sound_parts()[part]

    assert faults_of(parts) == [fault]
    assert exact_and_quick_agree(parts)


HINT = "\n    a template of your own: open it in Word, save it and try again; otherwise send this message with the workbook to those who maintain this program"


@pytest.mark.parametrize(
    ("added", "message"),
    [
        (
            '<w:p><w:bookmarkStart w:id="999" w:name="r_opsc_1"/><w:bookmarkEnd w:id="999"/></w:p>',
            "O340: the Word file was not written, because Word would find it damaged: a bookmark has the number or name 'r_opsc_1', which another has too",
        ),
        (
            '<w:p><w:r><w:endnoteReference w:id="7"/></w:r></w:p>',
            "O343: the Word file was not written, because Word would find it damaged: its part word/document.xml refers to an endnote with the number '7', which is not there",
        ),
        (
            "<w:p><w:r><w:rPr><w:i/><w:b/></w:rPr></w:r></w:p>",
            "O344: the Word file was not written, because Word would find it damaged: in its part word/document.xml, properties stand in a wrong order (rPr, i, b)",
        ),
    ],
)
def test_what_is_wrong_with_a_finished_file_is_told_in_whole(added, message):
    parts = dict(sound_parts())
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        b"<w:body>", f"<w:body>{added}".encode()
    )

    with pytest.raises(DamagedFileError) as caught:
        refuse_damaged(parts, seen_quickly(parts), (), "house.docx")

    assert str(caught.value) == f"house.docx: MUST FIX {message}{HINT}"


@pytest.mark.slow
def test_what_a_template_has_itself_and_word_has_read_is_no_fault_of_its_reports():
    """Other programs write properties in another order, and lists that are not there: Word reads both."""
    odd = '<w:p><w:pPr><w:ind w:left="9"/><w:numPr><w:numId w:val="77"/></w:numPr></w:pPr></w:p>'

    word(changed(STANDARD, "<w:body>", f"<w:body>{odd}"))


def test_tags_of_runs_leave_no_empty_runs_but_fields_whose_result_comes_later():
    text = root(word(STANDARD))
    runs = [[each.tag.removeprefix(W) for each in run] for run in text.iter(f"{W}r")]
    empty = sum(
        run[0].tag == f"{W}t" and not run[0].text for run in text.iter(f"{W}r") if len(run) == 1
    )
    pages = [each.text for each in text.iter(f"{W}instrText") if "PAGEREF" in each.text]

    assert [] not in runs
    assert empty == len(pages) > 0  # of the contents list (17.16.5.44)


def exact_and_quick_agree(parts) -> bool:
    """Tell whether the quick look sees in each part what reading it as XML sees."""
    for name, content in parts.items():
        if name.startswith("word/") and name.endswith(".xml"):
            exact, quick = exact_facts(content), quick_facts(content)
            assert Counter(exact.given) == Counter(quick.given)
            assert exact.mentioned <= quick.mentioned
            assert exact.relations <= quick.relations
            assert exact.disordered <= quick.disordered
    return True


@pytest.mark.parametrize("name", [path.stem for path in sorted(CASES.glob("t0[1-57]*.docx"))])
@pytest.mark.slow
def test_the_quick_look_misses_nothing(name):
    assert exact_and_quick_agree(parts_of(word(case(name))))


@pytest.mark.slow
def test_a_sound_template_of_another_make_is_no_fault():
    write_docx(report(), sound(), template_name="house.docx")


@pytest.mark.slow
def test_the_look_at_a_file_takes_a_twentieth_of_the_time_of_the_file_at_most():
    """The time of a Word file: its workbook read and checked, composed, written."""
    path = TOP / "workbooks/examplia.xlsx"
    project = open_project(TOP).value
    ratios = []
    for _ in range(5):
        start = time.process_time()
        result = check_file(project, path, date(2026, 11, 29))
        publication = compose_report(result.report, project.worded, project.presentation)
        parts = parts_of(write_docx(publication, STANDARD, template_name="house.docx"))
        written = time.process_time()
        refuse_damaged(parts, seen_quickly(parts), (), "house.docx")
        ratios.append((time.process_time() - written) / (written - start))
    assert min(ratios) < 0.05


def test_two_relationships_of_one_name_are_seen():
    parts = dict(sound_parts())
    name = "word/_rels/document.xml.rels"
    again = re.search(rb"<Relationship [^>]*/>", parts[name])[0]
    parts[name] = parts[name].replace(again, again * 2)

    (only,) = faults_of(parts)

    assert only[0] == "O340"
    assert only[1][0] == ("what_kind", "relationship")


@pytest.mark.slow
def test_a_draft_holds_the_researchers_comments_and_not_those_of_its_template():
    draft = example_draft(date(2026, 11, 29))
    template = commented('<w:r><w:commentReference w:id="0"/></w:r>', "review_draft")

    content = write_draft(draft, template, template_name="review_draft.docx")

    comments = root(content, "word/comments.xml")
    assert len(list(comments)) == len(draft.comments) > 0
    assert "Nicer?" not in "".join(comments.itertext())
    assert_sound(content)


def test_a_copy_with_comments_has_them_at_their_spots_whatever_the_main_part_is_called():
    template = changed(
        case("t04_word_online_document2"),
        "{{ row.remark }}",
        "{{ row.remrk }}",
        "word/document2.xml",
    )
    findings = template_findings(template, "house.docx", WORDS, "footnotes")

    copy = annotated_template(template, findings, english().messages, datetime(2026, 11, 29))

    (commented_,) = (
        each
        for each in root(copy, "word/document2.xml").iter(f"{W}p")
        if list(each.iter(f"{W}commentReference"))
    )
    assert "".join(commented_.itertext()) == "{{ row.remrk }}"


# As other programs lay it out


@pytest.mark.slow
def test_a_bullet_names_its_numbering_on_the_paragraph():
    """ONLYOFFICE 10 shows no bullet where only the style names it (measured)."""
    document = root(word(STANDARD))

    styles = root(word(STANDARD), "word/styles.xml")
    own = {
        each.get(f"{W}styleId"): each.find(f"{W}pPr/{W}numPr/{W}numId").get(f"{W}val")
        for each in styles.iter(f"{W}style")
        if each.find(f"{W}pPr/{W}numPr/{W}numId") is not None
    }
    bullets = [
        each
        for each in document.iter(f"{W}pPr")
        if each.find(f"{W}pStyle").get(f"{W}val") == "CellBullet"
    ]
    assert len(bullets) == 1
    (numbering,) = bullets[0].findall(f"{W}numPr")
    assert [each.get(f"{W}val") for each in numbering] == ["0", own["CellBullet"]]  # 17.3.1.19


def test_the_indent_of_a_bullets_style_stays_before_that_of_its_numbering():
    style = 'w:styleId="CellBullet"'
    parts = parts_of(STANDARD)
    styles = parts["word/styles.xml"].decode()
    start = styles.index(style)
    end = styles.index("</w:pPr>", start)
    assert "<w:ind" not in styles[start:end]
    parts["word/styles.xml"] = (
        styles[:end] + '<w:ind w:left="700" w:hanging="99"/>' + styles[end:]
    ).encode()

    document = root(word(packed(parts)))

    (bullet,) = (
        each
        for each in document.iter(f"{W}pPr")
        if each.find(f"{W}pStyle").get(f"{W}val") == "CellBullet"
    )
    indent = bullet.find(f"{W}ind")
    assert (indent.get(f"{W}left"), indent.get(f"{W}hanging")) == ("700", "99")


@pytest.mark.parametrize("template", ["country_report", "portrait_report"])
def test_no_paragraph_breaks_the_page_behind_a_section_that_begins_one(template):
    """ONLYOFFICE 10 makes an empty page of it (measured)."""
    content = word((TOP / f"templates/docx/{template}.docx").read_bytes())

    body = root(content).find(f"{W}body")
    breaking = {
        each.get(f"{W}styleId")
        for each in root(content, "word/styles.xml").iter(f"{W}style")
        if (flag := each.find(f"{W}pPr/{W}pageBreakBefore")) is not None
        and flag.get(f"{W}val") != "0"
    }
    paragraphs = list(body.iter(f"{W}p"))
    behind = [
        second
        for first, second in itertools.pairwise(paragraphs)
        if first.find(f"{W}pPr/{W}sectPr") is not None
    ]
    assert behind
    for each in behind:
        flag = each.find(f"{W}pPr/{W}pageBreakBefore")
        style = each.find(f"{W}pPr/{W}pStyle").get(f"{W}val")
        assert style not in breaking or flag.get(f"{W}val") == "0"


def test_a_page_break_behind_a_section_that_begins_no_page_stays():
    sections = (
        "<w:p><w:pPr><w:sectPr/></w:pPr></w:p><w:p><w:pPr><w:pageBreakBefore/></w:pPr><w:r><w:t>Next</w:t></w:r></w:p>"
        '<w:p><w:pPr><w:sectPr><w:type w:val="continuous"/></w:sectPr></w:pPr></w:p>'
    )
    template = changed(STANDARD, "<w:body>", f"<w:body>{sections}")

    assert "<w:pageBreakBefore/>" in docx_part(word(template))


# From the command line


def project_with(folder: Path, name: str, content: bytes) -> Path:
    """Return a project with a template of its own and a workbook."""
    (folder / "templates/docx").mkdir(parents=True)
    (folder / f"templates/docx/{name}.docx").write_bytes(content)
    (folder / "workbooks").mkdir()
    (folder / "workbooks/examplia.xlsx").write_bytes(saved(filled(ROWS)))
    (folder / "publisher.toml").write_text("word_page_numbers = false\n", encoding="utf-8")
    return folder


DANGLING = '<w:hyperlink r:id="rId77"><w:r><w:t>x</w:t></w:r></w:hyperlink>'
DAMAGED = "O341: the Word file was not written, because Word would find it damaged: its part word/document.xml refers to 'rId77', which is not there"


@pytest.mark.slow
def test_a_damaged_word_file_is_left_out_and_the_others_are_built(tmp_path):
    folder = project_with(tmp_path, "country_report", beside_title(DANGLING))

    result = CliRunner().invoke(
        main, ["--project", str(folder), "build", "--format", "docx", "--format", "html"]
    )

    assert result.exit_code == 1
    assert f"templates/docx/country_report.docx: MUST FIX {DAMAGED}" in result.stderr
    assert [line.partition(":")[0] for line in result.stdout.splitlines()[:2]] == [
        "not written",
        "written",
    ]
    assert not (folder / "output/examplia/examplia.docx").exists()


@pytest.mark.slow
def test_the_check_of_templates_tells_that_a_file_would_be_damaged(tmp_path):
    folder = project_with(tmp_path, "country_report", beside_title(DANGLING))

    result = CliRunner().invoke(
        main, ["--project", str(folder), "templates", "check", "country_report.docx"]
    )

    assert result.exit_code == 1
    assert f"MUST FIX {DAMAGED}" in result.output


@pytest.mark.slow
def test_a_damaged_guide_in_word_leaves_the_guide_in_its_other_formats(tmp_path):
    template = (TOP / "templates/docx/advocacy_guide.docx").read_bytes()
    title = "{{ guide.title }}</w:t></w:r>"
    parts = parts_of(template)
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        title.encode(), (title + DANGLING).encode(), 1
    )
    folder = project_with(tmp_path, "advocacy_guide", packed(parts))

    result = CliRunner().invoke(
        main, ["--project", str(folder), "guide", "--format", "docx", "--format", "csv"]
    )

    assert result.exit_code == 1
    assert DAMAGED in result.output
    assert not (folder / "output/guide/guide.docx").exists()
    assert list((folder / "output/guide").glob("*.csv"))
