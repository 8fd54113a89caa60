"""What the law asks of a receipt (CRPA, L. 112-11 and R. 112-11-1) is on each of its supports, word for word."""

import hashlib
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from sporades.adapters import decoding
from sporades.calendars.models import Window
from sporades.documents import actions as documents
from sporades.documents.models import Document
from sporades.notices.models import Notice
from sporades.registrations.actions import signing, withdrawing
from sporades.registrations.models import Version
from tests import people
from tests.pages import space
from tests.pages.public import words
from tests.people import CAP_PIECES_DUE, KARIM, NOW

pytestmark = [pytest.mark.django_db, pytest.mark.once]

AT = NOW + timedelta(minutes=12, milliseconds=345)
MOMENT = ["mardi 5 novembre 2024, 9 h 12 (heure de Paris)", "2024-11-05T08:12:00.345Z"]
WHOSE = ["25-23-000001", "Karim", "Certificat d’aptitude professionnelle", "Session 2025"]
SERVICE = ["Rectorat de l’académie de Nice, département des examens et concours", "53 avenue Cap de Croix"]
APPEAL = [
    "il n’est pas une décision",
    "dans les deux mois qui suivent sa notification",
    "un recours gracieux, adressé au service",
    "le médiateur académique",
    "le tribunal administratif",
]
LIMIT = "vendredi 15 novembre 2024, 23 h 59 (heure de Paris)"
HASH = re.compile(r"[0-9a-f]{64}")
NOT_YET = "Vous n’êtes pas encore inscrit"


@pytest.fixture
def row(db, settings, tmp_path):
    space.begin(settings, tmp_path)
    Window.objects.update(signature="online")
    return people.saved(KARIM, now=AT - timedelta(days=1))


def save(row):
    people.save(people.fill(row, people.with_usage_name(people.answers_of(KARIM))), now=AT)
    digest = Version.objects.get(registration=row, number=2).sha256
    return ["version 2", digest, "Confirmation d’inscription signée", LIMIT, NOT_YET]


def save_after_signing(row):
    people.give(row, now=AT - timedelta(hours=1))
    said = people.with_usage_name(people.answers_of(KARIM))
    people.save(people.fill(people.fresh(row), said), said_twice=True, now=AT)
    return ["version 2", "Confirmation d’inscription signée", LIMIT]


def deposit(row):
    people.give(row, "identity", now=AT)
    size = f"{len(people.photo('identity')) // 1000} ko"
    return [_hash(people.photo("identity")), size, "Confirmation d’inscription signée", LIMIT, NOT_YET]


def sign(row):
    document = signing.to_sign(row)
    signing.sign(
        people.piece(row),
        sha256=document.sha256,
        token=people.token(),
        by=people.actor(row.candidate),
        now=AT,
        recorded_at=AT,
    )
    return [
        document.sha256,
        f"{len(document.content) // 1000} ko",
        "à l’écran",
        "Pièce d’identité",
        LIMIT,
    ]


def withdraw(row):
    withdrawing.withdraw(row, token=people.token(), by=people.actor(row.candidate), now=AT)
    return ["désinscri"]


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("act", [save, save_after_signing, deposit, sign, withdraw])
def test_each_mention_is_on_the_page_in_the_pdf_and_in_the_mail(row, act):
    mentions = [*MOMENT, *WHOSE, *SERVICE, *APPEAL, *act(row)]

    (paper,) = Document.objects.filter(kind="receipt", ordered_at=AT)
    (mail,) = Notice.objects.filter(subject_id=row.id, queued_at=AT)
    supports = {
        "page": words(space.enter(row).get(reverse("document", args=[paper.id])).content.decode()),
        "PDF": decoding.text(documents.render(paper.id)),
        "mail, as text": mail.text,
        "mail, as HTML": words(mail.html),
    }
    absent = [
        f"{support}: {mention}"
        for support, said in supports.items()
        for mention in mentions
        if _squeezed(mention) not in _squeezed(said)
    ]
    assert not absent
    stands = _squeezed(paper.data["standing"])
    for support, said in supports.items():
        hashed = [found.start() for found in HASH.finditer(_squeezed(said))]
        assert _squeezed(said).find(stands) < min(hashed, default=len(said)), support


def test_what_has_ended_owes_nothing_more(row):
    withdraw(row)

    assert Document.objects.get(kind="receipt", ordered_at=AT).data["due"] == []


def test_a_piece_given_too_late_is_no_longer_to_be_given_and_what_is_still_missing_says_so(row):
    people.give(row, "identity", now=CAP_PIECES_DUE)

    (mail,) = Notice.objects.filter(subject_id=row.id, queued_at=CAP_PIECES_DUE)
    due = Document.objects.get(kind="receipt", ordered_at=CAP_PIECES_DUE).data["due"]
    assert "Pièce d’identité" not in {line["piece"] for line in due}
    _, listed = _plain(mail.text).split(f"La date limite était le {_plain(LIMIT)} ; il manque toujours :\n\n")
    assert listed.startswith("- Confirmation d’inscription signée\n- Attestation de stage")


def test_the_mail_lists_what_is_to_be_given_under_its_limit_said_once(row):
    save(row)

    (mail,) = Notice.objects.filter(subject_id=row.id, queued_at=AT)
    _, listed = _plain(mail.text).split(f"À donner au plus tard le {_plain(LIMIT)} :\n\n")
    assert listed.startswith("- Confirmation d’inscription signée\n- Pièce d’identité\n")


def test_the_mail_lists_nothing_where_the_sentence_above_has_named_it_all(row):
    sign(row)

    (mail,) = Notice.objects.filter(subject_id=row.id, queued_at=AT)
    assert "Il manque encore : Pièce d’identité" in _plain(mail.text)
    assert "À donner" not in mail.text


def _plain(text: str) -> str:
    return text.replace("\xa0", " ")


def _squeezed(text: str) -> str:
    """Without the spaces, that a line break or a digest in groups of eight may add."""
    return re.sub(r"\s+", "", text)
