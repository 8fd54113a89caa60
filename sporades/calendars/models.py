"""The dates an académie has announced, as it wrote them.

The local date-time and the zone are what the notice says, so they are what the
row keeps (`…_wall`, ISO 8601 without an offset). The instants in UTC are
computed from them when the row is written, for the queries of the deadlines.
"""

import uuid
from typing import ClassVar

from django.db import models


class Calendar(models.Model):
    """One académie's campaign for one session of exams."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    academy = models.CharField(max_length=2)
    exam_session = models.PositiveSmallIntegerField()
    zone = models.CharField(max_length=40)
    zone_name = models.CharField(max_length=60)
    contact = models.JSONField(default=dict)
    links = models.JSONField(default=dict)
    notices = models.JSONField(default=list)
    source = models.TextField()
    source_url = models.TextField(blank=True)
    verified = models.BooleanField(default=False)
    edition = models.CharField(max_length=64)
    # The last registration number given: a counter of its own, so that numbers have no holes to explain.
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["academy", "exam_session"], name="one_calendar_per_academy_and_session"
            )
        ]


class Window(models.Model):
    """One diploma's registration window. The opening instant is in, the closing instant is out."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="windows")
    diploma = models.CharField(max_length=10)
    opens_wall = models.CharField(max_length=26)
    closes_wall = models.CharField(max_length=26)
    pieces_due_days_after_close = models.PositiveSmallIntegerField(null=True)
    pieces_due_on = models.DateField(null=True)
    later_dates = models.JSONField(default=dict)
    signature = models.CharField(max_length=20)
    sanctions = models.CharField(max_length=20)
    reminders = models.BooleanField(default=False)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    pieces_due_at = models.DateTimeField()
    source = models.TextField(blank=True)
    # How often its announced dates have moved: an agenda that took them in must know which is newer.
    sequence = models.PositiveIntegerField(default=0)

    # Of a row that was read with the answer (`queries.windows`): was it ever given longer?
    is_extended: bool

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["calendar", "diploma"], name="one_window_per_diploma"),
            models.CheckConstraint(
                condition=models.Q(opens_at__lt=models.F("closes_at")), name="opens_before_it_closes"
            ),
        ]


class Extension(models.Model):
    """A later closing or limit given to everyone of a window, with its reason."""

    window = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="extensions")
    # What was decided in one act, for several windows, bears one name.
    act = models.UUIDField(default=uuid.uuid4, db_index=True)
    closes_wall = models.CharField(max_length=26, blank=True)
    pieces_due_on = models.DateField(null=True)
    later_dates = models.JSONField(default=dict)
    reason = models.TextField()
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=60)
    # The worker tells everybody concerned, a few at a time: how far it has come, and when it was done.
    told_to = models.UUIDField(null=True)
    invited_to = models.BigIntegerField(default=0)
    told_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["decided_at"], condition=models.Q(told_at__isnull=True), name="extensions_to_tell"
            )
        ]


class Incident(models.Model):
    """A time during which no sanction runs; `ends_at` empty while it lasts. No window: everybody."""

    window = models.ForeignKey(Window, null=True, on_delete=models.PROTECT, related_name="incidents")
    act = models.UUIDField(default=uuid.uuid4, db_index=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    reason = models.TextField()
    # Once it is over, the worker invites back who was refused meanwhile: how far it has come, and when it was done.
    invited_to = models.BigIntegerField(default=0, db_default=0)
    told_at = models.DateTimeField(null=True)


class Draft(models.Model):
    """A calendar being written, or a change to one: a file that only the office reads, until it is published."""

    class State(models.TextChoices):
        WRITING = "writing"
        PROPOSED = "proposed"  # waits for a second person
        PUBLISHED = "published"
        DROPPED = "dropped"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    academy = models.CharField(max_length=2)
    exam_session = models.PositiveSmallIntegerField()
    text = models.TextField()
    # The edition it changes; empty for a campaign that is not published yet.
    base = models.CharField(max_length=64, blank=True)
    revision = models.PositiveIntegerField(default=1)  # what was checked is what is published
    state = models.CharField(max_length=10, choices=State, default=State.WRITING)
    reason = models.TextField(blank=True)
    proposed_by = models.CharField(max_length=60, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=60)

    class Meta:
        ordering: ClassVar = ["-exam_session", "academy"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["academy", "exam_session"],
                condition=models.Q(state__in=["writing", "proposed"]),
                name="one_draft_at_a_time",
            )
        ]
