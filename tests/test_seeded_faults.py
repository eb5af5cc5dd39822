"""A hundred seeded faults: all found, each at its cell and with its weight, and nothing else that must be fixed."""

import pytest

from tests.seeded_faults import clean, faults, seeded
from tests.support import checked

CLEAN = clean()
FAULTS = faults()
BOOKS = sorted({fault.book for fault in FAULTS})


def test_there_are_a_hundred_faults_in_twenty_workbooks():
    assert (len(FAULTS), len(BOOKS)) == (100, 20)


def test_the_clean_workbook_sets_nothing_off():
    assert [str(each) for each in checked(CLEAN)[1]] == []


@pytest.mark.slow
@pytest.mark.parametrize("book", BOOKS)
def test_every_fault_is_found_at_its_cell_and_no_other_must_be_fixed(book):
    chosen = [fault for fault in FAULTS if fault.book == book]

    told = {
        (each.code, each.level.value, each.place.sheet, each.place.cell)
        for each in checked(seeded(CLEAN, chosen))[1]
    }

    expected = {(fault.code, fault.level, fault.sheet, fault.at) for fault in chosen}
    assert expected - told == set()
    assert {each for each in told if each[1] == "must_fix"} - expected == set()
