"""Which nationality did this person type?

People write « portugaise », « Portugal » or « portugais ». A country without
an adjective here is found by its name alone.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from sporades.candidate_site.registering.forms.base import finder
from sporades.reference.load import reference

FRENCH = "FR"


@lru_cache(maxsize=1)
def nationalities() -> Mapping[str, str]:
    """« Portugaise (Portugal) », for every country of the list; France's overseas are French."""
    return {
        country.code: f"{country.spoken_nationality} ({country.name})"
        if country.nationality
        else country.name
        for country in reference().countries.values()
        if country.code == FRENCH or not country.french
    }


@lru_cache(maxsize=1)
def search() -> dict[str, Callable[[str], Any]]:
    return finder(nationalities())
