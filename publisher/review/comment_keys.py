"""Numbers of comments that stand twice: each comment gets a key of its own, and so does each spot
at which one hangs.

A number is to name one comment (17.13.4.2), but Calligra and careless converters give it to two;
taken by number alone, one of them would be lost.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from publisher.review.names import name_of, named, value

_ANCHORS = ("commentRangeStart", "commentRangeEnd", "commentReference")
_REFERENCE = "commentReference"


def own_keys(numbers: Iterable[str]) -> tuple[str, ...]:
    """Return a key for each comment: its number, with a count behind it where others have had the
    number.
    """
    taken: set[str] = set()
    keys: list[str] = []
    for number in numbers:
        key, count = number, 1
        while key in taken:
            count += 1
            key = f"{number}/{count}"
        taken.add(key)
        keys.append(key)
    return tuple(keys)


class AnchorKeys:
    """Gives the anchors of comments that share a number the keys of these comments, in order."""

    def __init__(self, numbers: Sequence[str]) -> None:
        counted = Counter(numbers)
        self._keys: dict[str, list[str]] = {}
        for number, key in zip(numbers, own_keys(numbers), strict=True):
            if counted[number] > 1:
                self._keys.setdefault(number, []).append(key)
        # How many anchors of each kind were met; parts are looked at one after the other.
        self._met: Counter[tuple[str, str]] = Counter()

    def put_into(self, root: Any) -> Any:  # noqa: ANN401 - an lxml element
        """Change the anchors in a part, and return it."""
        if not self._keys:
            return root
        anchors = [each for each in named(root, *_ANCHORS) if _counts(each)]
        for number, keys in self._keys.items():
            own = [each for each in anchors if value(each, "id") == number]
            self._name(own, number, keys)
        return root

    def _name(self, anchors: Sequence[Any], number: str, keys: Sequence[str]) -> None:
        """Name the anchors that have a number: each kind in its order, or, where comments with a
        range stand beside some without one, up to each reference.
        """
        found = Counter(name_of(each) for each in anchors)
        is_uneven = 0 < found["commentRangeStart"] < found[_REFERENCE]
        for anchor in anchors:
            kind = name_of(anchor)
            place = self._met[number, _REFERENCE if is_uneven else kind]
            self._met[number, kind] += 1
            if place < len(keys):
                _set_id(anchor, keys[place])


def _counts(anchor: Any) -> bool:  # noqa: ANN401 - an lxml element
    """Tell whether an anchor is read: of the two texts of a text box one is (Part 3, 10.2)."""
    return all(name_of(each) != "Fallback" for each in anchor.iterancestors())


def _set_id(anchor: Any, key: str) -> None:  # noqa: ANN401 - an lxml element
    name = next(each for each in anchor.attrib if each.rpartition("}")[2] == "id")
    anchor.set(name, key)
