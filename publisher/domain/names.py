"""Names as people write them: a common form to compare by, and the nearest known name."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches


def folded(name: str) -> str:
    """Return a name without case, accents, punctuation and doubled spaces, for comparing.

    Right single quotation marks and apostrophes count as the same: Côte d’Ivoire is Cote d'Ivoire.
    """
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(each for each in decomposed if not unicodedata.combining(each))
    return " ".join(re.sub(r"[\W_]+", " ", bare).split())


def nearest(name: str, known: Iterable[str], *, count: int = 3) -> tuple[str, ...]:
    """Return the known names that look most like `name`, best first; none if nothing is near."""
    by_form = {folded(each): each for each in known}
    return tuple(
        by_form[each] for each in get_close_matches(folded(name), by_form, n=count, cutoff=0.7)
    )


def likely(name: str, known: Iterable[str]) -> str:
    """Return the nearest known name, or one of the same letters in another order, or the empty
    string.
    """
    known = tuple(known)
    swapped = (each for each in known if sorted(folded(each)) == sorted(folded(name)))
    return next(iter(nearest(name, known, count=1)), "") or next(swapped, "")


# Microsoft, "Naming Files, Paths, and Namespaces": also with an ending, and whatever the case.
_KEPT_BY_WINDOWS = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?= *(?:\.|$))", re.IGNORECASE
)
_SIGNS = re.compile(r'[<>:"/\\|?*\x00-\x1f]|[. ]$')


def refused_by_windows(name: str) -> tuple[str, str] | None:
    """Return why Windows allows no file of this name, and what in it: a name "kept" for a device,
    or a "sign"; None where it allows it.
    """
    if kept := _KEPT_BY_WINDOWS.match(name):
        return "kept", kept[0]
    sign = _SIGNS.search(name)
    return ("sign", sign[0]) if sign else None
