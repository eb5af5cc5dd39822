"""Colours written #rrggbb, and how well one is read on another (WCAG 2.2, contrast ratio)."""

WHITE = "#ffffff"
UNSHADED = "#8a95a1"  # what has no colour of its own in a chart
READABLE = 4.5  # success criterion 1.4.3
_INK, _BLACK = "#1f2a37", "#000000"


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def text_on(colour: str) -> str:
    """Return the colour of a text that is read on another: white where that can be, else that of
    the text, else black, which is read wherever white is not.
    """
    readable = (each for each in (WHITE, _INK) if contrast(each, colour) >= READABLE)
    return next(readable, _BLACK)


def _luminance(colour: str) -> float:
    """Return the relative luminance, from 0 (black) to 1 (white)."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
