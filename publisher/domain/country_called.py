"""The country that a person names for a new workbook, or why the name is no single State.

Comes in: a name as people write it and, for a country that is not in the list, two letters. Goes
out: a `Country`, or an `Answer` that says what is true of the name.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publisher.domain.countries import Country
    from publisher.domain.territories import Territory

# Two letters that ISO 3166-1 leaves to its users: no State will ever have them.
FREE_CODE = "QX"
FREE_CODES = (FREE_CODE, "QY", "QZ", *(f"X{letter}" for letter in "ABCDEFGHIJLMNOPQRSTUVWXYZ"))


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said of a name that is no single State of the list.

    `kind` is unknown, bad_code, owned_code, or that of a territory: unlisted, party, several, part,
    territory. `near` are names that are like it, `states` those that can be meant, `territory` what
    it is the name of.
    """

    kind: str
    name: str
    near: tuple[str, ...] = ()
    states: "tuple[Country, ...]" = ()
    territory: "Territory | None" = None

    @property
    def code(self) -> str:
        """The two letters under which a workbook of this name can be made."""
        return (self.territory.code if self.territory else "") or FREE_CODE


def country_called(name: str, code: str = "") -> "Country | Answer":
    """Return the country of a name as people write it, or an unlisted one with a code; else what is
    true of the name.
    """
    from publisher.domain.countries import find_country, similar_names  # noqa: PLC0415 - Babel
    from publisher.domain.territories import find_territory  # noqa: PLC0415 - Babel

    typed = name.strip()
    if code:
        return _of_code(typed, code)
    if other := find_territory(name):
        return Answer(other.kind, typed, (), tuple(other.states), other)
    return find_country(name) or Answer("unknown", name, tuple(similar_names(name)))


def _of_code(name: str, code: str) -> "Country | Answer":
    from publisher.domain.countries import Country, country_of_code, find_country  # noqa: PLC0415 - Babel

    if not (len(code) == 2 and code.isascii() and code.isalpha()):
        return Answer("bad_code", code)
    owner = country_of_code(code)
    if owner is None:
        return Country(code.upper(), "", name, "")
    if find_country(name) != owner:
        return Answer("owned_code", name, (), (owner,))
    return owner
