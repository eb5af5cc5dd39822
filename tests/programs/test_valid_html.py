"""Every kind of web page is valid HTML, by the Nu Html Checker of those who keep the standard."""

import json
import shutil
import subprocess

import pytest
from click.testing import CliRunner

from publisher.cli.main import main
from tests.programs.saved_again import node_package, program
from tests.site_editions import countries, made_of, site
from tests.support import TOP

pytestmark = pytest.mark.programs

# Tables of the status page have the roles that they have anyway: on a phone its style sheet lays
# them out as cards, and Safari then forgets that they are tables.
KNOWN = "The “role” attribute must not be used on a “t"


def faults(folder):
    """Return what the checker finds wrong in the pages of a folder, each with its page."""
    jar = node_package("vnu-jar") / "build/dist/vnu.jar"
    java = program("java", "default-jre-headless")
    command = [java, "-Xss8m", "-jar", jar, "--skip-non-html", "--format", "json", folder]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    told = json.loads(done.stderr)["messages"]
    return [
        (each["url"].rpartition(f"{folder.name}/")[2], each["message"])
        for each in told
        if each["type"] != "info" and not each["message"].startswith(KNOWN)
    ]


def test_the_checker_finds_what_is_wrong(tmp_path):
    page = '<!DOCTYPE html>\n<html lang="en"><head><title>x</title></head><body><p id="a"><p id="a"></section></body></html>'
    (tmp_path / "page.html").write_text(page, encoding="utf-8")

    assert faults(tmp_path) == [
        ("page.html", "Duplicate ID “a”."),
        ("page.html", "Stray end tag “section”."),
    ]


def test_every_page_of_the_site_is_valid(tmp_path):
    for address, content in made_of(site(), countries()).items():
        is_stand_in = address.startswith("editions/") and not address.endswith("/index.html")
        if address.endswith(".html") and not is_stand_in:
            path = tmp_path / address
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    assert faults(tmp_path) == []


def test_the_pages_of_reports_guide_check_and_status_are_valid(tmp_path):
    shutil.copytree(TOP / "workbooks", tmp_path / "workbooks")
    for words in (("build", "--format", "html"), ("guide", "--format", "html"), ("check",)):
        CliRunner().invoke(main, ["--project", str(tmp_path), *words])
    CliRunner().invoke(main, ["--project", str(tmp_path), "status"])
    pages = tmp_path / "pages"
    pages.mkdir()
    for path in (tmp_path / "output").rglob("[a-z]*.html"):
        shutil.copy(path, pages / path.name)

    names = {path.name for path in pages.iterdir()}
    assert {"examplia.html", "guide.html", "examplia.check.html", "status.html"} <= names
    assert faults(pages) == []
