"""What the scripts of the pages read: data as script files, which load from disk as well.

Each file hands one value to `site.take` of templates/site/site.js under a name.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from publisher.compose.table import FAR_LONGER, LONG_CELL, TWO_PAGES
from publisher.domain.report import State
from publisher.domain.worded import WordedTreaty
from publisher.site import addresses
from publisher.site.folding import table
from publisher.site.marks import not_printed, rating_marks
from publisher.site.pages import File
from publisher.site.parts import CountryPart, ReportPart, cells_of_reports
from publisher.site.provisions import areas_of
from publisher.site.search import shards
from publisher.site.values import Site

# The words that scripts use.
_WORDS = (
    "choose", "beside_none", "beside_most", "beside_shown", "compared", "compared_none",
    "compared_caption", "assessment", "outdated", "loading", "not_loaded", "not_assessed",
    "no_text", "search_found", "search_found_one", "search_shown", "search_none", "search_empty",
    "section_summary", "section_facts", "country", "colon",
)  # fmt: skip


def _taken(name: str, value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f"site.take({json.dumps(name)},{text});\n".encode()


def report_file(code: str, report: ReportPart) -> File:
    """Return the texts of a report."""
    rows: dict[str, Any] = {}
    for id_, row in report.rows.items():
        cells = [[cell.state, cell.text] for cell in row.cells.values()]
        rows[id_] = [row.rating, row.told, int(row.is_outdated), cells]
    value = {
        "language": report.language,
        "direction": report.direction,
        "rows": rows,
        "texts": report.texts,
    }
    name = f"{code}-{report.language}"
    return addresses.report_script(code, report.language), _taken(f"report:{name}", value)


def words_file(site: Site, worded: WordedTreaty, parts: Sequence[CountryPart]) -> File:
    """Return what pages in a language say, and which reports there are."""
    language, words = worded.language, worded.language.words("site")
    report = language.words("report")
    marks = rating_marks(language, site.choices.house)
    areas = areas_of(worded)
    value = {
        "language": language.code,
        "words": {
            **{key: words[key] for key in _WORDS},
            "not_printed": not_printed(language),
            "comma": report["comma"],
        },
        "states": {each.value: report[each.value] for each in State if each is not State.TEXT},
        "ratings": {id_: [mark.symbol, mark.label, mark.id] for id_, mark in marks.items()},
        # From so many words on a text stands across the page, as in reports.
        "wide": {"long": LONG_CELL, "farLonger": FAR_LONGER, "whole": TWO_PAGES},
        "columns": [[each.id, each.heading] for each in worded.treaty.columns],
        "areas": [[group.id.lower(), group.title] for group, _ in areas],
        "provisions": [
            [each.id, each.un_reference, each.title, group.id.lower(), int(each.is_rated)]
            for group, own in areas
            for each in own
        ],
        "countries": {each.code: each.names[language.code] for each in parts},
        "reports": {each.code: list(each.reports) for each in parts},
    }
    return f"data/words-{language.code}.js", _taken("words", value)


def search_files(site: Site, parts: Sequence[CountryPart]) -> Iterator[File]:
    """Yield the index of the search: what a page needs first, then the shards."""
    cells = cells_of_reports(site.first.treaty)
    reports = [(part, report) for part in parts for report in part.reports.values()]
    index = shards((report.words for _, report in reports), len(cells))
    head = {
        "table": table(),
        "cells": cells,
        "languages": site.languages,
        "reports": [
            [part.code, report.language, addresses.edition_page(part.folder, report.number)]
            for part, report in reports
        ],
        "first": [each.first for each in index],
    }
    yield "data/search/index.js", _taken("index", head)
    for number, shard in enumerate(index):
        content = f'site.take("shard:{number}",{shard.text});\n'.encode()
        yield f"data/search/{number:03}.js", content
