"""The workbook a researcher gets, in each language: complete words, help on everything, drop-downs that survive."""

import ast
import io
import re
import tomllib
from functools import cache

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from publisher.domain.countries import Country, find_country
from publisher.project.project import open_project
from publisher.project.workbooks import check_file
from publisher.workbook import layout
from publisher.workbook.issue import issue_workbook
from tests.support import TODAY, TOP, checked, filled, read

EXAMPLIA = Country("QX", "QXX", "Examplia", "Republic of Examplia")
CODES = ("en", "fr", "ar")
FIXED = [("country", "field"), ("country", "help"), ("country", "progress")]


def test_every_language_that_comes_with_the_program_is_tried_here():
    paths = (TOP / "publisher/languages").glob("*.toml")

    assert sorted(path.stem for path in paths) == sorted(CODES)


@cache
def project(code):
    return open_project(TOP).value.in_language(code)


@cache
def content_issued(code, country):
    worded = project(code)
    return issue_workbook(worded.worded, country)


def issued(code, country=EXAMPLIA):
    return openpyxl.load_workbook(io.BytesIO(content_issued(code, country)))


@cache
def toml(path):
    return tomllib.loads((TOP / "publisher" / path).read_text(encoding="utf-8"))


def keys_of(words, path=()):
    for key, value in words.items():
        if isinstance(value, dict):
            yield from keys_of(value, (*path, key))
        else:
            yield (*path, key)


def placeholders(text):
    return set(re.findall(r"\{(\w+)(?::spaced)?\}", str(text)))


# Words


def test_french_has_every_word_and_every_message_for_researchers():
    words, own = toml("languages/en.toml"), toml("languages/fr.toml")
    messages, told = toml("messages/en.toml"), toml("messages/fr.toml")

    assert set(keys_of(words)) - set(keys_of(own)) == {("rules", "small_words")}
    # What weighs how much stands in the English file alone.
    of_code = {"level", "stops_final", "is_fixed"}
    lacking = {key for key in keys_of(messages) if key[-1] not in of_code} - set(keys_of(told))
    assert lacking == set()


# What a report or a guide prints; what is printed of the work on them is checked as well.
PRINTED = ("report", "how_to_read", "marks", "source_headings", "citations", "guide", "guide_notes", "guide_missing")  # fmt: skip


def test_arabic_has_every_word_that_reports_and_the_guide_print():
    english, arabic = toml("languages/en.toml"), toml("languages/ar.toml")

    lacking = {name: set(english[name]) - set(arabic.get(name, {})) for name in PRINTED}
    assert lacking == {name: set() for name in PRINTED}
    # Letters of English words in them would be those of a text that nobody translated.
    texts = (find(arabic, key) for key in keys_of(arabic) if key[0] in PRINTED)
    left = (re.sub(r"\{\w+\}|[<>*]", "", str(text)) for text in texts)
    assert [text for text in left if re.search(r"[A-Za-z]{2}", text)] == []


# What the desk prints in Latin letters stays so in Arabic: names of programs, kinds of files, keys, folders and the sizes
# of pictures.
LATIN = {
    "Excel", "LibreOffice", "Word", "PDF", "PNG", "JPEG", "CSV", "JSON", "Pango", "backup", "workbooks", "index", "html",
    "guide", "xlsx", "Paste", "Values", "exit", "code",
}  # fmt: skip


def test_arabic_has_every_word_of_the_desk_and_every_remedy_that_it_shows():
    english, arabic = toml("languages/en.toml"), toml("languages/ar.toml")
    desk = [name for name in english if name.startswith("desk")] + [
        "status",
        "check_page",
        "final_page",
    ]
    remedies, told = toml("messages/en.toml"), toml("messages/ar.toml")
    wanted = {key for key in keys_of(remedies) if key[-1].startswith("desk_")}
    wanted |= {("levels", f"desk_{level}") for level in remedies["levels"]}

    assert {name: set(english[name]) - set(arabic[name]) for name in desk} == {
        name: set() for name in desk
    }
    assert wanted - set(keys_of(told)) == set()
    texts = [str(find(arabic, key)) for key in keys_of(arabic) if key[0] in desk]
    texts += [str(find(told, key)) for key in keys_of(told)]
    words = {
        word for text in texts for word in re.findall(r"[A-Za-z]{2,}", re.sub(r"\{\w+\}", "", text))
    }
    assert words - LATIN == set()
    for key in keys_of(told):
        assert placeholders(find(told, key)) <= placeholders(str(remedies[key[0]])), key


@pytest.mark.no_cover  # being traced would double its time
@pytest.mark.parametrize("code", ["fr", "ar"])
def test_a_translation_fills_in_what_the_english_fills_in_and_no_other_key_is_in_it(code):
    english = {
        key: find(toml("languages/en.toml"), key) for key in keys_of(toml("languages/en.toml"))
    }
    own = {
        key: find(toml(f"languages/{code}.toml"), key)
        for key in keys_of(toml(f"languages/{code}.toml"))
    }

    assert set(own) - set(english) == set()
    skipped = ("rules", "readme")  # patterns; lines that count differently
    differing = {
        key
        for key in own
        if placeholders(own[key]) != placeholders(english[key]) and key[0] not in skipped
    }
    assert differing == set()


def find(words, key):
    for name in key:
        words = words[name]
    return words


# Imprimerie nationale, "Lexique des règles typographiques": a whole no-break space before a colon and within quotation
# marks, a thin one before ; ! and ?. Keys of
# sources are typed as in a citation: QX-1; QX-4.
MISSET = re.compile(
    r"(?<!\u00a0)(?<=\s)[:»]|«(?!\u00a0)(?=\s)|(?<!\u202f)(?<=\s)[;!?]|[«»;!?](?<=[^\W\d\}][«»;!?])(?!\w)"
)
FRENCH = (
    "messages/fr.toml",
    "languages/fr.toml",
    "treaties/opsc/fr.toml",
    "treaties/opsc/guide.fr.toml",
)


@pytest.mark.parametrize("file", FRENCH)
def test_french_signs_stand_behind_the_spaces_of_french_typesetting(file):
    found = [
        text
        for key, text in texts_of(toml(file))
        if "rules" not in key and MISSET.search(re.sub(r"\w+://\S+", "", text))
    ]

    assert found == []


def texts_of(value, path=()):
    """Yield all texts of a file of words, with the keys under which they stand."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from texts_of(each, (*path, key))
    elif isinstance(value, list):
        for each in value:
            yield from texts_of(each, path)


def test_no_message_is_left_in_english_in_the_french_file():
    english, french = toml("messages/en.toml"), toml("messages/fr.toml")
    texts = {key: find(english, key) for key in keys_of(english) if key in set(keys_of(french))}
    same = {key for key, text in texts.items() if text == find(french, key)}

    # What stands in them without placeholders and signs would be words that nobody translated.
    worded = {key for key in same if re.search(r"[A-Za-z]{2}", re.sub(r"\{\w+\}", "", texts[key]))}
    # The same words in both, and a name.
    alike = {("kind_names", "date"), ("terminal", "owner_standard"), ("doctor", "libreoffice_what")}
    assert worded == alike


def test_no_words_of_one_language_are_put_into_a_message_by_the_program():
    """They would stay as they are in the messages of every other."""
    found = []
    for path in sorted((TOP / "publisher").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and is_problem(call):
                found += [f"{path.name}:{call.lineno}: {text}" for text in words_given(call)]

    assert found == []


def is_problem(call):
    """Tell whether a call makes a problem: problem, failure, cell_problem and the like."""
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    return name == "Told" or name.endswith(("problem", "failure", "_told"))


def words_given(call):
    """Yield texts among the values of a call; a value whose name ends in 'kind' is a word of [kinds]."""
    for given in call.keywords:
        if given.arg and not given.arg.endswith("kind"):
            nodes = list(ast.walk(given.value))
            looked_up = {id(each.slice) for each in nodes if isinstance(each, ast.Subscript)}
            for each in nodes:
                is_text = isinstance(each, ast.Constant) and isinstance(each.value, str)
                if (
                    is_text
                    and id(each) not in looked_up
                    and re.search(r"\w\w .*|.* \w\w", each.value)
                ):
                    yield each.value


def test_a_french_message_fills_in_what_the_english_one_does():
    english, french = toml("messages/en.toml"), toml("messages/fr.toml")

    for code in french:
        if re.fullmatch(r"[A-Z]\d{3}", code):
            assert placeholders(french[code]["message"]) == placeholders(
                english[code]["message"]
            ), code
            known = placeholders(str(english[code]))
            assert placeholders(str(french[code])) <= known, code


def test_the_french_treaty_has_every_text():
    treaty, own = open_project(TOP).value.treaty, toml("treaties/opsc/fr.toml")

    assert [each.id for each in treaty.provisions] == list(own["provisions"])
    assert all(set(texts) == {"title", "summary"} for texts in own["provisions"].values())
    assert {each.id: set(own["orders"][each.id]["groups"]) for each in treaty.orders} == {
        each.id: {group.id for group in each.groups} for each in treaty.orders
    }


# Sheets


@pytest.mark.parametrize("code", CODES)
@pytest.mark.slow
def test_every_heading_has_a_note_and_every_column_an_input_message(code):
    book, worded = issued(code), project(code)
    for key, sheet in layout.sheets(worded.worded).items():
        page = book[sheet.name]
        prompted = {
            area.min_col
            for each in page.data_validations.dataValidation
            if each.prompt
            for area in each.sqref.ranges
        }
        for number, (column, heading) in enumerate(sheet.columns.items(), start=1):
            assert page.cell(1, number).value == heading
            if not page.column_dimensions[get_column_letter(number)].hidden:
                assert page.cell(1, number).comment is not None, (code, key, column)
                is_fixed = key in ("reviewers", "review", "history") or (key, column) in FIXED
                assert number in prompted or is_fixed, (code, key, column)
    limits = [each for page in book for each in page.data_validations.dataValidation]
    assert all(len(each.prompt or "") <= 255 for each in limits)  # Excel refuses longer ones


@pytest.mark.slow
@pytest.mark.parametrize("code", CODES)
def test_every_drop_down_goes_through_a_name_and_fits_the_checks(code):
    book, worded = issued(code), project(code)
    lists = layout.choices(worded.worded)

    used = {
        each.formula1
        for page in book
        for each in page.data_validations.dataValidation
        if each.type == "list"
    }
    assert used <= {f"list_{name}" for name in (*lists, "source_keys")}
    keys = book.defined_names["list_source_keys"].attr_text
    sources = layout.sheets(worded.worded)["sources"].name
    assert keys == f"'{sources}'!$A$2:$A$1000"
    for name, entries in lists.items():
        (area,) = [
            each.attr_text for key, each in book.defined_names.items() if key == f"list_{name}"
        ]
        sheet, cells = area.split("!")
        assert [cell.value for (cell,) in book[sheet][cells.replace("$", "")]] == list(
            entries.values()
        )


@pytest.mark.parametrize("code", CODES)
@pytest.mark.slow
def test_text_cells_are_text_unlocked_and_tall_enough_and_fixed_ones_are_locked(code):
    book, worded = issued(code), project(code)
    sheet = layout.sheets(worded.worded)["provisions"]
    page, keys = book[sheet.name], list(sheet.columns)
    for row in range(3, 61):
        for column in worded.treaty.columns:
            cell = page.cell(row, keys.index(column.id) + 1)
            assert (cell.number_format, cell.protection.locked, cell.alignment.wrap_text) == (
                "@",
                False,
                True,
            )
        assert page.row_dimensions[row].height >= 120
        assert all(
            page.cell(row, keys.index(key) + 1).protection.locked for key in layout.FIXED_COLUMNS
        )
    assert page.protection.sheet
    assert page.protection.password is None


@pytest.mark.slow
def test_an_arabic_workbook_runs_from_right_to_left():
    book = issued("ar", find_country("Egypt"))

    assert all(page.sheet_view.rightToLeft for page in book)
    assert {
        cell.alignment.readingOrder for row in book["الأحكام"].iter_rows(max_row=5) for cell in row
    } == {2.0}
    assert book["البلد"]["C2"].value == "مصر"


@pytest.mark.slow
def test_the_example_row_is_shown_and_never_read():
    sheet = issued("en")["Provisions"]

    assert sheet["A2"].value == "EXAMPLE"
    assert sheet["F2"].value == (
        "Section 12 of the Children Act 1999 punishes the sale of a child with **two to eight years** in prison. [QX-1 s. 12]"
    )
    assert all(row.cells["id"].text != "EXAMPLE" for row in read(filled()).value.provisions)
    assert checked(filled())[1] == ()


def test_each_row_says_in_a_word_how_far_it_is_filled():
    sheet = issued("fr")["Dispositions"]

    assert (
        sheet["E3"].value
        == '=IF(COUNTA(F3:H3)=0,"vide",IF(COUNTA(F3:H3)=COLUMNS(F3:H3),"rempli","en partie"))'
    )


@pytest.fixture
def french(tmp_path):
    """A French workbook of an invented country, and what is told of a law text in it."""

    def told(law, *codes, heading="Droit national en vigueur"):
        book = issued("fr")
        book["Dispositions"]["F1"], book["Dispositions"]["F3"] = heading, law
        book.save(tmp_path / "examplia.xlsx")
        result = check_file(open_project(tmp_path).value, tmp_path / "examplia.xlsx", TODAY)
        return [
            each.message(result.project.language.messages)
            for each in result.diagnostics
            if each.code in codes
        ]

    return told


@pytest.mark.slow
@pytest.mark.no_cover  # being traced would double its time
def test_french_texts_are_looked_through_by_french_rules(french):
    assert french("La peine est à confirmer (à compléter).", "C224") == [
        "«\u00a0à compléter\u00a0» ressemble à un texte provisoire qui devait être remplacé"
    ]
    assert (
        french("Une loi visant à compléter le Code pénal tend à confirmer la règle.", "C224") == []
    )
    assert french("Le projet de loi portant le minimum à trois ans est à l’étude.", "C235") == []
    assert french("La loi relative à l’enfance punit la vente.", "C235") == [
        "«\u00a0loi relative à l’enfance punit la vente\u00a0» est cité sans année ni numéro"
    ]
    assert french("La prostitution des enfants est punie.", "C247") != []
    assert french(
        "L’article\u00a08 du Protocole est appliqué par la loi n° 12 de 1999.", "C246"
    ) == ["ce texte parle de l’article 8 du traité, et non de l’article 1"]
    assert french("Texte.", "S102", "S117", heading="Droit national") == []


def test_formulas_use_only_what_excel_libreoffice_and_google_sheets_know():
    """Google Sheets has no CELL("protect"); its list of functions has these."""
    known = {"IF", "COUNTA", "COLUMNS", "ISNUMBER", "SEARCH", "LEN", "TRIM"}
    book = issued("en")

    rules = [
        rule.formula[0]
        for page in book
        for area in page.conditional_formatting
        for rule in area.rules
    ]
    cells = [
        cell.value
        for page in book
        for row in page.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert set(re.findall(r"([A-Z]+)\(", " ".join([*rules, *cells]))) <= known
    coloured = {
        cell for area in book["Provisions"].conditional_formatting for cell in area.cells.ranges
        if "LEN(" in area.rules[0].formula[0]
    }  # fmt: skip
    sheet = book["Provisions"]
    locked = [sheet[area.coord.split(":")[0]].protection.locked for area in coloured]
    assert not any(locked)


@pytest.mark.slow
def test_the_drop_downs_are_no_longer_than_a_program_can_write_out():
    """Gnumeric writes a cell for each cell with a drop-down: 340,017 for the sheet Review, when these reached to row
    20,001. Each is an element, and a sheet of more than 150,000 is refused.
    """
    for page in issued("en"):
        areas = [
            area for each in page.data_validations.dataValidation for area in each.sqref.ranges
        ]
        assert sum(area.size["rows"] * area.size["columns"] for area in areas) < 50_000, page.title


@pytest.mark.slow
def test_rows_can_be_filtered_as_a_whole_and_texts_never_sorted_away_from_their_articles():
    sheet = issued("en")["Provisions"]

    # In Excel 'locked' forbids it (ECMA-376 Part 1, 18.3.1.85): a guarded sheet sorts unlocked cells only.
    assert sheet.protection.sort
    assert not sheet.protection.autoFilter
    last = max(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 1).value)
    assert sheet.auto_filter.ref == f"A1:{get_column_letter(sheet.max_column)}{last}"
