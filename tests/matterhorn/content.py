"""What fails in the content of pages: 01 tags and artifacts, 10 letters, 30 XObjects, 31 letters that are shown."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from tests.matterhorn.fonts import Font
from tests.matterhorn.tree import Document, Failure

PAINT_PATH = {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s"}
SHOW_TEXT = {"Tj", "TJ", "'", '"'}


def content_faults(document: Document) -> Iterator[Failure]:
    """Yield what fails in the content of pages."""
    tagged = {marked for element in document.elements() for marked in element.marked}
    drawn: Counter[tuple[int, int]] = Counter()
    fonts: dict[tuple[int, int], Font] = {}
    for number, page in enumerate(document.pdf.pages, start=1):
        resources = page.obj.get("/Resources", Dictionary())
        reading = Reading(tagged, drawn, fonts)
        for condition, words in reading.read(page, page.obj.objgen, resources):
            yield condition, f"page {number}: {words}"
        if not reading.is_read_to_its_end:
            yield "01-005", f"page {number}: marked content that does not end"
    for each in document.pdf.objects:
        if isinstance(each, Stream) and each.get("/Subtype") == Name.Form and "/Ref" in each:
            yield "30-001", "a page of another file"


@dataclass
class Reading:
    """The content of a page as it is read: what marks are open, which font is set."""

    tagged: set[tuple[tuple[int, int], int]]
    drawn: Counter[tuple[int, int]]
    fonts: dict[tuple[int, int], Font]
    open_marks: list[str] = field(default_factory=list)
    font: Font | None = None

    @property
    def is_read_to_its_end(self) -> bool:
        """Whether all marks were closed."""
        return not self.open_marks

    def read(self, content: Any, holder: tuple[int, int], resources: Any) -> Iterator[Failure]:
        """Yield what fails in a content stream."""
        for operands, operator in pikepdf.parse_content_stream(content):  # type: ignore[misc]
            name = str(operator)
            if name in ("BMC", "BDC"):
                yield from self._begin(operands, holder, resources)
            elif name == "EMC":
                self.open_marks.pop()
            elif name == "Tf":
                self.font = self._font(resources.Font[operands[0]])
            elif name in SHOW_TEXT:
                yield from self._painted("text")
                yield from self._shown(operands)
            elif name in PAINT_PATH or name in ("sh", "INLINE IMAGE"):
                yield from self._painted("a drawing")
            elif name == "Do":
                yield from self._form_or_picture(resources.XObject[operands[0]], resources)

    def _begin(self, operands: Any, holder: tuple[int, int], resources: Any) -> Iterator[Failure]:
        properties = operands[1] if len(operands) > 1 else Dictionary()
        if isinstance(properties, Name):
            properties = resources.Properties[properties]
        mark = ""
        if operands[0] == Name.Artifact:
            mark = "artifact"
            if "tagged" in self.open_marks:
                yield "01-003", "an artifact inside tagged content"
        elif "/MCID" in properties:
            mark = "tagged"
            if "artifact" in self.open_marks:
                yield "01-004", "tagged content inside an artifact"
            if (holder, int(properties.MCID)) not in self.tagged:
                yield "01-005", f"marked content {properties.MCID} that no element holds"
        self.open_marks.append(mark)

    def _painted(self, what: str) -> Iterator[Failure]:
        if not {"artifact", "tagged"} & set(self.open_marks):
            yield "01-005", f"{what} that is neither tagged nor an artifact"

    def _form_or_picture(self, each: Any, resources: Any) -> Iterator[Failure]:
        if each.Subtype != Name.Form:
            yield from self._painted("a picture")
            return
        self.drawn[each.objgen] += 1
        holds_marks = "/MCID" in each.read_bytes().decode("latin-1")
        if holds_marks and self.drawn[each.objgen] > 1:
            yield "30-002", "a form with marked content is drawn twice"
        yield from self.read(each, each.objgen, each.get("/Resources", resources))

    def _font(self, raw: Any) -> Font:
        if raw.objgen not in self.fonts:
            self.fonts[raw.objgen] = Font(raw)
        return self.fonts[raw.objgen]

    def _shown(self, operands: Any) -> Iterator[Failure]:
        assert self.font is not None
        pieces = operands[-1] if isinstance(operands[-1], Array) else operands[-1:]
        for piece in pieces:
            if isinstance(piece, pikepdf.String):
                for code in self.font.codes(bytes(piece)):
                    yield from self.font.of_code(code)
