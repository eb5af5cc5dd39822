"""Words in place of an entry of a drop-down list: the entry that is meant is offered, in the workbook's language."""

import io

import openpyxl
import pytest

from publisher.project.project import open_project
from publisher.project.workbooks import check_file
from publisher.workbook.issue import issue_workbook
from tests.support import EXAMPLIA, TODAY, TOP, filled, opsc, saved, told

ASSESSMENTS = {
    "partly": "Partly in line",
    "Partial": "Partly in line",
    "partially compliant": "Partly in line",
    "Partiellement conforme": "Partly in line",
    "Conforme en partie": "Partly in line",
    "Non compliant": "Not in line",
    "non-compliant": "Not in line",
    "Not compliant!": "Not in line",
    "Non conforme": "Not in line",
    "غير متوافق": "Not in line",
    "Compliant": "In line",
    "conforme": "In line",
    "unclear": "Not determined",
    "Partialy in line": "Partly in line",
}
FINDERS = {
    "CRC Committee": "Committee on the Rights of the Child",
    "the Committee": "Committee on the Rights of the Child",
    "Comité des droits de l'enfant": "Committee on the Rights of the Child",
    "UN Special Rapporteur": "Special Rapporteur",
    "Supreme Court": "National authority or court",
    "me": "Researcher",
    "ourselves": "Researcher",
}
LIST = "In line, Partly in line, Not in line, Not determined, Not applicable"
BODIES = "Committee on the Rights of the Child, Special Rapporteur, Other UN body, National authority or court, Researcher"


@pytest.fixture(scope="module")
def messages():
    """What is told of each word, all in one workbook."""
    ids = [each.id for each in opsc().provisions if each.is_assessable]
    rows = [f"{id_} | {text} |" for id_, text in zip(ids, ASSESSMENTS, strict=False)]
    rest = ids[len(ASSESSMENTS) :]
    rows += [f"{id_} | | {text}" for id_, text in zip(rest, FINDERS, strict=False)]
    found = told(filled("\n".join(("id | assessment | finder", *rows))), "C219")
    return [each.partition(": MUST FIX ")[2] for each in found]


@pytest.mark.parametrize("text", [*ASSESSMENTS, *FINDERS])
def test_the_entry_that_is_meant_is_offered(messages, text):
    near, listed = (ASSESSMENTS[text], LIST) if text in ASSESSMENTS else (FINDERS[text], BODIES)

    assert (
        f"C219: '{text}' is not in the list of this column\n    did you mean '{near}'? If not, the list has: {listed}"
        in messages
    )


def test_words_of_the_other_lists_are_known():
    sources = """key | type | title | verified | confidential
QX-1 | Law | Lex | TRUE | n
QX-2 | Concluding observations | Concluding | partially | false
QX-3 | Newspaper | News | oui | no!"""
    book = filled(
        "id | research\nopsc-1 | verified",
        sources,
        {"instrument": "ratified", "status": "Brouillon"},
    )

    meant = [each.partition("did you mean '")[2].partition("'")[0] for each in told(book, "C219")]
    assert meant == [
        "Verified with the primary source",
        "Ratification",
        "Draft",
        "National law",
        "Yes",
        "No",
        "UN treaty body",
        "Partly",
        "No",
        "Press or web page",
        "Yes",
    ]


def test_a_word_that_nobody_knows_gets_no_guess():
    assert told(filled("id | assessment\nopsc-1 | purple"), "C219") == [
        "examplia.xlsx: Provisions!I3 (art. 1, Assessment): MUST FIX C219: 'purple' is not in the list of this column\n"
        f"    the list has: {LIST}"
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("fr", {"partly": "Conforme en partie", "Partiellement conforme": "Conforme en partie", "Not in line": "Non conforme", "متوافق": "Conforme"}),
        ("ar", {"partly": "متوافق جزئيا", "Non conforme": "غير متوافق", "متوافق جزئيًّا": "", "جزئي": "متوافق جزئيا"}),
    ],
)  # fmt: skip
def test_words_of_every_language_are_offered_in_that_of_the_workbook(code, words, tmp_path):
    project = open_project(TOP).value.in_language(code)
    book = openpyxl.load_workbook(io.BytesIO(issue_workbook(project.worded, EXAMPLIA)))
    sheet = book[project.language.words("sheets")["provisions"]]
    for number, text in enumerate(words, start=3):
        sheet.cell(number, 9).value = text
    path = tmp_path / "examplia.xlsx"
    path.write_bytes(saved(book))
    result = check_file(project, path, TODAY)

    told_words = [dict(each.values) for each in result.diagnostics if each.code == "C219"]
    assert {each["written"]: each["near"] for each in told_words} == {
        text: near for text, near in words.items() if near
    }
