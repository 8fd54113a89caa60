"""The calendar for agendas and other programs, and what visiting robots and researchers read."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from sporades.calendars import queries
from sporades.candidate_site.public import feeds
from sporades.candidate_site.public.service import service
from sporades.candidate_site.public.views import now_of

# RFC 9116 asks for less than a year.
PROMISE = timedelta(days=180)


def calendar_json(request: HttpRequest) -> HttpResponse:
    now = now_of(request)
    said = feeds.as_json(queries.windows(now=now), now=now)
    return JsonResponse(said, json_dumps_params={"ensure_ascii": False, "indent": 1})


def calendar_ics(request: HttpRequest) -> HttpResponse:
    now = now_of(request)
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    said = feeds.as_ics(queries.windows(now=now), now=now, host=host)
    return HttpResponse(said, content_type="text/calendar; charset=utf-8")


def robots(request: HttpRequest) -> HttpResponse:
    # A demonstration tells false dates: nobody should find it by searching.
    home = reverse("home")
    refused = [home] if settings.SPORADES_DEMO else [f"{home}inscriptions/", f"{home}V/", f"{home}v/"]
    lines = ["User-agent: *", *(f"Disallow: {place}" for place in refused)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def security(request: HttpRequest) -> HttpResponse:
    said = service().section("security")
    if not said["contact"]:
        raise Http404
    expires = (now_of(request) + PROMISE).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {said['contact']}",
        *([f"Policy: {said['policy']}"] if said["policy"] else []),
        f"Expires: {expires.isoformat()}",
        "Preferred-Languages: fr, en",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
