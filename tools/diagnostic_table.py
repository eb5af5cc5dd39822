"""The table of all problems that the program can tell, read from its source, for the editors' guide."""

import ast
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "publisher"
_MAKERS = {"failure": "error", "error": "error", "warning": "warning", "tell": "error", "_unknown": "error"}
_KINDS = {
    "F": "The file as a whole",
    "S": "Sheets, headings and cells of a workbook",
    "C": "The content of a workbook",
    "P": "Settings and project folder",
    "T": "Treaty data",
    "L": "Language files",
    "O": "Templates and output",
}


def diagnostics() -> dict[str, tuple[str, str, str]]:
    """Return severity, message and remedy of each problem by its code; … stands for what is filled in."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and (entry := _entry(node)):
                found.setdefault(entry[0], entry[1:])
            if isinstance(node, ast.Tuple) and (entry := _kind(node)):
                found.setdefault(entry[0], entry[1:])
    return dict(sorted(found.items()))


def _entry(call: ast.Call) -> tuple[str, str, str, str] | None:
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    arguments = call.args
    if name == "Diagnostic" and len(arguments) >= 4:
        severity, arguments = getattr(arguments[1], "attr", "").lower(), [arguments[0], *arguments[2:]]
    else:
        severity = _MAKERS.get(name, "")
    if not severity or len(arguments) < 3 or not isinstance(arguments[0], ast.Constant):
        return None
    hint = _text(arguments[3]) if len(arguments) > 3 else ""
    return str(arguments[0].value), severity, _text(arguments[2]), hint


def _kind(row: ast.Tuple) -> tuple[str, str, str, str] | None:
    """Return an entry of the table of kinds of files in the preflight."""
    if len(row.elts) == 4 and isinstance(row.elts[1], ast.Constant) and str(row.elts[1].value).startswith("F0"):
        return str(row.elts[1].value), "error", _text(row.elts[2]), _text(row.elts[3])
    return None


def _text(node: ast.expr) -> str:
    match node:
        case ast.Constant(value):
            return str(value)
        case ast.JoinedStr(values):
            return "".join(each.value if isinstance(each, ast.Constant) else "…" for each in values)
        case _:
            return "…"


def markdown() -> str:
    """Return the table, one section per kind of problem."""
    entries = diagnostics()
    lines = []
    for letter, title in _KINDS.items():
        lines += [f"### {title}", "", "| code | weight | what it says | what to do |", "|---|---|---|---|"]
        lines += [
            f"| {code} | {' | '.join(_cell(each) for each in row)} |"
            for code, row in entries.items()
            if code[0] == letter
        ]
        lines.append("")
    return "\n".join(lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
