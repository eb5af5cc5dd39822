"""What a Word file is made of, whatever is published: values for tags, notes, properties.

`document` fills templates with it; a country report, a draft for review and the guide are all
manuscripts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from publisher.compose.guide import Guide
from publisher.compose.guide.on_paper import on_paper
from publisher.compose.publication import Drawing, Note, Publication
from publisher.domain.dates import PartialDate
from publisher.templating.contract import Fields, ValueKind
from publisher.writers.docx.comments import WordComment
from publisher.writers.docx.prepared import Preparation

REPORT: tuple[str, ValueKind] = ("report", Fields(Publication))
_NO_DRAWING = Drawing(b"", b"", 0, 0, "")
GUIDE: tuple[str, ValueKind] = ("guide", Fields(Guide))


@dataclass(frozen=True, slots=True)
class Extras:
    """What a Word file has besides its publication: values for tags, comments, properties.

    One that `comes_back` holds no character that nobody wrote.
    """

    values: Mapping[str, object] = field(default_factory=dict)
    comments: tuple[WordComment, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    comes_back: bool = False


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A publication on its way into a Word template.

    `main` is the publication's name in tags, with its kind, and `publication` its value; `notes`
    are those that become Word's own where `notes_in_word` is 'footnotes' or 'endnotes'; `long_rows`
    are anchors of rows that may break over pages; `rows_across` gives by anchor reference and
    title of a row whose texts are set across the columns; `properties` are those of the file, by
    element; `scale` says how many reports it holds.
    """

    main: tuple[str, ValueKind]
    publication: object
    words: Mapping[str, str]
    wanted: Preparation
    date: PartialDate | None
    properties: Mapping[str, str]
    notes_in_word: str = "list"
    notes: tuple[Note, ...] = ()
    long_rows: frozenset[str] = frozenset()
    rows_across: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    extras: Extras = Extras()
    scale: int = 1

    @property
    def values(self) -> dict[str, object]:
        """What the tags of the template are given, by name."""
        return {self.main[0]: self.publication, "words": self.words, **self.extras.values}


def report_manuscript(publication: Publication, extras: Extras) -> Manuscript:
    """Return the manuscript of a country report."""
    is_listed = publication.notes_in_word == "list"
    columns = tuple(column.id for column in publication.columns)
    is_right_to_left = publication.direction == "rtl"
    return Manuscript(
        REPORT,
        publication if is_listed else _without_note_lists(publication),
        publication.words,
        Preparation(publication.house, columns, publication.language, is_right_to_left),
        publication.date,
        _report_properties(publication),
        publication.notes_in_word,
        tuple(_all_notes(publication)),
        frozenset(_long_rows(publication)),
        dict(_rows_across(publication)),
        extras,
    )


def _report_properties(publication: Publication) -> dict[str, str]:
    return {
        "dc:title": publication.title,
        "dc:subject": publication.treaty,
        "dc:creator": publication.organisation,
        "dc:identifier": f"{publication.treaty_abbreviation}-{publication.country_code}",
        "dc:language": publication.language,
        "dc:description": publication.mark_note,
        "cp:keywords": publication.mark,
        "cp:category": publication.treaty_abbreviation,
        "cp:contentStatus": publication.status,
        "cp:version": publication.version,
        "cp:lastModifiedBy": publication.organisation,
    }


def _long_rows(publication: Publication) -> Iterator[str]:
    """Yield the anchors of the rows that need not stay on one page."""
    for group in publication.groups:
        for row in group.rows:
            if not row.is_short:
                yield f"r_{row.id}"


def _rows_across(publication: Publication) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the anchors of rows whose texts are set across the page, with reference and title."""
    for group in publication.groups:
        for row in group.rows:
            if row.is_wide:
                yield f"r_{row.id}", (row.reference, row.title)


def _all_notes(publication: Publication) -> Iterator[Note]:
    """Yield the notes of a report wherever they would be printed."""
    yield from publication.front_notes
    for group in publication.groups:
        yield from group.notes
    yield from publication.end_notes


def _without_note_lists(publication: Publication) -> Publication:
    """Return a publication without lists of notes, because the notes are Word's own."""
    groups = tuple(replace(group, notes=()) for group in publication.groups)
    return replace(publication, front_notes=(), groups=groups, end_notes=())


def guide_manuscript(guide: Guide, timeline: Drawing | None) -> Manuscript:
    """Return the manuscript of the guide; its notes, which may name many countries, stand as lists.

    A template is always given a chart of reforms over time, and asks `guide.timeline` whether there
    is one.
    """
    return Manuscript(
        GUIDE,
        on_paper(guide),
        guide.words,
        Preparation(guide.house, (), guide.language, guide.direction == "rtl"),
        guide.date,
        _guide_properties(guide),
        extras=Extras({"timeline": timeline or _NO_DRAWING}),
        scale=len(guide.countries),
    )


def _guide_properties(guide: Guide) -> dict[str, str]:
    return {
        "dc:title": guide.title,
        "dc:subject": guide.treaty,
        "dc:creator": guide.organisation,
        "dc:identifier": f"{guide.treaty_abbreviation}-guide",
        "dc:language": guide.language,
        "dc:description": guide.subtitle,
        "cp:category": guide.treaty_abbreviation,
        "cp:contentStatus": guide.status,
        "cp:version": guide.version,
        "cp:lastModifiedBy": guide.organisation,
    }
