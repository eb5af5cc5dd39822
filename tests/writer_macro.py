"""LibreOffice as a reviewer: a macro of its own Basic, run without a screen, opens a draft, edits it and saves it.

The edits are LibreOffice's own: what it records, and how, is what is tested.
"""

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

FILTERS = {
    "docx": "MS Word 2007 XML",
    "odt": "writer8",
    "doc": "MS Word 97",
    "rtf": "Rich Text Format",
}
_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
{code}</script:module>"""
_BASIC = """
Function Opened(path As String) As Object
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  Opened = StarDesktop.loadComponentFromURL(ConvertToURL(path), "_blank", 0, hidden())
End Function

' Where the words were found last: the table, and the name of its cell.
Dim foundTable As Object
Dim foundCell As String

' A cursor over the first words of this kind: in the table's cells, else in the text around.
Function Found(doc As Object, words As String) As Object
  Dim tables As Object, names As Variant, i As Integer, j As Integer, spot As Object
  tables = doc.getTextTables()
  For i = 0 To tables.getCount() - 1
    foundTable = tables.getByIndex(i)
    names = foundTable.getCellNames()
    For j = 0 To UBound(names)
      foundCell = names(j)
      spot = FoundIn(foundTable.getCellByName(foundCell), words)
      If Not IsNull(spot) Then
        Found = spot
        Exit Function
      End If
    Next j
  Next i
  Found = FoundIn(doc.getText(), words)
End Function

Function FoundIn(aText As Object, words As String) As Object
  Dim parts As Object, part As Object, cursor As Object, at As Long
  parts = aText.createEnumeration()
  Do While parts.hasMoreElements()
    part = parts.nextElement()
    If part.supportsService("com.sun.star.text.Paragraph") Then
      at = InStr(part.getString(), words)
      If at &gt; 0 Then
        cursor = aText.createTextCursorByRange(part.getStart())
        cursor.goRight(at - 1, False)
        cursor.goRight(Len(words), True)
        FoundIn = cursor
        Exit Function
      End If
    End If
  Loop
End Function

Sub Replaced(doc As Object, words As String, text As String)
  Dim spot As Object
  spot = Found(doc, words)
  spot.String = text
End Sub

Sub WrittenBehind(doc As Object, words As String, text As String)
  Dim spot As Object
  spot = Found(doc, words)
  spot.getText().insertString(spot.getEnd(), text, False)
End Sub

Sub NewParagraphBehind(doc As Object, words As String, text As String)
  Dim spot As Object, cursor As Object
  spot = Found(doc, words)
  cursor = spot.getText().createTextCursorByRange(spot.getEnd())
  cursor.gotoEndOfParagraph(False)
  spot.getText().insertControlCharacter(cursor, com.sun.star.text.ControlCharacter.PARAGRAPH_BREAK, False)
  spot.getText().insertString(cursor, text, False)
End Sub

Sub RowAddedBehind(doc As Object, words As String, text As String)
  Dim spot As Object, aTable As Object, aCell As Object, aRow As Integer
  spot = Found(doc, words)
  aTable = foundTable
  aRow = CInt(Mid(foundCell, 2))
  aTable.Rows.insertByIndex(aRow, 1)
  aCell = aTable.getCellByName("B" &amp; CStr(aRow + 1))
  aCell.setString(text)
End Sub

Sub RowDeleted(doc As Object, words As String)
  Dim spot As Object, aRow As Integer
  spot = Found(doc, words)
  aRow = CInt(Mid(foundCell, 2)) - 1
  foundTable.Rows.removeByIndex(aRow, 1)
End Sub

Sub ParagraphAddedBefore(doc As Object, words As String, text As String)
  Dim spot As Object
  spot = Found(doc, words)
  spot.getText().insertString(spot.getStart(), text, False)
  spot = Found(doc, text)
  spot.getText().insertControlCharacter(spot.getEnd(), com.sun.star.text.ControlCharacter.PARAGRAPH_BREAK, False)
End Sub

Sub Saved(doc As Object, path As String, filter As String)
  Dim how(0) As New com.sun.star.beans.PropertyValue
  how(0).Name = "FilterName" : how(0).Value = filter
  doc.storeToURL(ConvertToURL(path), how())
  doc.close(True)
End Sub
"""


Edits = Sequence[tuple[str, ...]]


@dataclass(frozen=True)
class Job:
    """What LibreOffice does to a draft: the edits (procedures of the macro and their texts), and how it saves it."""

    draft: bytes
    edits: Edits
    ending: str
    is_recorded: bool


def edited(folder: Path, draft: bytes, edits: Edits, ending: str, *, is_recorded: bool) -> Path:
    """Have LibreOffice open a draft, edit it and save it; return where."""
    return all_edited(folder, {"back": Job(draft, edits, ending, is_recorded)})["back"]


def all_edited(
    folder: Path, jobs: Mapping[str, Job], profile: Path | None = None
) -> dict[str, Path]:
    """Have LibreOffice, started once, do some jobs; return where each draft was saved, by the job's name.

    A new profile is made where none is given that was used before.
    """
    profile = profile or folder / "profile"
    done = {name: folder / f"{name}.{job.ending}" for name, job in jobs.items()}
    procedures = []
    for name, job in jobs.items():
        source = folder / f"{name} sent.docx"
        source.write_bytes(job.draft)
        procedures.append(_procedure(job, source, done[name]))
    main = f"Sub Main()\n  Dim doc As Object\n{''.join(procedures)}End Sub\n"
    command = [
        "soffice",
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
    ]
    # A new profile comes with a library Standard and its Module1, in whose place the macro is put.
    module = profile / "user/basic/Standard/Module1.xba"
    if not module.exists():
        subprocess.run(
            [*command, "--terminate_after_init"], check=True, capture_output=True, timeout=120
        )
    module.write_text(_MODULE.format(code=_BASIC + main), encoding="utf-8")
    subprocess.run(
        [*command, "macro:///Standard.Module1.Main"],
        check=True,
        capture_output=True,
        timeout=120 * len(jobs),
    )
    missing = [path.name for path in done.values() if not path.exists()]
    assert missing == [], "LibreOffice did not save these drafts"
    return done


def _procedure(job: Job, source: Path, target: Path) -> str:
    calls = "".join(
        f"  {name} doc, {', '.join(map(_quoted, texts))}\n" for name, *texts in job.edits
    )
    return (
        f"  doc = Opened({_quoted(str(source))})\n  doc.RecordChanges = {job.is_recorded}\n{calls}"
        f"  Saved doc, {_quoted(str(target))}, {_quoted(FILTERS[job.ending])}\n"
    )


def _quoted(text: str) -> str:
    return '"' + text.replace("&", "&amp;").replace('"', '""') + '"'
