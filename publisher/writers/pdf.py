"""The PDF of a publication, from its web page.

WeasyPrint and Pango are loaded only when a PDF is asked for: they take most of a second, and the rest of the toolkit
works without them.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from publisher.diagnostics import Place, failure

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


def write_pdf(page: str, *, file: str) -> bytes:
    """Return the PDF of a web page; `file` names the PDF in messages.

    Nothing is fetched from anywhere: the fonts are the package's own. Raises PublisherError where Pango is missing.
    """
    try:
        from weasyprint import CSS, HTML  # noqa: PLC0415 - see the module's docstring
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
        from weasyprint.urls import URLFetcher  # noqa: PLC0415
    except OSError as problem:  # cffi found no Pango to load
        raise failure("O302", Place(file)) from problem
    fonts = FontConfiguration()
    fetcher = URLFetcher(allowed_protocols=("file",))
    style_sheet = CSS(string=font_faces(), font_config=fonts, url_fetcher=fetcher)
    document = HTML(string=page, url_fetcher=URLFetcher(allowed_protocols=()))
    with _no_collection():
        pdf: bytes = document.write_pdf(stylesheets=[style_sheet], font_config=fonts)
    return pdf


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keep Python from looking for unused cycles among the layout's boxes: a seventh of the time, no more memory.

    Measured on a report of 44 pages; the cycles are found when the work is done.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def font_faces() -> str:
    """Return the CSS that declares the package's own fonts."""
    folder = Path(str(files("publisher") / "fonts"))
    return "\n".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {style};'
        f' src: url("{(folder / name).as_uri()}"); }}'
        for family, weight, style, name in FONTS
    )
