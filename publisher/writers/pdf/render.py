"""The one module that calls WeasyPrint: a web page in, laid-out pages out, and from these a PDF.

WeasyPrint and Pango are loaded only when a PDF is asked for: they take most of a second, and the
rest of the toolkit works without them. Nothing is fetched from anywhere: the fonts are the
package's own.
"""

import atexit
import gc
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from publisher.domain.diagnostics import Place, failure
from publisher.writers.pdf.as_written import as_written, mark_dropped_spaces, with_languages
from publisher.writers.pdf.boxes import Box, Element, PageContent, content_of_page
from publisher.writers.pdf.breaks import improve
from publisher.writers.pdf.lighter_page import lighten
from publisher.writers.pdf.replaced import (
    AS_WRITTEN,
    BETTER_PAGES,
    LANGUAGES,
    Function,
    replaced,
)

FONTS = (
    ("Report Sans", "normal", "normal", "NotoSans-Regular.ttf"),
    ("Report Sans", "bold", "normal", "NotoSans-Bold.ttf"),
    ("Report Sans", "normal", "italic", "NotoSans-Italic.ttf"),
    ("Report Sans", "bold", "italic", "NotoSans-BoldItalic.ttf"),
    ("Report Arabic", "normal", "normal", "NotoNaskhArabic-Regular.ttf"),
    ("Report Arabic", "bold", "normal", "NotoNaskhArabic-Bold.ttf"),
    ("Report Devanagari", "normal", "normal", "NotoSansDevanagari-Regular.ttf"),
    ("Report Devanagari", "bold", "normal", "NotoSansDevanagari-Bold.ttf"),
)

_SCRIPT = re.compile(r"^Noto(?:Sans|Serif)|-Regular$")
_ROOT_RULE = re.compile(r"(?:@media\s+(\w+)\s*\{\s*)?:root\s*\{([^}]*)\}")
_SET = re.compile(r"(--[\w-]+)\s*:\s*([^;]*[^;\s])")
_USED = re.compile(r"var\((--[\w-]+)(?:,\s*([^()]*))?\)")
_NESTED = 4  # how deep variables stand in for each other in our style sheets


@dataclass(frozen=True, slots=True)
class Laid:
    """A web page laid out: WeasyPrint's document, the HTML it was made of, the look it has."""

    document: Any
    tree: Element
    look: Any

    @property
    def page_boxes(self) -> tuple[Box, ...]:
        """The box of each page."""
        return tuple(page._page_box for page in self.document.pages)

    @property
    def sheets(self) -> tuple[PageContent, ...]:
        """What stands on each page."""
        return tuple(
            content_of_page(box, number) for number, box in enumerate(self.page_boxes, start=1)
        )


def look_of(style_sheet: str, medium: str, *, file: str) -> Any:  # noqa: ANN401 - WeasyPrint's own
    """Return a style sheet ready for use; `medium` is 'screen' or 'print', as in @media.

    Raises PublisherError where Pango is missing; `file` names the PDF in the message.
    """
    try:
        from weasyprint import CSS  # noqa: PLC0415 - see the module's docstring
    except OSError as problem:  # cffi found no Pango to load
        raise failure("O302", Place(file)) from problem
    return CSS(string=with_values(style_sheet, medium), media_type=medium, font_config=_fonts()[0])


def with_values(style_sheet: str, medium: str) -> str:
    """Return a style sheet with the variables of its :root rules put in.

    Those of the medium go before the others. Where one is not set, what stands in for it is put in.

    WeasyPrint would look each of them up again for every element, which takes a tenth of its time.
    A :root rule of a medium must be the first one inside its @media.
    """
    rules = _ROOT_RULE.findall(style_sheet)
    values: dict[str, str] = {}
    for wanted in ("", medium):
        for query, rule in rules:
            if query == wanted:
                values.update(_SET.findall(rule))

    def value(found: re.Match[str]) -> str:
        return values.get(found[1], found[2] or found[0])

    for _ in range(_NESTED):
        style_sheet = _USED.sub(value, style_sheet)
    return style_sheet


@cache
def _fonts() -> tuple[Any, Any]:
    """Return the package's own fonts, ready for use, and the style sheet that declares them."""
    from weasyprint import CSS  # noqa: PLC0415 - see the module's docstring
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
    from weasyprint.urls import URLFetcher  # noqa: PLC0415

    fonts = FontConfiguration()
    fetcher = URLFetcher(allowed_protocols=("file",))
    # Their temporary folder goes before Python's own means of removing it do.
    atexit.register(_fonts.cache_clear)
    return fonts, CSS(string=font_faces(), font_config=fonts, url_fetcher=fetcher)


def font_faces() -> str:
    """Return the CSS that declares the package's own fonts."""
    folder = Path(str(files("publisher") / "fonts"))
    named = {name for *_, name in FONTS}
    # The others are for names of States in their own script: NotoSansThai is "Report Thai".
    others = (
        (f"Report {_SCRIPT.sub('', path.stem)}", "normal", "normal", path.name)
        for path in sorted(folder.glob("*-Regular.ttf"))
        if path.name not in named
    )
    return "\n".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {style};'
        f' src: url("{(folder / name).as_uri()}"); }}'
        for family, weight, style, name in (*FONTS, *others)
    )


def lay_out(
    page: str,
    look: Any,  # noqa: ANN401 - what WeasyPrint made of a style sheet
    medium: str,
    *,
    variant: str | None = None,
    named: str = "",
) -> Laid:
    """Return a web page laid out in pages; ids that stand in `named`, a style sheet, stay."""
    from weasyprint import HTML  # noqa: PLC0415 - see the module's docstring
    from weasyprint.urls import URLFetcher  # noqa: PLC0415

    html = HTML(string=page, media_type=medium, url_fetcher=URLFetcher(allowed_protocols=("data",)))
    lighten(html.etree_element, named)
    fonts, faces = _fonts()
    with _without_collection(), replaced(BETTER_PAGES, _made_well):
        document = html.render(stylesheets=[faces, look], font_config=fonts, pdf_variant=variant)
    return Laid(document, html.etree_element, look)


def paint(
    laid: Laid, variant: str | None, finish: Callable[[Any, Any], None] | None = None
) -> bytes:
    """Return laid-out pages as a PDF, uncompressed and without an id, for another module to finish.

    `finish` gets the document and the unwritten PDF. (With an id, everything would be written twice
    to count it.)
    """
    if variant:  # only there a text is read out by its tags
        mark_dropped_spaces(laid.page_boxes)
    with (
        _without_collection(),
        replaced(LANGUAGES, with_languages),
        replaced(AS_WRITTEN, as_written),
        warnings.catch_warnings(),
    ):
        # WeasyPrint leaves the file of its sRGB profile to Python.
        warnings.simplefilter("ignore", ResourceWarning)
        pdf: bytes = laid.document.write_pdf(
            pdf_variant=variant, finisher=finish, uncompressed_pdf=True, pdf_identifier=False
        )
    return pdf


def _made_well(make: Function) -> Function:
    """Return a way to make a page that looks at it at once, and makes it again where a row begins
    badly.

    WeasyPrint has no rule that a row may only begin where its label and each of its cells do. It
    makes pages one after the other with `remake_page`, which may be called for the same page again.
    """

    def make_well(index: int, context: Any, root_box: Box, html: Any) -> tuple[Box, Any]:  # noqa: ANN401
        def again() -> tuple[Box, Any]:
            # As WeasyPrint itself does before it makes a page.
            context.page_maker[index][-1].update(anchors=[], content_lookups=[])
            made: tuple[Box, Any] = make(index, context, root_box, html)
            return made

        begun = context.page_maker[index][0]
        return improve(again, root_box, begun, again())

    return make_well


@contextmanager
def _without_collection() -> Iterator[None]:
    """Keep Python from looking for unused cycles among the layout's boxes.

    That saves a seventh of the time and costs no memory, measured on a report of 44 pages; the
    cycles are found when the work is done.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
