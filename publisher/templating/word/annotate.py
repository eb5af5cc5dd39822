"""A copy of a Word template with a comment at each problem.

Comes in: the bytes of a template and its findings. Goes out: the bytes of a copy. Word allows
comments in the body only, not in headers, footers, notes and text boxes (17.13.4); what is wrong
there is told at the document's start.
"""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import docx
from docx.comments import Comment
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from publisher.domain.archive import deterministic_zip
from publisher.domain.diagnostics import Catalogue
from publisher.templating.word import TemplateFinding, pieces_of
from publisher.templating.word.main_part import DOCUMENT

# What python-docx raises for anything that is no Word document.
_NO_WORD_FILE = (KeyError, ValueError, SyntaxError, OSError)
_AUTHOR, _INITIALS = "publisher", "P"
# The styles of comments by the ids that python-docx gives them: type and Word's own name.
_STYLES = {
    "CommentReference": ("character", "annotation reference"),
    "CommentText": ("paragraph", "annotation text"),
}


def annotated_template(
    content: bytes, findings: Sequence[TemplateFinding], words: Catalogue, now: datetime
) -> bytes | None:
    """Return a copy of a template with a comment at each finding; None where it is no Word file."""
    try:
        document = docx.Document(io.BytesIO(content))
    except _NO_WORD_FILE:
        return None
    paragraphs = list(document.element.body.iter(qn("w:p")))
    for each in findings:
        comment = _comment(each, document, paragraphs, words)
        comment._comment_elm.date = now
    _add_styles(document)
    stream = io.BytesIO()
    document.save(stream)
    return deterministic_zip(stream.getvalue(), stamp=now)


def _comment(
    finding: TemplateFinding, document: Document, paragraphs: list[Any], words: Catalogue
) -> Comment:
    told = finding.diagnostic
    own = None
    # The main part is called DOCUMENT here, whatever its name in the file.
    if finding.paragraph is not None and finding.part == DOCUMENT:
        own = paragraphs[finding.paragraph]
    if own is not None and _takes_comments(own):
        paragraph, place, runs = own, "", _runs(own, finding)
    else:
        paragraph = next(each for each in paragraphs if _takes_comments(each))
        place = f"{told.place.inside_in(words)}: " if told.place.spot.steps else ""
        runs = _runs(paragraph, None)
    message = f"{words['levels'][told.level]} {told.code}: {place}{told.message(words)}"
    hint = told.hint(words)
    text = f"{message}\n{hint}" if hint else message
    around = Paragraph(paragraph, document._body)
    commented = [Run(each, around) for each in runs]
    return document.add_comment(commented, text, _AUTHOR, _INITIALS)


def _takes_comments(paragraph: Any) -> bool:  # noqa: ANN401 - a <w:p>
    """Tell whether a comment can stand in a paragraph: not in a text box."""
    return next(paragraph.iterancestors(qn("w:txbxContent")), None) is None


def _runs(paragraph: Any, finding: TemplateFinding | None) -> list[Any]:  # noqa: ANN401 - <w:r> elements
    """Return the first and last run of a finding's letters, or of the whole paragraph.

    A run is made where there is none.
    """
    pieces = [each for each in pieces_of(paragraph) if each.kind in ("text", "break")]
    if finding is not None and finding.end > finding.start:
        own = [each for each in pieces if each.start < finding.end and each.end > finding.start]
        pieces = own or pieces
    runs = [next(each.element.iterancestors(qn("w:r"))) for each in pieces]
    if not runs:
        runs = [parse_xml(f"<w:r {nsdecls('w')}/>")]
        paragraph.append(runs[0])
    return [runs[0], runs[-1]]


def _add_styles(document: Document) -> None:
    """Give the copy the styles of comments, or use those that it has under other ids."""
    styles = document.styles.element
    for id_, (kind, name) in _STYLES.items():
        known = _style_ids(styles)
        if name not in known and id_ not in known.values():
            head = f'<w:style {nsdecls("w")} w:type="{kind}" w:styleId="{id_}">'
            styles.append(parse_xml(f'{head}<w:name w:val="{name}"/></w:style>'))
        elif known.get(name, id_) != id_:
            _rename(document, id_, known[name])


def _style_ids(styles: Any) -> dict[str, str]:  # noqa: ANN401 - a <w:styles>
    """Return the ids of styles by their names."""
    ids = {}
    for style in styles.findall(qn("w:style")):
        name = style.find(qn("w:name"))
        if name is not None:
            ids[name.get(qn("w:val"))] = style.get(qn("w:styleId"))
    return ids


def _rename(document: Document, old: str, new: str) -> None:
    for root in (document.element, document.part._comments_part.element):
        for mention in root.iter(qn("w:rStyle"), qn("w:pStyle")):
            if mention.get(qn("w:val")) == old:
                mention.set(qn("w:val"), new)
