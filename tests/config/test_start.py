"""What must never run for real refuses to start, by its name."""

import errno
import inspect
import os
import re
import runpy
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from sporades.adapters import signing
from sporades.config import answering, checks, environment, failures

GOOD_KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
PRODUCTION = {
    "SPORADES_SECRET_KEY": "a long secret that nobody knows, of fifty characters at least",
    "SPORADES_CODE_KEY": "another of sixteen",
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
SETTINGS = settings.BASE_DIR / "sporades" / "config" / "settings.py"


@pytest.fixture(scope="module", autouse=True)
def _cachet():
    call_command("cachet", "new", str(CACHET), name="Rectorat d’essai")
    yield
    CACHET.unlink()


def starts(**changes: str | None) -> subprocess.CompletedProcess[str]:
    """The door of the web server, as an operator would open it, with nothing but this environment."""
    return _python("-c", "import sporades.config.wsgi", **changes)


def command(*words: str, **changes: str | None) -> subprocess.CompletedProcess[str]:
    """A command, typed with nothing but this environment."""
    return module("sporades", *words, **changes)


def module(*words: str, **changes: str | None) -> subprocess.CompletedProcess[str]:
    return _python("-m", *words, **changes)


def _python(*words: str, **changes: str | None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words],
        cwd=settings.BASE_DIR,
        env=environment_of(**changes),
        capture_output=True,
        text=True,
        check=False,
    )


def environment_of(**changes: str | None) -> dict[str, str]:
    """That of a production which says everything, but for these."""
    said = {
        **PRODUCTION,
        "SPORADES_CACHETS": str(CACHET),
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "sporades.config.settings",
        **changes,
    }
    return {name: value for name, value in said.items() if value is not None}


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
    ("name", "value", "said"),
    [
        ("SPORADES_SECRET_KEY", None, "is not set: it must be a long random text"),
        ("SPORADES_CODE_KEY", None, "is not set: it must be a long random text"),
        ("SPORADES_CODE_KEY", "fifteen letters", "has 15 bytes: it must be a long random text"),
        ("SPORADES_FILE_KEYS", None, "has no key: it must be like 2026:base64"),
        ("SPORADES_FILE_KEYS", GOOD_KEY, "has no name before its key 1: it must be like 2026:base64"),
        ("SPORADES_FILE_KEYS", "2024:short", "has a key that is not base64, number 1: "),
        (
            "SPORADES_SEAL_KEYS",
            "2024:c2hvcnQ=",
            "has a key of 5 bytes, number 1: it must have 32 bytes, or 33",
        ),
        (
            "SPORADES_DATABASE",
            "mysql://somewhere",
            "cannot be read: it must be sqlite:///path or postgresql://",
        ),
        (
            "SPORADES_DATABASE",
            "postgresql://app:a/b@host/name",
            "cannot be read: it must be sqlite:///path or",
        ),
        ("SPORADES_DATABASE", "postgresql://app:secret@host", "cannot be read: it must be sqlite:///path or"),
        ("SPORADES_DEMO", "peut-être", "is 'peut-être': it must be 1 or 0"),
        ("SPORADES_SMTP_PORT", "smtp", "is 'smtp': it must be a number, like 25"),
        ("SPORADES_PROCESSES", "deux", "is 'deux': it must be a number, like"),
        (
            "SPORADES_URL",
            "inscriptions.example.org",
            "is 'inscriptions.example.org': it must be like https://",
        ),
        (
            "SPORADES_URL",
            "https://example.org/exams",
            "is 'https://example.org/exams': it must be like https://",
        ),
        ("SPORADES_TRUSTED_PROXIES", "localhost", "has 'localhost': it must be addresses like 127.0.0.1"),
        (
            "SPORADES_CLAMD",
            "localhost",
            "is 'localhost': it must be a path like /run/clamav/clamd.ctl, or host:port",
        ),
        ("SPORADES_DATA", "var", "is 'var': it must be a whole path, like /var/lib/sporades"),
        ("SPORADES_STORAGE", "/srv/files", "is '/srv/files': it must be file:///folder, or s3://"),
    ],
)
def test_a_value_that_lacks_or_cannot_be_read_is_named_with_what_it_should_be(monkeypatch, name, value, said):
    monkeypatch.setattr(os, "environ", environment_of(**{name: value}))

    with pytest.raises(ImproperlyConfigured) as refused:
        runpy.run_path(str(SETTINGS))

    assert str(refused.value).startswith(f"{name} {said}")


def test_all_that_cannot_be_read_is_told_at_once_to_whoever_types_a_command():
    said = command("check", SPORADES_SECRET_KEY=None, SPORADES_SMTP_PORT="smtp")

    assert said.returncode == 1
    assert [line.split()[0] for line in said.stderr.splitlines()] == [
        "The",
        "SPORADES_SECRET_KEY",
        "SPORADES_SMTP_PORT",
    ]


def test_a_database_that_does_not_answer_is_a_sentence():
    said = command("journal", "verify", SPORADES_DATABASE="postgresql://app:x@127.0.0.1:1/sporades")

    assert said.returncode == 1
    assert said.stderr.startswith(
        "The database that SPORADES_DATABASE names could not be used: connection failed"
    )
    assert "Traceback" not in said.stderr
    assert "app:x" not in said.stderr


def test_a_database_without_its_tables_says_what_makes_them(tmp_path):
    said = command("journal", "verify", SPORADES_DATABASE=f"sqlite://{tmp_path}/new.sqlite3")

    assert said.returncode == 1
    assert said.stderr.splitlines()[-1] == "`sporades migrate` makes what a release adds."


def test_a_file_that_is_not_there_is_named():
    said = command("load", "/nowhere/2027-nice.toml")

    assert said.returncode == 1
    assert said.stderr.startswith("/nowhere/2027-nice.toml: No such file or directory, for the user ")


def test_a_disk_that_is_full_is_a_sentence_and_a_bug_keeps_its_trace():
    full = failures.sentence(OSError(errno.ENOSPC, "No space left on device"))

    assert full.startswith("A file: No space left on device, for the user ")
    assert failures.sentence(OSError("no number")) == ""
    assert failures.sentence(ValueError("a bug")) == ""


def test_a_password_may_hold_any_sign(monkeypatch):
    monkeypatch.setenv("DATABASE", "postgresql://app:p%2Fw%40d@host:5433/sporades")

    asked = environment.database("DATABASE", "")

    assert (asked["PASSWORD"], asked["HOST"], asked["PORT"]) == ("p/w@d", "host", "5433")


@pytest.mark.parametrize("secret", ["p[w", "p]w", "p℀w"], ids=["opened", "closed", "another width"])
def test_a_password_that_no_address_may_hold_is_refused_and_not_repeated(secret):
    said = command("check", SPORADES_DATABASE=f"postgresql://app:{secret}@host/sporades")

    assert said.returncode == 1
    assert "SPORADES_DATABASE cannot be read" in said.stderr
    assert "Traceback" not in said.stderr
    assert secret not in said.stderr


def test_a_key_written_the_wrong_way_round_is_not_repeated():
    said = command("check", SPORADES_FILE_KEYS=f"2024:{GOOD_KEY},{GOOD_KEY}:2026")

    assert said.returncode == 1
    assert "SPORADES_FILE_KEYS has a key of 3 bytes, number 2: it must have 32 bytes" in said.stderr
    assert GOOD_KEY not in said.stderr


def test_a_code_key_of_sixteen_bytes_is_enough():
    assert starts(SPORADES_CODE_KEY="sixteen letters.").returncode == 0


def test_the_web_server_says_why_it_does_not_start_once_and_without_a_trace():
    gunicorn = ("gunicorn", "--config", "deploy/gunicorn.conf.py", "sporades.config.wsgi")
    said = module(*gunicorn, SPORADES_CLAMD="", SPORADES_BIND="127.0.0.1:0", SPORADES_PROCESSES="2")

    assert said.returncode == 1
    assert said.stderr.count("sporades.E003") == 1
    assert "Traceback" not in said.stderr


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


def test_what_is_refused_or_warned_of_is_told_apart_by_its_code():
    codes = [
        code
        for check in (*checks.ALL, *answering.ALL)
        for code in set(re.findall(r"sporades\.[EW]\d{3}", inspect.getsource(check)))
    ]

    assert len(codes) > 10
    assert len(codes) == len(set(codes))


def test_without_a_front_the_operator_is_warned_and_the_service_starts(settings):
    settings.SPORADES_LOCAL, settings.TRUSTED_PROXIES = False, []

    assert [warning.id for warning in checks.proxies_are_named(None)] == ["sporades.W001"]
    assert starts(SPORADES_TRUSTED_PROXIES="").returncode == 0


def test_a_machine_that_reads_no_page_is_warned_and_starts(settings, monkeypatch):
    settings.SPORADES_LOCAL = False
    assert answering.pages_are_read(None) == []

    monkeypatch.setattr(answering.ocr, "is_there", lambda: False)

    assert [warning.id for warning in answering.pages_are_read(None)] == ["sporades.W003"]


def test_the_first_master_key_seals_and_the_others_still_open(monkeypatch):
    monkeypatch.setenv("KEYS", f"new:{GOOD_KEY}, old:{GOOD_KEY}")

    assert list(environment.file_keys("KEYS")) == ["new", "old"]


@pytest.mark.parametrize("said", ["oui", "2", "vrai"])
def test_a_switch_is_on_or_off_and_nothing_between(monkeypatch, said):
    monkeypatch.setenv("SWITCH", said)

    environment.flag("SWITCH")

    with pytest.raises(ImproperlyConfigured, match="SWITCH"):
        environment.settle()


@pytest.mark.parametrize(
    "said", ["/srv/files", "s3://", "s3://files", "s3:///x?endpoint=https://a", "s3://files?endpoint=ftp://a"]
)
def test_a_store_is_an_address_that_can_be_read(monkeypatch, said):
    monkeypatch.setenv("STORE", said)

    environment.store("STORE")

    with pytest.raises(ImproperlyConfigured, match=r"STORE is .*: it must be file:///folder, or s3://"):
        environment.settle()
