"""Small damages to the package of a workbook, chosen by a number: what a bad disk, program or hand does to one.

Written over bytes and regular expressions only, so that it knows nothing of how workbooks are read.
"""

import io
import re
import zipfile
from dataclasses import dataclass
from random import Random

TAG = re.compile(rb"<[^<>]*>")
ATTRIBUTE = re.compile(rb'\s([\w:.-]+)="([^"]*)"')
VALUE = re.compile(rb"(?<=<v>)[^<]*(?=</v>)|(?<=<t>)[^<]*(?=</t>)|(?<=<f>)[^<]*(?=</f>)")
CELL = re.compile(rb"<c\b[^<>]*?(?:/>|>.*?</c>)", re.DOTALL)
ITEM = re.compile(rb"<si\b[^<>]*?(?:/>|>.*?</si>)", re.DOTALL)
ODD = (
    b"", b"0", b"-1", b"1", b"2", b"7", b"1.5", b"999999999999", b"what", b"true", b"NaN", b"#1F4E79", b" ",
    b"\xc3\xa9", b"&amp;", b"s", b"n", b"b", b"d", b"e", b"str", b"inlineStr", b"A1", b"A0", b"XFE1", b"F3:", b"rId1", b"rId99",
    b"../nowhere.xml", b"/", b"http://x", b"hidden", b"veryHidden", b"Provisions", b"text/plain",
)  # fmt: skip


def parts_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


@dataclass(frozen=True)
class Damaged:
    """A damaged workbook, what was done to it, and in which parts from where to where; None is a whole part."""

    content: bytes
    what: str
    spots: tuple[tuple[str, int, int], ...]

    def touches(self, part, start, end):
        return any(
            name == part and first < end and start < last for name, first, last in self.spots
        )


def damaged(parts, number):
    """Return the workbook of some parts with one to three damages, the same ones for the same number."""
    chance = Random(number)
    own, spots, told = dict(parts), [], []
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        name = chance.choice([name for name in sorted(own) for _ in range(weight(name))])
        if any(spot[0] == name for spot in spots):  # places are those in the sound part
            continue
        kind, start, end, new = chance.choice(DAMAGES)(own[name], chance, sorted(own), own)
        spots.append((name, start, end))
        told.append(
            f"{kind} in {name} {start}-{end}: {own[name][start:end][:80]!r} -> {None if new is None else new[:80]!r}"
        )
        if new is None:
            del own[name]
        else:
            own[name] = own[name][:start] + new + own[name][end:]
    return Damaged(packed(own), "; ".join(told), tuple(spots))


def weight(name):
    """Return how much oftener than others a part is damaged: those that hold texts, or say where these are, matter."""
    return (
        4
        if re.search(r"sheet\d+\.xml$|sharedStrings|workbook\.xml|^_rels/|Content_Types", name)
        else 1
    )


def tag(part, chance):
    found = list(TAG.finditer(part))
    return chance.choice(found) if found else re.compile(rb"$").search(part)


def gone(part, _chance, _names, _own):
    return "gone", 0, len(part), None


def cut_off(part, chance, _names, _own):
    start = chance.randrange(len(part) + 1)
    return "cut off", start, len(part), b""


def empty(part, _chance, _names, _own):
    return "empty", 0, len(part), b""


def swapped(part, chance, names, own):
    return "another part", 0, len(part), own[chance.choice(names)]


def without_attribute(part, chance, _names, _own):
    found = list(ATTRIBUTE.finditer(part))
    if not found:
        return empty(part, chance, (), {})
    each = chance.choice(found)
    return "attribute removed", *each.span(), b""


def odd_attribute(part, chance, _names, _own):
    found = list(ATTRIBUTE.finditer(part))
    if not found:
        return empty(part, chance, (), {})
    each = chance.choice(found)
    return "attribute odd", *each.span(2), chance.choice(ODD)


def odd_value(part, chance, names, own):
    found = list(VALUE.finditer(part))
    if not found:
        return odd_attribute(part, chance, names, own)
    each = chance.choice(found)
    return "value odd", *each.span(), chance.choice(ODD)


def without_tag(part, chance, _names, _own):
    each = tag(part, chance)
    return "tag removed", *each.span(), b""


def without_element(part, chance, _names, _own):
    each = tag(part, chance)
    name = re.match(rb"<([\w:]+)", each[0])
    if name is None or each[0].endswith(b"/>"):
        return "element removed", *each.span(), b""
    depth = 0
    for other in re.compile(rb"<(/?)" + name[1] + rb"(?=[\s>/])[^<>]*>").finditer(
        part, each.start()
    ):
        if not other[0].endswith(b"/>"):
            depth += -1 if other[1] else 1
        if depth == 0:
            return "element removed", each.start(), other.end(), b""
    return "element removed", *each.span(), b""


def twice(part, chance, _names, _own):
    kind, start, end, _ = without_element(part, chance, (), {})
    return f"twice ({kind})", start, end, part[start:end] * 2


def other_name(part, chance, _names, _own):
    each = tag(part, chance)
    return "tag renamed", *each.span(), re.sub(rb"^(</?)[\w:]+", rb"\1odd", each[0])


def other_byte(part, chance, _names, _own):
    if not part:
        return empty(part, chance, (), {})
    start = chance.randrange(len(part))
    return "byte changed", start, start + 1, bytes([chance.randrange(256)])


DAMAGES = (
    gone, cut_off, empty, swapped, without_attribute, without_attribute, odd_attribute, odd_attribute, odd_attribute,
    odd_value, odd_value, without_tag, without_element, without_element, twice, other_name, other_byte,
)  # fmt: skip
