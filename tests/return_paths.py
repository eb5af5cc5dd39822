"""A draft on its way back: what programs take away and people do to its tables, done to the XML.

It knows the standard (ECMA-376 Part 1) and what the draft prints, nothing of the product's readers.
"""

import io
import re
import zipfile

from lxml import etree

from tests.reviewer import Reviewer, W, q

LAYERS = ("bookmarks", "controls", "styles", "ids", "properties")
COLUMNS = ("as sent", "added left", "added in the middle", "added right", "removed", "swapped")
ROWS = ("as sent", "deleted", "moved", "cut")
OWN_VIEW = "Our view: the fines are too low."
LAW, REFORMS, COMPLIANCE = 1, 2, 3  # the cells of a row as sent, behind the left one


class Draft(Reviewer):
    """A draft in the hands of an NGO."""

    def tables(self):
        """Return the tables of provisions, by their headings."""
        return [each for each in self.body.iter(q("tbl")) if is_heading(each.find(q("tr")))]

    def rows(self):
        return [row for table in self.tables() for row in table.findall(q("tr"))]

    def take_away(self, layer):
        """Take away one of the things by which a row or cell can be known."""
        steps = {
            "bookmarks": lambda: self._remove("bookmarkStart", "bookmarkEnd"),
            "controls": self._unwrap_controls,
            "styles": lambda: self._remove("pStyle", "rStyle"),
            "ids": self._remove_ids,
            "properties": self._remove_properties,
        }
        steps[layer]()

    def _remove(self, *names):
        for each in list(self.body.iter(*map(q, names))):
            each.getparent().remove(each)

    def _unwrap_controls(self):
        for control in list(self.body.iter(q("sdt"))):
            for each in reversed(control.find(q("sdtContent"))):
                control.addnext(each)
            control.getparent().remove(control)

    def _remove_ids(self):
        for row in self.rows():
            for paragraph in list(row.iter(q("p"))):
                if re.match(r"opsc-[\w-]+ #$", text(paragraph)):
                    paragraph.getparent().remove(paragraph)

    def _remove_properties(self):
        self.parts = {
            name: self._nameless(name, content)
            for name, content in self.parts.items()
            if name != "docProps/custom.xml"
        }

    def _nameless(self, name, content):
        """Return a part without the properties of the draft and what stands in the footer."""
        if name in ("[Content_Types].xml", "_rels/.rels"):
            pattern = rb"<(Override|Relationship)\b[^>]*docProps/custom.xml[^>]*/>"
            return re.sub(pattern, b"", content)
        if "footer" in name:
            return re.sub(rb"<w:t\b[^>]*>[^<]*</w:t>", b"", content)
        return content

    def change_columns(self, how):
        self._change_grids(how)
        for row in self.rows():
            cells = row.findall(q("tc"))
            if how == "added left":
                cells[0].addprevious(new_cell(row))
            elif how == "added in the middle":
                cells[REFORMS].addprevious(new_cell(row))
            elif how == "added right":
                cells[-1].addnext(new_cell(row))
            elif how == "removed":
                row.remove(cells[REFORMS])
            elif how == "swapped":
                cells[LAW].addprevious(cells[COMPLIANCE])
                cells[REFORMS].addnext(cells[LAW])

    def _change_grids(self, how):
        """Have a column more or less in the grids of the tables (17.4.48): LibreOffice's .odt loses the cells for which
        the grid has no column.
        """
        for table in self.tables():
            columns = list(table.find(q("tblGrid")))
            if how == "removed":
                columns[REFORMS].getparent().remove(columns[REFORMS])
            elif how.startswith("added"):
                columns[-1].addnext(etree.Element(q("gridCol"), {q("w"): "900"}))

    def change_rows(self, how, provision, behind, kept):
        """Delete or move a row, or cut all rows but some, without recording it."""
        rows = {each: self.row(each) for each in (provision, behind, *kept)}
        if how == "deleted":
            rows[provision].getparent().remove(rows[provision])
        elif how == "moved":
            rows[behind].addnext(rows[provision])
        elif how == "cut":
            stay = [rows[each] for each in kept]
            for table in self.tables():
                for row in table.findall(q("tr"))[1:]:
                    if row not in stay:
                        table.remove(row)

    def add_to(self, provision, column, words):
        """Write words into an empty new cell."""
        cell = self.row(provision).findall(q("tc"))[column]
        run = etree.SubElement(cell.find(q("p")), q("r"))
        etree.SubElement(run, q("t")).text = words


def new_cell(row):
    """Return an empty cell, or one with the words of a heading where the row is one of headings."""
    words = "Our view" if is_heading(row) else ""
    return etree.fromstring(
        f'<w:tc xmlns:w="{W}"><w:tcPr><w:tcW w:w="900" w:type="dxa"/></w:tcPr>'
        f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>"
    )


def is_heading(row):
    return "Provision" in map(text, row.findall(q("tc")))


def text(element):
    return "".join(element.itertext(q("t")))


def part(content, name):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)
