"""A reviewer who works on a draft: an independent small writer of review markup (ECMA-376 Part 1, 17.13).

It knows the standard and the bookmarks of cells, nothing of the product's own readers and writers.
"""

import copy
import io
import zipfile

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
ANN, BEN = "Ann Example (invented)", "Ben Example (invented)"
DATE = "2026-12-01T10:00:00Z"


def q(name):
    return f"{{{W}}}{name}"


class Reviewer:
    """A draft in somebody's hands; `author` None means that changes are not recorded."""

    def __init__(self, draft, author=ANN):
        with zipfile.ZipFile(io.BytesIO(draft)) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.body = etree.fromstring(self.parts["word/document.xml"])
        self.author = author
        self._next = 9_000
        self._threads = []

    def saved(self):
        """Return the bytes of the file."""
        self.parts["word/document.xml"] = etree.tostring(self.body)
        if self._threads:
            root = etree.Element(f"{{{W15}}}commentsEx", nsmap={"w15": W15})
            for own, parent, done in self._threads:
                attributes = {f"{{{W15}}}paraId": own, f"{{{W15}}}done": str(int(done))}
                if parent:
                    attributes[f"{{{W15}}}paraIdParent"] = parent
                etree.SubElement(root, f"{{{W15}}}commentEx", attributes)
            self.parts["word/commentsExtended.xml"] = etree.tostring(root)
            self._relate("commentsExtended")
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, part in self.parts.items():
                archive.writestr(name, part)
        return stream.getvalue()

    def _relate(self, kind):
        """Say that a part belongs to the document."""
        name = "word/_rels/document.xml.rels"
        added = (
            f'<Relationship Id="r_{kind}" Target="{kind}.xml"'
            f' Type="http://schemas.microsoft.com/office/2011/relationships/{kind}"/></Relationships>'
        )
        if f'"r_{kind}"'.encode() not in self.parts[name]:
            self.parts[name] = self.parts[name].replace(b"</Relationships>", added.encode())

    # Finding

    def cell(self, provision, column):
        """Return the content cell of a provision."""
        name = f"c_{provision}_{column}".replace("-", "_")
        mark = next(
            each for each in self.body.iter(q("bookmarkStart")) if each.get(q("name")) == name
        )
        return next(each for each in mark.iterancestors(q("tc")))

    def row(self, provision):
        """Return the row of a provision."""
        return self.cell(provision, "law").getparent()

    def paragraphs(self, cell):
        return list(cell.iter(q("p")))

    def paragraph_with(self, words):
        return next(p for p in self.body.iter(q("p")) if words in "".join(p.itertext(q("t"))))

    # Changing text

    def replace(self, cell, old, new):
        """Replace words that stand in one run, or delete them, or, with `old` ending in |, write behind them."""
        run, before, after = self._run_with(cell, old.removesuffix("|"))
        properties = run.find(q("rPr"))
        gone = "" if old.endswith("|") else old
        before += old.removesuffix("|") if old.endswith("|") else ""
        pieces = [self._run(before, properties)]
        pieces += self._deleted([self._run(gone, properties)]) if gone else []
        pieces += self._inserted([self._run(new, properties)]) if new else []
        pieces += [self._run(after, properties)]
        self._put(run, [each for each in pieces if each is not None])

    def add_paragraph(self, cell, text):
        """Press Enter at the end of a cell and write: the mark of the old last paragraph counts as new."""
        last = self.paragraphs(cell)[-1]
        new = etree.Element(q("p"))
        if last.find(q("pPr")) is not None:
            new.append(copy.deepcopy(last.find(q("pPr"))))
        new.extend(self._inserted([self._run(text, None)]))
        last.addnext(new)
        if self.author:
            properties = last.find(q("pPr"))
            properties = (
                last.insert(0, etree.Element(q("pPr"))) or last[0]
                if properties is None
                else properties
            )
            look = properties.find(q("rPr"))
            look = etree.SubElement(properties, q("rPr")) if look is None else look
            look.insert(0, self._mark("ins"))

    def join_paragraphs(self, cell):
        """Delete the mark at the end of the first paragraph of a cell."""
        first, second = self.paragraphs(cell)[:2]
        if self.author:
            properties = first.find(q("pPr"))
            look = etree.SubElement(properties, q("rPr"))
            look.insert(0, self._mark("del"))
        else:
            first.extend(each for each in list(second) if each.tag != q("pPr"))
            second.getparent().remove(second)

    def delete_all(self, cell):
        """Select what stands in a cell and delete it."""
        for run in list(cell.iter(q("r"))):
            if run.find(q("t")) is not None:
                text = "".join(run.itertext(q("t")))
                self._put(run, self._deleted([self._run(text, run.find(q("rPr")))]))

    def move(self, cell, words, target):
        """Cut words out of one cell and paste them at the end of another, as Word records it (17.13.5.21 to 28)."""
        run, before, after = self._run_with(cell, words)
        properties = run.find(q("rPr"))
        self._next += 2
        name = f"move{self._next}"
        old = self._half("moveFrom", words, name)
        self._put(
            run,
            [
                each
                for each in (self._run(before, properties), *old, self._run(after, properties))
                if each is not None
            ],
        )
        self.paragraphs(target)[-1].extend(self._half("moveTo", words, name))

    def _half(self, kind, words, name):
        self._next += 1
        start = etree.Element(
            q(f"{kind}RangeStart"),
            {q("id"): str(self._next), q("name"): name, q("author"): self.author},
        )
        end = etree.Element(q(f"{kind}RangeEnd"), {q("id"): str(self._next)})
        half = self._mark(kind)
        half.append(self._run(words, None))
        return [start, half, end]

    # Rows

    def delete_row(self, provision):
        row = self.row(provision)
        if self.author is None:
            row.getparent().remove(row)
            return
        properties = row.find(q("trPr"))
        if properties is None:
            properties = etree.Element(q("trPr"))
            row.insert(0, properties)
        properties.append(self._mark("del"))
        for cell in row.iter(q("tc")):
            self.delete_all(cell)

    def add_row(self, provision, *texts):
        """Add a row below that of a provision."""
        row = self.row(provision)
        new = etree.Element(q("tr"))
        if self.author:
            etree.SubElement(new, q("trPr")).append(self._mark("ins"))
        for text in texts:
            paragraph = etree.SubElement(etree.SubElement(new, q("tc")), q("p"))
            paragraph.extend(self._inserted([self._run(text, None)]))
        row.addnext(new)

    # Outside the table

    def add_line(self, before, text):
        """Write a paragraph before the one that holds some words."""
        new = etree.Element(q("p"))
        new.extend(self._inserted([self._run(text, None)]))
        self.paragraph_with(before).addprevious(new)

    # Comments

    def comment(self, cell, words, *lines, reply_to=None, done=False, person=None):
        """Attach a comment to words in one run, or to all of the cell; return its id."""
        self._next += 1
        id_ = str(self._next)
        root = etree.fromstring(self.parts["word/comments.xml"])
        attributes = {q("id"): id_, q("author"): person or self.author or "", q("date"): DATE}
        element = etree.SubElement(root, q("comment"), attributes)
        for number, line in enumerate(lines):
            mark = f"{self._next:06X}{number:02X}"
            paragraph = etree.SubElement(element, q("p"), {f"{{{W14}}}paraId": mark})
            paragraph.append(self._run(line, None))
        if reply_to or done:
            parent = self._last_mark(root, reply_to) if reply_to else ""
            self._threads.append((mark, parent, done))
        self.parts["word/comments.xml"] = etree.tostring(root)
        self._anchor(cell, words, id_)
        return id_

    def reply(self, id_, *lines, person=None):
        """Answer a comment, in its thread and on its words."""
        start = next(
            each for each in self.body.iter(q("commentRangeStart")) if each.get(q("id")) == id_
        )
        own = self.comment(None, None, *lines, reply_to=id_, person=person)
        start.addnext(etree.Element(q("commentRangeStart"), {q("id"): own}))
        end = next(
            each for each in self.body.iter(q("commentRangeEnd")) if each.get(q("id")) == id_
        )
        reference = etree.Element(q("r"))
        etree.SubElement(reference, q("commentReference"), {q("id"): own})
        last = (
            end.getnext()
            if end.getnext() is not None and end.getnext().find(q("commentReference")) is not None
            else end
        )
        last.addnext(reference)
        last.addnext(etree.Element(q("commentRangeEnd"), {q("id"): own}))
        return own

    def _last_mark(self, root, id_):
        """Return the id of the last paragraph of a comment, which gets one if it has none."""
        comment = next(each for each in root if each.get(q("id")) == id_)
        last = list(comment.iter(q("p")))[-1]
        if last.get(f"{{{W14}}}paraId") is None:
            last.set(f"{{{W14}}}paraId", f"7F{int(id_):06X}")
        return last.get(f"{{{W14}}}paraId")

    def _anchor(self, cell, words, id_):
        if cell is None:
            return
        start, end = (
            etree.Element(q(f"commentRange{each}"), {q("id"): id_}) for each in ("Start", "End")
        )
        reference = etree.Element(q("r"))
        etree.SubElement(reference, q("commentReference"), {q("id"): id_})
        run, before, after = self._run_with(cell, words)
        properties = run.find(q("rPr"))
        pieces = (
            self._run(before, properties),
            start,
            self._run(words, properties),
            end,
            reference,
            self._run(after, properties),
        )
        self._put(run, [each for each in pieces if each is not None])

    # Elements

    def _run_with(self, cell, words):
        for run in cell.iter(q("r")):
            text = "".join(run.itertext(q("t")))
            if words in text and run.getparent().tag not in (q("del"), q("moveFrom")):
                before, _, after = text.partition(words)
                return run, before, after
        raise AssertionError(f"'{words}' stands in no run of the cell")

    def _run(self, text, properties):
        if not text:
            return None
        run = etree.Element(q("r"))
        if properties is not None:
            run.append(copy.deepcopy(properties))
        element = etree.SubElement(run, q("t"))
        element.text = text
        element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        return run

    def _mark(self, kind):
        self._next += 1
        return etree.Element(
            q(kind), {q("id"): str(self._next), q("author"): self.author, q("date"): DATE}
        )

    def _inserted(self, runs):
        if self.author is None:
            return [each for each in runs if each is not None]
        mark = self._mark("ins")
        mark.extend(each for each in runs if each is not None)
        return [mark]

    def _deleted(self, runs):
        if self.author is None:
            return []
        mark = self._mark("del")
        for run in runs:
            for text in run.iter(q("t")):
                text.tag = q("delText")
            mark.append(run)
        return [mark]

    def _put(self, run, pieces):
        """Put elements in the place of a run, outside a change that only this person made where that is needed."""
        for piece in reversed(pieces):
            run.addnext(piece)
        run.getparent().remove(run)
