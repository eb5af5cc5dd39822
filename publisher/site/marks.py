"""Signs with their words: how a provision was assessed, whether there is a report."""

from dataclasses import dataclass

from publisher.compose.context import ratings_in_order
from publisher.compose.presentation import House
from publisher.domain.language import Language
from publisher.site.parts import CountryPart, RowPart

NOT_ASSESSED, NOT_PRINTED, NOT_RATED, NO_REPORT = "none", "unprinted", "unrated", "absent"


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign and its word; `id` is its class in the style sheet. Only assessments have signs."""

    id: str
    symbol: str
    label: str


def rating_marks(language: Language, house: House) -> dict[str, Mark]:
    """Return the marks of all assessments by id, in the order of the language's list; the last is
    that of what nobody assessed, under the empty id.
    """
    labels = language.words("choices.assessment")
    marks = {
        each.value: Mark(each.value, house.symbols.get(each, ""), labels[each])
        for each in ratings_in_order(language)
    }
    return {**marks, "": Mark(NOT_ASSESSED, "", language.words("site")["not_assessed"])}


def not_printed(language: Language) -> str:
    """Return what is said of a provision that a report leaves out: it was not even asked for."""
    return language.words("guide")["not_printed"]


def mark_of_row(row: RowPart | None, marks: dict[str, Mark], language: Language) -> Mark:
    """Return the mark of a provision in a report, which may leave it out."""
    if row is None:
        return Mark(NOT_PRINTED, "", not_printed(language))
    return marks[row.rating]


def report_mark(country: CountryPart | None, language: Language, *, is_preview: bool) -> Mark:
    """Return the mark of a country by what can be read of it: no sign of an assessment. A preview
    has no editions.
    """
    words, name = language.words("site"), "kind" if is_preview else "mark"
    standing = [each.is_final for each in country.reports.values()] if country else []
    if not standing:
        return Mark(NO_REPORT, "", words["mark_none"])
    if any(standing):
        return Mark("final", "", words[f"{name}_final"])
    return Mark("consultation", "", words[f"{name}_consultation"])
