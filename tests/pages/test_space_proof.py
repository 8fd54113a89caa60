"""« Preuve de dépôt »: promised on the day, given the next one, to its owner alone."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from sporades.journal import roots
from sporades.registrations.models import Deposit
from tests import people
from tests.pages import space
from tests.people import KARIM, NOW, PATISSIER, TOM
from tools import verify_proof

pytestmark = pytest.mark.django_db


def test_a_proof_is_promised_then_given_to_its_owner_alone_and_anybody_verifies_it(
    settings, tmp_path, keep_html, capsys
):
    space.begin(settings, tmp_path)
    row = people.confirmed(KARIM, PATISSIER)
    deposit, karim = Deposit.objects.get(), space.enter(row)
    page, file = reverse("deposit_proof", args=[deposit.id]), reverse("deposit_proof_json", args=[deposit.id])
    assert "scellé la nuit prochaine" in space.read(karim, page)
    assert karim.get(file).status_code == 404

    roots.close_days(now=NOW + timedelta(days=1))

    assert "compris dans l’empreinte du 5 novembre 2024" in space.read(karim, page)
    keep_html("sealed", karim.get(page))
    given, published = karim.get(file).json(), karim.get(reverse("roots_json")).json()
    (tmp_path / "preuve.json").write_text(json.dumps(given), "utf-8")
    (tmp_path / "racines.json").write_text(json.dumps(published), "utf-8")
    asked = [str(tmp_path / "preuve.json"), "--racines", str(tmp_path / "racines.json")]
    assert verify_proof.main(asked) == 0
    assert deposit.files.get().sha256 in capsys.readouterr().out
    keep_html("a day", karim.get(reverse("proofs")))
    root = published["roots"][0]["statement"]["root"]
    assert all(root in karim.get(where).content.decode() for where in (reverse("proofs"), page))
    tom = space.enter(people.confirmed(TOM, people.MACON))
    assert {tom.get(path).status_code for path in (page, file)} == {404}
    assert b"def verify(" in b"".join(tom.get(reverse("proof_tool")))
