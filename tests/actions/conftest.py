"""Every act happens in the real session of Nice, in a store of its own; each file then says what it keeps of itself."""

import pytest

from sporades.registrations.actions import first_days, waiting
from sporades.registrations.models import Registration
from tests import people


@pytest.fixture(autouse=True)
def session(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    people.the_session()


@pytest.fixture(autouse=True)
def _said_since_when_it_waits_and_on_which_day_it_counts(session):
    """Whatever acts a test has done, in whichever order, and whether they were refused or failed."""
    yield
    rows = list(Registration.objects.select_related("window__calendar"))
    assert waiting.differing(rows) == []
    assert first_days.differing(rows) == []
