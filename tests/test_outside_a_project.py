"""Commands typed in a folder that is no project: they say so, and make nothing there.

Examplia is invented.
"""

import pytest
from click.testing import CliRunner

from publisher.cli.main import main
from publisher.project.project import create_project
from tests.support import filled, saved

COMMANDS = [
    ["new", "Nepal"],
    ["check"],
    ["build"],
    ["status"],
    ["upgrade", "nepal"],
    ["history", "nepal"],
    ["review", "status"],
    ["review", "send", "nepal", "--to", "Example NGO"],
    ["review", "apply", "nepal"],
    ["guide"],
    ["guide", "new"],
    ["templates", "check"],
    ["templates", "new", "report"],
]


def run(folder, *arguments):
    result = CliRunner().invoke(main, ["--project", str(folder), *arguments])
    return result.exit_code, result.output


def told(folder):
    return (
        f"{folder}: MUST FIX P438: this folder is no project: it holds neither the settings, publisher.toml,"
        " nor a folder workbooks\n"
        "    go to the folder of your project, or name it: publisher --project FOLDER …;"
        " a new project is made with: publisher init FOLDER\n"
    )


@pytest.fixture
def other(tmp_path):
    """A folder with other things in it, as a home folder is."""
    (tmp_path / "letter.docx").write_bytes(b"")
    (tmp_path / "Documents").mkdir()
    (tmp_path / "Templates").mkdir()  # every home folder of Windows has one
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_folder_of_other_things_is_no_project(other, command):
    assert run(other, *command) == (1, told(other))
    assert sorted(path.name for path in other.iterdir()) == [
        "Documents",
        "Templates",
        "letter.docx",
    ]


def test_a_file_is_not_received_and_no_draft_collected_outside_a_project(other):
    (other / "nepal.xlsx").write_bytes(saved(filled("")))

    assert run(other, "receive", str(other / "nepal.xlsx")) == (1, told(other))
    assert run(other, "review", "collect", str(other / "letter.docx")) == (1, told(other))
    assert not (other / "workbooks").exists()
    assert not (other / "reviews").exists()


@pytest.mark.parametrize(
    "command", [each for each in COMMANDS if "new" not in each or each[0] == "guide"], ids=" ".join
)
def test_an_empty_folder_is_no_project_either(tmp_path, command):
    assert run(tmp_path, *command) == (1, told(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_no_project(tmp_path):
    for command in (["new", "Nepal"], ["check"]):
        assert run(tmp_path / "reprots", *command) == (1, told(tmp_path / "reprots"))
    assert list(tmp_path.iterdir()) == []


def test_new_makes_a_project_of_an_empty_folder(tmp_path):
    (tmp_path / ".DS_Store").write_bytes(b"")  # macOS puts it into folders that were looked at
    code, _ = run(tmp_path, "new", "Nepal")

    assert code == 0
    assert (tmp_path / "workbooks/nepal.xlsx").is_file()


def test_within_a_project_its_folder_is_named(tmp_path):
    create_project(tmp_path / "our reports")
    within = tmp_path / "our reports/workbooks"

    assert run(within, "check") == (
        1,
        f"{within}: MUST FIX P438: this folder is no project: it holds neither the settings, publisher.toml,"
        " nor a folder workbooks\n"
        f"    it lies in the project {tmp_path / 'our reports'}; go there, or type:"
        f' publisher --project "{tmp_path / "our reports"}" …\n',
    )


@pytest.mark.parametrize("sign", ["workbooks", "templates/docx", "templates/html"])
def test_a_folder_without_settings_that_holds_a_part_of_a_project_is_one(other, sign):
    (other / sign).mkdir(parents=True)

    code, output = run(other, "check")

    assert (code, output.splitlines()) == (
        1,
        [f"There is no workbook in {other / 'workbooks'}. Make one with: publisher new COUNTRY"],
    )


def test_settings_alone_make_a_project(other):
    (other / "publisher.toml").write_text("", encoding="utf-8")

    assert "There is no workbook" in run(other, "check")[1]


@pytest.mark.slow
def test_init_doctor_and_what_only_shows_work_everywhere(other):
    for command in (["doctor"], ["templates", "list"], ["templates", "fields"]):
        assert "P438" not in run(other, *command)[1]
    assert run(other, "init", str(other))[0] == 0
    assert (other / "workbooks/examplia.xlsx").is_file()


def test_settings_under_another_name_are_told_before(other):
    (other / "publisher.toml.txt").write_text("", encoding="utf-8")

    code, output = run(other, "check")

    assert (code, output.split(":")[0]) == (1, "publisher.toml.txt")
