"""Make the standard Word templates anew: python -m tools.standard_template, from the top of the
project.

country_report.docx prints the provisions as a table on landscape pages, portrait_report.docx one
after the other on upright pages, advocacy_guide.docx sets countries side by side. From then on they
are edited in Word; this makes the first version and documents every style.
"""

from pathlib import Path

from tools.word.guide import guide_document
from tools.word.look import RUNNING_HEAD, UPRIGHT_WIDTH
from tools.word.package import document, running_line, section
from tools.word.pieces import (
    assessment,
    back,
    blank_lines,
    contents,
    cover,
    front,
    headings,
    label,
    letter,
    note_list,
    opening,
    optional,
    sources,
)
from tools.word.upright import STYLES, upright_headings
from tools.word.xml import cell, field, look, paragraph, row, run, table, tag

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
    (FOLDER / "review_draft.docx").write_bytes(review_draft())
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


def review_draft() -> bytes:
    """Return the template of the draft that goes out to a national NGO: a letter, the table, the
    sources.
    """
    margins = MARGINS.format(1134, 964, side=794)
    mark = run("{{ draft.mark }}", "Mark")
    page = f"{run('{{ words.page_word }} ')}{field('PAGE', '1')}{run(' {{ words.page_of }} ')}{field('NUMPAGES', '1')}"
    headers = {
        "headerLetter": running_line("Header Upright", "{{ report.title }}", mark),
        "headerDraft": running_line("header", "{{ report.title }}", mark),
    }
    footers = {
        "footerLetter": running_line("Footer Upright", "{{ draft.build_line }}", page),
        "footerDraft": running_line("footer", "{{ draft.build_line }}", page),
    }
    upright = section(
        size=PORTRAIT,
        margins=MARGINS.format(1304, 1134, side=1134),
        header="headerLetter",
        footer="footerLetter",
    )
    wide = section(
        size=LANDSCAPE, margins=margins, header="headerDraft", footer="footerDraft", is_last=True
    )
    body = "".join(
        (
            letter(),
            upright,
            _table_of_provisions(is_draft=True),
            paragraph("heading 1", '{{r words.sources | target("sources") }}'),
            sources(),
            wide,
        )
    )
    return document(
        body, headers=headers, footers=footers, width=WIDTH, measure=0, cell=9, is_tracked=True
    )


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


def _groups(content: str, *, is_draft: bool = False, are_numbered: bool = False) -> str:
    """Return the loop over the subject areas.

    In a report they follow what stands before them on its page, and provisions without a text are
    gathered; drafts show these as rows.
    """
    style = "" if is_draft else f', "{RUNNING_HEAD}"'
    title = f'{{{{r group.title | target("group-" ~ group.id{style}) }}}}'
    count = tag("{%p set number = loop.index %}") if are_numbered else ""
    number = (run("{{ loop.index }}  ", "Ordinal"),) if are_numbered else ()
    if not is_draft:
        content = optional("group.rows", content) + blank_lines()
    return "".join(
        (
            paragraph(
                "heading 1" if is_draft else "Heading 1 Same Page",
                '{{r words.table | target("table") }}',
            ),
            tag("{%p for group in report.groups %}"),
            count,
            paragraph("heading 2", *number, title),
            content,
            note_list("group.notes", "{{ group.notes_heading }}"),
            tag("{%p else %}"),
            paragraph("Body Text", "{{ words.no_rows }}"),
            tag("{%p endfor %}"),
        )
    )


def _table_of_provisions(*, is_draft: bool = False) -> str:
    """Return the table: heading row, the loop over the provisions, in it the loop over the content
    columns. In a report, not in a draft, a row with one very long cell has its cells below each
    other.
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
        cell(LEFT, label(with_id=is_draft)),
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
    wide = row(cell(LEFT, label(with_id=False)), cell(3 * CONTENT, across, span=3))
    rows = (
        (prototype,)
        if is_draft
        else (
            line("{%tr if not row.is_wide %}"),
            prototype,
            line("{%tr else %}"),
            wide,
            line("{%tr endif %}"),
        )
    )
    return _groups(
        table(
            "Provision Table",
            widths,
            heading,
            line("{%tr for row in group.rows %}"),
            *rows,
            line("{%tr endfor %}"),
            caption="{{ group.title }}",
            description="{{ words.table }}{{ words.colon }} {{ group.title }}",
            look=look(first_row=True, first_column=True),
        ),
        is_draft=is_draft,
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
