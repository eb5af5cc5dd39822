"""Editions as values: their record, what may be published, what changed; files for references."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from publisher.domain.markup import normal_runs, parse
from publisher.domain.model import Run
from publisher.domain.report import Reviewer
from publisher.editions.bibliography import BibliographicReference, bibtex, csl_json, ris
from publisher.editions.changes import Change, ChangeKind, compare
from publisher.editions.manifest import (
    Notice,
    NoticeKind,
    PublishedFile,
    read_notices,
    sums_of,
    write_notices,
)
from publisher.editions.publishable import publishable
from publisher.editions.record import (
    Edition,
    EditionKind,
    UnreadableRecordError,
    read_record,
    write_record,
)
from publisher.editions.texts import blocks_of, blocks_written
from tests.strategies import texts
from tests.support import checked, english, filled, opsc

SOURCES = (
    "key | type | title | adopted | note | verified_by | confidential\n"
    "QX-1 | National law | Lex infantium | 2019-05-02 | ask the clerk | A.B. | \n"
    "QX-2 | NGO report | Secret paper | | given in confidence | | Yes"
)
COUNTRY = {"version": "1.0", "version_date": "2025-03-31", "law_as_at": "2025-01-01"}


def edition(book, **values):
    report = publishable(checked(book)[0], english(), names_researchers=False)
    told = {
        "country": "examplia",
        "number": 2,
        "kind": EditionKind.FINAL,
        "language": "en",
        "published": date(2026, 4, 1),
        "treaty": "opsc",
        "treaty_version": opsc().version,
        "report": report,
    }
    return Edition(**told | values)


def changed(old, new):
    reports = [checked(filled(*each))[0] for each in (old, new)]
    return compare(*reports, opsc().columns)


# The record


def test_the_record_holds_each_cell_with_identity_state_text_and_sources():
    book = filled("id | law\nopsc-3-3 | Fines. [QX-1, s. 4; QX-2]", SOURCES, COUNTRY)
    record = json.loads(write_record(edition(book)))

    assert record["edition"] == {
        "country": "examplia",
        "number": 2,
        "kind": "final",
        "language": "en",
        "published": "2026-04-01",
        "treaty": "opsc",
        "treaty_version": opsc().version,
        "compared_with": 0,
    }
    row = next(each for each in record["provisions"] if each["id"] == "opsc-3-3")
    assert row["cells"][0] == {
        "id": "opsc-3-3/law",
        "column": "law",
        "state": "text",
        "text": "Fines. [QX-1, s. 4; QX-2]",
        "blocks": [
            {
                "paragraph": [
                    "Fines. ",
                    {
                        "cited": [{"source": "QX-1", "place": "s. 4"}, {"source": "QX-2"}],
                        "written": "[QX-1, s. 4; QX-2]",
                    },
                ]
            }
        ],
        "sources": ["QX-1", "QX-2"],
    }
    assert row["cells"][1] == {
        "id": "opsc-3-3/reforms",
        "column": "reforms",
        "state": "not_researched",
    }


@pytest.mark.slow
def test_a_record_read_again_is_the_same_edition():
    book = filled(
        "id | law | reforms | assessment | finder | date\n"
        "opsc-3-3 | Fines:⏎- **ten** coins⏎- *twenty* [QX-1] | Nothing found | In line | Committee | 2024-05\n"
        "opsc-1 | 1. one⏎2. two | | | |",
        SOURCES,
        COUNTRY | {"summary": "Short. [QX-1]", "signed": "2001-02-03"},
    )
    whole = edition(
        book,
        previous=1,
        changes=(Change("opsc-1", "law", ChangeKind.LAW, "a", "b", "text", "text", "Act 5"),),
    )

    assert read_record(write_record(whole)) == whole
    provisions = {each.id: each for each in opsc().provisions}
    assert read_record(write_record(whole), provisions) == whole


def test_texts_of_a_provision_that_got_another_id_stand_under_it():
    book = filled("id | law\nopsc-3-3 | Fines.", SOURCES, COUNTRY)
    heir = replace(opsc().provisions[0], id="opsc-heir")

    found = read_record(write_record(edition(book)), {"opsc-3-3": heir})

    row = next(each for each in found.report.entries if each.provision is heir)
    assert str(row.contents[0].key) == "opsc-heir/law"


@given(texts)
def test_every_text_of_a_cell_survives_its_record(text):
    blocks = parse(normal_runs([Run(text)]), keys={"QX-1"})
    written = json.loads(json.dumps(blocks_written(blocks)))

    assert blocks_of(written) == blocks


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b"nothing", b'{"form": 2}', b"[" * 100_000, b'{"form": 1, "edition": 3}'],
)
def test_what_is_no_record_is_refused(content):
    with pytest.raises(UnreadableRecordError):
        read_record(content)


# What may be published


def test_nothing_that_is_not_allowed_reaches_the_record():
    book = filled(
        "id | law | question | research\nopsc-3-3 | Fines. [QX-2] | Is this so? | Drafted",
        SOURCES,
        COUNTRY,
    )
    report = replace(
        checked(book)[0],
        reviewers=(
            Reviewer("Alpha Invented", has_answered=True, may_be_named=False),
            Reviewer("Beta Invented", has_answered=False, may_be_named=True),
            Reviewer("Gamma Invented", has_answered=True, may_be_named=True),
        ),
    )
    allowed = publishable(report, english(), names_researchers=False)
    written = write_record(edition(book, report=allowed)).decode()

    for withheld in (
        "Secret paper",
        "given in confidence",
        "ask the clerk",
        "A.B.",
        "Is this so?",
        "rafted",
        "Alpha",
        "Beta",
    ):
        assert withheld not in written
    assert [each.name for each in allowed.reviewers] == ["", "", "Gamma Invented"]
    assert "Lex infantium" in written
    assert allowed.sources[1].key == "QX-2"


# What changed


def test_space_case_and_kind_of_marks_are_no_change():
    old = ("id | law\nopsc-1 | The State's law - as it is. [QX-1, s. 4]", SOURCES)
    new = ("id | law\nopsc-1 | The  state’s law – as it is.  [QX-1, s. 4]", SOURCES)

    assert changed(old, new) == ()


def test_each_change_is_of_a_kind():
    sources = SOURCES + "\nQX-3 | National law | Lex nova | 2025-09-09 | | |"
    old = (
        "id | law | reforms | compliance | assessment | finder | date\n"
        "opsc-1 | The law forbids it. [QX-1] | | | | |\n"
        "opsc-2-a | The law forbids it. [QX-1] | | | | |\n"
        "opsc-2-b | The law forbids it. [QX-1] | | | | |\n"
        "opsc-3-3 | A fine of 10 coins. | | It asked for more. | In line | Committee | 2024",
        sources,
        COUNTRY,
    )
    new = (
        "id | law | reforms | compliance | assessment | finder | date\n"
        "opsc-1 | The new law forbids it. [QX-3] | | | | |\n"
        "opsc-2-a | The law forbids that. [QX-1] | | | | |\n"
        "opsc-2-b | The law forbids it. [QX-1, s. 2] | Bill 7. | | | |\n"
        "opsc-3-3 | A fine of 20 coins. | | It asks for more. | Partly in line | Committee | 2025",
        sources,
        COUNTRY,
    )

    assert [(each.place, each.part, each.kind.value) for each in changed(old, new)] == [
        ("opsc-1", "law", "law"),  # it cites a law that is younger than the law of the old edition
        ("opsc-2-a", "law", "wording"),
        ("opsc-2-b", "law", "research"),
        ("opsc-2-b", "reforms", "research"),
        ("opsc-3-3", "assessment", "assessment"),
        ("opsc-3-3", "law", "research"),  # another number is no other wording
        ("opsc-3-3", "compliance", "wording"),
    ]


def test_a_change_says_what_was_and_what_is():
    old = ("id | law\nopsc-1 | One.\nopsc-3-3 | Two.", SOURCES, COUNTRY)
    new = (
        "id | law\nopsc-1 | Nothing found\nopsc-3-3 | Two.",
        SOURCES.replace("infantium", "infantum"),
        COUNTRY | {"law_as_at": "2026-01-01", "version": "2.0", "version_date": "2026-03-31"},
    )

    row, country, source = changed(old, new)
    assert row == Change("opsc-1", "law", ChangeKind.RESEARCH, "One.", "", "text", "nothing_found")
    assert country == Change(
        "country", "law_as_at", ChangeKind.RESEARCH, "2025-01-01", "2026-01-01"
    )
    assert (source.place, source.part, "infantium" in source.old) == ("source", "QX-1", True)


# Later notices, sums, references


def test_notices_are_read_as_they_were_written():
    notices = (
        Notice(1, NoticeKind.ERRATUM, date(2026, 5, 1), "Row 3: “ten” should read “two”."),
        Notice(1, NoticeKind.WITHDRAWN, date(2026, 6, 1), "Replaced by edition 2."),
    )

    assert read_notices(write_notices(notices)) == notices


def test_the_sums_are_those_of_coreutils():
    assert sums_of([PublishedFile("a.pdf", 1, "ab" * 32)]) == b"%s  a.pdf\n" % (b"ab" * 32)


REFERENCE = BibliographicReference(
    key="examplia-2",
    title="Examplia: Law & reform {100 %}",
    organisation="Example and Sons",
    published=date(2026, 4, 1),
    edition="2",
    genre="Country report",
    language="en",
    address="https://example.org/editions/examplia/2/",
)


def test_an_edition_is_cited_for_programs_that_keep_references():
    assert json.loads(csl_json(REFERENCE)) == [
        {
            "id": "examplia-2",
            "type": "report",
            "title": "Examplia: Law & reform {100 %}",
            "edition": "2",
            "genre": "Country report",
            "language": "en",
            "issued": {"date-parts": [[2026, 4, 1]]},
            "author": [{"literal": "Example and Sons"}],
            "publisher": "Example and Sons",
            "URL": "https://example.org/editions/examplia/2/",
        }
    ]
    assert bibtex(REFERENCE).decode() == (
        "@techreport{examplia-2,\n"
        r"  title = {{Examplia: Law \& reform \{100 \%\}}},"
        "\n"
        "  author = {{Example and Sons}},\n"
        "  institution = {Example and Sons},\n"
        "  type = {Country report},\n"
        "  edition = {2},\n"
        "  year = {2026},\n"
        "  date = {2026-04-01},\n"
        "  language = {en},\n"
        "  url = {https://example.org/editions/examplia/2/}\n"
        "}\n"
    )
    assert ris(REFERENCE).decode().split("\r\n") == [
        "TY  - RPRT",
        "ID  - examplia-2",
        "TI  - Examplia: Law & reform {100 %}",
        "AU  - Example and Sons",
        "PB  - Example and Sons",
        "PY  - 2026",
        "DA  - 2026/04/01",
        "ET  - 2",
        "M3  - Country report",
        "LA  - en",
        "UR  - https://example.org/editions/examplia/2/",
        "ER  - ",
        "",
    ]
