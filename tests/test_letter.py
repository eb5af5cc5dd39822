"""The letter on the first page of a draft: who writes to whom, what is asked, where the copy goes.

Examplia, its coalition and everybody in it are invented.
"""

import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document

from publisher.cli.main import main
from publisher.compose.draft import Recipient, compose_draft
from publisher.compose.letter import Addressee, Letterhead
from publisher.compose.presentation import Presentation
from publisher.domain.language import read_language
from publisher.domain.worded import WordedTreaty
from publisher.writers.docx import write_draft
from tests.support import TOP, checked, english, filled, opsc, saved

pytestmark = pytest.mark.slow  # each test makes a draft

TEMPLATE = (TOP / "templates/docx/review_draft.docx").read_bytes()
ROWS = "id | law\nopsc-1 | Crime. See [QX-1 s. 2]."
SOURCES = "key | type | title | verified\nQX-1 | National law | Lex infantium | Yes"
LANGUAGES = TOP / "publisher/languages"
NO_SETTINGS = (
    "publisher.toml: NOTE R694: the letter to reviewers is general where nothing is set: {missing}\n"
    "    fill these settings in, so that reviewers see who writes and where their copy is to go; contact_name and"
    " reply_address stand below a line [letter]\n"
)


def book(contact="", rows=()):
    own = filled(ROWS, SOURCES, {"version_date": "2026-03-31", "contact": contact})
    for number, (name, organisation, email, named) in enumerate(rows, start=2):
        for column, value in ((1, name), (2, organisation), (3, email), (10, named)):
            own["Reviewers"].cell(number, column).value = value
    return own


def letter(
    recipient=None,
    edition=None,
    head=None,
    addressee=None,
    *,
    language="en",
    contact="",
):
    """Return the lines of the letter as Word shows them, up to the table."""
    report, _ = checked(book(contact))
    words = (
        english() if language == "en" else read_language(LANGUAGES / f"{language}.toml", english())
    )
    draft = compose_draft(
        report,
        WordedTreaty(opsc(), words),
        edition or Presentation(),
        recipient or Recipient("Example Network"),
        head or Letterhead(),
        addressee or Addressee(),
    )
    document = Document(io.BytesIO(write_draft(draft, TEMPLATE, template_name="review_draft.docx")))
    lines = [
        each.text.replace("\u00a0", " ").replace("\u202f", " ") for each in document.paragraphs
    ]
    end = next(
        number for number, each in enumerate(document.paragraphs) if each.style.name == "Heading 1"
    )
    return [line for line in lines[:end] if line]


WHO = Letterhead("Ada Example", "reviews@example.org", date(2026, 11, 30))


def test_a_letter_has_a_sender_an_addressee_a_greeting_thanks_and_a_signature():
    lines = letter(
        Recipient("Nour Example", due=date(2027, 1, 31)),
        Presentation("Example Coalition"),
        WHO,
        Addressee("Examplia Children’s Network", ("nour@example.org",), may_be_named=True),
    )

    assert lines[:11] == [
        "DRAFT FOR REVIEW, NOT FOR PUBLICATION",
        "Example Coalition",
        "Ada Example",
        "reviews@example.org",
        "30 November 2026",
        "To: Nour Example",
        "Examplia Children’s Network",
        "Draft for review",
        "Examplia: law and reform under the Optional Protocol on the sale of children, child prostitution and child"
        " pornography",
        "Dear Nour Example,",
        "What we ask",
    ]
    assert lines[lines.index("By when") :] == [
        "By when",
        "Please send your copy back by 31 January 2027.",
        "Please send it as a Word document (.docx), under any name, to: reviews@example.org",
        "Our questions to you",
        "We have no further questions; everything in the table is open to your comments.",
        "Thank you for your time and for what you know.",
        "Yours sincerely,",
        "Ada Example",
        "Example Coalition",
    ]


def test_without_settings_nothing_is_printed_that_nobody_set():
    lines = letter()

    assert lines[:6] == [
        "DRAFT FOR REVIEW, NOT FOR PUBLICATION",
        "To: Example Network",
        "Draft for review",
        "Examplia: law and reform under the Optional Protocol on the sale of children, child prostitution and child"
        " pornography",
        "Dear Example Network,",
        "What we ask",
    ]
    assert lines[-5:] == [
        "Our questions to you",
        "We have no further questions; everything in the table is open to your comments.",
        "Thank you for your time and for what you know.",
        "Yours sincerely,",
        "The editors of the report",
    ]
    assert (
        "Please send it as a Word document (.docx), under any name, to the address from which you received it."
        in lines
    )


@pytest.mark.parametrize(
    ("may_be_named", "says"),
    [
        (True, "The report names you as a reviewer, as: Nour Example. Please tell us if you do not wish that."),
        (False, "The report does not name you."),
        (None, "The report names you as a reviewer only if you tell us that it may."),
    ],
)  # fmt: skip
def test_the_letter_says_how_the_report_names_the_reviewer(may_be_named, says):
    lines = letter(
        Recipient("Nour Example"), addressee=Addressee("", (), may_be_named=may_be_named)
    )

    assert lines[lines.index("By when") - 1] == (
        f"Nothing you write is published without being read by a researcher. {says}"
    )


@pytest.mark.parametrize(
    ("reply", "contact", "address"),
    [
        ("reviews@example.org", "reports@example.org", "to: reviews@example.org"),
        ("", "reports@example.org", "to: reports@example.org"),
        ("Example Coalition, 1 Invented Street, Examplia", "", "to: Example Coalition, 1 Invented Street, Examplia"),
        # A page of a web site is no address to send a file to.
        ("", "https://example.org/corrections", "to the address from which you received it."),
    ],
)  # fmt: skip
def test_the_copy_goes_to_the_reply_address_or_to_the_contact_of_the_country(
    reply, contact, address
):
    lines = letter(head=Letterhead("", reply), contact=contact)

    assert f"Please send it as a Word document (.docx), under any name, {address}" in lines


def test_an_organisation_that_is_its_own_contact_stands_once():
    lines = letter(
        Recipient("Example Network"),
        Presentation("Example Coalition"),
        Letterhead("Example Coalition"),
        Addressee("Example Network"),
    )

    assert lines.count("Example Coalition") == 2  # at the head and as signature
    assert lines.count("Example Network") == 0
    assert lines.count("To: Example Network") == 1


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        (
            "fr",
            ["Bonjour Nour Example,", "30 novembre 2026", "À l’attention de : Nour Example",
             "Merci de l’envoyer en document Word (.docx), sous n’importe quel nom, à : reviews@example.org",
             "Nous vous remercions de votre temps et de vos connaissances.",
             "Avec nos salutations distinguées,"],
        ),
        (
            "ar",
            ["إلى: Nour Example", "تحية طيبة إلى Nour Example،", "مسودة للمراجعة",
             "نشكركم على وقتكم وعلى ما تعرفونه.", "مع فائق الاحترام والتقدير،"],
        ),
    ],
)  # fmt: skip
def test_the_letter_is_in_the_language_of_the_workbook(language, texts):
    lines = letter(
        Recipient("Nour Example", due=date(2027, 1, 31)),
        Presentation("Example Coalition"),
        WHO,
        language=language,
    )

    assert [text for text in texts if text not in lines] == []


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_no_line_of_a_letter_in_another_language_is_english(language):
    head = Letterhead("Ada Example", "reviews@example.org", date(2026, 11, 30))
    lines = letter(head=head, language=language)
    said = set(letter(head=head)) & set(lines)

    assert said == {"Ada Example", "reviews@example.org"}


# From settings and workbook


@pytest.fixture
def project(tmp_path):
    (tmp_path / "workbooks").mkdir()
    rows = [
        ("Nour Example", "Examplia Children’s Network", "nour@example.org", "Yes"),
        ("Examplia Bar", "", "", "No"),
    ]
    (tmp_path / "workbooks/examplia.xlsx").write_bytes(saved(book(rows=rows)))
    return tmp_path


def send(folder, *arguments):
    result = CliRunner().invoke(
        main, ["--project", str(folder), "review", "send", "examplia", *arguments]
    )
    assert result.exit_code == 0, result.output
    return result.output


def lines_of(folder, name):
    (path,) = (folder / "output/examplia/review").glob(f"examplia-{name}-*.docx")
    return [each.text for each in Document(path).paragraphs if each.text]


def test_settings_and_the_sheet_reviewers_fill_the_letter(project):
    (project / "publisher.toml").write_text(
        'organisation = "Example Coalition"\n[letter]\ncontact_name = "Ada Example"\nreply_address = "reviews@example.org"\n',
        encoding="utf-8",
    )

    output = send(project, "--all")

    assert "R694" not in output
    nour, bar = lines_of(project, "nour-example"), lines_of(project, "examplia-bar")
    assert nour[1:4] == ["Example Coalition", "Ada Example", "reviews@example.org"]
    assert re.fullmatch(r"\d{1,2} [A-Z][a-z]+ \d{4}", nour[4])
    assert nour[5:7] == ["To: Nour Example", "Examplia Children’s Network"]
    assert any(
        line.endswith("as: Nour Example. Please tell us if you do not wish that.") for line in nour
    )
    assert any(line.endswith("The report does not name you.") for line in bar)


def test_a_consent_that_was_withdrawn_in_any_row_counts(project):
    rows = [("Examplia Bar", "", "", "No"), ("Examplia Bar", "", "", "Yes")]
    (project / "workbooks/examplia.xlsx").write_bytes(saved(book(rows=rows)))

    send(project, "--to", "Examplia Bar", "-q")

    lines = lines_of(project, "examplia-bar")
    assert any(line.endswith("The report does not name you.") for line in lines)


def test_settings_that_the_letter_lacks_are_told_once(project):
    output = send(project, "--all")

    missing = "organisation, contact_name, reply_address"
    assert output.count("R694") == 1
    assert NO_SETTINGS.format(missing=missing) in output


def test_only_the_settings_that_are_empty_are_told_and_nothing_where_it_is_to_be_quiet(project):
    settings = project / "publisher.toml"
    settings.write_text(
        'organisation = "Example Coalition"\n[letter]\ncontact_name = "Ada"\n', encoding="utf-8"
    )

    assert NO_SETTINGS.format(missing="reply_address") in send(project, "--to", "Examplia Bar")
    assert send(project, "--to", "Examplia Bar", "-q") == ""


# Words of one's own


def test_a_project_words_the_letter_anew_and_all_other_words_stay(project):
    """A file of the project's own says only what it changes: checks and reports stay as they were."""
    (project / "languages").mkdir()
    (project / "languages/en.toml").write_text(
        '[draft]\ngreeting = "Hello {recipient}!"\nclosing = "With best wishes"\n', encoding="utf-8"
    )
    own = CliRunner().invoke(main, ["--project", str(project), "check"]).output

    send(project, "--to", "Examplia Bar", "-q")

    lines = lines_of(project, "examplia-bar")
    assert "Hello Examplia Bar!" in lines
    assert lines[lines.index("With best wishes") + 1] == "The editors of the report"
    assert "What we ask" in lines
    (project / "languages/en.toml").unlink()
    assert CliRunner().invoke(main, ["--project", str(project), "check"]).output == own


def test_a_language_file_of_the_project_stands_on_the_one_that_comes_with_the_program(tmp_path):
    (tmp_path / "languages").mkdir()
    path = tmp_path / "languages/fr.toml"
    path.write_text('[draft]\ngreeting = "Bonjour,"\n', encoding="utf-8")
    french = read_language(LANGUAGES / "fr.toml", english())

    own = read_language(path, french)

    assert own.words("draft")["greeting"] == "Bonjour,"
    assert own.words("draft")["asked"] == french.words("draft")["asked"]
    assert (own.code, own.locale, own.direction) == ("fr", french.locale, "ltr")
    assert own.sections["rules"] == french.sections["rules"]
    assert own.messages["R694"] == french.messages["R694"]


def test_the_guide_for_reviewers_agrees_with_the_letter():
    guide = Path(TOP / "docs/for-reviewers.md").read_text(encoding="utf-8")

    assert english().words("draft")["named_open"] in guide
    assert "send it to the address in the letter" in guide
    assert "Word document (`.docx`)" in guide


def test_a_letter_of_a_project_may_have_headings_of_its_own():
    words = english()
    own = {
        **words.sections,
        "draft": {**words.sections["draft"], "lines": ["# Our request", "Please read."]},
    }
    report, _ = checked(book(""))

    draft = compose_draft(
        report,
        WordedTreaty(opsc(), replace(words, sections=own)),
        Presentation(),
        Recipient("Example Network"),
    )

    assert [part.heading for part in draft.letter] == [
        "Our request",
        "By when",
        "Our questions to you",
    ]
