"""A lot is published at an instant, the order taken back, the lot taken back, the lot closed."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sporades.registrations.access import publications as access
from sporades.registrations.actions import publishing, retracting
from sporades.registrations.queries import publications as lots
from sporades.rules.reasons import Blocked
from sporades.rules.rights import Act
from sporades.staff_site.desk.told import say_blocked, sentences
from sporades.staff_site.doors import OfficerRequest, new_token, officer_may, posted, token_of
from sporades.staff_site.publishing.forms import OrderForm, RetractionForm

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@officer_may(Act.PUBLISH_DOCUMENTS)
def order(request: OfficerRequest, lot_id: UUID) -> HttpResponse:
    """« Publier »: what will leave, to how many, when."""
    held = access.lot_for_officer(request.mandate, lot_id)
    lot = lots.lot(held, now=request.now)
    form = OrderForm(posted(request), zone=lot.zone, initial={"seen": lot.matched})
    if form.is_valid():
        act = partial(publishing.order, lot_id, publish_at=form.instant, seen=form.cleaned_data["seen"])
        if _done(request, form, act):
            messages.success(request, _("La publication est décidée."))
            return redirect("staff_publication", lot_id)
    context = {"lot": lot, "form": form, "token": new_token()}
    return render(request, "staff_site/publishing/order.html", context)


@require_http_methods(METHODS)
@officer_may(Act.PUBLISH_DOCUMENTS)
def stop(request: OfficerRequest, lot_id: UUID) -> HttpResponse:
    """A button of the lot: whoever opens its address finds the lot."""
    held = access.lot_for_officer(request.mandate, lot_id)
    if request.method == "POST":
        try:
            publishing.stop(held.id, token=token_of(request), by=request.actor, now=request.now)
            messages.success(request, _("La publication est suspendue : rien d’autre ne part."))
        except Blocked as blocked:
            _say(request, blocked)
    return redirect("staff_publication", lot_id)


@require_http_methods(METHODS)
@officer_may(Act.PUBLISH_DOCUMENTS)
def retract(request: OfficerRequest, lot_id: UUID) -> HttpResponse:
    """« Retirer le lot »: at once, from everybody, with the reason that each will read."""
    held = access.lot_for_officer(request.mandate, lot_id)
    form = RetractionForm(posted(request))
    if form.is_valid():
        act = partial(retracting.retract_lot, lot_id, reason=form.cleaned_data["reason"])
        if _done(request, form, act):
            messages.success(request, _("Le lot est retiré. Chaque candidat en est averti."))
            return redirect("staff_publication", lot_id)
    context = {"lot": lots.lot(held, now=request.now), "form": form, "token": new_token()}
    return render(request, "staff_site/publishing/retract.html", context)


@require_http_methods(METHODS)
@officer_may(Act.PREPARE_DOCUMENTS)
def close(request: OfficerRequest, lot_id: UUID) -> HttpResponse:
    """« Fermer le lot »: what reached nobody is erased."""
    held = access.lot_for_officer(request.mandate, lot_id)
    if request.method == "POST":
        try:
            publishing.close(held.id, token=token_of(request), by=request.actor, now=request.now)
            messages.success(request, _("Le lot est fermé : ce qui n’a rejoint personne est effacé."))
        except Blocked as blocked:
            _say(request, blocked)
        return redirect("staff_publication", lot_id)
    context = {"lot": lots.lot(held, now=request.now), "token": new_token()}
    return render(request, "staff_site/publishing/close.html", context)


def _done(request: OfficerRequest, form: Form, act: Callable[..., None]) -> bool:
    try:
        act(token=token_of(request), by=request.actor, now=request.now)
    except Blocked as blocked:
        say_blocked(form, blocked)
    return form.is_valid()


def _say(request: OfficerRequest, blocked: Blocked) -> None:
    for sentence in sentences(blocked):
        messages.warning(request, sentence)
