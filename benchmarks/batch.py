"""Whole builds: many workbooks in one and in two processes, and the memory of a process over many
reports.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from benchmarks import workload
from benchmarks.measure import TOP, wall
from publisher.project.formats import formats_called
from publisher.project.orders import BuildOrder
from publisher.project.processes import build_report
from publisher.project.project import open_project

ENVIRONMENT = os.environ | {"PYTHONPATH": str(TOP)}
EVERY = 20


def cold_check() -> float:
    """Return the wall seconds of `publisher check` on one workbook from a cold start, median of
    five.
    """
    with tempfile.TemporaryDirectory() as folder:
        workload.project(Path(folder), 1)
        command = [sys.executable, "-m", "publisher", "--project", folder, "check"]
        return statistics.median(wall(command, ENVIRONMENT) for _ in range(5))


def batch(count: int, rounds: int) -> dict[int, list[float]]:
    """Return the wall seconds of building `count` workbooks in all formats, by the number of jobs,
    round by round.
    """
    found: dict[int, list[float]] = {1: [], 2: []}
    with tempfile.TemporaryDirectory() as folder:
        workload.project(Path(folder), count)
        command = [
            sys.executable,
            "-m",
            "publisher",
            "--project",
            folder,
            "build",
            "--force",
            "--quiet",
            "--jobs",
        ]
        for _ in range(rounds):
            for jobs, seconds in found.items():
                seconds.append(wall([*command, str(jobs)], ENVIRONMENT))
    return found


def memory(count: int) -> list[float]:
    """Return the memory in MB of a process that builds reports as a worker does, after each EVERY
    of them.
    """
    with tempfile.TemporaryDirectory() as folder:
        workload.project(Path(folder), count)
        command = [sys.executable, "benchmarks/run.py", "--memory", folder]
        done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=TOP)
    return [float(each) for each in done.stdout.split()]


def memory_here(folder: str) -> None:
    """Build all reports of a project and print the memory that this process holds now and then
    (Linux only).
    """
    project = open_project(Path(folder)).value
    order = BuildOrder(project, formats_called(project.settings.formats), date(2026, 11, 24))
    for number, path in enumerate(project.workbooks(), 1):
        build_report(order, path, lambda _: None)
        if number % EVERY == 0:
            print(_megabytes(), flush=True)


def _megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def slope(samples: list[float]) -> float:
    """Return by how many MB the memory grows over 100 reports: the median of all pairs of samples
    (Theil-Sen).
    """
    pairs = [
        (late - early) / (j - i)
        for i, early in enumerate(samples)
        for j, late in enumerate(samples)
        if j > i
    ]
    return statistics.median(pairs) * 100 / EVERY if pairs else 0.0
