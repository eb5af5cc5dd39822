"""What reviewers did to a draft, and how a researcher must find it in the sheet Review: written by hand, as tables.

A line is one edit. `row` is the row's id, or what the sheet says of a place outside the rows. `reads` are words of the
proposed text once all that is struck through in it is left out, after ¶ a whole line of it; `gone` are words that were
there as sent and must not be there then. `on` are the words that a comment or a mark stands on, `says` stands in the
column Comment. An edit that is not recorded as a change is told to be none. Where a word may differ from program to
program, ' / ' parts the choices.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tests.programs.desk import ReviewRow
from tests.support import table

UNRECORDED = " (not recorded as a change)"
LAW, REFORMS, COMPLIANCE = (
    "Current national law",
    "Legal reforms",
    "Compliance with the Protocol",
)
COLUMNS = {"law": LAW, "reforms": REFORMS, "compliance": COMPLIANCE, "": ""}


@dataclass(frozen=True)
class Edit:
    """One edit as it must be told."""

    no: str
    row: str
    column: str
    kind: str
    recorded: str = ""
    reads: str = ""
    gone: str = ""
    on: str = ""
    says: str = ""

    def is_told_by(self, row: ReviewRow) -> bool:
        """Tell whether a row of the sheet says this edit: at its place, with its words, as what it is."""
        places = self.row.split(" / ")
        is_here = row.id in places or any(
            f"found after {place}." in row.comment for place in places
        )
        kinds = [kind + UNRECORDED * (self.recorded == "no") for kind in self.kind.split(" / ")]
        return (
            is_here
            and row.column == COLUMNS[self.column]
            and row.kind in kinds
            and all(_reads(row, words) for words in self.reads.split("\n"))
            and (not self.gone or (self.gone in row.sent and self.gone not in row.reads))
            and (not self.on or self.on == row.sent)
            and all(words in row.comment for words in self.says.split("\n"))
        )


def _reads(row: ReviewRow, words: str) -> bool:
    if words.startswith("¶"):
        return words[1:] in [line.strip() for line in row.reads.split("\n")]
    return words in row.reads


def edits(text: str) -> tuple[Edit, ...]:
    """Return the edits of a table."""
    return tuple(Edit(**line) for line in table(text))


def unrecorded(all_edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Return edits as a program tells them that records no change, or drops what was recorded."""
    return tuple(replace(each, recorded=each.recorded and "no") for each in all_edits)


def changed(all_edits: Iterable[Edit], by: str) -> tuple[Edit, ...]:
    """Return edits with those in whose place a program puts others, by their numbers; a kind 'lost' has none.

    The table `by` gives what differs: what is left empty in it stays as it was.
    """
    others: dict[str, list[dict[str, str]]] = {}
    for line in table(by):
        others.setdefault(line["no"], []).append(line)
    found = []
    for each in all_edits:
        for line in others.get(each.no, ({},)):
            own = {key: value for key, value in line.items() if value}
            if own.get("kind") != "lost":
                found.append(
                    replace(
                        each, **{key: "" if value == "–" else value for key, value in own.items()}
                    )
                )
    return tuple(found)


def differences(rows: Sequence[ReviewRow], wanted: Iterable[Edit]) -> list[str]:
    """Return what is wrong with the rows of a sheet: edits that none of them tells, and rows that tell no edit.

    An edit in a wrong cell is both.
    """
    free = list(rows)
    wrong = []
    for edit in wanted:
        told = next((row for row in free if edit.is_told_by(row)), None)
        if told is None:
            wrong.append(f"not told: {_shown(edit)}")
        else:
            free.remove(told)
    return wrong + [f"nobody's edit: {_shown(row)}" for row in free]


def _shown(value: Edit | ReviewRow) -> str:
    words = [getattr(value, name) for name in value.__dataclass_fields__]
    return re.sub(r"\s+", " ", " | ".join(word[:70] for word in words if word))


# The 19 edits of tests/cases/editors/marked.docx, put in by hand. 13 is a text and a link on it.
MARKED = edits("""
no  | row                    | column     | kind                  | recorded | reads                                    | gone                 | on                                        | says
01  | opsc-3-4               | law        | Text added            | yes      | may be fined. ZQ01 and dissolved. [QX-6  |                      |                                           |
02  | opsc-7-c               | law        | Text replaced         | yes      | for up to ZQ02 three years. [QX-6        | two years            |                                           |
03  | opsc-8-2               | law        | Text deleted          | yes      | presumed to be under 18. [QX-7           |  in doubt            |                                           |
04  | opsc-9-5               | law        | Text added            | no       | an offence ZQ04 since 2020. [QX-6        |                      |                                           |
05  | opsc-6-1               | reforms    | Text added            | no       | ¶ZQ05 A law on assistance passed in 2025. |                     |                                           |
06  | opsc-8-4               | law        | Comment               |          |                                          |                      | action plan                               | ZQ06 Is this still so?
07  | opsc-3-1-b             | law        | Answer to our question |         |                                          |                      |                                           | Our question: Do courts apply section 31 to online offers?⏎ZQ07 Yes, since 2021.
08  | opsc-9-1               | law        | Text added            | yes      | ¶ZQ08 A new tracked paragraph.           |                      |                                           |
09  | opsc-9-4               | law        | Text added            | no       | ¶ZQ09 A new untracked paragraph.         |                      |                                           |
10  | opsc-3-1-b             | compliance | Text added            | yes      | ¶ZQ10 A new tracked list item.           |                      |                                           |
11  | art. 9, para. 3        |            | Row added             | yes      | ¶ZQ11 new provision⏎¶ZQ11 law words      |                      |                                           |
12  | Child prostitution (exploitation of children in/for prostitution) / art. 3, para. 5 | | Text outside the cells | yes | ¶ZQ12 A remark before the table. | | | Text added
13  | opsc-10-1              | law        | Text added            | no       | agreements. ZQ13 see here [QX-4          |                      |                                           | https://example.org/zq13
13b | opsc-10-1              | law        | Text marked by hand   |          |                                          |                      | ZQ13 see here                             | https://example.org/zq13
14  | opsc-3-5               | law        | Formatting changed    |          |                                          |                      | adoption treaty                           |
15  | opsc-5-2               | law        | Text added            | yes      | ¶ZQ15 See section 9.                     |                      |                                           |
16  | art. 10, para. 1       |            | Row added             | no       | ¶ZQ16 new provision⏎¶ZQ16 law words      |                      |                                           |
17  | opsc-9-5               | reforms    | Comment               |          |                                          |                      | Nothing found in the documents consulted. | ZQ17 We know of a bill.
18  | opsc-4-1               | law        | Text marked by hand   |          |                                          |                      | and aircraft                              | Struck through
19  | opsc-8-1-d             | law        | Text deleted          | no       | Legal aid is free. [QX-17 s. 8] Support  | for child victims    |                                           |
""")

# What a program that can be driven is made to do to a fresh draft: each at words that stand there once.
WORK = table("""
do        | at                                                                             | words                | text
insert    | Legal persons may be fined                                                     | may be fined         | LV01 and dissolved
replace   | A court may close premises                                                     | two years            | LV02 three years
delete    | Age is presumed to be                                                          | in doubt             |
comment   | The action plan of 2021 covers prevention                                      | action plan          | LV04 Is this still so?
reply     | Do courts apply section 31                                                     |                      | LV05 Yes, since 2021.
paragraph | Victims may claim compensation                                                 |                      | LV06 A new paragraph.
item      | No lesser penalty may be chosen, when the offence was committed by a group     |                      | LV07 A new list item.
link      | Cooperation rests on                                                           | bilateral agreements | https://example.org/lv08
bold      | Examplia is a party to                                                         | adoption treaty      |
row       | Acts abroad by nationals                                                       |                      |
""")
# The same work as the sheet must tell it where changes are recorded.
WORKED = edits("""
no        | row         | column     | kind                   | recorded | reads                                | gone      | on                   | says
insert    | opsc-3-4    | law        | Text added             | yes      | may be fined LV01 and dissolved. [QX |           |                      |
replace   | opsc-7-c    | law        | Text replaced          | yes      | for up to LV02 three years. [QX-6    | two years |                      |
delete    | opsc-8-2    | law        | Text deleted           | yes      | presumed to be under 18              | in doubt  |                      |
comment   | opsc-9-1    | law        | Comment                |          |                                      |           | action plan          | LV04 Is this still so?
reply     | opsc-3-1-b  | law        | Answer to our question |          |                                      |           |                      | Our question: Do courts apply section 31 to online offers?⏎LV05 Yes, since 2021.
paragraph | opsc-9-4    | law        | Text added             | yes      | ¶LV06 A new paragraph.               |           |                      |
item      | opsc-3-1-b  | compliance | Text added             | yes      | ¶LV07 A new list item.               |           |                      |
link      | opsc-10-1   | law        | Text marked by hand    |          |                                      |           | bilateral agreements | https://example.org/lv08
bold      | opsc-3-5    | law        | Formatting changed     |          |                                      |           | adoption treaty      |
row       | opsc-4-2-a  |            | Row deleted            | yes      |                                      | Acts abroad by nationals |       |
""")
# Letters that a person made bold without recording are told as letters that a person struck through are.
WORKED_UNRECORDED = changed(
    unrecorded(WORKED),
    """
    no   | kind                | says
    bold | Text marked by hand | bold
    """,
)
