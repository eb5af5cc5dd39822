"""Projects with a guide: two invented countries and, where it is wanted, everything that an editor can add."""

import pickle

from click.testing import CliRunner

from publisher.cli.main import main
from tests.invented import code_of, invented, name_of
from tests.support import column_of, opened_again, opsc, row_of, saved

PICKED = "opsc-3-3"
ADDRESS = "https://example.org/laws"


def run(folder, *arguments, expect=0):
    result = CliRunner().invoke(main, ["--project", str(folder), *arguments])
    assert result.exit_code == expect, result.output
    return result.output


def guide_project(folder, numbers=(1, 2), share=0.06):
    """Make a folder a project with some invented countries and a new workbook of the guide."""
    (folder / "workbooks").mkdir(parents=True)
    for number in numbers:
        (folder / f"workbooks/country-{number}.xlsx").write_bytes(
            saved(_with_text(invented(number, share)))
        )
    run(folder, "guide", "new", "-q")
    _take_out_resources(folder)


def _with_text(book):
    """Let the row of article 3(3) hold a text on the law."""
    copy = pickle.loads(pickle.dumps(book))
    sheet = copy["Provisions"]
    row = row_of(sheet, "id", PICKED)
    code = next(each[2].value for each in copy["Country"].iter_rows() if each[0].value == "iso2")
    sheet.cell(
        row, column_of(sheet, "law")
    ).value = f"An invented law. It says this. [{code}-1 s. 3]"
    return copy


def _take_out_resources(folder):
    """Take out the resources that a new workbook begins with: that nobody opened them yet is told each time."""
    book = opened(folder)
    book["Further resources"].delete_rows(2, 100)
    book.save(folder / "workbooks/guide.xlsx")


def opened(folder):
    return opened_again((folder / "workbooks/guide.xlsx").read_bytes())


def write(folder, sheet, rows, first=2):
    """Write rows of texts by heading into a sheet of the guide's workbook."""
    book = opened(folder)
    headings = [cell.value for cell in book[sheet][1]]
    for number, texts in enumerate(rows, start=first):
        for heading, text in texts.items():
            book[sheet].cell(number, headings.index(heading) + 1).value = text
    book.save(folder / "workbooks/guide.xlsx")


def fact(folder, key, value):
    book = opened(folder)
    next(row for row in book["Guide"].iter_rows() if row[0].value == key)[2].value = value
    book.save(folder / "workbooks/guide.xlsx")


def area_of(id_):
    provision = next(each for each in opsc().provisions if each.id == id_)
    return provision.groups[opsc().orders[0].id]


def edit(folder):
    """Fill in everything that an editor can add; all of it is invented."""
    run(
        folder,
        "guide",
        "pick",
        name_of(1),
        "3(3)",
        "--best",
        "--why",
        f"**Clear.** [{code_of(1)}-2 para. 9]",
        "-q",
    )
    run(folder, "guide", "pick", name_of(2), "3(3)", "--gap", "--why", "Too narrow.", "-q")
    for key, value in {
        "title": "A guide to invented law", "subtitle": "First edition", "version": "1.0",
        "version_date": "31 March 2026", "status": "Final", "introduction": "Why this guide.\n\n- One\n- Two",
        "contact": "editor@example.org", "acknowledgements": "To nobody.", "terms_note": "Own words.",
    }.items():  # fmt: skip
        fact(folder, key, value)
    row = next(
        n for n, group in enumerate(opsc().orders[0].groups, start=2) if group.id == area_of(PICKED)
    )
    write(
        folder, "Chapters",
        [{"Introduction": "It begins.", "Hints for advocates": "- Hint one", "Questions to put to a government": "Why?",
          "Model wording": "Whoever …", "Objections and replies": "It costs. No."}], first=row,
    )  # fmt: skip
    write(
        folder, "Further resources",
        [{"Theme": "Law", "Title": "Laws", "Who publishes it": "A library", "Web address": ADDRESS,
          "Last opened on": "2026-02-03", "What readers find there": "All laws."}],
    )  # fmt: skip
