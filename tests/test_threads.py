"""Threaded comments of Excel: carried over into an upgraded workbook, and left alone by all that writes into one.

The parts are written by hand as [MS-XLSX] 2.6.203 to 2.6.208 say. Content is invented.
"""

import io
import re
import shutil
import zipfile
from datetime import datetime
from xml.etree import ElementTree

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.comments import Comment

from publisher.cli.main import main
from publisher.project.project import open_project
from publisher.project.workbooks import upgrade_file
from publisher.workbook.patch import patch_cells
from tests.programs.desk import MARKED_DRAFT, Desk
from tests.support import TOP, filled, saved, whole_book

pytestmark = pytest.mark.slow  # each from workbook to file

NOW = datetime(2026, 11, 24, 9, 30)
SPACE = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
KINDS = "http://schemas.microsoft.com/office/2017/10/relationships"
PERSONS = (
    f'<personList xmlns="{SPACE}" xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<person displayName="Ana Invented" id="{AAAAAAAA-0000-4000-8000-000000000001}" userId="a@example.org" providerId="AD"/>'
    '<person displayName="Ben &amp; Co" id="{AAAAAAAA-0000-4000-8000-000000000002}" userId="Ben" providerId="None"/>'
    "</personList>"
)
LINK = (
    '<extLst><x:ext xmlns:xltc2="http://schemas.microsoft.com/office/spreadsheetml/2020/threadedcomments2"'
    ' uri="{F7C98A9C-CBB3-438F-8F68-D28B6AF4A901}"><xltc2:checksum>1</xltc2:checksum>'
    '<xltc2:hyperlink startIndex="4" length="19" url="https://example.org"/></x:ext></extLst>'
)
MENTION = (
    '<mentions><mention mentionpersonId="{AAAAAAAA-0000-4000-8000-000000000002}"'
    ' mentionId="{BBBBBBBB-0000-4000-8000-000000000001}" startIndex="0" length="4"/></mentions>'
)


def guid(number):
    return f"{{CCCCCCCC-0000-4000-8000-{number:012}}}"


def comment(ref, number, person, text, *, parent=None, done=None, more=""):
    """Return a threaded comment, as Excel writes it."""
    answers = f' parentId="{guid(parent)}"' if parent else ""
    resolved = f' done="{done}"' if done is not None else ""
    return (
        f'<threadedComment ref="{ref}" dT="2026-10-0{number % 9 + 1}T08:00:00.00"'
        f' personId="{{AAAAAAAA-0000-4000-8000-{person:012}}}" id="{guid(number)}"{answers}{resolved}>'
        f"<text>{text}</text>{more}</threadedComment>"
    )


def with_threads(book, threads, persons=PERSONS):
    """Return a workbook, as bytes, with threads by sheet: the XML of their comments."""
    for sheet, comments in threads.items():
        for ref, id_ in re.findall(r'ref="(\w+)"[^>]* id="([^"]+)"(?![^>]*parentId)', comments):
            note = (
                "[Threaded comment]\n\nYour version of Excel ...\n\nComment:\n    as Excel had it"
            )
            book[sheet][ref].comment = Comment(note, f"tc={id_}")
    parts = parts_of(saved(book))
    types = parts["[Content_Types].xml"].decode()
    for number, (sheet, comments) in enumerate(threads.items(), 1):
        name = f"xl/threadedComments/threadedComment{number}.xml"
        parts[name] = (
            f'<ThreadedComments xmlns="{SPACE}" xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            f"{comments}</ThreadedComments>"
        ).encode()
        relations = f"xl/worksheets/_rels/sheet{book.sheetnames.index(sheet) + 1}.xml.rels"
        related(
            parts, relations, "threadedComment", f"../threadedComments/threadedComment{number}.xml"
        )
        types = typed(types, name, "threadedcomments")
    if persons:
        parts["xl/persons/person.xml"] = persons.encode()
        related(parts, "xl/_rels/workbook.xml.rels", "person", "persons/person.xml")
        types = typed(types, "xl/persons/person.xml", "person")
    parts["[Content_Types].xml"] = types.encode()
    return packed(parts)


def packed(parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in parts.items():
            archive.writestr(name, xml)
    return stream.getvalue()


def related(parts, name, kind, target):
    new = f'<Relationship Id="thr{len(parts)}" Type="{KINDS}/{kind}" Target="{target}"/></Relationships>'
    parts[name] = parts[name].replace(b"</Relationships>", new.encode())


def typed(types, name, kind):
    new = (
        f'<Override PartName="/{name}" ContentType="application/vnd.ms-excel.{kind}+xml"/></Types>'
    )
    return types.replace("</Types>", new)


def parts_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def threads_of(content):
    """Return the comments of the sheets that have threads: where, who, what, the whole with all in it but where.

    Found as Excel finds them, through the relationships of the workbook and of its sheets.
    """
    parts = parts_of(content)
    types = parts["[Content_Types].xml"].decode()
    targets = {
        each.get("Id"): each.get("Target")
        for each in ElementTree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    }
    found = {}
    for sheet in ElementTree.fromstring(parts["xl/workbook.xml"]).iter(
        "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}sheet"
    ):
        target = targets[
            sheet.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id")
        ]
        name = target.rpartition("/")[2]
        relations = parts.get(f"xl/worksheets/_rels/{name}.rels", b"<x/>")
        for each in ElementTree.fromstring(relations):
            if each.get("Type") == f"{KINDS}/threadedComment":
                part = "xl/" + each.get("Target").removeprefix("../")
                assert (
                    f'PartName="/{part}" ContentType="application/vnd.ms-excel.threadedcomments+xml"'
                    in types
                )
                found[sheet.get("name")] = [
                    told(one) for one in ElementTree.fromstring(parts[part])
                ]
    return found


def told(element):
    """Return where a comment stands, and all else of it in one form of XML."""
    ref = element.attrib.pop("ref")
    return ref, ElementTree.canonicalize(ElementTree.tostring(element, encoding="unicode").strip())


def written(xml):
    """Return comments written by hand as `threads_of` tells them."""
    root = ElementTree.fromstring(
        f'<ThreadedComments xmlns="{SPACE}" xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{xml}</ThreadedComments>'
    )
    return [told(each) for each in root]


def in_one_form(threads):
    """Prefixes are what programs like: compared are names, attributes and texts."""
    return {
        sheet: [(ref, re.sub(r"\bns\d+:|:ns\d+|\bx:|:x\b", "", xml)) for ref, xml in comments]
        for sheet, comments in threads.items()
    }


LAW = (
    comment("F{row}", 1, 1, "@Ben is section 31 &lt;in force&gt;?\nI doubt it.", more=MENTION)
    + comment("F{row}", 2, 2, "See https://example.org", parent=1, more=LINK)
    + comment("F{row}", 3, 1, "Thank you.", parent=1)
)
EMPTY = comment("G{row}", 4, 2, "Nothing yet: ask the ministry.", done=1) + comment(
    "G{row}", 5, 1, "Asked.", parent=4
)


def upgraded(tmp_path, content):
    path = tmp_path / "workbooks/examplia.xlsx"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    _, account = upgrade_file(open_project(tmp_path).value, path, NOW)
    return path.read_bytes(), account


def project_in_which_a_row_moved(tmp_path):
    """Paragraph 3 of article 3 has another id, and the first row is gone, in a later version of the treaty's data."""
    folder = tmp_path / "treaties/opsc"
    shutil.copytree(TOP / "publisher/treaties/opsc", folder)
    settings = folder / "treaty.toml"
    change = '\n[[changes]]\nfrom = "1"\nto = "2"\nrenamed = { opsc-3-3 = "opsc-3-9" }\ndropped = ["opsc-1"]\n'
    text = settings.read_text("utf-8").replace('version = "1"', 'version = "2"')
    settings.write_text(text + change, encoding="utf-8")
    table = folder / "provisions.csv"
    lines = table.read_text("utf-8").splitlines(keepends=True)
    kept = [
        line.replace("opsc-3-3,", "opsc-3-9,") for line in lines if not line.startswith("opsc-1,")
    ]
    table.write_text("".join(kept), encoding="utf-8")


def row_of(book, sheet, id_):
    return next(row[0].row for row in book[sheet].iter_rows() if row[0].value == id_)


def test_threads_stay_on_cells_that_moved_on_sources_and_on_a_sheet_of_ones_own(tmp_path):
    project_in_which_a_row_moved(tmp_path)
    book = filled("id | law\nopsc-3-3 | Fines.", "key | title\nQX-2 | Act", book=whole_book())
    book.create_sheet("Interviews")["A1"] = "Notes of May"
    row = row_of(book, "Provisions", "opsc-3-3")
    own = comment("C7", 8, 1, "Call again.", done=0)
    content = with_threads(
        book,
        {
            "Provisions": (LAW + EMPTY).replace("{row}", str(row)),
            "Sources": comment("D3", 6, 2, "Which edition?") + comment("D3", 7, 1, "The second.", parent=6),
            "Interviews": own,
        },
    )  # fmt: skip

    new, account = upgraded(tmp_path, content)

    then = openpyxl.load_workbook(io.BytesIO(new))
    moved = row_of(then, "Provisions", "opsc-3-9")
    assert moved == row - 1
    assert in_one_form(threads_of(new)) == in_one_form(
        {
            "Provisions": written((LAW + EMPTY).replace("{row}", str(moved))),
            "Sources": written(comment("D3", 6, 2, "Which edition?") + comment("D3", 7, 1, "The second.", parent=6)),
            "Interviews": written(own),
        }
    )  # fmt: skip
    assert parts_of(new)["xl/persons/person.xml"].decode() == PERSONS
    # Other programs show the note, which says by its author and its id that it stands for the thread.
    note = then["Provisions"][f"F{moved}"].comment
    assert (note.author, note.text.endswith("as Excel had it")) == (f"tc={guid(1)}", True)
    assert (
        f'<comment ref="F{moved}" xr:uid="{guid(1)}"'.encode() in parts_of(new)["xl/comments1.xml"]
    )
    assert (account.diagnostics, account.homeless) == ((), ())


def test_threads_on_cells_that_are_not_carried_over_stay_threads(tmp_path):
    """On a fixed cell, on a heading, in a row that is gone, on the sheet that nobody writes in, below the table."""
    project_in_which_a_row_moved(tmp_path)
    book = filled("id | law\nopsc-1 | Of one.\nopsc-3-3 | Fines.", book=whole_book())
    gone, kept = row_of(book, "Provisions", "opsc-1"), row_of(book, "Provisions", "opsc-3-3")
    provisions = [
        comment(f"C{kept}", 1, 1, "On the article."),
        comment(f"F{gone}", 2, 1, "In the row that is gone."),
        comment(f"G{gone}", 3, 1, "On an empty cell of it."),
        comment("F1", 4, 1, "On a heading."),
        comment("H300", 5, 1, "Below the table."),
    ]
    content = with_threads(
        book, {"Provisions": "".join(provisions), "Read me": comment("A3", 6, 1, "On the rules.")}
    )

    new, account = upgraded(tmp_path, content)

    found = threads_of(new)
    texts = {
        (sheet, ref): re.search(r"text>(.*?)</", xml)[1]
        for sheet, comments in found.items()
        for ref, xml in comments
    }
    leftovers = openpyxl.load_workbook(io.BytesIO(new))["From the old workbook"]
    places = {
        leftovers.cell(int(ref[1:]), 1).value: text
        for (sheet, ref), text in texts.items()
        if sheet == leftovers.title
    }
    assert texts["Provisions", f"C{kept - 1}"] == "On the article."
    assert places == {
        f"Provisions!F{gone}": "In the row that is gone.",
        f"Provisions!G{gone}": "On an empty cell of it.",
        "Provisions!F1": "On a heading.",
        "Provisions!H300": "Below the table.",
        "Read me!A3": "On the rules.",
    }
    assert len(texts) == 6
    assert set(account.homeless) == set(places)


def test_plain_notes_on_empty_cells_are_carried_as_well(tmp_path):
    book = filled("id | law\nopsc-1 | Text.", book=whole_book())
    book.create_sheet("Interviews")
    at = {
        "Provisions": "G3",
        "Sources": "D2",
        "Country": "C5",
        "Reviewers": "B4",
        "Interviews": "D9",
    }
    for sheet, address in at.items():
        book[sheet][address].comment = Comment(f"On {sheet}.", "A reader")

    new, account = upgraded(tmp_path, saved(book))

    then = openpyxl.load_workbook(io.BytesIO(new))
    notes = {sheet: then[sheet][address].comment for sheet, address in at.items()}
    assert {sheet: note and note.text for sheet, note in notes.items()} == {
        sheet: f"On {sheet}." for sheet in at
    }
    assert "xl/persons/person.xml" not in parts_of(new)
    assert account.homeless == ()


INCOMPLETE = {
    "an author whom the workbook does not name": (LAW.replace("000000000002}\" id", "000000000009}\" id"), "Ana Invented: @Ben is section 31 <in force>?\nI doubt it.\n\n?: See https://example.org\n\nAna Invented: Thank you."),
    "an answer to a comment that is gone": (LAW.replace(f'parentId="{guid(1)}"', f'parentId="{guid(77)}"'), "Ana Invented: @Ben is section 31 <in force>?\nI doubt it.\n\nBen & Co: See https://example.org\n\nAna Invented: Thank you."),
    "an id that is none": (LAW.replace(f'"{guid(1)}"', '"one"'), "Ana Invented: @Ben is section 31 <in force>?\nI doubt it.\n\nBen & Co: See https://example.org\n\nAna Invented: Thank you."),
}  # fmt: skip


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(each, marks=pytest.mark.long if each == "an id that is none" else ())
        for each in INCOMPLETE
    ],
)
def test_what_excel_would_not_take_as_a_thread_becomes_a_note_and_is_told(tmp_path, case):
    comments, wanted = INCOMPLETE[case]
    book = filled("id | law\nopsc-1 | Text.", book=whole_book())
    path = tmp_path / "workbooks/examplia.xlsx"
    path.parent.mkdir()
    path.write_bytes(with_threads(book, {"Provisions": comments.replace("{row}", "3")}))

    result = CliRunner().invoke(main, ["--project", str(tmp_path), "upgrade", "examplia"])

    assert result.exit_code == 0, result.output
    note = openpyxl.load_workbook(path)["Provisions"]["F3"].comment
    assert (note.text, note.author) == (wanted, "Ana Invented")
    assert threads_of(path.read_bytes()) == {}
    assert (
        "examplia.xlsx: Provisions!F3: NOTE F053: the comments with replies on this cell were incomplete, so they became a"
        " plain note with all their texts\n    nothing has to be done; to go on with the discussion, write a new comment on the"
        " cell\n" in result.output
    )


ODD = comment("A1:B2", 9, 1, "On an area.") + comment("XFE1", 9, 1, "Beyond the last column.")
DAMAGED = {
    "cut off": "<cut off",
    "no cell": comment("", 9, 1, "Nowhere.") + ODD,
    "another space": '<text xmlns="urn:x"><y></text>',
}


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(each, marks=pytest.mark.long if each == "another space" else ())
        for each in DAMAGED
    ],
)
def test_threads_that_cannot_be_read_are_told_and_their_notes_are_kept(tmp_path, case):
    book = filled("id | law\nopsc-1 | Text.", book=whole_book())
    content = with_threads(book, {"Provisions": LAW.replace("{row}", "3")})
    parts = parts_of(content)
    part = "xl/threadedComments/threadedComment1.xml"
    damaged = DAMAGED[case].encode() + b"</ThreadedComments>"
    parts[part] = parts[part].replace(b"</ThreadedComments>", damaged)
    content = packed(parts)

    new, account = upgraded(tmp_path, content)

    assert openpyxl.load_workbook(io.BytesIO(new))["Provisions"]["F3"].comment.text.endswith(
        "as Excel had it"
    )
    assert list(map(str, account.diagnostics)) == [
        "examplia.xlsx: Provisions: NOTE F054: the comments with replies on this sheet are damaged; what their notes hold was"
        " carried over\n    compare with the old file, which is kept"
    ]


def test_a_thread_inside_a_merged_area_is_told_as_left_behind(tmp_path):
    """Excel keeps comments on the first cell of such an area only."""
    book = filled("id | law\nopsc-1 | Text.", book=whole_book())
    sheet = book.create_sheet("Interviews")
    sheet["B7"] = "Merged"
    content = with_threads(book, {"Interviews": comment("C7", 1, 1, "Under the merged cell.")})
    parts = parts_of(content)
    name = f"xl/worksheets/sheet{len(book.sheetnames)}.xml"
    merged = b'</sheetData><mergeCells><mergeCell ref="B7:D7"/></mergeCells>'
    parts[name] = parts[name].replace(b"</sheetData>", merged)

    new, account = upgraded(tmp_path, packed(parts))

    assert threads_of(new) == {}
    assert list(map(str, account.diagnostics)) == [
        "examplia.xlsx: Interviews!C7: NOTE F055: the comments with replies on this cell have no place in the new workbook\n"
        "    look at them in the old file, which is kept, and write into the new one what is still needed"
    ]


def test_writing_into_a_workbook_leaves_threads_byte_for_byte():
    book = filled("id | law\nopsc-1 | Text.")
    content = with_threads(
        book, {"Provisions": LAW.replace("{row}", "3"), "Sources": comment("D3", 6, 2, "Which?")}
    )

    after = patch_cells(
        content, {"Provisions": {"F3": "New.", "N3": "Told."}, "Sources": {"D3": "New."}}
    )

    before, after = parts_of(content), parts_of(after)
    assert list(before) == list(after)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"xl/worksheets/sheet2.xml", "xl/worksheets/sheet4.xml"}


def test_check_collect_and_apply_leave_threads_byte_for_byte(tmp_path):
    desk = Desk(tmp_path / "project")
    book = openpyxl.load_workbook(desk.workbook, rich_text=True)
    content = with_threads(
        book, {"Provisions": LAW.replace("{row}", "3"), "Sources": comment("D3", 6, 2, "Which?")}
    )
    desk.workbook.write_bytes(content)
    before = parts_of(content)

    desk.run("check", "examplia", "--annotate")
    told = desk.collected(MARKED_DRAFT)
    decided(desk.workbook, "ZQ02")
    applied = desk.run("review", "apply", "examplia")

    assert told.rows
    assert "1 " in applied
    after = parts_of(desk.workbook.read_bytes())
    todo = f"xl/worksheets/sheet{len(book.sheetnames) + 1}.xml"
    assert sorted(after) == sorted([*before, todo])
    sheets = {
        f"xl/worksheets/sheet{book.sheetnames.index(each) + 1}.xml" for each in book.sheetnames
    }
    # the check puts notes on cells as well, and adds the sheet To do
    noted = {name for name in before if "xl/comments/" in name or "commentsDrawing" in name}
    adding = {"xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"}
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= sheets | noted | adding
    assert threads_of(desk.workbook.read_bytes()) == threads_of(content)
    assert b"ZQ02" in after["xl/worksheets/sheet2.xml"]


def decided(path, mark):
    """Accept, as another program would write it, the item whose proposed text has a mark."""
    sheet = openpyxl.load_workbook(path, rich_text=True)["Review"]
    headings = {cell.value: cell.column for cell in sheet[1]}
    number = next(
        row[0].row
        for row in sheet.iter_rows(min_row=2)
        if mark in str(row[headings["Text proposed"] - 1].value)
    )
    cell = sheet.cell(number, headings["Decision"]).coordinate
    path.write_bytes(patch_cells(path.read_bytes(), {"Review": {cell: "accept"}}))
