"""Who does what, and when, before the demonstration begins?"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal

from sporades.demo import lots
from sporades.demo import playing as play
from sporades.demo.answers import answers_of
from sporades.demo.cast import (
    AIME,
    AWA,
    CHLOE,
    HUGO,
    INES,
    JEANNE,
    KARIM,
    LEA,
    MALIK,
    MAUD,
    PAUL,
    RAOUL,
    ROSE,
    SYLVIE,
    TOM,
    YVES,
)
from sporades.rules import answers as rules
from sporades.rules.publishing import PaperKind

AEPE, PATISSIER, CUISINE, MACON, COUVREUR = "50033205", "50022141", "50022139", "50023224", "50023223"
ASSP = "40033007"


@dataclass(frozen=True, slots=True)
class Scene:
    """Something that happens at one legal instant."""

    at: datetime
    happens: Callable[[datetime], None]


def at(*when: int) -> datetime:
    return datetime(*when, tzinfo=UTC)  # type: ignore[misc,arg-type]


def _raoul() -> rules.Answers:
    return answers_of(RAOUL, CUISINE, academy="31", exam_session=2024)


def _ines_then() -> rules.Answers:
    answers = answers_of(INES, PATISSIER)
    return replace(answers, identity=replace(answers.identity, usage_name="Fernandez-Roux"))


def _jeanne() -> rules.Answers:
    """Bac pro ASSP: experience, an existing arrangement, an exemption and a kept mark."""
    answers = answers_of(JEANNE, ASSP, diploma="bac_pro")
    exempted = rules.Acquis("U51", "", "exemption", None, None, "", "baccalaureat", to_complete=False)
    kept = rules.Acquis(
        "", "Épreuve E2 de l’ancien règlement", "kept_mark", Decimal("12.5"), 2022, "23", "", to_complete=True
    )
    return replace(
        answers,
        situation=replace(
            answers.situation,
            experience_months=48,
            experience_field="aide à domicile",
            diplomas_held=("bac_general",),
            handicap=True,
            accommodation="existing",
        ),
        papers=replace(answers.papers, pe_activities=("danse", "demi_fond"), language="anglais"),
        acquis=(exempted, kept),
    )


DECISIONS, EPS = "Décision d’aménagement d’épreuves", "Convocation aux épreuves d’EPS"


def _decisions_are_prepared(now: datetime) -> None:
    purpose = "Apportez cette décision à chaque épreuve."
    whose = {lots.number_of(JEANNE): JEANNE}
    lots.prepares(PaperKind.ACCOMMODATION_DECISION, DECISIONS, purpose, whose, now)


def _convocations_are_prepared(now: datetime) -> None:
    whose = {lots.number_of(HUGO): HUGO, lots.MISTYPED: KARIM}
    lots.prepares(PaperKind.PE_CONVOCATION, EPS, "Épreuves d’EPS le 12 mars 2025, à 8 h.", whose, now)


SCENES = (
    Scene(at(2023, 10, 2, 8), lambda now: play.joins(MAUD, now)),
    Scene(at(2023, 10, 3, 12), lambda now: play.joins(ROSE, now)),
    Scene(at(2023, 10, 3, 13), lambda now: play.joins(AIME, now)),
    Scene(at(2023, 10, 4, 7), lambda now: play.joins(PAUL, now)),
    Scene(at(2023, 10, 4, 8), lambda now: play.joins(SYLVIE, now)),
    Scene(at(2023, 10, 4, 9), lambda now: play.joins(YVES, now)),
    Scene(at(2023, 10, 20, 14), lambda now: play.drafts(RAOUL, _raoul(), now)),
    Scene(at(2023, 10, 20, 15), lambda now: play.saves(RAOUL, now)),
    Scene(at(2024, 10, 7, 8), lambda now: play.gives_last_year(PAUL, now)),
    Scene(at(2024, 10, 9, 7), lambda now: play.drafts(HUGO, answers_of(HUGO, COUVREUR), now)),
    Scene(at(2024, 10, 9, 8), lambda now: play.saves(HUGO, now)),
    Scene(at(2024, 10, 10, 8), lambda now: play.gives(HUGO, now, but=("r408",))),
    Scene(at(2024, 10, 21, 9), lambda now: play.is_admitted(HUGO, now)),
    Scene(at(2024, 10, 22, 17), lambda now: play.drafts(MALIK, answers_of(MALIK, CUISINE), now)),
    Scene(at(2024, 10, 22, 18), lambda now: play.saves(MALIK, now)),
    Scene(at(2024, 10, 28, 9), lambda now: play.drafts(INES, answers_of(INES, PATISSIER), now)),
    Scene(at(2024, 10, 28, 10), lambda now: play.saves(INES, now)),
    Scene(at(2024, 10, 28, 18), lambda now: play.signs(INES, now)),
    Scene(at(2024, 10, 30, 8), lambda now: play.leaves(MALIK, now)),
    Scene(at(2024, 10, 31, 19), lambda now: play.saves(INES, now, again=_ines_then())),
    Scene(at(2024, 11, 2, 9), lambda now: play.drafts(AWA, answers_of(AWA, CUISINE), now)),
    Scene(at(2024, 11, 2, 10), lambda now: play.saves(AWA, now)),
    Scene(at(2024, 11, 3, 10), lambda now: play.gives(AWA, now)),
    Scene(at(2024, 11, 4, 9), lambda now: play.drafts(TOM, answers_of(TOM, MACON), now)),
    Scene(at(2024, 11, 4, 10), lambda now: play.saves(TOM, now)),
    Scene(at(2024, 11, 4, 14, 3), lambda now: play.drafts(JEANNE, _jeanne(), now)),
    Scene(at(2024, 11, 4, 14, 30), lambda now: play.saves(JEANNE, now)),
    Scene(at(2024, 11, 4, 15), lambda now: play.gives(JEANNE, now)),
    Scene(
        at(2024, 11, 4, 16),
        lambda now: play.is_refused(
            JEANNE, now, "identity", "unreadable", "La page est coupée en bas. Une nouvelle photo suffit."
        ),
    ),
    Scene(at(2024, 11, 4, 17), _decisions_are_prepared),
    Scene(at(2024, 11, 4, 17, 30), lambda now: lots.is_published(DECISIONS, now)),
    Scene(at(2024, 11, 4, 18), lambda now: play.drafts(LEA, answers_of(LEA, AEPE), now, steps=4)),
    Scene(at(2024, 11, 5, 6), lambda now: play.drafts(KARIM, answers_of(KARIM, PATISSIER), now)),
    Scene(at(2024, 11, 5, 7), lambda now: play.saves(KARIM, now)),
    Scene(at(2024, 11, 5, 7, 15), _convocations_are_prepared),
    Scene(at(2024, 11, 5, 7, 30), lambda now: play.opens_account(CHLOE, now, activates=False)),
)  # fmt: skip
