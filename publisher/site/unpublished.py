"""A report that was not published, as if it were: for a preview of the site."""

from datetime import date

from publisher.compose.presentation import Presentation
from publisher.compose.report import compose_report
from publisher.domain.report import CountryReport
from publisher.domain.worded import WordedTreaty
from publisher.editions.manifest import Manifest
from publisher.editions.record import Edition, EditionKind
from publisher.site.values import Issue


def unpublished(
    name: str, report: CountryReport, worded: WordedTreaty, choices: Presentation, today: date
) -> Issue:
    """Return what would be the edition of a report today; `report` holds what may be published."""
    treaty, language = worded.treaty, worded.language
    publication = compose_report(report, worded, choices)
    kind = EditionKind.FINAL if report.facts.is_final else EditionKind.CONSULTATION
    record = Edition(
        country=name,
        number=1,
        kind=kind,
        language=language.code,
        published=today,
        treaty=treaty.id,
        treaty_version=treaty.version,
        report=report,
    )
    manifest = Manifest(
        country=name,
        number=1,
        kind=kind,
        language=language.code,
        published=today,
        title=publication.title,
        version=publication.version,
        law_as_at=publication.law_as_at,
        treaty=treaty.id,
        treaty_version=treaty.version,
        treaty_data="",
        program="",
        reviewers=(),
        citation=publication.citation,
        previous="",
        files=(),
    )
    return Issue(record, manifest)
