"""More time for everybody: at the next request, told once, and only ever more."""

from datetime import date, datetime, timedelta

import pytest

from sporades.calendars import queries
from sporades.calendars.actions import extending
from sporades.calendars.models import Extension
from sporades.jobs.tick import tick
from sporades.journal.models import Entry
from sporades.notices.models import Notice
from sporades.registrations.actions import announcing
from sporades.registrations.queries import space, year
from sporades.rules.calendar import GRACE, Shift
from sporades.rules.reasons import Blocked
from tests import people
from tests.people import AWA, CAP_CLOSES, CAP_PIECES_DUE, HUGO, KARIM, LEA, NOW, PAUL, TOM, paris

SUNDAY = Shift(closes_wall=datetime(2024, 11, 10, 17))
REASON = "Le site a été indisponible le 8 novembre."


@pytest.fixture
def paul(session):
    return people.acting(people.officer(PAUL))


def extend(by, *diplomas: str, shift: Shift = SUNDAY, now: datetime = NOW, form: str = ""):
    windows = [people.window(diploma).id for diploma in diplomas or ("cap",)]
    return extending.extend(windows, shift, reason=REASON, token=form or people.token(), by=by, now=now)


def announce(*, now: datetime = NOW) -> int:
    """How many steps the worker needed."""
    steps = 0
    while announcing.announce_next(now=now):
        steps += 1
    return steps


def written(kind: str) -> list[str]:
    return sorted(Notice.objects.filter(kind=kind).values_list("recipient", flat=True))


def codes(refused) -> list[str]:
    return [reason.code for reason in refused.value.reasons]


def test_everybody_of_the_window_has_the_new_date_at_the_next_request(paul):
    row = people.saved(LEA)

    extend(paul)

    assert queries.window(row.window_id, now=NOW).dates.closes == paris(2024, 11, 10, 17)
    assert "dimanche 10 novembre" in space.seen(people.fresh(row), now=NOW).closes
    assert queries.window_for("23", "bac_pro", 2025, now=NOW).dates.closes == paris(2024, 12, 3, 17)


@pytest.mark.parametrize(
    ("wall", "code"),
    [
        (datetime(2024, 11, 8, 17), "extension_closes_not_later"),
        (datetime(2024, 11, 8, 16, 59), "extension_closes_not_later"),
    ],
)
def test_an_extension_only_ever_gives(paul, wall, code):
    with pytest.raises(Blocked) as refused:
        extend(paul, shift=Shift(closes_wall=wall))

    assert codes(refused) == [code]
    assert not Extension.objects.exists()


def test_one_minute_more_is_an_extension(paul):
    extend(paul, shift=Shift(closes_wall=datetime(2024, 11, 8, 17, 1)))

    assert queries.window_for("23", "cap", 2025, now=NOW).dates.closes == CAP_CLOSES + timedelta(minutes=1)


def test_an_extension_that_gives_nothing_to_one_of_its_diplomas_is_refused_whole(paul):
    with pytest.raises(Blocked) as refused:
        extend(paul, "cap", "bp")

    assert [dict(reason.params)["diploma"] for reason in refused.value.reasons] == ["BP"]
    assert not Extension.objects.exists()


@pytest.mark.parametrize(
    ("shift", "code"),
    [
        (Shift(), "extension_gives_nothing"),
        (Shift(pieces_due_on=date(2024, 11, 15)), "extension_pieces_not_later"),
        (Shift(later_dates=(("r408", date(2025, 3, 14)),)), "extension_r408_not_later"),
        (Shift(closes_wall=datetime(2025, 3, 30, 2, 30)), "calendar_impossible_hour"),
        (Shift(closes_wall=datetime(2025, 10, 26, 2, 30)), "calendar_ambiguous_hour"),
    ],
)
def test_what_cannot_be_given_says_why(paul, shift, code):
    with pytest.raises(Blocked) as refused:
        extend(paul, shift=shift)

    assert codes(refused) == [code]


def test_a_closing_that_has_passed_gives_time_to_nobody(paul):
    with pytest.raises(Blocked) as refused:
        extend(paul, now=paris(2024, 11, 10, 17))

    assert codes(refused) == ["extension_in_the_past"]


def test_the_hour_is_that_of_the_academy(paul):
    martinique = people.window(academy="31")

    extending.extend(
        [martinique.id],
        Shift(closes_wall=datetime(2023, 11, 20, 17)),
        reason=REASON,
        token=people.token(),
        by=paul,
        now=paris(2023, 11, 18, 9),
    )

    assert queries.window(martinique.id, now=NOW).dates.closes == paris(2023, 11, 20, 22)


def test_the_same_form_sent_twice_is_one_extension(paul):
    form = people.token()

    assert extend(paul, form=form) == extend(paul, form=form)

    assert Extension.objects.count() == 1


def test_a_second_extension_goes_beyond_the_first(paul):
    extend(paul)
    with pytest.raises(Blocked):
        extend(paul)

    extend(paul, shift=Shift(closes_wall=datetime(2024, 11, 12, 17)))

    seen = queries.window_for("23", "cap", 2025, now=NOW)
    assert (seen.dates.closes, seen.sequence) == (paris(2024, 11, 12, 17), 2)


def test_everybody_concerned_is_told_once_and_nobody_else(paul):
    for person in (LEA, KARIM):
        people.saved(person)
    people.draft(people.candidate(AWA), people.answers_of(AWA))
    people.saved(TOM, people.ASSP, diploma="bac_pro")

    extend(paul)
    announce()
    announce()

    assert written("registration_extended") == ["awa@exemple.fr", "karim@exemple.fr", "lea@exemple.fr"]
    assert Entry.objects.filter(kind="extended").count() == 3


def test_the_mail_says_the_reason_and_each_date_that_now_holds(paul):
    people.saved(LEA)
    extend(paul)

    announce()

    text = Notice.objects.get(kind="registration_extended").text.replace("\xa0", " ")
    assert REASON in text
    assert "dimanche 10 novembre 2024, 17 h (heure de Paris)" in text
    assert "dimanche 17 novembre 2024, 23 h 59 (heure de Paris)" in text


def test_the_worker_writes_a_few_at_a_time_and_takes_up_where_it_stopped(paul, monkeypatch):
    monkeypatch.setattr(announcing, "A_FEW", 1)
    for person in (LEA, KARIM):
        people.saved(person)
    extend(paul)

    announcing.announce_next(now=NOW)
    assert len(written("registration_extended")) == 1
    assert Extension.objects.get().told_at is None

    announce()
    assert len(written("registration_extended")) == 2
    assert Extension.objects.get().told_at == NOW


def test_a_later_r408_date_is_told_to_those_only_who_must_give_it(paul):
    people.confirmed(HUGO, people.COUVREUR)
    people.saved(LEA)

    extend(paul, shift=Shift(later_dates=(("r408", date(2025, 4, 14)),)))
    announce()

    assert written("registration_extended") == ["hugo@exemple.fr"]


def test_who_was_turned_away_by_the_closing_is_invited_back_once(paul):
    lea, karim = people.candidate(LEA), people.candidate(KARIM)
    for _try in range(2):
        with pytest.raises(Blocked):
            people.draft(lea, people.answers_of(LEA), now=CAP_CLOSES)
    with pytest.raises(Blocked):
        people.draft(
            karim, people.answers_of(KARIM, people.ASSP, diploma="bac_pro"), now=paris(2024, 11, 1, 9)
        )

    extend(paul, now=CAP_CLOSES + timedelta(hours=1))
    announce(now=CAP_CLOSES + timedelta(hours=1))

    assert written("invited_back") == ["lea@exemple.fr"]


def test_who_has_come_back_already_is_not_invited(paul):
    lea = people.candidate(LEA)
    with pytest.raises(Blocked):
        people.draft(lea, people.answers_of(LEA), now=CAP_CLOSES)
    after = CAP_CLOSES + timedelta(hours=1)
    extend(paul, now=after)

    people.draft(lea, people.answers_of(LEA), now=after)
    announce(now=after)

    assert written("invited_back") == []


def test_those_whom_a_deadline_ended_are_proposed_for_reopening(paul):
    mandate = people.officer(people.SYLVIE).mandate
    expired = people.draft(people.candidate(AWA), people.answers_of(AWA))
    cancelled, live = people.saved(LEA), people.confirmed(KARIM)
    tick(now=CAP_PIECES_DUE + GRACE)

    found = year.ended([live.window_id], mandate)

    assert {one.id for one in found} == {expired.id, cancelled.id}
    rose = people.officer(people.ROSE).mandate
    assert year.ended([live.window_id], rose) == []


def test_an_extension_keeps_the_deadline_from_ending_anybody_before_it(paul):
    row = people.draft(people.candidate(AWA), people.answers_of(AWA))
    extend(paul)

    tick(now=paris(2024, 11, 10, 17) + GRACE - timedelta(seconds=1))
    assert people.fresh(row).state == "draft"
    tick(now=paris(2024, 11, 10, 17) + GRACE)

    assert people.fresh(row).state == "expired"
