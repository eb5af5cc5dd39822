"""Typst in a process of its own: `python engine.py` reads a job from its standard input.

A template could run for ever or eat the memory, and Typst keeps in memory what it has laid out; a
process that ends after each file costs a twentieth of a second and neither. Typst sees the files of
its job and the fonts, nothing else of the disk, and no network.

This file is run by its path, so it imports nothing of the publisher.
"""

import base64
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import typst

FAILED = 3  # the exit code with which it tells what is wrong, as JSON on its standard error


def main() -> int:
    """Do the job of the standard input, write its PDF out and return the exit code."""
    job = json.load(sys.stdin.buffer)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "root")
        for name, content in job["files"].items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(base64.b64decode(content))
        try:
            pdf = compiled(job, root, Path(folder, "packages"))
        except RuntimeError as fault:
            sys.stderr.write(json.dumps(told(fault)))
            return FAILED
    sys.stdout.buffer.write(pdf)
    return 0


def compiled(job: dict[str, Any], root: Path, packages: Path) -> bytes:
    """Return the PDF that Typst makes of a job. Raises TypstError, a RuntimeError."""
    packages.mkdir()
    fonts = typst.Fonts(
        include_system_fonts=job["system_fonts"],
        include_embedded_fonts=False,
        font_paths=job["fonts"],
    )
    compiler = typst.Compiler(
        input=root / job["main"],
        root=root,
        font_paths=fonts,
        sys_inputs=job["inputs"],
        package_path=packages,
        package_cache_path=packages,
    )
    pdf = compiler.compile(format="pdf", pdf_standards=job["standards"], timestamp=job["timestamp"])
    assert isinstance(pdf, bytes)
    return pdf


def told(fault: RuntimeError) -> dict[str, Any]:
    """Return what Typst says of a fault."""
    names = ("message", "diagnostic", "hints")
    return {name: getattr(fault, name, str(fault)) for name in names}


if __name__ == "__main__":
    sys.exit(main())
