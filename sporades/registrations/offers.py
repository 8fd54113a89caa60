"""Which units, specialities and experience does the reference know for an exam?"""

from collections.abc import Mapping
from functools import lru_cache

from django.utils.translation import gettext as _

from sporades.reference.load import reference
from sporades.rules import offers
from sporades.rules.catalogue import Diploma, Specialty, open_in, units_of
from sporades.rules.offers import Offer


@lru_cache(maxsize=512)
def offer_of(specialty: Specialty) -> Offer:
    units, known = units_of(reference().units, specialty)
    return offers.offer(units, known=known, sport=reference().choices.pe_units.get(specialty.diploma, ""))


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
