"""The Word file: the editor's template, filled and finished.

Comes in: a `Publication` and the bytes of a template. Goes out: the bytes of a .docx. The template owns the layout:
loops, fixed text, styles; this module fills it, adds what a template cannot say (numbering that restarts, right to
left) and packs it so that the same input gives the same bytes.
"""

import io
import zipfile
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any
from xml.parsers.expat import ParserCreate

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.opc.pkgwriter import PackageWriter
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docxtpl import DocxTemplate

from publisher.compose.publication import Publication
from publisher.dates import PartialDate
from publisher.diagnostics import Place, failure
from publisher.writers.docx import content
from publisher.writers.docx.contents import fill_contents
from publisher.writers.docx.contract import word_contract
from publisher.writers.docx.direction import set_right_to_left, turned
from publisher.writers.docx.house import dress
from publisher.writers.docx.inlines import Surroundings, bookmark_name, inlines
from publisher.writers.docx.inspect import Demands, Finding, inspect_template
from publisher.writers.docx.notes import NoteRegister, note_register, notes_part
from publisher.writers.refusal import FillingError, refuse_broken, unfillable
from publisher.writers.sandbox import TEMPLATE_FAULTS, Sandbox
from publisher.zipped import pack

# Styles that the content of a report needs; a template may have any others besides.
REQUIRED_STYLES = (
    "Cell Text",
    "Cell State",
    "Cell Bullet",
    "Cell Number",
    "Cell Id",
    "Fact Bullet",
    "Fact Number",
    "List Bullet",
    "List Number",
    "Hyperlink",
    "Note Call",
    "footnote reference",
    "footnote text",
    "endnote reference",
    "endnote text",
    "Bar Count",
    "Bar Count Dark",
)
_NUMBERED_STYLE = "Cell Number"
# A file without a date of its own is dated to the day the office formats' dates begin to be safe in ZIP archives.
_UNDATED = datetime(2000, 1, 1)


def write_docx(publication: Publication, template: bytes, *, template_name: str) -> bytes:
    """Return the Word file of a publication.

    Raises PublisherError where the template cannot be used; `template_name` names it in the message.
    """
    findings = template_findings(template, template_name, tuple(publication.words), publication.notes_in_word)
    refuse_broken(each.diagnostic for each in findings)
    file = _opened(template, template_name)
    document: Document = file.get_docx()
    surroundings = _surroundings(document, publication)
    environment = Sandbox({name: make(surroundings) for name, make in content.FILTERS.items()})
    listed = publication if surroundings.notes is None else _without_note_lists(publication)
    try:
        file.render({"report": listed, "words": publication.words}, environment)
    except FillingError as failed:
        raise unfillable(failed.__cause__, template_name, quote=failed.quote) from failed
    except TEMPLATE_FAULTS as fault:  # in the properties of the document
        raise unfillable(fault, template_name) from fault
    if surroundings.notes is not None:
        _add_notes(document, surroundings.notes, surroundings, is_right_to_left=publication.direction == "rtl")
    _finish(document, publication)
    return pack(_parts(document), stamp=_stamp(publication.date))


@lru_cache(maxsize=64)
def template_findings(
    template: bytes, template_name: str, words: tuple[str, ...], notes_in_word: str
) -> tuple[Finding, ...]:
    """Return everything that is wrong with a template, each with its place.

    `words` are the keys of the fixed words; `notes_in_word` says which notes of the template give way to the report's.
    """
    demands = Demands(REQUIRED_STYLES, _NUMBERED_STYLE, notes_in_word)
    return inspect_template(template, template_name, word_contract(content.FILTERS, words), demands)


def _without_note_lists(publication: Publication) -> Publication:
    """Return a publication whose template prints no lists of notes, because the notes are Word's own."""
    groups = tuple(replace(group, notes=()) for group in publication.groups)
    return replace(publication, front_notes=(), groups=groups, end_notes=())


class _Template(DocxTemplate):  # type: ignore[misc]  # docxtpl has no types
    """A template of docxtpl without what a publication does not need: half of docxtpl's time, measured."""

    def patch_xml(self, src_xml: str) -> str:
        """Return a part with its tags made ready for Jinja; the same for every report of a batch."""
        return _patched(src_xml)

    def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> str:  # noqa: ANN401
        """Return a filled part, whole: docxtpl would drop in silence what tags have broken."""
        try:
            xml = str(super().render_xml_part(src_xml, part, context, jinja_env))
            ParserCreate().Parse(xml, True)
        except TEMPLATE_FAULTS as fault:
            raise FillingError(src_xml) from fault
        return xml

    def resolve_listing(self, xml: str) -> str:
        """Return the text as it is: publications hold no line ends or tabs that would become elements."""
        return xml


@lru_cache(maxsize=64)
def _patched(src_xml: str) -> str:
    return str(DocxTemplate.patch_xml(_Template(None), src_xml))


def _opened(template: bytes, template_name: str) -> DocxTemplate:
    file = _Template(io.BytesIO(template))
    try:
        file.init_docx()
    except (zipfile.BadZipFile, KeyError, ValueError, SyntaxError) as fault:  # lxml's faults are syntax errors
        raise failure("O303", Place(template_name)) from fault
    return file


# What content needs of the document


def _surroundings(document: Document, publication: Publication) -> Surroundings:
    _add_column_styles(document, publication)
    links: dict[str, str] = {}

    def link_id(address: str) -> str:
        if address not in links:
            links[address] = document.part.relate_to(
                address,
                f"{RELATION}/hyperlink",
                is_external=True,
            )
        return links[address]

    style_ids = {style.name: style.style_id for style in document.styles if style.name}
    return Surroundings(
        style_ids,
        link_id,
        lambda: _new_list(document),
        lambda picture: _add_picture(document, picture),
        note_register(publication),
    )


def _add_picture(document: Document, picture: bytes) -> tuple[str, int, int]:
    """Add a picture to a document and return its relationship, its width and its height in pixels."""
    relation, image = document.part.get_or_add_image(io.BytesIO(picture))
    return relation, image.px_width, image.px_height


def _add_notes(document: Document, notes: NoteRegister, around: Surroundings, *, is_right_to_left: bool) -> None:
    """Put the notes that were called into the part of the package that holds them, making it where there is none."""
    kind = f"{notes.kind}s"
    style = notes.kind.capitalize()
    related = next((each for each in document.part.rels.values() if each.reltype.endswith(f"/{kind}")), None)
    package = document.part.package
    if related is None:
        type_ = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"
        part = Part(PackURI(f"/word/{kind}.xml"), type_, b"", package)
        document.part.relate_to(part, f"{RELATION}/{kind}")
    else:
        part = related.target_part
    here = replace(around, link_id=lambda address: part.relate_to(address, f"{RELATION}/hyperlink", is_external=True))
    written = notes_part(notes, style, lambda values: inlines(values, here))
    part._blob = turned(written) if is_right_to_left else written


RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _add_column_styles(document: Document, publication: Publication) -> None:
    """Give each content column a paragraph style of its own: it tells a returned draft's cells apart."""
    names = {style.name for style in document.styles}
    for column in publication.columns:
        name = f"Content {column.id}"
        if name not in names:
            style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = document.styles["Cell Text"]


def _new_list(document: Document) -> int:
    """Return the id of a new numbering like the template's numbered style that counts from 1 (17.9.15)."""
    numbering = document.part.numbering_part.element
    style = document.styles[_NUMBERED_STYLE].element
    used = style.pPr.numPr.numId.val
    kind = next(num.abstractNumId.val for num in numbering.num_lst if num.numId == used)
    new = max(num.numId for num in numbering.num_lst) + 1
    numbering.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{new}"><w:abstractNumId w:val="{kind}"/>'
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        )
    )
    return int(new)


# Finishing


def _finish(document: Document, publication: Publication) -> None:
    properties = document.core_properties
    stamp = _stamp(publication.date)
    properties.title, properties.author = publication.title, publication.organisation
    properties.subject, properties.language = publication.treaty, publication.language
    properties.last_modified_by, properties.keywords = publication.organisation, publication.mark
    properties.category, properties.comments = publication.treaty_abbreviation, publication.mark_note
    properties.content_status, properties.version = publication.status, publication.version
    properties.created = properties.modified = properties.last_printed = stamp
    properties.revision, properties.identifier = 1, f"{publication.treaty_abbreviation}-{publication.country_code}"
    fill_contents(document)
    dress(document, publication.house)
    _close_cells(document)
    _set_language(document, publication)
    _let_long_rows_split(document, publication)
    if publication.direction == "rtl":
        set_right_to_left(document)


class _Collector(dict[str, bytes]):
    """Takes the parts of a package where python-docx would write an archive, so that they are compressed once."""

    def write(self, uri: PackURI, content: bytes) -> None:
        self[uri.membername] = content


def _parts(document: Document) -> dict[str, bytes]:
    package = document.part.package
    parts, collected = list(package.iter_parts()), _Collector()
    PackageWriter._write_content_types_stream(collected, parts)  # type: ignore[no-untyped-call]
    PackageWriter._write_pkg_rels(collected, package.rels)  # type: ignore[no-untyped-call]
    PackageWriter._write_parts(collected, parts)  # type: ignore[arg-type]
    return collected


def _let_long_rows_split(document: Document, publication: Publication) -> None:
    """Let rows with long cells run on to the next page, where the template keeps its rows whole (17.4.6)."""
    long_rows = {bookmark_name(f"r_{row.id}") for group in publication.groups for row in group.rows if not row.is_short}
    for mark in document.element.body.iter(qn("w:bookmarkStart")):
        if mark.get(qn("w:name")) in long_rows:
            row = next(mark.iterancestors(qn("w:tr")), None)
            for flag in () if row is None else row.findall(f"{qn('w:trPr')}/{qn('w:cantSplit')}"):
                flag.getparent().remove(flag)


def _close_cells(document: Document) -> None:
    """Let each cell end with a paragraph, also where a loop had nothing to go through: it must (17.4.65)."""
    for cell in document.element.body.iter(qn("w:tc")):
        if not len(cell) or cell[-1].tag != qn("w:p"):
            cell.append(OxmlElement("w:p"))


def _set_language(document: Document, publication: Publication) -> None:
    """Say in which language the text is, for spell-checkers and screen readers (17.3.2.20)."""
    defaults = document.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr")
    for properties in defaults:
        lang = properties.find(qn("w:lang"))
        if lang is None:
            lang = OxmlElement("w:lang")
            properties.append(lang)
        lang.set(qn("w:bidi" if publication.direction == "rtl" else "w:val"), publication.language)


def _stamp(date: PartialDate | None) -> datetime:
    return datetime(max(date.year, 1980), date.month or 1, date.day or 1) if date else _UNDATED
