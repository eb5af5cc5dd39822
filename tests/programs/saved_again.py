"""Programs that open a file and save it again: how each is called, and what brings it where it is missing."""

import os
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest
from lxml import etree

from tests.support import W

NODE = Path(__file__).parent / "node"
MODULES = Path(__file__).parent / "node_modules"
SET_UP = "python3 run.py test --long"


def program(name: str, packages: str) -> str:
    """Return where a program of Debian's is; the test fails where it is not, and says what brings it."""
    found = shutil.which(name)
    if found is None:
        pytest.fail(f"{name} is not installed. Please run: sudo apt-get install {packages}")
    return found


def node_package(name: str) -> Path:
    """Return the folder of a package of npm's."""
    folder = MODULES / name
    if not folder.is_dir():
        pytest.fail(f"the package {name} of npm is not installed. Please run: {SET_UP}")
    return folder


def onlyoffice(name: str) -> str:
    """Return a program of ONLYOFFICE: docbuilder runs scripts, x2t converts."""
    found = find_spec("docbuilder")
    if found is None or found.origin is None:
        pytest.fail(f"the package document-builder is not installed. Please run: {SET_UP}")
    return str(Path(found.origin).parent / "lib" / name)


def run(*command: object, folder: Path, text: str = "") -> str:
    """Run a program in a folder, which is its home as well, without a screen; return what it prints."""
    own = {"HOME": str(folder), "QT_QPA_PLATFORM": "offscreen", "NODE_PATH": str(MODULES)}
    done = subprocess.run(
        [*map(str, command)],
        cwd=folder,
        env=os.environ | own,
        input=text,
        capture_output=True,
        text=True,
        timeout=900,  # as long as a busy machine may need; SuperDoc was cut off after 300
        check=False,
    )
    assert done.returncode == 0, f"{command[0]}: {done.stdout[-1000:]}{done.stderr[-1000:]}"
    return done.stdout


def by_abiword(source: Path, target: Path) -> None:
    """Save a draft by AbiWord."""
    ending = target.suffix[1:]
    abiword = program("abiword", "abiword")
    run(abiword, f"--to={ending}", "-o", target, source, folder=target.parent)


def by_calligra(source: Path, target: Path) -> None:
    """Save a draft by Calligra Words, which has no way from .docx to .docx but by .odt."""
    convert = program("calligraconverter", "calligrawords")
    middle = target.with_suffix(".odt")
    run(convert, "--batch", source, middle, folder=target.parent)
    if target != middle:
        run(convert, "--batch", middle, target, folder=target.parent)


def by_pandoc(source: Path, target: Path) -> None:
    """Save a draft by pandoc, with its changes as changes."""
    pandoc = program("pandoc", "pandoc")
    run(pandoc, "--track-changes=all", source, "-o", target, folder=target.parent)


def by_onlyoffice(source: Path, target: Path) -> None:
    """Save a draft by ONLYOFFICE's editor; other formats than its own are then made by its converter."""
    edited_by_onlyoffice(source, target.with_suffix(".docx"), "")
    if target.suffix == ".docx":
        return
    task = target.with_suffix(".xml")
    files = (
        ("FileFrom", target.with_suffix(".docx")),
        ("FileTo", target),
        ("TempDir", target.parent),
    )
    settings = "".join(f"<m_s{name}>{path}</m_s{name}>" for name, path in files)
    task.write_text(f"<TaskQueueDataConvert>{settings}</TaskQueueDataConvert>", encoding="utf-8")
    run(onlyoffice("x2t"), task, folder=target.parent)


def edited_by_onlyoffice(source: Path, target: Path, script: str) -> None:
    """Have ONLYOFFICE open a file, run a script of its macro language on it, and save it.

    Without a licence it stamps documents, which is nobody's edit.
    """
    steps = (
        f'builder.OpenFile("{source}", "");',
        script,
        f'builder.SaveFile("{target.suffix[1:]}", "{target}");',
        "builder.CloseFile();",
    )
    path = target.with_suffix(".docbuilder")
    path.write_text("\n".join(steps), encoding="utf-8")
    run(onlyoffice("docbuilder"), path, folder=target.parent)
    assert target.exists(), f"ONLYOFFICE saved nothing: an error in {script[:200]}"
    if target.suffix == ".docx":
        _without_stamp(target)


def _without_stamp(path: Path) -> None:
    """Take out of a document's headers the text box 'Unregistered Version'."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, content in parts.items():
        if b"Unregistered Version" in content:
            root = etree.fromstring(content)
            for box in [
                each for each in root.iter(f"{W}r") if each.find(f".//{W}txbxContent") is not None
            ]:
                box.clear()
            parts[name] = etree.tostring(root)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def by_libreoffice(source: Path, target: Path) -> None:
    """Save a file by LibreOffice."""
    soffice = program("soffice", "libreoffice-writer-nogui libreoffice-calc-nogui")
    profile = f"-env:UserInstallation={(target.parent / 'profile').as_uri()}"
    ending = target.suffix[1:]
    out = target.parent / "out"
    run(
        soffice,
        profile,
        "--headless",
        "--convert-to",
        ending,
        "--outdir",
        out,
        source,
        folder=target.parent,
    )
    (out / f"{source.stem}.{ending}").rename(target)


def by_superdoc(source: Path, target: Path) -> None:
    """Save a draft by SuperDoc's program for the command line."""
    edited_by_superdoc(source, target, "")


def edited_by_superdoc(source: Path, target: Path, script: str) -> str:
    """Have SuperDoc's command line open a draft, run a script on it, and save it; return what the script says."""
    superdoc = node_package("@superdoc-dev/cli-linux-x64") / "bin/superdoc"
    session = ("--session", target.stem.replace(" ", "-"))
    run(superdoc, "open", source, *session, "--user-name", "Edi Tor", folder=target.parent)
    said = ""
    if script:
        said = run(superdoc, "execute", "code", *session, text=script, folder=target.parent)
    run(superdoc, "save", *session, "--out", target, "--force", folder=target.parent)
    return said


def by_node(script: str, *arguments: object, folder: Path) -> str:
    """Run one of the scripts for node in the folder of that name."""
    return run(program("node", "nodejs npm"), NODE / script, *arguments, folder=folder)


Saver = Callable[[Path, Path], None]
DRAFT_SAVERS: dict[str, Saver] = {
    "libreoffice": by_libreoffice,
    "onlyoffice": by_onlyoffice,
    "superdoc": by_superdoc,
    "abiword": by_abiword,
    "calligra": by_calligra,
    "pandoc": by_pandoc,
}
