"""Editions, sizes and dates in words, the same on all pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from publisher.domain.dates import format_date, parse_date
from publisher.domain.language import Language, language_called
from publisher.domain.plural import phrase
from publisher.editions.manifest import PublishedFile
from publisher.site import addresses
from publisher.site.parts import CountryPart, EditionPart, ReportPart
from publisher.site.values import Site


@dataclass(frozen=True, slots=True)
class ToldEdition:
    """An edition in a list: its page, its name, what it is; whether that page says what changed,
    and the files that show it.
    """

    address: str
    name: str
    told: str
    has_changes: bool
    redlines: tuple["ToldFile", ...]


@dataclass(frozen=True, slots=True)
class ToldFile:
    """A file that can be loaded: where it is, of which kind and what that is called, its name, how
    large it is.
    """

    address: str
    kind: str
    label: str
    name: str
    size: str


def day(iso: str, language: Language) -> str:
    """Return a day in words."""
    when = parse_date(iso)
    return format_date(when, language.locale) if when else ""


def told_day(when: date, language: Language) -> str:
    """Return a day in words."""
    return day(when.isoformat(), language)


def language_name(site: Site, code: str) -> str:
    """Return how a language calls itself."""
    worded = site.reports.get(code) or site.worded.get(code)
    return str(worded.language.sections.get("name", code)) if worded else code


def _named(site: Site, code: str, language: Language) -> str:
    """Return what a language is called in the sentences of another: 'anglais' in French.

    Where that has no word for it, it has its own name: isolated, so that a number behind it does
    not join letters that run the other way (UAX 9, FSI and PDI).
    """
    return language_called(code, language.locale) or f"\u2068{language_name(site, code)}\u2069"


def kind(is_final: bool, language: Language) -> str:
    """Return whether an edition is final."""
    return language.words("site")["kind_final" if is_final else "kind_consultation"]


def told_edition(
    site: Site, country: CountryPart, each: EditionPart, language: Language
) -> ToldEdition:
    """Return an edition as a list shows it."""
    words, state = language.words("site"), "unpublished" if site.is_preview else "edition"
    told = words[f"{state}_told"].format(
        kind=kind(each.is_final, language),
        date=day(each.published, language),
        language=_named(site, each.language, language),
    )
    more = [words["edition_withdrawn"]] if each.withdrawn else []
    if each.changes:
        more.append(phrase(words, "edition_changes", each.changes))
    name = words[f"{state}_named"].format(country=country.names[language.code], number=each.number)
    page = addresses.edition_page(country.folder, each.number)
    return ToldEdition(
        page, name, " · ".join((told, *more)), each.changes > 0, _redlines(country, each, language)
    )


def _redlines(
    country: CountryPart, each: EditionPart, language: Language
) -> tuple["ToldFile", ...]:
    """Return the files that show what changed in an edition, by the names of their formats."""
    found = []
    for file in each.redlines:
        at = addresses.edition_file(country.folder, each.number, file.name)
        found.append(told_file(at, file, language))
    return tuple(found)


def told_country(site: Site, country: CountryPart, language: Language) -> str:
    """Return what there is of a country: 'final; law as at 31 January 2026; in English, French';
    nothing where all editions were withdrawn.
    """
    report = country.report(language.code)
    if report is None:
        return language.words("site")["edition_withdrawn"]
    comma, law = language.words("report")["comma"], day(report.law_as_at, language)
    line = language.words("site")["country_line" if law else "country_line_undated"].format(
        kind=kind(report.is_final, language),
        law=law,
        languages=f"{comma} ".join(_named(site, code, language) for code in country.reports),
    )
    mark = language.words("marks").get(report.mark, "")
    return f"{line} · {mark}" if mark else line


def standing(site: Site, report: ReportPart, language: Language) -> str:
    """Return which edition a page shows, or that it shows none."""
    not_stated = language.words("report")["not_stated"]
    return language.words("site")["standing_preview" if site.is_preview else "standing"].format(
        number=report.number,
        kind=kind(report.is_final, language),
        date=day(report.published, language),
        # Within a sentence, it begins none.
        law=day(report.law_as_at, language) or not_stated[:1].lower() + not_stated[1:],
    )


_ENDINGS = {
    ".print.pdf": "print",
    "data.csv": "frozen",
    "cells.csv": "cells",
    "sources.csv": "sources",
    "places.csv": "places",
    ".csl.json": "csl",
    ".bib": "bib",
    ".ris": "ris",
    "edition.json": "record",
    ".docx": "docx",
    ".pdf": "pdf",
    ".html": "html",
    ".csv": "csv",
    ".xlsx": "xlsx",
    ".zip": "zip",
    "manifest.json": "manifest",
    "datapackage.json": "package",
    ".json": "json",
    "SHA256SUMS": "sums",
}


def told_file(address: str, file: PublishedFile, language: Language) -> ToldFile:
    """Return a file with the name of its kind, its own name and its size."""
    words = language.words("site_formats")
    found = (each for ending, each in _ENDINGS.items() if file.name.endswith(ending))
    kind_ = next(found, "other")
    size = language.words("site")["kilobytes"].format(size=max(1, round(file.size / 1000)))
    return ToldFile(address, kind_, words[kind_], file.name, size)


# What most readers want comes first.
_ORDER = (
    "docx", "pdf", "html", "print", "cells", "sources", "places", "frozen", "package", "record",
)  # fmt: skip


def in_order(files: Iterable[ToldFile]) -> tuple[ToldFile, ...]:
    """Return files in the order in which readers want them: what is read, then tables, then what is
    for programs.
    """
    places = {kind: place for place, kind in enumerate(_ORDER)}
    return tuple(sorted(files, key=lambda each: places.get(each.kind, len(places))))
