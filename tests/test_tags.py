"""Tags read one by one: kinds of values, names in force, blocks; what is told is what a rendering would meet."""

import pytest

from publisher.compose.publication import Publication
from publisher.domain.diagnostics import Place, problem
from publisher.project.samples import examples
from publisher.templating.contract import TEXT, Fields, Words
from publisher.templating.sandbox import Sandbox
from publisher.templating.tags.reading import values_of
from publisher.templating.tags.scan import quoted, tags_in
from publisher.templating.tags.statements import read_tags
from publisher.writers.html import FILTERS, html_contract
from tests.support import TODAY, english

CONTRACT = html_contract(
    {
        "report": Fields(Publication),
        "words": Words(tuple(english().words("report"))),
        "style_sheet": TEXT,
    }
)


def told(template):
    tags = tags_in(template, has_prefixes=False)
    faults = read_tags(tags, CONTRACT).faults
    return [
        f"{each.code}: {problem(each.code, Place(''), **values_of(each, tags), other='there').message()}"
        for each in faults
    ]


SOUND = [
    "{{ report.title.upper() }} {{ report.title[0] }} {{ report.title[:3] }} {{ report['title'] }}",
    "{{ report.facts[0].label }} {{ report.facts[1:] | length }} {{ (report.facts | first).label }}",
    "{{ report.date }}{% if report.date %} {{ report.date.year + 1 }}{% endif %}",
    "{{ report.changes.heading if report.changes else '-' }}",
    "{{ report.changes and report.changes.heading }}",
    "{% if report.changes and report.changes.rows %}{{ report.changes.since }}{% endif %}",
    "{% if not report.mark %}-{% elif report.changes %}{{ report.changes.since }}{% else %}-{% endif %}",
    "{% for fact in report.facts if fact.label %}{{ loop.index }}: {{ fact.label }}{% else %}none{% endfor %}",
    "{% for key, word in words.items() %}{{ key }} {{ word }}{% endfor %}",
    "{% for word in words %}{{ word }}{% endfor %}{% for word in words.values() %}{{ word }}{% endfor %}",
    "{% for name, number in (('a', 1), ('b', report.facts | length)) %}{{ name }} {{ 100 * number }}{% endfor %}",
    "{% for n in range(3) %}{{ n + 1 }}{{ loop.cycle('a', 'b') }}{% endfor %}",
    "{% set first = report.facts[0] %}{{ first.label }}",
    "{% set text %}{{ report.title }}{% endset %}{{ text }}",
    "{% set ns = namespace(n=0) %}{% for fact in report.facts %}{% set ns.n = ns.n + 1 %}{% endfor %}{{ ns.n }}",
    "{% with fact = report.facts[0] %}{{ fact.label }}{% endwith %}",
    "{% macro show(fact, mark='-') %}{{ mark }}{{ fact.label }}{% endmacro %}{{ show(report.facts[0]) }}",
    "{% macro box() %}<b>{{ caller() }}</b>{% endmacro %}{% call box() %}{{ report.title }}{% endcall %}",
    "{% filter upper %}{{ report.title }}{% endfilter %}",
    "{{ report.facts | map(attribute='label') | join(', ') }}",
    "{{ report.groups | selectattr('notes') | list | length }} {{ report.facts | sort(attribute='label') | length }}",
    "{{ words.glance_note | default('-') }} {{ words.coverage_line.format(all=1, text=2, nothing_found=3, not_applicable=4, not_researched=5) }}",
    "{% if report.status is defined and report.is_draft %}x{% endif %}",
    "{{ (report.version, report.date_line) | select | join(' · ') or '–' }} {{ -1 * 2 }} {{ 'a' ~ 1 }}",
    "{% raw %}{{ not.read %}{% endraw %}{# {{ nor.this }} #}",
    "{{ report.groups[0].rows[0].cells[0].state }} {{ report.groups[0].rows[0].cells[0].state.value }}",
]  # fmt: skip


@pytest.mark.parametrize("template", SOUND)
def test_what_is_sound_is_not_told_and_can_be_filled(template):
    assert told(template) == []
    for publication in examples(TODAY):
        Sandbox(FILTERS, trims=True).from_string(template).render(
            report=publication, words=publication.words, style_sheet=""
        )


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{% for fact in report.facts %}{% else %}{{ fact.label }}{% endfor %}", ["T505: 'fact' is known only inside its loop (there)"]),
        ("{% with fact = report.facts[0] %}{{ fact.labl }}{% endwith %}", ["T502: 'fact' has no field 'labl'"]),
        ("{% macro m(f) %}{{ f.labl }}{% endmacro %}{% for x in report.facts %}{{ m(x) }}{% endfor %}", ["T502: 'f' has no field 'labl'"]),
        ("{% macro m(f) %}{{ f.labl }}{% endmacro %}", []),
        ("{% macro m() %}{% endmacro %}{{ m }}", ["T510: 'm' is a macro and cannot be printed as it is"]),
        ("{% call nothing() %}{% endcall %}", ["T501: 'nothing' is not known here"]),
        ("{% filter uper %}x{% endfilter %}", ["T506: there is no filter 'uper'"]),
        ("{% for x in report.facts if x.labl %}{{ x.label }}{% endfor %}", ["T502: 'x' has no field 'labl'"]),
        ("{% for k in words.keyz() %}{{ k }}{% endfor %}", ["T503: there is no fixed word 'keyz'"]),
        ("{% for x in 5 %}{% endfor %}", ["T509: '5' is a number, not a list, so there is nothing to go through"]),
        ("{% for x in none %}{% endfor %}", ["T509: 'None' is nothing, not a list, so there is nothing to go through"]),
        ("{{ report.facts | groupby('labl') | length }}", ["T502: 'report.facts' has no field 'labl'"]),
        ("{{ report.groups | map(attribute='rows.title') | list | length }}", []),
        ("{% for f in report.facts %}{{ loop.indx }}{% endfor %}", ["T504: 'loop' is the counter of a loop: it has no field 'indx'"]),
        ("{{ report.date.yeer if report.date }}", ["T504: 'report.date' is a date: it has no field 'yeer'"]),
        ("{{ report.date.year }}", ["T516: 'report.date' may be absent, and the report could not be built then"]),
        ("{{ report.house.logo | picture }}", ["T516: 'report.house.logo' may be absent, and the report could not be built then"]),
        ("{% if report.changes %}-{% else %}{{ report.changes.since }}{% endif %}", ["T516: 'report.changes' may be absent, and the report could not be built then"]),
        ("{{ report.title.format }}{{ report.title.center(9) }}", ["T512: 'center' is out of a template's reach"]),
        ("{{ _private }}", ["T512: '_private' is out of a template's reach"]),
        ("{{ 1 + report.title }}", ["T515: 'report.title' is a text, and one cannot calculate with it"]),
        ("{{ -report.title }}", ["T515: 'report.title' is a text, and one cannot calculate with it"]),
        ("{% elif report.mark %}", ["T543: '{% elif report.mark %}' belongs to no 'if' and no 'for'"]),
        ("{% if report.mark %}{% elif %}{% endif %}", ["T525: this tag is not complete"]),
        ("{% if report.mark %}{% endif now %}", ["T524: this tag cannot be understood from 'now' on"]),
        ("{% for report.facts %}{% endfor %}", ["T524: this tag cannot be understood from '.' on"]),
        ("{{ " + "9" * 5000 + " }}", [f"T524: this tag cannot be understood from '{'9' * 40} …' on"]),
        ("{{ " + "(" * 3000 + " }}", [f"T524: this tag cannot be understood from '{'(' * 40} …' on"]),
        ("{% %}", ["T525: this tag is not complete"]),
        ("{{ report.country ~ }}", ["T525: this tag is not complete"]),
        ("{{ report.country or }}", ["T525: this tag is not complete"]),
        ("{% if report.mark == %}{% endif %}", ["T525: this tag is not complete"]),
        ("{% set = 3 %}", ["T524: this tag cannot be understood from '=' on"]),
        ("{# not closed", ["T520: this tag is not closed: #} is missing"]),
    ],
)  # fmt: skip
def test_what_would_fail_is_told(template, expected):
    assert told(template) == expected


def test_a_tag_is_quoted_with_a_little_of_what_stands_around_it():
    text = "Published by {{ report.organisation }} in {{ report.yaer }} and sent to every Ministry of the country"
    start = text.index("{{ report.yaer")

    assert quoted(text, start, start + 17) == "… }} in {{ report.yaer }} and sent to every …"
    assert quoted("{{ x }}", 0, 7) == "{{ x }}"
    assert quoted("a" * 300, 0, 300) == "a" * 45 + " …"
