"""Runs on one workbook take turns. Real processes are started at once; all content is invented."""

import os
import subprocess
import sys
import time
from datetime import datetime

import openpyxl
import pytest
from click.testing import CliRunner

from publisher.cli.main import main
from publisher.domain.diagnostics import PublisherError
from publisher.domain.digest import digest_of
from publisher.project.files import replace_workbook
from publisher.project.project import open_project
from publisher.project.turns import in_turn, turn
from tests.reviewer import ANN, Reviewer
from tests.support import TOP, filled, saved

NOW = datetime(2026, 11, 24, 9, 30)
NGO = "Example Network (invented)"
ROWS = """
id       | law | reforms | compliance | question
opsc-1   | **Crime.** Two to eight years in prison. [QX-1 s. 2] | Nothing found | In 2018 the Committee asked for more. | Is it still in force?
opsc-5-2 | The treaty is a basis. | A bill is pending. | See article 1.
"""
SOURCES = "key | type | title | verified\nQX-1 | National law | Lex infantium | Yes"
HOLD = """
import sys
from pathlib import Path
from publisher.project.project import open_project
from publisher.project.turns import turn
project = open_project(Path(sys.argv[1])).value
with turn(project, Path(sys.argv[2]), print):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture(scope="module")
def workbook():
    return saved(filled(ROWS, SOURCES, {"version_date": "2026-03-31"}))


@pytest.fixture
def folder(tmp_path, workbook):
    (tmp_path / "workbooks").mkdir()
    (tmp_path / "workbooks/examplia.xlsx").write_bytes(workbook)
    return tmp_path


def started(folder, *arguments):
    """Start a command in a process of its own."""
    command = (sys.executable, "-m", "publisher", "--project", str(folder), *arguments)
    return subprocess.Popen(
        command, cwd=TOP, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def holder(folder, name="workbooks/examplia.xlsx"):
    """Start a process that has the turn of a workbook until it gets a line."""
    command = (sys.executable, "-c", HOLD, str(folder), str(folder / name))
    process = subprocess.Popen(
        command, cwd=TOP, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "held\n"
    return process


def ended(process):
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


@pytest.fixture
def held(folder):
    process = holder(folder)
    yield process
    process.kill()
    process.communicate()


# Commands at once


@pytest.mark.long
@pytest.mark.slow
def test_four_drafts_that_are_collected_at_once_all_come_into_the_sheet(folder):
    sent = CliRunner().invoke(
        main, ["--project", str(folder), "review", "send", "examplia", "--to", NGO]
    )
    assert sent.exit_code == 0, sent.output
    (draft,) = (folder / "reviews/examplia").glob("*.docx")
    for number in range(4):
        reviewer = Reviewer(draft.read_bytes())
        law = reviewer.cell("opsc-5-2", "law")
        reviewer.comment(law, "a basis", f"(remark {number})", person=ANN)
        (folder / f"back {number}.docx").write_bytes(reviewer.saved())

    runs = [started(folder, "review", "collect", folder / f"back {each}.docx") for each in range(4)]
    told = [ended(each) for each in runs]

    waiting = {"waiting for another run on examplia.xlsx to end"}
    assert [code for code, _, _ in told] == [0] * 4, told
    assert all(set(err.splitlines()) <= waiting for _, _, err in told), told
    sheet = openpyxl.load_workbook(folder / "workbooks/examplia.xlsx")["Review"]
    texts = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
    assert all(f"(remark {number})" in texts for number in range(4))


@pytest.mark.slow
@pytest.mark.long
def test_a_build_and_marks_at_once_are_both_done(folder):
    marking = [started(folder, "check", "--annotate", "examplia") for _ in range(2)]
    building = started(folder, "build", "--format", "html", "examplia")

    told = [ended(each) for each in (*marking, building)]

    assert not any("F024" in out + err for _, out, err in told), told
    assert (folder / "output/examplia/examplia.html").exists() == (told[2][0] == 0)
    assert "marked in the workbook" in told[0][1] + told[1][1]


# Waiting


@pytest.mark.slow
def test_waiting_is_told_after_two_seconds(folder, held):
    begun = time.monotonic()
    waiting = started(folder, "check", "--annotate", "examplia")

    first = waiting.stderr.readline()
    passed = time.monotonic() - begun
    held.stdin.write("\n")
    held.stdin.flush()
    code, out, err = ended(waiting)

    assert first == "waiting for another run on examplia.xlsx to end\n"
    assert passed >= 2
    assert "waiting" not in err
    assert "marked in the workbook" in out
    assert code in (0, 1)


@pytest.mark.slow
def test_two_runs_that_make_the_site_take_turns(folder):
    """Each would remove pages that the other has just written."""
    other = holder(folder, "output/site")
    waiting = started(folder, "site")

    first = waiting.stderr.readline()
    other.communicate("\n")
    code, _, err = ended(waiting)

    assert first == "waiting for another run on site to end\n"
    assert (code, "E930: nothing was published yet" in err) == (1, True)


@pytest.mark.parametrize("name", ["workbooks/Examplia.xlsx", "elsewhere/examplia.xlsx"])
@pytest.mark.slow
def test_workbooks_of_one_name_share_their_turns(folder, held, name):
    """They share the folders of their reports and drafts."""
    told = []

    def release(name):
        told.append(name)
        held.stdin.write("\n")
        held.stdin.flush()

    with turn(open_project(folder).value, folder / name, release):
        pass

    assert told == [name.rpartition("/")[2]]


def test_other_countries_do_not_wait(folder, held):
    with turn(open_project(folder).value, folder / "workbooks/otherland.xlsx", pytest.fail):
        pass


def test_the_turn_of_a_process_that_was_killed_is_over(folder, held):
    held.kill()
    held.wait()

    with turn(open_project(folder).value, folder / "workbooks/examplia.xlsx", pytest.fail):
        pass


def test_what_a_killed_process_left_lying_blocks_nobody(folder):
    (folder / "output").mkdir()
    (folder / "output/.examplia.turn").write_text("4711\n", encoding="utf-8")

    with turn(open_project(folder).value, folder / "workbooks/examplia.xlsx", pytest.fail):
        pass


def test_a_turn_within_a_turn_is_the_same(folder):
    project, path = open_project(folder).value, folder / "workbooks/examplia.xlsx"

    with turn(project, path, pytest.fail), turn(project, path, pytest.fail):
        pass
    with turn(project, path, pytest.fail):
        pass


def test_where_no_lock_can_be_made_work_goes_on(folder):
    (folder / "output").write_text("a file where the folder should be", encoding="utf-8")

    with turn(open_project(folder).value, folder / "workbooks/examplia.xlsx", pytest.fail):
        pass

    assert (folder / "output").read_text(encoding="utf-8") == "a file where the folder should be"


def test_a_turn_leaves_nothing_that_a_person_sees(folder):
    with turn(open_project(folder).value, folder / "workbooks/examplia.xlsx", pytest.fail):
        pass

    seen = [path.name for path in folder.rglob("*") if path.name[0] != "."]
    assert sorted(seen) == ["examplia.xlsx", "output", "workbooks"]


# Somebody saves the workbook in the midst of it


def saves_of_a_person(path, times):
    """Return work during which somebody else saves the workbook, the first times that it is done."""
    begun = []

    def work():
        begun.append(len(begun))
        content = path.read_bytes()
        if len(begun) <= times:
            path.write_bytes(content + b"+")  # the person's
        replace_workbook(path, content + b"!", was=digest_of(content), now=NOW)
        return len(begun)

    return work


def test_work_begins_again_where_somebody_saved_meanwhile(folder):
    path = folder / "workbooks/examplia.xlsx"
    path.write_bytes(b"old")

    done = in_turn(open_project(folder).value, path, saves_of_a_person(path, 1), pytest.fail)

    assert (done, path.read_bytes()) == (2, b"old+!")
    assert [each.read_bytes() for each in (path.parent / "backup").glob("*.xlsx")] == [b"old+"]


def test_work_begins_again_once_only(folder):
    path = folder / "workbooks/examplia.xlsx"
    path.write_bytes(b"old")

    with pytest.raises(PublisherError) as caught:
        in_turn(open_project(folder).value, path, saves_of_a_person(path, 5), pytest.fail)

    assert caught.value.diagnostic.code == "F024"
    assert path.read_bytes() == b"old++"


def test_other_faults_are_told_at_once(folder):
    path = folder / "workbooks/examplia.xlsx"
    (path.parent / "~$examplia.xlsx").write_bytes(b"")
    work = saves_of_a_person(path, 0)

    with pytest.raises(PublisherError) as caught:
        in_turn(open_project(folder).value, path, work, pytest.fail)

    assert caught.value.diagnostic.code == "F022"


def test_what_an_interrupted_run_left_by_the_workbook_is_cleaned(folder):
    left = [
        folder / "workbooks/.examplia.xlsx.k3j4h5g6",
        folder / "output/examplia/.examplia.docx.k3j4h5g6",
        folder / "reviews/examplia/returned/.0a1b2c3d-00000000 back.docx.k3j4h5g6",
    ]
    for path in left:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"half")
        os.utime(path, (1_000_000_000, 1_000_000_000))

    with turn(open_project(folder).value, folder / "workbooks/examplia.xlsx", pytest.fail):
        pass

    assert [path.exists() for path in left] == [False] * 3
