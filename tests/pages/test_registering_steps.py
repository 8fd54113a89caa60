"""Each step is kept as it is left: nothing typed is lost, nothing unknown blocks, the sections are the rules' own."""

import re

import pytest
from django.urls import reverse

from sporades.registrations import facts
from sporades.rules import answers as rules
from tests import people
from tests.pages import registering, space
from tests.pages.public import queries_counted
from tests.pages.registering import kept, leave, read, start, typed, url, walk
from tests.people import AEPE, ASSP, AWA, KARIM, LEA, MACON, PATISSIER

FLEURISTE = "50031223"


@pytest.fixture(autouse=True)
def session(db, settings, tmp_path):
    space.begin(settings, tmp_path)


@pytest.fixture
def karim():
    return registering.browser_of(people.candidate(KARIM))


@pytest.fixture
def row(karim):
    return start(karim)


# ── The first step ───────────────────────────────────────────────────────────
def test_the_dates_are_shown_as_soon_as_the_academy_is_known(karim):
    page = read(karim, registering.NEW)

    assert "Jusqu’au vendredi 8 novembre 2024, 17 h (heure de Paris) ; il reste 3 jours." in page


def test_no_speciality_is_asked_before_the_dates_of_its_diploma_were_shown(karim):
    response = karim.post(registering.NEW, {"academy": "23", "diploma": "cap", "shown": "23/"})

    assert response.status_code == 200
    assert 'name="specialty-typed"' in response.content.decode()
    assert "à corriger" not in registering.said(response)


def test_changing_the_academy_shows_its_dates_before_anything_starts(karim):
    response = karim.post(registering.NEW, {**registering.TYPED["exam"], "shown": "31/cap"})

    assert response.status_code == 200


@pytest.mark.parametrize("word", ["patissier", "PÂTISSIER", "pâtissière"])
def test_a_speciality_is_found_by_typing_without_javascript(karim, word):
    response = karim.post(
        registering.NEW,
        {
            "academy": "23",
            "diploma": "cap",
            "specialty-typed": word,
            "_search": "specialty",
            "shown": "23/cap",
        },
    )

    assert f'value="{PATISSIER}"' in response.content.decode()


def test_a_speciality_of_another_diploma_cannot_be_chosen(karim):
    response = karim.post(
        registering.NEW,
        {"academy": "23", "diploma": "cap", "specialty": ASSP, "specialty-typed": "", "token": "x"},
    )

    assert response.status_code == 200
    assert "Il manque une réponse" in registering.said(response)


def test_a_link_may_say_the_exam_already(karim):
    page = karim.get(registering.NEW, {"academie": "23", "diplome": "bac-pro", "specialite": ASSP})

    assert f'value="{ASSP}" checked' in page.content.decode().replace(' id="id_specialty_0"', "")


def test_the_first_step_sent_twice_makes_one_draft(karim):
    sent = {**registering.TYPED["exam"], "token": "the same"}

    first, again = karim.post(registering.NEW, sent), karim.post(registering.NEW, sent)

    assert first.url == again.url


def test_a_second_registration_for_the_same_diploma_is_refused_with_its_reason(karim, row):
    response = karim.post(registering.NEW, {**registering.TYPED["exam"], "token": "another"})

    assert response.status_code == 403
    assert "Vous avez déjà une inscription à ce diplôme" in registering.said(response)


# ── Kept as it is left ───────────────────────────────────────────────────────
@pytest.mark.parametrize("go", ["previous", "next"])
def test_a_step_with_mistakes_is_kept_as_it_was_typed(karim, row, go):
    leave(karim, row, "contact", phone="12", city="", go=go)

    assert kept(row, "contact") is None
    assert typed(row, "contact")["phone"] == "12"
    assert 'value="12"' in karim.get(url(row, "contact")).content.decode()


def test_previous_goes_back_even_with_mistakes(karim, row):
    response = leave(karim, row, "contact", phone="12", go="previous")

    assert response.url == url(row, "identity")


def test_next_with_mistakes_stays_and_names_each_of_them(karim, row):
    response = leave(karim, row, "contact", phone="12", city="")

    page = read(karim, response.url)

    assert "2 réponses sont à corriger" in page
    assert "Ce numéro n’est pas reconnu" in page


def test_a_step_seen_again_does_not_complain_until_it_is_sent(karim, row):
    leave(karim, row, "contact", phone="12", go="previous")

    assert "à corriger" not in read(karim, url(row, "contact"))


def test_next_leads_from_step_to_step_to_the_summary(karim, row):
    ways = [leave(karim, row, step).url for step in list(registering.TYPED)[1:]]

    assert ways[:-1] == [url(row, step) for step in facts.STEPS[2:]]
    assert ways[-1] == reverse("summary", args=[row.id])


def test_from_the_summary_one_comes_back_to_it(karim, row):
    walk(karim, row)

    response = leave(karim, row, "contact", query="?retour=recapitulatif")

    assert response.url == reverse("summary", args=[row.id])


def test_the_steps_may_be_visited_in_any_order(karim, row):
    for step in reversed(facts.STEPS):
        assert karim.get(url(row, step)).status_code == 200


def test_what_was_typed_survives_the_end_of_the_session(karim, row):
    karim.logout()

    response = leave(karim, row, "contact", line1="3 quai <Lunel>")

    assert response.status_code == 403
    assert "Rien n’est perdu" in registering.said(response)
    assert 'name="line1" value="3 quai &lt;Lunel&gt;"' in response.content.decode()


def test_somebody_else_s_step_does_not_exist(row):
    stranger = registering.browser_of(people.candidate(LEA))

    assert stranger.get(url(row, "contact")).status_code == 404
    assert leave(stranger, row, "contact").status_code == 404


def test_a_byte_that_no_database_keeps_is_left_out(karim, row):
    leave(karim, row, "contact", city="Tou\x00lon")

    assert typed(row, "contact")["city"] == "Toulon"


# ── Two tabs ─────────────────────────────────────────────────────────────────
def test_the_second_tab_is_told_field_by_field(karim, row):
    leave(karim, row, "contact", city="Toulon")

    response = leave(karim, row, "contact", city="Hyères", seen=0)

    page = registering.said(response)
    assert response.status_code == 409
    assert "Commune Toulon Hyères" in page
    assert "Adresse" not in page
    assert kept(row, "contact")["city"] == "Toulon"


def test_one_may_keep_what_one_has_just_typed(karim, row):
    leave(karim, row, "contact", city="Toulon")
    asked = leave(karim, row, "contact", city="Hyères", seen=0).context

    karim.post(url(row, "contact"), {**dict(asked["kept"]), "seen": asked["seen"]})

    assert kept(row, "contact")["city"] == "Hyères"


def test_the_same_answers_from_two_tabs_are_no_conflict(karim, row):
    leave(karim, row, "contact")

    assert leave(karim, row, "contact", seen=0).status_code == 302


# ── Sections ─────────────────────────────────────────────────────────────────
def test_the_sections_are_exactly_what_the_rules_read(karim, row):
    row = walk(karim, row)

    answers = facts.drafted(row)

    assert rules.to_json(answers) == {"schema": 1, **{step: kept(row, step) for step in facts.STEPS}}
    assert answers.identity.birth_department == "83"
    assert answers.contact.phone == "+33612345678"
    assert answers.papers.units == ("UG1", "UG2", "UG4", "UP1", "UP2", "UG5", "UG3")


@pytest.mark.parametrize("step", [step for step in facts.STEPS if step != "exam"])
def test_answers_that_came_otherwise_are_typed_back_as_they_are(karim, row, step):
    row = walk(karim, row)
    before = kept(row, step)
    row.draft[step]["typed"] = {}
    row.save()

    page = karim.get(url(row, step)).context["form"]

    assert page.__class__(page.case, page.held).answers() == before


def test_names_and_birth_date_are_those_of_the_account(karim, row):
    leave(karim, row, "identity", birth_name="Autre", birth_date="1900-01-01")

    assert kept(row, "identity")["birth_name"] == "Benali"
    assert kept(row, "identity")["birth_date"] == "1996-02-29"


@pytest.mark.parametrize(
    ("said", "nationality"),
    [("portugaise", "PT"), ("Portugal", "PT"), ("SÉNÉGALAIS", "SN"), ("turc", "TR"), ("Niger", "NE")],
)
def test_a_nationality_is_understood_as_people_say_it(karim, row, said, nationality):
    leave(karim, row, "identity", **{"nationality": "other", "other_nationality-typed": said})

    form = karim.get(url(row, "identity")).context["form"]
    assert nationality in [code for code, _label in form["other_nationality"].data.matches]


def test_who_writes_an_adjective_that_two_countries_share_reads_which_is_which(karim, row):
    leave(karim, row, "identity", **{"nationality": "other", "other_nationality-typed": "congolais"})

    form = karim.get(url(row, "identity")).context["form"]
    assert [label for _code, label in form["other_nationality"].data.matches] == [
        "Congolaise (Congo)",
        "Congolaise (République démocratique du Congo)",
    ]


def test_born_abroad_one_names_a_parent(karim, row):
    abroad = {"birth_area-typed": "Sénégal", "birth_area": ""}

    leave(karim, row, "identity", **abroad)
    assert kept(row, "identity") is None

    leave(karim, row, "identity", **abroad, mother_name="Ndèye N’Diaye")
    assert (kept(row, "identity")["birth_country"], kept(row, "identity")["mother_name"]) == (
        "SN",
        "Ndèye N’Diaye",
    )


@pytest.mark.parametrize(
    ("postal_code", "number", "kept_as"),
    [
        ("97400", "0692 12 34 56", "+262692123456"),
        ("98800", "75 12 34", "+687751234"),
        ("83000", "06 12 34 56 78", "+33612345678"),
    ],
)
def test_a_telephone_is_read_where_one_lives(karim, row, postal_code, number, kept_as):
    leave(karim, row, "contact", postal_code=postal_code, phone=number)

    assert kept(row, "contact")["phone"] == kept_as


def test_what_is_folded_away_is_no_answer(karim, row):
    leave(karim, row, "situation", handicap="no", accommodation="existing", training_name="GRETA")

    section = kept(row, "situation")
    assert (section["accommodation"], section["training_name"]) == ("none", "")


@pytest.mark.parametrize(("person", "asked"), [(LEA, True), (KARIM, False), (AWA, False)])
def test_the_national_service_is_asked_of_the_french_under_twenty_five(person, asked):
    client = registering.browser_of(people.candidate(person))
    row = start(client)
    other = {"nationality": "other", "other_nationality-typed": "sénégalaise"}
    leave(client, row, "identity", **({} if person.nationality == "FR" else other))

    page = read(client, url(row, "situation"))

    assert ("Service national" in page) is asked


def test_nothing_medical_is_asked(karim, row):
    page = read(karim, url(row, "situation"))

    assert "Ne donnez ici aucune information médicale." in page
    assert "avant la clôture des inscriptions" in page


# ── Papers and acquis ────────────────────────────────────────────────────────
def test_a_kept_unit_is_not_sat(karim, row):
    walk(karim, row)

    leave(
        karim, row, "acquis", has="yes",
        **{"kind-UG1": "kept_mark", "mark-UG1": "12,5", "exam_session-UG1": "2023", "academy-UG1": "23"},
    )  # fmt: skip

    assert "UG1" not in kept(row, "papers")["units"]
    assert kept(row, "acquis")[0]["mark"] == "12.5"


def test_giving_up_an_acquis_puts_the_unit_back(karim, row):
    walk(karim, row, acquis={"has": "yes", "kind-UG2": "exemption", "ground-UG2": "baccalaureat"})
    assert "UG2" not in kept(row, "papers")["units"]

    leave(karim, row, "acquis")

    assert "UG2" in kept(row, "papers")["units"]


def test_the_details_of_an_acquis_are_asked_before_they_are_missed(karim, row):
    response = leave(karim, row, "acquis", has="yes", shown="", **{"kind-UG1": "kept_mark"})

    assert response.url == url(row, "acquis") + "#suite"
    page = karim.get(url(row, "acquis")).content.decode()
    assert 'name="mark-UG1"' in page and "à corriger" not in page


def test_a_unit_unknown_here_never_blocks():
    client = registering.browser_of(people.candidate(KARIM))
    row = start(client, **{"specialty": FLEURISTE, "specialty-typed": ""})
    row = walk(
        client, row,
        terms={"notice_read": None},
        papers={"language": "none"},
        acquis={"has": "yes", "title-libre0": "Réalisation d’un ouvrage", "kind-libre0": "vae"},
    )  # fmt: skip

    (one,) = facts.drafted(row).acquis
    assert (one.unit, one.title, one.to_complete) == ("", "Réalisation d’un ouvrage", True)
    assert registering.save(client, row).url == reverse("registration", args=[row.id])


def test_a_language_that_may_be_compulsory_is_never_left_out_in_silence():
    client = registering.browser_of(people.candidate(KARIM))
    row = start(client, **{"specialty": FLEURISTE, "specialty-typed": ""})

    leave(client, row, "papers", language="")

    assert kept(row, "papers") is None
    page = read(client, url(row, "papers") + "?verifier=1")
    assert "Choisissez une langue, ou « Pas dans ma spécialité, ou je ne sais pas »." in page

    leave(client, row, "papers", language="", form="progressive", units=["UG1"])
    assert kept(row, "papers")["units"] == ["UG1", "UG3"]


@pytest.mark.parametrize("step", ["identity", "contact", "situation", "papers"])
def test_the_errors_of_a_step_are_listed_in_the_order_of_the_page(karim, row, step):
    leave(karim, row, step, **dict.fromkeys(registering.TYPED[step], ""))

    page = karim.get(url(row, step) + "?verifier=1").content.decode()

    summary = page[page.index('class="errors"') : page.index("</div>", page.index('class="errors"'))]
    places = [page.index(f' id="{target}"') for target in re.findall(r'href="#([^"]+)"', summary)]
    assert len(places) > 1
    assert places == sorted(places)


def test_two_activities_of_sport_in_bac_pro_and_one_in_cap(karim, row):
    leave(karim, row, "papers", pe_activities="")
    assert kept(row, "papers") is None

    client = registering.browser_of(people.candidate(LEA))
    bac_pro = start(client, **{"diploma": "bac_pro", "specialty": ASSP, "specialty-typed": ""})
    leave(client, bac_pro, "papers", pe_activities=["danse"])
    assert kept(bac_pro, "papers") is None
    leave(client, bac_pro, "papers", pe_activities=["danse", "demi_fond"])
    assert kept(bac_pro, "papers")["pe_activities"] == ["danse", "demi_fond"]


def test_no_more_optional_papers_than_the_diploma_allows(karim, row):
    leave(karim, row, "papers", optional=["UF1", "UF2", "UF3"], optional_language="russe")

    assert kept(row, "papers") is None


def test_another_speciality_never_keeps_the_papers_of_the_first(karim, row):
    walk(karim, row)

    leave(karim, row, "exam", **{"specialty": AEPE, "specialty-typed": ""})

    assert "UP3" in kept(row, "papers")["units"]
    assert kept(row, "terms")["notices_read"] == [AEPE]


def test_answers_that_no_longer_fit_are_to_be_finished_and_what_was_typed_stays(karim, row):
    walk(karim, row, papers={"form": "progressive", "units": ["UP2", "UG5"]})

    leave(karim, row, "exam", **{"specialty": MACON, "specialty-typed": ""})

    assert kept(row, "papers") is None
    assert typed(row, "papers")["units"] == ["UP2", "UG5"]


# ── Warnings ─────────────────────────────────────────────────────────────────
def test_a_warning_is_said_on_its_step_with_its_source_and_blocks_nothing(karim, row):
    details = {"kind-UG1": "kept_mark", "mark-UG1": "9", "exam_session-UG1": "2023", "academy-UG1": "23"}

    told = leave(karim, row, "acquis", has="yes", warned="", **details)
    assert told.url == url(row, "acquis") + "#a-savoir"
    page = read(karim, url(row, "acquis"))
    assert "une note se conserve à partir de 10 sur 20" in page
    assert "Source : Code de l’éducation, D337-150" in page

    gone_on = leave(karim, row, "acquis", has="yes", warned="kept_mark_low", **details)
    assert gone_on.url == reverse("summary", args=[row.id])


@pytest.mark.parametrize("step", facts.STEPS)
def test_a_step_asks_the_database_as_little_for_a_whole_draft_as_for_a_new_one(karim, row, step):
    with queries_counted() as new:
        karim.get(url(row, step))
    walk(karim, row)
    with queries_counted() as whole:
        karim.get(url(row, step))

    assert whole == new
    assert whole["in templates"] == 0
