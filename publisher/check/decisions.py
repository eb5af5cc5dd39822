"""Decisions on what reviewers wrote: words that are none are told before anybody waits for them."""

from collections.abc import Iterator, Mapping

from publisher.domain.diagnostics import Diagnostic, problem
from publisher.domain.model import Workbook
from publisher.domain.names import folded

_MOST = 40  # characters of a wrong word that are repeated


def decision_faults(workbook: Workbook, choices: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Yield each word in the place of a decision that is none; `choices` are the words of the list
    by id.
    """
    known = {folded(word) for pair in choices.items() for word in pair}
    for written in workbook.decisions:
        if folded(written.text) not in known:
            words = ", ".join(choices.values())
            yield problem("R637", written.place, written=written.text[:_MOST], choices=words)
