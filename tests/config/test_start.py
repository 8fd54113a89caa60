"""What must never run for real refuses to start, by its name."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from sporades.adapters import signing
from sporades.config import checks, environment

GOOD_KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
PRODUCTION = {
    "SPORADES_SECRET_KEY": "a long secret that nobody knows, of fifty characters at least",
    "SPORADES_CODE_KEY": "another",
    "SPORADES_FILE_KEYS": f"2024:{GOOD_KEY}",
    "SPORADES_SEAL_KEYS": signing.new_key("2024"),
    "SPORADES_HOSTS": "inscriptions.example.org",
    "SPORADES_URL": "https://inscriptions.example.org",
    "SPORADES_CLAMD": "/run/clamav/clamd.ctl",
    "SPORADES_TRUSTED_PROXIES": "10.0.0.1",
    "SPORADES_MAIL_FROM": "Sporades <inscriptions@example.org>",
    "SPORADES_MAIL_RETURN": "retours@example.org",
    "SPORADES_DATABASE": "postgresql://sporades@/sporades?host=/run/postgresql",
}


# A key of its own, in a folder that goes away with the run.
CACHET = settings.DATA_DIR / "cachet.pem"


@pytest.fixture(scope="module", autouse=True)
def _cachet():
    call_command("cachet", "new", str(CACHET), name="Rectorat d’essai")
    yield
    CACHET.unlink()


def starts(**changes: str | None) -> subprocess.CompletedProcess[str]:
    """The door of the web server, as an operator would open it, with nothing but this environment."""
    said = {
        **PRODUCTION,
        "SPORADES_CACHETS": str(CACHET),
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "sporades.config.settings",
        **changes,
    }
    return subprocess.run(
        [sys.executable, "-c", "import sporades.config.wsgi"],
        cwd=settings.BASE_DIR,
        env={name: value for name, value in said.items() if value is not None},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_production_that_says_everything_starts():
    assert starts().returncode == 0


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"SPORADES_DEMO": "1"}, "sporades.E001"),
        ({"SPORADES_LOCAL": "1"}, "sporades.E002"),
        ({"SPORADES_CLAMD": ""}, "sporades.E003"),
        ({"SPORADES_SEAL_KEYS": None}, "sporades.E004"),
        ({"SPORADES_STORAGE": "s3://files?endpoint=https://s3.example.org"}, "sporades.E005"),
        ({"SPORADES_MAIL_RETURN": None}, "sporades.E006"),
        ({"SPORADES_MAIL_RETURN": "retours@elsewhere.example"}, "sporades.E006"),
        ({"SPORADES_CACHETS": None}, "sporades.E007"),
        ({"SPORADES_CACHETS": "/nowhere/cachet.pem"}, "sporades.E007"),
    ],
)
def test_what_is_for_one_machine_refuses_to_start_for_others(said, code):
    started = starts(**said)

    assert started.returncode != 0
    assert code in started.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SPORADES_SECRET_KEY", None),
        ("SPORADES_CODE_KEY", None),
        ("SPORADES_FILE_KEYS", None),
        ("SPORADES_FILE_KEYS", "2024:short"),
        ("SPORADES_SEAL_KEYS", "2024:short"),
        ("SPORADES_DATABASE", "mysql://somewhere"),
        ("SPORADES_DEMO", "peut-être"),
    ],
)
def test_a_value_that_lacks_or_cannot_be_read_is_named(name, value):
    started = starts(**{name: value})

    assert started.returncode != 0
    assert name in started.stderr


@pytest.mark.parametrize(
    ("hosts", "url", "refused"),
    [
        (["127.0.0.1", "localhost"], "http://127.0.0.1:8000", []),
        (["[::1]"], "http://[::1]:8000", []),
        (["127.0.0.1", "example.org"], "http://127.0.0.1:8000", ["sporades.E001"]),
        (["127.0.0.1"], "https://example.org", ["sporades.E001"]),
        (["*"], "http://127.0.0.1:8000", ["sporades.E001"]),
    ],
)
def test_the_demonstration_answers_to_this_machine_only(settings, hosts, url, refused):
    settings.SPORADES_DEMO = settings.SPORADES_LOCAL = True
    settings.ALLOWED_HOSTS, settings.SITE_URL = hosts, url

    assert [error.id for error in checks.demonstration_stays_here(None)] == refused


def test_without_a_front_the_operator_is_warned_and_the_service_starts(settings):
    settings.SPORADES_LOCAL, settings.TRUSTED_PROXIES = False, []

    assert [warning.id for warning in checks.proxies_are_named(None)] == ["sporades.W001"]
    assert starts(SPORADES_TRUSTED_PROXIES="").returncode == 0


def test_the_first_master_key_seals_and_the_others_still_open(monkeypatch):
    monkeypatch.setenv("KEYS", f"new:{GOOD_KEY}, old:{GOOD_KEY}")

    assert list(environment.file_keys("KEYS")) == ["new", "old"]


@pytest.mark.parametrize("said", ["oui", "2", "vrai"])
def test_a_switch_is_on_or_off_and_nothing_between(monkeypatch, said):
    monkeypatch.setenv("SWITCH", said)

    with pytest.raises(ImproperlyConfigured, match="SWITCH"):
        environment.flag("SWITCH")


@pytest.mark.parametrize(
    "said", ["/srv/files", "s3://", "s3://files", "s3:///x?endpoint=https://a", "s3://files?endpoint=ftp://a"]
)
def test_a_store_is_an_address_that_can_be_read(monkeypatch, said):
    monkeypatch.setenv("STORE", said)

    with pytest.raises(ImproperlyConfigured, match="STORE must be"):
        environment.store("STORE")
