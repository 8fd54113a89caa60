"""Where does a request come from, and has this device logged in to that account before?

The network address is the connection's, unless a proxy of ours made it: then
it is the last hop that proxy wrote. A header from anybody else is not read.
A device that has logged in keeps a signed cookie; it opens nothing, it only
says whose failures are counted apart.
"""

import ipaddress
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from sporades.accounts.addresses import canonical

NOWHERE = "0.0.0.0"  # noqa: S104 - a unix socket has no address
SALT = "sporades.accounts.device"
YEAR = 365 * 24 * 3600
MOST_ACCOUNTS = 12


def address(request: HttpRequest) -> str:
    hop = request.META.get("REMOTE_ADDR", "")
    if hop in settings.TRUSTED_PROXIES:
        hop = request.headers.get("X-Forwarded-For", hop).rpartition(",")[2].strip()
    try:
        return str(ipaddress.ip_address(hop))
    except ValueError:
        return NOWHERE


def network(request: HttpRequest) -> str:
    """What counts as one place: an address of IPv4, or the /64 that a home gets in IPv6."""
    place = ipaddress.ip_address(address(request))
    return str(ipaddress.ip_network((place, 64 if place.version == 6 else 32), strict=False))


def device_for(request: HttpRequest, email: str) -> str | None:
    """The device's own name if it has logged in with this address before."""
    known = _read(request)
    return known.name if known and _mark(email) in known.accounts else None


def remember(request: HttpRequest, response: HttpResponse, email: str) -> None:
    known = _read(request) or _Device(secrets.token_urlsafe(16), ())
    accounts = (_mark(email), *(mark for mark in known.accounts if mark != _mark(email)))[:MOST_ACCOUNTS]
    response.set_cookie(
        _cookie(),
        signing.dumps([known.name, *accounts], salt=SALT),
        max_age=YEAR,
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Lax",
    )


@dataclass(frozen=True, slots=True)
class _Device:
    name: str
    accounts: tuple[str, ...]


def _read(request: HttpRequest) -> _Device | None:
    try:
        name, *accounts = signing.loads(request.COOKIES.get(_cookie(), ""), salt=SALT)
    except signing.BadSignature:
        return None
    return _Device(name, tuple(accounts))


def _cookie() -> str:
    return "__Host-device" if settings.SESSION_COOKIE_SECURE else "device"


def _mark(email: str) -> str:
    return salted_hmac(SALT, canonical(email), algorithm="sha256").hexdigest()[:24]
