"""Drafts edited and saved by LibreOffice itself: everything typed is found at its cell (DESIGN, laws 3 and 4).

Examplia and everybody in it are invented.
"""

import http.server
import io
import subprocess
import threading
import zipfile

import openpyxl
import pytest
from click.testing import CliRunner
from lxml import etree

from publisher.cli.main import main
from publisher.compose.draft import Recipient, compose_draft
from publisher.compose.presentation import Presentation
from publisher.domain.worded import WordedTreaty
from publisher.project.office import as_word
from publisher.review.cell_signs import Shape
from publisher.review.harvest import harvest
from publisher.review.items import ItemKind
from publisher.review.read import read_returned
from publisher.review.sent import sent_draft
from publisher.writers.docx import write_draft
from tests.reviewer import BEN, Reviewer, q
from tests.support import TOP, checked, english, filled, opsc, provision_cell, saved
from tests.writer_macro import FILTERS, Job, all_edited

pytestmark = pytest.mark.slow
SHAPE = Shape(
    tuple(each.id for each in opsc().provisions), tuple(each.id for each in opsc().columns)
)
NGO = "Example Network (invented)"
TEMPLATE = (TOP / "templates/docx/review_draft.docx").read_bytes()
ROWS = """
id       | law | reforms | compliance | question
opsc-1   | **Crime.** Two to eight years in prison. [QX-1 s. 2]⏎⏎Attempt is a crime as well. | Nothing found | In 2018 the Committee asked for more. |
opsc-3-3 | Fines of one hundred crowns. | - first point⏎- second point [QX-1] | Nothing found |
opsc-5-2 | The treaty is a basis. | A bill is pending. | See article 1. |
opsc-6-1 | Help is given within a month. | No reform is planned. | The Committee was content. |
"""
SOURCES = "key | type | title | verified\nQX-1 | National law | Lex infantium | Yes"
EDITS = [
    ("Replaced", "Two to eight years", "Three to ten years"),
    ("WrittenBehind", "one hundred crowns", " and no less"),
    ("Replaced", "is pending", ""),
    ("NewParagraphBehind", "Attempt is a crime as well", "So is incitement, since 2026."),
    ("ParagraphAddedBefore", "By when", "Please mention the ombudsman."),
    ("RowAddedBehind", "Fines of one", "Proceeds of the crime are confiscated."),
    ("WrittenBehind", "first point", " =1+1"),
]
DELETION = [("RowDeleted", "The treaty is a basis")]


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("project")
    (folder / "workbooks").mkdir()
    (folder / "workbooks/examplia.xlsx").write_bytes(
        saved(filled(ROWS, SOURCES, {"version_date": "2026-03-31"}))
    )
    run(folder, "send", "examplia", "--to", NGO)
    return folder


def run(folder, *arguments, expect=0):
    result = CliRunner().invoke(main, ["--project", str(folder), "review", *map(str, arguments)])
    assert result.exit_code == expect, result.output
    return result.output


@pytest.fixture(scope="module")
def draft(project):
    (path,) = (project / "reviews/examplia").glob("*.docx")
    return path.read_bytes()


def states():
    words = english().words("report")
    return words["nothing_found"], words["not_researched"], words["not_applicable"]


@pytest.fixture(scope="module")
def compared(draft):
    return sent_draft("0a1b2c3d", read_returned(draft, "sent.docx").value, SHAPE, states())


@pytest.fixture(scope="module")
def endings(request):
    """The formats in which the long run, or the ordinary one, looks at each kind of return."""
    is_long = request.config.getoption("--hypothesis-profile") == "long"
    return FILTERS if is_long else ("docx", "odt")


@pytest.fixture(scope="module")
def with_comments():
    """A draft as it was sent, and with comments, answers and a move as Word writes them, for LibreOffice to save."""
    report, _ = checked(
        filled(
            ROWS.replace("more. |", "more. | Is it in force?"),
            SOURCES,
            {"version_date": "2026-03-31"},
        )
    )
    own = compose_draft(report, WordedTreaty(opsc(), english()), Presentation(), Recipient(NGO))
    ann = Reviewer(write_draft(own, TEMPLATE, template_name="review_draft.docx"))
    sent = ann.saved()
    first = ann.comment(
        ann.cell("opsc-6-1", "law"), "a month", "In practice it takes a year.", "Or two."
    )
    ann.reply(first, "Since 2020.", person=BEN)
    question = etree.fromstring(ann.parts["word/comments.xml"])[0].get(q("id"))
    ann.reply(question, "Yes, it is.", person=BEN)
    ann.move(ann.cell("opsc-5-2", "law"), "is a basis", ann.cell("opsc-5-2", "reforms"))
    return sent, ann.saved()


@pytest.fixture(scope="module")
def returned(tmp_path_factory, draft, with_comments, endings, office_profile):
    """Drafts as LibreOffice saved them, started once: in each format untouched, edited and with comments, and with rows
    deleted.
    """
    ann = Reviewer(draft)
    ann.delete_row("opsc-5-2")
    jobs = {
        "row deleted": Job(draft, DELETION, "docx", is_recorded=False),
        "row deleted before": Job(ann.saved(), (), "odt", is_recorded=True),
    }
    for ending in endings:
        jobs[f"untouched {ending}"] = Job(draft, (), ending, is_recorded=True)
        jobs[f"commented {ending}"] = Job(with_comments[1], (), ending, is_recorded=True)
    for ending in FILTERS:
        jobs[f"edited True {ending}"] = Job(draft, EDITS, ending, is_recorded=True)
    for ending in ("docx", "odt"):
        jobs[f"edited False {ending}"] = Job(draft, EDITS, ending, is_recorded=False)
    return all_edited(tmp_path_factory.mktemp("returned"), jobs, office_profile)


@pytest.fixture(scope="module")
def as_words(tmp_path_factory, returned, office_profile):
    """The same drafts as Word files: all others were converted by LibreOffice, started once with the words of `as_word`.

    That `as_word` itself gives such a file is shown where the loop closes.
    """
    folder = tmp_path_factory.mktemp("words")
    others = [path for path in returned.values() if path.suffix != ".docx"]
    profile = f"-env:UserInstallation={office_profile.as_uri()}"
    command = ["soffice", profile, "--headless", "--norestore", "--convert-to", "docx"]
    subprocess.run(
        [*command, "--outdir", folder, *others], check=True, capture_output=True, timeout=900
    )
    files = {
        name: folder / f"{path.stem}.docx" if path in others else path
        for name, path in returned.items()
    }
    return {name: file.read_bytes() for name, file in files.items()}


@pytest.mark.parametrize(
    "ending",
    [
        "docx",
        "odt",
        pytest.param("doc", marks=pytest.mark.long),
        pytest.param("rtf", marks=pytest.mark.long),
    ],
)
def test_an_unmarked_draft_saved_by_libreoffice_gives_no_items(as_words, compared, ending):
    content = as_words[f"untouched {ending}"]

    found = harvest(read_returned(content, "back.docx").value, compared)

    assert (found.items, found.left_out) == ((), frozenset())


def test_a_row_deleted_with_tracking_and_saved_as_odt_is_no_damaged_file(as_words, compared):
    read = read_returned(as_words["row deleted before"], "back.odt")

    assert read.diagnostics == ()  # with a locked control around the id it was R642
    (item,) = harvest(read.value, compared).items
    assert (item.kind, item.spot.provision) == (ItemKind.ROW_DELETED, "opsc-5-2")


@pytest.mark.parametrize(
    ("ending", "is_recorded"),
    [*((ending, True) for ending in FILTERS), ("docx", False), ("odt", False)],
)
def test_what_is_typed_in_libreoffice_is_found_at_its_cell(as_words, compared, ending, is_recorded):
    content = as_words[f"edited {is_recorded} {ending}"]

    found = harvest(read_returned(content, "back.docx").value, compared)

    assert found.left_out == frozenset()
    ids = {each.id for each in found.items}
    meant = {
        str(each.key): each.text(ids)
        .replace("\u2028", "")
        .replace("\u2029", "\n")
        .replace("\u00a0", " ")
        for each in found.cells
    }
    sent = {
        str(each.key): each.text()
        .replace("\u2028", "")
        .replace("\u2029", "\n")
        .replace("\u00a0", " ")
        for each in found.cells
    }
    assert {key: (sent[key], text) for key, text in meant.items()} == {
        "opsc-1/law": (
            "Crime. Two to eight years in prison. [QX-1 s. 2]\nAttempt is a crime as well.",
            "Crime. Three to ten years in prison. [QX-1 s. 2]\nAttempt is a crime as well.\nSo is incitement, since 2026.",
        ),
        "opsc-3-3/law": (
            "Fines of one hundred crowns.",
            "Fines of one hundred crowns and no less.",
        ),
        "opsc-3-3/reforms": (
            "first point\nsecond point [QX-1]",
            "first point =1+1\nsecond point [QX-1]",
        ),
        "opsc-5-2/reforms": ("A bill is pending.", "A bill ."),
    }
    (row,) = [each for each in found.items if each.kind is ItemKind.ROW_ADDED]
    assert (row.added, row.spot.after) == ("Proceeds of the crime are confiscated.", "opsc-3-3")
    outside = [each for each in found.items if each.kind is ItemKind.OUTSIDE]
    assert [(each.added.strip(), each.spot.after) for each in outside] == [
        ("Please mention the ombudsman.", "How to comment")
    ]
    changes = [each for each in found.items if each.kind.changes_text]
    if ending != "rtf":  # a deletion comes back from it without its mark
        assert {each.is_recorded for each in changes} == {is_recorded}


@pytest.mark.parametrize(
    "ending",
    ["docx", "odt", *(pytest.param(each, marks=pytest.mark.long) for each in ("doc", "rtf"))],
)
def test_comments_answers_and_moves_come_through_libreoffice(with_comments, as_words, ending):
    draft = read_returned(with_comments[0], "sent.docx").value
    sent = sent_draft("0a1b2c3d", draft, SHAPE, states())
    content = as_words[f"commented {ending}"]

    found = harvest(read_returned(content, "back.docx").value, sent)

    assert found.left_out == frozenset()
    told = {
        (each.spot.provision, each.spot.column, each.before, each.comment)
        for each in found.items
        if each.kind in (ItemKind.COMMENT, ItemKind.REPLY, ItemKind.ANSWER)
    }
    assert told == {
        ("opsc-6-1", "law", "a month", "In practice it takes a year.\nOr two."),
        ("opsc-6-1", "law", "a month", "Since 2020."),
        (
            "opsc-1",
            "law",
            "Crime. Two to eight years in prison. [QX-1 s.\u00a02]\nAttempt is a crime as well.",
            "Yes, it is.",
        ),
    }
    ids = {each.id for each in found.items}
    assert {str(each.key): each.text(ids) for each in found.cells} == {
        "opsc-5-2/law": "The treaty .",
        "opsc-5-2/reforms": "A bill is pending.is a basis",
    }


def test_a_row_deleted_in_libreoffice_is_told_as_deleted(returned, compared):
    content = returned["row deleted"].read_bytes()

    (item,) = harvest(read_returned(content, "back.docx").value, compared).items

    assert (item.kind, item.spot.provision) == (ItemKind.ROW_DELETED, "opsc-5-2")


@pytest.mark.parametrize("ending", [pytest.param("docx", marks=pytest.mark.long), "odt"])
def test_the_loop_closes_over_libreoffice(tmp_path, project, draft, returned, convert, ending):
    """Collect, decide, apply; at last the workbook holds what was typed, and LibreOffice can open it."""
    folder = tmp_path / "project"
    (folder / "workbooks").mkdir(parents=True)
    (folder / "reviews/examplia").mkdir(parents=True)
    (folder / "workbooks/examplia.xlsx").write_bytes(
        (project / "workbooks/examplia.xlsx").read_bytes()
    )
    (kept,) = (project / "reviews/examplia").glob("*.docx")
    (folder / "reviews/examplia" / kept.name).write_bytes(draft)

    run(folder, "collect", returned[f"edited True {ending}"])
    book = openpyxl.load_workbook(folder / "workbooks/examplia.xlsx", rich_text=True)
    for row in book["Review"].iter_rows(min_row=2):
        if row[0].value:
            row[11].value = "Accept"
    book.save(folder / "workbooks/examplia.xlsx")
    run(folder, "apply", "examplia")

    book = openpyxl.load_workbook(folder / "workbooks/examplia.xlsx", rich_text=True)
    assert [
        str(provision_cell(book, *key).value)
        for key in (("opsc-1", "law"), ("opsc-3-3", "law"), ("opsc-3-3", "reforms"))
    ] == [
        "**Crime.** Three to ten years in prison. [QX-1 s. 2]\n\nAttempt is a crime as well.\n\nSo is incitement, since 2026.",
        "Fines of one hundred crowns and no less.",
        "- first point =1+1\n- second point [QX-1]",
    ]
    assert convert(folder / "workbooks/examplia.xlsx", "ods", tmp_path).exists()


def test_nothing_is_fetched_for_a_document_from_outside(tmp_path):
    asked = []

    class Ear(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Ear)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/picture.png"
    try:
        assert as_word(_odt_with_a_picture(address), ".odt")
    finally:
        server.shutdown()
        server.server_close()
    assert asked == []


def _odt_with_a_picture(address):
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (
            ("office", "office"),
            ("text", "text"),
            ("draw", "drawing"),
            ("svg", "svg-compatible"),
        )
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {names} xmlns:xlink="http://www.w3.org/1999/xlink"'
        ' office:version="1.2"><office:body><office:text><text:p>Text<draw:frame svg:width="2cm" svg:height="2cm">'
        f'<draw:image xlink:href="{address}" xlink:type="simple"/></draw:frame></text:p></office:text></office:body>'
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/><manifest:file-entry'
        ' manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return stream.getvalue()
