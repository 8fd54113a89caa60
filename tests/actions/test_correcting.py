"""The office corrects: the state stays, a version is made, and what was signed stays signed."""

from dataclasses import replace

import pytest

from sporades.documents.models import Document
from sporades.journal.models import Entry
from sporades.notices.models import Notice
from sporades.registrations import facts
from sporades.registrations.actions import correcting, withdrawing
from sporades.registrations.queries import changes, space
from sporades.rules.pieces import PieceState
from sporades.rules.reasons import Blocked, StepNotAllowed
from tests import people
from tests.people import CAP_CLOSES, KARIM, NOW, PATISSIER, paris

pytestmark = pytest.mark.django_db

AFTER_CLOSING = paris(2024, 11, 12, 9)


def with_town(row, town="Grasse"):
    answers = facts.saved(row.versions.last())
    return replace(answers, identity=replace(answers.identity, birth_place=town))


def correct(row, answers, *, seen=0, form="", now=AFTER_CLOSING):
    return correcting.correct(
        row,
        answers,
        seen=seen or row.version,
        reason="Erreur de saisie sur la commune de naissance.",
        token=form or people.token(),
        by=people.OFFICER,
        now=now,
    )


@pytest.fixture
def row():
    return people.confirmed(KARIM, PATISSIER)


def test_after_closing_the_office_corrects_and_the_state_stays(row):
    assert AFTER_CLOSING > CAP_CLOSES

    correct(row, with_town(row))

    row = people.fresh(row)
    assert (row.state, row.version) == ("confirmed", 2)
    assert facts.saved(row.versions.last()).identity.birth_place == "Grasse"


def test_what_was_signed_before_a_correction_is_not_stale(row):
    correct(row, with_town(row))

    seen = space.seen(people.fresh(row), now=AFTER_CLOSING)
    confirmation = next(piece for piece in seen.pieces if piece.is_confirmation)
    assert confirmation.state == PieceState.DEPOSITED
    assert not any(deposit.stale for deposit in confirmation.current)


def test_a_save_after_a_correction_asks_for_a_new_signature(row):
    correct(row, with_town(row), now=NOW)
    row = people.fresh(row)

    row = people.save(people.fill(row, people.with_usage_name(facts.drafted(row))), said_twice=True)

    seen = space.seen(row, now=NOW)
    assert next(piece for piece in seen.pieces if piece.is_confirmation).current[0].stale


def test_the_draft_holds_the_correction_so_that_the_next_save_does_not_undo_it(row):
    correct(row, with_town(row), now=NOW)

    row = people.fresh(row)
    assert facts.drafted(row).identity.birth_place == "Grasse"
    assert not changes.unsaved(row)


def test_the_new_confirmation_asks_for_no_signature_and_the_mail_says_why(row):
    correct(row, with_town(row))

    paper = Document.objects.filter(subject_id=row.id, kind="confirmation").latest("version")
    assert paper.data["signatures"] == []
    assert "sans nouvelle signature" in paper.data["statement"]
    mail = Notice.objects.get(kind="registration_corrected")
    assert "Erreur de saisie sur la commune de naissance." in mail.text


def test_before_anything_was_signed_the_corrected_version_is_the_one_to_sign():
    saved = people.saved(KARIM, PATISSIER)

    correct(saved, with_town(saved))

    paper = Document.objects.filter(subject_id=saved.id, kind="confirmation").latest("version")
    assert "Signature du candidat" in paper.data["signatures"]


@pytest.mark.parametrize(("changed", "state"), [("usage_name", "accepted"), ("birth_name", "expected")])
def test_a_piece_accepted_is_checked_again_only_if_what_it_proves_has_changed(row, changed, state):
    row.pieces.filter(kind="identity").update(state=PieceState.ACCEPTED.value)
    answers = facts.saved(row.versions.last())

    correct(row, replace(answers, identity=replace(answers.identity, **{changed: "Autre"})))

    assert people.piece(row, "identity").state == state


def test_the_same_answers_make_no_version(row):
    assert correct(row, facts.saved(row.versions.last())) is None
    assert not Entry.objects.filter(kind="corrected").exists()


def test_the_same_form_twice_is_one_correction(row):
    correct(row, with_town(row), form="once")
    correct(row, with_town(row), seen=1, form="once")

    assert people.fresh(row).version == 2


def test_an_officer_who_corrects_what_the_candidate_has_just_changed_is_told(row):
    people.save(people.fill(row, people.with_usage_name(facts.drafted(row))), said_twice=True)

    with pytest.raises(Blocked, match="version_changed"):
        correct(people.fresh(row), with_town(row), seen=1)


def test_what_has_ended_is_not_corrected(row):
    withdrawing.withdraw(row, token=people.token(), by=people.actor(row.candidate), now=NOW)

    with pytest.raises(StepNotAllowed):
        correct(row, with_town(row))


def test_the_journal_says_which_answers_changed_and_keeps_their_words_erasable(row):
    correct(row, with_town(row))

    entry = Entry.objects.get(kind="corrected")
    assert entry.data["fields"] == ["identity.birth_place"]
    assert "Grasse" not in str(entry.data)
