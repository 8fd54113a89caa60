"""How far does one of the crowd go? A few courses, each as many people take it.

Every act is the one that the pages call, at the instant when it happened.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from sporades.demo import playing as play
from sporades.demo.cast import AIME, ROSE, SYLVIE, Colleague, Person
from sporades.registrations.actions import deadlines, ending
from sporades.rules import answers as rules
from sporades.rules.calendar import GRACE

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
Work = Callable[[], object]
Happens = Callable[[Person, rules.Answers, datetime, Work], None]

# Martinique 2024, as its calendar says: the closing, then the day the confirmations were due.
CLOSED = datetime(2023, 11, 17, 21, tzinfo=UTC) + GRACE
OVERDUE = datetime(2023, 12, 14, 14, tzinfo=UTC)
ASKED, ANSWERED_BY, SET_ASIDE = (
    datetime(2024, 1, 4, 14, tzinfo=UTC),
    date(2024, 1, 15),
    datetime(2024, 1, 17, 13, tzinfo=UTC),
)


@dataclass(frozen=True, slots=True)
class Course:
    """What happens, how long it takes, and within how long of the opening it begins."""

    happens: Happens
    takes: timedelta
    within: timedelta | None = None


def _drafts(person: Person, answers: rules.Answers, at: datetime, _work: Work) -> None:
    play.drafts(person, answers, at, steps=2 + person.birth_date.day % 6)


def _saves(person: Person, answers: rules.Answers, at: datetime, _work: Work) -> None:
    play.drafts(person, answers, at)
    play.saves(person, at + HOUR)


def _deposits(person: Person, answers: rules.Answers, at: datetime, work: Work) -> None:
    _saves(person, answers, at, work)
    play.gives(person, at + DAY)
    work()


def _leaves_one_out(person: Person, answers: rules.Answers, at: datetime, work: Work) -> None:
    _saves(person, answers, at, work)
    play.gives(person, at + DAY, but=("identity", "r408"))


def _saves_again(person: Person, answers: rules.Answers, at: datetime, work: Work) -> None:
    """Modified after it was signed: a person answers."""
    _deposits(person, answers, at, work)
    married = replace(answers.identity, usage_name="Morel")
    play.saves(person, at + 2 * DAY, again=replace(answers, identity=married))


REFUSED = (
    ("unreadable", "La photo est floue : reprenez-la à la lumière du jour."),
    ("other_person", "Donnez la vôtre : votre nom doit s’y lire."),
    ("page_missing", "Donnez les deux faces."),
)


def _is_refused(person: Person, answers: rules.Answers, at: datetime, work: Work) -> None:
    _deposits(person, answers, at, work)
    reason, sentence = REFUSED[person.birth_date.day % len(REFUSED)]
    play.is_refused(person, at + 4 * DAY, "identity", reason, sentence)


def _is_admitted_by(officer: Colleague) -> Happens:
    def happens(person: Person, answers: rules.Answers, at: datetime, work: Work) -> None:
        _deposits(person, answers, at, work)
        play.is_admitted(person, at + 5 * DAY, by=officer)

    return happens


def _leaves(person: Person, answers: rules.Answers, at: datetime, work: Work) -> None:
    _saves(person, answers, at, work)
    play.leaves(person, at + 3 * DAY)


def _expires(person: Person, answers: rules.Answers, at: datetime, work: Work) -> None:
    _drafts(person, answers, at, work)
    deadlines.expire(play.row_of(person).id, now=CLOSED)


def _is_cancelled(person: Person, answers: rules.Answers, at: datetime, work: Work) -> None:
    _saves(person, answers, at, work)
    ending.cancel(
        play.row_of(person),
        reason="Aucune confirmation signée n’a été reçue au 8 décembre 2023.",
        token=play.token("cancel", person.email),
        by=play.officer_actor(AIME),
        now=OVERDUE,
    )


def _is_set_aside(person: Person, answers: rules.Answers, at: datetime, work: Work) -> None:
    """Heard first, as everybody is."""
    _deposits(person, answers, at, work)
    reason, by = "Vous êtes déjà titulaire de ce diplôme.", play.officer_actor(AIME)
    token = play.token("hear", person.email)
    ending.ask_observations(
        play.row_of(person), reason=reason, until=ANSWERED_BY, token=token, by=by, now=ASKED
    )
    token = play.token("set aside", person.email)
    ending.set_aside(play.row_of(person), reason=reason, token=token, by=by, now=SET_ASIDE)


# A window of four weeks in Martinique, of which the last days are left for what follows.
_EARLY = timedelta(days=28)

DRAFTS = Course(_drafts, HOUR)
SAVES = Course(_saves, HOUR)
DEPOSITS = Course(_deposits, DAY)
LEAVES_ONE_OUT = Course(_leaves_one_out, DAY)
SAVES_AGAIN = Course(_saves_again, 2 * DAY)
IS_REFUSED = Course(_is_refused, 4 * DAY)
IS_ADMITTED = Course(_is_admitted_by(SYLVIE), 5 * DAY)
LEAVES = Course(_leaves, 3 * DAY, within=_EARLY)
EXPIRES = Course(_expires, CLOSED - datetime(2023, 10, 18, tzinfo=UTC), within=_EARLY)
IS_CANCELLED = Course(_is_cancelled, OVERDUE - datetime(2023, 10, 18, tzinfo=UTC), within=_EARLY)
IS_SET_ASIDE = Course(_is_set_aside, SET_ASIDE - datetime(2023, 10, 18, tzinfo=UTC), within=_EARLY)
IS_ADMITTED_THERE = Course(_is_admitted_by(ROSE), 5 * DAY, within=_EARLY)
