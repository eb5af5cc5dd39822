"""The public site in a reader's browser, opened from disk: axe, widths, keyboard, scripts and none, no other host."""

import json
import shutil
import time
from dataclasses import replace
from datetime import date

import pytest

from publisher.domain.text import Paragraph, Span
from publisher.editions.publishable import publishable
from publisher.project.project import open_project
from publisher.project.site import make_site
from publisher.site.unpublished import unpublished
from publisher.site.values import Country
from tests.browser import browser
from tests.site_editions import countries, made_of, publish, put, sample, site
from tests.support import TOP
from tests.test_web_page import AXE, COLOUR_RULES, RULES, RUN_AXE

PAGES = (
    "en/index.html",
    "en/countries/index.html",
    "en/countries/qx/index.html",
    "en/countries/xb/index.html",
    "ar/countries/xa/index.html",
    "en/provisions/index.html",
    "en/provisions/opsc-1/index.html",
    "en/areas/a01/index.html",
    "en/matrix/index.html",
    "en/guide/index.html",
    "en/guide/a01/index.html",
    "ar/guide/countries-other/index.html",
    "en/compare/index.html",
    "en/search/index.html",
    "en/editions/index.html",
    "editions/examplia/2/index.html",
    "editions/withdrawnia/1/index.html",
    "en/data/index.html",
    "fr/about/index.html",
    "404.html",
)
# What is typed, and what must be found: words of the report in each language of the samples.
PHRASES = [
    ("Kodo Punenda", "Examplia: art. 1 General prohibition"),
    ("kodo PUNENDA", "Examplia: art. 1 General prohibition"),
    ("vente enfants", "Examplia: art. 1 General prohibition"),
    ("L’article", "Examplia: art. 1 General prohibition"),
    ("préoccupé", "Examplia: art. 2 (a)"),
    ("الأطفال", "Exampleland: art. 1 General prohibition"),
    ("قانون بيع", "Exampleland: art. 1 General prohibition"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The site as it opens from a memory stick: its own address is not known."""
    return put(made_of(replace(site(), address=""), countries()), tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def tab(tmp_path_factory):
    with browser(tmp_path_factory.mktemp("chromium")) as tab:
        yield tab


def wait_for(tab, script):
    """Wait until a script gives something, and return that."""
    end = time.monotonic() + 20
    while not (found := tab.run(script)):
        assert time.monotonic() < end, script
        time.sleep(0.05)
    return found


def go(tab, path, question=""):
    """Open a page with its own policy in force, then with a question behind its address."""
    tab.call("Page.setBypassCSP", enabled=False)
    tab.open(path, question=question)


# Every day one of each kind of layout.
OFTEN = ("en/index.html", "en/countries/qx/index.html", "en/matrix/index.html", "404.html")


@pytest.mark.slow
@pytest.mark.parametrize(
    "address",
    [pytest.param(each, marks=() if each in OFTEN else pytest.mark.long) for each in PAGES],
)
def test_no_rule_of_axe_is_broken_in_the_light_and_in_the_dark(tab, folder, address):
    tab.call("Page.setBypassCSP", enabled=True)  # axe tries styles out, which the policy forbids
    for width, scheme, rules in (
        (1300, "light", RULES),
        (360, "light", RULES),
        (1300, "dark", COLOUR_RULES),
    ):
        tab.open(folder / address, width, prefers_color_scheme=scheme)
        tab.run(AXE.read_text(encoding="utf-8") + "; 0")

        assert json.loads(tab.run(RUN_AXE % json.dumps(rules))) == [], (width, scheme)


@pytest.mark.slow
def test_no_rule_of_axe_is_broken_where_scripts_have_written(tab, folder):
    tab.call("Page.setBypassCSP", enabled=True)
    for address, question, written in (
        ("en/compare/index.html", "?a=qx&b=xa&area=a01", "table.compared"),
        ("en/search/index.html", "?q=enfants", "#found li"),
    ):
        tab.open(folder / address, question=question)
        wait_for(tab, f"document.querySelector({json.dumps(written)}) !== null")
        tab.run(AXE.read_text(encoding="utf-8") + "; 0")

        assert json.loads(tab.run(RUN_AXE % json.dumps(RULES))) == [], address


@pytest.mark.slow
def test_no_page_scrolls_sideways_from_320_pixels_on(tab, folder):
    wide = []
    for address in PAGES:
        tab.open(folder / address, 320)
        for width in (320, 768, 899, 900, 1300):
            tab.resize(width)
            if tab.run("document.documentElement.scrollWidth") > width:
                wide.append((address, width))

    assert wide == []


@pytest.mark.slow
@pytest.mark.parametrize("address", PAGES)
def test_a_page_from_disk_asks_no_host_and_keeps_its_policy(tab, folder, address):
    go(tab, folder / address)

    assert [
        each for each in tab.asked_for() if not each.startswith((folder.as_uri(), "data:"))
    ] == []
    assert [
        each["params"]["entry"]["text"] for each in tab.events if each["method"] == "Log.entryAdded"
    ] == []


@pytest.mark.slow
@pytest.mark.parametrize(("typed", "first"), PHRASES)
def test_the_search_finds_a_phrase_of_each_language(tab, folder, typed, first):
    go(tab, folder / "en/search/index.html", f"?q={typed}")

    wait_for(tab, "document.querySelector('#found li') !== null")
    found = json.loads(
        tab.run(
            "JSON.stringify([...document.querySelectorAll('#found a')].map(each => each.textContent))"
        )
    )

    assert any(each.startswith(first) for each in found), found
    assert tab.run("document.querySelectorAll('#found mark').length") > 0


@pytest.mark.slow
def test_a_text_that_was_found_leads_to_its_cell(tab, folder):
    go(tab, folder / "en/search/index.html", "?q=Kodo Punenda")
    wait_for(tab, "document.querySelector('#found li') !== null")

    link = tab.run("document.querySelector('#found a').href")

    assert link == (folder / "en/countries/qx/index.html").as_uri() + "#cell-opsc-1-law"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("zzzunknown", "No text holds all these words. Try fewer or shorter words."),
        ("", "Type one or more words."),
        ("…", "No text holds all these words. Try fewer or shorter words."),
    ],
)
def test_the_search_says_that_nothing_was_found(tab, folder, typed, told):
    go(tab, folder / "en/search/index.html", f"?q={typed}")

    wait_for(tab, f"document.getElementById('found-told').textContent === {json.dumps(told)}")
    assert tab.run("document.querySelectorAll('#found li').length") == 0


@pytest.mark.slow
def test_countries_are_compared_by_the_address(tab, folder):
    go(tab, folder / "en/compare/index.html", "?a=qx&b=XA&area=a01")
    wait_for(tab, "document.querySelector('table.compared') !== null")

    heads = tab.run(
        "JSON.stringify([...document.querySelectorAll('.compared thead th')].map(each => each.textContent))"
    )
    titles = tab.run(
        "JSON.stringify([...document.querySelectorAll('.compared [scope=rowgroup]')].map(each => each.textContent))"
    )

    assert json.loads(heads) == ["Examplia", "Exampleland"]
    assert json.loads(titles)[:2] == [
        "art. 1 General prohibition",
        "art. 2 (a) Definition: sale of children",
    ]
    assert tab.run("document.querySelector('.compared td[lang=ar]').dir") == "rtl"
    # That nobody assessed it is said in the words of the page.
    assert tab.run("document.querySelector('.compared td.finding:last-child').lang") == ""
    assert (
        tab.run("document.getElementById('compared-told').textContent")
        == "2 countries side by side."
    )


@pytest.mark.slow
def test_what_a_report_leaves_out_is_compared_as_such(tab, folder):
    go(tab, folder / "en/compare/index.html", "?a=qx&b=xa&area=a20")
    wait_for(tab, "document.querySelector('table.compared') !== null")

    told = tab.run(
        "JSON.stringify([...document.querySelector('.compared tbody').querySelectorAll('td')].map(each => each.textContent.trim()))"
    )

    examplia, exampleland = json.loads(told)[::2], json.loads(told)[1::2]
    assert examplia[0] == "Not assessed"
    assert exampleland == ["not in the report"] * 4


@pytest.mark.slow
def test_what_is_chosen_goes_into_the_address(tab, folder):
    go(tab, folder / "en/compare/index.html")
    tab.run(
        """(() => {
          const form = document.getElementById("compare");
          form.elements.a.value = "xa";
          form.elements.area.value = "a01";
          form.requestSubmit();
        })()"""
    )

    wait_for(tab, "document.querySelector('table.compared') !== null")
    assert tab.run("location.search") == "?a=xa&area=a01"


@pytest.mark.slow
def test_texts_stand_side_by_side_for_the_countries_that_are_ticked(tab, folder):
    go(tab, folder / "en/provisions/opsc-1/index.html")
    label = tab.run("document.querySelector('#qx input').getAttribute('aria-label')")
    tab.run("document.querySelectorAll('.chosen input').forEach(each => each.click()); 0")

    wait_for(tab, "document.querySelectorAll('.compared thead th').length === 2")

    assert label == "Show the text of Examplia beside others"
    text = tab.run("document.querySelector('.compared').textContent")
    assert "of the Criminal Code (Kodo Punenda) punishes" in text
    assert "يحظر القانون رقم\u00a012" in text


@pytest.mark.slow
def test_without_script_everything_can_be_reached(tab, folder):
    tab.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        seen = {}
        for address in (
            "en/compare/index.html",
            "en/search/index.html",
            "en/provisions/opsc-1/index.html",
        ):
            tab.open(folder / address)
            seen[address] = tab.call("DOM.getDocument", depth=-1)
            html = tab.call("DOM.getOuterHTML", nodeId=seen[address]["root"]["nodeId"])["outerHTML"]
            seen[address] = html
    finally:
        tab.call("Emulation.setScriptExecutionDisabled", value=False)

    assert (
        '<form id="compare" class="choose" data-language="en" hidden'
        in seen["en/compare/index.html"]
    )
    assert "countries/qx/index.html" in seen["en/compare/index.html"]
    assert seen["en/search/index.html"].count("/provisions/opsc-") == 58
    assert "<input" not in seen["en/provisions/opsc-1/index.html"]


@pytest.mark.slow
def test_the_first_key_press_shows_the_way_past_the_menu(tab, folder):
    go(tab, folder / "en/countries/qx/index.html")
    for kind in ("keyDown", "keyUp"):
        tab.call(
            "Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9
        )

    focus = tab.run(
        "JSON.stringify([document.activeElement.hash, document.activeElement.getBoundingClientRect().top >= 0])"
    )

    assert json.loads(focus) == ["#main", True]


@pytest.mark.slow
def test_the_matrix_is_a_region_that_the_keyboard_reaches_and_on_a_phone_cards(tab, folder):
    go(tab, folder / "en/matrix/index.html")
    found = tab.run(
        """JSON.stringify([...document.querySelectorAll(".scroll")].map(each =>
          [each.tabIndex, each.getAttribute("role"), document.getElementById(each.getAttribute("aria-labelledby")) !== null,
           getComputedStyle(each.previousElementSibling).display]))"""
    )
    wide = tab.run("getComputedStyle(document.querySelector('.matrix tbody th')).position")
    tab.resize(899)
    narrow = tab.run("getComputedStyle(document.querySelector('.matrix tbody th')).position")
    card = tab.run("getComputedStyle(document.querySelector('.matrix td'), '::before').content")

    assert {tuple(each) for each in json.loads(found)} == {(0, "region", True, "block")}
    assert (wide, narrow) == ("sticky", "static")
    assert card == '"art. 1 General prohibition"'


@pytest.mark.slow
def test_tiles_stand_where_the_table_puts_them(tab, folder):
    go(tab, folder / "en/index.html")

    place = tab.run(
        """JSON.stringify(["NPL", "IND", "CHN"].map(code => {
          const tile = [...document.querySelectorAll(".tiles b")].find(each => each.textContent === code).closest("li");
          return [getComputedStyle(tile).gridRowStart, getComputedStyle(tile).gridColumnStart];
        }))"""
    )

    # By tiles.csv, read by eye.
    assert json.loads(place) == [["4", "6"], ["5", "6"], ["2", "8"]]


def test_the_axe_of_these_tests_is_there():
    assert (TOP / "tests/node/node_modules/axe-core/axe.min.js").is_file()


@pytest.fixture(scope="module")
def chinese(tmp_path_factory):
    """A site with the report of an invented country in Chinese, a language of the project's own."""
    folder = tmp_path_factory.mktemp("chinese")
    shutil.copytree(TOP / "tests/data/chinese", folder, dirs_exist_ok=True)
    (folder / "workbooks").mkdir()
    publish(folder, Country("examplia", (in_chinese(open_project(folder).value),)))
    make_site(open_project(folder).value, lambda _: None)
    return folder / "output/site"


CHINESE_LAW = "本虚构国家的刑法典禁止买卖儿童。第五条规定了引渡。"


def in_chinese(project):
    """Return an edition of the sample with a Chinese text on article 1."""
    own = project.in_language("zh")
    report = publishable(sample("en"), own.language, names_researchers=False)
    first = report.entries[0]
    law = replace(first.contents[0], blocks=(Paragraph((Span(CHINESE_LAW),)),))
    entries = (replace(first, contents=(law, *first.contents[1:])), *report.entries[1:])
    report = replace(report, entries=entries)
    return unpublished("examplia", report, own.worded, own.presentation, date(2026, 1, 15))


@pytest.mark.slow
@pytest.mark.parametrize("typed", ["引渡", "第五条", "五条", "买卖儿童", "刑法典"])
def test_the_search_finds_words_of_a_chinese_text(tab, chinese, typed):
    """Chinese puts no spaces between words; '五条' stands inside '第五条'."""
    go(tab, chinese / "en/search/index.html", f"?q={typed}")

    wait_for(tab, "document.querySelector('#found li') !== null")
    link = tab.run("document.querySelector('#found a').href")

    assert link.endswith("/countries/qx/index.html#cell-opsc-1-law")
    assert tab.run("document.querySelectorAll('#found li').length") == 1
    assert CHINESE_LAW in tab.run("document.querySelector('#found').textContent")


@pytest.mark.slow
def test_a_chinese_report_stands_in_its_own_language(tab, chinese):
    go(tab, chinese / "en/countries/qx/index.html")

    cell = "document.getElementById('cell-opsc-1-law')"
    assert tab.run(f"{cell}.closest('[lang]').lang") == "zh"
    assert CHINESE_LAW in tab.run(f"{cell}.textContent")


@pytest.mark.slow
def test_a_site_has_its_words_in_a_language_of_the_project(tab, chinese):
    go(tab, chinese / "zh/countries/qx/index.html")

    assert tab.run("document.documentElement.lang") == "zh"
    menu = tab.run("[...document.querySelectorAll('.menu a')].map(each => each.textContent).join()")
    assert menu == "国家,条款,一览表,指南,比较,搜索,数据,研究方法"
    told = "本页显示第 1 版（征求意见，2026年1月15日）。法律状况截至：2026年3月1日。"
    assert told in tab.run("document.querySelector('.aside').textContent")
