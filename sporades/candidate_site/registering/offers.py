"""What can be sat in a speciality: its units, their languages, sport, and what is optional?

Where a speciality's own units are not known here, the common ones stand alone
and a language is asked without being required: nothing unknown ever blocks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from sporades.reference.load import reference
from sporades.rules.catalogue import ANY_SPECIALTY, Diploma, Specialty, Unit, open_in, units_of


@dataclass(frozen=True, slots=True)
class Offer:
    known: bool  # whether the speciality's own units are known here
    main: tuple[Unit, ...]  # compulsory, sport and languages set apart
    sport: Unit | None
    languages: tuple[Unit, ...]  # the compulsory languages, in their order
    optional: tuple[Unit, ...]

    @property
    def units(self) -> tuple[Unit, ...]:
        """All of them, in the order they are shown."""
        sport = (self.sport,) if self.sport else ()
        return (*self.main, *self.languages, *sport, *self.optional)

    @property
    def compulsory(self) -> tuple[Unit, ...]:
        """What the speciality surely has."""
        sport = (self.sport,) if self.sport else ()
        return (*self.main, *(unit for unit in self.languages if is_certain(unit)), *sport)

    @property
    def optional_languages(self) -> frozenset[str]:
        return frozenset(unit.code for unit in self.optional if unit.is_language)


def is_certain(unit: Unit) -> bool:
    """Whether the speciality itself names the unit; a common language exists in some of them only."""
    return unit.specialty != ANY_SPECIALTY


@lru_cache(maxsize=512)
def offer_of(specialty: Specialty) -> Offer:
    units, known = units_of(reference().units, specialty)
    sport = reference().choices.pe_units.get(specialty.diploma)
    compulsory = [unit for unit in units if not unit.optional]
    languages = [unit for unit in compulsory if unit.is_language]
    return Offer(
        known=known,
        main=tuple(unit for unit in compulsory if unit.code != sport and unit not in languages),
        sport=next((unit for unit in compulsory if unit.code == sport), None),
        languages=tuple(languages[:2]),
        optional=tuple(unit for unit in units if unit.optional),
    )


@lru_cache(maxsize=64)
def open_specialties(diploma: str, exam_session: int) -> Mapping[str, Specialty]:
    known = reference().specialties.values()
    return {one.code: one for one in known if one.diploma == diploma and open_in(one, exam_session)}


def asked_experience(diploma: Diploma, specialty: Specialty) -> str:
    """« trois ans », when the rules ask some experience for this exam; else nothing."""
    for rule in reference().eligibility_rules.values():
        asked_here = rule.asks == "short_experience" and diploma.code in rule.diplomas
        if asked_here and specialty.code in rule.settings.get("specialties", (specialty.code,)):
            said, shorter = rule.settings["said"], rule.settings.get("shorter_said")
            if not shorter:
                return str(said)
            return _("%(asked)s, ou %(shorter)s avec un diplôme de niveau 3") % {
                "asked": said,
                "shorter": shorter,
            }
    return ""
