"""How does a candidate come back to what they signed? The signed answers are saved again, and nothing is signed anew.

Whoever modified by mistake, or signed the paper printed before, need not print
again: the version that is made has the very answers of the signed one, and the
signature is good for it.
"""

from datetime import datetime

from sporades.journal import queries as journal_queries
from sporades.journal.values import Actor
from sporades.registrations import access, facts
from sporades.registrations.actions import saving
from sporades.registrations.actions.common import refusals_journaled, subject_of
from sporades.registrations.actions.saving import Saved
from sporades.registrations.models import Registration
from sporades.registrations.queries.signed import offered
from sporades.rules.reasons import Blocked, Reason


def go_back(registration: Registration, *, to: int, token: str, by: Actor, now: datetime) -> Saved:
    """Makes the answers of the signed version `to` the next version; what was typed since is given up.

    Raises `Blocked` if the window is shut, or if that version is no longer
    the one that what was given signs.
    """
    with refusals_journaled(subject_of(registration), "save_refused", by=by, now=now):
        row = access.lock(registration.id)
        if journal_queries.act_of(token):
            return Saved(row.version, changed=True)
        found = offered(row)
        if found is None or found.version.number != to:
            raise Blocked((Reason("nothing_to_go_back_to", row.window.calendar.source),))
        row.draft = found.version.draft
        row.revisions = {step: row.revisions.get(step, 0) + 1 for step in facts.STEPS}
        row.save(update_fields=["draft", "revisions"])
        saved = saving.carry_out(row, said_twice=True, token=token, by=by, now=now)
        if not saved.changed:
            raise Blocked((Reason("nothing_to_go_back_to", row.window.calendar.source),))
        return saved
