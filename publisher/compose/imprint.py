"""The imprint: who publishes, how to cite, where the current version is, how to correct it, under
which licence, whose the picture on the cover is.

It is the same for the report and the guide, and in every format; nothing empty is in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from publisher.compose.presentation import Presentation


@dataclass(frozen=True, slots=True)
class ImprintLine:
    """One line of the imprint: `label` says what it tells, without a colon; `link` is the address
    it leads to, empty where it leads nowhere; `id` names the line for programs.
    """

    id: str
    label: str
    text: str
    link: str = ""


def imprint(
    presentation: Presentation, words: Mapping[str, str], *, citation: str, contact: str
) -> tuple[ImprintLine, ...]:
    """Return the lines of the imprint in the order in which they are printed."""
    picture, address = presentation.house.picture, presentation.address
    lines = (
        ImprintLine("organisation", words["publisher"], presentation.organisation),
        ImprintLine("citation", words["recommended_citation"], citation),
        ImprintLine("address", words["current_version"], address, link=address),
        ImprintLine("contact", words["contact"], contact),
        ImprintLine("licence", words["licence"], presentation.licence),
        ImprintLine("picture", words["cover_picture"], picture.credit if picture else ""),
    )
    return tuple(line for line in lines if line.text)
