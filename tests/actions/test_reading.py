"""The code printed on a confirmation says which version was signed: a wrong one is told, and changes no state."""

import random
from io import BytesIO
from uuid import UUID

import pytest
import zxingcpp
from PIL import Image

from sporades.adapters import clocks, codes
from sporades.demo.scans import Bearer, specimen
from sporades.documents import actions as documents
from sporades.documents import cachets
from sporades.documents.models import Document
from sporades.journal import queries as journal
from sporades.journal.values import Subject
from sporades.notices import queries as notices
from sporades.registrations.actions import scanning
from sporades.registrations.actions.depositing import Upload
from sporades.registrations.models import Deposit, File, Registration
from sporades.registrations.queries import scans
from sporades.registrations.queries.pieces import asked
from sporades.registrations.queries.where import where
from tests import people
from tests.people import CAP_PIECES_DUE, KARIM, LEA, NOW, TOM
from tests.scans import drawn, write_on

OTHER = "standing.confirmed_other_version"


def paper_of(row: Registration, version: int, kind: str = "confirmation") -> UUID:
    return Document.objects.get(subject_id=row.id, kind=kind, version=version).id


def printed(row: Registration, version: int) -> Upload:
    """The confirmation of a version, as the candidate downloads it."""
    return Upload(f"confirmation-v{version}.pdf", documents.render(paper_of(row, version)))


def in_two_versions(person=KARIM) -> Registration:
    row = people.saved(person)
    return people.save(people.fill(row, people.with_usage_name(people.answers_of(person))))


def given(row: Registration, *files: Upload, now=NOW) -> Deposit:
    people.give(row, files=files, now=now)
    for file in File.objects.filter(scan="quarantined"):
        scanning.settle(file, infected_with="", now=now)
    return Deposit.objects.get(piece__registration=row, piece__kind="signed_confirmation", superseded=False)


def code_of(row: Registration, *, now=NOW) -> str:
    return where(people.fresh(row), asked(row), now=now).code


def told(row: Registration) -> list[str]:
    kinds = [mail.kind for mail in notices.mails_about(Subject("registration", row.id))]
    return [kind for kind in kinds if kind == "confirmation_other_version"]


def kinds(row: Registration) -> list[str]:
    return [line.kind for line in journal.timeline(Subject("registration", row.id))]


def test_the_paper_of_the_last_version_is_read_and_nothing_more_is_said():
    row = in_two_versions()

    deposit = given(row, printed(row, 2))

    assert deposit.read_version == 2
    assert told(row) == []
    assert code_of(row) != OTHER


def test_the_paper_of_an_older_version_is_told_at_once_and_changes_no_state():
    row = in_two_versions()

    deposit = given(row, printed(row, 1))

    assert (deposit.version, deposit.read_version) == (2, 1)
    assert people.fresh(row).state == "confirmed"
    assert code_of(row) == OTHER
    assert code_of(row, now=CAP_PIECES_DUE) == f"{OTHER}_passed"
    assert told(row) == ["confirmation_other_version"]
    assert kinds(row)[0] == "confirmation_misread"


def test_the_right_paper_given_afterwards_settles_it():
    row = in_two_versions()
    given(row, printed(row, 1))

    deposit = given(row, printed(row, 2))

    assert deposit.read_version == 2
    assert code_of(row) != OTHER


def test_the_paper_of_another_registration_is_told_too():
    row, other = in_two_versions(), in_two_versions(LEA)

    deposit = given(row, printed(other, 2))

    assert deposit.read_version == 0
    assert code_of(row) == OTHER
    text = notices.mails_about(Subject("registration", row.id))[0].text
    assert "est celle d’une autre inscription" in text


def test_whoever_gives_both_papers_has_given_the_right_one():
    row = in_two_versions()

    assert given(row, printed(row, 1), printed(row, 2)).read_version == 2
    assert told(row) == []


def test_a_paper_without_a_code_that_can_be_read_says_nothing_against_anybody():
    row = in_two_versions()

    deposit = given(row, Upload("photo.jpg", people.photo("signé")))

    assert deposit.read_version is None
    assert deposit.signs == 2
    assert "n’a pas pu être lu" in read_of(row)
    assert told(row) == []


def test_a_code_made_at_home_is_no_code():
    row = in_two_versions()
    held = BytesIO()
    forged = codes.for_pages(paper_of(row, 1))[0][:-2] + "ZZ"
    Image.fromarray(zxingcpp.create_barcode(forged, zxingcpp.BarcodeFormat.QRCode).to_image(scale=8)).save(
        held, "PNG"
    )

    assert given(row, Upload("photo.png", held.getvalue())).read_version is None


def test_a_confirmation_that_bears_its_cachet_is_given_and_read_like_any_other():
    row = people.saved(KARIM)
    drawn = printed(row, 1)
    while cachets.affix_next(machine_now=clocks.machine_now()):
        pass
    sealed = Upload("signée.pdf", cachets.give(paper_of(row, 1)))

    deposit = given(row, sealed)

    assert len(sealed.content) > len(drawn.content)
    assert (deposit.read_version, deposit.read_pages) == (1, [1])


def test_another_paper_of_ours_is_not_taken_for_the_confirmation():
    row = people.saved(KARIM)
    listed = Upload("liste.pdf", documents.render(paper_of(row, 1, "pieces_list")))

    assert given(row, listed).read_version is None
    assert "n’a pas pu être lu" in read_of(row)


def test_who_has_saved_again_since_is_not_told_twice():
    row = people.saved(KARIM)
    people.give(row, files=(printed(row, 1),))
    people.save(people.fill(row, people.with_usage_name(people.answers_of(KARIM))), said_twice=True)

    scanning.settle(File.objects.get(), infected_with="", now=NOW)

    assert Deposit.objects.get().read_version == 1
    assert told(row) == []


def test_read_twice_it_is_told_once():
    row = in_two_versions()
    given(row, printed(row, 1))
    Deposit.objects.update(key="", pages=None)

    scanning.assemble_left_over(now=NOW)

    assert told(row) == ["confirmation_other_version"]


def test_the_code_of_any_other_piece_is_not_read():
    row = in_two_versions()
    people.give(row, "identity", files=(printed(row, 1),))

    scanning.settle(File.objects.get(), infected_with="", now=NOW)

    assert Deposit.objects.get().read_version is None


def only(paper: Upload, page: int) -> Upload:
    return Upload(paper.name, people.sheet(paper.content, page))


def of_two_pages() -> Registration:
    """Somebody who keeps so many marks that the confirmation has a verso."""
    answers = people.with_many_marks(people.answers_of(KARIM))
    return people.save(people.draft(people.candidate(KARIM), answers))


def read_of(row: Registration) -> str:
    found = scans.found(people.piece(row), signature_from=people.fresh(row).signature_from)
    return scans.said(found) if found else ""


def mails(row: Registration) -> list[str]:
    return [mail.kind for mail in notices.mails_about(Subject("registration", row.id))]


def test_a_page_that_was_forgotten_is_told_while_there_is_time_and_may_be_added():
    row = of_two_pages()
    paper = printed(row, 1)
    deposit = given(row, only(paper, 1))

    assert (deposit.read_pages, deposit.printed_pages) == ([1], 2)
    assert "il manque la page 2" in read_of(row)
    assert "confirmation_page_missing" in mails(row)
    assert kinds(row)[0] == "confirmation_page_missing"
    assert people.fresh(row).state == "confirmed"

    people.give(row, files=(only(paper, 2),), adds_pages=True)
    scanning.settle(File.objects.get(scan="quarantined"), infected_with="", now=NOW)

    assert "avec toutes ses pages" in read_of(row)


def test_a_page_whose_code_is_hidden_is_never_said_to_be_missing():
    row = of_two_pages()
    given(row, only(printed(row, 1), 1), Upload("verso.jpg", people.photo("verso")))

    assert "Le code n’a pas pu être lu sur la page 2" in read_of(row)
    assert "confirmation_page_missing" not in mails(row)


def advice(row: Registration, kind: str) -> tuple[str, ...]:
    return scans.advised(Deposit.objects.filter(piece=people.piece(row, kind)))


def test_a_page_on_which_nothing_is_written_is_said_and_counts_all_the_same():
    row = people.saved(KARIM)
    white = BytesIO()
    Image.effect_noise((900, 1200), 12).point(lambda shade: 225 + (shade - 128) // 2).save(white, "JPEG")
    given(row, printed(row, 1), Upload("verso.jpg", white.getvalue()))

    assert advice(row, "signed_confirmation")[0].startswith("Rien ne se lit sur la page 2.")
    assert people.fresh(row).state == "confirmed"


def test_a_confirmation_given_in_the_place_of_another_piece_is_said():
    row = people.saved(KARIM)
    people.give(row, "identity", files=(printed(row, 1),))

    scanning.settle(File.objects.get(), infected_with="", now=NOW)

    (said,) = advice(row, "identity")
    assert "semble être votre confirmation d’inscription" in said


def test_a_card_that_was_photographed_is_not_blank():
    row = people.saved(KARIM)
    card = specimen("identity", "Pièce d’identité", Bearer("Benali", "Karim", "29 février 1996", "Toulon"))
    people.give(row, "identity", files=(Upload("carte.jpg", card),))

    scanning.settle(File.objects.get(), infected_with="", now=NOW)

    assert advice(row, "identity") == ()


def inked(
    row: Registration, version: int = 1, *, dated: bool = True, signed: int = 1, turned: int = 0
) -> Upload:
    """The confirmation as it comes back: printed, written on, photographed."""
    sheet = write_on(drawn(printed(row, version).content), random.Random(1), dated=dated, signed=signed)
    held = BytesIO()
    sheet.rotate(-turned, expand=True).save(held, "JPEG", quality=80)
    return Upload("confirmation.jpg", held.getvalue())


def begins(said: tuple[str, ...]) -> list[str]:
    return [one.split(".")[0] for one in said]


UNSIGNED = "Nous ne voyons pas de signature dans le cadre de votre confirmation"


@pytest.mark.parametrize(
    ("dated", "signed", "told"),
    [
        (True, 1, []),
        (True, 0, [UNSIGNED]),
        (False, 1, ["Nous ne voyons pas de date dans le cadre de votre confirmation"]),
        (False, 0, ["Nous ne voyons ni date ni signature dans les cadres de votre confirmation"]),
    ],
)
def test_a_frame_in_which_nothing_is_written_is_told_and_the_deposit_counts(dated, signed, told):
    row = people.saved(KARIM)
    given(row, inked(row, dated=dated, signed=signed))

    assert begins(advice(row, "signed_confirmation")) == told
    assert people.fresh(row).state == "confirmed"


def test_both_signatures_of_a_minor_are_looked_for():
    row = people.saved(TOM)
    given(row, inked(row, signed=1))

    (said,) = advice(row, "signed_confirmation")
    assert said.startswith("Nous ne voyons pas les deux signatures")

    given(row, inked(row, signed=2))

    assert advice(row, "signed_confirmation") == ()


def test_a_sheet_signed_and_added_afterwards_answers_for_the_one_before():
    row = people.saved(KARIM)
    given(row, inked(row, signed=0))
    assert begins(advice(row, "signed_confirmation")) == [UNSIGNED]

    people.give(row, files=(inked(row),), adds_pages=True)
    scanning.settle(File.objects.get(scan="quarantined"), infected_with="", now=NOW)

    assert advice(row, "signed_confirmation") == ()


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_page_that_stands_on_its_head_or_its_side_is_told(turned):
    row = people.saved(KARIM)
    given(row, inked(row, turned=turned))

    (said,) = advice(row, "signed_confirmation")
    assert said.startswith("L’image est tournée sur la page 1")


def test_nothing_is_held_against_whoever_gives_a_sheet_that_may_be_the_right_one():
    row = in_two_versions()

    deposit = given(row, printed(row, 1), Upload("photo.jpg", people.photo("la bonne, peut-être")))

    assert deposit.read_version is None
    assert "n’a pas pu être lu" in read_of(row)
    assert code_of(row) != OTHER
    assert told(row) == []
