"""Headless Chromium as what our PDF writer is measured against: it prints our own web page.

Its helpers are not waited for when it ends, so what they took is read from /proc before that.
"""

import base64
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.browser import browser

_TICKS = os.sysconf("SC_CLK_TCK")
_PRINT = {"printBackground": True, "preferCSSPageSize": True, "generateTaggedPDF": True}


def printed_by_chromium(page: str) -> tuple[bytes, float, float]:
    """Return the PDF of a web page, the CPU seconds that all of Chromium took from its start, and
    the peak memory of its largest process in MB.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        path = Path(name, "report.html")
        path.write_text(page, encoding="utf-8")
        with browser(Path(name, "profile")) as tab:
            tab.open(path)
            pdf = base64.b64decode(tab.call("Page.printToPDF", **_PRINT)["data"])
            started = list(_descendants(os.getpid()))
            seconds = sum(map(_seconds, started))
            peak = max(map(_peak, started))
    return pdf, seconds, peak


def measured_chromium(pages: Sequence[str]) -> tuple[float, float]:
    """Return the CPU seconds for each page and the peak memory in MB."""
    found = [printed_by_chromium(page)[1:] for page in pages]
    return sum(seconds for seconds, _ in found) / len(pages), max(peak for _, peak in found)


def has_chromium() -> bool:
    """Tell whether Chromium is installed, on a system that tells of its processes in /proc."""
    return bool(shutil.which("chromium")) and Path("/proc/self/stat").exists()


def _descendants(process: int) -> Iterator[int]:
    """Yield the processes that a process has started, and those that they have started."""
    parents = {
        int(path.parent.name): int(_fields(path)[1]) for path in Path("/proc").glob("[0-9]*/stat")
    }
    wanted = {process}
    for each in sorted(parents):
        if parents[each] in wanted:
            wanted.add(each)
            yield each


def _fields(stat: Path) -> list[str]:
    """Return what a stat file says behind the name of the process, which may hold spaces."""
    try:
        return stat.read_text().rpartition(") ")[2].split()
    except OSError:  # it has ended meanwhile
        return ["", "0", *["0"] * 20]


def _seconds(process: int) -> float:
    # proc(5): utime, stime, and both of the children that were waited for.
    return sum(map(int, _fields(Path(f"/proc/{process}/stat"))[11:15])) / _TICKS


def _peak(process: int) -> float:
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0.0
    kilobytes = [line.split()[1] for line in lines if line.startswith("VmHWM:")]
    return int(kilobytes[0]) / 1024 if kilobytes else 0.0
