"""The sheet Country: the facts about the State and about this version of the report."""

from collections.abc import Iterable, Mapping

from publisher.check.cells import EMPTY, blocks_of, choice_of, date_of, plain_text_of
from publisher.dates import PartialDate
from publisher.diagnostics import Diagnostic, error
from publisher.language import Language
from publisher.model import (
    Cell,
    Facts,
    Workbook,
)
from publisher.workbook import layout


def check_facts(
    workbook: Workbook, lists: Mapping[str, Mapping[str, str]], language: Language, found: list[Diagnostic]
) -> Facts:
    """Return the facts of the sheet."""
    fields = workbook.country
    labels = language.words("country")
    for key in layout.REQUIRED_COUNTRY_FIELDS:
        if key in fields and not fields[key].text:
            found.append(
                error(
                    "C210",
                    fields[key].place,
                    f"'{labels[key]}' is empty",
                    "the report cannot be built without it: fill it in",
                )
            )
    choices = {
        key: choice_of(fields.get(key, EMPTY), lists[name], found) for key, name in layout.COUNTRY_CHOICES.items()
    }
    dates = {key: date_of(fields.get(key, EMPTY), found) for key in layout.COUNTRY_DATES}
    facts = Facts(
        texts={
            key: plain_text_of(cell, found)
            for key, cell in fields.items()
            if key not in (*layout.COUNTRY_BLOCKS, *layout.COUNTRY_DATES, *layout.COUNTRY_CHOICES)
        },
        dates={key: when for key, when in dates.items() if when},
        choices=choices,
        blocks={key: blocks_of(fields.get(key, EMPTY), found) for key in layout.COUNTRY_BLOCKS},
    )
    if fields:
        found.extend(_check_dates(facts, fields, labels))
    return facts


def _check_dates(facts: Facts, fields: Mapping[str, Cell], labels: Mapping[str, str]) -> Iterable[Diagnostic]:
    signed, bound = facts.dates.get("signed"), facts.dates.get("bound")
    if signed and bound and bound < PartialDate(signed.year):
        yield error(
            "C211",
            fields["bound"].place,
            f"the State is said to have become a party on {bound}, before it signed on {signed}",
            "correct one of the two dates",
        )
    if facts.choices["status"] == "final":
        for key in ("law_as_at", "version_date"):
            if key not in facts.dates and key in fields and not fields[key].text:
                yield error(
                    "C212",
                    fields[key].place,
                    f"'{labels[key]}' is empty, but the status is final",
                    "fill it in, or set the status to draft",
                )
