"""The country that a person names, and what is answered where the name is no single State."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from publisher.domain.countries import Country
    from publisher.domain.territories import Territory

# Two letters that ISO 3166-1 leaves to its users: no State will ever have them.
_FREE_CODE = "QX"
_CODE_OF_INVENTED = (
    "an invented or unlisted country needs --code with two letters, for example: --code QX"
)


def country_called(name: str, code: str) -> "Country":
    """Return the country of a name as people write it, or an unlisted one with a code.

    Raises UsageError, with what to type, where it is no single State of the list.
    """
    from publisher.domain.countries import find_country, similar_names  # noqa: PLC0415 - Babel
    from publisher.domain.territories import find_territory  # noqa: PLC0415 - Babel

    if code:
        return _of_code(name, code)
    if other := find_territory(name):
        raise click.UsageError(_answer(other, name.strip()))
    if found := find_country(name):
        return found
    near = similar_names(name)
    guess = f"did you mean {' or '.join(near)}?" if near else _CODE_OF_INVENTED
    raise click.UsageError(f"there is no country '{name}'; {guess}")


def _of_code(name: str, code: str) -> "Country":
    from publisher.domain.countries import Country, country_of_code, find_country  # noqa: PLC0415 - Babel

    if not (len(code) == 2 and code.isascii() and code.isalpha()):
        raise click.UsageError(f"--code takes two letters from A to Z, not '{code}'")
    owner = country_of_code(code)
    if owner is None:
        return Country(code.upper(), "", name.strip(), "")
    if find_country(name) != owner:
        raise click.UsageError(
            f"the code {owner.iso2} is that of {owner.short_name}; take another one,"
            f" such as {_FREE_CODE}"
        )
    return owner


def _answer(other: "Territory", typed: str) -> str:
    """Return what is true of a name that is no single State of the list, and what to type."""
    own = f'publisher new "{typed}" --code {other.code or _FREE_CODE}'
    unlisted = f"the list of States has no entry '{typed}'"
    if other.kind == "unlisted":
        return f"{unlisted}; a workbook under this name is made with: {own}"
    if other.kind == "party":
        return (
            f"{unlisted}, a State party to the Convention on the Rights of the Child;"
            f" its workbook is made with: {own}"
        )
    if other.kind == "several":
        each = ", ".join(f'publisher new "{state.formal_name}"' for state in other.states)
        return f"'{typed}' can be more than one State; type one of: {each}"
    (state,) = other.states
    formal = _with_article(state)
    says = (
        f"{other.name} is part of {formal}"
        if other.kind == "part"
        else f"{other.name}: for its international relations {formal} is responsible"
    )
    return (
        f'{says}, whose workbook is made with: publisher new "{state.short_name}".'
        f" One under the name you typed is made with: {own}"
    )


def _with_article(state: "Country") -> str:
    """Return the formal name of a State within a sentence: the Kingdom of Denmark, New Zealand."""
    has_none = state.formal_name == state.short_name and not state.formal_name.startswith("United")
    return state.formal_name if has_none else f"the {state.formal_name}"
