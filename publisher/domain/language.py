"""The fixed words of one language, read from its file.

Comes in: a TOML file of words such as languages/en.toml, and beside that folder one of messages,
messages/en.toml. Goes out: one `Language`.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from publisher.domain.diagnostics import (
    STANDARD_MESSAGES,
    Catalogue,
    Place,
    failure,
    standard_catalogue,
)
from publisher.domain.toml_text import parsed_toml


@dataclass(frozen=True, slots=True)
class Language:
    """A language with its words, by section and key; `locale` names its dates and countries in
    CLDR.
    """

    code: str
    locale: str
    direction: str
    sections: Mapping[str, Any]
    messages: Catalogue

    @property
    def is_right_to_left(self) -> bool:
        """Whether the language runs from right to left."""
        return self.direction == "rtl"

    def words(self, section: str) -> Mapping[str, str]:
        """Return the words of a section, such as 'report' or 'choices.assessment', by key and in
        order.
        """
        found: Any = self.sections
        for name in section.split("."):
            found = found[name]
        words: Mapping[str, str] = found
        return words

    def patterns(self, source_type: str) -> tuple[str, ...]:
        """Return the parts of which a citation of this type of source is made."""
        return tuple(self.sections["citations"][source_type])

    def rule(self, name: str) -> tuple[str, ...]:
        """Return the patterns that a check looks for; one that nothing matches where the language
        has none.
        """
        return tuple(self.sections.get("rules", {}).get(name, ())) or ("(?!)",)

    def words_of_rule(self, name: str) -> frozenset[str]:
        """Return the words that a check or a cut looks for, in small letters; none where the
        language has none.
        """
        return frozenset(self.sections.get("rules", {}).get(name, ()))

    def lines(self, section: str) -> tuple[str, ...]:
        """Return the lines of a section that is a running text."""
        return tuple(self.sections[section]["lines"])


def read_language(path: Path, standard: "Language | None" = None) -> Language:
    """Return the language of a file; words it lacks are taken from `standard`, messages it lacks
    from English.

    Where `standard` is the same language, by the file's name, the file need say only what it
    changes: rules and messages are those of `standard` too. Raises PublisherError where the file
    cannot be read.
    """
    same = standard if standard and standard.code == path.stem else None
    try:
        found = parsed_toml(path.read_text(encoding="utf-8-sig"))
        if same:
            found = {**_own(same), **found}
        messages = _messages(path.parent.parent / "messages" / path.name)
        code, locale, direction = (str(found[key]) for key in ("code", "locale", "direction"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError) as problem:
        raise failure("L001", Place(str(path)), fault=problem) from problem
    _require_known(locale, direction, path)
    sections = (
        _merged(standard.sections, found) | {"rules": found.get("rules", {})} if standard else found
    )
    _require_sound_rules(found.get("rules", {}), path)
    catalogue = same.messages if same else standard_catalogue()
    return Language(code, locale, direction, sections, _merged(catalogue, messages))


def _own(language: Language) -> dict[str, Any]:
    """Return what a file of the same language takes over as a whole where it does not say it."""
    return {
        "code": language.code,
        "locale": language.locale,
        "direction": language.direction,
        "rules": language.sections.get("rules", {}),
    }


def language_called(code: str, locale: str) -> str:
    """Return what a language is called in another, by CLDR; nothing where CLDR has no name."""
    from babel import Locale  # noqa: PLC0415 - most runs name no language

    return Locale.parse(locale).languages.get(code, "") if code else ""


_PACKAGE = Path(__file__).parent.parent


def _require_known(locale: str, direction: str, path: Path) -> None:
    """Refuse a locale that CLDR does not know and a direction that no text has.

    Those of the languages that come with the program are held by tests: looking them up would load
    Babel at each start.
    """
    if path.is_relative_to(_PACKAGE):
        return
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415

    if direction not in ("ltr", "rtl"):
        fault = f"direction can be ltr or rtl, not '{direction}'"
        raise failure("L001", Place(str(path)), fault=fault)
    try:
        Locale.parse(locale)
    except (UnknownLocaleError, ValueError, TypeError) as problem:
        fault = f"no locale '{locale}' is known"
        raise failure("L001", Place(str(path)), fault=fault) from problem


def _messages(path: Path) -> Mapping[str, Any]:
    # The English ones stand below those of every language, and are parsed once only.
    if not path.exists() or path == Path(str(STANDARD_MESSAGES)):
        return {}
    return parsed_toml(path.read_text(encoding="utf-8-sig"))


def _require_sound_rules(rules: Mapping[str, list[str]], path: Path) -> None:
    """Refuse a pattern that none is. Those that come with the program are held by tests: compiling
    them all would take a thirtieth of each start.
    """
    if path.is_relative_to(_PACKAGE):
        return
    for pattern in (each for patterns in rules.values() for each in patterns):
        try:
            re.compile(pattern.replace("~", "(?:x)"))
        except (re.error, AttributeError) as fault:
            raise failure("L002", Place(str(path)), pattern=pattern, fault=fault) from fault


def _merged(standard: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    merged = {**standard, **own}
    for key, value in standard.items():
        if isinstance(value, Mapping) and isinstance(own.get(key), Mapping):
            merged[key] = _merged(value, own[key])
    return merged
