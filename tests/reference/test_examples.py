"""Do the rules answer what the worked cases say? Each one is read by lawyers, and run here."""

import pytest

from sporades.reference.load import reference
from sporades.rules.eligibility import check
from sporades.rules.pieces import RequiredPiece, required
from tests.reference.examples import Example, read_examples

EXAMPLES = read_examples()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_the_pieces_asked_and_what_each_one_costs(example: Example) -> None:
    known = reference()
    specialty = known.specialties[example.answers.exam.specialty]

    pieces = required(example.answers, specialty=specialty, rules=known.piece_rules, on=example.on)

    assert {_named(piece): piece.if_missing.value for piece in pieces} == example.pieces


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_what_the_rules_find(example: Example) -> None:
    known = reference()
    specialty = known.specialties[example.answers.exam.specialty]

    found = check(example.answers, specialty=specialty, rules=known.eligibility_rules.values(), on=example.on)

    assert [finding.reason.code for finding in found] == example.findings
    assert all(known.say(finding.reason.code, **dict(finding.reason.params)) for finding in found)


def test_there_are_enough_cases_to_read() -> None:
    assert len(EXAMPLES) >= 20


def _named(piece: RequiredPiece) -> str:
    # An acquis without a known unit is keyed by a digest of its title.
    return " ".join(filter(None, [piece.kind, piece.key.split("-")[0]]))
