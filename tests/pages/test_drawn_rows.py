"""The rows that Python draws, on the lists that officers open all day: what somebody wrote does nothing there."""

from datetime import UTC, datetime
from uuid import UUID

from django.template import engines

from sporades.registrations.queries.claims import Holder
from sporades.registrations.queries.publication_lines import Line
from sporades.registrations.queries.worklist_lines import Row
from sporades.rules.publishing import LineState

ONE, OTHER = UUID(int=1), UUID(int=2)
WROTE, DRAWN = '<b>"d’accord"</b>', "&lt;b&gt;&quot;d’accord&quot;&lt;/b&gt;"


def drawn(source: str, **told: object) -> str:
    return str(engines["django"].from_string(source).render(told))


def test_in_the_work_list():
    row = Row(
        id=ONE,
        name=WROTE,
        number=WROTE,
        exam=WROTE,
        state=WROTE,
        tone="ok",
        waits=(WROTE, WROTE),
        since=datetime(2024, 11, 5, 9, tzinfo=UTC),
        due=WROTE,
        zone="Europe/Paris",
        holder=Holder(OTHER, WROTE, 4),
    )

    html = drawn("{% load worklist %}{% file_rows rows me ticks=True %}", rows=[row], me=ONE)

    # The name and the number are said to whoever hears the box to tick, too.
    assert ("<b>" in html, html.count(DRAWN)) == (False, 10)


def test_in_the_list_of_a_lot():
    line = Line(
        id=ONE,
        name=WROTE,
        state=LineState.MATCHED,
        label=WROTE,
        tone="ok",
        why=WROTE,
        number=WROTE,
        told_by=WROTE,
        registration=OTHER,
        person=WROTE,
        exam=WROTE,
        pages=1,
        opened=WROTE,
        has_left=False,
        can_be_matched=False,
        can_be_struck=False,
        can_be_shown=False,
        is_issued=True,
    )

    html = drawn("{% load publishing %}{% paper_rows lines %}", lines=[line])

    assert ("<b>" in html, html.count(DRAWN)) == (False, 7)
