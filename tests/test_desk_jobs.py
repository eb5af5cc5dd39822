"""Long work on the desk: it is told how far it is, can be stopped, and costs nothing but itself when it dies."""

import html
import json
import subprocess
import time

import pytest

from publisher.desk.jobs import Jobs, JobState
from publisher.desk.outcome import Outcome
from publisher.project.files import write_file
from publisher.project.project import open_project
from publisher.project.starters import write_starters
from publisher.project.turns import turn
from tests.desk_server import running_desk, sample_project
from tests.desk_work import count_to_two, die, refuse, stumble, wait_long

pytestmark = pytest.mark.slow  # each job is a process


def ended(job, within=30):
    until = time.monotonic() + within
    while not job.is_over or job.process:
        assert time.monotonic() < until, job.state
        time.sleep(0.02)
    return job


def test_a_job_tells_how_far_it_is_and_what_it_gave():
    swept = []
    job = ended(Jobs().start("Count", "a", count_to_two, lambda: swept.append(1)))

    assert (job.state, job.done, job.total, job.outcome) == (
        JobState.DONE,
        2,
        2,
        Outcome(("counted",)),
    )
    time.sleep(0.1)
    assert swept == [1]


def test_what_is_refused_is_an_outcome():
    job = ended(Jobs().start("Refuse", "a", refuse))

    assert [each.code for each in job.outcome.diagnostics] == ["F024"]
    assert not job.outcome.is_well


def test_a_job_whose_process_is_killed_costs_no_other():
    jobs = Jobs()
    lost, after = jobs.start("Die", "a", die), jobs.start("Count", "a", count_to_two)

    assert ended(lost).state is JobState.LOST
    assert ended(after).state is JobState.DONE


def test_one_workbook_at_a_time_and_others_meanwhile():
    jobs = Jobs()
    first = jobs.start("Wait", "a", wait_long)
    second, other = jobs.start("Count", "a", count_to_two), jobs.start("Count", "b", count_to_two)

    assert ended(other).state is JobState.DONE
    assert second.state is JobState.WAITING
    assert {job.number for job in jobs.running} == {first.number, second.number}
    jobs.stop(first)
    assert ended(first, 10).state is JobState.STOPPED
    assert ended(second).state is JobState.DONE


def test_a_job_that_waits_is_stopped_before_it_begins():
    jobs = Jobs()
    first, second = jobs.start("Wait", "a", wait_long), jobs.start("Count", "a", count_to_two)
    jobs.stop(second)
    jobs.stop_all()

    assert ended(first, 10).state is JobState.STOPPED
    assert ended(second).outcome is None


def test_a_fault_that_nobody_foresaw_is_told_with_the_file_that_says_where(tmp_path):
    folder = sample_project(tmp_path / "project")
    outcome = stumble(folder, None, words="by hand")

    (told,) = outcome.diagnostics
    kept = folder / "output/desk.fault.txt"
    assert told.told() == (
        "project: MUST FIX O334: the work was broken off, because of a fault of the program that nobody foresaw\n"
        f"    send {kept} to those who maintain this program: it says where the fault is, and may quote texts of the"
        " workbook"
    )
    assert "ZeroDivisionError: by hand" in kept.read_text(encoding="utf-8")


# Starters


def test_starters_run_this_very_program_whatever_the_folder_is_called(tmp_path):
    folder = tmp_path / 'Käthe\'s 100% $HOME `x` "y"'
    folder.mkdir()
    write_file(folder / "publisher.toml", b"")

    written = write_starters(folder)

    assert [path.name for path in written] == [
        "Open the desk.bat",
        "Open the desk.command",
        "Open the desk.desktop",
    ]
    assert all(path.stat().st_mode & 0o111 for path in written)
    written[1].write_text("mine", encoding="utf-8")
    assert write_starters(folder, anew=False) == ()
    assert written[1].read_text(encoding="utf-8") == "mine"
    assert write_starters(folder) == written
    windows = written[0].read_bytes().decode()
    assert "100%% $HOME" in windows
    assert windows.count("\r\n") == windows.count("\n")
    for path in written[1:]:
        line = path.read_text(encoding="utf-8")
        command = line if path.suffix == ".command" else _of_entry(line)
        link = _first_line(command, path)
        assert "http://127.0.0.1:" in link, line


def _of_entry(text):
    """Return the shell's part of an Exec line, read as the Desktop Entry Specification says: first the escapes of a
    string value, then those between quotation marks, then %%.
    """
    line = next(each for each in text.splitlines() if each.startswith("Exec=")).removeprefix(
        "Exec="
    )
    value = line.replace("\\\\", "\\")
    start = value.index('"')
    plain, escaped = "", False
    for letter in value[start + 1 : value.rindex('"')]:
        if letter == "\\" and not escaped:
            escaped = True
            continue
        plain, escaped = plain + letter, False
    return plain.replace("%%", "%")


def _first_line(command, path):
    script = path.parent / f"run{path.suffix}.sh"
    script.write_text(command.replace(" desk", " desk --no-browser"), encoding="utf-8")
    started = subprocess.Popen(["sh", str(script)], stdout=subprocess.PIPE, text=True)
    try:
        return started.stdout.readline()
    finally:
        started.terminate()
        started.wait()
        started.stdout.close()


def test_a_desk_says_for_what_it_waits_while_another_program_works_on_the_same_country(tmp_path):
    folder = sample_project(tmp_path / "project", "examplia")
    with running_desk(folder) as desk:
        desk.begin()
        project = open_project(folder).value
        with turn(project, folder / "workbooks/examplia.xlsx", lambda _: None):
            answer = desk.post("/countries/examplia/mark")
            page = until(
                lambda: desk.ask("GET", answer.headers["location"]).text,
                "waiting for other work on",
            )
        done = desk.done(answer)

    assert "waiting for other work on examplia.xlsx to end" in html.unescape(page)
    assert "The problems are marked in the workbook" in done


def until(look, words, within=30):
    """Look until some words are seen."""
    end = time.monotonic() + within
    while words not in (seen := look()):
        assert time.monotonic() < end, seen
        time.sleep(0.1)
    return seen


def test_a_button_that_would_wait_for_another_program_says_so(tmp_path):
    folder = sample_project(tmp_path / "project", "examplia")
    at, told = (
        "/countries/examplia",
        "Other work on this workbook is not done yet. Wait for it, and try again.",
    )
    with running_desk(folder) as desk:
        desk.begin()
        project = open_project(folder).value
        with turn(project, folder / "workbooks/examplia.xlsx", lambda _: None):
            page = desk.post(f"{at}/let-stand", "mark=C200-0000&reason=so")
            fields = "item=1&decision=accept&note=&seen="
            script = desk.post(f"{at}/review/decide", fields, accept="application/json")

    assert (page.status, told in page.text) == (409, True)
    assert (script.status, json.loads(script.text)) == (409, {"problem": told})
