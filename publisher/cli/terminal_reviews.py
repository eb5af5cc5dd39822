"""What the terminal shows of rounds of review: what came back, what was applied, how the rounds
stand.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from publisher.cli.terminal import as_json as to_json
from publisher.cli.terminal import show_table
from publisher.domain.language import Language
from publisher.domain.plural import count
from publisher.rounds.apply import Applied, ItemOutcome
from publisher.rounds.collect import Collected, Kept
from publisher.rounds.send import Sent
from publisher.rounds.status import RoundStatus

_OUTCOMES = {
    ItemOutcome.APPLIED: "written into the workbook",
    ItemOutcome.THERE: "there already",
    ItemOutcome.BY_HAND: "accepted, to be done by hand",
    ItemOutcome.REJECTED: "rejected",
    ItemOutcome.DONE: "done",
    ItemOutcome.REFUSED: "NOT applied",
    ItemOutcome.OPEN: "waiting for a decision",
}


def tell_collected(
    kept: Iterable[Kept], collected: Collected, language: Language, *, quiet: bool
) -> None:
    """Print which files were taken in, what was found in all of them, and where it stands."""
    if quiet:
        return
    for each in kept:
        known = "" if each.is_new else " (known already)"
        click.echo(f"read: {each.name}: draft {each.sent.build} of {each.sent.country}{known}")
    kinds = language.words("review_kinds")
    found = ", ".join(
        f"{kinds[kind]}: {number}" for kind, number in sorted(collected.kinds.items())
    )
    total = count(sum(collected.kinds.values()), "item")
    click.echo(f"{total}, {collected.new} new" + (f" ({found})" if found else ""))
    if collected.unplaced:
        click.echo(
            f"{count(collected.unplaced, 'item')} in no row of a provision; the sheet "
            "says where each was found"
        )
    if collected.clashing:
        click.echo(
            f"{count(collected.clashing, 'item')} cannot be applied as things stand; "
            "see the column Outcome"
        )
    click.echo(f"written: sheet {collected.sheet} of {collected.path}")
    if collected.backup:
        click.echo(f"the old file is kept: {collected.backup}")


def tell_applied(path: Path, applied: Applied, *, quiet: bool) -> None:
    """Print what came of the decisions; what could not be applied is told even when all else is
    not.
    """
    for item, place, reason in applied.refused:
        click.secho(
            f"{item} ({place}): {reason}" if place else f"{item}: {reason}", fg="red", err=True
        )
    if quiet:
        return
    told = [
        f"{applied.counts[each]} {words}"
        for each, words in _OUTCOMES.items()
        if applied.counts.get(each)
    ]
    click.echo(", ".join(told) or "no item waits for a decision")
    for name in applied.cells:
        click.echo(f"changed: {name}")
    if applied.backup:
        click.echo(f"written: {path}; the old file is kept: {applied.backup}")


def tell_rounds(rounds: Sequence[RoundStatus], *, as_json: bool) -> None:
    """Print one line for each draft, or all of them as JSON."""
    if as_json:
        click.echo(to_json([asdict(each) for each in rounds]))
        return
    if not rounds:
        click.echo(
            "No draft was sent yet. Send one with: publisher review send WORKBOOK --to "
            '"Name of the NGO"'
        )
        return
    heading = (
        "workbook",
        "reviewer",
        "round",
        "sent",
        "reply by",
        "returned",
        "items",
        "open",
        "decided",
        "carried out",
    )
    show_table(
        heading,
        [
            (
                each.workbook, each.reviewer, each.round, each.sent_on,
                f"{each.reply_by} OVERDUE" if each.is_overdue else each.reply_by or "-",
                each.returned_on or "-",
                each.items, each.open, each.decided, each.carried_out,
            )
            for each in rounds
        ],
    )  # fmt: skip


def tell_sent(sent: Sent) -> None:
    """Print where a draft lies, and the e-mail to send it with, to be copied."""
    click.echo(f"written: {sent.path} (draft {sent.draft.id}, build {sent.draft.build})")
    click.echo(
        f"written: {sent.mail.path} (the e-mail below, with the draft;"
        " it opens in your e-mail program)\n"
    )
    covering = sent.mail.covering
    head = [f"To: {', '.join(sent.mail.to)}"] if sent.mail.to else []
    lines = [*head, f"Subject: {covering.subject}", "", *covering.text.splitlines()]
    for line in lines:
        click.echo(f"    {line}".rstrip())
    click.echo()
