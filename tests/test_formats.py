"""The table of formats: what stands in it holds for build, status and guide; a fault costs one file."""

from dataclasses import replace
from datetime import date

import pytest
from click.testing import CliRunner

from publisher.cli.main import main
from publisher.project import formats as table
from publisher.project import workbooks
from publisher.project.formats import FORMATS, Format, formats_called
from publisher.project.orders import BuildOrder
from publisher.project.processes import build_reports
from publisher.project.project import open_project
from tests.support import filled, saved, searched

pytestmark = pytest.mark.slow  # each test starts programs, or builds

ROWS = "id | law | reforms | compliance\nopsc-1 | The sale of a child is a crime. | Nothing found | Nothing found"
MESSAGE = (
    "this file was not made, because of a fault of the program that nobody foresaw;"
    " the other files are not affected"
)


def raise_a_fault(_publication, _materials):
    raise ZeroDivisionError("nobody foresaw this")


BROKEN = Format("broken", "broken", order=0, write_report=raise_a_fault)


@pytest.fixture
def folder(tmp_path):
    """A project folder with two workbooks of an invented country; LibreOffice is not asked for page numbers."""
    (tmp_path / "publisher.toml").write_text("word_page_numbers = false\n", encoding="utf-8")
    (tmp_path / "workbooks").mkdir()
    for name in ("examplia", "examplia-2"):
        (tmp_path / f"workbooks/{name}.xlsx").write_bytes(saved(searched(filled(ROWS))))
    return tmp_path


def run(folder, *arguments):
    return CliRunner().invoke(main, ["--project", str(folder), *arguments])


# Status


def status_lines(folder):
    """Return, by workbook, what the table of the status says at its end: when built, and whether that is up to date."""
    lines = run(folder, "status").output.splitlines()[1:3]
    return {line.split()[0]: line for line in lines}


@pytest.mark.slow
def test_the_status_knows_the_print_edition_by_its_own_file(folder):
    settings = folder / "publisher.toml"
    settings.write_text('formats = ["print"]\n', encoding="utf-8")
    before = status_lines(folder)["examplia.xlsx"]
    assert before.endswith("never       not built yet")

    assert run(folder, "build", "examplia").exit_code == 0

    after = status_lines(folder)
    built = date.fromtimestamp((folder / "output/examplia/examplia.print.pdf").stat().st_mtime)
    assert f"{built:%Y-%m-%d}" in after["examplia.xlsx"]
    assert after["examplia.xlsx"].endswith("up to date")
    assert after["examplia-2.xlsx"].endswith("never             not built yet")


def test_formats_are_built_in_the_order_of_the_table_however_they_are_named(folder):
    result = run(folder, "build", "examplia", "--format", "html", "--format", "docx")

    output = folder / "output/examplia"
    assert result.output.splitlines()[:2] == [
        f"written: {output / 'examplia.docx'}",
        f"written: {output / 'examplia.html'}",
    ]


def test_no_two_formats_share_a_name_a_file_or_a_turn():
    for seen in (
        [each.name for each in FORMATS],
        [each.ending for each in FORMATS],
        [each.order for each in FORMATS],
    ):
        assert len(set(seen)) == len(seen)


def test_a_setting_of_one_format_builds_only_that_one_again(folder):
    formats = ("--format", "html", "--format", "docx")
    run(folder, "build", "examplia", *formats)
    # Only where LibreOffice is there does this change the Word file; the web page it changes nowhere.
    (folder / "publisher.toml").write_text("word_page_numbers = true\n", encoding="utf-8")

    result = run(folder, "build", "examplia", *formats)

    output = folder / "output/examplia"
    assert result.output.splitlines()[:2] == [
        f"written: {output / 'examplia.docx'}",
        f"unchanged: {output / 'examplia.html'}",
    ]


# A fault that nobody foresaw


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_writer_that_fails_costs_its_own_file_only(folder, jobs):
    project = open_project(folder).value
    order = BuildOrder(project, (BROKEN, *formats_called(("html",))), date(2026, 11, 24))

    outcomes = build_reports(order, project.workbooks(), jobs, lambda _files: None)

    assert [each.path.stem for each in outcomes] == ["examplia", "examplia-2"]
    for outcome in outcomes:
        broken, page = outcome.built
        output = folder / "output" / outcome.path.stem
        kept = output / f"{outcome.path.stem}.broken.fault.txt"
        assert [str(each) for each in broken.problems] == [
            f"{outcome.path.stem}.broken: MUST FIX O331: {MESSAGE}\n"
            f"    send {kept} with the workbook to those who maintain this program:"
            " it says where the fault is, and may quote texts of the workbook"
        ]
        assert page.is_written
        assert page.path.is_file()
        told = kept.read_text(encoding="utf-8")
        assert told.startswith("publisher 0.1.0, Python ")
        assert told.endswith("ZeroDivisionError: nobody foresaw this\n")
        assert "in raise_a_fault" in told


@pytest.fixture
def broken_pages(monkeypatch):
    """The writer of web pages raises what nobody foresaw."""
    rows = tuple(
        replace(each, write_report=raise_a_fault, write_guide=raise_a_fault)
        if each.name == "html"
        else each
        for each in FORMATS
    )
    monkeypatch.setattr(table, "FORMATS", rows)


@pytest.mark.usefixtures("broken_pages")
def test_a_build_tells_the_fault_and_ends_with_1(folder):
    result = run(folder, "build", "examplia", "--format", "docx", "--format", "html")

    output = folder / "output/examplia"
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        f"written: {output / 'examplia.docx'}",
        f"not written: {output / 'examplia.html'}",
        "1 workbook: 1 file written, 0 unchanged; 1 MUST FIX",
    ]
    assert result.stderr.splitlines() == [
        f"examplia.html: MUST FIX O331: {MESSAGE}",
        f"    send {output / 'examplia.html.fault.txt'} with the workbook to those who maintain this"
        " program: it says where the fault is, and may quote texts of the workbook",
    ]


@pytest.mark.usefixtures("broken_pages")
def test_a_fault_in_one_format_of_the_guide_leaves_the_others(folder):
    result = run(folder, "guide", "--format", "html", "--format", "csv")

    output = folder / "output/guide"
    assert result.exit_code == 1
    assert f"guide.html: MUST FIX O331: {MESSAGE}" in result.stderr
    assert (output / "guide.html.fault.txt").is_file()
    assert not (output / "guide.html").exists()
    assert f"written: {output / 'guide.areas.csv'}" in result.stdout.splitlines()


def test_what_was_kept_of_a_fault_goes_when_the_file_can_be_made(folder, monkeypatch):
    rows = tuple(replace(each, write_report=raise_a_fault) for each in FORMATS)
    with monkeypatch.context() as broken:
        broken.setattr(table, "FORMATS", rows)
        run(folder, "build", "examplia", "--format", "html")
    kept = folder / "output/examplia/examplia.html.fault.txt"
    assert kept.is_file()

    assert run(folder, "build", "examplia", "--format", "html").exit_code == 0

    assert not kept.exists()


def test_a_fault_that_cannot_be_kept_is_told_all_the_same(folder):
    project = open_project(folder).value
    (folder / "output").write_text("a file where the folder should be", encoding="utf-8")
    order = BuildOrder(project, (BROKEN,), date(2026, 11, 24))

    (outcome,) = build_reports(order, project.workbooks()[:1], 1, lambda _files: None)

    assert [str(each) for each in outcome.built[0].problems] == [
        f"examplia.broken: MUST FIX O331: {MESSAGE}\n"
        "    send the workbook to those who maintain this program, and tell them which file was not made"
    ]


def fail_to_check(*_arguments, **_options):
    raise ZeroDivisionError("nobody foresaw this")


@pytest.mark.parametrize("command", ["check", "status", "build"])
def test_a_fault_in_the_check_of_one_workbook_leaves_the_others(folder, monkeypatch, command):
    """One of two workbooks meets a fault; the other is checked, listed and built as ever."""
    real = workbooks.check_workbook

    def check(workbook, *arguments, **options):
        fails = workbook.file == "examplia.xlsx"
        return (fail_to_check if fails else real)(workbook, *arguments, **options)

    monkeypatch.setattr(workbooks, "check_workbook", check)
    options = ("--format", "html", "--jobs", "1") if command == "build" else ()

    result = run(folder, command, *options)

    kept = folder / "output/examplia/examplia.xlsx.fault.txt"
    told = (
        "this workbook could not be checked, because of a fault of the program that nobody foresaw;"
        " the other workbooks are not affected"
    )
    remedy = (
        f"send {kept} with the workbook to those who maintain this program:"
        " it says where the fault is, and may quote texts of the workbook"
    )
    assert kept.read_text(encoding="utf-8").endswith("ZeroDivisionError: nobody foresaw this\n")
    if command == "check":
        assert result.exit_code == 1
        assert result.stderr.splitlines()[:4] == [
            "examplia.xlsx: 1 MUST FIX",
            "MUST FIX O332",
            f"  {told}",
            f"      {remedy}",
        ]
        assert "examplia-2.xlsx: " in result.stderr
    elif command == "build":
        assert result.exit_code == 1
        assert result.stderr == f"examplia.xlsx: MUST FIX O332: {told}\n    {remedy}\n"
        assert (folder / "output/examplia-2/examplia-2.html").is_file()
    else:
        assert result.exit_code == 0
        assert result.stdout.splitlines()[1].startswith("examplia.xlsx")
        assert "Examplia" in result.stdout.splitlines()[2]
