"""Names of sheets that every program opens: Excel keeps one for itself, with which ours was made for a while.

Its rules: https://support.microsoft.com/en-us/office/rename-a-worksheet-3f1f7148-ee83-404d-8ef0-9ff99fbad1f9. In other
languages Excel keeps another name (Russian 'Журнал', as XlsxWriter's issue 688 tells), and ExcelJS 4.4.0 opens no
workbook with a sheet 'History' at all. Examplia is invented.
"""

import io
import re

import openpyxl
import pytest
from click.testing import CliRunner

from publisher.cli.main import main
from publisher.project.project import open_project
from publisher.workbook.issue import issue_workbook
from tests.support import EXAMPLIA, TOP, saved

RESERVED = {"history", "журнал", "historique", "السجل"}
LINE = (
    "2026-11-29 10:00:00", "Changed in the workbook", "examplia.xlsx", "", "3(1)(b)", "Current national law",
    "", "Fines.", "provisions|opsc-3-1-b|law",
)  # fmt: skip


def workbook(language="en"):
    return issue_workbook(open_project(TOP).value.in_language(language).worded, EXAMPLIA)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_no_sheet_has_a_name_that_excel_refuses(language):
    names = openpyxl.load_workbook(io.BytesIO(workbook(language)), read_only=True).sheetnames

    assert len({name.casefold() for name in names}) == len(names)
    assert not {name.casefold() for name in names} & RESERVED
    assert all(len(name) <= 31 and not re.search(r"[/\\?*:\[\]]|^'|'$", name) for name in names)


@pytest.fixture(params=["History", pytest.param("HISTORY ", marks=pytest.mark.long), "Historique"])
def project(request, tmp_path):
    """A project whose workbook has its history in a sheet of a former name, with one line."""
    book = openpyxl.load_workbook(io.BytesIO(workbook()))
    sheet = book["Cell history"]
    sheet.title = request.param
    sheet.append(LINE)
    (tmp_path / "workbooks").mkdir()
    (tmp_path / "workbooks/examplia.xlsx").write_bytes(saved(book))
    return tmp_path


def run(project, *arguments):
    result = CliRunner().invoke(main, ["--project", str(project), *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def test_a_history_under_a_former_name_is_read(project):
    assert "Fines." in run(project, "history", "examplia", "3(1)(b)")


@pytest.mark.slow
def test_an_upgrade_carries_a_history_into_the_sheet_of_the_present_name(project):
    run(project, "upgrade", "examplia")

    book = openpyxl.load_workbook(project / "workbooks/examplia.xlsx")
    lines = [row for row in book["Cell history"].iter_rows(min_row=2, values_only=True) if row[0]]
    assert lines == [tuple(text or None for text in LINE)]
    assert [name for name in book.sheetnames if name.strip().casefold() in RESERVED] == []
