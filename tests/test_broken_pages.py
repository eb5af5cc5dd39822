"""Broken HTML templates and style sheets: each fault is found in its line, with its whole message, and nothing else."""

import pytest

from publisher.compose.publication import Publication
from publisher.domain.diagnostics import PublisherError
from publisher.project.samples import examples
from publisher.templating.contract import TEXT, Fields, ListOf, Words
from publisher.templating.html_check import check_css, check_html
from publisher.writers.html import html_contract, write_html
from tests.support import TODAY, TOP, english

VALUES = {
    "report": Fields(Publication),
    "words": Words(tuple(english().words("report"))),
    "house": TEXT,
    "style_sheet": TEXT,
}
SOUND = """<html lang="{{ report.language }}"><head><style>{{ style_sheet }} @media print{a{b:c}}</style></head><body>
{% macro notes(list) %}{% for note in list %}<p>{{ note.number }} {{ note.inlines | inlines }}</p>{% endfor %}{% endmacro %}
<h1>{{ report.title }}</h1>
{% for fact in report.facts %}<p>{{ fact.label }} {{ fact.blocks | blocks }}</p>{% endfor %}
{{ report.summary | blocks }}{{ notes(report.front_notes) }}
{% for group in report.groups %}
<h2>{{ group.title }}</h2>
{% for row in group.rows %}
<h3>{{ row.title }}</h3>
{% for cell in row.cells %}<div>{{ cell.blocks | blocks }}</div>{% endfor %}
{% endfor %}
{{ notes(group.notes) }}
{% endfor %}
{{ notes(report.end_notes) }}
{% for question in report.questions %}{{ question.blocks | blocks }}{% endfor %}
{% for group in report.source_groups %}{% for source in group.entries %}{{ source.inlines | inlines }}{% endfor %}{% endfor %}
{{ report.contributors | blocks }}{{ report.acknowledgements | blocks }}
</body></html>
"""
TITLE = "<h1>{{ report.title }}</h1>"
FETCHES = (
    "put it into the page: rules into the style sheet, a picture as data:, a font by its name alone",
    "put it into the page: a picture as data:, rules into the style sheet",
)
FIELDS = "'publisher templates fields' lists all fields and words"


def told(template):
    return [str(each) for each in check_html(template, "house.html", html_contract(VALUES))]


def test_nothing_is_told_of_the_sound_template():
    assert told(SOUND) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "{{ row.title }}",
            "{{ row.titel }}",
            "line 9, \"<h3>{{ row.titel }}</h3>\": MUST FIX T502: 'row' has no field 'titel'\n"
            f"    did you mean 'title'? If not, {FIELDS}",
        ),
        (
            "{{ note.number }}",
            "{{ note.numbr }}",
            "line 2, \"… for note in list %}<p>{{ note.numbr }} {{ note.inlines | …\": MUST FIX T502: 'note' has no field 'numbr'\n"
            f"    did you mean 'number'? If not, {FIELDS}",
        ),
        (
            "{{ cell.blocks | blocks }}",
            "{{ cell.blocks }}",
            'line 10, "… in row.cells %}<div>{{ cell.blocks }}</div>{% endfor %}": MUST FIX T510: '
            "'cell.blocks' is formatted text and cannot be printed as it is\n    write {{ cell.blocks | blocks }}",
        ),
        (
            "{{ cell.blocks | blocks }}",
            "{{ cell.blocks | blocks('Cell Text') }}",
            "line 10, \"… in row.cells %}<div>{{ cell.blocks | blocks('Cell Text') }}</div>{% endfor %}\": MUST FIX T508: "
            "what stands in the brackets of the filter 'blocks' does not fit\n    write {{ cell.blocks | blocks }}",
        ),
        (
            "<div>{{ cell.blocks | blocks }}</div>",
            "",
            "MUST FIX T575: the template never prints 'cell.blocks', so the content cells of the workbook would be missing\n"
            "    compare it with the standard template, which prints each cell in a loop",
        ),
        (
            "{{ report.contributors | blocks }}",
            "",
            "PLEASE CHECK T576: the template never prints what a workbook says in: report.contributors\n"
            f"    print it, unless it is left out on purpose; {FIELDS}",
        ),
        (
            "{{ notes(report.end_notes) }}",
            "{{ notes(report.facts) }}",
            "PLEASE CHECK T576: the template never prints what a workbook says in: report.end_notes\n"
            f"    print it, unless it is left out on purpose; {FIELDS}",
        ),
        (
            "</div>{% endfor %}\n{% endfor %}",
            "</div>{% endfor %}\n",
            "line 6, \"{% for group in report.groups %}\": MUST FIX T540: '{% for group in report.groups %}' is never "
            "closed: {% endfor %} is missing\n    put it where the block ends",
        ),
        (
            TITLE,
            "<h1>{{ report.title }</h1>",
            'line 3, "<h1>{{ report.title }</h1>": MUST FIX T520: this tag is not closed: }} is missing\n'
            "    write }} at its end",
        ),
        (
            TITLE,
            "<h1>{{ report.title }} }}</h1>",
            'line 3, "<h1>{{ report.title }} }}</h1>": MUST FIX T522: }} closes no tag\n'
            "    write the braces that open the tag, or delete these",
        ),
        (
            TITLE,
            "<h1>{ report.title }</h1>",
            'line 3, "<h1>{ report.title }</h1>": MUST FIX T523: { report.title } makes no tag and would be printed as it '
            "stands\n    a tag has two signs side by side at each end: {{ … }} or {% … %}",
        ),
        (
            TITLE,
            "<h1>{{ report.title | default(“–”) }}</h1>",
            'line 3, "<h1>{{ report.title | default(“–”) }}</h1>": MUST FIX T527: the quotation mark “ cannot stand in a '
            'tag\n    type straight quotation marks ("): when Word turns one into another, press Ctrl+Z at once',
        ),
        (
            TITLE,
            "<h1>{{ report.title | safe }}</h1>",
            "line 3, \"<h1>{{ report.title | safe }}</h1>\": MUST FIX T506: there is no filter 'safe'\n"
            "    'publisher templates fields' lists the filters",
        ),
        (
            TITLE,
            "{% include 'head.html' %}",
            "line 3, \"{% include 'head.html' %}\": MUST FIX T533: the instruction 'include' cannot be used: a template "
            "stands alone\n    write what is wanted into this template itself",
        ),
        (
            TITLE,
            '<img src="https://example.org/logo.png" alt="">',
            'line 3, "<img src="https://example.org/logo.png" alt="">": MUST FIX T585: the page would fetch '
            f"https://example.org/logo.png from another place\n    {FETCHES[0]}",
        ),
        (
            TITLE,
            '<img srcset="//example.org/a.png 2x, data:image/png;base64,x" alt="">',
            'line 3, "<img srcset="//example.org/a.png 2x, data:image/png;base64,x" alt="">": MUST FIX T585: the page would '
            f"fetch //example.org/a.png 2x, data:image/png;base64,x from another place\n    {FETCHES[0]}",
        ),
        (
            "<style>",
            '<link rel="stylesheet" href="https://example.org/fonts.css"><style>',
            'line 1, "… <link rel="stylesheet" href="https://example.org/fonts.css"><style>{{ style_sheet }} …": '
            f"MUST FIX T585: the page would fetch https://example.org/fonts.css from another place\n    {FETCHES[0]}",
        ),
        (
            "@media",
            "@import 'https://example.org/a.css'; @media",
            "line 1, \"… style_sheet }} @import 'https://example.org/a.css'; @media …\": MUST FIX T585: the page would fetch "
            f"https://example.org/a.css from another place\n    {FETCHES[0]}",
        ),
        (
            TITLE,
            "<h1 style=\"background: url('http://example.org/b.png')\">{{ report.title }}</h1>",
            'line 3, "<h1 style="background: url(\'http://example.org/b.png\')">{{ …": MUST FIX T585: the page would fetch '
            f"http://example.org/b.png from another place\n    {FETCHES[0]}",
        ),
        (
            TITLE,
            '<svg><image href="logo.svg"/></svg>',
            'line 3, "<svg><image href="logo.svg"/></svg>": PLEASE CHECK T586: the file logo.svg does not go with the report\n'
            f"    {FETCHES[1]}",
        ),
        (
            TITLE,
            "<script>fetch('x')</script>",
            "line 3, \"<script>fetch('x')</script>\": PLEASE CHECK T587: the page holds a script\n"
            "    take it out: a report must say the same without one, and a script can fetch things from elsewhere",
        ),
        (
            TITLE,
            "<h1>R\ufffdsum\ufffd</h1>",
            'line 3, "<h1>R\ufffdsum\ufffd</h1>": MUST FIX T588: the file is not saved as UTF-8, so some letters would be '
            "lost\n    save it in your editor with the encoding UTF-8",
        ),
    ],
)
def test_each_fault_is_told_in_its_line(old, new, expected):
    assert old in SOUND

    found = told(SOUND.replace(old, new, 1))

    separator = " " if expected.startswith(("MUST", "PLEASE", "line")) else ""
    assert found == [f"house.html:{separator}{expected}"]


@pytest.mark.parametrize(
    "harmless",
    [
        '<a href="https://example.org/">a link is only followed by a reader</a>',
        '<link rel="canonical" href="https://example.org/report">',
        '<img src="data:image/png;base64,AAAA" alt="">',
        '<img src="{{ report.address }}" alt="">',
        '<svg xmlns="http://www.w3.org/2000/svg"><use href="#sign"/></svg>',
        "<style>/* url(http://example.org) */ @namespace svg url(http://www.w3.org/2000/svg); a{b:url(#c)}</style>",
        "<style>@media print{p{width:100%}}</style>",
        "<p>{# nothing | here %}</p>#}",
        "{% raw %}{{ whatever %}{% endraw %}",
    ],
)
def test_what_fetches_nothing_is_not_told(harmless):
    assert told(SOUND.replace(TITLE, f"{TITLE}{harmless}")) == []


def test_a_style_sheet_is_checked_too():
    rules = "a { color: red }\nb { background: url(https://example.org/b.png) }\n@font-face { src: url('font.woff2') }\n"

    assert [str(each) for each in check_css(rules, "house.css")] == [
        'house.css: line 2, "b { background: url(https://example.org/b.png) }": MUST FIX T585: the page would fetch '
        f"https://example.org/b.png from another place\n    {FETCHES[0]}",
        "house.css: line 3, \"@font-face { src: url('font.woff2') }\": PLEASE CHECK T586: the file font.woff2 does not go "
        f"with the report\n    {FETCHES[1]}",
    ]


def test_a_page_whose_style_sheet_fetches_something_is_not_built():
    publication = examples(TODAY)[0]
    rules = "a { background: url(https://example.org/b.png) }"

    with pytest.raises(PublisherError) as refused:
        write_html(publication, SOUND, rules, template_name="templates/html/house.html")

    assert str(refused.value).startswith(
        f'templates/html/house.css: line 1, "{rules}": MUST FIX T585'
    )


@pytest.mark.parametrize(
    "path", sorted((TOP / "templates/html").glob("*_report*.html")), ids=lambda path: path.name
)
def test_the_standard_pages_are_sound(path):
    assert told(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "path", sorted((TOP / "templates/html").glob("*.css")), ids=lambda path: path.name
)
def test_the_standard_style_sheets_fetch_nothing(path):
    assert check_css(path.read_text(encoding="utf-8"), path.name) == ()


def test_a_list_of_groups_can_be_given_to_a_page():
    values = {"countries": ListOf(Fields(Publication)), "when": TEXT}
    template = (
        "{% for each in countries %}{{ each.title }}{{ each.titel }}{% endfor %}{{ when.year }}"
    )

    found = check_html(template, "status.html", html_contract(values))

    assert [f"{each.code}: {each.message()}" for each in found] == [
        "T502: 'each' has no field 'titel'",
        "T504: 'when' is a text: it has no field 'year'",
    ]
