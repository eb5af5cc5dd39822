"""What comes with the toolkit and an editor may change: templates, settings, a sample workbook.

In a checkout these lie at the top of the project, beside the package; an installed package carries
a copy inside.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

# Templates by their paths below the folder of templates; those of the country report are named in
# the settings.
DRAFT_TEMPLATE = "docx/review_draft.docx"
GUIDE_TEMPLATE = "html/guide.html"
GUIDE_WORD_TEMPLATE = "docx/advocacy_guide.docx"
CHECK_TEMPLATE = "html/check.html"
STATUS_TEMPLATE = "html/status.html"
GUIDE_LAYOUT = "typst/guide.typ"
TYPST_HOUSE = "typst/house.typ"  # what the layouts of Typst import
# What is no template of the country report.
NO_REPORTS = (
    DRAFT_TEMPLATE,
    GUIDE_TEMPLATE,
    GUIDE_WORD_TEMPLATE,
    CHECK_TEMPLATE,
    STATUS_TEMPLATE,
    GUIDE_LAYOUT,
    TYPST_HOUSE,
)


@dataclass(frozen=True, slots=True)
class Template:
    """A template with its name for messages."""

    name: str
    content: bytes

    @property
    def text(self) -> str:
        """The text of a web page or style sheet; letters that are no UTF-8 show as such."""
        return self.content.decode("utf-8", "replace")


@cache
def standard_folder() -> Path:
    """Return the folder that holds the standard templates, settings and sample."""
    package = Path(str(files("publisher")))
    inside = package / "standard"
    return inside if inside.is_dir() else package.parent


def package_folder() -> Path:
    """Return the folder of the package, which holds the treaties and languages."""
    return Path(str(files("publisher")))
