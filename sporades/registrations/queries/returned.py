"""Which mails could not be delivered to this candidate, and which files are about somebody we cannot reach?"""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from sporades.adapters.prepared import prepared
from sporades.notices.models import Notice
from sporades.registrations.models import Registration
from sporades.registrations.queries.private import hidden_mails
from sporades.rules.rights import Mandate


def unseen(account: UUID, email: str) -> list[Notice]:
    """What the candidate has not read yet of what came back, newest first.

    About their registrations, whatever the address; about their account, at its
    address of today: what is written to the one they left is not for them.
    """
    return _unseen.rows(account, account, email)


@prepared
def _unseen(holder: UUID, account: UUID, email: str) -> QuerySet[Notice, Notice]:
    theirs = Registration.objects.filter(candidate__account=holder).values("id")
    about = Q(subject_kind="registration", subject_id__in=theirs)
    about |= Q(subject_kind="account", subject_id=account, recipient=email)
    return Notice.objects.filter(about, returned_at__isnull=False, seen_at=None).order_by("-recorded_at")


def is_unreached(mandate: Mandate) -> Q:
    """Of a registration: a mail about it came back from the address of today, and was not read here since.

    A mail about what does not exist for the holder makes nobody unreached for them.
    """
    returned = Notice.objects.filter(subject_kind="registration", returned_at__isnull=False, seen_at=None)
    returned = returned.exclude(hidden_mails(mandate)).order_by()
    own = returned.filter(subject_id=OuterRef("pk"), recipient=OuterRef("candidate__account__email"))
    # A handful came back: the others are not asked each for its address.
    return Q(Exists(own), id__in=returned.values("subject_id"))
