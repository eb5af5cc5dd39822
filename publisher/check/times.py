"""Years in the texts of one row against each other: law, reforms and the finding about them."""

from collections.abc import Iterator
from datetime import date

from publisher.check.cells import cell_problem
from publisher.check.passages import Passage
from publisher.domain.diagnostics import Diagnostic
from publisher.domain.report import Entry
from publisher.domain.years import years_in


def check_times(entry: Entry, passages: tuple[Passage, ...], today: date) -> Iterator[Diagnostic]:
    """Yield reforms that are all older than the law they reform, and a finding that is older than a
    reform.
    """
    by_role = {
        passage.column.role: passage
        for passage in passages
        if passage.column and passage.column.role
    }
    law, reforms, findings = (by_role.get(role) for role in ("law", "reforms", "findings"))
    if reforms is None:
        return
    done = years_in(reforms.blocks, today.year)
    # 'the Penal Code 1860 was replaced' names an old law, not a reform of 1860
    without_names = years_in(reforms.blocks, today.year, with_names=False)
    in_force = years_in(law.blocks, today.year) if law else ()
    if in_force and without_names and max(done) < min(in_force):
        yield cell_problem("C243", reforms.cell, reform=max(without_names), law=min(in_force))
    finding = entry.finding.date
    if not (finding and findings and done):
        return
    reform = max(done)
    # A finding that names the year itself may well speak of the reform.
    if reform > finding.year and reform not in years_in(findings.blocks):
        yield cell_problem("C244", findings.cell, finding=finding, reform=reform)
