"""TOML texts, each parsed once: an open desk reads its treaty and its languages again for every
page, and parsing them is most of what opening a project takes.
"""

import tomllib
from functools import lru_cache
from typing import Any


@lru_cache(maxsize=32)
def parsed_toml(text: str) -> dict[str, Any]:
    """Return what a text holds, which nobody may change: who asks next is given the same.

    Raises tomllib.TOMLDecodeError where it is no TOML.
    """
    return tomllib.loads(text)
