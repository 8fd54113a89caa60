"""A file of registrations is asked on a page that counts, says what will happen, and keeps what was typed."""

import pytest
from django.urls import reverse

from sporades.adapters import clocks
from sporades.jobs.worker import work_once
from sporades.registrations.actions import making_exports
from sporades.registrations.models import Export
from sporades.registrations.queries import exports
from tests import people
from tests.pages import space, staff
from tests.people import AWA, KARIM, LEA, MAUD, PATISSIER, PAUL, ROSE, SYLVIE, YVES

pytestmark = pytest.mark.django_db

NEW = {
    "purpose": "Convoquer à l’EPS, pour le lycée",
    "columns": ["number"],
    "file_format": "csv",
    "token": "one",
}


@pytest.fixture(autouse=True)
def _session(db, settings, tmp_path):
    space.begin(settings, tmp_path)


@pytest.fixture
def sylvie():
    return staff.enter(people.officer(SYLVIE))


def new(query: str = "") -> str:
    return f"{reverse('staff_export_new')}?{query}"


def of(export: Export, name: str = "staff_export") -> str:
    return reverse(name, args=[export.id])


def body(answer) -> str:
    return b"".join(answer.streaming_content).decode("utf-8-sig")


def test_the_page_counts_what_the_filters_find_and_a_draft_is_never_among_them(sylvie):
    people.confirmed(KARIM, PATISSIER)
    people.saved(LEA)
    people.draft(people.candidate(AWA), people.answers_of(AWA))

    assert "2 dossiers répondent" in space.read(sylvie, new())
    assert "1 dossier répond" in space.read(sylvie, new("attente=oui"))
    assert "1 dossier répond" in space.read(sylvie, new("etat=saved"))
    assert "1 dossier répond" in space.read(sylvie, new("specialite=patissier"))
    assert "2 dossiers répondent" in space.read(sylvie, new("etat=draft"))
    assert (
        "attente=oui&amp;etat=confirmed"
        in sylvie.get(f"{reverse('staff_worklist')}?etat=confirmed").content.decode()
    )


def test_without_a_purpose_nothing_is_asked_and_what_was_typed_stays(sylvie):
    people.saved(KARIM)

    refused = sylvie.post(new(), NEW | {"purpose": "EPS", "columns": ["number", "email"]}).content.decode()

    assert "à quoi servira ce fichier" in refused
    assert refused.count(" checked") == 3
    assert "Choisissez au moins une colonne." in sylvie.post(new(), NEW | {"columns": []}).content.decode()
    assert "il n’y a rien à exporter" in sylvie.post(new("etat=admitted"), NEW).content.decode()
    assert not Export.objects.exists()


def test_from_the_demand_to_the_file_with_the_filters_of_the_address(sylvie):
    people.saved(LEA)
    row = people.confirmed(KARIM, PATISSIER)

    assert "Lignes que vous avez demandées" not in space.read(sylvie, new())

    asked = sylvie.post(new("etat=confirmed"), NEW, follow=True)
    export = Export.objects.get()
    assert "Le fichier se prépare" in asked.content.decode()
    shown = space.read(sylvie, of(export)).replace("\xa0", " ")
    assert "Confirmation déposée" in shown and "Export de 1 ligne" in shown and "1 lignes" not in shown
    assert "depuis 24 heures : 1." in space.read(sylvie, new()).replace("\xa0", " ")
    assert sylvie.get(of(export, "staff_export_file"), follow=True).redirect_chain
    work_once()

    answer = sylvie.get(of(export, "staff_export_file"))

    assert body(answer) == f"Numéro\r\n{row.number}\r\n"
    assert answer["Content-Disposition"] == 'attachment; filename="inscriptions-23-2025-20241105.csv"'
    assert answer["Cache-Control"] == "no-store"
    assert "Fichier téléchargé." in space.read(sylvie, of(export))
    assert NEW["purpose"] in space.read(sylvie, reverse("staff_exports"))


def test_a_long_one_waits_for_a_head_of_office_who_reads_what_is_asked(sylvie, monkeypatch):
    monkeypatch.setattr(exports, "ALONE", 0)
    people.saved(KARIM)
    paul = staff.enter(people.officer(PAUL))
    asked = sylvie.post(new("diplome=cap"), NEW, follow=True).content.decode()
    export = Export.objects.get()
    assert "Paul Mercier" in asked
    assert "Donner mon accord" not in asked
    assert "Un export attend votre accord" in space.read(paul, reverse("staff_exports"))
    shown = space.read(paul, of(export))
    assert NEW["purpose"] in shown
    assert "CAP" in shown

    assert "Il manque une réponse" in paul.post(of(export, "staff_export_decide"), {}).content.decode()
    agreed = paul.post(of(export, "staff_export_decide"), {"agree": "1", "token": "a"}, follow=True)

    assert "Accord d’une seconde personne." in agreed.content.decode()
    assert "Un courriel préviendra la personne qui l’a demandé." in agreed.content.decode()
    assert "Un courriel vous préviendra" in space.read(sylvie, of(export))
    work_once()
    assert "Seule la personne qui l’a demandé le télécharge." in space.read(paul, of(export))
    assert paul.get(of(export, "staff_export_file")).status_code == 404
    assert sylvie.get(of(export, "staff_export_file")).status_code == 200


def test_what_is_refused_says_why_to_who_asked(sylvie, monkeypatch):
    monkeypatch.setattr(exports, "ALONE", 0)
    people.saved(KARIM)
    sylvie.post(new(), NEW)
    export, paul = Export.objects.get(), staff.enter(people.officer(PAUL))

    paul.post(of(export, "staff_export_decide"), {"answer": "Les seuls CAP.", "token": "a"})

    assert "Les seuls CAP." in space.read(sylvie, of(export))
    again = paul.post(of(export, "staff_export_decide"), {"agree": "1", "token": "b"}, follow=True)
    assert "n’attend plus d’accord" in again.content.decode()


def test_an_export_exists_for_who_asked_and_the_heads_of_the_academie(sylvie):
    people.saved(KARIM)
    sylvie.post(new(), NEW)
    export = Export.objects.get()
    strangers = {
        "a colleague": people.officer(YVES, role="officer"),
        "a head of office elsewhere": people.officer(ROSE, role="head"),
    }

    for officer in strangers.values():
        for name in ("staff_export", "staff_export_file", "staff_export_decide"):
            assert staff.enter(officer).get(of(export, name)).status_code in {403, 404}
    assert staff.enter(people.officer(PAUL)).get(of(export)).status_code == 200
    for officer in (people.officer(MAUD), people.officer(AWA_READER, role="reader")):
        assert staff.enter(officer).get(of(export)).status_code == 403


AWA_READER = people.Colleague(
    "lecteur@rectorat.exemple.fr", "Luc Roy", "reader", ("23",), sees_handicap=True, story=""
)


def test_handicap_is_no_column_no_filter_and_no_export_for_who_has_no_right_to_it(sylvie):
    people.saved(KARIM)
    assert "andicap" not in sylvie.get(new("handicap=oui")).content.decode()
    assert "1 dossier répond" in space.read(sylvie, new("handicap=oui"))
    refused = sylvie.post(new(), NEW | {"columns": ["handicap"]}).content.decode()
    assert "Choisissez parmi les réponses proposées." in refused
    paul = staff.enter(people.officer(PAUL))
    paul.post(new(), NEW | {"columns": ["handicap"]})
    export = Export.objects.get()

    blind = staff.enter(people.officer(ROSE, role="head", academies=["23"]))

    assert blind.get(of(export)).status_code == 404
    assert "Aucun export" in space.read(blind, reverse("staff_exports"))


def test_a_file_past_its_time_is_told_calmly(sylvie):
    people.saved(KARIM)
    sylvie.post(new(), NEW)
    work_once()
    export = Export.objects.get()
    clocks.start_at(export.expires_at)

    told = sylvie.get(of(export, "staff_export_file"), follow=True).content.decode()

    assert "Ce fichier n’est plus disponible" in told
    making_exports.erase_expired(now=export.expires_at)
    assert "Le fichier est effacé" in space.read(sylvie, of(export))
