"""Loops, conditions and other blocks: each closed once, in the order in which they were opened.

Comes in: an instruction that closes or divides a block, and what is open. Goes out: the block;
faults are noted.
"""

from publisher.templating.tags.reading import OpenBlock, Opened, Reading, TagFault

# Instructions that divide a block, and which.
MIDDLES = {"else": ("if", "for"), "elif": ("if",)}


def close(word: str, prefix: str, reading: Reading) -> None:
    """Close a block; one that was opened after it and is still open is crossed by it."""
    wanted = word.removeprefix("end")
    position = _latest(reading.open, (wanted,), prefix)
    if position is None:
        reading.tell("T541", name=word, wanted=wanted)
        return
    opened = reading.open.pop(position)
    _cross(reading.open[position:], reading.tag)
    names = {**opened.past, **opened.names} if wanted == "for" else {}
    reading.gone |= dict.fromkeys(names, opened.tag)
    name = next(iter(names), "")
    is_unused = len(names) == 1 and name not in opened.used
    middles = tuple(opened.middles)
    unused = name if is_unused else ""
    reading.blocks.append(OpenBlock(wanted, opened.tag, middles, reading.tag, unused))
    if opened.crossed is not None:
        reading.faults.append(TagFault("T542", opened.crossed, other=opened.tag))


def _cross(inside: list[Opened], tag: int) -> None:
    """Note that a tag of a block around them was met while these were still open."""
    for each in inside:
        each.crossed = tag if each.crossed is None else each.crossed


def _latest(opened: list[Opened], words: tuple[str, ...], prefix: str) -> int | None:
    """Return the block that a tag belongs to: the last with its prefix, or of its kind."""
    fitting = [number for number, each in enumerate(opened) if each.word in words]
    alike = [number for number in fitting if opened[number].prefix == prefix]
    return max(alike or fitting, default=None)


def turn(word: str, prefix: str, reading: Reading) -> None:
    """Note an 'else' or 'elif' in its block; behind the 'else' of a loop its names hold no more."""
    position = _latest(reading.open, MIDDLES[word], prefix)
    if position is None:
        reading.tell("T543", name=word)
        return
    owner = reading.open[position]
    _cross(reading.open[position + 1 :], reading.tag)
    owner.guards = frozenset()
    if owner.has_else:
        reading.tell("T547", other=owner.tag)
        return
    owner.has_else = word == "else"
    owner.middles.append(reading.tag)
    if owner.word == "for":
        reading.gone |= dict.fromkeys(owner.names, owner.tag)
        owner.past, owner.names = owner.names, {}


def tell_unclosed(reading: Reading) -> None:
    """Tell the blocks that are still open at the end."""
    for opened in reading.open:
        values = (("wanted", f"end{opened.word}"),)
        reading.faults.append(TagFault("T540", opened.tag, values, opened.crossed))
