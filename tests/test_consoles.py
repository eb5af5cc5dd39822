"""Consoles of few letters: what they lack has a readable substitute, and no command ends in a traceback.

Which letters a code page has is from the tables that Unicode publishes of them (MAPPINGS/VENDORS/MICSFT); what a letter
is made of is from the Unicode Character Database.
"""

import json
import os
import shutil
import subprocess
import sys
import unicodedata

import pytest

from publisher.cli.console import readable
from tests.support import TOP, filled, saved


@pytest.mark.parametrize(
    ("text", "encoding", "shown"),
    [
        ("• first → second", "cp1252", "• first -> second"),  # cp1252 has the bullet at 95
        ("• first → second", "ascii", "- first -> second"),
        ("• first → second", "cp850", "- first -> second"),
        ("“Côte d’Ivoire” – a…", "cp1252", "“Côte d’Ivoire” – a…"),
        ("“Côte d’Ivoire” – a…", "cp437", '"Côte d\'Ivoire" - a...'),
        ("“Côte d’Ivoire” – a…", "ascii", '"Cote d\'Ivoire" - a...'),
        ("Co\u0302te d’Ivoire", "cp850", "Côte d'Ivoire"),  # as macOS writes names
        ("Türkiye, Diyarbakır, Şırnak", "cp1252", "Türkiye, Diyarbakir, Sirnak"),
        ("Türkiye, Diyarbakır", "cp850", "Türkiye, Diyarbakır"),  # it has the dotless i at D5
        ("Việt Nam, Đà Nẵng", "cp1252", "Viêt Nam, Dà Nãng"),
        ("Việt Nam, Đà Nẵng", "ascii", "Viet Nam, Da Nang"),
        ("Łódź, Ørsted, Æther, Þór, straße", "ascii", "Lodz, Orsted, AEther, Thor, strasse"),
        ("Łódź", "cp1252", "Lódz"),
        ("नेपाल", "cp1252", "???"),  # three letters; the signs of vowels are marks
        ("مصر ٢٠٢٦", "ascii", "??? 2026"),
        ("日本の法律", "cp932", "日本の法律"),
        ("Genève, São Tomé", "cp932", "Geneve, Sao Tome"),
        ("a\u00a0b\u202fc\u2009d", "ascii", "a b c d"),
        ("\u200fsoft\u00adhyphen\ufeff", "ascii", "softhyphen"),
        ("ﬁne ③ ½", "ascii", "fine 3 1/2"),
        ("≥ 18 years, 5 × 5", "ascii", ">= 18 years, 5 x 5"),
        ("no letter: \udcfc", "utf-8", "no letter: ?"),
        ("нет", "cp437", "???"),
        ("", "ascii", ""),
    ],
)
def test_what_a_console_lacks_has_a_substitute(text, encoding, shown):
    assert readable(text, encoding) == shown
    shown.encode(encoding)


COMMANDS = [
    ["--help"],
    ["check"],
    ["check", "Türkiye – Şırnak"],
    ["check", unicodedata.normalize("NFD", "Türkiye – Şırnak")],
    ["check", "nonsense – ş"],
    ["check", "--annotate", "Türkiye – Şırnak"],
    ["check", "--json"],
    ["build", "--format", "html"],
    ["status"],
    ["status", "--json"],
    ["guide", "--format", "csv"],
    ["review", "send", "Türkiye – Şırnak", "--to", "बाल मंच (invented)"],
    ["review", "status"],
    ["review", "collect", "nothing – ş.docx"],
    ["templates", "list"],
    ["templates", "check"],
    ["templates", "fields"],
    ["new", "Côte d’Ivoire"],
    ["new", "नेपालिया", "--code", "QY"],
    ["doctor"],
]
# Each command as the program is started, one after the other in one process: a start takes seconds.
PROGRAM = """
import json, sys
from publisher.cli import console
from publisher.cli.main import main
for arguments in json.loads(sys.argv[1]):
    print(">>>", *arguments, flush=True)
    try:
        console.run(lambda: main([f"--project={sys.argv[2]}", *arguments]))
    except SystemExit as ended:
        print("exit", ended.code, flush=True)
"""
ENVIRONMENTS = {
    "cp1252": {"PYTHONIOENCODING": "cp1252"},
    "cp437": {"PYTHONIOENCODING": "cp437"},
    "cp850": {"PYTHONIOENCODING": "cp850"},
    "cp932": {"PYTHONIOENCODING": "cp932"},
    "C": {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "utf-8": {"PYTHONUTF8": "1"},
}


def environment(**others):
    plain = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("LC_", "LANG", "PYTHON"))
    }
    return plain | {"PYTHONPATH": str(TOP)} | others


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("çonsole – न")
    (folder / "workbooks").mkdir()
    rows = "id | law\nopsc-1 | Şırnak → “Côte” • नेपाल — the sale of a child is a crime."
    book = filled(rows, "", {"version_date": "2026-03-31"})
    (folder / "workbooks/Türkiye – Şırnak.xlsx").write_bytes(saved(book))
    return folder


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        each if each == "cp1252" else pytest.param(each, marks=pytest.mark.long)
        for each in ENVIRONMENTS
    ],
)
def test_no_command_ends_in_a_traceback(project, tmp_path, name):
    folder = tmp_path / "prójet – न"
    shutil.copytree(project, folder)
    command = [sys.executable, "-c", PROGRAM, json.dumps(COMMANDS), str(folder)]
    own = environment(**ENVIRONMENTS[name])

    done = subprocess.run(command, env=own, capture_output=True, check=False)

    told = (done.stdout + done.stderr).decode("latin-1")
    assert "Traceback" not in told, told
    assert "foresaw" not in told
    assert told.count("\nexit ") == len(COMMANDS)
    assert done.returncode == 0
    draft = "Türkiye – Şırnak-बाल-मंच-invented-1.docx"
    assert (folder / "output/Türkiye – Şırnak/review" / draft).exists()
    assert (folder / "workbooks/cote-d-ivoire.xlsx").exists()
    assert (folder / "workbooks/नेपालिया.xlsx").exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            [b"new", b"W\xfcstenland", b"--code", b"QY"],
            "Error: 'W?stenland' holds signs that are no letters in UTF-8; set this terminal to UTF-8 and type it again.\n",
        ),
        (
            [b"review", b"send", "Türkiye – Şırnak".encode(), b"--to", b"\xc4rzte"],
            "Error: '?rzte' holds signs that are no letters in UTF-8; set this terminal to UTF-8 and type it again.\n",
        ),
    ],
)
def test_what_is_typed_in_another_encoding_is_told(project, tmp_path, arguments, told):
    shutil.copytree(project, tmp_path / "project")
    command = [sys.executable, "-m", "publisher", f"--project={tmp_path / 'project'}", *arguments]

    done = subprocess.run(
        command, env=environment(PYTHONUTF8="1"), capture_output=True, check=False
    )

    assert (done.returncode, done.stderr.decode()) == (2, told)


@pytest.mark.slow
def test_json_is_whole_on_any_console(project):
    command = [sys.executable, "-m", "publisher", f"--project={project}", "status", "--json"]

    done = subprocess.run(
        command,
        env=environment(PYTHONIOENCODING="cp437"),
        capture_output=True,
        check=True,
    )

    (country,) = json.loads(done.stdout.decode("cp437"))
    assert country["workbook"] == "Türkiye – Şırnak.xlsx"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "shown"), [("cp1252", "Türkiye – Sirnak.xlsx"), ("C", "Turkiye - Sirnak.xlsx")]
)
def test_the_name_of_a_workbook_is_shown_in_the_letters_that_there_are(project, name, shown):
    command = [sys.executable, "-m", "publisher", f"--project={project}", "status"]

    done = subprocess.run(
        command, env=environment(**ENVIRONMENTS[name]), capture_output=True, check=True
    )

    encoding = "cp1252" if name == "cp1252" else "ascii"
    assert done.stdout.decode(encoding).splitlines()[1].startswith(shown)
    assert done.stderr == b""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "ending", "told"),
    [
        ("templates fields", "| head -1 >/dev/null", ""),  # more than a pipe holds
        ("--help", ">&-", ""),
        ("--help", ">&- 2>&-", ""),
        (
            "--help",
            ">/dev/full",
            "What was to be shown could not be written (No space left on device).\n",
        ),
    ],
)
@pytest.mark.parametrize("encoding", [pytest.param("utf-8", marks=pytest.mark.long), "cp1252"])
def test_output_that_nobody_takes_ends_no_command_in_a_traceback(
    project, command, ending, told, encoding
):
    line = f'"{sys.executable}" -m publisher "--project={project}" {command} {ending}'

    done = subprocess.run(
        ["sh", "-c", line],
        env=environment(PYTHONIOENCODING=encoding),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stderr == told
