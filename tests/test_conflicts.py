"""Cells that two copies of a workbook changed: shown with all three texts, and decided by a person.

All content is invented, of the invented country Examplia.
"""

import shutil

import pytest
from openpyxl.cell.rich_text import TextBlock

from publisher.domain.diagnostics import PublisherError
from publisher.domain.digest import digest_of
from publisher.project.project import open_project
from publisher.project.undo import undo
from publisher.rounds.conflicts import Choice, conflicts_of, settle, undecided
from tests import test_receive as receipts
from tests.support import provision_cell
from tests.test_receive import FINE, LABOUR, PRISON, Desk, edited, struck

pytestmark = pytest.mark.slow  # each test reads several copies of a workbook
blank = receipts.blank  # its fixture
OTHER = FINE.replace("500", "900")
LAW = "art. 3, para. 1 (b), Current national law"


@pytest.fixture(scope="module")
def parted(tmp_path_factory, blank):
    """A project in which two copies changed one cell, to be copied by each test."""
    desk = Desk(tmp_path_factory.mktemp("parted"))
    old = edited(blank, law_3_1_b=FINE)
    desk.put(old)
    desk.edit(law_3_1_b=PRISON)
    desk.receive(edited(old, law_3_1_b=OTHER, law_3_1_c=LABOUR))
    return desk


@pytest.fixture
def desk(tmp_path, parted):
    shutil.copytree(parted.folder, tmp_path / "project")
    copied = Desk(tmp_path / "project")
    copied.now = parted.now
    return copied


def project_of(desk):
    return open_project(desk.folder).value


def open_cells(desk):
    return conflicts_of(project_of(desk), desk.home)


def decide(desk, choice, by="", conflict=None):
    meant = conflict or open_cells(desk)[0]
    return settle(project_of(desk), desk.home, {meant.id: choice}, desk.tick(), by)


def test_a_cell_that_both_sides_changed_is_found_with_its_three_texts(desk):
    (found,) = open_cells(desk)

    assert (found.base, found.ours, found.theirs) == (FINE, PRISON, OTHER)
    assert found.place.inside == f"Provisions!F13 ({LAW})"
    assert found.file == "Examplia final (2).xlsx"
    assert len(undecided(project_of(desk), desk.home)) == 1


def test_what_differs_from_the_last_known_copy_is_marked(desk):
    (found,) = open_cells(desk)

    marked = [(each.kind, each.text) for each in found.marked[2]]
    assert [each for each in marked if each[0] != "same"] == [("deleted", "500"), ("added", "900")]
    assert "".join(text for kind, text in marked if kind != "deleted") == OTHER
    own = found.marked[1]
    assert "".join(each.text for each in own if each.kind != "added") == FINE
    assert "".join(each.text for each in own if each.kind != "deleted") == PRISON
    assert {each.kind for each in own} == {"same", "added", "deleted"}


def test_the_text_of_the_file_is_taken_and_noted_as_one_that_came_home(desk):
    before = desk.home.read_bytes()

    settled = decide(desk, Choice.THEIRS)

    assert desk.text("opsc-3-1-b", "law") == OTHER
    assert desk.text("opsc-3-1-c", "law") == LABOUR  # what was taken before stays
    last = desk.history[-1]
    assert (last[0], last[1], last[3:]) == (
        "Taken from a file", "Examplia final (2).xlsx", (LAW, PRISON, OTHER),
    )  # fmt: skip
    assert open_cells(desk) == ()
    assert settled.backup.read_bytes() == before


def test_the_text_of_the_workbook_stays_and_who_decided_is_noted(desk):
    decide(desk, Choice.OURS, by="C. Editor (invented)")

    assert desk.text("opsc-3-1-b", "law") == PRISON
    assert desk.history[-1] == (
        "Stays as in the workbook", "Examplia final (2).xlsx", "C. Editor (invented)", LAW, PRISON, OTHER,
    )  # fmt: skip
    assert open_cells(desk) == ()
    assert undecided(project_of(desk), desk.home) == ()


def test_what_is_left_open_changes_nothing(desk):
    before = desk.home.read_bytes()

    settled = decide(desk, Choice.OPEN)

    assert settled.backup is None
    assert desk.home.read_bytes() == before
    assert len(open_cells(desk)) == 1


def test_a_decision_is_undone_and_can_be_made_again(desk):
    settled = decide(desk, Choice.THEIRS)

    undo(desk.home, settled.backup.name, digest_of(desk.home.read_bytes()), desk.tick())

    assert desk.text("opsc-3-1-b", "law") == PRISON
    assert [each.theirs for each in open_cells(desk)] == [OTHER]


def test_a_cell_that_was_written_in_excel_meanwhile_is_decided(desk):
    (found,) = open_cells(desk)
    desk.edit(law_3_1_b="Section 9 of the invented Act says both.")
    before = desk.home.read_bytes()

    with pytest.raises(PublisherError) as refused:
        decide(desk, Choice.THEIRS, conflict=found)

    assert open_cells(desk) == ()
    assert str(refused.value) == (
        "examplia.xlsx: MUST FIX D806: a cell that you decided on was decided or changed meanwhile\n"
        "    look at the cells to be decided again; nothing was changed"
    )
    assert desk.home.read_bytes() == before


def test_two_files_that_say_different_things_are_two_decisions(desk, blank):
    third = FINE.replace("500", "700")
    old = edited(blank, law_3_1_b=FINE)
    desk.receive(edited(old, law_3_1_b=third), "from the south.xlsx")
    assert {each.theirs for each in open_cells(desk)} == {OTHER, third}

    first, second = open_cells(desk)
    decide(desk, Choice.OURS, conflict=first)
    assert [each.theirs for each in open_cells(desk)] == [second.theirs]
    decide(desk, Choice.THEIRS)

    assert desk.text("opsc-3-1-b", "law") == second.theirs
    assert open_cells(desk) == ()


def test_of_one_cell_only_one_file_can_be_taken(desk, blank):
    desk.receive(edited(blank, law_3_1_b=FINE.replace("500", "700")), "from the south.xlsx")
    meant = {each.id: Choice.THEIRS for each in open_cells(desk)}
    before = desk.home.read_bytes()
    assert len(meant) == 2

    with pytest.raises(PublisherError) as refused:
        settle(project_of(desk), desk.home, meant, desk.tick())

    assert str(refused.value) == (
        f"examplia.xlsx: Provisions!F13 ({LAW}): MUST FIX D807: for this cell the texts of two files were chosen\n"
        "    choose the text of one file, and for the other one that of the workbook"
    )
    assert desk.home.read_bytes() == before


def test_a_cell_that_the_file_emptied_is_emptied_when_that_is_chosen(tmp_path, blank):
    desk = Desk(tmp_path)
    old = edited(blank, law_3_1_b=FINE)
    desk.put(old)
    desk.edit(law_3_1_b=PRISON)
    desk.receive(edited(old, law_3_1_b=""))

    assert open_cells(desk)[0].theirs == ""
    decide(desk, Choice.THEIRS)

    assert desk.text("opsc-3-1-b", "law") is None


def test_struck_words_are_shown_struck_and_taken_only_when_chosen(tmp_path, blank):
    desk = Desk(tmp_path)
    old = struck(blank, "opsc-3-1-b", "The sale of a child is punished. ", "A fine is enough.", "")
    desk.put(old)
    came = "The sale of a child is punished. A fine is enough. See section 9."
    desk.receive(edited(old, law_3_1_b=came))

    (found,) = open_cells(desk)
    assert found.is_struck
    assert ("struck", "A fine is enough.") in [(each.kind, each.text) for each in found.marked[1]]
    assert [each.kind for each in found.marked[2]] == ["same"]
    decide(desk, Choice.THEIRS)

    assert desk.text("opsc-3-1-b", "law") == came


def test_the_text_of_the_file_comes_with_its_bold_and_struck_words(tmp_path, blank):
    desk = Desk(tmp_path)
    old = edited(blank, law_3_1_b=FINE)
    desk.put(old)
    desk.edit(law_3_1_b=PRISON)
    desk.receive(struck(old, "opsc-3-1-b", "Now a fine. ", "Once prison.", " See section 9."))

    decide(desk, Choice.THEIRS)

    pieces = provision_cell(
        receipts.openpyxl.load_workbook(desk.home, rich_text=True), "opsc-3-1-b", "law"
    ).value
    assert [str(p) for p in pieces if isinstance(p, TextBlock) and p.font.strike] == [
        "Once prison."
    ]


def test_where_the_file_is_gone_its_words_are_known_from_the_history(desk):
    shutil.rmtree(desk.folder / "workbooks/backup/received")

    (found,) = open_cells(desk)

    assert (found.base, found.ours, found.theirs) == (FINE, PRISON, OTHER)
    decide(desk, Choice.THEIRS)
    assert desk.text("opsc-3-1-b", "law") == OTHER


def test_a_workbook_that_is_open_is_left_alone(desk):
    (found,) = open_cells(desk)
    (desk.home.parent / "~$examplia.xlsx").write_bytes(b"somebody")
    before = desk.home.read_bytes()

    with pytest.raises(PublisherError, match="F022"):
        decide(desk, Choice.THEIRS, conflict=found)

    assert desk.home.read_bytes() == before
