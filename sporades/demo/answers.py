"""What does a person of the cast answer? A plain, complete set; the story changes what it is about."""

from datetime import date

from sporades.demo.cast import Person
from sporades.reference.load import reference
from sporades.rules import answers as rules
from sporades.rules.catalogue import units_of


def answers_of(
    person: Person,
    specialty: str = "50033205",
    *,
    diploma: str = "cap",
    academy: str = "23",
    exam_session: int = 2025,
) -> rules.Answers:
    """A plain, complete set of answers; tests change what they are about with `dataclasses.replace`."""
    return rules.Answers(
        exam=rules.Exam(academy, diploma, exam_session, specialty),
        terms=rules.Terms(accepted=True, in_person=True, notices_read=(specialty,)),
        identity=_identity(person),
        contact=rules.Contact("12 rue des Îles", "", person.postal_code, person.city, "FR", person.phone),
        situation=rules.Situation(
            category="individual",
            training_name="",
            experience_months=None,
            experience_field="",
            diplomas_held=(),
            service_day="done" if _is_called(person) else "not_concerned",
            handicap=False,
            accommodation="none",
        ),
        papers=rules.Papers(
            form="global",
            units=_units(specialty),
            pe="sit",
            pe_activities=("tennis_de_table",),
            language="anglais" if _sits_a_language(specialty) else "",
            second_language="",
            optional=(),
            optional_language="",
        ),
        acquis=(),
    )


def _identity(person: Person) -> rules.Identity:
    return rules.Identity(
        birth_name=person.birth_name,
        given_names=person.given_names,
        usage_name="",
        sex=person.sex,
        nationality=person.nationality,
        birth_date=person.birth_date,
        birth_country=person.birth_country,
        birth_department=person.birth_department,
        birth_place=person.birth_place,
        father_name="",
        mother_name="",
    )


def _is_called(person: Person) -> bool:
    """Whether the service day (JDC) concerns this person: French, and not 25 yet that autumn."""
    return person.nationality == "FR" and person.birth_date > date(1999, 11, 5)


def _sits_a_language(specialty: str) -> bool:
    units, _ = units_of(reference().units, reference().specialties[specialty])
    return any(unit.is_language and not unit.optional for unit in units)


def _units(specialty: str) -> tuple[str, ...]:
    """Everything that is compulsory, as far as it is known."""
    units, _ = units_of(reference().units, reference().specialties[specialty])
    return tuple(unit.code for unit in units if not unit.optional)
