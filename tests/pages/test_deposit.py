"""Giving a piece: what is received, what is refused and why, and what a candidate sees of it afterwards."""

import hashlib
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sporades.adapters import clocks, media, readers
from sporades.calendars.models import Window
from sporades.documents import actions as documents
from sporades.documents.models import Document
from sporades.journal import queries as journal
from sporades.journal.values import Subject
from sporades.registrations.actions import reviewing, scanning
from sporades.registrations.actions.depositing import Upload
from sporades.registrations.models import Deposit, File, Registration
from sporades.rules.lifecycle import State
from tests import people
from tests.pages import space
from tests.pages.public import words
from tests.people import CAP_PIECES_DUE, KARIM, NOW, PATISSIER, paris

pytestmark = pytest.mark.django_db

AFTER = paris(2024, 11, 20, 9)


@pytest.fixture(autouse=True)
def _session(db, settings, tmp_path):
    space.begin(settings, tmp_path)


@pytest.fixture
def row() -> Registration:
    return people.saved(KARIM, PATISSIER)


@pytest.fixture
def client(row):
    return space.enter(row)


def named(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def names_kept() -> list[str]:
    return [file.name for file in File.objects.order_by("deposit__sequence", "position")]


OBVIOUS = re.compile(r'<(?:a|button) class="btn"[^>]*>(?:<[^>]*>)*([^<]+)(?:<span class="sr">([^<]*))?')


def obvious(page: str) -> list[str]:
    """What is written on the buttons that stand out."""
    return ["".join(found).replace("\xa0", " ").strip() for found in OBVIOUS.findall(page)]


# ── What to do next ──────────────────────────────────────────────────────────
def test_one_button_stands_out_among_the_pieces_that_of_the_next_to_be_given(row, client):
    page = reverse("registration_pieces", args=[row.id])
    assert obvious(client.get(page).text) == ["Déposer : Confirmation d’inscription signée"]

    people.give(row)

    assert obvious(client.get(page).text) == ["Déposer : Pièce d’identité"]


def test_where_the_confirmation_is_signed_on_screen_this_is_what_stands_out(row, client):
    Window.objects.update(signature="online")

    for page in (reverse("registration_pieces", args=[row.id]), space.piece_page(row)):
        assert obvious(client.get(page).text) == ["Signer à l’écran"]


def test_the_form_is_open_while_a_page_is_missing_and_folded_once_none_is():
    answers = people.with_many_marks(people.answers_of(KARIM, PATISSIER))
    row = people.save(people.draft(people.candidate(KARIM), answers))
    paper = documents.render(Document.objects.get(subject_id=row.id, kind="confirmation").id)
    page, client = reverse("registration_pieces", args=[row.id]), space.enter(row)

    for sheet, folded in ((1, 0), (2, 1)):
        people.give(row, files=(Upload(f"{sheet}.pdf", people.sheet(paper, sheet)),), adds_pages=sheet > 1)
        scanning.settle(File.objects.get(name=f"{sheet}.pdf"), infected_with="", now=NOW)

        assert client.get(page).text.count("<details><summary>Remplacer ou compléter") == folded


# ── Received ─────────────────────────────────────────────────────────────────
def test_a_photo_is_received_and_its_receipt_says_when_and_what(row, client, keep_html):
    response = space.send(client, space.piece_page(row), space.photo())

    page = client.get(response.headers["Location"])
    keep_html("receipt", page)
    said = words(page.content.decode())
    assert "Reçu le mardi 5 novembre 2024, 9 h" in said
    assert "photo.jpg" in said
    assert hashlib.sha256(people.photo()).hexdigest() in said
    assert "Ce qu’il vous reste à donner Pièce d’identité" in said
    assert "Rectorat de l’académie de Nice" in said
    assert State(people.fresh(row).state) is State.CONFIRMED


def test_the_receipt_leads_to_its_own_paper(row, client):
    space.send(client, space.piece_page(row, "identity"), space.photo(text="another"))
    location = space.send(client, space.piece_page(row), space.photo()).headers["Location"]

    page = client.get(location).content.decode()
    paper = page[: page.index("Votre accusé d’enregistrement")].rpartition('href="')[2].partition('"')[0]

    assert "Nous avons reçu votre dépôt : Confirmation d’inscription signée." in space.read(
        client, paper.replace(".pdf", "/")
    )


def test_several_files_are_one_deposit_in_the_order_they_were_chosen(row, client):
    space.send(client, space.piece_page(row), space.photo("recto.jpg"), space.photo("verso.jpg", "verso"))

    assert Deposit.objects.count() == 1
    assert names_kept() == ["recto.jpg", "verso.jpg"]


def test_the_same_file_given_twice_is_received_and_told(row, client, keep_html):
    path = space.piece_page(row, "identity")
    first = space.send(client, path, space.photo("recto.jpg")).headers["Location"]
    both = space.send(client, path, space.photo("recto.jpg", "r"), space.photo("verso.jpg", "r"))
    again = space.send(client, path, space.photo("encore.jpg")).headers["Location"]

    assert "déjà déposé exactement" not in space.read(client, first)
    assert "exactement ce fichier : verso.jpg." in space.read(client, both.headers["Location"])
    assert "exactement ce fichier : encore.jpg." in space.read(client, again)
    keep_html("a receipt of a file given twice", client.get(again))
    assert Deposit.objects.count() == 3


def test_an_ending_in_capitals_is_an_ending(row, client):
    pdf = readers.to_pdf([people.photo()])

    response = space.send(client, space.piece_page(row), named("SCAN.PDF", pdf))

    assert response.status_code == 302
    assert names_kept() == ["SCAN.PDF"]


def test_a_double_click_is_one_deposit_with_one_receipt(row, client):
    form = people.token()

    first, second = (
        space.send(client, space.piece_page(row), space.photo(), token=form).headers["Location"]
        for _ in range(2)
    )

    assert first == second
    assert Deposit.objects.count() == 1


def test_what_replaces_puts_the_other_out_of_sight_but_erases_nothing(row, client):
    path = space.piece_page(row)
    space.send(client, path, space.photo("first.jpg"))
    space.send(client, path, space.photo("second.jpg", "second"))

    said = space.read(client, path)

    assert said.index("second.jpg") < said.index("Dépôts remplacés") < said.index("first.jpg")


def test_pages_are_added_to_what_is_there(row, client):
    path = space.piece_page(row)
    space.send(client, path, space.photo("first.jpg"))
    space.send(client, path, space.photo("second.jpg", "second"), adds_pages="1")

    said = space.read(client, path)

    assert said.index("first.jpg") < said.index("second.jpg")
    assert "Dépôts remplacés" not in said


def test_while_the_antivirus_is_silent_the_deposit_counts_already(row, client):
    path = space.piece_page(row)
    receipt = space.send(client, path, space.photo()).headers["Location"]

    for page in (path, receipt, reverse("registration_pieces", args=[row.id])):
        assert "votre dépôt compte déjà" in space.read(client, page)

    space.found_clean(row)
    assert "votre dépôt compte déjà" not in space.read(client, path)


# ── Late ─────────────────────────────────────────────────────────────────────
def test_after_the_limit_the_form_says_that_a_deposit_is_late_and_the_receipt_too(row, client):
    clocks.move_to(AFTER)
    path = space.piece_page(row)
    assert "La date limite est passée" in space.read(client, path)

    receipt = space.send(client, path, space.photo()).headers["Location"]

    assert "Reçu le mercredi 20 novembre 2024, 9 h" in space.read(client, receipt)
    assert "après la date limite" in space.read(client, receipt)
    assert State(people.fresh(row).state) is State.SAVED


def test_the_last_minute_is_in_time(row, client):
    clocks.move_to(CAP_PIECES_DUE.replace(minute=0) - (CAP_PIECES_DUE - paris(2024, 11, 15, 23, 59)))

    receipt = space.send(client, space.piece_page(row), space.photo()).headers["Location"]

    assert "après la date limite" not in space.read(client, receipt)
    assert State(people.fresh(row).state) is State.CONFIRMED


def test_a_late_file_never_takes_the_place_of_a_timely_one(row, client):
    path = space.piece_page(row)
    space.send(client, path, space.photo("timely.jpg"))
    clocks.move_to(AFTER)
    assert "Ce qui est arrivé à temps reste à sa place." in space.read(client, path)

    space.send(client, path, space.photo("late.jpg", "late"))

    said = space.read(client, path)
    assert "timely.jpg" in said and "hors délai" in said
    assert "Dépôts remplacés" not in said


# ── Refused ──────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (("vide.pdf", b""), "« vide.pdf » : le fichier est vide."),
        (("lettre.docx", b"PK\x03\x04"), "« lettre.docx » : ce fichier n’est ni un PDF, ni une photo"),
        (("scan.pdf", b"%PDF-1.4 nothing"), "« scan.pdf » : le fichier est incomplet"),
        (("lourd.jpg", b"\xff\xd8\xff" + bytes(media.MAX_BYTES)), "« lourd.jpg » : le fichier dépasse 10 Mo."),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_by_its_name_with_what_to_do(
    row, client, file, sentence, keep_html
):
    response = space.send(client, space.piece_page(row), named(*file))

    keep_html("a refused file", response)
    assert sentence in words(response.content.decode())
    assert Deposit.objects.count() == 0


def test_a_refused_file_leaves_what_was_given_before_in_its_place(row, client):
    path = space.piece_page(row)
    space.send(client, path, space.photo("good.jpg"))

    response = space.send(client, path, space.photo("fine.jpg"), named("bad.pdf", b"no pdf"))

    said = words(response.content.decode())
    assert "« bad.pdf » : ce fichier n’est ni un PDF, ni une photo" in said
    assert "Aucun fichier de cet envoi n’a été gardé." in said
    assert names_kept() == ["good.jpg"]


def test_without_a_file_the_form_asks_for_one(row, client):
    response = space.send(client, space.piece_page(row))

    assert "Choisissez un fichier ou prenez une photo, puis déposez." in words(response.content.decode())


def test_more_files_than_a_deposit_takes_are_refused_with_a_sentence(row, client):
    many = [space.photo(f"{number}.jpg") for number in range(11)]

    response = space.send(client, space.piece_page(row), *many)

    assert "Trop de fichiers à la fois." in words(response.content.decode())
    assert Deposit.objects.count() == 0


def test_a_refusal_is_told_with_its_reason_and_the_new_date(row, client):
    path = space.piece_page(row, "identity")
    space.send(client, path, space.photo())
    held = people.piece(row, "identity")
    reviewing.refuse_piece(
        held, reason_code="page_missing", sentence="La page est coupée en bas.", by=people.OFFICER, now=NOW
    )

    for page in (path, reverse("registration_pieces", args=[row.id]), space.first_screen(row)):
        assert "La page est coupée en bas." in space.read(client, page)


def test_a_piece_that_is_accepted_takes_nothing_more(row, client):
    path = space.piece_page(row, "identity")
    space.send(client, path, space.photo())
    space.found_clean(row)
    reviewing.accept_piece(people.piece(row, "identity"), by=people.OFFICER, now=NOW)
    assert "Cette pièce est validée" in space.read(client, path)

    response = space.send(client, path, space.photo("other.jpg", "other"))

    assert "est déjà validée" in words(response.content.decode())
    assert Deposit.objects.count() == 1


def test_files_sent_after_the_session_ended_are_said_not_to_be_received(row):
    response = space.send(Client(), space.piece_page(row), space.photo(), follow=True)

    assert "aucun fichier n’a été reçu" in words(response.content.decode())
    assert response.redirect_chain[0][0] == f"{reverse('login')}?next={space.piece_page(row)}"
    assert Deposit.objects.count() == 0


# ── Seen ─────────────────────────────────────────────────────────────────────
def test_the_owner_sees_a_file_at_once_and_it_can_do_nothing(row, client):
    space.send(client, space.piece_page(row), space.photo("Ma photo.jpg"))
    file = File.objects.get()

    response = client.get(reverse("deposit_file", args=[file.id]))

    assert response.content == people.photo()
    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["Content-Disposition"] == 'inline; filename="Ma photo.jpg"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_a_pdf_is_handed_over_as_a_file_until_it_is_known_to_be_clean(row, client):
    space.send(client, space.piece_page(row), named("scan.pdf", readers.to_pdf([people.photo()])))

    response = client.get(reverse("deposit_file", args=[File.objects.get().id]))

    assert response.headers["Content-Disposition"] == 'attachment; filename="scan.pdf"'

    space.found_clean(row)
    whole = client.get(reverse("deposit_pdf", args=[Deposit.objects.get().id]))

    assert whole.headers["Content-Disposition"].startswith("inline")


def test_a_name_of_any_alphabet_comes_back_as_it_was(row, client):
    space.send(client, space.piece_page(row), space.photo("pièce d’identité Nguyễn.jpg"))

    response = client.get(reverse("deposit_file", args=[File.objects.get().id]))

    assert (
        "filename*=utf-8''pi%C3%A8ce%20d%E2%80%99identit%C3%A9%20Nguy%E1%BB%85n.jpg"
        in (response.headers["Content-Disposition"])
    )


def test_a_name_made_to_run_is_shown_as_words_and_served_as_a_name(row, client):
    name = '<img src=x onerror="alert(1)">.jpg'
    receipt = space.send(client, space.piece_page(row), space.photo(name)).headers["Location"]

    page = client.get(receipt).content.decode()
    served = client.get(reverse("deposit_file", args=[File.objects.get().id]))

    assert "<img src=x" not in page
    assert "&lt;img src=x" in page
    assert served.headers["Content-Disposition"] == r'inline; filename="<img src=x onerror=\"alert(1)\">.jpg"'


def test_an_infected_file_is_told_and_no_longer_there(row, client):
    path = space.piece_page(row)
    space.send(client, path, space.photo("sick.jpg"))
    space.found_infected(row)
    file = reverse("deposit_file", args=[File.objects.get().id])

    page = client.get(path).content.decode()

    assert "Refusé par l’antivirus" in words(page)
    assert file not in page
    assert client.get(file).status_code == 404


def test_several_clean_files_are_one_pdf(row, client):
    path = space.piece_page(row)
    space.send(client, path, space.photo("recto.jpg"), space.photo("verso.jpg", "verso"))
    whole = reverse("deposit_pdf", args=[Deposit.objects.get().id])
    assert client.get(whole).status_code == 404

    space.found_clean(row)

    assert whole in client.get(path).content.decode()
    assert client.get(whole).content.startswith(b"%PDF-")


def test_while_the_store_is_away_nothing_is_lost_a_try_leaves_its_trace_and_the_next_one_is_received(
    row, client, settings, tmp_path, keep_html
):
    space.send(client, space.piece_page(row, "identity"), space.photo())
    kept = File.objects.get()
    # As a disk that was unmounted: a file stands where the folder was.
    (tmp_path / "away").write_bytes(b"")
    settings.STORAGE = f"file://{tmp_path}/away"

    refused = space.send(client, space.piece_page(row), space.photo())
    asked = client.get(reverse("deposit_file", args=[kept.id]))

    said = words(refused.content.decode())
    assert "la panne vient de chez nous, et ce dépôt n’est pas reçu" in said
    trace = journal.timeline(Subject("registration", row.id))[0]
    assert (trace.kind, trace.rule) == ("deposit_refused", "not_stored")
    assert trace.at >= NOW
    assert trace.data["files"] == [
        {"sha256": hashlib.sha256(people.photo()).hexdigest(), "size": len(people.photo())}
    ]
    keep_html("files away", asked)
    assert (asked.status_code, asked.headers["Retry-After"]) == (503, "300")
    assert "Ce qui était enregistré et déposé l’est toujours." in words(asked.content.decode())
    assert client.get(space.first_screen(row)).status_code == 200
    assert File.objects.count() == 1

    settings.STORAGE = ""
    space.send(client, space.piece_page(row), space.photo())
    assert State(people.fresh(row).state) is State.CONFIRMED
    assert client.get(reverse("deposit_file", args=[kept.id])).content == people.photo()
