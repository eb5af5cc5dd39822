"""How the guide's workbook is laid out: which sheets, columns and fields it has.

Issuing and reading both follow this, as `layout` says it for the workbooks of the countries.
"""

from collections.abc import Mapping

from publisher.domain.language import Language
from publisher.domain.worded import WordedTreaty
from publisher.workbook.layout import RESERVED_COLUMNS, Sheet

GUIDE_FORMAT = "1"
# The value of `kind` in the identity; a country's workbook has no kind.
KIND = "guide"
IDENTITY_KEYS = ("kind", "format_version", "treaty", "treaty_version", "language")

MOST_ROWS = 400  # of picks, terms and resources; drop-downs and colours reach as far
TABLES = ("chapters", "picks", "glossary", "resources")
REQUIRED = {
    "chapters": ("id",),
    "picks": ("country", "article", "column", "kind"),
    "glossary": ("term", "meaning"),
    "resources": ("theme", "title"),
}
# The column by which messages call a row.
NAMED_BY = {"picks": "country", "glossary": "term", "resources": "title"}
FIELD_DATES = ("version_date",)
FIELD_CHOICES = {"status": "status"}
FIELD_BLOCKS = (
    "introduction",
    "method",
    "process",
    "safety",
    "terms_note",
    "contributors",
    "acknowledgements",
)
CHAPTER_TEXTS = ("introduction", "hints", "questions", "wording", "objections")
# Which list stands at which column of the sheet Picks.
PICK_CHOICES = {"column": "pick_column", "kind": "pick_kind", "best": "yes_no"}


def guide_sheets(language: Language) -> dict[str, Sheet]:
    """Return the sheets of the guide's workbook by key, with their names and headings in a
    language.
    """
    names, reserved, words = (
        language.words("guide_sheets"),
        language.words("reserved"),
        language.words("country"),
    )
    form = {"key": "key", **{key: words[key] for key in ("field", "value", "help", "progress")}}
    tables = {
        key: Sheet(
            key,
            names[key],
            {**language.words(f"guide_{key}"), **reserved},
            required=REQUIRED[key],
            fixed=("id", "area"),
            named_by=NAMED_BY.get(key, ""),
        )
        for key in TABLES
    }
    return {"guide": Sheet("guide", names["guide"], {**form, **reserved}), **tables}


def guide_choices(worded: WordedTreaty) -> dict[str, Mapping[str, str]]:
    """Return the entries of the drop-down lists: what a person sees, by id."""
    own = worded.language.sections["choices"]
    return {
        "status": own["status"],
        "yes_no": own["yes_no"],
        "pick_kind": worded.language.words("guide_kinds"),
        "pick_column": {column.id: column.heading for column in worded.treaty.columns},
    }


def text_columns(key: str, language: Language) -> tuple[str, ...]:
    """Return the columns of a table that people write in."""
    return tuple(
        each
        for each in guide_sheets(language)[key].columns
        if each not in (*RESERVED_COLUMNS, "id")
    )
