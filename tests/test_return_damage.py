"""Damage to the build of a returned draft is told in one line, and no change lands in a wrong column because of it.

Examplia, its 'law' and everybody in it are invented. The expected items are written by hand.
"""

import copy
import re
import shutil

import openpyxl
import pytest
from click.testing import CliRunner
from lxml import etree

from publisher.cli.main import main
from publisher.domain.diagnostics import PublisherError
from publisher.project.project import open_project
from publisher.review.read import read_returned
from publisher.rounds.draft_folder import ReturnedFile, identify, sent_files
from publisher.rounds.returns import harvest_file
from tests.return_paths import COMPLIANCE, LAW, LAYERS, REFORMS, Draft, is_heading, new_cell, text
from tests.reviewer import ANN, DATE, W, q
from tests.support import TOP, filled, opsc, provision_cell, saved

CASES = TOP / "tests/cases"
ALPHA, BETA = "Alpha Network (invented)", "Beta Network (invented)"
CONTENT = """
id       | law | reforms | compliance
opsc-1   | Two to eight years in prison for whoever sells a child.⏎⏎Attempt is a crime as well. | Nothing found | In 2018 the Committee asked for more.
opsc-3-3 | Fines are set by the court in each case. | A bill of 2025 doubles the fines of today. | Nothing found
opsc-5-2 | The treaty is a basis for extradition. | The bill on extradition is pending. | See the remarks on the first article.
"""
STATE = "Nothing found in the documents consulted."
OTHER = """
id       | law | reforms | compliance
opsc-1   | Whoever trades in minors is exiled. | A bill on exile. | Nothing found
opsc-5-2 | No treaty is needed. | Nothing found | The Committee was content.
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("damage")
    (folder / "workbooks").mkdir()
    for name, content in (("examplia", CONTENT), ("ruritania", OTHER)):
        (folder / f"workbooks/{name}.xlsx").write_bytes(
            saved(filled(content, "", {"version_date": "2026-03-31"}))
        )
    for name, to, *options in (
        ("examplia", ALPHA),
        ("examplia", BETA),
        ("ruritania", ALPHA, "--due", "2099-05-01"),
    ):
        arguments = ["--project", str(folder), "review", "send", name, "--to", to, *options]
        result = CliRunner().invoke(main, arguments)
        assert result.exit_code == 0, result.output
    return open_project(folder).value


def sent_to(project, name, country="examplia"):
    drafts = [each for each in sent_files(project).values() if each.country == country]
    return next(each for each in drafts if name.encode() in _body(each.path))


def _body(path):
    return Draft(path.read_bytes()).parts["word/document.xml"]


@pytest.fixture
def draft(project):
    """The draft in the hands of the first NGO, without bookmarks, controls and styles, but with ids."""
    made = Draft(sent_to(project, ALPHA).path.read_bytes())
    made.own_rows = {
        each: made.row(each) for each in ("opsc-1", "opsc-3-3", "opsc-5-2", "opsc-6-1")
    }
    for layer in ("bookmarks", "controls", "styles"):
        made.take_away(layer)
    return made


def cell(draft, provision, number):
    return draft.own_rows[provision].findall(q("tc"))[number]


@pytest.fixture
def collected(project, tmp_path):
    def run(draft):
        return _collected(project, draft.saved(), tmp_path)

    return run


def _collected(project, content, folder, build=""):
    path = folder / "back.docx"
    path.write_bytes(content)
    found = identify(read_returned(content, path.name).value, project, path.name, build)
    return harvest_file(project, ReturnedFile(found.sent.build, path.name, path), found.sent.path)


def items(found):
    return {
        (each.spot.provision, each.spot.column, each.kind.value, each.added, each.deleted)
        for each in found.harvest.items
    }


def told(found):
    return [str(each).replace("\u00a0", " ") for each in found.diagnostics]


LAW_EDIT = ("opsc-1", "law", "replaced", "Three", "Two")


# Columns


def test_a_column_that_somebody_added_in_a_program_that_drops_bookmarks_and_styles():
    project = open_project(CASES / "loop/project").value
    path = CASES / "loop/google-column-added.docx"
    (sent,) = [each for each in sent_files(project).values() if each.country == "examplia"]

    found = harvest_file(project, ReturnedFile(sent.build, path.name, path), sent.path)

    assert {
        (each.spot.provision, each.spot.column, each.kind.value, each.added or each.comment)
        for each in found.harvest.items
    } == {
        ("opsc-1", "law", "replaced", "ZQA1 three to nine years"),
        ("opsc-1", "reforms", "added", " ZQA2 words"),
        ("opsc-1", "law", "answer", "ZQC6 words"),
        ("opsc-2-a", "law", "deleted", ""),
        ("opsc-2-a", "reforms", "added", "ZQA7 A law exists."),
        ("opsc-2-b", "law", "added", "ZQA4 words "),
        ("opsc-2-c", "law", "comment", "ZQC5 words"),
        ("opsc-3-3", "reforms", "comment", "ZQC17 words"),
        ("opsc-3-3", "reforms", "reply", "ZQC18 words"),
        ("", "", "row_added", "ZQR9 new row\nZQR9b words\nZQR9c words\nZQR9d words"),
        ("opsc-4-4", "law", "added", "ZQA8 There is a law of 2020."),
        ("opsc-5-1", "law", "added", "\nZQA12 words"),
        ("opsc-5-4", "", "row_deleted", ""),
        ("", "", "outside", "ZQO10 words\n"),
        ("opsc-6-1", "law", "comment", "ZQC15 words"),
        ("", "", "outside", "ZQO11 words\n"),
        ("opsc-8-1-a", "law", "outside", "ZQN16 words"),
        ("opsc-8-1-d", "law", "moved", "Support organisations report waiting times."),
    }
    assert [each.code for each in found.diagnostics] == ["R662"]
    assert str(found.diagnostics[0]) == (
        "google-column-added.docx: PLEASE CHECK R662: the tables have a column more than was sent: one without"
        " heading; what stands in it is in the sheet Review at its row, without a column\n"
        "    write what you want to keep into the workbook by hand"
    )


@pytest.mark.parametrize("words", ["The national law of today", "Law", "CURRENT  NATIONAL LAWS"])
@pytest.mark.slow
def test_headings_are_known_again_where_they_were_edited(draft, collected, words):
    draft.replace(cell(draft, "opsc-1", LAW), "Two", "Three")
    for row in filter(is_heading, draft.rows()):
        row.findall(q("tc"))[LAW].find(f".//{q('t')}").text = words
    draft.change_columns("added in the middle")

    found = collected(draft)

    assert LAW_EDIT in items(found)
    assert {each[1:3] for each in items(found) - {LAW_EDIT}} == {("", "outside")}  # the headings


def test_a_heading_written_anew_is_that_of_the_column_in_which_the_texts_stand(draft, collected):
    draft.replace(cell(draft, "opsc-3-3", REFORMS), "doubles", "halves")
    for row in filter(is_heading, draft.rows()):
        row.findall(q("tc"))[REFORMS].find(f".//{q('t')}").text = "What is under way"
    draft.change_columns("added left")

    found = collected(draft)

    assert ("opsc-3-3", "reforms", "replaced", "halves", "doubles") in items(found)


def test_a_row_of_headings_stands_for_all_tables_that_are_built_alike(draft, collected):
    draft.replace(cell(draft, "opsc-5-2", COMPLIANCE), "first|", " or second")
    draft.replace(cell(draft, "opsc-1", REFORMS), STATE, "A bill of 2026.")
    draft.change_columns("added in the middle")
    for row in [each for each in draft.rows() if is_heading(each)][1:]:
        row.getparent().remove(row)

    found = collected(draft)

    assert items(found) == {
        ("opsc-5-2", "compliance", "added", " or second", ""),
        ("opsc-1", "reforms", "added", "A bill of 2026.", ""),
    }


def test_where_neither_headings_nor_texts_say_the_column_nothing_can_be_applied(draft, collected):
    draft.replace(cell(draft, "opsc-1", LAW), "Two", "Three")  # known by its text
    draft.replace(cell(draft, "opsc-1", REFORMS), STATE, "A bill of 2026.")
    draft.change_columns("added in the middle")
    for row in [each for each in draft.rows() if is_heading(each)]:
        row.getparent().remove(row)

    found = collected(draft)

    assert items(found) == {
        LAW_EDIT,
        ("opsc-1", "", "outside", "A bill of 2026.", STATE),
    }
    assert told(found) == [
        "back.docx: MUST FIX R660: in these rows it cannot be told which cell stands in which column: art. 1;"
        " what was changed in these cells stands in the sheet Review at the row, without a column, and nothing of"
        " it can be applied\n    open the returned file beside the draft as sent, and write what you want to keep"
        " into the workbook by hand"
    ]


def test_two_cells_merged_into_one_are_no_change_of_either_column(draft, collected):
    law, reforms = cell(draft, "opsc-5-2", LAW), cell(draft, "opsc-5-2", REFORMS)
    draft.replace(law, "basis", "reason")
    for paragraph in reforms.findall(q("p")):
        law.append(paragraph)
    law.find(q("tcPr")).append(etree.Element(q("gridSpan"), {q("val"): "2"}))
    reforms.getparent().remove(reforms)

    found = collected(draft)

    assert items(found) == {("opsc-5-2", "", "outside", "reason", "basis")}
    assert [each.code for each in found.diagnostics] == ["R660"]


def test_cells_merged_with_those_of_the_row_below_are_no_change_of_either_row(draft, collected):
    below = draft.own_rows["opsc-3-3"]
    upper = copy.deepcopy(draft.own_rows["opsc-1"])
    below.addprevious(upper)
    draft.own_rows["opsc-1"].getparent().remove(draft.own_rows["opsc-1"])
    upper_law, lower_law = upper.findall(q("tc"))[LAW], below.findall(q("tc"))[LAW]
    for paragraph in lower_law.findall(q("p")):
        upper_law.append(paragraph)
    lower_law.append(etree.Element(q("p")))
    upper_law.find(q("tcPr")).append(etree.Element(q("vMerge"), {q("val"): "restart"}))
    lower_law.find(q("tcPr")).append(etree.Element(q("vMerge")))

    found = collected(draft)

    fines = "Fines are set by the court in each case."
    assert items(found) == {
        ("opsc-1", "", "outside", f"\n{fines}", ""),
        ("opsc-3-3", "", "outside", "", fines),
    }
    assert [each.code for each in found.diagnostics] == ["R660"]


def test_a_cell_deleted_with_the_others_moved_up_leaves_the_others_in_their_columns(
    draft, collected
):
    draft.replace(cell(draft, "opsc-5-2", REFORMS), "pending", "dead")
    draft.replace(cell(draft, "opsc-5-2", COMPLIANCE), "remarks", "notes")
    cell(draft, "opsc-5-2", LAW).getparent().remove(cell(draft, "opsc-5-2", LAW))

    found = collected(draft)

    assert items(found) == {
        ("opsc-5-2", "law", "deleted", "", "The treaty is a basis for extradition."),
        ("opsc-5-2", "reforms", "replaced", "dead", "pending"),
        ("opsc-5-2", "compliance", "replaced", "notes", "remarks"),
    }


@pytest.mark.slow
def test_text_cut_and_pasted_into_another_column_is_not_guessed_at(draft, collected):
    law, reforms = cell(draft, "opsc-1", LAW), cell(draft, "opsc-1", REFORMS)
    for paragraph in reforms.findall(q("p")):
        reforms.remove(paragraph)
    for paragraph in law.findall(q("p")):
        reforms.append(paragraph)
    law.append(etree.Element(q("p")))

    found = collected(draft)

    assert {each[:3] for each in items(found)} == {("opsc-1", "", "outside")}
    assert [each.code for each in found.diagnostics] == ["R660"]


def test_two_texts_exchanged_in_a_row_are_told_and_their_changes_stand_where_they_were_sent(
    draft, collected
):
    law, reforms = cell(draft, "opsc-5-2", LAW), cell(draft, "opsc-5-2", REFORMS)
    draft.replace(law, "basis", "reason")
    law.addprevious(reforms)

    found = collected(draft)

    assert items(found) == {("opsc-5-2", "law", "replaced", "reason", "basis")}
    assert told(found) == [
        "back.docx: MUST FIX R661: in these rows a text stands under another heading than it was sent under:"
        " art. 5, para. 2; what was changed in such a text is noted at the column in which it was sent\n"
        "    look at these rows in the returned file; if the reviewer meant to move the text, move it in the"
        " workbook by hand"
    ]


@pytest.mark.parametrize("provision", ["opsc-3-3", "opsc-5-2"])
def test_a_copied_bookmark_and_a_pasted_style_win_against_neither_heading_nor_text(
    project, collected, provision
):
    draft = Draft(sent_to(project, ALPHA).path.read_bytes())
    law, reforms = draft.cell(provision, "law"), draft.cell(provision, "reforms")
    words = text(reforms).split()[1]
    draft.replace(reforms, words, "new")
    (mark,) = law.iter(q("bookmarkStart"))
    for own in list(reforms.iter(q("bookmarkStart"), q("bookmarkEnd"))):
        own.getparent().remove(own)
    reforms.find(q("p")).append(copy.deepcopy(mark))
    for style in reforms.iter(q("pStyle")):
        style.set(q("val"), "Contentlaw")

    found = collected(draft)

    assert items(found) == {(provision, "reforms", "replaced", "new", words)}
    assert told(found) == []


# Rows and lines


def paragraphs_instead(draft, *, between=None):
    """Turn all tables into text: a paragraph for each of a cell, or cells parted by a sign."""
    for table in draft.tables():
        for row in table.findall(q("tr")):
            cells = [list(each.iter(q("p"))) for each in row.findall(q("tc"))]
            for number, paragraphs in enumerate(cells):
                is_first = number == 0 or between is None
                for each in paragraphs if is_first else paragraphs[1:]:
                    table.addprevious(each)
                if not is_first:
                    last = cells[number - 1][-1]
                    last.append(etree.fromstring(f'<w:r xmlns:w="{W}"><w:tab/></w:r>'))
                    last.extend(each for each in paragraphs[0] if each.tag != q("pPr"))
                    paragraphs[0] = last
        table.getparent().remove(table)


NO_TABLE = (
    "back.docx: MUST FIX R664: the file has no table with the rows of the draft any more, so no change can be put"
    " into its cell; no row was taken for deleted\n    ask for the copy again: as .docx from Word, LibreOffice or"
    " ONLYOFFICE, or as .odt from Calligra; what could be recognised stands in the sheet Review, to be written into"
    " the workbook by hand"
)


@pytest.mark.parametrize("between", [None, "tabs"])
def test_tables_that_became_text_are_told_once_and_what_was_changed_stands_at_its_row(
    draft, collected, between
):
    draft.replace(cell(draft, "opsc-1", LAW), "Two", "Three")
    draft.author = None
    draft.replace(cell(draft, "opsc-5-2", REFORMS), "pending", "dead")
    paragraphs_instead(draft, between=between)

    found = collected(draft)

    assert items(found) == {
        ("opsc-1", "", "outside", "Three", "Two"),
        ("opsc-5-2", "", "outside", "dead", "pending"),
    }
    assert told(found) == [NO_TABLE]


@pytest.mark.slow
def test_a_draft_without_a_table_never_asks_to_delete_its_rows():
    project = open_project(CASES / "editors/project").value
    path = CASES / "editors/calligra-plain.docx"
    returned = read_returned(path.read_bytes(), path.name).value

    sent = identify(returned, project, path.name).sent
    found = harvest_file(project, ReturnedFile(sent.build, path.name, path), sent.path)

    assert sent.build == "26104a9f"
    assert items(found) == set()
    assert told(found) == [NO_TABLE.replace("back.docx", path.name)]


def test_rows_that_became_text_are_told_and_the_others_are_read_as_ever(draft, collected):
    draft.replace(cell(draft, "opsc-1", LAW), "Two", "Three")
    kept = [each for each in draft.tables() if draft.own_rows["opsc-1"] in each]
    others = [each for each in draft.tables() if each not in kept]
    draft.replace(cell(draft, "opsc-5-2", LAW), "basis", "reason")
    draft.tables = lambda: others
    paragraphs_instead(draft)

    found = collected(draft)

    assert items(found) == {LAW_EDIT, ("opsc-5-2", "", "outside", "reason", "basis")}
    (message,) = told(found)
    start = "back.docx: PLEASE CHECK R666: the table became paragraphs in 48 rows: art. 3, para. 1 (a) (i) (a); "
    assert message.startswith(start)
    assert message.endswith(
        "; and 40 more; what was changed in them stands in the sheet Review at the row, without a column, and nothing"
        " of it can be applied\n    write what you want to keep into the workbook by hand, or ask for the copy again"
        " with its tables, as .docx"
    )


def test_a_table_pasted_into_a_new_file_is_told_in_one_line_and_found_by_its_text(
    project, draft, tmp_path
):
    draft.replace(cell(draft, "opsc-1", LAW), "Two", "Three")
    tables = draft.tables()
    for each in list(draft.body.find(q("body"))):
        if each not in tables and each.tag != q("sectPr"):
            each.getparent().remove(each)
    draft.take_away("properties")
    build = sent_to(project, ALPHA).build

    with pytest.raises(PublisherError) as refused:
        _collected(project, draft.saved(), tmp_path)
    found = _collected(project, draft.saved(), tmp_path, build)

    builds = sorted([build, sent_to(project, BETA).build])
    assert str(refused.value) == (
        f"back.docx: MUST FIX R633: the file does not say which draft it is, and its text fits several: {', '.join(builds)}\n"
        "    name the right one: --draft with one of them"
    )
    assert {each[:3] for each in items(found)} == {LAW_EDIT[:3], ("", "", "outside")}
    assert len(items(found)) == 2
    (message,) = told(found)
    assert re.fullmatch(
        r"back.docx: PLEASE CHECK R667: \d+ paragraphs outside the rows, such as the letter or the headings, are not"
        r" in the file; they were left as they are\n    one row of the sheet Review lists them; nothing has to be done"
        r" if only the table was sent back",
        message,
    )


def test_headings_that_stand_again_or_no_more_are_no_added_and_no_deleted_rows(draft, collected):
    draft.replace(cell(draft, "opsc-1", LAW), "Two", "Three")
    row = draft.own_rows["opsc-3-3"]
    first = draft.rows()[0]
    row.addprevious(copy.deepcopy(first))  # a table split in two, its headings repeated
    row.addnext(copy.deepcopy(first))
    first.getparent().remove(first)

    found = collected(draft)

    assert (items(found), told(found)) == ({LAW_EDIT}, [])


def test_a_few_rows_gone_without_a_record_stay_items_and_many_are_one(draft, collected):
    rows = [each for each in draft.rows() if not is_heading(each)]
    for each in rows[:3]:
        each.getparent().remove(each)

    few = collected(draft)
    for each in rows[3:8]:
        each.getparent().remove(each)
    many = collected(draft)

    assert {each[:3] for each in items(few)} == {
        ("opsc-1", "", "row_deleted"),
        ("opsc-2-a", "", "row_deleted"),
        ("opsc-2-b", "", "row_deleted"),
    }
    assert told(few) == []
    (item,) = many.harvest.items
    assert (item.kind.value, item.spot.provision) == ("row_deleted", "")
    assert item.before.replace("\u00a0", " ").splitlines()[:2] == [
        "General prohibition, art. 1",
        "Definition: sale of children, art. 2 (a)",
    ]
    assert told(many) == [
        "back.docx: PLEASE CHECK R665: 8 rows of the draft are not in the file, and nothing says that somebody deleted"
        " them: art. 1; art. 2 (a); art. 2 (b); art. 2 (c); art. 3, para. 1; art. 3, para. 1 (a) (i) (a);"
        " art. 3, para. 1 (a) (i) (b); art. 3, para. 1 (a) (i) (c); they were left as they are\n"
        "    one row of the sheet Review lists them all; if the reviewer meant to delete them, do it in the workbook"
        " by hand"
    ]


@pytest.mark.slow
def test_codes_that_were_all_taken_away_are_told_and_one_stays_an_item(draft, collected):
    one = copy.deepcopy(draft.body)
    draft.take_away("ids")
    all_ = collected(draft)
    draft.body = one
    row = next(each for each in draft.rows() if "opsc-3-3 #" in text(each))
    code = next(each for each in row.iter(q("p")) if text(each) == "opsc-3-3 #")
    code.getparent().remove(code)
    only = collected(draft)

    assert items(all_) == set()
    assert told(all_) == [
        "back.docx: PLEASE CHECK R669: the small grey codes are missing in 53 rows of the file; these rows were known"
        " again by their links, bookmarks or texts\n    nothing has to be done; ask the reviewer to leave the codes"
        " where they are the next time"
    ]
    assert items(only) == {("opsc-3-3", "", "outside", "", "\nopsc-3-3 #")}
    assert told(only) == []


# Nobody's edits


@pytest.mark.slow
def test_titles_of_tables_printed_as_paragraphs_are_nobodys_edit():
    project = open_project(CASES / "editors/project").value
    path = CASES / "editors/pandoc-plain.docx"
    returned = read_returned(path.read_bytes(), path.name).value

    found_as = identify(returned, project, path.name)
    sent = found_as.sent
    found = harvest_file(project, ReturnedFile(sent.build, path.name, path), sent.path)

    # 'To: Alpha NGO' stands in one of the two drafts that are alike in all else.
    assert (sent.build, found_as.is_certain) == ("26104a9f", False)
    assert (items(found), told(found)) == (set(), [])


def test_numbers_that_a_program_wrote_instead_of_fields_are_nobodys_edit(draft, collected):
    for name, part in draft.parts.items():
        if "footer" in name:
            plain = re.sub(
                rb"<w:fldChar\b[^>]*/>|<w:instrText\b[^>]*>[^<]*</w:instrText>", b"", part
            )
            draft.parts[name] = re.sub(rb"</?w:fldSimple\b[^>]*>", b"", plain)
    numbered = collected(draft)
    for name, part in draft.parts.items():
        if "footer" in name:
            draft.parts[name] = part.replace(b"Page", b"Leaf")
    edited = collected(draft)

    assert items(numbered) == set()
    assert {each[3:] for each in items(edited)} >= {("Leaf", "Page")}


# Which draft


def test_a_copy_says_by_its_recipient_which_of_two_drafts_it_is(project, draft):
    draft.take_away("properties")
    other = Draft(sent_to(project, BETA).path.read_bytes())
    other.take_away("properties")

    for made, name in ((draft, ALPHA), (other, BETA)):
        returned = read_returned(made.saved(), "back.docx").value
        assert identify(returned, project, "back.docx").sent == sent_to(project, name)


def test_a_copy_of_which_only_some_rows_are_left_is_known_by_its_lines(project, draft):
    for row in draft.rows():
        if not is_heading(row) and row not in draft.own_rows.values():
            row.getparent().remove(row)
    letter = draft.paragraph_with("How to comment")
    for each in list(letter.itersiblings())[:6]:
        each.getparent().remove(each)
    for layer in LAYERS:
        draft.take_away(layer)

    returned = read_returned(draft.saved(), "back.docx").value

    assert identify(returned, project, "back.docx").sent == sent_to(project, ALPHA)


def test_a_file_that_says_it_is_one_draft_but_holds_another_countrys_text_is_told(project):
    examplia, ruritania = sent_to(project, ALPHA), sent_to(project, ALPHA, "ruritania")
    made = Draft(ruritania.path.read_bytes())
    own = Draft(examplia.path.read_bytes())
    made.parts["docProps/custom.xml"] = own.parts["docProps/custom.xml"]
    returned = read_returned(made.saved(), "back.docx").value

    with pytest.raises(PublisherError) as refused:
        identify(returned, project, "back.docx")

    assert str(refused.value) == (
        f"back.docx: MUST FIX R668: the file says that it is the draft {examplia.build} of examplia, but its text is"
        f" that of the draft {ruritania.build} of ruritania\n    ask the reviewer which one it is; then name it by"
        f" its build: --draft {examplia.build} or --draft {ruritania.build}"
    )


@pytest.mark.parametrize("form", ["w:object", "w:pict"])
@pytest.mark.slow
def test_controls_that_became_pictures_are_nobodys_edit_and_a_picture_beside_is(
    draft, collected, form
):
    for row in draft.own_rows.values():
        code = next(each for each in row.iter(q("p")) if text(each).startswith("opsc-"))
        picture = etree.fromstring(f'<w:r xmlns:w="{W}"><{form}/></w:r>')
        code.find(q("r")).addnext(picture)
    controls = collected(draft)
    title = next(draft.own_rows["opsc-5-2"].iter(q("p")))
    title.append(etree.fromstring(f'<w:r xmlns:w="{W}"><{form}/></w:r>'))
    pasted = collected(draft)

    assert items(controls) == set()
    assert items(pasted) == {("opsc-5-2", "", "outside", "\ufffc", "")}


# Cells that were marked, or that stand elsewhere in the grid (17.4.15, 17.4.84, 17.13.5.1 to 3)


def by_ann(name):
    return etree.Element(q(name), {q("id"): "9", q("author"): ANN, q("date"): DATE})


def test_a_cell_deleted_with_a_record_counts_and_one_added_does_not(draft, collected):
    draft.replace(cell(draft, "opsc-5-2", COMPLIANCE), "remarks", "notes")
    added = new_cell(draft.own_rows["opsc-5-2"])
    added.find(q("tcPr")).append(by_ann("cellIns"))
    cell(draft, "opsc-5-2", REFORMS).find(q("tcPr")).append(by_ann("cellDel"))
    cell(draft, "opsc-5-2", LAW).addprevious(added)

    found = collected(draft)

    assert items(found) == {
        ("opsc-5-2", "reforms", "deleted", "", "The bill on extradition is pending."),
        ("opsc-5-2", "compliance", "replaced", "notes", "remarks"),
    }
    assert told(found) == []
    assert found.harvest.left_out == frozenset()


def test_cells_behind_a_place_that_was_left_free_stay_in_their_columns(project, collected):
    draft = Draft(sent_to(project, ALPHA).path.read_bytes())
    draft.take_away("styles")
    draft.replace(draft.cell("opsc-5-2", "reforms"), "pending", "dead")
    row = draft.row("opsc-5-2")
    row.find(q("trPr")).insert(0, etree.Element(q("gridBefore"), {q("val"): "1"}))
    row.remove(row.find(q("tc")))

    found = collected(draft)

    assert {each[:4] for each in items(found)} == {
        ("opsc-5-2", "reforms", "replaced", "dead"),
        ("", "", "outside", ""),  # what stood in the left cell is gone
    }
    assert told(found) == []


@pytest.mark.parametrize("column", [LAW, REFORMS, COMPLIANCE])
def test_a_cell_that_was_split_stays_in_its_column(draft, collected, column):
    words = {LAW: "basis", REFORMS: "pending", COMPLIANCE: "remarks"}[column]
    name = {LAW: "law", REFORMS: "reforms", COMPLIANCE: "compliance"}[column]
    draft.replace(cell(draft, "opsc-5-2", column), words, "new")
    table = draft.own_rows["opsc-5-2"].getparent()
    for row in table.findall(q("tr")):
        if row is not draft.own_rows["opsc-5-2"]:
            spanned = row.findall(q("tc"))[column].find(q("tcPr"))
            spanned.append(etree.Element(q("gridSpan"), {q("val"): "2"}))
    cell(draft, "opsc-5-2", column).addnext(new_cell(draft.own_rows["opsc-5-2"]))

    found = collected(draft)

    assert (items(found), told(found)) == ({("opsc-5-2", name, "replaced", "new", words)}, [])


# What real programs saved


PUT_IN = {  # by tests/cases/README.md, those that every one of the programs keeps
    ("opsc-3-4", "law", "ZQ01"),
    ("opsc-7-c", "law", "ZQ02"),
    ("opsc-9-5", "law", "ZQ04"),
    ("opsc-6-1", "reforms", "ZQ05"),
    ("opsc-9-1", "law", "ZQ08"),
    ("opsc-9-4", "law", "ZQ09"),
    ("opsc-3-1-b", "compliance", "ZQ10"),
    ("", "", "ZQ11"),
    ("", "", "ZQ12"),
    ("opsc-10-1", "law", "ZQ13"),
    ("opsc-5-2", "law", "ZQ15"),
    ("", "", "ZQ16"),
}
COMMENTS = {
    ("opsc-8-4", "law", "ZQ06"),
    ("opsc-3-1-b", "law", "ZQ07"),
    ("opsc-9-5", "reforms", "ZQ17"),
}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "comments", "others", "unrecorded"),
    [
        ("marked.docx", COMMENTS, {"formatted"}, set()),
        ("libreoffice-marked.docx", COMMENTS, {"formatted"}, set()),
        # AbiWord drops all comments, and the title of the letter.
        ("abi-marked.docx", set(), {"outside"}, {("opsc-3-5", "marked", "bold")}),  # 14
    ],
)
def test_every_edit_in_a_draft_that_a_program_saved_stands_in_its_place(
    name, comments, others, unrecorded
):
    project = open_project(CASES / "editors/project").value
    path = CASES / "editors" / name
    sent = sent_files(project)["26104a9f"]

    found = harvest_file(project, ReturnedFile(sent.build, name, path), sent.path)

    own = [(each, f"{each.added} {each.comment}") for each in found.harvest.items]
    named = {
        (each.spot.provision, each.spot.column, words)
        for each, text in own
        for words in re.findall(r"ZQ\d\d", text)
    }
    assert named == PUT_IN | comments
    nameless = {
        (each.spot.provision, each.kind.value, each.deleted.strip() or each.about)
        for each, text in own
        if "ZQ" not in text
    }
    assert (
        nameless - {each for each in nameless if each[1] in others}
        == {
            ("opsc-4-1", "marked", "struck"),  # 18
            ("opsc-8-1-d", "deleted", "for child victims"),  # 19
            ("opsc-8-2", "deleted", "in doubt"),  # 03
            ("opsc-10-1", "marked", "linked"),  # 13
        }
        | unrecorded
    )


@pytest.mark.slow
def test_what_was_written_without_a_record_and_saved_as_odt_stands_in_its_place(tmp_path, convert):
    people = CASES / "people"
    (tmp_path / "reviews/nepal").mkdir(parents=True)
    (tmp_path / "reviews/nepal/146a8b87.docx").write_bytes((people / "146a8b87.docx").read_bytes())
    back = convert(people / "B untracked by LO.odt", "docx", tmp_path)

    found = _collected(open_project(tmp_path).value, back.read_bytes(), tmp_path)

    assert items(found) == {
        ("opsc-2-a", "law", "replaced", "shall always of Rs 50,000", "may"),
        ("opsc-3-2", "law", "marked", "", ""),
        ("opsc-2-a", "reforms", "added", "In 2021 a bill was tabled.", ""),
        ("opsc-3-1-a-i-c", "reforms", "replaced", "in 2018 and again in 2021", "2075 BS (2018)"),
        ("opsc-3-1-a-i-a", "reforms", "marked", "", ""),
        (
            "",
            "",
            "outside",
            "\nWe cannot meet this date, may we have until March? Rina",
            "",
        ),
    }
    assert told(found) == []


def test_a_column_that_was_removed_is_told_and_none_of_its_texts_is_deleted(draft, collected):
    draft.change_columns("removed")

    found = collected(draft)

    assert items(found) == set()
    assert told(found) == [
        "back.docx: PLEASE CHECK R663: the tables of 53 rows have no column 'Legal reforms' any more; its cells were"
        " left as they are\n    if the reviewer has something to say about it, ask for it; nothing has to be deleted"
        " because of this file"
    ]


def test_a_row_of_headings_deleted_with_a_record_is_an_item_and_nothing_is_left_out(
    draft, collected
):
    row = next(each for each in draft.rows() if is_heading(each))
    row.find(q("trPr")).append(by_ann("del"))
    for each in row.findall(q("tc")):
        draft.delete_all(each)

    found = collected(draft)

    assert {each[:3] for each in items(found)} == {("", "", "outside")}
    assert found.harvest.left_out == frozenset()


def test_a_column_added_with_a_record_is_told_and_what_stands_in_it_are_items(draft, collected):
    draft.change_columns("added right")
    for row in draft.rows():
        new = row.findall(q("tc"))[-1]
        new.find(q("tcPr")).append(by_ann("cellIns"))
    own = draft.own_rows["opsc-3-3"].findall(q("tc"))[-1].find(q("p"))
    own.extend(draft._inserted([draft._run("Too low.", None)]))

    found = collected(draft)

    assert items(found) == {("opsc-3-3", "", "outside", "Too low.", "")}
    assert [each.code for each in found.diagnostics] == ["R662"]


# What is accepted


@pytest.mark.slow
def test_all_that_is_accepted_of_a_copy_with_an_added_column_is_written_where_it_belongs(tmp_path):
    shutil.copytree(CASES / "loop/project", tmp_path, dirs_exist_ok=True)
    workbook = tmp_path / "workbooks/examplia.xlsx"
    before = contents(workbook)
    review(tmp_path, "collect", CASES / "loop/google-column-added.docx")
    accept_all(workbook)

    review(tmp_path, "apply", "examplia")

    after = contents(workbook)
    changed = {key: text for key, text in after.items() if text != before[key]}
    assert set(changed) == {
        ("opsc-1", "law"),
        ("opsc-1", "reforms"),
        ("opsc-2-a", "law"),
        ("opsc-2-a", "reforms"),
        ("opsc-2-b", "law"),
        ("opsc-4-4", "law"),
        ("opsc-5-1", "law"),
        ("opsc-8-1-d", "law"),
        ("opsc-8-4", "law"),
    }
    assert "ZQA1 three to nine years" in changed["opsc-1", "law"]
    assert "ZQA2 words" in changed["opsc-1", "reforms"]
    assert changed["opsc-2-a", "reforms"] == "ZQA7 A law exists."


def review(folder, *arguments):
    result = CliRunner().invoke(main, ["--project", str(folder), "review", *map(str, arguments)])
    assert result.exit_code in (0, 1), result.output
    return result.output


def contents(path):
    """Return the content cells of a workbook by row and column."""
    book = openpyxl.load_workbook(path)
    return {
        (id_, column): provision_cell(book, id_, column).value
        for id_ in (each.id for each in opsc().provisions)
        for column in ("law", "reforms", "compliance")
    }


def accept_all(path):
    book = openpyxl.load_workbook(path, rich_text=True)
    sheet = book["Review"]
    column = next(cell.column for cell in sheet[1] if cell.value == "Decision")
    for number in range(2, sheet.max_row + 1):
        if sheet.cell(number, 1).value:
            sheet.cell(number, column).value = "Accept"
    book.save(path)


# Copies and rows without anything of their own


def test_a_text_copied_into_another_column_is_a_change_of_that_column(draft, collected):
    law, reforms = cell(draft, "opsc-1", LAW), cell(draft, "opsc-1", REFORMS)
    draft.replace(law, "Two", "Three")
    copied = copy.deepcopy(cell(draft, "opsc-3-3", LAW).find(q("p")))
    own = copy.deepcopy(law.findall(q("p"))[-1])
    for paragraph in reforms.findall(q("p")):
        reforms.remove(paragraph)
    reforms.extend([copied, own])

    found = collected(draft)

    fines = "Fines are set by the court in each case."
    assert items(found) == {
        LAW_EDIT,
        ("opsc-1", "reforms", "replaced", f"{fines}\u2029Attempt is a crime as well.", STATE),
    } or items(found) == {
        LAW_EDIT,
        ("opsc-1", "reforms", "added", f"{fines}\nAttempt is a crime as well.", ""),
    }


def test_a_column_added_with_the_style_of_the_one_beside_it_is_none_of_ours(project, collected):
    draft = Draft(sent_to(project, ALPHA).path.read_bytes())
    draft.replace(draft.cell("opsc-6-1", "law"), "Not researched.", "A law of 2020.")
    for row in draft.rows():
        law = row.findall(q("tc"))[LAW]
        new = copy.deepcopy(law)  # as Word does: with the style of the paragraphs
        for paragraph in new.findall(q("p")):
            for each in [each for each in paragraph if each.tag != q("pPr")]:
                paragraph.remove(each)
        law.addprevious(new)
        if is_heading(row):
            row.getparent().remove(row)

    found = collected(draft)

    assert items(found) == {("opsc-6-1", "law", "added", "A law of 2020.", "")}
