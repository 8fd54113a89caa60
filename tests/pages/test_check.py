"""The screen of the check: what an officer sees of a piece, decides, and takes back."""

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from PIL import Image

from sporades.adapters import readers
from sporades.notices.models import Notice
from sporades.registrations.actions import withdrawing
from sporades.registrations.actions.depositing import Upload
from sporades.registrations.models import File, Verdict
from sporades.rules import answers as rules
from sporades.rules.rights import Role
from tests import people
from tests.pages import space, staff
from tests.pages.public import words
from tests.people import JEANNE, KARIM, NOW, PATISSIER, PAUL, SYLVIE, YVES

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _session(db, settings, tmp_path):
    space.begin(settings, tmp_path)


@pytest.fixture
def sylvie():
    return staff.enter(people.officer(SYLVIE))


def confirmed(person=KARIM, kinds=("identity",)):
    row = people.confirmed(person, PATISSIER)
    for kind in kinds:
        people.give(row, kind)
    space.found_clean(row)
    return row


def page_of(row, kind="identity") -> str:
    return reverse("staff_check", args=[people.piece(row, kind).id])


def url(name: str, row, kind="identity") -> str:
    return reverse(name, args=[people.piece(row, kind).id])


def hidden(html: str, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', html)[1]


def accept(client, row, kind="identity"):
    html = client.get(page_of(row, kind)).content.decode()
    said = {"token": hidden(html, "token"), "seen": hidden(html, "seen")}
    return client.post(url("staff_check_accept", row, kind), said)


REFUSAL = {
    "reason": "unreadable",
    "sentence": "On ne lit pas votre nom.",
    "correct_by-day": "20",
    "correct_by-month": "11",
    "correct_by-year": "2024",
}


def refuse(client, row, **said):
    """Both steps: the mail is shown, then sent."""
    path = url("staff_check_refuse", row)
    shown = client.post(path, {**REFUSAL, "seen": hidden(client.get(path).content.decode(), "seen"), **said})
    html = shown.content.decode()
    form = {name: hidden(html, name) for name in ("token", "seen", "shown")}
    return shown, client.post(path, {**REFUSAL, **said, **form, "send": "1"})


def test_the_piece_stands_beside_what_was_declared(sylvie):
    row = confirmed()

    page = words(sylvie.get(page_of(row)).content.decode())

    assert "Ce que la pièce doit prouver" in page
    assert "Benali" in page and "Nom de naissance" in page
    assert "Page 1 sur 1" in page


def test_the_picture_of_a_page_is_ours_and_can_do_nothing(sylvie):
    confirmed()
    file = File.objects.get(deposit__piece__kind="identity")

    response = sylvie.get(reverse("staff_check_sheet", args=[file.id]), {"tour": 90})

    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["Content-Security-Policy"].endswith("sandbox")
    assert response.headers["Cache-Control"] == "no-store"
    width, height = Image.open(BytesIO(response.content)).size
    assert width > height


def test_a_page_of_a_pdf_is_drawn_too(sylvie):
    row = people.confirmed(KARIM, PATISSIER)
    pdf = readers.to_pdf([people.photo("recto"), people.photo("verso")])
    people.give(row, "identity", files=(Upload("carte.pdf", pdf),))
    space.found_clean(row)
    file = File.objects.get(deposit__piece__kind="identity")

    assert "Page 2 sur 2" in words(sylvie.get(page_of(row) + "?page=2").content.decode())
    assert sylvie.get(reverse("staff_check_sheet", args=[file.id]), {"page": 2, "zoom": 3}).status_code == 200


@pytest.mark.parametrize("verdict", ["waits", "infected"])
def test_a_file_that_the_antivirus_has_not_cleared_is_never_drawn(sylvie, verdict):
    row = people.confirmed(KARIM, PATISSIER)
    people.give(row, "identity")
    if verdict == "infected":
        space.found_infected(row)
    file = File.objects.get(deposit__piece__kind="identity")

    assert sylvie.get(reverse("staff_check_sheet", args=[file.id])).status_code == 404
    assert "<img" not in sylvie.get(page_of(row)).content.decode().split("<main", 1)[1]


def test_an_accommodation_does_not_exist_for_who_may_not_see_handicap(sylvie):
    answers = people.with_accommodation(people.answers_of(JEANNE, PATISSIER))
    row = people.save(people.draft(people.candidate(JEANNE), answers))
    people.give(row, "accommodation")
    space.found_clean(row)
    file, piece = File.objects.get(), people.piece(row, "accommodation")
    paul = staff.enter(people.officer(PAUL))
    paths = [reverse("staff_check", args=[piece.id]), reverse("staff_check_sheet", args=[file.id])]

    assert [sylvie.get(path).status_code for path in paths] == [404, 404]
    assert [paul.get(path).status_code for path in paths] == [200, 200]


def test_who_only_reads_sees_the_piece_and_decides_nothing(sylvie):
    row = confirmed()
    reader = staff.enter(people.officer(YVES, role=Role.READER.value, sees_files=True))

    html = reader.get(page_of(row)).content.decode()

    assert 'data-press="v"' not in html
    assert reader.post(url("staff_check_accept", row)).status_code == 403


def test_what_was_given_for_a_file_that_ended_waits_for_nobody(sylvie):
    row = confirmed()
    withdrawing.withdraw(row, token=people.token(), by=people.actor(row.candidate), now=NOW)

    html = sylvie.get(page_of(row)).content.decode()

    assert "Déposée, non contrôlée" in html
    assert "à contrôler" not in html and "Valider" not in html


def test_accepted_the_next_piece_comes_and_the_decision_can_be_taken_back(sylvie):
    row = confirmed()

    response = accept(sylvie, row, "signed_confirmation")

    assert response.url.startswith(page_of(row, "identity"))
    page = sylvie.get(response.url).content.decode()
    assert "Pièce validée" in page
    undo = re.search(r'action="([^"]+/annuler/[^"]+)"', page)[1]
    assert sylvie.post(undo).url == page_of(row, "signed_confirmation")
    assert people.piece(row).state == "deposited"


def test_too_late_says_what_to_do_instead(sylvie):
    row = confirmed()
    accept(sylvie, row)
    Verdict.objects.update(made_at=NOW)

    response = sylvie.post(reverse("staff_check_undo", args=[Verdict.objects.get().id]), follow=True)

    assert "Il est trop tard pour annuler" in words(response.content.decode())
    assert people.piece(row, "identity").state == "accepted"


def test_a_file_replaced_meanwhile_is_not_accepted_unseen(sylvie):
    row = confirmed()
    html = sylvie.get(page_of(row)).content.decode()
    people.give(row, "identity")
    space.found_clean(row)

    said = {"token": hidden(html, "token"), "seen": hidden(html, "seen")}
    response = sylvie.post(url("staff_check_accept", row), said, follow=True)

    assert "a changé depuis que vous l’avez ouverte" in words(response.content.decode())
    assert people.piece(row, "identity").state == "deposited"


def test_the_mail_of_a_refusal_is_shown_before_it_leaves_and_is_the_one_that_leaves(sylvie):
    row = confirmed()

    shown, sent = refuse(sylvie, row)

    mail = Notice.objects.get(kind="piece_refused")
    assert sent.status_code == 302
    assert "On ne lit pas votre nom." in mail.text
    for line in filter(None, mail.text.splitlines()):
        assert words(line) in words(shown.content.decode())
    assert people.piece(row, "identity").correction_due_at == people.paris(2024, 11, 21)


def test_nothing_is_written_while_a_mail_is_only_shown(sylvie):
    row = confirmed()
    path = url("staff_check_refuse", row)

    sylvie.post(path, {**REFUSAL, "seen": ""})

    assert people.piece(row, "identity").state == "deposited"
    assert not Verdict.objects.exists()


def test_a_refusal_changed_after_it_was_shown_is_shown_again(sylvie):
    row = confirmed()
    path = url("staff_check_refuse", row)
    html = sylvie.post(path, REFUSAL).content.decode()

    again = {**REFUSAL, "shown": hidden(html, "shown"), "sentence": "Autre chose.", "send": "1"}
    response = sylvie.post(path, again)

    assert response.status_code == 200
    assert "Autre chose." in response.content.decode()
    assert people.piece(row, "identity").state == "deposited"


def test_a_date_too_close_is_said_and_nothing_is_lost(sylvie):
    row = confirmed()

    page = words(
        sylvie.post(url("staff_check_refuse", row), {**REFUSAL, "correct_by-day": "6"}).content.decode()
    )

    assert "La date donnée pour compléter est trop proche" in page
    assert "On ne lit pas votre nom." in page


def test_the_last_piece_accepted_proposes_recevable_at_once(sylvie):
    row = confirmed()
    to_check = [piece.kind for piece in row.pieces.filter(state="deposited")]
    for kind in to_check[:-1]:
        accept(sylvie, row, kind)

    response = accept(sylvie, row, to_check[-1])

    page = sylvie.get(response.url)
    assert "Tout ce que l’inscription demande est décidé." in words(page.content.decode())
    path = reverse("staff_check_admit", args=[row.id])
    assert sylvie.post(path, {"token": hidden(page.content.decode(), "token")}).status_code == 302
    assert people.fresh(row).state == "admitted"


def test_the_next_file_is_the_one_that_waits_and_nobody_has_open(sylvie):
    first, second = people.confirmed(people.TOM, PATISSIER, now=NOW - timedelta(minutes=1)), confirmed()
    space.found_clean(first)

    assert sylvie.get(reverse("staff_check_next")).url == reverse("staff_check_file", args=[first.id])
    skipped = sylvie.get(reverse("staff_check_next"), {"apres": first.id})
    assert skipped.url == reverse("staff_check_file", args=[second.id])


def test_next_keeps_the_filters_of_the_list_that_one_entered_by(sylvie):
    first, other = confirmed(), confirmed(JEANNE)
    start, then = reverse("staff_check_next"), {"apres": first.id}

    sylvie.get(start, {"specialite": "Pâtissier"})
    assert str(other.id) in sylvie.get(start, then).url
    sylvie.get(start, {"diplome": "bac_pro"})
    nothing = sylvie.get(start, then).content.decode()

    assert "Rien n’attend plus dans cette liste." in nothing
    assert f"{reverse('staff_worklist')}?diplome=bac_pro" in nothing


def test_a_piece_is_asked_in_the_officers_words_and_by_their_date(sylvie):
    row = confirmed()
    path = reverse("staff_check_ask", args=[row.id])
    said = {
        "title": "Acte de mariage",
        "explanation": "Votre nom a changé.",
        "correct_by-day": "30",
        "correct_by-month": "11",
        "correct_by-year": "2024",
    }
    html = sylvie.post(path, said).content.decode()
    assert "Acte de mariage" in html

    form = {name: hidden(html, name) for name in ("token", "shown")}
    sylvie.post(path, {**said, **form, "send": "1"})

    assert row.pieces.get(kind="asked").correction_due_at == people.paris(2024, 12, 1)


def test_a_confirmation_of_another_version_has_its_three_answers(sylvie):
    row = confirmed()
    row = people.save(
        people.fill(row, people.with_usage_name(people.answers_of(KARIM, PATISSIER))), said_twice=True
    )

    page = words(sylvie.get(page_of(row, "signed_confirmation")).content.decode())
    assert "Signée pour une autre version" in page
    assert "la reconnaître, la redemander pour une date, annuler la candidature" in page
    assert "Reconnaître V" in page and "Redemander X" in page
    assert "Proposer de l’annuler" in page and "Annuler la candidature" not in page
    assert "Valider" not in page
    head = staff.enter(people.officer(PAUL)).get(page_of(row, "signed_confirmation"))
    assert "Annuler la candidature" in words(head.content.decode())

    path = url("staff_check_recognise", row, "signed_confirmation")
    html = sylvie.post(path, {"reason": "Même signature."}).content.decode()
    form = {name: hidden(html, name) for name in ("token", "shown", "seen")}
    sylvie.post(path, {"reason": "Même signature.", **form, "send": "1"})
    assert people.fresh(row).state == "confirmed"


def test_the_keys_can_be_switched_off_on_a_browser(sylvie):
    row = confirmed()
    assert "check.js" in sylvie.get(page_of(row)).content.decode()

    sylvie.post(reverse("staff_check_keys"), {"wanted": "no"})

    assert "check.js" not in sylvie.get(page_of(row)).content.decode()


def test_a_head_retires_a_reason_and_adds_their_own(sylvie):
    row = confirmed()
    paul = staff.enter(people.officer(PAUL))
    path = reverse("staff_check_reasons")
    paul.post(path, {"academy": "23", "code": "unreadable", "retire": "1", "token": people.token()})
    paul.post(
        path, {"academy": "23", "sentence": "La photo est en noir.", "add": "1", "token": people.token()}
    )

    page = words(sylvie.get(url("staff_check_refuse", row)).content.decode())

    assert "La photo est en noir." in page
    assert "Le document est illisible" not in page
    assert paul.post(path, {"academy": "31", "code": "unreadable", "retire": "1"}).status_code == 404


def with_acquis():
    answers = people.answers_of(KARIM, PATISSIER)
    kept = rules.Acquis("UG1", "", "kept_mark", Decimal(12), 2023, "23", "", to_complete=False)
    sat = tuple(unit for unit in answers.papers.units if unit != "UG1")
    answers = replace(answers, acquis=(kept,), papers=replace(answers.papers, units=sat))
    row = people.save(people.draft(people.candidate(KARIM), answers))
    people.give(row)
    people.give(row, "acquis_proof", key="UG1")
    space.found_clean(row)
    return row


def test_an_acquis_is_refused_on_the_screen_of_its_proof_after_its_mail_was_read(sylvie):
    row = with_acquis()
    proof = people.piece(row, "acquis_proof", "UG1")
    assert "12 / 20" in words(sylvie.get(reverse("staff_check", args=[proof.id])).content.decode())
    path = reverse("staff_check_acquis", args=[proof.id])
    said = {"outcome": "refused", "reason": "Le relevé n’est pas le vôtre.", "unit": "UG1", "mark": "12"}
    seen = hidden(sylvie.get(path).content.decode(), "seen")

    html = sylvie.post(path, {**said, "seen": seen}).content.decode()
    assert "Le relevé n’est pas le vôtre." in words(html)
    assert people.fresh(row).version == 1
    form = {name: hidden(html, name) for name in ("token", "shown", "seen")}
    sylvie.post(path, {**said, **form, "send": "1"})

    assert people.fresh(row).version == 2
