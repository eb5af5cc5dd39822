"""Running numbers of review items: small whole numbers that a person can say aloud, given once and
kept.

They stand in the column 'No.' of the sheet Review. A copy is kept beside the drafts, so that a
number is the same in every file of decisions, comes back with a row that somebody deleted, and is
never given to another item.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from publisher.project.files import write_file
from publisher.rounds.review_workbook import ReviewWorkbook
from publisher.workbook.review_sheet import whole_number

_FILE = "numbers.json"


def kept_numbers(folder: Path) -> dict[str, int]:
    """Return the numbers given so far, by item; those that can be read, if the file is damaged."""
    try:
        found = json.loads((folder / _FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    items = found.items() if isinstance(found, dict) else ()
    return {item: number for item, number in items if isinstance(number, int) and number > 0}


def keep_numbers(folder: Path, numbers: Mapping[str, int]) -> None:
    """Keep the numbers given so far. Raises PublisherError where the folder cannot be written."""
    if numbers and numbers != kept_numbers(folder):
        text = json.dumps(dict(numbers), indent=0, sort_keys=True)
        write_file(folder / _FILE, text.encode())


def given_numbers(book: ReviewWorkbook) -> dict[str, int]:
    """Return the numbers of all items that have one: as they were kept, else as the sheets say."""
    numbers = kept_numbers(book.reviews_folder)
    taken = set(numbers.values())
    for item, number in shown_numbers(book).items():
        if item not in numbers and number not in taken:
            numbers[item] = number
            taken.add(number)
    return numbers


def shown_numbers(book: ReviewWorkbook) -> dict[str, int]:
    """Return the numbers that somebody sees in the sheet, or in the files of settled rows."""
    rows = {**book.settled_rows, **book.review.by_item}
    numbers = {item: whole_number(book.review.text(row, "number")) for item, row in rows.items()}
    return {item: number for item, number in numbers.items() if number}


def with_new_numbers(given: Mapping[str, int], items: Iterable[str]) -> dict[str, int]:
    """Return the numbers with the next free ones for items that have none, in their order."""
    numbers = dict(given)
    last = max(numbers.values(), default=0)
    for item in items:
        if item not in numbers:
            last += 1
            numbers[item] = last
    return numbers


def names_of_items(
    book: ReviewWorkbook, numbers: Mapping[str, int], rows: Mapping[str, int]
) -> dict[str, str]:
    """Return what people call each item: its number; its row where it has none, as in a sheet of
    an older version, which has no column for numbers.
    """
    word = book.project.language.words("review_words")["row"]
    names = {item: word.format(number=number) for item, number in rows.items()}
    if book.review.has_numbers:
        names |= {item: str(number) for item, number in numbers.items()}
    return names
