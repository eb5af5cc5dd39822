"""What the tests of other people's programs share."""

import pytest

from tests.programs.desk import Desk


@pytest.fixture
def desk(tmp_path):
    """A researcher's project of its own."""
    return Desk(tmp_path / "project")
