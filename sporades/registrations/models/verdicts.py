"""What is kept of a verdict on a piece or a file: how it stood before, and which reasons may be given."""

import uuid
from typing import Any, ClassVar

from django.db import models


class Verdict(models.Model):
    """What an officer decided, and how the file stood before: it can be taken back for ten seconds."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    registration = models.ForeignKey(
        "registrations.Registration", on_delete=models.PROTECT, related_name="verdicts"
    )
    # Without a foreign key: a piece asked for in haste goes away with its decision.
    piece_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=30)
    officer_id = models.CharField(max_length=60)
    at = models.DateTimeField()  # legal clock
    made_at = models.DateTimeField()  # machine's clock: the ten seconds are counted from it
    # Columns of the registration and of its pieces as they were; empty when it cannot be taken back.
    before: Any = models.JSONField(default=dict)
    # Where its entry stands in the chain: nothing may have followed it.
    position = models.PositiveIntegerField()
    notice_id = models.UUIDField(null=True)
    # What was granted of an acquis beside what was declared.
    data: Any = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)  # legal clock

    class Meta:
        ordering: ClassVar = ["made_at"]


class RefusalReason(models.Model):
    """A reason that an académie added to the common list, or one of that list that it no longer gives."""

    academy = models.CharField(max_length=2)
    code = models.CharField(max_length=60)
    # What the candidate reads; empty for a common reason, whose sentence stands in the reference.
    sentence = models.CharField(max_length=300, blank=True)
    retired_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=60)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["academy", "code"], name="one_reason_of_a_code")
        ]
