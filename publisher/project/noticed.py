"""What is noticed of a workbook beside what was known of it: rounds that it lost, texts that stand
in other rows.

Comes in: a workbook as it was checked. Goes out: what a person must be told before anything is
built of it.
"""

from collections.abc import Iterator
from pathlib import Path

from publisher.domain.diagnostics import Diagnostic, Place, PublisherError, problem
from publisher.domain.digest import digest_of
from publisher.domain.model import Workbook
from publisher.project.copies import last_seen
from publisher.project.files import read_file
from publisher.project.project import Project
from publisher.workbook.contents import Contents, read_contents
from publisher.workbook.joined import moved_since
from publisher.workbook.opened import OpenedWorkbook, open_workbook


def lost_rounds(project: Project, path: Path, workbook: Workbook) -> Iterator[Diagnostic]:
    """Yield that drafts were sent of which the workbook knows nothing: somebody has put a copy from
    before in its place.
    """
    if path.parent.resolve() != project.workbooks_folder.resolve():
        return
    sent = project.drafts_sent(path.stem)
    known = {texts.get("build", "") for texts in workbook.reviewers}
    if lost := sorted(sent - known):
        yield problem("S126", Place(path.name), count=len(lost), path=path)


def moved_texts(
    project: Project, path: Path, opened: OpenedWorkbook, content: bytes
) -> Iterator[Diagnostic]:
    """Yield that texts stand beside other provisions than when the workbook was last seen."""
    seen = last_seen(path)
    known = read_file(seen) if seen else content
    if digest_of(known) == digest_of(content):  # most often: nothing need be opened
        return
    before = _contents(project, known, path.name)
    if before is None:
        return
    now = read_contents(content, opened, project.worded)
    moved = moved_since(before, now)
    if moved:
        was, slot = moved[0]
        held = now.held[slot]
        yield problem(
            "S127",
            held.place,
            count=len(moved),
            was=before.held[was].place.cell,
            text=" ".join(held.text.split())[:60],
            file=path.name,
        )


def _contents(project: Project, content: bytes, name: str) -> Contents | None:
    """Return the texts of an earlier copy; None where it cannot be read."""
    try:
        return read_contents(content, open_workbook(content, name), project.worded)
    except PublisherError:
        return None
