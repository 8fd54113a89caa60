"""An inscription changes exam or académie, and everything that follows is read before it is done."""

import pytest
from django.urls import reverse

from sporades.registrations import facts
from tests import people
from tests.pages import space, staff
from tests.people import COUVREUR, KARIM, PATISSIER, PAUL, ROSE, SYLVIE

pytestmark = pytest.mark.django_db

REASON = "Le candidat s’est trompé de ligne."


@pytest.fixture(autouse=True)
def _session(db, settings, tmp_path):
    space.begin(settings, tmp_path)


@pytest.fixture
def row():
    return people.confirmed(KARIM, PATISSIER)


# ── « Corriger le diplôme, la spécialité ou la forme » ───────────────────────
def exam(row, **sent):
    said = {"specialty": COUVREUR, "form": "global", "pe": "sit", "pe_activities": "tennis_de_table"}
    named = {"seen": "1", "shown": COUVREUR, "reason": REASON, "token": people.token()}
    return reverse("staff_correct_exam", args=[row.id]), {**said, "language": "anglais", **named, **sent}


def test_another_speciality_is_chosen_its_papers_are_asked_then_all_it_changes_is_read(row):
    paul = staff.enter(people.officer(PAUL))
    place, said = exam(row)

    chosen = paul.post(place, said | {"specialty-typed": "couvreur", "shown": PATISSIER})
    assert f'value="{COUVREUR}"' in chosen.content.decode()
    assert "Erreur" not in chosen.content.decode()
    read = paul.post(place, said).content.decode()

    assert "Pièces nouvellement attendues" in read and "R.408" in read
    assert "vendredi 14 mars 2025" in read
    assert "Votre examen est corrigé" in read and REASON in read
    assert people.fresh(row).specialty == PATISSIER, "nothing has changed yet"

    paul.post(place, {**said, "decide": "1"})

    assert people.fresh(row).specialty == COUVREUR
    assert "Le service a corrigé votre examen" in space.read(space.enter(row), space.first_screen(row))


def test_what_a_speciality_asks_is_not_left_out_and_what_was_typed_stays(row):
    paul = staff.enter(people.officer(PAUL))
    place, said = exam(row, specialty=PATISSIER, shown=PATISSIER, form="progressive", pe="none")

    shown = paul.post(place, said).content.decode()

    assert "Choisissez au moins une épreuve" in shown
    assert REASON in shown


def test_the_mail_that_is_read_before_names_no_piece_that_the_officer_may_not_know():
    answers = people.with_accommodation(people.answers_of(KARIM, PATISSIER))
    row = people.save(people.draft(people.candidate(KARIM), answers))
    people.give(row)
    title = people.piece(row, "accommodation").title
    with_right, without = (
        people.officer(one, sees_handicap=one is PAUL, role="head") for one in (PAUL, SYLVIE)
    )

    for officer, is_named in ((with_right, True), (without, False)):
        place, said = exam(row)
        read = staff.enter(officer).post(place, said).content.decode()
        assert "Votre examen est corrigé" in read
        assert (title in read) is is_named


def test_to_the_same_exam_nothing_is_announced(row):
    place, said = exam(row, specialty=PATISSIER, shown=PATISSIER)
    read = staff.enter(people.officer(PAUL)).post(place, said).content.decode()

    assert "Rien ne changerait" in read


def test_a_page_older_than_the_last_version_says_to_read_again(row):
    people.save(people.fill(row, people.with_usage_name(facts.drafted(row))), said_twice=True)
    place, said = exam(row)

    shown = staff.enter(people.officer(PAUL)).post(place, said).content.decode()

    assert "Une autre version a été enregistrée depuis" in shown


def test_only_the_diplomas_of_the_mandate_are_offered_and_an_officer_proposes(row):
    of_cap = staff.enter(people.officer(PAUL, diplomas=["cap"]))
    place, said = exam(row, **{"specialty": "", "specialty-typed": "bp boulanger", "_search": "specialty"})

    assert "BP Boulanger" not in of_cap.post(place, said).content.decode()
    sylvie = staff.enter(people.officer(SYLVIE))
    assert sylvie.get(place).status_code == 403
    proposed = space.read(sylvie, reverse("staff_propose", args=[row.id]))
    assert "Corriger le diplôme, la spécialité ou la forme" in proposed


# ── « Changer d’académie » ───────────────────────────────────────────────────
MOVED = "Elle a déménagé à Saint-Denis."


@pytest.fixture
def there():
    people.another_academy("28")
    return people.officer(ROSE, role="head", academies=["28"])


def moving(row, **sent):
    said = {"academy": "28", "reason": MOVED, "seen": "1", "token": people.token()}
    return reverse("staff_change_academy", args=[row.id]), said | sent


def test_an_officer_proposes_the_other_head_reads_what_changes_and_takes_the_file(row, there):
    sylvie, rose = staff.enter(people.officer(SYLVIE)), staff.enter(there)
    place, said = moving(row)
    assert "s’il accepte, vous ne verrez plus ce dossier" in space.read(sylvie, place)
    sylvie.post(place, said)
    assert "attend l’autre académie" in space.read(sylvie, place)
    assert rose.get(reverse("staff_file", args=[row.id])).status_code == 404
    assert "Benali" in space.read(rose, reverse("staff_academy_changes"))
    change = reverse("staff_academy_change", args=[row.academy_changes.get().id])

    read = space.read(rose, change)
    assert "heure de La Réunion" in read and MOVED in read and "Le courriel qui partira" in read
    assert people.fresh(row).academy == "23", "nothing has changed yet"
    taken = rose.post(change, {"accept": "1", "seen": "1", "token": people.token()}, follow=True)

    assert row.number in taken.content.decode()
    assert sylvie.get(reverse("staff_file", args=[row.id])).status_code == 404
    left = space.read(sylvie, reverse("staff_academy_changes"))
    assert row.number in left and "accepté" in left and "Benali" not in left
    told = space.read(space.enter(row), space.first_screen(row))
    assert "avant : Nice ; maintenant : La Réunion" in told


def test_the_other_head_refuses_with_a_reason_and_a_second_answer_is_told(row, there):
    sylvie, rose = staff.enter(people.officer(SYLVIE)), staff.enter(there)
    place, said = moving(row)
    sylvie.post(place, said)
    change = reverse("staff_academy_change", args=[row.academy_changes.get().id])

    assert "Il manque une réponse" in rose.post(change, {"refuse": "1", "answer": ""}).content.decode()
    rose.post(change, {"refuse": "1", "answer": "Centre complet.", "token": people.token()})
    assert "Centre complet." in space.read(sylvie, reverse("staff_academy_changes"))
    late = rose.post(change, {"accept": "1", "seen": "1", "token": people.token()}, follow=True)

    assert "a déjà reçu sa réponse" in late.content.decode()
    assert people.fresh(row).academy == "23"


def test_a_proposal_without_a_reason_is_asked_again_and_one_that_waits_is_taken_back(row, there):
    sylvie = staff.enter(people.officer(SYLVIE))
    place, said = moving(row)
    assert "Écrivez le motif" in sylvie.post(place, said | {"reason": ""}).content.decode()
    sylvie.post(place, said)

    sylvie.post(place, {"take_back": "1", "token": people.token()})

    change = row.academy_changes.get()
    assert change.state == "taken_back"
    # The other office no longer has to know whose file it was.
    shown = staff.enter(there).get(reverse("staff_academy_change", args=[change.id]), follow=True)
    assert "a déjà reçu sa réponse" in shown.content.decode() and "Benali" not in shown.content.decode()


def test_a_head_of_both_reads_what_changes_then_moves_in_one_act(row, there):
    both = staff.enter(people.officer(PAUL, academies=["23", "28"]))
    place, said = moving(row)
    assert "vous décidez seul, et gardez ce dossier" in space.read(both, place)

    read = both.post(place, said).content.decode()
    assert "Ce qui change" in read and people.fresh(row).academy == "23"
    both.post(place, said | {"decide": "1"})

    assert people.fresh(row).academy == "28"


def test_without_another_calendar_the_page_says_so(row):
    place, _said = moving(row)

    assert "Aucune autre académie" in space.read(staff.enter(people.officer(SYLVIE)), place)
