"""The pages of text: what to know, whom to ask, and what the law asks a public service to say."""

from email.utils import parseaddr

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from sporades.calendars import queries
from sporades.calendars.telling import board
from sporades.candidate_site.public.campaigns import campaigns_of
from sporades.candidate_site.public.service import service
from sporades.candidate_site.public.views import PAGES, now_of
from sporades.records import telling
from sporades.reference.load import reference


def before(request: HttpRequest) -> HttpResponse:
    now = now_of(request)
    windows = queries.windows(now=now)
    said = {"board": board(windows, now=now), "campaigns": campaigns_of(windows), "sender": _sender()}
    return render(request, PAGES + "before.html", said)


def help_page(request: HttpRequest) -> HttpResponse:
    windows = queries.windows(now=now_of(request))
    return render(request, PAGES + "help.html", {"campaigns": campaigns_of(windows), "sender": _sender()})


def legal_notices(request: HttpRequest) -> HttpResponse:
    said = service()
    return render(
        request,
        PAGES + "legal_notices.html",
        {"publisher": said.section("publisher"), "host": said.section("host")},
    )


def personal_data(request: HttpRequest) -> HttpResponse:
    said = service()
    return render(
        request,
        PAGES + "personal_data.html",
        {
            "data": said.section("data"),
            "durations": telling.durations(),
            "retention": said.section("retention"),
        },
    )


def accessibility(request: HttpRequest) -> HttpResponse:
    said = service()
    return render(
        request,
        PAGES + "accessibility.html",
        {
            "publisher": said.section("publisher"),
            "declaration": said.section("accessibility"),
            "site": settings.SITE_URL,
        },
    )


def site_map(request: HttpRequest) -> HttpResponse:
    diplomas = [(one, reverse("diploma", args=[one.slug])) for one in reference().diplomas.values()]
    return render(request, PAGES + "site_map.html", {"diplomas": diplomas})


def _sender() -> str:
    """The address to look for among the unwanted mail."""
    return parseaddr(settings.MAIL_FROM)[1]
