"""Who has read this file? What has this officer read?"""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sporades.accounts.queries import office
from sporades.journal import readings as journal
from sporades.journal.values import Subject
from sporades.registrations.queries import read as registrations
from sporades.rules.rights import Act
from sporades.staff_site import showing
from sporades.staff_site.doors import OfficerRequest, file_of, officer_may

ROWS = 50


@require_safe
@officer_may(Act.MANAGE_PEOPLE)
def readings(request: OfficerRequest, officer_id: UUID) -> HttpResponse:
    officer = office.officer_for(request.mandate, officer_id)
    page = Paginator(journal.readings_of(officer.id), ROWS).get_page(request.GET.get("page"))
    numbers = registrations.numbers(request.mandate.academies, [one.subject_id for one in page])
    rows = [(one.at, numbers.get(one.subject_id, ""), one.page) for one in page]
    context = {"officer": officer, "page": page, "rows": rows, "in_": showing.zone_of(request.mandate)}
    return render(request, "staff_site/people/readings.html", context)


@require_safe
@officer_may(Act.READ_TRACES)
def readers(request: OfficerRequest, registration_id: UUID) -> HttpResponse:
    row = file_of(request, registration_id, "readers")
    told = journal.readers_of(Subject("registration", row.id))
    names = office.names({one.officer_id for one in told})
    rows = [(names.get(one.officer_id, ""), one) for one in told]
    context = {"row": row, "rows": rows, "zone": row.window.calendar.zone}
    return render(request, "staff_site/people/readers.html", context)
