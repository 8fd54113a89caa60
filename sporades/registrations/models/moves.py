"""A file that moves to another académie: proposed by one office, taken by the other.

The former office no longer sees the file; these rows are what it keeps of it.
"""

import uuid
from typing import ClassVar

from django.db import models


class AcademyChange(models.Model):
    class State(models.TextChoices):
        OPEN = "open"  # attend l’académie d’arrivée
        ACCEPTED = "accepted"
        REFUSED = "refused"
        TAKEN_BACK = "taken_back"  # retirée par l’académie de départ

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    registration = models.ForeignKey(
        "registrations.Registration", on_delete=models.PROTECT, related_name="academy_changes"
    )
    from_academy = models.CharField(max_length=2)
    to_academy = models.CharField(max_length=2)
    reason = models.TextField()
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering: ClassVar = ["-proposed_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["registration"], condition=models.Q(state="open"), name="one_open_academy_change"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["to_academy"], condition=models.Q(state="open"), name="moves_to_answer"),
            models.Index(fields=["from_academy", "-proposed_at"], name="moves_of_academy"),
        ]
