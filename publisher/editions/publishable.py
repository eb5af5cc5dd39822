"""What of a report may be published: an allow-list, field by field.

A workbook holds more than its report: questions to partners, how far the work is, who checked what,
sources that must not be named. What is not listed here is left out of every edition.
"""

from collections.abc import Iterable
from dataclasses import replace

from publisher.domain.language import Language
from publisher.domain.report import CountryReport, Entry, Reviewer, Source

# The fields of a source that its citation prints, beside those that a language adds to it.
_PRINTED = (
    "key",
    "type",
    "short_title",
    "author",
    "title",
    "title_english",
    "symbol",
    "gazette",
    "pinpoint",
    "adopted",
    "published",
    "in_force",
    "as_at",
    "language",
    "language_read",
    "translation_by",
    "jurisdiction",
    "url",
    "archive_url",
    "accessed",
    "verified",
    "superseded_by",
)


def publishable(
    report: CountryReport, language: Language, *, names_researchers: bool
) -> CountryReport:
    """Return what may be published of a report.

    Of a confidential source only its key and type stay, since texts call it by the key; of a
    reviewer who did not consent, that there was one. Who looked somewhere is named only where
    `names_researchers` says so.
    """
    return replace(
        report,
        entries=tuple(_entry(each) for each in report.entries),
        sources=tuple(_source(each, language) for each in report.sources),
        reviewers=tuple(_reviewers(report.reviewers)),
        places=tuple(
            each if names_researchers else replace(each, looked_by="") for each in report.places
        ),
    )


def _entry(entry: Entry) -> Entry:
    contents = tuple(replace(each, said="") for each in entry.contents)
    return Entry(entry.provision, contents, entry.finding)


def _source(source: Source, language: Language) -> Source:
    if source.is_confidential:
        return Source(key=source.key, type=source.type, is_confidential=True)
    printed = {name: getattr(source, name) for name in _PRINTED}
    patterns = " ".join(language.patterns(source.type))
    more = {name: text for name, text in source.more.items() if f"{{{name}}}" in patterns}
    return Source(**printed, more=more)


def _reviewers(reviewers: Iterable[Reviewer]) -> Iterable[Reviewer]:
    """Yield the reviewers; the names of those who answered and may be named."""
    for each in reviewers:
        is_named = each.has_answered and each.may_be_named
        yield Reviewer(each.name if is_named else "", each.has_answered, each.may_be_named)
