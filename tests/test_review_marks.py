"""Words that people mark by hand, without record, are told; what programs write in their own way is not.

What looks how is worked out from the standard (ECMA-376 Part 1, 17.3.2 and 17.7). All content is invented.
"""

import pytest
from lxml import etree

from publisher.project.office import as_word
from publisher.project.project import open_project
from publisher.review.harvest import harvest
from publisher.review.items import ItemKind
from publisher.review.marked import marks_by_hand
from publisher.review.read import read_returned
from publisher.review.returned import FormatChange
from publisher.review.sent import sent_draft
from publisher.rounds.draft_folder import identify
from publisher.rounds.returns import _shape, _states
from tests.returned import ANN, W_NS, dele, docx, ins, p, t
from tests.reviewer import Reviewer, q
from tests.support import TOP
from tests.test_review_harvest import as_sent, items

CASES = TOP / "tests/cases"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

STYLES = f"""<w:styles xmlns:w="{W_NS}">
<w:docDefaults><w:rPrDefault><w:rPr><w:color w:val="1F2A37"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Base"><w:name w:val="Base"/><w:rPr><w:i/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="State"><w:name w:val="State"/><w:basedOn w:val="Base"/></w:style>
<w:style w:type="paragraph" w:styleId="Gone"><w:name w:val="Gone"/><w:rPr><w:strike/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Emphasis"><w:name w:val="Emphasis"/><w:rPr><w:i/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Red"><w:name w:val="Red"/><w:rPr><w:color w:val="C00000"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Query"><w:name w:val="Query"/><w:basedOn w:val="Red"/>
<w:rPr><w:shd w:val="clear" w:fill="FFFF00"/></w:rPr></w:style>
</w:styles>"""


def r(text, properties):
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def sp(style, *runs):
    body = "".join(each if each.startswith("<") else t(each) for each in runs)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{body}</w:p>'


def marks(sent, returned):
    one, other = (
        read_returned(docx(body, styles=STYLES), "x.docx").value.body for body in (sent, returned)
    )
    return [(each.mark, each.words) for each in marks_by_hand(one, other)]


LAW = "The fine is 500 crowns."


@pytest.mark.parametrize(
    ("sent", "returned", "expected"),
    [
        # by formatting of the letters' own
        (p(LAW), p("The fine is ", r("500", '<w:color w:val="FF0000"/>'), " crowns."), [("coloured", "500")]),
        (p(LAW), p("The fine is ", r("500", '<w:shd w:val="clear" w:fill="FFFF00"/>'), " crowns."),
         [("highlighted", "500")]),
        (p(LAW), p("The ", r("fine", "<w:b/>"), " is 500 crowns."), [("bold", "fine")]),
        (p(LAW), p("The ", r("fine", "<w:i/>"), " is 500 crowns."), [("italic", "fine")]),
        (p(LAW), p("The ", r("fine", '<w:u w:val="single"/>'), " is 500 crowns."), [("underlined", "fine")]),
        # and taken off
        (p("The ", r("fine", "<w:b/>"), " is 500 crowns."), p(LAW), [("not_bold", "fine")]),
        (p("The ", r("fine", '<w:u w:val="single"/>'), " stays."), p("The fine stays."), [("not_underlined", "fine")]),
        (p("The ", r("fine", '<w:rStyle w:val="Emphasis"/>'), "."), p("The fine."), [("not_italic", "fine")]),
        # by a style of letters or of the paragraph, or one on which it is based (17.7.4.3)
        (p(LAW), p("The ", r("fine", '<w:rStyle w:val="Red"/>'), " is 500 crowns."), [("coloured", "fine")]),
        (p(LAW), p("The ", r("fine", '<w:rStyle w:val="Query"/>'), " is 500 crowns."),
         [("coloured", "fine"), ("highlighted", "fine")]),
        (p(LAW), p("The ", r("fine", '<w:rStyle w:val="Strong"/>'), " is 500 crowns."), [("bold", "fine")]),
        (p(LAW), sp("Gone", LAW), [("struck", LAW)]),
        # what two styles both put on is off (17.7.3); what was italic stays italic
        (sp("State", LAW), sp("State", "The ", r("fine", '<w:rStyle w:val="Emphasis"/>'), " is 500 crowns."),
         [("not_italic", "fine")]),
        (sp("State", LAW), sp("State", "The ", r("fine", '<w:i w:val="0"/>'), " is 500 crowns."),
         [("not_italic", "fine")]),
        # letters of scripts such as Arabic have a bold of their own (17.3.2.2)
        (p(r("القانون", "<w:rtl/>")), p(r("القانون", "<w:bCs/><w:rtl/>")), [("bold", "القانون")]),
        # several words, told together
        (p(LAW), p("The ", r("fine", "<w:b/>"), " is ", r("500 crowns", "<w:b/>"), "."), [("bold", "fine … 500 crowns")]),
        # words that are new: struck and coloured say something, bold does not
        (p(LAW), p(LAW, r(" Not so!", '<w:color w:val="FF0000"/>')), [("coloured", "Not so!")]),
        (p(LAW), p(LAW, ins(r(" Not so!", '<w:shd w:val="clear" w:fill="FFFF00"/>'))), [("highlighted", "Not so!")]),
        (p(LAW), p(LAW, r(" Not so!", "<w:b/><w:i/>")), []),
        (p(LAW), p(LAW, ins(r(" Not so!", "<w:b/>"))), []),
        # beside a change
        (p(LAW), p("The fine is ", dele("500"), ins("900"), r(" crowns", "<w:b/>"), "."), [("bold", "crowns")]),
        (p(LAW), p("The fine is 900", r(" crowns", "<w:b/>"), "."), [("bold", "crowns")]),
    ],
)  # fmt: skip
def test_what_was_marked_by_hand_is_told_with_its_words(sent, returned, expected):
    assert marks(sent, returned) == expected


BOLD = "<w:b/>"
BLUE = '<w:color w:val="0000FF"/><w:u w:val="single"/>'


@pytest.mark.parametrize(
    ("sent", "returned"),
    [
        (p("The ", r("fine", BOLD), "."), p("The ", r("fi", BOLD), r("ne", BOLD), ".")),
        # the same look, written in another way
        (p("The ", r("fine", BOLD), "."), p("The ", r("fine", '<w:rStyle w:val="Strong"/>'), ".")),
        (sp("State", LAW), p(r(LAW, "<w:i/>"))),
        (
            p(LAW),
            p(
                r(
                    LAW,
                    '<w:b w:val="0"/><w:i w:val="false"/><w:u w:val="none"/><w:strike w:val="off"/>',
                )
            ),
        ),
        (p(LAW), p(r(LAW, '<w:color w:val="1f2a37"/><w:highlight w:val="none"/>'))),
        # a background of paper, a black or a grey that a program writes out
        (p(LAW), p(r(LAW, '<w:shd w:val="clear" w:color="auto" w:fill="FFFFFF"/>'))),
        (p(LAW), p(r(LAW, '<w:shd w:val="clear" w:fill="F2F5F8"/><w:color w:val="auto"/>'))),
        (p(LAW), p(r(LAW, '<w:color w:val="000000"/>'))),
        (p(LAW), p(r(LAW, '<w:color w:val="404040"/>'))),
        # a program that dropped the style of the paragraph
        (sp("State", LAW), p(LAW)),
        # a link looks like a link
        (
            p(LAW),
            p(f'<w:hyperlink w:anchor="x">{r(LAW, BLUE)}</w:hyperlink>'),
        ),
        # spaces and signs, which nobody marks on purpose
        (p(LAW), p("The", r(" ", BOLD), "fine is 500 crowns", r(".", BOLD))),
        # what was recorded is an item of its own
        (p(LAW), p(r(LAW, f"<w:b/><w:rPrChange w:id='1' {ANN}><w:rPr/></w:rPrChange>"))),
        # words that were deleted
        (p(LAW), p(dele(r(LAW, '<w:color w:val="FF0000"/>')))),
        # another text, in which a few words happen to be the same
        (
            p(r("The law of the land is old.", BOLD)),
            p("In the year of the flood the king was ill."),
        ),
    ],
)
def test_what_nobody_marked_is_not_told(sent, returned):
    assert marks(sent, returned) == []


VIOLET = '<w:color w:val="800080"/>'
UNDER, STRUCK = '<w:u w:val="single" w:color="800080"/>', "<w:strike/>"
RED_ADDED = '<w:color w:val="FF0000"/><w:u w:val="double"/>'


@pytest.mark.parametrize(
    ("sent", "returned", "expected"),
    [
        # (that letters are struck by formatting of their own is told beside these)
        # Calligra draws recorded changes so, and records none of them in an .odt (measured)
        (p(LAW), p(LAW, r(" So it is.", VIOLET + UNDER)), []),
        (p(LAW), p("The fine is ", r("500", VIOLET + STRUCK), " crowns."), []),
        # the letters of a drawn addition that comparing takes for letters that were sent
        (p("Closed for two years."), p("Closed for ", r("two years", VIOLET + STRUCK),
         r("three years", VIOLET + UNDER), "."), []),
        # other programs draw with other colours, and with two lines
        (p(LAW), p("The ", r("small ", RED_ADDED), "fine is 500 crowns."), []),
        # a whole new paragraph
        (p(LAW), p(LAW) + p(r("So it is.", VIOLET + UNDER)), []),
        # what was recorded as added is told with its words
        (p(LAW), p(LAW, ins(r(" Not so!", VIOLET))), []),
        (p(LAW), p(LAW, ins(r(" Not so!", VIOLET + UNDER))), []),
        (p(LAW), p("The ", dele(r("fine", VIOLET + STRUCK)), ins(r("penalty", VIOLET)), " is 500 crowns."), []),
        # words that were sent, marked in two ways by a person
        (p(LAW), p("The ", r("fine", VIOLET + UNDER), " is 500 crowns."), [("coloured", "fine"), ("underlined", "fine")]),
        # beside what was drawn somebody coloured words that were sent
        (p(LAW), p("The ", r("fine", VIOLET), " is 500 crowns.", r(" So it is.", VIOLET + UNDER)), [("coloured", "fine")]),
    ],
)  # fmt: skip
def test_how_a_program_draws_what_was_added_or_deleted_is_no_mark_of_its_own(
    sent, returned, expected
):
    assert marks(sent, returned) == expected


# In a draft


def looks(reviewer, provision, column, properties, number=0):
    """Set formatting on the first run of a cell, without record."""
    run = list(reviewer.cell(provision, column).iter(q("r")))[number]
    own = run.find(q("rPr"))
    if own is None:
        own = etree.Element(q("rPr"))
        run.insert(0, own)
    own.extend(etree.fromstring(f'<w:rPr xmlns:w="{W_NS}">{properties}</w:rPr>'))


def told(found):
    return [
        (each.spot.provision, each.spot.column, each.kind, each.about, each.before)
        for each in found
    ]


def test_marks_by_hand_become_items_at_their_cells():
    ann = Reviewer(as_sent())
    looks(ann, "opsc-5-2", "law", '<w:color w:val="FF0000"/>')
    looks(ann, "opsc-5-2", "reforms", '<w:shd w:val="clear" w:fill="00FF00"/>')
    looks(ann, "opsc-1", "law", '<w:b w:val="0"/>')

    assert told(items(ann)) == [
        ("opsc-1", "law", ItemKind.MARKED, "not_bold", "Crime."),
        ("opsc-5-2", "law", ItemKind.MARKED, "coloured", "The treaty is a basis."),
        ("opsc-5-2", "reforms", ItemKind.MARKED, "highlighted", "A bill is pending."),
    ]


@pytest.mark.parametrize(
    "properties",
    [
        # AbiWord's .rtf marks all cells so: white, on white paper (17.3.2.15)
        '<w:highlight w:val="white"/>',
        '<w:b w:val="0"/><w:highlight w:val="white"/><w:lang w:val="ar-SA"/>',
        '<w:highlight w:val="white"/><w:shd w:val="clear" w:fill="FFFFFF"/>',
    ],
)
def test_a_white_highlight_is_no_mark(properties):
    ann = Reviewer(as_sent())
    looks(ann, "opsc-5-2", "law", properties)
    paragraph = ann.paragraph_with("By when")
    run = next(paragraph.iter(q("r")))
    run.insert(0, etree.fromstring(f'<w:rPr xmlns:w="{W_NS}">{properties}</w:rPr>'))

    assert told(items(ann)) == []


def test_the_ids_of_marks_that_were_found_before_stay():
    """Workbooks hold these ids beside decisions; they were written down before other marks were looked for."""
    ann = Reviewer(as_sent())
    looks(ann, "opsc-5-2", "law", "<w:strike/>")
    looks(ann, "opsc-5-2", "reforms", '<w:highlight w:val="yellow"/>')
    looks(ann, "opsc-1", "compliance", "<w:vanish/>")

    found = items(ann)

    assert [(each.about, each.before, each.id) for each in found] == [
        ("hidden", "In 2018 the Committee asked for more.", "14e52f46"),
        ("struck", "The treaty is a basis.", "9561af11"),
        ("highlighted", "A bill is pending.", "71002a77"),
    ]


def test_marks_outside_the_cells_are_told_as_well():
    ann = Reviewer(as_sent())
    paragraph = ann.paragraph_with("By when")
    run = next(paragraph.iter(q("r")))
    own = run.find(q("rPr"))
    own = own if own is not None else etree.SubElement(run, q("rPr"))
    run.insert(0, own)
    own.append(etree.Element(q("highlight"), {q("val"): "yellow"}))

    (found,) = items(ann)

    assert (found.kind, found.about, found.spot.provision) == (ItemKind.MARKED, "highlighted", "")
    assert found.before == "".join(run.itertext(q("t"))).strip()


# Recorded changes of formatting


def changed(new, old, kind="rPr"):
    mark = f"<w:{kind}Change w:id='1' {ANN}><w:{kind}>{old}</w:{kind}></w:{kind}Change>"
    if kind == "rPr":
        return p(r("words", f"{new}{mark}"))
    return f"<w:p><w:pPr>{new}{mark}</w:pPr>{t('words')}</w:p>"


def number(level, list_="1"):
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_}"/></w:numPr>'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (changed("<w:b/>", ""), [("bold", "", "on")]),
        (changed("", "<w:b/><w:bCs/>"), [("bold", "on", "")]),
        (changed('<w:b w:val="0"/>', "<w:b/>"), [("bold", "on", "")]),
        (changed('<w:u w:val="single"/><w:i/>', "<w:i/>"), [("underlined", "", "on")]),
        (changed('<w:sz w:val="28"/>', '<w:sz w:val="21"/>'), [("size", "10.5", "14")]),
        (changed('<w:color w:val="ff0000"/>', ""), [("color", "", "FF0000")]),
        (changed('<w:rStyle w:val="Strong"/>', '<w:rStyle w:val="Red"/>'),
         [("bold", "", "on"), ("color", "C00000", ""), ("style", "Red", "Strong")]),
        (changed('<w:rFonts w:ascii="Arial"/>', '<w:rFonts w:ascii="Calibri"/>'), [("font", "Calibri", "Arial")]),
        (changed('<w:vertAlign w:val="superscript"/>', ""), [("height", "", "otherwise")]),
        (changed('<w:kern w:val="2"/>', ""), [("other", "", "otherwise")]),
        # a program that writes out what the styles say, beside what was changed (LibreOffice, measured)
        (changed('<w:b/><w:color w:val="1F2A37"/><w:kern w:val="0"/><w:lang w:val="en-GB"/>', ""), [("bold", "", "on")]),
        (changed('<w:rStyle w:val="Strong"/><w:b w:val="0"/>', '<w:rStyle w:val="Strong"/>'), [("bold", "on", "")]),
        (changed('<w:lang w:val="en-GB"/>', ""), [("language", "", "otherwise")]),
        (changed('<w:pStyle w:val="State"/>', '<w:pStyle w:val="Base"/>', "pPr"), [("style", "Base", "State")]),
        (changed('<w:ind w:left="720"/>', "", "pPr"), [("indent", "", "otherwise")]),
        (changed('<w:jc w:val="center"/>', '<w:jc w:val="left"/>', "pPr"), [("alignment", "", "otherwise")]),
        (changed(number(0), "", "pPr"), [("list", "", "on")]),
        (changed("", number(0), "pPr"), [("list", "on", "")]),
        (changed(number(2), number(0), "pPr"), [("level", "1", "3")]),
        (changed(number(0, "2"), number(0), "pPr"), [("list", "", "otherwise")]),
    ],
)  # fmt: skip
def test_a_recorded_change_of_formatting_says_which(body, expected):
    (line,) = read_returned(docx(body, styles=STYLES), "x.docx").value.body

    found = [*line.is_formatted, *(each for piece in line.pieces for each in piece.formats)]
    assert [change.formats for change in found] == [tuple(FormatChange(*each) for each in expected)]


def run_with(reviewer, words):
    """Return the run of a draft that holds these words and no others."""
    for run in reviewer.body.iter(q("r")):
        if "".join(run.itertext(q("t"))).replace("\u00a0", " ").strip() == words:
            return run
    raise AssertionError(words)


def reformatted(run, new, old):
    """Record a change of formatting on a run of a draft: what it has now and what it had."""
    for own in run.findall(q("rPr")):
        run.remove(own)
    mark = f"<w:rPrChange w:id='1' {ANN}><w:rPr>{old}</w:rPr></w:rPrChange>"
    run.insert(0, etree.fromstring(f'<w:rPr xmlns:w="{W_NS}">{new}{mark}</w:rPr>'))


LINK = '<w:rStyle w:val="Hyperlink"/><w:color w:val="1F4E79"/>'


@pytest.mark.parametrize(
    ("words", "new", "old"),
    [
        # what SuperDoc writes on the paragraph before one that somebody began (measured)
        ("The treaty is a basis.", "", ""),
        ("[QX-1 s. 2]", LINK, ""),
        # the same, said in another order or of what was never there
        ("The treaty is a basis.", '<w:lang w:val="en-GB"/><w:i/>', '<w:i/><w:lang w:val="en-GB"/>'),
        ("Crime.", "<w:b/>", ""),
        ("A bill is pending.", '<w:b w:val="0"/>', "<w:b/>"),
    ],
)  # fmt: skip
def test_a_recorded_change_of_formatting_that_changed_nothing_is_not_told(words, new, old):
    ann = Reviewer(as_sent())
    reformatted(run_with(ann, words), new, old)

    assert items(ann) == ()


@pytest.mark.parametrize(
    ("words", "new", "old", "changes"),
    [
        ("The treaty is a basis.", "<w:b/>", "", [("bold", "", "on")]),
        ("The treaty is a basis.", '<w:sz w:val="40"/>', '<w:sz w:val="18"/>', [("size", "9", "20")]),
        # nearly black, which nobody sees beside black, but somebody chose
        ("The treaty is a basis.", '<w:color w:val="404040"/>', "", [("other", "", "otherwise")]),
        ("Crime.", "", "<w:b/>", [("bold", "on", "")]),
        # of a link only the colour is as it was sent
        ("[QX-1 s. 2]", f"{LINK}<w:b/>", "", [("bold", "", "on")]),
    ],
)  # fmt: skip
def test_a_recorded_change_of_formatting_is_told_where_anything_is_not_as_sent(
    words, new, old, changes
):
    ann = Reviewer(as_sent())
    reformatted(run_with(ann, words), new, old)

    (found,) = items(ann)

    assert (found.kind, found.before.replace("\u00a0", " ").strip()) == (
        ItemKind.FORMATTED,
        words,
    )
    assert set(changes) <= {(each.what, each.old, each.new) for each in found.formats}


def linked(reviewer, words, address):
    """Make a link of the run that holds these words, and return the run."""
    run = run_with(reviewer, words)
    link = etree.Element(q("hyperlink"))
    if address.startswith("#"):
        link.set(q("anchor"), address[1:])
    else:
        link.set(f"{{{RELATIONS}}}id", "rIdLink")
        part = "word/_rels/document.xml.rels"
        kind = f"{RELATIONS}/hyperlink"
        relation = (
            f'<Relationship Id="rIdLink" Type="{kind}" Target="{address}" TargetMode="External"/>'
        )
        end = b"</Relationships>"
        reviewer.parts[part] = reviewer.parts[part].replace(end, relation.encode() + end)
    run.addprevious(link)
    link.append(run)
    return run


LAW_2026 = "https://law.example/act-2026"
UNDERLINED = '<w:color w:val="0563C1"/><w:u w:val="single"/>'


@pytest.mark.parametrize(
    "look",
    [
        '<w:rStyle w:val="Hyperlink"/>',  # LibreOffice's .docx (measured)
        LINK,  # its .odt as a Word file (measured)
        UNDERLINED,  # a program that knows no styles of letters
        f'<w:rStyle w:val="Hyperlink"/>{UNDERLINED}',
    ],
)
def test_what_a_program_records_of_the_look_of_a_new_link_is_told_as_the_link_alone(look):
    ann = Reviewer(as_sent())
    reformatted(linked(ann, "The treaty is a basis.", LAW_2026), look, "")

    assert [(each.kind, each.about, each.before, each.comment) for each in items(ann)] == [
        (ItemKind.MARKED, "linked", "The treaty is a basis.", LAW_2026)
    ]


@pytest.mark.parametrize(
    ("address", "look", "told"),
    [
        # more than a link needs
        (LAW_2026, f"<w:b/>{UNDERLINED}", [ItemKind.MARKED, ItemKind.FORMATTED]),
        (LAW_2026, '<w:rStyle w:val="Strong"/>', [ItemKind.MARKED, ItemKind.FORMATTED]),
        # a link to a place in the draft is not told, its look is
        ("#source_QX_1", '<w:rStyle w:val="Hyperlink"/>', [ItemKind.FORMATTED]),
    ],
)
def test_the_look_of_a_new_link_is_told_where_nothing_else_says_it(address, look, told):
    ann = Reviewer(as_sent())
    reformatted(linked(ann, "The treaty is a basis.", address), look, "")

    assert [each.kind for each in items(ann)] == told


@pytest.mark.parametrize("old", ['<w:pStyle w:val="{style}"/>', ""])
def test_a_paragraph_that_was_given_the_style_it_had_is_not_told(old):
    ann = Reviewer(as_sent())
    (paragraph,) = ann.paragraphs(ann.cell("opsc-5-2", "reforms"))
    properties = paragraph.find(q("pPr"))
    before = old.format(style=properties.find(q("pStyle")).get(q("val")))
    mark = f"<w:pPrChange w:id='1' {ANN} xmlns:w='{W_NS}'><w:pPr>{before}</w:pPr></w:pPrChange>"
    properties.append(etree.fromstring(mark))

    assert items(ann) == ()


# Drafts that real programs saved


def harvested(folder, name):
    """Return what a case gives against the draft as sent of its project."""
    project = open_project(CASES / folder).value
    path = CASES / name
    content = path.read_bytes()
    returned = read_returned(as_word(content, ".odt") if path.suffix == ".odt" else content, name)
    sent = identify(returned.value, project, name, "").sent
    draft = read_returned(sent.path.read_bytes(), sent.path.name).value
    shape, states = _shape(project.treaty), _states(project.language)
    return returned.diagnostics, harvest(
        returned.value, sent_draft(sent.build, draft, shape, states)
    )


def test_words_coloured_by_hand_are_told_in_a_whole_draft():
    diagnostics, found = harvested("loop/project", "loop/color_by_hand.docx")

    assert (diagnostics, found.lost) == ((), ())
    assert told(found.items) == [
        ("opsc-1", "law", ItemKind.MARKED, "coloured", "punishes whoever"),
        ("opsc-1", "law", ItemKind.MARKED, "highlighted", "punishes whoever"),
    ]


@pytest.mark.parametrize(
    ("name", "marked"),
    [
        # 18 was struck in 4 (1), by hand; 14 was set in bold in 3 (5), which AbiWord does not record
        ("marked", [("opsc-4-1", "struck")]),
        ("libreoffice-marked", [("opsc-4-1", "struck")]),
        ("abi-marked", [("opsc-3-5", "bold"), ("opsc-4-1", "struck")]),
        ("onlyoffice-live", []),
        ("superdoc-cli-reply", []),
        ("comments-same-id", []),
        ("last-paragraph-own-mark", []),
        ("tracked-paragraph-at-edge", []),
    ],
)
@pytest.mark.slow
def test_programs_that_write_formatting_their_own_way_make_no_marks(name, marked):
    diagnostics, found = harvested("editors/project", f"editors/{name}.docx")

    own = [each for each in found.items if each.kind is ItemKind.MARKED and each.about != "linked"]
    assert sorted((each.spot.provision, each.about) for each in own) == marked
    assert (diagnostics, found.lost, found.left_out) == ((), (), frozenset())


def test_the_formatting_that_superdoc_records_beside_new_paragraphs_is_nobodys():
    """Typed in SuperDoc's editor with recording on: one bold, and two new paragraphs."""
    diagnostics, found = harvested("editors/project", "editors/superdoc-live.docx")

    formatted = [each for each in found.items if each.kind is ItemKind.FORMATTED]
    assert [(each.spot.provision, each.before) for each in formatted] == [
        ("opsc-3-5", "adoption treaty")
    ]
    assert (diagnostics, found.lost, found.left_out) == ((), (), frozenset())
