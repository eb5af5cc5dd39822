"""The country that a person names, and what is answered where the name is no single State."""

from typing import TYPE_CHECKING

import click

from publisher.domain.country_called import FREE_CODE, Answer
from publisher.domain.country_called import country_called as called

if TYPE_CHECKING:
    from publisher.domain.countries import Country

_CODE_OF_INVENTED = (
    "an invented or unlisted country needs --code with two letters, for example: --code QX"
)


def country_called(name: str, code: str) -> "Country":
    """Return the country of a name as people write it, or an unlisted one with a code.

    Raises UsageError, with what to type, where it is no single State of the list.
    """
    found = called(name, code)
    if isinstance(found, Answer):
        raise click.UsageError(_told(found))
    return found


def _told(answer: Answer) -> str:
    """Return what is true of a name that is no single State of the list, and what to type."""
    name = answer.name
    own = f'publisher new "{name}" --code {answer.code}'
    unlisted = f"the list of States has no entry '{name}'"
    match answer.kind:
        case "unknown":
            near = f"did you mean {' or '.join(answer.near)}? If not, " if answer.near else ""
            told = f"there is no country '{name}'; {near}{_CODE_OF_INVENTED}"
        case "bad_code":
            told = f"--code takes two letters from A to Z, not '{name}'"
        case "owned_code":
            (owner,) = answer.states
            taken = f"the code {owner.iso2} is that of {owner.short_name}"
            told = f"{taken}; take another one, such as {FREE_CODE}"
        case "unlisted":
            told = f"{unlisted}; a workbook under this name is made with: {own}"
        case "party":
            told = (
                f"{unlisted}, a State party to the Convention on the Rights of the Child;"
                f" its workbook is made with: {own}"
            )
        case "several":
            each = ", ".join(f'publisher new "{state.formal_name}"' for state in answer.states)
            told = f"'{name}' can be more than one State; type one of: {each}"
        case _:
            told = _part_or_territory(answer, own)
    return told


def _part_or_territory(answer: Answer, own: str) -> str:
    (state,) = answer.states
    assert answer.territory is not None
    formal, area = _with_article(state), answer.territory.name
    says = (
        f"{area} is part of {formal}"
        if answer.kind == "part"
        else f"{area}: for its international relations {formal} is responsible"
    )
    return (
        f'{says}, whose workbook is made with: publisher new "{state.short_name}".'
        f" One under the name you typed is made with: {own}"
    )


def _with_article(state: "Country") -> str:
    """Return the formal name of a State within a sentence: the Kingdom of Denmark, New Zealand."""
    has_none = state.formal_name == state.short_name and not state.formal_name.startswith("United")
    return state.formal_name if has_none else f"the {state.formal_name}"
