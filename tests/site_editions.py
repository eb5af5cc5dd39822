"""Editions of invented countries, and the site that is made of them: what the tests of the site share."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from publisher.compose.presentation import Presentation
from publisher.domain.digest import digest_of
from publisher.domain.editorial import Editorial
from publisher.domain.report import CountryReport, Reviewer, Source
from publisher.domain.text import Paragraph, Span
from publisher.editions.changes import compare
from publisher.editions.manifest import (
    Manifest,
    Notice,
    NoticeKind,
    PublishedFile,
    sums_of,
    write_manifest,
    write_notices,
)
from publisher.editions.publishable import publishable
from publisher.editions.record import EditionKind, write_record
from publisher.project.project import Project, open_project
from publisher.project.site_sources import site_of
from publisher.project.workbooks import check_content, check_file
from publisher.site.build import common_files, common_pages, country_site
from publisher.site.data import data_files
from publisher.site.guide import CoveredCountry, covered_report, guide_files, lean
from publisher.site.pages import File, page_file
from publisher.site.parts import CountryPart
from publisher.site.unpublished import unpublished
from publisher.site.values import Country, Issue, Site
from tests.sample_pages import workbook_in
from tests.support import TODAY, TOP

HOST = "https://reports.example.org/law"
# Invented, and never to be read in any file of a site.
SECRETS = (
    "Zebulon Quarterstaff",
    "Unwritten Ledger of the Ministry",
    "kept-in-the-safe.example.org",
    "Could the ombudsperson tell us about cell nine",
    "a draft of somebody else",
)


@cache
def project() -> Project:
    return open_project(TOP).value


@cache
def sample(language: str) -> CountryReport:
    """Return the report of the invented country in a language, with what must not be published."""
    if language == "en":
        checked = check_file(project(), TOP / "workbooks/examplia.xlsx", TODAY)
    else:
        content = workbook_in(language)
        checked = check_content(
            project().in_language(language), TOP / "examplia.xlsx", content, TODAY
        )
    assert checked.report is not None
    return _with_secrets(checked.report)


def _with_secrets(report: CountryReport) -> CountryReport:
    """Return a report whose first source is confidential, with a reviewer, a question and a remark that nobody may see."""
    name, title, address, question, said = SECRETS
    first = report.sources[0]
    secret = Source(
        key=first.key, type=first.type, title=title, url=f"https://{address}", author=name,
        note=said, is_confidential=True, verified_by=name, file_hash="", access_note=said,
    )  # fmt: skip
    asked = (Paragraph((Span(question),)),)
    entries = tuple(
        replace(
            each, question=asked, contents=tuple(replace(cell, said=said) for cell in each.contents)
        )
        for each in report.entries
    )
    reviewers = (Reviewer(name, has_answered=True, may_be_named=False), Reviewer(name, False, True))
    return replace(
        report, entries=entries, sources=(secret, *report.sources[1:]), reviewers=reviewers
    )


def issue(
    language: str,
    number: int,
    iso2: str,
    name: str,
    *,
    old: Issue | None = None,
    is_older: bool = False,
) -> Issue:
    """Return an edition of an invented country; the second differs from the first in one text."""
    own = project().in_language(language)
    report = publishable(sample(language), own.language, names_researchers=False)
    report = replace(report, facts=replace(report.facts, iso2=iso2, short_name=name))
    if is_older:
        first = report.entries[0]
        law = replace(
            first.contents[0], blocks=(Paragraph((Span("An older text <of> the law."),)),)
        )
        entries = (replace(first, contents=(law, *first.contents[1:])), *report.entries[1:])
        report = replace(report, entries=entries)
    day = date(2026, number, 15)
    made = unpublished(name.lower(), report, own.worded, own.presentation, day)
    changes = compare(old.record.report, report, own.treaty.columns) if old else ()
    changes = tuple(replace(each, reason="The act was amended.") for each in changes)
    previous = old.manifest.number if old else 0
    record = replace(made.record, number=number, previous=previous, changes=changes)
    manifest = replace(made.manifest, number=number, files=files_of(name.lower(), number))
    return Issue(record, manifest)


def files_of(name: str, number: int) -> tuple[PublishedFile, ...]:
    names = ("docx", "pdf", "html", "csl.json", "bib", "ris")
    contents = {f"{name}-{number}.{each}": stand_in(f"{name}-{number}.{each}") for each in names}
    return tuple(
        PublishedFile(each, len(content), digest_of(content)) for each, content in contents.items()
    )


def stand_in(name: str) -> bytes:
    return f"stands for {name}\n".encode()


def final(own: Issue) -> Issue:
    """Return an edition as a final one."""
    kind = EditionKind.FINAL
    return replace(
        own, record=replace(own.record, kind=kind), manifest=replace(own.manifest, kind=kind)
    )


@cache
def countries() -> tuple[Country, ...]:
    """Return three invented countries: one in English and French with two editions in English, of which the second is final, an Arabic one, one that was withdrawn."""
    first = issue("en", 1, "QX", "Examplia", is_older=True)
    second = final(issue("en", 2, "QX", "Examplia", old=first))
    wrong = Notice(2, NoticeKind.ERRATUM, date(2026, 5, 1), "The date in article 1 is wrong.")
    second = replace(second, notices=(wrong,))
    french = issue("fr", 3, "QX", "Examplie")
    gone = Notice(1, NoticeKind.WITHDRAWN, date(2026, 6, 1), "It rested on a forged act.")
    withdrawn = replace(issue("en", 1, "XB", "Withdrawnia"), notices=(gone,))
    return (
        Country("examplia", (first, second, french)),
        Country("land of examples", (issue("ar", 1, "XA", "Exampleland"),)),
        Country("withdrawnia", (withdrawn,)),
    )


@cache
def site(address: str = HOST) -> Site:
    choices = Presentation(
        organisation="Example Coalition", licence="CC BY 4.0", house=project().house
    )
    return replace(site_of(project(), ("fr", "ar")), address=address, choices=choices)


@cache
def made() -> dict[str, bytes]:
    """Return all files of the site, those of editions among them, by address."""
    return dict(made_of(site(), countries()))


def guide_of(site: Site, own: Iterable[Country], parts: Iterable[CountryPart]) -> Iterator[File]:
    """Yield the guide in each language, without an editor's part."""
    for code, worded in site.worded.items():
        covered = []
        for country, part in zip(own, parts, strict=True):
            report = covered_report(site, part, code)
            if report:
                record = next(
                    each.record for each in country.issues if each.manifest.number == report.number
                )
                covered.append(
                    CoveredCountry(
                        part, lean(record.report, worded.treaty, frozenset()), report.language
                    )
                )
        yield from guide_files(site, worded, covered, Editorial())


def made_of(site: Site, own: Sequence[Country]) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    parts, rows = [], []
    for country in own:
        each = country_site(site, country, {})
        files |= dict(each.files)
        parts.append(each.part)
        rows.append(each.rows)
        for issue in country.issues:
            folder = country.folder.replace(" ", "%20")
            for file in issue.manifest.files:
                address = (
                    f"editions/{folder}/{issue.manifest.number}/{file.name.replace(' ', '%20')}"
                )
                files[address] = stand_in(file.name)
    pages = tuple(address for address in files if address.endswith("/index.html"))
    data, described = data_files(site, rows)
    files |= dict(data)
    shown = [page_file(site, *each) for each in common_pages(site, parts, described)]
    shown += guide_of(site, own, parts)
    pages += tuple(address for address, _ in shown)
    return files | dict(shown) | dict(common_files(site, parts, pages))


def put(files: dict[str, bytes], folder: Path) -> Path:
    for address, content in files.items():
        path = folder / address.replace("%20", " ")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def publish(folder: Path, country: Country) -> None:
    """Write the editions of a country as 'publisher publish' leaves them."""
    place = folder / "editions" / country.folder
    notices: list[Notice] = []
    for issue in country.issues:
        own = place / str(issue.manifest.number)
        own.mkdir(parents=True, exist_ok=True)
        record = write_record(issue.record)
        files = (
            *issue.manifest.files,
            PublishedFile("edition.json", len(record), digest_of(record)),
        )
        manifest: Manifest = replace(issue.manifest, files=files)
        for file in issue.manifest.files:
            (own / file.name).write_bytes(stand_in(file.name))
        (own / "edition.json").write_bytes(record)
        (own / "manifest.json").write_bytes(write_manifest(manifest))
        (own / "SHA256SUMS").write_bytes(sums_of(files))
        notices += issue.notices
    if notices:
        (place / "notices.json").write_bytes(write_notices(tuple(notices)))
