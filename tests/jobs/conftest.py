"""The service as it stands on a day of November, in a store of its own."""

import pytest

from tests import people
from tests.jobs import places


@pytest.fixture
def service(transactional_db, settings, tmp_path):
    """Somebody has saved, somebody has deposited, and the antivirus has seen nothing yet."""
    settings.DATA_DIR = tmp_path / "service"
    people.the_session()
    people.saved(people.TOM)
    return people.confirmed(people.LEA)


@pytest.fixture
def elsewhere(tmp_path, transactional_db) -> places.Place:
    return places.empty(tmp_path, "elsewhere")
