"""Set everything up and run the publisher, or all its tests: python3 run.py build, python3 run.py
test.

Needs only Python 3.11 or newer. The first call makes a virtual environment in .venv and installs
what the lock files in requirements/ name; later calls start at once. 'test' runs every test and
check, 'test --long' more examples and other people's programs as well; anything else is handed to
the publisher command.
"""

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import venv
from pathlib import Path

TOP = Path(__file__).resolve().parent
VENV = TOP / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
# What Python cannot install: a program or library to look for, and the Debian packages that bring
# it.
FOR_BUILD = {
    "lib:pango-and-subset": ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
    "font:zh-cn": ("fonts-noto-cjk", "fontconfig"),
}
FOR_TEST = FOR_BUILD | {
    "soffice": ("libreoffice-writer-nogui", "libreoffice-calc-nogui"),
    "font:Carlito": ("fonts-crosextra-carlito",),
    "pdftotext": ("poppler-utils",),
    "pandoc": ("pandoc",),
    "qpdf": ("qpdf",),
    "chromium": ("chromium",),
    "npm": ("nodejs", "npm"),
}
# Programs that reviewers use: the tests marked 'programs' let them open, edit and save our files.
FOR_LONG = FOR_TEST | {
    "abiword": ("abiword",),
    "calligraconverter": ("calligrawords",),
    "calligrasheets": ("calligrasheets",),
    "ssconvert": ("gnumeric",),
    "java": ("default-jre-headless",),
}
OTHER_SYSTEMS = {
    "Darwin": "brew install pango",
    "Windows": (
        "winget install MSYS2.MSYS2, then in its window: pacman -S mingw-w64-ucrt-x86_64-pango"
    ),
}
# Three at a time even on two processors: many tests wait for another program. A worker gets tests
# that stand together, so that what is built once for a file is built by one worker.
CHECKS = (
    ("ruff", "format", "--check", "."),
    ("ruff", "check", "."),
    ("mypy",),
    ("cogapp", "--check", "docs/editors-guide.md"),
    ("pytest", "-n", "3", "--dist", "worksteal"),
)
# One after the other: some of the programs keep a store of fonts that two would write at once.
PROGRAMS = ("pytest", "-m", "programs", "tests/programs")


def main(arguments: list[str]) -> int:
    """Prepare the environment and run what was asked for; return its exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036 - the very check
        print(
            "This program needs Python 3.11 or newer. Install it from python.org and try again.",
            file=sys.stderr,
        )
        return 2
    if arguments[:2] == ["test", "--long"]:
        return run_long(arguments[2:])
    is_test = arguments[:1] == ["test"]
    install_packages("test.lock" if is_test else "run.lock")
    install_system_packages(FOR_TEST if is_test else FOR_BUILD)
    if is_test:
        install_node_packages("tests/node")
        return run_checks(CHECKS, arguments[1:])
    return subprocess.run(
        [PYTHON, "-m", "publisher", *arguments], env=environment(), check=False
    ).returncode


def environment() -> dict[str, str]:
    """Return the environment in which the publisher's own package is found, from whatever folder it
    is called.
    """
    return os.environ | {"PYTHONPATH": str(TOP)}


def install_packages(lock: str) -> None:
    """Install what a lock file names, unless that was done before."""
    lock_file = TOP / "requirements" / lock
    stamp = VENV / f".installed-{lock}"
    digest = hashlib.sha256(lock_file.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == digest:
        return
    print(f"Setting up: installing the packages of {lock_file.name} …", file=sys.stderr)
    if not has_pip():  # also where an earlier set-up was stopped half-way
        venv.create(VENV, with_pip=True, clear=True, symlinks=os.name != "nt")
    # --no-deps: the lock names every package. Without it pip looks for what 'coverage[toml]' needs,
    # finds a release that is newer than the locked one, and refuses it.
    options = ["--quiet", "--disable-pip-version-check", "--require-hashes", "--no-deps"]
    done = subprocess.run(
        [str(PYTHON), "-m", "pip", "install", *options, "-r", str(lock_file)], check=False
    )
    if done.returncode:
        raise SystemExit(
            "The packages could not be installed: see the lines above. Is there an "
            "internet connection?"
        )
    stamp.write_text(digest)


def run_long(options: list[str]) -> int:
    """Run every check with more examples, then other people's programs; after 'programs' only
    these.
    """
    install_packages("test.lock")
    install_packages("long.lock")
    install_system_packages(FOR_LONG)
    install_node_packages("tests/node")
    install_node_packages("tests/programs")
    if options[:1] == ["programs"]:
        return run_checks((PROGRAMS,), options[1:])
    failed = run_checks(CHECKS, ["--hypothesis-profile=long", *options])
    return run_checks((PROGRAMS,), []) or failed


def install_node_packages(name: str) -> None:
    """Install what the tests of a folder take from npm, as its lock file names it, unless that was
    done before.
    """
    folder = TOP / name
    stamp = VENV / f".installed-{folder.name}-package-lock.json"
    digest = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    npm = shutil.which("npm")
    is_done = stamp.exists() and stamp.read_text() == digest and (folder / "node_modules").is_dir()
    if is_done or npm is None:  # that npm is missing was told with the system's packages
        return
    lock = f"{name}/package-lock.json"
    print(f"Setting up: installing the packages of {lock} …", file=sys.stderr)
    # Not 'npm ci': it refuses a lock file that does not name the validator's programs for other
    # systems than this.
    command = [
        npm,
        "install",
        "--prefix",
        str(folder),
        "--no-save",
        "--silent",
        "--no-audit",
        "--no-fund",
    ]
    if subprocess.run(command, check=False).returncode:
        print(
            f"The packages of {lock} could not be installed: tests that need them fail.",
            file=sys.stderr,
        )
        return
    stamp.write_text(digest)


def has_pip() -> bool:
    """Tell whether the virtual environment is there and whole."""
    if not PYTHON.exists():
        return False
    return (
        subprocess.run(
            [PYTHON, "-m", "pip", "--version"], capture_output=True, check=False
        ).returncode
        == 0
    )


def install_system_packages(wanted: dict[str, tuple[str, ...]]) -> None:
    """Install the system's packages that are missing where we may, else print the one command that
    does.
    """
    stamp = VENV / f".found-{hashlib.sha256(repr(wanted).encode()).hexdigest()[:12]}"
    if stamp.exists():
        return
    missing = [
        package for thing, packages in wanted.items() if not is_there(thing) for package in packages
    ]
    if not missing:
        stamp.touch()
        return
    may_install = shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0
    if not may_install:
        command = OTHER_SYSTEMS.get(platform.system(), f"sudo apt-get install {' '.join(missing)}")
        print(f"For everything to work, please run: {command}", file=sys.stderr)
        return
    print(f"Setting up: installing {' '.join(missing)} …", file=sys.stderr)
    quiet = {
        "stdout": subprocess.DEVNULL,
        "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
    }
    subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)  # type: ignore[call-overload]
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing]
    if subprocess.run(install, check=False, **quiet).returncode:  # type: ignore[call-overload]
        print(
            f"That did not work. Please run: apt-get install {' '.join(missing)}", file=sys.stderr
        )


def is_there(thing: str) -> bool:
    """Tell whether a program, a library (lib:…) or a font (font:…) is there."""
    kind, _, name = thing.rpartition(":")
    if kind == "lib":
        look = (
            "from weasyprint.text.ffi import harfbuzz_subset as found; raise "
            "SystemExit(found is None)"
        )
        return (
            subprocess.run([PYTHON, "-c", look], capture_output=True, check=False).returncode == 0
        )
    if kind == "font":
        if platform.system() != "Linux":
            return True
        lister = shutil.which("fc-list")
        wanted = f":lang={name}" if name.islower() else name
        return bool(
            lister and subprocess.run([lister, wanted], capture_output=True, check=False).stdout
        )
    return shutil.which(name) is not None


def run_checks(checks: tuple[tuple[str, ...], ...], options: list[str]) -> int:
    """Run every check, even after one failed, the tests last; return 0 if all passed.

    After 'quick' only the tests that are done within two minutes are run.
    """
    if options[:1] == ["quick"]:
        options = ["-m", "not slow", *options[1:]]
    failed = []
    for module, *arguments in checks:
        extra = options if module == "pytest" else []
        print(f"== {module} {' '.join([*arguments, *extra])}", flush=True)
        if subprocess.run(
            [PYTHON, "-m", module, *arguments, *extra], cwd=TOP, env=environment(), check=False
        ).returncode:
            failed.append(module)
    if failed:
        print(f"FAILED: {', '.join(failed)}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        raise SystemExit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        print("Stopped. What was finished is kept; start again to go on.", file=sys.stderr)
        raise SystemExit(130) from None
