"""Publishing: what becomes an edition, what does not, and that an edition stays as it was published.

All content is invented, of the invented country Examplia.
"""

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from contextlib import suppress
from dataclasses import replace

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from publisher.cli.main import main
from publisher.domain.text import plain_text
from publisher.domain.treaty import VersionChange
from publisher.editions.changes import Change, ChangeKind
from publisher.editions.reasons import Reason, kind_of_row, reason_of, with_reasons
from publisher.editions.record import read_record
from publisher.project.editions import content_of, editions_of
from publisher.project.project import open_project
from tests.support import (
    TOP,
    country_cell,
    english,
    filled,
    opened_again,
    opsc,
    provision_cell,
    saved,
    searched,
)

pytestmark = pytest.mark.slow

SOURCES = (
    "key | type | title | author | published | verified | confidential\n"
    "QX-1 | National law | Invented Act of 2001 | Parliament of Examplia | 2001 | Yes |\n"
    "QX-2 | NGO document | Paper nobody may name | Nobody | 2003 | Yes | Yes\n"
    "QX-3 | National law | Invented Act of 2026 | Parliament of Examplia | 2026-05 | Yes |"
)
LAW = "The invented Act of 2001 punishes the sale of a child by prison [QX-1 s. 4; QX-2]."
NEW_LAW = "The invented Act of 2026 punishes the sale of a child by prison [QX-3 s. 9]."
FACTS = {
    "version": "1.0",
    "version_date": "2026-03-31",
    "law_as_at": "2026-03-01",
    "status": "Final",
}


def project(folder, question="", **facts):
    """Make a folder into a project with one small workbook, and return the folder."""
    (folder / "workbooks").mkdir(parents=True)
    settings = 'organisation = "Example Coalition"\naddress = "https://example.org"\n'
    (folder / "publisher.toml").write_text(f"{settings}word_page_numbers = false\n")
    rows = f"id | law | question\nopsc-3-1-b | {LAW} | {question}"
    book = searched(filled(rows, SOURCES, FACTS | facts))
    (folder / "workbooks/examplia.xlsx").write_bytes(saved(book))
    return folder


def change(folder, text=None, **facts):
    """Write a text into the one filled cell of law, and facts into the sheet Country."""
    path = folder / "workbooks/examplia.xlsx"
    book = opened_again(path.read_bytes())
    if text is not None:
        provision_cell(book, "opsc-3-1-b", "law").value = text
    for field, value in facts.items():
        country_cell(book, field).value = value
    path.write_bytes(saved(book))


def run(folder, *arguments):
    """Return the exit code of a command and all that it said."""
    found = CliRunner().invoke(main, ["--project", str(folder), *arguments])
    assert not isinstance(found.exception, Exception), found.exception
    return found.exit_code, found.output.replace(str(folder), "P")


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A project with three editions: final, changed with a reason, the same once more."""
    folder = project(tmp_path_factory.mktemp("published"))
    said = [run(folder, "publish", "examplia")]
    change(folder, NEW_LAW)
    said.append(run(folder, "publish", "examplia", "--reason", "3(1)(b): the Act of 2026"))
    said.append(run(folder, "publish", "examplia"))
    return folder, said


@pytest.fixture
def copied(published, tmp_path):
    """A copy of that project, to be altered."""
    shutil.copytree(published[0], tmp_path / "copy")
    return tmp_path / "copy"


# Files in place of folders


def test_a_file_in_place_of_the_folder_of_an_edition_is_told(copied):
    (copied / "editions/examplia/3").write_text("a file", encoding="utf-8")

    assert run(copied, "publish", "examplia", "--again") == (
        1,
        "P/editions/examplia/3/manifest.json: MUST FIX O350: this file cannot be written, because 'P/editions/examplia/3' is a"
        " file and should be a folder\n"
        "    move that file elsewhere or give it another name, then do this again: the folder is made for you\n",
    )
    assert [path.name for path in (copied / "editions/examplia").glob(".*")] == []


def test_a_file_in_place_of_the_folder_of_a_countrys_editions_is_told(tmp_path):
    folder = project(tmp_path)
    (folder / "editions").mkdir()
    (folder / "editions/examplia").write_text("a file", encoding="utf-8")

    for command in (
        ["publish", "examplia"],
        ["erratum", "examplia", "1", "x"],
        ["redline", "examplia"],
    ):
        assert run(folder, *command) == (
            1,
            "P/editions/examplia: MUST FIX F026: a file stands where this folder should be\n"
            "    move that file elsewhere or give it another name, and see where the folder is\n",
        )


# Files that are no workbook of a country

NONE_OF_OURS = (
    "other.xlsx: MUST FIX F027: this is an Excel workbook, but not that of a country: it has none of its sheets\n"
    "    choose the workbook of a country; if somebody gave its sheets other names, give them their own again: 'Provisions',"
    " 'Country', 'Sources'\n"
)


@pytest.mark.parametrize(
    "command", [["publish"], ["publish", "--draft"], ["check", "--final"], ["upgrade"]]
)
@pytest.mark.parametrize(
    ("content", "told"),
    [
        (
            (TOP / "templates/docx/country_report.docx").read_bytes,
            "other.xlsx: MUST FIX F008: this is a Word document, not an Excel workbook\n"
            "    choose the .xlsx file; if it is a draft that came back from a reviewer: publisher review collect FILE\n",
        ),
        (lambda: saved(Workbook()), NONE_OF_OURS),
    ],
    ids=["Word", "another workbook"],
)
def test_of_what_is_no_workbook_of_a_country_only_that_is_told(tmp_path, command, content, told):
    folder = project(tmp_path)
    other = content()
    (folder / "workbooks/other.xlsx").write_bytes(other)

    assert run(folder, *command, "other") == (1, told)
    assert (folder / "workbooks/other.xlsx").read_bytes() == other
    assert not list(folder.rglob("*.final.html"))


def test_a_workbook_without_the_sheet_of_its_status_is_not_told_to_be_a_draft(tmp_path):
    folder = project(tmp_path)
    path = folder / "workbooks/examplia.xlsx"
    book = opened_again(path.read_bytes())
    del book["Country"]
    path.write_bytes(saved(book))

    code, told = run(folder, "publish", "examplia")

    assert code == 1
    assert "S101: the sheet 'Country' is missing" in told
    assert "E911" not in told


# What becomes an edition


def test_a_final_report_becomes_an_edition_with_all_its_files(published):
    folder, said = published
    edition = folder / "editions/examplia/1"

    assert said[0] == (0, "published: edition 1, in P/editions/examplia/1\n")
    assert sorted(path.name for path in edition.iterdir()) == [
        "SHA256SUMS",
        "data.csv",
        "datapackage.json",
        "edition.json",
        "examplia-1.bib",
        "examplia-1.cells.csv",
        "examplia-1.csl.json",
        "examplia-1.docx",
        "examplia-1.html",
        "examplia-1.pdf",
        "examplia-1.print.pdf",
        "examplia-1.ris",
        "examplia-1.sources.csv",
        "manifest.json",
    ]
    assert not any(path.stat().st_mode & 0o222 for path in edition.iterdir())


def test_the_manifest_and_the_sums_are_those_of_the_files(published):
    edition = published[0] / "editions/examplia/2"
    manifest = json.loads((edition / "manifest.json").read_text(encoding="utf-8"))
    digests = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in edition.iterdir()
    }

    listed = {each["name"]: each["sha256"] for each in manifest["files"]}
    assert listed == {
        name: digest
        for name, digest in digests.items()
        if name not in ("manifest.json", "SHA256SUMS")
    }
    sums = (edition / "SHA256SUMS").read_text().splitlines()
    assert sorted(sums) == sorted(
        f"{digest}  {name}" for name, digest in digests.items() if name != "SHA256SUMS"
    )
    before = published[0] / "editions/examplia/1/manifest.json"
    assert manifest["previous"] == hashlib.sha256(before.read_bytes()).hexdigest()
    assert manifest["citation"] == (
        "Example Coalition, ‘Examplia: country report on the Optional Protocol on the sale of"
        " children, child prostitution and child pornography’ (version 1.0, 31 March 2026),"
        " edition 2 <https://example.org/editions/examplia/2/>"
    )


def test_a_change_is_told_with_its_kind_and_reason_in_the_record_and_on_the_page(published):
    folder, said = published
    edition = folder / "editions/examplia/2"
    record = read_record((edition / "edition.json").read_bytes())
    page = (edition / "examplia-2.html").read_text(encoding="utf-8").replace("\u00a0", " ")

    assert said[1] == (0, "published: edition 2, in P/editions/examplia/2\n")
    row = next(each for each in record.changes if each.part == "law")
    assert (row.place, row.kind.value, row.reason) == ("opsc-3-1-b", "law", "the Act of 2026")
    assert "Changes since edition 1, version 1.0, 31 March 2026." in page
    assert "<p><b>Reason</b> (the Act of 2026)</p>" in page
    assert "<b>Current national law</b> (changed, new law)" in page
    assert "<dd>edition 2 · 1.0 · 31 March 2026</dd>" in page  # on the cover
    assert "edition 2 · 1.0 · 31 March 2026 · Final" in page  # among the facts


def test_what_has_not_changed_is_not_published_again_unless_it_is_asked_for(published, copied):
    assert published[1][2] == (
        1,
        "examplia.xlsx: MUST FIX E913: nothing in the workbook has changed since edition 2 of"
        f" {json.loads((copied / 'editions/examplia/2/manifest.json').read_text())['published']}, so no"
        " edition was made\n"
        "    if a new edition is wanted all the same, for example in a new layout, publish it with"
        " --again\n",
    )
    assert run(copied, "publish", "examplia", "--again")[0] == 0
    page = (copied / "editions/examplia/3/examplia-3.html").read_text(encoding="utf-8")
    assert "What has changed" not in page


def test_nothing_that_may_not_be_published_is_in_any_file_of_an_edition(published):
    for path in (published[0] / "editions/examplia/1").iterdir():
        content = path.read_bytes()
        if path.suffix == ".docx":
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                content = b"".join(map(archive.read, archive.namelist()))
        if path.suffix == ".pdf":
            content = subprocess.run(["pdftotext", path, "-"], check=True, capture_output=True).stdout  # fmt: skip
        text = content.decode("utf-8", "replace")
        assert "Paper nobody may name" not in text, path.name


# What does not


def test_a_draft_is_published_for_consultation_only_and_says_so_on_its_pages(tmp_path):
    folder = project(tmp_path / "p", "Is this still so?", status="Draft")

    assert run(folder, "publish", "examplia") == (
        1,
        "examplia.xlsx: Country!C15 (Status): MUST FIX E911: the status of this report is not"
        " 'Final', so it was not published\n"
        "    set the status to 'Final' in the sheet Country and save, or publish an edition for"
        " consultation with --draft\n",
    )
    assert run(folder, "publish", "examplia", "--draft")[0] == 0
    page = (folder / "editions/examplia/1/examplia-1.html").read_text(encoding="utf-8")
    assert "EDITION FOR CONSULTATION" in page
    assert (
        "This edition is published so that readers can comment on it. What it says may still change."
        in page
    )
    assert "Is this still so?" not in page
    listed = run(folder, "editions")[1]
    assert listed.startswith("examplia, edition 1 for consultation, 2")


def test_a_final_report_is_not_published_as_a_draft(copied):
    assert run(copied, "publish", "examplia", "--draft") == (
        1,
        "examplia.xlsx: Country!C15 (Status): MUST FIX E912: the status of this report is 'Final',"
        " so no edition for consultation was made of it\n"
        "    publish it without --draft, or set the status to 'Draft' in the sheet Country and"
        " save\n",
    )


def test_what_stands_before_publication_is_told_and_nothing_is_published(copied):
    change(copied, "to do")
    code, said = run(copied, "publish", "examplia")

    assert code == 1
    assert said.endswith(
        "examplia.xlsx: MUST FIX E914: the report cannot be published as final yet\n"
        "    put right what is named above, or let it stand with a reason; the page"
        " P/output/examplia/examplia.final.html shows the same as a list\n"
    )
    assert "Provisions!H13" in said or "Provisions!F13" in said
    assert sorted(path.name for path in (copied / "editions/examplia").iterdir()) == ["1", "2"]


def test_a_draft_that_cannot_be_built_is_not_published(copied):
    change(copied, "A claim. [QX-77]", status="Draft")

    assert run(copied, "publish", "examplia", "--draft")[1].endswith(
        "examplia.xlsx: MUST FIX E920: the report cannot be built, so no edition was made\n"
        "    put right what is named above\n"
    )


def test_whoever_publishes_is_asked_why_rows_changed_and_may_put_their_kind_right(copied):
    """Asked at a terminal only; here one of the system's own, as Windows has none."""
    pty = pytest.importorskip("pty")
    change(copied, NEW_LAW.replace("prison", "a fine"))
    main_end, other_end = pty.openpty()
    command = [sys.executable, "-m", "publisher", "--project", str(copied), "publish", "examplia"]
    with subprocess.Popen(
        command, cwd=TOP, stdin=other_end, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as asking:
        os.write(main_end, b"new research: the Act was read in full\n")
        output = asking.communicate(timeout=120)[0].decode().replace(str(copied), "P")

    assert output.startswith(
        "Why have these rows changed since edition 2? Enter leaves a reason out.\n"
        "Where the kind in brackets is not right, begin with the right one: 'new law: …'"
        " (kinds: new law, new research, text revised).\n"
        "  art. 3, para. 1 (b) Offences of child prostitution (text revised): "
    )
    record = read_record((copied / "editions/examplia/3/edition.json").read_bytes())
    (row,) = [each for each in record.changes if each.is_of_row]
    assert (row.kind.value, row.reason) == ("research", "the Act was read in full")


def test_the_kind_of_a_change_can_be_given_with_its_reason_but_not_that_of_a_finding():
    columns = opsc().columns
    law = Change("opsc-1", "law", ChangeKind.WORDING, "One.", "Two.")
    found = Change("opsc-1", "compliance", ChangeKind.ASSESSMENT, "Bad.", "Good.")
    rated = Change("opsc-1", "assessment", ChangeKind.ASSESSMENT, "gap", "in_line")
    words = english().words("change_kinds")

    given = [
        reason_of(written, words)
        for written in ("law: Act 5", "New law: Act 5", "LAW:", "Act 5: in force", "wording")
    ]
    told = list(with_reasons((law, found, rated), {"opsc-1": given[0]}, columns))

    assert given == [
        Reason("Act 5", ChangeKind.LAW),
        Reason("Act 5", ChangeKind.LAW),
        Reason("", ChangeKind.LAW),
        Reason("Act 5: in force"),
        Reason("wording"),
    ]
    assert [(each.kind.value, each.reason) for each in told] == [
        ("law", "Act 5"),
        ("assessment", "Act 5"),
        ("assessment", "Act 5"),
    ]
    assert kind_of_row((law, found, rated), "opsc-1", columns) is ChangeKind.WORDING
    assert kind_of_row((found, rated), "opsc-1", columns) is None


def test_a_reason_for_a_row_that_did_not_change_is_told(copied):
    change(copied, LAW)

    assert run(copied, "publish", "examplia", "--reason", "9: x") == (
        1,
        "--reason: MUST FIX E923: the reason for '9' fits no row that has changed\n"
        "    name a row that has changed by its article or row id: 3(1)(b)\n",
    )


# It stays as it was published


def test_all_is_proved_as_it_was_published(published):
    code, said = run(published[0], "editions", "--verify")

    assert code == 0
    assert said.splitlines()[-1] == "All is as it was published: editions 2, files 24."


def test_whatever_was_done_to_an_edition_is_told(copied):
    editions = copied / "editions/examplia"
    for path in editions.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    (editions / "1/examplia-1.ris").write_bytes(b"altered")
    (editions / "2/examplia-2.bib").unlink()
    (editions / "2/note.txt").write_text("added")
    (editions / "4").mkdir()
    (editions / "4/manifest.json").write_text("{}")
    manifest = editions / "1/manifest.json"
    manifest.write_text(manifest.read_text().replace("Final", "final").replace("1.0", "1.1"))

    code, said = run(copied, "editions", "examplia", "--verify")

    assert code == 1
    assert [line for line in said.splitlines() if "MUST FIX" in line] == [
        "examplia/1/examplia-1.ris: MUST FIX E901: the file 'examplia-1.ris' of this edition is no"
        " longer as it was published",
        "examplia/1/SHA256SUMS: MUST FIX E901: the file 'SHA256SUMS' of this edition is no longer as"
        " it was published",
        "examplia/2/examplia-2.bib: MUST FIX E902: the file 'examplia-2.bib' of this edition is not"
        " there any more",
        "examplia/2/note.txt: MUST FIX E903: the file 'note.txt' was put into this edition later",
        "examplia/2/manifest.json: MUST FIX E906: the manifest of edition 1 is no longer the one that"
        " this edition was built upon",
        "examplia/3: MUST FIX E905: edition 3 is missing, though there is a later one",
        "examplia/4/manifest.json: MUST FIX E904: this file of an edition cannot be read: it is"
        " damaged or was written by a newer version of the program",
    ]


def test_errata_and_withdrawals_are_said_beside_an_edition_and_change_nothing_in_it(copied):
    before = {
        path: path.read_bytes() for path in (copied / "editions").rglob("*") if path.is_file()
    }

    assert run(copied, "erratum", "examplia", "1", "Section 4 should read section 5.")[0] == 0
    assert run(copied, "withdraw", "examplia", "1", "--because", "It named a wrong Act.")[0] == 0

    listed = run(copied, "editions", "examplia")[1].splitlines()
    assert listed[1].startswith("  erratum of 2")
    assert listed[1].endswith(": Section 4 should read section 5.")
    assert listed[2].endswith(": It named a wrong Act.")
    assert run(copied, "editions", "--verify")[0] == 0
    assert all(path.read_bytes() == content for path, content in before.items())

    again = run(copied, "withdraw", "examplia", "1", "--because", "Again.")
    assert again[0] == 1
    assert again[1].startswith(
        "examplia/1: MUST FIX E916: this edition was withdrawn already, on 2"
    )
    assert again[1].endswith(
        ": It named a wrong Act.\n    say what else is to be known of it with 'publisher erratum'\n"
    )
    assert run(copied, "erratum", "examplia", "1", "Section 4 should  read section 5.") == (
        1,
        "examplia/1: MUST FIX E918: the same was said of this edition before\n"
        "    nothing need be done\n",
    )
    assert run(copied, "erratum", "examplia", "2", " ") == (
        1,
        "examplia/2: MUST FIX E917: nothing was said of the edition\n"
        "    write a sentence for its readers\n",
    )
    assert run(copied, "withdraw", "examplia", "7", "--because", "x") == (
        1,
        "examplia: MUST FIX E915: there is no edition 7; there are: 1, 2\n"
        "    write one of these numbers\n",
    )


def test_an_edition_that_was_withdrawn_is_no_longer_compared_with(copied):
    run(copied, "withdraw", "examplia", "2", "--because", "Too early.")

    assert run(copied, "publish", "examplia")[0] == 0
    record = read_record((copied / "editions/examplia/3/edition.json").read_bytes())
    assert record.previous == 1


@pytest.mark.parametrize(
    "files",
    [0, *(pytest.param(count, marks=pytest.mark.long) for count in (1, 2, 4, 6, 8, 10, 11, 12))],
)
def test_publishing_that_is_killed_leaves_no_half_edition(copied, files):
    """Killed as soon as so many of the twelve files are written, or after all of them."""
    change(copied, LAW)
    command = [sys.executable, "-m", "publisher", "--project", str(copied), "publish", "examplia"]
    with subprocess.Popen(command, cwd=TOP, stdout=subprocess.DEVNULL) as process:
        beside = copied / "editions/examplia/.3.publishing"
        until = time.monotonic() + 120
        while process.poll() is None and time.monotonic() < until:
            with suppress(FileNotFoundError):  # not there yet, or named by now
                if len(list(beside.iterdir())) >= files:
                    break
        process.kill()

    third = copied / "editions/examplia/3"
    assert not third.exists() or run(copied, "editions", "--verify")[0] == 0
    code, _ = run(copied, "publish", "examplia")
    assert code == 0 or third.exists()
    assert run(copied, "editions", "--verify")[0] == 0
    assert not beside.exists()


def test_a_workbook_that_got_another_name_does_not_begin_a_second_series(copied):
    old, new = (copied / f"workbooks/{name}.xlsx" for name in ("examplia", "examplia final"))
    old.rename(new)

    assert run(copied, "publish", "examplia final") == (
        1,
        "examplia final.xlsx: MUST FIX E927: the editions of Examplia lie under the name 'examplia', and there is no"
        " workbook examplia.xlsx any more: as examplia final.xlsx they would begin anew with edition 1, at another"
        " address\n    give the workbook its old name again, examplia.xlsx, and publish it\n",
    )
    assert not (copied / "editions/examplia final").exists()


def test_a_command_in_a_remedy_can_be_typed_as_it_stands_also_where_a_name_has_spaces(copied):
    (copied / "workbooks/examplia.xlsx").rename(copied / "workbooks/our examplia.xlsx")

    assert run(copied, "withdraw", "our examplia", "1", "--because", "It is old.") == (
        1,
        "our examplia: MUST FIX E919: nothing was published of 'our examplia' yet\n"
        '    publish its first edition with: publisher publish "our examplia"\n',
    )
    for language in ("en", "fr"):
        messages = (TOP / f"publisher/messages/{language}.toml").read_text(encoding="utf-8")
        bare = re.findall(r"publisher [a-z ]+\{(?:file|path|country|workbook)\}", messages)
        assert bare == ["publisher publish {country}"]  # put into quotation marks by the command


def test_a_report_in_another_language_has_a_series_of_its_own(copied):
    book = (copied / "workbooks/examplia.xlsx").read_bytes()
    (copied / "workbooks/examplia.xlsx").unlink()
    manifest = copied / "editions/examplia/2/manifest.json"
    manifest.chmod(0o644)
    told = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps(told | {"language": "fr"}), encoding="utf-8")
    (copied / "workbooks/exemplie.xlsx").write_bytes(book)

    assert run(copied, "publish", "exemplie")[0] == 0


# What compares by itself


def test_a_build_says_what_has_changed_since_the_last_edition(copied):
    change(copied, "The invented Act of 2001 was repealed [QX-3].")
    assert run(copied, "build", "--format", "html")[0] == 0

    page = (copied / "output/examplia/examplia.html").read_text(encoding="utf-8")
    assert "Changes since edition 2, version 1.0, 31 March 2026." in page
    assert "1 file written" not in run(copied, "build", "--format", "html")[1]
    run(copied, "withdraw", "examplia", "2", "--because", "Too early.")
    assert run(copied, "build", "--format", "html")[0] == 0
    page = (copied / "output/examplia/examplia.html").read_text(encoding="utf-8")
    assert "Changes since edition 1, version 1.0, 31 March 2026." in page


def test_a_redline_is_written_between_the_editions_that_are_named(copied):
    names = [
        f"P/output/examplia/examplia.redline-1-2.{ending}" for ending in ("docx", "html", "pdf")
    ]
    told = "".join(f"written: {name}\n" for name in names)

    assert run(copied, "redline", "examplia") == (0, told)
    text = (copied / "output/examplia/examplia.redline-1-2.html").read_text(encoding="utf-8")
    assert "<p><b>Reason</b> (the Act of 2026)</p>" in text  # as it was published
    assert "Changes from edition 1 to edition 2" in text
    for arguments, said in (
        (
            ["--since", "2", "--to", "1"],
            "MUST FIX E921: an edition is compared with an earlier one: 2 is not before 1\n"
            "    write the number of an earlier edition after --since\n",
        ),
        (
            ["--since", "one"],
            "MUST FIX E915: there is no edition one; there are: 1, 2\n"
            "    write one of these numbers\n",
        ),
        (
            ["--to", "1"],
            "MUST FIX E922: there is only one edition, so there is nothing to compare it with\n"
            "    publish a second edition first, or compare the workbook with the edition:"
            " --to workbook\n",
        ),
    ):
        assert run(copied, "redline", "examplia", *arguments) == (1, f"examplia: {said}")


def test_where_nothing_has_changed_no_redline_is_written(copied):
    assert run(copied, "redline", "EXAMPLIA", "--to", "Workbook") == (
        1,
        "examplia: MUST FIX E936: nothing has changed since edition 2, so there is no redline to write\n"
        "    there is nothing to do; or compare with the edition before: publisher redline examplia --since 1"
        " --to workbook\n",
    )
    assert not list((copied / "output").rglob("*redline*"))
    assert run(copied, "redline", "examplia", "--since", "1", "--to", "WORKBOOK")[0] == 0
    assert run(copied, "erratum", "Examplia.XLSX", "1", "Its date is wrong.")[0] == 0


def test_where_nothing_has_changed_since_the_first_edition_no_other_is_named(tmp_path):
    folder = project(tmp_path / "p")
    assert run(folder, "publish", "examplia")[0] == 0

    assert run(folder, "redline", "examplia") == (
        1,
        "examplia: MUST FIX E936: nothing has changed since edition 1, so there is no redline to write\n"
        "    there is nothing to do: change the workbook, save it, and do this again\n",
    )


def test_a_redline_to_a_workbook_that_is_gone_is_told(copied):
    (copied / "workbooks/examplia.xlsx").unlink()

    assert run(copied, "redline", "examplia", "--to", "workbook") == (
        1,
        "examplia: MUST FIX E924: there is no workbook of this name in P/workbooks to compare the"
        " edition with\n"
        "    put the workbook back, or compare two editions: --since 1 --to 2\n",
    )


def test_what_was_never_published_is_told(tmp_path):
    folder = project(tmp_path / "p")

    assert run(folder, "redline", "examplia") == (
        1,
        "examplia: MUST FIX E919: nothing was published of 'examplia' yet\n"
        "    publish its first edition with: publisher publish examplia\n",
    )
    assert run(folder, "editions") == (
        0,
        "Nothing was published yet. Publish an edition with: publisher publish COUNTRY\n",
    )


def test_an_edition_of_older_treaty_data_is_compared_by_what_became_of_its_rows(copied):
    treaty = open_project(copied).value.treaty
    step = VersionChange(treaty.version, "next", {"opsc-3-1-b": "opsc-3-1-b-new"}, {}, ())
    provisions = tuple(
        replace(each, id="opsc-3-1-b-new") if each.id == "opsc-3-1-b" else each
        for each in treaty.provisions
    )
    later = replace(treaty, version="next", provisions=provisions, changes=(step,))

    first = editions_of(open_project(copied).value, "examplia")[0]
    row = next(
        each
        for each in content_of(first, later).report.entries
        if each.provision.id == "opsc-3-1-b-new"
    )
    assert plain_text(row.contents[0].blocks).startswith("The invented Act of 2001")


# What a tired person does


def test_a_workbook_that_is_open_elsewhere_is_not_published(copied):
    change(copied, LAW)
    (copied / "workbooks/~$examplia.xlsx").write_bytes(b"")

    assert run(copied, "publish", "examplia") == (
        1,
        "examplia.xlsx: MUST FIX E926: this workbook is open in Excel or LibreOffice (~$examplia.xlsx"
        " lies beside it), so it was not published: what is on the screen there may say something"
        " else\n"
        "    save and close it there, then do this again; if nobody has it open, delete the file"
        " ~$examplia.xlsx\n",
    )
    assert not (copied / "editions/examplia/3").exists()


@pytest.mark.parametrize("status", ["Final", "Draft"])
def test_a_sample_that_is_not_for_publication_is_not_published(tmp_path, status):
    folder = project(tmp_path / "p", status=status, mark="Sample, not for publication")
    wish = ["--draft"] if status == "Draft" else []

    assert run(folder, "publish", "examplia", *wish) == (
        1,
        "examplia.xlsx: Country!C16 (Mark printed on every page): MUST FIX E925: this report is"
        " marked as a sample that is not for publication, so it was not published\n"
        "    if its content was verified, empty the field 'Mark printed on every page' in the sheet"
        " Country and save\n",
    )


@pytest.mark.parametrize("name", ["manifest.json", "SHA256SUMS", "edition.json"])
def test_a_file_that_is_gone_is_told_by_its_edition(copied, name):
    (copied / "editions/examplia/2" / name).unlink()

    code, said = run(copied, "editions", "--verify")

    assert code == 1
    assert said.startswith(
        f"examplia/2/{name}: MUST FIX E902: the file '{name}' of this edition is not there any more\n"
    )
    assert "Nothing was published yet" not in said


def test_the_site_takes_no_file_of_an_edition_that_is_gone_or_another_one_by_now(copied):
    gone, changed = (
        copied / f"editions/examplia/{name}" for name in ("1/examplia-1.bib", "2/examplia-2.docx")
    )
    content = gone.read_bytes()
    gone.unlink()
    first = run(copied, "site", "-q")
    gone.write_bytes(content)
    changed.chmod(0o644)
    changed.write_bytes(changed.read_bytes() + b" ")
    second = run(copied, "site", "-q")

    assert first == (
        1,
        "examplia/1/examplia-1.bib: MUST FIX E902: the file 'examplia-1.bib' of this edition is not there any more\n"
        "    put it back, from a backup or from the archive on a memory stick: what was published must stay as it was\n",
    )
    assert second == (
        1,
        "examplia/2/examplia-2.docx: MUST FIX E901: the file 'examplia-2.docx' of this edition is no longer as it was"
        " published\n    put the file of that day in its place, from a backup or from the archive on a memory stick:"
        " what was published must stay as it was\n",
    )


def test_notices_that_cannot_be_read_cost_no_other_file_and_are_told_at_the_report(copied):
    (copied / "editions/examplia/notices.json").write_text("{")

    code, said = run(copied, "build", "--format", "html")

    assert code == 1
    assert "examplia/notices.json: MUST FIX E904: this file of an edition cannot be read" in said
    assert "not written: P/output/examplia/examplia.html" in said
    assert "Nothing was published yet" not in run(copied, "editions")[1]
