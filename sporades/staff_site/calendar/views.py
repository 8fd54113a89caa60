"""The office's year on one page, one campaign in full, and its file."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sporades.calendars import access, files
from sporades.calendars.actions import publishing
from sporades.calendars.queries import office
from sporades.reference.write import text_of
from sporades.registrations.queries import year as registrations
from sporades.rules.rights import Act, may
from sporades.staff_site.calendar import history, told
from sporades.staff_site.doors import OfficerRequest, officer_may


@require_safe
@officer_may(Act.READ_CALENDAR)
def year(request: OfficerRequest) -> HttpResponse:
    windows = office.windows_of(request.mandate, now=request.now)
    current = told.current(windows, now=request.now)
    counts = registrations.counts([one.id for one in current])
    context = {
        "years": told.years(current, counts, office.announced(counts), now=request.now),
        "past": told.earlier(windows, current),
        "drafts": history.drafts(office.drafts_of(request.mandate)),
        "incidents": history.incidents(office.incidents_of(request.mandate), request.mandate),
        "extensions": history.extensions(office.extensions_of(request.mandate)),
        "may": rights(request),
    }
    return render(request, "staff_site/calendar/year.html", context)


@require_safe
@officer_may(Act.READ_CALENDAR)
def campaign(request: OfficerRequest, calendar_id: UUID) -> HttpResponse:
    row = access.campaign_for(request.mandate, calendar_id)
    windows = [
        one for one in office.windows_of(request.mandate, now=request.now) if one.campaign.id == row.id
    ]
    counts = registrations.counts([one.id for one in windows])
    context = {
        "year": next(iter(told.years(windows, counts, office.announced(counts), now=request.now)), None),
        "settings": told.settings_of(files.file_of(row)),
        "draft": office.draft_of(row),
        "events": history.events(row),
        "may": rights(request),
    }
    return render(request, "staff_site/calendar/campaign.html", context)


@require_safe
@officer_may(Act.READ_CALENDAR)
def campaign_file(request: OfficerRequest, calendar_id: UUID) -> HttpResponse:
    """The campaign as the file that would make it."""
    row = access.campaign_for(request.mandate, calendar_id)
    return toml(text_of(files.file_of(row)), f"{row.exam_session}-{row.academy}.toml")


@require_safe
@officer_may(Act.READ_CALENDAR)
def draft_file(request: OfficerRequest, draft_id: UUID) -> HttpResponse:
    draft = access.draft_for(request.mandate, draft_id)
    return toml(draft.text, publishing.draft_name(draft))


def toml(text: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="application/toml; charset=utf-8", headers=headers)


def rights(request: OfficerRequest) -> dict[str, bool]:
    """What the page offers: only what its holder may do."""
    whole = not request.mandate.diplomas
    return {
        "edit": whole and may(request.mandate, Act.EDIT_CALENDAR),
        "approve": whole and may(request.mandate, Act.APPROVE_CALENDAR),
        "extend": may(request.mandate, Act.EXTEND),
        "incident": may(request.mandate, Act.DECLARE_INCIDENT),
        "retention": may(request.mandate, Act.READ_RETENTION),
    }
