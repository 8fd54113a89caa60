"""A lot of papers: received, checked, matched, ordered for an instant, published once to each, taken back."""

from datetime import timedelta

import pytest

from sporades.adapters import clocks, storage
from sporades.documents import queries as documents
from sporades.documents.models import Document
from sporades.jobs import upkeep
from sporades.journal import queries as journal
from sporades.journal.models import Entry
from sporades.notices.models import Notice
from sporades.registrations.actions import issuing, lining, publishing, retracting, unpacking, withdrawing
from sporades.registrations.actions.common import subject_of
from sporades.registrations.actions.publishing import KEPT_OPEN, BadArchives, Upload
from sporades.registrations.models import Archive, Publication, PublicationLine, Registration
from sporades.registrations.queries import files
from sporades.rules.lifecycle import State
from sporades.rules.publishing import PaperKind
from sporades.rules.reasons import Blocked
from tests import lots, people
from tests.lots import HEAD, paper
from tests.people import KARIM, LEA, NOW, PATISSIER, TOM

MILLISECOND = timedelta(milliseconds=1)
LATER = NOW + timedelta(days=1)


@pytest.fixture
def lea(antivirus) -> Registration:
    return lots.admitted(people.saved(LEA))


def line(lot: Publication, name: str = "") -> PublicationLine:
    rows = PublicationLine.objects.filter(publication=lot)
    return rows.get(name=name) if name else rows.get()


def kinds(row: Registration) -> list[str]:
    return [kind for kind, _, _ in journal.told(subject_of(row)) if kind.startswith("paper_")]


def papers(row: Registration) -> list[documents.Paper]:
    return [one for one in documents.published(subject_of(row)) if one.lot_id]


def mails() -> list[str]:
    rows = Notice.objects.filter(kind__contains="_published") | Notice.objects.filter(
        kind__contains="_retracted"
    )
    return sorted(rows.values_list("kind", flat=True))


def blocked(act, *given, **said) -> str:
    with pytest.raises(Blocked) as refused:
        act(*given, token=people.token(), by=HEAD, now=NOW, **said)
    return refused.value.reasons[0].code


def test_each_file_of_a_lot_comes_to_what_it_is(lea):
    tom, karim = lots.admitted(people.saved(TOM)), people.saved(KARIM, PATISSIER)
    lot = lots.prepared(
        {
            f"{lea.number}.pdf": paper("Convocation"),
            "page 2.pdf": paper(f"Inscription {tom.number}"),
            f"{karim.number}.pdf": paper("Convocation"),
            "25-23-999999.pdf": paper("Convocation"),
            "25-24-000001.pdf": paper("Convocation"),
            "sans numéro.pdf": paper("Convocation"),
            "deux.pdf": paper(str(lea.number), str(tom.number)),
            "photo.pdf": people.photo(),
            "abîmé.pdf": paper("x")[:200],
            "virus.pdf": paper("virus") + lots.EICAR,
        }
    )

    assert lots.states(lot) == {
        f"{lea.number}.pdf": "matched",
        "page 2.pdf": "matched",
        f"{karim.number}.pdf": "ended",
        "25-23-999999.pdf": "unknown",
        "25-24-000001.pdf": "elsewhere",
        "sans numéro.pdf": "unknown",
        "deux.pdf": "several",
        "photo.pdf": "unreadable",
        "abîmé.pdf": "unreadable",
        "virus.pdf": "infected",
    }
    assert line(lot, "page 2.pdf").told_by == "text"
    assert line(lot, "photo.pdf").why == "published_wrong_extension"
    assert not papers(lea) and not mails()
    # What the antivirus refuses is kept nowhere.
    assert {kept.key for kept in storage.keys()} == files.keys() | documents.keys()  # noqa: SIM118 - a function


def test_who_has_changed_academie_keeps_the_number_and_receives_the_papers_of_the_new_one(lea):
    Registration.objects.filter(id=lea.id).update(number="25-24-000007")
    tom = lots.admitted(people.saved(TOM))
    Registration.objects.filter(id=tom.id).update(academy="24")

    lot = lots.prepared({"25-24-000007.pdf": paper("Convocation"), f"{tom.number}.pdf": paper("Convocation")})

    assert lots.states(lot) == {"25-24-000007.pdf": "matched", f"{tom.number}.pdf": "unknown"}
    assert line(lot, f"{tom.number}.pdf").registration_id is None


def test_the_same_file_twice_is_one_paper_and_two_different_ones_are_left_to_a_person(lea):
    tom = lots.admitted(people.saved(TOM))
    lot = lots.prepared(
        {
            f"{lea.number}.pdf": paper("Convocation"),
            f"{lea.number} copie.pdf": paper("Convocation"),
            f"{tom.number}.pdf": paper("Convocation"),
            f"{tom.number} corrigé.pdf": paper("Convocation corrigée"),
        }
    )
    assert sorted(lots.states(lot).values()) == ["duplicate", "duplicate", "duplicate", "matched"]

    chosen = line(lot, f"{tom.number} corrigé.pdf")
    lining.match(chosen.id, tom, replaces=False, token=people.token(), by=HEAD, now=NOW)

    assert lots.states(lot)[chosen.name] == "matched"
    assert lots.states(lot)[f"{tom.number}.pdf"] == "duplicate"


def tried(rows, times: int) -> None:
    """As often as the worker has tried in vain; the next time has come."""
    rows.update(attempts=times, next_try_at=clocks.machine_now())


def test_a_file_that_is_lost_or_that_nothing_checks_is_refused_in_the_end_and_frees_its_lot(lea):
    lot = lots.received({f"{lea.number}.pdf": paper("a"), "perdu.pdf": paper("b"), "muet.pdf": paper("c")})
    unpacking.unpack_next(machine_now=clocks.machine_now())
    storage.delete(line(lot, "perdu.pdf").key)
    for name, times in (("perdu.pdf", unpacking.TRIES_OF_LOST - 2), ("muet.pdf", unpacking.TRIES)):
        tried(lot.lines.filter(name=name), times)
    lots.check()
    assert lots.states(lot) == {
        f"{lea.number}.pdf": "matched",
        "perdu.pdf": "waiting",
        "muet.pdf": "unreadable",
    }

    tried(lot.lines.filter(name="perdu.pdf"), unpacking.TRIES_OF_LOST - 1)
    lots.check()

    assert (line(lot, "perdu.pdf").why, line(lot, "muet.pdf").why) == (
        "published_lost",
        "published_not_checked",
    )
    lots.order(lot)


def test_an_archive_that_is_lost_is_one_refused_line_and_keeps_nothing_waiting(lea):
    lot = lots.received({f"{lea.number}.pdf": paper("a")})
    storage.delete(lot.archives.get().key)
    tried(lot.archives, unpacking.TRIES_OF_LOST - 2)
    lots.check()
    assert blocked(publishing.close, lot.id) == "publication_not_over"

    tried(lot.archives, unpacking.TRIES_OF_LOST - 1)
    lots.check()

    assert (lots.states(lot), line(lot).why) == ({"lot.zip": "unreadable"}, "published_lost")
    assert publishing.close(lot.id, token=people.token(), by=HEAD, now=NOW)


def test_a_file_struck_out_before_it_is_read_frees_its_lot_and_is_given_to_nobody(lea):
    lot = lots.received({f"{lea.number}.pdf": paper("a")})
    unpacking.unpack_next(machine_now=clocks.machine_now())

    lining.strike(line(lot).id, token=people.token(), by=HEAD, now=NOW)
    lots.check()

    assert lots.states(lot) == {f"{lea.number}.pdf": "struck"}
    assert blocked(lining.match, line(lot).id, lea, replaces=False) == "line_never_read"


def test_an_archive_that_is_refused_leaves_no_lot_and_the_same_form_makes_one(lea):
    good = Upload("lot.zip", lots.archive({f"{lea.number}.pdf": paper("x")}))
    with pytest.raises(BadArchives) as refused:
        publishing.prepare(lots.what(), [good, Upload("b.zip", b"")], token="form", by=HEAD, now=NOW)
    assert refused.value.problems == (("b.zip", "archive_empty"),)
    assert not Publication.objects.exists() and not list(storage.keys())

    made = [publishing.prepare(lots.what(), [good], token="form", by=HEAD, now=NOW) for _ in range(2)]

    assert made[0] == made[1]
    assert Archive.objects.count() == 1


def test_more_archives_come_into_the_lot_until_it_is_ordered(lea):
    lot = lots.prepared({"sans numéro.pdf": paper("x")})
    more = [Upload(f"{lea.number}.pdf", paper("Convocation"))]
    publishing.add(lot.id, more, token=people.token(), by=HEAD, now=NOW)

    assert blocked(publishing.order, lot.id, publish_at=None, seen=1) == "publication_being_checked"
    lots.check()
    lots.order(lot)

    assert blocked(publishing.add, lot.id, more) == "publication_ordered_already"


def test_nothing_leaves_before_its_instant_and_everything_at_it(lea):
    lot = lots.prepared({f"{lea.number}.pdf": paper("Convocation")})
    lots.order(lot, publish_at=LATER)

    lots.issue(now=LATER - MILLISECOND)
    assert not papers(lea)
    lots.issue(now=LATER)

    (issued,) = papers(lea)
    assert (issued.kind, issued.title, issued.ordered_at) == ("convocation", "convocation", LATER)
    row = Document.objects.get(id=issued.id)
    assert storage.get(row.key, row.wrapped_key, row.key_id) == paper("Convocation")
    assert kinds(lea) == ["paper_published"]
    assert mails() == ["paper_published"]
    lot.refresh_from_db()
    assert lot.published_at == LATER


def test_a_paper_is_published_once_whatever_the_worker_does_twice(lea):
    lot = lots.prepared({f"{lea.number}.pdf": paper("Convocation")})
    lots.order(lot)
    held = line(lot)

    for _ in range(2):
        issuing.issue(held, now=NOW)
    lots.issue()

    assert len(papers(lea)) == 1
    assert mails() == ["paper_published"]


def test_a_paper_that_does_not_leave_keeps_no_other_lot_back(lea):
    tom = lots.admitted(people.saved(TOM))
    stuck, other = (lots.prepared({f"{row.number}.pdf": paper("Convocation")}) for row in (lea, tom))
    lots.order(stuck)
    lots.order(other, now=NOW + MILLISECOND)
    # As after a failure, or in the hands of another worker; it is the newest lot, and the first due.
    stuck.lines.update(next_try_at=clocks.machine_now() + issuing.LEASE)
    Publication.objects.filter(id=stuck.id).update(prepared_at=LATER)

    lots.issue(now=LATER)

    assert (len(papers(tom)), papers(lea)) == (1, [])
    for lot in (stuck, other):
        lot.refresh_from_db()
    assert (stuck.published_at, other.published_at) == (None, LATER)


def test_who_has_left_since_the_order_receives_nothing(lea):
    lot = lots.prepared({f"{lea.number}.pdf": paper("Convocation")})
    lots.order(lot, publish_at=LATER)
    withdrawing.withdraw(lea, token=people.token(), by=people.actor(lea.candidate), now=NOW)

    lots.issue(now=LATER)

    assert lots.states(lot) == {f"{lea.number}.pdf": "ended"}
    assert not papers(lea) and not mails()


def test_an_order_is_for_the_papers_that_were_seen_at_an_instant_to_come(lea):
    lot = lots.prepared({f"{lea.number}.pdf": paper("Convocation")})

    assert blocked(publishing.order, lot.id, publish_at=None, seen=2) == "publication_changed"
    assert blocked(publishing.order, lot.id, publish_at=NOW, seen=1) == "publication_in_the_past"
    nobodys = lots.prepared({"sans numéro.pdf": paper("x")})
    assert blocked(publishing.order, nobodys.id, publish_at=None, seen=0) == "publication_changed"


def test_an_order_is_taken_back_until_its_instant_and_not_after(lea):
    lot = lots.prepared({f"{lea.number}.pdf": paper("Convocation")})
    lots.order(lot, publish_at=LATER)
    assert blocked(lining.strike, line(lot).id) == "line_not_to_settle"

    publishing.stop(lot.id, token=people.token(), by=HEAD, now=NOW)
    lots.issue(now=LATER)
    assert lots.states(lot) == {f"{lea.number}.pdf": "matched"}

    lots.order(lot, now=LATER)
    lots.issue(now=LATER)
    assert blocked(publishing.stop, lot.id) == "publication_left"


def test_a_line_struck_out_is_published_to_nobody_and_what_is_matched_after_waits_for_an_order(lea):
    tom = lots.admitted(people.saved(TOM))
    lot = lots.prepared(
        {f"{lea.number}.pdf": paper("Convocation"), "x.pdf": paper("Tom"), "y.pdf": paper("y")}
    )
    lining.strike(line(lot, f"{lea.number}.pdf").id, token=people.token(), by=HEAD, now=NOW)
    lining.match(line(lot, "x.pdf").id, tom, replaces=False, token=people.token(), by=HEAD, now=NOW)
    lots.order(lot)
    assert blocked(lining.match, line(lot, "y.pdf").id, tom, replaces=False) == "line_already_sent"
    lots.issue()

    assert (len(papers(tom)), papers(lea)) == (1, [])
    lining.match(line(lot, "y.pdf").id, lea, replaces=False, token=people.token(), by=HEAD, now=NOW)
    lots.issue()
    assert not papers(lea)
    lots.order(lot)
    lots.issue()
    assert len(papers(lea)) == 1
    # What is kept for good of a lot names nobody, not by a number either.
    kept = str(list(Entry.objects.filter(chain__subject_id=lot.id).values_list("data", flat=True)))
    assert str(line(lot, "x.pdf").id) in kept and str(tom.number) not in kept


@pytest.mark.parametrize(
    ("state", "code"), [(State.WITHDRAWN, "line_ended"), (State.CONFIRMED, "line_ended")]
)
def test_a_line_is_not_matched_by_hand_to_who_may_not_have_it(lea, state, code):
    lot = lots.prepared({"x.pdf": paper("x")})
    Registration.objects.filter(id=lea.id).update(state=state.value)

    assert blocked(lining.match, line(lot).id, people.fresh(lea), replaces=False) == code


def test_who_has_the_paper_keeps_it_until_one_is_published_in_its_place(lea):
    lots.published(lea)
    again = lots.prepared({f"{lea.number}.pdf": paper("Convocation bis")})
    assert lots.states(again) == {f"{lea.number}.pdf": "already"}
    assert blocked(lining.match, line(again).id, lea, replaces=False) == "line_already"

    lining.match(line(again).id, lea, replaces=True, token=people.token(), by=HEAD, now=NOW)
    lots.order(again)
    lots.issue(now=LATER)

    newest, before = papers(lea)
    assert (newest.stands, before.replaced_at) == (True, LATER)


def test_a_paper_stands_again_once_the_one_that_replaced_it_is_taken_back_and_the_mail_says_so(lea):
    lots.published(lea)
    second, third = (lots.published(lea, replaces=True) for _ in range(2))
    said = {"reason": "Mauvaise salle.", "by": HEAD, "now": LATER}

    retracting.retract_lot(second.id, token=people.token(), **said)
    lots.tell()
    assert [one.stands for one in papers(lea) if one.lot_id == third.id] == [True]
    assert sum(one.stands for one in papers(lea)) == 1
    retracting.retract_line(line(third).id, token=people.token(), **said)
    lots.tell()

    (standing,) = [one for one in papers(lea) if one.stands]
    assert standing.lot_id not in {second.id, third.id}
    told = [mail.text for mail in Notice.objects.filter(kind="paper_retracted").order_by("id")]
    assert sorted("vaut de nouveau" in text for text in told) == [False, True]
    # The third was standing when the second was taken back: nobody is to throw it away.
    assert sorted("Celui qui l’a remplacé vaut toujours" in text for text in told) == [False, True]


def test_a_lot_taken_back_is_shown_no_more_at_once_and_each_candidate_is_told(lea):
    tom = lots.admitted(people.saved(TOM))
    lot = lots.prepared({f"{row.number}.pdf": paper("Convocation") for row in (lea, tom)})
    lots.order(lot)
    issuing.issue(line(lot, f"{lea.number}.pdf"), now=NOW)
    said = {"reason": "Mauvaise salle.", "token": "form", "by": HEAD}

    retracting.retract_lot(lot.id, now=LATER, **said)
    (shown,) = papers(lea)
    assert (shown.retracted_at, shown.retracted_for, mails()) == (
        LATER,
        "Mauvaise salle.",
        ["paper_published"],
    )
    lots.tell(now=LATER)
    lots.issue(now=LATER)
    retracting.retract_lot(lot.id, now=LATER, **said)

    assert lots.states(lot) == {f"{lea.number}.pdf": "retracted", f"{tom.number}.pdf": "matched"}
    assert kinds(lea) == ["paper_retracted", "paper_published"]
    assert (mails(), papers(tom)) == (["paper_published", "paper_retracted"], [])
    row = Document.objects.get(id=shown.id)
    assert storage.get(row.key, row.wrapped_key, row.key_id) == paper("Convocation")
    assert blocked(retracting.retract_lot, lot.id, reason="Encore.") == "nothing_to_retract"


def test_one_paper_is_taken_back_and_the_right_one_comes_with_the_next_archive(lea):
    lot = lots.published(lea)
    retracting.retract_line(line(lot).id, reason="Nom d’un autre.", token=people.token(), by=HEAD, now=NOW)
    lots.tell()
    assert blocked(retracting.retract_line, line(lot).id, reason="Encore.") == "nothing_to_retract"

    right = [Upload(f"{lea.number}.pdf", paper("La bonne"))]
    publishing.add(lot.id, right, token=people.token(), by=HEAD, now=LATER)
    lots.check()
    lots.order(lot, now=LATER)
    lots.issue(now=LATER)

    assert [one.stands for one in papers(lea)] == [True, False]


def test_nobody_leaves_once_the_convocation_is_published_and_one_taken_back_opens_the_door_again(lea):
    leave = {"by": people.actor(lea.candidate), "now": NOW}
    lots.published(lea, PaperKind.PE_CONVOCATION)
    assert not withdrawing.is_closed(lea)
    lot = lots.published(lea)

    for asked_on in (None, NOW.date()):
        with pytest.raises(Blocked, match="convocation_published"):
            withdrawing.withdraw(lea, asked_on=asked_on, token=people.token(), **leave)
    retracting.retract_lot(lot.id, reason="Erreur.", token=people.token(), by=HEAD, now=NOW)
    withdrawing.withdraw(lea, token=people.token(), **leave)

    assert people.fresh(lea).state == State.WITHDRAWN


def test_the_first_opening_is_kept_and_no_other(lea):
    lots.published(lea)
    (shown,) = papers(lea)

    for now in (LATER, LATER + timedelta(hours=1)):
        issuing.open_paper(lea, shown.id, by=people.actor(lea.candidate), now=now)

    assert papers(lea)[0].opened_at == LATER
    assert kinds(lea) == ["paper_opened", "paper_published"]


def test_a_lot_that_is_closed_keeps_what_was_published_and_erases_the_rest(
    lea, django_capture_on_commit_callbacks
):
    lot = lots.prepared({f"{lea.number}.pdf": paper("Convocation"), "Dupont Jean.pdf": paper("x")})
    lots.order(lot)
    assert blocked(publishing.close, lot.id) == "publication_not_over"
    lots.issue()

    with django_capture_on_commit_callbacks(execute=True):
        publishing.close(lot.id, token=people.token(), by=HEAD, now=NOW)

    assert lots.states(lot) == {f"{lea.number}.pdf": "issued", "": "unknown"}
    assert {kept.key for kept in storage.keys()} == documents.keys()  # noqa: SIM118 - a function
    assert len(documents.keys() & files.keys()) == 1
    assert blocked(publishing.order, lot.id, publish_at=None, seen=0) == "publication_over"


def test_what_nobody_has_touched_for_thirty_days_is_closed_by_the_upkeep(lea):
    lot, ordered = lots.prepared({"x.pdf": paper("x")}), lots.prepared({f"{lea.number}.pdf": paper("x")})
    lots.order(ordered, publish_at=NOW + 2 * KEPT_OPEN)

    assert publishing.close_over(now=NOW + KEPT_OPEN) == 0
    assert publishing.close_over(now=NOW + KEPT_OPEN + MILLISECOND) == 1

    lot.refresh_from_db()
    assert lot.closed_at is not None
    assert upkeep.sweep(older_than=timedelta(seconds=-1)) >= 0


def test_a_decision_of_accommodation_is_marked_in_the_journal_as_its_piece_is(lea):
    lots.published(lea, PaperKind.ACCOMMODATION_DECISION)

    (told,) = [data for kind, _, data in journal.told(subject_of(lea)) if kind == "paper_published"]
    assert told["piece"] == "accommodation"
    (mail,) = Notice.objects.filter(kind="accommodation_published")
    assert "ménagement" not in mail.title and "décision d’aménagement" in mail.text
