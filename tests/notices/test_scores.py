"""What does SpamAssassin think of each letter, as a receiver's server gets it?

Debian's rules, without the network: no list is asked, no signature is checked.
The score of each letter goes to build/tests/spamassassin.txt.
"""

import re
import shutil
import subprocess
from email.utils import format_datetime
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.db.models import Value
from django.db.models.functions import Replace

from sporades.adapters import clocks
from sporades.notices import actions, envelopes
from sporades.notices.models import Notice
from tests.notices import test_every_letter

every_letter = test_every_letter.every_letter
DOMAIN = "examens-nice.fr"
pytestmark = [pytest.mark.drill, pytest.mark.once]

HIGHEST = 1.0
STATUS = re.compile(
    r"^X-Spam-Status: \w+, score=(-?[\d.]+) .*?tests=(.*?)\sautolearn", re.MULTILINE | re.DOTALL
)
REPORT = Path(configured.BASE_DIR) / "build" / "tests" / "spamassassin.txt"
# Nothing learnt from the mails of this machine.
PREFERENCES = "use_bayes 0\nuse_auto_whitelist 0\n"


def as_received(raw: bytes, sender: str, recipient: str) -> bytes:
    """With what the receiver's server writes above it: who gave it, to whom, when."""
    at = format_datetime(clocks.machine_now())
    head = (
        f"Return-Path: <{sender}>\r\n"
        f"Received: from relais.{DOMAIN} (relais.{DOMAIN} [193.49.0.25])\r\n"
        "\tby mx.receveur.fr (Postfix) with ESMTPS id 4ABCDE1234\r\n"
        f"\tfor <{recipient}>; {at}\r\n"
    )
    return head.encode() + raw


def scored(mails: list[bytes], folder: Path) -> list[tuple[float, str]]:
    """The score of each, and the rules that made it; one process reads them all."""
    (folder / "prefs").write_text(PREFERENCES)
    names = [folder / f"{number:03}.eml" for number in range(len(mails))]
    for name, raw in zip(names, mails, strict=True):
        name.write_bytes(raw.replace(b"\r\n", b"\n"))
    box = b"".join(b"From x@y Thu Nov  7 09:00:00 2024\n" + name.read_bytes() + b"\n" for name in names)
    ran = subprocess.run(
        ["spamassassin", "--local", "--mbox", f"--prefspath={folder / 'prefs'}"],
        input=box, capture_output=True, check=True, env={"HOME": str(folder), "PATH": "/usr/bin:/bin", "LC_ALL": "C"},
    )  # fmt: skip
    found = STATUS.findall(ran.stdout.decode("utf-8", "replace"))
    return [(float(score), " ".join(rules.replace(",", " ").split())) for score, rules in found]


def as_in_production(settings) -> None:
    """A site and mailboxes of one domain; the letters were written by a service of this machine."""
    here, settings.SITE_URL = settings.SITE_URL, f"https://inscriptions.{DOMAIN}"
    settings.MAIL_FROM, settings.MAIL_RETURN = f"Sporades <inscriptions@{DOMAIN}>", f"retours@{DOMAIN}"
    there = {part: Replace(part, Value(here), Value(settings.SITE_URL)) for part in ("text", "html")}
    # Those too that a later one took the place of.
    Notice.objects.update(**there, state="queued", next_try_at=clocks.machine_now())


def test_no_letter_looks_like_spam_as_it_is_really_sent(every_letter, relay, settings, tmp_path):
    assert shutil.which("spamassassin"), "tools/needs spamassassin"
    as_in_production(settings)
    while actions.send_next(machine_now=clocks.machine_now()):
        pass
    # A first line without a word is how robots fold.
    assert not [raw for raw in relay.raw if b"Subject: \r\n" in raw]
    kinds = {envelopes.message_id(letter.id): letter.kind for letter in every_letter}
    mails = [
        as_received(raw, sender, message["To"])
        for raw, sender, message in zip(relay.raw, relay.senders, relay.messages, strict=True)
    ]

    scores = scored(mails, tmp_path)

    assert len(scores) == len(mails) > len(test_every_letter.names())
    lines = {
        (kinds[message["Message-ID"]], score, rules)
        for message, (score, rules) in zip(relay.messages, scores, strict=True)
    }
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text("".join(f"{kind:40} {score:5.1f}  {rules}\n" for kind, score, rules in sorted(lines)))
    assert {kind for kind, _, _ in lines} == test_every_letter.names()
    assert [line for line in lines if line[1] >= HIGHEST] == []


def test_spamassassin_reads_and_would_say_so(tmp_path):
    """The mark that it must know: a run that scores nothing proves nothing."""
    gtube = b"Subject: x\n\nXJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X\n"

    ((score, rules),) = scored([gtube], tmp_path)

    assert score > 900
    assert "GTUBE" in rules
