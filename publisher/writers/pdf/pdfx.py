"""Says that a print edition is PDF/X-4 (ISO 15930-7), where it holds what of it can be seen here.

What a printing house would refuse anyway is looked at in `preflight`; here is what PDF/X-4 wants
besides: metadata with title and dates, an output intent with a profile that it takes.
"""

import hashlib
import uuid
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name

# The version of PDF that PDF/X-4 rests on.
PDF_VERSION = "1.6"
_VERSION = "PDF/X-4"
_IDENTIFICATION = "http://www.npes.org/pdfx/ns/id/"
_NEWEST_PROFILE = (4, 2)  # of ICC.1:2004-10, the last that PDF/X-4 knows
# ISO 32000-1, 7.4.4 and 8.8: what no print edition holds, and PDF/X-4 forbids.
_FORBIDDEN = ("/OPI", "/Alternates", "/TR", "/HTP", "/Ref", "/PS")
_IN_INFO = ("/Title", "/CreationDate", "/ModDate")


def identify(pdf: pikepdf.Pdf, content: bytes) -> bool:
    """Say in the metadata of a PDF that it is PDF/X-4, if nothing is lacking; tell whether it was.

    `content` is what the id of the document is worked out from.
    """
    if any(lacking(pdf)):
        return False
    pikepdf.models.PdfMetadata.register_xml_namespace(_IDENTIFICATION, "pdfxid")
    id_ = uuid.uuid5(uuid.NAMESPACE_OID, hashlib.sha256(content).hexdigest())
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata.load_from_docinfo(pdf.docinfo)
        metadata["xmp:MetadataDate"] = metadata["xmp:ModifyDate"]
        metadata["xmpMM:DocumentID"] = f"uuid:{id_}"
        metadata["xmpMM:VersionID"] = "1"
        metadata["xmpMM:RenditionClass"] = "default"
        metadata["pdf:Trapped"] = "False"
        metadata["pdfxid:GTS_PDFXVersion"] = _VERSION
    return True


def lacking(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Yield what PDF/X-4 wants and a print edition does not have, or has and may not."""
    for key in _IN_INFO:
        if not str(pdf.docinfo.get(key, "")):
            yield f"no {key[1:]}"
    if pdf.is_encrypted:
        yield "encryption"
    if "/AcroForm" in pdf.Root or "/OCProperties" in pdf.Root:
        yield "forms or layers"
    yield from _intent_faults(pdf)
    for page in pdf.pages:
        if "/ArtBox" in page or "/TrimBox" not in page:
            yield "a page with an art box, or without a trim box"
    for each in pdf.objects:
        yield from _object_faults(each)


def _intent_faults(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Yield what is wrong with the printing condition that the PDF is meant for: it is one, named,
    with a profile of a press in a version that is known.
    """
    intents = [each for each in pdf.Root.get("/OutputIntents", ()) if each.S == Name.GTS_PDFX]
    if len(intents) != 1:
        yield f"{len(intents)} output intents"
        return
    (intent,) = intents
    if not str(intent.get("/OutputConditionIdentifier", "")) or not str(intent.get("/Info", "")):
        yield "a name of the printing condition"
    if "/DestOutputProfile" not in intent:
        yield "no profile"
        return
    # ICC.1:2004-10, 7.2: version in bytes 8 and 9, class in 12 to 15, colour space in 16 to 19.
    header = bytes(intent.DestOutputProfile.read_bytes())[:20]
    if (header[8], header[9] >> 4) > _NEWEST_PROFILE:
        yield "a profile of a newer version"
    if header[12:20] != b"prtrCMYK":
        yield "a profile that is not of a press in CMYK"


def _object_faults(each: pikepdf.Object) -> Iterator[str]:
    if not isinstance(each, Dictionary | pikepdf.Stream):
        return
    for key in _FORBIDDEN:
        if key in each:
            yield f"{key[1:]} of an object"
    filters = each.get("/Filter", Array())
    if Name.LZWDecode in (filters if isinstance(filters, Array) else [filters]):
        yield "compression by LZW"
