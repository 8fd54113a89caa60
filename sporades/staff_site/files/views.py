"""One registration: where it stands, what is asked, what was answered, what happened."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sporades.registrations.queries import decided
from sporades.registrations.queries import file as registrations
from sporades.rules.lifecycle import State
from sporades.rules.rights import Act
from sporades.staff_site.doors import OfficerRequest, file_of, officer_may
from sporades.staff_site.files import acts


@require_safe
@officer_may(Act.READ_FILE)
def file(request: OfficerRequest, registration_id: UUID) -> HttpResponse:
    row = file_of(request, registration_id, "file")
    seen = registrations.seen(row, request.mandate, now=request.now)
    context = {
        "seen": seen,
        "decided": decided.of(row),
        "acts": list(acts.offered(request.mandate, row.id, State(row.state))),
    }
    return render(request, "staff_site/files/file.html", context)
