"""The command line, from an empty folder to finished reports."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from publisher.cli.main import main
from publisher.project.check_cache import CACHE_FILE
from publisher.project.digests import MEMORY_FILE
from tests.support import TOP, country_cell, html_text, opsc, provision_cell, saved, searched
from tests.support import filled as unsearched
from tests.validators import own_faults, validator_findings

ROWS = (
    "id | law | reforms | compliance\n"
    "opsc-1 | The sale of a child is a crime. [QX-1 s. 2] | Nothing found | Nothing found"
)
SOURCES = "key | type | title | verified\nQX-1 | National law | Lex infantium | Yes"


def filled(*tables):
    """Return a filled workbook that says that each place was searched."""
    return searched(unsearched(*tables))


def run(folder, *arguments, expect=0):
    result = CliRunner().invoke(main, ["--project", str(folder), *arguments])
    assert result.exit_code == expect, result.output
    return result


@pytest.fixture
def project(tmp_path):
    """A project folder with one sound workbook of an invented country."""
    (tmp_path / "workbooks").mkdir()
    (tmp_path / "workbooks/examplia.xlsx").write_bytes(
        saved(filled(ROWS, SOURCES, {"version_date": "2026-03-31"}))
    )
    return tmp_path


def leave_out_page_numbers(folder):
    """Let Word files be built without LibreOffice, which counts their pages: a start of it takes longer than a build."""
    (folder / "publisher.toml").write_text("word_page_numbers = false\n", encoding="utf-8")


def prints(folder):
    """Return the fingerprint of every file in a folder; what checks gave or saw, kept for the next time, is no output, nor are turns."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and path.name not in (CACHE_FILE, MEMORY_FILE)
        and path.suffix != ".turn"
        and path.parent.name != "seen"
    }


# init, new


def test_init_makes_a_project_and_leaves_what_is_there_alone(tmp_path):
    (tmp_path / "publisher.toml").write_text('organisation = "Mine"\n', encoding="utf-8")

    result = CliRunner().invoke(main, ["init", str(tmp_path)])

    assert result.exit_code == 0, result.output
    templates = {str(path.relative_to(TOP)) for path in (TOP / "templates").rglob("*.*")}
    starters = {f"Open the desk.{ending}" for ending in ("bat", "command", "desktop")}
    expected = {"publisher.toml", "workbooks/examplia.xlsx"} | templates | starters
    assert set(prints(tmp_path)) == expected
    assert (tmp_path / "publisher.toml").read_text(encoding="utf-8") == 'organisation = "Mine"\n'
    assert (
        result.output.splitlines()[-1]
        == f"The project is ready. Next: cd {tmp_path}, then publisher new COUNTRY"
    )


@pytest.mark.slow
def test_new_writes_a_workbook_and_never_overwrites_one(tmp_path):
    first = run(tmp_path, "new", "ivory coast")
    before = prints(tmp_path)

    second = run(tmp_path, "new", "Côte d’Ivoire", expect=2)

    path = tmp_path / "workbooks/cote-d-ivoire.xlsx"
    assert first.output.splitlines()[0] == f"written: {path}"
    assert (
        f"Error: {path} is there already and was left as it is. Rename or move it to begin anew."
        in second.output
    )
    assert prints(tmp_path) == before
    sheet = openpyxl.load_workbook(path)["Country"]
    assert {row[0].value: row[2].value for row in sheet.iter_rows(min_row=2) if row[2].value} == {
        "short_name": "Côte d'Ivoire",
        "formal_name": "Republic of Côte d'Ivoire",
        "iso2": "CI",
        "instrument": "Accession",
        "bound": "2011-09-19",
        "version": "0.1",
        "status": "Draft",
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "Germny",
            "Error: there is no country 'Germny'; did you mean Germany?"
            " If not, an invented or unlisted country needs --code with two letters, for example: --code QX",
        ),
        (
            "Korea",
            "Error: there is no country 'Korea'; did you mean Democratic People's Republic of Korea or Republic of Korea?"
            " If not, an invented or unlisted country needs --code with two letters, for example: --code QX",
        ),
        (
            "Atlantis",
            "Error: there is no country 'Atlantis'; an invented or unlisted country needs --code with two letters,"
            " for example: --code QX",
        ),
    ],
)
def test_new_asks_what_country_was_meant(tmp_path, name, message):
    result = run(tmp_path, "new", name, expect=2)

    assert result.output.splitlines()[-1] == message
    assert prints(tmp_path) == {}


def test_new_refuses_a_code_that_is_none(tmp_path):
    result = run(tmp_path, "new", "Atlantis", "--code", "A1", expect=2)

    assert result.output.splitlines()[-1] == "Error: --code takes two letters from A to Z, not 'A1'"


def test_new_refuses_a_name_without_letters(tmp_path):
    run(tmp_path, "new", "Ruritania", "--code", "QX")
    result = run(tmp_path, "new", "Atlantis", "--code", "qx", expect=2)
    assert (
        "the workbook ruritania.xlsx has the code QX; take another one, for example: --code QY"
        in " ".join(result.output.split())
    )
    result = run(tmp_path, "new", "!!", "--code", "QX", expect=2)

    assert (
        result.output.splitlines()[-1]
        == "Error: '!!' has no letter that a file could be named after"
    )


@pytest.mark.slow
def test_a_new_workbook_is_sound_and_gives_no_problem(tmp_path):
    run(tmp_path, "new", "Nepal")

    result = run(tmp_path, "check")

    assert result.output.splitlines()[-1] == "1 workbook checked: no problems"
    findings = validator_findings((tmp_path / "workbooks/nepal.xlsx").read_bytes(), ".xlsx")
    # Every file that openpyxl writes has these two, and Excel reads them: strings inside the cells, and <b> and <color>
    # of a font in an order that only the strict schema forbids.
    known = ("inline-string cell(s)", "/xl/styles.xml:/styleSheet[1]/fonts[1]/font[")
    assert [each for each in findings if not any(text in each for text in known)] == []


# check


def test_check_tells_the_problems_by_rule_and_where_the_full_list_is(project):
    book = filled(ROWS.replace("QX-1", "QX-9"), SOURCES)
    provision_cell(book, "opsc-2-a", "assessment").value = "In line"
    (project / "workbooks/examplia.xlsx").write_bytes(saved(book))
    (project / "workbooks/~$examplia.xlsx").write_bytes(b"lock")
    before = prints(project)

    result = run(project, "check", expect=1)

    assert result.output == (
        "examplia.xlsx: 2 MUST FIX, 1 NOTE\n"
        "MUST FIX C222\n"
        "  Provisions!F3 (art. 1, Current national law): the text cites [QX-9], but the row of that key on the sheet of sources"
        " is empty\n"
        "      fill the row in, or correct the key\n"
        "MUST FIX C207\n"
        "  Provisions!I4 (art. 2 (a), Assessment): article 2(a) asks nothing of a State, so it cannot be assessed\n"
        "      empty the cell\n"
        f"full list: {project / 'output/examplia/examplia.check.html'}\n"
        "1 workbook checked: 2 MUST FIX, 1 NOTE\n"
    )
    written = prints(project)
    assert "the source QX-1 is never cited" in (
        project / "output/examplia/examplia.check.html"
    ).read_text("utf-8")
    assert {
        name: print_ for name, print_ in written.items() if not name.startswith("output")
    } == before


def test_check_gives_json_for_other_programs(project):
    (project / "workbooks/other.xlsx").write_bytes(b"")

    result = run(project, "check", "--json", expect=1)

    assert json.loads(result.stdout) == [
        {
            "code": "F001",
            "level": "must_fix",
            "file": "other.xlsx",
            "sheet": "",
            "cell": "",
            "name": "",
            "place": "",
            "message": "this file is empty (0 bytes)",
            "hint": "the copy probably stopped half-way: ask for the file again",
            "mark": json.loads(result.stdout)[0]["mark"],
        }
    ]


def test_a_workbook_is_named_by_path_or_by_name_alone(project):
    path = project / "workbooks/EXAMPLIA.XLSX"
    for name in ("examplia", "examplia.xlsx", "Examplia", "EXAMPLIA.XLSX", str(path)):
        assert (
            run(project, "check", name).output.splitlines()[-1] == "1 workbook checked: no problems"
        )

    result = run(project, "check", "exemplia", expect=2)

    assert (
        result.output.splitlines()[-1]
        == "Error: there is no workbook 'exemplia'; did you mean 'examplia'?"
    )


def test_a_folder_that_is_called_like_a_workbook_is_told(tmp_path):
    (tmp_path / "workbooks/examplia.xlsx").mkdir(parents=True)

    assert run(tmp_path, "build", "examplia", expect=1).output == (
        "examplia.xlsx: MUST FIX F025: a folder stands where this file should be\n"
        "    move that folder elsewhere or give it another name, and see where the file is\n"
        "1 workbook: 0 files written, 0 unchanged; 1 MUST FIX\n"
    )


def test_two_workbooks_whose_names_differ_in_capitals_are_told_apart(tmp_path):
    (tmp_path / "workbooks").mkdir()
    for name in ("Nepal", "nepal"):
        (tmp_path / f"workbooks/{name}.xlsx").write_bytes(b"")
    if len(list((tmp_path / "workbooks").iterdir())) == 1:
        pytest.skip("this system knows no capitals in names")

    assert run(tmp_path, "check", "Nepal", expect=1).output.startswith("Nepal.xlsx: ")
    assert run(tmp_path, "check", "NEPAL", expect=2).output.splitlines()[-1] == (
        "Error: there is no workbook 'NEPAL'; did you mean 'nepal'?"
    )


def test_a_project_without_workbooks_says_how_to_make_one(tmp_path):
    (tmp_path / "publisher.toml").write_text("", encoding="utf-8")
    result = run(tmp_path, "check", expect=1)

    assert (
        result.output
        == f"There is no workbook in {tmp_path / 'workbooks'}. Make one with: publisher new COUNTRY\n"
    )


# build


@pytest.mark.slow
def test_build_makes_all_formats_once_and_again_only_what_changed(project):
    first = run(project, "build")
    second = run(project, "build")
    (project / "templates/docx").mkdir(parents=True)
    shutil.copy(TOP / "templates/docx/country_report.docx", project / "templates/docx")
    (project / "output/examplia/examplia.html").write_text("touched by hand", encoding="utf-8")
    third = run(project, "build")
    fourth = run(project, "build", "--force", "--format", "html", "--quiet")

    out = project / "output/examplia"
    assert first.output == (
        f"written: {out / 'examplia.docx'}\nwritten: {out / 'examplia.html'}\nwritten: {out / 'examplia.pdf'}\n"
        "1 workbook: 3 files written, 0 unchanged; no problems\n"
    )
    assert second.output.splitlines()[-1] == "1 workbook: 0 files written, 3 unchanged; no problems"
    assert third.output == (
        f"unchanged: {out / 'examplia.docx'}\nwritten: {out / 'examplia.html'}\nunchanged: {out / 'examplia.pdf'}\n"
        "1 workbook: 1 file written, 2 unchanged; no problems\n"
    )
    assert fourth.output == ""


@pytest.mark.slow
def test_the_print_edition_is_built_when_asked_for_and_again_when_the_profile_changes(project):
    first = run(project, "build", "--format", "print")
    second = run(project, "build", "--format", "print")
    (project / "press.icc").write_bytes(b"no profile")
    (project / "publisher.toml").write_text('icc = "press.icc"', encoding="utf-8")
    third = run(project, "build", "--format", "print", expect=1)
    (project / "publisher.toml").write_text('icc = "elsewhere.icc"', encoding="utf-8")
    fourth = run(project, "build", "--format", "print", expect=1)

    path = project / "output/examplia/examplia.print.pdf"
    assert first.output.splitlines()[0] == f"written: {path}"
    assert second.output.splitlines()[0] == f"unchanged: {path}"
    assert (
        "examplia.print.pdf: MUST FIX O322: the colour profile is no profile of a printing press"
        in third.output
    )
    assert (
        "examplia.print.pdf: MUST FIX O321: the colour profile 'elsewhere.icc' cannot be read"
        in fourth.output
    )


@pytest.mark.slow
def test_a_faulty_workbook_does_not_stop_the_others(project):
    leave_out_page_numbers(project)
    (project / "workbooks/broken.xlsx").write_bytes(b"PK\x03\x04 cut off")

    result = run(project, "build", "--format", "docx", "--jobs", "1", expect=1)

    assert "broken.xlsx: MUST FIX F003: this workbook is damaged" in result.output
    assert result.output.splitlines()[-1] == "2 workbooks: 1 file written, 0 unchanged; 1 MUST FIX"
    assert (project / "output/examplia/examplia.docx").exists()
    assert not (project / "output/broken").exists()


@pytest.mark.long
@pytest.mark.slow
def test_without_pango_only_what_weasyprint_makes_is_missing_and_says_what_to_do(project):
    leave_out_page_numbers(project)
    (project / "no-pango").mkdir()
    (project / "no-pango/weasyprint.py").write_text(
        "raise OSError('cannot load library libpango-1.0-0')", encoding="utf-8"
    )
    environment = os.environ | {"PYTHONPATH": f"{project / 'no-pango'}{os.pathsep}{TOP}"}

    def run(*arguments):
        command = [sys.executable, "-m", "publisher", "--project", str(project), *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    by_typst = run("build", "--format", "pdf")
    built = run("build", "--pdf-engine", "weasyprint")
    doctor = run("doctor")
    (project / "publisher.toml").write_text('pdf_engine = "weasyprint"\n', encoding="utf-8")
    doctor_of_weasyprint = run("doctor")

    out = project / "output/examplia"
    assert (by_typst.returncode, by_typst.stderr) == (0, "")
    assert (built.returncode, doctor.returncode) == (1, 0)
    assert built.stderr == (
        "examplia.pdf: MUST FIX O302: the PDF cannot be made, because the program Pango is missing; Word file and web page"
        " are not affected\n    run 'publisher doctor': it says how to install Pango on this system\n"
    )
    assert built.stdout == (
        f"written: {out / 'examplia.docx'}\nwritten: {out / 'examplia.html'}\n"
        f"not written: {out / 'examplia.pdf'}\n"
        "1 workbook: 2 files written, 0 unchanged; 1 MUST FIX\n"
    )
    told = "Pango: missing: no PDF can be made of templates in HTML and CSS; all others are not affected"
    assert told in doctor.stdout
    assert f"MISSING  {told}" not in doctor.stdout
    assert f"MISSING  {told}" in doctor_of_weasyprint.stdout
    assert doctor_of_weasyprint.returncode == 1


def test_build_gives_json_for_other_programs(project):
    result = run(project, "build", "--format", "html", "--json")

    path = str(project / "output/examplia/examplia.html")
    assert json.loads(result.stdout) == {
        "problems": [],
        "built": [{"path": path, "format": "html", "unchanged": False, "written": True}],
    }


def test_a_template_that_is_broken_is_told_and_the_other_formats_are_built(project):
    (project / "templates/docx").mkdir(parents=True)
    (project / "templates/docx/country_report.docx").write_bytes(b"no template")

    result = run(project, "build", "--format", "docx", "--format", "html", expect=1)

    assert (
        "templates/docx/country_report.docx: MUST FIX O303: the template is not a Word document (.docx)"
        in result.output
    )
    assert (project / "output/examplia/examplia.html").exists()


def test_an_output_folder_that_cannot_be_written_is_told_and_nothing_is_lost(project):
    (project / "output").write_text("a file where the folder should be", encoding="utf-8")

    result = run(project, "build", "--format", "html", expect=1)

    assert result.output == (
        f"publisher.toml: MUST FIX P445: the setting 'output' names a folder, but '{project / 'output'}' is a file\n"
        "    move that file elsewhere or give it another name: the folder is made for you; or name another folder in"
        " publisher.toml\n"
    )
    assert (project / "output").read_text(encoding="utf-8") == "a file where the folder should be"


@pytest.mark.no_cover  # being traced would double its time
@pytest.mark.slow
@pytest.mark.parametrize("has_page_numbers", [False, pytest.param(True, marks=pytest.mark.long)])
def test_the_same_inputs_give_the_same_bytes_anywhere_at_any_time(
    project, tmp_path_factory, has_page_numbers
):
    if not has_page_numbers:
        leave_out_page_numbers(project)
    other = tmp_path_factory.mktemp("elsewhere") / "deep down"
    shutil.copytree(project, other)
    arguments = [sys.executable, "-m", "publisher", "--project"]

    for folder, zone, seed in ((project, "Asia/Tokyo", "1"), (other, "America/Lima", "2")):
        environment = os.environ | {"TZ": zone, "PYTHONHASHSEED": seed, "PYTHONPATH": str(TOP)}
        subprocess.run(
            [*arguments, str(folder), "build", "--quiet"], check=True, env=environment, cwd=folder
        )
        time.sleep(2.1)  # the dates in a ZIP archive count in steps of two seconds

    first, second = prints(project / "output"), prints(other / "output")
    assert [Path(name).name for name in first] == [
        ".built.json",
        "examplia.docx",
        "examplia.html",
        "examplia.pdf",
    ]
    assert first == second


# status, doctor, settings


@pytest.mark.slow
def test_status_counts_what_is_filled_in(project):
    leave_out_page_numbers(project)
    run(project, "build", "--format", "docx")

    rows = json.loads(run(project, "status", "--json").stdout)

    (progress, *others) = rows[0].pop("rows")
    assert len(others) == 57
    assert progress == {
        "reference": "1", "title": "General prohibition", "states": ["text", "nothing_found", "nothing_found"], "level": None,
        "rating": None,
    }  # fmt: skip
    assert [{key: value for key, value in row.items() if key != "last_built"} for row in rows] == [
        {
            "workbook": "examplia.xlsx",
            "country": "Examplia",
            "name": "Examplia",
            "text": 1,
            "nothing_found": 2,
            "not_researched": 171,
            "not_applicable": 0,
            "sources": 1,
            "sources_verified": 1,
            "must_fix": 0,
            "please_check": 0,
            "notes": 0,
            "dismissed": 0,
            "is_out_of_date": True,
            "stale": [],
            "unbuilt": ["Web page", "PDF"],
            "tasks": [
                {"who": "researcher", "what": "research 171 cells"},
                {"who": "editor", "what": "build the report"},
            ],
        }
    ]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", rows[0]["last_built"])


def test_status_survives_a_template_that_cannot_be_read(project):
    (project / "templates/docx/country_report.docx").mkdir(parents=True)
    run(project, "build", "--format", "html")
    shutil.rmtree(project / "templates")
    (project / "templates").mkdir()
    (project / "workbooks/broken.xlsx").write_bytes(b"")

    rows = json.loads(run(project, "status", "--json").stdout)

    assert [(row["workbook"], row["must_fix"], row["is_out_of_date"]) for row in rows] == [
        ("broken.xlsx", 1, True),
        ("examplia.xlsx", 0, True),
    ]


def test_status_is_a_table_for_people_and_a_page(project):
    (project / "workbooks/broken.xlsx").write_bytes(b"")

    assert run(project, "status").output == (
        "workbook       country   researched  MUST FIX  PLEASE CHECK  sources read  last built  report\n"
        "broken.xlsx              0 of 0      1         0             0 of 0        never       not built yet\n"
        "examplia.xlsx  Examplia  3 of 174    0         0             1 of 1        never       not built yet\n"
        "broken.xlsx: researcher: send the workbook again: it cannot be read\n"
        "Examplia: researcher: research 171 cells\n"
        "Examplia: editor: build the report\n"
        f"with every provision: {project / 'output/status.html'}\n"
    )
    text, by_id = html_text((project / "output/status.html").read_text("utf-8"))
    assert "Workbooks: 2" in text
    assert "3(1)(a)(i)(a)" in by_id["examplia.xlsx"]
    assert (
        "text: 1 · nothing found: 2 · not applicable: 0 · not researched: 171"
        in by_id["examplia.xlsx"]
    )


@pytest.mark.slow
def test_the_page_of_a_check_quotes_the_sentence_with_the_spot_marked(project):
    book = filled(
        "id | law\nopsc-1 | It is so. A fine of <TBC> is due; see [QX-9]. No more.",
        SOURCES,
        {"short_name": "Examplia"},
    )
    (project / "workbooks/examplia.xlsx").write_bytes(saved(book))

    run(project, "check", expect=1)

    page = (project / "output/examplia/examplia.check.html").read_text("utf-8")
    assert "<h1>Check results: Examplia</h1>" in page
    assert (
        '<blockquote dir="auto">A fine of &lt;<mark>TBC</mark>&gt; is due; see [QX-9].</blockquote>'
        in page
    )
    assert (
        '<blockquote dir="auto">A fine of &lt;TBC&gt; is due; see [<mark>QX-9</mark>].</blockquote>'
        in page
    )
    assert "Mark for letting it stand: <code>C224-" in page
    assert not re.search(r"(src|href)=\"(?!#)", page)  # it needs no other file


def test_doctor_says_what_is_there_and_that_the_folders_can_be_written(project):
    findings = json.loads(run(project, "doctor", "--json").stdout)

    assert [(each["name"], each["is_well"]) for each in findings] == [
        ("Python", True),
        ("Typst", True),
        ("Pango", True),
        ("HarfBuzz-Subset", True),
        ("CJK font", True),
        ("LibreOffice", True),
        ("Word's font", True),
        ("CMYK profile", True),
        ("Folder workbooks", True),
        ("Folder output", True),
    ]


def test_doctor_tells_a_folder_that_cannot_be_written(project, monkeypatch):
    (project / "output").mkdir()
    may = os.access  # whoever runs this may write everywhere
    monkeypatch.setattr(
        os, "access", lambda path, mode: Path(path).name != "output" and may(path, mode)
    )

    result = run(project, "doctor", expect=1)

    assert result.output.splitlines()[-2:] == [
        "MISSING  Folder output: cannot be written",
        f"         to mend it: give yourself the right to write in {project / 'output'}",
    ]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (
            "organisation = unquoted",
            "publisher.toml: MUST FIX P423: line 1: the text of the setting 'organisation' stands without quotation marks\n"
            '    write the line like this: organisation = "unquoted"\n',
        ),
        (
            "organisation = 5",
            "publisher.toml: MUST FIX P407: the setting 'organisation' must be a text in double quotes\n"
            '    organisation = "5"\n',
        ),
        (
            'formats = ["docx", "doc"]',
            "publisher.toml: MUST FIX P403: the setting 'formats' cannot be 'doc'\n    it can be: docx, pdf, html, print\n",
        ),
        (
            'notes = "page"',
            "publisher.toml: MUST FIX P403: the setting 'notes' cannot be 'page'\n    it can be: group, report\n",
        ),
        (
            'order = "alphabet"',
            "publisher.toml: MUST FIX P403: the setting 'order' cannot be 'alphabet'\n    it can be: article, cluster\n",
        ),
        (
            'treaty = "opcs"',
            "publisher.toml: MUST FIX P406: the treaty 'opcs' is not known\n    did you mean 'opsc'? If not, known are: opsc\n",
        ),
        (
            'language = "xx"',
            "publisher.toml: MUST FIX P406: the language 'xx' is not known\n    known are: ar, en, fr\n",
        ),
    ],
)
def test_a_wrong_setting_is_told_with_what_it_can_be(project, settings, message):
    (project / "publisher.toml").write_text(settings, encoding="utf-8")

    assert run(project, "check", expect=1).output == message


def test_an_unknown_setting_is_a_warning_with_a_guess(project):
    (project / "publisher.toml").write_text('organization = "Example"', encoding="utf-8")

    assert run(project, "check").output == (
        "publisher.toml: PLEASE CHECK P402: the setting 'organization' is not known and has no effect\n"
        "    did you mean 'organisation'?\n"
        "examplia.xlsx: no problems\n"
        f"full list: {project / 'output/examplia/examplia.check.html'}\n"
        "1 workbook checked: no problems\n"
    )


def test_settings_reach_the_report(project):
    (project / "publisher.toml").write_text(
        'organisation = "Example Coalition"\nlicence = "CC BY 4.0"\norder = "cluster"\nnotes = "report"',
        encoding="utf-8",
    )

    run(project, "build", "--format", "html")

    page = (project / "output/examplia/examplia.html").read_text(encoding="utf-8")
    assert '<p class="organisation">Example Coalition</p>' in page
    assert "<dt>Licence</dt><dd>CC BY 4.0</dd>" in page
    assert 'id="group-prevention"' in page
    assert 'id="end-notes"' in page


# What has changed


def earlier(project, name, book):
    (project / "old").mkdir(exist_ok=True)
    (project / "old" / name).write_bytes(book)
    return str(project / "old" / name)


@pytest.mark.slow
def test_a_report_says_what_changed_since_the_last_edition(project):
    old = earlier(
        project, "last.xlsx", saved(filled(ROWS.replace("is a crime", "is an offence"), SOURCES))
    )

    run(project, "build", "examplia", "--format", "html", "--since", old)

    page = (project / "output/examplia/examplia.html").read_text(encoding="utf-8")
    assert "<del>The sale of a child is an offence. [QX-1 s. 2]</del>" in page
    assert "<ins>The sale of a child is a crime. [QX-1 s. 2]</ins>" in page


def test_an_earlier_edition_of_another_country_is_refused(project):
    other = filled(ROWS, SOURCES, {"short_name": "Otherland"})
    country_cell(other, "iso2").value = "QZ"
    old = earlier(project, "otherland.xlsx", saved(other))

    assert run(project, "build", "examplia", "--since", old, expect=1).output == (
        "otherland.xlsx: MUST FIX P412: 'Otherland' is a workbook of another country than 'Examplia'\n"
        "    give the workbook from which the last edition of the same report was built\n"
    )


def test_an_earlier_edition_that_cannot_be_read_is_named(project):
    old = earlier(project, "text.xlsx", b"no workbook")

    assert run(project, "build", "examplia", "--since", old, expect=1).output == (
        "text.xlsx: MUST FIX F005: this is a text file (CSV, for example), not a workbook\n"
        "    ask for the workbook itself, saved as Excel Workbook (.xlsx): a text file holds one of its sheets at the most,"
        " without its formatting, and often with wrong letters\n"
    )

    broken = filled("id | law\nopsc-1 | A claim. [QX-77]", SOURCES)
    old = earlier(project, "broken.xlsx", saved(broken))

    assert run(project, "build", "examplia", "--since", old, expect=1).output == (
        "broken.xlsx: MUST FIX P413: the earlier workbook has problems that must be fixed before it can be compared\n"
        f"    see them with: publisher check {old}\n"
    )


def test_changes_are_of_one_report(project):
    (project / "workbooks/second.xlsx").write_bytes(
        (project / "workbooks/examplia.xlsx").read_bytes()
    )

    assert (
        "--since compares one report: name its workbook as well"
        in run(project, "build", "--since", "examplia", expect=2).output
    )


# The wheel


@pytest.mark.slow
def test_an_installed_package_makes_a_project_that_builds(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        check=True,
        cwd=TOP,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    shutil.unpack_archive(wheel, tmp_path / "site", format="zip")
    # No other program is to be found: LibreOffice would count the pages of each report.
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "site"), "PATH": ""}

    def publisher(*arguments):
        subprocess.run(
            [sys.executable, "-m", "publisher", *arguments],
            check=True,
            cwd=tmp_path,
            env=environment,
        )

    publisher("init", "reports")
    publisher("--project", "reports", "new", "Nepal", "--quiet")
    publisher("--project", "reports", "build", "--format", "docx", "--jobs", "1", "--quiet")

    assert Path(tmp_path / "reports/output/nepal/nepal.docx").exists()
    assert own_faults((tmp_path / "reports/output/examplia/examplia.docx").read_bytes()) == []


@pytest.mark.slow
def test_status_says_what_waits_for_whom(project):
    every = [
        f"{each.id} | Nothing found | Nothing found | Nothing found" for each in opsc().provisions
    ]
    rows = "id | law | reforms | compliance | question\n" + "\n".join(every)
    unread = SOURCES.replace("Yes", "No")

    def tasks(book, *formats):
        (project / "workbooks/examplia.xlsx").write_bytes(saved(book))
        if formats:
            run(project, "build", "--quiet", *formats)
        (row,) = json.loads(run(project, "status", "--json").stdout)
        return [f"{task['who']}: {task['what']}" for task in row["tasks"]]

    (project / "publisher.toml").write_text('formats = ["html"]', encoding="utf-8")
    assert tasks(
        filled(rows.replace("found\nopsc-2-a", "found | Is it so?\nopsc-2-a"), unread)
    ) == [
        "researcher: read 1 source in the primary text",
        "national NGO: answer 1 question",
        "editor: build the report",
    ]
    assert tasks(filled("id | law\nopsc-1 | See [QX-99].")) == [
        "researcher: mend 1 MUST FIX",
        "researcher: research 173 cells",
    ]
    final = {"status": "Final", "law_as_at": "2026-03-01", "version_date": "2026-03-31"}
    asked = filled(rows, SOURCES)
    for column, text in ((1, "Example Network (invented)"), (7, "2026-01-01")):
        asked["Reviewers"].cell(2, column).value = text
    assert tasks(asked)[0] == "national NGO: send back the draft: Example Network (invented)"
    assert tasks(filled(rows, SOURCES), "--force") == ["editor: decide whether the report is final"]
    assert tasks(filled(rows, SOURCES, final), "--force") == []
