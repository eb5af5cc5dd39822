"""Years in the texts of one row against each other: law, reforms and the finding about them."""

import re
from collections.abc import Iterator
from datetime import date

from publisher.check.cells import tell
from publisher.check.passages import Passage
from publisher.diagnostics import Diagnostic
from publisher.markup import all_inlines
from publisher.model import Entry, Span

_YEAR = re.compile(r"(?P<name>[A-ZÀ-Þ]\w+(?:,| of)? )?(?<![\d./-])(?P<year>1[89]\d\d|20\d\d)(?![\d/])")


def check_times(entry: Entry, passages: tuple[Passage, ...], today: date) -> Iterator[Diagnostic]:
    """Yield reforms that are all older than the law they reform, and a finding that is older than a reform."""
    by_role = {passage.column.role: passage for passage in passages if passage.column and passage.column.role}
    law, reforms, findings = (by_role.get(role) for role in ("law", "reforms", "findings"))
    if reforms is None:
        return
    done = _years(reforms, today)
    # 'the Penal Code 1860 was replaced' names an old law, not a reform of 1860
    without_names = _years(reforms, today, with_names=False)
    in_force = _years(law, today) if law else ()
    if in_force and without_names and max(done) < min(in_force):
        yield tell("C243", reforms.cell, reform=max(without_names), law=min(in_force))
    finding = entry.finding.date
    if finding and findings and done and max(done) > finding.year and max(done) not in _years(findings, today):
        yield tell("C244", findings.cell, finding=finding, reform=max(done))


def _years(passage: Passage, today: date, *, with_names: bool = True) -> tuple[int, ...]:
    """Return the years that a text gives outside its citations, up to the present one."""
    text = "".join(each.text for each in all_inlines(passage.blocks) if isinstance(each, Span) and not each.link)
    found = (each for each in _YEAR.finditer(text) if with_names or not each["name"])
    return tuple(year for year in (int(each["year"]) for each in found) if year <= today.year)
