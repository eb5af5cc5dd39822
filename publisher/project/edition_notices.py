"""What is said of an edition after it was published: an erratum, or that it was withdrawn and why.

Nothing of the edition itself is changed. This is the edge: it knows paths.
"""

from datetime import date

from publisher.domain.diagnostics import Place, failure
from publisher.editions.manifest import NOTICES_FILE, Notice, NoticeKind, write_notices
from publisher.project.editions import (
    PublishedEdition,
    editions_folder,
    editions_of,
    notices_of,
)
from publisher.project.files import write_file
from publisher.project.project import Project


def edition_numbered(project: Project, country: str, number: int) -> PublishedEdition:
    """Return an edition of a country. Raises PublisherError where there is none of that number."""
    published = editions_of(project, country)
    place = Place(country)
    if not published:
        raise failure("E919", place, country=country)
    for each in published:
        if each.number == number:
            return each
    known = ", ".join(str(each.number) for each in published)
    raise failure("E915", place, number=number, known=known)


def give_notice(
    project: Project, country: str, number: int, kind: NoticeKind, text: str, today: date
) -> Notice:
    """Say something of an edition from now on, and return what is kept of it.

    Raises PublisherError where there is no such edition, nothing is said, the same was said before,
    or it was withdrawn already.
    """
    edition = edition_numbered(project, country, number)
    notice = Notice(number, kind, today, " ".join(text.split()))
    place = Place(f"{country}/{number}")
    if not notice.text:
        raise failure("E917", place)
    if kind is NoticeKind.WITHDRAWN and edition.withdrawal:
        raise failure("E916", place, date=edition.withdrawal.date, reason=edition.withdrawal.text)
    folder = editions_folder(project, country)
    before = notices_of(folder)
    if any((each.edition, each.kind, each.text) == (number, kind, notice.text) for each in before):
        raise failure("E918", place)
    write_file(folder / NOTICES_FILE, write_notices((*before, notice)))
    return notice
