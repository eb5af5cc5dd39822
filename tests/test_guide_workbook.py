"""What an editor adds to the guide: the workbook for it, its checks, picks, and how they come into the guide.

All countries here are invented, and say so.
"""

import csv
import io
import re
import shutil
import zipfile

import openpyxl
import pytest

from publisher.treaty import read_treaty
from tests.guide_projects import ADDRESS, PICKED, area_of, edit, fact, guide_project, opened, run, write
from tests.invented import code_of, invented, name_of
from tests.support import TOP, column_of, opsc, row_of, saved


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


def test_a_new_workbook_begins_with_a_row_for_each_subject_area_and_no_problem_that_must_be_fixed(folder):
    book = opened(folder)

    assert book.sheetnames[:6] == ["Read me", "Guide", "Chapters", "Picks", "Glossary", "Further resources"]
    areas = [row[1].value for row in book["Chapters"].iter_rows(min_row=2)]
    assert areas == [group.title for group in opsc().orders[0].groups]
    assert told(folder) == []


def test_a_workbook_that_is_there_is_never_overwritten(folder):
    before = (folder / "workbooks/guide.xlsx").read_bytes()

    output = run(folder, "guide", "new", expect=2)

    assert output.endswith(f"Error: {folder / 'workbooks/guide.xlsx'} is there already and was left as it was.\n")
    assert (folder / "workbooks/guide.xlsx").read_bytes() == before


def test_the_resources_that_the_project_has_always_named_are_there():
    listed = " ".join(f"{each['title']} {each['publisher']}" for each in opsc().starters["resources"])

    for name in ("IPEC", "NATLEX", "INTERPOL", "UNICEF", "Innocenti", "ECPAT", "Shared Hope", "Treaty Body"):
        assert name in listed


def test_an_address_that_nobody_has_opened_yet_is_told(folder):
    write(folder, "Further resources", [{"Theme": "Law", "Title": "Laws", "Web address": ADDRESS}])

    assert told(folder) == [
        "PLEASE CHECK G714",
        "Further resources!D2: nobody has noted when this address was last opened",
        "open it, see that it shows what the row says, and write the day under 'Last opened on'",
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
    output = run(folder, "guide", "pick", name_of(1), "art. 3 (3)", "--why", "It is invented.", "--best")

    row = [cell.value for cell in opened(folder)["Picks"][2]]
    assert row[:7] == [
        name_of(1), "3(3)", "Current national law", "Good example", "Yes", "It is invented.",
        f"An invented law. It says this. [{code_of(1)}-1 s. 3]",
    ]  # fmt: skip
    assert output.startswith(f"picked: {name_of(1)}, article 3(3), 'Current national law'\n    An invented law.")
    assert re.search(r"the old file is kept: \S*backup/guide [\d -]+\.xlsx\n$", output)
    assert told(folder) == []


def test_a_text_is_picked_by_code_and_column_and_as_a_gap(folder):
    run(folder, "guide", "pick", code_of(2), PICKED, "--column", "law", "--gap", "-q")
    run(folder, "guide", "pick", code_of(1), PICKED, "-q")

    rows = [[cell.value for cell in row[:4]] for row in opened(folder)["Picks"].iter_rows(min_row=2, max_row=3)]
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
        f"Picks!G2: the picked text has changed since it was picked: {name_of(1)}, article 3(3), 'Current national law'. "
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

    expected = f"the pick points to an empty cell: {name_of(1)}, article 3(3), 'Current national law' holds no text"
    assert told(folder, expect=1) == [
        "MUST FIX G705",
        f"Picks!B2: {expected}",
        "choose another column or article, or empty the row of the pick",
    ]
    output = run(folder, "guide", "--format", "csv", expect=1)
    assert f"guide.xlsx: Picks!B2: MUST FIX G705: {expected}" in output
    assert not (folder / "output/guide/guide.assessments.csv").exists()
    assert "G705" in run(folder, "guide", "pick", name_of(1), "3(3)", expect=1)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            {"Country": "Invented Contry 01"},
            [
                "MUST FIX G703",
                "Picks!A2: 'Invented Contry 01' is no country whose workbook is in the project",
                "did you mean 'Invented Country 01'? If not, write the country as its workbook calls it, or its two-letter code",
            ],
        ),
        (
            {"Article": "3(9)"},
            [
                "MUST FIX G704",
                "Picks!B2: '3(9)' is no article of the treaty that has a row of its own",
                "did you mean '9(3)'? If not, write the article as the workbooks do: 3(1)(c)",
            ],
        ),
        (
            {"Column": ""},
            ["MUST FIX G709", "Picks!C2: the row has no entry under 'Column'", "fill it in, or empty the whole row"],
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
        f"Picks!B2: nobody has noted what the text was when it was picked: {name_of(1)}, article 3(3), 'Current national law'; so a later change would not be noticed",
        f"Picks!B3: nobody has noted what the text was when it was picked: {name_of(1)}, article 3(3), 'Current national law'; so a later change would not be noticed",
        f'let the program note it: publisher guide pick "{name_of(1)}" "3(3)" --column law',
        "PLEASE CHECK G708",
        "Picks!B3: this text is picked twice; the first time in B2",
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

    assert output.endswith("Error: --column is one of law, reforms, compliance, not 'laws'\n")


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
        "Glossary!A20: 'Committee' is explained twice; the first time in A3",
        "keep one of the two",
    ]


def test_chapters_of_another_order_or_of_none_are_told(folder):
    order = next(each for each in opsc().orders if each.id != opsc().orders[0].id)
    write(folder, "Chapters", [{"Chapter id": order.groups[0].id, "Introduction": "Text."}])
    write(folder, "Chapters", [{"Chapter id": "none", "Introduction": "Text."}], first=3)
    write(folder, "Chapters", [{"Introduction": "Text."}], first=4)
    write(folder, "Chapters", [{"Chapter id": opsc().orders[0].groups[2].id, "Introduction": "Text."}], first=5)

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
    write(folder, "Further resources", [{"Let stand: mark of the problem and your reason": f"{mark[1]} opened by all"}])
    assert told(folder) == []


def test_a_final_guide_without_a_date_is_told(folder):
    fact(folder, "status", "Final")

    assert told(folder, expect=1) == [
        "MUST FIX C212",
        "Guide!C5 (Date of this version): 'Date of this version' is empty, but the status is final",
        "fill it in, or set the status to draft",
    ]


# In the guide


@pytest.fixture(scope="module")
def whole(prepared, tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole") / "project"
    shutil.copytree(prepared, folder)
    edit(folder)
    assert told(folder) == []
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
    for text in ("First edition", "1.0 · 31 March 2026 · Final", "<li>One</li>", "editor@example.org", "To nobody."):
        assert text in page
    for text in ("It begins.", "Hint one", "Why?", "Whoever …", "It costs. No."):
        assert text in chapter
    assert "<blockquote><p>An invented law. It says this.</p></blockquote>" in chapter
    assert "<strong>Clear.</strong> (Concluding observations on an invented country, para.\u00a09" in chapter
    assert chapter.index("Good examples") < chapter.index("Common gaps") < chapter.index("Too narrow.")
    assert "An invented law. It says this." in best
    assert "Too narrow." not in best
    assert f'href="{ADDRESS}"' in page
    assert "A library, opened on 3 February 2026" in page
    assert "What is not here yet" not in page
    quotes = csv.DictReader(io.StringIO((edited / "output/guide/guide.quotes.csv").read_text(encoding="utf-8-sig")))
    assert [(row["kind"], row["country"], row["text"]) for row in quotes if row["kind"] in ("good_example", "gap")] == [
        ("good_example", name_of(1), "An invented law. It says this."),
        ("gap", name_of(2), "An invented law. It says this."),
    ]


def test_the_main_gaps_of_a_country_begin_with_those_picked(edited):
    run(edited, "guide", "--format", "html", "-q")

    page = (edited / "output/guide/guide.html").read_text(encoding="utf-8")
    own = page.split(f'<section class="country" id="country-{code_of(2)}">')[1].split("</section>")[0]
    gaps = re.findall(r"<div><dt>(art[^<]*)</dt>", own.split("Main gaps")[1].split("Latest reforms")[0])
    assert gaps[0] == "art. 3, para. 3"
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
    run(edited, "guide", "--format", "html", "-q")
    run(edited, "build", "country-1", "--format", "html", "-q")

    page = (edited / "output/guide/guide.html").read_text(encoding="utf-8")
    report = (edited / "output/country-1/country-1.html").read_text(encoding="utf-8")
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
