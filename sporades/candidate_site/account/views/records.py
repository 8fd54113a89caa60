"""« Mes données »: all of it, in one archive, at once."""

from collections.abc import Iterator
from typing import cast

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters

from sporades.accounts.sentences import carried_out
from sporades.candidate_site.account.forms import OwnDataForm
from sporades.candidate_site.doors import CandidateRequest, candidate_only
from sporades.records.actions import giving
from sporades.ui.posting import posted


@sensitive_post_parameters("current")
@candidate_only
def own_data(request: CandidateRequest) -> HttpResponse:
    form, archive = OwnDataForm(posted(request)), list[Iterator[bytes]]()

    def act() -> None:
        password = form.cleaned_data["current"]
        archive.append(giving.give(request.candidate, password=password, by=request.actor, now=request.now))

    if carried_out(form, act):
        return _sent(archive[0])
    return render(request, "candidate_site/account/own_data.html", {"form": form})


def _sent(archive: Iterator[bytes]) -> HttpResponse:
    response = StreamingHttpResponse(archive, content_type="application/zip")
    response.headers["Content-Disposition"] = 'attachment; filename="mes-donnees.zip"'
    response.headers["Cache-Control"] = "no-store"
    return cast(HttpResponse, response)
