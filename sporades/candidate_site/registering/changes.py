"""Does a draft hold something that its last version does not?"""

from typing import TYPE_CHECKING

from sporades.registrations import facts

if TYPE_CHECKING:
    from sporades.registrations.models import Registration


def unsaved(row: "Registration") -> bool:
    """Answers are compared, not how they were typed: « 12.5 » is « 12,5 »."""
    last = row.versions.last() if row.version else None
    return last is not None and any(facts.section(row, step) != last.answers[step] for step in facts.STEPS)
