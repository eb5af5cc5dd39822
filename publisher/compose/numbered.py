"""What a report says of itself: its version and edition, its mark, how it is cited."""

from publisher.compose.context import Composition, told_mark, told_status


def version_of(context: Composition) -> str:
    """Return 'edition 2 · 1.0 · 31 March 2026 · Final', as much of it as is known."""
    status = told_status(context.facts.status, context.language)
    parts = (named_version(context), context.date(context.facts.version_date), status)
    return " · ".join(part for part in parts if part)


def named_version(context: Composition) -> str:
    """Return 'edition 2 · 1.0', as much of it as is known."""
    edition = _edition(context) if context.numbered else ""
    return " · ".join(part for part in (edition, context.facts.version) if part)


def _edition(context: Composition) -> str:
    assert context.numbered
    return context.words["edition_named"].format(number=context.numbered.number)


def mark_of(context: Composition) -> tuple[str, str]:
    """Return the mark on each page and the sentences behind it: of a text that is no real report,
    of one about which readers are still asked, or of both; two empty strings for any other.
    """
    marks, mark = context.language.words("marks"), context.facts.mark
    told, notes = [], []
    if mark:
        told.append(told_mark(mark, context.language))
        notes.append(marks[f"{mark}_note"])
    if context.numbered and context.numbered.is_for_consultation:
        told.append(marks["consultation"])
        notes.append(marks["consultation_note"])
    return " · ".join(told), " ".join(notes)


def citation_of(context: Composition) -> str:
    """Return how to cite the report: as its authors wish, else as the language has it; with the
    edition and where that is found for good.
    """
    cited = context.facts.recommended_citation or _citation(context)
    numbered = context.numbered
    if numbered is None:
        return cited
    name = "citation_of_edition" if numbered.address else "citation_of_edition_without_address"
    return context.words[name].format(
        citation=cited.rstrip(" ."), edition=_edition(context), address=numbered.address
    )


def _citation(context: Composition) -> str:
    facts = context.facts
    name = "citation" if context.presentation.organisation else "citation_without_organisation"
    return context.words[name].format(
        organisation=context.presentation.organisation,
        country=facts.short_name,
        treaty=context.treaty.short_name,
        version=facts.version or "–",
        date=context.date(facts.version_date, context.words["not_stated"]),
    )
