"""The look of the sheets of a workbook, and the drop-downs and messages at their cells."""

from collections.abc import Iterable, Mapping
from copy import copy

from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.styleable import StyleableObject
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from publisher.domain.diagnostics import Level
from publisher.domain.language import Language
from publisher.workbook import layout
from publisher.workbook.addresses import split_address

INK, GREY_INK, _GREY, _LINE = "1F2A37", "5B6673", "F1F3F5", "C9D1D9"
_HEAD = PatternFill("solid", fgColor="1F4E79")
FIXED = PatternFill("solid", fgColor=_GREY)
_EMPTY = PatternFill("solid", bgColor="FFF7D6")
_FAULTS = {
    Level.MUST_FIX: PatternFill("solid", bgColor="F4B6A0"),
    Level.PLEASE_CHECK: PatternFill("solid", bgColor="FBE3C0"),
}
THIN = Border(*(Side(style="thin", color=_LINE),) * 4)
TOP = Alignment(vertical="top", wrap_text=True)
UNLOCKED = Protection(locked=False)


def font(*, size: int, bold: bool = False, italic: bool = False, color: str = INK) -> Font:
    """Return the font of all sheets in a size (points)."""
    return Font(name="Calibri", size=size, bold=bold, italic=italic, color=color)


class CellLooks:
    """The looks of cells with text, each worked out for the first cell that has it; the others copy
    it.

    At each cell openpyxl compares each font, fill and border with all that it knows: that was two
    thirds of the time that a new workbook took.
    """

    def __init__(self) -> None:
        self._first: dict[tuple[object, ...], StyleableObject] = {}

    def give(
        self,
        cell: StyleableObject,
        *,
        size: int = 10,
        bold: bool = False,
        is_locked: bool = True,
        is_grey: bool = False,
        number_format: str = "@",
    ) -> None:
        """Give a cell its look: a font, whether it is locked, whether it is grey as what is fixed
        is.
        """
        look = (size, bold, is_locked, is_grey, number_format)
        first = self._first.setdefault(look, cell)
        if first is not cell:
            cell._style = copy(first._style)  # type: ignore[attr-defined]  # not in the stubs
            return
        cell.alignment, cell.border, cell.number_format = TOP, THIN, number_format
        cell.font, cell.protection = font(size=size, bold=bold), Protection(locked=is_locked)
        if is_grey:
            cell.fill = FIXED


def fill_heading(
    sheet: Worksheet, columns: Mapping[str, str], helps: Mapping[str, str] | None = None
) -> None:
    """Write the heading row, with a note on each heading that has a help text, and keep it in
    sight.
    """
    for position, (key, heading) in enumerate(columns.items(), start=1):
        cell = sheet.cell(layout.HEADING_ROW, position, heading)
        cell.fill, cell.border = _HEAD, THIN
        cell.font = font(bold=True, color="FFFFFF", size=11)
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        if helps and key in helps:
            cell.comment = Comment(helps[key], layout.AUTHOR, width=320, height=140)
        sheet.column_dimensions[get_column_letter(position)].width = 20
    sheet.row_dimensions[layout.HEADING_ROW].height = 36
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = f"{layout.HEADING_ROW}:{layout.HEADING_ROW}"


def turn_round(sheet: Worksheet) -> None:
    """Let a sheet and the text in its cells run from right to left (ECMA-376 Part 1, 18.8.1,
    readingOrder).
    """
    sheet.sheet_view.rightToLeft = True
    for row in sheet.iter_rows():
        for cell in row:
            own = cell.alignment
            cell.alignment = Alignment(
                vertical=own.vertical, wrap_text=own.wrap_text, readingOrder=2
            )


def protect(sheet: Worksheet) -> None:
    """Guard the fixed cells against accidents, without a password; filtering and sizing stay
    allowed.

    Sorting does not: of a guarded sheet Excel sorts only cells that are not locked, which would
    take texts away from the articles beside them.
    """
    sheet.protection.sheet = True
    for allowed in (
        "formatCells",
        "formatColumns",
        "formatRows",
        "autoFilter",
        "insertHyperlinks",
    ):
        setattr(sheet.protection, allowed, False)  # False: this action is not locked


def set_up_page(sheet: Worksheet, *, landscape: bool = True) -> None:
    """Let the sheet print on A4, as wide as the page, with its name and page numbers."""
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = 9  # A4, ECMA-376 Part 1, 18.3.1.63
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(
        left=_HeaderFooterPart("&A"), right=_HeaderFooterPart("&P / &N")
    )


def colour_empty(sheet: Worksheet, area: str) -> None:
    """Colour the cells of an area while they are empty; whether a cell is locked, Google Sheets
    cannot tell.
    """
    first = area.split(":", maxsplit=1)[0]
    rule = FormulaRule(formula=[f"LEN(TRIM({first}))=0"], fill=_EMPTY)  # type: ignore[no-untyped-call]
    sheet.conditional_formatting.add(area, rule)


def areas(letter: str, rows: Iterable[int]) -> list[str]:
    """Return the stretches of a column that some rows make up: F3:F9, F12:F12."""
    found: list[list[int]] = []
    for row in rows:
        if found and row == found[-1][1] + 1:
            found[-1][1] = row
        else:
            found.append([row, row])
    return [f"{letter}{first}:{letter}{last}" for first, last in found]


def colour_faults(sheet: Worksheet, area: str, checks: str, levels: Mapping[Level, str]) -> None:
    """Colour a cell when the check results of its row name its column: 'MUST FIX Legal reforms: …'.

    The heading stands in the formula, not the letter, so that sorted rows and added columns do no
    harm.
    """
    first = area.split(":", maxsplit=1)[0]
    letters, row = split_address(first)
    for level, fill in _FAULTS.items():
        found = (
            f'ISNUMBER(SEARCH("{levels[level]} '
            f'"&{letters}${layout.HEADING_ROW}&":",${checks}{row}))'
        )
        rule = FormulaRule(formula=[found], fill=fill, stopIfTrue=True)  # type: ignore[no-untyped-call]
        sheet.conditional_formatting.add(area, rule)


def add_list(
    sheet: Worksheet, area: str, name: str, help_text: str, *, is_free: bool = False
) -> None:
    """Offer a list at the cells of an area; anything else is refused unless the cells are free."""
    words = DataValidation(
        type="list", formula1=f"list_{name}", allow_blank=True, showErrorMessage=not is_free
    )
    words.prompt, words.showInputMessage = help_text[:255], True
    words.sqref = area
    sheet.add_data_validation(words)


def add_prompt(sheet: Worksheet, area: str, help_text: str) -> None:
    """Show a help text beside the cell while it is selected; anything may be typed."""
    prompt = DataValidation(
        type="textLength", operator="greaterThanOrEqual", formula1="0", allow_blank=True
    )
    prompt.prompt, prompt.showInputMessage, prompt.showErrorMessage = help_text[:255], True, False
    prompt.sqref = area
    sheet.add_data_validation(prompt)


def progress(area: str, language: Language) -> str:
    """Return the formula that says in a word how far the cells of an area are filled."""
    words = {key: text.replace('"', '""') for key, text in language.words("progress").items()}
    filled, all_ = f"COUNTA({area})", f"COLUMNS({area})"
    not_empty = f'IF({filled}={all_},"{words["filled"]}","{words["partly"]}")'
    return f'=IF({filled}=0,"{words["empty"]}",{not_empty})'


def level_words(language: Language) -> dict[Level, str]:
    """Return the words by which check results name their level."""
    return {level: language.messages["levels"][level] for level in Level}
