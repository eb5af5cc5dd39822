"""The build of a project's reports: workbooks with nothing to build are not even read."""

from collections.abc import Sequence
from pathlib import Path

from publisher.project.orders import Advance, BuildOrder, WorkbookOutcome, outcomes_as_before


def build_what_changed(
    order: BuildOrder, paths: Sequence[Path], jobs: int | None, advance: Advance
) -> tuple[WorkbookOutcome, ...]:
    """Return what became of each workbook, in their order; `jobs` of them are built at once, else
    one for each processor.

    `advance` is told how many more files are done with. Raises PublisherError where the workbook of
    the last edition cannot be compared.
    """
    outcomes = outcomes_as_before(order, paths, advance)
    left = [path for path in paths if path not in outcomes]
    if not left:
        return tuple(outcomes[path] for path in paths)
    # It loads openpyxl and all that reports are composed with.
    from publisher.project.processes import build_reports, processors  # noqa: PLC0415

    built = build_reports(order, left, jobs or processors(), advance)
    if not outcomes:
        return built
    outcomes |= {each.path: each for each in built}
    return tuple(outcomes[path] for path in paths)
