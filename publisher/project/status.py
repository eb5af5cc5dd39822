"""How far each country is, as an editor plans the week: what is researched, wrong, verified, built,
and who is next.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from publisher.domain.diagnostics import Level, on_desk
from publisher.domain.language import Language
from publisher.domain.moments import told_when
from publisher.domain.plural import phrase
from publisher.project.formats import Format, formats_called
from publisher.project.progress import Progress, RowProgress
from publisher.project.project import Project
from publisher.project.record import BuiltBefore, report_file
from publisher.project.summary import Standing


@dataclass(frozen=True, slots=True)
class Task:
    """What waits for somebody: researcher, national NGO or editor."""

    who: str
    what: str


@dataclass(frozen=True, slots=True)
class RowGroup:
    """The provisions of a workbook in which the same is to be done; `kind` is must_fix,
    please_check or sound.
    """

    kind: str
    rows: tuple[RowProgress, ...]


@dataclass(frozen=True, slots=True)
class Status:
    """How far one workbook is; the counts are of content cells, of all rows that it has.

    `name` is what it is called in a list; `stale` are the formats that a build would
    make anew, `unbuilt` those of the settings in which there is no report.
    """

    workbook: str
    country: str
    name: str
    text: int
    nothing_found: int
    not_researched: int
    not_applicable: int
    sources: int
    sources_verified: int
    must_fix: int
    please_check: int
    notes: int
    dismissed: int
    last_built: str
    is_out_of_date: bool
    stale: tuple[str, ...]
    unbuilt: tuple[str, ...]
    tasks: tuple[Task, ...]
    rows: tuple[RowProgress, ...]

    @property
    def cells(self) -> int:
        """How many content cells there are."""
        return self.text + self.nothing_found + self.not_researched + self.not_applicable

    @property
    def groups(self) -> tuple[RowGroup, ...]:
        """The provisions by what is to be done in their rows, the most pressing first; no group is
        empty.
        """
        kinds = (Level.MUST_FIX.value, Level.PLEASE_CHECK.value, "sound")
        by_kind: dict[str, list[RowProgress]] = {kind: [] for kind in kinds}
        for row in self.rows:
            kind = row.level.value if row.level else "sound"
            by_kind[kind if kind in kinds else "sound"].append(row)
        return tuple(RowGroup(kind, tuple(rows)) for kind, rows in by_kind.items() if rows)

    @property
    def report(self) -> str:
        """Which of the words of [status] says how the report is: never_built, out_of_date,
        built_in_part or up_to_date.
        """
        if not self.last_built:
            return "never_built"
        if self.stale:
            return "out_of_date"
        return "built_in_part" if self.unbuilt else "up_to_date"

    @property
    def researched(self) -> int:
        """How many content cells somebody has looked at."""
        return self.cells - self.not_researched


def status_of(project: Project, standing: Standing, before: BuiltBefore) -> Status:
    """Return how far one workbook is; `before` tells what was built of it."""
    progress = standing.progress
    formats = formats_called(project.settings.formats)
    built = [each for each in formats if report_file(project, standing.name, each).exists()]
    stale = [each for each in built if not before.as_left(standing, each)]
    unbuilt = [each for each in formats if each not in built]
    is_old = bool(stale or unbuilt)
    return Status(
        workbook=standing.file,
        country=progress.country,
        name=progress.country or standing.file,
        text=progress.text,
        nothing_found=progress.nothing_found,
        not_researched=progress.not_researched,
        not_applicable=progress.not_applicable,
        sources=progress.sources,
        sources_verified=progress.sources_verified,
        must_fix=standing.must_fix,
        please_check=standing.please_check,
        notes=standing.notes,
        dismissed=standing.dismissed,
        last_built=_last_built(project, standing.name),
        is_out_of_date=is_old or not progress.is_readable,
        stale=tuple(_told(stale, project.language)),
        unbuilt=tuple(_told(unbuilt, project.language)),
        tasks=tuple(_tasks(progress, standing.must_fix, project.language, is_old=is_old)),
        rows=progress.rows,
    )


def _told(formats: Iterable[Format], language: Language) -> Iterator[str]:
    words = language.words("desk")
    return (words[f"format_{each.name}"] for each in formats)


def in_words(status: Status, language: Language) -> Status:
    """Return how far a workbook is for a page, on which times are in words."""
    return replace(status, last_built=told_when(status.last_built, language))


def _tasks(progress: Progress, wrong: int, language: Language, *, is_old: bool) -> Iterator[Task]:
    """Yield what waits for whom, the most pressing first."""
    words = language.words("status")
    researcher, ngo = words["researcher"], words["ngo"]
    if not progress.is_readable:
        yield Task(researcher, words["resend"])
        return
    blank = progress.not_researched
    if wrong:
        # As the desk says it: these are the words of the language also where its messages are not.
        level = on_desk(language.messages)["levels"][Level.MUST_FIX]
        yield Task(researcher, words["mend"].format(count=wrong, level=level))
    if blank:
        yield Task(researcher, phrase(words, "research", blank))
    unread = progress.sources - progress.sources_verified
    if unread:
        yield Task(researcher, phrase(words, "read", unread))
    if progress.questions:
        yield Task(ngo, phrase(words, "answer", progress.questions))
    if progress.waiting:
        yield Task(ngo, words["send_back"].format(names="; ".join(progress.waiting)))
    if not wrong:
        yield from _tasks_of_editor(progress, language, is_old=is_old)


def _tasks_of_editor(progress: Progress, language: Language, *, is_old: bool) -> Iterator[Task]:
    words = language.words("status")
    if is_old:
        yield Task(words["editor"], words["build"])
    elif not (progress.not_researched or progress.is_final):
        yield Task(words["editor"], words["decide"])


def _last_built(project: Project, name: str) -> str:
    """Return the time of the newest publication of a workbook, or nothing if there is none."""
    formats = formats_called(project.settings.formats)
    files = [report_file(project, name, format_) for format_ in formats]
    times = [path.stat().st_mtime for path in files if path.exists()]
    return datetime.fromtimestamp(max(times)).strftime("%Y-%m-%d %H:%M") if times else ""
