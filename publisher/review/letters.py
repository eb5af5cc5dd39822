"""Letters counted, so that nothing that was written in a comment is lost in silence: those in the
file, those that were read, those in the items.
"""

from publisher.review.returned import PICTURE


def letters_of(text: str) -> int:
    """Return how many letters, numbers and signs a text has; spaces, ends of lines and pictures do
    not count.
    """
    return sum(len(word) for word in text.replace(PICTURE, "").split())
