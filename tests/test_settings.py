"""Settings of the house style: what is told where one cannot be used."""

from itertools import pairwise

import pytest

from publisher.domain.colours import WHITE, contrast
from publisher.domain.diagnostics import PublisherError
from publisher.project.project import open_project
from publisher.project.settings import read_settings


def told(folder, text):
    (folder / "publisher.toml").write_text(text, encoding="utf-8")
    return [str(each) for each in read_settings(folder / "publisher.toml").diagnostics]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "word_page_numbers = 1",
            "publisher.toml: MUST FIX P408: the setting 'word_page_numbers' must be true or false, without quotes\n"
            "    word_page_numbers = true",
        ),
        (
            '[house]\naccent = "blue"',
            "publisher.toml: MUST FIX P409: the setting 'house.accent' cannot be 'blue': a colour is written with six"
            ' digits or letters from a to f\n    accent = "#1f4e79"',
        ),
        (
            '[house]\nwarning = "9A3412"',
            "publisher.toml: MUST FIX P409: the setting 'house.warning' cannot be '9A3412': a colour is written with six"
            ' digits or letters from a to f\n    warning = "#9A3412"',
        ),
        (
            '[house]\naccent = "#369"',
            "publisher.toml: MUST FIX P409: the setting 'house.accent' cannot be '#369': a colour is written with six"
            ' digits or letters from a to f\n    accent = "#336699"',
        ),
        (
            "organisation = 5",
            "publisher.toml: MUST FIX P407: the setting 'organisation' must be a text in double quotes\n"
            '    organisation = "5"',
        ),
        (
            "notes = true",
            "publisher.toml: MUST FIX P403: the setting 'notes' cannot be 'true'\n"
            "    it can be: group, report",
        ),
        (
            '[house]\naccent = "#88aadd"',
            "publisher.toml: PLEASE CHECK P410: the colour '#88aadd' of 'house.accent' is too light to be read on white"
            " paper: contrast 2.4, needed 4.5\n"
            "    choose a darker one; every word, line and link in this colour depends on it",
        ),
        (
            '[house]\nacent = "#000000"',
            "publisher.toml: PLEASE CHECK P402: the setting 'house.acent' is not known and has no effect\n"
            "    did you mean 'accent'?",
        ),
        (
            'house = "#000000"',
            "publisher.toml: MUST FIX P414: the setting 'house' is a table: lines of its own below a line [house]",
        ),
        (
            'word_notes = "margin"',
            "publisher.toml: MUST FIX P403: the setting 'word_notes' cannot be 'margin'\n"
            "    it can be: footnotes, endnotes, list",
        ),
        (
            "print_gutter = 12",
            "publisher.toml: MUST FIX P403: the setting 'print_gutter' cannot be '12'\n"
            "    it can be: 0, 1, 2, 3, 4, 5, 6, 7, 8",
        ),
        (
            "print_gutter = -3",
            "publisher.toml: MUST FIX P403: the setting 'print_gutter' cannot be '-3'\n"
            "    it can be: 0, 1, 2, 3, 4, 5, 6, 7, 8",
        ),
        (
            'print_gutter = "1 cm"',
            "publisher.toml: MUST FIX P403: the setting 'print_gutter' cannot be '1 cm'\n"
            "    it can be: 0, 1, 2, 3, 4, 5, 6, 7, 8",
        ),
        (
            "print_gutter = 4.5",
            "publisher.toml: MUST FIX P403: the setting 'print_gutter' cannot be '4.5'\n"
            "    it can be: 0, 1, 2, 3, 4, 5, 6, 7, 8",
        ),
        (
            "print_gutter = true",
            "publisher.toml: MUST FIX P403: the setting 'print_gutter' cannot be 'true'\n"
            "    it can be: 0, 1, 2, 3, 4, 5, 6, 7, 8",
        ),
        (
            "print_in_fours = 4",
            "publisher.toml: MUST FIX P408: the setting 'print_in_fours' must be true or false, without quotes\n"
            "    print_in_fours = true",
        ),
    ],
)
def test_a_setting_that_cannot_be_used_is_told(tmp_path, text, message):
    assert told(tmp_path, text) == [message]


@pytest.mark.parametrize("written", ["6", '"6"', '"6mm"', '"6 MM"'])
def test_a_gutter_is_understood_with_its_unit_and_between_quotes(tmp_path, written):
    (tmp_path / "publisher.toml").write_text(f"print_gutter = {written}", encoding="utf-8")

    checked = read_settings(tmp_path / "publisher.toml")

    assert (checked.value.print_gutter, checked.diagnostics) == (6, ())


def test_the_tables_of_the_house_style_are_merged_with_the_standard(tmp_path):
    (tmp_path / "publisher.toml").write_text('[house.symbols]\nin_line = "✓"\n', encoding="utf-8")

    house = open_project(tmp_path).value.house

    assert house.symbols == {
        "in_line": "✓",
        "partly": "◐",
        "not_in_line": "○",
        "not_determined": "?",
        "not_applicable": "–",
    }
    assert house.accent == "#1f4e79"


def test_a_logo_that_is_no_picture_is_told_before_work_begins(tmp_path):
    (tmp_path / "logo.svg").write_text("<svg/>", encoding="utf-8")
    (tmp_path / "publisher.toml").write_text('[house]\nlogo = "logo.svg"\n', encoding="utf-8")

    with pytest.raises(PublisherError) as caught:
        open_project(tmp_path)

    assert str(caught.value) == (
        "logo.svg: MUST FIX P411: the picture that the setting 'house.logo' names is neither a PNG nor a JPEG picture\n"
        "    save it as PNG or JPEG, at least 800 pixels wide"
    )


@pytest.mark.parametrize(
    ("colour", "ratio"), [("#000000", 21.0), ("#ffffff", 1.0), ("#767676", 4.54), ("#ff0000", 4.0)]
)
def test_contrast_is_that_of_the_web_accessibility_guidelines(colour, ratio):
    # 21, 1, 4.54 and 4.00 are the published values for these colours.
    assert round(contrast(WHITE, colour), 2) == pytest.approx(ratio, abs=0.01)


def _lightness(colour: str) -> float:
    """Return the lightness L* of CIE 1976, from 0 (black) to 100 (white)."""
    luminance = 1.05 / contrast(WHITE, colour) - 0.05
    return 116 * float(luminance ** (1 / 3)) - 16


def test_printed_in_grey_the_colours_of_assessments_are_told_apart_by_their_darkness(tmp_path):
    # A step of 8 of 100 is seen where two fields touch; the paper of an empty cell is one of them.
    house = open_project(tmp_path).value.house
    colours = (*house.colours.values(), house.state_colours["not_researched"])

    darkness = sorted(map(_lightness, colours))

    assert len(darkness) == 6
    assert min(lighter - darker for darker, lighter in pairwise(darkness)) >= 8


@pytest.mark.parametrize("key", ["workbooks", "output", "templates", "reviews", "editions"])
def test_a_file_in_place_of_a_folder_is_told(tmp_path, key):
    (tmp_path / key).write_text("a file", encoding="utf-8")

    (found,) = open_project(tmp_path).diagnostics

    assert str(found) == (
        f"publisher.toml: MUST FIX P445: the setting '{key}' names a folder, but '{tmp_path / key}' is a file\n"
        "    move that file elsewhere or give it another name: the folder is made for you; or name another folder in"
        " publisher.toml"
    )
