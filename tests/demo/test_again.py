"""« Recommencer »: everything is thrown away, and the story played up to whichever instant is asked."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from sporades.adapters import clocks, storage
from sporades.demo import cast, playing, scene
from sporades.demo.answers import answers_of
from tests.people import CAP_CLOSES, CAP_PIECES_DUE

BEFORE = CAP_PIECES_DUE - timedelta(days=10)
MINUTE = timedelta(minutes=1)


@pytest.mark.django_db(transaction=True)  # PostgreSQL empties no table that this transaction wrote
def test_beginning_again_throws_everything_away_and_brings_the_cast_back(demonstration):
    call_command("load", stdout=StringIO())
    clocks.move_to(CAP_PIECES_DUE)
    playing.drafts(cast.KARIM, answers_of(cast.KARIM), BEFORE)
    old = storage.put(b"a scan of before")

    scene.set_up(CAP_CLOSES - MINUTE)

    assert playing.row_of(cast.KARIM).state == "saved"
    assert playing.row_of(cast.LEA).state == "draft"
    assert CAP_CLOSES - MINUTE <= clocks.legal_now() < CAP_CLOSES
    assert old.key not in [kept.key for kept in list(storage.keys())]
