"""Many reports at once: the same as one after the other, whatever happens to a process."""

import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from publisher.cli.main import main
from publisher.project.check_cache import CACHE_FILE
from publisher.project.digests import MEMORY_FILE
from tests.support import (
    HEARING,
    TOP,
    country_cell,
    filled,
    is_running,
    needs_proc,
    saved,
    searched,
)

pytestmark = pytest.mark.slow  # each test starts programs, or builds

ROWS = "id | law | reforms | compliance\nopsc-1 | The sale of a child is a crime. | Nothing found | Nothing found"
COMMAND = [
    sys.executable,
    "-c",
    f"{HEARING}from publisher.cli.main import main; main()",
    "--project",
]


@cache
def a_workbook(date="2026-03-31", country="Examplia"):
    """Return a sound workbook of an invented country."""
    facts = {"version_date": date, "short_name": country}
    return saved(searched(filled(ROWS, country=facts)))


@pytest.fixture
def project(tmp_path):
    """A project folder with sound workbooks of two invented countries; LibreOffice is not asked for page numbers."""
    (tmp_path / "publisher.toml").write_text(
        'word_page_numbers = false\nformats = ["html", "docx"]\n', encoding="utf-8"
    )
    (tmp_path / "workbooks").mkdir()
    (tmp_path / "workbooks/examplia.xlsx").write_bytes(a_workbook())
    second = a_workbook("2026-06-30", "Ruritania")
    (tmp_path / "workbooks/examplia-2.xlsx").write_bytes(second)
    return tmp_path


def build(folder, *arguments):
    return CliRunner().invoke(main, ["--project", str(folder), "build", *arguments])


def contents(folder):
    """Return the bytes of every file in a folder; what checks gave, kept for the next time, is no output, nor are turns."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if not path.is_dir()
        and path.name not in (CACHE_FILE, MEMORY_FILE)
        and path.suffix != ".turn"
    }


# Results


def test_reports_built_at_once_are_those_built_one_after_the_other(project, tmp_path_factory):
    book = searched(filled(ROWS))
    country_cell(book, "short_name").value = None
    (project / "workbooks/unready.xlsx").write_bytes(saved(book))
    (project / "workbooks/broken.xlsx").write_bytes(b"PK\x03\x04 cut off")

    one = build(project, "--jobs", "1")
    first = contents(project / "output")
    (project / "output").rename(tmp_path_factory.mktemp("elsewhere") / "output")
    two = build(project, "--jobs", "2")
    again = build(project, "--jobs", "2")

    assert (two.exit_code, two.output) == (one.exit_code, one.output)
    assert one.exit_code == 1
    assert [line.split(":")[0] for line in one.stderr.splitlines() if not line.startswith(" ")] == [
        "broken.xlsx",
        "unready.xlsx",
    ]
    assert again.output.splitlines()[-1] == "4 workbooks: 0 files written, 4 unchanged; 2 MUST FIX"
    assert contents(project / "output") == first
    assert len(first) == 6  # two reports in two formats, each with its record


def test_workbooks_of_one_name_share_a_folder_and_are_built_in_turn(project):
    other = project / "elsewhere/examplia.xlsx"
    other.parent.mkdir()
    other.write_bytes(a_workbook("2026-12-31"))

    result = build(project, "examplia", str(other), "--format", "html", "--jobs", "2")

    path = project / "output/examplia/examplia.html"
    assert result.output.splitlines()[:2] == [f"written: {path}", f"written: {path}"]
    assert "2026-12-31" in path.read_text(encoding="utf-8")


def test_a_number_of_jobs_that_is_none_is_refused(project):
    result = build(project, "--jobs", "0")

    assert result.exit_code == 2
    assert result.output.splitlines()[-1] == (
        "Error: --jobs says how many reports to build at once: 1 or more, not 0"
    )


def is_whole(files):
    """Tell whether both reports are there, and the record of each names both formats, Word first."""
    records = [content for name, content in files.items() if name.endswith(".built.json")]
    return len(files) == 6 and all(b'"html"' in each for each in records)


# Processes. A named pipe in place of a workbook keeps whoever reads it waiting for more.


@pytest.fixture
def begin(project):
    """Return a function that starts a build whose last workbook comes to no end.

    It gives the process, the id of the one that waits (the same or a child of it), and the open end of the pipe.
    """
    pipe = project / "workbooks/zz.xlsx"
    os.mkfifo(pipe)
    with ExitStack() as left:

        def started(*arguments):
            command = [*COMMAND, str(project), "build", *arguments]
            environment = os.environ | {"PYTHONPATH": str(TOP)}
            options = {
                "stdout": subprocess.PIPE,
                "stderr": subprocess.PIPE,
                "text": True,
                "start_new_session": True,
            }
            process = left.enter_context(
                subprocess.Popen(command, env=environment, cwd=project, **options)
            )
            left.callback(process.kill)
            writer = left.enter_context(wait_for(lambda: writing_end(pipe)))
            return process, wait_for(lambda: reader(process.pid, pipe)), writer

        yield started


def wait_for(condition):
    for _ in range(600):
        if found := condition():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not happen within half a minute")


def writing_end(pipe):
    try:
        return os.fdopen(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK), "wb")
    except OSError:  # nobody reads yet
        return None


def reader(pid, pipe):
    return next((each for each in (pid, *children(pid)) if has_open(each, pipe)), None)


def children(pid):
    return [
        int(each)
        for each in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    ]


def has_open(pid, path):
    try:
        return any(each.readlink() == path for each in Path(f"/proc/{pid}/fd").iterdir())
    except OSError:  # a process or a file of it that is just gone
        return False


@needs_proc
def test_a_process_that_dies_costs_its_own_workbook_only(project, begin):
    process, worker, _ = begin("--jobs", "2")

    os.kill(worker, signal.SIGKILL)
    output, errors = process.communicate(timeout=60)

    assert errors == (
        "zz.xlsx: MUST FIX O330: the process that was building this report ended before it was done; the other reports are"
        " not affected\n    close other programs, because the memory may have run out, and build again with --jobs 1"
        " (for the maintainers: exit code -9)\n"
    )
    assert output.splitlines()[-1] == "3 workbooks: 4 files written, 0 unchanged; 1 MUST FIX"
    assert process.returncode == 1


@needs_proc
@pytest.mark.parametrize("jobs", [pytest.param("1", marks=pytest.mark.long), "2"])
def test_ctrl_c_ends_all_processes_and_leaves_whole_files(project, begin, jobs):
    process, worker, _ = begin("--jobs", jobs)
    wait_for(lambda: is_whole(contents(project / "output")))
    started = children(process.pid)

    os.killpg(process.pid, signal.SIGINT)
    output, errors = process.communicate(timeout=60)

    assert (output, errors.strip(), process.returncode) == ("", "Aborted!", 1)
    assert len(started) == (
        3 if jobs == "2" else 0
    )  # two at work, and the one by which Python tracks them
    wait_for(lambda: not any(map(is_running, (*started, worker))))
    left = contents(project / "output")
    assert len(left) == 6
    (project / "workbooks/zz.xlsx").unlink()
    assert (
        build(project).output.splitlines()[-1]
        == "2 workbooks: 0 files written, 4 unchanged; no problems"
    )


@needs_proc
def test_ctrl_c_is_heard_also_while_processes_are_being_started(project):
    environment = os.environ | {"PYTHONPATH": str(TOP)}
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    process = subprocess.Popen(
        [*COMMAND, str(project), "build", "--jobs", "2"],
        env=environment,
        cwd=project,
        start_new_session=True,
        **options,
    )
    with process:
        wait_for(lambda: children(process.pid))

        os.killpg(process.pid, signal.SIGINT)
        output, errors = process.communicate(timeout=60)

    assert (output, errors.strip(), process.returncode) == ("", "Aborted!", 1)


@needs_proc
def test_one_workbook_is_built_without_another_process(project, begin):
    for name in ("examplia", "examplia-2"):
        (project / f"workbooks/{name}.xlsx").unlink()

    process, worker, _ = begin("--jobs", "2")

    assert worker == process.pid


@needs_proc
def test_processes_end_when_the_first_one_is_killed(project, begin):
    process, worker, writer = begin("--jobs", "2")
    others = children(process.pid)

    process.kill()
    process.wait(60)
    writer.close()  # what they have in hand comes to its end

    wait_for(lambda: not any(map(is_running, (worker, *others))))
