"""The real session, in rows that other processes and threads see."""

import pytest

from tests import people


@pytest.fixture
def session(transactional_db, settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    people.the_session()
