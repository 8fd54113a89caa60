"""What of a file is health, in the law's sense: absent, not blank, for who has no right to it."""

from sporades.rules.rights import Mandate

HANDICAP_ANSWERS = frozenset({"situation.handicap", "situation.accommodation"})
HANDICAP_PIECES = frozenset({"accommodation"})


def hidden_pieces(mandate: Mandate) -> frozenset[str]:
    """The kinds of pieces that do not exist for the holder."""
    return frozenset() if mandate.sees_handicap else HANDICAP_PIECES


def hidden_answers(mandate: Mandate) -> frozenset[str]:
    """The answers that do not exist for the holder, by their paths."""
    return frozenset() if mandate.sees_handicap else HANDICAP_ANSWERS


def may_see(mandate: Mandate, kind: str) -> bool:
    return kind not in hidden_pieces(mandate)
