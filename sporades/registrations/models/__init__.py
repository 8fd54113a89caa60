"""What is kept of a registration: columns for what decides, JSON for what was answered.

A registration and its pieces change together: every write first locks the
registration's row (`access.lock`). The uuid is in addresses; the number is
only printed.
"""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Coalesce, Least

from sporades.accounts.models import Candidate
from sporades.calendars.models import Window
from sporades.registrations.models.checkups import Checkup
from sporades.registrations.models.decisions import DecisionLine, DecisionList, Ending, Hearing, Proposal
from sporades.registrations.models.desk import Claim, SavedSearch
from sporades.registrations.models.exports import Export
from sporades.registrations.models.files import File, Scan
from sporades.registrations.models.messages import Message, Note
from sporades.registrations.models.moves import AcademyChange, Duplicate
from sporades.registrations.models.past_curves import PastCurve
from sporades.registrations.models.publications import Archive, Publication, PublicationLine
from sporades.registrations.models.reminders import Reminder
from sporades.registrations.models.replacements import Replacement
from sporades.registrations.models.verdicts import RefusalReason, Verdict
from sporades.rules.lifecycle import LIVE, State
from sporades.rules.pieces import PieceState

__all__ = [
    "CAME_AT", "SIGNS", "AcademyChange", "Archive", "Checkup", "Claim", "DecisionLine", "DecisionList", "Deposit",
    "Duplicate", "Ending", "Export", "File", "Hearing", "Message", "Note", "PastCurve", "PersonalDate", "Piece",
    "Proposal", "Publication", "PublicationLine", "RefusalReason", "Registration", "Reminder", "Replacement",
    "SavedSearch", "Scan", "Verdict", "Version",
]  # fmt: skip


# What the work list filters and counts by, beside since when.
_OF_THE_LIST = ("diploma", "state", "specialty", "handicap", "window")


class Registration(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="registrations")
    window = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="registrations")
    academy = models.CharField(max_length=2)
    diploma = models.CharField(max_length=10)
    exam_session = models.PositiveSmallIntegerField()
    specialty = models.CharField(max_length=10)
    state = models.CharField(max_length=12, default=State.DRAFT.value)
    state_since = models.DateTimeField()
    # Where a cancelled, set aside or withdrawn registration would come back to.
    state_before = models.CharField(max_length=12, blank=True)
    number = models.CharField(max_length=20, null=True, unique=True)  # noqa: DJ001 - given at the first save
    version = models.PositiveIntegerField(default=0)
    # A paper signed for this version or a later one is good: the office corrects without a new signature.
    signature_from = models.PositiveIntegerField(default=0)
    # step -> {"typed": what the form held, "answers": the section it makes, or null while it has errors}
    draft: Any = models.JSONField(default=dict)
    # step -> how many times it was kept: two tabs cannot overwrite one another unknowingly
    revisions: Any = models.JSONField(default=dict)
    handicap = models.BooleanField(null=True)
    # What the rules warned of at the last save, for the officer too.
    findings: Any = models.JSONField(default=list)
    # The recorded derogation that lets a second one live beside another, if any.
    authorisation = models.CharField(max_length=120, blank=True)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField(null=True)
    # The académie's day of its first save, on which the figures count it (`actions.first_days`).
    first_saved_on = models.DateField(null=True)
    # Since when it waits for the office, or from when it will; null: it does not. Only `actions.waiting` writes it.
    waiting_since = models.DateTimeField(null=True)
    # The same for whom health does not exist.
    waiting_since_without_health = models.DateTimeField(null=True)

    # The kinds of pieces and of papers that do not exist for the officer who reads it.
    unseen: frozenset[str] = frozenset()
    # Whether an extension or a personal date moves its dates: so it is, until a door has asked (`access`).
    is_shifted: bool = True
    # Whether it was ever proposed to decide of it, or ended: so it may be, until the office's door has asked.
    was_decided: bool = True

    class Meta:
        ordering: ClassVar = ["-started_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["candidate", "diploma", "exam_session"],
                condition=models.Q(state__in=sorted(state.value for state in LIVE), authorisation=""),
                name="one_live_registration",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=sorted(state.value for state in State)), name="state_is_known"
            ),
        ]
        indexes: ClassVar = [
            # The figures count from here, without reading a registration.
            models.Index(
                fields=["window", "state", "specialty", "version", "handicap", "id"],
                name="registrations_counted",
            ),
            models.Index(
                fields=["window", "first_saved_on"],
                condition=models.Q(first_saved_on__isnull=False),
                name="registrations_by_day",
            ),
            # The work list is read from here in its order, and counted whatever its filters on columns.
            models.Index(
                fields=["academy", "waiting_since", "id", *_OF_THE_LIST],
                condition=models.Q(waiting_since__isnull=False),
                name="registrations_waiting",
            ),
            models.Index(
                fields=["academy", "waiting_since_without_health", "id", *_OF_THE_LIST],
                condition=models.Q(waiting_since_without_health__isnull=False),
                name="waiting_without_health",
            ),
        ]


class Version(models.Model):
    """One saved set of answers, for ever: the paper that is signed says this and nothing else."""

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    schema = models.PositiveSmallIntegerField()
    answers: Any = models.JSONField()
    # What the forms held, so that abandoned changes come back exactly to it.
    draft: Any = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)
    changes: Any = models.JSONField(default=list)
    edition = models.CharField(max_length=64)
    saved_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["registration", "number"], name="one_snapshot_per_version")
        ]


class PersonalDate(models.Model):
    """A later closing or limit given to one registration, with its reason."""

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="personal_dates")
    closes_wall = models.CharField(max_length=26, blank=True)
    pieces_due_on = models.DateField(null=True)
    later_dates: Any = models.JSONField(default=dict)
    reason = models.TextField()
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=60)


class Piece(models.Model):
    """One thing asked of the candidate, as it was asked: the list given does not change with a new edition."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="pieces")
    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=60, blank=True)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=250)
    explanation = models.TextField()
    help = models.TextField(blank=True)
    due_date = models.CharField(max_length=20)
    if_missing = models.CharField(max_length=30)
    source = models.TextField()
    needs_check = models.BooleanField(default=False)
    # Hash of the facts it proves: while it stays the same, what was accepted stays accepted.
    fingerprint = models.CharField(max_length=64)
    state = models.CharField(max_length=12, default=PieceState.EXPECTED.value)
    reason_code = models.CharField(max_length=60, blank=True)
    reason_text = models.TextField(blank=True)
    correction_due_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField()
    edition = models.CharField(max_length=64)

    # Of a row that was read with the answers (`queries.pieces`): was anything ever given for it, and does what
    # counts bear the code of a version that is not the one to sign?
    was_given: bool
    is_misread: bool

    class Meta:
        ordering: ClassVar = ["position", "kind", "key"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["registration", "kind", "key"], name="one_piece_of_a_kind")
        ]
        indexes: ClassVar = [
            # What an officer must look at is a few thousand pieces among millions.
            models.Index(
                fields=["registration", "kind"],
                condition=models.Q(state__in=[PieceState.DEPOSITED.value, PieceState.LATE.value]),
                name="pieces_to_check",
            ),
            # Counted by reason from here alone: SQLite reads the row for a column that is only in the condition.
            models.Index(
                fields=["registration", "correction_due_at", "kind", "reason_code", "state"],
                condition=models.Q(state=PieceState.REFUSED.value),
                name="pieces_asked_again",
            ),
            models.Index(fields=["registration"], condition=models.Q(state="late"), name="pieces_late"),
        ]


class Deposit(models.Model):
    """What was given at one instant for one piece. It is never changed; a later one stands beside it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    piece = models.ForeignKey(Piece, on_delete=models.PROTECT, related_name="deposits")
    sequence = models.PositiveIntegerField()  # order of deposits of one piece; `at` is not an order
    adds_pages = models.BooleanField(default=False)
    version = models.PositiveIntegerField()  # the registration's version at that instant
    at = models.DateTimeField()  # legal clock: first byte of the request
    recorded_at = models.DateTimeField()  # legal clock: when the row was written
    late = models.BooleanField(default=False)
    # Out of sight once another took its place; its files stay.
    superseded = models.BooleanField(default=False)
    # All its pages as one PDF, made once every file is known to be clean.
    key = models.CharField(max_length=80, blank=True)
    wrapped_key = models.TextField(blank=True)
    key_id = models.CharField(max_length=40, blank=True)
    pages = models.PositiveSmallIntegerField(null=True)
    # What a look at its pages suggests to who gave it: codes of sentences and their pages; null before it.
    advice = models.JSONField(null=True)
    # Its pages are still to be read for more of it, when nothing else waits.
    words_due_at = models.DateTimeField(null=True)
    words_tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    # Signed on screen: its one file is the very document that was shown, and its hash says so.
    on_screen = models.BooleanField(default=False, db_default=False)
    # What the code printed on it says: 0 for the paper of another registration, null while none was read.
    read_version = models.PositiveIntegerField(null=True)
    # The pages of that version whose code was read, of how many; null while nobody looked.
    read_pages = models.JSONField(null=True)
    printed_pages = models.PositiveSmallIntegerField(null=True)
    # The later version whose answers are, again, those that it signs.
    stands_for = models.PositiveIntegerField(null=True)
    # How many sheets its pictures have room for: two may lie side by side on one.
    read_sheets = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering: ClassVar = ["sequence"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["piece", "sequence"], name="deposits_in_order")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["words_due_at"],
                condition=models.Q(words_due_at__isnull=False),
                name="deposits_to_read",
            )
        ]

    @property
    def signs(self) -> int:
        """The version that a confirmation signs: one of the same answers, the one printed, the one of that day."""
        read = self.version if self.read_version is None else self.read_version
        return read if self.stands_for is None else self.stands_for


# The same as `Deposit.signs`, for a condition.
SIGNS = Coalesce("stands_for", "read_version", "version")

# When a deposit came. A paper of the counter counts at the noon of its day, which may still be to come.
CAME_AT = Least("at", "recorded_at")
