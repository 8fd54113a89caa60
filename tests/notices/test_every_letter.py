"""Every mail that Sporades can send, as it is really written: whole, in good French, saying where one stands."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.urls import resolve

from sporades.accounts import actions as accounts
from sporades.accounts.actions import lost_mailboxes
from sporades.accounts.models import Account
from sporades.accounts.queries import lost_mailboxes as lost
from sporades.accounts.values import CivilIdentity
from sporades.adapters import clocks
from sporades.calendars.actions import extending, incidents
from sporades.calendars.models import Window
from sporades.documents import actions as documents
from sporades.documents.models import Document
from sporades.jobs.tick import tick
from sporades.journal import actions as journal
from sporades.journal.values import Actor, Subject
from sporades.notices.models import Notice
from sporades.notices.values import Urgency
from sporades.records.actions import giving
from sporades.reference.load import reference
from sporades.reference.office import reading_limit
from sporades.registrations import facts
from sporades.registrations.actions import (
    announcing,
    changing_academy,
    comparing,
    correcting,
    correcting_exam,
    depositing,
    ending,
    exporting,
    going_back,
    inviting_back,
    making_exports,
    messaging,
    recognising,
    rectifying,
    replacing,
    retracting,
    returning,
    reviewing,
    scanning,
    signing,
    withdrawing,
)
from sporades.registrations.actions.comparing import Outcome
from sporades.registrations.models import Export, File, Piece, Registration, Replacement
from sporades.registrations.queries import exports
from sporades.rules.calendar import GRACE, Shift
from sporades.rules.publishing import PaperKind
from sporades.rules.reasons import Blocked
from tests import lots, people
from tests.accounts.mailbox import Mailbox
from tests.notices.test_letters import ADDRESS, OF_THE_PAGE, words
from tests.people import (
    AWA,
    CAP_CLOSES,
    CAP_PIECES_DUE,
    COUVREUR,
    INES,
    JEANNE,
    KARIM,
    LEA,
    NOW,
    R408_DUE,
    TOM,
)

pytestmark = pytest.mark.once

HASH = re.compile(r"\b[0-9a-f]{64}\b")

# What goes to everybody of a window at once.
FOR_MANY = {
    "accommodation_incident_over", "accommodation_published", "incident_over", "incident_over_begin",
    "invited_back", "paper_published", "registration_extended", "reminder_confirmation", "reminder_draft",
}  # fmt: skip
OF_ACCOUNTS = ("account_", "data_given", "email_", "factor", "mailbox_", "mandate_", "officer_", "password_")
OF_ACCOUNTS += ("reading_alarm", "recovery_code_used")

PASSWORD = "quatre chevaux sous la pluie"
NEW = "zoe.nouvelle@exemple.fr"

# What a template that lacks a value leaves behind.
LEFT = {
    "a mark of the template": r"\{\{|\{%|%\}|\}\}",
    "a value of Python": r"\bNone\b|\bTrue\b|\bFalse\b|\[\]|\{\}",
    "an empty pair of quotes": r"«\s*»",
    "nothing before the end of the sentence": r"(?:^|[ \xa0\u202f])[.,](?:\s|$)|\.\.|, ?\.|: ?\.",
    "two spaces": r"[ ]{2,}",
    "a line that ends on nothing": r"\b(?:le|du|au|à|de|pour|jusqu’au|numéro) ?$",
    "a straight apostrophe": r"\w'\w",
}


def names() -> set[str]:
    found = (Path(settings.BASE_DIR) / "sporades").glob("*/templates/notices/mails/*.txt")
    return {path.stem for path in found}


def write_to_accounts(mailbox: Mailbox) -> None:
    zoe = CivilIdentity("Ménager", "Zoé", LEA.birth_date)
    accounts.ask_reset(email="personne@exemple.fr", now=NOW)
    accounts.sign_up(email="zoe@exemple.fr", password=PASSWORD, identity=zoe, now=NOW)
    accounts.activate(mailbox.token("zoe@exemple.fr"), now=NOW)
    accounts.sign_up(email="zoe@exemple.fr", password=PASSWORD, identity=zoe, now=NOW)
    accounts.ask_reset(email="zoe@exemple.fr", now=NOW)
    account = Account.objects.select_related("candidate").get(email_canonical="zoe@exemple.fr")
    by = Actor("candidate", str(account.id))
    accounts.change_password(account, current=PASSWORD, password=f"{PASSWORD} !", by=by, now=NOW)
    accounts.freeze_identity(account.candidate, by=by, now=NOW)
    asked = accounts.file_rectification(account.candidate, text="Mon second prénom est Rose.", by=by, now=NOW)
    rectifying.refuse(asked.id, answer="Votre pièce ne le dit pas.", by=people.OFFICER, now=NOW)
    asked = accounts.file_rectification(account.candidate, text="Voici ma pièce.", by=by, now=NOW)
    rose = replace(zoe, given_names="Zoé Rose")
    rectifying.accept(asked.id, identity=rose, answer="Vu.", token="", by=people.OFFICER, now=NOW)
    change = {"password": f"{PASSWORD} !", "by": by, "now": NOW}
    giving.give(account.candidate, **change)
    accounts.ask_email_change(account, email=LEA.email, **change)
    accounts.ask_email_change(account, email=NEW, **change)
    accounts.confirm_email_change(mailbox.token(NEW), now=NOW)
    accounts.restore_address(mailbox.token("zoe@exemple.fr"), now=NOW)


def write_to_officers() -> None:
    paul, maud = people.officer(people.PAUL), people.officer(people.MAUD)
    by = people.acting(paul)
    people.enrolled(paul)
    code = accounts.renew_codes(paul.account, by=by, now=NOW)[0]
    accounts.pass_code(paul.account, code=code, now=NOW)
    key = Authenticator.objects.create(user=paul.account, type="webauthn", data={"name": "Ma clé"})
    accounts.remove_factor(paul.account, key.id, by=by, now=NOW)
    given = {"by": people.acting(maud), "now": NOW}
    accounts.reset_factors(paul.account, reason="Téléphone perdu.", token="factors", **given)
    invited = {"email": "zita@rectorat.exemple.fr", "name": "Zita Roy", "mandate": paul.mandate}
    accounts.invite(**invited, within=maud.mandate, token="invite", **given)
    wider = replace(paul.mandate, diplomas=frozenset({"cap"}))
    accounts.change_mandate(
        paul, name=paul.name, mandate=wider, within=maud.mandate, token="mandate", **given
    )
    accounts.switch_off(paul, reason="En congé.", token="off", **given)
    accounts.switch_on(paul, reason="De retour.", token="on", **given)
    for _file in range(reading_limit().files):
        journal.consulted(Subject("registration", uuid4()), "file", by=by, now=NOW)
    accounts.watch_reading(paul, now=NOW, machine_now=clocks.machine_now())


def write_from_the_desk() -> None:
    malik = people.saved(replace(people.MALIK, email="malik.bis@exemple.fr"))
    depositing.deposit(
        people.piece(malik),
        [depositing.Upload("scan.jpg", people.photo())],
        adds_pages=False,
        token=people.token(),
        by=people.OFFICER,
        desk=depositing.AtTheDesk(date(2024, 11, 4), "counter"),
        now=NOW,
        recorded_at=NOW,
    )
    account = malik.candidate.account
    by = Actor("officer", str(uuid4()))
    lost_mailboxes.ask(account, email="malik.ter@exemple.fr", reason="Vu.", by=by, now=NOW)
    asked = lost.waiting(account.id)
    lost_mailboxes.agree(asked.id, by=Actor("officer", str(uuid4())), now=NOW)
    asked_on = date(2024, 11, 5)
    withdrawing.withdraw(malik, asked_on=asked_on, token=people.token(), by=people.OFFICER, now=NOW)


def write_about_registrations() -> None:
    lea = people.confirmed(LEA)
    answers = facts.drafted(lea)
    named = replace(answers, identity=replace(answers.identity, birth_place="Vence"))
    correcting.correct(
        lea, named, seen=1, reason="Erreur de saisie.", token=people.token(), by=people.OFFICER, now=NOW
    )
    messaging.write_to_candidate(
        lea, text="Votre scan est lisible.", author="", token=people.token(), by=people.OFFICER, now=NOW
    )
    people.give(lea, "identity")
    identity = people.piece(lea, "identity")
    reviewing.refuse_piece(
        identity, reason_code="unreadable", sentence="Elle est floue.", by=people.OFFICER, now=NOW
    )
    office = {"by": people.OFFICER, "now": NOW}
    reviewing.waive_piece(people.piece(lea, "service_day"), ground="Exemptée.", **office)
    reviewing.ask_piece(lea, title="Acte de mariage", explanation="Votre nom a changé.", **office)
    people.save(people.fill(lea, people.with_usage_name(people.answers_of(LEA))), said_twice=True)
    recognising.recognise(people.piece(lea), reason="Reçue au guichet.", came_otherwise=True, **office)
    karim = people.saved(KARIM)
    people.give(karim, "identity", now=CAP_PIECES_DUE)
    scanning.settle(
        File.objects.get(deposit__piece__registration=karim), infected_with="Eicar-Test", now=CAP_PIECES_DUE
    )
    write_about_replacements(people.piece(karim, "identity"))
    jeanne = people.saved(JEANNE)
    withdrawing.withdraw(jeanne, token=people.token(), by=people.actor(jeanne.candidate), now=NOW)
    write_from_the_desk()
    admitted = people.confirmed(INES)
    admitted.pieces.update(state="accepted")
    reviewing.admit(admitted, by=people.OFFICER, now=NOW)
    people.draft(people.candidate(AWA), people.answers_of(AWA))
    Window.objects.update(reminders=True)
    tick(now=people.paris(2024, 11, 7, 11))
    tick(now=CAP_CLOSES + GRACE)
    people.saved(TOM, now=NOW)
    tick(now=people.paris(2024, 11, 14, 11))
    people.confirmed(people.HUGO, COUVREUR)
    tick(now=CAP_PIECES_DUE + GRACE)
    tick(now=R408_DUE + GRACE)


def write_of_the_paper_of_an_older_version() -> None:
    person = replace(people.MALIK, email="malik.encore@exemple.fr")
    row = people.saved(person)
    first = Document.objects.get(subject_id=row.id, kind="confirmation")
    people.save(people.fill(row, people.with_usage_name(people.answers_of(person))))
    people.give(row, files=(depositing.Upload("v1.pdf", documents.render(first.id)),))
    scanning.settle(File.objects.get(deposit__piece__registration=row), infected_with="", now=NOW)
    going_back.go_back(row, to=1, token=people.token(), by=people.actor(row.candidate), now=NOW)


def write_of_a_verso_that_was_forgotten() -> None:
    person = replace(people.MALIK, email="malik.verso@exemple.fr")
    row = people.save(
        people.draft(people.candidate(person), people.with_many_marks(people.answers_of(person)))
    )
    both = Document.objects.get(subject_id=row.id, kind="confirmation")
    recto = people.sheet(documents.render(both.id), 1)
    people.give(row, files=(depositing.Upload("recto.pdf", recto),))
    scanning.settle(File.objects.get(deposit__piece__registration=row), infected_with="", now=NOW)


def write_of_a_signature_on_screen() -> None:
    Window.objects.update(signature="online")
    row = people.saved(replace(people.MALIK, email="malik.ecran@exemple.fr"))
    signing.sign(
        people.piece(row),
        sha256=signing.to_sign(row).sha256,
        token=people.token(),
        by=people.actor(row.candidate),
        now=NOW,
        recorded_at=NOW,
    )
    Window.objects.update(signature="signed_upload")


def write_decisions() -> None:
    """What the head of office decides of one person: each decision, in words of the head's own."""
    said = {"reason": "Vous n’avez pas été jointe à temps.", "by": people.OFFICER, "now": R408_DUE + GRACE}
    lea = Registration.objects.get(candidate__account__email=LEA.email)
    until = date(2025, 3, 31)
    ending.ask_observations(lea, until=until, token=people.token(), **said)
    ending.set_aside(lea, token=people.token(), **{**said, "now": people.paris(2025, 4, 1)})
    tom = Registration.objects.get(candidate__account__email=TOM.email)
    returning.reinstate(tom, until=until, token=people.token(), **said)
    returning.give_personal_date(tom, until=date(2025, 4, 30), reopens=True, token=people.token(), **said)
    ending.cancel(tom, token=people.token(), **said)
    awa = Registration.objects.get(candidate__account__email=AWA.email)
    returning.reopen(awa, until=until, token=people.token(), **said)


def write_about_replacements(piece: Piece) -> None:
    Piece.objects.filter(id=piece.id).update(state="accepted", correction_due_at=None)
    by = people.actor(piece.registration.candidate)
    for text in ("Ma carte était périmée.", "La nouvelle est arrivée."):
        replacing.ask_replacement(piece, text=text, token=people.token(), by=by, now=NOW)
        request = Replacement.objects.get(state="filed")
        if text.startswith("Ma carte"):
            replacing.refuse_replacement(request, sentence="Elle suffit.", by=people.OFFICER, now=NOW)
        else:
            replacing.agree_replacement(request, by=people.OFFICER, now=NOW)


def write_of_an_extension() -> None:
    """A window gets more time: who is registered learns it, who came too late is invited back."""
    exam = {"specialty": people.ASSP, "diploma": "bac_pro"}
    people.saved(people.RAOUL, **exam)
    too_late, after = people.paris(2024, 12, 3, 17), people.paris(2024, 12, 4, 9)
    with pytest.raises(Blocked):
        people.draft(people.candidate(people.MALIK), people.answers_of(people.MALIK, **exam), now=too_late)
    extending.extend(
        [people.window("bac_pro").id],
        Shift(closes_wall=datetime(2024, 12, 6, 17)),
        reason="Le site a été indisponible le 3 décembre.",
        token=people.token(),
        by=people.OFFICER,
        now=after,
    )
    while announcing.announce_next(now=after):
        pass


def write_of_an_incident() -> None:
    """Who was refused while something was broken is invited back, registered or not."""
    begun, over = NOW, NOW + timedelta(hours=1)
    row = people.saved(replace(people.MALIK, email="malik.panne@exemple.fr"))
    other = people.saved(replace(people.MALIK, email="malik.panne3@exemple.fr"))
    account = people.candidate(replace(people.MALIK, email="malik.panne2@exemple.fr")).account
    for subject, kind, asked in (
        (Subject("registration", row.id), "deposit_refused", {"piece": "signed_confirmation", "key": ""}),
        (Subject("registration", other.id), "deposit_refused", {"piece": "accommodation", "key": ""}),
        (Subject("account", account.id), "start_refused", {"window": str(people.window().id)}),
    ):
        journal.record(subject, kind, by=people.OFFICER, now=NOW, rule="not_stored", data=asked)
    act = incidents.declare(
        None, starts_at=begun, reason="Stockage en panne.", token=people.token(), by=people.OFFICER, now=begun
    )
    incidents.close(act, ends_at=over, by=people.OFFICER, now=over)
    while inviting_back.invite_next(now=over):
        pass


def write_of_duplicates() -> None:
    """One person, two accounts: one registration is closed; of two others, both stay."""
    for name, outcome in (("un", Outcome.KEEP_FIRST), ("deux", Outcome.KEEP_BOTH)):
        person = replace(people.MALIK, given_names=f"Malik {name}")
        two = [people.saved(replace(person, email=f"malik.{name}.{one}@exemple.fr")) for one in "ab"]
        said = {"authorisation": "n° 12", "reason": "Même pièce d’identité.", "token": people.token()}
        comparing.settle_same(comparing.pair_of(*two), outcome, **said, by=people.OFFICER, now=NOW)


def write_of_moves() -> None:
    """An exam that the office corrects, then a file that another académie takes."""
    row = people.confirmed(replace(people.MALIK, email="malik.couvreur@exemple.fr"), COUVREUR)
    said = {"form": "global", "language": "anglais"}
    office = {"reason": "Erreur de ligne.", "by": people.OFFICER, "now": NOW}
    correcting_exam.correct_exam(row, specialty="45022108", said=said, seen=1, token=people.token(), **office)
    write_of_duplicates()
    people.another_academy("28")
    Window.objects.filter(calendar__academy="28").update(closes_wall="2024-12-20T17:00:00")
    changing_academy.move(row, academy="28", seen=2, token=people.token(), **office)


def write_of_published_papers() -> None:
    """A convocation and a decision, published and taken back."""
    row = Registration.objects.get(candidate__account__email=INES.email)
    for kind in (PaperKind.CONVOCATION, PaperKind.ACCOMMODATION_DECISION):
        lot = lots.published(row, kind)
        said = {"reason": "La salle a changé.", "token": people.token(), "by": people.OFFICER, "now": NOW}
        retracting.retract_lot(lot.id, **said)
    lots.tell()


def write_of_exports() -> None:
    """A long one that waits for the head of office, who says no; a short one that is made."""
    officer, head = people.officer(people.SYLVIE), replace(people.PAUL, email="paule@rectorat.exemple.fr")
    said = {"query": "", "columns": ["number"], "file_format": "csv", "purpose": "Convoquer.", "now": NOW}
    by, calendar = people.acting(officer), people.window().calendar
    decides = people.acting(people.officer(head))
    short = exporting.ask(calendar, **said, token=people.token(), by=by)
    making_exports.make_next(machine_now=clocks.machine_now(), now=NOW)
    Export.objects.filter(id=short).update(rows=exports.ALONE)
    long = exporting.ask(calendar, **said, token=people.token(), by=by)
    exporting.refuse(long, answer="Les seuls CAP.", token=people.token(), by=decides, now=NOW)


@pytest.fixture
def every_letter(db, settings, tmp_path) -> list[Notice]:
    settings.DATA_DIR = tmp_path
    people.the_session()
    write_of_the_paper_of_an_older_version()
    write_of_a_verso_that_was_forgotten()
    write_of_a_signature_on_screen()
    write_about_registrations()
    write_of_an_extension()
    write_of_an_incident()
    write_decisions()
    write_of_moves()
    write_of_published_papers()
    write_to_accounts(Mailbox())
    write_to_officers()
    write_of_exports()
    return list(Notice.objects.all())


def test_every_template_is_a_letter_that_some_act_writes(every_letter):
    assert {letter.kind for letter in every_letter} == names()


def test_what_opens_an_account_waits_for_no_letter_and_no_letter_for_what_goes_to_thousands(every_letter):
    for letter in every_letter:
        guards = letter.kind.startswith(OF_ACCOUNTS)
        expected = Urgency.ACCESS if guards else Urgency.MANY if letter.kind in FOR_MANY else Urgency.LETTER
        assert letter.urgency == expected, letter.kind


def test_no_letter_has_a_hole_where_a_value_should_be(every_letter):
    faults = [
        f"{letter.kind}: {what}: {line!r}"
        for letter in every_letter
        for line in [letter.title, *letter.text.splitlines()]
        for what, mark in LEFT.items()
        if re.search(mark, line)
    ]

    assert not faults, "\n" + "\n".join(faults)


def test_every_letter_greets_and_has_a_title_that_is_not_cut(every_letter):
    for letter in every_letter:
        assert letter.text.startswith("Bonjour"), letter.kind
        assert not letter.title.endswith("…"), letter.kind


def test_every_letter_says_the_same_as_text_and_as_html_and_fetches_nothing(every_letter):
    for letter in every_letter:
        of_text, of_html = letter.text.split(), words(letter.html)
        lacking = [word for word in of_text if word.removeprefix("-") and word not in of_html]
        added = [word for word in of_html if word not in {*of_text, *letter.title.split(), *OF_THE_PAGE}]
        assert (lacking, added) == ([], []), letter.kind
        # Each link of one is a link of the other, and leads to our own pages as they are: no detour, no mark.
        links = ADDRESS.findall(letter.html)
        assert links == re.findall(r"^https?://\S+$", letter.text, re.MULTILINE), letter.kind
        assert all(link.startswith(f"{settings.SITE_URL}/") and "?" not in link for link in links), (
            letter.kind
        )
        assert not re.search(r"<(?:img|link|script|iframe|object)|url\(|@import", letter.html), letter.kind


def test_every_link_of_every_letter_leads_to_a_page(every_letter):
    for letter in every_letter:
        for link in re.findall(rf"^{settings.SITE_URL}(/\S*)$", letter.text, re.MULTILINE):
            assert resolve(link), letter.kind


def test_every_letter_about_a_registration_ends_with_where_one_stands(every_letter):
    said = [
        text.partition("{")[0].strip()
        for code, text in reference().sentences.items()
        if code.startswith("standing.")
    ]
    about = [letter for letter in every_letter if letter.subject_kind == "registration"]

    assert len(about) > 10
    for letter in about:
        last = letter.text.partition("Où vous en êtes\xa0: ")[2]
        assert last, letter.kind
        assert any(last.startswith(sentence) for sentence in said if sentence), letter.kind
        assert f"/inscriptions/{letter.subject_id}/" in last


def test_where_one_stands_and_what_is_due_are_read_before_any_hash_and_hashes_come_last(every_letter):
    with_hashes = {letter.kind for letter in every_letter if HASH.search(letter.text)}
    assert {"registration_saved", "piece_deposited", "confirmation_signed"} <= with_hashes
    for letter in every_letter:
        for said in (letter.text, " ".join(words(letter.html))):
            hashes = list(HASH.finditer(said))
            if hashes:
                before, after = said[: hashes[0].start()], said[hashes[-1].end() :]
                assert "Où vous en êtes" in before, letter.kind
                assert "recours gracieux" in before, letter.kind
                assert "au plus tard le" not in after, letter.kind
                assert after.split()[:3] == ["Votre", "numéro", "d’inscription"], letter.kind


def test_no_letter_says_that_somebody_is_registered_who_is_not(every_letter):
    registered = [letter.kind for letter in every_letter if re.search(r"Vous êtes inscrit", letter.text)]

    # What is published goes to who is registered, and says where they stand.
    of_papers = {
        f"{paper}_{act}" for paper in ("paper", "accommodation") for act in ("published", "retracted")
    }
    assert set(registered) <= {"registration_admitted", *of_papers}
