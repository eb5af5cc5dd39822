"""What web pages draw: signs of assessments, and what a part of a bar has room for."""

import re

import pytest

from publisher.compose.publication import Bar, Share
from publisher.writers.drawn import bar, drawn, marker


def share(id_: str, symbol: str, count: int, percent: float) -> Share:
    return Share(id_, id_.title(), symbol, "#0e4d3d", count, percent)


def parts(drawing: str) -> list[tuple[str, bool, str]]:
    """Return of each part its id, whether it has a sign, and its count where that is printed."""
    found = []
    for piece in drawing.split('<rect class="share ')[1:]:
        id_ = piece.split('"')[0]
        counts = re.findall(r">(\d+)</text>", piece)
        found.append((id_, "scale(1.3)" in piece, "".join(counts)))
    return found


@pytest.mark.parametrize(
    ("width", "symbol", "expected"),
    [
        # A sign takes 4 mm, with a count of one digit 7.5 mm, of two 9; a count alone 4 and 5.5.
        (100, "●", [("wide", True, "12"), ("middle", True, ""), ("thin", False, "")]),
        (30, "●", [("wide", True, "12"), ("middle", False, ""), ("thin", False, "")]),
        (100, "", [("wide", False, "12"), ("middle", False, "1"), ("thin", False, "")]),
    ],
)
def test_a_part_of_a_bar_shows_what_it_has_room_for(
    width: float, symbol: str, expected: list[tuple[str, bool, str]]
) -> None:
    shares = (
        share("wide", symbol, 12, 91), share("middle", symbol, 1, 6), share("thin", symbol, 1, 3),
    )  # fmt: skip
    drawing = bar(Bar("All", 14, shares, "…"), "What it shows", width)
    assert parts(drawing) == expected
    assert "<title>What it shows</title>" in drawing


def test_in_a_text_that_runs_to_the_left_a_bar_begins_at_the_right() -> None:
    shares = (share("first", "●", 3, 75), share("last", "○", 1, 25))
    drawing = bar(Bar("All", 4, shares, "…"), "", 62, from_right=True)
    places = re.findall(r'share (\w+)" x="([\d.]+)%" y="0" width="([\d.]+)%"', drawing)
    assert places == [("first", "25", "75"), ("last", "0", "25")]


def test_what_has_no_drawing_is_a_letter_and_never_becomes_code() -> None:
    assert ">&lt;</text>" in drawn("<", "#ffffff")
    assert ">!</text>" in drawn("!", "#ffffff")
    assert "<circle" in drawn("●", "#ffffff")


def test_a_marker_names_the_assessment_for_the_style_sheet() -> None:
    assert marker(share("in_line", "●", 1, 100)) == (
        '<span class="marker in_line" data-sign="●"></span>'
    )
    assert marker(share("", "", 1, 100)) == '<span class="marker none" data-sign=""></span>'
    state = marker(share("text", "", 1, 100))
    assert state == '<i class="swatch text" style="background: #0e4d3d"></i>'
