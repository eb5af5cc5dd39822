"""What the standard templates have in common: cover, front and end matter; the layout of the
provisions differs.
"""

from tools.word.look import RUNNING_HEAD
from tools.word.package import cover_band, running_line, section
from tools.word.xml import cell, field, look, page_field, paragraph, row, run, tab, table, tag

_PLAIN = look(first_row=False, first_column=True)
HEAD = "<w:cantSplit/><w:tblHeader/>"  # the row of headings, which every page repeats


def cover(
    size: str,
    margins: str,
    picture: tuple[int, int],
    *,
    has_band: bool = True,
) -> str:
    """Return the cover, a section without header and footer; the size of the picture by setting is
    in millimetres.
    """
    edition = (
        ("law_as_at", "report.law_as_at"),
        ("version_label", 'report.version or "–"'),
        ("status", "report.status"),
    )
    lines = [
        paragraph(
            "Cover Edition",
            run(f"{{{{ words.{label} }}}}{{{{ words.colon }}}} ", "Label"),
            run(f"{{{{ {value} }}}}", "Strong"),
        )
        for label, value in edition
    ]
    lines[1] = paragraph(
        "Cover Edition",
        run("{{ words.version_label }}{{ words.colon }} ", "Label"),
        run('{{ [report.version, report.date_line] | select | join(" · ") or "–" }}', "Strong"),
    )
    return "".join(
        (
            pictured("report", picture),
            optional(
                "report.house.logo",
                paragraph("Cover Organisation", "{{r report.house.logo | picture(18) }}"),
            ),
            optional(
                "report.organisation", paragraph("Cover Organisation", "{{ report.organisation }}")
            ),
            optional("report.mark", paragraph("Cover Mark", "{{ report.mark }}")),
            spaced("report", "Cover Subtitle", "{{ words.subtitle }}"),
            paragraph("Title", "{{ report.country }}"),
            optional(
                "report.local_name",
                paragraph(
                    "Cover Local", "{{r report.local_name | spoken(report.local_language) }}"
                ),
            ),
            spaced("report", "Cover Treaty", "{{ report.treaty }}"),
            *lines,
            optional("report.mark_note", paragraph("Cover Note", "{{ report.mark_note }}")),
            section(size=size, margins=margins, borders=cover_band() if has_band else ""),
        )
    )


def pictured(publication: str, size: tuple[int, int]) -> str:
    """Return the picture of the house in the corner of the page, of a size in millimetres."""
    width, height = size
    tag_of = f"{{{{r {publication}.house.picture | cover({width}, {height}) }}}}"
    return optional(f"{publication}.house.picture", paragraph("Cover Picture", tag_of))


def spaced(publication: str, style: str, text: str) -> str:
    """Return a line of the cover that stands in the space which a picture or a logo leaves."""
    return "".join(
        (
            tag(f"{{%p if {publication}.house.picture or {publication}.house.logo %}}"),
            paragraph(f"{style} Below Picture", text),
            tag("{%p else %}"),
            paragraph(style, text),
            tag("{%p endif %}"),
        )
    )


def optional(condition: str, content: str) -> str:
    """Return content that stands only where a condition holds."""
    return f"{tag(f'{{%p if {condition} %}}')}{content}{tag('{%p endif %}')}"


def repeated(loop: str, content: str) -> str:
    """Return content that is repeated."""
    return f"{tag(f'{{%p for {loop} %}}')}{content}{tag('{%p endfor %}')}"


def headings(width: int) -> tuple[dict[str, str], dict[str, str]]:
    """Return the headers and footers by name."""
    mark = run("{{ report.mark }}", "Mark")
    main = paragraph("header", "{{ report.country }} · ", area_above(), tab(), mark)
    page = f"{run('{{ words.page_word }} ')}{page_field('PAGE')}{run(' {{ words.page_of }} ')}{page_field('NUMPAGES')}"
    footer = running_line("footer", "{{ report.organisation }}", page)
    return {"headerMain": main}, {"footerPages": footer}


def area_above() -> str:
    """Return a field that names the chapter or subject area of a page: the last text in the style
    of running heads (17.16.5.59).

    Other programs show on each page what stands in the field: what the report is. A section of its
    own for the provisions would begin a page, or, where it does not, ONLYOFFICE parts its headings
    from the table.
    """
    return field(f'STYLEREF "{RUNNING_HEAD}"', "{{ words.subtitle }}")


def contents() -> str:
    """Return the contents list as Word makes it; the program fills it, F9 renews it (17.5.2.12,
    17.16.5.68).
    """
    kinds = ("begin", "separate", "end")
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in kinds)
    code = '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z \\u \\b ListedHeadings </w:instrText></w:r>'
    return (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj>'
        f"</w:sdtPr><w:sdtContent>{paragraph('TOC Heading', '{{ words.contents }}')}"
        f"{paragraph('toc 1', begin, code, separate, run('…'), end)}</w:sdtContent></w:sdt>"
    )


def scope_start() -> str:
    """Return where the part of the document begins whose headings the contents list names."""
    return '<w:bookmarkStart w:id="90000" w:name="ListedHeadings"/>'


def scope_end() -> str:
    """Return where that part ends."""
    return '<w:bookmarkEnd w:id="90000"/>'


def front(left: int, right: int, bar: int) -> str:
    """Return facts, how to read, summary, the report at a glance and what has changed; widths in
    twips.
    """
    return "".join(
        (
            scope_start(),
            chapter("words.facts", "facts", begins_page=True),
            pairs(
                "fact in report.facts",
                paragraph("Fact Label", "{{ fact.label }}"),
                paragraph("Fact Text", '{{p fact.blocks | blocks("Fact Text") }}'),
                (left, right),
                "{{ words.facts }}",
            ),
            chapter("words.how_to_read", "how-to-read"),
            repeated("text in report.how_to_read", paragraph("Body Text Small", "{{ text }}")),
            optional(
                "report.summary",
                chapter("words.summary", "summary")
                + paragraph("Body Text", '{{p report.summary | blocks("Body Text") }}'),
            ),
            note_list("report.front_notes", "{{ words.notes }}"),
            chapter("words.glance", "glance"),
            _figures(),
            repeated("bar in report.overview.bars", _bar(bar)),
            optional("report.overview.lines", _lines(left, right)),
            paragraph("Small Print", "{{ words.glance_note }}"),
            optional("report.changes", _changes(left, right)),
        )
    )


def _figures() -> str:
    return paragraph(
        "Body Text",
        run("{%r for figure in report.overview.figures %}"),
        run("{{ figure.number }} ", "Strong"),
        run("{{ figure.label }}{% if not loop.last %} · {% endif %}"),
        run("{%r endfor %}"),
        extra="<w:keepNext/>",
    )


def _bar(width: int) -> str:
    return (
        paragraph("Bar Label", "{{ bar.label }} ({{ bar.total }})")
        + bar_key("bar")
        + paragraph("Bar Label", f"{{{{p bar | bar({width}) }}}}")
    )


def bar_key(bar: str) -> str:
    """Return what the parts of a bar are: the square of each, its label and how many it stands for.

    It stands above the bar, with which it is kept: LibreOffice keeps a paragraph with a table below
    it, but no table with a paragraph.
    """
    return paragraph(
        "Bar Key",
        run(f"{{%r for share in {bar}.shares %}}"),
        "{{r share | chip }}",
        run("\u00a0{{ words.labelled.format(label=share.label) }}\u00a0"),
        run("{{ share.count }}", "Strong"),
        run('{{ "" if loop.last else "    " }}'),
        run("{%r endfor %}"),
        extra="<w:keepNext/>",
    )


def _lines(left: int, right: int) -> str:
    return paragraph("Bar Label", "{{ words.assessment }}") + pairs(
        "line in report.overview.lines",
        paragraph(
            "Fact Label",
            "{{r line | chip }}",
            '{{ "\u00a0" if line.symbol else "" }}{{ line.label }} ({{ line.count }})',
        ),
        paragraph("Fact Text", "{{r line.inlines | inlines }}"),
        (left, right),
        "{{ words.glance }}",
    )


def _changes(left: int, right: int) -> str:
    gone = "{%r for text in cell.gone %}"
    cells = "".join(
        (
            tag("{%p for cell in row.cells %}"),
            paragraph(
                "Fact Text",
                run("{{ cell.heading }}", "Strong"),
                run(" ({{ cell.what }})"),
                run(gone),
                run(" "),
                run("{{ text }}", "Gone"),
                run("{%r endfor %}"),
                run("{%r for text in cell.come %}"),
                run(" "),
                run("{{ text }}", "Come"),
                run("{%r endfor %}"),
            ),
            tag("{%p endfor %}"),
        )
    )
    return "".join(
        (
            chapter("report.changes.heading", "changes"),
            paragraph("Body Text", "{{ report.changes.since }}"),
            optional(
                "report.changes.rows",
                pairs(
                    "row in report.changes.rows",
                    paragraph("Fact Label", "{{r row.inlines | inlines }}", " {{ row.title }}"),
                    cells,
                    (left, right),
                    "{{ report.changes.heading }}",
                ),
            ),
            optional(
                "not report.changes.rows and not report.changes.sources",
                paragraph("Body Text", "{{ words.no_changes }}"),
            ),
            repeated("line in report.changes.sources", paragraph("Body Text", "{{ line }}")),
        )
    )


def pairs(
    loop: str,
    label: str,
    text: str,
    widths: tuple[int, int],
    caption: str,
    *,
    first: str = "",
    last: str = "",
) -> str:
    """Return a table with one row per thing: what it is at the left, what is said of it at the
    right. `first` are rows of the loop before that of the thing, `last` rows behind all of them.
    """
    empty = paragraph("Template Tag")
    left, right = widths
    return table(
        "Fact Table",
        widths,
        row(cell(left, tag(f"{{%tr for {loop} %}}")), cell(right, empty)),
        first,
        row(cell(left, label), cell(right, text), properties="<w:cantSplit/>"),
        row(cell(left, tag("{%tr endfor %}")), cell(right, empty)),
        last,
        caption=caption,
        description=caption,
        look=_PLAIN,
    )


def listed(
    loop: str,
    columns: tuple[tuple[str, str | tuple[str, ...], float], ...],
    caption: str,
    width: int,
) -> str:
    """Return a table with a heading row: of each column the word above it, its text or the pieces
    of it, its part of the width.
    """
    widths = tuple(round(width * share) for _, _, share in columns)
    empty = paragraph("Template Tag")

    def line(text: str) -> str:
        return row(cell(widths[0], tag(text)), *(cell(each, empty) for each in widths[1:]))

    heading = (
        cell(each, paragraph("Column Heading", f"{{{{ {word} }}}}"))
        for each, (word, _, _) in zip(widths, columns, strict=True)
    )
    body = (
        cell(each, paragraph("Fact Text", *([text] if isinstance(text, str) else text)))
        for each, (_, text, _) in zip(widths, columns, strict=True)
    )
    return table(
        "Provision Table",
        widths,
        row(*heading, properties=HEAD),
        line(f"{{%tr for {loop} %}}"),
        row(*body, properties="<w:cantSplit/>"),
        line("{%tr endfor %}"),
        caption=caption,
        description=caption,
        look=look(first_row=True, first_column=True),
    )


def note_list(notes: str, heading: str) -> str:
    """Return source notes as a list; empty where Word's own notes are used."""
    note = paragraph(
        "Note Text",
        '{{r note.number | target(note.id, "Note Number") }}',
        " ",
        "{{r note.inlines | inlines }}",
        "{{r note.calls | back }}",
    )
    return optional(notes, paragraph("Note Heading", heading) + repeated(f"note in {notes}", note))


def blank_lines() -> str:
    """Return the provisions of which no cell holds a text, a line for each way of lacking one."""
    each = (
        run("{{r blank.reference | replace(' ', '\u00a0') | target(\"r_\" ~ blank.id) }}"),
        run(" ({{ blank.title }}){% if not loop.last %}{{ words.semicolon }} {% endif %}"),
    )
    return repeated(
        "line in group.blank",
        paragraph(
            "Blank Rows",
            run("{{ line.label }} ", "Label"),
            run("{%r for blank in line.provisions %}"),
            *each,
            run("{%r endfor %}"),
        ),
    )


def label() -> str:
    """Return what stands at the left of a provision: what it is about, what it asks, how it was
    assessed.
    """
    return "".join(
        (
            paragraph("Row Title", "{{ row.title }}"),
            paragraph("Row Reference", '{{r row.reference | target("r_" ~ row.id) }}'),
            paragraph("Row Summary", "{{ row.summary }}"),
            optional("row.remark", paragraph("Row Remark", "{{ row.remark }}")),
            assessment(),
            optional("row.warning", paragraph("Row Warning", "{{ row.warning }}")),
        )
    )


def assessment() -> str:
    """Return how a provision was assessed, of a redline with what it was before."""
    lead = '{{ "\u00a0" if row.symbol else "" }}{{ words.assessment }}{{ words.colon }} '
    told = "{{r row.assessed | inlines }}"
    return optional("row.assessed", paragraph("Row Assessment", "{{r row | chip }}", lead, told))


def sources() -> str:
    """Return the list of sources."""
    source = paragraph(
        "Source Text",
        '{{r source.key | target("source-" ~ source.key, "Source Key") }}',
        tab(),
        "{{r source.inlines | inlines }}",
    )
    return "".join(
        (
            tag("{%p for group in report.source_groups %}"),
            paragraph("heading 2", "{{ group.title }}"),
            repeated("source in group.entries", source),
            tag("{%p else %}"),
            paragraph("Body Text", "{{ words.no_sources }}"),
            tag("{%p endfor %}"),
        )
    )


def chapter(heading: str, anchor: str, *, begins_page: bool = False) -> str:
    """Return the heading of a chapter, which running heads repeat; it follows what stands before it
    on its page where it begins none.
    """
    style = "heading 1" if begins_page else "Heading 1 Same Page"
    return paragraph(style, f'{{{{r {heading} | target("{anchor}", "{RUNNING_HEAD}") }}}}')


def opening(left: int, right: int) -> str:
    """Return the page behind the cover: who publishes, how to cite and to correct, who made the
    report; widths in twips.
    """
    return "".join(
        (
            chapter("words.about", "about", begins_page=True),
            imprint("report", (left, right)),
            *(_optional_section(name) for name in ("contributors", "acknowledgements")),
        )
    )


def back(left: int, right: int) -> str:
    """Return questions, notes and sources."""
    questions = pairs(
        "question in report.questions",
        paragraph("Fact Label", "{{ question.reference }} {{ question.title }}"),
        paragraph("Fact Text", '{{p question.blocks | blocks("Fact Text") }}'),
        (left, right),
        "{{ words.questions }}",
    )
    return "".join(
        (
            optional(
                "report.questions",
                chapter("words.questions", "questions") + questions,
            ),
            optional(
                "report.end_notes",
                chapter("words.notes", "end-notes")
                + note_list("report.end_notes", "{{ words.notes }}"),
            ),
            optional("report.research", _research(left + right)),
            chapter("words.sources", "sources"),
            scope_end(),
            sources(),
            optional(
                'report.notes_in_word == "endnotes"', chapter("words.notes", "endnotes-of-word")
            ),
        )
    )


def imprint(publication: str, widths: tuple[int, int]) -> str:
    """Return who publishes, how to cite and to correct, line by line; widths in twips."""
    text = (
        tag("{%p if line.link %}")
        + paragraph("Fact Text", "{{r line.link | address }}")
        + tag("{%p else %}")
        + paragraph("Fact Text", "{{ line.text }}")
        + tag("{%p endif %}")
    )
    # One row alone on a last page would look lost. Never the last row: LibreOffice leaves out rows
    # of a table that is kept with what follows it.
    label = (
        tag("{%p if loop.last %}")
        + paragraph("Fact Label", "{{ line.label }}")
        + tag("{%p else %}")
        + paragraph("Fact Label", "{{ line.label }}", extra="<w:keepNext/>")
        + tag("{%p endif %}")
    )
    return pairs(
        f"line in {publication}.imprint",
        label,
        text,
        widths,
        "{{ words.about }}",
    )


def _research(width: int) -> str:
    columns = (
        ("words.place", "{{ line.place }}", 0.56),
        ("words.looked_on", '{{ line.looked_on or "–" }}', 0.26),
        ("words.result", '{{ line.result or "–" }}', 0.18),
    )
    return (
        chapter("words.research", "research")
        + paragraph("Body Text", "{{ report.research.text }}", extra="<w:keepNext/>")
        + listed("line in report.research.lines", columns, "{{ words.research }}", width)
    )


def _optional_section(name: str) -> str:
    return optional(
        f"report.{name}",
        paragraph("Heading 1 Same Page", f"{{{{ words.{name} }}}}")
        + paragraph("Body Text", f'{{{{p report.{name} | blocks("Body Text") }}}}'),
    )
