"""Workbooks of every kind through every program: each command tells and writes the same as before.

The right outcome of each case stands in the table OUTCOMES. Files of other formats than Excel's are read only: nothing is
written into such files, and that is told.
"""

import re
import shutil
import zipfile
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from importlib.util import find_spec

import openpyxl
import pytest

from publisher.domain.worded import WordedTreaty
from publisher.workbook.issue import issue_workbook
from tests.damage import packed
from tests.programs.desk import MARKED_DRAFT, NGO, Desk
from tests.programs.saved_again import SET_UP, by_libreoffice, program, run
from tests.programs.test_workbooks import PROGRAMS, codes
from tests.support import EXAMPLIA, docx_part, english, html_text, opsc, table

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


WAYS = {
    **PROGRAMS,
    "pandas": by_pandas,
    "libreoffice ods": as_another_format,
    "libreoffice xls": as_another_format,
}
COMMANDS = ("check", "build", "annotate", "send", "collect", "upgrade")
# What each command says of what a program saved: the same as before it, or this code, and then nothing is written into
# the file. A returned draft is refused there as well: what was sent is noted in the workbook. SheetJS (without its paid
# part) and pandas save no bold letters within a text.
OUTCOMES = table("""
way             | check | build | annotate | send | collect | upgrade | bold
openpyxl        | same  | same  | same     | same | same    | same    | kept
exceljs         | same  | same  | same     | same | same    | same    | kept
sheetjs         | same  | same  | same     | same | same    | same    | lost
onlyoffice      | same  | same  | same     | same | same    | same    | kept
gnumeric        | same  | same  | same     | same | same    | same    | kept
libreoffice     | same  | same  | same     | same | same    | same    | kept
pandas          | same  | same  | same     | same | same    | same    | lost
libreoffice ods | same  | same  | F041     | F041 | F010    | F041    | kept
libreoffice xls | same  | same  | F041     | F041 | F004    | F041    | kept
""")


# The workbooks

PLAIN = "Legal persons may be fined"  # once in the workbook: art. 3, para. 4, law
BOLD, ITALIC = "Legal persons", "fined"


def new(desk):
    """In a project from which nothing was sent: else it is taken for an old copy."""
    shutil.rmtree(desk.folder / "reviews")
    desk.workbook.write_bytes(issue_workbook(WordedTreaty(opsc(), english()), EXAMPLIA))


def filled(desk):
    """With a text that a person made bold and italic in part, as Ctrl+B and Ctrl+I do."""
    desk.run("upgrade", "examplia")
    bold, italic = (
        f"<r><rPr><{sign}/></rPr><t>{text}</t></r>" for sign, text in (("b", BOLD), ("i", ITALIC))
    )
    runs = f'{bold}<r><t xml:space="preserve"> may be </t></r>{italic}<r><t>'
    name = "xl/sharedStrings.xml"
    with zipfile.ZipFile(desk.workbook) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    plain = parts[name].decode()
    assert plain.count(f"<t>{PLAIN}") == 1
    in_part = re.sub(f"<t>{PLAIN}([^<]*</t>)", rf"{runs}\1</r>", plain)
    parts[name] = in_part.encode()
    desk.workbook.write_bytes(packed(parts))


def annotated(desk):
    filled(desk)
    desk.run("check", "examplia", "--annotate")


def reviewed(desk):
    filled(desk)
    desk.collected(MARKED_DRAFT)


KINDS = {"new": new, "filled": filled, "annotated": annotated, "reviewed": reviewed}


# What the commands tell and write


@dataclass(frozen=True)
class Outcome:
    """What was told by its codes, the words of what was made, and which of them are bold or italic."""

    told: list[str]
    words: object = ()
    formats: tuple[str, ...] = ()


def checked(desk):
    return Outcome(codes(desk.run("check", "examplia")))


def built(desk):
    told = codes(desk.run("build", "examplia", "--format", "html"))
    paths = desk.folder.glob("output/examplia/*.html")
    pages = [path.read_text("utf-8") for path in paths if "check" not in path.name]
    words = [html_text(page)[0].split() for page in pages]
    formats = [
        text
        for page in pages
        for text in re.findall(r"<(?:strong|em)>([^<]*)<", page)
        if text in (BOLD, ITALIC)
    ]
    return Outcome(told, words, tuple(formats))


def noted(desk):
    return Outcome(codes(desk.run("check", "examplia", "--annotate")))


def sent(desk):
    drafts = desk.folder / "reviews/examplia"
    before = set(drafts.glob("*.docx"))
    told = codes(desk.run("review", "send", "examplia", "--to", NGO))
    parts = [docx_part(path.read_bytes()) for path in set(drafts.glob("*.docx")) - before]
    return Outcome(told, [words_of(part) for part in parts])


def words_of(part):
    """Return the words of a Word file; how many runs a word is written in is no matter."""
    return re.sub("<[^>]*>", "", re.sub("</w:p>|<w:(?:tab|br)/>", " ", part)).split()


def collected(desk):
    """What the rows say is no matter here: openpyxl cannot open the drawings of ONLYOFFICE's files."""
    output = desk.run("review", "collect", MARKED_DRAFT)
    return Outcome(codes(output), re.findall(r"\d+ [a-z]+", output))


def upgraded(desk):
    told = codes(desk.run("upgrade", "examplia"))
    after = built(desk)
    return Outcome([*told, *after.told], after.words, after.formats)


DEEDS = dict(zip(COMMANDS, (checked, built, noted, sent, collected, upgraded), strict=True))


def outcomes(desk):
    return {command: done(desk) for command, done in DEEDS.items()}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """Return a function that gives a desk of its own with a kind of workbook."""

    @cache
    def made(kind):
        desk = Desk(tmp_path_factory.mktemp(kind) / "project")
        KINDS[kind](desk)
        return desk

    def copied(kind):
        return Desk(tmp_path_factory.mktemp("desk") / "project", made(kind).folder)

    return copied


@pytest.fixture(scope="module")
def before(prepared):
    """What each kind of workbook gives before another program opened it."""

    @cache
    def found(kind):
        return outcomes(prepared(kind))

    return found


@dataclass(frozen=True)
class Saved:
    """What the commands gave of a workbook that another program saved, and whether that file is as it was saved."""

    outcomes: dict[str, Outcome]
    is_untouched: bool


@pytest.fixture(scope="module")
def after(prepared):
    """What each kind of workbook gives once a program saved it."""

    @cache
    def found(way, kind):
        desk = prepared(kind)
        ending = way.split()[-1] if " " in way else "xlsx"
        saved = desk.folder.parent / f"saved.{ending}"
        WAYS[way](desk.workbook, saved, [])
        desk.workbook.unlink()
        path = desk.workbook.with_suffix(f".{ending}")
        shutil.copyfile(saved, path)
        told = outcomes(desk)
        return Saved(told, path.read_bytes() == saved.read_bytes())

    return found


# Written by hand of what is compared: MARKED_DRAFT holds 20 items, of which a workbook that has them gets none again; to
# a new workbook, in a project that sent nothing, it does not belong.
COLLECTED = {"new": [], "filled": ["20 new"], "annotated": ["20 new"], "reviewed": ["0 new"]}


@pytest.mark.parametrize("kind", KINDS)
def test_the_workbooks_themselves_give_what_is_compared(before, kind):
    found = before(kind)

    (page,) = found["build"].words
    (draft,) = found["send"].words
    is_filled = kind != "new"
    assert [PLAIN in " ".join(words) for words in (page, draft)] == [is_filled] * 2
    assert found["build"].formats == ((BOLD, ITALIC) if is_filled else ())
    assert [each for each in found["collect"].words if each.endswith("new")] == COLLECTED[kind]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("line", OUTCOMES, ids=[line["way"] for line in OUTCOMES])
def test_every_command_does_the_same_with_what_another_program_saved(
    before, after, line, kind, command
):
    found, wanted = after(line["way"], kind), before(kind)[command]

    told = found.outcomes[command]
    # No returned draft belongs to a project that sent none, of whatever format its workbook is.
    if line[command] == "same" or (kind, command) == ("new", "collect"):
        formats = wanted.formats if line["bold"] == "kept" else ()
        assert told == replace(wanted, formats=formats)
    else:
        assert line[command] in told.told
        assert found.is_untouched


@pytest.mark.parametrize("kind", KINDS)
def test_calligra_sheets_shows_every_letter_of_our_workbooks(prepared, tmp_path, kind):
    """It drops line breaks inside cells, so no report is compared; of a link to a cell it shows the sheet as well."""
    desk = prepared(kind)
    saved = tmp_path / "saved.ods"
    by_calligra_sheets(desk.workbook, saved)
    by_libreoffice(saved, tmp_path / "saved.xlsx")

    assert letters(tmp_path / "saved.xlsx") == letters(desk.workbook)


def letters(path):
    """Return the texts of a workbook's cells without spaces and line breaks; formulas are none."""
    return {
        (sheet.title, cell.coordinate): re.sub(r"^#'\w+'!", "", "".join(cell.value.split()))
        for sheet in openpyxl.load_workbook(path).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.data_type != "f"
    }
