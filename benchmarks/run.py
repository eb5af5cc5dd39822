"""Speed and memory as ratios to other programs on the same reports, in the same run.

python benchmarks/run.py               everything; an hour
python benchmarks/run.py word pdf      some parts, as README.md names them
python benchmarks/run.py --quick word  a first look
"""

import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks import batch, guide, pdf_references, review, start, word_references, workload
from benchmarks.chromium import has_chromium, measured_chromium
from benchmarks.measure import (
    TOP,
    Task,
    in_rounds,
    measure_here,
    ratio,
    timed,
    timed_children,
    timed_with_children,
)
from benchmarks.writers import ours_docx, ours_html, ours_pdf, weasyprint_pdf

OURS = "ours"
# The checks start from the bytes of a workbook, the writers and what they are measured against from
# its publication.
TASKS: Mapping[str, Sequence[Task]] = {
    "check": (Task(OURS, timed(workload.checked), bytes),),
    "word": (
        Task(OURS, timed(ours_docx), workload.publication),
        Task(
            "plain docxtpl", timed(word_references.plain_docxtpl), workload.publication, reach=0.6
        ),
        Task(
            "docxtemplater",
            word_references.docxtemplater,
            workload.publication,
            is_there=word_references.has_docxtemplater,
            needs="npm install --prefix benchmarks",
        ),
    ),
    "web": (Task(OURS, timed(ours_html), workload.publication),),
    "pdf": (
        Task(OURS, timed_with_children(ours_pdf), workload.publication),
        Task("ours by WeasyPrint", timed(weasyprint_pdf), workload.publication, reach=0.12),
        Task("untuned WeasyPrint", timed(pdf_references.plain_weasyprint), workload.publication),
        Task(
            "LibreOffice, our Word file",
            timed_children(pdf_references.libreoffice),
            lambda content: ours_docx(workload.publication(content)),
            is_there=pdf_references.has_libreoffice,
            needs="LibreOffice",
            reach=1,
        ),
        Task(
            "Chromium, our web page",
            measured_chromium,
            lambda content: ours_html(workload.publication(content)),
            is_there=has_chromium,
            needs="Chromium",
            reach=1,
        ),
        Task("plain Typst", timed(pdf_references.typst), workload.publication),
    ),
}
# Reports that a process makes in a round, and rounds: many of what is quick.
AMOUNTS = {"check": (20, 3), "word": (40, 7), "web": (40, 3), "pdf": (3, 5)}
WHOLE = ("start", "batch", "memory", "review", "guide")


def main(arguments: Sequence[str]) -> None:
    """Print the tables of the parts that are asked for."""
    is_quick = "--quick" in arguments
    parts = [each for each in arguments if each in (*TASKS, *WHOLE)] or [*TASKS, *WHOLE]
    print(
        f"{'part':8}{'task':28}{'reports':>8}{'CPU s each':>12}{'peak MB':>9}{'ours is':>9}  reach"
    )
    for part in parts:
        if part in TASKS:
            count, rounds = AMOUNTS[part]
            compare(part, *((max(1, count // 10), 1) if is_quick else (count, rounds)))
    if "check" in parts:
        print(
            "\n`publisher check` of one workbook from a cold start: "
            f"{batch.cold_check():.2f} s (reach: 1 s)"
        )
    for part in WHOLE:
        if part in parts:
            print_whole(part, is_quick=is_quick)


def print_whole(part: str, *, is_quick: bool) -> None:
    """Print a part that has a form of its own."""
    match part:
        case "start":
            print_start(*(((start.FEW,), 3) if is_quick else ((start.FEW, start.MANY), 9)))
        case "batch":
            print_batch(*((6, 1) if is_quick else (60, 3)))
        case "memory":
            print_memory(40 if is_quick else 200)
        case "review":
            print_review(*((10, 50, 1) if is_quick else (100, 200, 3)))
        case _:
            print_guide((10, 20) if is_quick else guide.COUNTS)


def compare(part: str, count: int, rounds: int) -> None:
    """Print the lines of a part: ours, and each of the others with how much of its time ours
    takes.
    """
    tasks = [task for task in TASKS[part] if task.is_there()]
    found = in_rounds(part, tasks, [workload.workbook(seed) for seed in range(count)], rounds)
    for task in TASKS[part]:
        if task not in tasks:
            print(f"{part:8}{task.name:28}left out: it needs {task.needs}")
            continue
        seconds = statistics.median(each[0] for each in found[task.name])
        peak = max(each[1] for each in found[task.name])
        share = f"{ratio(found[OURS], found[task.name]):9.2f}" if task.name != OURS else " " * 9
        print(
            f"{part:8}{task.name:28}{count:>8}{seconds:>12.3f}{peak:>9.0f}{share}  "
            f"{task.reach or ''}",
            flush=True,
        )


def print_start(counts: Sequence[int], rounds: int) -> None:
    """Print what commands with nothing to do take, in projects of so many workbooks."""
    with tempfile.TemporaryDirectory() as folder:
        projects = {count: start.prepared(Path(folder) / str(count), count) for count in counts}
        found = start.measured(projects, rounds)
    reaches = {each.name: each.reach for each in start.STARTS}
    print(f"\n{'start':28}{'CPU s':>8}{'x click':>9}  reach")
    for name, seconds in found.items():
        times = start.times_alone(found, name)
        told = f"{name:28}{statistics.median(seconds):>8.3f}{times:>9.1f}"
        print(f"{told}  {reaches.get(name, '')}", flush=True)


def print_batch(count: int, rounds: int) -> None:
    """Print how long a batch takes in one process and in two, and how many times faster the latter
    is.
    """
    found = batch.batch(count, rounds)
    one, two = (statistics.median(found[jobs]) for jobs in (1, 2))
    faster = statistics.median(
        alone / together for alone, together in zip(found[1], found[2], strict=True)
    )
    print(f"\n{count} workbooks, all formats: --jobs 1 {one:.0f} s, --jobs 2 {two:.0f} s,", end=" ")
    print(f"{faster:.2f} times as fast (reach: 1.8)", flush=True)


def print_memory(count: int) -> None:
    """Print the memory of a process over many reports, and its slope without the first sample."""
    samples = batch.memory(count)
    told = " ".join(f"{each:.0f}" for each in samples)
    print(f"\nMB held after each {batch.EVERY} of {count} reports: {told};", end=" ")
    print(f"slope {batch.slope(samples[1:]):+.1f} MB per 100 reports", flush=True)


def print_guide(counts: Sequence[int]) -> None:
    """Print what the guide costs for more and more countries, and each country against those of the
    smallest guide.
    """
    print(
        f"\n{'guide':6}{'countries':>10}{'check s':>9}{'build s':>9}{'peak MB':>9}{'each':>8}  against {counts[0]}"
    )
    with tempfile.TemporaryDirectory() as folder:
        guide.prepared(Path(folder), counts)
        for format_ in guide.FORMATS:
            first = 0.0
            for count in counts:
                checking, building, peak = guide.measured(Path(folder), count, format_)
                each = building / count
                first = first or each
                figures = (
                    f"{checking:>9.1f}{building:>9.1f}{peak:>9.0f}{each:>8.3f}{each / first:>9.2f}"
                )
                print(f"{format_:6}{count:>10}{figures}", flush=True)


def print_review(copies: int, annotations: int, rounds: int) -> None:
    """Print how long collecting takes against a plain reading, and how many rows are placed without
    their ids.
    """
    with tempfile.TemporaryDirectory() as folder:
        review.prepared(Path(folder), copies, annotations)
        found = [
            {name: _review_in_a_process(name, folder) for name in review.WAYS}
            for _ in range(rounds)
        ]
    print(f"\n{copies} returned drafts with {annotations} annotations each:")
    for name, told in (
        ("collect", "collected into a sheet"),
        ("harvested", "read and harvested"),
        ("plain_read", "read plainly, nothing placed"),
    ):
        seconds = statistics.median(each[name][0] for each in found)
        peak = max(each[name][1] for each in found)
        print(f"  {told}: {found[0][name][2]:.0f} found, {seconds:.1f} s of CPU, {peak:.0f} MB")
    for name, does in (("collect", "collecting"), ("harvested", "reading and harvest")):
        share = statistics.median(each[name][0] / each["plain_read"][0] for each in found)
        print(f"  {does} takes {share:.1f} times a plain reading", end=", ")
        print(f"{statistics.median(each[name][0] for each in found) / copies:.3f} s each")
    print("rows placed once all ids are gone (reach: 92 % right, less than 0.5 % wrong):")
    for name, (right, wrong) in review.placement(8).items():
        print(f"  {name}: {right:.1%} right, {wrong:.1%} wrong", flush=True)


def _review_in_a_process(name: str, folder: str) -> tuple[float, float, float]:
    command = [sys.executable, "benchmarks/run.py", "--review", name, folder]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=TOP)
    seconds, peak, count = done.stdout.split()
    return float(seconds), float(peak), float(count)


def review_here(name: str, folder: str) -> None:
    """Collect or plainly read what came back, and print CPU seconds, peak memory in MB and what was
    found.
    """
    given = review.Round(
        Path(folder),
        next(Path(folder).glob("workbooks/*.xlsx")),
        tuple(sorted(Path(folder).glob("copy *.docx"))),
    )
    before = resource.getrusage(resource.RUSAGE_SELF)
    count = review.WAYS[name](given)
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(
        used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime,
        used.ru_maxrss / 1024,
        count,
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        part, name, inputs = sys.argv[2:]
        measure_here(next(task for task in TASKS[part] if task.name == name), Path(inputs))
    elif sys.argv[1:2] == ["--memory"]:
        batch.memory_here(sys.argv[2])
    elif sys.argv[1:2] == ["--review"]:
        review_here(*sys.argv[2:])
    else:
        main(sys.argv[1:])
