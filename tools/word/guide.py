"""The template of the advocacy guide, piece by piece: upright pages, the heat map on pages across."""

from tools.word.guide_heat import heat, heat_style
from tools.word.look import UPRIGHT_WIDTH
from tools.word.package import document, running_line, section
from tools.word.pieces import (
    HEAD,
    bar_key,
    contents,
    imprint,
    listed,
    optional,
    pairs,
    pictured,
    repeated,
    scope_end,
    scope_start,
    spaced,
)
from tools.word.styles import Style
from tools.word.xml import cell, field, look, page_field, paragraph, row, run, tab, table, tag

_LEFT = 2900  # the narrow column of tables of two, in twips
_RULE = 3200  # that of rules: the longest reference in Arabic takes one line
_LABEL_OF_BAR = 4400
_FEW_YEARS = 6  # stand below each other
_FEW_NAMES = 250  # provisions by countries whose notes are some six lines, which stay together
_CELL_EDGES = 260  # what a bar in a cell leaves free at its sides
_BREAK = "<w:pageBreakBefore/>"
_KEPT, _NOT_KEPT = "<w:keepNext/>", '<w:keepNext w:val="0"/>'
_CLOSE = '<w:spacing w:before="0"/>'
# Of a row that does not look like one of a table.
_NO_SIDES = '<w:tcMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tcMar>'
_NO_LINE_ABOVE = '<w:tcBorders><w:top w:val="nil"/></w:tcBorders>' + _NO_SIDES
_NO_LINES = '<w:tcBorders><w:top w:val="nil"/><w:bottom w:val="nil"/></w:tcBorders>' + _NO_SIDES

_UPRIGHT_TAB = f'<w:tab w:val="right" w:leader="dot" w:pos="{UPRIGHT_WIDTH}"/>'
STYLES = (
    Style("toc 1", 10, bold=True, before=3, tabs=_UPRIGHT_TAB, hyphens=False),
    Style("toc 2", 10, before=0, tabs=_UPRIGHT_TAB, left=340, hyphens=False),
    Style("Example Origin", 9, "soft", before=6, after=2, left=240, keep_next=True, hyphens=False),
    Style("Example Text", 10, after=3, left=240, base="Body Text"),
    Style("Example Source", 8.5, "soft", after=3, left=240, hyphens=False),
    Style("Statement", 8.5, before=1, after=1, hyphens=False),
    Style("Heat Head", 7, "paper", bold=True, hyphens=False),
    Style("Heat Column", 9, "paper", bold=True, justify="center", hyphens=False),
    Style("Heat Area", 7.5, "accent", bold=True, hyphens=False),
    Style("Heat Label", 7.5, hyphens=False),
    Style("Heat Signs", 7, justify="center", hyphens=False),
    Style("Heat Counts", 6, justify="center", hyphens=False),
    Style("Bar Key", 8, "soft", before=0, after=0.5, hyphens=False),
    Style("Bar Count", 7.5, "paper", bold=True, keep_next=True, justify="center", hyphens=False),
    Style("Index Entry", 9, after=1, left=300, hanging=300, hyphens=False),
)


def guide_document(
    upright: str, across: str, margins: str, wide_margins: str, width: int, wide: int
) -> bytes:
    """Return the template; sizes and margins of upright pages and of those across as XML, widths of
    their text.
    """
    page = f"{run('{{ words.page_word }} ')}{page_field('PAGE')}{run(' {{ words.page_of }} ')}{page_field('NUMPAGES')}"

    def heading_above(elsewhere: str) -> str:
        """Return a header that names the subject area or the country; programs that do not renew
        fields show `elsewhere`.
        """
        return paragraph(
            "Header Upright",
            "{{ guide.title }} · ",
            field("STYLEREF 2", elsewhere),
            tab(),
            run("{{ guide.mark or guide.status }}", "Mark"),
        )

    headers = {
        "headerText": heading_above("{{ words.chapters }}"),
        "headerPages": heading_above("{{ words.pages }}"),
        "headerFront": running_line(
            "Header Upright", "{{ guide.title }}", run("{{ guide.mark or guide.status }}", "Mark")
        ),
        "headerMatrix": running_line(
            "header", "{{ guide.title }}", run("{{ guide.mark or guide.status }}", "Mark")
        ),
    }
    footers = {
        "footerText": running_line("Footer Upright", "{{ guide.organisation }}", page),
        "footerMatrix": running_line("footer", "{{ guide.organisation }}", page),
    }

    def end(header: str, *, is_last: bool = False) -> str:
        return section(
            size=upright, margins=margins, header=header, footer="footerText", is_last=is_last
        )

    body = "".join(
        (
            _cover(),
            section(size=upright, margins=margins),
            contents(),
            scope_start(),
            _purpose(),
            end("headerFront"),
            heat(wide),
            section(
                size=across, margins=wide_margins, header="headerMatrix", footer="footerMatrix"
            ),
            _overview(width),
            end("headerFront"),
            _chapters(width),
            end("headerText"),
            optional("guide.best", _best() + end("headerFront")),
            _pages(width),
            end("headerPages"),
            _back(width),
            scope_end(),
            end("headerFront", is_last=True),
        )
    )
    return document(
        body,
        headers=headers,
        footers=footers,
        width=wide,
        measure=0,
        cell=9.5,
        more_styles=STYLES,
        more_tables=heat_style(),
    )


def _cover() -> str:
    names = (
        '{% if guide.countries | length < 8 %}{{ guide.countries | map(attribute="name") | join(words.comma ~ " ") }}'
        "{% else %}{{ words.countries }}{{ words.colon }} {{ guide.countries | length }}{% endif %}"
    )
    return "".join(
        (
            pictured("guide", (210, 105)),
            optional(
                "guide.house.logo",
                paragraph("Cover Organisation", "{{r guide.house.logo | picture(18) }}"),
            ),
            optional(
                "guide.organisation", paragraph("Cover Organisation", "{{ guide.organisation }}")
            ),
            optional("guide.mark", paragraph("Cover Mark", "{{ guide.mark }}")),
            spaced("guide", "Cover Subtitle", names),
            paragraph("Title", "{{ guide.title }}"),
            optional("guide.subtitle", paragraph("Cover Local", "{{ guide.subtitle }}")),
            spaced("guide", "Cover Treaty", "{{ guide.treaty }}"),
            paragraph(
                "Cover Edition",
                run(
                    '{{ [guide.version, guide.date_line, guide.status] | select | join(" · ") }}',
                    "Strong",
                ),
            ),
            repeated("note in guide.mark_notes", paragraph("Cover Note", "{{ note }}")),
        )
    )


# Front


def _purpose() -> str:
    return "".join(
        (
            paragraph("heading 1", "{{ words.purpose }}"),
            repeated("text in guide.front", _editors_text("heading 2")),
            optional("guide.front", paragraph("heading 2", "{{ words.how_to_read }}")),
            *(
                paragraph("Body Text", f"{{{{ words.{key} }}}}")
                for key in ("purpose_text", "comparable", "not_rated", "not_legal_advice")
            ),
            optional(
                "guide.selection",
                paragraph(
                    "Body Text",
                    run("{{ words.selection }}{{ words.colon }} ", "Strong"),
                    run("{{ guide.selection }}"),
                ),
            ),
            paragraph("heading 2", "{{ words.legend }}"),
            repeated(
                "cell in guide.legend",
                paragraph("Body Text Small", "{{r cell | chip }}", "\u00a0{{ cell.label }}"),
            ),
            paragraph("Body Text Small", "{{r words.not_assessed | unassessed }}"),
            paragraph("Body Text Small", "{{ words.outdated_mark }} {{ words.outdated }}"),
        )
    )


def _overview(width: int) -> str:
    return "".join(
        (
            paragraph("heading 1", "{{ words.countries }}"),
            _covered(width),
            optional(
                "guide.left_out",
                paragraph("heading 2", "{{ words.left_out }}")
                + repeated(
                    "each in guide.left_out",
                    paragraph(
                        "Body Text Small",
                        "{{ words.left_out_line.format(name=each.name, reason=each.reason) }}",
                    ),
                ),
            ),
            paragraph("Heading 1 Same Page", "{{ words.coverage }}"),
            paragraph("Small Print", "{{ words.coverage_note }}", extra="<w:keepNext/>"),
            _states(),
            _bars("guide.coverage", "{{ words.coverage }}", width),
            optional("guide.timeline", _timeline(width)),
        )
    )


def _editors_text(heading: str) -> str:
    return (
        paragraph(heading, "{{ text.heading }}")
        + optional("text.note", paragraph("Small Print", "{{ text.note }}"))
        + paragraph("Body Text", '{{p text.blocks | blocks("Body Text") }}')
    )


def _covered(width: int) -> str:
    columns = (
        (
            "words.country",
            (
                '{{r country.name | link("country-" ~ country.code) }}',
                run("{% if guide.heat.uses_codes %} · {{ country.head }}{% endif %}"),
            ),
            0.24,
        ),
        ("words.region", '{{ country.region or "–" }}', 0.2),
        ("words.law_as_at", "{{ country.law_as_at }}", 0.17),
        ("words.status", "{{ country.status }}", 0.12),
        ("words.version_label", '{{ country.version or "–" }}', 0.1),
        ("words.coverage_heading", "{{ country.coverage }}", 0.17),
    )
    return listed("country in guide.countries", columns, "{{ words.countries }}", width)


def _bars(bars: str, caption: str, width: int) -> str:
    """Return a compact table of bars: what each counts, in one line if possible, and the bar."""
    right = width - _LABEL_OF_BAR
    return pairs(
        f'bar in {bars} | selectattr("total")',
        paragraph("Fact Label", "{{ bar.label }}"),
        paragraph("Bar Key", f"{{{{p bar | bar({right - _CELL_EDGES}) }}}}"),
        (_LABEL_OF_BAR, right),
        caption,
    )


def _states() -> str:
    """Return what the colours of the bars of coverage stand for."""
    return paragraph(
        "Small Print",
        run("{%r for share in guide.coverage_states %}"),
        "{{r share | chip }}",
        run('\u00a0{{ share.label }}{{ "" if loop.last else "    " }}'),
        run("{%r endfor %}"),
        extra="<w:keepNext/>",
    )


def _timeline(width: int) -> str:
    columns = (
        ("words.year", "{{ each.year }}", 0.2),
        ("words.reforms_count", "{{ each.reforms }}", 0.4),
        ("words.bound_count", "{{ each.bound }}", 0.4),
    )
    return "".join(
        (
            paragraph("Heading 1 Same Page", "{{ words.timeline }}"),
            paragraph("Small Print", "{{ words.timeline_note }}", extra="<w:keepNext/>"),
            paragraph("Body Text", "{{r timeline | drawing(170) }}"),
            tag(f"{{%p if guide.timeline.named | length <= {_FEW_YEARS} %}}"),
            listed("each in guide.timeline.named", columns, "{{ words.timeline }}", width // 2),
            tag("{%p else %}"),
            _years(width),
            tag("{%p endif %}"),
        )
    )


def _years(width: int) -> str:
    """Return the years in three columns, which are read one after the other."""
    year, count = round(width * 0.09), round(width / 3 - width * 0.09) // 2
    widths = (year, count, count) * 3
    empty = paragraph("Template Tag")
    words = ("year", "reforms_count", "bound_count") * 3
    head = (
        cell(each, paragraph("Column Heading", f"{{{{ words.{word} }}}}"))
        for each, word in zip(widths, words, strict=True)
    )
    cells = []
    for column in range(3):
        place = f"loop.index0 + {column} * share"
        for part, width_of in zip(("year", "reforms", "bound"), widths, strict=False):
            text = (
                f"{{% if {place} < named | length %}}{{{{ named[{place}].{part} }}}}{{% endif %}}"
            )
            if column == 0:
                text = f"{{{{ each.{part} }}}}"
            cells.append(cell(width_of, paragraph("Fact Text", text)))

    def line(text: str) -> str:
        return row(cell(year, tag(text)), *(cell(each, empty) for each in widths[1:]))

    return (
        tag("{%p set named = guide.timeline.named %}")
        + tag("{%p set share = (named | length + 2) // 3 %}")
        + table(
            "Provision Table",
            widths,
            row(*head, properties=HEAD),
            line("{%tr for each in named %}"),
            line("{%tr if loop.index0 < share %}"),
            row(*cells, properties="<w:cantSplit/>"),
            line("{%tr endif %}"),
            line("{%tr endfor %}"),
            caption="{{ words.timeline }}",
            description="{{ words.timeline }}",
            look=look(first_row=True, first_column=False),
        )
    )


# Chapters


def _chapters(width: int) -> str:
    title = '{{r chapter.title | target("chapter-" ~ chapter.id) }}'
    begins_page = "guide.is_full and not loop.first"
    return "".join(
        (
            paragraph("heading 1", "{{ words.chapters }}"),
            tag("{%p for chapter in guide.chapters %}"),
            tag(f"{{%p if {begins_page} %}}"),
            paragraph("heading 2", title, extra=_BREAK),
            tag("{%p else %}"),
            paragraph("heading 2", title),
            tag("{%p endif %}"),
            _blocks("chapter.introduction", "Body Text"),
            paragraph("heading 3", "{{ words.asks }}"),
            _rules(width),
            optional("chapter.outdated", _outdated()),
            optional(
                "chapter.examples",
                paragraph("heading 3", "{{ words.examples }}") + _examples("chapter.examples"),
            ),
            optional(
                "chapter.gaps",
                paragraph("heading 3", "{{ words.common_gaps }}") + _examples("chapter.gaps"),
            ),
            optional("guide.is_full", _all_paragraphs(width)),
            repeated("text in chapter.advice", _editors_text("heading 3")),
            tag("{%p endfor %}"),
        )
    )


def _all_paragraphs(width: int) -> str:
    """Return all paragraphs of the reports on a subject area."""
    return "".join(
        (
            paragraph("heading 3", "{{ words.laws }}"),
            _quotes("chapter.laws", "words.laws", width, note="words.laws_note"),
            paragraph("heading 3", "{{ words.reforms }}"),
            _quotes("chapter.reforms", "words.reforms", width, note="words.reforms_note"),
            paragraph("heading 3", "{{ words.findings }}"),
            _quotes(
                "chapter.findings",
                "words.findings",
                width,
                note="words.findings_note",
                is_flagged=True,
            ),
        )
    )


def _names(width: int) -> str:
    """Return the rows of the notes that name the countries behind the numbers, one note behind the
    other: they are short, and as lines of their own a few would be left on a page that is empty
    otherwise. They stand in the table of the rules, whose last row stays with them.
    """
    notes = (
        run("{%r for note in chapter.notes %}"),
        '{{r note.number | target(note.id, "Note Number") }}',
        run("\u00a0"),
        "{{r note.inlines | inlines }}",
        run('{{ "" if loop.last else "    " }}'),
        run("{%r endfor %}"),
    )
    # LibreOffice leaves out rows of a table whose last row stays with what follows it.
    heading = paragraph("Note Heading", "{{ words.names }}", extra=_NOT_KEPT + _CLOSE)
    names = cell(width, heading + paragraph("Note Text", *notes), span=2)
    empty = paragraph("Template Tag")

    def line(text: str) -> str:
        return row(cell(_RULE, tag(text)), cell(width - _RULE, empty))

    return "".join(
        (
            line("{%tr if chapter.notes %}"),
            line(f"{{%tr if chapter.rules | length * guide.countries | length <= {_FEW_NAMES} %}}"),
            row(names, properties="<w:cantSplit/>"),
            line("{%tr else %}"),
            row(names),
            line("{%tr endif %}"),
            line("{%tr endif %}"),
        )
    )


def _blocks(blocks: str, style: str) -> str:
    return optional(blocks, paragraph(style, f'{{{{p {blocks} | blocks("{style}") }}}}'))


def _bar(bar: str, width: int) -> str:
    return bar_key(bar) + paragraph("Bar Label", f"{{{{p {bar} | bar({width}) }}}}")


def _rules(width: int) -> str:
    reference = '{{r rule.reference | target("row-" ~ rule.id, "Strong") }}'
    label = _kept_unless(
        "not loop.last or not chapter.notes", "Row Reference", reference
    ) + paragraph("Fact Label", '{{r rule.title | target("r_" ~ rule.id) }}')
    told = "".join(
        (
            paragraph("Fact Text", "{{ rule.summary }}"),
            optional("rule.remark", paragraph("Row Remark", "{{ rule.remark }}")),
            repeated(
                "statement in rule.statements", paragraph("Statement", "{{r statement | inlines }}")
            ),
        )
    )
    return pairs(
        "rule in chapter.rules",
        label,
        told,
        (_RULE, width - _RULE),
        "{{ words.asks }}{{ words.colon }} {{ chapter.title }}",
        first=_bar_row("chapter.bar", width),
        last=_names(width),
    )


def _kept_unless(condition: str, style: str, *pieces: str) -> str:
    """Return the first paragraph of a row that stays with the next unless a condition holds:
    LibreOffice asks the first paragraph of a row, Word all of them.
    """
    return "".join(
        (
            tag(f"{{%p if {condition} %}}"),
            paragraph(style, *pieces),
            tag("{%p else %}"),
            paragraph(style, *pieces, extra=_KEPT),
            tag("{%p endif %}"),
        )
    )


def _bar_row(bar: str, width: int) -> str:
    """Return the row of a bar, above those that it sums up: in their table, since LibreOffice keeps
    no table on the page of what follows it, but a row with the next.
    """
    empty = paragraph("Template Tag")
    drawn = bar_key(bar) + paragraph("Bar Key", f"{{{{p {bar} | bar({width - _CELL_EDGES}) }}}}")

    def line(text: str) -> str:
        return row(cell(_RULE, tag(text)), cell(width - _RULE, empty))

    return "".join(
        (
            line(f"{{%tr if loop.first and {bar}.total %}}"),
            row(cell(width, drawn, span=2), properties="<w:cantSplit/>"),
            line("{%tr endif %}"),
        )
    )


def _outdated() -> str:
    """Return the findings older than a reform, provision by provision."""
    of_rule = 'chapter.outdated | selectattr("provision", "equalto", rule.id)'
    return "".join(
        (
            paragraph("heading 3", "{{ words.outdated_heading }} ({{ words.outdated_mark }})"),
            repeated(
                "rule in chapter.rules",
                optional(
                    f"{of_rule} | list",
                    paragraph(
                        "Body Text Small",
                        run("{{ rule.reference }}{{ words.colon }} ", "Label"),
                        run(f"{{%r for origin in {of_rule} %}}"),
                        '{{r origin.country | link("country-" ~ origin.country_code) }}',
                        run("{% if not loop.last %}{{ words.comma }} {% endif %}"),
                        run("{%r endfor %}"),
                    ),
                ),
            ),
        )
    )


def _examples(examples: str) -> str:
    origin = paragraph(
        "Example Origin",
        '{{r example.origin.country | link("country-" ~ example.origin.country_code) }}',
        run("{{ words.comma }} {{ example.origin.reference }}", "Strong"),
        run(
            " {{ example.title }} · {{ example.heading }}{% if example.assessment %} · {{ example.assessment }}{% endif %}"
            "{% if example.origin.is_outdated %} {{ words.outdated_mark }}{% endif %}"
        ),
    )
    return repeated(
        f"example in {examples}",
        "".join(
            (
                origin,
                paragraph("Example Text", '{{p example.blocks | blocks("Example Text") }}'),
                optional(
                    "example.sources",
                    paragraph(
                        "Example Source",
                        "{{ words.sources_cited }}{{ words.colon }} ",
                        "{{r example.sources | inlines }}",
                    ),
                ),
                optional(
                    "example.why",
                    paragraph("Example Origin", run("{{ words.why }}", "Strong"))
                    + paragraph("Example Text", '{{p example.why | blocks("Example Text") }}'),
                ),
            )
        ),
    )


def _quotes(
    quotes: str,
    caption: str,
    width: int,
    *,
    note: str = "",
    none: str = "words.none",
    is_flagged: bool = False,
    is_whole: str = "",
) -> str:
    """Return a table of quotations, of which each stays with the next where `is_whole` holds."""
    mark = (
        "{% if quote.origin.is_outdated %} {{ words.outdated_mark }}{% endif %}"
        if is_flagged
        else ""
    )
    year = "{% if quote.year %}{{ quote.year }} {% endif %}"
    told = (
        run(year, "Strong"),
        '{{r quote.origin.country | link("country-" ~ quote.origin.country_code) }}',
        f"{{{{ words.comma }}}} {{{{ quote.origin.reference | replace(' ', '\u00a0') }}}}{mark}",
    )
    label = paragraph("Fact Label", *told)
    if is_whole:
        label = _kept_unless(f"loop.last or not {is_whole}", "Fact Label", *told)
    text = paragraph("Fact Text", "{{r quote.inlines | inlines }}") + optional(
        "quote.sources", paragraph("Note Text", "{{r quote.sources | inlines }}")
    )
    listed = pairs(
        f"quote in {quotes}", label, text, (_LEFT, width - _LEFT), f"{{{{ {caption} }}}}"
    )
    explained = paragraph("Small Print", f"{{{{ {note} }}}}") if note else ""
    nothing = paragraph("Small Print", f"{{{{ {none} }}}}")
    return f"{tag(f'{{%p if {quotes} %}}')}{explained}{listed}{tag('{%p else %}')}{nothing}{tag('{%p endif %}')}"


# Best of, countries


def _facts() -> str:
    """Return the facts of a country in one paragraph, so that a country stays on one page."""
    return paragraph(
        "Fact Text",
        run("{%r for fact in page.facts %}"),
        run("{{ fact.label }}{{ words.colon }} ", "Label"),
        run("{{ fact.text }}"),
        run("{% if not loop.last %} · {% endif %}"),
        run("{%r endfor %}"),
        extra="<w:keepNext/>",
    )


def _best() -> str:
    groups = repeated(
        "group in guide.best",
        paragraph("heading 2", "{{ group.title }}") + _examples("group.examples"),
    )
    return (
        paragraph("heading 1", '{{r words.best | target("best") }}')
        + paragraph("Body Text", "{{ words.best_note }}")
        + groups
    )


def _pages(width: int) -> str:
    title = '{{r page.country.name | target("country-" ~ page.country.code) }}'
    # An area to a line, and in it what was assessed: how much was not, the bar says.
    cells = 'group.rows | map(attribute="cells") | map("first") | selectattr("id")'
    own = repeated(
        "group in page.groups",
        optional(
            f"{cells} | list",
            paragraph(
                "Statement",
                run("{{ group.title }}{{ words.colon }} ", "Strong"),
                run("{%r for row in group.rows %}"),
                run("{%r for cell in row.cells if cell.id %}"),
                run("{{ row.reference | replace(' ', '\u00a0') }}\u00a0"),
                "{{r cell | chip }}",
                run("{% if cell.is_outdated %}{{ words.outdated_mark }}{% endif %}   "),
                run("{%r endfor %}"),
                run("{%r endfor %}"),
            ),
        ),
    )
    return "".join(
        (
            paragraph("heading 1", "{{ words.pages }}"),
            tag("{%p for page in guide.pages %}"),
            paragraph("heading 2", title),
            _facts(),
            _bar_and_gaps(width),
            paragraph("heading 3", "{{ words.latest }}"),
            _quotes(
                "page.reforms",
                "words.latest",
                width,
                none="words.no_latest",
                is_whole="page.is_short",
            ),
            # That nobody assessed it stands with its main gaps.
            optional("page.is_assessed", paragraph("heading 3", "{{ words.own_row }}") + own),
            tag("{%p endfor %}"),
        )
    )


def _bar_and_gaps(width: int) -> str:
    """Return the bar of a country and its main gaps: rows of one table, of which each stays with
    the next, since LibreOffice keeps no table on the page of what follows it.
    """
    bar = bar_key("page.bar") + paragraph("Bar Key", f"{{{{p page.bar | bar({width}) }}}}")
    no_gaps = (
        "{% if page.is_assessed %}{{ words.no_gaps_found }}{% else %}{{ words.no_gaps }}{% endif %}"
    )
    gap = (
        run("{{ gap.reference }} ", "Strong"),
        run("{{ gap.title }} "),
        "{{r gap.cell | chip }}",
        run(
            "\u00a0{{ gap.cell.label }}{% if gap.cell.told %} ({{ gap.cell.told }}){% endif %}"
            "{% if gap.cell.is_outdated %}\u00a0{{ words.outdated_mark }}{% endif %}"
        ),
    )
    # Long ones would fill a page that is to hold them all.
    told = _kept_unless("loop.last or not page.is_short", "Fact Text", *gap)

    def whole(content: str, edges: str = "") -> str:
        return row(cell(width, content, edges=edges), properties="<w:cantSplit/>")

    def line(text: str) -> str:
        return row(cell(width, tag(text)))

    above = "".join(
        (
            line("{%tr if page.bar.total %}"),
            whole(bar, _NO_LINES),
            line("{%tr endif %}"),
            whole(paragraph("heading 3", "{{ words.gaps }}"), _NO_LINE_ABOVE),
        )
    )
    return table(
        "Fact Table",
        (width,),
        line("{%tr for gap in page.gaps %}"),
        line("{%tr if loop.first %}"),
        above,
        line("{%tr endif %}"),
        whole(told + _blocks("gap.why", "Fact Text")),
        line("{%tr else %}"),
        above,
        whole(paragraph("Small Print", no_gaps)),
        line("{%tr endfor %}"),
        caption="{{ words.gaps }}",
        description="{{ words.gaps }}",
        look=look(first_row=False, first_column=False),
    )


# Back


def _back(width: int) -> str:
    glossary = pairs(
        "entry in guide.glossary",
        paragraph("Fact Label", run("{{ entry.term }}", "Strong")),
        paragraph("Fact Text", '{{p entry.meaning | blocks("Fact Text") }}')
        + optional("entry.remark", paragraph("Note Text", "{{ entry.remark }}")),
        (_LEFT, width - _LEFT),
        "{{ words.glossary }}",
    )
    return "".join(
        (
            tag("{%p if guide.glossary %}"),
            paragraph("heading 1", "{{ words.glossary }}"),
            glossary,
            paragraph("Heading 1 Same Page", "{{ words.terms_note }}"),
            tag("{%p else %}"),
            # At the head of a page, where the space above the other would be seen.
            paragraph("heading 1", "{{ words.terms_note }}"),
            tag("{%p endif %}"),
            f"{tag('{%p if guide.terms_note %}')}",
            paragraph("Body Text", '{{p guide.terms_note | blocks("Body Text") }}'),
            tag("{%p else %}"),
            paragraph("Body Text", "{{ words.terms_note_text }}"),
            tag("{%p endif %}"),
            optional(
                "guide.resources", paragraph("heading 1", "{{ words.resources }}") + _resources()
            ),
            # Behind a glossary, else behind two lines on the terms, that would fill a page.
            paragraph("Heading 1 Same Page", '{{r words.index | target("index") }}'),
            tag("{%p for group in guide.indexes %}"),
            paragraph("heading 2", "{{ group.title }}"),
            repeated(
                "entry in group.entries",
                paragraph(
                    "Index Entry",
                    run("{{ entry.label }} ", "Strong"),
                    "{{r entry.full | inlines }}",
                    run(" "),
                    "{{r entry.inlines | paged }}",
                ),
            ),
            tag("{%p endfor %}"),
            paragraph("Heading 1 Same Page", "{{ words.methodology }}"),
            paragraph("Body Text", "{{ words.methodology_text }}"),
            optional("guide.research", _research()),
            optional(
                "guide.missing",
                paragraph("heading 2", "{{ words.missing }}")
                + paragraph("Body Text", "{{ words.missing_text }}")
                + repeated("line in guide.missing", paragraph("List Bullet", "{{ line }}")),
            ),
            paragraph("Heading 1 Same Page", "{{ words.about }}"),
            *(
                optional(
                    f"guide.{name}",
                    paragraph("heading 2", f"{{{{ words.{name} }}}}")
                    + paragraph("Body Text", f'{{{{p guide.{name} | blocks("Body Text") }}}}'),
                )
                for name in ("contributors", "acknowledgements")
            ),
            imprint("guide", (2700, UPRIGHT_WIDTH - 2700)),
        )
    )


def _research() -> str:
    columns = (
        ("words.place", "{{ line.place }}", 0.48),
        ("words.searched", "{{ line.searched_of }}", 0.13),
        ("words.found", "{{ line.found }}", 0.13),
        ("words.found_nothing", "{{ line.nothing_found }}", 0.13),
        ("words.not_reachable", "{{ line.not_reachable }}", 0.13),
    )
    return (
        paragraph("heading 2", "{{ words.research_heading }}")
        + paragraph("Small Print", "{{ guide.research.text }}")
        + listed(
            "line in guide.research.lines", columns, "{{ words.research_heading }}", UPRIGHT_WIDTH
        )
    )


def _resources() -> str:
    entry = "".join(
        (
            paragraph(
                "Body Text Small",
                run("{{ entry.title }}", "Strong"),
                run(
                    "{% if entry.line %}{{ words.comma }} {{ entry.line }}{% endif %}{% if entry.about %}. {{ entry.about }}{% endif %}"
                ),
            ),
            optional("entry.link", paragraph("Body Text Small", "{{r entry.link | address }}")),
        )
    )
    return repeated(
        "group in guide.resources",
        paragraph("heading 2", "{{ group.theme }}") + repeated("entry in group.entries", entry),
    )
