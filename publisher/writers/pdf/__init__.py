"""The PDFs of a publication, from its web page: the editions for the screen and for printing.

`render` alone calls WeasyPrint, and `replaced` says what it may change there; `boxes` reads what
was laid out, `breaks` and `continued` better it, `layout_faults` finds what is wrong with it;
`tags` and `screen_edition`, or `cmyk` and `print_edition`, make the PDF what it has to be.
"""

import re
from collections.abc import Sequence

from publisher.domain.diagnostics import Place, failure
from publisher.writers.pdf.continued import add_labels
from publisher.writers.pdf.render import Laid, font_faces, lay_out, look_of, paint
from publisher.writers.pdf.replaced import REPEATED_LABELS, is_usable
from publisher.writers.pdf.screen_edition import Attachment, finished
from publisher.writers.pdf.tags import mend_tags
from publisher.writers.printing import Printing

__all__ = ["Attachment", "Printing", "font_faces", "laid_out", "write_pdf", "write_print_pdf"]


def write_pdf(
    page: str, style_sheet: str, *, file: str, attachments: Sequence[Attachment] = ()
) -> bytes:
    """Return the PDF of a web page for the screen: PDF/UA-1 and PDF/A-3a in one file.

    `page` has no style sheet of its own, `style_sheet` gives all of its look, `file` names the PDF
    in messages. Raises PublisherError where Pango is missing.
    """
    laid = laid_out(page, style_sheet, file=file)
    return finished(paint(laid, "pdf/a-3a", mend_tags), attachments)


def write_print_pdf(page: str, style_sheet: str, *, file: str, printing: Printing) -> bytes:
    """Return the PDF of a web page for a printing house.

    Raises PublisherError where Pango is missing, where the profile is not one for CMYK, and where
    the PDF breaks a rule of printing that can be checked here.
    """
    # littleCMS is loaded only where it is needed.
    from publisher.writers.pdf.cmyk import NoPressProfileError  # noqa: PLC0415
    from publisher.writers.pdf.print_edition import faults, for_press  # noqa: PLC0415

    style_sheet = f":root {{ --gutter: {printing.gutter}mm }}\n{style_sheet}"
    painted = paint(laid_out(page, style_sheet, file=file, medium="print"), None)
    try:
        content = for_press(painted, printing)
    except NoPressProfileError as fault:
        raise failure("O322", Place(file), found=fault) from fault
    if found := faults(content):
        raise failure("O323", Place(file), faults="; ".join(found[:3]))
    return content


def laid_out(page: str, style_sheet: str, *, file: str, medium: str = "screen") -> Laid:
    """Return the pages of a PDF before they are painted; `medium` is 'screen' or 'print'.

    What the page itself sets for its root, the house style, holds for the style sheet too.
    """
    house = re.search(r"<style>\s*(:root \{[^}]*\})", page)
    style_sheet = f"{house[1] if house else ''}\n{style_sheet}"
    look = look_of(style_sheet, medium, file=file)
    variant = "pdf/a-3a" if medium == "screen" else None
    laid = lay_out(page, look, medium, variant=variant, named=style_sheet)
    if is_usable(REPEATED_LABELS):
        add_labels(laid, medium)
    return laid
