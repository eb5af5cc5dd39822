"""The texts themselves: placeholders, length, marks, formatting that would mislead, law without a
year, terms.

What is looked for is data: [rules] of the language and the terms of the treaty. Nothing is ever
rewritten.
"""

import re
from collections.abc import Iterable, Iterator

from publisher.check.cells import cell_problem
from publisher.check.passages import Passage
from publisher.check.rules import Rules
from publisher.domain.diagnostics import Diagnostic, Level
from publisher.domain.scrambled import scrambled_in, unscrambled
from publisher.domain.text import Citation, lines_of, plain_inlines
from publisher.domain.treaty import Provision, Term

# What a row of 409 points, Excel's highest, shows at the width of our columns.
_SHOWN_BY_EXCEL, _LONG, _SHORT = 2_200, 6_000, 20
_SHORTEST_COPY = 80
_PAIRS = (("[", "]"), ("“", "”"), ("«", "»"))
_QUOTED = re.compile(
    r"“[^”]*”|«[^»]*»|\"[^\"\n]*\"|‘[^’\n]{0,200}’|(?<!\w)'[^'\n]{0,200}'(?!\w)|\[[^\]]*\]"
)
# As in German, Polish and Swedish, where the signs of _PAIRS stand otherwise.
_QUOTED_OTHERWISE = re.compile(r"„[^“”]*[“”]|”[^“”]*”")
_NUMBERED = re.compile(
    r"\d{2,}|\b[IVXLC]+/\d|\d/\d|(?:§|\bs|\bss|\barts?|\bno|\bnr)\b\.? ?\d", re.IGNORECASE
)
_FOOTNOTE = re.compile(
    r"[¹²³⁴-⁹]+|(?<=[.,;”»])\(\d{1,2}\)(?=\s|$)|(?<=[a-zß-ÿ]{5}[.,;])\d{1,2}(?=\s+[A-ZÀ-Þ]|$)|(?<=\w)\*+(?=\s*$)"
)
# Marks of the web, as they come from pages that were copied as source: <b>, &nbsp;
_HTML = re.compile(
    r"</?(?:a|b|br|div|em|font|h[1-6]|i|li|ol|p|span|strong|sub|sup|table|td|tr|u|ul)\b[^<>]{0,200}>"
    r"|&(?:amp|gt|lt|nbsp|quot|#x?[0-9a-fA-F]{2,6});",
    re.IGNORECASE,
)
_CALL = re.compile(r"\s*(?:\d{1,3}|\*+)\s*")  # of a footnote
_ENUMERATOR = re.compile(r"(?<!\w)\w{1,4}$")  # a) b) iii) 1)
_POWER = re.compile(r"(?:\b[kcm]?m|\b10)$")  # 30 m², 10²: no mark of a note


def check_texts(passages: Iterable[Passage], rules: Rules) -> Iterator[Diagnostic]:
    """Yield what is doubtful in the texts, one by one and compared with each other."""
    checked = list(passages)
    for passage in checked:
        yield from _placeholders(passage, rules)
        yield from _formatting(passage, rules)
        yield from _marks(passage)
        yield from _without_words(passage)
        yield from _terms(passage, rules)
        if passage.column:
            yield from _length(passage, rules)
            yield from _other_article(passage, rules)
            yield from _unnumbered_law(passage, rules)
    yield from _copies(checked)


def _placeholders(passage: Passage, rules: Rules) -> Iterator[Diagnostic]:
    words = "|".join(rules.language.rule("placeholders"))
    level = Level.MUST_FIX if rules.is_final else None
    pattern = re.compile(rf"(?<!\w)(?:{words})(?!-?\w)|\?{{3,}}|_{{3,}}|\[\s*(?:…|\.\.\.)?\s*\]")
    if found := pattern.search(passage.cell.text):
        yield cell_problem("C224", passage.cell, found.span(), level=level, spot=found[0])


def _formatting(passage: Passage, rules: Rules) -> Iterator[Diagnostic]:
    cell = passage.cell
    for struck in cell.struck:
        yield cell_problem("C250", cell, _span_of(struck, cell.text), text=struck.strip()[:60])
    for coloured in cell.coloured:
        yield cell_problem("C268", cell, _span_of(coloured, cell.text), text=coloured.strip()[:60])
    if cell.is_filled:
        yield cell_problem("C302", cell)
    if tag := _HTML.search(cell.text):
        yield cell_problem("C269", cell, tag.span(), spot=tag[0])
    if span := scrambled_in(cell.text):
        spot = cell.text[span[0] : span[1]]
        yield cell_problem("C285", cell, span, spot=spot, meant=unscrambled(spot))
    raised = next((each for each in cell.raised if _CALL.fullmatch(each)), "")
    typed = _FOOTNOTE.finditer(cell.text)
    found = next((each for each in typed if not _POWER.search(cell.text[: each.start()])), None)
    if raised:
        span = _span_of(raised, cell.text)
        joined = _with_number_before(raised.strip(), cell.text)
        level = Level.MUST_FIX if joined else None
        values = {"spot": raised.strip(), "example": rules.example, "joined": joined}
        yield cell_problem("C251", cell, span, level=level, **values)
    elif found:
        yield cell_problem("C251", cell, found.span(), spot=found[0], example=rules.example)


def _with_number_before(raised: str, text: str) -> str:
    """Return the number as which raised digits would be printed with digits before them: of
    'Section 47' with a note 2, 472. The empty string where no digit stands before them.
    """
    if not raised.isdecimal():
        return ""
    found = re.search(rf"\d+{raised}(?!\d)", text)
    return found[0] if found else ""


def _without_words(passage: Passage) -> Iterator[Diagnostic]:
    """Yield the first line of a text that only cites."""
    for line in lines_of(passage.blocks):
        cited = next((each for each in line if isinstance(each, Citation)), None)
        rest = (each for each in line if not isinstance(each, Citation))
        if cited and not plain_inlines(rest).strip():
            span = _span_of(cited.written, passage.cell.text)
            yield cell_problem("C284", passage.cell, span, written=cited.written)
            return


def _span_of(part: str, text: str) -> tuple[int, int] | None:
    start = text.find(part.strip())
    return (start, start + len(part.strip())) if start >= 0 else None


def _marks(passage: Passage) -> Iterator[Diagnostic]:
    for mark in _lonely_marks(_QUOTED_OTHERWISE.sub(" ", passage.cell.text)):
        yield cell_problem("C249", passage.cell, _lonely_span(mark, passage.cell.text), mark=mark)


def _lonely_span(mark: str, text: str) -> tuple[int, int] | None:
    """Return where the mark stands that has no other, among those of its kind that have."""
    for one, other in (*_PAIRS, ("(", ")")):
        if mark not in (one, other):
            continue
        opened, closed = [], []
        for found in re.finditer(f"[{re.escape(one + other)}]", text):
            if found[0] == one:
                opened.append(found.span())
            elif opened:
                opened.pop()
            else:
                closed.append(found.span())
        lonely = opened if mark == one else closed
        return lonely[-1] if lonely else _span_of(mark, text)
    at = text.rfind(mark)
    return (at, at + len(mark)) if at >= 0 else None


def _lonely_marks(text: str) -> Iterator[str]:
    """Yield the marks of a text that have no other."""
    if text.count("**") % 2:
        yield "**"
    bracket = _lonely_bracket(text)
    if bracket:
        yield bracket
    for one, other in _PAIRS:
        surplus = text.count(one) - text.count(other)
        if surplus:
            yield one if surplus > 0 else other


def _lonely_bracket(text: str) -> str:
    """Return the round bracket that has no other, or the empty string; 'a) sale, b) transfer' needs
    none.
    """
    depth = 0
    for found in re.finditer(r"[()]", text):
        if found[0] == "(":
            depth += 1
        elif depth:
            depth -= 1
        elif not _ENUMERATOR.search(text[max(0, found.start() - 6) : found.start()]):
            return ")"
    return "(" if depth else ""


def _length(passage: Passage, rules: Rules) -> Iterator[Diagnostic]:
    refers = rf"(?i)\b(?:{'|'.join(rules.language.rule('article_words'))}) ?\d"
    count = len(passage.cell.text)
    if count > _LONG:
        yield cell_problem("C227", passage.cell, count=f"{count:,}", most=f"{_LONG:,}")
    elif count > _SHOWN_BY_EXCEL:
        yield cell_problem("C228", passage.cell, count=f"{count:,}")
    elif count < _SHORT and not re.search(refers, passage.cell.text):
        yield cell_problem("C226", passage.cell, count=count)


def _unnumbered_law(passage: Passage, rules: Rules) -> Iterator[Diagnostic]:
    """Yield the first law in a text that is named without a year or number near it and never with
    one.
    """
    text = passage.cell.text
    names, small = (rules.language.rule(name) for name in ("law_names", "small_words"))
    word = rf"(?:[A-ZÀ-Þ][\w’'-]+ (?:(?:{'|'.join(small)}) )*)"
    pattern = re.compile(rf"\b(?:{'|'.join(names)})".replace("~", word))
    for found in pattern.finditer(text):
        name = found[0]
        near = text[max(0, found.start() - 60) : found.end() + 60]
        elsewhere = re.search(rf"{re.escape(name)}[^.\n]{{0,60}}\d{{2,}}", text)
        if not _NUMBERED.search(near) and not elsewhere:
            yield cell_problem("C235", passage.cell, found.span(), spot=name)
            return


def _other_article(passage: Passage, rules: Rules) -> Iterator[Diagnostic]:
    """Yield where a text speaks of other articles of the treaty than its own row's."""
    own = passage.provision
    if own is None:
        return
    treaty_names = "|".join(re.escape(each) for each in rules.treaty.called)
    words = "|".join(rules.language.rule("article_words"))
    article = r"\d+(?:[ .]?\(\w{1,3}\)| ?[a-z]\b)*"
    pattern = re.compile(
        rf"\b(?:{words}) ?({article})[^.;\n]{{0,20}}?\b(?:{treaty_names})", re.IGNORECASE
    )
    spoken = list(pattern.finditer(passage.cell.text))
    articles = {re.match(r"\d+", found[1])[0] for found in spoken}  # type: ignore[index]  # begins with a digit
    number = re.match(r"\d+", own.reference)
    if spoken and number and number[0] not in articles:
        yield cell_problem(
            "C246", passage.cell, spoken[0].span(), other=spoken[0][1], own=own.reference
        )


def _copies(passages: list[Passage]) -> Iterator[Diagnostic]:
    """Yield long texts, and long paragraphs, that stand in two cells."""
    first_of: dict[str, Passage] = {}
    for passage in passages:
        if passage.column is None:
            continue
        paragraphs = re.split(r"\n\s*\n", passage.cell.text)
        for part in dict.fromkeys((passage.cell.text, *paragraphs)):
            form = " ".join(part.casefold().split())
            first = first_of.setdefault(form, passage)
            if len(form) >= _SHORTEST_COPY and first is not passage:
                yield cell_problem("C245", passage.cell, other=first.cell.place.inside)
                break


# Terms


def _terms(passage: Passage, rules: Rules) -> Iterator[Diagnostic]:
    """Yield terms better avoided; not in quotation marks, and not where the treaty itself is named
    or defines them.
    """
    if _is_definition(passage.provision):
        return
    text = passage.cell.text
    hidden = re.compile("|".join(re.escape(each) for each in rules.treaty.titles), re.IGNORECASE)
    bare = hidden.sub(_blank, _QUOTED.sub(_blank, text))
    told: set[str] = set()
    for term in rules.treaty.terms:
        found = term.pattern.search(bare) if term.language == rules.language.code else None
        if found is None:
            continue
        spot = found[0].casefold()
        # Where 'child pornography' was told, 'child porn' is in it.
        if not any(spot in each for each in told):
            told.add(spot)
            yield _term(passage, term, found, bare)


def _term(passage: Passage, term: Term, found: re.Match[str], bare: str) -> Diagnostic:
    count = len(term.pattern.findall(bare))
    spot = found[0] if count == 1 else f"{found[0]} ({count}×)"
    code = "C248" if term.is_remark else "C247"
    return cell_problem(
        code, passage.cell, found.span(), spot=spot, reason=term.reason, better=term.better
    )


def _is_definition(provision: Provision | None) -> bool:
    return provision is not None and provision.is_definition


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])
