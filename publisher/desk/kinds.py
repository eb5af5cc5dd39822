"""Whether a file that came is a workbook: what its bytes say, whatever it is called."""

from pathlib import Path

from publisher.domain.archive import Archive, NotAnArchiveError, TooBigError
from publisher.review.kinds import FileKind, kind_of

# Files of the old Excel and the old Word begin alike; the name of what they hold stands further on.
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_EXCEL = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))
_ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv")


def is_workbook(path: Path) -> bool:
    """Tell whether a file is a workbook, or what is called one and is nothing else that is known.

    All else is read as a returned draft, where it is told what it is.
    """
    content = path.read_bytes()
    if content.startswith(_COMPOUND):
        return any(name in content for name in _OLD_EXCEL)
    is_called_one = path.suffix.lower() in _ENDINGS
    try:
        names = _parts(content)
    except TooBigError:  # it is not opened, whatever it is
        return is_called_one
    if any(name.startswith("xl/") for name in names):
        return True
    if "mimetype" in names and b"spreadsheet" in content[:200]:
        return True
    is_document = kind_of(content) is not FileKind.OTHER and not names
    return is_called_one and not is_document


def _parts(content: bytes) -> tuple[str, ...]:
    """Return the parts of an archive, none where it is no archive. Raises TooBigError."""
    try:
        return tuple(name.lower() for name in Archive(content).names)
    except NotAnArchiveError:
        return ()
