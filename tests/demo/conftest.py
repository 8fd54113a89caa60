"""A demonstration of its own: its folder, its clock, its real antivirus."""

import pytest

from sporades.adapters import clocks
from sporades.demo import scene


@pytest.fixture
def demonstration(db, settings, tmp_path, antivirus):
    """A clock that moves, and nothing on the stage yet."""
    settings.SPORADES_DEMO = True
    settings.DATA_DIR = tmp_path
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    clocks.start_at(scene.FIRST_INSTANT)
    return tmp_path
