"""Two files side by side, and what an officer says of them."""

from dataclasses import replace

import pytest
from django.urls import reverse

from sporades.registrations.queries import duplicates
from tests import people
from tests.pages import space, staff
from tests.people import AEPE, JEANNE, KARIM, LEA, PATISSIER, PAUL, ROSE, SYLVIE

pytestmark = pytest.mark.django_db

AGAIN = replace(KARIM, email="karim.bis@exemple.fr")


@pytest.fixture(autouse=True)
def _session(db, settings, tmp_path):
    space.begin(settings, tmp_path)


@pytest.fixture
def rows():
    return people.confirmed(KARIM, PATISSIER), people.saved(AGAIN, AEPE)


def place(one, other):
    return reverse("staff_duplicate", args=[one.id, other.id])


def keeping(row, other):
    """The answer that keeps this one, and closes the other."""
    return "keep_first" if row.candidate_id < other.candidate_id else "keep_second"


def said(answer, **sent):
    return {"answer": answer, "reason": "Même pièce d’identité.", "token": people.token(), **sent}


def test_the_file_and_the_list_lead_to_both_side_by_side(rows):
    sylvie = staff.enter(people.officer(SYLVIE))

    assert "est peut-être celui de cette personne" in space.read(
        sylvie, reverse("staff_file", args=[rows[0].id])
    )
    assert "1 paire à examiner" in space.read(sylvie, reverse("staff_duplicates"))
    shown = space.read(sylvie, place(*rows))

    for word in ("identique", "différent", KARIM.email, AGAIN.email, rows[0].number, rows[1].number):
        assert word in shown
    assert "Déposée, à contrôler" in shown


def test_an_officer_says_two_people_and_is_not_asked_again(rows):
    sylvie = staff.enter(people.officer(SYLVIE))
    assert "Aucun courriel ne part" in sylvie.post(place(*rows), said("different")).content.decode()

    sylvie.post(place(*rows), said("different", decide="1"))

    assert "Aucune paire à examiner" in space.read(sylvie, reverse("staff_duplicates"))
    assert "Déjà examiné" in space.read(sylvie, place(*rows))


def test_an_officer_proposes_one_person_the_head_reads_the_mail_and_closes(rows):
    sylvie, paul = staff.enter(people.officer(SYLVIE)), staff.enter(people.officer(PAUL))
    answer = keeping(*rows)
    assert "Le chef de bureau décidera" in sylvie.post(place(*rows), said(answer)).content.decode()
    sylvie.post(place(*rows), said(answer, decide="1"))
    assert people.fresh(rows[1]).state == "saved"
    assert "proposé : la même personne" in space.read(paul, reverse("staff_duplicates"))

    assert AGAIN.email in paul.post(place(*rows), said(answer)).content.decode()
    paul.post(place(*rows), said(answer, decide="1"))

    assert [people.fresh(row).state for row in rows] == ["confirmed", "withdrawn"]
    assert "avec un autre compte" in space.read(space.enter(rows[1]), space.first_screen(rows[1]))


def test_both_for_one_diploma_ask_for_the_authorisation_and_keep_what_was_typed(rows):
    shown = staff.enter(people.officer(PAUL)).post(place(*rows), said("keep_both")).content.decode()

    assert "donnez la référence de la dérogation" in shown
    assert "Même pièce d’identité." in shown


def test_people_who_are_not_alike_or_lie_elsewhere_have_no_page(rows):
    lea, sylvie = people.saved(LEA), staff.enter(people.officer(SYLVIE))

    assert sylvie.get(place(rows[0], lea)).status_code == 404
    assert sylvie.get(place(rows[0], rows[0])).status_code == 404
    assert staff.enter(people.officer(ROSE)).get(place(*rows)).status_code == 404


def test_handicap_is_absent_side_by_side_for_who_has_no_right_to_it():
    answers = people.with_accommodation(people.answers_of(JEANNE, PATISSIER))
    one = people.save(people.draft(people.candidate(JEANNE), answers))
    other = people.saved(replace(JEANNE, email="jeanne.bis@exemple.fr"))

    assert "andicap" not in space.read(staff.enter(people.officer(SYLVIE)), place(one, other))
    assert "andicap" in space.read(staff.enter(people.officer(PAUL)), place(one, other))


def test_two_accounts_are_proposed_for_what_they_share_and_the_page_says_what(monkeypatch):
    karim = people.confirmed(KARIM, PATISSIER)
    turned = people.saved(
        replace(KARIM, email="karim.b@exemple.fr", birth_name="Karim", given_names="Bénali"), AEPE
    )
    misspelled = people.saved(replace(KARIM, email="k@exemple.fr", birth_name="Benalli"))
    people.saved(replace(LEA, birth_date=KARIM.birth_date))
    sylvie = staff.enter(people.officer(SYLVIE))

    listed = space.read(sylvie, reverse("staff_duplicates"))
    shown = space.read(sylvie, place(karim, misspelled))

    assert listed.count("Mêmes noms, nés le même jour.") == 1
    assert listed.count("Noms à une lettre près, nés le même jour.") == 2
    assert LEA.email not in listed
    assert "Noms à une lettre près" in shown
    assert (
        space.read(sylvie, reverse("staff_file", args=[turned.id])).count("Comparer les deux dossiers") == 2
    )

    monkeypatch.setattr(duplicates, "MOST", 1)
    assert "2 autres paires de personnes viendront" in space.read(sylvie, reverse("staff_duplicates"))
