"""Returned rows find their provision, whatever an editor dropped; what cannot be told is left open."""

import io
import random
import re
import zipfile
from dataclasses import replace
from functools import cache

import pytest

from publisher.compose.draft import Recipient, compose_draft
from publisher.compose.presentation import Presentation
from publisher.domain.worded import WordedTreaty
from publisher.review.cell_signs import Shape
from publisher.review.place import cells_of, place_rows, rows_returned
from publisher.review.read import read_returned
from publisher.review.returned import ReturnedTable, sent_text
from publisher.writers.docx import write_draft
from tests.support import TOP, checked, english, opsc

TEMPLATE = (TOP / "templates/docx/review_draft.docx").read_bytes()
SHAPE = Shape(
    tuple(each.id for each in opsc().provisions), tuple(each.id for each in opsc().columns)
)
# What carries the id of a row, and what takes it away.
LAYERS = {
    "visible id": rb"<w:sdtContent><w:r><w:t xml:space=\"preserve\">opsc[^<]*</w:t></w:r></w:sdtContent>",
    "bookmarks": rb"<w:bookmark(Start|End)[^>]*/>",
    "link": rb"<w:hyperlink w:anchor=\"r_[^>]*>.*?</w:hyperlink>",
    "tag": rb"<w:(tag|alias) w:val=\"opsc[^>]*/>",
}


def sent():
    report, _ = checked((TOP / "workbooks/examplia.xlsx").read_bytes())
    draft = compose_draft(
        report,
        WordedTreaty(opsc(), english()),
        Presentation(),
        Recipient("Example Network (invented)"),
    )
    return write_draft(draft, TEMPLATE, template_name="t.docx")


def with_controls(draft):
    """Return a draft as it was sent until 2026: the id of each row in a locked control beside its link."""
    control = (
        rb'<w:sdt><w:sdtPr><w:alias w:val="\2"/><w:tag w:val="\2"/><w:lock w:val="sdtContentLocked"/></w:sdtPr>'
        rb"<w:sdtContent>\1</w:sdtContent></w:sdt>"
    )
    id_ = rb'(<w:r><w:t xml:space="preserve">(opsc[^<]*)</w:t></w:r>)(?=<w:r><w:t xml:space="preserve"> </w:t></w:r><w:hyperlink)'
    return with_body(draft, lambda body: re.sub(id_, control, body))


def with_body(draft, edit):
    """Return a draft with its body changed by a function from bytes to bytes."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(draft)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, edit(part) if name == "word/document.xml" else part)
    return stream.getvalue()


@cache
def as_sent():
    return with_controls(sent())


def read():
    return read_returned(as_sent(), "sent.docx").value


@cache
def expected():
    return [each.provision for each in place_rows(read(), read(), SHAPE) if each.how == "id"]


def changed(edit):
    return read_returned(with_body(as_sent(), edit), "returned.docx").value


def without(*layers):
    def edit(body):
        for layer in layers:
            body = re.sub(LAYERS[layer], b"", body)
        return body

    return edit


def test_the_draft_as_sent_has_every_row_once_and_in_order():
    # 54 rows are printed of the invented sample: 53 and one optional row that is filled in.
    assert len(expected()) == 54
    assert [each for each in SHAPE.provisions if each in expected()] == sorted(
        expected(), key=SHAPE.provisions.index
    )


@pytest.mark.parametrize("kept", [*LAYERS, "none"])
@pytest.mark.slow
def test_each_layer_alone_is_enough_and_so_are_the_texts(kept):
    returned = changed(without(*(layer for layer in LAYERS if layer != kept)))

    placed = [each for each in place_rows(returned, read(), SHAPE) if each.how != "header"]

    assert [each.provision for each in placed] == expected()
    assert {each.how for each in placed} == ({"text"} if kept == "none" else {"id"})


def test_a_row_is_found_by_its_control_as_drafts_were_sent_with_until_2026():
    body = []
    with_body(as_sent(), lambda part: body.append(part) or part)

    assert body[0].count(b'<w:lock w:val="sdtContentLocked"/>') == 54
    assert [
        each.provision for each in place_rows(read(), read(), SHAPE) if each.how == "id"
    ] == expected()


@pytest.mark.slow
def test_cells_are_found_by_bookmark_style_or_place():
    for edit in (
        bytes,
        without("bookmarks"),
        lambda body: re.sub(rb"<w:pStyle [^>]*/>", b"", without("bookmarks")(body)),
    ):
        returned = changed(edit)
        rows = {
            each.provision: each.row
            for each in place_rows(returned, read(), SHAPE)
            if each.is_placed
        }
        cells = {
            column: sent_text(cell.lines)
            for column, cell in cells_of(rows["opsc-1"], SHAPE).items()
        }
        assert list(cells) == ["law", "reforms", "compliance"]
        assert cells["reforms"][0].startswith("Bill 88 of 2025")


@pytest.mark.slow
def test_a_copied_row_is_not_taken_for_the_row_itself():
    def edit(body):
        rows = re.findall(rb"<w:tr>.*?</w:tr>", body, re.DOTALL)
        row = next(each for each in rows if b">opsc-3-3<" in each)
        copy = re.sub(
            rb"<w:t xml:space=\"preserve\">[^<]{9,}</w:t>", b"<w:t>Something of our own.</w:t>", row
        )
        return body.replace(row, copy + row)

    placed = place_rows(changed(edit), read(), SHAPE)

    hows = [each.how for each in placed if each.provision == "opsc-3-3"]
    assert hows == ["copy", "id"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "ending",
    [
        pytest.param("docx", marks=pytest.mark.long),
        pytest.param("odt", marks=pytest.mark.long),
        pytest.param("doc", marks=pytest.mark.long),  # tests/test_review_office.py has all four
        pytest.param("rtf", marks=pytest.mark.long),
    ],
)
def test_a_draft_that_went_through_libreoffice_still_maps(tmp_path, convert, ending):
    path = tmp_path / "draft.docx"
    path.write_bytes(as_sent())

    if ending != "docx":
        path = convert(path, ending, tmp_path)
    back = convert(path, "docx", tmp_path / "back")
    returned = read_returned(back.read_bytes(), "returned.docx").value

    placed = [each.provision for each in place_rows(returned, read(), SHAPE) if each.is_placed]
    assert placed == expected()


# Without ids, with rows added, deleted and moved


@pytest.mark.slow
def test_without_ids_most_damaged_rows_are_placed_and_hardly_any_wrong():
    right = wrong = total = 0
    for seed in range(4):
        damaged, truth = damage(random.Random(seed))
        placed = [each for each in place_rows(damaged, read(), SHAPE) if each.how != "header"]
        assert len(placed) == len(truth)
        total += sum(1 for each in truth if each)
        right += sum(
            bool(expected) and each.provision == expected
            for each, expected in zip(placed, truth, strict=True)
        )
        wrong += sum(
            bool(each.provision) and each.provision != expected
            for each, expected in zip(placed, truth, strict=True)
        )
        assert all(each.candidates for each in placed if not each.provision)

    assert right / total >= 0.92
    assert wrong / total < 0.005


def damage(rng):
    """Return the draft without ids, texts edited, rows added, deleted and moved; and what each row really is."""
    bare = changed(without(*LAYERS))
    rows = [
        row for row in rows_returned(bare) if row.cells[0].lines[0].pieces[0].text != "Provision"
    ]
    pairs = [
        (edited(row, rng), id_)
        for row, id_ in zip(rows, expected(), strict=True)
        if rng.random() > 0.08
    ]
    for _ in range(5):
        at = rng.randrange(len(pairs))
        pairs.insert(at, (edited(rows[rng.randrange(len(rows))], rng, share=1.0), ""))
    for _ in range(5):
        pairs.insert(rng.randrange(len(pairs)), pairs.pop(rng.randrange(len(pairs))))
    body = (ReturnedTable(tuple(row for row, _ in pairs)),)
    return replace(bare, body=body), [id_ for _, id_ in pairs]


def edited(row, rng, share=0.15):
    """Return a row in whose cells a share of the words was replaced; all of them make a row of somebody's own."""

    def piece(each):
        words = [
            f"word{rng.randrange(9999)}" if rng.random() < share else word
            for word in each.text.split(" ")
        ]
        return replace(each, text=" ".join(words))

    cells = tuple(
        replace(
            cell,
            lines=tuple(
                replace(line, pieces=tuple(map(piece, line.pieces))) for line in cell.lines
            ),
        )
        for cell in row.cells
    )
    return replace(row, cells=cells)
