"""What an editor adds to the guide: the workbook for it, its checks, picks, and how they come into the guide.

All countries here are invented, and say so.
"""

import csv
import io
import re
import shutil
import zipfile

import openpyxl
import pikepdf
import pytest

from publisher.domain.treaty_files import read_treaty
from tests.guide_projects import (
    ADDRESS,
    PICKED,
    area_of,
    edit,
    fact,
    guide_project,
    opened,
    run,
    write,
)
from tests.invented import code_of, invented, name_of
from tests.support import TOP, column_of, opsc, row_of, saved

pytestmark = pytest.mark.slow  # each test makes, checks or builds a guide


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    folder = tmp_path_factory.mktemp("guide") / "project"
    guide_project(folder)
    return folder


@pytest.fixture
def folder(prepared, tmp_path):
    """A project with two invented countries and a new workbook of the guide."""
    shutil.copytree(prepared, tmp_path / "project")
    return tmp_path / "project"


def told(folder, expect=0):
    """Return the problems of the guide's workbook, line by line, without the list of files."""
    output = run(folder, "check", "guide", "-q", expect=expect)
    return [line.strip() for line in output.splitlines()[1:]]


PICK = {
    "Country": name_of(1), "Article": "3(3)", "Column": "Current national law", "Good example or gap": "Good example",
}  # fmt: skip


# The workbook


def test_a_new_workbook_begins_with_a_row_for_each_subject_area_and_no_problem_that_must_be_fixed(
    folder,
):
    book = opened(folder)

    assert book.sheetnames[:6] == [
        "Read me",
        "Guide",
        "Chapters",
        "Picks",
        "Glossary",
        "Further resources",
    ]
    areas = [row[1].value for row in book["Chapters"].iter_rows(min_row=2)]
    assert areas == [group.title for group in opsc().orders[0].groups]
    assert told(folder) == []


def test_a_workbook_that_is_there_is_never_overwritten(folder):
    before = (folder / "workbooks/guide.xlsx").read_bytes()

    output = run(folder, "guide", "new", expect=2)

    assert output.endswith(
        f"Error: {folder / 'workbooks/guide.xlsx'} is there already and was left as it was.\n"
    )
    assert (folder / "workbooks/guide.xlsx").read_bytes() == before


def test_the_resources_that_the_project_has_always_named_are_there():
    listed = " ".join(
        f"{each['title']} {each.get('publisher', '')}" for each in opsc().starters["resources"]
    )

    for name in (
        "IPEC",
        "NATLEX",
        "INTERPOL",
        "UNICEF",
        "Innocenti",
        "ECPAT",
        "Shared Hope",
        "Treaty Body",
    ):
        assert name in listed


def test_an_address_that_nobody_has_opened_yet_is_told(folder):
    write(folder, "Further resources", [{"Theme": "Law", "Title": "Laws", "Web address": ADDRESS}])

    assert told(folder) == [
        "PLEASE CHECK G714",
        "Further resources!D2 (Laws, Web address): nobody has noted when this address was last opened",
        "open it, see that it shows what the row says, and write the day under 'Last opened on'",
    ]


def test_what_is_the_same_of_several_cells_is_said_once(folder):
    rows = [
        {"Theme": "Law", "Title": f"Laws {number}", "Web address": ADDRESS}
        for number in range(1, 8)
    ]
    write(folder, "Further resources", rows)

    assert told(folder) == [
        "PLEASE CHECK G714",
        "nobody has noted when this address was last opened",
        *(f"Further resources!D{row} (Laws {row - 1}, Web address)" for row in range(2, 7)),
        "open it, see that it shows what the row says, and write the day under 'Last opened on'",
        "and 2 more",
    ]


def test_it_is_no_workbook_of_a_country(folder):
    assert "guide.xlsx" not in run(folder, "status")
    renamed = folder / "workbooks/other.xlsx"
    (folder / "workbooks/guide.xlsx").rename(renamed)

    assert told_of(run(folder, "check", "other", "-q", expect=1)) == [
        "MUST FIX G716",
        "this is the workbook of the guide, not of a country",
        "keep it as 'guide.xlsx' among the workbooks; check it with: publisher check guide; build the guide with: publisher guide",
    ]
    assert "G716" in run(folder, "upgrade", "other", expect=1)


def told_of(output):
    return [line.strip() for line in output.splitlines()[1:]]


def test_a_copy_of_the_guide_s_workbook_is_no_country_that_is_left_out(folder):
    shutil.copy(folder / "workbooks/guide.xlsx", folder / "workbooks/guide (2).xlsx")

    run(folder, "guide", "--format", "html", "-q")

    assert "guide (2)" not in (folder / "output/guide/guide.html").read_text(encoding="utf-8")


def test_without_a_workbook_of_the_guide_there_is_none_to_check(tmp_path):
    (tmp_path / "workbooks").mkdir()

    assert run(tmp_path, "check", "guide", expect=2).endswith(
        "Error: there is no workbook of the guide yet; make one with: publisher guide new\n"
    )


def test_a_country_s_workbook_is_no_workbook_of_the_guide(folder):
    (folder / "workbooks/guide.xlsx").write_bytes(saved(invented(3)))

    assert told(folder, expect=1) == [
        "MUST FIX G702",
        "this is not the workbook of a guide",
        "make one with: publisher guide new; a file of another kind needs another name",
    ]
    assert "G702" in run(folder, "guide", "--format", "csv", expect=1)


def test_all_workbooks_are_checked_with_that_of_the_guide(folder):
    write(folder, "Picks", [PICK | {"Country": "Nowhere"}])

    output = run(folder, "check", "-q", expect=1)

    assert "guide.xlsx: 1 MUST FIX" in output


# Picks


def test_a_pick_becomes_a_row_with_the_text_as_it_is(folder):
    output = run(
        folder, "guide", "pick", name_of(1), "art. 3 (3)", "--why", "It is invented.", "--best"
    )

    row = [cell.value for cell in opened(folder)["Picks"][2]]
    assert row[:7] == [
        name_of(1), "3(3)", "Current national law", "Good example", "Yes", "It is invented.",
        f"An invented law. It says this. [{code_of(1)}-1 s. 3]",
    ]  # fmt: skip
    assert output.startswith(
        f"picked: {name_of(1)}, article 3(3), 'Current national law', as: Good example\n    An invented law."
    )
    assert re.search(r"the old file is kept: \S*backup/guide [\d -]+\.xlsx\n$", output)
    assert told(folder) == []


@pytest.mark.long
def test_a_text_is_picked_by_code_and_column_and_as_a_gap(folder):
    run(folder, "guide", "pick", code_of(2), PICKED, "--column", "law", "--gap", "-q")
    run(folder, "guide", "pick", code_of(1), PICKED, "-q")

    rows = [
        [cell.value for cell in row[:4]]
        for row in opened(folder)["Picks"].iter_rows(min_row=2, max_row=3)
    ]
    assert rows == [
        [name_of(2), "3(3)", "Current national law", "Common gap"],
        [name_of(1), "3(3)", "Current national law", "Good example"],
    ]


def change(folder, number, text):
    path = folder / f"workbooks/country-{number}.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["Provisions"]
    sheet.cell(row_of(sheet, "id", PICKED), column_of(sheet, "law")).value = text
    book.save(path)


def test_a_text_that_changed_after_it_was_picked_is_told_with_both_until_it_is_picked_again(folder):
    run(folder, "guide", "pick", name_of(1), "3(3)", "-q")
    change(folder, 1, "An invented law. It says that. [AA-1]".replace("AA", code_of(1)))

    assert told(folder) == [
        "PLEASE CHECK G706",
        f"Picks!G2 ({name_of(1)}, Text when it was picked (filled in by the program)): the picked text has changed since it was picked: {name_of(1)}, article 3(3), 'Current national law'. "
        f"Then: “It says this. [{code_of(1)}-1 s. 3]” Now: “It says that. [{code_of(1)}-1]”",
        f'if it is still what you picked it for: publisher guide pick "{name_of(1)}" "3(3)" --column law; else empty the row',
    ]
    output = run(folder, "guide", "pick", name_of(1), "3(3)", "--column", "law")
    assert output.startswith("noted again: ")
    assert told(folder) == []
    assert opened(folder)["Picks"]["A3"].value is None


def test_a_pick_that_points_to_an_empty_cell_must_be_mended_before_the_guide_is_built(folder):
    run(folder, "guide", "pick", name_of(1), "3(3)", "-q")
    change(folder, 1, None)

    expected = (
        f"{name_of(1)}, article 3(3): 'Current national law' holds no text that could be picked"
    )
    assert told(folder, expect=1) == [
        "MUST FIX G705",
        f"Picks!B2 ({name_of(1)}, Article): {expected}",
        "choose another column or article; a row of the sheet Picks that names this one must be emptied",
    ]
    output = run(folder, "guide", "--format", "csv", expect=1)
    assert f"guide.xlsx: Picks!B2 ({name_of(1)}, Article): MUST FIX G705: {expected}" in output
    assert not (folder / "output/guide/guide.assessments.csv").exists()
    assert "G705" in run(folder, "guide", "pick", name_of(1), "3(3)", expect=1)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            {"Country": "Invented Contry 01"},
            [
                "MUST FIX G703",
                "Picks!A2 (Invented Contry 01, Country): 'Invented Contry 01' is no country whose workbook is in the project",
                "did you mean 'Invented Country 01'? If not, write the country as its workbook calls it, or its two-letter code",
            ],
        ),
        (
            {"Article": "3(9)"},
            [
                "MUST FIX G704",
                "Picks!B2 (Invented Country 01, Article): '3(9)' is no article of the treaty that has a row of its own",
                "did you mean '9(3)'? If not, write the article as the workbooks do: 3(1)(c)",
            ],
        ),
        (
            {"Column": ""},
            [
                "MUST FIX G709",
                "Picks!C2 (Invented Country 01, Column): the row has no entry under 'Column'",
                "fill it in, or empty the whole row",
            ],
        ),
    ],
)
def test_a_pick_that_names_nothing_that_is_there_is_told_with_its_place(folder, row, expected):
    write(folder, "Picks", [PICK | row])

    assert told(folder, expect=1) == expected


def test_a_pick_without_its_text_and_one_made_twice_are_told(folder):
    write(folder, "Picks", [PICK, PICK | {"Country": code_of(1)}])

    assert told(folder) == [
        "PLEASE CHECK G707",
        f"nobody has noted what the text was when it was picked: {name_of(1)}, article 3(3), 'Current national law'; so a later change would not be noticed",
        f"Picks!B2 ({name_of(1)}, Article)",
        f"Picks!B3 ({code_of(1)}, Article)",
        f'let the program note it: publisher guide pick "{name_of(1)}" "3(3)" --column law',
        "PLEASE CHECK G708",
        f"Picks!B3 ({code_of(1)}, Article): this text is picked twice; the first time in B2",
        "empty one of the two rows",
    ]


def test_without_a_workbook_of_the_guide_nothing_can_be_picked(tmp_path):
    (tmp_path / "workbooks").mkdir()

    output = run(tmp_path, "guide", "pick", "Nowhere", "3(3)", expect=1)

    assert output == (
        f"{tmp_path / 'workbooks/guide.xlsx'}: MUST FIX G717: there is no workbook of the guide yet\n"
        "    make one with: publisher guide new\n"
    )


def test_a_full_sheet_takes_no_further_pick(folder):
    write(folder, "Picks", [PICK | {"Why it was picked": str(number)} for number in range(400)])

    output = run(folder, "guide", "pick", name_of(2), "3(3)", expect=1)

    assert output == (
        "guide.xlsx: MUST FIX G720: the sheet 'Picks' has no free row left\n    delete rows that are no longer wanted\n"
    )


def test_a_column_that_does_not_exist_is_told(folder):
    output = run(folder, "guide", "pick", name_of(1), "3(3)", "--column", "laws", expect=2)

    assert output.endswith(
        "Error: --column is one of law, reforms, compliance, Current national law, Legal reforms, Compliance with the Protocol, not 'laws'\n"
    )


def test_a_changed_text_is_left_out_of_the_guide_until_it_is_picked_again(folder):
    run(folder, "guide", "pick", name_of(1), "3(3)", "-q")
    change(folder, 1, "Another invented law.")

    output = run(folder, "guide", "--format", "html", "-q")

    assert f"left out: the pick of {name_of(1)}, opsc-3-3/law: its text has changed\n" in output
    assert "<blockquote" not in (folder / "output/guide/guide.html").read_text(encoding="utf-8")
    run(
        folder,
        "guide",
        "pick",
        name_of(1),
        "article 3, para. 3",
        "--column",
        "current national LAW",
        "--gap",
        "-q",
    )
    run(folder, "guide", "--format", "html", "-q")
    page = (folder / "output/guide/guide.html").read_text(encoding="utf-8")
    assert "Another invented law." in page.split("Common gaps")[1].split("</blockquote>")[0]


def test_that_a_picked_text_has_changed_cannot_be_let_stand(folder):
    """It is left out of the guide; what brings it back is to pick it again."""
    run(folder, "guide", "pick", name_of(1), "3(3)", "-q")
    change(folder, 1, "Another invented law.")
    run(folder, "check", "guide", "--annotate", "-q")
    mark = re.search(r"G706-[0-9a-f]{4}", opened(folder)["Picks"]["H2"].value)[0]
    write(
        folder, "Picks", [{"Let stand: mark of the problem and your reason": f"{mark} it is fine"}]
    )

    assert [line for line in told(folder) if line.startswith("PLEASE")] == [
        "PLEASE CHECK G706",
        "PLEASE CHECK C259",
    ]


@pytest.mark.long
def test_that_a_pick_becomes_a_gap_is_told(folder):
    run(folder, "guide", "pick", name_of(1), "3(3)", "--best", "-q")

    output = run(folder, "guide", "pick", name_of(1), "3(3)", "--gap")

    assert output.splitlines()[0] == (
        f"noted again: {name_of(1)}, article 3(3), 'Current national law', as: Common gap (it was: Good example)"
    )
    assert told(folder) == [
        "PLEASE CHECK G721",
        f"Picks!E2 ({name_of(1)}, In ‘Best of’): a gap cannot stand on the page 'Best of', and is left out there",
        "empty this cell, or make it a good example",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "**1.** The Act [{code}-1]",
        pytest.param("- 1. The Act", marks=pytest.mark.long),
        "a\n\n*b* [{code}-1]",
        pytest.param("1998. The Act", marks=pytest.mark.long),
    ],
)
def test_a_text_that_was_just_picked_has_not_changed(folder, text):
    change(folder, 1, text.format(code=code_of(1)))

    run(folder, "guide", "pick", name_of(1), "3(3)", "-q")

    assert told(folder) == []


def test_a_pick_is_written_where_its_columns_stand(folder):
    book = opened(folder)
    book["Picks"]["B1"] = "Artcle"  # taken for 'Article', as the check does
    book["Picks"].title = "Pick"
    book.save(folder / "workbooks/guide.xlsx")

    run(folder, "guide", "pick", name_of(1), "3(3)", "-q")

    assert [cell.value for cell in opened(folder)["Pick"][2]][:3] == [
        name_of(1),
        "3(3)",
        "Current national law",
    ]
    book["Pick"].delete_cols(2)
    book.save(folder / "workbooks/guide.xlsx")
    assert "S102" in run(folder, "guide", "pick", name_of(1), "3(3)", expect=1)


def test_a_workbook_that_cannot_be_read_does_not_stop_the_guide(folder):
    run(folder, "guide", "pick", name_of(1), "3(3)", "-q")
    (folder / "workbooks/country-1.xlsx").write_bytes(b"no workbook")

    assert told(folder)[:2] == [
        "PLEASE CHECK G703",
        f"Picks!A2 ({name_of(1)}, Country): '{name_of(1)}' is no country whose workbook is in the project",
    ]
    output = run(folder, "guide", "--format", "csv", "-q")
    assert (
        "left out: country-1.xlsx: its workbook has problems that must be fixed first\n" in output
    )


def test_a_source_key_of_two_countries_is_told(folder):
    for number in (1, 2):
        path = folder / f"workbooks/country-{number}.xlsx"
        book = openpyxl.load_workbook(path)
        for key, text in (
            ("Key", "UN-1"),
            ("Type", "NGO document"),
            ("Title, original language", "An invented paper"),
        ):
            column = [cell.value for cell in book["Sources"][1]].index(key) + 1
            book["Sources"].cell(9, column).value = text
        book.save(path)
    fact(folder, "introduction", "See [UN-1].")

    assert told(folder, expect=1)[:2] == [
        "MUST FIX G724",
        f"Guide!C7 (Introduction): the key UN-1 stands in the workbooks of several countries: {name_of(1)}, {name_of(2)}; so nobody can tell which source is meant",
    ]


# Other sheets


def test_texts_are_checked_as_those_of_the_countries(folder):
    fact(folder, "introduction", "This is to be completed.")
    write(folder, "Chapters", [{"Hints for advocates": "Cite it. [QZ-9 para. 3]"}])
    write(folder, "Glossary", [{"Term": "Committee", "Meaning": "Experts."}], first=20)
    write(folder, "Glossary", [{"Meaning": "Nothing before."}], first=21)

    assert told(folder, expect=1) == [
        "MUST FIX G715",
        f"Chapters!D2 ({opsc().orders[0].groups[0].title}, Hints for advocates): no country's workbook has a source with the key QZ-9",
        "copy the key from the sheet Sources of the country's workbook",
        "MUST FIX G709",
        "Glossary!A21: the row has no entry under 'Term'",
        "fill it in, or empty the whole row",
        "PLEASE CHECK C224",
        "Guide!C7 (Introduction): 'to be completed' looks like a placeholder that was to be replaced",
        "write the text, or empty the cell if nobody has looked yet; a final report cannot be built with it",
        "PLEASE CHECK G713",
        "Glossary!A20 (Committee, Term): 'Committee' is explained twice; the first time in A3",
        "keep one of the two",
    ]


def test_chapters_of_another_order_or_of_none_are_told(folder):
    order = next(each for each in opsc().orders if each.id != opsc().orders[0].id)
    write(folder, "Chapters", [{"Chapter id": order.groups[0].id, "Introduction": "Text."}])
    write(folder, "Chapters", [{"Chapter id": "none", "Introduction": "Text."}], first=3)
    write(folder, "Chapters", [{"Introduction": "Text."}], first=4)
    write(
        folder,
        "Chapters",
        [{"Chapter id": opsc().orders[0].groups[2].id, "Introduction": "Text."}],
        first=5,
    )

    lines = told(folder, expect=1)
    assert [line for line in lines if re.match(r"MUST|PLEASE|Chapters!", line)] == [
        "MUST FIX G710",
        "Chapters!A3: 'none' is the id of no chapter, so its texts cannot be printed",
        "MUST FIX G712",
        f"Chapters!A5 ({opsc().orders[0].groups[2].title}, Chapter id): the chapter '{opsc().orders[0].groups[2].id}' has two rows",
        "PLEASE CHECK G711",
        f"Chapters!A2 ({order.groups[0].title}, Chapter id): this chapter belongs to another order of the subject areas than the one in use ('{opsc().orders[0].name}'), so its texts are not printed",
    ]


def test_problems_are_marked_in_the_workbook_and_can_be_dismissed(folder):
    write(folder, "Further resources", [{"Theme": "Law", "Title": "Laws", "Web address": ADDRESS}])

    run(folder, "check", "guide", "--annotate", "-q")

    sheet = opened(folder)["Further resources"]
    mark = re.fullmatch(
        r"PLEASE CHECK Web address: nobody has noted when this address was last opened → .* \[(G714-[0-9a-f]{4})\]",
        sheet["G2"].value,
    )
    assert mark
    write(
        folder,
        "Further resources",
        [{"Let stand: mark of the problem and your reason": f"{mark[1]} opened by all"}],
    )
    assert told(folder) == []


def test_a_final_guide_without_a_date_is_told(folder):
    fact(folder, "status", "Final")

    assert told(folder, expect=1) == [
        "MUST FIX C212",
        "Guide!C5 (Date of this version): 'Date of this version' is empty, but the status is final",
        "fill it in, or set the status to draft",
        "PLEASE CHECK G723",
        f"Guide!C6 (Status): the guide is final, but these reports are not: {name_of(1)}, {name_of(2)}",
        "set the status of the guide to draft until they are final",
    ]


# In the guide


@pytest.fixture(scope="module")
def whole(prepared, tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole") / "project"
    shutil.copytree(prepared, folder)
    edit(folder)
    assert told(folder)[:1] == ["PLEASE CHECK G723"]
    return folder


@pytest.fixture
def edited(whole, tmp_path):
    """A guide with everything that an editor can add."""
    shutil.copytree(whole, tmp_path / "whole")
    return tmp_path / "whole"


def test_all_that_an_editor_adds_is_in_the_guide(edited):
    run(edited, "guide", "--format", "html", "--format", "csv", "-q")

    page = (edited / "output/guide/guide.html").read_text(encoding="utf-8")
    chapter = page.split(f'id="chapter-{area_of(PICKED)}"')[1].split('<section class="chapter"')[0]
    best = page.split('<section id="best">')[1].split('<section id="pages">')[0]
    assert "<h1>A guide to invented law</h1>" in page
    for text in (
        "First edition",
        "1.0 · 31 March 2026 · Final",
        "<li>One</li>",
        "editor@example.org",
        "To nobody.",
    ):
        assert text in page
    for text in ("It begins.", "Hint one", "Why?", "Whoever …", "It costs. No."):
        assert text in chapter
    assert '<blockquote dir="auto"><p>An invented law. It says this.</p></blockquote>' in chapter
    assert (
        "<strong>Clear.</strong> (Concluding observations on an invented country, para.\u00a09"
        in chapter
    )
    assert (
        chapter.index("Good examples") < chapter.index("Common gaps") < chapter.index("Too narrow.")
    )
    assert "An invented law. It says this." in best
    assert "Too narrow." not in best
    assert f'href="{ADDRESS}"' in page
    assert "A library, opened on 3 February 2026" in page
    assert "What is not here yet" not in page
    quotes = csv.DictReader(
        io.StringIO((edited / "output/guide/guide.quotes.csv").read_text(encoding="utf-8-sig"))
    )
    assert [
        (row["kind"], row["country"], row["text"])
        for row in quotes
        if row["kind"] in ("good_example", "gap")
    ] == [
        ("good_example", name_of(1), "An invented law. It says this."),
        ("gap", name_of(2), "An invented law. It says this."),
    ]


@pytest.mark.long  # test_office.py shows it of the workbooks
def test_a_workbook_that_libreoffice_saved_makes_the_same_guide(edited, convert, tmp_path):
    run(edited, "guide", "--format", "html", "-q")
    before = (edited / "output/guide/guide.html").read_bytes()

    shutil.copy(
        convert(edited / "workbooks/guide.xlsx", "xlsx", tmp_path), edited / "workbooks/guide.xlsx"
    )
    run(edited, "guide", "--format", "html", "-q")

    assert told(edited)[:1] == ["PLEASE CHECK G723"]
    assert (edited / "output/guide/guide.html").read_bytes() == before


def test_the_guide_goes_to_the_printer_in_four_inks(edited):
    run(edited, "guide", "--provisions", "3(3)", "--format", "print", "-q")

    with pikepdf.open(edited / "output/guide/guide-selection.print.pdf") as pdf:
        assert {
            float(page.BleedBox[2] - page.BleedBox[0]) > float(page.TrimBox[2] - page.TrimBox[0])
            for page in pdf.pages
        } == {True}
        (intent,) = pdf.Root.OutputIntents
        assert int(intent.DestOutputProfile.N) == 4


def test_the_main_gaps_of_a_country_begin_with_those_picked(edited):
    run(edited, "guide", "--format", "html", "-q")

    page = (edited / "output/guide/guide.html").read_text(encoding="utf-8")
    own = page.split(f'<details class="country" id="country-{code_of(2)}">')[1].split("</details>")[
        0
    ]
    gaps = re.findall(
        r"<div><dt>(art[^<]*)</dt>", own.split("Main gaps")[1].split("Latest reforms")[0]
    )
    assert gaps[0] == "art.\u00a03, para.\u00a03"
    assert 1 < len(gaps) <= 3


def test_without_an_editor_the_guide_says_what_is_missing(folder):
    (folder / "workbooks/guide.xlsx").unlink()

    run(folder, "guide", "--format", "html", "-q")

    page = (folder / "output/guide/guide.html").read_text(encoding="utf-8")
    missing = page.split("What is not here yet")[1].split("</ul>")[0]
    assert [line.split("<")[0] for line in missing.split("<li>")[1:]] == [
        "Introduction, how the countries were chosen, steps of a reform, ethics and safety",
        "Good examples and common gaps chosen by an editor, and the page ‘Best of’",
        "Questions to put to a government, hints for advocates, model wording, objections and replies",
        "Glossary",
        "Further resources",
    ]


def test_every_link_inside_the_guide_leads_somewhere(edited):
    run(edited, "guide", "--format", "html", "-q")

    page = (edited / "output/guide/guide.html").read_text(encoding="utf-8")
    links = set(re.findall(r'href="#([^"]+)"', page))
    assert links - set(re.findall(r'id="([^"]+)"', page)) == set()
    assert f"country-{code_of(1)}" in links


def test_links_into_the_reports_lead_to_rows_and_sources_that_are_there(edited):
    run(edited, "build", "country-1", "--format", "html", "-q")
    run(edited, "guide", "--format", "html", "-q")

    page = (edited / "output/guide/guide.html").read_text(encoding="utf-8")
    report = (edited / "output/country-1/country-1.html").read_text(encoding="utf-8")
    assert "country-2.html" not in page  # which was not built
    anchors = set(re.findall(r'href="\.\./country-1/country-1\.html#([^"]+)"', page))
    assert {f"row-{PICKED}", f"source-{code_of(1)}-1"} <= anchors
    assert anchors - set(re.findall(r'id="([^"]+)"', report)) == set()


def test_pdf_and_word_hold_no_link_that_only_works_beside_the_web_pages(edited):
    run(edited, "guide", "--format", "docx", "-q")

    with zipfile.ZipFile(edited / "output/guide/guide.docx") as archive:
        relations = archive.read("word/_rels/document.xml.rels").decode()
    external = re.findall(r'Target="([^"]+)"[^>]*TargetMode="External"', relations)
    assert external
    assert all(each.startswith(("https://", "mailto:")) for each in external)


def test_a_treaty_without_starters_begins_empty(tmp_path):
    folder = tmp_path / "treaty"
    folder.mkdir()
    for name in ("treaty.toml", "provisions.csv", "parties.csv"):
        (folder / name).write_bytes((TOP / f"publisher/treaties/opsc/{name}").read_bytes())

    assert read_treaty(folder).starters == {}


# What must not get lost between a country's report and the guide


def set_fact(folder, number, field, value):
    path = folder / f"workbooks/country-{number}.xlsx"
    book = openpyxl.load_workbook(path)
    next(row for row in book["Country"].iter_rows() if row[0].value == field)[2].value = value
    book.save(path)


def page_of(folder):
    run(folder, "guide", "--format", "html", "--format", "csv", "-q")
    return (folder / "output/guide/guide.html").read_text(encoding="utf-8")


@pytest.mark.long
def test_a_mark_of_a_report_stands_on_the_cover_on_each_page_and_at_the_country(folder):
    mark = "INVENTED COUNTRY, FOR TESTING ONLY"
    set_fact(folder, 2, "mark", "Invented country, for testing only")

    page = page_of(folder)

    assert f'<p class="mark">{mark}</p>' in page
    assert f"<b>{mark}</b></div>" in page  # the running head
    own = page.split(f'id="country-{code_of(2)}"')[1].split("</section>")[0]
    assert f"<dt>Mark</dt><dd>{mark}</dd>" in own
    assert mark not in page.split(f'id="country-{code_of(1)}"')[1].split("</section>")[0]
    countries = csv.DictReader(
        io.StringIO((folder / "output/guide/guide.countries.csv").read_text("utf-8-sig"))
    )
    assert [row["mark"] for row in countries] == ["", mark]
    run(folder, "guide", "--format", "docx", "-q")
    with zipfile.ZipFile(folder / "output/guide/guide.docx") as archive:
        heads = [
            archive.read(name).decode() for name in archive.namelist() if "word/header" in name
        ]
    assert heads
    assert all(mark in head for head in heads)


def test_a_state_that_is_not_a_party_is_said_to_be_none(folder):
    set_fact(folder, 1, "instrument", "Not a party")
    set_fact(folder, 1, "bound", None)

    own = page_of(folder).split(f'id="country-{code_of(1)}"')[1].split("</section>")[0]

    assert "<dt>Ratified or acceded</dt><dd>Not a party</dd>" in own


def test_where_nothing_is_assessed_no_gap_is_denied(folder):
    path = folder / "workbooks/country-1.xlsx"
    book = openpyxl.load_workbook(path)
    for row in range(3, book["Provisions"].max_row + 1):
        book["Provisions"].cell(row, column_of(book["Provisions"], "assessment")).value = None
    book.save(path)

    own = page_of(folder).split(f'id="country-{code_of(1)}"')[1].split("</section>")[0]

    assert (
        "has been assessed, so no gaps are named here. That does not mean that there are none."
        in own
    )


def test_a_confidential_source_is_nowhere_named(folder):
    path = folder / "workbooks/country-1.xlsx"
    book = openpyxl.load_workbook(path)
    headings = [cell.value for cell in book["Sources"][1]]
    book["Sources"].cell(2, headings.index("Title, original language") + 1).value = "A secret paper"
    book["Sources"].cell(2, headings.index("Confidential") + 1).value = "Yes"
    book.save(path)
    run(
        folder,
        "guide",
        "pick",
        name_of(1),
        "3(3)",
        "--best",
        "--why",
        f"See [{code_of(1)}-1].",
        "-q",
    )

    page = page_of(folder)

    assert "An invented law. It says this." in page
    assert "secret" not in page
    assert not any(
        "secret" in path.read_text("utf-8-sig") for path in (folder / "output/guide").glob("*.csv")
    )


def test_a_source_that_nobody_read_in_the_original_is_marked_so(folder):
    path = folder / "workbooks/country-1.xlsx"
    book = openpyxl.load_workbook(path)
    headings = [cell.value for cell in book["Sources"][1]]
    book["Sources"].cell(2, headings.index("Read in the primary source") + 1).value = "No"
    book.save(path)
    run(folder, "guide", "pick", name_of(1), "3(3)", "-q")

    sources = page_of(folder).split("Sources: ")[1].split("</p>")[0]

    assert (
        re.sub("<.*?>", "", sources)
        == f"An invented act, s.\u00a03 [{code_of(1)}-1], not checked against the primary source"
    )


def test_of_two_workbooks_of_a_country_the_one_that_can_be_published_is_checked_picked_and_printed(
    folder,
):
    good = folder / "workbooks/country-1.xlsx"
    shutil.copy(good, folder / "workbooks/country-1-new.xlsx")
    book = openpyxl.load_workbook(good)
    book["Provisions"]["A3"].value = "nonsense"  # the id of a row
    change_text = book["Provisions"].cell(
        row_of(book["Provisions"], "id", PICKED), column_of(book["Provisions"], "law")
    )
    change_text.value = None
    book.save(good)

    run(folder, "guide", "pick", name_of(1), "3(3)", "-q")

    assert told(folder) == []
    page = page_of(folder)
    assert "An invented law. It says this." in page
    output = run(folder, "guide", "--countries", "country-1", "--format", "csv", expect=1)
    assert "G701" in output


def test_texts_of_a_french_workbook_are_marked_as_french_and_all_else_is_english(folder, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    run(elsewhere, "new", "Senegal", "--language", "fr", "-q")
    path = elsewhere / "workbooks/senegal.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["Dispositions"]
    headings = [cell.value for cell in sheet[1]]
    row = next(row for row in sheet.iter_rows() if row[0].value == PICKED)
    for heading, text in {
        "Réformes législatives": "Texte inventé de 2015. [SN-1]",
        "Appréciation": "Conforme en partie",
        "Auteur de l’appréciation": "Comité des droits de l’enfant",
        "Date de l’appréciation": "2014",
    }.items():
        row[headings.index(heading)].value = text
    sources = book["Sources"]
    names = [cell.value for cell in sources[1]]
    sources.cell(2, names.index("Type") + 1).value = "Loi nationale"
    sources.cell(2, names.index("Titre, langue d’origine") + 1).value = "Loi inventée"
    book.save(path)
    shutil.copy(path, folder / "workbooks/senegal.xlsx")

    page = page_of(folder)

    chapter = page.split(f'id="chapter-{area_of(PICKED)}"')[1].split('<section class="chapter"')[0]
    assert '<dd dir="auto"><bdi lang="fr">Texte inventé de 2015.</bdi>' in chapter
    assert ">Senegal</a>" in page
    assert "Committee on the Rights of the Child, 2014" in page
    assert "Comité" not in page
    assert "Peines" not in page
