"""How are answers told to people? The same lines on the summary, the confirmation and its page.

A line is one answer: its label and its value in French. What was not asked of
this person is left out; what they left empty is said to be empty by the page.
"""

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sporades.adapters import phones
from sporades.reference.load import reference
from sporades.rules import french
from sporades.rules.answers import Acquis, Answers
from sporades.rules.catalogue import Unit, units_of
from sporades.rules.pieces import PieceState

YES, NO = "Oui", "Non"


@dataclass(frozen=True, slots=True)
class Told:
    path: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class UnitTold:
    """One line of the papers: what the unit is, and how the candidate stands to it this session."""

    code: str
    title: str
    status: str


def sections(answers: Answers, *, without: Container[str] = ()) -> dict[str, list[Told]]:
    """The lines of each step, in the order of the form. Units and acquis are told by `papers` and `acquis`."""
    return {step: list(_section(step, answers)) for step in _FIELDS if step not in without}


def _section(step: str, answers: Answers) -> Iterator[Told]:
    yield from _lines(step, answers)
    if step == "papers":
        yield from _left_open(answers)


_FIELDS: Mapping[str, tuple[str, ...]] = {
    "exam": ("academy", "diploma", "exam_session", "specialty"),
    "identity": (
        "birth_name", "usage_name", "given_names", "sex", "nationality",
        "birth_date", "birth_country", "birth_department", "birth_place", "father_name", "mother_name",
    ),
    "contact": ("line1", "line2", "postal_code", "city", "country", "phone"),
    "situation": (
        "category", "training_name", "experience_months", "experience_field",
        "diplomas_held", "service_day", "handicap", "accommodation",
    ),
    "papers": ("form", "pe", "pe_activities", "language", "second_language", "optional", "optional_language"),
}  # fmt: skip

# Left out when empty: they are asked of some people only.
_ASKED_OF_SOME = frozenset(
    {"usage_name", "birth_department", "father_name", "mother_name", "line2", "training_name", "experience_months",
     "experience_field", "accommodation", "pe_activities", "language", "second_language", "optional",
     "optional_language"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Changed:
    """One answer that two versions give otherwise."""

    label: str
    before: str
    after: str


def differences(
    before: Answers, after: Answers, *, hidden: Container[str] = frozenset()
) -> tuple[Changed, ...]:
    """What two versions say otherwise, in words; `hidden` are paths of answers that are left out."""
    old, new = dict(_said(before)), dict(_said(after))
    paths = [path for path in {**old, **new} if path not in hidden and old.get(path) != new.get(path)]
    return tuple(
        Changed(
            label=(new.get(path) or old[path])[0],
            before=old[path][1] if path in old else "",
            after=new[path][1] if path in new else "",
        )
        for path in paths
    )


def _said(answers: Answers) -> Iterator[tuple[str, tuple[str, str]]]:
    for lines in sections(answers).values():
        yield from ((line.path, (line.label, line.value)) for line in lines)
    for unit in (*papers(answers), *acquis(answers)):
        yield f"unit.{unit.code}.{unit.title}", (unit.title or unit.code, unit.status)


def _lines(step: str, answers: Answers) -> Iterator[Told]:
    known = reference()
    part = getattr(answers, step)
    for name in _FIELDS[step]:
        held = getattr(part, name)
        path = f"{step}.{name}"
        empty = held in ("", None, ()) or (name == "accommodation" and not answers.situation.handicap)
        if empty and name in _ASKED_OF_SOME:
            continue
        say = _SPOKEN.get(path)
        yield Told(path, known.label(path), say(held, answers) if say and held else _plain(path, held))


def _left_open(answers: Answers) -> Iterator[Told]:
    """What is signed without being listed: a language that was not chosen, papers that are not known here."""
    said, form = reference().say, answers.papers.form
    units, known = units_of(reference().units, reference().specialties[answers.exam.specialty])
    settled = {*answers.papers.units, *(acquis.unit for acquis in answers.acquis)}
    languages = [unit for unit in units if unit.is_language and not unit.optional]
    for name, unit in zip(("language", "second_language"), languages, strict=False):
        if form == "global" and unit.code not in settled:
            yield Told(f"papers.{name}", reference().label(f"papers.{name}"), said("language_not_chosen"))
    if not known:
        yield Told("papers.unlisted", said("papers_unlisted"), said(f"papers_unlisted_{form}"))


def _plain(path: str, held: object) -> str:
    if isinstance(held, bool):
        return YES if held else NO
    if isinstance(held, tuple):
        return reference().value(path, ", ".join(held))
    return "" if held is None else reference().value(path, str(held))


def _country(code: object, _: Answers) -> str:
    country = reference().countries.get(str(code))
    return country.name if country else str(code)


def _nationality(code: object, _: Answers) -> str:
    country = reference().countries.get(str(code))
    return country.spoken_nationality if country else str(code)


def _department(code: object, _: Answers) -> str:
    department = reference().departments.get(str(code))
    return f"{department.name} ({department.code})" if department else str(code)


def _units_named(codes: object, answers: Answers) -> str:
    named = {unit.code: unit.title for unit in _units(answers)}
    return ", ".join(named.get(str(code), str(code)) for code in codes) if isinstance(codes, tuple) else ""


_SPOKEN: Mapping[str, Callable[[object, Answers], str]] = {
    "exam.academy": lambda code, _: reference().academies[str(code)].name,
    "exam.diploma": lambda code, _: french.capital(reference().diplomas[str(code)].name),
    "exam.specialty": lambda code, _: reference().specialties[str(code)].title,
    "identity.birth_date": lambda _, answers: french.plain_day(answers.identity.birth_date),
    "identity.nationality": _nationality,
    "identity.birth_country": _country,
    "identity.birth_department": _department,
    "contact.country": _country,
    "contact.phone": lambda number, _: phones.written(str(number)),
    "papers.optional": _units_named,
}


def papers(answers: Answers) -> list[UnitTold]:
    """Every unit known here that the candidate sits, keeps or is exempted of, in the order of the regulation."""
    kept = {acquis.unit: acquis for acquis in answers.acquis if acquis.unit}
    sat = {*answers.papers.units, *answers.papers.optional}
    told = []
    for unit in _units(answers):
        if unit.code in kept:
            told.append(UnitTold(unit.code, unit.title, _status(kept[unit.code])))
        elif unit.code in sat:
            told.append(UnitTold(unit.code, unit.title, "présentée"))
    return told


def acquis(answers: Answers) -> list[UnitTold]:
    """What was declared for units that are not known here: the service completes it."""
    known = {unit.code for unit in _units(answers)}
    return [
        UnitTold(
            one.unit,
            one.title,
            f"{_status(one)}, à compléter par le service" if one.to_complete else _status(one),
        )
        for one in answers.acquis
        if one.unit not in known
    ]


def _units(answers: Answers) -> tuple[Unit, ...]:
    units, _ = units_of(reference().units, reference().specialties[answers.exam.specialty])
    return units


def _status(one: Acquis) -> str:
    """« bénéfice de la note 12,5 (Nice, 2023) », « dispense : baccalauréat »"""
    known = reference()
    if one.kind == "kept_mark":
        academy = known.academies.get(one.academy)
        origin = ", ".join(
            part for part in (academy.name if academy else one.academy, str(one.exam_session or "")) if part
        )
        return f"bénéfice de la note {_mark(one.mark)}" + (f" ({origin})" if origin else "")
    ground = known.value("acquis.ground", one.ground)
    return known.value("acquis.kind", one.kind).lower() + (f"\xa0: {ground}" if ground else "")


def _mark(mark: Decimal | None) -> str:
    return f"{mark.normalize():f}".replace(".", ",") if mark is not None else "à préciser"


_UNDECIDED = frozenset({PieceState.EXPECTED, PieceState.DEPOSITED, PieceState.LATE})


def is_dropped(state: PieceState, *, is_live: bool) -> bool:
    """Whether the piece waits for nobody any more: its registration has ended without a decision on it."""
    return not is_live and state in _UNDECIDED


def piece_state(state: PieceState, *, is_live: bool) -> str:
    """« Déposée, à contrôler », or, of a registration that has ended, « Déposée, non contrôlée »."""
    ended = "_ended" if is_dropped(state, is_live=is_live) else ""
    return reference().say(f"piece_{state}{ended}")
