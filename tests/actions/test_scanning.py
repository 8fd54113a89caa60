"""Only a clear « OK » makes a file safe; waiting for it costs nobody a deadline, and a virus nobody an inscription."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from sporades.adapters import clocks, decoding, storage
from sporades.adapters.decoding.nursing import Nurse
from sporades.jobs import upkeep
from sporades.jobs.tick import tick
from sporades.journal import queries as journal
from sporades.journal.values import Subject
from sporades.notices import queries as notices
from sporades.reference.load import reference
from sporades.registrations.actions import scanning, withdrawing
from sporades.registrations.actions.depositing import BadFiles, Upload
from sporades.registrations.models import Deposit, File
from sporades.rules.calendar import GRACE
from tests import people
from tests.people import CAP_PIECES_DUE, KARIM, LEA, NOW, paris
from tests.services.clamd import EICAR

# A photograph that opens, and carries what every antivirus knows.
INFECTED = Upload("photo.jpg", people.photo("infecté") + EICAR)
SECOND = timedelta(seconds=1)


def bytes_of(file: File) -> bytes:
    return storage.get(file.key, file.wrapped_key, file.key_id)


def mails(row) -> list[str]:
    return [mail.kind for mail in notices.mails_about(Subject("registration", row.id))]


def test_a_clear_ok_makes_the_file_clean_and_one_pdf_of_all_its_pages(antivirus):
    row = people.saved(KARIM)
    people.give(
        row,
        "identity",
        files=(Upload("recto.jpg", people.photo("recto")), Upload("verso.jpg", people.photo("verso"))),
    )

    people.scan_all()

    made = Deposit.objects.get()
    assert {file.scan for file in made.files.all()} == {"clean"}
    assert made.pages == 2
    assert storage.get(made.key, made.wrapped_key, made.key_id).startswith(b"%PDF-")


def test_half_scanned_a_deposit_is_no_pdf_yet(antivirus):
    row = people.saved(KARIM)
    people.give(
        row,
        "identity",
        files=(Upload("recto.jpg", people.photo("recto")), Upload("verso.jpg", people.photo("verso"))),
    )

    scanning.scan_next(machine_now=clocks.machine_now(), now=NOW)

    assert sorted(File.objects.values_list("scan", flat=True)) == ["clean", "quarantined"]
    assert Deposit.objects.get().key == ""


def test_without_an_antivirus_the_file_stays_in_quarantine(settings):
    settings.CLAMD_SOCKET = ""
    row = people.saved(KARIM)
    people.give(row, "identity")

    people.scan_all()

    assert File.objects.get().scan == "quarantined"
    assert Deposit.objects.get().key == ""


def test_an_antivirus_that_does_not_answer_is_asked_again_ever_less_often(settings, tmp_path):
    settings.CLAMD_SOCKET = str(tmp_path / "nobody.socket")
    row = people.saved(KARIM)
    people.give(row, "identity")
    at, pauses = clocks.machine_now(), []

    for _ in range(9):
        assert scanning.scan_next(machine_now=at, now=NOW)
        assert not scanning.scan_next(machine_now=at, now=NOW)
        again = File.objects.get().next_try_at
        pauses.append(again - at)
        at = again

    minutes = [pause.total_seconds() / 60 for pause in pauses]
    assert minutes == [2, 4, 6, 8, 10, 12, 14, 15, 15]


def test_when_the_antivirus_is_back_what_waited_is_scanned(settings, clamd_socket):
    settings.CLAMD_SOCKET = ""
    row = people.saved(KARIM)
    people.give(row, "identity")
    people.scan_all()
    settings.CLAMD_SOCKET = clamd_socket

    scanning.scan_next(machine_now=clocks.machine_now() + scanning.LEASE, now=NOW)

    assert File.objects.get().scan == "clean"


def test_a_pending_verdict_costs_no_deadline(settings):
    settings.CLAMD_SOCKET = ""
    row = people.confirmed(LEA)

    tick(now=CAP_PIECES_DUE + GRACE)

    assert people.fresh(row).state == "confirmed"
    assert not people.piece(row).deposits.get().late


def test_an_infected_file_refuses_its_piece_with_a_sentence_of_its_own(antivirus):
    row = people.saved(LEA)
    people.give(row, "identity", files=(INFECTED,))

    people.scan_all()

    piece = people.piece(row, "identity")
    assert (piece.state, piece.reason_code) == ("refused", "file_infected")
    assert "antivirus" in reference().say(piece.reason_code)
    assert File.objects.get().found == "Eicar-Test.UNOFFICIAL"
    assert mails(row)[0] == "file_infected"


@pytest.mark.parametrize(
    ("found_at", "until"),
    [
        # The pieces' own day is later than a week.
        (NOW, CAP_PIECES_DUE),
        # The end of the seventh day.
        (paris(2024, 11, 12, 9), paris(2024, 11, 20)),
        # A long queue before the antivirus: the week runs from what it said.
        (paris(2024, 12, 1, 23, 59), paris(2024, 12, 9)),
    ],
)
def test_there_are_seven_days_or_more_to_give_another_file(antivirus, found_at, until):
    row = people.saved(LEA)
    people.give(row, "identity", files=(INFECTED,))

    people.scan_all(now=found_at)

    assert people.piece(row, "identity").correction_due_at == until


def test_an_infected_confirmation_leaves_the_file_incomplete_and_its_mail_says_that_the_deposit_counts(
    antivirus,
):
    row = people.saved(LEA)
    people.give(row, files=(INFECTED,))

    people.scan_all()

    mail = notices.mails_about(Subject("registration", row.id))[0]
    assert people.fresh(row).state == "incomplete"
    assert "Le premier dépôt compte quand même" in mail.text
    assert "Où vous en êtes" in mail.text


def test_the_mail_about_an_infected_file_that_came_late_does_not_say_that_it_came_in_time(antivirus):
    row = people.saved(LEA)
    people.give(row, "identity", files=(INFECTED,), now=CAP_PIECES_DUE)

    people.scan_all(now=CAP_PIECES_DUE)

    mail = notices.mails_about(Subject("registration", row.id))[0]
    assert mail.kind == "file_infected"
    assert "était arrivé après la date limite\xa0: le service décidera" in mail.text
    assert "à temps" not in mail.text


def test_the_deadline_never_takes_an_infected_confirmation_for_nothing_deposited(antivirus):
    row = people.saved(LEA)
    people.give(row, now=CAP_PIECES_DUE, files=(INFECTED,))
    people.scan_all()

    tick(now=CAP_PIECES_DUE + timedelta(days=30))

    assert people.fresh(row).state == "saved"


def test_nothing_is_left_of_the_bytes_of_an_infected_file_and_its_hash_is_journaled(antivirus):
    row = people.saved(LEA)
    people.give(row, "identity", files=(INFECTED,))

    people.scan_all()

    file = File.objects.get()
    line = journal.timeline(Subject("registration", row.id))[0]
    assert (line.kind, line.data["sha256"]) == ("file_infected", file.sha256)
    with pytest.raises(storage.FileIsMissing):
        bytes_of(file)


def test_an_infected_file_that_was_replaced_meanwhile_changes_nothing(antivirus):
    row = people.saved(LEA)
    people.give(row, "identity", files=(INFECTED,))
    people.give(row, "identity")
    before = mails(row)

    people.scan_all()

    assert people.piece(row, "identity").state == "deposited"
    assert mails(row) == before


def test_an_infected_file_of_somebody_who_left_asks_nothing_of_them(antivirus):
    row = people.saved(LEA)
    people.give(row, "identity", files=(INFECTED,))
    withdrawing.withdraw(row, token=people.token(), by=people.actor(row.candidate), now=NOW)
    before = mails(row)

    people.scan_all()

    assert File.objects.get().scan == "infected"
    assert mails(row) == before


def test_after_a_virus_a_clean_file_completes_the_registration(antivirus):
    row = people.saved(LEA)
    people.give(row, files=(INFECTED,))
    people.scan_all()

    people.give(row, now=NOW + timedelta(days=1))

    assert people.fresh(row).state == "confirmed"
    assert people.piece(row).reason_code == ""


def test_the_same_verdict_given_twice_is_written_once(antivirus):
    row = people.saved(LEA)
    people.give(row, "identity", files=(INFECTED,))
    file = File.objects.get()
    before = len(mails(row))

    scanning.settle(file, infected_with="Eicar-Test", now=NOW)
    scanning.settle(file, infected_with="Eicar-Test", now=NOW)

    kinds = [line.kind for line in journal.timeline(Subject("registration", row.id))]
    assert kinds.count("file_infected") == 1
    assert len(mails(row)) == before + 1


def test_the_first_verdict_holds_whatever_comes_after_it(antivirus):
    row = people.saved(LEA)
    people.give(row, "identity")
    file = File.objects.get()

    scanning.settle(file, infected_with="", now=NOW)
    scanning.settle(file, infected_with="Eicar-Test", now=NOW)

    assert File.objects.get().scan == "clean"
    assert bytes_of(file) == people.photo("identity")


def test_a_pdf_left_unmade_by_a_worker_that_was_killed_is_made_by_the_upkeep(settings):
    row = people.saved(LEA)
    people.give(row, "identity")
    File.objects.update(scan="clean")
    # What the sweeper cannot take away stops nothing else.
    stuck = Path(settings.DATA_DIR) / "files" / "unfinished" / "stuck"
    stuck.mkdir(parents=True)
    os.utime(stuck, (0, 0))

    upkeep.run()

    assert Deposit.objects.get().pages == 1
    assert scanning.assemble_left_over(now=NOW) == 0


def test_a_fault_of_ours_refuses_no_file_for_ever(antivirus, monkeypatch):
    row = people.saved(LEA)
    people.give(row, "identity")

    with monkeypatch.context() as broken:
        broken.setattr(decoding, "_nurse", Nurse("tests.no_such_program"))
        people.scan_all()
        with pytest.raises(BadFiles, match="not_read"):
            people.give(row, "identity")
    assert Deposit.objects.get().pages is None

    upkeep.run()
    assert Deposit.objects.get().pages == 1
    assert not people.give(row, "identity").late


def test_the_bytes_of_an_infected_file_left_by_a_worker_that_was_killed_are_swept():
    row = people.saved(LEA)
    people.give(row, "identity")
    File.objects.update(scan="infected")

    upkeep.sweep(older_than=-SECOND)

    with pytest.raises(storage.FileIsMissing):
        bytes_of(File.objects.get())
