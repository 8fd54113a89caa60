"""« Enregistrer »: a number, a version, papers, a list of pieces and a mail; or nothing at all."""

from dataclasses import replace
from datetime import timedelta

import pytest

from sporades.accounts.actions import particulars
from sporades.documents.queries import published
from sporades.journal import queries as journal
from sporades.journal.values import Subject
from sporades.notices import queries as notices
from sporades.registrations import facts
from sporades.registrations.actions import drafting, reviewing, saving
from sporades.rules import answers as rules
from sporades.rules.pieces import PieceState
from sporades.rules.reasons import Blocked
from tests import people
from tests.people import AEPE, CAP_CLOSES, KARIM, LEA, NOW, PATISSIER

MILLISECOND = timedelta(milliseconds=1)


def kinds(row):
    return {piece.kind: piece.state for piece in row.pieces.all()}


def mails(row):
    return [mail.kind for mail in notices.mails_about(Subject("registration", row.id))]


def test_the_first_save_gives_a_number_version_one_and_the_list_of_pieces():
    row = people.draft(people.candidate(KARIM), people.answers_of(KARIM, PATISSIER))

    row = people.save(row)

    assert (row.state, row.version, row.number) == ("saved", 1, "25-23-000001")
    assert kinds(row)["signed_confirmation"] == "expected"
    assert "identity" in kinds(row)


def test_the_first_save_publishes_the_confirmation_the_list_and_a_receipt_and_writes_a_mail():
    row = people.saved(KARIM, PATISSIER)

    papers = published(Subject("registration", row.id))

    assert sorted(paper.kind for paper in papers) == ["confirmation", "pieces_list", "receipt"]
    assert {paper.version for paper in papers} == {1}
    assert mails(row) == ["registration_saved"]


def test_the_mail_of_a_save_never_says_that_one_is_registered():
    row = people.saved(KARIM, PATISSIER)

    (mail,) = notices.mails_about(Subject("registration", row.id))

    assert "Vous n’êtes pas encore inscrit" in mail.text
    assert "inscription enregistrée" not in mail.text.lower().replace("pré-inscription enregistrée", "")


def test_numbers_follow_one_another_within_an_academy():
    first = people.saved(KARIM, PATISSIER)
    second = people.saved(LEA, AEPE)

    assert (first.number, second.number) == ("25-23-000001", "25-23-000002")


def test_a_draft_that_lacks_a_step_is_not_saved_and_the_step_is_named():
    row = people.draft(people.candidate(LEA), people.answers_of(LEA))
    row.draft["papers"]["answers"] = None
    row.save(update_fields=["draft"])

    with pytest.raises(facts.Unfinished) as unfinished:
        people.save(row)

    assert unfinished.value.steps == ("papers",)
    assert people.fresh(row).state == "draft"


@pytest.mark.parametrize("early", [MILLISECOND, timedelta(seconds=1)])
def test_one_may_save_until_the_very_last_millisecond(early):
    row = people.draft(people.candidate(LEA), people.answers_of(LEA))

    row = people.save(row, now=CAP_CLOSES - early)

    assert row.state == "saved"


@pytest.mark.parametrize("late", [timedelta(0), MILLISECOND])
def test_at_the_closing_instant_it_is_too_late_and_the_attempt_is_journaled(late):
    row = people.draft(people.candidate(LEA), people.answers_of(LEA))

    with pytest.raises(Blocked) as blocked:
        people.save(row, now=CAP_CLOSES + late)

    assert [reason.code for reason in blocked.value.reasons] == ["window_closed"]
    assert people.fresh(row).state == "draft"
    assert journal.timeline(Subject("registration", row.id))[0].kind == "save_refused"


def test_a_save_that_changes_nothing_changes_nothing():
    row = people.saved(LEA)
    before = (len(mails(row)), len(published(Subject("registration", row.id))))

    outcome = saving.save(
        row, said_twice=False, token=people.token(), by=people.actor(row.candidate), now=NOW
    )

    assert outcome == saving.Saved(version=1, changed=False)
    assert (len(mails(row)), len(published(Subject("registration", row.id)))) == before


def test_a_changed_answer_makes_version_two_and_says_what_changed():
    row = people.saved(LEA)
    row = people.fill(row, people.with_usage_name(people.answers_of(LEA)))

    row = people.save(row)

    assert row.version == 2
    assert [change["field"] for change in row.versions.last().changes] == ["identity.usage_name"]
    assert mails(row)[0] == "registration_modified"


def test_a_new_address_or_telephone_makes_no_version():
    row = people.saved(LEA)
    answers = people.answers_of(LEA)
    row = people.fill(
        row, replace(answers, contact=replace(answers.contact, city="Grasse", phone="+33687654321"))
    )

    outcome = saving.save(
        row, said_twice=False, token=people.token(), by=people.actor(row.candidate), now=NOW
    )

    row.candidate.refresh_from_db()
    assert not outcome.changed
    assert (row.candidate.city, row.candidate.phone) == ("Grasse", "+33687654321")


def test_an_address_changed_in_the_account_since_is_not_undone_by_an_older_draft():
    row = people.saved(LEA)
    moved = replace(people.answers_of(LEA).contact, city="Grasse")
    particulars.keep_contact(row.candidate, contact=moved, by=people.actor(row.candidate), now=NOW)
    row = people.fresh(row)
    drafting.keep_step(
        row,
        "identity",
        typed={},
        answers=rules.to_json(people.with_usage_name(people.answers_of(LEA)))["identity"],
        seen=row.revisions["identity"],
        by=people.actor(row.candidate),
        now=NOW,
    )

    row = people.save(row)

    row.candidate.refresh_from_db()
    assert row.candidate.city == "Grasse"
    assert facts.saved(row.versions.last()).contact.city == "Grasse"


def test_the_same_form_sent_twice_is_one_version():
    row = people.draft(people.candidate(LEA), people.answers_of(LEA))
    form = people.token()

    first = saving.save(row, said_twice=False, token=form, by=people.actor(row.candidate), now=NOW)
    again = saving.save(row, said_twice=False, token=form, by=people.actor(row.candidate), now=NOW)

    assert first == again == saving.Saved(version=1, changed=True)
    assert people.fresh(row).version == 1


def test_from_a_deposited_confirmation_the_save_is_asked_again_and_undoes_nothing_before():
    row = people.confirmed(LEA)
    row = people.fill(row, people.with_usage_name(people.answers_of(LEA)))

    with pytest.raises(saving.AskAgain):
        people.save(row)

    assert people.fresh(row).state == "confirmed"
    assert people.fresh(row).version == 1


def test_said_twice_the_signed_confirmation_becomes_stale():
    row = people.confirmed(LEA)
    row = people.fill(row, people.with_usage_name(people.answers_of(LEA)))

    row = people.save(row, said_twice=True)

    confirmation = people.piece(row)
    assert (row.state, row.version) == ("saved", 2)
    assert confirmation.state == PieceState.EXPECTED
    assert confirmation.deposits.get().version == 1


def test_an_accepted_piece_stays_accepted_while_what_it_proves_is_unchanged(antivirus):
    row = people.confirmed(LEA)
    people.give(row, "identity")
    people.scan_all()
    reviewing.accept_piece(people.piece(row, "identity"), by=people.OFFICER, now=NOW)
    answers = people.answers_of(LEA)
    row = people.fill(row, replace(answers, papers=replace(answers.papers, pe_activities=("danse",))))

    row = people.save(row, said_twice=True)

    assert kinds(row)["identity"] == "accepted"


def test_an_accepted_piece_is_checked_again_when_what_it_proves_changes(antivirus):
    row = people.confirmed(LEA)
    people.give(row, "identity")
    people.scan_all()
    reviewing.accept_piece(people.piece(row, "identity"), by=people.OFFICER, now=NOW)
    answers = people.answers_of(LEA)
    row = people.fill(row, replace(answers, identity=replace(answers.identity, birth_place="Cannes")))

    row = people.save(row, said_twice=True)

    assert kinds(row)["identity"] == "deposited"


def test_changing_the_speciality_changes_the_pieces_and_keeps_what_was_given():
    row = people.saved(LEA, people.COUVREUR)
    people.give(row, "r408")

    row = people.save(people.fill(row, people.answers_of(LEA, AEPE)))

    assert kinds(row)["r408"] == "not_needed"
    assert people.piece(row, "r408").deposits.count() == 1


def test_a_second_live_registration_for_the_same_diploma_and_session_is_refused():
    someone = people.candidate(LEA)
    people.draft(someone, people.answers_of(LEA))

    with pytest.raises(Blocked) as blocked:
        people.draft(someone, people.answers_of(LEA, PATISSIER))

    assert [reason.code for reason in blocked.value.reasons] == ["second_registration"]


def test_identity_is_frozen_by_the_first_save():
    someone = people.candidate(LEA)
    row = people.draft(someone, people.answers_of(LEA))

    people.save(row)

    someone.refresh_from_db()
    assert someone.identity_frozen_at == NOW


def test_abandoned_changes_come_back_to_what_was_saved():
    row = people.saved(LEA)
    row = people.fill(row, people.with_usage_name(people.answers_of(LEA)))

    saving.abandon_changes(row, by=people.actor(row.candidate), now=NOW)

    assert facts.drafted(people.fresh(row)).identity.usage_name == ""
