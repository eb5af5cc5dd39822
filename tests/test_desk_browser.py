"""The desk in a real browser: what only a browser shows, and the ways of people who type no command.

Chromium is driven by Playwright. Rebinding, a page on another port and the link used twice are those attacks by which
other local servers were hit. All content is invented.
"""

import http.server
import json
import re
import threading
import time

import openpyxl
import pytest
from playwright.sync_api import expect, sync_playwright

from tests.desk_server import running_desk, sample_project
from tests.reviewer import Reviewer
from tests.support import TOP, provision_cell, saved
from tests.test_desk import NGO, book

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
    page.get_by_role("link", name="To the country").click()
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
    "/guide", "/guide/examplia/opsc-1", "/look", "/look/fields", "/countries/examplia/conflicts", "/help", "/jobs", "/nothing",
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
    path = desk.folder / "publisher.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('language = "en"', f'language = "{language}"'), encoding="utf-8")
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, color_scheme=look, bypass_csp=True
    )
    page = context.new_page()
    begin(page, desk)
    faults = {}
    for address in addresses:
        page.goto(desk.address + address)
        page.evaluate(AXE)
        options = json.dumps({"runOnly": RULES, "iframes": False})
        found = page.evaluate(f"axe.run(document, {options}).then(found => found.violations)")
        told = [f"{each['id']}: {each['nodes'][0]['html'][:150]}" for each in found]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            told.append("scrolls sideways")
        if "<built-in" in page.locator("body").inner_text():  # a word that is called like a method
            told.append("a word is missing")
        if told:
            faults[address] = told
    context.close()

    assert faults == {}
