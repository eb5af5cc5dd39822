"""The sample workbooks in workbooks/ are what their sources in tools/samples say."""

import pytest

from publisher.domain.countries import find_country
from tests.support import TOP
from tools.fill_samples import INVENTED, filled


@pytest.mark.slow
@pytest.mark.parametrize("name", ["germany", "india", "examplia"])
def test_a_sample_workbook_is_made_again_byte_by_byte(name):
    content = filled(name, find_country(name) or INVENTED)

    assert content == (TOP / "workbooks" / f"{name}.xlsx").read_bytes()
