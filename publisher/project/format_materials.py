"""What a format needs, and what it is written with."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.project.fonts import are_beyond_shipped
from publisher.project.standard import Template
from publisher.writers.printing import Printing

if TYPE_CHECKING:
    from publisher.writers.typst import Layout


class Need(StrEnum):
    """What a format needs from the machine besides its templates."""

    PROFILE = "the colour profile of the printing house"
    PAGE_NUMBERS = "LibreOffice, for the page numbers in the contents list, if it is wanted"


class Engine(StrEnum):
    """What lays a PDF out, as the setting pdf_engine names it."""

    TYPST = "typst"
    WEASYPRINT = "weasyprint"


@dataclass(frozen=True, slots=True)
class Materials:
    """What a format is written with: the name of its file, its templates in the order in which the
    table names them, and what it needs; `engine` is that of a PDF.
    """

    file: str
    templates: tuple[Template, ...]
    printing: Printing = field(default_factory=lambda: Printing(b""))
    numbers_pages: bool = False
    engine: Engine = Engine.WEASYPRINT

    @property
    def page(self) -> Template:
        """The first template, which the others only add to."""
        return self.templates[0]

    @property
    def layout(self) -> "Layout":
        """The templates of Typst as what its writer is given."""
        from publisher.writers.typst import Layout  # noqa: PLC0415

        files = {Path(each.name).name: each.content for each in self.templates}
        return Layout(files, str(Path(self.page.name).parent.as_posix()), are_beyond_shipped)

    @property
    def style_sheet(self) -> str:
        """The style sheets behind the page, as one."""
        return "\n".join(each.text for each in self.templates[1:])
