"""Why a row changed, as a person says it when an edition is published, and of which kind.

Comes in: changes as a program tells them, and what a person wrote. Goes out: the same changes with
reasons, and of the kind that the person gave.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from publisher.domain.treaty import Column
from publisher.editions.changes import FINDINGS, Change, ChangeKind

# What a person may say of the texts of a row, the weightiest first. That an assessment changed is a
# fact of the sheet.
KINDS = (ChangeKind.LAW, ChangeKind.RESEARCH, ChangeKind.WORDING)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a row changed; `kind` is given where the program's is not right."""

    text: str
    kind: ChangeKind | None = None


def reason_of(written: str, words: Mapping[str, str]) -> Reason:
    """Return what a person wrote: 'Act 5 of 2026', or 'new law: Act 5 of 2026' with the kind as the
    language calls it, or by its id. `words` are those for kinds, by id.
    """
    before, colon, text = written.partition(":")
    called = before.strip().casefold()
    if colon:
        for kind in KINDS:
            if called in (kind.value, words[kind].casefold()):
                return Reason(text.strip(), kind)
    return Reason(written.strip())


def kind_of_row(
    changes: Iterable[Change], row: str, columns: Sequence[Column]
) -> ChangeKind | None:
    """Return of which kind the changed texts of a row are, the weightiest where they are of
    several; None where no text changed but findings.
    """
    own = [each for each in changes if each.place == row]
    found = {each.kind for each in own if _may_be_given(each, columns)}
    return next((kind for kind in KINDS if kind in found), None)


def with_reasons(
    changes: Iterable[Change], reasons: Mapping[str, Reason], columns: Sequence[Column]
) -> Iterator[Change]:
    """Yield changes with what a person said of their rows, by provision."""
    for change in changes:
        reason = reasons.get(change.place)
        if reason is None:
            yield change
            continue
        kind = change.kind
        if reason.kind and _may_be_given(change, columns):
            kind = reason.kind
        yield replace(change, reason=reason.text, kind=kind)


def _may_be_given(change: Change, columns: Sequence[Column]) -> bool:
    """Tell whether a person may say of which kind a change is: of texts, but not of findings."""
    return any(each.id == change.part and each.role != FINDINGS for each in columns)
