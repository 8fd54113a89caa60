"""The head of office corrects the exam itself: what follows is told, and nothing announced moves earlier."""

from dataclasses import replace
from decimal import Decimal

import pytest

from sporades.calendars.models import Window
from sporades.documents.models import Document
from sporades.journal.models import Entry
from sporades.notices.models import Notice
from sporades.registrations import facts
from sporades.registrations.actions import correcting_exam, proposing, withdrawing
from sporades.registrations.models import PersonalDate
from sporades.rules import answers as rules
from sporades.rules.reasons import Blocked, StepNotAllowed
from sporades.rules.rights import Act
from tests import people
from tests.people import COUVREUR, KARIM, NOW, PATISSIER, paris

pytestmark = pytest.mark.django_db

AFTER_CLOSING = paris(2024, 11, 20, 9)
BOULANGER = "45022108"
REASON = "Le candidat s’est trompé de ligne ; son courrier du 12 novembre le dit."
SAID = {"form": "global", "pe": "sit", "pe_activities": ["tennis_de_table"], "language": "anglais"}


def correct(row, specialty, *, seen=0, sent="", now=AFTER_CLOSING, **said):
    return correcting_exam.correct_exam(
        row,
        specialty=specialty,
        said={**SAID, **said},
        seen=seen or row.version,
        reason=REASON,
        token=sent or people.token(),
        by=people.OFFICER,
        now=now,
    )


@pytest.fixture
def row():
    return people.confirmed(KARIM, PATISSIER)


def test_another_speciality_keeps_the_state_and_the_signature_and_asks_what_it_needs(row):
    row.pieces.filter(kind="identity").update(state="accepted")

    done = correct(row, COUVREUR)

    row = people.fresh(row)
    assert (row.state, row.version, row.specialty, row.signature_from) == ("confirmed", 2, COUVREUR, 1)
    assert people.piece(row).state == "deposited"
    assert people.piece(row, "identity").state == "accepted"
    assert [one.kind for one in done.expected] == ["r408"]
    assert done.names["before"].startswith("CAP Pâtissier") and "Couvreur" in done.names["after"]
    paper = Document.objects.filter(subject_id=row.id, kind="confirmation").latest("version")
    assert (paper.version, paper.data["signatures"]) == (2, [])


def test_a_piece_that_becomes_due_after_its_date_may_still_be_given_for_a_week(row):
    done = correct(row, COUVREUR, now=paris(2025, 4, 1, 9))

    asked = people.piece(row, "r408")
    assert facts.due(asked, facts.dates(people.fresh(row))) == paris(2025, 4, 9)
    assert "mardi 8 avril 2025" in done.expected[0].limit


def test_a_piece_that_is_no_longer_needed_is_said_and_its_deposit_stays():
    row = people.confirmed(KARIM, COUVREUR)
    people.give(row, "r408")

    done = correct(row, PATISSIER)

    assert [one.kind for one in done.gone] == ["r408"]
    held = people.piece(row, "r408")
    assert (held.state, held.deposits.count()) == ("not_needed", 1)


def test_another_diploma_is_another_calendar_and_no_date_moves_earlier(row):
    before = facts.dates(row)
    assert people.window("bp") != row.window

    correct(row, BOULANGER, now=NOW)

    row, after = people.fresh(row), facts.dates(people.fresh(row))
    assert (row.diploma, row.window) == ("bp", people.window("bp"))
    assert after.closes >= before.closes and after.pieces_due >= before.pieces_due


def test_days_already_announced_are_kept_where_the_other_calendar_is_shorter(row):
    Window.objects.filter(id=people.window("bp").id).update(
        closes_wall="2024-11-01T17:00:00", pieces_due_days_after_close=None, pieces_due_on="2024-11-04"
    )
    before = facts.dates(row)

    done = correct(row, BOULANGER, now=NOW)

    after = facts.dates(people.fresh(row))
    assert (after.closes, after.pieces_due) == (before.closes, before.pieces_due)
    assert PersonalDate.objects.get().reason == REASON
    assert "limit_closes" not in [one.label for one in done.dates]


def test_another_live_registration_for_that_diploma_stands_in_the_way(row):
    people.draft(row.candidate, people.answers_of(KARIM, BOULANGER, diploma="bp"))

    with pytest.raises(Blocked, match="second_registration"):
        correct(row, BOULANGER, now=NOW)

    assert people.fresh(row).version == 1


def test_the_form_alone_may_be_corrected(row):
    units = facts.saved(row.versions.last()).papers.units

    done = correct(row, PATISSIER, form="progressive", units=list(units)[:1], pe="none", pe_activities=[])

    saved = facts.saved(people.fresh(row).versions.last())
    assert (saved.papers.form, saved.papers.units) == ("progressive", units[:1])
    assert done.names["after"].endswith("forme progressive")


def test_an_acquis_of_the_first_exam_keeps_its_name_and_its_proof():
    kept = rules.Acquis("UP1", "", "kept_mark", Decimal(14), 2023, "23", "", to_complete=False)
    answers = replace(people.answers_of(KARIM, PATISSIER), acquis=(kept,))
    row = people.save(people.draft(people.candidate(KARIM), answers))
    people.give(row, "acquis_proof", key="UP1")

    correct(row, COUVREUR)

    (acquis,) = facts.saved(people.fresh(row).versions.last()).acquis
    assert (acquis.unit, acquis.to_complete, acquis.mark) == ("", True, Decimal(14))
    assert acquis.title
    proof = people.piece(row, "acquis_proof", key=acquis.key)
    assert (proof.deposits.count(), proof.state) == (1, "deposited")


def test_the_candidate_reads_from_what_to_what_and_why_and_the_journal_keeps_it(row):
    correct(row, COUVREUR)

    mail = Notice.objects.get(kind="registration_exam_corrected")
    assert "CAP Pâtissier, session 2025, forme globale" in mail.text
    assert REASON in mail.text and "R.408" in mail.text
    entry = Entry.objects.get(kind="exam_corrected")
    assert "Pâtissier" in entry.data["before"] and "Couvreur" in entry.data["after"]
    assert REASON not in str(entry.data)


def test_the_same_form_twice_and_the_same_exam_change_nothing(row):
    correct(row, COUVREUR, sent="once")

    assert correct(row, COUVREUR, seen=1, sent="once") is None
    assert correct(people.fresh(row), COUVREUR) is None
    assert people.fresh(row).version == 2


def test_who_corrects_an_older_version_or_what_has_ended_is_told(row):
    people.save(people.fill(row, people.with_usage_name(facts.drafted(row))), said_twice=True)
    with pytest.raises(Blocked, match="version_changed"):
        correct(people.fresh(row), COUVREUR, seen=1)

    withdrawing.withdraw(row, token=people.token(), by=people.actor(row.candidate), now=NOW)
    with pytest.raises(StepNotAllowed):
        correct(people.fresh(row), COUVREUR)


def test_the_proposal_of_an_officer_is_followed_and_another_one_still_waits(row):
    given = {"reason": REASON, "by": people.OFFICER, "now": NOW}
    proposing.propose(row, Act.CORRECT_EXAM, token=people.token(), **given)
    correct(row, COUVREUR)
    assert row.proposals.get().state == "accepted"

    proposing.propose(row, Act.SET_ASIDE, token=people.token(), **given)
    correct(people.fresh(row), PATISSIER)
    assert row.proposals.get(decision="set_aside").state == "open"
