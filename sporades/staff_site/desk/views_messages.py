"""What candidates ask, what the office answers, and what officers tell one another."""

from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sporades.registrations.actions import messaging
from sporades.registrations.queries import messages, rectifications, replacements
from sporades.rules.rights import Act
from sporades.staff_site.desk.forms import MessageForm, NoteForm
from sporades.staff_site.desk.told import head_of
from sporades.staff_site.doors import OfficerRequest, file_of, new_token, officer_may, token_of


@require_safe
@officer_may(Act.WRITE_MESSAGE)
def waiting(request: OfficerRequest) -> HttpResponse:
    """« Messages »: the candidates who wait for an answer."""
    mandate = request.mandate
    context = {
        "rows": messages.unanswered(mandate),
        "rectifications": len(rectifications.waiting(mandate)),
        "replacements": len(list(replacements.waiting(mandate))),
    }
    return render(request, "staff_site/desk/messages.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_may(Act.WRITE_MESSAGE)
def file_messages(request: OfficerRequest, registration_id: UUID) -> HttpResponse:
    row = file_of(request, registration_id, "messages")
    form = MessageForm(request.POST if "text" in request.POST else None)
    if "settle" in request.POST:
        messaging.need_no_answer(row, by=request.actor, now=request.now)
        return redirect("staff_messages")
    if form.is_valid():
        said = {"text": form.cleaned_data["text"], "author": request.officer.name}
        messaging.write_to_candidate(row, **said, token=token_of(request), by=request.actor, now=request.now)
        flash.success(request, _("Votre message est parti."))
        return redirect("staff_file_messages", registration_id)
    context = {"form": form, "token": new_token(), "head": head_of(row)}
    context |= {"conversation": messages.conversation(row), "waits": messages.waits_for_answer(row)}
    return render(request, "staff_site/desk/file_messages.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_may(Act.WRITE_NOTE)
def file_notes(request: OfficerRequest, registration_id: UUID) -> HttpResponse:
    row = file_of(request, registration_id, "notes")
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {"text": form.cleaned_data["text"], "author": request.officer.name}
        messaging.write_note(row, **said, token=token_of(request), by=request.actor, now=request.now)
        return redirect("staff_file_notes", registration_id)
    context = {"form": form, "token": new_token(), "head": head_of(row), "notes": messages.notes(row)}
    return render(request, "staff_site/desk/file_notes.html", context)
