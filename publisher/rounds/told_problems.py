"""What must be told of how a returned draft is built, in the words of a researcher."""

from collections.abc import Iterable

from publisher.domain.diagnostics import Diagnostic, Place, problem
from publisher.domain.worded import WordedTreaty
from publisher.review.told import Told

_NAMED = 8  # rows that are named one by one


def told_problem(told: Told, place: Place, worded: WordedTreaty) -> Diagnostic:
    """Return a message about a returned draft, with rows by article and columns by heading."""
    articles = {each.id: each.un_reference for each in worded.treaty.provisions}
    headings = {each.id: each.heading for each in worded.treaty.columns}
    return problem(
        told.code,
        place,
        rows=_named([articles.get(each, each) for each in told.provisions]),
        columns=", ".join(f"'{headings.get(each, each)}'" for each in told.columns),
        words=", ".join(f"'{each}'" if each else "one without heading" for each in told.words),
        count=told.count,
    )


def _named(names: Iterable[str]) -> str:
    """Return the first of some names, and how many more there are."""
    names = list(names)
    more = len(names) - _NAMED
    return "; ".join(names[:_NAMED]) + (f"; and {more} more" if more > 0 else "")
