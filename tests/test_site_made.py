"""'publisher site': what is written, kept and removed; what is told; a preview; one file for a memory stick."""

import errno
import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from publisher.cli.main import main
from publisher.domain.digest import digest_of
from publisher.editions.manifest import PublishedFile
from publisher.project.project import open_project
from publisher.project.site import make_site
from tests.site_editions import SECRETS, countries, publish, stand_in
from tests.support import TOP, filled, saved


@pytest.fixture
def folder(tmp_path):
    """A project with the editions of two invented countries."""
    (tmp_path / "workbooks").mkdir()
    publish(tmp_path, countries()[1])
    publish(tmp_path, countries()[2])
    return tmp_path


def run(folder, *words):
    return CliRunner().invoke(main, ["--project", str(folder), *words])


def stamps(folder):
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def test_the_site_is_made_of_editions_and_their_files(folder):
    result = run(folder, "site")

    made = folder / "output/site"
    count = sum(path.is_file() for path in made.rglob("*"))
    assert (
        result.output
        == f"land of examples\nwithdrawnia\nsite: {count} files, {count} of them written, in {made}\n"
    )
    assert result.exit_code == 0
    name = "exampleland-1.docx"
    assert (made / "editions/land of examples/1" / name).read_bytes() == stand_in(name)
    assert (made / "editions/land of examples/1/SHA256SUMS").exists()
    assert (made / "ar/countries/xa/index.html").exists()


def test_nothing_is_written_twice_and_what_changed_alone(folder):
    run(folder, "site")
    made = folder / "output/site"
    before = stamps(made)

    again = run(folder, "site")

    assert again.output == f"site: {len(before)} files, 0 of them written, in {made}\n"
    assert stamps(made) == before

    publish(folder, countries()[0])
    more = make_site(open_project(folder).value, lambda _: None)

    after = stamps(made)
    untouched = [path for path in before if after[path] == before[path]]
    assert (
        made / "ar/countries/xa/index.html" not in untouched
    )  # French came in: there is one more language
    assert made / "editions/land of examples/1/exampleland-1.docx" in untouched
    assert more.written < len(after)
    assert "countries/qx/index.html" in (made / "en/index.html").read_text(encoding="utf-8")


def test_what_is_made_in_steps_is_what_is_made_at_once(folder, tmp_path_factory):
    run(folder, "site")
    publish(folder, countries()[0])
    run(folder, "site")
    other = tmp_path_factory.mktemp("other")
    (other / "workbooks").mkdir()
    for country in countries():
        publish(other, country)
    run(other, "site")

    one, two = (
        {path.relative_to(each): path.read_bytes() for path in each.rglob("*") if path.is_file()}
        for each in (folder / "output/site", other / "output/site")
    )
    assert one.keys() == two.keys()
    assert [path for path in one if one[path] != two[path]] == []


def test_what_is_no_longer_made_goes_and_editions_stay(folder):
    run(folder, "site")
    made = folder / "output/site"
    (made / "en/old.html").write_text("old", encoding="utf-8")
    shutil.rmtree(folder / "editions/withdrawnia")

    run(folder, "site")

    assert not (made / "en/old.html").exists()
    assert not (made / "en/countries/xb").exists()
    assert (made / "editions/withdrawnia/1/index.html").exists()


def test_a_file_that_was_lost_is_made_again(folder):
    run(folder, "site")
    lost = folder / "output/site/ar/countries/xa/index.html"
    lost.unlink()

    run(folder, "site")

    assert lost.exists()


def test_without_an_edition_it_says_what_to_do(tmp_path):
    (tmp_path / "workbooks").mkdir()

    result = run(tmp_path, "site")

    assert result.exit_code == 1
    assert "E930: nothing was published yet, so there is no site to make" in result.output
    assert (
        "publish a report first: publisher publish COUNTRY; or look at the workbooks as they stand: publisher site --preview"
        in result.output
    )


def test_two_folders_of_editions_of_one_country_are_told(folder):
    """As where a State was published from workbooks of two names, one in each language."""
    publish(folder, replace(countries()[1], folder="examples again"))

    result = run(folder, "site")

    assert result.exit_code == 1
    assert result.output.splitlines()[-2:] == [
        "editions: MUST FIX E937: 'examples again' and 'land of examples' are of one country, which has one place on the"
        " site, so the site was not finished",
        "    move the folder 'land of examples' out of the editions, keep it, and make the site again; from now on publish"
        " the country from one workbook",
    ]


def test_two_workbooks_of_one_country_are_told_before_a_preview(tmp_path):
    (tmp_path / "workbooks").mkdir()
    for name in ("examplia", "twin"):
        (tmp_path / f"workbooks/{name}.xlsx").write_bytes(saved(filled()))

    result = run(tmp_path, "site", "--preview")

    assert result.exit_code == 1
    assert result.output.splitlines()[-2:] == [
        "workbooks: MUST FIX E937: 'examplia' and 'twin' are of one country, which has one place on the site, so the site"
        " was not finished",
        "    bring the texts of both workbooks into one, as 'publisher check' says of them",
    ]


def test_without_a_workbook_there_is_no_preview(tmp_path):
    (tmp_path / "workbooks").mkdir()

    result = run(tmp_path, "site", "--preview")

    assert (
        "E932: no workbook can be shown: each has problems that must be fixed, or there is none"
        in result.output
    )
    assert "see what is wrong with: publisher check" in result.output


def test_a_template_whose_link_leads_nowhere_stops_the_site(folder):
    own = folder / "templates/site/about.html"
    own.parent.mkdir(parents=True)
    standard = (TOP / "templates/site/about.html").read_text(encoding="utf-8")
    own.write_text(f'{standard}<p><a href="contact.html">Contact</a></p>', encoding="utf-8")

    result = run(folder, "site", "-q")

    assert result.exit_code == 1
    assert (
        "en/about/index.html: MUST FIX E931: a link of the site leads nowhere: contact.html"
        in result.output
    )
    assert (
        "if you have changed a template in templates/site, correct the link there" in result.output
    )


def test_a_site_may_stand_in_a_folder_of_its_host(folder):
    """The page for a wrong address stands for any, so its links begin at the top of the host."""
    (folder / "publisher.toml").write_text(
        'address = "https://example.org/law/reports"\n', encoding="utf-8"
    )

    result = run(folder, "site", "-q")

    assert (result.exit_code, result.output) == (0, "")
    missing = (folder / "output/site/404.html").read_text(encoding="utf-8")
    assert 'href="/law/reports/site.css"' in missing


def test_a_template_that_cannot_be_filled_is_named(folder):
    own = folder / "templates/site/about.html"
    own.parent.mkdir(parents=True)
    own.write_text("<h1>{{ words.no_such_word }}</h1>", encoding="utf-8")

    result = run(folder, "site", "-q")

    assert result.exit_code == 1
    assert "site/about.html" in result.output
    assert "no_such_word" in result.output


def test_a_preview_is_made_of_workbooks_in_a_folder_of_its_own(folder):
    rows = "id | law\nopsc-1 | The sale of a child is a crime in this invented country."
    (folder / "workbooks/examplia.xlsx").write_bytes(saved(filled(rows)))

    result = run(folder, "site", "--preview", "-q")

    assert result.exit_code == 0, result.output
    page = (folder / "output/site-preview/en/countries/qx/index.html").read_text(encoding="utf-8")
    assert "Made from workbooks that have not been published." in page
    assert "The sale of a child is a crime in this invented country." in page
    assert not (folder / "output/site").exists()


def test_one_file_for_a_memory_stick_holds_the_whole_site(folder):
    result = run(folder, "site", "--zip", str(folder / "stick/site.zip"))

    made = folder / "output/site"
    assert result.output.endswith(f"site: packed into {folder / 'stick/site.zip'}\n")
    with zipfile.ZipFile(folder / "stick/site.zip") as archive:
        names = {name for name in archive.namelist() if not name.endswith("/")}
        assert names == {
            f"site/{path.relative_to(made).as_posix()}"
            for path in made.rglob("*")
            if path.is_file()
        }
        assert archive.read("site/index.html") == (made / "index.html").read_bytes()
    first = (folder / "stick/site.zip").read_bytes()
    run(folder, "site", "--zip", str(folder / "stick/site.zip"))
    assert (folder / "stick/site.zip").read_bytes() == first


def test_a_file_in_place_of_the_folder_of_the_archive_is_told(folder):
    (folder / "memory").write_text("a file", encoding="utf-8")

    result = CliRunner().invoke(
        main, ["--project", str(folder), "site", "-q", "--zip", str(folder / "memory/site.zip")]
    )

    assert (result.exit_code, result.output) == (
        1,
        f"{folder / 'memory/site.zip'}: MUST FIX O350: this file cannot be written, because '{folder / 'memory'}' is a file and"
        " should be a folder\n"
        "    move that file elsewhere or give it another name, then do this again: the folder is made for you\n",
    )


def test_what_is_said_of_a_report_in_another_language_is_said_in_that_of_the_page(folder):
    """The report of Exampleland is in Arabic, and says of no day that its law is that of the day."""
    run(folder, "site")

    english, arabic = (
        (folder / f"output/site/{code}/countries/index.html").read_text(encoding="utf-8")
        for code in ("en", "ar")
    )
    assert "for consultation; date of the law not stated; in Arabic" in english
    assert "غير مذكور" not in english
    assert "للتشاور؛ تاريخ القانون غير مذكور؛ اللغة: العربية" in arabic


@pytest.mark.slow
def test_it_is_shown_to_this_machine_alone(folder):
    command = [
        sys.executable,
        "-u",
        "-m",
        "publisher",
        "--project",
        str(folder),
        "site",
        "-q",
        "--serve",
    ]
    with subprocess.Popen(command, cwd=TOP, stdout=subprocess.PIPE, text=True) as shown:
        try:
            line = shown.stdout.readline()
            port = int(re.search(r"http://127\.0\.0\.1:(\d+)/", line)[1])
            link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            link.request("GET", "/en/countries/xa/")
            answer = link.getresponse()

            assert answer.status == 200
            assert b"Exampleland" in answer.read()
            assert _listening(port) in ([], ["0100007F"])  # 127.0.0.1, as Linux writes it
            link.close()
        finally:
            shown.terminate()


@pytest.mark.slow
def test_a_port_that_another_program_uses_is_told(folder):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        results = [
            run(folder, "site", "-q", "--serve", "--port", str(port)),
            run(folder, "desk", "--no-browser", "--port", str(port)),
        ]

    told = (
        f"Error: port {port} cannot be used ({os.strerror(errno.EADDRINUSE)}); "
        "leave out --port, or name another one\n"
    )
    assert [(each.output, each.exit_code) for each in results] == [(told, 1)] * 2


def _listening(port: int) -> list[str]:
    """Return the addresses on which a port of this machine is listened to, as Linux tells them."""
    try:
        lines = Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]
    except OSError:
        return []
    rows = [line.split()[1:4] for line in lines]
    return [
        local.split(":")[0]
        for local, _, state in rows
        if state == "0A" and int(local.split(":")[1], 16) == port
    ]


def test_each_edition_shows_what_changed_since_the_one_before(folder):
    publish(folder, countries()[0])

    run(folder, "site", "-q")

    made = folder / "output/site"
    page = (made / "editions/examplia/2/examplia.redline-1-2.html").read_text(encoding="utf-8")
    # Word by word: of the text before only its first and last word are in the one that stands.
    assert "<del>" in page
    assert "older text" in page
    assert "Changes from edition 1 to edition 2" in page
    assert (made / "editions/examplia/2/examplia.redline-1-2.docx").read_bytes()[:2] == b"PK"
    for address in ("en/countries/qx/index.html", "editions/examplia/2/index.html"):
        text = (made / address).read_text(encoding="utf-8")
        assert "editions/examplia/2/examplia.redline-1-2.html" in text
        assert "editions/examplia/2/examplia.redline-1-2.docx" in text
    assert "#changes" in (made / "en/countries/qx/index.html").read_text(encoding="utf-8")
    # The first edition, and one in another language, were compared with none.
    names = [path.name for path in made.rglob("*.redline-*")]
    assert sorted(names) == ["examplia.redline-1-2.docx", "examplia.redline-1-2.html"]


def test_a_layout_that_cannot_show_what_changed_is_told(folder):
    publish(folder, countries()[0])
    own = folder / "templates/html"
    own.mkdir(parents=True)
    (own / "country_report.html").write_text("{{ report.nothing }}", encoding="utf-8")
    (own / "country_report.css").write_text("", encoding="utf-8")

    result = run(folder, "site")

    lines = result.output.splitlines()
    assert result.exit_code == 1
    assert lines[-2:] == [
        "examplia: MUST FIX E935: what changed from edition 1 to edition 2 cannot be shown, so the site was not finished",
        "    put right what is named above: the layout of the report was changed since that edition was published",
    ]
    assert any("country_report.html" in line and "MUST FIX T" in line for line in lines)


def test_a_redline_is_made_once(folder):
    publish(folder, countries()[0])
    run(folder, "site", "-q")
    made = folder / "output/site"
    redline = made / "editions/examplia/2/examplia.redline-1-2.html"
    before = redline.stat().st_mtime_ns
    (made / "en/countries/qx/index.html").unlink()  # so that the country is made anew

    run(folder, "site", "-q")

    assert redline.stat().st_mtime_ns == before
    content = redline.read_bytes()
    redline.write_bytes(b"broken off")
    (made / "en/countries/qx/index.html").unlink()
    run(folder, "site", "-q")
    assert redline.read_bytes() == content


def test_an_edition_in_which_nothing_changed_has_no_redline(folder):
    country = countries()[0]
    first, second, *others = country.issues
    same = replace(first, record=replace(first.record, report=second.record.report))
    publish(folder, replace(country, issues=(same, second, *others)))

    result = run(folder, "site", "-q")

    assert (result.exit_code, result.output) == (0, "")
    made = folder / "output/site"
    assert "<html" in (made / "editions/examplia/2/index.html").read_text(encoding="utf-8")
    assert list(made.rglob("*.redline-*")) == []


def test_a_redline_holds_nothing_that_must_not_be_published(folder):
    publish(folder, countries()[0])
    run(folder, "site", "-q")

    number = "output/site/editions/examplia/2/examplia.redline-1-2"
    texts = [(folder / f"{number}.html").read_text(encoding="utf-8")]
    with zipfile.ZipFile(folder / f"{number}.docx") as archive:
        texts += [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
    assert [secret for secret in SECRETS for text in texts if secret in text] == []


def test_data_that_came_with_an_edition_stay_as_they_are(tmp_path):
    """A later program could write them otherwise."""
    (tmp_path / "workbooks").mkdir()
    content = b"id,written,by,another,program\n"
    (own,) = countries()[1].issues
    file = PublishedFile("data.csv", len(content), digest_of(content))
    manifest = replace(own.manifest, files=(*own.manifest.files, file))
    publish(tmp_path, replace(countries()[1], issues=(replace(own, manifest=manifest),)))
    (tmp_path / "editions/land of examples/1/data.csv").write_bytes(content)

    run(tmp_path, "site", "-q")

    made = tmp_path / "output/site/editions/land of examples/1"
    assert (made / "data.csv").read_bytes() == content
    page = (made / "index.html").read_text(encoding="utf-8")
    names = [each.rpartition("/")[2] for each in re.findall(r'href="([^"]+)"', page)]
    listed = [each for each in names if each.startswith(("exampleland-1", "data."))]
    assert listed[:4] == [
        "exampleland-1.docx",
        "exampleland-1.pdf",
        "exampleland-1.html",
        "data.csv",
    ]
    assert (made / "index.html").read_text(encoding="utf-8").count("/data.csv") == 1
