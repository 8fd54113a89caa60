"""What holds an erasure back, and what was erased, when, by whose hand.

A purge is a list that is frozen, approved by a second person, then carried out
line by line. Its rows stay for good: they name nobody, and prove.
"""

import uuid
from typing import Any, ClassVar

from django.db import models

from sporades.calendars.models import Calendar
from sporades.registrations.models import Registration
from sporades.rules.retention import Ground


class Hold(models.Model):
    """« Suspension d’effacement »: nothing of a registration, or of a whole session, goes while it lasts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    registration = models.ForeignKey(Registration, null=True, on_delete=models.PROTECT, related_name="holds")
    calendar = models.ForeignKey(Calendar, null=True, on_delete=models.PROTECT, related_name="holds")
    ground = models.CharField(max_length=20)
    reason = models.TextField()
    placed_at = models.DateTimeField()
    placed_by = models.CharField(max_length=60)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=60, blank=True)
    lifted_reason = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-placed_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(registration__isnull=True) ^ models.Q(calendar__isnull=True),
                name="holds_a_registration_or_a_session",
            ),
            models.CheckConstraint(
                condition=models.Q(ground__in=sorted(one.value for one in Ground)), name="ground_is_known"
            ),
        ]


class Purge(models.Model):
    """One list to erase. `academy` is empty for the accounts that have no registration anywhere."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField(unique=True)
    academy = models.CharField(max_length=2, blank=True)
    edition = models.CharField(max_length=64)  # of the reference data that said for how long
    frozen_at = models.DateTimeField()
    frozen_by = models.CharField(max_length=60)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.CharField(max_length=60, blank=True)
    dropped_at = models.DateTimeField(null=True)
    dropped_by = models.CharField(max_length=60, blank=True)
    done_at = models.DateTimeField(null=True)
    # The worker lists a few hundred at a time: the category it has come to, empty once the list is complete, and whom.
    listing = models.CharField(max_length=20, blank=True, default="", db_default="")
    place = models.UUIDField(null=True)
    # Machine's clock. Since when every step of it has failed, and when the next one is tried; empty while none has.
    failing_since = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["academy"],
                condition=models.Q(done_at__isnull=True, dropped_at__isnull=True),
                name="one_purge_at_a_time",
            ),
            # Two people, whatever the code above says.
            models.CheckConstraint(
                condition=~models.Q(approved_by=models.F("frozen_by")), name="a_second_person_approves"
            ),
        ]


class PurgeLine(models.Model):
    """One category of one person's data on a list, and what came of it."""

    class Outcome(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        KEPT = "kept"  # asked again under the lock, the answer was no: `why`

    purge = models.ForeignKey(Purge, on_delete=models.CASCADE, related_name="lines")
    category = models.CharField(max_length=20)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    due_on = models.DateField()
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.WAITING)
    why = models.CharField(max_length=20, blank=True)
    # How many rows of each table, and the digest of what they said.
    erased: Any = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["purge", "category", "subject_id"], name="one_line_of_a_category")
        ]
        indexes: ClassVar = [
            models.Index(fields=["purge"], condition=models.Q(outcome="waiting"), name="purge_lines_waiting"),
            models.Index(fields=["subject_kind", "subject_id"], name="purge_lines_of_subject"),
        ]
