"""Which of our mails did not reach me, and what can I do?"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sporades.candidate_site.account.showing import when
from sporades.candidate_site.doors import CandidateRequest, candidate_only
from sporades.notices import actions as notices
from sporades.reference.load import reference
from sporades.registrations.queries import returned


@require_http_methods(["GET", "HEAD", "POST"])
@candidate_only
def returned_mails(request: CandidateRequest) -> HttpResponse:
    """« Courriels non remis »: each can be read here; « J’ai lu » takes them off."""
    account = request.candidate.account
    mails = returned.unseen(account.id, account.email)
    if request.method == "POST":
        # Only what this page showed: another may have come back meanwhile.
        read = set(request.POST.getlist("mail"))
        notices.see([mail.id for mail in mails if str(mail.id) in read], now=request.now)
        messages.success(request, _("C’est noté. Tout ce qui vous est écrit reste aussi dans votre espace."))
        return redirect("space")
    shown = [
        {
            "id": mail.id,
            "title": mail.title,
            "recipient": mail.recipient,
            "when": when(mail.left_at or mail.queued_at),
            "why": reference().say(f"returned_{mail.returned_for}"),
            # A mail of the account may carry a link that opens it: here one is inside already.
            "text": mail.text if mail.subject_kind == "registration" else "",
        }
        for mail in mails
    ]
    at_fault = any(mail.recipient == account.email for mail in mails)
    return render(
        request, "candidate_site/space/returned_mails.html",
        {"mails": shown, "email": account.email, "at_fault": at_fault},
    )  # fmt: skip
