"""Publishing on the desk: the next edition, those that stand, what is said of them, what changed.

All content is invented, of the invented country Examplia.
"""

import io
import re
import zipfile
from urllib.parse import quote

import pytest

from publisher.editions.record import read_record
from tests.desk_server import running_desk
from tests.test_desk import plain
from tests.test_publish import NEW_LAW, change, project

pytestmark = pytest.mark.slow  # a server, and processes of jobs

PAGE = "/countries/examplia/editions"


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    folder = project(tmp_path_factory.mktemp("desk") / "p")
    with running_desk(folder) as running:
        running.begin()
        yield running


def test_a_report_is_published_changed_and_withdrawn_and_the_site_is_made(desk):
    page = plain(desk.ask("GET", PAGE).text)
    assert "The next edition: 1" in page
    assert "Nothing stands between this report and its publication." in page

    done = desk.done(desk.post(f"{PAGE}/publish"))
    assert "Edition 1 is published." in plain(done)
    files = re.findall(rf'href="({PAGE}/1/[^"]+)"', done)
    assert len(files) == 12
    assert files[0].endswith("/examplia-1.docx")  # before what is for programs
    assert {desk.ask("GET", each).status for each in files} == {200}

    page = plain(desk.ask("GET", PAGE).text)
    assert "All files are as they were published; checked" in page
    assert "Nothing has changed since edition 1. Publish all the same" in page
    again = plain(desk.done(desk.post(f"{PAGE}/publish")))
    assert "nothing in the workbook has changed since edition 1" in again
    assert "tick the box above the button on the page of the editions" in again

    change(desk.folder, NEW_LAW)
    page = desk.ask("GET", PAGE).text
    assert "Why have these rows changed since edition 1?" in plain(page)
    (field,) = re.findall(r'name="(reason-[^"]+)"', page)
    (kind,) = re.findall(r'name="(kind-[^"]+)"', page)
    offered = re.findall(r'<option value="(\w*)">([^<]+)', page)
    assert offered == [
        ("", "new law"),
        ("research", "new research"),
        ("wording", "text revised"),
    ]
    said = f"{field}={quote('the Act of 2026')}&{kind}=research"
    done = desk.done(desk.post(f"{PAGE}/publish", said))
    assert "Edition 2 is published." in plain(done)
    record = read_record((desk.folder / "editions/examplia/2/edition.json").read_bytes())
    rows = [each for each in record.changes if each.is_of_row]
    assert [(each.kind.value, each.reason) for each in rows] == [("research", "the Act of 2026")]

    done = desk.done(desk.post(f"{PAGE}/compare", "since=1&to=2"))
    shown = re.findall(r'href="([^"]+redline-1-2[^"]+)"', done)
    assert [each.rpartition(".")[2] for each in shown] == ["docx", "html", "pdf"]
    assert {desk.ask("GET", each).status for each in shown} == {200}

    assert desk.post(f"{PAGE}/1/say", "text=Section+4+should+read+5.").status == 303
    answer = desk.post(f"{PAGE}/1/say", "text=Replaced.&withdraw=yes")
    assert answer.headers["location"] == PAGE
    page = plain(desk.ask("GET", PAGE).text)
    assert "Section 4 should read 5." in page
    assert re.search(r"Withdrawn on \d+ \w+ \d{4}: Replaced\.", page)
    refused = plain(desk.post(f"{PAGE}/1/say", "text=Again.&withdraw=yes").text)
    assert "this edition was withdrawn already" in refused
    assert "under 'Something is wrong in this edition'" in refused

    the_site_is_made(desk)


def test_a_draft_is_offered_for_consultation(tmp_path):
    with running_desk(project(tmp_path / "p", status="Draft")) as running:
        running.begin()
        page = running.ask("GET", PAGE).text

    assert "Publish edition 1 for consultation" in plain(page)
    assert '<input type="hidden" name="draft" value="yes">' in page


def test_what_stands_before_publication_is_told_in_place_of_the_button(tmp_path):
    folder = project(tmp_path / "p")
    change(folder, "to do")
    with running_desk(folder) as running:
        running.begin()
        page = plain(running.ask("GET", PAGE).text)

    assert "It cannot be published yet." in page
    assert "the report cannot be published as final yet" in page
    assert "Publish edition 1" not in page


def test_only_what_is_in_an_edition_is_given(desk):
    for path in (
        f"{PAGE}/1/..%2f..%2f..%2fpublisher.toml",
        f"{PAGE}/1/none.pdf",
        f"{PAGE}/9/a.pdf",
    ):
        assert desk.ask("GET", path).status in (404, 409)


def the_site_is_made(desk):
    assert "One country has an edition." in plain(desk.ask("GET", "/site").text)

    done = desk.done(desk.post("/site/make"))
    assert "The site is made" in plain(done)
    assert (desk.folder / "output/site/index.html").is_file()
    (archive,) = re.findall(r'href="(/site/files/[^"]+)"', done)
    content = desk.ask("GET", archive).content
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert "site/index.html" in packed.namelist()
    assert desk.ask("GET", "/site/files/.built.json").status == 404


def test_before_anything_is_published_the_site_says_what_to_do_and_can_be_previewed(tmp_path):
    with running_desk(project(tmp_path / "p", status="Draft")) as running:
        running.begin()
        assert "Nothing was published yet." in plain(running.ask("GET", "/site").text)
        refused = plain(running.done(running.post("/site/make")))
        assert "on the page of a country, under 'Editions'" in refused
        assert "The site is made" in plain(running.done(running.post("/site/make", "preview=yes")))
        page = running.folder / "output/site-preview/en/countries/qx/index.html"
        assert "have not been published" in page.read_text(encoding="utf-8")
