"""What must never run for real, or not without: the reasons to refuse to start."""

from collections.abc import Sequence
from email.utils import parseaddr
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.checks import Warning as Caution
from django.core.exceptions import ImproperlyConfigured

from sporades.adapters import certificates, clocks, signing

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1", "[::1]"})


def demonstration_stays_here(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """A clock that anybody moves and a page that shows every mail are for this machine only."""
    if not settings.SPORADES_DEMO:
        return []
    hosts = {*settings.ALLOWED_HOSTS, urlsplit(settings.SITE_URL).hostname or ""}
    elsewhere = sorted(hosts - LOOPBACK)
    if not settings.SPORADES_LOCAL or elsewhere:
        return [
            Error(
                f"The demonstration answers to this machine only, not to {', '.join(elsewhere) or 'the network'}.",
                hint="Unset SPORADES_DEMO: its clock and its mailbox cannot exist in production.",
                id="sporades.E001",
            )
        ]
    return []


def local_stays_here(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Plain HTTP and keys that everybody knows are for this machine only."""
    if settings.SPORADES_LOCAL and set(settings.ALLOWED_HOSTS) - LOOPBACK:
        return [
            Error("SPORADES_LOCAL is set, and the service answers to other machines.", id="sporades.E002")
        ]
    return []


def production_scans_files(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if settings.SPORADES_LOCAL or settings.CLAMD_SOCKET:
        return []
    return [
        Error(
            "No antivirus is configured: no officer could ever open a file.",
            hint="Set SPORADES_CLAMD to the socket of clamd.",
            id="sporades.E003",
        )
    ]


def the_bucket_can_be_asked(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if not settings.STORAGE.startswith("s3:"):
        return []
    missing = []
    if find_spec("boto3") is None:
        missing.append("its client is not installed: tools/bootstrap s3")
    if not (settings.STORAGE_KEY and settings.STORAGE_SECRET):
        missing.append("set SPORADES_STORAGE_KEY and SPORADES_STORAGE_SECRET")
    return (
        [Error("No file could reach the bucket.", hint="; ".join(missing), id="sporades.E005")]
        if missing
        else []
    )


def the_journal_is_sealed(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if signing.can_sign():
        return []
    return [
        Error(
            "No key signs the daily root of the journal: a journal rewritten whole would not show.",
            hint="Set SPORADES_SEAL_KEYS; `sporades journal new-key NAME` makes one.",
            id="sporades.E004",
        )
    ]


def mails_come_back(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """What cannot be delivered is learnt, and the receiver sees one domain: SPF, DKIM and DMARC ask for it."""
    sender, back = (parseaddr(said)[1].partition("@") for said in (settings.MAIL_FROM, settings.MAIL_RETURN))
    if back[0] and back[2] and back[2] == sender[2]:
        return []
    return [
        Error(
            f"Mails leave as {settings.MAIL_FROM}, and would come back to {settings.MAIL_RETURN or 'nobody'}.",
            hint="Set SPORADES_MAIL_FROM and SPORADES_MAIL_RETURN to two mailboxes of one domain.",
            id="sporades.E006",
        )
    ]


def papers_bear_a_cachet(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """A key to sign with, or no start; one that ends soon, or has ended, stops no service: papers wait for it."""
    try:
        newest = certificates.newest()
    except ImproperlyConfigured as said:
        return [Error(str(said), id="sporades.E007")]
    if newest is None:
        return [
            Error(
                "No key signs the papers that are issued: nobody could tell them from others.",
                hint="Set SPORADES_CACHETS; `sporades cachet new FILE --name WHOSE` makes one.",
                id="sporades.E007",
            )
        ]
    if newest.ends_at - clocks.machine_now() < certificates.SOON:
        return [
            Caution(
                f"The certificate of the cachet ends on {newest.ends_at:%Y-%m-%d}; then papers wait for another.",
                hint="Put a new file first in SPORADES_CACHETS, and leave the old one behind it.",
                id="sporades.W002",
            )
        ]
    return []


def proxies_are_named(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if settings.SPORADES_LOCAL or settings.TRUSTED_PROXIES:
        return []
    return [
        Caution(
            "No front server is trusted: every visitor looks like one address, and uploads count when they end.",
            hint="Set SPORADES_TRUSTED_PROXIES to the addresses of the front servers.",
            id="sporades.W001",
        )
    ]


ALL = (
    demonstration_stays_here,
    local_stays_here,
    production_scans_files,
    the_bucket_can_be_asked,
    the_journal_is_sealed,
    mails_come_back,
    papers_bear_a_cachet,
    proxies_are_named,
)
