"""Files opened by another office program: LibreOffice reads what we write, and we read what it writes."""

import shutil
import subprocess

import pytest

from publisher.batch import build_file, check_file
from publisher.project import open_project
from tests.support import TODAY, TOP, filled, read, saved
from tests.validators import own_faults, validator_findings

ROWS = """
id | law | reforms | compliance | assessment | finder | date
opsc-1 | First line⏎second line⏎⏎**New** paragraph [QX-1 s. 2] | Nothing found | - one⏎- two | In line | Researcher | 2019
opsc-3-1-b | R&D <18 "quoted" 'x' — العربية 中文 हिन्दी | = not a formula | Not applicable
"""
SOURCES = "key | type | title | accessed\nQX-1 | National law | قانون | 2026-01-02"


@pytest.fixture(scope="session")
def convert(tmp_path_factory):
    """Return a function that lets LibreOffice convert a file, with a profile of its own."""
    profile = tmp_path_factory.mktemp("office") / "profile"

    def run(path, form, folder):
        command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", form]
        subprocess.run([*command, "--outdir", str(folder), str(path)], check=True, capture_output=True, timeout=180)
        return folder / f"{path.stem}.{form}"

    return run


def model(content):
    """Return what a workbook says: text and emphasis of each cell that is not empty, by row and column."""
    found = read(content)
    assert found.diagnostics == ()
    rows = {row.cells["id"].text: row for row in found.value.provisions}
    provisions = {
        (id_, key): (cell.text, tuple((run.text, run.bold, run.italic) for run in cell.runs))
        for id_, row in rows.items()
        for key, cell in row.cells.items()
        if cell.text
    }
    return (
        provisions,
        {key: row.cells["value"].text for key, row in found.value.country.items()},
        len(found.value.sources),
    )


@pytest.mark.slow
def test_a_workbook_saved_by_libreoffice_says_the_same(convert, tmp_path):
    path = tmp_path / "examplia.xlsx"
    path.write_bytes(saved(filled(ROWS, SOURCES, {"summary": "One.\n\nTwo."})))
    (tmp_path / "saved").mkdir()

    again = convert(path, "xlsx", tmp_path / "saved")
    through_ods = convert(convert(again, "ods", tmp_path), "xlsx", tmp_path / "saved")

    assert model(again.read_bytes()) == model(path.read_bytes())
    assert model(through_ods.read_bytes()) == model(path.read_bytes())


@pytest.fixture(scope="session")
def reports(tmp_path_factory):
    """The Word files of the sample workbooks, built."""
    folder = tmp_path_factory.mktemp("reports")
    shutil.copytree(TOP / "workbooks", folder / "workbooks")
    project = open_project(folder).value
    built = {}
    for path in project.workbooks():
        result = check_file(project, path, TODAY)
        assert [str(each) for each in result.diagnostics if each.level == "must_fix"] == []
        for each in build_file(result, ("docx",), is_forced=True):
            assert each.problem is None
            built[path.stem] = each.path
    return built


@pytest.mark.parametrize("country", ["germany", "india", "examplia"])
def test_the_word_files_of_the_samples_are_sound(reports, country):
    content = reports[country].read_bytes()

    assert validator_findings(content) == []
    assert own_faults(content) == []


@pytest.mark.slow
@pytest.mark.parametrize("country", ["germany", "india", "examplia"])
def test_libreoffice_opens_the_word_files_of_the_samples(convert, reports, country, tmp_path):
    pdf = convert(reports[country], "pdf", tmp_path)

    text = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], capture_output=True, check=True, text=True).stdout
    assert {"germany": "Germany", "india": "India", "examplia": "Examplia"}[country] in text
    assert {"germany": "SAMPLE", "india": "SAMPLE", "examplia": "INVENTED"}[country] in text
    pages = text.count("\f")
    assert f"Page {pages} of {pages}" in text
    assert pages > 10
