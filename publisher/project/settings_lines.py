"""What is wrong with the lines of a publisher.toml that cannot be read as TOML, in plain words.

A TOML reader stops at the first fault and names it in its own terms. Here each line is tried by
itself, so that all are told at once, each with the line as it should be.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from publisher.domain.diagnostics import Diagnostic, Place, problem

# Quotation marks that word processors and telephones put in place of " and '.
_CURLY = "“”„‟«»‹›‘’‚‛`´＂"
_SETTING = re.compile(r"\s*(?P<key>[\w.-]+)(?P<between>[ \t]*[=:]?[ \t]*)(?P<value>.*)", re.DOTALL)
_HEADING = re.compile(r"\s*\[(?P<table>[\w.-]+)\]\s*(?:#.*)?")
_WHOLE_STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"|' r"'[^'\n]*'")
_BEGINS_SEVERAL_LINES = re.compile(r'[^=]*=\s*(?:\[|"""|\'\'\')')
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_NO = ("no", "n", "false", "0", "off", "non", "nein", "none", "never")
Defaults = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Line:
    """A setting as it is written, which may go over several lines, and the table it stands in."""

    number: int
    text: str
    table: str = ""

    @property
    def is_read(self) -> bool:
        return _parsed(self.text) is not None

    @property
    def key(self) -> str:
        return self._part("key")

    @property
    def has_sign(self) -> bool:
        return "=" in self._part("between")

    @property
    def value(self) -> str:
        return self._part("value").strip()

    def _part(self, name: str) -> str:
        found = _SETTING.fullmatch(self.text)
        return str(found[name]) if found else ""


def unread_lines(text: str, defaults: Defaults, place: Place) -> Iterator[Diagnostic]:
    """Yield what is wrong in settings that cannot be read, in the order of the lines."""
    lines = tuple(_lines(text))
    for line in lines:
        if not line.is_read:
            yield _fault(line, defaults, place)
    yield from _doubled(lines, place)


def misread_lines(text: str, place: Place) -> Iterator[Diagnostic]:
    """Yield the lines of readable settings whose value is not what was written: in "C:\\temp" TOML
    takes \\t for a tabulator (TOML 1.0.0, Basic strings).
    """
    for line in _lines(text):
        value = (_parsed(line.text) or {}).get(line.key)
        if '"""' in line.value or not isinstance(value, str) or not _CONTROL.search(value):
            continue
        if line.value.startswith('"'):
            yield _backslash(line, place)


def without_odd_spaces(text: str) -> str:
    """Return settings with plain spaces around names and signs; those that web pages and word
    processors put there cannot be seen, and stop a TOML reader.
    """
    odd = r"[ \t\u00a0\u2000-\u200b\u202f\u2060\u3000\ufeff]*"
    return re.sub(rf"(?m)^{odd}([\w.-]+){odd}={odd}", r"\1 = ", text)


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


# The lines


def _lines(text: str) -> Iterator[_Line]:
    """Yield headings and settings; comments and empty lines are none."""
    rows, table, at = text.split("\n"), "", 0
    while at < len(rows):
        end = _end(rows, at)
        line = _Line(at + 1, "\n".join(rows[at:end]), table)
        if heading := _HEADING.fullmatch(line.text):
            table = heading["table"]
        if line.text.strip() and not line.text.lstrip().startswith("#"):
            yield line
        at = end


def _end(rows: list[str], start: int) -> int:
    """Return where a setting ends that begins in a row: a list and a long text may go over several
    rows, until it can be read or the next setting begins.
    """
    if not _BEGINS_SEVERAL_LINES.match(rows[start]):
        return start + 1
    is_list = '"""' not in rows[start] and "'''" not in rows[start]
    for end in range(start + 1, len(rows) + 1):
        if _parsed("\n".join(rows[start:end])) is not None:
            return end
        follows = rows[end] if end < len(rows) else ""
        if is_list and (re.match(r"\s*[\w.-]+\s*=", follows) or _HEADING.fullmatch(follows)):
            break
    return start + 1


def _doubled(lines: tuple[_Line, ...], place: Place) -> Iterator[Diagnostic]:
    first: dict[tuple[str, str], int] = {}
    for line in lines:
        heading = _HEADING.fullmatch(line.text)
        name = ("", f"[{heading['table']}]") if heading else (line.table, line.key)
        before = first.setdefault(name, line.number)
        if before == line.number:
            continue
        if heading:
            table = heading["table"]
            yield problem("P427", place, table=table, first=before, second=line.number)
        else:
            yield problem("P426", place, key=line.key, first=before, second=line.number)


# What is wrong with a line


def _fault(line: _Line, defaults: Defaults, place: Place) -> Diagnostic:
    known = _default(line, defaults)
    if not line.key or (not line.has_sign and known is None):
        return problem("P401", place, fault=line.text.strip(), line=line.number)
    if not line.has_sign:
        return _told("P425", line, place, _as_value(line.value))
    value = _without_comment(line.value)
    if isinstance(known, bool):
        return problem("P408", place, key=line.key, right=true_or_false(value))
    return _form_fault(line, value, place) or _text_fault(line, value, place)


def _form_fault(line: _Line, value: str, place: Place) -> Diagnostic | None:
    """Return what is wrong with the signs of a value, whatever it says; None where they are
    sound.
    """
    ends = value.strip("[] ")
    if ends[:1] in tuple(_CURLY) or ends[-1:] in tuple(_CURLY):
        return _told("P421", line, place, _straightened(value))
    if value.startswith('"') and "\\" in value and _parses(value.replace("\\", "\\\\")):
        return _backslash(line, place)
    if value.startswith("["):
        return _told("P428", line, place, _list_of(value))
    if re.fullmatch(r"[+-]?\d+,\d+", value):
        return _told("P432", line, place, value.replace(",", "."))
    return None


def _list_of(value: str) -> str:
    names = (f'"{name}"' for name in re.findall(r"[\w.-]+", value))
    return f"[{', '.join(names)}]"


def _text_fault(line: _Line, value: str, place: Place) -> Diagnostic:
    """Return what is wrong with a value that was meant as a text."""
    if not value:
        return problem("P424", place, line=line.number, key=line.key)
    mark = value[0]
    if mark not in "\"'":
        is_half = value[-1] in "\"'" and value.count(value[-1]) == 1
        return _told("P422" if is_half else "P423", line, place, _quoted(value.strip("\"'")))
    whole = _WHOLE_STRING.match(value)
    rest = value[whole.end() :].strip() if whole else ""
    if whole and (right := _before_the_rest(whole[0], rest)):
        return _told("P431", line, place, right, rest)
    if len(value) > 1 and value.endswith(mark):
        return _told("P430", line, place, _quoted(value[1:-1]))
    return _told("P422", line, place, _quoted(value.strip(mark)))


def _before_the_rest(value: str, rest: str) -> str:
    """Return a value with what stands behind it as a comment, or as a line of its own; nothing
    where it belongs to the value.
    """
    another = re.sub(r"^[,;][ \t]*", "", rest)
    if re.match(r"[\w.-]+[ \t]*=", another):
        return f"{value}\n    {another}"
    if not rest or re.search("[\"']", rest):
        return ""
    return f"{value}  # {rest}" if re.search(r"\w", rest) else value


def _told(code: str, line: _Line, place: Place, right: str, rest: str = "") -> Diagnostic:
    """Return a problem of a line with the line as it should be."""
    whole = f"{line.key} = {right}"
    return problem(code, place, line=line.number, key=line.key, right=whole, rest=rest)


def _backslash(line: _Line, place: Place) -> Diagnostic:
    inside = line.value[1 : line.value.rindex('"')] if line.value.count('"') > 1 else line.value[1:]
    return _told("P420", line, place, _quoted(inside.replace("\\\\", "\\")))


def true_or_false(value: object) -> str:
    """Return true or false, as what was written in its place was meant."""
    return "false" if str(value).strip(f"{_CURLY}\"' ").casefold() in _NO else "true"


def _default(line: _Line, defaults: Defaults) -> object:
    table: Any = defaults
    for name in filter(None, line.table.split(".")):
        table = table.get(name, {}) if isinstance(table, dict) else {}
    return table.get(line.key)


def _without_comment(value: str) -> str:
    """Return a value without the comment behind it; a # within quotation marks begins none, nor
    that of a colour.
    """
    text = re.sub(r"(?:^|\s)#(?![0-9a-fA-F]{6}\b)[^\"'\n]*$", "", value)
    return text.strip()


def _as_value(value: str) -> str:
    return value if _parses(value) else _quoted(value)


def _parses(value: str) -> bool:
    return _parsed(f"x = {value}") is not None


def _straightened(value: str) -> str:
    if not value.startswith("["):
        return _quoted(value.strip(f"{_CURLY}\"' \u00a0\u202f"))
    straight = re.sub(f"[{_CURLY}]", '"', value)
    return straight if _parses(straight) else _list_of(value)


def _quoted(text: str) -> str:
    """Return a text as TOML writes it, with as few signs as possible."""
    if not re.search(r'["\\]', text):
        return f'"{text}"'
    if "'" not in text:
        return f"'{text}'"
    escaped = re.sub(r'(["\\])', r"\\\1", text)
    return f'"{escaped}"'
