"""Every act happens in the real session of Nice, in a store of its own; each file then says since when it waits."""

import pytest

from sporades.registrations.actions import waiting
from sporades.registrations.models import Registration
from tests import people


@pytest.fixture(autouse=True)
def session(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    people.the_session()


@pytest.fixture(autouse=True)
def _said_since_when_it_waits(session):
    """Whatever acts a test has done, in whichever order, and whether they were refused or failed."""
    yield
    assert waiting.differing(list(Registration.objects.all())) == []
