"""A relay that listens, and the address at which Sporades looks for it."""

from collections.abc import Iterator

import pytest

from tests.notices.relay import Relay
from tests.services import privately


@pytest.fixture
def relay(settings) -> Iterator[Relay]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", privately.free_port()
    relay = Relay()
    relay.start(settings.EMAIL_PORT)
    yield relay
    relay.stop()
