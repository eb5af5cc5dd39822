"""Settings of the tests: hypothesis profiles, and silence where silence is expected."""

import gc
import logging
import os
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, settings

# Bytecode is kept even where the environment says not to: else each of some hundred processes that
# tests start compiles the whole program, which takes three seconds.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

settings.register_profile(
    "ci",
    max_examples=4,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "long", max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "dev", max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


def pytest_collection_modifyitems(config, items):
    """Leave out what proves the same once more, but for --hypothesis-profile=long, and other people's programs, but
    for -m programs.
    """
    unwanted = set()
    if config.getoption("--hypothesis-profile") != "long":
        unwanted.add("long")
    if "programs" not in config.getoption("-m"):
        unwanted.add("programs")
    wanted, left_out = [], []
    for each in items:
        is_unwanted = any(mark.name in unwanted for mark in each.iter_markers())
        (left_out if is_unwanted else wanted).append(each)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = wanted


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Where CI runs, let a test fail that cannot run: the set-up has to install what it needs."""
    report = yield
    if report.skipped and os.environ.get("CI") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"cannot run here, and CI must run it: {report.longrepr[2]}"
    return report


@pytest.fixture(autouse=True)
def silent_weasyprint(caplog):
    """Fail a test during which WeasyPrint complained about the page or its style sheet."""
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        yield
    assert [
        record.getMessage() for record in caplog.records if record.name.startswith("weasyprint")
    ] == []


@pytest.fixture(scope="session")
def office_profile(tmp_path_factory):
    """The folder for LibreOffice's settings, of this run alone; filling a new one takes as long as a file."""
    return tmp_path_factory.mktemp("office") / "profile"


@pytest.fixture(scope="session")
def convert(office_profile):
    """Return a function that lets LibreOffice convert a file, with a profile of its own."""

    def run(path, form, folder):
        command = [
            "soffice",
            f"-env:UserInstallation={office_profile.as_uri()}",
            "--headless",
            "--convert-to",
            form,
        ]
        subprocess.run(
            [*command, "--outdir", str(folder), str(path)],
            check=True,
            capture_output=True,
            timeout=900,  # 2 s of a processor, half a minute where many share two
        )
        return folder / f"{path.stem}.{form.partition(':')[0]}"

    return run


@pytest.fixture(scope="session")
def chromium_tab(tmp_path_factory):
    """A tab of a browser, started once for all tests that look at a file."""
    from tests.browser import browser  # noqa: PLC0415 - only where a page is looked at

    with browser(tmp_path_factory.mktemp("chromium")) as opened:
        yield opened


@pytest.fixture(scope="module")
def tab(chromium_tab):
    """The same tab as it was when the browser started."""
    chromium_tab.call("Page.setBypassCSP", enabled=False)
    chromium_tab.call("Emulation.setEmulatedMedia", media="", features=[])
    chromium_tab.resize(1300)
    return chromium_tab


def pytest_collection_finish():
    """Leave what was loaded until now out of the search for garbage, which is long with so many modules."""
    gc.collect()
    gc.freeze()
    # A workbook is some hundred thousand objects, all of which Python would search again and again.
    gc.set_threshold(100_000, 20, 50)
