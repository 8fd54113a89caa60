"""What is kept of a mail that reminds somebody of a limit?"""

from typing import ClassVar

from django.db import models


class Reminder(models.Model):
    """« Rappel »: one for each limit and each number of days before it, whatever the worker does twice."""

    registration = models.ForeignKey(
        "registrations.Registration", on_delete=models.PROTECT, related_name="reminders"
    )
    until = models.DateTimeField()  # the limit, as it was then
    days = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["registration", "until", "days"], name="one_reminder_of_a_limit")
        ]
