"""The desk in a real browser: what only a browser shows, and the ways of people who type no command.

Chromium is driven by Playwright. Rebinding, a page on another port and the link used twice are those attacks by which
other local servers were hit. All content is invented.
"""

import http.server
import json
import re
import shutil
import threading
import time
import tomllib

import openpyxl
import pytest
from playwright.sync_api import expect, sync_playwright

from tests import desk_tour
from tests.desk_server import running_desk, sample_project
from tests.reviewer import Reviewer
from tests.support import TOP, provision_cell, saved
from tests.test_desk import NGO, book
from tests.test_publish import project as published_project

pytestmark = pytest.mark.slow
AXE = (TOP / "tests/node/node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
# What axe is asked for: the rules of WCAG 2.2 at level A and AA, and good practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as running:
        # The environment variable for the browser is not read by the Python package.
        browser = running.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--host-resolver-rules=MAP evil.example 127.0.0.1"],
        )
        yield browser
        browser.close()


@pytest.fixture
def desk(tmp_path):
    folder = sample_project(tmp_path / "project")
    (folder / "workbooks/examplia.xlsx").write_bytes(saved(book()))
    with running_desk(folder) as running:
        yield running


@pytest.fixture
def page(chromium, desk):
    """A page that came by the start link; it fails a test in which the browser complained."""
    context = chromium.new_context(viewport={"width": 1300, "height": 900}, accept_downloads=True)
    told = []
    shown = context.new_page()
    shown.on("console", lambda each: told.append(each.text) if each.type == "error" else None)
    shown.on("pageerror", lambda fault: told.append(str(fault)))
    begin(shown, desk)
    yield shown
    context.close()
    # That a name is not known is answered with this status, which the browser tells as an error.
    assert [each for each in told if "status of 422" not in each] == []


def begin(page, desk):
    """Open the desk by its start link; the cookie is kept, so that the test can close the desk."""
    page.goto(desk.link)
    desk.cookie = "; ".join(f"{each['name']}={each['value']}" for each in page.context.cookies())


# Attacks


def test_a_name_mapped_to_this_machine_reaches_nothing(chromium, desk, page):
    other = chromium.new_context().new_page()
    answer = other.goto(f"http://evil.example:{desk.port}/")

    assert answer.status == 421
    other.context.close()


def test_the_start_link_opens_one_browser_only(chromium, desk, page):
    other = chromium.new_context().new_page()
    answer = other.goto(desk.link)

    assert answer.status == 403
    assert "This link was used already" in other.content()
    other.context.close()


def test_a_page_on_another_port_sends_the_cookie_and_is_refused_all_the_same(desk, page):
    """It is of the same site, so that SameSite=Strict does not keep the cookie back."""
    asked = []

    class Evil(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            form = f'<form method="post" action="{desk.address}/countries"><input name="name" value="Kenya"></form>'
            script = f"<script>document.forms[0].submit(); new Image().src='{desk.address}/static/desk.css'</script>"
            self.wfile.write((form + script).encode())

        def log_message(self, *_):
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Evil)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    tab = page.context.new_page()
    tab.on("request", lambda each: asked.append(each) if each.method == "POST" else None)
    with tab.expect_response(lambda answer: answer.url.endswith("/countries")) as found:
        tab.goto(f"http://127.0.0.1:{server.server_port}/")

    assert f"desk-{desk.port}=" in asked[0].all_headers().get("cookie", "")
    assert found.value.status == 403
    assert not (desk.folder / "workbooks/kenya.xlsx").exists()
    tab.close()
    server.shutdown()
    server.server_close()


def test_no_other_host_is_asked(desk, page):
    asked = []
    page.on("request", lambda each: asked.append(each.url))
    for address in (
        "/",
        "/countries/examplia",
        "/countries/examplia/review",
        "/guide",
        "/look",
        "/help",
    ):
        page.goto(desk.address + address)
        page.wait_for_timeout(200)

    assert [each for each in asked if not each.startswith((desk.address, "data:"))] == []


# Ways of people


def test_from_a_workbook_to_a_report_and_a_round_of_review(desk, page, tmp_path):
    page.get_by_role("link", name="Examplia").click()
    expect(page.frame_locator("iframe").get_by_text("Two to eight years").first).to_be_visible()

    page.get_by_role("button", name="Build", exact=True).click()
    expect(page.get_by_text("The report is built.")).to_be_visible(timeout=60_000)
    with page.expect_download() as download:
        page.get_by_role("link", name="examplia.docx").click()
    assert download.value.suggested_filename == "examplia.docx"

    page.goto(f"{desk.address}/countries/examplia/review")
    page.get_by_text("Send a draft").click()
    page.get_by_label("To somebody else (name)").fill(NGO)
    page.get_by_role("button", name="Write the draft").click()
    link = page.get_by_role("link", name=re.compile(r"The draft: .*\.docx"))
    expect(link).to_be_visible(timeout=60_000)
    with page.expect_download() as download:
        link.click()
    draft = Reviewer(download.value.path().read_bytes())
    draft.replace(draft.cell("opsc-1", "law"), "Two", "Three")
    draft.comment(draft.cell("opsc-3-3", "law"), "Fines", "How high?")
    (tmp_path / "نسخة back.docx").write_bytes(draft.saved())

    page.goto(desk.address)
    page.get_by_label("Drop files here, or choose them").set_input_files(
        tmp_path / "نسخة back.docx"
    )
    page.get_by_role("button", name="Take in").click()
    page.get_by_role("link", name="To the review").click(timeout=60_000)
    page.wait_for_url("**/review")

    # By keys alone: to the first item, accept it; to the second, discuss it.
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.locator(".item .state").nth(0)).to_have_text("Accept")
    page.keyboard.press("j")
    page.keyboard.press("d")
    expect(page.locator(".item .state").nth(1)).to_have_text("Discuss")
    sheet = openpyxl.load_workbook(desk.folder / "workbooks/examplia.xlsx")["Review"]
    heading = [cell.value for cell in sheet[1]]
    decided = [sheet.cell(row, heading.index("Decision") + 1).value for row in (2, 3)]
    assert decided == ["Accept", "Discuss"]

    page.get_by_role("link", name="See what would change").click()
    expect(page.get_by_text("Three to eight years")).to_be_visible()
    page.get_by_role("button", name="Carry out the decisions").click()
    expect(page.get_by_text("1 written into the workbook")).to_be_visible(timeout=60_000)
    page.get_by_role("link", name="To the page of the country").click()
    expect(page.frame_locator("iframe").get_by_text("Three to eight years").first).to_be_visible()


def test_a_page_renews_itself_when_its_workbook_is_saved(desk, page):
    page.goto(f"{desk.address}/countries/examplia")
    expect(page.frame_locator("iframe").get_by_text("Two to eight years").first).to_be_visible()
    changed = book()
    provision_cell(changed, "opsc-1", "law").value = "Nine years. [XX-9]"
    began = time.monotonic()
    (desk.folder / "workbooks/examplia.xlsx").write_bytes(saved(changed))

    expect(page.get_by_text("No report can be built until")).to_be_visible(timeout=15_000)
    assert time.monotonic() - began < 15


def test_a_file_dropped_on_any_page_is_taken_in_and_what_is_being_written_stays(desk, page):
    page.goto(f"{desk.address}/countries/examplia")
    page.get_by_text("Let it stand").first.click()
    reason = page.get_by_label("Reason").first
    reason.fill("as the court said")
    changed = book()
    provision_cell(changed, "opsc-1", "law").value = "Nine years. [QX-1]"
    (desk.folder / "workbooks/examplia.xlsx").write_bytes(saved(changed))
    expect(page.get_by_text("The workbook was saved meanwhile.")).to_be_visible(timeout=15_000)
    expect(reason).to_have_value("as the court said")

    page.evaluate(
        """() => {
            const files = new DataTransfer();
            files.items.add(new File(["no draft"], "holiday.txt"));
            document.dispatchEvent(new DragEvent("drop", {dataTransfer: files, cancelable: true}));
        }"""
    )
    expect(page.get_by_role("heading", name="Take in holiday.txt")).to_be_visible(timeout=30_000)


def test_work_is_stopped_and_leaves_no_half_file(desk, page):
    page.goto(f"{desk.address}/countries/examplia")
    page.get_by_label("PDF for the printer").check()
    page.get_by_role("button", name="Build", exact=True).click()
    page.get_by_role("button", name="Stop").click()

    expect(page.get_by_text("stopped; no file is half-written")).to_be_visible()
    expect(page.get_by_role("link", name="Go back to where it was begun")).to_be_visible()
    time.sleep(3)
    left = [path.name for path in (desk.folder / "output").rglob("*") if path.is_file()]
    assert [
        name for name in left if re.search(r"\.\w{8}$", name) and not name.startswith(".~")
    ] == []


def test_without_script_everything_can_be_done(chromium, desk):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    begin(page, desk)
    page.get_by_role("link", name="Examplia").click()
    page.get_by_role("button", name="Mark the problems in the workbook").click()
    expect(page.get_by_text("The problems are marked in the workbook")).to_be_visible(
        timeout=60_000
    )

    page.get_by_role("button", name="Undo: put the old file back").click()
    expect(page.get_by_text("The old file is back.")).to_be_visible()
    page.get_by_role("button", name="Close the desk").click()
    expect(page.get_by_role("heading", name="The desk is closed")).to_be_visible()
    context.close()


@pytest.mark.long
def test_an_answer_to_a_form_can_be_gone_back_to_and_shown_anew(desk, page):
    """A browser asks whether to send a form once more, or shows nothing, where it was answered with a page."""
    page.get_by_label("Country, as you like to write it").fill("Nepall")
    page.get_by_role("button", name="Make a workbook").click()
    expect(page.get_by_text("Did you mean: Nepal?")).to_be_visible()
    page.get_by_label("Country, as you like to write it").fill("Nepal")
    page.get_by_role("button", name="Make a workbook").click()
    expect(page.get_by_role("heading", name="Nepal")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Countries")).to_be_visible()

    page.get_by_role("link", name="Examplia").click()
    page.get_by_role("button", name="Mark the problems in the workbook").click()
    page.get_by_role("button", name="Undo: put the old file back").click(timeout=60_000)
    expect(page.get_by_text("The old file is back.")).to_be_visible()
    page.reload()

    expect(page.get_by_role("heading", name="Examplia")).to_be_visible()


def test_a_country_that_cannot_be_built_says_so_in_the_frame(desk, page):
    changed = book()
    provision_cell(changed, "opsc-1", "law").value = "Nine years. [XX-9]"
    (desk.folder / "workbooks/examplia.xlsx").write_bytes(saved(changed))
    page.goto(f"{desk.address}/countries/examplia")

    told = page.frame_locator("iframe").get_by_text("as soon as nothing must be fixed any more")
    expect(told).to_be_visible()


ADDRESSES = (
    "/", "/countries/examplia", "/countries/examplia/final", "/countries/examplia/history", "/countries/examplia/review",
    "/countries/examplia/editions", "/site", "/guide", "/guide/examplia/opsc-1", "/look", "/look/fields", "/countries/examplia/conflicts", "/help", "/jobs", "/nothing",
)  # fmt: skip


@pytest.mark.parametrize(
    ("width", "look", "language", "addresses"),
    [
        (1300, "light", "en", ADDRESSES),
        pytest.param(
            *(360, "dark", "fr", ("/", *ADDRESSES[1:6:2], "/look")), marks=pytest.mark.long
        ),
        (360, "light", "ar", ADDRESSES[:2]),
    ],
)
def test_every_page_can_be_read_by_everybody(chromium, desk, width, look, language, addresses):
    speak(desk.folder, language)
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, color_scheme=look, bypass_csp=True
    )
    page = context.new_page()
    begin(page, desk)
    faults = faults_of(page, desk, addresses)
    context.close()

    assert faults == {}


def speak(folder, language):
    """Set the language of a project."""
    path = folder / "publisher.toml"
    lines = [each for each in path.read_text("utf-8").splitlines() if "language =" not in each]
    path.write_text("\n".join((f'language = "{language}"', *lines, "")), "utf-8")


def faults_of(page, desk, addresses):
    """Return what somebody could not read on pages, by their addresses."""
    found = {}
    for address in addresses:
        page.goto(desk.address + address)
        if told := list(_faults(page)):
            found[address] = told
    return found


def _faults(page):
    page.evaluate(AXE)
    options = json.dumps({"runOnly": RULES, "iframes": False})
    for each in page.evaluate(f"axe.run(document, {options}).then(found => found.violations)"):
        yield f"{each['id']}: {each['nodes'][0]['html'][:150]}"
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        yield "scrolls sideways"
    if "<built-in" in page.locator("body").inner_text():  # a word that is called like a method
        yield "a word is missing"


@pytest.fixture(scope="module")
def grown(tmp_path_factory):
    """A project in which every page has something to show, to be copied by each test."""
    return desk_tour.made(tmp_path_factory.mktemp("grown") / "project")


@pytest.fixture
def grown_copy(grown, tmp_path):
    return shutil.copytree(grown, tmp_path / "project")


@pytest.mark.long
@pytest.mark.parametrize("width", [1300, 360])
@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_every_page_with_something_on_it_can_be_read_by_everybody(
    chromium, grown_copy, width, look, language
):
    """With editions, one withdrawn and one with an erratum, a round of review, cells to be decided, work done and not."""
    speak(grown_copy, language)
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, color_scheme=look, bypass_csp=True
    )
    page = context.new_page()
    with desk_tour.touring(grown_copy) as (desk, addresses):
        enter(context, desk)
        faults = faults_of(page, desk, addresses)
        page.goto(f"{desk.address}/countries/examplia/editions")
        page.locator("[name=again]").check()
        page.locator("form[action$=publish] button").click()
        page.wait_for_url("**/jobs/*")
        job = page.url.removeprefix(desk.address)  # a publishing under way
        faults |= faults_of(page, desk, (job, "/countries/examplia/editions"))
        desk.ask("GET", f"{job}/steps")
        faults |= faults_of(page, desk, (job,))
    context.close()

    assert faults == {}


def enter(context, desk):
    """Let a browser in by the cookie that the start link gave to the test."""
    name, value = desk.cookie.split("=", 1)
    context.add_cookies([{"name": name, "value": value, "url": desk.address}])


@pytest.mark.long
def test_nothing_is_said_in_english_on_a_french_desk(chromium, grown_copy):
    speak(grown_copy, "fr")
    context = chromium.new_context()
    page = context.new_page()
    english = {text for text in words_in("en") if " " in text} - words_in("fr")
    found = {}
    with desk_tour.touring(grown_copy) as (desk, addresses):
        enter(context, desk)
        for address in set(addresses) - {"/look/fields"}:  # examples, of an English report
            page.goto(desk.address + address)
            shown = page.locator("body").text_content()
            if told := [each for each in english if each in shown]:
                found[address] = told
    context.close()

    assert len(english) > 300
    assert found == {}


def words_in(code):
    """Return what the desk says in a language: the pieces of its texts between what is filled in."""
    words = tomllib.loads((TOP / f"publisher/languages/{code}.toml").read_text("utf-8"))
    messages = tomllib.loads((TOP / f"publisher/messages/{code}.toml").read_text("utf-8"))
    own = [words[name] for name in words if name.startswith("desk")]
    own += [words["status"], words["check_page"], words["final_page"], *messages.values()]
    texts = (text for each in own for text in each.values() if isinstance(text, str))
    return {piece for text in texts for piece in re.split(r"\{\w+\}", text) if len(piece) > 20}


# Keys alone


def tab_to(page, name):
    """Press the tab key until a link or button of a name has the focus; fail where it never has."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            return
    raise AssertionError(f"no key leads to '{name}'")


@pytest.mark.long
def test_an_edition_is_published_and_the_site_made_by_keys_alone(chromium, tmp_path):
    with running_desk(published_project(tmp_path / "project")) as desk:
        page = chromium.new_context().new_page()
        begin(page, desk)
        for name in ("Examplia", "Editions", "Publish edition 1"):
            tab_to(page, name)
            with page.expect_navigation():
                page.keyboard.press("Enter")
        expect(page.get_by_text("Edition 1 is published.")).to_be_visible(timeout=60_000)
        for name in ("Public site", "Make the site"):
            tab_to(page, name)
            with page.expect_navigation():
                page.keyboard.press("Enter")
        expect(page.get_by_text("The site is made")).to_be_visible(timeout=60_000)
        page.context.close()

    assert (tmp_path / "project/output/site/index.html").is_file()
