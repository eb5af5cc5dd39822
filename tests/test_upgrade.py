"""Old workbooks carried over into new ones: nothing lost, everything where it belongs."""

import io
import shutil
from datetime import datetime

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from publisher.cli.main import main
from publisher.domain.diagnostics import Place, problem
from publisher.domain.language import read_language
from publisher.domain.treaty_files import read_treaty
from publisher.project.project import open_project
from publisher.project.workbooks import check_file, upgrade_file
from tests.support import (
    DATA,
    TODAY,
    TOP,
    english,
    filled,
    provision_cell,
    read,
    saved,
    whole_book,
)

pytestmark = pytest.mark.slow  # many examples, each from workbook to file

NOW = datetime(2026, 11, 24, 9, 30)


# Fields that the first version did not ask for.
LATER = ("next_report",)


def model(content):
    """Return what a workbook says by id and column, by field and by key, as far as the first version asked for it."""
    found = read(content).value
    skipped = ("checks", "area", "article", "summary", "id", "key")
    provisions = {
        (row.cells["id"].text, key): (cell.value, cell.runs, cell.link)
        for row in found.provisions
        for key, cell in row.cells.items()
        if key not in skipped and cell.value is not None
    }
    country = {
        field: row.cells["value"].value
        for field, row in found.country.items()
        if field not in LATER
    }
    sources = [
        {key: cell.value for key, cell in row.cells.items() if cell.value is not None}
        for row in found.sources
    ]
    return provisions, country, [each for each in sources if len(each) > 1]


def upgraded(tmp_path, content, project=None):
    path = tmp_path / "workbooks/examplia.xlsx"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    _, account = upgrade_file(project or open_project(tmp_path).value, path, NOW)
    return path.read_bytes(), account


def test_a_workbook_of_the_first_version_says_the_same_in_the_present_one(tmp_path):
    """The file was issued and filled by version 1 of the workbook; the sample is filled anew from the same texts."""
    old = (DATA / "format-1/examplia.xlsx").read_bytes()

    new, account = upgraded(tmp_path, old)

    assert model(new) == model(old) == model((TOP / "workbooks/examplia.xlsx").read_bytes())
    assert (account.moved, account.homeless, account.new, account.added) == ((), (), (), ())
    assert openpyxl.load_workbook(io.BytesIO(new))["_toolkit"]["B1"].value == "6"
    assert "S115" not in {each.code for each in read(new).diagnostics}


def test_formatting_links_comments_and_dismissals_are_carried(tmp_path):
    book = filled("id | law | reforms\nopsc-1 | = no formula | +1", book=whole_book())
    rich = CellRichText("Plain ", TextBlock(InlineFont(b=True), "bold"))
    provision_cell(book, "opsc-3-3", "law").value = rich
    bold = provision_cell(book, "opsc-3-3", "reforms")
    bold.value, bold.font, bold.hyperlink = "All bold", Font(b=True), "https://example.org"
    bold.comment = Comment("Look at this", "A reader")
    book["Provisions"]["O3"] = "C247-7f3a quoted"

    content = saved(book)
    new, _ = upgraded(tmp_path, content)

    assert model(new) == model(content)
    assert (
        provision_cell(openpyxl.load_workbook(io.BytesIO(new)), "opsc-3-3", "reforms").comment.text
        == "Look at this"
    )


def test_what_was_added_to_the_workbook_is_appended_as_it_was(tmp_path):
    book = filled("id | law\nopsc-1 | Text.", book=whole_book())
    sheet = book["Provisions"]
    sheet["P1"], sheet["P3"] = "My remarks", "Ask the ministry"
    sheet["T50"] = "lost and found"
    extra = book.create_sheet("Interviews")
    extra["B2"], extra["B2"].fill = "Notes of May", PatternFill("solid", fgColor="FFFF00")
    extra.merge_cells("B2:C2")
    extra.column_dimensions["B"].width = 44
    book.create_sheet("Telephone numbers").sheet_state = "hidden"
    book["Telephone numbers"]["A1"] = "None yet"
    book["Reviewers"]["A2"] = "Example Reviewer"

    new, account = upgraded(tmp_path, saved(book))

    book = openpyxl.load_workbook(io.BytesIO(new))
    assert (book["Provisions"]["P1"].value, book["Provisions"]["P3"].value) == (
        "My remarks",
        "Ask the ministry",
    )
    assert (book["Interviews"]["B2"].value, book["Interviews"]["B2"].fill.fgColor.rgb) == (
        "Notes of May",
        "00FFFF00",
    )
    assert [area.coord for area in book["Interviews"].merged_cells.ranges] == ["B2:C2"]
    assert book["Interviews"].column_dimensions["B"].width == 44
    states = [book[title].sheet_state for title in ("Interviews", "Telephone numbers")]
    assert states == ["visible", "hidden"]
    assert book["Reviewers"]["A2"].value == "Example Reviewer"
    assert [cell.value for cell in book["From the old workbook"][2]] == [
        "Provisions!T50",
        None,
        "opsc-9-3",
        "lost and found",
    ]
    assert account.added == ("Provisions: My remarks", "Interviews", "Telephone numbers")
    assert account.homeless == ("Provisions!T50",)


CHANGED = """
[[changes]]
from = "1"
to = "2"
renamed = { opsc-1 = "opsc-0" }

[[changes]]
from = "2"
to = "3"
split = { opsc-0 = ["opsc-1-a", "opsc-1-b"] }
dropped = ["opsc-3-3"]
"""


def test_of_two_rows_of_a_provision_the_second_is_kept_beside_and_takes_nothing_from_the_first(
    tmp_path,
):
    """A row is copied below itself to have more room; which text belongs there only a person can say."""
    book = filled("id | law | reforms\nopsc-3-1-b | The first text. | A bill.", book=whole_book())
    sheet = book["Provisions"]
    sheet.insert_rows(14)
    for column in (1, 2, 3):
        sheet.cell(14, column).value = sheet.cell(13, column).value
    sheet["F14"], sheet["P1"], sheet["P14"] = "The second text.", "My remarks", "Ask the ministry"

    new, account = upgraded(tmp_path, saved(book))

    book = openpyxl.load_workbook(io.BytesIO(new))
    assert provision_cell(book, "opsc-3-1-b", "law").value == "The first text."
    assert provision_cell(book, "opsc-3-1-b", "reforms").value == "A bill."
    assert account.homeless == ("Provisions!F14", "Provisions!P14")
    kept = [row[3].value for row in book[book.sheetnames[-1]].iter_rows(min_row=2)]
    assert kept == ["The second text.", "Ask the ministry"]


def test_rows_go_where_the_list_of_changes_says_through_several_versions(tmp_path):
    folder = tmp_path / "treaties/opsc"
    shutil.copytree(TOP / "publisher/treaties/opsc", folder)
    settings = folder / "treaty.toml"
    settings.write_text(
        settings.read_text("utf-8").replace('version = "1"', 'version = "3"') + CHANGED,
        encoding="utf-8",
    )
    table = (folder / "provisions.csv").read_text("utf-8").splitlines(keepends=True)
    parts = [
        table[1].replace("opsc-1,1,art. 1", f"opsc-1-{each},1({each}),art. 1 ({each})")
        for each in "ab"
    ]
    rest = [line for line in table[2:] if not line.startswith("opsc-3-3,")]
    (folder / "provisions.csv").write_text("".join([table[0], *parts, *rest]), encoding="utf-8")
    book = filled(
        "id | law | reforms\nopsc-1 | Of one. | Reform.\nopsc-3-3 | Of penalties.\nopsc-4-1 | Stays."
    )

    new, account = upgraded(tmp_path, saved(book))

    sheet = openpyxl.load_workbook(io.BytesIO(new))
    rows = {
        row[0].value: [cell.value for cell in row[5:7]]
        for row in sheet["Provisions"].iter_rows(min_row=3)
    }
    assert rows["opsc-1-a"] == ["Of one.", "Reform."]
    assert rows["opsc-1-b"] == [None, None]
    assert rows["opsc-4-1"] == ["Stays.", None]
    assert "opsc-3-3" not in rows
    assert [cell.value for cell in sheet["From the old workbook"][2]] == [
        "Provisions!F16", "Current national law", "opsc-3-3", "Of penalties.",
    ]  # fmt: skip
    assert account.moved == (("opsc-1", "opsc-1-a"),)
    assert account.new == ("opsc-1-b",)
    assert account.homeless == ("Provisions!F16",)
    assert [each.id for each in read_treaty(folder).provisions][:2] == ["opsc-1-a", "opsc-1-b"]


PRACTICE = """[[columns]]
id = "practice"
heading = "Practice and enforcement"
help = "What is done in practice."

"""


def project_with_practice(tmp_path, version="2"):
    """Return a project whose treaty has a column more than the workbooks of version 1."""
    folder = tmp_path / "treaties/opsc"
    shutil.copytree(TOP / "publisher/treaties/opsc", folder)
    settings = folder / "treaty.toml"
    text = settings.read_text("utf-8").replace('version = "1"', f'version = "{version}"')
    before, last, after = text.partition('[[columns]]\nid = "compliance"')
    settings.write_text(before + PRACTICE + last + after, encoding="utf-8")
    (tmp_path / "workbooks").mkdir()
    return open_project(tmp_path).value


def told_of(project, content, *codes):
    """Return the problems of some codes in a workbook of a project."""
    path = project.folder / "workbooks/examplia.xlsx"
    path.write_bytes(content)
    found = check_file(project, path, TODAY).diagnostics
    return [str(each) for each in found if each.code in codes]


OLDER = "examplia.xlsx: Provisions: MUST FIX S120: the column '{}' is missing: this workbook is older than the treaty's data\n"


def test_a_workbook_older_than_a_column_is_told_to_be_upgraded_and_then_has_it(tmp_path):
    project = project_with_practice(tmp_path)
    old = saved(filled("id | law | compliance\nopsc-1 | Text. | Nothing was found."))

    before = told_of(project, old, "S102", "S120")
    result = CliRunner().invoke(main, ["--project", str(tmp_path), "upgrade", "examplia.xlsx"])
    new = (tmp_path / "workbooks/examplia.xlsx").read_bytes()

    assert before == [
        OLDER.format("Practice and enforcement")
        + "    run 'publisher upgrade examplia.xlsx': it makes a new workbook with this column and carries everything over;"
        " the old file is kept"
    ]
    assert result.exit_code == 0, result.output
    assert told_of(project, new, "S102", "S103", "S115", "S120") == []
    rows = openpyxl.load_workbook(io.BytesIO(new))["Provisions"].iter_rows(values_only=True)
    assert [row[5:9] for row in rows if row[0] in ("Row id", "opsc-1")] == [
        ("Current national law", "Legal reforms", "Practice and enforcement", "Compliance with the Protocol"),
        ("Text.", None, None, "Nothing was found."),
    ]  # fmt: skip


def test_a_heading_changed_in_an_older_workbook_loses_nothing_on_the_way(tmp_path):
    project = project_with_practice(tmp_path)
    book = filled("id | law\nopsc-1 | Text.")
    book["Provisions"]["F1"].value = "Gesetz"

    before = told_of(project, saved(book), "S102", "S103", "S120")
    CliRunner().invoke(main, ["--project", str(tmp_path), "upgrade", "examplia.xlsx"])
    new = (tmp_path / "workbooks/examplia.xlsx").read_bytes()

    remedy = (
        "    if a heading was changed by hand (headings that are not known stand in F1), write the old one again first; then"
        " run 'publisher upgrade examplia.xlsx': it makes a new workbook with this column and carries everything over; the"
        " old file is kept"
    )
    assert before == [
        OLDER.format("Current national law") + remedy,
        OLDER.format("Practice and enforcement") + remedy,
    ]
    assert told_of(project, new, "S102", "S103", "S115", "S120") == [
        "examplia.xlsx: Provisions!Q1: PLEASE CHECK S103: the column 'Gesetz' was added: it stays in the workbook but is not"
        " printed\n    move what should be printed into one of the given columns"
    ]
    assert provision_cell(openpyxl.load_workbook(io.BytesIO(new)), "opsc-1", "law").value is None
    assert "Text." in [
        cell.value for cell in openpyxl.load_workbook(io.BytesIO(new))["Provisions"]["Q"]
    ]


@pytest.mark.parametrize("version", ["1", "0", "first"])
def test_a_workbook_that_is_not_older_keeps_the_remedy_of_writing_the_heading(tmp_path, version):
    """A newer workbook in an older project cannot be upgraded; of other names for versions none is older."""
    project = project_with_practice(tmp_path, version)

    assert told_of(project, saved(filled("id | law\nopsc-1 | Text.")), "S102", "S120") == [
        "examplia.xlsx: Provisions: MUST FIX S102: the column 'Practice and enforcement' is missing or its heading was"
        " changed\n    write 'Practice and enforcement' over the column again"
    ]


def test_an_older_workbook_that_lost_a_column_of_the_program_is_told_to_write_it_again(tmp_path):
    project = project_with_practice(tmp_path)
    book = filled("id | law\nopsc-1 | Text.")
    book["Provisions"]["M1"] = "Frage"

    assert told_of(project, saved(book), "S102") == [
        "examplia.xlsx: Provisions: PLEASE CHECK S102: the column 'Question for the national NGO' is missing or its heading"
        " was changed\n    write 'Question for the national NGO' over the column again; headings that are not known stand in"
        " M1"
    ]


def test_a_french_workbook_older_than_a_column_is_told_so_in_french():
    place = Place("examplia.xlsx", "Dispositions")
    told = problem("S120", place, heading="Pratique", cells="", file="examplia.xlsx")
    among = problem("S120", place, heading="Pratique", cells="F1", file="examplia.xlsx")

    french = read_language(TOP / "publisher/languages/fr.toml", english()).messages

    remedy = (
        "lancez «\u00a0publisher upgrade examplia.xlsx\u00a0»\u00a0: il en fait un nouveau avec cette colonne et y reporte tout\u202f; l’ancien"
        " fichier est conservé"
    )
    assert told.told(french) == (
        "examplia.xlsx: Dispositions: À CORRIGER S120: la colonne «\u00a0Pratique\u00a0» manque\u00a0: ce classeur est plus ancien que les"
        f" données du traité\n    {remedy}"
    )
    assert among.hint(french) == (
        "si un en-tête a été modifié à la main (des en-têtes inconnus se trouvent en F1), réécrivez d’abord l’ancien\u202f; puis "
        + remedy
    )


def test_sources_beyond_the_prefilled_keys_and_doubled_keys_are_carried(tmp_path):
    book = filled(sources="key | type | title\nQX-1 | National law | Lex", book=whole_book())
    sheet = book["Sources"]
    sheet["A90"], sheet["B90"], sheet["E90"] = "QX-200", "Database", "Register"
    sheet["A91"], sheet["B91"], sheet["E91"] = "QX-1", "Database", "Register of the same key"

    content = saved(book)
    new, _ = upgraded(tmp_path, content)

    assert sorted(map(repr, model(new)[2])) == sorted(map(repr, model(content)[2]))


def test_the_command_tells_what_became_of_everything_and_keeps_the_old_file(tmp_path):
    (tmp_path / "workbooks").mkdir()
    path = tmp_path / "workbooks/examplia.xlsx"
    book = filled("id | law\nopsc-1 | Text.", book=whole_book())
    book.create_sheet("Interviews")["A1"] = "x"
    path.write_bytes(saved(book))
    old = path.read_bytes()

    result = CliRunner().invoke(main, ["--project", str(tmp_path), "upgrade", "examplia"])

    (kept,) = (tmp_path / "workbooks/backup").glob("*.xlsx")
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert lines[0].endswith(" cells carried over")
    assert lines[1:] == [
        "appended as it was: sheet 'Interviews'", f"written: {path}", f"the old file is kept: {kept}",
    ]  # fmt: skip
    assert kept.read_bytes() == old


def test_an_open_or_broken_workbook_is_not_upgraded(tmp_path):
    (tmp_path / "workbooks").mkdir()
    path = tmp_path / "workbooks/examplia.xlsx"
    path.write_bytes(b"PK\x03\x04 cut off")

    broken = CliRunner().invoke(main, ["--project", str(tmp_path), "upgrade", "examplia"])
    path.write_bytes(saved(whole_book()))
    (tmp_path / "workbooks/~$examplia.xlsx").write_bytes(b"")
    locked = CliRunner().invoke(main, ["--project", str(tmp_path), "upgrade", "examplia"])

    assert (broken.exit_code, locked.exit_code) == (1, 1)
    assert "MUST FIX F003" in broken.output
    assert "MUST FIX F022" in locked.output
