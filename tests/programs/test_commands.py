"""Workbooks of every kind through every program: each command tells and writes the same as before.

Programs that save other formats than Excel's are read only: nothing is written into such files, and that is told.
"""

import re
import shutil
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec

import openpyxl
import pytest

from publisher.domain.worded import WordedTreaty
from publisher.workbook.issue import issue_workbook
from tests.programs.desk import MARKED_DRAFT, Desk
from tests.programs.saved_again import SET_UP, by_libreoffice, program, run
from tests.programs.test_workbooks import PROGRAMS, codes
from tests.support import EXAMPLIA, docx_part, english, html_text, opsc

pytestmark = [
    pytest.mark.programs,
    # What openpyxl says of the files of Gnumeric and of ONLYOFFICE.
    pytest.mark.filterwarnings("ignore:Workbook contains no default style"),
    pytest.mark.filterwarnings("ignore:.* extension is not supported"),
]


def by_pandas(source, target, _):
    """Save nothing but texts and numbers, as a data scientist's script does."""
    if find_spec("pandas") is None:
        pytest.fail(f"the package pandas is not installed. Please run: {SET_UP}")
    pandas = import_module("pandas")
    sheets = pandas.read_excel(source, sheet_name=None, header=None, dtype=object)
    with pandas.ExcelWriter(target) as book:
        for name, table in sheets.items():
            table.to_excel(book, sheet_name=name, header=False, index=False)


def by_calligra_sheets(source, target):
    """Calligra Sheets writes no Excel files."""
    run(program("calligraconverter", "calligrasheets"), "--batch", source, target, folder=target.parent)  # fmt: skip


def as_another_format(source, target, _):
    by_libreoffice(source, target)


# The ending of what a program saves, and how.
WAYS = {
    **{name: ("xlsx", save) for name, save in PROGRAMS.items()},
    "pandas": ("xlsx", by_pandas),
    "libreoffice ods": ("ods", as_another_format),
    "libreoffice xls": ("xls", as_another_format),
}


# The workbooks


def new(desk):
    desk.workbook.write_bytes(issue_workbook(WordedTreaty(opsc(), english()), EXAMPLIA))


def filled(desk):
    desk.run("upgrade", "examplia")


def annotated(desk):
    desk.run("check", "examplia", "--annotate")


def reviewed(desk):
    desk.collected(MARKED_DRAFT)


KINDS = {"new": new, "filled": filled, "annotated": annotated, "reviewed": reviewed}


# What the commands tell and write


@dataclass(frozen=True)
class Outcome:
    """What was told by its codes, and the words of what was made."""

    told: list[str]
    words: object = ()


def checked(desk):
    return Outcome(codes(desk.run("check", "examplia")))


def built(desk):
    told = codes(desk.run("build", "examplia", "--format", "html"))
    pages = desk.folder.glob("output/examplia/*.html")
    reports = [page for page in pages if "check" not in page.name]
    return Outcome(told, [html_text(page.read_text("utf-8"))[0].split() for page in reports])


def marked(desk):
    return Outcome(codes(desk.run("check", "examplia", "--annotate")))


def sent(desk):
    document = docx_part(desk.sent().read_bytes())
    return Outcome([], re.sub("<[^>]*>", " ", document).split())


def collected(desk):
    """What the rows say is no matter here: openpyxl cannot open the drawings of ONLYOFFICE's files."""
    output = desk.run("review", "collect", MARKED_DRAFT)
    return Outcome(codes(output), re.findall(r"\d+ [a-z]+", output))


def upgraded(desk):
    desk.run("upgrade", "examplia")
    return built(desk)


READING = (checked, built)
WRITING = (marked, upgraded)
ALL = (*READING, marked, sent, collected, upgraded)


def outcomes(desk, commands):
    return {command.__name__: command(desk) for command in commands}


def commands_for(kind, ending):
    if ending != "xlsx":
        return READING
    return ALL if kind == "reviewed" else (*READING, *WRITING)


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    """What each kind of workbook gives before another program opened it."""

    @cache
    def found(kind):
        desk = Desk(tmp_path_factory.mktemp(kind) / "project")
        KINDS[kind](desk)
        return outcomes(desk, commands_for(kind, "xlsx"))

    return found


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("way", WAYS)
def test_every_command_does_the_same_with_what_another_program_saved(
    desk, tmp_path, before, way, kind
):
    ending, save = WAYS[way]
    KINDS[kind](desk)
    saved = tmp_path / f"saved.{ending}"
    save(desk.workbook, saved, [])
    desk.workbook.unlink()
    shutil.copyfile(saved, desk.workbook.with_suffix(f".{ending}"))

    found = outcomes(desk, commands_for(kind, ending))

    assert found == {name: before(kind)[name] for name in found}


@pytest.mark.parametrize(("ending", "refused"), [("ods", "F010"), ("xls", "F004")])
def test_nothing_is_written_into_files_of_other_formats(desk, ending, refused):
    """A returned draft is not collected either: what was sent is noted in the workbook."""
    filled(desk)
    path = desk.workbook.with_suffix(f".{ending}")
    by_libreoffice(desk.workbook, path)
    desk.workbook.unlink()
    content = path.read_bytes()

    told = [
        codes(desk.run("check", "examplia", "--annotate")),
        codes(desk.run("review", "send", "examplia", "--to", "Echo Network (invented)")),
        codes(desk.run("review", "collect", MARKED_DRAFT)),
        codes(desk.run("upgrade", "examplia")),
    ]

    assert ["F041" in told[0], *told[1:]] == [True, ["F041"], [refused], ["F041"]]
    assert path.read_bytes() == content


@pytest.mark.parametrize("kind", KINDS)
def test_calligra_sheets_shows_every_letter_of_our_workbooks(desk, tmp_path, kind):
    """It drops line breaks inside cells, so no report is compared.

    The workbook of this project was made when texts stood in their cells, which Calligra does not show.
    """
    filled(desk)
    KINDS[kind](desk)
    saved = tmp_path / "saved.ods"
    by_calligra_sheets(desk.workbook, saved)
    by_libreoffice(saved, tmp_path / "saved.xlsx")

    assert letters(tmp_path / "saved.xlsx") == letters(desk.workbook)


def letters(path):
    """Return the texts of a workbook's cells without spaces and line breaks; formulas are none."""
    return {
        (sheet.title, cell.coordinate): "".join(cell.value.split())
        for sheet in openpyxl.load_workbook(path).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.data_type != "f"
    }
