"""Durations are said as people count them."""

import pytest

from sporades.records.telling import duration, durations


@pytest.mark.parametrize(("months", "said"), [(3, "3 mois"), (12, "1 an"), (18, "18 mois"), (72, "6 ans")])
def test_months_become_years_where_they_are_whole(months, said):
    assert duration(months) == said


def test_every_line_of_the_table_is_told_with_what_it_counts_from():
    told = {title: kept for title, kept, _verified in durations()}

    assert told["Dossiers d’inscription"].endswith("ans après le 31 décembre de l’année de la session")
