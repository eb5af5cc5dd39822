"""Counts by year as a drawing: reforms as columns upwards, and downwards States that became bound.

Comes in: numbers. Goes out: an SVG to stand inside a web page, from which the PDF is made too, and
a PNG for Word. There are numerals in a drawing but no words, so that one serves every language;
what it shows is told beside it. matplotlib is loaded only when a drawing is asked for: it takes
most of a second.
"""

import io
import re
from collections.abc import Iterator, Sequence
from importlib.resources import files
from math import nan
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from publisher.compose.publication import Drawing
from publisher.domain.xml_text import escape

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_WIDTH, _HEIGHT = 180.0, 70.0  # mm, as all lengths below
# From below: the margin, the lower panel, room for the years, the upper panel.
_FOOT, _BELOW, _GAP, _ABOVE = 1.5, 23.0, 7.0, 37.0
# Right of the panels, where a year may stand out; between a panel and its numerals.
_SIDE, _PAD = 4.0, 1.5
# A column's part of its year; fewer years get no more room than so many would.
_COLUMN, _FEWEST = 0.7, 16
_HATCH = 1.3  # from one line of the hatch to the next, along the axis
_SIZE, _DPI = 7.5, 300  # of the numerals, in points; of the PNG
_POINTS = 72 / 25.4  # in a millimetre
# Width and height of a digit in Noto Sans.
_DIGIT, _RISE = 0.572 * _SIZE / _POINTS, 0.714 * _SIZE / _POINTS
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)  # years from one numeral to the next
_INK, _GRID, _PALE, _OCHRE = "#333f4b", "#d5dce3", "#f7e7c6", "#8a5a00"
_SVG_ATTRIBUTES = {
    "xmlns": "http://www.w3.org/2000/svg",
    "class": "chart",
    "role": "img",
    "width": f"{_WIDTH:g}mm",
    "height": f"{_HEIGHT:g}mm",
}
_LONG = re.compile(r"\d+\.\d{3,}")


def draw_years(
    years: Sequence[int],
    reforms: Sequence[int],
    bound: Sequence[int],
    *,
    accent: str,
    description: str,
    from_right: bool = False,
) -> Drawing | None:
    """Return the counts of each year as columns, or None where there is nothing to show.

    `years` rise without gaps; `accent` is the colour of the reforms, such as #1f4e79; `description`
    says the same in words; `from_right` is true where the text beside it runs to the left, and so
    does time.
    """
    if not any((*reforms, *bound)):
        return None
    import matplotlib as mpl  # noqa: PLC0415 - see the module's docstring

    with mpl.rc_context():
        mpl.rcdefaults()  # a settings file of the machine must not change the drawing
        # It drops ends of a hatch's lines where there are many.
        mpl.rcParams["path.simplify"] = False
        figure = _figure(years, reforms, bound, accent, from_right=from_right)
        return Drawing(_svg(figure), _png(figure), _WIDTH, _HEIGHT, description)


def titled(svg: str, text: str) -> str:
    """Return a drawing with a text that tells what it shows to those who cannot see it."""
    start, inside = svg.split(">", 1)
    return f"{start}><title>{escape(text)}</title>{inside}"


def _figure(
    years: Sequence[int],
    reforms: Sequence[int],
    bound: Sequence[int],
    accent: str,
    *,
    from_right: bool,
) -> "Figure":
    from matplotlib.figure import Figure  # noqa: PLC0415 - as above

    figure = Figure((_pixels(_WIDTH) / _DPI, _pixels(_HEIGHT) / _DPI), _DPI)
    figure.patch.set_gid("chart-paper")
    above, below = _ticks(reforms, 5), _ticks(bound, 3)
    numerals = _PAD + _DIGIT * len(str(max(above[-1], below[-1])))
    left = _SIDE if from_right else numerals
    width = _WIDTH - numerals - _SIDE
    upper = _panel(figure, (left, _FOOT + _BELOW + _GAP, width, _ABOVE), years, above)
    lower = _panel(figure, (left, _FOOT, width, _BELOW), years, below)
    lower.invert_yaxis()
    for panel, ticks in ((upper, above), (lower, below)):
        if from_right:
            panel.invert_xaxis()
        _counts(panel, ticks, at_right=from_right)
    _dates(upper, years)
    _columns(upper, years, reforms, gid="chart-reforms", color=accent)
    _columns(
        lower, years, bound, gid="chart-bound", facecolor=_PALE, edgecolor=_OCHRE, linewidth=0.6
    )
    _hatch(lower, years, bound)
    return figure


def _ticks(counts: Sequence[int], most: int) -> list[int]:
    """Return round numbers from 0 to at least the highest count, in no more than `most` steps."""
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415 - as above

    values = MaxNLocator(most, integer=True, steps=[1, 2, 5, 10]).tick_values(0, max(*counts, 1))
    return [round(value) for value in values]


def _panel(
    figure: "Figure",
    place: tuple[float, float, float, float],
    years: Sequence[int],
    ticks: Sequence[int],
) -> "Axes":
    """Return a panel with its lines; its place is left, bottom, width and height."""
    left, bottom, width, height = place
    axes = figure.add_axes((left / _WIDTH, bottom / _HEIGHT, width / _WIDTH, height / _HEIGHT))
    axes.set_axis_off()
    middle, half = (years[0] + years[-1]) / 2, max(len(years), _FEWEST) / 2
    axes.set(xlim=(middle - half, middle + half), ylim=(0, ticks[-1]))
    # Columns are at 1: the grid lies below them, the axis above.
    grid: dict[str, Any] = {"color": _GRID, "linewidth": 0.4, "zorder": 0}
    axis: dict[str, Any] = {"color": _INK, "linewidth": 0.6, "zorder": 3}
    for tick in ticks:
        line = axes.hlines(tick, *axes.get_xlim(), clip_on=False, **(grid if tick else axis))
        line.set_gid("chart-line")
    return axes


def _counts(axes: "Axes", ticks: Sequence[int], *, at_right: bool) -> None:
    """Write the numerals of a panel's lines beside it."""
    look = {"gid": "chart-count", "ha": "left" if at_right else "right"} | _lettering()
    shift = ((_PAD if at_right else -_PAD) * _POINTS, -_RISE / 2 * _POINTS)
    across = axes.get_yaxis_transform()
    for tick in ticks:
        axes.annotate(str(tick), (int(at_right), tick), shift, across, "offset points", **look)


def _lettering() -> dict[str, Any]:
    from matplotlib.font_manager import FontProperties  # noqa: PLC0415 - as above

    font = Path(str(files("publisher") / "fonts" / "NotoSans-Regular.ttf"))
    return {"fontproperties": FontProperties(fname=font, size=_SIZE), "color": _INK}


def _dates(axes: "Axes", years: Sequence[int]) -> None:
    """Write years into the middle of the gap below a panel, as many as have room."""
    step = next(step for step in _STEPS if step * _scale(axes)[0] > 5.5 * _DIGIT)
    shift = (0, -(_GAP + _RISE) / 2 * _POINTS)
    look = {"gid": "chart-year", "ha": "center"} | _lettering()
    below = axes.get_xaxis_transform()
    for year in years:
        if year % step == 0:
            axes.annotate(str(year), (year, 0), shift, below, "offset points", **look)


def _columns(axes: "Axes", years: Sequence[int], counts: Sequence[int], **look: Any) -> None:  # noqa: ANN401 - colours
    drawn = [year for year, count in zip(years, counts, strict=True) if count]
    axes.bar(drawn, [count for count in counts if count], width=_COLUMN, clip_on=False, **look)


def _hatch(axes: "Axes", years: Sequence[int], counts: Sequence[int]) -> None:
    """Draw the hatch of columns as lines.

    A pattern would need a name in the page, and a PDF would get a copy for each column.
    """
    per_year, per_count = _scale(axes)
    xs, ys = [], []
    for year, count in zip(years, counts, strict=True):
        for across, along in _diagonals(_COLUMN * per_year, count * per_count):
            xs.append(year - _COLUMN / 2 + across / per_year)
            ys.append(along / per_count)
    (lines,) = axes.plot(xs, ys, color=_OCHRE, linewidth=0.5, clip_on=False)
    lines.set(gid="chart-hatch", solid_capstyle="butt")


def _diagonals(width: float, height: float) -> Iterator[tuple[float, float]]:
    """Yield the ends of slanting lines that fill a rectangle; no point (NaN) follows each line."""
    for number in range(round((width + height) / _HATCH) if height else 0):
        distance = (number + 0.5) * _HATCH
        right, left = min(distance, width), max(distance - height, 0)
        yield from ((right, distance - right), (left, distance - left), (nan, nan))


def _scale(axes: "Axes") -> tuple[float, float]:
    """Return how many millimetres of a panel a year and a count take."""
    box, years, heights = axes.get_position(), axes.get_xlim(), axes.get_ylim()
    return box.width * _WIDTH / abs(years[1] - years[0]), box.height * _HEIGHT / max(heights)


def _pixels(length: float) -> int:
    return round(length / 25.4 * _DPI)


def _png(figure: "Figure") -> bytes:
    from PIL import Image  # noqa: PLC0415 - as above

    drawn, written = io.BytesIO(), io.BytesIO()
    figure.savefig(drawn, format="raw")
    image = Image.frombytes("RGBA", (_pixels(_WIDTH), _pixels(_HEIGHT)), drawn.getvalue())
    image.convert("RGB").save(written, "PNG", dpi=(_DPI, _DPI), optimize=True)
    return written.getvalue()


def _svg(figure: "Figure") -> bytes:
    """Return a drawing that can stand inside a page: without style sheet, names and links."""
    written = io.StringIO()
    no_metadata = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    figure.savefig(written, format="svg", metadata=no_metadata)
    drawn = ElementTree.fromstring(written.getvalue())
    root = ElementTree.Element("svg", _SVG_ATTRIBUTES)
    root.set("viewBox", drawn.attrib["viewBox"])
    # What matplotlib says in a style sheet, which would hold for the whole page.
    root.set("stroke-linejoin", "round")
    root.extend(drawn.findall("{*}g"))
    _put_in_glyphs(root)
    for element in root.iter():
        _tidy(element)
    return ElementTree.tostring(root)


def _put_in_glyphs(root: ElementTree.Element) -> None:
    """Put the outline of each digit where it is used, instead of a link to it.

    Two drawings in a page would have the same names, and `pdf.lighter_page` drops names that no <a>
    leads to.
    """
    glyphs: dict[str, ElementTree.Element] = {}
    for group in root.findall(".//{*}g"):
        for definitions in group.findall("{*}defs"):
            glyphs |= {f"#{glyph.attrib['id']}": glyph for glyph in definitions}
            group.remove(definitions)
        for digit in group.findall("{*}use"):
            glyph = glyphs[digit.attrib.pop("{http://www.w3.org/1999/xlink}href")]
            transform = f"{digit.get('transform', '')} {glyph.attrib['transform']}"
            digit.tag = "path"
            digit.set("d", glyph.attrib["d"])
            digit.set("transform", transform.strip())


def _tidy(element: ElementTree.Element) -> None:
    """Make an element's style into attributes, which a page may override, and its name a class."""
    element.tag = element.tag.rpartition("}")[2]
    element.text = element.tail = None
    style, name = element.attrib.pop("style", ""), element.attrib.pop("id", "")
    element.attrib |= dict(each.strip().split(": ") for each in style.split(";") if each)
    if name.startswith("chart-"):
        element.set("class", name)
    if "d" in element.attrib:
        path = _LONG.sub(lambda found: f"{float(found[0]):.2f}", element.attrib["d"])
        element.set("d", " ".join(path.split()))
