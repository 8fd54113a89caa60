"""How the tests enter a candidate's own pages: the session of Nice, an instant, a browser that is logged in."""

from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sporades.adapters import clocks
from sporades.registrations import facts
from sporades.registrations.actions import scanning
from sporades.registrations.models import File, Registration
from tests import people
from tests.pages.public import words


def begin(settings, folder, now: datetime = people.NOW) -> None:
    """The session that the project ships, at an instant of the legal clock, with a store of its own."""
    settings.SPORADES_DEMO, settings.DATA_DIR = True, folder
    people.the_session()
    clocks.start_at(now)


def enter(row: Registration) -> Client:
    """The candidate's browser, logged in."""
    client = Client()
    client.force_login(row.candidate.account)
    return client


def first_screen(row: Registration) -> str:
    return reverse("registration", args=[row.id])


def piece_page(row: Registration, kind: str = facts.CONFIRMATION, key: str = "") -> str:
    return reverse("piece", args=[people.piece(row, kind, key).id])


def read(client: Client, path: str) -> str:
    """The words of a page."""
    response = client.get(path, follow=True)
    assert response.status_code == 200, f"{path}: {response.status_code}"
    return words(response.content.decode())


def photo(name: str = "photo.jpg", text: str = "signé") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, people.photo(text))


def send(client: Client, path: str, *files: SimpleUploadedFile, follow: bool = False, **more: str):
    """Sends files as the form of a piece does."""
    return client.post(path, {"chosen": list(files), "token": people.token(), **more}, follow=follow)


def found_clean(row: Registration) -> None:
    """The antivirus has said OK of everything given so far."""
    for file in File.objects.filter(deposit__piece__registration=row, scan="quarantined"):
        scanning.settle(file, infected_with="", now=people.NOW)


def found_infected(row: Registration) -> None:
    for file in File.objects.filter(deposit__piece__registration=row, scan="quarantined"):
        scanning.settle(file, infected_with="Eicar-Signature", now=people.NOW)
