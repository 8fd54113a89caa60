"""Signed on screen: the very document that was shown, where the window says so; the paper stays possible."""

from datetime import date, timedelta

import pytest
from django.db import connection

from sporades.accounts.models import Candidate
from sporades.adapters import storage
from sporades.calendars.models import Window
from sporades.documents import actions as documents
from sporades.documents.models import Document
from sporades.journal import queries as journal
from sporades.journal.values import Subject
from sporades.notices.models import Notice
from sporades.registrations.actions import scanning, signing
from sporades.registrations.models import Deposit, File
from sporades.rules.reasons import Blocked
from tests import people
from tests.people import CAP_PIECES_DUE, KARIM, NOW


@pytest.fixture
def row(session):
    Window.objects.update(signature="online")
    return people.saved(KARIM)


def sign(row, *, sha256=None, token=None, now=NOW):
    row = people.fresh(row)
    return signing.sign(
        people.piece(row),
        sha256=sha256 or signing.to_sign(row).sha256,
        token=token or people.token(),
        by=people.actor(row.candidate),
        now=now,
        recorded_at=now,
    )


def save_again(row, *, name="Dupont"):
    answers = people.with_usage_name(people.answers_of(KARIM), name)
    return people.save(people.fill(people.fresh(row), answers), said_twice=True)


def why(refused) -> str:
    return refused.value.reasons[0].code


def test_a_signature_confirms_and_keeps_the_document_to_the_byte(row):
    shown = signing.to_sign(row)

    received = sign(row, sha256=shown.sha256)

    kept = File.objects.get(deposit_id=received.deposit_id)
    assert storage.get(kept.key, kept.wrapped_key, kept.key_id) == shown.content
    assert kept.sha256 == shown.sha256 == Document.objects.get(subject_id=row.id, kind="confirmation").sha256
    assert (kept.deposit.on_screen, kept.deposit.version) == (True, 1)
    assert people.fresh(row).state == "confirmed"


def test_it_is_journaled_told_and_receipted_as_a_signature(row):
    sign(row)

    entry = journal.timeline(Subject("registration", row.id))[0]
    assert entry.kind == "signed_on_screen"
    mail = Notice.objects.get(kind="confirmation_signed")
    assert signing.to_sign(row).sha256 in mail.text
    receipts = [one.data["sentence"] for one in Document.objects.filter(kind="receipt")]
    assert any(sentence.startswith("Vous avez signé à l’écran") for sentence in receipts)


def test_the_code_of_the_signed_document_is_read_like_any_other(row):
    sign(row)

    scanning.settle(File.objects.get(), infected_with="", now=NOW)

    assert Deposit.objects.get().read_version == 1


@pytest.mark.once
def test_the_document_is_drawn_and_stored_before_any_row_is_held(row, monkeypatch):
    sha256, outside, inside = signing.to_sign(row).sha256, len(connection.savepoint_ids), []
    draw = documents.render

    def noted(paper):
        inside.append(len(connection.savepoint_ids))
        return draw(paper)

    monkeypatch.setattr(signing.documents, "render", noted)
    sign(row, sha256=sha256)

    assert inside == [outside]


@pytest.mark.once
def test_a_store_that_is_away_refuses_the_signature_and_the_journal_says_so(row, monkeypatch):
    def away(paper):
        raise storage.StoreIsAway

    sha256 = signing.to_sign(row).sha256
    monkeypatch.setattr(signing.documents, "render", away)

    with pytest.raises(Blocked) as refused:
        sign(row, sha256=sha256)

    assert why(refused) == "not_stored"
    assert journal.timeline(Subject("registration", row.id))[0].rule == "not_stored"


def test_the_same_form_sent_twice_signs_once(row):
    token = people.token()

    assert sign(row, token=token) == sign(row, token=token)
    assert Deposit.objects.count() == 1


def test_what_was_saved_meanwhile_in_another_tab_is_not_signed(row):
    shown = signing.to_sign(row)
    save_again(row)

    with pytest.raises(Blocked) as refused:
        sign(row, sha256=shown.sha256)

    assert why(refused) == "signed_something_else"
    assert Deposit.objects.count() == 0
    assert journal.timeline(Subject("registration", row.id))[0].kind == "deposit_refused"


def test_a_save_makes_it_stale_and_it_is_signed_anew(row):
    sign(row)
    save_again(row)
    assert people.fresh(row).state == "saved"

    sign(row)

    assert [(one.version, one.superseded) for one in Deposit.objects.all()] == [(1, True), (2, False)]
    assert people.fresh(row).state == "confirmed"


def test_the_last_instant_is_in_time_and_the_next_is_late(row):
    last = CAP_PIECES_DUE - timedelta(microseconds=1)

    assert not sign(row, now=last).late
    save_late = sign(row, now=CAP_PIECES_DUE)

    assert save_late.late


def test_where_the_office_asks_for_paper_nothing_is_signed_on_screen(row):
    Window.objects.update(signature="signed_upload")

    with pytest.raises(Blocked) as refused:
        sign(row)

    assert why(refused) == "signed_on_paper"


def test_a_minor_signs_on_paper_with_who_represents_them(row):
    Candidate.objects.filter(id=row.candidate_id).update(birth_date=date(2006, 11, 6))
    with pytest.raises(Blocked) as refused:
        sign(row)
    assert why(refused) == "signed_on_paper"

    # The day after is the eighteenth birthday, where the académie is.
    assert sign(row, now=NOW + timedelta(days=1)).deposit_id


def test_the_signed_paper_stays_possible(row):
    people.give(row)

    assert people.fresh(row).state == "confirmed"
    assert not Deposit.objects.get().on_screen


def test_a_signature_on_screen_is_never_told_that_no_ink_is_seen(row):
    sign(row)

    scanning.settle(File.objects.get(), infected_with="", now=NOW)

    deposit = Deposit.objects.get()
    assert (deposit.read_version, deposit.advice) == (1, [])
