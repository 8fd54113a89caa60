"""A paper is drawn once, outside any transaction; the bytes that were kept are the paper, for ever."""

import hashlib
import threading
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import connection, connections

from sporades.adapters import clocks, pdf, storage
from sporades.documents import actions, queries
from sporades.documents.models import Document
from tests.documents.conftest import LEA

LATER = timedelta(hours=9)


def kept() -> set[str]:
    return {file.key for file in storage.keys()}  # noqa: SIM118 - a function


@pytest.fixture
def drawings(monkeypatch) -> list[object]:
    """Each drawing that really happens, as it happens: what the connection was doing then."""
    seen: list[object] = []
    draw = pdf.render

    def watched(*args, **kwargs):
        seen.append(connection.in_atomic_block)
        return draw(*args, **kwargs)

    monkeypatch.setattr(pdf, "render", watched)
    return seen


@pytest.mark.django_db
def test_a_paper_is_drawn_once_whoever_reads_it(order, drawings):
    paper = order()

    first, again = actions.render(paper), actions.render(paper)
    actions.render_next(machine_now=clocks.machine_now() + LATER)

    assert first == again
    assert first.startswith(b"%PDF-")
    assert len(drawings) == 1


@pytest.mark.django_db
def test_the_bytes_that_are_served_are_those_that_were_kept(order):
    paper = order()

    served = actions.render(paper)

    row = Document.objects.get(id=paper)
    assert hashlib.sha256(served).hexdigest() == row.sha256 == queries.paper(paper).sha256
    assert len(served) == row.size
    assert storage.get(row.key, row.wrapped_key, row.key_id) == served


@pytest.mark.django_db
def test_the_worker_draws_what_waits_the_oldest_first(order):
    first, second = order(), order()
    at = clocks.machine_now()

    assert actions.render_next(machine_now=at)
    assert (queries.paper(first).size is None, queries.paper(second).size is None) == (False, True)
    assert actions.render_next(machine_now=at)
    assert not actions.render_next(machine_now=at + LATER)


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_a_paper_is_drawn(order, drawings):
    order()
    read = order()

    actions.render(read)
    actions.render_next(machine_now=clocks.machine_now())

    assert drawings == [False, False]


@pytest.mark.django_db
def test_of_two_who_draw_at_once_the_first_to_write_gives_the_paper_to_both(order, monkeypatch):
    paper = order()
    draw, inner = pdf.render, []

    def slow(*args, **kwargs):
        drawn = draw(*args, **kwargs)
        if not inner:
            # While this reader draws, another one has drawn and written.
            inner.append(None)
            inner[0] = actions.render(paper)
        return drawn

    monkeypatch.setattr(pdf, "render", slow)

    outer = actions.render(paper)

    assert outer == inner[0]
    assert kept() == {Document.objects.get(id=paper).key}


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_readers_at_the_same_instant_read_the_same_bytes(order, monkeypatch):
    paper = order()
    draw, both, read = pdf.render, threading.Barrier(2), []

    def together(*args, **kwargs):
        drawn = draw(*args, **kwargs)
        both.wait(timeout=30)
        return drawn

    monkeypatch.setattr(pdf, "render", together)

    def reader() -> None:
        read.append(actions.render(paper))
        connections.close_all()

    readers = [threading.Thread(target=reader) for _ in range(2)]
    for thread in readers:
        thread.start()
    for thread in readers:
        thread.join(timeout=60)

    assert len(read) == 2
    assert read[0] == read[1]
    assert kept() == {Document.objects.get(id=paper).key}


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_while_a_paper_is_drawn_anybody_may_lock_its_row(order, monkeypatch):
    paper = order()
    known, locked = connection.settings_dict, []

    def watched(*args, **kwargs):
        with psycopg.connect(dbname=known["NAME"], user=known["USER"], host=known["HOST"]) as other:
            held = other.execute("SELECT id FROM documents_document FOR UPDATE NOWAIT").fetchall()
            locked.append(len(held))
        return draw(*args, **kwargs)

    draw = pdf.render
    monkeypatch.setattr(pdf, "render", watched)

    actions.render_next(machine_now=clocks.machine_now())

    assert locked == [1]
    assert queries.paper(paper).size


@pytest.mark.django_db
def test_a_paper_that_cannot_be_drawn_waits_longer_each_time_and_keeps_no_other_waiting(order):
    broken = order(facts="not a list")
    good = order()
    at = clocks.machine_now()

    assert actions.render_next(machine_now=at)
    assert actions.render_next(machine_now=at)
    assert not actions.render_next(machine_now=at)

    assert queries.paper(good).size
    assert Document.objects.get(id=broken).next_try_at == at + actions.PAUSE


@pytest.mark.django_db
def test_a_paper_that_was_changed_on_the_disk_is_never_served(order, settings):
    paper = order()
    actions.render(paper)
    (place,) = [path for path in (Path(settings.DATA_DIR) / "files").rglob("*") if path.is_file()]
    place.write_bytes(place.read_bytes()[:-1] + b"!")

    with pytest.raises(storage.FileIsDamaged):
        actions.render(paper)


@pytest.mark.django_db
def test_the_newest_paper_is_listed_first_with_what_it_says(order):
    order()

    (listed,) = queries.published(LEA)

    assert (listed.kind, listed.version, listed.size) == ("receipt", 1, None)
    assert listed.data["candidate"] == "Léa Rose Ménager-Šimić"
