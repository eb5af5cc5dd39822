"""Names as people write them: a common form to compare by, and the nearest known name."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

# Blocks of marks that a name may be written without: accents of Latin, Greek and Cyrillic letters,
# vowel signs of Arabic and Hebrew. In other scripts marks are the vowels of a word (नेपाल), or its
# tones, and without them it is another one.
_ACCENTS = (
    (0x0300, 0x036F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE20, 0xFE2F),
    (0x0591, 0x05C7), (0x0610, 0x061A), (0x064B, 0x065F), (0x0670, 0x0670), (0x06D6, 0x06ED),
)  # fmt: skip


def folded(name: str) -> str:
    """Return a name without case, accents, punctuation and doubled spaces, for comparing.

    Right single quotation marks and apostrophes count as the same: Côte d’Ivoire is Cote d'Ivoire.
    """
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    if not decomposed.isascii():
        decomposed = "".join(_letter(each) for each in decomposed if not _is_accent(each))
        return " ".join(decomposed.split())
    return " ".join(re.sub(r"[\W_]+", " ", decomposed).split())


def typed(name: str) -> str:
    """Return a name as it is typed in a command: in quotation marks where it holds a space, or a
    sign that has a meaning there.
    """
    return name if re.fullmatch(r"[\w.,:/\\@%+~-]+", name) else f'"{name}"'


def without_article(folded_name: str) -> str:
    """Return a name as `folded` gives it without the English article before it."""
    return folded_name.removeprefix("the ")


def _is_accent(sign: str) -> bool:
    if not unicodedata.combining(sign):
        return False
    return any(first <= ord(sign) <= last for first, last in _ACCENTS)


def _letter(sign: str) -> str:
    """Return a sign of a name where it is a letter, a number or a mark; signs that nobody sees are
    nothing, all others a space.
    """
    category = unicodedata.category(sign)
    if sign.isalnum() or category.startswith("M"):
        return sign
    return "" if category == "Cf" else " "


def spelled(name: str) -> str:
    """Return a name as most programs write it: macOS writes ü in names of files as u and a mark."""
    return unicodedata.normalize("NFC", name)


def file_name(name: str, most: int = 80) -> str:
    """Return what a file is called after a country or a person: small letters, digits, hyphens.

    Latin letters lose their accents; those of other scripts stay as they are, with their marks. A
    long name is cut after `most` letters, and never between a letter and its marks.
    """
    letters: list[str] = []
    base = ""
    for sign in unicodedata.normalize("NFD", name.casefold()):
        if not unicodedata.combining(sign):
            base = sign
        elif _is_accent(sign) and unicodedata.name(base or " ", "").startswith("LATIN"):
            continue
        letters.append(_letter(sign))
    whole = spelled("-".join("".join(letters).split()))
    end = most
    while end < len(whole) and end and unicodedata.category(whole[end]).startswith("M"):
        end -= 1
    return whole[:end].strip("-")


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
