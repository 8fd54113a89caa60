"""« Enregistrer »: what stands before it, what it says, and that no address gets round a closed window."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from sporades.accounts import queries as accounts
from sporades.accounts.actions import particulars
from sporades.calendars import queries as calendars
from sporades.documents.models import Document
from sporades.journal import queries as journal
from sporades.journal.values import Subject
from sporades.registrations import facts
from sporades.registrations.actions import withdrawing
from sporades.registrations.models import Registration
from tests import people
from tests.pages import registering, space
from tests.pages.registering import at, kept, leave, read, save, start, url, walk
from tests.people import CAP_CLOSES, CAP_OPENS, KARIM, PATISSIER

MILLISECOND = timedelta(milliseconds=1)


@pytest.fixture(autouse=True)
def session(db, settings, tmp_path):
    space.begin(settings, tmp_path)


@pytest.fixture
def karim():
    return registering.browser_of(people.candidate(KARIM))


@pytest.fixture
def row(karim):
    return start(karim)


def summary_of(row):
    return reverse("summary", args=[row.id])


def page_of(row):
    return reverse("registration", args=[row.id])


def lines(row):
    return [line.kind for line in journal.timeline(Subject("registration", row.id))]


# ── Before saving ────────────────────────────────────────────────────────────
def test_the_summary_names_the_steps_to_finish_and_leads_to_what_is_missing(karim, row):
    leave(karim, row, "contact", phone="12", go="previous")

    response = karim.get(summary_of(row))

    page = registering.said(response)
    assert "Il reste des étapes à terminer avant d’enregistrer" in page
    assert f"{url(row, 'contact')}?retour=recapitulatif&amp;verifier=1" in response.content.decode()
    assert '<button class="btn" type="submit">Enregistrer</button>' not in response.content.decode()


def test_no_step_can_be_skipped_into_saving(karim, row):
    response = save(karim, row)

    assert response.url == summary_of(row)
    assert people.fresh(row).version == 0


def test_the_summary_reads_everything_back_and_says_what_comes_next(karim, row):
    page = read(karim, summary_of(walk(karim, row)))

    for said in (
        "Spécialité Pâtissier",
        "Toulon",
        "Danse",
        "Anglais",
        "au plus tard le vendredi 15 novembre 2024, 23 h 59 (heure de Paris)",
        "jusqu’à la clôture des inscriptions, le vendredi 8 novembre 2024, 17 h (heure de Paris)",
    ):
        assert said in page


def test_what_is_not_detailed_here_is_read_back_before_it_is_signed(karim):
    row = walk(
        karim,
        start(karim, **{"specialty": people.COUVREUR, "specialty-typed": "couvreur"}),
        terms={"notice_read": None},
        papers={"language": "none"},
    )

    page = read(karim, summary_of(row))
    assert "Langue vivante pas dans ma spécialité, ou je ne sais pas" in page
    assert "Épreuves professionnelles toutes celles de la spécialité" in page

    save(karim, row)
    lines = Document.objects.get(subject_id=row.id, kind="confirmation").data["papers_lines"]
    assert "le service des examens les ajoute" in [line["value"] for line in lines][-1]


def test_the_summary_shows_every_warning_with_its_source(karim, row):
    walk(karim, row, terms={"notice_read": None})

    page = read(karim, summary_of(row))

    assert "fait l’objet d’une note spécifique" in page
    assert "Source : Notice de l’académie de Nice, session 2025, §6" in page


def test_the_attestation_that_comes_later_is_announced_with_its_date(karim):
    row = start(karim, **{"specialty": people.COUVREUR, "specialty-typed": "couvreur"})

    page = read(karim, url(row, "terms"))

    assert (
        "L’attestation est à déposer au plus tard le vendredi 14 mars 2025, 23 h 59 (heure de Paris)." in page
    )


def test_a_name_corrected_in_the_account_is_corrected_in_the_draft(karim, row):
    walk(karim, row)
    row.candidate.birth_name = "Benali-Rossi"
    row.candidate.save()

    page = read(karim, summary_of(row))

    assert "Benali-Rossi" in page
    assert kept(row, "identity")["birth_name"] == "Benali-Rossi"


# ── Saving ───────────────────────────────────────────────────────────────────
def test_saving_gives_the_number_and_says_that_one_is_not_yet_registered(karim, row):
    walk(karim, row)

    response = save(karim, row)

    assert response.url == page_of(row)
    page = read(karim, response.url)
    assert "Pré-inscription enregistrée, n° 25-23-000001." in page
    assert "Vous n’êtes pas encore inscrit" in page
    assert people.fresh(row).version == 1


def test_a_token_replayed_saves_once(karim, row):
    walk(karim, row)

    first, again = save(karim, row, token="once"), save(karim, row, token="once")

    assert first.url == again.url
    assert people.fresh(row).version == 1


def test_saving_what_has_not_changed_changes_nothing(karim, row):
    walk(karim, row)
    save(karim, row)

    page = read(karim, save(karim, row).url)

    assert "Vos réponses sont à jour" in page
    assert people.fresh(row).version == 1
    assert "Rien n’a changé depuis votre dernier enregistrement" in read(karim, summary_of(row))


def test_a_change_says_that_it_is_not_saved_until_it_is(karim, row):
    walk(karim, row)
    save(karim, row)
    assert "Modification non enregistrée" not in read(karim, url(row, "identity"))

    leave(karim, row, "identity", usage_name="Rossi")
    assert "Modification non enregistrée" in read(karim, url(row, "contact"))

    save(karim, row)
    assert people.fresh(row).version == 2
    assert "Modification non enregistrée" not in read(karim, url(row, "contact"))


def test_changes_can_be_abandoned(karim, row):
    walk(karim, row)
    save(karim, row)
    leave(karim, row, "identity", usage_name="Rossi")

    karim.post(reverse("abandon_changes", args=[row.id]))

    assert kept(row, "identity")["usage_name"] == ""
    assert people.fresh(row).version == 1


def test_after_signing_a_change_is_asked_for_twice(karim, row):
    walk(karim, row)
    save(karim, row)
    people.give(row)
    leave(karim, row, "identity", usage_name="Rossi")

    assert "Ce qui change : Nom d’usage." in read(karim, summary_of(row))
    assert "Elle vaut pour la version 1. Si vous enregistrez, elle ne vaudra plus" in read(
        karim, summary_of(row)
    )
    refused = save(karim, row)
    assert refused.status_code == 200
    assert "Cochez la case pour enregistrer malgré tout" in registering.said(refused)
    assert people.fresh(row).version == 1

    save(karim, row, said_twice="on")
    assert people.fresh(row).version == 2


def test_after_signing_a_new_telephone_is_saved_without_asking(karim, row):
    walk(karim, row)
    save(karim, row)
    people.give(row)
    leave(karim, row, "contact", phone="07 68 34 56 78")

    page = read(karim, summary_of(row))
    assert "Ce qui change : Téléphone." in page
    assert "Vous avez déjà déposé une confirmation signée" not in page
    save(karim, row)

    after = people.fresh(row)
    assert (after.version, after.state, after.candidate.phone) == (1, "confirmed", "+33768345678")


# ── A window that is shut ────────────────────────────────────────────────────
@pytest.mark.parametrize("now", [CAP_OPENS - MILLISECOND, CAP_CLOSES, CAP_CLOSES + MILLISECOND])
def test_nothing_starts_outside_the_window(now):
    karim = people.candidate(KARIM)

    response = at(now, karim, registering.NEW, {**registering.TYPED["exam"], "token": "x"})

    assert response.status_code == 403
    assert not Registration.objects.exists()
    assert [line.kind for line in journal.timeline(Subject("account", karim.account_id))] == ["start_refused"]


@pytest.mark.parametrize("now", [CAP_OPENS, CAP_CLOSES - MILLISECOND])
def test_one_may_start_from_the_opening_to_the_last_millisecond(now):
    response = at(now, people.candidate(KARIM), registering.NEW, {**registering.TYPED["exam"], "token": "x"})

    assert response.status_code == 302


def test_before_the_opening_the_page_says_when_and_offers_no_choice():
    page = registering.said(
        at(CAP_OPENS - MILLISECOND, people.candidate(KARIM), registering.NEW + "?academie=23&diplome=cap")
    )

    assert "Pas encore ouvert : du mardi 8 octobre 2024, 15 h (heure de Paris)" in page


def test_the_refusal_says_the_hour_its_zone_and_whom_to_ask():
    page = registering.said(
        at(CAP_CLOSES, people.candidate(KARIM), registering.NEW, {**registering.TYPED["exam"], "token": "x"})
    )

    assert "Les inscriptions sont closes depuis le vendredi 8 novembre 2024, 17 h (heure de Paris)" in page
    assert "Rectorat de l’académie de Nice" in page


@pytest.mark.parametrize("step", facts.STEPS)
def test_after_closing_no_step_is_kept_by_any_url(karim, row, step):
    walk(karim, row)
    before = people.fresh(row).draft

    shown = at(CAP_CLOSES, row.candidate, url(row, step))
    sent = at(CAP_CLOSES, row.candidate, url(row, step), {**registering.TYPED[step], "city": "Ailleurs"})

    assert (shown.status_code, sent.status_code) == (403, 403)
    assert people.fresh(row).draft == before
    assert lines(row)[0] == "step_refused"


def test_after_closing_nothing_is_saved_and_the_attempt_leaves_its_trace(karim, row):
    walk(karim, row)

    assert at(CAP_CLOSES, row.candidate, summary_of(row)).status_code == 403
    assert at(CAP_CLOSES, row.candidate, summary_of(row), {"token": "x"}).status_code == 403

    assert people.fresh(row).version == 0
    assert lines(row)[0] == "save_refused"


def test_after_closing_a_draft_never_saved_is_not_told_that_it_is_a_registration(karim, row):
    walk(karim, row)

    page = registering.said(at(CAP_CLOSES, row.candidate, summary_of(row), {"token": "x"}))

    assert "Ce brouillon n’a jamais été enregistré : vous n’êtes pas inscrit." in page
    assert "reste votre inscription" not in page


def test_after_closing_what_was_saved_is_said_to_stand(karim, row):
    walk(karim, row)
    save(karim, row)

    page = registering.said(at(CAP_CLOSES, row.candidate, url(row, "contact")))

    assert "La version 1, déjà enregistrée, reste votre inscription." in page
    assert "jamais été enregistré" not in page


def test_a_draft_never_moves_to_a_window_that_is_shut(karim, row):
    leave(karim, row, "exam", academy="31", diploma="cap", shown=None)

    assert kept(row, "exam") is None
    assert people.fresh(row).academy == "23"


def test_whoever_was_given_longer_goes_on_by_every_step(karim, row):
    row.personal_dates.create(
        closes_wall="2024-11-20T17:00:00", reason="incident", decided_at=people.NOW, decided_by="le service"
    )

    for step in facts.STEPS:
        sent = {**registering.TYPED[step], "seen": 0, "warned": registering.ALL_WARNINGS}
        assert at(CAP_CLOSES, row.candidate, url(row, step), sent).status_code == 302

    assert facts.unfinished(people.fresh(row)) == ()


def test_an_ended_registration_is_not_modified(karim, row):
    walk(karim, row)
    save(karim, row)
    withdrawing.withdraw(people.fresh(row), token="x", by=people.actor(row.candidate), now=people.NOW)

    response = karim.get(url(row, "contact"))

    assert response.status_code == 403
    assert "Cette inscription n’est plus en cours" in registering.said(response)
    assert "reste votre inscription" not in registering.said(response)


def test_the_address_changed_in_the_account_is_not_undone_by_the_next_save(karim, row):
    walk(karim, row)
    save(karim, row)
    moved = replace(accounts.contact(people.fresh(row).candidate), city="Hyères")
    particulars.keep_contact(row.candidate, contact=moved, by=people.actor(row.candidate), now=people.NOW)
    leave(karim, row, "identity", usage_name="Rossi")

    assert "Hyères" in read(karim, summary_of(row))
    save(karim, row)

    assert people.fresh(row).candidate.city == "Hyères"


def test_martinique_keeps_its_own_hour():
    closes = calendars.window_for("31", "cap", 2024, now=people.NOW).dates.closes
    raoul = people.candidate(people.RAOUL)

    page = at(closes - MILLISECOND, raoul, registering.NEW + "?academie=31&diplome=cap")
    sent = {**registering.TYPED["exam"], "academy": "31", "token": "x"}

    assert "17 h (heure de la Martinique)" in registering.said(page)
    assert at(closes, raoul, registering.NEW, sent).status_code == 403
    assert at(closes - MILLISECOND, raoul, registering.NEW, {**sent, "token": "y"}).status_code == 302
    assert Registration.objects.get().specialty == PATISSIER
