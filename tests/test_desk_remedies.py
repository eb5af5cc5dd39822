"""What to do about a problem, as it is told on the desk: what to press there, and no command of a terminal."""

import re
import tomllib
from urllib.parse import urlencode

import pytest

from publisher.desk.pages import Told
from publisher.domain.diagnostics import Place, on_desk, problem, standard_catalogue
from publisher.domain.foreign import arrow, is_foreign
from publisher.domain.language import read_language
from tests.desk_server import running_desk, sample_project
from tests.support import TOP, english, provision_cell, row_of, saved
from tests.test_desk import NGO, book, plain
from tests.test_desk import sheet as sheet_of

# Told in a terminal only, of what is typed there.
OF_COMMANDS = {
    "G719": "the option --region",
    "G722": "the option --region",
    "P438": "a folder named with --project; on the desk such a folder shows how to begin",
    "R604": "'review send' without --to; the desk asks for a name itself",
    "R638": "the option --out",
}
SECTIONS = {"terminal", "help"}  # what the command line prints itself
COMMAND = re.compile(
    r"\bpublisher (?!\.toml)[a-z]|publisher:|(?<![\w-])--[a-z]|run\.py|\bcommands?\b|\bcommandes?\b|\bterminal\b"
)
BUTTON = re.compile(r"'([A-Z][^'{}]+)'|«\s([A-ZÀ-Ý][^»{}]+)\s»|“([^”{}]+)”")


def languages():
    for code in ("en", "fr", "ar"):
        yield read_language(TOP / f"publisher/languages/{code}.toml", english())


def entries(catalogue):
    for code, words in catalogue.items():
        if code not in OF_COMMANDS and code not in SECTIONS:
            for key, text in words.items():
                if isinstance(text, str):
                    yield f"{code}.{key}", text


@pytest.mark.parametrize("language", list(languages()), ids=lambda each: each.code)
def test_no_message_that_the_desk_can_show_names_a_command(language):
    shown = dict(entries(on_desk(language.messages)))

    assert {name: text for name, text in shown.items() if COMMAND.search(text)} == {}


@pytest.mark.parametrize("language", list(languages()), ids=lambda each: each.code)
def test_a_remedy_names_what_is_really_written_on_the_desk(language):
    words = {text for section in ("desk", "status") for text in language.words(section).values()}
    english_words = {
        text for section in ("desk", "status") for text in english().words(section).values()
    }
    remedies = {
        f"{code}.{key}": text
        for code, own in language.messages.items()
        for key, text in own.items()
        if key.startswith("desk_")
    }
    named = [
        (name, "".join(each)) for name, text in remedies.items() for each in BUTTON.findall(text)
    ]

    assert len(remedies) > 40
    # Where a message has no translation, its remedy is English too.
    assert [(name, said) for name, said in named if said not in words | english_words] == []


def test_a_message_that_arabic_lacks_is_marked_as_english_and_its_arrow_points_as_it_is_read():
    english, french, arabic = languages()
    told = problem("G717", Place("guide.xlsx"))
    here = Told(arabic)

    assert here.message(told) == "there is no workbook of the guide yet"
    assert here.hint(told) == "اضغط “إنشاء مصنف الدليل” في صفحة “الدليل”"
    texts = here.message(told), here.hint(told)
    assert [is_foreign(text, arabic) for text in texts] == [True, False]
    assert [arrow(text, arabic) for text in texts] == ["→", "←"]
    assert [is_foreign(texts[0], each) for each in (english, french)] == [False, False]


def test_what_to_do_depends_on_where_it_is_told():
    told = problem("S122", Place("examplia.xlsx"), file="examplia.xlsx")

    assert told.hint() == (
        "run 'publisher upgrade examplia.xlsx': it puts the hidden columns back and carries everything over; "
        "the old file is kept"
    )
    assert told.hint(on_desk(standard_catalogue())) == (
        "press 'Renew the workbook' on the page of the country: it puts the hidden columns back and carries everything "
        "over; the old file is kept"
    )


def test_a_remedy_for_a_certain_case_is_that_of_the_desk_as_well():
    told = problem("S120", Place("examplia.xlsx"), heading="Law", file="examplia.xlsx", cells="G1")

    assert told.hint(on_desk(standard_catalogue())).startswith("if a heading was changed by hand")
    assert "publisher upgrade" not in told.hint(on_desk(standard_catalogue()))


@pytest.mark.parametrize("code", ["en", "fr"])
def test_each_remedy_of_the_desk_stands_beside_one_of_the_command_line(code):
    messages = read_language(TOP / f"publisher/languages/{code}.toml", english()).messages
    lonely = [
        f"{name}.{key}"
        for name, own in messages.items()
        for key in own
        if key.startswith("desk_") and key.removeprefix("desk_") not in own
    ]

    assert lonely == []


def test_a_french_message_has_a_french_remedy_on_the_desk():
    french = tomllib.loads((TOP / "publisher/messages/fr.toml").read_text(encoding="utf-8"))
    lacking = [
        f"{code}.{key}"
        for code, own in standard_catalogue().items()
        for key in own
        if key.startswith("desk_")
        and key.removeprefix("desk_") in french.get(code, {})
        and key not in french[code]
    ]

    assert lacking == []


# What is pressed does what the remedy says


@pytest.fixture
def desk(tmp_path):
    folder = sample_project(tmp_path / "project")
    (folder / "workbooks/examplia.xlsx").write_bytes(saved(book()))
    with running_desk(folder) as running:
        running.begin()
        yield running


def put(desk, changed, name="examplia"):
    (desk.folder / f"workbooks/{name}.xlsx").write_bytes(saved(changed))


def problems(desk):
    return plain(desk.ask("GET", "/countries/examplia").text)


@pytest.mark.slow
def test_an_old_workbook_is_renewed_by_the_button_that_its_problem_names(desk):
    changed = book()
    sheet = changed["Provisions"]
    sheet.delete_rows(row_of(sheet, "id", "opsc-10-4"))
    put(desk, changed)
    assert "C204" in problems(desk)
    assert "press 'Renew the workbook' on the page of the country" in problems(desk)

    done = desk.done(desk.post("/countries/examplia/upgrade"))

    assert "The workbook is renewed; the old one is kept as examplia" in plain(done)
    assert "Undo: put the old file back" in plain(done)
    assert "C204" not in problems(desk)
    assert "Two to eight years in prison." in desk.ask("GET", "/countries/examplia/report").text


@pytest.mark.slow
def test_texts_that_were_moved_on_purpose_are_said_to_be_so(desk):
    text = "Section {} of the invented Act punishes this with prison of up to five years. [QX-1]"
    ids = [f"opsc-3-1-{each}" for each in ("a-i-a", "a-i-b", "a-i-c", "a-ii", "b", "c")]
    first, second = book(), book()
    for number, id_ in enumerate(ids):
        provision_cell(first, id_, "law").value = text.format(number)
        provision_cell(second, ids[number - 1], "law").value = text.format(number)
    put(desk, first)
    desk.ask("GET", "/countries/examplia")
    put(desk, second)
    assert "press 'These texts were moved on purpose' once" in problems(desk)

    assert desk.post("/countries/examplia/moved").status == 303

    assert "S127" not in problems(desk)


@pytest.mark.slow
def test_what_the_program_kept_is_put_back_into_a_copy_from_before(desk):
    old = (desk.folder / "workbooks/examplia.xlsx").read_bytes()
    fields = urlencode({"other": NGO, "due": "2099-01-31"})
    desk.done(desk.post("/countries/examplia/review/send", fields))
    (desk.folder / "workbooks/examplia.xlsx").write_bytes(old)
    assert "press 'Put back what the program kept' on the page of the country" in problems(desk)

    done = plain(desk.done(desk.post("/countries/examplia/rejoin")))

    assert "examplia.xlsx was read for examplia.xlsx." in done
    assert "S126" not in problems(desk)
    assert NGO in plain(desk.ask("GET", "/countries/examplia/review").text)


@pytest.mark.slow
def test_a_file_of_no_country_is_taken_into_the_workbook_that_is_chosen(desk):
    desk.ask("GET", "/countries/examplia")  # the desk has seen it as it left
    home = book()
    provision_cell(home, "opsc-5-2", "law").value = "The treaty is a legal basis. [QX-1]"
    for sheet in home:
        for row in sheet.iter_rows():
            for cell in row:
                cell.value = None if cell.value == "QX" else cell.value
    content = saved(home)
    refused = plain(desk.done(desk.send("/files", ("from Anna.xlsx", content))))
    assert "R688" in refused
    assert "choose under 'If the desk asked about a file' to which workbook it belongs" in refused

    done = plain(desk.done(desk.send("/files", ("from Anna.xlsx", content), home="examplia")))

    assert "from Anna.xlsx was read for examplia.xlsx." in done
    law = provision_cell(sheet_of(desk).parent, "opsc-5-2", "law").value
    assert law == "The treaty is a legal basis. [QX-1]"


@pytest.mark.slow
def test_all_fields_and_words_of_a_template_are_listed(desk):
    page = plain(desk.ask("GET", "/look/fields").text)

    assert "report.title" in page
    assert "{{ words." in page
