"""Does a draft hold something that its last version does not?"""

from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from sporades.accounts import queries as accounts
from sporades.adapters.prepared import prepared
from sporades.reference.load import reference
from sporades.registrations import facts, telling
from sporades.registrations.models import Registration, Version
from sporades.rules import answers as rules


def unsaved(row: Registration) -> bool:
    """Answers are compared, not how they were typed: « 12.5 » is « 12,5 »."""
    last = saved_answers(row)
    return last is not None and _differs(row, last)


def _differs(row: Registration, last: dict[str, Any]) -> bool:
    held = {step: facts.section(row, step) for step in facts.STEPS}
    # Where to write to somebody changes without a version: what the account holds is saved too.
    is_of_account = held["contact"] == asdict(accounts.contact(row.candidate))
    return any(held[step] != last[step] for step in facts.STEPS if step != "contact" or not is_of_account)


@dataclass(frozen=True, slots=True)
class Changed:
    """What a save would change in the version that counts: in words, and whether anything signed is among it."""

    is_unsaved: bool  # the draft holds what no version does
    labels: tuple[str, ...] = ()
    is_signed: bool = False


def changed(row: Registration) -> Changed:
    """Nothing before the first version, and no words while a step is unfinished."""
    last = saved_answers(row)
    is_unsaved = last is not None and _differs(row, last)
    if last is None or facts.unfinished(row):
        return Changed(is_unsaved)
    before, after = rules.from_json(last), facts.drafted(row)
    labels = (reference().label(change.field) for change in rules.changes(before, after))
    return Changed(is_unsaved, tuple(dict.fromkeys(labels)), rules.digest(before) != rules.digest(after))


def differences(row: Registration, number: int) -> tuple[telling.Changed, ...]:
    """What coming back to that version would change; where to write to somebody stays as it is."""
    answers = {one.number: facts.saved(one) for one in row.versions.filter(number__in=[row.version, number])}
    current, then = answers[row.version], answers[number]
    return telling.differences(current, replace(then, contact=current.contact))


def saved_answers(row: Registration) -> dict[str, Any] | None:
    """The answers of the version that counts, or None before the first one."""
    if row.version == 0:
        return None
    return _answers.first(row.id, row.version)


@prepared
def _answers(registration: UUID, number: int) -> QuerySet[Version, dict[str, Any]]:
    versions = Version.objects.filter(registration=registration, number=number)
    return versions.values_list("answers", flat=True)
