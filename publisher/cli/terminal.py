"""What the terminal shows: problems short and grouped by rule, each place first; tables; what was
built.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from publisher.cli.console import shows_all
from publisher.domain.diagnostics import (
    Catalogue,
    Diagnostic,
    Level,
    alike,
    standard_catalogue,
)
from publisher.domain.language import Language
from publisher.domain.plural import phrase

if TYPE_CHECKING:
    from publisher.project.formats import Built
    from publisher.project.status import Status
    from publisher.workbook.upgrade import Upgraded

COLOURS = {Level.MUST_FIX: "red", Level.PLEASE_CHECK: "yellow", Level.NOTE: None}


def show_template(name: str, diagnostics: Sequence[Diagnostic], catalogue: Catalogue) -> None:
    """Tell everything that is wrong in one template: what must be fixed first, each in the order of
    the document; what is wrong in several places in the same way once, below all of them.
    """
    click.echo(f"{name}: {counts(diagnostics, catalogue)}", err=True)
    for same in alike(diagnostics, catalogue):
        level, hint = same[0].level, same[0].hint(catalogue)
        for each in same:
            place = each.place.inside_in(catalogue) or catalogue["places"]["whole"]
            click.secho(f"  {place}", fg=COLOURS[level], bold=True, err=True)
        said = f"{catalogue['levels'][level]} {same[0].code}: {same[0].message(catalogue)}"
        click.secho(f"      {said}", fg=COLOURS[level], err=True)
        if hint:
            click.echo(f"      {hint}", err=True)


def counts(diagnostics: Iterable[Diagnostic], catalogue: Catalogue | None = None) -> str:
    """Return how many problems of each level there are, in words."""
    return counts_of(Counter(each.level for each in diagnostics), catalogue)


def counts_of(found: Counter[Level], catalogue: Catalogue | None = None) -> str:
    """Return numbers of problems of each level in words."""
    catalogue = catalogue or standard_catalogue()
    parts = [f"{found[level]} {catalogue['levels'][level]}" for level in Level if found[level]]
    return ", ".join(parts) or str(catalogue["general"]["none"])


def show_problems(diagnostics: Iterable[Diagnostic], words: Catalogue | None = None) -> None:
    """Print problems to the error stream, one after the other."""
    for each in diagnostics:
        click.secho(each.told(words), fg=COLOURS[each.level], err=True)


def show_built(built: Iterable["Built"], catalogue: Catalogue) -> None:
    """Print what became of each file."""
    words = catalogue["terminal"]
    for each in built:
        outcome = (
            "not_written" if each.problems else "unchanged" if each.is_unchanged else "written"
        )
        click.echo(words["outcome"].format(outcome=words[outcome], path=each.path))


def built_summary(
    workbooks: int, built: Sequence["Built"], levels: Counter[Level], catalogue: Catalogue
) -> str:
    """Return how many files were written and how many left, and how many problems there are."""
    words = catalogue["terminal"]
    line: str = words["built"].format(
        workbooks=phrase(words, "workbooks", workbooks),
        files=phrase(words, "files", sum(each.is_written for each in built)),
        unchanged=sum(each.is_unchanged for each in built),
        counts=counts_of(levels, catalogue),
    )
    return line


def show_status(countries: Sequence["Status"], language: Language) -> None:
    """Print one line for each country and, below, what waits for whom."""
    words, levels = language.words("status"), language.messages["levels"]
    heading = (
        words["workbook"],
        words["country"],
        words["researched"],
        levels[Level.MUST_FIX],
        levels[Level.PLEASE_CHECK],
        words["sources_read"],
        words["last_built"],
        words["report"],
    )
    share = words["share"]
    rows = [
        (
            each.workbook, each.country, share.format(done=each.researched, all=each.cells),
            each.must_fix, each.please_check,
            share.format(done=each.sources_verified, all=each.sources),
            each.last_built or words["never"],
            words[each.report],
        )
        for each in countries
    ]  # fmt: skip
    show_table(heading, rows)
    for each in countries:
        for task in each.tasks:
            click.echo(f"{each.country or each.workbook}: {task.who}: {task.what}")


def show_table(heading: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table."""
    texts = [list(heading)]
    texts += ([str(each) for each in row] for row in rows)
    columns = zip(*texts, strict=True)
    widths = [max(map(len, column)) for column in columns]
    for row in texts:
        padded = [text.ljust(width) for text, width in zip(row, widths, strict=True)]
        click.echo("  ".join(padded).rstrip())


def as_json(value: object) -> str:
    """Return a value as JSON for other programs; letters that the output lacks as \\u0141."""
    return json.dumps(value, indent=2, ensure_ascii=not shows_all())


def diagnostic_fields(each: Diagnostic) -> dict[str, str]:
    """Return a problem as JSON fields."""
    return {
        "code": each.code,
        "level": each.level.value,
        "file": each.place.file,
        "sheet": each.place.sheet,
        "cell": each.place.cell,
        "name": each.place.name,
        "place": each.place.spot.told(),
        "message": each.message(),
        "hint": each.hint(),
        "mark": each.token,
    }


def built_fields(built: Iterable["Built"]) -> list[dict[str, object]]:
    """Return what became of each file as JSON fields."""
    return [
        {
            "path": str(each.path),
            "format": each.format,
            "unchanged": each.is_unchanged,
            "written": each.is_written,
        }
        for each in built
    ]


def say_written(path: object, catalogue: Catalogue) -> None:
    """Print where a file was written."""
    words = catalogue["terminal"]
    click.echo(words["outcome"].format(outcome=words["written"], path=path))


def show_upgraded(upgraded: "Upgraded", catalogue: Catalogue) -> None:
    """Print what became of the cells of an old workbook, in the words of a catalogue."""
    words = catalogue["terminal"]
    click.echo(phrase(words, "cells_carried", upgraded.carried))
    for old, new in upgraded.moved:
        click.echo(words["row_moved"].format(old=old, new=new))
    for sheet in upgraded.added:
        click.echo(words["sheet_appended"].format(sheet=sheet))
    for place in upgraded.homeless:
        click.echo(words["cell_homeless"].format(place=place))
    for id_ in upgraded.new:
        click.echo(words["row_new"].format(id=id_))
    for each in upgraded.diagnostics:
        click.echo(each.told(catalogue))
