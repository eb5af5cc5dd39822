"""The world on a spread, and the guide as Typst lays it out."""

import csv
import io
import re
from dataclasses import replace

import pikepdf
import pytest

from publisher.compose.guide.compose import Covered, Material, compose_guide
from publisher.compose.guide.on_paper import on_paper
from publisher.compose.guide.values import Guide
from publisher.compose.presentation import House, Presentation
from publisher.domain.text import plain_inlines
from publisher.domain.worded import WordedTreaty
from publisher.project.fonts import are_beyond_shipped
from publisher.project.printer_profile import read_profile
from publisher.writers.guide import matrix_lines, write_guide_page
from publisher.writers.pdf import Printing, laid_out, write_pdf, write_print_pdf
from publisher.writers.pdf.boxes import walk
from publisher.writers.pdf.preflight import faults
from publisher.writers.typst import Layout, write_typst_pdf, write_typst_print_pdf
from tests.invented import invented
from tests.matterhorn import failures
from tests.matterhorn.tree import Document
from tests.support import TOP, checked, english, filled, opsc, pdf_text, published

LAYOUT = Layout(
    {name: (TOP / "templates/typst" / name).read_bytes() for name in ("guide.typ", "house.typ")},
    "templates/typst",
    are_beyond_shipped,
)
HOUSE = House(
    symbols={"in_line": "●", "partly": "◐", "not_in_line": "○"},
    colours={"in_line": "#0e4d3d", "partly": "#d9a13b", "not_in_line": "#c23b22"},
    state_colours={"not_researched": "#e3e8ee"},
)


with (TOP / "publisher/treaties/opsc/provisions.csv").open(encoding="utf-8") as _file:
    CAN_BE_RATED = sum(
        row["obligation"] not in ("declaratory", "optional") for row in csv.DictReader(_file)
    )


def guide_to(*books, is_full=False) -> Guide:
    covered = tuple(Covered(checked(book)[0]) for book in books)
    return compose_guide(
        Material(covered, is_full=is_full),
        WordedTreaty(opsc(), english()),
        Presentation("Example Coalition", house=HOUSE),
    )


def rated(code, name, assessment):
    return filled(
        "id | law | assessment | finder | date\n"
        f" opsc-1 | Law. | {assessment} | Researcher | 2019\n"
        " opsc-5-1 | Law. | | |",
        country={"iso2": code, "short_name": name},
    )


@pytest.fixture(scope="module")
def three():
    """A guide to three countries; codes of the sample's kind, which no State has, have no region."""
    return guide_to(
        rated("QX", "Examplia", "In line"),
        rated("QY", "Bexamplia", "Not in line"),
        rated("QZ", "Cexamplia", "Partly in line"),
    )


def test_each_country_has_a_bar_for_each_area_and_a_cell_for_each_provision_that_can_be_rated(
    three,
):
    heat = three.heat

    references = [each.reference for area in heat.areas for each in area.provisions]
    assert len(references) == CAN_BE_RATED
    rows = [row for region in heat.regions for row in region.rows]
    assert [row.country.name for row in rows] == ["Bexamplia", "Cexamplia", "Examplia"]
    assert all(len(row.cells) == CAN_BE_RATED and len(row.areas) == len(heat.areas) for row in rows)
    assert [row.cells[references.index("art.\u00a01")].id for row in rows] == [
        "not_in_line",
        "partly",
        "in_line",
    ]
    first = rows[0].areas[0]
    assert first.total == len(heat.areas[0].provisions)
    assert {share.id: share.count for share in first.shares}["not_in_line"] == 1


@pytest.mark.slow
def test_regions_stand_in_the_order_of_their_names_and_what_has_none_at_the_end():
    regions = guide_to(
        rated("QX", "Examplia", "In line"),
        rated("NP", "Nexamplia (invented)", "In line"),
        rated("AT", "Axamplia (invented)", "In line"),
    ).heat.regions

    assert [(each.title, len(each.rows)) for each in regions] == [
        ("Southern Asia", 1),
        ("Western Europe", 1),
        ("Region not listed", 1),
    ]


def test_the_first_cell_of_each_area_is_the_cell_of_its_first_provision(three):
    first_row = three.heat.regions[0].rows[0]
    found = {
        provision.id: first_row.cells[area.first + position]
        for area in three.heat.areas
        for position, provision in enumerate(area.provisions)
    }

    assert found["opsc-1"].id == "not_in_line"
    assert found["opsc-5-1"].id == ""
    # A text on the law stands in both rows, and in no other.
    assert {id_ for id_, cell in found.items() if cell.has_texts} == {"opsc-1", "opsc-5-1"}


def test_all_that_a_report_says_of_a_provision_stands_in_the_place_that_its_cell_leads_to(three):
    rules = {rule.id: rule for chapter in three.chapters for rule in chapter.rules}

    told = rules["opsc-1"].texts
    assert [(each.id, each.cell.label) for each in told] == [
        ("text-opsc-1-QY", "Not in line"),
        ("text-opsc-1-QZ", "Partly in line"),
        ("text-opsc-1-QX", "In line"),
    ]
    assert [(one.heading, [q.text for q in one.quotes]) for one in told[0].columns] == [
        ("Current national law", ["Law."])
    ]
    assert rules["opsc-2-a"].texts == ()


def guide_to_many(count):
    """Return a guide to so many invented countries, of which the first has the code of a State."""
    report = checked(rated("AT", "Axamplia (invented)", "In line"))[0]
    others = [
        replace(report, facts=replace(report.facts, iso2=f"X{letter}", short_name=f"Z{letter}"))
        for letter in "ABCDEFGHIJKL"[: count - 1]
    ]
    return compose_guide(
        Material(tuple(Covered(each) for each in (report, *others))),
        WordedTreaty(opsc(), english()),
        Presentation("Example Coalition", house=HOUSE),
    )


@pytest.mark.parametrize(
    ("count", "head", "uses_codes"), [(12, "Axamplia (invented)", False), (13, "AUT", True)]
)
def test_more_than_twelve_countries_have_codes_above_their_columns(count, head, uses_codes):
    guide = guide_to_many(count)

    assert guide.heat.uses_codes is uses_codes
    assert guide.countries[0].head == head
    assert guide.countries[0].name == "Axamplia (invented)"
    # A code that no State has stays the one of the report.
    assert guide.countries[1].head == ("XA" if uses_codes else "ZA")
    assert [len(part.countries) for part in guide.spreads] == [count]


@pytest.mark.parametrize(
    ("count", "named"),
    [(12, ["Axamplia (invented)", "ZA", "ZB"]), (13, ["AUT", "XA", "XB"])],
)
def test_on_paper_notes_name_more_than_twelve_countries_by_their_codes(count, named):
    guide = guide_to_many(count)

    (first, *_), (whole, *_) = on_paper(guide).chapters[0].notes, guide.chapters[0].notes

    assert plain_inlines(first.inlines).split("; ")[:3] == named
    assert (first.number, first.calls) == (whole.number, whole.calls)
    assert plain_inlines(whole.inlines).startswith("Axamplia (invented); ZA; ZB")


def test_the_index_of_provisions_goes_by_their_numbers(three):
    """The subject area on adoption has art. 3, para. 1 (a) (ii) and then para. 5, before para. 1 (b)."""
    (index,) = (each for each in three.indexes if each.id == "index-provisions")
    labels = [entry.label.replace("\u00a0", " ") for entry in index.entries]

    third = [label.split(" ")[1:] for label in labels if label.startswith("art. 3, para. ")]
    paras = [int(words[2]) for words in third]
    assert paras == sorted(paras)
    assert paras[-1] == 5
    tenth = [place for place, label in enumerate(labels) if label.startswith("art. 10")]
    assert tenth[0] > max(place for place, label in enumerate(labels) if label.startswith("art. 9"))


def test_on_paper_indexes_lead_to_what_is_printed(three):
    def told(guide):
        return {
            index.id: [(entry.label, plain_inlines(entry.inlines)) for entry in index.entries][:1]
            for index in guide.indexes
        }

    name = three.countries[0].name
    assert told(on_paper(three)) == {
        "index-countries": [(name, "country page")],
        "index-provisions": [("art.\u00a01 General prohibition", "Prohibition and definitions")],
    }
    assert told(three)["index-countries"][0][1].startswith("country page; Prohibition")
    assert on_paper(replace(three, is_full=True)).indexes == three.indexes


def by_typst(guide):
    return write_typst_pdf(guide, LAYOUT, file="guide.pdf")


def printed_page(guide):
    """Return the page and the style sheet of which WeasyPrint makes the PDF."""
    texts = {
        name: (TOP / "templates/html" / name).read_text(encoding="utf-8")
        for name in ("guide.html", "country_report.pdf.css", "guide.pdf.css")
    }
    page = write_guide_page(on_paper(guide), texts["guide.html"], "", template_name="guide.html")
    return page, texts["country_report.pdf.css"] + texts["guide.pdf.css"]


def by_weasyprint(guide):
    return write_pdf(*printed_page(guide), file="guide.pdf")


ENGINES = [by_typst, by_weasyprint]


def test_a_printed_guide_to_many_countries_tells_their_codes_beside_their_names():
    for count, told in ((12, []), (13, ["AUT", "XA", "XB"])):
        page, _ = printed_page(guide_to_many(count))
        table = page[page.index('<section id="covered">') : page.index('<section id="coverage"')]

        assert re.findall('</a> <span class="small">([^<]*)</span>', table)[:3] == told


@pytest.mark.slow
def test_the_title_of_an_area_above_the_map_stands_in_two_lines_however_long_it_is(three):
    """Three would run over the title beside it; a column is 6.3 mm wide."""
    title = ("Invented area of the law " * 5)[:110].strip()
    areas = tuple(replace(area, title=title) for area in three.heat.areas)
    page, css = printed_page(replace(three, heat=replace(three.heat, areas=areas)))

    (sheet, *_) = (
        box
        for box in laid_out(page, css, file="guide.pdf").page_boxes
        if any(
            each.element_tag == "th" and "upright" in each.element.get("class", "")
            for each in walk(box)
        )
    )
    heads = [
        each
        for each in walk(sheet)
        if each.element_tag == "a" and each.element.get("href", "").startswith("#chapter-")
    ]
    lines = [sum(type(each).__name__ == "LineBox" for each in walk(head)) for head in heads]
    assert len(lines) >= len(areas)
    assert max(lines) <= 2


def test_areas_stand_beside_each_other_on_as_few_pages_as_their_provisions_have_room():
    for count, most in ((12, 25), (13, 50)):
        heat = guide_to_many(count).heat
        widths = [sum(len(area.provisions) for area in areas) for areas in heat.sheets]

        assert [area for areas in heat.sheets for area in areas] == list(heat.areas)
        assert sum(widths) == CAN_BE_RATED
        assert max(widths) <= most
        assert len(heat.sheets) == -(-CAN_BE_RATED // most)


@pytest.fixture(scope="module", params=ENGINES)
def written(three, request):
    return request.param(three)


@pytest.mark.slow
def test_the_guide_fails_no_condition_of_the_matterhorn_protocol(written):
    with pikepdf.open(io.BytesIO(written)) as pdf:
        assert failures(pdf) == []


@pytest.mark.slow
def test_every_cell_of_the_heat_map_says_what_it_shows(written):
    with pikepdf.open(io.BytesIO(written)) as pdf:
        tables = [each for each in Document.of(pdf).elements() if each.kind == "Table"]
        # By subject area, and the first by provision.
        by_area, by_provision = (
            [
                [str(each.raw.Alt) for each in cell.walk() if "/Alt" in each.raw]
                for cell in table.walk()
                if cell.kind == "TD"
            ]
            for table in tables[:2]
        )
    assert all(by_area)
    assert all(by_provision)
    assert {each.partition(";")[0] for (each,) in by_area} >= {
        "In line: 1",
        "Not in line: 1",
        "Partly in line: 1",
        "not in the report",
    }
    assert {each for (each,) in by_provision} == {
        "In line",
        "Not in line",
        "Partly in line",
        "Not assessed",
    }


@pytest.mark.slow
def test_the_guide_is_tagged_and_its_links_lead_somewhere_with_words(written):
    with pikepdf.open(io.BytesIO(written)) as pdf:
        names = {str(each) for each in list(pdf.Root.Names.Dests.Names)[::2]}
        links = [each for page in pdf.pages for each in page.get("/Annots", ())]
        metadata = bytes(pdf.Root.Metadata.read_bytes()).decode()
        empty = [
            each
            for each in Document.of(pdf).elements()
            if each.kind == "Span" and not (each.children or each.marked or each.objects)
        ]
    words = [str(each.Contents) for each in links]
    assert empty == []
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert {"Examplia", "1, back to the text"} <= set(words)
    assert not [each for each in words if re.search(r"chapter-|country-|note-|^$", each)]
    assert {
        str(each.Dest) for each in links if isinstance(each.get("/Dest"), pikepdf.String)
    } <= names


@pytest.mark.slow
@pytest.mark.parametrize("write", ENGINES)
def test_a_printed_index_gives_pages_alone(three, write, tmp_path):
    pages = pdf_text(write(three), tmp_path).split("\f")

    # The page of each country stands where its line in the index says.
    index = re.findall(
        r"\bBexamplia\s+(\d+)\s+Cexamplia\s+(\d+)\s+Examplia\s+(\d+)\b", "".join(pages)
    )
    assert len(index) == 1
    for name, number in zip(("Bexamplia", "Cexamplia", "Examplia"), index[0], strict=True):
        assert re.search(rf"^\W*{name}$", pages[int(number) - 1], re.MULTILINE), name
    assert not any("country page" in page for page in pages)


@pytest.mark.slow
def test_paragraphs_of_the_reports_are_left_to_the_data_unless_all_are_asked_for(tmp_path):
    # Texts on law are quoted nowhere else in the guide.
    books = (rated("QX", "Examplia", "In line"), rated("QY", "Bexamplia", "Not in line"))
    for is_full, count in ((False, 0), (True, 4)):
        content = write_typst_pdf(guide_to(*books, is_full=is_full), LAYOUT, file="guide.pdf")
        assert len(re.findall(r"\bLaw\.", pdf_text(content, tmp_path))) == count


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.parametrize("write", ENGINES)
def test_forty_five_countries_stand_on_one_page_of_the_heat_map_and_in_eighty_of_the_guide(write):
    content = write(guide_to(*map(invented, range(45))))

    with pikepdf.open(io.BytesIO(content)) as pdf:
        pages = len(pdf.pages)
        upright = [page for page in pdf.pages if page.mediabox[3] > page.mediabox[2]]
    assert pages <= 80
    assert len(upright) == 2  # areas beside provisions: one spread


def reformed(count):
    """Return a country of which each of three reforms has so many words."""
    texts = (f"In {year} parliament passed an act." for year in (2018, 2019, 2020))
    reforms = [text + " It says more." * ((count - 6) // 3) for text in texts]
    rows = "".join(
        f" {id_} | {reform} | Not in line | Researcher\n"
        for id_, reform in zip(("opsc-1", "opsc-3-3", "opsc-5-1"), reforms, strict=True)
    )
    return filled(
        f"id | reforms | assessment | finder\n{rows}",
        country={"iso2": "QX", "short_name": "Examplia"},
    )


@pytest.mark.parametrize(("count", "is_short"), [(30, True), (60, True), (90, False), (900, False)])
def test_a_country_is_kept_on_one_page_where_its_texts_have_room_there(count, is_short):
    (page,) = guide_to(reformed(count)).pages

    assert len(page.reforms) == 3
    assert page.is_short is is_short


@pytest.mark.slow
@pytest.mark.parametrize("write", ENGINES)
@pytest.mark.parametrize(("count", "pages"), [(60, 1), (240, 2)])
def test_the_texts_of_a_country_stand_on_its_page_or_go_on_to_the_next(
    count, pages, write, tmp_path
):
    content = write(guide_to(reformed(count)))
    told = [page.split().count("more.") for page in pdf_text(content, tmp_path).split("\f")]

    assert sum(told) == 3 * ((count - 6) // 3)
    assert sum(1 for each in told if each) == pages


def typst_print(guide, printing):
    return write_typst_print_pdf(guide, LAYOUT, file="guide.print.pdf", printing=printing)


def weasyprint_print(guide, printing):
    return write_print_pdf(*printed_page(guide), file="guide.print.pdf", printing=printing)


@pytest.mark.slow
@pytest.mark.parametrize("write", [typst_print, weasyprint_print])
def test_the_print_edition_of_the_guide_breaks_no_rule_of_printing(three, write):
    content = write(three, Printing(read_profile(TOP, "", file="t.pdf")))

    assert faults(content) == ()
    # The heat map is upright: in the book it is turned, so that all sheets are of one shape.
    with pikepdf.open(io.BytesIO(content)) as pdf:
        turns = {int(page.get("/Rotate", 0)) for page in pdf.pages}
        shapes = {
            (page.mediabox[3] > page.mediabox[2]) is (page.get("/Rotate", 0) == 270)
            for page in pdf.pages
        }
    assert turns == {0, 270}
    assert shapes == {True}


def test_where_no_text_on_reforms_names_a_year_no_years_are_drawn():
    bound = {"iso2": "QX", "short_name": "Examplia", "bound": "3 November 2005"}
    guide = guide_to(
        filled("id | law | reforms\nopsc-1 | Law. | A bill is pending.", country=bound)
    )

    assert guide.timeline is None


def test_the_terms_of_a_glossary_are_spoken_of_where_there_is_one(three):
    assert "glossary" not in three.words["terms_note_text"]


def test_a_provision_that_is_not_rated_and_of_which_no_report_speaks_says_so(three):
    (rule,) = (rule for each in three.chapters for rule in each.rules if rule.id == "opsc-11-a")

    assert [plain_inlines(each) for each in rule.statements] == [
        "None of the reports has a text on it."
    ]


def test_a_column_of_regions_stands_only_where_a_region_is_known(tmp_path, three):
    told = pdf_text(write_typst_pdf(three, LAYOUT, file="x.pdf"), tmp_path)
    known = guide_to(
        filled("id | law\nopsc-1 | Law.", country={"iso2": "DE", "short_name": "Germany"})
    )

    assert "Region" not in told
    assert "Region" in pdf_text(write_typst_pdf(known, LAYOUT, file="x.pdf"), tmp_path)


def rated_row(row, **country):
    text = f"id | law | assessment | finder | date\n{row} | Law. | In line | Researcher | 2019"
    return filled(text, country=country or {"iso2": "QX"})


def test_rows_that_a_report_leaves_out_are_counted_nowhere_in_the_guide():
    # Article 12 has rows that are left out of a report while they are blank.
    books = (
        rated_row("opsc-12-1"),
        rated_row("opsc-1", iso2="QY", short_name="Bexamplia"),
    )
    guide = guide_to(*books)
    (chapter,) = (each for each in guide.chapters if each.title == "Savings clause and reporting")
    told = {
        rule.reference: [plain_inlines(line[:1]) for line in rule.statements]
        for rule in chapter.rules
    }

    assert told["art.\u00a012, para.\u00a01"] == [
        "1 of 2 countries: In line",
        "1 of 2 countries: not in the report",
        "1 of 2 countries: the report has a text under ‘Current national law’",
    ]
    assert told["art.\u00a012, para.\u00a02"] == ["2 of 2 countries: not in the report"]
    assert sum(share.count for share in chapter.bar.shares) == 1
    area = next(area for area in guide.heat.areas if area.id == chapter.id)
    rows = [row for region in guide.heat.regions for row in region.rows]
    place = guide.heat.areas.index(area)
    assert [row.areas[place].total for row in rows] == [0, 1]
    last = slice(area.first, area.first + 2)
    assert [[(cell.label, cell.is_printed) for cell in row.cells[last]] for row in rows] == [
        [("not in the report", False)] * 2,
        [("In line", True), ("not in the report", False)],
    ]


@pytest.mark.parametrize("row", ["opsc-12-1", "opsc-1"])
def test_a_country_has_the_same_counts_in_its_report_and_in_the_guide(row):
    book = rated_row(row)

    (assessed,) = (
        bar for bar in published(book).overview.bars if bar.label == "Assessment of provisions"
    )
    (page,) = guide_to(book).pages

    assert [(each.label, each.count) for each in page.bar.shares] == [
        (each.label, each.count) for each in assessed.shares
    ]
    # Of article 12, two rows can be rated; only that which somebody has filled in is printed.
    printed = CAN_BE_RATED - 2 + (row == "opsc-12-1")
    assert sum(each.count for each in page.bar.shares) == printed


@pytest.mark.parametrize(
    ("text", "is_a_reform"),
    [
        ("The Act of 2012 raised the age.", True),
        ("No reform found in the documents consulted; the Code is of 2012.", False),
        ("Nothing found: the text of 2012 still stands.", False),
        ("Not found. The text of 2012 still stands.", False),
        ("Not founded on a statute until 2012.", True),
    ],
)
def test_a_text_that_says_that_nothing_was_found_is_no_reform(text, is_a_reform):
    guide = guide_to(filled(f"id | reforms\nopsc-1 | {text}", country={"iso2": "QX"}))
    (page,) = guide.pages

    assert [quote.text for quote in page.reforms] == [text] * is_a_reform
    template = (TOP / "templates/html/guide.html").read_text(encoding="utf-8")
    told = write_guide_page(guide, template, "", template_name="guide.html")
    assert ("No text on reforms in its report names a year." in told) is not is_a_reform


def marked(iso2, name, mark):
    country = {"iso2": iso2, "short_name": name, "mark": mark}
    return filled("id | law\nopsc-1 | Law.", country=country)


def test_what_the_marks_mean_names_the_countries_where_not_all_have_one():
    invented = marked("QX", "Examplia", "Invented country, for testing only")
    sample = marked("DE", "Germany", "Sample, not for publication")
    plain = filled("id | law\nopsc-1 | Law.", country={"iso2": "QY", "short_name": "Bexamplia"})

    assert guide_to(plain).mark_notes == ()
    assert guide_to(invented).mark_notes == (
        "What this guide says of countries is invented: law, documents and persons. Nothing in it"
        " describes a real State.",
    )
    assert guide_to(invented, sample, plain).mark_notes == (
        "Invented, with all law, documents and persons: Examplia. Nothing of it describes a real State.",
        "Made as a sample, to build and test the program: Germany. What is said there has not been"
        " verified for publication and must not be cited.",
    )


def test_texts_of_the_guide_have_the_marks_of_print_and_its_data_those_of_a_keyboard():
    book = filled(
        "id | law | assessment | finder | date\n"
        "opsc-3-1-a-i-b | The Code says 'no'. It changed on 3 May 2012. [QX-1 paras. 40-52] | In line | Researcher | 3 May 2019",
        "key | type | title\nQX-1 | National law | Code",
    )
    guide = guide_to(book)
    (chapter,) = (each for each in guide.chapters if each.laws)
    (quote,) = chapter.laws
    (page,) = guide.pages

    assert plain_inlines(quote.inlines) == "The Code says ‘no’. It changed on 3\u00a0May\u00a02012."
    assert plain_inlines(quote.sources) == "Code, paras.\u00a040–52 [QX-1]"
    assert quote.origin.reference == "art.\u00a03, para.\u00a01\u00a0(a)\u00a0(i)\u00a0(b)"
    (cell,) = (row.cells[0] for group in page.groups for row in group.rows if row.cells[0].id)
    assert cell.told == "Researcher, 3\u00a0May\u00a02019"
    lines = [line for line in matrix_lines(guide) if line[2] == "opsc-3-1-a-i-b"]
    assert [(line[3], line[9]) for line in lines] == [
        ("art. 3, para. 1 (a) (i) (b)", "Researcher, 3 May 2019")
    ]


def test_a_guide_without_a_glossary_does_not_speak_of_its_terms(three):
    assert three.words["terms_note_text"] == (
        "The treaty’s own terms stand in the names of provisions and areas, and where the treaty, "
        "the title of a document or a national law is cited."
    )
