"""What the public pages say: every clause of the notice, each diploma, each speciality, what the law asks."""

import json
import re
from datetime import datetime

import pytest
from django.http import Http404
from django.urls import reverse

from sporades.calendars.models import Extension, Window
from sporades.candidate_site.public import checks, conditions, service
from sporades.reference.load import reference
from tests.pages.public import response_of, section, source_of, words, words_of
from tests.people import NOW, paris, the_session

pytestmark = pytest.mark.django_db

BEFORE, HELP = "/avant-de-commencer/", "/aide/"
CAP, BAC_PRO, BP, CS = (f"/diplomes/{slug}/" for slug in ("cap", "bac-pro", "bp", "cs"))


@pytest.fixture(autouse=True)
def _session(db):
    the_session()


@pytest.mark.parametrize(
    ("page", "clause"),
    [
        # 1. Dates
        ("/", "Ne pas attendre les derniers jours"),
        (CAP, "Pour toutes les spécialités. Ne pas attendre les derniers jours pour s’inscrire."),
        (CAP, "mardi 8 octobre 2024, 15 h (heure de Paris) Ouverture des inscriptions"),
        (CAP, "vendredi 8 novembre 2024, 17 h (heure de Paris) Clôture"),
        (BAC_PRO, "lundi 4 novembre 2024, 15 h (heure de Paris) Ouverture des inscriptions"),
        (BAC_PRO, "mardi 3 décembre 2024, 17 h (heure de Paris) Clôture"),
        (BP, "lundi 4 novembre 2024, 15 h (heure de Paris) Ouverture des inscriptions"),
        (BP, "mardi 3 décembre 2024, 17 h (heure de Paris) Clôture"),
        (CS, "lundi 4 novembre 2024, 15 h (heure de Paris) Ouverture des inscriptions"),
        (CS, "mardi 3 décembre 2024, 17 h (heure de Paris) Clôture"),
        # 2. Before registering
        (BEFORE, "L’inscription à l’examen est un acte personnel. Vous devez procéder vous-même à la saisie"),
        (BEFORE, "Votre adresse électronique doit être valide et individuelle"),
        (BEFORE, "Conservez bien votre mot de passe. Il vous servira toute la session"),
        (BEFORE, "Vous avez 48 heures pour cliquer sur le lien « Activer mon compte »"),
        (BEFORE, "Sinon, votre compte est supprimé, et vous devez recommencer"),
        (BEFORE, "n’oubliez pas d’enregistrer"),
        (BEFORE, "vous pouvez modifier votre inscription en ligne"),
        (BEFORE, "la confirmation d’inscription et la liste des pièces justificatives"),
        (BEFORE, "courriers indésirables (spams). Il vous appartient de les contrôler régulièrement"),
        # 3. For good
        (BEFORE, "imprimez votre confirmation d’inscription, dans « Mes documents »"),
        (BEFORE, "vérifiez-la, datez-la et signez-la"),
        (BEFORE, "aucune modification ne pourra être prise en compte"),
        # 4. Handicap
        (BEFORE, "Répondez « OUI » à la rubrique « Handicap »"),
        (BEFORE, "joignez la notification d’aménagement d’épreuves à la confirmation d’inscription"),
        (BEFORE, "Se connecter à Amex, académie de Nice"),
        # 5. Acquis
        (BEFORE, "Vous devez les saisir, puis déposer votre relevé de notes ou votre diplôme"),
        # 6. Syllabuses
        (BEFORE, "Les référentiels et règlements d’examen sont sur Eduscol"),
        (CAP, "Le rectorat ne délivre pas d’informations pédagogiques"),
        (
            CAP,
            "Consultez impérativement le référentiel de l’examen, et d’abord la partie sur les épreuves ponctuelles",
        ),
        (CAP, "Note spécifique du CAP Accompagnant éducatif petite enfance"),
        (CAP, "Note spécifique du CAP Esthétique cosmétique parfumerie"),
        (CAP, "Note spécifique du CAP Pâtissier"),
        (BAC_PRO, "Note spécifique du bac pro Accompagnement, soins et services à la personne"),
        (BAC_PRO, "Note spécifique du bac pro Esthétique cosmétique parfumerie"),
        (CAP, "Il vous appartient d’en prendre connaissance"),
        # 7. Papers
        (BEFORE, "déposez-la dans « Mes justificatifs », avec les pièces demandées"),
        (BEFORE, "Aucune relance ne sera effectuée"),
        (BEFORE, "vendredi 15 novembre 2024, 23 h 59 (heure de Paris)"),
        (BEFORE, "mardi 10 décembre 2024, 23 h 59 (heure de Paris)"),
        (
            BEFORE,
            "réglementation R.408 de la Caisse nationale d’assurance maladie et des travailleurs salariés",
        ),
        (BEFORE, "vendredi 14 mars 2025, 23 h 59 (heure de Paris)"),
        (BEFORE, "votre candidature sera écartée et vous ne pourrez pas vous présenter à l’examen"),
        (BEFORE, "Il vous appartient de rechercher la formation"),
        (BEFORE, "Vous suivez dans votre espace le traitement de ce que vous avez déposé"),
        (BEFORE, "Sans confirmation signée à la date limite, la candidature sera annulée"),
    ],
)
def test_every_clause_of_the_notice_can_be_found(page, clause):
    assert clause in words_of(page, NOW)


@pytest.mark.parametrize("path", ["/", CAP, "/diplomes/cap/50033205/", BEFORE])
def test_nothing_invites_to_register_before_opening_nor_after_closing(path):
    opens, closes = paris(2024, 10, 8, 15), paris(2024, 12, 3, 17)

    for instant in (opens.replace(hour=12, minute=59), closes):
        assert reverse("sign_up") not in source_of(path, instant)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        (CAP + "?q=aepe", "Accompagnant éducatif petite enfance"),
        (CAP + "?q=patissier", "Pâtissier"),
        (CAP + "?q=enfance+petite", "Accompagnant éducatif petite enfance"),
        (BAC_PRO + "?q=ASSP", "Accompagnement soins et services à la personne"),
        ("/diplomes/?q=assp", "Accompagnement soins et services à la personne bac pro"),
    ],
)
def test_a_speciality_is_found_however_it_is_typed(path, found):
    said = section(source_of(path, NOW), "liste" if path != "/diplomes/?q=assp" else "chercher")

    assert found in said


def test_a_speciality_of_another_diploma_is_shown_as_such():
    said = words_of(CAP + "?q=assp", NOW)

    assert "Rien ne correspond à « assp » pour ce diplôme. Voici ce qui correspond dans les autres" in said
    assert "Accompagnement soins et services à la personne bac pro" in said


def test_a_search_that_finds_nothing_says_so_and_repeats_it_safely():
    source = source_of(CAP + "?q=<script>zzz", NOW)

    assert "<script>zzz" not in source
    assert "Rien ne correspond à" in source


def test_the_list_holds_the_specialities_open_in_the_session():
    said = section(source_of(CAP, NOW), "liste")

    assert "Les 165 spécialités ouvertes à la session 2025" in said
    assert said.count("Pâtissier ") == 1


@pytest.mark.parametrize(
    ("now", "past"),
    [
        (NOW, ["Ouverture"]),
        (paris(2024, 11, 9, 9), ["Ouverture", "Clôture"]),
        (paris(2024, 11, 16), ["Ouverture", "Clôture", "Date limite de dépôt"]),
    ],
)
def test_a_date_that_has_passed_no_longer_stands_out(now, past):
    _, _, nice = source_of(CAP, now).partition("Académie de Nice, session 2025")
    card, _, _ = nice.partition("</article>")

    faded = re.findall(r'<div class="past"><dt>.*?</dt><dd>(.*?)</dd>', card)

    assert [line for line in faded if not line.startswith(tuple(past))] == []
    assert len(faded) == len(past)


@pytest.mark.parametrize(
    "path",
    ["/diplomes/bts/", "/diplomes/cap/99999999/", "/diplomes/cap/40033007/", "/diplomes/bac-pro/50033205/"],
)
def test_an_unknown_diploma_or_speciality_does_not_exist(path):
    with pytest.raises(Http404):
        response_of(path, NOW)


def test_each_public_page_describes_itself_in_words_of_its_own_that_a_search_engine_shows_whole():
    texts = [reverse(name) for name in ("home", "diplomas", "before", "help", "verify", "proofs", "site_map")]
    texts += [
        reverse(name) for name in ("personal_data", "legal_notices", "accessibility", "sign_up", "login")
    ]
    sources = [source_of(path, NOW) for path in [*texts, CAP, BAC_PRO, BP, CS, f"{CAP}50022141/"]]

    said = [re.findall('<meta name="description" content="([^"]*)">', source) for source in sources]

    assert all(len(one) == 1 and 50 < len(one[0]) <= 160 for one in said), said
    assert len({one[0] for one in said}) == len(said)


def test_every_page_of_a_speciality_opens():
    for one in reference().specialties.values():
        slug = reference().diplomas[one.diploma].slug
        assert words(one.title) in words_of(f"/diplomes/{slug}/{one.code}/", NOW)


def test_a_speciality_tells_its_attestation_or_that_it_is_to_be_checked():
    concerned = words_of("/diplomes/cap/50023224/", NOW)
    doubtful = next(
        one for one in reference().specialties.values() if one.r408 == "unknown" and one.diploma == "cap"
    )

    assert "À déposer au plus tard le vendredi 14 mars 2025, 23 h 59 (heure de Paris)" in concerned
    assert "Il vous appartient de rechercher la formation" in concerned
    assert "À vérifier : cette spécialité demande peut-être" in words_of(
        f"/diplomes/cap/{doubtful.code}/", NOW
    )


def test_a_unit_says_its_coefficient_only_if_it_is_known_and_its_doubt_otherwise():
    said = section(source_of("/diplomes/cap/50033205/", NOW), "unites")

    assert "UG2 · Mathématiques et physique-chimie Écrit · 1 h 30 · coefficient 2" in said
    assert "UP2 · Exercer son activité en accueil collectif à vérifier Écrit · 1 h 30 · coefficient 4" in said
    assert "coefficient None" not in said


def test_the_conditions_of_each_diploma_are_said_with_their_source_and_their_doubt():
    said = section(source_of(BP, NOW), "qui")

    assert (
        "Justifier de cinq ans d’activité dans le métier, ou de deux ans avec un diplôme de niveau 3. à vérifier"
        in said
    )
    assert "Source : SIEC, inscription au BP" in said


def test_every_rule_about_a_person_is_said_beforehand_on_some_page():
    # Closed windows, notes to read, R.408 and units to complete have their own places.
    elsewhere = {
        "window_upcoming",
        "window_not_yet_open",
        "window_closed",
        "specialty_not_open",
        "notice_to_read",
    }
    elsewhere |= {"r408_concerned", "r408_unknown", "acquis_to_complete"}
    codes = {rule.code for rule in reference().eligibility_rules.values()}

    assert codes - elsewhere == set(conditions.SAID)


def test_what_a_missing_paper_costs_is_said_with_it():
    said = section(source_of(CAP, NOW), "pieces")

    assert "Confirmation d’inscription signée" in said
    assert "Sans elle, votre candidature sera annulée." in said
    assert "{unit}" not in said


def test_the_help_says_whom_to_ask_and_invents_no_number():
    said = words_of(HELP, NOW)

    assert "Rectorat de l’académie de Nice" in said
    assert "Téléphone à vérifier" in said
    assert "mailto:à" not in source_of(HELP, NOW)


@pytest.mark.parametrize("name", ["legal_notices", "personal_data", "accessibility"])
def test_what_the_operator_has_not_said_is_shown_as_missing(name):
    assert "à compléter par l’exploitant" in words_of(reverse(name), NOW)


def test_the_accessibility_statement_has_the_imposed_parts():
    said = words_of("/accessibilite/", NOW)
    parts = [
        "Accessibilité : non conforme",
        "État de conformité",
        "Résultats des tests",
        "Contenus non accessibles",
        "Non-conformités",
        "Dérogations pour charge disproportionnée",
        "Contenus non soumis à l’obligation d’accessibilité",
        "Établissement de cette déclaration d’accessibilité",
        "Technologies utilisées pour la réalisation du site",
        "Environnement de test",
        "Outils pour évaluer l’accessibilité",
        "Pages du site ayant fait l’objet de la vérification de conformité",
        "Retour d’information et contact",
        "Voies de recours",
        "Défenseur des droits",
    ]

    places = [said.index(part) for part in parts]

    assert places == sorted(places)


def test_a_deployment_is_told_each_text_that_is_missing():
    (warning,) = checks.texts_are_complete(None)

    assert "publisher.name" in warning.msg
    assert "security.contact" not in warning.msg


def test_a_complete_service_has_nothing_to_be_told(tmp_path):
    (tmp_path / "service.toml").write_text('[publisher]\nname = "Rectorat"\n[security]\ncontact = ""\n')

    assert service.load(tmp_path / "service.toml").missing == ()


def test_the_calendar_gives_each_date_as_an_instant_and_by_the_clocks_of_the_academie():
    said = json.loads(response_of("/calendrier.json", NOW).content)
    martinique = next(one for one in said["windows"] if one["academy"]["code"] == "31")

    assert len(said["windows"]) == 5
    assert martinique["zone"] == "America/Martinique"
    assert martinique["opens"] == {"utc": "2023-10-18T12:00:00Z", "local": "2023-10-18T08:00:00-04:00"}
    assert datetime.fromisoformat(martinique["closes"]["local"]) == datetime.fromisoformat(
        martinique["closes"]["utc"]
    )


def test_an_agenda_can_read_the_calendar():
    response = response_of("/calendrier.ics", NOW)
    lines = response.content.decode().split("\r\n")

    assert response["Content-Type"].startswith("text/calendar")
    assert "DTSTART;TZID=Europe/Paris:20241108T170000" in lines
    assert "DTSTART;TZID=America/Martinique:20231018T080000" in lines
    assert "DTSTART;VALUE=DATE:20241115" in lines
    assert "DTSTART;VALUE=DATE:20250314" in lines
    assert max(len(line.encode()) for line in lines) <= 75
    assert len({line for line in lines if line.startswith("UID:")}) == lines.count("BEGIN:VEVENT")


def test_an_agenda_is_told_of_each_zone_whose_hours_it_reads():
    lines = response_of("/calendrier.ics", NOW).content.decode().split("\r\n")
    text = "\n".join(lines)

    assert [line for line in lines if line.startswith("TZID:")] == [
        "TZID:America/Martinique",
        "TZID:Europe/Paris",
    ]
    assert text.index("END:VTIMEZONE") < text.index("BEGIN:VEVENT")
    used = {line.partition("TZID=")[2].partition(":")[0] for line in lines if "TZID=" in line}
    assert used == {"America/Martinique", "Europe/Paris"}


def test_an_extension_keeps_the_entry_of_an_agenda_and_makes_it_newer():
    cap = Window.objects.get(calendar__academy="23", diploma="cap")
    entry = f"UID:{cap.id}-closes@"

    def told() -> tuple[str, str, str]:
        text = response_of("/calendrier.ics", NOW).content.decode()
        event = next(one for one in text.split("BEGIN:VEVENT") if entry in one).split("\r\n")
        return tuple(
            next(line for line in event if line.startswith(name)) for name in ("UID", "SEQUENCE", "DTSTART")
        )

    before = told()
    Extension.objects.create(
        window=cap, closes_wall="2024-11-10T17:00:00", reason="panne", decided_at=NOW, decided_by="chef"
    )
    after = told()

    assert before[0] == after[0]
    assert (before[1], after[1]) == ("SEQUENCE:0", "SEQUENCE:1")
    assert after[2] == "DTSTART;TZID=Europe/Paris:20241110T170000"


def test_robots_stay_out_of_registrations_and_out_of_a_demonstration(settings):
    assert "Disallow: /inscriptions/" in response_of("/robots.txt", NOW).content.decode()
    settings.SPORADES_DEMO = True

    assert response_of("/robots.txt", NOW).content.decode() == "User-agent: *\nDisallow: /\n"


def test_the_contact_for_researchers_exists_only_if_the_operator_gave_one(settings, tmp_path):
    with pytest.raises(Http404):
        response_of("/.well-known/security.txt", NOW)
    (tmp_path / "service.toml").write_text(
        '[security]\ncontact = "mailto:securite@exemple.fr"\npolicy = ""\n'
    )
    settings.REFERENCE_DIR = tmp_path

    said = response_of("/.well-known/security.txt", NOW).content.decode()

    assert said.startswith("Contact: mailto:securite@exemple.fr\nExpires: 2025-05-04T00:00:00+00:00\n")
