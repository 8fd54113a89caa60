"""What is kept of everything that happened to a file, or to a lot of papers, and does it still hold?

Every entry of its chain: who, what, when, from what to what, by
which rule. What a purge has erased is said to be; what one has no right to see
is absent, with what would tell that it is there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sporades.accounts import queries as accounts
from sporades.journal import queries as journal
from sporades.journal.queries import Line
from sporades.reference.load import reference
from sporades.registrations.actions import publishing
from sporades.registrations.actions.common import subject_of
from sporades.registrations.models import Publication, Registration
from sporades.registrations.queries.private import hidden_answers, hidden_pieces
from sporades.registrations.queries.timeline import candidate_sentence, office_sentence
from sporades.rules import french
from sporades.rules.catalogue import Academy
from sporades.rules.rights import Mandate

# In somebody's own words: the reason of a decision, a message, the names of files.
_WORDS = ("reason", "sentence", "answer", "text", "names")


@dataclass(frozen=True, slots=True)
class Told:
    """One entry: `changes` are answers, each with what it was and what it became."""

    position: int
    at: str
    who: str
    what: str
    changes: tuple[tuple[str, str, str], ...]
    words: str
    rule: str
    source: str
    erased: str


@dataclass(frozen=True, slots=True)
class Proof:
    """`broken_at`: the position of the first entry that is not what was written, or 0."""

    lines: tuple[Told, ...]
    head: str
    broken_at: int

    @property
    def says_rules(self) -> bool:
        """Whether an entry was made by a rule, or after a text: what is done of a lot is not."""
        return any(line.rule or line.source for line in self.lines)


def of(row: Registration, mandate: Mandate, *, to_candidate: bool = False) -> Proof:
    """The file's journal as the holder of this mandate may read it, the oldest entry first.

    To the candidate, it speaks to them, and names no officer.
    """
    subject = subject_of(row)
    lines = [line for line in journal.timeline(subject)[::-1] if _may_see(line, mandate)]
    of_officers = [line.actor_id for line in lines if line.actor_kind == "officer"]
    names = {} if to_candidate else accounts.officer_names(of_officers)
    sentence = candidate_sentence if to_candidate else office_sentence
    told = (_told(row, line, names, mandate, sentence(line.kind, line.data)) for line in lines)
    broken = journal.break_of(subject)
    return Proof(
        # Numbered as they are read: a number that is skipped would tell that something is hidden.
        lines=tuple(replace(one, position=rank) for rank, one in enumerate(told, start=1)),
        head=journal.head_of(subject),
        broken_at=1 + sum(line.position < broken.position for line in lines) if broken else 0,
    )


def of_lot(lot: Publication) -> Proof:
    """The journal of a lot of papers, the oldest entry first; what was done of one file names that file."""
    subject, academy = publishing.subject_of(lot), reference().academies[lot.academy]
    lines = journal.timeline(subject)[::-1]
    names = accounts.officer_names(line.actor_id for line in lines if line.actor_kind == "officer")
    files = {str(one): name for one, name in lot.lines.values_list("id", "name")}
    broken = journal.break_of(subject)
    told = (
        _entry(
            line,
            at=french.spoken_instant(line.at, academy.zone, academy.zone_name),
            names=names,
            what=_of_lot(line, academy),
            words=files.get(str(line.data.get("line", "")), ""),
        )
        for line in lines
    )
    return Proof(tuple(told), head=journal.head_of(subject), broken_at=broken.position if broken else 0)


def _of_lot(line: Line, academy: Academy) -> str:
    planned = str(line.data.get("publish_at", ""))
    at = datetime.fromisoformat(planned) if planned else line.at
    when = french.spoken_instant(at, academy.zone, academy.zone_name)
    return reference().say(f"lot_event_{line.kind}", count=str(line.data.get("count", "")), at=when)


def _may_see(line: Line, mandate: Mandate) -> bool:
    return line.data.get("piece") not in hidden_pieces(mandate)


def _told(row: Registration, line: Line, names: Mapping[str, str], mandate: Mandate, what: str) -> Told:
    calendar = row.window.calendar
    details = line.details or {}
    words = [said for name in _WORDS if (said := _words(details.get(name)))]
    at = french.spoken_instant(line.at, calendar.zone, calendar.zone_name)
    changes = tuple(_changes(details, mandate))
    return _entry(line, at=at, names=names, what=what, words=" · ".join(words), changes=changes)


def _entry(
    line: Line,
    *,
    at: str,
    names: Mapping[str, str],
    what: str,
    words: str,
    changes: tuple[tuple[str, str, str], ...] = (),
) -> Told:
    return Told(
        position=line.position,
        at=at,
        who=names.get(line.actor_id, "") or reference().say(f"by_{line.actor_kind}"),
        what=what,
        changes=changes,
        words=words,
        rule=line.rule,
        source=line.source,
        erased=_erased(line),
    )


def _erased(line: Line) -> str:
    """« effacé par la purge n », or nothing."""
    if not line.erased:
        return ""
    return (
        reference().say("erased_by_purge", purge=str(line.purge)) if line.purge else reference().say("erased")
    )


def _words(held: object) -> str:
    return ", ".join(map(str, held)) if isinstance(held, list) else str(held or "")


def _changes(details: Mapping[str, object], mandate: Mandate) -> Iterator[tuple[str, str, str]]:
    known, hidden = reference(), hidden_answers(mandate)
    held = details.get("changes")
    for change in held if isinstance(held, list) else []:
        path = change["field"]
        if path not in hidden:
            before, after = (known.value(path, change[side]) for side in ("before", "after"))
            yield known.label(path), before, after
