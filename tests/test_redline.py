"""Two editions of a text in one: without what went it is the later one, without what came the earlier.

All content is invented, of the invented country Examplia.
"""

import re
import subprocess
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from publisher.compose.presentation import Presentation
from publisher.compose.redline import redlined
from publisher.compose.redlined_report import Shown, compose_redline
from publisher.compose.report import compose_report
from publisher.domain.dates import PartialDate
from publisher.domain.markup import normal_runs, parse
from publisher.domain.model import Run
from publisher.domain.report import Content, State
from publisher.domain.text import Break, Changed, Citation, CrossReference, Span, lines_of
from publisher.domain.worded import WordedTreaty
from publisher.review.read import read_returned
from publisher.review.returned import ReturnedTable, meant_text, sent_text
from publisher.writers.docx import write_docx
from publisher.writers.html import write_html
from tests.strategies import texts
from tests.support import TOP, W, checked, docx_part, english, filled, opsc


def blocks(text):
    return parse(normal_runs([Run(text)]), keys={"QX-1", "QX-2"})


def edition(redline, *, later):
    """Return the lines of one of the two editions, written down without the code under test."""
    lines = []
    for line in lines_of(redline):
        kept = [
            each.inline if isinstance(each, Changed) else each
            for each in line
            if not isinstance(each, Changed) or each.is_added is later
        ]
        if kept or not line:
            lines.append(words_of(kept))
    return lines


def words_of(inlines):
    text = ""
    for each in inlines:
        match each:
            case Span():
                text += each.text
            case CrossReference():
                text += each.span.text
            case Break():
                text += "\n"
            case Citation():
                cited = ";".join(f"{one.source} {one.pinpoint}" for one in each.references)
                text = f"{text.rstrip()}⟦{cited}⟧"
            case _:
                raise AssertionError(each)
    return " ".join(text.split())


def told(redline):
    """Return a redline with [-what went-] and {+what came+}."""
    lines = []
    for line in lines_of(redline):
        text = ""
        for each in line:
            inner = each.inline if isinstance(each, Changed) else each
            word = words_of([inner]) if isinstance(inner, Citation) else getattr(inner, "text", "/")
            if isinstance(each, Changed):
                word = f"{{+{word}+}}" if each.is_added else f"[-{word}-]"
            text += word
        lines.append(text)
    return lines


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("The fine is ten coins.", "The fine is ten coins.", ["The fine is ten coins."]),
        (
            "The fine is ten coins.",
            "The fine is twenty gold coins.",
            ["The fine is[- ten-]{+ twenty gold+} coins."],
        ),
        (
            "It forbids sale.",
            "It forbids the sale, and the offer.",
            ["It forbids{+ the+} sale{+, and the offer+}."],
        ),
        (
            "One law stands.\n\nAnother was lost.",
            "One law stands.",
            ["One law stands.", "[-Another was lost.-]"],
        ),
        (
            "One law stands.",
            "- a new list\n- of two items\n\nOne law stands.",
            ["{+a new list+}", "{+of two items+}", "One law stands."],
        ),
        (
            "Fines. [QX-1, s. 4]",
            "Fines. [QX-1, s. 5]",
            ["Fines.[-⟦QX-1 s. 4⟧-]{+⟦QX-1 s. 5⟧+}"],
        ),
        (
            "Nothing like this was known at all.",
            "Une peine de prison de dix ans suit.",
            ["[-Nothing like this was known at all.-]{+Une peine de prison de dix ans suit.+}"],
        ),
        ("第五条禁止买卖。", "第六条禁止买卖。", ["第[-五-]{+六+}条禁止买卖。"]),
        ("**Ten** coins", "Ten coins", ["Ten coins"]),  # a look is no text
    ],
)
def test_what_went_and_what_came_stand_beside_what_stays(old, new, expected):
    assert told(redlined(blocks(old), blocks(new))) == expected


some = st.lists(
    st.sampled_from(
        ["The law ", "forbids it. ", "a fine, ", "[QX-1, s. 4] ", "[QX-2]", "\n\n", "\n- item ",
         "\n1. point ", "ten", "twenty ", "see article 3 ", "**bold** ", "\n", "العقوبة ", "第五条", ": ", " :"]
    ),
    max_size=14,
).map("".join)  # fmt: skip


@settings(max_examples=150)
@given(some | texts, some | texts)
def test_accepted_it_is_the_later_text_and_rejected_the_earlier(old, new):
    was, now = blocks(old), blocks(new)
    both = redlined(was, now)

    assert edition(both, later=True) == [words_of(line) for line in lines_of(now)]
    assert edition(both, later=False) == [words_of(line) for line in lines_of(was)]


# In Word: proved by the reader of returned drafts, against the Word file of each edition.

SOURCES = "key | type | title\nQX-1 | National law | Lex infantium\nQX-2 | National law | Lex nova"
EDITION = Presentation("Example Coalition", notes_in_word="footnotes", blank_rows="table")
SHOWN = Shown("edition 1", "edition 2", PartialDate(2026, 4, 1))
ROWS = ("opsc-1", "opsc-3-3")


@cache
def base():
    return checked(filled("id | law\nopsc-1 | One.", SOURCES, {"version_date": "2026-04-01"}))[0]


def report(cells):
    """Return the invented report with texts in the cells of two rows; None is 'not researched'."""
    entries = []
    wanted = iter(cells)
    for entry in base().entries:
        if entry.provision.id in ROWS:
            contents = tuple(content(each.key, next(wanted)) for each in entry.contents)
            entry = replace(entry, contents=contents)  # noqa: PLW2901 - as it stands in the report
        entries.append(entry)
    return replace(base(), entries=tuple(entries))


def content(key, text):
    parsed = blocks(text) if text else ()
    return Content(key, State.TEXT, parsed) if parsed else Content(key, State.NOT_RESEARCHED)


def word_file(publication):
    template = (TOP / "templates/docx/country_report.docx").read_bytes()
    return write_docx(publication, template, template_name="country_report.docx")


def redline_of(old, new):
    worded = WordedTreaty(opsc(), english())
    return compose_redline(report(old), report(new), worded, EDITION, SHOWN)


def edition_file(cells):
    return word_file(compose_report(report(cells), WordedTreaty(opsc(), english()), EDITION))


def cells_of(content, text_of):
    """Return the text of each content cell of a Word file by its bookmark, numbers of notes left out."""
    found = {}
    for table in read_returned(content, "report.docx").value.body:
        for row in table.rows if isinstance(table, ReturnedTable) else ():
            for cell in row.cells:
                lines = [
                    replace(line, pieces=tuple(each for each in line.pieces if not each.is_field))
                    for line in cell.lines
                ]
                for name in cell.bookmarks:
                    if name.startswith("c_"):
                        words = (" ".join(each.split()) for each in text_of(lines))
                        found[name] = [each for each in words if each]
    return found


def paragraphs_of(content, *, later):
    """Return how many paragraphs each content cell has once all is accepted or rejected, as Word does it.

    The end of a cell's last paragraph is the end of the cell: no decision takes it away (17.4.65).
    """
    body = etree.fromstring(docx_part(content).encode())
    goes = "del" if later else "ins"
    found = {}
    for cell in body.iter(f"{W}tc"):
        names = [each.get(f"{W}name") for each in cell.iter(f"{W}bookmarkStart")]
        paragraphs = list(cell.iter(f"{W}p"))
        ended = [not has_end(each, goes) for each in paragraphs[:-1]]
        for name in names:
            if name.startswith("c_"):
                found[name] = 1 + sum(ended)
    return found


def has_end(paragraph, kind):
    return paragraph.find(f"{W}pPr/{W}rPr/{W}{kind}") is not None


cells = st.lists(st.none() | some, min_size=6, max_size=6)


@pytest.mark.slow
@settings(max_examples=3, deadline=None)
@given(cells, cells)
def test_in_word_each_cell_accepted_is_the_later_text_and_rejected_the_earlier(old, new):
    both = word_file(redline_of(old, new))

    assert cells_of(both, meant_text) == cells_of(edition_file(new), meant_text)
    assert cells_of(both, sent_text) == cells_of(edition_file(old), sent_text)
    assert paragraphs_of(both, later=True) == paragraphs_of(edition_file(new), later=True)
    assert paragraphs_of(both, later=False) == paragraphs_of(edition_file(old), later=True)


@pytest.mark.long
@settings(max_examples=300, deadline=None)
@given(cells, cells)
def test_in_word_each_cell_of_many_is_both_editions(old, new):
    both = word_file(redline_of(old, new))

    assert cells_of(both, meant_text) == cells_of(edition_file(new), meant_text)
    assert cells_of(both, sent_text) == cells_of(edition_file(old), sent_text)
    assert paragraphs_of(both, later=True) == paragraphs_of(edition_file(new), later=True)
    assert paragraphs_of(both, later=False) == paragraphs_of(edition_file(old), later=True)


# Texts long enough to be known again in another cell.
passages = st.builds(
    lambda number, text: f"Section {number} of the invented Act of Examplia forbids it. {text}",
    st.integers(1, 99),
    some,
)
written_cells = st.lists(st.none() | passages, min_size=6, max_size=6)


@pytest.mark.slow
@settings(max_examples=3, deadline=None)
@given(written_cells.flatmap(lambda old: st.tuples(st.just(old), st.permutations(old))))
def test_in_word_texts_that_only_moved_are_both_editions(pair):
    old, new = pair
    both = word_file(redline_of(old, new))

    assert cells_of(both, meant_text) == cells_of(edition_file(new), meant_text)
    assert cells_of(both, sent_text) == cells_of(edition_file(old), sent_text)
    assert paragraphs_of(both, later=True) == paragraphs_of(edition_file(new), later=True)
    assert paragraphs_of(both, later=False) == paragraphs_of(edition_file(old), later=True)


PASSAGE = "The invented Act of 1999 punishes whoever sells a child. [QX-1, s. 4]\n\nIt is in force."
MOVED_OLD = [PASSAGE, None, None, None, "A bill.", None]
MOVED_NEW = [None, None, None, PASSAGE, "A bill.", None]


@pytest.mark.slow
def test_a_text_that_moved_is_marked_so_at_both_ends():
    publication = redline_of(MOVED_OLD, MOVED_NEW)
    body = etree.fromstring(docx_part(word_file(publication)).encode())
    page = (TOP / "templates/html/country_report.html").read_text(encoding="utf-8")
    web = write_html(publication, page, "", template_name="country_report.html")

    # One name for each paragraph, at the place it left and at the one it came to (17.13.5.24, 28).
    for end in ("moveFrom", "moveTo"):
        starts = list(body.iter(f"{W}{end}RangeStart"))
        assert [each.get(f"{W}name") for each in starts] == ["opsc-1/law.1", "opsc-1/law.2"]
        ends = [each.get(f"{W}id") for each in body.iter(f"{W}{end}RangeEnd")]
        assert ends == [each.get(f"{W}id") for each in starts]
        runs = [text.text for mark in body.iter(f"{W}{end}") for text in mark.iter(f"{W}t")]
        assert "The invented Act of 1999 punishes whoever sells a child." in runs
    assert (
        "<small>[moved to art. 3, para. 3, Current national law]</small> "
        '<del class="moved">The invented Act of 1999 punishes whoever sells a child.</del>'
    ) in web
    assert (
        "<small>[moved here from art. 1, Current national law]</small> "
        '<ins class="moved">The invented Act of 1999 punishes whoever sells a child.</ins>'
    ) in web
    assert web.count("[moved ") == 2  # at the first of two paragraphs


@pytest.mark.slow
def test_an_assessment_that_changed_shows_what_it_was_and_what_it_is():
    heading = "id | law | assessment | finder | date\n"
    worded = WordedTreaty(opsc(), english())
    old, new = (
        checked(filled(heading + row, SOURCES, {"version_date": "2026-04-01"}))[0]
        for row in (
            "opsc-1 | One. | Partly in line | Researcher | 2024\n"
            "opsc-2-a | One. | In line | Researcher | 2024\nopsc-2-b | One. | | |",
            "opsc-1 | One. | In line | Researcher | 2026\n"
            "opsc-2-a | One. | | |\nopsc-2-b | One. | In line | Researcher | 2026",
        )
    )
    both = compose_redline(old, new, worded, EDITION, SHOWN)
    body = etree.fromstring(docx_part(word_file(both)).encode())
    page = (TOP / "templates/html/country_report.html").read_text(encoding="utf-8")
    web = write_html(both, page, "", template_name="country_report.html").replace("\u00a0", " ")

    assert (
        "<del>Partly in line (Researcher, 2024)</del><ins> </ins><ins>In line (Researcher, 2026)</ins>"
    ) in web
    assert "<del>In line (Researcher, 2024)</del>" in web
    assert "<ins>In line (Researcher, 2026)</ins>" in web
    gone, come = (
        "".join(each.itertext()) for each in (_tracked(body, "del"), _tracked(body, "ins"))
    )
    assert "In line (Researcher, 2024)" in gone.replace("\u00a0", " ")
    assert "In line (Researcher, 2026)" in come.replace("\u00a0", " ")


def _tracked(body, kind):
    """Return all that was tracked so, in one element."""
    found = etree.Element("all")
    found.extend(list(body.iter(f"{W}{kind}")))
    return found


OLD = ["A fine of ten coins. [QX-1, s. 4]", None, None, "It stays.", None, None]
NEW = [
    "A fine of two coins. [QX-1, s. 4]\n\nA new end. [QX-2]",
    "New.",
    None,
    "It stays.",
    None,
    None,
]


@pytest.mark.slow
def test_a_paragraph_that_comes_or_goes_at_the_end_of_a_cell_leaves_no_empty_one():
    grown, shrunk = ["One.", *[None] * 5], ["One.\n\nTwo is new.\n\nThree is new.", *[None] * 5]
    name = "c_opsc_1_law"

    for old, new, counts in ((grown, shrunk, (3, 1)), (shrunk, grown, (1, 3))):
        both = word_file(redline_of(old, new))
        assert paragraphs_of(both, later=True)[name] == counts[0]
        assert paragraphs_of(both, later=False)[name] == counts[1]


@pytest.mark.slow
def test_changes_in_word_have_an_author_and_a_day_and_numbers_of_their_own():
    body = etree.fromstring(docx_part(word_file(redline_of(OLD, NEW))).encode())
    tracked = list(body.iter(f"{W}ins", f"{W}del"))

    assert len(tracked) >= 6
    assert {each.get(f"{W}author") for each in tracked} == {"edition 1 → edition 2"}
    assert {each.get(f"{W}date") for each in tracked} == {"2026-04-01T00:00:00Z"}
    numbers = [each.get(f"{W}id") for each in tracked]
    assert len(set(numbers)) == len(numbers)
    # In a run that was deleted its text has another name (17.3.3.7), elsewhere never.
    assert all(each.getparent().getparent().tag == f"{W}del" for each in body.iter(f"{W}delText"))
    assert not [each for gone in body.iter(f"{W}del") for each in gone.iter(f"{W}t")]
    # Word wants it before everything but the section's properties (17.3.1.26).
    for mark in body.iter(f"{W}pPr"):
        names = [etree.QName(each).localname for each in mark]
        assert "rPr" not in names[:-1]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["country_report", "portrait_report"])
def test_on_the_web_what_came_and_what_went_is_tinted_alike_in_the_list_and_in_the_text(
    tab, tmp_path, name
):
    page, style = (
        (TOP / f"templates/html/{name}.{kind}").read_text(encoding="utf-8")
        for kind in ("html", "css")
    )
    path = tmp_path / "redline.html"
    written = write_html(redline_of(OLD, NEW), page, style, template_name=f"{name}.html")
    path.write_text(written, encoding="utf-8")
    tab.open(path)
    for tag in ("ins", "del"):
        tints = tab.run(
            f"[...new Set([...document.querySelectorAll('{tag}')]"
            ".map(each => getComputedStyle(each).backgroundColor))].join()"
        )
        assert re.fullmatch(r"rgb\([\d, ]+\)", tints), (tag, tints)


@pytest.mark.slow
def test_the_web_page_marks_what_came_and_what_went_and_says_what_it_is():
    publication = redline_of(OLD, NEW)
    page, style = (
        (TOP / f"templates/html/country_report.{kind}").read_text(encoding="utf-8")
        for kind in ("html", "css")
    )
    written = write_html(publication, page, style, template_name="country_report.html")

    assert "A fine of<del> ten</del><ins> two</ins> coins." in written
    assert "<p><ins>A new end.</ins><ins>" in written
    assert "<del>Not researched.</del><ins>New.</ins>" in written
    assert "<p>It stays.</p>" in written
    assert "Changes from edition 1 to edition 2" in written
    assert publication.changes is not None
    assert [row.id for row in publication.changes.rows] == ["opsc-1"]


def test_a_cell_of_nine_hundred_other_lines_is_both_editions():
    # Each line tried with each other took a minute.
    old, new = ("\n".join(f"- {word}{n} {word}x{n} one two" for n in range(900)) for word in "ab")

    both = redlined(blocks(old), blocks(new))

    assert edition(both, later=True) == [words_of(line) for line in lines_of(blocks(new))]
    assert edition(both, later=False) == [words_of(line) for line in lines_of(blocks(old))]


def by_pandoc(content, folder, decision):
    """Return the cells of the table's rows by their titles, as pandoc reads a Word file: all changes
    accepted, or all rejected.
    """
    path = folder / "file.docx"
    path.write_bytes(content)
    command = ["pandoc", f"--track-changes={decision}", "--to=html", path]
    page = html.document_fromstring(
        subprocess.run(command, check=True, capture_output=True, text=True).stdout
    )
    for mark in page.xpath('//a[@class="footnote-ref"] | //sup | //aside'):
        mark.drop_tree()
    rows = {}
    for row in page.iter("tr"):
        title, *cells = (" ".join(each.text_content().split()) for each in row.xpath("td | th"))
        if len(cells) == 3 and (reference := re.search(r"art\. [^A-Z]*", title)):
            rows[reference[0].strip()] = [*cells, title.partition("Assessment:")[2].strip()]
    return rows


@pytest.mark.slow
def test_another_program_accepts_and_rejects_the_same(tmp_path):
    """pandoc knows tracked changes, moves too, and nothing of this program."""
    heading = "id | law | reforms | compliance | assessment | finder | date\n"
    passage = PASSAGE.replace("\n\n", "⏎⏎")
    old, new = (
        checked(filled(heading + rows, SOURCES, {"version_date": "2026-04-01"}))[0]
        for rows in (
            f"opsc-1 | {passage} | A bill is pending. | It asked for more. | Partly in line | Researcher | 2024\n"
            "opsc-3-3 | A fine of ten coins. [QX-1, s. 4]⏎- for adults⏎- for firms | | | In line | Researcher | 2024",
            "opsc-1 | Nothing found | A bill was adopted [QX-2]. | It asked for more. | In line | Researcher | 2026\n"
            f"opsc-3-3 | A fine of two coins. [QX-1, s. 4]⏎- for firms | | It is new. | | |\nopsc-5-2 | {passage} | | | | |",
        )
    )
    worded = WordedTreaty(opsc(), english())
    both = word_file(compose_redline(old, new, worded, EDITION, SHOWN))
    assert b"moveFrom" in docx_part(both).encode()

    for report, decision in ((new, "accept"), (old, "reject")):
        alone = by_pandoc(word_file(compose_report(report, worded, EDITION)), tmp_path, "accept")
        decided = by_pandoc(both, tmp_path, decision)
        assert alone
        blank = ["Not researched."] * 3 + [""]
        # A row that one edition alone has holds nothing in the other, which lists it below its table.
        assert {name: alone.get(name, blank) for name in decided} == decided
