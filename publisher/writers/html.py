"""The web page of a publication: one file that needs no other.

Comes in: a `Publication`, the text of an HTML template and of its style sheet. Goes out: the text
of the page. The PDF is made from the same page.
"""

import base64
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from markupsafe import Markup

from publisher.compose.presentation import House, Picture
from publisher.compose.publication import Publication
from publisher.domain.colours import text_on
from publisher.domain.diagnostics import Diagnostic, PublisherError
from publisher.domain.report import State
from publisher.domain.text import (
    Block,
    Break,
    Changed,
    CrossReference,
    Inline,
    ListBlock,
    ListItem,
    NoteCall,
    Paragraph,
    Span,
)
from publisher.domain.un_symbols import split_at_symbols
from publisher.templating.contract import Contract, ValueKind, filter_use, kind_of_value
from publisher.templating.html_check import check_css, check_html
from publisher.templating.refusal import line_of, refuse_broken, unfillable
from publisher.templating.sandbox import TEMPLATE_FAULTS, Sandbox
from publisher.writers.drawn import bar, drawn, marker

# The bracket before an address in a text from right to left, with a LEFT-TO-RIGHT MARK; a mark that
# parts it from letters from left to right before it.
_ADDRESS, _TO_THE_LEFT = " \u200e<", "\u200f"
_KEY = re.compile(r"(\[[A-Z]{2,3}-\d+\])")
_SITE = re.compile(r"https?://(www\.)?\w{1,12}")


def write_html(
    publication: Publication, template: str, style_sheet: str, *, template_name: str
) -> str:
    """Return the web page of a publication.

    Raises PublisherError where the template cannot be used; `template_name` names it in the
    message.
    """
    values = {
        "report": publication,
        "words": publication.words,
        "house": Markup(look_of_house(publication.house)),
        "style_sheet": Markup(style_sheet),
    }
    rules = check_css(style_sheet, f"{template_name.removesuffix('.html')}.css")
    refuse_broken((*template_findings(template, template_name, _contract(values)), *rules))
    return _rendered(template, values, template_name)


def render(
    template: str, values: Mapping[str, object], *, template_name: str, scale: int = 1
) -> str:
    """Return the page that a template makes of values, which hold as many reports as `scale` says.

    Raises PublisherError where the template cannot be used; `template_name` names it in the
    message.
    """
    try:
        return _rendered(template, values, template_name, scale)
    except PublisherError:
        refuse_broken(template_findings(template, template_name, _contract(values)))
        raise


@lru_cache(maxsize=64)
def template_findings(
    template: str, template_name: str, contract: Contract
) -> tuple[Diagnostic, ...]:
    """Return everything that is wrong with a template, line by line."""
    return check_html(template, template_name, contract)


def html_contract(values: Mapping[str, ValueKind]) -> Contract:
    """Return the contract of a page that is given values of these kinds."""
    uses = []
    for name, function in FILTERS.items():
        uses.append(filter_use(name, function, None, _says(function)))
    return Contract(tuple(values.items()), tuple(uses))


def _contract(values: Mapping[str, object]) -> Contract:
    return html_contract({name: kind_of_value(value) for name, value in values.items()})


def _says(function: Callable[..., Markup]) -> str:
    return " ".join((function.__doc__ or "").split()).removeprefix("Return ").rstrip(".")


def _rendered(
    template: str, values: Mapping[str, object], template_name: str, scale: int = 1
) -> str:
    try:
        return Sandbox(FILTERS, trims=True, scale=scale).from_string(template).render(**values)
    except TEMPLATE_FAULTS as fault:
        raise unfillable(fault, template_name, line=line_of(fault)) from fault


def house_style(house: House) -> str:
    """Return the house style as properties for style sheets: --house-accent, --house-in_line …"""
    values = {"accent": house.accent, "warning": house.warning} | {
        name: f'"{font}"'
        for name, font in (("text-font", house.text_font), ("heading-font", house.heading_font))
        if font
    }
    values |= {**house.colours} | {
        f"state-{state}": colour for state, colour in house.state_colours.items()
    }
    return f":root {{ {' '.join(f'--house-{name}: {value};' for name, value in values.items())} }}"


def look_of_house(house: House) -> str:
    """Return the house style, and the colours of the marks of assessments by their ids.

    Where nobody assessed a provision, its mark is as pale as what was not researched.
    """
    colours = {**house.colours, "none": house.state_colours.get(State.NOT_RESEARCHED, "")}
    marks = (
        f".marker.{id_} {{ background: {colour}; color: {text_on(colour)}; }}"
        for id_, colour in colours.items()
        if colour
    )
    return "\n".join((house_style(house), *marks))


def picture(logo: Picture) -> Markup:
    """Return the logo as a picture inside the page, with what it shows for those who cannot see
    it.
    """
    content = base64.b64encode(logo.content).decode()
    return Markup('<img src="data:{};base64,{}" alt="{}">').format(
        logo.media_type, content, logo.description
    )


def html_blocks(blocks: Iterable[Block]) -> Markup:
    """Return blocks as paragraphs and lists."""
    return Markup("\n").join(_block(block) for block in blocks)


def _block(block: Block) -> Markup:
    match block:
        case Paragraph(inlines):
            return Markup("<p{}>{}</p>").format(_direction(block), html_inlines(inlines))
        case ListBlock(items, is_ordered):
            tag = "ol" if is_ordered else "ul"
            return Markup(f"<{tag}>{{}}</{tag}>").format(_items(items, tag, 0))


def _items(items: tuple[ListItem, ...], tag: str, level: int) -> Markup:
    """Return items as <li>; the items after one that lie deeper become a list inside it."""
    pieces = []
    position = 0
    while position < len(items):
        end = position + 1
        while end < len(items) and items[end].level > level:
            end += 1
        deeper = items[position + 1 : end]
        inner = Markup()
        if deeper:
            inner = Markup(f"<{tag}>{{}}</{tag}>").format(_items(deeper, tag, deeper[0].level))
        item = items[position]
        piece = Markup("<li{}>{}{}</li>")
        pieces.append(piece.format(_direction(item), html_inlines(item.inlines), inner))
        position = end
    return Markup().join(pieces)


def _direction(line: Paragraph | ListItem) -> Markup:
    """Return the attribute of a text in Arabic or Hebrew, whatever the language of the page."""
    return Markup(' dir="rtl"' if line.runs_to_the_left else "")


def html_inlines(inlines: Iterable[Inline]) -> Markup:
    """Return inlines as text with emphasis, links and note calls."""
    return Markup().join(_inline(inline) for inline in inlines)


def _changed(changed: Changed) -> Markup:
    """Return what one edition only has; of a move, where its other end is, at its first line."""
    tag = "ins" if changed.is_added else "del"
    if changed.move is None:
        return Markup(f"<{tag}>{{}}</{tag}>").format(_inline(changed.inline))
    told = Markup("<small>[{}]</small> ").format(changed.move.told) if changed.move.told else ""
    return Markup(f'{{}}<{tag} class="moved">{{}}</{tag}>').format(told, _inline(changed.inline))


def _inline(inline: Inline) -> Markup:
    match inline:
        case Span():
            return _span(inline)
        case Break():
            return Markup("<br>")
        case CrossReference(span, provision):
            return Markup('<a class="cross" href="#row-{}"><bdi>{}</bdi></a>').format(
                provision, _span(span)
            )
        case NoteCall(number, note, id_):
            return Markup(
                '&#8288;<a class="call" id="{}" href="#{}" role="doc-noteref"><sup>{}</sup></a>'
            ).format(id_, note, number)
        case Changed():
            return _changed(inline)
        case _:
            raise TypeError(f"composing leaves no {type(inline).__name__} in a publication")


def _span(span: Span) -> Markup:
    written = span.text.replace(_ADDRESS, f"{_TO_THE_LEFT}{_ADDRESS}")
    # A key that is a link is kept whole as such.
    text = _with_symbols(written, marks_keys=not span.link)
    if span.link:
        text = Markup('<a href="{}">{}</a>').format(span.link, _with_site(text))
    if span.italic:
        text = Markup("<em>{}</em>").format(text)
    if span.bold:
        text = Markup("<strong>{}</strong>").format(text)
    if span.language:
        text = Markup('<bdi lang="{}">{}</bdi>').format(span.language, text)
    return text


def _with_site(text: Markup) -> Markup:
    """Return the text of a link with the beginning of an address marked, for a style sheet to keep
    it whole: no line ends behind https://.
    """
    begun = _SITE.match(text)
    if begun is None:
        return text
    site = text[: begun.end()]
    return Markup('<span class="site">{}</span>{}').format(site, text[begun.end() :])


def _with_symbols(text: str, *, marks_keys: bool) -> Markup:
    """Return text with its United Nations symbols marked, for a style sheet to keep them whole, and
    its keys of sources, such as [QX-1], where those are asked for.
    """
    marked = Markup()
    for piece, is_symbol in split_at_symbols(text):
        parts = _KEY.split(piece) if marks_keys and not is_symbol else [piece]
        for place, part in enumerate(parts):
            is_whole = is_symbol or place % 2 == 1  # what is split at stands between the others
            marked += Markup('<span class="symbol">{}</span>').format(part) if is_whole else part
    return marked


# Filters that templates use.
FILTERS: Mapping[str, Callable[..., Markup]] = {
    "bar": bar,
    "blocks": html_blocks,
    "drawn": drawn,
    "inlines": html_inlines,
    "marker": marker,
    "picture": picture,
}
