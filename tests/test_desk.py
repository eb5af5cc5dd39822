"""The whole loop on the desk, without script: pages asked for and forms sent as a browser sends them.

What comes of it is read from the files, by other means than the desk's own. All content is invented.
"""

import html
import io
import re
import shutil
import zipfile
from urllib.parse import urlencode

import openpyxl
import pytest

from tests.desk_server import running_desk, sample_project
from tests.reviewer import ANN, Reviewer
from tests.support import TOP, filled, provision_cell, saved

pytestmark = pytest.mark.slow  # a server, and processes of jobs
NGO = "Example Network (invented)"
ROWS = """
id       | law | reforms | compliance | question
opsc-1   | **Crime.** Two to eight years in prison. [QX-1 s. 2]⏎⏎Attempt is a crime as well. | Nothing found | In 2018 the Committee asked for more. | Is it still in force?
opsc-3-3 | Fines. | - first point⏎- second point [QX-1] | Nothing found |
opsc-5-2 | The treaty is a basis. | A bill is pending. | See article 1. |
"""
SOURCES = "key | type | title | verified\nQX-1 | National law | Lex infantium | Yes"


def book():
    return filled(ROWS, SOURCES, {"version_date": "2026-03-31"})


@pytest.fixture
def desk(tmp_path):
    folder = sample_project(tmp_path / "project")
    (folder / "workbooks/examplia.xlsx").write_bytes(saved(book()))
    with running_desk(folder) as running:
        running.begin()
        yield running


def plain(page):
    """Return what a page says, without its tags, in single spaces."""
    main = page.partition("<main")[2]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main.partition(">")[2])).split())


def sheet(desk, name="Provisions"):
    return openpyxl.load_workbook(desk.folder / "workbooks/examplia.xlsx")[name]


def review_rows(desk):
    """Return the rows of the sheet Review by heading."""
    heading, *rows = sheet(desk, "Review").iter_rows(values_only=True)
    return [dict(zip(heading, row, strict=True)) for row in rows if any(row)]


def backups(desk):
    return sorted(path.name for path in (desk.folder / "workbooks/backup").glob("examplia *.xlsx"))


# The first page


def test_an_empty_folder_becomes_a_project_on_the_desk(tmp_path):
    with running_desk(tmp_path) as desk:
        desk.begin()
        assert "In the folder" in plain(desk.ask("GET", "/").text)
        assert not list(tmp_path.iterdir())

        assert desk.post("/begin").status == 303

        assert (tmp_path / "publisher.toml").is_file()
        assert "Examplia" in plain(desk.ask("GET", "/").text)


def test_the_first_page_shows_each_country_with_what_waits(desk):
    page = plain(desk.ask("GET", "/").text)

    assert "Examplia" in page
    assert "researcher: research 165 cells" in page
    assert "national NGO: answer 1 question" in page


@pytest.mark.parametrize(
    ("name", "code", "status", "told"),
    [
        ("", "", 422, "Write the name of a country."),
        ("Atlantis", "", 422, "There is no country 'Atlantis'. For a workbook under the name you wrote, write the code QY as well."),
        ("Germny", "", 422, "There is no country 'Germny'. Did you mean: Germany? For a workbook under the name you wrote, write the code QY as well."),
        ("Scotland", "", 422, "Scotland is part of this State: United Kingdom. Write that name."),
        ("Congo", "", 422, "'Congo' can be more than one State. Write one of:"),
        ("Atlantis", "x", 422, "A code has two letters from A to Z, not 'x'."),
        ("Atlantis", "DE", 422, "This code is that of Germany. Take another one, such as QY."),
        ("<b>x</b>", "", 422, "There is no country '<b>x</b>'."),
    ],
)  # fmt: skip
def test_a_name_that_is_no_single_state_is_answered(desk, name, code, status, told):
    answer = desk.post("/countries", urlencode({"name": name, "code": code}))

    assert answer.status == status
    assert told in plain(answer.text)
    assert [path.name for path in (desk.folder / "workbooks").glob("*.xlsx")] == ["examplia.xlsx"]


def test_a_new_country_gets_a_workbook_in_its_language_once(desk):
    first = desk.post("/countries", urlencode({"name": "Côte d'Ivoire", "language": "fr"}))
    again = desk.post("/countries", urlencode({"name": "Ivory Coast"}))

    assert first.status == 303
    assert "Côte d’Ivoire" in plain(desk.ask("GET", first.headers["location"]).text)
    made = [path for path in (desk.folder / "workbooks").glob("*.xlsx") if path.stem != "examplia"]
    assert len(made) == 1
    assert "Pays" in openpyxl.load_workbook(made[0]).sheetnames
    assert again.status == 409
    assert f"There is a workbook '{made[0].stem}' already; it was left as it is." in plain(
        again.text
    )


# A country


def test_a_problem_is_told_in_its_row_and_let_stand_with_a_reason(desk):
    page = desk.ask("GET", "/countries/examplia").text
    said = "does not say where you looked"
    assert said in page
    mark = re.search(r'name="mark" value="(C295-[0-9a-f]{4})"', page[page.index(said) :])[1]

    refused = desk.post("/countries/examplia/let-stand", urlencode({"mark": mark, "reason": " - "}))
    gone = desk.post(
        "/countries/examplia/let-stand", urlencode({"mark": "C295-0000", "reason": "because"})
    )
    done = desk.post(
        "/countries/examplia/let-stand", urlencode({"mark": mark, "reason": "a general\nprinciple"})
    )

    assert refused.status == 409
    assert f"{mark} is dismissed without a reason" in plain(refused.text) or "reason" in plain(
        refused.text
    )
    assert gone.status == 409
    assert (
        "MUST FIX examplia.xlsx D801 the problem C295-0000 is no longer in the workbook, or cannot be let stand"
        " → look at the problems of the country again" in plain(gone.text)
    )
    assert done.status == 303
    texts = [str(cell.value) for row in sheet(desk).iter_rows() for cell in row if cell.value]
    assert f"{mark}: a general principle" in texts
    page = desk.ask("GET", "/countries/examplia").text
    assert f'value="{mark}"' not in page
    assert "Let stand so far: 1" in plain(page)


def test_a_report_is_built_and_given(desk):
    settings = desk.folder / "publisher.toml"
    text = settings.read_text(encoding="utf-8").replace(
        "page_numbers = false", "page_numbers = true"
    )
    settings.write_text(text, encoding="utf-8")  # here LibreOffice is started from a job
    page = desk.done(desk.post("/countries/examplia/build", "docx=yes&html=yes"))

    assert "The report is built." in plain(page)
    for name in ("examplia.docx", "examplia.html"):
        answer = desk.ask("GET", f"/countries/examplia/files/{name}")
        assert answer.content == (desk.folder / "output/examplia" / name).read_bytes()
        assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert not (desk.folder / "output/examplia/examplia.pdf").exists()


def test_where_no_file_can_be_written_none_is_said_to_be_built(desk):
    blocking = desk.folder / "output/examplia"
    blocking.parent.mkdir()
    blocking.write_text("a file in the place of the folder", encoding="utf-8")

    told = plain(desk.done(desk.post("/countries/examplia/build", "html=yes")))

    assert "Not everything could be done. No report was built." in told
    assert (
        f"O350 this file cannot be written, because '{blocking}' is a file and should be a folder"
        in told
    )
    assert blocking.read_text(encoding="utf-8") == "a file in the place of the folder"


def test_where_a_file_stands_in_place_of_the_folder_of_workbooks_no_page_seems_empty(desk):
    (desk.folder / "workbooks").rename(desk.folder / "kept")
    (desk.folder / "workbooks").write_text("a file in the place of the folder", encoding="utf-8")

    answer = desk.ask("GET", "/")

    assert answer.status == 409
    blocking = desk.folder / "workbooks"
    told = f"MUST FIX P445: the setting 'workbooks' names a folder, but '{blocking}' is a file"
    assert told in answer.text
    # That the desk can be closed all the same is seen when it is.


def test_the_report_beside_the_problems_is_that_of_the_workbook_now(desk):
    assert "Two to eight years" in desk.ask("GET", "/countries/examplia/report").text
    changed = book()
    provision_cell(changed, "opsc-1", "law").value = "Three to nine years. [QX-1 s. 2]"
    (desk.folder / "workbooks/examplia.xlsx").write_bytes(saved(changed))

    page = desk.ask("GET", "/countries/examplia/report").text

    assert "Three to nine years" in page
    assert "Two to eight years" not in page


def test_a_report_that_cannot_be_built_is_not_shown_and_says_why(desk):
    broken = book()
    provision_cell(broken, "opsc-1", "law").value = "Crime. [XX-9]"
    (desk.folder / "workbooks/examplia.xlsx").write_bytes(saved(broken))

    assert plain(desk.ask("GET", "/countries/examplia/report").text) == (
        "The report is shown here as soon as nothing must be fixed any more."
    )
    page = plain(desk.ask("GET", "/countries/examplia").text)
    assert "No report can be built until what must be fixed is mended in the workbook." in page
    done = plain(desk.done(desk.post("/countries/examplia/build")))
    assert "Not everything could be done. No report was built." in done
    assert not (desk.folder / "output/examplia/examplia.docx").exists()


def test_problems_are_marked_in_the_workbook_and_that_is_undone(desk):
    before = (desk.folder / "workbooks/examplia.xlsx").read_bytes()
    page = desk.done(desk.post("/countries/examplia/mark"))
    assert "The problems are marked in the workbook" in plain(page)
    assert (desk.folder / "workbooks/examplia.xlsx").read_bytes() != before
    undo = html.unescape(re.search(r'action="(/countries/examplia/undo[^"]+)"', page)[1])

    assert desk.post(undo.replace("was=", "was=0")).status == 409
    answer = desk.post(undo)

    assert answer.status == 303
    assert "The old file is back." in plain(desk.ask("GET", answer.headers["location"]).text)
    assert (desk.folder / "workbooks/examplia.xlsx").read_bytes() == before
    gone = desk.post(re.sub(r"to=[^&]+", "to=..%2F..%2Fpublisher.toml", undo))
    assert gone.status == 409
    assert "D805 the old file '../../publisher.toml' is no longer in the folder backup" in plain(
        gone.text
    )


def test_a_workbook_that_is_open_elsewhere_is_told_and_left(desk):
    before = (desk.folder / "workbooks/examplia.xlsx").read_bytes()
    (desk.folder / "workbooks/~$examplia.xlsx").write_bytes(b"somebody")

    page = plain(desk.ask("GET", "/countries/examplia").text)
    done = plain(desk.done(desk.post("/countries/examplia/mark")))

    assert "The workbook is open in Excel or LibreOffice." in page
    assert "F022" in done
    assert done.endswith("Go back to where it was begun Countries")
    assert (desk.folder / "workbooks/examplia.xlsx").read_bytes() == before


# Files that come in


def test_a_workbook_that_comes_home_is_joined_and_the_history_shows_it(desk):
    desk.ask("GET", "/countries/examplia")  # the desk has seen it as it left
    home = book()
    provision_cell(home, "opsc-5-2", "law").value = "The treaty is a legal basis. [QX-1]"
    page = desk.done(desk.send("/files", ("Examplia von Anna (2).xlsx", saved(home))))

    assert "Examplia von Anna (2).xlsx was read for examplia.xlsx." in plain(page)
    assert "1 text taken" in plain(page)
    assert "The treaty is a legal basis. [QX-1]" in [
        cell.value for row in sheet(desk).iter_rows() for cell in row
    ]
    history = plain(desk.ask("GET", "/countries/examplia/history").text)
    assert "The treaty is a basis." in history
    assert "The treaty is a legal basis. [QX-1]" in history


def test_many_files_at_once_are_each_told_what_they_are(desk):
    page = desk.done(
        desk.send(
            "/files",
            ("germany.xlsx", (TOP / "workbooks/germany.xlsx").read_bytes()),
            ("holiday.jpg", b"\xff\xd8\xff\xe0 a picture"),
            ("letter.pdf", b"%PDF-1.7 a letter"),
            ("broken.xlsx", b"PK\x03\x04 nothing"),
        )
    )

    told = plain(page)
    assert "germany.xlsx is a new workbook of the project." in told
    assert (desk.folder / "workbooks/germany.xlsx").is_file()
    for name in ("holiday.jpg", "letter.pdf", "broken.xlsx"):
        assert f"MUST FIX {name}" in told
    assert "R612" in told


# A round of review


@pytest.fixture(scope="module")
def returned_project(tmp_path_factory):
    """A project from which a draft was sent that came back with three changes, to be copied by each test."""
    folder = sample_project(tmp_path_factory.mktemp("returned") / "project")
    (folder / "workbooks/examplia.xlsx").write_bytes(saved(book()))
    with running_desk(folder) as desk:
        desk.begin()
        fields = urlencode({"other": NGO, "due": "2099-01-31"})
        page = desk.done(desk.post("/countries/examplia/review/send", fields))
        assert f"The draft for {NGO} is written" in plain(page)
        assert (
            "Who signs the letter to reviewers, E-mail address for replies → fill these in on the page 'Look'"
            in plain(page)
        )
        assert "Dear Example Network (invented)," in page  # the e-mail, to be copied
        draft = desk.ask("GET", html.unescape(re.search(r'href="(/[^"]+\.docx)"', page)[1]))
        ann = Reviewer(draft.content)
        ann.replace(ann.cell("opsc-1", "law"), "Two", "Three")
        ann.replace(ann.cell("opsc-5-2", "law"), "a basis", "<script>alert(1)</script>")
        ann.comment(ann.cell("opsc-3-3", "law"), "Fines", "<img src=x onerror=alert(1)>")
        page = desk.done(desk.send("/files", ("back.docx", ann.saved())))
        assert "back.docx is a draft of examplia that came back." in plain(page)
        assert "examplia: remarks and changes in all drafts: 3, of which new: 3" in plain(page)
    return folder


@pytest.fixture
def returned(tmp_path, returned_project):
    """A desk on such a project."""
    folder = tmp_path / "project"
    shutil.copytree(returned_project, folder)
    with running_desk(folder) as running:
        running.begin()
        yield running


def items(desk):
    """Return the ids of the items on the page, by what is proposed or said."""
    page = desk.ask("GET", "/countries/examplia/review").text
    found = {}
    for part in page.split('<article class="item')[1:]:
        found[re.search(r'id="item-([^"]+)"', part)[1]] = part
    return page, found


def item_with(desk, words):
    return next(id_ for id_, part in items(desk)[1].items() if words in part)


def decide(desk, item, decision, note="", seen="", **headers):
    fields = {"item": item, "decision": decision, "note": note, "seen": seen}
    return desk.post("/countries/examplia/review/decide", urlencode(fields), **headers)


def test_what_a_reviewer_wrote_is_shown_as_text_whatever_it_is(returned):
    page, _ = items(returned)

    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert re.search(r"<del>\s*Two\s*</del>\s*<ins>\s*Three\s*</ins>", page)
    assert ANN in page


def test_a_decision_stands_at_once_in_the_sheet_review(returned):
    before = len(backups(returned))
    first, second = item_with(returned, "Three"), item_with(returned, "onerror")
    assert decide(returned, first, "accept", "Act of 2025").status == 303
    answer = decide(returned, second, "discuss", accept="application/json")

    assert answer.text == '{"written":["Discuss"]}'
    rows = {row["Item"]: row for row in review_rows(returned)}
    assert (rows[first]["Decision"], rows[first]["Answer or reason"]) == ("Accept", "Act of 2025")
    assert rows[second]["Decision"] == "Discuss"
    # An old file is kept of what a person made, not of each decision.
    assert len(backups(returned)) - before == 1


def test_a_decision_made_meanwhile_in_excel_is_not_overwritten(returned):
    item = item_with(returned, "Three")
    path = returned.folder / "workbooks/examplia.xlsx"
    changed = openpyxl.load_workbook(path, rich_text=True)
    review = changed["Review"]
    columns = {cell.value: cell.column for cell in review[1]}
    row = next(
        number for number in range(2, 9) if review.cell(number, columns["Item"]).value == item
    )
    review.cell(row, columns["Decision"]).value = "Reject"
    changed.save(path)
    before = path.read_bytes()

    refused = decide(returned, item, "accept", accept="application/json")
    gone = decide(returned, "00000000", "accept")

    assert "D804" in plain(decide(returned, item, "accept").text)
    assert (refused.status, refused.text) == (
        409,
        '{"problem":"somebody has decided here meanwhile: \'Reject\' → look at the review again, and decide once'
        ' more if it should be otherwise"}',
    )
    assert "D802 what was decided on is no longer in the sheet Review" in plain(gone.text)
    assert path.read_bytes() == before
    assert decide(returned, item, "accept", seen="Reject").status == 303


def test_decisions_are_carried_out_into_the_cells_and_can_be_undone(returned):
    path = returned.folder / "workbooks/examplia.xlsx"
    fields = urlencode({"reviewer": NGO, "decision": "reject"})
    assert decide(returned, item_with(returned, "Three"), "accept").status == 303
    assert returned.post("/countries/examplia/review/decide-all", fields).status == 303
    before = path.read_bytes()

    trial = returned.ask("GET", "/countries/examplia/review/apply").text
    assert "1 would be written into the workbook" in plain(trial)
    assert "Now in the workbook **Crime.** Two to eight years" in plain(trial)
    assert "**Crime.** <del>Two</del><ins>Three</ins> to eight years" in trial
    # In the history the words that go do not stand beside those that come, as if both were meant.
    history = plain(returned.ask("GET", "/countries/examplia/history").text)
    assert "Text as sent Crime. Two to eight years in prison. [QX-1 s. 2]" in history
    assert "Text proposed Crime. Three to eight years in prison. [QX-1 s. 2]" in history
    assert path.read_bytes() == before
    page = returned.done(returned.post("/countries/examplia/review/apply"))

    told = plain(page)
    assert "1 written into the workbook" in told
    assert "2 rejected" in told
    assert "Changed: art. 1, Current national law" in told
    texts = [str(cell.value) for row in sheet(returned).iter_rows() for cell in row if cell.value]
    assert any(text.startswith("**Crime.** Three to eight years") for text in texts)
    settled = decide(returned, item_with(returned, "Three"), "reject", seen="Accept")
    assert "D803 this was carried out already and cannot be decided again" in plain(settled.text)
    undo = html.unescape(re.search(r'action="(/countries/examplia/undo[^"]+)"', page)[1])
    returned.post(undo)
    assert path.read_bytes() == before


def test_a_draft_needs_somebody_and_a_day_to_come(desk):
    nobody = desk.post("/countries/examplia/review/send", urlencode({"due": "2099-01-31"}))
    past = desk.done(
        desk.post("/countries/examplia/review/send", urlencode({"other": NGO, "due": "2020-01-31"}))
    )

    assert nobody.status == 422
    assert "Say to whom the draft goes." in plain(nobody.text)
    assert "R603" in plain(past)
    assert not (desk.folder / "reviews").exists()


# The guide, the look, help


def test_a_text_is_picked_from_the_heat_map_and_the_guide_is_built(desk):
    page = plain(desk.ask("GET", "/guide").text)
    assert "How the countries were assessed" in page
    assert desk.post("/guide/new").status == 303
    cell = plain(desk.ask("GET", "/guide/examplia/opsc-1").text)
    assert "Two to eight years in prison." in cell

    fields = urlencode({"column": "law", "why": "clear", "gap": "yes"})
    picked = desk.post("/guide/examplia/opsc-1/pick", fields)

    assert picked.status == 200
    guide = openpyxl.load_workbook(desk.folder / "workbooks/guide.xlsx")
    texts = {str(cell.value) for each in guide for row in each.iter_rows() for cell in row}
    assert "clear" in texts
    # Picked once more, and as the other kind: what was pressed is what it is.
    again = plain(desk.post("/guide/examplia/opsc-1/pick", urlencode({"column": "law"})).text)
    assert again.startswith(
        "Picked Examplia , 1 , Current national law: Good example It was picked before:"
    )
    assert "It was: Common gap." in again
    done = desk.done(desk.post("/guide/build", "csv=yes"))
    assert "The guide is built." in plain(done)
    assert list((desk.folder / "output/guide").glob("*.csv"))


def test_the_look_is_written_into_the_settings_with_all_remarks_left(desk):
    path = desk.folder / "publisher.toml"
    before = path.read_text(encoding="utf-8")
    assert (
        desk.send(
            "/look/settings", **{"organisation": 'Kinder "R"', "house.accent": "#123456"}
        ).status
        == 303
    )

    assert path.read_text(encoding="utf-8") == before.replace(
        'organisation = ""', "organisation = 'Kinder \"R\"'"
    ).replace('accent = "#1f4e79"', 'accent = "#123456"') or path.read_text(
        encoding="utf-8"
    ) == before.replace('organisation = ""', 'organisation = "Kinder \\"R\\""').replace(
        'accent = "#1f4e79"', 'accent = "#123456"'
    )
    kept = list((desk.folder / "workbooks/backup").glob("publisher *.toml"))
    assert [each.read_text(encoding="utf-8") for each in kept] == [before]


def test_a_setting_that_cannot_be_used_changes_nothing(desk):
    path = desk.folder / "publisher.toml"
    before = path.read_bytes()
    answer = desk.send("/look/settings", **{"house.accent": "blue"})

    assert answer.status == 409
    assert "P409" in plain(answer.text)
    assert path.read_bytes() == before


def test_a_template_goes_to_word_and_comes_back_checked(desk):
    address = "/look/templates/country_report.docx"
    given = desk.ask("GET", address).content
    own = desk.folder / "templates/docx/country_report.docx"
    broken, restyled = (
        _changed(given, b"{{ report.organisation", b"{{ report.organization"),
        _changed(given, b'w:val="24"', b'w:val="26"'),
    )
    assert given != restyled

    refused = desk.send(address, ("a.docx", broken), named="file")
    assert refused.status == 422
    assert "MUST FIX" in plain(refused.text)
    assert not own.exists()

    taken = desk.send(address, ("mine.docx", restyled), named="file")
    assert "country_report.docx is checked and in its place." in plain(taken.text)
    assert own.read_bytes() == restyled


def _changed(content, old, new):
    """Return a Word file with bytes of its parts replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as made:
        for each in source.infolist():
            made.writestr(each, source.read(each).replace(old, new))
    return target.getvalue()


def test_the_desk_speaks_the_language_of_the_project(desk):
    path = desk.folder / "publisher.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace('language = "en"', 'language = "fr"'),
        encoding="utf-8",
    )

    page = desk.ask("GET", "/help").text

    assert '<html lang="fr" dir="ltr">' in page
    assert "Ce que veulent dire les mots" in page
    path.write_text(
        path.read_text(encoding="utf-8").replace('language = "fr"', 'language = "ar"'),
        encoding="utf-8",
    )
    assert '<html lang="ar" dir="rtl">' in desk.ask("GET", "/").text


def test_settings_that_cannot_be_read_are_told_and_the_desk_goes_on(desk):
    path = desk.folder / "publisher.toml"
    before = path.read_bytes()
    path.write_text("organisation = [", encoding="utf-8")

    broken = desk.ask("GET", "/")
    path.write_bytes(before)

    assert broken.status == 409
    assert "publisher.toml" in broken.text
    assert desk.ask("GET", "/").status == 200


def test_a_workbook_that_goes_while_it_is_shown_is_told(desk):
    shutil.move(desk.folder / "workbooks/examplia.xlsx", desk.folder / "elsewhere.xlsx")

    answer = desk.post("/countries/examplia/build")

    assert answer.status == 404
    assert "There is no workbook of this name any more." in plain(answer.text)
    assert "There is no country yet." in plain(desk.ask("GET", "/").text)
