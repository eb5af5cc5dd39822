"""Make the standard Word templates anew: python -m tools.standard_template, from the top of the
project.

country_report.docx prints the provisions as a table on landscape pages, portrait_report.docx one
after the other on upright pages, advocacy_guide.docx sets countries side by side. What is changed in
them is changed here, so that it can be read. review_draft.docx, the draft with its letter, is edited
in Word.
"""

from pathlib import Path

from tools.word.guide import guide_document
from tools.word.look import RUNNING_HEAD, UPRIGHT_WIDTH
from tools.word.package import document, section
from tools.word.pieces import (
    assessment,
    back,
    blank_lines,
    contents,
    cover,
    front,
    headings,
    label,
    note_list,
    opening,
    optional,
)
from tools.word.upright import STYLES, upright_headings
from tools.word.xml import cell, look, paragraph, row, run, table, tag

FOLDER = Path(__file__).parent.parent / "templates" / "docx"
# A4 in twips, margins of 14 mm at the sides.
LANDSCAPE = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
PORTRAIT = '<w:pgSz w:w="11906" w:h="16838"/>'
MARGINS = '<w:pgMar w:top="{}" w:right="{side}" w:bottom="{}" w:left="{side}" w:header="510" w:footer="510" w:gutter="0"/>'
COVER_MARGINS = MARGINS.format(1304, 964, side=1247)
# The picture on the cover in millimetres: as high as a broad page, as broad as an upright one.
PICTURE_BESIDE, PICTURE_ABOVE = (104, 210), (210, 105)
LEFT, CONTENT = 3360, 3963  # the column of provisions, each content column
WIDTH = LEFT + 3 * CONTENT


def main() -> None:
    """Write the templates."""
    (FOLDER / "country_report.docx").write_bytes(country_report())
    (FOLDER / "portrait_report.docx").write_bytes(portrait_report())
    (FOLDER / "advocacy_guide.docx").write_bytes(advocacy_guide())


def country_report() -> bytes:
    """Return the template with a table of provisions."""
    margins = MARGINS.format(1134, 964, side=794)
    cover_page = cover(LANDSCAPE, COVER_MARGINS, PICTURE_BESIDE)
    body = _body(
        (LANDSCAPE, margins, cover_page),
        _table_of_provisions(),
        left=LEFT,
        right=3 * CONTENT,
        bar=WIDTH,
    )
    headers, footers = headings(WIDTH)
    return document(body, headers=headers, footers=footers, width=WIDTH, measure=3000, cell=9)


def portrait_report() -> bytes:
    """Return the template that prints one provision after the other."""
    margins = MARGINS.format(1304, 1134, side=1134)
    cover_page = cover(PORTRAIT, COVER_MARGINS, PICTURE_ABOVE, has_band=False)
    body = _body(
        (PORTRAIT, margins, cover_page),
        _list_of_provisions(),
        left=2700,
        right=UPRIGHT_WIDTH - 2700,
        bar=UPRIGHT_WIDTH,
    )
    headers, footers = upright_headings()
    return document(
        body,
        headers=headers,
        footers=footers,
        width=UPRIGHT_WIDTH,
        measure=0,
        cell=10,
        more_styles=STYLES,
    )


def advocacy_guide() -> bytes:
    """Return the template of the guide for advocates: upright pages, the comparison of countries
    across.
    """
    margins, wide = MARGINS.format(1304, 1134, side=1134), MARGINS.format(1134, 964, side=794)
    return guide_document(PORTRAIT, LANDSCAPE, margins, wide, UPRIGHT_WIDTH, WIDTH)


def _body(paper: tuple[str, str, str], provisions: str, *, left: int, right: int, bar: int) -> str:
    """Return the body of a report: `paper` is the size of its pages, their margins, its cover."""
    size, margins, cover_page = paper

    return "".join(
        (
            cover_page,
            opening(left, right),
            contents(),
            front(left, right, bar),
            provisions,
            back(left, right),
            section(
                size=size, margins=margins, header="headerMain", footer="footerPages", is_last=True
            ),
        )
    )


def _groups(content: str, *, are_numbered: bool = False) -> str:
    """Return the loop over the subject areas; they follow what stands before them on its page, and
    provisions without a text are gathered.
    """
    title = f'{{{{r group.title | target("group-" ~ group.id, "{RUNNING_HEAD}") }}}}'
    count = tag("{%p set number = loop.index %}") if are_numbered else ""
    number = (run("{{ loop.index }}  ", "Ordinal"),) if are_numbered else ()
    return "".join(
        (
            paragraph("Heading 1 Same Page", '{{r words.table | target("table") }}'),
            tag("{%p for group in report.groups %}"),
            count,
            paragraph("heading 2", *number, title),
            optional("group.rows", content) + blank_lines(),
            note_list("group.notes", "{{ group.notes_heading }}"),
            tag("{%p else %}"),
            paragraph("Body Text", "{{ words.no_rows }}"),
            tag("{%p endfor %}"),
        )
    )


def _table_of_provisions() -> str:
    """Return the table: heading row, the loop over the provisions, in it the loop over the content
    columns. A row with one very long cell has its cells below each other.
    """
    widths = (LEFT, CONTENT, CONTENT, CONTENT)
    empty = paragraph("Template Tag")
    heading = row(
        cell(LEFT, paragraph("Column Heading", "{{ words.provision }}")),
        cell(CONTENT, tag("{%tc for column in report.columns %}")),
        cell(CONTENT, paragraph("Column Heading", "{{ column.heading }}")),
        cell(CONTENT, tag("{%tc endfor %}")),
        properties="<w:cantSplit/><w:tblHeader/>",
    )
    prototype = row(
        cell(LEFT, label()),
        cell(CONTENT, tag("{%tc for cell in row.cells %}")),
        cell(CONTENT, paragraph("Cell Text", "{{p cell | cell }}")),
        cell(CONTENT, tag("{%tc endfor %}")),
        properties="<w:cantSplit/>",
    )

    def line(text: str) -> str:
        return row(cell(LEFT, tag(text)), *[cell(CONTENT, empty)] * 3)

    across = "".join(
        (
            tag("{%p for cell in row.cells %}"),
            paragraph("Cell Heading", "{{ cell.heading }}"),
            paragraph("Cell Text", "{{p cell | cell }}"),
            tag("{%p endfor %}"),
        )
    )
    wide = row(cell(LEFT, label()), cell(3 * CONTENT, across, span=3))
    return _groups(
        table(
            "Provision Table",
            widths,
            heading,
            line("{%tr for row in group.rows %}"),
            line("{%tr if not row.is_wide %}"),
            prototype,
            line("{%tr else %}"),
            wide,
            line("{%tr endif %}"),
            line("{%tr endfor %}"),
            caption="{{ group.title }}",
            description="{{ words.table }}{{ words.colon }} {{ group.title }}",
            look=look(first_row=True, first_column=True),
        ),
    )


def _list_of_provisions() -> str:
    """Return the provisions one after the other, each content column under a heading of its own."""
    cells = (
        tag("{%p for cell in row.cells %}")
        + paragraph("Cell Heading", "{{ cell.heading }}")
        + paragraph("Cell Text", "{{p cell | cell }}")
        + tag("{%p endfor %}")
    )
    heading = paragraph(
        "heading 3",
        run("{{ number }}.{{ loop.index }}  ", "Ordinal"),
        '{{r row.title | target("r_" ~ row.id) }}',
        run("  {{ row.reference }}", "Reference"),
    )
    rest = "".join(
        (
            paragraph("Row Summary", "{{ row.summary }}"),
            optional("row.remark", paragraph("Row Remark", "{{ row.remark }}")),
            assessment(),
            optional("row.warning", paragraph("Row Warning", "{{ row.warning }}")),
        )
    )
    return _groups(
        f"{tag('{%p for row in group.rows %}')}{heading}{rest}{cells}{tag('{%p endfor %}')}",
        are_numbered=True,
    )


if __name__ == "__main__":
    main()
