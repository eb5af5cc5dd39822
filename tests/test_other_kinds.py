"""Workbooks of other programs in a project: told how to save them, and read where LibreOffice can. Content is invented."""

import os
import shutil
from functools import cache

import pytest
from click.testing import CliRunner

from publisher.cli.main import main
from publisher.project.project import open_project
from tests.support import filled, html_text, saved, searched

ROWS = """
id       | law | reforms | compliance
opsc-1   | **Crime.** Two to eight years in prison. [QX-1 s. 2]⏎⏎Attempt is a crime as well. | Nothing found | In 2018 the Committee asked for more.
opsc-3-3 | Fines. | - first point⏎- second point [QX-1] | Nothing found
opsc-5-2 | The treaty is a basis – “always”. | A bill is pending. | See article 1.
"""
SOURCES = "key | type | title | verified\nQX-1 | National law | Lex infantium | Yes"
EXCEL = "open it in Excel, choose File > Save As > Excel Workbook (.xlsx), and put the new file in its place"
LIBRE = "open it in LibreOffice, choose File > Save As > Excel 2007-365 (.xlsx), and put the new file in its place"


def run(folder, *arguments, expect=0):
    result = CliRunner().invoke(main, ["--project", str(folder), *arguments])
    assert result.exit_code == expect, result.output
    return result.output


@pytest.fixture(scope="module")
def workbook():
    return saved(searched(filled(ROWS, SOURCES, {"version_date": "2026-03-31"})))


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "workbooks").mkdir()
    return tmp_path


@pytest.fixture
def without_office(monkeypatch):
    monkeypatch.setenv("PATH", "")


def told(file, kind, hint):
    return (
        f"{file}: PLEASE CHECK F040: this is {kind}, not an Excel workbook (.xlsx), so it is not read and no report is made of"
        f" it\n    {hint}\n"
    )


KINDS = [
    ("examplia.xlsm", "a workbook with macros (.xlsm)", EXCEL),
    ("Examplia.XLS", "an old Excel 97-2003 workbook (.xls)", EXCEL),
    ("examplia.xlsb", "an Excel binary workbook (.xlsb)", EXCEL),
    ("examplia.xltx", "a template for workbooks", EXCEL),
    ("examplia.ods", "an OpenDocument spreadsheet (.ods)", LIBRE),
    (
        "examplia.numbers",
        "an Apple Numbers file",
        "open it in Numbers, choose File > Export To > Excel, and put the new file in its place",
    ),
    (
        "examplia.gsheet",
        "a link to Google Sheets, without any text",
        "open it in the browser, choose File > Download > Microsoft Excel (.xlsx), and put the file that comes in its place",
    ),
    (
        "examplia.csv",
        "a text file with one sheet (.csv)",
        "open it in Excel, copy its texts into the workbook that 'publisher new COUNTRY' makes, and take this file away",
    ),
]


@pytest.mark.parametrize(("file", "kind", "hint"), KINDS, ids=[each[0] for each in KINDS])
def test_a_file_of_another_kind_is_told_with_the_way_out(folder, without_office, file, kind, hint):
    (folder / "workbooks" / file).write_bytes(b"{}")

    commands = [["check"], ["build"], ["status"]]
    if "xlsm" not in file and "xltx" not in file:
        commands += [["check", file.partition(".")[0]], ["build", file]]
    for command in commands:
        assert run(folder, *command, expect=1) == told(file, kind, hint)
    assert told(file, kind, hint) in run(folder, "guide", expect=1)


def test_the_other_workbooks_are_worked_on_all_the_same(folder, workbook):
    (folder / "workbooks/examplia.xlsx").write_bytes(workbook)
    (folder / "workbooks/otherland.csv").write_bytes(b"a,b")

    output = run(folder, "check")

    assert "otherland.csv: PLEASE CHECK F040" in output
    assert "1 workbook checked" in output


@pytest.mark.parametrize(
    "file", ["examplia.docx", "Examplia – comments.docx", "a.doc", "b.odt", "c.rtf", "D.DOCX"]
)
def test_a_draft_that_came_back_and_lies_among_the_workbooks_is_told(folder, workbook, file):
    (folder / "workbooks/examplia.xlsx").write_bytes(workbook)
    (folder / "workbooks" / file).write_bytes(b"{}")

    output = run(folder, "check")

    assert output.startswith(
        f"{file}: PLEASE CHECK F044: this is a Word document, not a workbook, so it is not read here\n"
        f'    if it is a draft that came back from a reviewer, run: publisher review collect "workbooks/{file}";'
        " then move it out of the folder of workbooks\n"
    )
    assert "1 workbook checked" in output


def test_workbooks_in_a_folder_among_the_workbooks_are_told(folder, workbook):
    (folder / "workbooks/examplia.xlsx").write_bytes(workbook)
    for file in (
        "2025/walkland.xlsx",
        "2025/otherland.xlsx",
        "2025/~$otherland.xlsx",
        "backup/a.xlsx",
        "law/a.pdf",
    ):
        (folder / "workbooks" / file).parent.mkdir(exist_ok=True)
        (folder / "workbooks" / file).write_bytes(workbook)

    output = run(folder, "check")

    assert output.startswith(
        "2025: NOTE F045: 2 workbooks in this folder are not read: otherland.xlsx, walkland.xlsx\n"
        "    move those of which reports are to be made out of it, to the other workbooks; earlier ones may stay\n"
    )
    assert "1 workbook checked" in output


def test_of_many_workbooks_in_a_folder_five_are_named(folder, workbook):
    (folder / "workbooks/examplia.xlsx").write_bytes(workbook)
    (folder / "workbooks/old").mkdir()
    for number in range(7):
        (folder / f"workbooks/old/{number}.xlsx").write_bytes(b"")

    output = run(folder, "check")

    assert (
        "7 workbooks in this folder are not read: 0.xlsx, 1.xlsx, 2.xlsx, 3.xlsx, 4.xlsx, …\n"
        in output
    )


@pytest.mark.parametrize(
    "copy",
    ["examplia.csv", "EXAMPLIA.ods", "examplia.xlsm", "~$otherland.xls", ".other.ods", "notes.txt"],
)
def test_copies_and_hidden_files_are_nobodys_concern(folder, workbook, copy):
    (folder / "workbooks/examplia.xlsx").write_bytes(workbook)
    (folder / "workbooks" / copy).write_bytes(b"")

    project = open_project(folder).value

    assert [path.name for path in project.workbooks()] == ["examplia.xlsx"]
    assert project.strays() == ()


@pytest.mark.parametrize("name", [b"T\xfcrkiye.xlsx", b"\xff.ods"])
@pytest.mark.slow
def test_a_name_that_is_no_text_is_told(folder, workbook, name):
    (folder / "workbooks/examplia.xlsx").write_bytes(workbook)
    with open(os.path.join(os.fsencode(folder / "workbooks"), name), "wb") as file:  # noqa: PTH118, PTH123
        file.write(workbook)

    output = run(folder, "check")
    named = run(folder, "check", os.fsdecode(name), expect=1)

    assert "MUST FIX" not in named
    assert named.count("F042") == 1
    shown = "T?rkiye.xlsx" if name.startswith(b"T") else "?.ods"
    assert output.startswith(
        f"{shown}: PLEASE CHECK F042: the name of this file has signs that are no letters on this system, so it is not read\n"
        "    give it another name, best with letters from a to z\n"
    )
    assert "1 workbook checked" in output


# Through LibreOffice

needs_office = pytest.mark.skipif(
    not shutil.which("soffice"), reason="LibreOffice is not installed"
)


@pytest.fixture(scope="module")
def others(tmp_path_factory, workbook, convert):
    """Return a function that gives the same workbook as LibreOffice saves it in its own format, or as Excel did until
    2003.
    """
    folder = tmp_path_factory.mktemp("others")
    (folder / "examplia.xlsx").write_bytes(workbook)
    forms = {".ods": "ods", ".xls": "xls:MS Excel 97"}

    @cache
    def saved_as(ending):
        return convert(folder / "examplia.xlsx", forms[ending], folder).read_bytes()

    return saved_as


@pytest.mark.slow
@needs_office
@pytest.mark.parametrize("ending", [".ods", pytest.param(".xls", marks=pytest.mark.long)])
def test_a_workbook_of_another_program_gives_the_same_report(
    folder, tmp_path_factory, workbook, others, ending
):
    (folder / f"workbooks/examplia{ending}").write_bytes(others(ending))
    right = tmp_path_factory.mktemp("right")
    (right / "workbooks").mkdir()
    (right / "workbooks/examplia.xlsx").write_bytes(workbook)

    run(folder, "build", "--format", "html")
    run(right, "build", "--format", "html")

    pages = [each / "output/examplia/examplia.html" for each in (folder, right)]
    texts = [html_text(page.read_text(encoding="utf-8"))[0] for page in pages]
    assert "Attempt is a crime as well" in texts[1]
    assert texts[0] == texts[1]
    assert "0 files written, 1 unchanged" in run(folder, "build", "--format", "html")
    assert f"examplia{ending}" in run(folder, "status")
    assert (folder / f"workbooks/examplia{ending}").read_bytes() == others(ending)


@pytest.mark.slow
@needs_office
@pytest.mark.parametrize(
    "command",
    [
        ["check", "--annotate"],
        ["upgrade", "examplia"],
        pytest.param(
            ["review", "send", "examplia", "--to", "Example Network (invented)"],
            marks=pytest.mark.long,
        ),
    ],
    ids=lambda command: command[0],
)
def test_nothing_is_written_into_a_workbook_of_another_program(folder, others, command):
    path = folder / "workbooks/examplia.ods"
    path.write_bytes(others(".ods"))

    output = run(folder, *command, expect=1)

    assert (
        "examplia.ods: MUST FIX F041: nothing was written into this workbook, because files of its kind (.ods) are only read\n"
        "    open it in Excel or LibreOffice, choose File > Save As and the type .xlsx, take the old file away and do this"
        " again\n"
    ) in output
    assert path.read_bytes() == others(".ods")
    others = [
        each.name for each in path.parent.iterdir() if each.name != "backup"
    ]  # copies that were seen
    assert others == ["examplia.ods"]


@pytest.mark.slow
@needs_office
@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("examplia.ods", b"PK\x03\x04" + b"\0" * 500, "F003"),
        ("examplia.ods", b"", "F001"),
        ("examplia.xls", b"a,b\n1,2\n", "F005"),
    ],
)
def test_what_libreoffice_cannot_open_is_told(folder, name, content, code):
    (folder / "workbooks" / name).write_bytes(content)

    assert f"{name}: 1 MUST FIX\n" in run(folder, "check", expect=1)
    assert f"MUST FIX {code}" in run(folder, "build", "--format", "html", expect=1)


def test_a_workbook_that_libreoffice_refuses_is_told(folder, tmp_path, monkeypatch):
    """It does so with files that have a password; this one stands for it and does nothing else."""
    (tmp_path / "programs").mkdir()
    refusing = tmp_path / "programs/soffice"
    refusing.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    refusing.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "programs"))
    (folder / "workbooks/examplia.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")

    assert (
        "MUST FIX F043\n  this workbook cannot be opened by LibreOffice: it may be damaged or protected by a password\n"
        "      open it in the program that made it, without a password, choose File > Save As and the type .xlsx, and use the new"
        " file\n"
    ) in run(folder, "check", expect=1)


def test_a_workbook_with_macros_is_read_where_it_is_named(folder, workbook):
    (folder / "workbooks/examplia.xlsm").write_bytes(workbook)

    assert "examplia.xlsm: 2 NOTE\n" in run(folder, "check", "examplia.xlsm")
