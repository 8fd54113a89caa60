"""Which request is being answered: the name that joins a log line, an entry and an error page."""

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
