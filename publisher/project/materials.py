"""What a format of a project's reports or guide is written with, read from the project's files."""

from pathlib import Path

from publisher.project.files import read_file
from publisher.project.format_materials import Engine, Materials, Need
from publisher.project.formats import Format
from publisher.project.office import office
from publisher.project.on_disk import as_on_disk
from publisher.project.printer_profile import read_profile
from publisher.project.project import Project
from publisher.project.standard import standard_folder
from publisher.writers.printing import Printing


def report_materials(project: Project, format_: Format, stem: str) -> Materials:
    """Return what a country report of this name is written with.

    Raises PublisherError where a template or what the format needs cannot be read.
    """
    engine = engine_of(project, format_)
    templates = format_.typst_templates if engine is Engine.TYPST else format_.templates
    return _materials(project, format_, templates, stem, engine)


def guide_materials(project: Project, format_: Format, stem: str) -> Materials:
    """Return what the guide of this name is written with. Raises PublisherError as above."""
    engine = guide_engine_of(project, format_)
    is_typst = engine is Engine.TYPST
    templates = format_.typst_guide_templates if is_typst else format_.guide_templates
    return _materials(project, format_, templates, stem, engine)


def _materials(
    project: Project,
    format_: Format,
    templates: tuple[str, ...],
    stem: str,
    engine: Engine = Engine.WEASYPRINT,
) -> Materials:
    settings, file = project.settings, format_.file_name(stem)
    names = [each.format(report=settings.report) for each in templates]
    needs_profile = Need.PROFILE in format_.needs
    wants_page_numbers = Need.PAGE_NUMBERS in format_.needs and settings.word_page_numbers
    return Materials(
        file,
        tuple(map(project.template, names)),
        _printing(project, file) if needs_profile else Printing(b""),
        numbers_pages=wants_page_numbers and bool(office()),
        engine=engine,
    )


def _printing(project: Project, file: str) -> Printing:
    settings = project.settings
    profile = read_profile(project.folder, settings.icc, file=file)
    return Printing(profile, settings.print_gutter, settings.print_in_fours)


def engine_of(project: Project, format_: Format) -> Engine:
    """Return what lays out the PDF of a country report.

    The settings name it. Templates that have no layout for Typst, or of which somebody changed the
    web page or its style sheet and not that layout, are WeasyPrint's: else their look would go.
    """
    return _engine(project, format_.typst_templates, format_.templates)


def guide_engine_of(project: Project, format_: Format) -> Engine:
    """Return what lays out the PDF of the guide, by the same rule."""
    return _engine(project, format_.typst_guide_templates, format_.guide_templates)


def _engine(project: Project, of_typst: tuple[str, ...], of_pages: tuple[str, ...]) -> Engine:
    chosen = Engine(project.settings.pdf_engine)
    if chosen is Engine.WEASYPRINT or not of_typst:
        return Engine.WEASYPRINT
    report = project.settings.report
    layouts = [each.format(report=report) for each in of_typst]
    pages = [each.format(report=report) for each in of_pages]
    is_there = any((folder / layouts[0]).is_file() for folder in _template_folders(project))
    are_pages_own = any(_is_changed(project, each) for each in pages)
    are_layouts_own = any(_is_changed(project, each) for each in layouts)
    if not is_there or (are_pages_own and not are_layouts_own):
        return Engine.WEASYPRINT
    return Engine.TYPST


def _template_folders(project: Project) -> tuple[Path, Path]:
    """Return the folders of the project's own templates and of the standard ones."""
    return (
        as_on_disk(project.folder / project.settings.templates),
        standard_folder() / "templates",
    )


def _is_changed(project: Project, name: str) -> bool:
    """Tell whether a project has a template of its own that is not as the standard one."""
    own, standard = (folder / name for folder in _template_folders(project))
    if not own.is_file() or own == standard:
        return False
    return not standard.is_file() or read_file(own) != read_file(standard)
