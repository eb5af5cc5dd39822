"""The guide on the site, from final editions and the editor's own workbook: made only where what it
says has changed.

This is the edge: it knows paths. Of the editor's workbook only what its status calls final is
taken, and of its picks only texts that are published and are what they were when they were picked.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from publisher.check.cells import cell_of
from publisher.check.guide import check_guide, guide_rules
from publisher.check.picks import PickContext, provision_called
from publisher.domain.diagnostics import Checked, Diagnostic, Place, must_fix, problem
from publisher.domain.digest import digest_of
from publisher.domain.editorial import Editorial, GuideWorkbook
from publisher.domain.report import ReportStatus
from publisher.domain.treaty import Treaty
from publisher.project.files import read_file, write_file
from publisher.project.guide import in_words_of
from publisher.project.project import Project
from publisher.project.site_folder import SiteFolder, beside, found_read, found_written
from publisher.project.site_sources import Source
from publisher.project.workbooks import language_of
from publisher.site.guide import CoveredCountry, covered_report, guide_files, lean
from publisher.site.pages import File
from publisher.site.parts import CountryPart, ReportPart
from publisher.site.values import Site
from publisher.workbook.opened import open_workbook
from publisher.workbook.read_guide import read_guide

_DRAFT, _FAULTY = "E933", "E934"
# No date is in the future on it: the site of the same editions is the same on every day.
_ANY_DAY = date.max


@dataclass(frozen=True, slots=True)
class CountrySource:
    """A country of the site, and what it is made from."""

    source: Source
    part: CountryPart


def make_guide(
    project: Project,
    site: Site,
    folder: SiteFolder,
    countries: Sequence[CountrySource],
    common: str,
) -> tuple[Diagnostic, ...]:
    """Write the guide in each language of the site, and return why it is without what an editor
    wrote, where that is so.

    Raises PublisherError where an edition or the template cannot be used.
    """
    workbook = project.guide_workbook
    content = read_file(workbook) if workbook.exists() else b""
    kept, told = _KeptGuides(folder), list[Diagnostic]()
    for code in site.languages:
        covered = tuple(_covered(site, countries, code))
        key = digest_of(f"{common}{digest_of(content)}{[each.key for each in covered]}".encode())
        if not kept.has(code, key):
            editor = _opened(project, content)
            own = editor if editor and editor.project.language.code == code else None
            texts = tuple(_texts(site.worded[code].treaty, covered, own))
            chosen = _editorial(own, texts) if own else _Chosen()
            files = guide_files(site, site.worded[code], texts, chosen.editorial)
            kept.add(code, key, files, chosen.reason)
        told += kept.told(code, workbook.name)
    kept.keep()
    return tuple(told)


# The reports


@dataclass(frozen=True, slots=True)
class _Covering:
    """The report by which the guide in a language covers a country."""

    country: CountrySource
    report: ReportPart

    @property
    def key(self) -> str:
        """What changes when the report does."""
        source = self.country.source
        return f"{source.name} {source.digest_of(self.report.number)}"


def _covered(site: Site, countries: Iterable[CountrySource], code: str) -> Iterator[_Covering]:
    for each in countries:
        report = covered_report(site, each.part, code)
        if report is not None:
            yield _Covering(each, report)


def _texts(
    treaty: Treaty, covered: Iterable[_Covering], editor: "_Editor | None"
) -> Iterator[CoveredCountry]:
    """Yield the reports one by one, each with only the texts that the guide may quote."""
    picked = editor.provisions if editor else frozenset()
    for each in covered:
        read = each.country.source.report(each.report.number)
        own = each.country.source.project.in_language(each.report.language).treaty
        report = lean(in_words_of(read, own, treaty), treaty, picked)
        yield CoveredCountry(each.country.part, report, each.report.language)


# The editor's part


@dataclass(frozen=True, slots=True)
class _Editor:
    """The workbook of the guide as read; `project` is in its language."""

    project: Project
    read: Checked[GuideWorkbook]

    @property
    def provisions(self) -> frozenset[str]:
        """The ids of the provisions of which an editor picked a text."""
        rows = self.read.value.tables["picks"]
        named = (provision_called(cell_of(row, "article").text, self._treaty) for row in rows)
        return frozenset(each.id for each in named if each)

    @property
    def _treaty(self) -> Treaty:
        return self.project.treaty


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What an editor added, as far as it may be published; `reason` is the code of what stands
    against it.
    """

    editorial: Editorial = Editorial()  # noqa: RUF009 - it is frozen
    reason: str = ""


def _opened(project: Project, content: bytes) -> _Editor | None:
    """Return the workbook of the guide; None where there is none. Raises PublisherError where it
    cannot be read.
    """
    if not content:
        return None
    opened = open_workbook(content, project.guide_workbook.name)
    worded, noticed = language_of(project, opened)
    read = read_guide(opened, worded.worded)
    return _Editor(worded, Checked(read.value, (*noticed, *read.diagnostics)))


def _editorial(editor: _Editor, countries: Iterable[CoveredCountry]) -> _Chosen:
    worded = editor.project.worded
    around = PickContext(
        {each.part.iso2: each.report for each in countries},
        worded.treaty.order(editor.project.settings.order),
        is_whole=False,  # a country of which nothing is published may be picked already
    )
    rules = guide_rules(editor.read.value, worded, today=_ANY_DAY)
    checked = check_guide(editor.read.value, editor.read.diagnostics, around, rules)
    if checked.editorial.facts.status is not ReportStatus.FINAL:
        return _Chosen(reason=_DRAFT)
    picks = worded.language.words("guide_sheets")["picks"]
    others = (each for each in checked.diagnostics if each.place.sheet != picks)
    return _Chosen(reason=_FAULTY) if must_fix(others) else _Chosen(checked.editorial)


# What was made before


class _KeptGuides:
    """The pages of the guide by language, with what they were made of."""

    def __init__(self, folder: SiteFolder) -> None:
        self._folder = folder
        self._place = beside(folder) / "guide"
        self._before: dict[str, Any] = {}
        self._now: dict[str, Any] = {}
        with suppress(OSError, ValueError):
            self._before = json.loads(self._place.read_bytes())

    def has(self, language: str, key: str) -> bool:
        """Tell whether the guide in a language stands as it would be made again, and keep it."""
        was = self._before.get(language, {})
        if was.get("key") != key:
            return False
        if not all(self._folder.path(each).is_file() for each in was["pages"]):
            return False
        self._folder.pages |= {each: found_read(found) for each, found in was["pages"].items()}
        self._now[language] = was
        return True

    def add(self, language: str, key: str, files: Iterable[File], reason: str) -> None:
        """Write the guide in a language. Raises PublisherError where it cannot be made or
        written.
        """
        pages: dict[str, Any] = {}
        for address, content in files:
            self._folder.add(address, content)
            pages[address] = found_written(self._folder.pages[address])
        self._now[language] = {"key": key, "reason": reason, "pages": pages}

    def told(self, language: str, file: str) -> Iterator[Diagnostic]:
        """Yield why the guide in a language is without what an editor wrote for it."""
        reason = self._now[language]["reason"]
        if reason:
            yield problem(reason, Place(file))

    def keep(self) -> None:
        """Keep what the pages are made of. Raises PublisherError where it cannot be written."""
        write_file(self._place, json.dumps(self._now, ensure_ascii=False).encode())
