"""Nothing is read twice for one page or one press of a button. All content is invented."""

import re
import sys
import time
from contextlib import contextmanager
from urllib.parse import urlencode

import pytest

from tests import test_desk as first
from tests.support import provision_cell, saved
from tests.test_desk import NGO, book, review_rows

desk, returned = first.desk, first.returned  # its fixtures
returned_project = first.returned_project
pytestmark = pytest.mark.slow  # a server, and processes of jobs

_OPENED: list[str] = []
_SEEN = {"on": False}
sys.addaudithook(
    lambda event, args: _OPENED.append(str(args[0])) if event == "open" and _SEEN["on"] else None
)


@contextmanager
def opened(ending):
    """Give the files of an ending that are opened meanwhile."""
    found: list[str] = []
    _OPENED.clear()
    _SEEN["on"] = True
    yield found
    _SEEN["on"] = False
    found += [path for path in _OPENED if path.endswith(ending)]


def test_the_report_beside_the_problems_comes_from_the_same_check(desk):
    time.sleep(2.1)  # a file that was written just now is read to see whether it is the same
    with opened("workbooks/examplia.xlsx") as for_page:
        desk.ask("GET", "/countries/examplia")
    with opened("workbooks/examplia.xlsx") as for_report:
        page = desk.ask("GET", "/countries/examplia/report").text

    assert for_page
    assert "Two to eight years" in page
    assert for_report == []


@pytest.mark.parametrize("changed", ["workbook", "settings"])
def test_a_report_is_made_anew_when_anything_changed(desk, changed):
    desk.ask("GET", "/countries/examplia")
    if changed == "workbook":
        other = book()
        provision_cell(other, "opsc-1", "law").value = "Nine years. [QX-1]"
        (desk.folder / "workbooks/examplia.xlsx").write_bytes(saved(other))
        assert "Nine years." in desk.ask("GET", "/countries/examplia/report").text
    else:
        desk.send("/look/settings", organisation="Example Coalition (invented)")
        assert "Example Coalition (invented)" in desk.ask("GET", "/countries/examplia/report").text


def test_the_first_page_reads_once_what_was_kept_of_each_check(desk):
    desk.ask("GET", "/")

    with opened("examplia/.checked") as kept:
        desk.ask("GET", "/")

    assert len(kept) == 1


def test_all_of_a_reviewer_are_decided_with_the_workbook_read_as_often_as_for_one(returned):
    fields = urlencode({"reviewer": NGO, "decision": "accept"})
    first.decide(returned, first.item_with(returned, "Three"), "reject")
    item = first.item_with(returned, "onerror")
    with opened("workbooks/examplia.xlsx") as for_one:
        first.decide(returned, item, "discuss")

    with opened("workbooks/examplia.xlsx") as for_all:
        assert returned.post("/countries/examplia/review/decide-all", fields).status == 303

    assert len(for_all) == len(for_one)
    decisions = sorted(row["Decision"] for row in review_rows(returned))
    assert decisions == ["Accept", "Discuss", "Reject"]


@pytest.mark.parametrize("address", ["/", "/guide"])
def test_nobody_waits_for_the_checks_of_many_workbooks(tmp_path, address):
    """As after a new version of the program, when all must be checked anew."""
    folder = first.sample_project(tmp_path / "project")
    for number in range(5):
        (folder / f"workbooks/examplia-{number}.xlsx").write_bytes(saved(book()))
    with first.running_desk(folder) as running:
        running.begin()
        page = running.ask("GET", address).text
        (job,) = set(re.findall(r"/jobs/(\d+)/steps", page))
        running.ask("GET", f"/jobs/{job}/steps")
        page = running.ask("GET", address).text

    assert "/steps" not in page
    assert page.count("<bdi>Examplia (examplia-") == 5
