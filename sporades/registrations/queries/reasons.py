"""Which reasons may an office give to refuse a piece? The common ones, less those it retired, and its own."""

from dataclasses import dataclass

from sporades.reference.load import reference
from sporades.registrations import facts
from sporades.registrations.models import RefusalReason

# What only a signed paper lacks.
_OF_A_CONFIRMATION = frozenset({"unsigned", "undated", "guardian_unsigned", "other_version"})


@dataclass(frozen=True, slots=True)
class Known:
    """A reason as the head of office sees it."""

    code: str
    sentence: str
    is_ours: bool
    is_retired: bool


def known(academy: str) -> list[Known]:
    """Every reason of the académie, the retired ones too: the common ones first."""
    rows = {row.code: row for row in RefusalReason.objects.filter(academy=academy)}
    common = reference().wording["refusals"]
    listed = [
        Known(code, sentence, is_ours=False, is_retired=code in rows and rows[code].retired_at is not None)
        for code, sentence in common.items()
    ]
    own = [
        Known(row.code, row.sentence, is_ours=True, is_retired=row.retired_at is not None)
        for row in rows.values()
        if row.code not in common
    ]
    return listed + own


def offered(academy: str, kind: str) -> list[tuple[str, str]]:
    """The reasons to choose from for a piece of this kind: code and sentence."""
    return [
        (one.code, one.sentence)
        for one in known(academy)
        if not one.is_retired and (kind == facts.CONFIRMATION or one.code not in _OF_A_CONFIRMATION)
    ]


def sentences(academy: str) -> dict[str, str]:
    """What each reason says, the retired ones too: what was refused then still counts."""
    also = {"file_infected": reference().say("file_infected")}
    return also | {one.code: one.sentence for one in known(academy)}
