"""Where a row of an older version of a treaty stands in the present one."""

from publisher.domain.treaty import Treaty, VersionChange


def changes_since(version: str, treaty: Treaty) -> tuple[VersionChange, ...]:
    """Return the steps from a version of a treaty to the present one, in order."""
    by_version: dict[str, VersionChange] = {}
    for change in treaty.changes:
        by_version.setdefault(change.old, change)
    steps: list[VersionChange] = []
    # Each step is taken once, so that a list of changes that runs in a circle comes to an end.
    while version in by_version:
        step = by_version.pop(version)
        steps.append(step)
        version = step.new
    return tuple(steps)


def home_of_row(id_: str, changes: tuple[VersionChange, ...]) -> tuple[str, bool]:
    """Return where a provision stands now, and whether that is another place than before."""
    target = id_
    for change in changes:
        target = "" if target in change.dropped else change.renamed.get(target, target)
        target = next(iter(change.split.get(target, ())), target)
    return target, target != id_
