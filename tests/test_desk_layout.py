"""Where things stand on the pages of the desk, measured in a real browser. All content is invented."""

import re
import shutil
from datetime import date

import pytest
from click.testing import CliRunner
from playwright.sync_api import sync_playwright

from publisher.cli.main import main
from tests.desk_server import running_desk, sample_project
from tests.support import filled, saved
from tests.test_desk import ROWS, SOURCES, plain
from tests.test_desk_browser import begin, speak

pytestmark = pytest.mark.slow
# Where words begin on the page, by their letters and not by the element that holds them.
LEFT = """(element, word) => {
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const at = texts.currentNode.data.indexOf(word);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(texts.currentNode, at);
    range.setEnd(texts.currentNode, at + word.length);
    return range.getBoundingClientRect().left;
  }
}"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    folder = sample_project(tmp_path_factory.mktemp("desk") / "project")
    rows = ROWS.replace("Fines.", "The fine is TBC. [QX-1]")  # a problem with a quotation
    heading, *cells = rows.strip().splitlines()
    rated = [f"{heading} | assessment", *cells]
    rated[1] += " | Partly in line"
    (folder / "workbooks/examplia.xlsx").write_bytes(saved(filled("\n".join(rated), SOURCES)))
    with running_desk(folder) as running:
        yield running


@pytest.fixture(scope="module")
def page(desk):
    with sync_playwright() as running:
        browser = running.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        shown = browser.new_context().new_page()
        begin(shown, desk)
        yield shown
        browser.close()


def lefts(element, *words):
    """Return where words begin in an element, from its left, in the order in which they are asked for."""
    return [element.evaluate(LEFT, word) for word in words]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_provisions_of_a_draft_are_read_downwards(desk, page, width, language):
    speak(desk.folder, language)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{desk.address}/countries/examplia/review")
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")

    listed = page.locator("[name=provision]")
    assert listed.count() == 58
    box = page.locator("fieldset:has([name=provision])")
    assert box.evaluate("each => each.scrollWidth <= each.clientWidth")
    names = box.locator("label > span")
    cut = [
        each for each in names.all() if each.evaluate("s => s.getBoundingClientRect().width") < 90
    ]
    assert cut == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    # No hole beside the list: what is filled in stands above it, what sends it below.
    ends = [box.bounding_box()["y"], page.locator("[name=due]").bounding_box()["y"]]
    assert ends[0] > ends[1]


def test_english_stands_in_an_arabic_page_as_english_and_nothing_else_does(desk, page):
    speak(desk.folder, "ar")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{desk.address}/countries/examplia")

    problem = page.locator("li.problem:has(blockquote)").first
    head = [problem.locator(each).bounding_box()["x"] for each in (".badge", ".place", ".mark")]
    assert head == sorted(head, reverse=True)
    _, hint = problem.locator("p:lang(en)").all()
    rule = problem.locator("blockquote")
    assert lefts(hint, "→") == [pytest.approx(hint.bounding_box()["x"], abs=2)]
    assert lefts(rule, "The fine") == [pytest.approx(rule.bounding_box()["x"], abs=30)]
    assert rule.evaluate("each => getComputedStyle(each).borderLeftWidth") == "3px"

    page.goto(f"{desk.address}/help")
    python = page.locator("li", has_text="Python")
    name, version = lefts(python, "Python", "3.")
    assert name < version
    assert lefts(python, "موجود")[0] > version


# Of the standard settings: the colour of each assessment, and of what nobody looked at.
COLOURS = {
    "In line": "#0e4d3d",
    "Partly in line": "#d9a13b",
    "Not in line": "#c23b22",
    "Not determined": "#8a95a1",
    "Not applicable": "#c9d1d9",
    "Not assessed": "#e3e8ee",
}


def test_the_map_of_the_guide_has_the_marks_of_the_house(desk, page):
    speak(desk.folder, "en")
    page.goto(f"{desk.address}/guide")
    fill = "each => each.querySelector('svg.marker rect').getAttribute('fill')"
    key = {
        each.inner_text().strip("? \n"): each.evaluate(fill)
        for each in page.locator(".legend > span").all()
    }

    assert key == COLOURS
    cell = page.locator("a[href='/guide/examplia/opsc-1']")
    assert (cell.inner_text().strip(), cell.evaluate(fill)) == (
        "Partly in line",
        COLOURS["Partly in line"],
    )
    assert cell.locator("svg.marker path").count() == 1  # the half of a circle that is filled
    unassessed = page.locator("a[href='/guide/examplia/opsc-3-3']")
    assert unassessed.locator("svg.marker > *").count() == 1  # an empty square
    cell.click()
    told = page.locator("p:has(svg.marker)")
    assert (told.inner_text().strip(), told.evaluate(fill)) == (
        "Partly in line",
        COLOURS["Partly in line"],
    )


# How far the countries are, on the desk and on the page of `publisher status`


def test_what_is_built_in_part_is_not_called_out_of_date(desk, page):
    speak(desk.folder, "en")
    shutil.rmtree(desk.folder / "output/examplia", ignore_errors=True)
    never = plain(desk.ask("GET", "/countries/examplia").text)
    desk.done(desk.post("/countries/examplia/build", "html=yes"))
    in_part = plain(desk.ask("GET", "/countries/examplia").text)
    listed = plain(desk.ask("GET", "/").text)
    workbook = desk.folder / "workbooks/examplia.xlsx"
    workbook.write_bytes(workbook.read_bytes())  # saved anew, with the same in it
    same = plain(desk.ask("GET", "/countries/examplia").text)
    html = desk.folder / "output/examplia/examplia.html"
    html.write_bytes(html.read_bytes() + b"\n")
    stale = plain(desk.ask("GET", "/countries/examplia").text)

    today = date.today()
    day = f"{today.day} {today:%B %Y}"
    assert "last built" not in never
    assert re.search(rf"last built: {day}, \d\d:\d\d · up to date · not built: Word, PDF", in_part)
    assert re.search(rf"up to date · not built: Word, PDF {day}, \d\d:\d\d", listed)
    assert "up to date · not built: Word, PDF" in same
    assert "out of date: Web page · not built: Word, PDF" in stale


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "All rows of the workbook are counted; a report leaves out some rows while they are blank."),
        ("fr", "Toutes les lignes du classeur sont comptées ; un rapport omet certaines lignes tant qu’elles sont vides."),
        ("ar", "تُحسب جميع صفوف المصنف؛ أما التقرير فيترك بعض الصفوف ما دامت فارغة."),
    ],
)  # fmt: skip
def test_it_is_said_which_rows_are_counted(desk, page, language, told):
    speak(desk.folder, language)
    run_status(desk.folder)
    for address in (
        f"{desk.address}/",
        f"{desk.address}/countries/examplia",
        (desk.folder / "output/status.html").as_uri(),
    ):
        page.goto(address)
        assert told in page.locator("main").inner_text()


def run_status(folder):
    assert CliRunner().invoke(main, ["--project", str(folder), "status"]).exit_code == 0


def test_two_workbooks_of_one_country_are_told_apart_by_their_files(desk, page):
    speak(desk.folder, "en")
    twin = desk.folder / "workbooks/twin.xlsx"
    shutil.copy(desk.folder / "workbooks/examplia.xlsx", twin)
    try:
        run_status(desk.folder)
        both = ["Examplia (examplia.xlsx)", "Examplia (twin.xlsx)"]
        page.goto(f"{desk.address}/")
        assert page.locator("tbody th").all_inner_texts() == both
        page.goto(f"{desk.address}/guide")
        assert page.locator("thead th").all_inner_texts() == ["Provision", *both]
        page.goto((desk.folder / "output/status.html").as_uri())
        assert page.locator("tbody th, h2").all_inner_texts() == [*both, *both]
    finally:
        twin.unlink()


def test_squares_of_the_key_stay_with_their_words_and_are_printed(desk, page):
    speak(desk.folder, "en")
    run_status(desk.folder)
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto((desk.folder / "output/status.html").as_uri())
    for each in page.locator(".key li").all():
        square, item = each.locator("i").bounding_box(), each.bounding_box()
        assert item["height"] < 30  # a line
        assert square["y"] > item["y"]
    assert page.locator(".key li").all_inner_texts() == [
        "text", "nothing found", "not applicable", "not researched"
    ]  # fmt: skip

    painted = "each => getComputedStyle(each).printColorAdjust"
    for shape in (".bar span", ".key i", ".cells span"):
        assert page.locator(shape).first.evaluate(painted) == "exact"


# Words


@pytest.mark.parametrize(
    ("language", "titles"),
    [
        ("en", ["Mend what is beyond doubt: Examplia", "Mark the problems in the workbook of Examplia", "Build the report of Examplia"]),
        ("fr", ["Corriger ce qui ne fait pas de doute\u00a0: Examplia", "Marquer les problèmes dans le classeur\u00a0: Examplia", "Fabriquer le rapport\u00a0: Examplia"]),
        ("ar", ["تصحيح ما لا شك فيه: Examplia", "تعليم الملاحظات في مصنف Examplia", "إصدار تقرير Examplia"]),
    ],
)  # fmt: skip
def test_work_is_called_by_the_country_as_it_is_written(desk, page, language, titles):
    speak(desk.folder, language)
    jobs = []
    for each in ("mend", "mark", "build"):
        desk.ask("GET", "/countries/examplia")  # where the buttons are
        jobs.append(desk.done(desk.post(f"/countries/examplia/{each}", "html=yes")))

    assert [re.search("<h1>(.*)</h1>", each)[1] for each in jobs] == titles


def test_nothing_mended_is_told_as_a_sentence(desk, page):
    speak(desk.folder, "en")
    desk.ask("GET", "/countries/examplia")

    done = plain(desk.done(desk.post("/countries/examplia/mend")))

    told = "Nothing was changed: nothing in the workbook can be mended beyond doubt. What is still listed needs a person to decide."
    assert done.startswith(f"Mend what is beyond doubt: Examplia Done. {told} ")


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/nowhere", "No page of the desk has this address."),
        ("/countries/atlantis", "There is no workbook of this name any more."),
        ("/jobs/9999", "There is no such work."),
    ],
)
def test_an_address_without_a_page_is_no_deed_that_was_not_done(desk, page, address, told):
    speak(desk.folder, "en")

    answer = desk.ask("GET", address)

    assert answer.status == 404
    assert plain(answer.text) == f"There is no such page {told} Countries"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_tags_are_read_as_they_are_typed_and_leave_room_for_examples(desk, page, language):
    speak(desk.folder, language)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{desk.address}/look/fields")

    logo = page.locator("td code", has_text="report.house.logo | picture").first
    begin_, name, end = lefts(logo, "{{r", "report", "}}")
    assert begin_ < name < end
    table = page.locator("div.wide").first
    assert table.evaluate("each => each.scrollWidth <= each.clientWidth")


def test_words_stand_in_the_middle_of_a_button_and_tick_boxes_keep_their_size(desk, page):
    speak(desk.folder, "ar")
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(f"{desk.address}/look")

    button = page.locator(".tall-fields > button")
    box = button.bounding_box()
    (left,) = lefts(button, "حفظ")
    width = button.evaluate(
        "each => { const r = document.createRange(); r.selectNodeContents(each);"
        " return r.getBoundingClientRect().width; }"
    )
    assert left + width / 2 == pytest.approx(box["x"] + box["width"] / 2, abs=2)

    page.goto(f"{desk.address}/countries/examplia")
    page.evaluate("document.querySelector('[name=docx]').after('x '.repeat(400))")
    assert page.locator("[name=docx]").bounding_box()["width"] == pytest.approx(18.4, abs=0.5)
