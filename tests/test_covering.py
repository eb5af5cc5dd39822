"""The covering e-mail of a draft: its text to copy, and a file that an e-mail program opens.

Everybody in it is invented. What an .eml file is made of: RFC 5322 and RFC 2045; read by Python's own parser.
"""

import email
import email.policy
import re
from datetime import date

import pytest
from click.testing import CliRunner

from publisher.cli.main import main
from publisher.compose.covering import compose_covering
from publisher.compose.draft import Recipient, compose_draft
from publisher.compose.letter import Addressee, Letterhead
from publisher.compose.presentation import Presentation
from publisher.domain.language import read_language
from publisher.domain.worded import WordedTreaty
from publisher.rounds.mail import mail_of
from tests.support import TOP, checked, english, filled, opsc, saved

pytestmark = pytest.mark.slow  # each test makes a draft

ROWS = "id | law\nopsc-1 | Crime. See [QX-1 s. 2]."
SOURCES = "key | type | title | verified\nQX-1 | National law | Lex infantium | Yes"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def book(rows=()):
    own = filled(ROWS, SOURCES, {"version_date": "2026-03-31"})
    for number, (name, mail) in enumerate(rows, start=2):
        own["Reviewers"].cell(number, 1).value = name
        own["Reviewers"].cell(number, 3).value = mail
    return own


def covering(language="en", due=date(2027, 1, 31), head=None):
    report, _ = checked(book())
    words = (
        english()
        if language == "en"
        else read_language(TOP / f"publisher/languages/{language}.toml", english())
    )
    head = head or Letterhead("Ada Example", "reviews@example.org")
    worded = WordedTreaty(opsc(), words)
    draft = compose_draft(
        report,
        worded,
        Presentation("Example Coalition"),
        Recipient("Nour Example", due=due),
        head,
        Addressee(),
    )
    return compose_covering(draft, worded, head)


def test_the_text_has_a_subject_a_greeting_a_deadline_and_a_signature():
    found = covering()

    assert found.subject == "For your review: draft report on Examplia"
    assert found.text == (
        "Dear Nour Example,\n"
        "\n"
        "The file that comes with this message is a draft of a report on the law of Examplia under the Optional Protocol"
        " on the sale of children, child prostitution and child pornography. You know the law and the practice: please"
        " tell us what is wrong, what is missing and what has changed. The letter on its first page says how; any word"
        " processor will do.\n"
        "\n"
        "Please send your copy back by 31 January 2027. Please send it as a Word document (.docx), under any name, to:"
        " reviews@example.org\n"
        "\n"
        "Thank you for your time and for what you know.\n"
        "\n"
        "Yours sincerely,\n"
        "Ada Example\n"
        "Example Coalition\n"
    )


def test_without_a_day_and_an_address_the_text_is_general():
    text = covering(due=None, head=Letterhead()).text

    assert (
        "Please send your copy back as soon as you can. Please send it as a Word document (.docx), under any name,"
        " to the address from which you received it.\n"
    ) in text
    assert text.endswith("Yours sincerely,\nExample Coalition\n")


@pytest.mark.parametrize(
    ("language", "begins", "subject"),
    [
        ("fr", "Bonjour Nour Example,\n\nLe fichier joint", "Pour relecture\u00a0: projet de rapport sur Examplia"),
        ("ar", "تحية طيبة إلى Nour Example،\n\nالملف المرفق", "للمراجعة: مسودة تقرير عن Examplia"),
    ],
)  # fmt: skip
def test_the_text_is_in_the_language_of_the_workbook(language, begins, subject):
    found = covering(language)

    assert (found.text.startswith(begins), found.subject) == (True, subject)


# The file


def message(content):
    return email.message_from_bytes(content, policy=email.policy.default)


def test_the_file_holds_the_text_and_the_draft():
    found = covering()
    read = message(mail_of(found, ("nour@example.org", "bar@example.org"), "reviews@example.org", "examplia-नेपाल-1.docx", b"PK\x03\x04 draft"))  # fmt: skip

    assert (read["To"], read["Subject"]) == ("nour@example.org, bar@example.org", found.subject)
    assert (read["Reply-To"], read["X-Unsent"], read["From"]) == ("reviews@example.org", "1", None)
    assert read.get_body().get_content().replace("\r\n", "\n") == found.text
    (attached,) = read.iter_attachments()
    assert (attached.get_content_type(), attached.get_filename()) == (WORD, "examplia-नेपाल-1.docx")
    assert attached.get_content() == b"PK\x03\x04 draft"


def test_the_same_draft_gives_the_same_bytes_in_lines_that_mail_can_carry():
    files = {
        mail_of(covering("ar"), (), "", "examplia.docx", bytes(range(256)) * 99) for _ in range(3)
    }

    (content,) = files
    # RFC 5322, 2.1.1: no line is longer than 998 signs; RFC 2045, 6.8: none of Base64 than 76.
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 998
    assert max(len(line) for line in lines if re.fullmatch(rb"[\w+/=]+", line)) <= 76
    assert message(content)["To"] is None
    content.decode("ascii")


def test_an_address_that_is_a_page_or_a_street_is_no_reply_address():
    read = message(mail_of(covering(), (), "Example Coalition, 1 Invented Street", "a.docx", b""))

    assert read["Reply-To"] is None


def test_no_text_of_a_workbook_becomes_a_line_of_the_head():
    found = covering()
    bad = type(found)("A subject\nBcc: eve@example.org", found.text)

    read = message(mail_of(bad, (), "", "a.docx", b""))

    assert (read["Subject"], read["Bcc"]) == ("A subject Bcc: eve@example.org", None)


# The command


@pytest.fixture
def project(tmp_path):
    (tmp_path / "workbooks").mkdir()
    rows = [
        ("Nour Example", "Nour <nour@example.org>; nour2@example.org"),
        ("Examplia Bar", "by post"),
    ]
    (tmp_path / "workbooks/examplia.xlsx").write_bytes(saved(book(rows)))
    return tmp_path


def send(folder, *arguments):
    result = CliRunner().invoke(
        main, ["--project", str(folder), "review", "send", "examplia", *arguments]
    )
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_command_prints_the_text_and_writes_the_file_beside_the_draft(project):
    output = send(project, "--to", "Nour Example")

    folder = project / "output/examplia/review"
    mail = folder / "examplia-nour-example-1.eml"
    written = message(mail.read_bytes())
    draft = folder / "examplia-nour-example-1.docx"
    lines = output.splitlines()
    assert lines[0].startswith(f"written: {draft} (draft QX-1, build ")
    assert lines[1:6] == [
        f"written: {mail} (the e-mail below, with the draft; it opens in your e-mail program)",
        "",
        "    To: nour@example.org, nour2@example.org",
        "    Subject: For your review: draft report on Examplia",
        "",
    ]
    assert lines[6] == "    Dear Nour Example,"
    assert written["To"] == "nour@example.org, nour2@example.org"
    (attached,) = written.iter_attachments()
    assert attached.get_content() == draft.read_bytes()


def test_a_reviewer_without_an_address_gets_a_file_without_one(project):
    output = send(project, "--to", "Examplia Bar")

    assert "    To: \n" not in output
    assert "To:" not in output
    mail = project / "output/examplia/review/examplia-examplia-bar-1.eml"
    assert message(mail.read_bytes())["To"] is None


def test_quietly_nothing_is_printed_and_the_file_is_written_all_the_same(project):
    assert send(project, "--to", "Examplia Bar", "-q") == ""
    assert (project / "output/examplia/review/examplia-examplia-bar-1.eml").is_file()
