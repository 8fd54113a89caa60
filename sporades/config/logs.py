"""One line of log: when, how grave, for which request, what happened; never about whom.

A line holds no name, no address, no token: people are named by the uuid of
their account, if at all. Django quotes the path of a request that failed, and
a path may hold a token: the route is said instead. Everything but plain ASCII
is escaped, so that nobody can write a line, or a colour, of their own.
"""

import json
import logging
from datetime import UTC, datetime

from django.http import HttpRequest

from sporades.adapters.tracing import request_id


class Line(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request": _request(record),
            "message": _message(record),
        }
        if record.exc_info and record.exc_info[0] is not None:
            # The type and the place; the message of an exception may quote what was typed.
            line["exception"] = record.exc_info[0].__name__
            line["trace"] = _places(record)
        return json.dumps(line)


def _request(record: logging.LogRecord) -> str:
    # Django tells of a page that was not found once the door has shut behind the answer.
    return request_id.get() or getattr(getattr(record, "request", None), "id", "")


def _message(record: logging.LogRecord) -> str:
    asked = getattr(record, "request", None)
    if not isinstance(asked, HttpRequest):
        return record.getMessage()
    found = asked.resolver_match
    route = f"/{found.route}" if found else "an address that does not exist"
    return f"{getattr(record, 'status_code', '')} {asked.method} {route}".strip()


def _places(record: logging.LogRecord) -> str:
    places = []
    step = record.exc_info[2] if record.exc_info else None
    while step is not None:
        code = step.tb_frame.f_code
        places.append(f"{code.co_filename.rsplit('/sporades/', 1)[-1]}:{step.tb_lineno} {code.co_name}")
        step = step.tb_next
    return " > ".join(places)
