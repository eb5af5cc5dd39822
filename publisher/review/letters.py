"""Letters counted, so that nothing that was written in a comment is lost in silence: those in the
file, those that were read, those in the items.
"""

from collections.abc import Iterable
from typing import Any

from publisher.review.names import name_of, named
from publisher.review.returned import PICTURE

# Text in these is read elsewhere, or not at all: the older of two copies of a text box (Part 3,
# 10.2), text boxes themselves, and what somebody deleted in a comment.
_ELSEWHERE = frozenset(("Fallback", "txbxContent", "del", "moveFrom"))


# Signs that are elements of their own (17.3.3.30, 17.3.3.18).
_SIGNS = ("sym", "noBreakHyphen")


def letters_of(text: str) -> int:
    """Return how many letters, numbers and signs a text has; spaces, ends of lines and pictures do
    not count.
    """
    return sum(len(word) for word in text.replace(PICTURE, "").split())


def letters_in_comments(comments: Iterable[Any]) -> int:
    """Return how many letters the comments of a file say, counted on its text elements alone
    (17.3.3.31), whatever stands around them.
    """
    count = 0
    for comment in comments:
        for element in named(comment, "t", *_SIGNS):
            around = {name_of(each) for each in element.iterancestors()}
            if not around & _ELSEWHERE:
                count += letters_of(element.text or "") if name_of(element) == "t" else 1
    return count
