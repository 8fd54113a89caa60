"""What does a person tell us of themselves when they open an account?"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CivilIdentity:
    """As on the identity document."""

    birth_name: str
    given_names: str
    birth_date: date
