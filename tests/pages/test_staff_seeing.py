"""« Voir comme le candidat »: the very pages, nothing done, all of it logged, and it ends."""

import re
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from sporades.adapters import clocks
from sporades.config import seeing as config
from sporades.documents.models import Document
from sporades.journal.models import Consultation, Entry
from sporades.registrations.actions import depositing
from sporades.registrations.models import Message
from sporades.rules.publishing import PaperKind
from sporades.staff_site import seeing
from tests import lots, people
from tests.pages import space, staff
from tests.people import JEANNE, KARIM, LEA, PATISSIER, PAUL, SYLVIE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _session(db, settings, tmp_path):
    space.begin(settings, tmp_path)


@pytest.fixture
def row():
    return people.confirmed(KARIM, PATISSIER)


def looking(officer, row) -> Client:
    client = staff.enter(officer)
    begun = client.post(reverse("staff_see_as_candidate", args=[row.id]))
    assert begun.url == space.first_screen(row)
    return client


def pages(row) -> list[str]:
    names = (
        "registration", "registration_pieces", "registration_messages", "registration_documents", "withdraw",
    )  # fmt: skip
    held = people.piece(row)
    given = (
        [(name, held.deposits.get().id) for name in ("receipt", "deposit_proof")]
        if held.deposits.count()
        else []
    )
    return [
        *(reverse(name, args=[row.id]) for name in names),
        *(reverse(name, args=[of]) for name, of in (("piece", held.id), *given)),
    ]


def whole(row) -> list[str]:
    """The pages that say every answer."""
    step, summary = reverse("step", args=[row.id, "situation"]), reverse("summary", args=[row.id])
    paper = Document.objects.filter(subject_id=row.id, kind="confirmation").latest("ordered_at")
    return [step, summary, reverse("document", args=[paper.id])]


def inside(page: str) -> str:
    """The main part, but for what is drawn anew each time."""
    main = page[page.index("<main") : page.index("</main>")]
    return re.sub(r'<input type="hidden"[^>]*>', "", main)


def test_an_officer_reads_what_the_candidate_reads_under_a_banner_and_each_page_is_logged(row):
    paul, karim = looking(people.officer(PAUL), row), space.enter(row)
    read = [*pages(row), *whole(row)]
    Consultation.objects.all().delete()

    for page in read:
        shown = paul.get(page).content.decode()
        assert inside(shown) == inside(karim.get(page).content.decode())
        assert "Vous voyez l’espace de Karim Benali" in shown

    assert [one.page for one in Consultation.objects.all()] == ["as_candidate"] * len(read)
    assert "Vous voyez" not in karim.get(pages(row)[0]).content.decode()


def test_nothing_can_be_done_from_there(row):
    sylvie, before = looking(people.officer(SYLVIE), row), Entry.objects.count()

    for page in (*pages(row), *whole(row)):
        refused = sylvie.post(page, {"text": "Bonjour", "confirmed": "on", "token": people.token()})
        assert refused.status_code == 403
        assert "Rien ne peut être fait dans cette vue" in refused.content.decode()

    assert (people.fresh(row).state, Entry.objects.count(), Message.objects.count()) == (
        "confirmed",
        before,
        0,
    )


def test_whatever_a_page_would_write_while_it_is_drawn_is_not_kept(row, rf):
    def writes(request, **_kwargs):
        Message.objects.create(registration_id=row.id, text="Lu.", from_office=True, at=people.NOW)
        return HttpResponse(str(request.user.pk))

    paul = people.officer(PAUL)
    request = rf.get("/")
    request.user, request.mandate = paul.account, paul.mandate

    drawn = config._drawn(request, people.fresh(row), writes, {})

    assert drawn.content.decode() == str(row.candidate.account_id)
    assert (request.user, Message.objects.count()) == (paul.account, 0)


def test_what_is_of_another_registration_or_of_the_account_is_not_shown(row):
    sylvie, other = looking(people.officer(SYLVIE), row), people.saved(LEA)

    for page in (*pages(other), *whole(other), reverse("sign", args=[people.piece(row).id])):
        assert sylvie.get(page).status_code == 403
    assert sylvie.get(reverse("account")).status_code == 403
    assert sylvie.get(reverse("space")).url == space.first_screen(row)
    assert sylvie.get(reverse("staff_file", args=[other.id])).status_code == 200, "an officer all the same"


def test_handicap_is_absent_for_who_has_no_right_to_it():
    answers = people.with_accommodation(people.answers_of(JEANNE, PATISSIER))
    row = people.save(people.draft(people.candidate(JEANNE), answers))
    held = people.piece(row, "accommodation")
    people.give(row, "accommodation")
    lots.published(row, PaperKind.ACCOMMODATION_DECISION)
    without, with_right = looking(people.officer(SYLVIE), row), looking(people.officer(PAUL), row)

    for page in pages(row):
        assert "ménagement" not in space.read(without, page)
    for page in (*whole(row), reverse("receipt", args=[held.deposits.get().id])):
        assert without.get(page).status_code == 403
        assert "ménagement" in space.read(with_right, page)
    assert without.get(reverse("piece", args=[held.id])).status_code == 403
    for name in ("registration", "registration_pieces"):
        assert "ménagement" in space.read(with_right, reverse(name, args=[row.id]))


@pytest.mark.once
def test_that_the_same_file_was_given_for_an_arrangement_is_not_told_without_that_right():
    answers = people.with_accommodation(people.answers_of(JEANNE, PATISSIER))
    row = people.save(people.draft(people.candidate(JEANNE), answers))
    same = (depositing.Upload("photo.jpg", people.photo("the same")),)
    people.give(row, "accommodation", files=same)
    people.give(row, files=same)
    receipt = reverse("receipt", args=[people.piece(row).deposits.get().id])

    without, with_right = looking(people.officer(SYLVIE), row), looking(people.officer(PAUL), row)

    assert "déjà déposé" in space.read(with_right, receipt)
    assert "déjà déposé" not in space.read(without, receipt)


def test_it_ends_by_a_button_and_by_itself(row, monkeypatch):
    sylvie = looking(people.officer(SYLVIE), row)
    assert sylvie.post(reverse("staff_stop_seeing")).url == reverse("staff_file", args=[row.id])
    assert sylvie.get(space.first_screen(row)).status_code == 403

    sylvie.post(reverse("staff_see_as_candidate", args=[row.id]))
    late = clocks.machine_now() + seeing.TIME_TO_SEE
    for at, status in ((late - timedelta(seconds=30), 200), (late, 302)):
        monkeypatch.setattr(clocks, "machine_now", lambda at=at: at)
        assert sylvie.get(space.first_screen(row)).status_code == status


def test_it_is_for_who_may_and_ends_with_the_right(row):
    sylvie = people.officer(SYLVIE)
    client = looking(sylvie, row)
    sylvie.academies = ["28"]
    sylvie.save()
    assert client.get(space.first_screen(row)).status_code == 404

    reader = staff.enter(people.officer(people.YVES))
    assert reader.post(reverse("staff_see_as_candidate", args=[row.id])).status_code == 403


def test_a_candidate_who_logs_in_with_the_same_browser_sees_their_own_space(row):
    client = space.enter(row)
    session = client.session
    seeing.begin(session, people.saved(LEA).id, machine_now=clocks.machine_now())
    session.save()

    assert client.get(space.first_screen(row)).status_code == 200
