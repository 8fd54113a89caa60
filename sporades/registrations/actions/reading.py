"""Which version did the candidate sign? The code printed on each page says so, whoever photographed it.

It is read once the antivirus has cleared the pages, long after the deposit was
received: it changes no state and costs nobody a date. A paper that is not the
one to sign is told to the candidate at once, while there is time, and stands on
the list of those that a person of the office looks at.
"""

from datetime import datetime

from django.db import transaction

from sporades.adapters import codes
from sporades.journal import actions as journal
from sporades.journal.values import SYSTEM
from sporades.registrations import access, facts, letters
from sporades.registrations.actions.common import subject_of
from sporades.registrations.models import Deposit, Registration
from sporades.rules.lifecycle import LIVE, State

ANOTHER_REGISTRATION = 0


def read_codes(deposit: Deposit, content: bytes, *, now: datetime) -> None:
    """Keeps what the codes of a signed confirmation say, once; `content` is the PDF of all its pages."""
    if deposit.piece.kind != facts.CONFIRMATION:
        return
    seen = [code for text in codes.read(content) if (code := codes.check(text))]
    if not seen:
        return
    with transaction.atomic():
        row = access.lock(deposit.piece.registration_id)
        held = Deposit.objects.select_for_update(of=("self",)).get(id=deposit.id)
        if held.read_version is not None:
            return
        # Somebody who gives two papers at once has given the newer one too.
        own = [code.version for code in seen if code.number == row.number]
        held.read_version = max(own, default=ANOTHER_REGISTRATION)
        held.save(update_fields=["read_version"])
        # Who has saved again since the deposit knows already that it is to be signed anew.
        if held.read_version < row.signature_from <= held.version:
            _tell(row, held, now=now)


def _tell(row: Registration, deposit: Deposit, *, now: datetime) -> None:
    journal.record(
        subject_of(row),
        "confirmation_misread",
        by=SYSTEM,
        now=now,
        rule="code_of_the_confirmation",
        data={"deposit": str(deposit.id), "read": deposit.signs, "expected": row.version},
    )
    if State(row.state) in LIVE and not deposit.superseded:
        letters.other_version(row, deposit, now=now)
