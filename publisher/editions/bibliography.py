"""How an edition is cited, for programs that keep references: CSL-JSON, BibTeX and RIS.

Comes in: a `BibliographicReference`. Goes out: one file for each. CSL-JSON 1.0.2 (type 'report');
BibTeX (`@techreport`, values in braces, TeX's own signs escaped); RIS (2011), its lines ended by
CR and LF.
"""

import json
from dataclasses import dataclass
from datetime import date

# Signs that mean something to TeX (Lamport, LaTeX, 2.4.1), and how each is printed.
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BibliographicReference:
    """An edition as it is cited.

    `key` is its name among references, such as nepal-2; `edition` is its number, `genre` what kind
    of publication it is, in words; `organisation` and `address` may be empty.
    """

    key: str
    title: str
    organisation: str
    published: date
    edition: str
    genre: str
    language: str
    address: str


def csl_json(reference: BibliographicReference) -> bytes:
    """Return a reference as CSL-JSON, which Zotero, Mendeley and pandoc read."""
    when = reference.published
    entry: dict[str, object] = {
        "id": reference.key,
        "type": "report",
        "title": reference.title,
        "edition": reference.edition,
        "genre": reference.genre,
        "language": reference.language,
        "issued": {"date-parts": [[when.year, when.month, when.day]]},
    }
    if reference.organisation:
        entry["author"] = [{"literal": reference.organisation}]
        entry["publisher"] = reference.organisation
    if reference.address:
        entry["URL"] = reference.address
    return (json.dumps([entry], ensure_ascii=False, indent=1) + "\n").encode()


def bibtex(reference: BibliographicReference) -> bytes:
    """Return a reference as BibTeX in UTF-8."""
    values = {"title": f"{{{_tex(reference.title)}}}"}
    if reference.organisation:
        # In a second pair of braces, so that no 'and' in the name parts it into two authors.
        values["author"] = f"{{{_tex(reference.organisation)}}}"
        values["institution"] = _tex(reference.organisation)
    values |= {
        "type": _tex(reference.genre),
        "edition": _tex(reference.edition),
        "year": f"{reference.published:%Y}",
        "date": reference.published.isoformat(),
        "language": reference.language,
    }
    if reference.address:
        values["url"] = reference.address
    fields = ",\n".join(f"  {name} = {{{value}}}" for name, value in values.items())
    return f"@techreport{{{reference.key},\n{fields}\n}}\n".encode()


def _tex(text: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in text)


def ris(reference: BibliographicReference) -> bytes:
    """Return a reference as RIS in UTF-8."""
    when = reference.published
    tags = [
        ("TY", "RPRT"),
        ("ID", reference.key),
        ("TI", reference.title),
        ("AU", reference.organisation),
        ("PB", reference.organisation),
        ("PY", f"{when:%Y}"),
        ("DA", f"{when:%Y/%m/%d}"),
        ("ET", reference.edition),
        ("M3", reference.genre),
        ("LA", reference.language),
        ("UR", reference.address),
    ]
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in tags if value]
    return "".join(f"{line}\r\n" for line in (*lines, "ER  - ")).encode()
