"""The web pages in a reader's browser: the rules of axe-core for WCAG 2.2 AA, widths, targets, darkness, no requests."""

import base64
import io
import json
import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser

import pikepdf
import pytest

from tests.sample_pages import (
    page_of,
    report_in,
    report_with,
    sample_since_last_edition,
    second_treaty_report,
)
from tests.support import TOP, pdf_text

TEMPLATES = ("country_report", "portrait_report")
PAGES = [
    (template, report) for template in TEMPLATES for report in ("sample", "arabic", "second-treaty")
]
PAGES.append(("country_report", "french"))
AXE = TOP / "tests/node/node_modules/axe-core/axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
COLOUR_RULES = ("color-contrast", "link-in-text-block")
RUN_AXE = """
axe.run({runOnly: %s, resultTypes: ["violations"], preload: false}).then(result => JSON.stringify(
  result.violations.map(each => [each.id, each.nodes[0].target.join(" "), each.nodes[0].failureSummary])))
"""
# WCAG 2.2, success criterion 1.4.12.
TEXT_SPACING = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; } p { margin-bottom: 2em !important; }"


@pytest.fixture(scope="module")
def publications(tmp_path_factory):
    """The reports by name."""
    sample = sample_since_last_edition()
    return {
        "whole-sample": sample,
        "sample": replace(sample, groups=sample.groups[:4]),
        "french": report_in("fr"),
        "arabic": report_in("ar"),
        "second-treaty": second_treaty_report(tmp_path_factory.mktemp("second")),
    }


@pytest.fixture(scope="module")
def pages(publications, tmp_path_factory):
    """The web page of each report in each template set."""
    folder = tmp_path_factory.mktemp("pages")
    paths = {
        (template, report): folder / f"{template}-{report}.html"
        for template in TEMPLATES
        for report in publications
    }
    for (template, report), path in paths.items():
        path.write_text(page_of(publications[report], template), encoding="utf-8")
    return paths


def open_for_axe(tab, path, width, **features):
    tab.call(
        "Page.setBypassCSP", enabled=True
    )  # axe tries styles out, which the page's policy forbids
    tab.open(path, width, **features)
    tab.run(AXE.read_text(encoding="utf-8") + "; 0")


def broken(tab, rules):
    """Return the rules of axe that the open page breaks, each with the first place where."""
    return json.loads(tab.run(RUN_AXE % json.dumps(rules)))


FAULTY = """<!DOCTYPE html><title>Faults</title><h1>One</h1><h3>Three</h3><p style="color: #999">pale</p>
<p>A <a href="#x" style="color: #222; text-decoration: none">link</a> nobody sees.</p>
<a href="#a" style="display: block; width: 8px; height: 8px; font-size: 6px">a</a><a href="#b" style="display: block; width: 8px; height: 8px; font-size: 6px">b</a>
"""


@pytest.mark.slow
def test_axe_finds_the_faults_of_a_faulty_page(tab, tmp_path):
    path = tmp_path / "faulty.html"
    path.write_text(FAULTY, encoding="utf-8")

    open_for_axe(tab, path, 1300)

    assert [rule for rule, *_ in broken(tab, RULES)] == [
        "color-contrast",
        "heading-order",
        "html-has-lang",
        "landmark-one-main",
        "link-in-text-block",
        "region",
        "target-size",
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("template", "report", "width"),
    [
        *((*page, width) for page in PAGES for width in (360, 1300)),
        ("country_report", "whole-sample", 1300),
    ],
)
def test_no_rule_of_axe_is_broken(tab, pages, template, report, width):
    open_for_axe(tab, pages[template, report], width)

    assert broken(tab, RULES) == []


@pytest.mark.slow
@pytest.mark.parametrize(("template", "report"), PAGES)
def test_no_rule_of_axe_about_colours_is_broken_on_a_dark_screen(tab, pages, template, report):
    open_for_axe(tab, pages[template, report], 1300, prefers_color_scheme="dark")

    assert broken(tab, COLOUR_RULES) == []
    paper = tab.run("getComputedStyle(document.documentElement).backgroundColor")
    assert max(map(int, re.findall(r"\d+", paper))) < 40


@pytest.mark.slow
@pytest.mark.parametrize("template", TEMPLATES)
def test_the_accent_of_any_house_can_be_read_on_a_dark_screen(tab, pages, template):
    open_for_axe(tab, pages[template, "second-treaty"], 1300, prefers_color_scheme="dark")
    for colour in ("#000000", "#7a0026", "#0000ff"):
        for name in ("accent", "warning"):
            tab.run(f"document.documentElement.style.setProperty('--house-{name}', '{colour}')")

        assert broken(tab, COLOUR_RULES) == [], colour


@pytest.mark.slow
@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("report", ["sample", "second-treaty"])
def test_no_page_scrolls_sideways_from_320_pixels_on(tab, pages, template, report):
    tab.call("Page.setBypassCSP", enabled=True)
    tab.open(pages[template, report])
    for spacing in ("", TEXT_SPACING):
        tab.run(
            f"document.head.appendChild(document.createElement('style')).textContent = {json.dumps(spacing)}"
        )
        for width in (320, 360, 680, 1080, 1100, 1600):
            tab.resize(width)

            assert tab.run("document.documentElement.scrollWidth") == width


class _Addresses(HTMLParser):
    """The addresses that an HTML page makes a browser load by itself."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        loads = {"src", "srcset", "poster", "data", "action", "background"} | (
            {"href"} if tag == "link" else set()
        )
        self.found += [value for name, value in attributes if name in loads]


@pytest.mark.slow
@pytest.mark.parametrize("template", TEMPLATES)
def test_the_page_asks_no_host_and_keeps_its_own_policy(tab, publications, tmp_path, template):
    text = page_of(publications["sample"], template)
    path = tmp_path / "page.html"
    path.write_text(text, encoding="utf-8")
    addresses = _Addresses()
    addresses.feed(text)
    tab.call("Page.setBypassCSP", enabled=False)

    tab.open(path)

    assert tab.asked_for() == [path.as_uri()]
    assert [each["params"] for each in tab.events if each["method"] == "Log.entryAdded"] == []
    assert [each for each in addresses.found if not each.startswith("data:")] == []
    assert re.findall(r"@import|url\(|<script|<link|<iframe", text) == []


@pytest.mark.slow
def test_from_right_to_left_a_call_stands_behind_a_number_and_a_key_behind_the_place_in_a_source(
    tab, tmp_path
):
    """A number, a stop and the number of a call would be one (UAX #9, W4), as would 'par. 5 [QX-1]'."""
    texts = {("opsc-1", "law"): "صدر القانون في 2019. [QX-1 par. 5]"}
    path = tmp_path / "page.html"
    path.write_text(page_of(report_with(texts, "ar"), "country_report"), encoding="utf-8")
    tab.open(path, 1300)

    lefts = tab.run(
        """(() => {
          const spot = (element, text) => {
            const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
              const at = node.data.indexOf(text);
              if (at < 0) continue;
              const range = document.createRange();
              range.setStart(node, at);
              range.setEnd(node, at + text.length);
              return range.getBoundingClientRect().left;
            }
          };
          const cell = document.querySelector(".call").closest("p"), note = document.querySelector(".note");
          return JSON.stringify([spot(cell, "2019"), spot(cell, "."), spot(cell.querySelector(".call"), "1"),
            spot(note, "par. 5"), spot(note, "[QX-1]")]);
        })()"""
    )

    year, stop, call, place, key = json.loads(lefts)
    assert year > stop > call
    assert place > key


@pytest.mark.slow
@pytest.mark.parametrize("width", [360, 768, 1300])
def test_a_place_that_a_link_leads_to_is_not_covered_by_the_column_headings(tab, pages, width):
    tab.open(pages["country_report", "sample"], width)
    tops = tab.run(
        """(() => {
          const seen = [];
          for (const place of document.querySelectorAll("tr[id]:nth-child(3n + 1), td .call, .note")) {
            location.hash = place.id;
            const top = place.getBoundingClientRect().top;
            const heads = place.closest("table")?.querySelectorAll("thead th") ?? [];
            const bottom = Math.max(0, ...[...heads].map(head => getComputedStyle(head).position == "sticky" ? head.getBoundingClientRect().bottom : 0));
            seen.push([place.id, top - bottom, top]);
          }
          return JSON.stringify(seen);
        })()"""
    )

    assert [each for each in json.loads(tops) if each[1] < 0 or each[2] > 900] == []


@pytest.mark.slow
def test_on_a_phone_each_text_stands_under_the_heading_of_its_column(tab, pages, publications):
    tab.open(pages["country_report", "second-treaty"], 360)

    shown = tab.run(
        """JSON.stringify([...document.querySelectorAll("#row-f-2 > *")].map(
          cell => [getComputedStyle(cell).display, getComputedStyle(cell, "::before").content]))"""
    )

    headings = [column.heading for column in publications["second-treaty"].columns]
    assert json.loads(shown) == [
        ["block", "none"],
        *(["block", f'"{heading}"'] for heading in headings),
    ]


@pytest.mark.slow
@pytest.mark.parametrize("template", TEMPLATES)
def test_the_first_key_press_shows_a_link_that_leads_past_the_contents(tab, pages, template):
    tab.open(pages[template, "sample"])
    for kind in ("keyDown", "keyUp"):
        tab.call(
            "Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9
        )

    focus = json.loads(
        tab.run(
            """(() => {
              const link = document.activeElement, style = getComputedStyle(link), box = link.getBoundingClientRect();
              return JSON.stringify({leads: link.hash, top: box.top >= 0, high: box.height >= 24, line: style.outlineStyle});
            })()"""
        )
    )

    assert focus == {"leads": "#table", "top": True, "high": True, "line": "solid"}


@pytest.mark.slow
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("template", TEMPLATES)
def test_in_a_bar_a_sign_stands_before_its_count_as_the_text_runs(
    tab, publications, tmp_path, template, direction
):
    report = replace(publications["whole-sample"], direction=direction)
    (tmp_path / "page.html").write_text(page_of(report, template), encoding="utf-8")
    tab.open(tmp_path / "page.html")

    places = tab.run(
        """JSON.stringify([...document.querySelectorAll("svg.bar > svg:has(g):has(text[text-anchor])")]
          .map(each => [each.querySelector("g"), each.querySelector(":scope > text")])
          .filter(([sign, count]) => count)
          .map(pair => pair.map(part => part.getBoundingClientRect()))
          .map(([sign, count]) => [sign.left, sign.right, count.left, count.right]))"""
    )

    assert json.loads(places)
    for sign_left, sign_right, count_left, count_right in json.loads(places):
        if direction == "ltr":
            assert sign_right < count_left
        else:
            assert count_right < sign_left


def rgb(colour):
    """Return a colour as a browser tells it."""
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"rgb({red}, {green}, {blue})"


@pytest.mark.slow
@pytest.mark.parametrize("template", TEMPLATES)
def test_an_assessment_bears_the_same_sign_wherever_it_stands(tab, pages, publications, template):
    """The signs of the house on its colours, which do not change where the reader chooses others."""
    tab.open(pages[template, "whole-sample"], forced_colors="active")

    signs = tab.run(
        """JSON.stringify([...document.querySelectorAll(".marker")].map(
          each => [each.classList[1], each.dataset.sign, getComputedStyle(
            each.closest(".strip a") || each).backgroundColor]))"""
    )

    marks = publications["whole-sample"].overview.strip
    of_strip = {(each.assessment_id or "none", each.symbol, rgb(each.colour)) for each in marks}
    assert {tuple(each) for each in json.loads(signs)} == of_strip
    assert len({sign for _, sign, _ in of_strip}) == len(of_strip) == 6


@pytest.mark.slow
@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("width", [360, 768, 1300])
def test_no_word_of_a_heading_is_broken(tab, pages, template, width):
    tab.open(pages[template, "whole-sample"], width)

    broken = tab.run(
        """JSON.stringify([...document.querySelectorAll("h1, h2, h3, h4")].flatMap(heading => {
          const text = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT);
          const found = [];
          while (text.nextNode()) {
            for (const word of text.currentNode.data.matchAll(/[^\\s-]+/g)) {
              const range = document.createRange();
              range.setStart(text.currentNode, word.index);
              range.setEnd(text.currentNode, word.index + word[0].length);
              if (range.getClientRects().length > 1) found.push(word[0]);
            }
          }
          return found;
        }))"""
    )

    assert json.loads(broken) == []


@pytest.mark.slow
@pytest.mark.parametrize("template", TEMPLATES)
def test_printed_from_a_browser_the_figures_at_a_glance_stand_apart(tab, pages, tmp_path, template):
    tab.open(pages[template, "whole-sample"])

    printed = tab.call("Page.printToPDF", preferCSSPageSize=True, pageRanges="1-8")["data"]

    text = pdf_text(base64.b64decode(printed), tmp_path)
    assert "provisions assessed" in text
    assert not re.search(r"text ?23 of 46|assessed ?20", text)


@pytest.mark.slow
@pytest.mark.parametrize("template", TEMPLATES)
def test_no_arabic_words_lean(tab, pages, template):
    """Arabic has no italics: a browser would slant upright letters, on the screen and on paper."""
    leaning = """JSON.stringify([...document.querySelectorAll("body *")].filter(each =>
      [...each.childNodes].some(node => node.nodeType == 3 && /[\u0600-\u06ff]/.test(node.data))
      && getComputedStyle(each).fontStyle != "normal" && !each.closest("td em, .content em"))
      .map(each => each.textContent))"""
    for report in ("arabic", "whole-sample"):
        tab.open(pages[template, report])
        for medium in ("screen", "print"):
            tab.call("Emulation.setEmulatedMedia", media=medium)

            assert json.loads(tab.run(leaning)) == [], (report, medium)
        tab.call("Emulation.setEmulatedMedia", media="")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("template", "size"), [("country_report", (842, 595)), ("portrait_report", (595, 842))]
)
def test_a_browser_prints_the_page_without_what_is_for_screens(
    tab, pages, tmp_path, template, size
):
    tab.open(pages[template, "sample"])

    printed = tab.call("Page.printToPDF", preferCSSPageSize=True, pageRanges="1-12")["data"]

    content = base64.b64decode(printed)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        boxes = {tuple(round(float(side)) for side in page.MediaBox) for page in pdf.pages}
    assert boxes == {(0, 0, *size)}
    text = pdf_text(content, tmp_path)
    assert "Skip to the table" not in text
    assert "↑ Contents" not in text
    if (
        template == "country_report"
    ):  # the column headings stand on each page of a row that runs over pages
        pages_of_row = [
            each
            for each in map(str.split, text.split("\f"))
            if {"prosecutor", "establishment"} & {*each}
        ]
        assert len(pages_of_row) > 2
        assert all("Current national law" in " ".join(each) for each in pages_of_row)


@pytest.mark.slow
@pytest.mark.parametrize("template", TEMPLATES)
def test_a_browser_prints_headings_and_what_leads_up_to_a_list_with_what_they_begin(
    tab, pages, template
):
    """No heading over two pages, no 'the main gaps are these:' apart from its list, and no line of
    the imprint on a page of its own.
    """
    tab.open(pages[template, "whole-sample"])
    tab.call("Emulation.setEmulatedMedia", media="print")
    parted = """JSON.stringify(Object.entries({
      "h1, h2, h3, h4, h5": "breakInside", "p:has(+ ul), p:has(+ ol)": "breakAfter", "dl.imprint": "breakInside",
    }).map(([which, when]) => [...document.querySelectorAll(which)].map(each => getComputedStyle(each)[when])))"""

    headings, leads, imprints = json.loads(tab.run(parted))

    tab.call("Emulation.setEmulatedMedia", media="")
    assert {*headings} == {*leads} == {*imprints} == {"avoid"}


@pytest.mark.slow
@pytest.mark.parametrize("template", TEMPLATES)
def test_the_fonts_of_the_house_come_first(tab, pages, template):
    tab.call("Page.setBypassCSP", enabled=True)
    tab.open(pages[template, "second-treaty"])
    for name, font in (("text-font", "House Text"), ("heading-font", "House Heading")):
        tab.run(f"document.documentElement.style.setProperty('--house-{name}', '\"{font}\"')")

    first = [
        tab.run(f"getComputedStyle(document.querySelector('{tag}')).fontFamily.split(',')[0]")
        for tag in ("p", "h2")
    ]

    assert first == ['"House Text"', '"House Heading"']


@pytest.mark.slow
def test_a_screen_reader_finds_the_same_table_at_every_width(tab, pages):
    tab.call("Accessibility.enable")
    found = {}
    for width in (360, 768, 1300):
        tab.open(pages["country_report", "second-treaty"], width)
        nodes = tab.call("Accessibility.getFullAXTree")["nodes"]
        roles = Counter(node["role"]["value"] for node in nodes if not node["ignored"])
        found[width] = [roles[role] for role in ("table", "columnheader", "rowheader", "cell")]
    tab.call("Accessibility.disable")

    # The chart of four columns, and two tables of five columns with three provisions between them.
    assert found[1300] == [3, 2 * 5, 4 + 3, 4 * 2 + 3 * 4]
    assert found[360] == found[768] == found[1300]
