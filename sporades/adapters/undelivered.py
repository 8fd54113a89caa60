"""Why could a mail not be delivered: what did the receiver's server mean by its answer?

A server answers in three digits, most in an enhanced status too (RFC 3463),
all in words. The words come first where the code is known to mislead: one of
the largest French providers says that a full mailbox is an unknown one.
"""

import re
from dataclasses import dataclass
from enum import StrEnum


class Cause(StrEnum):
    ADDRESS = "address"  # adresse inconnue
    FULL = "full"  # boîte pleine
    SILENT = "silent"  # serveur injoignable
    REFUSED = "refused"  # refusé


@dataclass(frozen=True, slots=True)
class Undelivered:
    cause: Cause
    said: str


_FULL = re.compile(
    r"over ?quota|quota (?:is )?exceeded|exceeded.{0,30}quota|(?:mail)?box (?:is )?full|full mailbox|out of storage"
    r"|bo[iî]te.{0,40}pleine",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(
    r"(?:user|recipient|mailbox|address|account).{0,40}(?:unknown|not found|unavailable|does ?n[o’']t exist|invalid)"
    r"|(?:no such|unknown|invalid) (?:user|recipient|mailbox|address)|destinataire.{0,20}(?:inconnu|invalide)"
    r"|n[’']existe pas|does ?n[o’']t have an? .{0,20}account",
    re.IGNORECASE,
)
_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
# Of RFC 3463, by subject and detail; the rest is a refusal, or a silence where it is said to pass.
_CAUSES = {
    ("1", "0"): Cause.ADDRESS,
    ("1", "1"): Cause.ADDRESS,
    ("1", "2"): Cause.ADDRESS,
    ("1", "3"): Cause.ADDRESS,
    ("1", "6"): Cause.ADDRESS,
    ("1", "10"): Cause.ADDRESS,
    ("2", "1"): Cause.ADDRESS,
    ("2", "2"): Cause.FULL,
}
# 5.4.4; a 4.4.4 is a directory that did not answer.
_NO_DOMAIN = ("4", "4")


def because(said: str) -> Undelivered:
    """`said`: the last answer of the receiver's server, with its codes."""
    return Undelivered(_cause_of(said), said)


def _cause_of(said: str) -> Cause:
    status = _STATUS.search(said)
    kind, subject, detail = status.groups() if status else (said[:1], "", "")
    if _FULL.search(said):
        return Cause.FULL
    if known := _CAUSES.get((subject, detail)):
        return known
    if kind == "4":
        return Cause.SILENT
    # A right that is lacking often names the person too.
    named = _UNKNOWN.search(said) and subject != "7"
    return Cause.ADDRESS if named or (subject, detail) == _NO_DOMAIN else Cause.REFUSED
