"""Who may register for a diploma, and what will they be asked to give?

The same data as the machine applies, said beforehand and in general. What the
reference has not verified is said « à vérifier », with its source.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from sporades.reference.load import reference
from sporades.rules.catalogue import Diploma
from sporades.rules.eligibility import EligibilityRule
from sporades.rules.pieces import PieceRule


@dataclass(frozen=True, slots=True)
class Condition:
    text: str
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class PieceTold:
    title: str
    explanation: str
    help: str
    if_missing: str
    later: bool  # has a date of its own, after that of the other pieces
    source: str
    verified: bool


def conditions_of(diploma: Diploma) -> tuple[Condition, ...]:
    """What the rules ask of a person, in the order of the data."""
    return tuple(
        Condition(SAID[rule.code](rule.settings), rule.source, rule.verified)
        for rule in reference().eligibility_rules.values()
        if rule.code in SAID and _concerns(rule, diploma)
    )


@lru_cache(maxsize=8)
def pieces_of(diploma: Diploma) -> tuple[PieceTold, ...]:
    return tuple(_piece(rule) for rule in reference().piece_rules if _may_be_asked(rule, diploma))


def _concerns(rule: EligibilityRule, diploma: Diploma) -> bool:
    return not rule.diplomas or diploma.code in rule.diplomas


def _may_be_asked(rule: PieceRule, diploma: Diploma) -> bool:
    return diploma.code in dict(rule.when).get("diplomas", (diploma.code,))


def _piece(rule: PieceRule) -> PieceTold:
    unit = _("chaque épreuve concernée")
    return PieceTold(
        title=rule.title.replace(" : {unit}", "").replace("\u00a0: {unit}", ""),
        explanation=rule.explanation.format(unit=unit),
        help=rule.help,
        if_missing=reference().say(f"if_missing_{rule.if_missing}"),
        later=rule.due != "pieces",
        source=rule.source,
        verified=rule.verified,
    )


def _one_at_a_time(settings: Mapping[str, Any]) -> str:
    return _("Une seule spécialité par diplôme et par session, sauf dérogation accordée par le recteur.")


def _age(settings: Mapping[str, Any]) -> str:
    said = _(
        "Avoir %(age)s ans au plus tard le 31 décembre de l’année de l’examen, sauf si vous suivez une formation."
    )
    return said % {"age": settings["age"]}


def _experience(settings: Mapping[str, Any]) -> str:
    if settings.get("specialties"):
        titles = [reference().specialties[code].title for code in settings["specialties"]]
        return _("%(titles)s\u00a0: %(asked)s d’expérience ou de stage dans le métier.") % {
            "titles": ", ".join(titles),
            "asked": settings["said"],
        }
    if settings.get("shorter_said"):
        said = _(
            "Justifier de %(asked)s d’activité dans le métier, ou de %(shorter)s avec un diplôme de niveau 3."
        )
        return said % {"asked": settings["said"], "shorter": settings["shorter_said"]}
    if "training" in settings["except_categories"]:
        said = _("Justifier de %(asked)s d’activité dans le métier, ou suivre une formation.")
        return said % {"asked": settings["said"]}
    return _("Justifier de %(asked)s d’activité dans le métier.") % {"asked": settings["said"]}


def _one_session(settings: Mapping[str, Any]) -> str:
    return _("Avant %(age)s ans, toutes les épreuves se passent à la même session.") % {
        "age": settings["age"]
    }


def _kept_mark(settings: Mapping[str, Any]) -> str:
    return _("Une note se conserve à partir de %(mark)s sur 20.") % {"mark": settings["mark"]}


def _kept_years(settings: Mapping[str, Any]) -> str:
    return _("Une note se conserve pendant %(years)s sessions.") % {"years": settings["sessions"]}


# The other rules speak of one speciality or of a date: their pages say them.
SAID: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "second_registration": _one_at_a_time,
    "minor_at_exam": _age,
    "experience_short": _experience,
    "minor_and_progressive": _one_session,
    "kept_mark_low": _kept_mark,
    "kept_mark_old": _kept_years,
}
