"""Of what waits, what is a mandate's? Asked of each row, where few wait."""

from typing import Any

from django.db.models import Exists, OuterRef

from sporades.registrations.access import in_mandate
from sporades.registrations.models import Registration
from sporades.rules.rights import Mandate


def is_in_mandate(path: str, mandate: Mandate, **also: Any) -> Exists:
    """The registration that `path` leads to is of the mandate, and as `also` says.

    Of « one of these », SQLite would look for all the registrations of the académie first.
    """
    return Exists(in_mandate(Registration.objects.filter(id=OuterRef(path), **also), mandate))
