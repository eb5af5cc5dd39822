"""Who was asked to review the report and who answered, from the register of drafts."""

from collections.abc import Mapping

from publisher.domain.model import Workbook
from publisher.domain.names import folded
from publisher.domain.report import Reviewer


def reviewers_of(workbook: Workbook, yes_no: Mapping[str, str]) -> tuple[Reviewer, ...]:
    """Return the reviewers who were sent a draft, each once, in the order of the sheet.

    Somebody is named only where the sheet says so in so many words.
    """
    found: dict[str, Reviewer] = {}
    for row in workbook.reviewers:
        name = row.get("name", "")
        if not name or not row.get("sent_on"):
            continue
        known = found.get(folded(name), Reviewer(name, has_answered=False, may_be_named=False))
        has_answered = known.has_answered or bool(row.get("returned_on"))
        may_be_named = known.may_be_named or folded(row.get("named", "")) in (
            folded(yes_no["yes"]),
            "yes",
        )
        found[folded(name)] = Reviewer(known.name, has_answered, may_be_named)
    return tuple(found.values())
