"""Broken Word templates: each fault is found at its paragraph, with its whole message, and nothing else is told."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from publisher.project.standard import DRAFT_TEMPLATE
from publisher.project.template_fields import further_values, main_value
from publisher.writers.docx import template_findings
from tests.broken_templates import (
    NAMESPACES,
    OFFICE,
    WORDML,
    after,
    broken,
    changed,
    code,
    controlled,
    deleted,
    field,
    inserted,
    instead,
    linked,
    note_mark,
    packed,
    parts_of,
    picture,
    run,
    sound,
    text_box,
    with_caption,
    with_comment,
    with_notes,
    with_part,
    with_relation,
    with_style_renamed,
    without,
    without_heading_rows,
    without_numbering,
    without_row,
)
from tests.support import TOP, english

SUMMARY = '{{p report.summary | blocks("Body Text") }}'
TITLE = "{{ row.title }}"
CELL = "{{p cell | cell }}"
ROWS = "{%tr for row in group.rows %}"
IF = "{%p if row.remark %}"


WORDS = tuple(english().words("report"))


@dataclass(frozen=True)
class Case:
    """A way to break the template, and what must be told."""

    name: str
    make: Callable[[], bytes]
    told: tuple[str, ...]


CASES = [
    Case(
        "unknown field",
        lambda: broken(instead(TITLE, "{{ row.titel }}")),
        (
            "house.docx: table 1, row 3, column 1, paragraph 1, \"{{ row.titel }}\": MUST FIX T502: 'row' has no field 'titel'\n    did you mean 'title'? If not, 'publisher templates fields' lists all fields and words",
        ),
    ),
    Case(
        "unknown name",
        lambda: broken(instead(TITLE, "{{ rwo.title }}")),
        (
            "house.docx: table 1, row 3, column 1, paragraph 1, \"{{ rwo.title }}\": MUST FIX T501: 'rwo' is not known here\n    did you mean 'row'? If not, known here: report, words, group, row",
        ),
    ),
    Case(
        "field without its group",
        lambda: broken(instead(TITLE, "{{ title }}")),
        (
            "house.docx: table 1, row 3, column 1, paragraph 1, \"{{ title }}\": MUST FIX T501: 'title' is not known here\n    did you mean 'row.title'? If not, known here: report, words, group, row",
        ),
    ),
    Case(
        "field of another group",
        lambda: broken(instead(TITLE, "{{ row.notes_heading }}")),
        (
            "house.docx: table 1, row 3, column 1, paragraph 1, \"{{ row.notes_heading }}\": MUST FIX T502: 'row' has no field 'notes_heading'\n    did you mean 'group.notes_heading'? If not, 'publisher templates fields' lists all fields and words",
        ),
    ),
    Case(
        "unknown word",
        lambda: broken(instead("{{ words.provision }}", "{{ words.provison }}")),
        (
            "house.docx: table 1, row 1, column 1, paragraph 1, \"{{ words.provison }}\": MUST FIX T503: there is no fixed word 'provison'\n    did you mean 'provision'? If not, 'publisher templates fields' lists all fields and words",
        ),
    ),
    Case(
        "field of a text",
        lambda: broken(instead(TITLE, "{{ row.title.english }}")),
        (
            "house.docx: table 1, row 3, column 1, paragraph 1, \"{{ row.title.english }}\": MUST FIX T504: 'row.title' is a text: it has no field 'english'\n    take '.english' away",
        ),
    ),
    Case(
        "field of a list",
        lambda: broken(instead(TITLE, "{{ row.cells.heading }}")),
        (
            "house.docx: table 1, row 3, column 1, paragraph 1, \"{{ row.cells.heading }}\": MUST FIX T504: 'row.cells' is a list: it has no field 'heading'\n    take '.heading' away",
        ),
    ),
    Case(
        "name outside its loop",
        lambda: broken(after("{{ words.licence }}: {{ report.licence }}", "{{ row.title }}")),
        (
            "house.docx: paragraph 30, \"{{ row.title }}\": MUST FIX T505: 'row' is known only inside its loop (table 1, row 2, column 1, paragraph 1)\n    move this tag between '{%tr for row in group.rows %}' and the end of that loop",
        ),
    ),
    Case(
        "name of a set",
        lambda: broken(
            after("{{ report.title }}", "{%p set first = report.groups[0] %}", "{{ first.titel }}")
        ),
        (
            "house.docx: paragraph 3, \"{{ first.titel }}\": MUST FIX T502: 'first' has no field 'titel'\n    did you mean 'title'? If not, 'publisher templates fields' lists all fields and words",
        ),
    ),
    Case(
        "macro",
        lambda: broken(
            after(
                "{{ report.title }}",
                "{%p macro show(note) %}",
                "{{ note.numbr }}",
                "{%p endmacro %}",
            ),
            instead(
                "{{ note.number }} {{r note.inlines | inlines }}",
                "{{ show(note) }}{{r note.inlines | inlines }}",
                number=1,
            ),
        ),
        (
            "house.docx: paragraph 3, \"{{ note.numbr }}\": MUST FIX T502: 'note' has no field 'numbr'\n    did you mean 'number'? If not, 'publisher templates fields' lists all fields and words",
        ),
    ),
    Case(
        "attribute of map",
        lambda: broken(
            after(
                "{{ report.title }}", "{{ report.columns | map(attribute='headng') | join(', ') }}"
            )
        ),
        (
            "house.docx: paragraph 2, \"{{ report.columns | map(attribute='headng') | join(', ') }}\": MUST FIX T502: 'report.columns' has no field 'headng'\n    did you mean 'heading'? If not, 'publisher templates fields' lists all fields and words",
        ),
    ),
    Case(
        "unknown filter",
        lambda: broken(instead("{{p row | anchor }}", "{{p row | ancor }}")),
        (
            "house.docx: table 1, row 3, column 1, paragraph 5, \"{{p row | ancor }}\": MUST FIX T506: there is no filter 'ancor'\n    did you mean 'anchor'? If not, 'publisher templates fields' lists the filters",
        ),
    ),
    Case(
        "forbidden filter",
        lambda: broken(instead(TITLE, "{{ row.title | safe }}")),
        (
            "house.docx: table 1, row 3, column 1, paragraph 1, \"{{ row.title | safe }}\": MUST FIX T506: there is no filter 'safe'\n    'publisher templates fields' lists the filters",
        ),
    ),
    Case(
        "filter on a text",
        lambda: broken(after(SUMMARY, '{{p report.title | blocks("Body Text") }}')),
        (
            "house.docx: paragraph 3, \"{{p report.title | blocks(\"Body Text\") }}\": MUST FIX T507: the filter 'blocks' takes formatted text, but 'report.title' is a text\n    'publisher templates fields' says which filter goes with which field",
        ),
    ),
    Case(
        "filter without style",
        lambda: broken(instead(SUMMARY, "{{p report.summary | blocks }}")),
        (
            'house.docx: paragraph 2, "{{p report.summary | blocks }}": MUST FIX T508: what stands in the brackets of the filter \'blocks\' does not fit\n    write {{p report.summary | blocks("name of a style") }}',
        ),
    ),
    Case(
        "text filter on formatted text",
        lambda: broken(after(SUMMARY, "{{ report.summary | upper }}")),
        (
            "house.docx: paragraph 3, \"{{ report.summary | upper }}\": MUST FIX T507: the filter 'upper' takes a text, but 'report.summary' is formatted text\n    write {{p report.summary | blocks(\"name of a style\") }}",
        ),
    ),
    Case(
        "list printed",
        lambda: broken(instead(TITLE, "{{ row.cells }}")),
        (
            "house.docx: table 1, row 3, column 1, paragraph 1, \"{{ row.cells }}\": MUST FIX T510: 'row.cells' is a list and cannot be printed as it is\n    go through it: {% for each in row.cells %}{{ each }}{% endfor %}",
        ),
    ),
    Case(
        "group printed",
        lambda: broken(after("{{ group.title }}", "{{ group }}")),
        (
            "house.docx: paragraph 12, \"{{ group }}\": MUST FIX T510: 'group' is a group of fields and cannot be printed as it is\n    print its fields, such as group.id, group.title, group.rows, group.blank, group.notes, group.notes_heading",
        ),
    ),
    Case(
        "formatted text printed",
        lambda: broken(instead(SUMMARY, "{{ report.summary }}")),
        (
            'house.docx: paragraph 2, "{{ report.summary }}": MUST FIX T510: \'report.summary\' is formatted text and cannot be printed as it is\n    write {{p report.summary | blocks("name of a style") }}',
        ),
    ),
    Case(
        "cell printed",
        lambda: broken(instead(CELL, "{{ cell }}")),
        (
            "house.docx: table 1, row 3, column 3, paragraph 1, \"{{ cell }}\": MUST FIX T510: 'cell' is a group of fields and cannot be printed as it is\n    write {{p cell | cell }}",
        ),
    ),
    Case(
        "yes or no printed",
        lambda: broken(instead(TITLE, "{{ row.title }} {{ row.is_short }}")),
        (
            "house.docx: table 1, row 3, column 1, paragraph 1, \"{{ row.title }} {{ row.is_short }}\": PLEASE CHECK T514: 'row.is_short' is a yes or no and would print 'True' or 'False'\n    ask for it: {% if row.is_short %} … {% endif %}",
        ),
    ),
    Case(
        "loop through a text",
        lambda: broken(
            instead(
                "{%p for question in report.questions %}", "{%p for question in report.title %}"
            )
        ),
        (
            "house.docx: PLEASE CHECK T576: the template never prints what a workbook says in: report.questions\n    print it, unless it is left out on purpose; 'publisher templates fields' lists all fields and words",
            "house.docx: paragraph 19, \"{%p for question in report.title %}\": MUST FIX T509: 'report.title' is a text, not a list, so there is nothing to go through\n    a loop goes through a list, such as report.groups",
        ),
    ),
    Case(
        "loop through a group",
        lambda: broken(instead(ROWS, "{%tr for row in group %}")),
        (
            "house.docx: table 1, row 2, column 1, paragraph 1, \"{%tr for row in group %}\": MUST FIX T509: 'group' is a group of fields, not a list, so there is nothing to go through\n    did you mean 'group.rows'? If not, a loop goes through a list, such as report.groups",
        ),
    ),
    Case(
        "unknown question",
        lambda: broken(instead(IF, "{%p if row.remark is defned %}")),
        (
            "house.docx: table 1, row 3, column 1, paragraph 2, \"{%p if row.remark is defned %}\": MUST FIX T511: there is no question 'is defned'\n    did you mean 'defined'? If not, usual ones are: is defined, is none",
        ),
    ),
    Case(
        "python",
        lambda: broken(instead(TITLE, "{{ row.title.__class__.__mro__ }}")),
        (
            "house.docx: table 1, row 3, column 1, paragraph 1, \"{{ row.title.__class__.__mro__ }}\": MUST FIX T512: '__class__' is out of a template's reach\n    templates print fields; they cannot run programs, read files or use the network",
        ),
    ),
    Case(
        "brackets",
        lambda: broken(instead(TITLE, "{{ row.title() }}")),
        (
            "house.docx: table 1, row 3, column 1, paragraph 1, \"{{ row.title() }}\": MUST FIX T513: 'row.title' is a text, so no brackets can stand behind it\n    take the brackets away",
        ),
    ),
    Case(
        "unclosed tag",
        lambda: broken(instead(TITLE, "{{ row.title }")),
        (
            'house.docx: table 1, row 3, column 1, paragraph 1, "{{ row.title }": MUST FIX T520: this tag is not closed: }} is missing\n    write }} at its end',
        ),
    ),
    Case(
        "tag over two paragraphs",
        lambda: broken(instead(TITLE, "{{ row.title"), after("{{ row.title", "}}")),
        (
            'house.docx: table 1, row 3, column 1, paragraph 1, "{{ row.title": MUST FIX T520: this tag is not closed: }} is missing\n    write }} at its end',
            'house.docx: table 1, row 3, column 1, paragraph 2, "}}": MUST FIX T522: }} closes no tag\n    write the braces that open the tag, or delete these',
        ),
    ),
    Case(
        "wrong closing",
        lambda: broken(instead(TITLE, "{{ row.title %}")),
        (
            'house.docx: table 1, row 3, column 1, paragraph 1, "{{ row.title %}": MUST FIX T521: this tag begins with {{ but ends with %}\n    end it with }}',
        ),
    ),
    Case(
        "nothing opened",
        lambda: broken(instead(TITLE, "row.title }}")),
        (
            'house.docx: table 1, row 3, column 1, paragraph 1, "row.title }}": MUST FIX T522: }} closes no tag\n    write the braces that open the tag, or delete these',
        ),
    ),
    Case(
        "braces apart",
        lambda: broken(instead(TITLE, "{ { row.title } }")),
        (
            'house.docx: table 1, row 3, column 1, paragraph 1, "{ { row.title } }": MUST FIX T523: { { makes no tag and would be printed as it stands\n    a tag has two signs side by side at each end: {{ … }} or {% … %}',
            'house.docx: table 1, row 3, column 1, paragraph 1, "{ { row.title } }": MUST FIX T523: } } makes no tag and would be printed as it stands\n    a tag has two signs side by side at each end: {{ … }} or {% … %}',
        ),
    ),
    Case(
        "single braces",
        lambda: broken(instead("{{ report.title }}", "{report.title}")),
        (
            'house.docx: paragraph 1, "{report.title}": MUST FIX T523: {report.title} makes no tag and would be printed as it stands\n    a tag has two signs side by side at each end: {{ … }} or {% … %}',
        ),
    ),
    Case(
        "two names",
        lambda: broken(instead(TITLE, "{{ row title }}")),
        (
            "house.docx: table 1, row 3, column 1, paragraph 1, \"{{ row title }}\": MUST FIX T524: this tag cannot be understood from 'title' on\n    a dot stands between names, a bar (|) before a filter, quotation marks around the name of a style; a loop reads: for row in group.rows",
        ),
    ),
    Case(
        "loop without in",
        lambda: broken(instead(ROWS, "{%tr for row group.rows %}")),
        (
            "house.docx: table 1, row 2, column 1, paragraph 1, \"{%tr for row group.rows %}\": MUST FIX T524: this tag cannot be understood from 'group' on\n    a dot stands between names, a bar (|) before a filter, quotation marks around the name of a style; a loop reads: for row in group.rows",
        ),
    ),
    Case(
        "half a name",
        lambda: broken(instead(TITLE, "{{ row. }}")),
        (
            'house.docx: table 1, row 3, column 1, paragraph 1, "{{ row. }}": MUST FIX T525: this tag is not complete\n    something is missing before its end: a name behind a dot, a filter behind a bar, or a closing bracket',
        ),
    ),
    Case(
        "empty tag",
        lambda: broken(instead(TITLE, "{{ }}")),
        (
            'house.docx: table 1, row 3, column 1, paragraph 1, "{{ }}": MUST FIX T525: this tag is not complete\n    something is missing before its end: a name behind a dot, a filter behind a bar, or a closing bracket',
        ),
    ),
    Case(
        "dash",
        lambda: broken(instead(TITLE, "{{ row.title – }}")),
        (
            'house.docx: table 1, row 3, column 1, paragraph 1, "{{ row.title – }}": MUST FIX T526: this sign cannot stand in a tag: – (en dash, U+2013)\n    delete it; Word may have put it there while you typed',
        ),
    ),
    Case(
        "invisible sign",
        lambda: broken(instead(TITLE, "{{ row\u200b.title }}")),
        (
            'house.docx: table 1, row 3, column 1, paragraph 1, "{{ row\u200b.title }}": MUST FIX T526: this sign cannot stand in a tag: zero width space, U+200B\n    delete it; Word may have put it there while you typed',
        ),
    ),
    Case(
        "german quotes",
        lambda: broken(instead(SUMMARY, "{{p report.summary | blocks(„Body Text“) }}")),
        (
            'house.docx: paragraph 2, "{{p report.summary | blocks(„Body Text“) }}": MUST FIX T527: the quotation mark „ cannot stand in a tag\n    type straight quotation marks ("): when Word turns one into another, press Ctrl+Z at once',
        ),
    ),
    Case(
        "curly quotes",
        lambda: broken(instead(SUMMARY, "{{p report.summary | blocks(“Body Text”) }}")),
        (
            'house.docx: paragraph 2, "{{p report.summary | blocks(“Body Text”) }}": PLEASE CHECK T528: this tag has typographic quotation marks, which are read as straight ones\n    to be safe type straight ones ("): when Word turns one into another, press Ctrl+Z at once',
        ),
    ),
    Case(
        "quote alone",
        lambda: broken(instead(SUMMARY, '{{p report.summary | blocks("Body Text) }}')),
        (
            'house.docx: paragraph 2, "{{p report.summary | blocks("Body Text) }}": MUST FIX T529: a quotation mark in this tag has no partner\n    write " on both sides of the text',
        ),
    ),
    Case(
        "space before the prefix",
        lambda: broken(instead(IF, "{% p if row.remark %}")),
        (
            "house.docx: table 1, row 3, column 1, paragraph 2, \"{% p if row.remark %}\": MUST FIX T530: 'p' must stand right behind the braces, in small letters and with one ordinary space after it\n    write {%p and a space",
        ),
    ),
    Case(
        "no space after the prefix",
        lambda: broken(instead(IF, "{%pif row.remark %}")),
        (
            "house.docx: table 1, row 3, column 1, paragraph 2, \"{%pif row.remark %}\": MUST FIX T530: 'p' must stand right behind the braces, in small letters and with one ordinary space after it\n    write {%p and a space",
        ),
    ),
    Case(
        "capital prefix",
        lambda: broken(instead(CELL, "{{P cell | cell }}")),
        (
            "house.docx: table 1, row 3, column 3, paragraph 1, \"{{P cell | cell }}\": MUST FIX T530: 'p' must stand right behind the braces, in small letters and with one ordinary space after it\n    write {{p and a space",
        ),
    ),
    Case(
        "no-break space after the prefix",
        lambda: broken(instead(CELL, "{{p\u00a0cell | cell }}")),
        (
            "house.docx: table 1, row 3, column 3, paragraph 1, \"{{p cell | cell }}\": MUST FIX T530: 'p' must stand right behind the braces, in small letters and with one ordinary space after it\n    write {{p and a space",
        ),
    ),
    Case(
        "percent sign",
        lambda: broken(instead(IF, "{%p if row.cells | length % 2 %}")),
        (
            'house.docx: table 1, row 3, column 1, paragraph 2, "{%p if row.cells | length % 2 %}": MUST FIX T531: the sign % cannot stand in this tag\n    say it in another way: no tag may hold &, those with p, tr, tc or r no % or }, those in captions and descriptions no double quotation marks',
        ),
    ),
    Case(
        "ampersand",
        lambda: broken(instead(TITLE, "{{ row.title or 'Law & order' }}")),
        (
            "house.docx: table 1, row 3, column 1, paragraph 1, \"{{ row.title or 'Law & order' }}\": MUST FIX T531: the sign & cannot stand in this tag\n    say it in another way: no tag may hold &, those with p, tr, tc or r no % or }, those in captions and descriptions no double quotation marks",
        ),
    ),
    Case(
        "unknown instruction",
        lambda: broken(instead(ROWS, "{%tr fro row in group.rows %}")),
        (
            "house.docx: table 1, row 2, column 1, paragraph 1, \"{%tr fro row in group.rows %}\": MUST FIX T532: there is no instruction 'fro'\n    did you mean 'for'? If not, the instructions are: if, elif, else, endif, for, endfor, set, macro, endmacro",
        ),
    ),
    Case(
        "include",
        lambda: broken(after("{{ report.title }}", "{%p include 'cover.docx' %}")),
        (
            "house.docx: paragraph 2, \"{%p include 'cover.docx' %}\": MUST FIX T533: the instruction 'include' cannot be used: a template stands alone\n    write what is wanted into this template itself",
        ),
    ),
    Case(
        "loop not closed",
        lambda: broken(without_row("{%tr endfor %}")),
        (
            "house.docx: table 1, row 2, column 1, paragraph 1, \"{%tr for row in group.rows %}\": MUST FIX T540: '{%tr for row in group.rows %}' is never closed: {%tr endfor %} is missing\n    put it before '{%p endfor %}' (paragraph 15)",
        ),
    ),
    Case(
        "condition not closed",
        lambda: broken(without("{%p endif %}")),
        (
            "house.docx: table 1, row 3, column 1, paragraph 2, \"{%p if row.remark %}\": MUST FIX T540: '{%p if row.remark %}' is never closed: {%p endif %} is missing\n    put it before '{%tr endfor %}' (table 1, row 4, column 1, paragraph 1)",
        ),
    ),
    Case(
        "nothing to close",
        lambda: broken(after("{{ report.title }}", "{%p endif %}")),
        (
            "house.docx: paragraph 2, \"{%p endif %}\": MUST FIX T541: '{%p endif %}' closes nothing: no 'if' is open here\n    delete it, or write the 'if' that belongs to it",
        ),
    ),
    Case(
        "crossed",
        lambda: broken(
            after("{%p for group in report.groups %}", "{%p if group.notes %}"),
            after("{%p endfor %}", "{%p endif %}", number=3),
        ),
        (
            "house.docx: paragraph 16, \"{%p endfor %}\": MUST FIX T542: '{%p endfor %}' stands before the end of '{%p if group.notes %}' (paragraph 11)\n    close last what was opened first: move it behind the end of '{%p if group.notes %}'",
        ),
    ),
    Case(
        "else alone",
        lambda: broken(after("{{ report.title }}", "{%p else %}")),
        (
            "house.docx: paragraph 2, \"{%p else %}\": MUST FIX T543: '{%p else %}' belongs to no 'if' and no 'for'\n    put it between an 'if' and its 'endif'",
        ),
    ),
    Case(
        "another kind of place",
        lambda: broken(instead("{%p endif %}", "{% endif %}")),
        (
            "house.docx: table 1, row 3, column 1, paragraph 4, \"{% endif %}\": MUST FIX T544: '{% endif %}' does not stand in the same kind of place as '{%p if row.remark %}' (table 1, row 3, column 1, paragraph 2), so the file would be broken\n    let both stand in paragraphs of their own with {%p … %}, or in table rows of their own with {%tr … %}",
        ),
    ),
    Case(
        "loop over nothing",
        lambda: broken(without("{{r source.inlines | inlines }}")),
        (
            "house.docx: PLEASE CHECK T576: the template never prints what a workbook says in: source_entry.inlines\n    print it, unless it is left out on purpose; 'publisher templates fields' lists all fields and words",
            "house.docx: paragraph 23, \"{%p for source in group.entries %}\": PLEASE CHECK T545: nothing stands between '{%p for source in group.entries %}' and its end, so nothing is printed\n    put between them what is to be printed; in a table that is a row of its own",
        ),
    ),
    Case(
        "row is missing",
        lambda: broken(
            after(
                "{{ group.title }}",
                '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="4000"/></w:tblGrid><w:tr><w:tc><w:p>'
                + run("{%tr for row in group.rows %}")
                + "</w:p></w:tc></w:tr><w:tr><w:tc><w:p>"
                + run("{%tr endfor %}")
                + "</w:p></w:tc></w:tr></w:tbl>",
            )
        ),
        (
            "house.docx: table 1, row 1, column 1, paragraph 1, \"{%tr for row in group.rows %}\": PLEASE CHECK T545: nothing stands between '{%tr for row in group.rows %}' and its end, so nothing is printed\n    put between them what is to be printed; in a table that is a row of its own",
        ),
    ),
    Case(
        "same again and again",
        lambda: broken(
            after("{{ group.title }}", "{%p for row in group.rows %}", "A row", "{%p endfor %}")
        ),
        (
            "house.docx: paragraph 12, \"{%p for row in group.rows %}\": PLEASE CHECK T546: 'row' is not used inside this loop, so the same is printed again and again\n    print its fields inside the loop",
        ),
    ),
    Case(
        "text beside p",
        lambda: broken(instead(IF, "Remark: {%p if row.remark %}")),
        (
            "house.docx: table 1, row 3, column 1, paragraph 2, \"Remark: {%p if row.remark %}\": MUST FIX T550: this tag takes its whole paragraph away, with 'Remark:' in it\n    give the tag a paragraph of its own",
        ),
    ),
    Case(
        "two p in one paragraph",
        lambda: broken(
            instead(IF, "{%p if row.remark %}{{ row.remark }}{%p endif %}"),
            without("{{ row.remark }}"),
            without("{%p endif %}"),
        ),
        (
            "house.docx: table 1, row 3, column 1, paragraph 2, \"{%p if row.remark %}{{ row.remark }}{%p …\": MUST FIX T550: this tag takes its whole paragraph away, with '{{ row.remark }}{%p endif %}' in it\n    give the tag a paragraph of its own",
        ),
    ),
    Case(
        "tr outside a table",
        lambda: broken(
            instead("{%p for fact in report.facts %}", "{%tr for fact in report.facts %}"),
            instead("{%p endfor %}", "{%tr endfor %}"),
        ),
        (
            "house.docx: paragraph 3, \"{%tr for fact in report.facts %}\": MUST FIX T551: 'tr' stands for a row or cell of a table, but this is not in a table\n    use {%p … %} outside tables",
            "house.docx: paragraph 6, \"{%tr endfor %}\": MUST FIX T551: 'tr' stands for a row or cell of a table, but this is not in a table\n    use {%p … %} outside tables",
        ),
    ),
    Case(
        "text beside tr",
        lambda: broken(instead(ROWS, "{%tr for row in group.rows %}{{ row.title }}")),
        (
            "house.docx: table 1, row 2, column 1, paragraph 1, \"{%tr for row in group.rows %}{{ row.title }}\": MUST FIX T552: this tag takes its whole table row away, with '{{ row.title }}' in it\n    give the tag a row of its own, before or after the row that is repeated",
        ),
    ),
    Case(
        "text beside tc",
        lambda: broken(
            instead("{%tc for cell in row.cells %}", "Cells {%tc for cell in row.cells %}")
        ),
        (
            "house.docx: table 1, row 3, column 2, paragraph 1, \"Cells {%tc for cell in row.cells %}\": MUST FIX T553: this tag takes its whole table cell away, with 'Cells' in it\n    give the tag a cell of its own, before or after the cell that is repeated",
        ),
    ),
    Case(
        "p is missing",
        lambda: broken(instead(CELL, "{{ cell | cell }}")),
        (
            "house.docx: table 1, row 3, column 3, paragraph 1, \"{{ cell | cell }}\": MUST FIX T554: the filter 'cell' makes whole paragraphs\n    write {{p cell | cell }} in a paragraph of its own",
        ),
    ),
    Case(
        "r is missing",
        lambda: broken(
            instead("{{r source.inlines | inlines }}", "{{ source.inlines | inlines }}")
        ),
        (
            "house.docx: paragraph 24, \"{{ source.inlines | inlines }}\": MUST FIX T555: the filter 'inlines' makes ready pieces of a paragraph\n    write {{r source.inlines | inlines }}",
        ),
    ),
    Case(
        "p before a text",
        lambda: broken(instead(TITLE, "{{p row.title }}")),
        (
            "house.docx: table 1, row 3, column 1, paragraph 1, \"{{p row.title }}\": MUST FIX T556: 'p' is for filters that make ready text, but 'row.title' makes none\n    write {{ row.title }}",
        ),
    ),
    Case(
        "empty cell",
        lambda: broken(without(TITLE), without("{{p row | anchor }}")),
        (
            'house.docx: table 1, row 3, column 1, paragraph 1, "{%p if row.remark %}": MUST FIX T558: every paragraph here may be left out, and Word calls a file with an empty cell, header or text box damaged\n    add an empty paragraph at its end, in a small size',
        ),
    ),
    Case(
        "picture beside p",
        lambda: broken(
            instead("{%p for fact in report.facts %}", "{%p for fact in report.facts %}", picture())
        ),
        (
            'house.docx: paragraph 3, "{%p for fact in report.facts %}": MUST FIX T559: this tag takes its paragraph, row or cell away, with a picture or drawing in it\n    give the tag a paragraph, row or cell of its own',
        ),
    ),
    Case(
        "page break beside p",
        lambda: broken(
            instead(
                "{%p for fact in report.facts %}",
                "{%p for fact in report.facts %}",
                '<w:r><w:br w:type="page"/></w:r>',
            )
        ),
        (
            'house.docx: paragraph 3, "{%p for fact in report.facts %}": MUST FIX T559: this tag takes its paragraph, row or cell away, with a page or column break in it\n    give the tag a paragraph, row or cell of its own',
        ),
    ),
    Case(
        "half inserted",
        lambda: broken(instead(TITLE, "{{ row.", inserted("title }}"))),
        (
            'house.docx: table 1, row 3, column 1, paragraph 1, "{{ row.title }}": PLEASE CHECK T566: the template holds tracked changes (in so many paragraphs: 1), which would stand in every report\n    Review > Accept > Accept All Changes',
            'house.docx: table 1, row 3, column 1, paragraph 1, "{{ row.title }}": MUST FIX T560: half of this tag lies in a tracked change\n    accept or reject the change: Review > Accept',
        ),
    ),
    Case(
        "half deleted",
        lambda: broken(instead(TITLE, "{{ row.title ", deleted("}}"), "}}")),
        (
            'house.docx: table 1, row 3, column 1, paragraph 1, "{{ row.title }}": PLEASE CHECK T566: the template holds tracked changes (in so many paragraphs: 1), which would stand in every report\n    Review > Accept > Accept All Changes',
            'house.docx: table 1, row 3, column 1, paragraph 1, "{{ row.title }}": MUST FIX T560: half of this tag lies in a tracked change\n    accept or reject the change: Review > Accept',
        ),
    ),
    Case(
        "deleted tag",
        lambda: broken(instead(TITLE, "{{ row.title }}", deleted("{{ row.old }}"))),
        (
            'house.docx: table 1, row 3, column 1, paragraph 1, "{{ row.title }}": PLEASE CHECK T566: the template holds tracked changes (in so many paragraphs: 1), which would stand in every report\n    Review > Accept > Accept All Changes',
            'house.docx: table 1, row 3, column 1, paragraph 1, "{{ row.title }}": MUST FIX T561: a tag here is deleted or moved with tracked changes, but still there: it would be filled\n    accept the change: Review > Accept',
        ),
    ),
    Case(
        "inserted whole",
        lambda: broken(instead(TITLE, inserted("{{ row.title }}"))),
        (
            'house.docx: table 1, row 3, column 1, paragraph 1, "{{ row.title }}": PLEASE CHECK T566: the template holds tracked changes (in so many paragraphs: 1), which would stand in every report\n    Review > Accept > Accept All Changes',
        ),
    ),
    Case(
        "half linked",
        lambda: broken(instead(TITLE, "{{ row.", linked("title }}"))),
        (
            'house.docx: table 1, row 3, column 1, paragraph 1, "{{ row.title }}": MUST FIX T562: a link, a content control or the like begins or ends inside this tag\n    delete the tag and type it again, wholly inside or wholly outside',
        ),
    ),
    Case(
        "half in a control",
        lambda: broken(instead(TITLE, controlled("{{ row.title"), " }}")),
        (
            'house.docx: table 1, row 3, column 1, paragraph 1, "{{ row.title }}": MUST FIX T562: a link, a content control or the like begins or ends inside this tag\n    delete the tag and type it again, wholly inside or wholly outside',
        ),
    ),
    Case(
        "field inside",
        lambda: broken(
            instead(TITLE, "{{ row.", field("begin"), code(" DATE "), field("end"), "title }}")
        ),
        (
            'house.docx: table 1, row 3, column 1, paragraph 1, "{{ row.title }}": MUST FIX T563: a field stands inside this tag and would be lost\n    move it out of the tag',
        ),
    ),
    Case(
        "picture inside",
        lambda: broken(instead(TITLE, "{{ row.", picture(), "title }}")),
        (
            'house.docx: table 1, row 3, column 1, paragraph 1, "{{ row.title }}": MUST FIX T563: a picture or drawing stands inside this tag and would be lost\n    move it out of the tag',
        ),
    ),
    Case(
        "bookmark inside",
        lambda: broken(
            instead(
                TITLE,
                "{{ row.",
                '<w:bookmarkStart w:id="70" w:name="here"/>',
                "title }}",
                '<w:bookmarkEnd w:id="70"/>',
            )
        ),
        (
            'house.docx: table 1, row 3, column 1, paragraph 1, "{{ row.title }}": PLEASE CHECK T564: a bookmark begins or ends inside this tag and would lose one end\n    delete the tag and type it again',
        ),
    ),
    Case(
        "line break inside",
        lambda: broken(instead(ROWS, "{%tr for row", "<w:r><w:br/></w:r>", "in group.rows %}")),
        (
            'house.docx: table 1, row 2, column 1, paragraph 1, "{%tr for row in group.rows %}": MUST FIX T565: a line break or tab stands inside this tag; it falls away, and what stands around it runs together\n    type a space in its place',
        ),
    ),
    Case(
        "harmless tab inside",
        lambda: broken(instead(TITLE, "{{ row.title", "<w:r><w:tab/></w:r>", "}}")),
        (
            'house.docx: table 1, row 3, column 1, paragraph 1, "{{ row.title }}": PLEASE CHECK T565: a line break or tab stands inside this tag; it falls away, and what stands around it runs together\n    type a space in its place',
        ),
    ),
    Case(
        "comment",
        lambda: broken(with_comment(TITLE)),
        (
            'house.docx: table 1, row 3, column 1, paragraph 1, "{{ row.title }}": NOTE T567: the template holds comments (in so many paragraphs: 1); they are left out of what is made with it',
        ),
    ),
    Case(
        "header",
        lambda: broken(instead("{{ report.title }}", "{{ report.titel }}", number=1)),
        (
            "house.docx: header of section 1, paragraph 1, \"{{ report.titel }}\": MUST FIX T502: 'report' has no field 'titel'\n    did you mean 'title'? If not, 'publisher templates fields' lists all fields and words",
        ),
    ),
    Case(
        "footer",
        lambda: broken(instead("{{ words.page_word }}", "{{ words.page }}")),
        (
            "house.docx: footer of section 1, paragraph 1, \"{{ words.page }}\": MUST FIX T503: there is no fixed word 'page'\n    did you mean 'page_of'? If not, 'publisher templates fields' lists all fields and words",
        ),
    ),
    Case(
        "header loop",
        lambda: broken(
            instead("{{ report.title }}", "{% if report.mark %}{{ report.mark }}", number=1)
        ),
        (
            "house.docx: header of section 1, paragraph 1, \"{% if report.mark %}{{ report.mark }}\": MUST FIX T540: '{% if report.mark %}' is never closed: {% endif %} is missing\n    put it where the block ends",
        ),
    ),
    Case(
        "footnote",
        lambda: with_notes(
            broken(instead("{{ group.title }}", "{{ group.title }}", note_mark("footnote", 2))),
            "footnote",
            "{{ report.titel }}",
        ),
        (
            "house.docx: footnote 1, paragraph 1, \"{{ report.titel }}\": MUST FIX T502: 'report' has no field 'titel'\n    did you mean 'title'? If not, 'publisher templates fields' lists all fields and words",
        ),
    ),
    Case(
        "endnote",
        lambda: with_notes(
            broken(instead("{{ group.title }}", "{{ group.title }}", note_mark("endnote", 2))),
            "endnote",
            "See {{ report.titel }}",
        ),
        (
            "house.docx: endnote 1, paragraph 1, \"See {{ report.titel }}\": MUST FIX T502: 'report' has no field 'titel'\n    did you mean 'title'? If not, 'publisher templates fields' lists all fields and words",
        ),
    ),
    Case(
        "note of the template",
        lambda: with_notes(
            broken(instead("{{ group.title }}", "{{ group.title }}", note_mark("endnote", 2))),
            "endnote",
            "A note",
        ),
        (
            'house.docx: paragraph 11, "{{ group.title }}": MUST FIX T569: this note of the template would be mixed up with the report\'s source notes\n    write it into the text, or print the source notes as a list: word_notes = "list" in publisher.toml',
        ),
    ),
    Case(
        "value put into a field",
        lambda: broken(after(TITLE, "{%p set row.title = 'x' %}")),
        (
            "house.docx: table 1, row 3, column 1, paragraph 2, \"{%p set row.title = 'x' %}\": MUST FIX T535: 'row' is a group of fields, so nothing can be put into it\n    what a loop hands on to its next round is kept in a namespace: {% set ns = namespace(x=0) %}",
        ),
    ),
    Case(
        "calculating with a text",
        lambda: broken(instead(TITLE, "{{ row.title - row.reference }}")),
        (
            "house.docx: table 1, row 3, column 1, paragraph 1, \"{{ row.title - row.reference }}\": MUST FIX T515: 'row.title' is a text, and one cannot calculate with it\n    texts are joined with ~, as in row.reference ~ ' ' ~ row.title",
        ),
    ),
    Case(
        "calculating with a list",
        lambda: broken(instead(TITLE, "{{ row.cells + 1 }}")),
        (
            "house.docx: table 1, row 3, column 1, paragraph 1, \"{{ row.cells + 1 }}\": MUST FIX T515: 'row.cells' is a list, and one cannot calculate with it\n    texts are joined with ~, as in row.reference ~ ' ' ~ row.title",
        ),
    ),
    Case(
        "field that may be absent",
        lambda: broken(after("{{ report.title }}", "{{ report.changes.heading }}")),
        (
            "house.docx: paragraph 2, \"{{ report.changes.heading }}\": MUST FIX T516: 'report.changes' may be absent, and the report could not be built then\n    put this tag between {% if report.changes %} and {% endif %}",
        ),
    ),
    Case(
        "elif across a loop",
        lambda: broken(
            after("{%p for group in report.groups %}", "{%p if group.notes %}"),
            after(
                "{{ group.title }}",
                "{%p for text in report.how_to_read %}",
                "{%p elif group.title %}",
                "{{ text }}",
                "{%p endfor %}",
            ),
            after("{%p endfor %}", "{%p endif %}", number=3),
        ),
        (
            "house.docx: paragraph 14, \"{%p elif group.title %}\": MUST FIX T542: '{%p elif group.title %}' stands before the end of '{%p for text in report.how_to_read %}' (paragraph 13)\n    close last what was opened first: move it behind the end of '{%p for text in report.how_to_read %}'",
        ),
    ),
    Case(
        "hyphen",
        lambda: broken(
            instead(IF, "{%- if row.remark %}"), instead("{%p endif %}", "{% endif -%}")
        ),
        (
            'house.docx: table 1, row 3, column 1, paragraph 2, "{%- if row.remark %}": MUST FIX T534: a hyphen beside the braces joins paragraphs in Word, and may break the file\n    take the hyphen away: write {% … %}',
            'house.docx: table 1, row 3, column 1, paragraph 4, "{% endif -%}": MUST FIX T534: a hyphen beside the braces joins paragraphs in Word, and may break the file\n    take the hyphen away: write {% … %}',
        ),
    ),
    Case(
        "second else",
        lambda: broken(after(IF, "{%p else %}", "-", "{%p else %}", "–")),
        (
            "house.docx: table 1, row 3, column 1, paragraph 5, \"{%p else %}\": MUST FIX T547: '{%p else %}' comes after the 'else' of '{%p if row.remark %}' (table 1, row 3, column 1, paragraph 2)\n    a block has one 'else', after all 'elif'; close the blocks inside it first",
        ),
    ),
    Case(
        "number for a text",
        lambda: broken(instead(SUMMARY, "{{p report.summary | blocks(3) }}")),
        (
            'house.docx: paragraph 2, "{{p report.summary | blocks(3) }}": MUST FIX T508: what stands in the brackets of the filter \'blocks\' does not fit\n    write {{p report.summary | blocks("name of a style") }}',
        ),
    ),
    Case(
        "arguments of a plain filter",
        lambda: broken(instead(TITLE, "{{ row.title | replace('a') }}")),
        (
            "house.docx: table 1, row 3, column 1, paragraph 1, \"{{ row.title | replace('a') }}\": MUST FIX T508: what stands in the brackets of the filter 'replace' does not fit\n    write {{ row.title | replace(old, new) }}",
        ),
    ),
    Case(
        "text box",
        lambda: broken(
            instead(
                "{{ group.title }}", "{{ group.title }}", text_box("A box", "{{ group.titel }}")
            )
        ),
        (
            "house.docx: paragraph 11, text box 1, paragraph 2, \"{{ group.titel }}\": MUST FIX T502: 'group' has no field 'titel'\n    did you mean 'title'? If not, 'publisher templates fields' lists all fields and words",
        ),
    ),
    Case(
        "text box beside p",
        lambda: broken(
            instead(
                "{%p for fact in report.facts %}",
                "{%p for fact in report.facts %}",
                text_box("A box"),
            )
        ),
        (
            'house.docx: paragraph 3, "{%p for fact in report.facts %}": MUST FIX T559: this tag takes its paragraph, row or cell away, with a picture or drawing in it\n    give the tag a paragraph, row or cell of its own',
        ),
    ),
    Case(
        "caption",
        lambda: broken(with_caption("{{ group.titel }}")),
        (
            "house.docx: table 1, in a caption, description or address, \"{{ group.titel }}\": MUST FIX T502: 'group' has no field 'titel'\n    did you mean 'title'? If not, 'publisher templates fields' lists all fields and words",
        ),
    ),
    Case(
        "caption quotes",
        lambda: broken(with_caption("{{ group.title or &quot;x&quot; }}")),
        (
            'house.docx: table 1, in a caption, description or address, "{{ group.title or "x" }}": MUST FIX T531: the sign " cannot stand in this tag\n    say it in another way: no tag may hold &, those with p, tr, tc or r no % or }, those in captions and descriptions no double quotation marks',
        ),
    ),
    Case(
        "description",
        lambda: broken(
            instead("{{ group.title }}", "{{ group.title }}", picture("{{ report.titel }}"))
        ),
        (
            "house.docx: paragraph 11, in a caption, description or address, \"{{ report.titel }}\": MUST FIX T502: 'report' has no field 'titel'\n    did you mean 'title'? If not, 'publisher templates fields' lists all fields and words",
        ),
    ),
    Case(
        "field code",
        lambda: broken(
            instead(
                "{{ group.title }}",
                "{{ group.title }}",
                field("begin"),
                code(' IF "{{ report.marc }}" = "" "a" "b" '),
                field("end"),
            )
        ),
        (
            "house.docx: paragraph 11, \"{{ report.marc }}\": MUST FIX T502: 'report' has no field 'marc'\n    did you mean 'mark'? If not, 'publisher templates fields' lists all fields and words",
        ),
    ),
    Case(
        "nested table",
        lambda: broken(
            after(
                TITLE,
                '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="4000"/></w:tblGrid><w:tr><w:tc><w:p/></w:tc><w:tc><w:p>'
                + run("{{ row.titel }}")
                + "</w:p></w:tc></w:tr></w:tbl>",
            )
        ),
        (
            "house.docx: table 1, row 3, column 1, table 1, row 1, column 2, paragraph 1, \"{{ row.titel }}\": MUST FIX T502: 'row' has no field 'titel'\n    did you mean 'title'? If not, 'publisher templates fields' lists all fields and words",
        ),
    ),
    Case(
        "chart",
        lambda: with_part(
            sound(),
            "charts/chart1.xml",
            '<c:chart xmlns:c="c" xmlns:a="a"><a:p><a:r><a:t>{{ report.title }}</a:t></a:r></a:p></c:chart>',
            f"{OFFICE}/chart",
        ),
        (
            'house.docx: a chart (word/charts/chart1.xml), "{{ report.title }}": MUST FIX T568: tags are not filled here\n    tags are filled in the text, tables, text boxes, headers, footers and notes; not in charts, drawings, addresses of links and document properties',
        ),
    ),
    Case(
        "link address",
        lambda: with_relation(
            broken(
                instead(
                    "{{ group.title }}",
                    '<w:hyperlink r:id="rId900">' + run("link") + "</w:hyperlink>",
                )
            ),
            f'Type="{OFFICE}/hyperlink" Target="https://example.org/%7B%7B%20report.country_code%20%7D%7D" TargetMode="External"',
        ),
        (
            'house.docx: paragraph 11, "link": MUST FIX T568: tags are not filled here\n    tags are filled in the text, tables, text boxes, headers, footers and notes; not in charts, drawings, addresses of links and document properties',
        ),
    ),
    Case(
        "required style",
        lambda: broken(with_style_renamed("Cell State", "Cell Status")),
        (
            "house.docx: MUST FIX T570: the template has no style 'Cell State'\n    if it is called 'Cell Status' now, give it its old name in Word (Modify Style); else add a style of this name, or copy it from the standard template",
        ),
    ),
    Case(
        "named style",
        lambda: broken(instead(SUMMARY, '{{p report.summary | blocks("Body Txt") }}')),
        (
            "house.docx: paragraph 2, \"{{p report.summary | blocks(\"Body Txt\") }}\": MUST FIX T571: the template has no style 'Body Txt', which this tag names\n    did you mean 'Body Text'? If not, add a style of this name in Word, or copy it from the standard template",
        ),
    ),
    Case(
        "style of another type",
        lambda: broken(instead(SUMMARY, '{{p report.summary | blocks("Note Call") }}')),
        (
            'house.docx: paragraph 2, "{{p report.summary | blocks("Note Call") }}": MUST FIX T572: \'Note Call\' is a character style, but this tag needs a paragraph style\n    name another style',
        ),
    ),
    Case(
        "no numbering",
        lambda: broken(without_numbering),
        (
            "house.docx: MUST FIX T573: the style 'Cell Number' of the template has no numbering\n    give it a numbered list in Word (Modify Style > Format > Numbering), or copy it from the standard template",
        ),
    ),
    Case(
        "heading row",
        lambda: broken(without_heading_rows),
        (
            'house.docx: table 1, row 1, "{{ words.provision }}": PLEASE CHECK T574: the heading row of this table does not repeat on the next page\n    click into the row, then Table Layout > Repeat Header Rows',
        ),
    ),
    Case(
        "no content cells",
        lambda: broken(instead(CELL, "{{ cell.heading }}")),
        (
            "house.docx: MUST FIX T575: the template never prints 'cell.blocks', so the content cells of the workbook would be missing\n    compare it with the standard template, which prints each cell in a loop",
        ),
    ),
    Case(
        "cells without marks",
        lambda: broken(instead(CELL, '{{p cell.blocks | blocks("Cell Text") }}')),
        (
            'house.docx: table 1, row 3, column 3, paragraph 1, "{{p cell.blocks | blocks("Cell Text") }}": PLEASE CHECK T578: the content cells are printed without their marks, so the cells of a returned draft could not be told apart\n    write {{p cell | cell }} in a paragraph of its own',
        ),
    ),
    Case(
        "left out",
        lambda: broken(without('{{p report.contributors | blocks("Body Text") }}')),
        (
            "house.docx: PLEASE CHECK T576: the template never prints what a workbook says in: report.contributors\n    print it, unless it is left out on purpose; 'publisher templates fields' lists all fields and words",
        ),
    ),
    Case(
        "attached template",
        lambda: with_relation(
            sound(),
            f'Type="{OFFICE}/attachedTemplate" Target="file:///C:/office/house.dotm" TargetMode="External"',
            "settings.xml",
        ),
        (
            "house.docx: MUST FIX T580: the template takes something from elsewhere: file:///C:/office/house.dotm\n    a report must fetch nothing: insert the picture itself, not a link to it; a document template is detached with Developer > Document Template",
        ),
    ),
    Case(
        "linked picture",
        lambda: with_relation(
            broken(
                instead(
                    "{{ group.title }}",
                    "{{ group.title }}",
                    '<w:r><w:drawing><a:blip r:link="rId900"/></w:drawing></w:r>',
                )
            ),
            f'Type="{OFFICE}/image" Target="https://example.org/logo.png" TargetMode="External"',
        ),
        (
            'house.docx: paragraph 11, "{{ group.title }}": MUST FIX T580: the template takes something from elsewhere: https://example.org/logo.png\n    a report must fetch nothing: insert the picture itself, not a link to it; a document template is detached with Developer > Document Template',
        ),
    ),
    Case(
        "fetching field",
        lambda: broken(
            instead(
                "{{ group.title }}",
                "{{ group.title }}",
                field("begin"),
                code(' INCLUDEPICTURE "https://example.org/x.png" '),
                field("end"),
            )
        ),
        (
            'house.docx: paragraph 11, "{{ group.title }}": MUST FIX T582: the field INCLUDEPICTURE takes something from elsewhere\n    insert the text or picture itself and delete the field',
        ),
    ),
    Case(
        "macros",
        lambda: packed(parts_of(sound()) | {"word/vbaProject.bin": b"x"}),
        (
            "house.docx: MUST FIX T581: the template holds macros\n    save it in Word as 'Word Document (.docx)'",
        ),
    ),
    Case(
        "not word",
        lambda: b"not a file",
        (
            "house.docx: MUST FIX O303: the template is not a Word document (.docx)\n    save it in Word as 'Word Document (.docx)', or copy the standard one from a new project folder",
        ),
    ),
    Case(
        "document type",
        lambda: changed(
            sound(),
            "word/document.xml",
            "<w:document",
            '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hosts">]><w:document',
        ),
        (
            "house.docx: MUST FIX O303: the template is not a Word document (.docx)\n    save it in Word as 'Word Document (.docx)', or copy the standard one from a new project folder",
        ),
    ),
    Case(
        "header that no section uses",
        lambda: with_part(
            sound(),
            "header9.xml",
            f"<w:hdr {NAMESPACES}><w:p>{run('{{ report.titel }}')}</w:p></w:hdr>",
            f"{OFFICE}/header",
            f"{WORDML}.header+xml",
        ),
        (
            "house.docx: a header that no section uses (header9.xml), paragraph 1, \"{{ report.titel }}\": MUST FIX T502: 'report' has no field 'titel'\n    did you mean 'title'? If not, 'publisher templates fields' lists all fields and words",
        ),
    ),
    Case(
        "smart art",
        lambda: with_part(
            sound(), "diagrams/data1.xml", "<d>{% if report.mark %}</d>", f"{OFFICE}/diagramData"
        ),
        (
            'house.docx: a SmartArt drawing (word/diagrams/data1.xml), "{% if report.mark %}": MUST FIX T568: tags are not filled here\n    tags are filled in the text, tables, text boxes, headers, footers and notes; not in charts, drawings, addresses of links and document properties',
        ),
    ),
    Case(
        "broken xml",
        lambda: changed(sound(), "word/document.xml", "</w:body>", "</w:bdy>"),
        (
            "house.docx: MUST FIX O303: the template is not a Word document (.docx)\n    save it in Word as 'Word Document (.docx)', or copy the standard one from a new project folder",
        ),
    ),
]


def told(template: bytes, notes: str) -> list[str]:
    return [
        str(each.diagnostic) for each in template_findings(template, "house.docx", WORDS, notes)
    ]


def test_there_are_more_than_fifty_broken_templates():
    assert len(CASES) > 100


def test_nothing_is_told_of_the_sound_template():
    assert told(sound(), "list") == []


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_fault_is_told_at_its_place(case):
    notes = "endnotes" if case.name == "note of the template" else "list"

    assert told(case.make(), notes) == list(case.told)


def test_a_template_of_a_report_in_place_of_that_of_a_draft_is_refused():
    findings = template_findings(
        (TOP / "templates/docx/country_report.docx").read_bytes(),
        "review_draft.docx",
        (*WORDS, *english().words("draft")),
        "list",
        further_values(DRAFT_TEMPLATE),
        main_value(DRAFT_TEMPLATE),
    )

    must_be_fixed = [each.diagnostic for each in findings if each.diagnostic.level == "must_fix"]
    assert [str(each) for each in must_be_fixed] == [
        "review_draft.docx: MUST FIX T597: this is no template of a draft for reviewers: it prints nothing of what only a"
        " draft has, such as its letter\n"
        "    take the file that was called review_draft.docx, or begin again with a copy of the standard one: publisher"
        " templates new drafts --like review_draft"
    ]


def test_a_draft_without_row_ids_is_told():
    draft = (TOP / "templates/docx/review_draft.docx").read_bytes()
    findings = template_findings(
        broken(without("{{p row | anchor }}"), template=draft),
        "review_draft.docx",
        (*WORDS, *english().words("draft")),
        "list",
        further_values(DRAFT_TEMPLATE),
        main_value(DRAFT_TEMPLATE),
    )

    assert [str(each.diagnostic) for each in findings] == [
        "review_draft.docx: PLEASE CHECK T577: the template prints no row ids, so the rows of a returned draft"
        " could not be told apart\n"
        "    put {{p row | anchor }} into a paragraph of its own in the row"
    ]
