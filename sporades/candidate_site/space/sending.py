"""How do stored bytes reach a browser without being able to do anything there?"""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from sporades.adapters import media

# A picture is shown; what a browser would open with a program of its own is handed over as a file.
SHOWN = frozenset({media.JPEG, media.PNG})
# Nothing in what somebody gave may run, ask or send, whatever it turns out to be.
SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"


def given(content: bytes, *, media_type: str, name: str) -> HttpResponse:
    """What a candidate gave, back to that candidate."""
    response = _bytes(content, media_type=media_type, name=name, inline=media_type in SHOWN)
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


def issued(content: bytes, *, name: str) -> HttpResponse:
    """A PDF that we made: the browser's own reader may open it."""
    return _bytes(content, media_type=media.PDF, name=name, inline=True)


def agenda(text: str, *, name: str) -> HttpResponse:
    """An .ics file, which a telephone hands to its own agenda."""
    return _bytes(text.encode(), media_type="text/calendar; charset=utf-8", name=name, inline=False)


def _bytes(content: bytes, *, media_type: str, name: str, inline: bool) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    disposition = content_disposition_header(as_attachment=not inline, filename=name)
    response.headers["Content-Disposition"] = disposition or "inline"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
