"""Which piece is due by when, stays accepted until what changes, and is whose sanction?"""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from sporades.reference.load import reference
from sporades.rules.answers import Acquis, Answers
from sporades.rules.calendar import Dates
from sporades.rules.pieces import RequiredPiece, age_on, due_of, required
from tests.rules.cases import ON, ORDINARY, answers_with, specialty_with

DATES = Dates(
    zone="Europe/Paris",
    zone_name="heure de Paris",
    opens=datetime(2024, 10, 8, 13, tzinfo=UTC),
    closes=datetime(2024, 11, 8, 16, tzinfo=UTC),
    pieces_due=datetime(2024, 11, 15, 23, tzinfo=UTC),
    later={"r408": datetime(2025, 3, 14, 23, tzinfo=UTC)},
)
KEPT = Acquis("UG1", "Français", "kept_mark", Decimal(12), 2023, "23", "", to_complete=False)


def pieces_of(answers: Answers, *, on: date = ON, **specialty: object) -> dict[str, RequiredPiece]:
    found = required(answers, specialty=specialty_with(**specialty), rules=reference().piece_rules, on=on)
    return {piece.kind: piece for piece in found}


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(2000, 2, 29), date(2018, 2, 28), 17),
        (date(2000, 2, 29), date(2018, 3, 1), 18),
        (date(2000, 2, 29), date(2020, 2, 28), 19),
        (date(2000, 2, 29), date(2020, 2, 29), 20),
        (date(2007, 12, 31), date(2025, 12, 31), 18),
        (date(2008, 1, 1), date(2025, 12, 31), 17),
    ],
)
def test_one_gets_a_year_older_on_the_birthday(birth: date, day: date, age: int) -> None:
    assert age_on(birth, day) == age


@pytest.mark.parametrize(
    ("day", "title"),
    [
        (date(2022, 11, 4), None),
        (date(2022, 11, 5), "Attestation de recensement"),
        (date(2024, 11, 4), "Attestation de recensement"),
        (date(2024, 11, 5), "Certificat de participation à la Journée défense et citoyenneté"),
        (date(2031, 11, 4), "Certificat de participation à la Journée défense et citoyenneté"),
        (date(2031, 11, 5), None),
    ],
)
def test_the_service_of_the_nation_asks_by_age_to_the_day(day: date, title: str | None) -> None:
    pieces = pieces_of(answers_with(identity={"birth_date": date(2006, 11, 5)}), on=day)

    assert (pieces["service_day"].title if "service_day" in pieces else None) == title


def test_the_r408_attestation_has_its_own_later_date() -> None:
    pieces = pieces_of(ORDINARY, r408="yes", r408_confidence="high")

    assert due_of(pieces["r408"], DATES) == DATES.later["r408"]
    assert due_of(pieces["identity"], DATES) == DATES.pieces_due


def test_a_window_without_that_later_date_asks_everything_together() -> None:
    pieces = pieces_of(ORDINARY, r408="yes", r408_confidence="high")

    assert due_of(pieces["r408"], replace(DATES, later={})) == DATES.pieces_due


@pytest.mark.parametrize(("confidence", "needs_check"), [("high", False), ("medium", True), ("low", True)])
def test_only_a_speciality_verified_as_concerned_lets_the_machine_set_aside(
    confidence: str, needs_check: bool
) -> None:
    pieces = pieces_of(ORDINARY, r408="yes", r408_confidence=confidence)

    assert pieces["r408"].needs_check is needs_check


@pytest.mark.parametrize("r408", ["no", "unknown"])
def test_no_attestation_is_asked_where_the_list_does_not_name_the_speciality(r408: str) -> None:
    assert "r408" not in pieces_of(ORDINARY, r408=r408)


def test_a_piece_stays_accepted_while_what_it_proves_is_unchanged() -> None:
    before = pieces_of(answers_with(KEPT))
    after = pieces_of(
        answers_with(KEPT, papers={"pe_activities": ("danse",)}, contact={"phone": "+33611111111"})
    )

    assert {kind: piece.fingerprint for kind, piece in after.items()} == {
        kind: piece.fingerprint for kind, piece in before.items()
    }


@pytest.mark.parametrize(
    ("kind", "changed"),
    [
        ("identity", answers_with(KEPT, identity={"birth_name": "DURAND"})),
        ("acquis_proof", answers_with(replace(KEPT, mark=Decimal(13)))),
    ],
)
def test_a_piece_is_asked_again_when_what_it_proves_has_changed(kind: str, changed: Answers) -> None:
    assert pieces_of(changed)[kind].fingerprint != pieces_of(answers_with(KEPT))[kind].fingerprint


def test_each_acquis_has_its_own_proof() -> None:
    other = replace(KEPT, unit="UG2", title="Mathématiques", kind="exemption")
    found = required(
        answers_with(KEPT, other), specialty=specialty_with(), rules=reference().piece_rules, on=ON
    )

    assert [piece.key for piece in found if piece.kind == "acquis_proof"] == ["UG1", "UG2"]


def test_an_acquis_that_the_office_must_complete_is_to_be_checked() -> None:
    doubtful = replace(KEPT, unit="", to_complete=True)

    assert pieces_of(answers_with(doubtful))["acquis_proof"].needs_check


def test_an_accommodation_is_asked_only_from_who_says_there_is_one() -> None:
    pieces = pieces_of(answers_with(situation={"handicap": False, "accommodation": "existing"}))

    assert "accommodation" not in pieces
