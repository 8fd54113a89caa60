"""The head of office decides with the mail before the eyes; an officer proposes."""

from datetime import timedelta

import pytest
from django.urls import reverse

from sporades.adapters import clocks
from sporades.jobs.tick import tick
from sporades.notices.models import Notice
from sporades.registrations.models import PersonalDate, Proposal
from sporades.rules.calendar import GRACE
from tests import people
from tests.pages import space, staff
from tests.people import CAP_CLOSES, CAP_PIECES_DUE, KARIM, LEA, PATISSIER, PAUL, SYLVIE

pytestmark = pytest.mark.django_db

REASON = "La confirmation n’est pas signée, malgré deux appels."


@pytest.fixture(autouse=True)
def _session(db, settings, tmp_path):
    space.begin(settings, tmp_path)


@pytest.fixture
def paul():
    return staff.enter(people.officer(PAUL))


def after(at=CAP_PIECES_DUE + GRACE):
    clocks.start_at(at)
    tick(now=at)


def send(client, name, row, **form):
    return client.post(reverse(name, args=[row.id]), {"token": "one form", **form})


DATED = {"reason": REASON, "until-day": "30", "until-month": "11", "until-year": "2024"}


def test_the_mail_is_shown_before_anything_is_decided(paul):
    row = people.saved(KARIM, PATISSIER)
    mails = Notice.objects.count()

    page = send(paul, "staff_cancel", row, reason=REASON).content.decode()

    assert REASON in page
    assert "tribunal administratif" in page
    assert Notice.objects.count() == mails
    assert people.fresh(row).state == "saved"


def test_the_last_button_decides_and_what_was_read_is_what_leaves(paul):
    row = people.saved(KARIM, PATISSIER)

    response = send(paul, "staff_cancel", row, reason=REASON, decide="1")

    assert response.url == reverse("staff_file", args=[row.id])
    assert people.fresh(row).state == "cancelled"
    assert REASON in Notice.objects.order_by("-recorded_at")[0].text


def test_the_same_button_twice_cancels_once(paul):
    row = people.saved(KARIM, PATISSIER)
    send(paul, "staff_cancel", row, reason=REASON, decide="1")
    mails = Notice.objects.count()

    response = send(paul, "staff_cancel", row, reason=REASON, decide="1")

    assert response.url == reverse("staff_file", args=[row.id])
    assert Notice.objects.count() == mails


def test_without_a_reason_nothing_is_decided_and_nothing_typed_is_lost(paul):
    row = people.saved(KARIM, PATISSIER)

    page = send(paul, "staff_personal_date", row, reopens="on", **{"until-day": "30"}).content.decode()

    assert "Écrivez le motif" in page
    assert 'value="30"' in page
    assert not PersonalDate.objects.exists()


def test_to_set_aside_the_page_first_asks_for_observations_then_waits_then_decides(paul):
    row = people.confirmed(KARIM, PATISSIER)
    address = reverse("staff_set_aside", args=[row.id])

    send(paul, "staff_set_aside", row, **DATED, decide="1")
    waiting = space.read(paul, address)
    clocks.start_at(people.paris(2024, 12, 1))
    send(paul, "staff_set_aside", row, reason=REASON, decide="1", token="another form")

    assert "peut répondre jusqu’au samedi 30 novembre 2024" in waiting
    assert "Lire le courriel" not in waiting
    assert people.fresh(row).state == "set_aside"


def test_a_file_cancelled_by_the_deadline_is_reinstated_from_its_page(paul):
    row = people.saved(KARIM, PATISSIER)
    after()
    assert "Rétablir l’inscription" in space.read(paul, reverse("staff_file", args=[row.id]))

    send(paul, "staff_reinstate", row, **DATED, decide="1")

    assert people.fresh(row).state == "saved"
    shown = space.read(paul, reverse("staff_file", args=[row.id]))
    assert "Rétablie le" in shown
    assert "Aucune limite avant le samedi 30 novembre 2024" in shown


def test_a_day_too_near_is_refused_with_the_first_one_that_is_good(paul):
    row = people.saved(KARIM, PATISSIER)
    after()

    page = send(paul, "staff_reinstate", row, **{**DATED, "until-day": "20"}).content.decode()

    assert "samedi 23 novembre 2024 au plus tôt" in page


def test_an_expired_draft_is_reopened_from_its_page(paul):
    row = people.draft(people.candidate(LEA), people.answers_of(LEA))
    after(CAP_CLOSES + GRACE)

    send(paul, "staff_reopen", row, **DATED, decide="1")

    assert people.fresh(row).state == "draft"


def test_an_officer_proposes_and_the_head_starts_from_their_words(paul):
    sylvie = staff.enter(people.officer(SYLVIE))
    row = people.saved(KARIM, PATISSIER)

    send(sylvie, "staff_propose", row, act="cancel", reason=REASON)

    on_file = space.read(paul, reverse("staff_file", args=[row.id]))
    assert "Une proposition attend le chef de bureau" in on_file
    assert "Sylvie Arnaud" in on_file
    assert REASON in paul.get(reverse("staff_cancel", args=[row.id])).content.decode()
    send(paul, "staff_cancel", row, reason=REASON, decide="1")
    assert Proposal.objects.get().state == "accepted"


def test_the_head_may_decline_with_an_answer_that_the_officer_reads(paul):
    sylvie = staff.enter(people.officer(SYLVIE))
    row = people.saved(KARIM, PATISSIER)
    send(sylvie, "staff_propose", row, act="cancel", reason=REASON)

    send(paul, "staff_propose", row, answer="Attendons lundi.")

    assert "Attendons lundi." in space.read(sylvie, reverse("staff_file", args=[row.id]))
    assert people.fresh(row).state == "saved"


def test_the_candidate_does_not_read_what_the_office_says_to_itself(paul):
    sylvie = staff.enter(people.officer(SYLVIE))
    row = people.saved(KARIM, PATISSIER)

    send(sylvie, "staff_propose", row, act="cancel", reason=REASON)

    assert "proposition" not in space.read(space.enter(row), space.first_screen(row))


def test_an_act_that_came_too_late_changes_nothing_and_says_so(paul):
    row = people.saved(KARIM, PATISSIER)
    send(paul, "staff_cancel", row, reason=REASON, decide="1")

    page = paul.post(
        reverse("staff_cancel", args=[row.id]),
        {"token": "later", "reason": REASON, "decide": "1"},
        follow=True,
    )

    assert "ne permet plus cet acte" in page.content.decode()


def test_a_minute_before_its_hour_the_file_offers_no_reinstatement(paul):
    row = people.saved(KARIM, PATISSIER)
    after(CAP_PIECES_DUE + GRACE - timedelta(milliseconds=1))

    assert "Rétablir" not in space.read(paul, reverse("staff_file", args=[row.id]))
