"""The failure conditions of the Matterhorn protocol 1.1 that a program can find in a PDF/UA-1, by their numbers.

Comes in: a PDF that pikepdf opened. Goes out: what fails, as "28-012: page 3: a link without words". The protocol is that
of the PDF Association; the clauses of ISO 32000-1 are named where they say what must hold. Conditions that only a person
can judge are not here, nor 17-003, 28-018, 31-007, 31-008, 31-012, 31-013, 31-017, 31-018, 31-022, 31-023, 31-025 and
31-026: they concern formulas, printers' marks, fonts and character maps of kinds that none of our writers makes.
"""

import pikepdf

from tests.matterhorn.annotations import annotation_faults
from tests.matterhorn.content import content_faults
from tests.matterhorn.document import catalog_faults, language_faults, metadata_faults
from tests.matterhorn.fonts import font_faults
from tests.matterhorn.structure import (
    element_faults,
    heading_faults,
    nesting_faults,
    note_faults,
    role_faults,
    table_faults,
)
from tests.matterhorn.tree import Document

CHECKS = (
    metadata_faults,
    role_faults,
    nesting_faults,
    language_faults,
    element_faults,
    heading_faults,
    table_faults,
    note_faults,
    catalog_faults,
    annotation_faults,
    content_faults,
    font_faults,
)


def failures(pdf: pikepdf.Pdf) -> list[str]:
    """Return what fails, each once, in the order of the conditions."""
    document = Document.of(pdf)
    found = {f"{number}: {words}" for check in CHECKS for number, words in check(document)}
    return sorted(found)


def numbers(pdf: pikepdf.Pdf) -> set[str]:
    """Return the numbers of the conditions that fail."""
    return {each.partition(":")[0] for each in failures(pdf)}
