"""A paper gets its cachet in the worker; what was drawn stays in front of it, and any reader sees a change."""

import hashlib
import re
import subprocess
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pikepdf
import pytest
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_pem_x509_csr
from django.core.management import CommandError, call_command
from django.db import connection
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from sporades.adapters import cachets, certificates, clocks, structure
from sporades.config import checks
from sporades.documents import actions, queries
from sporades.documents import cachets as affixing
from sporades.documents.models import Cachet, Document
from sporades.registrations.queries import alarms
from tests.documents.conftest import LEA
from tests.people import NOW


def affix_all() -> None:
    while affixing.affix_next(machine_now=clocks.machine_now() + timedelta(seconds=1)):
        pass


def seen(content: bytes, trusted: certificates.SigningCertificate) -> object:
    """What an independent reader says of the only cachet, knowing that certificate and nothing of us."""
    root = Certificate.load(trusted.certificate.public_bytes(Encoding.DER))
    (signature,) = PdfFileReader(BytesIO(content)).embedded_signatures
    return validate_pdf_signature(signature, ValidationContext(trust_roots=[root]))


@pytest.fixture
def keys(settings, tmp_path):
    """Makes a key of its own, by the command, and puts it first."""

    def made(name: str) -> certificates.SigningCertificate:
        place = tmp_path / f"{name}.pem"
        call_command("cachet", "new", str(place), name=name)
        settings.CACHETS = [place, *settings.CACHETS]
        return certificates.read(place)

    return made


@pytest.mark.django_db(transaction=True)
def test_the_cachet_follows_what_was_drawn_and_nothing_of_that_changes(order, monkeypatch):
    paper, outside = order(), []
    drawn = affixing.give(paper)
    affix, newest = cachets.affix, certificates.newest()
    monkeypatch.setattr(cachets, "affix", lambda it: outside.append(connection.in_atomic_block) or affix(it))

    affix_all()

    given = affixing.give(paper)
    assert outside == [False]
    assert actions.render(paper) == drawn == given[: len(drawn)]
    row = Document.objects.get(id=paper)
    assert hashlib.sha256(drawn).hexdigest() == row.sha256
    assert hashlib.sha256(given).hexdigest() == row.cachet.whole_sha256
    assert row.cachet.certificate == newest.fingerprint
    assert queries.paper(paper).cachet_at is not None
    assert {row.key, row.cachet.key} == queries.keys()
    assert [claim.what for claim in queries.kept_after("", 9)] == sorted(
        [f"document {paper}", f"cachet {paper}"],
        key=lambda what: row.key if "document" in what else row.cachet.key,
    )


@pytest.mark.django_db
@pytest.mark.once
def test_any_reader_verifies_the_cachet_and_sees_whatever_is_changed_or_added(order):
    paper = order()
    affixing.give(paper)
    affix_all()
    given, trusted = affixing.give(paper), certificates.newest()

    said = seen(given, trusted)
    assert (said.intact, said.valid, said.trusted, said.bottom_line) == (True, True, True, True)
    assert "DÉMONSTRATION SANS VALEUR" in trusted.owner

    middle = len(affixing.give(paper)) // 3
    changed = given[:middle] + bytes([given[middle] ^ 1]) + given[middle + 1 :]
    assert not seen(changed, trusted).intact

    added = BytesIO()
    with pikepdf.open(BytesIO(given)) as document:
        document.Root.Added = pikepdf.Array([1])
        document.save(added)
    assert not seen(added.getvalue(), trusted).bottom_line


@pytest.mark.django_db
@pytest.mark.once
def test_the_cachet_leaves_the_paper_what_it_claims_to_be(order):
    """Structure (a drill asks a validator): what both standards ask of an increment with an invisible field."""
    paper = order()
    drawn = affixing.give(paper)
    affix_all()

    with pikepdf.open(BytesIO(drawn)) as before, pikepdf.open(BytesIO(affixing.give(paper))) as after:
        structure.refuse_what_is_no_paper(after)
        assert after.pdf_version == before.pdf_version
        assert "/Version" not in after.Root
        assert "/Extensions" not in after.Root
        assert after.Root.Metadata.read_bytes() == before.Root.Metadata.read_bytes()
        assert dict(after.docinfo) == dict(before.docinfo)
        (field,) = after.Root.AcroForm.Fields
        assert str(field.TU) == f"Cachet électronique de {certificates.newest().owner}"
        printed, hidden = 4, 2
        assert int(field.F) & printed
        assert not int(field.F) & hidden
        assert all(float(side) < 0 for side in field.Rect)
        assert [len(page.obj.get("/Annots", [])) for page in after.pages] == [1] + [0] * (
            len(after.pages) - 1
        )
        assert after.pages[0].obj.Tabs == "/S"
        assert str(field.V.SubFilter) == "/ETSI.CAdES.detached"

    increment = affixing.give(paper)[len(drawn) :]
    places = [found.start() for found in re.finditer(rb"\d+ 0 obj\b", increment)]
    assert places
    assert all(increment[place - 1 : place] == b"\n" for place in places)


@pytest.mark.django_db
def test_what_an_older_key_has_signed_is_still_verified_once_another_signs(order, keys, settings):
    former = keys("2024")
    first = order()
    affixing.give(first)
    affix_all()

    newer = keys("2025")
    second = order()
    affixing.give(second)
    affix_all()
    # Of the older one, the certificate is enough.
    settings.CACHETS[1].write_text(former.pem, encoding="ascii")

    assert seen(affixing.give(first), former).bottom_line
    assert seen(affixing.give(second), newer).bottom_line
    assert queries.certificates() == {former.fingerprint, newer.fingerprint}
    told = call_command("cachet", "status")
    assert (newer.fingerprint in told, former.fingerprint in told) == (True, True)


@pytest.mark.django_db
def test_a_cachet_that_fails_waits_is_told_and_ends_when_it_succeeds(order, settings, monkeypatch, tmp_path):
    paper = order()
    affixing.give(paper)
    ended = certificates.SigningCertificate(
        certificates.self_signed(
            (key := certificates.new_key()), "Ancien", begins=datetime(2024, 1, 1, tzinfo=UTC),
            ends=datetime(2025, 1, 1, tzinfo=UTC),
        ), (), key,
    )  # fmt: skip
    at = clocks.machine_now()
    with monkeypatch.context() as patched:
        patched.setattr(certificates, "known", lambda: (ended,))
        for tries in range(1, 4):
            assert affixing.affix_next(machine_now=at)
            assert not affixing.affix_next(machine_now=at)
            at += affixing.PAUSE * tries
            (alarm, *_) = alarms.alarms(now=NOW, machine_now=at) or [None]
            assert (alarm.kind if alarm else None) == ("no_cachet" if tries == 3 else None)
        assert [said.id for said in checks.papers_bear_a_cachet(None)] == ["sporades.W002"]
        assert affixing.give(paper) == actions.render(paper)

    assert affixing.affix_next(machine_now=at)

    assert alarms.alarms(now=NOW, machine_now=at) == []
    assert affixing.give(paper) != actions.render(paper)


@pytest.mark.django_db
def test_what_another_has_drawn_is_left_as_it_came(order):
    paper = order()
    Document.objects.filter(id=paper).update(lot_id=LEA.id)
    affixing.give(paper)

    affix_all()

    assert not Cachet.objects.exists()


@pytest.mark.once
def test_a_key_is_made_for_its_owner_alone_and_covers_no_other(tmp_path):
    place = tmp_path / "cachet.pem"

    asked = call_command("cachet", "request", str(place), name="Académie de Nice")

    assert load_pem_x509_csr(asked.encode()).subject.rfc4514_string() == "CN=Académie de Nice"
    assert place.stat().st_mode & 0o777 == 0o600
    with pytest.raises(CommandError, match="exists"):
        call_command("cachet", "new", str(place), name="Un autre")


@pytest.mark.once
@pytest.mark.parametrize("content", ["", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_a_file_that_is_no_cachet_stops_the_start_by_its_name(settings, tmp_path, content):
    settings.CACHETS = [tmp_path / "bad.pem"]
    settings.CACHETS[0].write_text(content, encoding="ascii")

    (said,) = checks.papers_bear_a_cachet(None)

    assert said.id == "sporades.E007"
    assert "bad.pem" in said.msg


@pytest.mark.django_db
@pytest.mark.once
def test_the_reader_of_every_debian_says_the_same(order, tmp_path):
    paper = order()
    affixing.give(paper)
    affix_all()
    given = affixing.give(paper)
    whole, changed = tmp_path / "whole.pdf", tmp_path / "changed.pdf"
    whole.write_bytes(given)
    changed.write_bytes(given[:5000] + bytes([given[5000] ^ 1]) + given[5001:])

    def pdfsig(path: object) -> str:
        return subprocess.run(["pdfsig", path], capture_output=True, text=True, check=False).stdout

    assert "Signature is Valid" in pdfsig(whole)
    assert "Total document signed" in pdfsig(whole)
    assert "Digest Mismatch" in pdfsig(changed)
