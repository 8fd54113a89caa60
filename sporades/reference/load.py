"""What do the law and the lists say? Read once, whole, from the files of `reference/`."""

import csv
import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from sporades.rules.catalogue import Academy, Diploma, Specialty, Unit
from sporades.rules.eligibility import EligibilityRule
from sporades.rules.french import capital, typeset
from sporades.rules.pieces import IfMissing, PieceRule
from sporades.rules.reasons import Severity

DIRECTORY = Path(__file__).resolve().parents[2] / "reference"

# Sections whose codes are said with their name: « standing.saved ». The others' codes stand alone.
_NAMED = frozenset({"standing", "labels", "values"})


@dataclass(frozen=True, slots=True)
class Country:
    code: str
    name: str
    french: bool  # France and its overseas: a birth there has a department
    nationality: str  # « portugaise »; empty where nobody has given the adjective

    @property
    def spoken_nationality(self) -> str:
        """« Portugaise », or the country's name."""
        return capital(self.nationality) or self.name


@dataclass(frozen=True, slots=True)
class Department:
    code: str
    name: str
    academy: str


@dataclass(frozen=True, slots=True)
class Choices:
    """What the form offers beside the units; the labels stand in `wording.toml` [values]."""

    languages: tuple[str, ...]
    pe_activities: tuple[str, ...]
    pe_units: Mapping[str, str]  # diploma -> unit of EPS
    diplomas_held: Mapping[str, int]  # code -> level, 0 when it says none
    grounds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    academies: Mapping[str, Academy]
    diplomas: Mapping[str, Diploma]
    specialties: Mapping[str, Specialty]
    units: tuple[Unit, ...]
    piece_rules: tuple[PieceRule, ...]
    eligibility_rules: Mapping[str, EligibilityRule]  # by code, and diplomas where a code has several
    countries: Mapping[str, Country]
    departments: Mapping[str, Department]
    choices: Choices
    wording: Mapping[str, Mapping[str, str]]
    sentences: Mapping[str, str]
    edition: str

    def say(self, code: str, **params: str) -> str:
        """The French sentence of a code: « minor_at_exam », « standing.saved », « piece_expected »."""
        return self.sentences[code].format(**params)

    def label(self, path: str) -> str:
        """The name people read of an answer: « identity.birth_date », « acquis.UG1.mark »."""
        part, *_, name = path.split(".")
        return self.wording["labels"][f"{part}.{name}"]

    def kind_title(self, kind: str) -> str:
        """What a kind of pieces is called: a name of its own where several papers are of it, else their title."""
        titles = (rule.title.partition("\xa0:")[0] for rule in self.piece_rules if rule.kind == kind)
        return self.sentences.get(f"piece_kind_{kind}") or min(titles, key=len, default=kind)

    def value(self, path: str, value: str) -> str:
        """An answer as people read it; what has no words of its own is said as it was typed."""
        part, *_, name = path.split(".")
        said = self.wording["values"]
        return ", ".join(
            said.get(f"{part}.{name}.{one}", said.get(f"*.{one}", one)) for one in value.split(", ") if one
        )


@lru_cache(maxsize=4)
def reference(directory: Path = DIRECTORY) -> Reference:
    tables = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(directory.glob("*.toml"))}
    wording = {name: _typeset(section) for name, section in tables["wording"].items()}
    return Reference(
        academies={row["code"]: _academy(row) for row in _rows(directory / "academies.csv")},
        diplomas={row["code"]: _diploma(row) for row in tables["diplomas"]["diploma"]},
        specialties=_specialties(directory, tables["short_names"]["names"]),
        units=tuple(_unit(row) for row in _rows(directory / "units.csv")),
        piece_rules=tuple(_piece_rule(row) for row in tables["pieces"]["piece"]),
        eligibility_rules=_eligibility_rules(tables["eligibility"]["rule"]),
        countries={row["code"]: _country(row) for row in _rows(directory / "countries.csv")},
        departments={row["code"]: Department(**row) for row in _rows(directory / "departments.csv")},
        choices=_choices(tables["diplomas"]),
        wording=wording,
        sentences=_sentences(wording),
        edition=_edition(directory),
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _edition(directory: Path) -> str:
    """Twelve letters that change with any file of the law or of the lists."""
    # What the operator writes of itself decides nothing.
    files = sorted(
        path
        for path in [*directory.glob("*.toml"), *directory.glob("*.csv")]
        if path.stem not in {"service", "office"}
    )
    content = hashlib.sha256()
    for path in files:
        content.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return content.hexdigest()[:12]


def _academy(row: dict[str, str]) -> Academy:
    given: dict[str, Any] = {
        **row,
        "departments": tuple(row["departments"].split()),
        "verified": row["verified"] == "yes",
    }
    return Academy(**given)


def _diploma(row: dict[str, Any]) -> Diploma:
    return Diploma(**{**row, "forms": tuple(row["forms"])})


def _specialties(directory: Path, short_names: dict[str, list[str]]) -> dict[str, Specialty]:
    named: dict[str, list[str]] = {}
    for name, codes in short_names.items():
        for code in codes:
            named.setdefault(code, []).append(name)
    rows = _rows(directory / "specialities.csv")
    return {row["code"]: _specialty(row, tuple(named.get(row["code"], ()))) for row in rows}


def _specialty(row: dict[str, str], short_names: tuple[str, ...]) -> Specialty:
    given: dict[str, Any] = {
        **row,
        "level": int(row["level"]),
        "first_session": _number(row["first_session"]),
        "last_session": _number(row["last_session"]),
        "resit_session": _number(row["resit_session"]),
        "specific_notice": row["specific_notice"] == "yes",
        "short_names": short_names,
    }
    return Specialty(**given)


def _unit(row: dict[str, str]) -> Unit:
    given: dict[str, Any] = {
        **row,
        "duration_min": _number(row["duration_min"]),
        "optional": row["optional"] == "yes",
        "replaces": tuple(row["replaces"].split()),
    }
    return Unit(**given)


def _country(row: dict[str, str]) -> Country:
    return Country(row["code"], row["name"], row["french"] == "yes", row["nationality"])


def _piece_rule(row: dict[str, Any]) -> PieceRule:
    when = tuple(
        (name, tuple(value) if isinstance(value, list) else value) for name, value in row["when"].items()
    )
    return PieceRule(
        kind=row["kind"],
        title=typeset(row["title"]),
        explanation=typeset(row["explanation"]),
        help=typeset(row["help"]),
        when=when,
        due=row["due"],
        if_missing=IfMissing(row["if_missing"]),
        source=typeset(row["source"]),
        per=row.get("per", "registration"),
        proves=tuple(row["proves"]),
        verified=row["verified"],
    )


def _eligibility_rule(row: dict[str, Any]) -> EligibilityRule:
    return EligibilityRule(
        code=row["code"],
        asks=row.get("asks", ""),
        diplomas=tuple(row.get("diplomas", ())),
        severity=Severity(row["severity"]),
        step=row["step"],
        source=typeset(row["source"]),
        verified=row["verified"],
        settings=row.get("settings", {}),
    )


def _eligibility_rules(rows: list[dict[str, Any]]) -> dict[str, EligibilityRule]:
    rules = [_eligibility_rule(row) for row in rows]
    return {".".join((rule.code, *rule.diplomas)): rule for rule in rules}


def _typeset(section: dict[str, str]) -> dict[str, str]:
    return {code: typeset(sentence) for code, sentence in section.items()}


def _sentences(wording: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    return {
        f"{name}.{code}" if name in _NAMED else code: sentence
        for name, section in wording.items()
        for code, sentence in section.items()
    }


def _choices(table: dict[str, Any]) -> Choices:
    return Choices(
        languages=tuple(table["languages"]["codes"]),
        pe_activities=tuple(table["pe"]["activities"]),
        pe_units=table["pe"]["units"],
        diplomas_held=table["held"]["levels"],
        grounds=tuple(table["grounds"]["codes"]),
    )


def _number(text: str) -> int | None:
    return int(text) if text else None
