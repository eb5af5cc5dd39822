"""Old workbooks carried over into new ones: nothing lost, everything where it belongs."""

import io
import shutil
from datetime import datetime

import openpyxl
from click.testing import CliRunner
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from publisher.cli.main import main
from publisher.domain.treaty_files import read_treaty
from publisher.project.project import open_project
from publisher.project.workbooks import upgrade_file
from tests.support import DATA, TOP, filled, provision_cell, read, saved, whole_book

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
    assert openpyxl.load_workbook(io.BytesIO(new))["_toolkit"]["B1"].value == "5"
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
    assert book["Reviewers"]["A2"].value == "Example Reviewer"
    assert [cell.value for cell in book["From the old workbook"][2]] == [
        "Provisions!T50",
        None,
        "opsc-9-3",
        "lost and found",
    ]
    assert account.added == ("Provisions: My remarks", "Interviews")
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

    (kept,) = (tmp_path / "workbooks/backup").iterdir()
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
