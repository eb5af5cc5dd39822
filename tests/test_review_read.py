"""Reading returned drafts: each kind of markup with what the standard says it means (ECMA-376 Part 1, 17.13).

Expected texts are written by hand; pandoc, which knows nothing of this program, is the second opinion.
"""

import io
import subprocess
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.domain.diagnostics import PublisherError
from publisher.review.read import read_returned
from publisher.review.returned import (
    ChangeKind,
    Line,
    ReturnedTable,
    TrackedChange,
    meant_text,
    sent_text,
)
from tests.returned import ANN, BEN, dele, docx, dt, ins, p, t, table, tc

BY_ANN = ("Ann (invented)", "2026-12-01T10:00:00Z")
BY_BEN = ("Ben (invented)", "2026-12-02T11:00:00Z")


def read(body, **parts):
    found = read_returned(docx(body, **parts), "returned.docx")
    assert found.diagnostics == ()
    return found.value


def views(body, **parts):
    """Return the paragraphs of a body as sent and as meant."""
    lines = [each for each in read(body, **parts).body if isinstance(each, Line)]
    return sent_text(lines), meant_text(lines)


# Text (17.13.5)


@pytest.mark.parametrize(
    ("body", "sent", "meant"),
    [
        (p("plain"), ("plain",), ("plain",)),
        (p("a ", ins("new "), "b"), ("a b",), ("a new b",)),
        (p("a ", dele("old "), "b"), ("a old b",), ("a b",)),
        (p("a ", dele("old"), ins("new"), " b"), ("a old b",), ("a new b",)),
        # some programs leave w:t inside w:del: it is deleted all the same
        (p("a ", dele(t("old")), " b"), ("a old b",), ("a  b",)),
        # what one person inserted and another deleted was never there, and is not wanted
        (p("a ", ins(dele("x", by=BEN)), "b"), ("a b",), ("a b",)),
        # an inserted mark is rejected by joining with the next paragraph (17.13.5.19)
        (p("one ", mark=f"<w:ins w:id='3' {ANN}/>") + p("two"), ("one two",), ("one ", "two")),
        # a deleted mark is accepted by joining with the next one (17.13.5.15)
        (p("one ", mark=f"<w:del w:id='3' {ANN}/>") + p("two"), ("one ", "two"), ("one two",)),
        # wrappers are looked through
        (
            p('<w:hyperlink w:anchor="x">' + t("in a link ") + ins("and new") + "</w:hyperlink>"),
            ("in a link ",),
            ("in a link and new",),
        ),
        (
            p(
                "<w:sdt><w:sdtPr/><w:sdtContent>"
                + t("in a ")
                + dele("gone ")
                + t("control")
                + "</w:sdtContent></w:sdt>"
            ),
            ("in a gone control",),
            ("in a control",),
        ),
        (p('<w:smartTag w:element="x">' + t("tagged") + "</w:smartTag>"), ("tagged",), ("tagged",)),
        # signs that are elements (17.3.3)
        (
            p(
                "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:noBreakHyphen/><w:softHyphen/></w:r>"
            ),
            ("a\tb\n\u2011",),
            ("a\tb\n\u2011",),
        ),
        # a field shows its result; its code is no text (17.16.18)
        (
            p(
                '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
                '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
                t("7"),
                '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            ),
            ("7",),
            ("7",),
        ),
    ],
)
def test_text_is_seen_as_sent_and_as_meant(body, sent, meant):
    assert views(body) == (sent, meant)


def test_each_change_keeps_its_author_and_date_outermost_first():
    (line,) = read(p("a", ins(dele("x", by=BEN)))).body

    assert [(piece.text, piece.changes) for piece in line.pieces] == [
        ("a", ()),
        (
            "x",
            (
                TrackedChange(ChangeKind.INSERTED, *BY_ANN),
                TrackedChange(ChangeKind.DELETED, *BY_BEN),
            ),
        ),
    ]


def test_the_halves_of_a_move_have_one_name():
    def half(kind, text):
        return (
            f'<w:{kind}RangeStart w:id="9" w:name="move1" {ANN}/><w:{kind} w:id="8" {ANN}>'
            f'{t(text)}</w:{kind}><w:{kind}RangeEnd w:id="9"/>'
        )

    body = p(half("moveFrom", "moved ")) + p("stays ", half("moveTo", "moved "))

    lines = read(body).body
    changes = [change for line in lines for piece in line.pieces for change in piece.changes]
    assert [(each.kind, each.name) for each in changes] == [
        (ChangeKind.MOVED_FROM, "move1"),
        (ChangeKind.MOVED_TO, "move1"),
    ]
    assert views(body) == (("moved ", "stays "), ("", "stays moved "))


# Tables


def test_rows_and_cells_are_found_inside_controls_and_with_their_changes():
    google = (
        "<w:sdt><w:sdtPr><w:tag w:val='goog_rdk_1'/></w:sdtPr><w:sdtContent><w:tr><w:sdt><w:sdtPr>"
        "<w:tag w:val='goog_rdk_2'/></w:sdtPr><w:sdtContent>"
        + tc(p("wrapped"))
        + "</w:sdtContent></w:sdt></w:tr>"
        "</w:sdtContent></w:sdt>"
    )
    inserted = f"<w:tr><w:trPr><w:ins w:id='5' {ANN}/></w:trPr>{tc(p(ins('new row')))}</w:tr>"
    deleted = (
        f"<w:tr><w:trPr><w:del w:id='6' {BEN}/></w:trPr>{tc(p(dele('old row', by=BEN)))}</w:tr>"
    )
    wide = tc(p("wide"), properties='<w:gridSpan w:val="2"/>')
    spans = f"<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>{wide}</w:tr>"
    body = "<w:tbl><w:tblPr/><w:tblGrid/>" + google + inserted + deleted + spans + "</w:tbl>"

    (found,) = read(body).body

    assert isinstance(found, ReturnedTable)
    assert [meant_text(row.cells[0].lines) for row in found.rows] == [
        ("wrapped",),
        ("new row",),
        ("",),
        ("wide",),
    ]
    assert [[change.kind for change in row.changes] for row in found.rows] == [
        [],
        [ChangeKind.INSERTED],
        [ChangeKind.DELETED],
        [],
    ]
    assert found.rows[0].cells[0].tags == ("goog_rdk_2",)
    assert (found.rows[3].skipped, found.rows[3].cells[0].span) == (1, 2)


def test_a_table_inside_a_cell_belongs_to_the_cell():
    (found,) = read(table(tc(p("outer"), table(tc(p("inner"))), p("end")))).body

    assert sent_text(found.rows[0].cells[0].lines) == ("outer", "inner", "end")


# Comments

_COMMENTS = (
    '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml">'
    f'<w:comment w:id="0" {ANN}><w:p w14:paraId="0A"><w:r><w:t>First</w:t></w:r></w:p>'
    '<w:p w14:paraId="0B"><w:r><w:t>and second line</w:t></w:r></w:p></w:comment>'
    f'<w:comment w:id="1" {BEN}><w:p w14:paraId="0C"><w:r><w:t>Reply</w:t></w:r></w:p></w:comment>'
    f'<w:comment w:id="2" {BEN}><w:tbl><w:tr><w:tc><w:p w14:paraId="0D"><w:r><w:t>In a table</w:t></w:r></w:p></w:tc>'
    "</w:tr></w:tbl></w:comment></w:comments>"
)
_THREADS = (
    '<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
    '<w15:commentEx w15:paraId="0B" w15:done="1"/><w15:commentEx w15:paraId="0C" w15:paraIdParent="0B" w15:done="0"/>'
    "</w15:commentsEx>"
)


def test_comments_keep_their_lines_threads_and_what_they_stand_on():
    body = p(
        '<w:commentRangeStart w:id="0"/>',
        t("the words"),
        '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>',
        t(" and "),
        '<w:r><w:commentReference w:id="2"/></w:r>',
    )

    found = read(body, comments=_COMMENTS, commentsExtended=_THREADS)

    assert [(each.id, each.lines, each.parent, each.is_resolved) for each in found.comments] == [
        ("0", ("First", "and second line"), "", True),
        ("1", ("Reply",), "0", False),
        ("2", ("In a table",), "", False),
    ]
    assert [(each.author, each.date) for each in found.comments] == [BY_ANN, BY_BEN, BY_BEN]
    under = {
        comment: "".join(piece.text for piece in found.body[0].pieces if comment in piece.comments)
        for comment in ("0", "2")
    }
    assert under == {"0": "the words", "2": ""}


def test_a_comment_may_stand_on_deleted_words_and_run_over_paragraphs():
    body = p('<w:commentRangeStart w:id="0"/>', dele("gone")) + p(
        t("next"), '<w:commentRangeEnd w:id="0"/>'
    )

    lines = read(body, comments=_COMMENTS).body

    assert [[(piece.text, piece.comments) for piece in line.pieces] for line in lines] == [
        [("gone", ("0",))],
        [("next", ("0",))],
    ]


# What else people do


def test_marks_made_by_hand_are_seen():
    body = p(
        "<w:r><w:rPr><w:strike/></w:rPr><w:t>no</w:t></w:r>",
        '<w:r><w:rPr><w:highlight w:val="yellow"/></w:rPr><w:t>why?</w:t></w:r>',
    )

    (line,) = read(body).body

    assert [(piece.text, set(piece.look)) for piece in line.pieces] == [
        ("no", {"struck"}),
        ("why?", {"highlighted"}),
    ]


def test_text_boxes_notes_headers_and_footers_are_stories_of_their_own():
    box = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><w:txbxContent>"
        + p("boxed")
        + "</w:txbxContent>"
        "</w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>"
        + p("boxed")
        + "</w:txbxContent></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )
    namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    found = read(
        p(box, "beside"),
        header1=f"<w:hdr {namespace}>{p(ins('in the header'))}</w:hdr>",
        footnotes=f"<w:footnotes {namespace}><w:footnote w:type='separator' w:id='-1'>{p('-')}</w:footnote>"
        f"<w:footnote w:id='1'>{p('a note')}</w:footnote></w:footnotes>",
    )

    assert [(each.name, meant_text(each.lines)) for each in found.stories] == [
        ("text box", ("boxed",)),
        ("footnote", ("a note",)),
        ("header", ("in the header",)),
    ]
    assert sent_text([each for each in found.body if isinstance(each, Line)]) == ("beside",)


def test_every_mark_of_the_file_is_counted_as_read():
    formatted = (
        f"<w:p><w:pPr><w:pPrChange w:id='1' {ANN}><w:pPr/></w:pPrChange></w:pPr><w:r><w:rPr><w:b/>"
        f"<w:rPrChange w:id='2' {ANN}><w:rPr/></w:rPrChange></w:rPr><w:t>bold</w:t></w:r></w:p>"
    )
    cell = tc(
        p("x"),
        properties=f"<w:cellIns w:id='3' {ANN}/><w:tcPrChange w:id='4' {ANN}><w:tcPr/></w:tcPrChange>",
    )
    body = formatted + p(ins("a"), dele("b")) + table(cell)

    assert read_returned(docx(body), "returned.docx").diagnostics == ()


def test_a_mark_around_words_that_were_read_without_it_is_told():
    box = f"<w:txbxContent>{p('boxed')}</w:txbxContent>"
    body = p("a", f"<w:r><w:pict><w:del w:id='1' {ANN}>{box}</w:del></w:pict></w:r>")

    (told,) = read_returned(docx(body), "returned.docx").diagnostics

    assert str(told) == (
        "returned.docx: MUST FIX R621: a mark of the kind 'del' could not be read\n"
        "    open the file in Word and look for changes that are not in the sheet Review; tell those who make this program"
    )


def test_a_strict_file_with_other_prefixes_reads_the_same():
    plain = docx(p("a ", ins("new")))
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            text = (
                old.read(name)
                .decode()
                .replace(
                    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                    "http://purl.oclc.org/ooxml/wordprocessingml/main",
                )
            )
            new.writestr(
                name,
                text.replace("xmlns:w=", "xmlns:q=").replace("w:", "q:")
                if name == "word/document.xml"
                else text,
            )

    (line,) = read_returned(stream.getvalue(), "strict.docx").value.body

    assert (sent_text([line]), meant_text([line])) == (("a ",), ("a new",))


# A second opinion, and whatever hypothesis invents

_WORDS = st.text("abc é", min_size=1, max_size=8)
_RUNS = st.lists(
    st.tuples(st.sampled_from(["keep", "ins", "del", "both"]), _WORDS), min_size=1, max_size=6
)


def script(runs):
    """Return a paragraph made of an edit script, with the texts that it must have before and after."""
    makers = {"keep": t, "ins": ins, "del": dele, "both": lambda text: ins(dele(dt(text), by=BEN))}
    before = "".join(text for kind, text in runs if kind in ("keep", "del"))
    after = "".join(text for kind, text in runs if kind in ("keep", "ins"))
    return p(*(makers[kind](text) for kind, text in runs)), before, after


@given(st.lists(_RUNS, min_size=1, max_size=4))
def test_rejecting_all_gives_the_original_and_accepting_all_the_edited_text(scripts):
    made = [script(runs) for runs in scripts]

    found = views("".join(body for body, _, _ in made))

    assert found == (tuple(before for _, before, _ in made), tuple(after for _, _, after in made))


@pytest.mark.slow
@settings(max_examples=12, deadline=None)
@given(st.lists(_RUNS, min_size=1, max_size=4))
def test_pandoc_sees_the_same_two_texts(tmp_path_factory, scripts):
    body = "".join(script(runs)[0] for runs in scripts)
    path = tmp_path_factory.mktemp("pandoc") / "returned.docx"
    path.write_bytes(docx(body))

    sent, meant = views(body)

    assert words(pandoc(path, "reject")) == words(" ".join(sent))
    assert words(pandoc(path, "accept")) == words(" ".join(meant))


def pandoc(path: Path, changes: str) -> str:
    command = [
        "pandoc",
        "-f",
        "docx",
        "-t",
        "plain",
        "--wrap=none",
        f"--track-changes={changes}",
        str(path),
    ]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def words(text):
    return "".join(text.split())


@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_but_the_one_error(content):
    with pytest.raises(PublisherError):
        read_returned(content, "returned.docx")


_SOUND = docx(p("a ", ins("new"), dele("old")) + table(tc(p("cell"))), comments=_COMMENTS)


@given(
    st.lists(
        st.tuples(st.integers(0, len(_SOUND) - 1), st.integers(0, 255)), min_size=1, max_size=12
    )
)
def test_a_damaged_file_is_read_or_refused(changes):
    content = bytearray(_SOUND)
    for position, value in changes:
        content[position] = value
    try:
        read_returned(bytes(content), "returned.docx")
    except PublisherError as problem:
        assert problem.diagnostic.place.file == "returned.docx"  # noqa: PT017 - most damage does no harm
