"""Tasks of the desk: files that come in, each taken to its country."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from publisher.desk.jobs import Teller
from publisher.desk.kinds import is_workbook
from publisher.desk.outcome import Outcome, Step
from publisher.desk.tasks import country_address, task
from publisher.domain.diagnostics import Place, PublisherError
from publisher.domain.language import Language
from publisher.domain.plural import phrase
from publisher.project.faults import unforeseen
from publisher.project.project import Project
from publisher.project.turns import in_turn
from publisher.rounds import collect
from publisher.rounds.receive import Received, Said, home_of, receive
from publisher.rounds.workbook_copy import read_copy

_MOST_CELLS = 25  # named one by one


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person says of files that come in, where the desk asked: whether texts are taken that
    stand in other rows, whether many cells are emptied, the name of the workbook to which they
    belong, and the build of the draft that they are.
    """

    is_moved_meant: bool = False
    is_emptied_meant: bool = False
    home: str = ""
    build: str = ""


@task
def take_in(project: Project, teller: Teller, paths: tuple[Path, ...], wishes: Wishes) -> Outcome:
    """Take in files of any kind: workbooks that come home, drafts that come back. A fault in one
    costs no other.
    """
    home = next((each for each in project.workbooks() if each.stem == wishes.home), None)
    said = Said(home, "", wishes.is_moved_meant, wishes.is_emptied_meant)
    outcomes: list[Outcome] = []
    drafts: list[collect.Kept] = []
    for number, path in enumerate(paths):
        teller.at(number, len(paths))
        if is_workbook(path):
            work = partial(_received, project, teller, path, said)
        else:
            work = partial(_kept, project, path, drafts, wishes.build)
        outcomes.append(_told_of(project, path, work))
    outcomes += _reviews_filled(project, teller, drafts)
    teller.at(len(paths), len(paths))
    return _together(outcomes)


def _told_of(project: Project, path: Path, work: Callable[[], Outcome]) -> Outcome:
    """Return what a piece of work gave; what went wrong in it, where anything did."""
    try:
        return work()
    except PublisherError as fault:
        return Outcome(diagnostics=fault.diagnostics)
    except Exception as fault:
        beside = project.output_folder / "desk" / path.name
        return Outcome(diagnostics=(unforeseen("O334", fault, beside, Place(path.name)),))


def _together(outcomes: Iterable[Outcome]) -> Outcome:
    """Return several outcomes as one; a way that two of them name is named once."""
    listed = tuple(outcomes)
    return Outcome(
        said=tuple(line for each in listed for line in each.said),
        diagnostics=tuple(problem for each in listed for problem in each.diagnostics),
        steps=tuple(dict.fromkeys(step for each in listed for step in each.steps)),
    )


# Workbooks that come home


@task
def rejoin(project: Project, teller: Teller, path: Path) -> Outcome:
    """Join a workbook that somebody put into its place with what the program kept of it."""
    return _received(project, teller, path, Said(path))


def _received(project: Project, teller: Teller, path: Path, said: Said) -> Outcome:
    """Take in a workbook."""
    home = said.home or home_of(project, read_copy(project, path), path)
    wish = replace(said, home=home)

    def take_it() -> Received:
        return receive(project, path, datetime.now(), wish)

    received = in_turn(project, home or path, take_it, teller.waits)
    lines = tuple(_told(path, received, project.language))
    return Outcome(lines, received.diagnostics, (), tuple(_steps(received, project.language)))


def _steps(received: Received, language: Language) -> Iterator[Step]:
    """Yield where to go on: to the cells that must be decided, and to the country."""
    address, name = country_address(received.path), received.path.stem
    if received.joined and received.joined.open:
        decide = language.words("desk")["decide_cells"]
        yield Step(f"{address}/conflicts", decide.format(name=name))
    yield Step(address, name)


def _told(path: Path, received: Received, language: Language) -> Iterator[str]:
    """Yield what came in with a workbook, in sentences."""
    words, joined = language.words("desk"), received.joined
    yield words["received"].format(name=path.name, home=received.path.name)
    if joined is None:
        yield words["received_new"].format(home=received.path.name)
        return
    yield phrase(words, "texts_taken", len(joined.taken) - len(joined.emptied))
    if joined.emptied:
        yield phrase(words, "texts_emptied", len(joined.emptied))
    if joined.open:
        yield phrase(words, "cells_open", len(joined.open))
    yield from (cell for cell, _ in received.cells[:_MOST_CELLS])
    if len(received.cells) > _MOST_CELLS:
        yield phrase(words, "more", len(received.cells) - _MOST_CELLS)
    if received.lost:
        yield words["guards_kept"]


# Drafts that come back


def _kept(project: Project, path: Path, drafts: list[collect.Kept], build: str) -> Outcome:
    """Keep a returned draft, and put it among those by which sheets are filled."""
    taken = collect.take_in(project, path, build)
    drafts.append(taken.value)
    words = project.language.words("desk")
    line = words["collected" if taken.value.is_new else "collected_known"]
    country = taken.value.sent.country
    return Outcome((line.format(name=path.name, country=country),), taken.diagnostics)


def _reviews_filled(
    project: Project, teller: Teller, drafts: Sequence[collect.Kept]
) -> Iterator[Outcome]:
    """Fill the sheet Review of each country of which a draft came, and yield what that gave."""
    for country in dict.fromkeys(each.sent.country for each in drafts):
        own = tuple(each.path for each in drafts if each.sent.country == country)
        work = partial(_filled, project, teller, country, own)
        yield _told_of(project, Path(f"{country}.xlsx"), work)


def _filled(project: Project, teller: Teller, country: str, drafts: tuple[Path, ...]) -> Outcome:
    book = collect.workbook_of(project, country)

    def refresh_it() -> collect.Collected:
        return collect.refresh(project, book, datetime.now(), None, drafts)

    collected = in_turn(project, book, refresh_it, teller.waits)
    words = project.language.words("desk")
    total = sum(collected.kinds.values())
    line = words["items_found"].format(total=total, new=collected.new, country=country)
    step = Step(f"{country_address(book)}/review", words["to_review"])
    return Outcome((line,), collected.diagnostics, (), (step,))
