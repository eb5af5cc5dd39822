"""Many reports at once: a few processes that stay alive build one workbook after the other.

Comes in: an order and the paths of workbooks. Goes out: what became of each, in the order of the
paths and the same as if one process had built them all. Imports, templates and fonts are paid once
for each process; a process that dies costs its own workbook only.
"""

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import FrameType
from typing import cast

from publisher.domain.diagnostics import Place, PublisherError, problem
from publisher.project.check_cache import CheckCache
from publisher.project.deaf import deaf
from publisher.project.formats import Built
from publisher.project.orders import Advance, BuildOrder, WorkbookOutcome, share_a_folder, told
from publisher.project.record import report_file
from publisher.project.reports import Since, build_file, since_last_edition, since_workbook
from publisher.project.turns import turn
from publisher.project.workbooks import CheckResult, check_file

_Crew = dict[Connection, BaseProcess]

# A fresh interpreter for each process: a copy of this one would carry along whatever its threads
# were just doing.
_CONTEXT = multiprocessing.get_context("spawn")


def processors() -> int:
    """Return how many processors this program may use, which may be fewer than there are."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def build_reports(
    order: BuildOrder, paths: Sequence[Path], jobs: int, advance: Advance
) -> tuple[WorkbookOutcome, ...]:
    """Build the reports of workbooks, `jobs` of them at once, and return what became of each, in
    their order.

    `advance` is told how many more files are done with. Workbooks of the same name are built one
    after the other, because they share a folder. Raises PublisherError where the workbook of the
    last edition cannot be compared.
    """
    if min(jobs, len(paths)) < 2 or share_a_folder(paths):
        return tuple(build_report(order, path, advance) for path in paths)
    return _build_in_processes(order, paths, jobs, advance)


def build_report(order: BuildOrder, path: Path, advance: Advance) -> WorkbookOutcome:
    """Check a workbook, build its report and return what became of it; other runs on it wait."""
    with turn(order.project, path, order.tell_waiting):
        return _report_built(order, path, advance)


def _report_built(order: BuildOrder, path: Path, advance: Advance) -> WorkbookOutcome:
    result = check_file(order.project, path, order.today)
    CheckCache(order.project, order.today).keep(result)
    built: list[Built] = []
    try:
        since = _since(order, result)
    except PublisherError as fault:
        if order.since:
            raise
        project, name = result.project, path.stem
        for format_ in order.formats:
            file = report_file(project, name, format_)
            built.append(Built(file, format_.name, problems=fault.diagnostics))
    else:
        for each in build_file(result, order.formats, is_forced=order.is_forced, since=since):
            built.append(each)
            advance(1)
    advance(len(order.formats) - len(built))
    diagnostics = told(result.diagnostics)
    language = result.project.language.code
    country = result.report.facts.short_name if result.report else ""
    return WorkbookOutcome(path, language, diagnostics, tuple(built), country=country)


def _since(order: BuildOrder, result: CheckResult) -> Since | None:
    """Return what a report is compared with: the workbook that is named, else the last edition."""
    if not result.is_publishable:
        return None
    if order.since:
        earlier = check_file(order.project, order.since, order.today)
        return since_workbook(result, earlier)
    return since_last_edition(result)


# The processes: each has a line of its own, so that it is known which workbook was in the hands of
# one that died.


def _build_in_processes(
    order: BuildOrder, paths: Sequence[Path], jobs: int, advance: Advance
) -> tuple[WorkbookOutcome, ...]:
    outcomes: dict[Path, WorkbookOutcome] = {}
    waiting = deque(paths)
    with _crew() as crew:
        idle: list[Connection] = []
        in_hand: dict[Connection, Path] = {}
        while waiting or in_hand:
            while waiting and len(in_hand) < jobs:
                line = idle.pop() if idle else _hired(order, crew)
                in_hand[line] = waiting.popleft()
                with suppress(ConnectionError):  # it has just died: the answer will tell
                    line.send(in_hand[line])
            for line in cast("list[Connection]", wait(list(in_hand))):
                path = in_hand.pop(line)
                if answer := _answer(line):
                    idle.append(line)
                outcomes[path] = answer or _lost(order, path, crew.pop(line))
                advance(len(order.formats))
    return tuple(outcomes[path] for path in paths)


@contextmanager
def _crew() -> Iterator[_Crew]:
    """Give a place for processes, and end them whatever happens: at once where something was
    raised.
    """
    crew: _Crew = {}
    try:
        yield crew
    except BaseException:
        for process in crew.values():
            process.terminate()
        raise
    finally:
        for line, process in crew.items():
            line.close()
            process.join()


def _hired(order: BuildOrder, crew: _Crew) -> Connection:
    """Return the line to a new process."""
    ours, theirs = _CONTEXT.Pipe()
    process = _CONTEXT.Process(target=_work, args=(order, theirs), daemon=True)
    # Only this process listens to Ctrl+C, and ends the others.
    try:
        with deaf():
            process.start()
    finally:
        theirs.close()
        if process.pid is not None:
            crew[ours] = process
    return ours


def _answer(line: Connection) -> WorkbookOutcome | None:
    """Return what a process says of its workbook; None where it has died."""
    try:
        answer: WorkbookOutcome = line.recv()
    except (EOFError, OSError):
        return None
    return answer


def _lost(order: BuildOrder, path: Path, process: BaseProcess) -> WorkbookOutcome:
    process.join()
    fault = problem("O330", Place(path.name), exit=process.exitcode)
    return WorkbookOutcome(path, order.project.language.code, (fault,))


def _work(order: BuildOrder, line: Connection) -> None:
    """Build the workbooks whose paths come over the line and answer each, until the line is
    closed.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    with suppress(EOFError, ConnectionError):
        while True:
            line.send(build_report(order, line.recv(), _pass_over))


def _leave(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit  # so that what is half-way is cleaned up: files not yet in place, LibreOffice


def _pass_over(_files: int) -> None:
    """Advance nothing: the first process counts whole workbooks."""
