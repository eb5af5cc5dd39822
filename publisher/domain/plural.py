"""Numbers with their nouns."""

from collections.abc import Mapping


def count(number: int, thing: str) -> str:
    """Return a number with its noun in English: 1 file, 2 files."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def phrase(words: Mapping[str, str], key: str, number: int) -> str:
    """Return a number with its noun in the words of a language, which has words of their own for a
    single thing under the same key with _one.
    """
    single = words.get(f"{key}_one")
    return single if number == 1 and single else words[key].format(count=number)
