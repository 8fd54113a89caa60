"""How is a form carried out once, however often it is sent?"""

import hashlib
import secrets

from django.http import HttpRequest


def new_token() -> str:
    """The token of one form: sent twice, it is carried out once."""
    return secrets.token_urlsafe(24)


def token_of(request: HttpRequest) -> str:
    """The name of this act: the form's token, bound to the account and to the page it was sent to.

    A form without a token gets its own, and is then not protected from a replay.
    """
    sent = request.POST.get("token") or new_token()
    said = "\n".join([str(request.user.pk), request.path, sent])
    return hashlib.sha256(said.encode("utf-8", "backslashreplace")).hexdigest()
