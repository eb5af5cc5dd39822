"""Office files are ZIP archives of parts (ECMA-376 Part 2): read within bounds, packed the same
everywhere.
"""

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping
from datetime import datetime

_FIRST = "[Content_Types].xml"

# What any file from outside may take. A report with pictures unpacks to less than 30 MB.
_MOST_PARTS = 3_000
_MOST_PART, _MOST_UNPACKED = 120 * 2**20, 256 * 2**20
# Text packs to a tenth or so; of what is this big, only what was made to blow up packs to less than
# a two-hundredth.
_BOMB_RATIO, _BOMB_SIZE = 200, 48 * 2**20
_CHUNK = 2**20
# What zipfile raises on broken, encrypted and strangely packed archives.
_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


class NotAnArchiveError(Exception):
    """The bytes are no ZIP archive, or one that is damaged, encrypted or packed in an unknown
    way.
    """


class TooBigError(Exception):
    """The archive would take more memory than is bearable."""


class Archive:
    """An archive from outside, its parts read one by one; none is read further than is bearable.

    Raises NotAnArchiveError or TooBigError where it must not be read.
    """

    def __init__(self, content: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except _FAULTS as fault:
            raise NotAnArchiveError from fault
        self._entries = [each for each in self._archive.infolist() if not each.is_dir()]
        self._left = _MOST_UNPACKED
        sizes = [each.file_size for each in self._entries]
        if (
            len(sizes) > _MOST_PARTS
            or sum(sizes) > _MOST_UNPACKED
            or max(sizes, default=0) > _MOST_PART
        ):
            raise TooBigError

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts, in the order of the archive."""
        return tuple(each.filename for each in self._entries)

    def size(self, name: str) -> int:
        """Return how big a part says it is, in bytes; this may be a lie."""
        return self._archive.getinfo(name).file_size

    def read(self, name: str) -> bytes:
        """Return a part. Raises NotAnArchiveError where it is damaged, TooBigError where it blows
        up.
        """
        try:
            return self._read(self._archive.getinfo(name))
        except _FAULTS as fault:
            raise NotAnArchiveError from fault

    def _read(self, entry: zipfile.ZipInfo) -> bytes:
        pieces: list[bytes] = []
        size = 0
        with self._archive.open(entry) as stream:
            while piece := stream.read(_CHUNK):
                size += len(piece)
                is_bomb = size > _BOMB_SIZE and size > _BOMB_RATIO * max(entry.compress_size, 1)
                if is_bomb or size > min(_MOST_PART, self._left):
                    raise TooBigError
                pieces.append(piece)
        self._left -= size
        return b"".join(pieces)


def unpack(content: bytes) -> dict[str, bytes]:
    """Return all parts of an archive by name. Raises NotAnArchiveError or TooBigError."""
    archive = Archive(content)
    return {name: archive.read(name) for name in archive.names}


def pack(parts: Mapping[str, bytes], *, stamp: datetime) -> bytes:
    """Return an archive of the parts, by name, in a fixed order and with one date on all of them.

    An archive can hold dates from 1980 to 2107 only. The list of content types comes first, as the
    Open Packaging Conventions recommend (ECMA-376 Part 2).
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda each: (each != _FIRST, each)):
            part = zipfile.ZipInfo(
                name, (min(max(stamp.year, 1980), 2107), stamp.month, stamp.day, 0, 0, 0)
            )
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
