"""The logs help whoever runs the service, name nobody, and cannot be written by a visitor."""

import io
import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.module_loading import import_string

from sporades.accounts.models import Account
from sporades.adapters import clocks
from sporades.jobs.tick import tick
from sporades.jobs.worker import work_once
from sporades.notices.models import Notice
from sporades.registrations.actions import depositing, withdrawing
from sporades.rules.calendar import GRACE
from sporades.rules.reasons import Blocked
from tests import people
from tests.accounts.mailbox import Mailbox
from tests.people import CAP_CLOSES, NOW

# Values that can come from nowhere else.
CANARY = replace(
    people.LEA,
    email="canari.courriel@exemple.fr",
    birth_name="Canarinom",
    given_names="Canariprénom",
    birth_date=date(1987, 6, 5),
    birth_place="Canariville",
    city="Canaricity",
    phone="+33698765432",
)
# What the row of an account cannot do without.
_ASKED = ("activation_digest", "activation_notice", "activation_asked_at", "password_changed_at")
PASSWORD = "canarimotdepasse des montagnes"
FILE = "canarifichier.jpg"
SECRETS = ["canari", "1987-06-05", "5 juin 1987", "1987, 6, 5", "698765432"]


@pytest.fixture
def logged(settings) -> Iterator[io.StringIO]:
    """Everything that is logged, as production would write it."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(import_string(settings.LOGGING["formatters"]["line"]["()"])())
    root = logging.getLogger()
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)


@pytest.fixture
def session(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.ROOT_URLCONF = "tests.config.views"
    people.the_session()


def lines(logged: io.StringIO) -> list[dict[str, str]]:
    return [json.loads(line) for line in logged.getvalue().splitlines()]


def sign_up(client: Client) -> tuple[Account, str]:
    """By the pages: the account, and the token of its mail."""
    typed = {
        "birth_name": CANARY.birth_name,
        "given_names": CANARY.given_names,
        "birth_date": "5 juin 1987",
        "email": CANARY.email,
        "password": PASSWORD,
    }
    client.post(reverse("sign_up"), typed)
    token = Mailbox().token(CANARY.email)
    client.post(reverse("activate", args=[token]))
    client.post(reverse("login"), {"email": CANARY.email, "password": PASSWORD})
    return Account.objects.select_related("candidate").get(), token


def register(account: Account) -> None:
    row = people.save(people.draft(account.candidate, people.answers_of(CANARY)))
    people.give(row, files=(depositing.Upload(FILE, people.photo()),))
    with pytest.raises(depositing.BadFiles):
        people.give(row, files=(depositing.Upload(FILE, b"canari"),))
    with pytest.raises(Blocked):
        people.draft(account.candidate, people.answers_of(CANARY), now=CAP_CLOSES)
    withdrawing.withdraw(row, token=people.token(), by=people.actor(row.candidate), now=NOW)


def let_it_break(client: Client, account: Account, token: str) -> None:
    """What goes wrong, each time with somebody's words in the error or in the address."""
    client.raise_request_exception = False
    client.get(f"/casse/{token}/", {"name": CANARY.birth_name})
    client.get(reverse("activate", args=[token]))
    client.get(f"/nulle-part/{token}/{CANARY.email}/")
    client.post(reverse("login"), {"email": CANARY.email, "password": f"{PASSWORD}!"})
    strict = Client(enforce_csrf_checks=True)
    strict.post(reverse("activate", args=[token]), {"birth_name": CANARY.birth_name})
    strict.post(reverse("login"), headers={"Origin": f"http://{CANARY.birth_name}.example"})
    client.get("/", headers={"Host": f"{CANARY.birth_name}.example"})
    try:
        with transaction.atomic():
            Account.objects.create(
                **{
                    name: getattr(account, name)
                    for name in ("email", "email_canonical", "created_at", *_ASKED)
                }
            )
    except IntegrityError:
        logging.getLogger("sporades.accounts").exception("an account was refused")


@pytest.mark.usefixtures("session")
def test_a_whole_journey_with_its_accidents_leaves_nobody_s_name_in_the_logs(
    client, logged, settings, monkeypatch
):
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    account, token = sign_up(client)

    register(account)
    let_it_break(client, account, token)
    work_once()
    tick(now=CAP_CLOSES + GRACE)

    said = logged.getvalue().lower()
    assert Notice.objects.filter(recipient=CANARY.email, attempts__gt=0).exists()
    assert {"ValueError", "IntegrityError"} <= {line.get("exception") for line in lines(logged)}
    assert [secret for secret in [*SECRETS, token.lower()] if secret in said] == []


@pytest.mark.usefixtures("session")
def test_an_error_says_where_it_happened_for_which_request_and_by_which_route(client, logged):
    client.raise_request_exception = False

    response = client.get("/casse/jeton/", {"name": "Léa"})

    (line,) = [line for line in lines(logged) if line["level"] == "ERROR"]
    assert response.status_code == 500
    assert line["message"] == "500 GET /casse/<str:token>/"
    assert (line["logger"], line["exception"]) == ("django.request", "ValueError")
    assert line["trace"].endswith("broken")
    assert line["request"] == response.headers["X-Request-Id"]


@pytest.mark.usefixtures("session")
def test_an_address_that_does_not_exist_is_logged_without_it_and_for_its_request(client, logged):
    response = client.get("/nulle-part/jeton/")

    (line,) = lines(logged)
    assert line["message"] == "404 GET an address that does not exist"
    assert line["request"] == response.headers["X-Request-Id"]


FORGED = 'Léa\r\n{"level": "INFO", "message": "rien à signaler"}\x1b[2J\x9b31m\u2028\u0085\x00'


def test_nobody_writes_a_line_or_a_colour_of_their_own(logged):
    logging.getLogger("sporades.test").warning("a file called %s", FORGED)

    written = logged.getvalue()
    assert written.isascii()
    assert written.count("\n") == 1
    assert all(character.isprintable() or character == "\n" for character in written)
    assert json.loads(written)["message"] == f"a file called {FORGED}"


def test_each_line_is_an_object_with_its_instant(logged):
    before = clocks.machine_now()

    logging.getLogger("sporades.test").info("hello")

    (line,) = lines(logged)
    assert set(line) == {"at", "level", "logger", "request", "message"}
    assert line["at"] >= before.isoformat(timespec="milliseconds")
