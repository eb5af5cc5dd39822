"""From all checked workbooks to the advocacy guide: web page, PDF, Word file, and the data behind them.

This is the edge: it knows paths.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from publisher.check.picks import report_called
from publisher.compose.guide import Covered, Guide, LeftOut, Material, compose_guide
from publisher.diagnostics import Checked, Diagnostic, Place, PublisherError, failure, must_fix
from publisher.editorial import Editorial
from publisher.files import read_file, write_file
from publisher.guide_book import check_guide_file, reports_by_country
from publisher.near import likely
from publisher.office import office, pages_of_headings
from publisher.profiles import read_profile
from publisher.project import Project
from publisher.regions import find_region, is_in, region_name, similar_regions
from publisher.workbooks import CheckResult, check_file

FORMATS = ("html", "pdf", "docx", "xlsx", "csv")
GUIDE_TEMPLATE = "html/guide.html"
WORD_TEMPLATE = "docx/advocacy_guide.docx"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a guide is limited to: countries as people write them, a region, the ids of provisions; all where empty."""

    countries: tuple[str, ...] = ()
    region: str = ""
    provisions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a guide is made of: the workbooks that can be published, who is left out, the editor's part, the choice."""

    results: tuple[CheckResult, ...]
    left_out: tuple[LeftOut, ...]
    editorial: Editorial
    choice: Choice
    selection: str


def gather_guide(project: Project, today: date, choice: Choice) -> Checked[Gathered]:
    """Return what the guide is made of, with what is doubtful in the editor's workbook.

    A workbook that cannot be published is left out and named. Raises PublisherError where no country is left, where
    the choice fits none, or where the guide's workbook has problems that must be fixed.
    """
    results = [check_file(project, path, today) for path in project.workbooks()]
    chosen, selection = _chosen(project, results, choice)
    usable, left_out = _usable(project, chosen)
    if not usable:
        raise failure("G701", Place(str(project.workbooks_folder)))
    editorial = Editorial()
    diagnostics: tuple[Diagnostic, ...] = ()
    if project.guide_workbook.exists():
        checked = check_guide_file(project, results, today)
        editorial, diagnostics = checked.editorial, checked.result.diagnostics
        if must_fix(diagnostics):
            raise PublisherError(*(each for each in diagnostics if must_fix((each,))))
    return Checked(Gathered(usable, left_out, editorial, choice, selection), diagnostics)


def _usable(project: Project, results: Iterable[CheckResult]) -> tuple[tuple[CheckResult, ...], tuple[LeftOut, ...]]:
    """Return the workbooks that can be published, one for each country, and those left out with the reason."""
    words = project.language.words("guide")
    usable: dict[str, CheckResult] = {}
    left_out = []
    for result in results:
        first = usable.get(_code(result))
        if not result.is_publishable:
            left_out.append(LeftOut(_name(result), words["reason"]))
        elif first is not None:
            reason = words["reason_twice"].format(country=_name(first), file=first.path.name)
            left_out.append(LeftOut(result.path.name, reason))
        else:
            usable[_code(result)] = result
    return tuple(usable.values()), tuple(left_out)


def _name(result: CheckResult) -> str:
    name = result.report.facts.texts.get("short_name", "") if result.report else ""
    return name or result.path.name


def _chosen(project: Project, results: list[CheckResult], choice: Choice) -> tuple[list[CheckResult], str]:
    """Return the workbooks that were chosen, and the choice in words."""
    language, told, codes = project.language, [], None
    if choice.countries:
        codes = _codes(results, choice.countries)
        told.append(("selection_countries", {"names": ", ".join(_names_of(results, codes))}))
    if choice.region:
        region = find_region(choice.region, language.code)
        if region is None:
            near = next(iter(similar_regions(choice.region, language.code)), "")
            raise failure("G718", Place("--region"), written=choice.region, near=near)
        name = region_name(region, language.code)
        inside = {code for code in reports_by_country(results) if is_in(code, region)}
        codes = inside if codes is None else codes & inside
        if not codes:
            raise failure("G719", Place("--region"), region=name)
        told.append(("selection_region", {"name": name}))
    if choice.provisions:
        references = [each.un_reference for each in project.treaty.provisions if each.id in choice.provisions]
        told.append(("selection_provisions", {"names": ", ".join(references)}))
    words = language.words("guide")
    selection = "; ".join(words[key].format(**values) for key, values in told)
    return [each for each in results if codes is None or _code(each) in codes], selection


def _code(result: CheckResult) -> str:
    return result.report.facts.texts.get("iso2", "") if result.report else ""


def _codes(results: list[CheckResult], names: Iterable[str]) -> set[str]:
    reports = reports_by_country(results)
    by_file = {each.path.stem.casefold(): _code(each) for each in results}
    codes = set()
    for name in names:
        code = report_called(name, reports) or by_file.get(name.casefold(), "")
        if not code:
            near = likely(name, (_name(each) for each in results))
            raise failure("G703", Place("--countries"), written=name, near=near)
        codes.add(code)
    return codes


def _names_of(results: list[CheckResult], codes: set[str]) -> list[str]:
    return sorted(_name(each) for each in results if _code(each) in codes)


# Building


def guide_of(project: Project, gathered: Gathered, *, is_linked: bool) -> Guide:
    """Return the guide; with links into the web pages of the country reports, which lie beside it, or without."""
    covered = tuple(
        Covered(each.report, f"../{each.path.stem}/{each.path.stem}.html" if is_linked else "")
        for each in gathered.results
        if each.report is not None
    )
    material = Material(covered, gathered.left_out, gathered.editorial, gathered.choice.provisions, gathered.selection)
    return compose_guide(material, project.treaty, project.language, project.edition)


def build_guide(project: Project, gathered: Gathered, formats: Iterable[str]) -> Iterator[Path]:
    """Write the guide in some formats and yield the paths. Raises PublisherError where a file cannot be written."""
    folder = project.output_folder / "guide"
    linked, plain = (guide_of(project, gathered, is_linked=each) for each in (True, False))
    for format_ in formats:
        for name, content in _files(project, linked if format_ == "html" else plain, format_):
            path = folder / name
            if not path.exists() or read_file(path) != content:
                write_file(path, content)
            yield path


def _files(project: Project, guide: Guide, format_: str) -> Iterator[tuple[str, bytes]]:
    from publisher.workbook.tables import write_tables  # noqa: PLC0415 - each format loads only what it needs
    from publisher.writers.guide import guide_tables  # noqa: PLC0415
    from publisher.writers.table import csv_table  # noqa: PLC0415

    match format_:
        case "html":
            yield "guide.html", _page(project, guide, "css").encode()
        case "pdf":
            yield "guide.pdf", _pdf(project, guide)
        case "print":
            yield "guide.print.pdf", _print_pdf(project, guide)
        case "docx":
            yield "guide.docx", _word_file(project, guide)
        case "xlsx":
            yield "guide.xlsx", write_tables(guide_tables(guide))
        case _:
            for name, table in guide_tables(guide).items():
                yield f"guide.{name.lower()}.csv", csv_table(*table)


def _pdf(project: Project, guide: Guide) -> bytes:
    from publisher.writers.guide import guide_tables  # noqa: PLC0415 - nor WeasyPrint
    from publisher.writers.pdf import Attachment, write_pdf  # noqa: PLC0415
    from publisher.writers.table import csv_table  # noqa: PLC0415

    tables = [
        Attachment(f"guide.{name.lower()}.csv", "text/csv", name, csv_table(*table))
        for name, table in guide_tables(guide).items()
    ]
    return write_pdf(_page(project, guide, ""), _style(project, "pdf.css"), file="guide.pdf", attachments=tables)


def _print_pdf(project: Project, guide: Guide) -> bytes:
    from publisher.writers.pdf import write_print_pdf  # noqa: PLC0415

    file = "guide.print.pdf"
    profile = read_profile(project.folder, project.settings.icc, file=file)
    return write_print_pdf(_page(project, guide, ""), _style(project, "pdf.css"), file=file, profile=profile)


def _word_file(project: Project, guide: Guide) -> bytes:
    from publisher.writers.docx import with_page_numbers, write_guide_docx  # noqa: PLC0415
    from publisher.writers.guide import timeline_drawing  # noqa: PLC0415

    template = project.template(WORD_TEMPLATE)
    file = write_guide_docx(guide, template.content, timeline_drawing(guide), template_name=template.name)
    pages = pages_of_headings(file) if project.settings.word_page_numbers and office() else {}
    return with_page_numbers(file, pages) if pages else file


def _page(project: Project, guide: Guide, style: str) -> str:
    from publisher.writers.guide import write_guide_page  # noqa: PLC0415 - nor Jinja

    template = project.template(GUIDE_TEMPLATE)
    sheet = _style(project, style) if style else ""
    return write_guide_page(guide, template.content.decode("utf-8", "replace"), sheet, template_name=template.name)


def _style(project: Project, ending: str) -> str:
    """Return the style sheet of the country report with what the guide adds to it."""
    names = (f"html/country_report.{ending}", f"html/guide.{ending}")
    return "\n".join(project.template(name).content.decode("utf-8", "replace") for name in names)
