"""How a workbook is laid out: which sheets, columns and fields it has, and what each accepts.

Issuing and reading both follow this, so that a workbook that was issued is a workbook that can be
read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from publisher.domain.language import Language
from publisher.domain.worded import WordedTreaty

FORMAT_VERSION = "6"
# Of workbooks, and of the notes in them that help.
AUTHOR = "Legal reform publisher"
# A sheet and cells, not file properties: Google Sheets drops the properties, LibreOffice shows
# 'very hidden' sheets.
IDENTITY_SHEET = "_toolkit"
LISTS_SHEET = "_lists"
IDENTITY_KEYS = ("format_version", "treaty", "treaty_version", "language", "country")
HEADING_ROW = 1
# How far the drop-downs of the sheet Reviewers reach.
MOST_REVIEWERS = 500
# Rows of the sheet Review: how many it can hold (an item has up to 48 elements, and reading so many
# takes eight seconds), and from how many on those that are settled move out of it.
MOST_ITEMS, MANY_ITEMS = 8_000, 2_000
# Rows of the sheet History: how many are read, and how many are kept there.
MOST_HISTORY, MANY_HISTORY = 2_000, 1_000

# Columns of the sheet Provisions before and after the content columns.
FIXED_COLUMNS = ("id", "area", "article", "summary", "progress")
# The id of the row that shows how to fill in the others; it is never read.
EXAMPLE_ID = "EXAMPLE"
SHORT_COLUMNS = ("assessment", "finder", "finding_date", "research_status", "question")
# At the end of every sheet: what the program noticed in a row, and what a person says to it.
RESERVED_COLUMNS = ("checks", "dismissed")

SOURCE_DATES = ("adopted", "published", "in_force", "accessed", "verified_on")
SOURCE_CHOICES = {"type": "source_type", "verified": "verified", "confidential": "yes_no"}

# Excel keeps the name History, and what it is in other languages, for itself, and ExcelJS opens no
# workbook that has such a sheet; ours had it in the first version with one.
_FORMER = {"history": ("History", "Historique", "السجل")}
# Of the sheet Where we looked: what the researcher fills in.
PLACE_ENTRIES = ("looked_on", "looked_by", "result", "sources", "note")
# The name of a list that holds what stands in another sheet: nobody need type the keys of sources.
SOURCE_KEYS = "source_keys"

FIXED_FIELDS = ("iso2",)
REQUIRED_COUNTRY_FIELDS = ("short_name", "iso2")
COUNTRY_DATES = ("signed", "bound", "law_as_at", "next_report", "version_date")
COUNTRY_CHOICES = {"instrument": "instrument", "status": "status", "mark": "mark"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet with a heading row: its name, its columns (key and heading, in order), and other
    headings for them; `former` are names that it had.

    `required` are the columns, or the fields, without which the sheet cannot be used; `fixed` are
    the columns that only the program fills in; `named_by` is the column by which messages call a
    row that has no id and no key.
    """

    key: str
    name: str
    columns: Mapping[str, str]
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    fixed: tuple[str, ...] = FIXED_COLUMNS
    named_by: str = ""
    former: tuple[str, ...] = ()


def sheets(worded: WordedTreaty) -> dict[str, Sheet]:
    """Return the sheets of a workbook by key, with their names and headings in a language."""
    own = (
        _provisions(worded),
        _country(worded.language),
        _sources(worded.language),
        _places(worded.language),
        _list("reviewers", worded.language),
        _list("review", worded.language),
        _list("history", worded.language),
    )
    return {sheet.key: sheet for sheet in own}


def _provisions(worded: WordedTreaty) -> Sheet:
    words = worded.language.words("provisions")
    columns = {key: words[key] for key in FIXED_COLUMNS}
    aliases: dict[str, tuple[str, ...]] = {}
    for column in worded.treaty.columns:
        columns[column.id] = column.heading
        aliases[column.id] = column.aliases
    columns |= {key: words[key] for key in SHORT_COLUMNS}
    columns |= worded.language.words("reserved")
    required = ("id", *(column.id for column in worded.treaty.columns))
    return Sheet(
        "provisions", worded.language.words("sheets")["provisions"], columns, aliases, required
    )


def _country(language: Language) -> Sheet:
    words = language.words("country")
    # The key of a field stands in a hidden first column, so that a translated or edited label does
    # no harm.
    columns = {"key": "key"}
    columns |= {key: words[key] for key in ("field", "value", "help", "progress")}
    columns |= language.words("reserved")
    name = language.words("sheets")["country"]
    return Sheet("country", name, columns, required=REQUIRED_COUNTRY_FIELDS)


def _sources(language: Language) -> Sheet:
    columns = {**language.words("sources"), **language.words("reserved")}
    known = language.sections.get("aliases", {})
    aliases = {key: tuple(others) for key, others in known.items()}
    name = language.words("sheets")["sources"]
    return Sheet("sources", name, columns, aliases, ("key", "type", "title"))


def _places(language: Language) -> Sheet:
    columns = {**language.words("places"), **language.words("reserved")}
    name = language.words("sheets")["places"]
    return Sheet("places", name, columns, named_by="place")


def _list(key: str, language: Language) -> Sheet:
    name = language.words("sheets")[key]
    return Sheet(key, name, language.words(key), former=_FORMER.get(key, ()))


def country_fields(language: Language) -> tuple[str, ...]:
    """Return the fields of the sheet Country, in order."""
    return tuple(
        key
        for key in language.words("country")
        if key not in ("field", "value", "help", "progress")
    )


def choices(worded: WordedTreaty) -> dict[str, dict[str, str]]:
    """Return the entries of every drop-down list: what a person sees, by id."""
    lists = {key: dict(words) for key, words in worded.language.sections["choices"].items()}
    lists["finder"] = {each: each for each in worded.treaty.finders}
    lists["cell_states"] = dict(worded.language.words("cell_states"))
    return lists
