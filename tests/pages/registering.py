"""How the tests walk « M’inscrire »: what a person types at each step, and what is then kept."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve, reverse

from sporades.accounts.models import Candidate
from sporades.registrations.models import Registration
from tests import people
from tests.pages.public import words

NEW = "/inscriptions/nouvelle/"

# What Karim types for the CAP Pâtissier, step by step.
TYPED: dict[str, dict[str, Any]] = {
    "exam": {"academy": "23", "diploma": "cap", "specialty-typed": "patissier", "specialty": people.PATISSIER},
    "terms": {"accepted": "on", "in_person": "on", "notice_read": "on"},
    "identity": {
        "sex": "M", "nationality": "FR", "birth_place": "Toulon", "birth_area-typed": "83", "usage_name": "",
    },
    "contact": {
        "line1": "12 rue des Îles", "postal_code": "83000", "city": "Toulon", "country": "FR",
        "phone": "06 12 34 56 78",
    },
    "situation": {"category": "individual", "diplomas_held": ["none"], "handicap": "no"},
    "papers": {"form": "global", "pe": "sit", "pe_activities": "danse", "language": "anglais"},
    "acquis": {"has": "no"},
}  # fmt: skip


def browser_of(candidate: Candidate) -> Client:
    client = Client()
    client.force_login(candidate.account)
    return client


def start(client: Client, **changes: Any) -> Registration:
    """The draft that the first step makes."""
    response = client.post(NEW, {**TYPED["exam"], "token": people.token(), **changes})
    assert response.status_code == 302, words(response.content.decode())
    return Registration.objects.latest("started_at")


def url(row: Registration, step: str) -> str:
    return reverse("step", args=[row.id, step])


def leave(client: Client, row: Registration, step: str, *, query: str = "", **changes: Any) -> HttpResponse:
    """Sends a step as its page does: with what it was shown, and « Suivant » unless said otherwise."""
    row.refresh_from_db()
    # Whoever tests a warning says that it was not on the page.
    sent = {
        "seen": row.revisions.get(step, 0),
        "go": "next",
        "warned": ALL_WARNINGS,
        **TYPED[step],
        **changes,
    }
    return client.post(
        url(row, step) + query, {name: value for name, value in sent.items() if value is not None}
    )


ALL_WARNINGS = (
    "notice_to_read r408_concerned r408_unknown minor_at_exam experience_short minor_and_progressive "
    "kept_mark_low kept_mark_old acquis_to_complete specialty_not_open"
)


def walk(client: Client, row: Registration, **typed: dict[str, Any]) -> Registration:
    """Every step after the first, answered."""
    for step in list(TYPED)[1:]:
        response = leave(client, row, step, **typed.get(step, {}))
        assert response.status_code == 302 and "verifier" not in response.url, f"{step}: {response.url}"
    return people.fresh(row)


def save(client: Client, row: Registration, **sent: str) -> HttpResponse:
    return client.post(reverse("summary", args=[row.id]), {"token": people.token(), **sent})


def kept(row: Registration, step: str) -> Any:
    row.refresh_from_db()
    return row.draft[step]["answers"]


def typed(row: Registration, step: str) -> Any:
    row.refresh_from_db()
    return row.draft[step]["typed"]


def read(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, f"{path}: {response.status_code}"
    return words(response.content.decode())


def said(response: HttpResponse) -> str:
    return words(response.content.decode())


def at(now: datetime, candidate: Candidate, path: str, sent: dict[str, Any] | None = None) -> HttpResponse:
    """A request that arrives at this very instant."""
    made = RequestFactory()
    request = made.get(path) if sent is None else made.post(path, sent)
    request.now, request.user = now, candidate.account
    request.resolver_match = found = resolve(request.path)
    return found.func(request, *found.args, **found.kwargs)
