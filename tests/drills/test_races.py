"""Two acts at the same instant: one wins, the other is told, and nothing is done twice."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from sporades.accounts import actions as accounts
from sporades.accounts.models import Account
from sporades.accounts.values import CivilIdentity
from sporades.adapters import clocks
from sporades.documents import actions as documents
from sporades.documents.models import Document
from sporades.jobs.tick import tick
from sporades.journal import queries as journal
from sporades.journal.values import DEADLINE, Subject
from sporades.notices import actions as notices
from sporades.notices.models import Notice
from sporades.registrations import access, facts
from sporades.registrations.actions import (
    deadlines,
    depositing,
    drafting,
    reviewing,
    saving,
    scanning,
    withdrawing,
)
from sporades.registrations.models import Deposit, File, Registration
from sporades.rules import answers as rules
from sporades.rules.calendar import GRACE
from sporades.rules.reasons import Blocked, StepNotAllowed
from tests import people
from tests.accounts.mailbox import Mailbox
from tests.drills.together import Outcome, at_once, while_it_holds
from tests.people import AWA, CAP_PIECES_DUE, INES, KARIM, LEA, NOW, TOM

pytestmark = [pytest.mark.postgresql, pytest.mark.usefixtures("session")]

LAST_MOMENT = CAP_PIECES_DUE - timedelta(milliseconds=1)
WRITTEN = CAP_PIECES_DUE + GRACE - timedelta(milliseconds=1)
PASSWORD = "quatre chevaux sous la pluie"


def kinds(row: Registration) -> list[str]:
    """What happened, the oldest first."""
    return [line.kind for line in reversed(journal.timeline(Subject("registration", row.id)))]


def mails(row: Registration) -> list[str]:
    return list(
        Notice.objects.filter(subject_id=row.id).order_by("recorded_at").values_list("kind", flat=True)
    )


def codes(outcome: Outcome) -> list[str]:
    assert isinstance(outcome.refused, Blocked), outcome.refused
    return [reason.code for reason in outcome.refused.reasons]


def give_at_the_last_moment(row: Registration) -> depositing.Received:
    return people.give(row, now=LAST_MOMENT, recorded_at=WRITTEN, form="the form")


def cancel(row: Registration) -> bool:
    return deadlines.cancel(row.id, now=CAP_PIECES_DUE + GRACE)


def withdraw(row: Registration, form: str = "") -> None:
    withdrawing.withdraw(row, token=form or people.token(), by=people.actor(row.candidate), now=NOW)


def save(row: Registration, form: str) -> saving.Saved:
    return saving.save(row, said_twice=False, token=form, by=people.actor(row.candidate), now=NOW)


def start(candidate, form: str) -> Registration:
    exam = rules.to_json(people.answers_of(LEA))["exam"]
    by, window = people.actor(candidate), people.window()
    return drafting.start(candidate, window.id, typed={}, answers=exam, token=form, by=by, now=NOW)


def test_a_deposit_that_comes_first_is_never_cancelled():
    row = people.saved(LEA)

    given, cancelled = while_it_holds(
        lambda: access.lock(row.id), second=lambda: cancel(row), first=lambda: give_at_the_last_moment(row)
    )

    assert not given.given.late
    assert cancelled.given is False
    assert people.fresh(row).state == "confirmed"
    assert "cancelled" not in kinds(row)


def test_a_deposit_that_comes_second_is_refused_with_its_reason_and_leaves_its_trace():
    row = people.saved(LEA)

    cancelled, given = while_it_holds(
        lambda: access.lock(row.id), second=lambda: give_at_the_last_moment(row), first=lambda: cancel(row)
    )

    assert cancelled.given is True
    assert codes(given) == ["registration_ended"]
    assert people.fresh(row).state == "cancelled"
    assert kinds(row)[-2:] == ["cancelled", "deposit_refused"]
    assert not Deposit.objects.exists()


def test_a_deposit_and_the_deadline_from_one_barrier_agree_on_one_end():
    row = people.saved(LEA)

    given, cancelled = at_once(lambda: give_at_the_last_moment(row), lambda: cancel(row))

    state = people.fresh(row).state
    assert (given.refused is None, cancelled.given) in {(True, False), (False, True)}
    assert state == ("confirmed" if given.refused is None else "cancelled")
    assert ("cancelled" in kinds(row)) == (state == "cancelled")
    assert not list(journal.broken_chains())


def test_two_workers_that_share_one_deadline_decide_each_registration_once():
    rows = [people.saved(replace(LEA, email=f"lea.{number}@exemple.fr")) for number in range(12)]
    due = CAP_PIECES_DUE + GRACE

    reports = at_once(lambda: tick(now=due), lambda: tick(now=due))

    assert [report.refused for report in reports] == [None, None]
    assert not any(report.given.failed for report in reports)
    assert sum(report.given.done["cancelled"] for report in reports) == len(rows)
    assert [kinds(row).count("cancelled") for row in rows] == [1] * len(rows)
    assert [mails(row).count("registration_cancelled") for row in rows] == [1] * len(rows)
    assert not list(journal.broken_chains())


def test_a_tick_waits_for_nobody_and_the_next_one_decides_what_was_held():
    held, free = people.saved(LEA), people.saved(TOM)
    due = CAP_PIECES_DUE + GRACE

    with transaction.atomic():
        access.lock(held.id)
        (report,) = at_once(lambda: tick(now=due))
        assert (people.fresh(held).state, people.fresh(free).state) == ("saved", "cancelled")

    assert (report.refused, dict(report.given.done), dict(report.given.failed)) == (
        None,
        {"cancelled": 1},
        {},
    )
    assert tick(now=due).done["cancelled"] == 1
    assert people.fresh(held).state == "cancelled"


def test_a_double_click_on_enregistrer_makes_one_version():
    row = people.draft(people.candidate(LEA), people.answers_of(LEA))

    clicks = at_once(lambda: save(row, "one form"), lambda: save(row, "one form"))

    assert [click.given for click in clicks] == [saving.Saved(1, changed=True)] * 2
    assert mails(row) == ["registration_saved"]


def test_two_tabs_that_save_the_same_answers_at_once_make_one_version():
    row = people.draft(people.candidate(LEA), people.answers_of(LEA))

    tabs = at_once(lambda: save(row, "one form"), lambda: save(row, "another form"))

    assert sorted(tab.given.changed for tab in tabs) == [False, True]
    assert people.fresh(row).version == 1
    assert kinds(row).count("saved") == 1


def test_two_tabs_that_keep_the_same_step_at_once_cannot_both_win_unknowingly():
    row = people.draft(people.candidate(LEA), people.answers_of(LEA))
    by, seen = people.actor(row.candidate), row.revisions["contact"]

    def keep(city: str) -> None:
        drafting.keep_step(row, "contact", typed={"city": city}, answers=None, seen=seen, by=by, now=NOW)

    tabs = at_once(lambda: keep("Nice"), lambda: keep("Grasse"))

    (told,) = [tab.refused for tab in tabs if tab.refused]
    assert isinstance(told, drafting.ChangedElsewhere)
    assert facts.typed(people.fresh(row), "contact") == told.kept


def test_a_double_click_on_the_first_step_begins_one_draft_and_both_answers_show_it():
    lea = people.candidate(LEA)

    clicks = at_once(lambda: start(lea, "one form"), lambda: start(lea, "one form"))

    assert [click.refused for click in clicks] == [None, None]
    assert {click.given.id for click in clicks} == {Registration.objects.get().id}


def test_two_devices_that_begin_at_once_make_one_draft_and_the_other_is_told():
    lea = people.candidate(LEA)

    devices = at_once(lambda: start(lea, "a telephone"), lambda: start(lea, "a computer"))

    (told,) = [device for device in devices if device.refused]
    assert codes(told) == ["second_registration"]
    assert Registration.objects.count() == 1
    assert journal.timeline(Subject("account", lea.account_id))[0].kind == "start_refused"


def test_a_double_click_on_deposer_is_one_deposit_with_one_receipt():
    row = people.saved(LEA)

    clicks = at_once(lambda: give_at_the_last_moment(row), lambda: give_at_the_last_moment(row))

    assert {click.given.deposit_id for click in clicks} == {Deposit.objects.get().id}
    assert mails(row).count("piece_deposited") == 1


def test_pages_deposited_at_once_from_two_devices_are_all_kept_in_order():
    row = people.saved(LEA)

    at_once(*[lambda: people.give(row, "identity", adds_pages=True) for _ in range(4)])

    deposits = Deposit.objects.filter(superseded=False)
    assert sorted(deposits.values_list("sequence", flat=True)) == [1, 2, 3, 4]


@pytest.mark.parametrize("leaves_first", [True, False])
def test_who_leaves_while_the_deadline_acts_has_one_end_and_one_mail(leaves_first):
    row = people.saved(LEA)
    before = mails(row)
    acts = [lambda: withdraw(row), lambda: cancel(row)]
    first, second = acts if leaves_first else acts[::-1]

    outcomes = while_it_holds(lambda: access.lock(row.id), second=second, first=first)

    left = people.fresh(row).state == "withdrawn"
    assert left is leaves_first
    assert mails(row)[len(before) :] == ["registration_withdrawn" if left else "registration_cancelled"]
    assert outcomes[1].given is False if left else codes(outcomes[1]) == ["registration_ended"]


def test_who_leaves_by_a_double_click_leaves_once():
    row = people.saved(LEA)

    at_once(lambda: withdraw(row, "one form"), lambda: withdraw(row, "one form"))

    assert mails(row).count("registration_withdrawn") == 1
    assert kinds(row).count("withdrawn") == 1


def test_a_save_that_meets_a_refusal_leaves_both_in_order():
    row = people.saved(LEA)
    people.give(row, "identity")
    changed = people.fill(row, people.with_usage_name(people.answers_of(LEA)))
    identity = people.piece(row, "identity")

    def refuse() -> None:
        reviewing.refuse_piece(
            identity, reason_code="unreadable", sentence="Floue.", by=people.OFFICER, now=NOW
        )

    at_once(lambda: save(changed, "the form"), refuse)

    assert set(kinds(row)[-2:]) == {"modified", "piece_refused"}
    assert people.fresh(row).version == 2
    assert not list(journal.broken_chains())


def test_an_officer_who_admits_while_the_candidate_leaves_is_told():
    row = people.confirmed(LEA)
    row.pieces.update(state="accepted")

    _, admitting = while_it_holds(
        lambda: access.lock(row.id),
        second=lambda: reviewing.admit(row, by=people.OFFICER, now=NOW),
        first=lambda: withdraw(row),
    )

    assert isinstance(admitting.refused, StepNotAllowed)
    assert people.fresh(row).state == "withdrawn"


def test_numbers_given_at_once_are_all_different_and_none_is_missing():
    rows = [
        people.draft(people.candidate(one), people.answers_of(one)) for one in (LEA, KARIM, TOM, AWA, INES)
    ]

    at_once(*[lambda row=row: save(row, f"form of {row.id}") for row in rows])

    numbers = sorted(Registration.objects.values_list("number", flat=True))
    assert numbers == [f"25-23-00000{number}" for number in range(1, 6)]


def test_two_workers_never_take_the_same_mail():
    for number in range(6):
        notices.queue(
            "email_changed",
            to=f"n{number}@exemple.fr",
            subject=Subject("account", people.window().id),
            context={"new": "x", "token": "t"},
            now=NOW,
        )
    at = clocks.machine_now()

    workers = at_once(*[lambda: [notices._lease(at) for _ in range(3)]] * 3)

    taken = [notice.id for worker in workers for notice in worker.given if notice]
    assert len(taken) == len(set(taken))
    assert set(Notice.objects.values_list("attempts", flat=True)) <= {0, 1}


def test_two_workers_never_take_the_same_file_or_the_same_paper():
    for one in (LEA, KARIM, TOM):
        people.confirmed(one)
    at = clocks.machine_now()

    workers = at_once(*[lambda: ([scanning._lease(at)], [documents._lease(at)])] * 3)

    for position in range(2):
        taken = [row.id for worker in workers for row in worker.given[position] if row]
        assert taken
        assert len(taken) == len(set(taken))
    assert max(File.objects.values_list("attempts", flat=True)) == 1
    assert max(Document.objects.values_list("attempts", flat=True)) == 1


def test_two_verdicts_on_two_files_of_one_deposit_make_one_pdf():
    row = people.saved(LEA)
    pages = tuple(depositing.Upload(f"{side}.jpg", people.photo(side)) for side in ("recto", "verso"))
    people.give(row, "identity", files=pages)
    recto, verso = File.objects.order_by("position")

    at_once(
        lambda: scanning.settle(recto, infected_with="", now=NOW),
        lambda: scanning.settle(verso, infected_with="", now=NOW),
    )

    assert Deposit.objects.get().pages == 2


def test_two_sign_ups_for_one_address_at_once_make_one_account():
    zoe = CivilIdentity("Ménager", "Zoé", LEA.birth_date)

    def sign_up(email: str) -> None:
        accounts.sign_up(email=email, password=PASSWORD, identity=zoe, now=NOW)

    outcomes = at_once(lambda: sign_up("zoe@exemple.fr"), lambda: sign_up("Zoe@Exemple.FR"))

    assert [outcome.refused for outcome in outcomes] == [None, None]
    assert Account.objects.count() == 1


def test_an_activation_that_meets_the_purge_is_active_or_was_too_late_but_never_deleted_after():
    zoe = CivilIdentity("Ménager", "Zoé", LEA.birth_date)
    accounts.sign_up(email="zoe@exemple.fr", password=PASSWORD, identity=zoe, now=NOW)
    mailbox, account = Mailbox(), Account.objects.get()
    mailbox.left(NOW)
    token = mailbox.token()
    within, after = NOW + timedelta(hours=47, minutes=59), NOW + timedelta(hours=48) + GRACE

    active, purged = at_once(
        lambda: accounts.activate(token, now=within),
        lambda: accounts.delete_unactivated(account, by=DEADLINE, now=after),
    )

    left = Account.objects.filter(is_active=True).count()
    assert (left, bool(purged.given), active.refused is None) in {(1, False, True), (0, True, False)}
