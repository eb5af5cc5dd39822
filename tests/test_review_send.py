"""Drafts for review: what the NGO receives, what is noted and kept. Examplia and everybody in it are invented."""

import io
import re
import zipfile
from datetime import UTC, date, datetime
from functools import cache
from xml.etree import ElementTree

import openpyxl
import pytest
from click.testing import CliRunner

from publisher.cli.main import main
from publisher.compose.draft import Recipient, compose_draft
from publisher.compose.presentation import Presentation
from publisher.domain.digest import digest_of
from publisher.domain.worded import WordedTreaty
from publisher.project.files import replace_workbook
from publisher.writers.docx import write_draft
from tests.support import TOP, W, checked, docx_part, english, filled, opsc, saved
from tests.validators import own_faults, sdk_findings, validator_findings

pytestmark = pytest.mark.slow  # each test makes a draft

TEMPLATE = (TOP / "templates/docx/review_draft.docx").read_bytes()
ROWS = """
id       | law | reforms | question
opsc-1   | **Crime.** See [QX-1 s. 2]; always. | Nothing found | Is it still in force?
opsc-3-3 | Fines. | - first⏎- second [QX-1] |
"""
SOURCES = "key | type | title | verified\nQX-1 | National law | Lex infantium | Yes"
NGO = "Example Children’s Network"


def book():
    return filled(ROWS, SOURCES, {"version_date": "2026-03-31", "contact": "reports@example.org"})


@cache
def report():
    return checked(book())[0]


def draft(**choices):
    return compose_draft(
        report(),
        WordedTreaty(opsc(), english()),
        Presentation("Example Coalition"),
        Recipient(NGO, **choices),
    )


def word(**choices):
    return write_draft(draft(**choices), TEMPLATE, template_name="review_draft.docx")


def part(content, name="document"):
    return ElementTree.fromstring(docx_part(content, f"word/{name}.xml"))


def texts(root):
    return [
        "".join(each.text or "" for each in paragraph.iter(f"{W}t"))
        for paragraph in root.iter(f"{W}p")
    ]


# What the NGO receives


def test_the_draft_is_sound():
    content = word()

    assert validator_findings(content) == []
    assert sdk_findings(content) == []
    assert own_faults(content) == []


def test_the_letter_says_what_is_asked_how_and_until_when():
    lines = [text.replace("\u00a0", " ") for text in texts(part(word(due=date(2027, 1, 31))))]

    assert lines[:7] == [
        "DRAFT FOR REVIEW, NOT FOR PUBLICATION",
        "Example Coalition",
        "To: Example Children’s Network",
        "Draft for review",
        "Examplia: law and reform under the Optional Protocol on the sale of children, child prostitution and child"
        " pornography",
        "Dear Example Children’s Network,",
        "What we ask",
    ]
    assert "Please send your copy back by 31 January 2027." in lines
    assert (
        "Please send it as a Word document (.docx), under any name, to: reports@example.org"
        in lines
    )
    assert "art. 1 General prohibition: Is it still in force?" in lines


def test_texts_stand_as_the_workbook_holds_them_with_the_keys_of_their_sources():
    lines = [text.replace("\u00a0", " ") for text in texts(part(word()))]

    assert "Crime. See [QX-1 s. 2]; always." in lines
    assert lines.count("second [QX-1]") == 1
    assert not list(part(word()).iter(f"{W}footnoteReference"))


def test_a_question_is_a_comment_at_the_first_content_cell_of_its_row():
    content = word()

    (comment,) = part(content, "comments").iter(f"{W}comment")  # ECMA-376 Part 1, 17.13.4.2
    assert (comment.get(f"{W}author"), texts(comment)) == ("Researcher", ["Is it still in force?"])
    document = part(content)
    (start,) = document.iter(f"{W}commentRangeStart")
    (cell,) = [cell for cell in document.iter(f"{W}tc") if start in list(cell.iter())]
    names = [mark.get(f"{W}name") for mark in cell.iter(f"{W}bookmarkStart")]
    assert names == ["c_opsc_1_law"]
    assert [each.get(f"{W}id") for each in cell.iter(f"{W}commentReference")] == [
        comment.get(f"{W}id")
    ]


def test_each_cell_and_the_draft_say_in_several_ways_what_they_are():
    content, own = word(), draft()

    document = part(content)
    marks = {mark.get(f"{W}name") for mark in document.iter(f"{W}bookmarkStart")}
    assert {"r_opsc_1", "c_opsc_1_law", "c_opsc_1_reforms", "c_opsc_1_compliance"} <= marks
    assert "Contentlaw" in {each.get(f"{W}val") for each in document.iter(f"{W}pStyle")}
    assert "r_opsc_1" in {link.get(f"{W}anchor") for link in document.iter(f"{W}hyperlink")}
    assert "opsc-1" in {text.text for text in document.iter(f"{W}t")}
    # LibreOffice writes a control beside a link across it, where the row was deleted.
    assert list(document.iter(f"{W}sdt")) == []
    properties = docx_part(content, "docProps/custom.xml")
    assert re.findall(r'name="(\w+)"><vt:lpwstr>([^<]*)', properties) == [
        ("publisherDraft", "QX-1"),
        ("publisherBuild", own.build),
        ("publisherRecipient", NGO),
    ]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        footers = [archive.read(name).decode() for name in archive.namelist() if "footer" in name]
    assert all(f"Draft QX-1 · build {own.build} · {NGO}" in footer for footer in footers)


def test_tracking_is_on_and_stays_on_and_nobody_is_kept_from_writing():
    settings = part(word(), "settings")

    assert settings.find(f"{W}trackRevisions") is not None  # 17.15.1.90
    protection = settings.find(f"{W}documentProtection")  # 17.15.1.29
    assert (protection.get(f"{W}edit"), protection.get(f"{W}enforcement")) == (
        "trackedChanges",
        "1",
    )
    assert not [name for name in protection.attrib if "hash" in name.lower()]  # no password


def test_a_draft_of_some_provisions_holds_no_others():
    rows = [row.id for group in draft(provisions=("opsc-3-3",)).report.groups for row in group.rows]

    assert rows == ["opsc-3-3"]


def test_each_draft_has_a_build_of_its_own_and_the_same_draft_the_same():
    builds = [
        draft().build,
        draft().build,
        draft(round=2).build,
        draft(due=date(2027, 1, 31)).build,
    ]

    assert builds[0] == builds[1]
    assert len(set(builds)) == 3


# What is noted and kept


@pytest.fixture
def project(tmp_path):
    (tmp_path / "workbooks").mkdir()
    (tmp_path / "workbooks/examplia.xlsx").write_bytes(saved(book()))
    return tmp_path


def run(folder, *arguments, expect=0):
    result = CliRunner().invoke(main, ["--project", str(folder), "review", "send", *arguments])
    assert result.exit_code == expect, result.output
    return result.output


def register(folder):
    sheet = openpyxl.load_workbook(folder / "workbooks/examplia.xlsx")["Reviewers"]
    headings = [cell.value for cell in sheet[1]]
    rows = [
        dict(zip(headings, row, strict=True))
        for row in sheet.iter_rows(min_row=2, values_only=True)
    ]
    return [
        {key: value for key, value in row.items() if value} for row in rows if any(row.values())
    ]


def test_what_was_sent_is_written_kept_and_noted_and_no_other_cell_changes(project):
    before = openpyxl.load_workbook(project / "workbooks/examplia.xlsx")

    output = run(
        project, "examplia", "--to", NGO, "--due", "31 January 2031", "--provisions", "3(3), 1"
    )

    path = project / "output/examplia/review/examplia-example-children-s-network-1.docx"
    (row,) = register(project)
    lines = output.splitlines()  # the text of the e-mail is in test_covering.py
    assert lines[:2] == [
        f"written: {path} (draft QX-1, build {row['Draft']})",
        f"written: {path.with_suffix('.eml')} (the e-mail below, with the draft; it opens in your e-mail program)",
    ]
    assert lines[-3:] == [
        f"noted in: {project / 'workbooks/examplia.xlsx'}; the old file is kept in {project / 'workbooks/backup'}",
        "publisher.toml: NOTE R694: the letter to reviewers is general where nothing is set: organisation, contact_name",
        "    fill these settings in, so that reviewers see who writes and where their copy is to go; contact_name and"
        " reply_address stand below a line [letter]",
    ]
    assert (project / "reviews/examplia" / f"{row['Draft']}.docx").read_bytes() == path.read_bytes()
    assert {
        key: value for key, value in row.items() if key not in ("Draft", "Content when sent")
    } == {
        "Name": NGO,
        "Round": "1",
        "Draft sent on": date.today().isoformat(),
        "Reply by": "2031-01-31",
        "Provisions sent": "opsc-1, opsc-3-3",
    }
    after = openpyxl.load_workbook(project / "workbooks/examplia.xlsx")
    for sheet in before.worksheets:
        if sheet.title != "Reviewers":
            own = [[cell.value for cell in line] for line in sheet.iter_rows()]
            assert own == [[cell.value for cell in line] for line in after[sheet.title].iter_rows()]
    assert len(list((project / "workbooks/backup").glob("*.xlsx"))) == 1


def test_each_draft_to_the_same_reviewer_is_a_new_round(project):
    run(project, "examplia", "--to", NGO)
    run(project, "examplia", "--to", NGO.upper())
    run(project, "examplia", "--to", "Other (invented)")

    assert [(row["Name"], row["Round"]) for row in register(project)] == [
        (NGO, "1"),
        (NGO.upper(), "2"),
        ("Other (invented)", "1"),
    ]


def test_all_are_those_whom_the_sheet_names_and_their_rows_are_filled(project):
    book_ = openpyxl.load_workbook(project / "workbooks/examplia.xlsx")
    for number, name in enumerate(("First (invented)", "Second (invented)"), start=2):
        book_["Reviewers"].cell(number, 1).value = name
        book_["Reviewers"].cell(number, 3).value = f"mail{number}@example.org"
    book_.save(project / "workbooks/examplia.xlsx")

    run(project, "examplia", "--all", "-q")
    run(project, "examplia", "--all", "-q")

    assert [(row["Name"], row["E-mail"], row["Round"]) for row in register(project)] == [
        ("First (invented)", "mail2@example.org", "1"),
        ("Second (invented)", "mail3@example.org", "1"),
        ("First (invented)", "mail2@example.org", "2"),
        ("Second (invented)", "mail3@example.org", "2"),
    ]
    assert len(list((project / "workbooks/backup").glob("*.xlsx"))) == 4


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("--to", NGO, "--provisions", "3(3), 99"),
            "--provisions: MUST FIX R602: no provision is called '99'\n"
            "    name provisions by article or by row id, separated by commas: 3(1)(b), 5(2), 8\n",
        ),
        (
            ("--to", NGO, "--provisions", "opsc-3-33"),
            "--provisions: MUST FIX R602: no provision is called 'opsc-3-33'\n"
            "    did you mean 'opsc-3-3'? If not, name provisions by article or by row id, separated by commas: 3(1)(b),"
            " 5(2), 8\n",
        ),
        (
            ("--all",),
            "examplia.xlsx: MUST FIX R604: the sheet 'Reviewers' names nobody\n"
            '    write the names of the reviewers there, one per row, or name one: --to "Name of the NGO"\n',
        ),
    ],
)
def test_what_cannot_be_sent_is_told_and_nothing_is_written(project, arguments, message):
    assert run(project, "examplia", *arguments, expect=1) == message
    assert sorted(path.name for path in project.rglob("*") if path.is_file()) == ["examplia.xlsx"]


def test_a_day_that_has_passed_is_refused(project):
    found = run(project, "examplia", "--to", NGO, "--due", "2020-01-01", expect=1)

    assert re.fullmatch(
        r"--due: MUST FIX R603: '2020-01-01' is no day on which a reply could be due\n"
        r"    write a day to come, such as \d{4}-\d{2}-15\n",
        found,
    )


def test_an_old_workbook_without_the_columns_is_told_how_to_get_them(project):
    (project / "workbooks/examplia.xlsx").write_bytes(
        (TOP / "tests/data/format-1/examplia.xlsx").read_bytes()
    )

    assert run(project, "examplia", "--to", NGO, expect=1) == (
        "examplia.xlsx: MUST FIX R601: the sheet 'Reviewers' has no column 'Round', which a round of review needs\n"
        "    if the heading was changed, write it as it was; else carry the workbook over into a new one with: publisher upgrade examplia.xlsx\n"
    )


def test_a_full_register_is_told(project):
    book_ = openpyxl.load_workbook(project / "workbooks/examplia.xlsx")
    for number in range(2, 501):
        book_["Reviewers"].cell(number, 1).value = f"Reviewer {number} (invented)"
        book_["Reviewers"].cell(number, 7).value = "2026-01-01"
    book_.save(project / "workbooks/examplia.xlsx")

    assert run(project, "examplia", "--to", NGO, expect=1) == (
        "examplia.xlsx: MUST FIX R605: the sheet 'Reviewers' has no free row among its first 500\n"
        "    delete rows of drafts that are long settled\n"
    )


def test_two_changes_in_one_second_keep_both_old_files(tmp_path):
    path, now = tmp_path / "examplia.xlsx", datetime(2026, 11, 25, 12, 0, 0, tzinfo=UTC)
    path.write_bytes(b"one")

    kept = [
        replace_workbook(path, b"two", was=digest_of(b"one"), now=now),
        replace_workbook(path, b"three", was=digest_of(b"two"), now=now),
    ]

    assert [each.read_bytes() for each in kept] == [b"one", b"two"]
    assert [each.name for each in kept] == [
        "examplia 2026-11-25 120000.xlsx",
        "examplia 2026-11-25 120000 (2).xlsx",
    ]
