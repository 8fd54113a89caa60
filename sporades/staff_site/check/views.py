"""The screen of the check: what comes next, one piece, the picture of one page, the keys."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sporades.adapters import clocks, decoding, media, storage
from sporades.registrations.actions import claiming
from sporades.registrations.queries import checking
from sporades.rules.rights import Act, may
from sporades.staff_site.check import showing, ways
from sporades.staff_site.check.forms import KeysForm
from sporades.staff_site.doors import OfficerRequest, new_token, officer_may, piece_of, posted

A_YEAR = 365 * 24 * 3600
# Nothing may run, ask or send from what somebody gave; nobody may frame it, and no cache keeps it.
SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox"


@require_safe
@officer_may(Act.READ_FILE)
def next_one(request: OfficerRequest) -> HttpResponse:
    """« Suivant »: the next file that waits; its first piece to check, or the file to conclude."""
    after = _uuid(request.GET.get(ways.AFTER, ""))
    found = ways.next_file(request, after)
    if found is None:
        context = {"banner": ways.banner(request), "query": urlencode(ways.list_of(request))}
        return render(request, "staff_site/check/nothing.html", context)
    return ways.onward(request, "staff_check_file", found, ways.asked(request))


@require_safe
@officer_may(Act.READ_FILE)
def check(request: OfficerRequest, piece_id: UUID) -> HttpResponse:
    """One piece: its pages, what it must prove, and what can be decided."""
    piece = piece_of(request, piece_id, "check")
    seen = checking.checked(piece, request.mandate, now=request.now)
    claimed = claiming.claim(piece.registration, officer=request.officer, machine_now=clocks.machine_now())
    context = {
        "seen": seen,
        "viewer": showing.viewer(request, seen),
        "claimed": claimed,
        "may_decide": may(request.mandate, Act.CHECK_PIECE, state=seen.head.state),
        "may_recognise": seen.is_doubtful and may(request.mandate, Act.RECOGNISE, state=seen.head.state),
        "may_decide_acquis": may(request.mandate, Act.DECIDE_ACQUIS, state=seen.head.state),
        "may_cancel": may(request.mandate, Act.CANCEL, state=seen.head.state),
        "banner": ways.banner(request),
        "skip": ways.following(seen.to_check, piece.id),
        "previous": _before(seen),
        "has_keys": showing.has_keys(request),
        "token": new_token(),
    }
    return render(request, "staff_site/check/check.html", context)


def _before(seen: checking.Checked) -> UUID | None:
    ids = [one.id for one in seen.pieces]
    place = ids.index(seen.piece.id)
    return ids[place - 1] if place else None


@require_safe
@officer_may(Act.READ_FILE)
def sheet(request: OfficerRequest, file_id: UUID) -> HttpResponse:
    """The picture of one page, that we draw; never of a file that the antivirus has not cleared."""
    file = checking.shown_file(request.mandate, file_id)
    if file is None:
        raise Http404
    piece_of(request, file.deposit.piece_id, "sheet")
    view = showing.view_of(request, file.pages)
    try:
        content = storage.get(file.key, file.wrapped_key, file.key_id)
        drawn = decoding.sheet(content, file.media_type, page=view.page - 1, zoom=view.zoom, turn=view.turn)
    except (media.Unreadable, storage.CannotGive):
        raise Http404 from None
    return picture(drawn)


def picture(drawn: bytes) -> HttpResponse:
    response = HttpResponse(drawn, content_type=media.JPEG)
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Content-Disposition"] = "inline"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@officer_may(Act.READ_FILE)
def keys(request: OfficerRequest) -> HttpResponse:
    """Which keys there are, and the switch that turns them off on this browser."""
    form = KeysForm(posted(request), initial={"wanted": "yes" if showing.has_keys(request) else "no"})
    if not form.is_valid():
        return render(request, "staff_site/check/keys.html", {"form": form})
    wanted = form.cleaned_data["wanted"]
    said = _("Les touches sont actives.") if wanted else _("Les touches sont coupées sur ce navigateur.")
    messages.success(request, said)
    response = redirect("staff_check_keys")
    value = "oui" if wanted else showing.OFF
    response.set_cookie(
        showing.KEYS_COOKIE, value, max_age=A_YEAR, secure=request.is_secure(), httponly=True, samesite="Lax"
    )
    return response


def _uuid(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None
