"""What each command loads: a library that takes long to load only where the command needs it."""

import ast
import shutil
import subprocess
import sys
from functools import cache

import pytest

from tests.support import TOP, filled, saved

HEAVY = {
    "babel", "docx", "docxtpl", "filelock", "http.server", "jinja2", "lxml", "matplotlib", "multiprocessing", "numpy",
    "openpyxl", "pikepdf", "PIL", "weasyprint",
}  # fmt: skip
NAMES = {"babel"}  # of countries, dates and months
READS = NAMES | {
    "openpyxl",
    "numpy",
    "lxml",
    "PIL",
}  # openpyxl loads the three others where it finds them
WEB = {"jinja2"}
WORD = {"docx", "docxtpl", "jinja2", "lxml"}
PDF = {"jinja2", "weasyprint", "pikepdf", "PIL"}
TURNS = {"filelock"}  # what writes waits for other runs
BUILDS = {"multiprocessing"} | TURNS

# For each command, in this order in one project: the heavy libraries that it may load.
COMMANDS = [
    ("--help", set()),
    ("--version", set()),
    ("nonsense", set()),
    ("--nonsense", set()),
    ("check --help", set()),
    ("check --nonsense", set()),
    ("build --jobs 0", set()),
    ("build --format nonsense", set()),
    ("guide pick", set()),
    ("review send examplia", set()),
    ("templates check --help", set()),
    ("new", set()),
    ("new Nepal", READS),
    ("check examplia", READS | WEB),
    ("check examplia", set()),
    ("check --json examplia", set()),
    ("check --annotate examplia", READS | WEB | TURNS),
    ("build --format html examplia", READS | WEB | BUILDS),
    ("build --format html examplia", set()),
    ("build --format docx examplia", READS | WORD | BUILDS),
    ("status", READS | WEB),
    ("status", set()),
    ("upgrade examplia", READS | TURNS),
    ("guide new", READS),
    ("guide --format csv", READS | WEB | TURNS),
    ("guide --format html", READS | WEB | TURNS | {"matplotlib"}),
    ("review status", READS),
    ("site", READS | WEB | BUILDS),
    ("readme examplia", READS),
    ("templates list", set()),
    ("templates new ours", set()),
    ("templates list", READS | WORD),
    ("doctor", {"weasyprint", "PIL", "lxml"}),
]  # fmt: skip
PROGRAM = """
import sys
from publisher.cli.main import main
try:
    main(sys.argv[1:])
finally:
    print("loaded:", *sys.modules, file=sys.stderr)
"""


def loaded_by(folder, command, program=PROGRAM):
    """Return the heavy libraries that a command loads in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", program, *command.split()],
        cwd=folder,
        env={"PYTHONPATH": str(TOP), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return HEAVY & set(done.stderr.rpartition("loaded:")[2].split())


# Each is a process of its own: the long run looks at all of them.
SOME = {"--help", "nonsense", "build --jobs 0", "new Nepal", "check examplia", "status"}


@pytest.mark.slow
@pytest.mark.parametrize("looks_at_all", [False, pytest.param(True, marks=pytest.mark.long)])
def test_each_command_loads_what_it_needs_and_no_more(tmp_path, looks_at_all):
    rows = "id | law\nopsc-1 | The sale of a child is a crime."
    (tmp_path / "workbooks").mkdir()
    (tmp_path / "workbooks/examplia.xlsx").write_bytes(saved(filled(rows)))

    too_many = [
        (command, loaded - allowed)
        for command, allowed in COMMANDS
        if (looks_at_all or command in SOME) and (loaded := loaded_by(tmp_path, command)) - allowed
    ]

    assert too_many == []


@pytest.mark.long  # the other formats are looked at above
@pytest.mark.slow
def test_a_pdf_needs_no_charts_and_no_word(tmp_path):
    shutil.copytree(TOP / "workbooks", tmp_path / "workbooks")

    assert loaded_by(tmp_path, "build --format pdf germany") <= READS | PDF | BUILDS


FIRST_PAGE = """
import sys
from pathlib import Path
from starlette.requests import Request
from publisher.desk import countries
from publisher.desk.app import desk_app
from publisher.desk.guard import Keys
from publisher.desk.serve import serve
from publisher.desk.state import Desk
desk = Desk(Path.cwd(), lambda: None)
app = desk_app(desk, Keys(), 80)._app
asked = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": [], "app": app}
assert b"Examplia" in countries.show(Request(asked)).body
print("loaded:", *sys.modules, file=sys.stderr)
"""


@pytest.mark.slow
def test_the_first_page_of_the_desk_loads_nothing_of_excel_word_or_pdf(tmp_path):
    """With the checks on record: the rest is loaded while a person reads that page."""
    rows = "id | law\nopsc-1 | The sale of a child is a crime."
    (tmp_path / "workbooks").mkdir()
    (tmp_path / "workbooks/examplia.xlsx").write_bytes(saved(filled(rows)))
    loaded_by(tmp_path, "status")

    assert loaded_by(tmp_path, "", FIRST_PAGE) == {"jinja2", "multiprocessing"}


# Imports inside functions


MODULES = {
    ".".join(path.relative_to(TOP).with_suffix("").parts).removesuffix(".__init__"): path
    for path in (TOP / "publisher").rglob("*.py")
}
# What takes a hundredth of a second or more to load, beside the libraries above.
SLOW = HEAVY | {
    "fontTools",
    "publisher.domain.report",
    "publisher.writers.pdf",
    "pydyf",
    "subprocess",
}


def imported(nodes):
    """Yield the modules that import statements name, `from a import b` as a and a.b."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        if isinstance(node, ast.ImportFrom):
            yield node.module
            yield from (f"{node.module}.{each.name}" for each in node.names)


@cache
def statements(path):
    """Return the import statements of a module at its top, and those inside functions."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    at_top = [node for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]
    inside = [
        node
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, (ast.Import, ast.ImportFrom))
    ]
    return at_top, inside


@cache
def top_of(name):
    """Return what a module of ours imports at its top."""
    path = MODULES.get(name)
    return set(imported(statements(path)[0])) if path else set()


def loads(names):
    """Return which slow modules are loaded with some modules, through all that these import."""
    known, waiting, slow = set(), list(names), set()
    while waiting:
        name = waiting.pop()
        parents = [name.rpartition(".")[0]] if "." in name else []
        if name in known:
            continue
        known.add(name)
        slow |= {name, name.partition(".")[0]} & SLOW
        waiting += [*parents, *top_of(name)]
    return slow


# A process of its own for each PDF, which loads so little that JSON, which every command loads, is a
# third of it.
SPARE = {"publisher.writers.typst.engine: import json"}


@pytest.mark.slow
def test_an_import_inside_a_function_saves_something():
    useless = {
        f"{name}: {ast.unparse(node)}"
        for name, path in MODULES.items()
        for node in statements(path)[1]
        if loads(imported([node])) <= loads([name])
    }

    assert useless == SPARE
