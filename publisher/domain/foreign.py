"""What stands in English on a page that is written from right to left."""

from publisher.domain.language import Language


def is_foreign(text: str, language: Language) -> bool:
    """Tell whether a text is English on a page written from right to left, whose language lacks
    that message.
    """
    letters = [each for each in text if each.isalpha()]
    is_latin = 2 * sum(each.isascii() for each in letters) > len(letters)
    return language.direction == "rtl" and is_latin


def arrow(text: str, language: Language) -> str:
    """Return the arrow before a text, which points as the text is read."""
    return "←" if language.direction == "rtl" and not is_foreign(text, language) else "→"
