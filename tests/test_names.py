"""Names in all scripts and spellings: compared, found on the disk, given to files. All content is invented.

What is one letter and what a letter and its mark is from the Unicode Character Database (normalisation forms, UAX 15).
"""

import unicodedata

import pytest
from click.testing import CliRunner

from publisher.cli.main import main
from publisher.domain.names import file_name, folded, spelled
from tests.support import filled, saved


def nfd(name):
    return unicodedata.normalize("NFD", name)


# Compared


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("की", "के"),  # Hindi: of (feminine), of (plural)
        ("नेपाल", "नपल"),
        ("संघ", "सघ"),
        ("ไม่", "ไม"),  # Thai: not, and the same without its tone
        ("คน", "คุน"),
        ("கா", "கி"),  # Tamil
        ("ভারত", "ভরত"),  # Bengali
        ("မြန်မာ", "မနမ"),  # Burmese
        ("が", "か"),  # Japanese: ga, ka
    ],
)
def test_words_that_differ_in_a_vowel_or_a_tone_are_two(first, second):
    assert folded(first) != folded(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Côte d’Ivoire", "COTE D'IVOIRE"),
        ("Việt Nam", "viet nam"),
        ("محمّد", "محمد"),  # Arabic: vowel signs and doubling may be left out
        ("مُحَمَّد", "محمد"),
        ("שָׁלוֹם", "שלום"),
        ("Ελλάδα", "ελλαδα"),
        ("नेपाल  संघ", " नेपाल-संघ."),
        ("क्\u200dष", "क्ष"),  # with a joiner that nobody sees
        ("\u200fمصر\u200e", "مصر"),
        ("co\u00adoperate", "cooperate"),
        ("ﬁne", "fine"),
    ],
)
def test_names_that_people_take_for_the_same_are_the_same(first, second):
    assert folded(first) == folded(second)


@pytest.mark.parametrize("name", ["Türkiye", "नेपाल", "Việt Nam", "ไม่", "한국", "مؤسسة", "Й"])
def test_a_name_is_the_same_in_both_spellings(name):
    assert folded(name) == folded(nfd(name))
    assert file_name(name) == file_name(nfd(name))
    assert spelled(nfd(name)) == spelled(name)


# Given to files


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Côte d’Ivoire", "cote-d-ivoire"),
        ("Türkiye", "turkiye"),
        ("Việt Nam", "viet-nam"),
        ("Bosnia & Herzegovina (2026)", "bosnia-herzegovina-2026"),
        ("  ", ""),
        ("नेपाल", "नेपाल"),
        ("बाल अधिकार मंच", "बाल-अधिकार-मंच"),
        ("ประเทศไทย", "ประเทศไทย"),
        ("เครือข่าย (สมมุติ)", "เครือข่าย-สมมุติ"),
        ("مؤسسة الطفل", "مؤسسة-الطفل"),
        ("Россия, Йошкар", "россия-йошкар"),
        ("한국", "한국"),
        ("../../etc/passwd", "etc-passwd"),
        ("a:b*c?", "a-b-c"),
    ],
)
def test_files_keep_the_letters_of_names(name, called):
    assert file_name(name) == called


def test_a_long_name_is_not_cut_between_a_letter_and_its_marks():
    # क and two marks, again and again: 60 letters are 20 of them, 61 would cut one open.
    name = "क्षि" * 30

    assert file_name(name, 61) == ("क्षि" * 15)
    assert file_name("a" * 100, 60) == "a" * 60


# Found on the disk


def run(folder, *arguments, expect=0):
    result = CliRunner().invoke(main, ["--project", str(folder), *arguments])
    assert result.exit_code == expect, result.output
    return result


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "workbooks").mkdir()
    rows = "id | law\nopsc-1 | The sale of a child is a crime."
    (tmp_path / "workbooks/x.xlsx").write_bytes(
        saved(filled(rows, "", {"version_date": "2026-03-31"}))
    )
    return tmp_path


def renamed(folder, name):
    (folder / "workbooks/x.xlsx").rename(folder / "workbooks" / f"{name}.xlsx")


@pytest.mark.parametrize(
    ("on_disk", "typed"),
    [
        (nfd("Türkiye"), "Türkiye"),
        ("Türkiye", nfd("Türkiye")),
        (nfd("Việt Nam"), "Việt Nam.xlsx"),
        ("한국", nfd("한국")),
        ("नेपाल", "नेपाल"),
    ],
)
def test_a_workbook_is_found_in_either_spelling(folder, on_disk, typed):
    renamed(folder, on_disk)

    result = run(folder, "check", typed)

    assert "1 workbook checked" in result.output
    (made,) = (each.name for each in (folder / "output").iterdir() if each.name[0] != ".")
    assert made == unicodedata.normalize("NFC", on_disk)


def test_reports_lie_in_one_folder_in_whatever_spelling_the_workbook_comes(folder):
    renamed(folder, nfd("Türkiye"))
    run(folder, "build", "--format", "html")
    (folder / "workbooks" / f"{nfd('Türkiye')}.xlsx").rename(folder / "workbooks/Türkiye.xlsx")

    again = run(folder, "build", "--format", "html")

    assert "0 files written, 1 unchanged" in again.output
    assert (folder / "output/Türkiye/Türkiye.html").exists()


def test_a_folder_of_an_earlier_build_is_used_on(folder):
    """It was made where the program wrote names as they came."""
    renamed(folder, nfd("Türkiye"))
    (folder / "output" / nfd("Türkiye")).mkdir(parents=True)

    run(folder, "build", "--format", "html")

    assert [each.name for each in (folder / "output").iterdir() if each.name[0] != "."] == [
        nfd("Türkiye")
    ]


@pytest.mark.slow
@pytest.mark.parametrize("came_as", ["NFC", "NFD"])
def test_drafts_find_their_workbook_in_whatever_spelling_its_folder_comes(folder, came_as):
    renamed(folder, nfd("Türkiye") if came_as == "NFC" else "Türkiye")
    run(folder, "review", "send", "Türkiye", "--to", "बाल अधिकार मंच (invented)")
    (country,) = (folder / "reviews").iterdir()
    country.rename(folder / "reviews" / unicodedata.normalize(came_as, "Türkiye"))
    (draft,) = (folder / "output/Türkiye/review").glob("*.docx")
    assert draft.name == "Türkiye-बाल-अधिकार-मंच-invented-1.docx"

    told = run(folder, "review", "collect", str(draft))

    assert "0 items, 0 new" in told.output
    assert len(list((folder / "reviews").iterdir())) == 1


def test_folders_that_the_settings_name_are_found_in_either_spelling(folder):
    (folder / "workbooks").rename(folder / nfd("Länder"))
    (folder / "publisher.toml").write_text('workbooks = "Länder"\n', encoding="utf-8")

    assert "1 workbook checked" in run(folder, "check").output


def test_a_new_workbook_is_not_put_beside_one_that_looks_the_same(folder):
    renamed(folder, nfd("नेपालिया की"))
    (folder / "workbooks" / f"{nfd('нй')}.xlsx").write_bytes(b"old")

    told = run(folder, "new", "нй", "--code", "QX", expect=2)

    assert "is there already and was left as it is" in told.output


@pytest.mark.parametrize("name", ["Con", "aux", "Lpt1"])
def test_no_workbook_gets_a_name_that_windows_refuses(folder, name):
    told = run(folder, "new", name, "--code", "QX", expect=1)

    small = name.lower()
    assert told.output == (
        f"{folder / 'workbooks' / small}.xlsx: MUST FIX O348: Windows allows no file of the name '{small}.xlsx': '{small}' is a"
        " name that it keeps for itself\n    give the workbook, country or template that it is called after another name\n"
    )
    assert run(folder, "templates", "new", name, expect=1).output.count("O348") == 1
