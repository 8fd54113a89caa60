"""Many files at once: the list says exactly what will happen and what will not, and each is decided alone."""

import re

import pytest
from django.urls import reverse

from sporades.adapters import clocks
from sporades.notices.models import Notice
from sporades.registrations.actions import deciding, reviewing
from sporades.registrations.models import Verdict
from tests import people
from tests.pages import space, staff
from tests.pages.public import words
from tests.people import HUGO, KARIM, PATISSIER, ROSE, SYLVIE, TOM

pytestmark = pytest.mark.django_db
PATH, UNDO = reverse("staff_check_batch"), reverse("staff_check_undo_batch")
ACCEPT, ADMIT = f"{PATH}?faire=valider&piece=identity", f"{PATH}?faire=recevable"


@pytest.fixture(autouse=True)
def _session(db, settings, tmp_path):
    space.begin(settings, tmp_path)


@pytest.fixture
def sylvie():
    return staff.enter(people.officer(SYLVIE))


def given(person):
    row = people.confirmed(person, PATISSIER)
    people.give(row, "identity")
    space.found_clean(row)
    return row


def choices(html: str) -> list[str]:
    return re.findall(r'name="choix" value="([^"]+)"', html)


def state(row) -> str:
    return people.piece(row, "identity").state


def test_what_waits_is_counted_by_kind(sylvie):
    given(KARIM)
    given(TOM)

    page = words(sylvie.get(PATH).content.decode())

    assert "Valider : Pièce d’identité (2)" in page


def test_the_list_is_read_before_and_then_done(sylvie):
    rows = [given(KARIM), given(TOM)]
    chosen = choices(sylvie.get(ACCEPT).content.decode())

    listed = sylvie.post(ACCEPT, {"choix": chosen}).content.decode()
    assert "2 décisions se feront" in words(listed)
    assert {state(row) for row in rows} == {"deposited"}

    done = sylvie.post(ACCEPT, {"choix": choices(listed), "token": people.token(), "carry_out": "1"})
    assert "2 décisions prises" in words(done.content.decode())
    assert {state(row) for row in rows} == {"accepted"}


def test_what_changed_since_it_was_chosen_is_left_out_and_the_others_are_done(sylvie):
    changed, other = given(KARIM), given(TOM)
    listed = sylvie.post(ACCEPT, {"choix": choices(sylvie.get(ACCEPT).content.decode())}).content.decode()
    people.give(changed, "identity")
    space.found_clean(changed)

    done = sylvie.post(ACCEPT, {"choix": choices(listed), "token": people.token(), "carry_out": "1"})

    page = words(done.content.decode())
    assert "1 décision prise" in page and "a changé depuis que vous l’avez ouverte" in page
    assert (state(changed), state(other)) == ("deposited", "accepted")


def test_what_cannot_be_done_says_why_before(sylvie):
    row = people.confirmed(KARIM, PATISSIER)
    people.give(row, "identity")

    page = words(
        sylvie.post(ACCEPT, {"choix": choices(sylvie.get(ACCEPT).content.decode())}).content.decode()
    )

    assert "1 ne se fera pas" in page and "l’antivirus ne s’est pas prononcé" in page


def test_the_same_batch_sent_twice_is_one_decision_each(sylvie):
    given(KARIM)
    form = {"choix": choices(sylvie.get(ACCEPT).content.decode()), "token": people.token(), "carry_out": "1"}

    for _ in range(2):
        assert "1 décision prise" in words(sylvie.post(ACCEPT, form).content.decode())

    assert Verdict.objects.count() == 1


def test_files_where_all_is_decided_are_admitted_together(sylvie):
    rows = [given(KARIM), given(TOM)]
    for row in rows:
        row.pieces.update(state="accepted")
    given(HUGO)
    chosen = choices(sylvie.get(ADMIT).content.decode())
    assert len(chosen) == 2

    sylvie.post(ADMIT, {"choix": chosen, "token": people.token(), "carry_out": "1"})

    assert {people.fresh(row).state for row in rows} == {"admitted"}


def test_nobody_decides_in_a_batch_what_is_outside_their_mandate(sylvie):
    row = given(KARIM)
    chosen = choices(sylvie.get(ACCEPT).content.decode())
    rose = staff.enter(people.officer(ROSE))

    assert rose.post(ACCEPT, {"choix": chosen, "carry_out": "1"}).status_code == 404
    assert choices(rose.get(ACCEPT).content.decode()) == []
    assert state(row) == "deposited"


def verdicts(html: str) -> list[str]:
    return re.findall(r'name="verdict" value="([^"]+)"', html)


def test_the_whole_lot_is_taken_back_within_ten_seconds_and_nothing_has_left(sylvie):
    rows = [given(KARIM), given(TOM)]
    for row in rows:
        owed = list(row.pieces.filter(due_date="pieces"))
        for held in owed:
            if not held.deposits.exists():
                people.give(row, held.kind, key=held.key)
        space.found_clean(row)
        for held in owed:
            reviewing.accept_piece(held, by=people.OFFICER, now=people.NOW)
    chosen = choices(sylvie.get(ADMIT).content.decode())
    report = sylvie.post(ADMIT, {"choix": chosen, "carry_out": "1", "token": "once"}).content.decode()
    assert [people.fresh(row).state for row in rows] == ["admitted", "admitted"]
    assert len(verdicts(report)) == 2

    undone = sylvie.post(UNDO, {"verdict": verdicts(report)}, follow=True)

    assert "2 décisions annulées : rien n’est parti." in words(undone.content.decode())
    assert [people.fresh(row).state for row in rows] == ["confirmed", "confirmed"]
    mails = Notice.objects.filter(kind="registration_admitted")
    assert {mail.state for mail in mails} == {"cancelled"}


def test_of_a_lot_what_was_followed_or_is_late_stays_and_is_counted(sylvie, monkeypatch):
    rows = [given(KARIM), given(TOM)]
    chosen = choices(sylvie.get(ACCEPT).content.decode())
    report = sylvie.post(ACCEPT, {"choix": chosen, "carry_out": "1", "token": "once"}).content.decode()
    people.give(rows[0], "signed_confirmation")

    undone = sylvie.post(UNDO, {"verdict": verdicts(report)}, follow=True)

    said = words(undone.content.decode())
    assert "1 décision annulée" in said and "trop tard pour 1 décision" in said
    assert sorted(state(row) for row in rows) == ["accepted", "deposited"]
    late = clocks.machine_now() + deciding.TIME_TO_UNDO
    monkeypatch.setattr(clocks, "machine_now", lambda: late)
    again = sylvie.post(UNDO, {"verdict": verdicts(report)[:1]}, follow=True)
    assert again.status_code == 200


def test_somebody_else_takes_no_lot_back(sylvie):
    row = given(KARIM)
    chosen = choices(sylvie.get(ACCEPT).content.decode())
    report = sylvie.post(ACCEPT, {"choix": chosen, "carry_out": "1", "token": "once"}).content.decode()

    for other in (people.officer(people.PAUL), people.officer(ROSE)):
        staff.enter(other).post(UNDO, {"verdict": verdicts(report)})

    assert state(row) == "accepted"


def ticked(client, *rows, does="identity", back=""):
    data = {"dossier": [str(row.id) for row in rows], "faire": does, "retour": back}
    return client.post(reverse("staff_check_selection"), data)


def test_what_is_ticked_in_the_work_list_is_told_line_by_line_then_done(sylvie):
    first, second, without = given(KARIM), given(TOM), people.confirmed(HUGO, PATISSIER)
    listed = sylvie.get(reverse("staff_worklist"), {"piece": "identity"}).content.decode()
    assert set(re.findall(r'name="dossier" value="([^"]+)"', listed)) == {str(first.id), str(second.id)}
    assert '<option value="identity" selected>' in listed

    told = ticked(sylvie, first, without, back="piece=identity").content.decode()
    assert "1 décision se fera" in words(told) and "1 ne se fera pas" in words(told)
    assert f"{without.number} Aucune pièce de cette sorte n’y attend de contrôle." in words(told)
    assert f"{reverse('staff_worklist')}?piece=identity" in told

    (action,) = re.findall(r'method="post" action="([^"]+lot[^"]+)"', told)
    sylvie.post(
        action.replace("&amp;", "&"), {"choix": choices(told), "token": people.token(), "carry_out": "1"}
    )
    assert [state(row) for row in (first, second)] == ["accepted", "deposited"]


def test_what_is_ticked_is_only_declared_admissible_where_nothing_is_left(sylvie):
    told = words(ticked(sylvie, given(KARIM), does="recevable").content.decode())

    assert "1 ne se fera pas" in told and "décision se fera" not in told


def test_nothing_ticked_or_a_file_of_another_academy_is_said(sylvie):
    row = given(KARIM)

    assert "Cochez au moins un dossier" in words(
        sylvie.post(reverse("staff_check_selection"), {"faire": "identity"}, follow=True).content.decode()
    )
    assert ticked(staff.enter(people.officer(ROSE)), row).status_code == 404
    assert ticked(sylvie, row, does="inconnu").status_code == 404
