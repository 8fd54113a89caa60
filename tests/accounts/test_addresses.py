"""Which addresses are one mailbox, and which only look alike."""

import pytest

from sporades.accounts.addresses import NotAnAddress, canonical


@pytest.mark.parametrize(
    ("typed", "same_as"),
    [
        ("A@X.fr", "a@x.fr"),
        ("  a@x.fr ", "a@x.fr"),
        ("a@x.fr.", "a@x.fr"),
        ("a@Exämple.fr", "a@xn--exmple-cua.fr"),
        ("ﬁona@x.fr", "fiona@x.fr"),
        ("ſophie@x.fr", "sophie@x.fr"),
        ("LÉA@x.fr", "le\u0301a@x.fr"),
        ("Straße@x.fr", "STRASSE@x.fr"),
    ],
)
def test_what_the_relay_would_deliver_alike_is_one_mailbox(typed, same_as):
    assert canonical(typed) == canonical(same_as)


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("lea+cap@x.fr", "lea@x.fr"),
        ("раypal@x.fr", "paypal@x.fr"),
        ("mıke@x.fr", "mike@x.fr"),
        ("lea@x.fr", "lea@x.com"),
        ("l.ea@x.fr", "lea@x.fr"),
    ],
)
def test_what_only_looks_alike_stays_apart(typed, other):
    assert canonical(typed) != canonical(other)


@pytest.mark.parametrize(
    "typed", ["", "lea", "@x.fr", "lea@", "lea@x..fr", "é" * 300 + "@x.fr", "a@" + "b" * 64]
)
def test_what_cannot_be_a_mailbox_is_refused(typed):
    with pytest.raises(NotAnAddress):
        canonical(typed)


def test_a_canonical_address_is_its_own():
    assert canonical(canonical("İstanbul@Exämple.FR")) == canonical("İstanbul@Exämple.FR")
