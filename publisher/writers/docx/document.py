"""The Word file: the editor's template, filled and finished.

Comes in: a `Publication` or a `Guide`, and the bytes of a template. Goes out: the bytes of a .docx.
The template owns the layout: loops, fixed text, styles; this module fills it, adds what a template
cannot say and packs it so that the same input gives the same bytes.
"""

import posixpath
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from docx.image.image import Image
from lxml import etree

from publisher.compose.guide import Guide
from publisher.compose.publication import Drawing, Publication
from publisher.domain.archive import pack
from publisher.domain.dates import PartialDate
from publisher.domain.digest import digest_of
from publisher.domain.package import CONTENT_TYPES, relationships_name
from publisher.templating.contract import ValueKind, kind_of_value
from publisher.templating.refusal import (
    BrokenFileError,
    paragraph_that_fails,
    refuse_broken,
    unfillable,
)
from publisher.templating.sandbox import TEMPLATE_FAULTS, Sandbox
from publisher.templating.word import Demands, TemplateFinding, inspect_template
from publisher.templating.word.contract import word_contract
from publisher.writers.docx.breaks import no_break_behind_break
from publisher.writers.docx.comments import comment_ids, comments_part
from publisher.writers.docx.content import FILTERS
from publisher.writers.docx.content_types import with_types_of_added
from publisher.writers.docx.contents import fill_contents
from publisher.writers.docx.direction import set_direction
from publisher.writers.docx.finished import has_repeated, ids_of, refuse_damaged, seen_quickly
from publisher.writers.docx.inlines import PartContext, bookmark_name, inlines, without_empty_runs
from publisher.writers.docx.manuscript import (
    REPORT,
    Extras,
    Manuscript,
    guide_manuscript,
    report_manuscript,
)
from publisher.writers.docx.notes import NoteRegister, note_elements, note_register, notes_part
from publisher.writers.docx.package import CORE, DOCUMENT, Relations, inserted, related
from publisher.writers.docx.prepared import (
    NUMBERED_STYLE,
    REQUIRED_STYLES,
    PreparedTemplate,
    prepare,
)
from publisher.writers.docx.properties import (
    CUSTOM,
    PACKAGE_RELATIONS,
    core_properties,
    custom_properties,
    with_custom_properties,
)
from publisher.writers.docx.tables import (
    close_cells,
    fit_grids,
    keep_lines_together,
    keep_single_lines,
    keep_with_lists,
    let_rows_split,
    set_apart,
    shade_cells,
)
from publisher.writers.docx.unique import UsedIds, make_unique

# The date of a file without one of its own: by then the office formats' dates are safe in archives.
_UNDATED = datetime(2000, 1, 1)
# Styles of lines that name provisions without a text, below the table of their subject area; of
# headings of columns in one cell for all of them; of signs alone in a cell, which has their colour.
_BLANK_ROWS, _HEADING_IN_CELL, _SIGNS_IN_CELLS = "Blank Rows", "Cell Heading", "Heat Signs"


def write_docx(
    publication: Publication, template: bytes, *, template_name: str, extras: Extras | None = None
) -> bytes:
    """Return the Word file of a country report.

    Raises PublisherError where the template cannot be used; `template_name` names it in the
    message.
    """
    manuscript = report_manuscript(publication, extras or Extras())
    return _written_file(manuscript, template, template_name)


def write_guide_docx(
    guide: Guide, template: bytes, timeline: Drawing | None, *, template_name: str
) -> bytes:
    """Return the Word file of the guide; `timeline` is its chart of reforms over time, if any.

    Raises PublisherError where the template cannot be used; `template_name` names it in the
    message.
    """
    return _written_file(guide_manuscript(guide, timeline), template, template_name)


def _written_file(manuscript: Manuscript, template: bytes, template_name: str) -> bytes:
    own = tuple((name, kind_of_value(value)) for name, value in manuscript.extras.values.items())
    findings = template_findings(
        template,
        template_name,
        tuple(manuscript.words),
        manuscript.notes_in_word,
        own,
        manuscript.main,
    )
    refuse_broken(each.diagnostic for each in findings)
    build = _Build(manuscript, prepare(template, template_name, manuscript.wanted))
    # The document comes first: it calls the notes.
    for part in sorted(build.prepared.texts, key=lambda name: name != DOCUMENT):
        build.roots[part] = _filled(build, part, template_name)
    stamp = _stamp(manuscript.date)
    _add_notes(build)
    _add_comments(build, stamp)
    parts = _finished(build, stamp)
    facts = seen_quickly(parts)
    if has_repeated(facts):
        parts |= _with_own_ids(build)
        facts = seen_quickly(parts)
    refuse_damaged(parts, facts, build.prepared.borne, template_name)
    return pack(parts, stamp=stamp)


@lru_cache(maxsize=64)
def template_findings(
    template: bytes,
    template_name: str,
    words: tuple[str, ...],
    notes_in_word: str,
    more: tuple[tuple[str, ValueKind], ...] = (),
    main: tuple[str, ValueKind] = REPORT,
) -> tuple[TemplateFinding, ...]:
    """Return everything that is wrong with a template, each with its place.

    `words` are the keys of the fixed words; `notes_in_word` says which notes the writer makes
    itself; `more` are the kinds of values that the template is given besides the publication, by
    name; `main` is that of the publication.
    """
    demands = Demands(REQUIRED_STYLES, NUMBERED_STYLE, notes_in_word)
    contract = word_contract(FILTERS, words, more, main)
    return inspect_template(template, template_name, contract, demands)


@dataclass(slots=True)
class _Build:
    """A Word file on the way: the parts filled so far, as trees, and what was added to the
    template's.
    """

    manuscript: Manuscript
    prepared: PreparedTemplate
    roots: dict[str, Any] = field(default_factory=dict)
    parts: dict[str, bytes] = field(default_factory=dict)
    relations: dict[str, Relations] = field(default_factory=dict)
    lists: int = 0
    bookmarks: int = 0
    notes: NoteRegister | None = None

    def __post_init__(self) -> None:
        self.notes = note_register(self.manuscript.notes, self.manuscript.notes_in_word)

    def relations_of(self, part: str) -> Relations:
        """Return the relationships of a part."""
        if part not in self.relations:
            existing = self.prepared.parts.get(relationships_name(part))
            self.relations[part] = Relations(existing) if existing else Relations()
        return self.relations[part]

    def new_list(self) -> int:
        """Return the id of a new numbering that counts from 1."""
        self.lists += 1
        return self.prepared.list_start + self.lists - 1

    def picture(self, part: str, content: bytes) -> tuple[str, int, int]:
        """Add a picture to a part and return its relationship, its width and height in pixels."""
        image = Image.from_blob(content)
        return self.media(part, content, image.ext), image.px_width, image.px_height

    def media(self, part: str, content: bytes, ending: str) -> str:
        """Add a file of media to a part and return its relationship."""
        name = f"word/media/{digest_of(content)[:16]}.{ending}"
        self.parts[name] = content
        target = posixpath.relpath(name, posixpath.dirname(part))
        return self.relations_of(part).id_of("image", target)

    def surroundings(self, part: str) -> PartContext:
        """Return what content needs to know of the part it stands in."""
        links = self.relations_of(part)
        return PartContext(
            self.prepared.style_ids,
            lambda address: links.id_of("hyperlink", address, is_external=True),
            self.new_list,
            lambda picture: self.picture(part, picture),
            lambda content, ending: self.media(part, content, ending),
            self.notes,
            self.prepared.numberings,
            self.prepared.gaps,
            comment_ids(self.manuscript.extras.comments),
            getattr(self.manuscript.values.get("report"), "revision", None),
            self.bookmarks,
            self.manuscript.wanted.house,
        )


# Filling


def _filled(build: _Build, part: str, template_name: str) -> Any:  # noqa: ANN401 - an lxml element
    around, values = build.surroundings(part), build.manuscript.values
    filters = {name: make(around) for name, make in FILTERS.items()}
    environment = Sandbox(filters, scale=build.manuscript.scale)
    text = build.prepared.texts[part]
    try:
        root = _parsed(without_empty_runs(environment.from_string(text).render(values)))
    except TEMPLATE_FAULTS as fault:
        quote = paragraph_that_fails(text, environment, values)
        raise unfillable(fault, template_name, quote=quote) from fault
    build.bookmarks = around.bookmarks
    close_cells(root)
    fit_grids(root)
    shade_cells(root, build.prepared.style_ids.get(_SIGNS_IN_CELLS, ""))
    if part == DOCUMENT:
        no_break_behind_break(root, build.prepared.page_starts)
        let_rows_split(root, {bookmark_name(each) for each in build.manuscript.long_rows})
        across = build.manuscript.rows_across.items()
        heading_style = build.prepared.style_ids.get(_HEADING_IN_CELL, "")
        set_apart(root, {bookmark_name(each): told for each, told in across}, heading_style)
        keep_with_lists(root)
        keep_single_lines(root, build.prepared.levels)
        keep_lines_together(root, build.prepared.style_ids.get(_BLANK_ROWS, ""))
        fill_contents(root, build.prepared.levels, build.prepared.style_ids)
    return root


def _parsed(filled: str) -> Any:  # noqa: ANN401 - an lxml element
    try:
        return etree.fromstring(filled.encode())
    except etree.XMLSyntaxError as fault:
        raise BrokenFileError from fault


def _written(build: _Build) -> dict[str, bytes]:
    written = {}
    for part, root in build.roots.items():
        text = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        written[part] = bytes(text)
    return written


# Finishing


def _add_notes(build: _Build) -> None:
    """Put the notes that were called into their part, making it where the template has none."""
    if build.notes is None:
        return
    kind = build.notes.kind
    own = related(build.prepared.parts, f"{kind}s")
    part = own[0] if own else f"word/{kind}s.xml"
    around = build.surroundings(part)
    style_ids = build.prepared.style_ids
    text = note_elements(build.notes, style_ids, lambda values: inlines(values, around))
    filled = build.roots.get(part)
    existing = build.prepared.parts.get(part) if filled is None else etree.tostring(filled)
    if not own:  # a part to which nothing leads is none
        existing = None
        build.relations_of(DOCUMENT).id_of(f"{kind}s", posixpath.basename(part))
    build.roots[part] = etree.fromstring(
        inserted(existing or notes_part(kind), f"</w:{kind}s>", text)
    )


def _add_comments(build: _Build, stamp: datetime) -> None:
    if not build.manuscript.extras.comments:
        return
    part = "word/comments.xml"
    around = build.surroundings(part)
    style_ids = build.prepared.style_ids
    build.parts[part] = comments_part(
        build.manuscript.extras.comments, style_ids, stamp, lambda values: inlines(values, around)
    )
    build.relations_of(DOCUMENT).id_of("comments", "comments.xml")


def _with_own_ids(build: _Build) -> dict[str, bytes]:
    """Return the filled parts with new ids where a loop repeated one."""
    used = UsedIds()
    kept = {name: text for name, text in build.prepared.parts.items() if name not in build.roots}
    used.note(ids_of(kept))
    for root in build.roots.values():
        make_unique(root, used)
    return _written(build)


def _finished(build: _Build, stamp: datetime) -> dict[str, bytes]:
    """Return all parts of the file."""
    prepared = build.prepared
    is_right_to_left = build.manuscript.wanted.is_right_to_left
    comes_back = build.manuscript.extras.comes_back
    for root in build.roots.values():
        set_direction(root, is_right_to_left=is_right_to_left, comes_back=comes_back)
    parts = {**prepared.parts, **build.parts, **_written(build)}
    for part, relations in build.relations.items():
        if relations.is_changed:
            parts[relationships_name(part)] = relations.written()
    if build.lists:
        parts[prepared.numbering] = _with_lists(prepared, build.lists)
    parts[CORE] = core_properties(build.manuscript.properties, stamp)
    if build.manuscript.extras.properties:
        parts[CUSTOM] = custom_properties(build.manuscript.extras.properties)
        parts[PACKAGE_RELATIONS] = with_custom_properties(parts[PACKAGE_RELATIONS])
    parts[CONTENT_TYPES] = with_types_of_added(parts)
    return parts


def _with_lists(prepared: PreparedTemplate, count: int) -> bytes:
    """Return the numbering part with lists that count from 1 (17.9.15)."""
    ids = range(prepared.list_start, prepared.list_start + count)
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    added = "".join(
        f'<w:num w:numId="{id_}"><w:abstractNumId w:val="{prepared.list_kind}"/>{start}</w:num>'
        for id_ in ids
    )
    return inserted(prepared.parts[prepared.numbering], "</w:numbering>", added)


def _stamp(date: PartialDate | None) -> datetime:
    if date is None:
        return _UNDATED
    year = max(date.year, 1980)  # the first that a ZIP archive can hold
    return datetime(year, date.month or 1, date.day or 1)
