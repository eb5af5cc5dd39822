"""Words that people write in place of an entry of a drop-down list, in every language that comes
with the program.

They are data: the entries of the lists in each language, under [choices], and other words for
them, under [synonyms]; those for the bodies of a treaty stand in its own file.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from publisher.domain.names import folded
from publisher.domain.worded import WordedTreaty


def meant_choices(worded: WordedTreaty) -> Mapping[str, str]:
    """Return the ids of entries by their list and a word for them, as `choice_key` joins these.

    What a word means in the workbook's own language counts first; one that means different entries
    in other languages is left out.
    """
    own = _without_doubles(_words_of(worded.language.sections))
    bodies = {
        choice_key("finder", word): body
        for body, words in zip(worded.treaty.finders, worded.treaty.finders_also, strict=False)
        for word in words
    }
    return {**_of_all_languages(), **own, **bodies}


def choice_key(name: str, word: str) -> str:
    """Return by what a word in the column of a list is found."""
    return f"{name} {folded(word)}"


@cache
def _of_all_languages() -> Mapping[str, str]:
    folder = files("publisher") / "languages"
    pairs: list[tuple[str, str]] = []
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.name.endswith(".toml"):
            pairs += _words_of(tomllib.loads(file.read_text(encoding="utf-8-sig")))
    return _without_doubles(pairs)


def _words_of(sections: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, entries in sections.get("choices", {}).items():
        for id_, word in entries.items():
            yield choice_key(name, word), id_
    for name, entries in sections.get("synonyms", {}).items():
        for id_, words in entries.items():
            for word in words:
                yield choice_key(name, word), id_


def _without_doubles(pairs: Iterator[tuple[str, str]] | list[tuple[str, str]]) -> dict[str, str]:
    meant: dict[str, set[str]] = {}
    for key, id_ in pairs:
        meant.setdefault(key, set()).add(id_)
    return {key: ids.pop() for key, ids in meant.items() if len(ids) == 1}
