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
' A document without a window, not even a hidden one: over a comment that a macro puts into that LibreOffice 7.4 breaks
' down where its packages are those without a screen.
Function Opened(path As String, filter As String) As Object
  Dim how(1) As New com.sun.star.beans.PropertyValue, doc As Object
  how(0).Name = "URL" : how(0).Value = ConvertToURL(path)
  how(1).Name = "FilterName" : how(1).Value = filter
  doc = createUnoService("com.sun.star.text.TextDocument")
  doc.load(how())
  Opened = doc
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

' The first place of some words in the paragraph where others stand. A document without a window cannot be searched, and
' anchors of comments are steps of a cursor without a letter: so it is led there letter by letter.
Function Searched(doc As Object, at As String, words As String) As Object
  Dim cursor As Object, isMoved As Boolean
  cursor = Found(doc, at)
  cursor.collapseToStart()
  cursor.gotoStartOfParagraph(False)
  isMoved = True
  Do While isMoved And InStr(cursor.getString(), words) = 0
    isMoved = cursor.goRight(1, True)
  Loop
  cursor.collapseToEnd()
  cursor.goLeft(Len(words), False)
  cursor.goRight(Len(words), True)
  Searched = cursor
End Function

Sub WordsAdded(doc As Object, at As String, words As String, text As String)
  Dim spot As Object
  spot = Searched(doc, at, words)
  spot.getText().insertString(spot.getEnd(), text, False)
End Sub

Sub WordsReplaced(doc As Object, at As String, words As String, text As String)
  Searched(doc, at, words).String = text
End Sub

Sub WordsCommentedOn(doc As Object, at As String, words As String, text As String)
  Dim spot As Object, comment As Object
  spot = Searched(doc, at, words)
  comment = doc.createInstance("com.sun.star.text.textfield.Annotation")
  comment.Author = "Edi Tor"
  comment.Content = text
  spot.getText().insertTextContent(spot, comment, True)
End Sub

' The answer is written below the question, in its own comment.
Sub CommentAnswered(doc As Object, question As String, text As String)
  Dim fields As Object, field As Object
  fields = doc.getTextFields().createEnumeration()
  Do While fields.hasMoreElements()
    field = fields.nextElement()
    If field.supportsService("com.sun.star.text.textfield.Annotation") Then
      If InStr(field.Content, question) = 1 Then field.Content = field.Content &amp; Chr(10) &amp; text
    End If
  Loop
End Sub

Sub WordsLinked(doc As Object, at As String, words As String, address As String)
  Searched(doc, at, words).HyperLinkURL = address
End Sub

Sub WordsMadeBold(doc As Object, at As String, words As String)
  Searched(doc, at, words).CharWeight = com.sun.star.awt.FontWeight.BOLD
End Sub

Sub Saved(doc As Object, path As String, filter As String)
  Dim how(0) As New com.sun.star.beans.PropertyValue
  how(0).Name = "FilterName" : how(0).Value = filter
  doc.storeToURL(ConvertToURL(path), how())
  doc.close(True)
End Sub
"""
# Without a screen nobody sees the window in which Basic says what went wrong, and waits for an answer.
_MAIN = """
Sub Main()
  On Error GoTo Wrong
  Dim doc As Object
{procedures}  Exit Sub
Wrong:
  Dim file As Integer
  file = FreeFile()
  Open "{trouble}" For Output As #file
  Print #file, Error$
  Close #file
  StarDesktop.terminate()
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
    opened_ending: str = "docx"


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
        source = folder / f"{name} sent.{job.opened_ending}"
        source.write_bytes(job.draft)
        procedures.append(_procedure(job, source, done[name]))
    trouble = folder / "trouble.txt"
    main = _MAIN.format(procedures="".join(procedures), trouble=trouble)
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
    told = trouble.read_text("utf-8") if trouble.exists() else ""
    assert missing == [], f"LibreOffice did not save these drafts: {told}"
    return done


def _procedure(job: Job, source: Path, target: Path) -> str:
    calls = "".join(
        f"  {name} doc, {', '.join(map(_quoted, texts))}\n" for name, *texts in job.edits
    )
    return (
        f"  doc = Opened({_quoted(str(source))}, {_quoted(FILTERS[job.opened_ending])})\n"
        f"  doc.RecordChanges = {job.is_recorded}\n{calls}"
        f"  Saved doc, {_quoted(str(target))}, {_quoted(FILTERS[job.ending])}\n"
    )


def _quoted(text: str) -> str:
    return '"' + text.replace("&", "&amp;").replace('"', '""') + '"'
