"""A file's page: what an officer needs, who has it open, and nothing that does not exist for them."""

from datetime import UTC, datetime

import pytest
from django.template import engines
from django.urls import reverse
from django.utils.translation import gettext_lazy

from sporades.adapters import clocks
from sporades.notices.models import Notice
from sporades.registrations import access, telling
from sporades.registrations.actions import claiming, reviewing
from sporades.registrations.models import Registration
from sporades.registrations.queries import file as files
from sporades.registrations.queries import history
from sporades.staff_site.files import acts
from tests import lots, people
from tests.pages import space, staff
from tests.pages.public import words
from tests.people import INES, JEANNE, KARIM, MACON, NOW, OFFICER, PATISSIER, PAUL, SYLVIE, TOM, YVES

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _session(db, settings, tmp_path):
    space.begin(settings, tmp_path)


@pytest.fixture
def sylvie():
    return people.officer(SYLVIE)


@pytest.fixture
def paul():
    return people.officer(PAUL)


def seen(row, officer):
    return files.seen(
        access.for_officer(officer.mandate, row.id),
        officer.mandate,
        now=NOW,
        machine_now=clocks.machine_now(),
    )


def page(row, officer):
    return words(staff.enter(officer).get(reverse("staff_file", args=[row.id])).content.decode())


def test_the_head_says_who_which_exam_and_how_to_reach_them(sylvie):
    row = people.confirmed(KARIM, PATISSIER)

    shown = page(row, sylvie)

    for said in (
        row.number,
        "Karim Benali",
        "CAP Pâtissier",
        "29 février 1996",
        "karim@exemple.fr",
        "06 23 45 67 89",
    ):
        assert said in shown


def test_a_second_version_says_what_changed_and_from_what(sylvie):
    row = people.confirmed(INES, PATISSIER)
    row = people.fill(row, people.with_usage_name(people.answers_of(INES, PATISSIER), "Fernandez-Roux"))
    row = people.save(row, said_twice=True)

    (version,) = seen(row, sylvie).past.versions

    assert version.number == 2
    assert [(one.label, one.before, one.after) for one in version.changes] == [
        ("Nom d’usage", "", "Fernandez-Roux")
    ]


def test_what_the_rules_warned_of_stands_with_its_source(sylvie):
    row = people.confirmed(TOM, MACON)

    warnings = seen(row, sylvie).warnings

    assert warnings
    assert all(one.sentence and one.source for one in warnings)


def test_mails_and_papers_say_when_and_what_became_of_them(sylvie):
    row = people.confirmed(KARIM, PATISSIER)

    past = seen(row, sylvie).past

    assert {mail.state for mail in past.mails} == {"En attente d’envoi"}
    assert any("Pré-inscription" in mail.title for mail in past.mails)
    assert any("Confirmation" in paper.title for paper in past.papers)


def test_an_address_from_which_a_mail_came_back_says_so_until_it_is_read_or_changed(sylvie):
    row = people.confirmed(KARIM, PATISSIER)
    mails, said = Notice.objects.filter(subject_id=row.id), "courriel non remis"
    assert said not in page(row, sylvie)

    mails.update(state="refused", returned_at=NOW)
    assert said in page(row, sylvie)

    mails.update(seen_at=NOW)
    assert said not in page(row, sylvie)

    mails.update(seen_at=None, recipient="karim.avant@exemple.fr")
    assert said not in page(row, sylvie)


def test_the_head_says_since_which_day_of_the_academy_the_file_stands_there(sylvie):
    row = people.confirmed(KARIM, PATISSIER)
    Registration.objects.filter(id=row.id).update(state_since=datetime(2024, 11, 5, 23, 30, tzinfo=UTC))

    assert "Confirmation déposée depuis le 6 novembre 2024" in page(row, sylvie)


def test_what_somebody_wrote_does_nothing_in_the_lists_of_a_file():
    wrote = "<b>d’accord</b> & « oui »"
    lists = {
        "{% mail_rows told %}": history.MailSeen(wrote, wrote, wrote, "ok", wrote, lost=False),
        "{% paper_rows told %}": history.PaperSeen(wrote, 1, wrote, wrote, "ok", wrote, checks=2),
        "{% unit_rows told %}": telling.UnitTold(wrote, wrote, wrote),
        "{% act_links told %}": acts.Link('/?"' + wrote, gettext_lazy(wrote)),
    }
    for source, told in lists.items():
        html = engines["django"].from_string("{% load file %}" + source).render({"told": [told]})

        assert "<b>" not in html
        assert "&lt;b&gt;d’accord&lt;/b&gt; &amp; « oui »" in html


def test_the_timeline_speaks_to_an_officer_and_not_to_the_candidate(sylvie):
    row = people.confirmed(KARIM, PATISSIER)

    told = [event.text for event in seen(row, sylvie).past.events]

    assert told[-1] == "Le candidat a commencé son inscription."
    assert not [text for text in told if "Vous" in text or "votre" in text]


def test_who_has_the_file_open_is_said_and_taken_over_by_saying_so(sylvie, paul):
    row = people.confirmed(KARIM, PATISSIER)
    claiming.claim(row, officer=paul, machine_now=clocks.machine_now())
    client = staff.enter(sylvie)

    assert "Ouvert par Paul Mercier" in page(row, sylvie)
    client.post(reverse("staff_take_over", args=[row.id]))

    assert "Vous avez ce dossier ouvert" in page(row, sylvie)
    assert "Ouvert par Sylvie Arnaud" in page(row, paul)


def test_nobody_is_offered_to_withdraw_a_file_whose_convocation_is_published(sylvie):
    row = lots.admitted(people.saved(KARIM, PATISSIER))
    leave = "Désinscrire, sur demande écrite"
    assert leave in page(row, sylvie)

    lots.published(row)

    assert leave not in page(row, sylvie)


def test_who_only_reads_is_told_and_is_offered_nothing(paul):
    row = people.confirmed(KARIM, PATISSIER)
    claiming.claim(row, officer=paul, machine_now=clocks.machine_now())

    shown = page(row, people.officer(YVES))

    assert "Ouvert par Paul Mercier" in shown
    assert "Reprendre ce dossier" not in shown


def with_an_arrangement_refused():
    answers = people.with_accommodation(people.answers_of(JEANNE, PATISSIER))
    row = people.save(people.draft(people.candidate(JEANNE), answers))
    people.give(row)
    people.give(row, "accommodation")
    people.scan_all()
    piece = people.piece(row, "accommodation")
    reviewing.refuse_piece(piece, reason_code="unreadable", sentence="Floue.", by=OFFICER, now=NOW)
    return row


@pytest.mark.once
def test_the_receipt_of_an_arrangement_is_no_paper_for_who_may_not_see_it(sylvie, paul):
    row = with_an_arrangement_refused()

    receipts = [
        sum("Accusé" in paper.title for paper in seen(row, one).past.papers) for one in (sylvie, paul)
    ]

    assert receipts == [2, 3]


def test_handicap_is_in_no_corner_of_the_page_for_who_has_no_right_to_it(sylvie, paul):
    row = with_an_arrangement_refused()

    for hidden in ("ménagement", "andicap"):
        assert hidden not in page(row, sylvie)
        assert hidden in page(row, paul)
    assert len(seen(row, sylvie).past.events) < len(seen(row, paul).past.events)
