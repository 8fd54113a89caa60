"""A colleague has lost their mailbox: one administrator asks for another, a second one decides."""

from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sporades.accounts.queries import lost_mailboxes as accounts
from sporades.accounts.queries import office
from sporades.rules.rights import Act
from sporades.staff_site import mailboxes
from sporades.staff_site.doors import OfficerRequest, officer_may


@require_http_methods(["GET", "HEAD", "POST"])
@officer_may(Act.MANAGE_PEOPLE)
def mailbox(request: OfficerRequest, officer_id: UUID) -> HttpResponse:
    """What waits is decided here too, by somebody else than who asked. The second factor does not move."""
    officer = office.officer_for(request.mandate, officer_id)
    waiting = accounts.waiting(officer.account_id)
    if mailboxes.decides(request, waiting):
        decided = mailboxes.decide(request, waiting)
        return redirect("staff_person" if decided else "staff_person_mailbox", officer_id)
    form = mailboxes.MailboxForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and mailboxes.asked(request, officer.account, form):
        flash.success(request, _("Demande enregistrée. Un autre administrateur doit maintenant décider."))
        return redirect("staff_person_mailbox", officer_id)
    mine = waiting is not None and waiting.asked_by == request.officer.id
    context = {"form": form, "officer": officer, "asked": waiting, "mine": mine}
    return render(request, "staff_site/people/mailbox.html", context)
