"""The reader drops no letter: every word, sign, link and picture of a returned draft is read or told with its words.

Expected texts come from the standard (ECMA-376 Part 1 and Part 3) and from pandoc. All content is invented.
"""

import csv
import io
import re
import subprocess
import unicodedata
import zipfile

import pytest

from publisher.domain.symbol_fonts import symbol
from publisher.review.read import read_returned
from publisher.review.returned import Line, ReturnedTable, meant_text, sent_text
from tests.returned import ANN, BEN, W_NS, dele, docx, dt, ins, p, t, table, tc
from tests.support import TOP

CASES = TOP / "tests/cases"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
W16SE = "http://schemas.microsoft.com/office/word/2015/wordml/symex"
EMOJI = (
    f'<mc:AlternateContent><mc:Choice Requires="w16se"><w16se:symEx xmlns:w16se="{W16SE}"'
    ' w16se:font="Segoe UI Emoji" w16se:char="1F60A"/></mc:Choice><mc:Fallback><w:t>\U0001f60a</w:t></mc:Fallback>'
    "</mc:AlternateContent>"
)


def r(inner, properties=""):
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{inner}</w:r>"


def forms(choice, fallback):
    return (
        f'<mc:AlternateContent><mc:Choice Requires="w16se">{choice}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
    )


def ruby(base, guide):
    return f"<w:ruby><w:rubyPr/><w:rt>{guide}</w:rt><w:rubyBase>{base}</w:rubyBase></w:ruby>"


def field(code, *result, text="instrText"):
    codes = "".join(r(f"<w:{text}>{each}</w:{text}>") for each in code.split("|"))
    begin, separate, end = (
        r(f'<w:fldChar w:fldCharType="{each}"/>') for each in ("begin", "separate", "end")
    )
    return f"{begin}{codes}{separate}{''.join(result)}{end}"


def no_content(inner):
    """Return something among the properties of a control, where no content of the document stands."""
    return f"<w:sdt><w:sdtPr>{inner}</w:sdtPr></w:sdt>"


def read(body, **parts):
    found = read_returned(docx(body, **parts), "back.docx")
    assert [str(each) for each in found.diagnostics] == []
    return found.value


def views(body):
    lines = [each for each in read(body).body if isinstance(each, Line)]
    return sent_text(lines), meant_text(lines)


def told(body, **parts):
    found = read_returned(docx(body, **parts), "back.docx")
    return [str(each) for each in found.diagnostics]


LINK = ' HYPERLINK "https://law.example/act" '


@pytest.mark.parametrize(
    ("body", "sent", "meant"),
    [
        # a phonetic guide: the word is content, the guide is kept behind it (17.3.3.25)
        (p("a ", r(ruby(t("儿童"), t("ér"))), " b"), "a 儿童(ér) b", "a 儿童(ér) b"),
        (p("a ", ins(r(ruby(t("東京"), t("とう") + t("きょう"))))), "a ", "a 東京(とうきょう)"),
        (p(r(ruby(t("字"), ""))), "字", "字"),
        (p(r(ruby(t("字"), ins(t("zi"))))), "字", "字(zi)"),
        # signs of symbol fonts, with and without the F0 of their code (17.3.3.30)
        (p(r('<w:sym w:font="Wingdings" w:char="F0FC"/>')), "✓", "✓"),
        (p(r('<w:sym w:font="wingdings" w:char="FC"/>')), "✓", "✓"),
        (p(r('<w:sym w:font="Symbol" w:char="F061"/>')), "α", "α"),
        (p(ins(r('<w:sym w:font="Wingdings" w:char="F0E0"/>'))), "", "→"),  # the autocorrect of -->
        (p(dele(r('<w:sym w:font="Wingdings" w:char="F04A"/>'))), "☺", ""),
        (p(r('<w:sym w:font="Segoe UI Symbol" w:char="2713"/>')), "✓", "✓"),
        (
            p(r('<w:sym w:font="House Signs" w:char="F041"/>')),
            "[House Signs F041]",
            "[House Signs F041]",
        ),
        # the same signs as letters of a run in such a font; elsewhere they are nobody's signs
        (
            p(r("<w:t>a \uf0e0 b</w:t>", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>')),
            "a → b",
            "a → b",
        ),
        (p(r("<w:t>\uf0b7</w:t>", '<w:rFonts w:ascii="Calibri"/>')), "\uf0b7", "\uf0b7"),
        # emoji, as Word keeps them and as others do
        (p("a ", ins(r(EMOJI))), "a ", "a \U0001f60a"),
        (p(ins("\U0001f1f3\U0001f1f5")), "", "\U0001f1f3\U0001f1f5"),
        # one of several forms, around runs as well as in them (Part 3, 10.2)
        (p("a ", forms(t("new"), t("new")), " b"), "a new b", "a new b"),
        (p("a ", forms("", t("old form")), " b"), "a old form b", "a old form b"),
        (p("a ", forms(ins("new"), ins("new"))), "a ", "a new"),
        (p("a ", forms(forms(t("in"), t("in")), t("out"))), "a in", "a in"),
        # changes inside a formula
        (
            p(
                f"<w:x/><m:oMath><m:r><m:t>x</m:t></m:r><w:ins {ANN}><m:r><m:t>+1</m:t></m:r></w:ins></m:oMath>"
            ),
            "x",
            "x+1",
        ),
        # the code of a field is no text, nor what a field in the code shows (17.16.18)
        (p(field("IF |", t("yes"))), "yes", "yes"),
        (
            p(
                r('<w:fldChar w:fldCharType="begin"/>'),
                r("<w:instrText> IF </w:instrText>"),
                field("PAGE", t("7")),
                r('<w:fldChar w:fldCharType="separate"/>'),
                t("yes"),
                r('<w:fldChar w:fldCharType="end"/>'),
            ),
            "yes",
            "yes",
        ),
    ],
)
def test_every_letter_is_read(body, sent, meant):
    one, other = views(body)

    assert ("".join(one), "".join(other)) == (sent, meant)


@pytest.mark.parametrize(
    ("body", "links"),
    [
        (p("See ", field(LINK, t("the Act")), "."), {"the Act": "https://law.example/act"}),
        (p("See ", ins(field(LINK, t("the Act")))), {"the Act": "https://law.example/act"}),
        # a code may be cut into several runs (17.16.23)
        (
            p(field(' HYPER|LINK "https://law.example|/act" \\l "s 5" \\o "A tip"', t("the Act"))),
            {"the Act": "https://law.example/act#s 5"},
        ),
        (
            p(f"<w:fldSimple w:instr='{LINK}'>{t('the Act')}</w:fldSimple>"),
            {"the Act": "https://law.example/act"},
        ),
        (p(field(' HYPERLINK \\l "chapter"', t("below"))), {"below": "#chapter"}),
        # a field in the words of a link
        (
            p(field(LINK, t("Act of "), field(' QUOTE "2075" ', t("2075")))),
            {"Act of ": "https://law.example/act", "2075": "https://law.example/act"},
        ),
    ],
)
def test_the_words_of_a_link_are_content_and_keep_their_address(body, links):
    (line,) = read(body).body

    found = {piece.text: piece.link for piece in line.pieces if piece.link}
    assert found == links
    assert not any(piece.is_field for piece in line.pieces)


def test_where_a_page_ends_is_no_text_but_where_a_line_ends_is():
    body = p(t("a"), r('<w:br w:type="page"/>'), r('<w:br w:type="column"/>'), r("<w:br/>"), t("b"))

    assert views(body) == (("a\nb",), ("a\nb",))


def test_what_a_program_works_out_is_told_from_what_somebody_wrote():
    body = p(
        field("PAGE", t("7")),
        field(' ADDIN ZOTERO_ITEM CSL_CITATION {"x": 1} ', t("(Example 2019)")),
        field(' TOC \\o "1-3" ', field(' HYPERLINK \\l "_Toc1"', t("Chapter one"))),
    )

    (line,) = read(body).body

    assert {piece.text: piece.is_field for piece in line.pieces} == {
        "7": True,
        "(Example 2019)": False,
        "Chapter one": True,
    }


def comments(*paragraphs):
    return f'<w:comments xmlns:w="{W_NS}" xmlns:mc="{MC}" xmlns:m="{M}"><w:comment w:id="0" {ANN}>{"".join(paragraphs)}</w:comment></w:comments>'


def test_the_address_of_a_link_in_a_comment_is_kept():
    (found,) = read(p("a"), comments=comments(p("See ", field(LINK, t("the Act"))))).comments

    assert (found.lines, found.links) == (("See the Act",), ("https://law.example/act",))


def test_the_links_of_comments_are_those_of_their_own_part():
    relation = (
        '<Relationship Id="r1"'
        ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"'
        ' Target="https://law.example/{}" TargetMode="External"/></Relationships>'
    )
    link = f'<w:hyperlink xmlns:r="x" r:id="r1">{t("the Act")}</w:hyperlink>'
    with zipfile.ZipFile(io.BytesIO(docx(p(link), comments=comments(p(link))))) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    own = parts["word/_rels/document.xml.rels"]
    empty = re.sub("<Relationship .*/>", "", own)
    parts["word/_rels/comments.xml.rels"] = empty.replace(
        "</Relationships>", relation.format("comments")
    )
    parts["word/_rels/document.xml.rels"] = own.replace(
        "</Relationships>", relation.format("document")
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)

    found = read_returned(stream.getvalue(), "back.docx").value

    assert [piece.link for piece in found.body[0].pieces] == ["https://law.example/document"]
    assert found.comments[0].links == ("https://law.example/comments",)


def test_a_comment_without_an_end_reaches_to_the_end_of_its_paragraph():
    body = p("before ", '<w:commentRangeStart w:id="0"/>', t("this")) + p("and not this")

    lines = read(body, comments=comments(p("Really?"))).body

    on = [piece.text for line in lines for piece in line.pieces if "0" in piece.comments]
    assert on == ["this"]


def test_what_lies_in_a_table_inside_a_cell_or_in_a_formula_says_so():
    formula = p("<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>")
    (found,) = read(table(tc(p("outer"), table(tc(p("inner"))), formula))).body

    assert isinstance(found, ReturnedTable)
    pieces = [piece for line in found.rows[0].cells[0].lines for piece in line.pieces]
    assert [(each.text, each.holds) for each in pieces] == [
        ("outer", ""),
        ("inner", "table"),
        ("x", "formula"),
    ]


# Signs of symbol fonts against pandoc's own tables


def test_the_signs_of_the_font_symbol_are_those_that_pandoc_reads(tmp_path):
    codes = range(0x21, 0xFF)
    lines = "".join(
        p(f"{code:02X}|", r(f'<w:sym w:font="Symbol" w:char="F0{code:02X}"/>')) for code in codes
    )
    path = tmp_path / "signs.docx"
    path.write_bytes(docx(lines))
    command = ["pandoc", "-f", "docx", "-t", "plain", "--wrap=none", str(path)]
    output = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    pairs = dict(line.partition("|")[::2] for line in output.splitlines() if line)

    # Adobe's parts of large brackets and its ornate ©, ® and ™ stand in a private area, which says nothing.
    # It also has an increment, an ohm and a pair of Far Eastern brackets, where a law has Greek letters and ⟨ ⟩.
    others = {"44": "Δ", "57": "Ω", "A4": "⁄", "E1": "⟨", "F1": "⟩"}
    compared = 0
    for code, sign in pairs.items():
        if sign and unicodedata.category(sign[0]) != "Co":
            assert symbol("Symbol", int(code, 16)) == others.get(code, sign), code
            compared += 1
    assert compared > 150


def test_every_sign_is_one_that_a_reader_can_see():
    text = (TOP / "publisher/world/symbol_fonts.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    signs = [row["character"] for row in rows]

    assert len(signs) > 1000
    assert {unicodedata.category(sign) for sign in signs} & {"Co", "Cs", "Cc"} == set()
    assert "\ufffd" not in signs


@pytest.mark.parametrize(
    ("font", "code", "sign"),
    [  # what Word's autocorrect writes, and ticks and boxes
        ("Wingdings", 0xF0E0, "→"),
        ("Wingdings", 0xF0DF, "←"),
        ("Wingdings", 0xF0E8, "→"),
        ("Wingdings", 0xF04A, "☺"),
        ("Wingdings", 0xF04C, "☹"),
        ("Wingdings", 0xF0FE, "☑"),
        ("Wingdings", 0xF0FD, "☒"),
        ("Wingdings 2", 0xF050, "✓"),
        ("Wingdings 3", 0xF022, "→"),
        ("Webdings", 0xF061, "✔"),
    ],
)
def test_signs_that_people_use_are_what_they_look_like(font, code, sign):
    assert symbol(font, code) == sign


# The ledger

HINT = (
    "\n    open the file in Word and look for these words; what they ask for, do in the workbook by hand,"
    " for it is not in the sheet Review"
)
FIRST = (
    "\n    open the file in Word and look for these words, in headers, notes and comments as well; what they ask for,"
    " do in the workbook by hand, for it is not in the sheet Review"
)


@pytest.mark.parametrize(
    ("body", "messages"),
    [
        (
            p("The law ", "stands.") + no_content(p(ins("lost"), t(" words"))) + p("End"),
            ["the words 'lost words' were not read; before them stands 'The law stands.'" + HINT],
        ),
        (
            no_content(p("first")) + p("a") + no_content(p(dele("gone"))),
            [
                "the words 'first' were not read; they stand before all others of their part"
                + FIRST,
                "the words 'gone' were not read; before them stands 'a'" + HINT,
            ],
        ),
        (
            p("a", "<w:unknown>" + r('<w:sym w:font="Symbol" w:char="F061"/>') + "</w:unknown>"),
            ["the words '[Symbol F061]' were not read; before them stands 'a'" + HINT],
        ),
        (
            p("a", "<w:unknown><m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath></w:unknown>"),
            ["the words 'x+1' were not read; before them stands 'a'" + HINT],
        ),
        (
            p("a", f"<w:unknown>{forms(t('one form'), t('one form'))}</w:unknown>"),
            ["the words 'one form' were not read; before them stands 'a'" + HINT],
        ),
        # a field that never ends hides what follows
        (
            p("a") + p(r('<w:fldChar w:fldCharType="begin"/>'), "hidden by it"),
            ["the words 'hidden by it' were not read; before them stands 'a'" + HINT],
        ),
        (
            p("a", "<w:unknown>" + r(f"<w:instrText>{LINK}</w:instrText>") + "</w:unknown>"),
            ["the words 'https://law.example/act' were not read; before them stands 'a'" + HINT],
        ),
    ],
)
def test_words_that_were_not_read_are_told_with_the_words(body, messages):
    codes = ["R651" if "before all others" in each else "R650" for each in messages]
    expected = [
        f"back.docx: MUST FIX {code}: {each}" for code, each in zip(codes, messages, strict=True)
    ]
    assert told(body) == expected


def test_pictures_that_were_not_read_are_told():
    picture = r("<w:drawing/>")

    assert told(p("a", picture, f"<w:unknown>{picture}{picture}</w:unknown>")) == [
        "back.docx: MUST FIX R652: pictures that were not read: 2\n    open the file in Word and look at its pictures;"
        " what they ask for, do in the workbook by hand, for it is not in the sheet Review"
    ]


def test_long_words_are_told_by_their_beginning():
    long = "word " * 100

    (message,) = told(no_content(p(long)))

    assert ("word " * 40).strip() in message
    assert len(message) < 600


NOTES = (
    f'<w:footnotes xmlns:w="{W_NS}"><w:footnote w:type="separator" w:id="-1">{p("line")}</w:footnote>'
    f'<w:footnote w:id="1">{p("a note")}</w:footnote></w:footnotes>'
)


def box(text):
    return f"<w:txbxContent>{p(text)}</w:txbxContent>"


def test_what_is_no_word_of_anybody_is_not_told():
    body = p(
        "a",
        r(forms(f"<w:drawing>{box('boxed')}</w:drawing>", f"<w:pict>{box('boxed')}</w:pict>")),
        field("PAGE", t("7")),
        r('<w:footnoteReference w:id="1"/>'),
    )

    assert told(body, footnotes=NOTES, comments=comments(p("x"))) == []


@pytest.mark.parametrize(
    "mark",
    [
        # old forms of the Word that had VML only, and a box in a box
        f"<w:pict>{box('boxed')}</w:pict>",
        f"<w:drawing>{box('boxed')}</w:drawing>",
        forms(f"<w:drawing>{box('boxed')}</w:drawing>", f"<w:pict>{box('boxed')}</w:pict>"),
        forms("<w:unknown/>", f"<w:pict>{box('boxed')}</w:pict>"),
        forms(
            f"<w:drawing>{forms(box('boxed'), box('boxed'))}</w:drawing>",
            f"<w:pict>{box('boxed')}</w:pict>",
        ),
    ],
)
def test_a_text_box_is_read_once_in_whatever_forms_it_stands(mark):
    stories = read(p("a", r(mark))).stories

    assert [meant_text(each.lines) for each in stories] == [("boxed",)]


def test_a_text_box_of_onlyoffice_is_read_once():
    content = (CASES / "editors/onlyoffice-live.docx").read_bytes()

    found = read_returned(content, "onlyoffice-live.docx")

    boxes = [each for each in found.value.stories if each.name == "text box"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        choices = sum(archive.read(name).count(b"<mc:Choice") for name in archive.namelist())
    assert (found.diagnostics, len(boxes)) == ((), choices)


# Marks that cannot hold a letter are changes of formatting; none of them is a warning

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
HISTORY = f"<w:rPr><w:ins w:id='7' {ANN}/></w:rPr>"


@pytest.mark.parametrize(
    "body",
    [
        p("x", mark=f"<w:ins w:id='3' {ANN}/>"),
        table(tc(p(ins("x"), mark=f"<w:ins w:id='3' {ANN}/>"))),
        # what a paragraph or its mark was before is no mark of its own
        f"<w:p><w:pPr><w:pPrChange w:id='1' {ANN}><w:pPr>{HISTORY}</w:pPr></w:pPrChange></w:pPr>{t('x')}</w:p>",
        p(r("<w:t>x</w:t>", f"<w:b/><w:rPrChange w:id='1' {ANN}>{HISTORY}</w:rPrChange>")),
        # lists (17.9.19, and the numbering of older versions)
        f"<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/><w:ins w:id='3' {ANN}/></w:numPr></w:pPr></w:p>",
        f"<w:p><w:pPr><w:numPr><w:numberingChange w:id='3' {ANN} w:original='1.'/></w:numPr></w:pPr>{t('x')}</w:p>",
        # cells
        table(tc(p("x"), properties=f"<w:cellIns w:id='3' {ANN}/>")),
        table(tc(p("x"), properties=f"<w:cellDel w:id='3' {ANN}/>")),
        # formulas, whose signs have marks of their own (22.1.2.25)
        p(
            "<m:oMath><m:f><m:fPr><m:ctrlPr><w:rPr/>"
            f"<w:ins w:id='3' {ANN}/></m:ctrlPr></m:fPr><m:num><m:r><m:t>1</m:t></m:r></m:num></m:f></m:oMath>"
        ),
        # a line that a drawing draws (20.1.9.14) is no text that moved
        p(
            r(
                f'<w:drawing><a:path xmlns:a="{A}"><a:moveTo><a:pt x="0" y="0"/></a:moveTo></a:path></w:drawing>'
            )
        ),
        # one half of a move
        p(f"<w:moveTo w:id='3' {ANN}>{t('x')}</w:moveTo>"),
        p(f"<w:moveFrom w:id='3' {ANN}>{dt('x')}</w:moveFrom>"),
        # fields: their code, their result, the field itself
        p(ins(field("PAGE", t("7")))),
        p(dele(field("PAGE", dt("7"), text="delInstrText"))),
        # properties that nobody reads
        f"<w:unknown><w:rPr><w:ins w:id='3' {ANN}/><w:del w:id='4' {BEN}/></w:rPr></w:unknown>{p('x')}",
        f"<w:unknown><w:rPr><w:b/><w:rPrChange w:id='3' {ANN}><w:rPr/></w:rPrChange></w:rPr></w:unknown>{p('x')}",
    ],
)
def test_marks_that_hold_no_letter_are_no_warning(body):
    assert told(body) == []


def test_marks_that_hold_no_letter_and_were_not_read_are_changes_of_layout():
    marks = f"<w:rPr><w:ins w:id='3' {ANN}/><w:del w:id='4' {BEN}/></w:rPr>"
    body = no_content(marks) + p("x")

    assert [each.author for each in read(body).layout] == ["Ann (invented)", "Ben (invented)"]


def test_the_strict_namespace_counts_as_well():
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(docx(no_content(p("lost"))))) as old,
        zipfile.ZipFile(stream, "w") as new,
    ):
        for name in old.namelist():
            new.writestr(name, old.read(name).decode().replace(W_NS, strict))

    (found,) = read_returned(stream.getvalue(), "strict.docx").diagnostics

    assert (found.code, dict(found.values)["words"]) == ("R651", "lost")
