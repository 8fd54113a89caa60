"""The database is stopped for a minute: the worker waits for it, and says so in one line a turn."""

from django.db import OperationalError, connection

from sporades.jobs.worker import Worker


def test_a_database_that_does_not_answer_is_one_line_and_the_next_turn_does_what_was_due(
    transactional_db, monkeypatch, caplog
):
    worker = Worker()
    worker.stopping.set()  # it does not wait for the next turn
    due = worker.next_tick

    def refused() -> None:
        raise OperationalError("connection refused")

    with monkeypatch.context() as away:
        connection.close()
        away.setattr(connection, "connect", refused)
        worker.turn()
    during = [record.getMessage() for record in caplog.records]
    untouched = worker.next_tick == due
    worker.turn()

    assert during == ["the database does not answer: every job waits for it"]
    assert untouched
    assert worker.next_tick > due
