"""The colour profile of the printing house, for the print edition.

An editor names the printer's profile in the setting `icc`. Without one, a CMYK profile that came
with the system is taken, at the places where systems keep them; the printer then says whether it
will do.
"""

from pathlib import Path

from publisher.domain.diagnostics import Place, failure
from publisher.project.on_disk import as_on_disk

# FOGRA39 is the usual condition for coated paper in Europe, SWOP that in North America.
USUAL_PLACES = (
    "/usr/share/color/icc/colord/FOGRA39L_coated.icc",
    "/usr/share/color/icc/ghostscript/default_cmyk.icc",
    "/usr/share/color/icc/colord/SWOP2006_Coated3v2.icc",
    "/System/Library/ColorSync/Profiles/Generic CMYK Profile.icc",
    "C:/Windows/System32/spool/drivers/color/RSWOP.icm",
)


def usual_profile() -> Path | None:
    """Return the CMYK profile that came with this system, if there is one."""
    return next((path for place in USUAL_PLACES if (path := Path(place)).is_file()), None)


def read_profile(folder: Path, icc: str, *, file: str) -> bytes:
    """Return the profile that the setting `icc` names, seen from the project's folder; without one,
    the system's.

    Raises PublisherError where there is none or it cannot be read; `file` names the PDF in the
    message.
    """
    path = as_on_disk(folder / icc) if icc else usual_profile()
    if path is None:
        raise failure("O320", Place(file))
    try:
        return path.read_bytes()
    except OSError as fault:
        raise failure("O321", Place(file), profile=icc, reason=fault.strerror or fault) from fault
