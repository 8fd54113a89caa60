"""When did this request arrive, and what is it called in the logs?

The legal instant is stamped once, here, and passed down as `now`. It is the
instant the first byte reached our front: a slow phone must not miss a deadline
because its ten megabytes took two minutes. Only a trusted proxy may say it;
the same headers from anybody else are ignored. nginx knows the end of the
buffered upload (`$msec`) and how long it took (`$request_time`); the
difference is ours to compute. What anybody else says under those names is
taken off the request before it is read.
"""

import logging
import re
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from sporades.adapters import clocks
from sporades.adapters.storage import StoreIsAway
from sporades.adapters.tracing import request_id
from sporades.candidate_site import errors

log = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponse]

# A proxy that lies by more than this is broken: its word is not taken.
LONGEST_UPLOAD = timedelta(hours=2)
REQUEST_ID = re.compile(r"[0-9a-f]{32}")
# What only a front may say: when a request came, from where, by which way, under which name.
OF_THE_FRONT = re.compile(r"HTTP_(X_SPORADES_\w+|X_FORWARDED_\w+|FORWARDED|X_REAL_IP|X_REQUEST_ID)")

POLICY = "; ".join(
    [
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "font-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "frame-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)


class Door:
    """Stamps `request.now` (legal clock, UTC) and `request.id`."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        called = clocks.machine_now()
        if request.META.get("REMOTE_ADDR") not in settings.TRUSTED_PROXIES:
            _strip(request)
        arrived = _arrival(request, called)
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        request.id = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex  # type: ignore[attr-defined]
        request.now = clocks.legal_at(arrived)  # type: ignore[attr-defined]
        token = request_id.set(request.id)  # type: ignore[attr-defined]
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        response.headers["X-Request-Id"] = request.id  # type: ignore[attr-defined]
        return response


def _strip(request: HttpRequest) -> None:
    for name in [name for name in request.META if OF_THE_FRONT.fullmatch(name)]:
        del request.META[name]


def _arrival(request: HttpRequest, called: datetime) -> datetime:
    """The instant of the first byte as the trusted front saw it, or the moment we were called."""
    try:
        passed_on = float(request.META["HTTP_X_SPORADES_MSEC"])
        elapsed = float(request.META["HTTP_X_SPORADES_ELAPSED"])
        arrived = datetime.fromtimestamp(passed_on - elapsed, UTC)
    except (KeyError, ValueError, OverflowError, OSError):
        return called
    return arrived if timedelta(0) <= called - arrived <= LONGEST_UPLOAD else called


class Headers:
    """Says what a browser may do with a page, and that nobody may keep a private one."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class OneLanguage:
    """Speaks the only language there is: a request chooses none, and no cache tells answers apart by it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # A thread that no language was said to pays for it at each sentence.
        translation.activate(settings.LANGUAGE_CODE)
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", settings.LANGUAGE_CODE)
        return response


class StoreAway:
    """Says that files cannot be had for now, where it would be said that something is broken."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, StoreIsAway):
            return None
        log.error("a page needed the store, which is away", exc_info=exception)
        return errors.files_away(request)


class Readable:
    """Lets in what can be read: no more than a deposit weighs, and text as every browser sends it.

    Django takes the charset at the sender's word, even one that makes no text
    or that makes halves of characters, which no database keeps; and it reads a
    body to its end, from anybody, to find the form's token in it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _announced(request) > settings.LARGEST_REQUEST:
            raise RequestDataTooBig
        if (request.content_params or {}).get("charset", "utf-8").lower() not in {"utf-8", "utf8"}:
            raise BadRequest("text in UTF-8 only")
        # Python reads « \\000 » in a cookie as what PostgreSQL cannot be asked for.
        if any("\x00" in value for value in request.COOKIES.values()):
            raise BadRequest("a cookie holds text")
        return self.get_response(request)


def _announced(request: HttpRequest) -> int:
    # A body whose length is not said is not read at all.
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isdecimal() and len(said) < 20 else 0
