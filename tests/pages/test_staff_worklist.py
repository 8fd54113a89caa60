"""The work list: what waits for a decision, in which order, and for whom."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sporades.adapters import clocks
from sporades.notices.models import Notice
from sporades.reference.load import reference
from sporades.registrations.actions import claiming, comparing, reviewing, scanning
from sporades.registrations.models import Checkup, File
from sporades.registrations.queries import claims, duplicates, facets, next_in_list, worklist, worklist_lines
from sporades.registrations.queries.asked import asked
from sporades.registrations.queries.private import HANDICAP_PIECES
from tests import people
from tests.pages import space, staff
from tests.pages.public import words
from tests.people import (
    ASSP,
    AWA,
    HUGO,
    INES,
    JEANNE,
    KARIM,
    LEA,
    MACON,
    MAUD,
    NOW,
    OFFICER,
    PATISSIER,
    PAUL,
    ROSE,
    SYLVIE,
    TOM,
)

pytestmark = pytest.mark.django_db

# The same day, once everybody has come.
LATER = NOW + timedelta(hours=10)


@pytest.fixture(autouse=True)
def _session(db, settings, tmp_path):
    space.begin(settings, tmp_path)


@pytest.fixture
def sylvie():
    return people.officer(SYLVIE)


@pytest.fixture
def paul():
    return people.officer(PAUL)


def listed(officer, query=None, *, now=LATER):
    values = asked(query or {}, officer.mandate)
    rows = worklist.Waiting(officer.mandate, values, now=now)[0:50]
    return worklist_lines.told(rows, officer.mandate, now=now, machine_now=clocks.machine_now())


def numbers(officer, query=None, *, now=LATER):
    return [row.number for row in listed(officer, query, now=now)]


def next_of(officer, after=None, query=None, *, now=LATER):
    return next_in_list.next_file(
        officer.mandate, officer, after, query or {}, now=now, machine_now=clocks.machine_now()
    )


def hours(count):
    return NOW + timedelta(hours=count)


def three_of_them():
    """In the order in which they gave something, which is not that of their names."""
    return [
        people.confirmed(person, PATISSIER, now=hours(position))
        for position, person in enumerate((KARIM, AWA, INES))
    ]


def test_the_oldest_deposit_comes_first(sylvie):
    rows = three_of_them()

    assert numbers(sylvie) == [row.number for row in rows]


def test_a_file_of_another_academy_is_not_in_the_list():
    people.confirmed(KARIM, PATISSIER)

    assert numbers(people.officer(ROSE)) == []


def test_what_was_only_saved_waits_for_nobody(sylvie):
    people.saved(KARIM, PATISSIER)

    assert numbers(sylvie) == []


def test_a_row_says_what_waits_since_when_and_by_when(sylvie):
    people.confirmed(KARIM, PATISSIER)

    (row,) = listed(sylvie)

    assert row.name == "Benali Karim"
    assert row.exam == "CAP Pâtissier, session 2025"
    assert row.waits == ("Confirmation d’inscription signée",)
    assert row.since == NOW
    assert row.due == "15\u00a0nov., 23\u00a0h\u00a059"


def test_a_piece_given_again_waits_from_its_new_deposit(sylvie):
    row = people.confirmed(KARIM, PATISSIER)
    people.scan_all()
    reviewing.refuse_piece(people.piece(row), reason_code="unreadable", sentence="", by=OFFICER, now=hours(1))
    people.give(row, now=hours(3))
    people.give(row, "identity", now=hours(5))

    (told,) = listed(sylvie, now=hours(6))

    assert told.since == hours(3)
    assert len(told.waits) == 2


def test_a_piece_given_late_says_so(sylvie):
    row = people.confirmed(KARIM, PATISSIER)
    people.give(
        row, "identity", now=people.CAP_PIECES_DUE, recorded_at=people.CAP_PIECES_DUE + timedelta(hours=1)
    )

    (told,) = listed(sylvie, {"anomalie": "late"}, now=people.CAP_PIECES_DUE + timedelta(hours=2))

    assert "Pièce d’identité, déposée hors délai" in told.waits


@pytest.mark.usefixtures("antivirus")
def test_everything_accepted_waits_for_the_admission(sylvie):
    row = people.confirmed(KARIM, PATISSIER)
    for held in row.pieces.filter(due_date="pieces"):
        if not held.deposits.exists():
            people.give(row, held.kind, key=held.key)
    people.scan_all()
    for held in row.pieces.filter(due_date="pieces"):
        reviewing.accept_piece(held, by=OFFICER, now=NOW)

    assert [told.waits for told in listed(sylvie)] == [("Tout est contrôlé\u00a0: à déclarer recevable",)]

    reviewing.admit(row, by=OFFICER, now=NOW)
    assert listed(sylvie) == []


def test_a_correction_date_that_passed_waits_from_its_exact_instant(sylvie):
    row = people.confirmed(KARIM, PATISSIER)
    people.scan_all()
    reviewing.refuse_piece(
        people.piece(row), reason_code="unreadable", sentence="Floue.", by=OFFICER, now=NOW
    )
    due = people.piece(row).correction_due_at

    assert numbers(sylvie, now=due - timedelta(microseconds=1)) == []
    (told,) = listed(sylvie, now=due)
    assert told.waits == ("Confirmation d’inscription signée\u00a0: délai de correction dépassé",)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"diplome": "bac_pro"}, {"Jeanne"}),
        ({"specialite": MACON}, {"Tom"}),
        ({"specialite": "MACON"}, {"Tom"}),
        ({"specialite": "pati"}, {"Hugo"}),
        ({"etat": "confirmed"}, {"Jeanne", "Tom", "Hugo"}),
        ({"etat": "incomplete"}, set()),
        ({"piece": "identity"}, {"Hugo"}),
        ({"diplome": "inconnu", "etat": "draft"}, {"Jeanne", "Tom", "Hugo"}),
    ],
)
def test_the_list_is_filtered(sylvie, query, found):
    people.confirmed(JEANNE, ASSP, diploma="bac_pro")
    people.confirmed(TOM, MACON)
    people.give(people.confirmed(HUGO, PATISSIER), "identity")

    assert {row.name.split()[-1] for row in listed(sylvie, query)} == found


def test_the_nearest_limit_comes_first_when_it_is_asked(sylvie):
    first, second = people.confirmed(KARIM, PATISSIER), people.confirmed(AWA, PATISSIER, now=hours(1))
    people.scan_all()
    # Corrected by its own, earlier date than the window's for nobody: the window's comes first.
    reviewing.refuse_piece(people.piece(first), reason_code="unreadable", sentence="", by=OFFICER, now=NOW)
    people.give(first, now=hours(2))

    assert numbers(sylvie, {"ordre": "limite"}) == [second.number, first.number]


def stale():
    row = people.confirmed(INES, PATISSIER)
    people.save(people.fill(row, people.with_usage_name(people.answers_of(INES, PATISSIER))), said_twice=True)


def infected():
    row = people.confirmed(INES, PATISSIER)
    given = File.objects.get(deposit__piece__registration=row)
    scanning.settle(given, infected_with="Eicar-Test", now=NOW)


def asked_again():
    row = people.confirmed(INES, PATISSIER)
    people.scan_all()
    reviewing.refuse_piece(people.piece(row), reason_code="unreadable", sentence="", by=OFFICER, now=NOW)


def twice():
    people.confirmed(INES, PATISSIER)
    again = replace(INES, email="ines.bis@exemple.fr")
    people.draft(people.candidate(again), people.answers_of(again, PATISSIER))


def mail_came_to_nothing():
    row = people.confirmed(INES, PATISSIER)
    Notice.objects.filter(subject_id=row.id).update(state="refused", returned_at=NOW)


@pytest.mark.once
@pytest.mark.parametrize(
    "about",
    [
        {"kind": "accommodation_published"},
        {"kind": "piece_refused", "title": "Pièce à redéposer : {}"},
    ],
)
def test_a_mail_of_what_does_not_exist_for_the_officer_makes_nobody_unreached(sylvie, paul, about):
    row = people.confirmed(INES, PATISSIER)
    (title, *_) = [rule.title for rule in reference().piece_rules if rule.kind in HANDICAP_PIECES]
    mail = Notice.objects.filter(subject_id=row.id).first()
    mails = Notice.objects.filter(id=mail.id)
    mails.update(**{name: said.format(title) for name, said in about.items()}, returned_at=NOW)

    assert len(listed(paul, {"anomalie": "mail_refused"})) == 1
    assert listed(sylvie, {"anomalie": "mail_refused"}) == []


def test_a_duplicate_that_was_settled_or_lies_elsewhere_is_no_anomaly(sylvie):
    row = people.confirmed(INES, PATISSIER)
    other = people.saved(replace(INES, email="ines.bis@exemple.fr"))
    (pair,) = duplicates.possible(sylvie.mandate).pairs
    assert {pair.one.id, pair.other.id} == {row.id, other.id}
    assert len(listed(sylvie, {"anomalie": "duplicate"})) == 2

    said = {"reason": "Jumelles.", "token": people.token(), "by": OFFICER, "now": NOW}
    comparing.say_different(comparing.pair_of(row, other), **said)

    assert listed(sylvie, {"anomalie": "duplicate"}) == []


@pytest.mark.parametrize(
    ("anomaly", "happens"),
    [
        ("stale", stale),
        ("infected", infected),
        ("asked_again", asked_again),
        ("duplicate", twice),
        ("mail_refused", mail_came_to_nothing),
    ],
)
def test_an_anomaly_is_found_and_only_where_it_is(sylvie, anomaly, happens):
    people.confirmed(KARIM, PATISSIER)
    happens()

    assert [row.name for row in listed(sylvie, {"anomalie": anomaly})] == ["Fernandez Inès"]


def test_a_minor_alone_is_what_the_rules_warned_of(sylvie):
    people.confirmed(KARIM, PATISSIER)
    people.confirmed(TOM, MACON)

    assert [row.name for row in listed(sylvie, {"anomalie": "warned"})] == ["Giraud Tom"]


def test_next_goes_through_the_list_and_begins_again(sylvie):
    first, second, third = three_of_them()

    assert next_of(sylvie) == first.id
    assert next_of(sylvie, first.id) == second.id
    assert next_of(sylvie, third.id) == first.id


def test_next_passes_over_what_another_officer_has_open(sylvie, paul):
    first, second, third = three_of_them()
    claiming.claim(second, officer=paul, machine_now=clocks.machine_now())

    assert next_of(sylvie, first.id) == third.id
    assert next_of(paul, first.id) == second.id


def test_next_goes_on_from_a_file_that_waits_no_more(sylvie):
    _, second, third = three_of_them()
    people.scan_all()
    reviewing.refuse_piece(people.piece(second), reason_code="unreadable", sentence="", by=OFFICER, now=NOW)

    assert next_of(sylvie, second.id) == third.id


def test_next_is_nothing_when_all_is_done(sylvie):
    assert next_of(sylvie) is None


def test_next_stays_within_the_filters_of_the_list(sylvie):
    three_of_them()
    tom = people.confirmed(TOM, MACON, now=hours(9))

    assert next_of(sylvie, None, {"specialite": MACON}) == tom.id


def jeanne_waits_for_her_arrangement_only():
    answers = people.with_accommodation(people.answers_of(JEANNE, PATISSIER))
    row = people.save(people.draft(people.candidate(JEANNE), answers))
    people.give(row, "accommodation")
    return row


def test_a_piece_that_does_not_exist_for_the_officer_makes_no_file_wait(sylvie, paul):
    row = jeanne_waits_for_her_arrangement_only()

    assert numbers(paul) == [row.number]
    assert numbers(sylvie) == []


def test_a_filter_on_handicap_does_nothing_for_who_may_not_see_it(sylvie, paul):
    people.give(jeanne_waits_for_her_arrangement_only())
    karim = people.confirmed(KARIM, PATISSIER)

    assert numbers(paul, {"handicap": "non"}) == [karim.number]
    assert len(numbers(sylvie, {"handicap": "non"})) == 2
    assert len(numbers(sylvie, {"piece": "accommodation"})) == 2


def test_the_office_reads_that_the_antivirus_is_silent_or_old_and_that_a_file_has_changed(sylvie):
    people.confirmed(KARIM, PATISSIER)
    before = words(staff.enter(sylvie).get(reverse("staff_worklist")).content.decode())
    assert "antivirus" not in before

    clocks.move_to(hours(2))
    old = (clocks.machine_now() - timedelta(hours=49)).isoformat()
    Checkup.objects.create(kind="antivirus", looked_at=clocks.machine_now(), found={"made_at": old})
    faults = {"ab" * 16: ["file 1", "changed"]}
    Checkup.objects.create(kind="store", looked_at=clocks.machine_now(), found={"faults": faults})

    for person, page in ((sylvie, "staff_worklist"), (people.officer(MAUD), "staff_people")):
        said = words(staff.enter(person).get(reverse(page)).content.decode())
        assert "ne s’est pas prononcé sur 1 fichier, reçu le mardi 5 novembre 2024, 9 h" in said
        assert "aucun candidat n’y perd un délai" in said
        assert "L’antivirus travaille avec des signatures du" in said
        assert "1 fichier conservé n’est plus celui qui a été reçu." in said


def counted(officer, **query):
    values = asked(query, officer.mandate)
    return facets.counts(officer.mandate, values, now=NOW)


def test_each_value_of_a_filter_is_counted_with_the_other_filters_kept(sylvie, paul):
    people.confirmed(JEANNE, ASSP, diploma="bac_pro")
    people.give(people.confirmed(HUGO, PATISSIER), "identity")
    asked_again()
    people.confirmed(TOM, MACON)

    everything = counted(sylvie)
    assert everything["diplome"] == {"cap": 2, "bac_pro": 1}
    assert everything["etat"] == {"confirmed": 3}
    assert everything["piece"] == {"signed_confirmation": 3, "identity": 1}
    assert everything["anomalie"]["asked_again"] == 1
    assert everything["anomalie"]["warned"] >= 1
    assert "handicap" not in everything
    assert counted(paul)["handicap"] == {"non": 3}

    narrow = counted(sylvie, piece="identity", diplome="cap")
    assert narrow["diplome"] == {"cap": 1}
    assert narrow["piece"] == {"signed_confirmation": 2, "identity": 1}
    assert counted(sylvie, diplome="bac_pro", anomalie="asked_again")["diplome"] == {"cap": 1}

    shown = staff.enter(sylvie).get(reverse("staff_worklist"), {"nombres": "oui"}).content.decode()
    assert re.search(r'value="bac_pro">[^<]+ \(1\)<', shown)
    assert re.search(r'value="bp">[^<]+ \(0\)<', shown)


def test_the_filters_are_told_where_they_are_folded(paul):
    query = {"diplome": "cap", "handicap": "non", "specialite": "pati"}

    shown = words(staff.enter(paul).get(reverse("staff_worklist"), query).content.decode())

    assert "Filtrer : CAP, pati, Handicap : Non" in shown


@pytest.mark.parametrize("query", [{}, {"ordre": "limite"}, {"anomalie": "late"}])
def test_a_page_goes_on_where_the_one_before_ended_and_each_says_how_many_there_are(sylvie, query):
    for row in three_of_them():
        row.pieces.filter(kind="signed_confirmation").update(state="late")
    waiting = worklist.Waiting(sylvie.mandate, asked(query, sylvie.mandate), now=LATER)

    everything = [row.id for row in waiting[0:50]]

    assert len(waiting) == len(everything) == 3
    assert [row.id for row in waiting[1:51]] == everything[1:]
    assert waiting[2].files == 3
    assert waiting[3:53] == []


def test_the_list_says_who_has_a_file_open_until_the_lease_ends(sylvie, paul):
    row = people.confirmed(KARIM, PATISSIER)
    opened = clocks.machine_now()
    claiming.claim(row, officer=paul, machine_now=opened)
    values = asked({}, sylvie.mandate)
    rows = worklist.Waiting(sylvie.mandate, values, now=LATER)[0:50]

    def holders(at):
        return [one.holder for one in worklist_lines.told(rows, sylvie.mandate, now=LATER, machine_now=at)]

    assert holders(opened + timedelta(minutes=4)) == [claims.Holder(paul.id, paul.name, 4)]
    assert holders(opened + claiming.LEASE) == [None]


@pytest.mark.parametrize("query", [{}, {"anomalie": "warned"}, {"ordre": "limite"}, {"nombres": "oui"}])
def test_a_longer_list_costs_no_more_queries(sylvie, query):
    client = staff.enter(sylvie)

    def asked_of_the_database():
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse("staff_worklist"), query)
        return len(caught)

    people.confirmed(TOM, MACON)
    for_one = asked_of_the_database()
    for person in (AWA, INES, HUGO, LEA, KARIM):
        people.confirmed(person, MACON)

    assert asked_of_the_database() == for_one
