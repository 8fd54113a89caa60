"""What does the page of each step show beside its questions?"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from sporades.candidate_site.account import showing as account
from sporades.candidate_site.registering import places
from sporades.candidate_site.registering.case import Case
from sporades.candidate_site.registering.forms.base import StepForm
from sporades.candidate_site.registering.forms.exam import ExamForm, dates_said
from sporades.reference.load import reference
from sporades.registrations import facts, offers
from sporades.rules import french
from sporades.rules.calendar import Phase

if TYPE_CHECKING:
    from sporades.registrations.models import Registration

Shown = dict[str, Any]


def beside(form: StepForm, row: "Registration | None") -> Shown:
    """What the template of the step needs, already read and said."""
    shown = _BESIDE.get(form.step)
    return {**_limits(form.case), **(shown(form, row) if shown else {})}


def _limits(case: Case) -> Shown:
    dates = case.dates
    if dates is None or case.campaign is None:
        return {}
    return {
        "closes": french.spoken_instant(dates.closes, dates.zone, dates.zone_name),
        "due": french.spoken_deadline(dates.pieces_due, dates.zone, dates.zone_name),
        "links": case.campaign.links,
        "source": case.campaign.source,
    }


def _exam(form: StepForm, row: "Registration | None") -> Shown:
    form = cast(ExamForm, form)
    window, known = form.window, reference()
    nothing_open = all(one.phase is not Phase.OPEN for one in form.case.windows)
    closed = [(known.diplomas[one.diploma].name, dates_said(one, now=form.case.now)) for one in form.closed]
    if not window or window.phase is not Phase.OPEN:
        contacts = [one.campaign.contact for one in form.closed]
        contact = contacts[0] if contacts else {}
        return {"closed": closed, "contact": contact, "nothing_open": nothing_open}
    exam = (window.diploma, window.campaign.exam_session)
    return {
        "closed": closed,
        "specialties": _all_specialties(window.campaign.academy, *exam),
        "specialties_count": len(offers.open_specialties(*exam)),
    }


@lru_cache(maxsize=256)
def _all_specialties(academy: str, diploma: str, exam_session: int) -> SafeString:
    """« Voir toutes les spécialités »: some 165 links, each of which chooses, written once."""
    link = '<li><a href="?academie={}&amp;diplome={}&amp;specialite={}#suite">{}</a></li>'
    known = offers.open_specialties(diploma, exam_session).values()
    return format_html(
        "<ul>{}</ul>", format_html_join("", link, ((academy, diploma, one.code, one.title) for one in known))
    )


def _terms(form: StepForm, row: "Registration | None") -> Shown:
    campaign, specialty = form.case.campaign, form.case.specialty.code
    notices = campaign.notices if campaign else ()
    reminders = facts.about_reminders(row) if row else ""
    return {"notices": [one for one in notices if one["specialty"] == specialty], "reminders": reminders}


def _identity(form: StepForm, row: "Registration | None") -> Shown:
    return {
        "civil": account.identity(form.case.identity),
        "frozen": row is not None and row.candidate.identity_frozen_at is not None,
        "abroad": places.abroad(),
    }


def _situation(form: StepForm, row: "Registration | None") -> Shown:
    return {"amex_help": reference().say("amex")}


def _papers(form: StepForm, row: "Registration | None") -> Shown:
    offer = offers.offer_of(form.case.specialty)
    return {"offer": offer, "language_units": ",".join(sorted(offer.optional_languages))}


def _acquis(form: StepForm, row: "Registration | None") -> Shown:
    return {"units_known": offers.offer_of(form.case.specialty).known}


_BESIDE: Mapping[str, Callable[[StepForm, "Registration | None"], Shown]] = {
    "exam": _exam,
    "terms": _terms,
    "identity": _identity,
    "situation": _situation,
    "papers": _papers,
    "acquis": _acquis,
}
