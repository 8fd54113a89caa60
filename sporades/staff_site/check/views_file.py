"""What is decided of a whole file: recevable, a piece more, what came late."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sporades.adapters import clocks
from sporades.reference.load import reference
from sporades.registrations.actions import claiming, recognising, rehearsing, reviewing
from sporades.registrations.queries import verdicts
from sporades.registrations.queries.private import hidden_pieces
from sporades.rules.reasons import Blocked, StepNotAllowed
from sporades.rules.rights import Act, may
from sporades.staff_site.check import showing, ways
from sporades.staff_site.check.forms import AskForm
from sporades.staff_site.desk.told import ended, say_blocked
from sporades.staff_site.doors import OfficerRequest, file_of, new_token, officer_may, posted, token_of


@require_safe
@officer_may(Act.READ_FILE)
def file(request: OfficerRequest, registration_id: UUID) -> HttpResponse:
    """The file to conclude; straight to its first piece to check, if one waits."""
    row = file_of(request, registration_id, "check")
    seen = verdicts.of_file(row, request.mandate, now=request.now)
    if seen.to_check and "rester" not in request.GET:
        return ways.onward(request, "staff_check", seen.to_check[0], ways.asked(request))
    claimed = claiming.claim(row, officer=request.officer, machine_now=clocks.machine_now())
    rights = {act.value: may(request.mandate, act, state=seen.head.state) for act in Act}
    context = {
        "seen": seen,
        "claimed": claimed,
        "may": rights,
        "banner": ways.banner(request),
        "has_keys": showing.has_keys(request),
        "token": new_token(),
    }
    return render(request, "staff_site/check/file.html", context)


@officer_may(Act.ADMIT)
@require_POST
def admit(request: OfficerRequest, registration_id: UUID) -> HttpResponse:
    """« Recevable »: the inscription is final, and the next file comes."""
    row = file_of(request, registration_id, "check")
    act = partial(reviewing.admit, row, token=token_of(request), by=request.actor, now=request.now)
    try:
        verdict = act()
    except (Blocked, StepNotAllowed) as refusal:
        return _told_no(request, registration_id, refusal)
    return ways.to_next_file(registration_id, verdict)


@officer_may(Act.ACCEPT_LATE)
@require_POST
def late(request: OfficerRequest, registration_id: UUID) -> HttpResponse:
    """What came late is taken as if in time, and is then checked."""
    row = file_of(request, registration_id, "check")
    act = partial(recognising.accept_late, row, token=token_of(request), by=request.actor, now=request.now)
    try:
        verdict = act()
    except (Blocked, StepNotAllowed) as refusal:
        return _told_no(request, registration_id, refusal)
    return ways.onward(request, "staff_check_file", registration_id, verdict)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_may(Act.CHECK_PIECE)
def ask(request: OfficerRequest, registration_id: UUID) -> HttpResponse:
    """A piece that no rule asks: the mail as it will be read, then the request."""
    row = file_of(request, registration_id, "check")
    seen = verdicts.of_file(row, request.mandate, now=request.now)
    form = AskForm(posted(request), initial={"correct_by": seen.correct_by})
    context: dict[str, Any] = {"form": form, "seen": seen, "token": new_token()}
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("title", "explanation", "correct_by")}
        act = partial(reviewing.ask_piece, row, **said, by=request.actor, now=request.now)
        try:
            if form.was_shown and "send" in request.POST:
                return ways.onward(request, "staff_check_file", row.id, act(token=token_of(request)))
            context |= {
                "mail": rehearsing.mail_of(row, act, without=hidden_pieces(request.mandate)),
                "digest": form.digest,
            }
        except Blocked as blocked:
            say_blocked(form, blocked)
        except StepNotAllowed:
            form.add_error(None, ended())
    return render(request, "staff_site/check/ask.html", context)


def _told_no(
    request: OfficerRequest, registration_id: UUID, refusal: Blocked | StepNotAllowed
) -> HttpResponse:
    reasons = refusal.reasons if isinstance(refusal, Blocked) else ()
    for sentence in [reference().say(reason.code, **dict(reason.params)) for reason in reasons] or [ended()]:
        messages.error(request, sentence)
    return redirect("staff_check_file", registration_id)
