"""The styles that a template must have: those for content, and those that its tags name."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from publisher.domain.names import likely
from publisher.templating.contract import Ready
from publisher.templating.tags.reading import StyleUse
from publisher.templating.word.package import Package, W
from publisher.templating.word.placed_tags import PlacedTag, Spotted, TagAnchor
from publisher.templating.word.style_names import StyleNames, compared, other_names, style_name

_TYPES = {"paragraphs": "paragraph_style", "runs": "character_style"}


@dataclass(frozen=True, slots=True)
class Demands:
    """The styles without which the writer cannot work, and which of them must be numbered.

    `notes_in_word` are the notes that the writer makes itself: footnotes, endnotes, or none where
    they are a list.
    """

    styles: tuple[str, ...]
    numbered_style: str
    notes_in_word: str


def styles_of(package: Package, demands: Demands) -> Iterator[Spotted]:
    """Yield required styles that are missing, and a numbered one without numbering."""
    known = _styles(package)
    required = set(map(compared, demands.styles))
    others = [name for name in known if compared(name) not in required]
    for name in demands.styles:
        if name not in known:
            yield Spotted("T570", TagAnchor(""), {"style": name, "renamed": likely(name, others)})
    if demands.numbered_style in known and not _is_numbered(package, demands.numbered_style):
        yield Spotted("T573", TagAnchor(""), {"style": demands.numbered_style})


def named_styles_of(
    package: Package, uses: Iterable[StyleUse], tags: tuple[PlacedTag, ...]
) -> Iterator[Spotted]:
    """Yield styles that tags name and the template lacks, or has for another purpose."""
    known = _styles(package)
    for use in uses:
        if not use.style:
            continue
        if use.style not in known:
            values = {"style": use.style, "near": likely(use.style, known)}
            yield Spotted("T571", tags[use.tag].anchor, values)
        elif isinstance(use.makes, Ready):
            kind = known[use.style]
            wanted = _TYPES.get(use.makes.makes, kind)
            if kind != wanted:
                values = {"style": use.style, "is_kind": kind, "wanted_kind": wanted}
                yield Spotted("T572", tags[use.tag].anchor, values)


@lru_cache(maxsize=2)
def _styles(package: Package) -> Mapping[str, str]:
    """Return the types of all styles by their names, as Word shows and compares them."""
    found: StyleNames[str] = StyleNames()
    for part in package.parts_of_type("styles"):
        for style in package.root(part).iter(f"{W}style"):
            kind = f"{style.get(f'{W}type', 'paragraph')}_style"
            found.add(style_name(style), kind, other_names(style))
    return found


def _is_numbered(package: Package, name: str) -> bool:
    """Tell whether a style has a numbering that exists (17.3.1.19, 17.9.15)."""
    numbers: set[str | None] = set()
    for part in package.parts_of_type("numbering"):
        numbers.update(number.get(f"{W}numId") for number in package.root(part).iter(f"{W}num"))
    for part in package.parts_of_type("styles"):
        for style in package.root(part).iter(f"{W}style"):
            if compared(style_name(style)) == compared(name):
                number = style.find(f"{W}pPr/{W}numPr/{W}numId")
                return number is not None and number.get(f"{W}val") in numbers
    return False
