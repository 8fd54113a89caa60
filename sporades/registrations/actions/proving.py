"""How is the evidence sheet of a file issued? Its words are kept now; the worker draws it after the commit."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sporades.documents import actions as documents
from sporades.journal import queries as journal_queries
from sporades.journal.values import Actor
from sporades.registrations import access, evidence
from sporades.registrations.actions.common import record, subject_of
from sporades.registrations.models import Registration


@transaction.atomic
def issue(registration: Registration, *, token: str, by: Actor, now: datetime) -> UUID:
    """The document's id; the same form sent twice gives the same sheet."""
    row = access.lock(registration.id)
    done = journal_queries.act_of(token)
    if done:
        return UUID(str(done.data["document"]))
    said = evidence.sheet(row, now=now)
    document_id = documents.order(
        evidence.KIND,
        subject=subject_of(row),
        number=row.number or "",
        version=row.version,
        title=f"{said['heading']} {row.number or ''}".strip(),
        data=said,
        now=now,
    )
    record(row, "evidence_issued", by=by, now=now, data={"document": str(document_id)}, token=token)
    return document_id
