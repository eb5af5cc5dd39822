"""The files of the public site: what stands in them, what must not, links, data, feeds, pictures."""

import csv
import io
import json
import re
import struct
import zipfile
import zlib
from collections import Counter
from dataclasses import replace
from xml.etree import ElementTree as ET

import openpyxl
import pytest
import tinyhtml5
from tinyhtml5.parser import HTMLParser

from publisher.domain.text import Paragraph, Span
from publisher.editions.changes import compare
from publisher.site.build import country_site
from publisher.site.country import LONGEST_PAGE
from publisher.site.data import FIELDS
from publisher.site.links import broken_links, found_in
from publisher.site.picture import strip_picture
from publisher.site.values import Country
from tests.site_editions import (
    HOST,
    SECRETS,
    countries,
    issue,
    made,
    made_of,
    project,
    sample,
    site,
)

ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def page(address):
    return made()[address].decode()


def text_of(address):
    """Return the text of a page by another program, spaces as one."""
    tree = tinyhtml5.parse(page(address), namespace_html_elements=False)
    return " ".join(" ".join(tree.itertext()).split())


def pages():
    return {
        address: content.decode()
        for address, content in made().items()
        if address.endswith(".html")
    }


# What stands there


def test_the_addresses_are_those_that_stay():
    """By the issue: countries by ISO 3166, or two letters; provisions by id; editions by folder and number."""
    wanted = (
        "index.html", "404.html", "en/index.html", "fr/index.html", "ar/index.html",
        "en/countries/qx/index.html", "fr/countries/qx/index.html", "ar/countries/xa/index.html",
        "en/provisions/opsc-3-1-a-i-a/index.html", "en/areas/a01/index.html", "en/matrix/a01/index.html",
        "en/compare/index.html", "en/search/index.html", "en/data/index.html", "en/about/index.html",
        "en/editions/index.html", "editions/examplia/2/index.html",
        "editions/land%20of%20examples/1/index.html", "editions/withdrawnia/1/index.html",
        "data/cells.csv", "data/cells.json", "data/cells.xlsx", "data/datapackage.json",
        "data/SHA256SUMS", "editions/examplia/1/data.csv", "feeds/all.atom", "feeds/qx.atom",
        "sitemap.xml", "pictures/qx-en.png", "data/reports/qx-en.js", "data/reports/qx-fr.js",
    )  # fmt: skip

    assert set(wanted) - made().keys() == set()
    assert sum(address.startswith("en/provisions/opsc-") for address in made()) == 58


def test_each_row_and_cell_has_its_anchor_on_the_page_of_the_country():
    found = found_in(page("en/countries/qx/index.html")).anchors

    printed = {
        each.provision.id for each in sample("en").entries if not each.provision.is_optional_row
    }
    assert {f"row-{id_}" for id_ in printed} <= found
    assert {"cell-opsc-1-law", "cell-opsc-1-reforms", "cell-opsc-1-compliance"} <= found


def test_the_way_leads_from_a_row_to_its_provision_and_back():
    country, provision = "en/countries/qx/index.html", "en/provisions/opsc-1/index.html"

    assert "../../../en/provisions/opsc-1/index.html#qx" in found_in(page(country)).links
    assert "../../../en/countries/qx/index.html#row-opsc-1" in found_in(page(provision)).links


def test_a_report_in_another_language_than_the_page_says_so():
    assert '<div lang="ar" dir="rtl">' in page("en/countries/xa/index.html")
    assert '<div lang="ar"' not in page("ar/countries/xa/index.html")
    assert '<html lang="ar" dir="rtl"' in page("ar/countries/xa/index.html")


def test_the_page_of_an_edition_says_what_changed_and_why():
    text = text_of("editions/examplia/2/index.html")

    assert (
        "Compared with Examplia, edition 1 (final" in text
        or "Compared with Examplia, edition 1 (for consultation" in text
    )
    assert "art. 1 General prohibition Current national law" in text
    assert "Before: An older text <of> the law." in text
    assert "Reason: The act was amended." in text
    assert "Errors found since it was published 1 May 2026 The date in article 1 is wrong." in text


def test_a_text_of_which_most_stayed_is_shown_once_with_what_changed_marked():
    said = (
        "Section 3 punishes the sale of a child with two years <or> more.\nAttempt is punishable."
    )
    old = with_law(issue("en", 1, "QX", "Examplia"), said)
    new = with_law(issue("en", 2, "QX", "Examplia"), said.replace("two", "five"))
    changes = compare(old.record.report, new.record.report, project().treaty.columns)
    new = replace(new, record=replace(new.record, previous=1, changes=changes))

    files = dict(country_site(site(), Country("x", (old, new)), {}).files)

    text = files["editions/x/2/index.html"].decode()
    assert (
        "<p>Section 3 punishes the sale of a child with<del> two</del><ins> five</ins> years &lt;or&gt; more.</p>\n"
        "<p>Attempt is punishable.</p>"
    ) in text
    assert "Before:" not in text


def test_an_edition_that_was_compared_with_none_says_why():
    assert "What has changed This is the first edition." in text_of(
        "editions/examplia/1/index.html"
    )
    # The third, in another language, was compared with none.
    third = text_of("editions/examplia/3/index.html")
    assert "Elle n’a été comparée à aucune édition antérieure." in third


def test_what_a_cell_without_a_text_means_is_said_once_in_the_words_of_reports():
    text = text_of("en/about/index.html")

    assert (
        "What a cell without a text means ‘Nothing found’ means that the documents consulted were"
        " searched and say nothing on the point. ‘Not researched’ means that nobody has looked yet."
    ) in text
    assert text.count("means that nobody has looked yet") == 1
    # With the apostrophes of print, as reports name the same places.
    assert "INTERPOL members’ national legislation" in text


def test_a_guide_that_is_not_there_yet_is_not_offered():
    """Without a final report."""
    start = dict(made_of(site(), countries()[1:2]))["en/index.html"].decode()

    assert "The guide is made from final reports. None has been published yet." in start
    assert "Read the guide" not in start
    assert "Read the guide" in page("en/index.html")


def test_a_preview_calls_no_workbook_an_edition():
    own = replace(site(), is_preview=True)
    lone = issue("en", 1, "QX", "Examplia")
    lone = replace(lone, manifest=replace(lone.manifest, files=()))

    files = dict(country_site(own, Country("x", (lone,)), {}).files)
    text, page_ = (
        files[f"{each}/index.html"].decode() for each in ("en/countries/qx", "editions/x/1")
    )

    assert (
        "This page shows a workbook as it stands, for consultation. It has not been published."
        " Law as at: 1\u00a0March\u00a02026."
    ) in text
    assert "<h1>Examplia, not published</h1>" in page_
    assert not re.search(r"edition \d", text + page_)
    assert "All editions" not in text
    assert "first edition" not in page_
    assert "This report as a file" not in text
    start = made_of(own, (Country("x", (lone,)),))["en/index.html"].decode()
    assert 'data-sign=""></span> for consultation</span>' in start
    assert "Latest editions" not in start


def with_law(own, text):
    """Return an edition whose first provision has another text on the law."""
    first = own.record.report.entries[0]
    blocks = tuple(Paragraph((Span(line),)) for line in text.split("\n"))
    law = replace(first.contents[0], blocks=blocks)
    entries = (
        replace(first, contents=(law, *first.contents[1:])),
        *own.record.report.entries[1:],
    )
    report = replace(own.record.report, entries=entries)
    return replace(own, record=replace(own.record, report=report))


def test_a_withdrawn_edition_keeps_its_page_and_says_why():
    text = text_of("editions/withdrawnia/1/index.html")

    assert "This edition was withdrawn 1 June 2026: It rested on a forged act." in text
    assert "Files These are the files of a withdrawn edition." in text
    assert re.search(
        r"Recommended citation ‘Withdrawnia.*\(version 1.2, 31 March 2026\) \[withdrawn on 1 June 2026\]",
        text,
    )
    assert "[withdrawn" not in text_of("editions/examplia/1/index.html")
    assert "All editions of this report were withdrawn." in text_of("en/countries/xb/index.html")
    assert "data/reports/xb-en.js" not in made()
    assert "Withdrawnia" not in made()["data/cells.csv"].decode()


def test_countries_stand_in_lists_by_what_was_found():
    text = page("en/provisions/opsc-1/index.html")
    ratings = {entry.provision.id: entry.finding.rating for entry in sample("en").entries}

    assert ratings["opsc-1"] == "partly"
    assert "Committee on the Rights of the Child, 8\u00a0February\u00a02019" in text
    assert re.search(r"Partly in line \(1\)</h3>\s*<ul class=\"chosen\">\s*<li id=\"qx\"", text)
    assert re.search(r"Not assessed \(1\)</h3>\s*<ul class=\"chosen\">\s*<li id=\"xa\"", text)


def test_no_colour_or_sign_of_an_assessment_tells_whether_there_is_a_report():
    house, text = site().choices.house, page("en/index.html")
    key = re.search(r'<p class="key">(.*?)</p>', text)[1]
    rules = re.findall(r"[^{}]*\.(?:final|consultation|absent)\b[^{}]*{[^{}]*}", style_sheet())

    assert re.findall(r'<span class="pair">(.*?)</span> (.*?)</span>', key) == [
        ('<span class="marker final" data-sign="">', "report published"),
        ('<span class="marker consultation" data-sign="">', "edition for consultation"),
        ('<span class="marker absent" data-sign="">', "no report yet"),
    ]
    assert 'class="r2 c1 final"><a' in text
    assert len(rules) >= 4
    assert [each for each in rules for colour in house.colours.values() if colour in each] == []
    tiles = re.findall(r'<li class="r\d+ c\d+ .*?</li>', text)
    assert [sign for each in tiles for sign in house.symbols.values() if sign in each] == []


def test_an_assessment_is_the_same_square_in_a_key_and_in_the_matrix():
    text = page("en/matrix/a01/index.html")
    key, table = re.search(r'<p class="key">(.*?)</p>(.*)', text, re.S).groups()

    partly, nobody = (
        '<span class="marker partly" data-sign="◐"></span> ',
        '<span class="marker none" data-sign=""></span> ',
    )
    assert f"{partly}Partly in line" in key
    assert f"{nobody}Not assessed" in key
    assert re.search(
        rf'<td class="partly"[^>]*>{partly}<a href="[^"]+">Partly in line</a></td>', table
    )
    assert re.search(rf'<td class="none"[^>]*>{nobody}Not assessed</td>', table)
    assert ".matrix td.partly" not in style_sheet()


def test_a_strip_stands_only_where_something_was_assessed():
    """As in the report: a row of empty squares says nothing."""
    assert '<ol class="strip"' in page("en/countries/qx/index.html")
    assert '<ol class="strip"' not in page("ar/countries/xa/index.html")


def test_no_sign_is_left_to_the_fonts_of_the_reader():
    """Those of many fonts are thin or of another size; the sheet draws them."""
    for address, text in pages().items():
        if address.startswith("editions/") and not address.endswith("index.html"):
            continue
        body = re.sub(r'data-sign="."|<title>.*?</title>', "", text[text.index("<body") :])
        assert not set("●◐○") & set(body), address


def style_sheet():
    return made()["site.css"].decode()


def test_the_matrix_says_not_assessed_of_rows_in_the_report_only():
    """Blank rows on reporting are left out of a report; a country without a report has no place."""
    tree = tinyhtml5.parse(page("en/matrix/a20/index.html"), namespace_html_elements=False)

    rows = {
        "".join(row.find("th").itertext()): [
            "".join(cell.itertext()).strip() for cell in row.findall("td")
        ]
        for row in tree.iterfind(".//table[@class='matrix']/tbody/tr")
    }
    assert rows == {
        "Exampleland": ["not in the report", "not in the report"],
        "Examplia": ["Not assessed", "not in the report"],
    }


def test_a_language_is_called_as_the_page_calls_it():
    """By CLDR."""
    assert ", in Arabic</span>" in page("en/editions/index.html")
    assert ", en anglais · " in page("fr/editions/index.html")
    assert "باللغة الإنجليزية" in page("ar/editions/index.html")
    assert "\u200f; en" not in page("fr/countries/index.html")
    assert "; en anglais, français</dd>" in page("fr/countries/index.html")


def test_the_name_of_a_language_that_the_page_cannot_name_keeps_to_itself(monkeypatch):
    """A number behind Arabic letters would stand before them (UAX 9)."""
    monkeypatch.setattr("publisher.site.told.language_called", lambda *_: "")
    files = dict(country_site(site(), countries()[1], {}).files)

    assert "in \u2068العربية\u2069" in files["en/countries/xa/index.html"].decode()


def test_a_comma_is_that_of_the_language():
    # Name and finder keep to themselves, else the day in Latin figures stood before them (UAX 9).
    assert "<bdi>Examplie</bdi></a> <small>\u2068Committee" in page(
        "ar/provisions/opsc-1/index.html"
    )
    assert "Child\u2069، 8\u00a0فبراير\u00a02019\u00a0· " in page("ar/provisions/opsc-1/index.html")
    assert "«" not in page("ar/matrix/index.html") + page("ar/provisions/opsc-1/index.html")


def test_no_line_ends_within_a_date():
    for code, written in (
        ("en", "15\u00a0February\u00a02026"),
        ("fr", "15\u00a0février\u00a02026"),
    ):
        assert written in page(f"{code}/editions/index.html")
    assert "8\u00a0February\u00a02019)" in page("en/countries/qx/index.html")


def test_a_text_much_longer_than_its_neighbours_stands_across_the_table():
    """As in the report itself: else two columns beside it would be white over pages."""
    long = with_law(issue("en", 1, "QX", "Examplia"), "A word of the law. " * 100)

    files = dict(country_site(site(), Country("x", (long,)), {}).files)

    text = files["en/countries/qx/index.html"].decode()
    row = re.search(r'<tr id="row-opsc-1">.*?</tr>', text, re.S)[0]
    assert '<td class="stacked" colspan="3">' in row
    assert re.findall(r'<p class="heading">(.*?)</p>\n<div id="(.*?)"', row) == [
        ("Current national law", "cell-opsc-1-law"),
        ("Legal reforms", "cell-opsc-1-reforms"),
        ("Compliance with the Protocol", "cell-opsc-1-compliance"),
    ]
    short = re.search(r'<tr id="row-opsc-1".*?</tr>', page("en/countries/qx/index.html"), re.S)[0]
    assert '<td id="cell-opsc-1-law" class="text" data-heading="Current national law">' in short


def test_the_start_names_every_state_once_and_leads_to_those_with_a_report():
    text = page("en/index.html")

    assert len(re.findall(r'<li class="r\d+ c\d+ ', text)) == 196 + 3  # and three invented ones
    assert "they imply nothing about borders, sizes or the status of any territory" in text
    assert text.count("countries/qx/index.html") == 2  # as a tile and by name


def test_a_long_page_gives_its_texts_to_pages_of_subject_areas(monkeypatch):
    made()  # once for all tests, so not with short pages
    monkeypatch.setattr("publisher.site.country.LONGEST_PAGE", 40_000)
    files = dict(country_site(site(), countries()[0], {}).files)

    home, area = (
        files["en/countries/qx/index.html"].decode(),
        files["en/countries/qx/a01/index.html"].decode(),
    )
    others = made().keys() - {address for address in made() if "countries/qx/" in address}
    found = {
        address: found_in(content.decode())
        for address, content in files.items()
        if address.endswith(".html")
    }
    others_found = {
        each: found_in(made()[each].decode()) for each in others if each.endswith(".html")
    }

    assert {"row-opsc-1", "cell-opsc-1-law"} <= found_in(home).anchors & found_in(area).anchors
    assert 'href="../../../en/countries/qx/a01/index.html#row-opsc-1"' in home
    assert list(broken_links(found | others_found, {*others, *files}, "/law/")) == []


# What must not stand there


def test_what_is_not_to_be_published_is_in_no_file():
    for address, content in made().items():
        texts = [content.decode("utf-8", "replace")]
        if address.endswith(".xlsx"):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                texts = [archive.read(name).decode() for name in archive.namelist()]
        found = [secret for secret in SECRETS for text in texts if secret in text]
        assert found == [], address


def test_the_secrets_are_in_the_report_before():
    """Else the test above proves nothing."""
    assert all(secret in repr(sample("en")) for secret in SECRETS[:4])
    assert sample("en").entries[0].contents[0].said == SECRETS[4]


# Links, and what a browser may do


def test_every_link_and_anchor_leads_somewhere():
    found = {address: found_in(text) for address, text in pages().items()}

    assert len(found) > 150
    assert list(broken_links(found, made().keys() - found.keys(), "/law/")) == []


FAULTY = """<a href="gone.html">1</a> <a href="b.html#there">2</a> <a href="b.html#not-there">3</a> <a href="#here">4</a>
<a href="https://example.org/">5</a> <i id="here"></i> <i id="twice"></i> <i id="twice"></i>
<script src="https://example.org/x.js"></script> <img src="//example.org/y.png"> <link rel="stylesheet" href="https://example.org/z.css">
<link rel="canonical" href="https://example.org/a.html"> <img src="data:,"> <a href="c%20d.html">6</a> <form action="none.html"></form>"""


def test_the_check_of_links_finds_what_is_wrong():
    found = {
        "a.html": found_in(FAULTY),
        "b.html": found_in('<p id="there">'),
        "c%20d.html": found_in(""),
    }

    assert [each.link for each in broken_links(found, ())] == [
        "gone.html",
        "b.html#not-there",
        "none.html",
        "#twice",
        "https://example.org/x.js",
        "//example.org/y.png",
        "https://example.org/z.css",
    ]


def test_each_page_has_a_policy_that_allows_no_other_host_and_no_style_of_its_own():
    policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'"
    for address, text in pages().items():
        if not address.startswith("editions/") or address.endswith("index.html"):
            assert f'content="{policy}"' in text, address
            assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|<iframe", text), address


def test_no_page_is_longer_than_a_slow_line_bears():
    assert {
        address: len(text) for address, text in pages().items() if len(text.encode()) > LONGEST_PAGE
    } == {}


def test_pages_are_valid_html():
    """By the parser of the HTML standard, which tells where a text is no HTML."""
    for address, text in pages().items():
        if address.endswith("index.html") or address == "404.html":
            parser = HTMLParser()
            parser.parse(text)
            assert [each[1] for each in parser.errors] == [], address


def test_a_page_of_one_language_knows_the_others_and_its_own_address():
    text = page("en/countries/qx/index.html")

    assert f'<link rel="canonical" href="{HOST}/en/countries/qx/">' in text
    for code in ("en", "fr", "ar"):
        assert f'hreflang="{code}" href="{HOST}/{code}/countries/qx/"' in text
    assert f'<meta property="og:image" content="{HOST}/pictures/qx-en.png">' in text


def test_without_an_address_nothing_is_canonical():
    files = made_of(replace(site(), address=""), countries()[2:])

    assert "sitemap.xml" not in files
    assert "canonical" not in files["en/index.html"].decode()


def test_the_same_editions_give_the_same_bytes():
    first, again = (made_of(site(), countries()[2:]) for _ in range(2))

    assert [address for address, content in first.items() if again[address] != content] == []
    assert again.keys() == first.keys()


def test_a_preview_says_so_on_every_page():
    files = made_of(replace(site(), is_preview=True), countries()[1:2])

    for address, content in files.items():
        if address.endswith(("index.html", "404.html")):
            assert (
                "Do not quote it, and do not put it on a host." in content.decode()
                or "Ne pas citer" in content.decode()
                or "يرجى عدم الاقتباس منها" in content.decode()
            )
            assert '<meta name="robots" content="noindex">' in content.decode()


# Data


def rows(address="data/cells.csv"):
    return list(csv.DictReader(io.StringIO(made()[address].decode("utf-8-sig"))))


def test_the_table_holds_every_cell_of_the_reports_that_stand():
    found = rows()

    assert list(found[0]) == list(FIELDS)
    # 58 provisions of three columns, in three reports.
    assert Counter(row["country"] + row["language"] for row in found) == {
        "qxen": 174,
        "qxfr": 174,
        "xaar": 174,
    }
    assert len({(row["id"], row["language"]) for row in found}) == len(found)


def test_a_line_says_what_its_cell_says():
    first = next(row for row in rows() if row["id"] == "qx/opsc-1/law" and row["language"] == "en")

    assert first["text"].startswith("Section 101 of the Criminal Code")
    assert (first["edition"], first["published"], first["state"]) == ("2", "2026-02-15", "text")
    assert first["sources"] == "QX-6"
    assert (first["assessment"], first["assessed_on"]) == ("partly", "2019-02-08")
    assert first["address"] == f"{HOST}/en/countries/qx/#cell-opsc-1-law"


def test_json_and_excel_say_the_same_as_the_table():
    found = rows()
    records = json.loads(made()["data/cells.json"])
    book = openpyxl.load_workbook(io.BytesIO(made()["data/cells.xlsx"]), read_only=True)
    lines = [
        [str(value or "") for value in line] for line in book["cells"].iter_rows(values_only=True)
    ]

    assert [record["id"] for record in records] == [row["id"] for row in found]
    assert [record.get("text", "") for record in records] == [row["text"] for row in found]
    assert lines[0] == list(FIELDS)
    texts = [line[FIELDS.index("text")] for line in lines[1:]]
    assert texts == [row["text"] for row in found]
    assert [line[0].value for line in book["fields"].iter_rows()] == ["field", *FIELDS]


def test_the_data_are_described_for_programs():
    """Frictionless Data Package 1: name, resources with path, a schema whose fields are the columns."""
    package = json.loads(made()["data/datapackage.json"])
    resource = next(each for each in package["resources"] if each["path"] == "cells.csv")

    assert re.fullmatch(r"[a-z0-9._-]+", package["name"])
    assert all(re.fullmatch(r"[a-z0-9._-]+", each["name"]) for each in package["resources"])
    assert [field["name"] for field in resource["schema"]["fields"]] == list(FIELDS)
    assert resource["bytes"] == len(made()["data/cells.csv"])
    assert package["licenses"] == [{"name": "licence", "title": "CC BY 4.0"}]
    allowed = {
        field["name"]: field["constraints"]["enum"]
        for field in resource["schema"]["fields"]
        if "constraints" in field
    }
    for row in rows():
        assert all(row[name] in values for name, values in allowed.items() if row[name])


def test_the_digests_are_those_of_the_files():
    import hashlib  # noqa: PLC0415 - another way than that of the program

    lines = made()["data/SHA256SUMS"].decode().splitlines()

    assert len(lines) == 4
    for line in lines:
        digest, name = line.split("  ")
        assert hashlib.sha256(made()[f"data/{name}"]).hexdigest() == digest


def test_each_edition_has_data_of_its_own_that_stay():
    first, second = (rows(f"editions/examplia/{number}/data.csv")[0] for number in (1, 2))

    assert first["text"] == "An older text <of> the law."
    assert second["text"].startswith("Section 101")
    assert first["address"] == f"{HOST}/editions/examplia/1/"


def test_the_data_set_is_told_to_search_engines():
    found = re.search(
        r'<script type="application/ld\+json">(.*?)</script>', page("en/data/index.html"), re.DOTALL
    )
    told = json.loads(found[1])

    assert (told["@context"], told["@type"]) == ("https://schema.org", "Dataset")
    assert {each["contentUrl"] for each in told["distribution"]} == {
        f"{HOST}/data/cells.{ending}" for ending in ("csv", "json", "xlsx")
    }


def test_no_text_ends_the_script_element_in_which_data_stand():
    first = issue("en", 1, "QX", "</script><b>Examplia")
    text = dict(country_site(site(), Country("x", (first,)), {}).files)[
        "en/countries/qx/index.html"
    ].decode()

    assert "</script><b>" not in text


# Feeds, map, pictures


def test_the_feed_is_as_atom_wants_it():
    """RFC 4287, 4.1: id, title, updated of feed and entries; an author; ids that differ."""
    feed = ET.fromstring(made()["feeds/all.atom"])
    entries = feed.findall("a:entry", ATOM)

    assert len(entries) == 5
    for each in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert each.find(f"a:{name}", ATOM).text, name
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", each.find("a:updated", ATOM).text)
    assert feed.find("a:author/a:name", ATOM).text == "Example Coalition"
    ids = [each.find("a:id", ATOM).text for each in entries]
    assert len(set(ids)) == 5
    assert "tag:reports.example.org,2000:examplia/2" in ids
    assert (
        entries[0].find("a:title", ATOM).text == "Examplie, edition 3"
        or entries[0].find("a:title", ATOM).text == "Examplia, edition 3"
    )


def test_the_feed_of_a_country_tells_that_an_edition_was_withdrawn():
    feed = ET.fromstring(made()["feeds/xb.atom"])
    entry = feed.find("a:entry", ATOM)

    assert entry.find("a:updated", ATOM).text == "2026-06-01T00:00:00Z"
    assert entry.find("a:summary", ATOM).text.endswith(
        "This edition was withdrawn: It rested on a forged act."
    )
    assert entry.find("a:link", ATOM).get("href") == f"{HOST}/editions/withdrawnia/1/"


def test_the_map_holds_every_page_with_its_translations():
    root = ET.fromstring(made()["sitemap.xml"])
    places = {each.find("s:loc", MAP).text: each for each in root.findall("s:url", MAP)}

    wanted = {
        f"{HOST}/{address.removesuffix('index.html')}"
        for address in pages()
        if address.endswith("/index.html")
    }
    assert set(places) == wanted
    links = places[f"{HOST}/en/data/"].findall("x:link", MAP)
    assert [each.get("hreflang") for each in links] == ["en", "ar", "fr"]


def test_a_picture_shows_the_strip_in_its_colours():
    content = strip_picture(["#1f6f5c", "#a4321c"], "#1f4e79")

    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", content[16:24]) == (1200, 630)
    start = content.index(b"IDAT") + 4
    length = struct.unpack(">I", content[start - 8 : start - 4])[0]
    pixels = zlib.decompress(content[start : start + length])
    line = pixels[100 * (1 + 3 * 1200) + 1 : 101 * (1 + 3 * 1200)]
    assert {line[place : place + 3] for place in range(0, 3600, 3)} == {
        b"\x1f\x6f\x5c",
        b"\xa4\x32\x1c",
        b"\xff\xff\xff",
    }


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_word_of_the_site_is_there_in_each_language(language):
    english, own = (project().in_language(code).language.sections for code in ("en", language))
    for table in ("site", "site_formats", "change_kinds", "site_fields"):
        same = [key for key, text in english[table].items() if own[table][key] == text]
        fields = [
            key
            for key, text in english[table].items()
            if set(re.findall(r"{\w+}", text)) != set(re.findall(r"{\w+}", own[table][key]))
        ]
        assert fields == []
        # Names that are the same in all languages.
        assert set(same) <= {
            "colon",
            "menu_guide",
            "docx",
            "pdf",
            "xlsx",
            "sources",
            "row_source",
            "research",
        }, table
