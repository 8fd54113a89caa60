"""What is kept of the session before, where this service did not count it itself."""

from typing import Any, ClassVar

from django.db import models


class PastCurve(models.Model):
    """The registrations of a window's session before, day by day, as the office gave them. The newest one rules."""

    window = models.ForeignKey("calendars.Window", on_delete=models.PROTECT, related_name="past_curves")
    closed_on = models.DateField()  # the last day on which one could register
    days: Any = models.JSONField()  # [["2023-10-09", 12], …], in order
    source = models.CharField(max_length=200)
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=60)

    class Meta:
        ordering: ClassVar = ["-id"]
