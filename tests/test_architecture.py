"""The shape of the program: who may import whom, what is data and not code, how long a function may be."""

import ast
import csv
import re
import tomllib

import pytest
from importlinter import cli

from tests.support import TOP

PACKAGE = TOP / "publisher"
MODULES = sorted(PACKAGE.rglob("*.py"))


def strings(tree):
    """Yield every text in a module that is not a docstring."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in docstrings
        ):
            yield node.value


def test_stages_import_only_what_comes_before_them(monkeypatch):
    monkeypatch.chdir(TOP)

    assert (
        cli.lint_imports(config_filename=str(TOP / ".importlinter"), no_logo=True)
        == cli.EXIT_STATUS_SUCCESS
    )


@pytest.mark.slow
def test_no_name_of_a_treaty_or_country_is_in_the_code():
    with (PACKAGE / "world/countries.csv").open(encoding="utf-8") as file:
        countries = [row["short_name"] for row in csv.DictReader(file)]
    treaty = tomllib.loads((PACKAGE / "treaties/opsc/treaty.toml").read_text(encoding="utf-8"))
    names = [
        *countries,
        treaty["abbreviation"],
        treaty["id"],
        treaty["name"],
        treaty["short_name"],
        *treaty["finders"],
    ]
    pattern = re.compile(rf"\b({'|'.join(map(re.escape, names))})\b")

    found = {
        f"{path.relative_to(TOP)}: {text}"
        for path in MODULES
        for text in strings(ast.parse(path.read_text(encoding="utf-8")))
        if pattern.search(text)
    }

    assert found == set()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_functions_and_files_can_be_read_in_one_go(path):
    text = path.read_text(encoding="utf-8")

    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
    lengths = {
        each.name: each.end_lineno - each.lineno + 1 - docstring_length(each) for each in functions
    }
    assert {name: length for name, length in lengths.items() if length > 60} == {}
    assert len(text.splitlines()) <= 340


def docstring_length(function):
    first = function.body[0]
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return first.end_lineno - first.lineno + 1 if is_docstring else 0


def test_no_committed_file_names_a_place_of_a_machine():
    checked = [path for path in TOP.iterdir() if path.suffix in (".md", ".toml", ".py")]
    checked += [
        *MODULES,
        *TOP.glob("docs/*.md"),
        *TOP.glob("requirements/*"),
        *TOP.glob("tools/*.py"),
    ]

    for path in checked:
        assert not re.search(
            r"/(root|home|work|tmp|opt)/\w|pypi\.org|pythonhosted|npmjs",
            path.read_text(encoding="utf-8"),
        ), path


# The page about the program


ARCHITECTURE = (TOP / "ARCHITECTURE.md").read_text(encoding="utf-8")


def test_the_page_about_the_architecture_is_read_in_a_few_minutes():
    assert len(ARCHITECTURE.split()) <= 1200


def test_the_life_of_a_cell_names_what_is_there():
    life = ARCHITECTURE.partition("## The life of a cell")[2].partition("\n## ")[0]

    steps = re.findall(r"`([\w/]+\.py)`((?:,? `\w+`)+)", life)

    assert len(steps) >= 20
    for file, names in steps:
        tree = ast.parse((PACKAGE / file).read_text(encoding="utf-8"))
        defined = {
            each.name for each in tree.body if isinstance(each, (ast.FunctionDef, ast.ClassDef))
        }
        assert set(re.findall(r"\w+", names)) <= defined, file


def test_each_room_is_described_and_each_described_room_is_there():
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}

    told = re.findall(r"^\| `(\w+)/` \|", ARCHITECTURE, re.MULTILINE)

    assert set(told) == rooms
    assert len(told) == 13
    assert [path.name for path in sorted(PACKAGE.glob("*.py"))] == ["__init__.py", "__main__.py"]
