"""Speed and memory of check, Word, web page and PDF, as ratios to plain use of the same libraries in the same run.

python benchmarks/run.py           1 and 50 workbooks
python benchmarks/run.py --quick   1 workbook and 3
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

TOP = Path(__file__).parent.parent
sys.path.insert(0, str(TOP))

from benchmarks import references, workload  # noqa: E402 - the path comes first
from publisher.compose.publication import Publication  # noqa: E402
from publisher.writers.docx import write_docx  # noqa: E402
from publisher.writers.html import write_html  # noqa: E402
from publisher.writers.pdf import Attachment, write_pdf  # noqa: E402
from publisher.writers.table import write_content_table, write_source_table  # noqa: E402

TEMPLATES = TOP / "templates"


def ours_docx(publication: Publication) -> None:
    """Write the Word file of a publication."""
    template = (TEMPLATES / "docx/country_report.docx").read_bytes()
    write_docx(publication, template, template_name="country_report.docx")


def page_of(publication: Publication, style_sheet: str = "") -> str:
    """Write the web page of a publication."""
    return write_html(publication, text_of("country_report.html"), style_sheet, template_name="country_report.html")


def text_of(name: str) -> str:
    """Return a template of the web page."""
    return (TEMPLATES / "html" / name).read_text(encoding="utf-8")


def ours_pdf(publication: Publication) -> None:
    """Write the PDF of a publication as a build does, its tables attached."""
    tables = (write_content_table(publication), write_source_table(publication))
    attachments = [Attachment(f"{number}.csv", "text/csv", "", each) for number, each in enumerate(tables)]
    sheet = text_of("country_report.pdf.css")
    write_pdf(page_of(publication), sheet, file="examplia.pdf", attachments=attachments)


def check(content: bytes) -> None:
    """Read and check a workbook."""
    workload.checked(content)


# The checks start from the bytes of a workbook, the writers and their references from its publication.
TASKS: dict[str, Callable[..., object]] = {
    "check": check,
    "docx": ours_docx,
    "docx, plain docxtpl": references.plain_docxtpl,
    "html": lambda publication: page_of(publication, text_of("country_report.css")),
    "pdf": ours_pdf,
    "pdf, untuned table": lambda publication: references.plain_weasyprint(
        references.untuned_page(publication, text_of("country_report.html"))
    ),
}


def measure(name: str, count: int) -> tuple[float, float]:
    """Return CPU seconds per workbook and peak memory in MB of a task, run in a process of its own."""
    command = [sys.executable, __file__, "--one", name, str(count)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=TOP)
    seconds, megabytes = done.stdout.split()
    return float(seconds), float(megabytes)


def measure_here(name: str, count: int) -> None:
    """Run a task on `count` workbooks and print CPU seconds per workbook and the peak memory of this process."""
    contents = [workload.workbook(seed) for seed in range(count)]
    inputs = contents if name == "check" else [workload.publication(each) for each in contents]
    TASKS[name](inputs[0])  # imports and caches are paid before
    started = time.process_time()
    for each in inputs:
        TASKS[name](each)
    spent = time.process_time() - started
    print(spent / count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def cold_check() -> float:
    """Return the wall seconds of `publisher check` on one workbook from a cold start, median of five."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "workbooks" / "examplia.xlsx"
        path.parent.mkdir()
        path.write_bytes(workload.workbook(1))
        command = [sys.executable, "-m", "publisher", "--project", folder, "check"]
        return statistics.median(_wall(command) for _ in range(5))


def _wall(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=os.environ | {"PYTHONPATH": str(TOP)})
    return time.perf_counter() - started


def main(arguments: list[str]) -> None:
    """Print the table."""
    print(f"check, cold start of the command, one workbook: {cold_check():.2f} s (reach: 1 s)\n")
    print(f"{'task':22}{'workbooks':>10}{'CPU s each':>12}{'peak MB':>9}{'ratio':>8}  reach")
    for count in (1, 3) if "--quick" in arguments else (1, 50):
        results = {name: [measure(name, count) for _ in range(3 if count < 10 else 1)] for name in TASKS}
        seconds = {name: statistics.median(each[0] for each in found) for name, found in results.items()}
        for name, found in results.items():
            reference = next((each for each in TASKS if each.startswith(f"{name}, ")), "")
            ratio = f"{seconds[name] / seconds[reference]:8.2f}" if reference else " " * 8
            reach = {"docx": "1.0", "pdf": "0.55"}.get(name, "")
            print(f"{name:22}{count:>10}{seconds[name]:>12.3f}{max(each[1] for each in found):>9.0f}{ratio}  {reach}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        measure_here(sys.argv[2], int(sys.argv[3]))
    else:
        main(sys.argv[1:])
