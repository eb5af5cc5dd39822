"""LibreOffice, where it is installed: on which page of a Word document a bookmark stands; documents
as Word files.

Word works page numbers out when it opens a document, LibreOffice when it makes a PDF of it. The PDF
is thrown away. Documents from outside are opened without macros, links and, where the system can do
that, without a network.
"""

import atexit
import json
import os
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


def pages_of_bookmarks(document: bytes) -> Mapping[str, int]:
    """Return the page of each bookmark, such as those that a contents list and an index name, from
    1; nothing where LibreOffice fails.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "report.docx").write_bytes(document)
        try:
            _convert(folder / "report.docx", f"pdf:writer_pdf_Export:{json.dumps(_OPTIONS)}")
            return _destinations(folder / "report.pdf")
        except (OSError, subprocess.SubprocessError):
            _profile.cache_clear()  # it may be what was wrong
            return {}


def as_word(document: bytes, ending: str) -> bytes:
    """Return a document of another program (.odt, .doc, .rtf) as a Word file; nothing where
    LibreOffice fails.
    """
    return _as_other(document, ending, "docx")


def as_excel(workbook: bytes, ending: str) -> bytes:
    """Return a workbook of another program (.ods, .xls) as an Excel file; nothing where LibreOffice
    fails.
    """
    return _as_other(workbook, ending, "xlsx")


def _as_other(document: bytes, ending: str, wanted: str) -> bytes:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / f"document{ending}").write_bytes(document)
        (folder / "other").mkdir()
        try:
            _convert(folder / f"document{ending}", wanted, folder / "other", apart=True)
            return (folder / "other" / f"document.{wanted}").read_bytes()
        except (OSError, subprocess.SubprocessError):
            _profile.cache_clear()
            return b""


def _convert(path: Path, target: str, folder: Path | None = None, *, apart: bool = False) -> None:
    """Have LibreOffice write a document in another format, into its own folder or another one."""
    command = [
        *(_without_network() if apart else ()),
        office(),
        f"-env:UserInstallation={_profile().as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        target,
        "--outdir",
        str(folder or path.parent),
        str(path),
    ]
    _run(command, path.parent)


@cache
def _without_network() -> tuple[str, ...]:
    """Return the words before a command that cut it off from the network; none where the system
    cannot do that.
    """
    words = ("unshare", "--map-root-user", "--net", "--")
    try:
        subprocess.run((*words, "true"), check=True, capture_output=True, timeout=10)
    except (OSError, subprocess.SubprocessError):
        return ()
    return words


@cache
def _profile() -> Path:
    """Return a folder for LibreOffice's settings, kept until this process ends.

    One of our own, so that a LibreOffice that is open on the screen is not disturbed, nor another
    process of ours. Filling a new one takes half a second, a seventh of the work on a report of 30
    pages.
    """
    folder = Path(tempfile.mkdtemp(prefix="publisher-office-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "user").mkdir()
    (folder / "user" / "registrymodifications.xcu").write_text(_careful(), encoding="utf-8")
    return folder


def _careful() -> str:
    """Return settings that keep LibreOffice from running macros and from fetching what a document
    links to.
    """
    scripting, update = "Common/Security/Scripting", "Writer/Content/Update"
    settings = (
        (scripting, "DisableMacrosExecution", "true"),
        (scripting, "MacroSecurityLevel", "3"),
        (scripting, "BlockUntrustedRefererLinks", "true"),
        (update, "Link", "2"),  # never
    )
    items = "".join(
        f'<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" '
        f'oor:op="fuse"><value>{value}</value>'
        "</prop></item>"
        for path, name, value in settings
    )
    space = 'xmlns:oor="http://openoffice.org/2001/registry"'
    return f'<?xml version="1.0" encoding="UTF-8"?><oor:items {space}>{items}</oor:items>'


def _run(command: Sequence[str], folder: Path) -> None:
    """Run a program; when it takes too long or our work is broken off, it ends with all that it has
    started.

    LibreOffice's command only starts the program proper, which would live on alone, so both get a
    group of their own. What they leave behind goes with the folder.
    """
    quiet, own = subprocess.DEVNULL, os.environ | {"TMPDIR": str(folder)}
    with subprocess.Popen(
        command, env=own, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    ) as program:
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
        number_of: dict[Any, int] = {
            page.objgen: number for number, page in enumerate(pdf.pages, 1)
        }
        found = pdf.Root.get("/Dests", pikepdf.Dictionary())
        # LibreOffice writes '_' in names as '5F'.
        marks = {name.lstrip("/").replace("5F", "_"): name for name in map(str, found)}
        return {mark: number_of[found[name][0].objgen] for mark, name in marks.items()}
