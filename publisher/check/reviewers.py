"""Who was asked to review the report and who answered, from the register of drafts."""

from collections.abc import Mapping, Sequence

from publisher.domain.model import Workbook
from publisher.domain.names import folded
from publisher.domain.report import Reviewer


def reviewers_of(workbook: Workbook, yes_no: Mapping[str, str]) -> tuple[Reviewer, ...]:
    """Return the reviewers who were sent a draft, each once, in the order of the sheet.

    Somebody is named only where the sheet says so in so many words, and in no other row of the same
    name that it may not be: each round has a row, and consent can be withdrawn in any of them.
    """
    rows = [row for row in workbook.reviewers if row.get("name")]
    agreed = _who_said("yes", rows, yes_no) - _who_said("no", rows, yes_no)
    found: dict[str, Reviewer] = {}
    for row in rows:
        key = folded(row["name"])
        if not row.get("sent_on"):
            continue
        known = found.get(key, Reviewer(row["name"], has_answered=False, may_be_named=False))
        has_answered = known.has_answered or bool(row.get("returned_on"))
        found[key] = Reviewer(known.name, has_answered, may_be_named=key in agreed)
    return tuple(found.values())


def _who_said(
    answer: str, rows: Sequence[Mapping[str, str]], yes_no: Mapping[str, str]
) -> set[str]:
    """Return the names of those rows that say yes or no, in the words of the language or in
    English.
    """
    words = {folded(yes_no[answer]), answer}
    return {folded(row["name"]) for row in rows if folded(row.get("named", "")) in words}
