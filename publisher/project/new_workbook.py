"""A new workbook of a country, made and put in its place.

This is the edge: it knows paths.
"""

from pathlib import Path

from publisher.domain.countries import Country, country_of_code
from publisher.domain.country_called import FREE_CODE, FREE_CODES
from publisher.domain.names import file_name
from publisher.project.files import ONLY_READ, read_file, write_file
from publisher.project.on_disk import as_on_disk
from publisher.project.project import Project
from publisher.project.write_faults import bad_name
from publisher.workbook.contents import identity_of
from publisher.workbook.issue import issue_workbook


class NamelessError(ValueError):
    """A country's name has no letter that a file could be named after."""


class CodeTakenError(ValueError):
    """Another workbook has the two letters of a country that is not in the list: `holder` is its
    name, `free` letters that none has.

    What comes back, and the keys of sources, are known by these letters.
    """

    def __init__(self, code: str, holder: str, free: str) -> None:
        super().__init__(f"{holder} has the code {code}; {free} is free")
        self.code, self.holder, self.free = code, holder, free


def free_code(project: Project, wished: str = FREE_CODE) -> str:
    """Return two letters that no workbook of the project has: those wished, if they are free."""
    taken = _by_code(project)
    return next((code for code in (wished, *FREE_CODES) if code not in taken), wished)


def _by_code(project: Project) -> dict[str, Path]:
    """Return the workbooks by the code of the country for which each was issued."""
    readable = (path for path in project.workbooks() if path.suffix.lower() not in ONLY_READ)
    return {identity_of(read_file(path)).get("country", "").upper(): path for path in readable}


def _require_own_code(project: Project, country: Country) -> None:
    if country_of_code(country.iso2):
        return  # of a State of the list there is one file by its name
    holder = _by_code(project).get(country.iso2)
    if holder:
        raise CodeTakenError(country.iso2, holder.name, free_code(project))


def new_workbook(project: Project, country: Country, language: str = "") -> Path:
    """Make an empty workbook for a country in a language, else in that of the project, and return
    where it is.

    Raises FileExistsError where there is one already, CodeTakenError where another workbook has its
    two letters, NamelessError where the name gives no name of a file, and PublisherError where the
    file cannot be written or the language is not known.
    """
    name = file_name(country.short_name)
    if not name:
        raise NamelessError(country.short_name)
    path = project.workbooks_folder / f"{name}.xlsx"
    if refused := bad_name(path):
        raise refused
    if as_on_disk(path).exists():
        raise FileExistsError(path)
    _require_own_code(project, country)
    worded = project.in_language(language or project.language.code).worded
    send_to = project.settings.letter["reply_address"].strip()
    write_file(path, issue_workbook(worded, country, send_to))
    return path
