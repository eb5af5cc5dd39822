"""Starters of the desk to double-click, for Windows, macOS and Linux.

This is the edge: it knows paths. A starter runs the very Python that wrote it, for a project that
may lie anywhere else.
"""

import shlex
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from publisher.project.files import write_file

_NAME = "Open the desk"


def has_desk() -> bool:
    """Tell whether the packages of the desk are installed."""
    return find_spec("starlette") is not None and find_spec("uvicorn") is not None


def write_starters(folder: Path, *, anew: bool = True) -> tuple[Path, ...]:
    """Write a starter for each system into a project's folder, those that are there too where that
    is wanted, and return which were written.

    Raises PublisherError where they cannot be written.
    """
    written: list[Path] = []
    for name, text in _starters(folder.absolute()):
        path = folder / name
        if path.exists() and not anew:
            continue
        write_file(path, text.encode())
        path.chmod(0o755)
        written.append(path)
    return tuple(written)


def _starters(folder: Path) -> Iterator[tuple[str, str]]:
    python, package = sys.executable, Path(__file__).parents[2]
    # A percent sign would be taken for a variable, also between quotation marks.
    there, own = (str(each).replace("%", "%%") for each in (folder, python))
    top = str(package).replace("%", "%%")
    yield (
        f"{_NAME}.bat",
        "@echo off\r\nchcp 65001 >nul\r\n"
        f'set "PYTHONPATH={top}"\r\n"{own}" -m publisher --project "{there}" desk\r\n'
        "if errorlevel 1 pause\r\n",
    )
    command = (
        f"PYTHONPATH={shlex.quote(str(package))} {shlex.quote(python)}"
        f" -m publisher --project {shlex.quote(str(folder))} desk"
    )
    yield f"{_NAME}.command", f"#!/bin/sh\nexec env {command}\n"
    yield (
        f"{_NAME}.desktop",
        "[Desktop Entry]\nType=Application\nTerminal=true\n"
        f"Name={_NAME}\nExec=sh -c {_in_entry(f'exec env {command}')}\n",
    )


def _in_entry(command: str) -> str:
    """Return a command as one word of a desktop entry's Exec line (Desktop Entry Specification)."""
    for sign in ("\\", '"', "`", "$"):
        command = command.replace(sign, f"\\\\{sign}" if sign != "\\" else "\\\\\\\\")
    return f'"{command.replace("%", "%%")}"'
