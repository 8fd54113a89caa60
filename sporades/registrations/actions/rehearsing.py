"""What would this act write to the candidate? It is carried out, read, and undone.

Nothing leaves inside a transaction, so an act can be played to its end and
rolled back: what the officer reads before is what the candidate will read, and
a refusal comes as early.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from sporades.notices import queries as notices
from sporades.notices.queries import Mail
from sporades.registrations.actions.common import subject_of
from sporades.registrations.effects import Effects
from sporades.registrations.models import Registration
from sporades.rules.reasons import Blocked


def mail_of(registration: Registration, act: Callable[[], object]) -> Mail | None:
    """The mail that the act would queue, if any. Nothing is changed. Raises what the act raises."""
    subject = subject_of(registration)
    with transaction.atomic():
        before = {mail.id for mail in notices.mails_about(subject)}
        act()
        written = [mail for mail in notices.mails_about(subject) if mail.id not in before]
        transaction.set_rollback(True)
    return written[0] if written else None


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What the act would change, and the mail it would queue."""

    effects: Effects
    mail: Mail


def rehearse(registration: Registration, act: Callable[[], Effects | None]) -> Rehearsed | None:
    """None if the act would change nothing. Raises what the act raises."""
    told: list[Effects | None] = []
    mail = mail_of(registration, lambda: told.append(act()))
    return Rehearsed(told[0], mail) if told[0] is not None and mail is not None else None


def refusal_of(act: Callable[[], object]) -> Blocked | None:
    """Why the act would not be carried out; None if it would. Raises what else the act raises."""
    try:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)
    except Blocked as blocked:
        return blocked
    return None
