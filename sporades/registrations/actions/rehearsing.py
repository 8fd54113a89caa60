"""What would this act write to the candidate? It is carried out, read, and undone.

Nothing leaves inside a transaction, so an act can be played to its end and
rolled back: what the officer reads before is what the candidate will read, and
a refusal comes as early.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.db import transaction

from sporades.notices import queries as notices
from sporades.notices.queries import Mail
from sporades.registrations import access
from sporades.registrations.actions.common import subject_of
from sporades.registrations.effects import Effects
from sporades.registrations.models import Registration
from sporades.registrations.queries import pieces
from sporades.registrations.queries.where import where
from sporades.rules.reasons import Blocked


def mail_of(registration: Registration, act: Callable[[], object], *, without: frozenset[str]) -> Mail | None:
    """The mail that the act would queue, if any. Nothing is changed. Raises what the act raises.

    `without`: the kinds of pieces that do not exist for whoever reads it here: where the candidate
    stands is told without them. The candidate will read all of it.
    """
    subject = subject_of(registration)
    with transaction.atomic():
        before = {mail.id for mail in notices.mails_about(subject)}
        act()
        written = [mail for mail in notices.mails_about(subject) if mail.id not in before]
        told = _told(access.lock(registration.id), written[0], without) if written else None
        transaction.set_rollback(True)
    return told


def _told(row: Registration, mail: Mail, without: frozenset[str]) -> Mail:
    asked = pieces.asked(row)
    shown = [piece for piece in asked if piece.kind not in without]
    full, less = (where(row, some, now=mail.queued_at).sentence for some in (asked, shown))
    return replace(mail, text=mail.text.replace(full, less), html="")


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What the act would change, and the mail it would queue."""

    effects: Effects
    mail: Mail


def rehearse(
    registration: Registration, act: Callable[[], Effects | None], *, without: frozenset[str]
) -> Rehearsed | None:
    """None if the act would change nothing. Raises what the act raises."""
    told: list[Effects | None] = []
    mail = mail_of(registration, lambda: told.append(act()), without=without)
    return (
        Rehearsed(told[0].seen_without(without), mail) if told[0] is not None and mail is not None else None
    )


def refusal_of(act: Callable[[], object]) -> Blocked | None:
    """Why the act would not be carried out; None if it would. Raises what else the act raises."""
    try:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)
    except Blocked as blocked:
        return blocked
    return None
