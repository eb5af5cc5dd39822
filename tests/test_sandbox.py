"""Templates run in a sandbox: no way to Python, files or the network, and an end to all work."""

import subprocess
import sys
from dataclasses import dataclass

import pytest

from publisher.templating.sandbox import TEMPLATE_FAULTS, Sandbox
from tests.support import TOP

WORDS = {"sources": "Sources", "count": "{text} of {all}"}


@dataclass(frozen=True)
class Secret:
    """A value with a method, as templates are given some."""

    name: str = "plain"
    _own: str = "not for templates"


def filled(template):
    return (
        Sandbox({}).from_string(template).render(words=WORDS, secret=Secret(), letters="x" * 1000)
    )


def refusal(template):
    with pytest.raises(TEMPLATE_FAULTS) as caught:
        filled(template)
    return str(caught.value).partition("\n")[0]


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{ words.sources }}", "Sources"),
        ("{{ words.sources ~ ' & ' ~ 1 }}", "Sources &amp; 1"),
        ("{{ words.count.format(text=3, all='<4>') }}", "3 of &lt;4&gt;"),
        ("{{ words.sources | upper | replace('S', 's') }}", "sOURCEs"),
        (
            "{% for key, word in words.items() %}{{ loop.index }}/{{ loop.length }} {% endfor %}",
            "1/2 2/2 ",
        ),
        (
            "{% set ns = namespace(sum=0) %}{% for n in range(4) %}{% set ns.sum = ns.sum + n %}{% endfor %}{{ ns.sum }}",
            "6",
        ),
        ("{{ ['', 'a', 'b'] | select | join(', ') }}", "a, b"),
        ("{% macro twice(text) %}{{ text }}{{ text }}{% endmacro %}{{ twice('<') }}", "&lt;&lt;"),
        ("{{ none }}|{{ 100 * 3 / 8 }}|{{ (2.0 / 3) | round(2) }}", "|37.5|0.67"),
    ],
)
def test_what_an_editor_needs_works(template, expected):
    assert filled(template) == expected


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__ }}",
        "{{ secret._own }}",
        "{{ secret['_own'] }}",
        "{{ secret.__dataclass_fields__ }}",
        "{{ secret.__class__.__mro__ }}",
        "{{ secret.__init__.__globals__ }}",
        "{{ words.items.__self__ }}",
        "{{ words['__class__'] }}",
        "{{ '{0.__class__}'.format(secret) }}",
        "{{ ''.join.__func__ }}",
        "{{ (1).bit_length() }}",
        "{{ words.sources.encode() }}",
        "{{ words.update({'sources': 'gone'}) }}",
        "{{ words.pop('sources') }}",
        "{{ [].append(1) }}",
    ],
)
def test_a_template_cannot_reach_python_or_change_what_it_is_given(template):
    assert "is unsafe" in refusal(template)
    assert WORDS["sources"] == "Sources"


@pytest.mark.parametrize(
    "template",
    [
        "{{ lipsum(100) }}",
        "{{ cycler('a').next() }}",
        "{{ dict(a=1) }}",
        "{{ config }}",
        "{{ open('/etc/hosts') }}",
    ],
)
def test_nothing_is_there_but_what_is_given(template):
    assert "is undefined" in refusal(template)


@pytest.mark.parametrize(
    "name", ["safe", "attr", "center", "indent", "format", "tojson", "xmlattr", "urlize", "pprint"]
)
def test_filters_that_undo_escaping_or_make_much_of_little_are_not_there(name):
    assert refusal("{{ 'x' | " + name + " }}") == f"No filter named '{name}'."


@pytest.mark.parametrize(
    "template",
    [
        "{% include '/etc/hosts' %}",
        "{% import 'x' as x %}",
        "{% from 'x' import y %}",
        "{% extends 'x' %}",
        "{% block x %}{% endblock %}",
        "{% autoescape false %}<{% endautoescape %}",
    ],
)
def test_a_template_stands_alone(template):
    assert refusal(template) == "a template stands alone"


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{ 'x' * 10**9 }}", "a value grows beyond all bounds"),
        ("{{ [0] * 10**9 }}", "a value grows beyond all bounds"),
        ("{{ 10**10**10 }}", "a value grows beyond all bounds"),
        ("{{ 9.0**9**9 }}", "a value grows beyond all bounds"),
        ("{{ '%1000000000d' % 1 }}", "a value grows beyond all bounds"),
        ("{{ '{:>1000000000}'.format(1) }}", "a place of a text has a width or holds a list"),
        ("{{ ('{0}' * 5000).format('y' * 900000) }}", "a text grows beyond all bounds"),
        (
            "{{ letters | replace('x', letters) | replace('x', letters) }}",
            "a text grows beyond all bounds",
        ),
        ("{% set a = letters %}" + "{% set a = a ~ a %}" * 60, "a text grows beyond all bounds"),
        (
            "{% set a = letters %}" + "{% set a %}{{ a }}{{ a }}{% endset %}" * 60,
            "a text grows beyond all bounds",
        ),
        (
            "{% set a = ['x'] %}" + "{% set a = [a, a] %}" * 60 + "{{ a == a }}",
            "a list is nested too deep",
        ),
        (
            "{% set n = namespace(x=0) %}{% set n.x = [1] %}",
            "a namespace holds texts and numbers only",
        ),
        ("{% for n in range(10**9) %}{% endfor %}", "a range has more than 10000 rounds"),
        (
            "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}",
            "the work does not come to an end",
        ),
        (
            "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(60) }}",
            "the work does not come to an end",
        ),
        ("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "maximum recursion depth exceeded"),
        (
            "{% for a in range(9999) %}" + "y" * 9999 + "{% endfor %}",
            "the output grows beyond all bounds",
        ),
        ("{{ 1.5 | round(10**8) }}", "a number has too many digits"),
        ("{{ words }}", "a list or a group of fields cannot be printed as it is"),
        ("{{ secret }}", "a list or a group of fields cannot be printed as it is"),
        ("{{ [secret] | join }}", "a list or a group of fields cannot be made into text as it is"),
    ],
)
def test_all_work_comes_to_an_end(template, expected):
    assert refusal(template).startswith(expected)


@pytest.mark.slow
def test_hostile_templates_take_neither_time_nor_memory():
    """All at once, in a process of its own, which says how much memory it took at the most."""
    script = (
        "import resource\n"
        "resource.setrlimit(resource.RLIMIT_CPU, (10, 10))\n"
        "from publisher.templating.sandbox import TEMPLATE_FAULTS, Sandbox\n"
        "templates = [\n"
        "    \"{% for a in range(9999) %}{% for b in range(90) %}{{ 'y' * 900000 }}{% endfor %}{% endfor %}\",\n"
        "    \"{{ range(9999) | map('replace', '1', 'x' * 90000) | join | length }}\",\n"
        "    \"{{ ('a' * 900000) | map('string') | list | length }}\",\n"
        '    "{% for x in [1, 2] recursive %}{{ loop([x, x]) }}{{ loop([x, x]) }}{% endfor %}",\n'
        "    '{{ ' + '(' * 3000 + ')' * 3000 + ' }}',\n"
        "    \"{% for a in 'x' %}\" * 30 + '{% endfor %}' * 30,\n"
        "    '{{ ' + '9' * 5000 + ' }}',\n"
        "    '{% set a = [0] %}' + '{% set a = a + a %}' * 60,\n"
        "]\n"
        "for template in templates:\n"
        "    try:\n"
        "        Sandbox({}).from_string(template).render()\n"
        "    except TEMPLATE_FAULTS:\n"
        "        print('stopped')\n"
        "print(next(int(line.split()[1]) // 1024 for line in open('/proc/self/status') if line.startswith('VmHWM')))\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=TOP,
        timeout=60,
    )

    *stopped, memory = done.stdout.split()
    assert stopped == ["stopped"] * 8
    assert int(memory) < 300


def test_each_distinct_template_is_compiled_once():
    first, second = (Sandbox({}).from_string("{{ words.sources }}") for _ in "ab")

    assert first.root_render_func.__code__ is second.root_render_func.__code__


def test_values_of_many_reports_may_take_as_many_times_the_work():
    template = "{% for a in range(9999) %}{% for b in range(100) %}{% endfor %}{% endfor %}"

    with pytest.raises(TEMPLATE_FAULTS):
        Sandbox({}).from_string(template).render()

    assert Sandbox({}, scale=3).from_string(template).render() == ""
