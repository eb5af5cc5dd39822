"""LibreOffice, where it is installed: on which page of a Word document a bookmark stands.

Word works page numbers out when it opens a document, LibreOffice when it makes a PDF of it. The PDF is thrown away.
"""

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_PROGRAMS = ("soffice", "libreoffice")
_SECONDS = 180
_OPTIONS = {"ExportBookmarksToPDFDestination": {"type": "boolean", "value": "true"}}


def office() -> str:
    """Return the path of LibreOffice; the empty string where it is not installed."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), "")


def pages_of_headings(document: bytes) -> Mapping[str, int]:
    """Return the page of each bookmark of a contents list (_Toc0001 …), from 1; nothing where LibreOffice fails.

    LibreOffice runs with a profile of its own, so that one that is open on the screen is not disturbed.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "report.docx").write_bytes(document)
        command = [
            office(),
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            f"pdf:writer_pdf_Export:{json.dumps(_OPTIONS)}",
            "--outdir",
            str(folder),
            str(folder / "report.docx"),
        ]
        try:
            subprocess.run(command, capture_output=True, check=True, timeout=_SECONDS)
            return _destinations(folder / "report.pdf")
        except (OSError, subprocess.SubprocessError):
            return {}


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
