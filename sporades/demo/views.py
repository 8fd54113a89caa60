"""The strip's buttons, what a jump did, the mailbox, and who can log in."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sporades.adapters import clocks
from sporades.calendars import queries as calendars
from sporades.demo import cast, crowd, jumps, playing, scene
from sporades.notices import queries as notices
from sporades.rules import french

# What the deadlines do, as the page tells it.
DONE = {
    "expired": _("brouillons clos : %(n)s"),
    "cancelled": _("candidatures annulées : %(n)s"),
    "set_aside": _("candidatures écartées : %(n)s"),
    "reminded": _("rappels envoyés : %(n)s"),
    "account_deleted": _("comptes non activés supprimés : %(n)s"),
}
SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-popups allow-popups-to-escape-sandbox"


@require_POST
def jump(request: HttpRequest) -> HttpResponse:
    """Moves the clock forward and tells what fell due on the way."""
    wanted = request.POST.get("jump", "")
    if wanted == "again":
        return redirect("demo_again")
    found = next((one for one in jumps.jumps(now=clocks.legal_now()) if one.code == wanted), None)
    if found is None:
        return redirect(_back(request))
    request.session["demo_played"] = [_told(stop) for stop in jumps.play(found.to)]
    request.session["demo_back"] = _back(request)
    return redirect("demo_played" if request.session["demo_played"] else _back(request))


def _told(stop: jumps.Played) -> dict[str, str]:
    return {
        "said": french.spoken_instant(stop.at, **_zone()),
        "what": ", ".join(str(DONE[kind]) % {"n": count} for kind, count in stop.done.items()),
    }


def _zone() -> dict[str, str]:
    """The zone of the newest campaign: the one the strip speaks of."""
    campaign = calendars.windows(now=clocks.legal_now())[0].campaign
    return {"zone": campaign.zone, "zone_name": campaign.zone_name}


def _back(request: HttpRequest) -> str:
    back = request.POST.get("back", "")
    return back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else reverse("home")


@require_GET
def played(request: HttpRequest) -> HttpResponse:
    context = {
        "played": request.session.get("demo_played", []),
        "back": request.session.get("demo_back", "/"),
    }
    return render(request, "demo/played.html", context)


@require_http_methods(["GET", "POST"])
def again(request: HttpRequest) -> HttpResponse:
    """« Recommencer » asks first: everything that was done is thrown away."""
    if request.method == "GET":
        return render(request, "demo/again.html")
    scene.set_up(scene.FIRST_INSTANT)
    return redirect("home")


@require_GET
def mailbox(request: HttpRequest) -> HttpResponse:
    to = request.GET.get("a", "")
    return render(request, "demo/mailbox.html", {"mails": notices.newest(to=to), "to": to, **_zone()})


@require_GET
def mail(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    found = notices.mail(notice_id)
    if found is None:
        raise Http404
    return render(request, "demo/mail.html", {"mail": found})


@require_GET
@xframe_options_sameorigin
def mail_html(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """The HTML part as a mail program shows it: its own styles, and nothing it could run."""
    found = notices.mail(notice_id)
    if found is None:
        raise Http404
    return HttpResponse(found.html, headers={"Content-Security-Policy": SANDBOX})


@require_GET
def accounts(request: HttpRequest) -> HttpResponse:
    context = {
        "people": cast.PEOPLE,
        "colleagues": [(one, playing.code_of(one)) for one in cast.COLLEAGUES],
        "password": cast.PASSWORD,
        "present": crowd.present(),
        "wanted": crowd.wanted(),
    }
    return render(request, "demo/accounts.html", context)
