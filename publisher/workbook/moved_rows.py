"""Where a row of an older version of a treaty stands in the present one."""

from collections.abc import Container

from publisher.domain.model import SheetRow
from publisher.domain.moved_provisions import home_of
from publisher.domain.names import folded
from publisher.domain.treaty import Treaty, VersionChange


def home_of_row(id_: str, changes: tuple[VersionChange, ...]) -> tuple[str, bool]:
    """Return where a provision stands now, and whether that is another place than before."""
    target = home_of(id_, changes)
    return target, target != id_


def home_by_article(row: SheetRow, treaty: Treaty, placed: Container[str]) -> str:
    """Return the provision whose article a row shows that has lost its id, if no row is `placed`
    there; else the empty string.
    """
    shown = folded(row.cells["article"].text) if "article" in row.cells else ""
    same = [each.id for each in treaty.provisions if folded(each.reference) == shown]
    return same[0] if len(same) == 1 and same[0] not in placed else ""


def id_of(row: SheetRow) -> str:
    """Return the hidden id of a row; the empty string where it has none."""
    return row.cells["id"].text if "id" in row.cells else ""
