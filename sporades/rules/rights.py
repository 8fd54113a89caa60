"""What may an officer do, to which registrations, in which state?

One table, role × act × state: doors ask it, pages show only what it allows, and
the tests are generated from it. An act that is not in the table is nobody's.
A mandate says over which académies and diplomas its holder has it; what lies
outside does not exist for them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sporades.rules import lifecycle
from sporades.rules.lifecycle import LIVE, State, Step


class Role(StrEnum):
    OFFICER = "officer"  # gestionnaire
    HEAD = "head"  # chef de bureau
    ADMINISTRATOR = "administrator"  # administrateur
    READER = "reader"  # consultation


class Act(StrEnum):
    # On one registration.
    READ_FILE = "read_file"
    CHECK_PIECE = "check_piece"  # valider, refuser, dispenser, demander
    DECIDE_ACQUIS = "decide_acquis"
    ADMIT = "admit"
    RECOGNISE = "recognise"
    ACCEPT_LATE = "accept_late"
    CORRECT = "correct"  # erreur matérielle
    CORRECT_EXAM = "correct_exam"  # diplôme, spécialité, forme
    ANSWER_RECTIFICATION = "answer_rectification"
    WRITE_MESSAGE = "write_message"
    WRITE_NOTE = "write_note"
    RECEIVE_PAPER = "receive_paper"  # reçu au guichet ou par la poste
    WITHDRAW = "withdraw"  # désinscription sur demande écrite
    REPLACE_EMAIL = "replace_email"  # deux personnes
    PROPOSE_ACADEMY = "propose_academy"  # proposer le dossier à une autre académie
    CHANGE_ACADEMY = "change_academy"  # le prendre : le chef de bureau de l’académie d’arrivée
    COMPARE_DUPLICATES = "compare_duplicates"  # deux personnes, ou une seule : dire, proposer
    SETTLE_DUPLICATE = "settle_duplicate"  # la même personne : clore une inscription, ou autoriser les deux
    READ_TRACES = "read_traces"  # qui a lu ce dossier
    HOLD_FILE = "hold_file"  # suspendre l’effacement d’un dossier
    SEE_AS_CANDIDATE = "see_as_candidate"
    ISSUE_EVIDENCE = "issue_evidence"  # fiche de preuve
    PROPOSE = "propose"  # le gestionnaire propose, le chef de bureau décide
    CANCEL = "cancel"
    SET_ASIDE = "set_aside"
    REINSTATE = "reinstate"
    REOPEN = "reopen"
    GIVE_PERSONAL_DATE = "give_personal_date"
    # On a campaign.
    APPROVE_LIST = "approve_list"
    EXTEND = "extend"
    DECLARE_INCIDENT = "declare_incident"
    READ_CALENDAR = "read_calendar"
    EDIT_CALENDAR = "edit_calendar"
    APPROVE_CALENDAR = "approve_calendar"  # la seconde personne
    PREPARE_DOCUMENTS = "prepare_documents"  # un lot est préparé et relu par le service
    PUBLISH_DOCUMENTS = "publish_documents"  # publié et retiré par le chef de bureau
    READ_FIGURES = "read_figures"
    GIVE_PAST_CURVE = "give_past_curve"  # les inscriptions de la session précédente
    EXPORT = "export"
    APPROVE_EXPORT = "approve_export"  # la seconde personne
    EDIT_REASONS = "edit_reasons"  # motifs de refus d’une académie
    # On the office itself.
    OWN_ACCOUNT = "own_account"  # mot de passe, seconds facteurs, appareils
    MANAGE_PEOPLE = "manage_people"
    VERIFY_JOURNAL = "verify_journal"
    READ_RETENTION = "read_retention"  # durées de conservation, purges
    HOLD_SESSION = "hold_session"  # suspendre l’effacement d’une session
    FREEZE_PURGE = "freeze_purge"  # arrêter une liste de purge
    APPROVE_PURGE = "approve_purge"  # la seconde personne


@dataclass(frozen=True, slots=True)
class Right:
    """Who has it; `states` None: the act does not depend on a registration's state."""

    roles: frozenset[Role]
    states: frozenset[State] | None = None


@dataclass(frozen=True, slots=True)
class Mandate:
    """What one officer was given. No diploma named: all of them."""

    role: Role
    academies: frozenset[str]
    diplomas: frozenset[str] = frozenset()
    sees_files: bool = True  # a reader may have the figures only
    sees_handicap: bool = False


_SAVED = LIVE - {State.DRAFT}
_RECEIVED = _SAVED - {State.SAVED}
_DESK = (Role.OFFICER, Role.HEAD)
_HEAD = (Role.HEAD,)
_READERS = (Role.OFFICER, Role.HEAD, Role.READER)
_EVERYBODY = tuple(Role)


def _of(step: Step) -> frozenset[State]:
    return frozenset(state for state in step.sources if state is not None)


def _to(roles: tuple[Role, ...], states: frozenset[State] | None = None) -> Right:
    return Right(frozenset(roles), states)


RIGHTS: Mapping[Act, Right] = {
    Act.READ_FILE: _to(_READERS, frozenset(State)),
    Act.CHECK_PIECE: _to(_DESK, _of(lifecycle.REFUSE_PIECE)),
    Act.DECIDE_ACQUIS: _to(_DESK, _RECEIVED),
    Act.ADMIT: _to(_DESK, _of(lifecycle.ADMIT)),
    Act.RECOGNISE: _to(_DESK, _of(lifecycle.RECOGNISE)),
    Act.ACCEPT_LATE: _to(_DESK, _of(lifecycle.ACCEPT_LATE)),
    Act.CORRECT: _to(_DESK, _of(lifecycle.CORRECT)),
    Act.CORRECT_EXAM: _to(_HEAD, _of(lifecycle.CORRECT)),
    Act.ANSWER_RECTIFICATION: _to(_DESK, frozenset(State)),
    Act.WRITE_MESSAGE: _to(_DESK, frozenset(State)),
    Act.WRITE_NOTE: _to(_DESK, frozenset(State)),
    Act.RECEIVE_PAPER: _to(_DESK, _SAVED),
    Act.WITHDRAW: _to(_DESK, _of(lifecycle.WITHDRAW)),
    Act.REPLACE_EMAIL: _to(_DESK, frozenset(State)),
    Act.PROPOSE_ACADEMY: _to(_DESK, _SAVED),
    Act.CHANGE_ACADEMY: _to(_HEAD, _SAVED),
    Act.COMPARE_DUPLICATES: _to(_DESK, frozenset(State)),
    Act.SETTLE_DUPLICATE: _to(_HEAD, frozenset(State)),
    Act.READ_TRACES: _to(_HEAD, frozenset(State)),
    Act.HOLD_FILE: _to(_HEAD, frozenset(State)),
    Act.SEE_AS_CANDIDATE: _to(_DESK, frozenset(State)),
    Act.ISSUE_EVIDENCE: _to(_DESK, frozenset(State)),
    Act.PROPOSE: _to(_DESK, frozenset(State) - {State.DRAFT}),
    Act.CANCEL: _to(_HEAD, _of(lifecycle.CANCEL)),
    Act.SET_ASIDE: _to(_HEAD, _of(lifecycle.SET_ASIDE)),
    Act.REINSTATE: _to(_HEAD, _of(lifecycle.REINSTATE)),
    Act.REOPEN: _to(_HEAD, _of(lifecycle.REOPEN)),
    Act.GIVE_PERSONAL_DATE: _to(_HEAD, LIVE),
    Act.APPROVE_LIST: _to(_HEAD),
    Act.EXTEND: _to(_HEAD),
    Act.DECLARE_INCIDENT: _to((Role.HEAD, Role.ADMINISTRATOR)),
    Act.READ_CALENDAR: _to(_EVERYBODY),
    Act.EDIT_CALENDAR: _to((Role.ADMINISTRATOR,)),
    Act.APPROVE_CALENDAR: _to((Role.HEAD, Role.ADMINISTRATOR)),
    Act.PREPARE_DOCUMENTS: _to(_DESK),
    Act.PUBLISH_DOCUMENTS: _to(_HEAD),
    Act.READ_FIGURES: _to(_EVERYBODY),
    Act.GIVE_PAST_CURVE: _to((Role.HEAD, Role.ADMINISTRATOR)),
    Act.EXPORT: _to(_DESK),
    Act.APPROVE_EXPORT: _to(_HEAD),
    Act.EDIT_REASONS: _to(_HEAD),
    Act.OWN_ACCOUNT: _to(_EVERYBODY),
    Act.MANAGE_PEOPLE: _to((Role.ADMINISTRATOR,)),
    Act.VERIFY_JOURNAL: _to((Role.HEAD, Role.ADMINISTRATOR)),
    Act.READ_RETENTION: _to((Role.HEAD, Role.ADMINISTRATOR)),
    Act.HOLD_SESSION: _to(_HEAD),
    Act.FREEZE_PURGE: _to((Role.HEAD, Role.ADMINISTRATOR)),
    Act.APPROVE_PURGE: _to((Role.HEAD, Role.ADMINISTRATOR)),
}

# What an officer may propose; the head of office alone decides it.
PROPOSABLE = (
    Act.CANCEL, Act.SET_ASIDE, Act.REINSTATE, Act.REOPEN, Act.GIVE_PERSONAL_DATE, Act.CORRECT_EXAM,
)  # fmt: skip

# What a reader of figures only may not do: open somebody's file.
_OF_A_FILE = frozenset(act for act, right in RIGHTS.items() if right.states is not None)


def may(mandate: Mandate, act: Act, *, state: State | None = None) -> bool:
    """Whether the mandate holds this right; for an act on a registration, in that state if one is given."""
    right = RIGHTS[act]
    if mandate.role not in right.roles or (act in _OF_A_FILE and not mandate.sees_files):
        return False
    return state is None or right.states is None or state in right.states


def proposable(state: State) -> tuple[Act, ...]:
    """What may be proposed of a registration in this state."""
    return tuple(act for act in PROPOSABLE if state in (RIGHTS[act].states or ()))


def manages(mandate: Mandate, academies: frozenset[str]) -> bool:
    """Whether the holder answers for somebody who has these académies: all of them are their own."""
    return bool(academies) and academies <= mandate.academies


def covers(mandate: Mandate, *, academy: str, diploma: str) -> bool:
    """Whether a registration of this académie and diploma exists for the holder."""
    return academy in mandate.academies and (not mandate.diplomas or diploma in mandate.diplomas)
