"""A problem that a person lets stand: its mark and their reason, written into the workbook where a
researcher writes them.
"""

import re
from datetime import date, datetime
from pathlib import Path

from publisher.domain.diagnostics import Place, failure
from publisher.domain.model import Cell
from publisher.project.files import read_file, require_closed
from publisher.project.project import Project
from publisher.project.workbooks import CheckResult, ExcelFile, check_content
from publisher.workbook.addresses import split_address


def let_stand(
    project: Project, path: Path, mark: str, reason: str, now: datetime, today: date
) -> Path | None:
    """Write the mark of a problem with a reason behind what stands in the last column of its row;
    return where the old workbook is kept.

    Raises PublisherError where there is no such problem any more, where there is no reason, or
    where the workbook is open or cannot be changed; then nothing was changed.
    """
    require_closed(path)
    content = read_file(path)
    result = check_content(project, path, content, today)
    cell = _cell(result, mark)
    if not re.search(r"\w{2}", reason):
        raise failure("C257", cell.place, token=mark)
    tidy = " ".join(reason.split())
    text = "\n".join(filter(None, (cell.text, f"{mark}: {tidy}")))
    return ExcelFile(path, content).save({cell.place.sheet: {cell.place.cell: text}}, now)


def _cell(result: CheckResult, mark: str) -> Cell:
    """Return the cell in which a problem is let stand."""
    meant = [each for each in result.diagnostics if each.token == mark and each.is_dismissible]
    for problem in meant:
        _, number = split_address(problem.place.cell)
        for _, row in result.rows:
            is_its_row = row.place.sheet == problem.place.sheet and row.place.cell == number
            if is_its_row and "dismissed" in row.cells:
                return row.cells["dismissed"]
    raise failure("D801", Place(result.path.name), mark=mark)
