"""Corrections and rectifications, as an officer makes them and as the candidate reads them."""

import pytest
from django.http import Http404
from django.urls import reverse

from sporades.accounts.actions import particulars
from sporades.registrations import access, facts
from sporades.registrations.actions import depositing, replacing
from sporades.staff_site.desk import correctable
from tests import people
from tests.pages import space, staff
from tests.pages.public import words
from tests.people import JEANNE, KARIM, NOW, PATISSIER, PAUL, SYLVIE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _session(db, settings, tmp_path):
    space.begin(settings, tmp_path)


@pytest.fixture
def row():
    return people.confirmed(KARIM, PATISSIER)


def page(row, path="identity.birth_place"):
    return reverse("staff_correct_answer", args=[row.id, path])


def post(client, row, path="identity.birth_place", **sent):
    sent = {"value": "Grasse", "reason": "Faute de frappe.", "seen": "1", "token": people.token(), **sent}
    return client.post(page(row, path), sent)


def test_one_answer_is_corrected_and_the_candidate_reads_why(row):
    officer = staff.enter(people.officer(SYLVIE))

    assert post(officer, row).url == reverse("staff_file", args=[row.id])

    assert facts.saved(people.fresh(row).versions.last()).identity.birth_place == "Grasse"
    assert "Le service a corrigé votre inscription" in space.read(space.enter(row), space.first_screen(row))


@pytest.mark.parametrize("path", sorted(correctable.ASKED))
def test_every_answer_has_its_question_filled_with_what_was_said(path):
    row = people.save(people.draft(people.candidate(JEANNE), people.answers_of(JEANNE, PATISSIER)))

    assert staff.enter(people.officer(PAUL)).get(page(row, path)).status_code == 200


def test_a_correction_without_a_reason_is_asked_again_and_keeps_what_was_typed(row):
    shown = post(staff.enter(people.officer(SYLVIE)), row, reason="").content.decode()

    assert "Il manque une réponse" in shown
    assert 'value="Grasse"' in shown


def test_a_page_older_than_the_last_version_says_to_read_again(row):
    people.save(people.fill(row, people.with_usage_name(facts.drafted(row))), said_twice=True)

    shown = post(staff.enter(people.officer(SYLVIE)), row).content.decode()

    assert "Une autre version a été enregistrée depuis" in shown


def test_handicap_is_no_answer_for_who_has_no_right_to_it(row):
    without, with_right = staff.enter(people.officer(SYLVIE)), staff.enter(people.officer(PAUL))

    assert without.get(page(row, "situation.handicap")).status_code == 404
    assert "andicap" not in space.read(without, reverse("staff_correct", args=[row.id]))
    assert with_right.get(page(row, "situation.handicap")).status_code == 200


@pytest.mark.parametrize("path", ["exam.specialty", "identity.birth_name", "papers.form", "terms.accepted"])
def test_what_is_not_a_material_error_has_no_page_here(row, path):
    assert staff.enter(people.officer(PAUL)).get(page(row, path)).status_code == 404


@pytest.fixture
def asked(row):
    by = people.actor(row.candidate)
    return particulars.file_rectification(row.candidate, text="Je suis né un 28.", by=by, now=NOW)


def test_a_request_is_accepted_with_the_right_identity(row, asked):
    officer, place = staff.enter(people.officer(SYLVIE)), reverse("staff_rectification", args=[asked.id])
    said = {
        "birth_name": "Benali",
        "given_names": "Karim",
        "birth_date": "28/2/1996",
        "answer": "C’est fait.",
    }

    officer.post(place, {**said, "token": people.token()})

    assert str(people.fresh(row).candidate.birth_date) == "1996-02-28"
    assert "C’est fait." in space.read(space.enter(row), reverse("rectification"))
    assert "déjà reçu sa réponse" in space.read(officer, place)


def test_a_request_is_not_accepted_with_the_identity_that_is_there_already(row, asked):
    officer, place = staff.enter(people.officer(SYLVIE)), reverse("staff_rectification", args=[asked.id])
    said = {"birth_name": "Benali", "given_names": "Karim", "birth_date": "29/2/1996", "answer": "Voilà."}

    shown = words(officer.post(place, {**said, "token": people.token()}).content.decode())
    assert "C’est déjà l’identité de ce compte" in shown and "Voilà." in shown
    after = officer.post(place, {**said, "birth_date": "28/2/1996", "token": people.token()}, follow=True)

    assert "Identité rectifiée" in words(after.content.decode())


def test_a_request_is_refused_with_a_reason_and_never_without(row, asked):
    officer, place = staff.enter(people.officer(SYLVIE)), reverse("staff_rectification", args=[asked.id])

    assert "Il manque une réponse" in officer.post(place, {"answer": "", "refuse": "1"}).content.decode()
    officer.post(place, {"answer": "Votre pièce dit le 29.", "refuse": "1", "token": people.token()})

    assert str(people.fresh(row).candidate.birth_date) == "1996-02-29"
    assert "Votre pièce dit le 29." in space.read(space.enter(row), reverse("rectification"))


def test_who_comes_after_a_colleague_is_told_that_the_request_was_answered_otherwise(row, asked):
    officer, place = staff.enter(people.officer(SYLVIE)), reverse("staff_rectification", args=[asked.id])
    said = {"birth_name": "Benali", "given_names": "Karim", "birth_date": "28/2/1996", "answer": "Voilà."}
    refused = {"answer": "Votre pièce dit le 29.", "refuse": "1"}

    first, twice, late = (officer.post(place, sent, follow=True) for sent in (refused, refused, said))

    told = [words(page.content.decode()) for page in (first, twice, late)]
    assert "Demande refusée" in told[0] and "Demande refusée" in told[1]
    assert "Un collègue a déjà répondu autrement" in told[2] and "Identité rectifiée" not in told[2]
    assert str(people.fresh(row).candidate.birth_date) == "1996-02-29"


# ── In a candidate's name ────────────────────────────────────────────────────
def paper(row, **sent):
    held = people.piece(row, "identity")
    return {
        "piece": str(held.id),
        "way": "counter",
        "received_on": "4/11/2024",
        "chosen": [space.photo()],
        "token": people.token(),
        **sent,
    }


def test_a_paper_of_the_counter_joins_the_file_and_the_candidate_sees_it(row):
    officer = staff.enter(people.officer(SYLVIE))

    officer.post(reverse("staff_receive", args=[row.id]), paper(row))

    assert people.piece(row, "identity").state == "deposited"
    assert "Le service a reçu ce papier" in space.read(space.enter(row), space.first_screen(row))


@pytest.mark.once
def test_a_notification_of_amenagement_is_received_by_who_may_see_it_only():
    answers = people.with_accommodation(people.answers_of(JEANNE, PATISSIER))
    row = people.save(people.draft(people.candidate(JEANNE), answers))
    place, held = reverse("staff_receive", args=[row.id]), people.piece(row, "accommodation")
    officer = people.officer(SYLVIE)
    sylvie, paul = (staff.enter(one) for one in (officer, people.officer(PAUL)))

    assert "ménagement" not in space.read(sylvie, place)
    assert "ménagement" in space.read(paul, place)
    sylvie.post(place, paper(row, piece=str(held.id)))
    assert not held.deposits.exists()
    with pytest.raises(Http404):
        access.piece_for_officer(officer.mandate, held.id)

    paul.post(place, paper(row, piece=str(held.id)))

    assert held.deposits.count() == 1
    # The mail that says so does not stand in the file for who may not see it.
    page = reverse("staff_file", args=[row.id])
    assert "ménagement" not in space.read(sylvie, page)
    assert "Papier reçu : " not in space.read(sylvie, page)
    assert "ménagement" in space.read(paul, page)


def test_a_paper_without_its_scan_or_of_tomorrow_says_what_to_do(row):
    officer, place = staff.enter(people.officer(SYLVIE)), reverse("staff_receive", args=[row.id])

    assert "Choisissez le scan du papier." in officer.post(place, paper(row, chosen=[])).content.decode()
    shown = officer.post(place, paper(row, received_on="6/11/2024")).content.decode()
    assert "Ce jour n’est pas encore venu" in shown
    assert people.piece(row, "identity").state == "expected"


def test_the_office_withdraws_on_a_written_request_only(row):
    officer, place = staff.enter(people.officer(SYLVIE)), reverse("staff_withdraw", args=[row.id])

    assert "Cochez la case" in officer.post(place, {"asked_on": "4/11/2024"}).content.decode()
    officer.post(place, {"asked_on": "4/11/2024", "confirmed": "on", "token": people.token()})

    assert people.fresh(row).state == "withdrawn"


def test_a_lost_mailbox_is_replaced_by_two_officers(row):
    place = reverse("staff_replace_email", args=[row.id])
    sylvie, paul = staff.enter(people.officer(SYLVIE)), staff.enter(people.officer(PAUL))

    sylvie.post(place, {"email": "karim.nouveau@exemple.fr", "reason": "Vu au guichet."})
    assert "Un collègue doit l’ouvrir" in space.read(sylvie, place)
    agrees = {"agree": "1", **staff.hidden(paul.get(place), "asked")}
    sylvie.post(place, agrees)
    assert people.fresh(row).candidate.account.email == KARIM.email
    assert "Vu au guichet." in space.read(paul, place)
    paul.post(place, agrees)

    assert people.fresh(row).candidate.account.email == "karim.nouveau@exemple.fr"


@pytest.mark.once
def test_a_lost_mailbox_is_decided_of_the_request_that_was_read_and_by_a_button(row):
    place = reverse("staff_replace_email", args=[row.id])
    sylvie, paul = staff.enter(people.officer(SYLVIE)), staff.enter(people.officer(PAUL))
    asks = {"email": "karim.nouveau@exemple.fr", "reason": "Vu au guichet."}
    sylvie.post(place, asks)
    read = staff.hidden(paul.get(place), "asked")

    for unread in (asks, {"agree": "1"}, {"refuse": "1"}, read):
        assert "La demande a changé" in paul.post(place, unread, follow=True).content.decode()
    assert "Vu au guichet." in space.read(paul, place), "it still waits"

    assert "Demande refusée" in paul.post(place, {"refuse": "1", **read}, follow=True).content.decode()
    assert "La demande a changé" in paul.post(place, {"agree": "1", **read}, follow=True).content.decode()
    sylvie.post(place, {**asks, "email": "autre@exemple.fr"})
    assert "La demande a changé" in paul.post(place, {"agree": "1", **read}, follow=True).content.decode()
    assert people.fresh(row).candidate.account.email == KARIM.email


# ── « Demander à la remplacer » ──────────────────────────────────────────────
@pytest.fixture
def replacement(row):
    people.give(row, "identity")
    row.pieces.filter(kind="identity").update(state="accepted")
    held, by = people.piece(row, "identity"), people.actor(row.candidate)
    replacing.ask_replacement(held, text="Ma carte est refaite.", token=people.token(), by=by, now=NOW)
    return reverse("staff_replacement", args=[held.replacements.get().id])


def test_a_replacement_is_agreed_and_the_piece_takes_deposits_again(row, replacement):
    officer = staff.enter(people.officer(SYLVIE))
    assert "Ma carte est refaite." in space.read(officer, reverse("staff_replacements"))

    officer.post(replacement, {"agree": "1"})

    assert depositing.takes_deposit(people.piece(row, "identity"), now=NOW)
    assert people.piece(row, "identity").state == "accepted"
    assert "déjà reçu sa réponse" in space.read(officer, replacement)


def test_a_replacement_is_refused_with_a_reason_and_never_without(row, replacement):
    officer = staff.enter(people.officer(SYLVIE))

    assert (
        "Il manque une réponse" in officer.post(replacement, {"refuse": "1", "answer": ""}).content.decode()
    )
    officer.post(replacement, {"refuse": "1", "answer": "Celle-ci suffit."})

    assert not depositing.takes_deposit(people.piece(row, "identity"), now=NOW)
    assert "Aucune demande n’attend" in space.read(officer, reverse("staff_replacements"))


def test_a_second_officer_who_answers_otherwise_is_told(row, replacement):
    officer = staff.enter(people.officer(SYLVIE))
    officer.post(replacement, {"refuse": "1", "answer": "Celle-ci suffit."})

    shown = officer.post(replacement, {"agree": "1"}, follow=True).content.decode()

    assert "déjà" in shown
    assert not depositing.takes_deposit(people.piece(row, "identity"), now=NOW)


def test_a_replacement_of_another_academy_does_not_exist(replacement):
    assert staff.enter(people.officer(people.ROSE)).get(replacement).status_code == 404
