"""What the journal keeps for good names nobody, not even in the name of a paper."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from sporades.journal.models import Entry
from sporades.registrations.actions import reviewing, scanning
from sporades.registrations.actions.depositing import Upload
from sporades.registrations.models import File
from sporades.rules import answers as rules
from sporades.rules.reasons import Blocked
from tests import people
from tests.people import LEA, NOW, OFFICER

WRITTEN = "Épreuve E2 : relevé de Léa Ménager"


def acquis(unit: str, title: str) -> rules.Acquis:
    return rules.Acquis(unit, title, "kept_mark", Decimal(12), 2023, "23", "", to_complete=not unit)


def with_acquis(*several: rules.Acquis):
    answers = replace(people.answers_of(LEA), acquis=several)
    return people.save(people.draft(people.candidate(LEA), answers))


def journaled() -> list[tuple[str, str]]:
    return [(entry.kind, json.dumps(entry.data, ensure_ascii=False)) for entry in Entry.objects.all()]


def test_the_name_of_a_paper_that_a_candidate_wrote_is_in_no_entry():
    row = with_acquis(acquis("", WRITTEN))
    proof = row.pieces.get(kind="acquis_proof")
    assert WRITTEN in proof.title

    people.give(row, proof.kind, key=proof.key)
    scanning.settle(File.objects.get(), infected_with="Eicar-Test", now=NOW)
    people.give(row, proof.kind, key=proof.key, files=(Upload("bon.jpg", people.photo("bon")),))
    scanning.settle(File.objects.latest("deposit__sequence"), infected_with="", now=NOW)
    reviewing.refuse_piece(proof, reason_code="unreadable", sentence="Floue.", by=OFFICER, now=NOW)
    reviewing.accept_piece(proof, by=OFFICER, now=NOW)
    with pytest.raises(Blocked):
        people.give(row, proof.kind, key=proof.key)

    kinds = {kind for kind, data in journaled() if proof.key in data}
    assert kinds == {"deposited", "file_infected", "piece_refused", "piece_accepted", "deposit_refused"}
    for kind, data in journaled():
        assert "E2" not in data and "Ménager" not in data, kind
    assert [data for _, data in journaled() if '"title": "Relevé de notes"' in data]


def test_the_name_of_a_paper_that_the_regulation_gives_is_told_in_full():
    row = with_acquis(acquis("UG1", "Français et histoire-géographie"))

    people.give(row, "acquis_proof", key="UG1")

    assert any("Relevé de notes\xa0: Français et histoire-géographie" in data for _, data in journaled())
