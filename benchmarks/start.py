"""What a command costs that has nothing to do, against a program that only loads click and prints
its help.
"""

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import workload
from benchmarks.measure import TOP

ALONE = "click alone"
_CLICK_ALONE = """
import click

@click.group()
def main():
    '''Show what click takes by itself.'''

main()
"""
FEW, MANY = 3, 178  # workbooks


@dataclass(frozen=True, slots=True)
class Start:
    """One line of the table: a command, in a project of so many workbooks or in none.

    The reach is how many times the CPU of click alone the command may take, or how many seconds.
    """

    arguments: tuple[str, ...]
    workbooks: int = 0
    exit_code: int = 0
    times: float | None = None
    seconds: float | None = None

    @property
    def name(self) -> str:
        """The command, with the workbooks where nothing has changed."""
        told = " ".join(self.arguments)
        return f"{told}, {self.workbooks} workbooks" if self.workbooks else told

    @property
    def reach(self) -> str:
        """The reach in words."""
        return f"{self.times:g} x" if self.times else f"{self.seconds:g} s"


_UNCHANGED = ("build", "check", "status")
STARTS = (
    Start(("--help",), times=2.5),
    Start(("build", "--nonsense"), exit_code=2, times=2.5),
    *(Start((each,), FEW, times=8) for each in _UNCHANGED),
    *(Start((each,), MANY, seconds=0.5) for each in _UNCHANGED),
)


def prepared(folder: Path, count: int) -> Path:
    """Make a project whose reports are built as web pages, and in which nothing is left to do."""
    workload.project(folder, count)
    with (folder / "publisher.toml").open("a", encoding="utf-8") as settings:
        settings.write('formats = ["html"]\n')
    for _ in range(2):
        for command in _UNCHANGED:
            _run([*_PUBLISHER, "--project", str(folder), command], 0)
        # What was written within the last two seconds is read again in any case.
        time.sleep(3)
    return folder


def measured(projects: Mapping[int, Path], rounds: int) -> dict[str, list[float]]:
    """Return the CPU seconds of click alone and of each command, round after round; those for which
    there is no project are left out.
    """
    starts = [each for each in STARTS if not each.workbooks or each.workbooks in projects]
    found: dict[str, list[float]] = {ALONE: [], **{each.name: [] for each in starts}}
    for _ in range(rounds):
        found[ALONE].append(_seconds([sys.executable, "-c", _CLICK_ALONE, "--help"], 0))
        for each in starts:
            project = ("--project", str(projects[each.workbooks])) if each.workbooks else ()
            command = [*_PUBLISHER, *project, *each.arguments]
            found[each.name].append(_seconds(command, each.exit_code))
    return found


def times_alone(found: Mapping[str, Sequence[float]], name: str) -> float:
    """Return how many times the CPU of click alone a command takes: the median of the rounds."""
    return statistics.median(
        own / alone for own, alone in zip(found[name], found[ALONE], strict=True)
    )


_PUBLISHER = (sys.executable, "-m", "publisher")


def _seconds(command: Sequence[str], exit_code: int) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    _run(command, exit_code)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime


def _run(command: Sequence[str], exit_code: int) -> None:
    # As for a person: from the second call on Python finds the modules compiled.
    settings = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    environment = settings | {"PYTHONPATH": str(TOP)}
    done = subprocess.run(command, check=False, capture_output=True, env=environment)
    if done.returncode != exit_code:
        raise RuntimeError(f"{command} ended with {done.returncode}: {done.stderr.decode()}")
