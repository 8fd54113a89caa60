"""What is kept of a request to replace a piece that was accepted?"""

from typing import ClassVar

from django.db import models


class Replacement(models.Model):
    """« Demander à la remplacer »: an accepted piece is locked, and the office says whether it opens again."""

    class State(models.TextChoices):
        FILED = "filed"  # à l'étude
        AGREED = "agreed"  # acceptée
        REFUSED = "refused"  # refusée

    piece = models.ForeignKey("registrations.Piece", on_delete=models.PROTECT, related_name="replacements")
    text = models.TextField(max_length=500)  # why, in the candidate's words
    state = models.CharField(max_length=10, choices=State, default=State.FILED)
    answer = models.TextField(blank=True)  # why not, in the officer's words
    filed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["id"]  # `filed_at` is not an order
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["piece"], condition=models.Q(state="filed"), name="one_request_at_a_time"
            )
        ]
