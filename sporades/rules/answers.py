"""What did a candidate answer, and what changed between two versions?

A version is kept as JSON with its schema's number. Its digest leaves the
contact details out: a new telephone is not a new registration.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

SCHEMA = 1
# How the key of an acquis begins when its paper is only named as on a transcript.
FREE_KEY = "libre-"


@dataclass(frozen=True, slots=True)
class Exam:
    academy: str
    diploma: str
    exam_session: int
    specialty: str


@dataclass(frozen=True, slots=True)
class Terms:
    accepted: bool
    in_person: bool  # « je fais moi-même cette inscription »
    notices_read: tuple[str, ...]  # codes of specialities


@dataclass(frozen=True, slots=True)
class Identity:
    birth_name: str
    given_names: str
    usage_name: str
    sex: str  # F or M
    nationality: str  # ISO 3166 alpha-2
    birth_date: date
    birth_country: str  # ISO 3166 alpha-2
    birth_department: str
    birth_place: str
    father_name: str
    mother_name: str


@dataclass(frozen=True, slots=True)
class Contact:
    line1: str
    line2: str
    postal_code: str
    city: str
    country: str
    phone: str  # E.164


@dataclass(frozen=True, slots=True)
class Situation:
    category: str  # individual, distance, training, former_pupil
    training_name: str
    experience_months: int | None
    experience_field: str
    diplomas_held: tuple[str, ...]
    service_day: str  # JDC: done, census, exempt, not_yet, not_concerned
    handicap: bool
    accommodation: str  # aménagement: none, existing, new


@dataclass(frozen=True, slots=True)
class Papers:
    form: str  # global, progressive
    units: tuple[str, ...]
    pe: str  # EPS: sit, unfit, exempt, none
    pe_activities: tuple[str, ...]
    language: str
    second_language: str
    optional: tuple[str, ...]
    optional_language: str


@dataclass(frozen=True, slots=True)
class Acquis:
    """A mark kept, an exemption or a validated experience, for one unit."""

    unit: str
    title: str  # as on the transcript, when the unit is not known here
    kind: str  # kept_mark, exemption, vae
    mark: Decimal | None
    exam_session: int | None
    academy: str
    ground: str
    to_complete: bool

    @property
    def key(self) -> str:
        """What tells it from the others of the same registration."""
        return self.unit or f"{FREE_KEY}{hashlib.sha256(self.title.encode()).hexdigest()[:8]}"


@dataclass(frozen=True, slots=True)
class Answers:
    exam: Exam
    terms: Terms
    identity: Identity
    contact: Contact
    situation: Situation
    papers: Papers
    acquis: tuple[Acquis, ...]


@dataclass(frozen=True, slots=True)
class Change:
    field: str  # dotted path: "identity.usage_name", "acquis.UG1.mark"
    before: str
    after: str


_PARTS: dict[str, type] = {
    "exam": Exam,
    "terms": Terms,
    "identity": Identity,
    "contact": Contact,
    "situation": Situation,
    "papers": Papers,
}


def to_json(answers: Answers) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        **{name: _plain(getattr(answers, name)) for name in Answers.__slots__},
    }


def from_json(stored: dict[str, Any]) -> Answers:
    """Raises `ValueError` when this is not a whole set of answers of a known schema."""
    if stored.get("schema") != SCHEMA:
        raise ValueError(f"unknown schema of answers: {stored.get('schema')!r}")
    if missing := [name for name in (*_PARTS, "acquis") if name not in stored]:
        raise ValueError(f"answers without {', '.join(missing)}")
    parts = {name: _build(kind, stored[name]) for name, kind in _PARTS.items()}
    return Answers(**parts, acquis=tuple(_build(Acquis, one) for one in stored["acquis"]))


def digest(answers: Answers) -> str:
    """The same for the same answers, whatever the order of a list or the contact details."""
    said = _canonical(answers)
    del said["contact"]
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def changes(before: Answers, after: Answers) -> tuple[Change, ...]:
    """Field by field, in the order of the form."""
    old, new = dict(_paths(before)), dict(_paths(after))
    paths = [*old, *(path for path in new if path not in old)]
    return tuple(
        Change(path, old.get(path, ""), new.get(path, ""))
        for path in paths
        if old.get(path, "") != new.get(path, "")
    )


def _plain(value: Any) -> Any:
    """As JSON has it."""
    if value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    return {name: _plain(getattr(value, name)) for name in value.__slots__}


def _build(kind: type, stored: dict[str, Any]) -> Any:
    names = {field.name for field in fields(kind)}
    if set(stored) != names:
        raise ValueError(f"{kind.__name__}: unexpected or missing {sorted(names ^ set(stored))}")
    return kind(**{name: _value(name, value) for name, value in stored.items()})


def _value(name: str, value: Any) -> Any:
    if name == "birth_date":
        return date.fromisoformat(value)
    if name == "mark" and value is not None:
        return Decimal(value)
    return tuple(value) if isinstance(value, list) else value


def _canonical(answers: Answers) -> dict[str, Any]:
    """The JSON with every list in one order: to tick B then A is not another answer."""
    said = to_json(answers)
    for part in _PARTS:
        said[part] = {name: sorted(one) if isinstance(one, list) else one for name, one in said[part].items()}
    said["acquis"] = sorted(said["acquis"], key=lambda one: json.dumps(one, sort_keys=True))
    return said


def _paths(answers: Answers) -> Iterator[tuple[str, str]]:
    said = _canonical(answers)
    for part in _PARTS:
        for name, value in said[part].items():
            yield f"{part}.{name}", _text(value)
    for one in sorted(answers.acquis, key=lambda acquis: acquis.key):
        for name, value in _plain(one).items():
            yield f"acquis.{one.key}.{name}", _text(value)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(value)
    return "" if value is None else str(value)
