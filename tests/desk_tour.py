"""A project in which every page of the desk has something to show, made on the desk itself. All content is invented.

Examplia has two editions, one of them withdrawn and one with an erratum; Walkland has a draft that came back, cells to
be decided, and problems.
"""

import html
import re
from contextlib import contextmanager
from urllib.parse import quote, urlencode

from tests.desk_server import running_desk
from tests.reviewer import Reviewer
from tests.support import filled, opened_again, provision_cell, saved
from tests.test_desk import NGO, ROWS, SOURCES
from tests.test_publish import NEW_LAW, change, project

NAME = "walkland"


def made(folder):
    """Make the project in a folder, all of it by what is pressed on the desk."""
    project(folder)
    with running_desk(folder) as desk:
        desk.begin()
        _fill(desk)
        _publish(desk)
        _review(desk)
        _part(desk)
    return folder


def _fill(desk):
    """Make a workbook for a second country, and fill it in as in Excel."""
    desk.post("/countries", urlencode({"name": "Walkland", "code": "QY", "language": "en"}))
    path = desk.folder / f"workbooks/{NAME}.xlsx"
    empty = opened_again(path.read_bytes())
    rows, sources = (text.replace("QX-", "QY-") for text in (ROWS, SOURCES))
    path.write_bytes(saved(filled(rows, sources, {"version_date": "2026-03-31"}, book=empty)))


def _publish(desk):
    page = "/countries/examplia/editions"
    assert "Edition 1 is published" in desk.done(desk.post(f"{page}/publish"))
    change(desk.folder, NEW_LAW)
    (field,) = re.findall(r'name="(reason-[^"]+)"', desk.ask("GET", page).text)
    desk.done(desk.post(f"{page}/publish", f"{field}={quote('the invented Act of 2026')}"))
    desk.post(f"{page}/2/say", urlencode({"text": "Section 9 should read section 10."}))
    desk.post(f"{page}/1/say", urlencode({"text": "Replaced by edition 2.", "withdraw": "yes"}))
    desk.done(desk.post(f"{page}/compare", "since=1&to=2"))
    desk.done(desk.post("/site/make"))


def _review(desk):
    own = f"/countries/{NAME}"
    fields = urlencode({"other": NGO, "due": "2099-01-31"})
    page = desk.done(desk.post(f"{own}/review/send", fields))
    draft = desk.ask("GET", html.unescape(re.search(r'href="(/[^"]+\.docx)"', page)[1]))
    ann = Reviewer(draft.content)
    ann.replace(ann.cell("opsc-1", "law"), "Two", "Three")
    ann.replace(ann.cell("opsc-5-2", "law"), "a basis", "no basis at all")
    ann.comment(ann.cell("opsc-3-3", "law"), "Fines", "How high are they?")
    desk.done(desk.send("/files", ("back.docx", ann.saved())))
    page = desk.ask("GET", f"{own}/review").text
    item = next(part for part in page.split('id="item-')[1:] if "Three" in part).partition('"')[0]
    wish = {"item": item, "decision": "accept", "note": "as the Act says", "seen": ""}
    desk.post(f"{own}/review/decide", urlencode(wish))


def _part(desk):
    """Let a file come home in which a cell is changed that the workbook has changed as well."""
    path = desk.folder / f"workbooks/{NAME}.xlsx"
    desk.ask("GET", f"/countries/{NAME}")
    theirs, ours = (opened_again(path.read_bytes()) for _ in range(2))
    provision_cell(theirs, "opsc-5-2", "law").value = "The treaty is a legal basis. [QY-1]"
    provision_cell(ours, "opsc-5-2", "law").value = "The treaty is no basis. [QY-1]"
    path.write_bytes(saved(ours))
    page = desk.done(desk.send("/files", (f"{NAME} (2).xlsx", saved(theirs))))
    assert "1 cell to be decided" in page


@contextmanager
def touring(folder):
    """Run a desk on such a project, with work that is over, and a page for each kind of page."""
    with running_desk(folder) as desk:
        desk.begin()
        over = [
            desk.post("/countries/examplia/build", "html=yes").headers["location"],
            desk.post(f"/countries/{NAME}/mark").headers["location"],
            desk.send("/files", ("holiday.txt", b"no draft"), ("a.pdf", b"%PDF-")).headers["location"],
        ]  # fmt: skip
        for each in over:
            desk.ask("GET", f"{each}/steps")
        yield desk, (*_ADDRESSES, *over)


_OWN = f"/countries/{NAME}"
_ADDRESSES = (
    "/", _OWN, f"{_OWN}/final", f"{_OWN}/history", f"{_OWN}/review", f"{_OWN}/review/apply", f"{_OWN}/conflicts",
    f"{_OWN}/editions", "/countries/examplia", "/countries/examplia/editions", "/guide", f"/guide/{NAME}/opsc-1",
    "/site", "/look", "/look/fields", "/help", "/jobs", "/nothing",
)  # fmt: skip
