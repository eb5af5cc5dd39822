"""Returned drafts that went wrong once: collected, accepted, applied by the commands (tests/cases/README.md).

The expected texts were written by hand from what stands in each file, before the run.
"""

import shutil

import openpyxl
import pytest

from tests.support import TOP, provision_cell
from tests.test_review_loop import decide, run

CASES = TOP / "tests/cases"
pytestmark = pytest.mark.slow  # each test collects and applies


def accepted(folder, project, file, country, *keys):
    """Collect a returned draft, accept all of it, apply that; return the cells before and after."""
    shutil.copytree(CASES / project, folder, dirs_exist_ok=True)
    name = f"workbooks/{country}.xlsx"
    before = openpyxl.load_workbook(folder / name)
    run(folder, "collect", CASES / file)
    decide(folder, {"*": "Accept"}, name)
    run(folder, "apply", country)
    after = openpyxl.load_workbook(folder / name)
    return [tuple(provision_cell(book, *key).value for book in (before, after)) for key in keys]


SALE = "The Act defines sale. Nobody may sell a child. [NP-1 s. 2]"
PENALTY = "A second paragraph about the penalty."
POINTS = "- first point\n- second point"


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("r03_paragraph_deleted_before_list", f"{SALE}\n{POINTS}"),
        (
            "r04_paragraph_added_before_list",
            f"{SALE}\n\n{PENALTY}\n\nThe fine is 500 rupees.\n{POINTS}",
        ),
    ],
)
def test_lines_of_a_list_stay_what_they_are(tmp_path, file, expected):
    ((before, after),) = accepted(
        tmp_path, "project", f"returned/{file}.docx", "nepal", ("opsc-2-a", "law")
    )

    assert before == f"{SALE}\n\n{PENALTY}\n{POINTS}"
    assert after == expected


PLAN = "The action plan of 2021 covers prevention. [QX-11]"
VICTIMS = "Victims may claim compensation in the criminal trial. [QX-6 s. 70]"
ADVERTISING = "Advertising is an offence. [QX-6 s. 115]"
AGE = "Age is presumed to be under 18 in doubt. [QX-7 s. 3]"


def test_new_paragraphs_at_the_edges_of_cells_are_paragraphs(tmp_path):
    """ONLYOFFICE and SuperDoc record the text of a new paragraph, and its own mark or none."""
    cells = accepted(
        tmp_path,
        "editors/project",
        "editors/tracked-paragraph-at-edge.docx",
        "examplia",
        ("opsc-9-1", "law"),
        ("opsc-9-4", "law"),
        ("opsc-9-5", "law"),
        ("opsc-8-2", "law"),
    )

    assert cells == [
        (PLAN, f"{PLAN}\n\nPA after, no mark."),
        (VICTIMS, f"PB before, no mark.\n\n{VICTIMS}"),
        (ADVERTISING, f"{ADVERTISING}\n\nPC after, own mark inserted."),
        (AGE, f"PD before, own mark inserted.\n\n{AGE}"),
    ]
