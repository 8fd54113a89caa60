"""What the pages and the papers say of reminders is what the window does."""

import pytest
from django.urls import reverse

from sporades.calendars.models import Window
from sporades.documents.queries import published
from sporades.journal.values import Subject
from tests import people
from tests.pages import space
from tests.people import KARIM, PATISSIER

pytestmark = pytest.mark.django_db

NONE = "Aucune relance ne sera effectuée."
SOME = "Un courriel peut vous rappeler la date limite : ne comptez pas sur lui, notez-la."


@pytest.mark.parametrize(("wanted", "said", "unsaid"), [(False, NONE, SOME), (True, SOME, NONE)])
@pytest.mark.usefixtures("db")
def test_nobody_is_promised_a_reminder_that_will_not_come_nor_the_contrary(
    settings, tmp_path, wanted, said, unsaid
):
    space.begin(settings, tmp_path)
    Window.objects.update(reminders=wanted)
    row = people.saved(KARIM, PATISSIER)
    draft = people.draft(row.candidate, people.answers_of(KARIM, people.ASSP, diploma="bac_pro"))
    client = space.enter(row)

    for path in (
        reverse("home"),
        reverse("before"),
        reverse("step", args=[draft.id, "terms"]),
        reverse("summary", args=[draft.id]),
        reverse("registration_pieces", args=[row.id]),
    ):
        words = space.read(client, path)
        assert said in words, path
        assert unsaid not in words, path
    papers = {paper.kind: paper.data for paper in published(Subject("registration", row.id))}
    assert papers["pieces_list"]["closing"].replace("\xa0", " ").startswith(said)
