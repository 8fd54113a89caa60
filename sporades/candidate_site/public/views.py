"""What is open, for whom and until when; each diploma and each of its specialities."""

from datetime import datetime
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from sporades.calendars import queries
from sporades.calendars.telling import board, latest_session, open_specialties
from sporades.candidate_site.doors import CandidateRequest
from sporades.candidate_site.public import conditions, specialties
from sporades.candidate_site.public.campaigns import campaigns_of
from sporades.candidate_site.public.drawing import part_of_home
from sporades.reference.load import reference
from sporades.rules.catalogue import Diploma, open_in

PAGES = "candidate_site/public/"


def now_of(request: HttpRequest) -> datetime:
    return cast(CandidateRequest, request).now


def home(request: HttpRequest) -> HttpResponse:
    now = now_of(request)
    its = board(queries.windows(now=now), now=now)
    seen = {"board": its, "known": request.user.is_authenticated, "language": get_language()}
    hero = part_of_home("candidate_site/public/_home_hero.html", **seen)
    body = part_of_home("candidate_site/public/_home_body.html", **seen)
    return render(request, PAGES + "home.html", {"hero": hero, "body": body})


def diplomas(request: HttpRequest) -> HttpResponse:
    now = now_of(request)
    windows = queries.windows(now=now)
    typed = request.GET.get("q", "").strip()
    session = latest_session(windows, now=now)
    told = {
        diploma.code: board((one for one in windows if one.diploma == diploma.code), now=now)
        for diploma in reference().diplomas.values()
    }
    return render(
        request,
        PAGES + "diplomas.html",
        {
            "boards": [(reference().diplomas[code], its) for code, its in told.items()],
            "found": specialties.search(typed, diploma=None, exam_session=session) if typed else None,
            "typed": typed,
            "exam_session": session,
        },
    )


def diploma(request: HttpRequest, slug: str) -> HttpResponse:
    now = now_of(request)
    one = _diploma(slug)
    windows = [window for window in queries.windows(now=now) if window.diploma == one.code]
    session = latest_session(windows, now=now)
    typed = request.GET.get("q", "").strip()
    return render(
        request,
        PAGES + "diploma.html",
        {
            "diploma": one,
            "board": board(windows, now=now),
            "campaigns": campaigns_of(windows, diploma=one.code),
            "exam_session": session,
            "conditions": conditions.conditions_of(one),
            "pieces": conditions.pieces_of(one),
            "typed": typed,
            "found": specialties.search(typed, diploma=one, exam_session=session) if typed else None,
            "count": len(open_specialties(one.code, session)),
            "whole_list": "" if typed else specialties.whole_list(one.code, session),
        },
    )


def specialty(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    now = now_of(request)
    one = _diploma(slug)
    found = reference().specialties.get(code)
    if found is None or found.diploma != one.code:
        raise Http404
    windows = [window for window in queries.windows(now=now) if window.diploma == one.code]
    units, known = specialties.units_told(found)
    return render(
        request,
        PAGES + "specialty.html",
        {
            "nav_current": "diplomas",
            "diploma": one,
            "specialty": found,
            "board": board(windows, now=now),
            "campaigns": campaigns_of(windows, specialty=found.code),
            "open_now": open_in(found, latest_session(windows, now=now)),
            "exam_session": latest_session(windows, now=now),
            "r408_sure": found.r408_confidence == specialties.SURE,
            "units": units,
            "units_known": known,
        },
    )


def _diploma(slug: str) -> Diploma:
    for one in reference().diplomas.values():
        if one.slug == slug:
            return one
    raise Http404
