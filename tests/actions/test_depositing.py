"""What is given is received at once, with its instant; nothing given is ever lost."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from PIL import Image

from sporades.accounts import throttles
from sporades.adapters import storage
from sporades.documents.queries import published
from sporades.journal import queries as journal
from sporades.journal.values import Subject
from sporades.registrations.actions import depositing, receiving, reviewing, scanning
from sporades.registrations.models import Deposit, File
from sporades.rules.reasons import Blocked
from tests import people
from tests.corpus.papers import a_form_that_draws_itself
from tests.people import ASSP, CAP_PIECES_DUE, KARIM, LEA, NOW

MILLISECOND = timedelta(milliseconds=1)


def test_the_signed_confirmation_makes_the_registration_confirmed():
    row = people.saved(LEA)

    people.give(row)

    assert people.fresh(row).state == "confirmed"
    assert people.piece(row).state == "deposited"


@pytest.mark.parametrize("early", [MILLISECOND, timedelta(minutes=1)])
def test_until_the_last_millisecond_of_the_seventh_day_the_confirmation_is_in_time(early):
    row = people.saved(LEA)

    received = people.give(row, now=CAP_PIECES_DUE - early)

    assert not received.late
    assert people.fresh(row).state == "confirmed"


def test_at_midnight_it_is_late_and_kept_and_changes_no_state():
    row = people.saved(LEA)

    received = people.give(row, now=CAP_PIECES_DUE)

    assert received.late
    assert people.fresh(row).state == "saved"
    assert people.piece(row).state == "late"
    assert people.piece(row).deposits.count() == 1


def test_the_first_byte_decides_even_if_the_last_one_comes_nine_minutes_after_the_limit():
    row = people.saved(LEA)

    received = people.give(
        row, now=CAP_PIECES_DUE - MILLISECOND, recorded_at=CAP_PIECES_DUE + timedelta(minutes=9)
    )

    assert not received.late


def test_what_is_still_in_flight_ten_minutes_after_the_limit_is_late():
    row = people.saved(LEA)

    received = people.give(
        row, now=CAP_PIECES_DUE - MILLISECOND, recorded_at=CAP_PIECES_DUE + timedelta(minutes=10)
    )

    assert received.late


def test_a_late_file_never_puts_a_timely_one_out_of_sight():
    row = people.saved(LEA)
    timely = people.give(row, "identity")

    people.give(row, "identity", now=CAP_PIECES_DUE + timedelta(days=1))

    assert not Deposit.objects.get(id=timely.deposit_id).superseded
    assert people.piece(row, "identity").state == "deposited"


def test_replacing_puts_the_first_one_aside_and_erases_nothing():
    row = people.saved(LEA)
    first = people.give(row, "identity")

    people.give(row, "identity", files=(depositing.Upload("mieux.jpg", people.photo("mieux")),))

    kept = Deposit.objects.get(id=first.deposit_id)
    file = kept.files.get()
    assert kept.superseded
    assert storage.get(file.key, file.wrapped_key, file.key_id) == people.photo("identity")


def test_added_pages_stand_beside_the_first_ones():
    row = people.saved(LEA)
    people.give(row, "identity")

    people.give(row, "identity", adds_pages=True)

    assert people.piece(row, "identity").deposits.filter(superseded=False).count() == 2


def test_the_same_form_sent_twice_is_one_deposit():
    row = people.saved(LEA)

    first = people.give(row, form="un clic")
    again = people.give(row, form="un clic")

    assert first.deposit_id == again.deposit_id
    assert people.piece(row).deposits.count() == 1


def test_a_deposit_gives_a_receipt_with_the_hash_of_each_file():
    row = people.saved(LEA)

    people.give(row, "identity")

    receipts = [paper for paper in published(Subject("registration", row.id)) if paper.kind == "receipt"]
    file = File.objects.get()
    assert file.sha256 in {line["digest"] for paper in receipts for line in paper.data["files"]}


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("vide.pdf", b"", "empty"),
        ("photo.jpg", b"MZ\x90\x00 not a photo", "wrong_type"),
        ("abime.pdf", b"%PDF-1.7\nrien", "truncated"),
        ("trop.jpg", b"\xff\xd8\xff" + b"0" * (10 * 1024 * 1024), "too_large"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_by_name_and_the_rest_stays(name, content, code):
    row = people.saved(LEA)
    people.give(row, "identity")

    with pytest.raises(depositing.BadFiles) as bad:
        people.give(row, "identity", files=(depositing.Upload(name, content),))

    assert bad.value.problems == ((name, code),)
    assert people.piece(row, "identity").deposits.count() == 1


def test_too_many_files_at_once_are_refused_before_they_are_opened():
    row = people.saved(LEA)
    files = tuple(depositing.Upload(f"{n}.jpg", b"") for n in range(receiving.MOST_FILES + 1))

    with pytest.raises(depositing.BadFiles) as bad:
        people.give(row, files=files)

    assert bad.value.problems == (("", "too_many_files"),)


def test_an_accepted_piece_is_locked(antivirus):
    row = people.confirmed(LEA)
    people.give(row, "identity")
    people.scan_all()
    reviewing.accept_piece(people.piece(row, "identity"), by=people.OFFICER, now=NOW)

    with pytest.raises(Blocked) as blocked:
        people.give(row, "identity")

    assert [reason.code for reason in blocked.value.reasons] == ["piece_takes_no_deposit"]
    assert journal.timeline(Subject("registration", row.id))[0].kind == "deposit_refused"


def test_what_is_refused_is_never_stored():
    row = people.saved(LEA)
    row.pieces.filter(kind="identity").update(state="accepted")

    with pytest.raises(Blocked):
        people.give(row, "identity")

    assert list(storage.keys()) == []
    assert File.objects.count() == 0


@pytest.mark.parametrize(("left", "is_received"), [(0, True), (-1, False)])
def test_a_registration_holds_500_megabytes_to_the_byte(left, is_received):
    row, size = people.saved(LEA), len(people.photo("identity"))
    people.give(row)
    File.objects.update(size=500 * 1024 * 1024 - size - left)

    if is_received:
        people.give(row, "identity")
    else:
        with pytest.raises(Blocked) as blocked:
            people.give(row, "identity")
        assert [reason.code for reason in blocked.value.reasons] == ["registration_full"]
        assert journal.timeline(Subject("registration", row.id))[0].rule == "registration_full"

    assert len(list(storage.keys())) == File.objects.count() == 1 + is_received


@pytest.mark.parametrize(("more", "is_received"), [(0, True), (1, False)])
def test_a_candidate_has_400_files_whatever_the_registration(more, is_received):
    first = people.saved(LEA)
    people.give(first)
    columns = File.objects.values().get()
    File.objects.bulk_create(
        File(**{**columns, "id": uuid4(), "position": place}) for place in range(1, 399 + more)
    )
    second = people.save(people.draft(first.candidate, people.answers_of(LEA, ASSP, diploma="bac_pro")))

    if is_received:
        people.give(second)
    else:
        with pytest.raises(Blocked) as blocked:
            people.give(second)
        assert [reason.code for reason in blocked.value.reasons] == ["registration_full"]


def test_whoever_sends_ten_files_that_take_all_the_time_there_is_waits_an_hour():
    row = people.saved(LEA)
    heavy = depositing.Upload("un.pdf", a_form_that_draws_itself())

    with pytest.raises(depositing.BadFiles) as bad:
        people.give(row, files=(heavy, depositing.Upload("deux.pdf", b"not even looked at")))
    assert bad.value.problems == (("un.pdf", "too_heavy"),)
    # What is read takes nothing from anybody, however often.
    for _ in range(2):
        people.give(row)
    for _ in range(9):
        throttles.consume(receiving.HEAVY_FILES, str(row.candidate_id))

    with pytest.raises(Blocked) as blocked:
        people.give(row)
    assert [reason.code for reason in blocked.value.reasons] == ["too_many_heavy_files"]
    assert journal.timeline(Subject("registration", row.id))[0].rule == "too_many_heavy_files"


def test_what_an_infected_file_weighed_is_given_back():
    row = people.saved(LEA)
    people.give(row)
    File.objects.update(size=500 * 1024 * 1024)

    scanning.settle(File.objects.get(), infected_with="Eicar-Test", now=NOW)

    assert not people.give(row).late


def test_the_last_piece_asked_again_completes_the_file():
    row = people.confirmed(LEA)
    people.give(row, "identity")
    reviewing.refuse_piece(
        people.piece(row, "identity"),
        reason_code="unreadable",
        sentence="La photo est floue.",
        by=people.OFFICER,
        now=NOW,
    )
    assert people.fresh(row).state == "incomplete"

    people.give(row, "identity", now=NOW + timedelta(days=1))

    assert people.fresh(row).state == "confirmed"


def test_a_correction_after_its_date_is_kept_as_late_and_leaves_the_state():
    row = people.confirmed(LEA)
    people.give(row, "identity")
    reviewing.refuse_piece(
        people.piece(row, "identity"),
        reason_code="unreadable",
        sentence="La photo est floue.",
        by=people.OFFICER,
        now=NOW,
    )

    people.give(row, "identity", now=CAP_PIECES_DUE)

    assert people.fresh(row).state == "incomplete"
    assert people.piece(row, "identity").deposits.last().late


def test_a_confirmation_given_while_a_piece_is_refused_leaves_the_file_incomplete():
    row = people.saved(LEA)
    people.give(row, "identity")
    reviewing.refuse_piece(
        people.piece(row, "identity"),
        reason_code="unreadable",
        sentence="La photo est floue.",
        by=people.OFFICER,
        now=NOW,
    )
    assert people.fresh(row).state == "saved"

    people.give(row)

    assert people.fresh(row).state == "incomplete"


def test_a_confirmation_page_added_after_a_new_version_starts_a_new_paper():
    row = people.confirmed(LEA)
    row = people.save(people.fill(row, people.with_usage_name(people.answers_of(LEA))), said_twice=True)

    people.give(row, adds_pages=True)

    deposits = list(people.piece(row).deposits.all())
    assert [(deposit.version, deposit.superseded) for deposit in deposits] == [(1, True), (2, False)]


def test_the_name_of_a_file_loses_its_folders_and_its_hidden_characters():
    row = people.saved(KARIM)

    people.give(row, files=(depositing.Upload("../../etc/\u202egpj.ma\r\nphoto.jpg", people.photo()),))

    assert File.objects.get().name == "gpj.maphoto.jpg"


def test_a_heavy_photograph_loses_nothing_of_its_original():
    row = people.saved(KARIM)
    held = BytesIO()
    Image.effect_noise((900, 900), 60).convert("RGB").save(held, "PNG")

    people.give(row, "identity", files=(depositing.Upload("scan.PNG", held.getvalue()),))

    file = File.objects.get()
    assert storage.get(file.key, file.wrapped_key, file.key_id) == held.getvalue()
