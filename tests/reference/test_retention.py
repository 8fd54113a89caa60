"""The retention table that ships is whole, and a wrong one is refused with its line."""

import pytest

from sporades.reference.load import DIRECTORY
from sporades.reference.retention import STARTS, BadRetention, retention

TEXT = (DIRECTORY / "retention.toml").read_text("utf-8")


def test_every_category_has_a_duration_a_source_and_says_whether_it_was_verified():
    assert retention().keys() == STARTS.keys()


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("months = 3", "months = 0", "drafts: a source, and at least one month"),
        ("months = 3", 'months = "3"', "drafts: the keys are"),
        ('code = "pieces"', 'code = "piece"', "piece: starts from None"),
        ('start = "last_seen"', 'start = "closing"', "accounts: starts from last_seen"),
        ("verified = false", "verifed = false", "drafts: the keys are"),
        ('code = "traces"', 'code = "drafts"', "drafts: starts from closing"),
        ("months = 96", "months = 95", "officers: 24 months more than registrations"),
    ],
)
def test_a_wrong_line_is_named(tmp_path, was, becomes, said):
    (tmp_path / "retention.toml").write_text(TEXT.replace(was, becomes, 1), "utf-8")

    with pytest.raises(BadRetention, match=said):
        retention(tmp_path)
