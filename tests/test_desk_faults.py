"""What goes wrong around the desk: each is told, nothing is half-written, and the desk goes on.

All content is invented.
"""

import html
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import openpyxl
import pytest

from tests.desk_server import RunningDesk, running_desk, sample_project
from tests.reviewer import Reviewer
from tests.support import TOP, provision_cell, saved
from tests.test_desk import NGO, book, plain
from tests.test_unwritable import needs_mount

pytestmark = pytest.mark.slow  # a server, and processes of jobs
ROOM = ("unshare", "--mount", "--map-root-user", "sh", "-c")
DRAFT = urlencode({"other": NGO, "due": "2099-01-31"})


def with_a_problem():
    changed = book()
    provision_cell(changed, "opsc-3-3", "reforms").value = "none found"
    return saved(changed)


@pytest.fixture
def desk(tmp_path):
    folder = sample_project(tmp_path / "project")
    (folder / "workbooks/examplia.xlsx").write_bytes(with_a_problem())
    with running_desk(folder) as running:
        running.begin()
        yield running


def half_files(folder):
    """Return the files of a project that are no whole workbooks, and others that were begun."""
    half = []
    for path in folder.rglob("*"):
        if path.suffix in (".xlsx", ".docx") and not path.name.startswith("."):
            if not zipfile.is_zipfile(path) or zipfile.ZipFile(path).testzip():
                half.append(path.name)
        elif path.suffix == ".pdf" and b"%%EOF" not in path.read_bytes()[-2000:]:
            half.append(path.name)
    return half


# A disk that takes nothing


@contextmanager
def desk_on_a_disk(tmp_path, size):
    """Give a desk on a disk of its own, and a way to let a command be run there."""
    folder, disk = sample_project(tmp_path / "from"), tmp_path / "disk"
    (folder / "workbooks/examplia.xlsx").write_bytes(with_a_problem())
    disk.mkdir()
    script = f"""mount -t tmpfs -o size={size} tmpfs {disk} && cp -r {folder} {disk}/project && mkdir {disk}/tmp
        TMPDIR={disk}/tmp {sys.executable} -m publisher --project {disk}/project desk --no-browser &
        while read line; do eval "$line"; echo "did it"; done; kill $!; wait $!"""
    room = subprocess.Popen(
        (*ROOM, script),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(TOP)},
    )
    link = re.search(r"http\S+", room.stdout.readline())[0]
    room.stdout.readline()

    def run(command):
        room.stdin.write(f"{command}\n")
        room.stdin.flush()
        assert room.stdout.readline() == "did it\n"

    running = RunningDesk(
        Path(f"/proc/{room.pid}/root{disk}/project"), int(re.search(r":(\d+)/", link)[1]), link
    )
    running.begin()
    try:
        yield running, run, disk
    finally:
        room.stdin.close()
        room.wait(30)
        room.stdout.close()


@needs_mount
@pytest.mark.parametrize(
    ("begin", "end", "code"),
    [
        pytest.param(
            "mount -o remount,ro {disk}", "mount -o remount,rw {disk}", "O346",
            marks=pytest.mark.long,
        ),
        pytest.param(
            "dd if=/dev/zero of={disk}/fill bs=1k 2>/dev/null", "rm {disk}/fill", "O345",
            marks=pytest.mark.long,
        ),
    ],
)  # fmt: skip
def test_a_disk_that_takes_nothing_is_told_and_the_desk_goes_on(tmp_path, begin, end, code):
    with desk_on_a_disk(tmp_path, "20m") as (desk, run, disk):
        page = desk.ask("GET", "/countries/examplia").text
        mark = re.search(r'put-right"><input type="hidden" name="mark" value="([^"]+)"', page)[1]
        path = desk.folder / "workbooks/examplia.xlsx"
        before = path.read_bytes()
        run(begin.format(disk=disk))

        shown = ("", "/report", "/final", "/history", "/review", "/conflicts", "/read-me")
        statuses = {each: desk.ask("GET", f"/countries/examplia{each}").status for each in shown}
        statuses |= {each: desk.ask("GET", each).status for each in ("/", "/guide", "/look")}
        assert {each for each, status in statuses.items() if status != 200} == set()
        told = {
            "right": desk.post("/countries/examplia/put-right", urlencode({"mark": mark})).text,
            "new": desk.post("/countries", urlencode({"name": "Nepal"})).text,
            "look": desk.send("/look/settings", organisation="Example (invented)").text,
            "mark": desk.done(desk.post("/countries/examplia/mark")),
            "build": desk.done(desk.post("/countries/examplia/build", "html=yes")),
        }
        assert {name for name, text in told.items() if code not in text} == set()
        assert path.read_bytes() == before
        assert half_files(desk.folder) == []

        run(end.format(disk=disk))
        right = desk.post("/countries/examplia/put-right", urlencode({"mark": mark}))
        assert right.status == 303


@needs_mount
def test_no_room_for_the_files_that_are_sent_is_told(tmp_path):
    with desk_on_a_disk(tmp_path, "2m") as (desk, run, disk):
        run(f"dd if=/dev/zero of={disk}/fill bs=1k count=1200 2>/dev/null")

        answer = desk.send("/files", ("large.xlsx", b"x" * 3_000_000))

        assert answer.status == 507
        assert "The disk is full, so nothing was taken in." in plain(answer.text)
        assert desk.ask("GET", "/").status == 200
        assert list((desk.folder.parent / "tmp").iterdir()) == []


def test_what_cannot_be_kept_as_moved_on_purpose_is_told(desk):
    (desk.folder / "workbooks/backup").mkdir(exist_ok=True)
    (desk.folder / "workbooks/backup/seen").write_text("a file in the place of the folder")

    answer = desk.post("/countries/examplia/moved")

    assert answer.status == 409
    blocking = desk.folder / "workbooks/backup/seen"
    assert f"O350 this file cannot be written, because '{blocking}' is a file" in plain(answer.text)


# A workbook that changes or goes while it is shown


PAGES = (
    "",
    "/report",
    "/final",
    "/history",
    "/review",
    "/conflicts",
    "/review/apply",
    "/read-me",
    "/workbook",
)
FORMS = {
    "/mark": "", "/mend": "", "/upgrade": "", "/rejoin": "", "/moved": "", "/build": "html=yes", "/review/send": DRAFT,
    "/review/apply": "", "/put-right": "mark=C274-0000", "/let-stand": "mark=C295-0000&reason=because",
    "/conflicts": "choice-ab=ours", "/review/decide": "item=x&decision=accept&note=&seen=",
    "/review/decide-all": "reviewer=x&decision=accept", "/undo?to=x&was=y": "", "/open": "",
}  # fmt: skip


def test_a_workbook_that_was_deleted_is_told_on_every_page_and_by_every_button(desk):
    desk.ask("GET", "/countries/examplia")
    (desk.folder / "workbooks/examplia.xlsx").unlink()
    at = "/countries/examplia"

    answers = {each: desk.ask("GET", at + each) for each in PAGES}
    answers |= {each: desk.post(at + each, form) for each, form in FORMS.items()}

    said = "There is no workbook of this name any more."
    assert {
        name
        for name, each in answers.items()
        if (each.status, said in plain(each.text)) != (404, True)
    } == set()
    assert desk.ask("GET", "/").status == 200
    assert not (desk.folder / "workbooks/examplia.xlsx").exists()


def test_a_column_that_was_renamed_while_it_was_shown_is_told(desk):
    desk.ask("GET", "/countries/examplia/review")
    path = desk.folder / "workbooks/examplia.xlsx"
    changed = openpyxl.load_workbook(path)
    for sheet, heading in (("Provisions", "Legal reforms"), ("Review", "Decision")):
        cell = next(each for each in changed[sheet][1] if each.value == heading)
        cell.value = "Something else"
    path.write_bytes(saved(changed))
    before = path.read_bytes()
    at = "/countries/examplia"

    country, review = (plain(desk.ask("GET", at + each).text) for each in ("", "/review"))
    decided = desk.post(f"{at}/review/decide", FORMS["/review/decide"])

    assert "the column 'Legal reforms' is missing or its heading was changed" in country
    assert "the sheet 'Review' has no column 'Decision'" in review
    assert "press 'Renew the workbook' on the page of the country" in review
    assert "R601" in plain(decided.text)
    assert decided.status == 409
    assert path.read_bytes() == before


# Processes that end


def running_child(within=30):
    """Return the process of the job that is at work, once it is."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        if found := multiprocessing.active_children():
            return found[0]
        time.sleep(0.01)
    raise AssertionError("no job began")


@pytest.fixture(scope="module")
def draft_of(tmp_path_factory):
    """A project with a draft that came back, and the returned file."""
    folder = sample_project(tmp_path_factory.mktemp("killed") / "project")
    (folder / "workbooks/examplia.xlsx").write_bytes(with_a_problem())
    with running_desk(folder) as desk:
        desk.begin()
        page = desk.done(desk.post("/countries/examplia/review/send", DRAFT))
        draft = desk.ask("GET", html.unescape(re.search(r'href="(/[^"]+\.docx)"', page)[1]))
        ann = Reviewer(draft.content)
        ann.replace(ann.cell("opsc-1", "law"), "Two", "Three")
        yield desk, ann.saved()


KINDS = {
    "mark": lambda desk, _: desk.post("/countries/examplia/mark"),
    "mend": lambda desk, _: desk.post("/countries/examplia/mend"),
    "upgrade": lambda desk, _: desk.post("/countries/examplia/upgrade"),
    "rejoin": lambda desk, _: desk.post("/countries/examplia/rejoin"),
    "send": lambda desk, _: desk.post("/countries/examplia/review/send", DRAFT),
    "apply": lambda desk, _: desk.post("/countries/examplia/review/apply"),
    "build": lambda desk, _: desk.post("/countries/examplia/build", "docx=yes&html=yes&anew=yes"),
    "publish": lambda desk, _: desk.post("/countries/examplia/editions/publish", "draft=yes&again=yes"),
    "site": lambda desk, _: desk.post("/site/make", "preview=yes"),
    "guide": lambda desk, _: desk.post("/guide/build", "csv=yes"),
    "workbook": lambda desk, _: desk.send("/files", ("from Anna.xlsx", saved(book()))),
    "draft": lambda desk, back: desk.send("/files", ("back.docx", back)),
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "after"),
    [
        *((kind, 1.2) for kind in ("mark", "draft")),
        *(
            pytest.param(kind, 1.2, marks=pytest.mark.long)
            for kind in KINDS
            if kind not in ("mark", "draft")
        ),
        *(pytest.param(kind, 2.5, marks=pytest.mark.long) for kind in KINDS),
    ],
)
def test_a_job_that_is_killed_leaves_nothing_half_written_and_the_desk_goes_on(
    draft_of, kind, after
):
    desk, back = draft_of
    path = desk.folder / "workbooks/examplia.xlsx"

    answer = KINDS[kind](desk, back)
    child = running_child()
    time.sleep(after)
    killed = child.is_alive()
    if killed:
        os.kill(child.pid, signal.SIGKILL)
    told = plain(desk.done(answer))

    if killed and child.exitcode == -signal.SIGKILL and "Done." not in told:
        assert "ended before it was done; no file is half-written." in told
    assert half_files(desk.folder) == []
    assert openpyxl.load_workbook(path)["Provisions"]["A1"].value
    assert desk.ask("GET", "/countries/examplia").status == 200
    editions = plain(desk.ask("GET", "/countries/examplia/editions").text)
    assert "All files are as they were published" in editions or "next edition: 1" in editions
    done = plain(desk.done(KINDS["mark"](desk, back)))  # no turn and no lock is left behind
    assert "marked in the workbook" in done or "shows all problems already" in done


def are_all_gone(group, within=10):
    """Tell whether no process of a group is left, once the last has had time to end."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("after", [0.4, pytest.param(4.0, marks=pytest.mark.long)])
def test_ctrl_c_ends_the_desk_with_its_jobs_and_without_a_word_of_faults(tmp_path, after):
    folder = sample_project(tmp_path / "project")
    path = folder / "workbooks/examplia.xlsx"
    path.write_bytes(with_a_problem())
    before = path.read_bytes()
    started = subprocess.Popen(
        [sys.executable, "-m", "publisher", "--project", str(folder), "desk", "--no-browser"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env=os.environ | {"PYTHONPATH": str(TOP)},
    )
    link = re.search(r"http\S+", started.stdout.readline())[0]
    desk = RunningDesk(folder, int(re.search(r":(\d+)/", link)[1]), link)
    desk.begin()
    assert desk.post("/countries/examplia/build", "docx=yes&pdf=yes&anew=yes").status == 303
    time.sleep(after)

    os.killpg(started.pid, signal.SIGINT)  # as a terminal does
    _, errors = started.communicate(timeout=60)

    assert (started.returncode, errors) == (0, "")
    assert are_all_gone(started.pid)
    assert half_files(folder) == []
    assert path.read_bytes() == before
