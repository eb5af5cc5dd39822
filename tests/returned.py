"""Small returned drafts, written by hand from the standard's semantics: never by the product's own writer."""

import io
import zipfile

W_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_TYPES = (
    f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELS = (
    f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="word/document.xml"/></Relationships>'
)
_PACKAGE = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
ANN, BEN = (
    'w:author="Ann (invented)" w:date="2026-12-01T10:00:00Z"',
    'w:author="Ben (invented)" w:date="2026-12-02T11:00:00Z"',
)


def docx(body, **parts):
    """Return a Word file with a body; further parts by name, such as comments='<w:comments …>', which are related."""
    document = (
        f'{_HEAD}<w:document xmlns:w="{W_NS}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        f' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><w:body>{body}</w:body></w:document>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELS)
        archive.writestr("word/document.xml", document)
        relations = "".join(map(_relation, parts))
        archive.writestr(
            "word/_rels/document.xml.rels",
            f"{_HEAD}<Relationships {_PACKAGE}>{relations}</Relationships>",
        )
        for name, text in parts.items():
            archive.writestr(f"word/{name}.xml", f"{_HEAD}{text}")
    return stream.getvalue()


def _relation(name):
    kind = name.rstrip("0123456789")
    source = (
        "http://schemas.microsoft.com/office/2011/relationships"
        if kind == "commentsExtended"
        else "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    )
    return f'<Relationship Id="r_{name}" Type="{source}/{kind}" Target="{name}.xml"/>'


def p(*runs, mark=""):
    properties = f"<w:pPr><w:rPr>{mark}</w:rPr></w:pPr>" if mark else ""
    return f"<w:p>{properties}{''.join(each if each.startswith('<') else t(each) for each in runs)}</w:p>"


def t(text):
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def dt(text):
    return f'<w:r><w:delText xml:space="preserve">{text}</w:delText></w:r>'


def ins(*runs, by=ANN):
    return f'<w:ins w:id="1" {by}>{"".join(each if each.startswith("<") else t(each) for each in runs)}</w:ins>'


def dele(*runs, by=ANN):
    return f'<w:del w:id="2" {by}>{"".join(each if each.startswith("<") else dt(each) for each in runs)}</w:del>'


def table(*rows):
    body = "".join(each if each.startswith("<w:tr") else f"<w:tr>{each}</w:tr>" for each in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{body}</w:tbl>"


def tc(*paragraphs, properties=""):
    return f"<w:tc>{f'<w:tcPr>{properties}</w:tcPr>' if properties else ''}{''.join(paragraphs)}</w:tc>"
