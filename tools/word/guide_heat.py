"""The heat map of the guide in Word: subject areas by country, then provisions by country, in signs
on their colours.
"""

from tools.word.look import table_style
from tools.word.pieces import HEAD, optional
from tools.word.xml import look, paragraph, row, run, table, tag

_COUNTRY, _PROVISION = 2200, 5300  # the first columns, in twips
# Heads whose letters run upwards, in twips: half the longest name of an area, a code, a name.
_AREAS_HIGH, _CODES_HIGH, _NAMES_HIGH = 2900, 640, 2100
_FEW = 6  # countries whose names can stand above their columns like any heading
_ROOMY = 20  # countries whose columns are broader than high: with squares, others are squares
_SHARING = 12  # countries whose tables can stand on one page
_NARROW = (
    '<w:tblCellMar><w:top w:w="10" w:type="dxa"/><w:left w:w="20" w:type="dxa"/>'
    '<w:bottom w:w="10" w:type="dxa"/><w:right w:w="20" w:type="dxa"/></w:tblCellMar>'
)
# Between counts: all findings that an area can have stand on one line.
_GAP = (
    '<w:r><w:rPr><w:sz w:val="4"/><w:szCs w:val="4"/></w:rPr>'
    '<w:t xml:space="preserve"> </w:t></w:r>'
)
_NO_SIDES = '<w:tcMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tcMar>'
STYLE = "Heat Table"
# Paragraph styles of its cells.
_HEAD, _LABEL, _SIGNS, _COUNTS = "Heat Head", "Heat Label", "Heat Signs", "Heat Counts"
# LibreOffice shows no letters that run upwards in a table from right to left.
_IS_LEVEL = 'guide.direction == "rtl"'
_HAS_CODES = f"guide.heat.uses_codes or {_IS_LEVEL} and part.countries | length > {_FEW}"
_CODE = "{% if guide.heat.uses_codes %}{{ country.head }}{% else %}{{ country.code }}{% endif %}"


def heat_style() -> str:
    """Return the style of its tables: narrow cells, for many columns."""
    return table_style(STYLE, _NARROW)


def heat(wide: int) -> str:
    """Return the heat map for pages across whose text is so wide, in twips."""
    return "".join(
        (
            paragraph("heading 1", '{{r words.matrix | target("matrix") }}'),
            _areas(wide),
            _legend(),
            optional(_IS_LEVEL, _numbers()),
            tag("{%p for part in guide.spreads %}"),
            tag(f"{{%p if guide.countries | length > {_SHARING} %}}"),
            paragraph("heading 2", "{{ part.title }}", extra="<w:pageBreakBefore/>"),
            tag("{%p else %}"),
            paragraph("heading 2", "{{ part.title }}"),
            tag("{%p endif %}"),
            _provisions(wide),
            _legend(),
            optional(_HAS_CODES, _key()),
            tag("{%p endfor %}"),
        )
    )


def _areas(wide: int) -> str:
    """Return the table of subject areas: a row for each country, by region."""
    content = (wide - _COUNTRY) // 3

    def heads(head: str, *, is_upright: bool) -> tuple[str, ...]:
        return (
            _cell(_COUNTRY, paragraph("Column Heading", "{{ words.country }}")),
            _cell(content, tag("{%tc for area in guide.heat.areas %}")),
            _cell(content, head, is_upright=is_upright),
            _cell(content, tag("{%tc endfor %}")),
        )

    numbers = heads(paragraph("Heat Column", "{{ loop.index }}"), is_upright=False)
    titles = heads(paragraph(_HEAD, "{{ area.title }}"), is_upright=True)
    region = (
        _cell(_COUNTRY, paragraph("Heat Area", '{{ region.title or "–" }}', extra="<w:keepNext/>")),
        _cell(content, tag("{%tc for area in guide.heat.areas %}")),
        _cell(content, paragraph(_COUNTS)),
        _cell(content, tag("{%tc endfor %}")),
    )
    country = (
        _cell(
            _COUNTRY,
            paragraph(_LABEL, '{{r row.country.name | link("country-" ~ row.country.code) }}'),
        ),
        _cell(content, tag("{%tc for bar in row.areas %}")),
        _cell(content, _shares(), margins=_NO_SIDES),
        _cell(content, tag("{%tc endfor %}")),
    )
    widths = (_COUNTRY, content, content, content)
    return table(
        STYLE,
        widths,
        _line(widths, f"{{%tr if {_IS_LEVEL} %}}", HEAD),
        row(*numbers, properties=HEAD),
        _line(widths, "{%tr else %}"),
        row(*titles, properties=_height(_AREAS_HIGH)),
        _line(widths, "{%tr endif %}"),
        _line(widths, "{%tr for region in guide.heat.regions %}"),
        _line(widths, "{%tr if region.title or guide.heat.regions | length > 1 %}"),
        row(*region, properties="<w:cantSplit/>"),
        _line(widths, "{%tr endif %}"),
        _line(widths, "{%tr for row in region.rows %}"),
        row(*country, properties="<w:cantSplit/>"),
        _line(widths, "{%tr endfor %}"),
        _line(widths, "{%tr endfor %}"),
        caption="{{ words.heat_areas }}",
        description="{{ words.heat_areas }}",
        look=look(first_row=True, first_column=True),
    )


def _shares() -> str:
    return paragraph(
        _COUNTS,
        run("{%r for share in bar.shares %}"),
        "{{r share | share_count }}",
        _GAP,
        run("{%r endfor %}"),
    )


def _provisions(wide: int) -> str:
    """Return the table of provisions: a column for each country, with its name or its code."""
    content = (wide - _PROVISION) // 3
    widths = (_PROVISION, content, content, content)

    def line(label: str, loop: str, cell: str, properties: str, *, is_upright: bool = False) -> str:
        return row(
            _cell(_PROVISION, label),
            _cell(content, tag(f"{{%tc for {loop} %}}")),
            _cell(content, cell, is_upright=is_upright),
            _cell(content, tag("{%tc endfor %}")),
            properties=properties,
        )

    def heads(level: str = "", height: int = 0) -> str:
        label = paragraph("Column Heading", "{{ words.provision }}")
        head = level or '{{r country.head | link("country-" ~ country.code) }}'
        loop = "country in part.countries"
        if not height:
            return line(label, loop, paragraph("Heat Column", head), HEAD)
        return line(label, loop, paragraph(_HEAD, head), _height(height), is_upright=True)

    label = paragraph(_LABEL, run("{{ row.reference }} ", "Strong"), run("{{ row.title }}"))
    sign = paragraph(
        _SIGNS,
        '{{r cell | sign(words.outdated_mark if cell.is_outdated else "") }}',
    )
    square = paragraph(
        _COUNTS,
        "{{r cell | chip }}",
        run("{% if cell.is_outdated %}{{ words.outdated_mark }}{% endif %}"),
    )
    area = paragraph("Heat Area", "{{ group.title }}", extra="<w:keepNext/>")
    return table(
        STYLE,
        widths,
        _line(widths, f"{{%tr if part.countries | length <= {_FEW} %}}", HEAD),
        heads('{{r country.head | link("country-" ~ country.code) }}'),
        _line(widths, f"{{%tr elif {_IS_LEVEL} %}}"),
        heads(_CODE),
        _line(widths, "{%tr elif guide.heat.uses_codes %}"),
        heads(height=_CODES_HIGH),
        _line(widths, "{%tr else %}"),
        heads(height=_NAMES_HIGH),
        _line(widths, "{%tr endif %}"),
        _line(widths, "{%tr for group in part.groups %}"),
        line(area, "country in part.countries", paragraph(_COUNTS), "<w:cantSplit/>"),
        _line(widths, "{%tr for row in group.rows %}"),
        _line(widths, f"{{%tr if part.countries | length <= {_ROOMY} %}}"),
        line(label, "cell in row.cells", square, "<w:cantSplit/>"),
        _line(widths, "{%tr else %}"),
        line(label, "cell in row.cells", sign, "<w:cantSplit/>"),
        _line(widths, "{%tr endif %}"),
        _line(widths, "{%tr endfor %}"),
        _line(widths, "{%tr endfor %}"),
        caption="{{ words.heat_provisions }}{{ words.colon }} {{ part.title }}",
        description="{{ words.heat_provisions }}{{ words.colon }} {{ part.title }}",
        look=look(first_row=True, first_column=True),
    )


def _legend() -> str:
    return paragraph(
        "Small Print",
        run("{%r for cell in guide.legend %}"),
        "{{r cell | chip }}",
        run("\u00a0{{ cell.label }}   "),
        run("{%r endfor %}"),
        "{{r words.not_assessed | unassessed }}",
        run("   {{ words.outdated_mark }}\u00a0{{ words.outdated }}"),
    )


def _key() -> str:
    """Return the names behind the codes."""
    return paragraph(
        "Small Print",
        run("{{ words.codes }}{{ words.colon }} ", "Strong"),
        run("{%r for country in part.countries %}"),
        run(
            f"{_CODE} {{{{ country.name }}}}{{% if not loop.last %}}{{{{ words.semicolon }}}} {{% endif %}}"
        ),
        run("{%r endfor %}"),
    )


def _numbers() -> str:
    """Return the subject areas behind the numbers."""
    return paragraph(
        "Small Print",
        run("{%r for area in guide.heat.areas %}"),
        run("{{ loop.index }}", "Strong"),
        run("\u00a0{{ area.title }}{% if not loop.last %}{{ words.semicolon }} {% endif %}"),
        run("{%r endfor %}"),
    )


def _line(widths: tuple[int, ...], text: str, properties: str = "") -> str:
    first, *rest = widths
    empty = paragraph("Template Tag")
    cells = (_cell(first, tag(text)), *(_cell(each, empty) for each in rest))
    return row(*cells, properties=properties)


def _height(twips: int) -> str:
    """Return what makes a row the head of each page, high enough for letters that run upwards."""
    return f'<w:cantSplit/><w:trHeight w:val="{twips}" w:hRule="exact"/><w:tblHeader/>'


def _cell(width: int, *paragraphs: str, is_upright: bool = False, margins: str = "") -> str:
    """Return a cell whose text is in its middle; running upwards (17.4.71) where that is wanted."""
    upright = '<w:textDirection w:val="btLr"/>' if is_upright else ""
    place = f'{margins}{upright}<w:vAlign w:val="center"/>'
    properties = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{place}</w:tcPr>'
    return f"<w:tc>{properties}{''.join(paragraphs)}</w:tc>"
