"""A mail that waits, leaves, or could not leave.

Its text is written when the act is done, in the same transaction: what the
person reads is what was true at that instant, however late the relay.
"""

import uuid
from typing import ClassVar

from django.db import models


class State(models.TextChoices):
    QUEUED = "queued"  # en attente
    SENT = "sent"  # parti
    REFUSED = "refused"  # refusé par le relais
    CANCELLED = "cancelled"  # retiré avant son départ


class Notice(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    recipient = models.CharField(max_length=320)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    title = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField()
    urgent = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    # Legal clock: what people are told and what the 48 hours are counted from.
    queued_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    # Machine's clock: the order of writing, leases and retries.
    recorded_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    failure = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering: ClassVar = ["recorded_at"]
        indexes: ClassVar = [
            models.Index(
                fields=["-urgent", "next_try_at"],
                condition=models.Q(state="queued"),
                name="notices_waiting",
            ),
            models.Index(fields=["subject_kind", "subject_id"], name="notices_of_subject"),
            # A handful among millions: counted without reading a single text.
            models.Index(
                fields=["subject_kind", "subject_id"],
                condition=models.Q(state="refused"),
                name="notices_refused",
            ),
        ]
