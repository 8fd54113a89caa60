"""Every act happens in the real session of Nice, in a store of its own."""

import pytest

from tests import people


@pytest.fixture(autouse=True)
def session(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    people.the_session()
