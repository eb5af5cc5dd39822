"""The edition for a printing house: boxes, marks, inks, and what it must not hold."""

import io
import subprocess

import pikepdf
import pytest
from PIL import Image, ImageCms

from publisher.domain.diagnostics import PublisherError
from publisher.project.printer_profile import read_profile
from publisher.writers.html import write_html
from publisher.writers.pdf import write_print_pdf
from publisher.writers.pdf.preflight import faults
from publisher.writers.pdf.print_edition import for_press
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
    return write_print_pdf(page, CSS, file="t.print.pdf", profile=profile)


@pytest.fixture
def pdf(written):
    with pikepdf.open(io.BytesIO(written)) as opened:
        yield opened


def small(body, profile, style=""):
    return write_print_pdf(PAGE.format(body), SHEET + style, file="t.print.pdf", profile=profile)


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
def test_crop_marks_are_drawn_in_black_outside_the_bleed(pdf):
    page = pdf.pages[0]
    drawn = page.Contents[-1].read_bytes().decode()
    left, bottom, right, top = (float(each) for each in page.BleedBox)

    assert drawn.split()[1:6] == ["0", "0", "0", "1", "K"]
    ends = [
        float(each)
        for each in drawn.replace("m", "").replace("l S", "").split()
        if each[-1].isdigit()
    ][5:]
    points = list(zip(ends[::2], ends[1::2], strict=True))
    assert len(points) == 16
    assert all(not (left <= x <= right and bottom <= y <= top) for x, y in points)


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
        edge = (8 * MILLIMETRE + 1, picture.height / 2)
        assert picture.convert("RGB").getpixel(tuple(map(int, edge)))[0] < 100
        outside = (8 * MILLIMETRE - 3, picture.height / 2)
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
    assert str(intent.OutputConditionIdentifier) == named


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
        for_press(b"%PDF", b"")
