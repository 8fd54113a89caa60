"""Which tables hold what, of whom, and for how long?

One line for each table of the database: a test walks all of them and fails on
one that has no line here. What a candidate is given, and what a purge takes
away, is read from these lines and nowhere else: a table that is added is given
and purged as soon as it is named.

A column is given unless it is withheld, with the reason that its owner reads.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Model, Q, QuerySet


class Whose(StrEnum):
    CANDIDATE = "candidate"
    OFFICER = "officer"
    NOBODY = "nobody"  # what the law, the office or the program says, of no one in particular


class By(StrEnum):
    """How a row names the person it is about."""

    ACCOUNT = "account"
    REGISTRATION = "registration"
    SUBJECT = "subject"  # a kind and an id, of either


class Kept(StrEnum):
    """Which line of `reference/retention.toml` says for how long."""

    ACCOUNT = "accounts"
    PIECE = "pieces"
    REGISTRATION = "registrations"
    TRACE = "traces"
    OFFICER = "officers"
    PASSING = "passing"  # goes away by itself, within days
    SERVICE = "service"  # the service's own


HIDDEN = "Un secret : qui le lirait pourrait se faire passer pour vous."
SEALED = "Sert à ouvrir le fichier, qui est joint en clair."
AGENT = "Désigne un agent du service, non vous."
OTHERS = "Un nom de fichier choisi par le service, qui peut désigner quelqu’un d’autre."
OTHER = "L’un des deux est une autre personne, ou un autre compte."
MACHINE = "Sert au programme seul, et ne dit rien de vous."


@dataclass(frozen=True, slots=True)
class Held:
    model: str
    title: str
    whose: Whose = Whose.NOBODY
    kept: Kept = Kept.SERVICE
    by: By | None = None
    path: str = (
        ""  # the lookup that leads there; empty when the row itself is the account or the registration
    )
    also: str = ""  # a second lookup, of a row that is about two people
    withheld: Mapping[str, str] = field(default_factory=dict)
    # Columns that are a secret in the rows of these kinds alone.
    secret: Mapping[str, frozenset[str]] = field(default_factory=dict)
    # Columns whose name looks like a secret or an officer's, and are neither.
    given: tuple[str, ...] = ()

    @property
    def rows(self) -> "QuerySet[Model, Any]":
        model: Any = apps.get_model(self.model)
        rows: QuerySet[Model, Any] = model._default_manager.all()
        return rows


def of_account(
    model: str, title: str, path: str = "account", *, kept: Kept = Kept.ACCOUNT, **more: Any
) -> Held:
    return Held(model, title, Whose.CANDIDATE, kept, By.ACCOUNT, path, **more)


def of_registration(
    model: str, title: str, path: str = "registration", *, kept: Kept = Kept.REGISTRATION, **more: Any
) -> Held:
    return Held(model, title, Whose.CANDIDATE, kept, By.REGISTRATION, path, **more)


def of_subject(
    model: str, title: str, path: str = "", *, kept: Kept = Kept.REGISTRATION, **more: Any
) -> Held:
    return Held(model, title, Whose.CANDIDATE, kept, By.SUBJECT, path, **more)


def of_office(model: str, title: str, path: str) -> Held:
    return Held(model, title, Whose.OFFICER, Kept.OFFICER, By.ACCOUNT, path)


_FILE = {"key": SEALED, "wrapped_key": SEALED, "key_id": SEALED}
# The mails whose link opens the account to whoever follows it.
WITH_A_LINK = frozenset(
    {
        "account_activation", "email_change_confirm", "email_changed", "email_restored", "mailbox_replaced",
        "password_reset",
    }
)  # fmt: skip
_LINK = {"digest": HIDDEN, "notice": MACHINE}

LINES: tuple[Held, ...] = (
    # The account and who holds it.
    of_account(
        "accounts.Account",
        "Compte",
        "",
        withheld={"password": HIDDEN, "activation_digest": HIDDEN, "activation_notice": MACHINE},
        given=("password_changed_at",),
    ),
    of_account("accounts.Candidate", "État civil et coordonnées"),
    of_account("accounts.SearchKey", "Mots qui permettent au service de vous retrouver", "candidate__account"),
    of_account("accounts.EmailChange", "Changement d’adresse en attente", withheld=_LINK),
    of_account("accounts.FormerAddress", "Adresse quittée", withheld=_LINK),
    of_account(
        "accounts.MailboxReplacement",
        "Remplacement d’une adresse perdue",
        withheld={"asked_by": AGENT, "decided_by": AGENT},
    ),
    of_account("accounts.RectificationRequest", "Demandes de rectification", "candidate__account"),
    of_account(
        "registrations.Duplicate",
        "Doublons examinés par le service",
        "first__account",
        also="second__account",
        withheld={"first": OTHER, "second": OTHER, "decided_by": AGENT},
    ),
    of_account("account.EmailAddress", "Adresse connue du module de connexion", "user"),
    of_account(
        "account.EmailConfirmation",
        "Confirmation d’adresse du module de connexion",
        "email_address__user",
        withheld={"key": HIDDEN},
    ),
    of_account("mfa.Authenticator", "Seconds facteurs", "user", withheld={"data": HIDDEN}),
    of_account(
        "usersessions.UserSession", "Connexions ouvertes", "user", withheld={"session_key": HIDDEN, "data": MACHINE}
    ),
    # The registrations.
    of_registration("registrations.Registration", "Inscriptions", "pk"),
    of_registration("registrations.Version", "Versions enregistrées"),
    of_registration("registrations.PersonalDate", "Dates personnelles", withheld={"decided_by": AGENT}),
    of_registration("registrations.Piece", "Pièces demandées", given=("key",)),
    of_registration("registrations.Deposit", "Dépôts", "piece__registration", kept=Kept.PIECE, withheld=_FILE),
    of_registration(
        "registrations.File", "Fichiers déposés", "deposit__piece__registration", kept=Kept.PIECE, withheld=_FILE
    ),
    of_registration("registrations.Replacement", "Demandes de remplacement", "piece__registration"),
    of_registration("registrations.Message", "Messages", withheld={"author": AGENT}),
    of_registration("registrations.Note", "Notes du service sur le dossier", withheld={"author": AGENT}),
    of_registration(
        "registrations.Hearing", "Observations demandées", withheld={"asked_by": AGENT}, given=("answer_by",)
    ),
    of_registration(
        "registrations.Proposal", "Propositions au chef de bureau",
        withheld={"proposed_by": AGENT, "answered_by": AGENT},
    ),
    of_registration("registrations.DecisionLine", "Présence sur une liste à signer", withheld={"struck_by": AGENT}),
    of_registration(
        "registrations.AcademyChange", "Changements d’académie", withheld={"proposed_by": AGENT, "answered_by": AGENT}
    ),
    of_registration("registrations.Ending", "Fins d’inscription", withheld={"by": AGENT, "undone_by": AGENT}),
    of_registration("registrations.Reminder", "Rappels envoyés"),
    of_registration(
        "registrations.PublicationLine", "Documents préparés par le service",
        withheld={**_FILE, "retracted_by": AGENT, "name": OTHERS},
        given=("told_by",),
    ),
    of_registration("registrations.Verdict", "Décisions sur les pièces", withheld={"officer_id": AGENT}),
    of_registration("registrations.Claim", "Dossier ouvert par un agent", withheld={"officer": AGENT}),
    # What bears the name of either.
    of_subject("documents.Document", "Documents établis", withheld=_FILE),
    of_subject("documents.Cachet", "Cachets des documents", "document__", withheld=_FILE),
    of_subject("notices.Notice", "Courriels", secret={"text": WITH_A_LINK, "html": WITH_A_LINK}),
    of_subject("journal.Chain", "Journal", kept=Kept.SERVICE),
    of_subject(
        "journal.Entry",
        "Écritures du journal",
        "chain__",
        kept=Kept.SERVICE,
        withheld={"actor_id": AGENT, "token": MACHINE},
        given=("details_digest", "digest"),
    ),
    of_subject("journal.Detail", "Détails des écritures", "entry__chain__", given=("salt",)),
    of_subject("journal.Leaf", "Scellements", "chain__", kept=Kept.SERVICE, given=("digest",)),
    of_subject("records.PurgeLine", "Effacements à la fin de leur durée", kept=Kept.SERVICE, given=("digest",)),
    of_registration(
        "records.Hold", "Effacement suspendu", withheld={"placed_by": AGENT, "lifted_by": AGENT}
    ),
    of_subject(
        "journal.Consultation", "Lectures de votre dossier par le service", kept=Kept.TRACE,
        withheld={"officer_id": AGENT},
    ),
    # The office's people.
    of_office("accounts.Officer", "Agents", "account"),
    Held("accounts.Invitation", "Invitations d’agents", Whose.OFFICER, Kept.PASSING),
    of_office("accounts.ReadingAlarm", "Alarmes de lecture", "officer__account"),
    of_office("registrations.SavedSearch", "Recherches gardées", "officer__account"),
    # Who asked, and who agreed, are uuids there: the two people are proved when their names are gone.
    Held("registrations.Export", "Exports demandés", Whose.OFFICER),
    # Of nobody: who did it is in the journal.
    Held("notices.Relay", "Silences du relais de messagerie"),
    Held("registrations.DecisionList", "Listes à signer"),
    Held("registrations.Checkup", "Vérifications du service"),
    Held("registrations.Publication", "Lots de documents à publier"),
    Held("registrations.Archive", "Archives reçues pour un lot"),
    Held("registrations.PastCurve", "Inscriptions de la session précédente, en nombres"),
    Held("registrations.RefusalReason", "Motifs de refus d’une académie"),
    Held("calendars.Calendar", "Calendriers"),
    Held("calendars.Window", "Périodes d’inscription"),
    Held("calendars.Extension", "Prolongations"),
    Held("calendars.Incident", "Incidents"),
    Held("calendars.Draft", "Brouillons de calendrier"),
    Held("journal.Root", "Racines du journal"),
    Held("records.Purge", "Purges"),
    # What passes by itself, under a name that nobody can read.
    Held("accounts.Attempts", "Compteurs d’essais", kept=Kept.PASSING),
    Held("sessions.Session", "Sessions du navigateur", kept=Kept.PASSING),
    # Django's own.
    Held("auth.Permission", "Droits de Django, inutilisés"),
    Held("auth.Group", "Groupes de Django, inutilisés"),
    Held("auth.Group_permissions", "Droits des groupes de Django, inutilisés"),
    Held("contenttypes.ContentType", "Types de Django"),
)  # fmt: skip

BY_MODEL: Mapping[str, Held] = {line.model: line for line in LINES}


def of_candidates() -> Iterable[Held]:
    return (line for line in LINES if line.whose is Whose.CANDIDATE)


def going() -> Iterable[Held]:
    """What a purge takes away: of somebody, and not the service's own."""
    return (line for line in LINES if line.by is not None and line.kept is not Kept.SERVICE)


def rows_of(line: Held, *, account: UUID | None, registrations: Iterable[UUID]) -> "QuerySet[Model, Any]":
    """The rows of one table that are about this account, or one of these registrations."""
    ids = list(registrations)
    if line.by is By.SUBJECT:
        kind, subject = f"{line.path}subject_kind", f"{line.path}subject_id__in"
        theirs = Q(**{kind: "registration", subject: ids})
        if account is not None:
            theirs |= Q(**{kind: "account", subject: [account]})
        return line.rows.filter(theirs)
    if line.by is By.REGISTRATION:
        return line.rows.filter(**{f"{line.path}__in": ids})
    if account is None:
        return line.rows.none()
    theirs = Q(**{line.path or "pk": account})
    return line.rows.filter(theirs | Q(**{line.also: account}) if line.also else theirs)
