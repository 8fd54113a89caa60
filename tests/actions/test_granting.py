"""An acquis is decided on its proof, kept in a row, and asks for no new signature."""

from dataclasses import replace
from decimal import Decimal

import pytest

from sporades.documents.queries import published
from sporades.journal.values import Subject
from sporades.notices import queries as notices
from sporades.registrations import facts
from sporades.registrations.actions import granting, reviewing
from sporades.registrations.models import Verdict
from sporades.rules.answers import Acquis
from sporades.rules.reasons import Blocked
from tests import people
from tests.people import LEA, NOW, OFFICER

HISTORY = Acquis("UG1", "", "kept_mark", Decimal(12), 2023, "23", "", to_complete=False)
BY = {"by": OFFICER, "now": NOW}


def given(*several: Acquis):
    """Everything is given and clean; the units declared as acquired are not sat."""
    answers = people.answers_of(LEA)
    sat = tuple(unit for unit in answers.papers.units if unit not in {one.unit for one in several})
    answers = replace(answers, acquis=several, papers=replace(answers.papers, units=sat))
    row = people.save(people.draft(people.candidate(LEA), answers))
    for piece in row.pieces.all():
        people.give(row, piece.kind, key=piece.key)
    people.scan_all()
    return people.fresh(row)


def proof(row, key: str = "UG1"):
    return people.piece(row, "acquis_proof", key)


def answers_now(row):
    row = people.fresh(row)
    return facts.saved(row.versions.get(number=row.version))


def refuse(row, **more):
    form = {"reason": "La note est inférieure à 10.", "token": people.token(), **more}
    return granting.refuse_acquis(proof(row), **form, **BY)


def otherwise(row, unit="UG1", mark=Decimal("11.5"), **more):
    form = {"reason": "Le relevé dit 11,5.", "token": people.token(), **more}
    return granting.grant_otherwise(proof(row), unit=unit, mark=mark, **form, **BY)


def test_granted_as_declared_the_decision_is_kept_and_nothing_changes(antivirus):
    row = given(HISTORY)

    reviewing.accept_piece(proof(row), **BY)

    kept = Verdict.objects.get().data
    assert (
        kept["granted"]
        == kept["declared"]
        == {"unit": "UG1", "kind": "kept_mark", "mark": "12", "exam_session": 2023}
    )
    assert people.fresh(row).version == 1


def test_refused_the_candidate_sits_the_unit_and_is_told_why(antivirus):
    row = given(HISTORY)

    refuse(row)

    assert answers_now(row).acquis == ()
    assert "UG1" in answers_now(row).papers.units
    assert proof(row).state == "not_needed"
    mail = notices.mails_about(Subject("registration", row.id))[0]
    assert "La note est inférieure à 10." in mail.text
    assert Verdict.objects.get().data["granted"] is None


def test_refused_nothing_is_to_be_signed_again(antivirus):
    row = given(HISTORY)
    reviewing.accept_piece(people.piece(row), **BY)

    refuse(row)

    row = people.fresh(row)
    assert (row.state, row.version, row.signature_from) == ("confirmed", 2, 1)
    assert people.piece(row).state == "accepted"
    papers = published(Subject("registration", row.id))
    assert {paper.version for paper in papers if paper.kind == "confirmation"} == {1, 2}


def test_granted_with_another_mark_its_proof_is_accepted(antivirus):
    row = given(HISTORY)

    otherwise(row)

    assert answers_now(row).acquis[0].mark == Decimal("11.5")
    assert proof(row).state == "accepted"
    assert people.fresh(row).signature_from == 1


def test_granted_for_another_unit_its_proof_follows_with_its_files(antivirus):
    row = given(HISTORY)
    before = proof(row).id

    otherwise(row, unit="UG2", mark=Decimal(12))

    assert proof(row, "UG2").id == before
    assert proof(row, "UG2").state == "accepted"
    assert "UG1" in answers_now(row).papers.units


def test_a_unit_already_acquired_is_not_granted_twice(antivirus):
    row = given(HISTORY, replace(HISTORY, unit="UG2"))

    with pytest.raises(Blocked) as blocked:
        otherwise(row, unit="UG2", mark=Decimal(12))

    assert blocked.value.reasons[0].code == "acquis_twice"
    assert people.fresh(row).version == 1


def test_what_was_declared_is_not_granted_otherwise(antivirus):
    row = given(HISTORY)

    with pytest.raises(Blocked) as blocked:
        otherwise(row, mark=Decimal(12))

    assert blocked.value.reasons[0].code == "acquis_unchanged"


def test_a_form_sent_twice_makes_one_version(antivirus):
    row = given(HISTORY)
    form = people.token()

    first = otherwise(row, token=form)
    again = otherwise(row, token=form)

    assert first == again
    assert people.fresh(row).version == 2


def test_only_the_proof_of_an_acquis_decides_one(antivirus):
    row = given(HISTORY)

    with pytest.raises(Blocked) as blocked:
        granting.refuse_acquis(people.piece(row, "identity"), reason="Non.", token=people.token(), **BY)

    assert blocked.value.reasons[0].code == "no_such_acquis"


def test_once_its_acquis_is_refused_a_file_is_admitted(antivirus):
    row = given(HISTORY)
    refuse(row)
    for piece in people.fresh(row).pieces.filter(state="deposited"):
        reviewing.accept_piece(piece, **BY)

    reviewing.admit(row, **BY)

    assert people.fresh(row).state == "admitted"
