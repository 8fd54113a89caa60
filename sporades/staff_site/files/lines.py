"""How is a piece one line of the file's table? With what was received, and the way to where it is checked."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sporades.rules.lifecycle import State
from sporades.rules.rights import Act, Mandate, may
from sporades.ui.addresses import address

if TYPE_CHECKING:
    from sporades.registrations.queries.file import FileSeen
    from sporades.registrations.queries.space import PieceSeen


@dataclass(frozen=True, slots=True)
class Line:
    piece: "PieceSeen"
    url: str
    replaced: int


def lines(seen: "FileSeen", mandate: Mandate) -> Iterator[Line]:
    """A piece that was given leads to its screen, for who may decide it in this state."""
    decides = may(mandate, Act.CHECK_PIECE, state=State(seen.state))
    for piece in seen.pieces:
        url = address("staff_check", piece.id) if decides and piece.deposits else ""
        yield Line(piece, url, len(piece.deposits) - len(piece.current))
