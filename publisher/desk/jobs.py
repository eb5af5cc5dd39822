"""Long work: each piece in a process of its own, one after the other for each workbook.

A job goes on when its page is closed, can be stopped, and costs nothing but itself when its process
dies. Comes in: a function that a fresh process can import, with its arguments. Goes out: how far it
is, then what it gave.
"""

import multiprocessing
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import FrameType
from typing import Protocol

from publisher.desk.outcome import Outcome
from publisher.domain.diagnostics import PublisherError
from publisher.project.deaf import deaf


class Teller(Protocol):
    """What a piece of work tells on its way."""

    def at(self, done: int, total: int) -> None:
        """Tell how many of all steps are behind it."""

    def waits(self, name: str) -> None:
        """Tell that other work on a workbook is waited for."""


Work = Callable[[Teller], Outcome]
_CONTEXT = multiprocessing.get_context("spawn")
_MOST_KEPT = 200  # jobs whose pages can still be looked at


class JobState(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    LOST = "lost"


@dataclass(slots=True)
class Job:
    """One piece of long work; `key` is what may only be worked on once at a time, such as a
    workbook; `done` of `total` steps are behind it; `waits_for` is the workbook on which another
    program or desk is at work. `cleanup` is called when it has ended, `home` is where it was begun,
    `parts` are what each step is for, where that is told.
    """

    number: int
    title: str
    key: str
    work: Work
    cleanup: Callable[[], None]
    home: str = ""
    parts: tuple[str, ...] = ()
    state: JobState = JobState.WAITING
    done: int = 0
    total: int = 0
    waits_for: str = ""
    outcome: Outcome | None = None
    began: datetime = field(default_factory=datetime.now)
    process: BaseProcess | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state not in (JobState.WAITING, JobState.RUNNING)


def _nothing() -> None:
    """Clean up nothing."""


class Jobs:
    """The jobs of a desk, by number."""

    def __init__(self) -> None:
        self._jobs: dict[int, Job] = {}
        self._turns: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def start(
        self,
        title: str,
        key: str,
        work: Work,
        cleanup: Callable[[], None] = _nothing,
        home: str = "",
        parts: tuple[str, ...] = (),
    ) -> Job:
        """Begin a job, or let it wait until the one before it with the same key is over; `home` is
        the address of the page from which it was begun, `parts` what each of its steps is for.
        """
        with self._lock:
            number = max(self._jobs, default=0) + 1
            job = self._jobs[number] = Job(number, title, key, work, cleanup, home, parts)
            turn = self._turns.setdefault(key, threading.Lock())
            self._forget_old()
        threading.Thread(target=self._see_through, args=(job, turn), daemon=True).start()
        return job

    def get(self, number: int) -> Job | None:
        """Return a job; None where there is none of the number."""
        return self._jobs.get(number)

    @property
    def latest(self) -> tuple[Job, ...]:
        """The jobs, the latest first."""
        return tuple(self._jobs[number] for number in sorted(self._jobs, reverse=True))

    @property
    def running(self) -> tuple[Job, ...]:
        """The jobs that are not over."""
        return tuple(each for each in self.latest if not each.is_over)

    def stop(self, job: Job) -> None:
        """Stop a job: files are put in place whole, so none is left half-written."""
        with self._lock:
            if job.is_over:
                return
            job.state = JobState.STOPPED
            process = job.process
        if process:
            process.terminate()

    def stop_all(self) -> None:
        """Stop all jobs and wait until they have ended."""
        for job in self.running:
            self.stop(job)
            if job.process:
                job.process.join(5)

    def _forget_old(self) -> None:
        over = [number for number, job in self._jobs.items() if job.is_over]
        for number in sorted(over)[:-_MOST_KEPT]:
            del self._jobs[number]

    def _see_through(self, job: Job, turn: threading.Lock) -> None:
        try:
            with turn:
                self._run(job)
        finally:
            job.cleanup()

    def _run(self, job: Job) -> None:
        ours, theirs = _CONTEXT.Pipe()
        process = _CONTEXT.Process(target=_in_process, args=(job.work, theirs), daemon=False)
        with self._lock:
            if job.is_over:  # stopped while it was waiting
                return
            with deaf():
                process.start()
            job.process, job.state = process, JobState.RUNNING
        theirs.close()
        with suppress(EOFError, OSError):
            while job.outcome is None:
                told = ours.recv()
                if isinstance(told, Outcome):
                    job.outcome = told
                elif isinstance(told, str):
                    job.waits_for = told
                else:
                    job.waits_for = ""
                    job.done, job.total = told
        ours.close()
        process.join()
        with self._lock:
            if job.state is JobState.RUNNING:
                job.state = JobState.DONE if job.outcome else JobState.LOST
            job.process = None


# What runs in the process of a job


def _in_process(work: Work, line: Connection) -> None:
    # Ctrl+C reaches all processes of a terminal; the desk listens and ends the others. `terminate`
    # is to clean up what is half-way.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    with suppress(OSError):  # the desk has gone: what is done is done
        line.send(_outcome(work, _Line(line)))


@dataclass(frozen=True, slots=True)
class _Line:
    """Tells the desk, over the line to it."""

    line: Connection

    def at(self, done: int, total: int) -> None:
        self.line.send((done, total))

    def waits(self, name: str) -> None:
        self.line.send(name)


def _outcome(work: Work, teller: Teller) -> Outcome:
    try:
        return work(teller)
    except PublisherError as fault:
        return Outcome(diagnostics=fault.diagnostics)


def _leave(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit
