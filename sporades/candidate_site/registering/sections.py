"""Which answers does a good form make? Each function gives a step's section, as `rules.answers` keeps it.

A section is plain JSON. What was folded away (« si oui … ») while its question
was answered otherwise is dropped here: it stays in what was typed, it is no answer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from sporades.accounts.values import CivilIdentity
from sporades.candidate_site.registering import places
from sporades.candidate_site.registering.case import Case
from sporades.registrations.offers import offer_of
from sporades.rules import offers

Cleaned = Mapping[str, Any]
Section = dict[str, Any]


def exam(said: Cleaned, *, exam_session: int) -> Section:
    return {
        "academy": said["academy"],
        "diploma": said["diploma"],
        "exam_session": exam_session,
        "specialty": said["specialty"],
    }


def terms(said: Cleaned, case: Case) -> Section:
    return {
        "accepted": said["accepted"],
        "in_person": said["in_person"],
        "notices_read": [case.specialty.code] if said.get("notice_read") else [],
    }


def civil(person: CivilIdentity) -> Section:
    """Names and birth date are those of the account: they are not asked again."""
    return {
        "birth_name": person.birth_name,
        "given_names": person.given_names,
        "birth_date": person.birth_date.isoformat(),
    }


def identity(said: Cleaned, case: Case) -> Section:
    country, department = places.country_and_department(said["birth_area"])
    abroad = country != places.FRANCE
    return {
        **civil(case.identity),
        "usage_name": said["usage_name"],
        "sex": said["sex"],
        "nationality": said["other_nationality"] if said["nationality"] == "other" else said["nationality"],
        "birth_country": country,
        "birth_department": department,
        "birth_place": said["birth_place"],
        "father_name": said["father_name"] if abroad else "",
        "mother_name": said["mother_name"] if abroad else "",
    }


def contact(said: Cleaned) -> Section:
    return {
        "line1": said["line1"],
        "line2": said["line2"],
        "postal_code": said["postal_code"],
        "city": said["city"],
        "country": said["other_country"] if said["country"] == "other" else said["country"],
        "phone": said["phone"],
    }


def situation(said: Cleaned) -> Section:
    in_training = said["category"] in {"distance", "training"}
    return {
        "category": said["category"],
        "training_name": said["training_name"] if in_training else "",
        "experience_months": said["experience_months"],
        "experience_field": said["experience_field"] if said["experience_months"] else "",
        "diplomas_held": list(said["diplomas_held"]),
        "service_day": said.get("service_day") or "not_concerned",
        "handicap": said["handicap"],
        "accommodation": said["accommodation"] if said["handicap"] else "none",
    }


def papers(said: Cleaned, case: Case) -> Section:
    """What is sat this session: a unit declared as acquired is not."""
    sat = asdict(offers.papers_of(said, offer_of(case.specialty), case.kept_units))
    return {name: list(one) if isinstance(one, tuple) else one for name, one in sat.items()}


def acquis(said: Iterable[Cleaned]) -> list[Section]:
    return [_one_acquis(one) for one in said]


def _one_acquis(said: Cleaned) -> Section:
    """`unit` is empty for a paper that is named only as on the transcript: the service completes it."""
    is_mark, unit = said["kind"] == "kept_mark", said["unit"]
    academy = said.get("academy", "")
    return {
        "unit": unit,
        "title": said["title"],
        "kind": said["kind"],
        "mark": _decimal(said["mark"]) if is_mark else None,
        "exam_session": said["exam_session"] if is_mark else None,
        "academy": "" if not is_mark or academy == "other" else academy,
        "ground": said["ground"] if said["kind"] == "exemption" else "",
        "to_complete": not unit,
    }


def _decimal(mark: Decimal) -> str:
    return format(mark.normalize(), "f")
