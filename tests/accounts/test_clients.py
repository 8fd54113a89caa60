"""Where a request comes from, whatever its headers pretend."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from sporades.accounts import browsers, clients

FRONT = "10.0.0.1"


def request(**meta):
    return RequestFactory().get("/", **meta)


@pytest.fixture
def _behind_a_front(settings):
    settings.TRUSTED_PROXIES = [FRONT]


@pytest.mark.usefixtures("_behind_a_front")
@pytest.mark.parametrize(
    ("remote", "forwarded", "address"),
    [
        ("203.0.113.9", "", "203.0.113.9"),
        ("203.0.113.9", "198.51.100.7", "203.0.113.9"),
        (FRONT, "198.51.100.7", "198.51.100.7"),
        (FRONT, "1.2.3.4, 198.51.100.7", "198.51.100.7"),
        (FRONT, "", FRONT),
        (FRONT, "nonsense", "0.0.0.0"),
        ("", "198.51.100.7", "0.0.0.0"),
    ],
)
def test_only_our_front_says_where_somebody_comes_from(remote, forwarded, address):
    meta = {"REMOTE_ADDR": remote} | ({"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {})

    assert clients.address(request(**meta)) == address


def test_a_home_in_ipv6_is_one_place():
    one, two = request(REMOTE_ADDR="2001:db8:1:2::a"), request(REMOTE_ADDR="2001:db8:1:2:ffff::b")

    assert clients.network(one) == clients.network(two) == "2001:db8:1:2::/64"
    assert clients.network(request(REMOTE_ADDR="203.0.113.9")) == "203.0.113.9/32"


def test_a_device_is_known_for_the_accounts_that_logged_in_on_it_and_no_other():
    response = HttpResponse()
    clients.remember(request(), response, "Lea@Exemple.fr")
    back = request()
    back.COOKIES["device"] = response.cookies["device"].value

    assert clients.device_for(back, "lea@exemple.fr") is not None
    assert clients.device_for(back, "tom@exemple.fr") is None
    assert clients.device_for(request(), "lea@exemple.fr") is None


def test_a_device_that_was_not_signed_by_us_is_unknown():
    forged = request()
    forged.COOKIES["device"] = "WyJhIiwiYiJd:1tabcd:forged"

    assert clients.device_for(forged, "lea@exemple.fr") is None


def test_a_shared_computer_keeps_its_name_and_its_newest_accounts():
    kept, names = request(), set()
    for number in range(15):
        response = HttpResponse()
        clients.remember(kept, response, f"eleve{number}@exemple.fr")
        kept.COOKIES["device"] = response.cookies["device"].value
        names.add(clients.device_for(kept, f"eleve{number}@exemple.fr"))

    assert len(names) == 1
    assert clients.device_for(kept, "eleve2@exemple.fr") is None
    assert clients.device_for(kept, "eleve3@exemple.fr") is not None


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (Linux; Android 8.0; SM-A320) Chrome/99.0 Mobile Safari/537.36", ("Chrome", "Android")),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1",
            ("Safari", "iPhone"),
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 Safari/537.36 Edg/120.0", ("Edge", "Windows")),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0", ("Firefox", "Linux")),
        ("curl/8.0", ("", "")),
    ],
)
def test_a_telephone_is_recognised_in_the_list(user_agent, name):
    assert browsers.name_of(user_agent) == name
