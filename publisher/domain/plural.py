"""Numbers with their nouns, in English."""


def count(number: int, thing: str) -> str:
    """Return a number with its noun: 1 file, 2 files."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
