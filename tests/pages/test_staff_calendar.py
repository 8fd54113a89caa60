"""The office's year: read in order, written as a draft, published by two, prolonged, suspended."""

from datetime import timedelta

import pytest
from django.urls import reverse

from sporades.adapters import clocks
from sporades.calendars.models import Calendar, Draft, Extension, Incident, Window
from sporades.registrations.queries.year import ENDED
from tests import people
from tests.pages import space, staff
from tests.pages.public import queries_counted, words
from tests.people import (
    AWA,
    CAP_CLOSES,
    COUVREUR,
    HUGO,
    KARIM,
    LEA,
    MAUD,
    NOW,
    PAUL,
    R408_DUE,
    ROSE,
    SYLVIE,
    YVES,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _session(db, settings, tmp_path):
    space.begin(settings, tmp_path)


def read(officer, name: str, *args, **query) -> str:
    response = staff.enter(officer).get(reverse(name, args=args), query)
    assert response.status_code == 200, f"{name}: {response.status_code}"
    return words(response.content.decode())


def nice() -> Calendar:
    return Calendar.objects.get(academy="23")


def begin(officer, origin: str = "copy", **given) -> Draft:
    form = {"academy": "23", "exam_session": "2026", "origin": origin} | given
    response = staff.enter(officer).post(reverse("staff_calendar_new"), form)
    assert response.status_code == 302, words(response.content.decode())
    return Draft.objects.latest("changed_at")


WINDOW = {
    "opens_on": "7/10/2025",
    "opens_at": "15 h",
    "closes_on": "7/11/2025",
    "closes_at": "17h",
    "due": "days",
    "due_days": "7",
    "signature": "signed_upload",
    "sanctions": "automatic",
    "reminders": "no",
    "source": "Article 2",
}
GENERAL = {
    "source": "Arrêté du 1er septembre 2025",
    "verified": "yes",
    "contact_service": "DEC de Nice",
    "contact_source": "ac-nice.fr",
    "contact_verified": "no",
}


def write(officer, draft: Draft, diploma: str = "cap", **changed):
    form = {**WINDOW, **changed, "seen": Draft.objects.get(id=draft.id).revision}
    return staff.enter(officer).post(reverse("staff_calendar_draft_window", args=[draft.id, diploma]), form)


def finish(officer, draft: Draft) -> None:
    """Everything that a copy lacks."""
    for diploma in ("cap", "bac_pro", "bp", "cs"):
        assert write(officer, draft, diploma).status_code == 302
    form = {**GENERAL, "seen": Draft.objects.get(id=draft.id).revision}
    response = staff.enter(officer).post(reverse("staff_calendar_draft_general", args=[draft.id]), form)
    assert response.status_code == 302, words(response.content.decode())


def press(officer, name: str, draft: Draft, **given):
    seen = Draft.objects.get(id=draft.id).revision
    return staff.enter(officer).post(
        reverse(f"staff_calendar_{name}", args=[draft.id]), {"seen": seen, **given}, follow=True
    )


def test_the_year_tells_each_date_in_order_and_what_it_will_do():
    people.draft(people.candidate(AWA), people.answers_of(AWA))
    people.saved(LEA)
    people.confirmed(HUGO, COUVREUR)

    page = read(people.officer(SYLVIE), "staff_calendar")

    told = [
        "mardi 8 octobre 2024, 15 h",
        "vendredi 8 novembre 2024, 17 h",
        "1 brouillon expirera s’il n’est pas enregistré",
        "vendredi 15 novembre 2024, 23 h 59",
        "1 candidature sera annulée si rien n’est déposé",
        "mardi 3 décembre 2024, 17 h",
        "vendredi 14 mars 2025, 23 h 59",
        "1 candidature attend son attestation",
    ]
    places = [page.index(one) for one in told]
    assert places == sorted(places)
    assert page.index("prochaine échéance") > places[0]


def test_what_has_passed_is_told_as_done():
    people.draft(people.candidate(AWA), people.answers_of(AWA))
    from sporades.jobs.tick import tick

    tick(now=CAP_CLOSES + timedelta(minutes=10))
    clocks.move_to(CAP_CLOSES + timedelta(minutes=10))

    assert "1 brouillon a expiré" in read(people.officer(SYLVIE), "staff_calendar")


def test_an_officer_of_another_academy_reads_another_year():
    page = read(people.officer(ROSE), "staff_calendar")

    assert "Martinique, session 2024" in page
    assert "Nice" not in page


def test_an_officer_of_some_diplomas_reads_their_dates_only():
    page = read(people.officer(SYLVIE, diplomas=["bp"]), "staff_calendar")

    assert "3 décembre" in page
    assert "8 novembre" not in page


def test_the_year_asks_as_many_queries_for_twenty_registrations_as_for_one():
    sylvie = people.officer(SYLVIE)
    people.saved(LEA)
    client = staff.enter(sylvie)
    client.get(reverse("staff_calendar"))

    with queries_counted() as few:
        client.get(reverse("staff_calendar"))
    for person in (KARIM, AWA, HUGO):
        people.saved(person)
    with queries_counted() as many:
        client.get(reverse("staff_calendar"))

    assert few == many
    assert few["in templates"] == 0


def test_a_calendar_is_copied_mended_and_published_before_anybody_sees_it():
    maud = people.officer(MAUD)
    draft = begin(maud)
    page = read(maud, "staff_calendar_draft", draft.id)
    assert "mardi 7 octobre 2025, 15 h" in page
    assert "5 points à régler avant de publier" in page
    assert "2026" not in words(staff.enter(maud).get("/").content.decode())

    finish(maud, draft)
    press(maud, "publish", draft)

    assert Calendar.objects.get(exam_session=2026).source == "Arrêté du 1er septembre 2025"
    assert "session 2026" in words(staff.enter(maud).get("/").content.decode())


def test_the_next_session_is_published_while_the_dates_of_this_one_are_still_told():
    maud = people.officer(MAUD)
    draft = begin(maud)
    finish(maud, draft)
    press(maud, "publish", draft)

    page = read(maud, "staff_calendar")

    told = [
        "Académie de Nice, session 2025",
        "inscriptions ouvertes",
        "vendredi 8 novembre 2024, 17 h",
        "Académie de Nice, session 2026",
        "pas encore ouvertes",
        "mardi 7 octobre 2025, 15 h",
    ]
    places = [page.index(one) for one in told]
    assert places == sorted(places)
    assert "Sessions précédentes" not in page


def test_once_the_next_session_is_published_this_one_is_still_prolonged_and_has_incidents():
    maud, paul = people.officer(MAUD), people.officer(PAUL)
    draft = begin(maud)
    finish(maud, draft)
    press(maud, "publish", draft)

    for name in ("staff_calendar_extend", "staff_calendar_incident_new"):
        page = read(paul, name)
        assert "CAP, session 2025, académie de Nice" in page, name
        assert "CAP, session 2026, académie de Nice" in page, name


def test_a_session_of_which_every_date_has_passed_becomes_a_link():
    maud = people.officer(MAUD)
    draft = begin(maud)
    finish(maud, draft)
    press(maud, "publish", draft)
    clocks.move_to(R408_DUE)

    page = read(maud, "staff_calendar")

    assert page.index("Sessions précédentes") < page.index("Académie de Nice, session 2025")
    assert "vendredi 8 novembre 2024, 17 h" not in page


def test_a_draft_with_a_mistake_is_not_published_and_says_which():
    maud = people.officer(MAUD)
    draft = begin(maud)

    page = words(press(maud, "publish", draft).content.decode())

    assert "rien n’est publié sans elle" in page
    assert not Calendar.objects.filter(exam_session=2026).exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"closes_on": "7/10/2025", "closes_at": "15 h"}, "La clôture doit venir après l’ouverture."),
        ({"opens_on": "26/10/2025", "opens_at": "2 h 30"}, "Cette heure existe deux fois ce jour-là"),
        ({"closes_on": "29/3/2026", "closes_at": "2 h 30"}, "Cette heure n’existe pas ce jour-là"),
        ({"due": "date", "due_on": "6/11/2025"}, "Cette date tombe avant la clôture"),
        ({"due": "date"}, "Dites quand les pièces sont dues"),
        ({"r408_on": "1/11/2025"}, "Cette date tombe avant la clôture"),
        ({"closes_on": "7/11/2035"}, "trop loin de la session 2026"),
        ({"closes_at": "25 h"}, "Cette heure n’est pas comprise"),
        ({"source": ""}, "Il manque une réponse : « Source »."),
    ],
)
def test_a_wrong_window_says_why_under_its_question_and_loses_nothing(changed, sentence):
    maud = people.officer(MAUD)
    draft = begin(maud)
    before = Draft.objects.get(id=draft.id).text

    response = write(maud, draft, **{"source": "Article 12 bis", **changed})

    page = response.content.decode()
    assert response.status_code == 200
    assert sentence in words(page)
    assert "source" in changed or "Article 12 bis" in page
    assert Draft.objects.get(id=draft.id).text == before


def test_two_officers_who_write_the_same_draft_do_not_overwrite_one_another():
    maud, other = people.officer(MAUD), people.officer(YVES, role="administrator")
    draft = begin(maud)
    stale = {**WINDOW, "seen": draft.revision, "source": "Celle d’Yves"}
    write(maud, draft)

    response = staff.enter(other).post(reverse("staff_calendar_draft_window", args=[draft.id, "cap"]), stale)

    assert "Quelqu’un a modifié ce brouillon" in words(response.content.decode())
    assert "Celle d’Yves" not in Draft.objects.get(id=draft.id).text


def change_of_cap(maud) -> Draft:
    staff.enter(maud).post(reverse("staff_calendar_change", args=[nice().id]))
    draft = Draft.objects.get()
    days = {"opens_on": "8/10/2024", "closes_on": "12/11/2024", "r408_on": "14/3/2025"}
    assert write(maud, draft, **days).status_code == 302
    return draft


def test_after_the_opening_the_change_waits_for_the_head_of_office():
    maud, paul = people.officer(MAUD), people.officer(PAUL)
    draft = change_of_cap(maud)
    press(maud, "propose", draft, reason="Le 8 novembre est un pont.")
    assert Window.objects.get(calendar=nice(), diploma="cap").closes_at == CAP_CLOSES

    page = read(paul, "staff_calendar_draft", draft.id)
    assert "Le 8 novembre est un pont." in page
    assert "mardi 12 novembre 2024, 17 h" in page
    press(paul, "approve", draft)

    assert Window.objects.get(calendar=nice(), diploma="cap").closes_at == people.paris(2024, 11, 12, 17)


def test_the_author_of_a_change_is_not_offered_to_approve_it_and_cannot():
    maud = people.officer(MAUD)
    draft = change_of_cap(maud)
    press(maud, "propose", draft, reason="Un pont.")

    assert "Approuver et publier" not in read(maud, "staff_calendar_draft", draft.id)
    page = words(press(maud, "approve", draft).content.decode())

    assert "une autre personne doit l’approuver" in page
    assert Window.objects.get(calendar=nice(), diploma="cap").closes_at == CAP_CLOSES


def test_a_draft_cannot_be_reached_by_any_public_address():
    maud = people.officer(MAUD)
    finish(maud, begin(maud))

    for path in (
        "/",
        "/diplomes/",
        "/diplomes/cap/",
        "/calendrier.json",
        "/calendrier.ics",
        "/avant-de-commencer/",
    ):
        assert "2026" not in staff.enter(maud).get(path).content.decode().replace("2026-11", ""), path
    row = people.draft(people.candidate(LEA), people.answers_of(LEA))
    assert "session 2026" not in space.enter(row).get(reverse("new_registration")).content.decode()


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [
        ("ouverture", "Les inscriptions sont ouvertes"),
        ("apres", "Ce qui est clos"),
        ("nimporte", "Les inscriptions sont ouvertes"),
    ],
)
def test_the_preview_is_the_public_page_as_it_would_be(moment, sentence):
    maud = people.officer(MAUD)
    draft = begin(maud)
    finish(maud, draft)

    page = read(maud, "staff_calendar_preview", draft.id, quand=moment)

    assert sentence in page
    assert "Académie de Nice, session 2026" in page


def test_what_is_exported_is_imported_again_as_a_draft_that_changes_nothing():
    maud = people.officer(MAUD)
    exported = staff.enter(maud).get(reverse("staff_calendar_file", args=[nice().id])).content
    assert b'academy = "23"' in exported

    from django.core.files.uploadedfile import SimpleUploadedFile

    draft = begin(
        maud, "file", file=SimpleUploadedFile("2026.toml", exported.replace(b"2025\n", b"2026\n", 1))
    )

    assert draft.text.encode() == exported.replace(b"2025\n", b"2026\n", 1)


def test_a_bad_file_is_refused_with_its_line_in_french():
    from django.core.files.uploadedfile import SimpleUploadedFile

    maud = people.officer(MAUD)
    exported = staff.enter(maud).get(reverse("staff_calendar_file", args=[nice().id])).content
    bad = SimpleUploadedFile("2026.toml", exported.replace(b"Europe/Paris", b"Europe/Nice"))
    form = {"academy": "23", "exam_session": "2026", "origin": "file", "file": bad}

    page = words(staff.enter(maud).post(reverse("staff_calendar_new"), form).content.decode())

    assert "Ligne 3 : Le fuseau horaire « Europe/Nice » n’existe pas." in page
    assert not Draft.objects.exists()


SUNDAY = {"closes_on": "10/11/2024", "closes_at": "17 h", "reason": "Le site était en panne."}


def extend(officer, **given):
    form = {"windows": [str(people.window().id)], **SUNDAY, "token": people.token(), **given}
    return staff.enter(officer).post(reverse("staff_calendar_extend"), form, follow=True)


def test_an_extension_is_shown_before_it_counts():
    people.saved(LEA)
    paul = people.officer(PAUL)

    page = words(extend(paul).content.decode())

    assert "1 inscription en cours est concernée." in page
    assert "dimanche 10 novembre 2024, 17 h (heure de Paris)" in page
    assert "dimanche 17 novembre 2024, 23 h 59 (heure de Paris)" in page
    assert not Extension.objects.exists()


def test_an_extension_given_holds_at_the_next_request():
    row, paul = people.saved(LEA), people.officer(PAUL)

    page = words(extend(paul, sure="1").content.decode())

    assert "Les nouvelles dates valent dès maintenant." in page
    assert "dimanche 10 novembre" in space.read(space.enter(row), space.first_screen(row))


def test_an_extension_that_would_take_time_away_says_why():
    page = words(extend(people.officer(PAUL), sure="1", closes_on="7/11/2024").content.decode())

    assert "la nouvelle clôture doit venir après" in page
    assert not Extension.objects.exists()


def test_a_window_of_another_academy_cannot_be_prolonged():
    elsewhere = str(people.window(academy="31").id)

    extend(people.officer(PAUL), sure="1", windows=[elsewhere])

    assert not Extension.objects.exists()


def incident(officer, *windows: str, **given):
    form = {
        "windows": windows or [str(people.window().id)],
        "on": "5/11/2024",
        "at": "8 h",
        "reason": "Le dépôt ne répond plus.",
        "token": people.token(),
        **given,
    }
    return staff.enter(officer).post(reverse("staff_calendar_incident_new"), form, follow=True)


def test_an_incident_is_told_calmly_to_everybody_it_concerns():
    row = people.saved(LEA)
    assert "incident" not in words(staff.enter(people.officer(SYLVIE)).get("/").content.decode())

    incident(people.officer(PAUL))

    for path in ("/", "/diplomes/cap/", space.first_screen(row)):
        page = space.read(space.enter(row), path)
        assert "Un incident est connu" in page, path
        assert "aucune sanction n’est prononcée" in page, path
    assert "Le dépôt ne répond plus" not in space.read(space.enter(row), "/")
    assert "incident" not in space.read(space.enter(row), "/diplomes/bp/")


def test_an_incident_ended_is_told_no_more():
    row, paul = people.saved(LEA), people.officer(PAUL)
    incident(paul)
    act = Incident.objects.get().act

    staff.enter(paul).post(
        reverse("staff_calendar_incident", args=[act]), {"on": "5/11/2024", "at": "8 h 30"}
    )

    assert Incident.objects.get().ends_at == people.paris(2024, 11, 5, 8, 30)
    assert "incident" not in space.read(space.enter(row), "/")


def test_only_an_administrator_stops_sanctions_everywhere():
    incident(people.officer(PAUL), "everybody")
    assert not Incident.objects.exists()

    incident(people.officer(MAUD), "everybody")

    assert Incident.objects.get().window is None
    page = read(people.officer(ROSE), "staff_calendar_incident", Incident.objects.get().act)
    assert "Tout le monde" in page


def test_an_administrator_reads_no_name_on_the_page_of_an_incident():
    people.draft(people.candidate(AWA), people.answers_of(AWA))
    maud = people.officer(MAUD)
    incident(maud, on="4/11/2024")
    people.window().registrations.update(state=ENDED[0], state_since=NOW)
    act = Incident.objects.get().act

    assert "N’Diaye" in read(people.officer(PAUL), "staff_calendar_incident", act)
    assert "N’Diaye" not in read(maud, "staff_calendar_incident", act)


def test_a_reader_ends_no_incident():
    incident(people.officer(PAUL))
    act = Incident.objects.get().act

    staff.enter(people.officer(YVES)).post(
        reverse("staff_calendar_incident", args=[act]), {"on": "5/11/2024", "at": "8 h 30"}
    )

    assert Incident.objects.get().ends_at is None
