"""What a piece of work gave, as the desk shows it."""

from dataclasses import dataclass

from publisher.domain.diagnostics import Diagnostic, must_fix


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file that can be opened or saved from the page: the name of its workbook, what it is called
    in addresses of the desk, what a person reads, and whether it is new.
    """

    address: str
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """Where to go on: an address of the desk and what a person reads."""

    address: str
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a piece of work gave: sentences in the order in which they are read, problems, files,
    where to go on, and texts to copy.
    """

    said: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    files: tuple[MadeFile, ...] = ()
    steps: tuple[Step, ...] = ()
    texts: tuple[str, ...] = ()

    @property
    def is_well(self) -> bool:
        """Whether nothing must be fixed."""
        return not must_fix(self.diagnostics)
