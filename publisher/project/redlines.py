"""What changed between two editions, or between an edition and the workbook, as a redline in Word,
on the web and as PDF.

This is the edge: it knows paths.
"""

from collections.abc import Iterator
from datetime import date

from publisher.domain.dates import PartialDate
from publisher.domain.diagnostics import Place, PublisherError, failure, must_fix
from publisher.domain.names import spelled
from publisher.editions.publishable import publishable
from publisher.project.compared import Later, later_edition, redline_of
from publisher.project.edition_notices import edition_numbered
from publisher.project.editions import PublishedEdition, content_of, editions_of
from publisher.project.files import write_file
from publisher.project.formats import Built, formats_called
from publisher.project.materials import report_materials
from publisher.project.project import Project
from publisher.project.workbooks import check_file

WORKBOOK = "workbook"  # in place of the number of an edition: the texts as they stand
_FORMATS = ("docx", "html", "pdf")


def write_redline(
    project: Project, country: str, since: str, to: str, today: date
) -> Iterator[Built]:
    """Write what changed from an edition to a later one, or to the workbook, in each format, and
    say what became of each.

    `since` and `to` are numbers of editions, `to` may be 'workbook'; where they are empty, the last
    edition is compared with the one before, an only one with the workbook. Raises PublisherError
    where there is nothing to compare or something cannot be read.
    """
    published = editions_of(project, country)
    if not published:
        raise failure("E919", Place(country), country=country)
    later = _later(project, country, published, to.strip().casefold(), since, today)
    earlier = _earlier(project, country, published, since, later)
    publication = redline_of(content_of(earlier, later.project.treaty), later)
    if publication is None:
        raise _nothing_changed(country, published, earlier, later)
    name = f"{spelled(country)}.redline-{earlier.number}-{later.name}"
    folder = project.output_of(country)
    for format_ in formats_called(_FORMATS):
        assert format_.write_report is not None
        path = folder / format_.file_name(name)
        try:
            materials = report_materials(later.project, format_, name)
            write_file(path, format_.write_report(publication, materials))
            yield Built(path, format_.name)
        except PublisherError as fault:
            yield Built(path, format_.name, problems=fault.diagnostics)


def _later(
    project: Project,
    country: str,
    published: tuple[PublishedEdition, ...],
    to: str,
    since: str,
    today: date,
) -> Later:
    is_only_one = len(published) == 1 or (not to and since == str(published[-1].number))
    if to == WORKBOOK or (not to and is_only_one):
        return _workbook(project, country, today)
    number = _number(to, country, published) if to else published[-1].number
    edition = edition_numbered(project, country, number)
    worded = project.in_language(edition.manifest.language)
    return later_edition(project, content_of(edition, worded.treaty))


def _workbook(project: Project, country: str, today: date) -> Later:
    path = next((each for each in project.workbooks() if each.stem == country), None)
    if path is None:
        raise failure("E924", Place(country), folder=project.workbooks_folder)
    result = check_file(project, path, today)
    if result.report is None or not result.is_publishable:
        stopping = [each for each in result.diagnostics if must_fix([each])]
        raise PublisherError(*stopping)
    worded = result.project
    report = publishable(
        result.report, worded.language, names_researchers=project.settings.name_researchers
    )
    called = worded.language.words("report")["workbook_named"]
    day = PartialDate(today.year, today.month, today.day)
    return Later(worded, report, called, WORKBOOK, day)


def _earlier(
    project: Project,
    country: str,
    published: tuple[PublishedEdition, ...],
    since: str,
    later: Later,
) -> PublishedEdition:
    """Return the edition with which another one, or the workbook, is compared."""
    before = list(published)
    if later.name != WORKBOOK:
        before = [each for each in published if each.number < int(later.name)]
    if not since:
        if not before:
            raise failure("E922", Place(country))
        return before[-1]
    number = _number(since, country, published)
    edition = edition_numbered(project, country, number)
    if edition not in before:
        raise failure("E921", Place(country), old=since, new=later.name)
    return edition


def _nothing_changed(
    country: str,
    published: tuple[PublishedEdition, ...],
    earlier: PublishedEdition,
    later: Later,
) -> PublisherError:
    """Return what a person is told: with which edition there may be something to compare."""
    before = [each.number for each in published if each.number < earlier.number]
    place, name = Place(country), str(max(before, default=""))
    return failure("E936", place, country=country, old=earlier.number, before=name, to=later.name)


def _number(written: str, country: str, published: tuple[PublishedEdition, ...]) -> int:
    """Return the number of an edition as it was written. Raises PublisherError where it is none."""
    if written.strip().isdecimal():
        return int(written)
    known = ", ".join(str(each.number) for each in published)
    raise failure("E915", Place(country), number=written, known=known)
