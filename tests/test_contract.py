"""What templates may use is read from the code: fields, their kinds and what is said of them, filters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, get_type_hints

import pytest
from markupsafe import Markup

from publisher.compose.publication import Publication, PublishedCell
from publisher.domain.dates import PartialDate
from publisher.domain.report import State
from publisher.domain.text import Block, Inline
from publisher.project.project import open_project
from publisher.project.samples import examples
from publisher.project.template_fields import fields_of_templates
from publisher.templating.contract import (
    ANY,
    BLOCKS,
    CHOICE,
    DATE,
    INLINES,
    NUMBER,
    TEXT,
    YES_NO,
    Fields,
    ListOf,
    Paragraphs,
    Ready,
    Words,
    fields_of,
    filter_use,
    kind_of,
    kind_of_value,
    loop_name,
    summary_of,
)
from publisher.templating.field_list import field_lines
from publisher.templating.word.contract import word_contract
from publisher.writers.docx.content import FILTERS
from publisher.writers.html import html_contract
from tests.support import TOP, english

TODAY = date(2026, 11, 24)


class Mood(Enum):
    GOOD = "good"


@dataclass(frozen=True)
class PublishedChapter:
    """A chapter, as a reader sees it. It has pages.

    `motto` stands above it; `first` and `last` are its pages, `note` is empty where there is none.
    """

    motto: str
    first: int
    last: int
    note: tuple[Block, ...]

    @property
    def is_long(self) -> bool:
        """Whether it has many pages."""
        return self.last - self.first > 9


@pytest.mark.parametrize(
    ("annotation", "kind"),
    [
        (str, TEXT),
        (Markup, TEXT),
        (int, NUMBER),
        (float, NUMBER),
        (bool, YES_NO),
        (State, CHOICE),
        (Mood, CHOICE),
        (PartialDate, DATE),
        (PartialDate | None, DATE),
        (tuple[Block, ...], BLOCKS),
        (list[Inline], INLINES),
        (tuple[str, ...], ListOf(TEXT)),
        (tuple[PublishedChapter, ...], ListOf(Fields(PublishedChapter))),
        (PublishedChapter | None, Fields(PublishedChapter)),
        (Mapping[str, str], Words()),
        (tuple[str, int], ANY),
        (str | int, ANY),
        (Any, ANY),
        (Callable[[], str], ANY),
    ],
)
def test_the_kind_of_a_field_follows_from_its_type(annotation, kind):
    assert kind_of(annotation) == kind


def test_the_fields_of_a_group_come_with_what_its_docstring_says_of_them():
    told = {each.name: (each.kind, each.says) for each in fields_of(PublishedChapter).values()}

    assert told == {
        "motto": (TEXT, "stands above it"),
        "first": (NUMBER, "are its pages"),
        "last": (NUMBER, "are its pages"),
        "note": (BLOCKS, "is empty where there is none"),
        "is_long": (YES_NO, ""),
    }
    assert summary_of(PublishedChapter) == "A chapter, as a reader sees it"
    assert loop_name(PublishedChapter) == "chapter"


def test_values_that_a_page_is_given_have_kinds_too():
    assert kind_of_value({"a": "b"}) == Words(("a",))
    assert kind_of_value(()) == ListOf(ANY)
    assert kind_of_value([PublishedChapter("", 1, 2, ())]) == ListOf(Fields(PublishedChapter))
    assert kind_of_value("text") == TEXT


def test_a_filter_says_what_it_takes_and_makes():
    def shout(value: str, width: int, style: str = "") -> Paragraphs:
        return Markup(value[:width] + style)

    use = filter_use("shout", shout, None, "loud text")

    assert (use.takes, use.kinds, use.makes) == (TEXT, (NUMBER, TEXT), Ready("paragraphs"))
    assert use.arguments == "(width)"


@pytest.mark.parametrize("name", FILTERS)
def test_every_filter_of_word_templates_declares_what_it_makes(name):
    use = word_contract(FILTERS, ()).filter(name)

    assert use is not None
    assert use.makes in (Ready("paragraphs"), Ready("runs")), (
        f"let {name} return Paragraphs or Runs"
    )
    assert get_type_hints(FILTERS[name]).get("return") is not None
    assert use.says


def test_filters_of_both_formats_know_formatted_text_and_cells():
    word, page = word_contract(FILTERS, ()), html_contract({"report": Fields(Publication)})

    assert [
        each.takes
        for each in (word.filter("blocks"), word.filter("inlines"), word.filter("cell"))
        if each
    ] == [
        BLOCKS,
        INLINES,
        Fields(PublishedCell),
    ]
    assert [each.takes for each in (page.filter("blocks"), page.filter("inlines")) if each] == [
        BLOCKS,
        INLINES,
    ]


def test_the_list_of_fields_shows_how_each_is_printed_and_an_example():
    lines = {each.path: each for each in field_lines(word_contract(FILTERS, ()), examples(TODAY))}

    assert lines["report.country"].tag == "{{ report.country }}"
    assert lines["report.country"].example == "Examplia"
    assert lines["report.is_draft"].tag == "{% if report.is_draft %} … {% endif %}"
    assert lines["report.groups"].tag == "{%p for group in report.groups %} … {%p endfor %}"
    assert (lines["row.title"].depth, lines["row.title"].tag) == (2, "{{ row.title }}")
    assert lines["row"].tag == "{{p row | anchor }}"
    assert lines["cell"].tag == "{{p cell | cell }}"
    assert lines["cell.blocks"].tag == '{{p cell.blocks | blocks("name of a style") }}'
    assert lines["note.inlines"].tag == "{{r note.inlines | inlines }}"
    assert lines["cell.key.column"].example == "law"
    assert lines["report.house.logo.content"].example == ""  # a picture is no text
    assert lines["report.end_notes"].is_above
    assert lines["row.remark"].says == "tells a provision that is not a plain duty"


def test_every_field_of_a_publication_is_listed():
    contract = word_contract(FILTERS, ())

    listed = {each.path for each in field_lines(contract, ())}

    assert {f"report.{name}" for name in Publication.__dataclass_fields__} <= listed


def test_html_templates_print_the_same_fields_in_their_own_way():
    lines = {
        each.path: each
        for each in fields_of_templates(open_project(TOP).value, is_word=False, today=TODAY)
    }

    assert lines["report.summary"].tag == "{{ report.summary | blocks }}"
    assert lines["report.groups"].tag == "{% for group in report.groups %} … {% endfor %}"
    assert lines["cell"].tag == ""


def test_words_are_those_of_the_report():
    contract = word_contract(FILTERS, tuple(english().words("report")))

    assert dict(contract.values)["words"] == Words(tuple(english().words("report")))
