"""Publications to look at in a browser: the sample, a French and an Arabic report, an invented treaty, what changed."""

import io
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import openpyxl

from publisher.compose.changes import earlier_of
from publisher.compose.publication import Publication
from publisher.compose.report import compose_report
from publisher.project.project import Project, open_project
from publisher.project.workbooks import check_content, check_file
from publisher.workbook.issue import issue_workbook
from publisher.writers.html import write_html
from tests.projects import second_treaty_project
from tests.support import EXAMPLIA, TODAY, TOP, blank_book, column_of, country_cell, row_of, saved

TEXTS = {
    "fr": {
        (
            "opsc-1",
            "law",
        ): "L’article 101 punit la vente d’enfants. [QX-1 art. 101]\n\n- d’abord\n- ensuite : voir article 3(5)",
        (
            "opsc-2-a",
            "compliance",
        ): "Le Comité s’est dit préoccupé (CRC/C/OPSC/XXQ/CO/1). [QX-1 par. 4; QX-2]",
        (
            "opsc-3-1-a-i-a",
            "reforms",
        ): "Un *projet de loi* **est à l’étude** : https://example.org/projet. [QX-2]",
    },
    "ar": {
        (
            "opsc-1",
            "law",
        ): "يحظر القانون رقم 12 لسنة 1998 بيع الأطفال. [QX-1 م. 3]\n\n- أولا\n- ثانيا",
        ("opsc-2-a", "compliance"): "أوصت اللجنة بذلك (CRC/C/OPSC/XXQ/CO/1). [QX-1 م. 4; QX-2]",
        ("opsc-3-1-a-i-a", "reforms"): "مشروع *قانون* **جديد**: https://example.org/projet. [QX-2]",
    },
}


@cache
def _project() -> Project:
    return open_project(TOP).value


def sample_since_last_edition() -> Publication:
    """Return the report of the sample workbook, with what changed since an edition that had other texts."""
    path = TOP / "workbooks/examplia.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["Provisions"]
    for id_, text in (
        ("opsc-1", "An older text."),
        ("opsc-2-a", None),
        ("opsc-3-1-b", "One more older text."),
    ):
        sheet.cell(row_of(sheet, "id", id_), column_of(sheet, "law")).value = text
    earlier = check_content(_project(), path, saved(book), TODAY)
    return _composed(check_file(_project(), path, TODAY), since=earlier.report)


def report_in(language: str, areas: int = 3) -> Publication:
    """Return a report of the invented country in another language, cut to its first subject areas."""
    publication = report_with(TEXTS[language], language)
    return replace(publication, groups=publication.groups[:areas])


def report_with(texts: Mapping[tuple[str, str], str], language: str) -> Publication:
    """Return a report of the invented country in a language, with texts by row and column."""
    project = _project().in_language(language)
    content = workbook_with(texts, language)
    return _composed(check_content(project, TOP / "examplia.xlsx", content, TODAY))


def workbook_in(language: str) -> bytes:
    """Return a workbook of the invented country in another language, with some texts in it."""
    return workbook_with(TEXTS[language], language)


def workbook_with(texts: Mapping[tuple[str, str], str], language: str) -> bytes:
    """Return a workbook of the invented country in a language, with texts by row and column."""
    project = _project().in_language(language)
    content = issue_workbook(project.worded, EXAMPLIA)
    book = openpyxl.load_workbook(io.BytesIO(content))
    english = blank_book()
    provisions, sources = book.worksheets[1], book.worksheets[3]
    for (id_, key), text in texts.items():
        sheet = english["Provisions"]  # its rows and columns stand at the same places
        provisions.cell(row_of(sheet, "id", id_), column_of(sheet, key)).value = text
    for number, key in enumerate(("QX-1", "QX-2"), start=2):
        law = next(iter(project.language.words("choices.source_type").values()))
        for column, text in (("key", key), ("type", law), ("title", f"Lex {number}")):
            sources.cell(number, column_of(english["Sources"], column)).value = text
    book.worksheets[2].cell(country_cell(english, "version_date").row, 3).value = "2026-03-31"
    return saved(book)


def second_treaty_report(folder) -> Publication:
    """Return a report about the invented treaty: four columns, from right to left."""
    path = second_treaty_project(folder)
    return _composed(check_file(open_project(folder).value, path, TODAY), blank_rows="table")


def _composed(result, since=None, **choices) -> Publication:
    assert result.is_publishable, result.diagnostics
    project = result.project
    edition = replace(project.presentation, **choices)
    earlier = earlier_of(since, result.report, project.treaty.columns) if since else None
    return compose_report(result.report, project.worded, edition, since=earlier)


def page_of(publication: Publication, template: str) -> str:
    """Return the web page that a template set of the toolkit makes of a publication."""
    page, style_sheet = (
        (TOP / f"templates/html/{template}.{kind}").read_text(encoding="utf-8")
        for kind in ("html", "css")
    )
    return write_html(publication, page, style_sheet, template_name=f"{template}.html")
