"""The table of all problems that the program can tell, from its catalogue, for the editors'
guide.
"""

import re

from publisher.domain.diagnostics import standard_catalogue

_KINDS = {
    "F": "The file as a whole",
    "S": "Sheets, headings and cells of a workbook",
    "C": "The content of a workbook",
    "P": "Settings and project folder",
    "T0": "Treaty data",
    "L": "Language files",
    "T5": "Templates",
    "O": "Output",
    "R": "Drafts for review",
    "G": "The guide for advocates",
    "D": "The desk",
    "E": "Editions",
}


def codes() -> tuple[str, ...]:
    """Return the code of every problem."""
    return tuple(sorted(key for key in standard_catalogue() if re.fullmatch(r"[A-Z]\d{3}", key)))


def markdown() -> str:
    """Return the table, one section per kind of problem; … stands for what is filled in."""
    catalogue = standard_catalogue()
    lines = []
    for prefix, title in _KINDS.items():
        lines += [
            f"### {title}",
            "",
            "| code | weight | what it says | what to do |",
            "|---|---|---|---|",
        ]
        for code in codes():
            entry = catalogue[code]
            if code.startswith(prefix):
                texts = (
                    catalogue["levels"][entry["level"]],
                    entry["message"],
                    entry.get("hint", ""),
                )
                lines.append(f"| {code} | {' | '.join(_cell(each) for each in texts)} |")
        lines.append("")
    return "\n".join(lines)


def _cell(text: str) -> str:
    return re.sub(r"\{\w+\}", "…", text).replace("|", "\\|").replace("\n", " ")
