"""The PDFs of a report or guide by Typst: the editions for the screen and for printing.

Comes in: a `Publication` or a `Guide`, a template of the project and the files it imports. `data`
and `colours` are what the template is given, `process` runs Typst on it, `tags` and `links` finish
the PDF.
"""

import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from publisher.compose.guide.values import Guide
from publisher.compose.publication import BlankProvision, Publication, PublishedRow
from publisher.domain.diagnostics import Place, failure
from publisher.writers.pdf.screen_edition import Attachment, attach, saved
from publisher.writers.printing import Printing
from publisher.writers.typst.colours import Separation, palette
from publisher.writers.typst.data import as_data
from publisher.writers.typst.printed import printed
from publisher.writers.typst.process import Job, UnshownLettersError, pdf_of

# PDF/A wants a date of the document (ISO 19005-3, 6.6.2.3): without one it is PDF/UA alone.
_ACCESSIBLE = ("ua-1",)
_LASTING = ("ua-1", "a-3a")
_MOST_TRIES = 3


@dataclass(frozen=True, slots=True)
class Layout:
    """A template and what it imports, by name, the template first; `folder` is theirs in messages.

    `is_beyond_shipped` tells whether letters are not all in the fonts that come with the program.
    """

    files: Mapping[str, bytes]
    folder: str
    is_beyond_shipped: Callable[[frozenset[str]], bool]


@dataclass(frozen=True, slots=True)
class Paper:
    """What the pages are for: the edition, 'screen' or 'print', and the inks of its colours.

    `gutter` is by how many millimetres they move away from their binding.
    """

    edition: str
    inks: Separation | None = None
    gutter: int = 0


def write_typst_pdf(
    publication: Publication | Guide,
    layout: Layout,
    *,
    file: str,
    attachments: Iterable[Attachment] = (),
) -> bytes:
    """Return the PDF of a report or guide for the screen: PDF/UA-1 and PDF/A-3a in one file.

    `file` names the PDF in messages. A letter that no font has shows as U+FFFD. Raises
    PublisherError where the template cannot be used or takes too long.
    """
    import pikepdf  # noqa: PLC0415 - `check` need not load it

    from publisher.writers.typst.tags import mend_tags  # noqa: PLC0415

    standards = _LASTING if publication.date else _ACCESSIBLE
    content = _laid_out(publication, layout, file, Paper("screen"), standards)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        mend_tags(pdf, _told_places(publication), publication.words)
        for attachment in attachments:
            attach(pdf, attachment)
        return saved(pdf)


def write_typst_print_pdf(
    publication: Publication | Guide, layout: Layout, *, file: str, printing: Printing
) -> bytes:
    """Return the PDF of a report or guide for a printing house.

    Its pages are those of the edition for the screen, moved away from their binding. Raises
    PublisherError as above, where the profile is not one for CMYK, and where the PDF breaks a rule
    of printing that can be checked.
    """
    from publisher.writers.pdf.cmyk import (  # noqa: PLC0415 - littleCMS, for few
        NoPressProfileError,
        press_profile,
        separation,
    )
    from publisher.writers.pdf.print_edition import faults, for_press  # noqa: PLC0415

    try:
        inks = separation(press_profile(printing.profile))
    except NoPressProfileError as fault:
        raise failure("O322", Place(file), found=fault) from fault
    paper = Paper("print", inks, printing.gutter)
    content = for_press(_laid_out(publication, layout, file, paper), printing)
    if found := faults(content):
        raise failure("O323", Place(file), faults="; ".join(found[:3]))
    return content


def _told_places(publication: Publication | Guide) -> dict[str, str]:
    """Return what links to provisions, countries and areas say, by their names in the PDF."""
    if isinstance(publication, Guide):
        rules = (rule for chapter in publication.chapters for rule in chapter.rules)
        told = {f"row-{rule.id}": f"{rule.reference}: {rule.title}" for rule in rules}
        told |= {f"country-{each.code}": each.name for each in publication.countries}
        return told | {f"chapter-{each.id}": each.title for each in publication.chapters}
    rows: list[PublishedRow | BlankProvision] = [*_blank(publication)]
    for group in publication.groups:
        rows += group.rows
    return {f"row-{row.id}": f"{row.reference}: {row.title}" for row in rows}


def _blank(publication: Publication) -> Iterator[BlankProvision]:
    """Yield the provisions that have no row."""
    lines = (line for group in publication.groups for line in group.blank)
    return (each for line in lines for each in line.provisions)


# What Typst is given


def _laid_out(
    publication: Publication | Guide,
    layout: Layout,
    file: str,
    paper: Paper,
    standards: tuple[str, ...] = (),
) -> bytes:
    """Return what Typst makes of a publication; letters without a font are found by trying."""
    without_font: frozenset[str] = frozenset()
    own = {"logo": publication.house.logo, "picture": publication.house.picture}
    pictures = {name: each.content for name, each in own.items() if each}
    for tries_left in reversed(range(_MOST_TRIES)):
        written = json.dumps(_data(publication, paper, without_font), ensure_ascii=False)
        job = Job(
            file=file,
            folder=layout.folder,
            files={**layout.files, **pictures},
            data=written,
            standards=standards,
            timestamp=_timestamp(publication),
            uses_system_fonts=layout.is_beyond_shipped(frozenset(written)),
        )
        try:
            return pdf_of(job)
        except UnshownLettersError as fault:
            # Of "e" with a mark that no font has, the letter itself is in our fonts.
            lost = {each for each in fault.letters if layout.is_beyond_shipped(frozenset(each))}
            lost |= {each for each in fault.letters if not each.isprintable()}
            if not tries_left or lost <= without_font:
                raise
            without_font |= lost
    raise AssertionError("the last try returns or raises")


def _data(
    publication: Publication | Guide,
    paper: Paper,
    without_font: frozenset[str],
) -> dict[str, Any]:
    """Return what the templates are given, by name; see templates/typst/house.typ."""
    shown = printed(publication) if isinstance(publication, Guide) else publication
    given = as_data(shown, without_font, publication.direction)
    colours = palette(publication.house, paper.inks)
    return {
        **_by_name(publication, given),
        "words": given["words"],
        "house": given["house"],
        "edition": paper.edition,
        "gutter": paper.gutter,
        "language": publication.language,
        "direction": publication.direction,
        "author": publication.organisation,
        "date": _day(publication),
        "colours": colours.colours,
        "text_on": colours.on,
    }


def _by_name(publication: Publication | Guide, given: dict[str, Any]) -> dict[str, Any]:
    """Return a publication under its name, with the names to which its links can lead.

    `targets` are rows of a table, `blanks` provisions without one, `headings` all other headings.
    """
    if isinstance(publication, Guide):
        countries = [f"country-{each.code}" for each in publication.countries]
        chapters = [f"chapter-{each.id}" for each in publication.chapters]
        rules = [rule.id for chapter in publication.chapters for rule in chapter.rules]
        names = {"targets": [], "blanks": rules, "headings": [*countries, *chapters]}
        return {"guide": given, **names}
    rows = [row.id for group in publication.groups for row in group.rows]
    blanks = [each.id for each in _blank(publication)]
    groups = [f"group-{group.id}" for group in publication.groups]
    return {"report": given, "targets": rows, "blanks": blanks, "headings": groups}


def _day(publication: Publication | Guide) -> tuple[int, int, int] | None:
    """Return the date of a publication; the first of the month or year where no more is known."""
    known = publication.date
    return (known.year, known.month or 1, known.day or 1) if known else None


def _timestamp(publication: Publication | Guide) -> int:
    """Return the seconds from 1970 to the date of a publication; 0 without one."""
    day = _day(publication)
    return int(datetime(*day, tzinfo=UTC).timestamp()) if day else 0
