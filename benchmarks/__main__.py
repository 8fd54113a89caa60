"""Runs every measure on each database, each in a process and a folder of its own."""

import argparse
import base64
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sporades.adapters import certificates, signing
from tests.services import postgresql

DATABASES = ("sqlite", "postgresql")


def environment(folder: Path, database: str) -> dict[str, str]:
    """What an operator sets; the secrets are good for this run only."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "SPORADES_LOCAL": "0",
        "SPORADES_DEMO": "0",
        "SPORADES_DATA": str(folder),
        "SPORADES_DATABASE": database,
        "SPORADES_SECRET_KEY": base64.b64encode(os.urandom(48)).decode(),
        "SPORADES_CODE_KEY": base64.b64encode(os.urandom(32)).decode(),
        "SPORADES_FILE_KEYS": f"benchmark:{base64.b64encode(os.urandom(32)).decode()}",
        "SPORADES_SEAL_KEYS": signing.new_key("benchmark"),
        "SPORADES_HOSTS": "127.0.0.1",
        "SPORADES_URL": "https://127.0.0.1",
        "SPORADES_MAIL_FROM": "Sporades <inscriptions@example.org>",
        "SPORADES_MAIL_RETURN": "retours@example.org",
        "SPORADES_TRUSTED_PROXIES": "127.0.0.1",
        "SPORADES_CLAMD": "/nobody/answers.here",
        "SPORADES_CACHETS": str(_cachet(folder)),
    }


def _cachet(folder: Path) -> Path:
    key, begins = certificates.new_key(), datetime.now(UTC)
    certificate = certificates.self_signed(key, "Benchmark", begins=begins, ends=begins + timedelta(days=1))
    made = folder / "cachet.pem"
    made.write_text(
        certificates.key_pem(key) + certificates.SigningCertificate(certificate, (), key).pem,
        encoding="ascii",
    )
    return made


@contextmanager
def place(kind: str) -> Iterator[dict[str, str]]:
    with tempfile.TemporaryDirectory(prefix="sporades-benchmark-") as made:
        folder = Path(made)
        sqlite = nullcontext(f"sqlite://{folder}/sporades.sqlite3")
        with sqlite if kind == "sqlite" else postgresql.cluster(durable=True) as database:
            yield environment(folder, database)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("databases", nargs="*", help=f"of {', '.join(DATABASES)}; both by default")
    parser.add_argument("--no-load", action="store_true", help="leave out what needs gunicorn and wrk")
    parser.add_argument("--desk", action="store_true", help="the exam office's pages alone")
    parser.add_argument(
        "--many", action="store_true", help="the work list alone, of eight thousand that wait"
    )
    parser.add_argument(
        "--lots", action="store_true", help="a lot of ten thousand papers, alone: four minutes of processor"
    )
    asked = parser.parse_args()
    cores = os.cpu_count()
    load = ", ".join(f"{average:.1f}" for average in os.getloadavg())
    print(
        f"{cores} cores ({platform.machine()}), Python {platform.python_version()}, load before: {load}\n",
        flush=True,
    )
    codes = []
    for kind in asked.databases or DATABASES:
        with place(kind) as env:
            command = [
                sys.executable,
                "-m",
                "benchmarks.one",
                kind,
                *(["--no-load"] if asked.no_load else []),
                *(["--desk"] if asked.desk else []),
                *(["--many"] if asked.many else []),
                *(["--lots"] if asked.lots else []),
            ]
            codes.append(subprocess.run(command, env=env, check=False).returncode)
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
