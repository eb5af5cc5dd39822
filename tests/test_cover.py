"""The picture on the cover and the imprint: told where a file cannot be used, the same in every format."""

import base64
import io
import re
import subprocess
from dataclasses import replace
from functools import cache
from html import unescape
from xml.etree import ElementTree

import pikepdf
import pytest
from PIL import Image

from publisher.compose.draft import Recipient, compose_draft
from publisher.compose.guide import Covered, Material, compose_guide
from publisher.compose.imprint import ImprintLine
from publisher.compose.presentation import House, Picture, Presentation
from publisher.compose.report import compose_report
from publisher.domain.diagnostics import PublisherError
from publisher.domain.editorial import Editorial
from publisher.domain.worded import WordedTreaty
from publisher.project.fonts import are_beyond_shipped
from publisher.project.printer_profile import read_profile
from publisher.project.project import open_project
from publisher.writers.docx import write_docx
from publisher.writers.html import write_html
from publisher.writers.pdf import write_pdf
from publisher.writers.printing import Printing
from publisher.writers.typst import Layout, write_typst_pdf, write_typst_print_pdf
from tests.matterhorn import failures
from tests.support import TOP, W, checked, docx_part, english, filled, opsc, pdf_text
from tests.test_typst import elements
from tests.validators import validator_findings

SETS = ("country_report", "portrait_report")


def picture_of(width, height, kind="JPEG", **options):
    stream = io.BytesIO()
    Image.new("RGB", (width, height), "#336633").save(stream, kind, **options)
    return stream.getvalue()


GREEN = picture_of(1500, 1300)
SHOWN = Picture(GREEN, "image/jpeg", "Hills of Examplia (invented)", "A. Painter (invented)")
DECORATION = replace(SHOWN, description="")
OWN = Presentation(
    "Example Coalition (invented)",
    "CC BY 4.0",
    address="https://example.org/reports",
    house=House(picture=SHOWN),
)


@cache
def written_report():
    rows = "id | law\nopsc-1 | Crime."
    facts = {"version_date": "2026-03-31", "contact": "reports@example.org"}
    return checked(filled(rows, "", facts))[0]


@cache
def report(presentation=OWN):
    whole = compose_report(written_report(), WordedTreaty(opsc(), english()), presentation)
    return replace(whole, groups=whole.groups[:1])


def without(picture):
    return report(replace(OWN, house=House(picture=picture)))


# The settings


def opened(folder, *lines):
    (folder / "publisher.toml").write_text("[house]\n" + "\n".join(lines), encoding="utf-8")
    project = open_project(folder)
    return project.value.house.picture, "\n".join(map(str, project.diagnostics))


def refused(folder, *lines):
    with pytest.raises(PublisherError) as caught:
        opened(folder, *lines)
    return str(caught.value)


def test_without_the_setting_there_is_no_picture(tmp_path):
    assert opened(tmp_path) == (None, "")


def test_a_picture_is_read_with_what_it_shows_and_whose_it_is(tmp_path):
    (tmp_path / "hills.jpg").write_bytes(GREEN)
    lines = (
        'picture = "hills.jpg"',
        'picture_description = "Hills of Examplia (invented)"',
        'picture_credit = "A. Painter (invented)"',
    )

    assert opened(tmp_path, *lines) == (SHOWN, "")


@pytest.mark.parametrize(("key", "least"), [("picture", "1300"), ("logo", "800")])
def test_a_file_that_is_no_picture_is_told(tmp_path, key, least):
    (tmp_path / "hills.txt").write_text("hills", encoding="utf-8")

    assert refused(tmp_path, f'{key} = "hills.txt"') == (
        f"hills.txt: MUST FIX P411: the picture that the setting 'house.{key}' names is neither a PNG nor a JPEG picture\n"
        f"    save it as PNG or JPEG, at least {least} pixels wide"
    )


@pytest.mark.parametrize("key", ["picture", "logo"])
@pytest.mark.parametrize("cut", [200, 3000])
def test_a_picture_that_was_cut_off_is_told(tmp_path, key, cut):
    (tmp_path / "hills.jpg").write_bytes(GREEN[:cut])

    assert refused(tmp_path, f'{key} = "hills.jpg"') == (
        f"hills.jpg: MUST FIX P441: the picture that the setting 'house.{key}' names is damaged: it cannot be read to its end\n"
        "    open it in a program for pictures and save it anew as PNG or JPEG"
    )


@pytest.mark.parametrize("key", ["picture", "logo"])
def test_a_picture_in_the_inks_of_printing_is_told(tmp_path, key):
    """As designers of logos save them: neither Word nor PDF/A shows it (ISO 19005-3, 6.2.4)."""
    Image.new("CMYK", (2000, 2000), (0, 200, 200, 0)).save(tmp_path / "hills.jpg")

    assert refused(tmp_path, f'{key} = "hills.jpg"') == (
        f"hills.jpg: MUST FIX P447: the picture that the setting 'house.{key}' names is in the four inks of printing"
        " (CMYK), which Word and PDF readers cannot show\n"
        "    save it with the colours of screens (RGB, sRGB) as PNG or JPEG; the print edition makes inks of them itself"
    )


TOO_LARGE = "    save it as JPEG with less than 4 MB, some 2,600 pixels wide and high: every web page, Word file and PDF holds it"


def test_a_file_of_many_bytes_is_told(tmp_path):
    (tmp_path / "hills.jpg").write_bytes(GREEN + bytes(4_500_000))

    assert refused(tmp_path, 'picture = "hills.jpg"') == (
        "hills.jpg: MUST FIX P440: the picture that the setting 'house.picture' names is too large: 4.5 MB\n"
        + TOO_LARGE
    )


def test_a_picture_of_many_pixels_is_told(tmp_path):
    # Of one colour, it is small as a file and 120 MB in the memory of all who open it.
    (tmp_path / "hills.png").write_bytes(picture_of(8000, 5001, "PNG"))

    assert refused(tmp_path, 'picture = "hills.png"') == (
        "hills.png: MUST FIX P444: the picture that the setting 'house.picture' names is too large: 8000 × 5001 pixels\n"
        + TOO_LARGE
    )


def test_a_picture_of_few_pixels_is_told_and_taken(tmp_path):
    (tmp_path / "hills.png").write_bytes(picture_of(1600, 900, "PNG"))

    picture, told = opened(tmp_path, 'picture = "hills.png"')

    assert picture is not None
    assert told == (
        "hills.png: PLEASE CHECK P442: the picture on the cover ('house.picture') has 1600 × 900 pixels, too few: it will look blurred\n"
        "    take one of at least 1300 pixels each way; for printing, of twice as many"
    )


def test_a_small_logo_is_not_told(tmp_path):
    (tmp_path / "logo.png").write_bytes(picture_of(300, 80, "PNG"))

    assert opened(tmp_path, 'logo = "logo.png"') == (None, "")


@pytest.mark.parametrize("size", [(48, 48), (100, 30)])
def test_a_logo_that_would_be_printed_as_a_blur_is_told_and_taken(tmp_path, size):
    """At 18 mm of height, or 70 mm of width, fewer than 75 pixels stand on an inch."""
    (tmp_path / "logo.png").write_bytes(picture_of(*size, "PNG"))

    assert opened(tmp_path, 'logo = "logo.png"') == (
        None,
        f"logo.png: PLEASE CHECK P446: the logo ('house.logo') has {size[0]} × {size[1]} pixels, too few: it stands 18 mm "
        "high on the cover and will look blurred\n"
        "    take one of at least 800 pixels in width",
    )


def photograph():
    """A picture as a camera writes it: turned, with the place where it was taken."""
    exif = Image.Exif()
    exif[274] = 6  # Exif 2.32, Orientation: the camera was held upright
    exif[271] = "A camera of Examplia"
    exif.get_ifd(0x8825)[1] = "N"  # GPSLatitudeRef
    return picture_of(1500, 1300, exif=exif, comment=b"at the shelter")


def test_a_picture_on_its_side_is_told(tmp_path):
    (tmp_path / "hills.jpg").write_bytes(photograph())

    assert refused(tmp_path, 'picture = "hills.jpg"') == (
        "hills.jpg: MUST FIX P443: the picture that the setting 'house.picture' names lies on its side or its head: the camera only noted how to turn it\n"
        "    open it in a program for pictures, turn it there and save it"
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_what_a_camera_wrote_beside_the_picture_goes_into_no_publication(tmp_path, kind):
    exif = Image.Exif()
    exif[271] = "A camera of Examplia"
    exif.get_ifd(0x8825)[1] = "N"
    content = picture_of(1500, 1300, kind, exif=exif)
    assert b"A camera of Examplia" in content
    (tmp_path / "hills").write_bytes(content)

    picture, told = opened(tmp_path, 'picture = "hills"')

    assert told == ""
    with Image.open(io.BytesIO(picture.content)) as image:
        assert (image.size, image.info.get("exif"), dict(image.getexif())) == (
            (1500, 1300),
            None,
            {},
        )
        image.load()
    assert b"A camera of Examplia" not in picture.content


# The imprint

IMPRINT = (
    ImprintLine("organisation", "Published by", "Example Coalition (invented)"),
    ImprintLine(
        "citation",
        "Recommended citation",
        "Example Coalition (invented), ‘Examplia: country report on the Optional Protocol on the sale of"
        " children, child prostitution and child pornography’ (version 1.0, 31 March 2026)",
    ),
    ImprintLine(
        "address",
        "Current version",
        "https://example.org/reports",
        "https://example.org/reports",
    ),
    ImprintLine("contact", "Corrections", "reports@example.org"),
    ImprintLine("licence", "Licence", "CC BY 4.0"),
    ImprintLine("picture", "Cover picture", "A. Painter (invented)"),
)


def test_the_imprint_says_who_publishes_how_to_cite_and_to_correct():
    cited = report().citation

    assert report().imprint == tuple(
        replace(line, text=cited) if line.id == "citation" else line for line in IMPRINT
    )
    assert cited.startswith("Example Coalition (invented), ‘Examplia: country report on the ")


def test_nothing_empty_is_in_the_imprint():
    assert [line.id for line in report(Presentation()).imprint] == ["citation", "contact"]


def test_the_guide_has_the_same_imprint():
    guide = compose_guide(
        Material((Covered(written_report()),), (), Editorial()),
        WordedTreaty(opsc(), english()),
        OWN,
    )

    told = {line.id: line.text for line in guide.imprint}
    assert told.pop("citation") == guide.citation
    assert told == {
        line.id: line.text for line in IMPRINT if line.id not in ("citation", "contact")
    }


def pictures_on(page):
    """Return the pictures of a page, also those inside other drawings."""
    found, waiting = [], [page.obj]
    while waiting:
        resources = waiting.pop().get("/Resources", pikepdf.Dictionary())
        for each in resources.get("/XObject", pikepdf.Dictionary()).values():
            (found if each.get("/Subtype") == "/Image" else waiting).append(each)
    return found


def flat(text):
    return re.sub(r"[\s\u2060]+", " ", text)


def said_in(text):
    """Return how often each line of the imprint, with its label, stands in a text."""
    counts = {}
    for line in report().imprint:
        label, body = map(re.escape, map(flat, (line.label, line.text)))
        counts[line.id] = len(re.findall(rf"{label}:? {body}", flat(text)))
    return counts


ONCE = dict.fromkeys([line.id for line in IMPRINT], 1)


# Each format


def layout():
    files = {
        name: (TOP / "templates/typst" / name).read_bytes()
        for name in ("country_report.typ", "house.typ")
    }
    return Layout(files, "templates/typst", are_beyond_shipped)


@cache
def typst_pdf(picture=SHOWN):
    return write_typst_pdf(without(picture), layout(), file="x.pdf")


@cache
def page(name, picture=SHOWN, kind="css"):
    html, look = (
        (TOP / f"templates/html/{name}.{each}").read_text(encoding="utf-8")
        for each in ("html", kind)
    )
    shown = look if kind == "css" else ""
    return write_html(without(picture), html, shown, template_name="t"), look


def weasyprint_pdf(name, picture=SHOWN):
    return write_pdf(*page(name, picture, "pdf.css"), file="x.pdf")


def word(name, picture=SHOWN):
    template = (TOP / f"templates/docx/{name}.docx").read_bytes()
    return write_docx(without(picture), template, template_name=name)


PDFS = {
    "typst": typst_pdf,
    "weasyprint": lambda picture=SHOWN: weasyprint_pdf("country_report", picture),
    "weasyprint, upright": lambda picture=SHOWN: weasyprint_pdf("portrait_report", picture),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", PDFS)
def test_the_cover_of_a_pdf_bears_the_picture_with_what_it_shows(name, tmp_path):
    content = PDFS[name]()

    with pikepdf.open(io.BytesIO(content)) as pdf:
        pictures = [each for each in pictures_on(pdf.pages[0]) if int(each.Width) == 1500]
        told = [
            str(each.get("/Alt", ""))
            for each in elements(pdf.Root.StructTreeRoot.K)
            if str(each.S) == "/Figure"
        ]
        assert (len(pictures), told.count(SHOWN.description)) == (1, 1)
        assert failures(pdf) == []
    text = flat(pdf_text(content, tmp_path))
    assert "Published by Example Coalition (invented)" in text
    assert "A. Painter (invented)" in text


@pytest.mark.slow
@pytest.mark.parametrize("name", SETS)
def test_a_cover_with_picture_logo_mark_and_long_names_keeps_to_its_page(name, tmp_path):
    """What goes over to a second page takes the picture along, which lies over it."""
    logo = Picture(picture_of(600, 400), "image/jpeg", "A logo (invented)")
    full = replace(
        report(replace(OWN, house=House(picture=SHOWN, logo=logo))),
        country="The United Republic of Invented Islands and Examplia",
        local_name="La Unueca Respubliko de Inventitaj Insuloj kaj Ekzemplio",
        mark="Invented country, for testing only",
        mark_note="The country, its law, its documents and all persons in this report are invented. "
        * 2,
    )
    html, look = (
        (TOP / f"templates/html/{name}.{end}").read_text(encoding="utf-8")
        for end in ("html", "pdf.css")
    )

    content = write_pdf(write_html(full, html, "", template_name="t"), look, file="x.pdf")

    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert [int(each.Width) for each in pictures_on(pdf.pages[0])].count(1500) == 1
    path = tmp_path / "cover.pdf"
    path.write_bytes(content)
    first, second = (
        flat(
            subprocess.run(
                ["pdftotext", "-f", n, "-l", n, path, "-"], capture_output=True, check=True
            ).stdout.decode()
        )
        for n in "12"
    )
    assert "persons in this report are invented." in first
    assert second.count("Contents") == 1


@pytest.mark.slow
@pytest.mark.parametrize("name", PDFS)
def test_a_picture_without_a_description_is_decoration_in_a_pdf(name):
    with pikepdf.open(io.BytesIO(PDFS[name](DECORATION))) as pdf:
        assert any(int(each.Width) == 1500 for each in pictures_on(pdf.pages[0]))
        figures = [each for each in elements(pdf.Root.StructTreeRoot.K) if str(each.S) == "/Figure"]
        assert all(str(each.get("/Alt", "")) for each in figures)
        assert failures(pdf) == []


@pytest.mark.slow
def test_the_picture_is_printed_in_four_inks_into_the_bleed(tmp_path):
    printing = Printing(read_profile(tmp_path, "", file="x"), 6)

    content = write_typst_print_pdf(report(), layout(), file="x", printing=printing)

    with pikepdf.open(io.BytesIO(content)) as pdf:
        (picture,) = pictures_on(pdf.pages[0])
        assert (int(picture.Width), str(picture.ColorSpace)) == (1500, "/DeviceCMYK")


@pytest.mark.slow
@pytest.mark.parametrize("name", SETS)
def test_the_cover_of_a_word_file_bears_the_picture_with_what_it_shows(name):
    content = word(name)

    document = docx_part(content)
    assert document.count('name="Cover picture" descr="Hills of Examplia (invented)"') == 2
    assert "decorative" not in document
    assert validator_findings(content) == []
    paragraphs = ElementTree.fromstring(document).iter(f"{W}p")
    assert said_in(" ".join("".join(each.itertext()) for each in paragraphs)) == ONCE


@pytest.mark.slow
@pytest.mark.parametrize("has_picture", [True, False])
@pytest.mark.parametrize("name", SETS)
def test_all_that_a_cover_in_word_says_stands_on_it(name, has_picture, tmp_path, convert):
    """With a logo, a name of two lines and a mark: the last of it began a page of its own."""
    house = House(picture=SHOWN if has_picture else None, logo=replace(SHOWN, credit=""))
    crowded = replace(
        report(replace(OWN, house=house)),
        country="Democratic People’s Republic of Examplia",
        local_name="Exemplara Respubliko",
        mark="Invented country, for testing only",
        mark_note="The country, its law and its documents are invented. Nothing describes a State.",
    )
    template = (TOP / f"templates/docx/{name}.docx").read_bytes()
    path = tmp_path / "report.docx"
    path.write_bytes(write_docx(crowded, template, template_name=name))

    cover, imprint, *_ = pdf_text(convert(path, "pdf", tmp_path).read_bytes(), tmp_path).split("\f")

    assert "Nothing describes a State." in " ".join(cover.split())
    assert "About this report" in imprint


def test_a_picture_without_a_description_is_decoration_in_word():
    content = word("country_report", DECORATION)

    # [MS-ODRAWXML] 2.22.1.1
    assert docx_part(content).count(":decorative ") == 1
    assert validator_findings(content) == []


def test_a_picture_of_another_shape_is_cut_off_on_opposite_sides_in_word():
    # 20.1.8.55, in thousandths of a per cent: 1500 x 1300 into 104 x 210 mm, and into 210 x 105 mm.
    wide, upright = (docx_part(word(name)) for name in SETS)

    assert re.findall(r"<a:srcRect[^>]*>", wide) == ['<a:srcRect l="28540" r="28540"/>']
    assert re.findall(r"<a:srcRect[^>]*>", upright) == ['<a:srcRect t="21154" b="21154"/>']


@pytest.mark.parametrize("name", SETS)
def test_the_web_page_bears_the_picture_and_the_whole_imprint(name):
    html, _ = page(name)

    source = base64.b64encode(GREEN).decode()
    assert html.count(f'<img src="data:image/jpeg;base64,{source}" alt="{SHOWN.description}">') == 1
    plain = unescape(re.sub(r"<[^>]+>", " ", html.split("</style>")[1]))
    assert said_in(plain) == ONCE
    assert f'base64,{source}" alt="">' in page(name, DECORATION)[0]


@pytest.mark.parametrize("name", SETS)
def test_without_a_picture_nothing_stands_for_it(name):
    html = page(name, None)[0].split("</style>")[1]

    assert ("picture" not in html, "pictured" not in html) == (True, True)
    assert "Cover picture" not in docx_part(word(name, None))
    assert ImprintLine("licence", "Licence", "CC BY 4.0") == without(None).imprint[-1]


def test_a_draft_for_reviewers_has_no_picture():
    draft = compose_draft(
        written_report(), WordedTreaty(opsc(), english()), OWN, Recipient("Example Network")
    )

    assert draft.report.house.picture is None
    assert "picture" not in [line.id for line in draft.report.imprint]
