"""The sheet 'Read me' of a workbook as a PDF with pictures, in the words of the sheet.

This is the edge: it knows paths.
"""

from pathlib import Path

from publisher.domain.names import spelled
from publisher.project.files import read_file, write_file
from publisher.project.project import Project
from publisher.project.workbooks import country_of, excel_content, in_its_language
from publisher.workbook.issue import last_letter, read_me_lines
from publisher.workbook.opened import open_workbook
from publisher.workbook.read import read_workbook

_ROWS = 4  # in the pictures


def read_me_of(project: Project, path: Path) -> bytes:
    """Return the PDF for those who fill in a workbook, in its language. Raises PublisherError where
    the workbook cannot be read or the PDF not be made.
    """
    from publisher.writers.typst.read_me import ReadMe, write_read_me  # noqa: PLC0415 - only where it is wanted

    opened = open_workbook(excel_content(read_file(path), path), path.name)
    own, _ = in_its_language(project, opened)
    workbook = read_workbook(opened, own.worded).value
    fields = {key: row.cells["value"].text for key, row in workbook.country.items()}
    country = country_of(workbook.identity, fields)
    language = own.language
    send_to = project.settings.letter["reply_address"].strip()
    provisions = own.treaty.provisions[:_ROWS]
    page = ReadMe(
        lines=read_me_lines(own.worded, country, send_to),
        states=tuple(language.words("cell_states").values()),
        articles=tuple(each.un_reference for each in provisions),
        last_letter=last_letter(own.worded),
        pictures=language.words("readme_pictures"),
        language=language.code,
        direction=language.direction,
        accent=project.settings.house["accent"],
        author=project.settings.organisation,
    )
    return write_read_me(page, file=read_me_name(path))


def read_me_name(path: Path) -> str:
    """Return what the PDF of a workbook is called."""
    return f"{spelled(path.stem)}.read-me.pdf"


def write_read_me_of(project: Project, path: Path) -> Path:
    """Write that PDF among the publications of the workbook, and return where it is. Raises
    PublisherError as above, and where it cannot be written.
    """
    target = project.output_of(path.stem) / read_me_name(path)
    write_file(target, read_me_of(project, path))
    return target
