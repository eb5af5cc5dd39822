"""Office files are ZIP archives; the same parts must give the same bytes whenever and wherever they are packed."""

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime

_FIRST = "[Content_Types].xml"


def pack(parts: Mapping[str, bytes], *, stamp: datetime) -> bytes:
    """Return an archive of the parts, by name, in a fixed order and with one date on all of them.

    An archive can hold dates from 1980 to 2107 only. The list of content types comes first, as the Open Packaging
    Conventions recommend (ECMA-376 Part 2).
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda each: (each != _FIRST, each)):
            part = zipfile.ZipInfo(name, (min(max(stamp.year, 1980), 2107), stamp.month, stamp.day, 0, 0, 0))
            part.external_attr = 0o644 << 16
            archive.writestr(part, parts[name], zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def deterministic_zip(
    archive: bytes, *, stamp: datetime, change: Mapping[str, Callable[[bytes], bytes]] | None = None
) -> bytes:
    """Return an archive packed anew; `change` gives, by part name, what to do to a part."""
    changes = change or {}
    with zipfile.ZipFile(io.BytesIO(archive)) as old:
        parts = {name: changes.get(name, bytes)(old.read(name)) for name in old.namelist()}
    return pack(parts, stamp=stamp)
