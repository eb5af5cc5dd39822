"""A small sound Word template, and ways to break it in its XML, as editors and Word do.

The template is this module's own, so that its places stay what they are; required styles come from the writer's table.
"""

import io
import re
import zipfile
from collections.abc import Callable
from functools import cache
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

from publisher.writers.docx.prepared import REQUIRED_STYLES

Edit = Callable[[Any], None]
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORDML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
NAMESPACES = (
    f'{nsdecls("w", "r", "wp", "a")} xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
CHARACTER_STYLES = (
    "Hyperlink",
    "Note Call",
    "footnote reference",
    "endnote reference",
    "Bar Count Dark",
)
BEFORE = (
    "{{ report.title }}",
    '{{p report.summary | blocks("Body Text") }}',
    "{%p for fact in report.facts %}",
    "{{ fact.label }}",
    '{{p fact.blocks | blocks("Body Text") }}',
    "{%p endfor %}",
    "{%p for note in report.front_notes %}",
    '{{r note.number | target(note.id, "Note Call") }} {{r note.inlines | inlines }}{{r note.calls | back }}',
    "{%p endfor %}",
    "{%p for group in report.groups %}",
    "{{ group.title }}",
)
ROW = (
    "{{ row.title }}",
    "{%p if row.remark %}",
    "{{ row.remark }}",
    "{%p endif %}",
    "{{p row | anchor }}",
)
AFTER = (
    "{%p for note in group.notes %}",
    "{{ note.number }} {{r note.inlines | inlines }}",
    "{%p endfor %}",
    "{%p endfor %}",
    "{%p for note in report.end_notes %}",
    "{{ note.number }} {{r note.inlines | inlines }}",
    "{%p endfor %}",
    "{%p for question in report.questions %}",
    '{{p question.blocks | blocks("Body Text") }}',
    "{%p endfor %}",
    "{%p for group in report.source_groups %}",
    "{%p for source in group.entries %}",
    "{{r source.inlines | inlines }}",
    "{%p endfor %}",
    "{%p endfor %}",
    '{{p report.contributors | blocks("Body Text") }}',
    '{{p report.acknowledgements | blocks("Body Text") }}',
    "{{ words.licence }}: {{ report.licence }}",
)


@cache
def sound() -> bytes:
    """Return the template before anything is broken."""
    document = Document()
    _keep_few_styles(document)
    for name in REQUIRED_STYLES:
        if name not in [each.name for each in document.styles]:
            kind = WD_STYLE_TYPE.CHARACTER if name in CHARACTER_STYLES else WD_STYLE_TYPE.PARAGRAPH
            document.styles.add_style(name, kind)
    numbered = document.styles["Cell Number"].element.get_or_add_pPr()
    numbered.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="1"/></w:numPr>'))
    for text in BEFORE:
        document.add_paragraph(text)
    _add_table(document)
    for text in AFTER:
        document.add_paragraph(text)
    document.sections[0].header.paragraphs[0].text = "{{ report.title }}"
    document.sections[0].footer.paragraphs[0].text = "{{ words.page_word }}"
    return saved(document)


def _keep_few_styles(document) -> None:
    """Take away what python-docx's own template brings and no test needs: it is read for each broken template."""
    styles = document.styles.element
    for each in list(styles):
        if each.tag == qn("w:latentStyles") or each.get(qn("w:type")) == "table":
            styles.remove(each)
    for relation in list(document.part.rels.values()):
        if relation.reltype.endswith(("stylesWithEffects", "theme", "customXml", "webSettings")):
            del document.part.rels[relation.rId]


def _add_table(document) -> None:
    table = document.add_table(4, 4)
    heading, opening, prototype, closing = table.rows
    for cell, text in zip(heading.cells, ("{{ words.provision }}", "{%tc for column in report.columns %}",
                                          "{{ column.heading }}", "{%tc endfor %}"), strict=True):  # fmt: skip
        cell.text = text
    heading._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    opening.cells[0].text = "{%tr for row in group.rows %}"
    prototype.cells[0].text = ROW[0]
    for text in ROW[1:]:
        prototype.cells[0].add_paragraph(text)
    for cell, text in zip(prototype.cells[1:], ("{%tc for cell in row.cells %}", "{{p cell | cell }}",
                                                "{%tc endfor %}"), strict=True):  # fmt: skip
        cell.text = text
    closing.cells[0].text = "{%tr endfor %}"


def opened(content: bytes | None = None):
    return Document(io.BytesIO(content or sound()))


def saved(document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def broken(*edits: Edit, template: bytes | None = None) -> bytes:
    """Return the template after some edits."""
    document = opened(template)
    for edit in edits:
        edit(document)
    return saved(document)


# Finding and changing


def text_of(paragraph) -> str:
    return "".join(each.text or "" for each in paragraph.iter(qn("w:t")))


def paragraph_of(document, text: str, number: int = 0):
    roots = [document.element.body]
    roots += [
        part._element for section in document.sections for part in (section.header, section.footer)
    ]
    found = [each for root in roots for each in root.iter(qn("w:p")) if text_of(each) == text]
    assert len(found) > number, f"the template has no '{text}'"
    return found[number]


def instead(old: str, *new: str, number: int = 0) -> Edit:
    """Put runs in place of a paragraph's; a piece that begins with <w: is XML, any other is the text of a run."""

    def edit(document) -> None:
        paragraph = paragraph_of(document, old, number)
        for child in list(paragraph):
            if child.tag != qn("w:pPr"):
                paragraph.remove(child)
        for piece in new:
            paragraph.append(xml(piece if piece.startswith("<w:") else run(piece)))

    return edit


def after(old: str, *texts: str, number: int = 0) -> Edit:
    """Add paragraphs behind one."""

    def edit(document) -> None:
        paragraph = paragraph_of(document, old, number)
        for text in reversed(texts):
            paragraph.addnext(xml(text if text.startswith("<w:") else f"<w:p>{run(text)}</w:p>"))

    return edit


def without(old: str, number: int = 0) -> Edit:
    """Take a paragraph away."""

    def edit(document) -> None:
        paragraph = paragraph_of(document, old, number)
        paragraph.getparent().remove(paragraph)

    return edit


def without_row(old: str, number: int = 0) -> Edit:
    """Take a table row away."""

    def edit(document) -> None:
        row = next(paragraph_of(document, old, number).iterancestors(qn("w:tr")))
        row.getparent().remove(row)

    return edit


def with_caption(text: str) -> Edit:
    """Give the table a caption for screen readers."""
    return lambda document: document.element.body.find(qn("w:tbl")).tblPr.append(
        xml(f'<w:tblCaption w:val="{text}"/>')
    )


def without_heading_rows(document) -> None:
    for flag in list(document.element.body.iter(qn("w:tblHeader"))):
        flag.getparent().remove(flag)


def with_style_renamed(old: str, new: str) -> Edit:
    return lambda document: document.styles[old].element.find(qn("w:name")).set(qn("w:val"), new)


def without_numbering(document) -> None:
    properties = document.styles["Cell Number"].element.pPr
    properties.remove(properties.numPr)


def with_section_break(text: str) -> Edit:
    """Let a section end with a paragraph."""
    section = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
    return lambda document: paragraph_of(document, text).get_or_add_pPr().append(xml(section))


def with_comment(text: str) -> Edit:
    """Put a comment of an editor's on a paragraph."""

    def edit(document) -> None:
        runs = Paragraph(paragraph_of(document, text), document._body).runs
        document.add_comment(runs, "See here", "Editor", "E")

    return edit


def xml(text: str):
    return parse_xml(re.sub(r"^<([\w:]+)", rf"<\1 {NAMESPACES}", text))


def run(text: str, look: str = "") -> str:
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return f'<w:r>{properties}<w:t xml:space="preserve">{escaped}</w:t></w:r>'


def inserted(text: str) -> str:
    return f'<w:ins w:id="900" w:author="Editor" w:date="2026-01-01T00:00:00Z">{run(text)}</w:ins>'


def deleted(text: str) -> str:
    gone = f'<w:r><w:delText xml:space="preserve">{text}</w:delText></w:r>'
    return f'<w:del w:id="901" w:author="Editor" w:date="2026-01-01T00:00:00Z">{gone}</w:del>'


def linked(text: str) -> str:
    return f'<w:hyperlink w:anchor="r_top">{run(text)}</w:hyperlink>'


def controlled(text: str) -> str:
    return f'<w:sdt><w:sdtPr><w:id w:val="7"/></w:sdtPr><w:sdtContent>{run(text)}</w:sdtContent></w:sdt>'


def field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def code(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve">{text}</w:instrText></w:r>'


def text_box(*texts: str) -> str:
    """Return a run with a text box, as Word writes it: for itself, and in a copy for old programs."""
    paragraphs = "".join(f"<w:p>{run(text)}</w:p>" for text in texts)
    shape = '<wp:extent cx="900000" cy="300000"/><wp:docPr id="9" name="Box"/><a:graphic><a:graphicData uri=""><wps:wsp>'
    inside = f"<w:txbxContent>{paragraphs}</w:txbxContent>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline>{shape}<wps:txbx>{inside}</wps:txbx>'
        "</wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape>"
        f"<v:textbox>{inside}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def picture(description: str = "") -> str:
    return f'<w:r><w:drawing><wp:inline><wp:extent cx="9" cy="9"/><wp:docPr id="1" name="P" descr="{description}"/></wp:inline></w:drawing></w:r>'


# The package


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


def with_part(
    content: bytes, name: str, body: str, kind: str, content_type: str = "application/xml"
) -> bytes:
    """Return a package with one more part that the main document is related to."""
    parts = parts_of(content)
    parts[f"word/{name}"] = body.encode()
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>",
        f'<Override PartName="/word/{name}" ContentType="{content_type}"/></Types>'.encode(),
    )
    return with_relation(packed(parts), f'Type="{kind}" Target="{name}"')


def with_relation(
    content: bytes, attributes: str, part: str = "document.xml", id_: str = "rId900"
) -> bytes:
    parts = parts_of(content)
    name = f"word/_rels/{part}.rels"
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    parts[name] = parts.get(name, empty).replace(
        b"</Relationships>", f'<Relationship Id="{id_}" {attributes}/></Relationships>'.encode()
    )
    return packed(parts)


def with_notes(content: bytes, kind: str, *texts: str) -> bytes:
    """Return a template with footnotes or endnotes of these texts."""
    notes = "".join(
        f'<w:{kind} w:id="{number}"><w:p>{run(text)}</w:p></w:{kind}>'
        for number, text in enumerate(texts, start=2)
    )
    separators = f'<w:{kind} w:type="separator" w:id="0"><w:p/></w:{kind}>'
    body = f"<w:{kind}s {NAMESPACES}>{separators}{notes}</w:{kind}s>"
    return with_part(content, f"{kind}s.xml", body, f"{OFFICE}/{kind}s", f"{WORDML}.{kind}s+xml")


def note_mark(kind: str, id_: int) -> str:
    return f'<w:r><w:{kind}Reference w:id="{id_}"/></w:r>'


def changed(content: bytes, part: str, old: str, new: str) -> bytes:
    """Return a package in which a part's text was changed."""
    parts = parts_of(content)
    assert old.encode() in parts[part], f"{part} has no '{old}'"
    parts[part] = parts[part].replace(old.encode(), new.encode())
    return packed(parts)
