"""What we propose to an operator works as it is written: clamd, gunicorn, nginx."""

import gzip
import http.client
import re
import sys
from contextlib import closing

import pytest

from sporades.adapters import antivirus, decoding, media
from sporades.adapters.antivirus import Verdict
from tests.corpus.pdfs import drawing, drawings, zeros
from tests.corpus.pictures import photo
from tests.services import privately, web
from tests.services.clamd import EICAR
from tests.source import ROOT

DEPLOY = ROOT / "deploy"
# What stands behind ours, as Debian has it, and a limit that must not count.
DEBIAN_CLAMD = """
LocalSocket {folder}/clamd.ctl
DatabaseDirectory {folder}
Foreground yes
StreamMaxLength 1M
AlertExceedsMax no
"""


@pytest.fixture(scope="module")
def proposed_clamd():
    """clamd as deploy/clamd.conf asks, in a folder of its own and with one signature."""
    with privately.folder("clamd") as folder:
        (folder / "eicar.ndb").write_text(f"Eicar-Test:0:*:{EICAR.hex()}\n", encoding="ascii")
        text = (DEPLOY / "clamd.conf").read_text(encoding="ascii")
        (folder / "clamd.conf").write_text(text + DEBIAN_CLAMD.format(folder=folder), encoding="ascii")
        privately.give_away(folder)
        socket = str(folder / "clamd.ctl")
        with privately.running(
            ["clamd", "--config-file", str(folder / "clamd.conf")],
            ready=lambda: privately.listens(socket),
            said=folder / "log",
            user=privately.unprivileged(),
        ):
            yield socket


@pytest.mark.parametrize(
    ("content", "verdict"),
    [(b"%PDF-1.7", Verdict.CLEAN), (EICAR, Verdict.INFECTED), (b"0" * 26 * 1024 * 1024, Verdict.UNSCANNED)],
    ids=["clean", "infected", "over the limits"],
)
def test_the_antivirus_we_propose_gives_each_verdict(proposed_clamd, content, verdict):
    assert antivirus.scan(content, address=proposed_clamd).verdict is verdict


@pytest.mark.parametrize(
    "content",
    [
        drawing(zeros(20), b"/Filter /FlateDecode"),
        drawings([zeros(17)] * 4, b"/Filter /FlateDecode"),
        photo() + bytes(media.MAX_BYTES - len(photo())),
    ],
    ids=["the longest drawing", "the longest drawings together", "the largest file"],
)
def test_the_largest_of_what_we_take_is_within_the_limits_of_the_antivirus_we_propose(
    proposed_clamd, content
):
    assert decoding.read(content, "").pages == 1

    assert antivirus.scan(content, address=proposed_clamd).verdict is Verdict.CLEAN


@pytest.fixture
def proposed_gunicorn(transactional_db):
    address = f"127.0.0.1:{privately.free_port()}"
    command = [
        *(sys.executable, "-m", "gunicorn", "--config", str(DEPLOY / "gunicorn.conf.py")),
        "sporades.config.wsgi",
    ]
    port = int(address.rpartition(":")[2])
    with (
        privately.folder("gunicorn") as folder,
        privately.running(
            command,
            ready=lambda: privately.listens(("127.0.0.1", port)),
            said=folder / "log",
            user=None,
            env=web.child_environment(SPORADES_BIND=address, SPORADES_TRUSTED_PROXIES="127.0.0.1"),
        ),
    ):
        yield address


def test_behind_the_two_servers_we_propose_a_page_comes_compressed(proposed_gunicorn):
    with (
        web.nginx(proposed_gunicorn) as front,
        closing(http.client.HTTPConnection(front, timeout=30)) as connection,
    ):
        connection.request("GET", "/aide/", headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        body = answer.read()

    assert answer.status == 200
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Aide et contact" in gzip.decompress(body).decode()
    assert len(body) < 20_000


def test_while_the_site_is_stopped_people_read_its_page_and_not_that_of_the_front():
    stopped = f"127.0.0.1:{privately.free_port()}"
    with web.nginx(stopped) as front, closing(http.client.HTTPConnection(front, timeout=30)) as connection:
        connection.request("POST", "/justificatifs/", body="x")
        answer = connection.getresponse()
        body = answer.read().decode()

    assert (answer.status, answer.headers["Retry-After"]) == (503, "60")
    assert "<h1>Le service est fermé quelques instants</h1>" in body


def test_while_the_site_is_stopped_the_front_gives_what_its_page_is_dressed_with():
    page = (ROOT / "sporades" / "ui" / "templates" / "503.html").read_text(encoding="utf-8")
    asked = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page)) | {"/static/ui/public-sans.woff2"}

    stopped = f"127.0.0.1:{privately.free_port()}"
    with web.nginx(stopped) as front, closing(http.client.HTTPConnection(front, timeout=30)) as connection:
        given = {}
        for path in asked:
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            given[path] = (answer.status, answer.headers["Content-Type"])

    assert given == {
        "/static/ui/sporades.css": (200, "text/css"),
        "/static/ui/favicon.svg": (200, "image/svg+xml"),
        "/static/ui/public-sans.woff2": (200, "font/woff2"),
    }
