"""PDF/UA-1 by the Matterhorn protocol: first the checker against a PDF broken in each way, then our own PDFs."""

import io
from dataclasses import replace

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from publisher.compose.presentation import Picture
from publisher.project.fonts import are_beyond_shipped
from publisher.writers.html import write_html
from publisher.writers.pdf import Attachment, write_pdf
from publisher.writers.pdf.screen_edition import attach
from publisher.writers.typst import Layout, process, write_typst_pdf
from tests.matterhorn import failures, numbers
from tests.matterhorn.tree import Document
from tests.sample_pages import report_in, sample_since_last_edition
from tests.support import TOP, filled, published

pytestmark = pytest.mark.slow

SOUND = b"""
#set document(title: "Examplia")
#set text(font: "Noto Sans", lang: "en")
#outline()
= One
A text with #link("https://example.org")[a link] and a note.#footnote[Of an invented law.]
== Two
- first
- second
#figure(rect(width: 5mm, height: 5mm), alt: "A square")
#table(columns: 2, table.header[A][B], [1], [2], [3], [4])
"""


@pytest.fixture(scope="module")
def sound():
    """A page with one of each: contents, headings, link, note, list, figure, table, attached file."""
    job = process.Job("x.pdf", "typst", {"x.typ": SOUND}, "{}", ("ua-1",))
    with pikepdf.open(io.BytesIO(process.pdf_of(job))) as pdf:
        attach(pdf, Attachment("x.csv", "text/csv", "A table", b"a,b\n"))
        stream = io.BytesIO()
        pdf.save(stream)
    return stream.getvalue()


@pytest.fixture
def pdf(sound):
    with pikepdf.open(io.BytesIO(sound)) as opened:
        yield opened


def test_a_sound_pdf_fails_nowhere(pdf):
    assert failures(pdf) == []
    kinds = {each.kind for each in Document.of(pdf).elements()}
    assert {"H1", "H2", "TOC", "L", "Table", "TH", "Figure", "Note", "Link", "P"} <= kinds


# The checker, against a PDF broken in each way


def first(pdf, kind):
    """Return the first element of a type."""
    return next(each.raw for each in Document.of(pdf).elements() if each.kind == kind)


def all_of(pdf, kind):
    return [each.raw for each in Document.of(pdf).elements() if each.kind == kind]


def retype(kind, new):
    """Return a change that gives the first element of a type another one."""
    return lambda pdf: first(pdf, kind).__setitem__("/S", Name(f"/{new}"))


def retype_all(kinds, new):
    def change(pdf):
        for kind in kinds.split():
            for each in all_of(pdf, kind):
                each.S = Name(f"/{new}")

    return change


def root(key, value):
    """Return a change that sets an entry of the catalog, or takes it out."""
    return setting(lambda pdf: pdf.Root, key, value)


def setting(holder, key, value=None):
    def change(pdf):
        if value is None:
            del holder(pdf)[key]
        else:
            holder(pdf)[key] = value

    return change


def metadata(old, new):
    """Return a change of words in the metadata."""

    def change(pdf):
        content = pdf.Root.Metadata.read_bytes()
        assert old in content
        pdf.Root.Metadata.write(content.replace(old, new))

    return change


def content(begin=b"", end=b""):
    """Return a change that writes before and behind the content of the page."""

    def change(pdf):
        pdf.pages[0].contents_add(begin, prepend=True)
        pdf.pages[0].contents_add(end)

    return change


def inside_tagged(pdf):
    """Put an artifact into the first tagged content."""
    changed, is_done = [], False
    for operands, operator in pikepdf.parse_content_stream(pdf.pages[0]):
        changed.append((operands, operator))
        if not is_done and str(operator) == "BDC" and "/MCID" in operands[1]:
            changed.append(([Name.Artifact], pikepdf.Operator("BMC")))
            changed.append(([], pikepdf.Operator("EMC")))
            is_done = True
    pdf.pages[0].Contents = pdf.make_stream(pikepdf.unparse_content_stream(changed))


def untagged(pdf):
    """Take the first paragraph out of the tree, not out of the page."""
    paragraph = first(pdf, "P")
    paragraph.K = Array([each for each in paragraph.K if not isinstance(each, int)])


def second_of(kind, key, value):
    return lambda pdf: all_of(pdf, kind)[1].__setitem__(key, value)


def composite(pdf):
    """Return the first composite font."""
    return next(
        each
        for each in pdf.objects
        if isinstance(each, Dictionary) and each.get("/Subtype") == Name.Type0
    )


def inner(pdf):
    return composite(pdf).DescendantFonts[0]


def descriptor(pdf):
    return inner(pdf).FontDescriptor


def character_map(registry="Adobe", ordering="Identity", supplement=0):
    """Return a change that gives a font a map of characters of its own."""

    def change(pdf):
        system = Dictionary(Registry=registry, Ordering=ordering, Supplement=supplement)
        composite(pdf).Encoding = pdf.make_stream(b"", CIDSystemInfo=system)

    return change


def letters(written):
    """Return a change that lets all codes of a font stand for the same."""

    def change(pdf):
        codes = b" ".join(b"<%04x> <%s>" % (code, written) for code in range(100))
        composite(pdf).ToUnicode.write(b"100 beginbfchar " + codes + b" endbfchar")

    return change


def shown(code):
    """Return a change that shows a code of the first font, as tagged content."""

    def change(pdf):
        fonts = pdf.pages[0].Resources.Font
        name = next(key for key, font in fonts.items() if font.objgen == composite(pdf).objgen)
        content(end=b"/Artifact BMC BT %s 9 Tf <%04x> Tj ET EMC" % (name.encode(), code))(pdf)

    return change


def true_type(flags, **entries):
    """Return a change that adds a simple font."""

    def change(pdf):
        described = Dictionary(Flags=flags, FontFile2=pdf.make_stream(b""))
        pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.TrueType,
                FontDescriptor=described,
                ToUnicode=pdf.make_stream(b""),
                **entries,
            )
        )

    return change


def annotation(kind, holder="Annot", **entries):
    """Return a change that adds an annotation, within an element of the structure if one is named."""

    def change(pdf):
        made = pdf.make_indirect(
            Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=[0, 0, 9, 9], **entries)
        )
        pdf.pages[0].Annots.append(made)
        if holder:
            document = first(pdf, "Document")
            reference = Dictionary(Type=Name.OBJR, Obj=made, Pg=pdf.pages[0].obj)
            element = Dictionary(
                Type=Name.StructElem, S=Name(f"/{holder}"), P=document, K=Array([reference])
            )
            document.K.append(pdf.make_indirect(element))

    return change


def film(**entries):
    clip = Dictionary(S=Name.MCD, **entries)
    action = Dictionary(S=Name.Rendition, R=Dictionary(S=Name.MR, C=clip))
    return annotation("Screen", A=action, Contents="A film")


def form_field(**entries):
    field = Dictionary(TU="A field", **entries)
    return lambda pdf: pdf.Root.__setitem__("/AcroForm", Dictionary(Fields=Array([field])))


def drawn_twice(pdf):
    made = pdf.make_stream(
        b"/Artifact BMC EMC % /MCID", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9]
    )
    name = pdf.pages[0].add_resource(made, Name.XObject)
    content(end=b"/Artifact BMC %s Do %s Do EMC" % (str(name).encode(), str(name).encode()))(pdf)


def two_heads(pdf):
    body = first(pdf, "TBody")
    body.S = Name.THead


def caption_in_the_middle(pdf):
    table = first(pdf, "Table")
    caption = Dictionary(Type=Name.StructElem, S=Name.Caption, P=table, K=Array([]))
    table.K = Array([table.K[0], pdf.make_indirect(caption), table.K[1]])


def layers(**entries):
    return root("/OCProperties", Dictionary(**entries))


def in_ruby(*kinds):
    """Return a change that puts elements of these types into a new one of the first."""

    def change(pdf):
        document = first(pdf, "Document")
        outer = pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name(f"/{kinds[0]}"), P=document, K=Array([]))
        )
        for kind in kinds[1:]:
            made = Dictionary(Type=Name.StructElem, S=Name(f"/{kind}"), P=outer, K=Array([]))
            outer.K.append(pdf.make_indirect(made))
        document.K.append(outer)

    return change


def no_language(pdf):
    del pdf.Root.Lang
    pdf.Root.AcroForm = Dictionary(Fields=Array([Dictionary(TU="A field")]))


def no_scope(pdf):
    for cell in [*all_of(pdf, "TH"), *all_of(pdf, "TD")]:
        for attributes in cell.A:
            for key in ("/Scope", "/Headers"):
                if key in attributes:
                    del attributes[key]


def wrong_header(pdf):
    cell = first(pdf, "TD")
    next(each for each in cell.A if "/Headers" in each).Headers = Array([String("nowhere")])


def wide_cell(pdf):
    next(each for each in first(pdf, "TD").A if Name.Table == each.O).ColSpan = 2


BROKEN = [
    ("01-003", inside_tagged),
    ("01-004", content(b"/Artifact BMC", b"EMC")),
    ("01-005", content(end=b"0 0 9 9 re f")),
    ("01-005", content(end=b"/Span <</Lang (en)>> BDC 0 0 m 9 9 l S EMC")),
    ("01-005", untagged),
    ("01-007", root("/MarkInfo", Dictionary(Marked=True, Suspects=True))),
    ("02-001", retype("P", "Invented")),
    ("02-003", setting(lambda pdf: pdf.Root.StructTreeRoot.RoleMap, "/Terms", Name.Terms)),
    ("02-004", setting(lambda pdf: pdf.Root.StructTreeRoot.RoleMap, "/P", Name.Span)),
    ("06-001", root("/Metadata", None)),
    ("06-002", metadata(b"<pdfuaid:part>1<", b"<pdfuaid:part>2<")),
    ("06-003", metadata(b"dc:title", b"dc:subject")),
    ("07-001", setting(lambda pdf: pdf.Root.ViewerPreferences, "/DisplayDocTitle")),
    ("07-002", setting(lambda pdf: pdf.Root.ViewerPreferences, "/DisplayDocTitle", False)),
    ("09-004", retype("TBody", "Div")),
    ("09-004", retype("TR", "Div")),
    ("09-004", retype("TD", "P")),
    ("09-004", retype("H2", "TD")),
    ("09-004", two_heads),
    ("09-004", caption_in_the_middle),
    ("09-004", wide_cell),
    ("09-005", retype("LI", "P")),
    ("09-005", retype("LBody", "P")),
    ("09-005", retype("H2", "LI")),
    ("09-006", retype("TOCI", "P")),
    ("09-006", retype("H2", "TOCI")),
    ("09-007", in_ruby("Ruby", "RB", "RP", "RT")),
    ("09-007", in_ruby("Document", "RB")),
    ("09-008", in_ruby("Warichu", "WT")),
    ("09-008", in_ruby("Document", "WP")),
    ("10-001", lambda pdf: composite(pdf).ToUnicode.write(b"")),
    ("10-001", letters(b"")),
    ("13-004", setting(lambda pdf: first(pdf, "Figure"), "/Alt")),
    ("13-004", setting(lambda pdf: first(pdf, "Figure"), "/Alt", " ")),
    ("14-002", retype("H1", "H2")),
    ("14-003", retype("H2", "H3")),
    ("14-006", retype_all("H1 H2", "H")),
    ("14-007", retype("H2", "H")),
    ("15-003", no_scope),
    ("15-003", wrong_header),
    ("17-002", retype("P", "Formula")),
    ("19-003", setting(lambda pdf: first(pdf, "Note"), "/ID")),
    ("19-004", lambda pdf: first(pdf, "H1").__setitem__("/ID", first(pdf, "Note").ID)),
    ("20-001", layers(D=Dictionary(Name="All"), Configs=Array([Dictionary()]))),
    ("20-002", layers(D=Dictionary(Name=""))),
    ("20-003", layers(D=Dictionary(Name="All", AS=Array([])))),
    (
        "21-001",
        setting(lambda pdf: pdf.Root.Names.EmbeddedFiles.Names[1], "/UF"),
    ),
    (
        "25-001",
        lambda pdf: pdf.Root.__setitem__(
            "/AcroForm",
            Dictionary(
                XFA=pdf.make_stream(b"<config><dynamicRender>required</dynamicRender></config>")
            ),
        ),
    ),
    ("26-001", lambda pdf: pdf.trailer.__setitem__("/Encrypt", Dictionary(V=1))),
    ("26-002", lambda pdf: pdf.trailer.__setitem__("/Encrypt", Dictionary(P=-3904))),
    ("28-002", annotation("Text", "", Contents="A remark")),
    ("28-004", annotation("Text")),
    ("28-005", annotation("Widget", "Form")),
    ("28-006", annotation("Invented", Contents="Words")),
    ("28-007", annotation("TrapNet", Contents="Words")),
    ("28-008", setting(lambda pdf: pdf.pages[0].obj, "/Tabs")),
    ("28-009", setting(lambda pdf: pdf.pages[0].obj, "/Tabs", Name.R)),
    ("28-010", annotation("Widget", "", TU="A field")),
    ("28-011", annotation("Link", "P", Contents="A link")),
    ("28-012", annotation("Link", "Link")),
    ("28-014", film(Alt="A film")),
    ("28-015", film(CT="video/mp4")),
    ("28-016", annotation("FileAttachment", Contents="A file", FS=Dictionary(F="a.csv"))),
    ("28-017", annotation("PrinterMark", "P", Contents="A mark")),
    (
        "30-001",
        lambda pdf: pdf.make_stream(b"", Subtype=Name.Form, Ref=Dictionary(F="other.pdf")),
    ),
    ("30-002", drawn_twice),
    ("31-001", character_map(registry="Other")),
    ("31-002", character_map(ordering="Other")),
    ("31-003", character_map(supplement=2)),
    ("31-004", setting(inner, "/CIDToGIDMap", Name.Other)),
    ("31-005", setting(inner, "/CIDToGIDMap")),
    ("31-006", setting(composite, "/Encoding", Name("/Own-H"))),
    ("31-009", setting(descriptor, "/FontFile2")),
    ("31-011", shown(5000)),
    ("31-014", lambda pdf: descriptor(pdf).CIDSet.write(b"\x80")),
    ("31-015", lambda pdf: descriptor(pdf).CIDSet.write(b"\xff" * 99)),
    ("31-016", setting(inner, "/W", Array([0, 99, 1234]))),
    ("31-019", true_type(32)),
    ("31-020", true_type(32, Encoding=Dictionary())),
    ("31-021", true_type(32, Encoding=Name.StandardEncoding)),
    ("31-024", true_type(4, Encoding=Name.WinAnsiEncoding)),
    ("31-027", setting(composite, "/ToUnicode")),
    ("31-028", letters(b"0000")),
    ("31-029", letters(b"feff")),
    ("31-030", shown(0)),
]
# What else fails by the same fault.
ALONG = {
    "01-004": {"01-003"},
    "28-007": set(),
    "31-011": {"10-001"},
    "31-030": {"10-001"},
    "31-019": set(),
}


@pytest.mark.parametrize(
    ("number", "change"),
    BROKEN,
    ids=[f"{number} {at}" for at, (number, _) in enumerate(BROKEN)],
)
def test_each_fault_is_found_by_its_number(pdf, number, change):
    change(pdf)

    found = numbers(pdf)

    assert number in found
    assert found <= {number} | ALONG.get(number, set())


def test_where_no_language_is_named_it_is_missed_in_all_that_is_read_aloud(pdf):
    no_language(pdf)

    assert numbers(pdf) == {f"11-00{number}" for number in range(1, 7)}


# Our own PDFs: those that no other tests make; the others are looked at in test_pdf and test_heat_map

LAYOUT = Layout(
    {
        name: (TOP / "templates/typst" / name).read_bytes()
        for name in ("country_report.typ", "house.typ")
    },
    "templates/typst",
    are_beyond_shipped,
)
SCRIPTS = "禁止买卖儿童 يعاقب बाल अधिकार ភាសា Latin [QX-1]"
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c63f80f0001010100b138f6140000000049454e44ae426082"
)


def sample():
    """The report of the sample, with what changed and a logo."""
    report = sample_since_last_edition()
    logo = Picture(DOT, "image/png", "An invented logo")
    return replace(report, house=replace(report.house, logo=logo))


def in_many_scripts():
    rows = f"id | law\nopsc-1 | {SCRIPTS}"
    sources = "key | type | title\nQX-1 | National law | القانون"
    report = published(filled(rows, sources, {"version_date": "2026-03-31"}))
    return replace(report, groups=report.groups[:2])


# Known of WeasyPrint: of a syllable that is drawn with several signs, as in Devanagari, only the first stands for its
# letters (10-001); a letter that no font has is a glyph that is not there (31-011), where Typst refuses to write.


def by_weasyprint(report, name):
    page, look = (
        (TOP / f"templates/html/{name}.{kind}").read_text(encoding="utf-8")
        for kind in ("html", "pdf.css")
    )
    return write_pdf(write_html(report, page, "", template_name="t"), look, file="x.pdf")


OURS = {
    "report": lambda: write_typst_pdf(sample(), LAYOUT, file="x.pdf"),
    "French": lambda: write_typst_pdf(report_in("fr"), LAYOUT, file="x.pdf"),
    "Arabic": lambda: write_typst_pdf(report_in("ar"), LAYOUT, file="x.pdf"),
    "scripts": lambda: write_typst_pdf(in_many_scripts(), LAYOUT, file="x.pdf"),
    "web page, Arabic": lambda: by_weasyprint(report_in("ar"), "country_report"),
    "portrait, Arabic": lambda: by_weasyprint(report_in("ar"), "portrait_report"),
}


ON_REQUEST = ("French", "portrait, Arabic", "web page, Arabic")


@pytest.mark.parametrize(
    "name", [pytest.param(each, marks=[pytest.mark.long] * (each in ON_REQUEST)) for each in OURS]
)
def test_our_pdfs_fail_nowhere(name):
    with pikepdf.open(io.BytesIO(OURS[name]())) as ours:
        assert failures(ours) == []


def test_what_weasyprint_cannot_do_is_known():
    with pikepdf.open(io.BytesIO(by_weasyprint(in_many_scripts(), "country_report"))) as ours:
        assert numbers(ours) == {"10-001"}
