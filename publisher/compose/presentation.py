"""What an editor chooses for all publications: how they are presented, and the house style of the
organisation.

Templates use these values by name, as those of a publication.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture on the cover: its bytes, its type (image/png), what it shows for those who cannot
    see it, whose it is.

    An empty `description` says that it is decoration, which is passed over by those who hear a
    document read out; `credit` is printed in the imprint.
    """

    content: bytes
    media_type: str
    description: str
    credit: str = ""


@dataclass(frozen=True, slots=True)
class House:
    """The house style of the publishing organisation, the same in every format; an empty font is
    the template's.

    `logo` is the sign of the organisation, `picture` fills a part of the cover. Colours are written
    #rrggbb. `symbols` and `colours` show assessments, by the assessment's id;
    `state_colours` show how far the research is, by the state of a cell.
    """

    accent: str = "#1f4e79"
    warning: str = "#9a3412"
    text_font: str = ""
    heading_font: str = ""
    logo: Picture | None = None
    picture: Picture | None = None
    symbols: Mapping[str, str] = field(default_factory=dict, hash=False)
    colours: Mapping[str, str] = field(default_factory=dict, hash=False)
    state_colours: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Presentation:
    """An editor's choices for a publication: whose it is, in which order, where the notes stand.

    `notes_in_word` is "footnotes", "endnotes" or "list"; `address` is where readers find the
    current version; `names_researchers` says whether who looked somewhere is printed; `blank_rows`
    is "list" where provisions without a text are gathered in lines, "table" where they stay rows.
    `sets_marks` puts quotation marks, apostrophes and dashes of print in place of a keyboard's.
    """

    organisation: str = ""
    licence: str = ""
    order: str = ""
    notes_at: str = "group"
    notes_in_word: str = "footnotes"
    address: str = ""
    house: House = House()
    names_researchers: bool = False
    blank_rows: str = "list"
    sets_marks: bool = True
