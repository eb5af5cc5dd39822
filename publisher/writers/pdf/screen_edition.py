"""The edition for the screen: PDF/UA-1 and PDF/A-3a in one file, with the content attached as data.

WeasyPrint writes the one or the other. Here its PDF/A-3a says that it is PDF/UA-1 too, gets its
attachments and an id that follows from its content.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pikepdf

# A property that is none of PDF/A's own must be described in an extension schema (ISO 19005-3,
# 6.6.2.3.3).
_UA = """<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""  # noqa: E501 - as the standard writes it


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside a PDF: its name, what kind it is, what it holds."""

    name: str
    media_type: str
    description: str
    content: bytes


def finished(content: bytes, attachments: Sequence[Attachment] = ()) -> bytes:
    """Return a PDF/A-3a as PDF/UA-1 too, with its attachments, compressed and with an id."""
    import pikepdf  # noqa: PLC0415 - `check` need not load it

    with pikepdf.open(io.BytesIO(content)) as pdf:
        _say_what_it_is(pdf)
        for attachment in attachments:
            attach(pdf, attachment)
        return saved(pdf)


def saved(pdf: "pikepdf.Pdf", version: str = "") -> bytes:
    """Return a PDF as bytes, the same ones for the same PDF; `version` is that of PDF."""
    import pikepdf  # noqa: PLC0415

    stream = io.BytesIO()
    pdf.save(
        stream,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        force_version=version,
    )
    return stream.getvalue()


def _say_what_it_is(pdf: "pikepdf.Pdf") -> None:
    """Add to the metadata that this is PDF/UA-1 (ISO 14289-1, 5) and which language it is in."""
    import pikepdf  # noqa: PLC0415

    xmp = bytes(pdf.Root.Metadata.read_bytes()).decode()
    language = (
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:language><rdf:Bag>'
        f"<rdf:li>{pdf.Root.Lang}</rdf:li></rdf:Bag></dc:language></rdf:Description>\n"
    )
    xmp = xmp.replace("</rdf:RDF>", f"{_UA}{language}</rdf:RDF>", 1)
    pdf.Root.Metadata = pdf.make_stream(
        xmp.encode(), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML
    )


def attach(pdf: "pikepdf.Pdf", attachment: Attachment) -> None:
    """Attach a file as the data of the document, dated like the document (ISO 19005-3, 6.8)."""
    import pikepdf  # noqa: PLC0415

    date = str(pdf.docinfo.get("/ModDate", ""))
    pdf.attachments[attachment.name] = pikepdf.AttachedFileSpec(
        pdf,
        attachment.content,
        filename=attachment.name,
        description=attachment.description,
        mime_type=attachment.media_type,
        relationship=pikepdf.Name.Data,
        creation_date=date,
        mod_date=date,
    )
