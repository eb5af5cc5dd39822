"""The guide's web page in a reader's browser: the heat map, its filters, what opens, what is printed.

All countries here are invented, and say so; some bear the codes of real States, which decide their regions.
"""

import json
import re
from collections import Counter
from dataclasses import replace

import pytest

from publisher.compose.guide.values import Guide
from publisher.writers.guide import write_guide_page
from tests.invented import invented
from tests.support import TOP, filled, provision_cell
from tests.test_heat_map import guide_to
from tests.test_web_page import RULES, broken, open_for_axe

pytestmark = pytest.mark.slow  # a browser is started
STYLES = ("country_report.css", "guide.css")
# Names and areas with long words must not be broken inside.
LONGEST = "Telecommunicationsland (invented)"


def page_of(guide: Guide) -> str:
    folder = TOP / "templates/html"
    style = "\n".join((folder / name).read_text(encoding="utf-8") for name in STYLES)
    template = (folder / "guide.html").read_text(encoding="utf-8")
    return write_guide_page(guide, template, style, template_name="guide.html")


def book(code, name, one, other):
    return filled(
        "id | law | reforms | assessment | finder | date\n"
        f" opsc-1 | Law of {name}. | In 2020 a change of it. | {one} | Researcher | 2019\n"
        f" opsc-5-1 | A second law. | | {other} | Researcher | 2019",
        country={"iso2": code, "short_name": name},
    )


@pytest.fixture(scope="module")
def three():
    return guide_to(
        book("AT", "Axamplia (invented)", "In line", "Partly in line"),
        book("NP", "Nexamplia (invented)", "Not in line", "In line"),
        book("QX", LONGEST, "Partly in line", "Partly in line"),
    )


@pytest.fixture(scope="module")
def page(three, tmp_path_factory):
    path = tmp_path_factory.mktemp("guide") / "guide.html"
    path.write_text(page_of(three), encoding="utf-8")
    return path


def test_lists_of_the_reports_keep_their_bullets_and_numbers():
    """Items of a level are counted on past deeper ones, and anew under the next item."""
    lines = [
        "Cases:",
        "- A promise",
        "  - in writing",
        "- A gift",
        "In order:",
        "1. First",
        "2. Second",
    ]
    written = book("AT", "Axamplia (invented)", "In line", "In line")
    provision_cell(written, "opsc-1", "law").value = "\n".join(lines)

    text = page_of(guide_to(written))

    item = r'class="item" style="margin-inline-start: ([0-9.]+)em"><span class="sign">([^<]+)</span> ([^<]+)</p>'
    assert re.findall(item, text) == [
        ("0.0", "•", "A promise"), ("1.6", "•", "in writing"), ("0.0", "•", "A gift"), ("0.0", "1.", "First"),
        ("0.0", "2.", "Second"),
    ]  # fmt: skip
    assert '<p dir="auto">Cases:</p>' in text


SHOWN = """
JSON.stringify([...document.querySelectorAll("table.areas tr.country")]
  .filter(row => row.checkVisibility()).map(row => row.querySelector("th").textContent.trim()))
"""


def choose(tab, id_):
    tab.run(f'document.getElementById("{id_}").click()')
    return json.loads(tab.run(SHOWN))


def test_countries_stand_by_region_and_the_filters_show_some_of_them_without_a_script(tab, page):
    tab.open(page)

    assert json.loads(tab.run(SHOWN)) == [
        "Nexamplia (invented)",  # Southern Asia
        "Axamplia (invented)",  # Western Europe
        LONGEST,  # a code that no State has lies in no region
    ]
    assert choose(tab, "region-2") == ["Axamplia (invented)"]
    assert choose(tab, "region-all")[0] == "Nexamplia (invented)"
    assert choose(tab, "shown-partly") == ["Axamplia (invented)", LONGEST]
    assert choose(tab, "region-1") == []
    assert "<script" not in page.read_text(encoding="utf-8")


def test_the_table_has_a_caption_heads_in_both_directions_and_words_beside_its_signs(page):
    text = page.read_text(encoding="utf-8")
    table = text[text.index('<table class="heat areas">') :]
    table = table[: table.index("</table>")]
    row = table[table.index('<th scope="row"><a class="inside" href="#country-AT">') :]
    cell = re.sub(r"<[^>]+>", "", row[row.index("<td>") : row.index("</td>")])

    assert re.sub(r"<[^>]+>", "", table[: table.index("</caption>")]) == (
        "\nHow the provisions of each subject area were assessed, by country"
    )
    assert set(re.findall(r'scope="(\w+)"', table)) == {"col", "row", "rowgroup"}
    # Articles 1 and 2 (a) to (c), of which one is assessed, can be rated or are definitions.
    assert cell.split("; ")[0] == "1 In line"
    assert '<div class="scroll" role="region" aria-labelledby="caption-heat" tabindex="0">' in text
    assert "Where a table is larger than its frame, it can be scrolled." in text


def test_a_cell_leads_to_what_the_report_says_and_opens_what_it_stands_in(tab, page):
    tab.open(page)
    chapters = "document.querySelectorAll('details.chapter[open]').length"
    assert tab.run(chapters) == 0

    text = page.read_text(encoding="utf-8")
    row = text[text.index('id="heat-A01-NP"') :]
    assert re.search(r'<td class="(\w+)"><a href="(#[^"]+)">', row).groups() == (
        "not_in_line",
        "#text-opsc-1-NP",
    )
    tab.run('location.hash = "#text-opsc-1-NP"')
    shown = "document.getElementById('text-opsc-1-NP')"
    assert tab.run(chapters) == 1
    assert tab.run(f"{shown}.checkVisibility()") is True
    assert "Law of Nexamplia (invented)." in tab.run(f"{shown}.innerText")
    assert 0 <= tab.run(f"{shown}.getBoundingClientRect().top") < 900


def test_each_id_is_there_once_and_each_link_leads_to_one(page):
    text = page.read_text(encoding="utf-8")
    ids = re.findall(r'\bid="([^"]+)"', text)

    assert [each for each, count in Counter(ids).items() if count > 1] == []
    assert set(re.findall(r'href="#([^"]+)"', text)) - set(ids) == set()


OPEN_ALL = "document.querySelectorAll('details').forEach(each => each.open = true)"
# Words whose letters stand on more than one line; one with a hyphen or a stroke may be parted there.
PARTED = """
JSON.stringify((() => {
  const found = new Set(), texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    if (!node.parentElement.checkVisibility() || node.parentElement.closest(".unseen, td, dd, .prose")) continue;
    if (node.parentElement.closest("thead")?.getBoundingClientRect().width < 2) continue;  // for the ear alone
    for (const word of node.data.matchAll(/[\\p{L}]+/gu)) {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const upright = getComputedStyle(node.parentElement).writingMode !== "horizontal-tb";
      const lines = new Set([...range.getClientRects()].map(box => Math.round(upright ? box.left : box.top)));
      if (lines.size > 1) found.add(word[0]);
    }
  }
  return [...found];
})())
"""


@pytest.mark.parametrize("width", [1300, 360])
def test_no_word_of_heads_and_names_is_broken_inside_and_nothing_scrolls_sideways(tab, page, width):
    tab.open(page, width)
    tab.run(OPEN_ALL)

    assert json.loads(tab.run(PARTED)) == []
    assert tab.run("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", [320, 680, 900, 1100, 1600])
def test_the_page_scrolls_sideways_at_no_width(tab, page, width):
    tab.open(page, width)

    assert tab.run("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize(
    ("width", "features"), [(1300, {}), (360, {"prefers_color_scheme": "dark"})]
)
def test_no_rule_of_axe_is_broken_where_all_is_open(tab, page, width, features):
    open_for_axe(tab, page, width, **features)
    tab.run(OPEN_ALL)

    assert broken(tab, RULES) == []


def test_in_print_all_is_open_and_no_filter_is_printed(tab, page):
    tab.open(page)
    choose(tab, "shown-partly")
    tab.call("Emulation.setEmulatedMedia", media="print")
    try:
        text = tab.run("document.body.innerText")
        rows = json.loads(tab.run(SHOWN))
    finally:
        tab.call("Emulation.setEmulatedMedia", media="")
    assert "Law of Nexamplia (invented)." in text
    assert "Show the region" not in text
    assert len(rows) == 3


def test_a_column_of_regions_that_would_say_nothing_is_left_out(three):
    alone = guide_to(book("QX", LONGEST, "Partly in line", "Partly in line"))

    assert '<th scope="col">Region</th>' in page_of(three)
    assert '<th scope="col">Region</th>' not in page_of(alone)
    assert 'data-heading="Region"' not in page_of(alone)


def test_from_right_to_left_nothing_scrolls_sideways_either(tab, three, tmp_path):
    path = tmp_path / "guide.html"
    path.write_text(page_of(replace(three, language="ar", direction="rtl")), encoding="utf-8")
    for width in (360, 1300):
        tab.open(path, width)
        tab.run(OPEN_ALL)
        assert tab.run("document.documentElement.scrollWidth") == width
        assert json.loads(tab.run(PARTED)) == []


MEASURE = """
(() => {
  const head = document.querySelector("th.upright a");
  head.textContent = "Vente d’enfants";
  head.style.cssText = "white-space: nowrap; max-height: none";
  const upright = head.getBoundingClientRect().height;
  head.style.writingMode = "horizontal-tb";
  return upright - head.getBoundingClientRect().width;
})()
"""


def test_a_head_that_stands_upright_has_the_apostrophe_of_a_line(tab, page):
    # Set upright by itself, that of U+2019 takes the place of a whole letter: Vente d ’ enfants.
    tab.open(page)

    assert abs(tab.run(MEASURE)) < 1


@pytest.mark.long
def test_forty_five_countries_make_a_page_that_can_be_looked_through(tab, tmp_path):
    path = tmp_path / "guide.html"
    path.write_text(page_of(guide_to(*map(invented, range(45)))), encoding="utf-8")

    tab.open(path)

    assert tab.run("document.documentElement.scrollHeight") <= 30_000
    assert path.stat().st_size < 5_000_000


def test_printed_from_a_browser_no_heading_stands_apart_from_its_chart_or_from_the_imprint(
    tab, page
):
    """A note that runs over two pages, or an empty box, would part them."""
    tab.open(page)
    tab.call("Emulation.setEmulatedMedia", media="print")
    styles = json.loads(
        tab.run("""JSON.stringify([["#timeline h2", "breakAfter"], ["#timeline h2 + p", "breakInside"],
          ["#timeline h2 + p", "breakAfter"], ["#timeline p + figure", "breakInside"],
          ["#about h2", "breakAfter"], ["#about h2 + dl", "breakInside"]]
          .map(([which, when]) => getComputedStyle(document.querySelector(which))[when]))""")
    )
    tab.call("Emulation.setEmulatedMedia", media="")

    assert {*styles} == {"avoid"}
