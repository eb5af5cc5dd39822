"""The edition for a printing house: boxes, marks, inks, and what it must not hold."""

import io
import re
import subprocess
from xml.etree import ElementTree

import pikepdf
import pytest
from PIL import Image, ImageCms

from publisher.domain.diagnostics import PublisherError
from publisher.project.printer_profile import read_profile
from publisher.writers.html import write_html
from publisher.writers.pdf import Printing, write_print_pdf
from publisher.writers.pdf.pdfx import identify, lacking
from publisher.writers.pdf.preflight import faults
from publisher.writers.pdf.print_edition import for_press
from tests.projects import run
from tests.support import TOP, filled, pdf_text, published

HTML = (TOP / "templates/html/country_report.html").read_text(encoding="utf-8")
CSS = (TOP / "templates/html/country_report.pdf.css").read_text(encoding="utf-8")
MILLIMETRE = 72 / 25.4
PAGE = "<html lang='en'><head><title>T</title></head><body>{}</body></html>"
SHEET = "@page { size: 100mm 80mm; margin: 10mm; bleed: 3mm } body { font-family: 'Report Sans' }"


@pytest.fixture(scope="module")
def profile():
    """The CMYK profile that comes with the program."""
    return read_profile(TOP, "", file="t.pdf")


@pytest.fixture(scope="module")
def written(profile):
    report = published(
        filled(
            "id | law\nopsc-1 | A text. [QX-1]",
            "key | type | title\nQX-1 | National law | Lex",
            {"version_date": "2026-03-31"},
        )
    )
    page = write_html(report, HTML, "", template_name="t")
    return write_print_pdf(page, CSS, file="t.print.pdf", printing=Printing(profile))


@pytest.fixture
def pdf(written):
    with pikepdf.open(io.BytesIO(written)) as opened:
        yield opened


def small(body, profile, style=""):
    return write_print_pdf(
        PAGE.format(body), SHEET + style, file="t.print.pdf", printing=Printing(profile)
    )


def operators(content, *names):
    with pikepdf.open(io.BytesIO(content)) as opened:
        return [
            (str(operator), *(round(float(each), 2) for each in operands))
            for page in opened.pages
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) in names
        ]


@pytest.mark.slow
def test_qpdf_finds_nothing_wrong_and_the_text_is_there(written, tmp_path):
    assert "A text." in pdf_text(written, tmp_path)
    path = str(tmp_path / "text.pdf")
    checked = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=True)
    assert "No syntax or stream encoding errors found" in checked.stdout


@pytest.mark.slow
def test_the_boxes_lie_in_one_another_with_three_millimetres_of_bleed(pdf):
    for page in pdf.pages:
        trim, bleed, media = (
            [float(each) for each in box] for box in (page.TrimBox, page.BleedBox, page.MediaBox)
        )

        assert trim == pytest.approx([0, 0, 297 * MILLIMETRE, 210 * MILLIMETRE], abs=0.01)
        distances = [
            abs(outer - inner) / MILLIMETRE for outer, inner in zip(bleed, trim, strict=True)
        ]
        assert distances == pytest.approx([3, 3, 3, 3], abs=0.01)
        assert (
            media[0] < bleed[0],
            media[1] < bleed[1],
            media[2] > bleed[2],
            media[3] > bleed[3],
        ) == (True,) * 4


@pytest.mark.slow
def test_marks_are_drawn_in_the_colour_of_all_plates_outside_the_bleed(pdf):
    page = pdf.pages[0]
    marks = page.Resources.XObject[page.Contents[-1].read_bytes().decode().split()[1]]
    left, bottom, right, top = (float(each) for each in page.BleedBox)
    drawn = [
        (str(operator), operands) for operands, operator in pikepdf.parse_content_stream(marks)
    ]

    # ISO 32000-1, 8.6.6.4: the colorant All is printed with every ink.
    (space,) = (operands[0] for operator, operands in drawn if operator == "CS")
    named = marks.Resources.ColorSpace[space]
    assert [str(each) for each in list(named)[:3]] == ["/Separation", "/All", "/DeviceCMYK"]
    assert [operands for operator, operands in drawn if operator == "SCN"] == [[1]]
    points = [
        (float(x), float(y))
        for operator, operands in drawn
        if operator in ("m", "l", "c")
        for x, y in zip(operands[::2], operands[1::2], strict=True)
    ]
    # Eight lines at the corners; at each side a cross and a circle of a beginning and four curves.
    assert len(points) == 8 * 2 + 4 * (2 * 2 + 1 + 4 * 3)
    assert all(not (left <= x <= right and bottom <= y <= top) for x, y in points)
    sheet_left, sheet_bottom, sheet_right, sheet_top = (float(each) for each in page.MediaBox)
    assert all(sheet_left < x < sheet_right and sheet_bottom < y < sheet_top for x, y in points)


@pytest.mark.slow
def test_blank_pages_fill_the_number_of_pages_up_to_a_multiple_of_four(profile):
    def pages(count):
        body = "".join(f"<p style='break-before:page'>{number}" for number in range(count))
        printing = Printing(profile, has_fours=True)
        content = write_print_pdf(PAGE.format(body), SHEET, file="t.pdf", printing=printing)
        assert faults(content) == ()
        with pikepdf.open(io.BytesIO(content)) as opened:
            sizes = {tuple(map(float, page.TrimBox)) for page in opened.pages}
            assert len(sizes) == 1
            return len(opened.pages)

    assert [pages(count) for count in (1, 3, 4, 5)] == [4, 4, 4, 8]


@pytest.mark.slow
@pytest.mark.parametrize(("direction", "moved"), [("ltr", [5, -5, 5]), ("rtl", [-5, 5, -5])])
def test_pages_move_away_from_the_side_on_which_they_are_bound(profile, direction, moved, tmp_path):
    """The first page of a book lies to the right of its binding; in Arabic to the left."""
    body = "".join(f"<p style='break-before:page'>Word {number}" for number in range(3))
    page = PAGE.format(body).replace("<html", f"<html dir='{direction}'")

    def lefts(gutter):
        content = write_print_pdf(page, CSS, file="t.pdf", printing=Printing(profile, gutter))
        path = tmp_path / f"{gutter}.pdf"
        path.write_bytes(content)
        listed = subprocess.run(
            ["pdftotext", "-bbox", path, "-"], capture_output=True, text=True, check=True
        ).stdout
        found = re.findall(r'<word xMin="([\d.]+)"[^>]*>Word<', listed)
        return [float(each) / MILLIMETRE for each in found]

    distances = [after - before for before, after in zip(lefts(0), lefts(5), strict=True)]
    assert distances == pytest.approx(moved, abs=0.05)


@pytest.mark.slow
def test_the_metadata_say_pdf_x_4_and_agree_with_the_document_information(pdf):
    # ISO 15930-7, 6.2 and 6.7: identification, title, dates, ids, whether it is trapped.
    names = {
        "pdfxid": "http://www.npes.org/pdfx/ns/id/",
        "dc": "http://purl.org/dc/elements/1.1/",
        "xmp": "http://ns.adobe.com/xap/1.0/",
        "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
        "pdf": "http://ns.adobe.com/pdf/1.3/",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    }
    told = ElementTree.fromstring(pdf.Root.Metadata.read_bytes())

    def text(name):
        return "".join(told.find(f".//{name}", names).itertext()).strip()

    assert text("pdfxid:GTS_PDFXVersion") == "PDF/X-4"
    assert text("dc:title") == str(pdf.docinfo["/Title"])
    assert {text(f"xmp:{each}Date")[:10] for each in ("Create", "Modify", "Metadata")} == {
        "2026-03-31"
    }
    assert str(pdf.docinfo["/CreationDate"]).startswith("D:20260331")
    assert text("pdf:Trapped") == "False"
    assert pdf.docinfo["/Trapped"] == "/False"
    assert text("xmpMM:DocumentID").startswith("uuid:")
    assert (text("xmpMM:VersionID"), text("xmpMM:RenditionClass")) == ("1", "default")
    assert pdf.pdf_version == "1.6"
    assert "/Filter" not in pdf.Root.Metadata
    assert "/ID" in pdf.trailer


def intent_of(opened):
    return opened.Root.OutputIntents[0]


def with_header(at, value):
    """Return a change that puts something into the header of the profile."""

    def change(opened):
        profile = intent_of(opened).DestOutputProfile
        content = bytearray(profile.read_bytes())
        content[at : at + len(value)] = value
        profile.write(bytes(content))

    return change


LACKING = {
    "no CreationDate": lambda opened: opened.docinfo.__delitem__("/CreationDate"),
    "no Title": lambda opened: opened.docinfo.__delitem__("/Title"),
    "no profile": lambda opened: intent_of(opened).__delitem__("/DestOutputProfile"),
    "a name of the printing condition": lambda opened: intent_of(opened).__delitem__("/Info"),
    "2 output intents": lambda opened: opened.Root.OutputIntents.append(intent_of(opened)),
    "a profile of a newer version": with_header(8, b"\x05\x00"),
    "a profile that is not of a press in CMYK": with_header(12, b"mntr"),
    "a page with an art box, or without a trim box": lambda opened: opened.pages[1].__setitem__(
        "/ArtBox", opened.pages[1].TrimBox
    ),
    "forms or layers": lambda opened: opened.Root.__setitem__(
        "/OCProperties", pikepdf.Dictionary()
    ),
    "TR of an object": lambda opened: opened.make_indirect(
        pikepdf.Dictionary(TR=pikepdf.Name.Identity)
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("lack", ["", *LACKING])
def test_what_lacks_something_of_pdf_x_4_does_not_claim_it(written, lack):
    with pikepdf.open(io.BytesIO(written)) as opened:
        del opened.Root.Metadata
        del opened.docinfo["/Trapped"]
        LACKING.get(lack, lambda _: None)(opened)

        assert list(lacking(opened)) == ([lack] if lack else [])
        assert identify(opened, written) is not bool(lack)
        assert ("/Metadata" in opened.Root) is not bool(lack)


@pytest.mark.slow
def test_what_has_no_date_does_not_claim_pdf_x_4(profile):
    with pikepdf.open(io.BytesIO(small("<p>Text</p>", profile))) as undated:
        assert "/Metadata" not in undated.Root


@pytest.mark.slow
def test_the_colour_of_the_cover_reaches_into_the_bleed(written, tmp_path):
    """Drawn by poppler: the outermost pixels of the bleed at the left edge of the cover have its colour."""
    path = tmp_path / "print.pdf"
    path.write_bytes(written)
    subprocess.run(
        ["pdftoppm", "-r", "72", "-f", "1", "-l", "1", "-png", str(path), str(tmp_path / "p")],
        check=True,
    )
    (drawn,) = tmp_path.glob("p*.png")
    with Image.open(drawn) as picture:
        edge = (8 * MILLIMETRE + 1, picture.height / 3)
        assert picture.convert("RGB").getpixel(tuple(map(int, edge)))[0] < 100
        outside = (8 * MILLIMETRE - 3, picture.height / 3)
        assert picture.convert("RGB").getpixel(tuple(map(int, outside))) == (255, 255, 255)


@pytest.mark.slow
def test_only_inks_are_printed_and_text_is_black_alone(written):
    assert operators(written, "g", "G", "rg", "RG", "sc", "SC", "scn", "SCN", "cs", "CS") == []
    inks = operators(written, "k", "K")
    assert ("k", 0, 0, 0, 1) in inks
    assert all(sum(each[1:]) <= 3 for each in inks)


@pytest.mark.slow
def test_links_attachments_and_scripts_are_gone(pdf):
    assert {"/Names", "/AF", "/Outlines", "/OpenAction", "/StructTreeRoot"} & set(
        pdf.Root.keys()
    ) == set()
    assert all("/Annots" not in page for page in pdf.pages)


@pytest.mark.slow
def test_the_output_intent_holds_the_very_profile(pdf, profile):
    (intent,) = pdf.Root.OutputIntents

    assert (intent.S, int(intent.DestOutputProfile.N)) == (pikepdf.Name.GTS_PDFX, 4)
    assert intent.DestOutputProfile.read_bytes() == profile
    named = ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile))).strip()
    assert (str(intent.Info), named) == ("FOGRA39L coated", "FOGRA39L coated")
    # As the registry of the International Color Consortium lists the condition.
    assert str(intent.OutputConditionIdentifier) == "FOGRA39"
    assert str(intent.RegistryName) == "http://www.color.org"


@pytest.mark.slow
def test_the_same_report_gives_the_same_bytes(profile):
    assert small("<p>Text</p>", profile) == small("<p>Text</p>", profile)


@pytest.mark.slow
def test_greys_are_black_ink_and_colours_go_through_the_profile(profile):
    found = operators(
        small("<p style='color:#808080'>a<b style='color:#1f4e79'>b</b></p>", profile), "k"
    )

    expected = ImageCms.applyTransform(
        Image.new("RGB", (1, 1), (0x1F, 0x4E, 0x79)),
        ImageCms.buildTransform(
            ImageCms.createProfile("sRGB"),
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            "RGB",
            "CMYK",
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            ImageCms.Flags.BLACKPOINTCOMPENSATION,
        ),
    ).getpixel((0, 0))
    assert ("k", 0, 0, 0, 0.5) in found
    assert ("k", *(round(each / 255, 2) for each in expected)) in found


@pytest.mark.slow
def test_gradients_and_pictures_are_inks_too(profile):
    red = b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"
    body = f"<div><p style='background:linear-gradient(to right,#1f4e79 50%,#fff 50%)'>a</p></div><svg width='9' height='9' viewBox='0 0 9 9' xmlns='http://www.w3.org/2000/svg'><title>x</title><image width='9' height='9' href='data:image/png;base64,{red.decode()}'/><circle r='3' cx='4' cy='4' fill='#ccc'/></svg>"

    assert faults(small(body, profile)) == ()


@pytest.mark.slow
def test_what_would_show_through_is_refused(profile):
    with pytest.raises(PublisherError) as caught:
        small("<p style='opacity:.5'>Text</p>", profile)

    assert str(caught.value) == (
        "t.print.pdf: MUST FIX O323: the print edition was not written, because a printing house would refuse it:"
        " transparency\n    change the template or its style sheet country_report.pdf.css, or copy the standard ones from"
        " a new project folder"
    )


@pytest.mark.slow
def test_each_rule_of_printing_is_checked(written):
    def broken(change):
        with pikepdf.open(io.BytesIO(written)) as opened:
            change(opened)
            stream = io.BytesIO()
            opened.save(stream)
        return faults(stream.getvalue())

    def draw(operations):
        return lambda opened: opened.pages[1].contents_add(opened.make_stream(operations))

    def drop_fonts(opened):
        for each in opened.objects:
            if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/FontDescriptor":
                del each["/FontFile2"]

    def small_bleed(opened):
        opened.pages[0].BleedBox = opened.pages[0].TrimBox

    def link(opened):
        opened.pages[2].Annots = pikepdf.Array([pikepdf.Dictionary(Type=pikepdf.Name.Annot)])

    assert faults(written) == ()
    assert broken(draw(b"1 0 0 rg")) == ("a colour that is not CMYK: RGB (page 2)",)
    assert broken(draw(b"0.5 G")) == ("a colour that is not CMYK: grey (page 2)",)
    assert broken(draw(b"/DeviceRGB cs 1 0 0 sc")) == (
        "a colour that is not CMYK: /DeviceRGB (page 2)",
        "a colour that is not CMYK: other (page 2)",
    )
    assert broken(draw(b"1 1 .9 .2 k")) == ("more than 300% of ink (page 2)",)
    assert broken(lambda opened: opened.Root.__delitem__("/OutputIntents")) == (
        "no output intent for CMYK",
    )
    assert broken(small_bleed) == (
        "page boxes do not lie one inside the other with 3 mm of bleed (page 1)",
    )
    assert broken(link) == ("links or other annotations (page 3)",)
    assert broken(
        lambda opened: opened.attachments.__setitem__("a", pikepdf.AttachedFileSpec(opened, b"x"))
    ) == ("attachments",)
    assert [each.split(":")[0] for each in broken(drop_fonts)][:1] == [
        "a font that is not embedded"
    ]


@pytest.mark.slow
def test_a_profile_of_a_screen_is_refused():
    rgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    messages = []
    for content in (rgb, b"no profile"):
        with pytest.raises(PublisherError) as caught:
            small("<p>Text</p>", content)
        messages.append(str(caught.value))

    hint = "ask the printing house for its ICC profile for CMYK, and name that file in publisher.toml as icc"
    start = "t.print.pdf: MUST FIX O322: the colour profile is no profile of a printing press: CMYK is needed, this file is"
    assert messages == [f"{start} for RGB\n    {hint}", f"{start} no ICC profile\n    {hint}"]


def test_a_profile_that_is_not_there_is_told(tmp_path):
    with pytest.raises(PublisherError) as caught:
        read_profile(tmp_path, "press.icc", file="a.print.pdf")
    assert str(caught.value) == (
        "a.print.pdf: MUST FIX O321: the colour profile 'press.icc' cannot be read (No such file or directory)\n"
        "    correct icc in publisher.toml: the path of the file, seen from the project's folder"
    )


def test_the_doctor_says_which_profile_is_taken_and_what_to_do_where_it_is_not_there(tmp_path):
    def told(settings):
        (tmp_path / "publisher.toml").write_text(settings, encoding="utf-8")
        lines = run(tmp_path, "doctor").output.splitlines()
        start = next(number for number, line in enumerate(lines) if "CMYK profile" in line)
        is_followed = lines[start + 1].startswith(" ")
        return lines[start : start + 1 + is_followed]

    assert told("") == [
        "ok       CMYK profile: that for coated paper (FOGRA39), which comes with the program"
    ]
    assert told('icc = "press.icc"') == [
        "missing  CMYK profile: missing: needed only for the print edition",
        "         to mend it: correct icc in publisher.toml",
    ]


def test_the_profile_that_comes_with_the_program_is_that_of_coated_paper(profile):
    """The inks are those that Fogra measured: full cyan has the colour 55, -37, -50 (FOGRA39L)."""
    described = ImageCms.ImageCmsProfile(io.BytesIO(profile)).profile

    assert profile[8:10] == b"\x02\x20"  # version 2.2 of ICC: PDF/X-4 takes it
    assert (described.xcolor_space.strip(), described.device_class) == ("CMYK", "prtr")
    lab = ImageCms.buildTransform(
        ImageCms.ImageCmsProfile(io.BytesIO(profile)),
        ImageCms.createProfile("LAB"),
        "CMYK",
        "LAB",
        ImageCms.Intent.ABSOLUTE_COLORIMETRIC,
    )
    cyan = ImageCms.applyTransform(Image.new("CMYK", (1, 1), (255, 0, 0, 0)), lab)
    lightness, *others = cyan.getpixel((0, 0))
    measured = [round(lightness / 2.55), *(each - 128 for each in others)]
    assert measured == pytest.approx([55, -37, -50], abs=2)


def test_the_pages_are_refused_without_a_profile_before_anything_is_changed():
    with pytest.raises(Exception, match="no ICC profile"):
        for_press(b"%PDF", Printing(b""))
