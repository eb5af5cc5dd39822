"""Where things stand on the pages of the desk, measured in a real browser. All content is invented."""

import pytest
from playwright.sync_api import sync_playwright

from tests.desk_server import running_desk, sample_project
from tests.support import filled, saved
from tests.test_desk import ROWS, SOURCES
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
