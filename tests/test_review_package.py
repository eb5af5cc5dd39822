"""A returned file is read by what its relationships say, whatever its parts are called and whatever stands around
its text. Content is invented; right values were written from the standard (ECMA-376 Part 1 and 2) or from the files.
"""

import io
import re
import shutil
import zipfile

import openpyxl
import pytest
from click.testing import CliRunner

from publisher.cli.main import main
from publisher.domain.diagnostics import PublisherError
from publisher.review.read import read_returned
from publisher.review.returned import ChangeKind, Line, ReturnedTable, meant_text, sent_text
from tests.returned import ANN, BEN, W_NS, dele, docx, dt, ins, p, t, table, tc
from tests.support import TOP

CASES = TOP / "tests/cases"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
MICROSOFT = "http://schemas.microsoft.com/office/2011/relationships"
SPACE = f'xmlns:w="{W_NS}"'
R_SPACE = f'xmlns:r="{RELATIONS}"'


def archive(parts):
    """Return an archive of parts by name."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return stream.getvalue()


def relations(*entries, source=RELATIONS):
    """Return a part of relationships: (kind, target), or (kind, target, source)."""
    found = "".join(
        f'<Relationship Id="r{number}" Type="{(*entry, source)[2]}/{entry[0]}" Target="{entry[1]}"/>'
        for number, entry in enumerate(entries, 1)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{found}</Relationships>'


def document(*blocks):
    return f"<w:document {SPACE} {R_SPACE}><w:body>{''.join(blocks)}</w:body></w:document>"


TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
COMMENT = f"<w:comments {SPACE}><w:comment w:id='1' w:author='Ann'>{p('My remark')}</w:comment></w:comments>"


def read(parts):
    return read_returned(archive({"[Content_Types].xml": TYPES, **parts}), "returned.docx")


def texts(lines):
    return [line.text for line in lines if isinstance(line, Line)]


def told(found):
    return [str(each) for each in found.diagnostics]


# Parts by relationship


@pytest.mark.parametrize(
    ("main", "comments", "target"),
    [
        ("word/document.xml", "word/comments2.xml", "comments2.xml"),
        ("word/document2.xml", "word/comments.xml", "/word/comments.xml"),
        ("content/text.xml", "remarks/all.xml", "../remarks/all.xml"),
        ("document.xml", "comments.xml", "comments.xml"),
        ("WORD/DOCUMENT.XML", "Word/Comments.xml", "comments.XML"),
        ("word/document.xml", "word/my%20comments.xml", "my%20comments.xml"),
    ],
)
def test_document_and_comments_are_found_whatever_they_are_called(main, comments, target):
    folder, _, name = main.rpartition("/")
    found = read(
        {
            "_rels/.rels": relations(("officeDocument", f"/{main.lower()}")),
            main: document(p("The text.")),
            f"{folder}/_rels/{name}.rels".lstrip("/"): relations(("comments", target)),
            comments: COMMENT,
        }
    )

    assert texts(found.value.body) == ["The text."]
    assert [(each.author, each.lines) for each in found.value.comments] == [("Ann", ("My remark",))]
    assert told(found) == []


def test_strict_relationships_say_the_same():
    found = read(
        {
            "_rels/.rels": relations(
                ("officeDocument", "word/document.xml"),
                ("customProperties", "docProps/own.xml"),
                source=STRICT,
            ),
            "word/document.xml": document(p("The text.")),
            "word/_rels/document.xml.rels": relations(("comments", "comments.xml"), source=STRICT),
            "word/comments.xml": COMMENT,
            "docProps/own.xml": '<Properties><property name="publisherBuild"><x>0a1b2c3d</x></property></Properties>',
        }
    )

    assert found.value.properties == {"publisherBuild": "0a1b2c3d"}
    assert len(found.value.comments) == 1


def test_threads_are_read_from_the_part_that_is_related_for_them():
    space = 'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" xmlns:w14="x"'
    comments = "".join(
        f'<w:comment w:id="{number}"><w:p w14:paraId="0000000{number}"/></w:comment>'
        for number in (1, 2)
    )
    found = read(
        {
            "_rels/.rels": relations(("officeDocument", "word/document.xml")),
            "word/document.xml": document(p("The text.")),
            "word/_rels/document.xml.rels": relations(
                ("comments", "comments.xml"), ("commentsExtended", "threads9.xml", MICROSOFT)
            ),
            "word/comments.xml": f"<w:comments {SPACE} {space}>{comments}</w:comments>",
            "word/threads9.xml": (
                f"<w15:commentsEx {space}>"
                '<w15:commentEx w15:paraId="00000002" w15:paraIdParent="00000001" w15:done="1"/></w15:commentsEx>'
            ),
        }
    )

    assert [(each.id, each.parent, each.is_resolved) for each in found.value.comments] == [
        ("1", "", False),
        ("2", "1", True),
    ]


def test_headers_and_notes_that_are_related_are_read_and_one_that_is_not_is_told():
    def header(text):
        return f"<w:hdr {SPACE}>{p(text)}</w:hdr>"

    found = read(
        {
            "_rels/.rels": relations(("officeDocument", "word/document.xml")),
            "word/document.xml": document(p("The text.")),
            "word/_rels/document.xml.rels": relations(
                ("header", "a.xml"),
                ("header", "/word/heads/b.xml"),
                ("footnotes", "../notes.xml"),
                ("header", "a.xml"),
            ),
            "word/a.xml": header("First head"),
            "word/heads/b.xml": header("Second head"),
            "word/header3.xml": header(
                "Nobody sees this text, which goes on and on, until it is cut at a word"
            ),
            "notes.xml": f"<w:footnotes {SPACE}><w:footnote w:id='7'>{p('A note')}</w:footnote></w:footnotes>",
        }
    )

    assert [(each.name, each.id, texts(each.lines)) for each in found.value.stories] == [
        ("footnote", "footnote 7", ["A note"]),
        ("header", "", ["First head"]),
        ("header", "", ["Second head"]),
    ]
    assert told(found) == [
        "returned.docx: PLEASE CHECK R641: the part 'word/header3.xml' of the file belongs to nothing, so no program"
        " shows it, and it was not read; it begins: Nobody sees this text, which goes on and on, until it is …\n"
        "    look for these words in the file in Word; where they are missing, ask the reviewer whether they count"
    ]


@pytest.mark.parametrize(
    ("name", "content", "is_told"),
    [
        ("word/comments9.xml", COMMENT, True),
        ("stray.html", "<html><style>p {x: y}</style><p>Words</p></html>", True),
        ("word/header9.xml", f"<w:hdr {SPACE}>{p()}</w:hdr>", False),
        (
            "word/old.xml",
            f"<w:hdr {SPACE}><w:r><w:t/><w:t xml:space='preserve'> </w:t></w:r></w:hdr>",
            False,
        ),
        ("customXML/item1.xml", "<notes>settings</notes>", False),
        ("[trash]/0000.dat", "\0\0\0\0", False),
    ],
)
def test_of_parts_that_nothing_leads_to_only_those_with_text_are_told(name, content, is_told):
    found = read(
        {
            "_rels/.rels": relations(("officeDocument", "word/document.xml")),
            "word/document.xml": document(p("The text.")),
            name: content,
        }
    )

    assert [each.code for each in found.diagnostics] == (["R641"] if is_told else [])


def test_google_writes_custom_xml_in_capitals_and_it_is_no_text():
    found = read(
        {
            "_rels/.rels": relations(("officeDocument", "word/document.xml")),
            "word/document.xml": document(p("The text.")),
            "word/_rels/document.xml.rels": relations(("customXml", "../customXml/item1.xml")),
            "customXML/item1.xml": f"<x {SPACE}><w:t>hidden</w:t></x>",
        }
    )

    assert told(found) == []


def test_links_are_those_of_the_part_in_which_they_stand():
    link = '<w:hyperlink r:id="r1"><w:r><w:t>here</w:t></w:r></w:hyperlink>'
    outside = relations(("hyperlink", "https://example.org/{}")).replace(
        "/>", ' TargetMode="External"/>'
    )
    found = read(
        {
            "_rels/.rels": relations(("officeDocument", "w/d.xml")),
            "w/d.xml": document(p(link)),
            "w/_rels/D.xml.rels": outside.format("a").replace(
                "</Rel", f'<Relationship Id="r2" Type="{RELATIONS}/header" Target="h.xml"/></Rel'
            ),
            "w/h.xml": f"<w:hdr {SPACE} {R_SPACE}>{p(link)}</w:hdr>",
            "w/_rels/h.xml.rels": outside.format("b"),
        }
    )

    assert [piece.link for piece in found.value.body[0].pieces] == ["https://example.org/a"]
    assert [piece.link for piece in found.value.stories[0].lines[0].pieces] == [
        "https://example.org/b"
    ]


@pytest.mark.parametrize(
    "parts",
    [
        {"word/document.xml": document(p("Nothing leads here."))},
        {"_rels/.rels": relations(("officeDocument", "gone.xml")), "word/document.xml": document()},
        {
            "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": "<workbook/>",
            "[Content_Types].xml": TYPES.replace(
                "/>",
                '><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument'
                '.spreadsheetml.sheet.main+xml"/></Types>',
            ),
        },
    ],
    ids=["no relationship", "part gone", "workbook"],
)
def test_an_archive_whose_main_part_is_no_document_is_no_word_document(parts):
    with pytest.raises(PublisherError) as caught:
        read(parts)

    assert str(caught.value) == (
        "returned.docx: MUST FIX R615: this is no Word document\n"
        "    drafts come back as .docx, .odt, .rtf or .doc; choose the file that the reviewer sent"
    )


def test_relationships_that_cannot_be_read_are_a_damaged_file():
    with pytest.raises(PublisherError) as caught:
        read({"_rels/.rels": "<Relationships", "word/document.xml": document()})

    assert str(caught.value).startswith("returned.docx: MUST FIX R614: ")


# Changes around paragraphs, tables, rows and cells


def changes_of(line):
    return [[(each.kind, each.author[:3]) for each in piece.changes] for piece in line.pieces]


INSERTED, DELETED = ChangeKind.INSERTED, ChangeKind.DELETED


def test_a_change_around_paragraphs_is_a_change_of_all_their_text_and_of_their_marks():
    body = p("One.") + ins(p("Two ", dele("or three", by=BEN)), p("Four."))

    found = read_returned(docx(body), "returned.docx")

    one, two, four = found.value.body
    assert changes_of(one) == [[]]
    assert changes_of(two) == [[(INSERTED, "Ann")], [(INSERTED, "Ann"), (DELETED, "Ben")]]
    assert [(each.kind, each.author[:3]) for each in four.mark] == [(INSERTED, "Ann")]
    assert sent_text(found.value.body) == ("One.",)
    assert meant_text(found.value.body) == ("One.", "Two ", "Four.")
    assert told(found) == []


@pytest.mark.parametrize(
    ("name", "sent", "meant"),
    [
        ("ins", (), ("new",)),
        ("del", ("new",), ()),
        ("moveTo", (), ("new",)),
        ("moveFrom", ("new",), ()),
    ],
)
def test_each_kind_of_change_may_stand_around_a_table_a_row_a_cell_or_what_is_in_one(
    name, sent, meant
):
    around = f"<w:{name} w:id='1' {ANN}>{{}}</w:{name}>"
    row = f"<w:tr>{tc(p('new'))}</w:tr>"
    bodies = [
        around.format(table(tc(p("new")))),
        f"<w:tbl>{around.format(row)}</w:tbl>",
        table(around.format(tc(p("new")))),
        table(tc(around.format(p("new")))),
        f"<w:sdt><w:sdtPr/><w:sdtContent>{around.format(table(tc(p('new'))))}</w:sdtContent></w:sdt>",
    ]

    for number, body in enumerate(bodies):
        found = read_returned(docx(body), "returned.docx")
        (own,) = found.value.body
        lines = [line for row in own.rows for cell in row.cells for line in cell.lines]
        assert (sent_text(lines), meant_text(lines)) == (sent, meant), number
        assert told(found) == []


def test_a_row_and_a_cell_with_a_change_around_them_are_changed_themselves():
    row = f"<w:tbl><w:del w:id='1' {ANN}><w:tr>{tc(p('gone'))}</w:tr></w:del></w:tbl>"
    cell = (
        f"<w:tbl><w:tr>{tc(p('stays'))}<w:ins w:id='1' {BEN}>{tc(p('new'))}</w:ins></w:tr></w:tbl>"
    )

    found = read_returned(docx(row + cell), "returned.docx").value

    first, second = (block.rows[0] for block in found.body)
    assert [(each.kind, each.author[:3]) for each in first.changes] == [(DELETED, "Ann")]
    assert [[each.kind for each in one.changes] for one in second.cells] == [[], [INSERTED]]


@pytest.mark.parametrize(
    "wrapper",
    [
        "<w:customXml w:element='x'><w:customXmlPr/>{}</w:customXml>",
        "<w:sdt><w:sdtPr><w:tag w:val='x'/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
        "<w:smartTag w:element='x'><w:smartTagPr/>{}</w:smartTag>",
        "<mc:AlternateContent><mc:Choice Requires='w14'>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>",
        "<mc:AlternateContent><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>",
        "<vendor:own xmlns:vendor='urn:example'><vendor:settings/>{}</vendor:own>",
    ],
    ids=["customXml", "control", "smart tag", "alternatives", "fallback only", "unknown"],
)
def test_text_inside_whatever_stands_around_blocks_rows_and_cells_is_read_once(wrapper):
    def wrapped(inner):
        return wrapper.replace("{}", inner)

    cell = wrapped(tc(wrapped(p("in a cell"))))
    body = wrapped(p("a paragraph")) + f"<w:tbl>{wrapped(f'<w:tr>{cell}</w:tr>')}</w:tbl>"

    found = read_returned(docx(body), "returned.docx").value

    line, own = found.body
    assert isinstance(own, ReturnedTable)
    assert (line.text, [texts(each.lines) for each in own.rows[0].cells]) == (
        "a paragraph",
        [["in a cell"]],
    )


@pytest.mark.parametrize(
    ("loose", "text", "changes"),
    [
        (t("loose"), "loose", [[]]),
        (ins("loose"), "loose", [[(INSERTED, "Ann")]]),
        (dele(dt("loose")), "loose", [[(DELETED, "Ann")]]),
        ("<w:hyperlink w:anchor='a'><w:r><w:t>loose</w:t></w:r></w:hyperlink>", "loose", [[]]),
        ("<m:oMath><m:r><m:t>loose</m:t></m:r></m:oMath>", "loose", [[]]),
    ],
    ids=["run", "added", "deleted", "link", "formula"],
)
def test_text_beside_paragraphs_is_a_line_of_its_own(loose, text, changes):
    found = read_returned(docx(p("One.") + loose + table(tc(loose))), "returned.docx")

    _, line, own = found.value.body
    assert (line.text, changes_of(line)) == (text, changes)
    assert texts(own.rows[0].cells[0].lines) == [text]
    assert told(found) == []


def chunk(name, content, type_="aFChunk"):
    return {
        "_rels/.rels": relations(("officeDocument", "word/document.xml")),
        "word/document.xml": document(p("The text."), '<w:altChunk r:id="r1"/>'),
        "word/_rels/document.xml.rels": relations((type_, name)),
        f"word/{name}": content,
    }


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("chunk.html", "<html><title>x</title><p>The Act was &amp; is</p> in force.</html>", "; it begins: The Act was & is in force."),
        ("chunk.txt", "Plain   words", "; it begins: Plain words"),
        ("chunk.rtf", "{\\rtf1 words}", ""),
        ("chunk.docx", b"PK\x03\x04", ""),
    ],
)  # fmt: skip
def test_another_document_put_whole_into_the_text_is_told_with_its_first_words(
    name, content, words
):
    found = read(chunk(name, content))

    assert told(found) == [
        f"returned.docx: MUST FIX R645: another document was put whole into the file ('word/{name}') and was not"
        f" read{words}\n    open the file in Word, which makes it part of the text, save it there under a new name as"
        " 'Word Document (.docx)' and collect that too"
    ]


# Damaged XML


CROSSED = (
    "<w:p><w:sdt><w:sdtContent><w:r><w:t>opsc-1</w:t></w:r><w:hyperlink w:anchor='a'></w:sdtContent></w:sdt>"
    "<w:r><w:t>#</w:t></w:r></w:hyperlink></w:p><w:p><w:r><w:t>After &amp; more &lt;x&gt; isn&apos;t</w:t></w:r></w:p>"
)
DAMAGED = (
    "returned.docx: PLEASE CHECK R642: the inside of the file ('word/document.xml') is damaged; it was read as far as"
    " possible\n    open the file in Word and compare it with the items in the sheet Review, page by page"
)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (CROSSED, ["opsc-1#", "After & more <x> isn't"]),
        ("<w:p><w:r><w:t>Sale & purchase of AT&T</w:t></w:r></w:p>", ["Sale & purchase of AT&T"]),
        ("<w:p><w:r><w:t>one&nbsp;&unknown; two</w:t></w:r></w:p>", ["one\u00a0&unknown; two"]),
        ("<w:p><w:r><w:t>a\x01b&#x2;c</w:t></w:r></w:p>", ["abc"]),
        ("<w:p><own:x/><w:r><w:t>Without a namespace</w:t></w:r></w:p>", ["Without a namespace"]),
        (
            "<w:p w:x='1' w:x='2'><w:r><w:t>An attribute twice</w:t></w:r></w:p>",
            ["An attribute twice"],
        ),
        ("<w:p><w:r><w: /><w:t>No name</w:t></w:r></w:p>", ["No name"]),
        (
            "<w:p><w:r w:=''><w:t>Bad attributes</w:t></w:r></w:p>",
            ["Bad attributes"],
        ),
    ],
    ids=[
        "crossed",
        "ampersand",
        "entity",
        "control characters",
        "prefix",
        "attribute",
        "no name",
        "names",
    ],
)
def test_damaged_xml_is_read_as_far_as_possible_and_told(body, expected):
    found = read_returned(docx(body), "returned.docx")

    assert texts(found.value.body) == expected
    assert told(found) == [DAMAGED]


def test_bytes_that_are_no_letters_cost_no_other_letter():
    content = docx(p("Caf@ closes"))
    parts = {}
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        for name in old.namelist():
            parts[name] = old.read(name).replace(b"Caf@", b"Caf\xe9")

    found = read_returned(archive(parts), "returned.docx")

    assert texts(found.value.body) == ["Caf\ufffd closes"]
    assert told(found) == [DAMAGED]


@pytest.mark.parametrize(
    "cell",
    [
        "<w:p><w:r><w:t>One</w:t></w:p><w:p><w:r><w:t>Two</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>One</w:t></w:r></w:r></w:p><w:p><w:r><w:t>Two</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>One</w:t></w:r><w:p><w:r><w:t>Two</w:t></w:r></w:p>",
        "<w:p><w:hyperlink><w:ins><w:r><w:t>One</w:t></w:r></w:hyperlink></w:ins></w:p><w:p><w:r><w:t>Two</w:t></w:r></w:p>",
        "<w:p><!-- </w:p> --><w:r><w:t>One</w:t></w:r></w:r></w:p><w:p><w:r><w:t>Two</w:t></w:r></w:p>",
    ],
    ids=[
        "end of run missing",
        "end of run twice",
        "end of paragraph missing",
        "crossed",
        "comment",
    ],
)
def test_a_tag_too_few_or_too_many_moves_no_text_into_another_cell(cell):
    found = read_returned(docx(table(tc(cell) + tc(p("Next cell"))) + p("After")), "returned.docx")

    own, after = found.value.body
    first, second = own.rows[0].cells
    assert "".join(texts(first.lines)) in ("OneTwo", "One")
    assert (texts(second.lines), after.text) == (["Next cell"], "After")
    # What could not be read is told.
    is_whole = "".join(texts(first.lines)) == "OneTwo"
    assert [each.code for each in found.diagnostics] == ["R642", *([] if is_whole else ["R650"])]


def test_what_cannot_be_read_of_damaged_xml_is_counted_and_quoted():
    # The properties of the run do not end, so its text stands among them.
    body = p("Read.") + "<w:p><w:r><w:rPr><w:b/><w:t>Not read at all.</w:t></w:r></w:p>"

    found = read_returned(docx(body), "returned.docx")

    assert texts(found.value.body) == ["Read.", ""]
    assert told(found) == [
        DAMAGED,
        "returned.docx: MUST FIX R650: the words 'Not read at all.' were not read; before them stands 'Read.'\n"
        "    open the file in Word and look for these words; what they ask for, do in the workbook by hand, for it is"
        " not in the sheet Review",
    ]


@pytest.mark.parametrize(
    ("text", "count", "words"),
    [
        ("<w:t<>Not read</w:t>", 7, "Not read"),
        ("<w:t><![CDATA[Not read</w:t>", 7, "Not read"),
        ("<w:t>Seen <!-- Not read</w:t>", 7, "Seen Not read"),
    ],
)
def test_letters_that_broken_tags_hide_are_counted_and_quoted(text, count, words):
    body = p("Read.") + f"<w:p><w:r>{text}</w:r></w:p>"

    found = read_returned(docx(body), "returned.docx")

    assert told(found) == [
        DAMAGED,
        f"returned.docx: MUST FIX R643: {count} letters of the damaged file could not be read, the first of them in:"
        f" {words}\n    ask for the file once more, saved as 'Word Document (.docx)'; else look for these words"
        " in it and write what counts into the sheet Review by hand",
    ]


def test_comments_in_a_damaged_part_are_read_too():
    comments = COMMENT.replace("My remark", "Mine & yours")

    found = read_returned(docx(p("Text."), comments=comments), "returned.docx")

    assert [each.lines for each in found.value.comments] == [("Mine & yours",)]
    assert [each.code for each in found.diagnostics] == ["R642"]


def test_a_file_of_which_nothing_can_be_read_is_told_as_damaged():
    with pytest.raises(PublisherError) as caught:
        read(
            {
                "_rels/.rels": relations(("officeDocument", "word/document.xml")),
                "word/document.xml": "no XML at all",
            }
        )

    assert str(caught.value).startswith("returned.docx: MUST FIX R614: ")


@pytest.mark.parametrize(
    "content",
    [
        f"<!DOCTYPE x [<!ENTITY a 'text'>]>{document(p('&a;'))}".encode(),
        f"<!DOCTYPE x [<!ENTITY a 'text'>]>{document(p('&a;'))}".encode("utf-16-le"),
        f"<!DOCTYPE x [<!ENTITY a 'text'>]>{document(p('&a; & more'))}".encode(),
    ],
    ids=["any name", "UTF-16", "damaged"],
)
def test_a_document_type_is_refused_whatever_the_part_is_called(content):
    with pytest.raises(PublisherError) as caught:
        read({"_rels/.rels": relations(("officeDocument", "word/main")), "word/main": content})

    assert str(caught.value).startswith("returned.docx: MUST FIX R614: ")


# Files that went wrong once


@pytest.fixture
def collect(tmp_path):
    def collected(project, path, expect=0):
        """Return what the terminal says of a file of tests/cases, and the rows of the sheet Review."""
        folder = tmp_path / "project"
        shutil.copytree(CASES / project, folder)
        result = CliRunner().invoke(
            main, ["--project", str(folder), "review", "collect", str(CASES / path)]
        )
        assert result.exit_code == expect, result.output
        (book,) = (folder / "workbooks").glob(
            f"{re.search(r'draft .* of (.*)', result.output)[1]}.xlsx"
        )
        sheet = openpyxl.load_workbook(book)["Review"]
        headings, *rows = sheet.iter_rows(values_only=True)
        wanted = [dict(zip(headings, row, strict=True)) for row in rows if row[0]]
        return result.output, [
            tuple(
                each[key]
                for key in ("Row id", "Column", "Written by", "Kind", "Text as sent", "Comment")
            )
            for each in wanted
        ]

    return collected


@pytest.mark.slow
def test_a_draft_whose_document_is_called_document2_is_read(collect):
    _, rows = collect("project", "returned/r01_word_online_document2.docx")

    # "A bill is pending. [NP-1]" was sent, "A bill was withdrawn. [NP-1]" came back.
    assert rows == [
        (
            "opsc-2-a",
            "Legal reforms",
            "unnamed",
            "Text replaced (not recorded as a change)",
            "A bill is pending. [NP-1]",
            None,
        )
    ]


@pytest.mark.slow
def test_comments_in_a_part_called_comments2_are_read(collect):
    _, rows = collect("project", "returned/r02_comments2.docx")

    assert rows == [
        (
            "opsc-2-a",
            "Current national law",
            "Asha",
            "Comment",
            "A second paragraph about the penalty.",
            "Is that so?",
        )
    ]


@pytest.mark.slow
def test_a_glossary_before_the_document_is_not_the_document(collect):
    output, rows = collect("loop/project", "loop/glossary_first.docx")

    assert output.startswith(
        "glossary_first.docx: PLEASE CHECK R641: the part 'word/glossary/document.xml' of the file belongs to nothing, so"
        " no program shows it, and it was not read; it begins: Click here to enter text.\n"
    )
    ((*place, sent, comment),) = rows
    assert place == ["opsc-1", "Current national law", "Ann (invented)", "Text replaced"]
    assert "any other benefit: two to eight years of imprisonment." in sent
    assert comment is None


@pytest.mark.slow
def test_a_paragraph_with_a_change_around_it_is_an_addition_to_its_cell(collect):
    output, rows = collect("loop/project", "loop/block_ins.docx")

    assert "R621" not in output
    assert rows == [
        (
            "opsc-1",
            "Current national law",
            "Ann (invented)",
            "Text added",
            "Attempt is punishable. [QX-6 s.\u00a012]",
            None,
        )
    ]


@pytest.mark.slow
def test_a_web_page_put_into_a_draft_is_told(collect):
    output, rows = collect("loop/project", "loop/altchunk.docx", expect=1)

    assert output.startswith(
        "altchunk.docx: MUST FIX R645: another document was put whole into the file ('word/chunk.html') and was not read;"
        " it begins: ZQ35 chunk words\n"
    )
    assert rows == []


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_a_row_deleted_in_a_draft_with_controls_that_libreoffice_saved_is_read(collect):
    output, rows = collect("loop/project", "loop/word-row-deleted-then-odt.odt")

    assert output.startswith(
        "word-row-deleted-then-odt.odt: PLEASE CHECK R642: the inside of the file ('word/document.xml') is damaged; it"
        " was read as far as possible\n"
    )
    ((*place, sent, comment),) = rows
    assert place == ["opsc-5-4", "Left-hand column", "Ann (invented)", "Row deleted"]
    assert sent.startswith("Place of commission for extradition\nart.\u00a05, para.\u00a04\n")
    assert comment is None
