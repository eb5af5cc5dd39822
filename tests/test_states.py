"""What people write into a content cell instead of a text: offered as the state that is meant, and never printed."""

import io

import openpyxl
import pytest

from publisher.domain.report import State
from publisher.project.progress import progress_of
from publisher.project.project import open_project
from publisher.project.workbooks import check_file
from publisher.workbook.issue import issue_workbook
from tests.support import EXAMPLIA, TODAY, TOP, checked, filled, opsc, saved, told

CODES = ("C274", "C275", "C276", "C277")
UNCLEAR = (
    "can mean several things, so the report prints none of them\n"
    "    write 'Nothing found' if you looked and there was nothing, 'Not applicable' if the question does not arise, or empty"
    " the cell if nobody has looked yet"
)
READ_AS = {
    "none found": "Nothing found",
    "Nothing identified.": "Nothing found",
    "No results": "Nothing found",
    "Not found": "Nothing found",
    "Not relevant": "Not applicable",
    "does not apply": "Not applicable",
    "Doesn't apply": "Not applicable",
    # a letter too few, too many, another, or two in the wrong order
    "Not aplicable": "Not applicable",
    "Not applicabel.": "Not applicable",
    "Nothing fuond": "Nothing found",
    "Nothing  foundd": "Nothing found",
    "Nothin found": "Nothing found",
}
NOT_YET = [
    "Not researched",
    "not yet researched",
    "to be checked",
    "TBC",
    "to do",
    "xxx",
    "Pending",
]
SEVERAL = ["n/a", "N/A", "N.A.", "na", "-", "–", "---", "/", "…", "No information", "None", "nil", "unknown", "not available"]  # fmt: skip
SAME = ["ditto", "Ditto.", "same as above", "see above", "Idem", '"', "〃"]


EXPECTED = {
    **{text: f"C274: '{text}' is read as '{state}'\n    write '{state}' if that is meant; otherwise write what you found" for text, state in READ_AS.items()},
    **{text: f"C275: '{text}' says that nobody has looked yet, which an empty cell says as well\n"
       "    empty the cell: the report then says that this was not researched" for text in NOT_YET},
    **{text: f"C276: '{text}' {UNCLEAR}" for text in SEVERAL},
    **{text: f"C277: '{text}' points to another text, and in the report nobody sees which one\n"
       "    copy that text into this cell, or write what is different here" for text in SAME},
}  # fmt: skip


OTHER_WORDS = [
    "Now applicable",
    "Something found",
    "Not explicable",
    "Applicable",
    "Does now apply",
]


def test_words_that_only_look_like_a_state_are_texts():
    provisions = opsc().provisions
    rows = "\n".join(
        f"{own.id} | {text}" for own, text in zip(provisions, OTHER_WORDS, strict=False)
    )
    report, problems = checked(filled(f"id | reforms\n{rows}"))

    assert [each.code for each in problems if each.code in CODES] == []
    states = {entry.contents[1].state for entry in report.entries[: len(OTHER_WORDS)]}
    assert not states & {State.NOTHING_FOUND, State.NOT_APPLICABLE, State.NOT_RESEARCHED}


@pytest.fixture(scope="module")
def found():
    """The content and the problems of a cell for each of the words, all in one workbook."""
    provisions = opsc().provisions[: len(EXPECTED)]
    rows = "\n".join(f"{own.id} | {text}" for own, text in zip(provisions, EXPECTED, strict=True))
    report, problems = checked(filled(f"id | reforms\n{rows}"))
    contents = {entry.provision.id: entry.contents[1] for entry in report.entries}
    by_row = {}
    for each in problems:
        if each.code in CODES:
            message = str(each).partition("): PLEASE CHECK ")[2]
            by_row.setdefault(int(each.place.cell[1:]), []).append(message)
    order = [entry.provision.id for entry in report.entries]
    numbers = {id_: number for number, id_ in enumerate(order, start=3)}
    return {
        text: (contents[own.id], by_row.get(numbers[own.id], []))
        for own, text in zip(provisions, EXPECTED, strict=True)
    }


@pytest.mark.parametrize("text", EXPECTED)
def test_words_that_stand_for_a_state_are_told_and_never_printed(found, text):
    content, messages = found[text]
    states = {"Nothing found": State.NOTHING_FOUND, "Not applicable": State.NOT_APPLICABLE}

    assert messages == [EXPECTED[text]]
    assert content.state is states.get(READ_AS.get(text, ""), State.NOT_RESEARCHED)
    assert content.blocks == ()


@pytest.mark.slow
def test_a_final_report_cannot_be_built_with_a_word_that_is_no_text():
    country = {"status": "Final", "law_as_at": "2026", "version_date": "2026"}
    levels = []
    for text in ("none found", "to be checked", "n/a", "ditto"):
        book = filled(f"id | reforms\nopsc-1 | {text}", country=country)
        levels += [each.level for each in checked(book)[1] if each.code in CODES]

    assert levels == ["please_check", "must_fix", "must_fix", "must_fix"]


def test_states_and_texts_are_let_be():
    texts = (
        "Nothing found", "nothing found.", "Not applicable",
        "No information was given to the Committee. [QX-1]", "See above all article 3 of the Act 12 of 1999.",
        "The same as above applies to boys.", "None of the laws applies.",
    )  # fmt: skip
    rows = [f"{own.id} | {text}" for own, text in zip(opsc().provisions, texts, strict=False)]
    book = filled("\n".join(("id | reforms", *rows)))

    assert told(book, *CODES) == []


def test_such_words_do_not_make_a_row_count_as_filled_in_part_or_as_researched(tmp_path):
    book = filled("id | law | reforms | compliance\nopsc-1 | ditto | none found | n/a")
    path = tmp_path / "examplia.xlsx"
    path.write_bytes(saved(book))

    assert told(book, "C229", "C231") == []
    progress = progress_of(check_file(open_project(TOP).value, path, TODAY))
    assert (progress.text, progress.nothing_found, progress.not_applicable) == (0, 0, 0)
    assert progress.rows[0].states == (State.NOT_RESEARCHED,) * 3


WORDS = {
    "fr": {
        "Néant": State.NOTHING_FOUND, "rien n'a été trouvé": State.NOTHING_FOUND, "none found": State.NOTHING_FOUND,
        "ne s’applique pas": State.NOT_APPLICABLE, "à vérifier": State.NOT_RESEARCHED, "idem": State.NOT_RESEARCHED,
    },
    "ar": {
        "لم نجد شيئا": State.NOTHING_FOUND, "غير منطبق": State.NOT_APPLICABLE, "لم يبحث بعد": State.NOT_RESEARCHED,
        "n/a": State.NOT_RESEARCHED,
    },
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("code", WORDS)
def test_each_language_knows_its_own_words(code, tmp_path):
    project = open_project(TOP).value.in_language(code)
    book = openpyxl.load_workbook(io.BytesIO(issue_workbook(project.worded, EXAMPLIA)))
    sheet = book[project.language.words("sheets")["provisions"]]
    for number, text in enumerate(WORDS[code], start=3):
        sheet.cell(number, 6).value = text
    path = tmp_path / "examplia.xlsx"
    path.write_bytes(saved(book))
    result = check_file(project, path, TODAY)
    contents = [entry.contents[0] for entry in result.report.entries][: len(WORDS[code])]

    assert [each.state for each in contents] == list(WORDS[code].values())
    assert not any(each.blocks for each in contents)
    assert len([each for each in result.diagnostics if each.code in CODES]) == len(WORDS[code])
