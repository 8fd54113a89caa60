"""What the head of office decides of one person: with a reason, told word for word, and never against the rules."""

from datetime import date, timedelta

import pytest

from sporades.jobs.tick import tick
from sporades.journal import queries as journal
from sporades.journal.values import Subject
from sporades.notices import queries as notices
from sporades.registrations.actions import drafting, ending, proposing, returning, reviewing
from sporades.registrations.models import Ending, PersonalDate, Proposal, Registration
from sporades.rules.calendar import GRACE
from sporades.rules.reasons import Blocked, StepNotAllowed
from sporades.rules.rights import Act
from tests import people
from tests.people import AEPE, CAP_CLOSES, CAP_PIECES_DUE, COUVREUR, LEA, NOW, OFFICER, R408_DUE, paris

REASON = "Le dossier n’a jamais été signé ; le candidat l’a confirmé au téléphone."
MILLISECOND = timedelta(milliseconds=1)
AFTER = CAP_PIECES_DUE + GRACE
# The day of `AFTER` is 16 November in Paris: a week later is the 23rd.
IN_A_WEEK = date(2024, 11, 23)


def said(**more):
    return {"reason": REASON, "token": people.token(), "by": OFFICER, "now": AFTER, **more}


def codes(act) -> list[str]:
    with pytest.raises(Blocked) as refused:
        act()
    return [reason.code for reason in refused.value.reasons]


def last_line(row: Registration):
    return journal.timeline(Subject("registration", row.id))[0]


def last_mail(row: Registration):
    return notices.mails_about(Subject("registration", row.id))[0]


def refused_confirmation() -> Registration:
    row = people.confirmed(LEA)
    reviewing.refuse_piece(
        people.piece(row), reason_code="unsigned", sentence="Non signée.", by=OFFICER, now=NOW
    )
    return people.fresh(row)


def ended() -> Registration:
    row = people.saved(LEA)
    tick(now=AFTER)
    return people.fresh(row)


@pytest.mark.parametrize("begin", [lambda: people.saved(LEA), refused_confirmation])
def test_the_head_cancels_a_file_without_a_valid_confirmation_and_says_why_word_for_word(begin):
    row = begin()
    was = row.state

    ending.cancel(row, **said())

    line, mail = last_line(row), last_mail(row)
    assert people.fresh(row).state == "cancelled"
    assert (line.kind, line.rule, line.details) == ("cancelled_by_office", "cancel", {"reason": REASON})
    assert line.data["was"] == was
    assert REASON.replace(" ;", "\u00a0;") in mail.text.replace(" ;", "\u00a0;")
    assert "automatiquement, par" not in mail.text
    assert "tribunal administratif" in mail.text
    assert Ending.objects.get().reason == REASON


def test_a_file_whose_confirmation_was_received_in_time_is_not_cancelled():
    row = people.confirmed(LEA)
    people.give(row, "identity")
    reviewing.refuse_piece(
        people.piece(row, "identity"), reason_code="unreadable", sentence="Floue.", by=OFFICER, now=NOW
    )

    assert codes(lambda: ending.cancel(row, **said())) == ["confirmation_stands"]
    assert people.fresh(row).state == "incomplete"


def test_an_admitted_file_cannot_be_cancelled(antivirus):
    row = people.admit(people.confirmed(LEA))
    row.pieces.update(state="expected")

    with pytest.raises(StepNotAllowed):
        ending.cancel(row, **said())


def test_the_same_form_sent_twice_ends_it_once():
    row, once = people.saved(LEA), said()

    ending.cancel(row, **once)
    mails = len(notices.mails_about(Subject("registration", row.id)))
    ending.cancel(row, **once)

    assert len(notices.mails_about(Subject("registration", row.id))) == mails


def test_nobody_is_set_aside_before_they_were_asked_and_had_their_time():
    row = people.confirmed(LEA)
    assert codes(lambda: ending.set_aside(row, **said())) == ["observations_not_asked"]

    ending.ask_observations(row, until=IN_A_WEEK, **said())
    until = paris(2024, 11, 24)
    assert "nvisage" in last_mail(row).text
    assert people.fresh(row).state == "confirmed"
    assert codes(lambda: ending.set_aside(row, **said(now=until - MILLISECOND))) == ["observations_awaited"]
    ending.set_aside(row, **said(now=until))

    assert people.fresh(row).state == "set_aside"
    assert "tribunal administratif" in last_mail(row).text


def test_observations_are_asked_with_a_week_to_answer_at_least():
    row = people.confirmed(LEA)

    too_early = IN_A_WEEK - timedelta(days=1)

    assert codes(lambda: ending.ask_observations(row, until=too_early, **said())) == ["date_too_early"]


def test_observations_asked_before_an_end_do_not_serve_for_another():
    row = people.confirmed(LEA)
    ending.ask_observations(row, until=IN_A_WEEK, **said())
    later = paris(2024, 11, 24)
    ending.set_aside(row, **said(now=later))
    returning.reinstate(row, until=date(2024, 12, 31), **said(now=later))

    assert codes(lambda: ending.set_aside(row, **said(now=later))) == ["observations_not_asked"]


def test_reinstating_gives_the_state_back_and_no_limit_before_the_personal_date():
    row = ended()

    returning.reinstate(row, until=IN_A_WEEK, **said())

    limit = paris(2024, 11, 24)
    assert people.fresh(row).state == "saved"
    assert "samedi 23 novembre 2024, 23\u00a0h\u00a059" in last_mail(row).text
    assert Ending.objects.get().undone_at == AFTER
    assert not tick(now=limit + GRACE - MILLISECOND).done
    assert tick(now=limit + GRACE).done == {"cancelled": 1}


@pytest.mark.parametrize(("day", "refused"), [(date(2024, 11, 22), True), (IN_A_WEEK, False)])
def test_whoever_comes_back_has_a_week_at_least(day, refused):
    row = ended()

    def act():
        returning.reinstate(row, until=day, **said())

    if refused:
        assert codes(act) == ["date_too_early"]
        assert not PersonalDate.objects.exists()
    else:
        act()
    assert people.fresh(row).state == ("cancelled" if refused else "saved")


def test_an_admitted_file_set_aside_for_its_r408_comes_back_admitted_with_time_for_it(antivirus):
    row = people.admit(people.confirmed(LEA, COUVREUR))
    tick(now=R408_DUE + GRACE)

    returning.reinstate(row, until=date(2025, 3, 31), **said(now=R408_DUE + GRACE))

    assert people.fresh(row).state == "admitted"
    assert not tick(now=paris(2025, 4, 1, 0, 10) - MILLISECOND).done
    assert tick(now=paris(2025, 4, 1, 0, 10)).done == {"set_aside": 1}


def test_a_registration_beside_another_live_one_is_not_reinstated():
    row = people.saved(LEA)
    ending.cancel(row, **said(now=NOW))
    candidate = people.fresh(row).candidate
    other = people.draft(candidate, people.answers_of(LEA, people.PATISSIER))

    assert codes(lambda: returning.reinstate(row, until=IN_A_WEEK, **said())) == ["second_registration"]
    assert people.fresh(other).state == "draft"


def test_an_expired_draft_is_reopened_with_a_date_and_can_be_saved():
    row = people.draft(people.candidate(LEA), people.answers_of(LEA))
    closed = CAP_CLOSES + GRACE
    tick(now=closed)
    assert codes(lambda: returning.reopen(row, until=None, **said(now=closed))) == ["reopening_needs_a_date"]

    returning.reopen(row, until=date(2024, 11, 10), **said(now=closed))

    assert people.save(people.fresh(row), now=paris(2024, 11, 10, 23, 58)).state == "saved"


def test_a_reopened_draft_expires_again_after_its_own_date():
    row = people.draft(people.candidate(LEA), people.answers_of(LEA))
    tick(now=CAP_CLOSES + GRACE)
    returning.reopen(row, until=date(2024, 11, 10), **said(now=CAP_CLOSES + GRACE))
    limit = paris(2024, 11, 10, 23, 59)

    assert not tick(now=limit + GRACE - MILLISECOND).done
    assert tick(now=limit + GRACE).done == {"expired": 1}


def test_a_personal_date_moves_what_falls_before_it_and_nothing_else():
    row = people.saved(LEA, COUVREUR)

    returning.give_personal_date(row, until=date(2024, 11, 30), reopens=False, **said(now=NOW))

    dates = people.facts.dates(people.fresh(row))
    assert (dates.closes, dates.pieces_due) == (CAP_CLOSES, paris(2024, 12, 1))
    assert dates.later["r408"] == R408_DUE
    assert last_line(row).kind == "personal_date_given"


@pytest.mark.parametrize("day", [date(2024, 11, 6), date(2024, 11, 15)])
def test_a_personal_date_that_moves_nothing_is_refused_and_leaves_no_row(day):
    row = people.saved(LEA)

    def act():
        returning.give_personal_date(row, until=day, reopens=False, **said(now=NOW))

    assert codes(act) == ["date_moves_nothing"]
    assert not PersonalDate.objects.exists()


def test_a_personal_date_that_reopens_lets_the_person_change_their_answers():
    row = people.saved(LEA)
    returning.give_personal_date(
        row, until=date(2024, 11, 20), reopens=True, **said(now=CAP_CLOSES + MILLISECOND)
    )

    changed = people.fill(
        people.fresh(row), people.with_usage_name(people.answers_of(LEA)), now=paris(2024, 11, 20, 12)
    )

    assert people.save(changed, now=paris(2024, 11, 20, 12)).version == 2


def test_what_has_ended_takes_no_personal_date():
    row = ended()

    with pytest.raises(StepNotAllowed):
        returning.give_personal_date(row, until=date(2024, 12, 1), reopens=False, **said())


def test_a_proposal_waits_alone_is_journaled_and_the_act_follows_it():
    row = people.saved(LEA)
    proposing.propose(row, Act.CANCEL, **said())

    assert codes(lambda: proposing.propose(row, Act.SET_ASIDE, **said())) == ["proposal_waits"]
    ending.cancel(row, **said())

    proposal = Proposal.objects.get()
    assert (proposal.state, proposal.reason) == ("accepted", REASON)
    assert "proposed" in [line.kind for line in journal.timeline(Subject("registration", row.id))]


def test_a_proposal_refused_changes_nothing_else():
    row = people.saved(LEA)
    proposing.propose(row, Act.CANCEL, **said())

    answer = {"answer": "Attendre la fin du mois.", "token": people.token(), "by": OFFICER, "now": AFTER}
    proposing.refuse(row, **answer)

    assert people.fresh(row).state == "saved"
    assert Proposal.objects.get().state == "refused"
    assert codes(lambda: proposing.refuse(row, **{**answer, "token": people.token()})) == [
        "no_proposal_waits"
    ]


def test_nobody_proposes_what_the_state_does_not_allow():
    row = people.saved(LEA)

    with pytest.raises(StepNotAllowed):
        proposing.propose(row, Act.REINSTATE, **said())


def test_a_candidate_who_began_again_meanwhile_keeps_the_new_one():
    row = people.draft(people.candidate(LEA), people.answers_of(LEA, AEPE))
    tick(now=CAP_CLOSES + GRACE)
    bac = people.draft(people.fresh(row).candidate, people.answers_of(LEA, people.ASSP, diploma="bac_pro"))
    assert not drafting.live_beside(row).filter(id=bac.id).exists()

    returning.reopen(row, until=date(2024, 11, 20), **said(now=CAP_CLOSES + GRACE))

    assert people.fresh(row).state == "draft"
