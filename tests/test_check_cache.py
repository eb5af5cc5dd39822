"""What a check gave is taken again only while nothing has changed that it depends on."""

import json
import os
import shutil
import subprocess
import sys
import time
from datetime import date, datetime

import openpyxl
import pytest
from click.testing import CliRunner

from publisher.cli.main import main
from publisher.project.checking import Checking
from publisher.project.digests import FileDigests
from publisher.project.project import open_project
from tests.guide_projects import PICKED, guide_project
from tests.invented import name_of
from tests.support import TOP, column_of, filled, row_of, saved

pytestmark = pytest.mark.slow  # each test starts programs, or builds

ROWS = "id | law\nopsc-1 | The sale of a child is a crime."
TO_BE_DONE = "id | law\nopsc-1 | The sale of a child is a TODO."
PACKAGE = TOP / "publisher"


@pytest.fixture
def folder(tmp_path):
    """A project folder with one workbook of an invented country, built as a web page."""
    (tmp_path / "publisher.toml").write_text('formats = ["html"]\n', encoding="utf-8")
    (tmp_path / "workbooks").mkdir()
    write_workbook(tmp_path, ROWS)
    return tmp_path


def write_workbook(folder, rows, name="examplia"):
    path = folder / f"workbooks/{name}.xlsx"
    path.write_bytes(saved(filled(rows)))
    return path


def run(folder, *arguments):
    """Return what a command tells, and its exit code."""
    done = CliRunner().invoke(main, ["--project", str(folder), *arguments])
    return done.output, done.exit_code


def from_scratch(folder, *arguments):
    """Return the same without anything kept."""
    for path in folder.glob("output/**/.*"):
        if path.name != ".built.json":
            path.unlink()
    return run(folder, *arguments)


def messages(folder):
    """Return the problems that a check tells, as codes with the cells where they are."""
    told = json.loads(run(folder, "check", "--json")[0])
    return [(each["code"], each["cell"]) for each in told]


def code_of(folder):
    return {code for code, _ in messages(folder)}


def test_a_copy_from_before_a_draft_was_sent_is_told_though_it_was_checked_before(folder):
    """Sending a draft changes the workbook; somebody then puts back the file that was checked."""
    assert "S126" not in code_of(folder)

    draft = folder / "reviews/examplia/0a1b2c3d.docx"
    draft.parent.mkdir(parents=True)
    draft.write_bytes(b"stands for the draft as sent")

    assert "S126" in code_of(folder)


# The same text


@pytest.mark.parametrize(
    "command",
    [
        "check",
        pytest.param("check --json", marks=pytest.mark.long),
        pytest.param("check --quiet", marks=pytest.mark.long),
        "status --json",
    ],
)
def test_a_command_tells_the_same_with_and_without_what_was_kept(folder, command):
    write_workbook(folder, TO_BE_DONE, "other")
    first = run(folder, *command.split())

    assert run(folder, *command.split()) == first
    assert from_scratch(folder, *command.split()) == first


def test_a_build_tells_the_same_with_and_without_what_was_kept(folder):
    write_workbook(folder, TO_BE_DONE, "other")
    run(folder, "build", "--jobs", "1")
    kept = run(folder, "build", "--jobs", "1")

    assert "unchanged: " in kept[0]
    assert from_scratch(folder, "build", "--jobs", "1") == kept


@pytest.mark.long
def test_the_pages_are_the_same_with_and_without_what_was_kept(folder):
    pages = [folder / "output/examplia/examplia.check.html", folder / "output/status.html"]
    run(folder, "check")
    # The time on the page is that of the call: three calls within one minute.
    while time.localtime().tm_sec > 40:
        time.sleep(1)
    run(folder, "status")
    first = [path.read_bytes() for path in pages]

    run(folder, "check")
    run(folder, "status")
    again = [path.read_bytes() for path in pages]
    from_scratch(folder, "check")
    from_scratch(folder, "status")

    assert again == first == [path.read_bytes() for path in pages]


# Nothing is missed


def test_a_changed_workbook_is_checked_anew(folder):
    before = messages(folder)

    write_workbook(folder, TO_BE_DONE)

    assert len(messages(folder)) == len(before) + 1


def test_a_workbook_of_the_same_size_and_time_is_checked_anew(folder):
    path = folder / "workbooks/examplia.xlsx"
    old = path.read_bytes()
    long_ago = time.time() - 1000
    os.utime(path, (long_ago, long_ago))
    time.sleep(2.5)  # what changed within two seconds is read again in any case
    assert "F" not in {code[0] for code in code_of(folder)}

    path.write_bytes(b"x" * len(old))
    os.utime(path, (long_ago, long_ago))

    assert "F" in {code[0] for code in code_of(folder)}


def test_a_renamed_workbook_is_told_by_its_new_name(folder):
    run(folder, "check")
    path = folder / "workbooks/examplia.xlsx"
    path.rename(folder / "workbooks/examplia.XLSX")

    assert run(folder, "check")[0].startswith("examplia.XLSX: ")


def own_treaty(folder, name="opsc"):
    """Give a project a treaty of its own, in which a word of the workbook is to be avoided."""
    shutil.copytree(PACKAGE / "treaties/opsc", folder / f"treaties/{name}")
    with (folder / f"treaties/{name}/terms.csv").open("a", encoding="utf-8") as terms:
        terms.write("en,sale of a child,avoid,another word,it is the test's\n")


def test_a_change_of_the_treaty_is_not_missed(folder):
    before = messages(folder)

    own_treaty(folder)

    assert len(messages(folder)) == len(before) + 1


def test_a_change_of_the_settings_is_not_missed(folder):
    own_treaty(folder, "other")
    before = messages(folder)

    settings = folder / "publisher.toml"
    settings.write_text('formats = ["html"]\ntreaty = "other"\n', encoding="utf-8")

    assert len(messages(folder)) == len(before) + 1


def test_a_change_of_a_language_file_is_not_missed(folder):
    (folder / "languages").mkdir()
    file = folder / "languages/en.toml"
    text = (PACKAGE / "languages/en.toml").read_text(encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    before = messages(folder)

    assert text.count('placeholders = ["TBC"') == 1
    changed = text.replace('placeholders = ["TBC"', 'placeholders = ["crime"')
    file.write_text(changed, encoding="utf-8")

    assert len(messages(folder)) == len(before) + 1


def test_a_change_of_the_day_is_not_missed(folder):
    book = filled(ROWS, country={"law_as_at": "2026-03-31"})
    (folder / "workbooks/examplia.xlsx").write_bytes(saved(book))
    project = open_project(folder).value
    path = folder / "workbooks/examplia.xlsx"

    def codes(day):
        checking = Checking(project, day)
        checking.check(path)
        summary = checking.summary(path)
        return {each.code for each in summary.diagnostics}

    later = codes(date(2026, 4, 1))
    earlier = codes(date(2026, 3, 30))

    assert earlier - later != set()
    assert codes(date(2026, 4, 1)) == later


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("check/dismissals.py", "standing = list(diagnostics)", "standing = []"),
        ("messages/en.toml", 'level = "please_check"', 'level = "note"'),
        pytest.param("languages/en.toml", '"TODO"', '"TO DO"', marks=pytest.mark.long),
    ],
)
def test_a_change_of_the_program_is_not_missed(folder, tmp_path_factory, file, old, new):
    write_workbook(folder, TO_BE_DONE)
    program = tmp_path_factory.mktemp("program")
    shutil.copytree(PACKAGE, program / "publisher")  # with what Python compiled of it
    shutil.copytree(TOP / "templates", program / "templates")
    before = told_by(program, folder)
    assert told_by(program, folder) == before

    changed = program / "publisher" / file
    text = changed.read_text(encoding="utf-8")
    assert old in text
    changed.write_text(text.replace(old, new), encoding="utf-8")

    assert told_by(program, folder) != before


def told_by(program, folder):
    """Return what a check by another copy of the program tells."""
    done = subprocess.run(
        [sys.executable, "-B", "-m", "publisher", "check", "--json"],
        cwd=folder,
        env={"PYTHONPATH": str(program)},
        capture_output=True,
        text=True,
        check=False,
    )
    return json.loads(done.stdout)


def test_a_change_of_the_template_of_the_list_is_not_missed(folder):
    run(folder, "check")
    (folder / "templates/html").mkdir(parents=True)
    standard = (TOP / "templates/html/check.html").read_text(encoding="utf-8")
    own = standard.replace("<body>", "<body><p>our own</p>")
    (folder / "templates/html/check.html").write_text(own, encoding="utf-8")

    run(folder, "check")

    page = (folder / "output/examplia/examplia.check.html").read_text(encoding="utf-8")
    assert "our own" in page


@pytest.mark.parametrize("damage", ["", "something else"])
def test_a_list_that_is_gone_or_changed_is_written_again(folder, damage):
    run(folder, "check")
    page = folder / "output/examplia/examplia.check.html"
    before = page.read_bytes()
    page.unlink()
    if damage:
        page.write_text(damage, encoding="utf-8")

    run(folder, "check")

    assert page.read_bytes() == before


def test_a_report_that_was_changed_is_built_again(folder):
    run(folder, "build")
    report = folder / "output/examplia/examplia.html"
    before = report.read_bytes()
    assert run(folder, "build")[0].startswith("unchanged: ")
    report.write_bytes(before.replace(b"crime", b"crown"))

    assert run(folder, "build")[0].startswith("written: ")
    assert report.read_bytes() == before


def test_the_template_of_the_status_may_do_with_the_time_what_it_likes(folder):
    (folder / "templates/html").mkdir(parents=True)
    (folder / "templates/html/status.html").write_text("{{ when[-5:-3] }}", encoding="utf-8")

    for _ in range(2):
        before = f"{datetime.now():%H}"
        run(folder, "status")
        hour = (folder / "output/status.html").read_text(encoding="utf-8")
        assert hour in (before, f"{datetime.now():%H}")


def test_the_guide_is_checked_anew_where_a_country_has_changed(tmp_path):
    folder = tmp_path / "guide"
    guide_project(folder)
    run(folder, "guide", "pick", name_of(1), "3(3)")
    assert "G706" not in code_of(folder)
    assert "G706" not in code_of(folder)
    path = folder / "workbooks/country-1.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["Provisions"]
    cell = sheet.cell(row_of(sheet, "id", PICKED), column_of(sheet, "law"))
    cell.value = cell.value.replace("An invented law", "Another law")
    book.save(path)

    assert "G706" in code_of(folder)


# The files may be anything


def spoil(folder, content):
    """Put other content into all that was kept; return how many files that were."""
    kept = [each for each in folder.glob("output/**/.*") if each.name != ".built.json"]
    for path in kept:
        path.write_bytes(content(path.read_bytes()))
    return len(kept)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(lambda _: b"", marks=pytest.mark.long),
        pytest.param(lambda _: b"\xff\x00\xfe", marks=pytest.mark.long),
        lambda _: b"[" * 100_000,
        pytest.param(lambda _: b"{}", marks=pytest.mark.long),
        pytest.param(lambda _: b'{"a": 1, "b": [1, 2, 3, 4], "c": ["", 1, 2, "3"]}', marks=pytest.mark.long),
        pytest.param(lambda old: old[: len(old) // 2], marks=pytest.mark.long),
        lambda old: old.replace(b"please_check", b"note").replace(b'"note"', b'"must_fix"'),
        lambda old: old.replace(b"examplia", b"elsewhere"),
    ],
)  # fmt: skip
def test_what_was_kept_may_be_broken(folder, content):
    commands = ("build", "check", "status")
    for command in commands:
        run(folder, command)
    told = [run(folder, command) for command in commands]

    for command, before in zip(commands, told, strict=True):
        assert spoil(folder, content) >= 3
        assert run(folder, command) == before


def test_what_another_project_kept_is_passed_over(folder, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    shutil.copytree(folder, other, dirs_exist_ok=True)
    write_workbook(other, TO_BE_DONE)
    theirs = run(other, "check")
    ours = run(folder, "check")
    assert theirs[0].replace(str(other), str(folder)) != ours[0]

    shutil.copytree(other / "output", folder / "output", dirs_exist_ok=True)

    assert run(folder, "check") == ours


def test_a_file_written_just_now_is_not_known_by_its_time(tmp_path):
    file = tmp_path / "file"
    file.write_text("one", encoding="utf-8")
    digests = FileDigests(tmp_path)
    before = digests.of(file)
    stamp = file.stat()

    file.write_text("two", encoding="utf-8")
    os.utime(file, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))

    assert digests.of(file) != before
