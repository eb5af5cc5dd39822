"""A hundred faults in twenty workbooks, put into the files' XML without any of our own writers.

Each line: the workbook, the sheet and cell, what is done there, and the code, level and cell that must be told.
"""

import html
import io
import re
import zipfile
from dataclasses import dataclass, replace

from tests.support import country_cell, filled, opsc, saved, searched

SOURCES = (
    "key | type | title | symbol | verified | published\n"
    "QX-1 | National law | Children Act | Act 12 of 1999 | Yes | 1999\n"
    "QX-2 | UN treaty body | Concluding observations | CRC/C/OPSC/QXX/CO/1 | Yes | 2019-02-08\n"
    "QX-3 | NGO document | Alternative report |  | No | 2018\n"
    "QX-4 | National law | Penal Code | Act 7 of 2005 | No | 2005\n"
    "QX-5 | Bill | Children Bill | Bill 3 of 2025 | Yes | 2025"
)
# In a table cell: ⏎ a new line, ¦ a bar.
FAULTS = """
book | sheet | cell | how | what | code | level | at
1 | Provisions | F3 | text | The State punishes sale under the list of 1999. [QX-17 s. 2] | C222 | must_fix | F3
1 | Provisions | F4 | text | The State punishes sale under the list of 1999. [QX-777] | C217 | must_fix | F4
1 | Provisions | G5 | text | A bill is TBC since the spring of 2025. [QX-5] | C224 | please_check | G5
1 | Provisions | H6 | text | The Committee noted the gap in the definition. [QX-2] | C240 | note | H6
1 | Provisions | I8 | text | Partialy in line | C219 | must_fix | I8
2 | Provisions | F9 | formula | CONCATENATE("Section ",4) | S107 | must_fix | F9
2 | Provisions | G9 | error | #NAME? | S108 | must_fix | G9
2 | Provisions | H9 | number | 1998 | C205 | please_check | H9
2 | Provisions | F10 | number | 43892 | C205 | please_check | F10
2 | Country | C5 | text |  | C210 | must_fix | C5
3 | Provisions | F11 | text | The Children Act covers this point in every respect. [QX-1] | C235 | please_check | F11
3 | Provisions | F12 | text | The Penal Code covers the point in every respect. [QX-1] | C235 | please_check | F12
3 | Provisions | F13 | text | Penalties were raised in the reform of 2005 by half. [QX-4 s. 3] | C233 | please_check | F13
3 | Provisions | F14 | text | Penalties were raised in the reform of 2005 by a third. [QX-3] | C234 | please_check | F14
3 | Provisions | F15 | text | It is a crime to sell a child to anybody for whatever benefit under the law of 1999. | C225 | please_check | F15
4 | Sources | R2 | text | C:\\laws\\act.pdf | C236 | must_fix | R2
4 | Sources | R3 | text | www.example.org/co | C263 | please_check | R3
4 | Sources | R4 | text | https://example.org/a report.pdf | C237 | please_check | R4
4 | Sources | R5 | text | https://www.google.com/url?q=x | C237 | please_check | R5
4 | Sources | R6 | text | see the ministry | C236 | must_fix | R6
5 | Sources | G3 | text | CRC/C/OPSC/QXX/C0/1 | C238 | please_check | G3
5 | Sources | 7 | row | A=QX-1;B=Database;E=Register | C214 | must_fix | A7
5 | Sources | B5 | text | National lwa | C219 | must_fix | B5
5 | Sources | E6 | text |  | C215 | must_fix | E6
5 | Sources | K3 | text | 3/4/2019 | C262 | must_fix | K3
6 | Country | C6 | text | 2003-05-01 | C211 | must_fix | C8
6 | Country | C8 | text | 2002-05-01 | C211 | must_fix | C8
6 | Country | C10 | text | 2030-01-01 | C241 | must_fix | C10
6 | Country | C15 | text | Published | C219 | must_fix | C15
6 | Country | C14 | text | the other day | C220 | must_fix | C14
7 | Country | C6 | text | 1990-01-26 | C242 | must_fix | C6
7 | Country | C8 | text | 1990-09-02 | C242 | must_fix | C8
7 | Country | C10 | text | March 2020 | C260 | note | C10
7 | Country | C17 | text | In short: see the sources. [QX-88] | C217 | must_fix | C17
7 | Country | C7 | text | Ratificatoin | C219 | must_fix | C7
8 | Provisions | F16 | text | The State is praised for its fight against child pornography since 1999. [QX-1] | C247 | please_check | F16
8 | Provisions | F17 | text | Every child prostitute is heard under the law of 1999. [QX-1] | C247 | please_check | F17
8 | Provisions | F18 | text | The paedophile is punished under the law of 1999. [QX-1] | C248 | note | F18
8 | Provisions | F19 | text | Child sex tourism is punished under the law of 1999. [QX-1] | C247 | please_check | F19
8 | Provisions | F20 | text | Kiddie porn is punished under the law of 1999. [QX-1] | C247 | please_check | F20
9 | Provisions | F21 | text | The penalty (two years is low under the law of 1999. [QX-1] | C249 | please_check | F21
9 | Provisions | F22 | text | The **penalty is low under the law of 1999. [QX-1] | C249 | please_check | F22
9 | Provisions | F23 | text | The penalty is “low under the law of 1999. [QX-1] | C249 | please_check | F23
9 | Provisions | F24 | text | The penalty is low under the law of 1999.³ [QX-1] | C251 | please_check | F24
9 | Provisions | F25 | text | The penalty is low under the law of 1999, QX-1, s. 3. | C252 | please_check | F25
10 | Provisions | F26 | text | The penalty is low under the law of 1999 [1]. | C271 | please_check | F26
10 | Provisions | F27 | text | The penalty is low under the law of 1999 [QX1]. | C252 | please_check | F27
10 | Provisions | F28 | struck | of two years | C250 | please_check | F28
10 | Provisions | F29 | raised | 12 | C251 | please_check | F29
10 | Provisions | F30 | text | bell \x07 rings under the law of 1999 [QX-1] | C206 | must_fix | F30
11 | Provisions | A31 | text | opsc-3-1-z | C203 | must_fix | C31
11 | Provisions | A32 | text |  | C223 | must_fix | C32
11 | Provisions | A34 | text | opsc-1 | C202 | must_fix | C34
11 | Provisions | A36 | delete row |  | C204 | must_fix |
11 | Provisions | I4 | text | In line | C207 | must_fix | I4
12 | Provisions | F1 | text | Gesetz | S102 | must_fix |
12 | Provisions | H1 | text | Complience with the Protocol | S117 | please_check | H1
12 | Sources | B1 | text | Sort | S102 | must_fix |
12 | Sources | R1 | text | Web adress | S117 | please_check | R1
12 | Country | C41 | text | 5 million people | S109 | please_check | C41
13 | Provisions | F37:F39 | merge |  | S105 | must_fix | F37
13 | Provisions | 40 | hide |  | S111 | please_check |
13 | Provisions | P1 | text | My remarks | S103 | please_check | P1
13 | Provisions | R41 | text | lost and found | S109 | please_check | R41
13 | Country | C40 | text | 4 million people | S109 | please_check | C40
14 | Provisions | I20 | text | Not in line | C208 | must_fix | I20
14 | Provisions | I21 | text | In line | C209 | please_check | I21
14 | Provisions | K22 | text | 2028 | C241 | must_fix | K22
14 | Provisions | J23 | text | Comittee on the Rights of the Child | C219 | must_fix | J23
14 | Provisions | L24 | text | verifyed | C219 | must_fix | L24
15 | Provisions | G42 | text | An amendment of 1985 raised the penalty by half. [QX-5] | C243 | please_check | G42
15 | Provisions | F43 | text | Section 4 of the Children Act 1999 covers point 4 of the list in full detail. [QX-1 s. 4] | C245 | please_check | F43
15 | Provisions | F44 | text | Section 4 of the Children Act 1999 covers point 4 of the list in full detail. [QX-1 s. 4] | C245 | please_check | F44
15 | Provisions | F45 | text | Article 3(1) of the Protocol is carried out by the Act 12 of 1999. [QX-1] | C246 | please_check | F45
15 | Provisions | H46 | text | An organisation criticised the long delays in 2018. [QX-3 p. 4] | C255 | please_check | H46
16 | Provisions | F47 | text | No. | C226 | note | F47
16 | Provisions | F48 | long | 6100 | C227 | please_check | F48
16 | Provisions | F49 | long | 2500 | C228 | note | F49
16 | Provisions | G50 | text |  | C229 | note | G50
16 | Provisions | I51 | text | In line | C209 | please_check | I51
17 | Provisions | F51 | text | Penalties were raised in the reform of 2005 by a fifth. [QX-4 s. 9] | C233 | please_check | F51
17 | Provisions | F52 | text | The penalty is ??? under the law of 1999. [QX-1] | C224 | please_check | F52
17 | Provisions | F53 | text | To be completed. The Act 12 of 1999 applies. [QX-1] | C224 | please_check | F53
17 | Sources | 7 | row | A=QX-6;B=Database;E=Register | C218 | note | A7
17 | Sources | 8 | row | A=QX-7;B=National law;E=Children Act;G=Act 12 of 1999 | C261 | please_check | E8
18 | Sources | 7 | row | A=Act no. 5;B=National law;E=Decree | C221 | must_fix | A7
18 | Sources | 8 | row | A=;B=Database;E=A title without a key | C213 | must_fix | A8
18 | Sources | 9 | row | A=QX-2;B=Bill;E=Another bill | C214 | must_fix | A9
18 | Sources | 10 | row | A=QX-9;B=Constitution | C215 | must_fix | E10
18 | Sources | G3 | text | crc/c/opsc/qxx/co/1 | C238 | please_check | G3
19 | Sources | K2 | text | 2027-03-01 | C241 | must_fix | K2
19 | Sources | 7 | row | A=QX-6;B=Database;E=Register | C218 | note | A7
19 | Sources | T2 | text | tomorrow | C220 | must_fix | T2
19 | Sources | Z2 | text | QX-9 | C254 | please_check | Z2
19 | Sources | R3 | text | https://example.org/co | C216 | please_check | R3
20 | Provisions | O3 | text | all right | C256 | please_check | O3
20 | Provisions | O4 | text | C247-0000 a title | C258 | please_check | O4
20 | Provisions | K5 | text | 31 February 2019 | C220 | must_fix | K5
20 | Provisions | M6 | text | Is it so? [QX-99] | C217 | must_fix | M6
20 | Country | C9 | text | None. [QX-98] | C217 | must_fix | C9
"""


@dataclass(frozen=True)
class Fault:
    """One seeded fault and where it must be told; no cell where it is told of the whole sheet."""

    book: int
    sheet: str
    cell: str
    how: str
    what: str
    code: str
    level: str
    at: str


def faults():
    lines = [[cell.strip() for cell in line.split("|")] for line in FAULTS.strip().splitlines()[1:]]
    return [Fault(int(line[0]), *line[1:]) for line in lines]


def clean():
    """Return a workbook in which every provision is researched and nothing is wrong."""
    rows = [
        f"{each.id} | Section {n} of the Children Act 1999 covers point {n} of the list in full detail. [QX-1 s. {n}]"
        " | Nothing found | Nothing found"
        for n, each in enumerate(opsc().provisions, start=1)
    ]
    rows[56] = rows[56].replace("Nothing found | Nothing found", "A bill of 2025 is before parliament. [QX-5] | The Committee"
                                " noted the gap. [QX-2 para. 4]")  # fmt: skip
    rows[57] = rows[57].replace("| Nothing found | Nothing found", "| Another bill of 2025 is being drafted. [QX-5 cl. 2; QX-4] |"
                                " Others agreed with the body. [QX-2 para. 9; QX-3]")  # fmt: skip
    book = filled("id | law | reforms | compliance\n" + "\n".join(rows), SOURCES)
    country_cell(book, "law_as_at").value = "March 2026"
    return saved(searched(book))


SHEETS = {
    "Provisions": "xl/worksheets/sheet2.xml",
    "Country": "xl/worksheets/sheet3.xml",
    "Sources": "xl/worksheets/sheet4.xml",
}


def seeded(content, chosen):
    """Return a workbook with faults put into its XML."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for fault in chosen:
        name = SHEETS[fault.sheet]
        for each in _single(fault):
            parts[name] = _with_fault(parts[name].decode(), each).encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


def _single(fault):
    """Return the faults of a whole row one cell after the other."""
    if fault.how != "row":
        return [fault]
    pairs = (each.split("=") for each in fault.what.split(";"))
    return [
        replace(fault, cell=f"{letter}{fault.cell}", how="text", what=text)
        for letter, text in pairs
    ]


def _with_fault(xml, fault):
    if fault.how == "merge":
        merge = f'<mergeCells count="1"><mergeCell ref="{fault.cell}"/></mergeCells>'
        # They follow the rows, before anything on colours or on printing (ECMA-376 Part 1, 18.3.1.99).
        behind = r"(<(?:conditionalFormatting|printOptions|pageMargins)\b)"
        return re.sub(behind, merge + r"\1", xml, count=1)
    if fault.how == "hide":
        return xml.replace(f'<row r="{fault.cell}"', f'<row hidden="1" r="{fault.cell}"')
    number = re.sub(r"\D", "", fault.cell)
    if fault.how == "delete row":
        return re.sub(rf'<row r="{number}".*?</row>', "", xml, flags=re.DOTALL)
    found = re.search(rf'<c r="{fault.cell}"([^>]*?)(?:/>|>.*?</c>)', xml, flags=re.DOTALL)
    style = " ".join(re.findall(r's="\d+"', found[1])) if found else ""
    cell = _cell(fault, style)
    if found:
        return xml[: found.start()] + cell + xml[found.end() :]
    row = re.search(rf'<row r="{number}"[^>]*>.*?(?=</row>)', xml, flags=re.DOTALL)
    if row:
        return xml[: row.end()] + cell + xml[row.end() :]
    return xml.replace("</sheetData>", f'<row r="{number}">{cell}</row></sheetData>')


def _cell(fault, style):
    start = f'<c r="{fault.cell}" {style}'
    text = html.escape(
        re.sub("[\x00-\x08]", lambda found: f"_x{ord(found[0]):04X}_", fault.what), quote=False
    )
    match fault.how:
        case "formula":
            return f"{start}><f>{text}</f><v></v></c>"
        case "error":
            return f'{start} t="e"><v>{text}</v></c>'
        case "number":
            return f"{start}><v>{text}</v></c>"
        case "long":
            text = ("The law of 1999 covers it. " * 400)[: int(fault.what) - 7] + " [QX-1]"
        case _:
            pass
    if fault.how in ("struck", "raised"):
        look = "<strike/>" if fault.how == "struck" else '<vertAlign val="superscript"/>'
        return (
            f'{start} t="inlineStr"><is><r><t xml:space="preserve">A penalty under the law of 1999 applies [QX-1] </t></r>'
            f"<r><rPr>{look}</rPr><t>{html.escape(fault.what)}</t></r></is></c>"
        )
    return (
        f'{start} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
        if text
        else f"{start}/>"
    )
