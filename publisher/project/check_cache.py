"""What checks gave, kept beside the record of the last build and taken again while nothing has
changed.

A check depends on the workbook, the drafts that were sent of it, the program with its data, the
project's settings, its own treaties and languages, and the day: all of them are in the key under
which it is kept. A file that is missing, broken or of other inputs is passed over, and the check is
done. This is the edge: it knows paths.

A file of what was kept has five lines: a digest of the next two; the key, and digests of the last
two; where the workbook stands; the lines that tell its problems; the problems. So nobody reads more
of it than is shown.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeVar

from publisher.domain.diagnostics import PublisherError
from publisher.domain.digest import digest_of
from publisher.project.digests import FileDigests
from publisher.project.files import write_file
from publisher.project.program import program_digest
from publisher.project.project import Project
from publisher.project.summary import (
    CheckSummary,
    Lines,
    Standing,
    lines_as_text,
    lines_from_text,
    problems_as_text,
    standing_as_text,
    standing_from_text,
    summary_from_text,
    summary_of,
)

if TYPE_CHECKING:
    from publisher.project.workbooks import CheckResult

T = TypeVar("T")
CACHE_FILE = ".checked"
_WITHOUT_FONT = "C265"
# The folders of a project that can stand in for the package's own.
_DATA = ("treaties", "languages", "messages")


class CheckCache:
    """The checks of a project's workbooks on one day, as far as they were kept."""

    def __init__(self, project: Project, today: date) -> None:
        self._project = project
        self._inputs = _inputs_of_all(project, today)
        # Looking for it goes through the whole folder: once, and not for each workbook.
        self._guide = project.guide_workbook.resolve()
        self._sought: dict[Path, str] = {}
        self._known: dict[Path, str] = {}
        self.digests = FileDigests(project.output_folder)

    def find(self, path: Path) -> CheckSummary | None:
        """Return what the check of a workbook gave, if it was kept and would give the same now."""
        return self._found(path, _read_summary)

    def find_standing(self, path: Path) -> Standing | None:
        """Return where a workbook stands after its check, if that was kept and would be the same
        now.
        """
        return self._found(path, _read_standing)

    def find_lines(self, path: Path) -> tuple[Standing, Lines] | None:
        """Return where a workbook stands and the lines that tell its problems, if they were kept
        and would be the same now.
        """
        return self._found(path, _read_lines)

    def _found(self, path: Path, read: Callable[[BinaryIO, str], T]) -> T | None:
        key = self._sought[path] = self._key(path, self.digests.of(path))
        try:
            with self._file(path).open("rb") as file:
                found = read(file, key)
        except (OSError, ValueError, TypeError, LookupError, RecursionError):
            return None
        self._known[path] = key
        return found

    def keep(self, result: "CheckResult") -> CheckSummary:
        """Keep what a check gave and return it without the content of the workbook.

        What cannot be kept is checked again the next time.
        """
        summary = summary_of(result)
        key = self._key(result.path, result.digest)
        # A file that could not be read as a workbook has no digest. Where anything changed after it
        # was sought, the check may have seen either.
        # A letter without a font has one as soon as somebody installs it.
        is_of_machine = any(each.code == _WITHOUT_FONT for each in result.diagnostics)
        is_as_sought = key == self._sought.get(result.path, key)
        if result.digest and is_as_sought and not is_of_machine:
            self._known[result.path] = key
            with suppress(PublisherError):
                write_file(self._file(result.path), _written(summary, key))
        return summary

    def key(self, path: Path) -> str:
        """Return what all that was found out or kept of a workbook depends on; nothing where it
        could be neither.
        """
        return self._known.get(path, "")

    def _file(self, path: Path) -> Path:
        return self._project.output_of(path.stem) / CACHE_FILE

    def _key(self, path: Path, digest: str) -> str:
        parts = [self._inputs, path.name, digest, *sorted(self._project.drafts_sent(path.stem))]
        if path.name.lower() == self._guide.name.lower() and path.resolve() == self._guide:
            # The guide's workbook is checked beside those of all countries.
            parts += [f"{each.name} {self.digests.of(each)}" for each in self._project.workbooks()]
        return digest_of("\n".join(parts).encode())


def _written(summary: CheckSummary, key: str) -> bytes:
    lines = f"{lines_as_text(summary.lines)}\n".encode()
    problems = problems_as_text(summary).encode()
    inputs = f"{key} {digest_of(lines)} {digest_of(problems)}"
    head = f"{inputs}\n{standing_as_text(summary.standing)}\n".encode()
    return f"{digest_of(head)}\n".encode() + head + lines + problems


def _read_standing(file: BinaryIO, key: str) -> Standing:
    """Raises ValueError and more where a file does not hold what was kept under this key."""
    return _read_head(file, key)[0]


def _read_lines(file: BinaryIO, key: str) -> tuple[Standing, Lines]:
    """Raises ValueError and more where a file does not hold what was kept under this key."""
    standing, digest, _ = _read_head(file, key)
    lines = file.readline()
    if digest != digest_of(lines):
        raise ValueError
    return standing, lines_from_text(lines.decode())


def _read_summary(file: BinaryIO, key: str) -> CheckSummary:
    """Raises ValueError and more where a file does not hold what was kept under this key."""
    standing, of_lines, of_problems = _read_head(file, key)
    lines, problems = file.readline(), file.read()
    if (of_lines, of_problems) != (digest_of(lines), digest_of(problems)):
        raise ValueError
    return summary_from_text(standing, lines_from_text(lines.decode()), problems.decode())


def _read_head(file: BinaryIO, key: str) -> tuple[Standing, str, str]:
    """Return where the workbook stands, and the digests of its lines and its problems."""
    seal, inputs, standing = (file.readline() for _ in range(3))
    found, of_lines, of_problems = inputs.decode().split()
    if seal.decode().strip() != digest_of(inputs + standing) or found != key:
        raise ValueError
    return standing_from_text(standing.decode()), of_lines, of_problems


def _inputs_of_all(project: Project, today: date) -> str:
    """Return a digest of what the checks of all workbooks depend on."""
    settings = json.dumps(asdict(project.settings), sort_keys=True)
    parts = [program_digest(), settings, *_own_data(project.folder), today.isoformat()]
    return digest_of("\n".join(parts).encode())


def _own_data(folder: Path) -> Iterator[str]:
    for name in _DATA:
        for path in sorted((folder / name).rglob("*")):
            if path.is_file():
                yield f"{path.relative_to(folder)} {digest_of(path.read_bytes())}"
