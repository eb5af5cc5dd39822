"""What no cell can hold is done by hand and says so; what a row shows of formatting and of links. Examplia is invented."""

import shutil

import pytest
from lxml import etree

from tests.returned import W_NS, t
from tests.reviewer import ANN, DATE, q
from tests.support import filled, saved
from tests.test_review_letters import EMOJI, LINK, MC, field, ruby
from tests.test_review_loop import NGO, ROWS, SOURCES, content, decide, returned, rows, run, sent

pytestmark = pytest.mark.slow  # each test sends, collects or applies
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
TABLE = "<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc><w:p>{}</w:p></w:tc><w:tc><w:p>{}</w:p></w:tc></w:tr></w:tbl>"


@pytest.fixture(scope="module")
def project_sent(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sent")
    (folder / "workbooks").mkdir()
    (folder / "workbooks/examplia.xlsx").write_bytes(
        saved(filled(ROWS, SOURCES, {"version_date": "2026-03-31"}))
    )
    run(folder, "send", "examplia", "--to", NGO)
    return folder


@pytest.fixture
def project(tmp_path, project_sent):
    shutil.copytree(project_sent, tmp_path, dirs_exist_ok=True)
    return tmp_path


def elements(xml):
    space = f'xmlns:w="{W_NS}" xmlns:m="{M}" xmlns:mc="{MC}"'
    return list(etree.fromstring(f"<w:body {space}>{xml}</w:body>"))


def written(reviewer, provision, column, xml, *, is_recorded):
    """Write runs behind the last words of a cell."""
    last = reviewer.paragraphs(reviewer.cell(provision, column))[-1]
    own = elements(xml)
    if is_recorded:
        mark = reviewer._mark("ins")
        mark.extend(own)
        own = [mark]
    last.extend(own)


def insides(kind):
    return {
        "picture": t(" See the map: ") + "<w:r><w:drawing/></w:r>" + t(" and note it."),
        "formula": t(" The fine is ")
        + "<m:oMath><m:r><m:t>2x</m:t></m:r></m:oMath>"
        + t(" crowns."),
    }[kind]


BY_HAND = "Accepted. To be done by hand: it holds a {}, which a cell cannot show. Nothing of it was written."


@pytest.mark.parametrize(
    ("kind", "is_recorded"),
    [
        ("picture", True),
        ("formula", False),
        pytest.param("picture", False, marks=pytest.mark.long),
        pytest.param("formula", True, marks=pytest.mark.long),
    ],
)
def test_an_addition_with_a_picture_or_a_formula_is_done_by_hand(project, kind, is_recorded):
    ann, _ = sent(project)
    written(ann, "opsc-5-2", "law", insides(kind), is_recorded=is_recorded)
    run(project, "collect", returned(project, ann))
    decide(project, {"*": "Accept"})

    assert run(project, "apply", "examplia").startswith("1 accepted, to be done by hand\n")
    assert content(project, "opsc-5-2", "law") == "The treaty is a basis."
    assert [row["Outcome"] for row in rows(project)] == [BY_HAND.format(kind)]


@pytest.mark.parametrize("is_recorded", [True, pytest.param(False, marks=pytest.mark.long)])
def test_a_table_typed_into_a_cell_is_done_by_hand(project, is_recorded):
    ann, _ = sent(project)
    (table,) = elements(TABLE.format(t("Year"), t("2020")))
    if is_recorded:
        for run_ in list(table.iter(q("r"))):
            mark = ann._mark("ins")
            run_.addprevious(mark)
            mark.append(run_)
    cell = ann.cell("opsc-3-3", "reforms")
    ann.paragraphs(cell)[0].addnext(table)
    run(project, "collect", returned(project, ann))
    decide(project, {"*": "Accept"})

    assert run(project, "apply", "examplia").startswith("1 accepted, to be done by hand\n")
    assert content(project, "opsc-3-3", "reforms") == "- first point\n- second point [QX-1]"
    (row,) = rows(project)
    assert row["Outcome"] == BY_HAND.format("table")
    assert "Year" in row["Text proposed"]
    assert "2020" in row["Text proposed"]


def test_another_change_in_a_cell_with_a_picture_is_applied_all_the_same(project):
    ann, _ = sent(project)
    ann.replace(ann.cell("opsc-5-2", "law"), "a basis", "the basis")
    written(ann, "opsc-5-2", "law", "<w:r><w:drawing/></w:r>", is_recorded=True)
    run(project, "collect", returned(project, ann))
    decide(project, {"*": "Accept"})

    run(project, "apply", "examplia")

    assert content(project, "opsc-5-2", "law") == "The treaty is the basis."


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        pytest.param(
            f"<w:r>{ruby(t('儿童'), t('ér'))}</w:r>",
            "The treaty is a basis.儿童(ér)",
            marks=pytest.mark.long,
        ),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0E0"/></w:r>', "The treaty is a basis.→"),
        pytest.param(
            f"<w:r>{EMOJI}</w:r>", "The treaty is a basis.\U0001f60a", marks=pytest.mark.long
        ),
        (field(LINK, t(" See the Act.")), "The treaty is a basis. See the Act."),
    ],
)
def test_signs_and_links_get_into_the_cell_as_they_are_seen(project, xml, expected):
    ann, _ = sent(project)
    written(ann, "opsc-5-2", "law", xml, is_recorded=True)
    run(project, "collect", returned(project, ann))
    decide(project, {"*": "Accept"})

    assert run(project, "apply", "examplia").startswith("1 written into the workbook\n")
    assert content(project, "opsc-5-2", "law") == expected
    assert "\ufffd" not in str(rows(project))


def test_a_row_says_what_was_formatted_and_where_a_link_in_a_comment_leads(project):
    ann, _ = sent(project)
    run_ = next(ann.cell("opsc-5-2", "law").iter(q("r")))
    change = f'<w:rPrChange w:id="1" w:author="{ANN}" w:date="{DATE}"><w:rPr><w:sz w:val="20"/></w:rPr></w:rPrChange>'
    (look,) = elements(f'<w:rPr><w:b/><w:sz w:val="28"/>{change}</w:rPr>')
    run_.insert(0, look)
    id_ = ann.comment(ann.cell("opsc-5-2", "reforms"), "pending", "See here:")
    notes = etree.fromstring(ann.parts["word/comments.xml"])
    own = next(each for each in notes if each.get(q("id")) == id_)
    own[0].extend(elements(field(LINK, t(" the Act"))))
    ann.parts["word/comments.xml"] = etree.tostring(notes)

    run(project, "collect", returned(project, ann))

    assert {row["Kind"]: row["Comment"] for row in rows(project)} == {
        "Formatting changed": "Bold: put on.\nFont size: from 10 to 14.",
        "Comment": "See here: the Act\nhttps://law.example/act",
    }


def test_words_that_were_not_read_make_collect_say_so(project):
    ann, _ = sent(project)
    (lost,) = elements(f"<w:unknown>{t('Ask the ministry.')}</w:unknown>")
    ann.cell("opsc-5-2", "law").append(lost)

    output = run(project, "collect", returned(project, ann), expect=1)

    assert (
        "back.docx: MUST FIX R650: the words 'Ask the ministry.' were not read; before them stands"
        " 'not a duty: not rated opsc-5-2 # The treaty is a basis.'\n    open the file in Word and look for these words; what they ask for, do in the"
        " workbook by hand, for it is not in the sheet Review\n"
    ) in output
