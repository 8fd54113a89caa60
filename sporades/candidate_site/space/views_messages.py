"""What do I want to tell the service, and what has it answered?"""

from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sporades.candidate_site.doors import CandidateRequest, candidate_only, new_token, token_of
from sporades.candidate_site.space.forms import MessageForm
from sporades.candidate_site.space.refusals import say_blocked
from sporades.registrations import access
from sporades.registrations.actions import messaging
from sporades.registrations.queries import messages, space
from sporades.rules.reasons import Blocked


@require_http_methods(["GET", "HEAD", "POST"])
@candidate_only
def registration_messages(request: CandidateRequest, registration_id: UUID) -> HttpResponse:
    row = access.for_candidate(request.candidate, registration_id)
    form = MessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {"text": form.cleaned_data["text"], "token": token_of(request)}
        try:
            messaging.write_to_office(row, **said, by=request.actor, now=request.now)
        except Blocked as blocked:
            say_blocked(form, blocked)
        else:
            flash.success(request, _("Votre message est parti. La réponse viendra ici, et par courriel."))
            return redirect("registration_messages", registration_id)
    context = {"form": form, "token": new_token(), "conversation": messages.conversation(row)}
    context |= {"seen": space.head(row, now=request.now), "links": row.window.calendar.links}
    return render(request, "candidate_site/space/messages.html", context)
