"""Our Word files laid out by ONLYOFFICE beside LibreOffice, whose page numbers stand in their lists of contents.

The same headings stand on the same pages give or take one, every sign and number of a list and every note is there, and
no page is empty. What ONLYOFFICE does of its own stands here, measured with 10.0:

- A row that may not be parted and goes to the next page leaves its notes on the page before, over the others, and these
  count: the notes of a report as a table are all there, with other numbers (not without `w:cantSplit`).
- Tables do not run from right to left (`w:bidiVisual`).
- The text of Arabic letters in its PDF is not that on the page, so only Latin words are looked for.
- Among Arabic words it puts the number that ends a Latin symbol before it ('1/CRC/C/OPSC/XXQ/CO', '[1-QX]'), though the
  symbol stands in a run of its own that is not `w:rtl`; Unicode's rules leave it behind (UAX #9, W7).
- Arabic letters in italics are not painted where no font has them; LibreOffice slants upright ones.
- It puts 'Unregistered Version' across each page, which moves nothing.

Examplia and its law are invented; what is said of Germany and India are samples.
"""

import shutil
from functools import cache

import pytest

from tests.programs.desk import run_in
from tests.programs.laid_out import Pages, WordFile
from tests.programs.saved_again import by_libreoffice, edited_by_onlyoffice
from tests.sample_pages import workbook_in
from tests.support import TOP

pytestmark = pytest.mark.programs
LAYOUTS = ("country_report", "portrait_report")
SAMPLES = ("examplia", "germany", "india")
FILES = [
    *((layout, sample) for layout in LAYOUTS for sample in (*SAMPLES, "arabic")),
    ("country_report", "guide"),
    ("country_report", "draft"),
    ("country_report", "arabic draft"),
]
ARABIC = "[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]"


@pytest.fixture(scope="module")
def word_file(tmp_path_factory):
    """Return a function that makes a Word file as a researcher does."""

    @cache
    def made(layout, what):
        folder = tmp_path_factory.mktemp("project")
        settings = (TOP / "publisher.toml").read_text(encoding="utf-8")
        settings = settings.replace('report = "country_report"', f'report = "{layout}"')
        if "arabic" in what:
            settings = settings.replace('language = "en"', 'language = "ar"')
            (folder / "workbooks").mkdir()
            (folder / "workbooks/examplia.xlsx").write_bytes(workbook_in("ar"))
        else:
            shutil.copytree(TOP / "workbooks", folder / "workbooks")
        (folder / "publisher.toml").write_text(settings, encoding="utf-8")
        if "draft" in what:
            run_in(folder, "review", "send", "examplia", "--to", "Echo Network (invented)")
            return next(folder.glob("output/examplia/review/*.docx"))
        if what == "guide":
            run_in(folder, "guide", "--format", "docx")
            return folder / "output/guide/guide.docx"
        name = "examplia" if what == "arabic" else what
        run_in(folder, "build", name, "--format", "docx")
        return folder / f"output/{name}/{name}.docx"

    return made


@pytest.fixture(scope="module")
def laid_out(word_file, tmp_path_factory):
    """Return a function that gives a Word file with its pages by ONLYOFFICE and by LibreOffice."""

    @cache
    def done(layout, what):
        path, folder = word_file(layout, what), tmp_path_factory.mktemp("pages")
        edited_by_onlyoffice(path, folder / "onlyoffice.pdf", "")
        by_libreoffice(path, folder / "libreoffice.pdf")
        pages = [Pages(folder / f"{name}.pdf", folder) for name in ("onlyoffice", "libreoffice")]
        return WordFile(path.read_bytes()), *pages

    return done


@pytest.mark.parametrize(("layout", "what"), [each for each in FILES if "arabic" not in each[1]])
def test_headings_stand_on_the_same_pages_and_no_page_is_empty(laid_out, layout, what):
    file, ours, theirs = laid_out(layout, what)
    headings = file.headings
    assert len(headings) > 2

    found = list(
        zip(headings, ours.of_headings(headings), theirs.of_headings(headings), strict=True)
    )

    assert [each for each in found if 0 in each or abs(each[1] - each[2]) > 1] == []
    assert (ours.empty, theirs.empty) == ([], [])


@pytest.mark.parametrize(("layout", "what"), [each for each in FILES if "arabic" not in each[1]])
def test_every_sign_and_number_of_a_list_and_every_note_is_there(laid_out, layout, what):
    file, ours, theirs = laid_out(layout, what)

    assert (ours.missing(file.listed), theirs.missing(file.listed)) == ([], [])
    assert theirs.missing(file.notes) == []
    assert ours.missing(file.notes_without_numbers) == []
    if layout != "country_report":
        assert ours.missing(file.notes) == []


@pytest.mark.parametrize(("layout", "what"), [each for each in FILES if "arabic" in each[1]])
def test_arabic_words_signs_of_lists_and_numbers_of_pages_are_there(laid_out, layout, what):
    """Their order in the text of a PDF is not that of the page, so they are counted."""
    file, ours, theirs = laid_out(layout, what)
    signs = sum(each.first.startswith("•") for each in file.listed)

    assert ours.number_of(ARABIC) > theirs.number_of(ARABIC) / 2
    assert [each.number_of("•") for each in (ours, theirs)] == [signs, signs]
    assert (ours.shows_its_number, theirs.shows_its_number) == (True, True)
    assert abs(len(ours.texts) - len(theirs.texts)) <= 1
    assert (ours.empty, theirs.empty) == ([], [])
