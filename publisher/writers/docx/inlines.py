"""Inlines as runs of WordprocessingML, in the template's styles (ECMA-376 Part 1, 17.3.2).

Style ids, notes and the addresses of links belong to one document, so they are looked up through a
`PartContext`.
"""

import itertools
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from publisher.compose.presentation import House
from publisher.compose.publication import Revision
from publisher.domain.report import CellKey
from publisher.domain.text import Break, Changed, CrossReference, Inline, NoteCall, Span
from publisher.domain.xml_text import escape, quoteattr
from publisher.writers.docx.notes import NoteRegister
from publisher.writers.docx.styling import StyleNumbering

# Languages from right to left, and those of East Asia, have attributes of their own (17.3.2.20).
_RIGHT_TO_LEFT = ("ar", "fa", "he", "ps", "sd", "ug", "ur", "yi", "dv", "ckb")
_EAST_ASIAN = ("zh", "ja", "ko")
# What docxtpl's tags of runs leave before and behind them: a quarter of all runs of a report.
_EMPTY_RUN = '<w:r><w:t xml:space="preserve"></w:t></w:r>'
# The result of a field for which a page number comes later; it must not be taken for one of those.
UNKNOWN_YET = "<w:r><w:t></w:t></w:r>"
# No language, and one that nobody determined (ISO 639-2).
NO_LANGUAGES = ("zxx", "und")
_SCHEMES = ("", "https://", "http://", "mailto:")
_SHORT_ADDRESS = 40  # letters that stand on a line of any column
_BREAKS_OF_ADDRESS = re.compile(r"(?<=[/\-])(?=[^/\-])")
_NO_LETTER = re.compile(r"\W")


@dataclass(slots=True)
class PartContext:
    """What content needs to know of the document it stands in.

    `style_ids` gives the id of a style by its name, `numberings` by its id the numbering of a style
    that has one, `gaps` the space behind its paragraphs in twips; `link_id` returns the
    relationship of a web address; `list_id` returns a new numbering that counts from 1;
    `picture_id` returns the relationship of a picture and its size; `media_id` that of any file of
    media, by its ending; `notes` is None where source notes are printed as a list; `comments` are
    the numbers of comments at cells; `revision` says who made the changes that are shown; `house`
    has the colours of signs.
    """

    style_ids: Mapping[str, str]
    link_id: Callable[[str], str]
    list_id: Callable[[], int]
    picture_id: Callable[[bytes], tuple[str, int, int]]
    media_id: Callable[[bytes, str], str]
    notes: NoteRegister | None = None
    numberings: Mapping[str, StyleNumbering] = field(default_factory=dict)
    gaps: Mapping[str, str] = field(default_factory=dict)
    comments: Mapping[CellKey, tuple[int, ...]] = field(default_factory=dict)
    revision: Revision | None = None
    bookmarks: int = field(default=0)
    house: House = field(default_factory=House)

    def bookmark_id(self) -> int:
        """Return the next number for a bookmark; numbers are unique in a document (17.13.6)."""
        self.bookmarks += 1
        return self.bookmarks


def bookmark_name(anchor: str) -> str:
    """Return an anchor as the name of a bookmark: at most 40 letters, digits and underscores."""
    return _NO_LETTER.sub("_", anchor)[:40]


def inlines(values: Iterable[Inline], around: PartContext, *, pages: bool = False) -> str:
    """Return inlines as runs, hyperlinks and fields; `pages` asks for the page behind each link
    into the document.
    """
    write = _paged if pages else _inline
    if around.revision is None:
        return "".join([write(inline, around) for inline in values])
    written: list[str] = []
    for move, moved in groupby(values, key=_move_of):
        runs = "".join(write(inline, around) for inline in moved)
        written.append(_moved(runs, move, around) if move else runs)
    return "".join(written)


def _move_of(inline: Inline) -> tuple[str, bool] | None:
    """Return the name of a move and whether this is where it came to."""
    if isinstance(inline, Changed) and inline.move:
        return inline.move.name, inline.is_added
    return None


def _moved(runs: str, move: tuple[str, bool], around: PartContext) -> str:
    """Return tracked runs as one end of a move, which has one name at both (17.13.5.21 to 28)."""
    name, is_target = move
    end = _TRACKED[is_target, True]
    number = around.bookmark_id()
    start = f"<w:{end}RangeStart {_mark(number, around)} w:name={quoteattr(name)}/>"
    return f'{start}{runs}<w:{end}RangeEnd w:id="{number}"/>'


def _inline(inline: Inline, around: PartContext) -> str:
    match inline:
        case Span():
            return _span(inline, around)
        case Break():
            return "<w:r><w:br/></w:r>"
        case NoteCall():
            return _note_call(inline, around)
        case CrossReference(span, provision):
            target = bookmark_name(f"r_{provision}")
            return simple_field(f'HYPERLINK \\l "{target}"', _span(span, around))
        case Changed(changed, is_added, move):
            kind = _TRACKED[is_added, move is not None]
            return _tracked(_inline(changed, around), kind, around)
        case _:
            raise TypeError(f"composing leaves no {type(inline).__name__} in a publication")


# Runs that may be marked as one: a hyperlink or a bookmark around them stays outside (17.13.5.18).
_RUNS = re.compile(r"(?:<w:r>.*?</w:r>)+", re.DOTALL)
# What a run holds is named otherwise where it was deleted (17.3.3.7, 17.16.13).
_DELETED = {"<w:t ": "<w:delText ", "</w:t>": "</w:delText>"} | {
    f"{sign}w:instrText": f"{sign}w:delInstrText" for sign in ("<", "</")
}


# By whether something was added, and whether it only moved (17.13.5).
_TRACKED = {
    (True, False): "ins",
    (False, False): "del",
    (True, True): "moveTo",
    (False, True): "moveFrom",
}


def _tracked(runs: str, kind: str, around: PartContext) -> str:
    """Return runs as a tracked change."""
    if kind == "del":
        for kept, deleted in _DELETED.items():
            runs = runs.replace(kept, deleted)

    def marked(found: re.Match[str]) -> str:
        return f"<w:{kind} {revision_mark(around)}>{found[0]}</w:{kind}>"

    return _RUNS.sub(marked, runs)


def revision_mark(around: PartContext) -> str:
    """Return the number, the author and the day of a tracked change as attributes (17.13.4)."""
    return _mark(around.bookmark_id(), around)


def _mark(number: int, around: PartContext) -> str:
    revision = around.revision
    author = quoteattr(revision.author if revision else "")
    day = revision.date if revision else None
    date = f' w:date="{day}T00:00:00Z"' if day and day.day else ""
    return f'w:id="{number}" w:author={author}{date}'


def _note_call(call: NoteCall, around: PartContext) -> str:
    """Return the raised number of a note; later calls of a note of Word's are fields."""
    if around.notes is None:
        number = internal_link(call.note, run(str(call.number), run_style("Note Call", around)))
        return bookmarked(number, call.id, around)
    kind, style = around.notes.kind, run_style(f"{around.notes.kind} reference", around)
    place = around.notes.place_of(call)
    name = f"_Ref{kind}{place.number}"
    if place.is_first:
        reference = f'<w:r><w:rPr>{style}</w:rPr><w:{kind}Reference w:id="{place.number}"/></w:r>'
        return bookmarked(reference, name, around) if around.notes.is_repeated(call) else reference
    return simple_field(f"NOTEREF {name} \\f \\h", run(str(place.number), style))  # 17.16.5.39


def _paged(inline: Inline, around: PartContext) -> str:
    """Return an inline; a link into the document with the page it leads to (17.16.5.44)."""
    if not isinstance(inline, Span) or not inline.link.startswith("#"):
        return _inline(inline, around)
    target = inline.link[1:]
    page = simple_field(f"PAGEREF {bookmark_name(target)} \\h", UNKNOWN_YET)
    return _inline(inline, around) + internal_link(target, run("\u00a0") + page)


def _span(span: Span, around: PartContext) -> str:
    looks = run_style("Hyperlink", around) if span.link else ""
    if span.bold:
        looks += "<w:b/><w:bCs/>"
    if span.italic:
        looks += "<w:i/>"
        # A title in Arabic stands upright among titles in italics; emphasis must be seen.
        looks += "" if _is_right_to_left(span.language) else "<w:iCs/>"
    if span.link in {f"{scheme}{span.text}" for scheme in _SCHEMES}:
        text = address_runs(span.text, looks)
    else:
        text = run(escape(span.text), looks + language(span.language))
    if span.link.startswith("#"):
        return internal_link(span.link[1:], text)
    if span.link:
        return f'<w:hyperlink r:id="{around.link_id(span.link)}" w:history="1">{text}</w:hyperlink>'
    return text


def address_runs(address: str, looks: str) -> str:
    """Return an address as runs in no language, so that no program looks for faults of spelling in
    it or divides its words.

    LibreOffice 7.4 breaks one that fills more than a line in the midst of a word, a letter behind
    a stroke; not where a run ends, if the next one differs in anything (measured).
    """
    pieces = _BREAKS_OF_ADDRESS.split(address) if len(address) > _SHORT_ADDRESS else [address]
    codes = itertools.cycle(NO_LANGUAGES)
    return "".join(
        run(escape(piece), looks + language(code))
        for piece, code in zip(pieces, codes, strict=False)
    )


def language(code: str) -> str:
    """Return the property that says which language a run is in, for spelling (17.3.2.20)."""
    if not code:
        return ""
    name = "eastAsia" if _base(code) in _EAST_ASIAN else "val"
    if _is_right_to_left(code):
        name = "bidi"
    return f'<w:lang w:{name}="{code}"/>'


def _is_right_to_left(code: str) -> bool:
    return _base(code) in _RIGHT_TO_LEFT


def _base(code: str) -> str:
    return code.split("-", maxsplit=1)[0]


def internal_link(anchor: str, runs: str) -> str:
    """Return runs that lead to a bookmark of the same document."""
    return (
        f"<w:hyperlink w:anchor={quoteattr(bookmark_name(anchor))} "
        f'w:history="1">{runs}</w:hyperlink>'
    )


def bookmarked(runs: str, anchor: str, around: PartContext) -> str:
    """Return runs inside a bookmark."""
    number = around.bookmark_id()
    name = quoteattr(bookmark_name(anchor))
    return f'<w:bookmarkStart w:id="{number}" w:name={name}/>{runs}<w:bookmarkEnd w:id="{number}"/>'


def simple_field(instruction: str, result: str) -> str:
    """Return a field that shows `result` until it is updated (17.16.18)."""
    begin, separate, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    code = f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
    return f"{begin}{code}{separate}{result}{end}"


def run(text: str, properties: str = "") -> str:
    """Return a run of text that is escaped already."""
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r>'


def without_empty_runs(filled: str) -> str:
    """Return a filled part without the runs that tags left empty."""
    return filled.replace(_EMPTY_RUN, "")


def run_style(style: str, around: PartContext) -> str:
    """Return the property that names a run's character style."""
    return f'<w:rStyle w:val="{around.style_ids[style]}"/>'
