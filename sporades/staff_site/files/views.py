"""One registration: where it stands, what is asked, what was answered, what happened."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from sporades.adapters import clocks
from sporades.registrations.actions import claiming
from sporades.registrations.queries import decided, duplicates
from sporades.registrations.queries import file as registrations
from sporades.rules.rights import Act, may
from sporades.staff_site.doors import OfficerRequest, file_of, officer_may
from sporades.staff_site.files import acts
from sporades.staff_site.files.lines import lines


@require_safe
@officer_may(Act.READ_FILE)
def file(request: OfficerRequest, registration_id: UUID) -> HttpResponse:
    row = file_of(request, registration_id, "file")
    seen = registrations.seen(row, request.mandate, now=request.now, machine_now=clocks.machine_now())
    context = {
        "seen": seen,
        "pieces": list(lines(seen, request.mandate)),
        "decided": decided.of(row),
        "beside": duplicates.beside(row, request.mandate),
        "acts": list(acts.offered(request.mandate, seen)),
        "officer_id": request.officer.id,
        "may_compare": may(request.mandate, Act.COMPARE_DUPLICATES),
        "may_check": may(request.mandate, Act.CHECK_PIECE),
    }
    return render(request, "staff_site/files/file.html", context)


@officer_may(Act.CHECK_PIECE)
@require_POST
def take_over(request: OfficerRequest, registration_id: UUID) -> HttpResponse:
    """« Reprendre ce dossier »: they were told who has it, and said so. Said twice, it is said once."""
    row = file_of(request, registration_id, "take_over")
    claiming.take_over(row, officer=request.officer, machine_now=clocks.machine_now())
    return redirect("staff_file", registration_id)
