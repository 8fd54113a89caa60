"""The office's pages of what it publishes: prepared by an officer, published by the head, absent elsewhere."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sporades.adapters import clocks
from sporades.documents.models import Document
from sporades.journal.models import Consultation, Entry
from sporades.reference.load import reference
from sporades.registrations.actions import unpacking
from sporades.registrations.models import Publication, PublicationLine, Registration
from sporades.rules.publishing import PaperKind
from sporades.rules.rights import Role
from tests import lots, people
from tests.lots import paper
from tests.pages import space, staff
from tests.pages.public import words
from tests.people import LEA, PAUL, ROSE, SYLVIE, TOM

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _session(db, settings, tmp_path):
    space.begin(settings, tmp_path)


@pytest.fixture
def lea():
    return lots.admitted(people.saved(LEA))


@pytest.fixture
def sylvie():
    return staff.enter(people.officer(SYLVIE))


@pytest.fixture
def paul():
    return staff.enter(people.officer(PAUL))


def ready(*files: str, **more) -> Publication:
    """A lot of empty papers under these names, checked."""
    lot = lots.received({name: paper(name) for name in files}, **more)
    lots.found_clean(lot)
    return lot


def page(client, name: str, *ids) -> str:
    return space.read(client, reverse(name, args=ids))


def asked(**changed: object) -> dict[str, object]:
    content = lots.archive({"25-23-000001.pdf": paper("Convocation")})
    form = {
        "kind": "convocation",
        "campaign": "23-2025",
        "diploma": "",
        "title": "Juin",
        "purpose": "",
        "token": "a",
    }
    return {**form, "chosen": SimpleUploadedFile("lot.zip", content), **changed}


def test_an_officer_prepares_a_lot_and_every_refusal_is_said_beside_its_file(sylvie):
    new = reverse("staff_publication_new")

    refused = sylvie.post(new, asked(chosen=SimpleUploadedFile("lot.rar", b"Rar!")))
    said = words(refused.content.decode())
    assert "lot.rar : Ce n’est ni une archive ZIP ni un PDF" in said.replace("\xa0", " ")
    assert not Publication.objects.exists()

    for _ in range(2):
        answer = sylvie.post(new, asked())
    lot = Publication.objects.get()
    assert answer.url == reverse("staff_publication", args=[lot.id])
    assert "en cours de vérification" in page(sylvie, "staff_publication", lot.id)


def test_a_lot_tells_how_many_files_came_to_what_and_shows_those_of_one_state(sylvie, lea):
    lot = ready(f"{lea.number}.pdf", "sans numéro.pdf", "25-24-000001.pdf")

    shown = page(sylvie, "staff_publication", lot.id)
    assert "1 document est prêt" in shown and "2 fichiers ne seront pas publiés" in shown
    assert "Seul le chef de bureau publie" in shown and "Moreau" in shown
    some = space.read(sylvie, reverse("staff_publication", args=[lot.id]) + "?etat=unknown")
    assert "sans numéro.pdf" in some and "Moreau" not in some


def test_a_lot_costs_the_same_queries_for_one_file_and_for_twenty(sylvie, lea, django_assert_max_num_queries):
    def cost(lot: Publication) -> int:
        with django_assert_max_num_queries(40) as asked_for:
            page(sylvie, "staff_publication", lot.id)
        return len(asked_for)

    assert cost(ready(f"{lea.number}.pdf")) == cost(ready(*[f"{lea.number} {n}.pdf" for n in range(20)]))


def test_the_head_of_office_publishes_at_an_instant_of_the_academie_and_an_officer_does_not(
    sylvie, paul, lea
):
    lot = ready(f"{lea.number}.pdf")
    order = reverse("staff_publication_order", args=[lot.id])
    assert sylvie.get(order).status_code == 403
    assert "Qui a reçu sa convocation ne peut plus se désinscrire" in space.read(paul, order)

    later = {"when": "later", "on-day": "12", "on-month": "11", "on-year": "2024", "at": "8 h", "seen": "1"}
    past = paul.post(order, {**later, "on-day": "1", "token": "a"})
    assert "déjà passé" in words(past.content.decode())
    paul.post(order, {**later, "token": "b"})
    shown = page(paul, "staff_publication", lot.id)
    assert "1 document sera publié le mardi 12 novembre 2024, 8 h (heure de Paris)" in shown.replace(
        "\xa0", " "
    )

    paul.post(reverse("staff_publication_stop", args=[lot.id]), {"token": "c"})
    assert PublicationLine.objects.get().state == "matched"


def test_a_file_is_looked_at_matched_by_hand_and_struck_out_and_who_looked_is_kept(sylvie, lea):
    lot = ready("sans numéro.pdf")
    line = PublicationLine.objects.get()
    shown = reverse("staff_publication_line", args=[line.id])
    picture = sylvie.get(reverse("staff_publication_sheet", args=[line.id]))
    assert (picture.headers["Content-Type"], "sandbox" in picture.headers["Content-Security-Policy"]) == (
        "image/jpeg",
        True,
    )
    assert not Consultation.objects.exists()

    unknown = sylvie.post(shown, {"number": "25-23-999999", "token": "a"})
    assert "Aucune inscription de votre service" in words(unknown.content.decode())
    sylvie.post(shown, {"number": lea.number, "token": "b"})
    line.refresh_from_db()
    assert (line.state, line.registration_id, line.told_by) == ("matched", lea.id, "hand")
    sylvie.get(shown)
    assert Consultation.objects.get().subject_id == lea.id

    sylvie.post(reverse("staff_publication_strike", args=[line.id]), {"token": "c"})
    assert lots.states(lot) == {"sans numéro.pdf": "struck"}


def test_of_two_files_of_one_person_the_one_to_keep_is_matched_by_the_number_that_was_read(sylvie, lea):
    lot = ready(f"{lea.number}.pdf", f"bis {lea.number}.pdf")
    assert set(lots.states(lot).values()) == {"duplicate"}
    kept = PublicationLine.objects.get(name=f"bis {lea.number}.pdf")
    shown = reverse("staff_publication_line", args=[kept.id])
    assert f'value="{lea.number}"' in sylvie.get(shown).content.decode()
    assert "Inscription : Inscription définitive" in space.read(sylvie, shown)

    after = sylvie.post(shown, {"number": lea.number, "token": "a"}, follow=True)

    assert f"est rattaché au dossier {lea.number}" in words(after.content.decode())
    assert lots.states(lot)[kept.name] == "matched"


def test_who_already_had_the_paper_is_told_of_before_it_is_published_in_its_place(paul, lea):
    lot = ready(f"{lea.number}.pdf", replaces=True)

    assert "le garde sous les yeux" in space.read(paul, reverse("staff_publication_order", args=[lot.id]))


def test_the_whole_lot_or_one_document_is_taken_back_by_the_head_with_a_reason(sylvie, paul, lea):
    tom = lots.admitted(people.saved(TOM))
    lot = ready(f"{lea.number}.pdf", f"{tom.number}.pdf")
    lots.order(lot)
    lots.issue()
    first = PublicationLine.objects.get(registration=lea)
    one = reverse("staff_publication_retract_line", args=[first.id])
    assert sylvie.get(one).status_code == 403

    assert "Pourquoi" in words(paul.post(one, {"reason": "", "token": "a"}).content.decode())
    paul.post(one, {"reason": "Pas la sienne.", "token": "b"})
    assert Document.objects.get(id=first.document_id).retracted_for == "Pas la sienne."
    paul.post(reverse("staff_publication_retract", args=[lot.id]), {"reason": "Salle fausse.", "token": "c"})
    shown = page(paul, "staff_publication", lot.id)
    assert "« Salle fausse. »" in shown.replace("\xa0", " ")

    lots.tell()
    page(paul, "staff_publication_close", lot.id)
    paul.post(reverse("staff_publication_close", args=[lot.id]), {"token": "d"})
    lot.refresh_from_db()
    assert lot.closed_at is not None


def test_decisions_of_accommodation_are_absent_for_who_has_no_right_to_handicap(sylvie, paul, lea):
    lot = ready(f"{lea.number}.pdf", kind=PaperKind.ACCOMMODATION_DECISION, exam_on=date(2024, 11, 12))
    lots.order(lot)
    lots.issue()

    shown = page(paul, "staff_publication_unopened")
    assert "Moreau" in shown and "dans 7 jours" in shown.replace("\xa0", " ")
    assert "1 décision d’aménagement n’a pas été ouverte" in page(paul, "staff_publications").replace(
        "\xa0", " "
    )
    assert "écision d’aménagement" in page(paul, "staff_file", lea.id)
    for name, ids in (("staff_publication", [lot.id]), ("staff_publication_unopened", [])):
        assert sylvie.get(reverse(name, args=ids)).status_code == 404
    for name, ids in (("staff_publications", []), ("staff_publication_new", []), ("staff_file", [lea.id])):
        assert "ménagement" not in page(sylvie, name, *ids)


def test_who_has_moved_to_another_academie_is_told_no_more_to_the_one_that_they_left(paul, lea):
    lot = ready(f"{lea.number}.pdf", kind=PaperKind.ACCOMMODATION_DECISION)
    lots.order(lot)
    lots.issue()
    line = lot.lines.get()
    Registration.objects.filter(id=lea.id).update(academy="24")

    for name, known in (("staff_publication", lot.id), ("staff_publication_line", line.id)):
        shown = page(paul, name, known)
        assert "plus dans votre service" in shown and "Moreau" not in shown
    assert paul.get(reverse("staff_publication_sheet", args=[line.id])).status_code == 404
    assert "Moreau" not in page(paul, "staff_publication_unopened")
    assert not Consultation.objects.exists()


def test_a_file_that_is_still_checked_can_be_struck_out_and_not_matched(sylvie, lea):
    lot = lots.received({f"{lea.number}.pdf": paper("a")})
    unpacking.unpack_next(machine_now=clocks.machine_now())
    line = lot.lines.get()

    shown = page(sylvie, "staff_publication_line", line.id)
    assert "Écarter ce fichier" in shown and "Rattacher à la main" not in shown
    sylvie.post(reverse("staff_publication_strike", args=[line.id]), {"token": "a"})

    assert lots.states(lot) == {line.name: "struck"}


def test_a_lot_that_is_closed_says_what_is_erased_and_can_still_be_taken_back(sylvie, paul, lea):
    lot = lots.published(lea)
    assert "Aucun fichier n’est dans ce cas." in page(paul, "staff_publication_close", lot.id)
    paul.post(reverse("staff_publication_close", args=[lot.id]), {"token": "a"})

    shown = page(paul, "staff_publication", lot.id)
    assert "Retirer tout le lot" in shown and "Fermer ce lot" not in shown
    assert "Retirer tout le lot" not in page(sylvie, "staff_publication", lot.id)


def test_the_file_says_what_became_of_each_paper_and_that_the_convoked_leave_no_more(sylvie, lea):
    leave = reverse("staff_withdraw", args=[lea.id])
    assert "asked_on" in sylvie.get(leave).content.decode()
    lots.published(lea)
    assert "pas encore ouvert" in page(sylvie, "staff_file", lea.id)
    refused = sylvie.get(leave).content.decode()
    assert "Sa convocation est publiée" in words(refused) and "asked_on" not in refused

    Document.objects.filter(lot_id__isnull=False).update(opened_at=people.paris(2024, 11, 6, 18, 30))
    shown = page(sylvie, "staff_file", lea.id).replace("\xa0", " ")
    assert "ouvert 6 nov., 18 h 30" in shown and "pas encore ouvert" not in shown

    Document.objects.filter(lot_id__isnull=False).update(retracted_at=people.paris(2024, 11, 7, 9, 0))
    assert "retiré 7 nov., 9 h" in page(sylvie, "staff_file", lea.id).replace("\xa0", " ")


def test_the_journal_of_a_lot_says_who_did_what_and_when_and_whether_it_holds(lea, sylvie, paul, keep_html):
    clocks.start_at(people.NOW)
    sylvie.post(reverse("staff_publication_new"), asked())
    lot = Publication.objects.get()
    lots.found_clean(lot)
    stray = lot.lines.get()
    sylvie.post(reverse("staff_publication_strike", args=[stray.id]), {"token": "strike"})
    assert "Journal de ce lot" in page(sylvie, "staff_publication", lot.id)

    shown = sylvie.get(reverse("staff_publication_journal", args=[lot.id]))

    keep_html("journal of a lot", shown)
    said = words(shown.content.decode()).replace("\xa0", " ")
    assert "Ce journal tient" in said
    # The hour is the lot's own académie's, the name is who did it, the file is the one that was struck out.
    assert (
        "1 mardi 5 novembre 2024, 9 h (heure de Paris) Sylvie Arnaud Lot préparé (fichiers reçus : 1)."
        in said
    )
    assert f"Sylvie Arnaud Fichier écarté. « {stray.name} »" in said
    assert "Règle et source" not in said
    Entry.objects.filter(chain__subject_id=lot.id, position=2).update(actor_id="somebody else")
    assert "L’écriture n° 2 n’est plus ce qui a été écrit" in page(paul, "staff_publication_journal", lot.id)


@pytest.mark.parametrize(
    ("role", "status"), [("officer", 200), ("head", 200), ("reader", 403), ("administrator", 403)]
)
def test_the_journal_of_a_lot_is_for_who_prepares_lots(lea, role, status):
    lot = ready(f"{lea.number}.pdf")
    somebody = staff.enter(people.officer(SYLVIE, role=role))

    assert somebody.get(reverse("staff_publication_journal", args=[lot.id])).status_code == status


def test_the_journal_of_decisions_of_amenagement_does_not_exist_for_who_may_not_know_of_them(
    lea, sylvie, paul
):
    lot = ready(f"{lea.number}.pdf", kind=PaperKind.ACCOMMODATION_DECISION)

    assert sylvie.get(reverse("staff_publication_journal", args=[lot.id])).status_code == 404
    assert paul.get(reverse("staff_publication_journal", args=[lot.id])).status_code == 200


def test_every_kind_that_is_journaled_of_a_lot_has_its_sentence():
    acts = (path.read_text("utf-8") for path in Path("sporades/registrations/actions").glob("*.py"))
    kinds = {kind for act in acts for kind in re.findall(r'record\(\w+, "(publication_\w+)"', act)}

    assert kinds
    assert all(reference().say(f"lot_event_{kind}", count="1", at="6 novembre") for kind in kinds)


def test_a_lot_does_not_exist_for_another_academie_nor_for_who_has_other_diplomas(lea):
    of_all, of_cap = ready(f"{lea.number}.pdf"), ready(f"{lea.number}.pdf", diploma="cap")
    line = of_all.lines.get()
    rose = staff.enter(people.officer(ROSE, role=Role.HEAD.value))
    cap_only = staff.enter(people.officer(SYLVIE, diplomas=["cap"]))

    for name in (
        "staff_publication", "staff_publication_order", "staff_publication_close", "staff_publication_journal"
    ):  # fmt: skip
        assert rose.get(reverse(name, args=[of_all.id])).status_code == 404
    for name in ("staff_publication_line", "staff_publication_sheet", "staff_publication_retract_line"):
        assert rose.get(reverse(name, args=[line.id])).status_code == 404
    assert cap_only.get(reverse("staff_publication", args=[of_all.id])).status_code == 404
    assert cap_only.get(reverse("staff_publication", args=[of_cap.id])).status_code == 200


def test_who_has_some_diplomas_only_prepares_lots_of_one_of_them():
    cap_only = staff.enter(people.officer(SYLVIE, diplomas=["cap"]))

    refused = cap_only.post(reverse("staff_publication_new"), asked(diploma="")).content.decode()
    assert not Publication.objects.exists() and "Diplôme" in words(refused)
    cap_only.post(reverse("staff_publication_new"), asked(diploma="cap", token="b"))
    assert Publication.objects.get().diploma == "cap"
