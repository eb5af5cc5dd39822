"""Cells that two copies changed, decided side by side on the desk. All content is invented."""

import html
import re
import shutil
from urllib.parse import urlencode

import pytest

from tests.desk_server import running_desk, sample_project
from tests.support import provision_cell, saved
from tests.test_desk import backups, book, plain, sheet

pytestmark = pytest.mark.slow  # a server, and processes of jobs
ADDRESS = "/countries/examplia/conflicts"
OURS = "The treaty is <b>no</b> basis. [QX-1]"
THEIRS = "The treaty is a legal basis. [QX-1]"


def with_law(text):
    changed = book()
    provision_cell(changed, "opsc-5-2", "law").value = text
    return saved(changed)


@pytest.fixture(scope="module")
def parted_project(tmp_path_factory):
    """A project in whose workbook a cell was changed that a file has changed as well, to be copied by each test."""
    folder = sample_project(tmp_path_factory.mktemp("parted") / "project")
    path = folder / "workbooks/examplia.xlsx"
    path.write_bytes(saved(book()))
    with running_desk(folder) as desk:
        desk.begin()
        desk.ask("GET", "/countries/examplia")  # the desk has seen it as it left
        assert ADDRESS not in desk.ask("GET", "/countries/examplia").text
        path.write_bytes(with_law(OURS))
        page = desk.done(desk.send("/files", ("Anna.xlsx", with_law(THEIRS))))
        assert "1 cell to be decided" in plain(page)
        assert f'<a class="button" href="{ADDRESS}">' in page
    return folder


@pytest.fixture
def desk(tmp_path, parted_project):
    shutil.copytree(parted_project, tmp_path / "project")
    with running_desk(tmp_path / "project") as running:
        running.begin()
        yield running


def ids(desk):
    return re.findall(r'name="choice-([0-9a-f]+)" value="theirs"', desk.ask("GET", ADDRESS).text)


def decide(desk, choice, **more):
    fields = {f"choice-{each}": choice for each in ids(desk)}
    return desk.post(ADDRESS, urlencode(fields | more))


def law(desk):
    return provision_cell(sheet(desk).parent, "opsc-5-2", "law").value


def test_the_three_texts_stand_beside_each_other_with_what_differs(desk):
    page = desk.ask("GET", ADDRESS).text
    told = plain(page)

    cell = provision_cell(sheet(desk).parent, "opsc-5-2", "law").coordinate
    assert f"Provisions!{cell} (art. 5, para. 2, Current national law)" in told
    assert "Anna.xlsx" in told
    for title in ("Before both changed it", "In the workbook", "In the file"):
        assert title in told
    assert "The treaty is a basis." in told
    assert re.search(r"<del>a</del><ins>&lt;b&gt;no&lt;/b&gt;</ins>", page)
    assert re.search(r"<ins>legal </ins>", page)
    assert "<b>no</b>" not in page
    assert "1 cell to be decided" in plain(desk.ask("GET", "/countries/examplia").text)


def test_the_text_of_the_file_is_taken_and_that_is_undone(desk):
    before = (desk.folder / "workbooks/examplia.xlsx").read_bytes()
    kept = len(backups(desk))

    answer = decide(desk, "theirs")

    assert answer.status == 303
    assert law(desk) == THEIRS
    assert len(backups(desk)) == kept + 1
    page = desk.ask("GET", html.unescape(answer.headers["location"])).text
    assert "1 text of a file taken" in plain(page)
    assert "No cell is left to be decided." in plain(page)
    assert ADDRESS not in desk.ask("GET", "/countries/examplia").text
    undo = html.unescape(re.search(r'action="(/countries/examplia/undo[^"]+)"', page)[1])
    assert desk.post(undo).status == 303
    assert (desk.folder / "workbooks/examplia.xlsx").read_bytes() == before
    assert len(ids(desk)) == 1


def test_the_text_of_the_workbook_stays_and_the_history_says_who_decided(desk):
    named = desk.post("/name", urlencode({"name": "C. Editor (invented)", "home": ADDRESS}))
    desk.cookie += "; " + named.headers["set-cookie"].split(";")[0]

    answer = decide(desk, "ours")

    assert law(desk) == OURS
    assert "1 text of the workbook stays" in plain(desk.ask("GET", answer.headers["location"]).text)
    history = plain(desk.ask("GET", "/countries/examplia/history").text)
    assert "Stays as in the workbook, C. Editor (invented) , Anna.xlsx" in history
    assert ids(desk) == []


def test_what_is_left_open_is_asked_again(desk):
    before = (desk.folder / "workbooks/examplia.xlsx").read_bytes()

    answer = decide(desk, "open")

    assert answer.status == 303
    assert (desk.folder / "workbooks/examplia.xlsx").read_bytes() == before
    assert len(ids(desk)) == 1


def test_a_choice_that_is_none_and_a_cell_that_was_changed_are_refused(desk):
    seen = ids(desk)
    path = desk.folder / "workbooks/examplia.xlsx"
    assert desk.post(ADDRESS, urlencode({f"choice-{seen[0]}": "both"})).status == 422
    path.write_bytes(with_law("Somebody wrote here."))
    before = path.read_bytes()

    answer = desk.post(ADDRESS, urlencode({f"choice-{seen[0]}": "theirs"}))

    assert answer.status == 409
    assert "D806 a cell that you decided on was decided or changed meanwhile" in plain(answer.text)
    assert path.read_bytes() == before
