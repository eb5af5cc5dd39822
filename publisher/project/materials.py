"""What a format of a project's reports or guide is written with, read from the project's files."""

from publisher.project.formats import Format, Materials, Need
from publisher.project.office import office
from publisher.project.printer_profile import read_profile
from publisher.project.project import Project


def report_materials(project: Project, format_: Format, stem: str) -> Materials:
    """Return what a country report of this name is written with.

    Raises PublisherError where a template or what the format needs cannot be read.
    """
    return _materials(project, format_, format_.templates, stem)


def guide_materials(project: Project, format_: Format, stem: str) -> Materials:
    """Return what the guide of this name is written with. Raises PublisherError as above."""
    return _materials(project, format_, format_.guide_templates, stem)


def _materials(
    project: Project, format_: Format, templates: tuple[str, ...], stem: str
) -> Materials:
    settings, file = project.settings, format_.file_name(stem)
    names = [each.format(report=settings.report) for each in templates]
    needs_profile = Need.PROFILE in format_.needs
    wants_page_numbers = Need.PAGE_NUMBERS in format_.needs and settings.word_page_numbers
    return Materials(
        file,
        tuple(map(project.template, names)),
        read_profile(project.folder, settings.icc, file=file) if needs_profile else b"",
        numbers_pages=wants_page_numbers and bool(office()),
    )
