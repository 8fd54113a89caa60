"""What did an officer type in the search: names, a number, an address, a birth date, a telephone?

« benali 29/02/1996 », « 25-23-000123 », « karim@ », « d'orgeval jea »: each
part is taken out of the text in turn, the surest first; what is left is names.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sporades.accounts import keys
from sporades.accounts.addresses import NotAnAddress, canonical
from sporades.adapters import phones
from sporades.ui.typed import NotADate, read_date

LONGEST = 200  # of what is typed
MOST_WORDS = 8

_DATE = re.compile(
    r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b|\b\d{4}-\d{1,2}-\d{1,2}\b|\b\d{8}\b"
    r"|\b\d{1,2}(?:er)? [^\W\d]{3,9}\.? \d{4}\b"
)
_NUMBER = re.compile(r"\b(\d{2})[ -]?(\d[\dABab])[ -]?(\d{6})\b")
_PHONE = re.compile(r"(?:\+\d{1,3}|\b0)(?:[ .-]?\d){8,11}\b")
_ORDER = re.compile(r"\b\d{1,6}\b")


@dataclass(frozen=True, slots=True)
class Sought:
    """Everything in it must be true of what is found."""

    names: tuple[str, ...] = ()
    days: tuple[date, ...] = ()
    mailboxes: tuple[str, ...] = ()
    telephones: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    orders: tuple[int, ...] = ()  # « 123 »: the end of a number, of any session


def read(text: str) -> Sought:
    """What this text asks for; nothing at all if there is not a letter nor a figure in it."""
    rest = _Rest(" ".join(text[:LONGEST].split()))
    return Sought(
        mailboxes=tuple(rest.mailboxes()),
        days=tuple(rest.days()),
        telephones=tuple(rest.telephones()),
        numbers=tuple(rest.numbers()),
        orders=tuple(rest.orders()),
        names=tuple(word for word in rest.text.split() if keys.words(word))[:MOST_WORDS],
    )


class _Rest:
    """What is left of the text once a part of it was understood."""

    def __init__(self, text: str) -> None:
        self.text = text

    def _take(self, typed: str) -> None:
        self.text = self.text.replace(typed, " ")

    def mailboxes(self) -> Iterator[str]:
        for typed in [word for word in self.text.split() if "@" in word]:
            self._take(typed)
            yield _mailbox(typed)

    def days(self) -> Iterator[date]:
        for typed in _DATE.findall(self.text):
            try:
                day = read_date(typed)
            except NotADate:
                continue
            self._take(typed)
            yield day

    def numbers(self) -> Iterator[str]:
        for found in list(_NUMBER.finditer(self.text)):
            self._take(found[0])
            yield f"{found[1]}-{found[2].upper()}-{found[3]}"

    def telephones(self) -> Iterator[str]:
        for typed in _PHONE.findall(self.text):
            number = phones.parse(typed)
            if number:
                self._take(typed)
                yield number

    def orders(self) -> Iterator[int]:
        for typed in _ORDER.findall(self.text):
            self._take(typed)
            yield int(typed)


def _mailbox(typed: str) -> str:
    """The box of an address, or the beginning of one: « karim@ » is not an address yet."""
    try:
        return keys.mailbox(canonical(typed))
    except NotAnAddress:
        return typed.casefold()
