"""Is an address that is kept the one that Django gives?"""

import re
from uuid import UUID

import pytest
from django.test import override_settings
from django.urls import NoReverseMatch, get_resolver, reverse

from sporades.ui.addresses import address, around
from tests.source import ROOT
from tests.ui.test_rendering import shown

FIRST, SECOND = UUID("0192f3a1-0000-7000-8000-00000000000a"), UUID("ffffffff-ffff-4fff-bfff-ffffffffffff")


def _takes(count: int, name: object) -> bool:
    """Whether the page of this name takes so many values, each of them the id of something."""
    if not isinstance(name, str):
        return False
    ways = [(names, kinds) for [(_, names)], _, _, kinds in get_resolver().reverse_dict.getlist(name)]
    return any(
        len(names) == count and all(kinds[each].regex.startswith("[0-9a-f]{8}") for each in names)
        for names, kinds in ways
    )


def _names(count: int) -> list[str]:
    return sorted(name for name in get_resolver().reverse_dict if _takes(count, name))


def test_each_page_about_one_thing_is_where_django_says():
    names = _names(1)

    assert {"registration", "piece", "staff_file", "staff_check_accept"} <= set(names)
    for name in names:
        assert [address(name, FIRST), address(name, SECOND)] == [
            reverse(name, args=[FIRST]),
            reverse(name, args=[SECOND]),
        ]


def test_each_page_about_nothing_in_particular_is_where_django_says():
    names = _names(0)

    assert {"home", "space", "staff_worklist"} <= set(names)
    assert [address(name) for name in names] == [reverse(name) for name in names]


def test_a_partial_site_has_its_own_addresses():
    assert address("space") == reverse("space") != "/space/"

    with override_settings(ROOT_URLCONF="tests.ui.urls"):
        assert address("space") == "/space/"
        with pytest.raises(NoReverseMatch):
            address("staff_file", FIRST)

    assert address("space") == reverse("space")


@pytest.mark.parametrize(("name", "of"), [("nowhere", None), ("staff_file", None), ("space", FIRST)])
def test_a_page_that_is_nowhere_is_no_address(name, of):
    with pytest.raises(NoReverseMatch):
        address(name, of)


def test_a_list_writes_the_address_of_each_of_its_things_around_the_id():
    before, after = around("staff_check_accept")

    assert f"{before}{FIRST}{after}" == reverse("staff_check_accept", args=[FIRST])
    assert after


def test_a_template_that_asks_here_never_asks_django_for_the_page_of_one_thing():
    asks = re.compile(r"{% address ")
    of_one_thing = re.compile(r"""{% url ["']\w+["'](?: [\w.]+\.id| \w+_id)? %}""")
    texts = {path: path.read_text() for path in (ROOT / "sporades").rglob("*.html")}
    here = {path: text for path, text in texts.items() if asks.search(text)}

    assert here
    assert {
        path.name: of_one_thing.findall(text) for path, text in here.items() if of_one_thing.search(text)
    } == {}


def test_a_template_writes_the_same():
    html = shown('{% address "staff_file" of %}|{% address "space" %}', of=FIRST)

    assert html == f"{reverse('staff_file', args=[FIRST])}|{reverse('space')}"
