"""LibreOffice, where it is installed: on which page of a Word document a bookmark stands.

Word works page numbers out when it opens a document, LibreOffice when it makes a PDF of it. The PDF is thrown away.
"""

import atexit
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

_PROGRAMS = ("soffice", "libreoffice")
_SECONDS = 180
_OPTIONS = {"ExportBookmarksToPDFDestination": {"type": "boolean", "value": "true"}}


def office() -> str:
    """Return the path of LibreOffice; the empty string where it is not installed."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), "")


def pages_of_headings(document: bytes) -> Mapping[str, int]:
    """Return the page of each bookmark of a contents list (_Toc0001 …), from 1; nothing where LibreOffice fails."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "report.docx").write_bytes(document)
        command = [
            office(),
            f"-env:UserInstallation={_profile().as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            f"pdf:writer_pdf_Export:{json.dumps(_OPTIONS)}",
            "--outdir",
            str(folder),
            str(folder / "report.docx"),
        ]
        try:
            _run(command, folder)
            return _destinations(folder / "report.pdf")
        except (OSError, subprocess.SubprocessError):
            _profile.cache_clear()  # it may be what was wrong
            return {}


@cache
def _profile() -> Path:
    """Return a folder for LibreOffice's settings, kept until this process ends.

    One of our own, so that a LibreOffice that is open on the screen is not disturbed, nor another process of ours.
    Filling a new one takes half a second, a seventh of the work on a report of 30 pages.
    """
    folder = tempfile.mkdtemp(prefix="publisher-office-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def _run(command: Sequence[str], folder: Path) -> None:
    """Run a program; when it takes too long or our work is broken off, it ends with all that it has started.

    LibreOffice's command only starts the program proper, which would live on alone, so both get a group of their own.
    What they leave behind goes with the folder.
    """
    quiet, own = subprocess.DEVNULL, os.environ | {"TMPDIR": str(folder)}
    with subprocess.Popen(command, env=own, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True) as program:
        try:
            code = program.wait(_SECONDS)
        except BaseException:
            _kill(program)
            raise
    if code:
        raise subprocess.CalledProcessError(code, command)


def _kill(program: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        os.killpg(program.pid, signal.SIGKILL)
    else:
        program.kill()


def _destinations(path: Path) -> Mapping[str, int]:
    import pikepdf  # noqa: PLC0415 - a tenth of a second that only a build needs

    if not path.exists():
        return {}
    with pikepdf.open(path) as pdf:
        number_of: dict[Any, int] = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
        found = pdf.Root.get("/Dests", pikepdf.Dictionary())
        # LibreOffice writes '_' in names as '5F'.
        marks = {f"_{match[0]}": name for name in map(str, found) if (match := re.search(r"Toc\d{4}$", name))}
        return {mark: number_of[found[name][0].objgen] for mark, name in marks.items()}
