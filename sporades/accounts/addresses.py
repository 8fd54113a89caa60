"""Which two e-mail addresses are the same mailbox?

`A@X.FR ` and `a@x.fr` are; so are a domain with accents and its ASCII form.
`jean+cap@x.fr` is not `jean@x.fr`: what follows the plus may be a mailbox of
its own. Look-alikes of other alphabets stay apart. The canonical form only
compares: a mail always goes to the address as it was stored, so that a letter
that folds into another (CVE-2019-19844) never leads it elsewhere.
"""

import unicodedata

LONGEST = 254  # RFC 5321; also bounds what NFKC is asked to work on


class NotAnAddress(ValueError):
    """What was typed cannot be a mailbox."""


def canonical(typed: str) -> str:
    """The form under which an address is unique; raises NotAnAddress."""
    typed = typed.strip()
    local, at, domain = typed.rpartition("@")
    if not (local and at and domain) or len(typed) > LONGEST:
        raise NotAnAddress
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", local).casefold())
    return f"{folded}@{_ascii(domain)}"


def _ascii(domain: str) -> str:
    domain = unicodedata.normalize("NFKC", domain).strip().rstrip(".").casefold()
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise NotAnAddress from error
