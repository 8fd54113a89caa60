"""What is kept of the rounds of the upkeep: how far it is, and what it found?"""

from typing import Any

from django.db import models


class Checkup(models.Model):
    """The last look at one thing. A round that was cut goes on from its cursor; two workers share it."""

    kind = models.CharField(max_length=20, primary_key=True)  # antivirus, store
    looked_at = models.DateTimeField()  # machine's clock
    # The last storage key of the round that is being made; empty between two rounds.
    cursor = models.CharField(max_length=80, blank=True)
    found: Any = models.JSONField(default=dict)
