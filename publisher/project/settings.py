"""The settings of a project, from its publisher.toml.

Every line may be left out. What cannot be used is told and the standard value holds.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from publisher.domain.diagnostics import Checked, Diagnostic, Place, failure, problem
from publisher.domain.names import likely
from publisher.project.formats import REPORT_FORMATS

SETTINGS_FILE = "publisher.toml"
_PLACE = Place(SETTINGS_FILE)
_CHOICES = {"notes": ("group", "report"), "word_notes": ("footnotes", "endnotes", "list")}
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_READABLE = 4.5  # times as bright or dark as the paper: WCAG 2.2, success criterion 1.4.3


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a project; folders are relative to the project's own.

    `report` names the templates of the country report; `house` holds colours, fonts and logo as
    written.
    """

    organisation: str
    licence: str
    address: str
    language: str
    treaty: str
    order: str
    notes: str
    word_notes: str
    word_page_numbers: bool
    name_researchers: bool
    report: str
    formats: tuple[str, ...]
    icc: str
    workbooks: str
    output: str
    templates: str
    reviews: str
    house: Mapping[str, Any]


def read_settings(path: Path) -> Checked[Settings]:
    """Return the settings of a file, which need not exist, with what is wrong in it.

    Raises PublisherError where the file cannot be read at all.
    """
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8-sig")) if path.exists() else {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise failure("P401", Place(path.name), fault=fault) from fault
    found: list[Diagnostic] = []
    defaults = tomllib.loads(
        (Path(__file__).with_name("defaults.toml")).read_text(encoding="utf-8")
    )
    values = _sound(written, defaults, "", found)
    return Checked(Settings(**values | {"formats": tuple(values["formats"])}), tuple(found))


def _sound(
    written: Mapping[str, Any], defaults: Mapping[str, Any], table: str, found: list[Diagnostic]
) -> dict[str, Any]:
    """Return the defaults of a table, overridden by what is written and can be used; `table` is its
    name.
    """
    values = dict(defaults)
    for key, value in written.items():
        name = f"{table}{key}"
        if key not in defaults:
            found.append(problem("P402", _PLACE, key=name, near=likely(key, defaults)))
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
        return () if isinstance(value, bool) else (problem("P408", _PLACE, key=name),)
    if not isinstance(value, str):
        return (problem("P407", _PLACE, key=name),)
    if name in _CHOICES and value not in _CHOICES[name]:
        return (unknown_value(name, value, _CHOICES[name]),)
    is_colour = str(default).startswith("#")
    return (
        (problem("P409", _PLACE, key=name, value=value),)
        if is_colour and not _COLOUR.fullmatch(value)
        else ()
    )


def _format_faults(value: Any) -> tuple[Diagnostic, ...]:  # noqa: ANN401 - whatever TOML holds
    chosen = value if isinstance(value, list) else [value]
    wrong = tuple(
        unknown_value("formats", str(each), REPORT_FORMATS)
        for each in chosen
        if each not in REPORT_FORMATS
    )
    return wrong or (() if isinstance(value, list) else (problem("P407", _PLACE, key="formats"),))


def _doubts(name: str, value: Any) -> Iterable[Diagnostic]:  # noqa: ANN401 - whatever TOML holds
    if (
        name in ("house.accent", "house.warning")
        and (contrast := contrast_with_white(value)) < _READABLE
    ):
        yield problem("P410", _PLACE, key=name, value=value, contrast=f"{contrast:.1f}")


def unknown_value(key: str, value: str, known: Iterable[str]) -> Diagnostic:
    """Return that a setting has a value that is none of the known ones."""
    return problem("P403", _PLACE, key=key, value=value, known=", ".join(known))


def contrast_with_white(colour: str) -> float:
    """Return the contrast ratio of a colour such as #1f4e79 to white, from 1 to 21 (WCAG 2.2,
    contrast ratio).
    """
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = [
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels
    ]
    red, green, blue = linear
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
