"""What the upright template looks like where it differs from the broad one: as its PDF does, with
headings between rules and provisions one after the other.
"""

from tools.word.look import LIST_INDENT, TABLE_TEXT
from tools.word.pieces import area_above
from tools.word.styles import Style, border
from tools.word.xml import page_field, paragraph, run

_INDENT = 340  # of the texts of a provision, 6 mm in twips
_RULES = border("top", "accent", size=8, space=7) + border("bottom", "accent", size=8, space=7)
_LINE = border("top", "line", size=4, space=8)


def _double(side: str) -> str:
    return border(side, "accent", size=6, space=24).replace("single", "double")


def _main_heading(name: str, level: int | None, *, before: float, page_break: bool) -> Style:
    return Style(
        name,
        15,
        "ink",
        before=before,
        after=14,
        keep_next=True,
        keep_lines=True,
        page_break=page_break,
        justify="center",
        level=level,
        major=True,
        hyphens=False,
        following="Body Text",
        borders=_RULES,
    )


def _centred(name: str, size: float, colour: str, *, before: float = 0, after: float = 0) -> Style:
    return Style(
        name,
        size,
        colour,
        before=before,
        after=after,
        justify="center",
        major=name == "Title",
        hyphens=False,
        spacing=1.0,
    )


def _label(name: str, colour: str, *, italic: bool = False, hyphens: bool = False) -> Style:
    """Return the style of what is said of a provision above its texts, which goes with them."""
    return Style(
        name,
        0,
        colour,
        italic=italic,
        before=3,
        base=TABLE_TEXT,
        keep_next=True,
        keep_lines=True,
        hyphens=hyphens,
    )


def _item(name: str, number: int) -> Style:
    left = _INDENT + LIST_INDENT
    return Style(name, after=2, left=left, hanging=LIST_INDENT, base="Cell Text", number=number)


STYLES = (
    Style(
        "Cover Organisation",
        12,
        "ink",
        bold=True,
        after=4,
        justify="center",
        major=True,
        hyphens=False,
    ),
    Style(
        "Cover Mark", 12, "warning", bold=True, before=30, after=4, justify="center", hyphens=False
    ),
    Style(
        "Cover Subtitle",
        13,
        "soft",
        italic=True,
        before=110,
        after=10,
        justify="center",
        hyphens=False,
        borders=_double("top"),
    ),
    Style("Cover Subtitle Below Picture", before=24, after=6, base="Cover Subtitle"),
    _centred("Title", 38, "ink", before=6, after=10),
    _centred("Cover Local", 15, "soft", after=14),
    Style(
        "Cover Treaty",
        13,
        before=10,
        after=44,
        justify="center",
        hyphens=False,
        borders=_double("bottom"),
    ),
    Style("Cover Treaty Below Picture", before=6, after=20, base="Cover Treaty"),
    _centred("Cover Edition", 10.5, "ink", after=4),
    _centred("Cover Note", 9, "warning", before=4),
    _main_heading("heading 1", 0, before=0, page_break=True),
    _main_heading("Heading 1 Same Page", 0, before=24, page_break=False),
    _main_heading("TOC Heading", None, before=0, page_break=True),
    Style(
        "heading 2",
        12.5,
        "ink",
        bold=True,
        before=18,
        after=6,
        keep_next=True,
        keep_lines=True,
        level=1,
        major=True,
        hyphens=False,
        following="Body Text",
    ),
    Style(
        "heading 3",
        10.5,
        "ink",
        bold=True,
        before=16,
        after=3,
        keep_next=True,
        keep_lines=True,
        level=2,
        major=True,
        hyphens=False,
        following="Body Text",
        borders=_LINE,
    ),
    _label("Row Summary", "soft", italic=True, hyphens=True),
    _label("Row Remark", "soft", hyphens=True),
    _label("Row Warning", "warning"),
    Style(
        "Row Assessment",
        before=5,
        after=2,
        left=80,
        base=TABLE_TEXT,
        keep_next=True,
        keep_lines=True,
        hyphens=False,
        borders=border("left", "soft", size=24, space=4),
        shade="tint",
    ),
    Style(
        "Cell Heading",
        8,
        "soft",
        bold=True,
        caps=True,
        before=8,
        after=2,
        base=TABLE_TEXT,
        keep_next=True,
        hyphens=False,
    ),
    Style("Cell Text", before=1, after=4, left=_INDENT, base=TABLE_TEXT),
    _item("Cell Bullet", 1),
    _item("Cell Number", 2),
    Style("header", 8, "soft", justify="center", hyphens=False),
    Style("footer", 9, "soft", justify="center", hyphens=False),
)


def upright_headings() -> tuple[dict[str, str], dict[str, str]]:
    """Return the headers and footers by name, in the middle of the page."""
    mark = run("   {{ report.mark }}", "Mark")
    main = paragraph("header", "{{ report.country }} · ", area_above(), mark)
    footer = paragraph("footer", page_field("PAGE"))
    return {"headerMain": main}, {"footerPages": footer}
