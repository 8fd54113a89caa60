"""« Voir comme le candidat »: what it shows is said first; one button begins it, another ends it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from sporades.adapters import clocks
from sporades.rules.rights import Act
from sporades.staff_site import seeing
from sporades.staff_site.desk.told import head_of
from sporades.staff_site.doors import OfficerRequest, file_of, officer_may


@require_http_methods(["GET", "HEAD", "POST"])
@officer_may(Act.SEE_AS_CANDIDATE)
def see_as_candidate(request: OfficerRequest, registration_id: UUID) -> HttpResponse:
    row = file_of(request, registration_id, "see_as_candidate")
    if request.method == "POST":
        seeing.begin(request.session, row.id, machine_now=clocks.machine_now())
        return redirect("registration", row.id)
    minutes = seeing.TIME_TO_SEE.seconds // 60
    return render(request, "staff_site/files/see.html", {"head": head_of(row), "minutes": minutes})


@officer_may(Act.SEE_AS_CANDIDATE)
@require_POST
def stop_seeing(request: OfficerRequest) -> HttpResponse:
    sight = seeing.end(request.session)
    return redirect("staff_file", sight.registration_id) if sight else redirect("staff_files")
