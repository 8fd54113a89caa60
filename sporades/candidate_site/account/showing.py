"""How are an identity and an address read back to their owner?"""

from collections.abc import Iterable
from datetime import date, datetime

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sporades.accounts import browsers
from sporades.accounts.access import Device
from sporades.accounts.queries import Request
from sporades.accounts.values import CivilIdentity
from sporades.reference.load import reference
from sporades.rules import french
from sporades.rules.answers import Contact

# An account belongs to no académie: its instants are said in the hour of the capital, and named so.
ZONE, ZONE_NAME = "Europe/Paris", gettext_lazy("heure de Paris")

Rows = list[dict[str, str]]

STATES = {
    "filed": (gettext_lazy("à l’étude"), "wait"),
    "accepted": (gettext_lazy("acceptée"), "ok"),
    "refused": (gettext_lazy("refusée"), "no"),
}


def identity(of: CivilIdentity) -> Rows:
    return [
        {"label": _("Nom de naissance"), "value": of.birth_name},
        {"label": _("Prénoms"), "value": of.given_names},
        {"label": _("Date de naissance"), "value": _birthday(of.birth_date)},
    ]


def _birthday(day: date) -> str:
    """« 29 février 2004 »: nobody gives their birth date with its day of the week."""
    return french.spoken_day(day).partition(" ")[2]


def contact(of: Contact) -> Rows:
    # Imported when used: the table of the world's numbers takes 100 ms to load.
    from sporades.adapters import phones

    country = reference().countries.get(of.country)
    lines = [of.line1, of.line2, f"{of.postal_code} {of.city}", country.name if country else ""]
    return [
        {"label": _("Adresse"), "value": ", ".join(line for line in lines if line.strip())},
        {"label": _("Téléphone"), "value": phones.written(of.phone) if of.phone else ""},
    ]


def devices(of: Iterable[Device]) -> list[dict[str, object]]:
    return [
        {
            "name": browsers.said(device.browser, device.system),
            "since": when(device.since),
            "current": device.current,
        }
        for device in of
    ]


def when(at: datetime) -> str:
    return french.spoken_instant(at, ZONE, str(ZONE_NAME))


def requests(of: Iterable[Request]) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for request in of:
        status, tone = STATES[request.state]
        said = {"text": request.text, "when": when(request.filed_at), "answer": request.answer}
        found.append({**said, "status": status, "tone": tone})
    return found


def repeat_address(request: HttpRequest, email: str) -> None:
    """Says the address as it was typed, on the next page and nowhere else.

    Whoever mistyped it would wait for a message that never comes.
    """
    said = _("L’adresse que vous avez écrite est %(email)s. Une faute ? Recommencez avec la bonne.")
    messages.info(request, said % {"email": email})
