"""What is written about the program is true."""

import re
import sys

from click.testing import CliRunner

from publisher.cli.main import main
from tests.support import TOP

sys.path.insert(0, str(TOP / "tools"))

from diagnostic_table import codes

GUIDE = (TOP / "docs/editors-guide.md").read_text(encoding="utf-8")
README = (TOP / "README.md").read_text(encoding="utf-8")


def codes_in(folder):
    texts = [path.read_text(encoding="utf-8") for path in sorted((TOP / folder).rglob("*.py"))]
    pattern = r"\"([FSCPTLORGDE]\d{3})\"" if folder == "publisher" else r"\b([FSCPTLORGDE]\d{3})\b"
    return set(re.findall(pattern, "\n".join(texts)))


def test_every_problem_that_can_be_told_is_in_the_editors_guide():
    assert codes_in("publisher") == set(codes())
    assert [code for code in codes() if f"| {code} |" not in GUIDE] == []


def test_every_problem_that_can_be_told_is_told_in_a_test():
    assert codes_in("publisher") - codes_in("tests") == set()


def test_every_command_has_help_and_is_in_the_editors_guide():
    for name in main.commands:
        result = CliRunner().invoke(main, [name, "--help"])

        assert result.exit_code == 0
        assert f"### publisher {name}" in GUIDE


def test_the_readme_shows_commands_that_exist():
    for command in re.findall(r"(?:py|python3) run\.py (\w+)|publisher (\w+)", README):
        name = "".join(command)
        assert name in {*main.commands, "test"}, name


def test_the_readme_says_for_each_system_what_to_type_and_what_the_set_up_prints():
    """The launcher of Windows is py, and python3 there opens a shop; Pango comes by one command."""
    for command in ("build", "doctor", "test"):
        assert f"`py run.py {command}` | `python3 run.py {command}`" in README
    run_py = (TOP / "run.py").read_text(encoding="utf-8")
    assert "sys.version_info < (3, 11)" in run_py
    assert "Python 3.11 or newer" in README
    assert all(f'"{system}": ' in run_py for system in ("Windows", "Darwin"))


def test_the_test_command_of_the_readme_is_the_one_that_ci_runs():
    lines = (TOP / ".ci/run").read_text(encoding="utf-8").splitlines()

    assert lines[-1] == "exec python3 run.py test"
    assert "python3 run.py test" in README


def test_every_file_that_the_documents_link_to_exists():
    for path in (TOP / "README.md", TOP / "docs/editors-guide.md", TOP / "CONTRIBUTING.md"):
        for link in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8")):
            assert (path.parent / link).exists(), f"{path.name}: {link}"


def test_the_editors_guide_has_no_word_of_python():
    prose = re.sub(r"<!-- .*?-->|`[^`]*`|```.*?```", "", GUIDE, flags=re.DOTALL)

    assert not re.search(
        r"\b(python|import|docxtpl|openpyxl|jinja|regex|exception|traceback)\b",
        prose,
        re.IGNORECASE,
    )


def test_every_setting_is_explained():
    defaults = (TOP / "publisher/project/defaults.toml").read_text(encoding="utf-8")
    for setting in re.findall(r"^(\w+) =", defaults, re.MULTILINE):
        assert f"`{setting}`" in GUIDE
        assert re.search(
            rf"^{setting} =", (TOP / "publisher.toml").read_text(encoding="utf-8"), re.MULTILINE
        )
