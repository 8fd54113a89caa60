"""Whoever modified after signing may come back to what they signed: nothing to print, nothing to sign, nothing lost."""

from datetime import timedelta

import pytest

from sporades.documents.models import Document
from sporades.journal import queries as journal
from sporades.journal.values import Subject
from sporades.notices import queries as notices
from sporades.registrations.actions import correcting, going_back, reviewing, scanning
from sporades.registrations.models import Deposit, File, Registration
from sporades.registrations.queries import scans, waits
from sporades.registrations.queries.signed import offered, signed
from sporades.rules.reasons import Blocked
from sporades.rules.rights import Mandate, Role
from tests import people
from tests.actions.test_reading import code_of, given, kinds, printed
from tests.people import CAP_CLOSES, KARIM, NOW, SYLVIE

pytestmark = pytest.mark.django_db

NICE = Mandate(Role.OFFICER, frozenset({"23"}))
LATER = NOW + timedelta(hours=1)


def signed_then_modified(*, accepted: bool = False) -> Registration:
    """Version 1 signed on paper, then version 2 saved: its signature is asked anew."""
    row = people.saved(KARIM)
    given(row, printed(row, 1))
    if accepted:
        reviewing.accept_piece(people.piece(row), by=people.acting(people.officer(SYLVIE)), now=NOW)
    return modify(row, "Dupont")


def modify(row: Registration, name: str) -> Registration:
    return people.save(
        people.fill(row, people.with_usage_name(people.answers_of(KARIM), name)), now=LATER, said_twice=True
    )


def go_back(row: Registration, *, to: int = 1, now=LATER, token: str = "") -> Registration:
    going_back.go_back(row, to=to, token=token or people.token(), by=people.actor(row.candidate), now=now)
    return people.fresh(row)


def refused(row: Registration, *, to: int = 1, now=LATER) -> str:
    with pytest.raises(Blocked) as no:
        go_back(row, to=to, now=now)
    return no.value.reasons[0].code


def is_stale(row: Registration) -> bool:
    return Registration.objects.filter(waits.ANOMALIES["stale"](NICE, NOW), id=row.id).exists()


def mails(row: Registration) -> list[str]:
    return [mail.kind for mail in notices.mails_about(Subject("registration", row.id))]


def test_the_signed_answers_are_saved_again_and_the_signature_is_good_again():
    row = signed_then_modified()
    assert (row.state, is_stale(row)) == ("saved", True)

    row = go_back(row)

    versions = list(row.versions.values_list("number", "sha256"))
    assert [number for number, _ in versions] == [1, 2, 3]
    assert versions[0][1] == versions[2][1] != versions[1][1]
    assert row.draft == row.versions.get(number=1).draft
    assert row.state == "confirmed"
    assert people.piece(row).state == "deposited"
    assert Deposit.objects.get().signs == 3
    assert not is_stale(row)
    assert signed(row) is None


def test_it_is_told_by_mail_in_the_journal_and_on_a_paper_with_nothing_to_sign():
    row = go_back(signed_then_modified())

    assert mails(row)[0] == "registration_gone_back"
    entry = journal.timeline(Subject("registration", row.id))[0]
    assert (entry.kind, entry.data["signed"], entry.data["version"]) == ("gone_back", 1, 3)
    paper = Document.objects.get(subject_id=row.id, kind="confirmation", version=3)
    assert paper.data["signatures"] == []
    assert "Votre signature de la version 1 reste valable." in paper.data["statement"]


def test_the_same_answers_typed_again_are_the_same_signature():
    row = signed_then_modified()

    row = people.save(people.fill(row, people.answers_of(KARIM)), now=LATER)

    assert (row.state, kinds(row)[0]) == ("confirmed", "gone_back")


def test_what_the_office_had_accepted_stays_accepted():
    row = go_back(signed_then_modified(accepted=True))

    assert people.piece(row).state == "accepted"
    assert row.state == "confirmed"


def test_who_signed_the_paper_printed_before_comes_back_to_it_while_the_file_is_received():
    row = modify(people.saved(KARIM), "Dupont")
    given(row, printed(row, 1))
    assert code_of(row) == "standing.confirmed_other_version"
    assert "Ou revenez à la version 1" in notices.mails_about(Subject("registration", row.id))[0].text

    row = go_back(row)

    assert (row.state, row.version) == ("confirmed", 3)
    assert code_of(row) == "standing.confirmed_missing"  # only the other pieces are
    found = scans.found(people.piece(row), signature_from=row.signature_from)
    assert found is not None
    assert "de nouveau celles de ce papier" in scans.said(found)


def test_a_better_scan_of_that_paper_is_the_right_one_and_the_paper_of_between_is_not():
    row = go_back(signed_then_modified())

    assert given(row, printed(row, 1), now=LATER).signs == 3
    assert code_of(row, now=LATER) == "standing.confirmed_missing"

    assert given(row, printed(row, 2), now=LATER).signs == 2
    assert code_of(row, now=LATER) == "standing.confirmed_other_version"


def test_the_same_click_twice_comes_back_once():
    row = signed_then_modified()
    token = people.token()

    go_back(row, token=token)
    row = go_back(row, token=token)

    assert row.version == 3
    assert mails(row).count("registration_gone_back") == 1


def test_at_the_closing_instant_nobody_comes_back_any_more():
    row = signed_then_modified()

    assert refused(row, now=CAP_CLOSES) == "window_closed"
    assert kinds(row)[0] == "save_refused"
    assert go_back(row, now=CAP_CLOSES - timedelta(microseconds=1)).state == "confirmed"


def test_nobody_comes_back_to_a_version_that_they_did_not_sign():
    row = signed_then_modified()

    assert refused(row, to=2) == "nothing_to_go_back_to"
    assert people.fresh(row).version == 2


def test_a_refused_paper_is_not_brought_back():
    row = people.saved(KARIM)
    given(row, printed(row, 1))
    officer = people.acting(people.officer(SYLVIE))
    reviewing.refuse_piece(
        people.piece(row), reason_code="unsigned", sentence="Elle n’est pas signée.", by=officer, now=NOW
    )
    row = modify(people.fresh(row), "Dupont")

    assert signed(row) is None
    assert refused(row) == "nothing_to_go_back_to"


def test_nobody_undoes_what_the_office_corrected():
    row = people.saved(KARIM)
    given(row, printed(row, 1))
    corrected = people.with_usage_name(people.answers_of(KARIM), "Durand")
    why = {"reason": "Nom mal lu.", "token": people.token(), "by": people.acting(people.officer(SYLVIE))}
    correcting.correct(people.fresh(row), corrected, seen=1, now=NOW, **why)
    row = modify(people.fresh(row), "Dupont")

    assert offered(row) is None
    assert refused(row) == "nothing_to_go_back_to"


@pytest.mark.parametrize("readable", [True, False])
def test_a_paper_read_after_its_answers_were_saved_again_counts(readable):
    row = people.saved(KARIM)
    people.give(row, files=(printed(row, 1),) if readable else ())
    row = modify(people.fresh(row), "Dupont")
    row = people.save(people.fill(row, people.answers_of(KARIM)), now=LATER)
    assert row.state == "saved"

    scanning.settle(File.objects.get(), infected_with="", now=LATER)

    assert people.fresh(row).state == "confirmed"
    assert Deposit.objects.get().signs == 3
    assert mails(row)[0] == "registration_gone_back"


def test_nothing_is_offered_while_the_paper_is_not_read_nor_once_it_was_infected():
    row = people.saved(KARIM)
    people.give(row, files=(printed(row, 1),))
    row = modify(people.fresh(row), "Dupont")
    assert signed(row) is None

    scanning.settle(File.objects.get(), infected_with="Eicar", now=LATER)

    assert signed(people.fresh(row)) is None
