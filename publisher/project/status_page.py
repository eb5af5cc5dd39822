"""The status of all countries, and the web page that shows it.

This is the edge: it knows paths. Filling in the page of many countries takes longer than all else
that `status` does, so it is kept with a mark for the time, and filled in again only where it would
show anything else.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from publisher.domain.diagnostics import Catalogue, Level, PublisherError, on_desk
from publisher.domain.digest import digest_of
from publisher.domain.language import Language
from publisher.domain.moments import told_time
from publisher.project.checking import Checking, doubled, names_of
from publisher.project.files import write_file
from publisher.project.program import program_digest
from publisher.project.project import Project
from publisher.project.record import BuiltBefore
from publisher.project.standard import STATUS_TEMPLATE, Template
from publisher.project.status import Status, Task, in_words, status_of
from publisher.project.summary import Standing

KEPT_PAGE = ".status.html"
_TIME = "\ue000time\ue000"  # letters for private use, which no name of a country holds


def statuses(project: Project, paths: Sequence[Path], today: date) -> tuple[Status, ...]:
    """Return how far the workbooks are."""
    checking = Checking(project, today)
    standings = [checking.standing(path) for path in paths]
    return statuses_of(checking, standings, project.language.messages)


def statuses_of(
    checking: Checking, standings: Iterable[Standing], messages: Catalogue
) -> tuple[Status, ...]:
    """Return how far workbooks are that were checked; `messages` are those in which problems are
    told.
    """
    project = checking.project
    before = BuiltBefore(project, checking.cache.digests)
    found = tuple(status_of(project, each, before) for each in standings)
    checking.cache.digests.save()
    return tuple(_with_twins(found, project.language, messages))


def _with_twins(
    countries: Sequence[Status], language: Language, words: Catalogue
) -> Iterator[Status]:
    """Yield how far the workbooks are; of two of one country, that they are to become one, each
    called by its file as well.
    """
    twins = {
        each.place.file: each for each in doubled((own.workbook, own.country) for own in countries)
    }
    editor = language.words("status")["editor"]
    names = names_of((own.workbook, own.country) for own in countries)
    for each in countries:
        twin = twins.get(each.workbook)
        told = (Task(editor, f"{twin.message(words)}; {twin.hint(words)}"),) if twin else ()
        yield replace(each, name=names[each.workbook], tasks=(*told, *each.tasks))


def write_status_page(project: Project, countries: Sequence[Status], now: datetime) -> Path:
    """Write the status of all countries as a web page, and return where it is.

    Raises PublisherError where the template cannot be used or the page cannot be written.
    """
    template = project.template(STATUS_TEMPLATE)
    time = f"{now:%H:%M}"
    shown = "\n".join((f"{now:%Y-%m-%d}", *map(_shown, countries)))
    shown += f"\n{sorted(project.language.words('status').items())}"
    inputs = digest_of(f"{program_digest()} {digest_of(template.content)} {shown}".encode())
    kept = project.output_folder / KEPT_PAGE
    page = _kept(kept, inputs).replace(_TIME, time)
    if not page:
        when = told_time(now, project.language)
        page = _page(template, countries, when, project.language)
        timeless = _page(template, countries, when.replace(time, _TIME), project.language)
        # A template may do with the time what it likes: then its page cannot be kept.
        if timeless.replace(_TIME, time) == page:
            with suppress(PublisherError):
                write_file(kept, f"{inputs} {digest_of(timeless.encode())}\n{timeless}".encode())
    path = project.output_folder / "status.html"
    write_file(path, page.encode())
    return path


def _shown(status: Status) -> str:
    """Return all that the page shows of a country, as text; `repr` of the rows would take long."""
    rows = (
        f"{row.reference}\0{row.title}\0{','.join(row.states)}\0{row.level or ''}"
        for row in status.rows
    )
    return repr(replace(status, rows=())) + "\0".join(rows)


def _page(template: Template, countries: Sequence[Status], when: str, language: Language) -> str:
    from publisher.writers.html import render  # noqa: PLC0415 - Jinja only where the page is another

    # As the desk says it: in the words of the language also where its messages are not.
    levels = on_desk(language.messages)["levels"]
    values = {
        "countries": [in_words(each, language) for each in countries],
        "when": when,
        "words": language.words("status"),
        "levels": {level.value: levels[level] for level in Level},
        "language": language,
    }
    return render(template.text, values, template_name=template.name)


def _kept(path: Path, inputs: str) -> str:
    """Return the page that was kept for the same inputs, or the empty string."""
    try:
        known, _, page = path.read_bytes().decode().partition("\n")
    except (OSError, ValueError):
        return ""
    return page if known == f"{inputs} {digest_of(page.encode())}" else ""
