"""Legal sources as they are cited: full in the list of sources, short in a note.

After OSCOLA, by small patterns per type of source that each language file gives; no 'ibid' and no
'above n', because rows move, are dropped and are translated.
"""

import re
import string
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache

from babel import Locale, UnknownLocaleError

from publisher.compose.publication import SourceEntry, SourceGroup
from publisher.domain.language import Language
from publisher.domain.report import Source, Verification
from publisher.domain.text import Reference, Span, Unchanged

_TO_THE_RIGHT = "\u200e"  # LEFT-TO-RIGHT MARK
# What a citation says of a source that nobody read in the original, or not all of it.
REMARKS = {Verification.NO: "not_verified", Verification.PARTLY: "partly_verified"}


def source_groups(
    sources: Iterable[Source], language: Language, text: Callable[[str], str]
) -> tuple[SourceGroup, ...]:
    """Return the sources by type, in the order of the types in the language file, each type in the
    workbook's order; `text` makes a text ready for print.
    """
    listed = tuple(sources)
    found: list[SourceGroup] = []
    for type_, heading in language.words("source_headings").items():
        entries = tuple(_entry(each, language, text) for each in listed if each.type == type_)
        if entries:
            found.append(SourceGroup(heading, entries))
    return tuple(found)


def _entry(source: Source, language: Language, text: Callable[[str], str]) -> SourceEntry:
    return SourceEntry(source.key, tuple(ready_for_print(full_citation(source, language), text)))


def ready_for_print(
    inlines: Iterable[Unchanged], text: Callable[[str], str]
) -> Iterator[Unchanged]:
    """Yield a citation with its texts ready for print; an address and a title in another language
    stay as they were written.
    """
    for inline in inlines:
        if isinstance(inline, Span) and not inline.link and not inline.language:
            yield replace(inline, text=text(inline.text))
        else:
            yield inline


def full_citation(source: Source, language: Language) -> Iterator[Unchanged]:
    """Yield a source in full: by the pattern of its type, then its address and how it was read."""
    words = language.words("citations")
    if source.is_confidential:
        yield Span(words["withheld"])
        return
    fields = _printed_fields(source, language)
    for pattern in language.patterns(source.type):
        yield from _part(pattern, fields)
    yield from _address(fields, words, language)
    remarks = [words[key].format(**fields) for key in _remarks(source, fields)]
    if remarks:
        yield Span(f" ({'; '.join(remarks)})")


def _part(pattern: str, fields: Mapping[str, str]) -> Iterator[Span]:
    """Yield one part of a pattern, or nothing if a field of it is empty; *…* is italic."""
    names = [name for _, name, _, _ in string.Formatter().parse(pattern) if name]
    if all(fields.get(name) for name in names):
        for number, piece in enumerate(pattern.split("*")):
            yield from _spans(piece, fields, italic=number % 2 == 1)


def _spans(piece: str, fields: Mapping[str, str], *, italic: bool) -> Iterator[Span]:
    """Yield a piece of a pattern filled in; a title in another language than the report's says in
    which.
    """
    for literal, name, _, _ in string.Formatter().parse(piece):
        if literal:
            yield Span(literal, italic=italic)
        if name:
            spoken = fields["language_code"] if name == "title" else ""
            yield Span(fields[name], italic=italic, language=spoken)


def _address(
    fields: Mapping[str, str], words: Mapping[str, str], language: Language
) -> Iterator[Span]:
    """Yield the addresses of a source and when it was opened.

    The brackets round an address are signs without a direction: where the text runs to the left,
    the one behind it would go to the other end of the line but for a mark (UAX #9).
    """
    mark = _TO_THE_RIGHT if language.is_right_to_left else ""
    for field, key in (("url", "address"), ("archive_url", "archive")):
        if not fields.get(field):
            continue
        before, after = words[key].split(f"{{{field}}}")
        yield Span(f" {mark}{before}")
        yield Span(fields[field], link=web_address(fields[field]))
        yield Span(f"{after}{mark}")
        if field == "url" and fields.get("accessed"):
            yield Span(f" {words['accessed'].format(**fields)}")
    if not fields.get("url") and fields.get("accessed"):
        comma = language.words("report")["comma"]
        yield Span(f"{comma} {words['accessed'].format(**fields)}")


def web_address(text: str) -> str:
    """Return the address to link to; nothing where what was typed is more than one address."""
    if re.fullmatch(r"https?://\S+", text):
        return text
    is_bare = re.fullmatch(r"[\w-]+(\.[\w-]+)+(/[^\s…]*)?", text) and "..." not in text
    return f"https://{text}" if is_bare else ""


def _remarks(source: Source, fields: Mapping[str, str]) -> Iterator[str]:
    if fields.get("language_read") and fields["language_read"] != fields.get("language"):
        yield "language_read"
    if fields.get("translation_by"):
        yield "translation"
    if source.verified in REMARKS:
        yield REMARKS[source.verified]


def _printed_fields(source: Source, language: Language) -> dict[str, str]:
    fields = source.printed(language.locale)
    code = _language_code(fields.get("language", ""), language)
    fields["language_code"] = "" if code == language.code else code
    for key in ("language", "language_read"):
        if key in fields:
            fields[key] = _language_name(fields[key], language)
    return fields


def _language_name(written: str, language: Language) -> str:
    """Return the name of a language that was given by its code; anything else as written."""
    return _names(language.locale).get(written.lower(), written)


def _language_code(written: str, language: Language) -> str:
    """Return the code of a language given by its code or by its name in the report's language,
    where it is known.
    """
    names = _names(language.locale)
    if written.lower() in names:
        return written.lower()
    return _codes(language.locale).get(written.casefold(), "")


@cache
def _names(locale: str) -> Mapping[str, str]:
    """Return the names of languages in one of them, by code, as CLDR has them; none where CLDR does
    not know that one. Asked for each source of each report, so they are read once.
    """
    try:
        return {code: str(name) for code, name in Locale.parse(locale).languages.items()}
    except (UnknownLocaleError, ValueError):
        return {}


@cache
def _codes(locale: str) -> Mapping[str, str]:
    """Return the codes of languages by name; the first where two are called alike."""
    codes: dict[str, str] = {}
    for code, name in _names(locale).items():
        codes.setdefault(name.casefold(), code)
    return codes


def short_citation(
    references: Iterable[Reference], sources: Mapping[str, Source], language: Language
) -> Iterator[Unchanged]:
    """Yield the text of a note: each source by its short title, the place in it and its key as a
    link.
    """
    withheld = language.words("citations")["withheld"]
    comma, semicolon = (language.words("report")[name] for name in ("comma", "semicolon"))
    for number, reference in enumerate(references):
        source = sources[reference.source]
        name = withheld if source.is_confidential else short_title(source)
        parting = f"{semicolon} " if number else ""
        behind = f"{comma} {reference.pinpoint} " if reference.pinpoint else " "
        if spoken := _language_of_short_title(source, language):
            if parting:
                yield Span(parting)
            yield Span(name, language=spoken)
            yield Span(behind)
        else:
            yield Span(f"{parting}{name}{behind}")
        yield Span(f"[{source.key}]", link=f"#source-{source.key}")


def short_title(source: Source) -> str:
    """Return the title by which a source is cited in a note."""
    return source.short_title or source.title_english or source.title


def _language_of_short_title(source: Source, language: Language) -> str:
    """Return the code of the language of the title by which a source is cited in a note, where that
    is the original one and in another language than the report.
    """
    is_original = not (source.is_confidential or source.short_title or source.title_english)
    return _printed_fields(source, language)["language_code"] if is_original else ""
