"""What a site is made from: the languages and choices of a project, and editions of each country.

`Site` holds for all pages; a `Country` comes with its editions, one country at a time.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from publisher.compose.presentation import Presentation
from publisher.domain.countries import country_of_code, local_name
from publisher.domain.language import Language
from publisher.domain.worded import WordedTreaty
from publisher.editions.manifest import Manifest, Notice, NoticeKind
from publisher.editions.record import Edition


@dataclass(frozen=True, slots=True)
class Issue:
    """An edition with what lies in its folder, and what was said of it later."""

    record: Edition
    manifest: Manifest
    notices: tuple[Notice, ...] = ()

    @property
    def withdrawn(self) -> Notice | None:
        """When and why it was withdrawn, if it was."""
        found = (each for each in self.notices if each.kind is NoticeKind.WITHDRAWN)
        return next(found, None)

    @property
    def rank(self) -> tuple[bool, int]:
        """By which the edition that readers should read is the highest."""
        return self.manifest.is_final, self.manifest.number


def code_of(iso2: str) -> str:
    """Return the code of a State in addresses and data; that of an invented one has two letters."""
    known = country_of_code(iso2)
    return (known.iso3 if known else iso2).lower()


@dataclass(frozen=True, slots=True)
class Country:
    """A State with its editions, the oldest first; `folder` is the name under which they lie."""

    folder: str
    issues: tuple[Issue, ...]

    @property
    def newest(self) -> Issue:
        """The edition that was published last."""
        return max(self.issues, key=lambda each: each.manifest.number)

    @property
    def iso2(self) -> str:
        """Its code of two letters."""
        return self.newest.record.report.facts.iso2

    @property
    def code(self) -> str:
        """The code in addresses: that of three letters, as ISO 3166 has it."""
        return code_of(self.iso2)

    def name_in(self, language: Language) -> str:
        """Return what it is called in a language: as a report in that language does, else as
        CLDR; an invented country has no other name than that of its reports.
        """
        known = country_of_code(self.iso2)
        own = self.current(language.code)
        if known and own is None:
            return local_name(known, language.locale)
        return (own or self.newest).record.report.facts.short_name

    def current(self, language: str = "") -> Issue | None:
        """Return the edition that readers should read: the newest final one, else the newest for
        consultation; one that was withdrawn is none.
        """
        own = (
            each
            for each in self.issues
            if each.withdrawn is None and language in ("", each.record.language)
        )
        return max(own, key=lambda each: each.rank, default=None)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which there is an edition to be read, in the order of their codes."""
        found = {each.record.language for each in self.issues}
        return tuple(sorted(each for each in found if self.current(each)))


@dataclass(frozen=True, slots=True)
class Site:
    """What holds for all pages.

    `worded` is the treaty in each language of the site's own words, the project's first; `reports`
    that in each language of a report; `address` is where the site will stand, empty where that is
    not known; `is_preview` where it is made from workbooks that were not published.
    """

    worded: Mapping[str, WordedTreaty]
    reports: Mapping[str, WordedTreaty]
    choices: Presentation
    templates: Mapping[str, str]
    address: str = ""
    is_preview: bool = False

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the site's own words."""
        return tuple(self.worded)

    @property
    def first(self) -> WordedTreaty:
        """The treaty in the language of the project."""
        return next(iter(self.worded.values()))
