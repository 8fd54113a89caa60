"""Sporades as an operator runs it: gunicorn, and nginx in front with the configuration we propose.

They are other processes: they see what a test committed, so such a test asks
for `transactional_db`.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from string import Template

from django.db import connection

from tests.services import privately

ROOT = Path(__file__).resolve().parents[2]
PROPOSED = ROOT / "deploy" / "nginx.conf.template"

NGINX = """\
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log stderr warn;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/sporades.conf;
}}
"""


def child_environment(**more: str) -> dict[str, str]:
    """What a process of ours needs to see the database and the files of the tests."""
    return {**os.environ, "SPORADES_DATABASE": database_url(), **more}


def database_url() -> str:
    """The test database, in the words of SPORADES_DATABASE."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{database['NAME']}"
    return f"postgresql://{database['USER']}@/{database['NAME']}?host={database['HOST']}"


@contextmanager
def gunicorn(application: str = "sporades.config.wsgi:application", **environment: str) -> Iterator[str]:
    """Its address, host and port."""
    port = privately.free_port()
    command = [
        *(sys.executable, "-m", "gunicorn", application),
        *("--bind", f"127.0.0.1:{port}", "--workers", "1", "--worker-class", "gthread", "--threads", "4"),
        # gunicorn's own folder of heartbeats is on disk otherwise, and a busy disk looks like a dead worker.
        *("--worker-tmp-dir", "/dev/shm"),
    ]
    with (
        privately.folder("gunicorn") as folder,
        privately.running(
            command,
            ready=lambda: privately.listens(("127.0.0.1", port)),
            said=folder / "log",
            user=None,
            env=child_environment(**environment),
        ),
    ):
        yield f"127.0.0.1:{port}"


@contextmanager
def nginx(upstream: str) -> Iterator[str]:
    """The address of a real nginx before `upstream`, host and port."""
    address = f"127.0.0.1:{privately.free_port()}"
    values = {
        "SPORADES_LISTEN": address,
        "SPORADES_NAME": "127.0.0.1",
        "SPORADES_UPSTREAM": upstream,
        "SPORADES_TLS": "",
    }
    with privately.folder("nginx") as folder:
        # Only ours are replaced, as envsubst does when told which: nginx has variables too.
        proposed = Template(PROPOSED.read_text(encoding="utf-8")).safe_substitute(values)
        for part in ("templates", "static"):
            shutil.copytree(ROOT / "sporades" / "ui" / part, folder / part)
        proposed = proposed.replace("/srv/sporades/sporades/ui", str(folder))
        (folder / "sporades.conf").write_text(proposed, encoding="utf-8")
        (folder / "nginx.conf").write_text(NGINX.format(folder=folder), encoding="ascii")
        privately.give_away(folder)
        with privately.running(
            ["nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder), "-e", "stderr"],
            ready=lambda: privately.listens(("127.0.0.1", int(address.rpartition(":")[2]))),
            said=folder / "log",
            user=privately.unprivileged(),
        ):
            yield address


@contextmanager
def behind_nginx(**environment: str) -> Iterator[str]:
    """The whole of it: gunicorn that believes this nginx, and nobody else."""
    with (
        gunicorn(SPORADES_TRUSTED_PROXIES="127.0.0.1", **environment) as upstream,
        nginx(upstream) as address,
    ):
        yield address
