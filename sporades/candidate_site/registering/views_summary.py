"""The last step: everything read back, what the rules say, what comes next, and « Enregistrer »."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from sporades.candidate_site.doors import CandidateRequest, candidate_only, new_token, token_of
from sporades.candidate_site.registering import keeping, reading, warnings
from sporades.candidate_site.registering.case import Case, case_of
from sporades.candidate_site.registering.refused import nothing_lost, refused
from sporades.candidate_site.registering.steps import BY_NAME, TOTAL
from sporades.reference.load import reference
from sporades.registrations import access, facts
from sporades.registrations.actions import drafting, saving
from sporades.registrations.actions.saving import AskAgain, Saved
from sporades.registrations.queries import changes
from sporades.rules import french, pieces
from sporades.rules.lifecycle import State
from sporades.rules.reasons import Blocked
from sporades.ui.picking import TickField

if TYPE_CHECKING:
    from sporades.registrations.models import Registration


class SaveForm(forms.Form):
    said_twice = TickField(
        label=gettext_lazy("J’ai compris : je devrai signer et déposer la nouvelle confirmation."),
        required=False,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@nothing_lost
@candidate_only
def summary(request: CandidateRequest, registration_id: UUID) -> HttpResponse:
    row = access.for_candidate(request.candidate, registration_id)
    try:
        if request.method == "POST":
            return _save(request, row)
        drafting.refuse_if_shut(row, now=request.now)
        return _show(request, _up_to_date(request, row), SaveForm())
    except Blocked as blocked:
        return refused(request, blocked, contact=row.window.calendar.contact, row=row)


def _up_to_date(request: CandidateRequest, row: "Registration") -> "Registration":
    case = case_of(row, now=request.now)
    changed = keeping.follow_account(row, case, by=request.actor, now=request.now)
    return access.for_candidate(request.candidate, row.id) if changed else row


def _save(request: CandidateRequest, row: "Registration") -> HttpResponse:
    form = SaveForm(request.POST)
    said_twice = form.is_valid() and form.cleaned_data["said_twice"]
    try:
        saved = saving.save(
            row, said_twice=said_twice, token=token_of(request), by=request.actor, now=request.now
        )
    except facts.Unfinished:
        return redirect("summary", row.id)
    except AskAgain:
        form.add_error(
            "said_twice", _("Cochez la case pour enregistrer malgré tout, ou annulez vos modifications.")
        )
        return _show(request, row, form)
    _say(request, access.for_candidate(request.candidate, row.id), saved)
    return redirect("registration", row.id)


def _say(request: CandidateRequest, row: "Registration", saved: Saved) -> None:
    """What was just done; the page that follows says, at its head, where one stands and by when."""
    if not saved.changed:
        unchanged = _("Vos réponses sont à jour : votre inscription reste celle de la version %(version)s.")
        messages.info(request, unchanged % {"version": saved.version})
        return
    first = _("Pré-inscription enregistrée, n° %(number)s.")
    again = _("Modification enregistrée, n° %(number)s, version %(version)s.")
    said = first if saved.version == 1 else again
    messages.success(request, said % {"number": row.number, "version": saved.version})


def _show(request: CandidateRequest, row: "Registration", form: SaveForm) -> HttpResponse:
    case, unfinished = case_of(row, now=request.now), facts.unfinished(row)
    changed = changes.changed(row)
    context = {
        "form": form,
        "row": row,
        "case": case,
        "total": TOTAL,
        "parts": reading.parts(row, case, unfinished=unfinished),
        "unfinished": [BY_NAME[name] for name in unfinished],
        "warnings": warnings.warned(row, case, now=request.now),
        "unsaved": changed.is_unsaved,
        "changed": changed.labels,
        "asks_again": changed.is_signed and State(row.state) in saving.SIGNED,
        "to_save": changed.is_unsaved or not row.version,
        "token": new_token(),
        "nav_current": "space",
        **_what_comes(row, case, complete=not unfinished),
    }
    return render(request, "candidate_site/registering/summary.html", context)


def _what_comes(row: "Registration", case: Case, *, complete: bool) -> dict[str, Any]:
    dates, known = facts.dates(row), reference()
    asked = (
        pieces.required(facts.drafted(row), specialty=case.specialty, rules=known.piece_rules, on=case.today)
        if complete
        else ()
    )
    return {
        "closes": french.spoken_instant(dates.closes, dates.zone, dates.zone_name),
        "due": french.spoken_deadline(dates.pieces_due, dates.zone, dates.zone_name),
        "reminders": facts.about_reminders(row),
        "pieces": [
            (piece.title, french.spoken_deadline(pieces.due_of(piece, dates), dates.zone, dates.zone_name))
            for piece in asked
        ],
    }


@require_POST
@candidate_only
def abandon(request: CandidateRequest, registration_id: UUID) -> HttpResponse:
    """« Annuler mes modifications »"""
    row = access.for_candidate(request.candidate, registration_id)
    saving.abandon_changes(row, by=request.actor, now=request.now)
    said = _("Vos modifications sont annulées : votre inscription reste celle de la version %(version)s.")
    messages.info(request, said % {"version": row.version})
    return redirect("registration", row.id)
