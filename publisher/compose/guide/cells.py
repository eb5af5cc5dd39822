"""A country in the guide, how its provisions were assessed, the world on a spread. Templates use
these values by name.
"""

from dataclasses import dataclass

from publisher.compose.publication import Bar
from publisher.domain.colours import UNSHADED, text_on


@dataclass(frozen=True, slots=True)
class GuideCountry:
    """A country that the guide covers: its code and name, its region, the state of its report,
    where that report is.

    `mark` is what must be printed on all that shows its content, such as 'Sample, not for
    publication'; `language` is that of its report where it is another than the guide's; `coverage`
    says how many of its content cells were researched; `report` is empty where nothing can be
    linked. `head` is what stands above its column in the heat map: its name, or where many
    countries stand side by side its code of ISO 3166.
    """

    code: str
    name: str
    head: str
    mark: str
    language: str
    region: str
    law_as_at: str
    status: str
    version: str
    coverage: str
    report: str


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """How a provision was assessed in a country: sign, word, by whom and when.

    `id` is that of the assessment, empty where there is none; `is_outdated` tells of a finding
    older than a reform; `has_texts` says whether the report has a text on the provision; `colour`
    is that of the assessment; `is_printed` is not true of a row that the report leaves out.
    """

    country: str
    id: str
    symbol: str
    label: str
    told: str
    is_outdated: bool
    has_texts: bool = False
    colour: str = ""
    is_printed: bool = True

    @property
    def text_colour(self) -> str:
        """The colour in which a sign is read on that of the assessment."""
        return text_on(self.colour or UNSHADED)


@dataclass(frozen=True, slots=True)
class HeatProvision:
    """A provision in the heat map."""

    id: str
    reference: str
    title: str


@dataclass(frozen=True, slots=True)
class HeatArea:
    """A subject area in the heat map, with its provisions that can be rated; the cell of its first
    one is the `first` of a row, counted from 0.
    """

    id: str
    title: str
    provisions: tuple[HeatProvision, ...]
    first: int


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A country in the heat map: a bar for each subject area, a cell for each provision, in the
    order of the areas.
    """

    country: GuideCountry
    areas: tuple[Bar, ...]
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True)
class HeatRegion:
    """The countries of a region in the heat map; `title` is empty where none is known."""

    title: str
    rows: tuple[HeatRow, ...]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """All countries by region, with how their provisions were assessed.

    `uses_codes` says that columns of countries have codes at their heads, so that a key must tell
    the names.
    """

    areas: tuple[HeatArea, ...]
    regions: tuple[HeatRegion, ...]
    uses_codes: bool = False

    @property
    def sheets(self) -> tuple[tuple[HeatArea, ...], ...]:
        """The areas by as many as have room beside each other on an upright page: behind codes of
        countries twice as many as behind their names.
        """
        most = 50 if self.uses_codes else 25
        sheets: list[list[HeatArea]] = []
        room = 0
        for area in self.areas:
            if len(area.provisions) > room or not sheets:
                sheets.append([])
                room = most
            sheets[-1].append(area)
            room -= len(area.provisions)
        return tuple(map(tuple, sheets))
