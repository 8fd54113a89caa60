"""What of a file is health, in the law's sense: absent, not blank, for who has no right to it."""

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from sporades.reference.load import reference
from sporades.rules.publishing import OF_HANDICAP, PaperKind
from sporades.rules.rights import Mandate

HANDICAP_ANSWERS = frozenset({"situation.handicap", "situation.accommodation"})
HANDICAP_PIECES = frozenset({"accommodation"})
# How the mails begin that are about a decision of accommodation.
OF_ACCOMMODATION = "accommodation_"


def hidden_pieces(mandate: Mandate) -> frozenset[str]:
    """The kinds of pieces that do not exist for the holder."""
    return frozenset() if mandate.sees_handicap else HANDICAP_PIECES


def hidden_answers(mandate: Mandate) -> frozenset[str]:
    """The answers that do not exist for the holder, by their paths."""
    return frozenset() if mandate.sees_handicap else HANDICAP_ANSWERS


def may_see(mandate: Mandate, kind: str) -> bool:
    return kind not in hidden_pieces(mandate)


def hidden_papers(mandate: Mandate) -> frozenset[PaperKind]:
    """The kinds of published papers that do not exist for the holder."""
    return frozenset() if mandate.sees_handicap else OF_HANDICAP


def hidden_mails(mandate: Mandate) -> Q:
    """The mails that do not exist for the holder: about such a decision, or whose title names such a piece."""
    if mandate.sees_handicap:
        return Q(pk__in=[])
    titles = [rule.title for rule in reference().piece_rules if rule.kind in HANDICAP_PIECES]
    return reduce(or_, (Q(title__contains=title) for title in titles), Q(kind__startswith=OF_ACCOMMODATION))


def unseen_by(mandate: Mandate) -> frozenset[str]:
    """The kinds of pieces and of papers that do not exist for the holder: what the doors put on a row."""
    return hidden_pieces(mandate) | hidden_papers(mandate)


def paper_mark(kind: str) -> dict[str, object]:
    """What an entry of the journal about such a paper bears, so that it is hidden as its piece is."""
    return {"piece": min(HANDICAP_PIECES)} if kind in OF_HANDICAP else {}


def without_naming(titles: Sequence[str], receipt: dict[str, Any]) -> dict[str, Any]:
    """The paper outlives what is health: what is due of it, and where one stands by it, the mail alone says."""
    due = [line for line in receipt["due"] if line["piece"] not in titles]
    standing = "" if any(title in receipt["standing"] for title in titles) else receipt["standing"]
    return receipt | {"due": due, "standing": standing}
