"""While something is broken nobody is sanctioned; mended, those held back are judged again."""

from datetime import timedelta

import pytest

from sporades.accounts.models import Officer
from sporades.calendars import queries
from sporades.calendars.actions import incidents
from sporades.calendars.models import Incident
from sporades.jobs.tick import tick
from sporades.journal import queries as journal
from sporades.journal.values import Subject
from sporades.notices.models import Notice
from sporades.registrations import access
from sporades.registrations.actions import depositing, inviting_back
from sporades.registrations.actions.common import refusals_journaled
from sporades.registrations.queries import file, year
from sporades.registrations.queries.private import hidden_mails
from sporades.rules.calendar import GRACE
from sporades.rules.reasons import Blocked, Reason
from tests import people
from tests.people import AWA, CAP_CLOSES, CAP_PIECES_DUE, JEANNE, KARIM, LEA, NOW, PATISSIER, PAUL, SYLVIE

DUE = CAP_PIECES_DUE + GRACE
HOUR = timedelta(hours=1)


@pytest.fixture
def paul(session):
    return people.acting(people.officer(PAUL))


def declare(by, *diplomas: str, starts_at=CAP_PIECES_DUE - HOUR, now=CAP_PIECES_DUE - HOUR, form: str = ""):
    windows = [people.window(diploma).id for diploma in diplomas] if diplomas else None
    return incidents.declare(
        windows, starts_at=starts_at, reason="Panne du relais", token=form or people.token(), by=by, now=now
    )


def close(act, by, *, at):
    incidents.close(act, ends_at=at, by=by, now=at)


def codes(refused) -> list[str]:
    return [reason.code for reason in refused.value.reasons]


def test_no_sanction_runs_while_it_lasts_and_the_tick_judges_again_at_its_end(paul):
    row = people.saved(LEA)
    act = declare(paul, "cap")
    tick(now=DUE)
    tick(now=DUE + 48 * HOUR)
    assert people.fresh(row).state == "saved"

    close(act, paul, at=DUE + 48 * HOUR)
    tick(now=DUE + 48 * HOUR)

    assert people.fresh(row).state == "cancelled"


def test_what_was_given_during_the_incident_saves_the_file_at_its_end(paul):
    row = people.saved(LEA)
    act = declare(paul, "cap")
    people.give(row, now=DUE + HOUR)

    close(act, paul, at=DUE + 2 * HOUR)
    tick(now=DUE + 2 * HOUR)

    assert people.fresh(row).state != "cancelled"


def test_a_draft_does_not_expire_while_an_incident_lasts(paul):
    row = people.draft(people.candidate(AWA), people.answers_of(AWA))
    act = declare(paul, "cap", starts_at=CAP_CLOSES - HOUR, now=CAP_CLOSES - HOUR)
    tick(now=CAP_CLOSES + GRACE)
    assert people.fresh(row).state == "draft"

    close(act, paul, at=CAP_CLOSES + HOUR)
    tick(now=CAP_CLOSES + HOUR)

    assert people.fresh(row).state == "expired"


def test_an_incident_of_some_diplomas_leaves_the_others_alone(paul):
    row = people.saved(LEA)
    declare(paul, "bac_pro")

    tick(now=DUE)

    assert people.fresh(row).state == "cancelled"


def test_an_incident_of_everybody_holds_in_every_academy(paul):
    declare(paul)

    assert all(one.has_incident for one in queries.windows(now=DUE))
    assert not any(one.has_incident for one in queries.windows(now=CAP_PIECES_DUE - 2 * HOUR))


@pytest.mark.parametrize(
    ("offset", "holds"),
    [
        (-timedelta(seconds=1), False),
        (timedelta(0), True),
        (HOUR - timedelta(seconds=1), True),
        (HOUR, False),
    ],
)
def test_it_holds_from_its_first_instant_and_not_at_its_end(paul, offset, holds):
    act = declare(paul, "cap", starts_at=NOW, now=NOW)
    close(act, paul, at=NOW + HOUR)

    assert queries.has_incident(people.window().id, at=NOW + offset) is holds


def test_an_incident_to_come_is_not_declared(paul):
    with pytest.raises(Blocked) as refused:
        declare(paul, "cap", starts_at=NOW + HOUR, now=NOW)

    assert codes(refused) == ["incident_not_begun"]


@pytest.mark.parametrize("ends", [timedelta(0), -HOUR, 2 * HOUR])
def test_its_end_comes_after_its_beginning_and_not_after_now(paul, ends):
    act = declare(paul, "cap", starts_at=NOW, now=NOW)

    with pytest.raises(Blocked) as refused:
        incidents.close(act, ends_at=NOW + ends, by=paul, now=NOW + HOUR)

    assert codes(refused) == ["incident_end_outside"]


def test_it_ends_once_only(paul):
    act = declare(paul, "cap", starts_at=NOW, now=NOW)
    close(act, paul, at=NOW + HOUR)

    with pytest.raises(Blocked) as refused:
        close(act, paul, at=NOW + 2 * HOUR)

    assert codes(refused) == ["incident_closed"]


def test_the_same_form_sent_twice_is_one_incident(paul):
    form = people.token()

    assert declare(paul, "cap", form=form) == declare(paul, "cap", form=form)

    assert Incident.objects.count() == 1


def test_who_was_refused_meanwhile_is_listed_by_name_and_nobody_of_elsewhere(paul):
    lea, karim = people.saved(LEA), people.candidate(KARIM)
    with pytest.raises(Blocked):
        people.save(people.fresh(lea), now=CAP_CLOSES)
    with pytest.raises(Blocked):
        people.draft(karim, people.answers_of(KARIM), now=CAP_CLOSES + HOUR)

    found = year.turned_away([people.window().id], since=CAP_CLOSES, until=CAP_CLOSES + 2 * HOUR)

    assert [(one.name, one.id, one.too_late) for one in found] == [
        ("Benali Karim", None, True),
        ("Moreau Léa", lea.id, True),
    ]
    elsewhere = [people.window("bac_pro").id]
    assert year.turned_away(elsewhere, since=CAP_CLOSES, until=CAP_CLOSES + 2 * HOUR) == []
    assert (
        year.turned_away([people.window().id], since=CAP_CLOSES + 2 * HOUR, until=CAP_CLOSES + 3 * HOUR) == []
    )


def mails(kind: str) -> list[str]:
    return sorted(Notice.objects.filter(kind=kind).values_list("recipient", flat=True))


def refused_a_deposit(row, piece="signed_confirmation", *, now):
    """As when nothing can be taken any more."""
    with pytest.MonkeyPatch.context() as patch, pytest.raises(Blocked, match="too_many_deposits"):
        patch.setattr(depositing, "MOST_DEPOSITS", 0)
        people.give(row, piece, now=now)


def test_who_was_refused_is_invited_back_once_but_for_who_succeeded_since_or_came_too_late(paul):
    lea, karim, awa = people.saved(LEA), people.saved(KARIM), people.saved(AWA)
    refused_a_deposit(awa, now=NOW - HOUR)
    act = declare(paul, "cap", starts_at=NOW, now=NOW)
    for at in (NOW + HOUR, NOW + 2 * HOUR):
        refused_a_deposit(lea, now=at)
    refused_a_deposit(karim, now=NOW + HOUR)
    people.give(karim, now=NOW + 2 * HOUR)
    with pytest.raises(Blocked):
        people.save(people.fresh(awa), now=CAP_CLOSES)
    assert not inviting_back.invite_next(now=NOW + 2 * HOUR), "not before its end"

    close(act, paul, at=CAP_CLOSES + HOUR)
    while inviting_back.invite_next(now=CAP_CLOSES + HOUR):
        pass

    assert mails("incident_over") == [LEA.email]
    assert not inviting_back.invite_next(now=CAP_CLOSES + 2 * HOUR)


def over(act, by) -> None:
    """Closed an hour later, and told whole."""
    close(act, by, at=NOW + HOUR)
    while inviting_back.invite_next(now=NOW + HOUR):
        pass


def test_who_gave_a_file_while_the_store_was_away_is_invited_and_their_chain_says_so(
    paul, settings, tmp_path
):
    lea, karim = people.saved(LEA), people.saved(KARIM)
    act = declare(paul, "cap", starts_at=NOW, now=NOW)
    # As a disk that was unmounted: a file stands where the folder was.
    (tmp_path / "away").write_bytes(b"")
    settings.STORAGE = f"file://{tmp_path}/away"
    for row in (lea, karim):
        with pytest.raises(Blocked, match="not_stored"):
            people.give(row, now=NOW)
    settings.STORAGE = ""
    people.give(karim, now=NOW + timedelta(minutes=1))

    over(act, paul)

    assert mails("incident_over") == [LEA.email]
    last = journal.timeline(Subject("registration", lea.id))[0]
    assert (last.kind, last.actor_kind) == ("incident_over", "system")
    assert last.data == {"act": str(act), "piece": "signed_confirmation"}
    assert "incident_over" not in {line.kind for line in journal.timeline(Subject("registration", karim.id))}


OVER = "La panne est terminée"
INVITED = "Un courriel a proposé au candidat de recommencer"


def invitations(row, mandate, *, now) -> tuple[int, int]:
    """How many mails, and how many events, the holder of this mandate reads of them on the file's page."""
    past = file.seen(access.for_officer(mandate, row.id), mandate, now=now, machine_now=now).past
    mails = sum(one.title.startswith(OVER) for one in past.mails)
    return mails, sum(one.text.startswith(INVITED) for one in past.events)


def test_an_invitation_about_an_accommodation_is_absent_as_the_refusal_is_for_who_has_no_right_to_it(paul):
    jeanne = people.save(
        people.draft(
            people.candidate(JEANNE), people.with_accommodation(people.answers_of(JEANNE, PATISSIER))
        )
    )
    act = declare(paul, "cap", starts_at=NOW, now=NOW)
    refused_a_deposit(jeanne, "accommodation", now=NOW)

    over(act, paul)

    with_right, without = Officer.objects.get().mandate, people.officer(SYLVIE).mandate
    assert invitations(jeanne, with_right, now=NOW + HOUR) == (1, 1)
    assert invitations(jeanne, without, now=NOW + HOUR) == (0, 0)
    returned = Notice.objects.filter(subject_id=jeanne.id, title__startswith=OVER)
    assert not returned.exclude(hidden_mails(without)).exists()


def test_who_could_not_begin_is_invited_and_the_chain_of_their_account_says_so(paul):
    karim, window = people.candidate(KARIM), people.window()
    act = declare(paul, "cap", starts_at=NOW, now=NOW)
    refused = {"window": str(window.id)}
    with (
        pytest.raises(Blocked),
        refusals_journaled(
            Subject("account", karim.account_id),
            "start_refused",
            by=people.actor(karim),
            now=NOW,
            data=refused,
        ),
    ):
        raise Blocked((Reason("busy", window.calendar.source),))

    over(act, paul)

    assert mails("incident_over_begin") == [KARIM.email]
    last = journal.timeline(Subject("account", karim.account_id))[0]
    assert (last.kind, last.data) == ("incident_over_begin", refused)


def test_an_incident_of_another_window_invites_nobody_of_this_one(paul):
    refused_a_deposit(people.saved(LEA), now=NOW)
    close(declare(paul, "bac_pro", starts_at=NOW, now=NOW), paul, at=NOW + HOUR)

    while inviting_back.invite_next(now=NOW + HOUR):
        pass

    assert mails("incident_over") == []
