"""A calendar before it is public: written, checked, proposed, looked at by a second person, published."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from sporades.calendars import queries
from sporades.calendars.actions import drafting, publishing
from sporades.calendars.files import blank, file_of, next_year
from sporades.calendars.models import Calendar, Draft, Window
from sporades.journal.models import Entry
from sporades.reference.check import BadReference, read_content
from sporades.reference.write import table_of
from sporades.rules.calendar import Phase
from sporades.rules.reasons import Blocked
from tests import people
from tests.people import CAP_OPENS, MAUD, NOW, PAUL, paris

SOON = CAP_OPENS - timedelta(seconds=1)


@pytest.fixture
def maud(session):
    return people.acting(people.officer(MAUD))


@pytest.fixture
def paul(session):
    return people.acting(people.officer(PAUL))


def nice() -> Calendar:
    return Calendar.objects.get(academy="23")


def change(by, *, now=NOW, **changed) -> Draft:
    """A draft in which the CAP window is changed."""
    file = file_of(nice())
    windows = tuple(replace(one, **changed) if one.diploma == "cap" else one for one in file.windows)
    return drafting.begin_change(nice(), table_of(replace(file, windows=windows)), by=by, now=now)


def next_campaign(by) -> Draft:
    table = next_year(file_of(nice()), exam_session=2026)
    table["source"] = "Arrêté rectoral du 1er septembre 2025"
    for window in table["window"]:
        window["source"] = "Article 1er"
    return drafting.begin(table, by=by, now=NOW)


def closing(diploma="cap"):
    return queries.window_for("23", diploma, 2025, now=NOW).dates.closes


def codes(refused) -> list[str]:
    return [reason.code for reason in refused.value.reasons]


def test_a_draft_makes_no_window_that_anybody_could_reach(maud):
    before = set(Window.objects.values_list("id", flat=True))

    next_campaign(maud)

    assert set(Window.objects.values_list("id", flat=True)) == before
    assert {one.campaign.exam_session for one in queries.windows(now=NOW)} == {2025, 2024}


def test_a_copy_of_last_year_proposes_the_same_weekdays_and_names_no_source(maud):
    table = next_year(file_of(nice()), exam_session=2026)

    cap = table["window"][0]
    assert (cap["opens"], cap["closes"]) == (datetime(2025, 10, 7, 15), datetime(2025, 11, 7, 17))
    assert cap["later_dates"]["r408"].isoformat() == "2026-03-13"
    assert (table["source"], cap["source"], table["verified"]) == ("", "", False)


def test_a_copy_without_a_source_is_not_published(maud):
    draft = drafting.begin(next_year(file_of(nice()), exam_session=2026), by=maud, now=NOW)

    with pytest.raises(BadReference) as refused:
        publishing.publish(draft.id, seen=1, by=maud, now=NOW)

    assert {(one.key, one.mistake.code) for one in refused.value.problems} == {("source", "empty")}
    assert not Calendar.objects.filter(exam_session=2026).exists()


def test_an_empty_calendar_is_not_published(maud):
    draft = drafting.begin(blank("23", "Europe/Paris", exam_session=2027), by=maud, now=NOW)

    with pytest.raises(BadReference):
        publishing.publish(draft.id, seen=1, by=maud, now=NOW)


def test_a_published_draft_opens_at_its_hour(maud):
    draft = next_campaign(maud)

    publishing.publish(draft.id, seen=1, by=maud, now=NOW)

    opens = paris(2025, 10, 7, 15)
    at = {
        now: queries.window_for("23", "cap", 2026, now=now).phase
        for now in (opens - timedelta(seconds=1), opens)
    }
    assert list(at.values()) == [Phase.UPCOMING, Phase.OPEN]
    kinds = Entry.objects.filter(chain__subject_id=Calendar.objects.get(exam_session=2026).id)
    assert list(kinds.values_list("kind", flat=True)) == ["calendar_draft_begun", "calendar_published"]


def test_one_campaign_has_one_draft_at_a_time(maud):
    next_campaign(maud)

    with pytest.raises(Blocked) as refused:
        next_campaign(maud)

    assert codes(refused) == ["draft_exists"]


def test_a_published_campaign_is_changed_and_not_begun_again(maud):
    with pytest.raises(Blocked) as refused:
        drafting.begin(table_of(file_of(nice())), by=maud, now=NOW)

    assert codes(refused) == ["calendar_exists"]


def test_before_the_first_opening_an_administrator_publishes_alone(maud):
    draft = change(maud, now=SOON, closes_wall=datetime(2024, 11, 12, 17))

    publishing.publish(draft.id, seen=1, by=maud, now=SOON)

    assert closing() == paris(2024, 11, 12, 17)


def test_from_the_opening_instant_on_nobody_changes_a_date_alone(maud):
    draft = change(maud, closes_wall=datetime(2024, 11, 12, 17))

    with pytest.raises(Blocked) as refused:
        publishing.publish(draft.id, seen=1, by=maud, now=CAP_OPENS)

    assert codes(refused) == ["second_person_needed"]
    assert closing() == people.CAP_CLOSES


def test_a_second_person_makes_the_change_count(maud, paul):
    draft = change(maud, closes_wall=datetime(2024, 11, 12, 17))
    publishing.propose(draft.id, reason="Le 8 novembre est férié.", seen=1, by=maud, now=NOW)
    assert closing() == people.CAP_CLOSES

    publishing.approve(draft.id, seen=1, by=paul, now=NOW)

    assert closing() == paris(2024, 11, 12, 17)


def test_nobody_approves_what_they_proposed(maud):
    draft = change(maud, closes_wall=datetime(2024, 11, 12, 17))
    publishing.propose(draft.id, reason="Férié.", seen=1, by=maud, now=NOW)

    with pytest.raises(Blocked) as refused:
        publishing.approve(draft.id, seen=1, by=maud, now=NOW)

    assert codes(refused) == ["second_person_is_another"]
    assert closing() == people.CAP_CLOSES


def test_nobody_approves_what_they_wrote_even_if_another_proposed_it(maud, paul):
    draft = change(maud, closes_wall=datetime(2024, 11, 12, 17))
    publishing.propose(draft.id, reason="Férié.", seen=1, by=paul, now=NOW)

    with pytest.raises(Blocked) as refused:
        publishing.approve(draft.id, seen=1, by=maud, now=NOW)

    assert codes(refused) == ["second_person_is_another"]


def test_what_was_written_since_is_not_approved_unseen(maud, paul):
    draft = change(maud, closes_wall=datetime(2024, 11, 12, 17))
    publishing.propose(draft.id, reason="Férié.", seen=1, by=maud, now=NOW)
    drafting.rewrite(draft.id, table_of(file_of(nice())), seen=1, by=maud, now=NOW)

    with pytest.raises(Blocked) as refused:
        publishing.approve(draft.id, seen=1, by=paul, now=NOW)

    assert codes(refused) == ["draft_rewritten"]


def test_a_change_that_is_sent_back_can_be_written_again(maud, paul):
    draft = change(maud, closes_wall=datetime(2024, 11, 12, 17))
    publishing.propose(draft.id, reason="Férié.", seen=1, by=maud, now=NOW)

    publishing.send_back(draft.id, sentence="Le 11, plutôt.", seen=1, by=paul, now=NOW)

    with pytest.raises(Blocked) as refused:
        publishing.approve(draft.id, seen=1, by=paul, now=NOW)
    assert codes(refused) == ["nothing_proposed"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"closes_wall": datetime(2024, 11, 8, 16, 59)}, "moves_earlier"),
        ({"opens_wall": datetime(2024, 10, 8, 16)}, "already_open"),
    ],
)
def test_not_even_two_people_move_an_announced_date_earlier(maud, paul, changed, code):
    draft = change(maud, **changed)

    with pytest.raises(BadReference) as refused:
        publishing.propose(draft.id, reason="Une erreur.", seen=1, by=maud, now=NOW)

    assert [problem.mistake.code for problem in refused.value.problems] == [code]


def test_a_window_that_was_announced_does_not_go_away(maud):
    file = file_of(nice())
    table = table_of(replace(file, windows=file.windows[:-1]))
    draft = drafting.begin_change(nice(), table, by=maud, now=SOON)

    with pytest.raises(BadReference) as refused:
        publishing.publish(draft.id, seen=1, by=maud, now=SOON)

    assert [problem.mistake.code for problem in refused.value.problems] == ["window_gone"]


def test_a_draft_that_was_dropped_is_over_and_another_can_begin(maud):
    draft = next_campaign(maud)
    drafting.drop(draft.id, seen=1, by=maud, now=NOW)

    with pytest.raises(Blocked) as refused:
        publishing.publish(draft.id, seen=1, by=maud, now=NOW)

    assert codes(refused) == ["draft_over"]
    assert next_campaign(maud).state == Draft.State.WRITING


def test_a_change_is_refused_once_the_campaign_itself_has_changed(maud):
    draft = change(maud, now=SOON, closes_wall=datetime(2024, 11, 12, 17))
    Calendar.objects.filter(academy="23").update(edition="another")

    with pytest.raises(Blocked) as refused:
        publishing.publish(draft.id, seen=1, by=maud, now=SOON)

    assert codes(refused) == ["calendar_changed_meanwhile"]


@pytest.mark.parametrize(
    ("academy", "zone", "offset"),
    [("23", "Europe/Paris", 2), ("31", "America/Martinique", -4), ("28", "Indian/Reunion", 4)],
)
def test_each_academy_opens_at_its_own_hour(maud, academy, zone, offset):
    table = table_of(file_of(nice())) | {"academy": academy, "zone": zone, "exam_session": 2025}
    if academy == "23":
        table = next_year(file_of(nice()), exam_session=2026) | {"source": "Arrêté"}
        table["window"] = [{**one, "source": "Arrêté"} for one in table["window"]]
    draft = drafting.begin(table, by=maud, now=SOON)

    publishing.publish(draft.id, seen=1, by=maud, now=SOON)

    read = read_content(draft.text.encode(), name="draft")
    opens = Window.objects.get(
        calendar__academy=academy, calendar__exam_session=read.exam_session, diploma="cap"
    )
    assert opens.opens_at.hour == 15 - offset
