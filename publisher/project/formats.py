"""The formats in which reports and the guide are written, in one table.

Settings, build, status, guide and command line read it. A new format is a writer, a row of the
table and its test.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.domain.diagnostics import Diagnostic
from publisher.project.format_materials import Engine, Materials, Need
from publisher.project.standard import (
    GUIDE_LAYOUT,
    GUIDE_TEMPLATE,
    GUIDE_WORD_TEMPLATE,
    TYPST_HOUSE,
)

if TYPE_CHECKING:
    from publisher.compose.guide import Guide
    from publisher.compose.publication import Publication
    from publisher.writers.pdf import Attachment


ReportWriter = Callable[["Publication", Materials], bytes]
# The guide may be several files: the ending of each, and its bytes.
GuideWriter = Callable[["Guide", Materials], Iterator[tuple[str, bytes]]]


@dataclass(frozen=True, slots=True)
class Format:
    """A format of publications.

    `ending` is that of its file, behind the name of the workbook; `order` is its turn in a build;
    `templates` and `guide_templates` are paths below the folder of templates, in which {report} is
    the setting of that name; `settings` are those that change this format alone; `is_on_request`
    says that the guide is written in it only where somebody asks for it. `typst_templates` and
    `typst_guide_templates` are those of a PDF that Typst lays out.
    """

    name: str
    ending: str
    order: int
    templates: tuple[str, ...] = ()
    guide_templates: tuple[str, ...] = ()
    typst_templates: tuple[str, ...] = ()
    typst_guide_templates: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    write_report: ReportWriter | None = None
    write_guide: GuideWriter | None = None
    is_on_request: bool = False

    def file_name(self, stem: str) -> str:
        """Return the name of the file that a workbook or guide of this name has in the format."""
        return f"{stem}.{self.ending}"


@dataclass(frozen=True, slots=True)
class Built:
    """What became of one file: written, unchanged since the last time, or its problems."""

    path: Path
    format: str
    is_unchanged: bool = False
    problems: tuple[Diagnostic, ...] = ()

    @property
    def is_written(self) -> bool:
        """Whether the file was written now."""
        return not (self.problems or self.is_unchanged)


# The writers. Each loads its libraries only when it writes: `check` needs none of them.


def _word_report(publication: "Publication", materials: Materials) -> bytes:
    from publisher.writers.docx import write_docx  # noqa: PLC0415

    template = materials.page
    file = write_docx(publication, template.content, template_name=template.name)
    return _with_page_numbers(file, materials)


def _word_guide(guide: "Guide", materials: Materials) -> Iterator[tuple[str, bytes]]:
    from publisher.writers.docx import write_guide_docx  # noqa: PLC0415
    from publisher.writers.guide import timeline_drawing  # noqa: PLC0415

    template, drawing = materials.page, timeline_drawing(guide)
    file = write_guide_docx(guide, template.content, drawing, template_name=template.name)
    yield "docx", _with_page_numbers(file, materials)


def _with_page_numbers(file: bytes, materials: Materials) -> bytes:
    if not materials.numbers_pages:
        return file
    from publisher.project.office import pages_of_bookmarks  # noqa: PLC0415
    from publisher.writers.docx import with_page_numbers  # noqa: PLC0415

    pages = pages_of_bookmarks(file)
    return with_page_numbers(file, pages) if pages else file


def _web_report(publication: "Publication", materials: Materials) -> bytes:
    return _report_page(publication, materials, materials.style_sheet).encode()


def _report_page(publication: "Publication", materials: Materials, style_sheet: str = "") -> str:
    from publisher.writers.html import write_html  # noqa: PLC0415

    page = materials.page
    return write_html(publication, page.text, style_sheet, template_name=page.name)


def _web_guide(guide: "Guide", materials: Materials) -> Iterator[tuple[str, bytes]]:
    yield "html", _guide_page(guide, materials, materials.style_sheet).encode()


def _guide_page(guide: "Guide", materials: Materials, style_sheet: str = "") -> str:
    from publisher.writers.guide import write_guide_page  # noqa: PLC0415

    page = materials.page
    return write_guide_page(guide, page.text, style_sheet, template_name=page.name)


def _printed_guide_page(guide: "Guide", materials: Materials) -> str:
    from publisher.compose.guide.on_paper import on_paper  # noqa: PLC0415

    return _guide_page(on_paper(guide), materials)


def _screen_report(publication: "Publication", materials: Materials) -> bytes:
    tables = _report_tables(publication, materials.file)
    if materials.engine is Engine.TYPST:
        from publisher.writers.typst import write_typst_pdf  # noqa: PLC0415

        return write_typst_pdf(
            publication, materials.layout, file=materials.file, attachments=tables
        )
    from publisher.writers.pdf import write_pdf  # noqa: PLC0415

    page = _report_page(publication, materials)
    return write_pdf(page, materials.style_sheet, file=materials.file, attachments=tables)


def _report_tables(publication: "Publication", file: str) -> tuple["Attachment", ...]:
    """Return what is attached to the PDF: the content of the workbook as CSV."""
    from publisher.writers.pdf import Attachment  # noqa: PLC0415
    from publisher.writers.table import (  # noqa: PLC0415
        write_content_table,
        write_research_table,
        write_source_table,
    )

    name, words = Path(file).stem, publication.words
    tables = {
        "content": (words["table"], write_content_table(publication)),
        "sources": (words["sources"], write_source_table(publication)),
    }
    if publication.research:
        tables["research"] = (words["research"], write_research_table(publication.research))
    return tuple(
        Attachment(f"{name}.{kind}.csv", "text/csv", title, content)
        for kind, (title, content) in tables.items()
    )


def _screen_guide(guide: "Guide", materials: Materials) -> Iterator[tuple[str, bytes]]:
    from publisher.writers.pdf import Attachment, write_pdf  # noqa: PLC0415

    # Made when they are attached: beside Typst, at its largest, nothing else should be large.
    tables = (
        Attachment(f"guide.{name.lower()}.csv", "text/csv", name, content)
        for name, content in _guide_tables(guide)
    )
    if materials.engine is Engine.TYPST:
        from publisher.writers.typst import write_typst_pdf  # noqa: PLC0415

        file, layout = materials.file, materials.layout
        yield "pdf", write_typst_pdf(guide, layout, file=file, attachments=tables)
        return
    page, style_sheet = _printed_guide_page(guide, materials), materials.style_sheet
    yield "pdf", write_pdf(page, style_sheet, file=materials.file, attachments=tuple(tables))


def _print_report(publication: "Publication", materials: Materials) -> bytes:
    if materials.engine is Engine.TYPST:
        return _typst_print(publication, materials)
    return _print_pdf(_report_page(publication, materials), materials)


def _print_guide(guide: "Guide", materials: Materials) -> Iterator[tuple[str, bytes]]:
    if materials.engine is Engine.TYPST:
        yield "print.pdf", _typst_print(guide, materials)
        return
    yield "print.pdf", _print_pdf(_printed_guide_page(guide, materials), materials)


def _typst_print(publication: "Publication | Guide", materials: Materials) -> bytes:
    from publisher.writers.typst import write_typst_print_pdf  # noqa: PLC0415

    file, printing = materials.file, materials.printing
    return write_typst_print_pdf(publication, materials.layout, file=file, printing=printing)


def _print_pdf(page: str, materials: Materials) -> bytes:
    from publisher.writers.pdf import write_print_pdf  # noqa: PLC0415

    file, style_sheet = materials.file, materials.style_sheet
    return write_print_pdf(page, style_sheet, file=file, printing=materials.printing)


def _workbook_of_guide(guide: "Guide", _materials: Materials) -> Iterator[tuple[str, bytes]]:
    from publisher.workbook.tables import write_tables  # noqa: PLC0415
    from publisher.writers.guide import guide_tables  # noqa: PLC0415

    yield "data.xlsx", write_tables(guide_tables(guide))


def _tables_of_guide(guide: "Guide", _materials: Materials) -> Iterator[tuple[str, bytes]]:
    for name, content in _guide_tables(guide):
        yield f"{name.lower()}.csv", content


def _guide_tables(guide: "Guide") -> Iterator[tuple[str, bytes]]:
    """Yield the tables behind the guide as CSV, by name."""
    from publisher.writers.guide import guide_tables  # noqa: PLC0415
    from publisher.writers.table import csv_table  # noqa: PLC0415

    for name, table in guide_tables(guide).items():
        yield name, csv_table(*table)


# The table


_PDF_TEMPLATES = ("html/{report}.html", "html/{report}.pdf.css")
_TYPST_TEMPLATES = ("typst/{report}.typ", TYPST_HOUSE)
_TYPST_GUIDE_TEMPLATES = (GUIDE_LAYOUT, TYPST_HOUSE)
_GUIDE_PDF_TEMPLATES = (GUIDE_TEMPLATE, "html/country_report.pdf.css", "html/guide.pdf.css")

FORMATS = (
    Format(
        "docx",
        "docx",
        order=1,
        templates=("docx/{report}.docx",),
        guide_templates=(GUIDE_WORD_TEMPLATE,),
        settings=("word_page_numbers",),
        needs=(Need.PAGE_NUMBERS,),
        write_report=_word_report,
        write_guide=_word_guide,
    ),
    Format(
        "pdf",
        "pdf",
        order=3,
        templates=_PDF_TEMPLATES,
        guide_templates=_GUIDE_PDF_TEMPLATES,
        typst_templates=_TYPST_TEMPLATES,
        typst_guide_templates=_TYPST_GUIDE_TEMPLATES,
        settings=("pdf_engine",),
        write_report=_screen_report,
        write_guide=_screen_guide,
    ),
    Format(
        "html",
        "html",
        order=2,
        templates=("html/{report}.html", "html/{report}.css"),
        guide_templates=(GUIDE_TEMPLATE, "html/country_report.css", "html/guide.css"),
        write_report=_web_report,
        write_guide=_web_guide,
    ),
    Format(
        "print",
        "print.pdf",
        order=4,
        templates=_PDF_TEMPLATES,
        guide_templates=_GUIDE_PDF_TEMPLATES,
        typst_templates=_TYPST_TEMPLATES,
        typst_guide_templates=_TYPST_GUIDE_TEMPLATES,
        settings=("icc", "pdf_engine", "print_gutter", "print_in_fours"),
        needs=(Need.PROFILE,),
        write_report=_print_report,
        write_guide=_print_guide,
        is_on_request=True,
    ),
    Format("xlsx", "data.xlsx", order=5, write_guide=_workbook_of_guide),
    Format("csv", "csv", order=6, write_guide=_tables_of_guide),
)

# The names of the formats of country reports and of the guide, as settings and options write them.
REPORT_FORMATS = tuple(each.name for each in FORMATS if each.write_report)
GUIDE_FORMATS = tuple(each.name for each in FORMATS if each.write_guide)
USUAL_GUIDE_FORMATS = tuple(
    each.name for each in FORMATS if each.write_guide and not each.is_on_request
)


def formats_called(names: tuple[str, ...]) -> tuple[Format, ...]:
    """Return the formats of some names, in the order in which they are built."""
    chosen = [each for each in FORMATS if each.name in names]
    return tuple(sorted(chosen, key=lambda each: each.order))
