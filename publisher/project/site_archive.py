"""The site in one file, which opens from a memory stick: unpack it, open index.html."""

import os
import tempfile
import zipfile
from contextlib import suppress
from pathlib import Path

from publisher.project.files import read_file
from publisher.project.write_faults import write_failure

_DAY = (
    1980,
    1,
    1,
    0,
    0,
    0,
)  # the first that an archive can tell: the same site gives the same bytes
# Packed already: nothing is gained by packing them again.
_PACKED = (".docx", ".xlsx", ".pdf", ".png", ".zip")


def write_archive(folder: Path, target: Path) -> None:
    """Write all files of the site into one archive, in a folder of its name.

    Raises PublisherError where it cannot be written.
    """
    beside = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        beside = Path(name)
        with os.fdopen(handle, "wb") as stream, zipfile.ZipFile(stream, "w") as archive:
            for path in sorted(folder.rglob("*")):
                if path.is_file():
                    part = zipfile.ZipInfo(
                        f"{folder.name}/{path.relative_to(folder).as_posix()}", _DAY
                    )
                    part.external_attr = 0o644 << 16
                    is_packed = path.suffix in _PACKED
                    part.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
                    archive.writestr(part, read_file(path))
        beside.chmod(0o644)
        beside.replace(target)
    except OSError as fault:
        raise write_failure(target, fault, 0, is_beginning=beside is None) from fault
    finally:
        if beside:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
