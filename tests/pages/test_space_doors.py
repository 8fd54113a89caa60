"""The candidate's own pages are theirs alone, are kept by nobody else, and cost the same for one and for twenty."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from sporades.candidate_site.space import urls
from sporades.documents.models import Document
from sporades.registrations.models import Deposit, File, Registration
from tests import people
from tests.pages import space
from tests.pages.public import queries_counted
from tests.people import KARIM, LEA, PATISSIER

pytestmark = pytest.mark.django_db

LISTS = ("space", "pieces", "documents")


@pytest.fixture(autouse=True)
def _session(db, settings, tmp_path):
    space.begin(settings, tmp_path)


@pytest.fixture
def row() -> Registration:
    """Karim's registration, with something of everything: a deposit, scanned, and its receipt."""
    row = people.confirmed(KARIM, PATISSIER)
    space.found_clean(row)
    return row


def ids_of(row: Registration) -> dict[str, uuid.UUID]:
    deposit = Deposit.objects.get(piece__registration=row)
    return {
        "registration_id": row.id,
        "piece_id": deposit.piece_id,
        "deposit_id": deposit.id,
        "file_id": File.objects.get(deposit=deposit).id,
        "document_id": Document.objects.filter(subject_id=row.id, kind="confirmation").get().id,
    }


def addresses(ids: dict[str, uuid.UUID]) -> dict[str, str]:
    """Every page about one registration, by the name of its address."""
    return {
        route.name: reverse(route.name, kwargs={name: ids[name] for name in route.pattern.converters})
        for route in urls.urlpatterns
        if route.pattern.converters
    }


def with_registrations(count: int, of: Registration) -> None:
    """Copies of a registration for the same person: other sessions of the exam."""
    known = Registration.objects.count()
    for number in range(known, known + count):
        copy = Registration.objects.get(id=of.id)
        copy.id, copy.number = uuid.uuid4(), f"25-23-9{number:05}"
        copy.exam_session = 2025 + number
        copy.save(force_insert=True)


def test_every_page_of_somebody_else_does_not_exist(row):
    paths = addresses(ids_of(row))
    stranger = space.enter(people.saved(LEA))

    for name, path in paths.items():
        assert stranger.get(path).status_code == 404, name
        for method in (stranger.post, stranger.put, stranger.delete):
            # A page that takes no such request answers so to everybody, before it looks at whose it is.
            assert method(path).status_code in {404, 405}, name
    assert stranger.post(paths["piece"], {"chosen": space.photo()}).status_code == 404
    assert stranger.post(paths["withdraw"], {"confirmed": "on"}).status_code == 404


def test_what_is_not_there_answers_as_what_is_somebody_else_s(row):
    nothing = addresses({name: uuid.uuid4() for name in ids_of(row)})
    client = space.enter(row)

    assert {client.get(path).status_code for path in nothing.values()} == {404}


def test_who_is_not_logged_in_is_led_to_the_login_page(row):
    everywhere = [*addresses(ids_of(row)).values(), *(reverse(name) for name in LISTS)]

    for path in everywhere:
        response = Client().get(path)
        assert response.status_code == 302
        assert response.headers["Location"] == f"{reverse('login')}?next={path}"


def test_no_page_is_kept_by_a_browser_or_on_the_way(row):
    client = space.enter(row)

    for path in [*addresses(ids_of(row)).values(), *(reverse(name) for name in LISTS)]:
        assert client.get(path).headers["Cache-Control"] == "no-store", path


def test_no_template_asks_the_database_anything(row):
    client = space.enter(row)

    for path in [*addresses(ids_of(row)).values(), *(reverse(name) for name in LISTS)]:
        with queries_counted() as seen:
            client.get(path)
        assert seen["in templates"] == 0, path


@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_the_database_as_much_for_two_registrations_as_for_twenty(row, name):
    client = space.enter(row)
    with_registrations(1, row)
    with queries_counted() as two:
        assert client.get(reverse(name)).status_code == 200

    with_registrations(18, row)
    with queries_counted() as twenty:
        assert client.get(reverse(name)).status_code == 200

    assert Registration.objects.count() == 20
    assert twenty["all"] == two["all"]


@pytest.mark.parametrize("name", ["registration", "registration_pieces", "registration_documents", "receipt"])
def test_a_page_asks_the_database_as_much_for_one_deposit_as_for_ten(row, name):
    client, path = space.enter(row), addresses(ids_of(row))[name]
    client.get(path)
    with queries_counted() as one:
        client.get(path)

    for _ in range(9):
        people.give(row)
    with queries_counted() as ten:
        client.get(path)

    assert ten["all"] == one["all"]


def test_the_only_living_registration_is_the_one_that_is_meant(row):
    client = space.enter(row)

    assert client.get(reverse("pieces")).headers["Location"] == reverse("registration_pieces", args=[row.id])
    assert client.get(reverse("documents")).headers["Location"] == reverse(
        "registration_documents", args=[row.id]
    )


def test_of_several_registrations_one_chooses(row):
    with_registrations(1, row)

    page = space.enter(row).get(reverse("pieces")).content.decode()

    for known in Registration.objects.all():
        assert reverse("registration_pieces", args=[known.id]) in page


def test_before_anything_is_saved_the_lists_say_when_they_will_hold_something():
    client = Client()
    client.force_login(people.candidate(LEA).account)

    assert "dès que votre inscription est enregistrée" in space.read(client, reverse("pieces"))
    assert "dès que votre inscription est enregistrée" in space.read(client, reverse("documents"))


def test_every_page_is_valid(row, keep_html):
    client = space.enter(row)

    for name, path in addresses(ids_of(row)).items():
        response = client.get(path)
        # One that leads elsewhere is no page.
        if response.content and response.headers["Content-Type"].startswith("text/html"):
            keep_html(name, response)
    keep_html("space", client.get(reverse("space")))
