"""The heat map of the guide in Word: subject areas by country, then provisions by country, in signs
on their colours.
"""

from tools.word.look import table_style
from tools.word.pieces import HEAD, optional
from tools.word.xml import look, paragraph, row, run, table, tag

_COUNTRY, _PROVISION = 2500, 5300  # the first columns, in twips
# Heads whose letters run upwards, in twips: half the longest name of an area, a code, a name.
_AREAS_HIGH, _CODES_HIGH, _NAMES_HIGH = 2900, 640, 2100
_FEW = 6  # countries whose names can stand above their columns like any heading
_NARROW = (
    '<w:tblCellMar><w:top w:w="10" w:type="dxa"/><w:left w:w="20" w:type="dxa"/>'
    '<w:bottom w:w="10" w:type="dxa"/><w:right w:w="20" w:type="dxa"/></w:tblCellMar>'
)
STYLE = "Heat Table"
# Paragraph styles of its cells.
_HEAD, _LABEL, _SIGNS = "Heat Head", "Heat Label", "Heat Signs"


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
            tag("{%p for part in guide.spreads %}"),
            paragraph("heading 2", "{{ part.title }}", extra="<w:pageBreakBefore/>"),
            _provisions(wide),
            _legend(),
            optional("guide.heat.uses_codes", _key()),
            tag("{%p endfor %}"),
        )
    )


def _areas(wide: int) -> str:
    """Return the table of subject areas: a row for each country, by region."""
    content = (wide - _COUNTRY) // 3
    heads = (
        _cell(_COUNTRY, paragraph("Column Heading", "{{ words.country }}")),
        _cell(content, tag("{%tc for area in guide.heat.areas %}")),
        _cell(content, paragraph(_HEAD, "{{ area.title }}"), is_upright=True),
        _cell(content, tag("{%tc endfor %}")),
    )
    region = (
        _cell(_COUNTRY, paragraph("Heat Area", '{{ region.title or "–" }}', extra="<w:keepNext/>")),
        _cell(content, tag("{%tc for area in guide.heat.areas %}")),
        _cell(content, paragraph(_SIGNS)),
        _cell(content, tag("{%tc endfor %}")),
    )
    country = (
        _cell(
            _COUNTRY,
            paragraph(_LABEL, '{{r row.country.name | link("country-" ~ row.country.code) }}'),
        ),
        _cell(content, tag("{%tc for bar in row.areas %}")),
        _cell(content, _shares()),
        _cell(content, tag("{%tc endfor %}")),
    )
    widths = (_COUNTRY, content, content, content)
    return table(
        STYLE,
        widths,
        row(*heads, properties=_height(_AREAS_HIGH)),
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
        _SIGNS,
        run("{%r for share in bar.shares %}"),
        "{{r share | chip }}",
        run(" "),
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

    def heads(height: int = 0) -> str:
        label = paragraph("Column Heading", "{{ words.provision }}")
        head = '{{r country.head | link("country-" ~ country.code) }}'
        loop = "country in part.countries"
        if not height:
            return line(label, loop, paragraph("Heat Column", head), HEAD)
        return line(label, loop, paragraph(_HEAD, head), _height(height), is_upright=True)

    label = paragraph(_LABEL, run("{{ row.reference }} ", "Strong"), run("{{ row.title }}"))
    sign = paragraph(
        _SIGNS,
        '{{r cell | chip(words.outdated_mark if cell.is_outdated else "") }}',
    )
    area = paragraph("Heat Area", "{{ group.title }}", extra="<w:keepNext/>")
    return table(
        STYLE,
        widths,
        _line(widths, "{%tr if guide.heat.uses_codes %}", HEAD),
        heads(_CODES_HIGH),
        _line(widths, f"{{%tr elif part.countries | length <= {_FEW} %}}"),
        heads(),
        _line(widths, "{%tr else %}"),
        heads(_NAMES_HIGH),
        _line(widths, "{%tr endif %}"),
        _line(widths, "{%tr for group in part.groups %}"),
        line(area, "country in part.countries", paragraph(_SIGNS), "<w:cantSplit/>"),
        _line(widths, "{%tr for row in group.rows %}"),
        line(label, "cell in row.cells", sign, "<w:cantSplit/>"),
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
        run(" {{ cell.label }}   "),
        run("{%r endfor %}"),
        run("· {{ words.not_assessed }}   {{ words.outdated_mark }} {{ words.outdated }}"),
    )


def _key() -> str:
    """Return the names behind the codes."""
    return paragraph(
        "Small Print",
        run("{{ words.codes }}{{ words.colon }} ", "Strong"),
        run("{%r for country in part.countries %}"),
        run(
            "{{ country.head }} {{ country.name }}{% if not loop.last %}{{ words.semicolon }} {% endif %}"
        ),
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


def _cell(width: int, *paragraphs: str, is_upright: bool = False) -> str:
    """Return a cell whose text is in its middle; running upwards (17.4.71) where that is wanted."""
    upright = '<w:textDirection w:val="btLr"/>' if is_upright else ""
    place = "" if is_upright else '<w:vAlign w:val="center"/>'
    properties = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{upright}{place}</w:tcPr>'
    return f"<w:tc>{properties}{''.join(paragraphs)}</w:tc>"
