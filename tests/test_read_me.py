"""The sheet to read first fits one screen, and its examples are right and wrong as it says."""

import io
import re

import openpyxl
import pytest
from click.testing import CliRunner

from publisher.cli.main import main
from publisher.project.project import open_project
from publisher.workbook.issue import issue_workbook
from tests.support import EXAMPLIA, checked, filled, opsc

# Of 1,080 pixels in height Excel leaves 40 rows of 15 points for a sheet at 100 %.
MOST_LINES, MOST_POINTS, MOST_LETTERS = 40, 600, 110
WORDS = {"en": ("Right", "Wrong"), "fr": ("Juste", "Faux"), "ar": ("صواب", "خطأ")}


@pytest.fixture(scope="module")
def sheets(tmp_path_factory):
    """The sheet to read of a new workbook in each language."""
    project = open_project(tmp_path_factory.mktemp("project")).value
    found = {}
    for code in WORDS:
        content = issue_workbook(project.in_language(code).worded, EXAMPLIA)
        found[code] = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return found


def lines(sheet):
    return [str(row[0].value) for row in sheet.iter_rows(max_col=1)]


@pytest.mark.parametrize("code", WORDS)
def test_it_fits_one_screen(sheets, code):
    sheet = sheets[code]

    assert len(lines(sheet)) <= MOST_LINES
    assert max(map(len, lines(sheet))) <= MOST_LETTERS
    heights = [sheet.row_dimensions[number].height for number in range(1, sheet.max_row + 1)]
    assert sum(heights) <= MOST_POINTS
    assert max(heights) < 30  # no line runs over two


@pytest.mark.parametrize("code", WORDS)
def test_it_says_how_to_paste_what_to_write_when_nothing_is_found_and_where_to_send_it(
    sheets, code
):
    shown = "\n".join(lines(sheets[code]))
    to_sender = {
        "en": "whoever gave it to you.",
        "fr": "la personne de qui vous l’avez reçu.",
        "ar": "من أعطاك إياه.",
    }
    nothing = {"en": "Nothing found: ", "fr": "Rien trouvé\u00a0: ", "ar": "لم يعثر على شيء: "}

    assert shown.index("F2") < shown.index("Ctrl+V")
    assert nothing[code] in shown
    assert shown.endswith(to_sender[code])
    assert "{" not in shown


def examples(sheet, code):
    """Return the citations that the sheet calls right, and those that it calls wrong."""
    right, wrong = WORDS[code]
    pattern = re.compile(rf"{right}\s?: (.+?) · {wrong}\s?: (.+?) · .+")
    found = [pattern.fullmatch(line) for line in lines(sheet)]
    return [(each[1], each[2]) for each in found if each]


SOURCES = "key | type | title | verified | published\n" + "\n".join(
    f"QX-{number} | National law | Act of the year {number} | Yes | 1999" for number in range(1, 9)
)
ABOUT_CITING = {
    "C217",
    "C222",
    "C225",
    "C249",
    "C251",
    "C252",
    "C270",
    "C271",
    "C272",
    "C280",
    "C281",
}


@pytest.mark.slow
@pytest.mark.parametrize("code", WORDS)
def test_five_citations_are_right_and_five_are_wrong(sheets, code):
    pairs = examples(sheets[code], code)
    assert len(pairs) == 5
    ids = [each.id for each in opsc().provisions][::2]
    tail = " Number {} of this list says what is punished in which way and by whom, at some length."
    rows = [
        f"{id_} | Whoever sells a child is punished. {{}}{tail.format(n)}"
        for n, id_ in enumerate(ids)
    ]

    def told(cited):
        texts = [row.format(each) for row, each in zip(rows, cited, strict=False)]
        found = checked(filled("id | law\n" + "\n".join(texts), SOURCES))[1]
        return [each.place.cell for each in found if each.code in ABOUT_CITING]

    assert told([right for right, _ in pairs]) == []
    assert len(set(told([wrong for _, wrong in pairs]))) == 5


@pytest.mark.slow
def test_it_names_the_address_of_the_project(tmp_path):
    (tmp_path / "publisher.toml").write_text(
        '[letter]\nreply_address = "reports@example.org"\n', encoding="utf-8"
    )

    made = CliRunner().invoke(main, ["--project", str(tmp_path), "new", "Nepal"])

    assert made.exit_code == 0, made.output
    sheet = openpyxl.load_workbook(tmp_path / "workbooks/nepal.xlsx").worksheets[0]
    assert (
        lines(sheet)[-1]
        == "Save it as Excel Workbook (.xlsx), under any name, and send it to reports@example.org."
    )
