"""The public site on paper and in the dark: every column printed, colours that say something, nothing to fill in."""

import base64
import io
import json
from dataclasses import replace

import pikepdf
import pytest

from publisher.domain.text import Paragraph, Span
from publisher.site.values import Country
from tests.browser import browser
from tests.site_editions import countries, issue, made_of, put, site
from tests.support import pdf_text

# The colours of the house that show assessments, as the settings of this project say them.
IN_LINE, PARTLY = (0x0E, 0x4D, 0x3D), (0xD9, 0xA1, 0x3B)
LONG = "A word of the law. " * 100


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The site from disk, with one more country that has a very long text on article 1."""
    own = issue("en", 1, "XC", "Longland")
    first = own.record.report.entries[0]
    law = replace(first.contents[0], blocks=(Paragraph((Span(LONG),)),))
    entries = (replace(first, contents=(law, *first.contents[1:])), *own.record.report.entries[1:])
    own = replace(
        own, record=replace(own.record, report=replace(own.record.report, entries=entries))
    )
    all_ = (*countries(), Country("longland", (own,)))
    return put(made_of(replace(site(), address=""), all_), tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def tab(tmp_path_factory):
    with browser(tmp_path_factory.mktemp("chromium")) as tab:
        yield tab


def printed(tab, folder, address, question=""):
    """Return a page as the browser prints it where nobody asked for the colours of grounds."""
    tab.open(folder / address, question=question)
    if question:
        tab.run(
            "new Promise(done => { const look = () => document.querySelector('.compared') ? done() : setTimeout(look, 50); look(); })"
        )
    paper = tab.call("Page.printToPDF", printBackground=False, preferCSSPageSize=True)
    return base64.b64decode(paper["data"])


def fills(pdf):
    """Return the colours in which the pages of a PDF are filled, of 256 shades each."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return {
            tuple(round(float(each) * 255) for each in operands)
            for page in document.pages
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "rg"
        }


def words_of(pdf, folder):
    return " ".join(pdf_text(pdf, folder).split())


@pytest.mark.slow
def test_every_column_of_the_matrix_is_printed_on_paper_turned_on_its_side(tab, folder, tmp_path):
    """The subject area with the most provisions: article 8, eleven of them or so."""
    paper = printed(tab, folder, "en/matrix/a15/index.html")

    text = words_of(paper, tmp_path).replace(" ", "")
    heads = tab.run(
        "JSON.stringify([...document.querySelectorAll('.matrix thead span')].map(each => each.textContent))"
    )
    assert len(json.loads(heads)) >= 8
    assert [each for each in json.loads(heads) if "".join(each.split()) not in text] == []
    with pikepdf.open(io.BytesIO(paper)) as document:
        *_, width, height = map(float, document.pages[0].mediabox)
    assert width > height
    tab.call("Emulation.setEmulatedMedia", media="print")
    tab.resize(1000)
    inside = tab.run(
        "document.querySelector('.matrix').getBoundingClientRect().right <= innerWidth"
    )
    tab.call("Emulation.setEmulatedMedia", media="")
    assert inside


@pytest.mark.slow
@pytest.mark.parametrize(
    "address", ["en/matrix/index.html", "en/countries/qx/index.html", "en/guide/index.html"]
)
def test_colours_that_say_something_are_printed_whatever_the_printer_is_set_to(
    tab, folder, address
):
    assert fills(printed(tab, folder, address)) >= {IN_LINE, PARTLY}


@pytest.mark.slow
def test_a_table_of_texts_is_printed_as_one_and_not_as_on_a_phone(tab, folder):
    for address in ("en/countries/qx/index.html", "en/provisions/opsc-1/index.html"):
        tab.open(folder / address, 700)
        tab.call("Emulation.setEmulatedMedia", media="print")
        seen = tab.run(
            """JSON.stringify({
              cell: document.querySelector(".provisions td") && getComputedStyle(document.querySelector(".provisions td")).display,
              shown: [...document.querySelectorAll("form, input, select, button, .skip, #beside")]
                .filter(each => each.checkVisibility()).map(each => each.outerHTML),
            })"""
        )
        tab.call("Emulation.setEmulatedMedia", media="")
        assert json.loads(seen)["cell"] in ("table-cell", None)
        assert json.loads(seen)["shown"] == []


@pytest.mark.slow
def test_compared_texts_are_printed_without_the_form(tab, folder, tmp_path):
    text = words_of(printed(tab, folder, "en/compare/index.html", "?a=qx&b=xa&area=a01"), tmp_path)

    assert "art. 1 General prohibition" in text
    assert "Country 1" not in text
    assert "side by side." not in text


@pytest.mark.slow
def test_a_much_longer_text_is_compared_below_its_neighbour(tab, folder):
    tab.open(folder / "en/compare/index.html", question="?a=qx&b=xc&area=a01")
    tab.run(
        "new Promise(done => { const look = () => document.querySelector('.compared') ? done() : setTimeout(look, 50); look(); })"
    )

    stacked = tab.run(
        """JSON.stringify([...document.querySelectorAll(".compared td.stacked")].map(each =>
          [each.colSpan, [...each.querySelectorAll(".heading")].map(one => one.textContent), each.textContent.includes("A word of the law.")]))"""
    )

    assert json.loads(stacked)[0] == [2, ["Examplia", "Longland"], True]
    assert tab.run("document.querySelectorAll('.compared td[data-heading]').length") > 4


@pytest.mark.slow
def test_the_heads_of_the_matrix_stay_in_sight(tab, folder):
    tab.open(folder / "en/matrix/a15/index.html", 1300, 200)
    tops = tab.run(
        """(() => {
          const box = document.querySelector(".scroll"), head = box.querySelector("thead th");
          box.scrollTop = box.scrollHeight;
          return JSON.stringify([box.scrollTop > 0, Math.round(head.getBoundingClientRect().top - box.getBoundingClientRect().top) <= 2]);
        })()"""
    )

    assert json.loads(tops) == [True, True]


@pytest.mark.slow
def test_in_the_dark_what_nobody_assessed_is_not_the_brightest(tab, folder):
    """Less bright than the text, and than every square of an assessment."""
    tab.open(folder / "en/matrix/a15/index.html", prefers_color_scheme="dark")
    seen = tab.run(
        """JSON.stringify([...document.querySelectorAll(".key .marker")].map(each =>
          [each.className, getComputedStyle(each).backgroundColor.match(/[0-9]+/g).slice(0, 3).map(Number)]))"""
    )

    brightness = {name: sum(rgb) for name, rgb in json.loads(seen)}
    nobody = brightness.pop("marker none")
    assert len(brightness) == 5
    assert nobody < min(brightness.values())


@pytest.mark.slow
def test_codes_of_the_map_are_legible_on_a_phone(tab, folder):
    """Ten pixels at the least; none of them cut."""
    for width in (320, 390):
        tab.open(folder / "en/index.html", width)
        seen = tab.run(
            """JSON.stringify([...document.querySelectorAll(".tiles b")].map(each =>
              [parseFloat(getComputedStyle(each).fontSize), each.scrollWidth > each.parentElement.clientWidth]))"""
        )
        assert min(size for size, _ in json.loads(seen)) >= 10
        assert not any(is_cut for _, is_cut in json.loads(seen))


@pytest.mark.slow
def test_names_of_files_stay_whole_inside_their_list(tab, folder):
    for width in (320, 390, 1300):
        tab.open(folder / "editions/examplia/2/index.html", width)
        seen = tab.run(
            """JSON.stringify([...document.querySelectorAll(".files bdi")].map(each =>
              [each.getClientRects().length, each.getBoundingClientRect().right <= each.closest("ul").getBoundingClientRect().right]))"""
        )
        assert {tuple(each) for each in json.loads(seen)} == {(1, True)}


@pytest.mark.slow
def test_a_box_to_tick_is_no_square_of_an_assessment(tab, folder):
    """The browser's own box, smaller than the squares of headings, with an edge in the colour of links."""
    tab.open(folder / "en/provisions/opsc-1/index.html")
    box, square, link = json.loads(
        tab.run(
            """JSON.stringify([".chosen input", "h3 .marker", ".chosen a"].map(each => {
              const look = getComputedStyle(document.querySelector(each));
              return [look.appearance, parseFloat(look.inlineSize), look.outlineStyle, look.outlineColor, look.color];
            }))"""
        )
    )

    assert (box[0], box[2]) == ("auto", "solid")
    assert box[1] < square[1]
    assert box[3] == link[4]
    assert square[2] == "none"
