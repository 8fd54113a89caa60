"""Is the HTML that we send valid?"""

import pytest

from tests.services.vnu import SeenPages


@pytest.mark.last
def test_every_page_that_the_tests_saw_is_valid_html(seen_pages: SeenPages) -> None:
    faults = seen_pages.faults()

    assert not faults, "\n".join(faults)
