"""Files made to do harm: each gives a message, in less than five seconds and 500 MB, and never a traceback."""

import io
import random
import subprocess
import sys
import zipfile
from functools import cache

import pytest

from publisher.domain.diagnostics import PublisherError
from tests.support import TOP, checked, filled, saved


@cache
def sound():
    text = "id | law | date\nopsc-1 | **Text.** [QX-1] | 2019"
    return saved(filled(text, "key | type | title\nQX-1 | National law | Lex"))


SHEET = "xl/worksheets/sheet2.xml"
# Looks at one file after the other, each in a process of its own with bounds, which begins as a copy of one in which
# all is loaded. The memory holds the libraries as well.
PROGRAM = """
import os, resource, signal, sys, traceback
from datetime import date
from pathlib import Path
from publisher.project.project import open_project
from publisher.project.workbooks import check_file

def told(path):
    result = check_file(open_project(path.parent).value, path, date(2026, 11, 24))
    return [each.code for each in result.diagnostics[:200]]

def look_at(path):
    resource.setrlimit(resource.RLIMIT_CPU, (5, 5))
    signal.alarm(60)
    try:
        print(*told(path))
        # of this very program: what getrusage gives is at least that of the program that started it
        print(next(int(line.split()[1]) // 1024 for line in open("/proc/self/status") if line.startswith("VmHWM")))
        ended = 0
    except BaseException:
        print(traceback.format_exc().replace(chr(10), " "), 0, sep=chr(10))
        ended = 1
    sys.stdout.flush()
    os._exit(ended)

told(Path(sys.argv[1]))
for line in sys.stdin:
    process = os.fork() or look_at(Path(line.strip()))
    print("ended", os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), flush=True)
"""


def parts_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


def changed(part, old, new):
    parts = parts_of(sound())
    assert old in parts.get(part, old)
    parts[part] = parts[part].replace(old, new, 1) if part in parts else new
    return packed(parts)


def after_cells(xml):
    return changed(SHEET, b"</sheetData>", b"</sheetData>" + xml)


def more_rows(xml):
    return changed(SHEET, b"</sheetData>", xml + b"</sheetData>")


LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(12)
) + b"]>"  # fmt: skip
FILES = {
    "zip bomb": (lambda: packed({"xl/workbook.xml": b"<x/>", "xl/a.bin": bytes(290 * 2**20)}), "F013"),
    "bomb of a sheet": (lambda: more_rows(b" " * (100 * 2**20)), "F013"),
    "billion laughs": (lambda: changed("xl/workbook.xml", b"<workbook", LAUGHS + b"<workbook"), "F014"),
    "late document type": (lambda: changed("xl/workbook.xml", b"<workbook", b"<!--" + b"x" * 9000 + b"-->" + LAUGHS + b"<workbook"), "F014"),
    "external entity": (
        lambda: changed("xl/sharedStrings.xml", b"<sst", b'<!DOCTYPE s [<!ENTITY e SYSTEM "file:///etc/passwd">]><sst'), "F014",
    ),
    "document type in UTF-16": (
        lambda: packed(parts_of(sound()) | {"xl/workbook.xml": '<?xml version="1.0"?><!DOCTYPE x><x/>'.encode("utf-16")}), "F014",
    ),
    "far cell": (lambda: more_rows(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), ""),
    "whole sheet merged": (lambda: after_cells(b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'), "F016"),
    "very many merged areas": (
        lambda: after_cells(b"<mergeCells>" + b"".join(b'<mergeCell ref="A%d:A%d"/>' % (n, n + 1) for n in range(100, 9000, 2)) + b"</mergeCells>"),
        "F050",
    ),
    "five million cells": (lambda: more_rows(b"<row>" + b"<c/>" * 5_000_000 + b"</row>"), "F017"),
    "as many cells as are read": (lambda: more_rows(b"<row><c><v>1</v></c></row>" * 40_000), ""),
    "as many rows as are read": (lambda: more_rows(b'<row ht="5"/>' * 130_000), ""),
    "two million cells with addresses": (lambda: more_rows(b'<row r="70">' + b'<c r="AB70" s="1"/>' * 1_800_000 + b"</row>"), "F017"),
    "two million cells with texts": (lambda: more_rows(b'<row r="70">' + b'<c r="AB70"><v>1</v></c>' * 1_500_000 + b"</row>"), "F017"),
    "a million rows": (lambda: more_rows(b'<row ht="5"/>' * 1_000_000), "F017"),
    "very many styles": (lambda: changed("xl/styles.xml", b"</cellXfs>", b'<xf numFmtId="0"/>' * 200_000 + b"</cellXfs>"), "F052"),
    "very many colours": (
        lambda: after_cells(b'<conditionalFormatting sqref="A1"><cfRule type="expression" priority="1"/></conditionalFormatting>' * 60_000), "F051",
    ),
    "deep elements": (lambda: after_cells(b"<a>" * 100_000 + b"</a>" * 100_000), ""),
    "an endless text": (
        lambda: changed(SHEET, b"</sheetData>", b'<row r="70"><c r="A70" t="inlineStr"><is><t>opsc-1</t></is></c>'
                        b'<c r="F70" t="inlineStr"><is><t>' + b"[QX-1 **" * 4_000_000 + b"</t></is></c></row></sheetData>"),
        "S119",
    ),
    "a text of marks": (
        lambda: changed(SHEET, b"</sheetData>", b'<row r="70"><c r="A70" t="inlineStr"><is><t>opsc-1-b</t></is></c>'
                        b'<c r="F70" t="inlineStr"><is><t>' + b"[**(*\xe2\x80\x9c[QX-1" * 2_500 + b"</t></is></c></row></sheetData>"),
        "C203",
    ),
    "very many runs": (
        lambda: more_rows(b'<row r="70"><c r="F70" t="inlineStr"><is>' + b"<r><t>x</t></r>" * 40_000 + b"</is></c></row>"), "",
    ),
    "a shared formula in ten thousand cells": (
        lambda: more_rows(
            b'<row r="70"><c r="Q70"><f t="shared" ref="Q70:Q9999" si="0">' + b"SUM(A1:B2)+" * 700 + b"1</f></c></row>"
            + b"".join(b'<row r="%d"><c r="Q%d"><f t="shared" si="0"/></c></row>' % (n, n) for n in range(71, 9_000))
        ), "",
    ),
    "links over all columns": (
        lambda: after_cells(b"<hyperlinks>" + b'<hyperlink ref="A1:XFD1048576" location="x"/>' * 20 + b"</hyperlinks>"), "",
    ),
    "titles of apostrophes": (
        lambda: changed("xl/workbook.xml", b"</definedNames>", b'<definedName name="_xlnm.Print_Titles" localSheetId="1">' + b"'" * 50_000 + b"</definedName></definedNames>"), "",
    ),
    "very many parts": (lambda: packed(parts_of(sound()) | {f"customXml/item{n}.xml": b"<x/>" for n in range(3_000)}), "F013"),
    "cut off": (lambda: sound()[: len(sound()) * 2 // 3], "F003"),
}  # fmt: skip


@pytest.fixture(scope="module")
def looking(tmp_path_factory):
    """Return a function that lets a process with bounds look at a file, and returns the lines that it told."""
    path = tmp_path_factory.mktemp("sound") / "examplia.xlsx"
    path.write_bytes(sound())
    command = [sys.executable, "-c", PROGRAM, str(path)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}

    with subprocess.Popen(command, cwd=TOP, **pipes) as program:

        def look_at(path):
            program.stdin.write(f"{path}\n")
            program.stdin.flush()
            lines = []
            while not lines or not lines[-1].startswith("ended"):
                lines.append(program.stdout.readline().strip())
                assert program.poll() is None
            return lines

        yield look_at


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_told_within_five_seconds_and_500_mb(name, tmp_path, looking):
    make, code = FILES[name]
    path = tmp_path / "examplia.xlsx"
    path.write_bytes(make())

    *told, ended = looking(path)

    assert ended == "ended 0", told
    codes, memory = told
    assert code in codes
    assert int(memory) < 500


def told_or_read(content):
    """Check a file; anything but a report with its problems, or the one error, is a failure of this test."""
    try:
        return checked(content)[1]
    except PublisherError as problem:
        return (problem.diagnostic,)


@pytest.mark.no_cover  # being traced would double its time
@pytest.mark.slow
@pytest.mark.parametrize("count", [150, pytest.param(600, marks=pytest.mark.long)])
def test_hundreds_of_files_with_flipped_bits_are_told_or_read(count):
    chance = random.Random(1)
    for _ in range(count):
        content = bytearray(sound())
        for _ in range(chance.randrange(1, 4)):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        told_or_read(bytes(content))


@pytest.mark.no_cover  # being traced would double its time
@pytest.mark.slow
@pytest.mark.parametrize("count", [20, pytest.param(200, marks=pytest.mark.long)])
def test_files_with_scrambled_xml_are_told_or_read(count):
    """The archive is whole, so that the damage reaches the spreadsheet library and our own reader."""
    chance, parts = random.Random(2), parts_of(sound())
    names = [name for name in parts if "sheet" in name or "styles" in name or "workbook" in name]
    for _ in range(count):
        scrambled = dict(parts)
        name = chance.choice(names)
        for _ in range(chance.randrange(1, 4)):
            scrambled[name] = _scrambled(scrambled[name], chance)
        told_or_read(packed(scrambled))


def _scrambled(xml, chance):
    start = chance.randrange(len(xml))
    end = start + chance.randrange(1, 40)
    return (
        xml[:start]
        + chance.choice([b"", b"99999", b"-1", b"1E999", b'"', b"<", b"nan", xml[start:end] * 2])
        + xml[end:]
    )
