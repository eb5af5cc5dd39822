"""The record of an edition: all that its report says, as JSON for programs and for later editions.

Comes in: an `Edition`, or the bytes of its record. Goes out: the other of the two. A record holds
nothing that must not be published: see `publishable`. Its form is described in docs/editions.md.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from publisher.domain.dates import PartialDate, parse_date
from publisher.domain.places import LookedPlace, LookResult
from publisher.domain.report import (
    Assessment,
    CellKey,
    Content,
    CountryReport,
    Entry,
    Facts,
    Instrument,
    Mark,
    Rating,
    ReportStatus,
    Reviewer,
    Source,
    State,
    Verification,
)
from publisher.domain.text import Citation, all_inlines, plain_text
from publisher.domain.treaty import Obligation, Provision
from publisher.editions.changes import Change, ChangeKind
from publisher.editions.texts import blocks_of, blocks_written

FORM = 1  # of the record; a later one that cannot be read by this program gets another number
_LONGER = ("declaration", "documents", "summary", "contributors", "acknowledgements")
_CHOSEN = {"instrument": Instrument, "status": ReportStatus, "mark": Mark}
_DATES = tuple(each.name for each in fields(Source) if "PartialDate" in str(each.type))
_FACT_DATES = tuple(each.name for each in fields(Facts) if "PartialDate" in str(each.type))


class UnreadableRecordError(ValueError):
    """A record that is not whole or was written by a later program; says what is wrong."""


class EditionKind(StrEnum):
    """Whether an edition is what stands, or what somebody is still asked about."""

    FINAL = "final"
    CONSULTATION = "consultation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """An edition of a country's report; `country` is the name of its workbook and of its folder.

    `report` holds what may be published and nothing else. `previous` is the number of the edition
    with which it was compared, 0 where there is none, and `changes` is what came of that.
    """

    country: str
    number: int
    kind: EditionKind
    language: str
    published: date
    treaty: str
    treaty_version: str
    report: CountryReport
    previous: int = 0
    changes: tuple[Change, ...] = ()


# To JSON


def write_record(edition: Edition) -> bytes:
    """Return the record of an edition as JSON in UTF-8, the same bytes for the same edition."""
    report = edition.report
    record = {
        "form": FORM,
        "edition": {
            "country": edition.country,
            "number": edition.number,
            "kind": edition.kind.value,
            "language": edition.language,
            "published": edition.published.isoformat(),
            "treaty": edition.treaty,
            "treaty_version": edition.treaty_version,
            "compared_with": edition.previous,
        },
        "facts": _facts_written(report.facts),
        "provisions": [_entry_written(entry) for entry in report.entries],
        "sources": [_source_written(source) for source in report.sources],
        "reviewers": [_filled(asdict(each)) for each in report.reviewers],
        "research": [_place_written(each) for each in report.places],
        "changes": [_filled(asdict(each)) for each in edition.changes],
    }
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode()


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what says something."""
    return {name: value for name, value in values.items() if value not in ("", None, (), {})}


def _facts_written(facts: Facts) -> dict[str, Any]:
    written: dict[str, Any] = {}
    for each in fields(Facts):
        value = getattr(facts, each.name)
        if each.name in _LONGER:
            value = blocks_written(value)
        elif isinstance(value, PartialDate):
            value = str(value)
        written[each.name] = value
    return {name: value for name, value in written.items() if value}


def _entry_written(entry: Entry) -> dict[str, Any]:
    provision, finding = entry.provision, entry.finding
    assessment = {
        "rating": finding.rating,
        "finder": finding.finder,
        "date": str(finding.date or ""),
    }
    written: dict[str, Any] = {
        "id": provision.id,
        "reference": provision.un_reference,
        "title": provision.title,
        "assessment": _filled(assessment),
        "cells": [_cell_written(content) for content in entry.contents],
        "provision": _provision_written(provision),
    }
    return written


def _provision_written(provision: Provision) -> dict[str, Any]:
    return {
        "reference": provision.reference,
        "summary": provision.summary,
        "obligation": provision.obligation.value,
        "is_optional_row": provision.is_optional_row,
        "is_definition": provision.is_definition,
        "groups": dict(provision.groups),
    }


def _cell_written(content: Content) -> dict[str, Any]:
    cited: dict[str, None] = {}
    for inline in all_inlines(content.blocks):
        if isinstance(inline, Citation):
            cited |= dict.fromkeys(reference.source for reference in inline.references)
    written = {
        "id": str(content.key),
        "column": content.key.column,
        "state": content.state.value,
        "text": plain_text(content.blocks),
        "blocks": blocks_written(content.blocks),
        "sources": list(cited),
    }
    return {name: value for name, value in written.items() if value}


def _source_written(source: Source) -> dict[str, Any]:
    written: dict[str, Any] = {}
    for each in fields(Source):
        value = getattr(source, each.name)
        written[each.name] = str(value) if isinstance(value, PartialDate) else value
    return {name: value for name, value in written.items() if value}


def _place_written(place: LookedPlace) -> dict[str, Any]:
    written = asdict(place) | {"looked_on": str(place.looked_on or ""), "sources": place.sources}
    return _filled(written)


# From JSON


def read_record(content: bytes, provisions: Mapping[str, Provision] | None = None) -> Edition:
    """Return the edition of a record. Provisions that are given stand for those of the record, by
    the ids that it has for them, so that two editions are told in the same words.

    Raises UnreadableRecordError where it is no record that this program can read.
    """
    try:
        return _edition(json.loads(content), provisions or {})
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise UnreadableRecordError(str(fault) or type(fault).__name__) from fault


def _edition(record: Mapping[str, Any], provisions: Mapping[str, Provision]) -> Edition:
    if record["form"] != FORM:
        raise UnreadableRecordError(f"form {record['form']}")
    told = record["edition"]
    report = CountryReport(
        facts=_facts(record["facts"]),
        entries=tuple(_entry(each, provisions) for each in record["provisions"]),
        sources=tuple(_source(each) for each in record["sources"]),
        reviewers=tuple(_reviewer(each) for each in record["reviewers"]),
        places=tuple(_place(each) for each in record["research"]),
    )
    return Edition(
        country=told["country"],
        number=told["number"],
        kind=EditionKind(told["kind"]),
        language=told["language"],
        published=date.fromisoformat(told["published"]),
        treaty=told["treaty"],
        treaty_version=told["treaty_version"],
        report=report,
        previous=told["compared_with"],
        changes=tuple(_change(each) for each in record["changes"]),
    )


def _facts(written: Mapping[str, Any]) -> Facts:
    values = dict(written)
    for name in _LONGER:
        values[name] = blocks_of(values.get(name, ()))
    for name, choices in _CHOSEN.items():
        if name in values:
            values[name] = choices(values[name])
    return Facts(**_with_dates(values, _FACT_DATES))


def _with_dates(values: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: parse_date(value) if name in names else value for name, value in values.items()}


def _entry(written: Mapping[str, Any], provisions: Mapping[str, Provision]) -> Entry:
    finding = written["assessment"]
    rating = finding.get("rating")
    provision = provisions.get(written["id"]) or _provision(written)
    return Entry(
        provision=provision,
        contents=tuple(_content(each, provision.id) for each in written["cells"]),
        finding=Assessment(
            Rating(rating) if rating else None,
            finding.get("finder", ""),
            parse_date(finding.get("date", "")),
        ),
    )


def _provision(written: Mapping[str, Any]) -> Provision:
    told = written["provision"]
    return Provision(
        id=written["id"],
        reference=told["reference"],
        un_reference=written["reference"],
        title=written["title"],
        summary=told["summary"],
        obligation=Obligation(told["obligation"]),
        is_optional_row=told["is_optional_row"],
        is_definition=told["is_definition"],
        groups=told["groups"],
    )


def _content(written: Mapping[str, Any], provision: str) -> Content:
    key = CellKey(provision, written["column"])
    return Content(key, State(written["state"]), blocks_of(written.get("blocks", ())))


def _source(written: Mapping[str, Any]) -> Source:
    values = _with_dates(written, _DATES)
    if "verified" in values:
        values["verified"] = Verification(values["verified"])
    return Source(**values)


def _reviewer(written: Mapping[str, Any]) -> Reviewer:
    return Reviewer(written.get("name", ""), written["has_answered"], written["may_be_named"])


def _place(written: Mapping[str, Any]) -> LookedPlace:
    result = written.get("result")
    return LookedPlace(
        key=written.get("key", ""),
        name=written.get("name", ""),
        looked_on=parse_date(written.get("looked_on", "")),
        looked_by=written.get("looked_by", ""),
        result=LookResult(result) if result else None,
        sources=tuple(written.get("sources", ())),
    )


def _change(written: Mapping[str, Any]) -> Change:
    return Change(**{**written, "kind": ChangeKind(written["kind"])})


def cells_of(edition: Edition) -> Iterator[tuple[Entry, Content]]:
    """Yield the content cells of an edition with their rows, in its order."""
    for entry in edition.report.entries:
        for content in entry.contents:
            yield entry, content
