"""Citation marks as people write them, and the keys of sources in them.

The form that the guide gives is [DE-9 para. 12; DE-10]. Whoever is in a hurry writes [see DE-9 and
DE-10] or (DE - 9, s. 4): what can mean one thing only is read so. A number that no key stands
behind is never made into a source, and no other key is ever taken for the one that is written.
"""

import csv
import re
from collections.abc import Iterable, Set
from functools import cache
from importlib.resources import files

from publisher.domain.names import likely
from publisher.domain.text import Reference

_HYPHEN = "[-\u2010-\u2013]"
_LETTERS = r"[^\W\d_]{1,5}"
_KEY = rf"{_LETTERS}{_HYPHEN}\d+"
_GAP = rf"[ \u00a0]{{0,2}}{_HYPHEN}[ \u00a0]{{0,2}}"
LOOSE_KEY = rf"{_LETTERS}{_GAP}\d+"
_SPLIT = re.compile(rf"[;؛]|[,،](?=\s*{_KEY})")
_NUMBERED = re.compile(rf"{_HYPHEN}[ \u00a0]{{0,2}}\d")
# In round and curly brackets stands much else: there a citation is short.
_MOST = 200
_MOST_IN_RANGE = 10


def is_source_key(key: str) -> bool:
    """Tell whether a key can be cited in a text."""
    return re.fullmatch(_KEY, key) is not None


def source_key(written: str) -> str:
    """Return a source's key in its one spelling: capital letters, a plain hyphen without spaces."""
    return re.sub(_GAP, "-", written.strip()).upper()


def hyphenated(written: str) -> str:
    """Return the key that somebody meant who left out its hyphen, or wrote something else in its
    place: NP5, NP 5, NP_5; the empty string where it is nothing of the kind.
    """
    found = re.fullmatch(rf"({_LETTERS})[ \u00a0_./:]?(\d+)", written.strip())
    return f"{found[1]}-{found[2]}".upper() if found else ""


def near_key(key: str, known: Iterable[str]) -> str:
    """Return the known key that may be meant by one with a slip in its letters, or the empty
    string: one of another number is another source, and never guessed.
    """
    number = key.rpartition("-")[2]
    return likely(key, (each for each in known if each.rpartition("-")[2] == number))


def citation_marks() -> str:
    """Return the pattern of what may be a citation mark: `citation` in square brackets, `bracketed`
    in others.
    """
    begins = rf"\s*(?:{_lead()})?{LOOSE_KEY}"
    inner = r"[^(){}\[\]\n]"
    return (
        rf"(?P<citation>\[{begins}[^\[\]]*\])"
        rf"|(?P<bracketed>\{{{begins}{inner}{{0,{_MOST}}}\}}"
        rf"|\({begins}(?:{inner}|\({inner}{{0,20}}\)){{0,{_MOST}}}\))"
    )


def parse_citation(mark: str) -> tuple[Reference, ...]:
    """Return the references of a mark such as [DE-1; DE-8 paras. 12-14], or none if it is no
    citation mark.
    """
    inner = mark.strip("[]")
    return _references(_separated(inner)) or _references(inner)


def _references(inner: str) -> tuple[Reference, ...]:
    """Return the references between semicolons, or none where anything else stands there."""
    pattern = _reference()
    references: list[Reference] = []
    for part in _SPLIT.split(inner):
        found = pattern.fullmatch(part)
        if found and _is_plain(found[1]):
            references.append(Reference(source_key(found[1]), (found[2] or "").strip()))
        elif part.strip():
            return ()
    return tuple(references)


def parse_square(mark: str, keys: Set[str]) -> tuple[Reference, ...]:
    """Return the references of a mark in square brackets; none where it does not begin with a key
    and no known key has its letters, since [see Art-5] cites no source.
    """
    references = parse_citation(mark)
    if not keys or re.match(rf"\[\s*{_KEY}", mark):
        return references
    letters = {key.rpartition("-")[0] for key in keys}
    is_known = all(each.source.rpartition("-")[0] in letters for each in references)
    return references if is_known else ()


def parse_bracketed(mark: str, keys: Set[str]) -> tuple[Reference, ...]:
    """Return the references of a mark in round or curly brackets; none unless all in it is known
    keys and places.
    """
    inner = mark[1:-1]
    references = parse_citation(f"[{inner}]")
    for each in references:
        is_place = not each.pinpoint or _place().fullmatch(each.pinpoint)
        if each.source not in keys or not is_place:
            return ()
    return references


def place_pattern(*, needs_word: bool) -> str:
    """Return the pattern of places in a source, such as 's. 4' or 'paras. 3 (a) and 12'; without
    regard to capitals.
    """
    word = rf"(?:§+|(?:{_words('place')})(?!\w)\.?)\s*"
    number = r"\d[\w/]*(?:[.\u2010-\u2013-]\w+)*(?:\s?\(\w{1,4}\))*"
    further = rf"(?:\s*[,،]\s*|\s*&\s*|\s+(?:{_words('and')})\s+)(?:{word})?{number}(?![\w-])"
    return rf"{word}{'' if needs_word else '?'}{number}(?:{further})*"


def range_of(mark: str) -> tuple[str, ...]:
    """Return the keys that a mark means which names the first and the last of several: [DE-1 to
    DE-3], [DE-1–3]; none where it is anything else.
    """
    between = rf"\s*(?:{_HYPHEN}|(?i:{_words('to')})(?!\w))\s*"
    found = re.fullmatch(
        rf"[\[({{]\s*({_LETTERS}){_GAP}(\d+){between}(?:({_LETTERS}){_GAP})?(\d+)\s*[\])}}]", mark
    )
    if found is None or (found[3] or found[1]).upper() != found[1].upper():
        return ()
    first, last = int(found[2]), int(found[4])
    numbers = range(first, last + 1) if 0 < last - first < _MOST_IN_RANGE else ()
    return tuple(f"{found[1].upper()}-{number}" for number in numbers)


def begins_with_joint(pinpoint: str) -> str:
    """Return the number that follows after a word or sign that joins, where a place begins with
    that: in [DE-1 and 2] it may be another source; the empty string otherwise.
    """
    found = re.fullmatch(rf"(?:(?i:{_words('and')})\s+|&\s*|\+\s*)(\d{{1,3}})", pinpoint)
    return found[1] if found else ""


# What stands beside the keys


def _separated(inner: str) -> str:
    """Return the inside of a mark with a semicolon wherever a key of the same letters follows after
    a word or sign that joins: another one may be a form A-2 in the place of a source.
    """
    if len(_NUMBERED.findall(inner)) < 2:  # most marks cite one source
        return inner
    first = re.match(rf"\s*(?:{_lead()})?({_LETTERS}){_GAP}\d", inner)
    if first is None or "://" in inner:  # an address may hold what looks like a key
        return inner
    letters = re.escape(first[1])
    capitals = re.escape(first[1].upper())
    key = rf"(?:(?i:{letters}){_HYPHEN}|{capitals}{_GAP})\d+(?!\w)"
    comma = r"\s*[,،:]?"
    joint = (
        rf"(?:{comma}\s*[&/+]\s*|{comma}\s+(?i:{_words('and')})\s+"
        rf"|{comma}\s+(?:{_words('attached')})\s*|\s*[,،]\s*)"
    )
    separated = re.sub(rf"{joint}(?:{_lead()})?(?={key})", ";", inner)
    return re.sub(rf"({key})(?:\s*:\s*|\s+)(?={key})", r"\1;", separated)


def _is_plain(key: str) -> bool:
    """Tell whether what is written is a key: with spaces around its hyphen only in capitals, since
    [noted – 2 judges dissented] cites nothing.
    """
    return re.fullmatch(_KEY, key) is not None or key == key.upper()


@cache
def _place() -> re.Pattern[str]:
    return re.compile(place_pattern(needs_word=False), re.IGNORECASE)


@cache
def _reference() -> re.Pattern[str]:
    between = r"(?:\s*[,،:]?\s+|[,،:](?=[^\W\d]|§))"
    return re.compile(rf"\s*(?:{_lead()})?({LOOSE_KEY})(?:{between}([^;\[\]]+?)|)\s*")


@cache
def _lead() -> str:
    return rf"(?i:{_words('lead')})(?!\w)[.:]?\s*"


@cache
def _words(kind: str) -> str:
    """Return the pattern of the words of a kind, the longer ones first."""
    table = files("publisher") / "world" / "citation_words.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    words = {row["word"] for row in rows if row["kind"] == kind}
    return "|".join(re.escape(each) for each in sorted(words, key=lambda each: (-len(each), each)))


# Marks in the form that the guide gives


_PLAIN_REFERENCE = re.compile(rf"\s*{_KEY}(?:\s*,?\s+[^;\[\]]+?|)\s*")


def plain_mark(references: Iterable[Reference]) -> str:
    """Return the mark that cites some references in the form that the guide gives."""
    parts = (f"{each.source} {each.pinpoint}".strip() for each in references)
    return f"[{'; '.join(parts)}]"


def is_plain_mark(mark: str, references: tuple[Reference, ...]) -> bool:
    """Tell whether a mark has that form already, or one as near to it: [de-9, para. 12, DE-10]."""
    if not mark.startswith("["):
        return False
    parts = re.split(rf";|,(?=\s*{_KEY})", mark.strip("[]"))
    plain = [part for part in parts if _PLAIN_REFERENCE.fullmatch(part)]
    return len(plain) == len([part for part in parts if part.strip()]) == len(references)
