"""Office files are ZIP archives; the same parts must give the same bytes whenever and wherever they are packed."""

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime

_FIRST = "[Content_Types].xml"


def deterministic_zip(
    archive: bytes, *, stamp: datetime, change: Mapping[str, Callable[[bytes], bytes]] | None = None
) -> bytes:
    """Return the archive with its parts in a fixed order and one date on all of them.

    `change` gives, by part name, what else to do to a part.

    The list of content types comes first, as the Open Packaging Conventions recommend (ECMA-376 Part 2).
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda each: (each != _FIRST, each)):
            part = zipfile.ZipInfo(name, (max(stamp.year, 1980), stamp.month, stamp.day, 0, 0, 0))
            part.external_attr = 0o644 << 16
            content = old.read(name)
            if change and name in change:
                content = change[name](content)
            new.writestr(part, content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
