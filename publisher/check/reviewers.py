"""Who was asked to review the report and who answered, from the register of drafts."""

from collections.abc import Mapping

from publisher.model import Reviewer, Workbook
from publisher.near import folded


def check_reviewers(workbook: Workbook, yes_no: Mapping[str, str]) -> tuple[Reviewer, ...]:
    """Return the reviewers who were sent a draft, each once, in the order of the sheet.

    Somebody is named only where the sheet says so in so many words.
    """
    found: dict[str, Reviewer] = {}
    for row in workbook.reviewers:
        name = row.get("name", "")
        if not name or not row.get("sent_on"):
            continue
        known = found.get(folded(name))
        has_answered = bool(row.get("returned_on")) or bool(known and known.has_answered)
        may_be_named = folded(row.get("named", "")) in (folded(yes_no["yes"]), "yes") or bool(
            known and known.may_be_named
        )
        found[folded(name)] = Reviewer(known.name if known else name, has_answered, may_be_named)
    return tuple(found.values())
