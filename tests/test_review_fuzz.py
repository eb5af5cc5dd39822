"""Random returned drafts: whatever a reviewer did, each word of it stands in one item, at its cell (DESIGN, law 4).

An independent writer marks each thing that it does with a word of its own, a token, and notes in which cell it stands;
what must come out is known before the draft is read. Examplia and everybody in it are invented.
"""

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from publisher.review.harvest import harvest
from publisher.review.read import read_returned
from tests.reviewer import ANN, BEN, Reviewer, W, q
from tests.test_review_harvest import CELLS, as_sent, known

NAMESPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:w16se="http://schemas.microsoft.com/office/word/2015/wordml/symex"'
)


def xml(text):
    """Return the elements of a piece of WordprocessingML."""
    return list(etree.fromstring(f"<w:x {NAMESPACES}>{text}</w:x>"))


def t(text):
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraphs(cell):
    """Return the paragraphs of a cell itself, not those of boxes and tables in it."""
    return [each for each in cell if each.tag == q("p")]


# What somebody may put behind a paragraph's text; each shows its token once.
RUNS = {
    "plain": lambda token: t(f" {token}"),
    "ruby": lambda token: (
        f"<w:r><w:ruby><w:rubyPr/><w:rt>{t('guide')}</w:rt><w:rubyBase>{t(token)}</w:rubyBase></w:ruby></w:r>"
    ),
    "arrow": lambda token: (
        f'<w:r><w:sym w:font="Wingdings" w:char="F0E0"/><w:t>{token}</w:t></w:r>'
    ),
    "emoji": lambda token: (
        '<w:r><mc:AlternateContent><mc:Choice Requires="w16se"><w16se:symEx w16se:font="Segoe UI Emoji"'
        ' w16se:char="1F60A"/></mc:Choice><mc:Fallback><w:t>\U0001f60a</w:t></mc:Fallback></mc:AlternateContent>'
        f"<w:t>{token}</w:t></w:r>"
    ),
    "field": lambda token: (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "https://law.example/act" '
        f'</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{t(token)}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    ),
    "forms": lambda token: (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{t(token)}</mc:Choice>'
        f"<mc:Fallback>{t(token)}</mc:Fallback></mc:AlternateContent>"
    ),
    "bidi": lambda token: f'<w:bdo w:val="rtl">{t(token)}</w:bdo>',
    "control": lambda token: f"<w:sdt><w:sdtPr/><w:sdtContent>{t(token)}</w:sdtContent></w:sdt>",
    "tabs": lambda token: f"<w:r><w:tab/><w:t>{token}</w:t><w:noBreakHyphen/><w:br/></w:r>",
}


def add_runs(reviewer, cell, token, chance):
    """Write something at the end of a paragraph, recorded where changes are."""
    kind = chance.choice(sorted(RUNS))
    paragraph = chance.choice([each for each in paragraphs(cell) if not _is_new(each)])
    runs = xml(RUNS[kind](token))
    if reviewer.author is None or kind in ("forms", "control"):
        paragraph.extend(runs)
        return
    mark = reviewer._mark("ins")
    mark.extend(runs)
    paragraph.append(mark)


def _is_new(paragraph):
    return paragraph.find(f"{q('pPr')}/{q('rPr')}/{q('ins')}") is not None


def add_word(reviewer, cell, token, chance):
    words = [word for run in _runs(cell) for word in "".join(run.itertext(q("t"))).split()]
    if not words:
        add_runs(reviewer, cell, token, chance)
        return
    reviewer.replace(cell, chance.choice(words) + chance.choice(["", "|"]), f" {token} ")


def _runs(cell):
    """Return the runs of a cell that were sent as they are: words of the draft, and no token."""
    own = [run for paragraph in paragraphs(cell) for run in paragraph if run.tag == q("r")]
    return [run for run in own if "TOKEN" not in "".join(run.itertext())]


def add_comment(reviewer, cell, token, chance):
    words = [word for run in _runs(cell) for word in "".join(run.itertext(q("t"))).split()]
    if words:
        reviewer.comment(
            cell, chance.choice(words), f"{token}: why?", person=chance.choice([ANN, BEN])
        )
    else:
        add_runs(reviewer, cell, token, chance)


def add_paragraph(reviewer, cell, token, chance):
    """Write a paragraph or an item before or behind another paragraph of the cell."""
    beside = chance.choice(paragraphs(cell))
    style = chance.choice(["Contentlaw", "CellBullet", "CellNumber"])
    (new,) = xml(f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr></w:p>')
    if reviewer.author:
        look = etree.SubElement(new[0], q("rPr"))
        if chance.random() < 0.7:  # not all programs record the mark
            look.append(reviewer._mark("ins"))
    new.extend(reviewer._inserted(xml(t(f"{token} is new."))))
    if chance.random() < 0.5:
        beside.addprevious(new)
    else:
        beside.addnext(new)


def add_table(reviewer, cell, token, _):
    row = f"<w:tr><w:tc><w:p>{t(token)}</w:p></w:tc><w:tc><w:p>{t('41')}</w:p></w:tc></w:tr>"
    (table,) = xml(f"<w:tbl><w:tblPr/><w:tblGrid/>{row}</w:tbl>")
    paragraphs(cell)[-1].addprevious(table)


def add_box(reviewer, cell, token, _):
    (run,) = xml(
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><w:txbxContent><w:p>'
        f"{t(token)}</w:p></w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p>"
        f"{t(token)}</w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    paragraphs(cell)[-1].append(run)


DEEDS = (add_runs, add_word, add_comment, add_paragraph, add_table, add_box)


@pytest.mark.no_cover  # being traced would double its time
@pytest.mark.slow
@settings(deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 10), st.booleans())
def test_each_word_of_a_reviewer_stands_in_one_item_at_its_cell(seed, count, is_recorded):
    chance = random.Random(seed)
    reviewer = Reviewer(as_sent(), ANN if is_recorded else None)
    expected = {}
    for number in range(count):
        key, token = chance.choice(CELLS), f"TOKEN{number:02}END"
        chance.choice(DEEDS)(reviewer, reviewer.cell(*key), token, chance)
        expected[token] = key

    read = read_returned(reviewer.saved(), "returned.docx")
    found = harvest(read.value, known())

    assert [str(each) for each in read.diagnostics] == []
    assert (found.left_out, found.lost) == (frozenset(), ())
    places = {token: [] for token in expected}
    for item in found.items:
        for token in re.findall(r"TOKEN\d\dEND", f"{item.added} {item.comment}"):
            places[token].append((item.spot.provision, item.spot.column))
    assert places == {token: [key] for token, key in expected.items()}
    for cell in found.cells:
        assert "TOKEN" not in cell.text()
