"""Data go at the end of their time: by two people, one line at a time, and the chain still holds."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.html import escape

from sporades.accounts import queries as accounts
from sporades.accounts.actions import officers
from sporades.accounts.models import Account, Officer
from sporades.adapters import clocks, storage
from sporades.documents.models import Document
from sporades.jobs import purge as jobs
from sporades.journal import queries as journal
from sporades.journal.models import Detail, Entry
from sporades.journal.values import Actor, Subject
from sporades.notices.models import Notice
from sporades.records import ledger
from sporades.records.actions import holding, purging
from sporades.records.held import By, Kept, of_candidates, rows_of
from sporades.records.models import Hold, Purge, PurgeLine
from sporades.records.queries import lists
from sporades.reference.retention import retention
from sporades.registrations.actions import changing_academy, deadlines
from sporades.registrations.models import Deposit, File, PublicationLine, Registration, SavedSearch
from sporades.registrations.queries import proof
from sporades.rules.calendar import GRACE
from sporades.rules.publishing import PaperKind
from sporades.rules.retention import Ground, goes_on, session_end
from sporades.rules.rights import Mandate, Role
from tests import lots, people
from tests.pages import space
from tests.pages.public import words
from tests.people import CAP_CLOSES, JEANNE, KARIM, LEA, PATISSIER, TOM, paris

PAUL, MAUD = (Actor("officer", name) for name in ("paul", "maud"))
PIECES_GO = datetime(2027, 1, 1, tzinfo=UTC)  # a year after the session of 2025
FILES_GO = datetime(2032, 1, 1, tzinfo=UTC)  # six years
TICK = timedelta(microseconds=1)


@pytest.fixture(autouse=True)
def _session(transactional_db, settings, tmp_path):
    space.begin(settings, tmp_path)


def frozen(now: datetime, academy: str = "23") -> Purge:
    """A list, begun by somebody and completed by the worker."""
    held = purging.freeze(academy, token=people.token(), by=PAUL, now=now)
    complete(now)
    return held


def a_step(now: datetime) -> bool:
    return purging.list_next(machine_now=clocks.machine_now(), now=now)


def complete(now: datetime) -> None:
    while a_step(now):
        pass


def approved(now: datetime, academy: str = "23") -> Purge:
    held = frozen(now, academy)
    purging.approve(held.id, token=people.token(), by=MAUD, now=now)
    return held


def purged(now: datetime, academy: str = "23") -> Purge:
    held = approved(now, academy)
    jobs.settle_all(now=now)
    return Purge.objects.get(id=held.id)


def outcomes(held: Purge) -> list[tuple[str, str, str]]:
    return list(held.lines.values_list("category", "outcome", "why"))


def listed(now: datetime, academy: str = "23") -> list[str]:
    """What a list frozen now would hold."""
    with transaction.atomic():
        try:
            found = sorted(frozen(now, academy).lines.values_list("category", flat=True))
        except purging.NothingDue:
            found = []
        transaction.set_rollback(True)
    return found


def test_the_pieces_go_a_year_after_the_session_and_not_an_instant_before(keep_html):
    row = people.confirmed(KARIM, PATISSIER)
    with pytest.raises(purging.NothingDue):
        frozen(PIECES_GO - TICK)
    file = File.objects.get()

    held = purged(PIECES_GO)

    assert outcomes(held) == [("pieces", "done", "")]
    assert not File.objects.exists()
    with pytest.raises(storage.FileIsMissing):
        storage.get(file.key, file.wrapped_key, file.key_id)
    assert Registration.objects.filter(id=row.id, state="confirmed").exists()
    assert [*journal.broken_chains()] == []
    lines = proof.of(people.fresh(row), Mandate(Role.HEAD, frozenset({"23"}))).lines
    erased = {line.what: line.erased for line in lines if line.erased}
    assert set(erased.values()) == {"Détails effacés par la purge n° 1."}
    assert len(erased) == 1  # the names of the files, and nothing else
    karim, deposit = space.enter(row), Deposit.objects.get()
    for name in ("registration", "registration_pieces"):
        assert karim.get(reverse(name, args=[row.id])).status_code == 200
    # A receipt outlives what it attests.
    page = karim.get(reverse("receipt", args=[deposit.id]))
    keep_html("receipt after a purge", page)
    receipt = words(page.content.decode())
    assert "Reçu le mardi 5 novembre 2024, 9 h (heure de Paris)." in receipt
    assert "ont été effacés par la purge n° 1" in receipt
    assert (file.sha256 in receipt, "2024-11-05T08:00:00.000Z" in receipt) == (True, True)
    # What proves that this very file was received stays.
    assert file.sha256 in json.dumps(Entry.objects.get(kind="deposited").data)
    # And what its owner called it is nowhere any more.
    papers, mails = (model.objects.filter(subject_id=row.id) for model in (Document, Notice))
    assert papers.exists() and mails.exists()
    left = [*papers.values_list("data", flat=True), *mails.values_list("text", "html")]
    assert file.name not in json.dumps(left)


def test_a_decision_of_amenagement_goes_first_and_alone_with_all_that_names_it():
    answers = people.with_accommodation(people.answers_of(JEANNE, PATISSIER))
    row = people.save(people.draft(people.candidate(JEANNE), answers))
    people.give(row)
    people.give(row, "accommodation")
    # Who has asked for nothing here was given a decision all the same.
    other = people.confirmed(TOM, PATISSIER)
    decided = {f"{one.number}.pdf": lots.paper(one.number) for one in (row, other)}
    lot = lots.received(decided, PaperKind.ACCOMMODATION_DECISION)
    lots.found_clean(lot)
    lots.order(lot)
    lots.issue()
    title = people.piece(row, "accommodation").title
    assert Notice.objects.filter(kind="accommodation_published").count() == 2
    assert Document.objects.filter(lot_id=lot.id).count() == 2

    held = purged(datetime(2026, 3, 1, tzinfo=UTC))

    assert outcomes(held) == [("accommodation", "done", "")] * 2
    assert {file.deposit.piece.kind for file in File.objects.all()} == {"signed_confirmation"}
    assert not Document.objects.filter(lot_id=lot.id).exists()
    assert not PublicationLine.objects.exists()
    # What was told of something else stays, without its name.
    saved = Notice.objects.get(kind="registration_saved", subject_id=row.id)
    assert "[effacé]" in saved.text and "[effacé]" in saved.html
    assert not Notice.objects.filter(Q(text__contains=title) | Q(html__contains=escape(title))).exists()
    mails = Notice.objects.filter(Q(kind__startswith="accommodation_") | Q(title__contains=title))
    assert not mails.exists()
    left = Document.objects.filter(subject_id=row.id)
    assert title not in json.dumps([*left.values_list("data", flat=True)], ensure_ascii=False)
    # Receipts are kept without the name, from the first: those of the save and of the confirmation stay.
    receipts = left.filter(kind="receipt").order_by("ordered_at", "id")
    given = sorted(file["piece"] for paper in receipts for file in paper.data["files"])
    assert (receipts.count(), given) == (2, [people.piece(row).title])
    # The list of pieces named it.
    assert sorted(left.values_list("kind", flat=True)) == ["confirmation", "receipt", "receipt"]
    assert listed(datetime(2026, 3, 1, tzinfo=UTC)) == []


def test_a_whole_file_leaves_nothing_but_its_chain():
    row = people.confirmed(KARIM, PATISSIER)
    other = people.confirmed(TOM, people.MACON)
    holding.hold_registration(
        other.id, ground=Ground.LITIGATION, reason="TA Nice", token=people.token(), by=PAUL, now=people.NOW
    )

    held = purged(FILES_GO)

    assert outcomes(held) == [("registrations", "done", "")]
    left = {
        line.model: rows_of(line, account=None, registrations=[row.id]).count()
        for line in of_candidates()
        if line.by is not By.ACCOUNT
    }
    stays = {line.model for line in of_candidates() if line.kept is Kept.SERVICE}
    assert {model for model, count in left.items() if count} <= stays
    assert not Detail.objects.filter(entry__chain__subject_id=row.id).exists()
    assert journal.timeline(Subject("registration", row.id))[0].kind == "purged"
    assert [*journal.broken_chains()] == []
    assert Registration.objects.get() == other
    line = held.lines.get()
    assert line.erased["registrations.Version"] == 1
    assert ledger.certificate(held)["lines"][0]["digest"] == line.digest


def test_an_account_without_a_registration_goes_two_years_after_it_was_last_seen():
    account = people.candidate(LEA).account
    people.saved(TOM, people.MACON)
    Account.objects.filter(id=account.id).update(last_login=people.paris(2024, 11, 5, 9))
    assert listed(datetime(2026, 11, 5, tzinfo=UTC), "") == []

    held = purged(datetime(2026, 11, 6, tzinfo=UTC), "")

    assert outcomes(held) == [("accounts", "done", "")]
    assert not Account.objects.filter(id=account.id).exists()
    assert journal.timeline(Subject("account", account.id))[0].kind == "purged"
    assert Account.objects.filter(candidate__isnull=False).count() == 1


def test_an_officer_is_named_until_the_last_file_they_may_have_decided_is_gone_then_goes_whole():
    paul = people.officer(people.PAUL)
    account, by = paul.account, people.acting(paul)
    row = people.confirmed(KARIM, PATISSIER)
    given = {"ground": Ground.LITIGATION, "reason": "TA de Nice", "by": by}
    holding.hold_registration(row.id, **given, token=people.token(), now=people.NOW)
    hold = Hold.objects.get()
    SavedSearch.objects.create(officer=paul, name="Les couvreurs", query="specialite=x")
    officers.switch_off(paul, reason="Mutation.", token=people.token(), by=by, now=paris(2025, 1, 15, 9))
    closed, goes = datetime(2033, 1, 15, tzinfo=UTC), datetime(2033, 1, 16, tzinfo=UTC)
    assert listed(goes, "") == []  # a judge may still ask who decided
    holding.lift(hold.id, reason="Jugé.", token=people.token(), by=by, now=people.NOW)
    # Of all the files they may have decided, that of the session of 2026 goes last: fifteen days before.
    assert goes_on(retention()["registrations"], session_end(2026)) < closed.date()
    assert listed(closed, "") == []

    held = purged(goes, "")

    assert outcomes(held) == [("officers", "done", "")]
    for model in (Officer, SavedSearch):
        assert not model.objects.exists()
    assert not Account.objects.filter(id=account.id).exists()
    assert not Notice.objects.filter(recipient=account.email).exists()
    # What they did is proved all the same, by a number.
    entry = Entry.objects.get(kind="hold_placed", chain__subject_id=row.id)
    assert (entry.actor_id, accounts.officer_names([by.id])) == (by.id, {})
    assert [*journal.broken_chains()] == []
    assert account.email not in json.dumps(ledger.certificate(held))


def test_an_officer_whose_account_was_opened_again_since_the_list_stays():
    paul = people.officer(people.PAUL)
    said = {"reason": "Mutation.", "by": PAUL}
    officers.switch_off(paul, token=people.token(), now=paris(2025, 1, 15, 9), **said)
    goes = datetime(2033, 1, 16, tzinfo=UTC)
    held = approved(goes, "")
    officers.switch_on(paul, token=people.token(), now=goes, **said)

    jobs.settle_all(now=goes)

    assert outcomes(held) == [("officers", "kept", "not_due")]
    assert Officer.objects.get() == paul


def test_an_officer_is_kept_by_what_is_held_in_any_academie_that_was_ever_theirs():
    paul = people.officer(people.PAUL)
    within = Mandate(Role.ADMINISTRATOR, frozenset({"23", "28"}))
    there = Mandate(Role.OFFICER, frozenset({"28"}))
    said = {"token": people.token(), "by": MAUD, "now": paris(2025, 1, 10, 9)}
    officers.change_mandate(paul, name=paul.name, mandate=there, within=within, **said)
    officers.switch_off(paul, reason="Départ.", token=people.token(), by=PAUL, now=paris(2025, 1, 15, 9))
    row = people.confirmed(KARIM, PATISSIER)
    given = {"ground": Ground.LITIGATION, "reason": "TA de Nice", "by": MAUD, "now": people.NOW}
    holding.hold_registration(row.id, **given, token=people.token())
    goes = datetime(2033, 1, 16, tzinfo=UTC)

    assert listed(goes, "") == []
    holding.lift(Hold.objects.get().id, reason="Jugé.", token=people.token(), by=MAUD, now=people.NOW)
    assert listed(goes, "") == ["officers"]


def test_a_draft_never_saved_goes_three_months_after_it_expired():
    row = people.draft(people.candidate(LEA), people.answers_of(LEA))
    # As long as no tick has expired it, it is not on a list.
    assert listed(datetime(2025, 2, 9, tzinfo=UTC)) == []
    deadlines.expire(row.id, now=CAP_CLOSES + GRACE)
    assert listed(datetime(2025, 2, 8, tzinfo=UTC)) == []

    held = purged(datetime(2025, 2, 9, tzinfo=UTC))

    assert outcomes(held) == [("drafts", "done", "")]
    assert not Registration.objects.exists()


def test_who_froze_the_list_does_not_approve_it_and_nothing_goes_before():
    people.confirmed(KARIM, PATISSIER)
    held = frozen(PIECES_GO)

    with pytest.raises(purging.SamePerson):
        purging.approve(held.id, token=people.token(), by=PAUL, now=PIECES_GO)
    jobs.settle_all(now=PIECES_GO)

    assert File.objects.count() == 1
    with pytest.raises(purging.AlreadyOpen):
        frozen(PIECES_GO)
    purging.drop(held.id, token=people.token(), by=PAUL, now=PIECES_GO)
    purging.approve(held.id, token=people.token(), by=MAUD, now=PIECES_GO)
    jobs.settle_all(now=PIECES_GO)
    assert File.objects.count() == 1


def test_a_hold_placed_after_the_approval_wins_and_a_lifted_one_lets_go():
    people.confirmed(KARIM, PATISSIER)
    held = approved(PIECES_GO)
    holding.hold_session(
        people.window().calendar_id,
        ground=Ground.ARCHIVES,
        reason="Visa demandé le 4.",
        token=people.token(),
        by=PAUL,
        now=PIECES_GO,
    )

    jobs.settle_all(now=PIECES_GO)

    assert outcomes(held) == [("pieces", "kept", "held")]
    assert listed(PIECES_GO) == []
    holding.lift(Hold.objects.get().id, reason="Visa reçu.", token=people.token(), by=PAUL, now=PIECES_GO)
    assert listed(PIECES_GO) == ["pieces"]
    assert [one.kind for one in journal.timeline(Subject("calendar", people.window().calendar_id))][:2] == [
        "session_released",
        "session_held",
    ]


def test_a_session_held_back_keeps_a_file_that_was_taken_to_another_academie():
    people.another_academy("28")
    row = people.confirmed(KARIM, PATISSIER)
    said = {"by": PAUL, "now": people.NOW}
    dispute = {"ground": Ground.LITIGATION, "reason": "TA Nice"}
    holding.hold_session(row.window.calendar_id, **dispute, token=people.token(), **said)
    changing_academy.move(row, academy="28", reason="Déménagement.", seen=1, token=people.token(), **said)
    assert listed(PIECES_GO, "28") == []

    holding.lift(Hold.objects.get().id, reason="Jugé.", token=people.token(), **said)

    assert listed(PIECES_GO, "28") == ["pieces"]


def test_bytes_that_do_not_leave_the_disk_keep_no_other_line_waiting(settings):
    for person in (KARIM, LEA):
        people.confirmed(person, PATISSIER)
    for file in File.objects.all():
        place = next(Path(settings.DATA_DIR).rglob(file.key))
        place.unlink()
        (place / "in the way").mkdir(parents=True)

    held = purged(PIECES_GO)

    assert outcomes(held) == [("pieces", "done", "")] * 2


def test_an_interrupted_purge_goes_on_and_its_ledger_is_written_at_the_end():
    for person in (KARIM, LEA):
        people.confirmed(person, PATISSIER)
    held = approved(PIECES_GO)

    purging.settle_next(now=PIECES_GO)

    assert sorted(PurgeLine.objects.values_list("outcome", flat=True)) == ["done", "waiting"]
    assert [*ledger.read_all()] == []
    purging.keep_ledgers(now=PIECES_GO)
    assert len([*ledger.read_all()]) == 1
    assert Purge.objects.get(id=held.id).done_at is None
    assert jobs.settle_all(now=PIECES_GO) == 2
    assert len([*ledger.read_all()]) == 2
    assert Purge.objects.get(id=held.id).done_at == PIECES_GO
    assert jobs.settle_all(now=PIECES_GO) == 0


def test_what_was_purged_goes_again_where_an_older_backup_was_put_back():
    row = people.confirmed(KARIM, PATISSIER)
    held = purged(PIECES_GO)
    # As an older backup would bring it back.
    people.give(row, "identity")

    assert purging.replay(now=PIECES_GO) == 1

    assert not File.objects.exists()
    assert journal.timeline(Subject("registration", row.id))[0].data["purge"] == held.number
    assert purging.replay(now=PIECES_GO) == 0
    # That backup does not know the purge: its number is taken all the same.
    Purge.objects.all().delete()
    people.give(row, "identity")
    assert frozen(PIECES_GO).number == held.number + 1


def in_ones(monkeypatch) -> None:
    monkeypatch.setattr(purging, "BATCH", 1)


def test_a_list_is_made_a_lot_at_a_time_and_approved_once_it_is_complete(monkeypatch):
    in_ones(monkeypatch)
    for person in (KARIM, LEA, TOM):
        people.confirmed(person, PATISSIER)
    held = purging.freeze("23", token=people.token(), by=PAUL, now=PIECES_GO)
    seen = [held.lines.count()]

    while a_step(PIECES_GO):
        seen.append(held.lines.count())
        if Purge.objects.get(id=held.id).listing:
            with pytest.raises(purging.StillListing):
                purging.approve(held.id, token=people.token(), by=MAUD, now=PIECES_GO)

    assert seen == [1, 2, 3, 3]
    assert purging.approve(held.id, token=people.token(), by=MAUD, now=PIECES_GO)
    told = [(line.kind, line.data.get("count")) for line in journal.timeline(Subject("office", held.id))]
    assert told == [("purge_approved", 3), ("purge_listed", 3), ("purge_frozen", None)]


def test_a_file_that_goes_whole_is_not_listed_for_a_part_of_it_whatever_the_lot(monkeypatch):
    in_ones(monkeypatch)
    for person in (KARIM, LEA):
        people.confirmed(person, PATISSIER)

    assert listed(FILES_GO) == ["registrations"] * 2


def test_what_is_held_back_while_a_list_is_made_never_comes_on_it_or_is_kept(monkeypatch):
    in_ones(monkeypatch)
    for person in (KARIM, LEA):
        people.confirmed(person, PATISSIER)
    held = purging.freeze("23", token=people.token(), by=PAUL, now=PIECES_GO)
    said = {"ground": Ground.ARCHIVES, "reason": "Visa demandé.", "token": people.token()}
    holding.hold_session(people.window().calendar_id, **said, by=PAUL, now=PIECES_GO)

    complete(PIECES_GO)
    purging.approve(held.id, token=people.token(), by=MAUD, now=PIECES_GO)
    jobs.settle_all(now=PIECES_GO)

    assert outcomes(held) == [("pieces", "kept", "held")]


def test_a_list_that_is_given_up_is_not_made_any_further(monkeypatch):
    in_ones(monkeypatch)
    for person in (KARIM, LEA):
        people.confirmed(person, PATISSIER)
    held = purging.freeze("23", token=people.token(), by=PAUL, now=PIECES_GO)

    purging.drop(held.id, token=people.token(), by=PAUL, now=PIECES_GO)

    assert not a_step(PIECES_GO)
    assert held.lines.count() == 1


def test_a_list_that_cannot_be_made_does_not_keep_those_behind_it_waiting(monkeypatch):
    in_ones(monkeypatch)
    for person in (KARIM, LEA):
        people.confirmed(person, PATISSIER)
    broken = purging.freeze("23", token=people.token(), by=PAUL, now=PIECES_GO)
    Purge.objects.filter(id=broken.id).update(academy="28", listing="unknown")
    held = purging.freeze("23", token=people.token(), by=PAUL, now=PIECES_GO)

    complete(PIECES_GO)

    assert (Purge.objects.get(id=held.id).listing, held.lines.count()) == ("", 2)
    broken.refresh_from_db()
    assert (broken.listing, broken.next_try_at > clocks.machine_now()) == ("unknown", True)
    assert lists.unmade() == [(broken.number, broken.failing_since)]
    assert purging.list_next(machine_now=clocks.machine_now() + timedelta(minutes=1), now=PIECES_GO)
    assert lists.unmade() == [(broken.number, broken.failing_since)]
    Purge.objects.filter(id=broken.id).update(listing="pieces")
    purging.list_next(machine_now=clocks.machine_now() + timedelta(minutes=2), now=PIECES_GO)
    assert lists.unmade() == []


@pytest.fixture
def something_points_there():
    """A table that no line of `held` names, as a release that forgot one would leave."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE points_there (file uuid REFERENCES registrations_file (id))")
        yield lambda: connection.cursor().execute(
            "INSERT INTO points_there SELECT id FROM registrations_file LIMIT 1"
        )
        cursor.execute("DROP TABLE points_there")


def test_a_file_that_the_database_does_not_let_go_is_left_whole_and_the_others_go(something_points_there):
    people.confirmed(KARIM, PATISSIER)
    something_points_there()
    people.confirmed(LEA, PATISSIER)

    held = purged(PIECES_GO)

    assert sorted(outcomes(held)) == [("pieces", "done", ""), ("pieces", "kept", "failed")]
    left = File.objects.get()
    assert left.deposit.piece.registration.candidate.account.email == KARIM.email
    assert storage.get(left.key, left.wrapped_key, left.key_id)
    assert held.done_at == PIECES_GO


def test_the_same_form_twice_is_one_list():
    people.confirmed(KARIM, PATISSIER)

    first, again = (purging.freeze("23", token="once", by=PAUL, now=PIECES_GO) for _ in range(2))

    assert first.id == again.id
