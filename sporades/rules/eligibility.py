"""What must be said to a candidate, or refused, about what they are registering for?

Which rule warns and which refuses is data (`reference/eligibility.toml`). The
machine refuses two things only, and both need more than the answers: a closed
window and a second registration. Whoever knows them asks `finding` to say so.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sporades.rules.answers import Acquis, Answers
from sporades.rules.catalogue import Specialty, open_in
from sporades.rules.pieces import age_on
from sporades.rules.reasons import Finding, Reason, Severity

Params = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class EligibilityRule:
    """`diplomas` empty: all. `settings` are the figures of the rule, as its source gives them."""

    code: str
    asks: str  # the check of this module; empty: decided where the facts are (calendar, registrations)
    diplomas: tuple[str, ...]
    severity: Severity
    step: str
    source: str
    verified: bool
    settings: Mapping[str, Any]


def check(
    answers: Answers,
    *,
    specialty: Specialty,
    rules: Iterable[EligibilityRule],
    on: date,
) -> tuple[Finding, ...]:
    """Everything the rules have to say of these answers on that day, in the order of the data."""
    case = _Case(answers, specialty, on)
    return tuple(
        Finding(Reason(rule.code, rule.source, params), rule.severity, rule.step)
        for rule in rules
        if rule.asks and _concerns(rule, answers)
        for params in _CHECKS[rule.asks](case, rule.settings)
    )


def finding(code: str, *, rules: Iterable[EligibilityRule], **params: str) -> Finding:
    """The finding of a rule decided elsewhere, with the severity and the source of the data."""
    rule = next(rule for rule in rules if rule.code == code)
    return Finding(Reason(code, rule.source, tuple(params.items())), rule.severity, rule.step)


def _concerns(rule: EligibilityRule, answers: Answers) -> bool:
    return not rule.diplomas or answers.exam.diploma in rule.diplomas


@dataclass(frozen=True, slots=True)
class _Case:
    answers: Answers
    specialty: Specialty
    on: date

    @property
    def age_at_year_end(self) -> int:
        return age_on(
            self.answers.identity.birth_date,
            date(self.answers.exam.exam_session, 12, 31),
        )


def _minor_at_exam(case: _Case, settings: Mapping[str, Any]) -> Iterator[Params]:
    excused = case.answers.situation.category in settings["except_categories"]
    if not excused and case.age_at_year_end < settings["age"]:
        yield (
            ("age", str(settings["age"])),
            ("year", str(case.answers.exam.exam_session)),
        )


def _minor_and_progressive(case: _Case, settings: Mapping[str, Any]) -> Iterator[Params]:
    young = age_on(case.answers.identity.birth_date, case.on) < settings["age"]
    if young and case.answers.papers.form == "progressive":
        yield ()


def _short_experience(case: _Case, settings: Mapping[str, Any]) -> Iterator[Params]:
    situation = case.answers.situation
    specialties = settings.get("specialties")
    if specialties and case.specialty.code not in specialties:
        return
    if situation.category in settings["except_categories"]:
        return
    helped = set(situation.diplomas_held) & set(settings.get("shorter_with", ()))
    asked = settings["shorter_months"] if helped else settings["months"]
    if (situation.experience_months or 0) < asked:
        said = settings["shorter_said"] if helped else settings["said"]
        yield (("asked", said),)


def _low_kept_mark(case: _Case, settings: Mapping[str, Any]) -> Iterator[Params]:
    for acquis in _kept_marks(case):
        if acquis.mark is not None and acquis.mark < settings["mark"]:
            yield (
                ("unit", acquis.title or acquis.unit),
                ("mark", f"{acquis.mark:f}".replace(".", ",")),
            )


def _old_kept_mark(case: _Case, settings: Mapping[str, Any]) -> Iterator[Params]:
    oldest = case.answers.exam.exam_session - settings["sessions"]
    for acquis in _kept_marks(case):
        if acquis.exam_session is not None and acquis.exam_session < oldest:
            yield (
                ("unit", acquis.title or acquis.unit),
                ("session", str(acquis.exam_session)),
                ("oldest", str(oldest)),
            )


def _kept_marks(case: _Case) -> Iterator[Acquis]:
    return (acquis for acquis in case.answers.acquis if acquis.kind == "kept_mark")


def _acquis_to_complete(case: _Case, settings: Mapping[str, Any]) -> Iterator[Params]:
    for acquis in case.answers.acquis:
        if acquis.to_complete:
            yield (("unit", acquis.title or acquis.unit),)


def _r408(case: _Case, settings: Mapping[str, Any]) -> Iterator[Params]:
    if case.specialty.r408 == settings["r408"]:
        yield (("specialty", case.specialty.title),)


def _unread_notice(case: _Case, settings: Mapping[str, Any]) -> Iterator[Params]:
    if case.specialty.specific_notice and case.specialty.code not in case.answers.terms.notices_read:
        yield (("specialty", case.specialty.title),)


def _specialty_not_open(case: _Case, settings: Mapping[str, Any]) -> Iterator[Params]:
    session = case.answers.exam.exam_session
    if not open_in(case.specialty, session):
        yield (("specialty", case.specialty.title), ("session", str(session)))


_CHECKS: Mapping[str, Callable[[_Case, Mapping[str, Any]], Iterator[Params]]] = {
    "minor_at_exam": _minor_at_exam,
    "minor_and_progressive": _minor_and_progressive,
    "short_experience": _short_experience,
    "low_kept_mark": _low_kept_mark,
    "old_kept_mark": _old_kept_mark,
    "acquis_to_complete": _acquis_to_complete,
    "r408": _r408,
    "unread_notice": _unread_notice,
    "specialty_not_open": _specialty_not_open,
}
CHECKS = frozenset(_CHECKS)
