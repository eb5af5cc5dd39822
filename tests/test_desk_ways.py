"""What tired people met on the desk: forms sent twice, names with signs, words of another language.

Each is asked as a browser asks, without script. All content is invented.
"""

import html
import re
from urllib.parse import quote, urlencode

import pytest

from publisher.domain.countries import Country
from publisher.domain.worded import WordedTreaty
from publisher.project.project import open_project
from publisher.workbook.issue import issue_workbook
from tests import test_desk as first
from tests.broken_templates import packed, parts_of
from tests.desk_server import running_desk
from tests.support import TOP, provision_cell, saved
from tests.test_cover import picture_of
from tests.test_desk import NGO, book, decide, item_with, plain, review_rows, sheet

desk, returned = first.desk, first.returned  # its fixtures
returned_project = first.returned_project
pytestmark = pytest.mark.slow  # a server, and processes of jobs


def change_language(desk, code):
    path = desk.folder / "publisher.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r'language = "\w+"', f'language = "{code}"', text), encoding="utf-8")


# The report beside the problems


def test_the_frame_may_show_why_there_is_no_report(desk):
    changed = book()
    provision_cell(changed, "opsc-1", "law").value = "Nine years. [XX-9]"
    (desk.folder / "workbooks/examplia.xlsx").write_bytes(saved(changed))

    answer = desk.ask("GET", "/countries/examplia/report")

    assert "The report is shown here as soon as nothing must be fixed any more." in answer.text
    assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]
    assert "href=" not in answer.text  # the frame may load nothing


# Names of workbooks


# The first holds what is in all others.
NAMES = ("نسخة 50% & co+1 #2", "examplia #2", "50% examplia", "examplia & co+1", "نسخة")


@pytest.mark.parametrize(
    "stem", [NAMES[0], *(pytest.param(each, marks=pytest.mark.long) for each in NAMES[1:])]
)
def test_a_workbook_may_have_any_name(desk, stem):
    old = desk.folder / "workbooks/examplia.xlsx"
    before = old.read_bytes()
    path = old.rename(old.with_name(f"{stem}.xlsx"))
    page = desk.done(desk.post(f"/countries/{quote(stem)}/mark"))
    undo = html.unescape(re.search(r'action="([^"]+/undo[^"]+)"', page)[1])
    assert f'href="/countries/{quote(stem)}"' in page

    answer = desk.post(undo)

    assert answer.status == 303
    assert "The old file is back." in plain(desk.ask("GET", answer.headers["location"]).text)
    assert path.read_bytes() == before
    answer = desk.post(f"/countries/{quote(stem)}/build", "html=yes")
    files = re.findall(r'href="([^"]+/files/[^"]+)"', desk.done(answer))
    assert [desk.ask("GET", html.unescape(each)).status for each in files] == [200]


# Done twice


def test_what_was_undone_already_is_told_so(desk):
    page = desk.done(desk.post("/countries/examplia/mark"))
    undo = html.unescape(re.search(r'action="(/countries/examplia/undo[^"]+)"', page)[1])
    assert desk.post(undo).status == 303

    answer = desk.post(undo)

    assert answer.status == 409
    assert (
        "The workbook has changed since then, or this was undone already. The old file is still kept in the"
        " folder backup beside the workbook." in plain(answer.text)
    )


# Review


def test_a_decision_in_a_workbook_of_another_language_can_be_changed(returned):
    change_language(returned, "fr")
    item = item_with(returned, "Three")

    first = decide(returned, item, "accept", accept="application/json")
    assert first.text == '{"written":["Accept"]}'
    second = decide(returned, item, "reject", seen="Accept", accept="application/json")

    assert second.text == '{"written":["Reject"]}'
    assert {row["Item"]: row["Decision"] for row in review_rows(returned)}[item] == "Reject"


# Work


def test_the_list_of_work_says_what_could_not_be_done(desk):
    desk.done(desk.send("/files", ("letter.pdf", b"%PDF-1.7 a letter")))
    desk.done(desk.post("/countries/examplia/mark"))

    told = plain(desk.ask("GET", "/jobs").text)

    assert "Take in letter.pdf : Not everything could be done." in told
    assert "Mark the problems in the workbook of examplia : Done." in told


# The look


@pytest.mark.parametrize("name", ["logo.png", "Open the desk.bat", "run.py"])
def test_a_logo_that_is_no_picture_is_not_kept(desk, name):
    before = sorted(path.name for path in desk.folder.iterdir())

    answer = desk.send("/look/settings", (name, b"no picture"), named="logo")

    assert answer.status == 409
    assert (
        f"{name} P411 the picture that the setting 'Logo (PNG or JPEG)' names is neither a PNG nor a JPEG picture"
        in plain(answer.text)
    )
    assert sorted(path.name for path in desk.folder.iterdir()) == before


def test_the_look_says_that_it_was_saved(desk):
    answer = desk.send("/look/settings", organisation="Example (invented)")
    page = plain(desk.ask("GET", answer.headers["location"]).text)
    light = plain(desk.send("/look/settings", **{"house.accent": "#ffffaa"}).text)

    assert page.startswith("Look Saved.")
    assert light.startswith(
        "Look Saved. PLEASE CHECK publisher.toml P410 the colour '#ffffaa' of 'Colour of headings and links' is too"
        " light to be read on white paper: contrast 1.0, needed 4.5 → choose a darker one on the page 'Look';"
    )
    assert "Saved." not in plain(desk.ask("GET", "/look").text)


# Before there is a project


@pytest.mark.parametrize("address", ["/guide", "/look"])
def test_a_folder_that_is_no_project_shows_only_how_to_begin(tmp_path, address):
    with running_desk(tmp_path) as desk:
        desk.begin()

        answer = desk.ask("GET", address)

    assert (answer.status, answer.headers["location"]) == (303, "/")


# A new country


def test_what_was_chosen_for_a_new_country_is_kept_when_its_name_is_not_known(desk):
    fields = urlencode({"name": "Atlantis", "code": "x1", "language": "fr"})

    page = desk.post("/countries", fields).text

    assert re.search(r'name="code"[^>]* value="x1"', page)
    assert re.search(r'<option value="fr" selected>français</option>', page)
    first = desk.ask("GET", "/").text
    assert re.search(r'<option value="en" selected>English</option>', first)


def test_two_countries_do_not_get_the_same_code(desk):
    """All that comes back, and every key of a source, is known by the code."""
    project = open_project(desk.folder).value
    taken = issue_workbook(
        WordedTreaty(project.treaty, project.language), Country("QX", "", "A", "")
    )
    (desk.folder / "workbooks/examplia.xlsx").write_bytes(taken)

    fields = urlencode({"name": "Atlantis", "code": "qx"})
    answer = desk.post("/countries", fields)

    assert answer.status == 422
    assert "The workbook examplia.xlsx has the code QX. Take another one, such as QY." in plain(
        answer.text
    )
    unknown = desk.post("/countries", urlencode({"name": "Atlantis"}))
    assert "For a workbook under the name you wrote, write the code QY as well." in plain(
        unknown.text
    )
    made = desk.post("/countries", urlencode({"name": "Atlantis", "code": "QY"}))
    assert made.status == 303


def test_a_page_that_answers_a_form_knows_where_it_belongs(desk):
    unknown = desk.post("/countries", urlencode({"name": "Atlantis"})).text
    picked = desk.post("/guide/examplia/opsc-1/pick").text
    template = desk.send("/look/templates/country_report.docx", ("a.docx", b"?"), named="file").text
    asked = desk.ask("GET", "/").text

    homes = [re.findall(r'<body data-home="([^"]*)"', each) for each in (unknown, picked, template)]
    assert homes == [["/"], ["/guide/examplia/opsc-1"], ["/look"]]
    assert "data-home" not in asked


# One problem put right


def test_one_problem_is_put_right_by_its_own_button_and_that_is_undone(desk):
    changed = book()
    provision_cell(changed, "opsc-3-3", "reforms").value = "none found"
    provision_cell(changed, "opsc-5-2", "reforms").value = "to do"
    path = desk.folder / "workbooks/examplia.xlsx"
    path.write_bytes(saved(changed))
    before = path.read_bytes()
    page = desk.ask("GET", "/countries/examplia").text
    marks = re.findall(r'put-right"><input type="hidden" name="mark" value="([^"]+)"', page)
    assert [each[:4] for each in marks] == ["C274", "C275"]

    answer = desk.post("/countries/examplia/put-right", urlencode({"mark": marks[0]}))
    gone = desk.post("/countries/examplia/put-right", urlencode({"mark": marks[0]}))

    assert answer.status == 303
    texts = [str(cell.value) for row in sheet(desk).iter_rows() for cell in row if cell.value]
    assert "none found" not in texts
    assert "to do" in texts
    assert gone.status == 409
    assert f"D808 the problem {marks[0]} is no longer in the workbook" in plain(gone.text)
    page = desk.ask("GET", answer.headers["location"]).text
    assert "It is put right in the workbook." in plain(page)
    undo = html.unescape(re.search(r'action="(/countries/examplia/undo[^"]+)"', page)[1])
    assert desk.post(undo).status == 303
    assert path.read_bytes() == before


# Who decides


def named(desk, name):
    """Say at the desk who one is, and keep the cookie as a browser does."""
    answer = desk.post("/name", urlencode({"name": name, "home": "/countries/examplia/review"}))
    assert (answer.status, answer.headers["location"]) == (303, "/countries/examplia/review")
    own, *more = answer.headers["set-cookie"].split("; ")
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(more)
    desk.cookie = "; ".join((desk.cookie.split("; ")[0], own))


def decided_by(desk):
    return {row["Item"]: row["Decided by"] for row in review_rows(desk)}


def test_who_decides_stands_in_the_sheet_review_once_they_said_who_they_are(returned):
    first, second = item_with(returned, "Three"), item_with(returned, "onerror")
    decide(returned, first, "accept")
    assert decided_by(returned)[first] is None

    named(returned, " Zoë  O’Neil <b>; (invented)\n")
    decide(returned, second, "discuss")
    fields = urlencode({"reviewer": NGO, "decision": "reject"})
    returned.post("/countries/examplia/review/decide-all", fields)

    found = decided_by(returned)
    assert found.pop(first) is None
    assert set(found.values()) == {"Zoë O’Neil <b>; (invented)"}
    page = returned.ask("GET", "/countries/examplia/review").text
    assert 'value="Zoë O’Neil &lt;b&gt;; (invented)"' in page


def test_a_decision_that_is_taken_back_or_made_by_somebody_unnamed_names_nobody(returned):
    item = item_with(returned, "Three")
    named(returned, "Z. O. (invented)")
    decide(returned, item, "accept")
    assert decided_by(returned)[item] == "Z. O. (invented)"

    decide(returned, item, "", seen="Accept")
    assert decided_by(returned)[item] is None
    decide(returned, item, "accept")
    named(returned, "")
    decide(returned, item, "accept", note="only a note", seen="Accept")
    assert decided_by(returned)[item] == "Z. O. (invented)"
    decide(returned, item, "reject", seen="Accept")
    assert decided_by(returned)[item] is None


def test_a_name_leads_to_no_other_place(desk):
    for home in ("https://example.org/", "//example.org", "/close"):
        assert desk.post("/name", urlencode({"name": "x", "home": home})).status == 422


# The logo


def test_a_logo_is_taken_away_again_and_its_file_stays(desk):
    settings = desk.folder / "publisher.toml"
    assert "logo_away" not in desk.ask("GET", "/look").text
    assert (
        desk.send("/look/settings", ("mark.png", picture_of(300, 80, "PNG")), named="logo").status
        == 303
    )
    assert 'logo = "mark.png"' in settings.read_text(encoding="utf-8")
    assert 'name="logo_away"' in desk.ask("GET", "/look").text

    assert desk.send("/look/settings", logo_away="yes").status == 303

    assert 'logo = ""' in settings.read_text(encoding="utf-8")
    assert (desk.folder / "mark.png").is_file()
    assert "logo_away" not in desk.ask("GET", "/look").text


# A workbook of another language than the desk's


@pytest.fixture
def mixed(returned):
    """A desk in French on a project whose workbook is English."""
    change_language(returned, "fr")
    return returned


def test_problems_are_told_in_the_language_of_the_desk_and_texts_are_marked_as_their_own(mixed):
    page = mixed.ask("GET", "/countries/examplia").text
    own = page[page.index("<main") :]

    assert "à vérifier" in own.lower()
    assert "PLEASE CHECK" not in own
    assert "does not say where you looked" not in own
    assert '<h3><bdi lang="en">Provisions</bdi></h3>' in page
    assert re.search(r'<bdi lang="en">Legal reforms</bdi>', page)


def test_a_decision_is_made_in_the_words_of_the_desk(mixed):
    page = mixed.ask("GET", "/countries/examplia/review").text

    assert re.search(r'value="accept"[^>]*>Accepter<', page)
    assert ">Accept<" not in page
    assert re.search(r'<blockquote dir="auto" lang="en">', page)
    item = item_with(mixed, "Three")
    decide(mixed, item, "accept")
    assert re.search(
        r'class="state"[^>]* lang="en">Accept<', mixed.ask("GET", "/countries/examplia/review").text
    )


@pytest.mark.parametrize("address", ["history", "conflicts", "review/apply"])
def test_texts_of_a_workbook_say_their_language_on_every_page(mixed, address):
    decide(mixed, item_with(mixed, "Three"), "accept")
    page = mixed.ask("GET", f"/countries/examplia/{address}").text

    assert page.startswith('<!DOCTYPE html>\n<html lang="fr"')
    assert not re.search(r'<blockquote dir="auto">', page)


# Several files at once


def test_each_of_several_files_shows_how_far_it_is(desk):
    answer = desk.send("/files", *((f"letter {n}.pdf", b"%PDF-1.7 a letter") for n in range(3)))
    page = desk.ask("GET", answer.headers["location"]).text
    steps = desk.ask("GET", f"{answer.headers['location']}/steps").text

    assert re.findall(r'<li data-part="(\d)"><bdi>([^<]+)</bdi>', page) == [
        ("0", "letter 0.pdf"),
        ("1", "letter 1.pdf"),
        ("2", "letter 2.pdf"),
    ]
    assert '"parts": ["' in steps


# Templates that came back


def test_it_is_said_whether_a_template_was_taken_and_each_fault_is_told_once(desk):
    report = (TOP / "templates/docx/country_report.docx").read_bytes()
    broken = parts_of(report)
    broken["word/document.xml"] = broken["word/document.xml"].replace(b"{%p if", b"{% p if")
    spoilt = packed(broken)

    refused = desk.send("/look/templates/country_report.docx", ("a.docx", spoilt), named="file")
    other = desk.send("/look/templates/review_draft.docx", ("a.docx", report), named="file")
    taken = desk.send("/look/templates/country_report.docx", ("a.docx", report), named="file")

    assert (refused.status, other.status, taken.status) == (422, 422, 200)
    told = plain(refused.text)
    assert "country_report.docx was not taken; the one in use stays as it was." in told
    assert told.count("'p' must stand right behind the braces") == 1
    places = broken["word/document.xml"].count(b"{% p if")
    assert told.count("{% p if") == places
    assert f"and {places - 1} more" in told
    assert "T597" in plain(other.text)
    assert "country_report.docx is checked and in its place." in plain(taken.text)
