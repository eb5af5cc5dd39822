"""A job for Typst: run in a process of its own, with a time limit, its faults in our words."""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from publisher.domain.diagnostics import (
    Diagnostic,
    Place,
    PublisherError,
    TemplateSpot,
    failure,
    problem,
)

# Run by its path, so that Typst is loaded there alone.
ENGINE = Path(__file__).with_name("engine.py")
_FAILED = 3  # its exit code where Typst says what is wrong
# Seconds. A report takes one or two, a guide to 180 countries some forty.
LONGEST = 300
# Template files may name packages, which Typst would fetch from the network: there is none.
_NO_NETWORK = dict.fromkeys(
    ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9"
)
# The C library of Linux asks for memory in large pieces: many small ones cost a twentieth of a
# report's time.
_LARGE_PIECES = {"MALLOC_TOP_PAD_": str(64 * 1024 * 1024)}
_MOST_TOLD = 5
# Where no font has a letter, which PDF/A and PDF/UA forbid.
_UNSHOWN = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
# How Typst's diagnostics name a place: "┌─ root/country_report.typ:12:3".
_PLACE = re.compile(r"┌─ (?:\S*/)?(?P<file>[^/\s]+\.typ):(?P<line>\d+):\d+")
_SEARCHED = re.compile(r" \(searched at (?:\S*/root/)?(?P<file>[^)]+)\)")


class UnshownLettersError(PublisherError):
    """No font has some letters of the data or of the template; others that stand beside them, and
    are shown elsewhere, may be among those that Typst names.
    """

    def __init__(self, letters: frozenset[str], *diagnostics: Diagnostic) -> None:
        super().__init__(*diagnostics)
        self.letters = letters


@dataclass(frozen=True, slots=True)
class Job:
    """What Typst is given: files by their names, the first of which is the template, and data.

    `standards` are those of PDF that it must hold, as Typst names them; `timestamp` counts seconds
    since 1970; `file` names the PDF in messages; `folder` is that of the templates in messages.
    """

    file: str
    folder: str
    files: Mapping[str, bytes]
    data: str
    standards: tuple[str, ...] = ()
    timestamp: int = 0
    uses_system_fonts: bool = False

    @property
    def main(self) -> str:
        """The name of the template."""
        return next(iter(self.files))


def pdf_of(job: Job, longest: int = LONGEST) -> bytes:
    """Return the PDF of a job. Raises PublisherError where the template cannot be used, where it
    takes longer than `longest` seconds, and where Typst is not there or dies.
    """
    try:
        run = _run(job, longest)
    except subprocess.TimeoutExpired as fault:
        place = Place(f"{job.folder}/{job.main}")
        raise failure("T594", place, seconds=longest) from fault
    except OSError as fault:  # a full disk, or no memory for another process
        raise failure("O333", Place(job.file), exit=fault.errno, said=fault.strerror) from fault
    if run.returncode == _FAILED:
        said = json.loads(run.stderr)
        if unshown := _UNSHOWN.findall(said["diagnostic"]):
            letters = frozenset("".join(map(_unescaped, unshown)))
            raise UnshownLettersError(letters, *faults_of(said, job))
        raise PublisherError(*faults_of(said, job))
    if run.returncode:
        last = run.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise failure("O333", Place(job.file), exit=run.returncode, said=" ".join(last))
    return run.stdout


def _run(job: Job, longest: int) -> "subprocess.CompletedProcess[bytes]":
    """Return how Typst ended. Raises TimeoutExpired and OSError."""
    with tempfile.TemporaryDirectory() as folder:
        _lay_down(job.files, Path(folder))
        return subprocess.run(
            _command(job, folder),
            input=job.data.encode(),
            capture_output=True,
            timeout=longest,
            check=False,
            env=os.environ | _NO_NETWORK | _LARGE_PIECES,
        )


def _lay_down(contents: Mapping[str, bytes], folder: Path) -> None:
    """Write the files of a job where Typst sees them, and nothing else."""
    (folder / "packages").mkdir()
    for name, content in contents.items():
        path = folder / "root" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _command(job: Job, folder: str) -> list[str]:
    which = "system" if job.uses_system_fonts else "own"
    chosen = (fonts_folder(), ",".join(job.standards), str(job.timestamp), which)
    # -S: Python need not look through all installed packages for Typst, which is found here.
    python = (sys.executable, "-I", "-S", str(ENGINE), _packages())
    return [*python, folder, job.main, *chosen]


@cache
def _packages() -> str:
    """Return the folder of packages that holds Typst; an empty text where it is not installed."""
    found = find_spec("typst")
    return str(Path(found.origin).parents[1]) if found and found.origin else ""


@cache
def fonts_folder() -> str:
    """Return the folder of the fonts that come with the program."""
    return str(files("publisher") / "fonts")


# What Typst says


def _unescaped(text: str) -> str:
    """Return a text as it was before Typst wrote some of its letters by number: \\u{e123}."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def faults_of(said: Mapping[str, Any], job: Job) -> tuple[Diagnostic, ...]:
    """Return what Typst says of a template, each with file and line where it names them."""
    told = [
        diagnostic
        for each in re.split(r"^(?=error: )", said["diagnostic"], flags=re.MULTILINE)
        if each.startswith("error: ")
        for diagnostic in (_fault(each, job),)
    ]
    return tuple(dict.fromkeys(told))[:_MOST_TOLD] or (_fault(f"error: {said['message']}", job),)


def _fault(said: str, job: Job) -> Diagnostic:
    """Return one error of Typst as a problem of the template."""
    message = said.splitlines()[0].removeprefix("error: ")
    searched = _SEARCHED.search(message)
    if searched:  # in a folder for the time of the job, which tells nobody anything
        message = message.replace(searched[0], f": {searched['file']}")
    place = _PLACE.search(said)
    hint = re.search(r"= hint: (.+)", said)
    field = re.search(r'does not contain key "(.+)"', message)
    file = place["file"] if place else job.main
    spot = TemplateSpot((("line", place["line"]),)) if place else TemplateSpot()
    return problem(
        "T595",
        Place(f"{job.folder}/{file}", spot=spot),
        message=message,
        field=field[1] if field else "",
        absent=searched["file"] if searched else "",
        hint=hint[1] if hint else "",
    )
