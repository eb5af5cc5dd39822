"""A new workbook of a country, made and put in its place.

This is the edge: it knows paths.
"""

from pathlib import Path

from publisher.domain.countries import Country
from publisher.domain.names import file_name
from publisher.project.files import write_file
from publisher.project.on_disk import as_on_disk
from publisher.project.project import Project
from publisher.project.write_faults import bad_name
from publisher.workbook.issue import issue_workbook


class NamelessError(ValueError):
    """A country's name has no letter that a file could be named after."""


def new_workbook(project: Project, country: Country, language: str = "") -> Path:
    """Make an empty workbook for a country in a language, else in that of the project, and return
    where it is.

    Raises FileExistsError where there is one already, NamelessError where the name gives no name of
    a file, and PublisherError where the file cannot be written or the language is not known.
    """
    name = file_name(country.short_name)
    if not name:
        raise NamelessError(country.short_name)
    path = project.workbooks_folder / f"{name}.xlsx"
    if refused := bad_name(path):
        raise refused
    if as_on_disk(path).exists():
        raise FileExistsError(path)
    worded = project.in_language(language or project.language.code).worded
    send_to = project.settings.letter["reply_address"].strip()
    write_file(path, issue_workbook(worded, country, send_to))
    return path
