"""The first screen tells where one stands, and the one thing to do next."""

import re
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from sporades.adapters import clocks
from sporades.notices import queries as notices
from sporades.registrations.actions import deadlines, reviewing, withdrawing
from sporades.registrations.models import Registration
from sporades.rules.lifecycle import State
from tests import people
from tests.pages import space
from tests.pages.public import words
from tests.people import AEPE, CAP_CLOSES, KARIM, LEA, NOW, PATISSIER, TOM, paris

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _session(db, settings, tmp_path):
    space.begin(settings, tmp_path)


def standing(client: Client, row: Registration) -> tuple[str, list[tuple[str, str]]]:
    """What the first screen says in its one sentence, and its buttons (address, label)."""
    page = client.get(space.first_screen(row)).content.decode()
    block = page[page.index('<div class="standing') :]
    block = block[: block.index("</div>")]
    return words(block), re.findall(r'<a class="btn" href="([^"]+)">([^<]+)', block)


def withdrawn(row: Registration) -> Registration:
    withdrawing.withdraw(row, token=people.token(), by=people.actor(row.candidate), now=NOW)
    return people.fresh(row)


def admitted(person: people.Person, specialty: str) -> Registration:
    """Everything due with the confirmation was given, found clean and accepted."""
    row = people.saved(person, specialty)
    for held in row.pieces.filter(due_date="pieces"):
        people.give(row, held.kind, key=held.key)
    space.found_clean(row)
    for held in row.pieces.filter(due_date="pieces"):
        reviewing.accept_piece(held, by=people.OFFICER, now=NOW)
    reviewing.admit(row, by=people.OFFICER, now=NOW)
    return people.fresh(row)


# ── Where one stands ─────────────────────────────────────────────────────────
def test_a_draft_is_not_registered_and_goes_on_at_its_first_unfinished_step():
    row = people.draft(people.candidate(LEA), people.answers_of(LEA, AEPE))
    row.draft["contact"]["answers"] = None
    row.save()

    said, buttons = standing(space.enter(row), row)

    assert "Rien n’est enregistré." in said
    assert "vendredi 8 novembre 2024, 17 h (heure de Paris)" in said
    assert buttons == [(reverse("step", args=[row.id, "contact"]), "Continuer mon inscription")]


def test_a_draft_with_every_answer_goes_on_to_its_summary():
    row = people.draft(people.candidate(LEA), people.answers_of(LEA, AEPE))

    _, buttons = standing(space.enter(row), row)

    assert buttons == [(reverse("summary", args=[row.id]), "Vérifier et enregistrer")]


def test_a_saved_registration_goes_on_to_its_signed_confirmation():
    row = people.saved(KARIM, PATISSIER)

    said, buttons = standing(space.enter(row), row)

    assert "Vous n’êtes pas encore inscrit : il manque votre confirmation signée." in said
    assert "À déposer au plus tard le vendredi 15 novembre 2024, 23 h 59 (heure de Paris)." in said
    assert buttons == [(space.piece_page(row), "Déposer ma confirmation signée")]


def test_who_asks_for_an_accommodation_is_told_where_and_until_when_on_the_first_screen_and_by_mail():
    answers = people.answers_of(KARIM, PATISSIER)
    asks = replace(answers, situation=replace(answers.situation, handicap=True, accommodation="new"))
    row = people.save(people.draft(people.candidate(KARIM), asks))
    client = space.enter(row)

    said = space.read(client, space.first_screen(row))
    assert "puis « Se connecter à Amex »" in said
    assert "La clôture est le vendredi 8 novembre 2024, 17 h (heure de Paris)." in said
    assert "Se connecter à Amex" in words(notices.newest()[0].text)

    clocks.move_to(CAP_CLOSES)
    assert "Amex" not in space.read(client, space.first_screen(row))


def test_a_confirmed_registration_goes_on_to_what_is_missing():
    row = people.confirmed(KARIM, PATISSIER)

    said, buttons = standing(space.enter(row), row)

    assert "Votre dossier est déposé, le service l’examine." in said
    assert buttons == [(space.piece_page(row, "identity"), "Déposer la pièce qui manque")]


def test_a_whole_file_has_nothing_to_do_but_wait():
    row = people.confirmed(KARIM, PATISSIER)
    people.give(row, "identity")

    said, buttons = standing(space.enter(row), row)

    assert "Vous n’avez rien à faire pour l’instant." in said
    assert buttons == []


def test_a_confirmation_of_an_older_version_is_to_be_signed_anew():
    row = people.confirmed(KARIM, PATISSIER)
    answers = people.with_usage_name(people.answers_of(KARIM, PATISSIER))
    people.save(people.fill(row, answers), said_twice=True)
    client = space.enter(row)

    said, buttons = standing(client, row)

    assert "Vous n’êtes pas encore inscrit" in said
    assert buttons == [(space.piece_page(row), "Déposer ma confirmation signée")]
    assert "Version 2 à signer" in space.read(client, space.first_screen(row))
    assert "Imprimez la version 2, signez-la et déposez-la." in space.read(client, space.piece_page(row))


def test_a_confirmation_whose_code_says_another_version_is_asked_again_while_there_is_time():
    row = people.confirmed(KARIM, PATISSIER)
    people.give(row, "identity")
    space.found_clean(row)
    row.pieces.get(kind="signed_confirmation").deposits.update(read_version=0, read_pages=[])
    client = space.enter(row)

    said, buttons = standing(client, row)

    assert "mais la confirmation n’est pas celle de votre dernière version. Déposez celle-ci, signée." in said
    assert "Au plus tard le vendredi 15 novembre 2024" in said
    assert buttons == [(space.piece_page(row), "Déposer ma confirmation signée")]
    assert "Le code imprimé sur cette confirmation est celui d’une autre inscription." in space.read(
        client, space.piece_page(row)
    )
    assert "d’une autre inscription" in space.read(client, space.piece_page(row))


def test_an_admitted_registration_awaits_its_attestation():
    row = admitted(TOM, people.MACON)

    said, buttons = standing(space.enter(row), row)

    assert "Vous êtes inscrit, sous réserve de votre attestation R.408." in said
    assert buttons == [(space.piece_page(row, "r408"), "Déposer la pièce qui manque")]


def test_an_attestation_refused_before_its_date_leaves_the_registration_in_doubt():
    row = admitted(TOM, people.MACON)
    people.give(row, "r408")
    client = space.enter(row)
    said, _ = standing(client, row)
    assert "sous réserve de votre attestation R.408, que le service examine." in said

    space.found_clean(row)
    reviewing.refuse_piece(
        people.piece(row, "r408"), reason_code="unreadable", sentence="Illisible.", by=people.OFFICER, now=NOW
    )

    said, buttons = standing(client, row)
    assert "sous réserve de votre attestation R.408. À déposer au plus tard le vendredi 14 mars 2025" in said
    assert buttons == [(space.piece_page(row, "r408"), "Déposer la pièce qui manque")]


def test_once_its_date_has_passed_nobody_is_told_that_the_attestation_can_come_in_time():
    row = admitted(TOM, people.MACON)
    clocks.move_to(people.R408_DUE)
    client = space.enter(row)

    said, _ = standing(client, row)

    assert "La date limite était le vendredi 14 mars 2025, 23 h 59 (heure de Paris)" in said
    assert "Clôture en cours de traitement" in space.read(client, space.first_screen(row))


def test_a_cancelled_registration_says_how_to_contest():
    row = people.saved(KARIM, PATISSIER)
    later = paris(2024, 11, 20, 9)
    assert deadlines.cancel(row.id, now=later)
    clocks.move_to(later)
    client = space.enter(row)

    said, buttons = standing(client, row)

    assert "Votre candidature est annulée." in said
    assert "aucune confirmation signée n’a été déposée avant la date limite." in said
    assert buttons == []
    assert "recours gracieux" in space.read(client, space.first_screen(row))


def test_who_has_withdrawn_may_register_again_while_the_window_is_open():
    row = withdrawn(people.saved(KARIM, PATISSIER))

    said, buttons = standing(space.enter(row), row)

    assert "jusqu’au vendredi 8 novembre 2024, 17 h (heure de Paris)" in said
    assert buttons == [(reverse("new_registration"), "M’inscrire à nouveau")]


def test_who_has_withdrawn_cannot_register_again_once_it_is_shut():
    row = withdrawn(people.saved(KARIM, PATISSIER))
    clocks.move_to(CAP_CLOSES)

    _, buttons = standing(space.enter(row), row)

    assert buttons == []


def test_nobody_is_said_to_be_registered_before_they_are_admitted():
    row = people.confirmed(KARIM, PATISSIER)
    people.give(row, "identity")
    client = space.enter(row)

    said = " ".join(space.read(client, path) for path in (space.first_screen(row), reverse("space")))

    assert "Vous êtes inscrit" not in said


# ── Dates ────────────────────────────────────────────────────────────────────
def test_an_open_window_lets_one_modify_and_a_shut_one_says_since_when():
    row = people.saved(KARIM, PATISSIER)
    client = space.enter(row)
    modify = reverse("summary", args=[row.id])
    assert modify in client.get(space.first_screen(row)).content.decode()

    clocks.move_to(CAP_CLOSES)
    page = client.get(space.first_screen(row)).content.decode()

    assert modify not in page
    assert "Les inscriptions sont closes depuis le vendredi 8 novembre 2024, 17 h" in words(page)


def test_just_after_a_limit_the_page_says_that_it_is_being_processed():
    row = people.saved(KARIM, PATISSIER)
    client = space.enter(row)

    clocks.move_to(CAP_CLOSES)
    assert "Clôture en cours de traitement" in space.read(client, space.first_screen(row))

    clocks.move_to(paris(2024, 11, 8, 17, 10))
    assert "Clôture en cours de traitement" not in space.read(client, space.first_screen(row))


def test_changes_that_were_not_saved_are_told():
    row = people.saved(KARIM, PATISSIER)
    people.fill(row, people.with_usage_name(people.answers_of(KARIM, PATISSIER)))

    said = space.read(space.enter(row), space.first_screen(row))

    assert "Des modifications ne sont pas enregistrées" in said
    assert "La version 1 reste celle qui compte." in said


def test_the_page_tells_what_happened_and_where_to_learn_about_the_exam():
    row = people.saved(KARIM, PATISSIER)

    page = space.enter(row).get(space.first_screen(row)).content.decode()

    assert f"Pré-inscription enregistrée sous le numéro {row.number}." in words(page)
    assert "Le rectorat ne délivre pas d’informations pédagogiques" in words(page)
    assert "https://eduscol.education.fr/774/les-diplomes-professionnels" in page


# ── The list ─────────────────────────────────────────────────────────────────
def test_without_a_registration_the_page_says_what_is_open_and_where_to_begin():
    client = Client()
    client.force_login(people.candidate(LEA).account)

    page = client.get(reverse("space")).content.decode()

    assert "Vous n’avez aucune inscription pour l’instant." in words(page)
    assert "Jusqu’au vendredi 8 novembre 2024, 17 h (heure de Paris)" in words(page)
    assert reverse("new_registration") in page


def test_the_tab_that_the_notice_names_stands_on_each_page_of_a_candidate():
    row = people.saved(KARIM, PATISSIER)
    client = space.enter(row)
    tab = f'<a href="{reverse("new_registration")}">M’inscrire</a>'

    for name in ("space", "account"):
        assert tab in client.get(reverse(name)).content.decode(), name
    assert (
        tab.replace('">', '" aria-current="page">')
        in client.get(reverse("new_registration")).content.decode()
    )


def test_before_any_opening_nothing_can_be_started(settings, tmp_path):
    clocks.start_at(paris(2024, 10, 1, 9))
    client = Client()
    client.force_login(people.candidate(LEA).account)

    page = client.get(reverse("space")).content.decode()

    assert "mardi 8 octobre 2024, 15 h (heure de Paris)" in words(page)
    main = page[page.index("<main") :]
    assert reverse("new_registration") not in main
    tab = client.get(reverse("new_registration")).content.decode()
    assert "Aucune inscription n’est ouverte aujourd’hui." in words(tab)
    assert 'name="diploma"' not in tab


def test_the_list_says_until_when_a_draft_can_be_saved_and_then_that_it_no_longer_can():
    row = people.draft(people.candidate(LEA), people.answers_of(LEA, AEPE))
    client = space.enter(row)

    said = space.read(client, reverse("space"))
    assert "enregistrez-le avant le vendredi 8 novembre 2024, 17 h (heure de Paris)" in said
    assert "Reprendre mon brouillon" in said

    clocks.move_to(CAP_CLOSES)
    said = space.read(client, reverse("space"))
    assert "ce brouillon ne peut plus être enregistré" in said
    assert "Reprendre mon brouillon" not in said


def test_the_list_parts_what_lives_from_what_has_ended():
    row = withdrawn(people.saved(KARIM, PATISSIER))
    people.save(people.draft(row.candidate, people.answers_of(KARIM, people.ASSP, diploma="bac_pro")))

    said = space.read(space.enter(row), reverse("space"))

    assert said.index("Bac pro") < said.index("Inscriptions terminées") < said.index("Vous êtes désinscrit.")


# ── Leaving ──────────────────────────────────────────────────────────────────
def test_nobody_leaves_without_a_tick():
    row = people.saved(KARIM, PATISSIER)
    client = space.enter(row)

    response = client.post(reverse("withdraw", args=[row.id]), {"token": people.token()})

    assert "Cochez la case pour confirmer." in words(response.content.decode())
    assert State(people.fresh(row).state) is State.SAVED


def test_one_leaves_once_even_when_the_form_is_sent_twice():
    row = people.saved(KARIM, PATISSIER)
    client, sent = space.enter(row), {"token": people.token(), "confirmed": "on"}

    for _ in range(2):
        response = client.post(reverse("withdraw", args=[row.id]), sent)
        assert response.headers["Location"] == space.first_screen(row)

    assert State(people.fresh(row).state) is State.WITHDRAWN
    said = space.read(client, space.first_screen(row))
    assert "Votre désinscription est enregistrée." in said
    assert said.count("Vous vous êtes désinscrit.") == 1


def test_who_leaves_a_draft_is_not_told_that_a_registration_ended():
    row = people.draft(people.candidate(KARIM), people.answers_of(KARIM, PATISSIER))
    client = space.enter(row)

    client.post(reverse("withdraw", args=[row.id]), {"token": people.token(), "confirmed": "on"})

    said = space.read(client, space.first_screen(row))
    assert "Vous avez abandonné ce brouillon : vous n’êtes pas inscrit." in said
    assert "désinscri" not in said


def test_who_has_left_cannot_leave_again_and_is_told_why():
    row = people.saved(KARIM, PATISSIER)
    people.give(row, "identity")
    row = withdrawn(row)
    client = space.enter(row)

    client.post(reverse("withdraw", args=[row.id]), {"token": people.token(), "confirmed": "on"})

    assert "Cette inscription n’est plus en cours" in space.read(client, space.first_screen(row))
    assert client.get(reverse("withdraw", args=[row.id])).headers["Location"] == space.first_screen(row)
    pieces = space.read(client, reverse("pieces"))
    assert "Déposée, non contrôlée" in pieces and "à contrôler" not in pieces


def test_the_mail_offers_to_come_back_only_while_one_may():
    withdrawn(people.saved(KARIM, PATISSIER))
    assert "Vous pouvez commencer une nouvelle inscription jusqu’au" in words(notices.newest()[0].text)

    row = people.saved(LEA, AEPE)
    withdrawing.withdraw(row, token=people.token(), by=people.actor(row.candidate), now=CAP_CLOSES)
    assert "vous ne pouvez pas vous réinscrire à cette session" in words(notices.newest()[0].text)


def test_what_is_to_be_done_stands_apart_from_what_was_given():
    row = people.saved(KARIM, PATISSIER)
    people.give(row, "identity")

    page = space.enter(row).get(space.first_screen(row)).content.decode()

    to_do, others = page.index("Ce qu’il vous reste à faire"), page.index("Vos autres pièces")
    assert to_do < page.index(space.piece_page(row), to_do) < others
    assert others < page.index(space.piece_page(row, "identity"), others)


def test_a_refused_piece_whose_date_has_passed_can_still_be_given_and_says_so():
    row = people.confirmed(KARIM, PATISSIER)
    people.give(row, "identity")
    reviewing.refuse_piece(
        people.piece(row, "identity"),
        reason_code="unreadable",
        sentence="Illisible.",
        by=people.OFFICER,
        now=NOW,
    )
    client = space.enter(row)
    assert "Illisible. À redonner au plus tard le 15 nov., 23 h 59." in space.read(
        client, space.first_screen(row)
    )

    clocks.move_to(people.CAP_PIECES_DUE)

    said = space.read(client, space.first_screen(row))
    assert (
        "La date limite était le vendredi 15 novembre 2024, 23 h 59 (heure de Paris). Déposez quand même"
        in said
    )
    assert "À redonner" not in said


def test_before_leaving_one_reads_until_when_one_may_come_back():
    row = people.saved(KARIM, PATISSIER)
    client = space.enter(row)
    path = reverse("withdraw", args=[row.id])
    assert "jusqu’au vendredi 8 novembre 2024, 17 h (heure de Paris)" in space.read(client, path)

    clocks.move_to(CAP_CLOSES)

    assert "vous ne pourrez pas vous réinscrire à cette session." in space.read(client, path)
