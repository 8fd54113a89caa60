"""What is left to conclude of a file: what waits, what stands in the way, what may be decided at once?"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sporades.registrations import facts
from sporades.registrations.actions.recognising import came_late
from sporades.registrations.actions.reviewing import keeps_from_admission
from sporades.registrations.models import Piece, Registration
from sporades.registrations.queries import pieces as pieces_of
from sporades.registrations.queries import space, waits
from sporades.registrations.queries.checking import Head, head_of, last_day, seen_of, waits_in
from sporades.registrations.queries.private import may_see
from sporades.rules.lifecycle import State
from sporades.rules.pieces import IfMissing
from sporades.rules.rights import Mandate


@dataclass(frozen=True, slots=True)
class FileToConclude:
    head: Head
    pieces: tuple[space.PieceSeen, ...]
    to_check: tuple[UUID, ...]
    in_the_way: tuple[str, ...]  # titles
    late: tuple[str, ...]
    correct_by: date

    @property
    def is_admissible(self) -> bool:
        return self.head.state is State.CONFIRMED and not self.in_the_way

    @property
    def may_take_late(self) -> bool:
        return self.head.state is State.INCOMPLETE and bool(self.late)


def of_file(row: Registration, mandate: Mandate, *, now: datetime) -> FileToConclude:
    """The file as its door gave it; what the holder may not see is not shown, and blocks nothing."""
    asked = [piece for piece in pieces_of.asked(row) if may_see(mandate, piece.kind)]
    shown = seen_of(row, asked, mandate, now=now)
    blank = Piece(registration=row, due_date="pieces", if_missing=IfMissing.BLOCKS_ADMISSION.value)
    return FileToConclude(
        head=head_of(row),
        pieces=shown,
        to_check=waits_in(row, shown),
        in_the_way=tuple(
            piece.title for piece in asked if row.state in waits.CHECKED and keeps_from_admission(piece)
        ),
        late=tuple(piece.title for piece in asked if came_late(piece)),
        correct_by=last_day(row, facts.correction_due(row, blank, at=now)),
    )
