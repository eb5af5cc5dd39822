"""What must be told of how a returned draft is built, in the words of a researcher."""

from collections.abc import Sequence

from publisher.domain.diagnostics import Diagnostic, Place, problem
from publisher.domain.worded import WordedTreaty
from publisher.review.told import Told

_NAMED = 8  # rows that are named one by one


def told_problem(told: Told, place: Place, worded: WordedTreaty) -> Diagnostic:
    """Return a message about a returned draft, with rows by article and columns by heading."""
    articles = {each.id: each.un_reference for each in worded.treaty.provisions}
    headings = {each.id: each.heading for each in worded.treaty.columns}
    general = worded.language.messages["general"]
    named = general["named"]
    return problem(
        told.code,
        place,
        rows=_named([articles.get(each, each) for each in told.provisions], general["more"]),
        columns=", ".join(named.format(name=headings.get(each, each)) for each in told.columns),
        words=", ".join(
            named.format(name=each) if each else general["headless"] for each in told.words
        ),
        count=told.count,
    )


def _named(names: Sequence[str], more: str) -> str:
    """Return the first of some names, and how many more there are."""
    left = len(names) - _NAMED
    return "; ".join((*names[:_NAMED], *((more.format(count=left),) if left > 0 else ())))
