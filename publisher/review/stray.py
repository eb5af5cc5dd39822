"""Text in parts of a returned file that nothing leads to, so that no program shows it."""

import re
from collections.abc import Iterator
from html import unescape

from publisher.domain.package import PackageGraph

_MOST_WORDS = 60  # letters of the words that are quoted
# Text of WordprocessingML, in whatever prefix (17.3.3.31, 17.3.3.7).
_TEXT = re.compile(r"<(?:\w+:)?(?:t|delText)(?:\s[^<>]*)?(?<!/)>([^<]+)")
_PARAGRAPH_END = re.compile(r"</(?:\w+:)?p>")
_WEB = (".htm", ".html", ".xhtml", ".mht", ".txt")
_MOST_LOOKED_AT = 20_000  # letters of a web page, of which only the first words are wanted


def stray_texts(parts: dict[str, bytes], package: PackageGraph) -> Iterator[tuple[str, str]]:
    """Yield the parts that nothing leads to and that hold text, each with its first words."""
    for name in sorted(parts.keys() - package.reached):
        is_described = not name.lower().endswith(".rels")
        words = first_words(plain_text(parts[name], name)) if is_described else ""
        if words:
            yield name, words


def plain_text(content: bytes, name: str) -> str:
    """Return the text of a part without its tags; '' where it is none of the kinds that can be
    read so.
    """
    text = decoded(content)
    if name.lower().endswith(_WEB):
        return unescape(
            re.sub(r"(?s)<(style|script|title)\b.*?</\1>|<[^<>]*>", " ", text[:_MOST_LOOKED_AT])
        )
    if name.lower().endswith(".xml"):
        return " ".join(written_texts(text))
    return ""


def written_texts(xml: str) -> list[str]:
    """Return the paragraphs that stand in a part of WordprocessingML, seen without parsing it."""
    paragraphs = ("".join(_TEXT.findall(each)) for each in _PARAGRAPH_END.split(xml))
    return [unescape(each) for each in paragraphs if each.strip()]


def first_words(text: str) -> str:
    """Return the words with which a text begins, '' where it has none."""
    words = " ".join(text.split())
    if len(words) <= _MOST_WORDS:
        return words
    return words[:_MOST_WORDS].rpartition(" ")[0] + " …"


def decoded(content: bytes) -> str:
    """Return what the bytes of a part say; what is no letter is shown as such."""
    is_utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    return content.decode("utf-16" if is_utf16 else "utf-8-sig", "replace")
