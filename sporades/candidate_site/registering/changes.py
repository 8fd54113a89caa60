"""Does a draft hold something that its last version does not?"""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sporades.accounts import queries as accounts
from sporades.registrations import facts

if TYPE_CHECKING:
    from sporades.registrations.models import Registration


def unsaved(row: "Registration") -> bool:
    """Answers are compared, not how they were typed: « 12.5 » is « 12,5 »."""
    held = {step: facts.section(row, step) for step in facts.STEPS}
    last = saved_answers(row)
    if last is None:
        return False
    # Where to write to somebody changes without a version: what the account holds is saved too.
    is_of_account = held["contact"] == asdict(accounts.contact(row.candidate))
    return any(held[step] != last[step] for step in facts.STEPS if step != "contact" or not is_of_account)


def saved_answers(row: "Registration") -> dict[str, Any] | None:
    last = row.versions.last() if row.version else None
    return last.answers if last else None
