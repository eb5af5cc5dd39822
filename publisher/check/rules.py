"""What the checks of one workbook go by."""

from dataclasses import dataclass
from datetime import date

from publisher.domain.language import Language
from publisher.domain.treaty import Treaty


@dataclass(frozen=True, slots=True)
class Rules:
    """The words of the workbook's language and treaty, the day, and what the workbook says of
    itself.

    `is_final` makes a placeholder a reason not to build; `example` is a citation mark to show in
    remedies.
    """

    treaty: Treaty
    language: Language
    today: date
    is_final: bool
    example: str
