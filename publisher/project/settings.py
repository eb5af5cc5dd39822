"""The settings of a project, from its publisher.toml.

Every line may be left out. What cannot be used is told and the standard value holds.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from publisher.domain.colours import READABLE, WHITE, contrast
from publisher.domain.diagnostics import Checked, Diagnostic, Place, problem
from publisher.domain.names import likely
from publisher.project.format_materials import Engine
from publisher.project.formats import REPORT_FORMATS
from publisher.project.settings_file import settings_of
from publisher.project.settings_lines import true_or_false

SETTINGS_FILE = "publisher.toml"
_PLACE = Place(SETTINGS_FILE)
_CHOICES = {
    "notes": ("group", "report"),
    "word_notes": ("footnotes", "endnotes", "list"),
    "blank_rows": ("list", "table"),
    "pdf_engine": tuple(Engine),
}
_NEVER_EMPTY = ("language", "treaty", "report")  # left empty, the standard value holds
# Millimetres. The standard pages have margins of 16; of the outer one 8 must stay.
_GUTTERS = tuple(map(str, range(9)))
_MILLIMETRES = re.compile(r"\s*(\d+)\s*(?:mm)?\s*", re.IGNORECASE)
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a project; folders are relative to the project's own.

    `report` names the templates of the country report; `letter` says who writes to
    reviewers; `house` holds colours, fonts and logo as written.
    """

    organisation: str
    licence: str
    address: str
    language: str
    treaty: str
    order: str
    notes: str
    word_notes: str
    blank_rows: str
    word_page_numbers: bool
    name_researchers: bool
    report: str
    formats: tuple[str, ...]
    pdf_engine: str
    icc: str
    print_gutter: int
    print_in_fours: bool
    workbooks: str
    output: str
    templates: str
    reviews: str
    editions: str
    letter: Mapping[str, str]
    house: Mapping[str, Any]


def read_settings(path: Path) -> Checked[Settings]:
    """Return the settings of a file, which need not exist, with what is wrong in it.

    Raises PublisherError where the file cannot be read at all.
    """
    defaults = _defaults()
    written, found = settings_of(path, defaults)
    if "formats" in written:
        written["formats"] = _understood_formats(written["formats"])
    if "print_gutter" in written:
        written["print_gutter"] = _understood_millimetres(written["print_gutter"])
    values = _sound(written, defaults, "", found)
    return Checked(Settings(**values | {"formats": tuple(values["formats"])}), tuple(found))


@cache
def _defaults() -> dict[str, Any]:
    path = Path(__file__).with_name("defaults.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _sound(
    written: Mapping[str, Any], defaults: Mapping[str, Any], table: str, found: list[Diagnostic]
) -> dict[str, Any]:
    """Return the defaults of a table, overridden by what is written and can be used; `table` is its
    name.
    """
    values = dict(defaults)
    for key, value in written.items():
        name = f"{table}{key}"
        if name in _NEVER_EMPTY and value == "":
            continue
        if key not in defaults:
            found.append(_unknown(table, key, defaults))
        elif isinstance(defaults[key], dict) and isinstance(value, dict):
            values[key] = _sound(value, defaults[key], f"{name}.", found)
        elif fault := _fault(name, value, defaults[key]):
            found.extend(fault)
        else:
            found.extend(_doubts(name, value))
            values[key] = value
    return values


def _fault(name: str, value: Any, default: Any) -> tuple[Diagnostic, ...]:  # noqa: ANN401 - whatever TOML holds
    """Return why a value cannot be used, or nothing."""
    if name == "formats":
        return _format_faults(value)
    if isinstance(default, dict):
        return (problem("P414", _PLACE, key=name),)
    if isinstance(default, bool):
        return () if isinstance(value, bool) else (_not_true_or_false(name, value),)
    if name == "print_gutter":
        return _gutter_faults(value)
    return _text_faults(name, value, default)


def _text_faults(name: str, value: Any, default: str) -> tuple[Diagnostic, ...]:  # noqa: ANN401 - as above
    # A setting of a table stands below its heading, by the last part of its name alone.
    line = name.rpartition(".")[2]
    if name in _CHOICES and value not in _CHOICES[name]:
        return (unknown_value(name, _as_typed(value), _CHOICES[name]),)
    if not isinstance(value, str):
        right = value if isinstance(value, int | float | date) else "…"
        return (problem("P407", _PLACE, key=name, line=line, right=_as_typed(right)),)
    is_colour = str(default).startswith("#")
    if not is_colour or _COLOUR.fullmatch(value):
        return ()
    right = _understood_colour(value) or default
    return (problem("P409", _PLACE, key=name, value=value, line=line, right=right),)


def _understood_colour(written: str) -> str:
    """Return a colour that lacks its # or has one digit for two, as in style sheets; else ''."""
    digits = written.strip().removeprefix("#")
    if re.fullmatch("[0-9a-fA-F]{3}", digits):
        digits = "".join(2 * each for each in digits)
    whole = f"#{digits}"
    return whole if _COLOUR.fullmatch(whole) else ""


def _not_true_or_false(name: str, value: object) -> Diagnostic:
    return problem("P408", _PLACE, key=name, right=true_or_false(value))


def _unknown(table: str, key: str, defaults: Mapping[str, Any]) -> Diagnostic:
    """Return that a setting is not known where it stands; where it belongs, if it is one of another
    table.
    """
    whole = _defaults()
    for home in ("house", "letter"):
        if key in whole[home]:
            return problem("P437", _PLACE, key=key, table=home)
    if key in whole:
        return problem("P437", _PLACE, key=key, heading=table.rstrip("."))
    return problem("P402", _PLACE, key=f"{table}{key}", near=likely(key, defaults))


def _understood_formats(written: object) -> object:
    """Return the names of formats as they are known: also of one name, or several with commas
    between them, and whatever their capitals.
    """
    names = re.split(r"[,; ]+", written.strip()) if isinstance(written, str) else written
    if not isinstance(names, list) or not all(isinstance(each, str) for each in names):
        return written
    known = (each.strip().casefold().removeprefix(".") for each in names)
    understood = [
        plain if plain in REPORT_FORMATS else each
        for each, plain in zip(names, known, strict=True)
        if each.strip()
    ]
    return list(dict.fromkeys(understood))


def _understood_millimetres(written: object) -> object:
    """Return a number of millimetres as such: also between quotes, and with its unit."""
    typed = _MILLIMETRES.fullmatch(written) if isinstance(written, str) else None
    return int(typed[1]) if typed else written


def _gutter_faults(value: Any) -> tuple[Diagnostic, ...]:  # noqa: ANN401 - whatever TOML holds
    if str(value) in _GUTTERS:
        return ()
    return (unknown_value("print_gutter", _as_typed(value), _GUTTERS),)


def _as_typed(value: object) -> str:
    """Return a value as TOML writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _format_faults(value: Any) -> tuple[Diagnostic, ...]:  # noqa: ANN401 - whatever TOML holds
    chosen = value if isinstance(value, list) else [value]
    if not chosen:
        return (problem("P429", _PLACE, known=", ".join(REPORT_FORMATS)),)
    return tuple(
        unknown_value("formats", str(each), REPORT_FORMATS)
        for each in chosen
        if each not in REPORT_FORMATS
    )


def _doubts(name: str, value: Any) -> Iterable[Diagnostic]:  # noqa: ANN401 - whatever TOML holds
    if name in ("house.accent", "house.warning") and (ratio := contrast(WHITE, value)) < READABLE:
        yield problem("P410", _PLACE, key=name, value=value, contrast=f"{ratio:.1f}")


def unknown_value(key: str, value: str, known: Iterable[str]) -> Diagnostic:
    """Return that a setting has a value that is none of the known ones."""
    return problem("P403", _PLACE, key=key, value=value, known=", ".join(known))
