"""Parts whose XML is damaged, read as far as possible; and whether any text was lost on the way.

LibreOffice writes a control and a link across each other where a row was deleted (measured: 7.4 and
25.2), other programs leave characters that no XML may hold.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from html import unescape
from html.entities import html5

from lxml import etree

from publisher.domain.characters import FORBIDDEN
from publisher.review.names import careful_parser, without_document_type
from publisher.review.outside_text import all_lines
from publisher.review.returned import Returned
from publisher.review.stray import decoded, first_words

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
# An ampersand with the reference that it begins, if it begins one (XML 1.0, 4.1).
_REFERENCE = re.compile(r"&(?:(\w{2,32};)|#([0-9]{1,7});|#[xX]([0-9A-Fa-f]{1,6});)?")
# A tag, or what may look like tags inside and is none; no attribute holds a < (XML 1.0, 3.1).
_TAG = re.compile(
    r"(?s)<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"
    r"|<(/?)([\w:.-]+)(?:[^<>\"']|\"[^<\"]*\"|'[^<']*')*?(/?)>"
)
_PARAGRAPH_END = re.compile(r"</(?:\w+:)?p>")
# What stands in elements and is no text: codes of fields, places of drawings.
_NO_TEXT = re.compile(
    r"<(?:\w+:)?(?:instrText|delInstrText|fldData|posOffset|align)\b[^<>]*>[^<]*<"
)
_ANY_TAG = re.compile(r"<[^<>]*>")
_BROKEN = re.compile(r"<!\[CDATA\[|\]\]>|<!--|-->|<[\w:/]*(?=\n)")
_FALLBACK = re.compile(r"(?s)<(\w+:)?Fallback\b.*?</\1?Fallback>")


def mended(
    parts: dict[str, bytes], names: Iterable[str]
) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Return the parts with those of some names made well-formed, and the names of those that were
    not. Raises ValueError or XMLSyntaxError where nothing of one can be read.
    """
    whole = dict(parts)
    damaged = []
    for name in names:
        try:
            etree.fromstring(parts[name], careful_parser())
        except etree.XMLSyntaxError:
            whole[name] = _recovered(parts[name])
            damaged.append(name)
    return whole, tuple(damaged)


def _recovered(content: bytes) -> bytes:
    text = _DECLARATION.sub("", FORBIDDEN.sub("", decoded(content)))
    # Once it has met a fault, the parser drops references by name, also those that XML knows by
    # itself (measured: libxml2 2.14), and bears no bare ampersand.
    text = _closed(_REFERENCE.sub(_by_number, text))
    root = etree.fromstring(text.encode(), careful_parser(recover=True))
    if root is None:
        raise ValueError("nothing can be read")
    for element in without_document_type(root).iter(etree.Element):
        _with_sound_names(element)
    return bytes(etree.tostring(root))


def _closed(text: str) -> str:
    """Return XML in which each element ends within the one in which it began.

    The parser alone would let any end tag close the element that is open, so that all that follows
    stands a level too deep or too high. Here an end tag closes its own element with what is open in
    it, and one that has none is left out.
    """
    pieces: list[str] = []
    opened: list[str] = []
    ended: Counter[str] = Counter()  # elements that were closed before their end tags
    at = 0
    for tag in _TAG.finditer(text):
        is_end, name, is_empty = tag.groups()
        if not is_end:
            opened += [name] if name and not is_empty else []
        elif opened and opened[-1] == name:
            opened.pop()
        else:
            pieces.append(text[at : tag.start()])
            at = tag.end()
            pieces += _end_tags(name, opened, ended)
    return "".join((*pieces, text[at:], *(f"</{name}>" for name in reversed(opened))))


def _end_tags(name: str, opened: list[str], ended: Counter[str]) -> list[str]:
    """Return the end tags to write for one that does not fit, and note what they close."""
    if ended[name]:
        ended[name] -= 1
        return []
    if name not in opened:
        return []
    tags = []
    while (inner := opened.pop()) != name:
        ended[inner] += 1
        tags.append(f"</{inner}>")
    return [*tags, f"</{name}>"]


def _with_sound_names(element: etree._Element) -> None:
    """Drop prefixes that nothing declares, signs that no name has, and attributes that stand
    twice: the parser goes on after them, and keeps them.
    """
    tag = str(element.tag)
    if _sound_name(tag) != tag:
        element.tag = _sound_name(tag)
    names = [str(name) for name in element.attrib]
    if any(_sound_name(name) != name for name in names) or len(set(names)) < len(names):
        kept = {_sound_name(str(name)): str(own) for name, own in element.attrib.items()}
        element.attrib.clear()
        for name, own in kept.items():
            element.set(name, own)


def _sound_name(name: str) -> str:
    """Return the name of an element or attribute, its namespace in braces, as XML can hold it."""
    space, brace, local = name.rpartition("}")
    if re.fullmatch(r"[A-Za-z_][\w.-]*", local):
        return name
    plain = re.sub(r"[^\w.-]", "", local.rpartition(":")[2]).lstrip("-.0123456789")
    return f"{space}{brace}{plain or 'damaged'}"


def _by_number(found: re.Match[str]) -> str:
    """Return a reference by number for one by any other way; nothing for what XML cannot hold."""
    name, decimal, hexadecimal = found.groups()
    if name:
        letters = html5.get(name)
        if letters is None:
            return f"&#38;{name}"
        return "".join(f"&#{ord(letter)};" for letter in letters)
    if decimal or hexadecimal:
        number = int(decimal) if decimal else int(hexadecimal, 16)
        is_sound = number <= sys.maxunicode and not FORBIDDEN.match(chr(number))
        return f"&#{number};" if is_sound else ""
    return "&#38;"


def lost_text(contents: Iterable[bytes], returned: Returned) -> tuple[int, str]:
    """Return how many letters and signs stand in damaged parts, seen without parsing them, and not
    in what was read; and the first words among which some are missing.
    """
    paragraphs = [each for content in contents for each in _written(content)]
    known = "".join(_read_texts(returned))
    bare = _bare(known)
    count = (Counter(_bare("".join(paragraphs))) - Counter(bare)).total()
    if not count:
        return 0, ""
    missing = (each for each in paragraphs if _bare(each) not in bare)
    return count, first_words(next(missing, ""))


def _written(content: bytes) -> list[str]:
    """Return the paragraphs of a part, seen without parsing it: all that stands between tags, also
    where a tag is broken.
    """
    # Of the two texts of a text box one is read.
    text = _FALLBACK.sub("", FORBIDDEN.sub("", decoded(content)))
    text = _NO_TEXT.sub("<", _DECLARATION.sub("", text))
    paragraphs = (_BROKEN.sub("", _ANY_TAG.sub("\n", each)) for each in _PARAGRAPH_END.split(text))
    return [unescape("".join(each.split("\n"))) for each in paragraphs if each.strip()]


def _read_texts(returned: Returned) -> Iterator[str]:
    for line in all_lines(returned):
        yield line.text
    for comment in returned.comments:
        yield from comment.lines


def _bare(text: str) -> str:
    """Return a text without its spaces, which programs set as they like."""
    return "".join(text.split())
