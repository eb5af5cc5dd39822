"""The fixed words of one language, read from its file.

Comes in: the text of a TOML file such as languages/en.toml. Goes out: one `Language`.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from publisher.diagnostics import Place, failure


@dataclass(frozen=True, slots=True)
class Language:
    """A language with its words, by section and key; `locale` names its dates and countries in CLDR."""

    code: str
    locale: str
    direction: str
    sections: Mapping[str, Any]

    @property
    def is_right_to_left(self) -> bool:
        """Whether the language runs from right to left."""
        return self.direction == "rtl"

    def words(self, section: str) -> Mapping[str, str]:
        """Return the words of a section, such as 'report' or 'choices.assessment', by key and in order."""
        found: Any = self.sections
        for name in section.split("."):
            found = found[name]
        words: Mapping[str, str] = found
        return words

    def patterns(self, source_type: str) -> tuple[str, ...]:
        """Return the parts of which a citation of this type of source is made."""
        return tuple(self.sections["citations"][source_type])

    def lines(self, section: str) -> tuple[str, ...]:
        """Return the lines of a section that is a running text."""
        return tuple(self.sections[section]["lines"])


def read_language(path: Path, standard: "Language | None" = None) -> Language:
    """Return the language of a file; words it lacks are taken from `standard`, the complete one.

    Raises PublisherError where the file cannot be read.
    """
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        code, locale, direction = (str(found[key]) for key in ("code", "locale", "direction"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError) as problem:
        raise failure(
            "L001",
            Place(str(path)),
            f"this language file cannot be used ({problem})",
            "it needs code, locale and direction, in UTF-8; compare it with en.toml",
        ) from problem
    return Language(code, locale, direction, _merged(standard.sections, found) if standard else found)


def _merged(standard: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    merged = {**standard, **own}
    for key, value in standard.items():
        if isinstance(value, Mapping) and isinstance(own.get(key), Mapping):
            merged[key] = _merged(value, own[key])
    return merged
