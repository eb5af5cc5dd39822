"""Measuring: each task in a process of its own, the tasks of a comparison in turn, round after
round.
"""

import pickle
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TOP = Path(__file__).parent.parent
Measure = Callable[[Sequence[Any]], tuple[float, float]]
Found = dict[str, list[tuple[float, float]]]


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the table: what is measured, and on what.

    `measure` takes prepared inputs and returns CPU seconds for each and the peak memory in MB;
    `reach` is the part of this task's time that our own may take; `is_there` tells whether what it
    needs is installed, as `needs` says.
    """

    name: str
    measure: Measure
    prepare: Callable[[bytes], Any]
    reach: float | None = None
    is_there: Callable[[], bool] = lambda: True
    needs: str = ""


def timed(function: Callable[[Any], object]) -> Measure:
    """Return a measure of a function in this process; imports and caches are paid before."""
    return lambda inputs: _timed(function, inputs, resource.RUSAGE_SELF)


def timed_children(function: Callable[[Any], object]) -> Measure:
    """Return a measure of the programs that a function starts."""
    return lambda inputs: _timed(function, inputs, resource.RUSAGE_CHILDREN)


def timed_with_children(function: Callable[[Any], object]) -> Measure:
    """Return a measure of a function and of the programs that it starts, together."""

    def measure(inputs: Sequence[Any]) -> tuple[float, float]:
        before = _seconds(resource.RUSAGE_SELF)
        children, peak = _timed(function, inputs, resource.RUSAGE_CHILDREN)
        # `_timed` does the first input once more, unmeasured.
        own = (_seconds(resource.RUSAGE_SELF) - before) / (len(inputs) + 1)
        return own + children, peak

    return measure


def _timed(
    function: Callable[[Any], object], inputs: Sequence[Any], whose: int
) -> tuple[float, float]:
    function(inputs[0])
    before = _seconds(whose)
    for each in inputs:
        function(each)
    return (_seconds(whose) - before) / len(inputs), resource.getrusage(whose).ru_maxrss / 1024


def _seconds(whose: int) -> float:
    used = resource.getrusage(whose)
    return used.ru_utime + used.ru_stime


def in_rounds(part: str, tasks: Sequence[Task], workbooks: Sequence[bytes], rounds: int) -> Found:
    """Return what each task took in each round; a round measures all of them, one right after the
    other.

    So what else the machine does weighs on all alike, and the ratios of a round can be trusted more
    than its times.
    """
    found: Found = {task.name: [] for task in tasks}
    with tempfile.TemporaryDirectory() as name:
        inputs = {task.name: Path(name) / f"{number}.pickle" for number, task in enumerate(tasks)}
        for task in tasks:
            inputs[task.name].write_bytes(pickle.dumps([task.prepare(each) for each in workbooks]))
        for _ in range(rounds):
            for task in tasks:
                found[task.name].append(_in_a_process(part, task, inputs[task.name]))
    return found


def _in_a_process(part: str, task: Task, inputs: Path) -> tuple[float, float]:
    command = [sys.executable, "benchmarks/run.py", "--one", part, task.name, str(inputs)]
    seconds, megabytes = subprocess.run(
        command, capture_output=True, text=True, check=True, cwd=TOP
    ).stdout.split()
    return float(seconds), float(megabytes)


def measure_here(task: Task, inputs: Path) -> None:
    """Measure a task in this process and print CPU seconds for each input and peak memory."""
    print(*task.measure(pickle.loads(inputs.read_bytes())))


def ratio(ours: Sequence[tuple[float, float]], theirs: Sequence[tuple[float, float]]) -> float:
    """Return how much of their time ours takes: the median of the rounds."""
    return statistics.median(one[0] / other[0] for one, other in zip(ours, theirs, strict=True))


def wall(command: Sequence[str], environment: dict[str, str]) -> float:
    """Return the seconds that pass while a command runs."""
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=environment)
    return time.perf_counter() - started
