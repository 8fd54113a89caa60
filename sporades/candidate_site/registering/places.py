"""Where was this person born, and where do they live: a department of France, or a country?

One search for both: who was born in France answers with a department, which
says the country too. « FR-06 » is Alpes-Maritimes, « PT » is Portugal.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from sporades.candidate_site.registering.forms.base import finder
from sporades.reference.load import reference

FRANCE = "FR"
_FRENCH = f"{FRANCE}-"

# Where a French postal code tells which telephone numbers are usual.
_OVERSEAS = {
    "971": "GP", "972": "MQ", "973": "GF", "974": "RE", "975": "PM", "976": "YT",
    "977": "BL", "978": "MF", "986": "WF", "987": "PF", "988": "NC",
}  # fmt: skip


@lru_cache(maxsize=1)
def birth_areas() -> Mapping[str, str]:
    """« Alpes-Maritimes (06) », then « Portugal »: the departments and the countries that are not France."""
    departments = {
        f"{_FRENCH}{one.code}": f"{one.name} ({one.code})" for one in reference().departments.values()
    }
    return {**departments, **foreign_countries()}


@lru_cache(maxsize=1)
def foreign_countries() -> Mapping[str, str]:
    return {one.code: one.name for one in reference().countries.values() if not one.french}


@lru_cache(maxsize=1)
def search_of_births() -> dict[str, Callable[[str], Any]]:
    return finder(birth_areas())


@lru_cache(maxsize=1)
def search_of_countries() -> dict[str, Callable[[str], Any]]:
    return finder(foreign_countries())


@lru_cache(maxsize=1)
def abroad() -> str:
    """The areas that are not in France, as the question that opens another names them."""
    return ",".join(foreign_countries())


def country_and_department(area: str) -> tuple[str, str]:
    """« FR-06 » → (« FR », « 06 »), « PT » → (« PT », « »)"""
    if area.startswith(_FRENCH):
        return FRANCE, area.removeprefix(_FRENCH)
    return area, ""


def area_of(country: str, department: str) -> str:
    return f"{_FRENCH}{department}" if department else country


def telephone_region(country: str, postal_code: str) -> str:
    """The region whose numbers are tried first: that of where one lives."""
    return _OVERSEAS.get(postal_code[:3], FRANCE) if country == FRANCE else country or FRANCE
