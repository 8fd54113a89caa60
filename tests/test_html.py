"""Is the HTML that we send valid?

`make check` runs this file alone: every address is opened without a browser, and
the checker of the W3C reads all the pages in one run. In `make test`, it reads
with them whatever the other tests and their browsers saw.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import get_resolver, reverse

from sporades.accounts import actions as accounts
from sporades.accounts.actions import particulars
from sporades.accounts.models import Account, Candidate, Invitation, Officer, RectificationRequest
from sporades.accounts.values import CivilIdentity
from sporades.adapters import clocks
from sporades.calendars.actions import drafting, extending, incidents
from sporades.calendars.files import file_of
from sporades.calendars.models import Calendar, Draft, Extension, Incident, Window
from sporades.documents.models import Document
from sporades.journal.values import Actor
from sporades.records.actions import holding, purging
from sporades.records.models import Hold, Purge
from sporades.reference.write import table_of
from sporades.registrations import facts
from sporades.registrations.actions import (
    changing_academy,
    deadlines,
    exporting,
    listing,
    making_exports,
    making_lists,
    reviewing,
    withdrawing,
)
from sporades.registrations.models import (
    AcademyChange,
    DecisionList,
    Deposit,
    Export,
    Piece,
    Publication,
    PublicationLine,
    Registration,
    Replacement,
    SavedSearch,
)
from sporades.rules import answers as rules
from sporades.rules.calendar import GRACE, Sanctions, Shift, Signature
from sporades.rules.lifecycle import State
from sporades.rules.publishing import PaperKind
from sporades.rules.retention import Ground
from sporades.rules.sanctions import Sanction
from sporades.staff_site.deadlines.told import SLUGS
from tests import lots, people
from tests.accounts.mailbox import Mailbox
from tests.pages import space, staff
from tests.people import KARIM, PATISSIER
from tests.services.vnu import SeenPages
from tests.test_every_page import NOT_PAGES, routes

Keep = Callable[[str, HttpResponse], None]

# Asked before any test plays a demonstration, whose pages are another site's.
PAGES = [route for route in routes(get_resolver()) if route.name not in NOT_PAGES]
BOULANGER = "45022108"  # brevet professionnel
PASSWORD = "quatre chevaux sous la pluie"
ERRORS = ("400", "403", "403_csrf", "404", "413", "429", "500", "503")


@pytest.fixture
def row(db, settings, tmp_path) -> Registration:
    """Karim's registration, with something of everything; a draft and one modified after signing beside it."""
    space.begin(settings, tmp_path)
    row = people.confirmed(KARIM, PATISSIER)
    people.give(row, "identity")
    space.found_clean(row)
    reviewing.accept_piece(people.piece(row, "identity"), by=people.OFFICER, now=people.NOW)
    people.draft(row.candidate, people.answers_of(KARIM, people.ASSP, diploma="bac_pro"))
    signed_too_early(row.candidate)
    by = people.actor(row.candidate)
    particulars.file_rectification(row.candidate, text="Je suis né un 28.", by=by, now=people.NOW)
    what_an_office_meets(row.window)
    lots.published(row, PaperKind.ACCOMMODATION_DECISION)
    lots.found_clean(lots.received({"sans numéro.pdf": lots.paper("x")}))
    return row


def signed_too_early(candidate: Candidate) -> None:
    answers = people.answers_of(KARIM, BOULANGER, diploma="bp")
    row = people.save(people.draft(candidate, answers))
    people.give(row)
    space.found_clean(row)
    people.save(people.fill(row, people.with_usage_name(answers)), said_twice=True)


def what_an_office_meets(window: Window) -> None:
    """Somebody who left, a draft that expired, an acquis to decide, and a list to sign."""
    left = people.saved(people.INES)
    withdrawing.withdraw(left, token=people.token(), by=people.actor(left.candidate), now=people.NOW)
    never_saved = people.draft(people.candidate(people.AWA), people.answers_of(people.AWA))
    deadlines.expire(never_saved.id, now=people.CAP_CLOSES + GRACE)
    kept = rules.Acquis("UG1", "", "kept_mark", Decimal(12), 2023, "23", "", to_complete=False)
    answers = replace(people.answers_of(people.JEANNE), acquis=(kept,))
    jeanne = people.save(people.draft(people.candidate(people.JEANNE), answers))
    people.give(jeanne)
    people.give(jeanne, "acquis_proof", key=kept.key)
    people.saved(people.TOM)
    people.saved(replace(KARIM, email="karim.bis@exemple.fr"))
    another = people.another_academy("28", "cap")
    elsewhere = people.saved(people.HUGO, academy=another.academy)
    changing_academy.propose(
        elsewhere, academy="23", reason="Déménagé.", token=people.token(), by=people.OFFICER, now=people.NOW
    )
    Window.objects.filter(id=window.id).update(
        sanctions=Sanctions.APPROVED.value, signature=Signature.ONLINE.value
    )
    after = people.CAP_PIECES_DUE + GRACE
    making_lists.freeze(window.id, Sanction.CANCEL, now=after)
    while making_lists.make_next(machine_now=clocks.machine_now(), now=after):
        pass
    listing.undo_all(
        window.id,
        State.CANCELLED,
        reason="Panne.",
        until=date(2024, 12, 20),
        token=people.token(),
        by=people.OFFICER,
        now=after,
    )


def addresses() -> Iterator[tuple[str, str]]:
    """Every page of the service, by the name of its address and with all that may stand in it."""
    twins = Registration.objects.filter(candidate__account__email__startswith="karim.bis")
    fillings: dict[str, tuple[Any, ...]] = {
        "account_id": tuple(Account.objects.values_list("id", flat=True)),
        "registration_id": tuple(Registration.objects.values_list("id", flat=True)),
        "piece_id": tuple(Piece.objects.values_list("id", flat=True)),
        "deposit_id": tuple(Deposit.objects.values_list("id", flat=True)),
        "replacement_id": tuple(Replacement.objects.values_list("id", flat=True)),
        "rectification_id": tuple(RectificationRequest.objects.values_list("id", flat=True)),
        "path": ("identity.birth_place",),
        "document_id": tuple(Document.objects.values_list("id", flat=True)),
        "officer_id": tuple(Officer.objects.values_list("id", flat=True)),
        "invitation_id": tuple(Invitation.objects.values_list("id", flat=True)),
        "search_id": tuple(SavedSearch.objects.values_list("id", flat=True)),
        "factor_id": tuple(Authenticator.objects.values_list("id", flat=True)),
        "window_id": tuple(Window.objects.values_list("id", flat=True)),
        "limit": tuple(SLUGS.values()),
        "other_id": tuple(twins.values_list("id", flat=True)),
        "change_id": tuple(AcademyChange.objects.values_list("id", flat=True)),
        "lot_id": tuple(Publication.objects.values_list("id", flat=True)),
        "line_id": tuple(PublicationLine.objects.values_list("id", flat=True)),
        "list_id": tuple(DecisionList.objects.values_list("id", flat=True)),
        "calendar_id": tuple(Calendar.objects.values_list("id", flat=True)),
        "export_id": tuple(Export.objects.values_list("id", flat=True)),
        "draft_id": tuple(Draft.objects.values_list("id", flat=True)),
        "act": (Extension.objects.get().act, Incident.objects.get().act),
        "purge_id": tuple(Purge.objects.values_list("id", flat=True)),
        "hold_id": tuple(Hold.objects.values_list("id", flat=True)),
        "diploma": ("cap",),
        "step": facts.STEPS,
        "slug": ("cap",),
        "code": (people.AEPE,),
        "token": ("a-link-that-is-over",),
    }
    for route in PAGES:
        names = list(route.pattern.converters)
        # What this stage does not have is looked at by the tests of its own page.
        for filling in product(*(fillings.get(name, ()) for name in names)):
            yield route.name, reverse(route.name, kwargs=dict(zip(names, filling, strict=True)))


def write_the_year(by: Actor) -> None:
    """A change to the calendar of Nice, more time for the CAP, and an incident."""
    nice = Calendar.objects.get(academy="23")
    drafting.begin_change(nice, table_of(file_of(nice)), by=by, now=people.NOW)
    windows, given = [people.window().id], {"by": by, "now": people.NOW}
    shift = Shift(closes_wall=datetime(2024, 11, 10, 17))
    purging.freeze("23", token=people.token(), by=by, now=people.paris(2027, 1, 2))
    while purging.list_next(machine_now=clocks.machine_now(), now=people.paris(2027, 1, 2)):
        pass
    holding.hold_session(
        nice.id, ground=Ground.ARCHIVES, reason="Visa demandé.", token=people.token(), by=by, now=people.NOW
    )
    extending.extend(windows, shift, reason="Une panne.", token=people.token(), **given)
    incidents.declare(
        windows, starts_at=people.NOW, reason="Le dépôt est en panne.", token=people.token(), **given
    )


def ask_exports(row: Registration, by: Actor) -> None:
    """An export to be downloaded, and one that waits for the head of office."""
    said: dict[str, Any] = {
        "columns": ["number"],
        "file_format": "csv",
        "purpose": "Convoquer.",
        "now": people.NOW,
    }
    exporting.ask(row.window.calendar, query="", token=people.token(), by=by, **said)
    making_exports.make_next(machine_now=clocks.machine_now(), now=people.NOW)
    colleague = people.officer(replace(people.SYLVIE, email="zoe@rectorat.exemple.fr"))
    held = exporting.ask(
        row.window.calendar, query="", token=people.token(), by=people.acting(colleague), **said
    )
    Export.objects.filter(id=held).update(state=Export.State.HELD)


def entered(whose: Candidate) -> Client:
    browser = Client()
    browser.force_login(whose.account)
    return browser


def at_the_second_factor(officer: Officer) -> Client:
    """The officer's browser, whose password was right."""
    browser = Client()
    browser.post(reverse("login"), {"email": officer.account.email, "password": PASSWORD})
    return browser


def test_every_page_is_opened_and_sent_empty_without_a_browser(row: Registration, keep_html: Keep) -> None:
    paul = people.officer(people.PAUL, password=PASSWORD)
    people.enrolled(paul)
    maud = people.officer(people.MAUD)
    people.invited(maud)
    write_the_year(people.acting(maud))
    ask_exports(row, people.acting(paul))
    browsers = {
        "a stranger": Client(),
        "a newcomer": entered(people.candidate(people.LEA)),
        "Karim": entered(row.candidate),
        "a head of office": staff.enter(paul),
        "an administrator": staff.enter(maud),
        "a head of office at the second factor": at_the_second_factor(paul),
        "an officer at the first login": at_the_second_factor(
            people.officer(people.SYLVIE, password=PASSWORD)
        ),
    }
    pages = list(addresses())
    shown = []
    for (who, browser), (name, address) in product(browsers.items(), pages):
        response = browser.get(address)
        if response.content and response.headers["Content-Type"].startswith("text/html"):
            keep_html(f"{address}, opened by {who}", response)
            shown += [(who, name, address)] if response.status_code not in {403, 404} else []

    # A form that is sent empty shows its errors; it is sent once every page was seen as it was.
    for who, _name, address in shown:
        response = browsers[who].post(address)
        if response.content and response.headers["Content-Type"].startswith("text/html"):
            keep_html(f"{address}, sent empty by {who}", response)

    assert {name for _who, name, _address in shown} == {name for name, _address in pages}


def test_every_link_of_a_mail_is_opened_while_it_is_good(keep_html: Keep, db: None) -> None:
    mailbox, identity = Mailbox(), CivilIdentity("Ménager", "Léa", people.LEA.birth_date)
    browser, password = Client(), PASSWORD

    def keep(to: str) -> None:
        response = browser.get(mailbox.link(to))
        assert response.status_code == 200
        keep_html(f"the link of {mailbox.kinds(to)[-1]}", response)

    accounts.sign_up(email="lea@exemple.fr", password=password, identity=identity, now=people.NOW)
    keep("lea@exemple.fr")
    accounts.activate(mailbox.token("lea@exemple.fr"), now=people.NOW)
    accounts.ask_reset(email="lea@exemple.fr", now=people.NOW)
    keep("lea@exemple.fr")
    people.invited(people.officer(people.MAUD))
    keep(people.INVITED)
    account = Account.objects.get(email_canonical="lea@exemple.fr")
    by = Actor("candidate", str(account.id))
    accounts.ask_email_change(account, email="lea@nouvelle.fr", password=password, by=by, now=people.NOW)
    keep("lea@nouvelle.fr")
    accounts.confirm_email_change(mailbox.token("lea@nouvelle.fr"), now=people.NOW)
    keep("lea@exemple.fr")


@pytest.mark.urls("tests.ui.urls")
@pytest.mark.parametrize("path", ["/gallery/", "/gallery/?envoi"])
def test_every_component_is_in_the_gallery(keep_html: Keep, db: None, path: str) -> None:
    keep_html(path, Client().get(path))


@pytest.mark.parametrize("name", ERRORS)
def test_every_page_of_an_error_is_shown(seen_pages: SeenPages, db: None, name: str) -> None:
    seen_pages.add(f"{name}.html", render_to_string(f"{name}.html", request=RequestFactory().get("/")))


@pytest.mark.last
def test_every_page_that_the_tests_saw_is_valid_html(seen_pages: SeenPages) -> None:
    faults = seen_pages.faults()

    assert not faults, "\n".join(faults)
