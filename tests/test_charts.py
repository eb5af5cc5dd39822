"""The drawing of reforms and ratifications by year: what it shows, that it stands in any page, that it never differs."""

import hashlib
import io
import os
import re
import subprocess
import sys
from functools import cache
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from PIL import Image

from publisher.domain.colours import WHITE, contrast
from publisher.writers.charts import draw_years, titled
from tests.support import TOP

ACCENT = "#1f4e79"
TOLD = "Told in words."
SVG = "{http://www.w3.org/2000/svg}"
POINTS = 72 / 25.4  # in a millimetre: the unit inside the SVG
FEW = (2001, 2002, 2003, 2004), (4, 2, 0, 1), (0, 2, 1, 0)
MANY = tuple(range(2002, 2024)), (4000, *range(0, 2100, 100)), (*range(21), 90)
OLD = (
    tuple(range(1946, 2026)),
    tuple(number % 7 for number in range(80)),
    tuple(number % 3 for number in range(80)),
)


@cache
def drawing(years, reforms, bound):
    return draw_years(years, reforms, bound, accent=ACCENT, description=TOLD)


def groups(data, name):
    root = ElementTree.fromstring(drawing(*data).svg)
    return [each for each in root.iter(f"{SVG}g") if each.get("class") == f"chart-{name}"]


def corners(path):
    return [
        (float(x), float(y)) for x, y in re.findall(r"[ML] (-?[\d.]+) (-?[\d.]+)", path.get("d"))
    ]


def boxes(data, name):
    """Left, top, right and bottom of each shape, in the order of the page."""
    points = [corners(path) for each in groups(data, name) for path in each.iter(f"{SVG}path")]
    return sorted(
        (
            min(x for x, _ in each),
            min(y for _, y in each),
            max(x for x, _ in each),
            max(y for _, y in each),
        )
        for each in points
    )


def is_inside(point, box):
    (x, y), (left, top, right, bottom) = point, box
    return left - 0.02 <= x <= right + 0.02 and top - 0.02 <= y <= bottom + 0.02


def heights(data, name):
    return [bottom - top for _, top, _, bottom in boxes(data, name)]


def numerals(data, name):
    """The outlines of the digits of each numeral."""
    return [[digit.get("d") for digit in each.iter(f"{SVG}path")] for each in groups(data, name)]


def starts(data, name):
    """Where each numeral begins: left, and the line it stands on."""
    found = [
        re.match(r"translate\((-?[\d.]+) (-?[\d.]+)\)", each[-1].get("transform"))
        for each in groups(data, name)
    ]
    return [(float(each[1]), float(each[2])) for each in found]


# What it shows


def test_each_year_that_counts_something_has_one_column():
    assert (len(groups(FEW, "reforms")), len(groups(FEW, "bound"))) == (3, 2)
    assert (len(groups(OLD, "reforms")), len(groups(OLD, "bound"))) == (68, 53)


@pytest.mark.slow
def test_columns_are_as_high_as_what_they_count_in_the_order_of_the_years():
    highest, half, quarter = heights(FEW, "reforms")

    assert (half / highest, quarter / highest) == pytest.approx((1 / 2, 1 / 4), abs=0.001)
    two, one = heights(FEW, "bound")
    assert one / two == pytest.approx(1 / 2, abs=0.001)


@pytest.mark.slow
def test_a_count_of_thousands_is_drawn_to_the_same_scale():
    measured = heights(MANY, "reforms")

    expected = [4000, *range(100, 2100, 100)]
    assert measured == pytest.approx([count / 4000 * measured[0] for count in expected], abs=0.02)


@pytest.mark.slow
def test_reforms_go_up_from_the_years_and_ratifications_go_down():
    years = [line for _, line in starts(FEW, "year")]

    assert len({bottom for *_, bottom in boxes(FEW, "reforms")}) == 1
    assert len({top for _, top, *_ in boxes(FEW, "bound")}) == 1
    assert boxes(FEW, "reforms")[0][3] < min(years) <= max(years) < boxes(FEW, "bound")[0][1]


def test_columns_of_a_year_stand_above_each_other_and_its_numeral_between_them():
    (left_2001, _, right_2001, _), (left_2002, _, right_2002, _), (left_2004, *_) = boxes(
        FEW, "reforms"
    )

    assert left_2004 - left_2002 == pytest.approx(2 * (left_2002 - left_2001), abs=0.02)
    assert boxes(FEW, "bound")[0][::2] == pytest.approx((left_2002, right_2002), abs=0.02)
    middle_of_numeral = starts(FEW, "year")[0][0] + 2 * 0.572 * 7.5
    assert middle_of_numeral == pytest.approx((left_2001 + right_2001) / 2, abs=0.5)


def test_beside_a_text_from_the_right_time_runs_to_the_left_and_numerals_stand_at_the_right():
    drawn = draw_years(*FEW, accent=ACCENT, description=TOLD, from_right=True)
    root = ElementTree.fromstring(drawn.svg)
    lefts = {
        name: [
            min(x for x, _ in corners(path))
            for each in root.iter(f"{SVG}g")
            if each.get("class") == f"chart-{name}"
            for path in each.iter(f"{SVG}path")
        ]
        for name in ("reforms", "bound", "line")
    }

    (of_2001, of_2002, of_2004), (of_bound, *_) = lefts["reforms"], lefts["bound"]
    assert of_2001 - of_2002 == pytest.approx((of_2002 - of_2004) / 2, abs=0.02)
    assert of_2001 > of_2002 == pytest.approx(of_bound, abs=0.02)
    numerals = [
        float(digit.get("transform").split("(")[1].split()[0])
        for each in root.iter(f"{SVG}g")
        if each.get("class") == "chart-count"
        for digit in each.iter(f"{SVG}g")
        if digit.get("transform")
    ]
    assert numerals
    assert min(numerals) > max(lefts["line"])


def test_lines_stand_at_whole_numbers_only():
    """Up to 4 in steps of one, and up to 2: five lines and three, each with its numeral."""
    lines = sorted(top for _, top, *_ in boxes(FEW, "line"))

    assert len(lines) == len(numerals(FEW, "count")) == 8
    first, *_, last = (top for _, top, *_ in boxes(FEW, "reforms"))
    assert (lines[0], lines[3]) == pytest.approx((first, last), abs=0.02)
    middles = sorted(line - 0.714 * 7.5 / 2 for _, line in starts(FEW, "count"))
    assert middles == pytest.approx(lines, abs=0.02)
    once = ((2020,), (1,), (1,))
    assert len(boxes(once, "line")) == 4


def test_a_single_year_is_one_column_in_the_middle_and_not_a_wall():
    once = ((2020,), (3,), (0,))

    ((left, _, right, _),) = boxes(once, "reforms")
    assert right - left < 10 * POINTS
    assert (left + right) / 2 == pytest.approx(90 * POINTS, rel=0.03)
    assert groups(once, "bound") == []


def test_what_counts_nothing_at_all_is_not_drawn():
    assert draw_years((), (), (), accent=ACCENT, description=TOLD) is None
    assert draw_years((2001, 2002), (0, 0), (0, 0), accent=ACCENT, description=TOLD) is None


def test_one_kind_may_count_nothing():
    data = ((2001, 2002), (0, 0), (1, 3))

    assert (len(groups(data, "reforms")), len(groups(data, "bound"))) == (0, 2)


def test_counts_that_do_not_fit_the_years_are_refused():
    with pytest.raises(ValueError, match="zip"):
        draw_years((2001, 2002), (1,), (1, 1), accent=ACCENT, description=TOLD)


# How it looks


def test_the_two_kinds_differ_without_colour():
    """By lightness, as text must from its ground (WCAG 2.2, 1.4.3), and by a hatch in each column of one kind."""
    (reform, *_), (bound, *_) = (
        groups(FEW, name)[0].iter(f"{SVG}path") for name in ("reforms", "bound")
    )

    assert contrast(WHITE, reform.get("fill")) / contrast(WHITE, bound.get("fill")) > 4.5
    assert contrast(WHITE, bound.get("stroke")) > 4.5
    (hatch,) = groups(FEW, "hatch")
    points = corners(hatch[0])
    for box in boxes(FEW, "bound"):
        assert sum(is_inside(point, box) for point in points) > 8


@pytest.mark.parametrize("data", [FEW, MANY, OLD], ids=["few", "many", "old"])
@pytest.mark.slow
def test_a_hatch_stays_in_its_columns(data):
    columns = boxes(data, "bound")
    points = corners(groups(data, "hatch")[0][0])

    for start, end in zip(points[::2], points[1::2], strict=True):
        assert any(is_inside(start, each) and is_inside(end, each) for each in columns)


@pytest.mark.slow
@pytest.mark.parametrize(
    "length", [1, 2, 16, 20, 21, 25, 45, 80, pytest.param(200, marks=pytest.mark.long)]
)
def test_years_never_touch_each_other_nor_leave_the_drawing(length):
    years = tuple(range(2026 - length, 2026))
    width = 4 * 0.572 * 7.5  # four digits of Noto Sans

    lefts = [left for left, _ in starts((years, (1,) * length, (1,) * length), "year")]

    assert len(lefts) > length / 25
    assert all(following - left > width + 3 for left, following in pairwise(lefts))
    assert lefts[0] > 0
    assert lefts[-1] + width < 180 * POINTS


def test_numerals_are_all_that_is_written():
    """Each digit has one outline: 2001, 2002, 2003, 2004 and, beside them, 0 to 4 and 0 to 2."""
    years, counts = numerals(FEW, "year"), numerals(FEW, "count")

    two, zero, _, one = years[0]
    assert years[1:3] == [[two, zero, zero, two], [two, zero, zero, years[2][3]]]
    three, four = years[2][3], years[3][3]
    assert counts == [[zero], [one], [two], [three], [four], [zero], [one], [two]]
    assert len({zero, one, two, three, four}) == 5
    root = ElementTree.fromstring(drawing(*FEW).svg)
    assert "".join(root.itertext()) == ""
    others = ("paper", "line", "reforms", "bound", "hatch")
    assert len(list(root.iter(f"{SVG}path"))) == 4 * 4 + 8 + sum(
        len(groups(FEW, name)) for name in others
    )


@pytest.mark.parametrize(("most", "digits"), [(9, 2), (98, 3), (4000, 4), (9990, 5)])
@pytest.mark.slow
def test_the_widest_numeral_begins_at_the_edge_of_the_drawing(most, digits):
    """Also where the highest line has a digit more than the highest count."""
    data = ((2020, 2021), (most, 1), (1, 0))

    assert max(len(each) for each in numerals(data, "count")) == digits
    assert -0.01 < min(left for left, _ in starts(data, "count")) < 1


def test_digits_are_at_least_seven_points_high():
    """The digit one of Noto Sans is 0.714 of its size high, and stands on the line."""
    (numeral, *_) = groups(FEW, "year")
    one = list(numeral.iter(f"{SVG}path"))[3]
    outer, inner = (
        float(re.search(r"scale\(([\d.]+)", each.get("transform"))[1])
        for each in (numeral[-1], one)
    )

    assert max(y for _, y in corners(one)) * inner * outer / 0.714 > 7


def test_the_picture_for_word_has_its_size_at_300_dots_per_inch_on_white():
    drawn = drawing(*FEW)

    with Image.open(io.BytesIO(drawn.png)) as picture:
        picture.load()
    assert (drawn.width_mm, drawn.height_mm) == (180, 70)
    assert picture.size == (round(180 / 25.4 * 300), round(70 / 25.4 * 300))
    assert (picture.mode, picture.info.keys()) == ("RGB", {"dpi"})
    assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.01)
    assert picture.getpixel((0, 0)) == (255, 255, 255)
    assert (0x1F, 0x4E, 0x79) in {colour for _, colour in picture.getcolors(1 << 20)}


# That it stands in any page


def test_it_holds_nothing_that_reaches_out_of_it_or_into_the_page():
    """Neither names nor links: the names of two drawings would be the same, and the PDF writer drops such names."""
    svg = drawing(*FEW).svg
    root = ElementTree.fromstring(svg)

    assert svg.startswith(b"<svg ")
    assert {each.tag.removeprefix(SVG) for each in root.iter()} == {"svg", "g", "path"}
    attributes = {name for each in root.iter() for name in each.keys()}  # noqa: SIM118 - an element is no mapping
    assert attributes == {
        *("class", "role", "width", "height", "viewBox", "transform", "d", "fill"),
        *("stroke", "stroke-width", "stroke-linejoin"),
    }
    assert b"url(" not in svg
    assert (root.get("role"), root.get("width"), root.get("height")) == ("img", "180mm", "70mm")


def test_a_text_for_those_who_cannot_see_it_comes_first():
    svg = titled(drawing(*FEW).svg.decode(), "Reforms < 5 & ratifications")

    first = ElementTree.fromstring(svg)[0]
    assert (first.tag, first.text) == (f"{SVG}title", "Reforms < 5 & ratifications")


# That it never differs

PRINT = f"""
import hashlib, logging, sys
logging.disable()
from publisher.writers.charts import draw_years
print("matplotlib" in sys.modules)
drawn = draw_years(*{FEW!r}, accent={ACCENT!r}, description="")
print("matplotlib.pyplot" in sys.modules)
print(hashlib.sha256(drawn.svg + drawn.png).hexdigest())
"""


@pytest.mark.slow
@pytest.mark.parametrize("seed", ["1", "2"])
@pytest.mark.long
def test_the_same_numbers_give_the_same_bytes_in_every_process(seed, tmp_path):
    """Also where a settings file of matplotlib lies; and matplotlib is loaded only for drawing."""
    (tmp_path / "matplotlibrc").write_text(
        "lines.linewidth: 9\nfont.size: 30\nsavefig.dpi: 50\n", encoding="utf-8"
    )

    told = subprocess.run(
        [sys.executable, "-W", "error", "-c", PRINT],
        env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(TOP)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )

    drawn = drawing(*FEW)
    assert told.stdout.split() == [
        "False",
        "False",
        hashlib.sha256(drawn.svg + drawn.png).hexdigest(),
    ]
    assert told.stderr == ""


def test_drawing_leaves_the_settings_of_others_alone():
    import matplotlib as mpl  # noqa: PLC0415 - as the module does

    before = dict(mpl.rcParams)
    draw_years(*FEW, accent=ACCENT, description=TOLD)

    assert dict(mpl.rcParams) == before
