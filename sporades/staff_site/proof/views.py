"""The journal of a file, whole, and whether it still holds."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sporades.registrations.queries import proof
from sporades.rules.rights import Act
from sporades.staff_site.desk.told import head_of
from sporades.staff_site.doors import OfficerRequest, file_of, officer_may


@require_safe
@officer_may(Act.READ_FILE)
def file_journal(request: OfficerRequest, registration_id: UUID) -> HttpResponse:
    row = file_of(request, registration_id, "journal")
    context = {"head": head_of(row), "proof": proof.of(row, request.mandate)}
    return render(request, "staff_site/proof/journal.html", context)
