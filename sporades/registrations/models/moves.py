"""A file that moves to another académie, and two files that may be of one person.

The office that a file has left no longer sees it; these rows are what it keeps of it.
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


class Duplicate(models.Model):
    """What was said of two accounts that bear one name and birth date: once for each pair."""

    class State(models.TextChoices):
        DIFFERENT = "different"  # deux personnes différentes : plus jamais demandé
        PROPOSED = "proposed"  # la même, dit un gestionnaire ; le chef de bureau décide
        SAME = "same"

    class Outcome(models.TextChoices):
        NONE = ""
        KEEP_FIRST = "keep_first"
        KEEP_SECOND = "keep_second"
        KEEP_BOTH = "keep_both"

    # In the order of their ids, so that a pair has one row.
    first = models.ForeignKey("accounts.Candidate", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("accounts.Candidate", on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True, default=Outcome.NONE)
    reason = models.TextField()
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="one_answer_of_a_pair"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="pair_in_order"),
        ]
