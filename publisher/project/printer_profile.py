"""The colour profile of the printing house, for the print edition.

An editor names the printer's profile in the setting `icc`. Without one, that of FOGRA39 is taken,
the usual condition for coated paper in Europe, which comes with the program; the printer then says
whether it will do.
"""

from importlib.resources import files
from pathlib import Path

from publisher.domain.diagnostics import Place, failure
from publisher.project.on_disk import as_on_disk


def shipped_profile() -> Path:
    """Return the CMYK profile that comes with the program."""
    return Path(str(files("publisher") / "press" / "FOGRA39L_coated.icc"))


def read_profile(folder: Path, icc: str, *, file: str) -> bytes:
    """Return the profile that the setting `icc` names, seen from the project's folder; without one,
    the one that comes with the program.

    Raises PublisherError where it cannot be read; `file` names the PDF in the message.
    """
    path = as_on_disk(folder / icc) if icc else shipped_profile()
    try:
        return path.read_bytes()
    except OSError as fault:
        raise failure("O321", Place(file), profile=icc, reason=fault.strerror or fault) from fault
