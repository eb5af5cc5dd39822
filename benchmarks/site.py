"""The public site of all States parties: how long it takes, and what one new edition costs.

Every State of the table has editions in two languages; all content is invented, and says so. The
files of an edition are stand-ins of a few kilobytes, since the site only copies them.
"""

import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from benchmarks.measure import TOP

STATES, EDITIONS, LANGUAGES = 178, 3, ("en", "fr")
_WORDS = {
    "en": """section act court child person under eighteen years penalty imprisonment fine offence sale payment
    benefit consent adoption agency prosecutor police hearing witness protection identity delay compensation
    recovery service region recommendation committee report paragraph reform amendment bill reading force""".split(),
    "fr": """article loi tribunal enfant personne dix huit ans peine emprisonnement amende infraction vente
    paiement avantage consentement adoption agence procureur police audience témoin protection identité délai
    indemnisation rétablissement service région recommandation comité rapport paragraphe réforme projet""".split(),
}
_FILLED = 0.6  # of the cells, with some 40 words each
_SOURCES = 30


def prepared(folder: Path, states: int, editions: int) -> None:
    """Write a project whose editions are those of so many invented reports, in two languages."""
    from publisher.domain.countries import countries  # noqa: PLC0415 - only where they are made

    (folder / "workbooks").mkdir(parents=True)
    (folder / "publisher.toml").write_text('organisation = "Example"\n', encoding="utf-8")
    for state in countries()[:states]:
        for number in range(1, editions * len(LANGUAGES) + 1):
            _published(folder, state.iso2, state.short_name, number)


def one_more(folder: Path, editions: int) -> None:
    """Publish one more edition of the first State."""
    from publisher.domain.countries import countries  # noqa: PLC0415 - as above

    state = countries()[0]
    _published(folder, state.iso2, state.short_name, editions * len(LANGUAGES) + 1)


def _published(folder: Path, iso2: str, name: str, number: int) -> None:
    from publisher.domain.digest import digest_of  # noqa: PLC0415 - as above
    from publisher.domain.names import spelled  # noqa: PLC0415
    from publisher.editions.changes import compare  # noqa: PLC0415
    from publisher.editions.manifest import PublishedFile, sums_of, write_manifest  # noqa: PLC0415
    from publisher.editions.record import write_record  # noqa: PLC0415
    from publisher.project.project import open_project  # noqa: PLC0415
    from publisher.site.unpublished import unpublished  # noqa: PLC0415

    code = LANGUAGES[number % len(LANGUAGES)]
    project = _projects.setdefault(code, open_project(folder).value.in_language(code))
    country = spelled(name.lower())
    report = _report(project, iso2, name, number)
    day = date(2026, 1 + number, 1)
    issue = unpublished(country, report, project.worded, project.presentation, day)
    before = _report(project, iso2, name, number - 2) if number > 2 else None
    changes = compare(before, report, project.treaty.columns) if before else ()
    record = replace(issue.record, number=number, previous=max(0, number - 2), changes=changes)
    files = {"edition.json": write_record(record)}
    for ending in ("docx", "pdf", "html", "csl.json", "bib", "ris"):
        files[f"{country}-{number}.{ending}"] = f"{name} {number} {ending}\n".encode() * 200
    listed = tuple(
        PublishedFile(each, len(content), digest_of(content)) for each, content in files.items()
    )
    manifest = replace(issue.manifest, number=number, files=listed)
    files |= {"manifest.json": write_manifest(manifest), "SHA256SUMS": sums_of(listed)}
    target = folder / f"editions/{country}/{number}"
    target.mkdir(parents=True)
    for each, content in files.items():
        (target / each).write_bytes(content)


_projects: dict[str, object] = {}


def _report(project, iso2: str, name: str, number: int):  # noqa: ANN001, ANN202 - of the measured program
    """Return an invented report; an edition differs from the one before it in a tenth of its
    texts.
    """
    from publisher.domain.dates import parse_date  # noqa: PLC0415 - as above
    from publisher.domain.report import (  # noqa: PLC0415
        Assessment,
        CountryReport,
        Entry,
        Facts,
        Rating,
        ReportStatus,
    )

    code = project.language.code
    facts = Facts(
        short_name=name,
        iso2=iso2,
        law_as_at=parse_date("2026-01-31"),
        version=str(number),
        version_date=parse_date("2026-03-31"),
        status=ReportStatus.FINAL,
    )
    entries = []
    for provision in project.treaty.provisions:
        chance = random.Random(f"{iso2}{code}{provision.id}")
        contents = tuple(
            _content(chance, f"{provision.id}{number}", provision.id, column.id, iso2, code)
            for column in project.treaty.columns
        )
        rating = chance.choice([*Rating][:4]) if provision.is_rated else None
        finding = Assessment(rating, project.treaty.finders[0], parse_date("2019"))
        entries.append(Entry(provision, contents, finding if rating else Assessment()))
    return CountryReport(facts, tuple(entries), _sources(iso2))


def _content(chance, edition: str, provision: str, column: str, iso2: str, code: str):  # noqa: ANN001, ANN202 - as above
    from publisher.domain.report import CellKey, Content, State  # noqa: PLC0415 - as above
    from publisher.domain.text import Citation, Paragraph, Reference, Span  # noqa: PLC0415

    key = CellKey(provision, column)
    if chance.random() > _FILLED:
        return Content(key, State.NOTHING_FOUND)
    words = chance.choices(_WORDS[code], k=int(chance.lognormvariate(3.5, 0.6)))
    source = f"{iso2}-{chance.randint(1, _SOURCES)}"
    if random.Random(f"{edition}{column}").random() < 0.1:
        words.append("amended")
    text = " ".join(words).capitalize() + f" {iso2}. "
    citation = Citation((Reference(source, "s. 3"),), f"[{source} s. 3]")
    return Content(key, State.TEXT, (Paragraph((Span(text), citation)),))


def _sources(iso2: str):  # noqa: ANN202 - as above
    from publisher.domain.report import Source  # noqa: PLC0415 - as above

    return tuple(
        Source(key=f"{iso2}-{number}", type="national_law", title=f"Invented Act {number}")
        for number in range(1, _SOURCES + 1)
    )


def measured(folder: Path) -> tuple[float, float, float]:
    """Return the seconds and the peak memory in MB that making the site takes, and how many files
    were written.
    """
    command = [sys.executable, "-m", "benchmarks.site", "measure", str(folder)]
    told = subprocess.run(command, cwd=TOP, check=True, capture_output=True, text=True).stdout
    seconds, peak, written = json.loads(told)
    return seconds, peak, written


def _measure(folder: str) -> Iterator[float]:
    from publisher.project.project import open_project  # noqa: PLC0415 - in the measured process alone
    from publisher.project.site import make_site  # noqa: PLC0415

    project = open_project(Path(folder)).value
    before = time.perf_counter()
    made = make_site(project, lambda _: None)
    yield time.perf_counter() - before
    workers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    yield (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss + workers) / 1024
    yield made.written


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["measure", place]:
            print(json.dumps(list(_measure(place))))
        case ["prepare", place, count]:
            prepared(Path(place), int(count), EDITIONS)
        case ["more", place]:
            one_more(Path(place), EDITIONS)
        case _:
            raise SystemExit("measure FOLDER, prepare FOLDER COUNT or more FOLDER")
