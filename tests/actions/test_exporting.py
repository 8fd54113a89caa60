"""An export leaves once, for a purpose, with the rights of who asked, and a second person where it is long."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import override_settings

from sporades.accounts.models import Officer
from sporades.adapters import clocks, storage
from sporades.jobs import upkeep
from sporades.journal import queries as journal
from sporades.journal.models import Entry
from sporades.journal.values import Subject
from sporades.notices.models import Notice
from sporades.registrations.actions import exporting, making_exports
from sporades.registrations.models import Export, Registration
from sporades.registrations.queries import exports, files
from sporades.rules.reasons import Blocked
from tests import people
from tests.people import AWA, JEANNE, KARIM, LEA, NOW, PATISSIER, PAUL, ROSE, SYLVIE, TOM

pytestmark = pytest.mark.django_db

MILLISECOND = timedelta(milliseconds=1)
PURPOSE = "Convoquer à l’EPS, pour Madame Durand"


@pytest.fixture
def sylvie():
    return people.officer(SYLVIE)


@pytest.fixture
def paul():
    return people.officer(PAUL)


def ask(officer: Officer, *, now=NOW, **changes) -> Export:
    said = {"query": "", "columns": ["number", "birth_name"], "file_format": "csv", "purpose": PURPOSE}
    said = {**said, "token": people.token(), **changes}
    return Export.objects.get(
        id=exporting.ask(people.window().calendar, **said, by=people.acting(officer), now=now)
    )


def make(*, now=NOW, later=timedelta(0)) -> bool:
    return making_exports.make_next(machine_now=clocks.machine_now() + later, now=now)


def taken(export: Export, officer: Officer, *, now=NOW) -> str:
    export.refresh_from_db()
    return b"".join(exporting.take(export, by=people.acting(officer), now=now)).decode("utf-8-sig")


def kinds(export: Export) -> list[str]:
    return [line.kind for line in reversed(journal.timeline(Subject("export", export.id)))]


def mails(kind: str) -> list[str]:
    return list(Notice.objects.filter(kind=kind).order_by("recipient").values_list("recipient", flat=True))


def test_a_short_export_is_made_told_and_taken_and_each_step_is_journaled(sylvie):
    row = people.saved(KARIM, PATISSIER)
    export = ask(sylvie)

    assert make()

    assert mails("export_ready") == [SYLVIE.email]
    assert taken(export, sylvie) == f"Numéro;Nom de naissance\r\n{row.number};Benali\r\n"
    assert kinds(export) == ["export_asked", "export_made", "export_downloaded"]
    asked = journal.timeline(Subject("export", export.id))[-1]
    assert asked.details == {"purpose": PURPOSE, "query": ""}
    # What is kept for good names nobody.
    assert not Entry.objects.filter(data__icontains="Durand").exists()
    assert not make()


def test_the_same_form_sent_twice_is_one_export(sylvie):
    people.saved(KARIM)

    assert ask(sylvie, token="one").id == ask(sylvie, token="one").id


def test_who_asks_for_nobody_is_told_so(sylvie):
    people.draft(people.candidate(LEA), people.answers_of(LEA))

    with pytest.raises(Blocked, match="export_empty"):
        ask(sylvie)
    assert not Export.objects.exists()


def test_more_than_a_thousand_rows_in_a_day_wait_for_a_second_person(sylvie, paul, monkeypatch):
    monkeypatch.setattr(exports, "ALONE", 3)
    for person in (KARIM, LEA):
        people.saved(person)

    assert ask(sylvie).state == "queued"
    # Two and two are more than three: a long list cut in two is a long list.
    assert ask(sylvie).state == "held"
    assert ask(sylvie, now=NOW + exports.A_DAY - MILLISECOND).state == "held"
    Export.objects.filter(state="held").update(state="refused")
    assert ask(sylvie, now=NOW + exports.A_DAY).state == "queued"
    assert mails("export_held") == [PAUL.email] * 2


def test_exactly_a_thousand_rows_wait_for_nobody(sylvie, monkeypatch):
    monkeypatch.setattr(exports, "ALONE", 2)
    for person in (KARIM, LEA):
        people.saved(person)
    assert ask(sylvie).state == "queued"

    Export.objects.all().delete()
    people.saved(TOM)

    assert ask(sylvie).state == "held"


@pytest.fixture
def held(sylvie, monkeypatch):
    monkeypatch.setattr(exports, "ALONE", 0)
    people.saved(KARIM)
    return ask(sylvie)


def decide(act, export, officer, **said):
    act(export.id, **said, token=people.token(), by=people.acting(officer), now=NOW)


def test_a_second_person_agrees_and_only_then_it_is_made(held, sylvie, paul):
    assert not make()

    decide(exporting.approve, held, paul)

    assert make()
    assert "Benali" in taken(held, sylvie)
    assert kinds(held)[:2] == ["export_asked", "export_approved"]
    with pytest.raises(Blocked, match="export_not_held"):
        decide(exporting.refuse, held, paul, answer="Trop tard.")


def test_a_second_person_refuses_with_an_answer_that_is_told(held, sylvie, paul):
    decide(exporting.refuse, held, paul, answer="Demandez les seuls CAP.")

    assert not make()
    letter = Notice.objects.get(kind="export_refused")
    assert (letter.recipient, "Demandez les seuls CAP." in letter.text) == (SYLVIE.email, True)


def test_nobody_agrees_to_their_own_export_nor_without_the_same_rights(paul, sylvie, monkeypatch):
    monkeypatch.setattr(exports, "ALONE", 0)
    people.saved(KARIM)
    own = ask(paul, columns=["number", "handicap"])
    others = {
        "another head, without the right to handicap": people.officer(ROSE, role="head", academies=["23"]),
        "an officer": sylvie,
        "whoever asked": paul,
    }

    for who in others.values():
        with pytest.raises(Blocked, match="export_not_yours_to_decide"):
            decide(exporting.approve, own, who)
    assert mails("export_held") == []
    with pytest.raises(IntegrityError), transaction.atomic():
        Export.objects.filter(id=own.id).update(decided_by=paul.id)


def test_an_export_that_grew_long_while_it_waited_is_held(sylvie, paul, monkeypatch):
    monkeypatch.setattr(exports, "ALONE", 1)
    people.saved(KARIM)
    export = ask(sylvie)
    people.saved(LEA)

    assert make()

    export.refresh_from_db()
    assert (export.state, export.rows, export.parts) == ("held", 2, [])
    assert kinds(export) == ["export_asked", "export_held"]
    assert mails("export_held") == [PAUL.email]
    assert not list(storage.keys())


def test_an_agreement_is_for_the_rows_that_were_agreed_to_and_a_few_more(held, paul):
    Export.objects.update(rows=10)
    decide(exporting.approve, held, paul)
    leased = making_exports.lease(machine_now=clocks.machine_now())
    assert not making_exports._has_outgrown(leased, 11)
    Export.objects.update(rows=1, next_try_at=clocks.machine_now())
    people.saved(LEA)

    assert make()

    held.refresh_from_db()
    assert (held.state, held.decided_by, held.rows, held.parts) == ("held", None, 2, [])
    assert not make()
    decide(exporting.approve, held, paul)
    assert make()
    held.refresh_from_db()
    assert held.state == "ready"


def test_a_long_list_that_was_cut_in_two_is_held_when_its_second_half_grows(sylvie, paul, monkeypatch):
    monkeypatch.setattr(exports, "ALONE", 2)
    people.saved(KARIM)
    first, second = ask(sylvie), ask(sylvie, now=NOW + MILLISECOND)
    people.saved(LEA)

    for _ in range(2):
        assert make(now=NOW + MILLISECOND)

    for export in (first, second):
        export.refresh_from_db()
    assert (first.state, second.state) == ("ready", "held")


def test_an_export_has_the_rights_of_its_officer_when_it_is_made(sylvie, paul):
    row = people.save(
        people.draft(people.candidate(JEANNE), people.with_accommodation(people.answers_of(JEANNE)))
    )
    without, with_it = ask(sylvie, columns=["number", "handicap"]), ask(paul, columns=["number", "handicap"])
    filtered = ask(paul, query="handicap=oui", columns=["number"])
    assert (without.columns, with_it.handicap, filtered.handicap) == (["number"], True, True)
    while make():
        pass
    assert taken(without, sylvie) == f"Numéro\r\n{row.number}\r\n"
    assert taken(with_it, paul) == f"Numéro;Handicap\r\n{row.number};Oui\r\n"

    late = ask(paul, columns=["number", "handicap"])
    Officer.objects.filter(id=paul.id).update(sees_handicap=False)
    assert make()

    late.refresh_from_db()
    assert (late.state, late.parts) == ("failed", [])


def test_an_export_of_who_gave_a_piece_of_handicap_is_marked_so(paul):
    answers = people.with_accommodation(people.answers_of(JEANNE))
    people.give(people.save(people.draft(people.candidate(JEANNE), answers)), "accommodation")

    by_piece = ask(paul, query="piece=accommodation", columns=["number"])

    assert by_piece.handicap


def test_a_filter_that_exists_no_more_lets_nobody_else_out(sylvie):
    people.saved(KARIM)
    export = ask(sylvie, query="diplome=cap")
    Export.objects.update(query="diplome=aboli")

    assert make()

    export.refresh_from_db()
    assert (export.state, export.parts) == ("failed", [])


def test_what_lies_outside_the_mandate_is_in_no_row(sylvie):
    cap, bac = people.saved(KARIM), people.saved(LEA, people.ASSP, diploma="bac_pro")
    mandate = people.officer(ROSE, academies=["23"], diplomas=["bac_pro"]).mandate
    everything = exports.wanted({}, mandate)

    found = exports.rows(people.window().calendar_id, everything, mandate, now=NOW)

    assert [row.id for row in found] == [bac.id]
    assert cap.id not in {row.id for row in found}


def test_an_officer_who_was_switched_off_gets_nothing(sylvie):
    people.saved(KARIM)
    export = ask(sylvie)
    Officer.objects.filter(id=sylvie.id).update(switched_off_at=NOW)

    assert make()

    export.refresh_from_db()
    assert (export.state, list(storage.keys())) == ("failed", [])


def test_a_worker_that_comes_back_after_its_lease_takes_its_bytes_away(sylvie):
    people.saved(KARIM)
    export = ask(sylvie)
    slow = making_exports.lease(machine_now=clocks.machine_now())

    assert not make()
    assert make(later=making_exports.LEASE + MILLISECOND)
    kept = {one.key for one in storage.keys()}  # noqa: SIM118 - a function
    late = making_exports._Parcel()
    late.write(b"twice")
    making_exports._keep(slow, late, 1, now=NOW)

    assert {one.key for one in storage.keys()} == kept == exports.keys()  # noqa: SIM118 - a function
    assert kinds(export) == ["export_asked", "export_made"]
    assert len(mails("export_ready")) == 1


def test_what_fails_each_time_is_given_up(sylvie, settings, tmp_path):
    people.saved(KARIM)
    export = ask(sylvie)
    with override_settings(DATA_DIR=tmp_path / "nobody" / "\0"):
        for attempt in range(making_exports.MOST_ATTEMPTS):
            with pytest.raises(ValueError, match="null byte"):
                make(later=attempt * (making_exports.LEASE + MILLISECOND))

    assert make(later=making_exports.LEASE * 9)

    export.refresh_from_db()
    assert (export.state, kinds(export)[-1]) == ("failed", "export_failed")


def test_the_file_goes_away_after_48_hours_and_what_it_was_stays_told(sylvie):
    people.saved(KARIM)
    export = ask(sylvie)
    make()
    end = NOW + making_exports.LIFE
    assert upkeep.sweep(older_than=timedelta(seconds=-1)) == 0
    assert "Benali" in taken(export, sylvie, now=end - MILLISECOND)
    assert making_exports.erase_expired(now=end - MILLISECOND) == 0
    with pytest.raises(Blocked, match="export_gone"):
        taken(export, sylvie, now=end)

    assert making_exports.erase_expired(now=end) == 1

    export.refresh_from_db()
    assert (export.state, export.parts, export.purpose) == ("erased", [], PURPOSE)
    assert not list(storage.keys())
    assert kinds(export)[-1] == "export_erased"


def test_no_backup_takes_an_export_and_a_file_that_is_lost_is_said(sylvie):
    people.saved(KARIM)
    export = ask(sylvie)
    make()
    assert not exports.keys() & files.keys()

    for key in exports.keys():  # noqa: SIM118 - a function
        storage.delete(key)

    with pytest.raises(Blocked, match="export_gone"):
        taken(export, sylvie)
    assert "export_downloaded" not in kinds(export)


def test_a_name_that_begins_like_a_formula_is_a_text_and_a_number_is_readable(sylvie):
    row = people.saved(AWA)
    row.candidate.birth_name, row.candidate.phone = "=HYPERLINK(1)", "+33612345678"
    row.candidate.save()
    Registration.objects.filter(id=row.id).update(state_since=people.paris(2024, 11, 5, 0, 30))

    export = ask(sylvie, columns=["birth_name", "phone", "birth_date", "state_since"])
    make()

    line = taken(export, sylvie).splitlines()[1]
    assert line == f"'=HYPERLINK(1);{AWA.birth_date:%d/%m/%Y};05/11/2024 00:30;06 12 34 56 78"
