"""Who are the others? Three hundred candidates beside the cast, so that an officer's morning can be played.

The demonstration's worker makes them one by one while the site answers, through
the same actions as the pages. Stopped, it goes on with whoever is missing:
nothing is kept but the accounts themselves. They are the same at each start.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from random import Random

from django.conf import settings

from sporades.accounts import queries as accounts
from sporades.demo import courses, scene
from sporades.demo.answers import answers_of
from sporades.demo.cast import Person
from sporades.rules import answers as rules

DOMAIN = "candidats.exemple.fr"
SEED = 2025
MOST = 300

GIVEN = {
    "F": "Camille Manon Inaya Sarah Élodie Fatou Zoé Amélie Yasmine Lucie Noémie Aïcha Claire Maëlys Linh Hélène",
    "M": "Lucas Mehdi Théo Ibrahim Noël Jérémy Samir Hervé Mathis Moussa Loïc Rayan Étienne Kévin Bao Gaël",
}
NAMES = (
    "Martin Bernard Rossi Diallo Petit Giordano Haddad Lambert Garcia Fontaine Mbaye Lopez Blanc Guérin Cohen Faure "
    "Rousseau Ferrero Chevalier Da-Silva Barbier Arnaud Benchekroun Lacroix Tran Marchand Noël Dumas Ferreira Ollivier "
    "Le-Goff Sanchez Pélissier Camara Roche Aubert Kowalski Vidal Brun Émeric"
)
TOWNS = (
    ("Nice", "06000", "06"), ("Antibes", "06600", "06"), ("Cannes", "06400", "06"), ("Grasse", "06130", "06"),
    ("Menton", "06500", "06"), ("Toulon", "83000", "83"), ("Fréjus", "83600", "83"), ("Draguignan", "83300", "83"),
)  # fmt: skip
ISLAND = (
    ("Fort-de-France", "97200", "972"),
    ("Le Lamentin", "97232", "972"),
    ("Sainte-Marie", "97230", "972"),
)
# What one comes for, the most asked first; the building trades bring their attestation R.408.
CAPS = (
    "50033205",
    "50022141",
    "50033205",
    "50022139",
    "50033616",
    "50022137",
    "50025524",
    "50023224",
    "50023223",
)
NOT_CALLED = date(1999, 11, 5)


@dataclass(frozen=True, slots=True)
class Member:
    """One of them: who, what they answer, how far they go, from when on."""

    person: Person
    answers: rules.Answers
    course: courses.Course
    begins: datetime

    @property
    def ends(self) -> datetime:
        return self.begins + self.course.takes


@dataclass(frozen=True, slots=True)
class Campaign:
    """Where so many of them register, between which instants, and how far they go."""

    academy: str
    exam_session: int
    towns: tuple[tuple[str, str, str], ...]
    first: datetime
    last: datetime
    courses: dict[courses.Course, int]


NICE = Campaign(
    "23", 2025, TOWNS, datetime(2024, 10, 8, 14, tzinfo=UTC), scene.FIRST_INSTANT,
    {
        courses.DRAFTS: 46, courses.SAVES: 58, courses.DEPOSITS: 62, courses.LEAVES_ONE_OUT: 20,
        courses.SAVES_AGAIN: 8, courses.IS_REFUSED: 24, courses.IS_ADMITTED: 26, courses.LEAVES: 12,
    },
)  # fmt: skip
MARTINIQUE = Campaign(
    "31", 2024, ISLAND, datetime(2023, 10, 18, 12, tzinfo=UTC), datetime(2024, 3, 1, tzinfo=UTC),
    {
        courses.EXPIRES: 11, courses.IS_CANCELLED: 8, courses.IS_SET_ASIDE: 5, courses.IS_ADMITTED_THERE: 16,
        courses.LEAVES: 4,
    },
)  # fmt: skip


@cache
def members() -> tuple[Member, ...]:
    """All of them, in the order in which they come."""
    random = Random(SEED)  # noqa: S311 - a distribution of roles, not a secret
    places = [
        (campaign, course)
        for campaign in (NICE, MARTINIQUE)
        for course, count in campaign.courses.items()
        for _ in range(count)
    ]
    random.shuffle(places)
    return tuple(_member(number, *place, random) for number, place in enumerate(places))


def _member(number: int, campaign: Campaign, course: courses.Course, random: Random) -> Member:
    person = _person(number, campaign, random)
    answers = answers_of(
        person, random.choice(CAPS), academy=campaign.academy, exam_session=campaign.exam_session
    )
    if random.random() < 0.06:
        situation = replace(answers.situation, handicap=True, accommodation="existing")
        answers = replace(answers, situation=situation)
    span = campaign.last - course.takes - campaign.first - timedelta(hours=1)
    if course.within is not None:
        span = min(span, course.within)
    at = campaign.first + span * random.random()
    by_day = at.replace(hour=random.randrange(7, 17))
    return Member(person, answers, course, by_day if campaign.first < by_day < campaign.first + span else at)


def _person(number: int, campaign: Campaign, random: Random) -> Person:
    sex = random.choice("FM")
    given, name = random.choice(GIVEN[sex].split()), random.choice(NAMES.split()).replace("-", " ")
    town, postal_code, department = random.choice(campaign.towns)
    # Most individual candidates are adults who come back to an exam.
    born = date(1978, 1, 1) + timedelta(days=int(random.triangular(0, 10_800, 8_000)))
    plain = (
        unicodedata.normalize("NFD", f"{given}.{name}".replace(" ", "-")).encode("ascii", "ignore").decode()
    )
    return Person(
        email=f"{plain.lower()}.{number + 1}@{DOMAIN}",
        birth_name=name, given_names=given, birth_date=born, sex=sex, nationality="FR", birth_country="FR",
        birth_department=department, birth_place=town, city=town, postal_code=postal_code,
        phone=f"+336{random.randrange(10_000_000, 99_999_999)}", story="",
    )  # fmt: skip


def wanted() -> int:
    """How many of them this demonstration is to have."""
    return min(settings.DEMO_CROWD, MOST)


def present() -> int:
    """How many have come so far."""
    return len(accounts.addresses_at(DOMAIN))


def grow(work: Callable[[], object], *, now: datetime) -> bool:
    """Plays the next one whose story has happened at this legal instant; False if nobody is missing.

    `work` is what the worker does meanwhile: it prints their papers and has their scans looked at.
    """
    if scene.is_empty():
        return False
    here = accounts.addresses_at(DOMAIN)
    missing = (one for one in members()[: wanted()] if one.person.email not in here and one.ends <= now)
    member = next(missing, None)
    if member is None:
        return False
    member.course.happens(member.person, member.answers, member.begins, work)
    return True
