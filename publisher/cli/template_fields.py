"""The command that lists what a template may use: fields, filters and fixed words."""

import re
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from publisher.cli.shared import json_option, project_in
from publisher.cli.terminal import as_json as json_of
from publisher.cli.terminal import show_table
from publisher.domain.diagnostics import Catalogue

if TYPE_CHECKING:
    from publisher.templating.field_list import FieldLine

# What a person calls the kinds of templates, and the folder of each.
FOLDERS = {"word": "docx", "html": "html", "typst": "typst"}
KINDS = click.Choice(tuple(FOLDERS))
_WIDTH = 50  # of an example


@click.command()
@click.option(
    "--kind",
    type=KINDS,
    default="word",
    help="For Word templates (as it is without this), HTML ones or layouts of Typst.",
)
@json_option
@click.pass_obj
def fields(folder: Path, *, kind: str, as_json: bool) -> None:
    """List every field, filter and fixed word that a template may use.

    Each field stands with the tag that prints it and an example from the report of an invented
    country. What stands indented is known only inside the loop above it.
    """
    from publisher.project.template_fields import fields_of_templates, filters_of_templates  # noqa: PLC0415
    from publisher.templating.bounds import FILTER_NAMES  # noqa: PLC0415

    project = project_in(folder, anywhere=True)
    is_word = kind == "word"
    write = in_typst if kind == "typst" else str
    lines = fields_of_templates(project, is_word=is_word, today=date.today())
    filters = filters_of_templates(project, is_word=is_word)
    fixed = project.language.words("report")
    if as_json:
        told = {
            "fields": list(map(asdict, lines)),
            "filters": list(map(asdict, filters)),
            "words": dict(fixed),
        }
        click.echo(json_of(told))
        return
    catalogue = project.language.messages
    words = catalogue["terminal"]
    _tell_fields(lines, catalogue, write)
    click.echo()
    if kind != "typst":
        show_table(
            (words["field_filter"], words["field_makes"], words["field_for_example"]),
            [(each.name, each.says, each.tag) for each in filters],
        )
        click.echo(words["field_plain_filters"].format(names=", ".join(FILTER_NAMES)))
        click.echo()
    show_table(
        (words["field_word"], words["field_in_language"]),
        [(write(_tag(key)), text) for key, text in fixed.items()],
    )
    click.echo(f"\n{words[f'fields_legend_{kind}']}")


def in_typst(tag: str) -> str:
    """Return how a layout of Typst writes what a tag of an HTML template prints or repeats."""
    if loop := re.match(r"\{%\s*(for .+?)\s*%\}", tag):
        return f"#{loop[1]} {{ … }}"
    inner = tag.removeprefix("{{").removesuffix("}}").strip()
    filtered = re.fullmatch(r"(\S+) \| (\w+)", inner)
    return f"#{filtered[2]}({filtered[1]})" if filtered else f"#{inner}"


def _tag(word: str) -> str:
    return f"{{{{ words.{word} }}}}"


def _tell_fields(
    lines: Sequence["FieldLine"], catalogue: Catalogue, write: Callable[[str], str]
) -> None:
    words, rows = catalogue["terminal"], []
    for each in lines:
        if each.tag:
            example = (
                each.example if len(each.example) <= _WIDTH else f"{each.example[: _WIDTH - 1]}…"
            )
            told = words["field_above"] if each.is_above else example or each.says
            rows.append(
                (
                    f"{'    ' * each.depth}{write(each.tag)}",
                    catalogue["kind_names"][each.kind],
                    told,
                )
            )
    show_table((words["field_tag"], words["field_kind"], words["field_example"]), rows)
