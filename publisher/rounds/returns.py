"""Everything that came back for one workbook: each kept file harvested against the draft that was
sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from publisher.compose.draft import RECIPIENT_PROPERTY
from publisher.domain.diagnostics import Diagnostic, Place, PublisherError, problem
from publisher.domain.language import Language
from publisher.domain.report import State
from publisher.domain.treaty import Treaty
from publisher.project.faults import unforeseen
from publisher.project.files import read_file
from publisher.project.project import Project
from publisher.review.cell_signs import Shape
from publisher.review.cells import CellChanges
from publisher.review.harvest import Harvest, harvest
from publisher.review.ledger import told_lost
from publisher.review.read import read_returned
from publisher.review.sent import SentDraft, sent_draft
from publisher.rounds.comments_told import comments_told, letters_told
from publisher.rounds.draft_folder import ReturnedFile, read_sent, returned_files, sent_files
from publisher.rounds.item_rows import FoundItem
from publisher.rounds.told_problems import told_problem
from publisher.workbook.register import Register


@dataclass(frozen=True, slots=True)
class Returns:
    """What was found in the returned files of a workbook: items by id, cells with all changes, what
    must be told.

    `notes` are what is told of a file once, when it is taken in, by its path.
    """

    items: Mapping[str, FoundItem]
    cells: tuple[CellChanges, ...]
    diagnostics: tuple[Diagnostic, ...]
    notes: Mapping[Path, tuple[Diagnostic, ...]] = field(default_factory=dict)


def gather(project: Project, country: str, register: Register) -> Returns:
    """Return everything that came back for a country's workbook, in whatever order it came.

    The same item in two copies of a draft is one item, which names both files. A file that cannot
    be read, for whatever reason, is told and left out.
    """
    names: dict[str, str] = {}
    for entry in register.entries:
        names[entry.texts.get("build", "")] = entry.texts.get("name", "")
    items: dict[str, FoundItem] = {}
    cells: list[CellChanges] = []
    told: list[Diagnostic] = []
    notes: dict[Path, tuple[Diagnostic, ...]] = {}
    sent = sent_files(project)
    for file in returned_files(project, country):
        if file.build not in sent:
            told.append(problem("R640", Place(file.name), build=file.build, country=country))
            continue
        try:
            found = harvest_file(project, file, sent[file.build].path)
        except PublisherError as fault:
            told += fault.diagnostics
            continue
        except Exception as fault:
            told.append(unforeseen_in_draft(project, file.name, fault))
            continue
        told += found.diagnostics
        notes[file.path] = found.notes
        cells += found.harvest.cells
        for item in found.harvest.items:
            known = items.get(item.id)
            files = (*(known.files if known else ()), file.name)
            reviewer = names.get(file.build) or found.reviewer
            items[item.id] = FoundItem(item, reviewer, file.build, tuple(sorted(set(files))))
    return Returns(items, tuple(cells), tuple(told), notes)


def unforeseen_in_draft(project: Project, name: str, fault: Exception) -> Diagnostic:
    """Return a fault that came up while a returned draft was read as a problem of that file."""
    return unforeseen("R675", fault, project.output_folder / "review" / name, Place(name))


@dataclass(frozen=True, slots=True)
class HarvestedFile:
    """What one returned file holds, to whom its draft was sent, what must be told of it, and what
    is told once.
    """

    harvest: Harvest
    reviewer: str
    diagnostics: tuple[Diagnostic, ...]
    notes: tuple[Diagnostic, ...]


def harvest_file(project: Project, file: ReturnedFile, sent_path: Path) -> HarvestedFile:
    """Return what a kept file holds, compared with the draft as sent. Raises PublisherError where
    one is unreadable.
    """
    returned = read_returned(read_file(file.path), file.name)
    sent = _sent(sent_path, _shape(project.treaty), _states(project.language))
    found = harvest(returned.value, sent)
    # What the reader tells of the file was told when it was taken in.
    place = Place(file.name)
    told = [told_lost(words, file.name) for words in found.lost]
    told += [told_problem(each, place, project.worded) for each in found.told]
    told += letters_told(found, place)
    reviewer = sent.draft.properties.get(RECIPIENT_PROPERTY, "")
    notes = comments_told(returned.value, sent, found, file.name, project.worded)
    return HarvestedFile(found, reviewer, tuple(told), tuple(notes))


def _shape(treaty: Treaty) -> Shape:
    provisions = tuple(each.id for each in treaty.provisions)
    return Shape(provisions, tuple(each.id for each in treaty.columns))


def _states(language: Language) -> frozenset[str]:
    """Return the words that the draft prints in cells without text."""
    words = language.words("report")
    return frozenset(words[state.value] for state in State if state is not State.TEXT)


# Hundreds of copies may come back of one draft, which is read once.
@cache
def _sent(path: Path, shape: Shape, states: frozenset[str]) -> SentDraft:
    return sent_draft(path.stem, read_sent(path), shape, states)
