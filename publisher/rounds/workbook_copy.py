"""A copy of a workbook as read, whatever program wrote it and wherever it lies."""

from dataclasses import dataclass
from pathlib import Path

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
