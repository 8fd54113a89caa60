"""How does the office prepare a lot of papers, and when may it be published?

Preparing shows nothing to anybody. The head of office then orders exactly the
papers they have seen counted, for an instant; what is matched afterwards waits
for an order of its own. Until that instant the order can be taken back.
"""

import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from sporades.adapters import clocks, names, storage, zips
from sporades.journal import actions as journal
from sporades.journal import queries as journal_queries
from sporades.journal.values import SYSTEM, Actor, Subject
from sporades.registrations.models import Archive, Publication, PublicationLine
from sporades.rules.publishing import LEFT, LineState, PaperKind
from sporades.rules.reasons import Blocked, Reason

log = logging.getLogger(__name__)

# Nothing that reached nobody is kept longer than this.
KEPT_OPEN = timedelta(days=30)
MOST_ARCHIVES = 40
MOST_FILES = 20_000
SOURCE = "RGPD, article 5"


class BadArchives(Exception):
    """None of these archives was kept: each refused one with its code, by name."""

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        super().__init__(", ".join(code for _, code in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Upload:
    """An archive, or one PDF, as the browser sent it."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a lot is: `diploma` empty for all of them, `purpose` what its candidates read beside the paper."""

    kind: PaperKind
    academy: str
    exam_session: int
    diploma: str
    title: str
    purpose: str
    replaces: bool
    exam_on: date | None


def subject_of(publication: Publication) -> Subject:
    return Subject("office", publication.id)


def prepare(what: Purpose, uploads: Sequence[Upload], *, token: str, by: Actor, now: datetime) -> UUID:
    """A lot with its first archives; the worker takes it from there. Raises `BadArchives`: then nothing is kept."""
    done = journal_queries.act_of(token)
    if done:
        return UUID(str(done.data["publication"]))
    kept = _kept(uploads)
    with transaction.atomic():
        done = journal_queries.act_of(token)
        if done:
            return UUID(str(done.data["publication"]))
        lot = Publication.objects.create(
            id=uuid.uuid4(),
            kind=what.kind.value,
            academy=what.academy,
            exam_session=what.exam_session,
            diploma=what.diploma,
            title=what.title,
            purpose=what.purpose,
            replaces=what.replaces,
            exam_on=what.exam_on,
            prepared_at=now,
            prepared_by=by.id,
        )
        _join(lot, kept, now=now)
        files = sum(one.files for one in kept)
        data = {"publication": str(lot.id), "paper": lot.kind, "count": files}
        record(lot, "publication_prepared", data=data, token=token, by=by, now=now)
    return lot.id


def add(publication_id: UUID, uploads: Sequence[Upload], *, token: str, by: Actor, now: datetime) -> None:
    """More archives for the lot. Raises `BadArchives`, and `Blocked` once it is ordered or over."""
    if journal_queries.act_of(token):
        return
    kept = _kept(uploads)
    with transaction.atomic():
        lot = lock(publication_id)
        if journal_queries.act_of(token):
            return
        _refuse_unless_open(lot)
        _join(lot, kept, now=now)
        count = sum(one.files for one in kept)
        record(lot, "publication_grown", data={"count": count}, token=token, by=by, now=now)


def _kept(uploads: Sequence[Upload]) -> list[Archive]:
    """The archives, judged by their tables of contents and stored: rows that nothing points to yet."""
    counts, problems = [], [] if uploads else [("", "archive_none")]
    for upload in uploads:
        try:
            counts.append(len(zips.entries(upload.content, upload.name)))
        except zips.BadArchive as refusal:
            problems.append((upload.name, refusal.code))
    if problems:
        raise BadArchives(problems)
    return [_archive(upload, count) for upload, count in zip(uploads, counts, strict=True)]


def _archive(upload: Upload, files: int) -> Archive:
    stored = storage.put(upload.content)
    return Archive(
        name=names.shown(upload.name),
        size=stored.size,
        sha256=stored.sha256,
        key=stored.key,
        wrapped_key=stored.wrapped_key,
        key_id=stored.key_id,
        files=files,
        next_try_at=clocks.machine_now(),
    )


def _join(lot: Publication, kept: Sequence[Archive], *, now: datetime) -> None:
    held = list(lot.archives.values_list("files", flat=True))
    too_many = len(held) + len(kept) > MOST_ARCHIVES
    if too_many or sum(held) + sum(one.files for one in kept) > MOST_FILES:
        most = (("archives", str(MOST_ARCHIVES)), ("files", "20\u202f000"))
        raise Blocked((Reason("publication_full", SOURCE, most),))
    for position, one in enumerate(kept, len(held)):
        one.publication, one.position, one.received_at = lot, position, now
        one.save(force_insert=True)


@transaction.atomic
def order(
    publication_id: UUID, *, publish_at: datetime | None, seen: int, token: str, by: Actor, now: datetime
) -> None:
    """The papers that are matched leave at that instant, or at once. Raises `Blocked` if they are not those seen."""
    lot = lock(publication_id)
    if journal_queries.act_of(token):
        return
    _refuse_unless_open(lot)
    matched = lot.lines.filter(state=LineState.MATCHED.value)
    if _is_being_checked(lot):
        raise Blocked((Reason("publication_being_checked", SOURCE),))
    if not seen or matched.count() != seen:
        raise Blocked((Reason("publication_changed", SOURCE),))
    if publish_at is not None and publish_at <= now:
        raise Blocked((Reason("publication_in_the_past", SOURCE),))
    matched.update(state=LineState.READY.value, next_try_at=clocks.machine_now())
    lot.publish_at, lot.ordered_at, lot.ordered_by = publish_at or now, now, by.id
    lot.published_at = None
    lot.save(update_fields=["publish_at", "ordered_at", "ordered_by", "published_at"])
    data = {"count": seen, "publish_at": lot.publish_at.isoformat()}
    record(lot, "publication_ordered", data=data, token=token, by=by, now=now)


@transaction.atomic
def stop(publication_id: UUID, *, token: str, by: Actor, now: datetime) -> None:
    """Takes the order back: what has not left stays. Raises `Blocked` if everything has."""
    lot = lock(publication_id)
    if journal_queries.act_of(token):
        return
    stopped = put_back(lot)
    if not stopped:
        raise Blocked((Reason("publication_left", SOURCE),))
    record(lot, "publication_stopped", data={"count": stopped}, token=token, by=by, now=now)


def put_back(lot: Publication) -> int:
    """The lines that wait to be issued wait for an order again; how many they are."""
    stopped = lot.lines.filter(state=LineState.READY.value).update(state=LineState.MATCHED.value)
    if lot.published_at is None:
        lot.publish_at = None
        lot.save(update_fields=["publish_at"])
    return stopped


@transaction.atomic
def close(publication_id: UUID, *, token: str | None, by: Actor, now: datetime) -> bool:
    """Ends the lot: the archives and every file that reached nobody are erased, their names too.

    False if it was closed before. Raises `Blocked` while something of it is to be issued or told.
    """
    lot = lock(publication_id)
    if lot.closed_at is not None or (token and journal_queries.act_of(token)):
        return False
    busy = [LineState.READY.value, LineState.RETRACTING.value]
    if _is_being_checked(lot) or lot.lines.filter(state__in=busy).exists():
        raise Blocked((Reason("publication_not_over", SOURCE),))
    left = lot.lines.filter(state__in=[state.value for state in LEFT])
    gone = [*_keys(left), *_keys(lot.archives)]
    count = left.update(**_NOTHING, number="", registration=None)
    lot.archives.update(**_NOTHING)
    lot.closed_at = now
    lot.save(update_fields=["closed_at"])
    record(lot, "publication_closed", data={"count": count}, token=token, by=by, now=now)
    # Killed between the commit and this, the sweeper does it.
    transaction.on_commit(lambda: _erase(gone))
    return True


def close_over(*, now: datetime) -> int:
    """Closes the lots that nobody has touched for thirty days; says how many."""
    before = now - KEPT_OPEN
    idle = Publication.objects.filter(closed_at__isnull=True, prepared_at__lt=before).exclude(
        publish_at__isnull=False, published_at__isnull=True
    )
    over = idle.exclude(published_at__gte=before).exclude(archives__received_at__gte=before)
    closed = 0
    for lot_id in list(over.values_list("id", flat=True)):
        try:
            closed += close(lot_id, token=None, by=SYSTEM, now=now)
        except Blocked:
            log.warning("publication %s is over thirty days old, and not over", lot_id)
    return closed


_NOTHING = {"key": "", "wrapped_key": "", "key_id": "", "name": ""}


def _keys(rows: object) -> list[str]:
    return list(rows.exclude(key="").values_list("key", flat=True))  # type: ignore[attr-defined]


def _erase(keys: Sequence[str]) -> None:
    for key in keys:
        storage.delete(key)


def lock(publication_id: UUID) -> Publication:
    """The lot, locked until the end of the transaction; its lines may still be written by who holds theirs."""
    rows = Publication.objects.select_for_update(of=("self",), no_key=True)
    return rows.get(id=publication_id)


def _is_being_checked(lot: Publication) -> bool:
    waiting = PublicationLine.objects.filter(publication=lot, state=LineState.WAITING.value)
    return waiting.exists() or lot.archives.filter(is_done=False).exists()


def _refuse_unless_open(lot: Publication) -> None:
    """A lot that is ordered, withdrawn or closed takes nothing more."""
    if lot.closed_at is not None or lot.retracted_at is not None:
        raise Blocked((Reason("publication_over", SOURCE),))
    if lot.publish_at is not None and lot.published_at is None:
        raise Blocked((Reason("publication_ordered_already", SOURCE),))


def record(
    lot: Publication, kind: str, *, data: dict[str, object], token: str | None, by: Actor, now: datetime
) -> None:
    """The lot's own chain: what was done of it as a whole, and to which line by hand."""
    journal.record(subject_of(lot), kind, by=by, now=now, data=data, token=token)
