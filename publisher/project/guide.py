"""From all checked workbooks to the advocacy guide: web page, PDF, Word file, and the data behind
them.

This is the edge: it knows paths.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from urllib.parse import quote

from publisher.check.picks import report_called
from publisher.compose.guide import Covered, Guide, LeftOut, Material, compose_guide
from publisher.domain.diagnostics import (
    Checked,
    DamagedFileError,
    Diagnostic,
    Level,
    Place,
    PublisherError,
    failure,
)
from publisher.domain.editorial import Editorial
from publisher.domain.names import likely, spelled
from publisher.domain.report import CountryReport, Source
from publisher.domain.treaty import Treaty
from publisher.domain.world_regions import find_region, is_in, region_name, similar_regions
from publisher.project.faults import forget_fault, unforeseen
from publisher.project.files import read_file, write_file
from publisher.project.formats import Built, Format
from publisher.project.guide_workbook import (
    check_guide_file,
    is_guide,
    one_for_each_country,
    reports_by_country,
)
from publisher.project.materials import guide_materials
from publisher.project.on_disk import as_on_disk
from publisher.project.project import Project
from publisher.project.workbooks import CheckResult, check_file


@dataclass(frozen=True, slots=True)
class Choice:
    """What a guide is limited to: countries as people write them, a region, the ids of provisions;
    all where empty. `is_full` prints all paragraphs of the reports.
    """

    countries: tuple[str, ...] = ()
    region: str = ""
    provisions: tuple[str, ...] = ()
    is_full: bool = False


@dataclass(frozen=True, slots=True)
class GuideSources:
    """What a guide is made of: the workbooks that can be published, who is left out, the editor's
    part, the choice.
    """

    results: tuple[CheckResult, ...]
    left_out: tuple[LeftOut, ...]
    editorial: Editorial
    choice: Choice
    selection: str
    sources: Mapping[str, Source]

    @property
    def changed_picks(self) -> tuple[str, ...]:
        """The picks that are left out because their text has changed, each by country and row."""
        names = {_code(each): _name(each) for each in self.results}
        picks = (each for each in self.editorial.picks if each.is_changed and each.country in names)
        return tuple(
            f"the pick of {names[each.country]}, {each.key}: its text has changed" for each in picks
        )

    @property
    def stem(self) -> str:
        """What the files of the guide are called; a choice of countries or provisions does not
        replace the whole.
        """
        return "guide-selection" if self.selection else "guide"


def gather_guide(project: Project, today: date, choice: Choice) -> Checked[GuideSources]:
    """Return what the guide is made of, with what is doubtful in the editor's workbook.

    A workbook that cannot be published is left out and named. Raises PublisherError where no
    country is left, where the choice fits none, or where the guide's workbook has problems that
    must be fixed.
    """
    countries: list[CheckResult] = []
    diagnostics: list[Diagnostic] = []
    for path in project.workbooks():
        result = check_file(project, path, today)
        if is_guide(result):  # a copy of the guide's workbook under another name
            diagnostics += result.diagnostics
        else:
            # Of 180 countries all cells would take as much memory again as the reports do.
            countries.append(replace(result, workbook=None, rows=()))
    editorial = Editorial()
    if project.guide_workbook.exists():
        checked = check_guide_file(project, countries, today)
        editorial = checked.editorial
        diagnostics += checked.result.diagnostics
        wrong = [each for each in checked.result.diagnostics if each.level is Level.MUST_FIX]
        if wrong:
            raise PublisherError(*wrong)

    chosen, selection = _chosen(project, countries, choice)
    usable, left_out = _usable(project, chosen)
    if not usable:
        raise failure("G701", Place(str(project.workbooks_folder)))
    sources: dict[str, Source] = {}
    for report in reports_by_country(countries).values():
        sources |= {source.key: source for source in report.sources}
    gathered = GuideSources(usable, left_out, editorial, choice, selection, sources)
    return Checked(gathered, tuple(diagnostics))


def _usable(
    project: Project, results: Iterable[CheckResult]
) -> tuple[tuple[CheckResult, ...], tuple[LeftOut, ...]]:
    """Return the workbooks that can be published, one for each country, and those left out with the
    reason.
    """
    words, listed = project.language.words("guide"), tuple(results)
    first = one_for_each_country(listed)
    left_out = []
    for result in listed:
        own = first.get(_code(result))
        if not result.is_publishable:
            left_out.append(LeftOut(_name(result), words["reason"]))
        elif own is not None and own is not result:
            reason = words["reason_twice"].format(country=_name(own), file=own.path.name)
            left_out.append(LeftOut(result.path.name, reason))
    return tuple(each for each in first.values() if each.is_publishable), tuple(left_out)


def _name(result: CheckResult) -> str:
    name = result.report.facts.short_name if result.report else ""
    return name or result.path.name


def _code(result: CheckResult) -> str:
    return result.report.facts.iso2 if result.report else ""


# The choice


def _chosen(
    project: Project, results: list[CheckResult], choice: Choice
) -> tuple[list[CheckResult], str]:
    """Return the workbooks that were chosen, and the choice in words."""
    language, told, chosen = project.language, [], results
    if choice.countries:
        chosen = _called(results, choice.countries)
        names = dict.fromkeys(_name(each) for each in chosen)
        told.append(("selection_countries", {"names": ", ".join(names)}))
    if choice.region:
        region = _region(choice.region, language.code)
        name = region_name(region, language.code)
        chosen = [each for each in chosen if is_in(_code(each), region)]
        if not chosen:
            raise failure("G722" if choice.countries else "G719", Place("--region"), region=name)
        told.append(("selection_region", {"name": name}))
    if choice.provisions:
        provisions = [each for each in project.treaty.provisions if each.id in choice.provisions]
        references = [each.un_reference for each in provisions]
        told.append(("selection_provisions", {"names": ", ".join(references)}))
    words = language.words("guide")
    return chosen, "; ".join(words[key].format(**values) for key, values in told)


def _region(name: str, language: str) -> str:
    """Return the code of the region that a person means. Raises PublisherError where it is none."""
    region = find_region(name, language)
    if region is None:
        near = next(iter(similar_regions(name, language)), "")
        raise failure("G718", Place("--region"), written=name, near=near)
    return region


def _called(results: list[CheckResult], names: Iterable[str]) -> list[CheckResult]:
    """Return the workbooks of countries by their names; the name of a file chooses that very
    file.
    """
    by_file = {each.path.stem.casefold(): each for each in results}
    first = one_for_each_country(results)
    reports = reports_by_country(results)
    found: dict[Path, CheckResult] = {}
    for name in names:
        result = by_file.get(name.casefold()) or first.get(report_called(name, reports))
        if result is None:
            near = likely(name, (_name(each) for each in results))
            raise failure("G703", Place("--countries"), written=name, near=near)
        found[result.path] = result
    return list(found.values())


# Building


def guide_of(project: Project, gathered: GuideSources, *, is_linked: bool) -> Guide:
    """Return the guide; with links into the web pages of the country reports that lie beside it, or
    without.
    """
    covered = tuple(
        Covered(
            in_words_of(each.report, each.project.treaty, project.treaty),
            _address(project, each) if is_linked else "",
            each.project.language.code,
        )
        for each in gathered.results
        if each.report is not None
    )
    material = Material(
        covered,
        gathered.left_out,
        gathered.editorial,
        gathered.choice.provisions,
        gathered.selection,
        gathered.sources,
        is_full=gathered.choice.is_full,
    )
    return compose_guide(material, project.worded, project.presentation)


def in_words_of(report: CountryReport, own: Treaty, wanted: Treaty) -> CountryReport:
    """Return a report with provisions and finders in the words of the wanted treaty data; texts
    stay as they are.
    """
    provisions = {each.id: each for each in wanted.provisions}
    finders = dict(zip(own.finders, wanted.finders, strict=False))
    entries = (
        replace(
            entry,
            provision=provisions.get(entry.provision.id, entry.provision),
            finding=replace(
                entry.finding, finder=finders.get(entry.finding.finder, entry.finding.finder)
            ),
        )
        for entry in report.entries
    )
    return replace(report, entries=tuple(entries))


def _address(project: Project, result: CheckResult) -> str:
    """Return the address of a report's web page, seen from the guide; nothing where it was not
    built yet.
    """
    stem = spelled(result.path.stem)
    page = as_on_disk(project.output_of(stem) / f"{stem}.html")
    return f"../{quote(page.parent.name)}/{quote(page.name)}" if page.exists() else ""


def build_guide(
    project: Project, gathered: GuideSources, formats: Iterable[Format]
) -> Iterator[Built]:
    """Write the guide in some formats and yield what became of each file.

    What is as it was is left alone; a fault that nobody foresaw costs its format only. Raises
    PublisherError where a template cannot be used or a file cannot be written.
    """
    composed: dict[bool, Guide] = {}
    for format_ in formats:
        path = project.output_folder / "guide" / format_.file_name(gathered.stem)
        try:
            is_linked = format_.name == "html"
            if is_linked not in composed:
                composed[is_linked] = guide_of(project, gathered, is_linked=is_linked)
            yield from _written(composed[is_linked], project, format_, gathered.stem)
            forget_fault(path)
        except DamagedFileError as fault:
            yield Built(path, format_.name, problems=fault.diagnostics)
        except PublisherError:
            raise
        except Exception as fault:
            told = unforeseen("O331", fault, path, Place(path.name))
            yield Built(path, format_.name, problems=(told,))


def _written(guide: Guide, project: Project, format_: Format, stem: str) -> Iterator[Built]:
    """Write the files of a format and yield what became of each."""
    assert format_.write_guide is not None
    materials = guide_materials(project, format_, stem)
    for ending, content in format_.write_guide(guide, materials):
        path = project.output_folder / "guide" / f"{stem}.{ending}"
        is_unchanged = path.exists() and read_file(path) == content
        if not is_unchanged:
            write_file(path, content)
        yield Built(path, format_.name, is_unchanged=is_unchanged)
