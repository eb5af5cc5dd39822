"""Where a provision of an older version of a treaty's data stands in the present one."""

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


def home_of(id_: str, changes: tuple[VersionChange, ...]) -> str:
    """Return the id under which a provision stands now, that of the heir where it was split; the
    empty string where it was dropped.
    """
    for change in changes:
        id_ = "" if id_ in change.dropped else change.renamed.get(id_, id_)
        id_ = next(iter(change.split.get(id_, ())), id_)
    return id_
