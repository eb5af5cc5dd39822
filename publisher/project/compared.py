"""What a redline shows: an edition and a later text, which is another edition or the workbook."""

from dataclasses import dataclass

from publisher.compose.publication import Publication
from publisher.compose.redlined_report import Shown, compose_redline, shows_change
from publisher.domain.dates import PartialDate
from publisher.domain.report import CountryReport
from publisher.editions.changes import Change
from publisher.editions.record import Edition
from publisher.project.project import Project


@dataclass(frozen=True, slots=True)
class Later:
    """The later of two texts that are compared; `project` is in its language, `name` is that of
    files; `changes` are those that were published with it, since the edition `previous`.
    """

    project: Project
    report: CountryReport
    called: str
    name: str
    day: PartialDate | None
    changes: tuple[Change, ...] = ()
    previous: int = 0


def later_edition(project: Project, edition: Edition) -> Later:
    """Return an edition as the later of two texts."""
    worded = project.in_language(edition.language)
    called = worded.language.words("report")["edition_named"].format(number=edition.number)
    day = PartialDate(edition.published.year, edition.published.month, edition.published.day)
    return Later(
        worded,
        edition.report,
        called,
        str(edition.number),
        day,
        edition.changes,
        edition.previous,
    )


def redline_of(earlier: Edition, later: Later) -> Publication | None:
    """Return what changed from an edition to a later text, as it is shown; None where nothing is
    another than it was.
    """
    words = later.project.language.words("report")
    called = words["edition_named"].format(number=earlier.number)
    redline = compose_redline(
        earlier.report,
        later.report,
        later.project.worded,
        later.project.presentation,
        Shown(called, later.called, later.day, earlier.number),
        later.changes if later.previous == earlier.number else (),
    )
    return redline if shows_change(redline) else None
