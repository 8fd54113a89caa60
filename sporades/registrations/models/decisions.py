"""What is kept of a decision: what was asked first, proposed, listed and signed, how it ended, and its undoing.

The journal proves; these rows are what lists are made of, and what a worker
finds again after a crash. `by` names an officer by id, or nobody: the deadline.
"""

import uuid
from typing import ClassVar

from django.db import models


class Hearing(models.Model):
    """« Observations préalables »: the candidate was told of what is considered, and asked, before any decision."""

    registration = models.ForeignKey(
        "registrations.Registration", on_delete=models.PROTECT, related_name="hearings"
    )
    reason = models.TextField()
    answer_by = models.DateTimeField()  # excluded, as every limit
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=60)

    class Meta:
        ordering: ClassVar = ["-asked_at", "-id"]


class Proposal(models.Model):
    """What an officer proposes, and the head of office accepts or refuses."""

    class State(models.TextChoices):
        OPEN = "open"  # à examiner
        ACCEPTED = "accepted"  # suivie
        REFUSED = "refused"  # non suivie

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    registration = models.ForeignKey(
        "registrations.Registration", on_delete=models.PROTECT, related_name="proposals"
    )
    decision = models.CharField(max_length=20)
    reason = models.TextField()
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering: ClassVar = ["proposed_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["registration"], condition=models.Q(state="open"), name="one_open_proposal"
            )
        ]


class DecisionList(models.Model):
    """One decision for many: its people are listed, the head of office signs, each is carried out alone."""

    class State(models.TextChoices):
        LISTING = "listing"  # se prépare
        CHECKING = "checking"  # complète, chacun est relu
        READY = "ready"  # complète et vérifiée
        DROPPED = "dropped"  # abandonnée avant d’être prête

    IN_THE_MAKING: ClassVar = (State.LISTING, State.CHECKING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    window = models.ForeignKey("calendars.Window", on_delete=models.PROTECT, related_name="decision_lists")
    decision = models.CharField(max_length=20)
    frozen_at = models.DateTimeField()
    reason = models.TextField(blank=True)  # of what is undone
    until = models.DateField(null=True)  # the personal date of what is undone
    # The state it was ended in, of what is undone.
    undoes = models.CharField(max_length=12, blank=True, default="", db_default="")
    signed_at = models.DateTimeField(null=True)
    signed_by = models.CharField(max_length=60, blank=True)
    # The worker lists a few hundred at a time: the last registration that it has come to.
    state = models.CharField(max_length=10, choices=State, default=State.READY, db_default=State.READY.value)
    place = models.UUIDField(null=True)
    # Machine's clock. Since when every step of it has failed, and when the next one is tried; empty while none has.
    failing_since = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    dropped_by = models.CharField(max_length=60, blank=True, default="", db_default="")

    class Meta:
        ordering: ClassVar = ["-frozen_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["window", "decision"],
                condition=models.Q(state__in=["listing", "checking"]),
                name="one_list_in_the_making",
            )
        ]


class DecisionLine(models.Model):
    """One registration of a list, for one limit or one end: it is listed once for each.

    The list that tries again takes over, line and all, an end that could not be undone and whoever was on a list
    that was given up.
    """

    class Outcome(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        KEPT = "kept"  # asked again under the lock, the answer was no: `why`

    listed = models.ForeignKey(DecisionList, on_delete=models.CASCADE, related_name="lines")
    registration = models.ForeignKey(
        "registrations.Registration", on_delete=models.PROTECT, related_name="decision_lines"
    )
    decision = models.CharField(max_length=20)
    about_at = models.DateTimeField()  # the limit that passed, or the instant of the end
    struck_at = models.DateTimeField(null=True)
    struck_by = models.CharField(max_length=60, blank=True)
    struck_reason = models.TextField(blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.WAITING)
    why = models.CharField(max_length=40, blank=True)
    settled_at = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField()  # machine's clock

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["registration", "decision", "about_at"], name="listed_once")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_try_at"],
                condition=models.Q(outcome="waiting", struck_at__isnull=True),
                name="lines_to_settle",
            )
        ]


class Ending(models.Model):
    """How a registration ended, by whom, on which limit, and since when that is undone."""

    registration = models.ForeignKey(
        "registrations.Registration", on_delete=models.PROTECT, related_name="endings"
    )
    window = models.ForeignKey("calendars.Window", on_delete=models.PROTECT, related_name="endings")
    state = models.CharField(max_length=12)  # cancelled, set_aside, expired
    at = models.DateTimeField()
    by = models.CharField(max_length=60, blank=True)
    reason = models.TextField(blank=True)  # the head of office's own words
    source = models.TextField()
    # What a deadline decided, by itself or on a list; empty for an act of the head of office alone.
    due = models.DateTimeField(null=True)
    listed = models.ForeignKey(
        DecisionList, null=True, on_delete=models.PROTECT, related_name="endings"
    )  # fmt: skip
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["window", "state", "-at"], name="endings_of_window"),
        ]
