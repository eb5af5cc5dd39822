"""The web page for those who make the reports: what a check found in a workbook.

It is one file that needs no other and prints well. Comes in: what to show and an HTML template.
Goes out: the text of the page.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from publisher.domain.diagnostics import Catalogue, Diagnostic, Excerpt, Level
from publisher.domain.foreign import is_foreign
from publisher.domain.language import Language
from publisher.writers.html import render


@dataclass(frozen=True, slots=True)
class ListedProblem:
    """One problem as the page shows it, in its row.

    `rule` names its rule on the page. `hint` is what to do; it is told once, so it is empty where
    the same was told further up, and then `is_told_above` is true. `mark` is empty where the
    problem cannot be dismissed; `token` names it in any case. `is_foreign` tells that it is in
    English on a page written from right to left.
    """

    place: str
    cell: str
    column: str
    code: str
    level: Level
    level_name: str
    rule: str
    is_first: bool
    message: str
    hint: str
    is_told_above: bool
    mark: str
    excerpt: Excerpt | None
    token: str
    is_foreign: bool


@dataclass(frozen=True, slots=True)
class ListedRow:
    """The problems of one row; `title` is what a person calls it, `name` what it is about: art. 5;
    nothing where it is no row of the workbook.
    """

    title: str
    name: str
    problems: tuple[ListedProblem, ...]


@dataclass(frozen=True, slots=True)
class ListedSheet:
    """The problems of one sheet, or of the file as a whole, from the first row to the last."""

    name: str
    rows: tuple[ListedRow, ...]


@dataclass(frozen=True, slots=True)
class CheckPage:
    """Everything that the page of one workbook shows."""

    file: str
    country: str
    count: int
    counts: tuple[tuple[Level, str, int], ...]
    sheets: tuple[ListedSheet, ...]
    dismissed: tuple[tuple[ListedProblem, str], ...]


def check_page(
    file: str,
    country: str,
    diagnostics: Sequence[Diagnostic],
    dismissed: Iterable[tuple[Diagnostic, str]],
    language: Language,
    headings: Collection[str] = (),
) -> CheckPage:
    """Return what the page of a workbook shows: the problems, which come in sheet order, row by
    row, and what was dismissed, each with the reason.

    `headings` are those of the workbook's columns: what a person calls a cell ends with one.
    """
    catalogue = language.messages
    counts = tuple(
        (level, _name_of(level, catalogue), sum(each.level is level for each in diagnostics))
        for level in Level
    )
    listing = _Listing(language, headings)
    gone = tuple((listing.problem(each), reason) for each, reason in dismissed)
    sheets = tuple(_Listing(language, headings).sheets(diagnostics))
    return CheckPage(file, country, len(diagnostics), counts, sheets, gone)


class _Listing:
    """Lists problems, and keeps in mind what was told already."""

    def __init__(self, language: Language, headings: Collection[str]) -> None:
        self._language, self._words = language, language.words("check_page")
        self._headings = sorted(headings, key=len, reverse=True)
        self._told: dict[str, str] = {}

    def sheets(self, diagnostics: Sequence[Diagnostic]) -> Iterator[ListedSheet]:
        """Yield the problems of each sheet, those of the file before them."""
        for name, of_sheet in groupby(diagnostics, key=lambda each: each.place.sheet):
            rows = groupby(of_sheet, key=lambda each: _row_of(each.place.cell))
            listed = [self._row(number, tuple(own)) for number, own in rows]
            yield ListedSheet(name or self._words["file"], tuple(listed))

    def _row(self, number: str, diagnostics: Sequence[Diagnostic]) -> ListedRow:
        problems = tuple(self.problem(each) for each in diagnostics)
        names = (self._apart(each.place.name)[0] for each in diagnostics)
        name = next(filter(None, names), "")
        if not number:
            title = self._words["whole_sheet" if diagnostics[0].place.sheet else "whole_file"]
            return ListedRow(title, "", problems)
        row = self._words["row"].format(number=number)
        return ListedRow(f"{name} ({row})" if name else row, name, problems)

    def _apart(self, name: str) -> tuple[str, str]:
        """Return what a person calls a row, and the heading over its cell."""
        for heading in self._headings:
            if name.endswith(f", {heading}"):
                return name.removesuffix(f", {heading}"), heading
        return name, ""

    def problem(self, each: Diagnostic) -> ListedProblem:
        """Return one problem."""
        catalogue = self._language.messages
        hint, rule = each.hint(catalogue), f"{each.code}-{each.level.value}"
        is_first = rule not in self._told
        is_told = self._told.get(rule) == hint and bool(hint)
        self._told.setdefault(rule, hint)
        return ListedProblem(
            place=each.place.inside_in(catalogue),
            cell=each.place.cell,
            column=self._apart(each.place.name)[1],
            code=each.code,
            level=each.level,
            level_name=_name_of(each.level, catalogue),
            rule=rule,
            is_first=is_first,
            message=each.message(catalogue),
            hint="" if is_told else hint,
            is_told_above=is_told,
            mark=each.token if each.is_dismissible else "",
            excerpt=each.excerpt,
            token=each.token,
            is_foreign=is_foreign(each.message(catalogue), self._language),
        )


def _name_of(level: Level, catalogue: Catalogue) -> str:
    """Return what a level is called in the language of the page, which may differ from workbooks,
    whose cells are coloured by English words.
    """
    names = catalogue["levels"]
    return str(names.get(f"desk_{level.value}", names[level]))


def _row_of(cell: str) -> str:
    """Return the number of the row of a cell such as F12; '' where it has none."""
    return cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def write_check_page(
    page: CheckPage,
    language: Language,
    template: str,
    *,
    template_name: str,
    words: str = "check_page",
) -> str:
    """Return the page of a check; the section `words` of the language has the words in which it
    differs. Raises PublisherError where the template cannot be used.
    """
    own = {**language.words("check_page"), **language.words(words)}
    values = {"page": page, "words": own, "language": language}
    return render(template, values, template_name=template_name)
