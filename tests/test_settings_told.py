"""Mistakes in publisher.toml are told in plain words: the setting, what is wrong, what to write.

The lines are what people write; what is right in them is TOML 1.0.0 (strings, arrays, tables).
"""

import re
import shutil

import pytest
from fontTools.ttLib import TTFont

from publisher.domain.diagnostics import PublisherError
from publisher.project.fonts import SHIPPED_FONTS, script_fonts
from publisher.project.project import open_project
from publisher.project.settings import read_settings
from tests.support import TOP


def told(folder, text, encoding="utf-8"):
    """Return what is told of settings, and what is told where they are not used at all."""
    (folder / "publisher.toml").write_bytes(text.encode(encoding))
    try:
        return "\n".join(str(each) for each in read_settings(folder / "publisher.toml").diagnostics)
    except PublisherError as refused:
        return str(refused)


MUST_FIX = "publisher.toml: MUST FIX "


@pytest.mark.parametrize(
    ("text", "message"),
    [
        # The path of a Windows folder between double quotes: \U begins a letter's number.
        (
            'icc = "C:\\Users\\Examplia\\press.icc"',
            "P420: line 1: in the setting 'icc' the sign \\ stands between double quotes, where it does not stand for itself\n"
            "    write the line like this: icc = 'C:\\Users\\Examplia\\press.icc'",
        ),
        (
            '# ours\n\n[house]\nlogo = "D:\\pictures\\logo.png"  # new',
            "P420: line 4: in the setting 'logo' the sign \\ stands between double quotes, where it does not stand for itself\n"
            "    write the line like this: logo = 'D:\\pictures\\logo.png'",
        ),
        # \t and \n are signs that TOML knows, so that the path is read, and wrongly.
        (
            'workbooks = "C:\\temp\\new"',
            "P420: line 1: in the setting 'workbooks' the sign \\ stands between double quotes, where it does not stand for itself\n"
            "    write the line like this: workbooks = 'C:\\temp\\new'",
        ),
        # Quotation marks as Word, LibreOffice and telephones set them.
        (
            "organisation = “Example Coalition”",
            "P421: line 1: the setting 'organisation' has other quotation marks than the straight ones (\")\n"
            '    write the line like this: organisation = "Example Coalition"',
        ),
        (
            "licence = „CC BY 4.0“\norganisation = « Coalition »",
            "P421: line 1: the setting 'licence' has other quotation marks than the straight ones (\")\n"
            '    write the line like this: licence = "CC BY 4.0"\n'
            "publisher.toml: MUST FIX P421: line 2: the setting 'organisation' has other quotation marks than the straight ones (\")\n"
            '    write the line like this: organisation = "Coalition"',
        ),
        (
            'language = "fr”',
            "P421: line 1: the setting 'language' has other quotation marks than the straight ones (\")\n"
            '    write the line like this: language = "fr"',
        ),
        (
            "formats = [“docx”, “pdf”]",
            "P421: line 1: the setting 'formats' has other quotation marks than the straight ones (\")\n"
            '    write the line like this: formats = ["docx", "pdf"]',
        ),
        # A quotation mark that is missing.
        (
            'organisation = "Example Coalition\nlanguage = "en"',
            "P422: line 1: the setting 'organisation' has a quotation mark at one end only\n"
            '    write the line like this: organisation = "Example Coalition"',
        ),
        (
            'organisation = Example Coalition"',
            "P422: line 1: the setting 'organisation' has a quotation mark at one end only\n"
            '    write the line like this: organisation = "Example Coalition"',
        ),
        # No quotation marks at all.
        (
            "organisation = Example Coalition",
            "P423: line 1: the text of the setting 'organisation' stands without quotation marks\n"
            '    write the line like this: organisation = "Example Coalition"',
        ),
        (
            "[house]\naccent = #1f4e79",
            "P423: line 2: the text of the setting 'accent' stands without quotation marks\n"
            '    write the line like this: accent = "#1f4e79"',
        ),
        (
            "licence =",
            "P424: line 1: the setting 'licence' has no value\n"
            "    write the value behind the sign =, or delete the line; the standard value then holds",
        ),
        # Yes and no in other words.
        (
            "word_page_numbers = yes",
            "P408: the setting 'word_page_numbers' must be true or false, without quotes\n"
            "    word_page_numbers = true",
        ),
        (
            "word_page_numbers = No",
            "P408: the setting 'word_page_numbers' must be true or false, without quotes\n"
            "    word_page_numbers = false",
        ),
        (
            "word_page_numbers = False",
            "P408: the setting 'word_page_numbers' must be true or false, without quotes\n"
            "    word_page_numbers = false",
        ),
        (
            'word_page_numbers = "false"',
            "P408: the setting 'word_page_numbers' must be true or false, without quotes\n"
            "    word_page_numbers = false",
        ),
        (
            "word_page_numbers = 0",
            "P408: the setting 'word_page_numbers' must be true or false, without quotes\n"
            "    word_page_numbers = false",
        ),
        # Another sign than =.
        (
            'language: "fr"',
            "P425: line 1: between the name of the setting 'language' and its value stands no sign =\n"
            '    write the line like this: language = "fr"',
        ),
        (
            "language fr",
            "P425: line 1: between the name of the setting 'language' and its value stands no sign =\n"
            '    write the line like this: language = "fr"',
        ),
        # The same line twice: the second one may be far below.
        (
            'language = "fr"\n\n\nlanguage = "en"',
            "P426: the setting 'language' stands twice, in the lines 1 and 4\n"
            "    delete one of the two lines",
        ),
        (
            '[house]\naccent = "#1f4e79"\n[house.symbols]\nin_line = "+"\n[house]\nwarning = "#9a3412"',
            "P427: the line [house] stands twice, as line 1 and as line 5\n"
            "    put the lines below the second one under the first one, and delete the second [house]",
        ),
        # Lists.
        (
            'formats = ["docx", "pdf"\nlanguage = "en"',
            "P428: line 1: the list of the setting 'formats' cannot be read\n"
            '    write each name between double quotes, a comma between two names, and square brackets around all: formats = ["docx", "pdf"]',
        ),
        (
            'formats = ["docx" "pdf"]',
            "P428: line 1: the list of the setting 'formats' cannot be read\n"
            '    write each name between double quotes, a comma between two names, and square brackets around all: formats = ["docx", "pdf"]',
        ),
        (
            "formats = [docx, html]",
            "P428: line 1: the list of the setting 'formats' cannot be read\n"
            '    write each name between double quotes, a comma between two names, and square brackets around all: formats = ["docx", "html"]',
        ),
        (
            "formats = []",
            "P429: the setting 'formats' names no format, so nothing would be built\n"
            "    name what is to be built, or delete the line; there are: docx, pdf, html, print",
        ),
        # Quotation marks within quotation marks, and an apostrophe within apostrophes.
        (
            'organisation = "The "Example" Coalition"',
            "P430: line 1: the setting 'organisation' has quotation marks within quotation marks\n"
            "    write the line like this: organisation = 'The \"Example\" Coalition'",
        ),
        (
            "organisation = 'Children's Network'",
            "P430: line 1: the setting 'organisation' has quotation marks within quotation marks\n"
            '    write the line like this: organisation = "Children\'s Network"',
        ),
        # A word behind the value, and a line that is none.
        (
            'language = "fr" (French)',
            "P431: line 1: behind the value of the setting 'language' stands something more: (French)\n"
            '    write the line like this: language = "fr"  # (French)',
        ),
        (
            'language = "fr";',
            "P431: line 1: behind the value of the setting 'language' stands something more: ;\n"
            '    write the line like this: language = "fr"',
        ),
        (
            'order = "article" notes = "group"',
            "P431: line 1: behind the value of the setting 'order' stands something more: notes = \"group\"\n"
            '    write the line like this: order = "article"\n    notes = "group"',
        ),
        (
            'organisation = "A", licence = "B"',
            "P431: line 1: behind the value of the setting 'organisation' stands something more: , licence = \"B\"\n"
            '    write the line like this: organisation = "A"\n    licence = "B"',
        ),
        (
            "formats = [“docx”, pdf]",
            "P421: line 1: the setting 'formats' has other quotation marks than the straight ones (\")\n"
            '    write the line like this: formats = ["docx", "pdf"]',
        ),
        (
            "word_page_numbers = “no”",
            "P408: the setting 'word_page_numbers' must be true or false, without quotes\n"
            "    word_page_numbers = false",
        ),
        (
            'logo = "C:\\Exam\'s\\logo.png"',
            "P420: line 1: in the setting 'logo' the sign \\ stands between double quotes, where it does not stand for itself\n"
            '    write the line like this: logo = "C:\\\\Exam\'s\\\\logo.png"',
        ),
        (
            "margin = 0,5",
            "P432: line 1: the number of the setting 'margin' has a comma\n"
            "    write it with a point: margin = 0.5",
        ),
        (
            "[house\naccent = \"#1f4e79\"",
            "P401: the settings cannot be read: line 1: [house\n"
            '    each line is of the form: name = "value"; compare it with the file of a new project',
        ),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_read_is_told_with_what_to_write(tmp_path, text, message):
    assert told(tmp_path, text) == MUST_FIX + message


def test_every_line_that_cannot_be_read_is_told_at_once(tmp_path):
    text = 'organisation = “Coalition”\nlanguage = "en"\nword_page_numbers = yes\nlicence = CC BY'

    assert re.findall(r"P\d+", told(tmp_path, text)) == ["P421", "P408", "P423"]


@pytest.mark.parametrize(
    "remedy",
    [
        "icc = 'C:\\Users\\Examplia\\press.icc'",
        "workbooks = 'C:\\temp\\new'",
        "organisation = 'The \"Example\" Coalition'",
        'organisation = "Children\'s Network"',
        'language = "fr"  # (French)',
        'organisation = "The \\"Example\\" Coalition"',
        "organisation = \"\"\"Example\nlanguage = Coalition\"\"\"",
        'formats = [\n  "docx", # Word\n  "pdf",\n]',
    ],
)  # fmt: skip
def test_what_the_messages_propose_is_read(tmp_path, remedy):
    assert told(tmp_path, remedy) == ""


# Files of other kinds


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32"])
def test_settings_saved_as_unicode_of_any_kind_are_read(tmp_path, encoding):
    (tmp_path / "publisher.toml").write_bytes('organisation = "Examplia – Réseau"'.encode(encoding))

    read = read_settings(tmp_path / "publisher.toml")

    assert (read.value.organisation, read.diagnostics) == ("Examplia – Réseau", ())


def test_settings_with_the_line_ends_of_an_old_mac_are_read(tmp_path):
    (tmp_path / "publisher.toml").write_bytes(b'organisation = "Examplia"\rlanguage = "fr"\r')

    read = read_settings(tmp_path / "publisher.toml").value

    assert (read.organisation, read.language) == ("Examplia", "fr")


@pytest.mark.parametrize("encoding", ["cp1252", "mac-roman", "latin-1"])
def test_settings_in_another_encoding_are_told_with_the_line(tmp_path, encoding):
    assert told(tmp_path, '# ours\norganisation = "Réseau Examplia"', encoding) == (
        "publisher.toml: MUST FIX P434: line 2 has a letter that cannot be read: the file is not saved as UTF-8\n"
        "    save the file once more with the encoding UTF-8 (Windows: Notepad, Save as, Encoding: UTF-8), and look whether the letters of the line are right"
    )


@pytest.mark.parametrize(
    "content", [b"{\\rtf1\\ansi organisation}", b"PK\x03\x04docx", b"\xd0\xcf\x11\xe0doc"]
)
def test_settings_saved_by_a_word_processor_are_told(tmp_path, content):
    (tmp_path / "publisher.toml").write_bytes(content)

    with pytest.raises(PublisherError) as caught:
        read_settings(tmp_path / "publisher.toml")

    assert str(caught.value) == (
        "publisher.toml: MUST FIX P435: the settings were saved as a document of a word processor\n"
        "    save them as plain text (Word: Save as, Plain Text; TextEdit: Format, Make Plain Text) under the name publisher.toml"
    )


@pytest.mark.parametrize(
    "name",
    [
        "publisher.toml.txt",
        "publisher.txt",
        "publisher (1).toml",
        "publisher.toml.toml",
        "publisher.tml",
    ],
)
def test_a_file_of_settings_under_another_name_is_told(tmp_path, name):
    (tmp_path / name).write_text('organisation = "Examplia"', encoding="utf-8")

    assert [str(each) for each in read_settings(tmp_path / "publisher.toml").diagnostics] == [
        f"{name}: MUST FIX P436: there is no publisher.toml; this file seems to be it, and what stands in it has no effect\n"
        "    rename it to publisher.toml (Windows shows whole names after: View > Show > File name extensions)"
    ]


def test_a_name_in_capitals_is_told_where_the_system_tells_capitals_apart(tmp_path):
    (tmp_path / "Publisher.toml").write_text('organisation = "Examplia"', encoding="utf-8")
    read = read_settings(tmp_path / "publisher.toml")

    if (tmp_path / "publisher.toml").exists():  # Windows and macOS
        assert read.value.organisation == "Examplia"
    else:
        assert [each.code for each in read.diagnostics] == ["P436"]


def test_other_files_beside_the_settings_are_nobodys_concern(tmp_path):
    (tmp_path / "publisher.toml").write_text('organisation = "Examplia"', encoding="utf-8")
    (tmp_path / "publisher.toml.txt").write_text("old", encoding="utf-8")

    assert read_settings(tmp_path / "publisher.toml").diagnostics == ()
    (tmp_path / "publisher.toml").unlink()
    (tmp_path / "publisher.toml.txt").unlink()
    (tmp_path / "publishers.docx").write_text("", encoding="utf-8")
    (tmp_path / "publisher.toml.bak").mkdir()
    assert read_settings(tmp_path / "publisher.toml").diagnostics == ()


# Understood


@pytest.mark.parametrize(
    ("written", "formats"),
    [
        ('"docx"', ("docx",)),
        ('"docx, pdf"', ("docx", "pdf")),
        ('"DOCX"', ("docx",)),
        ('["PDF", ".docx"]', ("pdf", "docx")),
        ('["pdf", "pdf"]', ("pdf",)),
    ],
)
def test_formats_are_understood_as_people_write_them(tmp_path, written, formats):
    (tmp_path / "publisher.toml").write_text(f"formats = {written}", encoding="utf-8")

    read = read_settings(tmp_path / "publisher.toml")

    assert (read.value.formats, read.diagnostics) == (formats, ())


def test_spaces_that_nobody_sees_are_understood(tmp_path):
    # As they come with lines copied from a web page; those within the text stay.
    text = "\u00a0language\u00a0=\u00a0\"fr\"\n\ufefflicence\u200b =\u202f'CC\u00a0BY'"
    (tmp_path / "publisher.toml").write_text(text, encoding="utf-8")

    read = read_settings(tmp_path / "publisher.toml")

    assert (read.value.language, read.value.licence) == ("fr", "CC\u00a0BY")
    assert read.diagnostics == ()


def test_a_setting_left_empty_has_its_standard_value(tmp_path):
    text = 'language = ""\ntreaty = ""\nreport = ""'
    (tmp_path / "publisher.toml").write_text(text, encoding="utf-8")

    read = read_settings(tmp_path / "publisher.toml")

    own = read.value
    assert (own.language, own.treaty, own.report) == ("en", "opsc", "country_report")
    assert read.diagnostics == ()


# Settings under the wrong heading


def test_a_setting_that_stands_below_a_heading_where_it_does_not_belong_is_told(tmp_path):
    assert told(tmp_path, '[house]\norganisation = "Examplia"') == (
        "publisher.toml: MUST FIX P437: the setting 'organisation' stands where it has no effect\n"
        "    move its line to the top of the file, above [house]"
    )
    assert told(tmp_path, '[house.colours]\nlogo = "logo.png"') == (
        "publisher.toml: MUST FIX P437: the setting 'logo' stands where it has no effect\n"
        "    put its line directly below a line [house]"
    )
    assert told(tmp_path, 'accent = "#1f4e79"') == (
        "publisher.toml: MUST FIX P437: the setting 'accent' stands where it has no effect\n"
        "    put its line directly below a line [house]"
    )


# What settings name


def opened(folder, text):
    (folder / "publisher.toml").write_text(text, encoding="utf-8")
    try:
        return "\n".join(str(each) for each in open_project(folder).diagnostics)
    except PublisherError as refused:
        return str(refused)


@pytest.mark.parametrize(
    ("text", "key", "name", "level"),
    [
        ('[house]\nlogo = "pictures/logo.png"', "house.logo", "pictures/logo.png", "MUST FIX"),
        ('icc = "press.icc"', "icc", "press.icc", "PLEASE CHECK"),
        ('workbooks = "wrokbooks"', "workbooks", "wrokbooks", "PLEASE CHECK"),
        ('templates = "tmplates"', "templates", "tmplates", "MUST FIX"),
    ],
)
def test_a_file_that_a_setting_names_and_that_is_not_there_is_told(
    tmp_path, text, key, name, level
):
    where = tmp_path / name
    assert opened(tmp_path, text) == (
        f"publisher.toml: {level} P439: the setting '{key}' names a file or folder that is not there: {where}\n"
        "    correct the setting, or put there what it names"
    )


def test_a_file_that_is_called_nearly_so_is_named(tmp_path):
    (tmp_path / "My cover.JPG").write_bytes(b"picture")

    told = opened(tmp_path, '[house]\npicture = "my cover.jpg"')

    assert told.splitlines()[1:] == [
        "    did you mean 'My cover.JPG'? If not, correct the setting, or put there what it names"
    ]


def test_a_file_that_is_there_is_not_told(tmp_path):
    (tmp_path / "press.icc").write_bytes(b"profile")
    (tmp_path / "ours/docx").mkdir(parents=True)
    (tmp_path / "ours/docx/our_report.docx").write_bytes(b"")
    text = 'icc = "press.icc"\ntemplates = "ours"\nreport = "our_report"'

    assert opened(tmp_path, text) == ""


FONTS_LISTED = pytest.mark.skipif(
    shutil.which("fc-list") is None, reason="this system lists its fonts in another way"
)


@FONTS_LISTED
@pytest.mark.parametrize(
    ("font", "near"),
    [
        ("Noto Sanss", "Noto Sans"),
        ("NotoSans", "Noto Sans"),
        ("Noto Nask Arabic", "Noto Naskh Arabic"),
    ],
)
def test_a_font_that_is_not_there_is_told_with_the_nearest_one(tmp_path, font, near):
    assert opened(tmp_path, f'[house]\ntext_font = "{font}"') == (
        f"publisher.toml: PLEASE CHECK P433: there is no font '{font}' (setting 'house.text_font') on this computer, so a PDF made here is set in another one\n"
        f"    did you mean '{near}'? If not, install the font, or name one that comes with the program: Noto Naskh Arabic, Noto Sans, Noto Sans Devanagari"
    )


@FONTS_LISTED
def test_fonts_that_are_there_are_not_told_whatever_their_capitals(tmp_path):
    text = '[house]\ntext_font = "noto sans"\nheading_font = "DejaVu Serif"'

    listed = "DejaVu Serif" in opened(tmp_path, '[house]\nheading_font = "Zzyzx Examplia"')
    assert not listed
    assert "noto sans" not in opened(tmp_path, text)


def test_the_fonts_that_come_with_the_program_are_called_as_their_files_say():
    # Name 1 of a font is that of its family (OpenType, 'name' table).
    families = set()
    for path in (TOP / "publisher/fonts").glob("*-Regular.ttf"):
        with TTFont(path) as font:
            families.add(font["name"].getDebugName(1))

    assert families == {*SHIPPED_FONTS, *script_fonts()}


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (
            "atlas",
            "    there are: country_report, ministry, portrait_report; templates of your own are begun with:"
            " publisher templates new atlas",
        ),
        (
            "ministry.docx",
            "    did you mean 'ministry'? If not, there are: country_report, ministry, portrait_report; templates of your"
            " own are begun with: publisher templates new ministry",
        ),
        (
            "Country Report",
            "    did you mean 'country_report'? If not, there are: country_report, ministry, portrait_report; templates of"
            " your own are begun with: publisher templates new Country-Report",
        ),
    ],
)
def test_templates_that_are_not_there_are_told_with_those_that_are(tmp_path, written, told):
    for name in ("docx/ministry.docx", "docx/~$nistry.docx", "html/wrong.docx", "typst/lay.typ"):
        (tmp_path / "templates" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "templates" / name).write_bytes(b"")

    assert opened(tmp_path, f'report = "{written}"') == (
        f"publisher.toml: MUST FIX P450: the setting 'report' names templates that are not there: '{written}'\n{told}"
    )


# Folders that must not be one


def test_two_settings_that_name_one_folder_are_told(tmp_path):
    assert opened(tmp_path, 'output = "./workbooks/"') == (
        "publisher.toml: MUST FIX P448: the settings 'workbooks' and 'output' name the same folder: ./workbooks/\n"
        "    give each a folder of its own; everything in that of 'output' may be deleted"
    )


@pytest.mark.parametrize("written", [".", "", "workbooks/..", ".."])
def test_publications_do_not_go_among_the_files_of_the_project_itself(tmp_path, written):
    project = tmp_path / "reports"
    project.mkdir()

    assert opened(project, f'output = "{written}"') == (
        "publisher.toml: MUST FIX P449: the setting 'output' names the folder of the project itself, or one that it lies"
        f" in: {tmp_path if written == '..' else project}\n"
        '    give it a folder of its own, since everything in it may be deleted: output = "output"'
    )


@pytest.mark.parametrize("written", ["../out", "workbooks/out", "made/of/it"])
def test_publications_may_go_into_any_other_folder(tmp_path, written):
    assert opened(tmp_path, f'output = "{written}"') == ""
