"""Before and after each limit: counts first, then people by name, each with the reason why or why not."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sporades.adapters import clocks
from sporades.calendars.models import Incident
from sporades.jobs.tick import tick
from sporades.jobs.worker import work_once
from sporades.registrations.actions import making_lists, proposing, reviewing
from sporades.registrations.models import DecisionLine, DecisionList
from sporades.registrations.queries import ahead
from sporades.rules.calendar import GRACE
from sporades.rules.rights import Act
from tests import people
from tests.pages import space, staff
from tests.pages.public import words
from tests.people import (
    AWA,
    CAP_PIECES_DUE,
    COUVREUR,
    HUGO,
    INES,
    KARIM,
    LEA,
    NOW,
    PATISSIER,
    PAUL,
    RAOUL,
    ROSE,
    SYLVIE,
    TOM,
)

pytestmark = pytest.mark.django_db

AFTER = CAP_PIECES_DUE + GRACE
MILLISECOND = timedelta(milliseconds=1)


@pytest.fixture(autouse=True)
def _session(db, settings, tmp_path):
    space.begin(settings, tmp_path)


@pytest.fixture
def paul():
    return staff.enter(people.officer(PAUL))


@pytest.fixture
def approved():
    window = people.window()
    window.sanctions = "approved"
    window.save()
    return window


def pass_the_limit(at=AFTER):
    clocks.start_at(at)
    report = tick(now=at)
    while making_lists.make_next(machine_now=clocks.machine_now(), now=at):
        pass
    return report


def page_of(limit="confirmations", view="concernes"):
    return f"{reverse('staff_deadline', args=[people.window().id, limit])}?vue={view}"


def test_the_counts_come_first_for_each_limit_of_the_mandate(paul):
    people.saved(KARIM, PATISSIER)
    people.draft(people.candidate(LEA), people.answers_of(LEA))
    people.confirmed(HUGO, COUVREUR)

    shown = space.read(paul, reverse("staff_deadlines"))

    for title in ("les brouillons expirent", "la candidature est annulée", "la candidature est écartée"):
        assert title in shown
    assert "1 concernés, Pièces dues" in shown
    assert "1 concernés, Clôture" in shown
    assert "1 concernés, R.408 due" in shown
    assert "Martinique" not in shown


def test_each_person_is_named_with_the_reason_and_their_own_limit(paul):
    row = people.saved(KARIM, PATISSIER)

    shown = space.read(paul, page_of())

    assert row.number in shown
    assert "Aucune confirmation n’a jamais été déposée." in shown
    assert "15 nov. 2024, 23 h 59" in shown.replace("\u00a0", " ")


def test_doubtful_cases_are_apart_with_why_the_machine_does_not_act(paul):
    stale = people.confirmed(INES, PATISSIER)
    people.save(
        people.fill(stale, people.with_usage_name(people.answers_of(INES, PATISSIER))), said_twice=True
    )
    late = people.saved(KARIM, PATISSIER)
    people.give(late, now=CAP_PIECES_DUE + MILLISECOND)
    unreadable = people.confirmed(AWA)
    reviewing.refuse_piece(
        people.piece(unreadable), reason_code="unreadable", sentence="Floue.", by=people.OFFICER, now=NOW
    )
    infected = people.confirmed(TOM)
    space.found_infected(infected)

    shown = space.read(paul, page_of(view="douteux"))

    assert "4 dossiers" in shown
    for why in (
        "signée pour une autre version",
        "déposée hors délai",
        "refusée par le service",
        "l’antivirus",
    ):
        assert why in shown
    assert "Personne." in space.read(paul, page_of())


def test_an_unverified_speciality_is_a_doubtful_case_of_the_r408(paul):
    row = people.confirmed(HUGO, COUVREUR)
    row.pieces.filter(kind="r408").update(needs_check=True)

    assert "Personne n’a vérifié" in space.read(paul, page_of("attestations", "douteux"))
    assert "Personne." in space.read(paul, page_of("attestations"))


def test_what_the_list_announces_is_what_the_deadline_does(paul):
    people.saved(KARIM, PATISSIER)
    people.saved(LEA)
    announced = space.read(paul, page_of())
    assert "2 dossiers" in announced

    assert pass_the_limit().done == {"cancelled": 2}

    done = space.read(paul, page_of(view="faits"))
    assert "2 dossiers" in done
    assert "la machine, à l’échéance" in done


def test_an_open_incident_is_said_and_is_the_reason_of_each(paul):
    people.saved(KARIM, PATISSIER)
    Incident.objects.create(starts_at=NOW, reason="panne")
    pass_the_limit()

    shown = space.read(paul, page_of())

    assert "Un incident est ouvert" in shown
    assert "aucune sanction avant sa clôture" in shown


def test_a_list_asks_as_many_queries_for_twenty_people_as_for_two(paul):
    everybody = [KARIM, LEA, TOM, AWA, INES, HUGO, RAOUL]
    for person in everybody[:2]:
        people.saved(person)
    paul.get(page_of())

    def queries(path):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert paul.get(path).status_code == 200
        return len(captured)

    paths = [page_of(), reverse("staff_deadlines")]
    few = [queries(path) for path in paths]
    for person in everybody[2:]:
        people.saved(person)

    assert [queries(path) for path in paths] == few


def test_the_head_signs_the_list_and_reads_how_far_it_is(paul, approved):
    row = people.saved(KARIM, PATISSIER)
    pass_the_limit()
    held = DecisionList.objects.get()
    address = reverse("staff_deadline_list", args=[held.id])
    assert "Une liste attend votre signature" in space.read(paul, reverse("staff_deadlines"))
    assert "rien n’est décidé" in space.read(paul, address)

    paul.post(reverse("staff_deadline_sign", args=[held.id]), {"token": "one"})
    work_once()

    assert people.fresh(row).state == "cancelled"
    shown = space.read(paul, address)
    assert "par Paul Mercier" in shown
    assert "Faits : 1" in shown.replace("\u00a0", " ")
    assert "liste signée par Paul Mercier" in space.read(paul, page_of(view="faits"))


def test_a_list_that_is_being_made_says_how_far_it_is_and_waits_for_no_signature(paul, approved, keep_html):
    people.saved(KARIM, PATISSIER)
    clocks.start_at(AFTER)
    tick(now=AFTER)
    held = DecisionList.objects.get()
    address = reverse("staff_deadline_list", args=[held.id])

    told = space.read(paul, reverse("staff_deadlines"))
    assert "Une liste se prépare" in told and "attend votre signature" not in told
    page = paul.get(address)
    keep_html("in the making", page)
    assert "1 dossier y figure déjà" in words(page.content.decode())
    assert "Signer la liste" not in page.content.decode()
    assert "Retirer" not in page.content.decode()
    refused = paul.post(reverse("staff_deadline_sign", args=[held.id]), {"token": "one"}, follow=True)
    assert "Cette liste se prépare encore" in words(refused.content.decode())
    assert "Une liste se prépare" in space.read(paul, page_of())

    making_lists.make_next(machine_now=clocks.machine_now(), now=AFTER)
    assert "Elle est complète : son unique dossier" in space.read(paul, address)
    work_once()

    assert "Une liste attend votre signature" in space.read(paul, reverse("staff_deadlines"))


def test_a_list_that_cannot_be_made_says_so_and_its_head_of_office_gives_it_up(paul, approved, keep_html):
    people.saved(KARIM, PATISSIER)
    clocks.start_at(AFTER)
    tick(now=AFTER)
    held = DecisionList.objects.get()
    DecisionList.objects.update(decision="unknown")
    work_once()
    DecisionList.objects.update(decision="cancel")
    address, drop = (reverse(name, args=[held.id]) for name in ("staff_deadline_list", "staff_deadline_drop"))

    assert "Une liste ne peut pas être préparée" in space.read(paul, reverse("staff_deadlines"))
    sylvie = staff.enter(people.officer(SYLVIE))
    assert "1 liste du chef de bureau ne peut pas être préparée" in space.read(
        sylvie, reverse("staff_worklist")
    )
    elsewhere = staff.enter(people.officer(ROSE, academies=["28"]))
    assert "ne peut pas être préparée" not in space.read(elsewhere, reverse("staff_worklist"))
    assert "Seul le chef de bureau l’abandonne" in space.read(sylvie, address)
    assert sylvie.post(drop).status_code == 403
    keep_html("failing", paul.get(address))
    assert "Chaque essai échoue depuis le" in space.read(paul, address)
    assert paul.get(drop).url == address

    given_up = paul.post(drop, {"token": "one"}, follow=True)

    keep_html("given up", given_up)
    assert "par Paul Mercier, avant d’être prête" in words(given_up.content.decode())
    assert "Une liste ne peut pas" not in space.read(paul, reverse("staff_deadlines"))
    assert "Cette liste n’est plus en préparation" in words(
        paul.post(drop, {"token": "another"}, follow=True).content.decode()
    )


def test_who_changed_while_the_list_was_made_is_read_on_it_and_asks_for_no_signature(paul, approved):
    row = people.saved(KARIM, PATISSIER)
    clocks.start_at(AFTER)
    tick(now=AFTER)
    people.give(row, now=AFTER)
    work_once()

    shown = space.read(paul, reverse("staff_deadline_list", args=[DecisionList.objects.get().id]))

    assert "1 laissé de côté, parce qu’il a changé" in shown and "hors délai" in shown
    assert "Signer la liste" not in shown
    assert "attend votre signature" not in space.read(paul, reverse("staff_deadlines"))


def test_an_officer_reads_the_list_and_does_not_sign_it(approved):
    people.saved(KARIM, PATISSIER)
    pass_the_limit()
    held = DecisionList.objects.get()
    sylvie = staff.enter(people.officer(SYLVIE))

    assert "Seul le chef de bureau signe" in space.read(
        sylvie, reverse("staff_deadline_list", args=[held.id])
    )
    assert sylvie.post(reverse("staff_deadline_sign", args=[held.id])).status_code == 403


def test_a_person_is_struck_out_with_a_reason_before_the_signature(paul, approved):
    row = people.saved(KARIM, PATISSIER)
    pass_the_limit()
    held = DecisionList.objects.get()
    address = reverse("staff_deadline_strike", args=[held.id, row.id])
    assert "Il manque une réponse" in paul.post(address, {"token": "none"}).content.decode()

    response = paul.post(address, {"token": "one", "reason": "Courrier reçu le 14."})

    assert response.url == reverse("staff_deadline_list", args=[held.id])
    assert DecisionLine.objects.get().struck_reason == "Courrier reçu le 14."
    page = space.read(paul, response.url)
    assert "Courrier reçu le 14." in page and "dossier retiré de la liste, rien ne change pour lui" in page


def test_a_whole_limit_is_undone_from_its_page(paul):
    rows = [people.saved(KARIM, PATISSIER), people.saved(LEA)]
    pass_the_limit()
    assert "Rétablir tous ces dossiers" in space.read(paul, page_of(view="faits"))
    address = reverse("staff_deadline_undo", args=[people.window().id, "confirmations"])
    form = {"token": "one", "reason": "Panne.", "until-day": "30", "until-month": "11", "until-year": "2024"}
    assert "Cochez la case" in paul.post(address, form).content.decode()

    asked = paul.post(address, {**form, "confirmed": "on"})

    assert "La liste se prépare Aucun dossier n’y figure encore." in space.read(paul, asked.url)
    while work_once():
        pass

    assert {people.fresh(row).state for row in rows} == {"saved"}
    assert "rétabli le" in space.read(paul, page_of(view="faits"))


def test_a_correction_date_that_passed_is_listed_and_nobody_is_sanctioned(paul):
    row = people.confirmed(KARIM, PATISSIER)
    people.give(row, "identity")
    reviewing.refuse_piece(
        people.piece(row, "identity"), reason_code="unreadable", sentence="Floue.", by=people.OFFICER, now=NOW
    )
    assert "Aucun délai n’est dépassé." in space.read(paul, reverse("staff_deadline_corrections"))
    mandate = people.officer(ROSE, academies=["23"]).mandate
    assert not ahead.corrections(mandate, now=CAP_PIECES_DUE - MILLISECOND)
    clocks.start_at(CAP_PIECES_DUE)

    shown = space.read(paul, reverse("staff_deadline_corrections"))

    assert row.number in shown
    assert "Floue." in shown
    assert people.fresh(row).state == "incomplete"


def test_the_proposals_that_wait_are_a_list(paul):
    row = people.saved(KARIM, PATISSIER)
    by = people.acting(people.officer(SYLVIE))
    proposing.propose(row, Act.CANCEL, reason="Jamais signée.", token=people.token(), by=by, now=NOW)

    shown = space.read(paul, reverse("staff_deadline_proposals"))

    assert "Jamais signée." in shown
    assert "Sylvie Arnaud" in shown


def test_the_limits_and_lists_of_another_academy_do_not_exist(approved):
    row = people.saved(KARIM, PATISSIER)
    pass_the_limit()
    held = DecisionList.objects.get()
    rose = staff.enter(people.officer(ROSE, role="head"))

    assert rose.get(page_of()).status_code == 404
    assert rose.get(reverse("staff_deadline_list", args=[held.id])).status_code == 404
    assert rose.post(reverse("staff_deadline_sign", args=[held.id])).status_code == 404
    assert rose.post(reverse("staff_deadline_strike", args=[held.id, row.id])).status_code == 404
    assert (
        rose.post(reverse("staff_deadline_undo", args=[people.window().id, "confirmations"])).status_code
        == 404
    )


def test_a_limit_that_nobody_knows_is_not_found(paul):
    assert paul.get(page_of("inconnue")).status_code == 404
