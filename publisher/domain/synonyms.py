"""Words that people write in place of an entry of a drop-down list, in every language that comes
with the program.

They are data: the entries of the lists in each language, under [choices], and other words for
them, under [synonyms]; those for the bodies of a treaty stand in its own file.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from publisher.domain.names import folded
from publisher.domain.toml_text import parsed_toml
from publisher.domain.worded import WordedTreaty


def meant_choices(worded: WordedTreaty) -> Mapping[str, str]:
    """Return the ids of entries by their list and a word for them, as `choice_key` joins these.

    What a word means in the workbook's own language counts first; one that means different entries
    in other languages is left out.
    """
    treaty = worded.treaty
    own = _without_doubles(tuple(_words_of(worded.language.sections)))
    return {**_of_all_languages(), **own, **_of_bodies(treaty.finders, treaty.finders_also)}


@cache
def _of_bodies(bodies: tuple[str, ...], words: tuple[tuple[str, ...], ...]) -> Mapping[str, str]:
    return {
        choice_key("finder", word): body
        for body, others in zip(bodies, words, strict=False)
        for word in others
    }


def choice_key(name: str, word: str) -> str:
    """Return by what a word in the column of a list is found."""
    return f"{name} {folded(word)}"


@cache
def _of_all_languages() -> Mapping[str, str]:
    folder = files("publisher") / "languages"
    words: list[tuple[str, str, str]] = []
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.name.endswith(".toml"):
            words += _words_of(parsed_toml(file.read_text(encoding="utf-8-sig")))
    return _without_doubles(tuple(words))


def _words_of(sections: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield each word with its list and the id of its entry."""
    for name, entries in sections.get("choices", {}).items():
        for id_, word in entries.items():
            yield name, word, id_
    for name, entries in sections.get("synonyms", {}).items():
        for id_, words in entries.items():
            for word in words:
                yield name, word, id_


@cache  # the words of a language are the same for each of its workbooks
def _without_doubles(words: tuple[tuple[str, str, str], ...]) -> Mapping[str, str]:
    meant: dict[str, set[str]] = {}
    for name, word, id_ in words:
        meant.setdefault(choice_key(name, word), set()).add(id_)
    return {key: ids.pop() for key, ids in meant.items() if len(ids) == 1}
