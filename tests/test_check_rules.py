"""What a researcher should look at again: each rule with its whole message, and texts that must not set it off."""

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment

from publisher.project.project import open_project
from publisher.project.workbooks import check_file
from tests.support import TODAY, blank_book, checked, filled, provision_cell, saved, told

PRIMARY = "key | type | title | symbol | verified\n"
LAW = PRIMARY + "QX-1 | National law | Lex infantium | Act 12 of 1999 | Yes"
LONG = "Whoever offers or sells a child to another for money or any other benefit is punished with two to eight years in prison."
PAGE = "key | type | title | url | accessed\nQX-1 | Database | Register | {} | 2026-03-01"
UN = "key | type | title | symbol\nQX-1 | UN treaty body | Concluding observations | {}"


def cell(column, text="", id_="opsc-1"):
    return f"id | {column}\n{id_} | {text}"


LAW_CELL = "examplia.xlsx: Provisions!F3 (art. 1, Current national law)"
REFORM_CELL = "examplia.xlsx: Provisions!G3 (art. 1, Legal reforms)"
FINDING_CELL = "examplia.xlsx: Provisions!H3 (art. 1, Compliance with the Protocol)"

CASES = {
    "a key that cannot be cited": (
        {"sources": "key | type | title\nQX-1 | National law | Lex"}, "C221",
        ("Sources", "A2", "Act no. 5"),
        "examplia.xlsx: Sources!A2 (Act no. 5, Key): MUST FIX C221: 'ACT NO. 5' is no key that can be cited\n"
        "    a key is one to five letters, a hyphen and a number, such as QX-1",
    ),
    "a source whose row is empty": (
        {"provisions": cell("law", "Text. [QX-9]"), "sources": LAW}, "C222", None,
        f"{LAW_CELL}: MUST FIX C222: the text cites [QX-9], but the row of that key on the sheet of sources is empty\n"
        "    fill the row in, or correct the key",
    ),
    "a placeholder": (
        {"provisions": cell("law", "The penalty is TBC. [QX-1]"), "sources": LAW}, "C224", None,
        f"{LAW_CELL}: PLEASE CHECK C224: 'TBC' looks like a placeholder that was to be replaced\n"
        "    write the text, or empty the cell if nobody has looked yet; a final report cannot be built with it",
    ),
    "a placeholder in a final report": (
        {"provisions": cell("law", "The penalty is ???. [QX-1]"), "sources": LAW,
         "country": {"status": "Final", "law_as_at": "2026", "version_date": "2026"}}, "C224", None,
        f"{LAW_CELL}: MUST FIX C224: '???' looks like a placeholder that was to be replaced\n"
        "    write the text, or empty the cell if nobody has looked yet; a final report cannot be built with it",
    ),
    "a claim without a source": (
        {"provisions": cell("law", LONG)}, "C225", None,
        f"{LAW_CELL}: PLEASE CHECK C225: this text cites no source\n"
        "    add the key of the source with the place in it, such as [QX-1 para. 12]",
    ),
    "a very short text": (
        {"provisions": cell("law", "Yes.")}, "C226", None,
        f"{LAW_CELL}: NOTE C226: this text is very short (4 characters)\n"
        "    see whether a reader understands it without the other columns",
    ),
    "a very long text": (
        {"provisions": cell("law", "word " * 1300)}, "C227", None,
        f"{LAW_CELL}: PLEASE CHECK C227: this text is very long (6,499 characters)\n"
        "    shorten it to what a reader of the report needs: under 6,000 characters if you can",
    ),
    "a text longer than Excel shows": (
        {"provisions": cell("law", "word " * 500)}, "C228", None,
        f"{LAW_CELL}: NOTE C228: Excel cannot show all of this text (2,499 characters); the report prints all of it\n"
        "    read it in the formula bar (Ctrl+Shift+U), or in the draft report",
    ),
    "a half-filled row": (
        {"provisions": cell("law", "Text.")}, "C229", None,
        f"{REFORM_CELL}: NOTE C229: this row is filled in part; still empty: Legal reforms, Compliance with the Protocol\n"
        "    fill in what is empty, or write 'Nothing found' or 'Not applicable' where that is the result",
    ),
    "an assessment of nothing": (
        {"provisions": "id | assessment | finder\nopsc-1 | In line | Researcher"}, "C230", None,
        "examplia.xlsx: Provisions!I3 (art. 1, Assessment): PLEASE CHECK C230: there is an assessment, but the column"
        " 'Compliance with the Protocol' says nothing about it\n"
        "    write what was found, with the document and its paragraph",
    ),
    "a verified row with empty cells": (
        {"provisions": "id | law | research\nopsc-1 | Text. | Verified with the primary source"}, "C231", None,
        "examplia.xlsx: Provisions!L3 (art. 1, Research status): PLEASE CHECK C231: the row counts as verified, but it has"
        " empty cells: Legal reforms, Compliance with the Protocol\n"
        "    fill them in, or choose another research status",
    ),
    "a verified row on an unread source": (
        {"provisions": "id | law | research\nopsc-1 | Text. [QX-1] | Verified with the primary source",
         "sources": PRIMARY + "QX-1 | National law | Lex | Act 12 of 1999 | Partly"}, "C232", None,
        f"{LAW_CELL}: PLEASE CHECK C232: the row counts as verified, but it cites QX-1, which was not read in the primary"
        " source\n    read the primary source, or choose another research status",
    ),
    "law from an unread source": (
        {"provisions": cell("law", "Text. [QX-1]"), "sources": "key | type | title\nQX-1 | National law | Lex"}, "C233", None,
        f"{LAW_CELL}: PLEASE CHECK C233: the law in force rests on sources that were not read in the primary source: QX-1\n"
        "    read the law itself and note that on the sheet of sources; until then the report says that it was not checked",
    ),
    "law from the press": (
        {"provisions": cell("law", "Text. [QX-1]"), "sources": "key | type | title\nQX-1 | Press or web page | News"}, "C234",
        None,
        f"{LAW_CELL}: PLEASE CHECK C234: the law in force rests on secondary sources only: QX-1\n"
        "    cite the law itself as well",
    ),
    "a law without a year": (
        {"provisions": cell("law", "The Children Act punishes the sale of a child. [QX-1]"), "sources": LAW}, "C235", None,
        f"{LAW_CELL}: PLEASE CHECK C235: 'Children Act' is named without year or number\n"
        "    add them, so that a reader finds this law and no other: Act 32 of 2012, Law of 4 March 1998",
    ),
    "an address nobody can open": (
        {"sources": PAGE.format(r"C:\laws\act.pdf")}, "C236", None,
        "examplia.xlsx: Sources!R2 (QX-1, Web address): MUST FIX C236: 'C:\\laws\\act.pdf' is no address on the web that a"
        " reader could open\n    give the address of the public page, beginning with https://, or empty the cell",
    ),
    "a damaged address": (
        {"sources": PAGE.format("https://example.org/acts/12 of 1999")}, "C237", None,
        "examplia.xlsx: Sources!R2 (QX-1, Web address): PLEASE CHECK C237: the web address"
        " 'https://example.org/acts/12 of 1999' looks damaged or private\n"
        "    open the page and copy the address again from the browser",
    ),
    "a symbol with a zero for an O": (
        {"sources": UN.format("CRC/C/OPSC/QXX/C0/1")}, "C238", None,
        "examplia.xlsx: Sources!G2 (QX-1, UN symbol, number or citation): PLEASE CHECK C238: 'CRC/C/OPSC/QXX/C0/1' is not"
        " written as the United Nations writes its symbols\n"
        "    did you mean 'CRC/C/OPSC/QXX/CO/1'? If not, compare it with the first page of the document",
    ),
    "a United Nations document without its paragraph": (
        {"provisions": cell("compliance", "Text. [QX-1]"), "sources": UN.format("CRC/C/OPSC/QXX/CO/1")}, "C240", None,
        f"{FINDING_CELL}: NOTE C240: [QX-1] cites a United Nations document without its paragraph\n"
        "    add it: [QX-1 para. 12]",
    ),
    "a finding in the future": (
        {"provisions": "id | compliance | assessment | finder | date\nopsc-1 | Text. | In line | Researcher | 2027-01-05"},
        "C241", None,
        "examplia.xlsx: Provisions!K3 (art. 1, Date of the finding): MUST FIX C241: 2027-01-05 lies in the future\n"
        "    correct the date",
    ),
    "a ratification before there was a treaty": (
        {"country": {"bound": "1990-09-02"}}, "C242", None,
        "examplia.xlsx: Country!C8 (Ratified or acceded to the OPSC): MUST FIX C242: 1990-09-02 is before the treaty was adopted"
        " (2000-05-25)\n    correct the date: it is that of this treaty, not of an older one",
    ),
    "a reform before the law": (
        {"provisions": "id | law | reforms\nopsc-1 | The law of 2005 applies. | An amendment of 1995 raised it."}, "C243", None,
        f"{REFORM_CELL}: PLEASE CHECK C243: all reforms named here (1995) are older than the law in force as described"
        " (2005)\n    see whether the reform is part of the law already, and whether the years are right",
    ),
    "a finding older than the reform": (
        {"provisions": "id | reforms | compliance | assessment | finder | date\n"
         "opsc-1 | A law of 2016 changed it. | The body was concerned. | Partly in line | Researcher | January 2014"},
        "C244", None,
        f"{FINDING_CELL}: NOTE C244: the finding of 2014 is older than a reform of 2016 in this row\n"
        "    see whether the text says so: the law may have changed since",
    ),
    "a text in two rows": (
        {"provisions": f"id | law\nopsc-1 | {LONG}\nopsc-3-3 | {LONG.upper()}"}, "C245", None,
        "examplia.xlsx: Provisions!F16 (art. 3, para. 3, Current national law): PLEASE CHECK C245: the same text stands in"
        " Provisions!F3 (art. 1, Current national law)\n"
        "    see whether it was pasted into the wrong row; if it belongs to both, refer from one to the other",
    ),
    "the text of another article": (
        {"provisions": cell("law", "Article 8(1)(b) of the Protocol is met by informing children.")}, "C246", None,
        f"{LAW_CELL}: PLEASE CHECK C246: this text speaks of article 8(1)(b) of the treaty, not of article 1\n"
        "    see whether it was pasted into the wrong row",
    ),
    "a term better avoided": (
        {"provisions": cell("law", "The State fights child pornography. Child pornography is a crime.")}, "C247", None,
        f"{LAW_CELL}: PLEASE CHECK C247: 'child pornography (2×)': the term suggests consent; it is still that of the treaty and"
        " of many codes\n    better: child sexual abuse material. Leave it where it is the title of a document, a quotation or"
        " the name of an offence in national law, in quotation marks",
    ),
    "a remark on a term": (
        {"provisions": cell("law", "A paedophile was convicted.")}, "C248", None,
        f"{LAW_CELL}: NOTE C248: 'paedophile': a medical term that does not fit all offenders\n    better: offender;"
        " perpetrator of child sexual abuse. Leave it where it is the title of a document, a quotation or the name of an"
        " offence in national law, in quotation marks",
    ),
    "a bracket that is not closed": (
        {"provisions": cell("law", "The penalty (two years is low.")}, "C249", None,
        f"{LAW_CELL}: PLEASE CHECK C249: '(' is opened but not closed, or the other way round\n"
        "    add the other one, or remove this one",
    ),
    "asterisks that are not closed": (
        {"provisions": cell("law", "The **penalty is low.")}, "C249", None,
        f"{LAW_CELL}: PLEASE CHECK C249: '**' is opened but not closed, or the other way round\n"
        "    add the other one, or remove this one",
    ),
    "a typed footnote mark": (
        {"provisions": cell("law", "The penalty is low.² It was raised.")}, "C251", None,
        f"{LAW_CELL}: PLEASE CHECK C251: '²' looks like a typed footnote mark\n"
        "    cite the source by its key, such as [QX-1 para. 12]: the report makes the notes",
    ),
    "a raised digit behind the number of a section": (
        {"provisions": cell("law", "Schools of 30 m² need a permit. Section 47² punishes the sale of a child.")}, "C251", None,
        f"{LAW_CELL}: PLEASE CHECK C251: '²' looks like a typed footnote mark\n"
        "    cite the source by its key, such as [QX-1 para. 12]: the report makes the notes",
    ),
    "a source that says that something of it is not known": (
        {"sources": "key | type | title | author\nQX-1 | National law | Lex infantium | n/a"}, "C282", None,
        "examplia.xlsx: Sources!D2 (QX-1, Author or body): PLEASE CHECK C282: 'n/a' would be printed in the list of sources"
        " as if it were the text\n    write what the source says, or empty the cell",
    ),
    "a text that begins with the words of a state": (
        {"provisions": cell("law", "Nothing found. We looked in the gazette of 2001 to 2020.")}, "C283", None,
        f"{LAW_CELL}: PLEASE CHECK C283: the text begins with 'Nothing found' and goes on, so the report prints and counts"
        " it as a text\n"
        "    if the documents say nothing, leave 'Nothing found' alone and note on the sheet 'Where we looked' where you"
        " looked; if they do, begin with what they say",
    ),
    "a reason why something does not apply": (
        {"provisions": cell("law", "Not applicable because there are no factories")}, "C283", None,
        f"{LAW_CELL}: PLEASE CHECK C283: the text begins with 'Not applicable' and goes on, so the report prints and counts"
        " it as a text\n"
        "    if the question does not arise, leave 'Not applicable' alone; if it does, begin with what the law says",
    ),
    "letters read in another encoding": (
        {"provisions": cell("law", "The law of 1999 says â€œchildâ€\x9d. [QX-1]"), "sources": LAW}, "C285", None,
        f"{LAW_CELL}: PLEASE CHECK C285: 'â€œ' stands in the place of '“': this text went through a text file (CSV) and was"
        " read in another encoding\n"
        "    put the text back as it was, from the file it comes from or from the last version in workbooks/backup",
    ),
    "the title of a source read in another encoding": (
        {"sources": "key | type | title\nQX-1 | National law | Loi pÃ©nale rÃ©visÃ©e"}, "C285", None,
        "examplia.xlsx: Sources!E2 (QX-1, Title, original language): PLEASE CHECK C285: 'Ã©' stands in the place of 'é':"
        " this text went through a text file (CSV) and was read in another encoding\n"
        "    put the text back as it was, from the file it comes from or from the last version in workbooks/backup",
    ),
    "a line of keys alone": (
        {"country": {"documents": "[QX-1]"}, "sources": LAW}, "C284", None,
        "examplia.xlsx: Country!C11 (Documents of the treaty body used): PLEASE CHECK C284: a line holds '[QX-1]' and no"
        " words, so the report prints only the number of a note there\n"
        "    write in front what the source is or says, such as the title of the document",
    ),
    "a key without brackets": (
        {"provisions": cell("law", "The penalty is low, QX-1, para. 3."), "sources": LAW}, "C252", None,
        f"{LAW_CELL}: PLEASE CHECK C252: 'QX-1, para. 3' looks like a citation, but is not written as one, so no note is"
        " made of it\n    write the key in square brackets, then the place: [QX-1, para. 3]",
    ),
    "findings of others": (
        {"provisions": cell("compliance", "Text. [QX-1]"), "sources": LAW}, "C255", None,
        f"{FINDING_CELL}: PLEASE CHECK C255: this text cites no document of a United Nations body\n"
        "    cite the document of the body whose finding it is; say whose view it is where others are quoted",
    ),
    "law stated long ago": (
        {"country": {"law_as_at": "March 2022"}}, "C260", None,
        "examplia.xlsx: Country!C10 (Law stated as at): NOTE C260: the law is stated as at 2022-03, more than two years ago\n"
        "    see whether it has changed since",
    ),
    "one source twice": (
        {"sources": LAW + "\nQX-2 | National law | Lex  Infantium | Act 12 of 1999 | Yes"}, "C261", None,
        "examplia.xlsx: Sources!E3 (QX-2, Title, original language): PLEASE CHECK C261: the sources QX-1 and QX-2 have the"
        " same title and symbol\n"
        "    keep one of the two and correct the citations; if they are different texts, say in the title how they differ",
    ),
    "an address without its beginning": (
        {"sources": PAGE.format("example.org/acts")}, "C263", None,
        "examplia.xlsx: Sources!R2 (QX-1, Web address): PLEASE CHECK C263: the web address 'example.org/acts' does not begin"
        " with https://\n    copy the whole address from the browser, so that a reader can follow it",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_is_doubtful_is_told_at_its_cell(name):
    parts, code, extra, message = CASES[name]
    book = filled(parts.get("provisions", ""), parts.get("sources", ""), parts.get("country"))
    if extra:
        sheet, address, value = extra
        book[sheet][address] = value

    assert told(book, code) == [message]


def test_a_document_about_another_state_is_told():
    """The invented Examplia has no letters of its own in symbols, so the State is a real one here."""
    book = filled(
        sources=UN.format("CRC/C/OPSC/IND/CO/1"), country={"iso2": "DE", "short_name": "Germany"}
    )

    assert told(book, "C238", "C239") == [
        "examplia.xlsx: Sources!G2 (QX-1, UN symbol, number or citation): PLEASE CHECK C239: the symbol 'CRC/C/OPSC/IND/CO/1'"
        " is that of a document about another State (IND)\n"
        "    see whether it is the right document; documents about Germany have DEU in the symbol"
    ]


# Symbols of real documents, from the Official Document System; how each is written there.
SYMBOLS = [
    "CRC/C/OPSC/DEU/CO/1", "CRC/C/OPSC/USA/1", "CRC/C/OPSC/IND/Q/1/Add.1", "CRC/C/DEU/CO/3-4", "CRC/C/15/Add.266",
    "CRC/C/SR.1867", "CRC/C/156", "CRC/C/GC/25", "A/HRC/28/56", "A/HRC/RES/52/26", "A/RES/54/263", "E/CN.4/1994/84",
    "A/HRC/28/56/Add.1", "CRC/C/OPAC/GBR/CO/1", "CEDAW/C/GC/31-CRC/C/GC/18", "A/HRC/WG.6/30/DEU/1",
]  # fmt: skip


def test_the_united_nations_own_symbols_are_let_be():
    heading, row = UN.split("\n")
    rows = (
        row.format(symbol).replace("QX-1", f"QX-{number}")
        for number, symbol in enumerate(SYMBOLS, start=1)
    )

    assert told(filled(sources="\n".join((heading, *rows))), "C238") == []


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("CRC/C/OPSC/DEU/C0/1", "CRC/C/OPSC/DEU/CO/1"),
        ("crc/c/opsc/deu/co/1", "CRC/C/OPSC/DEU/CO/1"),
        ("CRC/C/OPSC/DEU /CO/1", "CRC/C/OPSC/DEU/CO/1"),
        ("CRC\\C\\156", "CRC/C/156"),
        ("CRC/C/DEU/CO/3-4.", "CRC/C/DEU/CO/3-4"),
        ("A/HRC/28/56/ADD1", "A/HRC/28/56/Add.1"),
        ("CRC/C/OPSC/GERMANY/CO/1", ""),
        ("CRC/C//156", "CRC/C/156"),
    ],
)
def test_a_slip_in_a_symbol_is_told_with_the_likely_one(written, meant):
    (message,) = told(filled(sources=UN.format(written)), "C238")

    assert f"'{written}' is not written as" in message
    assert (f"did you mean '{meant}'?" in message) == bool(meant)


# Texts that a lawyer writes and that must not set a rule off.
SOUND = [
    "The Children Act 1999 (Act 12 of 1999) and the Penal Code, s. 184b, apply. [QX-1 s. 3]",
    "Act 32 of 2012 applies. Under the Act the penalty is two years. The Code of 1998 is older. [QX-1]",
    "1998. The Act entered into force on 3 May 2001. [QX-1]",
    "(a) sale;\nb) transfer; (c) any other benefit. [QX-1 para. 3 (a)]",
    "The offence ‘child pornography’ (s. 184b) covers writings. [QX-1]",
    "The offence \"child prostitution\" is named so in the Code of 1998. [QX-1]",
    "The Optional Protocol on the sale of children, child prostitution and child pornography was signed. [QX-1]",
    "Schools of 30 m² or 12 km² need a permit; the fine is 10². [QX-1]",
    "The court found (para. 12) that article 3(1) of the Constitution 1950 applies. [QX-1]",
    "See article 1 of the Protocol and article 3 of the Protocol. [QX-1]",
    "Is this so? Yes! It is ... not clear … but likely. [QX-1]",
    "Law no. 5*2 and 6*3; the name is O'Neill's. [QX-1]",
    "Chapter XXX, section XXX-2 of the Roman numbering. [QX-1]",
    "Minor offences are fined under s. 12. [QX-1]",
    "Whoever a) sells, b) transfers or iii) receives a child is punished under the Act 12 of 1999. [QX-1]",
    "The „Kinderhandel“ of the Act 12 of 1999, ”trade” in Sweden and »trade« elsewhere, is a crime. [QX-1]",
    "Under article 3.1 The Hague Convention applies, as in Law No.5 Article 2 and para.7 State practice of 1999. [QX-1]",
    "At 10.30 Monday sittings begin; the sum is 3,5 Million crowns under the Act 12 of 1999. [QX-1]",
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("text", SOUND)
def test_sound_legal_prose_sets_nothing_off(text):
    book = filled(cell("law", text.replace("\n", "⏎")), LAW)

    quiet = {"C229"}  # the other columns are empty
    assert [str(each) for each in checked(book)[1] if each.code not in quiet] == []


def test_a_finding_that_names_the_year_of_a_later_reform_may_speak_of_it():
    rows = (
        "id | reforms | compliance | assessment | finder | date\n"
        "opsc-1 | A law of 2016 changed it. | The body {} | Partly in line | Researcher | January 2014"
    )

    assert told(filled(rows.format("looked forward to the law of 2016.")), "C244") == []
    assert len(told(filled(rows.format("looked forward to the law of 2015.")), "C244")) == 1


def test_a_finding_of_the_year_of_the_reform_may_come_after_it():
    rows = (
        "id | reforms | compliance | assessment | finder | date\n"
        "opsc-1 | A law of {} changed it. | The body was concerned. | Partly in line | Researcher | January 2014"
    )

    assert told(filled(rows.format(2014)), "C244") == []
    assert len(told(filled(rows.format(2015)), "C244")) == 1


def test_the_rows_of_definitions_may_use_the_terms_of_the_treaty():
    book = filled(
        cell(
            "law", "Child pornography is defined in s. 4 of the Act 12 of 1999. [QX-1]", "opsc-2-c"
        ),
        LAW,
    )

    assert told(book, "C247", "C248") == []


def test_struck_and_raised_text_is_told():
    book = filled(sources=LAW)
    provision_cell(book, "opsc-1", "law").value = CellRichText(
        "Fines ", TextBlock(InlineFont(strike=True), "up to 500 crowns"), " of 900 crowns. [QX-1]"
    )
    provision_cell(book, "opsc-1", "reforms").value = CellRichText(
        "A bill is before parliament.", TextBlock(InlineFont(vertAlign="superscript"), "12")
    )

    assert told(book, "C250", "C251") == [
        f"{LAW_CELL}: PLEASE CHECK C250: the words 'up to 500 crowns' are struck through; the report would print them as if"
        " they were not\n    delete them, or remove the strike-through",
        f"{REFORM_CELL}: PLEASE CHECK C251: '12' looks like a typed footnote mark\n"
        "    cite the source by its key, such as [QX-1 para. 12]: the report makes the notes",
    ]


def test_a_replaced_source_is_told_where_it_is_cited_and_where_its_successor_is_missing():
    book = filled(cell("law", "Text. [QX-1]"), LAW)
    sheet = book["Sources"]
    column = [cell.value for cell in sheet[1]].index("Replaced by (key)") + 1
    sheet.cell(2, column).value = "QX-9"

    assert told(book, "C253", "C254") == [
        f"{LAW_CELL}: PLEASE CHECK C253: the text cites [QX-1], which was replaced by QX-9\n"
        "    see whether the newer source says the same, and cite that",
        "examplia.xlsx: Sources!Z2 (QX-1, Replaced by (key)): PLEASE CHECK C254: the source is said to be replaced by QX-9,"
        " but there is no such source\n    add it to the sheet, or correct the key",
    ]


# What lies about in the file


@pytest.mark.slow
def test_a_link_to_no_web_page_is_told_and_left_out():
    book = filled(cell("law", "See the Act."), LAW)
    provision_cell(book, "opsc-1", "law").hyperlink = "file:///C:/act.pdf"

    assert told(book, "S110") == [
        f"{LAW_CELL}: PLEASE CHECK S110: the link behind this cell leads to 'file:///C:/act.pdf', which is no web page; it is"
        " left out of the report\n    link only to addresses that begin with https://"
    ]
    assert "file://" not in repr(checked(book)[0])


def test_a_hidden_column_with_text_is_told():
    book = filled(cell("law", "Text."))
    book["Provisions"].column_dimensions["F"].hidden = True

    assert told(book, "S112") == [
        "examplia.xlsx: Provisions: PLEASE CHECK S112: the column 'Current national law' is hidden but holds text: it is read"
        " and printed all the same\n    show it to see what will be printed: select the columns beside it, right-click, Unhide"
    ]


def test_a_copy_of_a_sheet_is_told():
    book = filled()
    book.copy_worksheet(book["Sources"]).title = "Sources (2)"

    assert told(book, "S113") == [
        "examplia.xlsx: Sources (2): PLEASE CHECK S113: the sheet 'Sources (2)' looks like a copy of 'Sources'; only 'Sources'"
        " is read\n    bring the texts together in 'Sources' and delete the copy"
    ]


def test_comments_on_cells_are_noted():
    book = filled(cell("law", "Text."))
    for key in ("law", "reforms"):
        provision_cell(book, "opsc-1", key).comment = Comment("Please look at this", "A reader")

    assert told(book, "S114") == [
        "examplia.xlsx: Provisions: NOTE S114: 2 comments are attached to cells, the first to F3: they are not printed\n"
        "    move what should be printed into the cells"
    ]


def test_a_workbook_in_an_unknown_language_is_read_in_that_of_the_project(tmp_path):
    book = blank_book()
    book["_toolkit"]["B4"] = "xx"
    (tmp_path / "book.xlsx").write_bytes(saved(book))

    result = check_file(open_project(tmp_path).value, tmp_path / "book.xlsx", TODAY)

    assert [str(each) for each in result.diagnostics] == [
        "book.xlsx: PLEASE CHECK S116: this workbook says that it is in the language 'xx', which is not known; it is read as"
        " English\n    copy the text into a new workbook made with 'publisher new'"
    ]


def test_a_workbook_of_an_older_version_is_noted():
    book = blank_book()
    book["_toolkit"]["B1"] = "1"

    assert told(book, "S115") == [
        "examplia.xlsx: NOTE S115: this workbook was issued by an older version of the program\n"
        "    'publisher upgrade examplia.xlsx' makes a new one and carries everything over; the old file is kept"
    ]


# Letting a problem stand


def dismissed_with(text):
    book = filled(cell("law", "A paedophile was convicted. [QX-1]"), LAW)
    sheet = book["Provisions"]
    (found,) = [each for each in checked(book)[1] if each.code == "C248"]
    heading = "Let stand: mark of the problem and your reason"
    column = [cell.value for cell in sheet[1]].index(heading) + 1
    sheet.cell(3, column).value = text.format(mark=found.token)
    return book, found.token


@pytest.mark.slow
def test_a_problem_dismissed_with_a_reason_is_told_no_more_until_the_text_changes():
    book, mark = dismissed_with("{mark}: quoted from the judgment")

    assert told(book, "C248", "C256", "C257", "C258", "C259") == []

    provision_cell(book, "opsc-1", "law").value = "Another paedophile was convicted. [QX-1]"
    messages = told(book, "C248", "C258")
    assert messages[0].startswith(f"{LAW_CELL}: NOTE C248: 'paedophile'")
    assert messages[1] == (
        f"examplia.xlsx: Provisions!O3 (art. 1, Let stand: mark of the problem and your reason): PLEASE CHECK C258: the text was"
        f" changed since {mark} was dismissed, or the problem is gone\n"
        "    delete the line; if the problem is told again, see whether the reason still holds and copy its new mark"
    )


@pytest.mark.slow
def test_a_dismissal_needs_a_mark_and_a_reason():
    without_reason, mark = dismissed_with("{mark}: ")
    without_mark, _ = dismissed_with("all right")
    place = "examplia.xlsx: Provisions!O3 (art. 1, Let stand: mark of the problem and your reason)"

    assert told(without_reason, "C256", "C257") == [
        f"{place}: PLEASE CHECK C257: {mark} was dismissed without a reason\n    write why behind it: {mark} title of the law"
    ]
    assert told(without_mark, "C256", "C257") == [
        f"{place}: PLEASE CHECK C256: 'all right' dismisses no problem\n"
        "    copy the mark of the problem, such as C247-7f3a, and write the reason behind it"
    ]


@pytest.mark.slow
def test_what_the_report_cannot_be_printed_with_cannot_be_dismissed():
    book = filled(cell("law", "Text. [QX-99]"), LAW)
    (found,) = [each for each in checked(book)[1] if each.code == "C217"]
    sheet = book["Provisions"]
    sheet.cell(3, 15).value = f"{found.token} I know"

    assert told(book, "C259") == [
        "examplia.xlsx: Provisions!O3 (art. 1, Let stand: mark of the problem and your reason): PLEASE CHECK C259:"
        f" {found.token} cannot be dismissed: without mending it the report cannot be printed\n"
        "    mend it as its message says, and delete this line"
    ]
    assert len(told(book, "C217")) == 1
