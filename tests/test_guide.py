"""The advocacy guide: what it counts is counted again straight from the workbooks; what it quotes stands in them.

All countries here are invented, and say so.
"""

import csv
import hashlib
import io
import re
from collections import Counter
from dataclasses import replace
from functools import cache

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from publisher.cli.main import main
from publisher.compose.guide import Covered, Material, compose_guide
from publisher.compose.guide.compose import MOST_COUNTRIES
from publisher.compose.guide.quotes import without_citations
from publisher.compose.guide.years import years_named
from publisher.compose.presentation import House, Presentation
from publisher.domain.markup import parse
from publisher.domain.model import Run
from publisher.domain.report import Assessment, Rating
from publisher.domain.text import Citation, all_inlines, plain_inlines, plain_text
from publisher.domain.worded import WordedTreaty
from publisher.writers.guide import matrix_lines
from publisher.writers.pdf import laid_out
from publisher.writers.pdf.layout_faults import faults
from tests.invented import LABELS, RATED, assessed_in, invented, name_of
from tests.support import TOP, checked, column_of, english, filled, opsc, saved, searched

pytestmark = pytest.mark.slow  # each test makes a guide to several countries


@cache
def report(number):
    return checked(invented(number))[0]


def guide_of(numbers, **choices):
    covered = tuple(Covered(report(number), f"../{number}.html") for number in numbers)
    edition = Presentation("Example Coalition", house=House())
    return compose_guide(Material(covered, **choices), WordedTreaty(opsc(), english()), edition)


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("guide")
    (folder / "workbooks").mkdir()
    for number in range(7):
        (folder / f"workbooks/country-{number:02}.xlsx").write_bytes(saved(invented(number)))
    run(folder, "--format", "html", "--format", "xlsx", "--format", "csv")
    return folder


def run(folder, *arguments, expect=0):
    result = CliRunner().invoke(main, ["--project", str(folder), "guide", *arguments])
    assert result.exit_code == expect, result.output
    return result.output


@pytest.fixture(scope="module")
def counted(project):
    """The assessments of all workbooks by provision and label, counted with openpyxl."""
    books = [
        openpyxl.load_workbook(path) for path in sorted((project / "workbooks").glob("*.xlsx"))
    ]
    return Counter(each for book in books for each in assessed_in(book).items())


# Counts


def test_the_tables_count_what_the_workbooks_hold(project, counted):
    text = (project / "output/guide/guide.assessments.csv").read_text(encoding="utf-8-sig")
    from_csv = Counter(
        (row["provision_id"], row["assessment"])
        for row in csv.DictReader(io.StringIO(text))
        if row["assessment_id"]
    )
    sheet = openpyxl.load_workbook(project / "output/guide/guide.data.xlsx")["Assessments"]
    heading, *lines = sheet.iter_rows(values_only=True)
    rows = [dict(zip(heading, line, strict=True)) for line in lines]
    from_xlsx = Counter(
        (row["provision_id"], row["assessment"]) for row in rows if row["assessment_id"]
    )

    assert from_csv == counted
    assert from_xlsx == counted


def test_the_sentences_and_the_matrix_count_what_the_workbooks_hold(project, counted):
    page = (project / "output/guide/guide.html").read_text(encoding="utf-8")

    told = Counter()
    references = {each.un_reference: each.id for each in opsc().provisions}
    for reference, body in re.findall(
        r"<div id=\"row-[^\"]*\"><dt><b>(art[^<]*)</b><br>[^<]*</dt>\s*<dd>(.*?)</dd></div>",
        page,
        re.DOTALL,
    ):
        for count, label in re.findall(
            r"(\d+) of 7 countries: (not in the report|[A-Z][a-z ]+)", body
        ):
            told[references[reference.replace("\u00a0", " ")], label.strip()] += int(count)
    labels = {"in_line": "In line", "partly": "Partly in line", "not_in_line": "Not in line",
              "not_determined": "Not determined", "not_applicable": "Not applicable"}  # fmt: skip
    cells = re.findall(r'<td class="(\w+)">', page)
    matrix = Counter(labels[each] for each in cells if each in labels)

    nobody = ("Not assessed", "not in the report")
    assert Counter({key: told[key] for key in told if key[1] not in nobody}) == counted
    # All seven countries are named, also those whose reports leave out a blank row.
    named = Counter()
    for (id_, _), count in told.items():
        named[id_] += count
    assert {id_: named[id_] for id_ in RATED} == dict.fromkeys(RATED, 7)
    assert {id_ for id_, label in told if label == "not in the report"} <= {
        "opsc-12-1",
        "opsc-12-2",
    }
    assert sum(counted.values()) > 80
    assert matrix == sum(
        (Counter({label: count}) for (_, label), count in counted.items()), Counter()
    )


def test_the_bars_count_each_subject_area(counted):
    guide = guide_of(range(7))

    for area, own in zip(guide.matrix[0].groups, guide.bars, strict=True):
        ids = {row.id for row in area.rows}
        expected = Counter(
            {
                label: sum(
                    count for (id_, word), count in counted.items() if id_ in ids and word == label
                )
                for label in LABELS
            }
        )
        found = {share.label: share.count for share in own.shares if share.id}
        assert found == {label: count for label, count in expected.items() if count}


def test_an_area_that_nobody_assessed_is_in_the_overview_as_well():
    own = report(1)
    entries = tuple(replace(each, finding=Assessment()) for each in own.entries)
    guide = compose_guide(
        Material((Covered(replace(own, entries=entries)),)),
        WordedTreaty(opsc(), english()),
        Presentation(),
    )

    assert len(guide.bars) == len(opsc().orders[0].groups)
    assert {share.label for bar in guide.bars for share in bar.shares} == {"Not assessed"}


def test_the_names_in_a_note_are_the_countries_that_were_counted():
    books = [invented(number) for number in range(7)]
    guide = guide_of(range(7))
    chapter = next(
        each for each in guide.chapters if any(rule.id == "opsc-3-3" for rule in each.rules)
    )
    rule = next(each for each in chapter.rules if each.id == "opsc-3-3")
    notes = {note.id: plain_inlines(note.inlines) for note in chapter.notes}

    for label in LABELS:
        names = [
            f"Invented Country {number:02}"
            for number, book in enumerate(books)
            if assessed_in(book).get("opsc-3-3") == label
        ]
        told = [
            notes[call.note] for text, call in rule.statements if text.text.endswith(f": {label}")
        ]
        assert told == (["; ".join(names)] if names else [])


@given(st.sets(st.integers(0, 6), min_size=1))
def test_each_assessed_cell_is_in_the_matrix_once_whatever_the_workbooks(numbers):
    guide = guide_of(sorted(numbers, reverse=True))

    found = Counter((line[1], line[2], line[8]) for line in matrix_lines(guide) if line[7])

    books = {f"Invented Country {number:02}": invented(number) for number in sorted(numbers)}
    assert found == Counter(
        (name, id_, label)
        for name, book in books.items()
        for id_, label in assessed_in(book).items()
    )
    assert [country.name for part in guide.matrix for country in part.countries] == list(books)
    assert all(len(part.countries) <= MOST_COUNTRIES for part in guide.matrix)


def test_provisions_that_give_an_option_are_never_rated():
    """Article 4(2) is an option, article 2 declares: nobody can be in breach of them (domain notes, 1)."""
    own = report(1)
    found = Assessment(Rating.NOT_IN_LINE, "Committee on the Rights of the Child")
    unrated = ("opsc-4-2-a", "opsc-2-a")
    entries = tuple(
        replace(each, finding=found) if each.provision.id in unrated else each
        for each in own.entries
    )
    covered = (Covered(replace(own, entries=entries), "../1.html"),)
    guide = compose_guide(Material(covered), WordedTreaty(opsc(), english()), Presentation())

    lines = [line for line in matrix_lines(guide) if line[2] in unrated]

    assert [(line[6], line[7], line[8]) for line in lines] == [("no", "", ""), ("no", "", "")]


# Quotes


@cache
def texts_of(number):
    """The texts of a workbook on reforms and compliance by provision, read with openpyxl, without source keys."""
    sheet = invented(number)["Provisions"]
    rows = range(3, sheet.max_row + 1)
    return {
        (sheet.cell(row, column_of(sheet, "id")).value, key): " ".join(
            re.sub(r" ?\[[^]]*\]", "", sheet.cell(row, column_of(sheet, key)).value or "").split()
        )
        for row in rows
        for key in ("law", "reforms", "compliance")
    }


@given(st.sets(st.integers(0, 6), min_size=1))
def test_each_quote_stands_word_for_word_in_its_workbook_whatever_the_workbooks(numbers):
    guide = guide_of(sorted(numbers))
    by_name = {name_of(number): number for number in numbers}

    quotes = [
        (quote, key)
        for chapter in guide.chapters
        for key, own in (
            ("law", chapter.laws),
            ("reforms", chapter.reforms),
            ("compliance", chapter.findings),
        )
        for quote in own
    ]

    expected = sum(bool(text) for number in numbers for text in texts_of(number).values())
    assert len(quotes) == expected
    for quote, key in quotes:
        assert quote.text == texts_of(by_name[quote.origin.country])[quote.origin.provision, key]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In 1998 Parliament passed the Act, in force since 1999.", (1998, 1999)),
        ("The Act of 3 May 1998 was passed.", (1998,)),
        ("The Indian Penal Code of 1860 was replaced in 2023.", (2023,)),
        ("Act 12 of 2012 and the Children Act 2015.", (2012, 2015)),
        ("A fine of 2000 euros; section 2019; resolution 2008; 2010 children.", ()),
        ("See https://example.org/act_2019.pdf for more.", ()),
        ("A bill would be passed in 2031.", ()),
        ("No. 1907/2006 and 12.2006 are numbers.", ()),
    ],
)
def test_the_years_of_a_text_are_those_that_it_is_about(text, expected):
    """Numbers of sections, amounts and years in the names of laws older than the treaty (2000) are none."""
    assert years_named(text, 2026, 2000, english()) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cited [QX-1] in the middle.", "Cited in the middle."),
        ("At the end. [QX-1; QX-2 s. 4]", "At the end."),
        ("Before a stop [QX-1]. And (in brackets [QX-2]).", "Before a stop. And (in brackets)."),
        ("A line.\n[QX-1]", "A line."),
        ("One.\n\n[QX-1]\n\nTwo.", "One.\nTwo."),
        ("- First [QX-1]\n- [QX-2]\n- Third", "First\nThird"),
        ("**Bold [QX-1]** and *italic*", "Bold and italic"),
        ("[QX-1]", ""),
    ],
)
def test_a_text_is_quoted_without_its_source_keys_and_else_as_it_is(text, expected):
    found = without_citations(parse((Run(text),)), "")

    assert "\n".join(line for line in plain_text(found).split("\n") if line) == expected


WORDS = st.lists(
    st.sampled_from(
        ["law", "Act", "No.", "5", "of", "1998.", "In", "[QX-1]", "[QX-1; QX-2 s. 4]", "\n", "\n\n", "- ", "1. ", "(s. 3)",
         "**bold**", "*so*", "«a»", "قانون", "закон.", ",", "https://example.org/a", "e.g. The", "\ue0009\ue001"]
    ), max_size=25,
)  # fmt: skip


@given(WORDS)
def test_no_word_of_a_text_is_lost_or_added_when_its_source_keys_go(words):
    blocks = parse((Run(" ".join(words)),))
    marks = {inline.written for inline in all_inlines(blocks) if isinstance(inline, Citation)}
    expected = plain_text(blocks)
    for mark in marks:
        expected = expected.replace(mark, "")

    assert "".join(plain_text(without_citations(blocks, "")).split()) == "".join(expected.split())


# What is built


def test_a_workbook_that_cannot_be_used_is_left_out_by_name(tmp_path):
    (tmp_path / "workbooks").mkdir()
    (tmp_path / "workbooks/good.xlsx").write_bytes(saved(invented(1)))
    bad = openpyxl.load_workbook(io.BytesIO(saved(invented(2))))
    bad["Provisions"].cell(
        3, column_of(bad["Provisions"], "law")
    ).value = "A bell \x07 rings.".replace("\x07", "_x0007_")
    (tmp_path / "workbooks/bad.xlsx").write_bytes(saved(bad))
    (tmp_path / "workbooks/none.xlsx").write_bytes(b"no workbook")

    output = run(tmp_path, "--format", "html")

    reason = "its workbook has problems that must be fixed first"
    assert f"left out: Invented Country 02: {reason}\n" in output
    assert f"left out: none.xlsx: {reason}\n" in output
    page = (tmp_path / "output/guide/guide.html").read_text(encoding="utf-8")
    assert f"Invented Country 02: {reason}" in page


def test_of_two_workbooks_of_one_country_the_second_is_left_out_by_name(tmp_path):
    (tmp_path / "workbooks").mkdir()
    for name in ("country", "country-old"):
        (tmp_path / f"workbooks/{name}.xlsx").write_bytes(saved(invented(1, 0.03)))

    output = run(tmp_path, "--format", "csv", "-q")

    assert (
        output
        == "left out: country-old.xlsx: Invented Country 01 is in the guide already, from country.xlsx\n"
    )
    assert names_in(tmp_path) == ["Invented Country 01"]


def test_where_no_workbook_can_be_used_it_is_told(tmp_path):
    (tmp_path / "workbooks").mkdir()
    (tmp_path / "workbooks/none.xlsx").write_bytes(b"no workbook")

    output = run(tmp_path, expect=1)

    assert output.endswith(
        f"{tmp_path / 'workbooks'}: MUST FIX G701: no workbook can be used for the guide\n"
        "    see what must be fixed with: publisher check\nThe guide was not built.\n"
    )


def test_only_the_provisions_asked_for_are_compared(placed):
    run(placed, "--provisions", "art. 3 (3), 8(4)", "--format", "csv", "-q")
    text = (placed / "output/guide/guide-selection.assessments.csv").read_text(encoding="utf-8-sig")

    assert {row["provision_id"] for row in csv.DictReader(io.StringIO(text))} == {
        "opsc-3-3",
        "opsc-8-4",
    }


@pytest.fixture
def two(tmp_path):
    """A project with two invented countries."""
    (tmp_path / "workbooks").mkdir()
    for number in range(2):
        (tmp_path / f"workbooks/country-{number}.xlsx").write_bytes(saved(invented(number)))
    return tmp_path


@pytest.mark.long  # test_pipeline.py shows it of the reports
@pytest.mark.no_cover  # being traced would double its time
def test_the_same_workbooks_give_the_same_bytes_each_time(two):
    formats = [f"--format={each}" for each in ("pdf", "html", "xlsx")]

    digests = set()
    for _ in range(2):
        run(two, "--provisions", "3(3)", *formats, "-q")
        digests.add(tuple(_digests(two)))

    assert len(digests) == 1


@pytest.mark.no_cover  # being traced would double its time
def test_the_pdf_has_no_defect_of_layout(two):
    run(two, "--provisions", "1, 3", "--format", "html", "-q")

    page = re.sub(
        r"<style>.*?</style>",
        "<style></style>",
        (two / "output/guide/guide-selection.html").read_text(encoding="utf-8"),
        flags=re.DOTALL,
    )
    style = "\n".join(
        (TOP / f"templates/html/{name}.pdf.css").read_text(encoding="utf-8")
        for name in ("country_report", "guide")
    )
    assert [str(each) for each in faults(laid_out(page, style, file="guide.pdf"))] == []


def _digests(folder):
    for path in sorted((folder / "output/guide").iterdir()):
        yield path.name, hashlib.sha256(path.read_bytes()).hexdigest()


# The choice of countries


def names_in(folder, *arguments):
    run(folder, *arguments, "--format", "csv", "-q")
    stem = "guide-selection" if arguments else "guide"
    text = (folder / f"output/guide/{stem}.countries.csv").read_text(encoding="utf-8-sig")
    return [row["country"] for row in csv.DictReader(io.StringIO(text))]


@pytest.fixture(scope="module")
def placed(tmp_path_factory):
    """Three invented workbooks under codes of States, so that they lie in regions."""
    folder = tmp_path_factory.mktemp("placed")
    (folder / "workbooks").mkdir()
    for number, code in enumerate(("KE", "DE", "MX")):
        book = openpyxl.load_workbook(io.BytesIO(saved(invented(number, 0.03))))
        for sheet, key in (("Country", "iso2"), ("_toolkit", "country")):
            next(row for row in book[sheet].iter_rows() if row[0].value == key)[
                -1 if sheet == "_toolkit" else 2
            ].value = code
        (folder / f"workbooks/place-{number}.xlsx").write_bytes(saved(book))
    return folder


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((), [0, 1, 2]),
        (("--countries", "Invented Country 02, ke"), [0, 2]),
        (("--countries", "place-1"), [1]),
        pytest.param(("--region", "Africa"), [0], marks=pytest.mark.long),
        (("--region", "eastern africa"), [0]),
        pytest.param(("--region", "Latin America and the Caribbean"), [2], marks=pytest.mark.long),
        (("--region", "019", "--countries", "MX, DE"), [2]),
    ],
)
def test_countries_are_chosen_by_name_code_file_or_region(placed, arguments, expected):
    assert names_in(placed, *arguments) == [f"Invented Country {number:02}" for number in expected]


def test_the_choice_is_told_in_the_guide(placed):
    run(placed, "--region", "Western Europe", "--provisions", "3(3)", "--format", "html", "-q")

    page = (placed / "output/guide/guide-selection.html").read_text(encoding="utf-8")
    assert (
        "<b>Chosen for this guide:</b> region: Western Europe; provisions: art. 3, para. 3</p>"
        in page
    )


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (
            ("--region", "Eastern Afrika"),
            "--region: MUST FIX G718: 'Eastern Afrika' is no region of the world as the United Nations name them\n"
            "    did you mean 'Eastern Africa'? If not, for example: Africa, Eastern Africa, Latin America and the Caribbean, Western Europe\nThe guide was not built.\n",
        ),
        (
            ("--region", "Polynesia"),
            "--region: MUST FIX G719: no country of the project lies in the region 'Polynesia'\n"
            "    see the countries with: publisher status\nThe guide was not built.\n",
        ),
        (
            ("--region", "Africa", "--countries", "DE"),
            "--region: MUST FIX G722: none of the countries that were named lies in the region 'Africa'\n"
            "    leave out --region, or name other countries\nThe guide was not built.\n",
        ),
        (
            ("--countries", "Invented Country 03"),
            "--countries: MUST FIX G703: 'Invented Country 03' is no country whose workbook is in the project\n"
            "    did you mean 'Invented Country 02'? If not, write the country as its workbook calls it, or its two-letter code\nThe guide was not built.\n",
        ),
    ],
)
def test_a_choice_that_fits_no_country_is_told(placed, arguments, expected):
    assert run(placed, *arguments, "--format", "csv", expect=1) == expected


# Ready for print


def test_quotes_references_and_places_have_the_marks_of_print_and_the_data_what_was_typed():
    sources = "key | type | title | adopted\nQX-1 | National law | The Child's Act | 2 March 2016\n"
    book = filled(
        "id | law | reforms | assessment | finder | date\n"
        "opsc-3-1 | Law. | On 3 May 2016 it was called 'abuse' in ss. 4-7. [QX-1 paras. 40-52]"
        " | Not in line | Researcher | 3 May 2019",
        sources,
    )
    covered = (Covered(checked(book)[0]),)
    edition = Presentation("Example Coalition", house=House())
    guide = compose_guide(Material(covered), WordedTreaty(opsc(), english()), edition)

    (quote,) = (each for chapter in guide.chapters for each in chapter.reforms)
    assert quote.text == "On 3 May 2016 it was called 'abuse' in ss. 4-7."
    assert plain_inlines(
        quote.inlines
    ) == "On 3~May~2016 it was called ‘abuse’ in ss.~4–7.".replace("~", "\u00a0")
    assert "paras.\u00a040–52" in plain_inlines(quote.sources)
    assert "The Child’s Act" in plain_inlines(quote.sources)
    (gap,) = guide.pages[0].gaps
    assert gap.reference == "art.\u00a03, para.\u00a01"
    assert gap.cell.told == "Researcher, 3\u00a0May\u00a02019"


def test_the_places_of_the_treaty_have_the_marks_of_print():
    covered = (Covered(checked(searched(filled("id | law\nopsc-1 | Law.")))[0]),)
    edition = Presentation("Example Coalition", house=House())
    guide = compose_guide(Material(covered), WordedTreaty(opsc(), english()), edition)

    names = {each.place for each in guide.research.lines}
    assert "National NGOs with children’s rights expertise" in names
    assert "INTERPOL members’ national legislation on sexual offences against children" in names
