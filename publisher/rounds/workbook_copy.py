"""A copy of a workbook as read, whatever program wrote it and wherever it lies."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from publisher.domain.worded import WordedTreaty
from publisher.project.files import read_file
from publisher.project.project import Project
from publisher.project.workbooks import excel_content, in_its_language
from publisher.workbook.contents import Contents, read_contents
from publisher.workbook.file_facts import FileFacts, file_facts
from publisher.workbook.opened import OpenedWorkbook, open_workbook


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of a workbook as read: its bytes as those of an Excel file, what people wrote in it,
    what the file keeps besides.
    """

    content: bytes
    opened: OpenedWorkbook
    project: Project
    contents: Contents
    facts: FileFacts


def read_copy(project: Project, path: Path, content: bytes | None = None) -> Copy:
    """Return a workbook as read, whatever program wrote it. Raises PublisherError where it cannot
    be read.
    """
    excel = excel_content(content or read_file(path), path)
    opened = open_workbook(excel, path.name)
    worded, _ = in_its_language(project, opened)
    contents = read_contents(excel, opened, worded.worded)
    return Copy(excel, opened, worded, contents, file_facts(excel, opened))


def contents_of(project: Project, path: Path) -> Contents:
    """Return what people wrote in a copy that is kept beside a workbook. Raises PublisherError
    where it cannot be read.
    """
    data = frozenset(_own_data(project.folder))
    return _contents(_Asked(read_file(path), path.name, project.worded, data, path, project))


@dataclass(frozen=True, slots=True)
class _Asked:
    """A copy, and what its contents depend on: its bytes and name, the words of the project, and
    the project's own treaties and languages, of which the copy may need any.
    """

    content: bytes
    name: str
    worded: WordedTreaty
    data: frozenset[tuple[Path, int, int]]
    path: Path = field(compare=False)
    project: Project = field(compare=False)

    def __hash__(self) -> int:
        return hash((self.content, self.name))


# A kept copy stays as it is, and each file that comes home is compared with all of them: half of
# the time that many files at once would take.
@lru_cache(maxsize=64)
def _contents(asked: _Asked) -> Contents:
    return read_copy(asked.project, asked.path, asked.content).contents


def _own_data(folder: Path) -> Iterator[tuple[Path, int, int]]:
    for name in ("treaties", "languages"):
        for path in (folder / name).rglob("*"):
            found = path.stat()
            yield path, found.st_mtime_ns, found.st_size
