"""Drafts that come back: how long collecting takes, and how many rows are placed right once their
ids are gone.

The reference reads the same files plainly: comments by python-docx, recorded changes by lxml. It
knows neither where they belong nor what was changed without record.
"""

import io
import random
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
import openpyxl
from lxml import etree

from benchmarks import workload
from publisher.project.project import open_project
from publisher.project.workbooks import check_file
from publisher.review.cell_signs import Shape
from publisher.review.harvest import harvest
from publisher.review.place import place_rows
from publisher.review.read import read_returned
from publisher.review.returned import Returned, ReturnedTable, TableRow
from publisher.review.sent import sent_draft
from publisher.rounds.collect import refresh, take_in
from publisher.rounds.send import send_draft

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RUN = re.compile(
    rb'<w:r>(<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:t xml:space="preserve">([^<]{30,})</w:t></w:r>'
)
_NOW = datetime(2026, 11, 24)
_STATES = ("Nothing found in the documents consulted.", "Not researched.", "Not applicable.")


@dataclass(frozen=True, slots=True)
class Round:
    """A project with one draft that was sent, and the copies that came back."""

    folder: Path
    workbook: Path
    copies: tuple[Path, ...]


def prepared(folder: Path, copies: int, annotations: int) -> Round:
    """Send a draft and annotate copies of it: three changes to each comment."""
    workload.project(folder, 1)
    project = open_project(folder).value
    (path,) = project.workbooks()
    _ask(path)
    sent = send_draft(
        check_file(project, path, _NOW.date()),
        "Network (invented)",
        due=None,
        provisions=(),
        now=_NOW,
    )
    draft = sent.kept.read_bytes()
    found = []
    for seed in range(copies):
        found.append(folder / f"copy {seed}.docx")
        found[-1].write_bytes(annotated(draft, annotations, random.Random(seed)))
    return Round(folder, path, tuple(found))


def _ask(path: Path) -> None:
    """Ask a question in the workbook: a draft without any has no part for comments."""
    book = openpyxl.load_workbook(path, rich_text=True)
    sheet = book["Provisions"]
    headings = [str(cell.value) for cell in sheet[1]]
    column = next(n for n, each in enumerate(headings, start=1) if each.startswith("Question"))
    sheet.cell(3, column).value = "Is this still so?"
    book.save(path)


def annotated(draft: bytes, count: int, chance: random.Random) -> bytes:
    """Return a draft with recorded replacements and comments at random words of its cells."""
    with zipfile.ZipFile(io.BytesIO(draft)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    body = parts["word/document.xml"]
    table = body.index(b"<w:tbl>")
    runs = list(_RUN.finditer(body, table))
    chosen = sorted(chance.sample(range(len(runs)), min(count, len(runs))))
    pieces: list[bytes] = []
    comments: list[bytes] = []
    end = 0
    for number, run in enumerate(runs[each] for each in chosen):
        pieces += [body[end : run.start()], _marked(run, number, chance, comments)]
        end = run.end()
    parts["word/document.xml"] = b"".join((*pieces, body[end:]))
    parts["word/comments.xml"] = parts["word/comments.xml"].replace(
        b"</w:comments>", b"".join(comments) + b"</w:comments>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


def _marked(
    run: re.Match[bytes], number: int, chance: random.Random, comments: list[bytes]
) -> bytes:
    look, words = run[1] or b"", run[2].split(b" ")
    at = chance.randrange(len(words))
    before, word, after = (
        b" ".join((*words[:at], b"")),
        words[at],
        b" ".join((b"", *words[at + 1 :])),
    )
    by = b'w:author="Ann (invented)" w:date="2026-12-01T10:00:00Z"'
    text = b'<w:r>%s<w:t xml:space="preserve">%s</w:t></w:r>'
    if number % 4:
        deleted = b'<w:del w:id="%d" %s><w:r>%s<w:delText xml:space="preserve">%s</w:delText></w:r></w:del>'
        middle = deleted % (9000 + number, by, look, word)
        middle += b'<w:ins w:id="%d" %s>%s</w:ins>' % (
            7000 + number,
            by,
            text % (look, b"word%d" % number),
        )
    else:
        id_ = b"%d" % (5000 + number)
        comments.append(
            b'<w:comment w:id="%s" %s><w:p><w:r><w:t>Remark %d</w:t></w:r></w:p></w:comment>'
            % (id_, by, number)
        )
        middle = b'<w:commentRangeStart w:id="%s"/>%s<w:commentRangeEnd w:id="%s"/>' % (
            id_,
            text % (look, word),
            id_,
        )
        middle += b'<w:r><w:commentReference w:id="%s"/></w:r>' % id_
    return (
        (text % (look, before) if before else b"")
        + middle
        + (text % (look, after) if after else b"")
    )


def collect(given: Round) -> int:
    """Collect all copies into the workbook, as the command does; return how many items were
    found.
    """
    shutil.rmtree(given.folder / "reviews" / given.workbook.stem / "returned", ignore_errors=True)
    project = open_project(given.folder).value
    for path in given.copies:
        take_in(project, path)
    return sum(refresh(project, given.workbook, _NOW, given.folder / "review.xlsx").kinds.values())


def harvested(given: Round) -> int:
    """Read all copies and find what was written in them, without a sheet; return how many items
    were found.
    """
    (kept,) = (given.folder / "reviews" / given.workbook.stem).glob("*.docx")
    draft = read_returned(kept.read_bytes(), kept.name).value
    sent = sent_draft(kept.stem, draft, _shape(), _STATES)
    found = 0
    for path in given.copies:
        returned = read_returned(path.read_bytes(), path.name).value
        found += len(harvest(returned, sent).items)
    return found


def plain_read(given: Round) -> int:
    """Read comments and recorded changes of all copies; return how many."""
    found = 0
    for path in given.copies:
        document = docx.Document(str(path))
        found += len([(each.author, each.timestamp, each.text) for each in document.comments])
        root = document.element.body
        for name in ("ins", "del"):
            found += len(["".join(each.itertext()) for each in root.iter(f"{{{W}}}{name}")])
    return found


WAYS: Mapping[str, Callable[[Round], int]] = {
    "collect": collect,
    "harvested": harvested,
    "plain_read": plain_read,
}


# Placing without ids


def placement(seeds: int) -> dict[str, tuple[float, float]]:
    """Return the shares of rows placed right and placed wrong, by what was done to a draft without
    any ids.
    """
    shape = _shape()
    sent = _draft()
    known = {each.provision: each.row for each in place_rows(sent, sent, shape) if each.is_placed}
    shares = {}
    for name, (edits, changes, moves) in {
        "15 % of the words changed": (0.15, 0, 0),
        "and 5 rows added, 8 % deleted": (0.15, 5, 0),
        "and 5 rows moved": (0.15, 5, 5),
        "40 % of the words changed": (0.4, 0, 0),
    }.items():
        right = wrong = total = 0
        for seed in range(seeds):
            rows, truth = _damaged(known, random.Random(seed), edits, changes, moves)
            placed = place_rows(Returned({}, (ReturnedTable(tuple(rows)),)), sent, shape)
            total += sum(bool(each) for each in truth)
            right += sum(
                bool(each) and row.provision == each
                for row, each in zip(placed, truth, strict=True)
            )
            wrong += sum(
                bool(row.provision) and row.provision != each
                for row, each in zip(placed, truth, strict=True)
            )
        shares[name] = (right / total, wrong / total)
    return shares


def _shape() -> Shape:
    treaty, _ = workload.data()
    return Shape(
        tuple(each.id for each in treaty.provisions), tuple(each.id for each in treaty.columns)
    )


def _draft() -> Returned:
    import tempfile  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        given = prepared(Path(folder), 0, 0)
        (kept,) = (given.folder / "reviews" / given.workbook.stem).glob("*.docx")
        return read_returned(kept.read_bytes(), kept.name).value


def _damaged(
    known: dict[str, TableRow], chance: random.Random, edits: float, changes: int, moves: int
) -> tuple[list[TableRow], list[str]]:
    pairs = [
        (_edited(row, chance, edits), id_)
        for id_, row in known.items()
        if not changes or chance.random() > 0.08
    ]
    for _ in range(changes):
        pairs.insert(
            chance.randrange(len(pairs)),
            (_edited(chance.choice(list(known.values())), chance, 1.0), ""),
        )
    for _ in range(moves):
        pairs.insert(chance.randrange(len(pairs)), pairs.pop(chance.randrange(len(pairs))))
    return [row for row, _ in pairs], [id_ for _, id_ in pairs]


def _edited(row: TableRow, chance: random.Random, share: float) -> TableRow:
    """Return a row without bookmarks, tags, links and visible id, a share of its words replaced."""
    return replace(row, cells=tuple(_bare(cell, chance, share) for cell in row.cells))


def _bare(cell: Any, chance: random.Random, share: float) -> Any:  # noqa: ANN401 - a cell of a table
    lines = tuple(
        replace(line, bookmarks=(), style="", pieces=tuple(_pieces(line, chance, share)))
        for line in cell.lines
        if not any(piece.link.startswith("#r_") for piece in line.pieces)
    )
    return replace(cell, lines=lines, tags=(), links=())


def _pieces(line: Any, chance: random.Random, share: float) -> Iterator[Any]:  # noqa: ANN401 - a line of a cell
    for piece in line.pieces:
        words = (
            f"w{chance.randrange(9999)}" if chance.random() < share else word
            for word in piece.text.split(" ")
        )
        yield replace(piece, text=" ".join(words))


def marks_in(path: Path) -> int:
    """Return how many comments and changes a copy holds."""
    with zipfile.ZipFile(path) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
        return len(list(body.iter(f"{{{W}}}commentReference"))) + len(
            list(body.iter(f"{{{W}}}ins"))
        )
