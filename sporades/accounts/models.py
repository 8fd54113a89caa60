"""Who may come in, and who they are.

An account is a mailbox and a password; a candidate is the person. An account
never activated is deleted 48 hours after its mail left, with everything below.
Tokens are kept as digests: who reads the database cannot use a link.
"""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models

from sporades.accounts import passwords
from sporades.rules.rights import Mandate, Role


class Account(AbstractBaseUser):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(max_length=254)  # as typed: where mails go
    email_canonical = models.CharField(max_length=320, unique=True)
    is_active = models.BooleanField(default=False)  # activated
    created_at = models.DateTimeField()
    activated_at = models.DateTimeField(null=True)
    activation_digest = models.CharField(max_length=64, unique=True)
    # The mail that carries the newest link: the 48 hours run from its departure.
    activation_notice = models.UUIDField()
    activation_asked_at = models.DateTimeField()
    password_changed_at = models.DateTimeField()

    USERNAME_FIELD = "email_canonical"
    EMAIL_FIELD = "email"

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["activation_asked_at"],
                condition=models.Q(is_active=False),
                name="accounts_unactivated",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(passwords.normal(raw_password) if raw_password is not None else None)

    def check_password(self, raw_password: str | None) -> bool:
        return super().check_password(passwords.normal(raw_password) if raw_password is not None else None)


class Candidate(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="candidate")
    birth_name = models.CharField(max_length=100)
    given_names = models.CharField(max_length=100)
    birth_date = models.DateField()
    identity_frozen_at = models.DateTimeField(null=True)  # the first saved registration
    line1 = models.CharField(max_length=100, blank=True)
    line2 = models.CharField(max_length=100, blank=True)
    postal_code = models.CharField(max_length=12, blank=True)
    city = models.CharField(max_length=100, blank=True)
    country = models.CharField(max_length=2, blank=True)  # ISO 3166-1 alpha-2
    phone = models.CharField(max_length=20, blank=True)  # E.164
    # As the last saved registration gave it: for those who look for somebody under it.
    usage_name = models.CharField(max_length=100, blank=True)

    # What of their files does not exist for an officer who sees as they do.
    unseen: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return str(self.id)


class Mandated(models.Model):
    """Whoever holds a mandate, or is offered one."""

    name = models.CharField(max_length=100)
    role = models.CharField(max_length=20)
    academies: Any = models.JSONField(default=list)
    diplomas: Any = models.JSONField(default=list)  # none named: all of them
    sees_files = models.BooleanField(default=True)
    sees_handicap = models.BooleanField(default=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def mandate(self) -> Mandate:
        return Mandate(
            role=Role(self.role),
            academies=frozenset(self.academies),
            diplomas=frozenset(self.diplomas),
            sees_files=self.sees_files,
            sees_handicap=self.sees_handicap,
        )

    @mandate.setter
    def mandate(self, given: Mandate) -> None:
        self.role = given.role.value
        self.academies, self.diplomas = sorted(given.academies), sorted(given.diplomas)
        self.sees_files, self.sees_handicap = given.sees_files, given.sees_handicap


class Officer(Mandated):
    """A person of the exam office. Switched off, the account opens nothing; suspended, it only says why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="officer")
    since = models.DateTimeField()
    switched_off_at = models.DateTimeField(null=True)
    suspended_at = models.DateTimeField(null=True)  # by the alarm of reading

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(role__in=sorted(role.value for role in Role)), name="role_is_known"
            ),
        ]


class Invitation(Mandated):
    """Somebody asked to join the office; its id becomes their account's. The newest link alone works."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(max_length=254)
    email_canonical = models.CharField(max_length=320, unique=True)
    digest = models.CharField(max_length=64, unique=True)
    notice = models.UUIDField()  # the seven days run from its departure
    invited_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["name", "id"]


class ReadingAlarm(models.Model):
    """An officer has opened more files in a few minutes than anybody checks."""

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="alarms")
    files = models.PositiveIntegerField()
    suspended = models.BooleanField()
    at = models.DateTimeField()  # legal clock
    recorded_at = models.DateTimeField()  # machine's clock

    class Meta:
        ordering: ClassVar = ["-id"]


class SearchKey(models.Model):
    """One word by which a person is found, folded. Written by `accounts.keys` only, with what it comes from."""

    class Kind(models.IntegerChoices):
        NAME = 1  # a word of a name, or a name in one word
        MAILBOX = 2
        BORN = 3
        PHONE = 4
        PERSON = 5  # names and birth date together: the same on two accounts is one person, perhaps

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="keys", db_index=False)
    kind = models.PositiveSmallIntegerField(choices=Kind)
    # Bytes: what begins with « mar » lies between b"mar" and b"mar\xff", whatever the database's language.
    word = models.BinaryField(max_length=320)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["candidate", "kind", "word"], name="one_key_of_a_word")
        ]
        indexes: ClassVar = [
            models.Index(fields=["kind", "word", "candidate"], name="people_by_key"),
        ]


class EmailChange(models.Model):
    """A new address that waits for its mailbox's word. A newer one takes its place."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="email_change")
    email = models.EmailField(max_length=254)
    email_canonical = models.CharField(max_length=320)
    digest = models.CharField(max_length=64, unique=True)
    notice = models.UUIDField()
    asked_at = models.DateTimeField()


class FormerAddress(models.Model):
    """An address that the account has just left: whoever still reads its mailbox may take it back."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="former_addresses")
    email = models.EmailField(max_length=254)
    email_canonical = models.CharField(max_length=320)
    digest = models.CharField(max_length=64, unique=True)
    # The mail that carries the link: the 72 hours run from its departure.
    notice = models.UUIDField()
    left_at = models.DateTimeField()


class MailboxReplacement(models.Model):
    """A mailbox that its owner has lost: one officer asks for another one, a second officer agrees or not."""

    class State(models.TextChoices):
        ASKED = "asked"  # demandé, à décider
        AGREED = "agreed"  # accepté
        REFUSED = "refused"  # refusé

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="mailbox_replacements")
    email = models.EmailField(max_length=254)
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account"],
                condition=models.Q(state="asked"),
                name="one_mailbox_replacement_at_a_time",
            ),
            # Two people, whatever the code above says.
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("asked_by")),
                name="a_second_person_decides",
            ),
        ]


class RectificationRequest(models.Model):
    """« Demande de rectification » of an identity that is frozen: an officer answers."""

    class State(models.TextChoices):
        FILED = "filed"  # déposée, à examiner
        ACCEPTED = "accepted"  # acceptée
        REFUSED = "refused"  # refusée

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="rectifications")
    text = models.TextField(max_length=2000)
    state = models.CharField(max_length=10, choices=State, default=State.FILED)
    filed_at = models.DateTimeField()
    # What the office answered, word for word.
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-filed_at", "id"]


class Attempts(models.Model):
    """How often something was tried during one stretch of time; the key names nobody (HMAC)."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)  # machine's clock
