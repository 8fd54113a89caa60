"""Which diplomas, specialities and units are there, and how does typing find one?

People type « aepe », « patissier » or « petite enfance cap »: accents, case,
word order and the usual short names must not matter.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

ANY_SPECIALTY = "*"
_EMPTY_WORDS = frozenset(["a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les"])
_DIPLOMA_WORDS: Mapping[str, str] = {
    "cap": "cap certificat aptitude professionnelle",
    "bac_pro": "bac pro baccalaureat professionnel",
    "bp": "bp brevet professionnel",
    "cs": "cs mc certificat specialisation mention complementaire",
}
# « patissiere » finds « pâtissier », « coifure » finds « coiffure », « cuisson » does not find « cuisine ».
_ALIKE = 0.8


@dataclass(frozen=True, slots=True)
class Diploma:
    code: str  # cap, bac_pro, bp, cs
    slug: str
    short: str
    name: str
    level: int
    pe_count: int  # how many activities of EPS one sits; 0: no such test
    optional_count: int
    forms: tuple[str, ...]
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Specialty:
    code: str
    diploma: str
    title: str
    rncp: str
    level: int
    first_session: int | None
    last_session: int | None
    resit_session: int | None
    r408: str  # yes, no, unknown
    r408_confidence: str  # high: read in a text that names it; else « à vérifier »
    r408_basis: str
    specific_notice: bool
    sector: str
    short_names: tuple[str, ...]
    source: str
    notes: str


@dataclass(frozen=True, slots=True)
class Unit:
    diploma: str
    specialty: str  # a code, or "*" for all of the diploma
    code: str
    title: str
    kind: str
    duration_min: int | None
    weight: str  # coefficient; empty: not known
    optional: bool
    replaces: tuple[str, ...]  # the common units it stands for, under its own code
    source: str
    confidence: str
    notes: str

    @property
    def is_language(self) -> bool:
        return self.title.startswith("Langue vivante")


@dataclass(frozen=True, slots=True)
class Academy:
    code: str
    name: str
    zone: str
    zone_name: str
    status: str
    city: str
    exam_service: str
    departments: tuple[str, ...]
    source: str
    verified: bool
    notes: str

    @property
    def title(self) -> str:
        """« académie de Nice », « académie d’Aix-Marseille », « vice-rectorat de Mayotte »"""
        return f"{self.status} {'d’' if self.name[0] in 'AEIOUÉÎ' else 'de '}{self.name}"


def open_in(specialty: Specialty, exam_session: int) -> bool:
    """Whether newcomers may sit it; the extra session for those who failed does not count."""
    starts = specialty.first_session is None or specialty.first_session <= exam_session
    return starts and (specialty.last_session is None or exam_session <= specialty.last_session)


def units_of(units: Iterable[Unit], specialty: Specialty) -> tuple[tuple[Unit, ...], bool]:
    """The units one may sit, the common ones first, and whether its own ones are known."""
    same = [unit for unit in units if unit.diploma == specialty.diploma]
    own = [unit for unit in same if unit.specialty == specialty.code]
    redefined = {code for unit in own for code in (unit.code, *unit.replaces)}
    common = [unit for unit in same if unit.specialty == ANY_SPECIALTY and unit.code not in redefined]
    return (*common, *own), bool(own)


def find(specialties: Iterable[Specialty], typed: str) -> list[Specialty]:
    """The specialities that hold every word typed, the nearest first; else those that nearly do."""
    asked = [word for word in _words(typed) if word not in _EMPTY_WORDS]
    if not asked:
        return []
    known = list(specialties)
    exact = [one for one in known if _holds(one, asked)]
    found = exact or [one for one in known if _nearly_holds(one, asked)]
    return sorted(found, key=lambda one: _distance(one, asked))


def _holds(specialty: Specialty, asked: list[str]) -> bool:
    words = _vocabulary(specialty)
    return all(any(word.startswith(part) for word in words) for part in asked)


def _nearly_holds(specialty: Specialty, asked: list[str]) -> bool:
    words = _vocabulary(specialty)
    return all(any(_alike(word, part) for word in words) for part in asked)


@lru_cache(maxsize=8192)
def _alike(word: str, part: str) -> bool:
    if word.startswith(part):
        return True
    if len(part) < 4 or word[0] != part[0] or abs(len(word) - len(part)) > 3:
        return False
    return SequenceMatcher(None, word, part).ratio() >= _ALIKE


def _distance(specialty: Specialty, asked: list[str]) -> tuple[bool, bool, int, str, str]:
    title = _words(specialty.title)
    shorts = {word for name in specialty.short_names for word in _words(name)}
    named = any(part in shorts for part in asked)
    starts = bool(title) and any(title[0].startswith(part) for part in asked)
    return (not named, not starts, len(title), specialty.title, specialty.code)


@lru_cache(maxsize=2048)
def _vocabulary(specialty: Specialty) -> tuple[str, ...]:
    said = (
        specialty.title,
        *specialty.short_names,
        _DIPLOMA_WORDS.get(specialty.diploma, ""),
        specialty.code,
    )
    return tuple(dict.fromkeys(_words(" ".join(said))))


def _words(text: str) -> tuple[str, ...]:
    folded = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    letters = (char for char in folded if not unicodedata.combining(char))
    return tuple("".join(char if char.isalnum() else " " for char in letters).split())
