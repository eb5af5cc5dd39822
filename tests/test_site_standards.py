"""Feeds, data packages and descriptions for search engines keep to their standards, by the standards' own schemas."""

import csv
import io
import json
import re
from datetime import date

import fastjsonschema
import pytest
from lxml import etree

from tests.site_editions import HOST, made
from tests.support import TOP

SCHEMAS = TOP / "tests/data/schemas"
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def content(ending):
    found = {address: content for address, content in made().items() if address.endswith(ending)}
    assert found
    return found.items()


def texts(feed, path):
    return [each.text for each in feed.iterfind(path, ATOM)]


# Feeds


def test_every_feed_is_valid_atom():
    schema = etree.RelaxNG(etree.parse(SCHEMAS / "atom.rng"))

    wrong = {
        address: str(schema.error_log.last_error)
        for address, feed in content(".atom")
        if not schema.validate(etree.fromstring(feed))
    }

    assert wrong == {}


def test_the_schema_of_atom_refuses_a_feed_without_an_id():
    schema = etree.RelaxNG(etree.parse(SCHEMAS / "atom.rng"))
    (feed,) = (etree.fromstring(each) for at, each in content("feeds/all.atom"))
    feed.remove(feed.find("a:id", ATOM))

    assert not schema.validate(feed)


def test_feeds_keep_what_their_schema_cannot_say():
    """RFC 4287, 4.1.1 and 4.1.2: an author for each entry, at most one link of a kind, ids of their own; 4.2.6: ids are IRIs."""
    for address, feed in content(".atom"):
        root = etree.fromstring(feed)
        ids = texts(root, "a:entry/a:id")
        assert len(set(ids)) == len(ids), address
        assert all(re.match(r"tag:[^ ]+$", each) for each in [*ids, *texts(root, "a:id")])
        assert texts(root, "a:author/a:name") == ["Example Coalition"]
        assert root.find("a:link[@rel='self']", ATOM).get("href") == f"{HOST}/{address}"
        for entry in root.iterfind("a:entry", ATOM):
            assert len(entry.findall("a:link[@rel='alternate']", ATOM)) == 1


def test_the_feed_of_a_provision_tells_of_editions_that_say_something_new_of_it():
    (feed,) = (etree.fromstring(each) for _, each in content("feeds/provisions/opsc-1.atom"))

    # The second edition of Examplia changed article 1; the other editions are the first in their language.
    assert sorted(texts(feed, "a:entry/a:title")) == [
        "Exampleland, edition 1: art. 1 General prohibition",
        "Examplia, edition 1: art. 1 General prohibition",
        "Examplia, edition 2: art. 1 General prohibition",
        "Examplia, edition 3: art. 1 General prohibition",
        "Withdrawnia, edition 1: art. 1 General prohibition",
    ]
    links = [each.get("href") for each in feed.iterfind("a:entry/a:link", ATOM)]
    assert f"{HOST}/editions/examplia/2/#row-opsc-1" in links
    assert 'id="row-opsc-1"' in made()["editions/examplia/2/index.html"].decode()


def test_the_feed_of_a_provision_is_silent_where_nothing_is_new():
    (feed,) = (
        etree.fromstring(each) for _, each in content("feeds/provisions/opsc-3-1-a-i-a.atom")
    )

    assert "Examplia, edition 2" not in " ".join(texts(feed, "a:entry/a:title"))


def test_a_page_names_its_own_feed():
    provision = made()["en/provisions/opsc-1/index.html"].decode()
    country = made()["en/countries/qx/index.html"].decode()

    assert (
        '<a href="../../../feeds/provisions/opsc-1.atom">Feed of what is new on this provision</a>'
        in provision
    )
    assert '<a href="../../../feeds/qx.atom">Feed of the editions of this report</a>' in country


# Data packages


def packages():
    return [(address, json.loads(each)) for address, each in content("datapackage.json")]


def profile(name):
    return fastjsonschema.compile(
        json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    )


def test_every_data_package_keeps_to_its_profile():
    package, table = profile("data-package"), profile("tabular-data-resource")

    for _, described in packages():
        package(described)
        for resource in described["resources"]:
            if resource.get("profile") == "tabular-data-resource":
                table(resource)
    assert any(address.startswith("editions/") for address, _ in packages())


def test_the_profile_refuses_a_package_without_resources():
    with pytest.raises(fastjsonschema.JsonSchemaException):
        profile("data-package")({"name": "x", "resources": []})


def test_every_table_is_as_its_schema_says():
    """Table Schema, version 1: names and order of the columns, types, values that are allowed, the primary key."""
    for address, described in packages():
        for resource in described["resources"]:
            if "schema" not in resource:
                continue
            file = made()[f"{address.rpartition('/')[0]}/{resource['path']}"]
            rows = list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"), newline="")))
            fields = resource["schema"]["fields"]
            assert list(rows[0]) == [each["name"] for each in fields]
            for row in rows:
                assert [each["name"] for each in fields if not fits(row[each["name"]], each)] == []
            keys = [tuple(row[each] for each in resource["schema"]["primaryKey"]) for row in rows]
            assert len(set(keys)) == len(keys)


def fits(value, field):
    if not value:
        return True
    if field["type"] == "integer" and not value.isdecimal():
        return False
    if field["type"] == "date":
        date.fromisoformat(value)
    return value in field.get("constraints", {}).get("enum", [value])


# Descriptions for search engines


def described(address):
    text = made()[address].decode()
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text)[1])


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_data_are_described_as_search_engines_ask(language):
    """By Google's documentation of Dataset: name and description are required, the latter of 50 to 5000 letters; of a
    distribution contentUrl, a whole address; license is an address or a CreativeWork, creator has a type and a name."""
    data = described(f"{language}/data/index.html")

    assert (data["@context"], data["@type"]) == ("https://schema.org", "Dataset")
    assert data["name"]
    assert 50 <= len(data["description"]) <= 5000
    assert data["creator"] == {"@type": "Organization", "name": "Example Coalition"}
    assert data["license"] == {"@type": "CreativeWork", "name": "CC BY 4.0"}
    assert data["url"] == f"{HOST}/{language}/data/"
    assert data["isAccessibleForFree"] is True
    date.fromisoformat(data["dateModified"])
    assert {each["encodingFormat"] for each in data["distribution"]} == {
        "text/csv",
        "application/json",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
    for each in data["distribution"]:
        assert each["@type"] == "DataDownload"
        assert each["contentUrl"].removeprefix(f"{HOST}/") in made()


def test_a_report_is_described_as_one():
    report = described("en/countries/qx/index.html")

    assert (report["@context"], report["@type"]) == ("https://schema.org", "Report")
    assert report["inLanguage"] == "en"
    assert report["url"] == f"{HOST}/en/countries/qx/"
    date.fromisoformat(report["datePublished"])
