"""What is said about a registration: with the candidate, and among officers."""

from typing import ClassVar

from django.db import models


class Message(models.Model):
    """A word between the candidate and the office about one registration, kept as it was written."""

    registration = models.ForeignKey(
        "registrations.Registration", on_delete=models.PROTECT, related_name="messages"
    )
    from_office = models.BooleanField()
    author = models.CharField(max_length=100, blank=True)  # of the office; the candidate reads « le service »
    text = models.TextField()
    at = models.DateTimeField()
    # A candidate's message waits until the office has answered it, or said that it needs no answer.
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["id"]  # `at` is not an order
        indexes: ClassVar = [
            models.Index(
                fields=["registration"],
                condition=models.Q(from_office=False, settled_at__isnull=True),
                name="messages_waiting",
            )
        ]


class Note(models.Model):
    """What officers tell one another about a file; the candidate has a right to read it."""

    registration = models.ForeignKey(
        "registrations.Registration", on_delete=models.PROTECT, related_name="notes"
    )
    author = models.CharField(max_length=100)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]  # `at` is not an order
