"""Which nationality did this person type?

People write « portugaise », « Portugal » or « portugais ». A country without
an adjective here is found by its name alone.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from sporades.candidate_site.registering.forms.base import finder
from sporades.reference.load import Country, reference

FRENCH = "FR"


@lru_cache(maxsize=1)
def nationalities() -> Mapping[str, str]:
    """« Portugaise (Portugal) », for every country of the list; France's overseas are French."""
    return {
        country.code: _with_country(country)
        for country in reference().countries.values()
        if country.code == FRENCH or not country.french
    }


def _with_country(country: Country) -> str:
    said, name = country.spoken_nationality, country.name
    # It is the country itself without an adjective; an adjective that two countries share says of which it is.
    return said if said.endswith((name, f"({name})")) else f"{said} ({name})"


@lru_cache(maxsize=1)
def search() -> dict[str, Callable[[str], Any]]:
    return finder(nationalities())
