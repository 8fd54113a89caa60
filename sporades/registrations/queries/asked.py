"""What does an officer ask the work list for? The query of an address, read as values.

What it does not know is left out: an old link, a letter too many, a filter on
handicap from somebody for whom handicap does not exist.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sporades.reference.load import reference
from sporades.registrations.queries.private import may_see
from sporades.registrations.queries.waits import ANOMALIES, CHECKED
from sporades.rules.rights import Mandate
from sporades.ui.typed import one_line, plain

# As addresses write them.
DIPLOMA, SPECIALTY, PIECE, STATE = "diplome", "specialite", "piece", "etat"
HANDICAP, ANOMALY, ORDER = "handicap", "anomalie", "ordre"

OLDEST, LIMIT = "ancien", "limite"
LONGEST = 60  # of what is typed of a speciality
YES_NO = {"oui": True, "non": False}


@dataclass(frozen=True, slots=True)
class Asked:
    """Filters of the work list; "" or None: everything."""

    diploma: str = ""
    specialty: str = ""  # as typed
    piece: str = ""
    state: str = ""
    handicap: bool | None = None
    anomaly: str = ""
    order: str = OLDEST


def asked(query: Mapping[str, str], mandate: Mandate) -> Asked:
    """The filters of this query that exist for the holder of the mandate."""
    known = reference()
    diploma, specialty = query.get(DIPLOMA, ""), one_line(query.get(SPECIALTY, ""))
    piece, state, anomaly = query.get(PIECE, ""), query.get(STATE, ""), query.get(ANOMALY, "")
    return Asked(
        diploma=diploma if diploma in known.diplomas else "",
        specialty=specialty[:LONGEST],
        piece=piece if piece in piece_kinds(mandate) else "",
        state=state if state in CHECKED else "",
        handicap=YES_NO.get(query.get(HANDICAP, "")) if mandate.sees_handicap else None,
        anomaly=anomaly if anomaly in ANOMALIES else "",
        order=LIMIT if query.get(ORDER) == LIMIT else OLDEST,
    )


def kept(query: Mapping[str, str], mandate: Mandate) -> dict[str, str]:
    """The parameters of this query that mean something, as an address or a saved search keeps them."""
    values = asked(query, mandate)
    said = {
        DIPLOMA: values.diploma,
        SPECIALTY: values.specialty,
        PIECE: values.piece,
        STATE: values.state,
        HANDICAP: {True: "oui", False: "non", None: ""}[values.handicap],
        ANOMALY: values.anomaly,
        ORDER: values.order if values.order != OLDEST else "",
    }
    return {name: value for name, value in said.items() if value}


def specialties(typed: str) -> list[str]:
    """The specialities whose title has all these words, or whose code it is: nobody chooses among four hundred."""
    words = plain(typed).split()
    return [
        code
        for code, one in reference().specialties.items()
        if typed == code or all(word in plain(one.title) for word in words)
    ]


def piece_kinds(mandate: Mandate) -> list[str]:
    """The kinds of pieces that exist for the holder, in the order of the regulation."""
    kinds = dict.fromkeys(rule.kind for rule in reference().piece_rules)
    return [kind for kind in kinds if may_see(mandate, kind)]
