"""The guide for advocates: how its time and memory grow from 10 to 180 countries.

Invented countries with two fifths of their rows filled. Each format is built in a process of its
own. The reference is the guide to 10 countries: what each further country costs, as a ratio to what
each of those costs.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from benchmarks.measure import TOP

COUNTS = (10, 40, 90, 180)
FORMATS = ("csv", "html", "docx", "pdf")
_TODAY = date(2026, 11, 24)
_OWN, _STARTED = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN


def prepared(folder: Path, counts: Sequence[int]) -> None:
    """Write a project with as many invented countries for each of the counts.

    In a process of its own: a process takes over the peak memory of the one that started it.
    """
    command = [sys.executable, "-m", "benchmarks.guide", "prepare", str(folder), *map(str, counts)]
    subprocess.run(command, cwd=TOP, check=True)


def _prepare(folder: Path, counts: Sequence[int]) -> None:
    from tests.invented import invented  # noqa: PLC0415 - only where they are made
    from tests.support import saved  # noqa: PLC0415

    for count in counts:
        (folder / f"{count}/workbooks").mkdir(parents=True)
    for number in range(max(counts)):
        content = saved(invented(number))
        for count in (each for each in counts if number < each):
            (folder / f"{count}/workbooks/country-{number:03}.xlsx").write_bytes(content)


def measured(folder: Path, count: int, format_: str) -> tuple[float, float, float]:
    """Return the CPU seconds of checking the workbooks, those of building a format, and the peak
    memory in MB: of the process, and for the PDF of Typst's as well.
    """
    command = [
        sys.executable,
        "-m",
        "benchmarks.guide",
        "measure",
        str(folder / str(count)),
        format_,
    ]
    told = subprocess.run(command, cwd=TOP, check=True, capture_output=True, text=True).stdout
    checking, building, peak = json.loads(told)
    return checking, building, peak


def _measure(folder: str, format_: str) -> None:
    from publisher.project.formats import formats_called  # noqa: PLC0415
    from publisher.project.guide import Choice, build_guide, gather_guide  # noqa: PLC0415 - in the measured process alone
    from publisher.project.project import open_project  # noqa: PLC0415

    project = open_project(Path(folder)).value
    # LibreOffice, which fills the contents list of the Word file, is not counted.
    counted = (_OWN, _STARTED) if format_ == "pdf" else (_OWN,)
    before = _seconds(counted)
    gathered = gather_guide(project, _TODAY, Choice()).value
    between = _seconds(counted)
    list(build_guide(project, gathered, formats_called((format_,))))
    after = _seconds(counted)
    peak = sum(resource.getrusage(each).ru_maxrss for each in counted) / 1024
    print(json.dumps([between - before, after - between, peak]))


def _seconds(counted: Sequence[int]) -> float:
    used = (resource.getrusage(each) for each in counted)
    return sum(each.ru_utime + each.ru_stime for each in used)


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        _prepare(Path(sys.argv[2]), [int(each) for each in sys.argv[3:]])
    else:
        _measure(*sys.argv[2:])
