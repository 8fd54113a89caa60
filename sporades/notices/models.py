"""A mail that waits, leaves, could not leave, or came back.

Its text is written when the act is done, in the same transaction: what the
person reads is what was true at that instant, however late the relay.
"""

import uuid
from typing import ClassVar

from django.db import models

from sporades.notices.values import Urgency


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
    urgency = models.PositiveSmallIntegerField(default=Urgency.LETTER.value, db_default=Urgency.LETTER.value)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    # Legal clock: what people are told and what the 48 hours are counted from.
    queued_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    # Machine's clock: the order of writing, leases and retries.
    recorded_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    # How often this person's server, or the relay for them, asked to wait.
    deferrals = models.PositiveSmallIntegerField(default=0, db_default=0)
    failure = models.CharField(max_length=60, blank=True)
    # Legal clock: when we learnt that it would not be delivered, and when its reader saw it on a page of ours.
    returned_at = models.DateTimeField(null=True)
    returned_for = models.CharField(max_length=10, blank=True, default="", db_default="")  # a `Cause`
    seen_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["recorded_at"]
        indexes: ClassVar = [
            models.Index(
                fields=["urgency", "next_try_at"],
                condition=models.Q(state="queued"),
                name="notices_by_urgency",
            ),
            models.Index(fields=["subject_kind", "subject_id"], name="notices_of_subject"),
            # A handful among millions: counted without reading a single text.
            models.Index(
                fields=["subject_kind", "subject_id"],
                condition=models.Q(returned_at__isnull=False),
                name="notices_returned",
            ),
        ]


class Relay(models.Model):
    """Whether mails can leave: one row, since when they cannot, and when one of them is to try again."""

    silent_since = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField()
