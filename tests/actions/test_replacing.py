"""An accepted piece is locked; the candidate may ask, and it stays accepted until another one is given."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.http import Http404

from sporades.journal import queries as journal
from sporades.journal.values import Subject
from sporades.notices import queries as notices
from sporades.registrations import access
from sporades.registrations.actions import replacing, reviewing, scanning, withdrawing
from sporades.registrations.models import Deposit, File, Replacement
from sporades.registrations.queries import replacements
from sporades.rules.reasons import Blocked
from sporades.rules.rights import Mandate, Role
from tests import people
from tests.people import CAP_PIECES_DUE, LEA, NOW, OFFICER, paris

WHY = "J’ai déposé ma carte périmée."
WHY_NOT = "Celle-ci suffit."
NICE = Mandate(Role.OFFICER, frozenset({"23"}))
# After the day of the pieces: what is given now would be late.
IN_DECEMBER = paris(2024, 12, 2, 9)
A_WEEK_AFTER = paris(2024, 12, 10)


def clean(row) -> None:
    for file in File.objects.filter(deposit__piece__registration=row, scan="quarantined"):
        scanning.settle(file, infected_with="", now=NOW)


@pytest.fixture
def row():
    """Confirmed, its identity paper accepted."""
    row = people.confirmed(LEA)
    people.give(row, "identity")
    clean(row)
    reviewing.accept_piece(people.piece(row, "identity"), by=OFFICER, now=NOW)
    return people.fresh(row)


def ask(row, *, kind="identity", text=WHY, token="", now=NOW) -> None:
    replacing.ask_replacement(
        people.piece(row, kind),
        text=text,
        token=token or people.token(),
        by=people.actor(row.candidate),
        now=now,
    )


def asked(row, *, now=NOW) -> Replacement:
    ask(row, now=now)
    return Replacement.objects.latest("id")


def codes(blocked) -> list[str]:
    return [reason.code for reason in blocked.value.reasons]


def last_entry(row):
    return journal.timeline(Subject("registration", row.id))[0]


def mails(row) -> list[str]:
    return [mail.kind for mail in notices.mails_about(Subject("registration", row.id))]


def test_a_request_moves_nothing_and_is_journaled_and_told(row):
    ask(row)

    assert people.piece(row, "identity").state == "accepted"
    assert people.fresh(row).state == "confirmed"
    entry = last_entry(row)
    assert (entry.kind, entry.details) == ("replacement_asked", {"text": WHY})
    assert mails(row)[0] == "replacement_asked"
    with pytest.raises(Blocked):
        people.give(row, "identity")


def test_the_same_form_sent_twice_is_one_request(row):
    ask(row, token="un clic")
    ask(row, token="un clic")

    assert Replacement.objects.count() == 1
    assert mails(row).count("replacement_asked") == 1


def test_of_one_piece_there_is_one_request_at_a_time(row):
    ask(row)

    with pytest.raises(Blocked) as blocked:
        ask(row)

    assert codes(blocked) == ["replacement_asked_already"]
    assert (last_entry(row).kind, last_entry(row).rule) == (
        "ask_replacement_refused",
        "replacement_asked_already",
    )


def test_a_piece_that_takes_deposits_needs_no_request():
    row = people.confirmed(LEA)

    with pytest.raises(Blocked) as blocked:
        ask(row)

    assert codes(blocked) == ["piece_is_open"]


def test_of_a_registration_that_has_ended_nothing_is_replaced(row):
    request = asked(row)
    withdrawing.withdraw(row, token=people.token(), by=people.actor(row.candidate), now=NOW)

    for act in (
        lambda: ask(row),
        lambda: replacing.agree_replacement(request, by=OFFICER, now=NOW),
        lambda: replacing.refuse_replacement(request, sentence=WHY_NOT, by=OFFICER, now=NOW),
    ):
        with pytest.raises(Blocked) as blocked:
            act()
        assert codes(blocked) == ["registration_ended"]


def test_once_agreed_the_piece_stays_accepted_until_another_one_is_given(row):
    replacing.agree_replacement(asked(row), by=OFFICER, now=NOW)

    assert people.piece(row, "identity").state == "accepted"
    assert (last_entry(row).kind, last_entry(row).actor_kind) == ("replacement_agreed", "officer")
    assert mails(row)[0] == "replacement_agreed"

    people.give(row, "identity", now=NOW)

    assert people.piece(row, "identity").state == "deposited"
    assert [deposit.superseded for deposit in Deposit.objects.filter(piece__kind="identity")] == [True, False]


def test_an_admitted_candidate_stays_admitted_while_a_piece_is_replaced(row):
    row.pieces.exclude(kind="identity").update(state="waived")
    reviewing.admit(row, by=OFFICER, now=NOW)

    replacing.agree_replacement(asked(row), by=OFFICER, now=NOW)
    people.give(row, "identity", now=NOW)

    assert people.fresh(row).state == "admitted"
    assert people.piece(row, "identity").state == "deposited"


@pytest.mark.parametrize(("agreed_at", "until"), [(NOW, CAP_PIECES_DUE), (IN_DECEMBER, A_WEEK_AFTER)])
def test_another_one_is_in_time_until_the_day_of_the_pieces_or_seven_days_and_not_after(
    row, agreed_at, until
):
    replacing.agree_replacement(asked(row, now=agreed_at), by=OFFICER, now=agreed_at)

    with pytest.raises(Blocked) as blocked:
        people.give(row, "identity", now=until)
    assert codes(blocked) == ["piece_takes_no_deposit"]
    assert people.piece(row, "identity").state == "accepted"

    assert not people.give(row, "identity", now=until - timedelta(milliseconds=1)).late


def test_the_one_that_is_given_is_judged_and_locked_as_any_other(row):
    replacing.agree_replacement(asked(row), by=OFFICER, now=NOW)
    people.give(row, "identity", now=NOW)
    clean(row)
    reviewing.accept_piece(people.piece(row, "identity"), by=OFFICER, now=NOW)

    with pytest.raises(Blocked):
        people.give(row, "identity", now=NOW)
    ask(row, now=IN_DECEMBER)

    assert [request.state for request in Replacement.objects.all()] == ["agreed", "filed"]


def test_a_refusal_is_told_word_for_word_and_the_piece_stays_accepted_and_locked(row):
    replacing.refuse_replacement(asked(row), sentence=WHY_NOT, by=OFFICER, now=NOW)

    mail = notices.mails_about(Subject("registration", row.id))[0]
    assert (mail.kind, WHY_NOT in mail.text) == ("replacement_refused", True)
    assert "vous n’avez rien à faire pour cette pièce." in mail.text, "another may be missing"
    assert (last_entry(row).kind, last_entry(row).details) == ("replacement_refused", {"sentence": WHY_NOT})
    assert people.piece(row, "identity").state == "accepted"
    with pytest.raises(Blocked):
        people.give(row, "identity")


def test_after_a_refusal_one_may_ask_again(row):
    replacing.refuse_replacement(asked(row), sentence=WHY_NOT, by=OFFICER, now=NOW)

    ask(row, text="Ma nouvelle carte vient d’arriver.", now=NOW + timedelta(days=1))

    assert replacements.newest(people.piece(row, "identity")).text == "Ma nouvelle carte vient d’arriver."


def test_an_answer_given_twice_is_one_and_the_other_answer_comes_too_late(row):
    request = asked(row)
    replacing.agree_replacement(request, by=OFFICER, now=NOW)

    replacing.agree_replacement(request, by=OFFICER, now=IN_DECEMBER)
    with pytest.raises(Blocked) as blocked:
        replacing.refuse_replacement(request, sentence=WHY_NOT, by=OFFICER, now=NOW)

    assert codes(blocked) == ["replacement_answered"]
    assert mails(row).count("replacement_agreed") == 1
    assert people.piece(row, "identity").correction_due_at == CAP_PIECES_DUE


def test_a_piece_that_is_no_longer_accepted_is_open_already(row):
    request = asked(row)
    answers = people.answers_of(LEA)
    answers = replace(answers, identity=replace(answers.identity, birth_place="Cannes"))
    people.save(people.fill(row, answers), said_twice=True)
    assert people.piece(row, "identity").state == "deposited"

    with pytest.raises(Blocked) as blocked:
        replacing.agree_replacement(request, by=OFFICER, now=NOW)

    assert codes(blocked) == ["piece_is_open"]


# ── The work list of the office ──────────────────────────────────────────────
def test_the_work_list_shows_what_waits_and_for_what(row):
    ask(row)

    (waiting,) = replacements.waiting(NICE)

    assert (waiting.registration_id, waiting.piece, waiting.text, waiting.since) == (
        row.id, "Pièce d’identité", WHY, NOW,
    )  # fmt: skip
    assert waiting.name == f"{LEA.birth_name} {LEA.given_names}"


@pytest.mark.parametrize(
    "mandate",
    [
        Mandate(Role.OFFICER, frozenset({"31"})),
        Mandate(Role.OFFICER, frozenset({"23"}), diplomas=frozenset({"bac_pro"})),
    ],
)
def test_outside_a_mandate_a_request_does_not_exist(row, mandate):
    request = asked(row)

    assert list(replacements.waiting(mandate)) == []
    with pytest.raises(Http404):
        access.replacement_for_officer(mandate, request.id)
    assert access.replacement_for_officer(NICE, request.id).piece.registration == row


def test_what_was_answered_or_has_ended_waits_no_more(row):
    request = asked(row)
    assert len(list(replacements.waiting(NICE))) == 1
    replacing.refuse_replacement(request, sentence=WHY_NOT, by=OFFICER, now=NOW)
    assert list(replacements.waiting(NICE)) == []

    ask(row)
    withdrawing.withdraw(row, token=people.token(), by=people.actor(row.candidate), now=NOW)

    assert list(replacements.waiting(NICE)) == []


def test_who_may_not_know_of_a_handicap_does_not_see_that_its_paper_is_to_be_replaced():
    answers = people.with_accommodation(people.answers_of(LEA))
    row = people.save(people.draft(people.candidate(LEA), answers))
    people.give(row, "accommodation")
    clean(row)
    reviewing.accept_piece(people.piece(row, "accommodation"), by=OFFICER, now=NOW)
    ask(row, kind="accommodation")

    assert list(replacements.waiting(NICE)) == []
    seeing = Mandate(Role.OFFICER, frozenset({"23"}), sees_handicap=True)
    assert len(list(replacements.waiting(seeing))) == 1
