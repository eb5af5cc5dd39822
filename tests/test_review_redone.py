"""Letters that a program took out and put in again, and spaces that it lost, are nobody's changes.

ONLYOFFICE marks a paragraph as inserted when a new one begins behind it, and writes a link as words put in anew; an
.odt drops the space with which a deleted stretch begins (both measured). What is right follows from what a person did.
Examplia and everybody in it are invented.
"""

import pytest
from lxml import etree

from publisher.review.items import ItemKind
from tests.returned import ANN, W_NS, dele, ins, p, t
from tests.reviewer import Reviewer, q
from tests.test_review_harvest import as_sent, items, reaped

ADDED, DELETED, REPLACED = ItemKind.ADDED, ItemKind.DELETED, ItemKind.REPLACED
INSERTED = f"<w:ins w:id='3' {ANN}/>"
LAW = "The treaty is a basis."


def linked(text):
    code = '<w:fldSimple w:instr=" HYPERLINK &quot;https://example.org/treaty&quot; ">'
    return f"{code}{t(text)}</w:fldSimple>"


def written(*paragraphs, provision="opsc-5-2", column="law"):
    """Return a draft in which a cell holds these paragraphs."""
    ann = Reviewer(as_sent())
    cell = ann.cell(provision, column)
    first, *others = ann.paragraphs(cell)
    for other in others:
        cell.remove(other)
    for run in list(first):
        if run.tag not in (q("pPr"), q("bookmarkStart"), q("bookmarkEnd")):
            first.remove(run)
    own = [etree.fromstring(f'<w:x xmlns:w="{W_NS}">{each}</w:x>')[0] for each in paragraphs]
    marks = own[0].find(f"{q('pPr')}/{q('rPr')}")
    if marks is not None:
        first.find(q("pPr")).append(marks)
    end = first.find(q("bookmarkEnd"))
    for run in own[0]:
        if run.tag != q("pPr"):
            first.append(run) if end is None else end.addprevious(run)
    for paragraph in own[1:]:
        cell.append(paragraph)
    return ann


def told(found):
    return [(each.kind, each.is_recorded, each.deleted, each.added) for each in found]


@pytest.mark.parametrize(
    ("paragraphs", "expected", "accepted"),
    [
        # the space before what was deleted
        ([p("The treaty is", dele("a basis"), ".")], [(DELETED, True, " a basis", "")], "The treaty is."),
        # and behind it
        ([p("The ", dele("treaty"), "is a basis.")], [(DELETED, True, "treaty ", "")], "The is a basis."),
        # in two pieces, by one person
        ([p("The treaty", dele("is "), dele("a basis"), ".")], [(DELETED, True, " is a basis", "")], "The treaty."),
        # beside new words
        ([p("The treaty is", dele("a basis"), ins(" one"), ".")], [(REPLACED, True, " a basis", " one")],
         "The treaty is one."),
        # and something else in the cell, which nobody recorded
        ([p("The treaty is", dele("a basis"), ". Since 1990.")],
         [(DELETED, True, " a basis", ""), (ADDED, False, "", " Since 1990.")], "The treaty is. Since 1990."),
    ],
)  # fmt: skip
def test_a_space_that_is_lost_beside_what_was_deleted_belongs_to_it(paragraphs, expected, accepted):
    found = reaped(written(*paragraphs).saved())

    assert told(found.items) == expected
    assert (found.left_out, found.lost) == (frozenset(), ())
    (cell,) = found.cells
    assert (cell.text(), cell.text(cell.items)) == (LAW, accepted)


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        # a new paragraph, for which ONLYOFFICE marks the one before it as well
        ([p(ins(LAW), mark=INSERTED), p(ins("So it is."))], [(ADDED, True, "", "\nSo it is.")]),
        ([p(ins("The treaty "), ins("is a basis."), mark=INSERTED), p(ins("So it is."))],
         [(ADDED, True, "", "\nSo it is.")]),
        # words put in again, all or some
        ([p(ins(LAW))], []),
        ([p("The ", ins("treaty"), " is a basis.")], []),
        ([p("The", ins(" treaty"), " is a basis.")], []),
        ([p("The treaty", ins(" is a"), " basis", ins("."))], []),
        # with more
        ([p("The ", ins("treaty of 1990"), " is a basis.")], [(ADDED, True, "", " of 1990")]),
        # and taken out by somebody
        ([p("The ", ins(dele("treaty ")), "is a basis.")], [(DELETED, True, "treaty ", "")]),
        # other words are a change, of which only the new ones were recorded
        ([p("The ", ins("pact"), " is a basis.")], [(REPLACED, False, "treaty", "pact")]),
        # the same word among others stays with them
        ([p("The ", ins("peace treaty law"), ".")], [(REPLACED, False, "treaty is a basis", "peace treaty law")]),
    ],
)  # fmt: skip
def test_letters_taken_out_and_put_in_again_are_no_change(paragraphs, expected):
    found = reaped(written(*paragraphs).saved())

    assert told(found.items) == expected
    assert (found.left_out, found.lost) == (frozenset(), ())
    assert all(cell.text() == LAW for cell in found.cells)


def test_two_paragraphs_put_in_again_are_no_change():
    law = "Crime. Two to eight years in prison. [QX-1 s.\u00a02]"
    ann = written(
        p(ins(law), mark=INSERTED),
        p(ins("Attempt is a crime as well.")),
        provision="opsc-1",
        column="law",
    )

    assert [each for each in items(ann) if each.kind.changes_text] == []


def test_a_link_for_which_words_were_put_in_again_is_told_as_a_link():
    (found,) = items(written(p("The treaty is a ", ins(linked("basis")), ".")))

    assert (found.kind, found.about, found.before) == (ItemKind.MARKED, "linked", "basis")
    assert found.comment == "https://example.org/treaty"


CONTROL = (
    '<w:r><w:object xmlns:v="urn:schemas-microsoft-com:vml"><v:shape id="s1" type="#_x0000_t75"/>'
    '<w:control xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' r:id="rId90" w:name="{name}" w:shapeid="s1"/></w:object></w:r>'
)


def with_control_for_code(provision, name):
    """Return a draft in which the code of a row became a control of a form, as ONLYOFFICE's .odt makes of what was
    locked (measured).
    """
    ann = Reviewer(as_sent())
    code = next(
        run for run in ann.row(provision).iter(q("r")) if "".join(run.itertext(q("t"))) == provision
    )
    own = etree.fromstring(f'<w:x xmlns:w="{W_NS}">{CONTROL.format(name=name)}</w:x>')[0]
    code.getparent().replace(code, own)
    return ann


@pytest.mark.parametrize("provision", ["opsc-1", "opsc-3-3", "opsc-5-2"])
def test_the_code_of_a_row_that_became_a_control_is_read_by_its_name(provision):
    assert items(with_control_for_code(provision, provision)) == ()


def test_a_control_of_a_form_that_somebody_put_in_is_told():
    ann = written(p("The treaty is a basis.", CONTROL.format(name="CheckBox1")))

    (found,) = items(ann)

    assert told([found]) == [(ADDED, False, "", "\ufffc")]
    assert found.by_hand == "picture"
