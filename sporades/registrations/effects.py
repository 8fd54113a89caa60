"""What does an act of the office change for a candidate: pieces, dates, papers, warnings?

The file is read before the act and after it, and the two are compared: what is
announced is what the act does, not what somebody believes that it does.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sporades.reference.load import reference
from sporades.registrations import facts, telling
from sporades.registrations.models import Registration
from sporades.registrations.queries import pieces
from sporades.rules import french
from sporades.rules.calendar import Dates
from sporades.rules.pieces import PieceState

_AWAITED = frozenset({PieceState.EXPECTED.value, PieceState.LATE.value})


@dataclass(frozen=True, slots=True)
class PieceStood:
    kind: str
    title: str
    state: str
    due: datetime


@dataclass(frozen=True, slots=True)
class Stood:
    """How the file stands at one moment."""

    pieces: Mapping[UUID, PieceStood]
    dates: Dates
    papers: Mapping[str, str]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PieceLine:
    """`limit`: until when it may be given, for what is newly expected."""

    kind: str
    title: str
    limit: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Effects:
    expected: tuple[PieceLine, ...] = ()  # newly expected
    checked: tuple[PieceLine, ...] = ()  # was decided, to be checked again: its facts change
    gone: tuple[PieceLine, ...] = ()  # no longer needed
    dates: tuple[Moved, ...] = ()
    papers: tuple[Moved, ...] = ()
    warnings: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)  # what the act changed, from what to what

    def told(self) -> dict[str, object]:
        """As the candidate reads it in a mail."""
        return {
            **self.names,
            "expected": [{"title": one.title, "limit": one.limit} for one in self.expected],
            "gone": [one.title for one in self.gone],
            "dates": [{"what": one.label, "when": one.after} for one in self.dates if one.after],
        }

    def seen_without(self, kinds: Iterable[str]) -> "Effects":
        """The same for somebody for whom these kinds of pieces do not exist."""
        hidden = frozenset(kinds)
        left: dict[str, Any] = {
            name: tuple(line for line in getattr(self, name) if line.kind not in hidden)
            for name in ("expected", "checked", "gone")
        }
        return Effects(**left, dates=self.dates, papers=self.papers, warnings=self.warnings, names=self.names)


def stood(row: Registration) -> Stood:
    dates = facts.dates(row)
    answers = facts.saved(row.versions.get(number=row.version))
    return Stood(
        pieces={
            one.id: PieceStood(one.kind, one.title, one.state, facts.due(one, dates))
            for one in pieces.asked(row)
        },
        dates=dates,
        papers={one.title or one.code: one.status for one in telling.papers(answers)},
        warnings=tuple(reference().say(one["code"], **one["params"]) for one in row.findings if one["code"]),
    )


def between(before: Stood, after: Stood, names: Mapping[str, str]) -> Effects:
    return Effects(
        expected=tuple(_expected(before, after)),
        checked=tuple(
            PieceLine(now.kind, now.title)
            for was, now in _changed(before, after)
            if now.state == PieceState.DEPOSITED and was not in {"", *_AWAITED}
        ),
        gone=tuple(
            PieceLine(now.kind, now.title)
            for was, now in _changed(before, after)
            if now.state == PieceState.NOT_NEEDED and was
        ),
        dates=tuple(_dates(before.dates, after.dates)),
        papers=tuple(_papers(before.papers, after.papers)),
        warnings=tuple(one for one in after.warnings if one not in before.warnings),
        names=names,
    )


def _changed(before: Stood, after: Stood) -> Iterator[tuple[str, PieceStood]]:
    """Each piece whose state is no longer the same, with the one before: empty if it was not there."""
    for piece_id, now in after.pieces.items():
        was = before.pieces[piece_id].state if piece_id in before.pieces else ""
        if was != now.state:
            yield was, now


def _expected(before: Stood, after: Stood) -> Iterator[PieceLine]:
    for was, now in _changed(before, after):
        if now.state == PieceState.EXPECTED and was not in _AWAITED:
            yield PieceLine(now.kind, now.title, _said(now.due, after.dates))


def _dates(before: Dates, after: Dates) -> Iterator[Moved]:
    say = reference().say
    if before.closes != after.closes:
        was, now = (french.spoken_instant(one.closes, one.zone, one.zone_name) for one in (before, after))
        yield Moved(say("limit_closes"), was, now)
    if before.pieces_due != after.pieces_due:
        yield Moved(say("limit_pieces"), _said(before.pieces_due, before), _said(after.pieces_due, after))
    for name in sorted({*before.later, *after.later}):
        was_due, due = before.later.get(name), after.later.get(name)
        if was_due != due:
            was = _said(was_due, before) if was_due else ""
            yield Moved(say(f"limit_{name}"), was, _said(due, after) if due else "")


def _papers(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Moved]:
    for title in dict.fromkeys([*before, *after]):
        if before.get(title) != after.get(title):
            yield Moved(title, before.get(title, ""), after.get(title, ""))


def _said(limit: datetime, dates: Dates) -> str:
    return french.spoken_deadline(limit, dates.zone, dates.zone_name)
