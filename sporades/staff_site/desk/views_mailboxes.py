"""A candidate has lost their mailbox: one officer asks for another, a second one decides."""

from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sporades.accounts.queries import lost_mailboxes as accounts
from sporades.rules.rights import Act
from sporades.staff_site import mailboxes
from sporades.staff_site.desk.told import head_of
from sporades.staff_site.doors import OfficerRequest, file_of, officer_may


@require_http_methods(["GET", "HEAD", "POST"])
@officer_may(Act.REPLACE_EMAIL)
def replace_email(request: OfficerRequest, registration_id: UUID) -> HttpResponse:
    """What waits is decided here too, by somebody else than who asked."""
    row = file_of(request, registration_id, "mailbox")
    asked = accounts.waiting(row.candidate.account_id)
    if mailboxes.decides(request, asked):
        decided = mailboxes.decide(request, asked)
        return redirect("staff_file" if decided else "staff_replace_email", registration_id)
    form = mailboxes.MailboxForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and mailboxes.asked(request, row.candidate.account, form):
        flash.success(request, _("Demande enregistrée. Un collègue doit maintenant décider."))
        return redirect("staff_replace_email", registration_id)
    mine = asked is not None and asked.asked_by == request.officer.id
    context = {"form": form, "head": head_of(row), "asked": asked, "mine": mine}
    context["email"] = row.candidate.account.email
    return render(request, "staff_site/desk/mailbox.html", context)
