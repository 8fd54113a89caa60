"""A demonstration of its own: its folder, its clock, its real antivirus."""

import shutil
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.test import override_settings

from sporades.adapters import clocks
from sporades.demo import scene

OWN = {"SPORADES_DEMO": True, "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}


@pytest.fixture
def demonstration(db, tmp_path, clamd_socket):
    """A clock that moves, and nothing on the stage yet."""
    with override_settings(**OWN, DATA_DIR=tmp_path, CLAMD_SOCKET=clamd_socket):
        clocks.start_at(scene.FIRST_INSTANT)
        yield tmp_path


@pytest.fixture(scope="module")
def played(django_db_setup, django_db_blocker, tmp_path_factory, clamd_socket):
    """The story, played once up to its first instant: each test changes it in a transaction of its own."""
    folder = tmp_path_factory.mktemp("played")
    with (
        django_db_blocker.unblock(),
        undone(),
        override_settings(**OWN, DATA_DIR=folder, CLAMD_SOCKET=clamd_socket),
    ):
        scene.set_up(scene.FIRST_INSTANT)
        yield folder


@contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def stage(played, db, tmp_path, clamd_socket):
    """Everybody where the story left them at its first instant, with a store that may be changed."""
    folder = tmp_path / "stage"
    shutil.copytree(played, folder)
    with override_settings(**OWN, DATA_DIR=folder, CLAMD_SOCKET=clamd_socket):
        clocks.start_at(scene.FIRST_INSTANT)
        yield folder
