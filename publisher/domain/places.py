"""Where somebody looked for the law of a State and for findings about it, and with what result."""

from dataclasses import dataclass
from enum import StrEnum

from publisher.domain.dates import PartialDate


class LookResult(StrEnum):
    """What came of looking somewhere. The ids are those of [choices.place_result]."""

    FOUND = "found"
    NOTHING_FOUND = "nothing_found"
    NOT_REACHABLE = "not_reachable"


@dataclass(frozen=True, slots=True)
class LookedPlace:
    """A place where somebody looked, or tried to; `key` is that of the treaty's place, empty for
    one that a researcher added. `sources` are the keys of what was found there.
    """

    key: str
    name: str
    looked_on: PartialDate | None = None
    looked_by: str = ""
    result: LookResult | None = None
    sources: tuple[str, ...] = ()

    @property
    def was_searched(self) -> bool:
        """Whether what is not found there can be said not to be there."""
        return self.looked_on is not None and self.result is not LookResult.NOT_REACHABLE
