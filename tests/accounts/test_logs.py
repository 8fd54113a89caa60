"""What the logs keep of people: nothing."""

import logging

import pytest
from django.urls import reverse

from tests.accounts.conftest import PASSWORD, TYPED

pytestmark = pytest.mark.django_db


def test_no_name_address_password_or_token_reaches_the_logs(client, mailbox, caplog):
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, logger="django.db.backends")

    client.post(reverse("sign_up"), TYPED)
    token = mailbox.token()
    client.post(mailbox.link())
    for password in [PASSWORD, *["cinq girafes dans un ascenseur"] * 12]:
        client.post(reverse("login"), {"email": "lea@exemple.fr", "password": password})
        client.post(reverse("logout"))

    said = caplog.text.casefold()
    assert "login of account" in said
    assert "too many attempts" in said
    for private in (TYPED["email"], TYPED["birth_name"], TYPED["given_names"], PASSWORD, token):
        assert private.casefold() not in said, private
