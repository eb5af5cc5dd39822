"""What the terminal shows of rounds of review: what came back, what was applied, how the rounds
stand.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from publisher.cli.terminal import as_json as to_json
from publisher.cli.terminal import show_table
from publisher.domain.diagnostics import Catalogue
from publisher.domain.language import Language
from publisher.domain.plural import phrase
from publisher.rounds.apply import Applied, ItemOutcome
from publisher.rounds.collect import Collected, Kept
from publisher.rounds.send import Sent
from publisher.rounds.status import RoundStatus

_ROUND = (
    "workbook", "reviewer", "number", "sent", "reply_by", "returned", "items", "open", "decided",
    "carried_out",
)  # fmt: skip


def tell_collected(
    kept: Iterable[Kept], collected: Collected, language: Language, *, quiet: bool
) -> None:
    """Print which files were taken in, what was found in all of them, and where it stands."""
    if quiet:
        return
    words = language.messages["terminal"]
    for each in kept:
        line = words["draft_read" if each.is_new else "draft_known"]
        told = {"file": each.name, "build": each.sent.build, "country": each.sent.country}
        click.echo(line.format(**told))
    kinds, counted = language.words("review_kinds"), words["kind_counted"]
    found = ", ".join(
        counted.format(kind=kinds[kind], count=number)
        for kind, number in sorted(collected.kinds.items())
    )
    total = phrase(words, "items", sum(collected.kinds.values()))
    line = words["items_new"].format(items=total, new=collected.new)
    click.echo(f"{line} ({found})" if found else line)
    if collected.unplaced:
        items = phrase(words, "items", collected.unplaced)
        click.echo(words["items_unplaced"].format(items=items))
    if collected.clashing:
        items, column = phrase(words, "items", collected.clashing), language.words("review")
        click.echo(words["items_clashing"].format(items=items, column=column["outcome"]))
    click.echo(words["sheet_written"].format(sheet=collected.sheet, path=collected.path))
    if collected.backup:
        click.echo(words["old_kept"].format(path=collected.backup))


def tell_applied(path: Path, applied: Applied, catalogue: Catalogue, *, quiet: bool) -> None:
    """Print what came of the decisions; what could not be applied is told even when all else is
    not.
    """
    words = catalogue["terminal"]
    for item, place, reason in applied.refused:
        called = f"{item} ({place})" if place else item
        told = words["item_told"].format(item=called, reason=reason)
        click.secho(told, fg="red", err=True)
    if quiet:
        return
    counted = [
        phrase(words, f"item_{each.value}", applied.counts[each])
        for each in ItemOutcome
        if applied.counts.get(each)
    ]
    click.echo(", ".join(counted) or words["nothing_decided"])
    for name in applied.cells:
        click.echo(words["changed"].format(cell=name))
    if applied.backup:
        click.echo(words["written_kept"].format(path=path, kept=applied.backup))


def tell_rounds(rounds: Sequence[RoundStatus], catalogue: Catalogue, *, as_json: bool) -> None:
    """Print one line for each draft, or all of them as JSON."""
    words = catalogue["terminal"]
    if as_json:
        click.echo(to_json([asdict(each) for each in rounds]))
        return
    if not rounds:
        click.echo(words["no_draft"])
        return
    overdue = words["overdue"]
    show_table(
        [words[f"round_{each}"] for each in _ROUND],
        [
            (
                each.workbook, each.reviewer, each.round, each.sent_on,
                overdue.format(date=each.reply_by) if each.is_overdue else each.reply_by or "-",
                each.returned_on or "-",
                each.items, each.open, each.decided, each.carried_out,
            )
            for each in rounds
        ],
    )  # fmt: skip


def tell_sent(sent: Sent, catalogue: Catalogue) -> None:
    """Print where a draft lies, and the e-mail to send it with, to be copied."""
    words, draft = catalogue["terminal"], sent.draft
    click.echo(words["draft_written"].format(path=sent.path, id=draft.id, build=draft.build))
    click.echo(words["mail_written"].format(path=sent.mail.path) + "\n")
    covering, names = sent.mail.covering, ", ".join(sent.mail.to)
    head = [words["mail_to"].format(names=names)] if names else []
    subject = words["mail_subject"].format(subject=covering.subject)
    for line in (*head, subject, "", *covering.text.splitlines()):
        click.echo(f"    {line}".rstrip())
    click.echo()
