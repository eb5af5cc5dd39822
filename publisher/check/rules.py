"""What the checks of one workbook go by."""

from dataclasses import dataclass
from datetime import date

from publisher.domain.language import Language
from publisher.domain.treaty import Treaty
from publisher.domain.worded import WordedTreaty


@dataclass(frozen=True, slots=True)
class Rules:
    """The words of the workbook's language and treaty, the day, and what the workbook says of
    itself.

    `is_final` makes a placeholder a reason not to build; `example` is a citation mark to show in
    remedies.
    """

    worded: WordedTreaty
    today: date
    is_final: bool
    example: str

    @property
    def treaty(self) -> Treaty:
        """The treaty, in the words of the language."""
        return self.worded.treaty

    @property
    def language(self) -> Language:
        """The language, with its fixed words."""
        return self.worded.language
