"""How does the worker turn an archive into papers, each of them checked and matched?

First the files are taken out of the archive, a few at a time: their bytes to
the store, then their rows and how far the archive has come, in one transaction.
Then each file, on its own lease, goes through the reader, the antivirus and the
search for its number. Killed anywhere, it begins that step again; nothing is
taken out twice, for a row has its place in its archive. What can never be read
is refused in the end: a lot is not ordered, nor closed, while a file waits.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from sporades.adapters import antivirus, clocks, codes, decoding, media, storage, zips
from sporades.adapters.storage import Stored
from sporades.documents import printed
from sporades.documents import queries as documents
from sporades.registrations.actions import publishing
from sporades.registrations.actions.common import subject_of
from sporades.registrations.models import Archive, Publication, PublicationLine, Registration
from sporades.rules import matching
from sporades.rules.lifecycle import State
from sporades.rules.matching import By, Reading
from sporades.rules.publishing import TAKES_ITS_PLACE, LineState, PaperKind, judge

log = logging.getLogger(__name__)

A_FEW = 25  # files taken out between two commits
LEASE = timedelta(minutes=2)
LONGEST_PAUSE = timedelta(minutes=15)
# Bytes that are lost are asked for again in case the store was away; what nothing can check, for a day.
TRIES_OF_LOST, TRIES = 3, 100


def unpack_next(*, machine_now: datetime) -> bool:
    """Takes the next few files out of the oldest archive that waits; False if none does."""
    archive = _lease_archive(machine_now)
    if archive is None:
        return False
    take_out_of(archive)
    return True


def take_out_of(archive: Archive) -> None:
    """The next few of its files, from where it had come; if it is lost, one line says it of them all."""
    try:
        content = storage.get(archive.key, archive.wrapped_key, archive.key_id)
        found = zips.entries(content, archive.name)
    except (storage.CannotGive, zips.BadArchive):
        log.exception("archive %s of a publication cannot be opened again", archive.id)
        if archive.attempts >= TRIES_OF_LOST:
            whole = zips.Entry(archive.taken_out, archive.name, archive.size)
            _keep(archive, [(whole, None, "published_lost")], is_last=True)
        return
    few, opened = found[archive.taken_out : archive.taken_out + A_FEW], zips.opened(content)
    taken = [(entry, *_take_out(opened, entry)) for entry in few]
    _keep(archive, taken, is_last=archive.taken_out + len(few) >= len(found))


@transaction.atomic
def _lease_archive(machine_now: datetime) -> Archive | None:
    waiting = Archive.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        is_done=False, next_try_at__lte=machine_now
    )
    archive = waiting.order_by("next_try_at").first()
    if archive is not None:
        archive.attempts += 1
        archive.next_try_at = machine_now + min(LEASE * archive.attempts, LONGEST_PAUSE)
        archive.save(update_fields=["attempts", "next_try_at"])
    return archive


def _take_out(opened: Callable[[zips.Entry], bytes], entry: zips.Entry) -> tuple[Stored | None, str]:
    """Where the file is now, or why it cannot be taken out."""
    if entry.size > media.MAX_BYTES:
        return None, "published_too_large"
    try:
        return storage.put(opened(entry)), ""
    except zips.BadArchive:
        return None, "published_damaged"


def _keep(archive: Archive, taken: list[tuple[zips.Entry, Stored | None, str]], *, is_last: bool) -> None:
    with transaction.atomic():
        held = (
            Archive.objects.select_for_update(of=("self",)).select_related("publication").get(id=archive.id)
        )
        if held.taken_out != archive.taken_out:
            return  # another worker was faster: the sweeper takes these bytes
        replaces = held.publication.replaces
        rows = [
            _line(held, held.taken_out + place, one, replaces=replaces) for place, one in enumerate(taken)
        ]
        PublicationLine.objects.bulk_create(rows)
        held.taken_out += len(rows)
        held.is_done, held.attempts, held.next_try_at = is_last, 0, clocks.machine_now()
        held.save(update_fields=["taken_out", "is_done", "attempts", "next_try_at"])


def _line(
    archive: Archive, position: int, taken: tuple[zips.Entry, Stored | None, str], *, replaces: bool
) -> PublicationLine:
    entry, stored, why = taken
    return PublicationLine(
        publication_id=archive.publication_id,
        archive=archive,
        position=position,
        name=entry.name,
        size=entry.size,
        sha256=stored.sha256 if stored else "",
        key=stored.key if stored else "",
        wrapped_key=stored.wrapped_key if stored else "",
        key_id=stored.key_id if stored else "",
        state=(LineState.UNREADABLE if why else LineState.WAITING).value,
        why=why,
        replaces=replaces,
        next_try_at=clocks.machine_now(),
    )


def check_next(*, machine_now: datetime) -> bool:
    """Reads, scans and matches the oldest file that waits; False if none does."""
    line = _lease_line(machine_now)
    if line is None:
        return False
    seen = _look_at(line)
    if seen is not None:
        settle(line, seen)
    return True


@transaction.atomic
def _lease_line(machine_now: datetime) -> PublicationLine | None:
    waiting = PublicationLine.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        state=LineState.WAITING.value, next_try_at__lte=machine_now
    )
    line = waiting.select_related("publication").order_by("next_try_at").first()
    if line is not None:
        line.attempts += 1
        # A scanner that is down is asked again, ever less often.
        line.next_try_at = machine_now + min(LEASE * line.attempts, LONGEST_PAUSE)
        line.save(update_fields=["attempts", "next_try_at"])
    return line


@dataclass(frozen=True, slots=True)
class Seen:
    """What a file has shown: its pages, and whose it is; or in `why`, what is wrong with it."""

    reading: Reading
    pages: int = 0
    why: str = ""


def _refused(why: str) -> Seen:
    return Seen(Reading(LineState.UNREADABLE), why=why)


def _look_at(line: PublicationLine) -> Seen | None:
    """None while it is to be tried again."""
    if line.attempts > TRIES:
        return _refused("published_not_checked")
    try:
        content = storage.get(line.key, line.wrapped_key, line.key_id)
    except storage.CannotGive:
        log.exception("line %s of a publication has lost its bytes", line.id)
        return _refused("published_lost") if line.attempts >= TRIES_OF_LOST else None
    return _read(line, content)


def _read(line: PublicationLine, content: bytes) -> Seen | None:
    """None while the antivirus has not spoken, or our own reader did not run."""
    try:
        read = decoding.read(content, line.name)
    except media.NotReadNow:
        return None
    except media.Unreadable as refusal:
        return _refused(f"published_{refusal.code}")
    if read.media_type != media.PDF:
        return _refused("published_wrong_type")
    said = antivirus.scan(content)
    if said.verdict == antivirus.Verdict.UNSCANNED:
        log.warning("line %s of a publication waits: %s", line.id, said.detail)
        return None
    if said.verdict == antivirus.Verdict.INFECTED:
        return Seen(Reading(LineState.INFECTED), why="published_infected")
    return Seen(_read_number(line, content), pages=read.pages)


def _read_number(line: PublicationLine, content: bytes) -> Reading:
    lot = line.publication
    read = partial(matching.read, name=line.name, academy=lot.academy, exam_session=lot.exam_session)
    try:
        told = matching.in_a_text(decoding.text(content))
    except media.Unreadable:
        told = frozenset()
    found = read(inside=told, by=By.TEXT)
    if found.state is not LineState.UNKNOWN:
        return found
    # Only what nothing else tells is drawn large enough for a code to be read: it costs ten times as much.
    seen = [code for text in codes.read(content) if (code := printed.read(text)) is not None]
    numbers = frozenset(code.number for code in seen)
    return read(inside=numbers, by=By.CODE)


def settle(line: PublicationLine, seen: Seen) -> None:
    """Writes what was seen, once; two papers for one person are left to a person."""
    with transaction.atomic():
        lot = publishing.lock(line.publication_id)
        held = PublicationLine.objects.select_for_update(of=("self",)).get(id=line.id)
        if held.state != LineState.WAITING.value:
            return
        held.pages, held.why = seen.pages or None, seen.why
        held.state, held.number = seen.reading.state.value, seen.reading.number
        held.told_by = seen.reading.by or ""
        if seen.reading.state in {LineState.MATCHED, LineState.ELSEWHERE}:
            _claim(lot, held)
        held.save()
    if held.state == LineState.INFECTED.value:
        storage.delete(held.key)


def _claim(lot: Publication, line: PublicationLine) -> None:
    """Whose number it is, among those of the lot's académie alone: one that has moved there keeps its number."""
    of_lot = {"academy": lot.academy, "exam_session": lot.exam_session}
    found = Registration.objects.filter(number=line.number, **of_lot).first()
    if found is None:
        if line.state == LineState.MATCHED.value:
            line.state = LineState.UNKNOWN.value
        return
    line.state = verdict(lot, found, replaces=line.replaces).value
    if line.state != LineState.ELSEWHERE.value:
        line.registration = found
    if line.state == LineState.MATCHED.value:
        _stand_beside(line)


def _stand_beside(line: PublicationLine) -> None:
    """A second file for the same person: the same bytes are left aside, others make both doubtful."""
    held = [state.value for state in (*TAKES_ITS_PLACE, LineState.DUPLICATE)]
    twins = PublicationLine.objects.filter(
        publication=line.publication_id, registration=line.registration_id, state__in=held
    ).exclude(id=line.id)
    if twins.exists():
        line.state = LineState.DUPLICATE.value
        doubtful = twins.filter(state=LineState.MATCHED.value).exclude(sha256=line.sha256)
        doubtful.update(state=LineState.DUPLICATE.value)


def verdict(lot: Publication, row: Registration, *, replaces: bool) -> LineState:
    """What a paper of this lot is for this registration, as it stands now."""
    covered = row.academy == lot.academy and row.exam_session == lot.exam_session
    return judge(
        PaperKind(lot.kind),
        state=State(row.state),
        is_covered=covered and lot.diploma in {"", row.diploma},
        has_already=documents.has_standing(subject_of(row), lot.kind),
        replaces=replaces,
    )
