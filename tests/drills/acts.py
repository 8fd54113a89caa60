"""Each act that changes something, ready to be carried out once: what a crash or a second click is tried on."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from sporades.adapters import clocks, pdf
from sporades.adapters.undelivered import because
from sporades.calendars.models import Window
from sporades.documents import actions as documents
from sporades.documents import queries as papers
from sporades.journal.values import Subject
from sporades.notices.models import Notice
from sporades.registrations.actions import (
    bouncing,
    deadlines,
    depositing,
    drafting,
    exporting,
    issuing,
    making_exports,
    making_lists,
    publishing,
    retracting,
    reviewing,
    saving,
    scanning,
    unpacking,
    withdrawing,
)
from sporades.registrations.models import File, Publication, Registration
from sporades.rules import answers as rules
from sporades.rules.calendar import GRACE
from sporades.rules.matching import By, Reading
from sporades.rules.publishing import LineState
from sporades.rules.sanctions import Sanction
from tests import lots, people
from tests.drills.crashing import Act
from tests.people import CAP_CLOSES, CAP_PIECES_DUE, COUVREUR, KARIM, LEA, NOW, OFFICER, R408_DUE, TOM

FORM = "the token of one form"


def start() -> Act:
    lea, window = people.candidate(LEA), people.window()
    exam = rules.to_json(people.answers_of(LEA))["exam"]
    return lambda: drafting.start(
        lea, window.id, typed={}, answers=exam, token=FORM, by=people.actor(lea), now=NOW
    )


def keep_step() -> Act:
    row = people.draft(people.candidate(LEA), people.answers_of(LEA))
    by, seen = people.actor(row.candidate), row.revisions["contact"]
    typed = {"city": "Grasse"}
    return lambda: drafting.keep_step(row, "contact", typed=typed, answers=None, seen=seen, by=by, now=NOW)


def save() -> Act:
    return _save(people.draft(people.candidate(LEA), people.answers_of(LEA)))


def save_again() -> Act:
    row = people.confirmed(LEA)
    return _save(people.fill(row, people.with_usage_name(people.answers_of(LEA))))


def _save(row: Registration) -> Act:
    by = people.actor(row.candidate)
    return lambda: saving.save(row, said_twice=True, token=FORM, by=by, now=NOW)


def abandon_changes() -> Act:
    row = people.fill(people.saved(LEA), people.with_usage_name(people.answers_of(LEA)))
    by = people.actor(row.candidate)
    return lambda: saving.abandon_changes(row, by=by, now=NOW)


def deposit() -> Act:
    row = people.saved(LEA)
    pages = tuple(depositing.Upload(f"{side}.jpg", people.photo(side)) for side in ("recto", "verso"))
    return lambda: people.give(row, files=pages, form=FORM)


def replace() -> Act:
    row = people.confirmed(LEA)
    people.photo("signed_confirmation")
    return lambda: people.give(row, form=FORM)


def withdraw() -> Act:
    row = people.confirmed(LEA)
    by = people.actor(row.candidate)
    return lambda: withdrawing.withdraw(row, token=FORM, by=by, now=NOW)


def expire() -> Act:
    row = people.draft(people.candidate(LEA), people.answers_of(LEA))
    return lambda: deadlines.expire(row.id, now=CAP_CLOSES + GRACE)


def cancel() -> Act:
    row = people.saved(LEA)
    return lambda: deadlines.cancel(row.id, now=CAP_PIECES_DUE + GRACE)


def set_aside() -> Act:
    row = people.confirmed(LEA, COUVREUR)
    return lambda: deadlines.set_aside(row.id, now=R408_DUE + GRACE)


def settle_clean() -> Act:
    people.confirmed(LEA)
    file = File.objects.get()
    return lambda: scanning.settle(file, infected_with="", now=NOW)


def settle_infected() -> Act:
    people.confirmed(LEA)
    file = File.objects.get()
    return lambda: scanning.settle(file, infected_with="Eicar-Test", now=NOW + timedelta(days=1))


def refuse_piece() -> Act:
    row = people.confirmed(LEA)
    piece = people.piece(row)
    return lambda: reviewing.refuse_piece(
        piece, reason_code="unreadable", sentence="Floue.", by=OFFICER, now=NOW
    )


def bounce() -> Act:
    """A mail about the file comes back."""
    mail = Notice.objects.get(subject_id=people.saved(LEA).id)
    return lambda: bouncing.come_back(mail.id, because("550 5.1.1 unknown user"), now=NOW)


def render() -> Act:
    if pdf._compiler.cache_info().currsize:
        pytest.fail("a paper was drawn in this process: its child would wait for threads that it has not")
    row = people.saved(LEA)
    paper = papers.published(Subject("registration", row.id))[0]
    return lambda: documents.render(paper.id)


def prepare_lot() -> Act:
    row = people.saved(LEA)
    upload = publishing.Upload("lot.zip", lots.archive({f"{row.number}.pdf": lots.paper("x")}))
    return lambda: publishing.prepare(lots.what(), [upload], token=FORM, by=lots.HEAD, now=NOW)


def _lot() -> Publication:
    """Two files, one of which is Léa's."""
    row = lots.admitted(people.saved(LEA))
    return lots.received({f"{row.number}.pdf": lots.paper("x"), "sans numéro.pdf": lots.paper("y")})


def take_out() -> Act:
    archive = _lot().archives.get()
    return lambda: unpacking.take_out_of(archive)


def match_paper() -> Act:
    lot = _lot()
    unpacking.take_out_of(lot.archives.get())
    line = lot.lines.select_related("publication").exclude(name="sans numéro.pdf").get()
    number = line.name.removesuffix(".pdf")
    seen = unpacking.Seen(Reading(LineState.MATCHED, number, By.NAME), pages=1)
    return lambda: unpacking.settle(line, seen)


def find_a_virus() -> Act:
    lot = _lot()
    unpacking.take_out_of(lot.archives.get())
    line = lot.lines.select_related("publication").first()
    seen = unpacking.Seen(Reading(LineState.INFECTED), why="published_infected")
    return lambda: unpacking.settle(line, seen)


def _checked() -> Publication:
    lot = _lot()
    lots.found_clean(lot)
    return lot


def order_lot() -> Act:
    lot = _checked()
    return lambda: publishing.order(lot.id, publish_at=None, seen=1, token=FORM, by=lots.HEAD, now=NOW)


def issue_paper() -> Act:
    lot = _checked()
    lots.order(lot)
    line = lot.lines.get(state="ready")
    return lambda: issuing.issue(line, now=NOW)


def _issued() -> Publication:
    lot = _checked()
    lots.order(lot)
    lots.issue()
    return lot


def retract_lot() -> Act:
    lot = _issued()
    said = {"reason": "Une erreur.", "token": FORM, "by": lots.HEAD}
    return lambda: retracting.retract_lot(lot.id, now=NOW, **said)


def tell_of_a_retraction() -> Act:
    lot = _issued()
    retracting.retract_lot(lot.id, reason="Une erreur.", token="another form", by=lots.HEAD, now=NOW)
    line = lot.lines.get(state="retracting")
    return lambda: retracting.tell(line, now=NOW)


def close_lot() -> Act:
    lot = _issued()
    return lambda: publishing.close(lot.id, token=FORM, by=lots.HEAD, now=NOW)


def make_export() -> Act:
    people.saved(LEA)
    said = {"query": "", "columns": ["number"], "file_format": "xlsx", "purpose": "Convoquer.", "now": NOW}
    by = people.acting(people.officer(people.SYLVIE))
    exporting.ask(people.window().calendar, **said, token=FORM, by=by)
    leased = making_exports.lease(machine_now=clocks.machine_now())
    assert leased is not None
    return lambda: making_exports.make(leased, now=NOW)


def begin_list() -> Act:
    window = to_be_listed()
    return lambda: making_lists.freeze(window, Sanction.CANCEL, now=CAP_PIECES_DUE + GRACE)


def to_be_listed() -> UUID:
    """The window of three people whom a limit ends once the head of office has signed."""
    for person in (KARIM, LEA, TOM):
        people.saved(person)
    Window.objects.filter(id=people.window().id).update(sanctions="approved")
    return people.window().id


OFTEN: list[Callable[[], Act]] = [save, deposit]
RARELY: list[Callable[[], Act]] = [
    start, keep_step, save_again, abandon_changes, replace, withdraw, expire, cancel, set_aside, settle_clean,
    settle_infected, refuse_piece, bounce, render, prepare_lot, take_out, match_paper, find_a_virus, order_lot,
    issue_paper, retract_lot, tell_of_a_retraction, close_lot, make_export,
    begin_list,
]  # fmt: skip
